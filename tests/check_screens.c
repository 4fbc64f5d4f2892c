/* Screens as a whole, from keys, without a terminal. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "run_suite.h"
#include "screen.h"
#include "tui/views.h"

#define A "data/ai-training-dataset.yaml"
#define B "data/federated-learning-healthcare.yaml"

/* ------------------------------------------------ recorded screens */

static const struct {
	const char *name, *market, *keys;
} screens[] = {
	{"first", A, ""},
	{"second-report", B, ""},
	{"geography", A, "5jlG"},
	{"edited", A, "5Gke40<Enter>"},
	{"edited-total", A, "5++"},
	{"held", A, "5Gke40<Enter>mmgg/america<Enter>L"},
	{"other-split", A, "5Gke40<Enter>3"},
	{"year", A, "5[["},
	{"share-of-total", A, "5jl%"},
	{"shares-off", A, "5jl%%"},
	{"digits", A, "5.."},
	{"no-fill", A, "5ff"},
	{"rate-prompt", A, "5Gke+2"},
	{"search", A, "/canada"},
	{"not-found", A, "/zzz<Enter>"},
	{"prefix", A, "z"},
	{"guard", A, "5Gke40<Enter>q"},
	{"save-prompt", A, "5Gke40<Enter>s"},
	{"help", A, "?"},
	{"filter", A, "5&rest of<Enter>"},
	{"filter-prompt", A, "5&am"},
	{"by-name", A, "OOO"},
	{"by-growth", A, "5OO"},
	{"flat", A, "5F"},
	{"flat-filter", A, "5F&asia<Enter>OOO"},
	{"all-years", A, "5H"},
	{"all-years-second", B, "H[[[[[[["},
	{"bars-of-parent", A, "3V"},
	{"chart", A, "C"},
	{"chart-read", A, "5GkC]]hh"},
	{"chart-parts", A, "C<Enter>"},
	{"chart-bars", A, "5GkCB"},
	{"chart-stack", A, "5Ca"},
	{"chart-percent", A, "C%"},
	{"chart-log", A, "CY"},
	{"chart-index", A, "C<Enter>I"},
	{"chart-changed", A, "5Gke40<Enter>C"},
	{"chart-marked", A, "5Gke40<Enter><Space>j<Space>C"},
};
static const struct { int columns, rows; bool utf8; } sizes[] = {
	{80, 24, false}, {80, 24, true}, {120, 40, true}, {40, 10, false},
};

START_TEST(recorded)
{
	int screen = _i / (int)G_N_ELEMENTS(sizes), size = _i % (int)G_N_ELEMENTS(sizes);
	struct screen f = screen_begin(screens[screen].market, sizes[size].columns, sizes[size].rows,
				 sizes[size].utf8);
	g_autofree char *name = g_strdup_printf("screens/%s-%dx%d%s", screens[screen].name,
						sizes[size].columns, sizes[size].rows,
						sizes[size].utf8 ? "" : "-ascii");

	screen_type(&f, screens[screen].keys);
	golden_canvas(name, f.canvas);
	screen_end(&f);
}
END_TEST

/* ------------------------------------------------ the main story */

/* features.md, F24 to F26: 40 % for Asia-Pacific with nothing, then the total held, then North
 * America locked as well. */
START_TEST(one_rate_changed)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5..Gk");
	ck_assert_shows(&f, "Asia-Pacific");
	ck_assert_shows(&f, " 8.5205A");
	screen_type(&f, "e40<Enter>");
	ck_assert_shows(&f, "10.5514S");
	ck_assert_shows(&f, "51.8510S");
	ck_assert_shows(&f, "34.205");
	ck_assert_shows(&f, "16.8654A");
	ck_assert_shows(&f, "other splits x1.040766");
	screen_type(&f, "mm");
	ck_assert_shows(&f, "hold total");
	ck_assert_shows(&f, "16.0360S");
	ck_assert_shows(&f, " 7.7442S");
	ck_assert_shows(&f, "49.8200R");
	screen_type(&f, "kkkL");
	ck_assert_shows(&f, "16.8654");
	ck_assert_shows(&f, " 7.4677S");
	screen_end(&f);
}
END_TEST

