/* What is proven about unpublished figures.  Expected numbers: the worked examples of the design,
 * or the calculation in the comment beside them. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/bounds.h"
#include "forecast/hull.h"
#include "forecast/linear.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"

static struct market *market;
static struct forecast *f;
static struct bounds *b;

static void use(struct market *m)
{
	market = m;
	f = forecast_base(market, 0, (enum fill)market->fill);
	b = bounds_new(f);
}

static void use_text(const char *yaml)
{
	use(sample_text(yaml));
}

static void use_report(void)
{
	use(sample_report("ai-training-dataset"));
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
	return sample_node(market, path);
}

static int column(int year)
{
	return forecast_column(f, period_year(year));
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

/* On-premises is proven to lie in 32.845 to 33.71 %, Asia-Pacific to have 34.11 % at most; Cloud grows
 * fastest, at 33.71 %, and nothing in geography faster than 34.14 %, Asia-Pacific's printed rate. */
static const struct { const char *set, *says; int printed; } typed[] = {
	{"deployment/on-premises=36%", "what is proven, 32.84 to 33.71 %", 0},
	{"deployment/on-premises=33.2%", NULL, 0},
	{"geography/asia-pacific=50%share@2025", "what is proven, 0.00 to 34.11 %", 0},
	{"deployment/cloud=50%", "what is proven, 33.71 %", 1},
	{"deployment/cloud=33.71%", NULL, 0},
	{"deployment/cloud=50%@2028-2031", NULL, 0},
	{"geography/europe=35%", "what is proven, at most 34.14 %", 0},
	{"geography/europe=34%", NULL, 0},
	{"geography/asia-pacific=40%", "what is proven, 34.14 %", 1},
};

