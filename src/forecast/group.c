/* The children of one group, year by year: base-year fill, movers, the rest, closing
 * (tamarack-market(5), FORECAST).
 *
 * `members` are the children but for `unlisted`.  A cell is empty as long as no rule gave it a
 * level; `inside` marks members that a printed catch-all contains: they get none. */
#include "config.h"

#include "forecast/work.h"

#include <math.h>

#include "base/number.h"
#include "forecast/fill.h"

struct group {
	struct work *w;
	int node, n;
	int unlisted;		/* the node, or -1 */
	enum covers covers;
	int *members;
	uint8_t *mover;		/* by member */
	bool residual;		/* one of them is a catch-all */
	int base;		/* column */
};

static double *cell(const struct group *g, int node, int column)
{
	return &g->w->f->level[(size_t)node * (size_t)g->w->n + (size_t)column];
}

static bool known(const struct group *g, int i, int column)
{
	return work_known(g->w, g->members[i], column);
}

static double level(const struct group *g, int i, int column)
{
	return *cell(g, g->members[i], column);
}

static double parent(const struct group *g, int column)
{
	return *cell(g, g->node, column);
}

static enum status status(const struct group *g, int node, int column)
{
	return (enum status)g->w->f->status[(size_t)node * (size_t)g->w->n + (size_t)column];
}

static enum rule rule(const struct group *g, int node, int column)
{
	return (enum rule)g->w->f->rule[(size_t)node * (size_t)g->w->n + (size_t)column];
}

static bool parent_known(const struct group *g, int column)
{
	return work_known(g->w, g->node, column);
}

/* The base year, or where the parent has no level then, the nearest year with one. */
static int base_column(const struct group *g)
{
	int base = g->w->f->base;
	for (int d = 0; d < g->w->n; d++) {
		if (base - d >= 0 && parent_known(g, base - d))
			return base - d;
		if (base + d < g->w->n && parent_known(g, base + d))
			return base + d;
	}
	return -1;
}

/* Share of the parent in one column: of the levels, else as printed; NaN if unknown. */
static double share_in(const struct group *g, int i, int column, enum status *s)
{
	const struct fact *fact;
	if (known(g, i, column) && parent_known(g, column) && parent(g, column) > 0) {
		*s = status(g, g->members[i], column);
		return level(g, i, column) / parent(g, column);
	}
	return work_printed_share(g->w, g->members[i], column, s, &fact);
}

/* Share of the nearest column that has one, the earlier of two; NaN if none. */
static double nearest_share(const struct group *g, int i, int column, enum status *s)
{
	for (int d = 0; d < g->w->n; d++) {
		double share = NAN;
		if (column - d >= 0)
			share = share_in(g, i, column - d, s);
		if (isnan(share) && column + d < g->w->n)
			share = share_in(g, i, column + d, s);
		if (!isnan(share))
			return share;
	}
	return NAN;
}

static bool carry(struct group *g, int i, int column, enum rule by)
{
	enum status s = STATUS_ASSUMED;
	double share = nearest_share(g, i, column, &s);
	if (isnan(share))
		return false;
	return work_set(g->w, g->members[i], column, share * parent(g, column),
			status_worst(STATUS_ASSUMED, s), by);
}

/* Half a unit of the printed figure behind a level, in the unit of levels. */
static double half_unit(const struct group *g, int node, int column)
{
	const struct market *m = g->w->market;
	const struct node *nd = &m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->measure != g->w->f->measure || f->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN)
		    || work_column(g->w, f->from) != column)
			continue;
		if (f->metric == METRIC_VALUE)
			return f->figure.half;
		if (f->metric == METRIC_SHARE)
			return f->figure.half * parent(g, column);
	}
	return 0;
}

/* Printed members, a catch-all among them, exhaust the parent within rounding. */
static bool catch_all(const struct group *g, int column)
{
	bool residual = false;
	if (!g->residual || !parent_known(g, column))
		return false;
	double sum = 0, tolerance = half_unit(g, g->node, column);
	for (int i = 0; i < g->n; i++) {
		int node = g->members[i];
		if (!known(g, i, column))
			continue;
		if (rule(g, node, column) != RULE_PRINTED && rule(g, node, column) != RULE_SHARE)
			continue;
		sum += level(g, i, column);
		tolerance += half_unit(g, node, column);
		residual |= g->w->market->nodes[node].flags & NODE_RESIDUAL;
	}
	return residual && fabs(parent(g, column) - sum) <= tolerance * (1 + 1e-9);
}

