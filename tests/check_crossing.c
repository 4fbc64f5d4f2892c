/* Slices and crossings: the numbers of the design's section 3.5, and closed forms. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "analysis/crossing.h"
#include "analysis/ipf.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"

static struct market *market;
static struct forecast *forecast;
static struct crossing *crossing;

static void use_market(struct market *m, enum fill fill)
{
	market = m;
	forecast = forecast_base(market, 0, fill);
	crossing = crossing_new(forecast, forecast);
}

/* The first report, with YAML lines behind it. */
static void use(const char *more, enum fill fill)
{
	use_market(sample_longer("ai-training-dataset", more), fill);
}

static void use_text(const char *yaml)
{
	use_market(sample_text(yaml), FILL_EQUAL);
}

static void teardown(void)
{
	crossing_free(crossing);
	forecast_free(forecast);
	market_free(market);
	crossing = NULL;
	forecast = NULL;
	market = NULL;
}

static bool try(const char *paths, int year, struct crossing_cell *cell, GError **error)
{
	g_auto(GStrv) list = g_strsplit(paths, " ", -1);
	int nodes[CROSSING_NODES], n = 0;

	for (; list[n]; n++) {
		nodes[n] = market_find(market, list[n]);
		ck_assert_int_ge(nodes[n], 0);
	}
	return crossing_slice(crossing, nodes, n, forecast_column(forecast, period_year(year)),
			      cell, error);
}

static struct crossing_cell slice(const char *paths, int year)
{
	struct crossing_cell cell;
	GError *error = NULL;

	if (!try(paths, year, &cell, &error))
		ck_abort_msg("%s", error->message);
	return cell;
}

static void refused(const char *paths, int code, const char *words)
{
	struct crossing_cell cell;
	GError *error = NULL;

	ck_assert(!try(paths, 2025, &cell, &error));
	ck_assert(g_error_matches(error, FORECAST_ERROR, code));
	ck_assert_msg(strstr(error->message, words), "%s", error->message);
	g_error_free(error);
}

#define TEXT "modality/text "
#define SHELF "offering/off-the-shelf-datasets "
#define PREMISES "deployment/on-premises"
#define IT "industry/it-and-telecom"
#define AMERICA "geography/north-america"

static const struct {
	const char *paths;
	double share[3];		/* percent */
	double level[3];
} pairs[] = {
	{ TEXT PREMISES, { 13.05, 30.952, 46.53 }, { 1.1406, 2.7052, 4.0667 } },
	{ SHELF PREMISES, { 13.36, 31.158, 46.84 }, { 1.1677, 2.7232, 4.0938 } },
	{ PREMISES " " AMERICA, { 0.63, 22.690, 34.11 }, { 0.0551, 1.9831, 2.9812 } },
	{ TEXT "offering/off-the-shelf-datasets", { 0, 21.795, 46.53 }, { 0, 1.9049, 4.0667 } },
	{ TEXT AMERICA, { 0, 15.871, 34.11 }, { 0, 1.3872, 2.9812 } },
	{ TEXT IT, { 0, 14.550, 31.27 }, { 0, 1.2717, 2.7330 } },
	{ SHELF AMERICA, { 0, 15.977, 34.11 }, { 0, 1.3964, 2.9812 } },
	{ SHELF IT, { 0, 14.647, 31.27 }, { 0, 1.2801, 2.7330 } },
	{ PREMISES " " IT, { 0, 20.801, 31.27 }, { 0, 1.8180, 2.7330 } },
	{ IT " " AMERICA, { 0, 10.666, 31.27 }, { 0, 0.9322, 2.7330 } },
};

START_TEST(pairs_of_leaders)
{
	use("", FILL_EQUAL);
	struct crossing_cell c = slice(pairs[_i].paths, 2025);
	double share[] = { c.low_share, c.middle_share, c.high_share };
	double level[] = { c.low, c.middle, c.high };
	for (int i = 0; i < 3; i++) {
		near(share[i] * 100, pairs[_i].share[i], 5.1e-4);
		near(level[i], pairs[_i].level[i], 5.1e-5);
	}
	ck_assert(!c.fitted);
	ck_assert_int_eq(c.edge_status, STATUS_DERIVED);
	ck_assert_int_eq(c.status, STATUS_ASSUMED);
}
END_TEST

