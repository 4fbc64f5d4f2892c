/* Explanations: the numbers of the design's worked examples, followed with a calculator. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/explain.h"
#include "random_market.h"
#include "run_suite.h"
#include "sample.h"
#include "scenarios.h"

static struct market *market;
static struct forecast *f, *base;
static struct bounds *bounds;
static struct explanation *x;
static struct scenario *scenario_now;
static struct trace *trace;

static void use(struct market *m)
{
	market = m;
	f = forecast_base(market, 0, (enum fill)market->fill);
	bounds = bounds_new(f);
}

static void use_text(const char *yaml)
{
	use(sample_text(yaml));
}

static void use_report(void)
{
	use(sample_report("ai-training-dataset"));
}

/* A scenario file from `adjust` on.  False: refused. */
static bool try_adjusts(const char *yaml, enum hold hold)
{
	g_autofree char *text = g_strdup_printf("tamarack: 1\nscenario: test\n%s", yaml);
	scenario_now = scenarios_load(text);
	base = f;
	f = forecast_run(market, 0, scenario_now, hold, NULL);
	trace = f ? trace_new(base, scenario_now, hold) : NULL;
	ck_assert((f != NULL) == (trace != NULL));
	return f != NULL;
}

static void use_adjusts(const char *yaml, enum hold hold)
{
	ck_assert(try_adjusts(yaml, hold));
}

static void use_scenario(const char *set)
{
	char **part = g_strsplit(set, "=", 2);
	g_autofree char *yaml = g_strdup_printf("adjust: [{path: %s, cagr: %s}]\n", part[0], part[1]);
	use_adjusts(yaml, HOLD_NONE);
	g_strfreev(part);
}

static void teardown(void)
{
	explanation_free(x);
	bounds_free(bounds);
	trace_free(trace);
	forecast_free(f);
	forecast_free(base);
	scenario_free(scenario_now);
	trace = NULL;
	scenario_now = NULL;
	market_free(market);
	x = NULL;
	bounds = NULL;
	f = base = NULL;
	market = NULL;
}

static void again(struct explanation *next)
{
	explanation_free(x);
	x = next;
	ck_assert_ptr_nonnull(x);
}

static int column(int year)
{
	return forecast_column(f, period_year(year));
}

static struct explain_options options(void)
{
	return (struct explain_options){ f, base ? base : f, trace, bounds, 4, 0 };
}

static void level(const char *path, int year)
{
	struct explain_options o = options();
	again(explain_level(&o, market_find(market, path), column(year)));
}

static const struct explain_line *find(enum explain_kind kind, const char *part)
{
	for (guint i = 0; i < x->lines->len; i++) {
		const struct explain_line *l = explanation_line(x, (int)i);
		if (l->kind == kind && strstr(l->text, part))
			return l;
	}
	for (guint i = 0; i < x->lines->len; i++)
		fprintf(stderr, "%s: %s\n", explain_kind_name(explanation_line(x, (int)i)->kind),
			explanation_line(x, (int)i)->text);
	ck_abort_msg("no %s with '%s'", explain_kind_name(kind), part);
}

static int count(enum explain_kind kind)
{
	int n = 0;
	for (guint i = 0; i < x->lines->len; i++)
		n += explanation_line(x, (int)i)->kind == kind;
	return n;
}

/* F14: 8.74 x 46.53 % = 4.0667, within [4.0640, 4.0695], lines 4 and 6 of the report. */
START_TEST(printed_share)
{
	use_report();
	level("modality/text", 2025);
	ck_assert_int_eq(find(EXPLAIN_RESULT, "4.0667 USD billion")->status, 'D');
	find(EXPLAIN_FORMULA, "8.74 x 46.53 % = 4.0667");
	find(EXPLAIN_ROUNDING, "4.0640 to 4.0695");
	ck_assert_str_eq(find(EXPLAIN_INPUT, "46.53%")->page, "line 6");
	ck_assert_str_eq(find(EXPLAIN_INPUT, "8.74")->page, "line 4");
	ck_assert_uint_gt(find(EXPLAIN_INPUT, "8.74")->line, 0);
	ck_assert_int_eq(count(EXPLAIN_INPUT), 5);	/* printed in three places, and in two */
	find(EXPLAIN_DEPENDANT, "Image and Video 2025");
}
END_TEST

