/* What a prompt's text could become: a list above it, to take from with Tab, or to choose in. */
#ifndef TUI_OFFERS_H
#define TUI_OFFERS_H

#include <glib.h>
#include <stdbool.h>

#include "chart/canvas.h"

struct offer {
	char *text;		/* in place of what stands in the prompt */
	char *name, *more;	/* as shown: on the left, and what it is about */
};

struct offers {
	GPtrArray *list;	/* struct offer *, best first; or NULL */
	int at;			/* the one chosen, -1: none */
};

/* A list to put offers in, and one more for it (copies). */
GPtrArray *offers_new(void);
void offers_add(GPtrArray *list, const char *text, const char *name, const char *more);
/* The ids of the library that begin with typed, each behind what stands before it. */
void offers_add_markets(GPtrArray *list, const char *before, const char *typed);
void offers_done(struct offers *o);
/* Takes list.  picks: the first is chosen at once. */
void offers_set(struct offers *o, GPtrArray *list, bool picks);
/* The text that Tab puts in place of text: what all offers begin with, else one after the other.
 * NULL: there are none. */
char *offers_tab(struct offers *o, const char *text, int step);
void offers_move(struct offers *o, int step);
/* "" if none is chosen. */
const char *offers_chosen(const struct offers *o);
/* Draws as many as there is room for in the rows that end above bottom. */
void offers_draw(const struct offers *o, struct canvas *c, int bottom, int rows);

#endif
