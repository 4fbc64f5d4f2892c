#include "config.h"

#include "analysis/pivot.h"

#include <math.h>

/* A crossing.  Its children lie together, its siblings beside it. */
struct row {
	int node, parent;
	int first, n;		/* children; first is 0 while they are not made */
	int level;		/* place of its last dimension in the order */
	struct crossing_cell *cells;	/* by column, or NULL; edge_status UNCOMPUTED */
};

enum { UNCOMPUTED = 254, REFUSED = 253 };

struct pivot {
	const struct market *market;
	int order[CROSSING_NODES], n;
	GArray *rows;		/* struct row */
	const struct forecast *f, *source;
	struct crossing *crossing, *before;
	int *of_leaf;		/* by node of the first dimension: first row of its crossings, 0 */
	char *error;
};

/* ------------------------------------------------ rows */

static struct row *row_at(const struct pivot *p, int row)
{
	return &g_array_index(p->rows, struct row, row - p->market->n_nodes);
}

static bool check_order(const struct market *m, const int *dimensions, int n, GError **error)
{
	if (n < 2 || n > CROSSING_NODES) {
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "an order has 2 to %d dimensions", CROSSING_NODES);
		return false;
	}
	for (int i = 0; i < n; i++) {
		if (dimensions[i] <= 0 || !(m->nodes[dimensions[i]].flags & NODE_DIMENSION)) {
			g_autofree char *path = market_path(m, dimensions[i]);

			g_set_error(error, FORECAST_ERROR, FORECAST_USAGE, "%s is no dimension",
				    path);
			return false;
		}
		for (int j = 0; j < i; j++) {
			if (dimensions[j] != dimensions[i])
				continue;
			g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
				    "%s stands twice: an order has each dimension once",
				    m->nodes[dimensions[i]].id);
			return false;
		}
	}
	return true;
}

struct pivot *pivot_new(const struct market *m, const int *dimensions, int n, GError **error)
{
	if (!check_order(m, dimensions, n, error))
		return NULL;
	struct pivot *p = g_new0(struct pivot, 1);

	p->market = m;
	p->n = n;
	for (int i = 0; i < n; i++)
		p->order[i] = dimensions[i];
	p->rows = g_array_new(FALSE, TRUE, sizeof(struct row));
	p->of_leaf = g_new0(int, (gsize)m->nodes[dimensions[0]].size);
	return p;
}

static void forget_figures(struct pivot *p)
{
	for (guint i = 0; i < p->rows->len; i++)
		g_clear_pointer(&g_array_index(p->rows, struct row, i).cells, g_free);
	crossing_free(p->crossing);
	crossing_free(p->before);
	p->crossing = p->before = NULL;
	g_clear_pointer(&p->error, g_free);
}

void pivot_free(struct pivot *p)
{
	if (!p)
		return;
	forget_figures(p);
	g_array_free(p->rows, TRUE);
	g_free(p->of_leaf);
	g_free(p);
}

void pivot_use(struct pivot *p, const struct forecast *f, const struct forecast *base,
	       const struct forecast *source)
{
	forget_figures(p);
	p->f = f;
	p->source = source;
	p->crossing = crossing_new(f, base);
	p->before = source ? crossing_new(source, source) : NULL;
}

int pivot_order(const struct pivot *p, const int **dimensions)
{
	*dimensions = p->order;
	return p->n;
}

int pivot_n_rows(const struct pivot *p)
{
	return p->market->n_nodes + (int)p->rows->len;
}

bool pivot_is_crossing(const struct pivot *p, int row)
{
	return row >= p->market->n_nodes;
}

int pivot_node(const struct pivot *p, int row)
{
	return pivot_is_crossing(p, row) ? row_at(p, row)->node : row;
}

int pivot_parent(const struct pivot *p, int row)
{
	if (pivot_is_crossing(p, row))
		return row_at(p, row)->parent;
	return row == p->order[0] ? -1 : p->market->nodes[row].parent;
}

int pivot_depth(const struct pivot *p, int row)
{
	int depth = -1;

	for (; row >= 0 && row != p->order[0]; row = pivot_parent(p, row))
		depth++;
	return MAX(depth, 0);
}

static int level_of(const struct pivot *p, int row)
{
	return pivot_is_crossing(p, row) ? row_at(p, row)->level : 0;
}

/* The node or dimension whose children a row unfolds to, and the place of their dimension. */
static int along(const struct pivot *p, int row, int *level)
{
	int node = pivot_node(p, row);

	*level = level_of(p, row);
	if (!market_is_leaf(p->market, node))
		return node;
	return ++*level < p->n ? p->order[*level] : -1;
}

