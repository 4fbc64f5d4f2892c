#include "config.h"

#include "analysis/crossing_parts.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* ---- groups ---- */

static int place_of(const struct market *m, int dimension)
{
	int i = 0;

	for (int d = market_child(m, 0); d >= 0 && d != dimension; d = market_next(m, d))
		i++;
	return i;
}

bool tables_use(const struct tables *t, const struct fact *f)
{
	return (f->metric == METRIC_VALUE || f->metric == METRIC_SHARE)
		&& f->measure == t->f->measure && f->of != BASE_MEASURE
		&& !(f->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN)) && f->kind != KIND_TARGET
		&& forecast_column(t->base, f->to) >= 0 && f->figure.qualifier != QUAL_WITHHELD;
}

/* Whether a crossing of two dimensions or more says anything about this measure. */
static bool cross_counts(const struct tables *t, const struct cross *c)
{
	const struct market *m = t->f->market;
	bool any = c->odds && c->measure == t->f->measure, two = false;

	for (int i = 1; i < c->n; i++)
		two = two || market_dimension(m, c->at[i]) != market_dimension(m, c->at[0]);
	for (int i = 0; i < c->n_facts; i++)
		any = any || tables_use(t, &m->cross_facts[c->first_fact + i]);
	return any && two;
}

static void join(struct tables *t, int one, int two)
{
	int from = t->group_of[one], to = t->group_of[two];

	for (int i = 0; i < t->n_dimensions; i++)
		if (t->group_of[i] == from)
			t->group_of[i] = to;
}

static void add_anchor(struct group *g, int column)
{
	guint i = 0;

	while (i < g->anchors->len && g_array_index(g->anchors, int, i) < column)
		i++;
	if (column >= 0 && (i == g->anchors->len || g_array_index(g->anchors, int, i) != column))
		g_array_insert_val(g->anchors, i, column);
}

static struct group *group_of_node(struct tables *t, int node)
{
	const struct market *m = t->f->market;
	guint i = (guint)t->group_of[place_of(m, market_dimension(m, node))];
	struct group *g = t->groups->pdata[i];

	if (!g) {
		g = t->groups->pdata[i] = g_new0(struct group, 1);
		g->dimensions = g_array_new(FALSE, FALSE, sizeof(int));
		g->crosses = g_array_new(FALSE, FALSE, sizeof(int));
		g->anchors = g_array_new(FALSE, FALSE, sizeof(int));
	}
	return g;
}

static void add_cross(struct tables *t, int cross)
{
	const struct market *m = t->f->market;
	const struct cross *c = &m->crosses[cross];
	struct group *g = group_of_node(t, c->at[0]);

	g_array_append_val(g->crosses, cross);
	for (int i = 0; i < c->n_facts; i++)
		if (tables_use(t, &m->cross_facts[c->first_fact + i]))
			add_anchor(g, forecast_column(t->base,
						      m->cross_facts[c->first_fact + i].to));
	for (const struct cross_odds *o = c->odds; o; o = o->next)
		add_anchor(g, period_is_set(o->at) ? forecast_column(t->base, o->at) : -1);
}

static void group_free(void *data)
{
	struct group *g = data;

	if (!g)
		return;
	g_array_free(g->dimensions, TRUE);
	g_array_free(g->crosses, TRUE);
	g_array_free(g->anchors, TRUE);
	g_free(g);
}

static void find_groups(struct tables *t)
{
	const struct market *m = t->f->market;

	for (int i = 0; i < m->n_crosses; i++)
		for (int j = 1; j < m->crosses[i].n && cross_counts(t, &m->crosses[i]); j++)
			join(t, place_of(m, market_dimension(m, m->crosses[i].at[0])),
			     place_of(m, market_dimension(m, m->crosses[i].at[j])));
	for (int i = 0; i < m->n_crosses; i++)
		if (cross_counts(t, &m->crosses[i]))
			add_cross(t, i);
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		struct group *g = t->groups->pdata[t->group_of[place_of(m, d)]];

		if (g)
			g_array_append_val(g->dimensions, d);
	}
	for (guint i = 0; i < t->groups->len; i++) {
		struct group *g = t->groups->pdata[i];

		if (g && g->anchors->len == 0)
			add_anchor(g, t->base->base);
	}
}

