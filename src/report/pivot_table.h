/* What `show --pivot` prints: rows of a market that is taken apart by several dimensions. */
#ifndef REPORT_PIVOT_TABLE_H
#define REPORT_PIVOT_TABLE_H

#include "analysis/pivot.h"
#include "report/table.h"

struct pivot_options {
	int row;		/* whose children: the first dimension, or a node of it */
	int depth;		/* levels of rows below it */
	bool flat;		/* the deepest alone, by their paths */
	const int *columns;	/* of the forecast */
	int n_columns;
	struct period from, to;	/* window of the rate; unset: no rate */
	const char *scenario;	/* its id, or NULL */
};

enum { PIVOT_TABLE_MOST = 200000 };

/* Level and share by period, the least and the most in the last one, rate.  NULL, with
 * FORECAST_USAGE, for more rows than PIVOT_TABLE_MOST. */
struct table *pivot_table(struct pivot *p, const struct forecast *f, const struct pivot_options *o,
			  GError **error);
/* The same in the columns of report/rows.h, a row a period: `dimension` is that of the last
 * segment, `path` has the paths of all, with a space between.  unfilled: without any fill, for what
 * is proven; NULL: not known. */
struct table *pivot_rows(struct pivot *p, const struct forecast *f, const struct forecast *unfilled,
			 const struct pivot_options *o, GError **error);

#endif
