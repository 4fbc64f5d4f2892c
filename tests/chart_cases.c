#include "config.h"
#include "chart_cases.h"

#include <check.h>
#include <glib.h>
#include <math.h>
#include <string.h>

static const char long_name[] = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";
const char *const long_names[MOST_SERIES] = {
	long_name, long_name, long_name, long_name, long_name,
};

void random_case(struct random_case *r, unsigned seed)
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

bool range_of(const struct random_case *r, int n_series, double *lo, double *hi)
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

double first_known(const double *values, int n)
{
	for (int j = 0; j < n; j++)
		if (!isnan(values[j]))
			return values[j];
	return NAN;
}

void to_index(double *values, int n)
{
	double first = first_known(values, n);

	for (int j = 0; j < n; j++)
		values[j] = values[j] / first * 100;
}

void ck_periods(const struct random_case *r, const struct canvas *c, const struct plot_read *p)
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

void nodes_case(struct nodes_case *c, unsigned seed, enum chart_kind kind, const char *const *names)
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

void nodes_drawn(struct nodes_case *c)
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
