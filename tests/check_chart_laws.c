/* Charts: laws of lines over random series, at random sizes. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart_cases.h"
#include "run_suite.h"

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
	ck_periods(r, c, &p);
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
		r.index = k % 5 == 0 && first_known(r.values[0], r.n) > 0;
		d = (struct chart_data){
			.decimals = (int)(k % 3), .log = r.log, .index = r.index,
			.periods = r.periods, .n_periods = r.n, .series = &s, .n_series = 1,
			.cross_hair = -1,
		};
		c = drawn(&d, r.rows, r.columns, false);
		if (r.index)
			to_index(r.values[0], r.n);
		ck_line_laws(&r, c);
		if (k % 4 == 0) {
			struct canvas *dots = drawn(&d, r.rows, r.columns, true);

			/* an index of an index that begins with 100 is itself */
			ck_dots(c, dots);
			canvas_free(dots);
		}
		canvas_free(c);
	}
}
END_TEST

START_TEST(random_what_ifs_keep_the_laws)
{
	for (unsigned k = 0; k < 500; k++) {
		struct random_case r;
		const struct chart_series s[] = {
			{long_names[0], r.values[0], CHART_SOURCE, 0},
			{long_names[0], r.values[1], CHART_WHATIF, 0},
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

/* --- several nodes --- */

/* The next column from x on with one of the marks in the plot; -1 if none. */
static int next_marked(const struct canvas *c, const struct plot_read *p, int x, const char *marks)
{
	for (; x < c->columns; x++)
		if (read_row(c, p, x, marks) >= 0)
			return x;
	return -1;
}

START_TEST(random_nodes_keep_the_laws)
{
	for (unsigned k = 0; k < 1000; k++) {
		struct nodes_case n;
		struct canvas *c;
		struct plot_read p;
		/* of a scenario each node has a mark of its own, too, and none hides another */
		const char *marks = k % 2 ? "*x@%&" : "abcde";
		int x;

		nodes_case(&n, (unsigned)_i * 10000 + k, CHART_LINE, long_names);
		for (int i = 0; i < n.data.n_series && k % 2; i++)
			n.series[i].role = CHART_WHATIF;
		c = drawn(&n.data, n.r.rows, n.r.columns, false);
		nodes_drawn(&n);
		p = read_plot(c);
		ck_widths(c, n.r.columns);
		ck_distinct_labels(c, &p);
		ck_periods(&n.r, c, &p);
		x = p.axis + 1;
		/* all equal: any row is right */
		for (int j = 0; j < n.r.n && n.hi - n.lo > 1e-9 * n.hi; j++) {
			int start = next_marked(c, &p, x, marks);

			ck_assert_int_gt(start, 0);
			for (int i = 0; i < n.data.n_series; i++) {
				char mark[] = {marks[i], '\0'};
				int at = next_marked(c, &p, start, mark);
				double row = true_row(&n.r, n.lo, n.hi, n.values[i][j], p.rows);

				ck_assert_msg(at >= 0 && at < start + MOST_SERIES,
					      "case %u: %s is not seen", k, mark);
				ck_assert_msg(fabs(row - read_row(c, &p, at, mark)) < 0.5 + 1e-6,
					      "case %u: %s in period %d", k, mark, j);
			}
			x = start + MOST_SERIES;
		}
		if (n.hi - n.lo > 1e-9 * n.hi)
			ck_assert_int_eq(next_marked(c, &p, x, marks), -1);
		canvas_free(c);
	}
}
END_TEST

/* Rows that the labels take: each its line's end where no other ends there, else in the order of
 * the ends and as near as so many labels allow. */
static void ck_end_labels(const struct nodes_case *n, const struct canvas *c,
			  const char *const *labels)
{
	struct plot_read p = read_plot(c);
	int rows[MOST_SERIES], ends[MOST_SERIES], column, last = n->r.n - 1;

	for (int i = 0; i < n->data.n_series; i++) {
		double row = true_row(&n->r, n->lo, n->hi, n->values[i][last], p.rows);

		ends[i] = (int)floor(row + 0.5);
		rows[i] = row_of(c, &p, labels[i], &column);
		ck_assert_int_ge(rows[i], 0);
	}
	for (int i = 0; i < n->data.n_series; i++) {
		bool free = true;

		for (int k = 0; k < n->data.n_series; k++) {
			if (n->values[k][last] > n->values[i][last])
				ck_assert_int_gt(rows[k], rows[i]);
			free = free && (k == i || abs(ends[k] - ends[i]) >= MOST_SERIES);
		}
		ck_assert_int_lt(abs(rows[i] - ends[i]), n->data.n_series);
		if (free)
			ck_assert_int_eq(rows[i], ends[i]);
	}
}

START_TEST(random_ends_stand_on_their_labels)
{
	static const char *const names[MOST_SERIES] = {"uno", "sol", "trio", "quiz", "zinn"};
	static const char *const labels[MOST_SERIES] = {
		"a uno", "b sol", "c trio", "d quiz", "e zinn",
	};
	int beside = 0;

	for (unsigned k = 0; k < 1000; k++) {
		struct nodes_case n;
		struct canvas *c;
		struct plot_read p;
		int column;

		nodes_case(&n, (unsigned)_i * 10000 + k, CHART_LINE, names);
		/* rows for all labels */
		n.r.rows = MAX(n.r.rows, MOST_SERIES + 3);
		c = drawn(&n.data, n.r.rows, n.r.columns, false);
		nodes_drawn(&n);
		p = read_plot(c);
		if (n.hi - n.lo > 1e-9 * n.hi && row_of(c, &p, labels[0], &column) >= 0 &&
		    next_marked(c, &p, column + 1, "abcde") < 0) {
			ck_end_labels(&n, c, labels);
			beside++;
		}
		canvas_free(c);
	}
	ck_assert_int_gt(beside, 500);
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
		if (d.n_series && g_rand_boolean(g))
			s[d.n_series - 1].role = CHART_REST;
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

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

int main(void)
{
	Suite *s = suite_create("chart laws");
	TCase *t = tcase_create("chart laws");

	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_loop_test(t, random_lines_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_what_ifs_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_nodes_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_ends_stand_on_their_labels, 0, 2);
	tcase_add_loop_test(t, any_data_is_drawn, 0, 4);
	tcase_add_test(t, many_points_are_drawn);
	suite_add_tcase(s, t);
	return run_suite(s);
}
