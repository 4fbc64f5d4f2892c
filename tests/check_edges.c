/* The forecast where figures, bounds and adjustments meet their limits.  Every expected number
 * comes from the calculation in the comment beside it. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "forecast/audit.h"
#include "forecast/bounds.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"
#include "study.h"

/* Two levels; all but the rest is printed. */
#define FULL HEAD "period: {base: 2025, from: 2026, to: 2031}\n" \
	"total: {value: {2025: 100, 2026: 110, 2031: 180}}\ndimensions:\n- id: d\n  segments:\n" \
	"  - {name: A, share: {2025: 50%}, cagr: {2026-2031: 12%}}\n" \
	"  - name: B\n    share: {2025: 30%}\n    cagr: {2026-2031: 8%}\n    segments:\n" \
	"    - {name: B1, share: {2025: 60%}, cagr: {2025-2031: 9%}}\n" \
	"    - {name: B2, share: {2025: 40%}, cagr: {2025-2031: 7.5%}}\n" \
	"  - {name: C, share: {2025: 20%}, cagr: {2026-2031: 9%}}\n"

/* 30 of 100 is the largest of four; in e one is at least 10, one at most 5. */
#define BOUNDED HEAD "period: {base: 2025, from: 2026, to: 2027}\nfill: weights\n" \
	"total: {value: {2025: 100, 2027: 121}}\ndimensions:\n- id: d\n  segments: " \
	"[{name: P, share: {2025: 30%}, rank: largest}, Q, R, S]\n- id: e\n  segments: " \
	"[{name: P, share: {2025: 30%}}, {name: Q, share: {2025: 10%..}}, " \
	"{name: R, share: {2025: ..5%}}, S]\n"

/* A half, and Q, R, S with a figure of two of them. */
#define TWO HEAD "period: {base: 2025, from: 2026, to: 2027}\nfill: equal\n" \
	"total: {value: {2025: 100, 2027: 121}}\ndimensions:\n- id: d\n  segments: " \
	"[{name: P, share: {2025: 50%}}, Q, R, S, T]\ncross:\n"

static void adjust(const char *yaml)
{
	struct messages *list = messages_new();
	ck_assert_msg(scenario_adjust_yaml(scenario, yaml, list), "%s", yaml);
	messages_free(list);
}

static bool told(const char *part)
{
	for (guint i = 0; i < f->notices->len; i++)
		if (strstr(f->notices->pdata[i], part))
			return true;
	return false;
}

/* --- typed shares: 100 less what is printed beside them is the most --- */

START_TEST(share_beyond_the_rest)
{
	use_report("ai-training-dataset");
	adjust("{path: geography/asia-pacific, share: {2025: 70%}}");
	refused("geography/asia-pacific: at most 65.89 %");	/* 100 - 34.11 */
	adjust("{path: geography/asia-pacific, share: {2025: 40%}}");
	adjust("{path: geography/europe, share: {2025: 40%}}");
	refused("geography/europe: at most 25.89 %");		/* 100 - 34.11 - 40 */
	adjust("{path: geography/europe, share: {2025: 25.89%}}");
	run();
	near(level("geography/europe", 2025), 0.2589 * 8.74, 1e-9);
	near(level("geography/south-america", 2025), 0, 1e-9);
}
END_TEST

START_TEST(share_where_all_are_printed)
{
	use(FULL);
	adjust("{path: d/a, share: {2025: 60%}}");
	refused("d/a: at most 50.00 %");			/* 100 - 30 - 20 */
	adjust("{path: d/a, share: {2025: 40%}}");
	run();
	ck_assert(told("d: its segments add up to 90.00 % of it in 2025"));
}
END_TEST

START_TEST(share_of_a_part)
{
	use(HEAD "period: {base: 2025}\ntotal: {value: {2025: 100}}\ndimensions:\n"
	    "- {id: d, covers: part, segments: [{name: P, share: {2025: 30%}}, "
	    "{name: Q, share: {2025: 20%}}]}\n"
	    "- {id: o, covers: overlap, segments: [{name: X, share: {2025: 70%}}, "
	    "{name: Y, share: {2025: 60%}}]}\n");
	adjust("{path: o/x, share: {2025: 95%}}");		/* nothing is summed there */
	adjust("{path: d/p, share: {2025: 90%}}");
	refused("d/p: at most 80.00 %");
	adjust("{path: d/p, share: {2025: 45%}}");
	run();
	near(level("d/unlisted", 2025), 35, 1e-9);
}
END_TEST

/* --- typed weights keep within what is proven --- */

