/* Growth shapes: how a typed curve leads from the level at its start. */
#ifndef FORECAST_SHAPE_H
#define FORECAST_SHAPE_H

#include "forecast/forecast.h"

/* Fills path[from+1 .. to] (by column) of a node whose base levels are base[0 .. n_periods-1];
 * path[from] is given.  Formulas: tamarack-scenario(5), SHAPES.
 * FORECAST_REFUSED: what the data cannot identify, with the reason. */
bool shape_path(const struct forecast *f, int node, const struct shape *shape, int from, int to,
		double *path, GError **error);

#endif
