/* A market pivoted: rows, slices, sums, figures of a scenario. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "analysis/pivot.h"
#include "near.h"
#include "random_market.h"
#include "run_suite.h"
#include "sample.h"

static struct market *market;
static struct forecast *forecast;
static struct pivot *pivot;

static void load(struct market *m)
{
	market = m;
	forecast = forecast_base(market, 0, FILL_EQUAL);
}

static void use(const char *more, const char *order)
{
	g_auto(GStrv) names = g_strsplit(order, " ", -1);
	int dimensions[CROSSING_NODES], n = 0;
	GError *error = NULL;

	load(sample_longer("ai-training-dataset", more));
	for (; names[n]; n++)
		dimensions[n] = market_find(market, names[n]);
	pivot = pivot_new(market, dimensions, n, &error);
	ck_assert_msg(pivot != NULL, "%s", error ? error->message : "");
	pivot_use(pivot, forecast, forecast, forecast);
}

static void teardown(void)
{
	pivot_free(pivot);
	forecast_free(forecast);
	market_free(market);
	pivot = NULL;
	forecast = NULL;
	market = NULL;
}

/* The row below `row` whose node has that id. */
static int below(int row, const char *id)
{
	for (int c = pivot_child(pivot, row); c >= 0; c = pivot_next(pivot, c))
		if (strcmp(market->nodes[pivot_node(pivot, c)].id, id) == 0)
			return c;
	ck_abort_msg("no %s", id);
	return -1;
}

START_TEST(rows)
{
	use("", "geography modality deployment");
	int geography = market_find(market, "geography"), nodes[CROSSING_NODES];
	int europe = market_find(market, "geography/europe");
	int made = pivot_n_rows(pivot);

	ck_assert_int_eq(made, market->n_nodes);
	ck_assert_int_eq(pivot_slice(pivot, geography, nodes), 0);
	ck_assert_int_eq(pivot_parent(pivot, geography), -1);
	/* Europe has countries: they come first. */
	int italy = below(europe, "italy");
	ck_assert(!pivot_is_crossing(pivot, italy));
	int text = below(italy, "text");
	ck_assert(pivot_is_crossing(pivot, text));
	ck_assert(!pivot_is_leaf(pivot, text));
	ck_assert_int_eq(pivot_n_rows(pivot), made + 4);	/* the modalities of Italy alone */
	int cloud = below(text, "cloud");
	ck_assert(pivot_is_leaf(pivot, cloud));
	ck_assert_int_eq(pivot_child(pivot, cloud), -1);
	ck_assert_int_eq(pivot_depth(pivot, cloud), 3);
	ck_assert_int_eq(pivot_parent(pivot, cloud), text);
	ck_assert_int_eq(pivot_slice(pivot, cloud, nodes), 3);
	ck_assert_int_eq(nodes[0], italy);
	ck_assert_int_eq(nodes[1], market_find(market, "modality/text"));
	ck_assert_int_eq(nodes[2], market_find(market, "deployment/cloud"));
	g_autofree char *name = pivot_name(pivot, cloud);
	ck_assert_str_eq(name, "Italy x Text x Cloud");
	/* Asked for again they are the same. */
	ck_assert_int_eq(below(below(italy, "text"), "cloud"), cloud);
}
END_TEST

/* Text x on-premises as in the table of pairs: 1.1406, 2.7052, 4.0667. */
START_TEST(figures)
{
	use("", "modality deployment");
	int text = market_find(market, "modality/text");
	int premises = below(text, "on-premises");
	enum status status;

	near(pivot_level(pivot, premises, 0), 2.7052, 5e-5);
	ck_assert_int_eq(pivot_status(pivot, premises, 0), STATUS_ASSUMED);
	near(pivot_share(pivot, premises, 0, &status), 0.6652, 1e-12);
	ck_assert_int_eq(status, STATUS_ASSUMED);
	struct crossing_cell cell;
	ck_assert(pivot_cell(pivot, premises, 0, &cell));
	near(cell.low, 1.1406, 5e-5);
	near(cell.high, 4.0667, 5e-5);
	ck_assert(!pivot_cell(pivot, text, 0, &cell));
	/* (1 + rate)^5 by hand from both ends. */
	double a = pivot_level(pivot, premises, 1), b = pivot_level(pivot, premises, 6);
	near(pivot_rate(pivot, premises, 1, 6, &status), pow(b / a, 0.2) - 1, 1e-12);
	near(pivot_rate_before(pivot, premises, 1, 6, &status), pow(b / a, 0.2) - 1, 1e-12);
	near(pivot_growth(pivot, premises, 1, &status), a / 2.705177 - 1, 1e-5);
	/* A node is what it is. */
	near(pivot_level(pivot, text, 0), 0.4653 * 8.74, 1e-12);
	ck_assert_int_eq(pivot_status(pivot, text, 0), forecast_status(forecast, text, 0));
	ck_assert_ptr_null(pivot_error(pivot));
}
END_TEST