/* Section 3.4: (100 - 34.11) / 4, carried to 2026, and both readings of the window. */
START_TEST(carried_share_and_rate)
{
	use_report();
	level("geography/asia-pacific", 2031);
	find(EXPLAIN_FORMULA, "(100 - 34.11) / 4 = 16.4725 %");
	find(EXPLAIN_FORMULA, "11.91 x 16.4725 %");
	find(EXPLAIN_FORMULA, "= 1.9619");
	find(EXPLAIN_FORMULA, "x 1.3414^5 = 8.5205");
	/* 1.4396965 x 1.3414^6 = 8.38728 */
	find(EXPLAIN_READING, "x 1.3414^6 = 8.3873");
	find(EXPLAIN_DEPENDANT, "Europe 2031");
	ck_assert_int_eq(find(EXPLAIN_RESULT, "8.5205")->status, 'A');
}
END_TEST

START_TEST(rest_of_the_group)
{
	use_report();
	level("geography/europe", 2031);
	find(EXPLAIN_FORMULA,
	     "(49.82 - 8.520455) x 1.439697 / (2.981214 + 1.439697 + 1.439697 + 1.439697) = 8.1447");
}
END_TEST

START_TEST(gap)
{
	use_report();
	level("total", 2028);
	find(EXPLAIN_FORMULA, "11.91 x (49.82 / 11.91)^(2/5) = 21.1110");
	find(EXPLAIN_DEPENDANT, "Geography 2028");
}
END_TEST

/* The rate: (49.82 / 11.91)^(1/5) - 1, [33.1230, 33.1507] % over rounding (F18). */
START_TEST(rate)
{
	struct explain_options o;
	use_report();
	o = options();
	again(explain_rate(&o, 0, column(2026), column(2031)));
	find(EXPLAIN_FORMULA, "(49.82 / 11.91)^(1/5) - 1 = 33.1369 %");
	find(EXPLAIN_ROUNDING, "33.1230 to 33.1507 %");
	find(EXPLAIN_INPUT, "33.14%");
	again(explain_rate(&o, market_find(market, "deployment/on-premises"), column(2026),
			   column(2031)));
	/* 3.4: at least 32.845 %, and 33.626 % by the other reading */
	find(EXPLAIN_PROVEN, "32.844");
	find(EXPLAIN_READING, "33.625");
}
END_TEST

START_TEST(share)
{
	struct explain_options o;
	use_report();
	o = options();
	again(explain_share(&o, market_find(market, "deployment/cloud"), column(2025)));
	find(EXPLAIN_FORMULA, "(100 - 66.52) / 2 = 16.7400 %");
	find(EXPLAIN_PROVEN, "0.0000 to 33.4800 %");
	ck_assert_ptr_null(explain_share(&o, 0, column(2025)));
}
END_TEST

/* F24: Asia-Pacific at 40 %: 1.961875 x 1.4^5 = 10.5514; other dimensions x 1.040766. */
START_TEST(scenario)
{
	use_report();
	use_scenario("geography/asia-pacific=40%");
	level("geography/asia-pacific", 2031);
	find(EXPLAIN_FORMULA, "1.961875 x 1.4^5 = 10.5514");
	ck_assert_int_eq(find(EXPLAIN_RESULT, "10.5514")->status, 'S');
	level("deployment/cloud", 2031);
	find(EXPLAIN_FORMULA, "(the source) x 1.040766");
	level("geography", 2031);	/* its parts moved apart: their sum */
	find(EXPLAIN_RESULT, "51.8510");
}
END_TEST

