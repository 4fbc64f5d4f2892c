/* Drivers and restraints in the explorer: the forces view and the waterfall. */
#include "config.h"

#include <check.h>
#include <locale.h>

#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"

/* features.md 3.7: 11.91 at the rate of the total, 33.1369 %, changed by the printed points:
 *	python3 -c "g=(49.82/11.91)**.2-1; print(11.91*(1+g-.035)**5, 11.91*(1+g+.078)**5)"
 *	43.6068 66.2270 */
START_TEST(forces_move_the_total)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "..d/privacy<Enter>");
	ck_assert_shows(&s, "-6.9020");
	screen_type(&s, "e-7.0<Enter>");
	ck_assert_shows(&s, "total 49.8200 -> 43.6068");
	ck_assert_shows(&s, "x2");
	screen_type(&s, "u");
	ck_assert(!screen_shows(&s, "43.6068"));
	/* On the title of the restraints: all four at once. */
	screen_type(&s, "/restraints<Enter><Space>");
	ck_assert_shows(&s, "total 49.8200 -> 66.2270");
	ck_assert_int_eq(model_scenario(app_model(s.app))->adjusts->len, 4);
	screen_type(&s, "<Space>");
	ck_assert_shows(&s, "total 66.2270 -> 49.8200");
	ck_assert_int_eq(model_scenario(app_model(s.app))->adjusts->len, 0);
	screen_end(&s);
}
END_TEST

/* The report names six drivers and four restraints; what stands between and below is none. */
START_TEST(forces_are_counted_alone)
{
	static const int widths[] = {60, 80, 120};

	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
		struct screen s = screen_begin(A, widths[i], 24, false);

		screen_type(&s, "djj");
		ck_assert_shows(&s, "2 of 10");
		screen_type(&s, "G");
		ck_assert_shows(&s, "10 of 10");
		ck_assert_int_eq(screen_shows(&s, "Shapley"), widths[i] == 120);
		screen_end(&s);
	}
}
END_TEST

START_TEST(forces_refuse_with_a_reason)
{
	static const struct { const char *keys, *says; } cases[] = {
		{"dje-3<Enter>", "a driver raises the rate"},
		{"dje5x<Enter>", "type a factor as x2, or points as -7.0"},
		{"dGe", "move to a driver or a restraint first"},
		{"djd", "nothing to delay: the effect is the same in all years; first T says"},
		{"dd", "nothing to delay: the effect is the same in all years"},
		{"djT0.5<Enter>u<Esc>dj<Space>d", "nothing to delay: it is switched off"},
		{"dj<Space>T", "nothing to shape: it is switched off"},
		{"djT2<Enter>", "no part between 0 and 1"},
		{"djr", "nothing is changed about it"},
		{"dj<Space>-", "beyond that a restraint would drive"},
		{"du", "nothing to undo"},
	};
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, cases[_i].keys);
	ck_assert_shows(&s, cases[_i].says);
	screen_end(&s);
}
END_TEST

/* 8.31 x 1.1^5 = 13.383. */
START_TEST(a_forecast_of_ones_own)
{
	struct screen s = screen_begin("tests/needs/06-rounded-totals.yaml", 80, 24, false);

	screen_type(&s, "je10<Enter>");
	ck_assert_shows(&s, "no forecast to change; ':horizon 2028 constant 5' makes one");
	screen_type(&s, "<Esc>+");
	ck_assert_shows(&s, "no forecast to change; ':horizon 2028 constant 5' makes one");
	screen_type(&s, ":horizon 2028 constant 5<Enter>e10<Enter>");
	ck_assert_shows(&s, "type the years of the rate too, as in 40@2023..2028");
	screen_type(&s, "@2023..2028<Enter>");
	ck_assert_shows(&s, "North 10.61 -> 13.38");
	screen_end(&s);
}
END_TEST

/* What would move nothing is no edit. */
START_TEST(nothing_to_delay)
{
	static const char *const cases[][2] = {
		{"jd", "nothing to delay: the report does not say when it acts"},
		{"jT", "nothing to shape: the report does not say when it acts"},
		{"jjd", "nothing to delay: no impact was printed"},
		{"d", "nothing to delay: the report does not say when it acts"},
		{"jj<Space>", "nothing to change: no impact was printed"},
		{"jje", "nothing to change: no impact was printed"},
		{"jjjT", "nothing to shape: its impact was printed as 0"},
		{"jjjd", "nothing to delay: its impact was printed as 0"},
		{"jjje", "nothing to change: its impact was printed as 0"},
		{"jjj+", "nothing to change: its impact was printed as 0"},
		{"jj+", "nothing to change: no impact was printed"},
	};
	static const char market[] =
		"tamarack: 1\nid: untimed\ntitle: Untimed\nunit: {currency: EUR, scale: million}\n"
		"period: {base: 2025, from: 2026, to: 2031}\n"
		"total: {value: {2025: 10}, cagr: {2025-2031: 10%}}\n"
		"drivers:\n- {title: Whenever, impact: 2%}\n- {title: Somehow, when: short}\n"
		"- {title: Nought, impact: 0%, when: short}\n";
	g_autofree char *file = g_build_filename(g_get_tmp_dir(), "untimed.yaml", NULL);

	ck_assert(g_file_set_contents(file, market, -1, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct screen s = screen_begin_file(file, 80, 24, false);

		screen_type(&s, "d");
		screen_type(&s, cases[i][0]);
		ck_assert_shows(&s, cases[i][1]);
		screen_type(&s, "2<Enter>");
		ck_assert(!model_modified(app_model(s.app)));
		screen_end(&s);
	}
}
END_TEST

/* Two years later with tails of a half: 49.72 (features.md 3.7). */
START_TEST(force_later)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "dT0.5<Enter>jd2<Enter>");
	ck_assert_shows(&s, "-> 49.72");
	screen_type(&s, "kr");
	ck_assert_shows(&s, "-> 49.82");
	ck_assert_int_eq(model_scenario(app_model(s.app))->adjusts->len, 0);
	screen_end(&s);
}
END_TEST

/* 37.91 shared by points: 37.91 * 8.836885 / 33.136885 = 10.1098 and so on, to 49.82. */
START_TEST(waterfall_closes)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "..w");
	ck_assert_shows(&s, "10.1098  22.0198");
	ck_assert_shows(&s, "10.8684  32.8882");
	ck_assert_shows(&s, "-0.9152  49.8200");
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("views: forces");
	TCase *t = tcase_create("forces");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, forces_move_the_total);
	tcase_add_test(t, forces_are_counted_alone);
	tcase_add_loop_test(t, forces_refuse_with_a_reason, 0, 8);
	tcase_add_test(t, a_forecast_of_ones_own);
	tcase_add_test(t, nothing_to_delay);
	tcase_add_test(t, force_later);
	tcase_add_test(t, waterfall_closes);
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
