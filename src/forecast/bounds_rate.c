/* Proven intervals of growth rates: what `fastest` and `slowest` say about a whole group.
 *
 * Over a window of n years let F be the parent's level at the end over that at the start, s_i the
 * member's share at the start and r_i = (1 + g_i)^n.  Then the sum of s_i r_i is F, and no r_i is
 * above that of the fastest, none below that of the slowest.  So of one member
 *
 *	s_i r_i >= F - the most that the others' s_j r_j can be, shares adding up to 1 - s_i
 *
 * and likewise above.  Members with the same limits of r are taken together, so that one member
 * costs as much as there are different limits, not members. */
#include "config.h"

#include "forecast/bounds.h"

#include <math.h>
#include <stdlib.h>

#include "forecast/bounds_work.h"

struct rates {
	int group;
	bool wide, premise, ranked;
	int from, to;			/* columns of none */
	double years;
	struct interval factor, start, end;	/* F; the parent at both ends */
	int size;
	struct interval *share, *power;	/* by node - group */
};

struct window { int from, to; };

static bool is_rate(const struct bounds *b, const struct fact *f, struct window *w)
{
	if (f->metric != METRIC_CAGR || f->measure != b->f->measure
	    || f->flags & (FACT_RIVAL | FACT_CASE) || f->kind == KIND_TARGET
	    || f->figure.qualifier == QUAL_WITHHELD || !period_is_set(f->from))
		return false;
	w->from = work_column(&b->w, f->from);
	w->to = work_column(&b->w, f->to);
	return w->from >= 0 && w->to > w->from;
}

/* First printed rate of a node that has that rank, -1: of any. */
static const struct fact *printed_rate(const struct bounds *b, int node, int rank, struct window *w)
{
	const struct market *m = b->w.market;
	const struct node *nd = &m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (is_rate(b, f, w)
		    && (rank < 0 || limits_rank(&b->w, node, w->to, (enum rank)rank, true)))
			return f;
	}
	return NULL;
}

/* The window that the group's rates are printed for. */
static bool printed_window(const struct bounds *b, int group, struct window *w)
{
	static const int ranks[] = { RANK_FASTEST, RANK_SLOWEST, -1 };
	const struct market *m = b->w.market;
	for (size_t i = 0; i < G_N_ELEMENTS(ranks); i++)
		for (int c = market_child(m, group); c >= 0; c = market_next(m, c))
			if (m->nodes[c].n_facts && printed_rate(b, c, ranks[i], w))
				return true;
	return false;
}

/* That, else the total's default. */
static bool group_window(const struct bounds *b, int group, struct window *w)
{
	struct period from, to;
	if (printed_window(b, group, w))
		return true;
	forecast_window(b->w.market, b->f->measure, &from, &to);
	w->from = work_column(&b->w, from);
	w->to = work_column(&b->w, to);
	return w->from >= 0 && w->to > w->from;
}

static bool parent_level(struct bounds *b, int node, int column, bool wide, struct interval *out)
{
	double v = forecast_level(b->none, node, column);
	if (!(v > 0))
		return false;
	*out = (struct interval){ v, v };
	if (wide)
		rounding_level(b->rounding, node, column, &out->low, &out->high);
	return out->low > 0;
}

/* Some member has a level at the start, so that shares there are known or follow. */
static bool dated(const struct bounds *b, int group, int column)
{
	const struct market *m = b->w.market;
	if (column == b->none->base)
		return true;
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c))
		if (work_known(&b->w, c, column))
			return true;
	return false;
}

static double power(double rate, double years)
{
	return rate <= -1 ? 0 : pow(1 + rate, years);
}