/* Section 3.6: 1 of 49.82 is fixed at 10.5514 by hold: total and 16.8654 by a lock; 0.916879. */
START_TEST(entries_that_closed_a_group)
{
	use_report();
	use_adjusts("adjust: [{path: geography/asia-pacific, cagr: 40%},"
		    " {path: geography/north-america, lock: true}]\n", HOLD_TOTAL);
	level("geography/europe/france", 2031);
	find(EXPLAIN_CAUSE, "{path: geography/asia-pacific, cagr: 40%}, hold total");
	find(EXPLAIN_CAUSE, "{path: geography/north-america, lock: true}");
	find(EXPLAIN_FORMULA, "Geography 2031: (49.82 - 16.865433 (North America) - 10.551433"
	     " (Asia-Pacific)) / 24.434112 (these rows before) = 0.916879");
	find(EXPLAIN_FORMULA, "(the source) x 0.916879");
	level("geography/north-america", 2031);	/* as it came about in the source */
	find(EXPLAIN_FORMULA, "(49.82 - 8.520455)");
	ck_assert_int_eq(count(EXPLAIN_CAUSE), 0);
}
END_TEST

/* With nothing held the parent follows and the siblings stay; with the total held they give way. */
START_TEST(what_a_typed_row_moves)
{
	use_report();
	use_adjusts("adjust: [{path: geography/asia-pacific, cagr: 40%}]\n", _i ? HOLD_TOTAL : HOLD_NONE);
	level("geography/asia-pacific", 2031);
	find(EXPLAIN_DEPENDANT, "its parts: China 2031");
	find(EXPLAIN_DEPENDANT, _i ? "siblings that take what it leaves: North America 2031"
	     : "the sum it is part of: Geography 2031");
	ck_assert_int_eq(count(EXPLAIN_DEPENDANT), 2);
}
END_TEST

/* 11.91 x (1 + 0.331369 - 0.035)^5; the mean weight by the shares of 2025 is
 * 0.3411 x 0.5 + 0.164725 x (0.5 + 1 + 1 + 0.5) = 0.664725; worked out year by year, Europe's leaves
 * come to 6.6513 after a closing of 0.999509. */
START_TEST(force_by_name_and_points)
{
	use_report();
	use_adjusts("adjust: [{force: privacy, scale: 2}]\n", HOLD_NONE);
	level("total", 2031);
	find(EXPLAIN_CAUSE, "{force: privacy, scale: 2}: Data privacy, sovereignty, and compliance burdens,"
	     " printed as ~-3.5% a year");
	find(EXPLAIN_FORMULA, "privacy in Total 2027-2031: -3.5 (printed) x (2 (scale) - 1) = -3.5 points");
	find(EXPLAIN_FORMULA, "11.91 x (1 + 33.136885 % (the source) - 3.5 % (privacy))^5 = 43.6068");
	level("geography/europe", 2031);
	ck_assert_double_eq_tol(find(EXPLAIN_FORMULA, "x 1 (weight here) / 0.664725 (on average)")->value,
				-5.265335, 1e-6);
	find(EXPLAIN_FORMULA, "x 0.999509 (so that the parts follow the total) = 6.6513");
	level("deployment/cloud", 2031);	/* 43.606848 / 49.82 */
	find(EXPLAIN_CAUSE, "{force: privacy, scale: 2}");
	find(EXPLAIN_FORMULA, "43.606848 / 49.82 (the source) = 0.875288");
}
END_TEST

/* Growth years 3 and 4 of 5 are medium: 1 there, 0.5 elsewhere, mean 0.7, so that 1/0.7 = 1.428571
 * and 0.5/0.7 = 0.714286; a delay of a year moves them to 4 and 5. */
START_TEST(force_by_years)
{
	use_report();
	use_adjusts("adjust: [{force: privacy, scale: 2, rho: 0.5, delay: 1}]\n", HOLD_NONE);
	level("total", 2031);
	find(EXPLAIN_CAUSE, "printed as ~-3.5% a year, medium");
	find(EXPLAIN_FORMULA, "2027-2029: -3.5 (printed) x (2 (scale) x 0.714286 (timing) - 1) = -1.5 points");
	find(EXPLAIN_FORMULA, "2030-2031: -3.5 (printed) x (2 (scale) x 1.428571 (timing) - 1) = -6.5 points");
	level("geography/europe", 2029);	/* where only its own window moved: nothing in 2029 */
	find(EXPLAIN_FORMULA, "privacy in Europe 2027-2028");
}
END_TEST

