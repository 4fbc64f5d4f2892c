#include "config.h"

#include "analysis/crossing_parts.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

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

void parting_done(struct parting *p)
{
	for (int d = 0; d < IPF_DIMENSIONS; d++)
		if (p->nodes_of[d])
			g_array_free(p->nodes_of[d], TRUE);
}

bool parting_make(const struct tables *t, struct parting *p, GError **error)
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

bool margins_make(struct tables *t, const struct parting *p, const struct forecast *f,
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

void block_room_done(void *data)
{
	struct block_room *room = data;

	for (int d = 0; d < IPF_DIMENSIONS; d++)
		g_free(room->in[d]);
}

bool block_room_make(const struct tables *t, const struct parting *p, const int *nodes, int n,
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

void seed_odds(const struct tables *t, const struct parting *p, int column, int previous,
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
		if (block_room_make(t, p, c->at, c->n, &room))
			ipf_scale(table, (const bool *const *)room.in, odds);
		block_room_done(&room);
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

bool blocks_make(const struct tables *t, const struct parting *p, int column,
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
			if (block_room_make(t, p, c->at, c->n, &room)) {
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
