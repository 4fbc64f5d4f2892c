#include "config.h"

#include "tui/export.h"

#include <string.h>

#include "forecast/bounds.h"
#include "report/rows.h"
#include "tui/copy.h"

static bool format_of(const char *file, enum format *format, GError **error)
{
	const char *dot = strrchr(file, '.');

	if (dot && strcmp(dot, ".txt") == 0)
		*format = FORMAT_TEXT;
	else if (!dot || !format_parse(dot + 1, format)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
			    "'%s' ends in no format: name it .csv, .json, .md or .txt", file);
		return false;
	}
	return true;
}

/* The table that the view shows; false if it is none that shows one, as the tree, whose figures are
 * among all. */
static bool write_shown(struct view *v, const struct render_style *style, struct output *out)
{
	struct shown shown = {.line = -1};
	bool any = false;

	if (v->ops->scope & SCOPE_TABLES && v->ops->table)
		v->ops->table(v, true, &shown);
	if (shown.table && shown.table->columns->len) {
		table_write(shown.table, style, out);
		any = true;
	}
	shown_done(&shown);
	return any;
}

struct exported {
	const struct model *m;
	const struct render_style *style;
	struct output *out;
};

static bool write_rows(void *data, const struct progress *p)
{
	const struct exported *e = data;
	const char *name = model_name(e->m);
	struct bounds *bounds = bounds_new(e->m->now);
	struct rows_options rows = {.scenario = *name ? name : NULL, .bounds = report_bounds_value,
				    .data = bounds, .progress = p};

	rows_write(e->m->now, &rows, e->style, e->out);
	bounds_free(bounds);
	return progress_step(p, 1, 1);
}

unsigned export_act(struct view *v, const char *text)
{
	const struct model *m = app_model(v->app);
	g_autofree char *path = g_canonicalize_filename(text, NULL);
	struct render_style style = {.digits = app_digits(v->app), .exact = app_style(v->app).exact};
	GError *error = NULL;
	struct output *out = m && format_of(text, &style.format, &error)
		? output_open(path, &error) : NULL;
	struct exported e = {m, &style, out};
	bool table = out && write_shown(v, &style, out);

	if (out && !table && !app_work(v->app, "export", write_rows, &e)) {
		output_drop(out);
		return REACT_REDRAW;
	}
	if (out)
		output_close(out, &error);
	if (error) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		g_error_free(error);
		return REACT_REDRAW | REACT_AGAIN;
	}
	if (!m)
		app_say(v->app, STYLE_NOTICE, "no market is open");
	else
		app_say(v->app, STYLE_NOTICE, "exported to %s: %s", text,
			table ? "the table of this view" : "all figures");
	return REACT_REDRAW;
}
