/* Charts: rows of known values, laws over random series, golden pictures. */
#include "config.h"

#include <check.h>
#include <ctype.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chart/chart.h"
#include "golden.h"

static const char *const years[] = {
	"2025", "2026", "2027", "2028", "2029", "2030", "2031",
};
enum { N_YEARS = 7 };

/* The published path: 8.74, 11.91, then geometric to 49.82. */
static const double total[] = {8.74, 11.91, 15.8566, 21.1110, 28.1065, 37.4201, 49.82};
/* 2026 1.9619, then 34.14 % a year to 8.5205; at 40 % to 10.5514. */
static const double asia[] = {1.4393, 1.9619, 2.6317, 3.5301, 4.7353, 6.3520, 8.5205};
static const double faster[] = {1.4393, 1.9619, 2.7467, 3.8453, 5.3834, 7.5368, 10.5514};
static const double america[] = {2.9812, 4.0625, 5.4008, 7.1798, 9.5449, 12.6891, 16.8654};
static const double others[] = {1.4393, 1.9619, 2.6080, 3.4671, 4.6088, 6.1268, 8.1447};

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

static struct chart_data base_data(const struct chart_series *series, int n)
{
	return (struct chart_data){
		.decimals = 2, .title = "AI training dataset market", .unit = "USD bn",
		.source = "Source: Mordor Intelligence, 2026-01", .periods = years,
		.n_periods = N_YEARS, .series = series, .n_series = n, .cross_hair = -1,
	};
}

static struct canvas *drawn(const struct chart_data *d, int rows, int columns, bool utf8)
{
	struct canvas *c = canvas_new(rows, columns, utf8);

	chart_draw(d, c, 0, 0, rows, columns);
	return c;
}

static char *picture(const struct chart_data *d, int rows, int columns, bool utf8)
{
	struct canvas *c = drawn(d, rows, columns, utf8);
	char *text = canvas_dump(c);

	canvas_free(c);
	return text;
}

static char char_at(const struct canvas *c, int row, int column)
{
	const struct cell *cell = canvas_cell(c, row, column);

	return cell ? cell->text[0] : '\0';
}

/* --- what a picture says, read without the drawing code --- */

struct plot_read {
	int axis, top, rows;
};

/* The axis: the column with the longest run of '|'. */
static struct plot_read read_plot(const struct canvas *c)
{
	struct plot_read best = {0};

	for (int x = 0; x < c->columns; x++)
		for (int r = 0, run = 0; r < c->rows; r++) {
			run = char_at(c, r, x) == '|' ? run + 1 : 0;
			if (run > best.rows)
				best = (struct plot_read){x, r - run + 1, run};
		}
	return best;
}

/* Label of a row of the plot, counted upward; "" if it has none.  New string. */
static char *read_label(const struct canvas *c, const struct plot_read *p, int row)
{
	GString *s = g_string_new(NULL);

	for (int x = 0; x < p->axis; x++)
		g_string_append_c(s, char_at(c, p->top + p->rows - 1 - row, x));
	return g_strstrip(g_string_free(s, FALSE));
}

/* The row, counted upward, of the highest of the marks in a column; -1 if none. */
static int read_row(const struct canvas *c, const struct plot_read *p, int column,
		    const char *marks)
{
	for (int row = p->rows - 1; row >= 0; row--) {
		char ch = char_at(c, p->top + p->rows - 1 - row, column);

		if (ch && strchr(marks, ch))
			return row;
	}
	return -1;
}

static void ck_distinct_labels(const struct canvas *c, const struct plot_read *p)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (int row = 0; row < p->rows; row++) {
		char *label = read_label(c, p, row);

		ck_assert_msg(!*label || !g_hash_table_contains(seen, label), "twice: %s", label);
		g_hash_table_add(seen, label);
	}
	ck_assert_uint_ge(g_hash_table_size(seen), 1);
}

static void ck_widths(const struct canvas *c, int columns)
{
	g_autofree char *text = canvas_dump(c);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++)
		ck_assert_int_le(g_utf8_strlen(*line, -1), columns);
}

/* --- rows of known values --- */

/* Columns of the drawing in the product's description: 9, 17, ..., 57. */
static void ck_rows(const struct chart_data *d, int height, const int *rows)
{
	struct canvas *c = drawn(d, height + 2, 80, false);
	struct plot_read p = read_plot(c);

	ck_assert_int_eq(p.rows, height);
	for (int j = 0; j < N_YEARS; j++)
		ck_assert_int_eq(read_row(c, &p, 9 + 8 * j, "o.*"), rows[j]);
	canvas_free(c);
}

START_TEST(the_published_path_at_height_10)
{
	struct chart_series s = {NULL, total, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);

	ck_rows(&d, 10, (const int[]){0, 1, 2, 3, 4, 6, 9});
	d.log = true;
	ck_rows(&d, 10, (const int[]){0, 2, 3, 5, 6, 8, 9});
}
END_TEST

