#include "config.h"

#include "tui/app.h"

#include <string.h>

#include "base/text.h"
#include "tui/command.h"
#include "tui/open.h"
#include "tui/prompt.h"
#include "tui/recover.h"
#include "tui/saving.h"
#include "tui/views.h"

enum { DIGITS_DEFAULT = 2, DIGITS_MAX = 10, KEYS_PENDING_MAX = KEY_SEQUENCE_MAX, MESSAGE_LINES = 4,
       OFFERS_SHOWN = 10 };

struct app {
	const struct explorer_options *options;
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
	GHashTable *histories;		/* name -> GPtrArray of char * */

	char *choice;			/* asks for one key, or NULL */
	unsigned (*choose)(struct view *v, int key);
	int go_node, go_column;		/* of app_go */
	unsigned guarded;		/* what a guard's yes leads to */
	unsigned (*go_on)(struct view *v);	/* or this, if there is one */
	struct saving saving;
	struct settings settings;
	char *wanted;			/* to be opened next */
};

static void answers_free(gpointer data)
{
	g_ptr_array_free(data, TRUE);
}

struct app *app_new(const struct explorer_options *o, bool utf8)
{
	struct app *app = g_new0(struct app, 1);

	app->options = o;
	app->utf8 = utf8;
	app->digits = o->digits >= 0 ? MIN(o->digits, DIGITS_MAX) : DIGITS_DEFAULT;
	app->rows = 24;
	app->columns = 80;
	app->keymap = keymap_new();
	app->settings = (struct settings){.digits = -1, .mouse = !o->no_mouse, .clipboard = true,
					  .keymap = app->keymap};
	app->views = g_ptr_array_new();
	app->histories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, answers_free);
	return app;
}

static struct view *top(const struct app *app)
{
	return app->views->len ? app->views->pdata[app->views->len - 1] : NULL;
}

static void stop_asking(struct app *app)
{
	if (app->asking)
		prompt_done(&app->prompt);
	g_clear_pointer(&app->label, g_free);
	offers_done(&app->offers);
	app->asking = false;
	g_clear_pointer(&app->choice, g_free);
}

static void pop(struct app *app)
{
	struct view *v = top(app);

	stop_asking(app);
	g_ptr_array_set_size(app->views, (int)app->views->len - 1);
	if (v->ops->close)
		v->ops->close(v);
	g_free(v);
	if (app->views->len == 0)
		app->done = true;
}

static void drop_model(struct app *app)
{
	if (app->model && app->discard)
		model_discard(app->model);
	model_free(app->model);
	app->model = NULL;
	app->discard = false;
}

void app_free(struct app *app)
{
	if (!app)
		return;
	while (app->views->len)
		pop(app);
	stop_asking(app);
	g_ptr_array_free(app->views, TRUE);
	g_hash_table_destroy(app->histories);
	keymap_free(app->keymap);
	drop_model(app);
	saving_done(&app->saving);
	g_free(app->said);
	g_free(app->wanted);
	g_free(app);
}

bool app_is_done(const struct app *app)
{
	return app->done;
}

bool app_asks(const struct app *app)
{
	return app->asking || app->choice;
}

bool app_is_unsettled(const struct app *app)
{
	return !app->done && top(app) && top(app)->unsettled;
}

void app_settle(struct app *app)
{
	struct view *v = top(app);

	app->drawn = NULL;
	if (v && v->unsettled && v->ops->settle)
		v->ops->settle(v);
	if (v)
		v->unsettled = false;
}

unsigned app_take_requests(struct app *app)
{
	unsigned requests = app->requests;

	app->requests = 0;
	return requests;
}

struct model *app_model(const struct app *app)
{
	return app->model;
}

bool app_utf8(const struct app *app)
{
	return app->utf8;
}

const struct keymap *app_keymap(const struct app *app)
{
	return app->keymap;
}

const struct explorer_options *app_options(const struct app *app)
{
	return app->options;
}

int app_digits(const struct app *app)
{
	return app->digits;
}

void app_set_digits(struct app *app, int digits)
{
	app->digits = CLAMP(digits, 0, DIGITS_MAX);
}

void app_size(const struct app *app, int *rows, int *columns)
{
	*rows = app->rows;
	*columns = app->columns;
}

struct saving *app_saving(struct app *app)
{
	return &app->saving;
}

int app_depth(const struct app *app)
{
	return (int)app->views->len;
}