/* As the command line has it: 11.91 x 1.35^5 / 49.82 where all follow, and with privacy doubled
 * 11.91 x (1.331369 - 0.035)^5 / 49.82, beside the regions, which move on their own. */
START_TEST(splits_that_follow)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "e35<Enter>");
	ck_assert_shows(&f, "all splits x1.071956");
	screen_type(&f, "ud/privacy<Enter>ex2<Enter>");
	ck_assert_shows(&f, "other splits x0.875288");
	screen_end(&f);
}
END_TEST

/* F61: a nudge of half a point on the total, twice, then a typed rate. */
START_TEST(nudges)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5..+");
	ck_assert_shows(&f, "50.7626S");
	screen_type(&f, "+");
	ck_assert_shows(&f, "51.7193S");
	screen_type(&f, "e30%<Enter>");
	ck_assert_shows(&f, "44.2210S");
	screen_type(&f, "<<>>-");
	ck_assert(!screen_shows(&f, "44.2210S"));
	screen_end(&f);
}
END_TEST

/* Whatever was done, undone step by step the screen is the one before, byte for byte. */
static const char *const edits[] = {
	"e40<Enter>", "+", "+++---", "L", "m", "mm", "f", "ff", "e40<Enter>mmkkkLjjj",
	"e40<Enter>r", "e+2<Enter>e-1.5pp<Enter>R", "e25%share<Enter>", "ew2<Enter>",
};

START_TEST(undo_gives_the_first_screen_back)
{
	struct screen f = screen_begin(A, 80, 24, false);
	g_autofree char *before = NULL, *after = NULL;

	screen_type(&f, "5Gk");
	before = screen_whole(&f);
	/* A long message has rows of its own until the next key. */
	screen_type(&f, edits[_i]);
	screen_type(&f, "]");
	g_autofree char *edited = screen_whole(&f);

	ck_assert_str_ne(edited, before);
	for (int i = 0; i < 6; i++) {
		app_act(f.app, ACTION_UNDO, 0);
		app_draw(f.app, f.canvas);
	}
	/* The undo too many says so until the next key. */
	screen_type(&f, "]");
	after = screen_whole(&f);
	ck_assert_str_eq(after, before);
	ck_assert(!model_modified(app_model(f.app)));
	for (int i = 0; i < 6; i++)
		app_act(f.app, ACTION_REDO, 0);
	screen_type(&f, "]");
	g_autofree char *again = screen_whole(&f);
	screen_type(&f, "]");
	ck_assert_str_eq(again, edited);
	screen_end(&f);
}
END_TEST

START_TEST(refused_edits_change_nothing)
{
	struct screen f = screen_begin(A, 80, 24, false);
	g_autofree char *before = NULL, *after = NULL;

	screen_type(&f, "5Gk");
	before = screen_whole(&f);
	screen_type(&f, "e-100%<Enter>");
	ck_assert_shows(&f, "more than -100 %");
	screen_type(&f, "eabc<Enter>");
	screen_type(&f, "e<Enter>");
	screen_type(&f, "e40<Esc>");
	screen_type(&f, "]");
	after = screen_whole(&f);
	ck_assert_str_eq(after, before);
	screen_end(&f);
}
END_TEST

/* J7: with Hybrid locked and the total held, Cloud cannot grow by 90 % a year. */
START_TEST(refusal_names_the_limit)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "3/hybrid<Enter>L/cloud<Enter>mme90<Enter>");
	ck_assert_shows(&f, "refused");
	ck_assert_shows(&f, "83.53");
	screen_end(&f);
}
END_TEST

/* ------------------------------------------------ charts */

