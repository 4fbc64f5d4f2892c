/* What a table can hold at least and at most in some of its cells. */
#include "config.h"

#include "analysis/ipf.h"

#include <glib.h>

#include "forecast/linear.h"

enum { RANGE_CELLS_MAX = 4000 };

/* Which cells count in row i: those of a margin's index, or of a block. */
static bool in_row(const struct ipf *t, const int *index, int row)
{
	for (int d = 0; d < t->n_dimensions; row -= t->size[d++])
		if (row < t->size[d])
			return index[d] == row;
	for (int d = 0; d < t->n_dimensions; d++)
		if (t->blocks[row].in[d] && !t->blocks[row].in[d][index[d]])
			return false;
	return true;
}

static void index_of(const struct ipf *t, size_t cell, int index[IPF_DIMENSIONS])
{
	for (int d = t->n_dimensions - 1; d >= 0; d--) {
		index[d] = (int)(cell % (size_t)t->size[d]);
		cell /= (size_t)t->size[d];
	}
}

static bool is_asked(const struct ipf *t, const int *index, const bool *const in[IPF_DIMENSIONS])
{
	for (int d = 0; d < t->n_dimensions; d++)
		if (in[d] && !in[d][index[d]])
			return false;
	return true;
}

/* Which cells an equation is about. */
struct pick {
	int *at, n;
	double *one;
};

static void pick_row(struct pick *p, const struct ipf *t, int row)
{
	int index[IPF_DIMENSIONS], n = (int)ipf_cells(t);

	p->n = 0;
	for (int j = 0; j < n; j++) {
		index_of(t, (size_t)j, index);
		if (in_row(t, index, row))
			p->at[p->n++] = j;
	}
}

static void pick_asked(struct pick *p, const struct ipf *t, const bool *const in[IPF_DIMENSIONS])
{
	int index[IPF_DIMENSIONS], n = (int)ipf_cells(t);

	p->n = 0;
	for (int j = 0; j < n; j++) {
		index_of(t, (size_t)j, index);
		if (is_asked(t, index, in))
			p->at[p->n++] = j;
	}
}

/* What the cells of row i add up to, figures at face value or over their rounding. */
static void sum_of_row(const struct ipf *t, int row, bool wide, double *low, double *high)
{
	for (int d = 0; d < t->n_dimensions; row -= t->size[d++])
		if (row < t->size[d]) {
			*low = *high = t->margin[d][row];
			return;
		}
	*low = t->blocks[row].low - (wide ? t->blocks[row].half : 0);
	*high = t->blocks[row].high + (wide ? t->blocks[row].half : 0);
}

static int count_rows(const struct ipf *t)
{
	int rows = t->n_blocks;

	for (int d = 0; d < t->n_dimensions; d++)
		rows += t->size[d];
	return rows;
}

static bool range(const struct ipf *t, const bool *const in[IPF_DIMENSIONS], bool wide,
		  double *low, double *high)
{
	int n = (int)ipf_cells(t);
	double least, most;

	if (ipf_cells(t) > RANGE_CELLS_MAX)
		return false;
	/* One unknown more is the sum of the cells asked for. */
	struct linear *l = linear_new(n + 1);
	struct pick p = {g_new(int, n + 1), 0, g_new(double, n + 1)};

	for (int j = 0; j < n; j++)
		p.one[j] = 1;
	for (int row = 0; row < count_rows(t); row++) {
		pick_row(&p, t, row);
		sum_of_row(t, row, wide, &least, &most);
		linear_row(l, p.at, p.one, p.n, least, most);
	}
	pick_asked(&p, t, in);
	p.at[p.n] = n;
	p.one[p.n] = -1;
	linear_row(l, p.at, p.one, p.n + 1, 0, 0);
	bool ok = linear_range(l, n, &least, &most);

	if (ok) {
		*low = CLAMP(least, 0, 1);
		*high = CLAMP(most, 0, 1);
	}
	linear_free(l);
	g_free(p.at);
	g_free(p.one);
	return ok;
}

bool ipf_range(const struct ipf *t, const bool *const in[IPF_DIMENSIONS], double *low,
	       double *high)
{
	return range(t, in, false, low, high) || range(t, in, true, low, high);
}
