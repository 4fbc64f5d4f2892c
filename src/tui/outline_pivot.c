#include "config.h"

#include "tui/outline_pivot.h"

#include <string.h>

/* A word is a bit: which of them a row's path has, and which can be found below it. */
enum { WORDS = 16, UNTRIED = -1 };

struct outline_filter {
	char **words;
	int n;
	unsigned all;
	signed char *found;	/* by dimension of the order, by words still missing: UNTRIED, 0, 1 */
};

/* ------------------------------------------------ filter */

void outline_pivot_filter(struct outline *t, char **words)
{
	if (t->words) {
		g_strfreev(t->words->words);
		g_free(t->words->found);
	}
	g_clear_pointer(&t->words, g_free);
	if (!words)
		return;
	struct outline_filter *f = t->words = g_new0(struct outline_filter, 1);
	const int *order;
	size_t size;

	f->words = words;
	f->n = MIN((int)g_strv_length(words), WORDS);
	f->all = (1u << f->n) - 1;
	size = (size_t)pivot_order(t->pivot, &order) << f->n;
	f->found = g_malloc(size);
	memset(f->found, UNTRIED, size);
}

static unsigned words_of(struct outline *t, int node)
{
	const char *name = outline_folded_name(t, node);
	unsigned mask = 0;

	for (int i = 0; i < t->words->n; i++)
		if (strstr(name, t->words->words[i]))
			mask |= 1u << i;
	return mask;
}

static unsigned words_of_path(struct outline *t, int row)
{
	unsigned mask = 0;

	for (; row >= 0 && row != t->dimension; row = pivot_parent(t->pivot, row))
		mask |= words_of(t, pivot_node(t->pivot, row));
	return mask;
}

bool outline_pivot_matches(const struct outline *t, int row)
{
	/* Only the folded names are made on the way. */
	return !t->words || words_of_path((struct outline *)t, row) == t->words->all;
}

static bool is_below(struct outline *t, int level, int node, unsigned missing);

/* Whether a dimension, and those behind it, have the words. */
static bool is_in(struct outline *t, int level, unsigned missing)
{
	const int *order;
	signed char *found;

	if (level >= pivot_order(t->pivot, &order))
		return false;
	found = &t->words->found[((unsigned)level << t->words->n) | missing];
	if (*found == UNTRIED)
		*found = is_below(t, level, order[level], missing);
	return *found;
}

static bool is_below(struct outline *t, int level, int node, unsigned missing)
{
	if (missing == 0)
		return true;
	if (market_is_leaf(t->market, node))
		return is_in(t, level + 1, missing);
	for (int c = market_child(t->market, node); c >= 0; c = market_next(t->market, c))
		if (is_below(t, level, c, missing & ~words_of(t, c)))
			return true;
	return false;
}

static bool is_shown(struct outline *t, int row)
{
	int nodes[CROSSING_NODES];

	if (!t->words)
		return true;
	unsigned missing = t->words->all & ~words_of_path(t, row);

	if (missing == 0)
		return true;
	return !t->flat && is_below(t, MAX(pivot_slice(t->pivot, row, nodes) - 1, 0),
				    pivot_node(t->pivot, row), missing);
}

/* Rows that match, in what does not. */
void outline_pivot_count(struct outline *t)
{
	t->n_matches = t->n_nodes = 0;
	for (int i = 1; t->words && i < t->list.n; i++)
		t->n_matches += outline_pivot_matches(t, t->rows[i])
			&& (t->flat || !outline_pivot_matches(t, pivot_parent(t->pivot, t->rows[i])));
}

/* ------------------------------------------------ rows */

static int shown_children(struct outline *t, int row, int **out)
{
	GArray *children = g_array_new(FALSE, FALSE, sizeof(int));
	int n;

	for (int c = pivot_child(t->pivot, row); c >= 0; c = pivot_next(t->pivot, c))
		if (t->flat || is_shown(t, c))
			g_array_append_val(children, c);
	n = (int)children->len;
	*out = (int *)g_array_free(children, FALSE);
	return n;
}

