/* What the printed facts prove about a figure that was not printed.
 *
 *	struct bounds *b = bounds_new(f);
 *	struct bound x;
 *	if (bounds_share(b, node, column, &x))
 *		x.low .. x.high, and x.wide_low .. x.wide_high over the rounding of all figures
 *
 * Only facts count: no fill rule, no carried share, no scenario; where a scenario moves a level that
 * is unknown, its interval moves by the same factor.  Every group is held against its
 * sum, non-negativity, its ranks, printed bounds, and what its own parts and its parent allow; facts
 * of several members and of crossings go through a linear program.  A rank without a period
 * holds in the base year.
 *
 * Columns are those of the forecast, which is borrowed with its market.  A column is worked out
 * when it is first asked for and costs one pass over the nodes. */
#ifndef FORECAST_BOUNDS_H
#define FORECAST_BOUNDS_H

#include "forecast/forecast.h"

enum bound_reason {
	BOUND_PRINTED = 1,	/* a printed bound, range or share of its own */
	BOUND_SUM = 2,		/* the members add up to the parent */
	BOUND_LARGEST = 4,	/* largest of its group, or not larger than that */
	BOUND_SMALLEST = 8,
	BOUND_NESTED = 16,	/* its parent is only known to lie in an interval */
	BOUND_PARTS = 32,	/* its own parts have figures */
	BOUND_MEMBERS = 64,	/* a figure of several members, or of a crossing */
	BOUND_RATES = 128,	/* no member grows faster (slower) than the fastest (slowest) */
	BOUND_PREMISE = 256,	/* shares at the window's start taken equal to the base year's */
	BOUND_WITHIN = 512,	/* no partition: only that it is part of its parent */
};

struct bound {
	double low, high;		/* figures at face value; high may be infinite */
	double wide_low, wide_high;	/* over their rounding; never narrower */
	unsigned why;			/* enum bound_reason, ored */
};

struct bounds;

struct bounds *bounds_new(const struct forecast *f);
void bounds_free(struct bounds *b);

/* Level in the market's unit.  False if nothing is known there (no column, no level of any parent):
 * then low is 0 and high infinite.  A published figure has low == high. */
bool bounds_value(struct bounds *b, int node, int column, struct bound *out);
/* Share of the parent (of the total for a top segment); false for the total and dimensions. */
bool bounds_share(struct bounds *b, int node, int column, struct bound *out);
bool bounds_share_of_total(struct bounds *b, int node, int column, struct bound *out);
/* At face value alone, for rows and screens: false unless the level is unknown or assumed in the
 * forecast and the interval is finite. */
bool bounds_level(struct bounds *b, int node, int column, double *low, double *high);

/* The same for the share of the parent. */
bool bounds_ratio(struct bounds *b, int node, int column, double *low, double *high);

enum bound_reading {
	READING_PRINTED,	/* the window as printed; where it opens after the base year, the
				 * base year's shares are taken to hold there (BOUND_PREMISE) */
	READING_BASE,		/* the window opens in the base year */
};
/* Compound annual rate over the window of the printed rates of the node's group (of the node's own
 * where it has one), which *from and *to get (columns); low is -1 where nothing keeps it up.
 * False if the group has no such window, or its parent no level at its ends. */
bool bounds_rate(struct bounds *b, int node, enum bound_reading reading, int *from, int *to,
		 struct bound *out);
/* The same for all siblings of node together. */
bool bounds_rate_others(struct bounds *b, int node, enum bound_reading reading, int *from, int *to,
			struct bound *out);

/* Appends a sentence (char *) for every share and rate typed in s that lies outside of what is
 * proven, rounding included.  published: the source's forecast.  Returns how many notices there
 * were before those about rates that the report prints for just that window, which come last. */
int bounds_tell(const struct forecast *published, const struct scenario *s, GPtrArray *notices);

/* The reasons in words, "sum, largest"; new string. */
char *bound_why(const struct bound *x);

#endif
