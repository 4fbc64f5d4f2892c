#include "config.h"

#include "tui/answer.h"
#include "report/rows.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* How the figures of a node in a year came about, line by line; Enter goes to what a line is
 * about, and explains that. */

struct explain_view {
	struct table_view table;
	GArray *at;		/* struct answer_place, by row */
	int node, column;
};

static const struct view_hint hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_OPEN, 0, "go there"},
	{ACTION_FIND, 0, "find"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static struct table *build(struct view *v)
{
	struct explain_view *e = v->own;
	struct table *t;
	struct answer a;

	answer_begin(&a, app_model(v->app));
	g_array_set_size(e->at, 0);
	t = answer_explain(&a.session, e->node, e->column, app_digits(v->app),
			   app_level_digits(v->app) - app_digits(v->app), false, e->at);
	answer_end(&a);
	return t;
}

static unsigned explain_act(struct view *v, enum action a, int argument)
{
	struct explain_view *e = v->own;
	int line = pane_line(&e->table.pane);

	if ((a == ACTION_DIGITS_MORE || a == ACTION_DIGITS_LESS) && table_view_act(v, a, 0)) {
		table_view_sync(v);
		return REACT_REDRAW;
	}
	if (a != ACTION_OPEN)
		return table_view_act(v, a, argument);
	if (line < 0 || line >= (int)e->at->len)
		return REACT_REDRAW;
	const struct answer_place *to = &g_array_index(e->at, struct answer_place, line);

	return app_go(v->app, to->node, to->column);
}

static void forget(void *own)
{
	struct explain_view *e = own;

	g_array_free(e->at, TRUE);
}

static const struct view_ops explain_ops = {
	.title = "explain",
	.scope = SCOPE_TABLE,
	.hints = hints,
	.layout = table_view_layout,
	.sync = table_view_sync,
	.draw = table_view_draw,
	.act = explain_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_explain_open(struct app *app, int node, int column)
{
	struct explain_view *e = g_new0(struct explain_view, 1);
	const struct model *m = app_model(app);
	bool total = m->market->nodes[node].flags & NODE_DIMENSION;
	g_autofree char *name = report_name(m->market, total ? 0 : node);
	g_autofree char *year = market_period(m->market, forecast_period(m->now, column));

	e->table.build = build;
	e->table.forget = forget;
	e->table.title = g_strdup_printf("How it came about: %s, %s", name, year);
	e->at = g_array_new(FALSE, FALSE, sizeof(struct answer_place));
	e->node = total ? 0 : node;
	e->column = column;
	return table_view_open(app, &explain_ops, e);
}

/* ------------------------------------------------ bounds */

struct bounds_view { struct table_view table; int node; };

enum { NARROW = 60 };	/* below, figure and period would push the interval off the screen */

static struct table *build_bounds(struct view *v)
{
	const struct bounds_view *b = v->own;
	const struct model *m = app_model(v->app);
	int columns[] = {m->now->base, m->now->end};
	struct answer a;
	struct table *t;

	answer_begin(&a, m);
	t = answer_bounds(&a.session, b->node, columns, columns[0] == columns[1] ? 1 : 2, -1,
			  b->table.columns < NARROW ? BOUNDS_NARROW : BOUNDS_TEXT,
			  b->table.progress);
	answer_end(&a);
	return t;
}

/* A name that stands over its figures is none of them. */
static bool counts(const struct pane *p, int line)
{
	const struct table_line *l = p->table->lines->pdata[line];

	return l->cells->len > 1;
}

static const struct view_ops bounds_ops = {
	.title = "bounds",
	.scope = SCOPE_TABLE,
	.hints = table_hints,
	.layout = table_view_layout,
	.sync = table_view_sync,
	.draw = table_view_draw,
	.act = table_view_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_bounds_open(struct app *app, int node)
{
	struct bounds_view *b = g_new0(struct bounds_view, 1);
	g_autofree char *name = report_name(app_model(app)->market, node);

	b->table.build = build_bounds;
	b->table.by_width = true;
	b->table.pane.counts = counts;
	b->table.title = app_title(app, "What is proven", name);
	b->node = node;
	return table_view_open(app, &bounds_ops, b);
}