/* (65.89 - 34.11) / 3 = 10.593 % for each of the others. */
START_TEST(weight_at_its_bound)
{
	use_report("ai-training-dataset");
	adjust("{path: geography/europe, weight: 100}");
	run();
	near(level("geography/europe", 2025), 0.3411 * 8.74, 1e-9);
	near(level("geography/asia-pacific", 2025), (0.6589 - 0.3411) / 3 * 8.74, 1e-9);
	ck_assert(told("geography/europe: its weight would make it 63.97 %"));	/* 65.89 x 100 / 103 */
}
END_TEST

/* 70 by 1, 1 and 2; R stays at 5, and 65 are left by 1 and 2. */
START_TEST(weight_beside_a_bound)
{
	use(BOUNDED);
	adjust("{path: e/s, weight: 2}");
	run();
	near(level("e/r", 2025), 5, 1e-9);
	near(level("e/q", 2025), 65 / 3.0, 1e-9);
	near(level("e/s", 2025), 130 / 3.0, 1e-9);
	ck_assert_uint_eq(f->notices->len, 0);
	adjust("{path: e/s, share: {2025: 40%}}");	/* 30 + 40, and 30 left: R 5, Q 25 */
	run();
	near(level("e/q", 2025), 25, 1e-9);
}
END_TEST

/* --- figures of several members --- */

START_TEST(one_of_two_is_proven)
{
	use(TWO "- {at: [d/p, d/q], share: {2025: 62%}}\n");
	near(level("d/q", 2025), 12, 1e-7);
	near(level("d/r", 2025), 38 / 3.0, 1e-7);
}
END_TEST

/* Q + R are 10 of 50, whatever S and T: 5, 5, 20, 20. */
START_TEST(two_of_four_together)
{
	use(TWO "- {at: [d/q, d/r], share: {2025: 10%}}\n");
	near(level("d/q", 2025), 5, 1e-9);
	near(level("d/r", 2025), 5, 1e-9);
	near(level("d/s", 2025), 20, 1e-9);
	near(level("d/t", 2025), 20, 1e-9);
}
END_TEST

/* Q + R at most 20, S + R at least 30, in proportion to the keys 1: with factors a on {Q, R} and b
 * on {R, S}, Q = ax, R = abx, S = bx, T = x, and ax(1 + b) = 20, bx(1 + a) = 30, the sum
 * x(1 + a)(1 + b) = 50, so a / (1 + a) = 0.4, b / (1 + b) = 0.6: 8, 12, 18, 12. */
START_TEST(sets_that_overlap)
{
	use(TWO "- {at: [d/q, d/r], share: {2025: ..20%}}\n"
	    "- {at: [d/r, d/s], share: {2025: 30%..}}\n");
	near(level("d/q", 2025), 8, 1e-6);
	near(level("d/r", 2025), 12, 1e-6);
	near(level("d/s", 2025), 18, 1e-6);
	near(level("d/t", 2025), 12, 1e-6);
}
END_TEST

/* A typed 3 % leaves 7 of the 10 to the other. */
START_TEST(typed_inside_a_set)
{
	use(TWO "- {at: [d/q, d/r], share: {2025: 10%}}\n");
	adjust("{path: d/q, share: {2025: 3%}}");
	run();
	near(level("d/r", 2025), 7, 1e-7);
	near(level("d/s", 2025), 20, 1e-7);
}
END_TEST

/* --- forces --- */

/* 33.1369 - 3.5 x 39 = -103.36 in points; a force on the growth of all alone has its limit at
 * 1 + (33.1369 + 100) / 3.5; where Europe weighs twice as much, the scale is less. */
START_TEST(forces_that_sink)
{
	use_report("ai-training-dataset");
	adjust("{force: privacy, scale: 40}");
	refused("total shrink by 103.36 % in 2027; limit: privacy: scale at most 26.2465");
	adjust("{force: privacy, scale: 26.2465}");
	run();
	adjust("{force: privacy, scale: 26.25}");
	refused("privacy: scale at most 26.2465");
}
END_TEST

/* 12 % less 2 x 4 points: at 56.1 the growth is -100 % at scale 1 + 1.12 / 0.02. */
START_TEST(one_force_sinks)
{
	use(HEAD "period: {base: 2025, from: 2026, to: 2027}\n"
	    "total: {value: {2025: 100}, cagr: {2025-2027: 12%}}\n"
	    "restraints:\n- {id: r, title: R, impact: -2%}\n");
	adjust("{force: r, scale: 57.1}");
	refused("limit: r: scale at most 57.0000");
}
END_TEST

