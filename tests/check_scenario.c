/* The set of adjustments, its file, what is typed, comments, undo.  The example file is the one of
 * tamarack-scenario(5); rates are checked against plain decimal fractions. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/comments.h"
#include "scenario/history.h"
#include "scenario/scenario.h"

static const char example[] =
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

static const char canonical[] =
	"tamarack: 1\n"
	"scenario: faster-asia\n"
	"title: Asia-Pacific pulls ahead\n"
	"market: ai-training-dataset\n"
	"on: 2026-01\n"
	"based_on: no-restraints\n"
	"fill: equal\n"
	"adjust:\n"
	"- {path: deployment/cloud, shape: {fade: {to: 15%, by: 2031}}}\n"
	"- {path: geography/asia-pacific, cagr: {2026-2031: 40%}, hold: none, why: state programmes}\n"
	"- {path: geography/europe/italy, weight: 12}\n"
	"- {path: geography/north-america, lock: true}\n"
	"- {path: industry/healthcare, growth: {2027: 45%, 2028: 40%}}\n"
	"- {path: modality/text, share: {2025: 45%}}\n"
	"- {path: modality/text, spread: {normal: {sd: 3%}}}\n"
	"- {force: privacy, scale: 2, delay: 1}\n"
	"- {path: total, cagr: {2026-2031: 25%}}\n"
	"horizon: 2040\n"
	"after: {fade: {to: 5%, by: 2040}}\n"
	"simulate: {draws: 20000, seed: 42, rho: 0.5}\n";

/* The scenario of a text that must be one. */
static struct scenario *load(const char *text)
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

static struct scenario *load_adjust(const char *entries)
{
	g_autofree char *text = g_strdup_printf("tamarack: 1\nscenario: x\nadjust:\n%s", entries);

	return load(text);
}

static struct period year(int y)
{
	return period_year(y);
}

static const struct adjust *nth(const struct scenario *s, int i)
{
	return s->adjusts->pdata[i];
}

START_TEST(reads_the_example)
{
	struct scenario *s = load(example);
	const struct adjust *a;

	ck_assert_str_eq(s->id, "faster-asia");
	ck_assert_str_eq(s->title, "Asia-Pacific pulls ahead");
	ck_assert_str_eq(s->market, "ai-training-dataset");
	ck_assert_str_eq(s->on, "2026-01");
	ck_assert_str_eq(s->based_on, "no-restraints");
	ck_assert(s->has_fill && s->fill == FILL_EQUAL);
	ck_assert_uint_eq(s->adjusts->len, 10);
	a = scenario_get(s, "geography/asia-pacific", ADJUST_CAGR);
	ck_assert(a->value == 0.4 && a->hold == HOLD_NONE);
	ck_assert(period_equal(a->from, year(2026)) && period_equal(a->to, year(2031)));
	ck_assert_str_eq(a->why, "state programmes");
	ck_assert_int_eq(a->line, 9);
	a = scenario_get(s, "geography/north-america", ADJUST_LOCK);
	ck_assert(a->value == 1 && a->hold == HOLD_DEFAULT && !a->why);
	a = scenario_get(s, "modality/text", ADJUST_SHARE);
	ck_assert(a->value == 0.45 && period_equal(a->to, year(2025)));
	a = scenario_get(s, "modality/text", ADJUST_SPREAD);
	ck_assert(a->spread.kind == SPREAD_NORMAL && a->spread.sd == 0.03);
	a = scenario_get(s, "industry/healthcare", ADJUST_GROWTH);
	ck_assert(a->value == 0.45 && period_equal(a->from, year(2027))
		  && period_equal(a->to, year(2027)));
	a = scenario_get(s, "deployment/cloud", ADJUST_SHAPE);
	ck_assert(a->shape.kind == SHAPE_FADE && a->shape.rate == 0.15);
	ck_assert(period_equal(a->shape.by, year(2031)) && !period_is_set(a->to));
	a = scenario_get(s, "privacy", ADJUST_FORCE);
	ck_assert(a->scale == 2 && a->delay == 1);
	ck_assert_ptr_null(scenario_get(s, "privacy", -1));
	ck_assert(period_equal(s->horizon, year(2040)) && s->has_after);
	ck_assert(s->after.rate == 0.05 && s->simulate.draws == 20000);
	ck_assert(s->simulate.has_seed && s->simulate.seed == 42);
	ck_assert(s->simulate.has_rho && s->simulate.rho == 0.5);
	scenario_free(s);
}
END_TEST

START_TEST(writes_canonical_bytes)
{
	struct scenario *s = load(example), *again;
	g_autofree char *text = scenario_format(s), *twice = NULL;

	ck_assert_str_eq(text, canonical);
	again = load(text);
	ck_assert(scenario_equal(s, again));
	twice = scenario_format(again);
	ck_assert_str_eq(twice, canonical);
	scenario_free(s);
	scenario_free(again);
}
END_TEST

