/* The reader of files: bytes and encodings, files that are none, limits on depth, length, anchors
 * and errors, places of messages. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "market/market.h"
#include "run_suite.h"
#include "sample.h"

/* -- Bytes */

/* bytes, length, messages or NULL if it loads */
#define BYTES(s) s, sizeof s - 1
static const struct { const char *what, *bytes; size_t n; const char *said; } encodings[] = {
	{"byte order mark", BYTES("\xef\xbb\xbf" HEAD_2031), NULL},
	{"bad bytes behind a mark", BYTES("\xef\xbb\xbf" "a: \xff\n"), "1:4: this byte is not UTF-8\n"},
	{"CR and CRLF", BYTES("tamarack: 1\rid: m\r\ntitle: M\runit: {measure: GW}\nperiod: {base: 2025}"),
	 NULL},
	{"bad start byte", BYTES(HEAD_2031 "scope: caf\xe9 x\n"), "6:12: this byte is not UTF-8\n"},
	{"lone continuation", BYTES("tamarack: 1\nid: \x80\n"), "2:5: this byte is not UTF-8\n"},
	{"overlong", BYTES("tamarack: 1\nid: \xc0\xaf\n"), "2:5: these bytes are not UTF-8\n"},
	{"surrogate", BYTES("tamarack: 1\nid: a\xed\xa0\x80\n"), "2:6: these bytes are not UTF-8\n"},
	{"too large", BYTES("tamarack: 1\nid: \xf4\x90\x80\x80\n"), "2:5: these bytes are not UTF-8\n"},
	{"cut", BYTES("tamarack: 1\nid: \xe2\x82"), "2:5: the file ends within a UTF-8 character\n"},
	{"NUL", BYTES("tamarack: 1\nid: a\0b\n"),
	 "2:6: this byte is a control character, not text\n"},
	{"escape", BYTES("tamarack: 1\rid: m\r\n\x1b[31m\n"),
	 "3:1: this byte is a control character, not text\n"},
	{"nothing", BYTES(""), "is empty\n"},
	{"a comment", BYTES("# nothing\n"), "is empty\n"},
};

START_TEST(encoding)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("test", encodings[_i].bytes, encodings[_i].n, list);
	g_autofree char *said = sample_messages(list);

	ck_assert_msg(strcmp(said, encodings[_i].said ? encodings[_i].said : "") == 0, "%s: %s",
		      encodings[_i].what, said);
	ck_assert_int_eq(m != NULL, encodings[_i].said == NULL);
	market_free(m);
	messages_free(list);
}
END_TEST

/* UTF-16 is YAML too. */
START_TEST(utf16)
{
	glong n;
	g_autofree gunichar2 *wide = g_utf8_to_utf16("\ufeff" HEAD_2031 "scope: \u5e02\u573a\n",
						     -1, NULL, &n, NULL);
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("test", (const char *)wide, n * 2, list);

	ck_assert_ptr_nonnull(m);
	ck_assert_str_eq(m->scope, "\u5e02\u573a");
	market_free(m);
	messages_free(list);
}
END_TEST

/* The place of a bad byte behind more than the reader keeps of the file. */
START_TEST(late_bad_byte)
{
	g_autofree char *file = g_build_filename(g_getenv("HOME") ? g_getenv("HOME") : ".",
						 "late.yaml", NULL);
	GString *text = g_string_new(HEAD_2031 "notes:\n");
	struct messages *list = messages_new();
	g_autofree char *said = NULL;

	for (int i = 0; i < 5000; i++)
		g_string_append(text, "- {text: \"\u00e4 note of some length, to fill the file\"}\n");
	g_string_append(text, "- {text: \"\u00e4\xff\"}\n");
	ck_assert(g_file_set_contents(file, text->str, text->len, NULL));
	ck_assert_ptr_null(market_load(file, list));
	said = sample_messages(list);
	ck_assert_str_eq(said, "5007:12: this byte is not UTF-8\n");
	g_string_free(text, TRUE);
	messages_free(list);
}
END_TEST

