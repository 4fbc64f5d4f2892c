/* Sensitivity: each input moved down and up by the same step, the others as they are; the widest
 * swing first.  Every end is a whole forecast. */
#ifndef ANALYSIS_TORNADO_H
#define ANALYSIS_TORNADO_H

#include "base/progress.h"
#include "forecast/forecast.h"

enum tornado_inputs {
	TORNADO_FORCES = 1,	/* impacts that are printed */
	TORNADO_RATES = 2,	/* of nodes with a printed rate, and of the total */
	TORNADO_SHARES = 4,	/* printed shares of the parent in the base year */
};

struct tornado_options {
	unsigned inputs;	/* enum tornado_inputs, ored; 0: forces if any is printed, else
				 * rates and shares */
	double by;		/* 0.25: a quarter of each; or 0.02 points */
	bool points;
	int node;		/* outcome */
	int column;
	const struct progress *progress;	/* counts inputs; or NULL */
};

struct tornado_bar {
	enum tornado_inputs kind;
	char *id;		/* of the force, or the node's path */
	double value;		/* the input as it is, a fraction */
	double low, high;	/* outcomes, low <= high */
	double low_input, high_input;	/* what makes them */
	bool bent;		/* between the ends the outcome does not move one way only */
};

struct tornado {
	double outcome;		/* with nothing moved */
	unsigned inputs;	/* enum tornado_inputs, ored: what was moved */
	struct tornado_bar *bars;	/* by falling swing, then by id; without those of no swing */
	int n_bars;
	int n_still;		/* inputs that move nothing */
	GPtrArray *refused;	/* char *: ids of inputs that cannot be moved that far */
};

/* "forces,rates,shares", any of them; "25%" of each or "2pp".  False, with FORECAST_USAGE, and the
 * options untouched if it is something else. */
bool tornado_read_inputs(const char *text, struct tornado_options *o, GError **error);
bool tornado_read_by(const char *text, struct tornado_options *o, GError **error);

/* FORECAST_REFUSED where the outcome is unknown, FORECAST_ENDED if its progress ended it.  hold: as
 * in forecast_run. */
struct tornado *tornado_new(const struct market *m, int measure, const struct scenario *s,
			    enum hold hold, const struct tornado_options *o, GError **error);
void tornado_free(struct tornado *t);

#endif
