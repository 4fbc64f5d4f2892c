/* Crossings, charts, markets side by side, tornado, simulation and the two-way table in the
 * explorer, against the figures of an independent source. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "market/library.h"
#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"
#define B "data/federated-learning-healthcare.yaml"

/* 0.4653 + 0.6652 - 1 = 0.1305, 0.4653 x 0.6652 = 0.309518, 0.4653, times 8.74. */
START_TEST(crossing_has_three_numbers)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "..jx[[[[[[3");
	ck_assert_shows(&s, "Data modality by Deployment model, 2025, USD bn");
	ck_assert_shows(&s, "low 1.1406  independent 2.7052  high 4.0667 USD bn");
	ck_assert_shows(&s, "low 13.0500  independent 30.9518  high 46.5300 % of the total");
	screen_type(&s, "P");
	ck_assert_shows(&s, "Deployment model by Data modality");
	ck_assert_shows(&s, "On-premises x Text");
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "2.7052");
	screen_type(&s, "q<Space>");
	ck_assert_shows(&s, "In On-premises");
	screen_type(&s, "r");
	ck_assert_shows(&s, "Deployment model by Data modality");
	screen_type(&s, "r");
	ck_assert_shows(&s, "this is the whole market");
	screen_end(&s);
}
END_TEST

/* A chart goes on to the next of its kind: a segment's to the segments beside it, a crossing's to the
 * crossings of the same row, the total's nowhere. */
START_TEST(chart_goes_to_its_neighbours)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "jC");
	ck_assert_shows(&s, "Text, AI training");
	screen_type(&s, "j");
	ck_assert_shows(&s, "Image and Video, AI training");
	screen_type(&s, "kk");
	ck_assert_shows(&s, "the first one");
	screen_type(&s, "qP13<Enter>ggjljC");
	ck_assert_shows(&s, "Text x On-premises, AI training");
	screen_type(&s, "j");
	ck_assert_shows(&s, "Text x Cloud, AI training");
	screen_type(&s, "k");
	ck_assert_shows(&s, "Text x On-premises, AI training");
	screen_type(&s, "k");
	ck_assert_shows(&s, "the first one");
	screen_type(&s, "jjjj");
	ck_assert_shows(&s, "Text x Hybrid, AI training");
	ck_assert_shows(&s, "the last one");
	screen_type(&s, "qggCj");
	ck_assert_shows(&s, "there is only one total");
	screen_end(&s);
}
END_TEST

/* Without the source beside it a scenario keeps mark and name: 1.9619 x 1.4^5 = 10.55. */
START_TEST(chart_without_the_source_is_of_the_scenario)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "5Gke40<Enter>C");
	ck_assert_shows(&s, "* scenario 10.55");
	ck_assert_shows(&s, ". source 8.52");
	screen_type(&s, "D");
	ck_assert_shows(&s, "* scenario 10.55");
	g_autofree char *text = canvas_dump(s.canvas);

	ck_assert_ptr_null(strstr(text, "source 8.52"));
	screen_end(&s);
}
END_TEST

/* 8.74 billion against 35.12 million in 2025: 0.402 % (features.md F10). */
START_TEST(markets_side_by_side)
{
	static const char *const names[] = {TOP_SRCDIR "/" A, TOP_SRCDIR "/" B};
	struct explorer_options two = {.markets = names, .n_markets = 2, .hold = HOLD_DEFAULT,
				       .fill = -1, .digits = 3};
	struct screen s = {.canvas = canvas_new(24, 120, false), .app = app_new(&two, false)};
	struct messages *list = messages_new();

	ck_assert(app_open(s.app, list));
	messages_free(list);
	screen_type(&s, "c");
	ck_assert_shows(&s, "mark at least two markets first");
	screen_type(&s, "<Space><Space>c");
	ck_assert_shows(&s, "0.402");
	ck_assert_shows(&s, "8.740");
	ck_assert_shows(&s, "0.035");
	screen_end(&s);
}
END_TEST

/* The library names the printed rate, as `list` does: 20.4, where the levels, (3100 / 1240)^(1/5),
 * say 20.11. */
START_TEST(the_library_has_the_printed_rate)
{
	g_autofree char *directory = g_dir_make_tmp("rates-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(directory, "m.yaml", NULL);
	const char *names[] = {directory};
	struct explorer_options o = {.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT,
				     .fill = -1, .digits = -1};

	ck_assert(g_file_set_contents(file, "tamarack: 1\nid: m\ntitle: M\n"
		"unit: {currency: USD, scale: million}\nperiod: {base: 2025, from: 2025, to: 2030}\n"
		"total: {value: {2025: 1240, 2030: 3100}, cagr: {2025-2030: 20.4%}}\n"
		"dimensions:\n- id: d\n  segments: [A, B]\n", -1, NULL));
	struct screen s = screen_open(&o, 80, 24, false);

	ck_assert_shows(&s, "20.40");
	screen_end(&s);
	unlink(file);
	rmdir(directory);
}
END_TEST

/* features.md F40: a quarter of each impact; J6: 3 points, seed 42, 2.83 % below 40. */
START_TEST(tornado_and_simulation)
{
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, "5jt");
	ck_assert_shows(&s, "What moves it most: North America, 2031");
	screen_type(&s, "qS<Enter>");
	ck_assert_shows(&s, "Simulation: North America");
	screen_type(&s, "qk..t");
	ck_assert_shows(&s, "45.5321");
	ck_assert_shows(&s, "54.4250");
	ck_assert_shows(&s, "49.4469");
	screen_type(&s, "qSmany<Enter>");
	ck_assert_shows(&s, "write 3, or 3 above 40");
	screen_type(&s, "<Esc>,,S3 above 40<Enter>");
	ck_assert_shows(&s, "% > 40  % < 40");
	ck_assert_shows(&s, "  97.");
	ck_assert_shows(&s, "P90 57.");
	screen_end(&s);
}
END_TEST

