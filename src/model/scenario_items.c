#include "config.h"

#include "model/scenario_items.h"

#include <math.h>
#include <string.h>

#include "market/library.h"
#include "report/compare.h"
#include "scenario/find.h"

static void item_free(gpointer data)
{
	struct scenario_item *item = data;

	g_free(item->file);
	g_free(item->id);
	g_free(item->name);
	g_free(item->notes);
	g_free(item->trouble);
	forecast_free(item->forecast);
	g_free(item);
}

static void measure(struct scenario_item *item, const struct model *m, const struct forecast *f)
{
	enum status status;

	item->end = forecast_level(f, 0, f->end);
	item->rate = m->column_from < 0 ? NAN
		     : forecast_rate(f, 0, m->column_from, m->column_to, &status);
}

static void note(GString *out, const char *before, const char *text)
{
	if (!text || !*text)
		return;
	g_string_append_printf(out, "%s%s%s", out->len ? ", " : "", before, text);
}

/* "shown, unsaved edits, upon no-restraints, made against 2025-07: Asia-Pacific pulls ahead" */
static char *notes_of(const struct scenario_item *item, const struct model *m,
		      const struct scenario *s)
{
	GString *out = g_string_new(NULL);
	const char *edition = m->market->edition;

	note(out, "", item->present ? "shown" : item->aside >= 0 ? "open" : NULL);
	note(out, "", item->modified ? "unsaved edits" : NULL);
	note(out, "upon ", s->based_on);
	note(out, "made against ", g_strcmp0(s->on, edition) != 0 ? s->on : NULL);
	if (s->title && *s->title)
		g_string_append_printf(out, "%s%s", out->len ? ": " : "", s->title);
	return g_string_free(out, FALSE);
}

static void tell_trouble(struct scenario_item *item, const struct messages *list)
{
	/* A note about the edition stands before what is wrong further down. */
	const struct message *why = messages_first_error(list);

	item->trouble = g_strdup(why ? why->text : "cannot be read");
	item->line = why ? why->line : 0;
}

/* What s makes of the market, or why it does not. */
static void run(struct scenario_item *item, const struct model *m, const struct scenario *s,
		struct messages *list)
{
	struct scenario *whole = scenario_resolve(s, list);
	g_autoptr(GError) error = NULL;

	item->edits = compare_count(whole ? whole : s, m->source);
	item->notes = notes_of(item, m, s);
	item->id = g_strdup(s->id);
	if (!whole || !scenario_check(whole, m->market, list)) {
		tell_trouble(item, list);
		scenario_free(whole);
		return;
	}
	item->forecast = forecast_run(m->market, m->measure, whole, m->ran_with, &error);
	item->trouble = error ? g_strdup(error->message) : NULL;
	if (item->forecast)
		measure(item, m, item->forecast);
	scenario_free(whole);
}

static struct scenario_item *item_new(const char *file, const char *name)
{
	struct scenario_item *item = g_new0(struct scenario_item, 1);

	item->file = g_strdup(file);
	item->name = g_strdup(name);
	item->end = item->rate = NAN;
	item->aside = -1;
	return item;
}

static bool same_file(const char *a, const char *b)
{
	g_autofree char *x = a ? g_canonicalize_filename(a, NULL) : NULL;
	g_autofree char *y = b ? g_canonicalize_filename(b, NULL) : NULL;

	return x && y && strcmp(x, y) == 0;
}

/* One that is open: aside is its number, -1 for the present one. */
static struct scenario_item *open_item(const struct model *m, int aside)
{
	const struct scenario *s = aside < 0 ? model_scenario(m) : model_aside(m, aside);
	struct scenario_item *item = item_new(s->file, s->id ? s->id : "not saved yet");
	struct messages *list = messages_new();

	item->present = aside < 0;
	item->aside = aside;
	item->modified = aside < 0 ? model_modified(m) : model_aside_modified(m, aside);
	run(item, m, s, list);
	messages_free(list);
	return item;
}