/* Effects between those of the whole years (computed apart: g_t = 33.1369 % + sum of d (w - 1) +
 * lambda, with w the mean of the weights at both whole years). */
static const struct { const char *yaml; double end; } delays[] = {
	{ "{force: all, rho: 0.5, delay: 1}", 49.82 },
	{ "{force: all, rho: 0.5, delay: 1.5}", 48.604708072245685 },
	{ "{force: all, rho: 0.5, delay: 2}", 47.32971839266508 },
};

START_TEST(delay_of_half_a_year)
{
	use_report("ai-training-dataset");
	adjust(delays[_i].yaml);
	run();
	near(level("total", 2031), delays[_i].end, 1e-9);
}
END_TEST

/* A force whose `where` lies in d acts on A, a half: 2 points of the total are 4 there; the other
 * half keeps its 10 %.  106 and then 108 % of what they were: the sum grows by 8 % at first, and
 * then the mean of both by what they are. */
START_TEST(force_of_another_dimension)
{
	use(HEAD "period: {base: 2025, from: 2026, to: 2026}\n"
	    "total: {value: {2025: 100}, cagr: {2025-2026: 10%}}\ndimensions:\n"
	    "- {id: d, segments: [{name: A, share: {2025: 50%}}, B]}\n"
	    "- {id: g, segments: [{name: N, share: {2025: 40%}}, S]}\n"
	    "drivers:\n- {id: x, title: X, impact: 3%, where: {g/n: 1}}\n"
	    "restraints:\n- {id: r, title: R, impact: -2%, where: {d/a: 1}}\n");
	adjust("{force: r, scale: 2}");
	run();
	near(level("total", 2026), 108, 1e-9);
	near(level("d/a", 2026), 53, 1e-9);		/* 50 x (1.10 - 0.04) */
	near(level("d/b", 2026), 55, 1e-9);
	near(level("g/n", 2026), 43.2, 1e-9);		/* 40 % of 108 */
	adjust("{force: x, scale: 0}");			/* 10 - 3 - 2 points */
	run();
	near(level("total", 2026), 105, 1e-9);
	/* N loses 3 / 0.4 = 7.5 points of its 10: 40 x 1.025 of 107, times 105 / 107. */
	near(level("g/n", 2026), 41 * 105 / 107.0, 1e-9);
	near(level("d/a", 2026), 53 * 105 / 108.0, 1e-9);
}
END_TEST

/* --- hold: total --- */

/* B1 is typed: 24 x 1.2 = 28.8. All else, known or not, gives way by one ratio,
 * (120 - 28.8) / (120 - 26.4), and B is the sum of its two. */
START_TEST(hold_the_total_beside_unknowns)
{
	use(HEAD "period: {base: 2025, from: 2026, to: 2026}\nfill: none\n"
	    "total: {value: {2025: 100, 2026: 120}}\ndimensions:\n- id: d\n  segments:\n"
	    "  - A\n  - C\n  - name: B\n    share: {2025: 40%}\n    segments:\n"
	    "    - {name: B1, share: {2025: 60%}, cagr: {2025-2026: 10%}}\n"
	    "    - {name: B2, share: {2025: 40%}, cagr: {2025-2026: 10%}}\n");
	near(level("d/b", 2026), 44, 1e-9);
	adjust("{path: d/b/b1, growth: {2026: 20%}, hold: total}");
	run();
	near(level("d/b/b1", 2026), 28.8, 1e-9);
	near(level("d/b/b2", 2026), 17.6 * 91.2 / 93.6, 1e-9);
	near(level("d/b", 2026), 28.8 + 17.6 * 91.2 / 93.6, 1e-9);
	near(level("total", 2026), 120, 1e-9);
}
END_TEST

/* --- intervals of an outcome --- */

/* All is 53.4048 / 49.82 of what it was: [31.59, 35.41] % of it is [16.87, 18.91] (15.738 and 17.644
 * by features of the leader), and a rate of 34.14 % is 1.3414 x 1.35 / 1.331369 - 1 = 36.017 %. */
