#include "config.h"

#include "scenario/comments.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#include "scenario/document.h"

/* Something that starts a line of canonical text: a key of the file or an entry of `adjust`. */
struct item {
	int line, last;		/* of its beginning, of the last text in it */
	GPtrArray *names;	/* what it is known by, the closest first */
};

struct comment {
	char *text;		/* from the '#' */
	int line;
	bool alone;		/* on a line of its own */
};

struct span { size_t start, end; };	/* of a scalar, in characters */

static void item_free(void *p)
{
	struct item *item = p;

	g_ptr_array_unref(item->names);
	g_free(item);
}

static void comment_free(void *p)
{
	struct comment *c = p;

	g_free(c->text);
	g_free(c);
}

static struct item *item_add(GPtrArray *items, int line)
{
	struct item *item = g_new(struct item, 1);

	item->line = item->last = line;
	item->names = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(items, item);
	return item;
}

enum { LOOKS = 100000 };	/* into nodes, those behind an alias each time */

/* The last line on which something of a node begins; what an alias names may stand above. */
static int last_line(const struct document_node *node, int *looks)
{
	int last = node->line;

	for (guint i = 0; node->items && i < node->items->len && --*looks > 0; i++)
		last = MAX(last, last_line(node->items->pdata[i], looks));
	return last;
}

/* Names of an entry: path, key and window; path and key; path. */
static void name_entry(struct item *item, const struct document_node *map)
{
	const struct document_node *path = document_get(map, "path");
	const char *of;

	if (!path)
		path = document_get(map, "force");
	if (!path || path->kind != DOCUMENT_TEXT)
		return;
	of = path->text;
	for (int close = 0; close < 2; close++)
		for (guint i = 0; i < map->items->len; i += 2) {
			const struct document_node *key = map->items->pdata[i];
			const struct document_node *value = map->items->pdata[i + 1];

			if (value == path || !strcmp(key->text, "hold") || !strcmp(key->text, "why"))
				continue;
			if (close)
				g_ptr_array_add(item->names, g_strconcat(of, "\n", key->text, NULL));
			for (guint k = 0; !close && value->kind == DOCUMENT_MAP
			     && k < value->items->len; k += 2) {
				const struct document_node *window = value->items->pdata[k];

				g_ptr_array_add(item->names, g_strconcat(of, "\n", key->text, "\n",
									 window->text, NULL));
			}
		}
	g_ptr_array_add(item->names, g_strconcat(of, "\n", NULL));
}

static GPtrArray *items_of(const struct document_node *root)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(item_free);
	int looks = LOOKS;

	for (guint i = 0; root->kind == DOCUMENT_MAP && i < root->items->len; i += 2) {
		const struct document_node *key = root->items->pdata[i];
		const struct document_node *value = root->items->pdata[i + 1];

		struct item *item = item_add(items, key->line);

		g_ptr_array_add(item->names, g_strdup(key->text));
		if (strcmp(key->text, "adjust") || value->kind != DOCUMENT_LIST) {
			item->last = last_line(value, &looks);
			continue;
		}
		for (guint k = 0; k < value->items->len; k++) {
			const struct document_node *entry = value->items->pdata[k];

			if (entry->kind != DOCUMENT_MAP || entry->line < key->line)
				continue;
			item = item_add(items, entry->line);
			item->last = last_line(entry, &looks);
			name_entry(item, entry);
		}
	}
	return items;
}

static GPtrArray *read_items(const char *bytes, size_t n)
{
	struct messages *list = messages_new();
	struct document *d = document_read("", bytes, n, list);
	GPtrArray *items = d ? items_of(document_root(d)) : NULL;

	document_free(d);
	messages_free(list);
	return items;
}

/* Where texts stand, in whose middle a '#' is no comment. */
static GArray *read_spans(const char *bytes, size_t n)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	yaml_parser_t parser;
	bool more = true;

	if (!yaml_parser_initialize(&parser))
		return spans;
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
	while (more) {
		yaml_event_t event;
		struct span span;

		if (!yaml_parser_parse(&parser, &event))
			break;
		more = event.type != YAML_STREAM_END_EVENT && event.type != YAML_NO_EVENT;
		span = (struct span){event.start_mark.index, event.end_mark.index};
		if (event.type == YAML_SCALAR_EVENT && span.end > span.start)
			g_array_append_val(spans, span);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return spans;
}

static void comment_add(GPtrArray *comments, const char *at, const char *end, int line,
			bool alone)
{
	size_t len = (size_t)(end - at);
	const char *stop = memchr(at, '\n', len);
	struct comment *c = g_new(struct comment, 1);

	c->text = g_strchomp(g_strndup(at, stop ? (size_t)(stop - at) : len));
	c->line = line;
	c->alone = alone;
	g_ptr_array_add(comments, c);
}

