/* The history of the present scenario and its journal: over exit and crash, and into other runs. */
#include "config.h"

#include "model/model_parts.h"

void model_forget_said(struct model *m)
{
	g_ptr_array_set_size(m->said, 0);
	g_ptr_array_set_size(m->said, history_position(m->history) + 1);
	m->said->pdata[history_position(m->history)] = g_strdup("");
	g_clear_pointer(&m->aside, g_free);
}

void model_take_history(struct model *m, struct history *h)
{
	history_free(m->history);
	m->history = h;
	model_forget_said(m);
}

void model_end_journal(struct model *m)
{
	if (m->journal)
		journal_close(m->journal, history_count(m->history) > 0
			      || history_modified(m->history));
	m->journal = NULL;
}

void model_begin_journal(struct model *m)
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
		model_take_history(m, h);
		m->journal = j;
		if (!scenario_equal(wanted, history_scenario(h))
		    && history_apply_hold(h, wanted, m->hold, "from the command line"))
			model_forget_said(m);
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
		model_begin_journal(m);
}

void model_keep(struct model *m, const char *directory)
{
	model_end_journal(m);
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
	if (!model_fits(m, history_scenario(h), &f, error)) {
		journal_close(j, true);
		history_free(h);
		return false;
	}
	model_end_journal(m);
	model_take_history(m, h);
	m->journal = j;
	if (history_hold(h) != HOLD_DEFAULT)
		m->hold = history_hold(h);
	stamp_found(m, e);
	model_take_forecast(m, f);
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
