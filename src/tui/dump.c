#include "config.h"

#include "tui/dump.h"

#include "report/output.h"

bool dump_screen(struct app *app, const char *file, GError **error)
{
	/* "-" would be standard output, and that is the terminal. */
	g_autofree char *path = g_canonicalize_filename(file, NULL);
	struct output *out = output_open(path, error);
	int rows, columns;

	if (!out)
		return false;
	app_size(app, &rows, &columns);
	struct canvas *canvas = canvas_new(rows, columns, app_utf8(app));

	app_draw(app, canvas);
	g_autofree char *text = canvas_dump(canvas);

	output_text(out, text);
	canvas_free(canvas);
	return output_close(out, error);
}

static unsigned answer(struct view *v, const char *text)
{
	g_autoptr(GError) error = NULL;

	if (*text == '\0')
		return REACT_REDRAW;
	if (!dump_screen(v->app, text, &error)) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW | REACT_AGAIN;
	}
	app_say(v->app, STYLE_NOTICE, "the screen is in %s", text);
	return REACT_REDRAW;
}

unsigned dump_ask(struct view *v)
{
	struct ask q = {.label = "Screen to file:", .history = "file", .answer = answer};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}