START_TEST(entries_of_facts_and_horizon)
{
	use_report();
	use_adjusts("adjust: [{path: modality/text, share: {2025: 45%}}]\nhorizon: 2033\n"
		    "after: {constant: 5%}\n", HOLD_NONE);
	level("modality/text", 2025);
	find(EXPLAIN_CAUSE, "{path: modality/text, share: {2025: 45%}}");
	find(EXPLAIN_FORMULA, "8.74 x 45 % = 3.9330");
	level("modality/audio-and-speech", 2031);
	find(EXPLAIN_CAUSE, "{path: modality/text, share");
	level("total", 2033);			/* 49.82 x 1.05 x 1.05 */
	find(EXPLAIN_CAUSE, "the horizon is 2033, after: constant 5 %");
	ck_assert_double_eq_tol(find(EXPLAIN_RESULT, "Total 2033")->value, 54.92655, 1e-9);
	level("deployment/cloud", 2031);	/* another split: nothing moved it */
	ck_assert_int_eq(count(EXPLAIN_CAUSE), 0);
}
END_TEST

/* 100 - 60 = 40 for the one that is left; 60 + 40 sum up; 50 x 1.2 = 60. */
START_TEST(sums_growth_and_residual)
{
	use_text(HEAD "period: {base: 2024}\ntotal: {value: {2024: 100}}\ndimensions:\n- id: d\n"
		 "  segments:\n  - {name: A, value: {2023: 50}, growth: {2024: 20%}}\n  - B\n"
		 "- id: e\n  segments:\n  - name: C\n    segments: [{name: X, value: {2024: 12.5}},"
		 " {name: Y, value: {2024: 20}}]\n  - D\n");
	level("d/a", 2024);
	find(EXPLAIN_FORMULA, "50 x 1.20 = 60.0000");
	level("d/b", 2024);
	find(EXPLAIN_FORMULA, "100 - 60 = 40.0000");
	level("e/c", 2024);
	find(EXPLAIN_FORMULA, "12.5 + 20 = 32.5000");
}
END_TEST

/* 100 - 60 - 50 leaves less than nothing for C. */
START_TEST(less_than_nothing)
{
	use_text(HEAD "period: {base: 2024}\ntotal: {value: {2024: 100}}\ndimensions:\n- id: d\n"
		 "  segments: [{name: A, value: {2024: 60}}, {name: B, value: {2024: 50}}, C]\n");
	level("d/c", 2024);
	find(EXPLAIN_FORMULA, "100 - 60 - 50 = -10.0000, which counts as zero");
}
END_TEST

START_TEST(unknown)
{
	use_text(HEAD "period: {base: 2024}\nfill: none\ntotal: {value: {2024: 100}}\ndimensions:\n"
		 "- id: d\n  segments: [A, {name: B, share: {2024: XX}}, {name: C, share: {2024: 40%}}]\n");
	level("d/b", 2024);
	find(EXPLAIN_RESULT, "unknown");
	find(EXPLAIN_RULE, "withheld");
	find(EXPLAIN_PROVEN, "0.0000 to 60.0000");
}
END_TEST

/* --- a pocket calculator: + - x / ^, brackets, percent signs; words in brackets are passed over --- */

static const char *at;

static void blank(void)
{
	while (*at == ' ' || (*at == '(' && g_ascii_isalpha(at[1])))
		at = *at == ' ' ? at + 1 : strchr(at, ')') + 1;
}

static double sum(void);

static double atom(void)
{
	char *end;
	double v;
	blank();
	if (*at == '(') {
		at++;
		v = sum();
		blank();
		ck_assert_int_eq(*at, ')');
		at++;
	} else {
		v = g_ascii_strtod(at, &end);
		ck_assert_ptr_ne(end, at);
		at = end;
	}
	blank();
	if (*at == '%') {
		at++;
		v /= 100;
	}
	blank();
	return v;
}

static double power(void)
{
	double v = atom();
	if (*at != '^')
		return v;
	at++;
	return pow(v, atom());
}

static double product(void)
{
	double v = power();
	while (*at == 'x' || *at == '/') {
		bool times = *at++ == 'x';
		double w = power();
		v = times ? v * w : v / w;
	}
	return v;
}

