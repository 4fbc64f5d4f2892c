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

/* ------------------------------------------------ forces */

/* features.md 3.7: 11.91 at the rate of the total, 33.1369 %, changed by the printed points:
 *	python3 -c "g=(49.82/11.91)**.2-1; print(11.91*(1+g-.035)**5, 11.91*(1+g+.078)**5)"
 *	43.6068 66.2270 */
START_TEST(forces_move_the_total)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "..d/privacy<Enter>");
	ck_assert_shows(&s, "-6.9020");
	screen_type(&s, "e-7.0<Enter>");
	ck_assert_shows(&s, "total 49.8200 -> 43.6068");
	ck_assert_shows(&s, "x2");
	screen_type(&s, "u");
	ck_assert(!screen_shows(&s, "43.6068"));
	/* On the title of the restraints: all four at once. */
	screen_type(&s, "/restraints<Enter><Space>");
	ck_assert_shows(&s, "total 49.8200 -> 66.2270");
	ck_assert_int_eq(model_scenario(app_model(s.app))->adjusts->len, 4);
	screen_type(&s, "<Space>");
	ck_assert_shows(&s, "total 66.2270 -> 49.8200");
	ck_assert_int_eq(model_scenario(app_model(s.app))->adjusts->len, 0);
	screen_end(&s);
}
END_TEST

/* The report names six drivers and four restraints; what stands between and below is none. */
START_TEST(forces_are_counted_alone)
{
	static const int widths[] = {60, 80, 120};

	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
		struct screen s = screen_begin(A, widths[i], 24, false);

		screen_type(&s, "djj");
		ck_assert_shows(&s, "2 of 10");
		screen_type(&s, "G");
		ck_assert_shows(&s, "10 of 10");
		ck_assert_int_eq(screen_shows(&s, "Shapley"), widths[i] == 120);
		screen_end(&s);
	}
}
END_TEST

START_TEST(forces_refuse_with_a_reason)
{
	static const struct { const char *keys, *says; } cases[] = {
		{"dje-3<Enter>", "a driver raises the rate"},
		{"dje5x<Enter>", "type a factor as x2, or points as -7.0"},
		{"dGe", "move to a driver or a restraint first"},
		{"djd", "nothing to delay: the effect is the same in all years; first T says"},
		{"dd", "nothing to delay: the effect is the same in all years"},
		{"djT0.5<Enter>u<Esc>dj<Space>d", "nothing to delay: it is switched off"},
		{"dj<Space>T", "nothing to shape: it is switched off"},
		{"djT2<Enter>", "no part between 0 and 1"},
		{"djr", "nothing is changed about it"},
		{"dj<Space>-", "beyond that a restraint would drive"},
		{"du", "nothing to undo"},
	};
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, cases[_i].keys);
	ck_assert_shows(&s, cases[_i].says);
	screen_end(&s);
}
END_TEST

/* 8.31 x 1.1^5 = 13.383. */
START_TEST(a_forecast_of_ones_own)
{
	struct screen s = screen_begin("tests/needs/06-rounded-totals.yaml", 80, 24, false);

	screen_type(&s, "je10<Enter>");
	ck_assert_shows(&s, "no forecast to change; ':horizon 2028 constant 5' makes one");
	screen_type(&s, "<Esc>+");
	ck_assert_shows(&s, "no forecast to change; ':horizon 2028 constant 5' makes one");
	screen_type(&s, ":horizon 2028 constant 5<Enter>e10<Enter>");
	ck_assert_shows(&s, "type the years of the rate too, as in 40@2023..2028");
	screen_type(&s, "@2023..2028<Enter>");
	ck_assert_shows(&s, "North 10.61 -> 13.38");
	screen_end(&s);
}
END_TEST

