/* Figures of several members of one dimension together, and of crossings: a linear program over
 * the groups that they touch.
 *
 * The unknowns are the levels of those groups' members and parents, a dimension being the total,
 * and one for each crossing; all are counted in units of the largest known end. */
#include "config.h"

#include <math.h>

#include "forecast/bounds_work.h"
#include "forecast/linear.h"

enum { UNKNOWNS_MAX = 2000 };

/* One usable fact of a crossing. */
struct member_fact { const struct cross *cross; const struct fact *fact; };

struct program {
	struct bounds *b;
	struct side *s;
	int column, n;
	double unit;
	GArray *facts;		/* struct member_fact */
	GArray *node;		/* int: of each unknown but the crossings */
	GHashTable *at;		/* node + 1 -> unknown + 1 */
	GHashTable *groups;	/* node + 1 of parents whose members are unknowns */
	struct linear *linear;
};

static GArray *facts_of(struct bounds *b, int column)
{
	const struct market *m = b->w.market;
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct member_fact));
	for (int i = 0; i < m->n_crosses; i++)
		for (int k = 0; k < m->crosses[i].n_facts; k++) {
			const struct fact *f = &m->cross_facts[m->crosses[i].first_fact + k];
			struct member_fact mf = { &m->crosses[i], f };
			if (limits_usable(&b->w, f, column) && f->of != BASE_MEASURE)
				g_array_append_val(list, mf);
		}
	return list;
}

/* --- unknowns ------------------------------------------------------------------------------- */

/* A dimension is the total. */
static int same_as(const struct program *p, int node)
{
	return p->b->w.market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
}

static int unknown_of(struct program *p, int node)
{
	node = same_as(p, node);
	gpointer key = GINT_TO_POINTER(node + 1);
	int at = GPOINTER_TO_INT(g_hash_table_lookup(p->at, key));
	if (at)
		return at - 1;
	g_array_append_val(p->node, node);
	g_hash_table_insert(p->at, key, GINT_TO_POINTER((int)p->node->len));
	return (int)p->node->len - 1;
}

/* All groups from a node up to the total. */
static void take_groups(struct program *p, int node)
{
	const struct market *m = p->b->w.market;
	for (int g = m->nodes[node].parent; g > 0; g = m->nodes[g].parent) {
		if (!g_hash_table_add(p->groups, GINT_TO_POINTER(g + 1)))
			return;
		unknown_of(p, g);
		for (int c = market_child(m, g); c >= 0; c = market_next(m, c))
			unknown_of(p, c);
	}
}

static int base_of(const struct fact *f)
{
	return f->of < 0 ? 0 : f->of;
}

static void take_facts(struct program *p)
{
	unknown_of(p, 0);
	for (guint i = 0; i < p->facts->len; i++) {
		const struct member_fact *mf = &g_array_index(p->facts, struct member_fact, i);
		for (int k = 0; k < mf->cross->n; k++)
			take_groups(p, mf->cross->at[k]);
		take_groups(p, base_of(mf->fact));
	}
}

/* --- rows ----------------------------------------------------------------------------------- */

struct row { GArray *at, *factor; };

static struct row row_new(void)
{
	return (struct row){ g_array_new(FALSE, FALSE, sizeof(int)),
			     g_array_new(FALSE, FALSE, sizeof(double)) };
}

static void row_add(struct row *r, int unknown, double factor)
{
	for (guint i = 0; i < r->at->len; i++)	/* a base may be a member, too */
		if (g_array_index(r->at, int, i) == unknown) {
			g_array_index(r->factor, double, i) += factor;
			return;
		}
	g_array_append_val(r->at, unknown);
	g_array_append_val(r->factor, factor);
}

static void row_put(struct program *p, struct row *r, double low, double high)
{
	linear_row(p->linear, (const int *)r->at->data, (const double *)r->factor->data,
		   (int)r->at->len, low, high);
	g_array_unref(r->at);
	g_array_unref(r->factor);
}

static void row_difference(struct program *p, int more, int less)
{
	struct row r = row_new();
	row_add(&r, more, 1);
	row_add(&r, less, -1);
	row_put(p, &r, 0, INFINITY);
}

/* v - a * base >= 0 and v - z * base <= 0. */
static void share_rows(struct program *p, int unknown, int base, struct interval share)
{
	for (int side = 0; side < 2; side++) {
		double s = side ? share.high : share.low;
		if (isinf(s) || (!side && s <= 0))
			continue;
		struct row r = row_new();
		row_add(&r, unknown, 1);
		row_add(&r, base, -s);
		row_put(p, &r, side ? -INFINITY : 0, side ? 0 : INFINITY);
	}
}

static void rank_rows(struct program *p, int group)
{
	const struct market *m = p->b->w.market;
	int largest, smallest;
	bounds_ranks(p->b, group, p->column, &largest, &smallest);
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c)) {
		if (m->nodes[c].flags & NODE_UNLISTED)
			continue;
		if (largest >= 0 && c != largest)
			row_difference(p, unknown_of(p, largest), unknown_of(p, c));
		if (smallest >= 0 && c != smallest)
			row_difference(p, unknown_of(p, c), unknown_of(p, smallest));
	}
}

