/* Reading the market's file again: cursor, folds, marks, filter, order, year and the scenario with
 * its edits stay; what no longer fits is told, and then nothing has changed. */
#ifndef TUI_RELOAD_H
#define TUI_RELOAD_H

#include "tui/app.h"

/* Of the open market.  v may be gone afterwards.  Returns REACT_ bits. */
unsigned reload_market(struct view *v);
/* Of the scenario that is open, unless it has unsaved edits: those stay, and are told of. */
unsigned reload_scenario(struct view *v);
/* Says once for each change that the market's file is another on disk now. */
void reload_notice(struct app *app);

#endif