/* What would move nothing is no edit. */
START_TEST(nothing_to_delay)
{
	static const char *const cases[][2] = {
		{"jd", "nothing to delay: the report does not say when it acts"},
		{"jT", "nothing to shape: the report does not say when it acts"},
		{"jjd", "nothing to delay: no impact was printed"},
		{"d", "nothing to delay: the report does not say when it acts"},
		{"jj<Space>", "nothing to change: no impact was printed"},
		{"jje", "nothing to change: no impact was printed"},
		{"jjjT", "nothing to shape: its impact was printed as 0"},
		{"jjjd", "nothing to delay: its impact was printed as 0"},
		{"jjje", "nothing to change: its impact was printed as 0"},
		{"jjj+", "nothing to change: its impact was printed as 0"},
		{"jj+", "nothing to change: no impact was printed"},
	};
	static const char market[] =
		"tamarack: 1\nid: untimed\ntitle: Untimed\nunit: {currency: EUR, scale: million}\n"
		"period: {base: 2025, from: 2026, to: 2031}\n"
		"total: {value: {2025: 10}, cagr: {2025-2031: 10%}}\n"
		"drivers:\n- {title: Whenever, impact: 2%}\n- {title: Somehow, when: short}\n"
		"- {title: Nought, impact: 0%, when: short}\n";
	g_autofree char *file = g_build_filename(g_get_tmp_dir(), "untimed.yaml", NULL);

	ck_assert(g_file_set_contents(file, market, -1, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct screen s = screen_begin_file(file, 80, 24, false);

		screen_type(&s, "d");
		screen_type(&s, cases[i][0]);
		ck_assert_shows(&s, cases[i][1]);
		screen_type(&s, "2<Enter>");
		ck_assert(!model_modified(app_model(s.app)));
		screen_end(&s);
	}
}
END_TEST

/* Two years later with tails of a half: 49.72 (features.md 3.7). */
START_TEST(force_later)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "dT0.5<Enter>jd2<Enter>");
	ck_assert_shows(&s, "-> 49.72");
	screen_type(&s, "kr");
	ck_assert_shows(&s, "-> 49.82");
	ck_assert_int_eq(model_scenario(app_model(s.app))->adjusts->len, 0);
	screen_end(&s);
}
END_TEST

/* 37.91 shared by points: 37.91 * 8.836885 / 33.136885 = 10.1098 and so on, to 49.82. */
START_TEST(waterfall_closes)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "..w");
	ck_assert_shows(&s, "10.1098  22.0198");
	ck_assert_shows(&s, "10.8684  32.8882");
	ck_assert_shows(&s, "-0.9152  49.8200");
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

/* ------------------------------------------------ analyses */

/* 0.4653 + 0.6652 - 1 = 0.1305, 0.4653 x 0.6652 = 0.309518, 0.4653, times 8.74. */
START_TEST(crossing_has_three_numbers)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "..jx[[[[[[3");
	ck_assert_shows(&s, "Data modality by Deployment model, 2025, USD bn");
	ck_assert_shows(&s, "low 1.1406  independent 2.7052  high 4.0667 USD bn");
	ck_assert_shows(&s, "low 13.0500  independent 30.9518  high 46.5300 % of the total");
	screen_type(&s, "P");
	ck_assert_shows(&s, "Deployment model by Data modality");
	ck_assert_shows(&s, "On-premises x Text");
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "2.7052");
	screen_type(&s, "q<Space>");
	ck_assert_shows(&s, "In On-premises");
	screen_type(&s, "r");
	ck_assert_shows(&s, "Deployment model by Data modality");
	screen_type(&s, "r");
	ck_assert_shows(&s, "this is the whole market");
	screen_end(&s);
}
END_TEST

/* A chart goes on to the next of its kind: a segment's to the segments beside it, a crossing's to the
 * crossings of the same row, the total's nowhere. */
START_TEST(chart_goes_to_its_neighbours)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "jC");
	ck_assert_shows(&s, "Text, AI training");
	screen_type(&s, "j");
	ck_assert_shows(&s, "Image and Video, AI training");
	screen_type(&s, "kk");
	ck_assert_shows(&s, "the first one");
	screen_type(&s, "qP13<Enter>ggjljC");
	ck_assert_shows(&s, "Text x On-premises, AI training");
	screen_type(&s, "j");
	ck_assert_shows(&s, "Text x Cloud, AI training");
	screen_type(&s, "k");
	ck_assert_shows(&s, "Text x On-premises, AI training");
	screen_type(&s, "k");
	ck_assert_shows(&s, "the first one");
	screen_type(&s, "jjjj");
	ck_assert_shows(&s, "Text x Hybrid, AI training");
	ck_assert_shows(&s, "the last one");
	screen_type(&s, "qggCj");
	ck_assert_shows(&s, "there is only one total");
	screen_end(&s);
}
END_TEST

/* Without the source beside it a scenario keeps mark and name: 1.9619 x 1.4^5 = 10.55. */
START_TEST(chart_without_the_source_is_of_the_scenario)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "5Gke40<Enter>C");
	ck_assert_shows(&s, "* scenario 10.55");
	ck_assert_shows(&s, ". source 8.52");
	screen_type(&s, "D");
	ck_assert_shows(&s, "* scenario 10.55");
	g_autofree char *text = canvas_dump(s.canvas);

	ck_assert_ptr_null(strstr(text, "source 8.52"));
	screen_end(&s);
}
END_TEST

