/* The screen as text in a file: for a mail, a bug report, a test. */
#ifndef TUI_DUMP_H
#define TUI_DUMP_H

#include "tui/app.h"

/* Asks for the file.  Returns REACT_ bits. */
unsigned dump_ask(struct view *v);
/* Writes the screen as it stands, one line a row, trailing blanks removed. */
bool dump_screen(struct app *app, const char *file, GError **error);

#endif
