/* One piece of long work in a thread of its own, so that the screen answers meanwhile.  The thread
 * that began it must leave alone what the work reads and writes until working_end. */
#ifndef TERM_WORKING_H
#define TERM_WORKING_H

#include "base/progress.h"

struct working;

/* Begins run(data, p), which tells p how far it is and returns whether it got to its end.  wake is
 * called in that thread when it is done. */
struct working *working_new(bool (*run)(void *data, const struct progress *p), void *data,
			    void (*wake)(void));
bool working_is_done(const struct working *w);
/* The part that is done, 0 to 1; negative while the whole is unknown. */
double working_progress(const struct working *w);
/* Asks it to end soon; it may be as good as done. */
void working_cancel(struct working *w);
/* Waits for the end and frees it.  What run returned. */
bool working_end(struct working *w);

#endif
