/* Goal seek: the rate of one node (the lever) that brings a node to a target.
 *
 * Every target is monotone in one rate, so bisection finds it; locks, hold and the other
 * adjustments of the scenario are respected because each trial is a whole forecast. */
#ifndef ANALYSIS_GOAL_H
#define ANALYSIS_GOAL_H

#include "base/progress.h"
#include "forecast/forecast.h"

enum goal_kind {
	GOAL_VALUE,		/* level of node in period, in the market's unit */
	GOAL_SHARE,		/* share of its parent, a fraction */
	GOAL_PARITY,		/* the level of other */
	GOAL_YEAR,		/* no lever: when the level is reached at the rates as they are */
};

struct goal {
	enum goal_kind kind;
	int lever, node, other;
	double value;
	struct period period;
	const struct progress *progress;	/* counts forecasts, unknown how many; or NULL */
};

struct goal_answer {
	double rate;		/* to type for the lever over the default window, a fraction a year */
	double reached;		/* its rate over that window then: another one where the growth of
				 * single years is typed beside it */
	double was;		/* the same before */
	enum status was_status;	/* as it is shown */
	double level, share;	/* of node in period, as reached */
	enum status level_status, share_status;
	double low, high;	/* what can be reached: of the target's kind (parity: level of node
				 * less that of other; of a part and its whole the share) */
	double low_rate, high_rate;	/* and at which rates of the lever */
	double year;		/* GOAL_YEAR, with decimals */
	enum status rate_status;	/* then, of the rate it goes on at */
	bool low_open, high_open;	/* nothing refuses lower or higher rates */
	bool endless;		/* high is no limit: it goes on */
};

/* Reads `60@2031`, `25%@2031`, `PATH@2031` or, for a year, `100`.
 * FORECAST_USAGE: what is wrong with it. */
bool goal_parse(const struct market *m, const char *text, struct goal *goal, GError **error);

/* FORECAST_REFUSED: out of reach; the message names the reachable range and answer holds it.  Also
 * for a locked lever, one without a level, and parity of a part with its whole.  FORECAST_ENDED: its
 * progress ended it. */
bool goal_seek(const struct market *m, int measure, const struct scenario *s, enum hold hold,
	       const struct goal *goal, struct goal_answer *answer, GError **error);

#endif
