/* Answers written out: text, CSV, JSON and Markdown, and what is escaped in each.
 * Expected texts were written by hand from RFC 4180, RFC 8259 and CommonMark. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "report/escape.h"
#include "report/render.h"
#include "run_suite.h"

struct pair { const char *in, *out; };

static const struct pair csv_cells[] = {
	{"plain", "plain"},
	{"", ""},
	{"a,b", "\"a,b\""},
	{"say \"so\"", "\"say \"\"so\"\"\""},
	{" outer", "\" outer\""},
	{"outer ", "\"outer \""},
	{"=1+1", "'=1+1"},
	{"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
	{"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"},
	{"-2+3", "'-2+3"},
	{"@SUM(A1)", "'@SUM(A1)"},
	{"-7.3", "-7.3"},
	{"+4%", "+4%"},
	{"-", "'-"},
	{"a=b", "a=b"},
	{"Müller & Söhne", "Müller & Söhne"},
};

START_TEST(test_csv_cell)
{
	GString *s = g_string_new(NULL);

	escape_csv(s, csv_cells[_i].in);
	ck_assert_str_eq(s->str, csv_cells[_i].out);
	g_string_free(s, TRUE);
}
END_TEST

/* What begins with TAB or CR is guarded, and no raw control stays. */
START_TEST(test_csv_controls)
{
	static const char *const bad[] = {"\t=1", "\r=1", "\t", "\x1b]52;c;QQ==\a", "a\r\nb"};

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GString *s = g_string_new(NULL);

		escape_csv(s, bad[i]);
		for (size_t k = 0; k < s->len; k++)
			ck_assert_uint_ge((unsigned char)s->str[k], 32);
		if (strchr("\t\r", bad[i][0]))
			ck_assert_ptr_nonnull(strchr(s->str, '\''));
		g_string_free(s, TRUE);
	}
}
END_TEST

static const struct pair markdown_cells[] = {
	{"plain", "plain"},
	{"a|b", "a\\|b"},
	{"*bold* _it_", "\\*bold\\* \\_it\\_"},
	{"<script>&", "&lt;script&gt;&amp;"},
	{"[x](y)", "\\[x\\](y)"},
	{"`code`", "\\`code\\`"},
	{"back\\slash", "back\\\\slash"},
	{"two\nlines", "two lines"},
	{"# head", "\\# head"},
};

START_TEST(test_markdown_cell)
{
	GString *s = g_string_new(NULL);

	escape_markdown(s, markdown_cells[_i].in);
	ck_assert_str_eq(s->str, markdown_cells[_i].out);
	g_string_free(s, TRUE);
}
END_TEST

/* Whatever comes in, jansson reads back what text_safe made of it. */
START_TEST(test_json_string)
{
	static const char *const texts[] = {
		"plain", "", "quote \" and \\ slash", "</script>", "Zürich 東京", "\x1b[31mred",
		"a\tb", "bad \xff byte",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		GString *s = g_string_new(NULL);
		g_autofree char *safe = text_safe(texts[i], true);
		json_t *read;

		escape_json(s, texts[i]);
		read = json_loads(s->str, JSON_DECODE_ANY, NULL);
		ck_assert_ptr_nonnull(read);
		ck_assert_str_eq(json_string_value(read), safe);
		json_decref(read);
		g_string_free(s, TRUE);
	}
}
END_TEST

static struct table *example(void)
{
	struct table *t = table_new("A | market");

	table_column(t, "name", "Segment", COLUMN_TEXT);
	table_column_marked(t, table_column(t, "value", "2031", COLUMN_NUMBER));
	table_column(t, "share", "share %", COLUMN_PERCENT);
	table_heading(t, "Geography");
	table_row(t, 0);
	table_text(t, "Asia-Pacific");
	table_number(t, 8.52045501, 'A');
	table_number(t, 0.171025, 0);
	table_row(t, 1);
	table_text(t, "=Japan");
	table_number(t, NAN, 'A');
	table_number(t, -0.5, 0);
	table_row(t, 1);
	table_text(t, "Cloud");
	table_unknown(t);
	table_between(t, 0, 0.3348);
	table_note(t, "Rounded.");
	table_source(t, "Source: x");
	return t;
}

static char *rendered(const struct table *t, enum format format)
{
	struct render_style style = {.format = format, .digits = 2};
	GString *s = g_string_new(NULL);
	struct output *out = output_to_string(s);

	table_write(t, &style, out);
	ck_assert(output_close(out, NULL));
	return g_string_free(s, FALSE);
}