/* The odds of 0.5 and 2 for on-premises in North America: 19.1452 and 25.9840 %, whichever comes
 * first, and a third dimension between them. */
static const struct { double odds, percent; } odds[] = {{0.5, 19.1452}, {2, 25.9840}};

START_TEST(fitted)
{
	g_autofree char *more = g_strdup_printf("cross:\n- {at: [deployment/on-premises, "
						"geography/north-america], odds: %g}\n",
						odds[_i].odds);
	double sum = 0;

	use(more, "deployment geography");
	int premises = market_find(market, "deployment/on-premises");
	near(pivot_level(pivot, below(premises, "north-america"), 0) / 8.74 * 100,
	     odds[_i].percent, 5.1e-4);
	for (int c = pivot_child(pivot, premises); c >= 0; c = pivot_next(pivot, c))
		sum += pivot_level(pivot, c, 0);
	near(sum, 8.74 * 0.6652, 1e-9);
	teardown();

	use(more, "geography modality deployment");
	int america = market_find(market, "geography/north-america");
	sum = 0;
	for (int country = pivot_child(pivot, america); country >= 0;
	     country = pivot_next(pivot, country))
		for (int kind = pivot_child(pivot, country); kind >= 0;
		     kind = pivot_next(pivot, kind))
			sum += pivot_level(pivot, below(kind, "on-premises"), 0);
	near(sum / 8.74 * 100, odds[_i].percent, 5.1e-4);
}
END_TEST

/* A printed crossing is reported, one of a printed share derived; what it leaves of a dimension of
 * two is proven. */
#define SMALL \
	"tamarack: 1\nid: m\ntitle: M\nunit: {measure: units}\nperiod: {base: 2025}\n" \
	"total: {value: {2025: 100}}\ndimensions:\n" \
	"- {id: a, segments: [{name: X, value: {2025: 60}}, {name: Y, value: {2025: 40}}]}\n" \
	"- {id: b, segments: [{name: P, value: {2025: 70}}, {name: Q, value: {2025: 30}}]}\n"

static const struct { const char *cross; enum status printed, rest; double level; } printed[] = {
	{"value: {2025: 20}", STATUS_REPORTED, STATUS_DERIVED, 20},
	{"value: {2025: ~20}", STATUS_ABOUT, STATUS_DERIVED, 20},
	{"share: {2025: 40%}, of: a/x", STATUS_DERIVED, STATUS_DERIVED, 24},
	{"odds: 2", STATUS_ASSUMED, STATUS_ASSUMED, 0},
};

START_TEST(statuses)
{
	g_autofree char *text = g_strdup_printf(SMALL "cross:\n- {at: [a/x, b/q], %s}\n",
						printed[_i].cross);
	load(sample_text(text));
	int order[] = {market_find(market, "a"), market_find(market, "b")};
	pivot = pivot_new(market, order, 2, NULL);
	pivot_use(pivot, forecast, forecast, NULL);
	int q = below(market_find(market, "a/x"), "q"), p = below(market_find(market, "a/x"), "p");

	if (printed[_i].level > 0)
		near(pivot_level(pivot, q, 0), printed[_i].level, 1e-9);
	ck_assert_int_eq(pivot_status(pivot, q, 0), printed[_i].printed);
	ck_assert_int_eq(pivot_status(pivot, p, 0), printed[_i].rest);
}
END_TEST

