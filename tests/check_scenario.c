/* Scenario files: read, written in one spelling, faults named, held against a market.  The example
 * is the one of tamarack-scenario(5). */
#include "config.h"

#include <check.h>
#include <string.h>

#include "run_suite.h"
#include "sample.h"
#include "scenarios.h"

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

static struct scenario *load_adjust(const char *entries)
{
	g_autofree char *text = g_strdup_printf("tamarack: 1\nscenario: x\nadjust:\n%s", entries);

	return scenarios_load(text);
}

START_TEST(reads_the_example)
{
	struct scenario *s = scenarios_load(scenarios_example);
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
	ck_assert(period_equal(a->from, period_year(2026)));
	ck_assert(period_equal(a->to, period_year(2031)));
	ck_assert_str_eq(a->why, "state programmes");
	ck_assert_int_eq(a->line, 9);
	a = scenario_get(s, "geography/north-america", ADJUST_LOCK);
	ck_assert(a->value == 1 && a->hold == HOLD_DEFAULT && !a->why);
	a = scenario_get(s, "modality/text", ADJUST_SHARE);
	ck_assert(a->value == 0.45 && period_equal(a->to, period_year(2025)));
	a = scenario_get(s, "modality/text", ADJUST_SPREAD);
	ck_assert(a->spread.kind == SPREAD_NORMAL && a->spread.sd == 0.03);
	a = scenario_get(s, "industry/healthcare", ADJUST_GROWTH);
	ck_assert(a->value == 0.45 && period_equal(a->from, period_year(2027))
		  && period_equal(a->to, period_year(2027)));
	a = scenario_get(s, "deployment/cloud", ADJUST_SHAPE);
	ck_assert(a->shape.kind == SHAPE_FADE && a->shape.rate == 0.15);
	ck_assert(period_equal(a->shape.by, period_year(2031)) && !period_is_set(a->to));
	a = scenario_get(s, "privacy", ADJUST_FORCE);
	ck_assert(a->scale == 2 && a->delay == 1);
	ck_assert_ptr_null(scenario_get(s, "privacy", -1));
	ck_assert(period_equal(s->horizon, period_year(2040)) && s->has_after);
	ck_assert(s->after.rate == 0.05 && s->simulate.draws == 20000);
	ck_assert(s->simulate.has_seed && s->simulate.seed == 42);
	ck_assert(s->simulate.has_rho && s->simulate.rho == 0.5);
	scenario_free(s);
}
END_TEST

START_TEST(writes_canonical_bytes)
{
	struct scenario *s = scenarios_load(scenarios_example), *again;
	g_autofree char *text = scenario_format(s), *twice = NULL;

	ck_assert_str_eq(text, canonical);
	again = scenarios_load(text);
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

static void ck_says(const struct messages *list, const char *want)
{
	g_autoptr(GString) got = g_string_new(NULL);

	for (size_t i = 0; i < messages_count(list); i++) {
		g_autofree char *line = message_format(messages_get(list, i));

		g_string_append_printf(got, "%s\n", line);
	}
	ck_assert_str_eq(got->str, want);
}

START_TEST(names_faults)
{
	g_autofree char *text = g_strconcat("tamarack: 1\n", faults[_i].text, NULL);
	struct messages *list = messages_new();

	ck_assert_ptr_null(scenario_load_bytes("x.yaml", text, strlen(text), list));
	ck_says(list, faults[_i].messages);
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

START_TEST(round_trip)
{
	GRand *r = g_rand_new_with_seed(1000 + _i);

	for (int n = 0; n < 500; n++) {
		struct scenario *s = scenarios_random(r), *again;
		g_autofree char *text = scenario_format(s), *twice = NULL;

		again = scenarios_load(text);
		twice = scenario_format(again);
		ck_assert_str_eq(text, twice);
		ck_assert(scenario_equal(s, again));
		scenario_free(s);
		scenario_free(again);
	}
	g_rand_free(r);
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
	struct messages *list = messages_new();
	struct market *m = sample_text(small_market);
	struct scenario *s = scenarios_load(text);

	s->file = g_strdup("x.yaml");
	ck_assert(scenario_check(s, m, list) == checks[_i].ok);
	ck_says(list, checks[_i].messages);
	scenario_free(s);
	market_free(m);
	messages_free(list);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("scenario");
	TCase *t = tcase_create("scenario");

	tcase_add_test(t, reads_the_example);
	tcase_add_test(t, writes_canonical_bytes);
	tcase_add_loop_test(t, spells, 0, G_N_ELEMENTS(spellings));
	tcase_add_loop_test(t, names_faults, 0, G_N_ELEMENTS(faults));
	tcase_add_test(t, refuses_depth_and_emptiness);
	tcase_add_loop_test(t, round_trip, 0, 8);
	tcase_add_loop_test(t, checks_against_a_market, 0, G_N_ELEMENTS(checks));
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