START_TEST(a_title_has_the_name_or_the_path)
{
	struct screen s = screen_begin(B, 80, 24, false);

	screen_type(&s, "Gt");
	ck_assert_shows(&s, "What moves it most: component/unlisted, 2035");
	screen_type(&s, "qkt");
	ck_assert_shows(&s, "What moves it most: Specialized software");
	screen_end(&s);
}
END_TEST

/* A long name gives way, not what is drawn. */
START_TEST(a_bar_is_whole)
{
	static const char market[] =
		"tamarack: 1\nid: wide\ntitle: Wide\nunit: {currency: EUR, scale: million}\n"
		"period: {base: 2025, from: 2026, to: 2031}\n"
		"total: {value: {2025: 10}, cagr: {2025-2031: 10%}}\n"
		"dimensions:\n- id: region\n  segments:\n"
		"  - {name: A name that goes on and on and on and on to no end at all, "
		"share: {2025: 30%}}\n  - Rest\n";
	g_autofree char *file = g_build_filename(g_get_tmp_dir(), "wide.yaml", NULL);
	g_autofree char *screen = NULL;
	struct screen s;

	ck_assert(g_file_set_contents(file, market, -1, NULL));
	s = screen_begin_file(file, 120, 40, false);
	screen_type(&s, "jt");
	ck_assert_shows(&s, "##|##");
	screen = canvas_dump(s.canvas);
	ck_assert_ptr_null(strstr(screen, "#..."));
	screen_end(&s);
}
END_TEST

/* features.md F41 and 3.10, and 11.91 at the total's rate 2 points and 5 points lower:
 *	python3 -c "g=(49.82/11.91)**.2-1; print([11.91*(1+g-d)**5 for d in (.02,.05)])"
 *	46.1887 41.1417 */
START_TEST(two_way_table_and_steps)
{
	static const char *const rows[] = {
		"36.834   40.683   44.842   49.346   53.653",
		"40.922   45.199   49.820   54.824   59.608",
		"45.011   49.715   54.798   60.302   65.564",
	};
	struct screen s = screen_begin(A, 120, 40, false);

	screen_type(&s, ".#");
	ck_assert_shows(&s, "The forecast has 11.910 and 33.137 %.");
	screen_type(&s, "e10.72,11.91,13.10 by 28,30.57,33.137,35.71,38%<Enter>");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_shows(&s, rows[i]);
	screen_type(&s, "e10.72 by many<Enter>");
	ck_assert_shows(&s, "many");
	screen_type(&s, "<Esc>q.te2pp rates<Enter>");
	ck_assert_shows(&s, "46.1887");
	screen_type(&s, ">");
	ck_assert_shows(&s, "41.1417");
	screen_type(&s, "<" "eforces 25%<Enter>");
	ck_assert_shows(&s, "54.4250");
	screen_type(&s, "ewages<Enter>");
	ck_assert_shows(&s, "inputs are forces, rates and shares, not 'wages'");
	screen_type(&s, "^U2<Enter>");
	ck_assert_shows(&s, "a part of each input such as 25% or points such as 2pp");
	/* From the list of scenarios, about the total of the one that is open. */
	screen_type(&s, "<Esc>qc#");
	ck_assert_shows(&s, "Levels by rates: total");
	screen_type(&s, "qt");
	ck_assert_shows(&s, "54.4250");
	screen_type(&s, "q=60@2031<Enter>");
	ck_assert_shows(&s, "it needs 38.1809S % a year of the total");
	screen_end(&s);
}
END_TEST

/* features.md F46: five regions at 5 points, apart, together, and as one. */
START_TEST(regions_together)
{
	static const struct { const char *rho; double sd; } cases[] = {
		{"0", 4.49}, {"0.5", 7.41}, {"1", 9.49},
	};
	struct screen s = screen_begin(A, 120, 40, false);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *keys = g_strdup_printf("5S5 parts rho %s<Enter>", cases[i].rho);
		g_autofree char *dump = NULL;
		const char *row;
		double sd = 0;

		screen_type(&s, keys);
		dump = canvas_dump(s.canvas);
		row = strstr(dump, " 2031 ");
		ck_assert_ptr_nonnull(row);
		for (const char *at = row; *at && *at != '\n'; at++)
			if (at[-1] == ' ' && g_ascii_isdigit(*at))
				sd = g_ascii_strtod(at, NULL);
		ck_assert_msg(fabs(sd - cases[i].sd) < 0.02 * cases[i].sd, "%g", sd);
		screen_type(&s, "q");
	}
	screen_type(&s, "S5 parts rho -0.3<Enter>");
	ck_assert_shows(&s, "smallest eigenvalue");
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("views: analyses");
	TCase *t = tcase_create("analyses");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_test(t, crossing_has_three_numbers);
	tcase_add_test(t, tornado_and_simulation);
	tcase_add_test(t, a_title_has_the_name_or_the_path);
	tcase_add_test(t, a_bar_is_whole);
	tcase_add_test(t, two_way_table_and_steps);
	tcase_add_test(t, regions_together);
	tcase_add_test(t, chart_goes_to_its_neighbours);
	tcase_add_test(t, chart_without_the_source_is_of_the_scenario);
	tcase_add_test(t, markets_side_by_side);
	tcase_add_test(t, the_library_has_the_printed_rate);
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
