/* The help: keys of the view first, its section of the manual, links, search. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "chart/canvas.h"
#include "run_suite.h"
#include "screen.h"
#include "tui/manual.h"

#define TREE "data/ai-training-dataset.yaml"
#define LIBRARY "data"

/* Tall enough to hold all of the first page. */
START_TEST(keys_of_the_view_come_first)
{
	static const struct { const char *market, *title, *section, *own, *other; } views[] = {
		{TREE, "Keys of the view: tree", "The tree view", "Lock the segment", NULL},
		{LIBRARY, "Keys of the view: markets", "The markets view", "Find a row",
		 "Lock the segment"},
	};
	struct screen f = screen_begin(views[_i].market, 100, 400, true);
	g_autofree char *dump = NULL;
	const char *title, *section, *pages, *elsewhere, *own, *other;

	screen_type(&f, "?");
	dump = canvas_dump(f.canvas);
	title = strstr(dump, views[_i].title);
	section = strstr(dump, views[_i].section);
	pages = strstr(dump, "The manual\n");
	elsewhere = strstr(dump, "Keys elsewhere");
	own = strstr(dump, views[_i].own);
	ck_assert_msg(title && section && pages && elsewhere && own, "%s", dump);
	ck_assert(title < own && own < section && section < pages && pages < elsewhere);
	if (views[_i].other) {
		other = strstr(dump, views[_i].other);
		ck_assert(other && other > elsewhere);
	}
	for (int i = 0; i < manual_count(); i++)
		ck_assert(strstr(pages, manual_get(i)->title));
	screen_end(&f);
}
END_TEST

/* Every link of every page leads away, and back leads to the very same screen. */
START_TEST(links_lead_there_and_back)
{
	struct screen f = screen_begin(TREE, 80, 24, true);
	g_autofree char *tree = screen_whole(&f);
	int followed = 0;

	screen_type(&f, "?");
	for (int i = 0; i <= manual_count(); i++) {
		g_autofree char *first = NULL;

		screen_type(&f, "<Tab>");
		first = screen_whole(&f);
		for (int k = 0; k < 200; k++) {
			g_autofree char *before = screen_whole(&f), *there = NULL, *back = NULL;

			screen_type(&f, "<Enter>");
			there = screen_whole(&f);
			screen_type(&f, "q");
			back = screen_whole(&f);
			ck_assert_str_ne(before, there);
			ck_assert_str_eq(before, back);
			followed++;
			screen_type(&f, "<Tab>");
			g_free(before);
			before = screen_whole(&f);
			if (strcmp(before, first) == 0)
				break;
			ck_assert_int_lt(k, 199);
		}
		/* On to the pages, one after the other, from the list on the first. */
		if (i == manual_count())
			break;
		if (i > 0)
			screen_type(&f, "qgg");
		for (int k = 0; k <= i; k++)
			screen_type(&f, k || i == 0 ? "<Tab>" : "gg<Tab>");
		screen_type(&f, "gg<Enter>");
	}
	ck_assert_int_gt(followed, 40);
	for (int k = 0; k < 3; k++) {
		g_autofree char *now = screen_whole(&f);

		if (strcmp(now, tree) == 0)
			break;
		screen_type(&f, "q");
		ck_assert_int_lt(k, 2);
	}
	screen_end(&f);
}
END_TEST

/* The text of the row that is shown as found. */
static char *found(const struct screen *f)
{
	g_autofree char *dump = canvas_dump(f->canvas);
	g_auto(GStrv) rows = g_strsplit(dump, "\n", -1);

	for (int i = 0; i < f->canvas->rows; i++)
		if (canvas_cell(f->canvas, i, 1)->style == STYLE_MATCH)
			return g_strdup(rows[i]);
	return NULL;
}

START_TEST(search_goes_round)
{
	struct screen f = screen_begin(TREE, 80, 24, true);
	g_autofree char *one = NULL, *two = NULL, *again = NULL;

	screen_type(&f, "?/tamarack-tutorial(7)<Enter>");
	ck_assert_shows(&f, "ten minutes with tamarack");
	screen_type(&f, "gg/the total<Enter>");
	one = found(&f);
	ck_assert_ptr_nonnull(one);
	ck_assert_ptr_nonnull(strstr(one, "otal"));
	screen_type(&f, "n");
	two = found(&f);
	ck_assert_str_ne(one, two);
	screen_type(&f, "N");
	again = found(&f);
	ck_assert_str_eq(one, again);
	screen_type(&f, "/zzzz");
	ck_assert_shows(&f, "/ zzzz");
	screen_type(&f, "<Enter>");
	ck_assert_shows(&f, "'zzzz' is nowhere in the manual");
	ck_assert_ptr_null(found(&f));
	screen_end(&f);
}
END_TEST

