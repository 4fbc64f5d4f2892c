#include "config.h"

#include "tui/copy.h"

#include <string.h>

#include "base/text.h"
#include "report/escape.h"

void shown_done(struct shown *s)
{
	table_free(s->made);
	g_clear_pointer(&s->order, g_array_unref);
	g_clear_pointer(&s->row, g_free);
}

/* ------------------------------------------------ text */

struct writer {
	const struct table *table;
	struct render_style style;
	GString *out;
};

static const struct table_column *column_at(const struct table *t, int i)
{
	return &g_array_index(t->columns, struct table_column, i);
}

static const struct table_line *line_at(const struct table *t, int i)
{
	return t->lines->pdata[i];
}

static void put_text(struct writer *w, const char *text, bool is_text)
{
	g_autofree char *safe = text_safe(text, false);

	if (is_text && escape_is_formula(safe))
		g_string_append_c(w->out, '\'');
	g_string_append(w->out, safe);
}

static void put_mark(struct writer *w, const struct table_line *line, int column)
{
	char mark = 0;

	if (!column_at(w->table, column)->marked)
		return;
	if (column < (int)line->cells->len)
		mark = g_array_index(line->cells, struct table_cell, column).mark;
	g_string_append_c(w->out, '\t');
	if (mark)
		g_string_append_c(w->out, mark);
}

static void put_line(struct writer *w, int number, bool indented)
{
	const struct table *t = w->table;
	const struct table_line *line = line_at(t, number);
	int n = line->heading ? 1 : (int)t->columns->len;
	const char *between = "";

	if (indented)
		g_string_append_printf(w->out, "%*s", 2 * line->indent, "");
	for (int i = 0; i < n; i++) {
		g_autofree char *text = NULL;

		if (column_at(t, i)->data_only)
			continue;
		g_string_append(w->out, between);
		text = render_cell(t, number, i, &w->style);
		put_text(w, text, (guint)i < line->cells->len
			 && g_array_index(line->cells, struct table_cell, i).kind == CELL_TEXT);
		put_mark(w, line, i);
		between = "\t";
	}
	g_string_append_c(w->out, '\n');
}

static void put_head(struct writer *w)
{
	const struct table *t = w->table;
	const char *between = "";

	if (t->headless)
		return;
	for (int i = 0; i < (int)t->columns->len; i++) {
		if (column_at(t, i)->data_only)
			continue;
		g_string_append(w->out, between);
		put_text(w, column_at(t, i)->title, false);
		if (column_at(t, i)->marked)
			g_string_append(w->out, "\tstatus");
		between = "\t";
	}
	g_string_append_c(w->out, '\n');
}

static int put_table(struct writer *w, const GArray *order)
{
	int n = order ? (int)order->len : (int)w->table->lines->len, rows = 0;

	put_head(w);
	for (int i = 0; i < n; i++) {
		int line = order ? g_array_index(order, int, i) : i;

		put_line(w, line, true);
		rows += !line_at(w->table, line)->heading;
	}
	return rows;
}

char *shown_text(const struct shown *s, enum action part, const struct render_style *style,
		 int *rows)
{
	struct writer w = {.table = s->table, .style = *style};

	if (!s->table || s->table->columns->len == 0
	    || (part == ACTION_COPY_TABLE ? s->table->lines->len == 0 : s->line < 0))
		return NULL;
	w.out = g_string_new(NULL);
	*rows = 1;
	if (part == ACTION_COPY_TABLE) {
		*rows = put_table(&w, s->order);
	} else if (part == ACTION_COPY_ROW && s->row) {
		put_text(&w, s->row, false);
		g_string_append_c(w.out, '\n');
	} else if (part == ACTION_COPY_ROW) {
		put_line(&w, s->line, false);
	} else {
		g_autofree char *text = render_cell(s->table, s->line, s->column, &w.style);

		put_text(&w, text, false);
	}
	return g_string_free(w.out, w.out->len == 0);
}

/* ------------------------------------------------ the clipboard */

enum { SHORT = 24 };

/* "1 row, 74 bytes" */
static char *what_text(enum action part, const char *text, int rows)
{
	size_t n = strlen(text);

	if (part == ACTION_COPY_CELL && n > SHORT)
		return g_strdup_printf("%zu bytes", n);
	if (part == ACTION_COPY_CELL)
		return g_strdup_printf("%s, %zu byte%s", text, n, n == 1 ? "" : "s");
	return g_strdup_printf("%d row%s, %zu bytes", rows, rows == 1 ? "" : "s", n);
}

static void hand_over(struct view *v, enum action part, const char *text, int rows)
{
	const struct app_host *host = app_host(v->app);
	g_autofree char *what = what_text(part, text, rows);
	g_autoptr(GError) error = NULL;

	if (host->copy && host->copy(text, &error))
		app_say(v->app, STYLE_NOTICE, "copied %s, to the terminal's clipboard", what);
	else
		app_say(v->app, STYLE_ERROR, "not copied: %s", error ? error->message
			: "there is no terminal");
}

unsigned copy_act(struct view *v, enum action part)
{
	struct render_style style = app_style(v->app);
	struct shown shown = {.line = -1};
	g_autofree char *text = NULL;
	int rows = 0;

	if (!app_settings(v->app)->clipboard) {
		app_say(v->app, STYLE_NOTICE, "the clipboard is switched off; :set clipboard on "
			"switches it on");
		return REACT_REDRAW;
	}
	if (v->ops->table)
		v->ops->table(v, part == ACTION_COPY_TABLE, &shown);
	text = shown_text(&shown, part, &style, &rows);
	if (text)
		hand_over(v, part, text, rows);
	else
		app_say(v->app, STYLE_NOTICE, "there is nothing to copy here");
	shown_done(&shown);
	return REACT_REDRAW;
}
