/* The interval that the printed digits allow a level or a share: 8.74 x 46.53 % lies in
 * [8.735 x 46.525 %, 8.745 x 46.535 %] = [4.0640, 4.0695].
 *
 * Interval arithmetic along the rules, so an input that counts twice may widen the result beyond
 * what is reachable.  What a scenario typed is exact.  Borrows the forecast; results are kept. */
#ifndef FORECAST_ROUNDING_H
#define FORECAST_ROUNDING_H

#include "forecast/forecast.h"

struct rounding;

struct rounding *rounding_new(const struct forecast *f);
void rounding_free(struct rounding *r);
/* False if the level is unknown. */
bool rounding_level(struct rounding *r, int node, int column, double *low, double *high);
/* Share of the parent; of the print where it was printed. */
bool rounding_share(struct rounding *r, int node, int column, double *low, double *high);
/* Growth on the column before; compound annual rate between two columns. */
bool rounding_growth(struct rounding *r, int node, int column, double *low, double *high);
bool rounding_rate(struct rounding *r, int node, int from, int to, double *low, double *high);

#endif
