/* What --set, --adjust and --lock say, in the order of the command line: of two that are about the
 * same the last holds. */
#ifndef CLI_EDITS_H
#define CLI_EDITS_H

#include "cli/args.h"
#include "forecast/forecast.h"

bool edits_any(const struct args *a);
/* Adds them to s, names of one segment only resolved to paths.  +2 and -1.5pp are points on the rate
 * that the measure has without any scenario, under fill.  A message about a wrong one names the
 * option in place of a file.  hold: for rates that say none. */
bool edits_add(const struct args *a, const struct market *m, int measure, enum fill fill,
	       enum hold hold, struct scenario *s, struct messages *list);

#endif
