/* `:export FILE`: what the view shows, or all figures, as a file. */
#ifndef TUI_EXPORT_H
#define TUI_EXPORT_H

#include "tui/app.h"

/* Writes the table of a view that shows one, else every figure of every year, in the format that
 * the name's ending says, and tells which.  Returns REACT_ bits. */
unsigned export_act(struct view *v, const char *file);

#endif