static const struct {
	const char *keys, *options, *paths;
} pictures[] = {
	{"C", "", "total"},
	{"5GkC", "", "geography/asia-pacific"},
	{"CY", "--log", "total"},
	{"Ca", "--stack", "modality"},
	{"5jCB", "--bars", "geography/north-america"},
	{"5C%", "--percent", "geography"},
	{"5j<Space>j<Space>CI", "--index", "geography/north-america geography/south-america"},
	{"5GkCI", "--index", "geography/asia-pacific"},
};

/* F57: what the screen shows is what the command prints. */
START_TEST(picture_of_the_command)
{
	int columns = _i % 2 ? 60 : 100, rows = _i % 2 ? 12 : 30;
	struct screen f = screen_begin(A, columns, rows + 1, false);
	const char *program = g_getenv("TAMARACK");
	g_autofree char *line = g_strdup_printf(
		"'%s' chart --ascii --width %d --height %d %s '%s/%s' %s",
		program ? program : "./tamarack", columns, rows, pictures[_i].options, TOP_SRCDIR, A,
		pictures[_i].paths);
	g_autofree char *printed = NULL, *shown = NULL;
	const char *words[] = {"/bin/sh", "-c", line, NULL};

	ck_assert(g_spawn_sync(NULL, (char **)words, NULL, 0, NULL, NULL, &printed, NULL, NULL,
			       NULL));
	screen_type(&f, pictures[_i].keys);
	shown = canvas_dump(f.canvas);
	/* But for the line of hints. */
	shown[strlen(shown) - 1] = '\0';
	*(strrchr(shown, '\n') + 1) = '\0';
	ck_assert_str_eq(shown, printed);
	screen_end(&f);
}
END_TEST

START_TEST(chart_keys)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5GkCh");
	ck_assert_shows(&f, "2031: 8.52");
	screen_type(&f, "hhh<Left>]");
	ck_assert_shows(&f, "2028: 3.53");
	/* The year is kept in the tree. */
	screen_type(&f, "q");
	ck_assert_shows(&f, "year [ 2028 ]");
	screen_type(&f, "<Tab>");
	ck_assert_shows(&f, "Asia-Pacific, AI");
	screen_type(&f, "<Tab>");
	ck_assert_shows(&f, "year [ 2028 ]");
	screen_type(&f, "Ck");
	ck_assert_shows(&f, "Europe, AI");
	screen_type(&f, "kkkk");
	ck_assert_shows(&f, "the first one");
	screen_type(&f, "j<Enter>");
	ck_assert_shows(&f, "Brazil");
	screen_type(&f, "D");
	ck_assert_shows(&f, "nothing was changed yet");
	screen_type(&f, "q1jC%");
	ck_assert_shows(&f, "Text has no parts");
	/* What splits the same total does not add up. */
	screen_type(&f, "q5j<Space>1j<Space>Ca");
	ck_assert_shows(&f, "overlap: a stack");
	screen_type(&f, "%");
	ck_assert_shows(&f, "overlap: a stack");
	screen_type(&f, "q<Space>5<Space>Gke40<Enter>C");
	ck_assert_shows(&f, "scenario 10.55");
	ck_assert_shows(&f, "source 8.52");
	screen_type(&f, "D");
	ck_assert(!screen_shows(&f, "8.52"));
	screen_end(&f);
}
END_TEST

/* ------------------------------------------------ manners */

START_TEST(a_small_window_names_the_size_and_recovers)
{
	static const struct { int rows, columns; } small[] = {
		{1, 1}, {2, 2}, {5, 20}, {9, 80}, {24, 39}, {15, 30}, {1, 500},
	};
	struct screen f = screen_begin(A, 80, 24, false);
	g_autofree char *before = NULL, *after = NULL;

	screen_type(&f, "5jlGk");
	before = screen_whole(&f);
	canvas_resize(f.canvas, small[_i].rows, small[_i].columns);
	app_draw(f.app, f.canvas);
	if (small[_i].columns > 12)
		ck_assert_shows(&f, "40x10");
	canvas_resize(f.canvas, 24, 80);
	app_draw(f.app, f.canvas);
	after = screen_whole(&f);
	ck_assert_str_eq(after, before);
	screen_end(&f);
}
END_TEST

