#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/scenario_items.h"
#include "scenario/directory.h"
#include "tui/list.h"
#include "tui/reload.h"
#include "tui/seek.h"
#include "tui/views.h"

/* The source and the scenarios of this market, open or saved, side by side; Enter makes one the
 * present, the others stay open. */

struct scenarios_view {
	GPtrArray *items;	/* struct scenario_item * */
	struct list list;
};

static const struct view_hint hints[] = {
	{ACTION_OPEN, 0, "load"},
	{ACTION_MARK, 0, "mark"},
	{ACTION_SCENARIOS, 0, "compare"},
	{ACTION_INHERIT, 0, "new upon it"},
	{ACTION_DUPLICATE, 0, "copy"},
	{ACTION_RATE, 0, "rename"},
	{ACTION_DELETE, 0, "delete"},
	{ACTION_UNDO, 0, "undo"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { TOP = 3, NUMBER_WIDTH = 10, NAME_WIDTH = 20 };

/* ------------------------------------------------ drawing */

static void put_number(struct canvas *c, int row, int end, double value, int digits)
{
	char text[NUMBER_TEXT_MAX] = "";

	if (!isnan(value))
		number_fixed(text, value, digits);
	canvas_put_right(c, row, end, NUMBER_WIDTH, STYLE_NORMAL, text);
}

static void draw_item(const struct view *v, struct canvas *c, int row, const struct scenario_item *item,
		      bool cursor)
{
	int digits = app_digits(v->app), end = 3 + NAME_WIDTH;
	g_autofree char *name = text_column(item->name, NAME_WIDTH - 1, false, c->utf8);
	g_autofree char *edits = g_strdup_printf("%d", item->edits);
	const char *more = item->trouble ? item->trouble : item->notes;

	if (cursor)
		canvas_put(c, row, 0, 1, STYLE_KEY, ">");
	if (item->marked)
		canvas_put(c, row, 1, 1, STYLE_KEY, "*");
	if (item->present || item->aside >= 0)
		canvas_put(c, row, 2, 1, STYLE_KEY, item->modified ? "+" : item->present ? "=" : "o");
	canvas_put(c, row, 3, NAME_WIDTH, cursor ? STYLE_CURSOR : STYLE_NORMAL, name);
	if (!item->trouble) {
		canvas_put_right(c, row, end + 4, 4, STYLE_NORMAL, edits);
		put_number(c, row, end + 4 + NUMBER_WIDTH, item->end,
			   app_level_digits(v->app));
		if (end + 5 + 2 * NUMBER_WIDTH < c->columns)
			put_number(c, row, end + 4 + 2 * NUMBER_WIDTH - 1, item->rate * 100, digits);
		end += 4 + 2 * NUMBER_WIDTH;
	}
	g_autofree char *cut = text_column(more, MAX(c->columns - end - 2, 0), false, c->utf8);

	canvas_put(c, row, end + 1, -1, item->trouble ? STYLE_ERROR : STYLE_DIM, cut);
}

static char *last_year(const struct model *m)
{
	return market_period(m->market, forecast_period(m->source, m->source->n_periods - 1));
}

static void scenarios_draw(const struct view *v, struct canvas *c)
{
	const struct scenarios_view *view = v->own;
	const struct model *m = app_model(v->app);
	const struct list *l = &view->list;
	int end = 3 + NAME_WIDTH + 4;
	g_autofree char *year = last_year(m);
	g_autofree char *title = app_title(v->app, "Scenarios of", m->market->title);
	g_autofree char *state = model_state(m), *place = list_place(l, state);

	app_draw_title(v->app, c, title, place);
	canvas_put(c, 2, 3, -1, STYLE_DIM, "Scenario");
	canvas_put_right(c, 2, end, 5, STYLE_DIM, "edits");
	canvas_put_right(c, 2, end + NUMBER_WIDTH, -1, STYLE_DIM, year);
	if (end + 1 + 2 * NUMBER_WIDTH < c->columns)
		canvas_put_right(c, 2, end + 2 * NUMBER_WIDTH - 1, -1, STYLE_DIM, "CAGR");
	for (int i = l->top; i < l->n && i < l->top + l->height; i++)
		draw_item(v, c, TOP + i - l->top, view->items->pdata[i], i == l->cursor);
	if (app_has_said(v->app))	/* an edit is told where it was made */
		app_draw_message(v->app, c, c->rows - 2);
}

static void scenarios_layout(struct view *v, int rows, int columns)
{
	struct scenarios_view *view = v->own;

	(void)columns;
	view->list.height = MAX(rows - TOP - app_message_rows(v->app), 1);
	list_settle(&view->list);
}

/* ------------------------------------------------ actions */

/* A saved one, or a new one: it becomes the present one. */
static bool start(const struct view *v, const struct scenario *s, const struct stamp *stamp,
		  const struct messages *list)
{
	struct model *m = app_model(v->app);
	g_autoptr(GError) error = NULL;

	if (!s)
		app_say(v->app, STYLE_ERROR, "%s", messages_first_error(list)
			? messages_first_error(list)->text : "it cannot be read");
	else if (!model_switch(m, s, stamp, &error))
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	else
		return true;
	return false;
}

static bool start_file(const struct view *v, const char *file)
{
	struct model *m = app_model(v->app);
	struct messages *list = messages_new();
	struct stamp stamp = {0};
	struct scenario *s = scenario_load_stamped(file, &stamp, list);
	bool ok = s && scenario_check(s, m->market, list);
	bool started = start(v, ok ? s : NULL, &stamp, list);

	/* Made against another edition, and the like. */
	if (started && messages_count(list))
		app_say(v->app, STYLE_WARNING, "%s: %s", model_name(m), messages_get(list, 0)->text);
	scenario_free(s);
	messages_free(list);
	return started;
}

static bool start_new(const struct view *v, const char *parent)
{
	struct scenario *s = scenario_new(NULL, app_model(v->app)->market->id);
	bool started;

	s->based_on = g_strdup(parent);
	started = start(v, s, NULL, NULL);
	scenario_free(s);
	return started;
}

static bool resume(const struct view *v, int aside)
{
	g_autoptr(GError) error = NULL;

	if (model_resume(app_model(v->app), aside, &error))
		return true;
	app_say(v->app, STYLE_ERROR, "%s", error->message);
	return false;
}

/* What was shown before stays open, with what is unsaved in it. */
static void say_stays(const struct view *v)
{
	g_autofree char *unsaved = model_unsaved_asides(app_model(v->app));

	if (unsaved && !app_has_said(v->app))
		app_say(v->app, STYLE_NOTICE, "still open, with unsaved edits: %s", unsaved);
}

/* ------------------------------------------------ files */

static struct scenario_item *item_here(const struct view *v)
{
	const struct scenarios_view *view = v->own;

	return view->items->pdata[view->list.cursor];
}

/* The file under the cursor; NULL and said for the source and for what was never saved. */
static const char *file_here(const struct view *v, const char *what)
{
	const struct scenario_item *item = item_here(v);

	if (item->source)
		app_say(v->app, STYLE_NOTICE, "the source is always here: %s", what);
	else if (!item->file)
		app_say(v->app, STYLE_NOTICE, "it has no file yet: show it and save it first");
	return item->file;
}

/* Reads the directory again, the cursor on a file (NULL: where it is). */
static void list_again(struct view *v, const char *file)
{
	struct scenarios_view *view = v->own;

	g_ptr_array_unref(view->items);
	view->items = scenario_items(app_model(v->app), false);
	view->list.n = (int)view->items->len;
	for (int i = 0; file && i < view->list.n; i++)
		if (g_strcmp0(((struct scenario_item *)view->items->pdata[i])->file, file) == 0)
			view->list.cursor = i;
	list_settle(&view->list);
}

static unsigned answer_copy(struct view *v, const char *id)
{
	const char *file = item_here(v)->file;
	g_autofree char *made = NULL;
	g_autoptr(GError) error = NULL;

	if (*id == '\0' || !file)
		return REACT_REDRAW;
	if (directory_duplicate(file, id, &made, &error)) {
		app_say(v->app, STYLE_NOTICE, "copied to %s", made);
		list_again(v, made);
	} else {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	}
	return REACT_REDRAW;
}

static unsigned answer_name(struct view *v, const char *id)
{
	const char *file = item_here(v)->file;
	g_autofree char *made = NULL;
	g_autoptr(GError) error = NULL;

	if (*id == '\0' || !file)
		return REACT_REDRAW;
	if (directory_rename(file, id, &made, &error)) {
		app_say(v->app, STYLE_NOTICE, "it is called %s now", id);
		list_again(v, made);
	} else {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	}
	return REACT_REDRAW;
}

static bool is_open(const struct view *v)
{
	const struct scenario_item *item = item_here(v);

	if (!item->present && item->aside < 0)
		return false;
	app_say(v->app, STYLE_NOTICE, "it is open: save it under another name instead");
	return true;
}

static unsigned ask_name(struct view *v, bool copy)
{
	const char *file = file_here(v, copy ? "load it and save to have a copy"
				     : "it has the name of the market");
	struct ask q = {.label = copy ? "Copy to:" : "New name:", .text = item_here(v)->name,
			.answer = copy ? answer_copy : answer_name};

	if (file && (copy || !is_open(v)))
		app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned delete_file(struct view *v)
{
	const char *file = file_here(v, "it cannot be deleted");
	g_autoptr(GError) error = NULL;
	g_autofree char *undo = keymap_first(app_keymap(v->app), ACTION_UNDO), *trash = NULL;

	if (!file || is_open(v))
		return REACT_REDRAW;
	trash = directory_delete(file, &error);
	if (!trash) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW;
	}
	app_say(v->app, STYLE_NOTICE, "%s is deleted; %s brings it back", item_here(v)->name, undo);
	list_again(v, NULL);
	return REACT_REDRAW;
}

static unsigned close_aside(struct view *v, int key)
{
	if (key == 'y') {
		model_close_aside(app_model(v->app), item_here(v)->aside);
		list_again(v, NULL);
	}
	return REACT_REDRAW;
}

static unsigned delete_here(struct view *v)
{
	if (item_here(v)->aside >= 0) {
		app_choose(v->app, v, item_here(v)->modified
			   ? "It is open:  y close it and give up its unsaved edits  n leave it"
			   : "It is open:  y close it  n leave it", "yn", close_aside);
		return REACT_REDRAW;
	}
	return delete_file(v);
}

/* A deleted scenario of this market, or one that cannot be read. */
static bool is_ours(const struct view *v, const char *trash)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load(trash, list);
	bool ours = !s || g_strcmp0(s->market, app_model(v->app)->market->id) == 0;

	scenario_free(s);
	messages_free(list);
	return ours;
}

/* The one deleted last, also in an earlier run. */
static unsigned undelete(struct view *v)
{
	g_autofree char *directory = library_scenario_directory(), *file = NULL;
	g_autoptr(GPtrArray) deleted = directory_deleted(directory);
	g_autoptr(GError) error = NULL;
	guint i = deleted->len;

	while (i > 0 && !is_ours(v, deleted->pdata[i - 1]))
		i--;
	if (i == 0) {
		app_say(v->app, STYLE_NOTICE, "nothing was deleted here");
		return REACT_REDRAW;
	}
	file = directory_original(deleted->pdata[i - 1]);
	if (directory_restore(deleted->pdata[i - 1], file, &error)) {
		list_again(v, file);
		app_say(v->app, STYLE_NOTICE, "%s is back", item_here(v)->name);
	} else {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	}
	return REACT_REDRAW;
}

/* Neither the source nor the present one, which stand there in any case. */
static void add_compared(const struct view *v, const struct scenario_item *item, GPtrArray *files,
			 GPtrArray *asides)
{
	if (item->aside >= 0)
		g_ptr_array_add(asides, scenario_copy(model_aside(app_model(v->app), item->aside)));
	else if (item->file && !item->present)
		g_ptr_array_add(files, g_strdup(item->file));
}

/* Those marked, or the one under the cursor. */
static unsigned compare_marked(struct view *v)
{
	struct scenarios_view *view = v->own;
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *asides = g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free);
	bool any = false;

	for (guint i = 0; i < view->items->len; i++) {
		const struct scenario_item *item = view->items->pdata[i];

		any = any || item->marked;
		if (item->marked)
			add_compared(v, item, files, asides);
	}
	if (!any)
		add_compared(v, item_here(v), files, asides);
	view_compare_open(v->app, files, asides);
	return REACT_REDRAW;
}

