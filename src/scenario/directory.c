#include "config.h"

#include "scenario/directory.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "market/library.h"
#include "scenario/comments.h"
#include "scenario/save.h"

#define TRASH ".deleted-"
enum { TRASH_NUMBER = 9 };	/* characters of a number and its sign behind that */

static bool fail(GError **error, const char *file, int number)
{
	g_set_error(error, SCENARIO_ERROR, SCENARIO_ERROR_FILE, "%s: %s", file,
		    g_strerror(number));
	return false;
}

void directory_entry_free(void *p)
{
	struct directory_entry *e = p;

	g_free(e->file);
	g_free(e->id);
	g_free(e->title);
	g_free(e->market);
	g_free(e->based_on);
	g_free(e->problem);
	g_free(e);
}

static struct directory_entry *look_at(const char *file)
{
	struct directory_entry *e = g_new0(struct directory_entry, 1);
	struct messages *list = messages_new();
	struct stamp stamp;
	struct scenario *s = scenario_load_stamped(file, &stamp, list);

	e->file = g_strdup(file);
	e->changed = stamp.mtime.tv_sec;
	if (s) {
		e->id = g_steal_pointer(&s->id);
		e->title = g_steal_pointer(&s->title);
		e->market = g_steal_pointer(&s->market);
		e->based_on = g_steal_pointer(&s->based_on);
		e->n_adjusts = (int)s->adjusts->len;
	} else {
		e->problem = message_format(messages_get(list, 0));
	}
	scenario_free(s);
	messages_free(list);
	return e;
}

static int by_file(const void *a, const void *b)
{
	const struct directory_entry *x = *(const struct directory_entry *const *)a;
	const struct directory_entry *y = *(const struct directory_entry *const *)b;

	return strcmp(x->file, y->file);
}

GPtrArray *directory_list(const char *directory)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(directory_entry_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(directory, name, NULL);

		if (*name != '.' && g_str_has_suffix(name, ".yaml"))
			g_ptr_array_add(list, look_at(file));
	}
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(list, by_file);
	return list;
}

/* Market files may lie beside; only those that mention the id are read. */
static bool may_be(const char *file, const char *id)
{
	struct stamp stamp;
	size_t n;
	g_autofree char *bytes = stamp_read(file, &stamp, &n, NULL);

	return bytes && g_strstr_len(bytes, (gssize)n, "scenario:")
		&& g_strstr_len(bytes, (gssize)n, id);
}

char *directory_find_id(const char *directory, const char *id)
{
	GDir *dir = g_dir_open(directory, 0, NULL);
	char *found = NULL;
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(directory, name, NULL);
		struct directory_entry *e;

		if (*name == '.' || !g_str_has_suffix(name, ".yaml") || !may_be(file, id))
			continue;
		e = look_at(file);
		if (!g_strcmp0(e->id, id) && (!found || strcmp(file, found) < 0)) {
			g_free(found);
			found = g_steal_pointer(&file);
		}
		directory_entry_free(e);
	}
	if (dir)
		g_dir_close(dir);
	return found;
}

static bool check_id(const char *id, GError **error)
{
	if (scenario_id_ok(id))
		return true;
	g_set_error(error, SCENARIO_ERROR, SCENARIO_ERROR_USAGE, "'%s' is no id; use a to z, 0 to "
		    "9 and '-'", id);
	return false;
}

char *directory_file_for(const char *id, GError **error)
{
	g_autofree char *directory = library_scenario_directory();
	g_autofree char *name = g_strconcat(id, ".yaml", NULL);

	if (!check_id(id, error))
		return NULL;
	if (g_mkdir_with_parents(directory, 0755)) {
		fail(error, directory, errno);
		return NULL;
	}
	return g_build_filename(directory, name, NULL);
}

/* A file's scenario and bytes; false with its first message. */
static struct scenario *open_file(const char *file, struct stamp *stamp, char **bytes,
				  size_t *n, GError **error)
{
	struct messages *list = messages_new();
	struct scenario *s = NULL;

	*bytes = stamp_read(file, stamp, n, error);
	if (*bytes)
		s = scenario_load_bytes(file, *bytes, *n, list);
	if (*bytes && !s) {
		g_autofree char *why = message_format(messages_get(list, 0));

		g_set_error(error, SCENARIO_ERROR, SCENARIO_ERROR_FILE, "%s", why);
		g_clear_pointer(bytes, g_free);
	}
	messages_free(list);
	return s;
}