START_TEST(typed_outside)
{
	struct scenario *s = scenario_new("x", "ai-training-dataset");
	GPtrArray *notices = g_ptr_array_new_with_free_func(g_free);
	use_report();
	ck_assert(scenario_set_text(s, typed[_i].set, HOLD_DEFAULT, NULL));
	ck_assert_int_eq(bounds_tell(f, s, notices), typed[_i].says ? 1 - typed[_i].printed : 0);
	ck_assert_uint_eq(notices->len, typed[_i].says ? 1 : 0);
	if (typed[_i].says)
		ck_assert(g_str_has_suffix(notices->pdata[0], typed[_i].says));
	g_ptr_array_unref(notices);
	scenario_free(s);
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

/* --- figures of several members, crossings --- */

/* A, B and C have 15 % together; D and E the rest; with D the largest, E half of 85 % at most. */
START_TEST(several_members)
{
	use_text(HEAD "period: {base: 2024}\nfill: none\ntotal: {value: {2024: 200}}\ndimensions:\n"
		 "- id: c\n  segments: [A, B, C, {name: D, rank: largest}, E]\n"
		 "cross:\n- {at: [c/a, c/b, c/c], name: Three, share: {2024: 15%}}\n");
	value("c/a", 2024, 0, 30, 1e-6);
	value("c/d", 2024, 85, 170, 1e-6);
	value("c/e", 2024, 0, 85, 1e-6);
}
END_TEST

/* 6.3 of Offshore and the North: both are at least that, and 100 - 70 + 6.3 is left to Offshore. */
START_TEST(crossing)
{
	use_text(HEAD "period: {base: 2024}\nfill: none\ntotal: {value: {2024: 100}}\ndimensions:\n"
		 "- id: site\n  segments: [Offshore, Onshore]\n"
		 "- id: region\n  segments: [{name: North, value: {2024: 70}}, South]\n"
		 "cross:\n- {at: [site/offshore, region/north], name: X, value: {2024: 6.3}}\n");
	value("site/offshore", 2024, 6.3, 36.3, 1e-6);
	value("site/onshore", 2024, 63.7, 93.7, 1e-6);
	/* as a share of a node: at least 40 % of the North's 70 */
	teardown();
	use_text(HEAD "period: {base: 2024}\nfill: none\ntotal: {value: {2024: 100}}\ndimensions:\n"
		 "- id: site\n  segments: [Offshore, Onshore]\n"
		 "- id: region\n  segments: [{name: North, value: {2024: 70}}, South]\n"
		 "cross:\n- {at: [site/offshore, region/north], name: X, share: {2024: 40%..},"
		 " of: region/north}\n");
	value("site/offshore", 2024, 28, 100, 1e-6);
}
END_TEST

/* A filled figure keeps to what several members have together: 15 % of 200 are 30 for three, 10
 * each, and 85 each for the other two. */
START_TEST(fill_keeps_to_members)
{
	use_text(HEAD "period: {base: 2024}\nfill: equal\ntotal: {value: {2024: 200}}\ndimensions:\n"
		 "- id: c\n  segments: [A, B, C, D, E]\n"
		 "cross:\n- {at: [c/a, c/b, c/c], name: Three, share: {2024: 15%}}\n");
	near(forecast_level(f, node("c/a"), column(2024)), 10, 1e-9);
	near(forecast_level(f, node("c/d"), column(2024)), 85, 1e-9);
}
END_TEST

/* --- closed forms against a linear program --- */

static double uniform(GRand *r, double low, double high)
{
	return g_rand_double_range(r, low, high);
}

/* A group that has a solution: boxes around random values, ranks that these have. */
static struct hull random_group(GRand *r, double *truth, int ranks)
{
	struct hull h = { NULL, g_rand_int_range(r, 2, 7), -1, -1, 0, true };
	h.member = g_new(struct hull_member, h.n);
	for (int i = 0; i < h.n; i++) {
		truth[i] = g_rand_int_range(r, 0, 4) ? uniform(r, 0, 10) : 0;
		h.parent += truth[i];
	}
	for (int i = 0; i < h.n; i++) {
		bool known = !g_rand_int_range(r, 0, 4), low = g_rand_boolean(r), high = g_rand_boolean(r);
		h.member[i] = (struct hull_member){
			known ? truth[i] : low ? uniform(r, 0, 1) * truth[i] : 0,
			known ? truth[i] : high ? truth[i] + uniform(r, 0, 5) : INFINITY, true };
		if (ranks & 1 && (h.largest < 0 || truth[i] > truth[h.largest]))
			h.largest = i;
		if (ranks & 2 && (h.smallest < 0 || truth[i] < truth[h.smallest]))
			h.smallest = i;
	}
	return h;
}

static struct linear *program_of(const struct hull *h)
{
	struct linear *l = linear_new(h->n);
	int at[8];
	double one[8];
	for (int i = 0; i < h->n; i++) {
		int pair[] = { h->largest, i }, under[] = { i, h->smallest };
		double signs[] = { 1, -1 };
		at[i] = i;
		one[i] = 1;
		linear_box(l, i, h->member[i].low, h->member[i].high);
		if (h->largest >= 0 && i != h->largest)
			linear_row(l, pair, signs, 2, 0, INFINITY);
		if (h->smallest >= 0 && i != h->smallest)
			linear_row(l, under, signs, 2, 0, INFINITY);
	}
	linear_row(l, at, one, h->n, h->parent, h->parent);
	return l;
}

START_TEST(closed_form_is_the_program)
{
	GRand *r = g_rand_new_with_seed(17 + (guint32)_i);
	for (int trial = 0; trial < 1000; trial++) {
		double truth[8], low[8], high[8];
		struct hull h = random_group(r, truth, _i);
		struct linear *l = program_of(&h);
		for (int i = 0; i < h.n; i++)
			ck_assert(linear_range(l, i, &low[i], &high[i]));
		ck_assert(hull_narrow(&h));
		for (int i = 0; i < h.n; i++)
			ck_assert_msg(fabs(h.member[i].low - low[i]) < 1e-6
				      && fabs(h.member[i].high - high[i]) < 1e-6,
				      "trial %d member %d: %.9g..%.9g, not %.9g..%.9g", trial, i,
				      h.member[i].low, h.member[i].high, low[i], high[i]);
		linear_free(l);
		g_free(h.member);
	}
	g_rand_free(r);
}
END_TEST

/* --- random markets: what is proven always holds of what they were made from --- */

enum { MOST = 200 };

struct truth {
	GRand *r;
	GString *yaml;
	int n;
	char *path[MOST];
	double level[MOST][2];		/* 2024 and 2028 */
};

static char *printed(const struct truth *t, double v, int decimals)
{
	char buf[NUMBER_TEXT_MAX];
	(void)t;
	return g_strdup(number_fixed(buf, v, decimals));
}

static bool often(struct truth *t, int in)
{
	return !g_rand_int_range(t->r, 0, in);
}

/* One figure: a point, or a bound that is true; nothing mostly. */
static void print_figure(struct truth *t, double v, const char *key, bool percent)
{
	double shown = percent ? 100 * v : v;
	g_autofree char *exact = printed(t, shown, 2);
	g_autofree char *below = printed(t, floor(shown * uniform(t->r, 0.5, 1)), 0);
	g_autofree char *above = printed(t, ceil(shown * uniform(t->r, 1, 1.5)), 0);
	const char *sign = percent ? "%" : "";
	switch (g_rand_int_range(t->r, 0, 9)) {
	case 0:
	case 1:
		g_string_append_printf(t->yaml, ", %s: {2024: %s%s}", key, exact, sign);
		break;
	case 2:
		g_string_append_printf(t->yaml, ", %s: {2024: %s%s..}", key, below, sign);
		break;
	case 3:
		g_string_append_printf(t->yaml, ", %s: {2024: ..%s%s}", key, above, sign);
		break;
	case 4:
		g_string_append_printf(t->yaml, ", %s: {2024: %s..%s%s}", key, below, above, sign);
		break;
	}
}

static void print_ranks(struct truth *t, const double (*v)[2], int i, int n)
{
	int largest = 0, smallest = 0, fastest = 0, slowest = 0;
	const char *name[4];
	int names = 0;
	for (int k = 1; k < n; k++) {
		largest = v[k][0] > v[largest][0] ? k : largest;
		smallest = v[k][0] < v[smallest][0] ? k : smallest;
		fastest = v[k][1] / v[k][0] > v[fastest][1] / v[fastest][0] ? k : fastest;
		slowest = v[k][1] / v[k][0] < v[slowest][1] / v[slowest][0] ? k : slowest;
	}
	if (i == largest && often(t, 2))
		name[names++] = "largest";
	if (i == smallest && often(t, 3))
		name[names++] = "smallest";
	if (i == fastest && often(t, 2))
		name[names++] = "fastest";
	if (i == slowest && often(t, 3))
		name[names++] = "slowest";
	for (int k = 0; k < names; k++)
		g_string_append_printf(t->yaml, "%s%s%s", k ? ", " : ", rank: [", name[k],
				       k == names - 1 ? "]" : "");
	if (i == fastest || i == slowest || often(t, 6)) {
		g_autofree char *rate = printed(t, 100 * (pow(v[i][1] / v[i][0], 0.25) - 1), 2);
		g_string_append_printf(t->yaml, ", cagr: {2024-2028: %s%%}", rate);
	}
}

static void make_group(struct truth *t, const char *path, double a, double z, int depth);

static void make_member(struct truth *t, const char *path, const double (*v)[2], int i, int n,
			double parent, int depth)
{
	g_autofree char *own = g_strdup_printf("%s/s%d", path, i);
	t->path[t->n] = g_strdup(own);
	t->level[t->n][0] = v[i][0];
	t->level[t->n++][1] = v[i][1];
	g_string_append_printf(t->yaml, "%*s- {name: S%d", 2 * depth, "", i);
	print_figure(t, v[i][0] / parent, "share", true);
	if (often(t, 3))
		print_figure(t, v[i][0], "value", false);
	print_ranks(t, v, i, n);
	if (depth < 3 && often(t, 2) && t->n < MOST / 2) {
		g_string_append(t->yaml, ", segments: [\n");
		make_group(t, own, v[i][0], v[i][1], depth + 1);
		g_string_append(t->yaml, "]");
	}
	g_string_append(t->yaml, "}\n");
}

static void make_group(struct truth *t, const char *path, double a, double z, int depth)
{
	double v[8][2], sum[2] = { 0, 0 };
	int n = g_rand_int_range(t->r, 2, 7);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < 2; k++)
			sum[k] += v[i][k] = uniform(t->r, 0.2, 5) * (k ? v[i][0] : 1);
	for (int i = 0; i < n; i++) {
		v[i][0] *= a / sum[0];
		v[i][1] *= z / sum[1];
	}
	if (depth > 1) {	/* inside a flow list */
		for (int i = 0; i < n; i++) {
			gsize at = t->yaml->len;
			make_member(t, path, (const double (*)[2])v, i, n, a, depth);
			g_string_erase(t->yaml, (gssize)at, 2 * depth + 2);	/* "- " and spaces */
			t->yaml->str[t->yaml->len - 1] = i < n - 1 ? ',' : ' ';
			g_string_append(t->yaml, "\n");
		}
		return;
	}
	for (int i = 0; i < n; i++)
		make_member(t, path, (const double (*)[2])v, i, n, a, depth);
}

