#include "config.h"

#include "tui/outline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tui/outline_pivot.h"

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

/* ------------------------------------------------ names */

static char *fold_node(const struct node *node)
{
	GString *all = g_string_new(node->name);

	for (int i = 0; node->also && node->also[i]; i++)
		g_string_append_printf(all, "\n%s", node->also[i]);
	char *folded = text_fold(all->str);

	g_string_free(all, TRUE);
	return folded;
}

const char *outline_folded_name(struct outline *t, int node)
{
	if (!t->folded)
		t->folded = g_new0(char *, (size_t)t->market->n_nodes);
	if (!t->folded[node])
		t->folded[node] = fold_node(&t->market->nodes[node]);
	return t->folded[node];
}

static bool is_segment(const struct outline *t, int node)
{
	return node > 0 && !(t->market->nodes[node].flags & (NODE_DIMENSION | NODE_UNLISTED));
}

bool outline_matches(struct outline *t, int row, char *const *words)
{
	int node = outline_market_node(t, row);

	if (!is_segment(t, node))
		return false;
	for (int i = 0; words[i]; i++)
		if (!strstr(outline_folded_name(t, node), words[i]))
			return false;
	return true;
}

/* Each word in the name of the node or of one it lies in. */
static bool path_matches(struct outline *t, int node, char *const *words)
{
	if (!is_segment(t, node))
		return false;
	for (int i = 0; words[i]; i++) {
		int at = node;

		while (is_segment(t, at) && !strstr(outline_folded_name(t, at), words[i]))
			at = t->market->nodes[at].parent;
		if (!is_segment(t, at))
			return false;
	}
	return true;
}

