#include "config.h"

#include "model/edit.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "model/effect.h"
#include "scenario/find.h"
#include "scenario/phrase.h"

/* said: the whole sentence, or the first part of one that goes on with what moved.  Else it is what
 * moved, or still (may be NULL) if nothing did, and how the edit was read (may be NULL). */
struct saying { const char *said, *still, *reading; bool goes_on; };

int edit_node(const struct edit *e)
{
	return e->model->market->nodes[e->node].flags & NODE_DIMENSION ? 0 : e->node;
}

static char *edited_path(const struct edit *e)
{
	return market_path(e->model->market, edit_node(e));
}

/* ------------------------------------------------ what is said about it */

static bool has_notice(const struct forecast *f, const char *text)
{
	for (guint i = 0; f->notices && i < f->notices->len; i++)
		if (strcmp(f->notices->pdata[i], text) == 0)
			return true;
	return false;
}

/* What the forecast tells beyond what moved, and did not tell before: a typed row that had to give
 * way, a share outside its proven interval, an entry without effect. */
static void add_notices(GString *out, const struct forecast *old, const struct forecast *new,
			const char *path)
{
	g_autofree char *back = g_strconcat(path, ": no effect: it grows", NULL);

	for (guint i = 0; new->notices && i < new->notices->len; i++) {
		const char *text = new->notices->pdata[i];

		/* A rate that is typed back moves what was moved before; what was printed stands in
		 * the column "was". */
		if ((int)i == new->told_total || (int)i >= new->told_printed || has_notice(old, text)
		    || (out->len && g_str_has_prefix(text, back)))
			continue;
		g_string_append_printf(out, "%s%s", out->len ? "; " : "", text);
	}
}

static char *column_text(const struct forecast *f, int column)
{
	return market_period(f->market, forecast_period(f, column));
}

/* A share that is carried moves the base year too, and nobody looks there. */
static void add_base(GString *out, const struct edit *e, const struct forecast *old,
		     const struct forecast *new)
{
	char was[NUMBER_TEXT_MAX], is[NUMBER_TEXT_MAX];
	int node = edit_node(e), base = old->base;

	number_fixed(was, forecast_level(old, node, base), e->digits);
	number_fixed(is, forecast_level(new, node, base), e->digits);
	if (e->column == base || new->base != base || strcmp(was, is) == 0)
		return;
	g_autofree char *year = column_text(new, base);

	g_string_append_printf(out, "; %s: %s -> %s", year, was, is);
}

static void add_emptied(GString *out, const struct edit *e, const struct forecast *old,
			const struct forecast *new)
{
	const struct market *m = new->market;
	int node = edit_node(e), parent = m->nodes[node].parent, j = e->column;
	g_autofree char *year = column_text(new, j);

	for (int i = parent < 0 ? -1 : market_child(m, parent); i >= 0; i = market_next(m, i)) {
		double least = 1e-9 * forecast_level(new, parent, j);

		if (i != node && forecast_level(old, i, j) > least
		    && forecast_level(new, i, j) <= least)
			g_string_append_printf(out, "; %s is left with nothing in %s",
					       m->nodes[i].name, year);
	}
}

/* Nothing moved, and nothing is told that was not before. */
static const char *why_still(const struct edit *e, const struct forecast *f,
			     const struct saying *say)
{
	g_autofree char *path = edited_path(e);

	for (guint i = 0; !say->still && f->notices && i < f->notices->len
			  && (int)i < f->told_printed; i++)
		if (g_str_has_prefix(f->notices->pdata[i], path))
			return f->notices->pdata[i];
	return say->still ? say->still : "no figure moves: it is so already";
}

static char *say_edit(const struct edit *e, const struct forecast *old, const struct forecast *new,
		      const struct saying *say)
{
	struct effect what = {edit_node(e), e->column, e->level_digits, e->width};
	bool any = effect_any(old, new);
	g_autofree char *path = edited_path(e);
	g_autofree char *effect = any ? effect_say(&what, old, new) : NULL;
	GString *out = g_string_new(say->said);

	if (effect)
		g_string_append_printf(out, "%s%s", out->len ? "; " : "", effect);
	add_base(out, e, old, new);
	add_emptied(out, e, old, new);

	add_notices(out, old, new, path);
	if (out->len == 0)
		g_string_append(out, why_still(e, new, say));
	if (say->reading)
		g_string_append_printf(out, " (%s)", say->reading);
	return g_string_free(out, FALSE);
}

