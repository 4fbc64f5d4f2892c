#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "market/library.h"
#include "run_suite.h"

#define HEAD "tamarack: 1\nid: %s\nedition: %s\ntitle: %s\nunit: {currency: USD}\n" \
	     "period: {base: 2025}\n"

static char *scratch, *first, *second;

static void put(const char *directory, const char *name, const char *text)
{
	g_autofree char *file = g_build_filename(directory, name, NULL);

	ck_assert(g_file_set_contents(file, text, -1, NULL));
}

static void put_market(const char *directory, const char *name, const char *id,
		       const char *edition, const char *title)
{
	g_autofree char *text = g_strdup_printf(HEAD, id, edition, title);

	put(directory, name, text);
}

static void setup(void)
{
	g_autofree char *path = NULL;

	scratch = g_dir_make_tmp("library-XXXXXX", NULL);
	first = g_build_filename(scratch, "first", NULL);
	second = g_build_filename(scratch, "data", "tamarack", "markets", NULL);
	ck_assert_int_eq(g_mkdir_with_parents(first, 0700), 0);
	ck_assert_int_eq(g_mkdir_with_parents(second, 0700), 0);
	path = g_strdup_printf("%s/missing::%s", scratch, first);
	g_setenv("TAMARACK_PATH", path, TRUE);
	path = (g_free(path), g_build_filename(scratch, "data", NULL));
	g_setenv("XDG_DATA_HOME", path, TRUE);
}

static void remove_tree(const char *directory)
{
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(directory, name, NULL);

		if (g_file_test(file, G_FILE_TEST_IS_DIR) && !g_file_test(file, G_FILE_TEST_IS_SYMLINK))
			remove_tree(file);
		else
			g_unlink(file);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(directory);
}

static void teardown(void)
{
	remove_tree(scratch);
	g_free(scratch);
	g_free(first);
	g_free(second);
}

/* The entry whose file ends so; NULL if there is none. */
static const struct library_entry *entry_of(const struct library *lib, const char *suffix)
{
	for (int i = 0; i < library_count(lib); i++)
		if (g_str_has_suffix(library_get(lib, i)->file, suffix))
			return library_get(lib, i);
	return NULL;
}

START_TEST(order_and_doubles)
{
	struct library *lib;
	const struct library_entry *e;

	put_market(first, "b.yaml", "alpha", "2025", "Of the path");
	put_market(first, "a.yaml", "beta", "2025", "Other");
	put_market(second, "a.yaml", "alpha", "2025", "Of the user");
	put_market(second, "b.yaml", "alpha", "2026", "A newer edition");
	lib = library_open();
	ck_assert_str_eq(library_get(lib, 0)->title, "Other");
	ck_assert_str_eq(library_get(lib, 1)->title, "Of the path");
	ck_assert(!library_get(lib, 1)->shadowed);
	e = entry_of(lib, "data/tamarack/markets/a.yaml");
	ck_assert(e->shadowed);
	ck_assert_int_eq(messages_count(e->messages), 1);
	ck_assert_int_eq(messages_errors(e->messages), 0);
	ck_assert_ptr_nonnull(strstr(messages_get(e->messages, 0)->text, "first/b.yaml"));
	e = entry_of(lib, "data/tamarack/markets/b.yaml");
	ck_assert(!e->shadowed);
	ck_assert_str_eq(e->edition, "2026");
	ck_assert_int_eq(e->base.year, 2025);
	library_free(lib);
}
END_TEST

/* The installed markets come last, and may have moved. */
START_TEST(installed_elsewhere)
{
	g_autofree char *moved = g_build_filename(scratch, "moved", NULL);
	g_autofree char *markets = g_build_filename(moved, "markets", NULL);
	struct library *lib;

	ck_assert_int_eq(g_mkdir_with_parents(markets, 0700), 0);
	put_market(first, "a.yaml", "alpha", "2025", "Of the path");
	put_market(markets, "a.yaml", "alpha", "2025", "Installed too");
	put_market(markets, "b.yaml", "beta", "2025", "Installed");
	g_setenv("TAMARACK_DATADIR", moved, TRUE);
	lib = library_open();
	ck_assert_int_eq(library_count(lib), 3);
	ck_assert(entry_of(lib, "moved/markets/a.yaml")->shadowed);
	ck_assert(!entry_of(lib, "moved/markets/b.yaml")->shadowed);
	library_free(lib);
	/* A relative place would be another one in each directory. */
	g_setenv("TAMARACK_DATADIR", "moved", TRUE);
	lib = library_open();
	ck_assert_ptr_null(entry_of(lib, "moved/markets/b.yaml"));
	library_free(lib);
	g_unsetenv("TAMARACK_DATADIR");
}
END_TEST

static void note_visit(void *data, const struct library_entry *e, const struct market *m)
{
	g_string_append_printf(data, "%s%s%s;", m ? m->title : "-", e->shadowed ? " again" : "",
			       messages_errors(e->messages) ? " broken" : "");
}

