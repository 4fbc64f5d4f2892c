/* Tables into markets: what a person would read in the table is what the market then holds. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "market/import.h"
#include "market/market.h"
#include "run_suite.h"

static struct market *import(const char *csv)
{
	struct messages *list = messages_new();
	g_autofree char *text = import_table("tea-2025.csv", csv, strlen(csv), "", list);
	struct market *m = NULL;

	for (size_t i = 0; i < messages_count(list); i++) {
		g_autofree char *said = message_format(messages_get(list, i));

		ck_abort_msg("%s", said);
	}
	ck_assert_ptr_nonnull(text);
	m = market_load_bytes("made", text, strlen(text), list);
	ck_assert_msg(m && messages_count(list) == 0, "%s", text);
	messages_free(list);
	return m;
}

/* The print of the one figure of a node. */
static const char *print_of(const struct market *m, const char *path, enum metric metric,
			    const char *period)
{
	const char *found = NULL;
	int node = market_find(m, path);
	struct period from, to;

	ck_assert_msg(node >= 0, "no %s", path);
	ck_assert(period_parse_span(period, &from, &to));
	for (int i = 0; i < m->nodes[node].n_facts; i++) {
		const struct fact *f = &m->facts[m->nodes[node].first_fact + i];

		if (f->metric != metric || !period_equal(f->from, from) || !period_equal(f->to, to))
			continue;
		ck_assert_msg(!found, "two figures of %s", path);
		found = f->print;
	}
	return found;
}

static const struct {
	const char *csv;
	struct { const char *path; enum metric metric; const char *period, *print; } facts[4];
} good[] = {
	{"Region,2023,2025 share,2025-2031 cagr %\nTotal,1000,,8.5\nEurope,400,41.5%,\n",
	 {{"total", METRIC_VALUE, "2023", "1000"}, {"total", METRIC_CAGR, "2025-2031", "8.5%"},
	  {"region/europe", METRIC_VALUE, "2023", "400"},
	  {"region/europe", METRIC_SHARE, "2025", "41.5%"}}},
	/* Whole paths; the top parts have figures, so they are segments of one dimension. */
	{"Path\t2025\nEurope\t5\nEurope/Italy\t2\nAsia\t3\n",
	 {{"path/europe", METRIC_VALUE, "2025", "5"}, {"path/europe/italy", METRIC_VALUE, "2025", "2"},
	  {"path/asia", METRIC_VALUE, "2025", "3"}}},
	/* The top parts have none: dimensions. */
	{"path,name,2025\ngeography/europe,Europe,5\ngeography/apac,Asia-Pacific,3\nkind/a,A,8\n",
	 {{"geography/apac", METRIC_VALUE, "2025", "3"}, {"kind/a", METRIC_VALUE, "2025", "8"}}},
	/* A part a column, empty ones as above; semicolons, decimal commas, a byte-order mark. */
	{"\xef\xbb\xbf" "Split;Part;Sub;2023;2025 %\r\nTotal;;;1.234,5;\r\nGeo;Europe;;400,25;41,5\r\n"
	 ";;Italy;7;\r\n;Asia;;;20 %\r\n",
	 {{"total", METRIC_VALUE, "2023", "1234.5"}, {"geo/europe", METRIC_SHARE, "2025", "41.5%"},
	  {"geo/europe/italy", METRIC_VALUE, "2023", "7"},
	  {"geo/asia", METRIC_SHARE, "2025", "20%"}}},
	/* In a table parted by commas a comma in quotes groups thousands. */
	{"R,2025\nA,\"1,234\"\nB,\"1,234,567.5\"\n",
	 {{"r/a", METRIC_VALUE, "2025", "1234"}, {"r/b", METRIC_VALUE, "2025", "1234567.5"}}},
	/* 12,5 tells how 1,234 is meant. */
	{"R;2025\nA;1,234\nB;12,5\n",
	 {{"r/a", METRIC_VALUE, "2025", "1.234"}, {"r/b", METRIC_VALUE, "2025", "12.5"}}},
	/* Quotes, line ends in them, names that mean something to YAML. */
	{"R,2025\n\"a \"\"b\"\": c\n, d\",5\n- x,6\n'y',7\n",
	 {{"r/a-b-c-d", METRIC_VALUE, "2025", "5"}, {"r/x", METRIC_VALUE, "2025", "6"},
	  {"r/y", METRIC_VALUE, "2025", "7"}}},
	/* Names that leave nothing for a path; the grammar of figures; dashes. */
	{"R,2025,CAGR % 2026-2031,2027 growth\n\xe5\x8c\x97\xe4\xba\xac,~5,33.14,-2%\nB,40..45,-,40%..\n",
	 {{"r/segment-1", METRIC_VALUE, "2025", "~5"}, {"r/segment-1", METRIC_CAGR, "2026-2031", "33.14%"},
	  {"r/b", METRIC_VALUE, "2025", "40..45"}, {"r/b", METRIC_GROWTH, "2027", "40%.."}}},
	/* Quarters; the head's own words for a level; thin spaces. */
	{"R;2024-Q4 value;2025-Q1 level\nA;1\xe2\x80\xaf" "234;2 500\n",
	 {{"r/a", METRIC_VALUE, "2024-Q4", "1234"}, {"r/a", METRIC_VALUE, "2025-Q1", "2500"}}},
	/* Nothing but names beside one figure, fields left out at the end. */
	{"R,FY2025,2026\nA\nB,1\n", {{"r/b", METRIC_VALUE, "2025", "1"}}},
};

