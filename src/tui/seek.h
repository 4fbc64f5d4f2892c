/* What rate reaches a target, and when one segment overtakes another: asked for at the prompt, answered
 * in a sentence. */
#ifndef TUI_SEEK_H
#define TUI_SEEK_H

#include "tui/app.h"

/* Each asks about a node (a dimension stands for the total) in the view, whose edits are about that
 * column.  Returns REACT_ bits. */
unsigned seek_goal(struct view *v, int node, int column);
unsigned seek_crossover(struct view *v, int node);

#endif