/* 8.74 billion against 35.12 million in 2025: 0.402 % (features.md F10). */
START_TEST(markets_side_by_side)
{
	static const char *const names[] = {TOP_SRCDIR "/" A, TOP_SRCDIR "/" B};
	struct explorer_options two = {.markets = names, .n_markets = 2, .hold = HOLD_DEFAULT,
				       .fill = -1, .digits = 3};
	struct screen s = {.canvas = canvas_new(24, 120, false), .app = app_new(&two, false)};
	struct messages *list = messages_new();

	ck_assert(app_open(s.app, list));
	messages_free(list);
	screen_type(&s, "c");
	ck_assert_shows(&s, "mark at least two markets first");
	screen_type(&s, "<Space><Space>c");
	ck_assert_shows(&s, "0.402");
	ck_assert_shows(&s, "8.740");
	ck_assert_shows(&s, "0.035");
	screen_end(&s);
}
END_TEST

/* The library names the printed rate, as `list` does: 20.4, where the levels, (3100 / 1240)^(1/5),
 * say 20.11. */
START_TEST(the_library_has_the_printed_rate)
{
	g_autofree char *directory = g_dir_make_tmp("rates-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(directory, "m.yaml", NULL);
	const char *names[] = {directory};
	struct explorer_options o = {.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT,
				     .fill = -1, .digits = -1};

	ck_assert(g_file_set_contents(file, "tamarack: 1\nid: m\ntitle: M\n"
		"unit: {currency: USD, scale: million}\nperiod: {base: 2025, from: 2025, to: 2030}\n"
		"total: {value: {2025: 1240, 2030: 3100}, cagr: {2025-2030: 20.4%}}\n"
		"dimensions:\n- id: d\n  segments: [A, B]\n", -1, NULL));
	struct screen s = screen_open(&o, 80, 24, false);

	ck_assert_shows(&s, "20.40");
	screen_end(&s);
	unlink(file);
	rmdir(directory);
}
END_TEST

/* features.md F40: a quarter of each impact; J6: 3 points, seed 42, 2.83 % below 40. */
START_TEST(tornado_and_simulation)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "5jt");
	ck_assert_shows(&s, "What moves it most: North America, 2031");
	screen_type(&s, "qS<Enter>");
	ck_assert_shows(&s, "Simulation: North America");
	screen_type(&s, "qk..t");
	ck_assert_shows(&s, "45.5321");
	ck_assert_shows(&s, "54.4250");
	ck_assert_shows(&s, "49.4469");
	screen_type(&s, "qSmany<Enter>");
	ck_assert_shows(&s, "write 3, or 3 above 40");
	screen_type(&s, "<Esc>,,S3 above 40<Enter>");
	ck_assert_shows(&s, "% > 40  % < 40");
	ck_assert_shows(&s, "  97.");
	ck_assert_shows(&s, "P90 57.");
	screen_end(&s);
}
END_TEST

START_TEST(a_title_has_the_name_or_the_path)
{
	struct screen s = screen_begin(B, 80, 24, false);

	screen_type(&s, "Gt");
	ck_assert_shows(&s, "What moves it most: component/unlisted, 2035");
	screen_type(&s, "qkt");
	ck_assert_shows(&s, "What moves it most: Specialized software");
	screen_end(&s);
}
END_TEST

/* A long name gives way, not what is drawn. */
START_TEST(a_bar_is_whole)
{
	static const char market[] =
		"tamarack: 1\nid: wide\ntitle: Wide\nunit: {currency: EUR, scale: million}\n"
		"period: {base: 2025, from: 2026, to: 2031}\n"
		"total: {value: {2025: 10}, cagr: {2025-2031: 10%}}\n"
		"dimensions:\n- id: region\n  segments:\n"
		"  - {name: A name that goes on and on and on and on to no end at all, "
		"share: {2025: 30%}}\n  - Rest\n";
	g_autofree char *file = g_build_filename(g_get_tmp_dir(), "wide.yaml", NULL);
	g_autofree char *screen = NULL;
	struct screen s;

	ck_assert(g_file_set_contents(file, market, -1, NULL));
	s = screen_begin_file(file, 120, 40, false);
	screen_type(&s, "jt");
	ck_assert_shows(&s, "##|##");
	screen = canvas_dump(s.canvas);
	ck_assert_ptr_null(strstr(screen, "#..."));
	screen_end(&s);
}
END_TEST

