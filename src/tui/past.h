/* What was typed into prompts before, by the name of what was asked for; kept over runs in a file of
 * the state directory, a line for each answer: NAME, a tab, TEXT.  A convenience: what goes wrong
 * with the file is not told. */
#ifndef TUI_PAST_H
#define TUI_PAST_H

#include <glib.h>

struct past;

/* file: borrowed, read when it is first wanted; NULL: nothing outlives the run. */
struct past *past_new(const char *file);
void past_free(struct past *p);
/* Answers to what is called so (NULL: none are kept), char *, oldest first, each once; lives as long
 * as p.  NULL without a name. */
GPtrArray *past_answers(struct past *p, const char *name);
/* The newest of them.  Neither an empty text nor one with control characters is kept. */
void past_add(struct past *p, const char *name, const char *text);

#endif
