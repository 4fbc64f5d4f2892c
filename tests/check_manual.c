/* The compiled-in manual: every page is there, readable and found by its headings. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "base/text.h"
#include "chart/canvas.h"
#include "run_suite.h"
#include "tui/command.h"
#include "tui/manual.h"

START_TEST(has_every_page)
{
	static const char *const titles[] = {
		"tamarack(1)", "tamarack-market(5)", "tamarack-scenario(5)",
		"tamarack-tutorial(7)",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
		const struct manual_page *page = manual_find(titles[i]);
		g_autofree char *bare = g_strndup(titles[i], strcspn(titles[i], "("));

		ck_assert_msg(page, "no page %s", titles[i]);
		ck_assert_ptr_eq(manual_find(bare), page);
		ck_assert_int_ge(manual_section(page, "NAME"), 0);
		ck_assert_int_gt(manual_section(page, "DESCRIPTION"), manual_section(page, "NAME"));
		ck_assert_int_gt(page->n, 100);
	}
	ck_assert_ptr_null(manual_find("tamar"));
	ck_assert_ptr_null(manual_find("mandoc(1)"));
	ck_assert_ptr_null(manual_get(manual_count()));
	ck_assert_int_eq(manual_section(manual_get(0), "NAMES"), -1);
}
END_TEST

START_TEST(finds_parts_of_sections)
{
	const struct manual_page *page = manual_find("tamarack");
	int line = manual_section(page, "The tree view");
	g_autofree char *text = NULL;

	ck_assert_int_gt(line, manual_section(page, "DESCRIPTION"));
	text = manual_text(page, line);
	ck_assert_str_eq(text, "  The tree view");
}
END_TEST

/* Every command of the command line stands in its section. */
START_TEST(commands_are_documented)
{
	const struct manual_page *page = manual_find("tamarack");
	int from = manual_section(page, "Commands and the palette");
	int to = manual_section(page, "Configuration"), n = 0;
	const char *argument, *help, *name;

	ck_assert(from >= 0 && from < to);
	for (; (name = command_name(n, &argument, &help)); n++) {
		bool found = false;

		for (int k = from; k < to && !found; k++) {
			g_autofree char *text = manual_text(page, k);
			size_t indent = strspn(text, " "), len = strlen(name);

			found = indent == 3 && strncmp(text + indent, name, len) == 0
				&& strchr(" ", text[indent + len]);
		}
		ck_assert_msg(found, "':%s' is not in the manual", name);
	}
	ck_assert_int_gt(n, 20);
}
END_TEST

/* Nothing but printable text, in the width that is promised; examples stand further in. */
START_TEST(lines_are_clean)
{
	for (int i = 0; i < manual_count(); i++) {
		const struct manual_page *page = manual_get(i);

		for (int k = 0; k < page->n; k++) {
			g_autofree char *text = manual_text(page, k);
			g_autofree char *safe = text_safe(text, false);

			ck_assert_str_eq(text, safe);
			ck_assert_msg(strspn(text, " ") > 6 || text_width(text) <= MANUAL_WIDTH,
				      "%s", text);
			ck_assert_ptr_null(strstr(text, "@KEYS@"));
		}
	}
}
END_TEST

START_TEST(draws_styles)
{
	const struct manual_page *page = manual_find("tamarack(1)");
	int name = manual_section(page, "NAME");
	struct canvas *c = canvas_new(2, 20, false);
	g_autofree char *text = NULL, *styles = NULL;

	manual_draw(page, name, c, 0, 2, 18);
	manual_draw(page, name + 1, c, 1, 0, 15);
	text = canvas_dump(c);
	ck_assert_str_eq(text, "  NAME\n   tamarack - e\n");
	ck_assert_int_eq(canvas_cell(c, 0, 2)->style, STYLE_HEADING);
	ck_assert_int_eq(canvas_cell(c, 1, 3)->style, STYLE_KEY);
	ck_assert_int_eq(canvas_cell(c, 1, 10)->style, STYLE_KEY);
	ck_assert_int_eq(canvas_cell(c, 1, 11)->style, STYLE_NORMAL);
	ck_assert_int_eq(canvas_cell(c, 1, 14)->style, STYLE_NORMAL);
	canvas_free(c);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("manual");
	TCase *t = tcase_create("manual");

	tcase_add_test(t, has_every_page);
	tcase_add_test(t, finds_parts_of_sections);
	tcase_add_test(t, commands_are_documented);
	tcase_add_test(t, lines_are_clean);
	tcase_add_test(t, draws_styles);
	suite_add_tcase(s, t);
	return run_suite(s);
}