static void group_rows(struct program *p, int group)
{
	const struct market *m = p->b->w.market;
	bool sum = market_covers(m, group, p->b->f->measure) != COVERS_OVERLAP;
	struct row r = row_new();
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c)) {
		row_add(&r, unknown_of(p, c), 1);
		share_rows(p, unknown_of(p, c), unknown_of(p, group),
			   bounds_share_box(p->b, c, p->column, p->s->wide));
		if (!sum)
			row_difference(p, unknown_of(p, group), unknown_of(p, c));
	}
	row_add(&r, unknown_of(p, group), -1);
	row_put(p, &r, sum ? 0 : -INFINITY, sum ? 0 : INFINITY);
	rank_rows(p, group);
}

/* x is what all named parts of k dimensions have in common: at most each part, and at least what
 * they leave no room for outside. */
static void fact_rows(struct program *p, const struct member_fact *mf, int x)
{
	const struct market *m = p->b->w.market;
	const struct cross *cross = mf->cross;
	struct interval a = bounds_figure(mf->fact, p->s->wide);
	struct row all = row_new();
	int dimensions = 0;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		struct row r = row_new();
		bool any = false;
		for (int i = 0; i < cross->n; i++)
			if (market_dimension(m, cross->at[i]) == d) {
				row_add(&r, unknown_of(p, cross->at[i]), 1);
				row_add(&all, unknown_of(p, cross->at[i]), 1);
				any = true;
			}
		dimensions += any;
		row_add(&r, x, -1);
		row_put(p, &r, any ? 0 : -INFINITY, INFINITY);
	}
	row_add(&all, x, -1);
	row_add(&all, unknown_of(p, 0), -(dimensions - 1));
	row_put(p, &all, -INFINITY, 0);
	if (mf->fact->metric == METRIC_SHARE)
		share_rows(p, x, unknown_of(p, base_of(mf->fact)), a);
	else
		linear_box(p->linear, x, fmax(a.low, 0) / p->unit, a.high / p->unit);
}

/* --- the program ---------------------------------------------------------------------------- */

static void find_unit(struct program *p)
{
	double top = p->s->high[0];
	p->unit = isfinite(top) && top > 0 ? top : 0;
	for (guint i = 0; !p->unit && i < p->node->len; i++)
		p->unit = fmax(p->unit, p->s->low[g_array_index(p->node, int, i)]);
	if (!(p->unit > 0))
		p->unit = 1;
}

static void fill(struct program *p)
{
	const struct market *m = p->b->w.market;
	GHashTableIter it;
	gpointer key;
	p->n = (int)p->node->len;
	p->linear = linear_new(p->n + (int)p->facts->len);
	for (int i = 0; i < p->n; i++) {
		int node = g_array_index(p->node, int, i);
		linear_box(p->linear, i, p->s->low[node] / p->unit, p->s->high[node] / p->unit);
	}
	g_hash_table_iter_init(&it, p->groups);
	while (g_hash_table_iter_next(&it, &key, NULL))
		if (m->nodes[GPOINTER_TO_INT(key) - 1].size > 1)
			group_rows(p, GPOINTER_TO_INT(key) - 1);
	for (guint i = 0; i < p->facts->len; i++)
		fact_rows(p, &g_array_index(p->facts, struct member_fact, i), p->n + (int)i);
}

/* Ends that the solver only found again, within its precision, stay as they are. */
static bool narrow(struct program *p, int unknown)
{
	int node = g_array_index(p->node, int, unknown);
	double *l = &p->s->low[node], *h = &p->s->high[node], low, high, slack = 1e-8 * p->unit;
	bool moved = false;
	if (*l == *h || !linear_range(p->linear, unknown, &low, &high))
		return false;
	if (low * p->unit > *l + slack) {
		interval_raise(l, h, low * p->unit);
		moved = true;
	}
	if (high * p->unit < *h - slack) {
		interval_lower(l, h, high * p->unit);
		moved = true;
	}
	return moved;
}

static void copy_total(struct program *p)
{
	const struct market *m = p->b->w.market;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		p->s->low[d] = p->s->low[0];
		p->s->high[d] = p->s->high[0];
	}
}

bool bounds_by_members(struct bounds *b, int column, struct side *s)
{
	struct program p = { .b = b, .s = s, .column = column };
	bool moved = false;
	if (!b->w.market->n_crosses)
		return false;
	p.facts = facts_of(b, column);
	if (p.facts->len) {
		p.node = g_array_new(FALSE, FALSE, sizeof(int));
		p.at = g_hash_table_new(g_direct_hash, g_direct_equal);
		p.groups = g_hash_table_new(g_direct_hash, g_direct_equal);
		take_facts(&p);
		if (p.node->len <= UNKNOWNS_MAX) {
			find_unit(&p);
			fill(&p);
			for (int i = 0; i < p.n; i++)
				moved |= narrow(&p, i);
			copy_total(&p);
			linear_free(p.linear);
		}
		g_array_unref(p.node);
		g_hash_table_unref(p.at);
		g_hash_table_unref(p.groups);
	}
	g_array_unref(p.facts);
	return moved;
}

void bounds_mark_members(struct bounds *b, int column, uint8_t *why)
{
	const struct market *m = b->w.market;
	if (!m->n_crosses)
		return;
	GArray *facts = facts_of(b, column);
	for (guint i = 0; i < facts->len; i++) {
		const struct cross *c = g_array_index(facts, struct member_fact, i).cross;
		for (int k = 0; k < c->n; k++) {
			if (why[c->at[k]] & BOUND_MEMBERS || m->nodes[c->at[k]].parent < 0)
				continue;
			int n = market_child(m, m->nodes[c->at[k]].parent);
			for (; n >= 0; n = market_next(m, n))
				why[n] |= BOUND_MEMBERS;
		}
	}
	g_array_unref(facts);
}