/* What was about the model that goes, from the view number `last` down. */
static void drop_views_of_model(struct app *app, int last)
{
	for (int i = last; i >= 0; i--) {
		struct view *v = app->views->pdata[i];

		if (v->ops->scope == SCOPE_MARKETS)
			continue;
		g_ptr_array_remove_index(app->views, (guint)i);
		if (v->ops->close)
			v->ops->close(v);
		g_free(v);
	}
}

void app_set_model(struct app *app, struct model *m)
{
	drop_views_of_model(app, (int)app->views->len - 2);
	drop_model(app);
	app->model = m;
	model_keep(m, app->options->journals);
}

void app_show_market(struct app *app, struct model *m)
{
	stop_asking(app);
	drop_views_of_model(app, (int)app->views->len - 1);
	app_set_model(app, m);
	view_tree_open(app);
}

struct settings *app_settings(struct app *app)
{
	return &app->settings;
}

void app_want(struct app *app, const char *what)
{
	g_free(app->wanted);
	app->wanted = g_strdup(what);
}

const char *app_wanted(const struct app *app)
{
	return app->wanted;
}

/* ------------------------------------------------ talking */

void app_say(struct app *app, enum style style, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_free(app->said);
	app->said = g_strdup_vprintf(format, args);
	app->said_style = style;
	va_end(args);
}

bool app_has_said(const struct app *app)
{
	return app->said != NULL;
}

const char *app_message(const struct app *app, enum style *style)
{
	*style = app->said ? app->said_style : STYLE_NOTICE;
	if (app->said)
		return app->said;
	return app->model ? model_said(app->model) : "";
}

static GPtrArray *history(struct app *app, const char *name)
{
	GPtrArray *list;

	if (!name)
		return NULL;
	list = g_hash_table_lookup(app->histories, name);
	if (!list) {
		list = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(app->histories, g_strdup(name), list);
	}
	return list;
}

static void offer(struct app *app)
{
	if (app->question.offer)
		offers_set(&app->offers, app->question.offer(app->asker, app->prompt.text->str),
			   app->question.picks);
}

void app_ask(struct app *app, struct view *v, const struct ask *q)
{
	stop_asking(app);
	app->question = *q;
	app->question.label = app->label = g_strdup(q->label);
	app->asker = v;
	app->asking = true;
	prompt_init(&app->prompt, q->text ? q->text : "", history(app, q->history));
	offer(app);
}

void app_choose(struct app *app, struct view *v, const char *label,
		unsigned (*answer)(struct view *v, int key))
{
	stop_asking(app);
	app->choice = g_strdup(label);
	app->asker = v;
	app->choose = answer;
}

static unsigned leave_or_stay(struct view *v, int key)
{
	struct app *app = v->app;

	switch (key) {
	case 'y':
	case 'd':
		app->discard = true;
		return app->go_on ? app->go_on(v) : app->guarded;
	case 's':
		return saving_ask(v, app->guarded);
	default:
		return REACT_REDRAW;
	}
}

bool app_guard(struct app *app, struct view *v, unsigned then)
{
	if (!app->model || app->discard || !model_modified(app->model))
		return true;
	app->guarded = then;
	app->go_on = NULL;
	app_choose(app, v, "Unsaved edits:  s save  y leave without them  n stay", leave_or_stay);
	return false;
}

bool app_guard_call(struct app *app, struct view *v, unsigned (*then)(struct view *v))
{
	if (app_guard(app, v, REACT_REDRAW))
		return true;
	app->go_on = then;
	return false;
}

/* ------------------------------------------------ views */

bool app_push(struct app *app, const struct view_ops *ops, void *own)
{
	struct view *v = g_new0(struct view, 1);
	g_autoptr(GError) error = NULL;

	v->ops = ops;
	v->app = app;
	v->own = own;
	if (ops->open && !ops->open(v, &error)) {
		app_say(app, STYLE_ERROR, "%s", error ? error->message : "cannot be opened");
		ops->close(v);
		g_free(v);
		return false;
	}
	g_ptr_array_add(app->views, v);
	if (ops->layout)
		ops->layout(v, app->rows - 1, app->columns);
	return true;
}

static void layout(struct app *app)
{
	struct view *v = top(app);

	if (v && v->ops->layout)
		v->ops->layout(v, app->rows - 1, app->columns);
}

