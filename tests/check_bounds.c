/* What is proven about unpublished figures.  Expected numbers: the worked examples of the design,
 * or the calculation in the comment beside them. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/bounds.h"

#define HEAD "tamarack: 1\nid: m\ntitle: M\nunit: {currency: USD, scale: million}\n"

static struct market *market;
static struct forecast *f;
static struct bounds *b;

static void use(struct market *m, struct messages *list)
{
	if (!m)
		messages_print(list, stderr);
	ck_assert_ptr_nonnull(m);
	messages_free(list);
	market = m;
	f = forecast_base(market, 0, (enum fill)market->fill);
	b = bounds_new(f);
}

static void use_text(const char *yaml)
{
	struct messages *list = messages_new();
	use(market_load_bytes("test", yaml, strlen(yaml), list), list);
}

static void use_report(void)
{
	struct messages *list = messages_new();
	use(market_load(TOP_SRCDIR "/data/ai-training-dataset.yaml", list), list);
}

static void teardown(void)
{
	bounds_free(b);
	forecast_free(f);
	market_free(market);
	b = NULL;
	f = NULL;
	market = NULL;
}

static int node(const char *path)
{
	int n = market_find(market, path);
	if (n < 0)
		ck_abort_msg("no node %s", path);
	return n;
}

static int column(int year)
{
	return forecast_column(f, period_year(year));
}

static void near(double is, double want, double tolerance)
{
	ck_assert_msg(fabs(is - want) <= tolerance, "%.10g, not %.10g", is, want);
}

static void value(const char *path, int year, double low, double high, double tolerance)
{
	struct bound x;
	ck_assert_msg(bounds_value(b, node(path), column(year), &x), "%s", path);
	near(x.low, low, tolerance);
	near(x.high, high, tolerance);
	ck_assert(x.wide_low <= x.low && x.wide_high >= x.high);
}

static void share(const char *path, int year, double low, double high)
{
	struct bound x;
	ck_assert(bounds_share(b, node(path), column(year), &x));
	near(x.low, low, 1e-12);
	near(x.high, high, 1e-12);
	ck_assert(x.wide_low <= x.low && x.wide_high >= x.high);
}

static void share_of_total(const char *path, int year, double low, double high, double tolerance)
{
	struct bound x;
	ck_assert(bounds_share_of_total(b, node(path), column(year), &x));
	near(x.low, low, tolerance);
	near(x.high, high, tolerance);
}

/* --- the first report --- */

START_TEST(shares_of_the_report)
{
	use_report();
	share("offering/custom-dataset-creation", 2025, 0.0632, 0.4684);
	share("offering/dataset-marketplaces-and-licensed-exchanges", 2025, 0.0632, 0.4684);
	share("deployment/cloud", 2025, 0, 0.3348);
	share("geography/asia-pacific", 2025, 0, 0.3411);
	share("modality/audio-and-speech", 2025, 0, 0.4653);
	share("industry/bfsi", 2025, 0, 0.3127);
	share("modality/text", 2025, 0.4653, 0.4653);
	value("offering/custom-dataset-creation", 2025, 0.5524, 4.0938, 5e-5);
	value("deployment/cloud", 2025, 0, 2.9262, 5e-5);
	value("industry/bfsi", 2025, 0, 2.7330, 5e-5);
	value("geography/asia-pacific", 2025, 0, 2.9812, 5e-5);
}
END_TEST

/* "Leads its region": at least a third of 34.11 %, at most all of it. */
START_TEST(ranks_inside_groups)
{
	use_report();
	share_of_total("geography/north-america/united-states", 2025, 0.3411 / 3, 0.3411, 1e-12);
	value("geography/north-america/united-states", 2025, 0.9937, 2.9812, 5e-5);
	share("geography/south-america/brazil", 2025, 1.0 / 3, 1);
	share_of_total("geography/south-america/brazil", 2025, 0, 0.3411, 1e-12);
	/* Canada is at most half of North America: the leader has as much. */
	share("geography/north-america/canada", 2025, 0, 0.5);
	share_of_total("geography/north-america/canada", 2025, 0, 0.3411 / 2, 1e-12);
}
END_TEST

