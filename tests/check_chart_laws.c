/* Charts: laws over random series of every kind, at random sizes. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart_read.h"

enum { MOST_POINTS = 60 };

struct random_case {
	int rows, columns, n;
	bool log, index;
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

static double first_known(const double *values, int n)
{
	for (int j = 0; j < n; j++)
		if (!isnan(values[j]))
			return values[j];
	return NAN;
}

static void to_index(double *values, int n)
{
	double first = first_known(values, n);

	for (int j = 0; j < n; j++)
		values[j] = values[j] / first * 100;
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

/* Below the plot stand whole labels of periods, in their order, with blanks between. */
static void ck_periods(const struct random_case *r, const struct canvas *c, const struct plot_read *p)
{
	GString *row = g_string_new(NULL);
	g_auto(GStrv) words = NULL;
	int j = 0, labels = 0;

	/* bars have their zero left of the axis, in the same row */
	for (int x = 0; x < c->columns; x++)
		g_string_append_c(row, char_at(c, p->top + p->rows, x));
	if (strchr(row->str, '.') && strchr(row->str, '.') - row->str < p->axis)
		memset(row->str, ' ', (size_t)p->axis);
	words = g_strsplit_set(row->str, " ", -1);
	for (char **word = words; *word; word++) {
		if (!**word)
			continue;
		while (j < r->n && strcmp(r->periods[j], *word) != 0)
			j++;
		ck_assert_msg(j++ < r->n, "'%s' is no label of a period: %s", *word, row->str);
		labels++;
	}
	ck_assert_int_ge(labels, 1);
	g_string_free(row, TRUE);
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

/* --- several nodes --- */

enum { MOST_SERIES = 5 };

struct nodes_case {
	struct random_case r;
	double values[MOST_SERIES][MOST_POINTS];
	struct chart_series series[MOST_SERIES];
	struct chart_data data;
	double lo, hi;		/* of all as drawn */
};

/* Two to five nodes of near sizes, so that many end close together; wide enough that the columns
 * of a period stand apart from the next.  No gaps, nothing below zero. */
static void nodes_case(struct nodes_case *c, unsigned seed, enum chart_kind kind,
		       const char *const *names)
{
	g_autoptr(GRand) g = g_rand_new_with_seed(seed + 17);
	int n_series = g_rand_int_range(g, 2, MOST_SERIES + 1);

	random_case(&c->r, seed);
	c->r.n = MIN(c->r.n, 7);
	c->r.columns = MAX(c->r.columns, 84);
	c->r.index = kind == CHART_LINE && g_rand_int_range(g, 0, 3) == 0;
	c->r.log = c->r.log && kind == CHART_LINE;
	c->lo = INFINITY;
	c->hi = -INFINITY;
	for (int i = 0; i < n_series; i++) {
		double size = g_rand_double_range(g, 0.5, 1);

		for (int j = 0; j < c->r.n; j++) {
			double v = fabs(c->r.values[1][j]) * size;

			c->values[i][j] = v * g_rand_double_range(g, 0.9, 1.1);
		}
		c->series[i] = (struct chart_series){names[i], c->values[i], CHART_FORECAST, 0};
	}
	c->data = (struct chart_data){
		.kind = kind, .log = c->r.log, .index = c->r.index, .decimals = 2,
		.periods = c->r.periods, .n_periods = c->r.n, .series = c->series,
		.n_series = n_series, .cross_hair = -1,
	};
}

/* After the picture is drawn: the values as it shows them, and their range. */
static void nodes_drawn(struct nodes_case *c)
{
	for (int i = 0; i < c->data.n_series; i++) {
		if (c->r.index)
			to_index(c->values[i], c->r.n);
		for (int j = 0; j < c->r.n; j++) {
			c->lo = fmin(c->lo, c->values[i][j]);
			c->hi = fmax(c->hi, c->values[i][j]);
		}
	}
}

/* The next column from x on with one of the marks in the plot; -1 if none. */
static int next_marked(const struct canvas *c, const struct plot_read *p, int x, const char *marks)
{
	for (; x < c->columns; x++)
		if (read_row(c, p, x, marks) >= 0)
			return x;
	return -1;
}

static const char *const long_names[MOST_SERIES] = {
	long_name, long_name, long_name, long_name, long_name,
};

START_TEST(random_nodes_keep_the_laws)
{
	for (unsigned k = 0; k < 1000; k++) {
		struct nodes_case n;
		struct canvas *c;
		struct plot_read p;
		int x;

		nodes_case(&n, (unsigned)_i * 10000 + k, CHART_LINE, long_names);
		c = drawn(&n.data, n.r.rows, n.r.columns, false);
		nodes_drawn(&n);
		p = read_plot(c);
		ck_widths(c, n.r.columns);
		ck_distinct_labels(c, &p);
		ck_periods(&n.r, c, &p);
		x = p.axis + 1;
		/* all equal: any row is right */
		for (int j = 0; j < n.r.n && n.hi - n.lo > 1e-9 * n.hi; j++) {
			int start = next_marked(c, &p, x, "abcde");

			ck_assert_int_gt(start, 0);
			for (int i = 0; i < n.data.n_series; i++) {
				char mark[] = {(char)('a' + i), '\0'};
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
			ck_assert_int_eq(next_marked(c, &p, x, "abcde"), -1);
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

/* A bar of the mark in a column, within half a row of the true height, or a foot. */
static void ck_bar(const struct plot_read *p, const struct canvas *c, int column, char mark,
		   double rows)
{
	int height = 0;

	while (height < p->rows && plot_char(c, p, height, column) == mark)
		height++;
	ck_assert_msg(fabs(rows - height) < 0.5 + 1e-6, "%d rows, not %g", height, rows);
	ck_assert(height > 0 || plot_char(c, p, 0, column) == '_');
}

START_TEST(random_groups_keep_the_laws)
{
	for (unsigned k = 0; k < 1000; k++) {
		struct nodes_case n;
		struct canvas *c;
		struct plot_read p;
		int x;

		nodes_case(&n, (unsigned)_i * 10000 + k, CHART_BARS, long_names);
		c = drawn(&n.data, n.r.rows, n.r.columns, false);
		nodes_drawn(&n);
		p = read_plot(c);
		ck_widths(c, n.r.columns);
		ck_distinct_labels(c, &p);
		ck_periods(&n.r, c, &p);
		x = p.axis + 1;
		for (int j = 0; j < n.r.n; j++) {
			int width = 0;

			while (x < c->columns && plot_char(c, &p, 0, x) == ' ')
				x++;
			while (strchr("abcde_", plot_char(c, &p, 0, x + width)))
				width++;
			ck_assert_int_gt(width, 0);
			ck_assert_int_eq(width % n.data.n_series, 0);
			for (int i = 0; i < n.data.n_series; i++)
				ck_bar(&p, c, x + i * (width / n.data.n_series), (char)('a' + i),
				       n.values[i][j] / n.hi * p.rows);
			x += width;
		}
		canvas_free(c);
	}
}
END_TEST

/* Height of the bar at a column of the bottom row: rows filled from there. */
static int bar_height(const struct canvas *c, const struct plot_read *p, int x)
{
	int height = 0;

	while (height < p->rows && plot_char(c, p, height, x) == ':')
		height++;
	return height;
}

/* Unicode: whole rows of shade, then a block of so many eighths. */
static void ck_eighths(const struct canvas *c, const struct plot_read *p, int x, double rows)
{
	int eighths = 0;

	for (int row = 0; row < p->rows; row++) {
		const struct cell *cell = canvas_cell(c, p->top + p->rows - 1 - row, x);
		gunichar ch = g_utf8_get_char(cell->text);

		if (ch == 0x2592)
			eighths += 8;
		else if (ch > 0x2580 && ch < 0x2588)
			eighths += (int)ch - 0x2580;
	}
	/* what is too low to be seen has a foot */
	ck_assert(fabs(rows * 8 - eighths) < 0.5 + 1e-6 || (eighths == 1 && rows * 8 < 0.5 + 1e-6));
}

START_TEST(random_bars_keep_the_laws)
{
	for (unsigned k = 0; k < 1000; k++) {
		struct random_case r;
		struct chart_series s = {"bars", r.values[0], CHART_FORECAST, 0};
		struct chart_data d;
		struct canvas *c, *utf8;
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
		ck_periods(&r, c, &p);
		utf8 = drawn(&d, r.rows, r.columns, true);
		for (int x = p.axis + 1; x < c->columns; x++) {
			char foot = char_at(c, p.top + p.rows - 1, x);

			if (foot != char_at(c, p.top + p.rows - 1, x - 1) && strchr(":_", foot)) {
				ck_assert_int_lt(j, r.n);
				ck_assert(fabs(bar_height(c, &p, x) -
					       r.values[0][j] / hi * p.rows) < 0.5 + 1e-6);
				ck_eighths(utf8, &p, x, r.values[0][j] / hi * p.rows);
				j++;
			}
		}
		ck_assert_int_eq(j, r.n);
		canvas_free(utf8);
		canvas_free(c);
	}
}
END_TEST

/* Rows that a column has from the line of zero in a direction. */
static int bar_length(const struct canvas *c, int zero, int x, int way)
{
	int length = 0;

	while (char_at(c, zero + way * (length + 1), x) == ':')
		length++;
	return length;
}

/* A bar, above or below the line of zero, has its first column here. */
static bool bar_begins(const struct canvas *c, int zero, int x)
{
	return (char_at(c, zero - 1, x) != ' ' || char_at(c, zero + 1, x) != ' ') &&
	       char_at(c, zero - 1, x - 1) == ' ' && char_at(c, zero + 1, x - 1) == ' ';
}

/* No label left of the axis stands twice. */
static void ck_distinct_column(const struct canvas *c, int axis)
{
	struct plot_read all = {.axis = axis, .rows = c->rows};

	for (int a = 0; a < c->rows; a++)
		for (int b = 0; b < a; b++) {
			g_autofree char *one = read_label(c, &all, a), *two = read_label(c, &all, b);

			ck_assert_msg(!*one || strcmp(one, two) != 0, "twice: %s", one);
		}
}

START_TEST(random_signs_keep_the_laws)
{
	for (unsigned k = 0; k < 500; k++) {
		struct random_case r;
		struct chart_series s = {"bars", r.values[0], CHART_FORECAST, 0};
		struct chart_data d;
		struct canvas *c;
		struct plot_read p;
		double lo = 0, hi = 0, unit;
		int zero, x, down, j;

		random_case(&r, (unsigned)_i * 10000 + k);
		r.n = CLAMP((r.columns - 20) / 3, 1, r.n);
		r.rows = MAX(r.rows, 8);
		for (j = 0; j < r.n; j++) {
			r.values[0][j] = cos(j + k) * (1 + r.values[1][j] / (1 + fabs(r.values[1][j])));
			lo = fmin(lo, r.values[0][j]);
			hi = fmax(hi, r.values[0][j]);
		}
		if (lo == 0 || hi == 0)
			continue;
		d = (struct chart_data){
			.kind = CHART_BARS, .decimals = 2, .periods = r.periods, .n_periods = r.n,
			.series = &s, .n_series = 1, .cross_hair = -1,
		};
		c = drawn(&d, r.rows, r.columns, false);
		ck_widths(c, r.columns);
		/* the line of zero cuts the axis */
		for (zero = 0, x = 0; zero < c->rows; zero++, x = 0) {
			while (x < c->columns && char_at(c, zero, x) != '+')
				x++;
			if (x < c->columns && char_at(c, zero, x + 1) == '-')
				break;
		}
		ck_assert_int_lt(zero, c->rows);
		p = (struct plot_read){.axis = x};
		ck_distinct_column(c, x);
		while (char_at(c, zero - p.rows - 1, x) == '|')
			p.rows++;
		for (down = 0; char_at(c, zero + down + 1, x) == '|'; down++)
			;
		ck_assert_int_gt(p.rows, 0);
		ck_assert_int_gt(down, 0);
		unit = fmax(hi / p.rows, -lo / down);
		for (j = 0, x++; x < c->columns && j < r.n; x++) {
			double rows;

			if (!bar_begins(c, zero, x))
				continue;
			rows = r.values[0][j++] / unit;
			ck_assert_msg(fabs(fabs(rows) - bar_length(c, zero, x, rows < 0 ? 1 : -1)) <
				      0.5 + 1e-6, "case %u: bar %d", k, j);
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
			while (low < p.rows && plot_char(c, &p, low, x) == 'a')
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

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

int main(void)
{
	Suite *s = suite_create("chart laws");
	TCase *t = tcase_create("chart laws");
	SRunner *runner;
	int failed;

	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_loop_test(t, random_lines_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_what_ifs_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_nodes_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_ends_stand_on_their_labels, 0, 2);
	tcase_add_loop_test(t, random_groups_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_bars_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_signs_keep_the_laws, 0, 2);
	tcase_add_test(t, random_stacks_keep_the_laws);
	tcase_add_loop_test(t, any_data_is_drawn, 0, 4);
	tcase_add_test(t, many_points_are_drawn);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
