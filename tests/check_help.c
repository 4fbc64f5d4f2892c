/* The help: keys of the view first, its section of the manual, links, search. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "chart/canvas.h"
#include "run_suite.h"
#include "tui/app.h"
#include "tui/manual.h"

struct fixture {
	struct app *app;
	struct canvas *canvas;
};

static struct explorer_options options;

static struct fixture begin(const char *market, int columns, int rows, bool utf8)
{
	struct fixture f = {.canvas = canvas_new(rows, columns, utf8)};
	g_autofree char *file = g_strdup_printf("%s/%s", TOP_SRCDIR, market);
	const char *names[] = {file};
	struct messages *list = messages_new();

	options = (struct explorer_options){
		.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1,
	};
	f.app = app_new(&options, utf8);
	ck_assert(app_open(f.app, list));
	messages_free(list);
	app_resize(f.app, rows, columns);
	app_draw(f.app, f.canvas);
	return f;
}

static void end(struct fixture *f)
{
	app_free(f->app);
	canvas_free(f->canvas);
}

static void type(struct fixture *f, const char *keys)
{
	while (*keys) {
		int key;

		keys += key_parse(keys, &key);
		app_key(f->app, key);
	}
	app_draw(f->app, f->canvas);
}

static char *screen(const struct fixture *f)
{
	g_autofree char *text = canvas_dump(f->canvas), *styles = canvas_dump_styles(f->canvas);

	return g_strconcat(text, styles, NULL);
}

#define ck_assert_shows(f, text) do { \
	g_autofree char *dump_ = canvas_dump((f)->canvas); \
	ck_assert_msg(strstr(dump_, text), "'%s' is not on the screen:\n%s", text, dump_); \
} while (0)

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
	struct fixture f = begin(views[_i].market, 100, 400, true);
	g_autofree char *dump = NULL;
	const char *title, *section, *pages, *elsewhere, *own, *other;

	type(&f, "?");
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
	end(&f);
}
END_TEST

/* Every link of every page leads away, and back leads to the very same screen. */
START_TEST(links_lead_there_and_back)
{
	struct fixture f = begin(TREE, 80, 24, true);
	g_autofree char *tree = screen(&f);
	int followed = 0;

	type(&f, "?");
	for (int i = 0; i <= manual_count(); i++) {
		g_autofree char *first = NULL;

		type(&f, "<Tab>");
		first = screen(&f);
		for (int k = 0; k < 200; k++) {
			g_autofree char *before = screen(&f), *there = NULL, *back = NULL;

			type(&f, "<Enter>");
			there = screen(&f);
			type(&f, "q");
			back = screen(&f);
			ck_assert_str_ne(before, there);
			ck_assert_str_eq(before, back);
			followed++;
			type(&f, "<Tab>");
			g_free(before);
			before = screen(&f);
			if (strcmp(before, first) == 0)
				break;
			ck_assert_int_lt(k, 199);
		}
		/* On to the pages, one after the other, from the list on the first. */
		if (i == manual_count())
			break;
		if (i > 0)
			type(&f, "qgg");
		for (int k = 0; k <= i; k++)
			type(&f, k || i == 0 ? "<Tab>" : "gg<Tab>");
		type(&f, "gg<Enter>");
	}
	ck_assert_int_gt(followed, 40);
	for (int k = 0; k < 3; k++) {
		g_autofree char *now = screen(&f);

		if (strcmp(now, tree) == 0)
			break;
		type(&f, "q");
		ck_assert_int_lt(k, 2);
	}
	end(&f);
}
END_TEST

/* The text of the row that is shown as found. */
static char *found(const struct fixture *f)
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
	struct fixture f = begin(TREE, 80, 24, true);
	g_autofree char *one = NULL, *two = NULL, *again = NULL;

	type(&f, "?/tamarack-tutorial(7)<Enter>");
	ck_assert_shows(&f, "ten minutes with tamarack");
	type(&f, "gg/the total<Enter>");
	one = found(&f);
	ck_assert_ptr_nonnull(one);
	ck_assert_ptr_nonnull(strstr(one, "otal"));
	type(&f, "n");
	two = found(&f);
	ck_assert_str_ne(one, two);
	type(&f, "N");
	again = found(&f);
	ck_assert_str_eq(one, again);
	type(&f, "/zzzz");
	ck_assert_shows(&f, "/ zzzz");
	type(&f, "<Enter>");
	ck_assert_shows(&f, "'zzzz' is nowhere in the manual");
	ck_assert_ptr_null(found(&f));
	end(&f);
}
END_TEST

/* The title of the page. */
static char *page_title(const struct fixture *f)
{
	g_autofree char *dump = canvas_dump(f->canvas);

	return g_strndup(dump + 1, strcspn(dump + 1, " "));
}

