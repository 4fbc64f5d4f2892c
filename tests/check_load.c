/* The loader: every file of tests/corpus/load/good loads, every one of bad gives just the messages
 * that stand beside it, and what the loader keeps of each key is what the file says. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "market/keys.h"
#include "market/market.h"
#include "near.h"
#include "run_suite.h"
#include "sample.h"

#define CORPUS TOP_SRCDIR "/tests/corpus/load/"

static GPtrArray *good, *bad;

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *files_of(const char *directory)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".yaml"))
			g_ptr_array_add(files, g_build_filename(directory, name, NULL));
	if (dir)
		g_dir_close(dir);
	qsort(files->pdata, files->len, sizeof *files->pdata, by_name);
	return files;
}
/* -- The corpus */

static char *read_beside(const char *file)
{
	g_autofree char *stem = g_strndup(file, strlen(file) - strlen(".yaml"));
	g_autofree char *other = g_strconcat(stem, ".txt", NULL);
	char *text = NULL;

	if (!g_file_get_contents(other, &text, NULL, NULL))
		return g_strdup("");
	return text;
}

START_TEST(good_file)
{
	const char *file = g_ptr_array_index(good, _i);
	struct messages *list = messages_new();
	struct market *m = market_load(file, list);
	g_autofree char *expected = read_beside(file), *said = sample_messages(list);

	ck_assert_msg(m, "%s: %s", file, said);
	ck_assert_msg(strcmp(said, expected) == 0, "%s: %s", file, said);
	market_free(m);
	messages_free(list);
}
END_TEST

START_TEST(bad_file)
{
	const char *file = g_ptr_array_index(bad, _i);
	struct messages *list = messages_new();
	struct market *m = market_load(file, list);
	g_autofree char *expected = read_beside(file), *said = sample_messages(list);

	ck_assert_msg(!m, "%s loads", file);
	ck_assert_msg(strcmp(said, expected) == 0, "%s: expected\n%sgot\n%s", file, expected, said);
	messages_free(list);
}
END_TEST

START_TEST(corpus_is_there)
{
	ck_assert_int_ge(good->len, 5);
	ck_assert_int_ge(bad->len, 30);
}
END_TEST

/* A message about 'something' stands where that word, or its quote, begins. */
START_TEST(messages_point_at_the_word)
{
	const char *file = g_ptr_array_index(bad, _i);
	g_autofree char *text = NULL;
	struct messages *list = messages_new();
	struct market *m = market_load(file, list);

	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; i < messages_count(list); i++) {
		const struct message *say = messages_get(list, i);
		g_auto(GStrv) quoted = g_strsplit(say->text, "'", 3);
		const char *at;

		if (!g_str_has_prefix(say->text, "unknown ") || g_strv_length(quoted) < 3)
			continue;
		at = g_utf8_offset_to_pointer(lines[say->line - 1], say->column - 1);
		ck_assert_msg(g_str_has_prefix(at, quoted[1]), "%s:%d:%d: %s", file, say->line,
			      say->column, say->text);
	}
	market_free(m);
	messages_free(list);
}
END_TEST

/* Every file of the corpus, cut anywhere, gives a market or messages. */
static void load_cut(const char *file, const char *bytes, size_t n)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes(file, bytes, n, list);

	ck_assert_msg((m != NULL) == (messages_errors(list) == 0), "%s cut at %zu", file, n);
	market_free(m);
	messages_free(list);
}

START_TEST(cut_anywhere)
{
	GPtrArray *files = _i < (int)good->len ? good : bad;
	const char *file = g_ptr_array_index(files, _i < (int)good->len ? _i : _i - (int)good->len);
	g_autofree char *text = NULL;
	size_t n;

	ck_assert(g_file_get_contents(file, &text, &n, NULL));
	for (int i = 0; i < 50; i++) {
		g_autofree char *cut = g_malloc(n * i / 50 + 1);

		memcpy(cut, text, n * i / 50);	/* of just that size, for the address sanitizer */
		load_cut(file, cut, n * i / 50);
	}
}
END_TEST

/* -- What is kept */

static struct market *every_key(void)
{
	return sample_file("tests/corpus/load/good/every-key.yaml");
}

