/* The manual, compiled in, so that help works where `man` does not.
 *
 * Pages are rendered by mandoc when the program is built: UTF-8, filled to 76 columns (an example
 * may be wider), headings at the left edge, text indented by 3.  In a line \001 stands before each
 * bold character and \002 before each underlined one; a following combining mark belongs to it. */
#ifndef TUI_MANUAL_H
#define TUI_MANUAL_H

#include "chart/canvas.h"

enum { MANUAL_WIDTH = 76, MANUAL_BOLD = '\001', MANUAL_UNDERLINED = '\002' };

struct manual_page {
	const char *title;	/* "tamarack-market(5)" */
	const char *const *lines;
	int n;
};

int manual_count(void);
const struct manual_page *manual_get(int i);
/* The page of a title, also without its section: "tamarack-market".  NULL if there is none. */
const struct manual_page *manual_find(const char *title);
/* The line of a heading, "FORECAST" or "Figures"; -1 if there is none. */
int manual_section(const struct manual_page *page, const char *heading);
/* A text without its marks.  New string. */
char *manual_unmarked(const char *marked);
/* The same of a line. */
char *manual_text(const struct manual_page *page, int line);
/* Whether a line with its marks is a heading. */
bool manual_is_heading(const char *marked);
/* Draws a text with its marks from (row, column) to the right, in at most width columns. */
void manual_draw_marked(const char *marked, struct canvas *c, int row, int column, int width);
/* The same of a line. */
void manual_draw(const struct manual_page *page, int line, struct canvas *c, int row, int column,
		 int width);

#endif
