#include "config.h"

#include "analysis/crossing_table.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* Stands for a margin of zero, so that a part that is nothing in the year of a fitted table has the
 * odds of that table in other years. */
#define NOTHING 1e-100

/* One cell's place in a dimension: a node, or what the known parts of a node leave of it. */
struct part { int node; double level; };

/* The crosses of a group, and the columns in which they say something. */
struct group {
	GArray *dimensions;	/* int: nodes */
	GArray *crosses;	/* int */
	GArray *anchors;	/* int: columns, rising */
};

struct tables {
	const struct forecast *f, *base;
	int *group_of;		/* by place of the dimension */
	int n_dimensions;
	GPtrArray *groups;	/* struct group *, NULL where one dimension stands alone */
	GHashTable *fitted;	/* char * -> struct fitted * */
	struct rounding *rounding, *base_rounding;
};

/* How the dimensions of one slice's group are parted: the same in every column. */
struct parting {
	const struct group *group;
	int column;
	const int *nodes;	/* of the slice */
	int n_nodes;
	GArray *nodes_of[IPF_DIMENSIONS];	/* int: node of each part */
};

struct fitted {
	struct ipf table;
	double *margins;
	GArray *blocks, *rooms;	/* of an anchor: struct ipf_block, the sets behind them */
	GError *why;		/* there is no such table */
};

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

/* ---- how a dimension is parted ---- */

static bool below(const struct market *m, int node, int top)
{
	return node >= top && node < top + m->nodes[top].size;
}

/* Known wherever the group's tables are fitted, and in the column that is asked for. */
static bool known(const struct tables *t, const struct parting *p, int node)
{
	for (guint i = 0; i < p->group->anchors->len; i++)
		if (isnan(forecast_level(t->base, node,
					 g_array_index(p->group->anchors, int, i))))
			return false;
	return !isnan(forecast_level(t->f, node, p->column));
}

/* Whether the slice or a crossing names a node strictly inside. */
static bool named_inside(const struct tables *t, const struct parting *p, int top)
{
	const struct market *m = t->f->market;

	for (int i = 0; i < p->n_nodes; i++)
		if (p->nodes[i] != top && below(m, p->nodes[i], top))
			return true;
	for (guint i = 0; i < p->group->crosses->len; i++) {
		const struct cross *c = &m->crosses[g_array_index(p->group->crosses, int, i)];

		for (int j = 0; j < c->n; j++)
			if (c->at[j] != top && below(m, c->at[j], top))
				return true;
	}
	return false;
}

static bool part_node(const struct tables *t, const struct parting *p, int node, GArray *parts,
		      GError **error)
{
	const struct market *m = t->f->market;
	bool is_known = known(t, p, node), overlap, rest = false;
	int named = 0;

	if (market_is_leaf(m, node) || (node != market_dimension(m, node)
					&& !named_inside(t, p, node))) {
		if (is_known)
			g_array_append_val(parts, node);
		return true;
	}
	overlap = market_covers(m, node, t->f->measure) == COVERS_OVERLAP;
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c)) {
		bool inside = named_inside(t, p, c);

		for (int i = 0; i < p->n_nodes; i++)
			inside = inside || p->nodes[i] == c;
		rest = rest || !known(t, p, c) || (overlap && !inside);
		if (overlap && !inside)
			continue;
		named++;
		if (!part_node(t, p, c, parts, error))
			return false;
	}
	if (overlap && named > 1) {
		g_autofree char *path = market_path(m, node);

		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "the segments of %s overlap: name one of them", path);
		return false;
	}
	if (rest && is_known)
		g_array_append_val(parts, node);
	return true;
}

static void parting_done(struct parting *p)
{
	for (int d = 0; d < IPF_DIMENSIONS; d++)
		if (p->nodes_of[d])
			g_array_free(p->nodes_of[d], TRUE);
}

static bool parting_make(const struct tables *t, struct parting *p, GError **error)
{
	double cells = 1;

	if (p->group->dimensions->len > IPF_DIMENSIONS) {
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "figures of crossings tie more than %d dimensions together",
			    IPF_DIMENSIONS);
		return false;
	}
	for (guint d = 0; d < p->group->dimensions->len; d++) {
		p->nodes_of[d] = g_array_new(FALSE, FALSE, sizeof(int));
		if (!part_node(t, p, g_array_index(p->group->dimensions, int, d), p->nodes_of[d],
			       error))
			return false;
		cells *= p->nodes_of[d]->len;
	}
	if (cells <= IPF_CELLS_MAX)
		return true;
	g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
		    "the table of these dimensions has %.0f cells, more than %d", cells,
		    IPF_CELLS_MAX);
	return false;
}

/* ---- margins ---- */

static struct rounding *rounding_of(struct tables *t, const struct forecast *f)
{
	struct rounding **r = f == t->f ? &t->rounding : &t->base_rounding;