static double sum(void)
{
	double v = product();
	while (*at == '+' || *at == '-') {
		bool plus = *at++ == '+';
		double w = product();
		v = plus ? v + w : v - w;
	}
	return v;
}

/* Both sides of a formula as text; 100 - 34.11 counts in percent already. */
static void calculate(const struct explain_line *l)
{
	const char *colon = strstr(l->text, ": ");
	at = colon ? colon + 2 : l->text;
	double left = sum(), right;
	if (strstr(at, "held within"))
		return;
	ck_assert_msg(*at == '=', "%s", l->text);
	at++;
	right = atom();
	if (fabs(left) > 1.5 && right < 1 && l->percent)
		left /= 100;
	ck_assert_msg(fabs(left - right) <= 6e-5 + 1e-5 * fabs(right), "%s: %.6f", l->text, left);
}

/* Of a cell that the scenario moved, rather than of one that the source made add up. */
static bool is_moved(const struct explain_line *l)
{
	return trace && l->kind == EXPLAIN_FORMULA && l->node >= 0
		&& (!l->status || l->status == 'S')
		&& f->rule[l->node * f->n_periods + l->column] >= RULE_TYPED;
}

/* The last formula or input of a level gives it, and each formula is what it says. */
static void all_levels(bool only_moved)
{
	struct explain_options o = options();
	for (int i = 0; i < market->n_nodes; i++)
		for (int c = 0; c < f->n_periods; c++) {
			double v = forecast_level(f, i, c), last = NAN;
			again(explain_level(&o, i, c));
			for (guint l = 0; l < x->lines->len; l++) {
				const struct explain_line *line = explanation_line(x, (int)l);
				if (line->kind == EXPLAIN_FORMULA
				    || (line->kind == EXPLAIN_INPUT && isnan(last)))
					last = line->value;
				if (line->kind == EXPLAIN_FORMULA && (!only_moved || is_moved(line)))
					calculate(line);
				ck_assert_ptr_null(strstr(line->text, "n/a"));
				ck_assert_msg(!is_moved(line) || !strstr(line->text, "adds up"), "%s",
					      line->text);
			}
			ck_assert_msg((count(EXPLAIN_CAUSE) > 0) == (trace
				      && forecast_status(f, i, c) == STATUS_SCENARIO),
				      "%s node %d column %d: %d causes", market->id, i, c,
				      count(EXPLAIN_CAUSE));
			ck_assert_msg(isnan(v) || fabs(last - v) <= 1e-9 * fabs(v),
				      "%s node %d column %d: %g, not %g", market->id, i, c, last, v);
		}
}

/* The growth of each column, and what its digits allow around it; the same as a rate a year. */
static void all_growth(void)
{
	struct explain_options o = options();
	for (int i = 0; i < market->n_nodes; i++)
		for (int c = 1; c < f->n_periods; c++) {
			enum status s;
			double v = forecast_growth(f, i, c, &s);
			again(explain_rate(&o, i, c - 1, c));
			for (guint l = 0; l < x->lines->len; l++)
				if (explanation_line(x, (int)l)->kind == EXPLAIN_FORMULA)
					calculate(explanation_line(x, (int)l));
			again(explain_growth(&o, i, c));
			for (guint l = 0; l < x->lines->len; l++) {
				const struct explain_line *line = explanation_line(x, (int)l);
				if (line->kind == EXPLAIN_FORMULA)
					calculate(line);
				if (line->kind == EXPLAIN_ROUNDING)
					ck_assert_msg(line->low <= v + 1e-9 && v <= line->high + 1e-9,
						      "%s node %d column %d: %g, %s", market->id, i,
						      c, v, line->text);
			}
		}
}

/* 20 x 1.21^(1/4) in each quarter: growth is not a rate a year.  Of the third 19.5 x 1.205^0.75 to
 * 20.5 x 1.215^0.75, of the fourth 19.5 x 1.205 to 20.5 x 1.215. */