/* Limits of (1 + g)^n of every member. */
static void fill_powers(struct bounds *b, struct rates *r)
{
	const struct market *m = b->w.market;
	struct interval all = { 0, INFINITY };
	struct window w;
	for (int c = market_child(m, r->group); c >= 0; c = market_next(m, c)) {
		struct interval *p = &r->power[c - r->group];
		const struct fact *f = m->nodes[c].n_facts ? printed_rate(b, c, -1, &w) : NULL;
		*p = (struct interval){ 0, INFINITY };
		if (!f || w.to != r->to)
			continue;
		struct interval g = bounds_figure(f, r->wide);
		*p = (struct interval){ power(g.low, r->years), power(g.high, r->years) };
		if (limits_rank(&b->w, c, r->to, RANK_FASTEST, true)) {
			all.high = p->high;
			r->ranked = true;
		}
		if (limits_rank(&b->w, c, r->to, RANK_SLOWEST, true)) {
			all.low = p->low;
			r->ranked = true;
		}
	}
	for (int c = market_child(m, r->group); c >= 0; c = market_next(m, c)) {
		struct interval *p = &r->power[c - r->group];
		if (m->nodes[c].flags & NODE_UNLISTED)
			continue;
		interval_raise(&p->low, &p->high, all.low);
		interval_lower(&p->low, &p->high, all.high);
	}
}

static void fill_shares(struct bounds *b, struct rates *r, int column)
{
	const struct market *m = b->w.market;
	const double *low, *high;
	bounds_shares(b, r->group, column, r->wide, &low, &high);
	for (int c = market_child(m, r->group); c >= 0; c = market_next(m, c))
		r->share[c - r->group] = (struct interval){ low[c - r->group], high[c - r->group] };
}

static void rates_done(struct rates *r)
{
	g_free(r->share);
	g_free(r->power);
}

/* Everything about a group's window; rates_done is needed if true. */
static bool rates_open(struct bounds *b, struct rates *r, int group, bool wide,
		       enum bound_reading reading)
{
	const struct market *m = b->w.market;
	struct window w;
	*r = (struct rates){ .group = group, .wide = wide, .size = m->nodes[group].size };
	if (market_covers(m, group, b->f->measure) == COVERS_OVERLAP
	    || !group_window(b, group, &w))
		return false;
	r->from = reading == READING_BASE && b->none->base < w.to ? b->none->base : w.from;
	r->to = w.to;
	r->years = period_years_between(forecast_period(b->none, r->from),
					forecast_period(b->none, r->to));
	int column = r->from;
	if (!dated(b, group, column)) {
		if (b->none->base > column)
			return false;
		column = b->none->base;
		r->premise = true;
	}
	if (!parent_level(b, group, r->from, wide, &r->start)
	    || !parent_level(b, group, r->to, wide, &r->end))
		return false;
	if (!bounds_side(b, column, wide))
		return false;
	r->factor = (struct interval){ r->end.low / r->start.high, r->end.high / r->start.low };
	r->share = g_new0(struct interval, r->size);
	r->power = g_new0(struct interval, r->size);
	fill_powers(b, r);
	fill_shares(b, r, column);
	return true;
}

/* --- the others' part ----------------------------------------------------------------------- */

/* Members with the same power, by falling or rising power. */
struct class { double power, low, high; };
struct classes { struct class *c; int n; bool most; };

static int falling(const void *a, const void *b)
{
	double x = ((const struct class *)a)->power, y = ((const struct class *)b)->power;
	return x > y ? -1 : x < y;
}

static int rising(const void *a, const void *b)
{
	return falling(b, a);
}

static struct classes classes_of(const struct bounds *b, const struct rates *r, bool most)
{
	const struct market *m = b->w.market;
	struct classes k = { g_new(struct class, r->size), 0, most };
	int n = 0;
	for (int c = market_child(m, r->group); c >= 0; c = market_next(m, c)) {
		int i = c - r->group;
		k.c[n++] = (struct class){ most ? r->power[i].high : r->power[i].low,
					   r->share[i].low, r->share[i].high };
	}
	qsort(k.c, n, sizeof *k.c, most ? falling : rising);
	for (int i = 0; i < n; i++) {
		if (k.n && k.c[k.n - 1].power == k.c[i].power) {
			k.c[k.n - 1].low += k.c[i].low;
			k.c[k.n - 1].high += k.c[i].high;
		} else {
			k.c[k.n++] = k.c[i];
		}
	}
	return k;
}