	if (!*r)
		*r = rounding_new(f);
	return *r;
}

/* Whether sum may be the children's true sum and the parent's too. */
static bool within_rounding(struct tables *t, const struct forecast *f, int node, int column)
{
	struct rounding *r = rounding_of(t, f);
	double low, high, least = 0, most = 0;

	for (int c = market_child(f->market, node); c >= 0; c = market_next(f->market, c)) {
		if (!rounding_level(r, c, column, &low, &high))
			return false;
		least += low;
		most += high;
	}
	return rounding_level(r, node, column, &low, &high)
		&& least <= high * (1 + 1e-9) && most >= low * (1 - 1e-9);
}

static bool refuse_sum(const struct forecast *f, int node, int column, double sum, double level,
		       GError **error)
{
	char a[NUMBER_TEXT_MAX], b[NUMBER_TEXT_MAX], period[PERIOD_TEXT_MAX];
	g_autofree char *path = market_path(f->market, node);

	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "the segments of %s add up to %s in %s, but their total is %s: no table has both",
		    path, number_fixed(a, sum, 4),
		    period_format(forecast_period(f, column), period), number_fixed(b, level, 4));
	return false;
}

/* Levels of the parts of one dimension below node, from number *i on, scaled to the node's. */
static bool part_levels(struct tables *t, const struct parting *p, const struct forecast *f,
			int column, int node, const GArray *nodes, double *levels, guint *i,
			GError **error)
{
	guint first = *i;
	double sum = 0, level = forecast_level(f, node, column);

	while (*i < nodes->len && below(f->market, g_array_index(nodes, int, *i), node)) {
		int part = g_array_index(nodes, int, *i);

		if (part == node) {		/* it whole, or its rest */
			levels[(*i)++] = fmax(level - sum, 0);
			return true;
		}
		int child = part;
		while (f->market->nodes[child].parent != node)
			child = f->market->nodes[child].parent;
		guint from = *i;
		if (!part_levels(t, p, f, column, child, nodes, levels, i, error))
			return false;
		for (guint j = from; j < *i; j++)
			sum += levels[j];
	}
	if (isnan(level) || !(sum > 0) || fabs(sum - level) <= 1e-9 * level)
		return true;
	if (!within_rounding(t, f, node, column))
		return refuse_sum(f, node, column, sum, level, error);
	for (guint j = first; j < *i; j++)
		levels[j] *= level / sum;
	return true;
}

static bool margins_make(struct tables *t, const struct parting *p, const struct forecast *f,
			 int column, struct fitted *out, GError **error)
{
	int n = 0;

	out->table.n_dimensions = (int)p->group->dimensions->len;
	for (int d = 0; d < out->table.n_dimensions; d++)
		n += (int)p->nodes_of[d]->len;
	out->margins = g_new0(double, n + 1);
	double *levels = out->margins;
	for (int d = 0; d < out->table.n_dimensions; d++) {
		guint done = 0;
		double sum = 0;

		if (!part_levels(t, p, f, column, g_array_index(p->group->dimensions, int, d),
				 p->nodes_of[d], levels, &done, error))
			return false;
		for (guint i = 0; i < p->nodes_of[d]->len; i++)
			sum += levels[i];
		for (guint i = 0; i < p->nodes_of[d]->len && sum > 0; i++)
			levels[i] = fmax(levels[i] / sum, NOTHING);
		out->table.size[d] = (int)p->nodes_of[d]->len;
		out->table.margin[d] = levels;
		levels += p->nodes_of[d]->len;
	}
	return true;
}

/* ---- what the crossings say ---- */

struct block_room { bool *in[IPF_DIMENSIONS]; };

static void room_done(void *data)
{
	struct block_room *room = data;

	for (int d = 0; d < IPF_DIMENSIONS; d++)
		g_free(room->in[d]);
}

/* The block of nodes; false if one of them has no level to stand for it. */
static bool block_of(const struct tables *t, const struct parting *p, const int *nodes, int n,
		     struct block_room *room)
{
	const struct market *m = t->f->market;

	memset(room, 0, sizeof *room);
	for (int i = 0; i < n; i++) {
		int dimension = market_dimension(m, nodes[i]), d = 0;

		if (nodes[i] == dimension)
			continue;
		if (!known(t, p, nodes[i]))
			return false;
		while (g_array_index(p->group->dimensions, int, d) != dimension)
			d++;
		if (!room->in[d])
			room->in[d] = g_new0(bool, p->nodes_of[d]->len + 1);
		for (guint k = 0; k < p->nodes_of[d]->len; k++)
			if (below(m, g_array_index(p->nodes_of[d], int, k), nodes[i]))
				room->in[d][k] = true;
	}
	return true;
}

