/* Proven intervals of levels and shares.
 *
 * A column takes two passes.  Upward, every parent is narrowed by what its members allow; downward,
 * every member by what its parent and its siblings leave (forecast/hull.h).  Groups meet in one
 * node only, so the two passes prove all that sums, boxes and ranks can prove. */
#include "config.h"

#include "forecast/bounds.h"

#include <math.h>

#include "forecast/bounds_work.h"
#include "forecast/hull.h"

struct bounds *bounds_new(const struct forecast *f)
{
	struct bounds *b = g_new0(struct bounds, 1);
	b->f = f;
	return b;
}

struct bounds *bounds_of(const struct forecast *f, const struct overlay *overlay)
{
	struct bounds *b = bounds_new(f);
	b->typed = true;
	if (overlay) {
		b->overlay.shares = overlay->shares;
		b->overlay.n_shares = overlay->n_shares;
	}
	return b;
}

/* The published layer is computed when it is first needed. */
void bounds_prepare(struct bounds *b)
{
	if (b->none)
		return;
	const struct overlay *o = b->typed ? &b->overlay : NULL;
	b->owned = b->typed || b->f->fill != FILL_NONE || b->f->scenario;
	b->none = b->owned ? forecast_compute(b->f->market, b->f->measure, FILL_NONE, o)
		: (struct forecast *)b->f;
	b->shift = period_ordinal(b->none->first) - period_ordinal(b->f->first);
	b->w = (struct work){ .market = b->f->market, .f = b->none, .overlay = o, .n = b->none->n_periods,
			      .first = period_ordinal(b->none->first) };
	b->rounding = rounding_new(b->none);
	b->side = g_new0(struct side, 2 * b->none->n_periods);
	b->column = g_new0(struct column, b->none->n_periods);
}

static void side_done(struct side *s)
{
	g_free(s->low);
	g_free(s->high);
	g_free(s->share_low);
	g_free(s->share_high);
	g_free(s->shared);
}

static void column_done(struct column *c)
{
	g_free(c->largest);
	g_free(c->smallest);
	g_free(c->ranked);
	g_free(c->why);
}

void bounds_free(struct bounds *b)
{
	if (!b)
		return;
	for (int i = 0; b->none && i < 2 * b->none->n_periods; i++)
		side_done(&b->side[i]);
	for (int i = 0; b->none && i < b->none->n_periods; i++)
		column_done(&b->column[i]);
	for (int i = 0; i < DEPTHS_KEPT; i++)
		for (int k = 0; k < 4; k++)
			rates_free(b->rates[i][k / 2][k % 2]);
	g_free(b->side);
	g_free(b->column);
	rounding_free(b->rounding);
	if (b->owned)
		forecast_free(b->none);
	g_free(b);
}

/* Column of the published layer; -1 outside. */
static int published(struct bounds *b, int column)
{
	bounds_prepare(b);
	int c = column - b->shift;
	return column >= 0 && column < b->f->n_periods && c >= 0 && c < b->none->n_periods ? c : -1;
}

void interval_raise(double *low, const double *high, double to)
{
	if (to > *low)
		*low = fmin(to, *high);
}

void interval_lower(const double *low, double *high, double to)
{
	if (to < *high)
		*high = fmax(to, *low);
}

struct interval bounds_figure(const struct fact *f, bool wide)
{
	struct interval a = { f->figure.low, f->figure.high };
	if (wide)
		figure_interval(&f->figure, &a.low, &a.high);
	return a;
}

struct interval bounds_share_box(const struct bounds *b, int node, int column, bool wide)
{
	const struct market *m = b->w.market;
	const struct node *nd = &m->nodes[node];
	struct interval box = { 0, INFINITY };
	for (int i = 0; i < b->overlay.n_shares; i++) {
		const struct typed_share *t = &b->overlay.shares[i];
		if (t->node == node && work_column(&b->w, t->period) == column)
			return (struct interval){ t->share, t->share };
	}
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (!limits_of_parent(m, node, f) || !limits_usable(&b->w, f, column))
			continue;
		struct interval a = bounds_figure(f, wide);
		interval_raise(&box.low, &box.high, a.low);
		interval_lower(&box.low, &box.high, a.high);
	}
	return box;
}

