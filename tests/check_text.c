/* Text: cleaning, width, cutting, folding, path parts, suggestions. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "base/text.h"
#include "run_suite.h"

/* Only printable characters (and newline) leave text_safe. */
static void assert_clean(const char *s, bool newlines)
{
	ck_assert(g_utf8_validate(s, -1, NULL));
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (c == '\n' && newlines)
			continue;
		ck_assert_msg(c >= 0x20 && !(c >= 0x7F && c < 0xA0), "U+%04X", c);
		ck_assert_int_ne(g_unichar_type(c), G_UNICODE_FORMAT);
	}
}

START_TEST(controls_never_pass)
{
	for (gunichar c = 1; c < 0xA0; c++) {
		char text[16] = "a", *one, *lines;
		int n = 1;

		if (c >= 0x20 && c < 0x7F)
			continue;
		n += g_unichar_to_utf8(c, text + 1);
		strcpy(text + n, "b");
		one = text_safe(text, false);
		lines = text_safe(text, true);
		assert_clean(one, false);
		assert_clean(lines, true);
		ck_assert_int_eq(g_utf8_strlen(one, -1), 3);
		ck_assert(c == '\n' ? !strcmp(lines, "a\nb") : !strcmp(lines, one));
		g_free(one);
		g_free(lines);
		/* the same as a raw byte, which is no UTF-8 above 0x7F */
		if (c >= 0x80) {
			char raw[] = {'a', (char)c, 'b', '\0'};

			one = text_safe(raw, false);
			ck_assert_str_eq(one, "a\uFFFDb");
			g_free(one);
		}
	}
}
END_TEST

/* Direction marks, and what takes no room. */
static const gunichar tricks[] = {
	0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068,
	0x2069, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x180E, 0x034F, 0x2028, 0x2029,
	0x3164, 0xFFA0, 0x115F, 0xFFF9, 0xE0041, 0x10FFFF, 0xFDD0,
};

START_TEST(tricks_show)
{
	char text[16] = "a", *safe;
	int n = 1 + g_unichar_to_utf8(tricks[_i], text + 1);

	strcpy(text + n, "b");
	safe = text_safe(text, true);
	ck_assert_str_eq(safe, "a\uFFFDb");
	ck_assert_int_eq(text_width(text), 3);
	g_free(safe);
}
END_TEST

static const char *const sequences[] = {
	"\x1b[2J", "\x1b]0;title\x07", "\x1b]52;c;ZWNobyBoaQ==\x1b\\", "\x1bP1$r0m\x1b\\",
	"\x1b_payload\x1b\\", "\x1b^private\x1b\\", "\x1bXstring\x1b\\", "\xc2\x9d" "52;c;x\xc2\x9c",
	"\xc2\x9b" "31m", "\x9b" "31m", "\x90q\x9c", "\x1b[?1049h", "\x1b#8", "\x0e\x0f",
	"\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80", "\xe2\x80", "\xff\xfe",
};

START_TEST(sequences_are_harmless)
{
	char *safe = text_safe(sequences[_i], false);

	assert_clean(safe, false);
	ck_assert_ptr_nonnull(strstr(safe, "\uFFFD"));
	g_free(safe);
}
END_TEST

START_TEST(good_text_passes)
{
	const char *const texts[] = {
		"", "North America", "\u00c4 \u00d6 \u00dc", "T\u00fcrkiye", "\u5927\u4e2d\u534e\u533a",
		"e\u0301a\u0308", "\uc11c\uc6b8", "\u0420\u043e\u0441\u0441\u0438\u044f",
		"\u0e44\u0e17\u0e22", "8.74 \u00b1 0.01 \u20ac", "\u2588\u2591 \u2192",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		char *safe = text_safe(texts[i], false);

		ck_assert_str_eq(safe, texts[i]);
		g_free(safe);
	}
}
END_TEST

static const struct { const char *text; int width; } widths[] = {
	{"", 0}, {"abc", 3}, {"\u00e4", 1}, {"e\u0301", 1}, {"\u5927\u4e2d", 4}, {"\x1b[m", 3},
	{"\xff", 1}, {"\xe4\xb8", 2}, {"\u200d", 1}, {"\u2764\ufe0f", 1}, {"\t", 1}, {"\u2026", 1},
	{"\uff21", 2}, {"a\u5927e\u0301", 4}, {"\uc11c", 2},
};

