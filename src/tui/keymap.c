#include "config.h"

#include "tui/keymap.h"

#include <string.h>

#include "base/text.h"
#include "tui/explorer.h"

struct action_info { const char *id, *keys, *help; unsigned scope; const char *group; };

static const struct action_info actions[] = {
	[ACTION_NONE] = {"NONE", "", "", 0, NULL},
#define GROUP(title)
#define ACTION(id, keys, scope, help) [ACTION_##id] = {#id, keys, help, SCOPE_##scope, NULL},
#include "tui/actions.def"
#undef ACTION
#undef GROUP
};

/* The list once more in its order, with the titles between. */
static const struct { const char *title; enum action a; } order[] = {
#define GROUP(title) {title, ACTION_NONE},
#define ACTION(id, keys, scope, help) {NULL, ACTION_##id},
#include "tui/actions.def"
#undef ACTION
#undef GROUP
};

struct binding {
	int keys[KEY_SEQUENCE_MAX];
	int n;
	enum action action;
};

struct keymap {
	GArray *bindings;	/* struct binding, of one action in their order */
};

char *action_name(enum action a)
{
	char *name = g_ascii_strdown(actions[a].id, -1);

	return g_strdelimit(name, "_", '-');
}

enum action action_find(const char *name)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		g_autofree char *own = action_name(a);

		if (strcmp(own, name) == 0)
			return a;
	}
	return ACTION_NONE;
}

const char *action_help(enum action a)
{
	return actions[a].help;
}

unsigned action_scope(enum action a)
{
	return actions[a].scope;
}

const char *action_group(enum action a)
{
	const char *title = "";

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		if (order[i].title)
			title = order[i].title;
		else if (order[i].a == a)
			break;
	}
	return title;
}

struct keymap *keymap_new(void)
{
	struct keymap *map = g_new0(struct keymap, 1);

	map->bindings = g_array_new(FALSE, TRUE, sizeof(struct binding));
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		bool fine = keymap_bind(map, a, actions[a].keys, NULL);

		g_assert(fine);
	}
	return map;
}

void keymap_free(struct keymap *map)
{
	if (!map)
		return;
	g_array_free(map->bindings, TRUE);
	g_free(map);
}

static bool starts_with(const struct binding *b, const int *keys, int n)
{
	return b->n >= n && memcmp(b->keys, keys, (size_t)n * sizeof *keys) == 0;
}

enum key_match keymap_match(const struct keymap *map, unsigned scope, const int *keys, int n,
			    enum action *a)
{
	enum key_match match = KEY_MATCH_NONE;

	for (guint i = 0; i < map->bindings->len; i++) {
		const struct binding *b = &g_array_index(map->bindings, struct binding, i);

		if (!(actions[b->action].scope & scope) || !starts_with(b, keys, n))
			continue;
		if (b->n == n) {
			*a = b->action;
			return KEY_MATCH_ACTION;
		}
		match = KEY_MATCH_PREFIX;
	}
	return match;
}

/* The binding that a new one would clash with: the same keys, or one the beginning of the other. */
static const struct binding *clash(const struct keymap *map, const struct binding *with)
{
	for (guint i = 0; i < map->bindings->len; i++) {
		const struct binding *b = &g_array_index(map->bindings, struct binding, i);

		if (b->action == with->action
		    || !(actions[b->action].scope & actions[with->action].scope))
			continue;
		if (starts_with(b, with->keys, MIN(b->n, with->n)))
			return b;
	}
	return NULL;
}

static bool read_binding(const struct keymap *map, enum action a, const char *text,
			 struct binding *out, GError **error)
{
	struct binding b = {.action = a};

	b.n = key_sequence(text, b.keys);
	if (b.n == 0) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
			    "'%s' is no key: write a character, ^X, M-x or a name such as <Down>",
			    text);
		return false;
	}
	const struct binding *other = clash(map, &b);

	if (other) {
		g_autofree char *name = action_name(other->action);

		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
			    "'%s' already means %s in the same view: bind that to another key first",
			    text, name);
		return false;
	}
	*out = b;
	return true;
}

