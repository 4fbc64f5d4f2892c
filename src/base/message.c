#include "config.h"
#include "base/message.h"

#include <string.h>

#include "base/text.h"

/* What a reader can use ends long before this; a broken file of a gigabyte must not fill memory. */
enum { MESSAGES_MAX = 10000 };

struct entry {
	struct message m;
	size_t order;		/* of adding: makes the sort stable */
};

struct messages {
	GPtrArray *entries;
	GHashTable *seen;	/* struct message of the entries, as a set */
	size_t errors, left_out;
};

static guint hash(gconstpointer key)
{
	const struct message *m = key;

	return g_str_hash(m->text) * 31 + (guint)m->line * 7 + (guint)m->column;
}

static gboolean same(gconstpointer a, gconstpointer b)
{
	const struct message *x = a, *y = b;

	return x->line == y->line && x->column == y->column && x->severity == y->severity
		&& !strcmp(x->text, y->text) && !strcmp(x->file, y->file);
}

static void entry_free(gpointer p)
{
	struct entry *e = p;

	g_free(e->m.file);
	g_free(e->m.text);
	g_free(e);
}

struct messages *messages_new(void)
{
	struct messages *list = g_new0(struct messages, 1);

	list->entries = g_ptr_array_new_with_free_func(entry_free);
	list->seen = g_hash_table_new(hash, same);
	return list;
}

void messages_free(struct messages *list)
{
	if (!list)
		return;
	g_hash_table_unref(list->seen);
	g_ptr_array_unref(list->entries);
	g_free(list);
}

/* Takes e. */
static void add(struct messages *list, struct entry *e)
{
	if (g_hash_table_contains(list->seen, &e->m)) {
		entry_free(e);
		return;
	}
	if (e->m.severity == SEVERITY_ERROR)
		list->errors++;
	if (list->entries->len >= MESSAGES_MAX) {
		list->left_out++;
		entry_free(e);
		return;
	}
	e->order = list->entries->len;
	g_ptr_array_add(list->entries, e);
	g_hash_table_add(list->seen, &e->m);
}

void messages_add(struct messages *list, enum severity severity, const char *file, int line,
		  int column, const char *format, ...)
{
	struct entry *e = g_new0(struct entry, 1);
	va_list args;

	va_start(args, format);
	e->m.text = g_strdup_vprintf(format, args);
	va_end(args);
	e->m.file = g_strdup(file ? file : "");
	e->m.line = MAX(line, 0);
	e->m.column = MAX(column, 0);
	e->m.severity = severity;
	add(list, e);
}

void messages_extend(struct messages *list, const struct messages *other)
{
	for (size_t i = 0; i < messages_count(other); i++) {
		const struct message *m = messages_get(other, i);

		messages_add(list, m->severity, m->file, m->line, m->column, "%s", m->text);
	}
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int by_file = strcmp(x->m.file, y->m.file);

	if (by_file)
		return by_file;
	if (x->m.line != y->m.line)
		return x->m.line < y->m.line ? -1 : 1;
	if (x->m.column != y->m.column)
		return x->m.column < y->m.column ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

void messages_sort(struct messages *list)
{
	g_ptr_array_sort(list->entries, compare);
}

size_t messages_count(const struct messages *list)
{
	return list->entries->len;
}

size_t messages_errors(const struct messages *list)
{
	return list->errors;
}

const struct message *messages_get(const struct messages *list, size_t i)
{
	const struct entry *e = g_ptr_array_index(list->entries, i);

	return &e->m;
}

const struct message *messages_first_error(const struct messages *list)
{
	for (size_t i = 0; i < messages_count(list); i++)
		if (messages_get(list, i)->severity == SEVERITY_ERROR)
			return messages_get(list, i);
	return NULL;
}

char *message_format(const struct message *m)
{
	static const char *const words[] = {"note: ", "warning: ", ""};
	g_autoptr(GString) s = g_string_new(m->file);

	if (m->line)
		g_string_append_printf(s, ":%d", m->line);
	if (m->line && m->column)
		g_string_append_printf(s, ":%d", m->column);
	if (s->len)
		g_string_append(s, ": ");
	g_string_append(s, words[m->severity]);
	g_string_append(s, m->text);
	return text_safe(s->str, false);
}

void messages_print(const struct messages *list, FILE *out)
{
	for (size_t i = 0; i < messages_count(list); i++) {
		g_autofree char *line = message_format(messages_get(list, i));

		fprintf(out, "%s\n", line);
	}
	if (list->left_out)
		fprintf(out, "and %zu more messages\n", list->left_out);
}