START_TEST(intervals_follow_the_total)
{
	enum status s;
	double low, high;
	use_report("ai-training-dataset");
	scenario->has_fill = true;
	scenario->fill = FILL_NONE;
	adjust("{path: total, cagr: 35%}");
	run();
	struct bounds *b = bounds_new(f);
	int end = forecast_column(f, period_year(2031)), na = node("geography/north-america");
	double moved = pow(1.35, 5) / (49.82 / 11.91);
	ck_assert(bounds_level(b, na, end, &low, &high));
	near(low, 15.738 * moved, 1e-3);
	near(high, 17.644 * moved, 1e-3);
	ck_assert(bounds_ratio(b, na, end, &low, &high));
	near(low, 0.31590, 1e-5);
	near(high, 0.35415, 1e-5);
	near(forecast_rate_shown(f, node("geography/asia-pacific"), end - 5, end, &s),
	     1.3414 * 1.35 / pow(49.82 / 11.91, 0.2) - 1, 1e-12);
	ck_assert_int_eq(s, STATUS_SCENARIO);
	bounds_free(b);
}
END_TEST

/* --- past the published end --- */

static void beyond(int year, enum shape_kind kind, double rate)
{
	scenario->horizon = period_year(year);
	scenario->after = shape_none();
	scenario->after.kind = kind;
	scenario->after.rate = rate;
	scenario->has_after = true;
}

/* From 36.27 % to 15 % by 2031, then 13, 11, 9, 7, 5 %. */
START_TEST(fade_goes_on)
{
	double v = 11.91, g = 11.91 / 8.74 - 1;
	use_report("ai-training-dataset");
	adjust("{path: total, shape: {fade: {to: 15%, by: 2031}}}");
	beyond(2036, SHAPE_FADE, 0.05);
	run();
	for (int i = 1; i <= 5; i++)
		v *= 1 + g + (0.15 - g) * i / 5;
	near(level("total", 2031), v, 1e-9);
	near(level("total", 2032), v * 1.13, 1e-9);
	near(level("total", 2036), v * 1.13 * 1.11 * 1.09 * 1.07 * 1.05, 1e-9);
	near(level("geography/north-america", 2036) / level("total", 2036),
	     level("geography/north-america", 2031) / level("total", 2031), 1e-12);
}
END_TEST

/* Ten steps from 36.27 % to 15 %. */
START_TEST(fade_ends_past_the_end)
{
	double v = 11.91, g = 11.91 / 8.74 - 1;
	use_report("ai-training-dataset");
	adjust("{path: total, shape: {fade: {to: 15%, by: 2036}}}");
	refused("must lie in the window");
	beyond(2036, SHAPE_CONSTANT, 0.10);
	run();
	for (int i = 1; i <= 10; i++)
		v *= 1 + g + (0.15 - g) * i / 10;
	near(level("total", 2036), v, 1e-9);
}
END_TEST

/* --- the audit of what does not close --- */

static const struct relation *find(const struct audit *a, const char *class)
{
	for (int i = 0; i < audit_total(a); i++)
		if (!strcmp(audit_get(a, i)->class, class))
			return audit_get(a, i);
	ck_abort_msg("no %s", class);
	return NULL;
}

/* Rates from assumed levels of 2026: 55 x 1.12^5 + 33 x 1.08^5 + 22 x 1.09^5 = 179.267. */
START_TEST(closing_is_reported)
{
	use(HEAD "period: {base: 2025, from: 2026, to: 2031}\n"
	    "total: {value: {2025: 100, 2026: 110, 2031: 180}}\ndimensions:\n- id: d\n  segments:\n"
	    "  - {name: A, share: {2025: 50%}, cagr: {2026-2031: 12%}}\n"
	    "  - {name: B, share: {2025: 30%}, cagr: {2026-2031: 8%}}\n"
	    "  - {name: C, share: {2025: 20%}, cagr: {2026-2031: 9%}}\n");
	struct audit *a = audit_run(market);
	const struct relation *r = find(a, "closing");
	ck_assert_int_eq(r->verdict, VERDICT_NOTE);
	near(r->computed, 55 * pow(1.12, 5) + 33 * pow(1.08, 5) + 22 * pow(1.09, 5), 1e-9);
	ck_assert_int_eq(r->period.year, 2031);
	audit_free(a);
}
END_TEST

/* 100 x 1.12^6 = 197.4 against 180, and half a point of each rate explains 8.7. */
START_TEST(rates_that_cannot_close)
{
	use(HEAD "period: {base: 2025, from: 2026, to: 2031}\ntotal: {value: {2025: 100, 2031: 180}}\n"
	    "dimensions:\n- id: d\n  segments:\n"
	    "  - {name: A, share: {2025: 60%}, cagr: {2025-2031: 12%}}\n"
	    "  - {name: B, share: {2025: 40%}, cagr: {2025-2031: 12%}}\n");
	struct audit *a = audit_run(market);
	ck_assert_int_eq(find(a, "children-sum")->verdict, VERDICT_ERROR);
	audit_free(a);
}
END_TEST