static void sync_all(struct app *app)
{
	for (guint i = 0; i < app->views->len; i++) {
		struct view *v = app->views->pdata[i];

		if (v->ops->sync)
			v->ops->sync(v);
	}
}

/* What the model wants to be asked or told, once nothing else is. */
static void attend(struct app *app)
{
	struct view *v = top(app);
	g_autofree char *warning = NULL;

	if (!app->model || !v || app->done || app->asking || app->choice)
		return;
	warning = model_take_warning(app->model);
	if (warning)
		app_say(app, STYLE_WARNING, "%s", warning);
	recover_ask(v);
}

unsigned app_go(struct app *app, int node, int column)
{
	app->go_node = node;
	app->go_column = column;
	return REACT_GO;
}

/* The views above the nearest one that can show a node are done with. */
static void go(struct app *app)
{
	guint i = app->views->len;
	struct view *v;

	while (i > 0 && !((struct view *)app->views->pdata[i - 1])->ops->go)
		i--;
	if (i == 0)
		return;
	while (app->views->len > i)
		pop(app);
	v = top(app);
	v->ops->go(v, app->go_node, app->go_column);
}

static void obey(struct app *app, unsigned react)
{
	if (react != REACT_MOVED)
		app->drawn = NULL;
	app->requests |= react & (REACT_STOP | REACT_REPAINT);
	if (react & REACT_RECOMPUTE)
		sync_all(app);
	if (react & REACT_QUIT) {
		app->done = true;
		return;
	}
	if (react & REACT_GO)
		go(app);
	if (react & REACT_CLOSE)
		pop(app);
	attend(app);
	layout(app);
}

/* Escape leads back but never out of the program.  With the tree goes its market, and with that
 * what was not saved. */
static unsigned go_back(struct app *app, struct view *v)
{
	bool last = app->views->len == 1;
	unsigned then = last ? REACT_QUIT : REACT_CLOSE;

	if (last && app->last_key == K_ESC) {
		g_autofree char *quit = keymap_first(app->keymap, ACTION_BACK);

		app_say(app, STYLE_NOTICE, "%s leaves the program", quit);
		return REACT_REDRAW;
	}
	if ((last || v->ops->scope == SCOPE_TREE) && !app_guard(app, v, then))
		return REACT_REDRAW;
	return then;
}

unsigned app_do(struct app *app, struct view *v, enum action a, int argument)
{
	unsigned react;

	switch (a) {
	case ACTION_QUIT: return app_guard(app, v, REACT_QUIT) ? REACT_QUIT : REACT_REDRAW;
	case ACTION_REPAINT: return REACT_REPAINT;
	case ACTION_SUSPEND: return REACT_STOP;
	case ACTION_COMMAND:
	case ACTION_PALETTE:
	case ACTION_DUMP: return command_act(v, a);
	case ACTION_HELP:
		if (v->ops->scope != SCOPE_HELP)
			view_help_open(app, v->ops->scope, v->ops->title);
		return REACT_REDRAW;
	default: break;
	}
	react = v->ops->act(v, a, argument);
	if (a == ACTION_BACK && react == 0)
		react = go_back(app, v);
	return react;
}

void app_act(struct app *app, enum action a, int argument)
{
	struct view *v = top(app);

	if (v && (action_scope(a) & v->ops->scope))
		obey(app, app_do(app, v, a, argument));
}

/* ------------------------------------------------ keys */

static void forget_message(struct app *app)
{
	if (app->said)
		app->drawn = NULL;
	g_clear_pointer(&app->said, g_free);
}

static void remember_answer(GPtrArray *list, const char *text)
{
	if (!list || *text == '\0')
		return;
	for (guint i = 0; i < list->len; i++) {
		if (strcmp(list->pdata[i], text) == 0) {
			g_ptr_array_remove_index(list, i);
			break;
		}
	}
	g_ptr_array_add(list, g_strdup(text));
}

static void prompt_changed(struct app *app)
{
	offer(app);
	if (app->question.changed)
		app->question.changed(app->asker, app->prompt.text->str);
}

static void answer(struct app *app)
{
	struct ask q = app->question;
	g_autofree char *text = g_strdup(q.picks ? offers_chosen(&app->offers)
					 : app->prompt.text->str);

	remember_answer(app->prompt.history, text);
	stop_asking(app);
	obey(app, q.answer(app->asker, text));
}

