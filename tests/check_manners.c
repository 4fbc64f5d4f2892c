/* What the explorer does to the world around it: the clipboard. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "screen.h"
#include "tui/explorer.h"

#define A "data/ai-training-dataset.yaml"

static char *scratch_file(const char *name)
{
	const char *home = g_getenv("HOME");

	return g_build_filename(home ? home : ".", name, NULL);
}

/* ------------------------------------------------ copying */

static GString *clipboard;

static bool take_copy(const char *text, GError **error)
{
	(void)error;
	g_string_assign(clipboard, text);
	return true;
}

static bool refuse_copy(const char *text, GError **error)
{
	(void)text;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "it is too long");
	return false;
}

static const struct app_host takes = {.copy = take_copy}, refuses = {.copy = refuse_copy};

static struct screen begin_copying(const char *market)
{
	struct screen s = screen_begin(market, 80, 24, true);

	clipboard = g_string_new(NULL);
	app_set_host(s.app, &takes);
	return s;
}

static void end_copying(struct screen *s)
{
	screen_end(s);
	g_string_free(clipboard, TRUE);
}

/* Figures of product.md, section 1, and of the golden screen of the source. */
static const struct { const char *keys, *text, *says; } copies[] = {
	{"5Gkyy", "Asia-Pacific\t1.44\tA\t8.52\tA\t17.10\tA\t34.14\t~\t\n",
	 "copied 1 row, 44 bytes, to the terminal's clipboard"},
	{"5Gkyc", "8.52", "copied 8.52, 4 bytes, to the terminal's clipboard"},
	{"5Gk[yc", "6.35", "copied 6.35, 4 bytes"},
	{"5Gk.yc", "8.520", "copied 8.520, 5 bytes"},
	{"5Gke40<Enter>yy", "Asia-Pacific\t1.44\tA\t10.55\tS\t20.35\tS\t40.00\tS\t34.14\n", "copied 1"},
	{"5Gk%%yy", "Asia-Pacific\t1.44\tA\t8.52\tA\t34.14\t~\t\n", "copied 1 row, 36 bytes"},
	{"5jzojFyy", "North America > United States\t0.99\tA\t5.62\tA\t33.33\tA\t32.94\tA\t\n", "copied 1"},
	{"3yt", "Segment\t2025\tstatus\t2031\tstatus\tshare\tstatus\tCAGR 26-31\tstatus\twas\n"
	 "Total\t8.74\tR\t49.82\tR\t100.00\t\t33.14\tR\t\n", "copied 4 rows"},
	{":copy-cell<Enter>", "49.82", "copied 49.82"},
	{"^Pcopy row<Enter>", "Total\t8.74\tR\t49.82\tR\t100.00\t\t33.14\tR\t\n", "copied 1 row"},
	{"y", "", "yt Copy the table"},
	{"y<Esc>yq", "", "yq means nothing here"},
};

START_TEST(a_copy_is_what_is_shown)
{
	struct screen s = begin_copying(A);
	size_t n = strlen(copies[_i].text);

	screen_type(&s, copies[_i].keys);
	ck_assert_shows(&s, copies[_i].says);
	if (strstr(copies[_i].keys, "yt"))
		g_string_truncate(clipboard, n);
	ck_assert_str_eq(clipboard->str, copies[_i].text);
	end_copying(&s);
}
END_TEST

/* Rows are those on the screen, folded and ordered as there. */
START_TEST(the_table_has_the_rows_of_the_list)
{
	struct screen s = begin_copying(A);
	g_auto(GStrv) lines = NULL;

	screen_type(&s, "5jzoOyt");
	lines = g_strsplit(clipboard->str, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 1 + 9 + 1);
	ck_assert(g_str_has_prefix(lines[2], "North America\t"));
	ck_assert(g_str_has_prefix(lines[3], "  "));
	ck_assert(g_str_has_prefix(lines[6], "Asia-Pacific\t"));
	end_copying(&s);
}
END_TEST

