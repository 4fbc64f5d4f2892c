/* The views around the tree: recorded screens, and their figures against an independent source. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "golden.h"
#include "market/library.h"
#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"
#define B "data/federated-learning-healthcare.yaml"

/* ------------------------------------------------ recorded screens */

static const struct {
	const char *name, *market, *keys;
} screens[] = {
	{"forces", A, "djj"},
	{"forces-none", B, "d"},
	{"forces-off", A, "djj<Space>G"},
	{"forces-prompt", A, "djex2"},
	{"waterfall", A, "w"},
	{"waterfall-parts", A, "5ww"},
	{"explain", A, "jp"},
	{"explain-edited", A, "5Gke40<Enter>p"},
	{"bounds", A, "3b"},
	{"unknown", A, "3ff[[[[[["},
	{"audit", A, "Ajj"},
	{"audit-last", A, "AG"},
	{"audit-second", B, "A"},
	{"report", A, "i"},
	{"report-found", A, "/upcraft<Enter>"},
	{"report-second", B, "iG"},
	{"goal", A, "=60@2031<Enter>"},
	{"crossover-prompt", A, "5Gko"},
	{"crossing", A, "3jx4l"},
	{"crossing-slice", A, "4jjx[[[[[[<Space>5"},
	{"crossing-years", A, "x<Enter>"},
	{"pivot-prompt", A, "P5 1"},
	{"pivot", A, "P531<Enter>jljljlj"},
	{"pivot-refused", A, "P13<Enter>jlj+"},
	{"pivot-edited", A, "P51<Enter>Gke40<Enter>lljlj"},
	{"pivot-filter", A, "P531<Enter>&text cloud<Enter>"},
	{"pivot-flat", A, "P35<Enter>OF"},
	{"pivot-explained", A, "P13<Enter>jljp"},
	{"pivot-years", A, "P13<Enter>jlH"},
	{"tornado", A, "t"},
	{"tornado-none", B, "t"},
	{"tornado-rates", A, "te2pp rates,shares<Enter>"},
	{"grid", A, "#"},
	{"simulation", A, "S3 above 40<Enter>"},
	{"simulation-share", A, "5GkS0<Enter>"},
	{"fan", A, "CU"},
	{"command", A, ":"},
	{"command-typed", A, ":ex"},
	{"command-argument", A, ":set "},
	{"command-refused", A, ":fil<Enter>"},
	{"palette", A, "^P"},
	{"palette-found", A, "^Pfold"},
	{"palette-none", A, "^Pstack"},
	{"refused", A, "5jjmmje999<Enter>"},
	{"refused-chart", A, "jCjjj<Enter>"},
	{"markets", A, "M"},
	{"scenario-open", A, "5Gke40<Enter>c"},
};
static const struct { int columns, rows; bool utf8; } sizes[] = {
	{80, 24, false}, {80, 24, true}, {120, 40, true}, {40, 10, false},
};

START_TEST(recorded)
{
	int screen = _i / (int)G_N_ELEMENTS(sizes), size = _i % (int)G_N_ELEMENTS(sizes);
	struct screen s = screen_begin(screens[screen].market, sizes[size].columns,
				       sizes[size].rows, sizes[size].utf8);
	g_autofree char *name = g_strdup_printf("views/%s-%dx%d%s", screens[screen].name,
						sizes[size].columns, sizes[size].rows,
						sizes[size].utf8 ? "" : "-ascii");

	screen_type(&s, screens[screen].keys);
	golden_canvas(name, s.canvas);
	screen_end(&s);
}
END_TEST

/* A message of several lines has its own: chart and cursor are seen as before. */
START_TEST(long_message_has_its_rows)
{
	struct screen s = screen_begin(A, sizes[_i].columns, sizes[_i].rows, sizes[_i].utf8);

	screen_type(&s, "5jjmmje999<Enter>");
	ck_assert_shows(&s, "refused: ");
	ck_assert_shows(&s, ">+ Europe");
	if (sizes[_i].rows > 10)
		ck_assert_shows(&s, sizes[_i].utf8 ? " 8.14 \u2524" : " 8.14 |");
	/* two lines at 40 columns, in a table: the cursor is on the last row there is room for */
	screen_type(&s, "<Esc>djjje-3<Enter>");
	ck_assert_shows(&s, "a driver raises the rate");
	ck_assert_shows(&s, ">   ");
	screen_end(&s);
}
END_TEST

