/* Simulation: exact percentiles of section 3.9 of the design, and closed forms. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#include "analysis/draw.h"
#include "analysis/quantile.h"
#include "analysis/shares.h"
#include "analysis/simulate.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"

static struct market *market;
static struct forecast *forecast;
static struct scenario *scenario;
static struct simulate_options options;
static struct simulation *answer;

static void setup(void)
{
	market = sample_report("ai-training-dataset");
	forecast = forecast_base(market, 0, FILL_EQUAL);
	scenario = scenario_new("test", market->id);
	options = simulate_defaults(scenario);
}

static void teardown(void)
{
	simulation_free(answer);
	answer = NULL;
	scenario_free(scenario);
	forecast_free(forecast);
	market_free(market);
}

static void run(const char *path)
{
	GError *error = NULL;

	simulation_free(answer);
	options.node = market_find(market, path);
	answer = simulate(forecast, scenario, &options, &error);
	if (!answer)
		ck_abort_msg("%s", error->message);
}

static void refused(const char *path, int code, const char *words)
{
	GError *error = NULL;

	options.node = market_find(market, path);
	ck_assert_ptr_null(simulate(forecast, scenario, &options, &error));
	ck_assert(g_error_matches(error, FORECAST_ERROR, code));
	ck_assert_msg(strstr(error->message, words), "%s", error->message);
	g_error_free(error);
}

static const struct simulate_row *row(int year)
{
	for (int i = 0; i < answer->n_rows; i++)
		if (forecast_period(forecast, answer->rows[i].column).year == year)
			return &answer->rows[i];
	ck_abort_msg("no %d", year);
	return NULL;
}

START_TEST(total_with_three_points)
{
	options.sd = 0.03;
	options.above = 40;
	run("total");
	const struct simulate_row *r = row(2031);
	near(r->p5, 41.247, 41.247 * 0.005);
	near(r->p10, 43.030, 43.030 * 0.005);
	near(r->p50, 49.820, 49.820 * 0.005);
	near(r->p90, 57.441, 57.441 * 0.005);
	near(r->p95, 59.763, 59.763 * 0.005);
	near(r->mean, 50.073, 50.073 * 0.003);
	near(r->sd, 5.64, 5.64 * 0.02);
	near(1 - r->above, 0.0283, 0.004);
	options.above = 45;
	run("total");
	near(1 - row(2031)->above, 0.18566, 0.01);
	options.above = 60;
	run("total");
	near(1 - row(2031)->above, 0.95365, 0.005);
	ck_assert_int_eq(answer->n_rows, 5);
}
END_TEST

static const struct { int year; double p10, p90; } fan[] = {
	{ 2027, 15.40, 16.31 }, { 2028, 19.91, 22.35 }, { 2029, 25.74, 30.61 },
	{ 2030, 33.28, 41.93 }, { 2031, 43.03, 57.44 },
};

START_TEST(one_draw_for_all_years)
{
	options.sd = 0.03;
	run("total");
	near(row(fan[_i].year)->p10, fan[_i].p10, fan[_i].p10 * 0.005);
	near(row(fan[_i].year)->p90, fan[_i].p90, fan[_i].p90 * 0.005);
}
END_TEST

static const struct { double rho, sd, p5, p95; } regions[] = {
	{ 0, 4.49, 43.4, 58.2 }, { 0.5, 7.41, 39.1, 63.4 }, { 1, 9.49, 36.2, 67.2 },
};

START_TEST(correlated_regions)
{
	options.sd = 0.05;
	options.rho = regions[_i].rho;
	run("geography");
	ck_assert_int_eq(answer->n_inputs, 5);
	near(row(2031)->sd, regions[_i].sd, regions[_i].sd * 0.02);
	near(row(2031)->p5, regions[_i].p5, regions[_i].p5 * 0.01);
	near(row(2031)->p95, regions[_i].p95, regions[_i].p95 * 0.01);
}
END_TEST

/* At -1/4 five equal rates cancel: in the first year the sum of five equal regions stands still.
 * These are not equal; what is left is their inequality: sd^2 = s^2 (sum w_i^2 - (sum of w_i w_j)/4)
 * over i <> j, w the levels of 2026. */
