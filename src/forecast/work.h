/* The inside of one computation of levels, shared by levels.c, group.c and forecast.c.
 * Nothing outside src/forecast includes this. */
#ifndef FORECAST_WORK_H
#define FORECAST_WORK_H

#include <math.h>

#include "forecast/fill.h"
#include "forecast/forecast.h"

/* A share or a weight that a scenario puts in place of published facts. */
struct typed_share { int node; struct period period; double share; };
struct typed_weight { int node; double weight; };

/* Facts first: what a scenario replaces before the base is filled.  Both arrays are short. */
struct overlay {
	const struct typed_share *shares;
	int n_shares;
	const struct typed_weight *weights;
	int n_weights;
};

struct bounds;

enum own {
	OWN_ANY = 1,
	OWN_STEP = 2,		/* growth, yoy or change */
	OWN_RATE = 4,		/* cagr */
	OWN_BASE = 8,		/* a share of another node than its parent, or of another measure */
};

struct work {
	const struct market *market;
	struct forecast *f;
	const struct overlay *overlay;	/* NULL without a scenario */
	int n;				/* columns */
	int first;			/* ordinal of column 0 */
	uint8_t *own;			/* by node: enum own of its facts, 0: none that gives levels */
	uint32_t *seen;			/* by node: what levels_own found when nothing was left to do */
	int *known;			/* by node: columns with a level */
	uint8_t *tied_below;		/* by node: a part has a level of its own, made on use */
	struct bounds *proven;		/* of this market, made on use */
	struct forecast **bases;	/* by measure: bases of shares of another measure, made on use */
};

/* Status of a printed figure: R, ~, or A for the midpoint of a range. */
enum status work_figure_status(const struct fact *f);
int work_column_in_step(const struct work *w, struct period p);
/* Column of a fact's period: a year in a finer step is its last part; -1 if outside or of
 * another step. */
static inline int work_column(const struct work *w, struct period p)
{
	if (p.step != STEP_YEAR || w->market->period.step != STEP_YEAR)
		return work_column_in_step(w, p);
	int o = p.year - w->first;	/* the ordinal of a year */
	return o >= 0 && o < w->n ? o : -1;
}
static inline bool work_known(const struct work *w, int node, int column)
{
	return !isnan(w->f->level[(size_t)node * (size_t)w->n + (size_t)column]);
}
/* Nothing is left to find for a node. */
static inline bool work_full(const struct work *w, int node)
{
	return w->known[node] == w->n;
}
/* Sets a level that was unknown, or one anew.  False, and nothing set, if the value is not finite or the fill
 * `none` forbids its status. */
static inline bool work_set(struct work *w, int node, int column, double level, enum status status,
			    enum rule rule)
{
	size_t at = (size_t)node * (size_t)w->n + (size_t)column;
	if (!isfinite(level) || (w->f->fill == FILL_NONE && status == STATUS_ASSUMED
				 && !(w->overlay && w->overlay->n_weights && rule == RULE_FILL)))
		return false;
	w->known[node] += isnan(w->f->level[at]);
	w->f->level[at] = level;
	w->f->status[at] = (uint8_t)status;
	w->f->rule[at] = (uint8_t)rule;
	return true;
}
/* A share printed (or typed) for this node and column as a share of its parent; NaN if none.
 * *fact: the print, NULL if typed. */
double work_printed_share(const struct work *w, int node, int column, enum status *status,
			  const struct fact **fact);
/* Allocation key of a node; *typed if a scenario's. */
double work_weight(const struct work *w, int node, bool *typed);

/* One whole computation; overlay may be NULL. */
struct forecast *forecast_compute(const struct market *m, int measure, enum fill fill,
				  const struct overlay *overlay);

/* Section 2, levels from the nodes' own facts: rules 1 to 5 over the whole tree, then the gaps of
 * the total. */
void levels_compute(struct work *w);
/* Rules 1 to 3 of one node; true if a level was added. */
bool levels_own(struct work *w, int node);
/* Rule 6 of one node. */
void levels_gaps(struct work *w, int node);
/* Whether a node has a usable rate (growth, yoy, change, cagr). */
bool levels_has_rate(const struct work *w, int node);
/* Of the rates whose window holds no level yet and opens behind column after: the column in which
 * the earliest opens; -1 if none. */
int levels_open_rate(const struct work *w, int node, int after);
/* The fact that gave a level by RULE_PRINTED, SHARE, GROWTH, CAGR or WINDOW, and the column whose
 * level it was applied to (the same for a value and a share); NULL if it is another rule's. */
const struct fact *levels_trace(const struct work *w, int node, int column, int *from);

/* Section 3: the children of node, whose own levels are complete. */
void group_compute(struct work *w, int node);

/* Whether a member has that rank in a column; base: the column is the group's base year, in which
 * ranks without a period hold. */
bool limits_rank(const struct work *w, int node, int column, enum rank rank, bool base);
/* A printed value or share of that column, point or bound, that the arithmetic may use. */
bool limits_usable(const struct work *w, const struct fact *f, int column);
/* The proven intervals with the typed shares of an overlay (may be NULL; borrowed) in place of
 * published ones, for a computation that is under way. */
struct bounds *bounds_of(const struct forecast *f, const struct overlay *overlay);
/* The interval of any level at face value, whatever f has there; false if nothing keeps it up. */
bool bounds_box(struct bounds *b, int node, int column, double *low, double *high);
/* A share of the node's parent. */
bool limits_of_parent(const struct market *m, int node, const struct fact *f);
/* What is proven about the members of one group without a figure in its base year.
 * n members; rest: what the unknown ones add up to; low, high: by member. */
void limits_group(const struct work *w, int node, int column, const int *members, int n,
		  double rest, double *low, double *high);
/* Narrows them by what lies outside the group: figures of several members, and of parts below
 * members without a figure.  Costs nothing where there are none. */
void limits_proven(struct work *w, int column, const int *members, int n, double *low,
		   double *high);
/* What figures of several members leave to those without a level, which are the n given: number of
 * *sets, by index of them. */
int limits_sets(const struct work *w, int column, const int *members, int n,
		struct fill_set **sets);
void limits_sets_free(struct fill_set *sets, int n);

#endif