/* Unknown members of a column and what they share; worst status of the inputs. */
static int unknown_in(const struct group *g, int column, double *rest, enum status *s)
{
	int unknown = 0;
	*rest = parent(g, column);
	*s = status_worst(STATUS_DERIVED, status(g, g->node, column));
	for (int i = 0; i < g->n; i++) {
		if (!known(g, i, column)) {
			unknown++;
			continue;
		}
		*rest -= level(g, i, column);
		*s = status_worst(*s, status(g, g->members[i], column));
	}
	*rest = fmax(*rest, 0);
	return unknown;
}

/* Members to fill in the base year. */
struct unknown {
	int n;
	int *member;		/* nodes */
	double *key, *low, *high, *part;
	bool *own;		/* a typed weight */
	bool typed;		/* any */
};

static void unknown_open(struct group *g, struct unknown *u, int n, const double *low,
			 const double *high)
{
	*u = (struct unknown){ 0, g_new(int, n), g_new(double, n), g_new(double, n),
			       g_new(double, n), g_new(double, n), g_new(bool, n), false };
	for (int i = 0; i < g->n; i++) {
		if (known(g, i, g->base))
			continue;
		u->member[u->n] = g->members[i];
		u->key[u->n] = work_weight(g->w, g->members[i], &u->own[u->n]);
		if (g->w->f->fill == FILL_EQUAL && !u->own[u->n])
			u->key[u->n] = 1;
		u->typed |= u->own[u->n];
		u->low[u->n] = low[i];
		u->high[u->n++] = high[i];
	}
}

static void unknown_close(struct unknown *u)
{
	g_free(u->member);
	g_free(u->key);
	g_free(u->low);
	g_free(u->high);
	g_free(u->part);
	g_free(u->own);
}

/* A typed weight that a proven bound holds back says so. */
static void tell_held(struct group *g, const struct unknown *u, double rest)
{
	double keys = 0, whole = parent(g, g->base);
	char text[3][NUMBER_TEXT_MAX];
	for (int i = 0; i < u->n; i++)
		keys += u->key[i];
	for (int i = 0; i < u->n; i++) {
		double want = rest * (u->key[i] / keys);
		if (!u->own[i] || !(keys > 0) || !(whole > 0)
		    || (want <= u->high[i] * (1 + 1e-9) && want >= u->low[i] * (1 - 1e-9)))
			continue;
		g_autofree char *path = market_path(g->w->market, u->member[i]);
		g_ptr_array_add(g->w->f->notices, g_strdup_printf(
			"%s: its weight would make it %s %%, what is proven keeps it within %s to "
			"%s %%", path, number_fixed(text[0], 100 * want / whole, 2),
			number_fixed(text[1], 100 * u->low[i] / whole, 2),
			number_fixed(text[2], 100 * u->high[i] / whole, 2)));
	}
}

/* The fill rule for two or more unknown members. */
static void fill_unknown(struct group *g, int unknown, double rest)
{
	struct work *w = g->w;
	g_autofree double *low = g_new(double, g->n), *high = g_new(double, g->n);
	struct unknown u;
	struct fill_set *sets;
	limits_group(w, g->node, g->base, g->members, g->n, rest, low, high);
	limits_proven(w, g->base, g->members, g->n, low, high);
	unknown_open(g, &u, unknown, low, high);
	if (w->f->fill != FILL_NONE || u.typed) {
		int n = limits_sets(w, g->base, u.member, u.n, &sets);
		fill_split(u.key, u.low, u.high, u.n, sets, n, rest, u.part);
		for (int i = 0; i < u.n; i++)
			work_set(w, u.member[i], g->base, u.part[i],
				 u.typed ? STATUS_SCENARIO : STATUS_ASSUMED, RULE_FILL);
		if (u.typed)
			tell_held(g, &u, rest);
		limits_sets_free(sets, n);
	}
	unknown_close(&u);
}

static int levels_known(const struct group *g, int i)
{
	return g->w->known[g->members[i]];
}

/* Every member has a level in every column. */
static bool all_known(const struct group *g)
{
	for (int i = 0; i < g->n; i++)
		if (!work_full(g->w, g->members[i]))
			return false;
	return true;
}

/* One unknown member takes what is left. */
static void residual_of_one(struct group *g, int column)
{
	double rest;
	enum status s;
	if (!parent_known(g, column) || catch_all(g, column)
	    || unknown_in(g, column, &rest, &s) != 1)
		return;
	for (int i = 0; i < g->n; i++)
		if (!known(g, i, column)) {
			work_set(g->w, g->members[i], column, rest, s, RULE_RESIDUAL);
			return;
		}
}

