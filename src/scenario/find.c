/* Scenarios by name, and the parents they are based on. */
#include "config.h"

#include "scenario/find.h"

#include <stdlib.h>
#include <string.h>

#include "market/library.h"
#include "scenario/directory.h"
#include "scenario/journal.h"

enum { MOST_PARENTS = 32 };

static bool is_file(const char *path)
{
	return g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* NAME or NAME.yaml in directory; an id may also stand in a file of another name. */
static char *in_directory(const char *directory, const char *what)
{
	g_autofree char *file = g_strconcat(what, ".yaml", NULL);
	const char *const names[] = {what, file};

	for (int i = 0; i < 2; i++) {
		g_autofree char *path = g_build_filename(directory, names[i], NULL);

		if (is_file(path))
			return g_steal_pointer(&path);
	}
	return scenario_id_ok(what) ? directory_find_id(directory, what) : NULL;
}

char *scenario_locate(const char *what, const char *beside)
{
	g_autofree char *directory = NULL;

	if (!*what)
		return NULL;
	if (beside && !g_path_is_absolute(what)) {
		g_autofree char *there = g_path_get_dirname(beside);
		char *found = in_directory(there, what);

		if (found)
			return found;
	}
	if (is_file(what))
		return g_strdup(what);
	directory = library_scenario_directory();
	return directory && !strchr(what, '/') ? in_directory(directory, what) : NULL;
}

char *scenario_expected_file(const char *what)
{
	g_autofree char *directory = library_scenario_directory();
	g_autofree char *name = g_strconcat(what, ".yaml", NULL);

	if (!directory || strchr(what, '/') || g_str_has_suffix(what, ".yaml")
	    || g_str_has_suffix(what, ".yml"))
		return g_strdup(what);
	return g_build_filename(directory, name, NULL);
}

/* Its edits may be kept although the file is gone.  New string, "" if they are not. */
static char *tell_journal(const char *what)
{
	g_autofree char *file = scenario_expected_file(what), *journals = journal_directory();
	struct journal_entry *e = journals ? journal_find_file(journals, file) : NULL;
	g_autofree char *found = e ? journal_describe(e) : NULL;

	journal_entry_free(e);
	return found ? g_strdup_printf("; a journal has %s: 'tamarack -s %s' offers them", found, what)
		     : g_strdup("");
}

static struct scenario *find_beside(const char *what, const char *beside, struct messages *list)
{
	g_autofree char *file = scenario_locate(what, beside);
	g_autofree char *directory = NULL, *journal = NULL;

	if (file)
		return scenario_load(file, list);
	directory = library_scenario_directory();
	journal = tell_journal(what);
	if (strchr(what, '/'))
		messages_add(list, SEVERITY_ERROR, NULL, 0, 0, "no scenario '%s': no such file%s",
			     what, journal);
	else
		messages_add(list, SEVERITY_ERROR, NULL, 0, 0, "no scenario '%s'; looked for a file of "
			     "that name and for %s.yaml in %s%s", what, what,
			     directory ? directory : "the user's data directory", journal);
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

static char *real(const char *file)
{
	char *path = file ? realpath(file, NULL) : NULL;
	char *copy = g_strdup(path);

	free(path);
	return copy;
}

/* Whether file is that of s or of one between; says how the circle goes. */
static bool goes_round(const struct scenario *s, const GPtrArray *chain, const char *file,
		       struct messages *list)
{
	g_autoptr(GString) way = g_string_new(s->id ? s->id : "this scenario");
	g_autofree char *there = real(file);
	bool round = false;

	for (guint i = 0; i <= chain->len; i++) {
		const struct scenario *one = i ? chain->pdata[i - 1] : s;
		g_autofree char *path = real(one->file);

		if (i)
			g_string_append_printf(way, ", %s", one->id ? one->id : one->file);
		round = round || (path && there && !strcmp(path, there));
	}
	if (round || chain->len == MOST_PARENTS)
		messages_add(list, SEVERITY_ERROR, s->file ? s->file : s->id, 0, 0,
			     "based_on goes round or is too long: %s, and so on", way->str);
	return round || chain->len == MOST_PARENTS;
}

/* The chain from s up to the scenario that is based on none; false with a message. */
static bool read_parents(const struct scenario *s, GPtrArray *chain, struct messages *list)
{
	for (const struct scenario *child = s; child->based_on;) {
		struct scenario *parent = find_beside(child->based_on, child->file, list);

		if (!parent)
			return false;
		if (goes_round(s, chain, parent->file, list)) {
			scenario_free(parent);
			return false;
		}
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

/* Lines of a parent mean nothing in a message about its child. */
static void forget_places(struct scenario *s)
{
	for (guint i = 0; i < s->adjusts->len; i++)
		adjust_forget_place(s->adjusts->pdata[i]);
}

/* A lock that was taken back is none. */
static void drop_lifted(struct scenario *s)
{
	for (guint i = s->adjusts->len; i-- > 0;) {
		const struct adjust *a = s->adjusts->pdata[i];

		if (a->kind == ADJUST_LOCK && a->value == 0)
			g_ptr_array_remove_index(s->adjusts, i);
	}
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
		forget_places(whole);
		scenario_overlay(whole, s);
		drop_lifted(whole);
	}
	g_ptr_array_free(chain, TRUE);
	return whole;
}

struct scenario *scenario_whole(struct scenario *own, const struct market *m, struct messages *list)
{
	struct scenario *whole = own ? scenario_resolve(own, list) : NULL;

	if (whole && !scenario_check(whole, m, list))
		g_clear_pointer(&whole, scenario_free);
	scenario_free(own);
	return whole;
}