/* The words of a query, folded. */
static char **query_words(const char *query)
{
	g_autofree char *folded = text_fold(query);
	g_auto(GStrv) parts = g_strsplit(folded, " ", -1);
	GPtrArray *words = g_ptr_array_new();

	for (int i = 0; parts[i]; i++)
		if (*parts[i])
			g_ptr_array_add(words, g_strdup(parts[i]));
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

/* ------------------------------------------------ rows */

void outline_fit(struct outline *t)
{
	int n = t->pivot ? pivot_n_rows(t->pivot) : 0, before = t->capacity;

	if (n <= before)
		return;
	t->capacity = MAX(n, 2 * before);
	t->open = g_renew(bool, t->open, t->capacity);
	t->rows = g_renew(int, t->rows, t->capacity);
	t->row_of = g_renew(int, t->row_of, t->capacity);
	memset(t->open + before, 0, (size_t)(t->capacity - before) * sizeof *t->open);
	memset(t->row_of + before, -1, (size_t)(t->capacity - before) * sizeof *t->row_of);
}

void outline_add_row(struct outline *t, int node)
{
	outline_fit(t);
	t->row_of[node] = t->list.n;
	t->rows[t->list.n++] = node;
}

struct sorted { struct outline *outline; int node; double key; };

static int by_key(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = isnan(x->key) - isnan(y->key);

	if (order == 0 && x->key != y->key)
		order = x->key < y->key ? 1 : -1;
	return order ? order : x->node - y->node;
}

static int by_name(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = strcmp(outline_folded_name(x->outline, outline_market_node(x->outline, x->node)),
			   outline_folded_name(y->outline, outline_market_node(y->outline, y->node)));

	return order ? order : x->node - y->node;
}

void outline_sort(struct outline *t, int *nodes, int n)
{
	bool keys = t->order == ORDER_VALUE || t->order == ORDER_GROWTH;

	if (t->order == ORDER_FILE || n < 2 || (keys && !t->pivot && !t->keys))
		return;
	g_autofree struct sorted *all = g_new(struct sorted, (size_t)n);

	for (int i = 0; i < n; i++)
		all[i] = (struct sorted){
			t, nodes[i], !keys ? 0 : t->pivot ? t->key(t->key_data, nodes[i])
				     : t->keys[nodes[i]],
		};
	qsort(all, (size_t)n, sizeof *all, keys ? by_key : by_name);
	for (int i = 0; i < n; i++)
		nodes[i] = all[i].node;
}

/* The children behind their parent, each with what is unfolded of it. */
static void add_below(struct outline *t, int parent)
{
	int n = 0;

	for (int i = market_child(t->market, parent); i >= 0; i = market_next(t->market, i))
		n += !t->shown || t->shown[i];
	g_autofree int *children = g_new(int, (size_t)n + 1);

	n = 0;
	for (int i = market_child(t->market, parent); i >= 0; i = market_next(t->market, i))
		if (!t->shown || t->shown[i])
			children[n++] = i;
	outline_sort(t, children, n);
	for (int i = 0; i < n; i++) {
		outline_add_row(t, children[i]);
		if (outline_is_open(t, children[i]))
			add_below(t, children[i]);
	}
}

static void add_leaves(struct outline *t)
{
	int end = t->dimension + t->market->nodes[t->dimension].size;

	for (int i = t->dimension + 1; i < end; i++)
		if (market_is_leaf(t->market, i) && (!t->shown || t->shown[i]))
			t->rows[t->list.n++] = i;
	outline_sort(t, t->rows + 1, t->list.n - 1);
	for (int row = 1; row < t->list.n; row++)
		t->row_of[t->rows[row]] = row;
}

/* In the order of the file that is one walk over the nodes. */
static void add_all_open(struct outline *t)
{
	const struct node *nodes = t->market->nodes;
	int end = t->dimension + nodes[t->dimension].size;

	for (int i = t->dimension + 1; i < end;) {
		outline_add_row(t, i);
		i += t->open[i] ? 1 : nodes[i].size;
	}
}

static void collect(struct outline *t)
{
	for (int row = 0; row < t->list.n; row++)
		t->row_of[t->rows[row]] = -1;
	t->list.n = 0;
	outline_add_row(t, t->dimension);
	if (t->pivot)
		outline_pivot_collect(t);
	else if (t->flat)
		add_leaves(t);
	else if (t->order == ORDER_FILE && !t->shown)
		add_all_open(t);
	else
		add_below(t, t->dimension);
}

int outline_visible_row(const struct outline *t, int node)
{
	int end = t->dimension + t->market->nodes[t->dimension].size;
	bool crossing = t->pivot && pivot_is_crossing(t->pivot, node);

	if (!crossing && (node < t->dimension || node >= end))
		return 0;
	while (t->row_of[node] < 0 && node != t->dimension)
		node = outline_parent(t, node);
	return MAX(t->row_of[node], 0);
}

void outline_rebuild(struct outline *t, int cursor)
{
	collect(t);
	list_put_cursor(&t->list, outline_visible_row(t, cursor));
}

void outline_init(struct outline *t, const struct market *m)
{
	*t = (struct outline){.market = m};
	t->open = g_new0(bool, (size_t)m->n_nodes);
	t->rows = g_new0(int, (size_t)m->n_nodes);
	t->row_of = g_new(int, (size_t)m->n_nodes);
	memset(t->row_of, -1, (size_t)m->n_nodes * sizeof *t->row_of);
	t->capacity = m->n_nodes;
	t->list.height = 1;
	t->remembered = g_new0(int, (size_t)MAX(outline_n_dimensions(t), 1));
	t->dimension = MAX(outline_dimension(t, 0), 0);
	outline_rebuild(t, t->dimension);
}

void outline_done(struct outline *t)
{
	outline_pivot_filter(t, NULL);
	pivot_free(t->pivot);
	if (t->folded)
		for (int i = 0; i < t->market->n_nodes; i++)
			g_free(t->folded[i]);
	g_free(t->folded);
	g_free(t->open);
	g_free(t->rows);
	g_free(t->row_of);
	g_free(t->remembered);
	g_free(t->filter);
	g_free(t->shown);
}

int outline_node(const struct outline *t)
{
	return t->rows[t->list.cursor];
}

int outline_market_node(const struct outline *t, int node)
{
	return t->pivot ? pivot_node(t->pivot, node) : node;
}

int outline_parent(const struct outline *t, int node)
{
	return node == t->dimension ? -1 : t->pivot ? pivot_parent(t->pivot, node)
	       : t->market->nodes[node].parent;
}

int outline_depth(const struct outline *t, int node)
{
	if (t->pivot)
		return pivot_depth(t->pivot, node);
	return MAX(t->market->nodes[node].depth - t->market->nodes[t->dimension].depth - 1, 0);
}

bool outline_is_leaf(const struct outline *t, int node)
{
	return t->pivot ? pivot_is_leaf(t->pivot, node) : market_is_leaf(t->market, node);
}

/* ------------------------------------------------ filter, order, flat */

static void count_matches(struct outline *t)
{
	if (t->pivot)
		return;
	int end = t->dimension + t->market->nodes[t->dimension].size;
	g_auto(GStrv) words = t->filter ? query_words(t->filter) : NULL;

	t->n_matches = t->n_nodes = 0;
	for (int i = t->dimension + 1; words && i < end; i++) {
		if (t->flat && !market_is_leaf(t->market, i))
			continue;
		t->n_nodes += is_segment(t, i);
		t->n_matches += t->flat ? t->shown[i] : t->shown[i] && outline_matches(t, i, words);
	}
}

static void find_shown(struct outline *t)
{
	int n = t->market->n_nodes;
	g_auto(GStrv) words = query_words(t->filter);

	g_free(t->shown);
	t->shown = g_new0(bool, (size_t)n);
	/* From the end, so that what lies below a node comes before it. */
	for (int i = n - 1; i > 0; i--) {
		if (t->shown[i] || (t->flat ? market_is_leaf(t->market, i)
				    && path_matches(t, i, words) : outline_matches(t, i, words)))
			t->shown[i] = t->shown[t->market->nodes[i].parent] = true;
	}
}

void outline_refresh(struct outline *t, int cursor)
{
	if (t->pivot)
		outline_pivot_filter(t, t->filter ? query_words(t->filter) : NULL);
	else if (t->filter)
		find_shown(t);
	count_matches(t);
	outline_rebuild(t, cursor);
	if (t->pivot)
		outline_pivot_count(t);
}

void outline_set_pivot(struct outline *t, struct pivot *p)
{
	int cursor = outline_node(t);
	const int *order;

	while (t->pivot && pivot_is_crossing(t->pivot, cursor))
		cursor = pivot_parent(t->pivot, cursor);
	for (int row = 0; row < t->list.n; row++)
		t->row_of[t->rows[row]] = -1;
	t->list.n = 0;
	outline_pivot_filter(t, NULL);
	g_clear_pointer(&t->shown, g_free);
	pivot_free(t->pivot);
	t->pivot = p;
	memset(t->open + t->market->n_nodes, 0,
	       (size_t)(t->capacity - t->market->n_nodes) * sizeof *t->open);
	if (p) {
		pivot_order(p, &order);
		t->dimension = order[0];
		t->flat = t->flat && pivot_count(p, order[0], true) <= OUTLINE_MOST;
	}
	t->list.top = 0;
	outline_refresh(t, cursor);
}

void outline_set_filter(struct outline *t, const char *query, int node)
{
	g_auto(GStrv) words = query_words(query ? query : "");

	g_clear_pointer(&t->filter, g_free);
	g_clear_pointer(&t->shown, g_free);
	if (words[0])
		t->filter = g_strdup(query);
	outline_refresh(t, node);
	for (int row = t->list.cursor; t->filter && row < t->list.n; row++) {
		if (t->flat || t->pivot ? row > 0 && outline_pivot_matches(t, t->rows[row])
		    : outline_matches(t, t->rows[row], words)) {
			list_put_cursor(&t->list, row);
			return;
		}
	}
}

void outline_set_order(struct outline *t, enum order order, const double *keys)
{
	t->order = order;
	t->keys = keys;
	outline_rebuild(t, outline_node(t));
}

bool outline_set_flat(struct outline *t, bool flat)
{
	int cursor = outline_node(t);

	if (flat && t->pivot && pivot_count(t->pivot, t->dimension, true) > OUTLINE_MOST)
		return false;
	t->flat = flat;
	outline_refresh(t, cursor);
	if (t->pivot) {
		outline_pivot_first_in(t, cursor);
		return true;
	}
	/* Of a segment with parts the first of them. */
	for (int i = cursor; flat && t->list.cursor == 0 && cursor != t->dimension
	     && i < cursor + t->market->nodes[cursor].size; i++)
		list_put_cursor(&t->list, MAX(t->row_of[i], 0));
	return true;
}

/* ------------------------------------------------ moving about */

bool outline_show_dimension(struct outline *t, int number)
{
	int d = outline_dimension(t, number);
	int before = outline_dimension_number(t);

	if (d < 0)
		return false;
	if (t->pivot)
		outline_set_pivot(t, NULL);
	if (d == t->dimension)
		return true;
	t->remembered[before] = outline_node(t);
	t->dimension = d;
	t->list.top = 0;
	count_matches(t);
	outline_rebuild(t, t->remembered[number] ? t->remembered[number] : d);
	return true;
}

void outline_go(struct outline *t, int node)
{
	bool crossing = t->pivot && pivot_is_crossing(t->pivot, node);
	int d = crossing ? t->dimension : market_dimension(t->market, node);

	if (t->pivot && d >= 0 && d != t->dimension)
		outline_set_pivot(t, NULL);
	if (d >= 0 && d != t->dimension) {
		t->remembered[outline_dimension_number(t)] = outline_node(t);
		t->dimension = d;
		t->list.top = 0;
		count_matches(t);
	}
	for (int p = node == 0 ? -1 : outline_parent(t, node); p > 0 && p != t->dimension;
	     p = outline_parent(t, p))
		t->open[p] = true;
	outline_rebuild(t, node);
}

/* ------------------------------------------------ search */

int outline_search(struct outline *t, const char *query, int from, int step)
{
	g_auto(GStrv) words = query_words(query);
	int n = t->market->n_nodes;

	if (!words[0])
		return -1;
	if (t->pivot)
		return outline_pivot_search(t, words, from, step);
	for (int i = 1; i <= n; i++) {
		int node = (int)(((long)from + (long)step * i + 2L * n) % n);

		if (outline_matches(t, node, words) && (!t->shown || t->shown[node])
		    && (!t->flat || market_is_leaf(t->market, node)))
			return node;
	}
	return -1;
}