/* The keys of keys.h all stand in the file, so that the tests below concern each of them. */
START_TEST(every_key_is_used)
{
	g_autofree char *text = NULL;
	struct key_spec key;

	ck_assert(g_file_get_contents(CORPUS "good/every-key.yaml", &text, NULL, NULL));
	ck_assert(market_key(0, &key));
	for (size_t i = 0; market_key(i, &key); i++) {
		g_autofree char *pattern = g_strdup_printf("\\b%s: ", key.name);
		g_autofree char *alone = g_strdup_printf("\\b%s:\n", key.name);

		ck_assert_msg(g_regex_match_simple(pattern, text, 0, 0) ||
			      g_regex_match_simple(alone, text, 0, 0), "%s", key.name);
		ck_assert_ptr_nonnull(market_mapping_title(key.mapping));
		ck_assert(*key.type && *key.meaning);
	}
}
END_TEST

/* path, measure, metric, period, print, value, line, column, of, flags, kind, source */
struct expected_fact {
	const char *path;
	int measure;
	enum metric metric;
	const char *from, *to, *print;
	double value;
	int line, column, of, flags;
	enum kind kind;
	const char *source;
};

static const struct expected_fact facts[] = {
	{"total", 0, METRIC_VALUE, "2024-Q4", "2024-Q4", "8.74", 8.74, 24, 20, BASE_PARENT, 0,
	 KIND_ESTIMATE, "agency"},
	{"total", 0, METRIC_VALUE, "2023", "2023", "1_200", 1200, 24, 32, BASE_PARENT, 0,
	 KIND_ACTUAL, "agency"},
	{"total", 0, METRIC_VALUE, "2020", "2023", "4.1 billion", 4100, 24, 51, BASE_PARENT,
	 FACT_SPAN, KIND_ACTUAL, "agency"},
	{"total", 0, METRIC_GROWTH, "2024-Q4", "2024-Q4", "+2.5%", 0.025, 25, 21, BASE_PARENT, 0,
	 KIND_ESTIMATE, "agency"},
	{"total", 0, METRIC_YOY, "2024-Q4", "2024-Q4", "~9.5%", 0.095, 26, 18, BASE_PARENT, 0,
	 KIND_ESTIMATE, "agency"},
	{"total", 0, METRIC_CHANGE, "2024-Q4", "2024-Q4", "-0.3", -0.3, 27, 21, BASE_PARENT, 0,
	 KIND_ESTIMATE, "agency"},
	{"total", 0, METRIC_CAGR, "2024", "2026", "33.14%", 0.3314, 28, 21, BASE_PARENT, 0,
	 KIND_FORECAST, "agency"},
	{"total", 1, METRIC_VALUE, "2024-Q4", "2024-Q4", "30", 30, 73, 30, BASE_PARENT, 0,
	 KIND_ESTIMATE, "agency"},
	{"total", 2, METRIC_GROWTH, "2024", "2024", "2%", 0.02, 77, 32, BASE_PARENT, 0, KIND_NONE,
	 "house"},
	{"region/apac", 0, METRIC_VALUE, "2024-Q4", "2024-Q4", "4.4", 4.4, 46, 9, BASE_PARENT, 0,
	 KIND_ESTIMATE, "house"},
	{"region/apac", 0, METRIC_VALUE, "2024-Q4", "2024-Q4", "4.5", 4.5, 47, 14, BASE_PARENT,
	 FACT_RIVAL, KIND_ESTIMATE, "house"},
	{"region/apac", 0, METRIC_VALUE, "2024-Q4", "2024-Q4", "4.8", 4.8, 48, 14, BASE_PARENT,
	 FACT_CASE, KIND_ESTIMATE, "house"},
	{"region/apac", 0, METRIC_VALUE, "2024-Q4", "2024-Q4", "5", 5, 49, 14, BASE_PARENT, 0,
	 KIND_TARGET, "house"},
	{"region/apac", 0, METRIC_SHARE, "2024-Q4", "2024-Q4", "46.5%", 0.465, 50, 27,
	 BASE_MEASURE, 0, KIND_ACTUAL, "house"},
	{"region/apac", 0, METRIC_GROWTH, "2022", "2024", "-9..-5%", -0.07, 51, 26, BASE_PARENT,
	 FACT_SPAN, KIND_NONE, "house"},
	{"region/apac", 0, METRIC_YOY, "2024-Q4", "2024-Q4", "40%..", NAN, 52, 20, BASE_PARENT, 0,
	 KIND_ESTIMATE, "house"},
	{"region/apac", 0, METRIC_CHANGE, "2024-Q4", "2024-Q4", "XX", NAN, 53, 23, BASE_PARENT, 0,
	 KIND_ESTIMATE, "house"},
	{"region/apac", 0, METRIC_CAGR, "2024", "2026", "~..33.94%", 0.3394, 54, 20, BASE_PARENT,
	 FACT_OPEN_START, KIND_FORECAST, "house"},
	{"region/apac", 0, METRIC_RANK, NULL, NULL, "largest", NAN, 55, 12, BASE_PARENT,
	 FACT_DATELESS, KIND_NONE, "house"},
	{"region/apac", 0, METRIC_RANK, NULL, NULL, "fastest", NAN, 55, 21, BASE_PARENT,
	 FACT_DATELESS, KIND_NONE, "house"},
	{"region/apac", 0, METRIC_TREND, "2024-Q4", "2024-Q4", "gaining", NAN, 56, 22,
	 BASE_PARENT, 0, KIND_ESTIMATE, "house"},
	{"region/apac", 0, METRIC_TREND, "2025", "2025", "stable", NAN, 56, 37, BASE_PARENT, 0,
	 KIND_FORECAST, "house"},
	{"region/apac", 1, METRIC_VALUE, "2024-Q4", "2024-Q4", "0.02 million", 20, 76, 38,
	 BASE_PARENT, 0, KIND_ESTIMATE, "agency"},
	{"region/apac", 1, METRIC_SHARE, "2024-Q4", "2024-Q4", "66%", 0.66, 76, 75, BASE_PARENT, 0,
	 KIND_ESTIMATE, "agency"},
	{"region/apac/rest-of-asia", 0, METRIC_SHARE, "2024-Q4", "2024-Q4", "12%", 0.12, 63, 61, 0,
	 0, KIND_ESTIMATE, "agency"},
	{"region/europe", 0, METRIC_RANK, "2024", "2024", "smallest", NAN, 65, 38, BASE_PARENT, 0,
	 KIND_NONE, "agency"},
	{"region/europe", 0, METRIC_SHARE, "2024-Q4", "2024-Q4", "20%", 0.2, 65, 78, BASE_PARENT,
	 0, KIND_ESTIMATE, "agency"},
};

