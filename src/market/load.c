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

/* -- Helpers */

struct place load_place(const struct loader *l)
{
	return (struct place){l->item->line, l->item->column};
}

static const struct item *next(struct loader *l)
{
	return reader_next(l->r);
}

/* The item is not what the key needs. */
static void wrong_type(struct loader *l, const char *what)
{
	g_autofree char *got = item_describe(l->item);

	if (l->item->type == ITEM_SCALAR && l->item->length == 0)
		reader_error(l->r, "'%s' needs %s, but nothing stands here: is what follows "
			     "indented too little?", l->key, what);
	else
		reader_error(l->r, "'%s' needs %s, not %s", l->key, what, got);
	reader_skip(l->r);
}

bool load_scalar(struct loader *l, const char *what)
{
	if (G_LIKELY(l->item->type == ITEM_SCALAR && l->item->length > 0))
		return true;
	wrong_type(l, what);
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
		next(l);
		return;
	}
	next(l);
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
		next(l);
		return NULL;
	}
	i = find_key(l, id, l->item->text, l->item->length);
	if (i < 0) {
		unknown_key(l, id);
		return NULL;
	}
	if (*seen & UINT64_C(1) << i) {
		reader_error(l->r, "key '%s' stands here twice", mappings[id].keys[i].name);
		next(l);
		return NULL;
	}
	*seen |= UINT64_C(1) << i;
	next(l);
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
		wrong_type(l, "a mapping");
		return false;
	}
	need_slots(l, id);
	while (next(l)->type != ITEM_MAP_END && l->item->type != ITEM_STOP) {
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
		wrong_type(l, "a list");
		return;
	}
	while (next(l)->type != ITEM_LIST_END && l->item->type != ITEM_STOP) {
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
		wrong_type(l, "a mapping");
		return;
	}
	seen = g_hash_table_new(g_str_hash, g_str_equal);
	while (next(l)->type != ITEM_MAP_END && l->item->type != ITEM_STOP) {
		struct place place = load_place(l);
		const char *name;

		if (l->item->type != ITEM_SCALAR || l->item->length == 0) {
			reader_error(l->r, "a key of '%s' is %s", key, what);
			reader_skip(l->r);
			next(l);
			reader_skip(l->r);
			continue;
		}
		name = load_copy(l);
		if (!g_hash_table_add(seen, (gpointer)name)) {
			reader_error(l->r, "key '%s' stands here twice", name);
			next(l);
			reader_skip(l->r);
			continue;
		}
		next(l);
		l->key = name;
		each(l, object, name, place);
	}
}

/* -- Scalars into fields */

#define FIELD(type, object, offset) ((type *)((char *)(object) + (offset)))

void load_text(struct loader *l, void *object, size_t offset)
{
	if (load_scalar(l, "a text"))
		*FIELD(const char *, object, offset) = load_copy(l);
}

static void one_text(struct loader *l, void *object)
{
	GPtrArray *texts = object;

	if (load_scalar(l, "texts in its list"))
		g_ptr_array_add(texts, (gpointer)load_copy(l));
}

void load_texts(struct loader *l, void *object, size_t offset)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	char **copy;

	load_list(l, one_text, texts);
	if (texts->len == 0)
		return;
	copy = arena_alloc(l->arena, (texts->len + 1) * sizeof *copy);
	memcpy(copy, texts->pdata, texts->len * sizeof *copy);
	*FIELD(const char *const *, object, offset) = (const char *const *)copy;
}

void load_id(struct loader *l, void *object, size_t offset)
{
	if (!load_scalar(l, "an id"))
		return;
	if (!load_is_id(l->item->text)) {
		reader_error(l->r, "'%s' is no id: only a-z, 0-9 and '-' stand in one",
			     l->item->text);
		return;
	}
	*FIELD(const char *, object, offset) = load_copy(l);
}

void load_date(struct loader *l, void *object, size_t offset)
{
	if (!load_scalar(l, "a date"))
		return;
	if (!period_is_date(l->item->text)) {
		reader_error(l->r, "'%s' is no date: write YYYY, YYYY-MM or YYYY-MM-DD",
			     l->item->text);
		return;
	}
	*FIELD(const char *, object, offset) = load_copy(l);
}

