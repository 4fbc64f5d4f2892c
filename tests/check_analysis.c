/* Goal seek and crossover: the numbers of the design's section 3.10. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "analysis/attribution.h"
#include "analysis/crossover.h"
#include "analysis/goal.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"

static struct market *market;
static struct scenario *scenario;

static void use(const char *name)
{
	market = sample_report(name);
	scenario = scenario_new("test", market->id);
}

static void teardown(void)
{
	scenario_free(scenario);
	market_free(market);
}

static struct goal_answer seek(const char *lever, const char *target, enum hold hold)
{
	struct goal goal = { .kind = GOAL_VALUE };
	struct goal_answer a;
	GError *error = NULL;
	goal.lever = goal.node = market_find(market, lever);
	if (!goal_parse(market, target, &goal, &error)
	    || !goal_seek(market, 0, scenario, hold, &goal, &a, &error))
		ck_abort_msg("%s", error->message);
	return a;
}

static const struct {
	const char *market, *lever, *target;
	enum hold hold;
	double percent;
} rates[] = {
	{ "ai-training-dataset", "total", "60@2031", HOLD_NONE, 38.180862 },
	{ "ai-training-dataset", "total", "50@2031", HOLD_NONE, 33.232951 },
	{ "ai-training-dataset", "total", "40@2031", HOLD_NONE, 27.417666 },
	{ "ai-training-dataset", "geography/asia-pacific", "25%@2031", HOLD_TOTAL, 44.7220 },
	{ "ai-training-dataset", "geography/asia-pacific", "25%@2031", HOLD_NONE, 47.6490 },
	{ "federated-learning-healthcare", "total", "200@2035", HOLD_NONE, 19.0002 },
};

START_TEST(goal_rates)
{
	use(rates[_i].market);
	near(seek(rates[_i].lever, rates[_i].target, rates[_i].hold).rate * 100, rates[_i].percent,
	     5.1e-5);
}
END_TEST

static void lock(const char *path)
{
	scenario_set(scenario, adjust_new(ADJUST_LOCK, path));
}

START_TEST(goal_parity)
{
	use("ai-training-dataset");
	lock("geography/europe");
	lock("geography/south-america");
	lock("geography/middle-east-and-africa");
	struct goal_answer a = seek("geography/asia-pacific", "geography/north-america@2031",
				    HOLD_TOTAL);
	near(a.rate, 0.4527, 5e-5);
}
END_TEST

START_TEST(goal_years)
{
	use("ai-training-dataset");
	near(seek("total", "100", HOLD_NONE).year, 2033.434, 5e-4);
	teardown();
	use("federated-learning-healthcare");
	near(seek("total", "100", HOLD_NONE).year, 2031.95, 5e-3);
}
END_TEST

/* J7: while hybrid is locked and the total held, cloud reaches 83.53 % at most. */
START_TEST(goal_out_of_reach)
{
	struct goal goal = { .kind = GOAL_VALUE };
	struct goal_answer a;
	GError *error = NULL;
	use("ai-training-dataset");
	lock("deployment/hybrid");
	goal.lever = goal.node = market_find(market, "deployment/cloud");
	ck_assert(goal_parse(market, "45@2031", &goal, &error));
	ck_assert(!goal_seek(market, 0, scenario, HOLD_TOTAL, &goal, &a, &error));
	ck_assert(g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED));
	ck_assert_msg(strstr(error->message, "83.53 %"), "%s", error->message);
	g_error_free(error);
}
END_TEST

/* What a goal is refused for, and what the sentence has to say. */
static const struct {
	const char *lever, *target, *of, *lock;
	enum hold hold;
	const char *says;
} refusals[] = {
	{ "geography/asia-pacific", "total@2031", NULL, NULL, HOLD_NONE,
	  "a part cannot equal its whole: the share of geography/asia-pacific in total in 2031 goes "
	  "from 0.0000 % to just under 100.0000 %" },
	{ "geography/asia-pacific", "100%@2031", NULL, NULL, HOLD_NONE, "to just under 100.0000 %" },
	{ "geography/asia-pacific", "25%@2031", NULL, "geography/asia-pacific", HOLD_NONE,
	  "is locked" },
	/* 49.82 less 8.5209 of cloud; no end above */
	{ "deployment/cloud", "30@2031", "total", NULL, HOLD_NONE, "from 41.2991 upwards" },
	/* (16.8654 / 11.91)^(1/5) - 1 = 7.21 % */
	{ "total", "10@2031", NULL, "geography/north-america", HOLD_NONE,
	  "from 16.8654 upwards while total grows by 7.21 % or more" },
	/* 1.9619 x 10,001^5 is 2 x 10^20: a rate of 1,000,000 % is the last one tried */
	{ "geography/asia-pacific", "300000000000000000000@2031", NULL, NULL, HOLD_NONE,
	  "asia-pacific would have to grow by more than 1000000 % a year" },
	/* 16.8654 of 16.8654 + 24.4341 without Asia-Pacific */
	{ "geography/asia-pacific", "60%@2031", "geography/north-america", NULL, HOLD_NONE,
	  "from just above 0.0000 % to 40.8369 %" },
};

