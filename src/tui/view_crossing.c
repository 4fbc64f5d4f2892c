#include "config.h"

#include <math.h>
#include <string.h>

#include "analysis/crossing.h"
#include "base/number.h"
#include "base/text.h"
#include "tui/act.h"
#include "tui/answer.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* Two dimensions against each other, a cell for what lies in both; below it the least, the middle
 * and the most of the cell under the cursor.  Space goes into a row, which makes it a slice. */

struct crossing_view {
	struct answer answer;
	struct crossing *crossing;
	struct crossing_matrix *matrix;	/* NULL: why is set */
	char *why;
	int nodes[CROSSING_NODES], n;	/* the slice around it */
	int down, across;		/* dimensions */
	int column;			/* of the year */
	struct list rows, columns;	/* height: columns that fit */
};

enum { TOP = 3, NAME_LEAST = 14, NAME_MOST = 30, CELL = 9, CELL_MOST = 18, FOOT = 4, BRIEF = 60 };

static const struct view_hint hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "row"},
	{ACTION_FOLD, ACTION_UNFOLD, "column"},
	{ACTION_YEAR_BEFORE, ACTION_YEAR_NEXT, "year"},
	{ACTION_PIVOT, 0, "turn"},
	{ACTION_MARK, 0, "go into the row"},
	{ACTION_OPEN, 0, "by year"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

/* ------------------------------------------------ the matrix */

static void forget_matrix(struct crossing_view *x)
{
	crossing_matrix_free(x->matrix);
	x->matrix = NULL;
	g_clear_pointer(&x->why, g_free);
}

/* A dimension may name no segments: there is no cell to stand on. */
static void refuse_empty(struct crossing_view *x)
{
	const struct market *m = x->answer.session.market;
	int empty = x->matrix->n_rows ? x->across : x->down;

	forget_matrix(x);
	x->why = g_strdup_printf("%s has no segments", m->nodes[empty].name);
}

static void compute(struct crossing_view *x)
{
	g_autoptr(GError) error = NULL;

	forget_matrix(x);
	x->matrix = crossing_matrix(x->crossing, x->nodes, x->n, x->down, x->across, x->column,
				    &error);
	if (!x->matrix)
		x->why = g_strdup(error->message);
	else if (x->matrix->n_rows == 0 || x->matrix->n_columns == 0)
		refuse_empty(x);
	x->rows.n = x->matrix ? x->matrix->n_rows : 0;
	x->columns.n = x->matrix ? x->matrix->n_columns : 0;
	list_settle(&x->rows);
	list_settle(&x->columns);
}

static void forget_crossing(struct crossing_view *x)
{
	forget_matrix(x);
	crossing_free(x->crossing);
	answer_end(&x->answer);
}

static void begin(struct crossing_view *x, const struct model *m)
{
	answer_begin(&x->answer, m);
	x->crossing = crossing_new(x->answer.session.forecast, x->answer.session.base);
	x->column = CLAMP(x->column, 0, m->now->n_periods - 1);
	compute(x);
}

static const struct crossing_cell *cell_at(const struct crossing_view *x, int row, int column)
{
	return &x->matrix->cells[row * x->matrix->n_columns + column];
}

static bool in_slice(const struct crossing_view *x, const struct market *m, int dimension)
{
	for (int i = 0; i < x->n; i++)
		if (market_dimension(m, x->nodes[i]) == dimension)
			return true;
	return false;
}

/* The first dimension behind `from`, around the end, that is not one of those in use; -1 if there is
 * none. */
static int free_dimension(const struct crossing_view *x, const struct market *m, int from, int not)
{
	int d = from < 0 ? market_child(m, 0) : market_next(m, from);

	for (int i = 0; i < m->n_nodes; i++) {
		if (d < 0)
			d = market_child(m, 0);
		if (d == from)
			return -1;
		if (d != not && !in_slice(x, m, d))
			return d;
		d = market_next(m, d);
	}
	return -1;
}

/* ------------------------------------------------ drawing */

static int name_width(const struct view *v)
{
	const struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	int width = NAME_LEAST;

	for (int i = 0; x->matrix && i < x->matrix->n_rows; i++)
		width = MAX(width, text_width(m->nodes[x->matrix->rows[i]].name));
	return MIN(width, NAME_MOST);
}

static int cell_width(int columns, int name, int n)
{
	return n > 0 ? CLAMP((columns - name - 4) / n - 1, CELL, CELL_MOST) : CELL;
}

static void crossing_layout(struct view *v, int rows, int columns)
{
	struct crossing_view *x = v->own;
	int name = MIN(name_width(v), columns / 3), width = cell_width(columns, name, x->columns.n);

	x->rows.height = MAX(rows - TOP - FOOT, 1);
	x->columns.height = MAX((columns - name - 3) / (width + 1), 1);
	list_settle(&x->rows);
	list_settle(&x->columns);
}

static char *slice_text(const struct crossing_view *x, const struct market *m)
{
	GString *s = g_string_new(NULL);

	for (int i = 0; i < x->n; i++)
		g_string_append_printf(s, "%s%s", i ? " x " : "In ", m->nodes[x->nodes[i]].name);
	return g_string_free(s, FALSE);
}

static void draw_head(const struct view *v, struct canvas *c, int name, int width)
{
	const struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	g_autofree char *year = market_period(m, forecast_period(app_model(v->app)->now, x->column));
	g_autofree char *unit = market_unit(m, app_model(v->app)->measure, true);
	g_autofree char *title = g_strdup_printf("%s by %s, %s, %s", m->nodes[x->down].name,
						 m->nodes[x->across].name, year, unit);
	g_autofree char *slice = slice_text(x, m);

	app_draw_title(v->app, c, title, model_name(app_model(v->app)));
	canvas_put(c, 1, 1, c->columns - 2, STYLE_CHANGED, slice);
	for (int j = x->columns.top; x->matrix && j < x->columns.n
	     && j < x->columns.top + x->columns.height; j++) {
		g_autofree char *cut = text_column(m->nodes[x->matrix->columns[j]].name, width,
						   false, c->utf8);

		canvas_put_right(c, TOP - 1, name + 3 + (j - x->columns.top + 1) * (width + 1), width,
				 j == x->columns.cursor ? STYLE_CURSOR : STYLE_DIM, cut);
	}
	if (x->columns.top > 0)
		canvas_put(c, TOP - 1, name + 2, 1, STYLE_KEY, "<");
	if (x->columns.top + x->columns.height < x->columns.n)
		canvas_put(c, TOP - 1, c->columns - 1, 1, STYLE_KEY, ">");
}

static void draw_row(const struct view *v, struct canvas *c, int row, int i, int name, int width)
{
	const struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	bool here = i == x->rows.cursor;
	g_autofree char *cut = text_column(m->nodes[x->matrix->rows[i]].name, name, false, c->utf8);
	char text[NUMBER_TEXT_MAX];

	canvas_put(c, row, 0, 1, STYLE_KEY, here ? ">" : " ");
	canvas_put(c, row, 2, name, here ? STYLE_CURSOR : STYLE_NORMAL, cut);
	for (int j = x->columns.top; j < x->columns.n && j < x->columns.top + x->columns.height; j++) {
		double level = cell_at(x, i, j)->middle;

		canvas_put_right(c, row, name + 3 + (j - x->columns.top + 1) * (width + 1), width,
				 here && j == x->columns.cursor ? STYLE_CURSOR : STYLE_NORMAL,
				 isnan(level) ? "?" : number_fixed(text, level, app_digits(v->app)));
	}
}

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
	const struct crossing_cell *cell = cell_at(x, x->rows.cursor, x->columns.cursor);
	g_autofree char *unit = market_unit(m, app_model(v->app)->measure, true);
	g_autofree char *name = g_strdup_printf("%s x %s", m->nodes[x->matrix->rows[x->rows.cursor]].name,
						m->nodes[x->matrix->columns[x->columns.cursor]].name);
	g_autofree char *cut = text_column(name, c->columns - 3, false, c->utf8);
	bool brief = c->columns < BRIEF;
	const char *what = cell->fitted ? "fitted" : brief ? "indep." : "independent";
	int digits = app_digits(v->app);

	canvas_put(c, row, 1, -1, STYLE_TITLE, cut);
	draw_three(c, row + 1, what, cell->low, cell->middle, cell->high, digits, brief ? "" : unit);
	draw_three(c, row + 2, what, cell->low_share * 100, cell->middle_share * 100,
		   cell->high_share * 100, digits, brief ? "%" : "% of the total");
}

