/* Signals while the screen is ours.  Those that would end or stop the program only leave their
 * number in a pipe; a crash writes the terminal's reset, puts its settings back and goes on as it
 * would have. */
#ifndef TERM_SIGNALS_H
#define TERM_SIGNALS_H

#include <glib.h>
#include <stdbool.h>

/* Takes them, and keeps the terminal's settings for a crash.  False without a pipe: errno. */
bool signals_catch(void);
void signals_give_back(void);
/* What a crash writes begins anew; adds a terminfo string to it, its padding ("$<5>") left out.
 * NULL adds nothing. */
void signals_forget_reset(void);
void signals_reset(const char *text);
/* Ready to read when a signal came or somebody wakes us. */
int signals_fd(void);
/* The number of the next signal, 0 after a wake, -1 if there is none. */
int signals_next(void);
/* Starts a thread that leaves signals to the one that has the terminal.  Its crash gives the terminal
 * back like any other, a stack that is full too. */
GThread *signals_thread(const char *name, GThreadFunc work, void *data);
/* Ends a wait for signals_fd, from any thread. */
void signals_wake(void);

#endif
