/* Charts: rows of known values. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chart_read.h"
#include "chart_sample.h"
#include "run_suite.h"

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
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
	struct chart_series s = {NULL, sample_total, CHART_FORECAST, 2};
	struct chart_data d = sample_chart(&s, 1);

	ck_rows(&d, 10, (const int[]){0, 1, 2, 3, 4, 6, 9});
	d.log = true;
	ck_rows(&d, 10, (const int[]){0, 2, 3, 5, 6, 8, 9});
}
END_TEST

/* A tall logarithmic axis is unreadable by its ends alone: round numbers stand between them, each
 * on its row, wherever there is room for one. */
START_TEST(a_logarithmic_axis_has_round_labels)
{
	struct chart_series s = {NULL, sample_total, CHART_FORECAST, 2};
	struct chart_data d = sample_chart(&s, 1);

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
	struct chart_series s = {"total", sample_total, CHART_FORECAST, 2};
	struct chart_data d = sample_chart(&s, 1);

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
		{"faster", near, CHART_WHATIF, 2}, {"source", sample_asia, CHART_SOURCE, 2},
	};
	struct chart_data d = sample_chart(s, 2);
	double hi = sample_asia[6] * MAX(1, 1 + _i * 0.01);
	int same = 0;

	for (int j = 0; j < N_YEARS; j++)
		near[j] = j < 2 ? sample_asia[j] : sample_asia[j] * (1 + _i * 0.01);
	for (int height = 5; height <= 40; height++) {
		struct canvas *c = drawn(&d, height, 90, false);
		struct plot_read p = read_plot(c);
		int label, what_if = row_of(c, &p, "* faster", &label);
		int source = row_of(c, &p, ". source", &label);
		double scale = (p.rows - 1) / (hi - sample_asia[0]);
		int rows[] = {floor((near[6] - sample_asia[0]) * scale + 0.5),
			      floor((sample_asia[6] - sample_asia[0]) * scale + 0.5)};
		g_autofree char *top = read_label(c, &p, p.rows - 1);

		ck_assert_double_eq_tol(atof(top), hi, 0.0051);
		ck_assert_int_ge(what_if, 0);
		ck_assert(ends_on(c, &p, rows[0], label, '*'));
		ck_assert(ends_on(c, &p, rows[1], label, '.'));
		if (rows[0] != rows[1]) {
			ck_assert_int_eq(what_if, rows[0]);
			ck_assert_int_eq(source, rows[1]);
		} else {
			ck_assert_int_eq(what_if - source, near[6] >= sample_asia[6] ? 1 : -1);
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
	const struct chart_series s = {NULL, sample_total, CHART_FORECAST, 2};
	struct chart_data d = sample_chart(&s, 1);

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
		{"source", sample_asia, CHART_SOURCE, 2},
		{"faster-asia", sample_faster, CHART_WHATIF, 2},
	};
	struct chart_data d = sample_chart(s, 2);
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

/* Two of the three end on one row, so their marks stand side by side there: at every
 * width that leaves two thirds to the plot the labels stand behind the ends of the lines,
 * on their rows. */
START_TEST(labels_stand_at_the_ends_at_any_width)
{
	const struct chart_series s[] = {
		{"North America", sample_america, CHART_FORECAST, 2},
		{"Europe", sample_others, CHART_FORECAST, 2},
		{"Asia-Pacific", sample_asia, CHART_FORECAST, 2},
	};
	struct chart_data d = sample_chart(s, 3);

	for (int width = 66; width <= 160; width++) {
		struct canvas *c = drawn(&d, 14, width, false);
		struct plot_read p = read_plot(c);
		int column = 0, row = row_of(c, &p, "a North America 16.87", &column);

		ck_assert_int_eq(row, p.rows - 1);
		ck_assert_msg(column > width / 2, "%d columns: label in column %d", width,
			      column);
		canvas_free(c);
	}
}
END_TEST

/* A scenario that ends where the source does: its mark lies above and keeps its label, on
 * whichever side of the source the last bit of its arithmetic falls. */
START_TEST(a_scenario_that_ends_as_the_source_keeps_its_label)
{
	double path[N_YEARS];
	const struct chart_series s[] = {
		{"source", sample_asia, CHART_SOURCE, 2},
		{"later", path, CHART_WHATIF, 2},
	};
	struct chart_data d = sample_chart(s, 2);

	for (int i = 0; i < N_YEARS; i++)
		path[i] = sample_asia[i] - (i > 1 && i < N_YEARS - 1 ? 0.5 : 0);
	path[N_YEARS - 1] *= 1 + (_i - 1) * 1e-15;
	for (int rows = 8; rows < 30; rows++) {
		struct canvas *c = drawn(&d, rows, 72, false);
		struct plot_read p = read_plot(c);
		int column;

		ck_assert_int_eq(row_of(c, &p, "* later 8.52", &column), p.rows - 1);
		ck_assert_int_eq(row_of(c, &p, ". source 8.52", &column), p.rows - 2);
		canvas_free(c);
	}
}
END_TEST

START_TEST(years_are_thinned)
{
	struct chart_series s = {"total", sample_total, CHART_FORECAST, 2};
	struct chart_data d = sample_chart(&s, 1);
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
	struct chart_data d = sample_chart(&s, 1);
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
	struct chart_series s = {"total", sample_total, CHART_FORECAST, 0};
	struct chart_data d = sample_chart(&s, 1);

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
	struct chart_data d = sample_chart(&s, 1);

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
		{"none", none, CHART_FORECAST, 0}, {"total", sample_total, CHART_FORECAST, 2},
	};
	struct chart_data d = sample_chart(s, 2);
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
	struct chart_data d = sample_chart(&s, 1);

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
		{"North America", sample_america, CHART_FORECAST, 2},
		{"Europe", sample_others, CHART_FORECAST, 2},
		{"Asia-Pacific", sample_faster, CHART_FORECAST, 2},
		{"total", sample_total, CHART_FORECAST, 2},
	};
	struct chart_data d = sample_chart(s, 4);

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
	struct chart_data d = sample_chart(&s, 1);
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
		{"North America", sample_america, CHART_FORECAST, 2},
		{"Europe", sample_others, CHART_FORECAST, 2},
	};
	struct chart_data d = sample_chart(s, 2);

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
		{"early", early, CHART_FORECAST, 2}, {"Europe", sample_others, CHART_FORECAST, 2},
	};
	struct chart_data d = sample_chart(s, 2);

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
	struct chart_data d = sample_chart(s, 2);
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
	struct chart_data d = sample_chart(s, 2);
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
	struct chart_data d = sample_chart(s, 3);
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
	d = sample_chart(s, 27);
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
	struct chart_data d = sample_chart(s, 3);
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
		s[i] = (struct chart_series){"North America", sample_total, CHART_FORECAST, 2};
	d = sample_chart(s, 40);
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
	struct chart_data d = sample_chart(&s, 1);
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
		{"source", sample_asia, CHART_SOURCE, 2},
		{"faster-asia", sample_faster, CHART_WHATIF, 2},
	};
	struct chart_data d = sample_chart(s, 2);
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
		{"North America", sample_america, CHART_FORECAST, 2},
		{"South America", sample_others, CHART_FORECAST, 2},
		{"Europe", sample_others, CHART_FORECAST, 2},
		{"Asia-Pacific", sample_asia, CHART_FORECAST, 2},
		{"Middle East and Africa", sample_others, CHART_FORECAST, 2},
	};
	struct chart_data d = sample_chart(s, 5);

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
	struct chart_data d = sample_chart(s, 4);
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
	struct chart_series s = {"total", sample_total, CHART_FORECAST, 2};
	struct chart_data d = sample_chart(&s, 1);
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
		{"late", late, CHART_FORECAST, 0}, {"total", sample_total, CHART_FORECAST, 0},
	};
	struct chart_data d = sample_chart(s, 1);
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
		{sample_total, 7, 7, "_..:-+#"}, {sample_faster, 7, 7, "__.:-+#"},
		{sample_total, 7, 2, "_#"}, {sample_total, 7, 1, "#"}, {sample_total, 1, 3, "-  "},
		{sample_total, 0, 2, "  "}, {sample_total, 7, 0, ""},
	};
	const double gap[] = {1, NAN, 8};
	g_autofree char *gaps = chart_sparkline(gap, 3, 3, false);
	g_autofree char *blocks = chart_sparkline(sample_total, 7, 7, true);

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

/* A band is certain up to 2026, ends on the rows of its labels and holds the line. */
START_TEST(a_fan_ends_on_its_labels)
{
	const struct chart_series s[] = {
		{"P50", sample_total, CHART_FORECAST, 2}, {"P90", sample_p90, CHART_HIGH, 2},
		{"P10", sample_p10, CHART_LOW, 2},
	};
	struct chart_data d = sample_chart(s, 3);

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
		{"P50", sample_total, CHART_FORECAST, 2}, {"P90", sample_p90, CHART_HIGH, 2},
		{"P10", sample_p10, CHART_LOW, 2},
	};
	struct chart_data d = sample_chart(s, 3);
	g_autofree char *text = picture(&d, 24, 80, false);

	ck_assert_ptr_nonnull(strstr(text, ":: . ::"));
	ck_assert_ptr_nonnull(strstr(text, ":: .  . P50 49.82\n"));
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
	tcase_add_test(t, labels_stand_at_the_ends_at_any_width);
	tcase_add_loop_test(t, a_scenario_that_ends_as_the_source_keeps_its_label, 0, 3);
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
	suite_add_tcase(s, t);
	return run_suite(s);
}
