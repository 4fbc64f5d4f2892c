/* The inside of the proven intervals, shared by bounds.c, bounds_rate.c and bounds_members.c.
 * Nothing else includes this. */
#ifndef FORECAST_BOUNDS_WORK_H
#define FORECAST_BOUNDS_WORK_H

#include "forecast/bounds.h"
#include "forecast/rounding.h"
#include "forecast/work.h"

/* Intervals of every node in one column, at face value or over rounding. */
struct side {
	double *low, *high;	/* by node; high may be infinite */
	bool wide;
	bool ready;		/* false while it is worked out */
	double *share_low, *share_high;	/* of the parent, by node, in groups that were asked for */
	uint8_t *shared;	/* by group: it was */
};

/* What rows ask of a column again and again, found for all nodes at once. */
struct column {
	int *largest, *smallest;	/* by group: the child with that rank, -1: none */
	uint8_t *ranked;		/* by group: they were looked for */
	uint8_t *why;			/* by node: BOUND_PARTS, BOUND_MEMBERS; NULL until asked */
};

/* Groups and nodes kept from one row to the next: one of each depth, as rows go down and back. */
enum { DEPTHS_KEPT = 64 };

struct rates;

struct kept_answer {
	int node;		/* 0: empty */
	bool known;
	int from, to;
	struct bound bound;
};

struct bounds {
	const struct forecast *f;
	struct forecast *none;		/* what is published and what follows from it alone */
	bool owned;
	bool typed;			/* what is published with typed shares in its place */
	struct overlay overlay;		/* these */
	int shift;			/* column of f minus column of none */
	struct work w;			/* of none */
	struct rounding *rounding;
	struct side *side;		/* [2 * column + wide] */
	struct column *column;
	struct rates *rates[DEPTHS_KEPT][2][2];	/* wide or not, enum bound_reading */
	struct kept_answer answer[DEPTHS_KEPT];	/* of bounds_rate as printed */
};

struct interval { double low, high; };

/* Raises or lowers an end without crossing the other; a published figure stays. */
void interval_raise(double *low, const double *high, double to);
void interval_lower(const double *low, double *high, double to);

/* Computes the published layer if that has not been done. */
void bounds_prepare(struct bounds *b);
/* One column of none, worked out; NULL while it is being worked out. */
const struct side *bounds_side(struct bounds *b, int column, bool wide);
/* A figure at face value or over its rounding. */
struct interval bounds_figure(const struct fact *f, bool wide);
/* Printed bounds of a node's share of its parent. */
struct interval bounds_share_box(const struct bounds *b, int node, int column, bool wide);
/* That column with the shares of the parent of all children of group; not while it is worked out. */
const struct side *bounds_shares(struct bounds *b, int group, int column, bool wide);
/* Column in which ranks without a period hold for the children of group. */
int bounds_rank_column(const struct bounds *b, int group);
/* Which children of group have the ranks in a column, -1: none. */
void bounds_ranks(struct bounds *b, int group, int column, int *largest, int *smallest);

/* What the rates of a group say about its members' levels at the end of their window; narrows s. */
void bounds_by_rates(struct bounds *b, int group, int column, struct side *s);
void rates_free(struct rates *r);
/* Narrows s by figures of several members and of crossings; true if anything moved. */
bool bounds_by_members(struct bounds *b, int column, struct side *s);
/* Marks the groups in which such a figure has a member in a column: BOUND_MEMBERS, by node. */
void bounds_mark_members(struct bounds *b, int column, uint8_t *why);

#endif
