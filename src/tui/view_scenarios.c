#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "scenario/directory.h"
#include "scenario/find.h"
#include "tui/list.h"
#include "tui/reload.h"
#include "tui/seek.h"
#include "tui/views.h"

/* The source and the saved scenarios of this market, side by side; Enter makes one the present. */

struct item {
	char *file;		/* NULL: the source itself */
	char *name, *title;
	int edits;
	double end, rate;	/* of the total; NaN if it does not run */
	char *trouble;		/* why, or NULL */
	int line;		/* of that in the file, 0: none */
	bool marked;
};

struct deleted { char *trash, *file; };

struct scenarios_view {
	GPtrArray *items;	/* struct item * */
	GArray *deleted;	/* struct deleted, the last one is taken back first */
	struct list list;
};

static const struct view_hint hints[] = {
	{ACTION_OPEN, 0, "load"},
	{ACTION_MARK, 0, "mark"},
	{ACTION_SCENARIOS, 0, "compare"},
	{ACTION_DUPLICATE, 0, "copy"},
	{ACTION_RATE, 0, "rename"},
	{ACTION_DELETE, 0, "delete"},
	{ACTION_UNDO, 0, "undo"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { TOP = 3, NUMBER_WIDTH = 10, NAME_WIDTH = 20 };

static void item_free(gpointer data)
{
	struct item *item = data;

	g_free(item->file);
	g_free(item->name);
	g_free(item->title);
	g_free(item->trouble);
	g_free(item);
}

static void measure(struct item *item, const struct model *m, const struct forecast *f)
{
	enum status status;

	item->end = forecast_level(f, 0, f->n_periods - 1);
	item->rate = m->column_from < 0 ? NAN
		     : forecast_rate(f, 0, m->column_from, m->column_to, &status);
}

/* Another market's scenario is none of ours: NULL. */
static struct item *read_item(const struct model *m, const char *file, const char *name)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load(file, list);
	struct item *item = NULL;

	if (!s || g_strcmp0(s->market, m->market->id) == 0) {
		item = g_new0(struct item, 1);
		item->file = g_strdup(file);
		item->name = g_strndup(name, strlen(name) - strlen(".yaml"));
		item->end = item->rate = NAN;
	}
	struct scenario *whole = item && s ? scenario_resolve(s, list) : NULL;

	if (whole && scenario_check(whole, m->market, list)) {
		g_autoptr(GError) error = NULL;
		struct forecast *f = forecast_run(m->market, m->measure, whole, HOLD_NONE, &error);

		item->title = g_strdup(s->title);
		item->edits = (int)s->adjusts->len + s->has_fill;
		item->trouble = error ? g_strdup(error->message) : NULL;
		if (f)
			measure(item, m, f);
		forecast_free(f);
	} else if (item) {
		item->trouble = messages_count(list) ? g_strdup(messages_get(list, 0)->text)
						     : g_strdup("cannot be read");
		item->line = messages_count(list) ? messages_get(list, 0)->line : 0;
	}
	scenario_free(whole);
	scenario_free(s);
	messages_free(list);
	return item;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_saved(struct scenarios_view *view, const struct model *m)
{
	g_autofree char *directory = library_scenario_directory();
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *entry;

	while (dir && (entry = g_dir_read_name(dir)))
		if (entry[0] != '.' && g_str_has_suffix(entry, ".yaml"))
			g_ptr_array_add(names, g_strdup(entry));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = g_build_filename(directory, names->pdata[i], NULL);
		struct item *item = read_item(m, file, names->pdata[i]);

		if (item)
			g_ptr_array_add(view->items, item);
	}
}

static void add_source(struct scenarios_view *view, const struct model *m)
{
	struct item *item = g_new0(struct item, 1);

	item->name = g_strdup("source");
	item->title = g_strdup("the market as published");
	measure(item, m, m->source);
	g_ptr_array_add(view->items, item);
}

/* ------------------------------------------------ drawing */

static void put_number(struct canvas *c, int row, int end, double value, int digits)
{
	char text[NUMBER_TEXT_MAX] = "";

	if (!isnan(value))
		number_fixed(text, value, digits);
	canvas_put_right(c, row, end, NUMBER_WIDTH, STYLE_NORMAL, text);
}

static void draw_item(const struct view *v, struct canvas *c, int row, const struct item *item,
		      bool cursor)
{
	int digits = app_digits(v->app), end = 3 + NAME_WIDTH;
	g_autofree char *name = text_column(item->name, NAME_WIDTH - 1, false, c->utf8);
	g_autofree char *edits = g_strdup_printf("%d", item->edits);
	const char *more = item->trouble ? item->trouble : item->title ? item->title : "";

	if (cursor)
		canvas_put(c, row, 0, 1, STYLE_KEY, ">");
	if (item->marked)
		canvas_put(c, row, 1, 1, STYLE_KEY, "*");
	canvas_put(c, row, 3, NAME_WIDTH, cursor ? STYLE_CURSOR : STYLE_NORMAL, name);
	if (!item->trouble) {
		canvas_put_right(c, row, end + 4, 4, STYLE_NORMAL, edits);
		put_number(c, row, end + 4 + NUMBER_WIDTH, item->end, digits);
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
	g_autofree char *title = g_strdup_printf("Scenarios of: %s", m->market->title);
	g_autofree char *state = model_state(m);

	app_draw_title(v->app, c, title, state);
	canvas_put(c, 2, 3, -1, STYLE_DIM, "Scenario");
	canvas_put_right(c, 2, end, 5, STYLE_DIM, "edits");
	canvas_put_right(c, 2, end + NUMBER_WIDTH, -1, STYLE_DIM, year);
	if (end + 1 + 2 * NUMBER_WIDTH < c->columns)
		canvas_put_right(c, 2, end + 2 * NUMBER_WIDTH - 1, -1, STYLE_DIM, "CAGR");
	for (int i = l->top; i < l->n && i < l->top + l->height; i++)
		draw_item(v, c, TOP + i - l->top, view->items->pdata[i], i == l->cursor);
	app_draw_message(v->app, c, c->rows - 2);
}

static void scenarios_layout(struct view *v, int rows, int columns)
{
	struct scenarios_view *view = v->own;

	(void)columns;
	view->list.height = rows - TOP - 1;
	list_settle(&view->list);
}

/* ------------------------------------------------ actions */

static unsigned load(struct view *v)
{
	struct scenarios_view *view = v->own;
	const struct item *item = view->items->pdata[view->list.cursor];
	struct model *m = app_model(v->app);
	struct messages *list = messages_new();
	struct stamp stamp = {0};
	g_autoptr(GError) error = NULL;
	unsigned react = REACT_REDRAW;
	struct scenario *s = item->file ? scenario_load_stamped(item->file, &stamp, list)
					: scenario_new(NULL, m->market->id);

	if (!s || !scenario_check(s, m->market, list))
		app_say(v->app, STYLE_ERROR, "%s", messages_count(list)
			? messages_get(list, 0)->text : "it cannot be read");
	else if (!model_start(m, s, &stamp, &error))
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	else
		react = REACT_RECOMPUTE | REACT_CLOSE;
	/* Made against another edition, and the like. */
	if (react & REACT_CLOSE && messages_count(list))
		app_say(v->app, STYLE_WARNING, "%s: %s", model_name(m), messages_get(list, 0)->text);
	scenario_free(s);
	messages_free(list);
	return react;
}

static unsigned load_without_saving(struct view *v, int key)
{
	return key == 'y' ? load(v) : REACT_REDRAW;
}

/* ------------------------------------------------ files */

static struct item *item_here(const struct view *v)
{
	const struct scenarios_view *view = v->own;

	return view->items->pdata[view->list.cursor];
}

/* The file under the cursor; NULL and said for the source. */
static const char *file_here(const struct view *v, const char *what)
{
	const struct item *item = item_here(v);

	if (!item->file)
		app_say(v->app, STYLE_NOTICE, "the source is always here: %s", what);
	return item->file;
}

/* Reads the directory again, the cursor on a file (NULL: where it is). */
static void list_again(struct view *v, const char *file)
{
	struct scenarios_view *view = v->own;

	g_ptr_array_set_size(view->items, 0);
	add_source(view, app_model(v->app));
	add_saved(view, app_model(v->app));
	view->list.n = (int)view->items->len;
	for (int i = 0; file && i < view->list.n; i++)
		if (g_strcmp0(((struct item *)view->items->pdata[i])->file, file) == 0)
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

static bool is_open(const struct view *v, const char *file)
{
	if (g_strcmp0(model_scenario(app_model(v->app))->file, file) != 0)
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

	if (file && (copy || !is_open(v, file)))
		app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned delete_here(struct view *v)
{
	struct scenarios_view *view = v->own;
	const char *file = file_here(v, "it cannot be deleted");
	g_autoptr(GError) error = NULL;
	g_autofree char *undo = keymap_first(app_keymap(v->app), ACTION_UNDO);
	struct deleted d;

	if (!file || is_open(v, file))
		return REACT_REDRAW;
	d.trash = directory_delete(file, &error);
	if (!d.trash) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW;
	}
	d.file = g_strdup(file);
	g_array_append_val(view->deleted, d);
	app_say(v->app, STYLE_NOTICE, "%s is deleted; %s brings it back", item_here(v)->name, undo);
	list_again(v, NULL);
	return REACT_REDRAW;
}

static void deleted_free(struct deleted *d)
{
	g_free(d->trash);
	g_free(d->file);
}

static unsigned undelete(struct view *v)
{
	struct scenarios_view *view = v->own;
	g_autoptr(GError) error = NULL;
	struct deleted *d;

	if (view->deleted->len == 0) {
		app_say(v->app, STYLE_NOTICE, "nothing was deleted here");
		return REACT_REDRAW;
	}
	d = &g_array_index(view->deleted, struct deleted, view->deleted->len - 1);
	if (directory_restore(d->trash, d->file, &error)) {
		list_again(v, d->file);
		app_say(v->app, STYLE_NOTICE, "%s is back", item_here(v)->name);
		deleted_free(d);
		g_array_set_size(view->deleted, view->deleted->len - 1);
	} else {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	}
	return REACT_REDRAW;
}

/* Those marked, or the one under the cursor. */
static unsigned compare_marked(struct view *v)
{
	struct scenarios_view *view = v->own;
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < view->items->len; i++) {
		const struct item *item = view->items->pdata[i];

		if (item->marked)
			g_ptr_array_add(files, g_strdup(item->file));
	}
	if (files->len == 0 && item_here(v)->file)
		g_ptr_array_add(files, g_strdup(item_here(v)->file));
	view_compare_open(v->app, files);
	return REACT_REDRAW;
}

static unsigned mark_here(struct view *v)
{
	struct scenarios_view *view = v->own;

	if (file_here(v, "it is compared with in any case")) {
		item_here(v)->marked = !item_here(v)->marked;
		list_put_cursor(&view->list, view->list.cursor + 1);
	}
	return REACT_REDRAW;
}

static unsigned open_here(struct view *v)
{
	if (!model_modified(app_model(v->app)))
		return load(v);
	app_choose(v->app, v, "Unsaved edits would be lost:  y load all the same  n stay",
		   load_without_saving);
	return REACT_REDRAW;
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
	table_column(t, "name", "Scenario", COLUMN_TEXT);
	table_column(t, "edits", "edits", COLUMN_INTEGER);
	table_column(t, "end", year, COLUMN_NUMBER);
	table_column(t, "rate", "CAGR", COLUMN_PERCENT);
	table_column(t, "title", "Title", COLUMN_TEXT);
	for (guint i = 0; i < view->items->len; i++) {
		const struct item *item = view->items->pdata[i];

		table_row(t, 0);
		table_text(t, item->name);
		table_number(t, item->edits, 0);
		table_number(t, item->end, 0);
		table_number(t, item->rate, 0);
		table_text(t, item->trouble ? item->trouble : item->title ? item->title : "");
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
	const struct item *item = item_here(v);

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
	for (guint i = 0; i < view->deleted->len; i++)
		deleted_free(&g_array_index(view->deleted, struct deleted, i));
	g_array_free(view->deleted, TRUE);
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

	view->items = g_ptr_array_new_with_free_func(item_free);
	add_source(view, app_model(app));
	add_saved(view, app_model(app));
	view->list.n = (int)view->items->len;
	view->list.height = 1;
	view->deleted = g_array_new(FALSE, FALSE, sizeof(struct deleted));
	return app_push(app, &scenarios_ops, view);
}
