#include "config.h"

#include "analysis/shares.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "analysis/draw.h"
#include "forecast/bounds.h"

enum { ATTEMPTS = 400 };
/* Trials of later attempts, out of the way of first ones. */
static const uint64_t ATTEMPT = (uint64_t)1 << 40;

/* What others leave is shared by these in proportion to their own shares. */
struct absorb {
	bool any, own;		/* own: the member on the way is one of them */
	double rest;		/* of all absorbing members as forecast */
	double still;		/* of those that are not drawn */
};

struct group {
	int node;			/* the member on the way up */
	int own;			/* its number among the drawn, -1 */
	int n;				/* drawn members */
	int *members;
	double *fill, *low, *high;	/* shares of the parent */
	double *floor;			/* what is drawn lies above it: low, or 0 */
	int leader;			/* the drawn member that none is above, -1 */
	double *alpha;
	uint64_t *key;
	double rest;			/* sum of the fills */
	double above;			/* what they share above their floors */
	struct absorb *absorb;		/* by row */
	double *level;			/* member by member: of each row */
	bool *absorbs;			/* the same */
};

struct shares {
	int n_rows;
	int most;			/* drawn members of the largest group */
	GArray *groups;			/* struct group, the outcome's first */
};

static void group_done(void *data)
{
	struct group *g = data;

	g_free(g->members);
	g_free(g->fill);
	g_free(g->low);
	g_free(g->floor);
	g_free(g->high);
	g_free(g->alpha);
	g_free(g->key);
	g_free(g->absorb);
	g_free(g->level);
	g_free(g->absorbs);
}

/* ---- which are drawn ---- */

static enum rule rule_at(const struct forecast *f, int node, int column)
{
	return (enum rule)f->rule[(size_t)node * (size_t)f->n_periods + (size_t)column];
}

/* The column that the fill rule split, -1 if none. */
static int filled_column(const struct forecast *base, int parent)
{
	const struct market *m = base->market;

	for (int c = 0; c < base->n_periods; c++)
		for (int i = market_child(m, parent); i >= 0; i = market_next(m, i))
			if (rule_at(base, i, c) == RULE_FILL && forecast_level(base, parent, c) > 0)
				return c;
	return -1;
}

static bool typed_in(const struct market *m, const struct scenario *s, int parent)
{
	for (int i = market_child(m, parent); s && i >= 0; i = market_next(m, i)) {
		g_autofree char *path = market_path(m, i);

		if (scenario_get(s, path, ADJUST_SHARE) || scenario_get(s, path, ADJUST_WEIGHT))
			return true;
	}
	return false;
}

static bool leads(const struct market *m, int node)
{
	for (int i = 0; i < m->nodes[node].n_facts; i++) {
		const struct fact *f = &m->facts[m->nodes[node].first_fact + i];

		if (f->metric == METRIC_RANK && f->code == RANK_LARGEST && f->flags & FACT_DATELESS)
			return true;
	}
	return false;
}

static void gather(struct group *g, const struct forecast *base, struct bounds *proven,
		   int column, uint64_t seed)
{
	const struct market *m = base->market;
	int parent = m->nodes[g->node].parent, n = m->nodes[parent].size;

	g->own = g->leader = -1;
	g->members = g_new(int, n);
	g->fill = g_new(double, n);
	g->low = g_new(double, n);
	g->high = g_new(double, n);
	g->key = g_new(uint64_t, n);
	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i)) {
		g_autofree char *path = market_path(m, i);
		g_autofree char *stream = g_strconcat("share ", path, NULL);
		struct bound b = { .low = 0, .high = 1 };

		if (rule_at(base, i, column) != RULE_FILL)
			continue;
		if (i == g->node)
			g->own = g->n;
		g->members[g->n] = i;
		g->fill[g->n] = forecast_level(base, i, column) / forecast_level(base, parent, column);
		g->rest += g->fill[g->n];
		bounds_share(proven, i, column, &b);
		if (leads(m, i))
			g->leader = g->n;
		g->low[g->n] = fmin(b.low, g->fill[g->n]);
		g->high[g->n] = fmax(b.high, g->fill[g->n]);
		g->key[g->n++] = draw_key(seed, stream);
	}
}

/* The fill gives a member no more than it has at least, though more is possible: a mean there
 * would never draw more. */