/* The edit takes next. */
static char *apply(const struct edit *e, struct scenario *next, enum hold hold,
		   const struct saying *say)
{
	struct model *m = e->model;
	g_autoptr(GError) error = NULL;
	struct forecast *old;

	if (!model_edit(m, next, hold, &old, &error))
		return g_strdup_printf("refused: %s", error->message);
	g_autofree char *text = !say->said || (say->goes_on && effect_any(old, m->now))
		? say_edit(e, old, m->now, say)
		: say->still && !effect_any(old, m->now) ? g_strconcat(say->said, "; ", say->still, NULL)
		: g_strdup(say->said);

	model_say(m, text);
	forecast_free(old);
	return NULL;
}

/* ------------------------------------------------ the edits */

static const struct adjust *typed_rate(const struct model *m, const char *path)
{
	return scenario_get(model_scenario(m), path, ADJUST_CAGR);
}

bool edit_is_typed(const struct model *m, int node)
{
	static const int kinds[] = {ADJUST_CAGR, ADJUST_GROWTH, ADJUST_SHAPE, ADJUST_SHARE};
	g_autofree char *path = market_path(m->market, node);

	if (model_scenario(m)->adjusts->len == 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (scenario_get(model_scenario(m), path, kinds[i]))
			return true;
	return false;
}

bool edit_is_locked(const struct model *m, int node)
{
	if (model_scenario(m)->adjusts->len == 0)
		return false;
	g_autofree char *path = market_path(m->market, node);
	const struct adjust *a = scenario_get(model_scenario(m), path, ADJUST_LOCK);

	return a && a->value != 0;
}

char *edit_no_forecast(const struct edit *e)
{
	const struct forecast *f = e->model->now;
	struct period base = forecast_period(f, f->base);
	char later[PERIOD_TEXT_MAX];

	if (f->n_periods > f->base + 1)
		return NULL;
	base = period_from_ordinal(base.step, period_ordinal(base) + 5 * period_parts(base.step));
	return g_strdup_printf("the report has no forecast to change; ':horizon %s constant 5' "
			       "makes one", period_format(base, later));
}

static char *no_window(const struct edit *e)
{
	const struct forecast *f = e->model->now;
	char *none = edit_no_forecast(e), from[PERIOD_TEXT_MAX], to[PERIOD_TEXT_MAX];

	return none ? none : g_strdup_printf("type the years of the rate too, as in 40@%s..%s",
					     period_format(forecast_period(f, f->base), from),
					     period_format(forecast_period(f, f->n_periods - 1), to));
}

/* The window of an edit: as typed, else the default, whatever was typed before. */
static bool find_window(const struct edit *e, struct period *from, struct period *to)
{
	if (period_is_set(*from) && period_is_set(*to))
		return true;
	*from = e->model->from;
	*to = e->model->to;
	return period_is_set(*from) && period_is_set(*to);
}

static double rate_over(const struct edit *e, struct period from, struct period to)
{
	const struct forecast *f = e->model->now;
	enum status status;

	if (!find_window(e, &from, &to))
		return NAN;
	return forecast_rate(f, edit_node(e), forecast_column(f, from), forecast_column(f, to),
			     &status);
}

double edit_rate_now(const struct edit *e, const char *text)
{
	const char *at = text ? strchr(text, '@') : NULL;
	g_autofree char *when = at ? g_strstrip(g_strdup(at + 1)) : NULL;
	struct period from = PERIOD_NONE, to = PERIOD_NONE;

	if (when && period_parse(when, &to))
		from = period_from_ordinal(to.step, period_ordinal(to) - 1);
	else if (when && !scenario_window_parse(when, &from, &to))
		return NAN;
	return rate_over(e, from, to);
}

static char *refuse_locked(const struct edit *e)
{
	return g_strdup_printf("%s is locked: unlock it first",
			       effect_name(e->model->market, edit_node(e)));
}

/* The reason of what it replaces, where it gives none itself. */
static void keep_reason(const struct scenario *s, struct adjust *a)
{
	for (guint i = 0; i < s->adjusts->len && !a->why; i++) {
		const struct adjust *old = s->adjusts->pdata[i];

		if (old->why && adjust_same_quantity(old, a))
			a->why = g_strdup(old->why);
	}
}

/* It grows so already in every period of the window, and nothing typed makes it. */
static bool is_idle(const struct edit *e, const struct adjust *a)
{
	const struct forecast *f = e->model->now;
	const struct scenario *s = model_scenario(e->model);
	int to = forecast_column(f, a->to), parts = period_parts(f->first.step);
	int from = a->kind == ADJUST_GROWTH ? to - 1 : forecast_column(f, a->from);
	double step = a->kind == ADJUST_GROWTH ? a->value : pow(1 + a->value, 1.0 / parts) - 1;

	if ((a->kind != ADJUST_CAGR && a->kind != ADJUST_GROWTH) || from < 0 || to <= from)
		return false;
	for (guint i = 0; i < s->adjusts->len; i++)
		if (strcmp(((struct adjust *)s->adjusts->pdata[i])->path, a->path) == 0)
			return false;
	for (int c = from + 1; c <= to; c++) {
		double before = forecast_level(f, edit_node(e), c - 1);
		double now = forecast_level(f, edit_node(e), c);

		if (!(before > 0) || !(fabs(now / before - 1 - step) <= 1e-12))
			return false;
	}
	return true;
}

char *edit_typed(const struct edit *e, const struct reading *typed)
{
	g_autofree char *path = edited_path(e);
	struct reading r = *typed;

	if (edit_is_locked(e->model, edit_node(e)))
		return refuse_locked(e);
	if (r.kind == ADJUST_CAGR && !find_window(e, &r.from, &r.to))
		return no_window(e);
	if (r.kind == ADJUST_SHARE && !period_is_set(r.to))
		r.from = r.to = forecast_period(e->model->now, e->model->now->base);
	struct adjust *a = reading_adjust(&r, path);

	if (is_idle(e, a)) {
		g_autofree char *idle = g_strdup_printf("no effect: %s grows at that rate already",
			effect_name(e->model->market, edit_node(e)));

		adjust_free(a);
		model_say(e->model, idle);
		return NULL;
	}
	struct scenario *next = scenario_copy(model_scenario(e->model));

	if (edit_node(e) > 0 && (r.kind == ADJUST_CAGR || r.kind == ADJUST_GROWTH))
		a->hold = model_hold(e->model);
	keep_reason(next, a);
	scenario_set(next, a);
	return apply(e, next, model_hold(e->model), &(struct saying){0});
}

char *edit_nudge(const struct edit *e, double points)
{
	g_autofree char *path = edited_path(e);
	const struct adjust *a = typed_rate(e->model, path);
	struct reading r = {.kind = ADJUST_CAGR, .from = a ? a->from : PERIOD_NONE,
			    .to = a ? a->to : PERIOD_NONE};
	double now = rate_over(e, r.from, r.to);

	if (isnan(now)) {
		char *none = edit_no_forecast(e);

		return none ? none : g_strdup("no rate is known here to change: type one");
	}
	if (!(now + points > -1))
		return g_strdup("a rate is more than -100 %");
	/* Without the dust of binary fractions: 41.5 %, not 41.49999999999997 %. */
	r.value = round((now + points) * 1e12) / 1e12;
	return edit_typed(e, &r);
}

char *edit_lock(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	const char *name = effect_name(e->model->market, edit_node(e));
	struct scenario *next = scenario_copy(model_scenario(e->model));
	bool locked = edit_is_locked(e->model, edit_node(e));
	g_autofree char *said = g_strdup_printf("%s is %s", name, locked ? "unlocked" : "locked");

	if (locked)
		scenario_unset(next, path, ADJUST_LOCK, false);
	else
		scenario_set(next, adjust_new(ADJUST_LOCK, path));
	return apply(e, next, model_hold(e->model), &(struct saying){.said = said, .goes_on = true});
}

/* The mode that the node's typed rate has, else that of what is typed from now on. */
static enum hold hold_here(const struct edit *e, const struct adjust *typed)
{
	return typed && typed->hold != HOLD_DEFAULT ? typed->hold : model_hold(e->model);
}

static const struct adjust *held_rate(const struct edit *e)
{
	g_autofree char *path = edited_path(e);

	return edit_node(e) > 0 ? typed_rate(e->model, path) : NULL;
}

char *edit_hold_to(const struct edit *e, enum hold hold)
{
	const struct adjust *typed = held_rate(e);
	struct scenario *next = scenario_copy(model_scenario(e->model));
	g_autofree char *said = g_strdup_printf("hold %s: for the rates typed from now on",
						hold_name(hold));

	if (!typed)
		return apply(e, next, hold, &(struct saying){.said = said});
	struct adjust *a = adjust_copy(typed);
	g_autofree char *still = g_strdup_printf("hold %s for %s: no figure moves",
						 hold_name(hold),
						 effect_name(e->model->market, edit_node(e)));

	a->hold = hold;
	scenario_set(next, a);
	return apply(e, next, hold, &(struct saying){.still = still});
}

char *edit_hold(const struct edit *e)
{
	enum hold hold = hold_here(e, held_rate(e));

	return edit_hold_to(e, hold == HOLD_TOTAL ? HOLD_NONE : hold + 1);
}

char *edit_fill_to(const struct edit *e, enum fill fill)
{
	struct scenario *next = scenario_copy(model_scenario(e->model));

	next->has_fill = fill != e->model->market->fill;
	next->fill = fill;
	g_autofree char *said = g_strdup_printf("fill %s: %s", fill_name(fill),
		fill == FILL_EQUAL ? "what was not published is split equally"
		: fill == FILL_WEIGHTS ? "what was not published is split by weights"
		: "only what was published or follows from it is shown");

	return apply(e, next, model_hold(e->model),
		     &(struct saying){.said = said, .still = "no figure moves"});
}

char *edit_fill(const struct edit *e)
{
	enum fill fill = model_fill(e->model);

	return edit_fill_to(e, fill == FILL_NONE ? FILL_EQUAL : fill + 1);
}

/* ------------------------------------------------ in the words of the file */

static bool is_target(const struct adjust *a)
{
	return (a->kind == ADJUST_CAGR || a->kind == ADJUST_GROWTH || a->kind == ADJUST_SHAPE)
	       && strcmp(a->path, "total") != 0;
}

static void set_text(char **to, const char *text)
{
	if (!text)
		return;
	g_free(*to);
	*to = g_strdup(text);
}

static char *first_error(const struct messages *list)
{
	for (size_t i = 0; i < messages_count(list); i++)
		if (messages_get(list, i)->severity == SEVERITY_ERROR)
			return g_strdup(messages_get(list, i)->text);
	return g_strdup("it cannot be read");
}

struct scenario *edit_read(const char *yaml, char **why)
{
	g_autofree char *text = g_strconcat("tamarack: 1\n", yaml, "\n", NULL);
	struct messages *list = messages_new();
	struct scenario *s = scenario_load_bytes("typed", text, strlen(text), list);

	if (!s && why)
		*why = first_error(list);
	messages_free(list);
	return s;
}

/* "40 % a year, 2026-2031; reason: state programmes" */
static char *say_reading(const struct scenario *typed)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < typed->adjusts->len; i++) {
		g_autofree char *said = phrase_say(typed->adjusts->pdata[i]);

		g_string_append_printf(out, "%s%s", out->len ? "; " : "", said);
	}
	if (typed->has_after) {
		g_autofree char *after = phrase_say_shape(&typed->after);

		g_string_append_printf(out, "%safterwards %s", out->len ? "; " : "", after);
	}
	return g_string_free(out, FALSE);
}

