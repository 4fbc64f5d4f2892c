/* What a market carries, counted: the last lines of `check`. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include "forecast/forecast.h"

struct market_summary {
	int dimensions, segments;	/* nodes below the dimensions, `unlisted` not counted */
	int shares, rates;		/* segments with a printed share, a CAGR */
	int both;			/* segments with both */
	int levels;			/* printed levels, of the total too */
	int bounds, withheld;		/* figures printed as a bound, as XX */
	int rivals;			/* further prints of a figure */
	int forces, events, companies;
	int by_status[5], unknown;	/* levels of the base forecast, by enum status */
};

void market_summary(const struct market *m, const struct forecast *f, struct market_summary *s);
/* Two sentences, one a line, without a last newline:
 *	"5 reported shares, 5 reported segment CAGRs, 0 segments with both"  New string. */
char *market_summary_text(const struct market_summary *s);
/* Growth a year of the total, as libraries list it: its first printed rate, else what the levels
 * say over the default window.  A fraction; NaN if neither is there. */
double market_summary_rate(const struct market *m);

#endif
