/* What moved the levels of a scenario's outcome, kept from its one pass for explanations. */
#ifndef FORECAST_TRACE_H
#define FORECAST_TRACE_H

#include "forecast/forecast.h"

struct trace;

/* Runs the scenario on the published forecast once more, with the hold of that run.  Borrows both.
 * NULL without a scenario, or where it is refused. */
struct trace *trace_new(const struct forecast *published, const struct scenario *s, enum hold hold);
void trace_free(struct trace *t);

#endif