static bool only_simulated(const struct scenario *typed)
{
	for (guint i = 0; i < typed->adjusts->len; i++)
		if (((const struct adjust *)typed->adjusts->pdata[i])->kind != ADJUST_SPREAD)
			return false;
	return typed->adjusts->len > 0 || typed->has_simulate;
}

/* The node that the sentence is about: that of the first entry, the total for what all share. */
static int subject(const struct edit *e, const struct scenario *typed)
{
	const struct adjust *a = typed->adjusts->len ? typed->adjusts->pdata[0] : NULL;
	int node = a && a->kind != ADJUST_FORCE ? market_find(e->model->market, a->path) : 0;

	return MAX(node, 0);
}

/* A locked row is not moved by what is typed for it, unless that unlocks it. */
static char *refuse_locked_entries(const struct edit *e, const struct scenario *typed)
{
	for (guint i = 0; i < typed->adjusts->len; i++) {
		const struct adjust *a = typed->adjusts->pdata[i];
		int node = a->kind == ADJUST_FORCE || a->kind == ADJUST_SPREAD || a->kind == ADJUST_LOCK
			? -1 : market_find(e->model->market, a->path);
		struct edit at = *e;

		at.node = node;
		if (node >= 0 && edit_is_locked(e->model, edit_node(&at))
		    && !scenario_get(typed, a->path, ADJUST_LOCK))
			return refuse_locked(&at);
	}
	return NULL;
}