START_TEST(ends_stand_on_their_labels_at_any_height)
{
	struct chart_series s = {"total", total, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);

	d.log = _i % 2;
	for (int height = 5; height <= 40; height++) {
		struct canvas *c = drawn(&d, height, 80, false);
		struct plot_read p = read_plot(c);
		g_autofree char *first = NULL, *last = NULL;
		int column = p.axis + 2;

		first = read_label(c, &p, read_row(c, &p, column, "o"));
		ck_assert_str_eq(first, "8.74");
		while (char_at(c, p.top, column) != '.')
			column++;
		last = read_label(c, &p, p.rows - 1);
		ck_assert_str_eq(last, "49.82");
		canvas_free(c);
	}
}
END_TEST

/* The row, counted upward, that has the text; -1 if none.  *column: where it begins. */
static int row_of(const struct canvas *c, const struct plot_read *p, const char *text, int *column)
{
	g_autofree char *all = canvas_dump(c);
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);

	for (int row = 0; row < p->rows; row++) {
		const char *line = lines[p->top + p->rows - 1 - row];
		const char *found = strstr(line, text);

		*column = found ? found - line : 0;
		if (found)
			return row;
	}
	return -1;
}

/* The mark stands on a row, at most two columns and the gap left of the labels. */
static bool ends_on(const struct canvas *c, const struct plot_read *p, int row, int label, char mark)
{
	for (int x = label - 4; x < label; x++)
		if (char_at(c, p->top + p->rows - 1 - row, x) == mark)
			return true;
	return false;
}

/* A what-if that ends a little above or below the source: each label stands on the row of its
 * mark or, where both end on one row, the higher above the other with both marks seen; the axis
 * ends with the higher level. */
START_TEST(ends_close_together_keep_their_labels)
{
	double near[N_YEARS];
	const struct chart_series s[] = {
		{"faster", near, CHART_WHATIF, 2}, {"source", asia, CHART_SOURCE, 2},
	};
	struct chart_data d = base_data(s, 2);
	double hi = asia[6] * MAX(1, 1 + _i * 0.01);
	int same = 0;

	for (int j = 0; j < N_YEARS; j++)
		near[j] = j < 2 ? asia[j] : asia[j] * (1 + _i * 0.01);
	for (int height = 5; height <= 40; height++) {
		struct canvas *c = drawn(&d, height, 90, false);
		struct plot_read p = read_plot(c);
		int label, what_if = row_of(c, &p, "* faster", &label);
		int source = row_of(c, &p, ". source", &label);
		double scale = (p.rows - 1) / (hi - asia[0]);
		int rows[] = {floor((near[6] - asia[0]) * scale + 0.5),
			      floor((asia[6] - asia[0]) * scale + 0.5)};
		g_autofree char *top = read_label(c, &p, p.rows - 1);

		ck_assert_double_eq_tol(atof(top), hi, 0.0051);
		ck_assert_int_ge(what_if, 0);
		ck_assert(ends_on(c, &p, rows[0], label, '*'));
		ck_assert(ends_on(c, &p, rows[1], label, '.'));
		if (rows[0] != rows[1]) {
			ck_assert_int_eq(what_if, rows[0]);
			ck_assert_int_eq(source, rows[1]);
		} else {
			ck_assert_int_eq(what_if - source, near[6] >= asia[6] ? 1 : -1);
			ck_assert(what_if == rows[0] || source == rows[1]);
			same++;
		}
		canvas_free(c);
	}
	ck_assert_int_gt(same, 0);
}
END_TEST

START_TEST(the_drawing_of_the_product)
{
	const struct chart_series s[] = {
		{"source", asia, CHART_SOURCE, 2}, {"faster-asia", faster, CHART_WHATIF, 2},
	};
	struct chart_data d = base_data(s, 2);
	g_autofree char *text = NULL;

	d.title = "Asia-Pacific";
	d.source = "Source: Mordor Intelligence, 2026-01; with faster-asia";
	text = picture(&d, 9, 80, false);
	ck_assert_str_eq(text,
" 10.55 |                                                 *  * faster-asia 10.55\n"
"       |                                                 .  . source 8.52\n"
"       |                                         *\n"
"  6.00 |                                 *       .\n"
"       |                         *       .\n"
"       |                 *       .                          o up to 2026\n"
"  1.44 | o       o\n"
"        2025    2026    2027    2028    2029    2030    2031\n"
" Asia-Pacific, USD bn. Source: Mordor Intelligence, 2026-01; with faster-asia\n");
}
END_TEST

START_TEST(years_are_thinned)
{
	struct chart_series s = {"total", total, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);
	g_autofree char *text = picture(&d, 12, 40, false);
	g_autoptr(GRegex) row = g_regex_new("^ *2025 +2028 +2031$", G_REGEX_MULTILINE, 0, NULL);

	ck_assert(g_regex_match(row, text, 0, NULL));
}
END_TEST

START_TEST(quarters_are_thinned_to_the_same_quarter)
{
	static const char *const quarters[] = {
		"2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3",
		"2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1",
	};
	const double values[13] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
	struct chart_series s = {NULL, values, CHART_FORECAST, 0};
	struct chart_data d = base_data(&s, 1);
	g_autofree char *text = NULL;

	d.periods = quarters;
	d.n_periods = 13;
	text = picture(&d, 12, 60, false);
	ck_assert(g_regex_match_simple("^ *2023-Q1 +2024-Q1 +2025-Q1 +2026-Q1$", text,
				       G_REGEX_MULTILINE, 0));
}
END_TEST

