#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "report/picture.h"
#include "report/rows.h"
#include "tui/answer.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* What uncertain rates make of a figure: percentiles by year, and their fan. */

struct simulation_view {
	struct table_view table;
	int node;			/* as it was chosen, perhaps a dimension */
	struct simulate_options options;
	struct picture *fan;		/* NULL: nothing could be drawn */
	int message_row, chart_row, chart_rows;
};

static const struct view_hint hints[] = {
	{ACTION_RATE, 0, "what is drawn"},
	{ACTION_STEP_LESS, ACTION_STEP_MORE, "spread"},
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_FOLD, ACTION_UNFOLD, "columns"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { CHART_LEAST = 8, CHART_MOST = 22, LIST_LEAST = 9 };

static void forget_fan(void *own)
{
	struct simulation_view *s = own;

	g_clear_pointer(&s->fan, picture_free);
}

static struct picture *make_fan(struct view *v, const struct simulation *x)
{
	const struct model *m = app_model(v->app);
	int node = m->market->nodes[x->node].flags & NODE_DIMENSION ? 0 : x->node;
	bool changed = m->now->scenario;
	struct picture_options o = {
		.nodes = &node, .n_nodes = 1, .fan = x, .brief = true,
		.source = changed ? m->source : NULL, .scenario = changed ? model_name(m) : NULL,
	};

	return picture_new(m->now, &o);
}

static struct table *build_simulation(struct view *v)
{
	struct simulation_view *s = v->own;
	const struct model *m = app_model(v->app);
	g_autoptr(GError) error = NULL;
	struct answer a;
	struct table *t;

	answer_begin(&a, m);
	struct simulation *x = simulate(a.session.forecast, a.session.scenario, &s->options, &error);

	forget_fan(s);
	if (x) {
		t = answer_simulate(&a.session, x, &s->options);
		s->fan = make_fan(v, x);
		simulation_free(x);
	} else {
		t = table_new(NULL);
		table_note(t, "%s", error->message);
	}
	answer_end(&a);
	return t;
}

static void simulation_layout(struct view *v, int rows, int columns)
{
	struct simulation_view *s = v->own;
	int room = rows - TABLE_TOP - 1, below = MIN(room - LIST_LEAST, CHART_MOST);

	table_view_layout(v, rows, columns);
	if (below < CHART_LEAST || !s->fan)
		below = 0;
	s->message_row = rows - 1 - below;
	s->chart_row = s->message_row + 1;
	s->chart_rows = below;
	pane_layout(&s->table.pane, rows - s->table.top - app_message_rows(v->app) - below, columns,
		    app_style(v->app));
}

static void simulation_draw(const struct view *v, struct canvas *c)
{
	const struct simulation_view *s = v->own;
	g_autofree char *place = pane_place(&s->table.pane, model_name(app_model(v->app)));

	app_draw_title(v->app, c, s->table.title, place);
	pane_draw(&s->table.pane, c, s->table.top, 0);
	if (s->chart_rows) {
		struct chart_data data = s->fan->data;

		data.decimals = app_level_digits(v->app);
		chart_draw(&data, c, s->chart_row, 0, s->chart_rows, c->columns);
	}
	if (app_has_said(v->app))	/* an edit is told where it was made */
		app_draw_message(v->app, c, s->message_row);
}

/* ------------------------------------------------ what is drawn */

static bool read_number(const char *text, int scale, double *out)
{
	struct decimal d;
	const char *why;
	size_t n = text ? strlen(text) : 0;

	while (n > 0 && strchr("%p", text[n - 1]))
		n--;
	if (n == 0 || !number_parse_scaled(text, n, scale, &d, &why))
		return false;
	*out = d.value;
	return true;
}

/* A word that needs no number; node: as it was chosen. */
static bool read_switch(const char *word, int node, struct simulate_options *o)
{
	if (strcmp(word, "filled") == 0)
		o->filled = true;
	else if (strcmp(word, "parts") == 0)
		o->node = node;
	else
		return false;
	return true;
}

static bool read_setting(const char *word, double number, struct simulate_options *o)
{
	if (strcmp(word, "above") == 0 || strcmp(word, "below") == 0)
		o->above = number;
	else if (strcmp(word, "rho") == 0)
		o->rho = number;
	else if (strcmp(word, "seed") == 0 && number >= 0 && number < 9e15)
		o->seed = (unsigned long long)number;
	else if (strcmp(word, "draws") == 0 && number >= 1 && number <= SIMULATE_DRAWS_MAX)
		o->draws = (int)number;
	else
		return false;
	return true;
}

/* "3", "3 above 40 rho 0.5 seed 7 draws 1000 filled parts", "". */
static bool read_options(const char *text, int node, struct simulate_options *o)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ", -1);
	double number;

	for (int i = 0; words[i]; i++) {
		const char *w = words[i];

		if (*w == '\0' || read_switch(w, node, o))
			continue;
		if (read_number(w, -2, &number))
			o->sd = number;
		else if (!words[i + 1] || !read_number(words[++i], 0, &number)
			 || !read_setting(w, number, o))
			return false;
	}
	return isnan(o->sd) || o->sd >= 0;
}

