/* The inside of the audit, shared by audit*.c.  Nothing else includes this.
 *
 * A cell is a level of a node in one period of the market's step, as an interval.  Its evidence is
 * the first that is found, in the order of the enum; only evidence that holds without any
 * assumption counts, so a cell contains the truth if the figures it rests on do.  What did not
 * make a cell is then held against the cells. */
#ifndef FORECAST_AUDIT_WORK_H
#define FORECAST_AUDIT_WORK_H

#include <math.h>

#include "forecast/audit.h"

struct interval { double low, high; };

enum evidence {
	BY_NOTHING,
	BY_PRINT,		/* a printed level */
	BY_SHARE,		/* a printed share of a known base */
	BY_STEP,		/* growth or change from a neighbour */
	BY_RATE,		/* a rate over its window, from its other end */
	BY_SUM,			/* all children */
	BY_REST,		/* what the siblings leave of the parent */
};

struct cell {
	struct interval in;
	double point;		/* from figures at face value */
	int32_t fact;		/* by print, share, step, rate */
	int32_t from;		/* step, rate: the other column; sum: the group */
	uint8_t by;
};

/* A relation that failed, and the figures in it. */
struct failure {
	guint relation;
	GArray *facts;		/* int32_t, index in market.facts */
	double off;		/* computed minus printed, where it is a sum; else NaN */
	double room;		/* how much of that rounding explains */
	int32_t parent;		/* fact of the sum's other side, -1 if none */
};

struct audit_work {
	const struct market *m;
	int measure;
	int first, n;		/* ordinal of column 0; columns */
	struct cell *cells;	/* node * n + column; a dimension's are the total's */
	int more;		/* decimals that small levels need beyond those of others */
	bool *used;		/* by fact: made a cell */
	bool *named;		/* by fact: said to be wrong */
	int *fails, *passes;	/* by fact: relations it takes part in */
	GArray *failures;	/* struct failure */
	struct audit *out;
	GStringChunk *words;	/* text in the making */
};

/* --- intervals: both ends inclusive --- */

static inline struct interval interval(double low, double high)
{
	return (struct interval){low, high};
}

static inline bool interval_meets(struct interval a, struct interval b)
{
	double slack = 1e-9 * fmax(fabs(a.low) < 1e300 ? fabs(a.low) : 0,
				   fabs(b.low) < 1e300 ? fabs(b.low) : 0);
	return a.low <= b.high + slack && b.low <= a.high + slack;
}

static inline bool interval_is_finite(struct interval a)
{
	return isfinite(a.low) && isfinite(a.high);
}

struct interval interval_of(const struct figure *f);
struct interval interval_add(struct interval a, struct interval b);
struct interval interval_minus(struct interval a, struct interval b);
struct interval interval_times(struct interval a, struct interval b);
/* a / b for b > 0; without ends otherwise. */
struct interval interval_over(struct interval a, struct interval b);
/* a to the power of x, for a > 0. */
struct interval interval_power(struct interval a, double x);
/* Distance between two that do not meet, else 0. */
double interval_gap(struct interval a, struct interval b);

/* --- cells --- */

void audit_cells(struct audit_work *w);
struct cell *audit_cell(const struct audit_work *w, int node, int column);
/* Column of a period of the market's step, -1 if it is none or outside. */
int audit_column(const struct audit_work *w, struct period p);
struct period audit_period(const struct audit_work *w, int column);
/* First of its list, of this measure, no case, no target, in the market's step, not withheld. */
bool audit_counts(const struct audit_work *w, const struct fact *f);
/* The columns a growth, yoy or change runs between. */
bool audit_step(const struct audit_work *w, const struct fact *f, int *a, int *b);
/* The base of a share as an interval; false if unknown. */
bool audit_base(const struct audit_work *w, const struct fact *f, struct interval *in, double *point);
/* The printed figures that a cell rests on, added to facts. */
void audit_roots(const struct audit_work *w, int node, int column, GArray *facts);

/* --- relations --- */

/* Adds a relation; fills printed, computed, low, high with NaN.  Good until the next one is
 * added. */
struct relation *audit_add(struct audit_work *w, const char *class, enum verdict v, int node,
			   struct period p, const char *format, ...) G_GNUC_PRINTF(6, 7);
void audit_numbers(struct relation *r, enum relation_unit unit, double printed, double computed,
		   struct interval in);
void audit_place(struct relation *r, const struct fact *f);
/* What a relation of figures rests on: counted, and for one that failed kept to find the culprit.
 * other: the interval of the printed side.  Takes the array. */
void audit_rests_on(struct audit_work *w, GArray *facts);
void audit_sum_rests_on(struct audit_work *w, GArray *facts, struct interval other, int parent);
GArray *audit_facts(void);
/* Appends to the failed relations which figure is most likely wrong. */
void audit_blame(struct audit_work *w);

/* --- words; all die with the audit's work --- */

const char *say(struct audit_work *w, const char *format, ...) G_GNUC_PRINTF(2, 3);
const char *say_number(struct audit_work *w, double value, int decimals);
/* A level in the market's unit: with more decimals where the total is small. */
const char *say_amount(struct audit_work *w, double level, int decimals);
/* A fraction as "33.14 %". */
const char *say_percent(struct audit_work *w, double fraction, int decimals);
/* The figure as its digits say, in the market's unit: "8.74", "about 35.12". */
const char *say_level(struct audit_work *w, const struct figure *f);
const char *say_rate(struct audit_work *w, const struct figure *f);
const char *say_path(struct audit_work *w, int node);
const char *say_period(struct audit_work *w, struct period p);
/* "2026-2031". */
const char *say_span(struct audit_work *w, struct period from, struct period to);
/* Decimals with which a cell is shown: of its print, else two more than its inputs'. */
int cell_decimals(const struct audit_work *w, int node, int column);
const char *say_cell(struct audit_work *w, int node, int column);

/* --- themes --- */

void audit_levels(struct audit_work *w);	/* steps, sums, dimensions, bounds */
void audit_shares(struct audit_work *w);
void audit_rates(struct audit_work *w);
void audit_ranks(struct audit_work *w);
void audit_parts(struct audit_work *w);		/* parts of a year, sums over spans */
void audit_crossings(struct audit_work *w);
void audit_rivals(struct audit_work *w);
void audit_closing(struct audit_work *w);	/* factors beside assumed members */
void audit_lines(struct audit_work *w);		/* rows out of line with themselves */
/* Of the market as a whole, once. */
void audit_names(struct audit_work *w);
void audit_forces(struct audit_work *w);
void audit_structure(struct audit_work *w);

#endif