bool directory_duplicate(const char *file, const char *id, char **made, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(file);
	g_autofree char *name = g_strconcat(id, ".yaml", NULL);
	g_autofree char *target = g_build_filename(directory, name, NULL);
	g_autofree char *bytes = NULL, *text = NULL, *merged = NULL;
	struct stamp stamp;
	struct scenario *s;
	size_t n;
	int lost;
	bool ok;

	if (!check_id(id, error))
		return false;
	s = open_file(file, &stamp, &bytes, &n, error);
	if (!s)
		return false;
	g_free(s->id);
	s->id = g_strdup(id);
	text = scenario_format(s);
	merged = comments_merge(bytes, n, text, &lost);
	scenario_free(s);
	stamp = (struct stamp){.exists = false};
	ok = save_file(target, merged, strlen(merged), &stamp, 0, error);
	if (made && stamp.exists)
		*made = g_steal_pointer(&target);
	return ok;
}

/* One file's based_on from old to id. */
static bool follow(const char *file, const char *id, GError **error)
{
	g_autofree char *bytes = NULL;
	struct stamp stamp;
	struct scenario *s;
	size_t n;
	bool ok;

	s = open_file(file, &stamp, &bytes, &n, error);
	if (!s)
		return false;
	g_free(s->based_on);
	s->based_on = g_strdup(id);
	ok = scenario_save(s, file, &stamp, 0, error);
	scenario_free(s);
	return ok;
}

bool directory_rename(const char *file, const char *id, char **made, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(file);
	struct directory_entry *old = look_at(file);
	g_autoptr(GPtrArray) all = NULL;
	bool ok = directory_duplicate(file, id, made, error);

	if (ok && unlink(file))
		ok = fail(error, file, errno);
	all = directory_list(directory);
	for (guint i = 0; ok && old->id && i < all->len; i++) {
		const struct directory_entry *e = all->pdata[i];

		if (!g_strcmp0(e->based_on, old->id))
			ok = follow(e->file, id, error);
	}
	directory_entry_free(old);
	return ok;
}

/* Gives from the new name, which must be free. */
static bool move(const char *from, const char *to, GError **error)
{
	struct stat st;

	if (!lstat(to, &st))
		return fail(error, to, EEXIST);
	if (rename(from, to))
		return fail(error, from, errno);
	return true;
}

char *directory_delete(const char *file, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(file), *name = g_path_get_basename(file);
	g_autofree char *hidden = g_strdup_printf(TRASH "%08x-%s", g_random_int(), name);
	g_autofree char *trash = g_build_filename(directory, hidden, NULL);

	return move(file, trash, error) ? g_steal_pointer(&trash) : NULL;
}

struct hidden { char *path; struct timespec when; };

static int by_time(const void *a, const void *b)
{
	const struct timespec *x = &((const struct hidden *)a)->when;
	const struct timespec *y = &((const struct hidden *)b)->when;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? -1 : 1;
	return x->tv_nsec < y->tv_nsec ? -1 : x->tv_nsec > y->tv_nsec;
}

GPtrArray *directory_deleted(const char *directory)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct hidden));
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		struct hidden one = {.path = g_build_filename(directory, name, NULL)};
		struct stat st;

		if (g_str_has_prefix(name, TRASH) && strlen(name) > strlen(TRASH) + TRASH_NUMBER
		    && lstat(one.path, &st) == 0) {
			/* When it was given that name. */
			one.when = st.st_ctim;
			g_array_append_val(found, one);
		} else {
			g_free(one.path);
		}
	}
	if (dir)
		g_dir_close(dir);
	g_array_sort(found, by_time);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(list, g_array_index(found, struct hidden, i).path);
	return list;
}

char *directory_original(const char *trash)
{
	g_autofree char *directory = g_path_get_dirname(trash), *name = g_path_get_basename(trash);

	return g_build_filename(directory, name + strlen(TRASH) + TRASH_NUMBER, NULL);
}

bool directory_restore(const char *trash, const char *file, GError **error)
{
	return move(trash, file, error);
}
