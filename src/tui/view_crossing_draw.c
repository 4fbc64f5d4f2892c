#include "config.h"

#include "tui/view_crossing.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "tui/pane.h"

enum {
	ROOMY = 16,		/* rows, from which there are lines to spare */
	BRIEF = 60,		/* columns, below which words are short */
	NAME_LEAST = 14, NAME_MOST = 30, CELL = 9, CELL_MOST = 20, FOOT = 4,
	ENDS_MOST = 2000,	/* cells that are measured */
};

/* ------------------------------------------------ layout */

static int name_width(const struct crossing_view *x, const struct market *m, int most)
{
	int width = NAME_LEAST;

	for (int i = 0; i < x->rows.n; i++)
		width = MAX(width, text_width(m->nodes[x->down_nodes[i]].name));
	return MIN(width, MIN(NAME_MOST, most));
}

static char *ends_text(const struct crossing_cell *cell, int digits)
{
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];

	if (cell->high - cell->low <= 1e-9 * cell->high)
		return g_strdup("");	/* it is what stands above */
	return isnan(cell->low) || isnan(cell->high) ? g_strdup("?")
	       : g_strdup_printf("%s..%s", number_fixed(low, cell->low, digits),
				 number_fixed(high, cell->high, digits));
}

/* Low and high of every cell fit below it. */
static bool ends_fit(const struct view *v, int rows)
{
	const struct crossing_view *x = v->own;

	if (2 * x->rows.n > rows || (double)x->rows.n * x->columns.n > ENDS_MOST)
		return false;
	for (int i = 0; i < x->rows.n * x->columns.n; i++) {
		g_autofree char *text = ends_text(crossing_view_cell(x, i / x->columns.n,
								     i % x->columns.n),
						  app_level_digits(v->app));

		if (text_width(text) > x->width)
			return false;
	}
	return true;
}

void crossing_view_layout(struct view *v, int rows, int columns)
{
	struct crossing_view *x = v->own;
	int n = MAX(x->columns.n, 1), room;

	x->name = name_width(x, app_model(v->app)->market, columns / 3);
	room = columns - x->name - 4;
	x->width = CLAMP(room / n - 1, CELL, CELL_MOST);
	/* Without a slice its line is free. */
	x->head_rows = rows >= ROOMY || x->n == 0 ? 2 : 1;
	x->top = rows >= ROOMY ? 4 : 3;
	x->head = x->top - x->head_rows;
	room = rows - x->top - FOOT;
	x->ends = ends_fit(v, room);
	x->rows.height = MAX(room / (x->ends ? 2 : 1), 1);
	x->columns.height = MAX((columns - x->name - 3) / (x->width + 1), 1);
	list_settle(&x->rows);
	list_settle(&x->columns);
}

/* ------------------------------------------------ head */

static char *slice_text(const struct crossing_view *x, const struct market *m)
{
	GString *s = g_string_new(NULL);

	for (int i = 0; i < x->n; i++)
		g_string_append_printf(s, "%s%s", i ? " x " : "In ", m->nodes[x->nodes[i]].name);
	return g_string_free(s, FALSE);
}

static int end_of(const struct crossing_view *x, int column)
{
	return x->name + 3 + (column - x->columns.top + 1) * (x->width + 1);
}

static bool words_fit(const char *name, int width)
{
	g_auto(GStrv) words = g_strsplit(name, " ", -1);

	for (int i = 0; words[i]; i++)
		if (text_width(words[i]) > width)
			return false;
	return true;
}

/* The name of a column in as many lines as there are, the last one cut. */
static void draw_column_name(const struct crossing_view *x, struct canvas *c, int column,
			     const char *name)
{
	/* A word that is too long is cut, not parted. */
	g_autoptr(GPtrArray) lines = text_wrap(name, words_fit(name, x->width) ? x->width : BRIEF);
	enum style style = column == x->columns.cursor ? STYLE_CURSOR : STYLE_DIM;
	int n = MIN((int)lines->len, x->head_rows), end = end_of(x, column);

	for (int i = 0; i < n; i++) {
		/* All that is left of the name in the last line. */
		const char *line = i == n - 1 ? name : (const char *)lines->pdata[i];
		g_autofree char *cut = text_column(line, x->width, false, c->utf8);

		name += strlen(lines->pdata[i]);
		name += strspn(name, " ");

		canvas_put_right(c, x->head + x->head_rows - n + i, end, x->width, style, cut);
	}
}

static void draw_head(const struct view *v, struct canvas *c)
{
	const struct crossing_view *x = v->own;
	const struct model *model = app_model(v->app);
	const struct market *m = model->market;
	g_autofree char *year = market_period(m, forecast_period(model->now, x->column));
	g_autofree char *unit = market_unit(m, model->measure, true);
	bool brief = c->columns < BRIEF;
	g_autofree char *title = g_strdup_printf("%s by %s, %s%s%s", m->nodes[x->down].name,
						 m->nodes[x->across].name, year, brief ? "" : ", ",
						 brief ? "" : unit);
	g_autofree char *slice = slice_text(x, m);
	g_autofree char *place = g_strdup_printf("%d of %d x %d of %d", x->rows.cursor + 1, x->rows.n,
						 x->columns.cursor + 1, x->columns.n);

	app_draw_title(v->app, c, title, model_name(model));
	canvas_put(c, 1, 1, c->columns - 2, STYLE_CHANGED, slice);
	if (!x->why && x->head > 1)
		canvas_put_right(c, 1, c->columns - 1, -1, STYLE_DIM, place);
	for (int j = x->columns.top; j < x->columns.n && j < x->columns.top + x->columns.height; j++)
		draw_column_name(x, c, j, m->nodes[x->across_nodes[j]].name);
	if (x->columns.top > 0)
		canvas_put(c, x->top - 1, x->name + 2, 1, STYLE_KEY, "<");
	if (x->columns.top + x->columns.height < x->columns.n)
		canvas_put(c, x->top - 1, c->columns - 1, 1, STYLE_KEY, ">");
}