/* The title of the page. */
static char *page_title(const struct screen *f)
{
	g_autofree char *dump = canvas_dump(f->canvas);

	return g_strndup(dump + 1, strcspn(dump + 1, " "));
}

/* Over the end of a page into the next one and back, and once round all of them. */
START_TEST(the_next_one_is_on_the_next_page)
{
	struct screen f = screen_begin(TREE, 80, 24, true);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *first = NULL, *again = NULL;

	screen_type(&f, "?G/tamarack-tutorial(7)<Enter><Tab><Enter>/correlat<Enter>");
	for (int i = 0; i < 200; i++) {
		g_autofree char *before = page_title(&f), *after = NULL, *back = NULL;

		screen_type(&f, "n");
		after = page_title(&f);
		if (strcmp(before, after) == 0)
			continue;
		ck_assert_shows(&f, "found in");
		screen_type(&f, "N");
		back = page_title(&f);
		ck_assert_str_eq(back, before);
		screen_type(&f, "n");
		if (!g_hash_table_add(seen, g_steal_pointer(&after)))
			break;
	}
	ck_assert_uint_ge(g_hash_table_size(seen), 2);
	screen_type(&f, "/hexadecimal<Enter>");
	first = found(&f);
	screen_type(&f, "n");
	again = found(&f);
	ck_assert_ptr_nonnull(again);
	ck_assert_str_eq(first, again);
	screen_end(&f);
}
END_TEST

static bool is_on_a_line(const char *query)
{
	for (int p = 0; p < manual_count(); p++)
		for (int i = 0; i < manual_get(p)->n; i++) {
			g_autofree char *line = manual_text(manual_get(p), i);

			if (text_matches(line, query))
				return true;
		}
	return false;
}

/* The last word of a line and the first of the next one, where no line of the manual has both and
 * the lines are of running text. */
static char *words_over_an_end(const struct manual_page *page)
{
	for (int i = 0; i + 1 < page->n; i++) {
		g_autofree char *line = g_strchomp(manual_text(page, i));
		g_autofree char *next = g_strchug(manual_text(page, i + 1));
		const char *last = strrchr(line, ' ');
		g_autofree char *first = g_strndup(next, strcspn(next, " ")), *query = NULL;

		if (!last || strlen(line) < 60 || manual_is_heading(page->lines[i])
		    || strspn(last + 1, "abcdefghijklmnopqrstuvwxyz") != strlen(last + 1)
		    || strspn(first, "abcdefghijklmnopqrstuvwxyz") != strlen(first)
		    || strlen(last) < 6 || strlen(first) < 5)
			continue;
		query = g_strconcat(last + 1, " ", first, NULL);
		if (!is_on_a_line(query))
			return g_steal_pointer(&query);
	}
	return NULL;
}

START_TEST(words_on_two_rows_are_found)
{
	struct screen f = screen_begin(TREE, 80, 24, true);
	const struct manual_page *page = manual_find("tamarack-tutorial");
	g_autofree char *query = words_over_an_end(page), *row = NULL;

	ck_assert_ptr_nonnull(query);
	screen_type(&f, "?/tamarack-tutorial(7)<Enter>/");
	for (const char *p = query; *p; p++)
		screen_type(&f, *p == ' ' ? "<Space>" : (char[]){*p, '\0'});
	screen_type(&f, "<Enter>");
	row = found(&f);
	ck_assert_msg(row != NULL, "'%s' is not found", query);
	*strchr(query, ' ') = '\0';
	ck_assert_msg(strstr(row, query) != NULL, "%s", row);
	screen_end(&f);
}
END_TEST