START_TEST(reads)
{
	struct market *m = import(good[_i].csv);

	ck_assert_str_eq(m->id, "tea-2025");
	for (size_t i = 0; i < G_N_ELEMENTS(good[_i].facts) && good[_i].facts[i].path; i++)
		ck_assert_pstr_eq(print_of(m, good[_i].facts[i].path, good[_i].facts[i].metric,
					   good[_i].facts[i].period), good[_i].facts[i].print);
	market_free(m);
}
END_TEST

static const struct { const char *csv; int n; int line, column; const char *words; } bad[] = {
	{"", 0, 0, 0, "is empty"},
	{"\n\n", 0, 0, 0, "is empty"},
	{"R\nA\n", 0, 1, 1, "no column has figures"},
	{"market,dimension,path,name,depth,period,value,unit,status,share,share_status,growth,low,high,"
	 "source\nm,,total,Total,0,2025,8.74,USD bn,R,,,,,,\n", 0, 1, 1, "this is what export writes"},
	{"2025,2026\n1,2\n", 0, 1, 1, "names the segments"},
	{"R,2025,Notes\nA,1,x\n", 0, 1, 8, "no head of figures"},
	{"R,2025,2025\nA,1,2\n", 0, 1, 8, "already"},
	{"R,2025-2031 share\nA,5%\n", 0, 1, 3, "one period"},
	{"R,2025 cagr\nA,5%\n", 0, 1, 3, "a span"},
	{"R,2025\nA,1\nB,2,3\n", 0, 3, 5, "behind the last column"},
	{"R,2025\nA,1\nA,2\n", 0, 3, 1, "has a row already, line 2"},
	{"R,2025\nA,1\n,2\n", 0, 3, 1, "names no segment"},
	{"R,S,2025\nA,,1\nB,,2\n,,3\n", 0, 4, 1, "names no segment"},
	{"R,S,T,2025\nA,,x,1\n", 0, 2, 3, "missing"},
	{"R,2025\nA//B,1\n", 0, 2, 1, "empty part"},
	{"R,2025\nA,1\nB,1e5\n", 0, 3, 3, "exponent"},
	{"R,2025 share\nA,5\n", 0, 2, 3, "%"},
	{"R,2025\nA,5%\n", 0, 2, 3, "%"},
	{"R,2025\nA,$5\n", 0, 2, 3, "$5"},
	{"R,2025\nA,\"5\n", 0, 2, 3, "never closed"},
	{"R,2025\n\"A\"b,5\n", 0, 2, 4, "closing quote"},
	{"R,2025\nA,\"12,5\"\n", 0, 2, 3, "comma"},
	{"R;2025\nA;1,234\n", 0, 2, 3, "both ways"},
	{"R;2025\nA;12,5\nB;12.5\n", 0, 2, 3, "line 3"},
	{"R,2025\nA\0,1\n", 13, 2, 0, "NUL"},
	{"R,2025\nK\xf6ln,1\n", 0, 2, 0, "UTF-8"},
	{"\xff\xfeR\0,\0", 6, 1, 0, "UTF-8"},
	{"R,0001,9999\nA,1,1\n", 0, 0, 0, "2000"},
	{"R,2025 growth\nA,-100%\n", 0, 2, 3, "-100"},
};

START_TEST(refuses)
{
	struct messages *list = messages_new();
	size_t n = bad[_i].n ? (size_t)bad[_i].n : strlen(bad[_i].csv);
	char *text = import_table("t.csv", bad[_i].csv, n, "", list);
	const struct message *first;

	ck_assert_ptr_null(text);
	ck_assert_uint_ge(messages_errors(list), 1);
	messages_sort(list);
	first = messages_get(list, 0);
	ck_assert_str_eq(first->file, "t.csv");
	ck_assert_msg(strstr(first->text, bad[_i].words), "%s", first->text);
	ck_assert_msg(first->line == bad[_i].line && first->column == bad[_i].column, "%d:%d: %s",
		      first->line, first->column, first->text);
	messages_free(list);
}
END_TEST

START_TEST(says_all)
{
	static const char csv[] = "R,2025\nA,x\nB,1\nC,y\n";
	struct messages *list = messages_new();

	ck_assert_ptr_null(import_table("t.csv", csv, strlen(csv), "", list));
	ck_assert_uint_eq(messages_errors(list), 2);
	ck_assert_int_eq(messages_get(list, 0)->line, 2);
	ck_assert_int_eq(messages_get(list, 1)->line, 4);
	messages_free(list);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("import");
	TCase *tc = tcase_create("table");

	tcase_add_loop_test(tc, reads, 0, G_N_ELEMENTS(good));
	tcase_add_loop_test(tc, refuses, 0, G_N_ELEMENTS(bad));
	tcase_add_test(tc, says_all);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
