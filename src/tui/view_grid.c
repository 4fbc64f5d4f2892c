#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "report/rows.h"
#include "tui/answer.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* The two-way table of the command grid: the end by the level at the start and by the rate. */

struct grid_view {
	struct table_view table;
	int node;
	GArray *levels, *rates;		/* as typed; empty: around what is */
	double step;			/* of the rates around what is */
};

static const struct view_hint hints[] = {
	{ACTION_RATE, 0, "levels, rates"},
	{ACTION_STEP_LESS, ACTION_STEP_MORE, "step"},
	{ACTION_FOLD, ACTION_UNFOLD, "columns"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static const double steps[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1};
static const double STEP = 0.025;
enum { AROUND = 2 };		/* rates on each side */

static double *data_of(const GArray *list)
{
	return (double *)(void *)list->data;
}

static struct grid *make(const struct view *v, GError **error)
{
	const struct grid_view *view = v->own;
	const struct forecast *f = app_model(v->app)->now;
	double rates[2 * AROUND + 1];
	struct grid *g = grid_new(f, view->node, data_of(view->levels), (int)view->levels->len,
				  data_of(view->rates), (int)view->rates->len, error);

	if (!g || view->rates->len || view->step == STEP)
		return g;
	for (int i = -AROUND; i <= AROUND; i++)
		rates[i + AROUND] = g->rate + i * view->step;
	grid_free(g);
	return grid_new(f, view->node, data_of(view->levels), (int)view->levels->len, rates,
			2 * AROUND + 1, error);
}

static struct table *build(struct view *v)
{
	const struct grid_view *view = v->own;
	char level[NUMBER_TEXT_MAX], rate[NUMBER_TEXT_MAX];
	g_autoptr(GError) error = NULL;
	struct grid *g = make(v, &error);
	struct table *t;
	struct answer a;

	if (!g) {
		t = table_new(NULL);
		table_note(t, "%s", error->message);
		return t;
	}
	answer_begin(&a, app_model(v->app));
	t = answer_grid(&a.session, g, view->node);
	if (!isnan(g->level) && !isnan(g->rate))
		table_note(t, "The forecast has %s and %s %%.",
			   number_fixed(level, g->level, app_level_digits(v->app)),
			   number_fixed(rate, g->rate * 100, app_digits(v->app)));
	answer_end(&a);
	grid_free(g);
	return t;
}

/* "10.72,11.91,13.10 by 28,33.137,38", or one side of it; an empty side is what is around the
 * forecast. */
static unsigned answer_lists(struct view *v, const char *text)
{
	struct grid_view *view = v->own;
	const struct market *m = app_model(v->app)->market;
	const char *by = strstr(text, "by");
	g_autofree char *levels = by ? g_strndup(text, (gsize)(by - text)) : g_strdup(text);
	g_autofree char *rates = g_strdup(by ? by + strlen("by") : "");
	g_autoptr(GError) error = NULL;
	GArray *one = *g_strstrip(levels) ? grid_read_list(m, levels, false, &error)
		: g_array_new(FALSE, FALSE, sizeof(double));
	GArray *two = !one ? NULL : *g_strstrip(rates) ? grid_read_list(m, rates, true, &error)
		: g_array_new(FALSE, FALSE, sizeof(double));

	if (!one || !two) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		g_clear_pointer(&one, g_array_unref);
		return REACT_REDRAW | REACT_AGAIN;
	}
	g_array_unref(view->levels);
	g_array_unref(view->rates);
	view->levels = one;
	view->rates = two;
	table_view_sync(v);
	return REACT_REDRAW;
}

static char *echo_lists(struct view *v, const char *text)
{
	(void)v;
	return *text ? NULL : g_strdup("10.72,11.91,13.10 by 28,33,38; Enter: around the forecast");
}

static unsigned ask_lists(struct view *v)
{
	struct ask q = {.label = "Levels by rates:", .history = "grid", .echo = echo_lists,
			.answer = answer_lists};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned change_step(struct view *v, int by)
{
	struct grid_view *view = v->own;
	int at = 0, n = (int)G_N_ELEMENTS(steps);

	while (at < n - 1 && steps[at] < view->step)
		at++;
	view->step = steps[CLAMP(at + by, 0, n - 1)];
	g_array_set_size(view->rates, 0);
	table_view_sync(v);
	return REACT_REDRAW;
}

static unsigned grid_act(struct view *v, enum action a, int argument)
{
	switch (a) {
	case ACTION_RATE: return ask_lists(v);
	case ACTION_STEP_LESS: return change_step(v, -1);
	case ACTION_STEP_MORE: return change_step(v, 1);
	default: return table_view_act(v, a, argument);
	}
}

static void forget(void *own)
{
	struct grid_view *view = own;

	g_array_unref(view->levels);
	g_array_unref(view->rates);
}

static const struct view_ops grid_ops = {
	.title = "two-way table",
	.scope = SCOPE_BENCH,
	.hints = hints,
	.layout = table_view_layout,
	.sync = table_view_sync,
	.draw = table_view_draw,
	.act = grid_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_grid_open(struct app *app, int node)
{
	struct grid_view *view = g_new0(struct grid_view, 1);
	const struct market *m = app_model(app)->market;

	view->node = m->nodes[node].flags & NODE_DIMENSION ? 0 : node;
	view->levels = g_array_new(FALSE, FALSE, sizeof(double));
	view->rates = g_array_new(FALSE, FALSE, sizeof(double));
	view->step = STEP;
	g_autofree char *name = report_name(m, view->node);

	view->table.title = app_title(app, "Levels by rates", name);
	view->table.build = build;
	view->table.forget = forget;
	return table_view_open(app, &grid_ops, view);
}
