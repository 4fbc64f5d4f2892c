#include "config.h"

#include "tui/view_tree.h"

#include "forecast/bounds.h"
#include "model/edit.h"
#include "tui/act.h"
#include "tui/editor.h"
#include "tui/seek.h"
#include "tui/views.h"

static const struct view_hint hints[] = {
	{ACTION_RATE, ACTION_VARY, "change"},
	{ACTION_RATE_RAISE, ACTION_RATE_LOWER, "nudge"},
	{ACTION_LOCK, 0, "lock"},
	{ACTION_HOLD_MODE, 0, "hold"},
	{ACTION_UNDO, 0, "undo"},
	{ACTION_SAVE, 0, "save"},
	{ACTION_FIND, 0, "find"},
	{ACTION_CHART, 0, "chart"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static unsigned show_dimension(struct view *v, int number)
{
	struct tree_view *t = v->own;
	int n = outline_n_dimensions(&t->outline);
	bool was = t->outline.pivot;

	if (number < 0 || number >= n)
		app_say(v->app, STYLE_NOTICE, n == 0 ? "the market has no dimensions"
			: n == 1 ? "there is one dimension" : "there are %d dimensions", n);
	else
		outline_show_dimension(&t->outline, number);
	if (was && !t->outline.pivot)
		tree_view_pivot_gone(v);
	return REACT_REDRAW;
}

static unsigned move_year(struct view *v, int by)
{
	struct tree_view *t = v->own;

	t->year = CLAMP(t->year + by, 0, app_model(v->app)->now->n_periods - 1);
	tree_view_put_in_order(v);
	return REACT_REDRAW;
}

static unsigned mark(struct tree_view *t)
{
	gpointer node = GINT_TO_POINTER(outline_node(&t->outline));

	if (!g_hash_table_remove(t->marked, node))
		g_hash_table_add(t->marked, node);
	return REACT_REDRAW;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Of the marked segments; of the one under the cursor if there are none. */
static unsigned show_chart(struct view *v)
{
	struct tree_view *t = v->own;
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(int));
	int here = outline_node(&t->outline);

	GHashTableIter i;
	gpointer marked;

	g_hash_table_iter_init(&i, t->marked);
	while (g_hash_table_iter_next(&i, &marked, NULL)) {
		int node = GPOINTER_TO_INT(marked);

		g_array_append_val(nodes, node);
	}
	g_array_sort(nodes, by_number);
	if (nodes->len == 0)
		g_array_append_val(nodes, here);
	view_chart_open(v->app, (const int *)nodes->data, (int)nodes->len, &t->year,
			&t->crossings);
	return REACT_REDRAW;
}

static void toggle(struct outline *t)
{
	outline_set_open(t, outline_node(t), !outline_is_open(t, outline_node(t)));
}

static void close_fold(struct outline *t)
{
	int node = outline_node(t);

	if (outline_is_leaf(t, node) || !t->open[node])
		outline_left(t);
	if (t->open[outline_node(t)])
		outline_set_open(t, outline_node(t), false);
}

static bool act_fold(struct view *v, enum action a)
{
	struct outline *t = &((struct tree_view *)v->own)->outline;
	bool done = true;

	switch (a) {
	case ACTION_OPEN: toggle(t); break;
	case ACTION_UNFOLD: outline_right(t); break;
	case ACTION_FOLD: outline_left(t); break;
	case ACTION_FOLD_OPEN: outline_set_open(t, outline_node(t), true); break;
	case ACTION_FOLD_CLOSE: close_fold(t); break;
	case ACTION_FOLD_TOGGLE: toggle(t); break;
	case ACTION_FOLD_OPEN_BELOW: done = outline_set_below(t, outline_node(t), true); break;
	case ACTION_FOLD_CLOSE_BELOW: done = outline_set_below(t, outline_node(t), false); break;
	case ACTION_FOLD_LESS: done = outline_step_level(t, 1); break;
	case ACTION_FOLD_MORE: done = outline_step_level(t, -1); break;
	case ACTION_FOLD_OPEN_ALL: done = outline_set_all(t, true); break;
	case ACTION_FOLD_CLOSE_ALL: done = outline_set_all(t, false); break;
	default: return false;
	}
	if (!done)
		tree_view_too_many(v);
	return true;
}

/* The list it was opened from, or the library behind it. */
static unsigned show_markets(struct view *v)
{
	if (app_depth(v->app) == 1)
		view_markets_open(v->app, NULL);
	else if (app_guard(v->app, v, REACT_CLOSE))
		return REACT_CLOSE;
	return REACT_REDRAW;
}

static unsigned open_view(struct view *v, enum action a)
{
	const struct tree_view *t = v->own;
	int node = tree_view_node(v), nodes[CROSSING_NODES] = {node}, n = 1;

	if (tree_view_is_crossing(v, outline_node(&t->outline))) {
		if (a == ACTION_EXPLAIN)
			return tree_view_explain_crossing(v);
		if (a == ACTION_BOUNDS)
			return tree_view_bounds_of_crossing(v);
		if ((a == ACTION_TORNADO || a == ACTION_SIMULATION || a == ACTION_GOAL
		     || a == ACTION_CROSSOVER) && tree_view_refuses(v, "such answer", "ask of"))
			return REACT_REDRAW;
		n = pivot_slice(t->outline.pivot, outline_node(&t->outline), nodes);
	} else if (t->outline.pivot) {
		const int *order;

		pivot_order(t->outline.pivot, &order);
		nodes[n++] = order[1];
	}
	switch (a) {
	case ACTION_SCENARIOS: view_scenarios_open(v->app); break;
	case ACTION_FORCES: view_forces_open(v->app, t->year); break;
	case ACTION_EXPLAIN: view_explain_open(v->app, node, t->year); break;
	case ACTION_BOUNDS: view_bounds_open(v->app, node); break;
	case ACTION_CROSSING: view_crossing_open(v->app, nodes, n, t->year); break;
	case ACTION_TORNADO: view_tornado_open(v->app, node, t->year); break;
	case ACTION_REPORT: view_report_open(v->app, NULL); break;
	case ACTION_AUDIT: view_audit_open(v->app); break;
	case ACTION_WATERFALL: view_waterfall_open(v->app, node); break;
	case ACTION_GRID: view_grid_open(v->app, node); break;
	case ACTION_SIMULATION: return view_simulation_ask(v, node);
	case ACTION_GOAL: return seek_goal(v, node, t->year);
	case ACTION_CROSSOVER: return seek_crossover(v, node);
	default: return tree_view_act_edit(v, a);
	}
	return REACT_REDRAW;
}

static unsigned act_other(struct view *v, enum action a, int argument)
{
	struct tree_view *t = v->own;
	int number = outline_dimension_number(&t->outline);

	switch (a) {
	case ACTION_DIMENSION: return show_dimension(v, argument - 1);
	case ACTION_DIMENSION_BEFORE: return show_dimension(v, MAX(number - 1, 0));
	case ACTION_DIMENSION_NEXT:
		return show_dimension(v, MIN(number + 1, outline_n_dimensions(&t->outline) - 1));
	case ACTION_YEAR_BEFORE: return move_year(v, -1);
	case ACTION_YEAR_NEXT: return move_year(v, 1);
	case ACTION_MARK: return mark(t);
	case ACTION_PIVOT: return tree_view_ask_pivot(v);
	case ACTION_CHART: case ACTION_NEXT_PANE: return show_chart(v);
	case ACTION_SHARE_MODE: t->share = (t->share + 1) % 3; return REACT_REDRAW;
	case ACTION_DIGITS_MORE: case ACTION_DIGITS_LESS: return act_digits(v, a);
	case ACTION_MARKETS: return show_markets(v);
	case ACTION_FIND: return tree_view_ask_search(v);
	case ACTION_FIND_NEXT: return tree_view_search_again(v, 1);
	case ACTION_FIND_BEFORE: return tree_view_search_again(v, -1);
	default: return open_view(v, a);
	}
}

static void tree_settle(struct view *v)
{
	struct tree_view *t = v->own;

	t->chart_node = outline_node(&t->outline);
}

/* Only the chart waits for a pause, and only after a move: it is most of what a screen costs. */
static unsigned tree_act(struct view *v, enum action a, int argument)
{
	struct tree_view *t = v->own;
	unsigned react = REACT_REDRAW;

	if (list_act(&t->outline.list, a)) {
		v->unsettled = outline_node(&t->outline) != t->chart_node;
		return REACT_MOVED;
	}
	if (act_fold(v, a)) {
		tree_view_say_why(v);
	} else {
		react = tree_view_act_look(v, a);
		if (react == 0)
			react = act_other(v, a, argument);
	}
	tree_settle(v);
	return react;
}

static unsigned tree_mouse(struct view *v, int row, int column, int wheel)
{
	struct tree_view *t = v->own;
	struct list *l = &t->outline.list;
	int clicked = row - TREE_TOP + l->top;
	unsigned react = REACT_REDRAW;

	if (wheel) {
		list_scroll(l, 3 * wheel);
	} else if (row == 1) {
		int tab = tree_view_tab_at(v, t->message_columns + 2, column);

		if (tab >= 0)
			show_dimension(v, tab);
	} else if (row == TREE_TOP - 1 && column < t->tree_columns) {
		react = tree_view_click_head(v, column);
	} else if (tree_view_period_at(v, row, column) >= 0) {
		react = move_year(v, tree_view_period_at(v, row, column) - t->year);
	} else if (row >= TREE_TOP && row < TREE_TOP + l->height && clicked < l->n
		   && column < t->tree_columns) {
		if (clicked == l->cursor)
			toggle(&t->outline);
		else
			list_put_cursor(l, clicked);
	}
	tree_settle(v);
	return react;
}

static void tree_sync(struct view *v)
{
	struct tree_view *t = v->own;

	t->year = CLAMP(t->year, 0, app_model(v->app)->now->n_periods - 1);
	tree_view_pivot_sync(v);
	tree_view_put_in_order(v);
}

static void tree_go(struct view *v, int node, int column)
{
	struct tree_view *t = v->own;
	bool was = t->outline.pivot;

	outline_go(&t->outline, node);
	if (was && !t->outline.pivot)
		tree_view_pivot_gone(v);
	if (column >= 0)
		t->year = column;
	tree_sync(v);
	tree_settle(v);
}

static void renew_marks(struct tree_view *t, const int *rows, int n)
{
	GHashTable *marked = g_hash_table_new(NULL, NULL);

	for (int i = 0; i < n; i++)
		if (tree_view_is_marked(t, i) && rows[i] >= 0)
			g_hash_table_add(marked, GINT_TO_POINTER(rows[i]));
	g_hash_table_destroy(t->marked);
	t->marked = marked;
}

static bool tree_renewed(struct view *v, const struct renewal *r)
{
	struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int year = forecast_column(m->now, forecast_period(r->before->now, t->year)), n;
	g_autofree int *rows = NULL;

	t->year = year >= 0 ? year : m->now->n_periods - 1;
	g_clear_pointer(&t->order_keys, g_free);
	g_clear_pointer(&t->origin_open, g_free);
	g_clear_pointer(&t->bounds, bounds_free);
	t->bounds_of = NULL;
	t->levels.width = 0;
	tree_view_forget_drawn(t);
	tree_view_pivot_done(t);
	rows = outline_renew(&t->outline, m->market, r->map, &n);
	renew_marks(t, rows, n);
	tree_settle(v);
	return true;
}

static void tree_place(const struct view *v, struct file_place *out)
{
	editor_place_node(v, tree_view_node(v), out);
}

static void tree_close(struct view *v)
{
	struct tree_view *t = v->own;

	tree_view_forget_drawn(t);
	bounds_free(t->bounds);
	outline_done(&t->outline);
	g_free(t->find);
	g_free(t->order_keys);
	g_free(t->filter_before);
	tree_view_pivot_done(t);
	g_hash_table_destroy(t->marked);
	g_free(t->origin_open);
	g_free(t);
}

static const struct view_ops tree_ops = {
	.title = "tree",
	.scope = SCOPE_TREE,
	.hints = hints,
	.layout = tree_view_layout,
	.sync = tree_sync,
	.go = tree_go,
	.settle = tree_settle,
	.draw = tree_view_draw,
	.draw_moved = tree_view_draw_moved,
	.act = tree_act,
	.mouse = tree_mouse,
	.table = tree_view_table,
	.renewed = tree_renewed,
	.place = tree_place,
	.close = tree_close,
};

bool view_tree_open(struct app *app)
{
	struct tree_view *t = g_new0(struct tree_view, 1);
	const struct model *m = app_model(app);

	outline_init(&t->outline, m->market);
	t->marked = g_hash_table_new(NULL, NULL);
	t->year = m->now->n_periods - 1;
	t->step = TREE_STEP;
	t->chart_node = outline_node(&t->outline);
	return app_push(app, &tree_ops, t);
}
