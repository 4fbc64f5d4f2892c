/* A small linear program: boxes, rows, and the range that one unknown can take.  GLPK inside.
 * Numbers should be about 1; ranges are good to a relative 1e-9. */
#ifndef FORECAST_LINEAR_H
#define FORECAST_LINEAR_H

#include <stdbool.h>

struct linear;

/* n unknowns, each 0 or more. */
struct linear *linear_new(int n);
void linear_free(struct linear *l);
/* high may be infinite. */
void linear_box(struct linear *l, int unknown, double low, double high);
/* low <= sum of factor[i] * unknown[at[i]] <= high; either side may be infinite. */
void linear_row(struct linear *l, const int *at, const double *factor, int n, double low,
		double high);
/* False if no values satisfy all, or the solver gives up; an open side is infinite. */
bool linear_range(struct linear *l, int unknown, double *low, double *high);

#endif
