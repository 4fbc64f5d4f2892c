#include "config.h"

#include "market/library.h"

#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "market/reader.h"

struct library {
	GPtrArray *entries;	/* struct library_entry * */
};

/* -- Directories */

/* $variable if it is absolute (a relative one is to be ignored), else fallback in the home. */
static char *user_directory(const char *variable, const char *fallback, const char *sub)
{
	const char *value = g_getenv(variable), *home = g_get_home_dir();

	if (value && g_path_is_absolute(value))
		return g_build_filename(value, "tamarack", sub, NULL);
	return g_build_filename(home && g_path_is_absolute(home) ? home : "/", fallback,
				"tamarack", sub, NULL);
}

char *library_scenario_directory(void)
{
	return user_directory("XDG_DATA_HOME", ".local/share", "scenarios");
}

char *library_state_directory(void)
{
	return user_directory("XDG_STATE_HOME", ".local/state", NULL);
}

char *library_config_directory(void)
{
	return user_directory("XDG_CONFIG_HOME", ".config", NULL);
}

char *library_installed_directory(void)
{
	const char *moved = g_getenv("TAMARACK_DATADIR");

	return g_build_filename(moved && g_path_is_absolute(moved) ? moved : PKGDATADIR, "markets",
				NULL);
}

/* The library's directories in order; those that do not exist are among them. */
static GPtrArray *directories(void)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	const char *path = g_getenv("TAMARACK_PATH");
	g_auto(GStrv) parts = g_strsplit(path ? path : "", ":", -1);

	for (int i = 0; parts[i]; i++)
		if (*parts[i])
			g_ptr_array_add(all, g_strdup(parts[i]));
	g_ptr_array_add(all, user_directory("XDG_DATA_HOME", ".local/share", "markets"));
	g_ptr_array_add(all, library_installed_directory());
	return all;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Appends the files *.yaml of a directory, sorted. */
static void add_files(GPtrArray *files, const char *directory)
{
	GDir *dir = g_dir_open(directory, 0, NULL);
	guint first = files->len;
	const char *name;

	if (!dir)
		return;
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *file = NULL;

		if (*name == '.' || !g_str_has_suffix(name, ".yaml"))
			continue;
		file = g_build_filename(directory, name, NULL);
		if (!g_file_test(file, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(files, g_steal_pointer(&file));
	}
	g_dir_close(dir);
	if (files->len > first)
		qsort(files->pdata + first, files->len - first, sizeof *files->pdata, by_name);
}

/* The files of the library's directories, each directory once. */
static GPtrArray *library_files(void)
{
	g_autoptr(GPtrArray) all = directories();
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < all->len; i++) {
		const char *directory = g_ptr_array_index(all, i);
		struct stat st;

		if (stat(directory, &st) != 0)
			continue;
		if (g_hash_table_add(seen, g_strdup_printf("%ju:%ju", (uintmax_t)st.st_dev,
							   (uintmax_t)st.st_ino)))
			add_files(files, directory);
	}
	return files;
}

/* -- What a file is, without loading all of it */

struct identity { char *id, *edition; bool scenario; };

static void identity_done(struct identity *who)
{
	g_free(who->id);
	g_free(who->edition);
}

static void take_text(struct reader *r, char **field)
{
	if (reader_next(r)->type == ITEM_SCALAR && !*field)
		*field = g_strdup(reader_item(r)->text);
	reader_skip(r);
}

/* Looks at the keys of the root until the id and, if it is wanted, the edition are known. */
static void identify(const char *file, bool edition, struct identity *who)
{
	struct messages *list = messages_new();
	struct reader *r = reader_open(file, list);

	if (reader_next(r)->type == ITEM_MAP) {
		while (!(who->id && (who->edition || !edition)) && reader_next(r)->type == ITEM_SCALAR) {
			const char *key = reader_item(r)->text;

			if (strcmp(key, "id") == 0) {
				take_text(r, &who->id);
			} else if (strcmp(key, "edition") == 0) {
				take_text(r, &who->edition);
			} else {
				who->scenario = who->scenario || strcmp(key, "scenario") == 0;
				reader_next(r);
				reader_skip(r);
			}
		}
	}
	reader_free(r);
	messages_free(list);
}

