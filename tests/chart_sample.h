/* The series that tests of charts draw: a published path and some of its parts, 2025 to 2031, worked
 * out by hand from the printed figures. */
#ifndef TESTS_CHART_SAMPLE_H
#define TESTS_CHART_SAMPLE_H

#include "chart/chart.h"

enum { N_YEARS = 7 };

extern const char *const sample_years[N_YEARS];
/* 8.74, 11.91, then geometric to 49.82. */
extern const double sample_total[N_YEARS];
/* 2026 1.9619, then 34.14 % a year to 8.5205; at 40 % to 10.5514. */
extern const double sample_asia[N_YEARS], sample_faster[N_YEARS];
extern const double sample_america[N_YEARS];
extern const double sample_others[N_YEARS];	/* each of the other regions */
/* The total with a rate that has 3 points of deviation: 11.91 (1 + g + z 0.03)^n at z = -1.28155
 * and 1.28155, from 2027. */
extern const double sample_p10[N_YEARS], sample_p90[N_YEARS];

/* A line chart of these series, of which it borrows. */
struct chart_data sample_chart(const struct chart_series *series, int n);

#endif