static void make_market(struct truth *t)
{
	double a = uniform(t->r, 500, 2000), z = a * uniform(t->r, 0.8, 3);
	g_autofree char *one = printed(t, a, 2), *two = printed(t, z, 2);
	t->yaml = g_string_new(HEAD "period: {base: 2024, from: 2025, to: 2028}\n");
	g_string_append_printf(t->yaml, "fill: %s\ntotal: {value: {2024: %s, 2028: %s}}\ndimensions:\n",
			       often(t, 2) ? "equal" : "none", one, two);
	for (int d = 0; d < 2; d++) {
		g_autofree char *id = g_strdup_printf("d%d", d);
		g_string_append_printf(t->yaml, "- id: %s\n  segments:\n", id);
		make_group(t, id, a, z, 1);
	}
	/* what several have together, and what two dimensions have in common */
	g_string_append(t->yaml, "cross: [");
	for (int k = 0; k < 3; k++) {
		int i = g_rand_int_range(t->r, 0, t->n), j = g_rand_int_range(t->r, 0, t->n);
		bool same = t->path[i][1] == t->path[j][1];
		double v = same ? t->level[i][0] + t->level[j][0]
			: t->level[i][0] * t->level[j][0] / a;
		if (i == j || g_str_has_prefix(t->path[i], t->path[j])
		    || g_str_has_prefix(t->path[j], t->path[i]))
			continue;
		g_autofree char *text = printed(t, v, 2);
		g_string_append_printf(t->yaml, "{at: [%s, %s], name: N%d, value: {2024: %s}},",
				       t->path[i], t->path[j], k, text);
	}
	g_string_append(t->yaml, "]\n");
}