/* A share can only be carried by a member that has a level or facts of its own. */
static bool may_carry(const struct group *g, int i)
{
	return levels_known(g, i) || g->w->own[g->members[i]];
}

static void fill_base(struct group *g)
{
	double rest;
	enum status s;
	for (int i = 0; i < g->n; i++)
		if (!known(g, i, g->base) && may_carry(g, i))
			carry(g, i, g->base, RULE_CARRIED);
	if (catch_all(g, g->base))
		return;
	int unknown = unknown_in(g, g->base, &rest, &s);
	if (unknown == 1)
		residual_of_one(g, g->base);
	else if (unknown > 1)
		fill_unknown(g, unknown, rest);
}

/* Rates of a mover: those with a level in their window first, then the earliest of the others
 * from a carried share, until none is left. */
static void run_rates(struct group *g, int i)
{
	int node = g->members[i], open = -1;
	levels_own(g->w, node);
	while ((open = levels_open_rate(g->w, node, open)) >= 0)
		if (parent_known(g, open) && carry(g, i, open, RULE_RATE))
			levels_own(g->w, node);
	levels_gaps(g->w, node);
}

/* Years of a mover outside its facts. */
static void carry_outside(struct group *g, int i)
{
	int node = g->members[i];
	int n = 0;
	double *carried = g_new(double, g->w->n);
	uint8_t *s = g_malloc(g->w->n);
	for (int c = 0; c < g->w->n; c++) {
		enum status st = STATUS_ASSUMED;
		carried[c] = NAN;
		if (!parent_known(g, c) || known(g, i, c) || catch_all(g, c))
			continue;
		carried[c] = nearest_share(g, i, c, &st) * parent(g, c);
		s[c] = (uint8_t)status_worst(STATUS_ASSUMED, st);
		n++;
	}
	for (int c = 0; c < g->w->n && n; c++)
		if (!isnan(carried[c]))
			work_set(g->w, node, c, carried[c], (enum status)s[c], RULE_CARRIED);
	g_free(carried);
	g_free(s);
}

/* The rest share what remains in one column, by their base-year levels. */
static void share_rest(struct group *g, int column)
{
	double rest, weights = 0;
	enum status s;
	if (!parent_known(g, column) || catch_all(g, column))
		return;
	int unknown = unknown_in(g, column, &rest, &s), able = 0;
	for (int i = 0; i < g->n; i++)
		if (!known(g, i, column) && known(g, i, g->base)) {
			weights += level(g, i, g->base);
			s = status_worst(s, status(g, g->members[i], g->base));
			able++;
		}
	if (!unknown || able != unknown)
		return;
	s = unknown == 1 ? s : status_worst(s, STATUS_ASSUMED);
	for (int i = 0; i < g->n; i++)
		if (!known(g, i, column)) {
			double part = weights > 0 ? level(g, i, g->base) / weights : 1.0 / unknown;
			work_set(g->w, g->members[i], column, rest * part, s,
				 unknown == 1 ? RULE_RESIDUAL : RULE_REST);
		}
}

/* Sum of the members, and of those that came by one rule; false if one has no level. */
static bool sums(const struct group *g, int column, enum rule by, double *sum, double *part)
{
	bool inside = catch_all(g, column);
	*sum = *part = 0;
	for (int i = 0; i < g->n; i++) {
		if (!known(g, i, column)) {
			if (inside)
				continue;
			return false;
		}
		*sum += level(g, i, column);
		if (rule(g, g->members[i], column) == by)
			*part += level(g, i, column);
	}
	return true;
}

static bool closes(double sum, double parent)
{
	return fabs(sum - parent) <= 1e-12 * fabs(parent);
}

static bool came_by(const struct group *g, int column, enum rule by)
{
	for (int i = 0; i < g->n; i++)
		if (rule(g, g->members[i], column) == by)
			return true;
	return false;
}

/* Members that came by one rule absorb what remains. */
static void absorb(struct group *g, int column, enum rule by)
{
	double sum, part;
	if (!came_by(g, column, by) || !sums(g, column, by, &sum, &part) || closes(sum, parent(g, column)) || !(part > 0))
		return;
	double factor = fmax((parent(g, column) - (sum - part)) / part, 0);
	for (int i = 0; i < g->n; i++)
		if (rule(g, g->members[i], column) == by)
			*cell(g, g->members[i], column) *= factor;
}

