#include "config.h"

#include "tui/keylog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

struct keylog {
	char *file;
	FILE *out;
	int failed; /* errno of the first failed write */
};

static const char paste_mark[] = "<Paste>", mouse_mark[] = "<Mouse>";

static bool cannot_write(const char *file, int code, GError **error)
{
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code),
		    "%s cannot be written: %s", file, g_strerror(code));
	return false;
}

struct keylog *keylog_new(const char *file, GError **error)
{
	struct keylog *log;
	FILE *out = NULL;
	int fd;

	if (file_is_input(file)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
			    "%s is read in this run and takes no log; name another file",
			    file);
		return NULL;
	}
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0)
		out = fdopen(fd, "w");
	if (!out) {
		cannot_write(file, errno, error);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	log = g_new0(struct keylog, 1);
	log->file = g_strdup(file);
	log->out = out;
	return log;
}

bool keylog_close(struct keylog *log, GError **error)
{
	bool whole = true;

	if (!log)
		return true;
	if (fclose(log->out) != 0 && !log->failed)
		log->failed = errno;
	if (log->failed)
		whole = cannot_write(log->file, log->failed, error);
	g_free(log->file);
	g_free(log);
	return whole;
}

/* Lets what was written go to the disk, and remembers the first fault. */
static void put(struct keylog *log)
{
	if (fflush(log->out) != 0 && !log->failed)
		log->failed = errno;
}

void keylog_key(struct keylog *log, int key)
{
	char buf[KEY_TEXT_MAX];

	if (!log)
		return;
	fprintf(log->out, "%s\n", key_format(key, false, buf));
	put(log);
}

void keylog_paste(struct keylog *log, const char *text)
{
	g_autofree char *escaped = NULL;

	if (!log)
		return;
	escaped = g_strescape(text, NULL);
	fprintf(log->out, "%s%s\n", paste_mark, escaped);
	put(log);
}

void keylog_mouse(struct keylog *log, int row, int column, int wheel)
{
	if (!log)
		return;
	fprintf(log->out, "%s%d %d %d\n", mouse_mark, row, column, wheel);
	put(log);
}

static bool type_keys(struct app *app, const char *keys)
{
	while (*keys && !app_is_done(app)) {
		int key;
		size_t length = key_parse(keys, &key);

		if (length == 0)
			return false;
		app_key(app, key);
		app_settle(app);
		keys += length;
	}
	return true;
}

static bool replay_line(struct app *app, const char *line)
{
	int row, column, wheel;

	if (g_str_has_prefix(line, "# "))
		return true;
	if (g_str_has_prefix(line, paste_mark)) {
		g_autofree char *text = g_strcompress(line + strlen(paste_mark));

		if (!g_utf8_validate(text, -1, NULL))
			return false;
		app_paste(app, text);
		return true;
	}
	if (g_str_has_prefix(line, mouse_mark)) {
		if (sscanf(line + strlen(mouse_mark), "%d %d %d", &row, &column, &wheel) != 3)
			return false;
		app_mouse(app, row, column, wheel);
		return true;
	}
	return type_keys(app, line);
}

bool keylog_replay(const char *file, struct app *app, GError **error)
{
	g_autofree char *text = NULL;

	if (!g_file_get_contents(file, &text, NULL, NULL)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s cannot be read: %s", file,
			    g_strerror(access(file, R_OK) < 0 ? errno : EISDIR));
		return false;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (int i = 0; lines[i] && !app_is_done(app); i++) {
		g_strchomp(lines[i]);
		if (replay_line(app, lines[i]))
			continue;
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
			    "%s:%d: '%s' is no key", file, i + 1, lines[i]);
		return false;
	}
	return true;
}
