/* Pictures drawn for a test, and what they say, read back without the drawing code. */
#ifndef TESTS_CHART_READ_H
#define TESTS_CHART_READ_H

#include "chart/chart.h"

/* The picture of rows x columns alone. */
struct canvas *drawn(const struct chart_data *d, int rows, int columns, bool utf8);
/* Its text.  New string. */
char *picture(const struct chart_data *d, int rows, int columns, bool utf8);
/* First byte of a cell; 0 outside. */
char char_at(const struct canvas *c, int row, int column);

/* The axis' column, the row of the canvas where it begins, its rows. */
struct plot_read {
	int axis, top, rows;
};

/* The axis: the column with the longest run of '|'. */
struct plot_read read_plot(const struct canvas *c);
/* A cell of the plot, its rows counted upward. */
char plot_char(const struct canvas *c, const struct plot_read *p, int row, int column);
/* Label of a row of the plot, counted upward; "" if it has none.  New string. */
char *read_label(const struct canvas *c, const struct plot_read *p, int row);
/* The row, counted upward, of the highest of the marks in a column; -1 if none. */
int read_row(const struct canvas *c, const struct plot_read *p, int column, const char *marks);
/* The row, counted upward, that has the text; -1 if none.  *column: where it begins. */
int row_of(const struct canvas *c, const struct plot_read *p, const char *text, int *column);
void ck_distinct_labels(const struct canvas *c, const struct plot_read *p);
void ck_widths(const struct canvas *c, int columns);

#endif
