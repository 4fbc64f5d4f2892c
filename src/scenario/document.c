#include "config.h"

#include "scenario/document.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#include "base/arena.h"

struct document {
	struct arena *arena;	/* of nodes and texts */
	GPtrArray *items;	/* of all lists and maps, owned */
	int n_nodes;
	GHashTable *anchors;	/* name -> node */
	GPtrArray *stack;	/* open lists and maps */
	struct document_node *root;
	const char *name;	/* while reading */
	struct messages *list;
};

static void items_free(void *p)
{
	g_ptr_array_unref(p);
}

static struct document *document_new(const char *name, struct messages *list)
{
	struct document *d = g_new0(struct document, 1);

	d->arena = arena_new();
	d->items = g_ptr_array_new_with_free_func(items_free);
	d->anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	d->stack = g_ptr_array_new();
	d->name = name;
	d->list = list;
	return d;
}

void document_free(struct document *d)
{
	if (!d)
		return;
	arena_free(d->arena);
	g_ptr_array_unref(d->items);
	g_hash_table_unref(d->anchors);
	g_ptr_array_unref(d->stack);
	g_free(d);
}

const struct document_node *document_root(const struct document *d)
{
	return d->root;
}

const struct document_node *document_get(const struct document_node *map, const char *key)
{
	for (guint i = 0; i + 1 < map->items->len; i += 2) {
		const struct document_node *k = map->items->pdata[i];

		if (k->kind == DOCUMENT_TEXT && !strcmp(k->text, key))
			return map->items->pdata[i + 1];
	}
	return NULL;
}

static bool fail(struct document *d, yaml_mark_t at, const char *text)
{
	messages_add(d->list, SEVERITY_ERROR, d->name, (int)at.line + 1, (int)at.column + 1, "%s",
		     text);
	return false;
}

/* libyaml tells bytes that are no text by their offset alone. */
static yaml_mark_t mark_of_offset(const char *bytes, size_t n, size_t offset)
{
	yaml_mark_t mark = {0};

	for (size_t i = 0; i < offset && i < n; i++) {
		if (bytes[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
			mark.column++;
		}
	}
	return mark;
}

static void parser_failed(struct document *d, const yaml_parser_t *parser, const char *bytes,
			  size_t n)
{
	g_autofree char *text = NULL;
	yaml_mark_t mark = parser->problem_mark;

	if (parser->error == YAML_MEMORY_ERROR) {
		fail(d, mark, "out of memory");
		return;
	}
	if (parser->error == YAML_READER_ERROR)
		mark = mark_of_offset(bytes, n, parser->problem_offset);
	text = g_strdup_printf("%s%s%s", parser->context ? parser->context : "",
			       parser->context ? ": " : "",
			       parser->problem ? parser->problem : "not YAML");
	fail(d, mark, text);
}

/* Hangs node where the next one belongs. */
static void attach(struct document *d, struct document_node *node)
{
	struct document_node *parent;

	if (!d->stack->len) {
		d->root = node;
		return;
	}
	parent = d->stack->pdata[d->stack->len - 1];
	g_ptr_array_add(parent->items, node);
}

static bool anchor(struct document *d, const yaml_event_t *event, const yaml_char_t *name,
		   struct document_node *node)
{
	if (!name)
		return true;
	if (g_hash_table_size(d->anchors) >= DOCUMENT_ANCHORS)
		return fail(d, event->start_mark, "too many anchors; at most 10000 are read");
	g_hash_table_replace(d->anchors, g_strdup((const char *)name), node);
	return true;
}

/* NULL with a message when there are too many. */
static struct document_node *node_new(struct document *d, const yaml_event_t *event,
				      enum document_kind kind)
{
	struct document_node *node;

	if (d->n_nodes++ >= DOCUMENT_NODES) {
		fail(d, event->start_mark, "more than a million values; shorten it");
		return NULL;
	}
	node = arena_alloc(d->arena, sizeof *node);
	node->kind = kind;
	node->line = (int)event->start_mark.line + 1;
	node->column = (int)event->start_mark.column + 1;
	if (kind != DOCUMENT_TEXT) {
		node->items = g_ptr_array_new();
		g_ptr_array_add(d->items, node->items);
	}
	return node;
}

static bool add_text(struct document *d, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;
	struct document_node *node;

	if (length > DOCUMENT_SCALAR)
		return fail(d, event->start_mark, "a text of more than 1 MiB; shorten it");
	if (memchr(value, 0, length))
		return fail(d, event->start_mark, "a text holds a zero byte; remove it");
	node = node_new(d, event, DOCUMENT_TEXT);
	if (!node)
		return false;
	node->text = arena_strndup(d->arena, value, length);
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	attach(d, node);
	return anchor(d, event, event->data.scalar.anchor, node);
}

static bool open_node(struct document *d, const yaml_event_t *event, enum document_kind kind,
		      const yaml_char_t *name)
{
	struct document_node *node;

	if (d->stack->len >= DOCUMENT_DEPTH)
		return fail(d, event->start_mark, "nested deeper than 64 levels; flatten it");
	node = node_new(d, event, kind);
	if (!node)
		return false;
	node->open = true;
	attach(d, node);
	g_ptr_array_add(d->stack, node);
	return anchor(d, event, name, node);
}

static bool add_alias(struct document *d, const yaml_event_t *event)
{
	struct document_node *node =
		g_hash_table_lookup(d->anchors, event->data.alias.anchor);

	if (!node)
		return fail(d, event->start_mark, "this alias names no anchor before it");
	if (node->open)
		return fail(d, event->start_mark, "this alias would contain itself; remove it");
	attach(d, node);
	return true;
}

/* Keeps the first of a repeated key; keys must be texts. */
static void check_keys(struct document *d, struct document_node *map)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	guint kept = 0;

	for (guint i = 0; i + 1 < map->items->len; i += 2) {
		const struct document_node *key = map->items->pdata[i], *first;

		if (key->kind != DOCUMENT_TEXT) {
			messages_add(d->list, SEVERITY_ERROR, d->name, key->line, key->column,
				     "a key must be a word, not a list or a map");
			continue;
		}
		first = g_hash_table_lookup(seen, key->text);
		if (first) {
			messages_add(d->list, SEVERITY_ERROR, d->name, key->line, key->column,
				     "repeated key '%s', first on line %d; keep one of them",
				     key->text, first->line);
			continue;
		}
		g_hash_table_insert(seen, key->text, (void *)key);
		map->items->pdata[kept++] = map->items->pdata[i];
		map->items->pdata[kept++] = map->items->pdata[i + 1];
	}
	g_ptr_array_set_size(map->items, (int)kept);
}