START_TEST(near_values_get_decimals)
{
	const double near[] = {49.80, 49.81, 49.82, 49.83, 49.84, 49.85, 49.86};
	struct chart_series s = {"total", near, CHART_FORECAST, 0};
	struct chart_data d = base_data(&s, 1);

	for (int rows = 5; rows <= 40; rows++) {
		struct canvas *c = drawn(&d, rows, 60, false);
		struct plot_read p = read_plot(c);

		for (int row = 0; row < p.rows; row++) {
			g_autofree char *label = read_label(c, &p, row);

			if (*label)
				ck_assert_int_eq(strlen(strchr(label, '.')), 4);
		}
		ck_distinct_labels(c, &p);
		canvas_free(c);
	}
}
END_TEST

START_TEST(four_series_have_four_marks_without_colour)
{
	const struct chart_series s[] = {
		{"North America", america, CHART_FORECAST, 2},
		{"Europe", others, CHART_FORECAST, 2},
		{"Asia-Pacific", faster, CHART_FORECAST, 2},
		{"total", total, CHART_FORECAST, 2},
	};
	struct chart_data d = base_data(s, 4);

	for (int kind = CHART_LINE; kind <= CHART_PERCENT; kind++) {
		g_autofree char *text = NULL;

		d.kind = kind;
		text = picture(&d, 24, 80, false);
		for (const char *t = text; *t; t++)
			ck_assert_int_lt((unsigned char)*t, 128);
		for (const char *mark = "abcd"; *mark; mark++)
			ck_assert_ptr_nonnull(strchr(text, *mark));
	}
}
END_TEST

START_TEST(a_gap_is_no_zero)
{
	const double gaps[] = {5, NAN, 6, INFINITY, NAN, 7, 8};
	struct chart_series s = {"gaps", gaps, CHART_FORECAST, 0};
	struct chart_data d = base_data(&s, 1);
	struct canvas *c = drawn(&d, 12, 80, false);
	struct plot_read p = read_plot(c);
	g_autofree char *low = read_label(c, &p, 0);
	int marks = 0;

	ck_assert_str_eq(low, "5.00");
	for (int x = p.axis + 1; x < c->columns; x++)
		marks += read_row(c, &p, x, ".") >= 0;
	ck_assert_int_eq(marks, 4);
	canvas_free(c);
	/* bars: a zero has a foot, a gap has nothing */
	d.kind = CHART_BARS;
	s.values = (const double[]){0, NAN, 6, 6, 6, 6, 6};
	c = drawn(&d, 12, 80, false);
	p = read_plot(c);
	ck_assert_int_eq(read_row(c, &p, p.axis + 2, "_"), 0);
	for (marks = 0; char_at(c, p.top + p.rows - 1, p.axis + 2 + marks) == '_'; marks++)
		;
	for (; char_at(c, p.top + p.rows - 1, p.axis + 2 + marks) == ' '; marks++)
		;
	/* more blanks than between neighbours: a whole bar is missing */
	ck_assert_int_gt(marks, 14);
	canvas_free(c);
}
END_TEST

START_TEST(too_many_series_are_counted)
{
	struct chart_series s[40];
	struct chart_data d;
	g_autofree char *text = NULL;
	int named = 0;
	const char *more;

	for (int i = 0; i < 40; i++)
		s[i] = (struct chart_series){"North America", total, CHART_FORECAST, 2};
	d = base_data(s, 40);
	text = picture(&d, 12, 80, false);
	/* 26 letters: 14 are left out, which the head says; the legend counts what it
	 * leaves out */
	ck_assert_ptr_nonnull(strstr(text, "14 series left out"));
	for (const char *t = text; (t = strstr(t, "North America")); t++)
		named++;
	more = strstr(text, "and ");
	ck_assert_ptr_nonnull(more);
	/* 26 series and the line about history */
	ck_assert_int_eq(atoi(more + 4), 27 - named);
}
END_TEST