START_TEST(goal_refusals)
{
	struct goal goal = { .kind = GOAL_VALUE };
	struct goal_answer a;
	GError *error = NULL;
	use("ai-training-dataset");
	if (refusals[_i].lock)
		lock(refusals[_i].lock);
	goal.lever = market_find(market, refusals[_i].lever);
	goal.node = market_find(market, refusals[_i].of ? refusals[_i].of : refusals[_i].lever);
	ck_assert(goal_parse(market, refusals[_i].target, &goal, &error));
	ck_assert(!goal_seek(market, 0, scenario, refusals[_i].hold, &goal, &a, &error));
	ck_assert(g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED));
	ck_assert_msg(strstr(error->message, refusals[_i].says), "%s", error->message);
	g_error_free(error);
}
END_TEST

/* (70 - 41.2991) / 8.5209 in five years on top of 33.71 %: 70.469 %. */
START_TEST(goal_of_another)
{
	struct goal goal = { .kind = GOAL_VALUE };
	struct goal_answer a;
	use("ai-training-dataset");
	goal.lever = market_find(market, "deployment/cloud");
	ck_assert(goal_parse(market, "70@2031", &goal, NULL));
	ck_assert(goal_seek(market, 0, scenario, HOLD_NONE, &goal, &a, NULL));
	near(a.rate, 0.70469, 1e-5);
}
END_TEST

/* Nothing to grow from is known without a fill. */
START_TEST(goal_without_fill)
{
	struct goal goal = { .kind = GOAL_VALUE };
	struct goal_answer a;
	g_autoptr(GError) error = NULL;
	use("ai-training-dataset");
	scenario->has_fill = true;
	scenario->fill = FILL_NONE;
	goal.lever = goal.node = market_find(market, "geography/asia-pacific");
	ck_assert(goal_parse(market, "25%@2031", &goal, NULL));
	ck_assert(!goal_seek(market, 0, scenario, HOLD_NONE, &goal, &a, &error));
	ck_assert_msg(strstr(error->message, "while the fill is none"), "%s", error->message);
}
END_TEST

/* 2029 at 10 %: of 1.9619 to 13.7665 (47.649 % a year) the other four years take
 * (13.7665 / 1.9619 / 1.1)^(1/4) - 1 = 58.924 %; before, 8.5205 / 1.3414 * 1.1 gave 28.92 %. */
START_TEST(goal_beside_growth)
{
	struct adjust *g = adjust_new(ADJUST_GROWTH, "geography/asia-pacific");
	use("ai-training-dataset");
	g->from = g->to = period_year(2029);
	g->value = 0.1;
	scenario_set(scenario, g);
	struct goal_answer a = seek("geography/asia-pacific", "25%@2031", HOLD_NONE);
	near(a.reached, 0.47649, 1e-5);
	near(a.rate, 0.58924, 2e-5);
	near(a.was, 0.28921, 1e-5);
}
END_TEST

static const struct { const char *a, *b; double share, year; } years[] = {
	{ "geography/asia-pacific", "geography/north-america", 0, 2106.69 },
	{ "industry/healthcare-and-life-sciences", "industry/it-and-telecom", 0, 2112.99 },
	{ "offering/custom-dataset-creation", "offering/off-the-shelf-datasets", 0, 2117.66 },
	{ "modality/image-and-video", "modality/text", 0, 2156.69 },
	{ "deployment/cloud", "deployment/on-premises", 0, 2292.85 },
	{ "geography/asia-pacific", "geography/north-america", 0.20, 2082.6 },
	{ "geography/asia-pacific", "geography/north-america", 0.25, 2056.8 },
	{ "geography/asia-pacific", "geography/north-america", 0.30, 2037.9 },
};

