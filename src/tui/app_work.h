/* The inside of the explorer's state, shared by app*.c.  Nothing else includes this. */
#ifndef TUI_APP_WORK_H
#define TUI_APP_WORK_H

#include "tui/app.h"
#include "tui/past.h"
#include "tui/prompt.h"
#include "tui/saving.h"

enum { KEYS_PENDING_MAX = KEY_SEQUENCE_MAX,
       MISSED_PASTE = -1 /* a question was answered by a paste */ };

struct app {
	const struct explorer_options *options;
	const struct app_host *host;
	struct explorer_options plain;	/* of app_read_market */
	bool utf8, done, discard;	/* discard: unsaved edits may go */
	unsigned requests;
	int digits, rows, columns;
	const struct canvas *drawn;	/* shows everything but moves of the cursor; NULL: none does */
	struct keymap *keymap;
	struct model *model;
	GPtrArray *views;		/* struct view *, the last is shown */

	int pending[KEYS_PENDING_MAX];	/* a sequence that goes on */
	int n_pending;
	int last_key;

	char *said;			/* until the next key, or NULL */
	enum style said_style;

	bool asking;
	struct ask question;
	char *label;			/* of it */
	struct view *asker;
	struct prompt prompt;
	struct offers offers;
	struct past *past;

	char *choice;			/* asks for one key, or NULL */
	const char *choice_keys;	/* that answer it */
	int missed;			/* the key that came last and does not, MISSED_PASTE or 0 */
	unsigned (*choose)(struct view *v, int key);
	int go_node, go_column;		/* of app_go */
	unsigned guarded;		/* what a guard's yes leads to */
	unsigned (*go_on)(struct view *v);	/* or this, if there is one */
	struct saving saving;
	struct settings settings;
	char *wanted;			/* to be opened next */
	app_opener *opener;		/* or NULL */
	void *opener_data;
	app_worker *worker;		/* or NULL */
	void *worker_data;
};

/* app.c: the stack of views. */

struct view *app_top(const struct app *app);
void app_layout(struct app *app);
/* Does what an action returned. */
void app_obey(struct app *app, unsigned react);

/* app_keys.c */

void app_forget_message(struct app *app);

/* app_ask.c: prompts and questions. */

/* The keys of a prompt, of a question. */
void app_prompt_takes(struct app *app, int key);
void app_choice_takes(struct app *app, int key);
void app_prompt_changed(struct app *app);
void app_stop_asking(struct app *app);

#endif