/* Odds of a crossing in a column: of that period, else the last before, else the first behind. */
static double odds_at(const struct tables *t, const struct cross *c, int column)
{
	double before = NAN, behind = NAN;
	int last = -1, first = INT32_MAX;

	for (const struct cross_odds *o = c->odds; o; o = o->next) {
		int at = period_is_set(o->at) ? forecast_column(t->base, o->at) : 0;

		if (at >= 0 && at <= column && at >= last) {
			last = at;
			before = o->odds;
		} else if (at > column && at < first) {
			first = at;
			behind = o->odds;
		}
	}
	return isnan(before) ? behind : before;
}

/* Odds of every crossing into the seed; where it already has those of another column, what
 * changed. */
static void seed_odds(const struct tables *t, const struct parting *p, int column, int previous,
		      struct ipf *table)
{
	for (guint i = 0; i < p->group->crosses->len; i++) {
		const struct cross *c =
			&t->f->market->crosses[g_array_index(p->group->crosses, int, i)];
		double odds = c->odds && c->measure == t->f->measure ? odds_at(t, c, column) : NAN;
		struct block_room room;

		if (previous >= 0 && !isnan(odds) && odds_at(t, c, previous) > 0)
			odds /= odds_at(t, c, previous);
		if (isnan(odds) || odds == 1)
			continue;
		if (block_of(t, p, c->at, c->n, &room))
			ipf_scale(table, (const bool *const *)room.in, odds);
		room_done(&room);
	}
}

static char *cross_text(const struct market *m, const struct cross *c)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < c->n; i++) {
		g_autofree char *path = market_path(m, c->at[i]);

		g_string_append_printf(text, "%s%s", i ? " x " : "", path);
	}
	return g_strdup(text->str);
}

/* Holds a block against the margins of its members; its sum within their ends. */
static bool check_block(const struct tables *t, const struct cross *c, const struct ipf *table,
			struct ipf_block *block, GError **error)
{
	double most = 1, least = 1;
	char a[NUMBER_TEXT_MAX], b[NUMBER_TEXT_MAX];

	for (int d = 0; d < table->n_dimensions; d++) {
		double sum = 0;

		for (int k = 0; block->in[d] && k < table->size[d]; k++)
			sum += block->in[d][k] ? table->margin[d][k] : 0;
		most = block->in[d] ? fmin(most, sum) : most;
		least -= block->in[d] ? 1 - sum : 0;
	}
	least = fmax(least, 0);
	bool above = block->low > most + block->half + 1e-12;
	if (!above && block->high >= least - block->half - 1e-12) {
		block->low = CLAMP(block->low, least, most);
		block->high = CLAMP(block->high, least, most);
		block->sum = isnan(block->sum) ? NAN : CLAMP(block->sum, least, most);
		return true;
	}
	g_autofree char *text = cross_text(t->f->market, c);
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "%s:%u: %s is printed as %s %% of the total, but its members allow %s %% at %s",
		    t->f->market->file, c->line, text,
		    number_fixed(a, (above ? block->low : block->high) * 100, 4),
		    number_fixed(b, (above ? most : least) * 100, 4), above ? "most" : "least");
	return false;
}

static double block_sum(const struct tables *t, const struct fact *f, int column, double value)
{
	double total = forecast_level(t->base, 0, column);

	if (f->metric == METRIC_VALUE)
		return value / total;
	return f->of > 0 ? value * forecast_level(t->base, f->of, column) / total : value;
}

/* The figures of a column as blocks; rooms own their sets. */
static bool blocks_make(const struct tables *t, const struct parting *p, int column,
			const struct ipf *table, GArray *blocks, GArray *rooms, GError **error)
{
	const struct market *m = t->f->market;

	for (guint i = 0; i < p->group->crosses->len; i++) {
		const struct cross *c = &m->crosses[g_array_index(p->group->crosses, int, i)];

		for (int j = 0; j < c->n_facts; j++) {
			const struct fact *f = &m->cross_facts[c->first_fact + j];
			struct block_room room;
			struct ipf_block block = { .low = NAN };

			if (!tables_use(t, f) || forecast_column(t->base, f->to) != column)
				continue;
			if (block_of(t, p, c->at, c->n, &room)) {
				block.sum = block_sum(t, f, column, f->figure.value);
				block.low = block_sum(t, f, column, f->figure.low);
				block.high = block_sum(t, f, column, f->figure.high);
				block.half = block_sum(t, f, column, f->figure.half);
			}
			memcpy(block.in, room.in, sizeof block.in);
			g_array_append_val(rooms, room);
			if (isnan(block.low))
				continue;
			if (!check_block(t, c, table, &block, error))
				return false;
			g_array_append_val(blocks, block);
		}
	}
	return true;
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
	g_array_set_clear_func(new->rooms, room_done);
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
	if (f && block_of(t, &p, nodes, n, &room)) {
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
	room_done(&room);
	parting_done(&p);
	return f != NULL;
}
