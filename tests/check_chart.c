/* Charts: rows of known values, golden pictures. */
#include "config.h"

#include <check.h>
#include <ctype.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chart_read.h"
#include "golden.h"
#include "run_suite.h"

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

/* A tall logarithmic axis is unreadable by its ends alone: round numbers stand between them, each
 * on its row, wherever there is room for one. */
START_TEST(a_logarithmic_axis_has_round_labels)
{
	struct chart_series s = {NULL, total, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);

	d.log = true;
	for (int height = 24; height <= 60; height++) {
		struct canvas *c = drawn(&d, height, 80, false);
		struct plot_read p = read_plot(c);
		double scale = (p.rows - 1) / log(49.82 / 8.74);
		int empty = 0;

		for (int row = 0; row < p.rows; row++) {
			g_autofree char *label = read_label(c, &p, row);

			empty = *label ? 0 : empty + 1;
			ck_assert_msg(empty < p.rows / 2, "%d of %d", row, p.rows);
			if (*label)
				ck_assert_int_eq(row, floor(log(atof(label) / 8.74) * scale + 0.5));
		}
		g_autofree char *thirty = read_label(c, &p, floor(log(30 / 8.74) * scale + 0.5));

		if (height == 24)
			ck_assert_str_eq(thirty, "30.00");
		canvas_free(c);
	}
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

/* Between the ends of 8.74 to 49.82 stand 20, 25, 30 or 40, at every height and kind: what is not
 * round looks like a figure of the report. */
START_TEST(labels_between_are_round)
{
	const struct chart_series s = {NULL, total, CHART_FORECAST, 2};
	struct chart_data d = base_data(&s, 1);

	for (int kind = 0; kind < 3; kind++) {
		int between = 0;

		d.kind = kind == 1 ? CHART_BARS : CHART_LINE;
		d.log = kind == 2;
		struct canvas *c = drawn(&d, _i, 72, false);
		struct plot_read p = read_plot(c);

		for (int row = 0; row < p.rows; row++) {
			g_autofree char *label = read_label(c, &p, row);

			if (!*label || strcmp(label, "8.74") == 0 || strcmp(label, "49.82") == 0)
				continue;
			ck_assert_msg(fmod(atof(label), 5) == 0, "%s in %d rows", label, _i);
			between++;
		}
		ck_assert(between > 0 || p.rows < 6);
		canvas_free(c);
	}
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

/* The zero of bars stands in the row of the periods and keeps its distance. */
START_TEST(long_periods_leave_the_zero_alone)
{
	static const char *const quarters[] = {"2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"};
	struct chart_series s = {"total", total, CHART_FORECAST, 0};
	struct chart_data d = base_data(&s, 1);

	d.periods = quarters;
	d.n_periods = 4;
	d.kind = CHART_BARS;
	for (int columns = 24; columns <= 90; columns++) {
		g_autofree char *text = picture(&d, 12, columns, false);

		ck_assert(g_regex_match_simple("\n +0\\.00 +2023-Q4 ", text, 0, 0));
		ck_assert(g_regex_match_simple("2024-Q3\n", text, 0, 0));
	}
}
END_TEST

/* One level all along has its label once; where it is nothing, as well. */
START_TEST(equal_values_have_one_label)
{
	static const double levels[][2] = {{12, 12}, {0, 0}, {-3, -3}};
	struct chart_series s = {"total", levels[_i / 2], CHART_FORECAST, 0};
	struct chart_data d = base_data(&s, 1);

	d.n_periods = 2;
	d.kind = _i % 2 ? CHART_BARS : CHART_LINE;
	for (int rows = 5; rows <= 40; rows++) {
		g_autofree char *text = picture(&d, rows, 60, false);
		g_autofree char *label = g_strdup_printf("%.2f", levels[_i / 2][0]);
		const char *at = strstr(text, label);

		ck_assert_msg(at && (at == text || at[-1] == ' ' || at[-1] == '\n'), "%s", text);
		ck_assert_msg(!strstr(text, "0.000"), "%s", text);
	}
}
END_TEST

/* The first series may have nothing to show: the axis is labelled all the same. */
START_TEST(ends_are_of_a_known_series)
{
	static const double none[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	const struct chart_series s[] = {
		{"none", none, CHART_FORECAST, 0}, {"total", total, CHART_FORECAST, 2},
	};
	struct chart_data d = base_data(s, 2);
	g_autofree char *text = picture(&d, 12, 60, false);

	ck_assert_ptr_nonnull(strstr(text, " 49.82 |"));
	ck_assert_ptr_nonnull(strstr(text, " 8.74 |"));
	d.index = true;
	d.series = s + 1;
	d.n_series = 1;
	d.n_periods = 1;
	g_free(text);
	text = picture(&d, 12, 60, false);
	ck_assert_ptr_nonnull(strstr(text, " 100.00 |"));
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

/* Without a first line for them, unit and what is left out begin the last one. */
START_TEST(low_pictures_name_their_unit)
{
	const struct chart_series s[] = {
		{"North America", america, CHART_FORECAST, 2}, {"Europe", others, CHART_FORECAST, 2},
	};
	struct chart_data d = base_data(s, 2);

	d.source = "Source: Mordor Intelligence, 2026-01; with a scenario of a long name";
	for (int rows = 5; rows <= 6; rows++)
		for (int columns = 20; columns <= 60; columns++) {
			g_autofree char *line = picture(&d, rows, columns, false), *bars = NULL;

			ck_assert(g_regex_match_simple("\\n ?USD bn\\. Sour[^\\n]*\\n$", line, 0, 0));
			d.kind = CHART_BARS;
			bars = picture(&d, rows, columns, false);
			d.kind = CHART_LINE;
			if (columns <= 32)
				ck_assert(g_regex_match_simple("\\n ?USD bn, too nar[^\\n]*\\n$",
							       bars, 0, 0));
		}
}
END_TEST

/* What is labelled right of the last period but was last known before says when. */
START_TEST(an_earlier_end_names_its_period)
{
	static const double early[] = {2, 3, 4, 5, NAN, NAN, NAN};
	const struct chart_series s[] = {
		{"early", early, CHART_FORECAST, 2}, {"Europe", others, CHART_FORECAST, 2},
	};
	struct chart_data d = base_data(s, 2);

	for (int kind = CHART_LINE; kind <= CHART_STACKED; kind++) {
		g_autofree char *text = NULL;

		d.kind = kind;
		text = picture(&d, 20, 80, false);
		ck_assert_ptr_nonnull(strstr(text, "a early 5.00 in 2028\n"));
		ck_assert_ptr_nonnull(strstr(text, "b Europe 8.14\n"));
	}
}
END_TEST

/* A part of a stack that is missing: a question mark above what is known, no bar of shares, for
 * nobody knows them. */
START_TEST(a_missing_part_is_no_zero)
{
	static const double part[] = {4, 4, 4, NAN, 4, 4, 4}, other[] = {4, 4, 4, 6, 4, 4, 4};
	const struct chart_series s[] = {
		{"part", part, CHART_FORECAST, 0}, {"other", other, CHART_FORECAST, 0},
	};
	struct chart_data d = base_data(s, 2);
	struct canvas *c;
	struct plot_read p;
	int doubts = 0;

	d.kind = CHART_STACKED;
	c = drawn(&d, 13, 80, false);
	p = read_plot(c);
	/* 6 of 8, on 10 rows */
	ck_assert_int_eq(p.rows, 10);
	for (int x = p.axis + 1; x < c->columns; x++)
		for (int row = 0; row < p.rows; row++)
			if (plot_char(c, &p, row, x) == '?') {
				ck_assert_int_eq(row, 8);
				doubts++;
			}
	ck_assert_int_gt(doubts, 1);
	canvas_free(c);
	d.kind = CHART_PERCENT;
	g_autofree char *text = picture(&d, 13, 80, false);

	/* half each wherever both are known, in six of seven periods */
	ck_assert_ptr_nonnull(strstr(text, "1 value missing in the sums"));
	ck_assert(g_regex_match_simple("\n 100 \\|( +b+){3} {9,}b+( +b+){2}\n", text, 0, 0));
}
END_TEST

/* Nothing is higher than what is known of the last year, at any height: its question marks are. */
START_TEST(a_missing_part_is_seen_at_the_top)
{
	static const double part[] = {10, 11, 12, 13, 24}, other[] = {1, 1, 1, 1, NAN};
	const struct chart_series s[] = {
		{"part", part, CHART_FORECAST, 0}, {"other", other, CHART_FORECAST, 0},
	};
	struct chart_data d = base_data(s, 2);
	struct canvas *c;
	struct plot_read p;
	int column, top;

	d.kind = CHART_STACKED;
	d.n_periods = 5;
	c = drawn(&d, _i, 80, false);
	p = read_plot(c);
	top = row_of(c, &p, "?", &column);
	ck_assert_int_eq(top, p.rows - 1);
	ck_assert_int_eq(plot_char(c, &p, top - 1, column), 'a');
	g_autofree char *label = read_label(c, &p, top - 1);

	ck_assert_str_eq(label, "24.00");
	canvas_free(c);
}
END_TEST

/* Where the level of the whole is known, so is how much is not: it fills the stack. */
START_TEST(a_rest_fills_the_stack)
{
	static const double part[] = {2, 4, NAN}, other[] = {2, 4, 5}, rest[] = {NAN, NAN, 15};
	struct chart_series s[] = {
		{"part", part, CHART_FORECAST, 1}, {"other", other, CHART_FORECAST, 1},
		{"not known", rest, CHART_REST, 1},
	};
	struct chart_data d = base_data(s, 3);
	g_autofree char *stack = NULL, *percent = NULL, *line = NULL;

	d.n_periods = 3;
	d.kind = CHART_STACKED;
	stack = picture(&d, 13, 60, false);
	ck_assert_ptr_nonnull(strstr(stack, " 20.00 |"));
	ck_assert_ptr_nonnull(strstr(stack, "? not known 15.00\n"));
	ck_assert_ptr_nonnull(strstr(stack, "A-B up to 2025"));
	ck_assert_ptr_null(strstr(stack, "missing"));
	d.kind = CHART_PERCENT;
	percent = picture(&d, 13, 60, false);
	ck_assert_ptr_nonnull(strstr(percent, "? not known 75.00 %\n"));
	ck_assert_ptr_nonnull(strstr(percent, "b other 25.00 %\n"));
	/* it is no line and no bar of its own */
	d.kind = CHART_LINE;
	line = picture(&d, 13, 60, false);
	ck_assert_ptr_null(strstr(line, "not known"));
}
END_TEST

/* Of 26 parts of 1 and a rest of 74 it is not the rest that is one too many; of 30 parts, four are. */
START_TEST(a_rest_stays_above_many_parts)
{
	static const double one[] = {1, 1, 1}, rest[] = {74, 74, 74};
	struct chart_series s[31];
	struct chart_data d;

	for (int i = 0; i < 30; i++)
		s[i] = (struct chart_series){"part", one, CHART_FORECAST, 1};
	s[26] = s[30] = (struct chart_series){"not known", rest, CHART_REST, 1};
	d = base_data(s, 27);
	d.n_periods = 3;
	d.kind = CHART_STACKED;
	g_autofree char *text = picture(&d, 40, 80, false);

	ck_assert_ptr_nonnull(strstr(text, "100.00 |"));
	ck_assert_ptr_nonnull(strstr(text, "? not known 74.00"));
	ck_assert_ptr_null(strstr(text, "left out"));
	s[26] = s[0];
	d.n_series = 31;
	g_autofree char *more = picture(&d, 40, 80, false);

	ck_assert_ptr_nonnull(strstr(more, "? not known 74.00"));
	ck_assert_ptr_nonnull(strstr(more, "4 series left out"));
}
END_TEST

/* The source ends where two scenarios take the columns that there are: a plus says that it is there. */
START_TEST(a_last_mark_without_room_is_counted)
{
	static const double same[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
	double source[16], other[16];
	const struct chart_series s[] = {
		{"a scenario of a long name", same, CHART_WHATIF, 1},
		{"a scenario of a longer name", other, CHART_WHATIF, 1},
		{"source", source, CHART_SOURCE, 1},
	};
	struct chart_data d = base_data(s, 3);
	const char *periods[16];
	struct plot_read p;
	struct canvas *c;
	int more = 0;

	for (int j = 0; j < 16; j++) {
		source[j] = j < 8 ? same[j] : NAN;
		other[j] = same[j];
		periods[j] = "2025";
	}
	d.n_periods = 16;
	d.periods = periods;
	c = drawn(&d, 12, 60, false);
	p = read_plot(c);
	for (int row = 0; row < p.rows; row++)
		for (int x = p.axis + 1; x < c->columns; x++)
			more += plot_char(c, &p, row, x) == '+';
	ck_assert_int_eq(more, 1);
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
	/* the line about history is no series */
	ck_assert_int_eq(atoi(more + 4), 26 - named);
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

/* Where not all values of the cross-hair fit, those that do are whole, and the others counted. */
START_TEST(cross_hair_leaves_out_whole_values)
{
	static const char *const levels[] = {"a 16.87", "b 8.14", "c 8.14", "d 8.52", "e 8.14"};
	const struct chart_series s[] = {
		{"North America", america, CHART_FORECAST, 2},
		{"South America", others, CHART_FORECAST, 2},
		{"Europe", others, CHART_FORECAST, 2},
		{"Asia-Pacific", asia, CHART_FORECAST, 2},
		{"Middle East and Africa", others, CHART_FORECAST, 2},
	};
	struct chart_data d = base_data(s, 5);

	d.cross_hair = 6;
	for (int columns = 30; columns <= 60; columns++) {
		g_autofree char *text = picture(&d, 12, columns, false);
		g_autofree char *all = g_strjoin(", ", levels[0], levels[1], levels[2],
						 levels[3], levels[4], NULL);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		char **line = lines;
		int n = 1;

		while (!g_str_has_prefix(*line, " 2031: "))
			ck_assert_ptr_nonnull(*++line);
		if (columns >= (int)strlen(all) + 7) {
			ck_assert_str_eq(*line + 7, all);
			continue;
		}
		for (const char *at = *line; (at = strchr(at, ',')); at++)
			n++;
		g_autofree char *tail = g_strdup_printf(", %d more", 6 - n);

		ck_assert(g_str_has_suffix(*line, tail));
		ck_assert_int_eq(strncmp(*line + 7, all, strlen(*line) - 7 - strlen(tail)), 0);
		ck_assert_int_eq(all[strlen(*line) - 7 - strlen(tail)], ',');
		/* one more would not have fit */
		ck_assert_int_gt(strlen(*line) + strlen(", b 8.14"), columns);
	}
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

/* Where series begin in different years no year is 100 for all; where all begin late, that one is. */
START_TEST(index_names_its_year)
{
	static const double late[] = {NAN, NAN, 2, 3, 4, 5, 6};
	const struct chart_series s[] = {
		{"late", late, CHART_FORECAST, 0}, {"total", total, CHART_FORECAST, 0},
	};
	struct chart_data d = base_data(s, 1);
	g_autofree char *one = NULL, *both = NULL;

	d.index = true;
	one = picture(&d, 20, 80, false);
	ck_assert_ptr_nonnull(strstr(one, ", 2027 = 100\n"));
	d.n_series = 2;
	both = picture(&d, 20, 80, false);
	ck_assert_ptr_nonnull(strstr(both, ", first known = 100\n"));
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

/* --- golden pictures --- */

/* Of the total with a rate that has 3 points of deviation: 11.91 (1 + g + z 0.03)^n at z = -1.28155
 * and 1.28155, from 2027. */
static const double p10[] = {8.74, 11.91, 15.3987, 19.9093, 25.7412, 33.2814, 43.0303};
static const double p90[] = {8.74, 11.91, 16.3145, 22.3479, 30.6124, 41.9334, 57.4410};

/* A band is certain up to 2026, ends on the rows of its labels and holds the line. */
START_TEST(a_fan_ends_on_its_labels)
{
	const struct chart_series s[] = {
		{"P50", total, CHART_FORECAST, 2}, {"P90", p90, CHART_HIGH, 2},
		{"P10", p10, CHART_LOW, 2},
	};
	struct chart_data d = base_data(s, 3);

	for (int rows = 8; rows <= 40; rows++) {
		struct canvas *c = drawn(&d, rows, 80, false);
		struct plot_read p = read_plot(c);
		int low = (int)floor((43.0303 - 8.74) / (57.4410 - 8.74) * (p.rows - 1) + 0.5);
		int last = c->columns, first = p.axis + 1, n = 0;
		g_autofree char *top = read_label(c, &p, p.rows - 1);

		ck_assert_str_eq(top, "57.44");
		/* The column of 2031 is that of the last band, left of the legend. */
		for (int x = p.axis + 1; x < c->columns; x++)
			if (char_at(c, p.top, x) == ':' && char_at(c, p.top, x + 2) != 'P')
				last = x;
		for (int row = 0; row < p.rows; row++) {
			char mark = char_at(c, p.top + p.rows - 1 - row, last);

			if (row >= low)
				ck_assert_msg(mark == ':' || mark == '.', "%d of %d", row, rows);
			else
				ck_assert_int_eq(mark, ' ');
		}
		/* Nothing is uncertain in 2025. */
		while (char_at(c, p.top + p.rows - 1, first) == ' ')
			first++;
		ck_assert_int_eq(char_at(c, p.top + p.rows - 1, first), 'o');
		for (int x = first + 1; x < first + (last - first) / 6 - 1; x++)
			for (int row = 0; row < p.rows; row++)
				n += char_at(c, p.top + row, x) == ':';
		ck_assert_int_eq(n, 0);
		canvas_free(c);
	}
}
END_TEST

/* A dot among colons is not seen: the median of 2030 and the last one have blanks beside them. */
START_TEST(a_median_is_seen_in_its_band)
{
	const struct chart_series s[] = {
		{"P50", total, CHART_FORECAST, 2}, {"P90", p90, CHART_HIGH, 2},
		{"P10", p10, CHART_LOW, 2},
	};
	struct chart_data d = base_data(s, 3);
	g_autofree char *text = picture(&d, 24, 80, false);

	ck_assert_ptr_nonnull(strstr(text, ":: . ::"));
	ck_assert_ptr_nonnull(strstr(text, ":: .  . P50 49.82\n"));
}
END_TEST

enum series_set {
	ONE, WHATIF, TOGETHER, SEVERAL, SEVERAL_WHATIF, GAPS, SIGNS, NONE, FAN, FAN_WHATIF, LACKING,
	SCENARIOS,
};

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
	{"scenarios", CHART_LINE, SCENARIOS, .cross_hair = -1},
	{"bars-scenarios", CHART_BARS, SCENARIOS, .cross_hair = -1},
	{"together", CHART_LINE, TOGETHER, .cross_hair = -1},
	{"log-what-if", CHART_LINE, WHATIF, .log = true, .cross_hair = -1},
	{"several", CHART_LINE, SEVERAL, .cross_hair = -1},
	{"several-what-if", CHART_LINE, SEVERAL_WHATIF, .cross_hair = -1},
	{"several-cross-hair", CHART_LINE, SEVERAL, .cross_hair = 6},
	{"log-several", CHART_LINE, SEVERAL, .log = true, .cross_hair = -1},
	{"index", CHART_LINE, SEVERAL, .index = true, .cross_hair = -1},
	{"gaps", CHART_LINE, GAPS, .cross_hair = -1},
	{"signs", CHART_LINE, SIGNS, .cross_hair = -1},
	{"bars", CHART_BARS, ONE, .cross_hair = -1},
	{"bars-what-if", CHART_BARS, WHATIF, .cross_hair = -1},
	{"bars-several", CHART_BARS, SEVERAL, .cross_hair = -1},
	{"bars-several-what-if", CHART_BARS, SEVERAL_WHATIF, .cross_hair = -1},
	{"bars-cross-hair", CHART_BARS, WHATIF, .cross_hair = 3},
	{"bars-gaps", CHART_BARS, GAPS, .cross_hair = -1},
	{"bars-signs", CHART_BARS, SIGNS, .cross_hair = -1},
	{"stacked", CHART_STACKED, SEVERAL, .cross_hair = -1},
	{"stacked-cross-hair", CHART_STACKED, SEVERAL, .cross_hair = 2},
	{"stacked-rest", CHART_STACKED, LACKING, .cross_hair = -1},
	{"percent", CHART_PERCENT, SEVERAL, .cross_hair = -1},
	{"percent-rest", CHART_PERCENT, LACKING, .cross_hair = -1},
	{"no-data", CHART_LINE, NONE, .cross_hair = -1},
	{"fan", CHART_LINE, FAN, .cross_hair = -1},
	{"fan-log", CHART_LINE, FAN, .log = true, .cross_hair = 5},
	{"fan-what-if", CHART_LINE, FAN_WHATIF, .cross_hair = -1},
};

static void golden_series(enum series_set set, struct chart_data *d, struct chart_series s[5])
{
	static const double gaps[] = {8.74, 11.91, NAN, 21.11, NAN, NAN, 49.82};
	/* asia at 33.9 % a year */
	static const double cautious[] = {1.4393, 1.9619, 2.6270, 3.5175, 4.7100, 6.3067, 8.4446};
	/* asia at 25 % a year */
	static const double slower[] = {1.4393, 1.9619, 2.4524, 3.0655, 3.8318, 4.7898, 5.9872};
	static const double none[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	/* three of the other regions, and from 2027 on what only the total tells of them */
	static const double three[] = {4.3195, 5.8856, NAN, NAN, NAN, NAN, NAN};
	static const double rest[] = {NAN, NAN, 7.8241, 10.4011, 13.8263, 18.3790, 24.4341};
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
	case SCENARIOS:
		d->title = "Asia-Pacific";
		d->source = "Source: Mordor Intelligence, 2026-01; with faster-asia, slower-asia";
		d->n_series = 3;
		s[0] = (struct chart_series){"faster-asia", faster, CHART_WHATIF, 2};
		s[1] = (struct chart_series){"slower-asia", slower, CHART_WHATIF, 2};
		s[2] = (struct chart_series){"source", asia, CHART_SOURCE, 2};
		break;
	case TOGETHER:
		d->title = "Asia-Pacific";
		d->source = "Source: Mordor Intelligence, 2026-01; with cautious";
		d->n_series = 2;
		s[0] = (struct chart_series){"cautious", cautious, CHART_WHATIF, 2};
		s[1] = (struct chart_series){"source", asia, CHART_SOURCE, 2};
		break;
	case SEVERAL_WHATIF:
		d->title = "AI training dataset market";
		d->source = "Source: Mordor Intelligence, 2026-01; with faster-asia";
		d->n_series = 4;
		s[0] = (struct chart_series){"Asia-Pacific", faster, CHART_WHATIF, 2};
		s[1] = (struct chart_series){"Asia-Pacific (source)", asia, CHART_SOURCE, 2};
		s[2] = (struct chart_series){"Europe", others, CHART_WHATIF, 2};
		s[3] = (struct chart_series){"North America", america, CHART_WHATIF, 2};
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
	case LACKING:
		d->title = "Geography";
		d->n_series = 4;
		s[0] = (struct chart_series){"North America", america, CHART_FORECAST, 2};
		s[1] = (struct chart_series){"Asia-Pacific", asia, CHART_FORECAST, 2};
		s[2] = (struct chart_series){"Three others", three, CHART_FORECAST, 2};
		s[3] = (struct chart_series){"not known", rest, CHART_REST, 2};
		break;
	case GAPS:
		s[0] = (struct chart_series){d->title, gaps, CHART_FORECAST, 2};
		break;
	case NONE:
		s[0] = (struct chart_series){d->title, none, CHART_FORECAST, 2};
		break;
	case FAN:
		d->source = "Source: Mordor Intelligence, 2026-01; 20000 draws, seed 42";
		d->n_series = 3;
		s[0] = (struct chart_series){"P50", total, CHART_FORECAST, 2};
		s[1] = (struct chart_series){"P90", p90, CHART_HIGH, 2};
		s[2] = (struct chart_series){"P10", p10, CHART_LOW, 2};
		break;
	case FAN_WHATIF:
		d->n_series = 4;
		s[0] = (struct chart_series){"P50", total, CHART_WHATIF, 2};
		s[1] = (struct chart_series){"P90", p90, CHART_HIGH, 2};
		s[2] = (struct chart_series){"P10", p10, CHART_LOW, 2};
		s[3] = (struct chart_series){"source", others, CHART_SOURCE, 2};
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

	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_test(t, the_published_path_at_height_10);
	tcase_add_test(t, a_logarithmic_axis_has_round_labels);
	tcase_add_loop_test(t, ends_stand_on_their_labels_at_any_height, 0, 2);
	tcase_add_loop_test(t, ends_close_together_keep_their_labels, -6, 7);
	tcase_add_loop_test(t, labels_between_are_round, 8, 30);
	tcase_add_test(t, the_drawing_of_the_product);
	tcase_add_test(t, years_are_thinned);
	tcase_add_test(t, quarters_are_thinned_to_the_same_quarter);
	tcase_add_test(t, long_periods_leave_the_zero_alone);
	tcase_add_loop_test(t, equal_values_have_one_label, 0, 6);
	tcase_add_test(t, ends_are_of_a_known_series);
	tcase_add_test(t, near_values_get_decimals);
	tcase_add_test(t, a_fan_ends_on_its_labels);
	tcase_add_test(t, a_median_is_seen_in_its_band);
	tcase_add_test(t, four_series_have_four_marks_without_colour);
	tcase_add_test(t, a_gap_is_no_zero);
	tcase_add_test(t, low_pictures_name_their_unit);
	tcase_add_test(t, an_earlier_end_names_its_period);
	tcase_add_test(t, a_missing_part_is_no_zero);
	tcase_add_loop_test(t, a_missing_part_is_seen_at_the_top, 8, 30);
	tcase_add_test(t, a_rest_fills_the_stack);
	tcase_add_test(t, a_rest_stays_above_many_parts);
	tcase_add_test(t, a_last_mark_without_room_is_counted);
	tcase_add_test(t, too_many_series_are_counted);
	tcase_add_test(t, no_data_says_so);
	tcase_add_test(t, cross_hair_reads_out);
	tcase_add_test(t, cross_hair_leaves_out_whole_values);
	tcase_add_test(t, shares_add_up);
	tcase_add_test(t, index_starts_at_100);
	tcase_add_test(t, index_names_its_year);
	tcase_add_test(t, sparkline_levels);
	tcase_add_test(t, bar_lengths);
	tcase_add_loop_test(t, golden_pictures, 0, 2 * G_N_ELEMENTS(golden));
	suite_add_tcase(s, t);
	return run_suite(s);
}
