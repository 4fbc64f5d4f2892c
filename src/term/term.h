/* The terminal: term*.c are the only files that know curses.  A canvas goes out, events come in.
 *
 * There is one terminal.  From term_open to term_close the screen is ours; whatever ends the
 * program in between (exit, a signal, a crash) gives it back as it was. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include <glib.h>
#include <stdbool.h>

#include "chart/canvas.h"

/* Unset: as the configuration says, else auto, which heeds $NO_COLOR. */
enum color_mode { COLOR_MODE_UNSET, COLOR_MODE_AUTO, COLOR_MODE_ALWAYS, COLOR_MODE_NEVER };

enum term_event_kind {
	TERM_NOTHING,		/* the wait is over */
	TERM_KEY,
	TERM_PASTE,		/* text: what was pasted, as it came */
	TERM_MOUSE,
	TERM_RESIZE,		/* also after a stop: ask term_size and draw */
	TERM_SIGNAL,		/* SIGTERM, SIGHUP, SIGINT, SIGQUIT: leave */
	TERM_HANGUP,		/* the line is gone: leave */
};
enum term_button { BUTTON_LEFT, BUTTON_WHEEL_UP, BUTTON_WHEEL_DOWN };

struct term_event {
	enum term_event_kind kind;
	int key;		/* enum key, or a character */
	int signal;
	int row, column;
	enum term_button button;
	char *text;		/* the caller frees it */
};

/* ascii: draw with nothing else.  The mouse is left to the terminal.  False: *why is a sentence for
 * stderr and the terminal is untouched. */
bool term_open(bool ascii, char **why);
void term_close(void);
/* False in a locale or with an option that wants plain ASCII. */
bool term_utf8(void);
void term_size(int *rows, int *columns);
/* Writes what differs from the canvas shown last; nothing if nothing does. */
void term_show(const struct canvas *c);
/* The next term_show writes everything. */
void term_repaint(void);
/* Takes the mouse, or leaves it to the terminal. */
void term_mouse(bool on);
/* The palette is another now. */
void term_restyle(void);
/* Colours or none from now on; to be said before anything is shown. */
void term_color(enum color_mode mode);
/* Waits for what happens next, at most so many milliseconds (-1: for ever). */
void term_wait(struct term_event *event, int milliseconds);
/* Stops the program as ^Z does; returns when it goes on. */
void term_stop(void);
/* Gives the terminal to another program, and takes it back. */
void term_leave(void);
void term_return(void);
/* Hands text to the terminal's clipboard (OSC 52).  False: it has none that we know of, or the text
 * is too long for it. */
bool term_clipboard(const char *text, GError **error);

#endif