/* The sign of what is typed or locked, and what the rate was, stand apart at every width. */
START_TEST(rates_carry_signs)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "5jLje40<Enter>");
	ck_assert_shows(&s, "32.94AL ");
	ck_assert_shows(&s, "40.00S* 32.94");
	screen_type(&s, ",,");
	ck_assert_shows(&s, " 2025    2031  share ");
	screen_end(&s);
	s = screen_begin(A, 40, 10, false);
	screen_type(&s, "5jLje40<Enter>k");
	ck_assert_shows(&s, "32.94AL");
	ck_assert_shows(&s, "40.00S*");
	screen_end(&s);
}
END_TEST

/* Where there is little room, what a title ends in outlasts a long name. */
START_TEST(a_long_name_leaves_the_marks)
{
	struct screen s = screen_begin(A, 40, 10, false);

	screen_type(&s, "5js^Ua-scenario-with-a-name-of-some-length<Enter>+");
	ck_assert_shows(&s, "...e-length [modified]");
	screen_type(&s, "d");
	ck_assert_shows(&s, "...modified]   1 of 10");
	screen_end(&s);
}
END_TEST

START_TEST(an_empty_library_says_what_to_do)
{
	g_autofree char *empty = g_dir_make_tmp("empty-XXXXXX", NULL);
	const char *names[] = {empty};
	struct explorer_options options = {
		.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1,
	};
	struct screen s = screen_open(&options, 40, 10, false);

	ck_assert_shows(&s, "them, or let 'tamarack new ID' write\n   one to start from\n");
	screen_end(&s);
	rmdir(empty);
}
END_TEST

/* ------------------------------------------------ one colour */

/* What a style says stands in the text as well: the sign that a run of it must have, or how its row
 * begins.  Styles that only help to read (titles, hints, axes) are not named. */
static const struct {
	enum style style;
	const char *any_of;
} said[] = {
	{STYLE_REPORTED, "R~"}, {STYLE_LOCKED, "L"},
	{STYLE_TYPED, "*"}, {STYLE_UNKNOWN, "?"},
};

/* The text of the run of a style that begins at a cell.  New string. */
static char *run_text(const struct canvas *c, int row, int column, int *length)
{
	GString *text = g_string_new(NULL);
	unsigned style = canvas_cell(c, row, column)->style;
	int x = column;

	for (; x < c->columns && canvas_cell(c, row, x)->style == style; x++)
		g_string_append(text, canvas_cell(c, row, x)->text);
	*length = x - column;
	return g_string_free(text, FALSE);
}

static void ck_run(const struct canvas *c, int row, enum style style, const char *text)
{
	const char *first = canvas_cell(c, row, 0)->text;

	/* what a figure was before has no letter: `p` says how it came about */
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
		if (said[i].style == style && !g_str_has_suffix(text, " "))
			ck_assert_msg(strpbrk(text, said[i].any_of), "row %d: '%s' lacks one of %s", row,
				      text, said[i].any_of);
	/* a row under the cursor begins with a sign; the column of a crossing is named below it */
	if (style == STYLE_CURSOR && g_ascii_isalpha(*text) && row > 3)
		ck_assert_msg(*first == '>', "row %d: nothing marks '%s'", row, text);
	/* a changed figure is a scenario's; else it is words */
	if (style == STYLE_CHANGED && !g_ascii_isalpha(*text) && row > 0)
		ck_assert_msg(strpbrk(text, "S*"), "row %d: nothing marks '%s'", row, text);
}

/* Marks of the series in a legend: each a sign of its own. */
static void ck_legend(const struct canvas *c)
{
	char marks[STYLE_COUNT] = {0};

	for (int r = 0; r < c->rows; r++)
		for (int x = 1; x + 2 < c->columns; x++) {
			const struct cell *mark = canvas_cell(c, r, x), *name = canvas_cell(c, r, x + 2);
			unsigned s = mark->style;

			if (s < STYLE_SERIES || name->style != s || !g_ascii_isalpha(name->text[0]) ||
			    canvas_cell(c, r, x - 1)->text[0] != ' ' ||
			    canvas_cell(c, r, x + 1)->text[0] != ' ' || strchr("oO#", mark->text[0]))
				continue;
			for (unsigned other = STYLE_SERIES; other < STYLE_COUNT; other++)
				ck_assert(other == s || marks[other] != mark->text[0]);
			marks[s] = mark->text[0];
		}
}