START_TEST(growth_of_a_quarter)
{
	struct explain_options o;
	use(sample_file("tests/needs/18-quarters.yaml"));
	o = options();
	int c = forecast_column(f, (struct period){.step = STEP_QUARTER, .year = 2024, .part = 4});
	again(explain_growth(&o, 0, c));
	find(EXPLAIN_RESULT, "Total, growth 2024-Q3..2024-Q4: 4.8809 %");
	find(EXPLAIN_FORMULA, "20 x 1.21^(3/4) = 23.0738");
	find(EXPLAIN_FORMULA, "24.2 / 23.073795 - 1 = 4.8809 %");
	find(EXPLAIN_ROUNDING, "-0.9543 to 11.0594 %");
	again(explain_rate(&o, 0, c - 1, c));
	find(EXPLAIN_RESULT, "Total, rate a year 2024-Q3..2024-Q4: 21.0000 %");
	find(EXPLAIN_FORMULA, "(24.2 / 23.073795)^4 - 1 = 21.0000 %");
	again(explain_level(&o, 0, c));
	find(EXPLAIN_INPUT, "rate a year 2023-Q4..2024-Q4");
}
END_TEST

/* Whatever moved it: each formula is what it says, and the last one ends at the level. */
static const struct { const char *yaml; enum hold hold; } moved[] = {
	{ NULL, HOLD_NONE },
	{ "adjust: [{path: total, cagr: 35%}]\n", HOLD_NONE },
	{ "adjust: [{path: geography/asia-pacific, cagr: 40%}]\n", HOLD_NONE },
	{ "adjust: [{path: geography/asia-pacific, cagr: 40%},"
	  " {path: geography/north-america, lock: true}]\n", HOLD_TOTAL },
	{ "adjust: [{path: geography/asia-pacific/china, cagr: 45%}]\n", HOLD_PARENT },
	{ "adjust: [{path: geography/asia-pacific/china, cagr: 45%},"
	  " {path: total, growth: {2028: 20%}}]\n", HOLD_NONE },
	{ "adjust: [{force: privacy, scale: 2}]\n", HOLD_NONE },
	{ "adjust: [{force: privacy, scale: 2, rho: 0.5, delay: 1}]\n", HOLD_NONE },
	{ "adjust: [{force: all, scale: 0.5, rho: 0.5}, {force: privacy, scale: 0},"
	  " {path: geography/asia-pacific, cagr: 40%}]\n", HOLD_NONE },
	{ "adjust: [{path: modality/text, share: {2025: 45%}},"
	  " {path: modality/image-and-video, cagr: 36%}]\n", HOLD_NONE },
	{ "adjust: [{path: deployment/on-premises, lock: true}, {path: total, cagr: {2026-2031: 38%}}]\n",
	  HOLD_NONE },
	{ "adjust: [{path: geography/asia-pacific, cagr: {2027-2029: 40%}}, {force: privacy, scale: 0}]\n"
	  "horizon: 2035\nafter: {fade: {to: 5%, by: 2035}}\n", HOLD_NONE },
	{ "adjust: [{path: total, cagr: 35%}, {path: deployment/on-premises, cagr: 30%},"
	  " {path: deployment/cloud, cagr: 30%}, {path: deployment/hybrid, cagr: 30%}]\n", HOLD_NONE },
};

START_TEST(every_figure)
{
	use_report();
	if (moved[_i].yaml)
		use_adjusts(moved[_i].yaml, moved[_i].hold);
	all_levels(false);
	all_growth();
}
END_TEST

/* What is typed for a market of which nothing is known but that it has a last leaf. */
static char *typed_anywhere(int which)
{
	g_autofree char *leaf = market_path(market, market->n_nodes - 1);
	switch (which) {
	case 0:
		return NULL;
	case 1:
		return g_strdup("adjust: [{path: total, cagr: 7%}]\n");
	case 2:
		return g_strdup_printf("adjust: [{path: '%s', cagr: 7%%}]\n", leaf);
	case 3:
		return g_strdup_printf("adjust: [{path: '%s', cagr: 7%%}, {force: all, scale: 0.5}]\n",
				       leaf);
	default:
		return g_strdup("adjust: [{force: all, scale: 1.2, rho: 0.5, delay: 1}]\n");
	}
}