/* Keys that walk through the offers; false: this is none. */
static bool offers_take(struct app *app, int key)
{
	bool picks = app->question.picks;
	int step = key == K_TAB || key == K_DOWN || key == K_CONTROL('N') ? 1
		   : key == K_BACKTAB || key == K_UP || key == K_CONTROL('P') ? -1 : 0;

	if (!app->question.offer || !step || !(picks || key == K_TAB || key == K_BACKTAB))
		return false;
	if (picks) {
		offers_move(&app->offers, step);
		return true;
	}
	g_autofree char *text = offers_tab(&app->offers, app->prompt.text->str, step);

	if (text)
		prompt_set(&app->prompt, text);
	if (text && app->offers.at < 0)
		offer(app);
	return true;
}

static void prompt_takes(struct app *app, int key)
{
	if (offers_take(app, key))
		return;
	switch (prompt_key(&app->prompt, key)) {
	case PROMPT_GOES_ON:
		prompt_changed(app);
		break;
	case PROMPT_DONE:
		answer(app);
		break;
	case PROMPT_CANCELLED:
		stop_asking(app);
		if (app->question.cancelled)
			app->question.cancelled(app->asker);
		break;
	}
	layout(app);
}

static void choice_takes(struct app *app, int key)
{
	unsigned (*choose)(struct view *v, int key) = app->choose;

	g_clear_pointer(&app->choice, g_free);
	if (key < 128)
		key = g_ascii_tolower(key);
	obey(app, choose(app->asker, key));
}

static void no_such_key(struct app *app)
{
	GString *keys = g_string_new(NULL);
	char buf[KEY_TEXT_MAX];

	for (int i = 0; i < app->n_pending; i++)
		g_string_append(keys, key_format(app->pending[i], app->n_pending == 1, buf));
	g_autofree char *help = keymap_first(app->keymap, ACTION_HELP);

	app_say(app, STYLE_NOTICE, "%s means nothing here; %s lists the keys", keys->str, help);
	g_string_free(keys, TRUE);
}

static int argument_of(enum action a, int key)
{
	return a == ACTION_DIMENSION && key >= '0' && key <= '9' ? key - '0' : 0;
}

static void keymap_takes(struct app *app, int key)
{
	struct view *v = top(app);
	enum action a = ACTION_NONE;

	if (app->n_pending && (key == K_ESC || key == K_CONTROL('C'))) {
		app->n_pending = 0;
		return;
	}
	app->pending[app->n_pending++] = key;
	switch (keymap_match(app->keymap, v->ops->scope, app->pending, app->n_pending, &a)) {
	case KEY_MATCH_PREFIX:
		if (app->n_pending < KEYS_PENDING_MAX)
			return;
		break;
	case KEY_MATCH_ACTION:
		app->n_pending = 0;
		app->last_key = key;
		obey(app, app_do(app, v, a, argument_of(a, key)));
		return;
	case KEY_MATCH_NONE:
		no_such_key(app);
		break;
	}
	app->n_pending = 0;
}

void app_key(struct app *app, int key)
{
	if (app->done)
		return;
	forget_message(app);
	if (app->choice || app->asking || app->n_pending)
		app->drawn = NULL;
	if (app->choice)
		choice_takes(app, key);
	else if (app->asking)
		prompt_takes(app, key);
	else
		keymap_takes(app, key);
	if (app->said || app->n_pending)
		app->drawn = NULL;
}

void app_paste(struct app *app, const char *text)
{
	if (app->done)
		return;
	app->drawn = NULL;
	forget_message(app);
	if (!app->asking) {
		app_say(app, STYLE_NOTICE, "a paste goes into prompts only: nothing was done");
		return;
	}
	prompt_paste(&app->prompt, text);
	prompt_changed(app);
	layout(app);
}

void app_mouse(struct app *app, int row, int column, int wheel)
{
	struct view *v = top(app);

	if (app->done || app->asking || app->choice || !v->ops->mouse)
		return;
	forget_message(app);
	app->drawn = NULL;
	app->n_pending = 0;
	obey(app, v->ops->mouse(v, row, column, wheel));
}

void app_resize(struct app *app, int rows, int columns)
{
	app->rows = rows;
	app->columns = columns;
	app->drawn = NULL;
	if (rows >= APP_MIN_ROWS && columns >= APP_MIN_COLUMNS)
		layout(app);
}

/* ------------------------------------------------ drawing */

