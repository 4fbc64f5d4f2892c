#include "config.h"

#include "analysis/crossing.h"

#include <math.h>

#include "analysis/crossing_table.h"
#include "forecast/bounds.h"

#define PROVEN 1e-9	/* of a share: ends that differ by less are one */

struct crossing {
	const struct forecast *f, *base;
	struct tables *tables;		/* made on use */
	struct bounds *bounds;		/* made on use: for unknown shares */
};

/* What is known about one node's share of the total. */
struct share { double low, value, high; enum status status; };

struct crossing *crossing_new(const struct forecast *f, const struct forecast *base)
{
	struct crossing *x = g_new0(struct crossing, 1);

	x->f = f;
	x->base = base;
	return x;
}

void crossing_free(struct crossing *x)
{
	if (!x)
		return;
	tables_free(x->tables);
	bounds_free(x->bounds);
	g_free(x);
}

static bool check_nodes(const struct market *m, const int *nodes, int n, GError **error)
{
	if (n < 1 || n > CROSSING_NODES) {
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "a slice has 1 to %d segments, one of each dimension", CROSSING_NODES);
		return false;
	}
	for (int i = 0; i < n; i++) {
		if (nodes[i] == 0 || m->nodes[nodes[i]].flags & NODE_DIMENSION) {
			g_autofree char *path = market_path(m, nodes[i]);

			g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
				    "%s is the whole market: name a segment of it", path);
			return false;
		}
		for (int j = 0; j < i; j++) {
			if (market_dimension(m, nodes[i]) != market_dimension(m, nodes[j]))
				continue;
			g_autofree char *path = market_path(m, nodes[i]);
			g_autofree char *other = market_path(m, nodes[j]);

			g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
				    "%s and %s are of one dimension: a slice takes one segment of each",
				    other, path);
			return false;
		}
	}
	return true;
}

static struct share share_of(struct crossing *x, int node, int column)
{
	double value = forecast_level(x->f, node, column) / forecast_level(x->f, 0, column);
	struct share s = { value, value, value, forecast_status(x->f, node, column) };
	struct bound b;

	if (!isnan(value))
		return s;
	if (!x->bounds)
		x->bounds = bounds_new(x->f);
	s = (struct share){ 0, NAN, 1, STATUS_DERIVED };
	if (bounds_share_of_total(x->bounds, node, column, &b)) {
		s.low = fmax(b.low, 0);
		s.high = fmin(b.high, 1);
	}
	return s;
}

/* Sum of the least shares of the nodes of other groups. */
static double others(struct crossing *x, const int *nodes, int n, int group, int column)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		if (tables_group(x->tables, market_dimension(x->f->market, nodes[i])) != group)
			sum += share_of(x, nodes[i], column).low;
	return sum;
}

/* Multiplies the parts of the total that lie in the nodes of each group; narrows the ends. */
static bool fit(struct crossing *x, const int *nodes, int n, int column, struct crossing_cell *out,
		GError **error)
{
	const struct market *m = x->f->market;

	if (!x->tables)
		x->tables = tables_new(x->f, x->base);
	out->middle_share = 1;
	for (int i = 0; i < n; i++) {
		int group = tables_group(x->tables, market_dimension(m, nodes[i]));
		int together[CROSSING_NODES], k = 0;
		bool first = true;
		double share;

		for (int j = 0; j < n; j++) {
			if (tables_group(x->tables, market_dimension(m, nodes[j])) != group)
				continue;
			first = first && j >= i;
			together[k++] = nodes[j];
		}
		if (!first)
			continue;
		share = forecast_level(x->f, nodes[i], column) / forecast_level(x->f, 0, column);
		if (k > 1) {
			double low = 0, high = 1;

			if (!tables_share(x->tables, together, k, column, &share, &low, &high,
					  error))
				return false;
			out->fitted = true;
			out->high_share = fmin(out->high_share, high);
			low += others(x, nodes, n, group, column) - (n - k);
			out->low_share = fmax(out->low_share, low);
		}
		out->middle_share *= share;
	}
	return true;
}

static bool has_nodes(const struct cross *c, const int *nodes, int n)
{
	if (c->n != n)
		return false;
	for (int i = 0; i < n; i++) {
		int j = 0;

		while (j < n && c->at[j] != nodes[i])
			j++;
		if (j == n)
			return false;
	}
	return true;
}

/* What a printed figure of just these nodes makes of the middle, ASSUMED if there is none. */
static enum status printed_status(const struct crossing *x, const int *nodes, int n, int column)
{
	const struct market *m = x->f->market;

	for (int i = 0; i < m->n_crosses; i++) {
		const struct cross *c = &m->crosses[i];

		if (!has_nodes(c, nodes, n))
			continue;
		for (int j = 0; j < c->n_facts; j++) {
			const struct fact *fact = &m->cross_facts[c->first_fact + j];

			if (!tables_use(x->tables, fact) || forecast_column(x->f, fact->to) != column
			    || (fact->figure.qualifier != QUAL_EXACT
				&& fact->figure.qualifier != QUAL_ABOUT))
				continue;
			return fact->metric == METRIC_SHARE ? STATUS_DERIVED
			       : fact->figure.qualifier == QUAL_ABOUT ? STATUS_ABOUT
			       : STATUS_REPORTED;
		}
	}
	return STATUS_ASSUMED;
}