START_TEST(width_counts)
{
	char *safe = text_safe(widths[_i].text, false);

	ck_assert_int_eq(text_width(widths[_i].text), widths[_i].width);
	ck_assert_int_eq(text_width(safe), widths[_i].width);
	g_free(safe);
}
END_TEST

/* Without a locale wcwidth knows no more than ASCII. */
START_TEST(width_without_locale)
{
	setlocale(LC_CTYPE, "C");
	ck_assert_int_eq(text_width("\u5927\u4e2d"), 4);
	ck_assert_int_eq(text_width("e\u0301"), 1);
	ck_assert_int_eq(text_width("\u00c4 \u00d6"), 3);
}
END_TEST

START_TEST(fit_keeps_marks)
{
	int used;

	ck_assert_uint_eq(text_fit("e\u0301e\u0301", 1, &used), 3);
	ck_assert_int_eq(used, 1);
	ck_assert_uint_eq(text_fit("\u5927\u4e2d", 3, &used), 3);
	ck_assert_int_eq(used, 2);
	ck_assert_uint_eq(text_fit("abc", 10, &used), 3);
	ck_assert_int_eq(used, 3);
	ck_assert_uint_eq(text_fit("abc", 0, NULL), 0);
	ck_assert_uint_eq(text_fit("abc", -1, NULL), 0);
}
END_TEST

static const struct { const char *text; int columns; bool pad, utf8; const char *out; } columns[] = {
	{"North America", 13, false, true, "North America"},
	{"North America", 9, false, true, "North Am\u2026"},
	{"North America", 9, false, false, "North ..."},
	{"North America", 3, false, false, "No."},
	{"North America", 1, false, false, "N"},
	{"North America", 1, false, true, "\u2026"},
	{"North America", 0, true, true, ""},
	{"North America", -5, true, true, ""},
	{"Text", 6, true, true, "Text  "},
	{"Text", 6, false, true, "Text"},
	{"\u5927\u4e2d\u534e", 4, true, true, "\u5927\u2026 "},
	{"\u5927\u4e2d\u534e", 4, false, true, "\u5927\u2026"},
	{"\u5927\u4e2d\u534e", 6, true, true, "\u5927\u4e2d\u534e"},
	{"a\x1b[2Jb", 9, true, true, "a\uFFFD[2Jb   "},
	{"", 2, true, true, "  "},
};

START_TEST(column_cuts)
{
	char *out = text_column(columns[_i].text, columns[_i].columns, columns[_i].pad,
				columns[_i].utf8);

	ck_assert_str_eq(out, columns[_i].out);
	g_free(out);
}
END_TEST

static const struct { const char *name, *slug; } slugs[] = {
	{"IT and Telecom", "it-and-telecom"}, {"\u00c4 \u00d6 \u00dc", "a-o-u"}, {"\u5927", ""},
	{"T\u00fcrkiye", "turkiye"}, {"Image and video", "image-and-video"},
	{"Multimodal and sensor-rich data", "multimodal-and-sensor-rich-data"},
	{"  Rest of Europe ", "rest-of-europe"}, {"R&D / QA", "r-d-qa"}, {"100\u2013500", "100-500"},
	{"BFSI (Banking)", "bfsi-banking"}, {"\u0130stanbul", "istanbul"}, {"", ""}, {"---", ""},
	{"C\u00f4te d'Ivoire", "cote-d-ivoire"}, {"\uff21\uff29", "ai"}, {"CO\u2082", "co2"},
	{"e\u0301t\u00e9", "ete"}, {"\u5927 China", "china"}, {"\xff" "a", "a"},
};

START_TEST(slug_is_a_path_part)
{
	char *slug = text_slug(slugs[_i].name);

	ck_assert_str_eq(slug, slugs[_i].slug);
	g_free(slug);
}
END_TEST

