#include "config.h"

#include "tui/open.h"

#include "market/library.h"
#include "scenario/find.h"
#include "scenario/journal.h"

/* One whose file is gone but whose journal is there to be asked about: nothing but its name.  NULL if
 * there is none. */
static struct scenario *lost_scenario(const struct explorer_options *o)
{
	g_autofree char *file = scenario_expected_file(o->scenario);
	struct journal_entry *e = o->journals ? journal_find_file(o->journals, file) : NULL;
	struct scenario *s = e ? scenario_new(NULL, e->market) : NULL;

	if (s)
		s->file = g_canonicalize_filename(file, NULL);
	journal_entry_free(e);
	return s;
}

static struct scenario *load_scenario(const struct explorer_options *o, struct stamp *stamp,
				      struct messages *list)
{
	*stamp = (struct stamp){0};
	if (!o->scenario)
		return scenario_new(NULL, NULL);
	g_autofree char *file = scenario_locate(o->scenario, NULL);
	struct scenario *s = file ? NULL : lost_scenario(o);

	/* Not found: the message that scenario_find has for it. */
	return s ? s : file ? scenario_load_stamped(file, stamp, list)
			    : scenario_find(o->scenario, list);
}

static bool add_options(const struct explorer_options *o, const struct market *m,
			struct scenario *s, struct messages *list)
{
	if (o->edit && !o->edit(o->edit_data, m, s, list))
		return false;
	if (o->fill >= 0) {
		s->has_fill = (enum fill)o->fill != m->fill;
		s->fill = o->fill;
	}
	return true;
}

/* The options come as a step of their own, which undo takes back.  Takes m and with. */
static struct model *start(const struct explorer_options *o, struct market *m, int measure,
			   const struct scenario *s, struct scenario *with, GError **error)
{
	struct model *model = model_new(m, measure, s, o->hold, error);

	if (!model || scenario_equal(s, with)) {
		scenario_free(with);
	} else if (!model_edit(model, with, model_hold(model), NULL, error)) {
		model_free(model);
		return NULL;
	}
	return model;
}

static void sweep(const struct scenario *s)
{
	g_autofree char *directory = library_scenario_directory();
	g_autofree char *beside = s->file ? g_path_get_dirname(s->file) : NULL;

	save_sweep(directory);
	if (beside)
		save_sweep(beside);
}

struct model *open_model(const struct explorer_options *o, const char *what,
			 struct messages *list,
			 bool (*step)(void *data, size_t done, size_t total), void *data)
{
	struct stamp stamp;
	struct scenario *s = load_scenario(o, &stamp, list), *with;
	struct model *model = NULL;
	g_autoptr(GError) error = NULL;

	if (!s)
		return NULL;
	if (!what)
		what = s->market;
	struct market *m = library_find_watched(what, o->edition, list, step, data);
	int measure = m && o->measure ? market_measure(m, o->measure) : 0;

	if (measure < 0) {
		messages_add(list, SEVERITY_ERROR, m->id, 0, 0, "there is no measure '%s'", o->measure);
		market_free(m);
		goto done;
	}
	if (!m)
		goto done;
	if (!s->market)
		s->market = g_strdup(m->id);
	with = scenario_copy(s);
	if (!add_options(o, m, with, list) || !scenario_check(with, m, list)) {
		scenario_free(with);
		market_free(m);
		goto done;
	}
	model = start(o, m, measure, s, with, &error);
	if (model)
		model->stamp = stamp;
	else
		messages_add(list, SEVERITY_ERROR, s->file ? s->file : "scenario", 0, 0, "%s",
			     error->message);
	sweep(s);
done:
	scenario_free(s);
	return model;
}