START_TEST(refused)
{
	GError *error = NULL;

	load(sample_text(SMALL "cross:\n- {at: [a/x, b/q], value: {2025: 35}}\n"));
	int a = market_find(market, "a"), b = market_find(market, "b");
	ck_assert_ptr_null(pivot_new(market, (int[]){a, a}, 2, &error));
	ck_assert_msg(strstr(error->message, "twice"), "%s", error->message);
	g_clear_error(&error);
	ck_assert_ptr_null(pivot_new(market, (int[]){a, market_find(market, "b/p")}, 2, &error));
	ck_assert_msg(strstr(error->message, "b/p is no dimension"), "%s", error->message);
	g_clear_error(&error);
	ck_assert_ptr_null(pivot_new(market, (int[]){a}, 1, &error));
	g_clear_error(&error);

	/* What cannot be fitted is unknown, and why is told. */
	pivot = pivot_new(market, (int[]){a, b}, 2, NULL);
	pivot_use(pivot, forecast, forecast, NULL);
	int q = below(market_find(market, "a/x"), "q");
	ck_assert(isnan(pivot_level(pivot, q, 0)));
	ck_assert_int_eq(pivot_status(pivot, q, 0), STATUS_UNKNOWN);
	ck_assert_msg(strstr(pivot_error(pivot), "30.0000 % at most"), "%s", pivot_error(pivot));
}
END_TEST

/* What a scenario moves, moves what lies in it; the row and its number stay. */
START_TEST(scenarios)
{
	GError *error = NULL;
	enum status status;

	use("", "geography deployment");
	int asia = market_find(market, "geography/asia-pacific");
	while (!market_is_leaf(market, asia))
		asia = market_child(market, asia);
	int cloud = below(asia, "cloud");
	double before = pivot_level(pivot, cloud, 6);
	struct scenario *s = scenario_new("s", "s");
	struct adjust *rate = adjust_new(ADJUST_CAGR, "geography/asia-pacific");
	rate->value = 0.4;
	rate->from = period_year(2026);
	rate->to = period_year(2031);
	scenario_set(s, rate);
	struct forecast *f = forecast_run(market, 0, s, HOLD_DEFAULT, &error);
	ck_assert_msg(f != NULL, "%s", error ? error->message : "");
	pivot_use(pivot, f, forecast, forecast);
	double share = forecast_level(f, asia, 6) / forecast_level(f, 0, 6);
	double kind = forecast_level(f, market_find(market, "deployment/cloud"), 6)
		      / forecast_level(f, 0, 6);
	near(pivot_level(pivot, cloud, 6), share * kind * forecast_level(f, 0, 6), 1e-12);
	ck_assert(pivot_level(pivot, cloud, 6) > before * 1.1);
	ck_assert_int_eq(pivot_status(pivot, cloud, 6), STATUS_SCENARIO);
	ck_assert_int_eq(pivot_status(pivot, cloud, 0), STATUS_ASSUMED);
	ck_assert(pivot_rate(pivot, cloud, 1, 6, &status)
		  > pivot_rate_before(pivot, cloud, 1, 6, &status) + 0.03);
	pivot_use(pivot, forecast, forecast, forecast);
	near(pivot_level(pivot, cloud, 6), before, 1e-12);
	forecast_free(f);
	scenario_free(s);
}
END_TEST

/* ------------------------------------------------ laws */

static int checked;

/* Closing factors of printed figures aside, which a fitted table has not. */
static bool closes(const struct forecast *f, int node, int column)
{
	const struct market *m = f->market;

	for (int i = node; i < node + m->nodes[node].size; i++)
		if (!market_is_leaf(m, i) && fabs(forecast_closing(f, i, column) - 1) > 1e-9)
			return false;
	return true;
}

/* The group that a row unfolds to. */
static int group_of(int row)
{
	int node = pivot_node(pivot, row), child = pivot_node(pivot, pivot_child(pivot, row));

	return market_is_leaf(market, node) ? market->nodes[child].parent : node;
}

