#include "config.h"

#include "tui/view_tree.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/bounds.h"
#include "tui/act.h"
#include "tui/edit.h"
#include "tui/seek.h"
#include "tui/views.h"

static const double steps[] = {0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1};
enum { STEP_DEFAULT = 4, NARROW = 60 };

static const struct view_hint hints[] = {
	{ACTION_RATE, 0, "rate"},
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

static struct edit edit_here(const struct view *v)
{
	const struct tree_view *t = v->own;

	return (struct edit){
		.model = app_model(v->app), .node = outline_node(&t->outline), .column = t->year,
		.digits = app_digits(v->app), .width = t->message_columns,
	};
}

/* ------------------------------------------------ the rate prompt */

static char *echo_rate(struct view *v, const char *text)
{
	struct edit e = edit_here(v);
	struct reading r;

	if (!*text)
		return g_strdup("40, 40%, +2 or -1.5pp");
	if (!rate_read(text, edit_rate_now(&e), &r, NULL))
		return NULL;
	const char *result = strrchr(r.echo, '=');

	return g_strdup_printf("= %s", result && e.width < NARROW ? result + 2 : r.echo);
}

static unsigned answer_rate(struct view *v, const char *text)
{
	struct edit e = edit_here(v);
	struct reading r;
	g_autoptr(GError) error = NULL;

	if (*text == '\0')
		return REACT_REDRAW;
	if (!rate_read(text, edit_rate_now(&e), &r, &error)) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW;
	}
	return act_edited(v, edit_typed(&e, &r));
}

