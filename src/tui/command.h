/* The command line and the palette: every action by its name, and what takes words.
 *
 * A command is a name and what follows it, "year 2028"; an action's name alone runs the action. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include "tui/app.h"

/* COMMAND, PALETTE and DUMP ask.  Returns REACT_ bits. */
unsigned command_act(struct view *v, enum action a);
/* Runs a line; what is wrong with it is said.  Returns REACT_ bits; v may be gone then. */
unsigned command_run(struct view *v, const char *line);

/* The name, argument and help of command i; NULL behind the last.  All take an argument. */
const char *command_name(int i, const char **argument, const char **help);

#endif
