/* How one figure came about, as a plain value: what is printed and where, the formula in numbers
 * that a pocket calculator can follow, the interval of its rounding, what is proven about it, and
 * what rests on it.
 *
 *	struct explanation *x = explain_level(&o, node, column);
 *	x->lines: struct explain_line, in the order of reading
 *
 * The text command, JSON and the explorer's view show the same lines. */
#ifndef FORECAST_EXPLAIN_H
#define FORECAST_EXPLAIN_H

#include "forecast/bounds.h"
#include "forecast/forecast.h"
#include "forecast/trace.h"

enum explain_kind {
	EXPLAIN_RESULT,		/* the figure: name, value, status */
	EXPLAIN_RULE,		/* the rule in words */
	EXPLAIN_CAUSE,		/* an entry of the scenario that moved it */
	EXPLAIN_FORMULA,	/* "8.74 x 46.53 % = 4.0667"; inputs come before what uses them */
	EXPLAIN_INPUT,		/* a printed figure with its source and place, one line for each
				 * place that prints it */
	EXPLAIN_STATUS,		/* how the statuses of the inputs gave its own */
	EXPLAIN_ROUNDING,	/* what the printed digits allow */
	EXPLAIN_PROVEN,		/* what is proven without the fill */
	EXPLAIN_READING,	/* the other reading of a window */
	EXPLAIN_DEPENDANT,	/* what rests on it */
	EXPLAIN_KINDS,
};

struct explain_line {
	enum explain_kind kind;
	char *text;
	double value;		/* result of a formula, printed figure; NaN: none */
	double low, high;	/* of an interval; NaN: none */
	bool percent;		/* value, low and high are fractions, shown as percentages */
	char status;		/* letter of the figure the line is about, 0: none */
	int node, column;	/* what the line is about, to go there; -1: nothing */
	const char *source;	/* publisher or id, borrowed; NULL: none */
	const char *page;	/* borrowed, or NULL */
	uint32_t line;		/* in the market's file; 0: none */
	bool again;		/* one more place that prints the input before it */
};

struct explanation {
	int node, column;	/* column -1: of a rate, that of its end */
	GArray *lines;		/* struct explain_line */
};

struct explain_options {
	const struct forecast *f;
	const struct forecast *base;	/* the source's, beside a scenario's; f itself without */
	struct trace *trace;		/* of f's scenario; NULL: its entries are not named */
	struct bounds *bounds;		/* of base or f; NULL: nothing proven is shown */
	int digits, more;		/* of percentages; those that levels have beyond them */
};

struct explanation *explain_level(const struct explain_options *o, int node, int column);
/* Share of the parent; NULL for the total and dimensions. */
struct explanation *explain_share(const struct explain_options *o, int node, int column);
/* Growth on the column before; compound annual rate between two columns. */
struct explanation *explain_growth(const struct explain_options *o, int node, int column);
struct explanation *explain_rate(const struct explain_options *o, int node, int from, int to);
void explanation_free(struct explanation *x);
const struct explain_line *explanation_line(const struct explanation *x, int i);
/* "formula", "input"; static. */
const char *explain_kind_name(enum explain_kind kind);
/* "printed level", "what the movers leave, by the levels of the base year"; static. */
const char *explain_rule_words(enum rule rule);

#endif