void load_boolean(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"false", "true"};
	int i = load_word(l, words, G_N_ELEMENTS(words));

	if (i >= 0)
		*FIELD(bool, object, offset) = i;
}

void load_source(struct loader *l, void *object, size_t offset)
{
	if (load_scalar(l, "the id of a source"))
		*FIELD(uint8_t, object, offset) = load_source_index(l);
}

/* -- Sources */

static int source_slot(struct loader *l, const char *id)
{
	struct source fresh = {0};
	bool no = false;

	for (guint i = 1; i < l->sources->len; i++)
		if (strcmp(g_array_index(l->sources, struct source, i).id, id) == 0)
			return i;
	if (l->sources->len >= SOURCE_UNSET) {
		reader_error(l->r, "more than %d sources", SOURCE_UNSET - 1);
		return 0;
	}
	fresh.id = arena_strdup(l->arena, id);
	g_array_append_val(l->sources, fresh);
	g_array_append_val(l->source_defined, no);
	return l->sources->len - 1;
}

uint8_t load_source_index(struct loader *l)
{
	struct source_use use = {.index = source_slot(l, l->item->text), .place = load_place(l)};

	if (!g_array_index(l->source_defined, bool, use.index))
		g_array_append_val(l->source_uses, use);
	return use.index;
}

static void one_source(struct loader *l, void *object, const char *name, struct place place)
{
	struct source source = {0};
	int index;

	(void)object;
	if (!load_is_id(name)) {
		reader_error_at(l->r, place.line, place.column,
				"'%s' is no id: only a-z, 0-9 and '-' stand in one", name);
		reader_skip(l->r);
		return;
	}
	load_mapping(l, MAPPING_SOURCE, &source);
	index = source_slot(l, name);
	source.id = g_array_index(l->sources, struct source, index).id;
	g_array_index(l->sources, struct source, index) = source;
	g_array_index(l->source_defined, bool, index) = true;
}

void load_sources(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_free_keys(l, "the id of a source", one_source, object);
}

void load_market_source(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;

	(void)offset;
	if (load_scalar(l, "the id of a source"))
		m->source = load_source_index(l);
}

/* -- Unit */

void load_scale(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"thousand", "million", "billion", "trillion", "lakh",
		"crore", "lakh crore", "Mio", "Mrd", "Milliarde", "\u4e07", "\u4ebf"};
	struct unit_reading *u = object;

	(void)offset;
	if (!load_scalar(l, "a scale word such as million"))
		return;
	u->unit.scale = scale_factor(l->item->text);
	if (u->unit.scale > 0) {
		u->unit.scale_word = load_copy(l);
		return;
	}
	u->unit.scale = 1;
	load_unknown(l, "scale", l->item->text, words, G_N_ELEMENTS(words));
}

/* Reads a unit; false if it is none. */
static bool read_unit(struct loader *l, struct unit *out)
{
	struct unit_reading u = {.unit.scale = 1};
	struct place place = load_place(l);

	if (!load_mapping(l, MAPPING_UNIT, &u))
		return false;
	if (!u.unit.currency && !u.unit.measure)
		reader_error_at(l->r, place.line, place.column,
				"a unit needs a 'currency' or a 'measure'");
	*out = u.unit;
	return true;
}

void load_market_unit(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;

	(void)offset;
	l->unit_known = read_unit(l, &m->unit);
}

void load_measure_unit(struct loader *l, void *object, size_t offset)
{
	struct measure_reading *reading = object;

	(void)offset;
	reading->m.has_unit = read_unit(l, &reading->m.unit);
}

/* -- Period, calendar, kinds */

void load_one_period(struct loader *l, void *object, size_t offset)
{
	struct range_reading *r = object;
	struct period p;

	if (!load_scalar(l, "a period"))
		return;
	if (!period_parse(l->item->text, &p)) {
		reader_error(l->r, "'%s' is no period: write 2031, 2023-H1, 2023-Q4 or 2023-04",
			     l->item->text);
		return;
	}
	*FIELD(struct period, object, offset) = p;
	if (offset == offsetof(struct range_reading, base))
		r->base_place = load_place(l);
	else if (offset == offsetof(struct range_reading, from))
		r->from_place = load_place(l);
	else
		r->to_place = load_place(l);
}