/* Written as on the right; empty: as on the left. */
static const struct { const char *in, *out; } spellings[] = {
	{"- {path: a, cagr: 40%}\n", ""},
	{"- {path: a, cagr: {2026..2031: 40.0%}}\n", "- {path: a, cagr: {2026-2031: 40%}}\n"},
	{"- {path: a, cagr: {2026-Q1..2027-Q4: -0.5%}}\n", ""},
	{"- {path: a, cagr: {2026-2028: 1%, 2028-2031: 2%}}\n", ""},
	{"- {path: a, cagr: {2028-2031: 2%}}\n- {path: a, cagr: {2026-2028: 1%}}\n",
	 "- {path: a, cagr: {2026-2028: 1%, 2028-2031: 2%}}\n"},
	{"- {path: a, growth: {2028: 2%}, why: b}\n- {path: a, growth: {2027: 1%}}\n",
	 "- {path: a, growth: {2027: 1%}}\n- {path: a, growth: {2028: 2%}, why: b}\n"},
	{"- {path: a, weight: 12, lock: true, cagr: 5%}\n",
	 "- {path: a, cagr: 5%}\n- {path: a, weight: 12}\n- {path: a, lock: true}\n"},
	{"- {path: a, lock: false}\n", ""},
	{"- {path: a, shape: {constant: 30%}}\n", ""},
	{"- {path: a, shape: {geometric: {to: 5%}}}\n", ""},
	{"- {path: a, shape: {fade: {to: 5%}}}\n", ""},
	{"- {path: a, shape: {logistic: {}}}\n", ""},
	{"- {path: a, shape: {logistic: {ceiling: 234}}}\n", ""},
	{"- {path: a, shape: {gompertz: {ceiling: 500}}}\n", ""},
	{"- {path: a, shape: {bass: {ceiling: 500, p: 0.03, q: 0.38}}}\n", ""},
	{"- {path: a, shape: {2026-2028: {constant: 30%}, 2028-2031: {fade: {to: 5%, by: 2031}}}}\n",
	 ""},
	{"- {path: a, spread: {triangular: {low: 30%, mode: 34%, high: 40%}}}\n", ""},
	{"- {path: a, spread: {pert: {low: -1%, mode: 0%, high: 1%}}}\n", ""},
	{"- {path: a, spread: {uniform: {low: 1%, high: 2%}}}\n", ""},
	{"- {force: privacy, scale: 0}\n", ""},
	{"- {force: privacy, delay: 0.5, why: 'yes: #1'}\n", ""},
	{"- {force: all, rho: 0.5}\n", ""},
	{"- {force: p, rho: 0.5}\n- {force: p, scale: 2, why: x}\n",
	 "- {force: p, scale: 2, rho: 0.5, why: x}\n"},
	{"- {path: 'a, b', hold: total, cagr: 5%}\n", "- {path: 'a, b', cagr: 5%, hold: total}\n"},
	{"-\n  path: a\n  why: \"two\\nlines\"\n  cagr:\n    2026-2031: 5%\n",
	 "- {path: a, cagr: {2026-2031: 5%}, why: \"two\\nlines\"}\n"},
	{"- &x {path: a, cagr: {2026-2031: &r 5%}}\n- {path: b, cagr: {2026-2031: *r}}\n",
	 "- {path: a, cagr: {2026-2031: 5%}}\n- {path: b, cagr: {2026-2031: 5%}}\n"},
	{"- {path: 地域/アジア, weight: 1}\n", ""},
};

START_TEST(spells)
{
	struct scenario *s = load_adjust(spellings[_i].in);
	g_autofree char *text = scenario_format(s);
	const char *want = *spellings[_i].out ? spellings[_i].out : spellings[_i].in;
	g_autofree char *whole = g_strdup_printf("tamarack: 1\nscenario: x\nadjust:\n%s", want);

	ck_assert_str_eq(text, whole);
	scenario_free(s);
}
END_TEST

