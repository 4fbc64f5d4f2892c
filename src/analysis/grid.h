/* Two-way table: the level at the end of the default window, by its level at the start and by its
 * rate: level (1 + rate)^years. */
#ifndef ANALYSIS_GRID_H
#define ANALYSIS_GRID_H

#include "forecast/forecast.h"

struct grid {
	struct period from, to;
	double years;
	double level, rate;	/* of the node as forecast; NaN if unknown */
	double *levels, *rates;	/* rising as given */
	int n_levels, n_rates;
	double *cells;		/* level by level */
};

/* levels: in the market's unit; NULL with n 0: 10 % around the node's own.  rates: fractions; NULL
 * with n 0: 5 and 2.5 points around it.  FORECAST_REFUSED: nothing to go around. */
struct grid *grid_new(const struct forecast *f, int node, const double *levels, int n_levels,
		      const double *rates, int n_rates, GError **error);
/* "10.72,11.91,13.10", levels (percent false) or rates in percent with or without the sign, as an
 * array of double; NULL, with FORECAST_USAGE, if one is no number. */
GArray *grid_read_list(const struct market *m, const char *text, bool percent, GError **error);
void grid_free(struct grid *g);

#endif
