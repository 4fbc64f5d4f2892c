/* Proven intervals of growth rates: what `fastest` and `slowest` say about a whole group.
 *
 * Over a window of n years let F be the parent's level at the end over that at the start, s_i the
 * member's share at the start and r_i = (1 + g_i)^n.  Then the sum of s_i r_i is F, and no r_i is
 * above that of the fastest, none below that of the slowest.  So of one member
 *
 *	s_i r_i >= F - the most that the others' s_j r_j can be, shares adding up to 1 - s_i
 *
 * and likewise above.  Members with the same limits of r are taken together, so that one member
 * costs as much as there are different limits, not members.  What concerns a group as a whole is
 * worked out once for all members in a row. */
#include "config.h"

#include "forecast/bounds.h"

#include <math.h>
#include <stdlib.h>

#include "forecast/bounds_work.h"

/* Members with the same power, by falling or rising power. */
struct class { double power, low, high; };
struct classes { struct class *c; int n; bool most; };

struct rates {
	int group;
	bool ok;			/* it has a window with levels at its ends */
	bool wide, premise, ranked;
	int from, to;			/* columns of none */
	double years;
	struct interval factor, start, end;	/* F; the parent at both ends */
	int n;
	int *member;			/* nodes, rising */
	struct interval *share, *power;	/* by member */
	struct classes most, least;
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

static void find_members(struct rates *r, const struct market *m)
{
	for (int c = market_child(m, r->group); c >= 0; c = market_next(m, c))
		r->n++;
	r->member = g_new(int, r->n);
	r->n = 0;
	for (int c = market_child(m, r->group); c >= 0; c = market_next(m, c))
		r->member[r->n++] = c;
}

static int member_of(const struct rates *r, int node)
{
	int a = 0, z = r->n;
	while (z - a > 1) {
		int i = a + (z - a) / 2;
		if (r->member[i] <= node)
			a = i;
		else
			z = i;
	}
	return a;
}

/* Limits of (1 + g)^n of every member. */
static void fill_powers(struct bounds *b, struct rates *r)
{
	const struct market *m = b->w.market;
	struct interval all = { 0, INFINITY };
	struct window w;
	for (int i = 0; i < r->n; i++) {
		int c = r->member[i];
		struct interval *p = &r->power[i];
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
	for (int i = 0; i < r->n; i++) {
		struct interval *p = &r->power[i];
		if (m->nodes[r->member[i]].flags & NODE_UNLISTED)
			continue;
		interval_raise(&p->low, &p->high, all.low);
		interval_lower(&p->low, &p->high, all.high);
	}
}

static void fill_shares(struct bounds *b, struct rates *r, int column)
{
	const struct side *s = bounds_shares(b, r->group, column, r->wide);
	for (int i = 0; i < r->n; i++)
		r->share[i] = (struct interval){ s->share_low[r->member[i]],
						 s->share_high[r->member[i]] };
}

static int falling(const void *a, const void *b)
{
	double x = ((const struct class *)a)->power, y = ((const struct class *)b)->power;
	return x > y ? -1 : x < y;
}

static int rising(const void *a, const void *b)
{
	return falling(b, a);
}

static struct classes classes_of(const struct rates *r, bool most)
{
	struct classes k = { g_new(struct class, r->n), 0, most };
	for (int i = 0; i < r->n; i++)
		k.c[i] = (struct class){ most ? r->power[i].high : r->power[i].low,
					 r->share[i].low, r->share[i].high };
	qsort(k.c, (size_t)r->n, sizeof *k.c, most ? falling : rising);
	for (int i = 0; i < r->n; i++) {
		if (k.n && k.c[k.n - 1].power == k.c[i].power) {
			k.c[k.n - 1].low += k.c[i].low;
			k.c[k.n - 1].high += k.c[i].high;
		} else {
			k.c[k.n++] = k.c[i];
		}
	}
	return k;
}

static void rates_clear(void *data)
{
	struct rates *r = data;
	g_free(r->member);
	g_free(r->share);
	g_free(r->power);
	g_free(r->most.c);
	g_free(r->least.c);
}

void rates_free(struct rates *r)
{
	if (r)
		g_rc_box_release_full(r, rates_clear);
}

/* The window and the parent's levels at its ends; false if there are none.  *shares: the column
 * whose shares are taken. */
static bool open_window(struct bounds *b, struct rates *r, enum bound_reading reading, int *shares)
{
	struct window w;
	if (market_covers(b->w.market, r->group, b->f->measure) == COVERS_OVERLAP
	    || !group_window(b, r->group, &w))
		return false;
	r->from = reading == READING_BASE && b->none->base < w.to ? b->none->base : w.from;
	r->to = w.to;
	r->years = period_years_between(forecast_period(b->none, r->from),
					forecast_period(b->none, r->to));
	*shares = r->from;
	if (!dated(b, r->group, *shares)) {
		if (b->none->base > *shares)
			return false;
		*shares = b->none->base;
		r->premise = true;
	}
	return parent_level(b, r->group, r->from, r->wide, &r->start)
		&& parent_level(b, r->group, r->to, r->wide, &r->end);
}

/* Everything about a group's window, to be given back with rates_free; NULL if it has none, and
 * while the shares at its start are being worked out. */
static struct rates *rates_of(struct bounds *b, int group, bool wide, enum bound_reading reading)
{
	const struct market *m = b->w.market;
	struct rates **kept = &b->rates[m->nodes[group].depth % DEPTHS_KEPT][wide][reading], *r;
	int shares;
	if (*kept && (*kept)->group == group)
		return (*kept)->ok ? g_rc_box_acquire(*kept) : NULL;
	r = g_rc_box_new0(struct rates);
	r->group = group;
	r->wide = wide;
	r->ok = open_window(b, r, reading, &shares);
	if (r->ok && !bounds_side(b, shares, wide)) {
		rates_free(r);
		return NULL;
	}
	if (r->ok) {
		r->factor = (struct interval){ r->end.low / r->start.high,
					       r->end.high / r->start.low };
		find_members(r, m);
		r->share = g_new(struct interval, r->n);
		r->power = g_new(struct interval, r->n);
		fill_powers(b, r);
		fill_shares(b, r, shares);
		r->most = classes_of(r, true);
		r->least = classes_of(r, false);
	}
	rates_free(*kept);	/* only now: the shares may have asked for other groups */
	*kept = r;
	return r->ok ? g_rc_box_acquire(r) : NULL;
}

/* --- the others' part ----------------------------------------------------------------------- */

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

/* (F - others) / s at a share, as the least or the most that r_i can be. */
static double ratio(const struct rates *r, int i, double s, bool least)
{
	if (s <= 0)
		return least ? -INFINITY : INFINITY;
	if (least)
		return (r->factor.low - others(&r->most, r, i, 1 - s)) / s;
	return (r->factor.high - others(&r->least, r, i, 1 - s)) / s;
}

/* The extreme over the share's interval: one hump at most, so thirds close in on it.  The search
 * ends once it is found not to go beyond limit, which then holds instead. */
static double extreme(const struct rates *r, int i, bool least, double limit)
{
	double a = r->share[i].low, z = r->share[i].high, sign = least ? 1 : -1;
	double best = fmin(sign * ratio(r, i, a, least), sign * ratio(r, i, z, least));
	if (a < z && isfinite(best))
		for (int pass = 0; pass < 100 && best > sign * limit; pass++) {
			double x = a + (z - a) / 3, y = z - (z - a) / 3;
			double fx = sign * ratio(r, i, x, least);
			double fy = sign * ratio(r, i, y, least);
			best = fmin(best, fmin(fx, fy));
			if (fx < fy)
				z = y;
			else
				a = x;
		}
	return sign * best;
}

static struct interval member_power(const struct rates *r, int i)
{
	struct interval p = r->power[i];
	double low = extreme(r, i, true, p.low), high = extreme(r, i, false, p.high);
	if (!isnan(low))
		interval_raise(&p.low, &p.high, low);
	if (!isnan(high))
		interval_lower(&p.low, &p.high, high);
	return p;
}

static struct interval others_power(const struct rates *r, int i)
{
	struct interval p = { INFINITY, 0 }, own = member_power(r, i);
	for (int end = 0; end < 2; end++) {
		double s = end ? r->share[i].high : r->share[i].low, rest = 1 - s;
		if (rest <= 0)
			return (struct interval){ 0, INFINITY };
		double low = fmax(others(&r->least, r, i, rest), r->factor.low - s * own.high);
		double high = fmin(others(&r->most, r, i, rest), r->factor.high - s * own.low);
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
static void by_levels(struct bounds *b, const struct rates *r, int i, struct interval *p)
{
	const struct side *s = bounds_side(b, r->to, r->wide);
	struct interval start = { r->share[i].low * r->start.low, r->share[i].high * r->start.high };
	int node = r->member[i];
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

static struct interval rate_interval(struct bounds *b, const struct rates *r, int node,
				     bool siblings, enum bound_reading reading)
{
	int i = member_of(r, node);
	struct interval p = siblings ? others_power(r, i) : member_power(r, i);
	if (!siblings && reading == READING_PRINTED)
		by_levels(b, r, i, &p);
	return (struct interval){ rate_of(p.low, r->years), rate_of(p.high, r->years) };
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

/* From the window of the node's group at face value and over rounding. */
static void by_group(struct bounds *b, int node, bool siblings, enum bound_reading reading,
		     const struct rates *narrow, const struct rates *broad, struct kept_answer *out)
{
	if (!siblings && reading == READING_PRINTED
	    && own_rate(b, node, &out->from, &out->to, &out->bound)
	    && (out->from != broad->from + b->shift || out->to != broad->to + b->shift))
		return;
	struct interval face = rate_interval(b, narrow, node, siblings, reading);
	struct interval wide = rate_interval(b, broad, node, siblings, reading);
	out->from = broad->from + b->shift;
	out->to = broad->to + b->shift;
	out->bound = (struct bound){ face.low, face.high, fmin(face.low, wide.low),
				     fmax(face.high, wide.high), BOUND_SUM };
	if (broad->ranked)
		out->bound.why |= BOUND_RATES;
	if (broad->premise)
		out->bound.why |= BOUND_PREMISE;
}

static struct kept_answer answer(struct bounds *b, int node, bool siblings,
				 enum bound_reading reading)
{
	const struct node *nd = &b->f->market->nodes[node];
	struct kept_answer out = { .node = node };
	bounds_prepare(b);
	bool part = nd->parent >= 0 && !(nd->flags & NODE_DIMENSION);
	struct rates *face = part ? rates_of(b, nd->parent, false, reading) : NULL;
	struct rates *wide = face ? rates_of(b, nd->parent, true, reading) : NULL;
	out.known = wide || (!siblings && own_rate(b, node, &out.from, &out.to, &out.bound));
	if (wide)
		by_group(b, node, siblings, reading, face, wide, &out);
	rates_free(face);
	rates_free(wide);
	return out;
}

static bool give(const struct kept_answer *a, int *from, int *to, struct bound *out)
{
	if (!a->known)
		return false;
	*from = a->from;
	*to = a->to;
	*out = a->bound;
	return true;
}

bool bounds_rate(struct bounds *b, int node, enum bound_reading reading, int *from, int *to,
		 struct bound *out)
{
	struct kept_answer *kept = &b->answer[b->f->market->nodes[node].depth % DEPTHS_KEPT], a;
	if (reading == READING_PRINTED && node > 0) {
		if (kept->node != node)
			*kept = answer(b, node, false, reading);
		return give(kept, from, to, out);
	}
	a = answer(b, node, false, reading);
	return give(&a, from, to, out);
}

bool bounds_rate_others(struct bounds *b, int node, enum bound_reading reading, int *from, int *to,
			struct bound *out)
{
	struct kept_answer a = answer(b, node, true, reading);
	return give(&a, from, to, out);
}

/* --- levels at the window's end ------------------------------------------------------------- */

void bounds_by_rates(struct bounds *b, int group, int column, struct side *s)
{
	struct window w;
	if (!printed_window(b, group, &w) || w.to != column)
		return;
	struct rates *r = rates_of(b, group, s->wide, READING_PRINTED);
	for (int i = 0; r && i < r->n; i++) {
		double low = r->share[i].low, high = r->share[i].high;
		double *l = &s->low[r->member[i]], *h = &s->high[r->member[i]];
		if (*l == *h)
			continue;
		interval_raise(l, h, low * r->power[i].low * r->start.low);
		interval_raise(l, h, r->end.low - r->start.high * others(&r->most, r, i, 1 - low));
		if (isfinite(r->power[i].high))
			interval_lower(l, h, high * r->power[i].high * r->start.high);
		interval_lower(l, h, r->end.high - r->start.low * others(&r->least, r, i, 1 - high));
	}
	rates_free(r);
}
