/* Undo and redo, what is saved, how the sums are held. */
#include "config.h"

#include <check.h>

#include "run_suite.h"
#include "scenario/history.h"
#include "scenarios.h"

static const struct adjust *nth(const struct scenario *s, int i)
{
	return s->adjusts->pdata[i];
}

START_TEST(undoes)
{
	struct scenario *s = scenarios_load(scenarios_example);
	struct history *h = history_new(s);
	GRand *r = g_rand_new_with_seed(3000 + _i);
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(texts, scenario_format(s));
	for (int n = 0; n < 200; n++) {
		struct scenario *next = scenario_copy(history_scenario(h));
		bool changed;

		if (g_rand_double(r) < 0.2 && next->adjusts->len)
			scenario_unset(next, nth(next, 0)->path, -1, false);
		else
			scenario_set(next, scenarios_random_adjust(r));
		changed = history_apply(h, next, "an edit");
		if (changed)
			g_ptr_array_add(texts, scenario_format(next));
		else
			ck_assert(scenario_equal(next, history_scenario(h)));
		scenario_free(next);
	}
	ck_assert_int_eq(history_count(h), (int)texts->len - 1);
	for (int i = (int)texts->len - 1; i >= 0; i--) {
		g_autofree char *now = scenario_format(history_scenario(h));

		ck_assert_str_eq(now, texts->pdata[i]);
		ck_assert(history_undo(h) == (i > 0));
	}
	ck_assert(scenario_equal(s, history_scenario(h)));
	for (guint i = 1; i < texts->len; i++) {
		g_autofree char *now = NULL;

		ck_assert_str_eq(history_redo_label(h), "an edit");
		ck_assert(history_redo(h));
		now = scenario_format(history_scenario(h));
		ck_assert_str_eq(now, texts->pdata[i]);
	}
	ck_assert(!history_redo(h));
	g_ptr_array_unref(texts);
	g_rand_free(r);
	history_free(h);
	scenario_free(s);
}
END_TEST

START_TEST(knows_what_is_saved)
{
	struct scenario *s = scenario_new("x", "m"), *t;
	struct history *h = history_new(s);

	ck_assert(!history_modified(h));
	t = scenario_copy(s);
	scenario_set(t, scenarios_rate("a", 2026, 2031, 0.4));
	ck_assert(history_apply(h, t, "a: rate 40 %, 2026-2031"));
	ck_assert(!history_apply(h, t, "again"));
	ck_assert(history_modified(h));
	ck_assert_str_eq(history_undo_label(h), "a: rate 40 %, 2026-2031");
	history_saved(h, "/x.yaml", "");
	ck_assert(!history_modified(h));
	ck_assert(history_undo(h) && history_modified(h));
	ck_assert_str_eq(history_scenario(h)->file, "/x.yaml");
	ck_assert(history_redo(h) && !history_modified(h));
	ck_assert(history_undo(h));
	scenario_set(t, scenarios_rate("a", 2026, 2031, 0.5));
	ck_assert(history_apply(h, t, "other"));
	ck_assert(!history_redo(h));
	ck_assert_int_eq(history_count(h), 1);
	history_free(h);
	scenario_free(s);
	scenario_free(t);
}
END_TEST

START_TEST(undo_brings_back_the_hold)
{
	struct scenario *s = scenarios_load("tamarack: 1\nscenario: x\n");
	struct history *h = history_new(s);

	ck_assert_int_eq(history_hold(h), HOLD_DEFAULT);
	ck_assert(history_apply_hold(h, s, HOLD_TOTAL, "hold total"));
	ck_assert(!history_modified(h));
	scenario_set(s, scenarios_rate("a", 2026, 2031, 0.4));
	ck_assert(history_apply(h, s, "a"));
	ck_assert_int_eq(history_hold(h), HOLD_TOTAL);
	ck_assert(history_apply_hold(h, s, HOLD_NONE, "hold none"));
	ck_assert(history_undo(h));
	ck_assert_int_eq(history_hold(h), HOLD_TOTAL);
	ck_assert(history_undo(h) && history_undo(h));
	ck_assert_int_eq(history_hold(h), HOLD_DEFAULT);
	ck_assert(history_redo(h) && history_redo(h) && history_redo(h));
	ck_assert_int_eq(history_hold(h), HOLD_NONE);
	ck_assert(scenario_equal(history_scenario(h), s));
	history_free(h);
	scenario_free(s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("history");
	TCase *t = tcase_create("history");

	tcase_add_loop_test(t, undoes, 0, 20);
	tcase_add_test(t, knows_what_is_saved);
	tcase_add_test(t, undo_brings_back_the_hold);
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
