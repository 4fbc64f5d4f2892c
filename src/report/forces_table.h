/* Drivers and restraints as tables: what each one adds. */
#ifndef REPORT_FORCES_TABLE_H
#define REPORT_FORCES_TABLE_H

#include "forecast/forecast.h"
#include "report/table.h"

enum forces_line { FORCES_NOTHING = -1, FORCES_DRIVERS = -2, FORCES_RESTRAINTS = -3 };

/* Every force with reach, timing, points, drop-one effect, proportional part and Shapley value,
 * the sums, the baseline.  base: a forecast without the scenario; now: with it; s (both may
 * be NULL) switches, scales and delays.  lines (may be NULL) gets an int for each line of the table: the force, or what
 * the line is about. */
struct table *forces_table(const struct forecast *base, const struct forecast *now,
			   const struct scenario *s, GArray *lines);
/* Where all of them come from; those of several sources have a column instead. */
void forces_source_note(struct table *t, const struct market *m);
/* What the audit finds about the forces' geography and the printed growth of regions: a sentence
 * without full stop, or NULL.  New string. */
char *forces_conflict(const struct market *m);
/* "off", "x2, 2 years later": what a scenario does to a force; new string, "" if nothing. */
char *forces_change_text(const struct market *m, const struct scenario *s, int force);

#endif
