/* The user's editor on a file that we never write ourselves, at the line of what the cursor is on. */
#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include "tui/app.h"

/* $VISUAL or $EDITOR on what the view's `place` says.  What was changed there is read again.  v may
 * be gone afterwards.  Returns REACT_ bits. */
unsigned editor_act(struct view *v);

/* Where a node stands: in the scenario's file if that changes it, else in the market's. */
void editor_place_node(const struct view *v, int node, struct file_place *out);

#endif