static void inside(const struct truth *t, const char *what, int i, double v, const struct bound *x)
{
	double slack = 1e-6 * fmax(1, fabs(v));
	if (v < x->wide_low - slack || v > x->wide_high + slack) {
		fprintf(stderr, "%s", t->yaml->str);
		ck_abort_msg("%s of %s: %.9g not in %.9g..%.9g", what, t->path[i], v, x->wide_low,
			     x->wide_high);
	}
	ck_assert(x->wide_low <= x->low && x->wide_high >= x->high && x->low <= x->high);
}

START_TEST(truth_is_inside)
{
	GRand *r = g_rand_new_with_seed(4711 + (guint32)_i);
	for (int trial = 0; trial < 200; trial++) {
		struct truth t = { .r = r };
		make_market(&t);
		use_text(t.yaml->str);
		for (int i = 0; i < t.n; i++) {
			struct bound x;
			int n = node(t.path[i]), from, to;
			for (int k = 0; k < 2; k++)
				if (bounds_value(b, n, column(k ? 2028 : 2024), &x))
					inside(&t, k ? "end" : "base", i, t.level[i][k], &x);
			if (bounds_rate(b, n, READING_PRINTED, &from, &to, &x))
				inside(&t, "rate", i,
				       pow(t.level[i][1] / t.level[i][0], 0.25) - 1, &x);
			g_free(t.path[i]);
		}
		g_string_free(t.yaml, TRUE);
		teardown();
	}
	g_rand_free(r);
}
END_TEST