static void check_period(struct period p, const char *text)
{
	char buf[PERIOD_TEXT_MAX];

	ck_assert_str_eq(period_format(p, buf), text ? text : "");
}

START_TEST(facts_are_kept)
{
	struct market *m = every_key();
	int at = 0;

	ck_assert_int_eq(m->n_facts, (int)G_N_ELEMENTS(facts));
	for (int node = 0; node < m->n_nodes; node++) {
		for (int i = 0; i < m->nodes[node].n_facts; i++, at++) {
			const struct fact *f = &m->facts[m->nodes[node].first_fact + i];
			const struct expected_fact *e = &facts[at];
			g_autofree char *path = market_path(m, node);

			ck_assert_str_eq(path, e->path);
			ck_assert_int_eq(f->node, node);
			ck_assert_int_eq(f->measure, e->measure);
			ck_assert_int_eq(f->metric, e->metric);
			check_period(f->from, e->from);
			check_period(f->to, e->to);
			ck_assert_str_eq(f->print, e->print);
			ck_assert_same(f->figure.value, e->value);
			ck_assert_int_eq(f->line, e->line);
			ck_assert_int_eq(f->column, e->column);
			ck_assert_int_eq(f->of, e->of);
			ck_assert_int_eq(f->flags, e->flags);
			ck_assert_int_eq(market_kind(m, f), e->kind);
			ck_assert_str_eq(m->sources[f->source].id, e->source);
		}
	}
	market_free(m);
}
END_TEST

