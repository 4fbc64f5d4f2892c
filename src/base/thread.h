/* Threads beside the one that has the terminal. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <glib.h>

enum { THREAD_FATAL = 7 };
/* Signals of a crash: they belong to the thread that crashes. */
extern const int thread_fatal[THREAD_FATAL];

/* Starts a thread that leaves every other signal to those that were there before.  To be joined. */
GThread *thread_start(const char *name, GThreadFunc work, void *data);

#endif
