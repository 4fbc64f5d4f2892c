/* The edits of the explorer, each one undoable, and the sentence that says what it did. */
#ifndef TUI_EDIT_H
#define TUI_EDIT_H

#include "tui/model.h"

struct edit {
	struct model *model;
	int node;		/* a dimension stands for the total */
	int column;		/* the year cursor: which values the sentence names */
	int digits, width;	/* decimals and columns of the sentence */
};

/* Each returns a new sentence, or NULL: done, and model_said has one.  A refusal changes nothing
 * and its sentence says why. */
char *edit_typed(const struct edit *e, const struct reading *typed);
/* points: fraction, with its sign. */
char *edit_nudge(const struct edit *e, double points);
char *edit_lock(const struct edit *e);
/* The next mode; of a node with a typed rate also that rate's. */
char *edit_hold(const struct edit *e);
/* The next rule of equal, weights, none. */
char *edit_fill(const struct edit *e);
char *edit_reset_node(const struct edit *e);
char *edit_reset_all(const struct edit *e);

/* Any other change: next is taken.  still: what to say if no figure moves, or NULL. */
char *edit_scenario(const struct edit *e, struct scenario *next, const char *still);

/* The rate that + and - and a typed "+2" start from: over the window of the typed rate, else the
 * default one.  NaN if unknown. */
double edit_rate_now(const struct edit *e);
/* The node's own rate or one over periods is typed. */
bool edit_is_typed(const struct model *m, int node);
bool edit_is_locked(const struct model *m, int node);

#endif
