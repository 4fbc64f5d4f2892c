#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/forces.h"
#include "report/forces_table.h"
#include "tui/act.h"
#include "tui/vary.h"
#include "tui/view_table.h"
#include "tui/view_tree.h"
#include "tui/views.h"

/* The switchboard: what each driver and restraint adds, and the chart of the total that follows
 * every change of one. */

struct forces_view {
	struct table_view table;
	GArray *lines;		/* int: the force of each line, or enum forces_line */
	char *conflict;		/* of their geography with the regions' printed growth, or NULL */
	int column;		/* of the year that messages are about */
	int message_row, chart_row, chart_column, chart_rows, chart_columns;
};

enum { WIDE = 110, ROOMY = 120, TABLE_WIDTH = 80, CHART_LEAST = 8, CHART_MOST = 20, LIST_LEAST = 11 };
static const double half_point = 0.005;

static const struct view_hint hints[] = {
	{ACTION_MARK, 0, "off/on"},
	{ACTION_RATE, 0, "impact"},
	{ACTION_RATE_RAISE, ACTION_RATE_LOWER, "nudge"},
	{ACTION_FORCES, 0, "delay"},
	{ACTION_WATERFALL, 0, "waterfall"},
	{ACTION_UNDO, 0, "undo"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static struct edit edit_total(const struct view *v)
{
	const struct forces_view *f = v->own;

	return (struct edit){
		.model = app_model(v->app), .node = 0, .column = f->column,
		.digits = app_digits(v->app), .level_digits = app_level_digits(v->app), .width = f->table.columns - 2,
	};
}

/* ------------------------------------------------ the table */

/* A reader of a screen wants the title; the id is for the command line. */
static void show_titles(struct table *t, const struct market *m, const GArray *lines)
{
	for (guint i = 0; i < t->lines->len && i < lines->len; i++) {
		const struct table_line *line = t->lines->pdata[i];
		int force = g_array_index(lines, int, i);

		if (force >= 0) {
			struct table_cell *cell = &g_array_index(line->cells, struct table_cell, 0);

			g_free(cell->text);
			cell->text = g_strdup(m->forces[force].title);
		}
	}
}

/* What matters less than room for the title. */
static void narrow(struct table *t, int width)
{
	for (guint i = 0; i < t->columns->len; i++) {
		struct table_column *c = &g_array_index(t->columns, struct table_column, i);

		if (strcmp(c->key, "shapley") == 0 && width < ROOMY)
			c->data_only = true;
		if (strcmp(c->key, "proportional") == 0) {
			g_free(c->title);
			c->title = g_strdup("part");
		}
	}
}

static struct forecast *base_of(const struct model *m)
{
	return forecast_base(m->market, m->measure, model_fill(m));
}

static struct table *build(struct view *v)
{
	struct forces_view *f = v->own;
	const struct model *m = app_model(v->app);
	struct forecast *base = base_of(m);
	struct scenario *whole = model_whole(m);
	struct table *t;

	g_array_set_size(f->lines, 0);
	t = forces_table(base, m->now, whole, f->lines);
	show_titles(t, m->market, f->lines);
	narrow(t, f->table.columns);
	if (f->conflict)
		table_note(t, "Conflict: %s.", f->conflict);
	forces_source_note(t, m->market);
	scenario_free(whole);
	forecast_free(base);
	return t;
}

static int what_is_here(const struct view *v)
{
	const struct forces_view *f = v->own;
	int line = pane_line(&f->table.pane);

	return line >= 0 && line < (int)f->lines->len ? g_array_index(f->lines, int, line)
						      : FORCES_NOTHING;
}

/* ------------------------------------------------ layout, drawing */

static void forces_layout(struct view *v, int rows, int columns)
{
	struct forces_view *f = v->own;
	bool beside = columns >= WIDE;
	int room = rows - TABLE_TOP - 1, below = beside ? 0 : MIN(room - LIST_LEAST, CHART_MOST);
	int width = beside ? TABLE_WIDTH : columns;

	if (below < CHART_LEAST)
		below = 0;
	table_view_layout(v, rows, columns);
	f->table.top = TABLE_TOP - 1;
	f->message_row = TABLE_TOP + room - below;
	f->chart_row = beside ? TABLE_TOP : f->message_row + 1;
	f->chart_column = beside ? width + 1 : 0;
	f->chart_columns = beside ? columns - width - 1 : columns;
	f->chart_rows = beside ? MIN(room, CHART_MOST) : below;
	pane_layout(&f->table.pane, f->message_row - app_message_rows(v->app), width,
		    app_style(v->app));
}

static void draw_chart(const struct view *v, struct canvas *c)
{
	const struct forces_view *f = v->own;
	struct canvas *chart;

	if (f->chart_rows < CHART_LEAST)
		return;
	chart = canvas_new(f->chart_rows, f->chart_columns, c->utf8);
	tree_view_draw_chart(v, chart, 0);
	canvas_copy(c, f->chart_row, f->chart_column, chart);
	canvas_free(chart);
}

static void forces_draw(const struct view *v, struct canvas *c)
{
	const struct forces_view *f = v->own;
	g_autofree char *title = g_strdup_printf("Drivers and restraints: %s",
						 app_model(v->app)->market->title);
	g_autofree char *state = model_state(app_model(v->app));
	g_autofree char *place = pane_place(&f->table.pane, state);

	app_draw_title(v->app, c, title, place);
	pane_draw(&f->table.pane, c, TABLE_TOP - 1, 0);
	draw_chart(v, c);
	app_draw_message(v->app, c, f->message_row);
}

/* ------------------------------------------------ edits */

/* The force under the cursor; -1 and said if there is none. */
static int force_here(const struct view *v)
{
	int force = what_is_here(v);

	if (force < 0)
		app_say(v->app, STYLE_NOTICE, "move to a driver or a restraint first");
	return MAX(force, -1);
}

static double scale_in(const struct model *m, const struct scenario *s, int force)
{
	struct forces_change *c = forces_change_new(m->market, s);
	double scale = c->scale[force];

	forces_change_free(c);
	return scale;
}

static double scale_now(const struct model *m, int force)
{
	struct scenario *whole = model_whole(m);
	double scale = scale_in(m, whole, force);

	scenario_free(whole);
	return scale;
}

/* A factor that holds without being said (1, or what another entry says) is not said. */
static void set_scale(const struct model *m, struct scenario *s, int force, double scale)
{
	const char *id = m->market->forces[force].id;
	const struct adjust *old = scenario_get(s, id, ADJUST_FORCE);
	struct adjust *a = old ? adjust_copy(old) : adjust_new(ADJUST_FORCE, id);

	a->scale = NAN;
	scenario_unset(s, id, ADJUST_FORCE, false);
	if (s->based_on || scale_in(m, s, force) != scale)
		a->scale = scale;
	if (isnan(a->scale) && isnan(a->delay) && isnan(a->rho))
		adjust_free(a);
	else
		scenario_set(s, a);
}

/* Nothing can be made of an impact that was not printed, or as 0; said. */
static bool is_void(const struct view *v, int force)
{
	double impact = app_model(v->app)->market->forces[force].impact.value;

	if (!isnan(impact) && impact != 0)
		return false;
	app_say(v->app, STYLE_NOTICE, "nothing to change: %s", isnan(impact)
		? "no impact was printed" : "its impact was printed as 0");
	return true;
}

static unsigned edit_scale(struct view *v, int force, double scale)
{
	struct model *m = app_model(v->app);

	if (is_void(v, force))
		return REACT_REDRAW;
	struct scenario *next = scenario_copy(model_scenario(m));
	struct edit e = edit_total(v);

	set_scale(m, next, force, scale);
	return act_edited(v, edit_scenario(&e, next, "no figure moves"));
}

/* All of a kind: off if one is on, else on. */
static unsigned switch_kind(struct view *v, enum force_kind kind)
{
	struct model *m = app_model(v->app);
	bool any = false;
	int one = -1;

	for (int i = 0; i < m->market->n_forces; i++) {
		if (m->market->forces[i].kind != kind)
			continue;
		any |= scale_now(m, i) != 0;
		if (one < 0 || fabs(m->market->forces[i].impact.value) > 0)
			one = i;
	}
	if (one < 0 || is_void(v, one))
		return REACT_REDRAW;
	struct scenario *next = scenario_copy(model_scenario(m));
	struct edit e = edit_total(v);

	for (int i = 0; i < m->market->n_forces; i++)
		if (m->market->forces[i].kind == kind)
			set_scale(m, next, i, any ? 0 : 1);
	return act_edited(v, edit_scenario(&e, next, NULL));
}

static unsigned switch_here(struct view *v)
{
	int here = what_is_here(v);

	if (here == FORCES_DRIVERS || here == FORCES_RESTRAINTS)
		return switch_kind(v, here == FORCES_DRIVERS ? FORCE_DRIVER : FORCE_RESTRAINT);
	here = force_here(v);
	if (here < 0)
		return REACT_REDRAW;
	return edit_scale(v, here, scale_now(app_model(v->app), here) == 0 ? 1 : 0);
}

/* The factor that `x2` or an impact in points means; false: *why is a sentence. */
static bool read_impact(const struct force *k, const char *text, double *scale, const char **why)
{
	const char *part;
	struct decimal d;
	bool factor = *text == 'x' || *text == '*';
	size_t n = strlen(text + factor);

	while (!factor && n > 0 && strchr("% p", text[n - 1]))
		n--;
	*why = "type a factor as x2, or points as -7.0";
	if (!number_parse(text + factor, n, &d, &part))
		return false;
	*scale = factor ? d.value : d.value / 100 / k->impact.value;
	*why = "a factor is 0 or more";
	if (factor)
		return *scale >= 0;
	*why = k->kind == FORCE_DRIVER ? "a driver raises the rate: type points above 0"
	       : "a restraint lowers the rate: type points below 0, as -7.0";
	return *scale >= 0;
}

static char *echo_impact(struct view *v, const char *text)
{
	int force = what_is_here(v);
	char points[NUMBER_TEXT_MAX], factor[NUMBER_TEXT_MAX];
	const struct force *k;
	const char *why;
	double scale;

	if (!*text || force < 0)
		return g_strdup("x2, or points");
	k = &app_model(v->app)->market->forces[force];
	if (!read_impact(k, text, &scale, &why))
		return NULL;
	return g_strdup_printf("= %s points, x%s", number_fixed(points,
			       scale * k->impact.value * 100, 2), number_brief(factor, scale));
}

static unsigned answer_impact(struct view *v, const char *text)
{
	int force = what_is_here(v);
	const char *why;
	double scale;

	if (*text == '\0' || force < 0)
		return REACT_REDRAW;
	if (read_impact(&app_model(v->app)->market->forces[force], text, &scale, &why))
		return edit_scale(v, force, scale);
	app_say(v->app, STYLE_ERROR, "%s", why);
	return REACT_REDRAW | REACT_AGAIN;
}

static unsigned ask_impact(struct view *v)
{
	int force = force_here(v);
	struct model *m = app_model(v->app);
	struct ask q = {.history = "impact", .echo = echo_impact, .answer = answer_impact};
	char points[NUMBER_TEXT_MAX];

	if (force < 0 || is_void(v, force))
		return REACT_REDRAW;
	const struct force *k = &m->market->forces[force];
	g_autofree char *label = g_strdup_printf("now %s points of %s:", number_fixed(points,
		k->impact.value * scale_now(m, force) * 100, 2), k->id);

	q.label = label;
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned nudge(struct view *v, double points)
{
	int force = force_here(v);
	struct model *m = app_model(v->app);
	double impact, scale;

	if (force < 0 || is_void(v, force))
		return REACT_REDRAW;
	impact = m->market->forces[force].impact.value;
	scale = scale_now(m, force) + points / impact;
	if (scale < -1e-12) {
		app_say(v->app, STYLE_WARNING,
			"it is off: beyond that a restraint would drive and a driver restrain");
		return REACT_REDRAW;
	}
	return edit_scale(v, force, MAX(scale, 0));
}

/* ------------------------------------------------ delay and tails */

/* Its id; beside the forces it is all of them. */
static const char *path_here(const struct view *v)
{
	int force = what_is_here(v);

	return force < 0 ? "all" : app_model(v->app)->market->forces[force].id;
}

static unsigned answer_number(struct view *v, const char *text, bool delay)
{
	struct model *m = app_model(v->app);
	struct decimal d;
	const char *why;

	if (*text == '\0')
		return REACT_REDRAW;
	if (!number_parse(text, strlen(text), &d, &why) || (!delay && (d.value < 0 || d.value > 1))) {
		app_say(v->app, STYLE_ERROR, delay ? "'%s' is no number of years, such as 2"
			: "'%s' is no part between 0 and 1, such as 0.5", text);
		return REACT_REDRAW | REACT_AGAIN;
	}
	struct scenario *next = scenario_copy(model_scenario(m));
	struct adjust *a = adjust_new(ADJUST_FORCE, path_here(v));
	struct edit e = edit_total(v);

	*(delay ? &a->delay : &a->rho) = d.value;
	scenario_set(next, a);
	return act_edited(v, edit_scenario(&e, next, NULL));
}

static unsigned answer_delay(struct view *v, const char *text)
{
	return answer_number(v, text, true);
}

static unsigned answer_tails(struct view *v, const char *text)
{
	return answer_number(v, text, false);
}

static const char even[] = "the effect is the same in all years";

/* Why a delay, or tails, of a force would move nothing; NULL: it would, or takes back what does. */
static const char *why_idle(const struct market *m, const struct forces_change *c, int force,
			    bool delay)
{
	const struct force *k = &m->forces[force];

	if (delay ? c->delay[force] != 0 : c->rho[force] != 1)
		return NULL;
	return isnan(k->impact.value) ? "no impact was printed"
	       : k->impact.value == 0 ? "its impact was printed as 0"
	       : k->timing == TIMING_NONE ? "the report does not say when it acts"
	       : c->scale[force] == 0 ? "it is switched off"
	       : delay && c->rho[force] == 1 ? even
	       : NULL;
}

/* Of the force under the cursor, or of all where it is on none: the first reason. */
static const char *why_idle_here(const struct view *v, bool delay)
{
	struct model *m = app_model(v->app);
	struct scenario *whole = model_whole(m);
	struct forces_change *c = forces_change_new(m->market, whole);
	const char *why = m->market->n_forces ? NULL : "the report names none";
	int here = what_is_here(v);

	for (int i = 0; i < m->market->n_forces; i++) {
		if (here >= 0 && i != here)
			continue;
		const char *one = why_idle(m->market, c, i, delay);

		why = one && why ? why : one;
		if (!one)
			break;
	}
	forces_change_free(c);
	scenario_free(whole);
	return why;
}

static unsigned refuse_idle(struct view *v, const char *why, bool delay)
{
	g_autofree char *tails = keymap_first(app_keymap(v->app), ACTION_FORCE_TAILS);
	g_autofree char *first = why != even ? g_strdup("")
		: g_strdup_printf("; first %s says how much of it stays outside its window", tails);

	app_say(v->app, STYLE_NOTICE, "nothing to %s: %s%s", delay ? "delay" : "shape", why, first);
	return REACT_REDRAW;
}

static char *echo_delay(struct view *v, const char *text)
{
	(void)v;
	return *text ? NULL : g_strdup("2, or 0.5; 0 is as printed");
}

static char *echo_tails(struct view *v, const char *text)
{
	(void)v;
	return *text ? NULL : g_strdup("0 nothing, 1 evenly");
}

static unsigned ask_number(struct view *v, bool delay)
{
	g_autofree char *label = g_strdup_printf(delay ? "later by years, %s:"
						 : "outside its window, %s:", path_here(v));
	struct ask q = {.label = label, .history = delay ? "delay" : "tails",
			.echo = delay ? echo_delay : echo_tails,
			.answer = delay ? answer_delay : answer_tails};
	const char *why = why_idle_here(v, delay);

	if (why)
		return refuse_idle(v, why, delay);
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned reset_here(struct view *v)
{
	struct model *m = app_model(v->app);
	struct scenario *next = scenario_copy(model_scenario(m));
	struct edit e = edit_total(v);
	int here = what_is_here(v);
	bool any = scenario_unset(next, path_here(v), ADJUST_FORCE, false);

	for (int i = 0; here < 0 && i < m->market->n_forces; i++)
		any |= scenario_unset(next, m->market->forces[i].id, ADJUST_FORCE, false);
	if (any)
		return act_edited(v, edit_scenario(&e, next, NULL));
	scenario_free(next);
	app_say(v->app, STYLE_NOTICE, "nothing is changed about it");
	return REACT_REDRAW;
}

static unsigned forces_act(struct view *v, enum action a, int argument)
{
	unsigned react;

	switch (a) {
	case ACTION_MARK: return switch_here(v);
	case ACTION_RATE: return ask_impact(v);
	case ACTION_RATE_RAISE: return nudge(v, half_point);
	case ACTION_RATE_LOWER: return nudge(v, -half_point);
	case ACTION_FORCES: return ask_number(v, true);
	case ACTION_FORCE_TAILS: return ask_number(v, false);
	case ACTION_RESET_NODE: return reset_here(v);
	case ACTION_RESET_ALL: return vary_reset(v);
	case ACTION_WATERFALL: view_waterfall_open(v->app, 0); return REACT_REDRAW;
	default:
		react = act_common(v, a);
		return react ? react : table_view_act(v, a, argument);
	}
}

static enum style row_style(const struct pane *p, int line)
{
	const struct view *v = p->data;
	const struct forces_view *f = v->own;
	int force = line < (int)f->lines->len ? g_array_index(f->lines, int, line) : -1;

	return force >= 0 && scale_now(app_model(v->app), force) == 0 ? STYLE_DIM : STYLE_NORMAL;
}

/* Sums and the baseline are no forces. */
static bool counts(const struct pane *p, int line)
{
	const struct view *v = p->data;
	const struct forces_view *f = v->own;

	return line < (int)f->lines->len && g_array_index(f->lines, int, line) >= 0;
}

static bool forces_open(struct view *v, GError **error)
{
	struct forces_view *f = v->own;

	(void)error;
	f->table.pane.row_style = row_style;
	f->table.pane.counts = counts;
	f->table.pane.data = v;
	return true;
}

static void forget(void *own)
{
	struct forces_view *f = own;

	g_array_free(f->lines, TRUE);
	g_free(f->conflict);
}

static bool forces_renewed(struct view *v, const struct renewal *r)
{
	struct forces_view *f = v->own;

	(void)r;
	g_free(f->conflict);
	f->conflict = forces_conflict(app_model(v->app)->market);
	f->column = MIN(f->column, app_model(v->app)->now->n_periods - 1);
	return true;
}

static void forces_place(const struct view *v, struct file_place *out)
{
	const struct market *m = app_model(v->app)->market;
	int force = what_is_here(v);

	out->file = g_strdup(m->file);
	out->line = force >= 0 ? (int)m->forces[force].line : 0;
}

static const struct view_ops forces_ops = {
	.title = "drivers and restraints",
	.scope = SCOPE_FORCES,
	.hints = hints,
	.open = forces_open,
	.layout = forces_layout,
	.sync = table_view_sync,
	.draw = forces_draw,
	.act = forces_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.renewed = forces_renewed,
	.place = forces_place,
	.close = table_view_close,
};

bool view_forces_open(struct app *app, int column)
{
	struct forces_view *f = g_new0(struct forces_view, 1);

	f->table.build = build;
	f->table.by_width = true;	/* the Shapley column wants room */
	f->table.forget = forget;
	f->lines = g_array_new(FALSE, FALSE, sizeof(int));
	f->column = column;
	f->conflict = forces_conflict(app_model(app)->market);
	return table_view_open(app, &forces_ops, f);
}
