/* Charts: laws of bars over random series, at random sizes. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart_cases.h"
#include "run_suite.h"

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
			{long_names[0], r.values[0], CHART_FORECAST, 0},
			{long_names[0], r.values[1], CHART_FORECAST, 0},
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

/* The columns of the next bar from x on; 0 if there is none. */
static int bar_columns(const struct canvas *c, const struct plot_read *p, int *x)
{
	int width = 0;

	while (*x < c->columns && plot_char(c, p, 0, *x) == ' ')
		++*x;
	while (*x + width < c->columns && plot_char(c, p, 0, *x + width) != ' ')
		width++;
	return width;
}

/* A layer too thin for a row of its own still has its letter in its bar. */
START_TEST(random_layers_are_all_seen)
{
	for (unsigned k = 0; k < 1000; k++) {
		struct nodes_case n;
		struct canvas *c;
		struct plot_read p;
		int x;

		nodes_case(&n, (unsigned)_i * 10000 + k, _i ? CHART_PERCENT : CHART_STACKED,
			   long_names);
		/* no more than the bars are wide */
		n.r.columns = MAX(n.r.columns, 14 + n.r.n * 10);
		for (int j = 0; j < n.r.n; j++)
			n.values[k % 2][j] /= 1 + k % 50;
		c = drawn(&n.data, n.r.rows, n.r.columns, false);
		p = read_plot(c);
		x = p.axis + 1;
		for (int j = 0; j < n.r.n; j++) {
			int width = bar_columns(c, &p, &x);

			ck_assert_int_ge(width, n.data.n_series);
			for (int i = 0; i < n.data.n_series; i++) {
				/* a stack too low for a row has a foot */
				bool seen = plot_char(c, &p, 0, x) == '_';

				for (int at = 0; at < width * p.rows && !seen; at++)
					seen = plot_char(c, &p, at / width, x + at % width) ==
					       'a' + i;
				ck_assert_msg(seen, "case %u: %c in period %d", k, 'a' + i, j);
			}
			x += width;
		}
		canvas_free(c);
	}
}
END_TEST

/* More of them than a bar is wide are a plus, and a stack too low for a row is no gap. */
START_TEST(thin_layers_and_stacks_show_that_they_are)
{
	const double thick[] = {1e-3, 1000, NAN}, thin[] = {1e-6, 1, NAN};
	static const char *const periods[] = {"2025", "2026", "2027"};
	struct chart_series s[26];
	struct chart_data d = {
		.kind = CHART_STACKED, .decimals = 2, .periods = periods, .n_periods = 3,
		.series = s, .n_series = G_N_ELEMENTS(s), .cross_hair = -1,
	};
	struct canvas *c;
	struct plot_read p;
	int x, width;

	for (gsize i = 0; i < G_N_ELEMENTS(s); i++)
		s[i] = (struct chart_series){"layer", i ? thin : thick, CHART_FORECAST, 0};
	c = drawn(&d, 12, 60, false);
	p = read_plot(c);
	x = p.axis + 1;
	width = bar_columns(c, &p, &x);
	ck_assert_int_gt(width, 2);
	for (int i = 0; i < width; i++)
		ck_assert_int_eq(plot_char(c, &p, 0, x + i), '_');
	x += width;
	width = bar_columns(c, &p, &x);
	ck_assert_int_gt(width, 2);
	ck_assert_int_eq(plot_char(c, &p, p.rows - 1, x), 'a');
	ck_assert_int_eq(plot_char(c, &p, p.rows - 1, x + 1), 'b');
	ck_assert_int_eq(plot_char(c, &p, p.rows - 1, x + width - 1), '+');
	x += width;
	ck_assert_int_eq(bar_columns(c, &p, &x), 0);
	canvas_free(c);
}
END_TEST

/* A bar of one column has no place for the letter of another layer: 1 of 101 is no row of 16. */
START_TEST(layers_that_are_not_seen_are_told)
{
	static const struct { int rows, periods; double upper; const char *says; } pictures[] = {
		{20, 37, 1, "Shop, USD mn, thin layers are not shown\n"},
		{10, 37, 1, "Shop, USD mn. Thin layers are not shown\n"},
		{20, 37, 100, NULL}, {20, 3, 1, NULL},
	};
	const char *periods[37];
	double lower[37], upper[37];
	struct chart_series s[] = {{"a", lower, CHART_FORECAST, 0}, {"b", upper, CHART_FORECAST, 0}};
	struct chart_data d = {
		.kind = CHART_STACKED, .title = "Shop", .unit = "USD mn", .periods = periods,
		.series = s, .n_series = 2, .cross_hair = -1, .n_periods = pictures[_i].periods,
	};
	struct canvas *c;
	g_autofree char *text = NULL;

	for (int j = 0; j < 37; j++) {
		periods[j] = "2025";
		lower[j] = 100;
		upper[j] = pictures[_i].upper;
	}
	c = drawn(&d, pictures[_i].rows, 60, false);
	text = canvas_dump(c);
	if (pictures[_i].says)
		ck_assert_msg(strstr(text, pictures[_i].says) != NULL, "%s", text);
	else
		ck_assert_msg(strstr(text, "not shown") == NULL, "%s", text);
	canvas_free(c);
}
END_TEST

static void start(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

int main(void)
{
	Suite *s = suite_create("chart bars");
	TCase *t = tcase_create("chart bars");

	tcase_set_timeout(t, 0);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_loop_test(t, random_groups_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_bars_keep_the_laws, 0, 2);
	tcase_add_loop_test(t, random_signs_keep_the_laws, 0, 2);
	tcase_add_test(t, random_stacks_keep_the_laws);
	tcase_add_loop_test(t, random_layers_are_all_seen, 0, 2);
	tcase_add_test(t, thin_layers_and_stacks_show_that_they_are);
	tcase_add_loop_test(t, layers_that_are_not_seen_are_told, 0, 4);
	suite_add_tcase(s, t);
	return run_suite(s);
}