START_TEST(files_that_are_none)
{
	static const struct { const char *file, *said; } cases[] = {
		{"/nonexistent/x.yaml", "cannot be opened: No such file or directory\n"},
		{"/", "is a directory, not a file\n"},
		{"/dev/null", "is empty\n"},
		{"/dev/zero", "1:1: this byte is a control character, not text\n"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct messages *list = messages_new();
		g_autofree char *said = NULL;

		ck_assert_ptr_null(market_load(cases[i].file, list));
		said = sample_messages(list);
		ck_assert_str_eq(said, cases[i].said);
		messages_free(list);
	}
}
END_TEST

/* Counts its calls down in *data and then ends the reading. */
static bool count_down(void *data, size_t done, size_t total)
{
	int *left = data;

	ck_assert(done > 0 && done <= total);
	return (*left)-- > 0;
}

START_TEST(watching)
{
	g_autofree char *file = g_build_filename(g_getenv("HOME") ? g_getenv("HOME") : ".",
						 "watched.yaml", NULL);
	GString *text = g_string_new(HEAD_2031 "notes:\n");
	struct messages *list = messages_new();
	g_autofree char *said = NULL;
	int left = 1000000;
	struct market *m;

	for (int i = 0; i < 5000; i++)
		g_string_append(text, "- {text: some note of some length to fill the file}\n");
	ck_assert(g_file_set_contents(file, text->str, text->len, NULL));
	m = market_load_watched(file, list, count_down, &left);
	ck_assert_ptr_nonnull(m);
	ck_assert_int_lt(left, 1000000 - 10);
	market_free(m);
	left = 5;
	ck_assert_ptr_null(market_load_watched(file, list, count_down, &left));
	said = sample_messages(list);
	ck_assert_str_eq(said, "reading was cancelled\n");
	messages_free(list);
	g_string_free(text, TRUE);
}
END_TEST

/* -- Limits: none of these may take long or much */

static void repeat(GString *s, const char *piece, int n)
{
	for (int i = 0; i < n; i++)
		g_string_append(s, piece);
}

static void expect_said(GString *text, const char *said)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("bomb", text->str, text->len, list);
	g_autofree char *all = sample_messages(list);

	ck_assert_msg((m != NULL) == (*said == '\0'), "%.200s", all);
	ck_assert_msg(strstr(all, said), "%.200s", all);
	market_free(m);
	messages_free(list);
	g_string_free(text, TRUE);
}

START_TEST(depth)
{
	static const char *const pieces[] = {"[", "{a: ", "- ", "? ", "\n- - "};

	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *text = g_string_new("total: ");

		if (*pieces[i] != '[' && *pieces[i] != '{')
			g_string_append(text, "\n ");
		repeat(text, pieces[i], i == 4 ? 1 : 100000);
		if (i == 4)
			repeat(text, "- ", 100000);
		expect_said(text, "nested deeper than 64 levels");
	}
}
END_TEST

/* Segments may nest as deep as the limit of the file allows. */
START_TEST(deep_segments)
{
	for (int deep = 30; deep <= 31; deep++) {
		GString *text = g_string_new(HEAD_2031 "dimensions: [{id: a, ");

		repeat(text, "segments: [{name: x, ", deep);
		g_string_append(text, "note: y");
		repeat(text, "}]", deep);
		g_string_append(text, "}]\n");
		expect_said(text, deep == 30 ? "" : "nested deeper than 64 levels");
	}
}
END_TEST

START_TEST(long_text)
{
	GString *text = g_string_new(HEAD_2031 "scope: ");

	repeat(text, "0123456789abcdef", (1 << 20) / 16);
	expect_said(g_string_new_len(text->str, text->len), "");
	g_string_append_c(text, 'x');
	expect_said(text, "6:8: a text of more than 1 MiB");
	text = g_string_new(HEAD_2031 "scope: ");
	repeat(text, "0123456789abcdef", (50 << 20) / 16);
	expect_said(text, "6:8: a text of more than 1 MiB");
}
END_TEST

/* Nine levels of ten aliases each: a thousand million nodes, if one let it. */
START_TEST(laughs)
{
	GString *text = g_string_new(HEAD_2031 "also:\n- &a0 [x, x, x, x, x, x, x, x, x, x]\n");

	for (int i = 1; i < 10; i++) {
		g_string_append_printf(text, "- &a%d [", i);
		for (int j = 0; j < 10; j++)
			g_string_append_printf(text, "%s*a%d", j ? ", " : "", i - 1);
		g_string_append(text, "]\n");
	}
	expect_said(text, "aliases repeat more than 1000000 nodes");
}
END_TEST

START_TEST(many_aliases)
{
	GString *text = g_string_new(HEAD_2031 "also:\n- &a x\n");

	repeat(text, "- *a\n", 1000000);
	expect_said(g_string_new_len(text->str, text->len), "");
	g_string_append(text, "- *a\n");
	expect_said(text, "aliases repeat more than 1000000 nodes");
}
END_TEST

START_TEST(many_anchors)
{
	for (int n = 10000; n <= 10001; n++) {
		GString *text = g_string_new(HEAD_2031 "also:\n");

		for (int i = 0; i < n; i++)
			g_string_append_printf(text, "- &a%d x\n", i);
		expect_said(text, n == 10000 ? "" : "10007:3: more than 10000 anchors");
	}
}
END_TEST

