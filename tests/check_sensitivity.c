/* Tornado, two-way table, market and mix: the numbers of the design's section 3.10. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "analysis/grid.h"
#include "analysis/mix.h"
#include "analysis/tornado.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"

static struct market *market;
static struct forecast *forecast;
static struct scenario *scenario;

static void use(struct market *m)
{
	market = m;
	forecast = forecast_base(market, 0, FILL_EQUAL);
	scenario = scenario_new("test", market->id);
}

static void setup(void)
{
	use(sample_report("ai-training-dataset"));
}

static void teardown(void)
{
	scenario_free(scenario);
	forecast_free(forecast);
	market_free(market);
}

static struct tornado *tornado(unsigned inputs, double by, bool points)
{
	struct tornado_options o = { .inputs = inputs, .by = by, .points = points,
				     .column = forecast->end };
	struct tornado *t = tornado_new(market, 0, scenario, HOLD_DEFAULT, &o, NULL);

	ck_assert_ptr_nonnull(t);
	return t;
}

static const struct { const char *id; double low, high, swing; } bars[] = {
	{ "multimodal-llms", 45.5321, 54.4250, 8.8929 }, { "domain-specific", 46.631, 53.181, 6.551 },
	{ "synthetic", 47.165, 52.593, 5.427 }, { "physical-ai", 47.750, 51.961, 4.210 },
	{ "privacy", 48.204, 51.479, 3.275 }, { "post-training", 48.341, 51.335, 2.994 },
	{ "rights-cleared", 48.845, 50.810, 1.965 }, { "annotation-cost", 48.891, 50.763, 1.871 },
	{ "contamination", 49.122, 50.526, 1.403 }, { "licensing", 49.4469, 50.1953, 0.7484 },
};

START_TEST(quarter_of_each_force)
{
	struct tornado *t = tornado(0, 0.25, false);
	ck_assert_int_eq(t->n_bars, G_N_ELEMENTS(bars));
	near(t->outcome, 49.82, 1e-9);
	for (size_t i = 0; i < G_N_ELEMENTS(bars); i++) {
		const struct tornado_bar *b = &t->bars[i];
		double tolerance = i == 0 || i == 9 ? 5.1e-5 : 5.1e-4;
		ck_assert_str_eq(b->id, bars[i].id);
		near(b->low, bars[i].low, tolerance);
		near(b->high, bars[i].high, tolerance);
		near(b->high - b->low, bars[i].swing, tolerance);
		near(fabs(b->low_input - b->value), fabs(b->value) / 4, 1e-15);
		near(b->low_input + b->high_input, 2 * b->value, 1e-15);
		ck_assert(b->low_input < b->high_input);
		ck_assert(!b->bent);
	}
	near(t->bars[4].low_input, -0.04375, 1e-15);	/* a heavier restraint, a lower outcome */
	tornado_free(t);
}
END_TEST

/* The total's own rate by 2 points, 11.91 (1 + g)^5, and a restraint that is switched off. */
START_TEST(points_and_rates)
{
	struct tornado *t = tornado(TORNADO_RATES, 0.02, true);
	double rate = pow(49.82 / 11.91, 0.2) - 1;
	ck_assert_str_eq(t->bars[0].id, "total");
	near(t->bars[0].low, 11.91 * pow(rate + 0.98, 5), 1e-9);
	near(t->bars[0].high, 11.91 * pow(rate + 1.02, 5), 1e-9);
	/* Five dimensions have a fastest segment with a printed rate. */
	ck_assert_int_eq(t->n_bars, 6);
	/* Shares of the base year move no total. */
	struct tornado *shares = tornado(TORNADO_SHARES, 0.25, false);
	ck_assert_int_eq(shares->n_bars, 0);
	ck_assert_int_eq(shares->n_still + (int)shares->refused->len, 5);
	tornado_free(shares);
	tornado_free(t);
}
END_TEST

/* A force that is scaled by the scenario moves around what it is there. */
START_TEST(around_the_scenario)
{
	struct adjust *a = adjust_new(ADJUST_FORCE, "privacy");
	a->scale = 2;
	scenario_set(scenario, a);
	struct tornado *t = tornado(TORNADO_FORCES, 0.25, false);
	double rate = pow(49.82 / 11.91, 0.2) - 1 - 0.035;
	near(t->outcome, 11.91 * pow(1 + rate, 5), 1e-9);
	ck_assert_str_eq(t->bars[2].id, "privacy");	/* behind domain-specific, as wide */
	near(t->bars[2].value, -0.07, 1e-15);
	near(t->bars[2].low, 11.91 * pow(1 + rate - 0.0175, 5), 1e-9);
	near(t->bars[2].high, 11.91 * pow(1 + rate + 0.0175, 5), 1e-9);
	tornado_free(t);
}
END_TEST

