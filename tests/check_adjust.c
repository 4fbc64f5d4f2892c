/* Adjustments: typed, given as YAML, set, replaced, taken back.  Rates are checked against plain
 * decimal fractions. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "run_suite.h"
#include "scenarios.h"

static const struct adjust *nth(const struct scenario *s, int i)
{
	return s->adjusts->pdata[i];
}

START_TEST(last_edit_replaces)
{
	struct scenario *s = scenario_new("x", "m");

	scenario_set(s, scenarios_rate("a", 2026, 2031, 0.1));
	scenario_set(s, scenarios_rate("b", 2026, 2031, 0.1));
	scenario_set(s, scenarios_rate("a", 2026, 2031, 0.2));
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert(nth(s, 0)->value == 0.2);
	scenario_set(s, scenarios_rate("a", 2026, 2028, 0.3));
	ck_assert_uint_eq(s->adjusts->len, 2);
	scenario_set(s, scenarios_rate("a", 2028, 2031, 0.4));
	ck_assert_uint_eq(s->adjusts->len, 3);
	ck_assert(nth(s, 0)->value == 0.3 && nth(s, 1)->value == 0.4);
	scenario_set(s, scenarios_rate("a", 2027, 2029, 0.5));
	ck_assert_uint_eq(s->adjusts->len, 2);
	scenario_set(s, scenarios_rate("a", 0, 0, 0.6));
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert(nth(s, 0)->value == 0.6);
	scenario_set(s, adjust_new(ADJUST_LOCK, "a"));
	ck_assert_uint_eq(s->adjusts->len, 3);
	scenario_free(s);
}
END_TEST

static struct adjust *force(double scale, double delay)
{
	struct adjust *a = adjust_new(ADJUST_FORCE, "p");

	a->scale = scale;
	a->delay = delay;
	return a;
}

START_TEST(a_force_has_quantities)
{
	struct scenario *s = scenario_new("x", "m");

	scenario_set(s, force(2, NAN));
	scenario_set(s, force(NAN, 1));
	ck_assert_uint_eq(s->adjusts->len, 1);
	ck_assert(nth(s, 0)->scale == 2 && nth(s, 0)->delay == 1);
	scenario_set(s, force(0, NAN));
	ck_assert(nth(s, 0)->scale == 0 && nth(s, 0)->delay == 1);
	scenario_free(s);
}
END_TEST

START_TEST(unsets)
{
	struct scenario *s = scenarios_load(scenarios_example);

	ck_assert(!scenario_unset(s, "modality/text", ADJUST_CAGR, false));
	ck_assert(scenario_unset(s, "modality/text", ADJUST_SPREAD, false));
	ck_assert_ptr_nonnull(scenario_get(s, "modality/text", ADJUST_SHARE));
	ck_assert(scenario_unset(s, "geography/europe", -1, true));
	ck_assert_ptr_null(scenario_get(s, "geography/europe/italy", -1));
	ck_assert(!scenario_unset(s, "geography", -1, false));
	ck_assert(scenario_unset(s, "geography", -1, true));
	ck_assert_uint_eq(s->adjusts->len, 6);
	ck_assert(scenario_unset(s, "total", -1, true));
	ck_assert_uint_eq(s->adjusts->len, 1);
	ck_assert(scenario_unset(s, "privacy", ADJUST_FORCE, false));
	ck_assert_uint_eq(s->adjusts->len, 0);
	scenario_free(s);
}
END_TEST

/* The same set in any order gives the same bytes. */
START_TEST(order_does_not_matter)
{
	GRand *r = g_rand_new_with_seed(2000 + _i);

	for (int n = 0; n < 200; n++) {
		struct scenario *s = scenarios_random(r), *t = scenario_copy(s);
		g_autofree char *text = scenario_format(s), *other = NULL;

		g_ptr_array_set_size(t->adjusts, 0);
		for (guint left = s->adjusts->len; left > 0; left--) {
			guint i = (guint)g_rand_int_range(r, 0, (gint32)left);

			scenario_set(t, adjust_copy(nth(s, (int)i)));
			g_ptr_array_add(s->adjusts, g_ptr_array_steal_index(s->adjusts, i));
		}
		other = scenario_format(t);
		ck_assert_str_eq(text, other);
		scenario_free(s);
		scenario_free(t);
	}
	g_rand_free(r);
}
END_TEST

