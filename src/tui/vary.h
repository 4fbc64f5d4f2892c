/* Every adjustment a scenario file knows, typed in the explorer: a list of the kinds with what is
 * typed now, a prompt for each, and commands by the names the file has for them. */
#ifndef TUI_VARY_H
#define TUI_VARY_H

#include "tui/app.h"
#include "tui/offers.h"

/* The list of kinds.  Returns REACT_ bits. */
unsigned vary_choose(struct view *v);
/* The prompt for a rate, which takes a shape as well. */
unsigned vary_rate(struct view *v);

/* Everything as in the source; a scenario with a parent asks which of the two.  Returns REACT_ bits. */
unsigned vary_reset(struct view *v);

/* Name, argument and help of command i; NULL behind the last. */
const char *vary_name(int i, const char **argument, const char **help);
/* "growth 45@2027": key and what follows it, "" to be asked.  Returns REACT_ bits. */
unsigned vary_run(struct view *v, const char *key, const char *text);
bool vary_has(const char *key);

/* vary_offer.c: adds what text could become as the value of key, `before` set in front of each. */
void vary_offer(GPtrArray *list, const struct view *v, const char *key, const char *before,
		const char *text);
/* Segments whose name or path begins with text, without one of them. */
GPtrArray *vary_offer_segments(const struct market *m, const char *text, int but);

#endif