/* Over the end of a page into the next one and back, and once round all of them. */
START_TEST(the_next_one_is_on_the_next_page)
{
	struct fixture f = begin(TREE, 80, 24, true);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *first = NULL, *again = NULL;

	type(&f, "?G/tamarack-tutorial(7)<Enter><Tab><Enter>/correlat<Enter>");
	for (int i = 0; i < 200; i++) {
		g_autofree char *before = page_title(&f), *after = NULL, *back = NULL;

		type(&f, "n");
		after = page_title(&f);
		if (strcmp(before, after) == 0)
			continue;
		ck_assert_shows(&f, "found in");
		type(&f, "N");
		back = page_title(&f);
		ck_assert_str_eq(back, before);
		type(&f, "n");
		if (!g_hash_table_add(seen, g_steal_pointer(&after)))
			break;
	}
	ck_assert_uint_ge(g_hash_table_size(seen), 2);
	type(&f, "/hexadecimal<Enter>");
	first = found(&f);
	type(&f, "n");
	again = found(&f);
	ck_assert_ptr_nonnull(again);
	ck_assert_str_eq(first, again);
	end(&f);
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
	struct fixture f = begin(TREE, 80, 24, true);
	const struct manual_page *page = manual_find("tamarack-tutorial");
	g_autofree char *query = words_over_an_end(page), *row = NULL;

	ck_assert_ptr_nonnull(query);
	type(&f, "?/tamarack-tutorial(7)<Enter>/");
	for (const char *p = query; *p; p++)
		type(&f, *p == ' ' ? "<Space>" : (char[]){*p, '\0'});
	type(&f, "<Enter>");
	row = found(&f);
	ck_assert_msg(row != NULL, "'%s' is not found", query);
	*strchr(query, ' ') = '\0';
	ck_assert_msg(strstr(row, query) != NULL, "%s", row);
	end(&f);
}
END_TEST

/* What the page lacks is found in another one, and back leads where the search began. */
START_TEST(search_goes_on_in_other_pages)
{
	struct fixture f = begin(TREE, 80, 24, true);
	g_autofree char *here = NULL, *back = NULL, *row = NULL;

	type(&f, "?<PgDn>");
	here = screen(&f);
	type(&f, "/hexadecimal<Enter>");
	ck_assert_shows(&f, " tamarack-market(5) ");
	ck_assert_shows(&f, "found in tamarack-market(5); q leads back");
	row = found(&f);
	ck_assert_ptr_nonnull(strstr(row, "hexadecimal"));
	/* From the last page on to the first ones. */
	type(&f, "/faster-asia.csv<Enter>");
	ck_assert_shows(&f, " tamarack-tutorial(7) ");
	type(&f, "/hexadecimal<Enter>");
	ck_assert_shows(&f, " tamarack-market(5) ");
	type(&f, "qq");
	type(&f, "q");
	back = screen(&f);
	ck_assert_str_eq(here, back);
	end(&f);
}
END_TEST

/* The list of keys in the page is that of the program. */
START_TEST(page_has_the_keys)
{
	struct fixture f = begin(TREE, 80, 60, true);

	type(&f, "?G/tamarack(1)<Enter><Tab><Enter>");
	ck_assert_shows(&f, "explore market reports");
	type(&f, "/Lock the segment at its path<Enter>");
	ck_assert_shows(&f, "Lock the segment at its path, or unlock it");
	ck_assert_shows(&f, "tamarack(1)");
	end(&f);
}
END_TEST

START_TEST(narrow_windows_fill_their_rows)
{
	struct fixture f = begin(TREE, 80, 24, false);
	g_autofree char *wide = NULL, *again = NULL, *narrow = NULL;

	type(&f, "?/tamarack-market(5)<Enter><Tab><Enter>/GROWTH and BOUNDS<Enter>");
	wide = canvas_dump(f.canvas);
	app_resize(f.app, 24, 50);
	canvas_resize(f.canvas, 24, 50);
	type(&f, "");
	narrow = canvas_dump(f.canvas);
	/* Filled anew, not one long and one short row in turn. */
	ck_assert_msg(strstr(narrow, "\n    The sections KEYS and FIGURES tell what may\n"
				     "    stand in a file, FORECAST, GROWTH and BOUNDS\n"), "%s", narrow);
	app_resize(f.app, 24, 80);
	canvas_resize(f.canvas, 24, 80);
	type(&f, "");
	again = canvas_dump(f.canvas);
	ck_assert_str_eq(wide, again);
	end(&f);
}
END_TEST

/* Rows that go on are not indented further than where they began. */
START_TEST(titles_fit_a_narrow_window)
{
	struct fixture f = begin(TREE, 40, 10, true);

	type(&f, "?/scenario(5)<Enter>");
	ck_assert_shows(&f, "\n    tamarack-scenario(5) what an\n       analyst thinks instead, as a\n       text file\n");
	end(&f);
}
END_TEST

START_TEST(a_click_follows)
{
	struct fixture f = begin(TREE, 80, 24, true);
	g_autofree char *dump = NULL;
	const char *at;
	int row = 0;

	type(&f, "?/tamarack-scenario(5)<Enter>");
	dump = canvas_dump(f.canvas);
	at = strstr(dump, "tamarack-scenario(5)");
	ck_assert(at);
	for (const char *s = dump; s < at; s++)
		row += *s == '\n';
	app_mouse(f.app, row, 6, 0);
	app_draw(f.app, f.canvas);
	ck_assert_shows(&f, "what an analyst thinks instead, as a text file");
	end(&f);
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
