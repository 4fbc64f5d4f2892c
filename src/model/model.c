#include "config.h"

#include "model/model.h"

#include <string.h>

#include "base/number.h"
#include "model/step.h"
#include "report/tree.h"
#include "scenario/find.h"
#include "scenario/journal.h"

enum { ASIDES_NAMED = 3 };

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

static struct forecast *compute(const struct model *m, const struct scenario *s, GError **error)
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

static void take_forecast(struct model *m, struct forecast *f)
{
	struct period from, to;

	forecast_free(m->now);
	m->now = f;
	m->generation++;
	tree_window(f, &from, &to);
	m->column_from = period_is_set(from) ? forecast_column(f, from) : -1;
	m->column_to = period_is_set(to) ? forecast_column(f, to) : -1;
}

/* ------------------------------------------------ the history */

static void forget_said(struct model *m)
{
	g_ptr_array_set_size(m->said, 0);
	g_ptr_array_set_size(m->said, history_position(m->history) + 1);
	m->said->pdata[history_position(m->history)] = g_strdup("");
	g_clear_pointer(&m->aside, g_free);
}

/* Takes h. */
static void take_history(struct model *m, struct history *h)
{
	history_free(m->history);
	m->history = h;
	forget_said(m);
}

/* A history in which nothing happened is not worth keeping. */
static void end_journal(struct model *m)
{
	if (m->journal)
		journal_close(m->journal, history_count(m->history) > 0
			      || history_modified(m->history));
	m->journal = NULL;
}

static void begin_journal(struct model *m)
{
	g_autoptr(GError) error = NULL;

	if (m->journal || !m->directory || m->warned)
		return;
	m->journal = journal_new(m->directory, m->market, m->history,
				 m->stamp.exists ? m->stamp.hash : NULL, &error);
	if (!m->journal) {
		m->warned = true;
		m->warning = g_strdup(error->message);
	}
}

static void rewind_history(struct history *h)
{
	while (history_undo(h))
		continue;
}

/* The clean history of an earlier run, before what was done so far in this one. */
static void go_on_with(struct model *m, const struct journal_entry *e)
{
	struct scenario *wanted = scenario_copy(model_scenario(m));
	struct history *h = NULL;
	struct journal *j = journal_resume(e->path, &h, NULL, NULL);
	const char *file = wanted->file;

	if (j) {
		rewind_history(m->history);
		if (history_apply(h, model_scenario(m), "changed on disk"))
			history_saved(h, file, m->stamp.exists ? m->stamp.hash : NULL);
		take_history(m, h);
		m->journal = j;
		if (!scenario_equal(wanted, history_scenario(h))
		    && history_apply_hold(h, wanted, m->hold, "from the command line"))
			forget_said(m);
	}
	scenario_free(wanted);
}

static void look_for_journal(struct model *m)
{
	const char *file = model_scenario(m)->file;
	struct journal_entry *e = journal_find(m->directory, m->market->id, file, &m->elsewhere);

	if (!file)
		m->elsewhere = false;
	if (!file && !(e && e->unsaved))
		m->found = journal_find_unsaved(m->directory, m->market->id);
	if (m->found) {
		journal_entry_free(e);
	} else if (e && (e->unsaved || (file && !m->stamp.exists))) {
		/* A file that is gone: what its journal has may be all that is left. */
		m->found = e;
	} else if (e) {
		go_on_with(m, e);
		journal_entry_free(e);
	}
	if (file && !m->found)
		begin_journal(m);
}

void model_keep(struct model *m, const char *directory)
{
	end_journal(m);
	g_free(m->directory);
	m->directory = g_strdup(directory);
	m->elsewhere = false;
	g_clear_pointer(&m->found, journal_entry_free);
	if (directory)
		look_for_journal(m);
}

const struct journal_entry *model_found(const struct model *m)
{
	return m->found;
}

void model_leave_found(struct model *m, bool discard)
{
	if (discard)
		journal_discard(m->found->path);
	g_clear_pointer(&m->found, journal_entry_free);
}

static bool fits(struct model *m, const struct scenario *s, struct forecast **f, GError **error)
{
	*f = is_valid(m, s, error) ? compute(m, s, error) : NULL;
	return *f != NULL;
}

/* What the file held when those edits began: saving compares with that. */
static void stamp_found(struct model *m, const struct journal_entry *e)
{
	size_t n;

	m->stamp = (struct stamp){0};
	if (!e->file || !e->hash)
		return;
	if (!e->stale)
		g_free(stamp_read(e->file, &m->stamp, &n, NULL));
	m->stamp.exists = true;
	g_strlcpy(m->stamp.hash, e->hash, sizeof m->stamp.hash);
}

bool model_take_found(struct model *m, GError **error)
{
	const struct journal_entry *e = m->found;
	struct history *h = NULL;
	struct journal *j = journal_resume(e->path, &h, NULL, error);
	struct forecast *f;

	if (!j)
		return false;
	if (!fits(m, history_scenario(h), &f, error)) {
		journal_close(j, true);
		history_free(h);
		return false;
	}
	end_journal(m);
	take_history(m, h);
	m->journal = j;
	if (history_hold(h) != HOLD_DEFAULT)
		m->hold = history_hold(h);
	stamp_found(m, e);
	take_forecast(m, f);
	model_leave_found(m, false);
	return true;
}

bool model_elsewhere(struct model *m)
{
	bool elsewhere = m->elsewhere;

	m->elsewhere = false;
	return elsewhere;
}

