/* Another program on our terminal, such as an editor, which the caller has left to it before. */
#ifndef TERM_CHILD_H
#define TERM_CHILD_H

#include <glib.h>
#include <stdbool.h>

/* Runs argv (found by PATH, no shell) until it ends or stops.  One that stopped is kept: the next
 * call goes on with it, whatever argv says.  Interrupts are its own meanwhile; a stop of both, as ^Z
 * in an editor, is the shell's matter and not seen here.  *status as waitpid gives it.  False:
 * error says why it could not be started. */
bool child_run(char *const *argv, int *status, GError **error);
/* The one that stopped: its name, or NULL. */
const char *child_stopped(void);

#endif
