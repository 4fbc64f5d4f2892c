/* The canvas: clipping, wide characters, combining marks, ASCII likenesses, dumps. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "chart/canvas.h"
#include "run_suite.h"

static struct canvas *c;

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	c = canvas_new(2, 10, true);
}

static void stop(void)
{
	canvas_free(c);
	c = NULL;
}

static void ck_dump(const char *expected)
{
	g_autofree char *text = canvas_dump(c);

	ck_assert_str_eq(text, expected);
}

START_TEST(text_stands_where_it_is_put)
{
	ck_assert_int_eq(canvas_put(c, 0, 2, -1, STYLE_NORMAL, "abc"), 3);
	ck_assert_int_eq(canvas_put(c, 1, 8, -1, STYLE_TITLE, "abc"), 2);
	ck_dump("  abc\n        ab\n");
	ck_assert_int_eq(canvas_cell(c, 1, 9)->style, STYLE_TITLE);
	ck_assert_int_eq(canvas_cell(c, 1, 7)->style, STYLE_NORMAL);
	ck_assert_ptr_null(canvas_cell(c, 2, 0));
	ck_assert_ptr_null(canvas_cell(c, 0, 10));
	ck_assert_ptr_null(canvas_cell(c, -1, 0));
}
END_TEST

START_TEST(everything_outside_is_clipped)
{
	canvas_put(c, -1, 0, -1, STYLE_NORMAL, "above");
	canvas_put(c, 2, 0, -1, STYLE_NORMAL, "below");
	ck_assert_int_eq(canvas_put(c, 0, -3, -1, STYLE_NORMAL, "abcde"), 5);
	canvas_put(c, 1, 20, -1, STYLE_NORMAL, "right");
	canvas_put(c, 1, 0, 0, STYLE_NORMAL, "none");
	canvas_glyph(c, 5, 5, STYLE_NORMAL, 'x', 'x');
	canvas_fill(c, -5, 8, 100, 100, STYLE_NORMAL, '#');
	canvas_style(c, -5, -5, 100, 100, STYLE_DIM);
	ck_dump("de      ##\n        ##\n");
	canvas_resize(c, 0, 0);
	canvas_put(c, 0, 0, -1, STYLE_NORMAL, "nothing");
	ck_dump("");
	canvas_resize(c, -4, 3);
	ck_dump("");
}
END_TEST

START_TEST(width_limits_text)
{
	ck_assert_int_eq(canvas_put(c, 0, 1, 3, STYLE_NORMAL, "abcdef"), 3);
	ck_assert_int_eq(canvas_put_right(c, 1, 10, 6, STYLE_NORMAL, "1.5"), 3);
	ck_dump(" abc\n       1.5\n");
	canvas_put_right(c, 1, 10, 2, STYLE_NORMAL, "987");
	ck_dump(" abc\n       198\n");
}
END_TEST

START_TEST(wide_characters_take_two_cells)
{
	ck_assert_int_eq(canvas_put(c, 0, 0, -1, STYLE_NORMAL, "中文a"), 5);
	ck_assert_int_eq(canvas_cell(c, 0, 0)->width, 2);
	ck_assert_int_eq(canvas_cell(c, 0, 1)->width, 0);
	ck_assert_str_eq(canvas_cell(c, 0, 1)->text, "");
	ck_assert_str_eq(canvas_cell(c, 0, 4)->text, "a");
	/* one that does not fit leaves a blank, at the edge and at the width */
	ck_assert_int_eq(canvas_put(c, 1, 7, -1, STYLE_NORMAL, "中中"), 3);
	ck_assert_str_eq(canvas_cell(c, 1, 9)->text, " ");
	ck_assert_int_eq(canvas_put(c, 1, 0, 3, STYLE_NORMAL, "文文"), 3);
	ck_dump("中文a\n文     中\n");
	canvas_blank(c);
	canvas_put(c, 0, -1, -1, STYLE_NORMAL, "中b");
	ck_dump(" b\n\n");
}
END_TEST

START_TEST(half_a_wide_character_never_remains)
{
	canvas_put(c, 0, 0, -1, STYLE_NORMAL, "中中中");
	canvas_put(c, 0, 1, -1, STYLE_NORMAL, "x");
	canvas_put(c, 0, 4, -1, STYLE_NORMAL, "y");
	ck_dump(" x中y\n\n");
	canvas_put(c, 0, 1, -1, STYLE_NORMAL, "文");
	ck_dump(" 文 y\n\n");
	for (int x = 0; x < 10; x++)
		if (canvas_cell(c, 0, x)->width == 2)
			ck_assert_int_eq(canvas_cell(c, 0, x + 1)->width, 0);
		else if (canvas_cell(c, 0, x)->width == 0)
			ck_assert_int_eq(canvas_cell(c, 0, x - 1)->width, 2);
}
END_TEST

START_TEST(marks_stand_on_their_base)
{
	/* e + acute, o + two marks, a mark alone */
	ck_assert_int_eq(canvas_put(c, 0, 0, -1, STYLE_NORMAL, "e\xcc\x81o\xcc\x88\xcc\xb1z"), 3);
	ck_assert_str_eq(canvas_cell(c, 0, 0)->text, "e\xcc\x81");
	ck_assert_str_eq(canvas_cell(c, 0, 1)->text, "o\xcc\x88\xcc\xb1");
	ck_assert_str_eq(canvas_cell(c, 0, 2)->text, "z");
	ck_assert_int_eq(canvas_put(c, 1, 0, -1, STYLE_NORMAL, "\xcc\x81q"), 2);
	ck_assert_str_eq(canvas_cell(c, 1, 1)->text, "q");
}
END_TEST

