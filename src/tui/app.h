/* The explorer without its terminal: keys in, a canvas out.
 *
 * A stack of views, a keymap, one prompt, one message.  Everything a view does to the program as a
 * whole it asks for here; what its actions return says what has to happen next. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "chart/canvas.h"
#include "model/model.h"
#include "report/render.h"
#include "tui/explorer.h"
#include "tui/keymap.h"
#include "tui/settings.h"

enum { APP_MIN_ROWS = 10, APP_MIN_COLUMNS = 40, APP_PAUSE = 100 };

enum {
	REACT_REDRAW = 1,
	REACT_RECOMPUTE = 2,	/* the forecast is another: every view rebuilds its rows */
	REACT_CLOSE = 4,	/* this view is done with */
	REACT_QUIT = 8,
	REACT_STOP = 16,	/* stop the process, as ^Z does */
	REACT_REPAINT = 32,	/* the terminal's content is not to be trusted */
	REACT_MOVED = 64,	/* the cursor, and nothing but what draw_moved draws */
	REACT_GO = 128,		/* to the tree, where app_go said */
	REACT_AGAIN = 256,	/* an answer was refused, and said: its prompt stays open */
};

struct app;
struct saving;
struct view;

/* What a view shows as a table, to be copied from (copy.h). */
struct shown {
	const struct table *table;
	struct table *made;	/* the same if it was made to be copied, else NULL */
	GArray *order;		/* int: its lines as they are shown, NULL: as they are */
	int line, column;	/* under the cursor; line -1: none */
	char *row;		/* what the row says as a whole, where it is one of several lines; or NULL */
};

/* Where something stands in a file, for the editor. */
struct file_place {
	char *file;
	int line;		/* 0: the file as a whole */
};

/* The market has been read again. */
struct renewal {
	const struct model *before;	/* the former market with its forecasts, until all have gone over */
	const int *map;			/* market_match to the present one */
};

struct view_hint { enum action action, other; const char *word; };	/* "+/- nudge" */

struct view_ops {
	const char *title;
	enum scope scope;		/* which bindings apply */
	const struct view_hint *hints;	/* ends with an empty word */
	bool (*open)(struct view *v, GError **error);
	void (*layout)(struct view *v, int rows, int columns);	/* before a draw, after a resize */
	void (*sync)(struct view *v);	/* new forecast: rebuild rows, keep the cursor by node */
	/* What was left for when the keys pause (unsettled); may be NULL. */
	void (*settle)(struct view *v);
	void (*draw)(const struct view *v, struct canvas *c);
	/* Over what draw drew: what a move of the cursor changed.  May be NULL. */
	void (*draw_moved)(const struct view *v, struct canvas *c);
	unsigned (*act)(struct view *v, enum action a, int argument);	/* REACT_ bits */
	/* Puts the cursor on a node, and on a column unless it is -1; may be NULL. */
	void (*go)(struct view *v, int node, int column);
	/* A click (wheel 0) or wheel steps on the view's area; may be NULL. */
	unsigned (*mouse)(struct view *v, int row, int column, int wheel);
	/* What it shows, to be copied; all: every row, else that under the
	 * cursor will do.  May be NULL. */
	void (*table)(const struct view *v, bool all, struct shown *out);
	/* Goes over to the market as it was read again; rows are built anew by sync behind it.  False:
	 * nothing is left to show.  NULL: a view of the market closes. */
	bool (*renewed)(struct view *v, const struct renewal *r);
	/* Where in a file that stands what is under the cursor; may say why nowhere.  May
	 * be NULL. */
	void (*place)(const struct view *v, struct file_place *out);
	/* Reads again what is shown, a file (changed in the editor) or NULL: all.  Returns REACT_ bits.
	 * NULL: it is the market. */
	unsigned (*reload)(struct view *v, const char *file);
	void (*close)(struct view *v);
};

struct view {
	const struct view_ops *ops;
	struct app *app;
	void *own;			/* the view's state */
	bool unsettled;			/* something waits for a pause, so that a held key is cheap */
};

/* 80x24 until app_resize. */
struct app *app_new(const struct explorer_options *o, bool utf8);
void app_free(struct app *app);

/* How markets are opened, by the owner of the screen; as open_model, at once, if this is not
 * called. */
typedef struct model *app_opener(void *data, const struct explorer_options *o, const char *what,
				 struct messages *list);
void app_set_opener(struct app *app, app_opener *opener, void *data);

/* How long work is done, by the owner of the screen: elsewhere, so that progress shows and Escape ends
 * it; here and to its end if this is not called.  Returns what run returned. */
typedef bool app_worker(void *data, const char *what,
			bool (*run)(void *of, const struct progress *p), void *of);
void app_set_worker(struct app *app, app_worker *worker, void *data);

/* What only the owner of the terminal can do.  A member may be NULL: it cannot. */
struct app_host {
	/* Hands text to the terminal's clipboard.  False: error says why not. */
	bool (*copy)(const char *text, GError **error);
	/* Gives the terminal to a program until it ends or stops; as child_run. */
	bool (*run)(char *const *argv, int *status, GError **error);
};
/* host: borrowed, until the app is freed.  Without one nothing of it can be done. */
void app_set_host(struct app *app, const struct app_host *host);

/* Loads what the options name and opens the first view: the library, the list of several markets,
 * or the tree.  False: nothing can be opened; the messages say why. */
bool app_open(struct app *app, struct messages *list);

void app_resize(struct app *app, int rows, int columns);
/* A canvas drawn before is only brought up to date where that is enough: the caller keeps its
 * content. */