void app_draw_title(const struct app *app, struct canvas *c, const char *left, const char *right)
{
	int room = c->columns - 2;
	int width = right ? MIN(text_width(right), room / 2) : 0;
	g_autofree char *title = text_column(left, room - (width ? width + 2 : 0), false,
					     app->utf8);

	canvas_put(c, 0, 1, -1, STYLE_TITLE, title);
	if (width) {
		g_autofree char *cut = text_column(right, width, false, app->utf8);

		canvas_put_right(c, 0, c->columns - 1, width, STYLE_CHANGED, cut);
	}
}

/* Bytes of text that fit in a line of that width, cut at a blank if there is one. */
static size_t line_length(const char *text, int width)
{
	size_t fits = text_fit(text, width, NULL), at = fits;

	if (text[fits] == '\0')
		return fits;
	while (at > 0 && text[at] != ' ')
		at--;
	return at ? at : fits;
}

static int count_lines(const char *text, int width)
{
	int n = 0;

	for (; *text && n < MESSAGE_LINES; n++) {
		text += line_length(text, width);
		while (*text == ' ')
			text++;
	}
	return n;
}

void app_draw_message(const struct app *app, struct canvas *c, int row)
{
	enum style style;
	const char *text = app_message(app, &style);
	int width = c->columns - 2, n = app->said ? count_lines(text, width) : 1;

	row = MIN(row, c->rows - 1 - n);
	for (int i = 0; i < n; i++, row++) {
		size_t length = line_length(text, width);
		g_autofree char *line = i == n - 1 ? text_column(text, width, false, app->utf8)
						   : g_strndup(text, length);

		canvas_fill(c, row, 0, 1, c->columns, STYLE_NORMAL, ' ');
		canvas_put(c, row, 1, -1, style, line);
		text += length;
		while (*text == ' ')
			text++;
	}
}

static void draw_prompt(const struct app *app, struct canvas *c, int row)
{
	const struct prompt *p = &app->prompt;
	int label = MIN(text_width(app->question.label), c->columns / 2);
	g_autofree char *cut = text_column(app->question.label, label, false, app->utf8);
	g_autofree char *before = g_strndup(p->text->str, p->at);
	int at = 2 + canvas_put(c, row, 1, label, STYLE_KEY, cut);
	int room = c->columns - at - 1;
	int skip = MAX(text_width(before) - room + 1, 0);
	const char *text = p->text->str;
	int used;

	/* A long line slides so that its cursor is in sight. */
	if (skip > 0)
		text += text_fit(text, skip, NULL);
	c->cursor_row = row;
	c->cursor_column = at + text_width(before) - (text == p->text->str ? 0 : skip);
	used = canvas_put(c, row, at, room, STYLE_PROMPT, text);
	if (app->question.echo) {
		g_autofree char *echo = app->question.echo(app->asker, p->text->str);
		g_autofree char *fits = echo ? text_column(echo, room - used - 2, false, app->utf8)
					     : NULL;

		if (fits && room - used > 4)
			canvas_put(c, row, at + used + 2, -1, STYLE_DIM, fits);
	}
}

/* "+/-" of a hint; "" if no key leads there. */
static char *hint_keys(const struct app *app, const struct view_hint *h)
{
	g_autofree char *first = keymap_first(app->keymap, h->action);
	g_autofree char *other = keymap_first(app->keymap, h->other);

	if (*first == '\0' || !h->other || *other == '\0')
		return g_strdup(first);
	return g_strconcat(first, "/", other, NULL);
}

static int hint_width(const struct app *app, const struct view_hint *h)
{
	g_autofree char *keys = hint_keys(app, h);

	return *keys ? text_width(keys) + 1 + text_width(h->word) + 2 : 0;
}

static int draw_hint(const struct app *app, struct canvas *c, int row, int at,
		     const struct view_hint *h)
{
	g_autofree char *keys = hint_keys(app, h);

	if (*keys == '\0')
		return at;
	at += canvas_put(c, row, at, -1, STYLE_KEY, keys);
	return at + 1 + canvas_put(c, row, at + 1, -1, STYLE_DIM, h->word) + 2;
}

