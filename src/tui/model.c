#include "config.h"

#include "tui/model.h"

#include <string.h>

#include "scenario/find.h"

struct state {
	struct scenario *scenario;
	enum hold hold;
	char *said;
};

static struct state *state_new(struct scenario *s, enum hold hold)
{
	struct state *state = g_new0(struct state, 1);

	state->scenario = s;
	state->hold = hold;
	state->said = g_strdup("");
	return state;
}

static void state_free(gpointer data)
{
	struct state *state = data;

	scenario_free(state->scenario);
	g_free(state->said);
	g_free(state);
}

static struct state *state_now(const struct model *m)
{
	return m->states->pdata[m->at];
}

static struct forecast *compute(const struct model *m, const struct scenario *s, GError **error)
{
	struct messages *list;
	struct scenario *whole;
	struct forecast *f = NULL;

	if (scenario_is_empty(s))
		return forecast_base(m->market, 0, m->market->fill);
	if (!s->based_on)
		return forecast_run(m->market, 0, s, m->ran_with, error);
	list = messages_new();
	whole = scenario_resolve(s, list);
	if (whole)
		f = forecast_run(m->market, 0, whole, m->ran_with, error);
	else
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED, "%s", messages_count(list)
			    ? messages_get(list, 0)->text : "a parent scenario cannot be read");
	scenario_free(whole);
	messages_free(list);
	return f;
}

static void find_window(struct model *m)
{
	m->column_from = m->column_to = -1;
	forecast_window(m->market, 0, &m->from, &m->to);
	if (!period_is_set(m->from) || !period_is_set(m->to))
		return;
	m->column_from = forecast_column(m->source, m->from);
	m->column_to = forecast_column(m->source, m->to);
}

bool model_start(struct model *m, const struct scenario *start, const struct stamp *stamp,
		 GError **error)
{
	struct forecast *f = compute(m, start, error);

	if (!f)
		return false;
	forecast_free(m->now);
	m->now = f;
	m->generation++;
	scenario_free(m->saved);
	m->saved = scenario_copy(start);
	m->stamp = stamp ? *stamp : (struct stamp){0};
	g_ptr_array_set_size(m->states, 0);
	g_ptr_array_add(m->states, state_new(scenario_copy(start), m->ran_with));
	m->at = 0;
	return true;
}

struct model *model_new(struct market *market, const struct scenario *start, enum hold hold,
			GError **error)
{
	struct model *m = g_new0(struct model, 1);
	struct scenario *s = start ? scenario_copy(start) : scenario_new(NULL, market->id);
	bool started;

	m->market = market;
	m->ran_with = hold == HOLD_DEFAULT ? HOLD_NONE : hold;
	m->states = g_ptr_array_new_with_free_func(state_free);
	m->source = forecast_base(market, 0, market->fill);
	find_window(m);
	started = model_start(m, s, NULL, error);
	scenario_free(s);
	if (started)
		return m;
	model_free(m);
	return NULL;
}

void model_free(struct model *m)
{
	if (!m)
		return;
	forecast_free(m->source);
	forecast_free(m->now);
	g_ptr_array_free(m->states, TRUE);
	scenario_free(m->saved);
	market_free(m->market);
	g_free(m);
}

const struct scenario *model_scenario(const struct model *m)
{
	return state_now(m)->scenario;
}

struct scenario *model_whole(const struct model *m)
{
	const struct scenario *s = model_scenario(m);
	struct messages *list = messages_new();
	struct scenario *whole = s->based_on ? scenario_resolve(s, list) : NULL;

	messages_free(list);
	return whole ? whole : scenario_copy(s);
}

enum hold model_hold(const struct model *m)
{
	return state_now(m)->hold;
}

enum fill model_fill(const struct model *m)
{
	const struct scenario *s = model_scenario(m);

	return s->has_fill ? s->fill : (enum fill)m->market->fill;
}

const char *model_said(const struct model *m)
{
	return state_now(m)->said;
}

void model_say(struct model *m, const char *text)
{
	struct state *state = state_now(m);

	g_free(state->said);
	state->said = g_strdup(text);
}

static void take_forecast(struct model *m, struct forecast *f)
{
	forecast_free(m->now);
	m->now = f;
	m->generation++;
}

bool model_edit(struct model *m, struct scenario *next, enum hold hold, GError **error)
{
	struct forecast *f = compute(m, next, error);

	if (!f) {
		scenario_free(next);
		return false;
	}
	take_forecast(m, f);
	g_ptr_array_set_size(m->states, (int)m->at + 1);
	g_ptr_array_add(m->states, state_new(next, hold));
	m->at++;
	return true;
}

/* A state in the list has been computed before, so it cannot be refused now. */
static bool go_to(struct model *m, guint at)
{
	struct forecast *f;

	m->at = at;
	f = compute(m, model_scenario(m), NULL);
	g_assert(f);
	take_forecast(m, f);
	return true;
}

bool model_undo(struct model *m)
{
	return m->at > 0 && go_to(m, m->at - 1);
}

bool model_redo(struct model *m)
{
	return m->at + 1 < m->states->len && go_to(m, m->at + 1);
}

bool model_modified(const struct model *m)
{
	return !scenario_equal(model_scenario(m), m->saved);
}

static void set_text(char **to, const char *text)
{
	char *copy = g_strdup(text);

	g_free(*to);
	*to = copy;
}

/* Undo goes back over a save: every state is of that file from now on. */
static void mark_saved(struct model *m, const struct scenario *as)
{
	for (guint i = 0; i < m->states->len; i++) {
		struct scenario *s = ((struct state *)m->states->pdata[i])->scenario;

		set_text(&s->id, as->id);
		set_text(&s->file, as->file);
		set_text(&s->on, as->on);
	}
	scenario_free(m->saved);
	m->saved = scenario_copy(model_scenario(m));
}

bool model_save(struct model *m, const char *file, const char *id, unsigned flags, GError **error)
{
	struct scenario *s = scenario_copy(model_scenario(m));
	bool same_file = s->file && strcmp(s->file, file) == 0;
	struct stamp stamp = same_file ? m->stamp : (struct stamp){0};
	GError *failure = NULL;
	bool saved, whole;

	if (id)
		set_text(&s->id, id);
	set_text(&s->market, m->market->id);
	set_text(&s->on, m->market->edition);
	whole = scenario_save(s, file, &stamp, flags, &failure);
	saved = whole || g_error_matches(failure, SAVE_ERROR, SAVE_NOT_DURABLE);
	if (saved) {
		m->stamp = stamp;
		set_text(&s->file, file);
		mark_saved(m, s);
	}
	scenario_free(s);
	if (failure)
		g_propagate_error(error, failure);
	return whole;
}

const char *model_name(const struct model *m)
{
	const struct scenario *s = model_scenario(m);

	if (s->id)
		return s->id;
	return scenario_is_empty(s) ? "" : "scenario";
}