START_TEST(circumstances_are_kept)
{
	struct market *m = every_key();
	const struct node *apac = &m->nodes[market_find(m, "region/apac")];
	const struct fact *first = &m->facts[apac->first_fact];

	ck_assert_str_eq(first[2].more->case_name, "fast");
	ck_assert_str_eq(first[4].more->printed, "nearly half");
	ck_assert_str_eq(first[4].more->page, "7");
	ck_assert_str_eq(first[4].more->note, "A figure.");
	ck_assert_str_eq(first[4].more->of_measure, "users");
	ck_assert_ptr_null(first[0].more);
	ck_assert_int_eq(first[9].code, RANK_LARGEST);
	ck_assert_int_eq(first[10].code, RANK_FASTEST);
	ck_assert_int_eq(first[11].code, TREND_GAINING);
	ck_assert_int_eq(first[12].code, TREND_STABLE);
	market_free(m);
}
END_TEST

START_TEST(market_keys_are_kept)
{
	struct market *m = every_key();

	ck_assert_str_eq(m->id, "every-key");
	ck_assert_str_eq(m->edition, "2026-01-15");
	ck_assert_str_eq(m->title, "Every key");
	ck_assert_str_eq(m->also[1], "Alle Schlüssel");
	ck_assert_ptr_null(m->also[2]);
	ck_assert_str_eq(m->scope, "What is counted.");
	ck_assert_str_eq(m->sources[m->source].id, "house");
	ck_assert_str_eq(m->sources[m->source].publisher, "A House");
	ck_assert_str_eq(m->sources[m->source].title, "A Report");
	ck_assert_str_eq(m->sources[m->source].published, "2026-01");
	ck_assert_str_eq(m->sources[m->source].url, "example.org");
	ck_assert_str_eq(m->sources[m->source].code, "A-1");
	ck_assert_int_eq(m->n_sources, 3);
	ck_assert_str_eq(m->unit.currency, "EUR");
	ck_assert_str_eq(m->unit.measure, "devices");
	ck_assert_str_eq(m->unit.scale_word, "million");
	ck_assert_double_eq(m->unit.scale, 1e6);
	ck_assert_int_eq(m->period.step, STEP_QUARTER);
	check_period(m->period.base, "2024-Q4");
	check_period(m->period.from, "2025-Q1");
	check_period(m->period.to, "2026-Q4");
	ck_assert(m->calendar.fiscal && !m->calendar.named_end);
	ck_assert_int_eq(m->calendar.starts, 4);
	ck_assert_int_eq(m->series, SERIES_AVERAGE);
	ck_assert_int_eq(m->fill, FILL_WEIGHTS);
	ck_assert_int_eq(m->n_kinds, 5);
	market_free(m);
}
END_TEST

START_TEST(node_keys_are_kept)
{
	struct market *m = every_key();
	const struct node *total = &m->nodes[0], *region = &m->nodes[market_find(m, "region")];
	const struct node *apac = &m->nodes[market_find(m, "region/apac")];
	int unlisted = market_find(m, "region/unlisted");

	ck_assert_str_eq(total->note, "The whole.");
	ck_assert_str_eq(total->also[0], "World");
	ck_assert_str_eq(region->name, "Region");
	ck_assert_str_eq(region->also[0], "Geography");
	ck_assert_str_eq(region->note, "Regions.");
	ck_assert_int_eq(region->flags, NODE_DIMENSION);
	ck_assert_int_eq(region->covers, COVERS_PART);
	ck_assert_str_eq(apac->name, "Asia-Pacific");
	ck_assert_str_eq(apac->also[0], "APAC");
	ck_assert_str_eq(apac->note, "A segment.");
	ck_assert_int_eq(apac->flags, NODE_HAS_WEIGHT);
	ck_assert_float_eq(apac->weight, 2.5f);
	ck_assert_int_eq(apac->covers, COVERS_OVERLAP);
	ck_assert_int_eq(apac->line, 41);
	ck_assert_int_eq(m->nodes[market_find(m, "region/apac/rest-of-asia")].flags, NODE_RESIDUAL);
	ck_assert_int_eq(m->nodes[unlisted].flags, NODE_UNLISTED);
	ck_assert_int_eq(market_next(m, unlisted), -1);
	market_free(m);
}
END_TEST

