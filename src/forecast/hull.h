/* The closed form behind the proven intervals: one group, one sum, boxes and two ranks.
 *
 *	v_1 + ... + v_n = parent,  low_i <= v_i <= high_i,  v_largest >= v_i >= v_smallest
 *
 * The group's members lie in one array; the ranks hold among those with `ranked` set. */
#ifndef FORECAST_HULL_H
#define FORECAST_HULL_H

#include <stdbool.h>

struct hull_member {
	double low, high;	/* high may be infinite */
	bool ranked;
};

struct hull {
	struct hull_member *member;
	int n;
	int largest, smallest;	/* member, -1: none */
	double parent;		/* finite */
	bool sum;		/* false: members overlap, each lies in [0, parent] alone */
};

/* Narrows every member to the values it can take.  False, and nothing changed, where no values
 * satisfy all (figures that contradict each other beyond a relative 1e-9).
 * Exact, but for groups of more than 100 members with both ranks, where it may be wider than what
 * can be proven. */
bool hull_narrow(struct hull *h);
/* The least and the largest parent that the members allow; most may be infinite. */
void hull_parent(const struct hull *h, double *least, double *most);

#endif
