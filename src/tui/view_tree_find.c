#include "config.h"

#include "tui/view_tree_draw.h"

#include <string.h>

#include "tui/views.h"

/* ------------------------------------------------ finding */

static void start_search(struct tree_view *t)
{
	size_t n = (size_t)t->outline.capacity;

	t->origin_node = outline_node(&t->outline);
	g_free(t->origin_open);
	t->origin_open = g_new(bool, n);
	t->n_origin = (int)n;
	memcpy(t->origin_open, t->outline.open, n * sizeof *t->outline.open);
}

/* The folds and the cursor as they were when the search began. */
static void return_to_origin(struct tree_view *t)
{
	memcpy(t->outline.open, t->origin_open, (size_t)t->n_origin * sizeof *t->outline.open);
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

unsigned tree_view_search_again(struct view *v, int step)
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
		return tree_view_search_again(v, 1);
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

unsigned tree_view_ask_search(struct view *v)
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

	if (t->outline.pivot)
		return t->outline.order == ORDER_VALUE
			? pivot_level(t->outline.pivot, node, t->year)
			: m->column_from >= 0
			? pivot_rate(t->outline.pivot, node, m->column_from, m->column_to, &status)
			: pivot_growth(t->outline.pivot, node, t->year, &status);
	if (t->outline.order == ORDER_VALUE)
		return forecast_level(m->now, node, t->year);
	if (m->column_from >= 0)
		return forecast_rate(m->now, node, m->column_from, m->column_to, &status);
	return forecast_growth(m->now, node, t->year, &status);
}

static double pivot_key(void *data, int row)
{
	const struct view *v = data;

	return order_key(app_model(v->app), v->own, row);
}

void tree_view_put_in_order(struct view *v)
{
	struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int n = m->market->n_nodes;

	g_clear_pointer(&t->order_keys, g_free);
	t->outline.key = pivot_key;
	t->outline.key_data = v;
	if (t->outline.pivot) {
		outline_set_order(&t->outline, t->outline.order, NULL);
		return;
	}
	if (t->outline.order == ORDER_VALUE || t->outline.order == ORDER_GROWTH) {
		t->order_keys = g_new(double, (size_t)n);
		for (int i = 0; i < n; i++)
			t->order_keys[i] = order_key(m, t, i);
	}
	outline_set_order(&t->outline, t->outline.order, t->order_keys);
}

static unsigned set_order(struct view *v, enum order order)
{
	static const char *const said[] = {
		[ORDER_FILE] = "in the order of the file", [ORDER_VALUE] = "by value, the largest first",
		[ORDER_GROWTH] = "by growth, the fastest first", [ORDER_NAME] = "by name",
	};
	struct tree_view *t = v->own;

	t->outline.order = order;
	tree_view_put_in_order(v);
	app_say(v->app, STYLE_NOTICE, "%s", said[order]);
	return REACT_REDRAW;
}

static unsigned next_order(struct view *v)
{
	const struct tree_view *t = v->own;

	return set_order(v, (t->outline.order + 1) % ORDER_COUNT);
}

unsigned tree_view_click_head(struct view *v, int column)
{
	struct tree_view *t = v->own;
	struct columns at = tree_view_arrange(v, t->tree_columns);
	enum order order = ORDER_VALUE;

	if (column < 3 + at.name) {
		order = ORDER_NAME;
	} else if (at.n_years) {
		int i = (column - 3 - at.name) / (at.level + 2);

		if (i >= at.n_years || t->year != at.first_year + i) {
			t->year = MIN(at.first_year + i, at.first_year + at.n_years - 1);
			tree_view_put_in_order(v);
			return REACT_REDRAW;
		}
	} else if (column >= MAX(at.share, at.year) && column <= MAX(at.was, at.flag)) {
		order = ORDER_GROWTH;
	}
	return set_order(v, t->outline.order == order ? ORDER_FILE : order);
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

unsigned tree_view_act_look(struct view *v, enum action a)
{
	struct tree_view *t = v->own;
	int here = outline_node(&t->outline);

	switch (a) {
	case ACTION_FILTER: return ask_filter(v);
	case ACTION_ORDER: return next_order(v);
	case ACTION_BARS: return next_bars(v);
	case ACTION_ALL_YEARS: return toggle_view(&t->all_years);
	case ACTION_FLAT:
		if (!outline_set_flat(&t->outline, !t->outline.flat))
			return tree_view_too_many(v);
		if (!t->outline.flat)
			outline_go(&t->outline, here);
		return REACT_REDRAW;
	case ACTION_BACK:
		if (!t->outline.filter)
			return t->outline.pivot ? tree_view_leave_pivot(v) : 0;
		outline_set_filter(&t->outline, NULL, here);
		outline_go(&t->outline, here);
		return REACT_REDRAW;
	default: return 0;
	}
}
