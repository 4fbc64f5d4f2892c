/* Periods: whole years, halves, quarters and months, as a publisher dates a figure. */
#ifndef BASE_PERIOD_H
#define BASE_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum step { STEP_YEAR, STEP_HALF, STEP_QUARTER, STEP_MONTH };

/* year 1 to 9999; part 1 to period_parts(step), 1 for a year.  year 0: no period. */
struct period {
	int16_t year;
	uint8_t step;		/* enum step */
	uint8_t part;
};

#define PERIOD_NONE ((struct period){0, 0, 0})
enum { PERIOD_TEXT_MAX = 16 };

struct period period_year(int year);
bool period_is_set(struct period p);
bool period_equal(struct period a, struct period b);
/* Periods a year: 1, 2, 4, 12. */
int period_parts(enum step step);
/* Running number within the step: consecutive periods differ by 1 (2023-Q4 and 2024-Q1 too). */
int period_ordinal(struct period p);
/* PERIOD_NONE outside the years 1 to 9999, as period_year. */
struct period period_from_ordinal(enum step step, int ordinal);
/* Years from the end of a to the end of b, a fraction for steps finer than a year. */
double period_years_between(struct period a, struct period b);
/* Sorts by beginning, the longer first. */
int period_compare(struct period a, struct period b);

/* "2031", "2023-H1", "2023-Q4", "2023-04".  False if text is something else. */
bool period_parse(const char *text, struct period *out);
/* "FROM..TO", "..TO" (from unset), "FROM.." (to unset), between years also "FROM-TO";
 * a single period gives from == to.  Both ends have one step.  False if text is something else or
 * FROM > TO. */
bool period_parse_span(const char *text, struct period *from, struct period *to);
/* Writes as period_parse reads, "" for PERIOD_NONE; returns buf. */
char *period_format(struct period p, char buf[PERIOD_TEXT_MAX]);

/* YYYY, YYYY-MM or YYYY-MM-DD, of a day that exists: when something was published. */
bool period_is_date(const char *text);

#endif