START_TEST(every_size_draws)
{
	static const int rows[] = {10, 11, 12, 15, 16, 20, 23, 24, 25, 40, 60, 200};
	static const int columns[] = {40, 41, 50, 59, 60, 79, 80, 81, 109, 110, 119, 120, 160, 500};
	struct screen f = screen_begin(_i % 2 ? B : A, 80, 24, _i % 2);

	screen_type(&f, "5jlGe40<Enter>");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		for (size_t j = 0; j < G_N_ELEMENTS(columns); j++) {
			canvas_resize(f.canvas, rows[i], columns[j]);
			app_draw(f.app, f.canvas);
			ck_assert(screen_shows(&f, "CAGR"));
			ck_assert(screen_shows(&f, ">"));
		}
	}
	screen_end(&f);
}
END_TEST

START_TEST(a_paste_is_never_keys)
{
	struct screen f = screen_begin(A, 80, 24, false);
	g_autofree char *before = screen_whole(&f), *after = NULL;

	app_paste(f.app, ":q!\nQy");
	ck_assert(!app_is_done(f.app));
	app_draw(f.app, f.canvas);
	screen_type(&f, "]");
	after = screen_whole(&f);
	ck_assert_str_eq(after, before);
	screen_type(&f, "5Gke");
	app_paste(f.app, "40\n");
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "= 40 % a year");
	ck_assert(!screen_shows(&f, "10.55"));
	screen_end(&f);
}
END_TEST

START_TEST(quitting)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "<Esc>");
	ck_assert(!app_is_done(f.app));
	screen_type(&f, "5Gke40<Enter>q");
	ck_assert_shows(&f, "Unsaved edits");
	screen_type(&f, "nQ<Esc>q");
	ck_assert(!app_is_done(f.app));
	screen_type(&f, "y");
	ck_assert(app_is_done(f.app));
	screen_end(&f);
	f = screen_begin(A, 80, 24, false);
	screen_type(&f, "+uq");
	ck_assert(app_is_done(f.app));
	screen_end(&f);
}
END_TEST

START_TEST(folding)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5zR");
	ck_assert_shows(&f, "Canada");
	ck_assert_shows(&f, "Geography (30)");
	screen_type(&f, "/canada<Enter>");
	ck_assert_shows(&f, "Geography > North America > Canada");
	screen_type(&f, "zM");
	ck_assert(!screen_shows(&f, "Canada"));
	ck_assert_shows(&f, "Geography > North America (1 of 5)");
	screen_type(&f, "zo");
	ck_assert_shows(&f, "Canada");
	screen_type(&f, "jjzc");
	ck_assert(!screen_shows(&f, "Canada"));
	screen_type(&f, "llh");
	ck_assert_shows(&f, "Geography > North America (1 of 8)");
	screen_type(&f, "h");
	ck_assert(!screen_shows(&f, "Canada"));
	screen_type(&f, "<Enter>j1" "5");
	ck_assert_shows(&f, "Geography > North America > United States (2 of 8)");
	screen_end(&f);
}
END_TEST

/* F07, F05; the first of a list ordered by value is the largest. */
START_TEST(ordering)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "j");
	ck_assert_shows(&f, "Data modality > Text (1 of 4)");
	screen_type(&f, "OOO");
	ck_assert_shows(&f, "by name");
	ck_assert_shows(&f, "> Text (4 of 4)");
	screen_type(&f, "ggj");
	ck_assert_shows(&f, "> Audio and Speech (1 of 4)");
	screen_type(&f, "O4O");
	ck_assert_shows(&f, "by value");
	screen_type(&f, "j");
	ck_assert_shows(&f, "> IT and Telecom (1 of 8)");
	/* The fastest of the regions; an edit puts another in its place. */
	screen_type(&f, "O5j");
	ck_assert_shows(&f, "> Asia-Pacific (1 of 5)");
	screen_type(&f, "/europe<Enter>e50<Enter>");
	ck_assert_shows(&f, "> Europe (1 of 5)");
	screen_type(&f, "OO");
	ck_assert_shows(&f, "> Europe (3 of 5)");
	screen_end(&f);
}
END_TEST