/* An anchor on a node too large to repeat does no harm until somebody does. */
START_TEST(large_anchor)
{
	GString *text = g_string_new(HEAD_2031 "also: &all\n");

	repeat(text, "- x\n", 1100000);
	expect_said(g_string_new_len(text->str, text->len), "");
	g_string_append(text, "companies: *all\n");
	expect_said(text, "1100007:12: aliases repeat more than 1000000 nodes");
}
END_TEST

START_TEST(many_errors)
{
	GString *text = g_string_new(HEAD_2031);

	for (int i = 0; i < 1000000; i++)
		g_string_append_printf(text, "key%d: x\n", i);
	expect_said(text, "1005:1: too many errors, the rest is not read");
	text = g_string_new(HEAD_2031 "total: {value: {2025: [");
	repeat(text, "1, ", 1000000);
	g_string_append(text, "1]}}\n");
	expect_said(text, "6:3024: more than 1000 figures in one list");
	text = g_string_new("");
	repeat(text, "--- a\n", 200000);
	expect_said(text, "1:5: a market file is a mapping");
	text = g_string_new(HEAD_2031 "notes:\n");
	for (int i = 0; i < 100000; i++)
		g_string_append_printf(text, "- {text: x, about: nowhere/at-all-%d}\n", i);
	expect_said(text, "");
}
END_TEST

START_TEST(tags)
{
	GString *text = g_string_new(HEAD_2031 "also:\n");

	repeat(text, "- !!str x\n", 100000);
	expect_said(text, "");
	text = g_string_new(HEAD_2031 "also:\n");
	repeat(text, "- !x x\n", 100000);
	expect_said(text, "too many errors");
}
END_TEST

/* -- Places */

/* A message leaves its file's other mistakes to be found too. */
START_TEST(all_messages_in_one_run)
{
	g_autofree char *said = NULL;

	ck_assert_ptr_null(sample_try(HEAD_2031 "dimensions:\n- id: a\n  segments:\n"
		"  - {name: X, shrae: {2025: 46.53%}, share: {2025: 46.53}}\n"
		"  - {name: Y, cagr: {..2031: 3}}\nsource: nobody\n", &said));
	ck_assert_str_eq(said, "9:15: unknown key 'shrae', did you mean 'share'?\n"
		"9:52: 46.53 here means 4653 %; write 46.53%\n"
		"10:30: 3 here means 300 %; write 3%\n"
		"11:9: unknown source 'nobody': 'sources' has no such entry\n");
}
END_TEST

/* The same text in a longer line: columns count characters, not bytes. */
START_TEST(columns_count_characters)
{
	g_autofree char *said = NULL;

	ck_assert_ptr_null(sample_try(HEAD_2031 "companies: "
				      "[{name: \"\u5e02\u573a \u00e4\", leder: true}]\n", &said));
	ck_assert_str_eq(said, "6:28: unknown key 'leder', did you mean 'leader'?\n");
}
END_TEST

/* 46,5% in braces is 46 and a key 5%: only the comma is said. */
START_TEST(comma_in_braces)
{
	char *said;

	ck_assert_ptr_null(sample_try("tamarack: 1\nid: x\ntitle: X\n"
				      "unit: {currency: USD, scale: billion}\n"
				      "period: {base: 2025, from: 2026, to: 2031}\n"
				      "total:\n  value: {2025: 8.74}\n"
				      "  cagr: {2026-2031: 46,5%, 2025-2026: 36}\n", &said));
	ck_assert_str_eq(said, "8:24: a comma ends a figure here: write 1.5 for decimals, 1_234 for "
			 "thousands\n8:39: 36 here means 3600 %; write 36%\n");
	g_free(said);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("reader");
	TCase *t = tcase_create("reader");

	tcase_set_timeout(t, 300);
	tcase_add_test(t, comma_in_braces);
	tcase_add_loop_test(t, encoding, 0, G_N_ELEMENTS(encodings));
	tcase_add_test(t, utf16);
	tcase_add_test(t, late_bad_byte);
	tcase_add_test(t, files_that_are_none);
	tcase_add_test(t, watching);
	tcase_add_test(t, depth);
	tcase_add_test(t, deep_segments);
	tcase_add_test(t, long_text);
	tcase_add_test(t, laughs);
	tcase_add_test(t, many_aliases);
	tcase_add_test(t, many_anchors);
	tcase_add_test(t, large_anchor);
	tcase_add_test(t, many_errors);
	tcase_add_test(t, tags);
	tcase_add_test(t, all_messages_in_one_run);
	tcase_add_test(t, columns_count_characters);
	suite_add_tcase(s, t);
	return run_suite(s);
}