/* Every kind of question; NaN where nothing is known. */
static void ask(struct bounds *of, int kind, int n, int c, struct bound *x)
{
	bool known = false;
	int from = 0, to = 0;
	*x = (struct bound){ NAN, NAN, NAN, NAN, 0 };
	switch (kind) {
	case 0: known = bounds_value(of, n, c, x); break;
	case 1: known = bounds_share(of, n, c, x); break;
	case 2: known = bounds_share_of_total(of, n, c, x); break;
	case 3: known = bounds_rate(of, n, READING_PRINTED, &from, &to, x); break;
	case 4: known = bounds_rate(of, n, READING_BASE, &from, &to, x); break;
	case 5: known = bounds_rate_others(of, n, READING_PRINTED, &from, &to, x); break;
	case 6: known = bounds_ratio(of, n, c, &x->low, &x->high); break;
	}
	if (!known) {
		*x = (struct bound){ NAN, NAN, NAN, NAN, 0 };
		return;
	}
	x->why |= (unsigned)(from + 1) << 16 | (unsigned)(to + 1) << 24;
}

/* To the last bit, which ck_assert_same does not ask for. */
static bool same_bits(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* What is kept from one question to the next changes no answer, whatever their order. */
static void order_does_not_matter(GRand *r)
{
	for (int i = 0; i < 200; i++) {
		struct bounds *alone = bounds_new(f);
		int kind = g_rand_int_range(r, 0, 7), n = g_rand_int_range(r, 0, market->n_nodes);
		int c = g_rand_int_range(r, 0, f->n_periods);
		struct bound x, y;
		ask(b, kind, n, c, &x);
		ask(alone, kind, n, c, &y);
		ck_assert_msg(same_bits(x.low, y.low) && same_bits(x.high, y.high)
			      && same_bits(x.wide_low, y.wide_low)
			      && same_bits(x.wide_high, y.wide_high) && x.why == y.why,
			      "question %d of %s, %d: %.17g to %.17g (%x), alone %.17g to %.17g (%x)",
			      kind, market->nodes[n].name, c, x.low, x.high, x.why, y.low, y.high,
			      y.why);
		bounds_free(alone);
	}
}

START_TEST(one_question_beside_others)
{
	GRand *r = g_rand_new_with_seed(33 + (guint32)_i);
	use_report();
	order_does_not_matter(r);
	teardown();
	for (int trial = 0; trial < 20; trial++) {
		struct truth t = { .r = r };
		make_market(&t);
		use_text(t.yaml->str);
		order_does_not_matter(r);
		for (int i = 0; i < t.n; i++)
			g_free(t.path[i]);
		g_string_free(t.yaml, TRUE);
		teardown();
	}
	g_rand_free(r);
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
	tcase_add_loop_test(t, typed_outside, 0, G_N_ELEMENTS(typed));
	tcase_add_test(t, parts_hold_up_their_parent);
	tcase_add_test(t, printed_inequalities);
	tcase_add_test(t, no_partition);
	tcase_add_test(t, several_members);
	tcase_add_test(t, crossing);
	tcase_add_test(t, fill_keeps_to_members);
	suite_add_tcase(s, t);
	t = tcase_create("random");
	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, closed_form_is_the_program, 0, 4);
	tcase_add_loop_test(t, truth_is_inside, 0, 10);
	tcase_add_loop_test(t, one_question_beside_others, 0, 4);
	suite_add_tcase(s, t);
	return run_suite(s);
}