/* 34.11 % lies in [34.105, 34.115]: siblings reach 34.115 % and 1 - 2 x 46.845 % = 6.31 %. */
START_TEST(over_rounding)
{
	struct bound x;
	use_report();
	ck_assert(bounds_share(b, node("geography/asia-pacific"), column(2025), &x));
	near(x.wide_high, 0.34115, 1e-12);
	ck_assert(bounds_share(b, node("offering/custom-dataset-creation"), column(2025), &x));
	near(x.wide_low, 0.0631, 1e-12);
	near(x.wide_high, 0.46845, 1e-12);
	ck_assert(bounds_value(b, node("modality/text"), column(2025), &x));
	near(x.wide_low, 8.735 * 0.46525, 1e-12);	/* 4.0640 */
	near(x.wide_high, 8.745 * 0.46535, 1e-12);	/* 4.0695 */
}
END_TEST

/* Section 3.4 of the design's derivations, all columns. */
static const struct leader {
	const char *path;
	double low, high, wide_low;		/* window 2026-2031 */
	double share, usd_low, usd_high;	/* 2031 */
	double base_low;			/* window 2025-2031 */
	double others_low;
} leaders[] = {
	{"modality/text", 32.189, 33.94, 32.152, 44.898, 22.368, 23.889, 33.322, 32.422},
	{"offering/off-the-shelf-datasets", 32.439, 33.74, 32.402, 45.625, 22.730, 23.869, 33.556,
	 32.596},
	{"deployment/on-premises", 32.845, 33.71, 32.821, 65.793, 32.778, 33.860, 33.626, 31.968},
	{"industry/it-and-telecom", 29.314, 34.74, 29.250, 27.031, 13.467, 16.539, 31.099, 32.381},
	{"geography/north-america", 31.109, 34.14, 31.054, 31.590, 15.738, 17.644, 32.689, 32.605},
};

START_TEST(rates_of_leaders)
{
	const struct leader *l = &leaders[_i];
	struct bound x;
	int from, to;
	use_report();
	ck_assert(bounds_rate(b, node(l->path), READING_PRINTED, &from, &to, &x));
	ck_assert_int_eq(from, column(2026));
	ck_assert_int_eq(to, column(2031));
	near(100 * x.low, l->low, 5e-4);
	near(100 * x.high, l->high, 1e-9);
	ck_assert(100 * x.wide_low >= l->wide_low);	/* printed rounded outward */
	ck_assert(100 * x.wide_low < l->wide_low + 0.001);
	near(100 * x.wide_high, l->high + 0.005, 1e-9);
	ck_assert(x.why & BOUND_RATES);
	ck_assert(x.why & BOUND_PREMISE);
	ck_assert(bounds_rate(b, node(l->path), READING_BASE, &from, &to, &x));
	ck_assert_int_eq(from, column(2025));
	near(100 * x.low, l->base_low, 5e-4);
	near(100 * x.high, l->high, 1e-9);
	ck_assert(!(x.why & BOUND_PREMISE));
	ck_assert(bounds_rate_others(b, node(l->path), READING_PRINTED, &from, &to, &x));
	near(100 * x.low, l->others_low, 5e-4);
	near(100 * x.high, l->high, 1e-9);
	value(l->path, 2031, l->usd_low, l->usd_high, 5.1e-4);
	ck_assert(bounds_share(b, node(l->path), column(2031), &x));
	near(100 * x.low, l->share, 5e-4);
}
END_TEST

/* A small sibling's rate has no lower end; the fastest is what was printed. */
START_TEST(rates_of_others)
{
	struct bound x;
	int from, to;
	use_report();
	ck_assert(bounds_rate(b, node("geography/europe"), READING_PRINTED, &from, &to, &x));
	near(x.low, -1, 1e-12);
	near(x.high, 0.3414, 1e-12);
	ck_assert(bounds_rate(b, node("geography/asia-pacific"), READING_PRINTED, &from, &to, &x));
	near(x.low, 0.3414, 1e-12);
	near(x.high, 0.3414, 1e-12);
}
END_TEST

