#include "config.h"

#include "tui/edit.h"

#include <math.h>

#include "tui/effect.h"

static int edited_node(const struct edit *e)
{
	return e->model->market->nodes[e->node].flags & NODE_DIMENSION ? 0 : e->node;
}

static char *edited_path(const struct edit *e)
{
	return market_path(e->model->market, edited_node(e));
}

static const char *notice(const struct forecast *f)
{
	return f->notices && f->notices->len ? f->notices->pdata[0] : NULL;
}

/* said: the sentence, or NULL for what moved.  still: the sentence if nothing did, or NULL.
 * The edit takes next. */
static char *apply(const struct edit *e, struct scenario *next, enum hold hold, const char *said,
		   const char *still)
{
	struct model *m = e->model;
	g_autoptr(GError) error = NULL;
	/* Kept from the edit, which would free it, for the sentence. */
	struct forecast *old = m->now;

	m->now = NULL;
	if (!model_edit(m, next, hold, &error)) {
		m->now = old;
		return g_strdup_printf("refused: %s", error->message);
	}
	if (said) {
		model_say(m, said);
	} else if (effect_any(old, m->now)) {
		struct effect what = {edited_node(e), e->column, e->digits, e->width};
		g_autofree char *text = effect_say(&what, old, m->now);

		model_say(m, text);
	} else {
		model_say(m, notice(m->now) ? notice(m->now) : still ? still : "no figure moves");
	}
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

/* The window of an edit: as typed, else that of the rate typed before, else the default. */
static bool find_window(const struct edit *e, const char *path, struct period *from,
			struct period *to)
{
	const struct adjust *a = typed_rate(e->model, path);

	if (period_is_set(*from) && period_is_set(*to))
		return true;
	*from = a && period_is_set(a->from) ? a->from : e->model->from;
	*to = a && period_is_set(a->to) ? a->to : e->model->to;
	return period_is_set(*from) && period_is_set(*to);
}

double edit_rate_now(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	struct period from = PERIOD_NONE, to = PERIOD_NONE;
	const struct forecast *f = e->model->now;
	enum status status;

	if (!find_window(e, path, &from, &to))
		return NAN;
	return forecast_rate(f, edited_node(e), forecast_column(f, from), forecast_column(f, to),
			     &status);
}

static char *refuse_locked(const struct edit *e)
{
	return g_strdup_printf("%s is locked: unlock it first",
			       effect_name(e->model->market, edited_node(e)));
}

char *edit_typed(const struct edit *e, const struct reading *typed)
{
	g_autofree char *path = edited_path(e);
	struct reading r = *typed;

	if (edit_is_locked(e->model, edited_node(e)))
		return refuse_locked(e);
	if (r.kind == ADJUST_CAGR && !find_window(e, path, &r.from, &r.to))
		return g_strdup("this market has no forecast to change");
	if (r.kind == ADJUST_SHARE && !period_is_set(r.to))
		r.from = r.to = forecast_period(e->model->now, e->model->now->base);
	struct scenario *next = scenario_copy(model_scenario(e->model));
	struct adjust *a = reading_adjust(&r, path);

	if (edited_node(e) > 0 && (r.kind == ADJUST_CAGR || r.kind == ADJUST_GROWTH))
		a->hold = model_hold(e->model);
	scenario_set(next, a);
	return apply(e, next, model_hold(e->model), NULL, NULL);
}

char *edit_nudge(const struct edit *e, double points)
{
	struct reading r = {.kind = ADJUST_CAGR};
	double now = edit_rate_now(e);

	if (isnan(now))
		return g_strdup("no rate is known here to change: type one");
	if (!(now + points > -1))
		return g_strdup("a rate is more than -100 %");
	r.value = now + points;
	return edit_typed(e, &r);
}

char *edit_lock(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	const char *name = effect_name(e->model->market, edited_node(e));
	struct scenario *next = scenario_copy(model_scenario(e->model));
	bool locked = edit_is_locked(e->model, edited_node(e));
	g_autofree char *said = g_strdup_printf("%s is %s", name, locked ? "unlocked" : "locked");

	if (locked)
		scenario_unset(next, path, ADJUST_LOCK, false);
	else
		scenario_set(next, adjust_new(ADJUST_LOCK, path));
	return apply(e, next, model_hold(e->model), said, NULL);
}

char *edit_hold(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	const struct adjust *typed = edited_node(e) > 0 ? typed_rate(e->model, path) : NULL;
	enum hold hold = model_hold(e->model);
	struct scenario *next = scenario_copy(model_scenario(e->model));

	if (typed && typed->hold != HOLD_DEFAULT)
		hold = typed->hold;
	hold = hold == HOLD_TOTAL ? HOLD_NONE : hold + 1;
	g_autofree char *said = g_strdup_printf("hold %s: for the rates typed from now on",
						hold_name(hold));

	if (!typed)
		return apply(e, next, hold, said, NULL);
	struct adjust *a = adjust_copy(typed);
	g_autofree char *still = g_strdup_printf("hold %s for %s: no figure moves",
						 hold_name(hold),
						 effect_name(e->model->market, edited_node(e)));

	a->hold = hold;
	scenario_set(next, a);
	return apply(e, next, hold, NULL, still);
}

char *edit_fill(const struct edit *e)
{
	struct scenario *next = scenario_copy(model_scenario(e->model));
	enum fill fill = model_fill(e->model);

	fill = fill == FILL_NONE ? FILL_EQUAL : fill + 1;
	next->has_fill = fill != e->model->market->fill;
	next->fill = fill;
	g_autofree char *said = g_strdup_printf("fill %s: %s", fill_name(fill),
		fill == FILL_EQUAL ? "what was not published is split equally"
		: fill == FILL_WEIGHTS ? "what was not published is split by weights"
		: "only what was published or follows from it is shown");

	return apply(e, next, model_hold(e->model), said, NULL);
}

char *edit_scenario(const struct edit *e, struct scenario *next, const char *still)
{
	return apply(e, next, model_hold(e->model), NULL, still);
}

char *edit_reset_node(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	struct scenario *next = scenario_copy(model_scenario(e->model));

	if (!scenario_unset(next, path, -1, false)) {
		scenario_free(next);
		return g_strdup_printf("nothing is typed for %s",
				       effect_name(e->model->market, edited_node(e)));
	}
	return apply(e, next, model_hold(e->model), NULL, NULL);
}

char *edit_reset_all(const struct edit *e)
{
	const struct scenario *s = model_scenario(e->model);

	if (scenario_is_empty(s))
		return g_strdup("nothing to reset: this is the source");
	struct scenario *next = scenario_new(s->id, e->model->market->id);

	g_free(next->title);
	next->title = g_strdup(s->title);
	g_free(next->file);
	next->file = g_strdup(s->file);
	return apply(e, next, model_hold(e->model), "everything is as in the source", NULL);
}