/* Most (least) that the members but for one can be, of shares that add up to rest. */
static double others(const struct classes *k, const struct rates *r, int but, double rest)
{
	double sum = 0, own = k->most ? r->power[but].high : r->power[but].low;
	for (int i = 0; i < k->n; i++) {
		double low = k->c[i].low - (k->c[i].power == own ? r->share[but].low : 0);
		rest -= low;
		if (low > 0)
			sum += low * k->c[i].power;
	}
	for (int i = 0; i < k->n && rest > 0; i++) {
		bool mine = k->c[i].power == own;
		double room = k->c[i].high - k->c[i].low
			- (mine ? r->share[but].high - r->share[but].low : 0);
		double take = fmin(room, rest);
		if (take <= 1e-15)
			continue;
		sum += take * k->c[i].power;
		rest -= take;
	}
	return sum;
}

/* --- one member ----------------------------------------------------------------------------- */

struct pair { struct classes most, least; };

/* (F - others) / s at a share, as the least or the most that r_i can be. */
static double ratio(const struct rates *r, const struct pair *k, int i, double s, bool least)
{
	if (s <= 0)
		return least ? -INFINITY : INFINITY;
	if (least)
		return (r->factor.low - others(&k->most, r, i, 1 - s)) / s;
	return (r->factor.high - others(&k->least, r, i, 1 - s)) / s;
}

/* The extreme over the share's interval: one hump at most, so thirds close in on it. */
static double extreme(const struct rates *r, const struct pair *k, int i, bool least)
{
	double a = r->share[i].low, z = r->share[i].high, sign = least ? 1 : -1;
	double best = fmin(sign * ratio(r, k, i, a, least), sign * ratio(r, k, i, z, least));
	if (a < z && isfinite(best))
		for (int pass = 0; pass < 100; pass++) {
			double x = a + (z - a) / 3, y = z - (z - a) / 3;
			double fx = sign * ratio(r, k, i, x, least);
			double fy = sign * ratio(r, k, i, y, least);
			best = fmin(best, fmin(fx, fy));
			if (fx < fy)
				z = y;
			else
				a = x;
		}
	return sign * best;
}

static struct interval member_power(const struct rates *r, const struct pair *k, int i)
{
	struct interval p = r->power[i];
	double low = extreme(r, k, i, true), high = extreme(r, k, i, false);
	if (!isnan(low))
		interval_raise(&p.low, &p.high, low);
	if (!isnan(high))
		interval_lower(&p.low, &p.high, high);
	return p;
}

static struct interval others_power(const struct rates *r, const struct pair *k, int i)
{
	struct interval p = { INFINITY, 0 }, own = member_power(r, k, i);
	for (int end = 0; end < 2; end++) {
		double s = end ? r->share[i].high : r->share[i].low, rest = 1 - s;
		if (rest <= 0)
			return (struct interval){ 0, INFINITY };
		double low = fmax(others(&k->least, r, i, rest), r->factor.low - s * own.high);
		double high = fmin(others(&k->most, r, i, rest), r->factor.high - s * own.low);
		p.low = fmin(p.low, low / rest);
		p.high = fmax(p.high, high / rest);
	}
	return p;
}

static double rate_of(double p, double years)
{
	return isinf(p) ? INFINITY : pow(fmax(p, 0), 1 / years) - 1;
}

/* What the node's levels at the end of the window add. */
static void by_levels(struct bounds *b, const struct rates *r, int node, struct interval *p)
{
	const struct side *s = bounds_side(b, r->to, r->wide);
	struct interval start = { r->share[node - r->group].low * r->start.low,
				  r->share[node - r->group].high * r->start.high };
	if (work_known(&b->w, node, r->from) && !r->premise) {
		start.low = start.high = forecast_level(b->none, node, r->from);
		if (r->wide)
			rounding_level(b->rounding, node, r->from, &start.low, &start.high);
	}
	if (start.high > 0)
		interval_raise(&p->low, &p->high, s->low[node] / start.high);
	if (start.low > 0)
		interval_lower(&p->low, &p->high, s->high[node] / start.low);
}

