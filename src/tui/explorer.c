#include "config.h"

#include "tui/explorer.h"

#include <signal.h>

#include "tui/app.h"
#include "tui/keylog.h"
#include "tui/term.h"

static void handle(struct app *app, struct term_event *event, struct keylog *log)
{
	int wheel = event->button == BUTTON_WHEEL_UP ? -1
		    : event->button == BUTTON_WHEEL_DOWN ? 1 : 0;

	switch (event->kind) {
	case TERM_KEY:
		keylog_key(log, event->key);
		app_key(app, event->key);
		break;
	case TERM_PASTE:
		keylog_paste(log, event->text);
		app_paste(app, event->text);
		break;
	case TERM_MOUSE:
		keylog_mouse(log, event->row, event->column, wheel);
		app_mouse(app, event->row, event->column, wheel);
		break;
	case TERM_NOTHING:
		if (app_is_unsettled(app))
			app_settle(app);
		break;
	default: break;
	}
	g_clear_pointer(&event->text, g_free);
}

static void grant(unsigned requests)
{
	if (requests & REACT_STOP)
		term_stop();
	if (requests & REACT_REPAINT)
		term_repaint();
}

static void show(struct app *app, struct canvas *canvas)
{
	int rows, columns;

	term_size(&rows, &columns);
	if (rows != canvas->rows || columns != canvas->columns)
		canvas_resize(canvas, rows, columns);
	app_draw(app, canvas);
	term_show(canvas);
}

/* Something to see while a large market loads. */
static void show_loading(struct canvas *canvas, const struct explorer_options *o)
{
	g_autofree char *text = g_strdup_printf("Loading %s ...", o->n_markets ? o->markets[0]
						: "the library");

	canvas_blank(canvas);
	canvas_put(canvas, 0, 1, -1, STYLE_DIM, text);
	term_show(canvas);
}

/* Milliseconds until there is something to do without a key; -1: never. */
static int patience(struct app *app)
{
	int tick = app_model(app) ? model_tick(app_model(app)) : -1;
	int pause = app_is_unsettled(app) ? APP_PAUSE : -1;

	return tick < 0 ? pause : pause < 0 ? tick : MIN(tick, pause);
}

static int run(struct app *app, struct canvas *canvas, struct keylog *log)
{
	bool mouse = app_settings(app)->mouse;

	while (!app_is_done(app)) {
		struct term_event event;

		if (app_settings(app)->mouse != mouse)
			term_mouse(mouse = !mouse);

		show(app, canvas);
		term_wait(&event, patience(app));
		if ((event.kind == TERM_SIGNAL || event.kind == TERM_HANGUP) && app_model(app))
			model_sync(app_model(app));
		if (event.kind == TERM_SIGNAL)
			return 128 + event.signal;
		if (event.kind == TERM_HANGUP)
			return 128 + SIGHUP;
		handle(app, &event, log);
		grant(app_take_requests(app));
	}
	return 0;
}

/* What the user has set.  Errors are told, now and on leaving. */
static void configure(struct app *app, const struct explorer_options *o, struct messages *list)
{
	struct settings *s = app_settings(app);
	g_autofree char *file = settings_file();

	settings_load(s, file, list);
	if (messages_count(list)) {
		g_autofree char *text = message_format(messages_get(list, 0));

		app_say(app, STYLE_ERROR, "%s", text);
	}
	if (o->digits < 0 && s->digits >= 0)
		app_set_digits(app, s->digits);
	term_restyle();
	term_mouse(s->mouse && !o->no_mouse);
}

/* The keys of --replay, before any of the terminal's. */
static bool replay(const struct explorer_options *o, struct app *app, struct canvas *canvas,
		   GError **error)
{
	if (!o->replay)
		return true;
	app_resize(app, canvas->rows, canvas->columns);
	return keylog_replay(o->replay, app, error);
}

static int refuse(char *why)
{
	fprintf(stderr, "tamarack: %s\n", why);
	g_free(why);
	return 2;
}

int explorer_run(const struct explorer_options *o)
{
	g_autoptr(GError) error = NULL;
	struct keylog *log = o->log ? keylog_new(o->log, &error) : NULL;
	char *why = NULL;
	int status = 2, rows, columns;

	if (o->log && !log)
		return refuse(g_strdup(error->message));
	if (!term_open(o, &why)) {
		keylog_free(log);
		return refuse(why);
	}
	struct messages *list = messages_new();

	term_size(&rows, &columns);
	struct canvas *canvas = canvas_new(rows, columns, term_utf8());
	struct app *app = app_new(o, term_utf8());

	configure(app, o, list);
	show_loading(canvas, o);
	if (app_open(app, list) && replay(o, app, canvas, &error))
		status = run(app, canvas, log);
	app_free(app);
	canvas_free(canvas);
	term_close();
	messages_sort(list);
	messages_print(list, stderr);
	messages_free(list);
	keylog_free(log);
	return error ? refuse(g_strdup(error->message)) : status;
}