START_TEST(search_folds)
{
	const struct { const char *text, *query; bool found; } cases[] = {
		{"North America", "america", true}, {"North America", "AM north", true},
		{"North America", "south", false}, {"T\u00fcrkiye", "turkiye", true},
		{"Turkiye", "t\u00fcrk", true}, {"Stra\u00dfe", "STRASSE", true},
		{"\u5927\u4e2d\u534e\u533a", "\u4e2d\u534e", true}, {"x", "", true}, {"x", "  ", true},
		{"\uff21\uff29", "ai", true}, {"", "a", false}, {"\xff\xfe", "a", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(text_matches(cases[i].text, cases[i].query) == cases[i].found,
			      "%s / %s", cases[i].text, cases[i].query);
}
END_TEST

START_TEST(suggests)
{
	const char *const keys[] = {"value", "share", "growth", "yoy", "change", "cagr", "rank",
				    "trend", "weight", "residual", "of", "also", "note"};
	const struct { const char *word, *key; } cases[] = {
		{"shrae", "share"}, {"Share", "share"}, {"shares", "share"}, {"chagne", "change"},
		{"gorwth", "growth"}, {"cgar", "cagr"}, {"carg", "cagr"}, {"crag", NULL},
		{"rnak", "rank"}, {"weigth", "weight"}, {"vlaue", "value"}, {"segments", NULL},
		{"", NULL}, {"xx", NULL}, {"residuall", "residual"}, {"yo", "yoy"},
	};
	char longest[200];

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *found = text_suggest(cases[i].word, keys, G_N_ELEMENTS(keys));

		if (cases[i].key)
			ck_assert_msg(found && !strcmp(found, cases[i].key), "%s: %s", cases[i].word,
				      found ? found : "none");
		else
			ck_assert_msg(!found, "%s: %s", cases[i].word, found);
	}
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	ck_assert_ptr_null(text_suggest(longest, keys, G_N_ELEMENTS(keys)));
}
END_TEST

START_TEST(text_survives_anything)
{
	GRand *rand = g_rand_new_with_seed(11);

	for (int i = 0; i < 20000; i++) {
		GString *s = g_string_new(NULL);
		int n = g_rand_int_range(rand, 0, 12), columns = g_rand_int_range(rand, 0, 12);
		char *safe, *cut, *fold, *slug;

		for (int j = 0; j < n; j++) {
			gunichar c = (gunichar)g_rand_int_range(rand, 1, 0x30000);

			if (i % 2)
				g_string_append_c(s, (char)g_rand_int_range(rand, 1, 256));
			else if (g_unichar_validate(c))
				g_string_append_unichar(s, c);
		}
		safe = text_safe(s->str, false);
		cut = text_column(s->str, columns, true, true);
		fold = text_fold(s->str);
		slug = text_slug(s->str);
		assert_clean(safe, false);
		ck_assert_int_eq(text_width(safe), text_width(s->str));
		ck_assert_int_eq(text_width(cut), columns);
		ck_assert(g_utf8_validate(fold, -1, NULL));
		ck_assert_uint_eq(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(slug));
		ck_assert(slug[0] != '-' && !strstr(slug, "--"));
		g_free(safe);
		g_free(cut);
		g_free(fold);
		g_free(slug);
		g_string_free(s, TRUE);
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("text");
	TCase *t = tcase_create("text");

	setlocale(LC_CTYPE, "");
	tcase_add_test(t, controls_never_pass);
	tcase_add_loop_test(t, tricks_show, 0, G_N_ELEMENTS(tricks));
	tcase_add_loop_test(t, sequences_are_harmless, 0, G_N_ELEMENTS(sequences));
	tcase_add_test(t, good_text_passes);
	tcase_add_loop_test(t, width_counts, 0, G_N_ELEMENTS(widths));
	tcase_add_test(t, width_without_locale);
	tcase_add_test(t, fit_keeps_marks);
	tcase_add_loop_test(t, column_cuts, 0, G_N_ELEMENTS(columns));
	tcase_add_loop_test(t, slug_is_a_path_part, 0, G_N_ELEMENTS(slugs));
	tcase_add_test(t, search_folds);
	tcase_add_test(t, suggests);
	tcase_add_test(t, text_survives_anything);
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