bool pivot_is_leaf(const struct pivot *p, int row)
{
	int level, node = along(p, row, &level);

	return node < 0 || market_child(p->market, node) < 0;
}

static int make_children(struct pivot *p, int parent, int node, int level)
{
	int first = pivot_n_rows(p), n = 0;

	for (int c = market_child(p->market, node); c >= 0; c = market_next(p->market, c)) {
		struct row row = {.node = c, .parent = parent, .level = level};

		g_array_append_val(p->rows, row);
		n++;
	}
	if (pivot_is_crossing(p, parent)) {
		row_at(p, parent)->first = n ? first : -1;
		row_at(p, parent)->n = n;
	} else {
		p->of_leaf[parent - p->order[0]] = n ? first : -1;
	}
	return n ? first : -1;
}

/* Whether the children of a row are crossings, rather than nodes. */
static bool has_crossings(const struct pivot *p, int row)
{
	return pivot_is_crossing(p, row) || market_is_leaf(p->market, row);
}

int pivot_made_child(const struct pivot *p, int row)
{
	int first;

	if (!has_crossings(p, row))
		return market_child(p->market, row);
	first = pivot_is_crossing(p, row) ? row_at(p, row)->first : p->of_leaf[row - p->order[0]];
	return first > 0 ? first : -1;
}

int pivot_child(struct pivot *p, int row)
{
	int made = pivot_made_child(p, row), level, node;

	if (made >= 0 || !has_crossings(p, row))
		return made;
	node = along(p, row, &level);
	return node < 0 ? -1 : make_children(p, row, node, level);
}

int pivot_next(const struct pivot *p, int row)
{
	if (!pivot_is_crossing(p, row))
		return row == p->order[0] ? -1 : market_next(p->market, row);
	int next = row + 1;

	return next < pivot_n_rows(p) && row_at(p, next)->parent == row_at(p, row)->parent ? next : -1;
}

/* ------------------------------------------------ counts */

static void count_nodes(const struct market *m, int top, double *all, double *leaves)
{
	*all = *leaves = 0;
	for (int i = top + 1; i < top + m->nodes[top].size; i++) {
		*all += 1;
		*leaves += market_is_leaf(m, i);
	}
}

double pivot_count(const struct pivot *p, int row, bool leaves)
{
	double below = 0, ends = 1, all, own;

	/* What lies in each leaf of a dimension, from the last one up. */
	for (int i = p->n - 1; i > level_of(p, row); i--) {
		count_nodes(p->market, p->order[i], &all, &own);
		below = all + own * below;
		ends *= own;
	}
	count_nodes(p->market, pivot_node(p, row), &all, &own);
	if (market_is_leaf(p->market, pivot_node(p, row)))
		own = 1;
	return leaves ? own * ends : all + own * below;
}

/* ------------------------------------------------ slices */

int pivot_slice(const struct pivot *p, int row, int nodes[CROSSING_NODES])
{
	int n, level = level_of(p, row);

	if (row == p->order[0])
		return 0;
	n = level + 1;
	nodes[level] = pivot_node(p, row);
	/* The deepest node of a dimension comes first on the way up. */
	for (; row >= 0; row = pivot_parent(p, row)) {
		if (level_of(p, row) < level)
			nodes[--level] = pivot_node(p, row);
	}
	return n;
}

char *pivot_name(const struct pivot *p, int row)
{
	int nodes[CROSSING_NODES], n = pivot_slice(p, row, nodes);
	GString *name = g_string_new(n ? NULL : "Total");

	for (int i = 0; i < n; i++)
		g_string_append_printf(name, "%s%s", i ? " x " : "",
				       p->market->nodes[nodes[i]].name);
	return g_string_free(name, FALSE);
}

/* ------------------------------------------------ figures */

static void compute(struct pivot *p, int row, int column, struct crossing_cell *cell)
{
	int nodes[CROSSING_NODES], n = pivot_slice(p, row, nodes);
	g_autoptr(GError) error = NULL;

	if (crossing_slice(p->crossing, nodes, n, column, cell, &error))
		return;
	*cell = (struct crossing_cell){
		.low = NAN, .middle = NAN, .high = NAN, .edge_status = REFUSED,
		.status = STATUS_UNKNOWN,
	};
	if (!p->error)
		p->error = g_strdup(error->message);
}

