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

/* What is proven with the typed shares in place; made on use. */
static struct bounds *proven_of(struct work *w)
{
	if (!w->proven)
		w->proven = bounds_of(w->f, w->overlay);
	return w->proven;
}

void limits_proven(struct work *w, int column, const int *members, int n, double *low,
		   double *high)
{
	bool needed = w->market->n_crosses > 0;
	bool weights = w->overlay && w->overlay->n_weights;
	if (w->f->fill == FILL_NONE && !weights)
		return;
	for (int i = 0; i < n && !needed; i++)
		needed = !work_known(w, members[i], column) && tied_below(w, members[i]);
	for (int i = 0; i < n && needed; i++) {
		double l, h;
		if (work_known(w, members[i], column)
		    || !bounds_box(proven_of(w), members[i], column, &l, &h)
		    || l > high[i] || h < low[i])
			continue;
		low[i] = fmax(low[i], l);
		high[i] = fmin(high[i], h);
	}
}

static int index_of(const int *members, int n, int node)
{
	for (int i = 0; i < n; i++)
		if (members[i] == node)
			return i;
	return -1;
}

/* One figure of several siblings, less those with a level; false if it says nothing of two or
 * more of the others. */
static bool set_of(const struct work *w, int column, const int *members, int n,
		   const struct cross *c, const struct fact *f, struct fill_set *set)
{
	const double *level = w->f->level + column;
	double known = 0, base = 1;
	int open = 0;
	if (!limits_usable(w, f, column) || f->of == BASE_MEASURE)
		return false;
	if (f->metric == METRIC_SHARE)
		base = level[(size_t)MAX(f->of, 0) * (size_t)w->n];
	*set = (struct fill_set){ g_new0(bool, n), 0, 0 };
	for (int i = 0; i < c->n && open >= 0; i++) {
		int at = index_of(members, n, c->at[i]);
		bool sibling = w->market->nodes[c->at[i]].parent == w->market->nodes[members[0]].parent;
		if (at >= 0 && !set->in[at])
			open++;
		else if (!sibling || at >= 0 || isnan(level[(size_t)c->at[i] * (size_t)w->n]))
			open = -1;
		else
			known += level[(size_t)c->at[i] * (size_t)w->n];
		if (at >= 0)
			set->in[at] = true;
	}
	set->low = fmax(f->figure.low * base - known, 0);
	set->high = fmax(f->figure.high * base - known, 0);
	if (open > 1 && !isnan(base))
		return true;
	g_free(set->in);
	return false;
}

int limits_sets(const struct work *w, int column, const int *members, int n,
		struct fill_set **sets)
{
	const struct market *m = w->market;
	int k = 0;
	*sets = NULL;
	for (int i = 0; i < m->n_crosses; i++)
		for (int j = 0; j < m->crosses[i].n_facts; j++) {
			struct fill_set set;
			if (!set_of(w, column, members, n, &m->crosses[i],
				    &m->cross_facts[m->crosses[i].first_fact + j], &set))
				continue;
			*sets = g_renew(struct fill_set, *sets, k + 1);
			(*sets)[k++] = set;
		}
	return k;
}

void limits_sets_free(struct fill_set *sets, int n)
{
	for (int i = 0; i < n; i++)
		g_free(sets[i].in);
	g_free(sets);
}
