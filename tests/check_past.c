/* What was typed into prompts comes back in the next run, and what does not belong there is left. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

#include "run_suite.h"
#include "screen.h"
#include "tui/past.h"

static char *directory, *file;

static void set_up(void)
{
	directory = g_dir_make_tmp("past-XXXXXX", NULL);
	file = g_build_filename(directory, "state", "history", NULL);
}

static void tear_down(void)
{
	g_autofree char *state = g_path_get_dirname(file);

	g_unlink(file);
	g_rmdir(file);
	g_rmdir(state);
	g_rmdir(directory);
	g_free(file);
	g_free(directory);
}

static char *answers(const char *name)
{
	struct past *p = past_new(file);
	GPtrArray *list = past_answers(p, name);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s|", (char *)list->pdata[i]);
	past_free(p);
	return g_string_free(out, FALSE);
}

static void put(const char *text)
{
	g_autofree char *state = g_path_get_dirname(file);

	g_mkdir_with_parents(state, 0700);
	ck_assert(g_file_set_contents(file, text, -1, NULL));
}

START_TEST(typed_in_the_explorer)
{
	g_autofree char *market = g_build_filename(TOP_SRCDIR, "data/ai-training-dataset.yaml", NULL);
	const char *names[] = {market};
	struct explorer_options o = {
		.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1,
		.history = file,
	};
	struct screen s = screen_open(&o, 80, 24, false);

	screen_type(&s, ":year 2028<Enter>/text<Enter>:digits 3<Enter>");
	screen_end(&s);
	s = screen_open(&o, 80, 24, false);
	screen_type(&s, ":<Up>");
	ck_assert_shows(&s, ": digits 3");
	screen_type(&s, "<Up>");
	ck_assert_shows(&s, ": year 2028");
	screen_type(&s, "<Esc>/<Up>");
	ck_assert_shows(&s, "/ text");
	screen_end(&s);
}
END_TEST

/* Two runs at once: both are there, each answer once, where it was given last. */
START_TEST(side_by_side)
{
	struct past *one = past_new(file), *two = past_new(file);
	g_autofree char *all = NULL, *others = NULL;
	struct stat st;

	past_add(one, "goal", "60@2031");
	past_add(two, "goal", "25%@2031");
	past_add(one, "goal", "100");
	past_add(two, "goal", "60@2031");
	past_add(two, "find", "60@2031");
	past_free(one);
	past_free(two);
	all = answers("goal");
	ck_assert_str_eq(all, "25%@2031|100|60@2031|");
	others = answers("find");
	ck_assert_str_eq(others, "60@2031|");
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(lines_that_are_none)
{
	static const char *const no[] = {"", "a\tb", "a\nb", "\033[2J", "\302\233", "\303"};
	struct past *p = past_new(file);
	g_autofree char *all = NULL;

	put("command\tyear 2027\nno tab\n\t\ncommand\t\ncommand\t\033[2J\ncommand\tbad \303\nfind\tx\n"
	    "command\tcut of");
	for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
		past_add(p, "command", no[i]);
	past_free(p);
	all = answers("command");
	ck_assert_str_eq(all, "year 2027|cut of|");
}
END_TEST

/* Of more than a thousand lines half a thousand stay. */
START_TEST(it_does_not_grow_for_ever)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree char *all = NULL, *left = NULL;
	guint n = 0;

	for (int i = 0; i < 1200; i++)
		g_string_append_printf(lines, "command\tyear %d\n", i);
	put(lines->str);
	all = answers("command");
	ck_assert(g_str_has_suffix(all, "year 1198|year 1199|"));
	ck_assert(g_file_get_contents(file, &left, NULL, NULL));
	for (const char *at = left; (at = strchr(at, '\n')); at++)
		n++;
	ck_assert_uint_le(n, 500);
	ck_assert(g_str_has_suffix(left, "command\tyear 1198\ncommand\tyear 1199\n"));
	ck_assert_ptr_null(strstr(left, "year 600\n"));
}
END_TEST

/* Where it cannot be kept, it is known in this run. */
START_TEST(nowhere)
{
	struct past *p;
	GPtrArray *list;

	ck_assert_int_eq(g_mkdir_with_parents(file, 0700), 0);
	p = past_new(_i ? file : NULL);
	past_add(p, "goal", "60@2031");
	list = past_answers(p, "goal");
	ck_assert_uint_eq(list->len, 1);
	ck_assert_ptr_null(past_answers(p, NULL));
	past_free(p);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("past");
	TCase *t = tcase_create("past");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, typed_in_the_explorer);
	tcase_add_test(t, side_by_side);
	tcase_add_test(t, lines_that_are_none);
	tcase_add_test(t, it_does_not_grow_for_ever);
	tcase_add_loop_test(t, nowhere, 0, 2);
	suite_add_tcase(s, t);
	return run_suite(s);
}
