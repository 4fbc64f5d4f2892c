/* A grid of styled cells: the seam to the terminal.  Every screen and chart is drawn here;
 * term/term_draw.c copies it to the terminal, tests and --plain dump it as text.
 *
 * Rows and columns count from 0.  Everything outside the grid is clipped, never an error.  Text is
 * cleaned by text_safe and keeps to columns: a wide character that does not fit leaves a blank. */
#ifndef CHART_CANVAS_H
#define CHART_CANVAS_H

#include <stdbool.h>

/* Styles by meaning; term/term_draw.c maps them to colours and attributes. */
enum style {
	STYLE_NORMAL, STYLE_TITLE, STYLE_HEADING, STYLE_DIM, STYLE_CURSOR, STYLE_KEY, STYLE_CHANGED,
	STYLE_LOCKED, STYLE_TYPED, STYLE_REPORTED, STYLE_UNKNOWN,
	STYLE_BAR, STYLE_AXIS, STYLE_SOURCE, STYLE_NOTICE, STYLE_WARNING, STYLE_ERROR, STYLE_PROMPT,
	STYLE_MATCH, STYLE_LINK,
	STYLE_SERIES,		/* STYLE_SERIES + 0 .. 7: one a series */
	STYLE_COUNT = STYLE_SERIES + 8,
};

enum { CELL_BYTES = 20 };	/* base character and its combining marks; more marks are dropped */

struct cell {
	char text[CELL_BYTES];	/* NUL-terminated; "" for the second column of a wide character */
	unsigned char width;	/* 1 or 2; 0 for that second column */
	unsigned char style;
};

struct canvas {
	int rows, columns;
	bool utf8;		/* false: only bytes below 128 are drawn; an accented letter becomes
				 * its base, a dash '-', what has no likeness '?' in each column */
	struct cell *cells;
	int cursor_row, cursor_column;	/* where the terminal's cursor stands; -1: hidden */
};

struct canvas *canvas_new(int rows, int columns, bool utf8);
void canvas_free(struct canvas *c);
/* Keeps nothing of the old content. */
void canvas_resize(struct canvas *c, int rows, int columns);
void canvas_blank(struct canvas *c);
/* Draws text from (row, column) to the right in at most width columns (-1: to the edge).
 * Returns the columns used. */
int canvas_put(struct canvas *c, int row, int column, int width, enum style style, const char *text);
/* The same, ending at column (exclusive), for numbers. */
int canvas_put_right(struct canvas *c, int row, int column, int width, enum style style,
		     const char *text);
/* Draws one sign known to be one column wide: the Unicode character, on an ASCII canvas the other. */
void canvas_glyph(struct canvas *c, int row, int column, enum style style, unsigned glyph,
		  char ascii);
void canvas_fill(struct canvas *c, int row, int column, int rows, int columns, enum style style,
		 char what);
/* Restyles cells without changing their text. */
void canvas_style(struct canvas *c, int row, int column, int rows, int columns, enum style style);
/* Copies all cells of from to (row, column). */
void canvas_copy(struct canvas *c, int row, int column, const struct canvas *from);
/* NULL outside the grid. */
const struct cell *canvas_cell(const struct canvas *c, int row, int column);
/* The text, one line a row, trailing blanks removed.  New string. */
char *canvas_dump(const struct canvas *c);
/* The styles, one letter a cell, one line a row.  New string. */
char *canvas_dump_styles(const struct canvas *c);
bool canvas_equal(const struct canvas *a, const struct canvas *b);
const char *style_name(enum style style);

#endif
