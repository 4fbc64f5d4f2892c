/* The rows of the tree view: which nodes of the market are visible, in order, and where the
 * cursor is.  Built anew when a fold or the dimension changes; a move costs nothing of that.
 *
 * Row 0 is the dimension itself, shown as the total; below it come its segments, those of an open
 * segment right behind it. */
#ifndef TUI_OUTLINE_H
#define TUI_OUTLINE_H

#include "market/market.h"
#include "tui/list.h"

struct outline {
	const struct market *market;
	int dimension;		/* node; 0 in a market without dimensions */
	bool *open;		/* by node */
	int *rows;		/* nodes, list.n of them */
	int *remembered;	/* by number of the dimension: the node its cursor was on, or 0 */
	struct list list;
	char **folded;		/* by node: name and aliases folded for the search, made on use */
};

void outline_init(struct outline *t, const struct market *m);
void outline_done(struct outline *t);
int outline_n_dimensions(const struct outline *t);
/* Number 0, 1, ...; -1 if there are none. */
int outline_dimension_number(const struct outline *t);
int outline_dimension(const struct outline *t, int number);	/* node, -1 */
bool outline_show_dimension(struct outline *t, int number);

/* The node under the cursor. */
int outline_node(const struct outline *t);
/* Puts the cursor on a node, unfolding what hides it, in its own dimension. */
void outline_go(struct outline *t, int node);
bool outline_is_open(const struct outline *t, int node);
void outline_set_open(struct outline *t, int node, bool open);
void outline_set_all(struct outline *t, bool open);
/* Unfolds, or moves to the first child; folds, or moves to the parent. */
void outline_right(struct outline *t);
void outline_left(struct outline *t);
/* The next node (step 1) or the one before (-1) whose name or alias has all words of the query,
 * after `from`, around the end; from itself comes last.  -1 if there is none. */
int outline_search(struct outline *t, const char *query, int from, int step);

#endif
