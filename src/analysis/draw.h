/* Random draws by name: a draw depends on the seed, the path of its node and the number of the
 * trial, and on nothing else.  So the same seed gives the same numbers whatever the number of
 * threads, the order of the trials and the other nodes.
 *
 * A counter goes through two rounds of a 64-bit mixer (Stafford's variant 13), keyed by the
 * path: no state to hand over between trials or threads, which the generators of GSL would need. */
#ifndef ANALYSIS_DRAW_H
#define ANALYSIS_DRAW_H

#include <stdint.h>

#include "scenario/scenario.h"

/* The key of a stream. */
uint64_t draw_key(uint64_t seed, const char *path);
/* Uniform on (0, 1), never an end. */
double draw_uniform(uint64_t key, uint64_t trial);
/* Standard normal. */
double draw_normal(uint64_t key, uint64_t trial);
/* The value of a spread at a standard normal z; centre: mean of a normal one. */
double draw_spread(const struct spread *s, double centre, double z);

#endif