START_TEST(no_data_says_so)
{
	const double missing[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	const double negative[] = {-1, -2, -3, 0, -5, -6, -7};
	struct chart_series s = {"total", missing, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);
	g_autofree char *a = picture(&d, 10, 40, false), *b = NULL, *e = NULL, *f = NULL;

	ck_assert_ptr_nonnull(strstr(a, "no data"));
	s.values = negative;
	d.log = true;
	b = picture(&d, 10, 80, false);
	ck_assert_ptr_nonnull(strstr(b, "no data"));
	ck_assert_ptr_nonnull(strstr(b, "7 values not above zero left out"));
	d.n_series = 0;
	e = picture(&d, 5, 20, false);
	ck_assert_ptr_nonnull(strstr(e, "no data"));
	f = picture(&d, 4, 20, false);
	ck_assert_str_eq(f, "chart needs 20x5\n\n\n\n");
}
END_TEST

START_TEST(cross_hair_reads_out)
{
	const struct chart_series s[] = {
		{"source", asia, CHART_SOURCE, 2}, {"faster-asia", faster, CHART_WHATIF, 2},
	};
	struct chart_data d = base_data(s, 2);
	g_autofree char *text = NULL;

	d.cross_hair = 5;
	text = picture(&d, 12, 80, false);
	ck_assert(g_str_has_prefix(text, " 2030: source 6.35, faster-asia 7.54\n"));
	ck_assert_ptr_nonnull(strstr(text, " 2030 "));
}
END_TEST

START_TEST(shares_add_up)
{
	/* modality in 2031 with equal fill, from the published shares */
	const double text_values[] = {46.22}, image[] = {18.37}, audio[] = {17.71};
	const struct chart_series s[] = {
		{"Text", text_values, CHART_FORECAST, 0},
		{"Image and video", image, CHART_FORECAST, 0},
		{"Audio", audio, CHART_FORECAST, 0},
		{"Other", audio, CHART_FORECAST, 0},
	};
	struct chart_data d = base_data(s, 4);
	g_autofree char *text = NULL;

	d.kind = CHART_PERCENT;
	d.n_periods = 1;
	text = picture(&d, 20, 80, false);
	/* 46.22 of 100.01 */
	ck_assert_ptr_nonnull(strstr(text, "a Text 46.22 %"));
	ck_assert_ptr_nonnull(strstr(text, "b Image and video 18.37 %"));
	ck_assert_ptr_nonnull(strstr(text, "d Other 17.71 %"));
	ck_assert_ptr_nonnull(strstr(text, "% of the sum"));
}
END_TEST

START_TEST(index_starts_at_100)
{
	struct chart_series s = {"total", total, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);
	g_autofree char *text = NULL;

	d.index = true;
	text = picture(&d, 12, 80, false);
	/* 49.82 / 8.74 = 5.700229 */
	ck_assert_ptr_nonnull(strstr(text, "570.02"));
	ck_assert_ptr_nonnull(strstr(text, " 100.00 |"));
	ck_assert_ptr_nonnull(strstr(text, "2025 = 100"));
}
END_TEST

START_TEST(sparkline_levels)
{
	static const struct {
		const double *values;
		int n, width;
		const char *expected;
	} rows[] = {
		{total, 7, 7, "_..:-+#"}, {faster, 7, 7, "__.:-+#"}, {total, 7, 2, "_#"},
		{total, 7, 1, "#"}, {total, 1, 3, "-  "}, {total, 0, 2, "  "}, {total, 7, 0, ""},
	};
	const double gap[] = {1, NAN, 8};
	g_autofree char *gaps = chart_sparkline(gap, 3, 3, false);
	g_autofree char *blocks = chart_sparkline(total, 7, 7, true);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *s =
			chart_sparkline(rows[i].values, rows[i].n, rows[i].width, false);

		ck_assert_str_eq(s, rows[i].expected);
	}
	ck_assert_str_eq(gaps, "_ #");
	ck_assert_str_eq(blocks, "▁▂▂▃▄▆█");
}
END_TEST

START_TEST(bar_lengths)
{
	static const struct {
		double fraction;
		int width;
		bool utf8;
		const char *expected;
	} rows[] = {
		{1, 5, false, "#####"},
		{8.14 / 16.87, 5, false, "##"},
		{10.55 / 16.87, 5, false, "###"},
		{0, 5, false, ""},
		{-1, 5, false, ""},
		{2, 3, false, "###"},
		{NAN, 3, false, ""},
		{1, 2, true, "██"},
		{0.75, 2, true, "█▌"},
		{0.0625, 2, true, "▏"},
		{0.5, 0, true, ""},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *s = chart_bar(rows[i].fraction, rows[i].width, rows[i].utf8);

		ck_assert_str_eq(s, rows[i].expected);
	}
}
END_TEST

/* --- laws over random series --- */

enum { MOST_POINTS = 60 };

struct random_case {
	int rows, columns, n;
	bool log;
	double values[2][MOST_POINTS];
	char names[MOST_POINTS][8];
	const char *periods[MOST_POINTS];
};

/* Growth paths, noise, steps, nearly equal values, huge and tiny ones, with gaps. */
static void random_case(struct random_case *r, unsigned seed)
{
	g_autoptr(GRand) g = g_rand_new_with_seed(seed);
	double size = pow(10, g_rand_double_range(g, -3, 7));
	double rate = g_rand_double_range(g, -0.3, 0.6), noise = g_rand_double(g) * 0.3;
	int shape = g_rand_int_range(g, 0, 4);

	r->rows = g_rand_int_range(g, 5, 41);
	r->columns = g_rand_int_range(g, 20, 121);
	r->n = g_rand_int_range(g, 1, 26);
	r->log = g_rand_boolean(g);
	for (int j = 0; j < r->n; j++) {
		double v = size * pow(1 + rate, j) * (1 + noise * g_rand_double(g));

		if (shape == 1)
			v = size * (1 + 1e-4 * g_rand_double(g));
		if (shape == 2 && !r->log)
			v = size * g_rand_double_range(g, -1, 1);
		r->values[0][j] = v;
		r->values[1][j] = v * g_rand_double_range(g, 0.8, 1.5);
		if (shape == 3 && g_rand_int_range(g, 0, 4) == 0)
			r->values[0][j] = NAN;
		g_snprintf(r->names[j], sizeof r->names[j], "%d", 2000 + j);
		r->periods[j] = r->names[j];
	}
}