int bounds_rank_column(const struct bounds *b, int group)
{
	int base = b->none->base;
	for (int d = 0; d < b->w.n; d++) {
		if (base - d >= 0 && work_known(&b->w, group, base - d))
			return base - d;
		if (base + d < b->w.n && work_known(&b->w, group, base + d))
			return base + d;
	}
	return base;
}

static void find_ranks(const struct bounds *b, int group, int column, int *largest,
		       int *smallest)
{
	const struct market *m = b->w.market;
	bool base = column == bounds_rank_column(b, group);
	*largest = *smallest = -1;
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c)) {
		if (!m->nodes[c].n_facts)
			continue;
		if (*largest < 0 && limits_rank(&b->w, c, column, RANK_LARGEST, base))
			*largest = c;
		if (*smallest < 0 && limits_rank(&b->w, c, column, RANK_SMALLEST, base))
			*smallest = c;
	}
}

void bounds_ranks(struct bounds *b, int group, int column, int *largest, int *smallest)
{
	struct column *c = &b->column[column];
	size_t n = (size_t)b->w.market->n_nodes;
	if (!c->ranked) {
		c->largest = g_new(int, n);
		c->smallest = g_new(int, n);
		c->ranked = g_malloc0(n);
	}
	if (!c->ranked[group]) {
		find_ranks(b, group, column, &c->largest[group], &c->smallest[group]);
		c->ranked[group] = 1;
	}
	*largest = c->largest[group];
	*smallest = c->smallest[group];
}

/* --- one node ------------------------------------------------------------------------------- */

static enum rule rule_of(const struct bounds *b, int node, int column)
{
	return (enum rule)b->none->rule[(size_t)node * (size_t)b->w.n + (size_t)column];
}

/* A figure that follows from sums alone is left to the passes when rounding counts, and a printed
 * share to its parent, so that no input counts twice. */
static bool follows(const struct bounds *b, int node, int column)
{
	int from;
	const struct fact *f;
	switch (rule_of(b, node, column)) {
	case RULE_SUM:
	case RULE_RESIDUAL:
	case RULE_UNLISTED:
	case RULE_TOTAL:
		return true;
	case RULE_SHARE:
		f = levels_trace(&b->w, node, column, &from);
		return f && limits_of_parent(b->w.market, node, f);
	default:
		return false;
	}
}

static void own_box(struct bounds *b, struct side *s, int node, int column)
{
	const struct market *m = b->w.market;
	const struct node *nd = &m->nodes[node];
	s->low[node] = 0;
	s->high[node] = INFINITY;
	if (work_known(&b->w, node, column) && !(s->wide && follows(b, node, column))) {
		s->low[node] = s->high[node] = forecast_level(b->none, node, column);
		if (s->wide)
			rounding_level(b->rounding, node, column, &s->low[node], &s->high[node]);
		return;
	}
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric != METRIC_VALUE || !limits_usable(&b->w, f, column))
			continue;
		struct interval a = bounds_figure(f, s->wide);
		interval_raise(&s->low[node], &s->high[node], a.low);
		interval_lower(&s->low[node], &s->high[node], a.high);
	}
}

/* Shares of a node that is not the parent, once something is known of that. */
static bool other_base(const struct bounds *b, struct side *s, int node, int column)
{
	const struct market *m = b->w.market;
	const struct node *nd = &m->nodes[node];
	bool any = false;
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric != METRIC_SHARE || f->of < 0 || limits_of_parent(m, node, f)
		    || !limits_usable(&b->w, f, column))
			continue;
		struct interval a = bounds_figure(f, s->wide);
		interval_raise(&s->low[node], &s->high[node], a.low * s->low[f->of]);
		if (isfinite(s->high[f->of]))
			interval_lower(&s->low[node], &s->high[node], a.high * s->high[f->of]);
		any = true;
	}
	return any;
}

/* --- one group ------------------------------------------------------------------------------ */

struct group {
	int node, column, n;
	int *member;		/* nodes */
	struct interval *share;	/* printed bounds of the share of the parent */
	struct hull_member *box;
	int largest, smallest;	/* index, -1 */
	int inside;		/* node of a catch-all that holds the members without a figure; -1 */
	bool sum;
};

