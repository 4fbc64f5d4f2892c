/* What is proven about unpublished members of one group, in closed form: the sum, non-negativity,
 * printed bounds, and the ranks `largest` and `smallest` (tamarack-market(5), BOUNDS). */
#include "config.h"

#include "forecast/work.h"

#include <math.h>

/* Ranks that hold in a column: dateless, or of that period. */
static bool has_rank(const struct work *w, int node, int column, enum rank rank)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric == METRIC_RANK && f->code == rank && f->measure == w->f->measure
		    && !(f->flags & FACT_RIVAL)
		    && (f->flags & FACT_DATELESS || work_column(w, f->from) == column))
			return true;
	}
	return false;
}

/* Printed bounds and ranges of a member's share or level in that column, at face value. */
static void printed_bounds(const struct work *w, int node, int column, double parent, double *low,
			   double *high)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		bool share = f->metric == METRIC_SHARE && f->of == BASE_PARENT;
		if (f->measure != w->f->measure || f->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN)
		    || !(share || f->metric == METRIC_VALUE) || f->kind == KIND_TARGET
		    || f->figure.qualifier == QUAL_WITHHELD || work_column(w, f->from) != column)
			continue;
		double scale = share ? parent : 1;
		*low = fmax(*low, f->figure.low * scale);
		*high = fmin(*high, f->figure.high * scale);
	}
}

struct group {
	const int *members;
	const double *level;	/* of the forecast, by member; NaN unknown */
	int n;
	double rest, parent;
};

/* Least x with x + sum over the other unknown members of min(high, x) >= rest: the largest member
 * holds at least that. */
static double water_level(const struct group *g, const double *high, int largest)
{
	double lo = 0, hi = g->rest;
	for (int pass = 0; pass < 100; pass++) {
		double x = (lo + hi) / 2, sum = x;
		for (int i = 0; i < g->n; i++)
			if (i != largest && isnan(g->level[i]))
				sum += fmin(high[i], x);
		if (sum >= g->rest)
			hi = x;
		else
			lo = x;
	}
	return hi;
}

void limits_group(const struct work *w, int node, int column, const int *members, int n,
		  double rest, double *low, double *high)
{
	double *level = g_new(double, n);
	struct group g = { members, level, n, rest,
			   w->f->level[(size_t)node * (size_t)w->n + (size_t)column] };
	int largest = -1, smallest = -1, unknown = 0;
	double most = 0, least = INFINITY;
	for (int i = 0; i < n; i++) {
		level[i] = w->f->level[(size_t)members[i] * (size_t)w->n + (size_t)column];
		low[i] = 0;
		high[i] = rest;
		if (has_rank(w, members[i], column, RANK_LARGEST))
			largest = i;
		if (has_rank(w, members[i], column, RANK_SMALLEST))
			smallest = i;
		if (isnan(level[i])) {
			unknown++;
			printed_bounds(w, members[i], column, g.parent, &low[i], &high[i]);
			high[i] = fmin(high[i], rest);
		} else {
			most = fmax(most, level[i]);
			least = fmin(least, level[i]);
		}
	}
	bool largest_known = largest >= 0 && !isnan(level[largest]);
	bool smallest_known = smallest >= 0 && !isnan(level[smallest]);
	for (int i = 0; i < n; i++) {
		if (!isnan(level[i]))
			continue;
		if (largest_known)
			high[i] = fmin(high[i], level[largest]);
		if (smallest_known)
			low[i] = fmax(low[i], level[smallest]);
		if (i == largest)
			low[i] = fmax(low[i], most);
		if (i == smallest)
			high[i] = fmin(high[i], least);
	}
	if (largest >= 0 && !largest_known) {
		low[largest] = fmax(low[largest], water_level(&g, high, largest));
		for (int i = 0; i < n; i++)
			if (i != largest && isnan(level[i]))
				high[i] = fmin(high[i], fmin(high[largest], rest / 2));
	}
	if (smallest >= 0 && !smallest_known)
		high[smallest] = fmin(high[smallest], rest / unknown);
	double sum_low = 0, sum_high = 0;
	for (int i = 0; i < n; i++)
		if (isnan(level[i])) {
			sum_low += low[i];
			sum_high += high[i];
		}
	for (int i = 0; i < n; i++)
		if (isnan(level[i])) {
			double l = rest - (sum_high - high[i]), h = rest - (sum_low - low[i]);
			low[i] = fmax(low[i], l);
			high[i] = fmax(low[i], fmin(high[i], h));
		}
	g_free(level);
}