static bool range_of(const struct random_case *r, int n_series, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = -INFINITY;
	for (int i = 0; i < n_series; i++)
		for (int j = 0; j < r->n; j++) {
			*lo = fmin(*lo, r->values[i][j]);
			*hi = fmax(*hi, r->values[i][j]);
		}
	return *lo <= *hi;
}

/* Where a value truly lies between row 0 and the top row. */
static double true_row(const struct random_case *r, double lo, double hi, double v, int rows)
{
	if (r->log)
		return log(v / lo) / log(hi / lo) * (rows - 1);
	return (v - lo) / (hi - lo) * (rows - 1);
}

/* The label of a row reads back as the value, to its own last digit. */
static void ck_label(const struct canvas *c, const struct plot_read *p, int row, double value)
{
	g_autofree char *label = read_label(c, p, row);
	char *end;
	double shown = g_ascii_strtod(label, &end);
	const char *point = strchr(label, '.'), *e = strchr(label, 'e');
	double unit = pow(10, (e ? atoi(e + 1) : 0) -
			      (point ? (e ? e : label + strlen(label)) - point - 1 : 0));

	ck_assert_msg(*label && !*end, "row %d has no label for %g", row, value);
	ck_assert_msg(fabs(shown - value) <= unit * 0.5000001 + fabs(value) * 1e-12,
		      "label %s for %.17g", label, value);
}

static void ck_line_laws(const struct random_case *r, const struct canvas *c)
{
	struct plot_read p = read_plot(c);
	double lo, hi;
	int j = 0, first = -1, last = -1, first_row = -1, last_row = -1;

	ck_widths(c, r->columns);
	if (!range_of(r, 1, &lo, &hi))
		return;
	ck_distinct_labels(c, &p);
	for (int x = p.axis + 1; x < c->columns; x++) {
		int row = read_row(c, &p, x, ".");

		if (row < 0)
			continue;
		while (j < r->n && isnan(r->values[0][j]))
			j++;
		ck_assert_int_lt(j, r->n);
		if (hi - lo > 1e-9 * fmax(fabs(lo), fabs(hi)))
			ck_assert_msg(fabs(true_row(r, lo, hi, r->values[0][j], p.rows) - row) <=
				      0.5 + 1e-6, "point %d in row %d of %d", j, row, p.rows);
		first = first < 0 ? j : first;
		first_row = first_row < 0 ? row : first_row;
		last_row = row;
		last = j++;
	}
	while (j < r->n && isnan(r->values[0][j]))
		j++;
	ck_assert_int_eq(j, r->n);
	/* where both ends meet in one row the label is the last one's */
	if (first_row != last_row)
		ck_label(c, &p, first_row, r->values[0][first]);
	ck_label(c, &p, last_row, r->values[0][last]);
}

/* Unicode: a mark stands where the ASCII one stands, and the dots of the line keep between the
 * rows of the points they join. */
static void ck_dots(const struct canvas *ascii, const struct canvas *utf8)
{
	struct plot_read p = read_plot(ascii);
	int before = -1;

	for (int x = p.axis + 1; x < ascii->columns; x++) {
		int here = read_row(ascii, &p, x, "."), next = -1, lo = p.rows, hi = -1;

		for (int k = x + 1; next < 0 && k < ascii->columns; k++)
			next = read_row(ascii, &p, k, ".");
		for (int i = 0; i < 3; i++) {
			int row = i == 0 ? before : i == 1 ? here : next;

			lo = row >= 0 ? MIN(lo, row) : lo;
			hi = MAX(hi, row);
		}
		before = here >= 0 ? here : before;
		for (int row = 0; row < p.rows; row++) {
			const char *text = canvas_cell(utf8, p.top + p.rows - 1 - row, x)->text;
			gunichar ch = g_utf8_get_char(text);

			if (ch == 0x25cb)
				ck_assert_int_eq(row, here);
			if (ch < 0x2800 || ch > 0x28ff)
				continue;
			ck_assert_int_ge(row, lo);
			ck_assert_int_le(row, hi);
		}
	}
}

START_TEST(random_lines_keep_the_laws)
{
	for (unsigned k = 0; k < 2000; k++) {
		struct random_case r;
		struct chart_series s = {"line", r.values[0], CHART_FORECAST, 0};
		struct chart_data d;
		struct canvas *c;

		random_case(&r, (unsigned)_i * 10000 + k);
		/* a column for each point, so that the picture can be read back */
		r.n = MIN(r.n, (r.columns - 16) / 2);
		d = (struct chart_data){
			.decimals = (int)(k % 3), .log = r.log, .periods = r.periods,
			.n_periods = r.n, .series = &s, .n_series = 1, .cross_hair = -1,
		};
		c = drawn(&d, r.rows, r.columns, false);
		ck_line_laws(&r, c);
		if (k % 4 == 0) {
			struct canvas *dots = drawn(&d, r.rows, r.columns, true);

			ck_dots(c, dots);
			canvas_free(dots);
		}
		canvas_free(c);
	}
}
END_TEST