START_TEST(crossovers)
{
	use("ai-training-dataset");
	if (years[_i].share > 0) {
		struct adjust *a = adjust_new(ADJUST_SHARE, years[_i].a);
		a->from = a->to = period_year(2025);
		a->value = years[_i].share;
		scenario_set(scenario, a);
	}
	struct forecast *f = forecast_run(market, 0, scenario, HOLD_NONE, NULL);
	struct crossover x = crossover_find(f, market_find(market, years[_i].a),
					    market_find(market, years[_i].b));
	ck_assert(x.beyond);
	near(x.year, years[_i].year, years[_i].share > 0 ? 0.05 : 0.005);
	forecast_free(f);
}
END_TEST

/* From the fourth quarter of 2023, which is 2023.75: 8, 10, 12 meets 12 two quarters later, and so
 * does 20, 22, 24 a level of 24. */
START_TEST(years_of_quarters)
{
	market = sample_text(HEAD "period: {step: quarter, base: 2023-Q4, from: 2024-Q1, to: 2024-Q3}\n"
		"total: {value: {2023-Q4: 20, 2024-Q1: 22, 2024-Q2: 24, 2024-Q3: 26}}\n"
		"dimensions:\n- id: d\n  segments:\n"
		"  - {name: A, value: {2023-Q4: 8, 2024-Q1: 10, 2024-Q2: 12, 2024-Q3: 14}}\n"
		"  - {name: B, value: {2023-Q4: 12, 2024-Q1: 12, 2024-Q2: 12, 2024-Q3: 12}}\n");
	scenario = scenario_new("test", market->id);
	struct forecast *f = forecast_base(market, 0, market->fill);
	struct crossover x = crossover_find(f, market_find(market, "d/a"), market_find(market, "d/b"));
	near(x.year, 2024.25, 1e-9);
	near(seek("total", "24", HOLD_NONE).year, 2024.25, 1e-9);
	forecast_free(f);
}
END_TEST

START_TEST(crossover_of_a_part)
{
	use("ai-training-dataset");
	struct forecast *f = forecast_base(market, 0, market->fill);
	struct crossover x = crossover_find(f, 0, market_find(market, "geography/asia-pacific"));
	ck_assert_str_eq(x.why, "a part cannot overtake its whole");
	x = crossover_find(f, market_find(market, "modality/text"), market_find(market, "geography"));
	ck_assert_str_eq(x.why, "a part cannot overtake its whole");
	forecast_free(f);
}
END_TEST

/* Past the published end all grow by `after`, shares kept: nobody gains on anybody. */
START_TEST(crossover_after_a_horizon)
{
	use("ai-training-dataset");
	scenario->horizon = period_year(2036);
	scenario->has_after = true;
	scenario->after = shape_none();
	scenario->after.rate = 0.1;
	struct forecast *f = forecast_run(market, 0, scenario, HOLD_NONE, NULL);
	struct crossover x = crossover_find(f, market_find(market, "geography/asia-pacific"),
					    market_find(market, "geography/north-america"));
	ck_assert_str_eq(x.why, "both grow at the same rate");
	near(x.rate_a, 0.1, 1e-9);
	forecast_free(f);
}
END_TEST

/* 10 to 40 against 20 to 20 in two years: ln(2) / ln(4) of the way, 2024.0 + 1. */
START_TEST(crossover_inside)
{
	static const char yaml[] = "tamarack: 1\nid: m\ntitle: M\nunit: {measure: units}\n"
		"period: {base: 2024, from: 2025, to: 2026}\ndimensions:\n- id: d\n  segments:\n"
		"  - {name: A, value: {2024: 10, 2026: 40}}\n  - {name: B, value: {2024: 20, 2026: 20}}\n";
	market = sample_text(yaml);
	scenario = NULL;
	struct forecast *f = forecast_base(market, 0, FILL_EQUAL);
	struct crossover x = crossover_find(f, market_find(market, "d/a"), market_find(market, "d/b"));
	near(x.year, 2025, 1e-9);
	ck_assert(!x.beyond);
	/* the total is ahead of B and grows faster */
	x = crossover_find(f, market_find(market, "d/b"), 0);
	ck_assert_ptr_nonnull(x.why);
	forecast_free(f);
}
END_TEST

