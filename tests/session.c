#include "config.h"
#include "session.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>

#include "scenario/journal.h"

char *session_directory, *session_journals, *session_market_file;

void session_set_up(void)
{
	session_directory = g_dir_make_tmp("model-XXXXXX", NULL);
	session_journals = g_build_filename(session_directory, "journal", NULL);
	session_market_file = g_build_filename(TOP_SRCDIR, "data", MARKET ".yaml", NULL);
}

void session_remove_all(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		if (g_file_test(inside, G_FILE_TEST_IS_DIR))
			session_remove_all(inside);
		else
			g_unlink(inside);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(path);
}

void session_tear_down(void)
{
	g_chmod(session_directory, 0700);
	session_remove_all(session_directory);
	g_free(session_directory);
	g_free(session_journals);
	g_free(session_market_file);
}

struct session *session_begin(const char *scenario, const char *keep)
{
	struct session *s = g_new0(struct session, 1);
	struct messages *list = messages_new();

	s->names[0] = session_market_file;
	s->options = (struct explorer_options){
		.markets = s->names, .n_markets = 1, .scenario = scenario, .hold = HOLD_DEFAULT,
		.fill = -1, .digits = -1, .journals = keep,
	};
	s->canvas = canvas_new(24, 80, false);
	s->app = app_new(&s->options, false);
	if (!app_open(s->app, list)) {
		messages_print(list, stderr);
		ck_abort_msg("no explorer");
	}
	messages_free(list);
	app_draw(s->app, s->canvas);
	return s;
}

void session_end(struct session *s)
{
	app_free(s->app);
	canvas_free(s->canvas);
	g_free(s);
}

void session_press(struct session *s, const char *keys)
{
	while (*keys) {
		int key;

		keys += key_parse(keys, &key);
		app_key(s->app, key);
	}
}

void session_type(struct session *s, const char *keys)
{
	session_press(s, keys);
	app_settle(s->app);
	app_draw(s->app, s->canvas);
}

char *session_screen(struct session *s)
{
	session_type(s, "<Esc>zM1gg]");
	g_autofree char *text = canvas_dump(s->canvas), *styles = canvas_dump_styles(s->canvas);

	return g_strconcat(text, styles, NULL);
}

char *session_text(const struct session *s)
{
	return scenario_format(model_scenario(app_model(s->app)));
}

void session_put(const char *file, const char *text)
{
	ck_assert(g_file_set_contents(file, text, -1, NULL));
}

char *session_get(const char *file)
{
	char *text = NULL;

	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	return text;
}

int session_count_journals(void)
{
	g_autoptr(GPtrArray) list = journal_list(session_journals);

	return (int)list->len;
}

/* The journal as it lies there now, for a program that starts elsewhere: what a crash leaves. */
char *session_crash(const char *to)
{
	g_autoptr(GPtrArray) list = journal_list(session_journals);
	char *copies = g_build_filename(session_directory, to, NULL);

	ck_assert_int_eq(g_mkdir_with_parents(copies, 0700), 0);
	for (guint i = 0; i < list->len; i++) {
		const struct journal_entry *e = list->pdata[i];
		g_autofree char *base = g_path_get_basename(e->path);
		g_autofree char *copy = g_build_filename(copies, base, NULL), *bytes = NULL;
		size_t n;

		ck_assert(g_file_get_contents(e->path, &bytes, &n, NULL));
		ck_assert(g_file_set_contents(copy, bytes, (gssize)n, NULL));
	}
	return copies;
}

void session_undo_all(struct session *s)
{
	while (history_position(app_model(s->app)->history) > 0) {
		int before = history_position(app_model(s->app)->history);

		app_act(s->app, ACTION_UNDO, 0);
		ck_assert_int_lt(history_position(app_model(s->app)->history), before);
	}
}