static void add_up(int row, const char *yaml)
{
	if (pivot_is_leaf(pivot, row) || pivot_n_rows(pivot) > market->n_nodes + 3000)
		return;
	for (int c = pivot_child(pivot, row); c >= 0; c = pivot_next(pivot, c))
		add_up(c, yaml);
	if (market_covers(market, group_of(row), 0) == COVERS_OVERLAP)
		return;
	for (int j = 0; j < forecast->n_periods; j++) {
		double sum = 0, level = pivot_level(pivot, row, j);
		const int *order;
		bool all = true;

		for (int i = pivot_order(pivot, &order) - 1; i >= 0 && market->n_crosses; i--)
			all = all && closes(forecast, order[i], j);
		for (int c = pivot_child(pivot, row); c >= 0; c = pivot_next(pivot, c))
			sum += pivot_level(pivot, c, j);
		if (!market->n_crosses)
			sum *= forecast_closing(forecast, group_of(row), j);
		ck_assert_msg(!pivot_error(pivot) || !strstr(pivot_error(pivot), "converge"), "%s",
			      pivot_error(pivot));
		if (!all || isnan(level) || isnan(sum) || pivot_error(pivot))
			continue;
		if (fabs(sum - level) > 1e-7 * fabs(level)) {
			g_file_set_contents("pivot-failure.yaml", yaml, -1, NULL);
			ck_abort_msg("row %d, column %d: %.12g of %.12g; see pivot-failure.yaml", row,
				     j, sum, level);
		}
		checked++;
	}
}

static int count(int row, bool leaves)
{
	int n = 0;

	for (int c = pivot_child(pivot, row); c >= 0; c = pivot_next(pivot, c))
		n += (!leaves || pivot_is_leaf(pivot, c)) + count(c, leaves);
	return n;
}

/* An odds ratio between two random segments of two dimensions. */
static void append_odds(GString *yaml, GRand *rand, const struct random_market *r)
{
	const struct random_node *at[2] = {NULL, NULL};

	for (guint i = 0; i < r->nodes->len; i++) {
		const struct random_node *n = r->nodes->pdata[i];
		int side = strncmp(n->path, "d0/", 3) == 0 ? 0 : strncmp(n->path, "d1/", 3) == 0;

		if (strchr(n->path, '/') && (side || n->path[1] == '0') && g_rand_boolean(rand))
			at[side] = n;
	}
	if (at[0] && at[1])
		g_string_append_printf(yaml, "cross:\n- {at: [%s, %s], odds: %.2f}\n", at[0]->path,
				       at[1]->path, g_rand_double_range(rand, 0.2, 5));
}

START_TEST(children_add_up)
{
	for (guint32 seed = 1; seed <= 60; seed++) {
		GRand *rand = g_rand_new_with_seed(seed + 1000 * (guint32)_i);
		struct random_market *r = random_market_new(rand, _i % 2 ? RANDOM_COMPLETE
							    : RANDOM_SPARSE);
		GString *yaml = g_string_new(r->yaml);
		int order[CROSSING_NODES], n = 0;

		if (_i / 2)
			append_odds(yaml, rand, r);
		load(sample_text(yaml->str));
		for (int d = market_child(market, 0); d >= 0 && n < 3; d = market_next(market, d))
			order[n++] = d;
		if (n > 1) {
			pivot = pivot_new(market, order, n, NULL);
			pivot_use(pivot, forecast, forecast, NULL);
			if (pivot_count(pivot, order[0], false) < 3000) {
				ck_assert_int_eq(count(order[0], false),
						 (int)pivot_count(pivot, order[0], false));
				ck_assert_int_eq(count(order[0], true),
						 (int)pivot_count(pivot, order[0], true));
			}
			add_up(order[0], yaml->str);
		}
		g_string_free(yaml, TRUE);
		random_market_free(r);
		g_rand_free(rand);
		teardown();
	}
	ck_assert_msg(checked > 1000, "only %d sums", checked);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pivot");
	TCase *t = tcase_create("pivot");

	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_set_timeout(t, 0);
	tcase_add_test(t, rows);
	tcase_add_test(t, figures);
	tcase_add_loop_test(t, fitted, 0, G_N_ELEMENTS(odds));
	tcase_add_loop_test(t, statuses, 0, G_N_ELEMENTS(printed));
	tcase_add_test(t, refused);
	tcase_add_test(t, scenarios);
	tcase_add_loop_test(t, children_add_up, 0, 4);
	suite_add_tcase(s, t);
	return run_suite(s);
}