START_TEST(measures_are_kept)
{
	struct market *m = every_key();
	const struct measure *users = &m->measures[1];
	int region = market_find(m, "region"), apac = market_find(m, "region/apac");

	ck_assert_int_eq(m->n_measures, 3);
	ck_assert_str_eq(m->measures[0].title, "Every key");
	ck_assert_str_eq(users->id, "users");
	ck_assert_str_eq(users->title, "Users");
	ck_assert_str_eq(users->note, "A measure.");
	ck_assert_str_eq(users->unit.measure, "users");
	ck_assert_double_eq(users->unit.scale, 1000);
	ck_assert_int_eq(users->series, SERIES_STOCK);
	ck_assert(users->has_unit && !m->measures[2].has_unit);
	ck_assert_int_eq(market_covers(m, region, 0), COVERS_PART);
	ck_assert_int_eq(market_covers(m, region, 1), COVERS_OVERLAP);
	ck_assert_int_eq(market_covers(m, apac, 0), COVERS_OVERLAP);
	ck_assert_int_eq(market_covers(m, apac, 1), COVERS_ALL);
	ck_assert_int_eq(market_covers(m, region, 2), COVERS_PART);
	market_free(m);
}
END_TEST

START_TEST(crossings_are_kept)
{
	struct market *m = every_key();
	const struct cross *c = m->crosses;
	int apac = market_find(m, "region/apac"), europe = market_find(m, "region/europe");

	ck_assert_int_eq(m->n_crosses, 2);
	ck_assert_int_eq(c->n, 2);
	ck_assert_int_eq(c->at[0], apac);
	ck_assert_int_eq(c->at[1], europe);
	ck_assert_str_eq(c->name, "Both");
	ck_assert_str_eq(c->note, "Together.");
	ck_assert_int_eq(c->n_facts, 1);
	ck_assert_int_eq(m->cross_facts[c->first_fact].measure, 1);
	ck_assert_int_eq(m->cross_facts[c->first_fact].of, 0);
	ck_assert_double_eq(m->cross_facts[c->first_fact].figure.value, 25);
	ck_assert_int_eq(c->measure, 1);
	ck_assert_double_eq(c->odds->odds, 0.5);
	ck_assert(period_equal(c->odds->at, (struct period){2024, STEP_QUARTER, 4}));
	ck_assert_double_eq(c->odds->next->odds, 2);
	ck_assert_ptr_null(c->odds->next->next);
	ck_assert_double_eq(c[1].odds->odds, 1.5);
	ck_assert(!period_is_set(c[1].odds->at));
	ck_assert_int_eq(c[1].n_facts, 2);
	ck_assert_int_eq(m->cross_facts[c[1].first_fact].of, europe);
	ck_assert_str_eq(m->sources[m->cross_facts[c[1].first_fact].source].id, "agency");
	ck_assert_int_eq(m->cross_facts[c[1].first_fact + 1].code, RANK_LARGEST);
	market_free(m);
}
END_TEST

START_TEST(forces_are_kept)
{
	struct market *m = every_key();
	const struct force *f = m->forces;

	ck_assert_int_eq(m->n_forces, 2);
	ck_assert_str_eq(f->id, "demand");
	ck_assert_str_eq(f->title, "Demand");
	ck_assert_int_eq(f->kind, FORCE_DRIVER);
	ck_assert_double_eq_tol(f->impact.value, 0.095, 1e-15);
	ck_assert_int_eq(f->impact.qualifier, QUAL_ABOUT);
	ck_assert_str_eq(f->impact_print, "~9.5%");
	ck_assert_int_eq(f->n_where, 2);
	ck_assert_int_eq(f->where[0].node, 0);
	ck_assert_double_eq(f->where[0].weight, 1);
	ck_assert_int_eq(f->where[1].node, market_find(m, "region/europe"));
	ck_assert_double_eq(f->where[1].weight, 0.5);
	ck_assert_str_eq(f->where_text, "Everywhere");
	ck_assert_int_eq(f->timing, TIMING_SHORT);
	ck_assert_str_eq(f->note, "A driver.");
	ck_assert_str_eq(m->sources[f->source].id, "agency");
	ck_assert_str_eq(f[1].id, "cost-care");
	ck_assert_int_eq(f[1].kind, FORCE_RESTRAINT);
	ck_assert_int_eq(f[1].timing, TIMING_SPAN);
	check_period(f[1].from, "2025-Q1");
	check_period(f[1].to, "2026-Q4");
	ck_assert_str_eq(m->sources[f[1].source].id, "house");
	market_free(m);
}
END_TEST