void load_step(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"year", "half", "quarter", "month"};
	struct range_reading *r = object;
	int i = load_word(l, words, G_N_ELEMENTS(words));

	(void)offset;
	if (i >= 0)
		r->step = i;
}

/* Says if p is not in the market's step. */
static bool check_step(struct loader *l, const char *key, struct period p, struct place place,
		       uint8_t step)
{
	static const char *const words[] = {"a year", "a half-year", "a quarter", "a month"};
	static const char *const keys[] = {"year", "half", "quarter", "month"};

	if (!period_is_set(p) || p.step == step)
		return true;
	reader_error_at(l->r, place.line, place.column,
			"'%s' is %s, but the step is %s: write 'step: %s' or another period",
			key, words[p.step], words[step], keys[p.step]);
	return false;
}

static bool check_range(struct loader *l, const struct range_reading *r)
{
	struct period first;

	if (!check_step(l, "base", r->base, r->base_place, r->step) ||
	    !check_step(l, "from", r->from, r->from_place, r->step) ||
	    !check_step(l, "to", r->to, r->to_place, r->step))
		return false;
	if (period_is_set(r->from) != period_is_set(r->to)) {
		const struct place *at = period_is_set(r->from) ? &r->from_place : &r->to_place;

		reader_error_at(l->r, at->line, at->column,
				"'from' and 'to' stand together, or neither of them");
		return false;
	}
	if (!period_is_set(r->from))
		return true;
	if (period_ordinal(r->to) < period_ordinal(r->from)) {
		reader_error_at(l->r, r->to_place.line, r->to_place.column,
				"'to' lies before 'from'");
		return false;
	}
	if (period_is_set(r->base) && period_ordinal(r->base) > period_ordinal(r->from)) {
		reader_error_at(l->r, r->base_place.line, r->base_place.column,
				"'base' lies after 'from'");
		return false;
	}
	first = period_is_set(r->base) ? r->base : r->from;
	if (period_ordinal(r->to) - period_ordinal(first) >= PERIODS_MAX) {
		reader_error_at(l->r, r->to_place.line, r->to_place.column,
				"more than %d periods from the base to the end", PERIODS_MAX);
		return false;
	}
	return true;
}

void load_period(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;
	struct range_reading r = {.base = PERIOD_NONE};

	(void)offset;
	l->period_place = load_place(l);
	if (!load_mapping(l, MAPPING_PERIOD, &r) || !check_range(l, &r))
		return;
	m->period.base = r.base;
	m->period.from = r.from;
	m->period.to = r.to;
	m->period.step = r.step;
}

void load_calendar(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;

	(void)offset;
	m->calendar.fiscal = true;
	load_mapping(l, MAPPING_CALENDAR, m);
}

void load_month(struct loader *l, void *object, size_t offset)
{
	static const char *const months[] = {"January", "February", "March", "April", "May",
		"June", "July", "August", "September", "October", "November", "December"};
	struct market *m = object;
	int i = load_word(l, months, G_N_ELEMENTS(months));

	(void)offset;
	if (i >= 0)
		m->calendar.starts = i + 1;
}

void load_named(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"start", "end"};
	struct market *m = object;
	int i = load_word(l, words, G_N_ELEMENTS(words));

	(void)offset;
	if (i >= 0)
		m->calendar.named_end = i;
}

static void one_kind_range(struct loader *l, void *object)
{
	struct kind_range range = {.kind = *(uint8_t *)object};

	if (!load_scalar(l, "a span such as ..2024"))
		return;
	if (!period_parse_span(l->item->text, &range.from, &range.to)) {
		reader_error(l->r, "'%s' is no span: write 2025, ..2024, 2026.. or 2020..2024",
			     l->item->text);
		return;
	}
	g_array_append_val(l->kinds, range);
}

void load_kind_range(struct loader *l, void *object, size_t offset)
{
	uint8_t kind = offset;

	(void)object;
	if (l->item->type == ITEM_LIST)
		load_list(l, one_kind_range, &kind);
	else
		one_kind_range(l, &kind);
}

void load_kinds(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_mapping(l, MAPPING_KINDS, object);
}

/* -- The rest of the market's own keys */

void load_version(struct loader *l, void *object, size_t offset)
{
	(void)object;
	(void)offset;
	if (load_scalar(l, "the version 1") && strcmp(l->item->text, "1") != 0)
		reader_error(l->r, "this program reads format version 1, not %s", l->item->text);
}