void app_draw(struct app *app, struct canvas *c);
void app_key(struct app *app, int key);
void app_paste(struct app *app, const char *text);
/* A click at a cell (wheel 0), or steps of the wheel there (up is negative). */
void app_mouse(struct app *app, int row, int column, int wheel);
/* argument: of actions that take one (the digit of DIMENSION), else 0. */
void app_act(struct app *app, enum action a, int argument);

bool app_is_done(const struct app *app);
/* The next key answers a question, or goes into a prompt. */
bool app_asks(const struct app *app);
/* Something is to be drawn once no key has come for APP_PAUSE milliseconds: app_settle then. */
bool app_is_unsettled(const struct app *app);
void app_settle(struct app *app);
/* What the caller that owns the terminal has to do: REACT_STOP, REACT_REPAINT.  Asks once. */
unsigned app_take_requests(struct app *app);
struct model *app_model(const struct app *app);
struct saving *app_saving(struct app *app);

/* For views. */

bool app_utf8(const struct app *app);
const struct keymap *app_keymap(const struct app *app);
const struct explorer_options *app_options(const struct app *app);
/* Never NULL. */
const struct app_host *app_host(const struct app *app);
/* The screen as resized last. */
void app_size(const struct app *app, int *rows, int *columns);
/* Decimals of rates and shares, and of levels: those may need more, as long as nobody said how many. */
int app_digits(const struct app *app);
int app_level_digits(const struct app *app);
/* Of tables in text. */
struct render_style app_style(const struct app *app);
void app_set_digits(struct app *app, int digits);
/* A sentence for the message line, until the next key. */
void app_say(struct app *app, enum style style, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* There is one. */
bool app_has_said(const struct app *app);
/* What stands in the message line: that, else what was said about the scenario's state. */
const char *app_message(const struct app *app, enum style *style);
bool app_push(struct app *app, const struct view_ops *ops, void *own);
/* Where the tree goes, for a view on top of it to return. */
unsigned app_go(struct app *app, int node, int column);
int app_depth(const struct app *app);	/* views on the stack */
/* Takes the model in place of the present one; the views below the one shown that were about that
 * go, lists of markets aside. */
void app_set_model(struct app *app, struct model *m);

/* What may be changed while the program runs. */
struct settings *app_settings(struct app *app);
/* Does an action as its key does; v may be gone then.  Returns REACT_ bits. */
unsigned app_do(struct app *app, struct view *v, enum action a, int argument);
/* The market what with its scenario, opened while the screen answers.  NULL: messages say why. */
struct model *app_open_model(struct app *app, const char *what, struct messages *list);
/* The market in a file alone, without the scenario of the options. */
struct model *app_read_market(struct app *app, const char *file, struct messages *list);
/* Does long work while the screen answers: run gets `of` and returns whether it got to its end; it
 * must not touch the app, and nothing else goes on meanwhile.  what names it.  False, and said so,
 * if it was ended before. */
bool app_work(struct app *app, const char *what, bool (*run)(void *of, const struct progress *p),
	      void *of);
/* Lets every view go over to the market as it was read again; some close. */
void app_renew_views(struct app *app, const struct renewal *r);
/* What is to be opened once the guard has let go of the present market. */
void app_want(struct app *app, const char *what);
const char *app_wanted(const struct app *app);
/* Takes the model in place of the present one and shows its tree; every view but lists of markets
 * goes, also the caller's. */
void app_show_market(struct app *app, struct model *m);

/* Asks for a line at the bottom. */
struct ask {
	const char *label;
	const char *text;		/* to begin with, or NULL */
	bool selected;			/* what is typed first takes its place */
	const char *history;		/* name of what was typed before, or NULL */
	char *(*echo)(struct view *v, const char *text);	/* how it reads; or NULL */
	void (*changed)(struct view *v, const char *text);	/* while typing; or NULL */
	/* What the text could become (offers.h), new; or NULL.  picks: the answer is the offer
	 * chosen, whatever was typed to find it. */
	GPtrArray *(*offer)(struct view *v, const char *text);
	bool picks;
	unsigned (*answer)(struct view *v, const char *text);
	void (*cancelled)(struct view *v);			/* or NULL */
};
void app_ask(struct app *app, struct view *v, const struct ask *q);
/* Asks for one key, and goes on asking until one of keys (lower case, a constant) or Escape comes;
 * what was said before stays until then.  label names the keys; answer gets the one typed, lower
 * case, Escape and ^C as K_ESC.  It returns REACT_ bits. */
void app_choose(struct app *app, struct view *v, const char *label, const char *keys,
		unsigned (*answer)(struct view *v, int key));

/* Parts of the screen that views share. */

/* "What: name, USD bn", for figures that nothing else on the screen gives the unit of.  New
 * string. */
char *app_title(const struct app *app, const char *what, const char *name);
/* A title that ends in a year keeps it where it has to be cut. */
void app_draw_title(const struct app *app, struct canvas *c, const char *left, const char *right);
/* Rows that the message takes: one, or more for one that a key brought up and that is longer. */
int app_message_rows(const struct app *app);
/* The message, whose last line stands on row.  A view that leaves no room for more covers the end of
 * what is above; so it is drawn last. */
void app_draw_message(const struct app *app, struct canvas *c, int row);
/* Keeps unsaved edits from being lost: true if there are none; else asks, and does what `then`
 * says once that is settled. */
bool app_guard(struct app *app, struct view *v, unsigned then);
/* The same, with a function of the view to go on with. */
bool app_guard_call(struct app *app, struct view *v, unsigned (*then)(struct view *v));
/* Leaves the program as if that question were answered by leaving without them. */
unsigned app_leave(struct app *app);

#endif
