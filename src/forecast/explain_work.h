/* The inside of explanations, shared by explain.c and explain_step.c.  Nothing else includes it. */
#ifndef FORECAST_EXPLAIN_WORK_H
#define FORECAST_EXPLAIN_WORK_H

#include "forecast/explain.h"
#include "forecast/rounding.h"
#include "forecast/work.h"

struct maker {
	const struct explain_options *o;
	const struct forecast *f;
	const struct market *m;
	struct work w;
	struct rounding *rounding;
	struct explanation *x;
	GArray *formulas, *inputs;	/* struct explain_line, until put in order */
	GHashTable *seen;		/* cells and facts that have their lines */
	int depth;
	char letters[32];		/* statuses of the direct inputs */
};

/* A line with everything else unset. */
struct explain_line line_new(enum explain_kind kind, char *text);
/* A fact as an input, with every place that prints the same. */
void step_fact(struct maker *k, const struct fact *f, int node);
/* Formulas and inputs of a level: those of what it rests on first. */
void step_level(struct maker *k, int node, int column);
/* The same for its share of the parent. */
void step_share(struct maker *k, int node, int column);
/* A formula line about a cell. */
void step_formula(struct maker *k, int node, int column, double value, bool percent, char *text);
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
/* "^5", "" for one year, "^0.25". */
char *text_power(double years);
const char *name_of(const struct maker *k, int node);
enum rule rule_at(const struct maker *k, int node, int column);

#endif
