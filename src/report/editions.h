/* Several markets side by side: editions of one report, or several publishers of one subject.
 * Levels stand on one unit line, that of the first; differences are shown with ratio and sources,
 * never averaged. */
#ifndef REPORT_EDITIONS_H
#define REPORT_EDITIONS_H

#include "forecast/forecast.h"
#include "report/table.h"

/* One row a node and period that at least two of them know and at least one has printed, with
 * the distance of lowest and highest and their ratio (of two: the second as a share of the first).  bases: one base forecast a market.
 * Notes name markets of another unit, and ratios near 1,000 (a slip of the scale word). */
struct table *editions_table(const struct forecast *const *bases, int n);
/* "first 2026-01", or its publisher where ids agree and editions do not tell. */
char *editions_name(const struct market *m);

#endif