/* The market is there while its entry is shown; files come in their order. */
START_TEST(visits)
{
	g_autoptr(GString) seen = g_string_new(NULL);

	put_market(first, "a.yaml", "alpha", "2025", "One");
	put(first, "b.yaml", "tamarack: 1\n\tid: x\n");
	put_market(first, "c.yaml", "alpha", "2025", "Two");
	put_market(second, "a.yaml", "gamma", "2025", "Three");
	ck_assert_int_eq(library_visit(first, note_visit, seen), 3);
	ck_assert_str_eq(seen->str, "One;- broken;Two again;");
	g_string_truncate(seen, 0);
	ck_assert_int_ge(library_visit(NULL, note_visit, seen), 4);
	ck_assert_msg(g_str_has_prefix(seen->str, "One;- broken;Two again;Three;"), "%s", seen->str);
}
END_TEST

START_TEST(broken_files_hide_nothing)
{
	g_autofree char *fifo = g_build_filename(first, "fifo.yaml", NULL);
	g_autofree char *loop = g_build_filename(first, "loop.yaml", NULL);
	g_autofree char *directory = g_build_filename(first, "directory.yaml", NULL);
	struct library *lib;

	put(first, "a.yaml", "tamarack: 1\n\tid: x\n");
	put(first, "empty.yaml", "");
	put(first, "scenario.yaml", "tamarack: 1\nscenario: s\nmarket: good\n");
	put(first, "notes.txt", "not a market");
	put_market(first, "z.yaml", "good", "2025", "Good");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(symlink(loop, loop), 0);
	ck_assert_int_eq(g_mkdir(directory, 0700), 0);
	lib = library_open_directory(first);
	ck_assert_int_eq(library_count(lib), 5);
	ck_assert_str_eq(entry_of(lib, "z.yaml")->id, "good");
	ck_assert_ptr_null(entry_of(lib, "a.yaml")->id);
	ck_assert_int_eq(messages_get(entry_of(lib, "a.yaml")->messages, 0)->line, 2);
	ck_assert_int_ge(messages_errors(entry_of(lib, "empty.yaml")->messages), 1);
	ck_assert_int_ge(messages_errors(entry_of(lib, "fifo.yaml")->messages), 1);
	ck_assert_int_ge(messages_errors(entry_of(lib, "loop.yaml")->messages), 1);
	library_free(lib);
}
END_TEST

static void expect_title(const char *what, const char *edition, const char *title)
{
	struct messages *list = messages_new();
	struct market *m = library_find(what, edition, list);

	ck_assert_ptr_nonnull(m);
	ck_assert_str_eq(m->title, title);
	ck_assert_int_eq(messages_count(list), 0);
	market_free(m);
	messages_free(list);
}

static void expect_error(const char *what, const char *edition, const char *part)
{
	struct messages *list = messages_new();

	ck_assert_ptr_null(library_find(what, edition, list));
	ck_assert_int_eq(messages_errors(list), 1);
	ck_assert_msg(strstr(messages_get(list, 0)->text, part), "%s",
		      messages_get(list, 0)->text);
	messages_free(list);
}

START_TEST(finding)
{
	g_autofree char *file = g_build_filename(first, "old.yaml", NULL);

	put_market(first, "old.yaml", "alpha", "2024-06", "Old");
	put_market(second, "new.yaml", "alpha", "2025-01", "New");
	put_market(second, "same.yaml", "alpha", "2024-06", "Old again");
	put(second, "broken.yaml", "tamarack: 1\nid: broken\nnonsense\n");
	expect_title("alpha", NULL, "New");
	expect_title("alpha", "2024-06", "Old");
	expect_title(file, NULL, "Old");
	expect_title(file, "2024-06", "Old");
	expect_error(file, "2025-01", "holds edition 2024-06, not 2025-01");
	expect_error("alpha", "2019", "of edition 2019");
	expect_error("alhpa", NULL, "did you mean 'alpha'?");
	expect_error("zzz", NULL, first);
	expect_error("./missing.yaml", NULL, "cannot be opened");
}
END_TEST

START_TEST(same_directory_counts_once)
{
	g_autofree char *path = g_strdup_printf("%s:%s/../first", first, first);
	struct library *lib;

	g_setenv("TAMARACK_PATH", path, TRUE);
	put_market(first, "a.yaml", "alpha", "2025", "Alpha");
	lib = library_open();
	ck_assert_ptr_nonnull(entry_of(lib, "a.yaml"));
	for (int i = 0; i < library_count(lib); i++)
		ck_assert(!library_get(lib, i)->shadowed);
	library_free(lib);
}
END_TEST

/* A relative XDG path is to be ignored. */
START_TEST(user_directories)
{
	char *s;

	g_setenv("HOME", "/home/someone", TRUE);
	g_setenv("XDG_STATE_HOME", "relative", TRUE);
	g_unsetenv("XDG_CONFIG_HOME");
	g_setenv("XDG_DATA_HOME", "/elsewhere", TRUE);
	ck_assert_str_eq(s = library_state_directory(), "/home/someone/.local/state/tamarack");
	g_free(s);
	ck_assert_str_eq(s = library_config_directory(), "/home/someone/.config/tamarack");
	g_free(s);
	ck_assert_str_eq(s = library_scenario_directory(), "/elsewhere/tamarack/scenarios");
	g_free(s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("library");
	TCase *t = tcase_create("library");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, order_and_doubles);
	tcase_add_test(t, installed_elsewhere);
	tcase_add_test(t, visits);
	tcase_add_test(t, broken_files_hide_nothing);
	tcase_add_test(t, finding);
	tcase_add_test(t, same_directory_counts_once);
	tcase_add_test(t, user_directories);
	suite_add_tcase(s, t);
	return run_suite(s);
}
