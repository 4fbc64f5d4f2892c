/* Scenarios in the explorer: the list, and several side by side. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <stdio.h>

#include "golden.h"
#include "market/library.h"
#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"

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

int main(void)
{
	Suite *suite = suite_create("views: scenarios");
	TCase *t = tcase_create("scenarios");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, three_cases_side_by_side);
	tcase_add_test(t, list_of_scenarios);
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
