/* Where growth comes from: the change of each part between two columns, as the market's growth at
 * its old share and what its share gained.
 *
 *	change = s0 (T1 - T0) + (s1 - s0) T1			first reading
 *	change = L ln(T1 / T0) + L ln(s1 / s0)			log-mean, L = change / ln(V1 / V0)
 *
 * Both add up exactly.  The changes in order are the bars of a waterfall from T0 to T1. */
#ifndef ANALYSIS_MIX_H
#define ANALYSIS_MIX_H

#include "forecast/forecast.h"

struct mix_part {
	int node;		/* -1: what the parts leave of the whole */
	double from, to;	/* its level */
	double start;		/* where its bar begins: T0 and the changes before it */
	double change, market, mix;
	double log_market, log_mix;	/* NaN unless both levels are positive */
	double drift;		/* s1 / s0; NaN from nothing */
};

struct mix {
	double start, end;	/* T0, T1 */
	struct mix_part *parts;	/* children in their order; a last one of -1 if they leave any */
	int n_parts;
};

/* The children of node (of the total: name a dimension).  NULL if a level of the whole is unknown;
 * parts of unknown level are in what is left. */
struct mix *mix_new(const struct forecast *f, int node, int from, int to);
void mix_free(struct mix *m);

#endif
