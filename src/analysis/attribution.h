/* Attribution: what drivers and restraints contribute to the growth of the total.
 *
 * Additive points: rate = baseline + sum of impacts, over the default window of n years from start
 * to end.  Three readings, each of the growth end - start in the market's unit:
 *	drop one	end less what it would be without this force; not additive
 *	proportional	growth * impact / rate; sums exactly to the growth with the baseline's part
 *	Shapley		mean over all orders of adding the forces on top of the baseline; sums too */
#ifndef ANALYSIS_ATTRIBUTION_H
#define ANALYSIS_ATTRIBUTION_H

#include "forecast/forecast.h"

enum { SHAPLEY_MOST = 16 };	/* forces; beyond it there is no Shapley value (NaN) */

struct attribution_part {
	int force;		/* index in the market */
	double impact;		/* fraction a year, as scaled by the scenario */
	double drop, proportional, shapley;
};

struct attribution_region {
	int node;
	double rate;		/* what the forces alone would make of it, one baseline for all */
	double published;	/* base rate of the forecast, NaN if unknown */
};

struct attribution {
	struct period from, to;
	double years, start, end;
	double rate, baseline, drivers, restraints;	/* fractions a year */
	double baseline_proportional, baseline_shapley;
	struct attribution_part *parts;		/* forces with a printed impact */
	int n_parts;
	struct attribution_region *regions;	/* top segments of the forces' geography */
	int n_regions;
};

/* base: a forecast without the scenario; s (may be NULL) scales the forces.  NULL if the total has
 * no rate or no force a printed impact. */
struct attribution *attribution_new(const struct forecast *base, const struct scenario *s);
void attribution_free(struct attribution *a);

#endif