static bool fill_is_an_end(const struct group *g)
{
	for (int k = 0; k < g->n; k++)
		if (g->low[k] > 0 && g->fill[k] - g->low[k] < 1e-9 && g->high[k] - g->low[k] > 1e-9)
			return true;
	return false;
}

/* Mean 1: without bounds and weights every split is as likely as any other. */
static void set_alpha(struct group *g)
{
	bool end = fill_is_an_end(g);

	g->above = g->rest;
	g->floor = g_new(double, g->n);
	for (int k = 0; k < g->n; k++) {
		g->floor[k] = end ? 0 : g->low[k];
		g->above -= g->floor[k];
	}
	g->alpha = g_new(double, g->n);
	for (int k = 0; k < g->n; k++)
		g->alpha[k] = g->above > 0 ? g->n * (g->fill[k] - g->floor[k]) / g->above : 0;
}

/* ---- what else moves ---- */

/* Members that take what is left in a column: the rest, else carried ones, else interpolated. */
static unsigned absorbing(const struct forecast *base, int parent, int column)
{
	static const unsigned order[] = { 1u << RULE_REST | 1u << RULE_RESIDUAL, 1u << RULE_CARRIED,
					  1u << RULE_GAP };
	const struct market *m = base->market;
	unsigned rules = 0;

	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i))
		rules |= 1u << rule_at(base, i, column);
	for (size_t k = 0; k < G_N_ELEMENTS(order); k++)
		if (rules & order[k])
			return order[k];
	return ~0u;
}

static int drawn_number(const struct group *g, int node)
{
	for (int k = 0; k < g->n; k++)
		if (g->members[k] == node)
			return k;
	return -1;
}

static void set_row(struct group *g, const struct forecast *f, const struct forecast *base, int row,
		    int n_rows, int column)
{
	const struct market *m = f->market;
	int parent = m->nodes[g->node].parent;
	int published = MIN(forecast_column(base, forecast_period(f, column)), base->n_periods - 1);
	struct absorb *a = &g->absorb[row];

	if (published < 0)
		published = base->n_periods - 1;
	unsigned rules = absorbing(base, parent, published);
	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i)) {
		int k = drawn_number(g, i);
		double level = forecast_level(f, i, column);
		bool absorbs = rules >> rule_at(base, i, published) & 1;

		if (isnan(level))
			level = 0;
		a->rest += absorbs ? level : 0;
		a->any |= absorbs && level > 0;
		a->own |= absorbs && i == g->node;
		if (k < 0) {
			a->still += absorbs ? level : 0;
			continue;
		}
		g->level[k * n_rows + row] = level;
		g->absorbs[k * n_rows + row] = absorbs;
	}
}

static bool matters(const struct group *g, int n_rows)
{
	for (int i = 0; i < n_rows && g->own < 0; i++)
		if (g->absorb[i].own)
			return true;
	return g->own >= 0;
}

static void add_group(struct shares *s, const struct forecast *f, const struct forecast *base,
		      struct bounds *proven, int node, int first, uint64_t seed)
{
	struct group g = { .node = node };
	int column = filled_column(base, f->market->nodes[node].parent);

	if (column < 0)
		return;
	gather(&g, base, proven, column, seed);
	set_alpha(&g);
	g.absorb = g_new0(struct absorb, s->n_rows);
	g.level = g_new0(double, g.n * s->n_rows);
	g.absorbs = g_new0(bool, g.n * s->n_rows);
	for (int i = 0; i < s->n_rows; i++)
		set_row(&g, f, base, i, s->n_rows, first + i + 1);
	if (g.n < 2 || !(g.above > 1e-12) || !matters(&g, s->n_rows)) {
		group_done(&g);
		return;
	}
	s->most = MAX(s->most, g.n);
	g_array_append_val(s->groups, g);
}

struct shares *shares_new(const struct forecast *f, const struct scenario *s, int node, int first,
			  int n_rows, uint64_t seed)
{
	const struct market *m = f->market;

	if (node == 0 || m->nodes[node].flags & NODE_DIMENSION)
		return NULL;
	struct forecast *base = forecast_base(m, f->measure, f->fill);
	struct bounds *proven = bounds_new(base);
	struct shares *out = g_new0(struct shares, 1);

	out->n_rows = n_rows;
	out->groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	g_array_set_clear_func(out->groups, group_done);
	for (int at = node; at > 0 && !(m->nodes[at].flags & NODE_DIMENSION);
	     at = m->nodes[at].parent)
		if (market_covers(m, m->nodes[at].parent, f->measure) == COVERS_ALL
		    && !typed_in(m, s, m->nodes[at].parent))
			add_group(out, f, base, proven, at, first, seed);
	bounds_free(proven);
	forecast_free(base);
	if (out->groups->len == 0)
		g_clear_pointer(&out, shares_free);
	return out;
}

