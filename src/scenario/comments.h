/* Comments of a hand-written scenario, carried over to its canonical text.  A comment on a line of
 * its own belongs to the entry it is in, else to the key or entry below it; one behind something to
 * that. */
#ifndef SCENARIO_COMMENTS_H
#define SCENARIO_COMMENTS_H

#include <stddef.h>

/* text: canonical, of scenario_format.  Returns it with the comments of old (n bytes) where what
 * they belong to now stands; *lost counts those whose place is gone.  New string. */
char *comments_merge(const char *old, size_t n, const char *text, int *lost);

#endif
