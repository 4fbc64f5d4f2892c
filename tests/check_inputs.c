/* What the explorer reads it never replaces, however the file is named. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "pty.h"
#include "run_suite.h"

#define TITLE "AI training dataset market"

static char *scratch, *market, *by_link, *other_name;

static void copy(const char *from, const char *to)
{
	g_autofree char *bytes = NULL;
	gsize n;

	ck_assert(g_file_get_contents(from, &bytes, &n, NULL));
	ck_assert(g_file_set_contents(to, bytes, (gssize)n, NULL));
}

static void ck_unchanged(void)
{
	g_autofree char *bytes = NULL, *first = NULL;
	gsize n, m;

	ck_assert(g_file_get_contents(TOP_SRCDIR "/data/ai-training-dataset.yaml", &first,
				      &n, NULL));
	ck_assert(g_file_get_contents(market, &bytes, &m, NULL));
	ck_assert_uint_eq(n, m);
	ck_assert_mem_eq(first, bytes, n);
}

/* A market of its own, a link to it and a second name. */
static void set_up(void)
{
	g_autofree char *state = NULL;

	scratch = g_build_filename(g_getenv("HOME"), "inputs-XXXXXX", NULL);
	ck_assert_ptr_nonnull(g_mkdtemp(scratch));
	state = g_build_filename(scratch, "state", NULL);
	g_setenv("XDG_STATE_HOME", state, TRUE);
	market = g_build_filename(scratch, "m.yaml", NULL);
	by_link = g_build_filename(scratch, "link.csv", NULL);
	other_name = g_build_filename(scratch, "second", NULL);
	copy(TOP_SRCDIR "/data/ai-training-dataset.yaml", market);
	ck_assert_int_eq(symlink("m.yaml", by_link), 0);
	ck_assert_int_eq(link(market, other_name), 0);
}

static void tear_down(void)
{
	g_free(scratch);
	g_free(market);
	g_free(by_link);
	g_free(other_name);
}

static void begin(struct pty *p, const char *log, const char *replay)
{
	const char *arguments[6] = {market};
	int n = 1;

	if (log) {
		arguments[n++] = "--log";
		arguments[n++] = log;
	}
	if (replay) {
		arguments[n++] = "--replay";
		arguments[n++] = replay;
	}
	/* wide, so that no message is broken in its middle */
	pty_begin(p, &(struct pty_start){
			     .arguments = arguments, .rows = 24, .columns = 250});
}

START_TEST(no_screen_or_table_takes_the_place_of_the_market)
{
	const struct {
		const char *keys, *file, *says;
	} cases[] = {
		{":screen ", market, "is read in this run and is not replaced"},
		{"W", by_link, "is read in this run and is not replaced"},
		{":screen ", other_name, "is read in this run and is not replaced"},
		{":export ", by_link, "is read in this run and is not replaced"},
		{"+:write ", market, "is a market file, which is never written"},
	};
	g_autofree char *keys = g_strconcat(cases[_i].keys, cases[_i].file, "\r", NULL);
	struct pty p;

	begin(&p, NULL, NULL);
	ck_assert_pty(&p, pty_shows(&p, TITLE));
	pty_type(&p, keys);
	ck_assert_pty(&p, pty_shows(&p, cases[_i].says));
	ck_unchanged();
	pty_end(&p);
}
END_TEST

START_TEST(no_log_takes_the_place_of_an_input)
{
	g_autofree char *typed = g_build_filename(scratch, "typed", NULL), *left = NULL;
	const char *const logs[] = {market, by_link, other_name, typed};
	struct pty p;

	ck_assert(g_file_set_contents(typed, "j\n", -1, NULL));
	begin(&p, logs[_i], typed);
	ck_assert_pty(&p, pty_ends(&p));
	ck_assert_pty(&p, pty_status(&p) == 2 && pty_is_sane(&p));
	ck_assert_pty(&p, pty_wrote(&p, "is read in this run and takes no log"));
	pty_end(&p);
	ck_unchanged();
	ck_assert(g_file_get_contents(typed, &left, NULL, NULL));
	ck_assert_str_eq(left, "j\n");
}
END_TEST

START_TEST(a_log_that_is_not_whole_is_told)
{
	struct pty p;

	if (access("/dev/full", W_OK) != 0)
		return;
	begin(&p, "/dev/full", NULL);
	ck_assert_pty(&p, pty_shows(&p, TITLE));
	pty_type(&p, "jQ");
	ck_assert_pty(&p, pty_ends(&p));
	ck_assert_pty(&p, pty_status(&p) == 2 && pty_is_sane(&p));
	ck_assert_pty(&p, pty_wrote(&p, "/dev/full cannot be written: "));
	pty_end(&p);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("inputs");
	TCase *tc = tcase_create("inputs");

	tcase_set_timeout(tc, 0);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, no_screen_or_table_takes_the_place_of_the_market, 0, 5);
	tcase_add_loop_test(tc, no_log_takes_the_place_of_an_input, 0, 4);
	tcase_add_test(tc, a_log_that_is_not_whole_is_told);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
