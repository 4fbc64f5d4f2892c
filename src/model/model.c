#include "config.h"

#include "model/model_parts.h"

#include <string.h>

#include "base/number.h"
#include "model/step.h"
#include "report/tree.h"
#include "scenario/find.h"

/* The source is the base of every scenario that fills as the market does. */
static struct forecast *run(const struct model *m, const struct scenario *s, GError **error)
{
	if (s->has_fill && s->fill != m->source->fill)
		return forecast_run(m->market, m->measure, s, m->ran_with, error);
	struct forecast *f = forecast_run_from(m->source, s, m->ran_with, error);

	if (f && forecast_refuse_endless(f, s, error))
		g_clear_pointer(&f, forecast_free);
	return f;
}

struct forecast *model_compute(const struct model *m, const struct scenario *s, GError **error)
{
	struct messages *list;
	struct scenario *whole;
	struct forecast *f = NULL;

	if (scenario_is_empty(s))
		return forecast_copy(m->source);
	if (!s->based_on)
		return run(m, s, error);
	list = messages_new();
	whole = scenario_resolve(s, list);
	if (whole)
		f = run(m, whole, error);
	else
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED, "%s", messages_count(list)
			    ? messages_get(list, 0)->text : "a parent scenario cannot be read");
	scenario_free(whole);
	messages_free(list);
	return f;
}

static void set_refusal(GError **error, const struct messages *list, const char *otherwise)
{
	for (size_t i = 0; i < messages_count(list); i++)
		if (messages_get(list, i)->severity == SEVERITY_ERROR)
			otherwise = messages_get(list, i)->text;
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED, "%s", otherwise);
}

/* What a file of it would be refused for is refused at once. */
static bool is_valid(const struct model *m, const struct scenario *s, GError **error)
{
	struct messages *list = messages_new();
	bool valid = scenario_check(s, m->market, list);

	if (!valid)
		set_refusal(error, list, "it is of another market");
	messages_free(list);
	return valid;
}

static void find_window(struct model *m)
{
	forecast_window(m->market, m->measure, &m->from, &m->to);
	if (!period_is_set(m->from) || !period_is_set(m->to)
	    || period_compare(m->from, m->to) >= 0)
		m->from = m->to = PERIOD_NONE;	/* no forecast */
}

void model_take_forecast(struct model *m, struct forecast *f)
{
	struct period from, to;

	forecast_free(m->now);
	m->now = f;
	m->generation++;
	tree_window(f, &from, &to);
	m->column_from = period_is_set(from) ? forecast_column(f, from) : -1;
	m->column_to = period_is_set(to) ? forecast_column(f, to) : -1;
}

bool model_fits(struct model *m, const struct scenario *s, struct forecast **f, GError **error)
{
	*f = is_valid(m, s, error) ? model_compute(m, s, error) : NULL;
	return *f != NULL;
}

/* ------------------------------------------------ from the beginning to the end */

bool model_start(struct model *m, const struct scenario *start, const struct stamp *stamp,
		 GError **error)
{
	struct forecast *f = model_compute(m, start, error);
	g_autofree char *directory = g_strdup(m->directory);

	if (!f)
		return false;
	if (m->history)
		model_discard(m);
	model_end_journal(m);
	model_take_forecast(m, f);
	model_take_history(m, history_new(start));
	m->hold = m->ran_with;
	m->stamp = stamp ? *stamp : (struct stamp){0};
	model_keep(m, directory);
	return true;
}

struct model *model_new(struct market *market, int measure, const struct scenario *start,
			enum hold hold, GError **error)
{
	struct model *m = g_new0(struct model, 1);
	struct scenario *s = start ? scenario_copy(start) : scenario_new(NULL, market->id);
	bool started;

