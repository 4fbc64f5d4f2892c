#include "config.h"
#include "scenarios.h"

#include <check.h>
#include <math.h>
#include <string.h>

const char scenarios_example[] =
	"tamarack: 1\n"
	"scenario: faster-asia\n"
	"title: Asia-Pacific pulls ahead\n"
	"market: ai-training-dataset                  # its id\n"
	"on: 2026-01\n"
	"based_on: no-restraints\n"
	"fill: equal\n"
	"adjust:\n"
	"- {path: geography/asia-pacific, cagr: {2026-2031: 40%}, hold: none, why: state programmes}\n"
	"- {path: geography/north-america, lock: true}\n"
	"- {path: modality/text, share: {2025: 45%}}\n"
	"- {path: industry/healthcare, growth: {2027: 45%, 2028: 40%}}\n"
	"- {path: deployment/cloud, shape: {fade: {to: 15%, by: 2031}}}\n"
	"- {path: total, cagr: {2026-2031: 25%}}\n"
	"- {path: geography/europe/italy, weight: 12}\n"
	"- {force: privacy, scale: 2, delay: 1}\n"
	"- {path: modality/text, spread: {normal: {sd: 3%}}}\n"
	"horizon: 2040\n"
	"after: {fade: {to: 5%, by: 2040}}\n"
	"simulate: {draws: 20000, seed: 42, rho: 0.5}\n";

struct scenario *scenarios_load(const char *text)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load_bytes("x.yaml", text, strlen(text), list);

	if (!s)
		messages_print(list, stderr);
	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(messages_count(list), 0);
	messages_free(list);
	return s;
}

struct adjust *scenarios_rate(const char *path, int from, int to, double value)
{
	struct adjust *a = adjust_new(ADJUST_CAGR, path);

	a->from = from ? period_year(from) : PERIOD_NONE;
	a->to = to ? period_year(to) : PERIOD_NONE;
	a->value = value;
	return a;
}

/* -- At random */

static double chance(GRand *r)
{
	return g_rand_double(r);
}

static double any_rate(GRand *r)
{
	switch (g_rand_int_range(r, 0, 4)) {
	case 0:
		return g_rand_int_range(r, -99, 400) / 100.0;
	case 1:
		return chance(r) * 3 - 0.999;
	case 2:
		return ldexp(chance(r), g_rand_int_range(r, -60, 10));
	default:
		return 0;
	}
}

static struct period any_period(GRand *r)
{
	static const char *const texts[] = {"2026", "2031", "2028-H2", "2027-Q3", "2029-11"};
	struct period p;

	if (chance(r) < 0.8)
		return period_year(g_rand_int_range(r, 2020, 2045));
	ck_assert(period_parse(texts[g_rand_int_range(r, 0, 5)], &p));
	return p;
}

static void any_window(GRand *r, struct adjust *a)
{
	if (chance(r) < 0.3)
		return;
	a->from = any_period(r);
	a->to = period_from_ordinal(a->from.step,
				    period_ordinal(a->from) + g_rand_int_range(r, 1, 9));
}

static struct shape any_shape(GRand *r)
{
	struct shape s = shape_none();

	s.kind = g_rand_int_range(r, SHAPE_CONSTANT, SHAPE_BASS + 1);
	if (s.kind <= SHAPE_GEOMETRIC)
		s.rate = any_rate(r);
	else if (s.kind == SHAPE_BASS || chance(r) < 0.5)
		s.ceiling = 0.001 + 1e6 * chance(r);
	if (s.kind == SHAPE_FADE && chance(r) < 0.7)
		s.by = any_period(r);
	if (s.kind == SHAPE_BASS && chance(r) < 0.5)
		s.p = chance(r);
	if (s.kind == SHAPE_BASS && chance(r) < 0.5)
		s.q = chance(r);
	return s;
}

static struct spread any_spread(GRand *r)
{
	struct spread s = {.kind = g_rand_int_range(r, 0, 4), .sd = NAN, .low = NAN,
			   .mode = NAN, .high = NAN};

