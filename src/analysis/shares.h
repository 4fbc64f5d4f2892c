/* Unpublished shares, drawn: what the level of a node becomes when the shares that a fill rule gave
 * to it, to its ancestors and to their siblings lie elsewhere within what is proven.
 *
 * The members of a group without a share share what the others leave by a Dirichlet distribution
 * above their lower bounds, whose mean is the fill; draws beyond a bound, or above the largest, are
 * drawn again.  Where the fill lies on a member's lower bound it is no mean of what is possible: the
 * distribution is then that without lower bounds, of what lies within them.
 * Under equal fill and without lower bounds every split that adds up is as likely as any other.
 * A group in which a scenario types a share or a weight keeps its fill.
 *
 * Draws are keyed by the path of each member and the trial (analysis/draw.h). */
#ifndef ANALYSIS_SHARES_H
#define ANALYSIS_SHARES_H

#include <stdint.h>

#include "forecast/forecast.h"

struct shares;

/* node: the outcome, columns first + 1 .. first + n_rows of f.  s may be NULL.  NULL: nothing the
 * outcome rests on is drawn. */
struct shares *shares_new(const struct forecast *f, const struct scenario *s, int node, int first,
			  int n_rows, uint64_t seed);
void shares_free(struct shares *s);
/* ratio: by row, of the outcome's level in this trial to the one with filled shares. */
void shares_draw(const struct shares *s, uint64_t trial, double *ratio);

/* Groups on the way from the outcome up: the member on that way and what is proven about its share
 * of its parent, low == high where it is published.  False behind the last. */
bool shares_group(const struct shares *s, int i, int *node, double *low, double *high);
/* The same ratio for shares that are given: x by drawn member of group i, in the market's order. */
int shares_drawn(const struct shares *s, int i, const int **nodes);
void shares_apply(const struct shares *s, int i, const double *x, double *ratio);

#endif