/* Printed members, one of them a catch-all, exhaust the parent within rounding. */
static int catch_all(struct bounds *b, int node, int column)
{
	const struct market *m = b->w.market;
	double low = 0, high = 0, p0, p1, a, z;
	int residual = -1, unknown = 0;
	if (!rounding_level(b->rounding, node, column, &p0, &p1))
		return -1;
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c)) {
		enum rule rule = rule_of(b, c, column);
		if (rule != RULE_PRINTED && rule != RULE_SHARE) {
			unknown++;
			continue;
		}
		rounding_level(b->rounding, c, column, &a, &z);
		low += a;
		high += z;
		if (m->nodes[c].flags & NODE_RESIDUAL)
			residual = c;
	}
	return unknown && residual >= 0 && low <= p1 * (1 + 1e-12) && high >= p0 * (1 - 1e-12)
		? residual : -1;
}

static bool has_residual(const struct bounds *b, int node, int column)
{
	const struct market *m = b->w.market;
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c))
		if (m->nodes[c].flags & NODE_RESIDUAL && work_known(&b->w, c, column))
			return true;
	return false;
}

static void group_open(struct bounds *b, struct group *g, int node, int column, bool wide)
{
	const struct market *m = b->w.market;
	int largest, smallest, n = 0;
	*g = (struct group){ .node = node, .column = column, .largest = -1, .smallest = -1,
			     .inside = -1 };
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c))
		n++;
	g->member = g_new(int, n);
	g->share = g_new(struct interval, n);
	g->box = g_new(struct hull_member, n);
	g->sum = market_covers(m, node, b->f->measure) != COVERS_OVERLAP;
	if (g->sum && has_residual(b, node, column))
		g->inside = catch_all(b, node, column);
	bounds_ranks(b, node, column, &largest, &smallest);
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c)) {
		if (g->inside >= 0 && !work_known(&b->w, c, column))
			continue;
		if (c == largest)
			g->largest = g->n;
		if (c == smallest)
			g->smallest = g->n;
		g->share[g->n] = m->nodes[c].n_facts ? bounds_share_box(b, c, column, wide)
			: (struct interval){ 0, INFINITY };
		g->member[g->n++] = c;
	}
}

static void group_close(struct group *g)
{
	g_free(g->member);
	g_free(g->share);
	g_free(g->box);
}

/* Boxes for a parent of that size. */
static struct hull boxes(const struct bounds *b, struct group *g, const struct side *s,
			 double parent)
{
	for (int i = 0; i < g->n; i++) {
		int c = g->member[i];
		struct hull_member *m = &g->box[i];
		m->low = s->low[c];
		m->high = s->high[c];
		m->ranked = !(b->w.market->nodes[c].flags & NODE_UNLISTED);
		if (isnan(parent))
			continue;
		interval_raise(&m->low, &m->high, g->share[i].low * parent);
		interval_lower(&m->low, &m->high, g->share[i].high * parent);
	}
	return (struct hull){ g->box, g->n, g->largest, g->smallest, parent, g->sum };
}

/* Upward: what the members allow their parent. */
static void upward(struct bounds *b, struct side *s, int node, int column)
{
	double least, most;
	double *low = &s->low[node], *high = &s->high[node];
	if (*low == *high)
		return;
	struct group g;
	group_open(b, &g, node, column, s->wide);
	struct hull h = boxes(b, &g, s, NAN);
	hull_parent(&h, &least, &most);
	if (g.inside < 0 || least > 0)
		interval_raise(low, high, least);
	interval_lower(low, high, most);
	for (int i = 0; i < g.n; i++) {
		int c = g.member[i];
		if (isfinite(g.share[i].high) && g.share[i].high > 0)
			interval_raise(low, high, s->low[c] / g.share[i].high);
		if (g.share[i].low > 0)
			interval_lower(low, high, s->high[c] / g.share[i].low);
	}
	group_close(&g);
}

/* Figures that contradict each other: what is left counts as zero or more. */
static void contradiction(struct group *g, struct side *s, double parent)
{
	double rest = parent;
	for (int i = 0; i < g->n; i++)
		if (s->low[g->member[i]] == s->high[g->member[i]])
			rest -= s->low[g->member[i]];
	for (int i = 0; i < g->n; i++)
		interval_lower(&s->low[g->member[i]], &s->high[g->member[i]], fmax(rest, 0));
}

