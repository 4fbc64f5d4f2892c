/* An answer as a plain value. */
#include "config.h"

#include "report/table.h"

#include <math.h>

static void line_free(void *data)
{
	struct table_line *line = data;

	for (guint i = 0; i < line->cells->len; i++) {
		g_free(g_array_index(line->cells, struct table_cell, i).text);
		g_free(g_array_index(line->cells, struct table_cell, i).name);
	}
	g_array_free(line->cells, TRUE);
	g_free(line);
}

struct table *table_new(const char *title)
{
	struct table *t = g_new0(struct table, 1);

	t->title = g_strdup(title);
	t->columns = g_array_new(FALSE, TRUE, sizeof(struct table_column));
	t->lines = g_ptr_array_new_with_free_func(line_free);
	t->notes = g_ptr_array_new_with_free_func(g_free);
	return t;
}

void table_free(struct table *t)
{
	if (!t)
		return;
	for (guint i = 0; i < t->columns->len; i++) {
		struct table_column *c = &g_array_index(t->columns, struct table_column, i);

		g_free(c->key);
		g_free(c->title);
	}
	g_array_free(t->columns, TRUE);
	g_ptr_array_free(t->lines, TRUE);
	g_ptr_array_free(t->notes, TRUE);
	g_free(t->title);
	g_free(t->source);
	g_free(t);
}

int table_column(struct table *t, const char *key, const char *title, enum column_kind kind)
{
	struct table_column c = {
		.key = g_strdup(key),
		.title = g_strdup(title),
		.kind = kind,
		.decimals = kind == COLUMN_INTEGER ? 0 : -1,
	};

	g_array_append_val(t->columns, c);
	return (int)t->columns->len - 1;
}

void table_column_marked(struct table *t, int column)
{
	g_array_index(t->columns, struct table_column, column).marked = true;
}

void table_column_data(struct table *t, int column)
{
	g_array_index(t->columns, struct table_column, column).data_only = true;
}

void table_column_whole(struct table *t, int column)
{
	g_array_index(t->columns, struct table_column, column).whole = true;
}

void table_column_decimals(struct table *t, int column, int decimals)
{
	g_array_index(t->columns, struct table_column, column).decimals = decimals;
}

static struct table_line *add_line(struct table *t)
{
	struct table_line *line = g_new0(struct table_line, 1);

	line->cells = g_array_new(FALSE, TRUE, sizeof(struct table_cell));
	g_ptr_array_add(t->lines, line);
	return line;
}

static void add_cell(struct table *t, struct table_cell cell)
{
	struct table_line *line = t->lines->pdata[t->lines->len - 1];

	g_assert(line->heading || line->cells->len < t->columns->len);
	g_array_append_val(line->cells, cell);
}

void table_heading(struct table *t, const char *text)
{
	add_line(t)->heading = true;
	table_text(t, text);
}

void table_row(struct table *t, int indent)
{
	add_line(t)->indent = (uint8_t)CLAMP(indent, 0, 255);
}

void table_text(struct table *t, const char *text)
{
	if (text && *text)
		add_cell(t, (struct table_cell){.kind = CELL_TEXT, .text = g_strdup(text)});
	else
		table_empty(t);
}

void table_named(struct table *t, const char *id, const char *name)
{
	add_cell(t, (struct table_cell){.kind = CELL_TEXT, .text = g_strdup(id),
					.name = g_strdup(name)});
}

void table_number(struct table *t, double value, char mark)
{
	if (isfinite(value))
		add_cell(t, (struct table_cell){.kind = CELL_NUMBER, .number = value, .mark = mark});
	else
		table_unknown(t);
}

void table_change(struct table *t, double value)
{
	if (isfinite(value))
		add_cell(t, (struct table_cell){.kind = CELL_NUMBER, .number = value, .sign = true});
	else
		table_unknown(t);
}

void table_count(struct table *t, int n)
{
	add_cell(t, (struct table_cell){.kind = CELL_NUMBER, .number = n, .count = true});
}

void table_none(struct table *t)
{
	add_cell(t, (struct table_cell){.kind = CELL_EMPTY, .text = g_strdup("-")});
}

void table_empty(struct table *t)
{
	add_cell(t, (struct table_cell){.kind = CELL_EMPTY});
}

void table_unknown(struct table *t)
{
	table_between(t, NAN, NAN);
}

void table_undefined(struct table *t)
{
	add_cell(t, (struct table_cell){.kind = CELL_UNKNOWN, .low = NAN, .high = NAN,
					.undefined = true});
}

void table_between(struct table *t, double low, double high)
{
	add_cell(t, (struct table_cell){.kind = CELL_UNKNOWN, .low = low, .high = high});
}

void table_note(struct table *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	g_ptr_array_add(t->notes, g_strdup_vprintf(format, ap));
	va_end(ap);
}

void table_source(struct table *t, const char *text)
{
	g_free(t->source);
	t->source = g_strdup(text);
}