	m->market = market;
	m->measure = measure;
	m->ran_with = hold == HOLD_DEFAULT ? HOLD_NONE : hold;
	m->said = g_ptr_array_new_with_free_func(g_free);
	m->asides = g_ptr_array_new();
	m->marked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	m->source = forecast_base(market, measure, market->fill);
	m->mark = market->mark;
	find_window(m);
	started = model_start(m, s, NULL, error);
	scenario_free(s);
	if (started)
		return m;
	model_free(m);
	return NULL;
}

#define SWAP(a, b) do { __typeof__(a) swap_ = (a); (a) = (b); (b) = swap_; } while (0)

static void exchange(struct model *m, struct model *with)
{
	SWAP(m->market, with->market);
	SWAP(m->source, with->source);
	SWAP(m->measure, with->measure);
	SWAP(m->from, with->from);
	SWAP(m->to, with->to);
	SWAP(m->mark, with->mark);
}

bool model_renew(struct model *m, struct model *with, GError **error)
{
	struct forecast *f = NULL;

	if (strcmp(m->market->id, with->market->id) != 0) {
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "%s is another market now: %s", m->market->file, with->market->id);
		return false;
	}
	exchange(m, with);
	if (!model_fits(m, model_scenario(m), &f, error)) {
		exchange(m, with);
		return false;
	}
	/* with keeps the forecast of the market that it has now. */
	forecast_free(with->now);
	with->now = g_steal_pointer(&m->now);
	model_take_forecast(m, f);
	return true;
}

bool model_market_changed(struct model *m)
{
	struct file_mark now;

	if (!m->mark.exists)
		return false;
	now = file_mark(m->market->file);
	/* One that is gone at this moment may be on its way back. */
	if (!now.exists || file_mark_equal(&now, &m->mark))
		return false;
	m->mark = now;
	return true;
}

void model_free(struct model *m)
{
	if (!m)
		return;
	model_end_journal(m);
	for (guint i = 0; i < m->asides->len; i++)
		model_aside_free(m->asides->pdata[i], true);
	g_ptr_array_free(m->asides, TRUE);
	g_hash_table_destroy(m->marked);
	history_free(m->history);
	journal_entry_free(m->found);
	forecast_free(m->source);
	forecast_free(m->now);
	g_ptr_array_free(m->said, TRUE);
	g_free(m->aside);
	g_free(m->directory);
	g_free(m->warning);
	market_free(m->market);
	g_free(m);
}

/* ------------------------------------------------ the present state */

const struct scenario *model_scenario(const struct model *m)
{
	return history_scenario(m->history);
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
	return m->hold;
}

enum fill model_fill(const struct model *m)
{
	const struct scenario *s = model_scenario(m);

	return s->has_fill ? s->fill : (enum fill)m->market->fill;
}

const char *model_said(const struct model *m)
{
	guint at = (guint)history_position(m->history);

	if (m->aside)
		return m->aside;
	if (at < m->said->len && m->said->pdata[at])
		return m->said->pdata[at];
	return at ? history_label(m->history, (int)at - 1) : "";
}

static void set_text(char **to, const char *text)
{
	char *copy = g_strdup(text);

	g_free(*to);
	*to = copy;
}

void model_say(struct model *m, const char *text)
{
	guint at = (guint)history_position(m->history);

	if (m->aside) {
		set_text(&m->aside, text);
		return;
	}
	if (m->said->len <= at)
		g_ptr_array_set_size(m->said, (int)at + 1);
	set_text((char **)&m->said->pdata[at], text);
}

/* next (taken) as a file would hold it, so that what is computed now is computed from the file as
 * well; NULL if a file cannot hold it. */
static struct scenario *as_written(const struct model *m, struct scenario *next, GError **error)
{
	g_autofree char *text = scenario_format(next);
	struct messages *list = messages_new();
	struct scenario *s = scenario_load_bytes("scenario", text, strlen(text), list);

	if (s)
		s->file = g_strdup(model_scenario(m)->file);
	else
		set_refusal(error, list, "a file cannot hold it");
	for (guint i = 0; s && i < s->adjusts->len; i++)
		adjust_forget_place(s->adjusts->pdata[i]);
	messages_free(list);
	scenario_free(next);
	return s;
}