static bool is_regular(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 && S_ISREG(st.st_mode);
}

/* -- The library */

static void entry_free(void *data)
{
	struct library_entry *e = data;

	g_free(e->file);
	g_free(e->id);
	g_free(e->edition);
	g_free(e->title);
	g_free(e->publisher);
	messages_free(e->messages);
	g_free(e);
}

static void describe(struct library_entry *e, const struct market *m)
{
	e->id = g_strdup(m->id);
	e->edition = g_strdup(m->edition);
	e->title = g_strdup(m->title);
	e->publisher = g_strdup(m->sources[m->source].publisher);
	e->base = m->period.base;
	e->to = m->period.to;
}

/* NULL if the file is no market but a scenario.  *m: the market, for the caller to free, or NULL. */
static struct library_entry *entry_new(const char *file, struct market **m)
{
	struct library_entry *e = g_new0(struct library_entry, 1);
	struct identity who = {0};

	*m = NULL;
	e->file = g_strdup(file);
	e->messages = messages_new();
	if (!g_file_test(file, G_FILE_TEST_EXISTS) || is_regular(file)) {
		*m = market_load(file, e->messages);
		if (!*m)
			identify(file, true, &who);
	} else {
		messages_add(e->messages, SEVERITY_ERROR, file, 0, 0, "is no regular file");
	}
	if (*m)
		describe(e, *m);
	if (who.scenario)
		g_clear_pointer(&e, entry_free);
	identity_done(&who);
	return e;
}

static char *full_id(const char *id, const char *edition)
{
	return g_strdup_printf("%s edition %s", id, edition ? edition : "(none)");
}

/* first: full id -> the entry that has it. */
static void mark_double(struct library_entry *e, GHashTable *first)
{
	g_autofree char *name = e->id ? full_id(e->id, e->edition) : NULL;
	const struct library_entry *other = name ? g_hash_table_lookup(first, name) : NULL;

	if (other) {
		e->shadowed = true;
		messages_add(e->messages, SEVERITY_NOTE, e->file, 0, 0,
			     "%s is also in %s, which is used", name, other->file);
	} else if (name) {
		g_hash_table_insert(first, g_steal_pointer(&name), e);
	}
}

/* Takes files. */
static struct library *library_new(GPtrArray *files, library_visitor *visit, void *data)
{
	g_autoptr(GHashTable) first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct library *lib = g_new0(struct library, 1);

	lib->entries = g_ptr_array_new_with_free_func(entry_free);
	for (guint i = 0; i < files->len; i++) {
		struct market *m;
		struct library_entry *e = entry_new(g_ptr_array_index(files, i), &m);

		if (e) {
			mark_double(e, first);
			g_ptr_array_add(lib->entries, e);
		}
		if (e && visit)
			visit(data, e, m);
		market_free(m);
	}
	g_ptr_array_unref(files);
	return lib;
}

static GPtrArray *directory_files(const char *directory)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	add_files(files, directory);
	return files;
}

struct library *library_open(void)
{
	return library_new(library_files(), NULL, NULL);
}

struct library *library_open_directory(const char *directory)
{
	return library_new(directory_files(directory), NULL, NULL);
}

int library_visit(const char *directory, library_visitor *visit, void *data)
{
	struct library *lib = library_new(directory ? directory_files(directory) : library_files(),
					  visit, data);
	int n = library_count(lib);

	library_free(lib);
	return n;
}

void library_free(struct library *lib)
{
	if (!lib)
		return;
	g_ptr_array_unref(lib->entries);
	g_free(lib);
}

static bool has_text(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp(list->pdata[i], text) == 0)
			return true;
	return false;
}