static void crossing_draw(const struct view *v, struct canvas *c)
{
	const struct crossing_view *x = v->own;
	int name = MIN(name_width(v), c->columns / 3);
	int width = cell_width(c->columns, name, x->columns.n);

	draw_head(v, c, name, width);
	if (!x->matrix) {
		g_autoptr(GPtrArray) lines = text_wrap(x->why, c->columns - 3);

		for (guint i = 0; i < lines->len && (int)i < c->rows - TOP - 1; i++)
			canvas_put(c, TOP + (int)i, 2, -1, STYLE_WARNING, lines->pdata[i]);
	} else {
		for (int i = x->rows.top; i < x->rows.n && i < x->rows.top + x->rows.height; i++)
			draw_row(v, c, TOP + i - x->rows.top, i, name, width);
		draw_foot(v, c, TOP + MIN(x->rows.height, x->rows.n) + (c->rows > TOP + FOOT + x->rows.n));
	}
	app_draw_message(v->app, c, c->rows - 2);
}

/* ------------------------------------------------ actions */

static unsigned turn(struct view *v, int down, int across)
{
	struct crossing_view *x = v->own;

	if (down < 0 || across < 0 || down == across) {
		app_say(v->app, STYLE_NOTICE, "there is no further dimension to turn to");
		return REACT_REDRAW;
	}
	x->down = down;
	x->across = across;
	x->rows.cursor = x->columns.cursor = 0;
	compute(x);
	return REACT_REDRAW;
}