char *edit_yaml(const struct edit *e, const char *yaml)
{
	return edit_yaml_upon(e, scenario_copy(model_scenario(e->model)), yaml);
}

char *edit_yaml_upon(const struct edit *e, struct scenario *next, const char *yaml)
{
	char *why = NULL, *refusal;
	struct scenario *typed = edit_read(yaml, &why);

	if (!typed) {
		scenario_free(next);
		return why;
	}
	for (guint i = 0; i < typed->adjusts->len; i++) {
		struct adjust *a = typed->adjusts->pdata[i];

		adjust_forget_place(a);
		if (is_target(a) && a->hold == HOLD_DEFAULT)
			a->hold = model_hold(e->model);
		keep_reason(next, a);
	}
	scenario_overlay(next, typed);
	set_text(&next->title, typed->title);
	set_text(&next->based_on, typed->based_on);
	g_autofree char *reading = say_reading(typed);
	struct edit about = *e;
	struct saying say = {
		.reading = *reading ? reading : NULL,
		.still = only_simulated(typed) ? "it counts in the simulation: no figure moves" : NULL,
	};

	about.node = subject(e, typed);
	refusal = refuse_locked_entries(&about, typed);
	scenario_free(typed);
	if (!refusal)
		return apply(&about, next, model_hold(e->model), &say);
	scenario_free(next);
	return refusal;
}

