/* Recorded screens and texts, compared byte for byte.
 *
 * The record of NAME is tests/golden/NAME.  With TAMARACK_RECORD set (`make record-golden`) it is
 * written anew instead; otherwise a difference, or no record, fails the running Check test. */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include "chart/canvas.h"

void golden_text(const char *name, const char *text);
/* The text of a canvas, a line of dashes, its styles. */
void golden_canvas(const char *name, const struct canvas *c);

#endif
