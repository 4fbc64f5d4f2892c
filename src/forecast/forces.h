/* Drivers and restraints: g = baseline + sum of impacts, in additive points a year.
 *
 * Growth year t = 1 is the first after the window of the total's rate opens (2027 for 2026-2031).
 * Rates and impacts are fractions a year. */
#ifndef FORECAST_FORCES_H
#define FORECAST_FORCES_H

#include "forecast/forecast.h"

/* The total's effective rate over the default window; NaN if it has none. */
double forces_rate(const struct forecast *base);
/* Sum of the printed impacts of one kind. */
double forces_sum(const struct market *m, enum force_kind kind);
/* What is left of the rate without any force: rate - drivers - restraints. */
double forces_baseline(const struct forecast *base);
/* The dimension that `where` of a force names; -1 if it is global. */
int forces_dimension(const struct market *m, const struct force *k);
/* The first that any names, which carries the global ones too; -1 if all are global. */
int forces_geography(const struct market *m);
/* Weight of a force at a node: of the node, else of its nearest ancestor, else global, else 0. */
double forces_weight(const struct market *m, const struct force *k, int node);
/* Timing weight of a force in growth year t of n, mean 1 over 1..n; rho: weight outside its
 * window; delay: years by which the window moves (its mean stays that of the printed window); of a part of
 * a year: between the effects of the whole years on both sides. */
double forces_timing(const struct market *m, const struct forecast *base, const struct force *k,
		     int t, int n, double rho, double delay);

/* The columns in which the window of the total's rate opens and ends, in which forces act. */
void forces_window(const struct forecast *base, int *start, int *end);
/* The dimension that carries a force: the one its `where` names, the first named for a global one;
 * -1 where it is not fully known, and where none is named: then it acts on the total. */
int forces_carrier(const struct forecast *base, const struct force *k);
/* Nodes of such a dimension on which a change acts: leaves, and nodes whose children are not all
 * known. */
bool forces_acts_on(const struct forecast *base, int node);
/* Mean of a force's weights over them, by their shares of the base year. */
double forces_mean_weight(const struct forecast *base, int dimension, const struct force *k);

/* "short", "medium", "long", "2027-2028" or "".  New string. */
char *forces_timing_text(const struct force *k);

/* What a scenario does to the forces. */
struct forces_change {
	double *scale, *delay, *rho;	/* by force; rho 1: spread evenly */
	bool shaped;		/* any rho below 1 */
	bool active;		/* anything differs from the print */
};
struct forces_change *forces_change_new(const struct market *m, const struct scenario *s);
void forces_change_free(struct forces_change *c);
/* growth[c]: the total's growth into column c under the change; columns outside the window keep
 * the base's.  lambda (may be NULL): the constant that closes the published end under rho. */
void forces_path(const struct forecast *base, const struct forces_change *c, double *growth,
		 double *lambda);
/* What force k adds under the change to the growth into a column of the window, as a rate a year;
 * 0 if its impact was not printed.  With the lambda of forces_path and what the base's growth has
 * beside its printed impacts, these make up the growth of the path. */
double forces_effect(const struct forecast *base, const struct forces_change *c, int k, int column);
/* Timing weights of force k in a column of the window under the change, and without its delay. */
void forces_timings(const struct forecast *base, const struct forces_change *c, int k, int column,
		    double *now, double *was);
/* Growth into one column as a rate a year: the same where a column is a year. */
double forces_a_year(const struct forecast *base, double growth);
/* And back. */
double forces_a_column(const struct forecast *base, double rate);
/* levels: a copy of the base's, in which the leaves of the dimensions that carry forces are moved,
 * so that each dimension adds up to the total under them.  growth: the total's, by column, under
 * those that no dimension carries. */
void forces_move(const struct forecast *base, const struct forces_change *c, double *levels,
		 double *growth);
/* The first node that would shrink by 100 % or more in a year, into *column, by *rate; -1 if none.
 * *room: how much of the way from 1 to its scale each force can go. */
int forces_sink(const struct forecast *base, const struct forces_change *c, int *column,
		double *rate, double *room);

#endif
