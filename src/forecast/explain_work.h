/* The inside of explanations, shared by explain*.c.  Nothing else includes it. */
#ifndef FORECAST_EXPLAIN_WORK_H
#define FORECAST_EXPLAIN_WORK_H

#include "forecast/explain.h"

#include <math.h>

#include "forecast/rounding.h"
#include "forecast/work.h"

/* Of a force, by explain_forces.c: what carries it, and its mean weight there. */
struct reach { bool known; int carrier; double mean; };

struct maker {
	const struct explain_options *o;
	const struct forecast *f;
	const struct market *m;
	struct work w;
	struct rounding *rounding;
	struct explanation *x;
	GArray *causes, *formulas, *inputs;	/* struct explain_line, until put in order */
	GArray *reach;			/* struct reach, by force */
	GHashTable *seen;		/* cells and facts that have their lines */
	int depth;
	char letters[32];		/* statuses of the direct inputs */
};

static inline double value_of(const struct maker *k, int node, int column)
{
	return forecast_level(k->f, node, column);
}

static inline bool known(const struct maker *k, int node, int column)
{
	return !isnan(value_of(k, node, column));
}

static inline bool agrees(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* explain_step.c */

/* A fact as an input, with every place that prints the same. */
void step_fact(struct maker *k, const struct fact *f, int node);
/* Formulas and inputs of a level: those of what it rests on first. */
void step_level(struct maker *k, int node, int column);
/* The same for its share of the parent. */
void step_share(struct maker *k, int node, int column);
/* Columns of the nearest known levels that came by another rule; -1: none. */
void neighbours(const struct maker *k, int node, int column, enum rule but, int *a, int *z);
/* Interpolated between these; false if one is missing. */
bool by_neighbours(struct maker *k, int node, int column, enum rule rule);

/* explain_group.c: formula and inputs of a level that came by a rule; false: it did not. */

bool by_sum(struct maker *k, int node, int column);
/* The ratio of the nearest year to the siblings known in both. */
bool by_hole(struct maker *k, int node, int column);
/* What the other members leave of the parent. */
void by_residual(struct maker *k, int node, int column, enum rule rule);
void by_fill(struct maker *k, int node, int column);
/* A filled share where all others have printed ones: "(100 - 34.11) / 4 = 16.4725 %". */
bool by_filled_share(struct maker *k, int node, int column);
bool by_carried(struct maker *k, int node, int column);
void by_rest(struct maker *k, int node, int column);

/* explain_moved.c: from the source's level to a scenario's, with the entries that moved it; false
 * where nothing is kept of how it came about. */

bool by_moved(struct maker *k, int node, int column);
/* A typed share, or a typed row that had to give way; the entries of any typed row. */
bool by_entry(struct maker *k, int node, int column);
/* A typed row that its parent follows. */
bool moves_parent(const struct maker *k, int node, int column);

/* explain_cause.c: the entries behind a level that was filled again, and behind years past the
 * published end. */

void causes_refilled(struct maker *k, int node, int column);
void cause_after(struct maker *k);

/* explain_text.c */

/* A line with everything else unset. */
struct explain_line line_new(enum explain_kind kind, char *text);
/* A formula line about a cell.  Takes text. */
void formula_add(struct maker *k, int node, int column, double value, bool percent, char *text);
/* "Asia-Pacific 2031: ", to which terms are put. */
GString *formula_begin(const struct maker *k, int node, int column);
/* Takes text. */
void formula_put(GString *s, char *text);
/* Adds the formula with its result, and by what that was scaled when its group was made to add up.
 * Takes s. */
void formula_end(struct maker *k, int node, int column, GString *s, double result);
/* A number of a result, with the digits asked for; of an input that was not printed, with two more
 * where it has them; of a printed one, as printed.  New strings. */
char *text_result(const struct maker *k, double v);
char *text_input(const struct maker *k, double v);
char *text_percent(const struct maker *k, double fraction, bool input);
char *text_level(const struct maker *k, int node, int column);
char *text_fact(const struct fact *f);
char *text_cell(const struct maker *k, int node, int column);	/* "Asia-Pacific 2031" */
/* 1 + g with the digits of the print: "1.3414". */
char *text_factor(const struct fact *f);
/* "^5", "" for 1, "^(1/5)", "^(3/4)". */
char *text_power(double x);
bool is_percent(const struct fact *f);
const char *name_of(const struct maker *k, int node);
enum rule rule_at(const struct maker *k, int node, int column);

#endif
