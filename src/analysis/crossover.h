/* Crossover: the year in which one node overtakes another. */
#ifndef ANALYSIS_CROSSOVER_H
#define ANALYSIS_CROSSOVER_H

#include "forecast/forecast.h"

struct crossover {
	double year;		/* with decimals; NaN: never */
	bool beyond;		/* past the forecast: both go on at the rates of the default window */
	double rate_a, rate_b;	/* those rates */
	const char *why;	/* a static sentence where there is none */
};

/* Inside the forecast between two years of the levels; beyond it
 *	y = end + ln(a / b) / ln((1 + rate_b) / (1 + rate_a)). */
struct crossover crossover_find(const struct forecast *f, int a, int b);

#endif