static void fitted_free(void *data)
{
	struct fitted *f = data;

	if (f->blocks)
		g_array_free(f->blocks, TRUE);
	if (f->rooms)
		g_array_free(f->rooms, TRUE);
	g_clear_error(&f->why);
	g_free(f->table.cell);
	g_free(f->margins);
	g_free(f);
}

struct tables *tables_new(const struct forecast *f, const struct forecast *base)
{
	struct tables *t = g_new0(struct tables, 1);

	t->f = f;
	t->base = base;
	for (int d = market_child(f->market, 0); d >= 0; d = market_next(f->market, d))
		t->n_dimensions++;
	t->group_of = g_new(int, t->n_dimensions + 1);
	t->groups = g_ptr_array_new_with_free_func(group_free);
	for (int i = 0; i < t->n_dimensions; i++) {
		t->group_of[i] = i;
		g_ptr_array_add(t->groups, NULL);
	}
	t->fitted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, fitted_free);
	find_groups(t);
	return t;
}

void tables_free(struct tables *t)
{
	if (!t)
		return;
	if (t->base_rounding != t->rounding)
		rounding_free(t->base_rounding);
	rounding_free(t->rounding);
	g_hash_table_destroy(t->fitted);
	g_ptr_array_free(t->groups, TRUE);
	g_free(t->group_of);
	g_free(t);
}

int tables_group(const struct tables *t, int dimension)
{
	return t->group_of[place_of(t->f->market, dimension)];
}

/* ---- fitting ---- */

static char *key_of(const struct parting *p, char kind, int column)
{
	GString *key = g_string_new(NULL);

	g_string_printf(key, "%c%d", kind, column);
	for (guint d = 0; d < p->group->dimensions->len; d++)
		for (guint i = 0; i < p->nodes_of[d]->len; i++)
			g_string_append_printf(key, ",%d", g_array_index(p->nodes_of[d], int, i));
	return g_string_free(key, FALSE);
}

static bool run(const struct forecast *f, int column, struct ipf *table, GError **error)
{
	char period[PERIOD_TEXT_MAX], text[NUMBER_TEXT_MAX];
	double residual;

	if (ipf_fit(table, &residual))
		return true;
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "the figures of crossings did not converge to one table in %s: %s %% of the total "
		    "are left between them", period_format(forecast_period(f, column), period),
		    number_fixed(text, residual * 100, 4));
	return false;
}

static const struct fitted *fit_anchor(struct tables *t, const struct parting *p, guint anchor,
				       GError **error);

/* An empty table with the seed of `from`, or of ones. */
static struct fitted *table_new_from(struct tables *t, const struct parting *p,
				     const struct forecast *f, int column,
				     const struct fitted *from, GError **error)
{
	struct fitted *new = g_new0(struct fitted, 1);

	if (!margins_make(t, p, f, column, new, error)) {
		fitted_free(new);
		return NULL;
	}
	size_t n = ipf_cells(&new->table);
	new->table.cell = g_new(double, n + 1);
	for (size_t i = 0; i < n; i++)
		new->table.cell[i] = from ? from->table.cell[i] : 1;
	return new;
}

/* The published table of an anchor, on the one before. */
static struct fitted *make_anchor(struct tables *t, const struct parting *p, guint anchor,
				  GError **error)
{
	int column = g_array_index(p->group->anchors, int, anchor);
	const struct fitted *from = NULL;

	if (anchor > 0) {
		from = fit_anchor(t, p, anchor - 1, error);
		if (!from)
			return NULL;
	}
	struct fitted *new = table_new_from(t, p, t->base, column, from, error);
	if (!new)
		return NULL;
	seed_odds(t, p, column, anchor ? g_array_index(p->group->anchors, int, anchor - 1) : -1,
		  &new->table);
	new->blocks = g_array_new(FALSE, FALSE, sizeof(struct ipf_block));
	new->rooms = g_array_new(FALSE, FALSE, sizeof(struct block_room));
	g_array_set_clear_func(new->rooms, block_room_done);
	bool ok = blocks_make(t, p, column, &new->table, new->blocks, new->rooms, error);
	new->table.blocks = (const struct ipf_block *)new->blocks->data;
	new->table.n_blocks = (int)new->blocks->len;
	if (ok && run(t->base, column, &new->table, error))
		return new;
	fitted_free(new);
	return NULL;
}