/* Nothing but zeros below a parent that is none: no factor closes that. */
static void split_equally(struct group *g, int column)
{
	int n = 0;
	for (int i = 0; i < g->n; i++)
		n += known(g, i, column);
	for (int i = 0; i < g->n; i++)
		if (known(g, i, column))
			work_set(g->w, g->members[i], column, parent(g, column) / n, STATUS_ASSUMED,
				 RULE_FILL);
}

/* Whether a member came by one rule. */
static bool any_by(const struct group *g, int column, enum rule by)
{
	for (int i = 0; i < g->n; i++)
		if (rule(g, g->members[i], column) == by)
			return true;
	return false;
}

static void set_closing(struct group *g, int column, double sum)
{
	struct forecast *f = g->w->f;
	if (closes(sum, parent(g, column)))
		return;
	if (!(sum > 0)) {
		split_equally(g, column);
		return;
	}
	if (!f->closing) {
		size_t cells = (size_t)g->w->market->n_nodes * (size_t)g->w->n;
		f->closing = g_atomic_rc_box_alloc(cells * sizeof *f->closing);
		for (size_t i = 0; i < cells; i++)
			f->closing[i] = 1;
	}
	f->closing[(size_t)g->node * (size_t)g->w->n + (size_t)column] =
		parent(g, column) / sum;
}

/* What a partial group leaves. */
static void set_unlisted(struct group *g, int column)
{
	double rest;
	enum status s;
	if (g->unlisted < 0 || !parent_known(g, column)
	    || unknown_in(g, column, &rest, &s) > 0)
		return;
	work_set(g->w, g->unlisted, column, rest, s, RULE_UNLISTED);
}

static void collect(struct group *g)
{
	const struct market *m = g->w->market;
	int n = 0;
	for (int c = market_child(m, g->node); c >= 0; c = market_next(m, c))
		n++;
	g->members = g_new(int, MAX(n, 1));
	g->mover = g_malloc0(MAX(n, 1));
	g->unlisted = -1;
	for (int c = market_child(m, g->node); c >= 0; c = market_next(m, c)) {
		if (m->nodes[c].flags & NODE_UNLISTED)
			g->unlisted = c;
		else
			g->members[g->n++] = c;
		g->residual |= (m->nodes[c].flags & NODE_RESIDUAL) != 0;
	}
}

/* A partition: base-year fill, movers, the rest, closing. */
static void partition(struct group *g)
{
	struct work *w = g->w;
	for (int i = 0; i < g->n; i++)
		g->mover[i] = levels_has_rate(w, g->members[i]) || levels_known(g, i) > 1;
	fill_base(g);
	for (int i = 0; i < g->n; i++)
		if (g->mover[i])
			run_rates(g, i);
	bool complete = all_known(g);
	for (int c = 0; c < w->n && !complete; c++)
		residual_of_one(g, c);
	for (int i = 0; i < g->n && !complete; i++)
		if (g->mover[i] && !work_full(w, g->members[i]))
			carry_outside(g, i);
	for (int c = 0; c < w->n; c++) {
		double sum, part;
		if (!parent_known(g, c))
			continue;
		if (!complete)
			share_rest(g, c);
		if (!sums(g, c, RULE_NONE, &sum, &part) || closes(sum, parent(g, c)))
			continue;
		bool carried = any_by(g, c, RULE_CARRIED), gap = any_by(g, c, RULE_GAP);
		if (carried)
			absorb(g, c, RULE_CARRIED);
		if (gap)
			absorb(g, c, RULE_GAP);
		if ((!carried && !gap) || sums(g, c, RULE_NONE, &sum, &part))
			set_closing(g, c, sum);
	}
}

/* Only part of the parent, or overlapping: members with a level carry it, others stay unknown. */
static void no_partition(struct group *g)
{
	struct work *w = g->w;
	for (int i = 0; i < g->n; i++) {
		if (!levels_known(g, i))
			continue;
		run_rates(g, i);
		carry_outside(g, i);
	}
	for (int c = 0; c < w->n; c++)
		if (g->covers == COVERS_PART)
			set_unlisted(g, c);
}

void group_compute(struct work *w, int node)
{
	if (node == 0)
		return;
	struct group g = { .w = w, .node = node,
			   .covers = market_covers(w->market, node, w->f->measure) };
	collect(&g);
	g.base = base_column(&g);
	for (int i = 0; i < g.n; i++) {
		levels_own(w, g.members[i]);
		levels_gaps(w, g.members[i]);
	}
	if (g.base >= 0 && g.n) {
		if (g.covers == COVERS_ALL)
			partition(&g);
		else
			no_partition(&g);
	}
	g_free(g.members);
	g_free(g.mover);
}