static unsigned mark_here(struct view *v)
{
	struct scenarios_view *view = v->own;

	if (item_here(v)->source) {
		file_here(v, "it is compared with in any case");
	} else {
		scenario_item_mark(app_model(v->app), item_here(v), !item_here(v)->marked);
		list_put_cursor(&view->list, view->list.cursor + 1);
	}
	return REACT_REDRAW;
}

static unsigned open_here(struct view *v)
{
	const struct scenario_item *item = item_here(v);
	bool shown = item->present || (item->aside >= 0 ? resume(v, item->aside)
		     : item->file ? start_file(v, item->file) : start_new(v, NULL));

	if (!shown)
		return REACT_REDRAW;
	say_stays(v);
	return REACT_RECOMPUTE | REACT_CLOSE;
}

/* A new one that starts from the one under the cursor. */
static unsigned inherit_here(struct view *v)
{
	const struct scenario_item *item = item_here(v);
	const char *parent = item->id ? item->id : item->file;

	if (!item->source && !item->file) {
		file_here(v, "");
		return REACT_REDRAW;
	}
	if (!start_new(v, item->source ? NULL : parent))
		return REACT_REDRAW;
	app_say(v->app, STYLE_NOTICE, item->source ? "a new scenario, upon the source"
		: "a new scenario, upon %s", parent);
	return REACT_RECOMPUTE | REACT_CLOSE;
}

