/* Two dimensions against each other, a cell for what lies in both; below it the least, the middle
 * and the most of the cell under the cursor, and where there is room under every cell.  Space goes
 * into a row, which makes it a slice.  view_crossing.c acts, view_crossing_draw.c draws.
 *
 * Cells are computed when they are seen, so that a matrix may be much larger than the screen. */
#ifndef TUI_VIEW_CROSSING_H
#define TUI_VIEW_CROSSING_H

#include "analysis/crossing.h"
#include "tui/answer.h"
#include "tui/app.h"
#include "tui/list.h"

struct crossing_view {
	struct answer answer;
	struct crossing *crossing;
	GHashTable *cells;		/* gint64 * by row and column -> struct crossing_cell * */
	char *why;			/* there is no matrix, or NULL */
	int nodes[CROSSING_NODES], n;	/* the slice around it */
	int down, across;		/* dimensions */
	int *down_nodes, *across_nodes;	/* their segments */
	int column;			/* of the year */
	struct list rows, columns;	/* height: columns that fit */

	/* Where things stand, by crossing_view_layout. */
	int name, width;		/* columns of the names, and of a cell with its status */
	int head, head_rows, top;	/* row and number of rows of the columns' names; first row */
	bool ends;			/* low and high stand below each cell */
};

/* Unknown levels where it cannot be computed. */
const struct crossing_cell *crossing_view_cell(const struct crossing_view *x, int row, int column);

void crossing_view_layout(struct view *v, int rows, int columns);
void crossing_view_draw(const struct view *v, struct canvas *c);

#endif