/* Names too long to stand anywhere but below keep the plot free of text. */
static const char long_name[] = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";

START_TEST(random_what_ifs_keep_the_laws)
{
	for (unsigned k = 0; k < 500; k++) {
		struct random_case r;
		const struct chart_series s[] = {
			{long_name, r.values[0], CHART_SOURCE, 0},
			{long_name, r.values[1], CHART_WHATIF, 0},
		};
		struct chart_data d;
		struct canvas *c;
		struct plot_read p;
		double lo, hi;
		int j = 0;

		random_case(&r, (unsigned)_i * 10000 + k);
		r.n = MIN(r.n, (r.columns - 16) / 2);
		for (int i = 0; i < r.n; i++)
			r.values[0][i] = isnan(r.values[0][i]) ? r.values[1][i] : r.values[0][i];
		d = (struct chart_data){
			.decimals = 2, .log = r.log, .periods = r.periods, .n_periods = r.n,
			.series = s, .n_series = 2, .cross_hair = -1,
		};
		c = drawn(&d, r.rows, r.columns, false);
		p = read_plot(c);
		ck_widths(c, r.columns);
		ck_distinct_labels(c, &p);
		range_of(&r, 2, &lo, &hi);
		for (int x = p.axis + 1; x < c->columns; x++) {
			int star = read_row(c, &p, x, "*"), dot = read_row(c, &p, x, ".");

			if (star < 0)
				continue;
			ck_assert_int_lt(j, r.n);
			if (hi - lo <= 1e-9 * fmax(fabs(lo), fabs(hi))) {
				j++;
				continue;
			}
			ck_assert_msg(fabs(true_row(&r, lo, hi, r.values[1][j], p.rows) - star) <
				      0.5 + 1e-6, "case %u", k);
			/* the source is seen unless the what-if stands on it */
			ck_assert(fabs(true_row(&r, lo, hi, r.values[0][j], p.rows) -
				       (dot < 0 ? star : dot)) < 0.5 + 1e-6);
			j++;
		}
		ck_assert_int_eq(j, r.n);
		canvas_free(c);
	}
}
END_TEST

/* Height of the bar at a column of the bottom row: rows filled from there. */
static int bar_height(const struct canvas *c, const struct plot_read *p, int x)
{
	int height = 0;

	while (height < p->rows && char_at(c, p->top + p->rows - 1 - height, x) == ':')
		height++;
	return height;
}

START_TEST(random_bars_keep_the_laws)
{
	for (unsigned k = 0; k < 1000; k++) {
		struct random_case r;
		struct chart_series s = {"bars", r.values[0], CHART_FORECAST, 0};
		struct chart_data d;
		struct canvas *c;
		struct plot_read p;
		double lo, hi;
		int j = 0;

		random_case(&r, (unsigned)_i * 10000 + k);
		/* blanks between the bars, so that the picture can be read back */
		r.n = MIN(r.n, (r.columns - 20) / 2);
		for (int i = 0; i < r.n; i++)
			r.values[0][i] = fabs(r.values[1][i]);
		d = (struct chart_data){
			.kind = CHART_BARS, .decimals = 2, .periods = r.periods, .n_periods = r.n,
			.series = &s, .n_series = 1, .cross_hair = -1,
		};
		c = drawn(&d, r.rows, r.columns, false);
		p = read_plot(c);
		ck_widths(c, r.columns);
		if (!range_of(&r, 1, &lo, &hi)) {
			canvas_free(c);
			continue;
		}
		ck_distinct_labels(c, &p);
		for (int x = p.axis + 1; x < c->columns; x++) {
			char foot = char_at(c, p.top + p.rows - 1, x);

			if (foot != char_at(c, p.top + p.rows - 1, x - 1) && strchr(":_", foot)) {
				ck_assert_int_lt(j, r.n);
				ck_assert(fabs(bar_height(c, &p, x) -
					       r.values[0][j] / hi * p.rows) < 0.5 + 1e-6);
				j++;
			}
		}
		ck_assert_int_eq(j, r.n);
		canvas_free(c);
	}
}
END_TEST