static unsigned show_across(struct view *v, int number)
{
	struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	int d = market_child(m, 0);

	while (d >= 0 && --number > 0)
		d = market_next(m, d);
	if (d == x->down)
		return turn(v, x->across, x->down);
	if (d >= 0 && in_slice(x, m, d)) {
		app_say(v->app, STYLE_NOTICE, "the slice holds a segment of %s", m->nodes[d].name);
		return REACT_REDRAW;
	}
	return turn(v, x->down, d);
}

/* The row's segment joins the slice, another dimension takes its place. */
static unsigned go_into(struct view *v)
{
	struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	int next;

	if (!x->matrix || x->n == CROSSING_NODES - 2)
		return REACT_REDRAW;
	next = free_dimension(x, m, x->down, x->across);
	if (next < 0) {
		app_say(v->app, STYLE_NOTICE, "every dimension is in use: Enter shows it by year");
		return REACT_REDRAW;
	}
	x->nodes[x->n++] = x->matrix->rows[x->rows.cursor];
	return turn(v, next, x->across);
}

static unsigned leave_slice(struct view *v)
{
	struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;

	if (x->n == 0) {
		app_say(v->app, STYLE_NOTICE, "this is the whole market");
		return REACT_REDRAW;
	}
	x->n--;
	return turn(v, market_dimension(m, x->nodes[x->n]), x->across);
}

static unsigned by_year(struct view *v)
{
	struct crossing_view *x = v->own;
	const struct model *m = app_model(v->app);
	int nodes[CROSSING_NODES], n = x->n;
	g_autofree int *columns = g_new(int, m->now->n_periods);
	g_autoptr(GError) error = NULL;
	struct table *t;

	if (!x->matrix)
		return REACT_REDRAW;
	memcpy(nodes, x->nodes, sizeof nodes);
	nodes[n++] = x->matrix->rows[x->rows.cursor];
	nodes[n++] = x->matrix->columns[x->columns.cursor];
	for (int i = 0; i < m->now->n_periods; i++)
		columns[i] = i;
	t = answer_slice(&x->answer.session, nodes, n, columns, m->now->n_periods, &error);
	if (t)
		view_table_open(v->app, t->title, t);
	else
		app_say(v->app, STYLE_WARNING, "%s", error->message);
	return REACT_REDRAW;
}