/* features.md F41 and 3.10, and 11.91 at the total's rate 2 points and 5 points lower:
 *	python3 -c "g=(49.82/11.91)**.2-1; print([11.91*(1+g-d)**5 for d in (.02,.05)])"
 *	46.1887 41.1417 */
START_TEST(two_way_table_and_steps)
{
	static const char *const rows[] = {
		"36.834   40.683   44.842   49.346   53.653",
		"40.922   45.199   49.820   54.824   59.608",
		"45.011   49.715   54.798   60.302   65.564",
	};
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, ".#");
	ck_assert_shows(&s, "The forecast has 11.910 and 33.137 %.");
	screen_type(&s, "e10.72,11.91,13.10 by 28,30.57,33.137,35.71,38%<Enter>");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_shows(&s, rows[i]);
	screen_type(&s, "e10.72 by many<Enter>");
	ck_assert_shows(&s, "many");
	screen_type(&s, "<Esc>q.te2pp rates<Enter>");
	ck_assert_shows(&s, "46.1887");
	screen_type(&s, ">");
	ck_assert_shows(&s, "41.1417");
	screen_type(&s, "<" "eforces 25%<Enter>");
	ck_assert_shows(&s, "54.4250");
	screen_type(&s, "ewages<Enter>");
	ck_assert_shows(&s, "inputs are forces, rates and shares, not 'wages'");
	screen_type(&s, "^U2<Enter>");
	ck_assert_shows(&s, "a part of each input such as 25% or points such as 2pp");
	/* From the list of scenarios, about the total of the one that is open. */
	screen_type(&s, "<Esc>qc#");
	ck_assert_shows(&s, "Levels by rates: total");
	screen_type(&s, "qt");
	ck_assert_shows(&s, "54.4250");
	screen_type(&s, "q=60@2031<Enter>");
	ck_assert_shows(&s, "it needs 38.1809S % a year of the total");
	screen_end(&s);
}
END_TEST

/* features.md F46: five regions at 5 points, apart, together, and as one. */
START_TEST(regions_together)
{
	static const struct { const char *rho; double sd; } cases[] = {
		{"0", 4.49}, {"0.5", 7.41}, {"1", 9.49},
	};
	struct screen s = screen_begin(A, 120, 40, false);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *keys = g_strdup_printf("5S5 parts rho %s<Enter>", cases[i].rho);
		g_autofree char *dump = NULL;
		const char *row;
		double sd = 0;

		screen_type(&s, keys);
		dump = canvas_dump(s.canvas);
		row = strstr(dump, " 2031 ");
		ck_assert_ptr_nonnull(row);
		for (const char *at = row; *at && *at != '\n'; at++)
			if (at[-1] == ' ' && g_ascii_isdigit(*at))
				sd = g_ascii_strtod(at, NULL);
		ck_assert_msg(fabs(sd - cases[i].sd) < 0.02 * cases[i].sd, "%g", sd);
		screen_type(&s, "q");
	}
	screen_type(&s, "S5 parts rho -0.3<Enter>");
	ck_assert_shows(&s, "smallest eigenvalue");
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ scenarios */

static void write_scenario(const char *id, const char *const *forces)
{
	g_autofree char *folder = library_scenario_directory();
	g_autofree char *file = g_strdup_printf("%s/%s.yaml", folder, id);
	GString *text = g_string_new(NULL);

	g_mkdir_with_parents(folder, 0700);
	g_string_printf(text, "tamarack: 1\nscenario: %s\nmarket: ai-training-dataset\nadjust:\n", id);
	for (int i = 0; forces[i]; i++)
		g_string_append_printf(text, "- {force: %s, scale: 0}\n", forces[i]);
	ck_assert(g_file_set_contents(file, text->str, -1, NULL));
	g_string_free(text, TRUE);
}

static void write_text(const char *id, const char *rest)
{
	g_autofree char *folder = library_scenario_directory();
	g_autofree char *file = g_strdup_printf("%s/%s.yaml", folder, id);
	g_autofree char *text = g_strdup_printf("tamarack: 1\nscenario: %s\n"
						"market: ai-training-dataset\n%s", id, rest);

	g_mkdir_with_parents(folder, 0700);
	ck_assert(g_file_set_contents(file, text, -1, NULL));
}