START_TEST(negative_correlation)
{
	double squares = 0, sum = 0;
	int start = forecast_column(forecast, period_year(2026));

	for (int n = market_child(market, market_find(market, "geography")); n >= 0;
	     n = market_next(market, n)) {
		sum += forecast_level(forecast, n, start);
		squares += pow(forecast_level(forecast, n, start), 2);
	}
	options.sd = 0.05;
	options.rho = -0.25;
	run("geography");
	near(row(2027)->sd, 0.05 * sqrt(squares - (sum * sum - squares) / 4), 0.003);
	options.rho = -0.3;
	refused("geography", FORECAST_REFUSED, "smallest eigenvalue would be -0.2; it goes from -0.25");
	options.rho = 1.01;
	refused("geography", FORECAST_REFUSED, "smallest eigenvalue would be -0.01");
}
END_TEST

static bool same_rows(const struct simulation *a, const struct simulation *b)
{
	return a->n_rows == b->n_rows
		&& memcmp(a->rows, b->rows, sizeof *a->rows * (size_t)a->n_rows) == 0;
}

START_TEST(same_seed_same_numbers)
{
	static const int threads[] = { 2, 3, 8 };

	options.sd = 0.05;
	options.draws = 5001;
	options.above = 50;
	run("geography");
	struct simulation *first = g_steal_pointer(&answer);
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
		options.threads = threads[i];
		run("geography");
		ck_assert(same_rows(first, answer));
	}
	options.threads = 1;
	run("geography/europe/france");
	struct simulation *drawn = g_steal_pointer(&answer);
	options.threads = 3;
	run("geography/europe/france");
	ck_assert_uint_eq(answer->shares->len, 2);
	ck_assert(same_rows(drawn, answer));
	simulation_free(drawn);
	options.seed = 43;
	run("geography");
	ck_assert(!same_rows(first, answer));
	simulation_free(first);
}
END_TEST

/* A draw knows its path and its trial alone: not how many others there are, nor which. */
START_TEST(other_nodes_do_not_matter)
{
	options.sd = 0.05;
	options.draws = 500;
	run("deployment/cloud");
	struct simulation *alone = g_steal_pointer(&answer);
	options.sd = NAN;
	options.rho = 0;
	for (int i = 0; i < 3; i++) {
		static const char *const paths[] = { "deployment/cloud", "modality/text",
						     "geography/europe" };
		struct adjust *a = adjust_new(ADJUST_SPREAD, paths[i]);
		a->spread = (struct spread){ .kind = SPREAD_NORMAL, .sd = 0.05 };
		scenario_set(scenario, a);
	}
	run("deployment/cloud");
	ck_assert(same_rows(alone, answer));
	simulation_free(alone);
	ck_assert(draw_key(1, "a") != draw_key(1, "b"));
	ck_assert(draw_key(1, "a") != draw_key(2, "a"));
}
END_TEST

static void spread(const char *path, struct spread s)
{
	struct adjust *a = adjust_new(ADJUST_SPREAD, path);

	a->spread = s;
	scenario_set(scenario, a);
}

/* In 2027 the level is 11.91 (1 + g), so each quantile is that of the rate. */
static const struct { struct spread s; double mean, p10, p95; } shapes[] = {
	{ { SPREAD_UNIFORM, NAN, 0.1, NAN, 0.5 }, 0.3, 0.14, 0.48 },
	/* low + sqrt(p w (m - l)), high - sqrt((1 - p) w (h - m)) */
	{ { SPREAD_TRIANGULAR, NAN, 0.1, 0.2, 0.6 }, 0.3, 0.1 + 0.0707107, 0.6 - 0.1 },
	/* mean (l + 4 m + h) / 6; of PERT(0, 1, 2) / 10 with a beta(3, 3): u = 0.246636 at 0.1 and
	 * 0.810745 at 0.95, from its polynomial 10 u^3 - 15 u^4 + 6 u^5 */
	{ { SPREAD_PERT, NAN, 0, 0.1, 0.2 }, 0.1, 0.0493272, 0.1621490 },
	{ { SPREAD_TRIANGULAR, NAN, 0.2, 0.2, 0.2 }, 0.2, 0.2, 0.2 },
};

START_TEST(shapes_of_a_spread)
{
	spread("total", shapes[_i].s);
	run("total");
	near(row(2027)->mean / 11.91 - 1, shapes[_i].mean, 0.003);
	near(row(2027)->p10 / 11.91 - 1, shapes[_i].p10, 0.006);
	near(row(2027)->p95 / 11.91 - 1, shapes[_i].p95, 0.006);
}
END_TEST