char *edit_why(const struct edit *e, const char *why)
{
	g_autofree char *path = edited_path(e);
	struct scenario *next = scenario_copy(model_scenario(e->model));
	const char *name = effect_name(e->model->market, edit_node(e));
	int n = 0;

	for (guint i = 0; i < next->adjusts->len; i++) {
		struct adjust *a = next->adjusts->pdata[i];

		if (a->kind == ADJUST_FORCE || strcmp(a->path, path) != 0)
			continue;
		g_free(a->why);
		a->why = *why ? g_strdup(why) : NULL;
		n++;
	}
	g_autofree char *said = *why ? g_strdup_printf("reason for %s: %s", name, why)
				     : g_strdup_printf("no reason for %s", name);

	if (n > 0)
		return apply(e, next, model_hold(e->model), &(struct saying){.said = said});
	scenario_free(next);
	return g_strdup_printf("nothing is typed for %s yet: a reason belongs to what was typed", name);
}

char *edit_near_end(const struct edit *e)
{
	struct scenario *next = scenario_copy(model_scenario(e->model));

	next->horizon = PERIOD_NONE;
	next->has_after = false;
	next->after = shape_none();
	return apply(e, next, model_hold(e->model),
		     &(struct saying){.still = "the forecast ends where the report does"});
}

char *edit_scenario(const struct edit *e, struct scenario *next, const char *still)
{
	return apply(e, next, model_hold(e->model), &(struct saying){.still = still});
}

static char *nothing_typed(const struct edit *e, const char *path)
{
	const char *name = effect_name(e->model->market, edit_node(e));
	const char *parent = model_scenario(e->model)->based_on;
	struct scenario *whole = model_whole(e->model);
	bool inherited = scenario_get(whole, path, -1);

	scenario_free(whole);
	return inherited ? g_strdup_printf("nothing is typed for %s here: what moves it is in %s",
					   name, parent)
			 : g_strdup_printf("nothing is typed for %s", name);
}

char *edit_reset_node(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	struct scenario *next = scenario_copy(model_scenario(e->model));

	if (!scenario_unset(next, path, -1, false)) {
		scenario_free(next);
		return nothing_typed(e, path);
	}
	g_autofree char *still = g_strdup_printf("nothing is typed for %s now: no figure moves",
						 effect_name(e->model->market, edit_node(e)));

	return apply(e, next, model_hold(e->model), &(struct saying){.still = still});
}

/* What it is called, and nothing it says. */
static struct scenario *bare_like(const struct scenario *s, const char *market)
{
	struct scenario *bare = scenario_new(s->id, market);

	bare->title = g_strdup(s->title);
	bare->file = g_strdup(s->file);
	bare->on = g_strdup(s->on);
	return bare;
}

char *edit_reset_to_parent(const struct edit *e)
{
	const struct scenario *s = model_scenario(e->model);
	struct scenario *next;

	if (!s->based_on)
		return g_strdup("it is based on no other scenario: reset it to the source");
	next = bare_like(s, e->model->market->id);
	next->based_on = g_strdup(s->based_on);
	g_autofree char *said = g_strdup_printf("everything is as in %s", s->based_on);

	return apply(e, next, model_hold(e->model), &(struct saying){.said = said});
}

char *edit_reset_all(const struct edit *e)
{
	const struct scenario *s = model_scenario(e->model);

	if (scenario_is_empty(s))
		return g_strdup("nothing to reset: this is the source");
	struct scenario *next = bare_like(s, e->model->market->id);

	return apply(e, next, model_hold(e->model),
		     &(struct saying){.said = "everything is as in the source"});
}
