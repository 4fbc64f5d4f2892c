/* What one edit did to a scenario, in words: the label of a step that undo takes back. */
#ifndef MODEL_STEP_H
#define MODEL_STEP_H

#include "scenario/scenario.h"

/* "geography/asia-pacific: 40 % a year, 2026-2031", "removal of ...", "horizon 2041", "hold total".
 * held: the mode before.  New string. */
char *step_label(const struct market *m, const struct scenario *now, const struct scenario *next,
		 enum hold held, enum hold hold);

#endif
