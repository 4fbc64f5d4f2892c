/* Long work that tells how far it is, and ends when nobody wants it any more. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	/* done of total, in any unit; total 0: unknown.  False: end soon. */
	bool (*step)(void *data, size_t done, size_t total);
	void *data;
};

/* p may be NULL: nobody watches, and the work goes on. */
static inline bool progress_step(const struct progress *p, size_t done, size_t total)
{
	return !p || p->step(p->data, done, total);
}

#endif