/* A node without a spread moves with the nearest one above that has one. */
START_TEST(spreads_above_and_below)
{
	spread("total", (struct spread){ .kind = SPREAD_NORMAL, .sd = 0.03 });
	run("total");
	double total = row(2031)->p90;
	options.filled = true;
	run("geography/asia-pacific/india");
	int node = market_find(market, "geography/asia-pacific/india");
	int end = forecast_column(forecast, period_year(2031));
	near(row(2031)->p90, total * forecast_level(forecast, node, end) / 49.82, 1e-9);
	/* One below moves the total by itself alone; the rest stands. */
	scenario_unset(scenario, "total", -1, true);
	spread("deployment/cloud", (struct spread){ SPREAD_UNIFORM, NAN, -2, NAN, -1.5 });
	run("total");
	node = market_find(market, "deployment/cloud");
	near(row(2031)->p50, 49.82 - forecast_level(forecast, node, end), 1e-9);
	near(row(2031)->sd, 0, 1e-9);
	spread("modality/text", (struct spread){ .kind = SPREAD_NORMAL, .sd = 0.03 });
	refused("total", FORECAST_USAGE, "simulate MARKET modality");
	run("deployment");
	ck_assert_int_eq(answer->n_inputs, 1);
}
END_TEST

/* What 2031 is if only shares are uncertain: uniform over the splits that add up to what the leader
 * leaves, none above the leader; by 400,000 trials of a program of its own. */
static const struct { const char *path; double p10, p50, p90, mean; } drawn[] = {
	{ "deployment/cloud", 1.7089, 8.5291, 15.3375, 8.5209 },
	{ "deployment/hybrid", 1.6525, 8.2954, 14.9958, 8.3078 },
	{ "deployment/on-premises", 32.83, 32.9954, 33.1153, 32.9835 },
	{ "geography/asia-pacific", 1.9324, 8.4279, 15.3055, 8.529 },
	{ "geography/europe", 1.8354, 8.0502, 14.6331, 8.1524 },
	{ "industry/healthcare-and-life-sciences", 0.7169, 4.2918, 11.2246, 5.195 },
	{ "industry/bfsi", 0.6705, 3.9969, 10.5158, 4.8525 },
	/* The largest of three parts of a stick broken at random: 1 - 3 (1 - x)^2 above a half,
	 * (3x - 1)^2 below, on average 11/18; of North America's 16.865. */
	{ "geography/north-america/united-states", 7.3994, 9.9799, 13.7859, 10.3064 },
	{ "offering/custom-dataset-creation", 5.2692, 13.563, 21.7923, 13.5437 },
};

START_TEST(unpublished_shares)
{
	options.sd = 0;
	options.draws = 100000;
	run(drawn[_i].path);
	near(row(2031)->p10, drawn[_i].p10, 0.02 * drawn[_i].p10);
	near(row(2031)->p50, drawn[_i].p50, 0.012 * drawn[_i].p50);
	near(row(2031)->p90, drawn[_i].p90, 0.006 * drawn[_i].p90);
	near(row(2031)->mean, drawn[_i].mean, 0.006 * drawn[_i].mean);
	options.filled = true;
	run(drawn[_i].path);
	near(row(2031)->sd, 0, 1e-9);
}
END_TEST

/* Cloud is proven to lie between 0 and 33.48 %; the other half has what it has not. */
START_TEST(shares_stay_within_bounds)
{
	const struct simulate_share *share;
	int end = forecast_column(forecast, period_year(2031));
	double cloud = forecast_level(forecast, market_find(market, "deployment/cloud"), end);

	options.sd = 0;
	options.above = 2 * cloud + 1e-9;
	run("deployment/cloud");
	share = &g_array_index(answer->shares, struct simulate_share, 0);
	near(share->low, 0, 1e-12);
	near(share->high, 0.3348, 1e-12);
	near(row(2031)->above, 0, 0);
	options.above = 1.98 * cloud;
	run("deployment/cloud");
	near(row(2031)->above, 0.01, 0.003);
	/* A dimension keeps its fill: its shares add up whatever they are. */
	run("deployment");
	ck_assert_uint_eq(answer->shares->len, 0);
	/* And so does a group in which a share is typed. */
	struct adjust *a = adjust_new(ADJUST_SHARE, "deployment/hybrid");
	a->from = a->to = period_year(2025);
	a->value = 0.1;
	scenario_set(scenario, a);
	run("deployment/cloud");
	ck_assert_uint_eq(answer->shares->len, 0);
	near(row(2031)->sd, 0, 1e-9);
}
END_TEST

