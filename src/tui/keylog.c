#include "config.h"

#include "tui/keylog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct keylog {
	FILE *out;
};

static const char paste_mark[] = "<Paste>", mouse_mark[] = "<Mouse>";

struct keylog *keylog_new(const char *file, GError **error)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (!out) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			    "%s cannot be written: %s", file, g_strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	struct keylog *log = g_new0(struct keylog, 1);

	log->out = out;
	return log;
}

void keylog_free(struct keylog *log)
{
	if (!log)
		return;
	fclose(log->out);
	g_free(log);
}

void keylog_key(struct keylog *log, int key)
{
	char buf[KEY_TEXT_MAX];

	if (!log)
		return;
	fprintf(log->out, "%s\n", key_format(key, false, buf));
	fflush(log->out);
}

void keylog_paste(struct keylog *log, const char *text)
{
	g_autofree char *escaped = NULL;

	if (!log)
		return;
	escaped = g_strescape(text, NULL);
	fprintf(log->out, "%s%s\n", paste_mark, escaped);
	fflush(log->out);
}

void keylog_mouse(struct keylog *log, int row, int column, int wheel)
{
	if (!log)
		return;
	fprintf(log->out, "%s%d %d %d\n", mouse_mark, row, column, wheel);
	fflush(log->out);
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