START_TEST(marks_before_colour)
{
	const char *keys = _i / 2 < (int)G_N_ELEMENTS(screens) ? screens[_i / 2].keys : "5Gke40<Enter>C";
	const char *market = _i / 2 < (int)G_N_ELEMENTS(screens) ? screens[_i / 2].market : A;
	struct screen s = screen_begin(market, _i % 2 ? 40 : 120, _i % 2 ? 10 : 40, false);

	screen_type(&s, keys);
	for (int r = 0; r < s.canvas->rows; r++)
		for (int x = 0, length; x < s.canvas->columns; x += length) {
			enum style style = canvas_cell(s.canvas, r, x)->style;
			g_autofree char *text = run_text(s.canvas, r, x, &length);

			ck_run(s.canvas, r, style, text);
		}
	ck_legend(s.canvas);
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ export, another measure */

static char *read_file(const char *name)
{
	char *text = NULL;

	ck_assert_msg(g_file_get_contents(name, &text, NULL, NULL), "no %s", name);
	remove(name);
	return text;
}

/* At the least size the interval is in sight, and what it is of. */
START_TEST(bounds_in_forty_columns)
{
	struct screen s = screen_begin(A, 40, 10, false);

	screen_type(&s, "5b");
	ck_assert_shows(&s, "share 2025");
	ck_assert_shows(&s, "34.11 %");
	g_autofree char *narrow = canvas_dump(s.canvas);
	screen_end(&s);
	s = screen_begin(A, 120, 40, false);
	screen_type(&s, "5b");
	g_autofree char *wide = canvas_dump(s.canvas);

	/* As many figures at each width. */
	ck_assert_int_eq(atoi(strstr(wide, " of ") + 4), atoi(strstr(narrow, " of ") + 4));
	screen_end(&s);
}
END_TEST

/* What is exported is what one looks at: 3.5 is the printed impact of privacy. */
START_TEST(export_of_a_table)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "d:export table.csv<Enter>");
	ck_assert_shows(&s, "exported to table.csv: the table of this view");
	screen_type(&s, "q:export all.csv<Enter>");
	ck_assert_shows(&s, "exported to all.csv: all figures");
	screen_end(&s);
	g_autofree char *table = read_file("table.csv"), *all = read_file("all.csv");
	ck_assert_ptr_nonnull(strstr(table, "drop_one"));
	ck_assert_ptr_nonnull(strstr(table, ",-0.035,"));
	ck_assert(g_str_has_prefix(all, "market,dimension,path,"));
	remove("table.csv");
	remove("all.csv");
}
END_TEST

/* `:export` writes what the command does, proven intervals included. */
START_TEST(export_is_that_of_the_command)
{
	static const struct { const char *ending, *format; } cases[] = {
		{"csv", "csv"}, {"json", "json"}, {"md", "md"}, {"txt", "text"},
	};
	struct screen s = screen_begin(A, 80, 24, false);
	g_autofree char *keys = g_strdup_printf(":export screen.%s<Enter>", cases[_i].ending);
	g_autofree char *own = g_strdup_printf("screen.%s", cases[_i].ending);
	const char *argv[] = {getenv("TAMARACK"), "export", TOP_SRCDIR "/" A, "--format",
			      cases[_i].format, "-o", "command.out", NULL};

	screen_type(&s, keys);
	ck_assert_shows(&s, "exported to screen.");
	screen_end(&s);
	ck_assert(g_spawn_sync(NULL, (char **)argv, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL));
	g_autofree char *screen = read_file(own), *command = read_file("command.out");
	ck_assert_str_eq(screen, command);
	/* cloud: nothing to a third of the total, features.md F15 */
	if (_i == 0)
		ck_assert(g_regex_match_simple("cloud,Cloud,1,2025,[^\n]*,0,2\\.92", screen, 0, 0));
}
END_TEST

/* What a name does not say is not guessed: no file is made. */
START_TEST(export_needs_a_format)
{
	static const char *const names[] = {"md", "picture.png"};
	struct screen s = screen_begin(A, 80, 24, false);
	g_autofree char *keys = g_strdup_printf(":export %s<Enter>", names[_i]);

	screen_type(&s, keys);
	ck_assert_shows(&s, "ends in no format: name it .csv, .json, .md or .txt");
	ck_assert(!g_file_test(names[_i], G_FILE_TEST_EXISTS));
	screen_end(&s);
}
END_TEST

/* Users of the map services: 60 million in 2025, where the turnover is 13.2 billion. */
START_TEST(another_measure_is_shown)
{
	static const char *const names[] = {TOP_SRCDIR "/tests/needs/19-two-measures.yaml"};
	struct explorer_options o = {.markets = names, .n_markets = 1, .measure = "users",
				     .hold = HOLD_DEFAULT, .fill = -1, .digits = -1};
	struct screen s = {.canvas = canvas_new(24, 80, false), .app = app_new(&o, false)};
	struct messages *list = messages_new();

	ck_assert(app_open(s.app, list));
	messages_free(list);
	screen_type(&s, "");
	ck_assert_shows(&s, "Map services, Users   mn users");
	ck_assert_shows(&s, "60.00R");
	golden_canvas("views/another-measure-80x24-ascii", s.canvas);
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ says who */

/* Enter on a finding leads to the node it is about, and its year. */
START_TEST(audit_leads_to_the_node)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "A/automotive and modality<Enter><Enter>");
	ck_assert_shows(&s, "[4 Industry]");
	ck_assert_shows(&s, ">  Automotive");
	screen_end(&s);
}
END_TEST

