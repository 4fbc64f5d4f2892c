/* Scenarios by name, and the parents they are based on. */
#include "config.h"

#include "scenario/find.h"

#include <string.h>

#include "market/library.h"

enum { MOST_PARENTS = 32 };

static char *existing(char *path)
{
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return path;
	g_free(path);
	return NULL;
}

char *scenario_locate(const char *what, const char *beside)
{
	g_autofree char *file = g_strconcat(what, ".yaml", NULL);
	g_autofree char *directory = NULL;
	char *found;

	if (g_file_test(what, G_FILE_TEST_EXISTS) && !g_file_test(what, G_FILE_TEST_IS_DIR))
		return g_strdup(what);
	if (strchr(what, '/') || !*what)
		return NULL;
	if (beside) {
		g_autofree char *there = g_path_get_dirname(beside);

		found = existing(g_build_filename(there, file, NULL));
		if (found)
			return found;
	}
	directory = library_scenario_directory();
	return directory ? existing(g_build_filename(directory, file, NULL)) : NULL;
}

static struct scenario *find_beside(const char *what, const char *beside, struct messages *list)
{
	g_autofree char *file = scenario_locate(what, beside);
	g_autofree char *directory = NULL;

	if (file)
		return scenario_load(file, list);
	directory = library_scenario_directory();
	messages_add(list, SEVERITY_ERROR, what, 0, 0,
		     "no such scenario; looked for a file of that name and for %s.yaml in %s", what,
		     directory ? directory : "the user's data directory");
	return NULL;
}

struct scenario *scenario_find(const char *what, struct messages *list)
{
	return find_beside(what, NULL, list);
}

void scenario_overlay(struct scenario *s, const struct scenario *above)
{
	for (guint i = 0; i < above->adjusts->len; i++)
		scenario_set(s, adjust_copy(above->adjusts->pdata[i]));
	if (above->has_fill) {
		s->has_fill = true;
		s->fill = above->fill;
	}
	if (period_is_set(above->horizon))
		s->horizon = above->horizon;
	if (above->has_after) {
		s->has_after = true;
		s->after = above->after;
	}
	if (above->has_simulate) {
		s->has_simulate = true;
		s->simulate = above->simulate;
	}
}

/* The chain from s up to the scenario that is based on none; false with a message. */
static bool read_parents(const struct scenario *s, GPtrArray *chain, struct messages *list)
{
	for (const struct scenario *child = s; child->based_on;) {
		struct scenario *parent;

		if (chain->len == MOST_PARENTS) {
			messages_add(list, SEVERITY_ERROR, s->file ? s->file : s->id, 0, 0,
				     "based_on leads through more than %d scenarios, or in a circle",
				     MOST_PARENTS);
			return false;
		}
		parent = find_beside(child->based_on, child->file, list);
		if (!parent)
			return false;
		g_ptr_array_add(chain, parent);
		if (s->market && parent->market && strcmp(s->market, parent->market) != 0) {
			messages_add(list, SEVERITY_ERROR, parent->file, 0, 0,
				     "this scenario of %s cannot be the base of one of %s",
				     parent->market, s->market);
			return false;
		}
		child = parent;
	}
	return true;
}

struct scenario *scenario_resolve(const struct scenario *s, struct messages *list)
{
	GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free);
	struct scenario *whole = NULL;

	if (read_parents(s, chain, list)) {
		whole = scenario_copy(s);
		g_ptr_array_set_size(whole->adjusts, 0);
		for (guint i = chain->len; i > 0; i--)
			scenario_overlay(whole, chain->pdata[i - 1]);
		scenario_overlay(whole, s);
	}
	g_ptr_array_free(chain, TRUE);
	return whole;
}