START_TEST(random_stacks_keep_the_laws)
{
	for (unsigned k = 0; k < 500; k++) {
		struct random_case r;
		const struct chart_series s[] = {
			{long_name, r.values[0], CHART_FORECAST, 0},
			{long_name, r.values[1], CHART_FORECAST, 0},
		};
		struct chart_data d;
		struct canvas *c;
		struct plot_read p;
		double top = 0;
		int j = 0;

		random_case(&r, 70000 + k);
		r.n = CLAMP((r.columns - 20) / 3, 1, r.n);
		for (int i = 0; i < r.n; i++) {
			r.values[1][i] = fabs(r.values[1][i]);
			r.values[0][i] = isnan(r.values[0][i]) ? 0 : fabs(r.values[0][i]);
			top = fmax(top, r.values[0][i] + r.values[1][i]);
		}
		d = (struct chart_data){
			.kind = k % 2 ? CHART_PERCENT : CHART_STACKED, .decimals = 2,
			.periods = r.periods, .n_periods = r.n, .series = s, .n_series = 2,
			.cross_hair = -1,
		};
		c = drawn(&d, r.rows, r.columns, false);
		p = read_plot(c);
		ck_widths(c, r.columns);
		ck_distinct_labels(c, &p);
		for (int x = p.axis + 2; x < c->columns; x++) {
			int all = read_row(c, &p, x, "ab") + 1, low = 0;
			double scale;

			if (all == 0 || read_row(c, &p, x - 1, "ab") >= 0)
				continue;
			/* a bar of less than half a row is not drawn */
			for (scale = 0; j < r.n; j++) {
				double sum = r.values[0][j] + r.values[1][j];

				scale = p.rows / (k % 2 ? sum : top);
				if (sum * scale >= 0.5)
					break;
			}
			ck_assert_int_lt(j, r.n);
			while (low < p.rows && char_at(c, p.top + p.rows - 1 - low, x) == 'a')
				low++;
			ck_assert(fabs(r.values[0][j] * scale - low) < 0.5 + 1e-6);
			ck_assert(fabs((r.values[0][j] + r.values[1][j]) * scale - all) <
				  0.5 + 1e-6);
			j++;
		}
		canvas_free(c);
	}
}
END_TEST

/* Anything at all, at every size: nothing outside the picture, no crash. */
START_TEST(any_data_is_drawn)
{
	static const double odd[] = {
		0, -0.0, 1, -1, 1e308, -1e308, 5e-324, 1e-300, NAN, INFINITY, -INFINITY, 49.82,
	};
	g_autoptr(GRand) g = g_rand_new_with_seed((guint32)_i);

	for (int k = 0; k < 400; k++) {
		double values[3][MOST_POINTS];
		const char *periods[MOST_POINTS];
		struct chart_series s[3];
		struct chart_data d = {
			.kind = g_rand_int_range(g, 0, 4),
			.log = g_rand_boolean(g),
			.index = g_rand_int_range(g, 0, 4) == 0,
			.decimals = g_rand_int_range(g, 0, 5),
			.title = g_rand_boolean(g) ? "中文 and more" : NULL,
			.source = g_rand_boolean(g) ? "Source: \033]0;x\007" : NULL,
			.periods = periods,
			.n_periods = g_rand_int_range(g, 0, MOST_POINTS),
			.series = s,
			.n_series = g_rand_int_range(g, 0, 4),
			.cross_hair = g_rand_int_range(g, -1, MOST_POINTS),
		};
		int rows = g_rand_int_range(g, 0, 50), columns = g_rand_int_range(g, 0, 130);
		struct canvas *c = canvas_new(rows + 4, columns + 4, g_rand_boolean(g));
		bool few = g_rand_boolean(g);

		for (int i = 0; i < 3; i++) {
			for (int j = 0; j < MOST_POINTS; j++)
				values[i][j] = odd[g_rand_int_range(g, 0, few ? 4 : 12)];
			s[i] = (struct chart_series){i ? "naïve" : NULL, values[i],
						     g_rand_int_range(g, 0, 3),
						     g_rand_int_range(g, 0, 5)};
		}
		for (int j = 0; j < MOST_POINTS; j++)
			periods[j] = j % 7 ? "2023-Q4" : "Δ";
		canvas_fill(c, 0, 0, rows + 4, columns + 4, STYLE_NORMAL, '~');
		chart_draw(&d, c, 2, 2, rows, columns);
		for (int r = 0; r < rows + 4; r++)
			for (int x = 0; x < columns + 4; x++)
				if (r < 2 || x < 2 || r >= rows + 2 || x >= columns + 2)
					ck_assert(char_at(c, r, x) == '~');
		canvas_free(c);
	}
}
END_TEST

START_TEST(many_points_are_drawn)
{
	enum { N = 100000 };
	double *values = g_new(double, N);
	const char **periods = g_new(const char *, N);
	struct chart_series s = {"wave", values, CHART_FORECAST, 0};
	struct chart_data d = {
		.periods = periods, .n_periods = N, .series = &s, .n_series = 1, .cross_hair = -1,
	};

	for (int j = 0; j < N; j++) {
		values[j] = sin(j / 9000.0);
		periods[j] = "2023";
	}
	for (int utf8 = 0; utf8 < 2; utf8++) {
		struct canvas *c = drawn(&d, 200, 500, utf8);

		ck_widths(c, 500);
		canvas_free(c);
	}
	g_free(values);
	g_free(periods);
}
END_TEST

/* --- golden pictures --- */

enum series_set { ONE, WHATIF, SEVERAL, GAPS, SIGNS };