/* Downward: what parent and siblings leave each member. */
static void downward(struct bounds *b, struct side *s, int node, int column)
{
	const struct market *m = b->w.market;
	struct group g;
	double p0 = s->low[node], p1 = s->high[node];
	bool ok = true;
	bounds_by_rates(b, node, column, s);
	group_open(b, &g, node, column, s->wide);
	double *top = g_new(double, MAX(g.n, 1));
	struct hull h = boxes(b, &g, s, p1);
	if (isfinite(p1)) {
		ok = hull_narrow(&h);
		for (int i = 0; i < g.n; i++)
			top[i] = ok ? g.box[i].high : s->high[g.member[i]];
		if (!ok)
			contradiction(&g, s, p1);
	}
	if (p0 != p1 || !isfinite(p1)) {
		h = boxes(b, &g, s, p0);
		ok = hull_narrow(&h);
	}
	for (int i = 0; i < g.n; i++) {
		int c = g.member[i];
		if (ok)
			interval_raise(&s->low[c], &s->high[c], g.box[i].low);
		if (isfinite(p1))
			interval_lower(&s->low[c], &s->high[c], fmin(top[i], p1));
	}
	if (g.inside >= 0)
		for (int c = market_child(m, node); c >= 0; c = market_next(m, c))
			if (!work_known(&b->w, c, column))
				interval_lower(&s->low[c], &s->high[c], s->high[g.inside]);
	g_free(top);
	group_close(&g);
}

/* --- one column ----------------------------------------------------------------------------- */

/* A dimension is the total. */
static void same_total(const struct bounds *b, struct side *s)
{
	const struct market *m = b->w.market;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		interval_raise(&s->low[0], &s->high[0], s->low[d]);
		interval_lower(&s->low[0], &s->high[0], s->high[d]);
	}
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		s->low[d] = s->low[0];
		s->high[d] = s->high[0];
	}
}

static bool other_bases(const struct bounds *b, struct side *s, int column)
{
	bool any = false;
	for (int i = 1; i < b->w.market->n_nodes; i++)
		if (s->low[i] != s->high[i])
			any |= other_base(b, s, i, column);
	return any;
}

static void passes(struct bounds *b, struct side *s, int column)
{
	const struct market *m = b->w.market;
	for (int i = m->n_nodes - 1; i > 0; i--)
		if (m->nodes[i].size > 1)
			upward(b, s, i, column);
	same_total(b, s);
	for (int i = 1; i < m->n_nodes; i++)
		if (m->nodes[i].size > 1)
			downward(b, s, i, column);
}

const struct side *bounds_side(struct bounds *b, int column, bool wide)
{
	struct side *s = &b->side[2 * column + wide];
	int n = b->w.market->n_nodes;
	if (s->low)
		return s->ready ? s : NULL;
	s->wide = wide;
	s->low = g_new(double, n);
	s->high = g_new(double, n);
	for (int i = 0; i < n; i++)
		own_box(b, s, i, column);
	passes(b, s, column);
	bool again = other_bases(b, s, column);
	again |= bounds_by_members(b, column, s);
	if (again)
		passes(b, s, column);
	s->ready = true;
	return s;
}

/* --- shares --------------------------------------------------------------------------------- */

static void group_shares(struct bounds *b, struct side *s, int group, int column)
{
	const struct market *m = b->w.market;
	double p0 = s->low[group], p1 = s->high[group];
	double *low = s->share_low, *high = s->share_high;
	struct group g;
	group_open(b, &g, group, column, s->wide);
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c)) {
		low[c] = 0;
		high[c] = 1;
	}
	for (int i = 0; i < g.n; i++) {
		int c = g.member[i];
		struct hull_member *box = &g.box[i];
		*box = (struct hull_member){ g.share[i].low, g.share[i].high,
					     !(m->nodes[c].flags & NODE_UNLISTED) };
		if (isfinite(p1) && p1 > 0)
			interval_raise(&box->low, &box->high, s->low[c] / p1);
		if (p0 > 0)
			interval_lower(&box->low, &box->high, s->high[c] / p0);
	}
	struct hull h = { g.box, g.n, g.largest, g.smallest, 1, g.sum };
	hull_narrow(&h);
	for (int i = 0; i < g.n; i++) {
		low[g.member[i]] = g.box[i].low;
		high[g.member[i]] = fmin(g.box[i].high, fmax(1, g.box[i].low));
	}
	for (int c = market_child(m, group); g.inside >= 0 && c >= 0; c = market_next(m, c))
		if (!work_known(&b->w, c, column))
			high[c] = high[g.inside];
	group_close(&g);
}