START_TEST(a_tower_of_marks_is_cut_whole)
{
	GString *s = g_string_new("a");

	for (int i = 0; i < 50; i++)
		g_string_append(s, "\xcc\x81");
	g_string_append(s, "b");
	ck_assert_int_eq(canvas_put(c, 0, 0, -1, STYLE_NORMAL, s->str), 2);
	ck_assert_int_lt(strlen(canvas_cell(c, 0, 0)->text), CELL_BYTES);
	ck_assert(g_utf8_validate(canvas_cell(c, 0, 0)->text, -1, NULL));
	ck_assert_str_eq(canvas_cell(c, 0, 1)->text, "b");
	g_string_free(s, TRUE);
}
END_TEST

START_TEST(no_control_reaches_a_cell)
{
	g_autofree char *text = NULL;

	canvas_put(c, 0, 0, -1, STYLE_NORMAL, "a\033]5\007\n\x9b" "b\xc2\x9b\x7f");
	text = canvas_dump(c);
	for (const char *s = text; *s; s = g_utf8_next_char(s))
		ck_assert(*s == '\n' || !g_unichar_iscntrl(g_utf8_get_char(s)));
	ck_assert(g_utf8_validate(text, -1, NULL));
	/* the only newlines are the two at the ends of the rows */
	ck_assert_ptr_eq(strchr(strchr(text, '\n') + 1, '\n') + 1, text + strlen(text));
}
END_TEST

START_TEST(ascii_draws_likenesses)
{
	canvas_free(c);
	c = canvas_new(2, 10, false);
	ck_assert_int_eq(canvas_put(c, 0, 0, -1, STYLE_NORMAL, "Mé\xc3\xb1–中ж"), 7);
	canvas_glyph(c, 1, 0, STYLE_NORMAL, 0x25cf, 'o');
	canvas_put(c, 1, 1, -1, STYLE_NORMAL, "e\xcc\x81!");
	ck_dump("Men-???\noe!\n");
}
END_TEST

START_TEST(styles_are_dumped_by_letter)
{
	g_autofree char *text = NULL;

	canvas_put(c, 0, 0, -1, STYLE_TITLE, "ab");
	canvas_put(c, 1, 9, -1, STYLE_SERIES + 7, "x");
	canvas_style(c, 1, 0, 1, 2, STYLE_CURSOR);
	text = canvas_dump_styles(c);
	ck_assert_str_eq(text, "TT........\nCC.......8\n");
}
END_TEST

START_TEST(every_style_has_its_own_name_and_letter)
{
	bool seen[128] = {false};

	canvas_resize(c, 1, 1);
	for (int a = 0; a < STYLE_COUNT; a++) {
		g_autofree char *letter = NULL;

		for (int b = 0; b < a; b++)
			ck_assert_str_ne(style_name(a), style_name(b));
		canvas_style(c, 0, 0, 1, 1, a);
		letter = canvas_dump_styles(c);
		ck_assert(!seen[(int)letter[0]]);
		seen[(int)letter[0]] = true;
	}
}
END_TEST

START_TEST(equal_means_every_cell)
{
	struct canvas *d = canvas_new(2, 10, true);

	ck_assert(canvas_equal(c, d));
	canvas_put(c, 0, 0, -1, STYLE_NORMAL, "wide 中");
	ck_assert(!canvas_equal(c, d));
	/* what stood in a cell before leaves no trace */
	canvas_put(d, 0, 0, -1, STYLE_NORMAL, "中中中中中");
	canvas_put(d, 0, 0, -1, STYLE_NORMAL, "wide 中   ");
	ck_assert(canvas_equal(c, d));
	canvas_style(d, 0, 0, 1, 1, STYLE_DIM);
	ck_assert(!canvas_equal(c, d));
	canvas_style(d, 0, 0, 1, 1, STYLE_NORMAL);
	d->cursor_row = 0;
	ck_assert(!canvas_equal(c, d));
	canvas_free(d);
}
END_TEST

START_TEST(a_copy_is_clipped)
{
	struct canvas *d = canvas_new(2, 4, true);

	canvas_put(d, 0, 0, -1, STYLE_NORMAL, "中ab");
	canvas_put(d, 1, 0, -1, STYLE_NORMAL, "cd中");
	canvas_copy(c, 0, 7, d);
	ck_dump("       中a\n       cd\n");
	canvas_copy(c, 1, -1, d);
	ck_dump("       中a\n ab    cd\n");
	canvas_free(d);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("canvas");
	TCase *t = tcase_create("canvas");

	tcase_add_checked_fixture(t, start, stop);
	tcase_add_test(t, text_stands_where_it_is_put);
	tcase_add_test(t, everything_outside_is_clipped);
	tcase_add_test(t, width_limits_text);
	tcase_add_test(t, wide_characters_take_two_cells);
	tcase_add_test(t, half_a_wide_character_never_remains);
	tcase_add_test(t, marks_stand_on_their_base);
	tcase_add_test(t, a_tower_of_marks_is_cut_whole);
	tcase_add_test(t, no_control_reaches_a_cell);
	tcase_add_test(t, ascii_draws_likenesses);
	tcase_add_test(t, styles_are_dumped_by_letter);
	tcase_add_test(t, every_style_has_its_own_name_and_letter);
	tcase_add_test(t, equal_means_every_cell);
	tcase_add_test(t, a_copy_is_clipped);
	suite_add_tcase(s, t);
	return run_suite(s);
}
