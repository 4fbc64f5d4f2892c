/* From the source's level to a scenario's, shared by explain_moved.c, explain_forces.c and
 * explain_cause.c.  Nothing else includes it. */
#ifndef FORECAST_EXPLAIN_MOVED_H
#define FORECAST_EXPLAIN_MOVED_H

#include "forecast/apply.h"
#include "forecast/explain_work.h"

/* The level that the scenario moves: the source's, filled again and gone on as it says. */
static inline double base_level(const struct apply *a, int node, int column)
{
	return a->base->level[apply_at(a, node, column)];
}

static inline bool beyond_source(const struct maker *k, int column)
{
	return forecast_column(k->o->base, forecast_period(k->f, column)) < 0;
}

/* explain_cause.c: lines about entries of the scenario, each once. */

/* What the run of the scenario kept; NULL: nothing. */
const struct apply *run_of(const struct maker *k);
/* "{path: ...}: WHAT", about a node or -1. */
void cause_add(struct maker *k, const struct adjust *ad, int node, const char *what);
/* A dimension typed is the total; -1: a force. */
int entry_node(const struct maker *k, const struct adjust *ad);
/* What is typed for a node's growth up to a column. */
void causes_typed(struct maker *k, int node, int column);
void causes_locked(struct maker *k, int node);
/* Shares and weights typed in the groups that a node lies in, which are filled again. */
void causes_facts(struct maker *k, int node);
/* The changes of the forces that a dimension carries; of those that none does: -1; of all: 0. */
void causes_forces(struct maker *k, int dimension);

/* explain_forces.c */

bool force_is_changed(const struct forces_change *c, int force);
/* The dimension of a node carries a changed force. */
bool forces_move_in(const struct maker *k, int node);

enum { RUNS = 8 };	/* stretches in one formula */

/* One stretch of years with the same growth in the source and the same effect of forces. */
struct run { int from, to; double growth, moved; };

struct path {
	double opens, ends;	/* level at the start of the window, and under the forces alone */
	double closes;		/* constant that closes the printed end; 0: none */
	int start, last;	/* columns of the window, the last one up to what is explained */
	struct run runs[RUNS];
	int n;
};

/* Where the forces that act on a node lead it.  False: there is no such path, or a long one. */
bool path_of(const struct maker *k, int node, int column, struct path *p);
/* The lines of what the forces add, and the formula up to there; false as path_of. */
bool begin_forces(struct maker *k, GString **s, int node, int column, struct path *p);
/* " x 0.95 (what)", nothing for 1; what: or NULL. */
void put_factor(GString *s, double factor, const char *what);

#endif
