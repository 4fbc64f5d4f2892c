/* Random series for charts, from a seed: growth paths, noise, steps, nearly equal values, huge and
 * tiny ones, with gaps. */
#ifndef TESTS_CHART_CASES_H
#define TESTS_CHART_CASES_H

#include "chart_read.h"

enum { MOST_POINTS = 60 };

struct random_case {
	int rows, columns, n;
	bool log, index;
	double values[2][MOST_POINTS];
	char names[MOST_POINTS][8];
	const char *periods[MOST_POINTS];
};

enum { MOST_SERIES = 5 };

struct nodes_case {
	struct random_case r;
	double values[MOST_SERIES][MOST_POINTS];
	struct chart_series series[MOST_SERIES];
	struct chart_data data;
	double lo, hi;		/* of all as drawn */
};

void random_case(struct random_case *r, unsigned seed);
/* Least and largest of the first n_series; false if there is none. */
bool range_of(const struct random_case *r, int n_series, double *lo, double *hi);
double first_known(const double *values, int n);
void to_index(double *values, int n);
/* Below the plot stand whole labels of periods, in their order, with blanks between. */
void ck_periods(const struct random_case *r, const struct canvas *c, const struct plot_read *p);

/* Two to five nodes of near sizes, so that many end close together; wide enough that the columns
 * of a period stand apart from the next.  No gaps, nothing below zero. */
void nodes_case(struct nodes_case *c, unsigned seed, enum chart_kind kind, const char *const *names);
/* After the picture is drawn: the values as it shows them, and their range. */
void nodes_drawn(struct nodes_case *c);
/* Names too long to stand anywhere but below keep the plot free of text. */
extern const char *const long_names[MOST_SERIES];

#endif
