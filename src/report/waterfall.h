/* Growth as a waterfall: bars from the level at the window's start to the one at its end, which add
 * up.  columns: most of a bar; 0: no bars.  titles: forces are called by their titles, else by
 * their ids, as the table of forces has them. */
#ifndef REPORT_WATERFALL_H
#define REPORT_WATERFALL_H

#include "forecast/forecast.h"
#include "report/table.h"

/* The total by baseline and forces, their proportional parts, then what other edits add.  base: a
 * forecast without the scenario; now: with it; s (both may be NULL) switches, scales, delays. */
struct table *waterfall_forces(const struct forecast *base, const struct forecast *now,
			       const struct scenario *s, int columns, bool utf8, bool titles);
/* A node (not the total: a dimension is) by its parts: what each adds, how much of that is the whole's
 * growth at its old share and how much its share gained, and the factor on its share. */
struct table *waterfall_parts(const struct forecast *f, int node, int columns, bool utf8);

#endif
