/* Golden pictures of every kind of chart at four sizes, in ASCII and in UTF-8. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>

#include "chart_read.h"
#include "chart_sample.h"
#include "golden.h"
#include "run_suite.h"

enum { SERIES_MOST = 5 };

static const double gaps[] = {8.74, 11.91, NAN, 21.11, NAN, NAN, 49.82};
static const double none[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
static const double signs[] = {-2.4, -1.1, 0.3, 1.9, 3.2, -0.6, 4.8};
/* Asia-Pacific at 33.9 % and at 25 % a year. */
static const double cautious[] = {1.4393, 1.9619, 2.6270, 3.5175, 4.7100, 6.3067, 8.4446};
static const double slower[] = {1.4393, 1.9619, 2.4524, 3.0655, 3.8318, 4.7898, 5.9872};
/* Three of the other regions, and from 2027 on what only the total tells of them. */
static const double three[] = {4.3195, 5.8856, NAN, NAN, NAN, NAN, NAN};
static const double rest[] = {NAN, NAN, 7.8241, 10.4011, 13.8263, 18.3790, 24.4341};

struct set {
	const char *title, *behind;	/* NULL: those of the sample; behind: the source's name */
	struct chart_series series[SERIES_MOST];
};

#define MARKET "AI training dataset market"

static const struct set one = {NULL, NULL, {{MARKET, sample_total, CHART_FORECAST, 2}}};
static const struct set broken = {NULL, NULL, {{MARKET, gaps, CHART_FORECAST, 2}}};
static const struct set empty = {NULL, NULL, {{MARKET, none, CHART_FORECAST, 2}}};
static const struct set change = {"Change", NULL, {{"Change", signs, CHART_FORECAST, 2}}};
static const struct set what_if = {"Asia-Pacific", "; with faster-asia", {
	{"source", sample_asia, CHART_SOURCE, 2},
	{"faster-asia", sample_faster, CHART_WHATIF, 2},
}};
static const struct set scenarios = {"Asia-Pacific", "; with faster-asia, slower-asia", {
	{"faster-asia", sample_faster, CHART_WHATIF, 2},
	{"slower-asia", slower, CHART_WHATIF, 2},
	{"source", sample_asia, CHART_SOURCE, 2},
}};
static const struct set together = {"Asia-Pacific", "; with cautious", {
	{"cautious", cautious, CHART_WHATIF, 2},
	{"source", sample_asia, CHART_SOURCE, 2},
}};
static const struct set several = {"Geography", NULL, {
	{"North America", sample_america, CHART_FORECAST, 2},
	{"South America", sample_others, CHART_FORECAST, 2},
	{"Europe", sample_others, CHART_FORECAST, 2},
	{"Asia-Pacific", sample_asia, CHART_FORECAST, 2},
	{"Middle East and Africa", sample_others, CHART_FORECAST, 2},
}};
static const struct set several_what_if = {NULL, "; with faster-asia", {
	{"Asia-Pacific", sample_faster, CHART_WHATIF, 2},
	{"Asia-Pacific (source)", sample_asia, CHART_SOURCE, 2},
	{"Europe", sample_others, CHART_WHATIF, 2},
	{"North America", sample_america, CHART_WHATIF, 2},
}};
static const struct set lacking = {"Geography", NULL, {
	{"North America", sample_america, CHART_FORECAST, 2},
	{"Asia-Pacific", sample_asia, CHART_FORECAST, 2},
	{"Three others", three, CHART_FORECAST, 2},
	{"not known", rest, CHART_REST, 2},
}};
static const struct set fan = {NULL, "; 20000 draws, seed 42", {
	{"P50", sample_total, CHART_FORECAST, 2},
	{"P90", sample_p90, CHART_HIGH, 2},
	{"P10", sample_p10, CHART_LOW, 2},
}};
static const struct set fan_what_if = {NULL, NULL, {
	{"P50", sample_total, CHART_WHATIF, 2},
	{"P90", sample_p90, CHART_HIGH, 2},
	{"P10", sample_p10, CHART_LOW, 2},
	{"source", sample_others, CHART_SOURCE, 2},
}};