static void remove_scenarios(void)
{
	g_autofree char *folder = library_scenario_directory();
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(folder, name, NULL);

		remove(file);
	}
	if (dir)
		g_dir_close(dir);
}

/* features.md F33 and J8: 49.82, 66.23, 12.54; rates 33.14, 40.94, 1.04; 0, 4 and 6 inputs. */
START_TEST(three_cases_side_by_side)
{
	static const char *const restraints[] = {"privacy", "annotation-cost", "contamination",
						 "licensing", NULL};
	static const char *const drivers[] = {"multimodal-llms", "domain-specific", "synthetic",
					      "physical-ai", "post-training", "rights-cleared", NULL};
	struct screen s = screen_begin(A, 80, 24, false);

	remove_scenarios();
	write_scenario("no-restraints", restraints);
	write_scenario("no-drivers", drivers);
	screen_type(&s, "cj<Space><Space>c");
	ck_assert_shows(&s, "49.82R       12.54S          66.23S");
	ck_assert_shows(&s, "33.14R        1.04S          40.94S");
	ck_assert_shows(&s, "0            6               4");
	golden_canvas("views/compare-80x24-ascii", s.canvas);
	screen_type(&s, "qgg");
	golden_canvas("views/scenarios-80x24-ascii", s.canvas);
	/* Delete, bring back, copy, rename. */
	screen_type(&s, "j<Del>");
	ck_assert_shows(&s, "no-drivers is deleted; u brings it back");
	screen_type(&s, "u");
	ck_assert_shows(&s, "no-drivers is back");
	screen_type(&s, "K2<Enter>");
	ck_assert_shows(&s, ">  no-drivers2 ");
	screen_type(&s, "e<BS>-too<Enter>");
	ck_assert_shows(&s, ">  no-drivers-too ");
	screen_type(&s, "<Enter>cGe");
	ck_assert(screen_shows(&s, "New name:"));
	screen_type(&s, "<Esc>kk<Del>");
	ck_assert_shows(&s, "it is open: save it under another name instead");
	screen_type(&s, "gg<Del>");
	ck_assert_shows(&s, "the source is always here");
	screen_end(&s);
	remove_scenarios();
}
END_TEST

/* 11.91 x 1.25^5 = 36.3464 in 2031, whatever the horizon; cagr, horizon and after are three.  A note
 * about the edition does not hide what is wrong. */
START_TEST(list_of_scenarios)
{
	struct screen s = screen_begin(A, 120, 24, false);

	remove_scenarios();
	write_text("far", "on: 2025-01\nhorizon: 2035\nafter: {constant: 10%}\n"
		   "adjust:\n- {path: total, cagr: 25%, why: a test}\n");
	write_text("wrong", "on: 2025-01\nadjust:\n- {path: nowhere, cagr: 25%}\n");
	screen_type(&s, "cj");
	ck_assert_shows(&s, "far                    3     36.35    25.00  made against 2025-01");
	ck_assert_shows(&s, "unknown path 'nowhere'");
	/* An edit of the same entry keeps its reason. */
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "made against the edition 2025-01");
	screen_type(&s, "gge28<Enter>");
	const struct scenario *now = model_scenario(app_model(s.app));

	ck_assert_str_eq(scenario_get(now, "total", ADJUST_CAGR)->why, "a test");
	ck_assert_double_eq_tol(scenario_get(now, "total", ADJUST_CAGR)->value, 0.28, 1e-12);
	screen_end(&s);
	remove_scenarios();
}
END_TEST

/* ------------------------------------------------ long work that is ended */

struct patience { size_t steps, taken; };	/* steps: how many are let pass */

static bool count_step(void *data, size_t done, size_t total)
{
	struct patience *p = data;

	ck_assert(total == 0 || done <= total);
	return p->taken++ < p->steps;
}

static bool work_until(void *data, const char *what,
		       bool (*run)(void *of, const struct progress *p), void *of)
{
	struct progress p = {count_step, data};

	ck_assert_str_ne(what, "");
	return run(of, &p);
}

static const struct { const char *before, *keys, *what; size_t steps; } endings[] = {
	{"5Gk", "t", "tornado", 0},
	{"5Gk", "t", "tornado", 5},
	{"5Gkt", ">", "tornado", 3},
	{"5Gkt", "e2pp shares<Enter>", "tornado", 0},
	{"5Gk", "b", "bounds", 0},
	{"gg", "b", "bounds", 2},
	{"jj", "A", "audit", 0},
	{"jj", "A", "audit", 7},
	{"", "=60@2031<Enter>", "goal", 0},
	{"", "=60@2031<Enter>", "goal", 9},
	{"5", ":export ended.csv<Enter>", "export", 4},
};