bool keymap_bind(struct keymap *map, enum action a, const char *keys, GError **error)
{
	g_autoptr(GArray) fresh = g_array_new(FALSE, TRUE, sizeof(struct binding));
	g_auto(GStrv) words = g_strsplit(keys, " ", -1);

	for (int i = 0; words[i]; i++) {
		struct binding b;

		if (words[i][0] == '\0')
			continue;
		if (!read_binding(map, a, words[i], &b, error))
			return false;
		g_array_append_val(fresh, b);
	}
	for (guint i = map->bindings->len; i-- > 0;)
		if (g_array_index(map->bindings, struct binding, i).action == a)
			g_array_remove_index(map->bindings, i);
	g_array_append_vals(map->bindings, fresh->data, fresh->len);
	return true;
}

/* New string. */
static char *shown_keys(const struct binding *b)
{
	GString *text = g_string_new(NULL);
	char buf[KEY_TEXT_MAX];

	for (int i = 0; i < b->n; i++)
		g_string_append(text, key_format(b->keys[i], b->n == 1, buf));
	return g_string_free(text, FALSE);
}

char *keymap_keys(const struct keymap *map, enum action a)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < map->bindings->len; i++) {
		const struct binding *b = &g_array_index(map->bindings, struct binding, i);

		if (b->action == a)
			g_ptr_array_add(list, shown_keys(b));
	}
	if (list->len > 4)
		return g_strdup_printf("%s .. %s", (char *)list->pdata[0],
				       (char *)list->pdata[list->len - 1]);
	g_ptr_array_add(list, NULL);
	return g_strjoinv(", ", (char **)list->pdata);
}

char *keymap_first(const struct keymap *map, enum action a)
{
	for (guint i = 0; a != ACTION_NONE && i < map->bindings->len; i++) {
		const struct binding *b = &g_array_index(map->bindings, struct binding, i);

		if (b->action == a)
			return shown_keys(b);
	}
	return g_strdup("");
}

GPtrArray *keymap_continuations(const struct keymap *map, unsigned scope, const int *keys, int n)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < map->bindings->len; i++) {
		const struct binding *b = &g_array_index(map->bindings, struct binding, i);

		if (!(actions[b->action].scope & scope) || b->n <= n || !starts_with(b, keys, n))
			continue;
		g_autofree char *text = shown_keys(b);

		g_ptr_array_add(list, g_strconcat(text, " ", actions[b->action].help, NULL));
	}
	return list;
}

enum { MDOC_WIDTH = 76, PAGE_WIDTH = 80, HELP_AT = 38 };

/* In mdoc a word of one character can be a macro's delimiter; \& keeps it text. */
static void print_mdoc_item(FILE *out, const char *keys, const char *help)
{
	fputs(".It", out);
	g_auto(GStrv) words = g_strsplit(keys, ", ", -1);

	for (int i = 0; words[i]; i++) {
		fputs(i ? " , Ic \\&" : " Ic \\&", out);
		for (const char *p = words[i]; *p; p++)
			fputs(*p == '\\' ? "\\e" : *p == '^' ? "\\(ha" : *p == '-' ? "\\-"
			      : (char[]){*p, '\0'}, out);
	}
	fputc('\n', out);
	while (strlen(help) > MDOC_WIDTH) {
		size_t n = MDOC_WIDTH;

		while (n > 1 && help[n] != ' ')
			n--;
		fprintf(out, "%.*s\n", (int)n, help);
		help += n + 1;
	}
	fprintf(out, "%s.\n", help);
}

/* In 80 columns: the last one is folded. */
static void print_item(FILE *out, const char *keys, const char *name, const char *help)
{
	g_autoptr(GPtrArray) lines = text_wrap(help, PAGE_WIDTH - HELP_AT);

	fprintf(out, "  %-16s %-18s ", keys, name);
	for (guint i = 0; i < lines->len; i++)
		fprintf(out, "%*s%s\n", i ? HELP_AT : 0, "", (const char *)lines->pdata[i]);
}

bool explorer_keys(FILE *out, bool mdoc)
{
	struct keymap *map = keymap_new();

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		if (order[i].title) {
			if (mdoc)
				fprintf(out, "%s.Ss %s\n.Bl -tag -width 10n -compact\n",
					i ? ".El\n" : "", order[i].title);
			else
				fprintf(out, "%s%s\n", i ? "\n" : "", order[i].title);
			continue;
		}
		g_autofree char *keys = keymap_keys(map, order[i].a);
		g_autofree char *name = action_name(order[i].a);

		if (mdoc)
			print_mdoc_item(out, keys, actions[order[i].a].help);
		else
			print_item(out, keys, name, actions[order[i].a].help);
	}
	if (mdoc)
		fputs(".El\n", out);
	keymap_free(map);
	return !ferror(out);
}