GPtrArray *library_ids(void)
{
	g_autoptr(GPtrArray) files = library_files();
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < files->len; i++) {
		struct identity who = {0};

		if (is_regular(files->pdata[i]))
			identify(files->pdata[i], false, &who);
		if (who.id && !who.scenario && !has_text(ids, who.id))
			g_ptr_array_add(ids, g_steal_pointer(&who.id));
		identity_done(&who);
	}
	return ids;
}

int library_count(const struct library *lib)
{
	return lib->entries->len;
}

const struct library_entry *library_get(const struct library *lib, int i)
{
	return g_ptr_array_index(lib->entries, i);
}

/* -- One market by its name */

static void say_where(struct messages *list, const char *what, const char *edition,
		      GPtrArray *ids)
{
	g_autoptr(GPtrArray) all = directories();
	g_autofree char *places = NULL;
	const char *near = text_suggest(what, (const char *const *)ids->pdata, ids->len);

	g_ptr_array_add(all, NULL);
	places = g_strjoinv(", ", (char **)all->pdata);
	if (near && strcmp(near, what) != 0)
		messages_add(list, SEVERITY_ERROR, NULL, 0, 0,
			     "unknown market '%s', did you mean '%s'?", what, near);
	else if (edition)
		messages_add(list, SEVERITY_ERROR, NULL, 0, 0,
			     "no market '%s' of edition %s in %s", what, edition, places);
	else
		messages_add(list, SEVERITY_ERROR, NULL, 0, 0, "no market '%s' in %s, and no such file",
			     what, places);
}

/* The file of an id: the first of its newest edition, or of the edition asked for. */
static char *find_file(const char *id, const char *edition, struct messages *list)
{
	g_autoptr(GPtrArray) files = library_files();
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *newest = NULL;
	const char *found = NULL;

	for (guint i = 0; i < files->len; i++) {
		const char *file = g_ptr_array_index(files, i);
		struct identity who = {0};

		if (is_regular(file))
			identify(file, true, &who);
		if (g_strcmp0(who.id, id) == 0 && !who.scenario &&
		    (!edition || g_strcmp0(who.edition, edition) == 0) &&
		    (!found || g_strcmp0(who.edition, newest) > 0)) {
			found = file;
			g_free(newest);
			newest = g_steal_pointer(&who.edition);
		}
		if (who.id)
			g_ptr_array_add(ids, g_steal_pointer(&who.id));
		identity_done(&who);
	}
	if (!found)
		say_where(list, id, edition, ids);
	return g_strdup(found);
}

static bool is_file_name(const char *what)
{
	return strcmp(what, "-") == 0 || strchr(what, '/') || g_str_has_suffix(what, ".yaml") ||
	       g_str_has_suffix(what, ".yml") ||
	       (g_file_test(what, G_FILE_TEST_EXISTS) && !g_file_test(what, G_FILE_TEST_IS_DIR));
}

static struct market *load_edition(const char *file, const char *edition, struct messages *list,
				   bool (*step)(void *data, size_t done, size_t total),
				   void *data)
{
	struct market *m = market_load_watched(file, list, step, data);

	if (!m || !edition || g_strcmp0(m->edition, edition) == 0)
		return m;
	messages_add(list, SEVERITY_ERROR, file, 0, 0, "holds edition %s, not %s",
		     m->edition ? m->edition : "(none)", edition);
	market_free(m);
	return NULL;
}

struct market *library_find(const char *what, const char *edition, struct messages *list)
{
	return library_find_watched(what, edition, list, NULL, NULL);
}

struct market *library_find_watched(const char *what, const char *edition, struct messages *list,
				    bool (*step)(void *data, size_t done, size_t total),
				    void *data)
{
	g_autofree char *file = NULL;

	if (is_file_name(what))
		return load_edition(what, edition, list, step, data);
	file = find_file(what, edition, list);
	return file ? load_edition(file, edition, list, step, data) : NULL;
}