static bool rate_interval(struct bounds *b, int node, bool wide, bool siblings,
			  enum bound_reading reading, struct rates *r, struct interval *out)
{
	if (!rates_open(b, r, b->w.market->nodes[node].parent, wide, reading))
		return false;
	struct pair k = { classes_of(b, r, true), classes_of(b, r, false) };
	struct interval p = siblings ? others_power(r, &k, node - r->group)
		: member_power(r, &k, node - r->group);
	if (!siblings && reading == READING_PRINTED)
		by_levels(b, r, node, &p);
	*out = (struct interval){ rate_of(p.low, r->years), rate_of(p.high, r->years) };
	g_free(k.most.c);
	g_free(k.least.c);
	rates_done(r);
	return true;
}

/* A rate printed for another window than the group's, or where the parent is unknown. */
static bool own_rate(struct bounds *b, int node, int *from, int *to, struct bound *out)
{
	struct window w;
	const struct fact *f = printed_rate(b, node, -1, &w);
	if (!f)
		return false;
	struct interval face = bounds_figure(f, false), wide = bounds_figure(f, true);
	*out = (struct bound){ fmax(face.low, -1), face.high, fmax(wide.low, -1), wide.high,
			       BOUND_PRINTED };
	*from = w.from + b->shift;
	*to = w.to + b->shift;
	return true;
}

static bool answer(struct bounds *b, int node, bool siblings, enum bound_reading reading,
		   int *from, int *to, struct bound *out)
{
	struct rates r;
	struct interval face, wide;
	bounds_prepare(b);
	if (b->f->market->nodes[node].parent < 0
	    || b->f->market->nodes[node].flags & NODE_DIMENSION)
		return !siblings && own_rate(b, node, from, to, out);
	if (!rate_interval(b, node, false, siblings, reading, &r, &face)
	    || !rate_interval(b, node, true, siblings, reading, &r, &wide))
		return !siblings && own_rate(b, node, from, to, out);
	if (!siblings && reading == READING_PRINTED && own_rate(b, node, from, to, out)
	    && (*from != r.from + b->shift || *to != r.to + b->shift))
		return true;
	*from = r.from + b->shift;
	*to = r.to + b->shift;
	*out = (struct bound){ face.low, face.high, fmin(face.low, wide.low),
			       fmax(face.high, wide.high), BOUND_SUM };
	if (r.ranked)
		out->why |= BOUND_RATES;
	if (r.premise)
		out->why |= BOUND_PREMISE;
	return true;
}

bool bounds_rate(struct bounds *b, int node, enum bound_reading reading, int *from, int *to,
		 struct bound *out)
{
	return answer(b, node, false, reading, from, to, out);
}

bool bounds_rate_others(struct bounds *b, int node, enum bound_reading reading, int *from, int *to,
			struct bound *out)
{
	return answer(b, node, true, reading, from, to, out);
}

/* --- levels at the window's end ------------------------------------------------------------- */

void bounds_by_rates(struct bounds *b, int group, int column, struct side *s)
{
	const struct market *m = b->w.market;
	struct window w;
	struct rates r;
	if (!printed_window(b, group, &w) || w.to != column
	    || !rates_open(b, &r, group, s->wide, READING_PRINTED))
		return;
	struct pair k = { classes_of(b, &r, true), classes_of(b, &r, false) };
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c)) {
		int i = c - group;
		double low = r.share[i].low, high = r.share[i].high;
		double *l = &s->low[c], *h = &s->high[c];
		if (*l == *h)
			continue;
		interval_raise(l, h, low * r.power[i].low * r.start.low);
		interval_raise(l, h, r.end.low - r.start.high * others(&k.most, &r, i, 1 - low));
		if (isfinite(r.power[i].high))
			interval_lower(l, h, high * r.power[i].high * r.start.high);
		interval_lower(l, h, r.end.high - r.start.low * others(&k.least, &r, i, 1 - high));
	}
	g_free(k.most.c);
	g_free(k.least.c);
	rates_done(&r);
}