/* ------------------------------------------------ rows */

static void draw_cell(const struct view *v, struct canvas *c, int row, int i, int j)
{
	const struct crossing_view *x = v->own;
	const struct crossing_cell *cell = crossing_view_cell(x, i, j);
	bool here = i == x->rows.cursor && j == x->columns.cursor;
	char mark[2] = {status_letter((enum status)cell->status), '\0'};
	enum style style = here ? STYLE_CURSOR : pane_mark_style(mark[0]);
	char text[NUMBER_TEXT_MAX] = "?";
	int end = end_of(x, j), digits = app_level_digits(v->app);

	if (isnan(cell->middle))
		style = here ? STYLE_CURSOR : STYLE_UNKNOWN;
	else
		number_fixed(text, cell->middle, digits);
	canvas_put_right(c, row, end - 1, x->width - 1, style, text);
	if (!isnan(cell->middle))
		canvas_put(c, row, end - 1, 1, style, mark);
	if (x->ends) {
		g_autofree char *ends = ends_text(cell, digits);

		canvas_put_right(c, row + 1, end, x->width, STYLE_DIM, ends);
	}
}

static void draw_row(const struct view *v, struct canvas *c, int row, int i)
{
	const struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	bool here = i == x->rows.cursor;
	g_autofree char *cut = text_column(m->nodes[x->down_nodes[i]].name, x->name, false, c->utf8);

	canvas_put(c, row, 0, 1, STYLE_KEY, here ? ">" : " ");
	canvas_put(c, row, 2, x->name, here ? STYLE_CURSOR : STYLE_NORMAL, cut);
	for (int j = x->columns.top; j < x->columns.n && j < x->columns.top + x->columns.height; j++)
		draw_cell(v, c, row, i, j);
}

/* ------------------------------------------------ foot */

static void draw_three(struct canvas *c, int row, const char *what, double low, double middle,
		       double high, int digits, const char *unit)
{
	char a[NUMBER_TEXT_MAX], b[NUMBER_TEXT_MAX], z[NUMBER_TEXT_MAX];
	g_autofree char *text = g_strdup_printf("low %s  %s %s  high %s %s",
		isnan(low) ? "?" : number_fixed(a, low, digits), what,
		isnan(middle) ? "?" : number_fixed(b, middle, digits),
		isnan(high) ? "?" : number_fixed(z, high, digits), unit);

	canvas_put(c, row, 2, c->columns - 3, STYLE_NOTICE, text);
}

static void draw_foot(const struct view *v, struct canvas *c, int row)
{
	const struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	const struct crossing_cell *cell = crossing_view_cell(x, x->rows.cursor, x->columns.cursor);
	g_autofree char *unit = market_unit(m, app_model(v->app)->measure, true);
	g_autofree char *name = g_strdup_printf("%s x %s", m->nodes[x->down_nodes[x->rows.cursor]].name,
						m->nodes[x->across_nodes[x->columns.cursor]].name);
	g_autofree char *cut = text_column(name, c->columns - 3, false, c->utf8);
	bool brief = c->columns < BRIEF;
	const char *what = cell->fitted ? "fitted" : brief ? "indep." : "independent";

	canvas_put(c, row, 1, -1, STYLE_TITLE, cut);
	draw_three(c, row + 1, what, cell->low, cell->middle, cell->high,
		   app_level_digits(v->app), brief ? "" : unit);
	draw_three(c, row + 2, what, cell->low_share * 100, cell->middle_share * 100,
		   cell->high_share * 100, app_digits(v->app), brief ? "%" : "% of the total");
}

void crossing_view_draw(const struct view *v, struct canvas *c)
{
	const struct crossing_view *x = v->own;
	int each = x->ends ? 2 : 1, n = MIN(x->rows.height, x->rows.n - x->rows.top);

	draw_head(v, c);
	if (x->why) {
		g_autoptr(GPtrArray) lines = text_wrap(x->why, c->columns - 3);

		for (guint i = 0; i < lines->len && (int)i < c->rows - x->top - 1; i++)
			canvas_put(c, x->top + (int)i, 2, -1, STYLE_WARNING, lines->pdata[i]);
	} else {
		for (int i = 0; i < n; i++)
			draw_row(v, c, x->top + each * i, x->rows.top + i);
		draw_foot(v, c, x->top + each * n + (c->rows > x->top + FOOT + each * n + 1));
	}
	if (app_has_said(v->app))	/* an edit is told where it was made */
		app_draw_message(v->app, c, c->rows - 2);
}