char *model_take_warning(struct model *m)
{
	if (m->journal && !m->warned && journal_error(m->journal)) {
		m->warned = true;
		return g_strdup(journal_error(m->journal));
	}
	return g_steal_pointer(&m->warning);
}

int model_tick(struct model *m)
{
	return m->journal ? journal_tick(m->journal) : -1;
}

void model_sync(struct model *m)
{
	if (m->journal)
		journal_sync(m->journal);
}

void model_discard(struct model *m)
{
	struct history *h = m->history;

	if (!history_modified(h))
		return;
	while (history_modified(h) && history_undo(h))
		continue;
	while (history_modified(h) && history_redo(h))
		continue;
	if (m->journal && history_modified(h)) {
		journal_close(m->journal, false);
		m->journal = NULL;
	}
}

/* ------------------------------------------------ from the beginning to the end */

bool model_start(struct model *m, const struct scenario *start, const struct stamp *stamp,
		 GError **error)
{
	struct forecast *f = compute(m, start, error);
	g_autofree char *directory = g_strdup(m->directory);

	if (!f)
		return false;
	if (m->history)
		model_discard(m);
	end_journal(m);
	take_forecast(m, f);
	take_history(m, history_new(start));
	m->hold = m->ran_with;
	m->stamp = stamp ? *stamp : (struct stamp){0};
	model_keep(m, directory);
	return true;
}

/* ------------------------------------------------ open beside it */

struct aside {
	struct history *history;
	struct stamp stamp;
	enum hold hold;
	GPtrArray *said;
	char *text;		/* said aside */
	struct journal *journal;
};

static void aside_free(struct aside *a, bool keep)
{
	if (a->journal)
		journal_close(a->journal, keep && (history_count(a->history) > 0
						   || history_modified(a->history)));
	history_free(a->history);
	g_ptr_array_free(a->said, TRUE);
	g_free(a->text);
	g_free(a);
}

/* The model has no history then. */
static void put_aside(struct model *m)
{
	struct aside *a = g_new(struct aside, 1);

	model_sync(m);
	*a = (struct aside){.history = m->history, .stamp = m->stamp, .hold = m->hold, .said = m->said,
			    .text = m->aside, .journal = m->journal};
	m->history = NULL;
	m->journal = NULL;
	m->aside = NULL;
	m->said = g_ptr_array_new_with_free_func(g_free);
	if (history_count(a->history) > 0 || history_modified(a->history))
		g_ptr_array_add(m->asides, a);
	else
		aside_free(a, false);
}

bool model_switch(struct model *m, const struct scenario *s, const struct stamp *stamp,
		  GError **error)
{
	struct forecast *f = compute(m, s, error);

	if (!f)
		return false;
	forecast_free(f);
	put_aside(m);
	return model_start(m, s, stamp, error);
}

bool model_resume(struct model *m, int i, GError **error)
{
	struct aside *a = m->asides->pdata[i];
	struct forecast *f = compute(m, history_scenario(a->history), error);

	if (!f)
		return false;
	g_ptr_array_remove_index(m->asides, (guint)i);
	put_aside(m);
	g_ptr_array_free(m->said, TRUE);
	m->history = a->history;
	m->stamp = a->stamp;
	m->hold = a->hold;
	m->said = a->said;
	m->aside = a->text;
	m->journal = a->journal;
	g_free(a);
	take_forecast(m, f);
	return true;
}

int model_n_asides(const struct model *m)
{
	return (int)m->asides->len;
}

const struct scenario *model_aside(const struct model *m, int i)
{
	return history_scenario(((struct aside *)m->asides->pdata[i])->history);
}

bool model_aside_modified(const struct model *m, int i)
{
	return history_modified(((struct aside *)m->asides->pdata[i])->history);
}

void model_close_aside(struct model *m, int i)
{
	struct aside *a = m->asides->pdata[i];

	g_ptr_array_remove_index(m->asides, (guint)i);
	aside_free(a, false);
}

char *model_unsaved_asides(const struct model *m)
{
	GString *out = g_string_new(NULL);
	int n = 0;

	for (int i = 0; i < model_n_asides(m); i++) {
		const char *id = model_aside(m, i)->id;

		if (model_aside_modified(m, i) && n++ < ASIDES_NAMED)
			g_string_append_printf(out, "%s%s", out->len ? ", " : "",
					       id ? id : "one without a name");
	}
	if (n > ASIDES_NAMED)
		g_string_append_printf(out, " and %d more", n - ASIDES_NAMED);
	return g_string_free(out, out->len == 0);
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
	if (!fits(m, model_scenario(m), &f, error)) {
		exchange(m, with);
		return false;
	}
	/* with keeps the forecast of the market that it has now. */
	forecast_free(with->now);
	with->now = g_steal_pointer(&m->now);
	take_forecast(m, f);
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
	end_journal(m);
	for (guint i = 0; i < m->asides->len; i++)
		aside_free(m->asides->pdata[i], true);
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

	begin_journal(m);
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

	if (s && fits(m, s, &f, error) && !keeps_locks(m, s, f, error))
		g_clear_pointer(&f, forecast_free);
	if (f) {
		if (old)
			*old = g_steal_pointer(&m->now);
		take_forecast(m, f);
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
		f = compute(m, model_scenario(m), NULL);
	}
	if (!f) {
		while (steps--)
			back(m->history);
		return false;
	}
	take_forecast(m, f);
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
		begin_journal(m);
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