/* J3: healthcare, on-premises, North America; 2031 as the report's shares develop. */
START_TEST(three_at_once)
{
	const char *paths = "industry/healthcare-and-life-sciences " PREMISES " " AMERICA;
	use("", FILL_EQUAL);
	struct crossing_cell c = slice(paths, 2025);
	near(c.middle, 0.1947, 5e-5);
	near(c.low, 0, 1e-15);
	near(c.high, 0.8581, 5e-5);
	ck_assert_int_eq(c.edge_status, STATUS_ASSUMED);
	teardown();
	use("", FILL_NONE);
	c = slice(paths, 2025);
	ck_assert(isnan(c.middle));
	near(c.low, 0, 1e-15);
	near(c.high, 2.7330, 5e-5);
}
END_TEST

START_TEST(wrong_slices)
{
	use("", FILL_EQUAL);
	refused("modality/text " PREMISES " modality/audio-and-speech", FORECAST_USAGE,
		"modality/text and modality/audio-and-speech are of one dimension");
	refused("geography/europe/italy geography/europe", FORECAST_USAGE, "one dimension");
	refused("total " PREMISES, FORECAST_USAGE, "whole market");
	refused("deployment", FORECAST_USAGE, "whole market");
}
END_TEST

/* (1-q)p^2 + (1-r-c+q(r+c))p - qrc = 0, the root within both margins. */
static double two_by_two(double r, double c, double q)
{
	double a = 1 - q, b = 1 - r - c + q * (r + c), k = -q * r * c;

	if (a == 0)
		return -k / b;
	return (-b + sqrt(b * b - 4 * a * k)) / (2 * a);
}

static const struct { double odds, percent; } odds[] = {
	{ 0.5, 19.1452 }, { 1, 22.690 }, { 2, 25.9840 }, { 40, 0 },
};

START_TEST(odds_of_two)
{
	g_autofree char *more = g_strdup_printf("cross:\n- {at: [" PREMISES ", " AMERICA
						"], odds: %g}\n", odds[_i].odds);
	use(more, FILL_EQUAL);
	struct crossing_cell c = slice(PREMISES " " AMERICA, 2025);
	ck_assert(c.fitted);
	if (odds[_i].percent > 0)
		near(c.middle_share * 100, odds[_i].percent, 5.1e-4);
	near(c.middle_share, two_by_two(0.6652, 0.3411, odds[_i].odds), 1e-12);
	/* In 2031 the shares are others, the odds ratio is the same. */
	struct crossing_cell d = slice(PREMISES " " AMERICA, 2031);
	double r = slice(PREMISES, 2031).low_share, k = slice(AMERICA, 2031).low_share;
	ck_assert(fabs(r - 0.6652) > 1e-4);
	near(d.middle_share, two_by_two(r, k, odds[_i].odds), 1e-12);
	/* What no figure ties to them stays independent. */
	near(slice(TEXT PREMISES " " AMERICA, 2025).middle_share, 0.4653 * c.middle_share, 1e-12);
	ck_assert(!slice("modality/text " PREMISES, 2025).fitted);
}
END_TEST

/* Never together: impossible for two that have more than the whole. */
START_TEST(odds_of_none)
{
	use("cross:\n- {at: [" PREMISES ", " AMERICA "], odds: 0}\n", FILL_EQUAL);
	refused(PREMISES " " AMERICA, FORECAST_REFUSED, "did not converge");
	teardown();
	use("cross:\n- {at: [deployment/cloud, " AMERICA "], odds: 0}\n", FILL_EQUAL);
	near(slice("deployment/cloud " AMERICA, 2025).middle_share, 0, 1e-15);
	near(slice(PREMISES " geography/europe", 2025).middle_share
	     + slice("deployment/cloud geography/europe", 2025).middle_share
	     + slice("deployment/hybrid geography/europe", 2025).middle_share, 0.6589 / 4, 1e-12);
}
END_TEST

START_TEST(odds_in_a_larger_table)
{
	use("cross:\n- {at: [" PREMISES ", geography/europe], odds: 1.5}\n", FILL_EQUAL);
	double europe = slice("geography/europe", 2025).low_share;
	near(slice(PREMISES " geography/europe", 2025).middle_share / europe * 100, 73.68, 5e-3);
	/* Italy is a sixth of Europe and has its make-up. */
	near(slice(PREMISES " geography/europe/italy", 2025).middle_share,
	     slice(PREMISES " geography/europe", 2025).middle_share / 6, 1e-12);
}
END_TEST

