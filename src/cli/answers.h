/* The tables that commands print, for whoever shows them elsewhere: what a screen says, a command
 * says too.  Nothing here talks or exits. */
#ifndef CLI_ANSWERS_H
#define CLI_ANSWERS_H

#include "analysis/grid.h"
#include "analysis/simulate.h"
#include "analysis/tornado.h"
#include "base/progress.h"
#include "cli/session.h"
#include "report/table.h"

/* explain: level, share and rate of a node in a column (-1: base year, end and window).
 * digits, and how many levels have more.  data: every column apart.  at (may be NULL) gets a
 * struct answer_place for each row, and places are said with the last part of the file's name. */
struct answer_place { int node, column; };	/* -1: none */
struct table *answer_explain(const struct session *s, int node, int column, int digits,
			     int more, bool data, GArray *at);
/* bounds: what is proven about a node and those below it in some columns.  digits: -1 for 2, rates
 * 4.  p counts nodes and may be NULL; NULL if it ended the work. */
enum bounds_shape {
	BOUNDS_TEXT,
	BOUNDS_NARROW,		/* the name in a row of its own, figure and period in one column */
	BOUNDS_DATA,		/* ends as numbers in columns of their own */
};
struct table *answer_bounds(const struct session *s, int node, const int *columns, int n_columns,
			    int digits, enum bounds_shape shape, const struct progress *p);
/* slice: several segments at once, by year.  NULL with an error. */
struct table *answer_slice(const struct session *s, const int *nodes, int n, const int *columns,
			   int n_columns, GError **error);
/* simulate: percentiles by year. */
struct table *answer_simulate(const struct session *s, const struct simulation *x,
			      const struct simulate_options *o);

/* tornado: what each input makes of the outcome.  titles: forces are called by them, else by their
 * ids; as data they always are. */
struct table *answer_tornado(const struct session *s, const struct tornado *t,
			     const struct tornado_options *o, bool titles);

/* grid: the end by level at the start and rate. */
struct table *answer_grid(const struct session *s, const struct grid *g, int node);

#endif
