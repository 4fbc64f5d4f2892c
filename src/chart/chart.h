/* Charts in characters: series of levels by period, drawn on a canvas.  One code path for the
 * explorer and for `tamarack chart`.
 *
 * Promises: the first and last point of a line stand on the rows of their labels at every height;
 * period labels are thinned and never overlap; tick labels are distinct; a missing value is a gap,
 * not a zero, and of a stack a question mark; history, forecast, source and what-if differ by mark
 * before colour; no line is longer than the width; a legend that does not fit says how many are left
 * out. */
#ifndef CHART_CHART_H
#define CHART_CHART_H

#include <stdbool.h>

#include "chart/canvas.h"

enum chart_kind { CHART_LINE, CHART_BARS, CHART_STACKED, CHART_PERCENT };

/* HIGH and LOW are the edges of a band, drawn in a line chart as what lies between them: a fan.
 * REST is what a stack lacks where parts of it are missing; other charts leave it out. */
enum chart_role {
	CHART_FORECAST, CHART_SOURCE, CHART_WHATIF, CHART_HIGH, CHART_LOW, CHART_REST,
};

/* An edge HIGH is followed by its LOW; a REST is the last. */
struct chart_series {
	const char *name;	/* legend and direct label */
	const double *values;	/* n_periods of them, NaN: missing */
	enum chart_role role;
	int history;		/* the first so many points are history (drawn `o`) */
};

struct chart_data {
	enum chart_kind kind;
	bool log;		/* y axis; values <= 0 are gaps and said so */
	bool index;		/* first known value of each series is 100 */
	int decimals;		/* least decimals of labels; more where ticks need them */
	const char *title;	/* or NULL */
	const char *unit;	/* "USD bn" */
	const char *source;	/* the last line of the picture, or NULL */
	const char *const *periods;	/* labels */
	int n_periods;
	const struct chart_series *series;
	int n_series;
	int cross_hair;		/* period whose values are read out; -1: none */
};

/* Draws into the rectangle of c; too small a rectangle (under 20x5) says so in its first line. */
void chart_draw(const struct chart_data *data, struct canvas *c, int row, int column, int rows,
		int columns);
/* The period that stands nearest to a column of the picture of that size; -1 beside the plot. */
int chart_period_at(const struct chart_data *data, int rows, int columns, bool utf8, int column);
/* Values as a row of width cells: _..:-+# in ASCII, blocks in UTF-8.  New string; NaN: a blank. */
char *chart_sparkline(const double *values, int n, int width, bool utf8);
/* A bar of the fraction 0..1 in width columns.  New string, not padded. */
char *chart_bar(double fraction, int width, bool utf8);

#endif
