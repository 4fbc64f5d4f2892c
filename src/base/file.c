#include "config.h"

#include "base/file.h"

#include <glib.h>

struct file_mark file_mark_of(const struct stat *st)
{
	return (struct file_mark){.exists = S_ISREG(st->st_mode), .device = st->st_dev,
				  .inode = st->st_ino, .size = st->st_size, .mtime = st->st_mtim};
}

struct file_mark file_mark(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 ? file_mark_of(&st) : (struct file_mark){.exists = false};
}

bool file_mark_equal(const struct file_mark *a, const struct file_mark *b)
{
	return a->exists == b->exists
	       && (!a->exists || (a->device == b->device && a->inode == b->inode
				  && a->size == b->size && a->mtime.tv_sec == b->mtime.tv_sec
				  && a->mtime.tv_nsec == b->mtime.tv_nsec));
}

static GMutex inputs_lock;
static GHashTable *inputs;	/* name -> whether it is a market */

void file_input(const char *file, bool market)
{
	g_mutex_lock(&inputs_lock);
	if (!inputs)
		inputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	market |= g_hash_table_lookup(inputs, file) != NULL;
	g_hash_table_insert(inputs, g_strdup(file), GINT_TO_POINTER(market));
	g_mutex_unlock(&inputs_lock);
}

/* By what the names lead to now: an editor may have put another file in the place of
 * one. */
static bool is_input(const char *file, bool markets_only)
{
	struct stat st, input;
	GHashTableIter iter;
	gpointer name, market;
	bool found = false;

	if (stat(file, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	g_mutex_lock(&inputs_lock);
	if (inputs)
		g_hash_table_iter_init(&iter, inputs);
	while (inputs && !found && g_hash_table_iter_next(&iter, &name, &market))
		found = (market || !markets_only) && stat(name, &input) == 0 &&
			input.st_dev == st.st_dev && input.st_ino == st.st_ino;
	g_mutex_unlock(&inputs_lock);
	return found;
}

bool file_is_input(const char *file)
{
	return is_input(file, false);
}

bool file_is_market(const char *file)
{
	return is_input(file, true);
}