/* A drawn share gives what the forecast gives if it is typed. */
static const struct { const char *path, *const typed[6]; double shares[6]; } splits[] = {
	{ "deployment/cloud", { "deployment/cloud", "deployment/hybrid" }, { 0.3, 0.0348 } },
	{ "deployment/hybrid", { "deployment/cloud", "deployment/hybrid" }, { 0.3, 0.0348 } },
	{ "deployment/on-premises", { "deployment/cloud", "deployment/hybrid" }, { 0.05, 0.2848 } },
	{ "geography/europe", { "geography/south-america", "geography/europe",
	  "geography/asia-pacific", "geography/middle-east-and-africa" },
	  { 0.05, 0.2, 0.3, 0.1089 } },
};

START_TEST(shares_as_if_typed)
{
	int node = market_find(market, splits[_i].path), n;
	int first = forecast_column(forecast, period_year(2026));
	struct shares *s = shares_new(forecast, NULL, node, first, 5, 1);
	double x[6], ratio[5] = { 1, 1, 1, 1, 1 };
	const int *nodes;

	n = shares_drawn(s, 0, &nodes);
	for (int k = 0; k < n; k++) {
		struct adjust *a = adjust_new(ADJUST_SHARE, splits[_i].typed[k]);
		ck_assert_int_eq(nodes[k], market_find(market, splits[_i].typed[k]));
		a->from = a->to = period_year(2025);
		a->value = x[k] = splits[_i].shares[k];
		scenario_set(scenario, a);
	}
	shares_apply(s, 0, x, ratio);
	struct forecast *f = forecast_run(market, 0, scenario, HOLD_DEFAULT, NULL);
	for (int i = 0; i < 5; i++)
		near(forecast_level(forecast, node, first + 1 + i) * ratio[i],
		     forecast_level(f, node, first + 1 + i), 1e-9);
	forecast_free(f);
	shares_free(s);
}
END_TEST

/* The same shares in the base year: four regions share 65.89 % of 8.74, each up to 34.11 %, so that
 * the density of x of them is (1 - x)^2 - 3 max(1 - x - b, 0)^2 up to b = 34.11 / 65.89.  That of
 * North America was printed and stays as it is, and nothing is drawn of the total. */
START_TEST(shares_in_the_base_year)
{
	run("geography/asia-pacific");
	ck_assert_int_eq(answer->n_before, 2);
	ck_assert_int_eq(answer->before[0].column, forecast_column(forecast, period_year(2025)));
	near(answer->before[0].p10, 0.3253, 0.02);
	near(answer->before[0].p50, 1.4227, 0.03);
	near(answer->before[0].p90, 2.5847, 0.03);
	/* 2026 is as far off: the same ratio to 11.91 */
	near(answer->before[1].p50, 1.4227 * 11.91 / 8.74, 0.04);
	run("geography/north-america");
	ck_assert_int_eq(answer->n_before, 1);
	near(answer->before[0].p90, answer->before[0].p10, 1e-9);
	run("total");
	ck_assert_int_eq(answer->n_before, 0);
	options.filled = true;
	run("geography/asia-pacific");
	ck_assert_int_eq(answer->n_before, 0);
}
END_TEST

/* Growth ends at -100 %: nothing is negative. */
START_TEST(nothing_below_zero)
{
	options.sd = 3;
	run("total");
	ck_assert_double_eq(row(2031)->p5, 0);
}
END_TEST

START_TEST(settings_of_a_scenario)
{
	scenario->has_simulate = true;
	scenario->simulate.draws = 77;
	scenario->simulate.seed = 5;
	scenario->simulate.has_seed = true;
	scenario->simulate.rho = 0.25;
	scenario->simulate.has_rho = true;
	options = simulate_defaults(scenario);
	ck_assert_int_eq(options.draws, 77);
	ck_assert_int_eq(options.seed, 5);
	ck_assert_double_eq(options.rho, 0.25);
	options = simulate_defaults(NULL);
	ck_assert_int_eq(options.draws, 20000);
	ck_assert_int_eq(options.seed, 42);
}
END_TEST

/* Type 7 of 1, 2, 4, 8, 16: h = 4 p; 0.1 at 1.4, 0.5 at 4, 0.9 at 8 + 0.6 * 8. */
START_TEST(type_seven)
{
	double x[] = { 8, 1, 16, 4, 2 }, q[4];
	static const double p[] = { 0, 0.1, 0.5, 0.9 };

	quantiles(x, 5, p, 4, q);
	near(q[0], 1, 0);
	near(q[1], 1.4, 1e-15);
	near(q[2], 4, 0);
	near(q[3], 12.8, 1e-14);
	double one = 3;
	quantiles(&one, 1, p, 4, q);
	near(q[0], 3, 0);
	near(q[3], 3, 0);
}
END_TEST