/* NULL if it is of another market. */
static struct scenario_item *read_item(const struct model *m, const char *file, const char *name)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load(file, list);
	struct scenario_item *item = NULL;

	if (!s || g_strcmp0(s->market, m->market->id) == 0)
		item = item_new(file, name);
	if (item && s)
		run(item, m, s, list);
	else if (item)
		tell_trouble(item, list);
	scenario_free(s);
	messages_free(list);
	return item;
}

/* The open one of a file: -1 the present one, -2 none. */
static int open_of(const struct model *m, const char *file)
{
	if (same_file(model_scenario(m)->file, file))
		return -1;
	for (int i = 0; i < model_n_asides(m); i++)
		if (same_file(model_aside(m, i)->file, file))
			return i;
	return -2;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *names_in(const char *directory)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *entry;

	while (dir && (entry = g_dir_read_name(dir)))
		if (entry[0] != '.' && g_str_has_suffix(entry, ".yaml"))
			g_ptr_array_add(names, g_strdup(entry));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	return names;
}

/* What a mark is kept by: one without a file has nothing but its name. */
static const char *mark_of(const struct scenario_item *item)
{
	return item->file ? item->file : item->name;
}

static void add_item(GPtrArray *items, const struct model *m, struct scenario_item *item, bool forecast)
{
	item->marked = g_hash_table_contains(m->marked, mark_of(item));
	if (!forecast)
		g_clear_pointer(&item->forecast, forecast_free);
	g_ptr_array_add(items, item);
}

static void add_saved(GPtrArray *items, const struct model *m, const char *directory, bool forecasts)
{
	g_autoptr(GPtrArray) names = names_in(directory);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = g_build_filename(directory, names->pdata[i], NULL);
		g_autofree char *name = g_strndup(names->pdata[i],
						  strlen(names->pdata[i]) - strlen(".yaml"));
		int open = open_of(m, file);
		struct scenario_item *item = open >= -1 ? open_item(m, open)
							: read_item(m, file, name);

		if (item)
			add_item(items, m, item, forecasts);
	}
}

static bool lies_in(const char *file, const char *directory)
{
	g_autofree char *whole = file ? g_canonicalize_filename(file, NULL) : NULL;
	g_autofree char *there = whole ? g_path_get_dirname(whole) : NULL;

	return there && strcmp(there, directory) == 0 && g_file_test(whole, G_FILE_TEST_EXISTS);
}

static void add_open(GPtrArray *items, const struct model *m, const char *directory, bool forecasts)
{
	for (int i = -1; i < model_n_asides(m); i++) {
		const struct scenario *s = i < 0 ? model_scenario(m) : model_aside(m, i);

		if (!lies_in(s->file, directory) && (i >= 0 || s->file || !scenario_is_empty(s)))
			add_item(items, m, open_item(m, i), forecasts);
	}
}

static void add_source(GPtrArray *items, const struct model *m)
{
	struct scenario_item *item = item_new(NULL, "source");
	const struct scenario *s = model_scenario(m);

	item->source = true;
	item->present = !s->file && scenario_is_empty(s);
	item->notes = g_strdup(item->present ? "shown: the market as published"
			       : "the market as published");
	measure(item, m, m->source);
	g_ptr_array_add(items, item);
}

GPtrArray *scenario_items(const struct model *m, bool forecasts)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(item_free);
	g_autofree char *directory = library_scenario_directory();

	add_source(items, m);
	add_open(items, m, directory, forecasts);
	add_saved(items, m, directory, forecasts);
	return items;
}

void scenario_item_mark(struct model *m, struct scenario_item *item, bool marked)
{
	item->marked = marked;
	if (marked)
		g_hash_table_add(m->marked, g_strdup(mark_of(item)));
	else
		g_hash_table_remove(m->marked, mark_of(item));
}