/* --- levels of zero, and levels beyond measure --- */

START_TEST(no_rate_of_nothing)
{
	enum status s;
	use_report("ai-training-dataset");
	adjust("{path: geography/asia-pacific, share: {2025: 0%}}");
	run();
	int a = forecast_column(f, period_year(2026)), z = forecast_column(f, period_year(2031));
	ck_assert(isnan(forecast_rate_shown(f, node("geography/asia-pacific"), a, z, &s)));
	ck_assert_int_eq(s, STATUS_SCENARIO);
}
END_TEST

/* 200 x 1.07^3 = 245.0086 where nothing was printed: something came of it, in every dimension. */
START_TEST(typed_where_nothing_was)
{
	use(HEAD "period: {base: 2024, from: 2025, to: 2030}\n"
	    "total: {value: {2024: 100, 2027: 200}}\ndimensions:\n- id: d\n  segments: [A, B]\n");
	adjust("{path: total, cagr: 7%}");
	run();
	near(level("total", 2030), 245.0086, 1e-9);
	near(level("d", 2030), 245.0086, 1e-9);
	ck_assert(!told("no effect"));
}
END_TEST

/* Where the total ends early, what is known beside it stays known and adds up to what it did. */
START_TEST(force_behind_the_last_total)
{
	use(HEAD "period: {base: 2020, from: 2021, to: 2027}\n"
	    "total: {value: {2020: 48, 2023: 48}}\ndimensions:\n- id: d\n  segments: [{name: A, value: "
	    "{2023: 17}}, {name: B, value: {2020: 15, 2026: 29}, cagr: {2020-2027: 9%}},"
	    " {name: C, cagr: {2020-2027: -2%}}]\n"
	    "drivers: [{id: f, title: F, impact: 2%, where: {global: 1, d/a: 3}, when: short}]\n");
	double before = level("d/b", 2026) + level("d/c", 2026);
	near(level("d/b", 2026), 29, 1e-9);
	adjust("{force: f, scale: 0.5, rho: 0.5}");
	run();
	near(level("d/b", 2026) + level("d/c", 2026), before, 1e-9);
	ck_assert(isnan(level("total", 2026)));
}
END_TEST

/* Shares of the other dimensions stay, whatever the total comes to. */
START_TEST(proportions_of_a_huge_total)
{
	use_report("ai-training-dataset");
	double share = level("offering/off-the-shelf-datasets", 2031) / level("total", 2031);
	adjust("{path: modality/text, cagr: 400000%}");
	run();
	ck_assert(level("total", 2031) > 1e18);
	near(level("offering/off-the-shelf-datasets", 2031) / level("total", 2031), share, 1e-12);
	ck_assert(!told("split equally"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("edges");
	TCase *c = tcase_create("fill");
	tcase_add_checked_fixture(c, NULL, study_end);
	tcase_set_timeout(c, 0);
	tcase_add_test(c, share_beyond_the_rest);
	tcase_add_test(c, share_where_all_are_printed);
	tcase_add_test(c, share_of_a_part);
	tcase_add_test(c, weight_at_its_bound);
	tcase_add_test(c, weight_beside_a_bound);
	tcase_add_test(c, one_of_two_is_proven);
	tcase_add_test(c, two_of_four_together);
	tcase_add_test(c, sets_that_overlap);
	tcase_add_test(c, typed_inside_a_set);
	suite_add_tcase(suite, c);
	c = tcase_create("scenario");
	tcase_add_checked_fixture(c, NULL, study_end);
	tcase_set_timeout(c, 0);
	tcase_add_test(c, forces_that_sink);
	tcase_add_test(c, one_force_sinks);
	tcase_add_loop_test(c, delay_of_half_a_year, 0, G_N_ELEMENTS(delays));
	tcase_add_test(c, force_of_another_dimension);
	tcase_add_test(c, hold_the_total_beside_unknowns);
	tcase_add_test(c, intervals_follow_the_total);
	tcase_add_test(c, fade_goes_on);
	tcase_add_test(c, fade_ends_past_the_end);
	tcase_add_test(c, closing_is_reported);
	tcase_add_test(c, rates_that_cannot_close);
	tcase_add_test(c, no_rate_of_nothing);
	tcase_add_test(c, typed_where_nothing_was);
	tcase_add_test(c, force_behind_the_last_total);
	tcase_add_test(c, proportions_of_a_huge_total);
	suite_add_tcase(suite, c);
	return run_suite(suite);
}