/* What the page lacks is found in another one, and back leads where the search began. */
START_TEST(search_goes_on_in_other_pages)
{
	struct screen f = screen_begin(TREE, 80, 24, true);
	g_autofree char *here = NULL, *back = NULL, *row = NULL;

	screen_type(&f, "?<PgDn>");
	here = screen_whole(&f);
	screen_type(&f, "/hexadecimal<Enter>");
	ck_assert_shows(&f, " tamarack-market(5) ");
	ck_assert_shows(&f, "found in tamarack-market(5); q leads back");
	row = found(&f);
	ck_assert_ptr_nonnull(strstr(row, "hexadecimal"));
	/* From the last page on to the first ones. */
	screen_type(&f, "/faster-asia.csv<Enter>");
	ck_assert_shows(&f, " tamarack-tutorial(7) ");
	screen_type(&f, "/hexadecimal<Enter>");
	ck_assert_shows(&f, " tamarack-market(5) ");
	screen_type(&f, "qq");
	screen_type(&f, "q");
	back = screen_whole(&f);
	ck_assert_str_eq(here, back);
	screen_end(&f);
}
END_TEST

/* The list of keys in the page is that of the program. */
START_TEST(page_has_the_keys)
{
	struct screen f = screen_begin(TREE, 80, 60, true);

	screen_type(&f, "?G/tamarack(1)<Enter><Tab><Enter>");
	ck_assert_shows(&f, "explore market reports");
	screen_type(&f, "/Lock the segment at its path<Enter>");
	ck_assert_shows(&f, "Lock the segment at its path, or unlock it");
	ck_assert_shows(&f, "tamarack(1)");
	screen_end(&f);
}
END_TEST

START_TEST(narrow_windows_fill_their_rows)
{
	struct screen f = screen_begin(TREE, 80, 24, false);
	g_autofree char *wide = NULL, *again = NULL, *narrow = NULL;

	screen_type(&f, "?/tamarack-market(5)<Enter><Tab><Enter>/GROWTH and BOUNDS<Enter>");
	wide = canvas_dump(f.canvas);
	app_resize(f.app, 24, 50);
	canvas_resize(f.canvas, 24, 50);
	screen_type(&f, "");
	narrow = canvas_dump(f.canvas);
	/* Filled anew, not one long and one short row in turn. */
	ck_assert_msg(strstr(narrow, "\n    The sections KEYS and FIGURES tell what may\n"
				     "    stand in a file, FORECAST, GROWTH and BOUNDS\n"), "%s", narrow);
	app_resize(f.app, 24, 80);
	canvas_resize(f.canvas, 24, 80);
	screen_type(&f, "");
	again = canvas_dump(f.canvas);
	ck_assert_str_eq(wide, again);
	screen_end(&f);
}
END_TEST

/* Rows that go on are not indented further than where they began. */
START_TEST(titles_fit_a_narrow_window)
{
	struct screen f = screen_begin(TREE, 40, 10, true);

	screen_type(&f, "?/scenario(5)<Enter>");
	ck_assert_shows(&f, "\n    tamarack-scenario(5) what an\n       analyst thinks instead, as a\n       text file\n");
	screen_end(&f);
}
END_TEST

START_TEST(a_click_follows)
{
	struct screen f = screen_begin(TREE, 80, 24, true);
	g_autofree char *dump = NULL;
	const char *at;
	int row = 0;

	screen_type(&f, "?/tamarack-scenario(5)<Enter>");
	dump = canvas_dump(f.canvas);
	at = strstr(dump, "tamarack-scenario(5)");
	ck_assert(at);
	for (const char *s = dump; s < at; s++)
		row += *s == '\n';
	app_mouse(f.app, row, 6, 0);
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "what an analyst thinks instead, as a text file");
	screen_end(&f);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("help");
	TCase *t = tcase_create("help");

	setenv("TAMARACK_PATH", TOP_SRCDIR "/data", 1);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, keys_of_the_view_come_first, 0, 2);
	tcase_add_test(t, links_lead_there_and_back);
	tcase_add_test(t, search_goes_round);
	tcase_add_test(t, the_next_one_is_on_the_next_page);
	tcase_add_test(t, words_on_two_rows_are_found);
	tcase_add_test(t, search_goes_on_in_other_pages);
	tcase_add_test(t, page_has_the_keys);
	tcase_add_test(t, narrow_windows_fill_their_rows);
	tcase_add_test(t, titles_fit_a_narrow_window);
	tcase_add_test(t, a_click_follows);
	suite_add_tcase(s, t);
	return run_suite(s);
}
