/* The audit: every relation that the facts of a market allow, held against their printed digits.
 *
 * A printed figure stands for an interval: half a unit of its last digit to either side, ten
 * times that behind a `~`, one side only for "more than" and "nearly" (figure_interval).  What is
 * computed from printed figures is an interval too.  A relation whose intervals meet passes;
 * figures that were rounded from one truth therefore always pass. */
#ifndef FORECAST_AUDIT_H
#define FORECAST_AUDIT_H

#include "base/progress.h"
#include "market/market.h"

enum verdict {
	VERDICT_PASS,
	VERDICT_NOTE,		/* true, but needs care; or only worked out */
	VERDICT_WARNING,	/* a conflict of wording, dating or scope */
	VERDICT_ERROR,		/* figures that differ beyond rounding */
};

enum relation_unit { RELATION_PLAIN, RELATION_LEVEL, RELATION_PERCENT };

struct relation {
	const char *class;	/* a stable word, "rate-closes"; static */
	uint8_t verdict, unit, measure;
	int32_t node;		/* what it is about; 0 for the market as a whole */
	struct period period;	/* or PERIOD_NONE */
	double printed, computed;	/* NaN if there is none; fractions and levels */
	double low, high;	/* between which rounding lets the computed one lie; NaN if none */
	uint32_t line;		/* in the market's file; 0: the file as a whole */
	uint16_t column;
	char *text;		/* a sentence without a full stop at its end */
};

struct audit {
	const struct market *market;
	GArray *relations;	/* struct relation: errors, warnings, notes, passes; then by line */
	int count[4];		/* by verdict */
};

/* Never fails.  Borrows the market. */
struct audit *audit_run(const struct market *m);
/* The same; NULL if p ended it. */
struct audit *audit_run_watched(const struct market *m, const struct progress *p);
void audit_free(struct audit *a);
const struct relation *audit_get(const struct audit *a, int i);
int audit_total(const struct audit *a);
/* "52 relations checked: 30 passes, 20 notes, 2 warnings, 0 errors".  New string. */
char *audit_count_text(const int count[4]);
const char *verdict_name(enum verdict v);

#endif