/* Text behind "tamarack: 1\n", and its messages in order. */
static const struct { const char *text, *messages; } faults[] = {
	{"scenario: X\n", "x.yaml:2:11: 'X' is no id; use a to z, 0 to 9 and '-'\n"},
	{"adjsut: []\n", "x.yaml:2:1: unknown key 'adjsut', did you mean 'adjust'?\n"},
	{"title: a\ntitle: b\n",
	 "x.yaml:3:1: repeated key 'title', first on line 2; keep one of them\n"},
	{"adjust: 5\n", "x.yaml:2:9: expected a list of entries, found a text\n"},
	{"after: {logistic: {}}\n",
	 "x.yaml:2:8: 'after' is the growth of all nodes: write {constant: 5%} or "
	 "{fade: {to: 5%, by: 2040}}\n"},
	{"adjust:\n- {path: a, shrae: {2025: 4%}}\n- {path: b, cgar: {2026-2031: 4%}}\n",
	 "x.yaml:3:13: unknown key 'shrae', did you mean 'share'?\n"
	 "x.yaml:4:13: unknown key 'cgar', did you mean 'cagr'?\n"},
	{"adjust:\n- {path: a, cagr: {2026-2031: 40}}\n",
	 "x.yaml:3:31: 40 here means 4000 %; write 40%\n"},
	{"adjust:\n- {path: a, cagr: {2026-2031: -100%}}\n",
	 "x.yaml:3:31: '-100%': a rate is more than -100 %\n"},
	{"adjust:\n- {path: a, cagr: {2026-2031: 40..45%}}\n",
	 "x.yaml:3:31: '40..45%': an assumption is one number; write a rate such as 40%\n"},
	{"adjust:\n- {path: a, cagr: {2031-2026: 40%}}\n",
	 "x.yaml:3:20: '2031-2026' is not a window; write two periods of one step, the earlier "
	 "first, such as 2026-2031 or 2026-Q1..2027-Q4\n"},
	{"adjust:\n- {path: a, cagr: {2026-2031: 1%}}\n- {path: b, lock: true}\n"
	 "- {path: a, cagr: {2030-2032: 2%}}\n",
	 "x.yaml:5:20: 'a' has a cagr here and on line 3 for the same time; keep one\n"},
	{"adjust:\n- {path: a, cagr: {2026-2040: 1%}}\n- {path: a, cagr: {2027-2028: 2%}}\n"
	 "- {path: a, cagr: {2030-2032: 2%}}\n",
	 "x.yaml:4:20: 'a' has a cagr here and on line 3 for the same time; keep one\n"
	 "x.yaml:5:20: 'a' has a cagr here and on line 3 for the same time; keep one\n"},
	{"adjust:\n- {path: a, cagr: 1%}\n- {path: a, cagr: {2030-2032: 2%}}\n",
	 "x.yaml:4:20: 'a' has a cagr here and on line 3 for the same time; keep one\n"},
	{"adjust:\n- {path: a, growth: {2027: 2%}}\n- {path: a, growth: {2027: 1%}}\n",
	 "x.yaml:4:22: 'a' has a growth here and on line 3 for the same time; keep one\n"},
	{"adjust:\n- {path: a, force: b, scale: 1}\n",
	 "x.yaml:3:20: an entry is about a path or a force, not both; make two\n"},
	{"adjust:\n- {lock: true}\n", "x.yaml:3:3: says neither path nor force\n"},
	{"adjust:\n- {path: a}\n", "x.yaml:3:3: changes nothing; say cagr, growth, shape, share, "
	 "weight, lock or spread\n"},
	{"adjust:\n- {force: a}\n",
	 "x.yaml:3:3: changes nothing; say scale, delay or rho (scale: 0 switches it off)\n"},
	{"adjust:\n- {force: a, rho: 1.5}\n",
	 "x.yaml:3:19: '1.5' is out of range; write a weight from 0 to 1\n"},
	{"adjust:\n- {force: a, scale: 1}\n- {force: a, scale: 2}\n",
	 "x.yaml:4:11: 'a' has a force here and on line 3 for the same time; keep one\n"},
	{"adjust:\n- {force: a, cagr: 1%}\n",
	 "x.yaml:3:20: 'cagr' belongs to a path, not to a force\n"},
	{"adjust:\n- {path: a, lock: yes}\n", "x.yaml:3:19: 'yes' is not true or false\n"},
	{"adjust:\n- {path: a, share: {2025: 101%}}\n",
	 "x.yaml:3:27: '101%' is out of range; write a share from 0% to 100%\n"},
	{"adjust:\n- {path: a, weight: -1}\n",
	 "x.yaml:3:21: '-1' is out of range; write a weight of 0 or more, such as 12\n"},
	{"adjust:\n- {path: a, shape: {fdae: {to: 1%}}}\n",
	 "x.yaml:3:21: unknown key 'fdae', did you mean 'fade'?\n"},
	{"adjust:\n- {path: a, shape: {fade: {by: 2031}}}\n",
	 "x.yaml:3:27: a fade needs the rate it ends at: {to: 15%, by: 2031}\n"},
	{"adjust:\n- {path: a, shape: {bass: {p: 0.03}}}\n",
	 "x.yaml:3:27: a bass curve needs a ceiling: {ceiling: 234}\n"},
	{"adjust:\n- {path: a, spread: {normal: {low: 1%}}}\n",
	 "x.yaml:3:31: a normal spread has no 'low'\n"},
	{"adjust:\n- {path: a, spread: {uniform: {low: 2%, high: 1%}}}\n",
	 "x.yaml:3:31: low, mode and high must not fall\n"},
	{"adjust:\n- {path: a, hold: parnt, cagr: 1%}\n",
	 "x.yaml:3:19: 'parnt' is not none, parent or total, did you mean 'parent'?\n"},
	{"simulate: {draws: 0}\n",
	 "x.yaml:2:19: '0' is not a number of draws from 1 to 1000000000\n"},
	{"adjust: &a [*a]\n", "x.yaml:2:13: this alias would contain itself; remove it\n"},
	{"--- {}\n", "x.yaml:2:1: a second document; keep one scenario in a file\n"},
	{"title: [\n", "x.yaml:3:1: while parsing a flow node: did not find expected node "
	 "content\n"},
};

START_TEST(names_faults)
{
	g_autofree char *text = g_strconcat("tamarack: 1\n", faults[_i].text, NULL);
	g_autoptr(GString) got = g_string_new(NULL);
	struct messages *list = messages_new();

	ck_assert_ptr_null(scenario_load_bytes("x.yaml", text, strlen(text), list));
	for (size_t i = 0; i < messages_count(list); i++) {
		g_autofree char *line = message_format(messages_get(list, i));

		g_string_append_printf(got, "%s\n", line);
	}
	ck_assert_str_eq(got->str, faults[_i].messages);
	messages_free(list);
}
END_TEST

