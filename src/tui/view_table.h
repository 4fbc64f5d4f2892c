/* What the views that show a table share.  Such a view's state begins with a struct table_view,
 * its constant table of operations names the functions below, or its own that end in them. */
#ifndef TUI_VIEW_TABLE_H
#define TUI_VIEW_TABLE_H

#include "tui/app.h"
#include "tui/pane.h"

struct table_view {
	struct pane pane;
	char *title;		/* of the screen */
	/* Makes the table, anew for each forecast, as app_work has its work done.  NULL: progress ended
	 * it. */
	struct table *(*build)(struct view *v);
	const struct progress *progress;	/* while it is made; may be NULL */
	bool by_width;		/* and for each width, which is in `columns` */
	int columns, top;	/* top: rows above the pane */
	char *find;		/* what was searched for last, or NULL */
	int origin;		/* where a search began */
	void (*forget)(void *own);	/* frees what the view itself holds, or NULL */
};

enum { TABLE_TOP = 2 };		/* rows above the pane where there is room */

extern const struct view_hint table_hints[];

/* own: a view's state, allocated by g_new0, with build and title set; taken.  False, and said so, if
 * the table was ended before it was there. */
bool table_view_open(struct app *app, const struct view_ops *ops, void *own);
void table_view_layout(struct view *v, int rows, int columns);
void table_view_sync(struct view *v);
/* Makes the table anew for what the view asks now.  False if that was ended: the former one stays. */
bool table_view_build(struct view *v);
void table_view_draw(const struct view *v, struct canvas *c);
unsigned table_view_act(struct view *v, enum action a, int argument);
unsigned table_view_mouse(struct view *v, int row, int column, int wheel);
void table_view_table(const struct view *v, bool all, struct shown *out);
void table_view_close(struct view *v);

/* A table that is there already (taken) and has no keys of its own. */
bool view_table_open(struct app *app, const char *title, struct table *t);

#endif