const struct side *bounds_shares(struct bounds *b, int group, int column, bool wide)
{
	size_t n = (size_t)b->w.market->n_nodes;
	struct side *s = &b->side[2 * column + wide];
	bounds_side(b, column, wide);
	if (!s->shared) {
		s->share_low = g_new(double, n);
		s->share_high = g_new(double, n);
		s->shared = g_malloc0(n);
	}
	if (!s->shared[group]) {
		group_shares(b, s, group, column);
		s->shared[group] = 1;
	}
	return s;
}

/* --- answers -------------------------------------------------------------------------------- */

/* What parts and figures of several members add to the reasons of each node. */
static const uint8_t *marks(struct bounds *b, int column)
{
	const struct market *m = b->w.market;
	const struct side *s = bounds_side(b, column, false);
	struct column *c = &b->column[column];
	if (c->why)
		return c->why;
	c->why = g_malloc0((size_t)m->n_nodes);
	for (int i = m->n_nodes - 1; i > 0; i--)
		if (c->why[i] || (work_known(&b->w, i, column) && s->low[i] > 0))
			c->why[m->nodes[i].parent] = BOUND_PARTS;
	bounds_mark_members(b, column, c->why);
	return c->why;
}

static unsigned reasons(struct bounds *b, int node, int column)
{
	const struct market *m = b->w.market;
	int parent = m->nodes[node].parent, largest, smallest, from, to;
	unsigned why = 0;
	struct interval box = bounds_share_box(b, node, column, false);
	struct bound rate;
	if (work_known(&b->w, node, column))
		return follows(b, node, column) && rule_of(b, node, column) != RULE_SHARE
			? BOUND_SUM : BOUND_PRINTED;
	if (parent < 0)
		return 0;
	if (box.low > 0 || isfinite(box.high))
		why |= BOUND_PRINTED;
	why |= market_covers(m, parent, b->f->measure) == COVERS_ALL ? BOUND_SUM : BOUND_WITHIN;
	bounds_ranks(b, parent, column, &largest, &smallest);
	if (largest >= 0)
		why |= BOUND_LARGEST;
	if (smallest >= 0)
		why |= BOUND_SMALLEST;
	const struct side *s = bounds_side(b, column, false);
	if (s->low[parent] != s->high[parent])
		why |= BOUND_NESTED;
	why |= marks(b, column)[node];
	if (bounds_rate(b, node, READING_PRINTED, &from, &to, &rate) && to - b->shift == column
	    && rate.why & BOUND_RATES)
		why |= rate.why & (BOUND_RATES | BOUND_PREMISE);
	return why;
}

/* What the scenario did to a level; 1 without one. */
static double moved_by(const struct bounds *b, int node, int column)
{
	if (!b->f->scenario)
		return 1;
	double was = forecast_level(b->none, node, column - b->shift);
	double is = forecast_level(b->f, node, column);
	return was > 0 && is > 0 ? is / was : forecast_scale(b->f, node, column);
}

static void rescale(struct bound *x, double scale, double most)
{
	if (scale == 1)
		return;
	x->low *= scale;
	x->wide_low *= scale;
	x->high = fmin(x->high * scale, fmax(most, x->low));
	x->wide_high = fmin(x->wide_high * scale, fmax(most, x->wide_low));
}

static void order(struct bound *out)
{
	out->wide_low = fmin(out->wide_low, out->low);
	out->wide_high = fmax(out->wide_high, out->high);
}