START_TEST(odds_by_period)
{
	use("cross:\n- {at: [" PREMISES ", " AMERICA "], odds: {2025: 0.5, 2029: 3}}\n", FILL_EQUAL);
	static const struct { int year; double odds; } want[] = {
		{ 2025, 0.5 }, { 2028, 0.5 }, { 2029, 3 }, { 2031, 3 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++)
		near(slice(PREMISES " " AMERICA, want[i].year).middle_share,
		     two_by_two(slice(PREMISES, want[i].year).low_share,
				slice(AMERICA, want[i].year).low_share, want[i].odds), 1e-12);
}
END_TEST

/* X is nothing yet in the year that is fitted first: the next year has the odds all the same. */
START_TEST(odds_of_nothing)
{
	use_text("tamarack: 1\nid: m\ntitle: M\nunit: {measure: units}\n"
		 "period: {base: 2025, from: 2026, to: 2026}\n"
		 "total: {value: {2025: 100, 2026: 100}}\ndimensions:\n"
		 "- {id: a, segments: [{name: X, value: {2025: 0, 2026: 40}},"
		 " {name: Y, value: {2025: 100, 2026: 60}}]}\n"
		 "- {id: b, segments: [{name: P, value: {2025: 70, 2026: 70}},"
		 " {name: Q, value: {2025: 30, 2026: 30}}]}\n"
		 "cross:\n- {at: [a/x, b/q], odds: 3}\n");
	near(slice("a/x b/q", 2026).middle_share, two_by_two(0.4, 0.3, 3), 1e-12);
	ck_assert(slice("a/x b/q", 2025).middle == 0);
	near(slice("a/y b/q", 2025).middle, 30, 1e-10);
}
END_TEST

/* A printed share of North America: 60 % of it is cloud. */
START_TEST(printed_crossing)
{
	use("cross:\n- {at: [" AMERICA ", deployment/cloud], share: {2025: 40%}, of: " AMERICA "}\n",
	    FILL_EQUAL);
	struct crossing_cell c = slice("deployment/cloud " AMERICA, 2025);
	ck_assert(c.fitted);
	near(c.middle_share, 0.4 * 0.3411, 1e-12);
	near(c.low_share, c.middle_share, 1e-9);
	near(c.high_share, c.middle_share, 1e-9);
	/* The rows and columns still add up. */
	double sum = 0;
	for (int n = market_child(market, market_find(market, "deployment")); n >= 0;
	     n = market_next(market, n)) {
		g_autofree char *path = market_path(market, n);
		g_autofree char *both = g_strconcat(path, " ", AMERICA, NULL);
		sum += slice(both, 2025).middle_share;
	}
	near(sum, 0.3411, 1e-12);
}
END_TEST

/* 60 % of North America in a year that the scenario leaves alone: the ends are the figure still.  In
 * 2031 they are those of the margins, 32.5267 % at most and 66.52 - (100 - 32.5267) < 0 at least. */
START_TEST(printed_crossing_of_an_outcome)
{
	use("cross:\n- {at: [" PREMISES ", " AMERICA "], share: {2025: 60%}, of: " AMERICA "}\n",
	    FILL_EQUAL);
	struct forecast *base = forecast;
	struct scenario *s = scenario_new("test", market->id);
	ck_assert(scenario_set_text(s, "geography/asia-pacific=40%", HOLD_NONE, NULL));
	forecast = forecast_run(market, 0, s, HOLD_NONE, NULL);
	crossing_free(crossing);
	crossing = crossing_new(forecast, base);
	struct crossing_cell c = slice(PREMISES " " AMERICA, 2025);
	near(c.low_share, 0.6 * 0.3411, 1e-9);
	near(c.middle_share, 0.6 * 0.3411, 1e-9);
	near(c.high_share, 0.6 * 0.3411, 1e-9);
	c = slice(PREMISES " " AMERICA, 2031);
	near(c.low_share, 0, 0);
	near(c.high_share, 0.325267, 5e-7);
	scenario_free(s);
	forecast_free(base);
}
END_TEST

/* 25, 20 and 30 % in whole percents: no table has them at face value, as 20.89 % would have to be in
 * all three and 20 are in two of them; over the rounding there are some.  Text in North America is
 * 29.5 at least, and at most 20.5 in on-premises and 34.11 - 24.5 = 9.61 outside. */
START_TEST(figures_that_only_rounding_reconciles)
{
	use("cross:\n- {at: [" PREMISES ", " AMERICA "], share: {2025: 25%}}\n"
	    "- {at: [" PREMISES ", modality/text], share: {2025: 20%}}\n"
	    "- {at: [" AMERICA ", modality/text], share: {2025: 30%}}\n", FILL_EQUAL);
	struct crossing_cell c = slice(AMERICA " modality/text", 2025);
	near(c.low_share, 0.295, 1e-9);
	near(c.high_share, 0.3011, 1e-9);
	ck_assert(c.middle_share >= 0.295 && c.middle_share <= 0.3011);
	teardown();
	use("cross:\n- {at: [" PREMISES ", " AMERICA "], share: {2025: 25.00%}}\n"
	    "- {at: [" PREMISES ", modality/text], share: {2025: 20.00%}}\n"
	    "- {at: [" AMERICA ", modality/text], share: {2025: 30.00%}}\n", FILL_EQUAL);
	refused(AMERICA " modality/text", FORECAST_REFUSED, "did not converge");
}
END_TEST

#define SMALL \
	"tamarack: 1\nid: m\ntitle: M\nunit: {measure: units}\nperiod: {base: 2025}\n" \
	"total: {value: {2025: 100}}\ndimensions:\n" \
	"- {id: a, segments: [{name: X, value: {2025: 60}}, {name: Y, value: {2025: 40}}]}\n" \
	"- {id: b, segments: [{name: P, value: {2025: 70}}, {name: Q, value: {2025: 30}}]}\n" \
	"- {id: c, segments: [{name: U, value: {2025: 50}}, {name: V, value: {2025: 50}}]}\n"

START_TEST(figures_that_contradict)
{
	use_text(SMALL "cross:\n- {at: [a/x, b/q], value: {2025: 35}}\n");
	refused("a/x b/q", FORECAST_REFUSED, "30.0000 % at most");
	teardown();
	use_text(SMALL "cross:\n- {at: [a/x, b/p], value: {2025: 20}}\n");
	refused("a/x b/q", FORECAST_REFUSED, "30.0000 % at least");
	teardown();
	/* X has 60, but its two crossings make 50 of it. */
	use_text(SMALL "cross:\n- {at: [a/x, b/p], value: {2025: 30.0}}\n"
		 "- {at: [a/x, b/q], value: {2025: 20.0}}\n");
	refused("a/x b/q", FORECAST_REFUSED, "did not converge");
}
END_TEST

/* At least 25 of X in Q, which independence would give 18; X has 15 outside at least. */
START_TEST(figures_without_a_value)
{
	use_text(SMALL "cross:\n- {at: [a/x, b/q], value: {2025: 25..}}\n");
	struct crossing_cell c = slice("a/x b/q", 2025);
	near(c.low, 25, 1e-9);
	near(c.high, 30, 1e-9);
	near(c.middle, 25, 1e-9);
	c = slice("a/x b/p", 2025);
	near(c.low, 30, 1e-9);
	near(c.high, 35, 1e-9);
	/* A third dimension takes no more than what is there. */
	c = slice("a/x b/q c/u", 2025);
	near(c.low, 0, 1e-9);
	near(c.high, 30, 1e-9);
	near(c.middle, 12.5, 1e-9);
}
END_TEST

/* All of Q lies in X: the rest of the table follows. */
START_TEST(figures_at_the_edge)
{
	use_text(SMALL "cross:\n- {at: [a/x, b/q], value: {2025: 30}}\n");
	near(slice("a/x b/p", 2025).middle, 30, 1e-10);
	near(slice("a/y b/q", 2025).middle, 0, 1e-10);
	near(slice("a/y b/p", 2025).middle, 40, 1e-10);
}
END_TEST

/* Rounded figures of a whole row, 18.3 + 41.6 for 60: within the rounding the margins win. */
START_TEST(figures_within_rounding)
{
	use_text(SMALL "cross:\n- {at: [a/x, b/q], value: {2025: 18.3}}\n"
		 "- {at: [a/x, b/p], value: {2025: 41.6}}\n");
	double p = slice("a/x b/p", 2025).middle, q = slice("a/x b/q", 2025).middle;
	near(p + q, 60, 1e-10);
	near(p, 41.6, 0.1);
	near(q, 18.3, 0.1);
}
END_TEST

/* X x P and P x U are printed: X and U hang together through P, by the chain of the two tables:
 * p(x,u) = sum over b of p(x|b) p(u|b) p(b).  P: 50/70 of it X, 45/70 U; Q: 10/30 X, 5/30 U. */
START_TEST(figures_that_chain)
{
	use_text(SMALL "cross:\n- {at: [a/x, b/p], value: {2025: 50}}\n"
		 "- {at: [b/p, c/u], value: {2025: 45}}\n");
	double want = 50.0 / 70 * 45 / 70 * 70 + 10.0 / 30 * 5 / 30 * 30;
	near(slice("a/x c/u", 2025).middle, want, 1e-9);
}
END_TEST

START_TEST(margins_that_differ)
{
	use_text("tamarack: 1\nid: m\ntitle: M\nunit: {measure: units}\nperiod: {base: 2025}\n"
		 "total: {value: {2025: 100}}\ndimensions:\n"
		 "- {id: a, segments: [{name: X, value: {2025: 60}}, {name: Y, value: {2025: 40}}]}\n"
		 "- {id: b, segments: [{name: P, value: {2025: 70}}, {name: Q, value: {2025: 25}}]}\n"
		 "cross:\n- {at: [a/x, b/p], odds: 2}\n");
	refused("a/x b/p", FORECAST_REFUSED, "b add up to 95.0000 in 2025, but their total is 100.0");
}
END_TEST

/* Modality, then region: each level adds up to the one above. */
START_TEST(pivots)
{
	int path[2];
	use("", FILL_EQUAL);
	double total = 0;
	path[0] = market_find(market, "modality/text");
	GArray *regions = crossing_children(crossing, path, 1, market_find(market, "geography"), 0,
					    NULL);
	ck_assert_ptr_nonnull(regions);
	ck_assert_uint_eq(regions->len, 5);
	for (guint i = 0; i < regions->len; i++)
		total += g_array_index(regions, struct crossing_child, i).cell.middle;
	near(total, 0.4653 * 8.74, 1e-12);
	path[1] = market_find(market, AMERICA);
	near(g_array_index(regions, struct crossing_child, 0).cell.middle, 1.3872, 5e-5);
	g_array_free(regions, TRUE);
	GArray *countries = crossing_children(crossing, path, 2, path[1], 0, NULL);
	ck_assert_uint_eq(countries->len, 3);
	near(g_array_index(countries, struct crossing_child, 2).cell.middle, 1.3872 / 3, 5e-5);
	g_array_free(countries, TRUE);
	GError *error = NULL;
	ck_assert_ptr_null(crossing_children(crossing, path, 2,
					     market_find(market, "geography/europe"), 0, &error));
	ck_assert_msg(strstr(error->message, "no part of"), "%s", error->message);
	g_error_free(error);
}
END_TEST

START_TEST(matrices)
{
	use("", FILL_EQUAL);
	struct crossing_matrix *x =
		crossing_matrix(crossing, NULL, 0, market_find(market, "modality"),
				market_find(market, "deployment"), 0, NULL);
	ck_assert_int_eq(x->n_rows, 4);
	ck_assert_int_eq(x->n_columns, 3);
	near(x->cells[0].low, 1.1406, 5e-5);
	near(x->cells[0].middle, 2.7052, 5e-5);
	near(x->cells[0].high, 4.0667, 5e-5);
	crossing_matrix_free(x);
	ck_assert_ptr_null(crossing_matrix(crossing, NULL, 0, market_find(market, "modality"),
					   market_find(market, "modality/text"), 0, NULL));
}
END_TEST

/* A seed of ones gives the product of the margins, in four dimensions too. */
START_TEST(product_of_margins)
{
	static const double a[] = { 0.2, 0.8 }, b[] = { 0.5, 0.25, 0.25 }, c[] = { 0.9, 0.1 },
			    d[] = { 0.4, 0.6 };
	double cell[24], residual;
	struct ipf t = { 4, { 2, 3, 2, 2 }, { a, b, c, d }, NULL, 0, cell };
	for (int i = 0; i < 24; i++)
		cell[i] = 1;
	ck_assert(ipf_fit(&t, &residual));
	for (int i = 0; i < 24; i++)
		near(cell[i], a[i / 12] * b[i / 4 % 3] * c[i / 2 % 2] * d[i % 2], 1e-15);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("crossing");
	TCase *t = tcase_create("crossing");

	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_add_loop_test(t, pairs_of_leaders, 0, G_N_ELEMENTS(pairs));
	tcase_add_test(t, three_at_once);
	tcase_add_test(t, wrong_slices);
	tcase_add_loop_test(t, odds_of_two, 0, G_N_ELEMENTS(odds));
	tcase_add_test(t, odds_of_none);
	tcase_add_test(t, odds_in_a_larger_table);
	tcase_add_test(t, odds_by_period);
	tcase_add_test(t, odds_of_nothing);
	tcase_add_test(t, printed_crossing);
	tcase_add_test(t, printed_crossing_of_an_outcome);
	tcase_add_test(t, figures_that_only_rounding_reconciles);
	tcase_add_test(t, figures_that_contradict);
	tcase_add_test(t, figures_without_a_value);
	tcase_add_test(t, figures_at_the_edge);
	tcase_add_test(t, figures_within_rounding);
	tcase_add_test(t, figures_that_chain);
	tcase_add_test(t, margins_that_differ);
	tcase_add_test(t, pivots);
	tcase_add_test(t, matrices);
	tcase_add_test(t, product_of_margins);
	suite_add_tcase(s, t);
	return run_suite(s);
}