/* 8.74 x 46.53 % = 4.0667; a half unit of the last digits to either side: 8.735 x 0.46525 to
 * 8.745 x 0.46535 is 4.0640 to 4.0695. */
START_TEST(explains_with_a_calculator)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "..j[[[[[[p");
	ck_assert_shows(&s, "8.74 x 46.53 % = 4.0667");
	ck_assert_shows(&s, "4.0640 to 4.0695");
	/* The input leads to the total. */
	screen_type(&s, "/8.74: Total<Enter><Enter>");
	ck_assert_shows(&s, ">  Total");
	screen_end(&s);
}
END_TEST

/* 100 % less 66.52 % is what on-premises leaves to each of the others. */
START_TEST(unknown_lies_between)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "3ff[[[[[[");
	ck_assert_shows(&s, "? [0.00, 33.48]");
	ck_assert(!screen_shows(&s, " 0.00D"));
	screen_type(&s, "jjb");
	ck_assert_shows(&s, "0.00 to 33.48 %");
	screen_end(&s);
}
END_TEST

/* Prose is found from the tree, and leads back to the segment. */
START_TEST(search_finds_prose)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "/upcraft");
	ck_assert_shows(&s, "the report's text does");
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "> 2026-02  Labelbox acquires Upcraft");
	screen_type(&s, "/clips moment<Enter><Enter>");
	ck_assert_shows(&s, ">  Image and Video");
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ goal and crossover */

/* (60 / 11.91)^(1/5) - 1 = 38.1809 %; features.md F37, F38: 45.27 % with the rest locked; 2106.7. */
START_TEST(goal_and_crossover)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "=60@2031<Enter>");
	ck_assert_shows(&s, "needs 38.1809S % a year of the total, now 33.1369R %");
	screen_type(&s, "n");
	ck_assert_shows(&s, "nothing was changed");
	screen_type(&s, "=60@2031<Enter>y");
	ck_assert_shows(&s, "total 49.82 -> 60.00");
	screen_type(&s, "u=100<Enter>");
	ck_assert_shows(&s, "the total gets there in 2033.43");
	screen_type(&s, "o");
	ck_assert_shows(&s, "move to a segment first");
	screen_type(&s, "5/asia<Enter>oa<Enter>");
	ck_assert_shows(&s, "no segment is called 'a'");
	ck_assert_shows(&s, "Overtaken by or overtaking: a");
	/* One is left: that is meant. */
	screen_type(&s, "^Unorth<Enter>");
	ck_assert_shows(&s, "Asia-Pacific overtakes North America in 2106.7");
	screen_type(&s, "onor<Tab>");
	ck_assert_shows(&s, "geography/north-america");
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "Asia-Pacific overtakes North America in 2106.7");
	ck_assert_shows(&s, "34.14~ %");
	ck_assert_shows(&s, "32.94A %");
	screen_type(&s, "mm/europe<Enter>Ljl/south america<Enter>L/middle east<Enter>L");
	screen_type(&s, "/asia<Enter>=north america@2031<Enter>");
	ck_assert_shows(&s, "needs 45.27");
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("views");
	TCase *t = tcase_create("screens");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, recorded, 0, (int)(G_N_ELEMENTS(screens) * G_N_ELEMENTS(sizes)));
	tcase_add_loop_test(t, long_message_has_its_rows, 0, (int)G_N_ELEMENTS(sizes));
	tcase_add_test(t, rates_carry_signs);
	tcase_add_test(t, a_long_name_leaves_the_marks);
	tcase_add_test(t, an_empty_library_says_what_to_do);
	tcase_add_loop_test(t, marks_before_colour, 0, 2 * ((int)G_N_ELEMENTS(screens) + 1));
	tcase_add_test(t, bounds_in_forty_columns);
	tcase_add_test(t, export_of_a_table);
	tcase_add_loop_test(t, export_is_that_of_the_command, 0, 4);
	tcase_add_loop_test(t, export_needs_a_format, 0, 2);
	tcase_add_test(t, another_measure_is_shown);
	suite_add_tcase(suite, t);
	t = tcase_create("says who");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, audit_leads_to_the_node);
	tcase_add_test(t, explains_with_a_calculator);
	tcase_add_test(t, unknown_lies_between);
	tcase_add_test(t, search_finds_prose);
	tcase_add_test(t, goal_and_crossover);
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