static const struct crossing_cell *cell_of(struct pivot *p, int row, int column)
{
	struct row *r = row_at(p, row);

	if (!r->cells) {
		r->cells = g_new0(struct crossing_cell, (gsize)p->f->n_periods);
		for (int i = 0; i < p->f->n_periods; i++)
			r->cells[i].edge_status = UNCOMPUTED;
	}
	if (r->cells[column].edge_status == UNCOMPUTED)
		compute(p, row, column, &r->cells[column]);
	return &r->cells[column];
}

bool pivot_cell(struct pivot *p, int row, int column, struct crossing_cell *out)
{
	if (!pivot_is_crossing(p, row))
		return false;
	const struct crossing_cell *cell = cell_of(p, row, column);

	*out = *cell;
	return cell->edge_status != REFUSED;
}

double pivot_level(struct pivot *p, int row, int column)
{
	return pivot_is_crossing(p, row) ? cell_of(p, row, column)->middle
	       : forecast_level(p->f, row, column);
}

enum status pivot_status(struct pivot *p, int row, int column)
{
	if (!pivot_is_crossing(p, row))
		return forecast_status(p->f, row, column);
	return isnan(pivot_level(p, row, column)) ? (enum status)STATUS_UNKNOWN
	       : (enum status)cell_of(p, row, column)->status;
}

/* What is computed from figures is derived at best. */
static enum status derived(enum status a, enum status b)
{
	return status_worst(STATUS_DERIVED, status_worst(a, b));
}

double pivot_share(struct pivot *p, int row, int column, enum status *status)
{
	if (!pivot_is_crossing(p, row))
		return forecast_share(p->f, row, column, status);
	int parent = pivot_parent(p, row);
	double whole = pivot_level(p, parent, column), part = pivot_level(p, row, column);

	*status = derived(pivot_status(p, row, column), pivot_status(p, parent, column));
	return whole > 0 ? part / whole : NAN;
}

static double rate_between(const struct forecast *f, double a, double b, int from, int to)
{
	double years = period_years_between(forecast_period(f, from), forecast_period(f, to));

	if (!(a > 0) || !(b > 0))
		return NAN;
	return years == 1 ? b / a - 1 : pow(b / a, 1 / years) - 1;
}

double pivot_growth(struct pivot *p, int row, int column, enum status *status)
{
	if (!pivot_is_crossing(p, row))
		return forecast_growth(p->f, row, column, status);
	*status = (enum status)STATUS_UNKNOWN;
	if (column < 1)
		return NAN;
	double a = pivot_level(p, row, column - 1), b = pivot_level(p, row, column);

	*status = derived(pivot_status(p, row, column - 1), pivot_status(p, row, column));
	return a > 0 && !isnan(b) ? b / a - 1 : NAN;
}

double pivot_rate(struct pivot *p, int row, int from, int to, enum status *status)
{
	if (!pivot_is_crossing(p, row))
		return forecast_rate_shown(p->f, row, from, to, status);
	*status = (enum status)STATUS_UNKNOWN;
	if (from < 0 || to <= from || to >= p->f->n_periods)
		return NAN;
	*status = derived(pivot_status(p, row, from), pivot_status(p, row, to));
	return rate_between(p->f, pivot_level(p, row, from), pivot_level(p, row, to), from, to);
}

double pivot_level_before(struct pivot *p, int row, int column)
{
	int nodes[CROSSING_NODES], n;
	struct crossing_cell cell;

	if (!pivot_is_crossing(p, row))
		return forecast_level(p->source, row, column);
	n = pivot_slice(p, row, nodes);
	return crossing_slice(p->before, nodes, n, column, &cell, NULL) ? cell.middle : NAN;
}

double pivot_rate_before(struct pivot *p, int row, int from, int to, enum status *status)
{
	int nodes[CROSSING_NODES], n;
	struct crossing_cell a, b;

	*status = (enum status)STATUS_UNKNOWN;
	if (!p->source || from < 0 || to <= from || to >= p->source->n_periods)
		return NAN;
	if (!pivot_is_crossing(p, row))
		return forecast_rate_shown(p->source, row, from, to, status);
	n = pivot_slice(p, row, nodes);
	if (!crossing_slice(p->before, nodes, n, from, &a, NULL)
	    || !crossing_slice(p->before, nodes, n, to, &b, NULL))
		return NAN;
	*status = derived((enum status)a.status, (enum status)b.status);
	return rate_between(p->source, a.middle, b.middle, from, to);
}

const char *pivot_error(const struct pivot *p)
{
	return p->error;
}