/* Against a sorted copy: equal values, rising and falling runs, random ones. */
START_TEST(selection_is_sorting)
{
	static const double p[] = { 0, 0.05, 0.25, 0.5, 0.77, 1 };
	double x[200], sorted[200], q[G_N_ELEMENTS(p)];
	size_t n = (size_t)(_i % 50) * 4 + 1;

	for (size_t i = 0; i < n; i++)
		x[i] = _i % 4 == 0 ? (double)i : _i % 4 == 1 ? -(double)i
			: _i % 4 == 2 ? floor(draw_uniform(7, i) * 5) : draw_uniform((uint64_t)_i, i);
	memcpy(sorted, x, sizeof x);
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j > 0 && sorted[j] < sorted[j - 1]; j--) {
			double t = sorted[j];
			sorted[j] = sorted[j - 1];
			sorted[j - 1] = t;
		}
	quantiles(x, n, p, G_N_ELEMENTS(p), q);
	for (size_t i = 0; i < G_N_ELEMENTS(p); i++) {
		double h = (double)(n - 1) * p[i];
		size_t k = (size_t)h;
		double next = k + 1 < n ? sorted[k + 1] : sorted[k];
		near(q[i], sorted[k] + (h - (double)k) * (next - sorted[k]), 1e-12);
	}
}
END_TEST

/* Moments of a million normals: 0, 1, 0, 3, and 4.55 % beyond 2. */
START_TEST(normals)
{
	double sum[5] = { 0 };
	int n = 1000000, tail = 0;

	for (int i = 0; i < n; i++) {
		double z = draw_normal(draw_key(42, "geography/europe"), (uint64_t)i);
		for (int k = 1; k < 5; k++)
			sum[k] += pow(z, k) / n;
		tail += fabs(z) > 2;
	}
	near(sum[1], 0, 0.004);
	near(sum[2], 1, 0.006);
	near(sum[3], 0, 0.016);
	near(sum[4], 3, 0.04);
	near((double)tail / n, 0.0455, 0.0009);
}
END_TEST

static int n_threads, n_quiet;

/* In place of GLib's: looks at what the thread inherits. */
GThread *g_thread_new(const char *name, GThreadFunc work, void *data)
{
	sigset_t blocked;

	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	n_threads++;
	n_quiet += sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGTSTP) &&
		   !sigismember(&blocked, SIGSEGV);
	return g_thread_try_new(name, work, data, NULL);
}

/* A signal that asks us to end is for the thread that has the terminal. */
START_TEST(threads_take_no_signals)
{
	sigset_t blocked;

	options.threads = 3;
	run("total");
	ck_assert_int_gt(n_threads, 0);
	ck_assert_int_eq(n_quiet, n_threads);
	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	ck_assert(!sigismember(&blocked, SIGTERM));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("simulate");
	TCase *t = tcase_create("simulate");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, total_with_three_points);
	tcase_add_loop_test(t, one_draw_for_all_years, 0, G_N_ELEMENTS(fan));
	tcase_add_loop_test(t, correlated_regions, 0, G_N_ELEMENTS(regions));
	tcase_add_test(t, negative_correlation);
	tcase_add_test(t, same_seed_same_numbers);
	tcase_add_test(t, threads_take_no_signals);
	tcase_add_test(t, other_nodes_do_not_matter);
	tcase_add_loop_test(t, shapes_of_a_spread, 0, G_N_ELEMENTS(shapes));
	tcase_add_test(t, spreads_above_and_below);
	tcase_add_loop_test(t, unpublished_shares, 0, G_N_ELEMENTS(drawn));
	tcase_add_test(t, shares_stay_within_bounds);
	tcase_add_loop_test(t, shares_as_if_typed, 0, G_N_ELEMENTS(splits));
	tcase_add_test(t, shares_in_the_base_year);
	tcase_add_test(t, nothing_below_zero);
	tcase_add_test(t, settings_of_a_scenario);
	suite_add_tcase(s, t);
	t = tcase_create("draws");
	tcase_add_test(t, type_seven);
	tcase_add_loop_test(t, selection_is_sorting, 0, 200);
	tcase_add_test(t, normals);
	suite_add_tcase(s, t);
	return run_suite(s);
}
