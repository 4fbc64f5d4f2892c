/* The tables behind fitted crossings: which dimensions hang together by `cross` facts, how each is
 * parted, and the table that fits.  Only crossing.c includes this. */
#ifndef ANALYSIS_CROSSING_TABLE_H
#define ANALYSIS_CROSSING_TABLE_H

#include "analysis/ipf.h"
#include "forecast/forecast.h"
#include "forecast/rounding.h"

struct tables;

struct tables *tables_new(const struct forecast *f, const struct forecast *base);
void tables_free(struct tables *t);
/* By dimension of the market (number of its place under the total): group of dimensions that
 * facts tie together; those of no fact are a group each. */
int tables_group(const struct tables *t, int dimension);
/* Whether the tables rest on a figure of a crossing. */
bool tables_use(const struct tables *t, const struct fact *f);
/* The part of the total that lies in all the nodes, which are of one group; NaN if a level is
 * unknown.  *low and *high are narrowed to what the figures of the column allow, in the published
 * market. */
bool tables_share(struct tables *t, const int *nodes, int n, int column, double *out, double *low,
		  double *high, GError **error);

#endif
