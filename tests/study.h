/* A market, a scenario and the forecast of both, for tests that type an adjustment and look at what
 * becomes of the levels.  Names are short, since every line of such a test says them. */
#ifndef TESTS_STUDY_H
#define TESTS_STUDY_H

#include "forecast/forecast.h"

/* Of the test that runs; NULL before use or use_report and after study_end. */
extern struct market *market;
extern struct scenario *scenario;	/* without adjustments at first */
extern struct forecast *f;		/* the market alone at first, then what run made */

/* The market of a text or a shipped one, data/ID.yaml; filled as it says. */
void use(const char *yaml);
void use_report(const char *id);
/* A fixture's end, and what stands between two markets in one test. */
void study_end(void);

/* The forecast anew, with the scenario as it is now. */
void run(void);
/* It is refused, with these words. */
void refused(const char *words);

int node(const char *path);
double level(const char *path, int year);

#endif
