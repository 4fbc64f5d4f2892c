/* Crossings and slices: what lies in several nodes at once, one node a dimension.
 *
 * Three numbers for a slice of k nodes with shares s_i of the total:
 *	low	max(0, s_1 + ... + s_k - (k - 1))
 *	middle	s_1 * ... * s_k, as if the dimensions were independent
 *	high	min(s_1, ..., s_k)
 *
 * Where the market holds `cross` facts or odds between dimensions of the slice, the middle is
 * fitted instead: figures of the period hold, and odds ratios that nothing fixes are kept.  They
 * are fitted in the published market; other periods and scenarios keep the odds ratios of the
 * nearest fitted table (of the last before, else of the first behind).  The ends are then what
 * the figures of the period allow, in a scenario as long as it leaves the shares of that period
 * alone; over their rounding where no table has them at face value.
 *
 * The middle is assumed (A), but for one that is printed (R, ~, D of a share) or proven, where both
 * ends are one number.
 *
 * Errors: FORECAST_USAGE (two nodes of one dimension, the total, a table too large),
 * FORECAST_REFUSED (margins that differ, a figure beyond its margin, no convergence). */
#ifndef ANALYSIS_CROSSING_H
#define ANALYSIS_CROSSING_H

#include "forecast/forecast.h"

enum { CROSSING_NODES = 12 };

struct crossing_cell {
	double low, middle, high;		/* levels in the market's unit; NaN: unknown */
	double low_share, middle_share, high_share;	/* of the total */
	bool fitted;				/* the middle is */
	uint8_t edge_status, status;		/* enum status of low and high; of the middle */
};

struct crossing;

/* base: the forecast without a scenario, f itself if there is none.  Borrows both; keeps
 * fitted tables. */
struct crossing *crossing_new(const struct forecast *f, const struct forecast *base);
void crossing_free(struct crossing *x);

/* The slice of 1 to CROSSING_NODES nodes. */
bool crossing_slice(struct crossing *x, const int *nodes, int n, int column,
		    struct crossing_cell *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A slice taken apart along a node or dimension, in any order: modality, then region, then
 * industry. */
struct crossing_child { int node; struct crossing_cell cell; };
/* The children of `along` within the slice (n may be 0), as struct crossing_child.  A node of the
 * slice in the same dimension must lie at `along` or above it, which takes its place.  NULL with
 * an error. */
GArray *crossing_children(struct crossing *x, const int *nodes, int n, int along, int column,
			  GError **error);

/* Two dimensions (or nodes of two) against each other within a slice (n may be 0). */
struct crossing_matrix {
	int n_rows, n_columns;
	int *rows, *columns;			/* nodes */
	struct crossing_cell *cells;		/* row by row */
};
struct crossing_matrix *crossing_matrix(struct crossing *x, const int *nodes, int n, int down,
					int across, int column, GError **error);
void crossing_matrix_free(struct crossing_matrix *m);

#endif
