/* The sentence that says what an edit did: to its node, to the total, to the other splits. */
#ifndef MODEL_EFFECT_H
#define MODEL_EFFECT_H

#include "forecast/forecast.h"

struct effect {
	int node;		/* the edited one */
	int column;		/* whose values are named */
	int digits, width;	/* decimals of levels, columns of the sentence */
};

/* "2031: Asia-Pacific 8.52 -> 10.55, total 49.82 -> 51.85, other splits x1.040766", in the fullest
 * wording that fits.  New string. */
char *effect_say(const struct effect *e, const struct forecast *old, const struct forecast *new);
/* Some level moved. */
bool effect_any(const struct forecast *old, const struct forecast *new);
/* "total" for the total. */
const char *effect_name(const struct market *m, int node);

#endif