START_TEST(every_figure_of_the_needs)
{
	GDir *dir = g_dir_open(TOP_SRCDIR "/tests/needs", 0, NULL);
	const char *name;
	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		if (!g_str_has_suffix(name, ".yaml"))
			continue;
		g_autofree char *file = g_build_filename("tests/needs", name, NULL);
		use(sample_file(file));
		g_autofree char *typed = typed_anywhere(_i);
		if (!typed || try_adjusts(typed, HOLD_NONE)) {
			all_levels(false);
			all_growth();
		}
		teardown();
	}
	g_dir_close(dir);
}
END_TEST

/* One or more entries, at random, for a market whose years begin with RANDOM_FIRST. */
static char *random_adjusts(GRand *r)
{
	GString *s = g_string_new("adjust:\n");
	int last = RANDOM_FIRST + RANDOM_YEARS - 1;
	for (int n = g_rand_int_range(r, 1, 4), before = 0; n > 0; n--) {
		int node = g_rand_int_range(r, before + 1, MAX(before + 2, market->n_nodes));
		if (node >= market->n_nodes)
			break;
		before = node;
		g_autofree char *path = market_path(market, node);
		switch (strchr(path, '/') ? g_rand_int_range(r, 0, 6) : 5) {
		case 0:
			g_string_append_printf(s, "- {path: %s, lock: true}\n", path);
			break;
		case 1:
			g_string_append_printf(s, "- {path: %s, growth: {%d: 12%%}}\n", path, last - 1);
			break;
		case 2:
			g_string_append_printf(s, "- {path: %s, weight: 2}\n", path);
			break;
		case 3:
			g_string_append(s, "- {force: f, scale: 0.5, rho: 0.5}\n");
			n = 1;
			break;
		case 4:
			g_string_append_printf(s, "- {path: total, growth: {%d: 12%%}}\n", last);
			n = 1;
			break;
		default:
			g_string_append_printf(s, "- {path: %s, cagr: {%d-%d: %d%%}}\n",
					       strchr(path, '/') ? path : "total", last - 3, last,
					       g_rand_int_range(r, -5, 15));
			n = strchr(path, '/') ? n : 1;
		}
	}
	return g_string_free(s, FALSE);
}

/* Markets that do not agree with themselves, typed rows that give way, forces beside both. */
START_TEST(every_figure_at_random)
{
	g_autoptr(GRand) r = g_rand_new_with_seed((guint32)_i);
	struct random_market *random = random_market_new(r, RANDOM_SPARSE);
	g_autofree char *yaml = g_strconcat(random->yaml, "drivers:\n- {id: f, title: F, impact: 2%,"
					    " where: {global: 1, d0/s0: 3}, when: short}\n", NULL);
	use_text(yaml);
	g_autofree char *typed = random_adjusts(r);
	if (try_adjusts(typed, g_rand_int_range(r, 0, 3)))
		all_levels(true);
	random_market_free(random);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("explain");
	TCase *t = tcase_create("explain");
	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_add_test(t, printed_share);
	tcase_add_test(t, carried_share_and_rate);
	tcase_add_test(t, rest_of_the_group);
	tcase_add_test(t, gap);
	tcase_add_test(t, rate);
	tcase_add_test(t, growth_of_a_quarter);
	tcase_add_test(t, share);
	tcase_add_test(t, scenario);
	tcase_add_test(t, entries_that_closed_a_group);
	tcase_add_loop_test(t, what_a_typed_row_moves, 0, 2);
	tcase_add_test(t, force_by_name_and_points);
	tcase_add_test(t, force_by_years);
	tcase_add_test(t, entries_of_facts_and_horizon);
	tcase_add_test(t, sums_growth_and_residual);
	tcase_add_test(t, less_than_nothing);
	tcase_add_test(t, unknown);
	tcase_add_loop_test(t, every_figure, 0, G_N_ELEMENTS(moved));
	tcase_add_loop_test(t, every_figure_of_the_needs, 0, 5);
	tcase_add_loop_test(t, every_figure_at_random, 0, 100);
	suite_add_tcase(s, t);
	return run_suite(s);
}