	if (s.kind == SPREAD_NORMAL) {
		s.sd = chance(r);
		return s;
	}
	s.low = any_rate(r);
	s.high = s.low + 1;
	if (s.kind != SPREAD_UNIFORM)
		s.mode = s.low + 0.5;
	return s;
}

struct adjust *scenarios_random_adjust(GRand *r)
{
	static const char *const paths[] = {
		"total", "a", "a/b", "a/b-c", "a/b/c", "zz/top", "no", "null", "~", "1.5",
		"a: b", "- x", "[", "#", "é/ü", "a'b\"c",
	};
	static const char *const reasons[] = {
		"because", "50% of it, they say", "yes", " leading", "trailing ", "a\nb", "a\tb",
		"# no comment", "\\ \"quoted\"", "{}", "é\xe2\x80\xa8x", "\x1b]52;c;", "&x *y !z",
		"...", "---", "? x", "- ", "2026-01-01", "%", "@home", "`",
	};
	struct adjust *a = adjust_new(g_rand_int_range(r, ADJUST_CAGR, ADJUST_SPREAD + 1),
				      paths[g_rand_int_range(r, 0, G_N_ELEMENTS(paths))]);

	if (a->kind == ADJUST_CAGR || a->kind == ADJUST_SHAPE)
		any_window(r, a);
	if (a->kind == ADJUST_GROWTH || a->kind == ADJUST_SHARE)
		a->from = a->to = any_period(r);
	if (a->kind == ADJUST_CAGR || a->kind == ADJUST_GROWTH)
		a->value = any_rate(r);
	else if (a->kind == ADJUST_SHARE)
		a->value = chance(r);
	else if (a->kind == ADJUST_WEIGHT)
		a->value = chance(r) < 0.5 ? g_rand_int_range(r, 0, 100) : 1e5 * chance(r);
	else if (a->kind == ADJUST_LOCK)
		a->value = chance(r) < 0.8;
	else if (a->kind == ADJUST_SHAPE)
		a->shape = any_shape(r);
	else if (a->kind == ADJUST_SPREAD)
		a->spread = any_spread(r);
	else {
		a->scale = 4 * chance(r);
		if (chance(r) < 0.5)
			a->delay = g_rand_int_range(r, 0, 5);
		if (chance(r) < 0.5)
			a->rho = chance(r);
	}
	if (a->kind != ADJUST_FORCE && chance(r) < 0.4)
		a->hold = g_rand_int_range(r, HOLD_NONE, HOLD_TOTAL + 1);
	if (chance(r) < 0.3)
		a->why = g_strdup(reasons[g_rand_int_range(r, 0, G_N_ELEMENTS(reasons))]);
	return a;
}

struct scenario *scenarios_random(GRand *r)
{
	struct scenario *s = scenario_new("any", chance(r) < 0.5 ? "m" : NULL);

	for (int n = g_rand_int_range(r, 0, 30); n > 0; n--)
		scenario_set(s, scenarios_random_adjust(r));
	if (chance(r) < 0.3)
		s->title = g_strdup("A title: with #, 5% and 'quotes'");
	s->has_fill = chance(r) < 0.3;
	if (s->has_fill)
		s->fill = g_rand_int_range(r, FILL_EQUAL, FILL_NONE + 1);
	if (chance(r) < 0.3)
		s->horizon = any_period(r);
	s->has_after = chance(r) < 0.3;
	while (s->has_after && (s->after = any_shape(r)).kind > SHAPE_GEOMETRIC)
		;
	s->has_simulate = chance(r) < 0.3;
	if (s->has_simulate) {
		s->simulate.draws = g_rand_int_range(r, 0, 100000);
		s->simulate.has_seed = chance(r) < 0.5;
		s->simulate.seed = ((unsigned long long)g_rand_int(r) << 32) | g_rand_int(r);
		s->simulate.has_rho = chance(r) < 0.5;
		s->simulate.rho = 2 * chance(r) - 1;
	}
	return s;
}
