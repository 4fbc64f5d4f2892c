/* What `show` prints: a piece of the tree with the levels, shares and rates of its nodes. */
#ifndef REPORT_TREE_H
#define REPORT_TREE_H

#include "forecast/forecast.h"
#include "report/output.h"
#include "report/rows.h"
#include "report/table.h"

struct tree_options {
	int node;		/* whose children; 0: every dimension */
	int depth;		/* levels below it; with flat: where paths end at the deepest */
	bool flat;		/* leaves alone, by their full path */
	const int *columns;	/* of the forecast */
	int n_columns;
	struct period from, to;	/* window of the rate; unset: no rate */
	int digits, level_digits;	/* in which rounded columns must close */
	const struct forecast *source;	/* the base forecast beside a scenario's; or NULL */
	const char *scenario;	/* its id, or NULL */
	report_bounds *value_bounds, *share_bounds;	/* where an unknown one lies; or NULL */
	void *data;		/* for these */
};

/* The columns that are shown when none are asked for, base year and end: one or two, in
 * columns[2].  Returns how many. */
int tree_columns(const struct forecast *f, int columns[2]);
/* The years whose rate is shown: the default window of a typed one or, of a market without a published
 * end, from the base year to the last column.  Unset if there are none. */
void tree_window(const struct forecast *f, struct period *from, struct period *to);
/* The nodes that rows stand for, in order.  New array of int. */
GArray *tree_nodes(const struct forecast *f, const struct tree_options *o);
/* A column of rounded numbers that does not add up to its rounded sum has a footnote that gives
 * both; no number is altered to fit. */
struct table *tree_table(const struct forecast *f, const struct tree_options *o);
/* Notes of what stands beside the figures: cases, targets, members that overlap. */
void tree_note_beside(struct table *t, const struct forecast *f, const struct tree_options *o);
/* The same facts, one a sentence, after the market and before its source:
 *	geography / North America, 2025, 2.9812 billion USD, 34.11 percent, reported share
 *	deployment / Cloud, 2025, unknown, from 0.0000 to 2.9262 billion USD,
 *		share from 0.00 to 33.48 percent
 *	geography / Asia-Pacific, 2031, 10.5514 billion USD, 20.35 percent, scenario, before
 *		8.5205
 * value_digits: decimals of levels; percentages have o->digits. */
void tree_sentences(const struct forecast *f, const struct tree_options *o, int value_digits,
		    struct output *out);
/* "reported", "assumed": a status in words. */
const char *status_words(enum status status);

#endif
