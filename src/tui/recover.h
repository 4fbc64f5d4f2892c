/* What an earlier run or another program left: the questions at the start of a scenario. */
#ifndef TUI_RECOVER_H
#define TUI_RECOVER_H

#include "tui/app.h"

/* Asks whether unsaved edits are taken back, or whether to go on beside another program; nothing
 * if neither is the case. */
void recover_ask(struct view *v);
/* Tells, beside a list of markets, of the newest edits that a crash left. */
void recover_tell(struct app *app);

#endif