static void take_step(struct model *m, const struct scenario *next, enum hold hold)
{
	g_autofree char *label = step_label(m->market, model_scenario(m), next, m->hold, hold);

	model_begin_journal(m);
	history_apply_hold(m->history, next, hold, label);
	g_ptr_array_set_size(m->said, history_position(m->history));
	g_ptr_array_add(m->said, g_strdup(""));
	m->hold = hold;
}

/* A row that is locked, and stays so, keeps its published years. */
static bool keeps_locks(const struct model *m, const struct scenario *next, const struct forecast *f,
			GError **error)
{
	char was[NUMBER_TEXT_MAX], is[NUMBER_TEXT_MAX], period[PERIOD_TEXT_MAX];

	for (guint i = 0; i < next->adjusts->len; i++) {
		const struct adjust *a = next->adjusts->pdata[i];
		const struct adjust *before = a->kind == ADJUST_LOCK && a->value != 0
			? scenario_get(model_scenario(m), a->path, ADJUST_LOCK) : NULL;
		int node = before && before->value != 0 ? market_find(m->market, a->path) : -1;
		int c = node < 0 ? -1 : forecast_most_moved(m->now, f, node);

		if (c < 0 || c >= m->source->n_periods)
			continue;
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "it would move %s, which is locked, from %s to %s in %s; unlock it first",
			    node ? m->market->nodes[node].name : "the total",
			    number_fixed(was, forecast_level(m->now, node, c), 2),
			    number_fixed(is, forecast_level(f, node, c), 2),
			    period_format(forecast_period(f, c), period));
		return false;
	}
	return true;
}

bool model_edit(struct model *m, struct scenario *next, enum hold hold, struct forecast **old,
		GError **error)
{
	struct scenario *s = as_written(m, next, error);
	struct forecast *f = NULL;

	if (s && model_fits(m, s, &f, error) && !keeps_locks(m, s, f, error))
		g_clear_pointer(&f, forecast_free);
	if (f) {
		if (old)
			*old = g_steal_pointer(&m->now);
		model_take_forecast(m, f);
		g_clear_pointer(&m->aside, g_free);
		if (hold == m->hold && scenario_equal(s, model_scenario(m)))
			m->aside = g_strdup("");
		else
			take_step(m, s, hold);
	}
	scenario_free(s);
	return f != NULL;
}

/* A market that has changed since an earlier run may refuse a state; the next one is taken. */
static bool walk(struct model *m, bool (*there)(struct history *),
		 bool (*back)(struct history *))
{
	struct forecast *f = NULL;
	int steps = 0;

	while (!f && there(m->history)) {
		steps++;
		f = model_compute(m, model_scenario(m), NULL);
	}
	if (!f) {
		while (steps--)
			back(m->history);
		return false;
	}
	model_take_forecast(m, f);
	g_clear_pointer(&m->aside, g_free);
	m->hold = history_hold(m->history) == HOLD_DEFAULT ? m->ran_with : history_hold(m->history);
	return true;
}

bool model_undo(struct model *m)
{
	return walk(m, history_undo, history_redo);
}

bool model_redo(struct model *m)
{
	return walk(m, history_redo, history_undo);
}

bool model_modified(const struct model *m)
{
	return history_modified(m->history);
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
		model_begin_journal(m);
		m->stamp = stamp;
		/* Undo goes back over a save: every state is of that file from now on. */
		history_name(m->history, s->id, s->market, s->on);
		history_saved(m->history, file, stamp.hash);
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

char *model_state(const struct model *m)
{
	const char *name = model_scenario(m)->id ? model_name(m) : "";
	bool modified = model_modified(m);

	return g_strconcat(name, *name && modified ? " " : "", modified ? "[modified]" : "", NULL);
}
