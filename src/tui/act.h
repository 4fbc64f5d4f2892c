/* What the actions of several views have in common. */
#ifndef TUI_ACT_H
#define TUI_ACT_H

#include "tui/app.h"

unsigned act_undo(struct view *v);
unsigned act_redo(struct view *v);
/* Undo, redo or save, if it is that; else 0. */
unsigned act_common(struct view *v, enum action a);
/* More or fewer decimals. */
unsigned act_digits(struct view *v, enum action a);
/* What an edit returned (taken): a refusal is said, otherwise the forecast is new. */
unsigned act_edited(const struct view *v, char *refusal);

#endif