/* Both screens are the same, but for the row in which the second has a text. */
static void same_but_for(const char *before, const char *after, const char *text)
{
	char **one = g_strsplit(before, "\n", -1), **two = g_strsplit(after, "\n", -1);

	for (int i = 0; one[i] && two[i]; i++) {
		if (!strstr(two[i], text))
			ck_assert_str_eq(two[i], one[i]);
	}
	ck_assert_uint_eq(g_strv_length(one), g_strv_length(two));
	g_strfreev(one);
	g_strfreev(two);
}

START_TEST(ended_work_leaves_what_was_there)
{
	struct screen s = screen_begin(A, 80, 24, true);
	struct patience p = {endings[_i].steps, 0};
	g_autofree char *said = g_strdup_printf("%s: ended before it was done", endings[_i].what);
	int depth;

	screen_type(&s, endings[_i].before);
	depth = app_depth(s.app);

	g_autofree char *before = canvas_dump(s.canvas);

	app_set_worker(s.app, work_until, &p);
	screen_type(&s, endings[_i].keys);

	g_autofree char *after = canvas_dump(s.canvas);

	ck_assert_shows(&s, said);
	same_but_for(before, after, said);
	ck_assert_int_eq(app_depth(s.app), depth);
	ck_assert_uint_gt(p.taken, p.steps);
	ck_assert(!g_file_test("ended.csv", G_FILE_TEST_EXISTS));
	screen_end(&s);
}
END_TEST

/* Watched work that is let to its end answers as work that nobody watches. */
START_TEST(watched_work_is_the_same)
{
	struct screen watched = screen_begin(A, 80, 24, true), alone = screen_begin(A, 80, 24, true);
	struct patience p = {SIZE_MAX, 0};

	screen_type(&watched, endings[_i].before);
	app_set_worker(watched.app, work_until, &p);
	screen_type(&watched, endings[_i].keys);
	screen_type(&alone, endings[_i].before);
	screen_type(&alone, endings[_i].keys);

	g_autofree char *one = canvas_dump(watched.canvas), *two = canvas_dump(alone.canvas);

	ck_assert_uint_gt(p.taken, 0);
	ck_assert_str_eq(one, two);
	screen_end(&watched);
	screen_end(&alone);
	remove("ended.csv");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("views");
	TCase *t = tcase_create("screens");
	SRunner *runner;
	int failed;

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
	t = tcase_create("long work");
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, ended_work_leaves_what_was_there, 0, (int)G_N_ELEMENTS(endings));
	tcase_add_loop_test(t, watched_work_is_the_same, 0, (int)G_N_ELEMENTS(endings));
	suite_add_tcase(suite, t);
	t = tcase_create("forces");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, forces_move_the_total);
	tcase_add_test(t, forces_are_counted_alone);
	tcase_add_loop_test(t, forces_refuse_with_a_reason, 0, 8);
	tcase_add_test(t, a_forecast_of_ones_own);
	tcase_add_test(t, nothing_to_delay);
	tcase_add_test(t, force_later);
	tcase_add_test(t, waterfall_closes);
	suite_add_tcase(suite, t);
	t = tcase_create("says who");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, audit_leads_to_the_node);
	tcase_add_test(t, explains_with_a_calculator);
	tcase_add_test(t, unknown_lies_between);
	tcase_add_test(t, search_finds_prose);
	tcase_add_test(t, goal_and_crossover);
	suite_add_tcase(suite, t);
	t = tcase_create("analyses");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, crossing_has_three_numbers);
	tcase_add_test(t, tornado_and_simulation);
	tcase_add_test(t, a_title_has_the_name_or_the_path);
	tcase_add_test(t, a_bar_is_whole);
	tcase_add_test(t, two_way_table_and_steps);
	tcase_add_test(t, regions_together);
	tcase_add_test(t, chart_goes_to_its_neighbours);
	tcase_add_test(t, chart_without_the_source_is_of_the_scenario);
	tcase_add_test(t, markets_side_by_side);
	tcase_add_test(t, the_library_has_the_printed_rate);
	suite_add_tcase(suite, t);
	t = tcase_create("scenarios");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, three_cases_side_by_side);
	tcase_add_test(t, list_of_scenarios);
	suite_add_tcase(suite, t);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
