/* What does not fit: long names, levels far below one, small windows. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "base/text.h"
#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"
/* Quarters, a total that falls from 0.0000119 to 0.0000071, names of up to 66 columns. */
#define SHRINKING "tests/corpus/load/good/shrinking.yaml"

/* The lines of a screen, to be freed as one. */
static char **lines_of(const struct screen *s)
{
	g_autofree char *dump = canvas_dump(s->canvas);

	return g_strsplit(dump, "\n", -1);
}

/* ------------------------------------------------ titles */

static const struct { const char *market, *keys, *title; } titles[] = {
	{A, "p", " total, 2031 "},
	{A, "5jp", " North America, 2031 "},
	{A, "5jt", " North America, 2031 "},
	{A, "[p", " total, 2030 "},
	{A, "x", " Data modality by Dataset offeri\u2026, 2031"},
	{A, "P5,1<Enter>jljp", ", 2031 "},
	{SHRINKING, "jp", "\u2026, 2026-Q4 "},
};

/* At 40 columns "How it came about: total, 20..." said no year. */
START_TEST(a_title_keeps_its_year)
{
	struct screen s = screen_begin(titles[_i].market, 40, 10, true);

	screen_type(&s, titles[_i].keys);
	g_auto(GStrv) lines = lines_of(&s);

	ck_assert_msg(strstr(lines[0], titles[_i].title), "'%s', not '%s'", lines[0],
		      titles[_i].title);
	ck_assert_int_le(text_width(lines[0]), 40);
	screen_end(&s);
}
END_TEST

static const struct { const char *keys, *title; } units[] = {
	{"b", "What is proven: Data modality, USD bn"},
	{"#", "Levels by rates: total, USD bn"},
	{"S<Enter>", "Simulation: total, USD bn"},
	{"c", "Scenarios of: AI training dataset market, USD bn"},
	{"c<Space>c", "Beside the source: AI training dataset market, USD bn"},
};

/* A level is none without its unit. */
START_TEST(a_title_has_the_unit)
{
	struct screen s = screen_begin(A, 80, 24, true);

	screen_type(&s, units[_i].keys);
	ck_assert_shows(&s, units[_i].title);
	screen_end(&s);
}
END_TEST

/* Markets in billions and in millions, on one line of units. */
START_TEST(markets_side_by_side_have_one_unit)
{
	const char *const names[] = {TOP_SRCDIR "/" A,
				     TOP_SRCDIR "/data/federated-learning-healthcare.yaml"};
	const struct explorer_options o = {.markets = names, .n_markets = 2, .hold = HOLD_DEFAULT,
					   .fill = -1, .digits = -1};

	for (int columns = 40; columns <= 80; columns += 40) {
		struct screen s = screen_open(&o, columns, 10, true);

		screen_type(&s, "<Space>j<Space>c");
		ck_assert_shows(&s, "In USD billion: 2 markets");
		screen_end(&s);
	}
}
END_TEST

/* A share of the total looks like one of the parent; beside an order or a filter there is no room for
 * all that decides the figures. */
START_TEST(a_share_of_the_total_is_named)
{
	static const char *const keys[] = {"5%", "5OO%", "5&asia pac<Enter>%", "5F%", "P5,1<Enter>jlj%"};
	struct screen s = screen_begin(A, 80, 24, true);

	screen_type(&s, keys[_i]);
	ck_assert_shows(&s, "share of total\n");
	screen_end(&s);
}
END_TEST

/* An example that is typed as it stands lies inside the forecast. */
START_TEST(a_goal_asks_for_a_year_there_is)
{
	struct screen s = screen_begin("data/federated-learning-healthcare.yaml", 80, 24, true);

	screen_type(&s, "=");
	ck_assert_shows(&s, "60@2035, 25%@2035");
	screen_end(&s);
	s = screen_begin(SHRINKING, 80, 24, true);
	screen_type(&s, "=");
	ck_assert_shows(&s, "60@2026-Q4, 25%@2026-Q4");
	screen_end(&s);
}
END_TEST

START_TEST(a_market_without_dimensions_says_so)
{
	struct screen s = screen_begin("tests/needs/47-fiscal-year.yaml", 80, 24, true);

	screen_type(&s, "1");
	ck_assert_shows(&s, "the market has no dimensions");
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ texts below a list */

static const struct { int columns, rows; const char *keys, *row; } lists[] = {
	{80, 24, "dj", "all drivers"},			/* 12 rows: head, 9, 2 for the longest text */
	{40, 10, "dj", "Greater use"},
	{80, 24, "p", "33.12 to 33.15 %"},	/* one row for the longest text */
};

/* Three rows were kept for texts of one or two, and the forces had an empty one besides. */
START_TEST(a_list_has_the_rows_that_texts_leave)
{
	struct screen s = screen_begin(A, lists[_i].columns, lists[_i].rows, true);

	screen_type(&s, lists[_i].keys);
	ck_assert_shows(&s, lists[_i].row);
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ waterfall */

/* A bar is whole or not there; what is cut and told below the table are words. */
START_TEST(a_bar_is_no_text)
{
	static const char *const keys[] = {"w", "ww"};

	for (int i = 0; i < 2 * (100 - 40); i++) {
		struct screen s = screen_begin(SHRINKING, 40 + i / 2, 24, true);
		bool after_table = false;

		screen_type(&s, keys[i % 2]);
		g_auto(GStrv) lines = lines_of(&s);

		for (int row = 2; lines[row]; row++) {
			const char *block = strstr(lines[row], "\u2588");

			after_table |= row > 2 && *lines[row] == '\0';
			ck_assert_msg(!block || (!strstr(block, "\u2026") && !after_table),
				      "%d: %s", 40 + i / 2, lines[row]);
		}
		ck_assert(after_table);
		screen_end(&s);
	}
}
END_TEST

START_TEST(a_fall_is_taken_away)
{
	struct screen s = screen_begin(SHRINKING, 80, 24, true);

	screen_type(&s, "w");
	ck_assert_shows(&s, "0.0000119 - 0.0000048 = 0.0000071, exactly");
	screen_type(&s, "w");
	ck_assert_shows(&s, "The total by its parts: 0.0000119 - 0.0000048 = 0.0000071 CNY mn.");
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("narrow");
	TCase *t = tcase_create("narrow");

	tcase_add_loop_test(t, a_title_keeps_its_year, 0, G_N_ELEMENTS(titles));
	tcase_add_loop_test(t, a_title_has_the_unit, 0, G_N_ELEMENTS(units));
	tcase_add_test(t, a_goal_asks_for_a_year_there_is);
	tcase_add_test(t, a_market_without_dimensions_says_so);
	tcase_add_loop_test(t, a_share_of_the_total_is_named, 0, 5);
	tcase_add_test(t, markets_side_by_side_have_one_unit);
	tcase_add_loop_test(t, a_list_has_the_rows_that_texts_leave, 0, G_N_ELEMENTS(lists));
	tcase_add_test(t, a_bar_is_no_text);
	tcase_add_test(t, a_fall_is_taken_away);
	suite_add_tcase(s, t);
	return run_suite(s);
}
