/* Iterative proportional fitting: the table of n dimensions that is nearest to its seed (in
 * relative entropy) and has given margins and given sums over blocks of cells.  Odds ratios of the
 * seed that no block fixes are kept; a seed of ones and no block gives the product of the margins.
 *
 *	cell[i0 * size[1] * size[2] + i1 * size[2] + i2]	the last dimension runs fastest */
#ifndef ANALYSIS_IPF_H
#define ANALYSIS_IPF_H

#include <stdbool.h>
#include <stddef.h>

enum { IPF_DIMENSIONS = 12, IPF_CELLS_MAX = 1000000, IPF_PASSES = 20000 };

/* The sum over a block: the product of a set of indices of each dimension. */
struct ipf_block {
	const bool *in[IPF_DIMENSIONS];	/* by index of the dimension; NULL: all of them */
	double sum;		/* as a part of the whole; NaN: only that it lies in low..high */
	double low, high;
	double half;		/* rounding of its print */
};

struct ipf {
	int n_dimensions;
	int size[IPF_DIMENSIONS];
	const double *margin[IPF_DIMENSIONS];	/* each adds up to 1 */
	const struct ipf_block *blocks;
	int n_blocks;
	double *cell;		/* the seed, then the table */
};

size_t ipf_cells(const struct ipf *t);
/* Sum over a block of the table. */
double ipf_sum(const struct ipf *t, const bool *const in[IPF_DIMENSIONS]);
/* Multiplies the cells of a block. */
void ipf_scale(struct ipf *t, const bool *const in[IPF_DIMENSIONS], double factor);
/* Fits the cells: margins to 1e-12, blocks to 1e-12 or, where margins and blocks contradict
 * each other, to the rounding of all blocks together.  False: not converged; *residual is the largest distance left. */
bool ipf_fit(struct ipf *t, double *residual);
/* The least and the most that can lie in a block of a table with these margins and blocks,
 * whatever its odds (a linear program); over the rounding of the blocks where no table has them
 * at face value.  False, and nothing set, if the table is too large for that or no table has all
 * of them. */
bool ipf_range(const struct ipf *t, const bool *const in[IPF_DIMENSIONS], double *low,
	       double *high);

#endif
