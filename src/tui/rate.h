/* What people type where a growth rate is asked for.
 *
 *	40  40%  =40	that rate
 *	-5%  =-5	a fall of 5 % a year
 *	+2  -1.5	so many points more or less than now
 *	+2pp  -1.5pp	the same, said in full
 *
 * Behind it may stand @FROM-TO, the window. */
#ifndef TUI_RATE_H
#define TUI_RATE_H

#include <stdbool.h>

#include "base/period.h"

struct typed_rate {
	double rate;		/* fraction a year, what is meant in the end */
	double change;		/* fraction, what was added; NaN if the rate was typed as such */
	struct period from, to;	/* unset: the default window */
};

/* now: the rate that + and - start from, NaN if unknown.
 * False: *why is a new sentence (may be NULL). */
bool rate_read(const char *text, double now, struct typed_rate *out, char **why);
/* "= 36.14 % a year (34.14 + 2.00)".  New string. */
char *rate_echo(const struct typed_rate *t, double now);

#endif