static unsigned scenarios_act(struct view *v, enum action a, int argument)
{
	struct scenarios_view *view = v->own;
	int end = app_model(v->app)->now->end;

	(void)argument;
	if (list_act(&view->list, a))
		return REACT_REDRAW;
	switch (a) {
	case ACTION_OPEN: return open_here(v);
	case ACTION_MARK: return mark_here(v);
	case ACTION_SCENARIOS: return compare_marked(v);
	case ACTION_DUPLICATE: return ask_name(v, true);
	case ACTION_RATE: return ask_name(v, false);
	case ACTION_DELETE: return delete_here(v);
	case ACTION_INHERIT: return inherit_here(v);
	case ACTION_UNDO: return undelete(v);
	case ACTION_GOAL: return seek_goal(v, 0, end);
	case ACTION_TORNADO: view_tornado_open(v->app, 0, end); return REACT_REDRAW;
	case ACTION_GRID: view_grid_open(v->app, 0); return REACT_REDRAW;
	case ACTION_SIMULATION: return view_simulation_ask(v, 0);
	default: return 0;
	}
}

static unsigned scenarios_mouse(struct view *v, int row, int column, int wheel)
{
	struct scenarios_view *view = v->own;
	int clicked = row - TOP + view->list.top;

	(void)column;
	if (wheel)
		list_scroll(&view->list, 3 * wheel);
	else if (row < TOP || row >= TOP + view->list.height || clicked >= view->list.n)
		return REACT_REDRAW;
	else if (clicked == view->list.cursor)
		return scenarios_act(v, ACTION_OPEN, 0);
	else
		list_put_cursor(&view->list, clicked);
	return REACT_REDRAW;
}