START_TEST(refuses_depth_and_emptiness)
{
	g_autofree char *deep = g_strnfill(100000, '[');
	struct messages *list = messages_new();

	ck_assert_ptr_null(scenario_load_bytes("x", deep, strlen(deep), list));
	ck_assert_uint_eq(messages_count(list), 1);
	ck_assert_str_eq(messages_get(list, 0)->text, "nested deeper than 64 levels; flatten it");
	ck_assert_ptr_null(scenario_load_bytes("x", "", 0, list));
	ck_assert_ptr_null(scenario_load_bytes("x", "a: b\n", 5, list));
	messages_free(list);
}
END_TEST

static struct adjust *rate(const char *path, int from, int to, double value)
{
	struct adjust *a = adjust_new(ADJUST_CAGR, path);

	a->from = from ? year(from) : PERIOD_NONE;
	a->to = to ? year(to) : PERIOD_NONE;
	a->value = value;
	return a;
}

START_TEST(last_edit_replaces)
{
	struct scenario *s = scenario_new("x", "m");

	scenario_set(s, rate("a", 2026, 2031, 0.1));
	scenario_set(s, rate("b", 2026, 2031, 0.1));
	scenario_set(s, rate("a", 2026, 2031, 0.2));
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert(nth(s, 0)->value == 0.2);
	scenario_set(s, rate("a", 2026, 2028, 0.3));
	ck_assert_uint_eq(s->adjusts->len, 2);
	scenario_set(s, rate("a", 2028, 2031, 0.4));
	ck_assert_uint_eq(s->adjusts->len, 3);
	ck_assert(nth(s, 0)->value == 0.3 && nth(s, 1)->value == 0.4);
	scenario_set(s, rate("a", 2027, 2029, 0.5));
	ck_assert_uint_eq(s->adjusts->len, 2);
	scenario_set(s, rate("a", 0, 0, 0.6));
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert(nth(s, 0)->value == 0.6);
	scenario_set(s, adjust_new(ADJUST_LOCK, "a"));
	ck_assert_uint_eq(s->adjusts->len, 3);
	scenario_free(s);
}
END_TEST

static struct adjust *force(double scale, double delay)
{
	struct adjust *a = adjust_new(ADJUST_FORCE, "p");

	a->scale = scale;
	a->delay = delay;
	return a;
}

START_TEST(a_force_has_quantities)
{
	struct scenario *s = scenario_new("x", "m");

	scenario_set(s, force(2, NAN));
	scenario_set(s, force(NAN, 1));
	ck_assert_uint_eq(s->adjusts->len, 1);
	ck_assert(nth(s, 0)->scale == 2 && nth(s, 0)->delay == 1);
	scenario_set(s, force(0, NAN));
	ck_assert(nth(s, 0)->scale == 0 && nth(s, 0)->delay == 1);
	scenario_free(s);
}
END_TEST

START_TEST(unsets)
{
	struct scenario *s = load(example);

	ck_assert(!scenario_unset(s, "modality/text", ADJUST_CAGR, false));
	ck_assert(scenario_unset(s, "modality/text", ADJUST_SPREAD, false));
	ck_assert_ptr_nonnull(scenario_get(s, "modality/text", ADJUST_SHARE));
	ck_assert(scenario_unset(s, "geography/europe", -1, true));
	ck_assert_ptr_null(scenario_get(s, "geography/europe/italy", -1));
	ck_assert(!scenario_unset(s, "geography", -1, false));
	ck_assert(scenario_unset(s, "geography", -1, true));
	ck_assert_uint_eq(s->adjusts->len, 6);
	ck_assert(scenario_unset(s, "total", -1, true));
	ck_assert_uint_eq(s->adjusts->len, 1);
	ck_assert(scenario_unset(s, "privacy", ADJUST_FORCE, false));
	ck_assert_uint_eq(s->adjusts->len, 0);
	scenario_free(s);
}
END_TEST

/* Random scenarios, repeatable. */
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
		return year(g_rand_int_range(r, 2020, 2045));
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

static struct adjust *any_adjust(GRand *r)
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

static struct scenario *any_scenario(GRand *r)
{
	struct scenario *s = scenario_new("any", chance(r) < 0.5 ? "m" : NULL);

