#include "config.h"

#include "tui/outline.h"

#include <math.h>
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

static const char *folded_name(struct outline *t, int node)
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

static bool matches(struct outline *t, int node, char *const *words)
{
	if (!is_segment(t, node))
		return false;
	for (int i = 0; words[i]; i++)
		if (!strstr(folded_name(t, node), words[i]))
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

		while (is_segment(t, at) && !strstr(folded_name(t, at), words[i]))
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

static void add_row(struct outline *t, int node)
{
	t->row_of[node] = t->list.n;
	t->rows[t->list.n++] = node;
}

struct sorting { struct outline *outline; bool by_key; };

static int compare(const void *a, const void *b, void *data)
{
	const struct sorting *sorting = data;
	int x = *(const int *)a, y = *(const int *)b, order;

	if (sorting->by_key) {
		double u = sorting->outline->keys[x], w = sorting->outline->keys[y];

		order = isnan(u) - isnan(w);
		if (order == 0 && u != w)
			order = u < w ? 1 : -1;
	} else {
		order = strcmp(folded_name(sorting->outline, x), folded_name(sorting->outline, y));
	}
	return order ? order : x - y;
}

static void sort_nodes(struct outline *t, int *nodes, int n)
{
	struct sorting sorting = {t, t->keys != NULL};

	if (t->order != ORDER_FILE && n > 1)
		g_qsort_with_data(nodes, n, sizeof *nodes, compare, &sorting);
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
	sort_nodes(t, children, n);
	for (int i = 0; i < n; i++) {
		add_row(t, children[i]);
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
	sort_nodes(t, t->rows + 1, t->list.n - 1);
	for (int row = 1; row < t->list.n; row++)
		t->row_of[t->rows[row]] = row;
}

/* In the order of the file that is one walk over the nodes. */
static void add_all_open(struct outline *t)
{
	const struct node *nodes = t->market->nodes;
	int end = t->dimension + nodes[t->dimension].size;

	for (int i = t->dimension + 1; i < end;) {
		add_row(t, i);
		i += t->open[i] ? 1 : nodes[i].size;
	}
}

static void collect(struct outline *t)
{
	for (int row = 0; row < t->list.n; row++)
		t->row_of[t->rows[row]] = -1;
	t->list.n = 0;
	add_row(t, t->dimension);
	if (t->flat)
		add_leaves(t);
	else if (t->order == ORDER_FILE && !t->shown)
		add_all_open(t);
	else
		add_below(t, t->dimension);
}

/* The row of the node, or of what it is folded into. */
static int visible_row(const struct outline *t, int node)
{
	int end = t->dimension + t->market->nodes[t->dimension].size;

	if (node < t->dimension || node >= end)
		return 0;
	while (t->row_of[node] < 0 && node > t->dimension)
		node = t->market->nodes[node].parent;
	return MAX(t->row_of[node], 0);
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
	t->row_of = g_new(int, (size_t)m->n_nodes);
	memset(t->row_of, -1, (size_t)m->n_nodes * sizeof *t->row_of);
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
	g_free(t->row_of);
	g_free(t->remembered);
	g_free(t->filter);
	g_free(t->shown);
}

int outline_node(const struct outline *t)
{
	return t->rows[t->list.cursor];
}

/* ------------------------------------------------ filter, order, flat */

static void count_matches(struct outline *t)
{
	int end = t->dimension + t->market->nodes[t->dimension].size;
	g_auto(GStrv) words = t->filter ? query_words(t->filter) : NULL;

	t->n_matches = t->n_nodes = 0;
	for (int i = t->dimension + 1; words && i < end; i++) {
		if (t->flat && !market_is_leaf(t->market, i))
			continue;
		t->n_nodes += is_segment(t, i);
		t->n_matches += t->flat ? t->shown[i] : t->shown[i] && matches(t, i, words);
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
				    && path_matches(t, i, words) : matches(t, i, words)))
			t->shown[i] = t->shown[t->market->nodes[i].parent] = true;
	}
}

static void refresh(struct outline *t, int cursor)
{
	if (t->filter)
		find_shown(t);
	count_matches(t);
	rebuild(t, cursor);
}

void outline_set_filter(struct outline *t, const char *query, int node)
{
	g_auto(GStrv) words = query_words(query ? query : "");

	g_clear_pointer(&t->filter, g_free);
	g_clear_pointer(&t->shown, g_free);
	if (words[0])
		t->filter = g_strdup(query);
	refresh(t, node);
	for (int row = t->list.cursor; t->filter && row < t->list.n; row++) {
		if (t->flat ? row > 0 : matches(t, t->rows[row], words)) {
			list_put_cursor(&t->list, row);
			return;
		}
	}
}

void outline_set_order(struct outline *t, enum order order, const double *keys)
{
	t->order = order;
	t->keys = keys;
	rebuild(t, outline_node(t));
}

void outline_set_flat(struct outline *t, bool flat)
{
	int cursor = outline_node(t);

	t->flat = flat;
	refresh(t, cursor);
	/* Of a segment with parts the first of them. */
	for (int i = cursor; flat && t->list.cursor == 0 && cursor != t->dimension
	     && i < cursor + t->market->nodes[cursor].size; i++)
		list_put_cursor(&t->list, MAX(t->row_of[i], 0));
}

/* ------------------------------------------------ moving about */

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
	count_matches(t);
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
		count_matches(t);
	}
	for (int p = t->market->nodes[node].parent; p > t->dimension;
	     p = t->market->nodes[p].parent)
		t->open[p] = true;
	rebuild(t, node);
}

/* ------------------------------------------------ folds */

bool outline_is_open(const struct outline *t, int node)
{
	/* What a filter shows is never folded away. */
	return node == t->dimension || (t->open[node] && !t->shown)
	       || (t->shown && !t->flat && market_child(t->market, node) >= 0);
}

void outline_set_open(struct outline *t, int node, bool open)
{
	if (node == t->dimension || market_is_leaf(t->market, node) || t->open[node] == open
	    || t->shown || t->flat)
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

void outline_set_below(struct outline *t, int node, bool open)
{
	int cursor = outline_node(t);

	for (int i = node; i < node + t->market->nodes[node].size; i++)
		t->open[i] = open && !market_is_leaf(t->market, i);
	rebuild(t, cursor);
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

void outline_step_level(struct outline *t, int step)
{
	int end = t->dimension + t->market->nodes[t->dimension].size, cursor = outline_node(t);
	int top = t->market->nodes[t->dimension].depth + 1;
	int level = MAX(deepest_level(t), top - 1) + step;

	for (int i = t->dimension + 1; i < end; i++)
		t->open[i] = t->market->nodes[i].depth <= level && !market_is_leaf(t->market, i);
	rebuild(t, cursor);
}

void outline_right(struct outline *t)
{
	int node = outline_node(t);

	if (market_is_leaf(t->market, node) || (t->flat && node != t->dimension))
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
	if (t->open[node] && !t->shown && !t->flat)
		outline_set_open(t, node, false);
	else
		list_put_cursor(&t->list, visible_row(t, t->market->nodes[node].parent));
}

/* ------------------------------------------------ search */

int outline_search(struct outline *t, const char *query, int from, int step)
{
	g_auto(GStrv) words = query_words(query);
	int n = t->market->n_nodes;

	if (!words[0])
		return -1;
	for (int i = 1; i <= n; i++) {
		int node = (int)(((long)from + (long)step * i + 2L * n) % n);

		if (matches(t, node, words) && (!t->shown || t->shown[node])
		    && (!t->flat || market_is_leaf(t->market, node)))
			return node;
	}
	return -1;
}
