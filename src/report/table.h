/* An answer as a plain value: columns, rows of cells, footnotes, a source line.  Every command
 * builds one; report/render.h writes it as text, CSV, JSON or Markdown.
 *
 *	struct table *t = table_new("Geography");
 *	table_column(t, "name", "Segment", COLUMN_TEXT);
 *	table_column(t, "value", "2031", COLUMN_NUMBER);
 *	table_row(t, 0);
 *	table_text(t, "Asia-Pacific");
 *	table_number(t, 8.5205, 'A');
 *
 * Cells are added left to right behind table_row; a row may end early, the rest is empty.
 * A table owns copies of all its text. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum column_kind {
	COLUMN_TEXT,		/* aligned left */
	COLUMN_NUMBER,		/* aligned right, fixed decimals as text, shortest as data */
	COLUMN_PERCENT,		/* a fraction; text shows it times 100 */
	COLUMN_INTEGER,
	COLUMN_MIXED,		/* numbers and words, aligned right; words give way on a narrow screen */
};
enum cell_kind { CELL_EMPTY, CELL_UNKNOWN, CELL_TEXT, CELL_NUMBER };

struct table_column {
	char *key;		/* in CSV and JSON */
	char *title;		/* head of text and Markdown */
	enum column_kind kind;
	int decimals;		/* -1: as asked for when written */
	bool data_only;		/* in CSV and JSON alone */
	bool whole;		/* figures as text: a narrow screen hides it, but does not cut it */
	bool marked;		/* its cells carry a status: a letter behind the number in text, a
				 * column KEY_status of its own as data */
};
struct table_cell {
	uint8_t kind;		/* enum cell_kind */
	char mark;		/* status letter, 0: none */
	bool sign;		/* of a number: text shows its + */
	bool count;		/* of a number: text shows no decimals */
	bool undefined;		/* of an unknown cell: there is no such number */
	double number;
	double low, high;	/* of an unknown cell: where it lies; NaN: not known */
	char *text;		/* of an empty cell: what text shows there, or NULL */
	char *name;		/* in its place in text and Markdown; or NULL */
};
struct table_line {
	bool heading;		/* the first cell is a title over the rows that follow; not data */
	uint8_t indent;		/* levels, of the first cell */
	GArray *cells;		/* struct table_cell */
};
struct table {
	char *title;		/* or NULL */
	int more;		/* decimals that levels, COLUMN_NUMBER without any of its own, have
				 * beyond those asked for; see forecast_decimals */
	bool headless;		/* as text the rows alone, without the names of the columns */
	GArray *columns;	/* struct table_column */
	GPtrArray *lines;	/* struct table_line * */
	GPtrArray *notes;	/* char *: footnotes */
	char *source;		/* the last line, or NULL */
};

struct table *table_new(const char *title);
void table_free(struct table *t);
/* Returns the column's number. */
int table_column(struct table *t, const char *key, const char *title, enum column_kind kind);
/* The column's numbers carry a status letter. */
void table_column_marked(struct table *t, int column);
/* The column is left out of text and Markdown. */
void table_column_data(struct table *t, int column);
void table_column_whole(struct table *t, int column);
void table_column_decimals(struct table *t, int column, int decimals);
void table_heading(struct table *t, const char *text);
void table_row(struct table *t, int indent);
void table_text(struct table *t, const char *text);
/* An id or a path as data, in text what a person calls it. */
void table_named(struct table *t, const char *id, const char *name);
/* NaN or infinity gives an unknown cell, `?`.  mark: 0 or a status letter. */
void table_number(struct table *t, double value, char mark);
/* What a number changed by: text shows the sign of either direction. */
void table_change(struct table *t, double value);
/* How many: no decimals in a column of numbers. */
void table_count(struct table *t, int n);
void table_empty(struct table *t);
/* Not there: "-" as text, nothing as data. */
void table_none(struct table *t);
void table_unknown(struct table *t);
/* There is no such number: "n/a" as text, nothing as data. */
void table_undefined(struct table *t);
/* Unknown, but proven to lie between two numbers: `? [0.00, 33.48]` in text. */
void table_between(struct table *t, double low, double high);
void table_note(struct table *t, const char *format, ...) G_GNUC_PRINTF(2, 3);
void table_source(struct table *t, const char *text);

#endif
