/* The inside of a scenario's forecast, shared by apply*.c; explanations read what a trace keeps.
 *
 * What is typed holds; everything else follows.  Own paths go upward (targets, locked paths, sums),
 * the total follows, then every scope is closed downward: the free leaves of a scope share one
 * ratio a year.  A scope is the total's side of a dimension, or a typed or locked node.
 *
 * For every node and column two masses are kept, seen from inside the node and in its own unit:
 *	fixed	what its typed and locked descendants hold
 *	free	the rest
 * so that its level in a scope closed at ratio r is fixed + r * free.  A leaf is all free. */
#ifndef FORECAST_APPLY_H
#define FORECAST_APPLY_H

#include <math.h>

#include "forecast/forecast.h"
#include "forecast/trace.h"

enum mark {
	MARK_TYPED = 1,
	MARK_LOCKED = 2,	/* at its base path or, typed as well, at what is typed */
	MARK_HELD = 4,		/* a child is typed with hold: parent */
	MARK_OUTSIDE = 8,	/* typed with hold: total: adds nothing to the total */
	MARK_SCOPE = MARK_TYPED | MARK_LOCKED | MARK_HELD,
};

struct target {
	int node;
	int from, to;		/* columns of the last typed window */
	double *path;		/* by column, NaN where the base has none */
	bool *typed;		/* by column */
	int *opens;		/* by column: where the last window opens that holds there or before */
	int *closes;		/* by typed column: the end of its window */
};

struct apply {
	const struct market *m;
	const struct scenario *s;
	enum hold hold;
	int n;
	const struct forecast *base;	/* with the scenario's facts first */
	const double *start;	/* base levels, geography moved by forces */
	double *moved;		/* those, where forces move any */
	double *own;		/* of typed, locked and held rows; kept where the outcome will stand */
	double *fixed, *free;
	uint8_t *whole;		/* the children add up to the node in that column */
	uint8_t *mark;
	struct target **target;	/* by node */
	double *total;		/* T' */
	double *sums;		/* dimensions by columns: what each adds up to before it is closed */
	struct forces_change *change;
	bool *scaled;		/* by column: typed rows of some scope were scaled */
	struct forecast *out;
	GError **error;
};

struct trace {
	struct apply a;
	struct forecast *filled;	/* the base, unless it is the published one; or NULL */
};

static inline size_t apply_at(const struct apply *a, int node, int column)
{
	return (size_t)node * (size_t)a->n + (size_t)column;
}

/* False if one is NaN. */
static inline bool apply_differ(double a, double b)
{
	double x = fabs(a), y = fabs(b);
	return fabs(a - b) > 1e-12 * (x > y ? x : y);
}

static inline double apply_closing(const struct apply *a, int node, int column)
{
	return forecast_closing(a->base, node, column);
}

/* Takes text. */
static inline void apply_notice(struct apply *a, char *text)
{
	g_ptr_array_add(a->out->notices, text);
}

/* Sets FORECAST_REFUSED; takes text.  Always false. */
static inline bool apply_refuse(struct apply *a, char *text)
{
	g_set_error_literal(a->error, FORECAST_ERROR, FORECAST_REFUSED, text);
	g_free(text);
	return false;
}

/* The base filled again around the shares and weights that are typed; NULL if none is. */
struct forecast *facts_base(const struct market *m, int measure, const struct scenario *s,
			    enum fill fill);
/* Whether every typed share leaves room for what was printed beside it.  False: refused, the limit
 * named. */
bool facts_fit(const struct forecast *published, const struct forecast *filled,
	       const struct scenario *s, GError **error);
/* Appends what the filling met: a weight held by a bound, shares that nothing makes up for. */
void facts_tell(const struct forecast *published, const struct forecast *filled,
		const struct scenario *s, GPtrArray *notices);

/* Targets and marks of every adjustment: growth of single years first, then windows, then shapes;
 * an earlier kind keeps its years.  False: refused. */
bool targets_type(struct apply *a);
/* Levels of every target. */
void targets_run(struct apply *a);
void target_free(struct target *t);

/* Forces that move nothing, or not the total. */
void tell_forces(struct apply *a);

/* Own levels and masses of every node, leaves first.  outside: as if what holds the total were not
 * typed. */
void close_upward(struct apply *a, bool outside);
/* T' = T * G * product of F_d; a target or a lock of the total replaces it.  growth: of the total
 * under changed forces that no geography carries, or NULL. */
void close_total(struct apply *a, const double *growth);
/* Final levels of every node, parents first.  False: refused, the limit named. */
bool close_downward(struct apply *a);

#endif
