#include "config.h"

#include "tui/view_crossing.h"

#include <math.h>
#include <string.h>

#include "tui/act.h"
#include "tui/view_table.h"
#include "tui/views.h"

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
	g_clear_pointer(&x->cells, g_hash_table_destroy);
	g_clear_pointer(&x->down_nodes, g_free);
	g_clear_pointer(&x->across_nodes, g_free);
	g_clear_pointer(&x->why, g_free);
	x->rows.n = x->columns.n = 0;
}

static int *segments_of(const struct market *m, int dimension, int *n)
{
	GArray *nodes = g_array_new(FALSE, FALSE, sizeof(int));

	for (int c = market_child(m, dimension); c >= 0; c = market_next(m, c))
		g_array_append_val(nodes, c);
	*n = (int)nodes->len;
	return (int *)(void *)g_array_free(nodes, FALSE);
}

static int slice_of(const struct crossing_view *x, int row, int column, int nodes[CROSSING_NODES])
{
	memcpy(nodes, x->nodes, sizeof x->nodes);
	nodes[x->n] = x->down_nodes[row];
	nodes[x->n + 1] = x->across_nodes[column];
	return x->n + 2;
}

/* Why there is no matrix: the first cell tells what holds for all. */
static char *reason(const struct crossing_view *x)
{
	const struct market *m = x->answer.session.market;
	int nodes[CROSSING_NODES], empty = x->rows.n ? x->across : x->down;
	struct crossing_cell cell;
	g_autoptr(GError) error = NULL;

	if (x->rows.n == 0 || x->columns.n == 0)
		return g_strdup_printf("%s has no segments", m->nodes[empty].name);
	if (crossing_slice(x->crossing, nodes, slice_of(x, 0, 0, nodes), x->column, &cell, &error))
		return NULL;
	return g_strdup(error->message);
}

static void compute(struct crossing_view *x)
{
	const struct market *m = x->answer.session.market;

	forget_matrix(x);
	x->cells = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	x->down_nodes = segments_of(m, x->down, &x->rows.n);
	x->across_nodes = segments_of(m, x->across, &x->columns.n);
	x->why = reason(x);
	if (x->why)
		x->rows.n = x->columns.n = 0;
	list_settle(&x->rows);
	list_settle(&x->columns);
}

const struct crossing_cell *crossing_view_cell(const struct crossing_view *x, int row, int column)
{
	gint64 key = (gint64)row * x->columns.n + column, *own;
	struct crossing_cell *cell = g_hash_table_lookup(x->cells, &key);
	int nodes[CROSSING_NODES];

	if (cell)
		return cell;
	cell = g_new(struct crossing_cell, 1);
	if (!crossing_slice(x->crossing, nodes, slice_of(x, row, column, nodes), x->column, cell,
			    NULL))
		*cell = (struct crossing_cell){
			.low = NAN, .middle = NAN, .high = NAN, .low_share = NAN, .middle_share = NAN,
			.high_share = NAN, .edge_status = STATUS_UNKNOWN, .status = STATUS_UNKNOWN,
		};
	own = g_new(gint64, 1);
	*own = key;
	g_hash_table_insert(x->cells, own, cell);
	return cell;
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

/* ------------------------------------------------ actions */

static unsigned turn(struct view *v, int down, int across)
{
	struct crossing_view *x = v->own;

	if (down < 0 || across < 0 || down == across) {
		app_say(v->app, STYLE_NOTICE, "there is no further dimension to turn to");
		return REACT_REDRAW;
	}
	int row = down == x->across ? x->columns.cursor : 0;
	int column = across == x->down ? x->rows.cursor : across == x->across ? x->columns.cursor : 0;

	x->down = down;
	x->across = across;
	compute(x);
	list_put_cursor(&x->rows, row);
	list_put_cursor(&x->columns, column);
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

	if (x->why || x->n == CROSSING_NODES - 2)
		return REACT_REDRAW;
	next = free_dimension(x, m, x->down, x->across);
	if (next < 0) {
		app_say(v->app, STYLE_NOTICE, "every dimension is in use: Enter shows it by year");
		return REACT_REDRAW;
	}
	x->nodes[x->n++] = x->down_nodes[x->rows.cursor];
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
	int nodes[CROSSING_NODES], n;
	g_autofree int *columns = g_new(int, m->now->n_periods);
	g_autoptr(GError) error = NULL;
	struct table *t;

	if (x->why)
		return REACT_REDRAW;
	n = slice_of(x, x->rows.cursor, x->columns.cursor, nodes);
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

	if (x->why)
		return;
	t = out->made = table_new(NULL);
	t->more = forecast_decimals(app_model(v->app)->source, 0);
	table_column(t, "name", m->nodes[x->down].name, COLUMN_TEXT);
	for (int j = 0; j < x->columns.n; j++) {
		const struct node *node = &m->nodes[x->across_nodes[j]];

		table_column_marked(t, table_column(t, node->id, node->name, COLUMN_NUMBER));
	}
	for (int i = all ? 0 : x->rows.cursor; i < (all ? x->rows.n : x->rows.cursor + 1); i++) {
		table_row(t, 0);
		table_text(t, m->nodes[x->down_nodes[i]].name);
		for (int j = 0; j < x->columns.n; j++) {
			const struct crossing_cell *cell = crossing_view_cell(x, i, j);

			table_number(t, cell->middle, isnan(cell->middle) ? 0
				     : status_letter((enum status)cell->status));
		}
	}
	out->table = t;
	out->line = all ? x->rows.cursor : 0;
	out->column = x->columns.cursor + 1;
}

/* A click selects a cell, a second one shows it by year; a name in the head selects its column. */
static unsigned crossing_mouse(struct view *v, int row, int column, int wheel)
{
	struct crossing_view *x = v->own;
	struct list *r = &x->rows, *c = &x->columns;
	bool head = row >= x->head && row < x->top;
	int i = head ? r->cursor : row < x->top ? r->n : r->top + (row - x->top) / (x->ends ? 2 : 1);
	int j = column < x->name + 3 ? c->cursor : c->top + (column - x->name - 3) / (x->width + 1);

	if (x->why)
		return REACT_REDRAW;
	if (wheel) {
		list_scroll(r, 3 * wheel);
		return REACT_REDRAW;
	}
	if (i >= MIN(r->n, r->top + r->height) || j >= MIN(c->n, c->top + c->height))
		return REACT_REDRAW;
	if (!head && i == r->cursor && j == c->cursor)
		return by_year(v);
	list_put_cursor(r, i);
	list_put_cursor(c, j);
	return REACT_REDRAW;
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
	.layout = crossing_view_layout,
	.sync = crossing_sync,
	.draw = crossing_view_draw,
	.act = crossing_act,
	.mouse = crossing_mouse,
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
	find_node(m->market, &x->rows, x->down_nodes, down, nodes[0]);
	find_node(m->market, &x->columns, x->across_nodes, x->across, nodes[n - 1]);
	return app_push(app, &crossing_ops, x);
}
