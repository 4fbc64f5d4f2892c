#include "config.h"

#include "tui/explorer.h"

#include <signal.h>

#include "base/file.h"
#include "term/child.h"
#include "term/signals.h"
#include "term/term.h"
#include "tui/app.h"
#include "tui/keylog.h"
#include "tui/loading.h"

enum { PROGRESS_PAUSE = 100 };	/* milliseconds between two signs of life */

struct session {
	const struct explorer_options *options;
	struct app *app;
	struct canvas *canvas;
	struct keylog *log;
	struct loading *first;		/* begun before the screen was there, until it is asked for */
	GQueue ahead;			/* struct term_event *, typed during long work */
};

static void handle(struct session *s, struct term_event *event)
{
	struct app *app = s->app;
	struct keylog *log = s->log;
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

static bool run_program(char *const *argv, int *status, GError **error)
{
	bool ran;

	term_leave();
	ran = child_run(argv, status, error);
	term_return();
	return ran;
}

static const struct app_host host = {.copy = term_clipboard, .run = run_program};

static void grant(unsigned requests)
{
	if (requests & REACT_STOP)
		term_stop();
	if (requests & REACT_REPAINT)
		term_repaint();
}

static void fit(const struct session *s)
{
	int rows, columns;

	term_size(&rows, &columns);
	if (rows != s->canvas->rows || columns != s->canvas->columns)
		canvas_resize(s->canvas, rows, columns);
}

static void show(const struct session *s)
{
	fit(s);
	app_draw(s->app, s->canvas);
	term_show(s->canvas);
}

static void event_free(gpointer data)
{
	struct term_event *event = data;

	g_free(event->text);
	g_free(event);
}

static void forget_ahead(struct session *s)
{
	g_queue_clear_full(&s->ahead, event_free);
}

/* What a person did; a signal, the end of the line and a new size still count. */
static void forget_typed(struct session *s)
{
	for (GList *at = s->ahead.head, *next; at; at = next) {
		const struct term_event *event = at->data;

		next = at->next;
		if (event->kind == TERM_KEY || event->kind == TERM_PASTE || event->kind == TERM_MOUSE) {
			event_free(at->data);
			g_queue_delete_link(&s->ahead, at);
		}
	}
}

/* The exit status that an event asks for; -1: it does not. */
static int leave_by(const struct term_event *event)
{
	return event->kind == TERM_SIGNAL ? 128 + event->signal
		: event->kind == TERM_HANGUP ? 128 + SIGHUP : -1;
}

/* What came during long work. */
static int leave_by_ahead(const struct session *s)
{
	for (GList *at = s->ahead.head; at; at = at->next)
		if (leave_by(at->data) >= 0)
			return leave_by(at->data);
	return -1;
}

/* ------------------------------------------------ long work */

/* Over what the screen shows: the views themselves may be what is worked on. */
static void show_progress(const struct session *s, const char *text)
{
	struct canvas *c = s->canvas;
	int row = app_depth(s->app) > 0 ? MAX(c->rows - 2, 0) : 0;

	canvas_fill(c, row, 0, 1, c->columns, STYLE_NORMAL, ' ');
	canvas_put(c, row, 1, c->columns - 1, app_depth(s->app) > 0 ? STYLE_NOTICE : STYLE_DIM, text);
	term_show(c);
}

/* Of resizes one is enough: what was drawn meanwhile had the former size. */
static bool is_kept(struct session *s, const struct term_event *event)
{
	const struct term_event *last = g_queue_peek_tail(&s->ahead);

	return event->kind == TERM_RESIZE ? !last || last->kind != TERM_RESIZE
					  : event->kind != TERM_NOTHING;
}

/* Keeps what is typed meanwhile, until Escape ends the work. */
static void attend_work(struct session *s, struct working *w, struct term_event *event)
{
	bool escape = event->kind == TERM_KEY && event->key == K_ESC;

	if (escape || leave_by(event) >= 0)
		working_cancel(w);
	if (escape) {
		forget_typed(s);
	} else if (is_kept(s, event)) {
		struct term_event *kept = g_new(struct term_event, 1);

		*kept = *event;
		g_queue_push_tail(&s->ahead, kept);
	}
}

static char *text_of_loading(const char *what, double part)
{
	return part < 0 ? g_strdup_printf("Loading %s ... Esc ends it", what)
		: part < 1 ? g_strdup_printf("Loading %s: %.0f %% ... Esc ends it", what, 100 * part)
		: g_strdup_printf("Loading %s: working out the forecast ...", what);
}

static char *text_of_work(const char *what, double part)
{
	return part < 0 ? g_strdup_printf("%s ... Esc ends it", what)
			: g_strdup_printf("%s: %.0f %% ... Esc ends it", what, 100 * part);
}

/* Something to see while it goes on, until it is done. */
static void watch(struct session *s, struct working *w, const char *what,
		  char *(*text_of)(const char *what, double part))
{
	/* The way out is behind what asked for this. */
	if (leave_by_ahead(s) >= 0)
		working_cancel(w);
	while (!working_is_done(w)) {
		struct term_event event;

		term_wait(&event, PROGRESS_PAUSE);
		if (event.kind == TERM_RESIZE)
			fit(s);
		attend_work(s, w, &event);
		if (!working_is_done(w) && (event.kind == TERM_NOTHING || event.kind == TERM_RESIZE)) {
			g_autofree char *text = text_of(what, working_progress(w));

			show_progress(s, text);
		}
	}
}

static struct model *open_market(void *data, const struct explorer_options *o, const char *what,
				 struct messages *list)
{
	struct session *s = data;
	struct loading *l = s->first && o == s->options && g_strcmp0(loading_what(s->first), what) == 0
		? g_steal_pointer(&s->first) : loading_new(o, what, signals_wake);
	g_autofree char *name = g_path_get_basename(what ? what : o->scenario);

	watch(s, loading_work(l), name, text_of_loading);
	return loading_take(l, list);
}

static bool work(void *data, const char *what, bool (*run)(void *of, const struct progress *p),
		 void *of)
{
	struct working *w = working_new(run, of, signals_wake);

	watch(data, w, what, text_of_work);
	return working_end(w);
}

/* ------------------------------------------------ the event loop */

/* Milliseconds until there is something to do without a key; -1: never. */
static int patience(struct app *app)
{
	int tick = app_model(app) ? model_tick(app_model(app)) : -1;
	int pause = app_is_unsettled(app) ? APP_PAUSE : -1;

	return tick < 0 ? pause : pause < 0 ? tick : MIN(tick, pause);
}

static void next_event(struct session *s, struct term_event *event)
{
	struct term_event *kept;

	/* A new size may ask for long work, in which more is kept. */
	if (g_queue_is_empty(&s->ahead))
		show(s);
	kept = g_queue_pop_head(&s->ahead);
	if (kept) {
		*event = *kept;
		g_free(kept);
	} else {
		term_wait(event, patience(s->app));
	}
}

static int run(struct session *s)
{
	struct app *app = s->app;
	bool mouse = app_settings(app)->mouse;
	enum color_mode color = app_settings(app)->color;

	while (!app_is_done(app)) {
		struct term_event event;

		if (app_settings(app)->mouse != mouse)
			term_mouse(mouse = !mouse);
		if (app_settings(app)->color != color)
			term_color(color = app_settings(app)->color);

		next_event(s, &event);
		if (leave_by(&event) >= 0) {
			if (app_model(app))
				model_sync(app_model(app));
			return leave_by(&event);
		}
		handle(s, &event);
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
		size_t more = messages_count(list) - 1;

		if (more)
			app_say(app, STYLE_ERROR, "%s; %zu more on leaving", text, more);
		else
			app_say(app, STYLE_ERROR, "%s", text);
	}
	/* What the command line says counts more. */
	if (o->color != COLOR_MODE_UNSET)
		s->color = o->color;
	s->mouse &= !o->no_mouse;
	s->clipboard &= !o->no_clipboard;
	if (o->digits < 0 && s->digits >= 0)
		app_set_digits(app, s->digits);
	term_color(s->color);
	term_mouse(s->mouse);
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

/* The log of --log, once all is read that it must not replace. */
static bool begin_log(struct session *s, GError **error)
{
	const struct explorer_options *o = s->options;

	for (int i = 0; i < o->n_markets; i++)
		file_input(o->markets[i], false);
	if (o->replay)
		file_input(o->replay, false);
	s->log = o->log ? keylog_new(o->log, error) : NULL;
	return s->log || !o->log;
}

static int refuse(char *why)
{
	fprintf(stderr, "tamarack: %s\n", why);
	g_free(why);
	return 2;
}

/* Begins with the market of the command line at once: the terminal has its own work to do. */
static struct loading *load_first(const struct explorer_options *o)
{
	const char *what = o->n_markets ? o->markets[0] : NULL;

	if (o->n_markets > 1 || (!what && !o->scenario) ||
	    (what && g_file_test(what, G_FILE_TEST_IS_DIR)))
		return NULL;
	return loading_new(o, what, signals_wake);
}

/* With the screen open.  Returns the exit status. */
static int explore(struct session *s, struct messages *list, GError **error)
{
	const struct explorer_options *o = s->options;
	int status = 2, rows, columns;

	term_size(&rows, &columns);
	s->canvas = canvas_new(rows, columns, term_utf8());
	s->app = app_new(o, term_utf8());
	app_set_opener(s->app, open_market, s);
	app_set_worker(s->app, work, s);
	app_set_host(s->app, &host);
	configure(s->app, o, list);
	if (app_open(s->app, list) && begin_log(s, error) &&
	    replay(o, s->app, s->canvas, error))
		status = run(s);
	else if (leave_by_ahead(s) >= 0)
		status = leave_by_ahead(s);
	if (!keylog_close(s->log, *error ? NULL : error))
		status = 2;
	app_free(s->app);
	canvas_free(s->canvas);
	forget_ahead(s);
	return status;
}

int explorer_run(const struct explorer_options *o)
{
	g_autoptr(GError) error = NULL;
	struct session s = {.options = o};
	struct messages *list;
	char *why = NULL;
	int status = 2;

	s.first = load_first(o);
	list = messages_new();
	if (term_open(o->ascii, &why)) {
		status = explore(&s, list, &error);
		term_close();
	}
	if (s.first) {
		working_cancel(loading_work(s.first));
		model_free(loading_take(s.first, list));
	}
	if (!why) {
		messages_sort(list);
		messages_print(list, stderr);
	}
	messages_free(list);
	return why ? refuse(why) : error ? refuse(g_strdup(error->message)) : status;
}
