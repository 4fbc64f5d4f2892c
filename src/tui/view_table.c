#include "config.h"

#include "tui/view_table.h"

#include "base/text.h"
#include "tui/act.h"

enum { ROOMY = 16 };	/* rows, from which the title has one below it */

const struct view_hint table_hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_FOLD, ACTION_UNFOLD, "columns"},
	{ACTION_FIND, 0, "find"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

static void set_layout(struct view *v, int rows)
{
	struct table_view *t = v->own;

	t->top = rows < ROOMY ? TABLE_TOP - 1 : TABLE_TOP;
	pane_layout(&t->pane, rows - t->top - app_message_rows(v->app), t->columns,
		    app_style(v->app));
}

/* With the widths of its columns, for which every cell is looked at. */
static bool make(void *data, const struct progress *p)
{
	struct view *v = data;
	struct table_view *t = v->own;
	struct table *made;
	int rows, columns;

	t->progress = p;
	made = t->build(v);
	t->progress = NULL;
	if (!made)
		return false;
	pane_set(&t->pane, made);
	app_size(v->app, &rows, &columns);
	set_layout(v, rows - 1);
	return true;
}

bool table_view_build(struct view *v)
{
	return app_work(v->app, v->ops->title, make, v);
}

/* Made before the view is there, so that the one before it stays if that is ended. */
bool table_view_open(struct app *app, const struct view_ops *ops, void *own)
{
	struct table_view *t = own;
	struct view v = {.ops = ops, .app = app, .own = own};
	int rows;

	app_size(app, &rows, &t->columns);
	if (t->build && !table_view_build(&v)) {
		ops->close(&v);
		return false;
	}
	return app_push(app, ops, own);
}

void table_view_layout(struct view *v, int rows, int columns)
{
	struct table_view *t = v->own;
	bool other = t->columns != columns;

	t->columns = columns;
	if (other && t->by_width && t->build)
		table_view_build(v);
	set_layout(v, rows);
}

void table_view_sync(struct view *v)
{
	struct table_view *t = v->own;

	if (t->build && !table_view_build(v)) {
		struct table *none = table_new(NULL);

		table_note(none, "This was ended before it was done.  Open it again to have it.");
		pane_set(&t->pane, none);
	}
}

void table_view_draw(const struct view *v, struct canvas *c)
{
	const struct table_view *t = v->own;
	g_autofree char *place = pane_place(&t->pane, NULL);

	app_draw_title(v->app, c, t->title, place);
	pane_draw(&t->pane, c, t->top, 0);
	if (app_has_said(v->app))	/* an edit is told where it was made */
		app_draw_message(v->app, c, c->rows - 2);
}

/* ------------------------------------------------ finding */

static void find_typed(struct view *v, const char *text)
{
	struct table_view *t = v->own;

	list_put_cursor(&t->pane.list, t->origin);
	if (*text && !pane_find(&t->pane, text, t->origin - 1, 1))
		app_say(v->app, STYLE_WARNING, "nothing here matches '%s'", text);
}

static void find_cancelled(struct view *v)
{
	struct table_view *t = v->own;

	list_put_cursor(&t->pane.list, t->origin);
}

static unsigned find_again(struct view *v, int step)
{
	struct table_view *t = v->own;

	if (!t->find)
		app_say(v->app, STYLE_NOTICE, "nothing was searched for yet");
	else if (!pane_find(&t->pane, t->find, t->pane.list.cursor, step))
		app_say(v->app, STYLE_WARNING, "nothing here matches '%s'", t->find);
	return REACT_REDRAW;
}

static unsigned find_answer(struct view *v, const char *text)
{
	struct table_view *t = v->own;

	if (*text == '\0')
		return find_again(v, 1);
	g_free(t->find);
	t->find = g_strdup(text);
	find_typed(v, text);
	return REACT_REDRAW;
}

static unsigned ask_find(struct view *v)
{
	struct table_view *t = v->own;
	struct ask q = {.label = "/", .history = "find", .changed = find_typed,
			.answer = find_answer, .cancelled = find_cancelled};

	t->origin = t->pane.list.cursor;
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

/* ------------------------------------------------ actions */

/* By a column, -1: by the next one. */
static unsigned sort(struct view *v, int column)
{
	struct table_view *t = v->own;
	struct pane *p = &t->pane;

	if (p->table->headless || p->table->columns->len == 0)
		return REACT_REDRAW;
	pane_sort(p, column);
	if (p->sorted == 0) {
		app_say(v->app, STYLE_NOTICE, "in its own order");
		return REACT_REDRAW;
	}
	const struct table_column *c = &g_array_index(p->table->columns, struct table_column,
						      p->sorted - 1);

	app_say(v->app, STYLE_NOTICE, "by %s%s", *c->title ? c->title : c->key,
		p->reversed ? ", the other way round" : "");
	return REACT_REDRAW;
}

unsigned table_view_act(struct view *v, enum action a, int argument)
{
	struct table_view *t = v->own;

	(void)argument;
	if (pane_act(&t->pane, a))
		return REACT_REDRAW;
	switch (a) {
	case ACTION_ORDER: return sort(v, -1);
	case ACTION_FIND: return ask_find(v);
	case ACTION_FIND_NEXT: return find_again(v, 1);
	case ACTION_FIND_BEFORE: return find_again(v, -1);
	case ACTION_DIGITS_MORE: case ACTION_DIGITS_LESS: return act_digits(v, a);
	default: return 0;
	}
}

unsigned table_view_mouse(struct view *v, int row, int column, int wheel)
{
	struct table_view *t = v->own;

	if (!wheel && pane_title_at(&t->pane, row - t->top, column) >= 0)
		return sort(v, pane_title_at(&t->pane, row - t->top, column));
	if (pane_mouse(&t->pane, row - t->top, wheel))
		return v->ops->act(v, ACTION_OPEN, 0) | REACT_REDRAW;
	return REACT_REDRAW;
}

void table_view_table(const struct view *v, bool all, struct shown *out)
{
	const struct table_view *t = v->own;

	(void)all;
	pane_shown(&t->pane, out);
}

void table_view_close(struct view *v)
{
	struct table_view *t = v->own;

	if (t->forget)
		t->forget(v->own);
	pane_done(&t->pane);
	g_free(t->title);
	g_free(t->find);
	g_free(t);
}

static const struct view_ops table_ops = {
	.title = "table",
	.scope = SCOPE_TABLE,
	.hints = table_hints,
	.layout = table_view_layout,
	.draw = table_view_draw,
	.act = table_view_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_table_open(struct app *app, const char *title, struct table *table)
{
	struct table_view *t = g_new0(struct table_view, 1);

	t->title = g_strdup(title);
	pane_set(&t->pane, table);
	return table_view_open(app, &table_ops, t);
}
