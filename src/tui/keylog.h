/* A log of what was typed, and typing it again.
 *
 * One event a line: a key in the notation of key.h ("j", "<Down>", "^R"), or several of them as a
 * person may write ("5jje40<Enter>"); "<Paste>text" with the text escaped as in C; "<Mouse>row
 * column wheel".  An empty line and one that begins with "# " say nothing. */
#ifndef TUI_KEYLOG_H
#define TUI_KEYLOG_H

#include "tui/app.h"

struct keylog;

/* Begins file anew, readable by its owner alone; not one that was read in this run, such
 * as the market or the log that is replayed.  NULL: error says why. */
struct keylog *keylog_new(const char *file, GError **error);
/* Frees log, which may be NULL.  False, and error says why, if it is not whole. */
bool keylog_close(struct keylog *log, GError **error);
/* Each does nothing without a log (NULL), and is on disk when it returns. */
void keylog_key(struct keylog *log, int key);
void keylog_paste(struct keylog *log, const char *text);
void keylog_mouse(struct keylog *log, int row, int column, int wheel);

/* Types what the file says until it ends or the app is done.  False: it cannot be read, or a line
 * is none of a log; what stands before that line has been typed. */
bool keylog_replay(const char *file, struct app *app, GError **error);

#endif