static const struct { const char *keys, *holds; } views[] = {
	{"Cyt", "2031\t49.82\n"},
	{"Cyc", "49.82"},
	{"5Cyy", "2031\t49.82\n"},
	{"xyt", "Data modality\tOff-the-Shelf Datasets\t"},
	{"5xjlyc", "1.50"},
	{"dyt", "Drivers\n"},
	{"djyy", "Expansion of multimodal"},
	{"djyc", "9.50"},
	{"Ayt", "\t"},
	{"pyt", "49.82"},
	{"byt", "\t"},
	{"cyt", "source\t0\t49.82\t33.14\tthe market as published\n"},
	{"cyc", "49.82"},
	{"wyt", "\t"},
	{"tyt", "\t"},
	{"Myt", "Market\tPublisher\tEdition\tBase\tEnd\tCAGR\tFile\n"},
	{"ijyy", "Worldwide value"},
};

START_TEST(every_view_copies)
{
	struct screen s = begin_copying(A);

	screen_type(&s, views[_i].keys);
	ck_assert_shows(&s, "to the terminal's clipboard");
	ck_assert_msg(strstr(clipboard->str, views[_i].holds), "%s: %s", views[_i].keys,
		      clipboard->str);
	end_copying(&s);
}
END_TEST

START_TEST(what_was_copied_is_safe)
{
	g_autofree char *file = scratch_file("odd.yaml");
	struct explorer_options o = {.n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1};
	const char *names[] = {file};
	struct app *app;
	struct messages *list = messages_new();

	ck_assert(g_file_set_contents(file, "tamarack: 1\nid: odd\ntitle: Odd\nunit: {currency: USD}\n"
		"period: {base: 2025, from: 2026, to: 2026}\ntotal: {value: {2025: 10}, growth: {2026: 5%}}\n"
		"dimensions:\n- id: kind\n  segments:\n  - {name: \"=1+1\"}\n"
		"  - {name: \"a\\eb\\x9d]52;c;AAAA\\a\\tc\\u202e\", id: odd}\n", -1, NULL));
	o.markets = names;
	app = app_new(&o, true);
	clipboard = g_string_new(NULL);
	app_set_host(app, &takes);
	ck_assert_msg(app_open(app, list), "%s", messages_count(list)
		      ? messages_get(list, 0)->text : "");
	messages_free(list);
	app_key(app, 'y');
	app_key(app, 't');
	ck_assert_ptr_nonnull(strstr(clipboard->str, "\n'=1+1\t"));
	for (const char *p = clipboard->str; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		ck_assert_msg(c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0)
			      && c != 0x202e), "U+%04X was copied", c);
	}
	for (char **line = g_strsplit(clipboard->str, "\n", -1), **l = line; ; l++) {
		int tabs = 0;

		if (!*l || !**l) {
			g_strfreev(line);
			break;
		}
		for (const char *p = *l; *p; p++)
			tabs += *p == '\t';
		ck_assert_int_eq(tabs, 9);
	}
	app_free(app);
	g_string_free(clipboard, TRUE);
}
END_TEST

START_TEST(a_refused_copy_says_why)
{
	struct screen s = begin_copying(A);

	app_set_host(s.app, &refuses);
	screen_type(&s, "yy");
	ck_assert_shows(&s, "not copied: it is too long");
	screen_type(&s, ":set clipboard off<Enter>yy");
	ck_assert_shows(&s, "the clipboard is switched off");
	app_set_host(s.app, &takes);
	screen_type(&s, "yc");
	ck_assert_uint_eq(clipboard->len, 0);
	screen_type(&s, ":set clipboard on<Enter>yc");
	ck_assert_str_eq(clipboard->str, "49.82");
	end_copying(&s);
}
END_TEST

START_TEST(without_a_clipboard)
{
	struct explorer_options o = {.no_clipboard = true, .digits = -1};
	struct app *app = app_new(&o, true);

	ck_assert(!app_settings(app)->clipboard);
	app_free(app);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("manners");
	TCase *tc = tcase_create("manners");
	SRunner *runner = srunner_create(s);
	int failed;

	setlocale(LC_CTYPE, "");
	g_setenv("TAMARACK_PATH", TOP_SRCDIR "/data", TRUE);
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, a_copy_is_what_is_shown, 0, G_N_ELEMENTS(copies));
	tcase_add_test(tc, the_table_has_the_rows_of_the_list);
	tcase_add_loop_test(tc, every_view_copies, 0, G_N_ELEMENTS(views));
	tcase_add_test(tc, what_was_copied_is_safe);
	tcase_add_test(tc, a_refused_copy_says_why);
	tcase_add_test(tc, without_a_clipboard);
	suite_add_tcase(s, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