/* Options for a node; false and said if the text is none. */
static bool make_options(struct view *v, int node, const char *text, struct simulate_options *o)
{
	const struct model *m = app_model(v->app);
	struct scenario *whole = model_whole(m);

	*o = simulate_defaults(whole);
	scenario_free(whole);
	o->node = m->market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
	o->threads = (int)MIN(g_get_num_processors(), 8);
	if (read_options(text, node, o))
		return true;
	app_say(v->app, STYLE_ERROR,
		"'%s': write 3, or 3 above 40 rho 0.5 seed 7 draws 1000 filled parts", text);
	return false;
}

static char *echo_options(struct view *v, const char *text)
{
	(void)v;
	return *text ? NULL : g_strdup("3 below 40 rho 0.5 seed 7; Enter: as the scenario says");
}

static void ask(struct view *v, unsigned (*answer)(struct view *v, const char *text))
{
	struct ask q = {.label = "Spread in points:", .history = "simulation",
			.echo = echo_options, .answer = answer};

	app_ask(v->app, v, &q);
}

static char *title_of(const struct view *v, const struct simulate_options *o)
{
	g_autofree char *name = report_name(app_model(v->app)->market, o->node);

	return app_title(v->app, "Simulation", name);
}

static unsigned answer_again(struct view *v, const char *text)
{
	struct simulation_view *s = v->own;
	struct simulate_options o;

	if (!make_options(v, s->node, text, &o))
		return REACT_REDRAW | REACT_AGAIN;
	s->options = o;
	g_free(s->table.title);
	s->table.title = title_of(v, &o);
	table_view_sync(v);
	return REACT_REDRAW;
}

static unsigned change_spread(struct view *v, int by)
{
	static const double steps[] = {0, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2};
	struct simulate_options *o = &((struct simulation_view *)v->own)->options;
	double now = isnan(o->sd) ? 0.03 : o->sd;
	int at = 0, n = (int)G_N_ELEMENTS(steps);

	while (at < n - 1 && steps[at] < now)
		at++;
	o->sd = steps[CLAMP(at + (by < 0 || steps[at] <= now ? by : 0), 0, n - 1)];
	table_view_sync(v);
	return REACT_REDRAW;
}

static unsigned simulation_act(struct view *v, enum action a, int argument)
{
	switch (a) {
	case ACTION_RATE: ask(v, answer_again); return REACT_REDRAW;
	case ACTION_STEP_LESS: return change_spread(v, -1);
	case ACTION_STEP_MORE: return change_spread(v, 1);
	default: return table_view_act(v, a, argument);
	}
}

static const struct view_ops simulation_ops = {
	.title = "simulation",
	.scope = SCOPE_BENCH,
	.hints = hints,
	.layout = simulation_layout,
	.sync = table_view_sync,
	.draw = simulation_draw,
	.act = simulation_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

/* The node of the question under way: there is one prompt. */
static int asked;

static unsigned answer_first(struct view *v, const char *text)
{
	struct simulate_options o;
	struct simulation_view *s;

	if (!make_options(v, asked, text, &o))
		return REACT_REDRAW | REACT_AGAIN;
	s = g_new0(struct simulation_view, 1);
	s->node = asked;
	s->options = o;
	s->table.build = build_simulation;
	s->table.forget = forget_fan;
	s->table.title = title_of(v, &o);
	table_view_open(v->app, &simulation_ops, s);
	return REACT_REDRAW;
}

unsigned view_simulation_ask(struct view *v, int node)
{
	asked = node;
	ask(v, answer_first);
	return REACT_REDRAW;
}