/* The last two of a view's hints, the help and the way out, are there at every width. */
static void draw_hints(const struct app *app, const struct view *v, struct canvas *c, int row)
{
	const struct view_hint *hints = v->ops->hints;
	int n = 0, at = 1, kept = 0;

	while (hints[n].word)
		n++;
	for (int i = MAX(n - 2, 0); i < n; i++)
		kept += hint_width(app, &hints[i]);
	for (int i = 0; i < n; i++) {
		bool last = i >= n - 2;

		if (!last && at + hint_width(app, &hints[i]) + kept > c->columns)
			continue;
		at = draw_hint(app, c, row, at, &hints[i]);
	}
}

static void draw_continuations(const struct app *app, const struct view *v, struct canvas *c)
{
	g_autoptr(GPtrArray) list = keymap_continuations(app->keymap, v->ops->scope, app->pending,
							 app->n_pending);
	int n = MIN((int)list->len, c->rows - 2);

	for (int i = 0; i < n; i++) {
		int row = c->rows - 1 - n + i;

		canvas_fill(c, row, 0, 1, c->columns, STYLE_NORMAL, ' ');
		canvas_put(c, row, 1, -1, STYLE_PROMPT, list->pdata[i]);
	}
}

/* A long one takes the row above as well: its keys must be seen. */
static void draw_choice(const struct app *app, struct canvas *c, int row)
{
	const char *text = app->choice;
	int width = c->columns - 2;
	size_t length = line_length(text, width);

	if (text[length] != '\0') {
		g_autofree char *first = g_strndup(text, length);

		canvas_fill(c, row - 1, 0, 1, c->columns, STYLE_NORMAL, ' ');
		canvas_put(c, row - 1, 1, width, STYLE_WARNING, first);
		text += length;
		while (*text == ' ')
			text++;
	}
	canvas_put(c, row, 1, width, STYLE_WARNING, text);
	c->cursor_row = row;
	c->cursor_column = MIN(2 + text_width(text), c->columns - 1);
}

static void draw_bottom(const struct app *app, const struct view *v, struct canvas *c)
{
	int row = c->rows - 1;
	char buf[KEY_TEXT_MAX];

	if (app->choice) {
		draw_choice(app, c, row);
	} else if (app->asking) {
		offers_draw(&app->offers, c, row, MIN(row - 1, OFFERS_SHOWN));
		draw_prompt(app, c, row);
	} else if (app->n_pending) {
		int at = 1;

		draw_continuations(app, v, c);
		for (int i = 0; i < app->n_pending; i++)
			at += canvas_put(c, row, at, -1, STYLE_KEY,
					 key_format(app->pending[i], false, buf));
		canvas_put(c, row, at, -1, STYLE_DIM, " ... Esc cancels");
	} else {
		draw_hints(app, v, c, row);
	}
}

static void draw_too_small(struct canvas *c)
{
	g_autofree char *text = g_strdup_printf("needs %dx%d, has %dx%d", APP_MIN_COLUMNS,
						APP_MIN_ROWS, c->columns, c->rows);

	canvas_put(c, 0, 0, -1, STYLE_WARNING, text);
}

void app_draw(struct app *app, struct canvas *c)
{
	struct view *v = top(app);

	if (c->rows != app->rows || c->columns != app->columns)
		app_resize(app, c->rows, c->columns);
	if (app->drawn == c && v && v->ops->draw_moved) {
		v->ops->draw_moved(v, c);
		return;
	}
	canvas_blank(c);
	c->cursor_row = c->cursor_column = -1;
	if (c->rows < APP_MIN_ROWS || c->columns < APP_MIN_COLUMNS) {
		draw_too_small(c);
	} else if (v) {
		v->ops->draw(v, c);
		draw_bottom(app, v, c);
		app->drawn = c;
	}
}

/* ------------------------------------------------ opening */

bool app_open(struct app *app, struct messages *list)
{
	const struct explorer_options *o = app->options;

	if (o->n_markets != 1)
		recover_tell(app);
	if (o->n_markets > 1)
		return view_markets_open_named(app, o->markets, o->n_markets);
	if (o->n_markets == 1 && g_file_test(o->markets[0], G_FILE_TEST_IS_DIR))
		return view_markets_open(app, library_open_directory(o->markets[0]));
	if (o->n_markets == 0 && !o->scenario)
		return view_markets_open(app, library_open());
	struct model *m = open_model(o, o->n_markets ? o->markets[0] : NULL, list);

	if (!m)
		return false;
	app_set_model(app, m);
	if (!view_tree_open(app))
		return false;
	attend(app);
	return true;
}