static void scenarios_table(const struct view *v, bool all, struct shown *out)
{
	const struct scenarios_view *view = v->own;
	const struct model *m = app_model(v->app);
	struct table *t = out->made = table_new(NULL);
	g_autofree char *year = last_year(m);

	(void)all;
	t->more = forecast_decimals(m->source, 0);
	table_column(t, "name", "Scenario", COLUMN_TEXT);
	table_column(t, "edits", "edits", COLUMN_INTEGER);
	table_column(t, "end", year, COLUMN_NUMBER);
	table_column(t, "rate", "CAGR", COLUMN_PERCENT);
	table_column(t, "notes", "Notes", COLUMN_TEXT);
	for (guint i = 0; i < view->items->len; i++) {
		const struct scenario_item *item = view->items->pdata[i];

		table_row(t, 0);
		table_text(t, item->name);
		table_number(t, item->edits, 0);
		table_number(t, item->end, 0);
		table_number(t, item->rate, 0);
		table_text(t, item->trouble ? item->trouble : item->notes);
	}
	out->table = t;
	out->line = view->list.cursor;
	out->column = 2;
}

static bool scenarios_renewed(struct view *v, const struct renewal *r)
{
	(void)r;
	list_again(v, NULL);
	return true;
}

static void scenarios_place(const struct view *v, struct file_place *out)
{
	const struct scenario_item *item = item_here(v);

	out->file = g_strdup(item->file ? item->file : app_model(v->app)->market->file);
	out->line = item->line;
}

static unsigned scenarios_reload(struct view *v, const char *file)
{
	unsigned react = REACT_REDRAW;

	if (!file || !item_here(v)->file)
		return reload_market(v);
	if (g_strcmp0(model_scenario(app_model(v->app))->file, file) == 0)
		react = reload_scenario(v);
	else
		app_say(v->app, STYLE_NOTICE, "the scenarios were read again");
	list_again(v, file);
	return react;
}

static void scenarios_close(struct view *v)
{
	struct scenarios_view *view = v->own;

	g_ptr_array_free(view->items, TRUE);
	g_free(view);
}

static const struct view_ops scenarios_ops = {
	.title = "scenarios",
	.scope = SCOPE_SCENARIOS,
	.hints = hints,
	.layout = scenarios_layout,
	.draw = scenarios_draw,
	.act = scenarios_act,
	.mouse = scenarios_mouse,
	.table = scenarios_table,
	.renewed = scenarios_renewed,
	.place = scenarios_place,
	.reload = scenarios_reload,
	.close = scenarios_close,
};

bool view_scenarios_open(struct app *app)
{
	struct scenarios_view *view = g_new0(struct scenarios_view, 1);

	view->items = scenario_items(app_model(app), false);
	view->list.n = (int)view->items->len;
	view->list.height = 1;
	return app_push(app, &scenarios_ops, view);
}