#define FORCE(id, impact) "- {id: " id ", title: " id ", impact: " impact "}\n"
#define UNITS "tamarack: 1\nid: m\ntitle: M\nunit: {measure: units}\n" \
	"period: {base: 2025, from: 2026, to: 2028}\ntotal: {value: {2025: 100, 2028: 172.8}}\n"

/* Equal swings stand by name, whatever the order in the file. */
START_TEST(order_does_not_matter)
{
	static const char *const files[] = {
		UNITS "drivers:\n" FORCE("c", "2%") FORCE("a", "5%") FORCE("b", "2%"),
		UNITS "drivers:\n" FORCE("b", "2%") FORCE("c", "2%") FORCE("a", "5%"),
	};
	teardown();
	use(sample_text(files[_i]));
	struct tornado *t = tornado(0, 0.5, false);
	ck_assert_int_eq(t->n_bars, 3);
	ck_assert_str_eq(t->bars[0].id, "a");
	ck_assert_str_eq(t->bars[1].id, "b");
	ck_assert_str_eq(t->bars[2].id, "c");
	/* 20 % a year on 100: 100 (1.2 +- 0.025)^3 */
	near(t->bars[0].low, 100 * pow(1.175, 3), 1e-9);
	near(t->bars[0].high, 100 * pow(1.225, 3), 1e-9);
	tornado_free(t);
}
END_TEST

static const double table[3][5] = {
	{ 36.834, 40.683, 44.842, 49.346, 53.653 },
	{ 40.922, 45.199, 49.820, 54.824, 59.608 },
	{ 45.011, 49.715, 54.798, 60.302, 65.564 },
};

START_TEST(two_way_table)
{
	static const double levels[] = { 10.72, 11.91, 13.10 };
	static const double rates[] = { 0.28, 0.3057, 0.33137, 0.3571, 0.38 };
	struct grid *g = grid_new(forecast, 0, levels, 3, rates, 5, NULL);
	for (int i = 0; i < 15; i++)
		near(g->cells[i], table[i / 5][i % 5], 5.1e-4);
	grid_free(g);
	g = grid_new(forecast, 0, NULL, 0, NULL, 0, NULL);
	near(g->levels[1], 11.91, 1e-12);
	near(g->cells[g->n_rates + g->n_rates / 2], 49.82, 1e-9);
	grid_free(g);
}
END_TEST

static int column(int year)
{
	return forecast_column(forecast, period_year(year));
}

static const double changes[] = { 12.8029, 6.1828, 6.1828, 6.5586, 6.1828 };

START_TEST(market_and_mix)
{
	struct mix *m = mix_new(forecast, market_find(market, "geography"), column(2026), column(2031));
	double at = 11.91;
	ck_assert_int_eq(m->n_parts, 5);
	for (int i = 0; i < 5; i++) {
		const struct mix_part *p = &m->parts[i];
		near(p->change, changes[i], 5.1e-5);
		near(p->start, at, 1e-9);
		at += p->change;
		near(p->market + p->mix, p->change, 1e-12);
		near(p->log_market + p->log_mix, p->change, 1e-12);
	}
	near(at, 49.82, 1e-9);
	const struct mix_part *asia = &m->parts[3];
	ck_assert_int_eq(asia->node, market_find(market, "geography/asia-pacific"));
	near(asia->market, 6.2447, 5.1e-5);
	near(asia->mix, 0.3139, 5.1e-5);
	near(asia->log_market, 6.3910, 5.1e-5);
	near(asia->log_mix, 0.1676, 5.1e-5);
	mix_free(m);
	/* Cloud's share grows by 1.0217 whatever it is. */
	m = mix_new(forecast, market_find(market, "deployment"), column(2026), column(2031));
	near(m->parts[1].drift, 1.0217, 5.1e-5);
	mix_free(m);
}
END_TEST

/* What unknown parts leave is one bar; North America's share alone is known. */
START_TEST(unknown_parts)
{
	struct forecast *none = forecast_base(market, 0, FILL_NONE);
	struct mix *m = mix_new(none, market_find(market, "geography"), column(2025), column(2025));
	ck_assert_int_eq(m->n_parts, 2);
	ck_assert_int_eq(m->parts[1].node, -1);
	near(m->parts[1].from, 8.74 * 0.6589, 1e-12);
	mix_free(m);
	forecast_free(none);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("sensitivity");
	TCase *t = tcase_create("sensitivity");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, quarter_of_each_force);
	tcase_add_test(t, points_and_rates);
	tcase_add_test(t, around_the_scenario);
	tcase_add_loop_test(t, order_does_not_matter, 0, 2);
	tcase_add_test(t, two_way_table);
	tcase_add_test(t, market_and_mix);
	tcase_add_test(t, unknown_parts);
	suite_add_tcase(s, t);
	return run_suite(s);
}