/* What is typed at a rate of 33.14 %; value NaN: refused with that sentence. */
static const struct {
	const char *typed;
	int kind;
	double value;
	int from, to;
	const char *echo;
} typed[] = {
	{"40", ADJUST_CAGR, 0.4, 0, 0, "40 % a year"},
	{"40%", ADJUST_CAGR, 0.4, 0, 0, "40 % a year"},
	{" 40 % ", ADJUST_CAGR, 0.4, 0, 0, "40 % a year"},
	{"33.14", ADJUST_CAGR, 0.3314, 0, 0, "33.14 % a year"},
	{"+2", ADJUST_CAGR, 0.3514, 0, 0, "33.14 % + 2 points = 35.14 %"},
	{"+2%", ADJUST_CAGR, 0.3514, 0, 0, "33.14 % + 2 points = 35.14 %"},
	{"-1.5pp", ADJUST_CAGR, 0.3164, 0, 0, "33.14 % - 1.5 points = 31.64 %"},
	{"+0.125", ADJUST_CAGR, 0.33265, 0, 0, "33.14 % + 0.125 points = 33.265 %"},
	{"-5%", ADJUST_CAGR, -0.05, 0, 0, "-5 % a year"},
	{"40@2026-2029", ADJUST_CAGR, 0.4, 2026, 2029, "40 % a year, 2026-2029"},
	{"+2 @ 2026..2029", ADJUST_CAGR, 0.3514, 2026, 2029,
	 "33.14 % + 2 points = 35.14 %, 2026-2029"},
	{"45%@2027", ADJUST_GROWTH, 0.45, 2027, 2027, "45 % in 2027"},
	{"25%share", ADJUST_SHARE, 0.25, 0, 0, "25 % of the parent"},
	{"25 % share@2025", ADJUST_SHARE, 0.25, 2025, 2025, "25 % of the parent in 2025"},
	{"w12", ADJUST_WEIGHT, 12, 0, 0, "weight 12"},
	{"0", ADJUST_CAGR, 0, 0, 0, "0 % a year"},
	{"-100%", 0, NAN, 0, 0, "-100 % a year: a rate must be more than -100 %"},
	{"-140", 0, NAN, 0, 0,
	 "33.14 % - 140 points = -106.86 %: a rate must be more than -100 %"},
	{"", 0, NAN, 0, 0, "'' is no rate; type 40, 40%, +2, -1.5pp, 25%share or w12"},
	{"1e3", 0, NAN, 0, 0, "'1e3' is no rate; type 40, 40%, +2, -1.5pp, 25%share or w12"},
	{"nan", 0, NAN, 0, 0, "'nan' is no rate; type 40, 40%, +2, -1.5pp, 25%share or w12"},
	{"4,5", 0, NAN, 0, 0, "'4,5': a comma is no part of a "
	 "number: write 46.5 for decimals, 1_234 for thousands"},
	{"40@2031-2026", 0, NAN, 0, 0,
	 "'2031-2026' is no window; type two years such as 2026-2031, or one such as 2027"},
	{"120%share", 0, NAN, 0, 0, "a share must be from 0 to 100 %"},
	{"25%share@2026-2031", 0, NAN, 0, 0, "a share is of one period, such as 25%share@2025"},
	{"w-1", 0, NAN, 0, 0, "a weight must be 0 or more"},
};