START_TEST(lists_are_kept)
{
	struct market *m = every_key();
	const struct company *c = m->companies;
	const struct event *e = m->events;

	ck_assert_int_eq(m->n_companies, 2);
	ck_assert_str_eq(c->name, "Acme");
	ck_assert_str_eq(c->also[0], "ACME Inc.");
	ck_assert(c->leader && !c[1].leader);
	ck_assert_int_eq(c->n_facts, 2);
	ck_assert_int_eq(m->company_facts[0].of, market_find(m, "region/europe"));
	ck_assert_int_eq(m->company_facts[1].of, market_find(m, "region/apac"));
	ck_assert_double_eq_tol(m->company_facts[0].figure.value, 0.12, 1e-15);
	ck_assert_str_eq(c->note, "A company.");
	ck_assert_str_eq(c[1].name, "Plain Name");
	ck_assert_str_eq(e->date, "2026-04-30");
	ck_assert_str_eq(e->title, "An event");
	ck_assert_str_eq(e->text, "It happened.");
	ck_assert_str_eq(e->companies[0], "Acme");
	ck_assert_str_eq(e->amounts[0], "USD 30 million");
	ck_assert_int_eq(e->about, market_find(m, "region/apac"));
	ck_assert_int_eq(m->n_notes, 3);	/* one of them the measure's total's */
	ck_assert_str_eq(m->notes[0].text, "All users.");
	ck_assert_int_eq(m->notes[1].about, 0);
	ck_assert_int_eq(m->notes[2].about, -1);
	ck_assert_str_eq(m->questions[0].ask, "Which?");
	ck_assert_str_eq(m->questions[0].answer, "That one.");
	market_free(m);
}
END_TEST

/* -- Starts of rates printed as ..TO */

static int start_year(const char *total)
{
	g_autofree char *text = g_strdup_printf(HEAD_2031 "total: %s\ndimensions: [{id: a, "
		"segments: [{name: X, cagr: {..2031: 5%%}}]}]\n", total);
	g_autofree char *said = NULL;
	struct market *m = sample_try(text, &said);
	int year;

	ck_assert_msg(m, "%s", said);
	year = m->facts[m->nodes[2].first_fact].from.year;
	market_free(m);
	return year;
}

START_TEST(open_starts)
{
	/* the total's own rate to the same end */
	ck_assert_int_eq(start_year("{cagr: {2026-2031: 5%}, value: {2029: 3}}"), 2026);
	/* its rate to another end does not count, its last level before the end does */
	ck_assert_int_eq(start_year("{cagr: {2024-2030: 5%}, value: {2029: 3, 2028: 2, 2031: 9}}"),
			 2029);
	/* neither do bounds, targets, cases, sums over a span, rivals and other steps */
	ck_assert_int_eq(start_year("{value: {2027: 2, 2028: 3.., 2029: {is: 3, kind: target}, "
				    "2030: {is: 3, case: fast}, 2029..2030: 6, 2030-Q4: 1}}"), 2027);
	/* nothing at all: the base year */
	ck_assert_int_eq(start_year("{}"), 2025);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_test(t, corpus_is_there);
	tcase_add_loop_test(t, good_file, 0, good->len);
	tcase_add_loop_test(t, bad_file, 0, bad->len);
	tcase_add_loop_test(t, messages_point_at_the_word, 0, bad->len);
	tcase_add_loop_test(t, cut_anywhere, 0, good->len + bad->len);
	tcase_add_test(t, every_key_is_used);
	tcase_add_test(t, facts_are_kept);
	tcase_add_test(t, circumstances_are_kept);
	tcase_add_test(t, market_keys_are_kept);
	tcase_add_test(t, node_keys_are_kept);
	tcase_add_test(t, measures_are_kept);
	tcase_add_test(t, crossings_are_kept);
	tcase_add_test(t, forces_are_kept);
	tcase_add_test(t, lists_are_kept);
	tcase_add_test(t, open_starts);
}

int main(void)
{
	Suite *s = suite_create("load");
	TCase *t = tcase_create("load");

	good = files_of(CORPUS "good");
	bad = files_of(CORPUS "bad");
	tcase_set_timeout(t, 300);
	add_tests(t);
	suite_add_tcase(s, t);
	return run_suite(s);
}
