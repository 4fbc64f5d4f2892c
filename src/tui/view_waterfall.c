#include "config.h"

#include "report/waterfall.h"
#include "report/rows.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* The growth from the start of the forecast to its end, bar by bar: by drivers and restraints, or by
 * the parts of a segment. */

struct waterfall_view {
	struct table_view table;
	int node;		/* whose parts, -1: the forces */
	int chosen;		/* the one it was opened on */
};

static const struct view_hint hints[] = {
	{ACTION_WATERFALL, 0, "forces, parts"},
	{ACTION_DIMENSION, 0, "by dimension"},
	{ACTION_FOLD, ACTION_UNFOLD, "columns"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static void set_title(struct waterfall_view *view, const struct market *m)
{
	g_autofree char *name = view->node > 0 ? report_name(m, view->node) : NULL;

	g_free(view->table.title);
	view->table.title = name ? g_strdup_printf("Waterfall of the growth: %s by its parts", name)
		: g_strdup_printf("Waterfall of the growth: %s", m->title);
}

static struct table *build(struct view *v)
{
	struct waterfall_view *view = v->own;
	const struct model *m = app_model(v->app);
	int more = app_level_digits(v->app) - 2;	/* columns are as wide as their levels */
	int forces = CLAMP((view->table.columns - 38 - 2 * MAX(more, 0)) / 2, 8, 60);
	int parts = CLAMP(view->table.columns - 68 - 4 * MAX(more, 0), 8, 60);
	struct forecast *base;
	struct scenario *whole;
	struct table *t;

	set_title(view, m->market);
	if (view->node >= 0)
		return waterfall_parts(m->now, view->node, parts, app_utf8(v->app));
	base = forecast_base(m->market, m->now->measure, model_fill(m));
	whole = model_whole(m);
	t = waterfall_forces(base, m->now, whole, forces, app_utf8(v->app), true);
	scenario_free(whole);
	forecast_free(base);
	return t;
}

static unsigned show(struct view *v, int node)
{
	((struct waterfall_view *)v->own)->node = node;
	table_view_sync(v);
	return REACT_REDRAW;
}

/* What `w` shows beside the forces: the parts of the segment, or of the dimension it lies in. */
static int parts_of(const struct market *m, int node)
{
	if (node == 0)
		return MAX(market_child(m, 0), 0);
	return market_is_leaf(m, node) ? m->nodes[node].parent : node;
}

static unsigned show_dimension(struct view *v, int number)
{
	const struct market *m = app_model(v->app)->market;
	int node = market_child(m, 0);

	while (node >= 0 && number-- > 1)
		node = market_next(m, node);
	if (node >= 0)
		return show(v, node);
	app_say(v->app, STYLE_NOTICE, "there is no such dimension");
	return REACT_REDRAW;
}

static unsigned next_dimension(struct view *v)
{
	const struct waterfall_view *view = v->own;
	const struct market *m = app_model(v->app)->market;
	int dimension = view->node > 0 ? market_dimension(m, view->node) : -1;
	int next = dimension < 0 ? -1 : market_next(m, dimension);

	return show(v, next < 0 ? market_child(m, 0) : next);
}

static unsigned waterfall_act(struct view *v, enum action a, int argument)
{
	const struct waterfall_view *view = v->own;

	switch (a) {
	case ACTION_WATERFALL:
		return show(v, view->node >= 0 ? -1
			    : parts_of(app_model(v->app)->market, view->chosen));
	case ACTION_DIMENSION: return show_dimension(v, argument);
	case ACTION_DIMENSION_NEXT: return next_dimension(v);
	default: return table_view_act(v, a, argument);
	}
}

static const struct view_ops waterfall_ops = {
	.title = "waterfall",
	.scope = SCOPE_WATERFALL,
	.hints = hints,
	.layout = table_view_layout,
	.sync = table_view_sync,
	.draw = table_view_draw,
	.act = waterfall_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_waterfall_open(struct app *app, int node)
{
	struct waterfall_view *view = g_new0(struct waterfall_view, 1);

	view->chosen = node;
	view->node = -1;
	view->table.build = build;
	view->table.by_width = true;
	return table_view_open(app, &waterfall_ops, view);
}
