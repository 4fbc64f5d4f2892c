/* The edits of the explorer, each one undoable, and the sentence that says what it did. */
#ifndef MODEL_EDIT_H
#define MODEL_EDIT_H

#include "model/model.h"

struct edit {
	struct model *model;
	int node;		/* a dimension stands for the total */
	int column;		/* the year cursor: which values the sentence names */
	int digits, level_digits;	/* decimals of rates and of levels */
	int width;		/* columns of the sentence */
};

/* The segment that is edited: a dimension stands for the total. */
int edit_node(const struct edit *e);

/* Each returns a new sentence, or NULL: done, and model_said has one.  A refusal changes nothing
 * and its sentence says why. */
char *edit_typed(const struct edit *e, const struct reading *typed);
/* points: fraction, with its sign, on the rate that is typed, over its window, else on that of the
 * default window. */
char *edit_nudge(const struct edit *e, double points);
char *edit_lock(const struct edit *e);
/* The next mode; of a node with a typed rate also that rate's. */
char *edit_hold(const struct edit *e);
char *edit_hold_to(const struct edit *e, enum hold hold);
/* The next rule of equal, weights, none. */
char *edit_fill(const struct edit *e);
char *edit_fill_to(const struct edit *e, enum fill fill);
/* Keys of a scenario file as a person types them: "adjust: [{path: total, cagr: 25%}]", "fill: none",
 * "horizon: 2040\nafter: {constant: 5%}".  A rate takes the place of a shape over the same years,
 * and the other way round. */
char *edit_yaml(const struct edit *e, const char *yaml);
/* The same upon next (taken) in place of the present scenario. */
char *edit_yaml_upon(const struct edit *e, struct scenario *next, const char *yaml);
/* What these keys say by themselves; NULL: *why (may be NULL) is a new sentence. */
struct scenario *edit_read(const char *yaml, char **why);
/* edit_window.c: the published rate over these periods alone ("2026-2035"), no growth from
 * where it opens to their first, in place of all growth typed here; says what rate the published level at their end
 * would need. */
char *edit_window(const struct edit *e, const char *window);
/* A reason for all that is typed for the node; "" takes it away. */
char *edit_why(const struct edit *e, const char *why);
/* The forecast ends where the market's does. */
char *edit_near_end(const struct edit *e);
char *edit_reset_node(const struct edit *e);
char *edit_reset_all(const struct edit *e);
/* What the scenario adds to the one it is based on goes. */
char *edit_reset_to_parent(const struct edit *e);

/* Any other change: next is taken.  still: what to say if no figure moves, or NULL. */
char *edit_scenario(const struct edit *e, struct scenario *next, const char *still);

/* The rate that "+2" starts from: over the window or year behind its '@', else (and for NULL) the
 * default one.  NaN if unknown. */
double edit_rate_now(const struct edit *e, const char *text);
/* Why there is no growth to change, and what to do first; NULL if there is.  New string. */
char *edit_no_forecast(const struct edit *e);
/* The node's own rate or one over periods is typed. */
bool edit_is_typed(const struct model *m, int node);
bool edit_is_locked(const struct model *m, int node);

#endif
