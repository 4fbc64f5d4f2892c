/* What the parts of a chart share while one picture is drawn: chart.c lays it out, chart_scale.c
 * turns values into rows and labels, chart_line.c and chart_bars.c draw, chart_legend.c and
 * chart_frame.c explain.
 *
 * Rows of a plot count upward from 0, as values do; plot_row gives the row of the canvas. */
#ifndef CHART_CHART_PLOT_H
#define CHART_CHART_PLOT_H

#include <glib.h>

#include "chart/chart.h"

enum { TICK_TEXT = 40, MARK_TEXT = 16 };

/* Values to rows.  A line's value stands on the row whose centre is nearest; a bar (edges) ends on
 * the nearest edge between two rows, the lowest edge being 0. */
struct scale {
	double lo, hi;
	int rows;
	bool log, edges;
};

/* How the numbers of one picture are written. */
struct digits {
	int decimals;
	bool scientific;
};

struct tick {
	int row;
	double value;
	char text[TICK_TEXT];
};

enum pattern { PATTERN_SOLID, PATTERN_DASHED, PATTERN_DOTTED };

/* How a series is drawn: marks of history and of what follows, each as Unicode and ASCII. */
struct look {
	enum style style;
	unsigned history, mark;
	char ascii_history, ascii_mark;
	unsigned fill;		/* of a bar that has its mark, a letter, inside; 0: the mark fills it */
	enum pattern pattern;
	bool spreads;		/* of equal points one stands beside the other */
	bool twin;		/* its history is that of an earlier series, which draws it */
};

/* One line of the legend. */
struct entry {
	enum style style;
	char mark[MARK_TEXT];
	const char *name;
	char value[TICK_TEXT];	/* "" if none */
	double row;		/* wanted, NaN: any */
	int placed;
};

struct plot {
	const struct chart_data *data;
	struct canvas *c;	/* the picture alone */
	bool bars;		/* bars, stacked or 100 % */
	int n_series, n;	/* drawn series; periods */
	double *values;		/* n_series x n as drawn (index, share); NaN: gap */
	double *base;		/* of stacked bars the sum below, else NULL */
	bool *partial;		/* of stacked bars: something of the period is missing */
	struct look *looks;
	double lo, hi;		/* range of what is drawn */
	double ends[2];		/* first and last value, labelled first; NaN: none */
	struct scale scale;
	struct digits digits, axis_digits;
	bool percent;		/* values are shares of their period's sum */
	struct tick *ticks;
	int n_ticks;
	int margin;		/* columns left blank on the left */
	int top, height;	/* rows of the canvas */
	int axis;		/* column of the axis */
	int *x;			/* column of each period */
	int end;		/* last column drawn on */
	int step;		/* columns from one period to the next, at least 1 */
	int bar_width;
	int down;		/* bars: rows of the scale below zero */
	bool zero_row;		/* bars: one row of the plot is the line of zero */
	struct entry *entries;
	int n_entries, n_series_entries;	/* the series come first */
	char *history_name;
};

/* What the picture leaves out, for its first line. */
struct remarks {
	int not_positive;	/* log: values of zero or less */
	int negative;		/* stacked: values below zero */
	int missing;		/* stacked: gaps beside known values */
	bool narrow;		/* no room for bars */
	int no_base;		/* index: series without a first value above zero */
	int base;		/* index: the period in which the series are 100; -1: not all in one */
	int series;		/* more than can be told apart */
};

/* Lines around the plot. */
struct frame {
	char *head;		/* first line, or NULL */
	char *foot[2];		/* last lines */
	int n_foot;
};

double plot_value(const struct plot *p, int series, int period);
int plot_row(const struct plot *p, int row);
bool plot_is_history(const struct plot *p, int series, int period);
int plot_last_known(const struct plot *p, int series);
/* The edge of a band, which has no marks of its own. */
bool plot_is_edge(const struct plot *p, int series);
/* What a stack lacks where parts of it are missing. */
bool plot_is_rest(const struct plot *p, int series);

/* Rows from the bottom, fractions allowed. */
double scale_position(const struct scale *s, double value);
int scale_row(const struct scale *s, double value);
double scale_value(const struct scale *s, int row);
/* Chooses rows and labels: the two ends, the extremes, then what has room; all texts differ.
 * ticks has room for s->rows; returns how many.  *digits also serves the other numbers. */
int scale_ticks(const struct scale *s, const double ends[2], int decimals, int max_width,
		struct tick *ticks, struct digits *digits);
char *digits_format(const struct digits *d, double value, char buf[TICK_TEXT]);
/* A value of the picture with its "%" if it is a share; "no value" for NaN. */
char *plot_format(const struct plot *p, double value, char buf[TICK_TEXT]);

/* Columns of the periods from first to last. */
void plot_columns(struct plot *p, int first, int last);
void plot_draw_axis(const struct plot *p);
void plot_draw_periods(const struct plot *p, int row);

/* Head and source; they share the last line if they fit there and the picture is low.  Of the
 * lowest ones the last line begins with the unit and what is left out, for want of a head. */
void frame_lines(const struct plot *p, const struct remarks *r, struct frame *f);
void frame_draw(const struct plot *p, const struct frame *f);
void frame_clear(struct frame *f);
/* "2028: faster-asia 5.38, source 4.72", or with the marks if the names do not fit, with "2
 * more" if these do not either.  NULL without a cross-hair.  New string. */
char *frame_reading(const struct plot *p);

void line_looks(struct plot *p);
/* Columns that points need beside the last one, where several are equal; set p->end. */
int line_overhang(const struct plot *p);
void line_draw(const struct plot *p);

void bars_looks(struct plot *p);
/* There are enough columns for a bar a period (for each series, side by side). */
bool bars_fit(const struct plot *p);
void bars_columns(struct plot *p, int first, int last);
/* Fits p->scale, lo and hi around zero, to the plot's height. */
void bars_scale(struct plot *p);
void bars_draw(const struct plot *p);
/* Some layer is thinner than a row, in a bar too narrow to show its letter in the row it lies in. */
bool bars_hide(const struct plot *p);

void legend_entries(struct plot *p);
int legend_width(const struct plot *p);
/* Right of the plot, each near the end of its line. */
void legend_beside(struct plot *p, int column);
/* In an empty corner of the plot; false if none is large enough. */
bool legend_corner(const struct plot *p);
/* Rows that the legend takes below the plot, at most max; leaves the values out if only so all
 * entries fit. */
int legend_rows(struct plot *p, int max);
void legend_below(const struct plot *p, int row, int rows);

#endif
