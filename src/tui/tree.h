/* The rows of the tree view: which nodes of the market are visible, in order, and where the
 * cursor is.  Built anew when a fold or the dimension changes; a move costs nothing of that.
 *
 * Row 0 is the dimension itself, shown as the total; below it come its segments, those of an open
 * segment right behind it. */
#ifndef TUI_TREE_H
#define TUI_TREE_H

#include "market/market.h"
#include "tui/list.h"

struct tree {
	const struct market *market;
	int dimension;		/* node; 0 in a market without dimensions */
	bool *open;		/* by node */
	int *rows;		/* nodes, list.n of them */
	int *remembered;	/* by number of the dimension: the node its cursor was on, or 0 */
	struct list list;
	char **folded;		/* by node: name and aliases folded for the search, made on use */
};

void tree_init(struct tree *t, const struct market *m);
void tree_done(struct tree *t);
int tree_n_dimensions(const struct tree *t);
/* Number 0, 1, ...; -1 if there are none. */
int tree_dimension_number(const struct tree *t);
int tree_dimension(const struct tree *t, int number);	/* node, -1 */
bool tree_show_dimension(struct tree *t, int number);

/* The node under the cursor. */
int tree_node(const struct tree *t);
/* Puts the cursor on a node, unfolding what hides it, in its own dimension. */
void tree_go(struct tree *t, int node);
bool tree_is_open(const struct tree *t, int node);
void tree_set_open(struct tree *t, int node, bool open);
void tree_set_all(struct tree *t, bool open);
/* Unfolds, or moves to the first child; folds, or moves to the parent. */
void tree_right(struct tree *t);
void tree_left(struct tree *t);
/* The next node (step 1) or the one before (-1) whose name or alias has all words of the query,
 * after `from`, around the end; from itself comes last.  -1 if there is none. */
int tree_search(struct tree *t, const char *query, int from, int step);

#endif