static void close_node(struct document *d)
{
	struct document_node *node = d->stack->pdata[d->stack->len - 1];

	g_ptr_array_set_size(d->stack, (int)d->stack->len - 1);
	node->open = false;
	if (node->kind == DOCUMENT_MAP)
		check_keys(d, node);
}

static bool take(struct document *d, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return !d->root || fail(d, event->start_mark,
					"a second document; keep one scenario in a file");
	case YAML_SCALAR_EVENT:
		return add_text(d, event);
	case YAML_ALIAS_EVENT:
		return add_alias(d, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_node(d, event, DOCUMENT_LIST, event->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return open_node(d, event, DOCUMENT_MAP, event->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_node(d);
		return true;
	default:
		return true;
	}
}

/* libyaml answers any call after an error with success and an event of type 0, for ever. */
static bool read_events(struct document *d, yaml_parser_t *parser, const char *bytes, size_t n)
{
	bool ok = true, more = true;

	while (ok && more) {
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event)) {
			parser_failed(d, parser, bytes, n);
			return false;
		}
		more = event.type != YAML_STREAM_END_EVENT && event.type != YAML_NO_EVENT;
		ok = take(d, &event);
		yaml_event_delete(&event);
	}
	return ok;
}

struct document *document_read(const char *name, const char *bytes, size_t n,
			       struct messages *list)
{
	struct document *d = document_new(name, list);
	yaml_parser_t parser;
	bool ok = false;

	if (yaml_parser_initialize(&parser)) {
		yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
		ok = read_events(d, &parser, bytes, n);
		yaml_parser_delete(&parser);
	} else {
		fail(d, (yaml_mark_t){0}, "out of memory");
	}
	if (ok && !d->root)
		ok = fail(d, (yaml_mark_t){0}, "empty; a scenario starts with 'tamarack: 1'");
	if (ok)
		return d;
	document_free(d);
	return NULL;
}

static GByteArray *read_all(int fd)
{
	GByteArray *all = g_byte_array_new();
	char block[65536];
	ssize_t got;

	while (all->len <= DOCUMENT_BYTES) {
		got = read(fd, block, sizeof block);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int saved = errno;

			g_byte_array_unref(all);
			errno = saved;
			return NULL;
		}
		if (!got)
			break;
		g_byte_array_append(all, (const guint8 *)block, (guint)got);
	}
	return all;
}

char *document_slurp(const char *file, size_t *n, struct messages *list)
{
	int fd = !strcmp(file, "-") ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC);
	GByteArray *all = fd < 0 ? NULL : read_all(fd);
	int error = errno;

	if (fd >= 0)
		close(fd);
	if (!all) {
		messages_add(list, SEVERITY_ERROR, file, 0, 0, "cannot be read: %s",
			     g_strerror(error));
		return NULL;
	}
	if (all->len > DOCUMENT_BYTES) {
		messages_add(list, SEVERITY_ERROR, file, 0, 0,
			     "more than 64 MiB; a scenario is a short list of changes");
		g_byte_array_unref(all);
		return NULL;
	}
	*n = all->len;
	g_byte_array_append(all, (const guint8 *)"", 1);
	return (char *)g_byte_array_free(all, FALSE);
}
