/* What an outline does otherwise when it shows a pivot, and what its files share; only outline*.c
 * include this. */
#ifndef TUI_OUTLINE_PIVOT_H
#define TUI_OUTLINE_PIVOT_H

#include "tui/outline.h"

/* Of outline.c. */
void outline_add_row(struct outline *t, int row);
/* Filter and rows anew, the cursor on a node or on what shows it. */
void outline_refresh(struct outline *t, int cursor);
/* Rows anew, the cursor likewise. */
void outline_rebuild(struct outline *t, int cursor);
/* The row of the node, or of what it is folded into. */
int outline_visible_row(const struct outline *t, int node);
/* Room for all rows of the pivot. */
void outline_fit(struct outline *t);
void outline_sort(struct outline *t, int *rows, int n);
const char *outline_folded_name(struct outline *t, int node);
/* The row's own name or alias has all the words. */
bool outline_matches(struct outline *t, int row, char *const *words);

/* All rows behind the first. */
void outline_pivot_collect(struct outline *t);
/* The cursor on the first row that is the given one or lies in it, if it is on none. */
void outline_pivot_first_in(struct outline *t, int row);
/* The words (taken) of a filter, NULL for none. */
void outline_pivot_filter(struct outline *t, char **words);
void outline_pivot_count(struct outline *t);
/* What all words of the filter are found in the path of; true without one. */
bool outline_pivot_matches(const struct outline *t, int row);
/* Unfolds so many levels below a row; false, and nothing has happened, if that is too much. */
bool outline_pivot_open(struct outline *t, int row, int levels);
void outline_pivot_close(struct outline *t, int row);
/* The deepest open row in sight, -1 if there is none. */
int outline_pivot_deepest(const struct outline *t);
int outline_pivot_search(struct outline *t, char *const *words, int from, int step);

#endif
