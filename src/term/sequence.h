/* What a terminal sends behind Escape that is no key: reports of the mouse, answers nobody asked for,
 * halves and garbage.  It is taken in one character at a time and swallowed whole, so that nothing
 * of it is ever typed.
 *
 * The mouse is read as SGR ("[<0;5;8M", mode 1006) and as the old form ("[M" and three characters),
 * which terminals send that do not know the other. */
#ifndef TERM_SEQUENCE_H
#define TERM_SEQUENCE_H

#include <glib.h>
#include <stdbool.h>

enum { SEQUENCE_MOST = 40 };	/* characters of one that is no string */

enum sequence_state {
	SEQUENCE_MORE,
	SEQUENCE_KEY,		/* Alt and the character that was taken first */
	SEQUENCE_MOUSE,
	SEQUENCE_IGNORED,
	SEQUENCE_ANOTHER,	/* Escape in the middle: this one is over, the next begins */
};

struct sequence {
	char text[SEQUENCE_MOST + 1];	/* what came behind Escape */
	int n;
	guint first;			/* its first character: text has '?' if it is not ASCII */
	int old[3], n_old;		/* of the old form of a mouse report */
	int row, column, button;	/* of SEQUENCE_MOUSE, from 0; button: see below */
};

/* Of struct sequence: a click, a step of the wheel.  Releases, moves and other buttons are ignored. */
enum { SEQUENCE_CLICK, SEQUENCE_WHEEL_UP, SEQUENCE_WHEEL_DOWN };

void sequence_begin(struct sequence *s);
/* The next character behind Escape. */
enum sequence_state sequence_take(struct sequence *s, guint c);

#endif