/* 3.7: points, drop-one, proportional and Shapley parts of the growth of 37.91. */
static const struct { const char *id; double points, drop, proportional, shapley; } parts[] = {
	{ "multimodal-llms", 9.5, 15.4126, 10.8684, 12.3631 },
	{ "domain-specific", 7.0, 11.7904, 8.0083, 9.1468 },
	{ "synthetic", 5.8, 9.9466, 6.6354, 7.5935 },
	{ "physical-ai", 4.5, 7.8693, 5.1482, 5.9040 },
	{ "post-training", 3.2, 5.7062, 3.6609, 4.2072 },
	{ "rights-cleared", 2.1, 3.8071, 2.4025, 2.7659 },
	{ "privacy", -3.5, -6.9020, -4.0041, -4.6515 },
	{ "annotation-cost", -2.0, -3.8561, -2.2881, -2.6516 },
	{ "contamination", -1.5, -2.8705, -1.7161, -1.9871 },
	{ "licensing", -0.8, -1.5149, -0.9152, -1.0586 },
};
static const struct { const char *path; double percent; } regions[] = {
	{ "geography/north-america", 46.14 }, { "geography/asia-pacific", 32.60 },
	{ "geography/europe", 32.23 }, { "geography/south-america", 20.39 },
	{ "geography/middle-east-and-africa", 20.39 },
};

/* With a rho the rate is another each year, and so is what a point of it is worth.  Ends and parts by
 * a calculation of its own, year by year: of V(t-1) g(t), each force has V(t-1) times its points. */
static const struct shaped {
	double rho, scale;
	const char *force;
	int delay;
	double end, baseline, baseline_shapley;
	double proportional[10], shapley[10], first_drops[3];
} shapes[] = {
	{ 0.5, 0, "multimodal-llms", 0, 34.4552, 8.579816, 6.327311,
	  { 0, 6.872792, 5.098114, 4.418223, 2.812753, 2.061838, -3.436396, -1.757970, -1.318478,
	    -0.785462 },
	  { 0, 7.678313, 6.392688, 4.948724, 3.536644, 2.315080, -3.880545, -2.222462, -1.665976,
	    -0.884549 },
	  { 0, 8.692061, 7.382014 } },
	{ 0, 2, "privacy", 0, 43.4727, 12.155519, 6.910970,
	  { 6.989072, 10.103907, 4.267012, 6.495369, 2.354214, 3.031172, -10.103907, -1.471384,
	    -1.103538, -1.154732 },
	  { 11.000162, 8.919325, 6.725774, 5.748573, 3.714604, 2.689262, -9.047562, -2.326418,
	    -1.744468, -1.027517 },
	  { 12.905825, 11.397547, 8.148869 } },
	{ 0.5, 1, "multimodal-llms", 2, 49.7192, 10.245151, 6.327311,
	  { 11.098039, 8.177502, 5.907187, 5.256966, 3.259138, 2.453251, -4.088751, -2.036961,
	    -1.527721, -0.934572 },
	  { 12.271388, 9.076411, 7.626750, 5.856920, 4.225306, 2.743127, -4.610391, -2.662634,
	    -1.995402, -1.049559 },
	  { 15.263999, 11.662197, 10.021881 } },
};

static struct scenario *shape(const struct shaped *k)
{
	struct scenario *s = scenario_new("shaped", market->id);
	struct adjust *all = adjust_new(ADJUST_FORCE, "all"), *one = adjust_new(ADJUST_FORCE, k->force);

	all->rho = k->rho;
	one->scale = k->scale;
	one->delay = k->delay;
	scenario_set(s, all);
	scenario_set(s, one);
	return s;
}

START_TEST(attribution_closes_on_the_forecast)
{
	const struct shaped *k = &shapes[_i];
	use("ai-training-dataset");
	struct scenario *s = shape(k);
	struct forecast *f = forecast_base(market, 0, FILL_EQUAL);
	struct forecast *now = forecast_run(market, 0, s, HOLD_DEFAULT, NULL);
	struct attribution *a = attribution_new(f, now, s);
	double sum = a->baseline_proportional, sh = a->baseline_shapley, points = a->baseline;
	near(a->end, k->end, 5.1e-5);
	near(a->end, forecast_level(now, 0, now->end), 1e-9);
	near(a->baseline_proportional, k->baseline, 1e-6);
	near(a->baseline_shapley, k->baseline_shapley, 1e-6);
	for (int i = 0; i < 10; i++) {
		near(a->parts[i].proportional, k->proportional[i], 1e-6);
		near(a->parts[i].shapley, k->shapley[i], 1e-6);
		if (i < 3)
			near(a->parts[i].drop, k->first_drops[i], 1e-6);
		sum += a->parts[i].proportional;
		sh += a->parts[i].shapley;
		points += a->parts[i].impact;
	}
	near(a->start + sum, a->end, 1e-9);
	near(a->start + sh, a->end, 1e-9);
	near(points, a->rate, 1e-12);
	attribution_free(a);
	forecast_free(now);
	forecast_free(f);
	scenario_free(s);
}
END_TEST