void load_series(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"flow", "stock", "average"};
	int i = load_word(l, words, G_N_ELEMENTS(words));

	if (i >= 0)
		*FIELD(uint8_t, object, offset) = i;
}

void load_fill(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"equal", "weights", "none"};
	struct market *m = object;
	int i = load_word(l, words, G_N_ELEMENTS(words));

	(void)offset;
	if (i >= 0)
		m->fill = i;
}

/* -- The whole */

static GArray **growing(struct loader *l, int i, guint *size)
{
	struct { GArray **array; guint size; } const all[] = {
		{&l->sources, sizeof(struct source)},
		{&l->source_defined, sizeof(bool)},
		{&l->source_uses, sizeof(struct source_use)},
		{&l->refs, sizeof(struct ref)},
		{&l->kinds, sizeof(struct kind_range)},
		{&l->measures, sizeof(struct measure)},
		{&l->members, sizeof(struct member)},
		{&l->crosses, sizeof(struct cross)},
		{&l->at, sizeof(size_t)},
		{&l->forces, sizeof(struct force)},
		{&l->where, sizeof(struct where_reading)},
		{&l->companies, sizeof(struct company)},
		{&l->events, sizeof(struct event)},
		{&l->notes, sizeof(struct note)},
		{&l->questions, sizeof(struct question)},
		{&l->cross_measures, sizeof(struct cross_measure)},
	};

	if (i >= (int)G_N_ELEMENTS(all))
		return NULL;
	*size = all[i].size;
	return all[i].array;
}

static void loader_begin(struct loader *l, struct reader *r, const char *name)
{
	struct source none = {.id = ""};
	bool yes = true;
	GArray **array;
	guint size;

	l->r = r;
	l->item = reader_item(r);
	l->m = g_new0(struct market, 1);
	l->arena = l->m->arena = arena_new();
	l->m->file = arena_strdup(l->arena, name);
	l->m->mark = reader_mark(r);
	l->m->unit.scale = 1;
	l->m->calendar.starts = 1;
	l->m->calendar.named_end = true;
	l->m->source = SOURCE_UNSET;
	for (int i = 0; (array = growing(l, i, &size)); i++)
		*array = g_array_new(FALSE, FALSE, size);
	g_array_append_val(l->sources, none);
	g_array_append_val(l->source_defined, yes);
	load_begin_tree(l);
}

static void loader_end(struct loader *l)
{
	GArray **array;
	guint size;

	for (int i = 0; (array = growing(l, i, &size)); i++)
		g_array_free(*array, TRUE);
	g_free(l->facts.at);
	g_free(l->cross_facts.at);
	g_free(l->company_facts.at);
}

/* Takes r.  before: errors in the list before it was opened. */
static struct market *load(struct reader *r, const char *name, struct messages *list,
			   size_t before)
{
	struct loader l = {0};

	loader_begin(&l, r, name);
	reader_next(r);
	if (l.item->type == ITEM_MAP)
		load_mapping(&l, MAPPING_MARKET, l.m);
	else if (!reader_stopped(r))
		reader_error(r, "a market file is a mapping that begins with 'tamarack: 1'");
	if (!reader_stopped(r) && l.item->type == ITEM_MAP_END)
		reader_end(r);
	if (!reader_stopped(r) && l.item->type == ITEM_MAP_END)
		load_finish(&l);
	reader_free(r);
	loader_end(&l);
	messages_sort(list);
	if (messages_errors(list) == before)
		return l.m;
	market_free(l.m);
	return NULL;
}

struct market *market_load(const char *file, struct messages *list)
{
	return market_load_watched(file, list, NULL, NULL);
}

struct market *market_load_watched(const char *file, struct messages *list,
				   bool (*step)(void *data, size_t done, size_t total),
				   void *data)
{
	size_t before = messages_errors(list);
	struct reader *r = reader_open(file, list);

	reader_watch(r, step, data);
	return load(r, file, list, before);
}

struct market *market_load_bytes(const char *name, const char *bytes, size_t n,
				 struct messages *list)
{
	size_t before = messages_errors(list);

	return load(reader_open_bytes(name, bytes, n, list), name, list, before);
}
