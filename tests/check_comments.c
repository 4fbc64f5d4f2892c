/* Comments of a scenario file that is saved again. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "run_suite.h"
#include "scenario/comments.h"
#include "scenarios.h"

START_TEST(keeps_comments)
{
	static const char old[] =
		"# head\n"
		"tamarack: 1   # version\n"
		"\n"
		"# about the id\n"
		"scenario: x\n"
		"adjust:\n"
		"# on b\n"
		"- path: b    # behind b\n"
		"  lock: true\n"
		"- {path: a, cagr: {2026-2031: 40%}, why: 'a # b'}   # behind a\n"
		"# end\n";
	struct scenario *s = scenarios_load(old);
	g_autofree char *text = NULL, *merged = NULL, *again = NULL;
	int lost;

	scenario_set(s, scenarios_rate("a", 2026, 2031, 0.5));
	scenario_set(s, scenarios_rate("0", 2026, 2031, 0.5));
	text = scenario_format(s);
	merged = comments_merge(old, strlen(old), text, &lost);
	ck_assert_int_eq(lost, 0);
	ck_assert_str_eq(merged,
			 "# head\n"
			 "tamarack: 1 # version\n"
			 "# about the id\n"
			 "scenario: x\n"
			 "adjust:\n"
			 "- {path: 0, cagr: {2026-2031: 50%}}\n"
			 "- {path: a, cagr: {2026-2031: 50%}} # behind a\n"
			 "# on b\n"
			 "- {path: b, lock: true} # behind b\n"
			 "# end\n");
	again = comments_merge(merged, strlen(merged), text, &lost);
	ck_assert_str_eq(again, merged);
	scenario_unset(s, "b", -1, false);
	g_free(text);
	g_free(merged);
	text = scenario_format(s);
	merged = comments_merge(old, strlen(old), text, &lost);
	ck_assert_int_eq(lost, 2);
	scenario_free(s);
}
END_TEST

/* In the middle of keys, entries, flow maps and lists of several lines, behind each of their parts,
 * around nothing. */
START_TEST(keeps_comments_wherever_they_stand)
{
	static const char old[] =
		"# c1 very top\n"
		"--- # c2 mark\n"
		"# c3\n"
		"tamarack: 1\n"
		"title: 'it is # no comment' # c4 quoted\n"
		"market: m\n"
		"simulate:  # c5 settings\n"
		"  # c6 before draws\n"
		"  draws: 1000   # c7 draws\n"
		"  # c8 before seed\n"
		"  seed: 7\n"
		"adjust:   # c9 adjust\n"
		"  # c10 before the first\n"
		"  - path: b    # c11 path\n"
		"    # c12 inside\n"
		"    cagr:     # c13 cagr\n"
		"      # c14 deep inside\n"
		"      2026-2031: 40%  # c15 figure\n"
		"    why: a#b # c16 why\n"
		"\n"
		"  - {path: a,  # c17 flow\n"
		"     # c18 in the flow\n"
		"     growth: {2027: 45%, # c19 growth\n"
		"       2028: 40%}}  # c20 close\n"
		"  - force: f\n"
		"    # c21 in the force\n"
		"    scale: 2\n"
		"  # - {path: z, lock: true}  c22 commented out\n"
		"horizon: 2040 # c23\n"
		"after:\n"
		"  fade:  # c24\n"
		"    # c25\n"
		"    to: 5%\n"
		"... # c26 end mark\n"
		"# c27 last, without a newline";
	struct scenario *s = scenarios_load(old);
	g_autofree char *text = scenario_format(s), *merged = NULL, *again = NULL;
	int lost;

	merged = comments_merge(old, strlen(old), text, &lost);
	ck_assert_int_eq(lost, 0);
	for (int i = 1; i <= 27; i++) {
		g_autofree char *comment = g_strdup_printf(i == 22 ? "  c%d " : "# c%d", i);

		ck_assert_msg(strstr(merged, comment), "%s is lost:\n%s", comment, merged);
	}
	ck_assert_msg(strstr(merged,
			     "# c10 before the first\n"
			     "# c12 inside\n"), "%s", merged);
	ck_assert_msg(strstr(merged, "# c18 in the flow\n"), "%s", merged);
	ck_assert_ptr_nonnull(strstr(merged, "why: a#b} # c11 path\n"));
	ck_assert_ptr_nonnull(strstr(merged, "# c21 in the force\n- {force: f, scale: 2}\n"));
	ck_assert_ptr_nonnull(strstr(merged, "# c24\n"));
	again = comments_merge(merged, strlen(merged), text, &lost);
	ck_assert_int_eq(lost, 0);
	ck_assert_str_eq(again, merged);
	scenario_free(s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("comments");
	TCase *t = tcase_create("comments");

	tcase_add_test(t, keeps_comments);
	tcase_add_test(t, keeps_comments_wherever_they_stand);
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
