#include "config.h"

#include "analysis/ipf.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static const double EXACT = 1e-13;	/* a margin that is met */
static const double STEADY = 1e-15;	/* a pass that moves no margin any more */

size_t ipf_cells(const struct ipf *t)
{
	size_t n = 1;

	for (int d = 0; d < t->n_dimensions; d++)
		n *= (size_t)t->size[d];
	return n;
}

/* The index of each dimension, counted up; false behind the last cell. */
static bool step(const struct ipf *t, int index[IPF_DIMENSIONS])
{
	for (int d = t->n_dimensions - 1; d >= 0; d--) {
		if (++index[d] < t->size[d])
			return true;
		index[d] = 0;
	}
	return false;
}

static bool inside(const struct ipf *t, const bool *const in[IPF_DIMENSIONS], const int *index)
{
	for (int d = 0; d < t->n_dimensions; d++)
		if (in[d] && !in[d][index[d]])
			return false;
	return true;
}

double ipf_sum(const struct ipf *t, const bool *const in[IPF_DIMENSIONS])
{
	int index[IPF_DIMENSIONS] = {0};
	double sum = 0;
	size_t i = 0;

	do
		sum += inside(t, in, index) ? t->cell[i] : 0;
	while (i++, step(t, index));
	return sum;
}

/* Cells of the block times one factor, the others times another. */
static void scale_both(struct ipf *t, const bool *const in[IPF_DIMENSIONS], double factor,
		       double others)
{
	int index[IPF_DIMENSIONS] = {0};
	size_t i = 0;

	do
		t->cell[i] *= inside(t, in, index) ? factor : others;
	while (i++, step(t, index));
}

void ipf_scale(struct ipf *t, const bool *const in[IPF_DIMENSIONS], double factor)
{
	scale_both(t, in, factor, 1);
}

/* ---- margins ---- */

/* sums[k]: the table summed over all but dimension d. */
static void margin_of(const struct ipf *t, int d, double *sums)
{
	size_t inner = 1, outer = 1;
	const double *cell = t->cell;

	for (int e = 0; e < t->n_dimensions; e++)
		*(e < d ? &outer : &inner) *= e == d ? 1 : (size_t)t->size[e];
	memset(sums, 0, (size_t)t->size[d] * sizeof *sums);
	for (size_t o = 0; o < outer; o++)
		for (int k = 0; k < t->size[d]; k++)
			for (size_t i = 0; i < inner; i++)
				sums[k] += *cell++;
}

/* Scales the cells of dimension d to its margin; returns how far they were from it. */
static double fit_margin(struct ipf *t, int d, double *sums)
{
	size_t inner = 1, outer = 1;
	double *cell = t->cell, far = 0;

	for (int e = 0; e < t->n_dimensions; e++)
		*(e < d ? &outer : &inner) *= e == d ? 1 : (size_t)t->size[e];
	margin_of(t, d, sums);
	for (int k = 0; k < t->size[d]; k++) {
		far = fmax(far, fabs(sums[k] - t->margin[d][k]));
		sums[k] = sums[k] > 0 ? t->margin[d][k] / sums[k] : 0;
	}
	for (size_t o = 0; o < outer; o++)
		for (int k = 0; k < t->size[d]; k++)
			for (size_t i = 0; i < inner; i++)
				*cell++ *= sums[k];
	return far;
}

static double margins_far(const struct ipf *t, double *sums)
{
	double far = 0;

	for (int d = 0; d < t->n_dimensions; d++) {
		margin_of(t, d, sums);
		for (int k = 0; k < t->size[d]; k++)
			far = fmax(far, fabs(sums[k] - t->margin[d][k]));
	}
	return far;
}

/* What a block is to come to. */
static double wanted(const struct ipf_block *block, double sum)
{
	return isnan(block->sum) ? CLAMP(sum, block->low, block->high) : block->sum;
}

static double blocks_far(const struct ipf *t)
{
	double far = 0;

	for (int b = 0; b < t->n_blocks; b++) {
		double sum = ipf_sum(t, t->blocks[b].in);

		far = fmax(far, fabs(sum - wanted(&t->blocks[b], sum)));
	}
	return far;
}

/* Figures of a whole row miss its margin by the sum of their roundings at most. */
static double rounding(const struct ipf *t)
{
	double sum = 0;

	for (int b = 0; b < t->n_blocks; b++)
		sum += t->blocks[b].half;
	return sum;
}

/* ---- blocks ---- */

static void fit_block(struct ipf *t, const struct ipf_block *block)
{
	double sum = ipf_sum(t, block->in), all = 0, want = wanted(block, sum);

	for (size_t i = 0, n = ipf_cells(t); i < n; i++)
		all += t->cell[i];
	scale_both(t, block->in, sum > 0 ? want / sum : 1,
		   all > sum ? (1 - want) / (all - sum) : 1);
}

static double part_of_margin(const struct ipf *t, int d, const bool *in)
{
	double sum = 0;

	for (int k = 0; k < t->size[d]; k++)
		sum += !in || in[k] ? t->margin[d][k] : 0;
	return sum;
}

/* A block that takes all of one of its members leaves nothing of it outside: these cells are
 * zero from the beginning, towards which the passes would only creep. */
static void empty_outside(struct ipf *t, const struct ipf_block *block, int d)
{
	int index[IPF_DIMENSIONS] = {0};
	size_t i = 0;

	do
		if (block->in[d][index[d]] && !inside(t, block->in, index))
			t->cell[i] = 0;
	while (i++, step(t, index));
}

static void settle_edges(struct ipf *t)
{
	for (int b = 0; b < t->n_blocks; b++) {
		const struct ipf_block *block = &t->blocks[b];

		for (int d = 0; d < t->n_dimensions; d++)
			if (block->in[d]
			    && block->sum >= part_of_margin(t, d, block->in[d]) - 1e-12)
				empty_outside(t, block, d);
	}
}

/* ---- all of it ---- */

static double pass(struct ipf *t, bool blocks, double *sums)
{
	double far = 0;

	for (int b = 0; blocks && b < t->n_blocks; b++)
		fit_block(t, &t->blocks[b]);
	for (int d = 0; d < t->n_dimensions; d++)
		far = fmax(far, fit_margin(t, d, sums));
	return far;
}

bool ipf_fit(struct ipf *t, double *residual)
{
	int most = 1;
	double before = INFINITY;

	for (int d = 0; d < t->n_dimensions; d++)
		most = MAX(most, t->size[d]);
	g_autofree double *sums = g_new(double, most);
	settle_edges(t);
	for (int i = 0; i < IPF_PASSES; i++) {
		double far = pass(t, true, sums);

		*residual = fmax(margins_far(t, sums), blocks_far(t));
		if (*residual < EXACT)
			return true;
		/* Blocks against margins, round and round: the margins win. */
		if (fabs(far - before) < STEADY)
			break;
		before = far;
	}
	before = INFINITY;
	for (int i = 0; i < IPF_PASSES && margins_far(t, sums) >= EXACT; i++) {
		double far = pass(t, false, sums);

		if (fabs(far - before) < STEADY)
			break;
		before = far;
	}
	*residual = fmax(margins_far(t, sums), fmax(blocks_far(t) - rounding(t), 0));
	return *residual < 1e-12;
}
