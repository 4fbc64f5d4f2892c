/* Scenarios by name, and the parents they are based on. */
#ifndef SCENARIO_FIND_H
#define SCENARIO_FIND_H

#include "scenario/scenario.h"

/* The file that FILE|NAME means: a file of that name, or NAME.yaml, or the one whose id is NAME,
 * beside the file `beside` (or NULL); a file of that name in the working directory; NAME.yaml or
 * the one whose id is NAME in the user's scenario directory.  New string; NULL if there is none. */
char *scenario_locate(const char *what, const char *beside);
/* The file that a FILE|NAME which is not there would be: as typed, or NAME.yaml in the user's scenario
 * directory.  New string. */
char *scenario_expected_file(const char *what);
/* Reads what -s names, without its parents.  NULL: messages say what was looked for and where. */
struct scenario *scenario_find(const char *what, struct messages *list);
/* s with the adjustments of its based_on chain underneath: what a forecast runs.  A new scenario
 * with the id of s; a lock of 0 has done its work and is gone.  NULL if a parent cannot be read, is
 * of another market, or leads back to s. */
struct scenario *scenario_resolve(const struct scenario *s, struct messages *list);
/* The same of own, which it frees and which may be NULL, checked against the market; NULL, with
 * messages, if it does not fit. */
struct scenario *scenario_whole(struct scenario *own, const struct market *m, struct messages *list);
/* Adds what `above` says to s, in place of what s said about the same. */
void scenario_overlay(struct scenario *s, const struct scenario *above);

#endif
