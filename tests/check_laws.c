/* Laws of the forecast over random markets and random scenarios: whatever is printed and typed,
 * children add up, locked and typed rows hold, an empty scenario is the base, order is nothing. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "forecast/forecast.h"
#include "run_suite.h"

enum { MARKETS = 300, FROM = 2024, TO = 2030 };

static GRand *rand_;

static int pick(int n)
{
	return (int)g_rand_int_range(rand_, 0, n);
}

static double between(double low, double high)
{
	return g_rand_double_range(rand_, low, high);
}

/* One group of members; shares leave room for the unpublished ones. */
static void group(GString *y, int depth, int indent)
{
	int n = 1 + pick(5), printed = pick(n + 1);
	double left = 100;
	for (int i = 0; i < n; i++) {
		g_string_append_printf(y, "%*s- name: S%d\n", indent, "", i);
		if (i < printed) {
			double share = between(0, left / 2);
			left -= share;
			g_string_append_printf(y, "%*s  share: {%d: %.2f%%}\n", indent, "",
					       FROM + pick(3), share);
		} else if (pick(4) == 0) {
			g_string_append_printf(y, "%*s  weight: %.2f\n", indent, "", between(0, 5));
		}
		if (pick(3) == 0)
			g_string_append_printf(y, "%*s  cagr: {%d-%d: %.1f%%}\n", indent, "", FROM + pick(2),
					       TO - pick(2), between(-10, 30));
		if (pick(5) == 0)
			g_string_append_printf(y, "%*s  growth: {%d: %.1f%%}\n", indent, "",
					       FROM + 1 + pick(5), between(-20, 40));
		if (depth < 3 && pick(3) == 0) {
			g_string_append_printf(y, "%*s  segments:\n", indent, "");
			group(y, depth + 1, indent + 2);
		}
	}
}

static char *random_market(void)
{
	GString *y = g_string_new("tamarack: 1\nid: r\ntitle: R\nunit: {measure: units}\n"
				  "period: {base: 2024, from: 2025, to: 2030}\n");
	int dimensions = 1 + pick(3);
	g_string_append_printf(y, "fill: %s\n", pick(2) ? "equal" : "weights");
	g_string_append_printf(y, "total:\n  value: {2024: %.1f, 2030: %.1f}\n", between(50, 100),
			       between(60, 400));
	if (pick(2))
		g_string_append(y, "  growth: {2025: 9.5%}\n");
	g_string_append(y, "dimensions:\n");
	for (int d = 0; d < dimensions; d++) {
		g_string_append_printf(y, "- id: d%d\n  segments:\n", d);
		group(y, 0, 2);
	}
	return g_string_free(y, FALSE);
}

/* The market and scenario that broke a law, kept beside the log. */
static const char *keep(const char *yaml)
{
	g_file_set_contents("laws-failure.yaml", yaml, -1, NULL);
	return "see laws-failure.yaml";
}

static struct market *load(const char *yaml)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("random", yaml, strlen(yaml), list);
	if (!m) {
		messages_print(list, stderr);
		ck_abort_msg("%s", keep(yaml));
	}
	messages_free(list);
	return m;
}

static struct scenario *random_scenario(const struct market *m)
{
	struct scenario *s = scenario_new("r", "r");
	int edits = 1 + pick(4);
	for (int i = 0; i < edits; i++) {
		int node = pick(m->n_nodes);
		g_autofree char *path = market_path(m, node);
		int what = pick(6);
		struct adjust *a = adjust_new(what == 0 ? ADJUST_LOCK : what == 1 ? ADJUST_GROWTH
					      : what == 2 && node > 0 ? ADJUST_WEIGHT : ADJUST_CAGR,
					      path);
		if (m->nodes[node].flags & NODE_DIMENSION) {
			adjust_free(a);
			continue;
		}
		a->value = a->kind == ADJUST_WEIGHT ? between(0.1, 4) : between(-0.2, 0.6);
		a->hold = (enum hold)pick(3);
		a->from = period_year(2024 + pick(3));
		a->to = a->kind == ADJUST_GROWTH ? (a->from = period_year(2026)) : period_year(2030 - pick(3));
		scenario_set(s, a);
	}
	return s;
}