/* No assumed figure leaves what is proven. */
START_TEST(fill_stays_inside)
{
	use_report();
	for (int i = 0; i < market->n_nodes; i++)
		for (int c = 0; c < f->n_periods; c++) {
			double low, high, v = forecast_level(f, i, c);
			if (bounds_level(b, i, c, &low, &high) && !isnan(v))
				ck_assert_msg(v >= low - 1e-9 && v <= high + 1e-9,
					      "node %d column %d: %g not in %g..%g", i, c, v, low,
					      high);
		}
}
END_TEST

/* --- made-up groups --- */

/* Parts of an unknown segment: B is at least 30 + 12, so at most 100 - 42 is left for C. */
START_TEST(parts_hold_up_their_parent)
{
	use_text(HEAD "period: {base: 2024}\ntotal: {value: {2024: 100}}\ndimensions:\n- id: d\n"
		 "  segments:\n  - A\n  - name: B\n    segments: [{name: X, value: {2024: 30}},"
		 " {name: Y, value: {2024: 12..}}, Z]\n  - C\n");
	value("d/b", 2024, 42, 100, 1e-12);
	value("d/c", 2024, 0, 58, 1e-12);
	value("d/b/y", 2024, 12, 70, 1e-12);
	value("d/b/z", 2024, 0, 58, 1e-12);
	share("d/b/x", 2024, 0.3, 30.0 / 42);
}
END_TEST

/* At least 40 %, at most 50 %, 20 to 30 %: of what is left, C has 100 - 50 - 30 = 20 at least. */
START_TEST(printed_inequalities)
{
	use_text(HEAD "period: {base: 2024}\nfill: none\ntotal: {value: {2024: 100}}\ndimensions:\n"
		 "- id: d\n  segments:\n  - {name: A, share: {2024: 40%..}}\n"
		 "  - {name: B, share: {2024: ..50%}}\n  - {name: C, share: {2024: ..30%}}\n");
	share("d/a", 2024, 0.4, 1);
	share("d/b", 2024, 0, 0.5);
	share("d/c", 2024, 0, 0.3);
	/* the smallest of three holds a third at most */
	teardown();
	use_text(HEAD "period: {base: 2024}\nfill: none\ntotal: {value: {2024: 90}}\ndimensions:\n"
		 "- id: d\n  segments:\n  - {name: A, rank: smallest}\n  - {name: B, rank: largest}\n"
		 "  - C\n");
	value("d/a", 2024, 0, 30, 1e-9);
	value("d/b", 2024, 30, 90, 1e-9);
	value("d/c", 2024, 0, 45, 1e-9);
}
END_TEST

/* Part of the market, and members that overlap. */
START_TEST(no_partition)
{
	use_text(HEAD "period: {base: 2024}\ntotal: {value: {2024: 90}}\ndimensions:\n"
		 "- id: p\n  covers: part\n  segments: [{name: A, value: {2024: 20}}, B]\n"
		 "- id: o\n  covers: overlap\n  segments: [{name: A, share: {2024: 60%}}, B]\n");
	value("p/b", 2024, 0, 70, 1e-12);
	value("p/unlisted", 2024, 0, 70, 1e-12);
	value("o/b", 2024, 0, 90, 1e-12);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("bounds");
	TCase *t = tcase_create("bounds");
	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_add_test(t, shares_of_the_report);
	tcase_add_test(t, ranks_inside_groups);
	tcase_add_test(t, over_rounding);
	tcase_add_loop_test(t, rates_of_leaders, 0, G_N_ELEMENTS(leaders));
	tcase_add_test(t, rates_of_others);
	tcase_add_test(t, fill_stays_inside);
	tcase_add_test(t, parts_hold_up_their_parent);
	tcase_add_test(t, printed_inequalities);
	tcase_add_test(t, no_partition);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
