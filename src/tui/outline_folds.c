#include "config.h"

#include "tui/outline_pivot.h"

#include <limits.h>

bool outline_is_open(const struct outline *t, int node)
{
	if (node == t->dimension)
		return true;
	/* What a filter shows is never folded away. */
	if (t->pivot)
		return outline_pivot_matches(t, node) ? t->open[node]
		       : !pivot_is_leaf(t->pivot, node) && t->list.n < OUTLINE_MOST;
	return node == t->dimension || (t->open[node] && !t->shown)
	       || (t->shown && !t->flat && market_child(t->market, node) >= 0);
}

void outline_set_open(struct outline *t, int node, bool open)
{
	if (node == t->dimension || outline_is_leaf(t, node) || t->open[node] == open
	    || t->shown || t->flat || (t->pivot && !outline_pivot_matches(t, node)))
		return;
	t->open[node] = open;
	outline_rebuild(t, outline_node(t));
}

static bool unfold_pivot(struct outline *t, int node)
{
	int cursor = outline_node(t);

	if (!outline_pivot_open(t, node, INT_MAX))
		return false;
	outline_rebuild(t, cursor);
	return true;
}

bool outline_set_all(struct outline *t, bool open)
{
	int cursor = outline_node(t);

	if (open && t->pivot)
		return unfold_pivot(t, t->dimension);
	for (int i = 0; i < t->market->n_nodes; i++)
		t->open[i] = open && !market_is_leaf(t->market, i);
	if (t->pivot)
		outline_pivot_close(t, t->dimension);
	outline_rebuild(t, cursor);
	return true;
}

bool outline_set_below(struct outline *t, int node, bool open)
{
	int cursor = outline_node(t);

	if (open && t->pivot)
		return unfold_pivot(t, node);
	if (t->pivot)
		outline_pivot_close(t, node);
	for (int i = node; !t->pivot && i < node + t->market->nodes[node].size; i++)
		t->open[i] = open && !market_is_leaf(t->market, i);
	outline_rebuild(t, cursor);
	return true;
}

/* The deepest level of the dimension whose segments are seen: those open are above it. */
static int deepest_level(const struct outline *t)
{
	int end = t->dimension + t->market->nodes[t->dimension].size, deepest = 0;

	for (int i = t->dimension + 1; i < end; i++)
		if (t->open[i])
			deepest = MAX(deepest, t->market->nodes[i].depth);
	return deepest;
}

/* Of a pivot: to the level below the deepest one that is open, or without that. */
static bool step_pivot(struct outline *t, int step)
{
	int deepest = outline_pivot_deepest(t), cursor = outline_node(t);

	if (step > 0 && !outline_pivot_open(t, t->dimension, deepest + 3))
		return false;
	for (int i = 1; step < 0 && i < t->list.n; i++)
		if (outline_depth(t, t->rows[i]) >= deepest)
			t->open[t->rows[i]] = false;
	outline_rebuild(t, cursor);
	return true;
}

bool outline_step_level(struct outline *t, int step)
{
	if (t->pivot)
		return step_pivot(t, step);
	int end = t->dimension + t->market->nodes[t->dimension].size, cursor = outline_node(t);
	int top = t->market->nodes[t->dimension].depth + 1;
	int level = MAX(deepest_level(t), top - 1) + step;

	for (int i = t->dimension + 1; i < end; i++)
		t->open[i] = t->market->nodes[i].depth <= level && !market_is_leaf(t->market, i);
	outline_rebuild(t, cursor);
	return true;
}

void outline_right(struct outline *t)
{
	int node = outline_node(t);

	if (outline_is_leaf(t, node) || (t->flat && node != t->dimension))
		return;
	if (outline_is_open(t, node))
		list_put_cursor(&t->list, t->list.cursor + 1);
	else
		outline_set_open(t, node, true);
}

void outline_left(struct outline *t)
{
	int node = outline_node(t);

	if (node == t->dimension)
		return;
	if (t->open[node] && !t->shown && !t->flat
	    && (!t->pivot || outline_pivot_matches(t, node)))
		outline_set_open(t, node, false);
	else
		list_put_cursor(&t->list, outline_visible_row(t, outline_parent(t, node)));
}