static void add_below(struct outline *t, int row)
{
	g_autofree int *children = NULL;
	int n = shown_children(t, row, &children);

	outline_sort(t, children, n);
	for (int i = 0; i < n; i++) {
		outline_add_row(t, children[i]);
		if (outline_is_open(t, children[i]))
			add_below(t, children[i]);
	}
}

static void add_leaves(struct outline *t, int row)
{
	for (int c = pivot_child(t->pivot, row); c >= 0; c = pivot_next(t->pivot, c)) {
		if (!pivot_is_leaf(t->pivot, c))
			add_leaves(t, c);
		else if (is_shown(t, c))
			outline_add_row(t, c);
	}
}

void outline_pivot_collect(struct outline *t)
{
	if (!t->flat) {
		add_below(t, t->dimension);
		return;
	}
	add_leaves(t, t->dimension);
	outline_sort(t, t->rows + 1, t->list.n - 1);
	for (int i = 1; i < t->list.n; i++)
		t->row_of[t->rows[i]] = i;
}

void outline_pivot_first_in(struct outline *t, int row)
{
	for (int i = 1; t->list.cursor == 0 && row != t->dimension && i < t->list.n; i++) {
		int above = t->rows[i];

		while (above >= 0 && above != row)
			above = pivot_parent(t->pivot, above);
		if (above == row)
			list_put_cursor(&t->list, i);
	}
}

/* ------------------------------------------------ folds */

/* Appends what is to be opened; false when there is too much of it. */
static bool to_open(struct outline *t, int row, int levels, GArray *out, int *left)
{
	if (levels == 0 || pivot_is_leaf(t->pivot, row))
		return true;
	g_array_append_val(out, row);
	for (int c = pivot_child(t->pivot, row); c >= 0; c = pivot_next(t->pivot, c))
		if (--*left < 0 || !to_open(t, c, levels - 1, out, left))
			return false;
	return true;
}

bool outline_pivot_open(struct outline *t, int row, int levels)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int));
	int left = OUTLINE_MOST;

	if (!to_open(t, row, levels, rows, &left))
		return false;
	outline_fit(t);
	for (guint i = 0; i < rows->len; i++)
		t->open[g_array_index(rows, int, i)] = true;
	t->open[t->dimension] = false;
	return true;
}

void outline_pivot_close(struct outline *t, int row)
{
	if (row < t->capacity)
		t->open[row] = false;
	for (int c = pivot_made_child(t->pivot, row); c >= 0; c = pivot_next(t->pivot, c))
		outline_pivot_close(t, c);
}

int outline_pivot_deepest(const struct outline *t)
{
	int deepest = -1;

	for (int i = 1; i < t->list.n; i++)
		if (t->open[t->rows[i]])
			deepest = MAX(deepest, pivot_depth(t->pivot, t->rows[i]));
	return deepest;
}

/* ------------------------------------------------ search */

/* All rows there are, folded or not, in the order of the file. */
static void made_rows(struct outline *t, int row, GArray *out)
{
	for (int c = pivot_made_child(t->pivot, row); c >= 0; c = pivot_next(t->pivot, c)) {
		g_array_append_val(out, c);
		made_rows(t, c, out);
	}
}

int outline_pivot_search(struct outline *t, char *const *words, int from, int step)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int));
	int n, at = 0;

	g_array_append_val(rows, t->dimension);
	made_rows(t, t->dimension, rows);
	n = (int)rows->len;
	for (int i = 0; i < n; i++)
		if (g_array_index(rows, int, i) == from)
			at = i;
	for (int i = 1; i <= n; i++) {
		int row = g_array_index(rows, int, ((at + step * i) % n + n) % n);

		if (outline_matches(t, row, words) && is_shown(t, row)
		    && (!t->flat || pivot_is_leaf(t->pivot, row)))
			return row;
	}
	return -1;
}
