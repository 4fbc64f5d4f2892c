#include "config.h"

#include "tui/open.h"

#include <string.h>

#include "market/library.h"

char *open_scenario_file(const char *name)
{
	if (strchr(name, '/') || g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml"))
		return g_strdup(name);
	g_autofree char *directory = library_scenario_directory();
	g_autofree char *file = g_strconcat(name, ".yaml", NULL);

	return g_build_filename(directory, file, NULL);
}

static struct scenario *load_scenario(const struct explorer_options *o, struct messages *list)
{
	if (!o->scenario)
		return scenario_new(NULL, NULL);
	g_autofree char *file = open_scenario_file(o->scenario);

	return scenario_load(file, list);
}

static void add_options(const struct explorer_options *o, const struct market *m,
			struct scenario *s)
{
	if (!s->market)
		s->market = g_strdup(m->id);
	if (o->preset) {
		for (guint i = 0; i < o->preset->adjusts->len; i++)
			scenario_set(s, adjust_copy(o->preset->adjusts->pdata[i]));
		if (o->preset->has_fill) {
			s->has_fill = o->preset->fill != m->fill;
			s->fill = o->preset->fill;
		}
	}
	if (o->fill >= 0) {
		s->has_fill = (enum fill)o->fill != m->fill;
		s->fill = o->fill;
	}
}

struct model *open_model(const struct explorer_options *o, const char *what,
			 struct messages *list)
{
	struct scenario *s = load_scenario(o, list);
	struct model *model = NULL;
	g_autoptr(GError) error = NULL;

	if (!s)
		return NULL;
	if (!what)
		what = s->market;
	struct market *m = library_find(what, o->edition, list);

	if (!m)
		goto done;
	add_options(o, m, s);
	if (!scenario_check(s, m, list)) {
		market_free(m);
		goto done;
	}
	model = model_new(m, s, o->hold, &error);
	if (!model)
		messages_add(list, SEVERITY_ERROR, s->file ? s->file : "scenario", 0, 0, "%s",
			     error->message);
done:
	scenario_free(s);
	return model;
}
