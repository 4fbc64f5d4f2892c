/* The home view: tree, year cursor, edits, and the chart of the selected node.
 * view_tree.c acts, with view_tree_rate.c for edits and view_tree_find.c for what narrows and orders;
 * view_tree_draw.c draws. */
#ifndef TUI_VIEW_TREE_H
#define TUI_VIEW_TREE_H

#include "model/edit.h"
#include "report/picture.h"
#include "tui/app.h"
#include "tui/outline.h"

enum share_mode { SHARE_OF_PARENT, SHARE_OF_TOTAL, SHARE_OFF };

struct tree_view {
	struct outline outline;
	int year;		/* column of the year cursor */
	enum share_mode share;
	double step;		/* fraction, of a nudge */
	char *find;		/* what was searched for last, or NULL */
	bool bars_of_parent;	/* not of the largest segment */
	bool all_years;		/* levels of every year in place of one year with its shares */
	int first_year;		/* of these columns */
	double *order_keys;	/* by node, of the outline's order, or NULL */
	char *filter_before;	/* while one is typed */
	GHashTable *marked;	/* nodes; of a pivot its rows too */
	struct answer *pivoted;	/* what a pivot's figures are from, or NULL */
	struct picture_rows crossings;	/* for charts of them */
	int chart_node;		/* the node under the cursor, as it was when the cursor rested */

	/* While a search or a filter is typed: where it began. */
	int origin_node;
	bool *origin_open;
	int n_origin;		/* of them */

	/* The largest segment of the dimension in that year: bars are relative to it. */
	double largest;
	unsigned largest_generation;
	int largest_year, largest_dimension;

	/* What is proven, where the rule leaves figures unknown; of the source's columns. */
	struct bounds *bounds;
	const struct forecast *bounds_of;

	/* Columns of the largest level shown, and what it was measured for. */
	struct level_width {
		unsigned generation;
		int year, dimension, digits, width;
		bool all_years;
	} levels;

	/* What was drawn before and would come out the same: a move draws two rows, not all. */
	struct drawn_row *drawn_rows;	/* TREE_DRAWN_ROWS of them, by node, or NULL */
	struct canvas *drawn_chart;
	int drawn_chart_node, drawn_chart_digits;
	unsigned drawn_chart_generation;
	char *drawn_chart_name;		/* of the scenario in it */

	/* Where things stand, by tree_view_layout. */
	int tree_columns;
	int message_row, message_columns;
	int chart_row, chart_column, chart_rows, chart_columns;	/* no rows: no chart */
};

enum {
	TREE_TOP = 4,		/* rows above the list */
	TREE_DRAWN_ROWS = 128,
};
#define TREE_STEP 0.005		/* of a nudge, before it is changed */

/* The rate and what else is edited, or what is common to all views. */
unsigned tree_view_act_edit(struct view *v, enum action a);
/* Filter, order, bars, all years, flat; 0 if it is none of these. */
unsigned tree_view_act_look(struct view *v, enum action a);
/* Anew with every other year and forecast; the cursor stays on its node. */
void tree_view_put_in_order(struct view *v);
unsigned tree_view_ask_search(struct view *v);
unsigned tree_view_search_again(struct view *v, int step);

/* Rows of a pivot are nodes of the market, or crossings (view_tree_pivot.c). */
bool tree_view_is_crossing(const struct view *v, int row);
/* The node of the market that the row under the cursor ends in. */
int tree_view_node(const struct view *v);
const char *tree_view_name(const struct outline *t, int row);
bool tree_view_is_marked(const struct tree_view *t, int row);
/* Levels in the market's unit; rates over the forecast's window, before: in the source. */
double tree_view_level(const struct view *v, int row, int column);
enum status tree_view_status(const struct view *v, int row, int column);
double tree_view_rate(const struct view *v, int row, enum status *status);
double tree_view_rate_before(const struct view *v, int row, enum status *status);

/* Asks for the order of dimensions, or takes it: "5 1", "geo mod"; "" for one dimension again. */
unsigned tree_view_ask_pivot(struct view *v);
unsigned tree_view_pivot(struct view *v, const char *text);
unsigned tree_view_leave_pivot(struct view *v);
/* Whatever stood for a pivot that is gone is forgotten. */
void tree_view_pivot_gone(struct view *v);
/* Anew with every other forecast. */
void tree_view_pivot_sync(struct view *v);
void tree_view_pivot_done(struct tree_view *t);
/* What could become of text. */
void tree_view_offer_pivot(GPtrArray *list, const struct view *v, const char *before,
			   const char *text);
/* The row is a crossing, and what was to be done to it, which is said, has to be done to its
 * segments. */
bool tree_view_refuses(struct view *v, const char *what, const char *instead);
/* Formula and inputs of a crossing in a year. */
unsigned tree_view_explain_crossing(struct view *v);
unsigned tree_view_bounds_of_crossing(struct view *v);
/* Says why what was just unfolded is unknown, if it is. */
void tree_view_say_why(struct view *v);
/* Says that there would be too many rows. */
unsigned tree_view_too_many(struct view *v);

/* An edit of the node under the cursor, of a crossing the total. */
struct edit tree_view_edit(const struct view *v);

void tree_view_forget_drawn(struct tree_view *t);

void tree_view_layout(struct view *v, int rows, int columns);
void tree_view_draw(const struct view *v, struct canvas *c);
void tree_view_draw_moved(const struct view *v, struct canvas *c);
/* The chart of a node, beside the source's where they differ, over the whole canvas; for any view. */
void tree_view_draw_chart(const struct view *v, struct canvas *c, int node);
/* The column of the forecast whose place in the chart is nearest to a cell of the screen, -1 if that
 * is none of it. */
int tree_view_period_at(const struct view *v, int row, int column);
/* A click on the names of the columns: orders by that one, or in the file's order again. */
unsigned tree_view_click_head(struct view *v, int column);
/* What its rows show, to be copied. */
void tree_view_table(const struct view *v, bool all, struct shown *out);
/* The dimension's number whose tab is at a column, -1 if none. */
int tree_view_tab_at(const struct view *v, int columns, int column);

#endif
