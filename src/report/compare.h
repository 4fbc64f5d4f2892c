/* Scenarios side by side: key figures, then the inputs that differ, then the nodes that moved
 * most; always against the source, never against what was loaded last. */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "forecast/forecast.h"
#include "report/table.h"

struct compared {
	const struct scenario *scenario;	/* as run, parents included */
	const struct forecast *forecast;	/* its outcome; NULL if it was refused */
	const char *refusal;			/* why, then */
};

enum { COMPARE_MOVED = 8 };	/* nodes that moved most */

/* source: the forecast without any scenario.  Key figures: the total in the first, base and last
 * year of the default window, its rate, the change in the last year, inputs changed. */
struct table *compare_table(const struct forecast *source, const struct compared *list, int n);
/* How many of its inputs differ from the source's: entries, fill, horizon, after, simulate. */
int compare_count(const struct scenario *s, const struct forecast *source);

#endif