static unsigned ask_rate(struct view *v)
{
	struct edit e = edit_here(v);
	char rate[NUMBER_TEXT_MAX];
	const struct market *m = e.model->market;
	bool is_total = e.node == 0 || m->nodes[e.node].flags & NODE_DIMENSION;
	const char *name = is_total ? "Total" : m->nodes[e.node].name;

	number_fixed(rate, edit_rate_now(&e) * 100, app_digits(v->app));
	g_autofree char *label = e.width < NARROW ? g_strdup_printf("now %s %%:", rate)
				 : g_strdup_printf("%s, now %s %%:", name, rate);
	struct ask q = {.label = label, .history = "rate", .echo = echo_rate,
			     .answer = answer_rate};

	if (!period_is_set(e.model->from)) {
		app_say(v->app, STYLE_WARNING, "this market has no forecast to change");
		return REACT_REDRAW;
	}
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned change_step(struct view *v, int by)
{
	struct tree_view *t = v->own;
	int at = 0, n = (int)G_N_ELEMENTS(steps);
	char points[NUMBER_TEXT_MAX];

	while (at < n - 1 && steps[at] < t->step)
		at++;
	t->step = steps[CLAMP(at + by, 0, n - 1)];
	app_say(v->app, STYLE_NOTICE, "a nudge is %s points",
		number_shortest(points, t->step * 100));
	return REACT_REDRAW;
}

/* ------------------------------------------------ finding */

static void start_search(struct tree_view *t)
{
	size_t n = (size_t)t->outline.market->n_nodes;

	t->origin_node = outline_node(&t->outline);
	g_free(t->origin_open);
	t->origin_open = g_new(bool, n);
	memcpy(t->origin_open, t->outline.open, n * sizeof *t->outline.open);
}

/* The folds and the cursor as they were when the search began. */
static void return_to_origin(struct tree_view *t)
{
	memcpy(t->outline.open, t->origin_open,
	       (size_t)t->outline.market->n_nodes * sizeof *t->outline.open);
	outline_go(&t->outline, t->origin_node);
}

static void say_not_found(const struct view *v, const char *text)
{
	bool in_words = view_report_has(app_model(v->app)->market, text);

	app_say(v->app, in_words ? STYLE_NOTICE : STYLE_WARNING, in_words
		? "no segment matches '%s', but the report's text does: Enter shows it"
		: "no segment matches '%s'", text);
}

static void search_typed(struct view *v, const char *text)
{
	struct tree_view *t = v->own;
	int node = outline_search(&t->outline, text, t->origin_node, 1);

	return_to_origin(t);
	v->unsettled = true;
	if (node >= 0)
		outline_go(&t->outline, node);
	else if (*text)
		say_not_found(v, text);
}

static void search_cancelled(struct view *v)
{
	return_to_origin(v->own);
	v->unsettled = true;
}

static unsigned search_again(struct view *v, int step)
{
	struct tree_view *t = v->own;
	int node = t->find ? outline_search(&t->outline, t->find, outline_node(&t->outline), step) : -1;

	if (node >= 0)
		outline_go(&t->outline, node);
	else if (t->find)
		app_say(v->app, STYLE_WARNING, "no segment matches '%s'", t->find);
	else
		app_say(v->app, STYLE_NOTICE, "nothing was searched for yet");
	return REACT_REDRAW;
}

static unsigned answer_search(struct view *v, const char *text)
{
	struct tree_view *t = v->own;

	v->unsettled = true;
	if (*text == '\0')
		return search_again(v, 1);
	g_free(t->find);
	t->find = g_strdup(text);
	if (outline_search(&t->outline, text, t->origin_node, 1) >= 0)
		return REACT_REDRAW;
	if (view_report_has(app_model(v->app)->market, text))
		view_report_open(v->app, text);
	else
		say_not_found(v, text);
	return REACT_REDRAW;
}

static unsigned ask_search(struct view *v)
{
	struct ask q = {.label = "/", .history = "find", .changed = search_typed,
			     .answer = answer_search, .cancelled = search_cancelled};

	start_search(v->own);
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

/* ------------------------------------------------ filter and order */

static void filter_typed(struct view *v, const char *text)
{
	struct tree_view *t = v->own;

	outline_set_filter(&t->outline, text, t->origin_node);
	v->unsettled = true;
	if (t->outline.filter && t->outline.n_matches == 0)
		app_say(v->app, STYLE_WARNING, "no segment here matches '%s'", text);
}

static void filter_cancelled(struct view *v)
{
	struct tree_view *t = v->own;

	outline_set_filter(&t->outline, t->filter_before, t->origin_node);
	v->unsettled = true;
}

static unsigned answer_filter(struct view *v, const char *text)
{
	filter_typed(v, text);
	return REACT_REDRAW;
}

static unsigned ask_filter(struct view *v)
{
	struct tree_view *t = v->own;
	struct ask q = {.label = "&", .text = t->outline.filter, .history = "filter",
			.changed = filter_typed, .answer = answer_filter,
			.cancelled = filter_cancelled};

	g_free(t->filter_before);
	t->filter_before = g_strdup(t->outline.filter);
	t->origin_node = outline_node(&t->outline);
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static double order_key(const struct model *m, const struct tree_view *t, int node)
{
	enum status status;

	if (t->outline.order == ORDER_VALUE)
		return forecast_level(m->now, node, t->year);
	if (m->column_from >= 0)
		return forecast_rate(m->now, node, m->column_from, m->column_to, &status);
	return forecast_growth(m->now, node, t->year, &status);
}

/* Anew with every other year and forecast; the cursor stays on its node. */
static void put_in_order(struct view *v)
{
	struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int n = m->market->n_nodes;

	g_clear_pointer(&t->order_keys, g_free);
	if (t->outline.order == ORDER_VALUE || t->outline.order == ORDER_GROWTH) {
		t->order_keys = g_new(double, (size_t)n);
		for (int i = 0; i < n; i++)
			t->order_keys[i] = order_key(m, t, i);
	}
	outline_set_order(&t->outline, t->outline.order, t->order_keys);
}

static unsigned next_order(struct view *v)
{
	static const char *const said[] = {
		[ORDER_FILE] = "in the order of the file", [ORDER_VALUE] = "by value, the largest first",
		[ORDER_GROWTH] = "by growth, the fastest first", [ORDER_NAME] = "by name",
	};
	struct tree_view *t = v->own;

	t->outline.order = (t->outline.order + 1) % ORDER_COUNT;
	put_in_order(v);
	app_say(v->app, STYLE_NOTICE, "%s", said[t->outline.order]);
	return REACT_REDRAW;
}

static unsigned next_bars(struct view *v)
{
	struct tree_view *t = v->own;

	t->bars_of_parent = !t->bars_of_parent;
	app_say(v->app, STYLE_NOTICE, t->bars_of_parent
		? "a full bar is the parent" : "a full bar is the largest segment");
	return REACT_REDRAW;
}

static unsigned toggle_view(bool *what)
{
	*what = !*what;
	return REACT_REDRAW;
}

static unsigned act_look(struct view *v, enum action a)
{
	struct tree_view *t = v->own;
	int here = outline_node(&t->outline);

	switch (a) {
	case ACTION_FILTER: return ask_filter(v);
	case ACTION_ORDER: return next_order(v);
	case ACTION_BARS: return next_bars(v);
	case ACTION_ALL_YEARS: return toggle_view(&t->all_years);
	case ACTION_FLAT:
		outline_set_flat(&t->outline, !t->outline.flat);
		if (!t->outline.flat)
			outline_go(&t->outline, here);
		return REACT_REDRAW;
	case ACTION_BACK:
		if (!t->outline.filter)
			return 0;
		outline_set_filter(&t->outline, NULL, here);
		outline_go(&t->outline, here);
		return REACT_REDRAW;
	default: return 0;
	}
}

/* ------------------------------------------------ actions */

static unsigned show_dimension(struct view *v, int number)
{
	struct tree_view *t = v->own;
	int n = outline_n_dimensions(&t->outline);

	if (number < 0 || number >= n)
		app_say(v->app, STYLE_NOTICE, n == 1 ? "there is one dimension"
			: "there are %d dimensions", n);
	else
		outline_show_dimension(&t->outline, number);
	return REACT_REDRAW;
}

static unsigned move_year(struct view *v, int by)
{
	struct tree_view *t = v->own;

	t->year = CLAMP(t->year + by, 0, app_model(v->app)->now->n_periods - 1);
	put_in_order(v);
	return REACT_REDRAW;
}

static unsigned mark(struct tree_view *t)
{
	int node = outline_node(&t->outline);

	t->marked[node] = !t->marked[node];
	t->n_marked += t->marked[node] ? 1 : -1;
	return REACT_REDRAW;
}

/* Of the marked segments; of the one under the cursor if there are none. */
static unsigned show_chart(struct view *v)
{
	struct tree_view *t = v->own;
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(int));
	int here = outline_node(&t->outline);

	for (int i = 0; t->n_marked && i < t->outline.market->n_nodes; i++)
		if (t->marked[i])
			g_array_append_val(nodes, i);
	if (nodes->len == 0)
		g_array_append_val(nodes, here);
	view_chart_open(v->app, (const int *)nodes->data, (int)nodes->len, &t->year);
	return REACT_REDRAW;
}

static unsigned act_edit(struct view *v, enum action a)
{
	struct tree_view *t = v->own;
	struct edit e = edit_here(v);

	switch (a) {
	case ACTION_RATE: return ask_rate(v);
	case ACTION_RATE_RAISE: return act_edited(v, edit_nudge(&e, t->step));
	case ACTION_RATE_LOWER: return act_edited(v, edit_nudge(&e, -t->step));
	case ACTION_STEP_LESS: return change_step(v, -1);
	case ACTION_STEP_MORE: return change_step(v, 1);
	case ACTION_LOCK: return act_edited(v, edit_lock(&e));
	case ACTION_HOLD_MODE: return act_edited(v, edit_hold(&e));
	case ACTION_FILL_RULE: return act_edited(v, edit_fill(&e));
	case ACTION_RESET_NODE: return act_edited(v, edit_reset_node(&e));
	case ACTION_RESET_ALL: return act_edited(v, edit_reset_all(&e));
	default: return act_common(v, a);
	}
}

static void toggle(struct outline *t)
{
	outline_set_open(t, outline_node(t), !outline_is_open(t, outline_node(t)));
}

static void close_fold(struct outline *t)
{
	int node = outline_node(t);

	if (market_is_leaf(t->market, node) || !t->open[node])
		outline_left(t);
	if (t->open[outline_node(t)])
		outline_set_open(t, outline_node(t), false);
}

static bool act_fold(struct view *v, enum action a)
{
	struct outline *t = &((struct tree_view *)v->own)->outline;

	switch (a) {
	case ACTION_OPEN: toggle(t); return true;
	case ACTION_UNFOLD: outline_right(t); return true;
	case ACTION_FOLD: outline_left(t); return true;
	case ACTION_FOLD_OPEN: outline_set_open(t, outline_node(t), true); return true;
	case ACTION_FOLD_CLOSE: close_fold(t); return true;
	case ACTION_FOLD_TOGGLE: toggle(t); return true;
	case ACTION_FOLD_OPEN_BELOW: outline_set_below(t, outline_node(t), true); return true;
	case ACTION_FOLD_CLOSE_BELOW: outline_set_below(t, outline_node(t), false); return true;
	case ACTION_FOLD_LESS: outline_step_level(t, 1); return true;
	case ACTION_FOLD_MORE: outline_step_level(t, -1); return true;
	case ACTION_FOLD_OPEN_ALL: outline_set_all(t, true); return true;
	case ACTION_FOLD_CLOSE_ALL: outline_set_all(t, false); return true;
	default: return false;
	}
}

/* The list it was opened from, or the library behind it. */
static unsigned show_markets(struct view *v)
{
	if (app_depth(v->app) == 1)
		view_markets_open(v->app, library_open());
	else if (app_guard(v->app, v, REACT_CLOSE))
		return REACT_CLOSE;
	return REACT_REDRAW;
}

static unsigned answer_simulation(struct view *v, const char *text)
{
	const struct tree_view *t = v->own;

	view_simulation_open(v->app, outline_node(&t->outline), text);
	return REACT_REDRAW;
}

static char *echo_simulation(struct view *v, const char *text)
{
	(void)v;
	return *text ? NULL : g_strdup("3 above 40 rho 0.5 seed 7; Enter: as the scenario says");
}

static unsigned ask_simulation(struct view *v)
{
	struct ask q = {.label = "Spread in points:", .history = "simulation",
			.echo = echo_simulation, .answer = answer_simulation};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned open_view(struct view *v, enum action a)
{
	const struct tree_view *t = v->own;
	int node = outline_node(&t->outline);

	switch (a) {
	case ACTION_SCENARIOS: view_scenarios_open(v->app); break;
	case ACTION_FORCES: view_forces_open(v->app, t->year); break;
	case ACTION_EXPLAIN: view_explain_open(v->app, node, t->year); break;
	case ACTION_BOUNDS: view_bounds_open(v->app, node); break;
	case ACTION_CROSSING: view_crossing_open(v->app, node, t->year); break;
	case ACTION_TORNADO: view_tornado_open(v->app, node, t->year); break;
	case ACTION_REPORT: view_report_open(v->app, NULL); break;
	case ACTION_AUDIT: view_audit_open(v->app); break;
	case ACTION_WATERFALL: view_waterfall_open(v->app); break;
	case ACTION_SIMULATION: return ask_simulation(v);
	case ACTION_GOAL: return seek_goal(v, node, t->year);
	case ACTION_CROSSOVER: return seek_crossover(v, node);
	default: return act_edit(v, a);
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
	case ACTION_CHART: case ACTION_NEXT_PANE: return show_chart(v);
	case ACTION_SHARE_MODE: t->share = (t->share + 1) % 3; return REACT_REDRAW;
	case ACTION_DIGITS_MORE: case ACTION_DIGITS_LESS: return act_digits(v, a);
	case ACTION_MARKETS: return show_markets(v);
	case ACTION_FIND: return ask_search(v);
	case ACTION_FIND_NEXT: return search_again(v, 1);
	case ACTION_FIND_BEFORE: return search_again(v, -1);
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
	if (!act_fold(v, a)) {
		react = act_look(v, a);
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

	if (wheel) {
		list_scroll(l, 3 * wheel);
	} else if (row == 1) {
		int tab = tree_view_tab_at(v, t->message_columns + 2, column);

		if (tab >= 0)
			show_dimension(v, tab);
	} else if (row >= TREE_TOP && row < TREE_TOP + l->height && clicked < l->n
		   && column < t->tree_columns) {
		if (clicked == l->cursor)
			toggle(&t->outline);
		else
			list_put_cursor(l, clicked);
	}
	tree_settle(v);
	return REACT_REDRAW;
}

static void tree_sync(struct view *v)
{
	struct tree_view *t = v->own;

	t->year = CLAMP(t->year, 0, app_model(v->app)->now->n_periods - 1);
	put_in_order(v);
}

static void tree_go(struct view *v, int node, int column)
{
	struct tree_view *t = v->own;

	outline_go(&t->outline, node);
	if (column >= 0)
		t->year = column;
	tree_sync(v);
	tree_settle(v);
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
	g_free(t->marked);
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
	.close = tree_close,
};

bool view_tree_open(struct app *app)
{
	struct tree_view *t = g_new0(struct tree_view, 1);
	const struct model *m = app_model(app);

	outline_init(&t->outline, m->market);
	t->marked = g_new0(bool, (size_t)m->market->n_nodes);
	t->year = m->now->n_periods - 1;
	t->step = steps[STEP_DEFAULT];
	t->chart_node = outline_node(&t->outline);
	return app_push(app, &tree_ops, t);
}
