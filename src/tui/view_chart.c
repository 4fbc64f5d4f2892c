#include "config.h"

#include "model/scenario_items.h"
#include "report/picture.h"
#include "tui/editor.h"
#include "tui/views.h"

/* The picture of one node or of several on the whole screen but for the hint line: what the
 * command `chart` prints for the same nodes and size, until a cross-hair is set. */

struct others_basis {
	const struct market *market;
	int measure;
	enum hold hold;
	int n_asides;
	char *file;		/* of the scenario shown */
};

struct chart_view {
	GArray *chosen;		/* int: as the view was opened */
	bool parts;		/* not the chosen node but its members */
	enum chart_kind kind;
	bool fan;		/* of a simulation, in a line */
	bool log, index, alone;	/* alone: without the source beside the scenario */
	bool others;		/* with the other scenarios of this market */
	GArray *beside;		/* struct picture_scenario: those */
	struct others_basis basis;	/* of those */
	bool hair;
	int *year;		/* the year cursor of the tree */
	int beyond;		/* years of the cross-hair behind the last one of the tree */
	const struct picture_rows *rows;
	struct picture *picture;
};

static const struct view_hint hints[] = {
	{ACTION_FOLD, ACTION_UNFOLD, "read"},
	{ACTION_OPEN, 0, "parts"},
	{ACTION_CHART_BARS, 0, "bars"},
	{ACTION_CHART_STACK, 0, "stack"},
	{ACTION_SHARE_MODE, 0, "100"},
	{ACTION_CHART_LOG, 0, "log"},
	{ACTION_CHART_INDEX, 0, "index"},
	{ACTION_CHART_FAN, 0, "fan"},
	{ACTION_CHART_SOURCE, 0, "source"},
	{ACTION_SCENARIOS, 0, "scenarios"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static bool is_stacked(const struct chart_view *view)
{
	return view->kind == CHART_STACKED || view->kind == CHART_PERCENT;
}

/* The one node the picture is of, -1 if it is of several. */
static int only_node(const struct chart_view *view)
{
	return view->chosen->len == 1 ? g_array_index(view->chosen, int, 0) : -1;
}

static GArray *drawn_nodes(const struct chart_view *view, const struct forecast *f)
{
	const struct market *m = f->market;
	int node = only_node(view);

	if (node >= 0 && (view->parts || is_stacked(view)))
		return picture_members(f, node);
	if (node > 0 && node < m->n_nodes && m->nodes[node].flags & NODE_DIMENSION)
		node = 0;
	GArray *nodes = g_array_copy(view->chosen);

	if (node == 0)
		g_array_index(nodes, int, 0) = 0;
	return nodes;
}

/* What the scenario makes uncertain, or 3 points; NULL, and said, if nothing can be drawn. */
static struct simulation *draw_fan(struct view *v, int node)
{
	const struct model *m = app_model(v->app);
	struct scenario *whole = model_whole(m);
	struct simulate_options o = simulate_defaults(whole);
	g_autoptr(GError) error = NULL;
	struct simulation *x;

	o.node = node;
	o.threads = (int)MIN(g_get_num_processors(), 8);
	x = simulate(m->now, whole, &o, &error);
	if (!x)
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	scenario_free(whole);
	return x;
}

static void forget_other(void *data)
{
	struct picture_scenario *other = data;

	g_free((char *)other->name);
	forecast_free((struct forecast *)other->forecast);
}

/* A scenario of the list; said if it cannot be drawn. */
static void add_other(struct view *v, struct scenario_item *item)
{
	struct chart_view *view = v->own;
	struct picture_scenario other = {NULL, item->forecast};

	if (!other.forecast) {
		app_say(v->app, STYLE_WARNING, "%s is left out: %s", item->name,
			item->trouble ? item->trouble : "it cannot be read");
		return;
	}
	other.name = g_strdup(item->id ? item->id : "not-saved");
	item->forecast = NULL;
	g_array_append_val(view->beside, other);
}

static bool is_other(const struct scenario_item *item)
{
	return !item->source && !item->present;
}

/* Those marked in the list of scenarios, without marks all. */
static void run_others(struct view *v)
{
	struct chart_view *view = v->own;
	g_autoptr(GPtrArray) items = scenario_items(app_model(v->app), true);
	bool marked = false;

	g_array_set_size(view->beside, 0);
	for (guint i = 0; i < items->len; i++) {
		const struct scenario_item *item = items->pdata[i];

		marked = marked || (is_other(item) && item->marked);
	}
	for (guint i = 0; i < items->len; i++) {
		struct scenario_item *item = items->pdata[i];

		if (is_other(item) && item->marked == marked)
			add_other(v, item);
	}
}

/* What the others follow from besides their files. */
static struct others_basis basis_of(const struct model *m)
{
	return (struct others_basis){
		m->market, m->measure, m->ran_with, model_n_asides(m),
		g_strdup(model_scenario(m)->file),
	};
}

/* An edit of the scenario shown leaves the others as they are. */
static void keep_others(struct view *v)
{
	struct chart_view *view = v->own;
	struct others_basis now = basis_of(app_model(v->app)), *was = &view->basis;
	bool same = now.market == was->market && now.measure == was->measure &&
		    now.hold == was->hold && now.n_asides == was->n_asides &&
		    g_strcmp0(now.file, was->file) == 0;

	g_free(was->file);
	*was = now;
	if (view->others && !same)
		run_others(v);
}

static int last_year(const struct view *v)
{
	return app_model(v->app)->now->n_periods - 1;
}

/* The period of the cross-hair. */
static int hair_at(const struct view *v)
{
	const struct chart_view *view = v->own;

	return *view->year + (*view->year == last_year(v) ? view->beyond : 0);
}

/* The year cursor of the tree follows as far as the tree has years: the forecast of another scenario
 * may go on. */
static void set_hair(struct view *v, int period)
{
	struct chart_view *view = v->own;

	period = CLAMP(period, 0, view->picture->data.n_periods - 1);
	*view->year = MIN(period, last_year(v));
	view->beyond = period - *view->year;
}

static void make_picture(struct view *v)
{
	struct chart_view *view = v->own;
	const struct model *m = app_model(v->app);
	bool changed = m->now->scenario;
	GArray *nodes = drawn_nodes(view, m->now);
	struct simulation *fan = view->fan ? draw_fan(v, g_array_index(nodes, int, 0)) : NULL;
	struct picture_options o = {
		.nodes = (const int *)nodes->data, .n_nodes = (int)nodes->len, .rows = view->rows,
		.others = (const struct picture_scenario *)view->beside->data,
		.n_others = (int)view->beside->len,
		.source = changed && !view->alone ? m->source : NULL,
		.scenario = changed ? model_name(m) : NULL,
		.kind = view->kind, .log = view->log, .index = view->index, .fan = fan,
		.decimals = app_digits(v->app), .exact = app_style(v->app).exact,
	};

	picture_free(view->picture);
	view->picture = picture_new(m->now, &o);
	simulation_free(fan);
	set_hair(v, hair_at(v));
	g_array_free(nodes, TRUE);
}

static void chart_sync(struct view *v)
{
	keep_others(v);
	make_picture(v);
}

static void chart_view_draw(const struct view *v, struct canvas *c)
{
	const struct chart_view *view = v->own;
	struct chart_data data = view->picture->data;
	int said = app_has_said(v->app) ? app_message_rows(v->app) : 0;

	data.cross_hair = view->hair ? hair_at(v) : -1;
	chart_draw(&data, c, 0, 0, c->rows - 1 - said, c->columns);
	if (said)
		app_draw_message(v->app, c, c->rows - 2);
}

/* ------------------------------------------------ actions */

static void put_hair(struct view *v, int period)
{
	set_hair(v, period);
	((struct chart_view *)v->own)->hair = true;
}

/* The first time it only shows where the year cursor stands. */
static void move_hair(struct view *v, int by)
{
	const struct chart_view *view = v->own;

	put_hair(v, hair_at(v) + (view->hair ? by : 0));
}

/* -1 if there is none. */
static int node_beside(const struct market *m, int node, bool next)
{
	int before = -1;

	if (next)
		return market_next(m, node);
	for (int i = market_child(m, m->nodes[node].parent); i != node; i = market_next(m, i))
		before = i;
	return before;
}

static void show_neighbour(struct view *v, bool next)
{
	struct chart_view *view = v->own;
	const struct market *m = app_model(v->app)->market;
	int node = only_node(view), at;

	if (node < 0) {
		app_say(v->app, STYLE_NOTICE, "these are the marked segments; unmarked, one is shown");
		return;
	}
	if (node == 0 || (node < m->n_nodes && m->nodes[node].flags & NODE_DIMENSION)) {
		app_say(v->app, STYLE_NOTICE, "there is only one total");
		return;
	}
	at = node < m->n_nodes ? node_beside(m, node, next)
			       : view->rows->beside(view->rows->data, node, next);
	if (at >= 0)
		g_array_index(view->chosen, int, 0) = at;
	else
		app_say(v->app, STYLE_NOTICE, next ? "the last one" : "the first one");
}

static bool has_parts(struct view *v)
{
	struct chart_view *view = v->own;
	const struct market *m = app_model(v->app)->market;
	int node = only_node(view);

	if (node < 0 || (node < m->n_nodes && !market_is_leaf(m, node)))
		return true;
	if (node >= m->n_nodes) {
		app_say(v->app, STYLE_NOTICE, "the parts of a crossing are unfolded and marked in the tree");
		return false;
	}
	app_say(v->app, STYLE_NOTICE, "%s has no parts", m->nodes[node].name);
	return false;
}

/* Several that are chosen share nothing; else false and said. */
static bool adds_up(struct view *v)
{
	const struct chart_view *view = v->own;
	g_autofree char *why = picture_overlap(app_model(v->app)->market,
					       (const int *)view->chosen->data,
					       (int)view->chosen->len);

	if (why)
		app_say(v->app, STYLE_NOTICE, "%s", why);
	return !why;
}

static void toggle_kind(struct view *v, enum chart_kind kind)
{
	struct chart_view *view = v->own;

	view->fan = false;
	if (view->kind == kind)
		view->kind = CHART_LINE;
	else if (kind == CHART_BARS || (has_parts(v) && adds_up(v)))
		view->kind = kind;
	/* Bars stand on zero, which a logarithmic scale has not. */
	if (view->kind != CHART_LINE)
		view->log = false;
	if (is_stacked(view))
		view->index = false;
}

static void toggle_scale(struct chart_view *view, bool *scale)
{
	*scale = !*scale;
	if (view->log || (view->index && is_stacked(view)))
		view->kind = CHART_LINE;
}

static void toggle_fan(struct view *v)
{
	struct chart_view *view = v->own;

	if (only_node(view) < 0 || view->parts
	    || only_node(view) >= app_model(v->app)->market->n_nodes) {
		app_say(v->app, STYLE_NOTICE, "a fan is of one segment");
		return;
	}
	view->fan = !view->fan;
	view->kind = CHART_LINE;
}

static void toggle_source(struct view *v)
{
	struct chart_view *view = v->own;

	if (app_model(v->app)->now->scenario)
		view->alone = !view->alone;
	else
		app_say(v->app, STYLE_NOTICE, "this is the source: nothing was changed yet");
}

static bool has_segment(const struct view *v)
{
	const GArray *chosen = ((struct chart_view *)v->own)->chosen;

	for (guint i = 0; i < chosen->len; i++)
		if (g_array_index(chosen, int, i) < app_model(v->app)->market->n_nodes)
			return true;
	return false;
}

static void toggle_others(struct view *v)
{
	struct chart_view *view = v->own;

	if (is_stacked(view) || view->fan) {
		app_say(v->app, STYLE_NOTICE, "other scenarios stand beside lines and bars");
		return;
	}
	if (!has_segment(v)) {
		app_say(v->app, STYLE_NOTICE, "other scenarios are drawn of segments, not of crossings");
		return;
	}
	view->others = !view->others;
	g_array_set_size(view->beside, 0);
	if (view->others)
		run_others(v);
	if (view->others && view->beside->len == 0 && !app_has_said(v->app))
		app_say(v->app, STYLE_NOTICE, "no other scenario of this market is open or saved");
	view->others &= view->beside->len > 0;
}

static unsigned chart_act(struct view *v, enum action a, int argument)
{
	struct chart_view *view = v->own;

	(void)argument;
	switch (a) {
	case ACTION_UNFOLD: case ACTION_YEAR_NEXT: move_hair(v, 1); return REACT_REDRAW;
	case ACTION_FOLD: case ACTION_YEAR_BEFORE: move_hair(v, -1); return REACT_REDRAW;
	case ACTION_CURSOR_DOWN: show_neighbour(v, true); break;
	case ACTION_CURSOR_UP: show_neighbour(v, false); break;
	case ACTION_OPEN:
		if (view->parts || has_parts(v))
			view->parts = !view->parts;
		view->fan &= !view->parts;
		break;
	case ACTION_CHART_BARS: toggle_kind(v, CHART_BARS); break;
	case ACTION_CHART_STACK: toggle_kind(v, CHART_STACKED); break;
	case ACTION_SHARE_MODE: toggle_kind(v, CHART_PERCENT); break;
	case ACTION_CHART_LOG: toggle_scale(view, &view->log); break;
	case ACTION_CHART_INDEX: toggle_scale(view, &view->index); break;
	case ACTION_CHART_FAN: toggle_fan(v); break;
	case ACTION_CHART_SOURCE: toggle_source(v); break;
	case ACTION_SCENARIOS: toggle_others(v); break;
	case ACTION_NEXT_PANE: return REACT_CLOSE;
	default: return 0;
	}
	make_picture(v);
	return REACT_REDRAW;
}

/* A click puts the cross-hair on a year, the wheel moves it. */
static unsigned chart_mouse(struct view *v, int row, int column, int wheel)
{
	struct chart_view *view = v->own;

	int rows, columns, period;

	(void)row;
	if (wheel) {
		move_hair(v, wheel);
		return REACT_REDRAW;
	}
	app_size(v->app, &rows, &columns);
	period = chart_period_at(&view->picture->data, rows - 1, columns, app_utf8(v->app), column);
	if (period >= 0)
		put_hair(v, period);
	return REACT_REDRAW;
}

/* A line a period, a column a line of the picture. */
static void chart_table(const struct view *v, bool all, struct shown *out)
{
	const struct chart_view *view = v->own;
	const struct chart_data *d = &view->picture->data;
	struct table *t = out->made = table_new(NULL);

	(void)all;
	t->more = forecast_decimals(app_model(v->app)->source, 0);
	table_column(t, "period", "Period", COLUMN_TEXT);
	for (int i = 0; i < d->n_series; i++)
		table_column(t, d->series[i].name, d->series[i].name, COLUMN_NUMBER);
	for (int j = 0; j < d->n_periods; j++) {
		table_row(t, 0);
		table_text(t, d->periods[j]);
		for (int i = 0; i < d->n_series; i++)
			table_number(t, d->series[i].values[j], 0);
	}
	out->table = t;
	out->line = hair_at(v);
	out->column = 1;
}

static bool chart_renewed(struct view *v, const struct renewal *r)
{
	struct chart_view *view = v->own;
	guint n = 0;

	for (guint i = 0; i < view->chosen->len; i++) {
		int node = g_array_index(view->chosen, int, i);

		/* Crossings get other numbers: their picture is called up anew. */
		if (node < r->before->market->n_nodes && r->map[node] >= 0)
			g_array_index(view->chosen, int, n++) = r->map[node];
	}
	g_array_set_size(view->chosen, n);
	return n > 0;
}

static void chart_place(const struct view *v, struct file_place *out)
{
	int node = g_array_index(((struct chart_view *)v->own)->chosen, int, 0);

	if (node < app_model(v->app)->market->n_nodes)
		editor_place_node(v, node, out);
}

static bool chart_open(struct view *v, GError **error)
{
	(void)error;
	chart_sync(v);
	return true;
}

static void chart_close(struct view *v)
{
	struct chart_view *view = v->own;

	picture_free(view->picture);
	g_array_free(view->chosen, TRUE);
	g_array_free(view->beside, TRUE);
	g_free(view->basis.file);
	g_free(view);
}

static const struct view_ops chart_ops = {
	.title = "chart",
	.scope = SCOPE_CHART,
	.hints = hints,
	.open = chart_open,
	.sync = chart_sync,
	.draw = chart_view_draw,
	.act = chart_act,
	.mouse = chart_mouse,
	.table = chart_table,
	.renewed = chart_renewed,
	.place = chart_place,
	.close = chart_close,
};

bool view_chart_open(struct app *app, const int *nodes, int n, int *year,
		     const struct picture_rows *rows)
{
	struct chart_view *view = g_new0(struct chart_view, 1);

	view->chosen = g_array_new(FALSE, FALSE, sizeof(int));
	g_array_append_vals(view->chosen, nodes, (guint)n);
	view->beside = g_array_new(FALSE, FALSE, sizeof(struct picture_scenario));
	g_array_set_clear_func(view->beside, forget_other);
	view->year = year;
	view->rows = rows;
	return app_push(app, &chart_ops, view);
}