/* A typed rate is no force: its part is what is left to the forecast's end (F24: 51.8510), and the
 * regions have the rates that they have here. */
START_TEST(attribution_beside_edits)
{
	use("ai-training-dataset");
	struct scenario *s = scenario_new("asia", market->id);
	struct adjust *a = adjust_new(ADJUST_CAGR, "geography/asia-pacific");
	a->from = period_year(2026);
	a->to = period_year(2031);
	a->value = 0.40;
	scenario_set(s, a);
	struct forecast *f = forecast_base(market, 0, FILL_EQUAL);
	struct forecast *now = forecast_run(market, 0, s, HOLD_DEFAULT, NULL);
	struct attribution *x = attribution_new(f, now, s);
	near(x->end, 49.82, 1e-9);
	near(x->others, 51.8510 - 49.82, 5.1e-5);
	for (int i = 0; i < x->n_regions; i++)
		if (x->regions[i].node == market_find(market, "geography/asia-pacific"))
			near(x->regions[i].here, 0.40, 1e-12);
	attribution_free(x);
	forecast_free(now);
	forecast_free(f);
	scenario_free(s);
}
END_TEST

START_TEST(attribution)
{
	use("ai-training-dataset");
	struct forecast *f = forecast_base(market, 0, FILL_EQUAL);
	struct attribution *a = attribution_new(f, NULL, NULL);
	double proportional = a->baseline_proportional, sh = a->baseline_shapley, drop = 0;
	ck_assert_int_eq(a->n_parts, (int)G_N_ELEMENTS(parts));
	for (int i = 0; i < a->n_parts; i++) {
		const struct attribution_part *p = &a->parts[i];
		ck_assert_str_eq(market->forces[p->force].id, parts[i].id);
		near(p->impact * 100, parts[i].points, 1e-9);
		near(p->drop, parts[i].drop, 6e-5);
		near(p->proportional, parts[i].proportional, 6e-5);
		near(p->shapley, parts[i].shapley, 6e-5);
		proportional += p->proportional;
		sh += p->shapley;
		drop += p->drop;
	}
	near(a->baseline * 100, 8.836885, 5e-7);
	near(a->baseline_proportional, 10.1098, 6e-5);
	near(a->baseline_shapley, 6.2783, 6e-5);
	near(proportional, 37.91, 1e-9);
	near(sh, 37.91, 1e-9);
	near(drop, 39.3887, 6e-5);
	ck_assert_int_eq(a->n_regions, (int)G_N_ELEMENTS(regions));
	for (int i = 0; i < a->n_regions; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(regions); k++)
			if (a->regions[i].node == market_find(market, regions[k].path))
				near(a->regions[i].rate * 100, regions[k].percent, 6e-3);
	attribution_free(a);
	forecast_free(f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("analysis");
	TCase *c = tcase_create("analysis");
	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_loop_test(c, goal_rates, 0, G_N_ELEMENTS(rates));
	tcase_add_test(c, goal_parity);
	tcase_add_test(c, goal_years);
	tcase_add_test(c, goal_out_of_reach);
	tcase_add_loop_test(c, goal_refusals, 0, G_N_ELEMENTS(refusals));
	tcase_add_test(c, goal_of_another);
	tcase_add_test(c, goal_without_fill);
	tcase_add_test(c, goal_beside_growth);
	tcase_add_loop_test(c, crossovers, 0, G_N_ELEMENTS(years));
	tcase_add_test(c, crossover_inside);
	tcase_add_test(c, years_of_quarters);
	tcase_add_test(c, crossover_of_a_part);
	tcase_add_test(c, crossover_after_a_horizon);
	tcase_add_test(c, attribution);
	tcase_add_loop_test(c, attribution_closes_on_the_forecast, 0, G_N_ELEMENTS(shapes));
	tcase_add_test(c, attribution_beside_edits);
	suite_add_tcase(suite, c);
	return run_suite(suite);
}
