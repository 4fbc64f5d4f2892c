#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "report/rows.h"
#include "tui/answer.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* What moves a figure most, as the command tornado tells it, each input with a bar. */

struct tornado_view {
	struct table_view table;
	struct tornado_options options;
	struct tornado *found;		/* by these options; NULL until it is asked for */
};

static const struct view_hint hints[] = {
	{ACTION_RATE, 0, "inputs, step"},
	{ACTION_STEP_LESS, ACTION_STEP_MORE, "step"},
	{ACTION_FOLD, ACTION_UNFOLD, "columns"},
	{ACTION_FIND, 0, "find"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { WIDE = 100 };

static const double parts[] = {0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1};
static const double points[] = {0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1};

/* From the lowest to the highest end of all bars; the outcome as it is stands as a line. */
static char *bar_text(const struct tornado *t, const struct tornado_bar *b, int width, bool utf8)
{
	double low = t->bars[0].low, high = t->bars[0].high;
	GString *s = g_string_new(NULL);
	int from, to, at;

	for (int i = 1; i < t->n_bars; i++) {
		low = fmin(low, t->bars[i].low);
		high = fmax(high, t->bars[i].high);
	}
	if (!(high > low))
		return g_string_free(s, FALSE);
	from = (int)lround((b->low - low) / (high - low) * (width - 1));
	to = (int)lround((b->high - low) / (high - low) * (width - 1));
	at = (int)lround((t->outcome - low) / (high - low) * (width - 1));
	for (int i = 0; i < MAX(to, at) + 1; i++)
		g_string_append(s, i == at ? (utf8 ? "\u2502" : "|") : i < from || i > to ? " "
				: utf8 ? "\u2588" : "#");
	return g_string_free(s, FALSE);
}

static struct tornado *run(const struct view *v, GError **error)
{
	const struct tornado_view *view = v->own;
	const struct model *m = app_model(v->app);
	struct scenario *whole = model_whole(m);
	struct tornado_options o = view->options;
	struct tornado *t;

	o.progress = view->table.progress;
	t = tornado_new(m->market, m->now->measure, whole, model_hold(m), &o, error);

	scenario_free(whole);
	return t;
}

/* What the other columns leave: three of them are levels, three rates, one is the kind where it is shown. */
static int bar_width(const struct view *v)
{
	const struct tornado_view *view = v->own;
	int columns = view->table.columns;
	int digits = app_digits(v->app) + app_level_digits(v->app);
	int others = 72 + 3 * (digits - 4) + (columns < WIDE ? 0 : 8);

	return CLAMP(columns - others, 8, 40);
}

static void add_bars(struct table *table, const struct tornado *t, int width, bool utf8)
{
	table_column_whole(table, table_column(table, "bar", "", COLUMN_TEXT));
	for (int i = 0; i < t->n_bars; i++) {
		struct table_cell cell = {.kind = CELL_TEXT, .low = NAN, .high = NAN,
					  .text = bar_text(t, &t->bars[i], width, utf8)};
		struct table_line *line = table->lines->pdata[i];

		g_array_append_val(line->cells, cell);
	}
}

/* Room for the bars, where there is none to spare. */
static void narrow(struct table *t)
{
	for (guint i = 0; i < t->columns->len; i++) {
		struct table_column *c = &g_array_index(t->columns, struct table_column, i);

		if (strcmp(c->key, "kind") == 0)
			c->data_only = true;
	}
}

static void set_title(struct view *v)
{
	struct tornado_view *view = v->own;
	const struct model *m = app_model(v->app);
	g_autofree char *name = report_name(m->market, view->options.node);
	g_autofree char *year = market_period(m->market, forecast_period(m->now,
									view->options.column));

	g_free(view->table.title);
	view->table.title = g_strdup_printf("What moves it most: %s, %s", name, year);
}

static struct table *build(struct view *v)
{
	struct tornado_view *view = v->own;
	const struct model *m = app_model(v->app);
	g_autoptr(GError) error = NULL;
	struct tornado *t = view->found;
	struct table *table;
	struct answer a;

	view->options.column = CLAMP(view->options.column, 0, m->now->n_periods - 1);
	set_title(v);
	if (!t)
		t = view->found = run(v, &error);
	if (!t && g_error_matches(error, FORECAST_ERROR, FORECAST_ENDED))
		return NULL;
	if (!t) {
		table = table_new(NULL);
		table_note(table, "%s", error->message);
		return table;
	}
	answer_begin(&a, m);
	table = answer_tornado(&a.session, t, &view->options, true);
	if (view->table.columns < WIDE)
		narrow(table);
	add_bars(table, t, bar_width(v), app_utf8(v->app));
	answer_end(&a);
	return table;
}

static void tornado_sync(struct view *v)
{
	struct tornado_view *view = v->own;

	g_clear_pointer(&view->found, tornado_free);
	table_view_sync(v);
}

/* By other options, or as before if that is ended. */
static unsigned vary(struct view *v, const struct tornado_options *o)
{
	struct tornado_view *view = v->own;
	struct tornado_options before = view->options;
	struct tornado *found = g_steal_pointer(&view->found);

	view->options = *o;
	if (table_view_build(v)) {
		tornado_free(found);
	} else {
		view->options = before;
		view->found = found;
	}
	return REACT_REDRAW;
}

static void forget(void *own)
{
	tornado_free(((struct tornado_view *)own)->found);
}

/* ------------------------------------------------ inputs and step */

/* "2pp", "25% rates", "forces,rates 1pp". */
static bool read_options(const char *text, struct tornado_options *o, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ", -1);

	for (int i = 0; words[i]; i++) {
		if (*words[i] == '\0')
			continue;
		if (!(g_ascii_isdigit(*words[i]) ? tornado_read_by(words[i], o, error)
		      : tornado_read_inputs(words[i], o, error)))
			return false;
	}
	return true;
}

static unsigned answer_options(struct view *v, const char *text)
{
	struct tornado_view *view = v->own;
	struct tornado_options o = view->options;
	g_autoptr(GError) error = NULL;

	if (!read_options(text, &o, &error)) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW | REACT_AGAIN;
	}
	return vary(v, &o);
}

static char *echo_options(struct view *v, const char *text)
{
	(void)v;
	return *text ? NULL : g_strdup("25% or 2pp; forces,rates,shares");
}

static unsigned ask_options(struct view *v)
{
	struct ask q = {.label = "Move what, by how much:", .history = "tornado",
			.echo = echo_options, .answer = answer_options};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned change_step(struct view *v, int by)
{
	struct tornado_options o = ((struct tornado_view *)v->own)->options;
	const double *steps = o.points ? points : parts;
	int n = (int)(o.points ? G_N_ELEMENTS(points) : G_N_ELEMENTS(parts)), at = 0;

	while (at < n - 1 && steps[at] < o.by - 1e-12)
		at++;
	if (by < 0 || steps[at] <= o.by + 1e-12)	/* one of the list, or the next above it */
		at += by;
	o.by = steps[CLAMP(at, 0, n - 1)];
	return vary(v, &o);
}

static unsigned tornado_act(struct view *v, enum action a, int argument)
{
	switch (a) {
	case ACTION_RATE: return ask_options(v);
	case ACTION_STEP_LESS: return change_step(v, -1);
	case ACTION_STEP_MORE: return change_step(v, 1);
	default: return table_view_act(v, a, argument);
	}
}

static const struct view_ops tornado_ops = {
	.title = "tornado",
	.scope = SCOPE_BENCH,
	.hints = hints,
	.layout = table_view_layout,
	.sync = tornado_sync,
	.draw = table_view_draw,
	.act = tornado_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_tornado_open(struct app *app, int node, int column)
{
	struct tornado_view *view = g_new0(struct tornado_view, 1);
	const struct market *m = app_model(app)->market;

	view->options = (struct tornado_options){
		.by = 0.25, .node = m->nodes[node].flags & NODE_DIMENSION ? 0 : node,
		.column = column,
	};
	view->table.build = build;
	view->table.forget = forget;
	view->table.by_width = true;
	return table_view_open(app, &tornado_ops, view);
}
