/* --draws, --seed, --rho, --sd, --shares and --threads: how a simulation is drawn. */
#ifndef CLI_DRAWS_H
#define CLI_DRAWS_H

#include "analysis/simulate.h"
#include "cli/session.h"

/* On top of what the session's scenario says; node: the outcome.  False and said if one is wrong. */
bool draws_read(const struct cli *c, const struct session *s, int node, struct simulate_options *o);
/* One of them was given; its name, else NULL. */
const char *draws_given(const struct cli *c);

#endif
