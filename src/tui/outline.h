/* The rows of the tree view: which nodes of the market are visible, in which order, and where the
 * cursor is.  Built anew when a fold, the filter, the order or the dimension changes; a move costs
 * nothing of that.
 *
 * Row 0 is the dimension itself, shown as the total; below it come its segments, those of an open
 * segment right behind it.  A flat list has the leaves only, whatever is folded.
 *
 * With a pivot (analysis/pivot.h) rows are its rows: nodes of its first dimension, and crossings,
 * whose numbers lie above the market's nodes.  "Node" below then means such a row. */
#ifndef TUI_OUTLINE_H
#define TUI_OUTLINE_H

#include "analysis/pivot.h"
#include "tui/list.h"

/* Rows of crossings that are unfolded at once, at most. */
enum { OUTLINE_MOST = 5000 };

enum order { ORDER_FILE, ORDER_VALUE, ORDER_GROWTH, ORDER_NAME, ORDER_COUNT };

struct outline {
	const struct market *market;
	int dimension;		/* node; 0 in a market without dimensions */
	bool *open;		/* by node */
	int *rows;		/* nodes, list.n of them */
	int *row_of;		/* by node: its row, -1 if it has none */
	int *remembered;	/* by number of the dimension: the node its cursor was on, or 0 */
	int capacity;		/* of open, rows and row_of: the nodes, and what crossings there are */
	struct list list;
	struct pivot *pivot;	/* or NULL */
	struct outline_filter *words;	/* of a filter of the pivot, or NULL */
	char **folded;		/* by node: name and aliases folded for the search, made on use */

	bool flat;
	enum order order;
	const double *keys;	/* by node, of ORDER_VALUE and ORDER_GROWTH; borrowed */
	double (*key)(void *data, int row);	/* the same of a pivot's rows */
	void *key_data;
	char *filter;		/* as typed, or NULL */
	bool *shown;		/* by node: matches the filter, or something below does */
	int n_matches, n_nodes;	/* of the filter, in this dimension; nodes there are to match */
};

void outline_init(struct outline *t, const struct market *m);
void outline_done(struct outline *t);
/* Goes over to the market as it was read again; map: market_match from the present one, which must
 * still be there.  Folds, cursors, filter, pivot, order and flat stay; what is gone stands for what
 * it lay in.  Figures to order by are to be set anew.  Returns, by row of before, the row now, -1
 * if it is gone; *n: how many.  g_free. */
int *outline_renew(struct outline *t, const struct market *m, const int *map, int *n);
int outline_n_dimensions(const struct outline *t);
/* Number 0, 1, ...; -1 if there are none. */
int outline_dimension_number(const struct outline *t);
int outline_dimension(const struct outline *t, int number);	/* node, -1 */
bool outline_show_dimension(struct outline *t, int number);

/* Takes a pivot, whose first dimension is shown, or with NULL goes back to one dimension. */
void outline_set_pivot(struct outline *t, struct pivot *p);

/* The node under the cursor. */
int outline_node(const struct outline *t);
/* Of a row: the node of the market it ends in, the row it lies in (-1 of the dimension), how many
 * lie above it (0 of a top segment), whether it has none below. */
int outline_market_node(const struct outline *t, int node);
int outline_parent(const struct outline *t, int node);
int outline_depth(const struct outline *t, int node);
bool outline_is_leaf(const struct outline *t, int node);
/* Puts the cursor on a node, unfolding what hides it, in its own dimension. */
void outline_go(struct outline *t, int node);
bool outline_is_open(const struct outline *t, int node);
void outline_set_open(struct outline *t, int node, bool open);
/* These return false, and nothing has happened, if more than OUTLINE_MOST crossings were shown. */
bool outline_set_all(struct outline *t, bool open);
/* The segment and all below it. */
bool outline_set_below(struct outline *t, int node, bool open);
/* One level more (1) or less (-1) of the dimension is unfolded. */
bool outline_step_level(struct outline *t, int step);
/* Unfolds, or moves to the first child; folds, or moves to the parent. */
void outline_right(struct outline *t);
void outline_left(struct outline *t);
/* The next node (step 1) or the one before (-1) whose name or alias has all words of the query,
 * after `from`, around the end; from itself comes last.  Only among what the filter shows.  -1 if
 * there is none. */
int outline_search(struct outline *t, const char *query, int from, int step);

/* Only what has all words of the query in its name or an alias, with what it lies in; in a flat
 * list and in a pivot the words may be anywhere in the path; what lies below a match in a pivot
 * stays folded.  NULL or "": everything.  The cursor goes to the
 * node if that matches, else to the first match. */
void outline_set_filter(struct outline *t, const char *query, int node);
/* keys: of ORDER_VALUE and ORDER_GROWTH, borrowed until the next call; the largest comes first,
 * NaN last.  A pivot's rows are asked for by `key` instead. */
void outline_set_order(struct outline *t, enum order order, const double *keys);
/* False, and nothing has happened, if that were more than OUTLINE_MOST crossings. */
bool outline_set_flat(struct outline *t, bool flat);

#endif