START_TEST(filtering)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5&AMÉRICA rest");
	ck_assert_shows(&f, "& AM");
	ck_assert_shows(&f, "1 of 30");
	ck_assert_shows(&f, "- South America");
	ck_assert_shows(&f, "South America > Rest of South America (2 of 2)");
	ck_assert(!screen_shows(&f, "North America"));
	/* Escape in the prompt brings back what was there; outside of it everything. */
	screen_type(&f, "<Esc>");
	ck_assert_shows(&f, "North America");
	screen_type(&f, "&korea<Enter>");
	ck_assert_shows(&f, "& korea: 1 of 30");
	screen_type(&f, "1");
	ck_assert_shows(&f, "& korea: 0 of 4");
	screen_type(&f, "5");
	ck_assert_shows(&f, "South Korea");
	ck_assert(!screen_shows(&f, "Europe"));
	screen_type(&f, "+");
	ck_assert_shows(&f, "& korea: 1 of 30");
	screen_type(&f, "u<Esc>");
	ck_assert(!screen_shows(&f, "& korea"));
	ck_assert_shows(&f, "Geography > Asia-Pacific > South Korea");
	screen_type(&f, "&qqq<Enter>");
	ck_assert_shows(&f, "no segment here matches 'qqq'");
	screen_type(&f, "<Esc>q");
	ck_assert(app_is_done(f.app));
	screen_end(&f);
}
END_TEST

/* F03: 23 countries with their paths. */
START_TEST(flat_list)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5/asia<Enter>F");
	ck_assert_shows(&f, "> China (");
	ck_assert_shows(&f, " of 23)");
	ck_assert_shows(&f, " > China ");
	screen_type(&f, "&asia in<Enter>");
	ck_assert_shows(&f, "& asia in: ");
	ck_assert_shows(&f, " > India");
	screen_type(&f, "<Esc>F");
	ck_assert_shows(&f, "Geography > Asia-Pacific > China (5 of 10)");
	screen_end(&f);
}
END_TEST

START_TEST(every_year_is_read)
{
	struct screen f = screen_begin(B, 80, 14, false);

	screen_type(&f, "H");
	ck_assert_shows(&f, "2035");
	ck_assert(!screen_shows(&f, "  2024"));
	for (int i = 0; i < 20; i++)
		screen_type(&f, "[");
	ck_assert_shows(&f, "Segment");
	ck_assert(!screen_shows(&f, "  2035"));
	ck_assert_shows(&f, "year [ ");
	screen_type(&f, "H");
	ck_assert_shows(&f, "CAGR");
	screen_end(&f);
}
END_TEST

START_TEST(fold_levels)
{
	struct screen f = screen_begin(A, 80, 24, false);

	screen_type(&f, "5zr");
	ck_assert_shows(&f, "Canada");
	ck_assert_shows(&f, "Geography (24)");
	screen_type(&f, "zr");
	ck_assert_shows(&f, "Geography (30)");
	screen_type(&f, "zm");
	ck_assert_shows(&f, "Geography (24)");
	screen_type(&f, "zmzm");
	ck_assert_shows(&f, "Geography (5)");
	screen_type(&f, "GzO");
	ck_assert_shows(&f, "(5 of 13)");
	ck_assert_shows(&f, "Saudi Arabia");
	screen_type(&f, "zC");
	ck_assert(!screen_shows(&f, "Saudi Arabia"));
	screen_type(&f, "za");
	ck_assert_shows(&f, "+ Africa");
	screen_type(&f, "za");
	ck_assert(!screen_shows(&f, "+ Africa"));
	screen_end(&f);
}
END_TEST

