/* What the facts of one group say about its members in one column, and what they prove about the
 * unpublished ones while the group is filled (tamarack-market(5), BOUNDS). */
#include "config.h"

#include "forecast/work.h"

#include <math.h>

#include "forecast/bounds.h"
#include "forecast/hull.h"

bool limits_rank(const struct work *w, int node, int column, enum rank rank, bool base)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric != METRIC_RANK || f->code != rank || f->measure != w->f->measure
		    || f->flags & (FACT_RIVAL | FACT_CASE))
			continue;
		if (f->flags & FACT_DATELESS ? base : work_column(w, f->from) == column)
			return true;
	}
	return false;
}

bool limits_usable(const struct work *w, const struct fact *f, int column)
{
	return f->measure == w->f->measure
		&& !(f->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN))
		&& (f->metric == METRIC_SHARE || f->metric == METRIC_VALUE)
		&& market_kind(w->market, f) != KIND_TARGET
		&& f->figure.qualifier != QUAL_WITHHELD && f->from.step == w->market->period.step
		&& work_column(w, f->from) == column;
}

bool limits_of_parent(const struct market *m, int node, const struct fact *f)
{
	int parent = m->nodes[node].parent;
	return f->metric == METRIC_SHARE
		&& (f->of == BASE_PARENT || f->of == parent
		    || (f->of == 0 && parent >= 0 && m->nodes[parent].flags & NODE_DIMENSION));
}

/* Printed bounds and ranges of a member's share or level, at face value. */
static void printed_bounds(const struct work *w, int node, int column, double parent,
			   struct hull_member *member)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		bool share = limits_of_parent(m, node, f);
		if (!limits_usable(w, f, column) || !(share || f->metric == METRIC_VALUE))
			continue;
		double scale = share ? parent : 1;
		member->low = fmax(member->low, f->figure.low * scale);
		member->high = fmin(member->high, f->figure.high * scale);
	}
}

void limits_group(const struct work *w, int node, int column, const int *members, int n,
		  double rest, double *low, double *high)
{
	struct hull h = { g_new(struct hull_member, n), n, -1, -1, rest, true };
	double parent = w->f->level[(size_t)node * (size_t)w->n + (size_t)column], known = 0;
	for (int i = 0; i < n; i++) {
		struct hull_member *m = &h.member[i];
		double level = w->f->level[(size_t)members[i] * (size_t)w->n + (size_t)column];
		*m = (struct hull_member){ 0, INFINITY, true };
		if (limits_rank(w, members[i], column, RANK_LARGEST, true))
			h.largest = i;
		if (limits_rank(w, members[i], column, RANK_SMALLEST, true))
			h.smallest = i;
		if (!isnan(level)) {
			m->low = m->high = level;
			known += level;
		} else {
			printed_bounds(w, members[i], column, parent, m);
		}
	}
	h.parent = known + rest;
	bool ok = hull_narrow(&h);
	for (int i = 0; i < n; i++) {
		low[i] = ok ? h.member[i].low : 0;
		high[i] = ok ? h.member[i].high : rest;
	}
	g_free(h.member);
}

/* Whether a fact ties its node to a level outside it.  Shares of the parent, rates and ranks hold
 * for any size of the whole, so they prove nothing about it. */
static bool is_tie(const struct market *m, const struct fact *f)
{
	switch (f->metric) {
	case METRIC_VALUE:
	case METRIC_CHANGE:
		return true;
	case METRIC_SHARE:
		return !limits_of_parent(m, f->node, f);
	default:
		return false;
	}
}

/* Whether a node below has such a fact; found for all nodes at once, when first asked. */
static bool tied_below(struct work *w, int node)
{
	const struct market *m = w->market;
	if (!w->tied_below) {
		w->tied_below = g_malloc0(m->n_nodes);
		for (int i = m->n_nodes - 1; i > 0; i--) {
			const struct node *nd = &m->nodes[i];
			bool tied = w->tied_below[i];
			for (int k = 0; k < nd->n_facts && !tied; k++)
				tied = is_tie(m, &m->facts[nd->first_fact + k]);
			w->tied_below[nd->parent] |= tied;
		}
	}
	return w->tied_below[node];
}

void limits_proven(struct work *w, int column, const int *members, int n, double *low,
		   double *high)
{
	bool needed = w->market->n_crosses > 0;
	if (w->overlay || w->f->fill == FILL_NONE)
		return;
	for (int i = 0; i < n && !needed; i++)
		needed = !work_known(w, members[i], column) && tied_below(w, members[i]);
	if (!needed)
		return;
	if (!w->proven)
		w->proven = bounds_new(w->f);
	for (int i = 0; i < n; i++) {
		double l, h;
		if (work_known(w, members[i], column)
		    || !bounds_level(w->proven, members[i], column, &l, &h)
		    || l > high[i] || h < low[i])
			continue;
		low[i] = fmax(low[i], l);
		high[i] = fmin(high[i], h);
	}
}
