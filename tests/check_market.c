/* The market in memory: looking up, suggesting, walking, periods as they are shown. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "market/market.h"
#include "run_suite.h"
#include "sample.h"

START_TEST(wide_groups)
{
	GString *text = g_string_new(HEAD_2031 "dimensions:\n- id: wide\n  segments:\n");
	struct market *m;
	char *said;

	for (int i = 0; i < 1000; i++)
		g_string_append_printf(text, "  - {name: Segment %d, id: s%d}\n", i, i);
	m = sample_try(text->str, NULL);
	for (int i = 0; i < 1000; i++) {
		g_autofree char *path = g_strdup_printf("wide/s%d", i);
		g_autofree char *found = market_path(m, market_find(m, path));

		ck_assert_str_eq(found, path);
	}
	ck_assert_int_eq(market_find(m, "wide/s1000"), -1);
	ck_assert_int_eq(market_find(m, "wide/s"), -1);
	market_free(m);
	g_string_append(text, "  - {name: Again, id: s500}\n  - {name: And again, id: s500}\n");
	ck_assert_ptr_null(sample_try(text->str, &said));
	ck_assert_str_eq(said, "1009:5: 'Again' has the path 'wide/s500' of line 509: give one of "
			 "them another 'id'\n1010:5: 'And again' has the path 'wide/s500' of line 509: "
			 "give one of them another 'id'\n");
	g_free(said);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(finding)
{
	struct market *m = sample_try(HEAD_2031 "dimensions:\n- id: geography\n  segments:\n"
		"  - {name: Asia-Pacific, also: [APAC], segments: [Japan, Other]}\n"
		"  - {name: Europe, segments: [Österreich, Other, {name: Asia-Pacific Ltd, also: [Europe]}]}\n",
		NULL);

	ck_assert_int_eq(market_find(m, "total"), 0);
	ck_assert_int_eq(market_find(m, "geography"), 1);
	ck_assert_int_eq(market_find(m, "geography/europe/osterreich"), 6);
	ck_assert_int_eq(market_find(m, "geography/"), -1);
	ck_assert_int_eq(market_find(m, "/geography"), -1);
	ck_assert_int_eq(market_find(m, ""), -1);
	ck_assert_int_eq(market_find(m, "geography/total"), -1);
	ck_assert_int_eq(market_find_loose(m, "apac"), 2);
	ck_assert_int_eq(market_find_loose(m, "asia-pacific"), 2);
	ck_assert_int_eq(market_find_loose(m, "OSTERREICH"), 6);
	ck_assert_int_eq(market_find_loose(m, "österreich"), 6);
	ck_assert_int_eq(market_find_loose(m, "other"), -2);
	ck_assert_int_eq(market_find_loose(m, "APAC/Other"), 4);
	ck_assert_int_eq(market_find_loose(m, "europe"), 5);	/* a name goes before an alias */
	ck_assert_int_eq(market_find_loose(m, "nowhere"), -1);
	ck_assert_int_eq(market_find_loose(m, ""), -1);
	market_free(m);
}
END_TEST

static void ck_suggests(const struct market *m, const char *text, const char *path)
{
	g_autofree char *meant = market_suggest(m, text);

	ck_assert_pstr_eq(meant, path);
}

START_TEST(suggesting)
{
	struct market *m = sample_try(HEAD_2031 "dimensions:\n- id: geography\n  segments:\n"
		"  - {name: Europe, segments: [Rest of Asia, Österreich]}\n"
		"  - {name: Asia-Pacific}\n", NULL);

	ck_suggests(m, "asia", "geography/asia-pacific");
	ck_suggests(m, "Pacific", "geography/asia-pacific");
	ck_suggests(m, "geography/europa", "geography/europe");
	ck_suggests(m, "erope", "geography/europe");
	ck_suggests(m, "OSTER", "geography/europe/osterreich");
	ck_suggests(m, "as", NULL);
	ck_suggests(m, "sia", NULL);
	ck_suggests(m, "", NULL);
	market_free(m);
}
END_TEST

START_TEST(walking)
{
	struct market *m = sample_try(HEAD_2031 "dimensions:\n- id: a\n  segments: "
				     "[x, {name: y, segments: [z]}]\n- id: b\n", NULL);

	ck_assert_int_eq(m->n_nodes, 6);
	ck_assert_int_eq(market_child(m, 0), 1);
	ck_assert_int_eq(market_next(m, 1), 5);
	ck_assert_int_eq(market_next(m, 5), -1);
	ck_assert_int_eq(market_child(m, 5), -1);
	ck_assert_int_eq(market_child(m, 1), 2);
	ck_assert_int_eq(market_next(m, 2), 3);
	ck_assert_int_eq(market_next(m, 3), -1);
	ck_assert_int_eq(market_next(m, 4), -1);
	ck_assert_int_eq(market_next(m, 0), -1);
	ck_assert_int_eq(market_dimension(m, 4), 1);
	ck_assert_int_eq(market_dimension(m, 5), 5);
	ck_assert_int_eq(market_dimension(m, 0), -1);
	ck_assert(market_is_leaf(m, 4) && !market_is_leaf(m, 3) && market_is_leaf(m, 5));
	ck_assert_int_eq(m->nodes[0].depth, 0);
	ck_assert_int_eq(m->nodes[1].depth, 0);
	ck_assert_int_eq(m->nodes[3].depth, 1);
	ck_assert_int_eq(m->nodes[4].depth, 2);
	market_free(m);
}
END_TEST

START_TEST(periods_as_shown)
{
	struct market *m = sample_try(HEAD_2031, NULL), *fiscal = sample_try(HEAD_2031
		"calendar: {starts: April, named: end}\n", NULL);
	char *s;

	ck_assert_str_eq(s = market_period(m, period_year(2024)), "2024");
	g_free(s);
	ck_assert_str_eq(s = market_period(fiscal, period_year(2024)), "FY2024");
	g_free(s);
	ck_assert_str_eq(s = market_period(fiscal, PERIOD_NONE), "");
	g_free(s);
	market_free(m);
	market_free(fiscal);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("market");
	TCase *t = tcase_create("market");

	tcase_set_timeout(t, 300);
	tcase_add_test(t, wide_groups);
	tcase_add_test(t, finding);
	tcase_add_test(t, suggesting);
	tcase_add_test(t, walking);
	tcase_add_test(t, periods_as_shown);
	suite_add_tcase(s, t);
	return run_suite(s);
}
