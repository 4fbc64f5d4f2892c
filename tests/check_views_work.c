/* Long work in the explorer, ended by Escape or watched to its end. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"

struct patience { size_t steps, taken; };	/* steps: how many are let pass */

static bool count_step(void *data, size_t done, size_t total)
{
	struct patience *p = data;

	ck_assert(total == 0 || done <= total);
	return p->taken++ < p->steps;
}

static bool work_until(void *data, const char *what,
		       bool (*run)(void *of, const struct progress *p), void *of)
{
	struct progress p = {count_step, data};

	ck_assert_str_ne(what, "");
	return run(of, &p);
}

static const struct { const char *before, *keys, *what; size_t steps; } endings[] = {
	{"5Gk", "t", "tornado", 0},
	{"5Gk", "t", "tornado", 5},
	{"5Gkt", ">", "tornado", 3},
	{"5Gkt", "e2pp shares<Enter>", "tornado", 0},
	{"5Gk", "b", "bounds", 0},
	{"gg", "b", "bounds", 2},
	{"jj", "A", "audit", 0},
	{"jj", "A", "audit", 7},
	{"", "=60@2031<Enter>", "goal", 0},
	{"", "=60@2031<Enter>", "goal", 9},
	{"5", ":export ended.csv<Enter>", "export", 4},
};

/* Both screens are the same, but for the row in which the second has a text. */
static void same_but_for(const char *before, const char *after, const char *text)
{
	char **one = g_strsplit(before, "\n", -1), **two = g_strsplit(after, "\n", -1);

	for (int i = 0; one[i] && two[i]; i++) {
		if (!strstr(two[i], text))
			ck_assert_str_eq(two[i], one[i]);
	}
	ck_assert_uint_eq(g_strv_length(one), g_strv_length(two));
	g_strfreev(one);
	g_strfreev(two);
}

START_TEST(ended_work_leaves_what_was_there)
{
	struct screen s = screen_begin(A, 80, 24, true);
	struct patience p = {endings[_i].steps, 0};
	g_autofree char *said = g_strdup_printf("%s: ended before it was done", endings[_i].what);
	int depth;

	screen_type(&s, endings[_i].before);
	depth = app_depth(s.app);

	g_autofree char *before = canvas_dump(s.canvas);

	app_set_worker(s.app, work_until, &p);
	screen_type(&s, endings[_i].keys);

	g_autofree char *after = canvas_dump(s.canvas);

	ck_assert_shows(&s, said);
	same_but_for(before, after, said);
	ck_assert_int_eq(app_depth(s.app), depth);
	ck_assert_uint_gt(p.taken, p.steps);
	ck_assert(!g_file_test("ended.csv", G_FILE_TEST_EXISTS));
	screen_end(&s);
}
END_TEST

/* Watched work that is let to its end answers as work that nobody watches. */
START_TEST(watched_work_is_the_same)
{
	struct screen watched = screen_begin(A, 80, 24, true), alone = screen_begin(A, 80, 24, true);
	struct patience p = {SIZE_MAX, 0};

	screen_type(&watched, endings[_i].before);
	app_set_worker(watched.app, work_until, &p);
	screen_type(&watched, endings[_i].keys);
	screen_type(&alone, endings[_i].before);
	screen_type(&alone, endings[_i].keys);

	g_autofree char *one = canvas_dump(watched.canvas), *two = canvas_dump(alone.canvas);

	ck_assert_uint_gt(p.taken, 0);
	ck_assert_str_eq(one, two);
	screen_end(&watched);
	screen_end(&alone);
	remove("ended.csv");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("views: long work");
	TCase *t = tcase_create("long work");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, ended_work_leaves_what_was_there, 0, (int)G_N_ELEMENTS(endings));
	tcase_add_loop_test(t, watched_work_is_the_same, 0, (int)G_N_ELEMENTS(endings));
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