START_TEST(reads_what_is_typed)
{
	struct reading r;
	GError *error = NULL;
	bool ok = rate_read(typed[_i].typed, 0.3314, &r, &error);

	if (isnan(typed[_i].value)) {
		ck_assert(!ok);
		ck_assert_str_eq(error->message, typed[_i].echo);
		g_error_free(error);
		return;
	}
	ck_assert_ptr_null(error);
	ck_assert(ok && (int)r.kind == typed[_i].kind && r.value == typed[_i].value);
	ck_assert_int_eq(r.from.year, typed[_i].from);
	ck_assert_int_eq(r.to.year, typed[_i].to);
	ck_assert_str_eq(r.echo, typed[_i].echo);
}
END_TEST

START_TEST(needs_a_rate_to_move)
{
	struct reading r;
	g_autoptr(GError) error = NULL;

	ck_assert(!rate_read("+2", NAN, &r, &error));
	ck_assert_str_eq(error->message,
			 "there is no rate to add points to; type the rate itself, such as 40%");
}
END_TEST

static const struct { const char *set, *entry; } sets[] = {
	{"total=35%", "- {path: total, cagr: 35%}"},
	{"total=35", "- {path: total, cagr: 35%}"},
	{"total=-5", "- {path: total, cagr: -5%}"},
	{"geography/asia-pacific=40@2026-2029",
	 "- {path: geography/asia-pacific, cagr: {2026-2029: 40%}}"},
	{"a=45%@2027", "- {path: a, growth: {2027: 45%}}"},
	{"a=25%share@2025", "- {path: a, share: {2025: 25%}}"},
	{"a=w3", "- {path: a, weight: 3}"},
	{"total", NULL}, {"=35", NULL}, {"total=", NULL}, {"total=+2", NULL},
	{"total=-1pp", NULL}, {"a=25%share", NULL}, {"a=25%share@2026-2031", NULL},
};

START_TEST(sets_by_text)
{
	struct scenario *s = scenario_new(NULL, NULL);
	g_autofree char *text = NULL, *want = NULL;
	GError *error = NULL;
	bool ok = scenario_set_text(s, sets[_i].set, HOLD_DEFAULT, &error);

	ck_assert(ok == (sets[_i].entry != NULL));
	if (!ok) {
		ck_assert(g_error_matches(error, SCENARIO_ERROR, SCENARIO_ERROR_USAGE));
		ck_assert(strstr(error->message, "such as") || strstr(error->message, "type 40"));
		g_error_free(error);
	} else {
		want = g_strdup_printf("tamarack: 1\nadjust:\n%s\n", sets[_i].entry);
		text = scenario_format(s);
		ck_assert_str_eq(text, want);
	}
	scenario_free(s);
}
END_TEST

START_TEST(adjusts_by_yaml)
{
	struct scenario *s = scenario_new(NULL, NULL);
	struct messages *list = messages_new();
	g_autofree char *one = NULL;

	ck_assert(scenario_adjust_yaml(s, "{path: a, cagr: {2026-2031: 4%}, lock: true}", list));
	ck_assert(scenario_adjust_yaml(s, "path: a\ncagr: {2026-2031: 5%}", list));
	ck_assert_uint_eq(messages_count(list), 0);
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert(nth(s, 0)->value == 0.05);
	one = adjust_format(nth(s, 0));
	ck_assert_str_eq(one, "{path: a, cagr: {2026-2031: 5%}}");
	ck_assert(!scenario_adjust_yaml(s, "{path: a, cagr: {2026-2031: 4}, weight: 2}", list));
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert_str_eq(messages_get(list, 0)->file, "--adjust");
	ck_assert_int_eq(messages_get(list, 0)->column, 29);
	messages_free(list);
	scenario_free(s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("adjust");
	TCase *t = tcase_create("adjust");

	tcase_add_test(t, last_edit_replaces);
	tcase_add_test(t, a_force_has_quantities);
	tcase_add_test(t, unsets);
	tcase_add_loop_test(t, order_does_not_matter, 0, 4);
	tcase_add_loop_test(t, reads_what_is_typed, 0, G_N_ELEMENTS(typed));
	tcase_add_test(t, needs_a_rate_to_move);
	tcase_add_loop_test(t, sets_by_text, 0, G_N_ELEMENTS(sets));
	tcase_add_test(t, adjusts_by_yaml);
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