bool bounds_value(struct bounds *b, int node, int column, struct bound *out)
{
	int c = published(b, column);
	*out = (struct bound){ 0, INFINITY, 0, INFINITY, 0 };
	if (c < 0)
		return false;
	const struct side *face = bounds_side(b, c, false), *wide = bounds_side(b, c, true);
	*out = (struct bound){ face->low[node], face->high[node], wide->low[node],
			       wide->high[node], reasons(b, node, c) };
	order(out);
	rescale(out, moved_by(b, node, column), INFINITY);
	return isfinite(out->high) || out->low > 0;
}

static bool is_open(enum status s)
{
	return s == STATUS_ASSUMED || (int)s == STATUS_UNKNOWN;
}

bool bounds_box(struct bounds *b, int node, int column, double *low, double *high)
{
	int c = published(b, column);
	if (c < 0)
		return false;
	const struct side *face = bounds_side(b, c, false);
	*low = face->low[node];
	*high = face->high[node];
	return isfinite(*high);
}

bool bounds_level(struct bounds *b, int node, int column, double *low, double *high)
{
	int c;
	if (!is_open(forecast_status(b->f, node, column)) || (c = published(b, column)) < 0)
		return false;
	const struct side *face = bounds_side(b, c, false);
	double scale = forecast_scale(b->f, node, column);
	*low = face->low[node] * scale;
	*high = face->high[node] * scale;
	return isfinite(*high) && *low < *high;
}

static bool is_segment(const struct market *m, int node)
{
	return node > 0 && !(m->nodes[node].flags & NODE_DIMENSION);
}

bool bounds_ratio(struct bounds *b, int node, int column, double *low, double *high)
{
	enum status s;
	int c, parent = b->f->market->nodes[node].parent;
	if (!is_segment(b->f->market, node))
		return false;
	forecast_share(b->f, node, column, &s);
	if (!is_open(s) || (c = published(b, column)) < 0)
		return false;
	const struct side *face = bounds_shares(b, parent, c, false);
	double scale = moved_by(b, node, column) / moved_by(b, parent, column);
	*low = face->share_low[node] * scale;
	*high = scale == 1 ? face->share_high[node] : fmin(face->share_high[node] * scale, 1);
	return *low < *high;
}

bool bounds_share(struct bounds *b, int node, int column, struct bound *out)
{
	const struct market *m = b->f->market;
	int c = published(b, column), parent = m->nodes[node].parent;
	if (c < 0 || !is_segment(m, node))
		return false;
	const struct side *face = bounds_shares(b, parent, c, false);
	const struct side *wide = bounds_shares(b, parent, c, true);
	*out = (struct bound){ face->share_low[node], face->share_high[node],
			       wide->share_low[node], wide->share_high[node], 0 };
	out->why = reasons(b, node, c) & ~(unsigned)BOUND_NESTED;
	order(out);
	rescale(out, moved_by(b, node, column) / moved_by(b, parent, column), 1);
	return true;
}

bool bounds_share_of_total(struct bounds *b, int node, int column, struct bound *out)
{
	const struct market *m = b->f->market;
	struct bound step, all = { 1, 1, 1, 1, 0 }, value, total;
	int c = published(b, column);
	if (c < 0 || !is_segment(m, node))
		return false;
	for (int i = node; is_segment(m, i); i = m->nodes[i].parent) {
		bounds_share(b, i, column, &step);
		all.low *= step.low;
		all.high *= step.high;
		all.wide_low *= step.wide_low;
		all.wide_high *= step.wide_high;
		all.why |= step.why;
	}
	if (bounds_value(b, node, column, &value) && bounds_value(b, 0, column, &total)
	    && total.low > 0) {
		interval_raise(&all.low, &all.high, value.low / total.high);
		interval_lower(&all.low, &all.high, value.high / total.low);
		interval_raise(&all.wide_low, &all.wide_high, value.wide_low / total.wide_high);
		interval_lower(&all.wide_low, &all.wide_high, value.wide_high / total.wide_low);
		all.why = value.why;
	}
	order(&all);
	*out = all;
	return true;
}

char *bound_why(const struct bound *x)
{
	static const char *const words[] = {
		"printed", "sum", "largest", "smallest", "its parent", "its parts",
		"several members", "fastest or slowest", "base-year shares", "part of its parent",
	};
	GString *s = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (x->why & 1u << i)
			g_string_append_printf(s, "%s%s", s->len ? ", " : "", words[i]);
	return g_string_free(s, FALSE);
}