static const struct golden {
	const char *name;
	enum chart_kind kind;
	enum series_set set;
	bool log, index;
	int cross_hair;
} golden[] = {
	{"line", CHART_LINE, ONE, .cross_hair = -1},
	{"log", CHART_LINE, ONE, .log = true, .cross_hair = -1},
	{"what-if", CHART_LINE, WHATIF, .cross_hair = -1},
	{"cross-hair", CHART_LINE, WHATIF, .cross_hair = 4},
	{"several", CHART_LINE, SEVERAL, .cross_hair = -1},
	{"index", CHART_LINE, SEVERAL, .index = true, .cross_hair = -1},
	{"gaps", CHART_LINE, GAPS, .cross_hair = -1},
	{"signs", CHART_LINE, SIGNS, .cross_hair = -1},
	{"bars", CHART_BARS, ONE, .cross_hair = -1},
	{"bars-what-if", CHART_BARS, WHATIF, .cross_hair = -1},
	{"bars-several", CHART_BARS, SEVERAL, .cross_hair = -1},
	{"bars-signs", CHART_BARS, SIGNS, .cross_hair = -1},
	{"stacked", CHART_STACKED, SEVERAL, .cross_hair = -1},
	{"percent", CHART_PERCENT, SEVERAL, .cross_hair = -1},
};

static void golden_series(enum series_set set, struct chart_data *d, struct chart_series s[5])
{
	static const double gaps[] = {8.74, 11.91, NAN, 21.11, NAN, NAN, 49.82};
	static const double signs[] = {-2.4, -1.1, 0.3, 1.9, 3.2, -0.6, 4.8};

	d->n_series = 1;
	switch (set) {
	case ONE:
		s[0] = (struct chart_series){d->title, total, CHART_FORECAST, 2};
		break;
	case WHATIF:
		d->title = "Asia-Pacific";
		d->source = "Source: Mordor Intelligence, 2026-01; with faster-asia";
		d->n_series = 2;
		s[0] = (struct chart_series){"source", asia, CHART_SOURCE, 2};
		s[1] = (struct chart_series){"faster-asia", faster, CHART_WHATIF, 2};
		break;
	case SEVERAL:
		d->title = "Geography";
		d->n_series = 5;
		s[0] = (struct chart_series){"North America", america, CHART_FORECAST, 2};
		s[1] = (struct chart_series){"South America", others, CHART_FORECAST, 2};
		s[2] = (struct chart_series){"Europe", others, CHART_FORECAST, 2};
		s[3] = (struct chart_series){"Asia-Pacific", asia, CHART_FORECAST, 2};
		s[4] = (struct chart_series){"Middle East and Africa", others, CHART_FORECAST, 2};
		break;
	case GAPS:
		s[0] = (struct chart_series){d->title, gaps, CHART_FORECAST, 2};
		break;
	case SIGNS:
		d->title = "Change";
		s[0] = (struct chart_series){"Change", signs, CHART_FORECAST, 2};
		break;
	}
}

START_TEST(golden_pictures)
{
	static const int sizes[][2] = {{10, 40}, {12, 60}, {24, 80}, {40, 120}};
	const struct golden *g = &golden[_i / 2];
	bool utf8 = _i % 2;
	g_autofree char *name =
		g_strdup_printf("chart/%s.%s.txt", g->name, utf8 ? "utf8" : "ascii");
	g_autoptr(GString) all = g_string_new(NULL);
	struct chart_series s[5];
	struct chart_data d = base_data(s, 1);

	golden_series(g->set, &d, s);
	d.kind = g->kind;
	d.log = g->log;
	d.index = g->index;
	d.cross_hair = g->cross_hair;
	for (size_t k = 0; k < G_N_ELEMENTS(sizes); k++) {
		g_autofree char *text = picture(&d, sizes[k][0], sizes[k][1], utf8);

		g_string_append_printf(all, "=== %dx%d\n%s", sizes[k][1], sizes[k][0], text);
	}
	golden_text(name, all->str);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("chart");
	TCase *t = tcase_create("chart");
	SRunner *runner;
	int failed;

	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_test(t, the_published_path_at_height_10);
	tcase_add_loop_test(t, ends_stand_on_their_labels_at_any_height, 0, 2);
	tcase_add_loop_test(t, ends_close_together_keep_their_labels, -6, 7);
	tcase_add_test(t, the_drawing_of_the_product);
	tcase_add_test(t, years_are_thinned);
	tcase_add_test(t, quarters_are_thinned_to_the_same_quarter);
	tcase_add_test(t, near_values_get_decimals);
	tcase_add_test(t, four_series_have_four_marks_without_colour);
	tcase_add_test(t, a_gap_is_no_zero);
	tcase_add_test(t, too_many_series_are_counted);
	tcase_add_test(t, no_data_says_so);
	tcase_add_test(t, cross_hair_reads_out);
	tcase_add_test(t, shares_add_up);
	tcase_add_test(t, index_starts_at_100);
	tcase_add_test(t, sparkline_levels);
	tcase_add_test(t, bar_lengths);
	tcase_add_loop_test(t, random_lines_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_what_ifs_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_bars_keep_the_laws, 0, 2);
	tcase_add_test(t, random_stacks_keep_the_laws);
	tcase_add_loop_test(t, any_data_is_drawn, 0, 4);
	tcase_add_test(t, many_points_are_drawn);
	tcase_add_loop_test(t, golden_pictures, 0, 2 * G_N_ELEMENTS(golden));
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
