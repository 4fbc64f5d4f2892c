/* What the files of the terminal know of each other: term.c its life, term_input.c events,
 * term_draw.c the screen, term_clipboard.c copies.  Only they include this, and only they know
 * curses. */
#ifndef TERM_TERM_PARTS_H
#define TERM_TERM_PARTS_H

#include "term/term.h"

/* A string of the terminal's description, NULL if it has none. */
const char *term_capability(const char *name);
/* $TERM begins with one of these. */
bool term_is_one_of(const char *const *names, size_t n);
/* Past curses, at once.  NULL writes nothing. */
void term_write(const char *text);
/* The screen is ours, and not left to another program. */
bool term_is_on(void);
/* Reports of the mouse are wanted. */
bool term_wants_mouse(void);

/* Once curses reads keys; before, it would not know the one we take from it.  pastes: the terminal
 * marks them. */
void term_input_begin(bool pastes);
void term_draw_end(void);

#endif
