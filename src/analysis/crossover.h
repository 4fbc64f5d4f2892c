/* Crossover: the year in which one node overtakes another. */
#ifndef ANALYSIS_CROSSOVER_H
#define ANALYSIS_CROSSOVER_H

#include "forecast/forecast.h"

struct crossover {
	double year;		/* with decimals; NaN: never */
	bool beyond;		/* past the forecast: both go on at these rates */
	double rate_a, rate_b;	/* of the default window; with a horizon past it, of its last year */
	enum status status_a, status_b;	/* of the rates, as they are shown */
	const char *why;	/* a static sentence where there is none, such as for a part and its
				 * whole */
};

/* Inside the forecast between two years of the levels; beyond it
 *	y = end + ln(a / b) / ln((1 + rate_b) / (1 + rate_a)). */
struct crossover crossover_find(const struct forecast *f, int a, int b);

#endif
