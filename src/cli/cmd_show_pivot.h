/* show --pivot, which cmd_show.c leaves to it. */
#ifndef CLI_CMD_SHOW_PIVOT_H
#define CLI_CMD_SHOW_PIVOT_H

#include "cli/session.h"

/* path: a node of the first dimension, or NULL.  Returns an exit status. */
int cmd_show_pivot(const struct cli *c, const struct session *s, const char *path);

#endif
