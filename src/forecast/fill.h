/* One amount split among the members of a group: in proportion to their keys, each within its
 * bounds, and what is known of several together kept.
 *
 *	part_i = clamp(key_i * f * product of f_S over the sets S with i, low_i, high_i)
 *
 * One factor f for all and one for every set that its interval holds back: the split that is
 * nearest to the keys (in relative entropy) among those that keep everything. */
#ifndef FORECAST_FILL_H
#define FORECAST_FILL_H

#include <stdbool.h>

/* What some of the members add up to. */
struct fill_set {
	bool *in;		/* by member */
	double low, high;	/* high may be infinite */
};

/* Whether amounts within the bounds can add up to rest. */
bool fill_possible(const double *low, const double *high, int n, double rest);
/* n members, keys of 0 or more; parts add up to rest.  Where nothing keeps all bounds, or no key
 * is above 0, they are split by the keys (equally) without; sets that cannot be kept are left out. */
void fill_split(const double *key, const double *low, const double *high, int n,
		const struct fill_set *sets, int n_sets, double rest, double *part);

#endif
