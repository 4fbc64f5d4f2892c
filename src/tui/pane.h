/* A table in a part of the screen: a cursor over its rows, then its notes and its source, all in one
 * list that scrolls.
 *
 * The first column stays; where the others do not fit they are reached sideways.  Text that had to
 * be cut in the row under the cursor stands in full below the list. */
#ifndef TUI_PANE_H
#define TUI_PANE_H

#include "chart/canvas.h"
#include "report/render.h"
#include "tui/list.h"

struct shown;

enum pane_kind { PANE_ROW, PANE_HEADING, PANE_BLANK, PANE_NOTE };
struct pane_line { int kind, line; char *text; };	/* line: of the table, -1; text: of a note */

struct pane {
	struct table *table;	/* owned */
	GArray *lines;		/* struct pane_line */
	int *widths;		/* by column, 0: not shown at all */
	int cut;		/* rows for the texts of a row that are cut, 0: none is */
	int first;		/* first column shown behind the one that stays */
	int hidden;		/* columns that do not fit to the right */
	int sorted;		/* the column that rows are ordered by, plus 1; 0: as they are */
	bool reversed;
	struct list list;
	struct render_style style;
	int rows, columns, detail;	/* as laid out; rows of cut text */
	int detail_top;		/* first line of that which is shown */
	/* How a row's first cell is drawn; may be NULL. */
	enum style (*row_style)(const struct pane *p, int line);
	/* What a search looks at in a row, new; may be NULL: all its cells. */
	char *(*row_text)(const struct pane *p, int line);
	/* Whether a row is one of those that are counted; may be NULL: each is. */
	bool (*counts)(const struct pane *p, int line);
	const void *data;	/* for these */
};

void pane_done(struct pane *p);
/* Takes the table in place of the present one; the cursor stays on its row. */
void pane_set(struct pane *p, struct table *t);
/* Before a draw: in so many rows and columns, the head included. */
void pane_layout(struct pane *p, int rows, int columns, struct render_style style);
void pane_draw(const struct pane *p, struct canvas *c, int row, int column);
/* Moves by the action; false if it is no movement. */
bool pane_act(struct pane *p, enum action a);
/* The table's line under the cursor; -1 on a note. */
int pane_line(const struct pane *p);
/* "3 of 14", of the rows alone: headings and notes are no rows.  Beside a row the one above counts.
 * Behind what stands before it (or NULL).  New string. */
char *pane_place(const struct pane *p, const char *before);
void pane_go(struct pane *p, int line);
/* A click or wheel at a row of the pane; true if it hit the row that has the cursor already. */
bool pane_mouse(struct pane *p, int row, int wheel);
/* Orders the rows that stand together by a column: numbers from the largest, text from A; once more:
 * the other way round; a third time: as they were.  -1: the next column after the present one. */
void pane_sort(struct pane *p, int column);
/* The column whose title stands at a cell of the pane, -1 if there is none. */
int pane_title_at(const struct pane *p, int row, int column);
/* Puts the cursor on the next line (step 1) or the one before (-1) that has all words of the query,
 * around the end.  False if there is none. */
bool pane_find(struct pane *p, const char *query, int from, int step);
/* Its table as it is shown. */
void pane_shown(const struct pane *p, struct shown *out);
enum style pane_mark_style(char mark);

#endif
