/* A market taken apart by several dimensions in an order: the segments of the first, in each of its
 * leaves those of the second, in each leaf of these the third.
 *
 * Rows are numbers.  Below the market's n_nodes a row is the node itself (of the first dimension);
 * from there on it is a crossing:
 *
 *	geography/europe			a node
 *	  geography/europe/italy		a node
 *	    modality/text			crossing: Italy x Text
 *	      deployment/cloud			crossing: Italy x Text x Cloud
 *
 * Rows of crossings are made when pivot_child first asks for them, figures when they are first
 * asked for: nothing is computed that is not unfolded.  The number of a row stays while the pivot
 * lives; figures go with the forecast. */
#ifndef ANALYSIS_PIVOT_H
#define ANALYSIS_PIVOT_H

#include "analysis/crossing.h"

struct pivot;

/* Dimensions by number, id or how one of these or the name begins: "5,1", "51", "geography mod".
 * Returns how many; -1, with FORECAST_USAGE, if a word is none, means several or stands twice. */
int pivot_read_order(const struct market *m, const char *text, int order[CROSSING_NODES],
		     GError **error);

/* Two dimensions (nodes) or more, each once.  Borrows the market. */
struct pivot *pivot_new(const struct market *m, const int *dimensions, int n, GError **error);
void pivot_free(struct pivot *p);
/* Where the figures come from, borrowed; those computed before are forgotten.  base: see
 * crossing_new.  source: what pivot_level_before and pivot_rate_before are about, by its own
 * columns, or NULL. */
void pivot_use(struct pivot *p, const struct forecast *f, const struct forecast *base,
	       const struct forecast *source);

/* The dimensions in their order; returns how many. */
int pivot_order(const struct pivot *p, const int **dimensions);
/* Rows there are, made so far: every number is below. */
int pivot_n_rows(const struct pivot *p);
bool pivot_is_crossing(const struct pivot *p, int row);
/* The node a row ends in: of a crossing the one of its last dimension. */
int pivot_node(const struct pivot *p, int row);
/* -1: the first dimension itself, which is the total. */
int pivot_parent(const struct pivot *p, int row);
/* Rows above it, the first dimension not counted. */
int pivot_depth(const struct pivot *p, int row);
bool pivot_is_leaf(const struct pivot *p, int row);
/* First child, -1 of a leaf; its siblings are made with it.  pivot_made_child: -1 also if it was
 * never asked for. */
int pivot_child(struct pivot *p, int row);
int pivot_made_child(const struct pivot *p, int row);
int pivot_next(const struct pivot *p, int row);
/* How many rows lie below, made or not; whether all or leaves alone. */
double pivot_count(const struct pivot *p, int row, bool leaves);
/* The segments a row lies in, the first dimension's first, the deepest of each; of the first
 * dimension itself none. */
int pivot_slice(const struct pivot *p, int row, int nodes[CROSSING_NODES]);
/* "Italy x Text x Cloud"; new. */
char *pivot_name(const struct pivot *p, int row);

/* Level, status and rates of any row, as in forecast.h.  Of a crossing the level is the middle,
 * unknown where it cannot be fitted: pivot_error tells why. */
double pivot_level(struct pivot *p, int row, int column);
enum status pivot_status(struct pivot *p, int row, int column);
/* Of the row above it. */
double pivot_share(struct pivot *p, int row, int column, enum status *status);
double pivot_growth(struct pivot *p, int row, int column, enum status *status);
double pivot_rate(struct pivot *p, int row, int from, int to, enum status *status);
double pivot_level_before(struct pivot *p, int row, int column);
double pivot_rate_before(struct pivot *p, int row, int from, int to, enum status *status);
/* False: the row is no crossing, or its figures cannot be computed. */
bool pivot_cell(struct pivot *p, int row, int column, struct crossing_cell *out);
/* Why a figure of a crossing could not be computed, the first since pivot_use; or NULL. */
const char *pivot_error(const struct pivot *p);

#endif
