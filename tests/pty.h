/* A program in a pseudo-terminal, for tests: keys and signals in, a screen out.  Every wait has
 * a deadline; nothing sleeps. */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>

#include "vt.h"

enum { PTY_PATIENCE = 20000 };		/* ms until a wait has failed */

struct pty {
	pid_t pid;
	int fd, keeper;			/* keeper: the program's side, so that it outlives it */
	struct vt vt;
	GString *bytes;			/* all that was written */
	struct termios before;
	int status;			/* as of waitpid, once over */
	bool over, gone;		/* gone: the line is hung up */
};

struct pty_start {
	const char *const *arguments;	/* behind the program's name; ends with NULL */
	const char *const *environment;	/* NAME=VALUE, or NAME to unset it; or NULL */
	int rows, columns;		/* 0: 24x80 */
	bool closed[3];			/* standard descriptors that are closed before it starts */
	void (*instead)(void);		/* runs in place of the program, or NULL */
	int ignored;			/* a signal it finds ignored, or 0 */
};

/* The program of $TAMARACK. */
void pty_begin(struct pty *p, const struct pty_start *how);
/* Kills what still runs. */
void pty_end(struct pty *p);
void pty_type(struct pty *p, const char *keys);
void pty_resize(struct pty *p, int rows, int columns);
/* Reads until the screen shows text, or no longer does; false after PTY_PATIENCE, or if the
 * program is over before. */
bool pty_shows(struct pty *p, const char *text);
bool pty_hides(struct pty *p, const char *text);
/* Reads until it has written something, or this text among its bytes. */
bool pty_writes(struct pty *p);
bool pty_wrote(struct pty *p, const char *text);
/* Reads until both screens are the same, text and cursor. */
bool pty_same(struct pty *p, struct pty *q);
/* Reads what comes until nothing has come for so long. */
void pty_settle(struct pty *p, int milliseconds);
/* Reads until the program is over and all it wrote is read; false after PTY_PATIENCE. */
bool pty_ends(struct pty *p);
/* It has ended by now; what it wrote last may not be read yet. */
bool pty_is_over(struct pty *p);
/* Its exit status as a shell has it: 128 + n after signal n. */
int pty_status(const struct pty *p);
/* The program is stopped; waits for it. */
bool pty_stops(struct pty *p);
/* Lets it go on; waits until it has the terminal again. */
bool pty_goes_on(struct pty *p);
/* Closes the terminal's side of the line. */
void pty_hang_up(struct pty *p);
/* The terminal is as it was before: modes of the line and of the screen. */
bool pty_is_sane(const struct pty *p);
bool pty_line_is_sane(const struct pty *p);	/* the line alone, for other kinds of terminals */

/* A market of so many segments, each with a rate, in a file of that directory: what is asked of it
 * takes a while.  Returns the file's name, new. */
char *pty_wide_market(const char *directory, int segments);

#define ck_assert_pty(p, condition) do { \
	if (!(condition)) { \
		g_autofree char *dump_ = vt_dump(&(p)->vt); \
		fprintf(stderr, "the screen:\n%s", dump_); \
		ck_abort_msg("%s; status %d, odd: %.500s", #condition, pty_status(p), \
			     (p)->vt.odd->str); \
	} \
} while (0)

#endif