static unsigned crossing_act(struct view *v, enum action a, int argument)
{
	struct crossing_view *x = v->own;
	const struct model *m = app_model(v->app);

	if (list_act(&x->rows, a))
		return REACT_REDRAW;
	switch (a) {
	case ACTION_UNFOLD: list_put_cursor(&x->columns, x->columns.cursor + 1); return REACT_REDRAW;
	case ACTION_FOLD: list_put_cursor(&x->columns, x->columns.cursor - 1); return REACT_REDRAW;
	case ACTION_YEAR_BEFORE: case ACTION_YEAR_NEXT:
		x->column = CLAMP(x->column + (a == ACTION_YEAR_NEXT ? 1 : -1), 0,
				  m->now->n_periods - 1);
		compute(x);
		return REACT_REDRAW;
	case ACTION_DIMENSION: return show_across(v, argument);
	case ACTION_DIMENSION_NEXT:
		return turn(v, free_dimension(x, m->market, x->down, x->across), x->across);
	case ACTION_PIVOT: return turn(v, x->across, x->down);
	case ACTION_MARK: return go_into(v);
	case ACTION_RESET_NODE: return leave_slice(v);
	case ACTION_OPEN: return by_year(v);
	case ACTION_DIGITS_MORE: case ACTION_DIGITS_LESS: return act_digits(v, a);
	default: return 0;
	}
}

static void crossing_table(const struct view *v, bool all, struct shown *out)
{
	const struct crossing_view *x = v->own;
	const struct market *m = app_model(v->app)->market;
	struct table *t;

	(void)all;
	if (!x->matrix)
		return;
	t = out->made = table_new(NULL);
	table_column(t, "name", m->nodes[x->down].name, COLUMN_TEXT);
	for (int j = 0; j < x->columns.n; j++) {
		const struct node *node = &m->nodes[x->matrix->columns[j]];

		table_column(t, node->id, node->name, COLUMN_NUMBER);
	}
	for (int i = 0; i < x->rows.n; i++) {
		table_row(t, 0);
		table_text(t, m->nodes[x->matrix->rows[i]].name);
		for (int j = 0; j < x->columns.n; j++)
			table_number(t, cell_at(x, i, j)->middle, 0);
	}
	out->table = t;
	out->line = x->rows.cursor;
	out->column = x->columns.cursor + 1;
}

static void crossing_sync(struct view *v)
{
	struct crossing_view *x = v->own;

	forget_crossing(x);
	begin(x, app_model(v->app));
}

static void crossing_close(struct view *v)
{
	struct crossing_view *x = v->own;

	forget_crossing(x);
	g_free(x);
}

static const struct view_ops crossing_ops = {
	.title = "crossing",
	.scope = SCOPE_CROSSING,
	.hints = hints,
	.layout = crossing_layout,
	.sync = crossing_sync,
	.draw = crossing_draw,
	.act = crossing_act,
	.table = crossing_table,
	.close = crossing_close,
};

/* The cursor on the row or column that the node lies in. */
static void find_node(const struct market *m, struct list *l, const int *nodes, int dimension,
		      int node)
{
	while (node >= 0 && m->nodes[node].parent != dimension)
		node = m->nodes[node].parent;
	for (int i = 0; i < l->n; i++)
		if (nodes[i] == node)
			l->cursor = i;
}

bool view_crossing_open(struct app *app, const int *nodes, int n, int column)
{
	const struct model *m = app_model(app);
	struct crossing_view *x;
	int down = market_dimension(m->market, nodes[0]);

	if (down < 0)
		down = market_child(m->market, 0);
	if (down < 0 || (market_next(m->market, market_child(m->market, 0)) < 0)) {
		app_say(app, STYLE_NOTICE, "a crossing needs two dimensions");
		return false;
	}
	x = g_new0(struct crossing_view, 1);
	x->down = down;
	x->across = n > 1 ? market_dimension(m->market, nodes[n - 1])
		: free_dimension(x, m->market, down, down);
	for (int i = 1; i < n - 1; i++)
		x->nodes[x->n++] = nodes[i];
	x->column = column;
	x->rows.height = x->columns.height = 1;
	begin(x, m);
	if (x->matrix) {
		find_node(m->market, &x->rows, x->matrix->rows, down, nodes[0]);
		find_node(m->market, &x->columns, x->matrix->columns, x->across, nodes[n - 1]);
	}
	return app_push(app, &crossing_ops, x);
}
