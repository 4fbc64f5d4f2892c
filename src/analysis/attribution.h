/* Attribution: what drivers and restraints contribute to the growth of the total.
 *
 * Additive points: the rate of a year is its baseline and the points of each force, over the default
 * window from start to end.  With a rho or a delay the points of a year are not those of another.
 * Three readings, each of the growth end - start in the market's unit:
 *	drop one	end less what it would be without this force; not additive
 *	proportional	of each year's growth the part that its points are of that year's rate; sums
 *			exactly to the growth with the baseline's part
 *	Shapley		mean over all orders of adding the forces on top of the baseline; sums too */
#ifndef ANALYSIS_ATTRIBUTION_H
#define ANALYSIS_ATTRIBUTION_H

#include "forecast/forecast.h"

enum { SHAPLEY_MOST = 16 };	/* forces; beyond it there is no Shapley value (NaN) */

struct attribution_part {
	int force;		/* index in the market */
	double impact;		/* fraction a year, as scaled by the scenario, mean of the years */
	double drop, proportional, shapley;
};

struct attribution_region {
	int node;
	double rate;		/* what the forces alone would make of it, one baseline for all */
	double here;		/* rate of the forecast, with the scenario; NaN if unknown */
};

struct attribution {
	struct period from, to;
	int first, last;	/* columns of the window's ends */
	double start, end;	/* end: as the forces have it */
	double others;		/* what other edits of the scenario add to the total at the end */
	double rate, baseline;	/* fractions a year, means of the years */
	double lambda;		/* the part of the baseline that closes a shaped path */
	double baseline_proportional, baseline_shapley;
	bool even;		/* all years have one rate */
	double *growth;		/* rates a year by column of the window */
	struct attribution_part *parts;		/* forces with a printed impact */
	int n_parts;
	struct attribution_region *regions;	/* top segments of the forces' geography */
	int n_regions;
};

/* base: a forecast without the scenario; now: with it; s (both may be NULL) scales the forces.  NULL
 * if the total has no rate or no force a printed impact. */
struct attribution *attribution_new(const struct forecast *base, const struct forecast *now,
				    const struct scenario *s);
void attribution_free(struct attribution *a);
/* Whether the scenario moves the total beside what its forces do. */
bool attribution_has_others(const struct attribution *a);

#endif