/* bytes: UTF-8 that libyaml has read. */
static GPtrArray *read_comments(const char *bytes, size_t n)
{
	GPtrArray *comments = g_ptr_array_new_with_free_func(comment_free);
	g_autoptr(GArray) spans = read_spans(bytes, n);
	const char *end = bytes + n, *p = bytes;
	bool blank = true, space = true, comment = false;
	guint next = 0;
	int line = 1;

	if (n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))
		p += 3;
	for (size_t index = 0; p < end; p = g_utf8_next_char(p), index++) {
		const struct span *span;
		bool text;

		while (next < spans->len && g_array_index(spans, struct span, next).end <= index)
			next++;
		span = next < spans->len ? &g_array_index(spans, struct span, next) : NULL;
		text = span && span->start <= index;
		if (*p == '#' && space && !text && !comment) {
			comment_add(comments, p, end, line, blank);
			comment = true;
		}
		if (*p == '\n') {
			line++;
			blank = space = true;
			comment = false;
		} else {
			space = !text && (*p == ' ' || *p == '\t' || *p == '\r');
			blank = blank && space;
		}
	}
	return comments;
}

/* The item that a comment which stands alone is in the middle of, else the one below it; of any
 * other the one it stands behind; -1: none. */
static int owner(const GPtrArray *items, const struct comment *c)
{
	int last = -1;

	for (guint i = 0; i < items->len; i++) {
		const struct item *item = items->pdata[i];

		if (c->alone && (item->line > c->line || item->last > c->line))
			return (int)i;
		if (!c->alone && item->line <= c->line)
			last = (int)i;
	}
	return last;
}

static const struct item *find_name(const GPtrArray *items, const char *name)
{
	for (guint i = 0; i < items->len; i++) {
		const struct item *item = items->pdata[i];

		for (guint k = 0; k < item->names->len; k++)
			if (!strcmp(item->names->pdata[k], name))
				return item;
	}
	return NULL;
}

/* Line of the canonical text that holds what item was; 0 if nothing does. */
static int find_line(const GPtrArray *items, const struct item *item)
{
	for (guint k = 0; k < item->names->len; k++) {
		const struct item *found = find_name(items, item->names->pdata[k]);

		if (found)
			return found->line;
	}
	return 0;
}

/* Hangs the comments on the lines of text: above[i] and behind[i] belong to line i + 1, above[n]
 * comes last. */
static int hang(const GPtrArray *comments, const GPtrArray *old, const GPtrArray *now,
		GString **above, GString **behind, int n)
{
	int lost = 0;

	for (guint i = 0; i < comments->len; i++) {
		const struct comment *c = comments->pdata[i];
		int item = owner(old, c);
		int line = item < 0 ? n + 1 : find_line(now, old->pdata[item]);

		if (!line)
			lost++;
		else if (!c->alone && line <= n && !behind[line - 1]->len)
			g_string_append_printf(behind[line - 1], " %s", c->text);
		else
			g_string_append_printf(above[line - 1], "%s\n", c->text);
	}
	return lost;
}

static char *join(char **lines, GString **above, GString **behind, int n)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s%s\n", above[i]->str, lines[i], behind[i]->str);
	g_string_append(out, above[n]->str);
	return g_string_free(out, FALSE);
}

char *comments_merge(const char *old, size_t n, const char *text, int *lost)
{
	g_autoptr(GPtrArray) before = read_items(old, n), now = read_items(text, strlen(text));
	g_autoptr(GPtrArray) comments = NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int count = (int)g_strv_length(lines) - 1;	/* the text ends in a newline */
	g_autofree GString **above = g_new(GString *, count + 1);
	g_autofree GString **behind = g_new(GString *, count + 1);
	char *merged;

	*lost = 0;
	if (!before || !now || !g_utf8_validate(old, (gssize)n, NULL)) {
		*lost = memchr(old, '#', n) ? 1 : 0;
		return g_strdup(text);
	}
	for (int i = 0; i <= count; i++) {
		above[i] = g_string_new(NULL);
		behind[i] = g_string_new(NULL);
	}
	comments = read_comments(old, n);
	*lost = hang(comments, before, now, above, behind, count);
	merged = join(lines, above, behind, count);
	for (int i = 0; i <= count; i++) {
		g_string_free(above[i], TRUE);
		g_string_free(behind[i], TRUE);
	}
	return merged;
}