/* The middle is assumed, unless a figure or both ends say what it is; a scenario's is its own. */
static enum status middle_status(const struct crossing *x, const struct crossing_cell *cell,
				 const int *nodes, int n, int column)
{
	enum status edge = (enum status)cell->edge_status;
	enum status printed = cell->fitted ? printed_status(x, nodes, n, column) : STATUS_ASSUMED;

	if (n == 1 || edge == STATUS_SCENARIO)
		return edge;
	if (printed != STATUS_ASSUMED)
		return printed;
	if (cell->high_share - cell->low_share <= PROVEN * cell->high_share)
		return status_worst(edge, STATUS_DERIVED);
	return status_worst(edge, STATUS_ASSUMED);
}

bool crossing_slice(struct crossing *x, const int *nodes, int n, int column,
		    struct crossing_cell *out, GError **error)
{
	struct crossing_cell cell = { .low_share = 1 - n, .high_share = 1 };
	double total = forecast_level(x->f, 0, column);

	if (!check_nodes(x->f->market, nodes, n, error))
		return false;
	cell.edge_status = forecast_status(x->f, 0, column);
	for (int i = 0; i < n; i++) {
		struct share s = share_of(x, nodes[i], column);

		cell.low_share += s.low;
		cell.high_share = fmin(cell.high_share, s.high);
		cell.edge_status = status_worst(cell.edge_status, s.status);
	}
	cell.low_share = fmax(cell.low_share, 0);
	if (n == 1 && cell.low_share == cell.high_share)
		cell.middle_share = cell.low_share;
	else if (!fit(x, nodes, n, column, &cell, error))
		return false;
	cell.status = middle_status(x, &cell, nodes, n, column);
	cell.low = cell.low_share * total;
	cell.middle = cell.middle_share * total;
	cell.high = cell.high_share * total;
	*out = cell;
	return true;
}

/* nodes without that of along's dimension, and room for one more; false if it lies elsewhere. */
static bool without(const struct market *m, const int *nodes, int n, int along, int *rest, int *k,
		    GError **error)
{
	*k = 0;
	for (int i = 0; i < n; i++) {
		g_autofree char *path = market_path(m, nodes[i]), *other = market_path(m, along);

		if (market_dimension(m, nodes[i]) != market_dimension(m, along)) {
			if (*k == CROSSING_NODES - 1)
				return check_nodes(m, nodes, CROSSING_NODES + 1, error);
			rest[(*k)++] = nodes[i];
			continue;
		}
		if (along >= nodes[i] && along < nodes[i] + m->nodes[nodes[i]].size)
			continue;
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "%s is no part of %s, which the slice lies in", other, path);
		return false;
	}
	return true;
}

GArray *crossing_children(struct crossing *x, const int *nodes, int n, int along, int column,
			  GError **error)
{
	const struct market *m = x->f->market;
	int slice[CROSSING_NODES + 1], k;

	if (along <= 0) {
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "the market as a whole has no parts: name a dimension");
		return NULL;
	}
	if (!without(m, nodes, n, along, slice, &k, error))
		return NULL;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct crossing_child));
	for (int c = market_child(m, along); c >= 0; c = market_next(m, c)) {
		struct crossing_child child = { .node = c };

		slice[k] = c;
		if (!crossing_slice(x, slice, k + 1, column, &child.cell, error))
			return NULL;
		g_array_append_val(all, child);
	}
	return g_steal_pointer(&all);
}

static int *children_of(const struct market *m, int node, int *n)
{
	*n = 0;
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c))
		(*n)++;
	int *list = g_new(int, *n + 1), i = 0;
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c))
		list[i++] = c;
	return list;
}

struct crossing_matrix *crossing_matrix(struct crossing *x, const int *nodes, int n, int down,
					int across, int column, GError **error)
{
	const struct market *m = x->f->market;
	int slice[CROSSING_NODES + 1], k, all[CROSSING_NODES + 1], rows;

	if (down <= 0 || across <= 0 || market_dimension(m, down) == market_dimension(m, across)) {
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "a crossing takes two different dimensions");
		return NULL;
	}
	if (!without(m, nodes, n, down, all, &rows, error)
	    || !without(m, all, rows, across, slice, &k, error))
		return NULL;
	struct crossing_matrix *t = g_new0(struct crossing_matrix, 1);
	t->rows = children_of(m, down, &t->n_rows);
	t->columns = children_of(m, across, &t->n_columns);
	t->cells = g_new0(struct crossing_cell, (gsize)t->n_rows * (gsize)t->n_columns + 1);
	for (int i = 0; i < t->n_rows * t->n_columns; i++) {
		slice[k] = t->rows[i / t->n_columns];
		slice[k + 1] = t->columns[i % t->n_columns];
		if (!crossing_slice(x, slice, k + 2, column, &t->cells[i], error)) {
			crossing_matrix_free(t);
			return NULL;
		}
	}
	return t;
}

void crossing_matrix_free(struct crossing_matrix *m)
{
	if (!m)
		return;
	g_free(m->rows);
	g_free(m->columns);
	g_free(m->cells);
	g_free(m);
}