	for (int n = g_rand_int_range(r, 0, 30); n > 0; n--)
		scenario_set(s, any_adjust(r));
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

START_TEST(round_trip)
{
	GRand *r = g_rand_new_with_seed(1000 + _i);

	for (int n = 0; n < 500; n++) {
		struct scenario *s = any_scenario(r), *again;
		g_autofree char *text = scenario_format(s), *twice = NULL;

		again = load(text);
		twice = scenario_format(again);
		ck_assert_str_eq(text, twice);
		ck_assert(scenario_equal(s, again));
		scenario_free(s);
		scenario_free(again);
	}
	g_rand_free(r);
}
END_TEST

/* The same set in any order gives the same bytes. */
START_TEST(order_does_not_matter)
{
	GRand *r = g_rand_new_with_seed(2000 + _i);

	for (int n = 0; n < 200; n++) {
		struct scenario *s = any_scenario(r), *t = scenario_copy(s);
		g_autofree char *text = scenario_format(s), *other = NULL;

		g_ptr_array_set_size(t->adjusts, 0);
		for (guint left = s->adjusts->len; left > 0; left--) {
			guint i = (guint)g_rand_int_range(r, 0, (gint32)left);

			scenario_set(t, adjust_copy(nth(s, (int)i)));
			g_ptr_array_add(s->adjusts, g_ptr_array_steal_index(s->adjusts, i));
		}
		other = scenario_format(t);
		ck_assert_str_eq(text, other);
		scenario_free(s);
		scenario_free(t);
	}
	g_rand_free(r);
}
END_TEST

/* What is typed at a rate of 33.14 %; value NaN: refused with that sentence. */
static const struct {
	const char *typed;
	int kind;
	double value;
	int from, to;
	const char *echo;
} typed[] = {
	{"40", ADJUST_CAGR, 0.4, 0, 0, "40 % a year"},
	{"40%", ADJUST_CAGR, 0.4, 0, 0, "40 % a year"},
	{" 40 % ", ADJUST_CAGR, 0.4, 0, 0, "40 % a year"},
	{"33.14", ADJUST_CAGR, 0.3314, 0, 0, "33.14 % a year"},
	{"+2", ADJUST_CAGR, 0.3514, 0, 0, "33.14 % + 2 points = 35.14 %"},
	{"-1.5pp", ADJUST_CAGR, 0.3164, 0, 0, "33.14 % - 1.5 points = 31.64 %"},
	{"+0.125", ADJUST_CAGR, 0.33265, 0, 0, "33.14 % + 0.125 points = 33.265 %"},
	{"-5%", ADJUST_CAGR, -0.05, 0, 0, "-5 % a year"},
	{"40@2026-2029", ADJUST_CAGR, 0.4, 2026, 2029, "40 % a year, 2026-2029"},
	{"+2 @ 2026..2029", ADJUST_CAGR, 0.3514, 2026, 2029,
	 "33.14 % + 2 points = 35.14 %, 2026-2029"},
	{"45%@2027", ADJUST_GROWTH, 0.45, 2027, 2027, "45 % in 2027"},
	{"25%share", ADJUST_SHARE, 0.25, 0, 0, "25 % of the parent"},
	{"25 % share@2025", ADJUST_SHARE, 0.25, 2025, 2025, "25 % of the parent in 2025"},
	{"w12", ADJUST_WEIGHT, 12, 0, 0, "weight 12"},
	{"0", ADJUST_CAGR, 0, 0, 0, "0 % a year"},
	{"-100%", 0, NAN, 0, 0, "-100 % a year: a rate must be more than -100 %"},
	{"-140", 0, NAN, 0, 0,
	 "33.14 % - 140 points = -106.86 %: a rate must be more than -100 %"},
	{"", 0, NAN, 0, 0, "'' is no rate; type 40, 40%, +2, -1.5pp, 25%share or w12"},
	{"1e3", 0, NAN, 0, 0, "'1e3' is no rate; type 40, 40%, +2, -1.5pp, 25%share or w12"},
	{"nan", 0, NAN, 0, 0, "'nan' is no rate; type 40, 40%, +2, -1.5pp, 25%share or w12"},
	{"4,5", 0, NAN, 0, 0, "'4,5': a comma is no part of a "
	 "number: write 46.5 for decimals, 1_234 for thousands"},
	{"40@2031-2026", 0, NAN, 0, 0,
	 "'2031-2026' is no window; type two years such as 2026-2031, or one such as 2027"},
	{"120%share", 0, NAN, 0, 0, "a share must be from 0 to 100 %"},
	{"25%share@2026-2031", 0, NAN, 0, 0, "a share is of one period, such as 25%share@2025"},
	{"w-1", 0, NAN, 0, 0, "a weight must be 0 or more"},
};

START_TEST(reads_what_is_typed)
{
	struct reading r;
	GError *error = NULL;
	bool ok = rate_read(typed[_i].typed, 0.3314, &r, &error);

	if (isnan(typed[_i].value)) {
		ck_assert(!ok);
		ck_assert_str_eq(error->message, typed[_i].echo);
		g_error_free(error);
		return;
	}
	ck_assert_ptr_null(error);
	ck_assert(ok && (int)r.kind == typed[_i].kind && r.value == typed[_i].value);
	ck_assert_int_eq(r.from.year, typed[_i].from);
	ck_assert_int_eq(r.to.year, typed[_i].to);
	ck_assert_str_eq(r.echo, typed[_i].echo);
}
END_TEST

START_TEST(needs_a_rate_to_move)
{
	struct reading r;
	g_autoptr(GError) error = NULL;

	ck_assert(!rate_read("+2", NAN, &r, &error));
	ck_assert_str_eq(error->message,
			 "there is no rate to add points to; type the rate itself, such as 40%");
}
END_TEST

static const struct { const char *set, *entry; } sets[] = {
	{"total=35%", "- {path: total, cagr: 35%}"},
	{"total=35", "- {path: total, cagr: 35%}"},
	{"total=-5", "- {path: total, cagr: -5%}"},
	{"geography/asia-pacific=40@2026-2029",
	 "- {path: geography/asia-pacific, cagr: {2026-2029: 40%}}"},
	{"a=45%@2027", "- {path: a, growth: {2027: 45%}}"},
	{"a=25%share@2025", "- {path: a, share: {2025: 25%}}"},
	{"a=w3", "- {path: a, weight: 3}"},
	{"total", NULL}, {"=35", NULL}, {"total=", NULL}, {"total=+2", NULL},
	{"total=-1pp", NULL}, {"a=25%share", NULL}, {"a=25%share@2026-2031", NULL},
};

START_TEST(sets_by_text)
{
	struct scenario *s = scenario_new(NULL, NULL);
	g_autofree char *text = NULL, *want = NULL;
	GError *error = NULL;
	bool ok = scenario_set_text(s, sets[_i].set, HOLD_DEFAULT, &error);

	ck_assert(ok == (sets[_i].entry != NULL));
	if (!ok) {
		ck_assert(g_error_matches(error, SCENARIO_ERROR, SCENARIO_ERROR_USAGE));
		ck_assert(strstr(error->message, "such as") || strstr(error->message, "type 40"));
		g_error_free(error);
	} else {
		want = g_strdup_printf("tamarack: 1\nadjust:\n%s\n", sets[_i].entry);
		text = scenario_format(s);
		ck_assert_str_eq(text, want);
	}
	scenario_free(s);
}
END_TEST

START_TEST(adjusts_by_yaml)
{
	struct scenario *s = scenario_new(NULL, NULL);
	struct messages *list = messages_new();
	g_autofree char *one = NULL;

	ck_assert(scenario_adjust_yaml(s, "{path: a, cagr: {2026-2031: 4%}, lock: true}", list));
	ck_assert(scenario_adjust_yaml(s, "path: a\ncagr: {2026-2031: 5%}", list));
	ck_assert_uint_eq(messages_count(list), 0);
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert(nth(s, 0)->value == 0.05);
	one = adjust_format(nth(s, 0));
	ck_assert_str_eq(one, "{path: a, cagr: {2026-2031: 5%}}");
	ck_assert(!scenario_adjust_yaml(s, "{path: a, cagr: {2026-2031: 4}, weight: 2}", list));
	ck_assert_uint_eq(s->adjusts->len, 2);
	ck_assert_str_eq(messages_get(list, 0)->file, "--adjust");
	ck_assert_int_eq(messages_get(list, 0)->column, 29);
	messages_free(list);
	scenario_free(s);
}
END_TEST

START_TEST(keeps_comments)
{
	static const char old[] =
		"# head\n"
		"tamarack: 1   # version\n"
		"\n"
		"# about the id\n"
		"scenario: x\n"
		"adjust:\n"
		"# on b\n"
		"- path: b    # behind b\n"
		"  lock: true\n"
		"- {path: a, cagr: {2026-2031: 40%}, why: 'a # b'}   # behind a\n"
		"# end\n";
	struct scenario *s = load(old);
	g_autofree char *text = NULL, *merged = NULL, *again = NULL;
	int lost;

	scenario_set(s, rate("a", 2026, 2031, 0.5));
	scenario_set(s, rate("0", 2026, 2031, 0.5));
	text = scenario_format(s);
	merged = comments_merge(old, strlen(old), text, &lost);
	ck_assert_int_eq(lost, 0);
	ck_assert_str_eq(merged,
			 "# head\n"
			 "tamarack: 1 # version\n"
			 "# about the id\n"
			 "scenario: x\n"
			 "adjust:\n"
			 "- {path: 0, cagr: {2026-2031: 50%}}\n"
			 "- {path: a, cagr: {2026-2031: 50%}} # behind a\n"
			 "# on b\n"
			 "- {path: b, lock: true} # behind b\n"
			 "# end\n");
	again = comments_merge(merged, strlen(merged), text, &lost);
	ck_assert_str_eq(again, merged);
	scenario_unset(s, "b", -1, false);
	g_free(text);
	g_free(merged);
	text = scenario_format(s);
	merged = comments_merge(old, strlen(old), text, &lost);
	ck_assert_int_eq(lost, 2);
	scenario_free(s);
}
END_TEST

/* In the middle of keys, entries, flow maps and lists of several lines, behind each of their parts,
 * around nothing. */
START_TEST(keeps_comments_wherever_they_stand)
{
	static const char old[] =
		"# c1 very top\n"
		"--- # c2 mark\n"
		"# c3\n"
		"tamarack: 1\n"
		"title: 'it is # no comment' # c4 quoted\n"
		"market: m\n"
		"simulate:  # c5 settings\n"
		"  # c6 before draws\n"
		"  draws: 1000   # c7 draws\n"
		"  # c8 before seed\n"
		"  seed: 7\n"
		"adjust:   # c9 adjust\n"
		"  # c10 before the first\n"
		"  - path: b    # c11 path\n"
		"    # c12 inside\n"
		"    cagr:     # c13 cagr\n"
		"      # c14 deep inside\n"
		"      2026-2031: 40%  # c15 figure\n"
		"    why: a#b # c16 why\n"
		"\n"
		"  - {path: a,  # c17 flow\n"
		"     # c18 in the flow\n"
		"     growth: {2027: 45%, # c19 growth\n"
		"       2028: 40%}}  # c20 close\n"
		"  - force: f\n"
		"    # c21 in the force\n"
		"    scale: 2\n"
		"  # - {path: z, lock: true}  c22 commented out\n"
		"horizon: 2040 # c23\n"
		"after:\n"
		"  fade:  # c24\n"
		"    # c25\n"
		"    to: 5%\n"
		"... # c26 end mark\n"
		"# c27 last, without a newline";
	struct scenario *s = load(old);
	g_autofree char *text = scenario_format(s), *merged = NULL, *again = NULL;
	int lost;

	merged = comments_merge(old, strlen(old), text, &lost);
	ck_assert_int_eq(lost, 0);
	for (int i = 1; i <= 27; i++) {
		g_autofree char *comment = g_strdup_printf(i == 22 ? "  c%d " : "# c%d", i);

		ck_assert_msg(strstr(merged, comment), "%s is lost:\n%s", comment, merged);
	}
	ck_assert_msg(strstr(merged,
			     "# c10 before the first\n"
			     "# c12 inside\n"), "%s", merged);
	ck_assert_msg(strstr(merged, "# c18 in the flow\n"), "%s", merged);
	ck_assert_ptr_nonnull(strstr(merged, "why: a#b} # c11 path\n"));
	ck_assert_ptr_nonnull(strstr(merged, "# c21 in the force\n- {force: f, scale: 2}\n"));
	ck_assert_ptr_nonnull(strstr(merged, "# c24\n"));
	again = comments_merge(merged, strlen(merged), text, &lost);
	ck_assert_int_eq(lost, 0);
	ck_assert_str_eq(again, merged);
	scenario_free(s);
}
END_TEST

START_TEST(undoes)
{
	struct scenario *s = load(example);
	struct history *h = history_new(s);
	GRand *r = g_rand_new_with_seed(3000 + _i);
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(texts, scenario_format(s));
	for (int n = 0; n < 200; n++) {
		struct scenario *next = scenario_copy(history_scenario(h));
		bool changed;

		if (chance(r) < 0.2 && next->adjusts->len)
			scenario_unset(next, nth(next, 0)->path, -1, false);
		else
			scenario_set(next, any_adjust(r));
		changed = history_apply(h, next, "an edit");
		if (changed)
			g_ptr_array_add(texts, scenario_format(next));
		else
			ck_assert(scenario_equal(next, history_scenario(h)));
		scenario_free(next);
	}
	ck_assert_int_eq(history_count(h), (int)texts->len - 1);
	for (int i = (int)texts->len - 1; i >= 0; i--) {
		g_autofree char *now = scenario_format(history_scenario(h));

		ck_assert_str_eq(now, texts->pdata[i]);
		ck_assert(history_undo(h) == (i > 0));
	}
	ck_assert(scenario_equal(s, history_scenario(h)));
	for (guint i = 1; i < texts->len; i++) {
		g_autofree char *now = NULL;

		ck_assert_str_eq(history_redo_label(h), "an edit");
		ck_assert(history_redo(h));
		now = scenario_format(history_scenario(h));
		ck_assert_str_eq(now, texts->pdata[i]);
	}
	ck_assert(!history_redo(h));
	g_ptr_array_unref(texts);
	g_rand_free(r);
	history_free(h);
	scenario_free(s);
}
END_TEST

START_TEST(knows_what_is_saved)
{
	struct scenario *s = scenario_new("x", "m"), *t;
	struct history *h = history_new(s);

	ck_assert(!history_modified(h));
	t = scenario_copy(s);
	scenario_set(t, rate("a", 2026, 2031, 0.4));
	ck_assert(history_apply(h, t, "a: rate 40 %, 2026-2031"));
	ck_assert(!history_apply(h, t, "again"));
	ck_assert(history_modified(h));
	ck_assert_str_eq(history_undo_label(h), "a: rate 40 %, 2026-2031");
	history_saved(h, "/x.yaml", "");
	ck_assert(!history_modified(h));
	ck_assert(history_undo(h) && history_modified(h));
	ck_assert_str_eq(history_scenario(h)->file, "/x.yaml");
	ck_assert(history_redo(h) && !history_modified(h));
	ck_assert(history_undo(h));
	scenario_set(t, rate("a", 2026, 2031, 0.5));
	ck_assert(history_apply(h, t, "other"));
	ck_assert(!history_redo(h));
	ck_assert_int_eq(history_count(h), 1);
	history_free(h);
	scenario_free(s);
	scenario_free(t);
}
END_TEST

/* A small market of one dimension with a force, to 2031. */
static const char small_market[] =
	"tamarack: 1\n"
	"id: m\n"
	"edition: 2026-01\n"
	"title: M\n"
	"unit: {currency: USD, scale: billion}\n"
	"period: {base: 2025, from: 2026, to: 2031}\n"
	"total: {value: {2025: 8, 2031: 16}}\n"
	"dimensions:\n"
	"- id: geography\n"
	"  segments: [Europe, Asia-Pacific]\n"
	"restraints:\n"
	"- {id: privacy, title: Privacy, impact: -3.5%}\n";

/* Lines behind the head of a scenario, and the messages they give. */
static const struct { const char *lines, *messages; bool ok; } checks[] = {
	{"on: 2026-01\nadjust:\n- {path: geography/europe, cagr: {2026-2031: 4%}}\n"
	 "- {force: privacy, scale: 0}\n- {path: total, growth: {2031: 1%}}\n", "", true},
	{"on: 2025-01\n",
	 "x.yaml: note: made against the edition 2025-01; this one is 2026-01\n", true},
	{"adjust:\n- {path: geography/europa, lock: true}\n",
	 "x.yaml:5:10: unknown path 'geography/europa', did you mean 'geography/europe'?\n", false},
	{"adjust:\n- {path: Asia-Pacific, lock: true}\n",
	 "x.yaml:5:10: unknown path 'Asia-Pacific', did you mean 'geography/asia-pacific'?\n",
	 false},
	{"adjust:\n- {path: region/asia-pacific, lock: true}\n",
	 "x.yaml:5:10: unknown path 'region/asia-pacific', did you mean "
	 "'geography/asia-pacific'?\n", false},
	{"adjust:\n- {path: nowhere/at-all, lock: true}\n",
	 "x.yaml:5:10: unknown path 'nowhere/at-all'; 'tamarack show m' lists them\n", false},
	{"adjust:\n- {force: privcy, scale: 2}\n",
	 "x.yaml:5:11: unknown force 'privcy', did you mean 'privacy'?\n", false},
	{"adjust:\n- {path: total, cagr: {2026-2035: 1%}}\n",
	 "x.yaml:5:24: 2035 lies past 2031, where the forecast ends; set a horizon\n", false},
	{"adjust:\n- {path: total, cagr: {2026-2035: 1%}}\nhorizon: 2035\n"
	 "after: {constant: 5%}\n", "", true},
	{"horizon: 2035\n", "x.yaml:4:10: a horizon past 2031 needs 'after', how growth goes on there, "
	 "such as {fade: {to: 5%, by: 2035}}\n", false},
	{"adjust:\n- {path: total, growth: {2027-Q1: 1%}}\n",
	 "x.yaml:5:26: 2027-Q1 is not of the market's step, such as 2025\n", false},
	{"adjust:\n- {path: geography, share: {2025: 1%}}\n",
	 "x.yaml:5:10: 'geography' is the whole: it has no share\n", false},
};

START_TEST(checks_against_a_market)
{
	g_autofree char *text = g_strconcat("tamarack: 1\nscenario: x\nmarket: m\n",
					    checks[_i].lines, NULL);
	g_autoptr(GString) got = g_string_new(NULL);
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("m", small_market, strlen(small_market), list);
	struct scenario *s = load(text);

	ck_assert_ptr_nonnull(m);
	s->file = g_strdup("x.yaml");
	ck_assert(scenario_check(s, m, list) == checks[_i].ok);
	for (size_t i = 0; i < messages_count(list); i++) {
		g_autofree char *line = message_format(messages_get(list, i));

		g_string_append_printf(got, "%s\n", line);
	}
	ck_assert_str_eq(got->str, checks[_i].messages);
	scenario_free(s);
	market_free(m);
	messages_free(list);
}
END_TEST

START_TEST(undo_brings_back_the_hold)
{
	struct scenario *s = load("tamarack: 1\nscenario: x\n");
	struct history *h = history_new(s);

	ck_assert_int_eq(history_hold(h), HOLD_DEFAULT);
	ck_assert(history_apply_hold(h, s, HOLD_TOTAL, "hold total"));
	ck_assert(!history_modified(h));
	scenario_set(s, rate("a", 2026, 2031, 0.4));
	ck_assert(history_apply(h, s, "a"));
	ck_assert_int_eq(history_hold(h), HOLD_TOTAL);
	ck_assert(history_apply_hold(h, s, HOLD_NONE, "hold none"));
	ck_assert(history_undo(h));
	ck_assert_int_eq(history_hold(h), HOLD_TOTAL);
	ck_assert(history_undo(h) && history_undo(h));
	ck_assert_int_eq(history_hold(h), HOLD_DEFAULT);
	ck_assert(history_redo(h) && history_redo(h) && history_redo(h));
	ck_assert_int_eq(history_hold(h), HOLD_NONE);
	ck_assert(scenario_equal(history_scenario(h), s));
	history_free(h);
	scenario_free(s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scenario");
	TCase *tc = tcase_create("scenario");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tc, reads_the_example);
	tcase_add_test(tc, writes_canonical_bytes);
	tcase_add_loop_test(tc, spells, 0, G_N_ELEMENTS(spellings));
	tcase_add_loop_test(tc, names_faults, 0, G_N_ELEMENTS(faults));
	tcase_add_test(tc, refuses_depth_and_emptiness);
	tcase_add_test(tc, last_edit_replaces);
	tcase_add_test(tc, a_force_has_quantities);
	tcase_add_test(tc, unsets);
	tcase_add_loop_test(tc, round_trip, 0, 8);
	tcase_add_loop_test(tc, order_does_not_matter, 0, 4);
	tcase_add_loop_test(tc, reads_what_is_typed, 0, G_N_ELEMENTS(typed));
	tcase_add_test(tc, needs_a_rate_to_move);
	tcase_add_loop_test(tc, sets_by_text, 0, G_N_ELEMENTS(sets));
	tcase_add_test(tc, adjusts_by_yaml);
	tcase_add_test(tc, keeps_comments);
	tcase_add_test(tc, keeps_comments_wherever_they_stand);
	tcase_add_loop_test(tc, undoes, 0, 20);
	tcase_add_test(tc, knows_what_is_saved);
	tcase_add_test(tc, undo_brings_back_the_hold);
	tcase_add_loop_test(tc, checks_against_a_market, 0, G_N_ELEMENTS(checks));
	tcase_set_timeout(tc, 0);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