static void adds_up(const struct market *m, const struct forecast *f, const char *yaml)
{
	for (int i = 0; i < m->n_nodes; i++) {
		int first = market_child(m, i);
		for (int c = 0; first >= 0 && c < f->n_periods; c++) {
			double sum = 0, parent = forecast_level(f, i, c);
			for (int k = first; k >= 0 && i > 0; k = market_next(m, k))
				sum += forecast_level(f, k, c);
			if (i == 0)
				sum = forecast_level(f, first, c);
			else
				sum *= forecast_closing(f, i, c);
			/* factor 0: printed rates below a parent that others use up; no sum closes it */
			if (isnan(sum) || isnan(parent) || forecast_closing(f, i, c) == 0)
				continue;
			ck_assert_msg(fabs(sum - parent) <= 1e-9 * fabs(parent) + 1e-12,
				      "node %d column %d: %.15g, not %.15g; %s", i, c, sum, parent, keep(yaml));
			ck_assert_msg(parent >= 0, "negative level; %s", keep(yaml));
		}
	}
}

static bool scaled(const struct forecast *f)
{
	for (guint i = 0; i < f->notices->len; i++)
		if (strstr(f->notices->pdata[i], "scaled") || strstr(f->notices->pdata[i], "no effect"))
			return true;
	return false;
}

static void rows_hold(const struct market *m, const struct forecast *base, const struct forecast *f,
		      const struct scenario *s, const char *yaml)
{
	bool facts = false;
	for (guint i = 0; i < s->adjusts->len; i++)
		facts |= ((const struct adjust *)s->adjusts->pdata[i])->kind == ADJUST_WEIGHT;
	for (guint i = 0; i < s->adjusts->len && !facts; i++) {
		const struct adjust *a = s->adjusts->pdata[i];
		int node = market_find(m, a->path);
		bool typed = scenario_get(s, a->path, ADJUST_CAGR) || scenario_get(s, a->path, ADJUST_GROWTH);
		for (int c = 0; a->kind == ADJUST_LOCK && !typed && c < f->n_periods; c++) {
			double was = forecast_level(base, node, c), is = forecast_level(f, node, c);
			ck_assert_msg((isnan(was) && isnan(is)) || fabs(was - is) <= 1e-12 * fabs(was),
				      "lock of %s: %.15g, not %.15g; %s", a->path, is, was, keep(yaml));
		}
		if (a->kind != ADJUST_CAGR || scaled(f) || scenario_get(s, a->path, ADJUST_GROWTH))
			continue;
		enum status st;
		double rate = forecast_rate(f, node, forecast_column(f, a->from),
					    forecast_column(f, a->to), &st);
		if (!isnan(rate))
			ck_assert_msg(fabs(rate - a->value) <= 1e-9, "%s: %.12g, not %.12g; %s",
				      a->path, rate, a->value, keep(yaml));
	}
}

START_TEST(random_scenarios)
{
	rand_ = g_rand_new_with_seed((guint32)(_i * 7919 + 1));
	int refused = 0, ran = 0;
	for (int k = 0; k < MARKETS; k++) {
		g_autofree char *yaml = random_market();
		struct market *m = load(yaml);
		struct forecast *base = forecast_base(m, 0, (enum fill)m->fill);
		adds_up(m, base, yaml);
		for (int e = 0; e < 3; e++) {
			struct scenario *s = random_scenario(m);
			GError *error = NULL;
			struct forecast *f = forecast_run(m, 0, s, HOLD_NONE, &error);
			g_autofree char *text = scenario_format(s);
			g_autofree char *both = g_strconcat(yaml, text, NULL);
			if (f) {
				adds_up(m, f, both);
				rows_hold(m, base, f, s, both);
				ran++;
			} else {
				ck_assert(g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED));
				refused++;
			}
			g_clear_error(&error);
			forecast_free(f);
			scenario_free(s);
		}
		struct scenario *empty = scenario_new("e", "r");
		struct forecast *same = forecast_run(m, 0, empty, HOLD_NONE, NULL);
		ck_assert_mem_eq(same->status, base->status, (size_t)m->n_nodes * base->n_periods);
		ck_assert_mem_eq(same->level, base->level,
				 sizeof(double) * m->n_nodes * base->n_periods);
		forecast_free(same);
		scenario_free(empty);
		forecast_free(base);
		market_free(m);
	}
	g_rand_free(rand_);
	ck_assert_msg(ran > refused, "%d ran, %d were refused", ran, refused);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("laws");
	TCase *c = tcase_create("laws");
	tcase_set_timeout(c, 300);
	tcase_add_loop_test(c, random_scenarios, 0, 8);
	suite_add_tcase(suite, c);
	return run_suite(suite);
}