static const char *const example_texts[FORMAT_COUNT] = {
	[FORMAT_TEXT] =
		"A | market\n"
		"\n"
		"Segment       2031           share %\n"
		"Geography\n"
		"Asia-Pacific  8.52A            17.10\n"
		"  =Japan         ?            -50.00\n"
		"  Cloud          ?   ? [0.00, 33.48]\n"
		"\n"
		"Rounded.\n"
		"Source: x\n",
	[FORMAT_CSV] =
		"name,value,value_status,share\n"
		"Asia-Pacific,8.52045501,A,0.171025\n"
		"'=Japan,,,-0.5\n"
		"Cloud,,,\n",
	[FORMAT_JSON] =
		"{\"title\": \"A | market\",\n"
		"\"rows\": [\n"
		"{\"name\": \"Asia-Pacific\", \"value\": 8.52045501, \"value_status\": \"A\", "
		"\"share\": 0.171025},\n"
		"{\"name\": \"=Japan\", \"value\": null, \"value_status\": \"\", \"share\": -0.5},\n"
		"{\"name\": \"Cloud\", \"value\": null, \"value_status\": \"\", \"share\": null}\n"
		"],\n"
		"\"notes\": [\"Rounded.\"],\n"
		"\"source\": \"Source: x\"}\n",
	[FORMAT_MARKDOWN] =
		"## A \\| market\n"
		"\n"
		"| Segment | 2031 | share % |\n"
		"| --- | ---: | ---: |\n"
		"| **Geography** |  |  |\n"
		"| Asia-Pacific | 8.52 A | 17.10 |\n"
		"| &nbsp;&nbsp;=Japan | ? | -50.00 |\n"
		"| &nbsp;&nbsp;Cloud | ? | ? \\[0.00, 33.48\\] |\n"
		"\n"
		"Rounded.\n"
		"\n"
		"Source: x\n",
};

START_TEST(test_formats)
{
	struct table *t = example();
	g_autofree char *text = rendered(t, _i);

	ck_assert_str_eq(text, example_texts[_i]);
	if (_i == FORMAT_JSON) {
		json_t *read = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

		ck_assert_ptr_nonnull(read);
		json_decref(read);
	}
	table_free(t);
}
END_TEST

/* 東 takes two columns, a combining accent none: the numbers end in one column. */
START_TEST(test_alignment)
{
	static const char *const names[] = {"abcdef", "東京都", "e\xcc\x81t\xc3\xa9", "العربية"};
	struct table *t = table_new(NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	table_column(t, "name", "Name", COLUMN_TEXT);
	table_column(t, "value", "2031", COLUMN_NUMBER);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		table_row(t, 0);
		table_text(t, names[i]);
		table_number(t, 10 + i, 0);
	}
	text = rendered(t, FORMAT_TEXT);
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		ck_assert_int_eq(text_width(lines[i + 1]), 7 + 2 + 5);
	table_free(t);
}
END_TEST

START_TEST(test_format_names)
{
	enum format format = FORMAT_TEXT;

	for (int i = 0; i < FORMAT_COUNT; i++) {
		ck_assert(format_parse(format_name(i), &format));
		ck_assert_int_eq(format, i);
	}
	ck_assert(!format_parse("xml", &format));
	ck_assert(!format_parse("", &format));
}
END_TEST

/* ---- files ---- */

static char *read_all(const char *path)
{
	char *text = NULL;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

START_TEST(test_file)
{
	g_autofree char *dir = g_dir_make_tmp("tamarack-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(dir, "out.csv", NULL);
	g_autofree char *link = g_build_filename(dir, "link.csv", NULL);
	g_autofree char *text = NULL;
	struct output *out;
	struct stat st;

	ck_assert(g_file_set_contents(path, "old", -1, NULL));
	ck_assert_int_eq(g_chmod(path, 0600), 0);
	ck_assert_int_eq(symlink("out.csv", link), 0);
	out = output_open(link, NULL);
	ck_assert_ptr_nonnull(out);
	output_text(out, "new");
	text = read_all(path);
	ck_assert_str_eq(text, "old");
	ck_assert(output_close(out, NULL));
	g_free(text);
	text = read_all(path);
	ck_assert_str_eq(text, "new");
	ck_assert_int_eq(lstat(link, &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0600);

	out = output_open(path, NULL);
	output_text(out, "never");
	output_drop(out);
	g_free(text);
	text = read_all(path);
	ck_assert_str_eq(text, "new");

	g_unlink(link);
	g_unlink(path);
	/* Nothing else was left behind. */
	ck_assert_int_eq(g_rmdir(dir), 0);
}
END_TEST

START_TEST(test_full_device)
{
	GError *error = NULL;
	struct output *out = output_open("/dev/full", &error);

	if (!out && !g_file_test("/dev/full", G_FILE_TEST_EXISTS)) {
		g_clear_error(&error);
		return;
	}
	ck_assert_ptr_nonnull(out);
	output_text(out, "x");
	ck_assert(!output_close(out, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "/dev/full"));
	g_clear_error(&error);
	ck_assert_ptr_null(output_open("/nonexistent/dir/file", &error));
	ck_assert_ptr_nonnull(error);
	g_clear_error(&error);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *tc = tcase_create("report");

	tcase_add_loop_test(tc, test_csv_cell, 0, G_N_ELEMENTS(csv_cells));
	tcase_add_test(tc, test_csv_controls);
	tcase_add_loop_test(tc, test_markdown_cell, 0, G_N_ELEMENTS(markdown_cells));
	tcase_add_test(tc, test_json_string);
	tcase_add_loop_test(tc, test_formats, 0, FORMAT_COUNT);
	tcase_add_test(tc, test_alignment);
	tcase_add_test(tc, test_format_names);
	tcase_add_test(tc, test_file);
	tcase_add_test(tc, test_full_device);
	suite_add_tcase(suite, tc);
	return run_suite(suite);
}
