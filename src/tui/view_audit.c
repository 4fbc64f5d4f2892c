#include "config.h"

#include "forecast/audit.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* Every relation that the facts allow, with its verdict; Enter goes to the node it is about. */

struct audit_view { struct table_view table; struct audit *audit; };

static const struct view_hint hints[] = {
	{ACTION_OPEN, 0, "go there"},
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_FIND, 0, "find"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static void columns(struct table *t)
{
	table_column(t, "verdict", "Verdict", COLUMN_TEXT);
	table_column(t, "text", "Finding", COLUMN_TEXT);
	table_column(t, "line", "Line", COLUMN_INTEGER);
	table_column_decimals(t, 2, 0);
}

static struct table *build(struct view *v)
{
	struct audit_view *view = v->own;
	const struct audit *a;
	struct table *t;

	if (!view->audit)
		view->audit = audit_run_watched(app_model(v->app)->market, view->table.progress);
	a = view->table.pane.data = view->audit;
	if (!a)
		return NULL;

	g_autofree char *count = audit_count_text(a->count);
	g_autofree char *file = g_path_get_basename(a->market->file);

	t = table_new(NULL);
	columns(t);
	for (int i = 0; i < audit_total(a); i++) {
		const struct relation *r = audit_get(a, i);

		table_row(t, 0);
		table_text(t, verdict_name(r->verdict));
		table_text(t, r->text);
		if (r->line)
			table_number(t, r->line, 0);
		else
			table_empty(t);
	}
	table_note(t, "%s.  Lines are those of %s.", count, file);
	return t;
}

static enum style row_style(const struct pane *p, int line)
{
	switch (audit_get(p->data, line)->verdict) {
	case VERDICT_ERROR: return STYLE_ERROR;
	case VERDICT_WARNING: return STYLE_WARNING;
	case VERDICT_NOTE: return STYLE_NOTICE;
	default: return STYLE_NORMAL;
	}
}

static unsigned audit_act(struct view *v, enum action a, int argument)
{
	const struct audit_view *view = v->own;
	int line = pane_line(&view->table.pane);

	if (a != ACTION_OPEN)
		return table_view_act(v, a, argument);
	if (line < 0 || !view->audit)
		return REACT_REDRAW;
	const struct relation *r = audit_get(view->audit, line);

	return app_go(v->app, r->node, period_is_set(r->period)
		      ? forecast_column(app_model(v->app)->now, r->period) : -1);
}

static bool audit_renewed(struct view *v, const struct renewal *r)
{
	struct audit_view *view = v->own;

	(void)r;
	g_clear_pointer(&view->audit, audit_free);
	return table_view_build(v);
}

static void audit_place(const struct view *v, struct file_place *out)
{
	const struct audit_view *view = v->own;
	int line = pane_line(&view->table.pane);

	out->file = g_strdup(app_model(v->app)->market->file);
	out->line = line >= 0 ? (int)audit_get(view->audit, line)->line : 0;
}

static void forget(void *own)
{
	audit_free(((struct audit_view *)own)->audit);
}

static const struct view_ops audit_ops = {
	.title = "audit",
	.scope = SCOPE_AUDIT,
	.hints = hints,
	.layout = table_view_layout,
	.draw = table_view_draw,
	.act = audit_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.renewed = audit_renewed,
	.place = audit_place,
	.close = table_view_close,
};

bool view_audit_open(struct app *app)
{
	struct audit_view *view = g_new0(struct audit_view, 1);
	const struct market *m = app_model(app)->market;

	view->table.build = build;
	view->table.forget = forget;
	view->table.pane.row_style = row_style;
	view->table.title = g_strdup_printf("Audit: %s", m->title);
	return table_view_open(app, &audit_ops, view);
}
