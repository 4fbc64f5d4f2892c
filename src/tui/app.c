#include "config.h"

#include "tui/app_work.h"
#include "tui/command.h"
#include "tui/copy.h"
#include "tui/editor.h"
#include "tui/open.h"
#include "tui/recover.h"
#include "tui/reload.h"
#include "tui/views.h"

enum { DIGITS_DEFAULT = 2, DIGITS_MAX = 10 };

static const struct app_host no_host;

struct app *app_new(const struct explorer_options *o, bool utf8)
{
	struct app *app = g_new0(struct app, 1);

	app->options = o;
	app->host = &no_host;
	app->utf8 = utf8;
	app->digits = o->digits >= 0 ? MIN(o->digits, DIGITS_MAX) : DIGITS_DEFAULT;
	app->rows = 24;
	app->columns = 80;
	app->keymap = keymap_new();
	app->settings = (struct settings){.digits = -1, .mouse = !o->no_mouse,
					  .clipboard = !o->no_clipboard,
					  .keymap = app->keymap};
	app->views = g_ptr_array_new();
	app->past = past_new(o->history);
	return app;
}

struct view *app_top(const struct app *app)
{
	return app->views->len ? app->views->pdata[app->views->len - 1] : NULL;
}

static void pop(struct app *app)
{
	struct view *v = app_top(app);

	app_stop_asking(app);
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
	app_stop_asking(app);
	g_ptr_array_free(app->views, TRUE);
	past_free(app->past);
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
	return !app->done && app_top(app) && app_top(app)->unsettled;
}

void app_settle(struct app *app)
{
	struct view *v = app_top(app);

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

static bool digits_are_said(const struct app *app)
{
	return app->options->digits >= 0 || app->settings.digits >= 0;
}

int app_level_digits(const struct app *app)
{
	return digits_are_said(app) || !app->model ? app->digits
	       : forecast_decimals(app->model->source, app->digits);
}

struct render_style app_style(const struct app *app)
{
	return (struct render_style){.format = FORMAT_TEXT, .digits = app->digits,
				     .exact = digits_are_said(app), .ascii = !app->utf8};
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

void app_set_host(struct app *app, const struct app_host *host)
{
	app->host = host;
}

const struct app_host *app_host(const struct app *app)
{
	return app->host;
}

struct saving *app_saving(struct app *app)
{
	return &app->saving;
}

int app_depth(const struct app *app)
{
	return (int)app->views->len;
}

static void drop_view(struct app *app, int i)
{
	struct view *v = app->views->pdata[i];

	g_ptr_array_remove_index(app->views, (guint)i);
	if (v->ops->close)
		v->ops->close(v);
	g_free(v);
}

/* What was about the model that goes, from the view number `last` down. */
static void drop_views_of_model(struct app *app, int last)
{
	for (int i = last; i >= 0; i--) {
		struct view *v = app->views->pdata[i];

		if (v->ops->scope == SCOPE_MARKETS)
			continue;
		drop_view(app, i);
	}
}

void app_renew_views(struct app *app, const struct renewal *r)
{
	for (int i = (int)app->views->len - 1; i >= 0; i--) {
		struct view *v = app->views->pdata[i];

		if (v->ops->scope != SCOPE_MARKETS && !(v->ops->renewed && v->ops->renewed(v, r)))
			drop_view(app, i);
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
	app_stop_asking(app);
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

void app_layout(struct app *app)
{
	struct view *v = app_top(app);

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
	struct view *v = app_top(app);
	g_autofree char *warning = NULL;

	if (!app->model || !v || app->done || app->asking || app->choice)
		return;
	warning = model_take_warning(app->model);
	if (warning)
		app_say(app, STYLE_WARNING, "%s", warning);
	recover_ask(v);
	if (!app_asks(app) && v->ops->scope & (SCOPE_FILES & ~SCOPE_MARKETS))
		reload_notice(app);
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
	v = app_top(app);
	v->ops->go(v, app->go_node, app->go_column);
}

void app_obey(struct app *app, unsigned react)
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
	app_layout(app);
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

static unsigned toggle_mouse(struct app *app)
{
	struct settings *s = &app->settings;

	s->mouse = !s->mouse;
	app_say(app, STYLE_NOTICE, s->mouse ? "the mouse is ours: click selects, a second click opens"
		: "the mouse is the terminal's: it selects text");
	return REACT_REDRAW;
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
	case ACTION_COPY_CELL: case ACTION_COPY_ROW: case ACTION_COPY_TABLE: return copy_act(v, a);
	case ACTION_MOUSE: return toggle_mouse(app);
	case ACTION_EDIT_FILE: return editor_act(v);
	case ACTION_RELOAD: return v->ops->reload ? v->ops->reload(v, NULL) : reload_market(v);
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
	struct view *v = app_top(app);

	if (v && (action_scope(a) & v->ops->scope))
		app_obey(app, app_do(app, v, a, argument));
}

void app_resize(struct app *app, int rows, int columns)
{
	app->rows = rows;
	app->columns = columns;
	app->drawn = NULL;
	if (rows >= APP_MIN_ROWS && columns >= APP_MIN_COLUMNS)
		app_layout(app);
}

/* ------------------------------------------------ long work */

void app_set_worker(struct app *app, app_worker *worker, void *data)
{
	app->worker = worker;
	app->worker_data = data;
}

bool app_work(struct app *app, const char *what, bool (*run)(void *of, const struct progress *p),
	      void *of)
{
	bool whole = app->worker ? app->worker(app->worker_data, what, run, of) : run(of, NULL);

	app->drawn = NULL;	/* progress may have been written over it */
	if (!whole)
		app_say(app, STYLE_NOTICE, "%s: ended before it was done", what);
	return whole;
}

/* ------------------------------------------------ opening */

void app_set_opener(struct app *app, app_opener *opener, void *data)
{
	app->opener = opener;
	app->opener_data = data;
}

struct model *app_open_model(struct app *app, const char *what, struct messages *list)
{
	return app->opener ? app->opener(app->opener_data, app->options, what, list)
			   : open_model(app->options, what, list, NULL, NULL);
}

/* That the scenario was made for another market or edition, and the like. */
static void tell_notes(struct app *app, const struct messages *list)
{
	const char *file = model_scenario(app->model)->file;

	for (size_t i = 0; file && i < messages_count(list); i++) {
		const struct message *m = messages_get(list, i);

		if (g_strcmp0(m->file, file) == 0) {
			app_say(app, STYLE_WARNING, "%s: %s", model_name(app->model), m->text);
			break;
		}
	}
}

struct model *app_read_market(struct app *app, const char *file, struct messages *list)
{
	app->plain = (struct explorer_options){
		.measure = app->options->measure, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1,
	};
	return app->opener ? app->opener(app->opener_data, &app->plain, file, list)
			   : open_model(&app->plain, file, list, NULL, NULL);
}

bool app_open(struct app *app, struct messages *list)
{
	const struct explorer_options *o = app->options;

	if (o->n_markets != 1)
		recover_tell(app);
	if (o->n_markets > 1)
		return view_markets_open_named(app, o->markets, o->n_markets);
	if (o->n_markets == 1 && g_file_test(o->markets[0], G_FILE_TEST_IS_DIR))
		return view_markets_open(app, o->markets[0]);
	if (o->n_markets == 0 && !o->scenario)
		return view_markets_open(app, NULL);
	struct model *m = app_open_model(app, o->n_markets ? o->markets[0] : NULL, list);

	if (!m)
		return false;
	app_set_model(app, m);
	if (!view_tree_open(app))
		return false;
	tell_notes(app, list);
	attend(app);
	return true;
}