START_TEST(searching)
{
	struct screen f = screen_begin(A, 80, 24, false);

	/* From the first dimension into the fifth, unfolding on the way; Escape leads back. */
	screen_type(&f, "/KOREA");
	ck_assert_shows(&f, "South Korea");
	screen_type(&f, "<Esc>");
	ck_assert_shows(&f, "[1 Modality]");
	screen_type(&f, "/america<Enter>");
	ck_assert_shows(&f, "> North America");
	screen_type(&f, "n");
	ck_assert_shows(&f, "> South America");
	screen_type(&f, "n");
	ck_assert_shows(&f, "Rest of South America");
	screen_type(&f, "NN");
	ck_assert_shows(&f, "> North America");
	screen_end(&f);
}
END_TEST

START_TEST(mouse)
{
	struct screen f = screen_begin(A, 80, 24, false);

	app_mouse(f.app, 1, 75, 0);
	app_mouse(f.app, 1, 55, 0);
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "[5 Geography]");
	app_mouse(f.app, 5, 10, 0);
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "Geography > North America");
	app_mouse(f.app, 5, 10, 0);
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "Canada");
	app_mouse(f.app, -1, -1, 0);
	app_mouse(f.app, 500, 500, 0);
	app_mouse(f.app, 10, 10, 1);
	app_mouse(f.app, 10, 10, -1);
	screen_end(&f);
}
END_TEST

/* What is drawn over the screen before is what would be drawn afresh. */
START_TEST(moves_draw_what_a_fresh_screen_shows)
{
	static const char *const moves[] = {
		"5zR", "jjj", "<PgDn>", "G", "k", "gg", "<PgDn><PgDn><PgUp>", "j", "]", "j", "e", "1",
		"<Esc>", "j", "zj", "k", "/br", "<Enter>", "j", "?", "q", "j",
		"&am<Enter>", "j", "<Esc>", "OO", "jj", "F", "j", "G", "H", "k", "F", "j", "V", "<Space>", "j",
	};
	struct screen f = screen_begin(A, 80, 24, true);

	for (size_t i = 0; i < G_N_ELEMENTS(moves); i++) {
		screen_type(&f, moves[i]);
		struct canvas *fresh = canvas_new(24, 80, true);

		app_draw(f.app, fresh);
		ck_assert_msg(canvas_equal(f.canvas, fresh), "after %s", moves[i]);
		canvas_free(fresh);
	}
	screen_end(&f);
}
END_TEST

/* ------------------------------------------------ scenarios on disk */

START_TEST(save_and_load)
{
	g_autofree char *directory = library_scenario_directory();
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);
	struct screen f = screen_begin(A, 80, 24, false);
	g_autofree char *text = NULL;

	remove(file);
	screen_type(&f, "5Gke40<Enter>s" "Bad name<Enter>");
	ck_assert_shows(&f, "'Bad name' is no name, 'bad-name' is one");
	/* The name stands there still, to be mended. */
	ck_assert_shows(&f, "Save the scenario as: Bad name");
	screen_type(&f, "^Uwalk<Enter>");
	ck_assert_shows(&f, "saved in");
	ck_assert(!screen_shows(&f, "[modified]"));
	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	ck_assert_ptr_nonnull(strstr(text, "geography/asia-pacific"));
	ck_assert_ptr_nonnull(strstr(text, "on: 2026-01"));
	screen_type(&f, "+");
	ck_assert_shows(&f, "walk [modified]");
	screen_type(&f, "uq");
	ck_assert(app_is_done(f.app));
	screen_end(&f);

	f = screen_begin(A, 80, 24, false);
	screen_type(&f, "c/");
	ck_assert_shows(&f, "walk");
	screen_type(&f, "G<Enter>5");
	ck_assert_shows(&f, "51.85S");
	ck_assert_shows(&f, " walk\n");
	screen_type(&f, "q");
	ck_assert(app_is_done(f.app));
	screen_end(&f);

	/* A name that is taken is not taken over. */
	f = screen_begin(A, 80, 24, false);
	screen_type(&f, "+swalk<Enter>");
	ck_assert_shows(&f, "not saved");
	screen_type(&f, "<Esc>");
	ck_assert_shows(&f, "[modified]");
	screen_type(&f, "swalk<Enter>o");
	ck_assert_shows(&f, "saved in");
	screen_end(&f);
	remove(file);
}
END_TEST