static const struct picture_case {
	const char *name;
	enum chart_kind kind;
	const struct set *set;
	bool log, index;
	int cross_hair;
} pictures[] = {
	{"line", CHART_LINE, &one, .cross_hair = -1},
	{"log", CHART_LINE, &one, .log = true, .cross_hair = -1},
	{"what-if", CHART_LINE, &what_if, .cross_hair = -1},
	{"cross-hair", CHART_LINE, &what_if, .cross_hair = 4},
	{"scenarios", CHART_LINE, &scenarios, .cross_hair = -1},
	{"bars-scenarios", CHART_BARS, &scenarios, .cross_hair = -1},
	{"together", CHART_LINE, &together, .cross_hair = -1},
	{"log-what-if", CHART_LINE, &what_if, .log = true, .cross_hair = -1},
	{"several", CHART_LINE, &several, .cross_hair = -1},
	{"several-what-if", CHART_LINE, &several_what_if, .cross_hair = -1},
	{"several-cross-hair", CHART_LINE, &several, .cross_hair = 6},
	{"log-several", CHART_LINE, &several, .log = true, .cross_hair = -1},
	{"index", CHART_LINE, &several, .index = true, .cross_hair = -1},
	{"gaps", CHART_LINE, &broken, .cross_hair = -1},
	{"signs", CHART_LINE, &change, .cross_hair = -1},
	{"bars", CHART_BARS, &one, .cross_hair = -1},
	{"bars-what-if", CHART_BARS, &what_if, .cross_hair = -1},
	{"bars-several", CHART_BARS, &several, .cross_hair = -1},
	{"bars-several-what-if", CHART_BARS, &several_what_if, .cross_hair = -1},
	{"bars-cross-hair", CHART_BARS, &what_if, .cross_hair = 3},
	{"bars-gaps", CHART_BARS, &broken, .cross_hair = -1},
	{"bars-signs", CHART_BARS, &change, .cross_hair = -1},
	{"stacked", CHART_STACKED, &several, .cross_hair = -1},
	{"stacked-cross-hair", CHART_STACKED, &several, .cross_hair = 2},
	{"stacked-rest", CHART_STACKED, &lacking, .cross_hair = -1},
	{"percent", CHART_PERCENT, &several, .cross_hair = -1},
	{"percent-rest", CHART_PERCENT, &lacking, .cross_hair = -1},
	{"no-data", CHART_LINE, &empty, .cross_hair = -1},
	{"fan", CHART_LINE, &fan, .cross_hair = -1},
	{"fan-log", CHART_LINE, &fan, .log = true, .cross_hair = 5},
	{"fan-what-if", CHART_LINE, &fan_what_if, .cross_hair = -1},
};

/* Its source's name goes to *source, new. */
static struct chart_data data_of(const struct picture_case *p, char **source)
{
	const struct set *set = p->set;
	int n = 0;

	while (n < SERIES_MOST && set->series[n].name)
		n++;

	struct chart_data d = sample_chart(set->series, n);

	*source = g_strconcat(d.source, set->behind, NULL);
	d.source = *source;
	if (set->title)
		d.title = set->title;
	d.kind = p->kind;
	d.log = p->log;
	d.index = p->index;
	d.cross_hair = p->cross_hair;
	return d;
}

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

START_TEST(golden_pictures)
{
	static const int sizes[][2] = {{10, 40}, {12, 60}, {24, 80}, {40, 120}};
	const struct picture_case *p = &pictures[_i / 2];
	bool utf8 = _i % 2;
	g_autofree char *source = NULL;
	g_autofree char *name =
		g_strdup_printf("chart/%s.%s.txt", p->name, utf8 ? "utf8" : "ascii");
	g_autoptr(GString) all = g_string_new(NULL);
	struct chart_data d = data_of(p, &source);

	for (size_t k = 0; k < G_N_ELEMENTS(sizes); k++) {
		g_autofree char *text = picture(&d, sizes[k][0], sizes[k][1], utf8);

		g_string_append_printf(all, "=== %dx%d\n%s", sizes[k][1], sizes[k][0], text);
	}
	golden_text(name, all->str);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("chart pictures");
	TCase *t = tcase_create("pictures");

	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_loop_test(t, golden_pictures, 0, 2 * G_N_ELEMENTS(pictures));
	suite_add_tcase(s, t);
	return run_suite(s);
}
