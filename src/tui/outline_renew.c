#include "config.h"

#include "tui/outline_pivot.h"

#include <string.h>

/* The same dimensions in the other market; NULL if there was no pivot, or one of them is gone. */
static struct pivot *renew_pivot(const struct outline *old, const struct market *m, const int *map)
{
	const int *order;
	int n = old->pivot ? pivot_order(old->pivot, &order) : 0;
	g_autofree int *dimensions = g_new(int, (size_t)n + 1);

	for (int i = 0; i < n; i++) {
		dimensions[i] = map[order[i]];
		if (dimensions[i] < 0)
			return NULL;
	}
	return n ? pivot_new(m, dimensions, n, NULL) : NULL;
}

/* The row below `parent` that ends in a node. */
static int child_with(struct pivot *p, int parent, int node)
{
	int row = parent >= 0 && node >= 0 ? pivot_child(p, parent) : -1;

	while (row >= 0 && pivot_node(p, row) != node)
		row = pivot_next(p, row);
	return row;
}

/* Rows of crossings were made behind what they lie in. */
static int *match_rows(const struct outline *old, struct pivot *now, const int *map, int *n)
{
	int n_nodes = old->market->n_nodes;
	int *rows;

	*n = old->pivot ? pivot_n_rows(old->pivot) : n_nodes;
	rows = g_new(int, (size_t)*n);
	memcpy(rows, map, (size_t)n_nodes * sizeof *rows);
	for (int i = n_nodes; i < *n; i++)
		rows[i] = now ? child_with(now, rows[pivot_parent(old->pivot, i)],
					   map[pivot_node(old->pivot, i)]) : -1;
	return rows;
}

/* The row, or what it lay in. */
static int nearest(const struct outline *old, const int *rows, int row)
{
	while (row > 0 && rows[row] < 0)
		row = outline_parent(old, row);
	return row > 0 ? rows[row] : 0;
}

static void renew_cursors(struct outline *t, const struct outline *old, const int *map)
{
	int number = 0;

	for (int d = market_child(old->market, 0); d >= 0; d = market_next(old->market, d), number++) {
		int node = old->remembered[number];

		/* A crossing is remembered of a pivot alone. */
		while (node > 0 && node < old->market->n_nodes && map[node] < 0)
			node = old->market->nodes[node].parent;
		for (int i = 0, e; (e = outline_dimension(t, i)) >= 0; i++)
			if (e == map[d] && node > 0 && node < old->market->n_nodes)
				t->remembered[i] = map[node];
	}
}

static void renew_folds(struct outline *t, const struct outline *old, const int *rows, int n)
{
	for (int i = 0; i < n && i < old->capacity; i++)
		if (old->open[i] && rows[i] >= 0)
			t->open[rows[i]] = !outline_is_leaf(t, rows[i]);
}

int *outline_renew(struct outline *t, const struct market *m, const int *map, int *n)
{
	struct outline old = *t;
	int above = old.list.cursor - old.list.top;
	const int *order;
	int *rows;

	outline_init(t, m);
	t->pivot = renew_pivot(&old, m, map);
	rows = match_rows(&old, t->pivot, map, n);
	outline_fit(t);
	renew_folds(t, &old, rows, *n);
	renew_cursors(t, &old, map);
	if (t->pivot) {
		pivot_order(t->pivot, &order);
		t->dimension = order[0];
	} else if (old.dimension > 0 && map[old.dimension] > 0) {
		t->dimension = map[old.dimension];
	}
	t->flat = old.flat;
	t->order = ORDER_FILE;		/* the figures to order by come later */
	t->filter = g_steal_pointer(&old.filter);
	t->list.height = old.list.height;
	outline_refresh(t, nearest(&old, rows, outline_node(&old)));
	t->order = old.order;
	t->list.top = t->list.cursor - above;
	list_settle(&t->list);
	outline_done(&old);
	return rows;
}
