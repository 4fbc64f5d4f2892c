/* Scenarios from text and at random, for tests of the layers below the explorer. */
#ifndef TESTS_SCENARIOS_H
#define TESTS_SCENARIOS_H

#include "scenario/scenario.h"

/* The file that tamarack-scenario(5) shows. */
extern const char scenarios_example[];

/* The scenario of a text without faults; the test ends with its messages if there are any. */
struct scenario *scenarios_load(const char *text);
/* A CAGR over years; years of 0: everywhere.  The caller's, or of the scenario it is set in. */
struct adjust *scenarios_rate(const char *path, int from, int to, double value);
/* Anything that may be set, at random: the same of the same state. */
struct adjust *scenarios_random_adjust(GRand *r);
struct scenario *scenarios_random(GRand *r);

#endif
