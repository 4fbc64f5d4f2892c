/* Quantiles of type 7: linear between the order statistics, h = (n - 1) p. */
#ifndef ANALYSIS_QUANTILE_H
#define ANALYSIS_QUANTILE_H

#include <stddef.h>

/* q[i] at p[i], p rising in 0..1; reorders x, by selection, not by sorting.  n > 0. */
void quantiles(double *x, size_t n, const double *p, size_t k, double *q);

#endif
