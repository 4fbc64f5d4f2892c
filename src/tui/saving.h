/* Saving the scenario: a name, the questions of the save protocol, the file. */
#ifndef TUI_SAVING_H
#define TUI_SAVING_H

#include "tui/app.h"

/* A save under way. */
struct saving {
	char *file, *id;
	unsigned flags;		/* what was answered so far */
	unsigned then;		/* REACT_ bits once it is saved */
	const struct remedy *remedy;	/* asked about, private */
};

/* Asks for the name.  Returns REACT_ bits; `then` follows when it is saved. */
unsigned saving_ask(struct view *v, unsigned then);
/* Saves under a name or in a file.  Returns REACT_ bits. */
unsigned saving_as(struct view *v, const char *name);
/* Saves what is unsaved, under a name ("": its own, or asks for one), and leaves the program once
 * it is saved.  Returns REACT_ bits. */
unsigned saving_leave(struct view *v, const char *name);
/* Asks what to do about the scenario's file, which others have changed.  Returns REACT_ bits. */
unsigned saving_conflict(struct view *v);
void saving_done(struct saving *s);

#endif
