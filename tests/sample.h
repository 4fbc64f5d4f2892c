/* Markets from text and from the files of the sources, and what was said of them, for tests of the
 * layers below the explorer.  The caller frees a market. */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

#include "market/market.h"

/* The head of a market, and with the periods of the first report; four lines and five. */
#define HEAD "tamarack: 1\nid: m\ntitle: M\nunit: {currency: USD, scale: million}\n"
#define HEAD_2031 HEAD "period: {base: 2025, from: 2026, to: 2031}\n"

/* The market of a text or of a file, named from the top of the sources.  One with errors ends the
 * test with its messages. */
struct market *sample_text(const char *text);
struct market *sample_file(const char *file);
/* A shipped market, data/ID.yaml; with lines of text behind it. */
struct market *sample_report(const char *id);
struct market *sample_longer(const char *id, const char *more);
/* The index of a path; one that is not there ends the test. */
int sample_node(const struct market *m, const char *path);

/* The market of a text, NULL if it has errors.  *said: the messages as sample_messages has them,
 * new; NULL drops them. */
struct market *sample_try(const char *text, char **said);
/* The messages, "LINE:COLUMN: text" a line, a warning marked as one.  New string. */
char *sample_messages(const struct messages *list);

#endif