static const struct fitted *found(const struct fitted *f, GError **error)
{
	if (f->why)
		g_propagate_error(error, g_error_copy(f->why));
	return f->why ? NULL : f;
}

/* Takes the key and new, or where that is NULL why. */
static const struct fitted *keep(struct tables *t, char *key, struct fitted *new, GError *why,
				 GError **error)
{
	if (!new) {
		new = g_new0(struct fitted, 1);
		new->why = why;
	}
	g_hash_table_insert(t->fitted, key, new);
	return found(new, error);
}

static const struct fitted *fit_anchor(struct tables *t, const struct parting *p, guint anchor,
				       GError **error)
{
	char *key = key_of(p, 'a', g_array_index(p->group->anchors, int, anchor));
	const struct fitted *before = g_hash_table_lookup(t->fitted, key);
	GError *why = NULL;

	if (before) {
		g_free(key);
		return found(before, error);
	}
	struct fitted *new = make_anchor(t, p, anchor, &why);
	return keep(t, key, new, why, error);
}

/* The margins of a column are those that its figures were fitted to. */
static bool same_margins(const struct fitted *a, const struct fitted *b)
{
	for (int d = 0; d < a->table.n_dimensions; d++)
		for (int i = 0; i < a->table.size[d]; i++)
			if (!(fabs(a->table.margin[d][i] - b->table.margin[d][i]) <= 1e-12))
				return false;
	return true;
}

static const struct fitted *fit(struct tables *t, const struct parting *p, GError **error)
{
	const GArray *anchors = p->group->anchors;
	guint nearest = 0;
	GError *why = NULL;

	for (guint i = 0; i < anchors->len; i++)
		if (g_array_index(anchors, int, i) <= p->column)
			nearest = i;
	const struct fitted *anchor = fit_anchor(t, p, nearest, error);
	if (!anchor || (t->f == t->base && g_array_index(anchors, int, nearest) == p->column))
		return anchor;
	char *key = key_of(p, 'f', p->column);
	const struct fitted *before = g_hash_table_lookup(t->fitted, key);
	if (before) {
		g_free(key);
		return found(before, error);
	}
	struct fitted *new = table_new_from(t, p, t->f, p->column, anchor, &why);
	if (new && g_array_index(anchors, int, nearest) == p->column && same_margins(new, anchor)) {
		fitted_free(new);
		g_free(key);
		return anchor;
	}
	if (new && !run(t->f, p->column, &new->table, &why)) {
		fitted_free(new);
		new = NULL;
	}
	return keep(t, key, new, why, error);
}

bool tables_share(struct tables *t, const int *nodes, int n, int column, double *out, double *low,
		  double *high, GError **error)
{
	struct parting p = {
		.group = t->groups->pdata[tables_group(t, market_dimension(t->f->market, nodes[0]))],
		.column = column, .nodes = nodes, .n_nodes = n,
	};
	struct block_room room = {{NULL}};
	const struct fitted *f = NULL;
	double least, most;

	if (parting_make(t, &p, error))
		f = fit(t, &p, error);
	if (f && block_room_make(t, &p, nodes, n, &room)) {
		const bool *const *in = (const bool *const *)room.in;

		*out = ipf_sum(&f->table, in);
		if (*out < NOTHING * IPF_CELLS_MAX)
			*out = 0;
		if (f->table.n_blocks && ipf_range(&f->table, in, &least, &most)) {
			*low = fmax(*low, least);
			*high = fmin(*high, most);
		}
	} else {
		*out = NAN;
	}
	block_room_done(&room);
	parting_done(&p);
	return f != NULL;
}
