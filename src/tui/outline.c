#include "config.h"

#include "tui/outline.h"

#include <string.h>

#include "base/text.h"

int outline_n_dimensions(const struct outline *t)
{
	int n = 0;

	for (int d = market_child(t->market, 0); d >= 0; d = market_next(t->market, d))
		n++;
	return n;
}

int outline_dimension(const struct outline *t, int number)
{
	int d = number < 0 ? -1 : market_child(t->market, 0);

	while (d >= 0 && number-- > 0)
		d = market_next(t->market, d);
	return d;
}

int outline_dimension_number(const struct outline *t)
{
	int number = 0;

	for (int d = market_child(t->market, 0); d >= 0; d = market_next(t->market, d)) {
		if (d == t->dimension)
			return number;
		number++;
	}
	return -1;
}

/* ------------------------------------------------ rows */

static void collect(struct outline *t)
{
	const struct node *nodes = t->market->nodes;
	int end = t->dimension + nodes[t->dimension].size;
	int n = 0;

	for (int i = t->dimension; i < end;) {
		bool walk_in = i == t->dimension || t->open[i];

		t->rows[n++] = i;
		i += walk_in ? 1 : nodes[i].size;
	}
	t->list.n = n;
}

/* Rows are ascending, as nodes are in preorder. */
static int row_of(const struct outline *t, int node)
{
	int low = 0, high = t->list.n - 1;

	while (low <= high) {
		int middle = (low + high) / 2;

		if (t->rows[middle] == node)
			return middle;
		if (t->rows[middle] < node)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}

/* The row of the node, or of what it is folded into. */
static int visible_row(const struct outline *t, int node)
{
	int row = row_of(t, node);

	while (row < 0 && node > t->dimension) {
		node = t->market->nodes[node].parent;
		row = row_of(t, node);
	}
	return MAX(row, 0);
}

static void rebuild(struct outline *t, int cursor)
{
	collect(t);
	list_put_cursor(&t->list, visible_row(t, cursor));
}

void outline_init(struct outline *t, const struct market *m)
{
	*t = (struct outline){.market = m};
	t->open = g_new0(bool, (size_t)m->n_nodes);
	t->rows = g_new0(int, (size_t)m->n_nodes);
	t->list.height = 1;
	t->remembered = g_new0(int, (size_t)MAX(outline_n_dimensions(t), 1));
	t->dimension = MAX(outline_dimension(t, 0), 0);
	rebuild(t, t->dimension);
}

void outline_done(struct outline *t)
{
	if (t->folded)
		for (int i = 0; i < t->market->n_nodes; i++)
			g_free(t->folded[i]);
	g_free(t->folded);
	g_free(t->open);
	g_free(t->rows);
	g_free(t->remembered);
}

int outline_node(const struct outline *t)
{
	return t->rows[t->list.cursor];
}

bool outline_show_dimension(struct outline *t, int number)
{
	int d = outline_dimension(t, number);
	int before = outline_dimension_number(t);

	if (d < 0)
		return false;
	if (d == t->dimension)
		return true;
	t->remembered[before] = outline_node(t);
	t->dimension = d;
	t->list.top = 0;
	rebuild(t, t->remembered[number] ? t->remembered[number] : d);
	return true;
}

void outline_go(struct outline *t, int node)
{
	int d = market_dimension(t->market, node);

	if (d >= 0 && d != t->dimension) {
		t->remembered[outline_dimension_number(t)] = outline_node(t);
		t->dimension = d;
		t->list.top = 0;
	}
	for (int p = t->market->nodes[node].parent; p > t->dimension;
	     p = t->market->nodes[p].parent)
		t->open[p] = true;
	rebuild(t, node);
}

/* ------------------------------------------------ folds */

bool outline_is_open(const struct outline *t, int node)
{
	return node == t->dimension || t->open[node];
}

void outline_set_open(struct outline *t, int node, bool open)
{
	if (node == t->dimension || market_is_leaf(t->market, node) || t->open[node] == open)
		return;
	t->open[node] = open;
	rebuild(t, outline_node(t));
}

void outline_set_all(struct outline *t, bool open)
{
	int cursor = outline_node(t);

	for (int i = 0; i < t->market->n_nodes; i++)
		t->open[i] = open && !market_is_leaf(t->market, i);
	rebuild(t, cursor);
}

void outline_right(struct outline *t)
{
	int node = outline_node(t);

	if (market_is_leaf(t->market, node))
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
	if (t->open[node])
		outline_set_open(t, node, false);
	else
		list_put_cursor(&t->list, visible_row(t, t->market->nodes[node].parent));
}

/* ------------------------------------------------ search */

static char *fold_node(const struct node *node)
{
	GString *all = g_string_new(node->name);

	for (int i = 0; node->also && node->also[i]; i++)
		g_string_append_printf(all, "\n%s", node->also[i]);
	char *folded = text_fold(all->str);

	g_string_free(all, TRUE);
	return folded;
}

static bool matches(struct outline *t, int node, char *const *words)
{
	if (t->market->nodes[node].flags & (NODE_DIMENSION | NODE_UNLISTED) || node == 0)
		return false;
	if (!t->folded)
		t->folded = g_new0(char *, (size_t)t->market->n_nodes);
	if (!t->folded[node])
		t->folded[node] = fold_node(&t->market->nodes[node]);
	for (int i = 0; words[i]; i++)
		if (!strstr(t->folded[node], words[i]))
			return false;
	return true;
}

int outline_search(struct outline *t, const char *query, int from, int step)
{
	g_autofree char *folded = text_fold(query);
	g_auto(GStrv) words = g_strsplit(g_strstrip(folded), " ", -1);
	int n = t->market->n_nodes;

	if (!words[0])
		return -1;
	for (int i = 1; i <= n; i++) {
		int node = (int)(((long)from + (long)step * i + 2L * n) % n);

		if (matches(t, node, words))
			return node;
	}
	return -1;
}