START_TEST(library)
{
	static struct explorer_options none = {.hold = HOLD_DEFAULT, .fill = -1, .digits = -1};
	struct screen f = screen_open(&none, 80, 24, false);

	ck_assert_shows(&f, "AI training dataset market");
	ck_assert_shows(&f, "33.14");
	ck_assert_shows(&f, "1 of 2");
	screen_type(&f, "/feder<Enter><Enter>");
	ck_assert_shows(&f, "[1 ");
	screen_type(&f, "<Esc>");
	ck_assert_shows(&f, "2 of 2");
	screen_type(&f, "q");
	ck_assert(app_is_done(f.app));
	screen_end(&f);
}
END_TEST

/* One broken file hides neither itself nor the others. */
START_TEST(broken_file)
{
	g_autofree char *good = g_build_filename(TOP_SRCDIR, A, NULL);
	g_autofree char *bad = g_build_filename(g_get_user_data_dir(), "bad.yaml", NULL);
	const char *names[] = {good, bad};
	struct explorer_options two = {.markets = names, .n_markets = 2, .hold = HOLD_DEFAULT,
				       .fill = -1, .digits = -1};
	struct screen f;

	g_mkdir_with_parents(g_get_user_data_dir(), 0700);
	ck_assert(g_file_set_contents(bad, "tamarack: 1\nid: bad\nshrae: 1\n", -1, NULL));
	f = screen_open(&two, 80, 24, false);
	ck_assert_shows(&f, "AI training dataset market");
	ck_assert_shows(&f, "bad.yaml: ");
	screen_type(&f, "j<Enter>");
	ck_assert_shows(&f, " bad.yaml:3:1: unknown key 'shrae'");
	/* What does not fit goes on below, or further down. */
	screen_type(&f, "<PgDn><PgDn><PgDn>");
	canvas_resize(f.canvas, 24, 40);
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "'shrae'");
	canvas_resize(f.canvas, 24, 80);
	screen_type(&f, "k<Enter>");
	ck_assert_shows(&f, "[1 ");
	screen_end(&f);
	remove(bad);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("screens");
	TCase *t = tcase_create("recorded");

	tcase_add_loop_test(t, recorded, 0, G_N_ELEMENTS(screens) * G_N_ELEMENTS(sizes));
	suite_add_tcase(s, t);
	t = tcase_create("story");
	tcase_add_test(t, one_rate_changed);
	tcase_add_test(t, splits_that_follow);
	tcase_add_test(t, nudges);
	tcase_add_loop_test(t, undo_gives_the_first_screen_back, 0, G_N_ELEMENTS(edits));
	tcase_add_test(t, refused_edits_change_nothing);
	tcase_add_test(t, refusal_names_the_limit);
	suite_add_tcase(s, t);
	t = tcase_create("charts");
	tcase_add_loop_test(t, picture_of_the_command, 0, G_N_ELEMENTS(pictures));
	tcase_add_test(t, chart_keys);
	suite_add_tcase(s, t);
	t = tcase_create("manners");
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_small_window_names_the_size_and_recovers, 0, 7);
	tcase_add_loop_test(t, every_size_draws, 0, 2);
	tcase_add_test(t, a_paste_is_never_keys);
	tcase_add_test(t, quitting);
	tcase_add_test(t, folding);
	tcase_add_test(t, searching);
	tcase_add_test(t, ordering);
	tcase_add_test(t, filtering);
	tcase_add_test(t, flat_list);
	tcase_add_test(t, every_year_is_read);
	tcase_add_test(t, fold_levels);
	tcase_add_test(t, mouse);
	tcase_add_test(t, moves_draw_what_a_fresh_screen_shows);
	suite_add_tcase(s, t);
	t = tcase_create("files");
	tcase_add_test(t, save_and_load);
	tcase_add_test(t, library);
	tcase_add_test(t, broken_file);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	setlocale(LC_CTYPE, "");
	return run_suite(suite());
}
