/* A small terminal of the xterm kind, for tests: bytes in, cells out.
 *
 * It is strict.  What curses writes for TERM=xterm-256color is understood; whatever else looks
 * like a control or an escape sequence is kept in `odd`: a test can say that there is none. */
#ifndef TESTS_VT_H
#define TESTS_VT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct vt {
	int rows, columns, row, column;
	int top, bottom;		/* of the scrolling region */
	gunichar *cells;		/* 0: the second column of a wide character */
	bool pending;			/* at the right edge; the next character wraps */
	gunichar last;			/* what is repeated */
	bool alternate, hidden, keypad, paste, mouse;
	char mode;			/* what is being read: 0, ESC, '[', ']', '(' */
	GString *part;			/* of a sequence or a character that goes on */
	GString *odd;			/* what it does not know, as C escapes */
};

void vt_init(struct vt *t, int rows, int columns);
void vt_done(struct vt *t);
/* Keeps what fits; the cursor stays inside. */
void vt_resize(struct vt *t, int rows, int columns);
void vt_write(struct vt *t, const char *bytes, size_t n);
/* The screen, one line a row, trailing blanks removed.  New string. */
char *vt_dump(const struct vt *t);
bool vt_shows(const struct vt *t, const char *text);
/* The first screen, a visible cursor, no keypad, paste or mouse mode. */
bool vt_is_sane(const struct vt *t);

#endif