void shares_free(struct shares *s)
{
	if (!s)
		return;
	g_array_free(s->groups, TRUE);
	g_free(s);
}

/* ---- draws ---- */

static double gamma_draw(double alpha, uint64_t key, uint64_t trial)
{
	double u = draw_uniform(key, trial);

	if (!(alpha > 0))
		return 0;
	return fabs(alpha - 1) < 1e-9 ? -log1p(-u) : gsl_cdf_gamma_Pinv(u, alpha, 1);
}

/* True if every member is within its bounds and none is above the leader. */
static bool split(const struct group *g, uint64_t trial, double *x)
{
	double sum = 0;
	bool inside = true;

	for (int k = 0; k < g->n; k++) {
		x[k] = gamma_draw(g->alpha[k], g->key[k], trial);
		sum += x[k];
	}
	for (int k = 0; k < g->n; k++) {
		x[k] = sum > 0 ? g->floor[k] + g->above * x[k] / sum : g->fill[k];
		inside &= x[k] >= g->low[k] && x[k] <= g->high[k];
	}
	for (int k = 0; k < g->n && g->leader >= 0; k++)
		inside &= x[k] <= x[g->leader];
	return inside;
}

/* Nearer to the fill until all are within their bounds. */
static void pull_inside(const struct group *g, double *x)
{
	double most = 1;

	for (int k = 0; k < g->n; k++)
		if (x[k] > g->high[k])
			most = fmin(most, (g->high[k] - g->fill[k]) / (x[k] - g->fill[k]));
		else if (x[k] < g->low[k])
			most = fmin(most, (g->fill[k] - g->low[k]) / (g->fill[k] - x[k]));
	for (int k = 0; k < g->n; k++)
		x[k] = g->fill[k] + most * (x[k] - g->fill[k]);
}

static void draw_split(const struct group *g, uint64_t trial, double *x)
{
	for (int attempt = 0; attempt < ATTEMPTS; attempt++)
		if (split(g, trial + (uint64_t)attempt * ATTEMPT, x))
			return;
	pull_inside(g, x);
}

void shares_apply(const struct shares *s, int i, const double *x, double *ratio)
{
	const struct group *g = &g_array_index(s->groups, struct group, i);
	double own = g->own < 0 || !(g->fill[g->own] > 0) ? 1 : x[g->own] / g->fill[g->own];

	for (int row = 0; row < s->n_rows; row++) {
		const struct absorb *a = &g->absorb[row];
		double rest = a->rest, weights = a->still;

		for (int k = 0; k < g->n; k++) {
			double level = g->level[k * s->n_rows + row];
			double q = g->fill[k] > 0 ? x[k] / g->fill[k] : 1;

			if (g->absorbs[k * s->n_rows + row])
				weights += level * q;
			else
				rest -= level * (q - 1);
		}
		ratio[row] *= own;
		if (a->own && a->any && weights > 0)
			ratio[row] *= fmax(rest, 0) / weights;
	}
}

void shares_draw(const struct shares *s, uint64_t trial, double *ratio)
{
	double *x = g_newa(double, s->most);

	for (int row = 0; row < s->n_rows; row++)
		ratio[row] = 1;
	for (guint i = 0; i < s->groups->len; i++) {
		draw_split(&g_array_index(s->groups, struct group, i), trial, x);
		shares_apply(s, (int)i, x, ratio);
	}
}

bool shares_group(const struct shares *s, int i, int *node, double *low, double *high)
{
	if (!s || i >= (int)s->groups->len)
		return false;
	const struct group *g = &g_array_index(s->groups, struct group, i);

	*node = g->node;
	*low = g->own < 0 ? 0 : g->low[g->own];
	*high = g->own < 0 ? 0 : g->high[g->own];
	return true;
}

int shares_drawn(const struct shares *s, int i, const int **nodes)
{
	const struct group *g = &g_array_index(s->groups, struct group, i);

	*nodes = g->members;
	return g->n;
}
