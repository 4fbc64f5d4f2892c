#include "config.h"

#include "tui/past.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES_MOST = 1000, LINES_KEPT = 500, BYTES_MOST = 1 << 20 };

struct past {
	const char *file;
	bool read;
	GHashTable *answers;	/* name -> GPtrArray of char * */
};

static void list_free(void *list)
{
	g_ptr_array_unref(list);
}

struct past *past_new(const char *file)
{
	struct past *p = g_new0(struct past, 1);

	p->file = file;
	p->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, list_free);
	return p;
}

void past_free(struct past *p)
{
	if (!p)
		return;
	g_hash_table_destroy(p->answers);
	g_free(p);
}

static GPtrArray *list_of(struct past *p, const char *name)
{
	GPtrArray *list = g_hash_table_lookup(p->answers, name);

	if (!list) {
		list = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(p->answers, g_strdup(name), list);
	}
	return list;
}

static bool is_kept(const char *text)
{
	if (*text == '\0' || !g_utf8_validate(text, -1, NULL))
		return false;
	for (; *text; text = g_utf8_next_char(text))
		if (g_unichar_iscntrl(g_utf8_get_char(text)))
			return false;
	return true;
}

static void put_last(GPtrArray *list, const char *text)
{
	guint at;

	if (g_ptr_array_find_with_equal_func(list, text, g_str_equal, &at))
		g_ptr_array_remove_index(list, at);
	g_ptr_array_add(list, g_strdup(text));
}

/* ------------------------------------------------ the file */

static char *read_whole(const char *file)
{
	struct stat st;
	char *text = NULL;

	if (stat(file, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > BYTES_MOST ||
	    !g_file_get_contents(file, &text, NULL, NULL))
		return NULL;
	return text;
}

/* Of many lines the last ones. */
static void shorten(const char *file, char **lines, guint n)
{
	g_autofree char *text = g_strjoinv("\n", lines + (n - LINES_KEPT));

	g_file_set_contents_full(file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

static void read_file(struct past *p)
{
	g_autofree char *text = p->read || !p->file ? NULL : read_whole(p->file);
	g_auto(GStrv) lines = text ? g_strsplit(text, "\n", -1) : NULL;
	guint n = lines ? g_strv_length(lines) : 0;

	p->read = true;
	if (n > LINES_MOST)
		shorten(p->file, lines, n);
	for (guint i = 0; i < n; i++) {
		char *tab = strchr(lines[i], '\t');

		if (!tab)
			continue;
		*tab = '\0';
		if (is_kept(tab + 1))
			put_last(list_of(p, lines[i]), tab + 1);
	}
}

/* One write, so that lines of other runs stay whole. */
static void append(const char *file, const char *name, const char *text)
{
	g_autofree char *line = g_strdup_printf("%s\t%s\n", name, text);
	g_autofree char *directory = g_path_get_dirname(file);
	int fd;

	if (g_mkdir_with_parents(directory, 0700) != 0)
		return;
	fd = open(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	(void)!write(fd, line, strlen(line));
	close(fd);
}

/* ------------------------------------------------ answers */

GPtrArray *past_answers(struct past *p, const char *name)
{
	if (!name)
		return NULL;
	read_file(p);
	return list_of(p, name);
}

void past_add(struct past *p, const char *name, const char *text)
{
	if (!name || !is_kept(text))
		return;
	put_last(past_answers(p, name), text);
	if (p->file)
		append(p->file, name, text);
}
