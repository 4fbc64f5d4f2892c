/* Mappings by their lists in keys.def, lists, and the items both are made of. */
#include "config.h"

#include "market/load.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* -- Tables */

struct key {
	const char *name;
	unsigned length : 31;
	bool required : 1;
	void (*read)(struct loader *l, void *object, size_t offset);
	size_t offset;
};

#define ROW(name, type, required, reader, offset, meaning) \
	{#name, sizeof #name - 1, required, reader, offset},
#define TABLE(NAME, name, title) static const struct key NAME##_keys[] = {KEYS_##NAME(ROW)};
#define ENTRY(NAME, name, title) \
	[MAPPING_##NAME] = {title, NAME##_keys, G_N_ELEMENTS(NAME##_keys)},

MAPPINGS(TABLE)

static const struct {
	const char *title;
	const struct key *keys;
	int n;
} mappings[] = {MAPPINGS(ENTRY)};

static unsigned slot_of(const char *name, size_t length)
{
	return (length * 7 + (unsigned char)name[0] * 3 + (unsigned char)name[length - 1]) & 63;
}

static void build_slots(struct loader *l, enum mapping_id id)
{
	uint8_t *slots = l->slots[id];

	for (int i = 0; i < mappings[id].n; i++) {
		const struct key *k = &mappings[id].keys[i];
		unsigned s = slot_of(k->name, k->length);

		while (slots[s])
			s = (s + 1) & 63;
		slots[s] = i + 1;
	}
}

static void need_slots(struct loader *l, enum mapping_id id)
{
	const struct key *first = mappings[id].keys;

	if (!l->slots[id][slot_of(first->name, first->length)])
		build_slots(l, id);
}

/* Index of a key of the mapping, -1 if it has none of that name. */
static int find_key(struct loader *l, enum mapping_id id, const char *name, size_t length)
{
	if (length == 0)
		return -1;
	for (unsigned s = slot_of(name, length); l->slots[id][s]; s = (s + 1) & 63) {
		const struct key *k = &mappings[id].keys[l->slots[id][s] - 1];

		if (k->length == length && memcmp(k->name, name, length) == 0)
			return l->slots[id][s] - 1;
	}
	return -1;
}

bool load_has_key(struct loader *l, enum mapping_id id, const char *name)
{
	need_slots(l, id);
	return find_key(l, id, name, strlen(name)) >= 0;
}

/* -- Items */

struct place load_place(const struct loader *l)
{
	return (struct place){l->item->line, l->item->column};
}

const struct item *load_next(struct loader *l)
{
	return reader_next(l->r);
}

/* What YAML and JSON write for nothing at all; in quotes it is a text like any other. */
static bool is_null(const struct item *item)
{
	const char *text = item->text;

	if (item->type != ITEM_SCALAR || !item->plain || !strchr("~nN", *text))
		return false;
	return !strcmp(text, "~") || !strcmp(text, "null") || !strcmp(text, "Null") ||
	       !strcmp(text, "NULL");
}

void load_wrong_type(struct loader *l, const char *what)
{
	g_autofree char *got = item_describe(l->item);

	if (l->item->type == ITEM_SCALAR && l->item->length == 0)
		reader_error(l->r, "'%s' needs %s, but nothing stands here: is what follows "
			     "indented too little?", l->key, what);
	else if (is_null(l->item))
		reader_error(
			l->r,
			"'%s' needs %s, and %s says nothing: leave the key out, or put "
			"quotes around it",
			l->key, what, got);
	else
		reader_error(l->r, "'%s' needs %s, not %s", l->key, what, got);
	reader_skip(l->r);
}

bool load_scalar(struct loader *l, const char *what)
{
	if (G_LIKELY(l->item->type == ITEM_SCALAR && l->item->length > 0 &&
		     !is_null(l->item)))
		return true;
	load_wrong_type(l, what);
	return false;
}

const char *load_copy(struct loader *l)
{
	return arena_strndup(l->arena, l->item->text, l->item->length);
}

void load_unknown(struct loader *l, const char *what, const char *word,
		  const char *const *candidates, size_t n)
{
	const char *near = text_suggest(word, candidates, n);
	g_autoptr(GString) known = g_string_new(NULL);

	if (near) {
		reader_error(l->r, "unknown %s '%s', did you mean '%s'?", what, word, near);
		return;
	}
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(known, "%s%s", i ? ", " : "", candidates[i]);
	reader_error(l->r, "unknown %s '%s'; known are %s", what, word, known->str);
}

int load_word(struct loader *l, const char *const *words, int n)
{
	if (!load_scalar(l, "a word"))
		return -1;
	for (int i = 0; i < n; i++)
		if (strcmp(words[i], l->item->text) == 0)
			return i;
	load_unknown(l, l->key, l->item->text, words, n);
	return -1;
}

bool load_number(struct loader *l, double *out)
{
	struct decimal d;
	const char *why;

	if (!load_scalar(l, "a number"))
		return false;
	if (!number_parse(l->item->text, l->item->length, &d, &why)) {
		reader_error(l->r, "'%s' needs a number: %s", l->key, why);
		return false;
	}
	*out = d.value;
	return true;
}

bool load_is_id(const char *text)
{
	const char *s = text;

	while (g_ascii_islower(*s) || g_ascii_isdigit(*s) || *s == '-')
		s++;
	return s > text && !*s;
}

/* The slug of a name in ASCII; false if it is not in ASCII or long. */
static bool plain_slug(const char *name, char *out, size_t room, size_t *length)
{
	size_t n = 0;
	bool gap = false;

	for (; *name; name++) {
		unsigned char c = g_ascii_tolower(*name);

		if (c >= 0x80 || n + 2 >= room)
			return false;
		if (g_ascii_isalnum(c)) {
			if (gap && n > 0)
				out[n++] = '-';
			gap = false;
			out[n++] = c;
		} else {
			gap = true;
		}
	}
	*length = n;
	return true;
}

const char *load_slug(struct loader *l, const char *name)
{
	g_autofree char *slug = NULL;
	char quick[128];
	size_t length;

	if (plain_slug(name, quick, sizeof quick, &length))
		return arena_strndup(l->arena, quick, length);
	slug = text_slug(name);
	return arena_strdup(l->arena, slug);
}

size_t load_ref(struct loader *l, unsigned allows)
{
	struct ref ref = {.text = load_copy(l), .place = load_place(l), .allows = allows,
			  .node = -1};

	g_array_append_val(l->refs, ref);
	return l->refs->len - 1;
}

/* -- Mappings and lists */

static void unknown_key(struct loader *l, enum mapping_id id)
{
	const char *names[64];
	struct place place = load_place(l);
	const char *word = load_copy(l);
	bool flow = l->item->plain;
	const char *near;

	for (int i = 0; i < mappings[id].n; i++)
		names[i] = mappings[id].keys[i].name;
	near = text_suggest(word, names, mappings[id].n);
	if (near) {
		load_unknown(l, "key", word, names, mappings[id].n);
		load_next(l);
		return;
	}
	load_next(l);
	if (id == MAPPING_MARKET && strcmp(word, "scenario") == 0)
		reader_stop_at(l->r, place.line, place.column,
			       "this is a scenario, not a market: open it with --scenario");
	else if (flow && l->item->type == ITEM_SCALAR && l->item->length == 0 &&
		 l->item->plain)
		reader_error_at(l->r, place.line, place.column,
				"unknown key '%s'; a text with a comma needs quotes", word);
	else
		reader_error_at(l->r, place.line, place.column,
				"unknown key '%s' in %s", word, mappings[id].title);
}

/* At a key: goes on to its value.  NULL if the value is to be skipped. */
static const struct key *begin_key(struct loader *l, enum mapping_id id, uint64_t *seen)
{
	int i;

	if (l->item->type != ITEM_SCALAR) {
		reader_error(l->r, "a key is a word, not a list or a mapping");
		reader_skip(l->r);
		load_next(l);
		return NULL;
	}
	i = find_key(l, id, l->item->text, l->item->length);
	if (i < 0) {
		unknown_key(l, id);
		return NULL;
	}
	if (*seen & UINT64_C(1) << i) {
		reader_error(l->r, "key '%s' stands here twice", mappings[id].keys[i].name);
		load_next(l);
		return NULL;
	}
	*seen |= UINT64_C(1) << i;
	load_next(l);
	return &mappings[id].keys[i];
}

static void say_missing(struct loader *l, enum mapping_id id, uint64_t seen, struct place place)
{
	for (int i = 0; i < mappings[id].n; i++)
		if (mappings[id].keys[i].required && !(seen & UINT64_C(1) << i))
			reader_error_at(l->r, place.line, place.column, "%s needs the key '%s'",
					mappings[id].title, mappings[id].keys[i].name);
}

bool load_mapping(struct loader *l, enum mapping_id id, void *object)
{
	struct place place = load_place(l);
	uint64_t seen = 0;

	if (l->item->type != ITEM_MAP) {
		load_wrong_type(l, "a mapping");
		return false;
	}
	need_slots(l, id);
	while (load_next(l)->type != ITEM_MAP_END && l->item->type != ITEM_STOP) {
		const struct key *k = begin_key(l, id, &seen);

		if (!k) {
			reader_skip(l->r);
			continue;
		}
		l->key = k->name;
		k->read(l, object, k->offset);
	}
	if (l->item->type != ITEM_STOP)
		say_missing(l, id, seen, place);
	return true;
}

void load_list(struct loader *l, void (*each)(struct loader *l, void *object), void *object)
{
	const char *key = l->key;

	if (l->item->type != ITEM_LIST) {
		load_wrong_type(l, "a list");
		return;
	}
	while (load_next(l)->type != ITEM_LIST_END && l->item->type != ITEM_STOP) {
		l->key = key;
		each(l, object);
	}
}

void load_free_keys(struct loader *l, const char *what,
		    void (*each)(struct loader *l, void *object, const char *name,
				 struct place place), void *object)
{
	const char *key = l->key;
	g_autoptr(GHashTable) seen = NULL;

	if (l->item->type != ITEM_MAP) {
		load_wrong_type(l, "a mapping");
		return;
	}
	seen = g_hash_table_new(g_str_hash, g_str_equal);
	while (load_next(l)->type != ITEM_MAP_END && l->item->type != ITEM_STOP) {
		struct place place = load_place(l);
		const char *name;

		if (l->item->type != ITEM_SCALAR || l->item->length == 0) {
			reader_error(l->r, "a key of '%s' is %s", key, what);
			reader_skip(l->r);
			load_next(l);
			reader_skip(l->r);
			continue;
		}
		name = load_copy(l);
		if (!g_hash_table_add(seen, (gpointer)name)) {
			reader_error(l->r, "key '%s' stands here twice", name);
			load_next(l);
			reader_skip(l->r);
			continue;
		}
		load_next(l);
		l->key = name;
		each(l, object, name, place);
	}
}
