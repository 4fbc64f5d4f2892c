/* Copying what a view shows, as text for the terminal's clipboard: fields stand between tabs, so
 * that a spreadsheet takes them apart.  All text is made safe; a status has a field of its own. */
#ifndef TUI_COPY_H
#define TUI_COPY_H

#include "report/render.h"
#include "tui/app.h"

void shown_done(struct shown *s);

/* ACTION_COPY_CELL, _ROW or _TABLE of what is shown, *rows: how many.  style: of the numbers and
 * signs.  New string; NULL: there is none here. */
char *shown_text(const struct shown *s, enum action part, const struct render_style *style,
		 int *rows);

/* Hands the part of the view to the terminal and says so.  Returns REACT_ bits. */
unsigned copy_act(struct view *v, enum action part);

#endif
