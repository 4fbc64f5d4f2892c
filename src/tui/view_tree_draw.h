/* The parts the tree view is drawn by: view_tree_layout.c places, view_tree_head.c draws what stands
 * above the rows, view_tree_rows.c the rows, view_tree_draw.c the whole with its chart. */
#ifndef TUI_VIEW_TREE_DRAW_H
#define TUI_VIEW_TREE_DRAW_H

#include "tui/view_tree.h"

/* Where each column ends (exclusive, status included), 0: not shown. */
struct columns {
	int name;		/* width */
	int level;		/* digits of a level */
	int base, year, share, rate, flag, was, spark, bar;
	bool two_flags;		/* one column for what is typed, one for what is locked */
	int between;		/* of a pivot: low and high */
	int spark_width, bar_width, was_width;
	int n_years, first_year;	/* levels of so many years in place of all but the name */
};

struct columns tree_view_arrange(const struct view *v, int width);

/* Title, tabs, breadcrumb and the names of the columns. */
void tree_view_draw_head(const struct view *v, struct canvas *c, const struct columns *at);
void tree_view_draw_crumb(const struct view *v, struct canvas *c);
/* "CAGR 26-31" */
char *tree_view_rate_title(const struct model *m);
/* Of the parent or of the total, as is shown, at the year cursor. */
double tree_view_share(const struct view *v, int node, enum status *status);
void tree_view_draw_rows(const struct view *v, struct canvas *c, const struct columns *at);

#endif
