#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/summary.h"
#include "tui/list.h"
#include "tui/open.h"
#include "tui/views.h"

/* One line of the library.  Everything is a copy: the library itself is not kept. */
struct item {
	char *what;		/* as open_model takes it */
	char *file;		/* it was found in */
	int line;		/* of the first message, 0: none */
	char *edition, *title, *publisher;
	char *base, *end, *rate, *age;
	GPtrArray *messages;	/* char *, of a broken file */
	int errors;		/* 0: it opens */
	bool marked;
	int number;		/* as it was found */
};

struct markets_view {
	char *directory;	/* whose markets these are; NULL: of the library */
	GPtrArray *names;	/* char *: or these, or NULL */
	GPtrArray *items;	/* struct item * */
	struct list list;
	char *find;
	int origin;
	int month;		/* of today: year * 12 + month - 1 */
	int sorted;		/* by a column of the list, from 1; 0: as they were found */
	bool reversed;
	bool unfolded;		/* the messages of the broken file under the cursor are shown */
	GPtrArray *lines;	/* char *, of these messages at the present width */
	struct list message_lines;
};

static const struct view_hint hints[] = {
	{ACTION_OPEN, 0, "open"},
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_MARK, 0, "mark"},
	{ACTION_SCENARIOS, 0, "compare"},
	{ACTION_FIND, 0, "find"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { TOP = 3 };		/* rows above the list */
enum { FIRST_NUMBER = 2 };	/* of the columns */

static const char *const heads[7] = {"Market", "Publisher", "Edition", "Base", "End", "CAGR", "Age"};

/* ------------------------------------------------ items */

static void item_free(gpointer data)
{
	struct item *item = data;

	g_free(item->what);
	g_free(item->file);
	g_free(item->edition);
	g_free(item->title);
	g_free(item->publisher);
	g_free(item->base);
	g_free(item->end);
	g_free(item->rate);
	g_free(item->age);
	g_ptr_array_free(item->messages, TRUE);
	g_free(item);
}

static struct item *item_new(const char *what, const struct messages *list)
{
	struct item *item = g_new0(struct item, 1);

	item->what = g_strdup(what);
	item->file = g_strdup(what);
	if (list && messages_count(list) && messages_get(list, 0)->line > 0) {
		g_free(item->file);
		item->file = g_strdup(messages_get(list, 0)->file);
		item->line = messages_get(list, 0)->line;
	}
	item->messages = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; list && i < messages_count(list); i++) {
		struct message m = *messages_get(list, i);
		g_autofree char *name = g_path_get_basename(m.file);

		/* Without its folder there is room for what it says. */
		m.file = name;
		g_ptr_array_add(item->messages, message_format(&m));
	}
	item->errors = list ? (int)messages_errors(list) : 0;
	return item;
}

static char *shown_rate(const struct market *m)
{
	char text[NUMBER_TEXT_MAX];
	double rate = market_summary_rate(m);

	return g_strdup(isfinite(rate) ? number_fixed(text, rate * 100, 2) : "");
}

/* How long ago an edition came out: "<1 mo", "10 mo", "3 y"; "" if it does not say or is to come. */
static char *age_of(const char *edition, int month)
{
	int year, at = 1;

	if (!edition || sscanf(edition, "%4d-%2d", &year, &at) < 1)
		return g_strdup("");
	/* A bare year is over when it ends. */
	int months = month - (year * 12 + (strchr(edition, '-') ? at - 1 : 11));

	return months < 0 ? g_strdup("")
	     : months == 0 ? g_strdup("<1 mo")
	     : months < 24 ? g_strdup_printf("%d mo", months)
	     : g_strdup_printf("%d y", months / 12);
}

/* The month in which the program runs. */
static int this_month(const struct app *app)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	int given = app_options(app)->this_month;

	return given ? given : g_date_time_get_year(now) * 12 + g_date_time_get_month(now) - 1;
}

/* The market is loaded for its rate and let go again. */
static void fill_item(struct item *item, const struct market *m, int month)
{
	const char *publisher = m->sources[m->source].publisher;
	bool forecast = period_is_set(m->period.to);

	g_free(item->file);
	item->file = g_strdup(m->file);
	item->edition = g_strdup(m->edition ? m->edition : "");
	item->age = age_of(m->edition, month);
	item->title = g_strdup(m->title);
	item->publisher = g_strdup(publisher ? publisher : "");
	item->base = market_period(m, m->period.base);
	item->end = forecast ? market_period(m, m->period.to) : g_strdup("");
	item->rate = shown_rate(m);
}

static void add_market(struct markets_view *view, const char *what, const char *edition)
{
	struct messages *list = messages_new();
	struct market *m = library_find(what, edition, list);
	struct item *item = item_new(what, list);

	if (m)
		fill_item(item, m, view->month);
	market_free(m);
	messages_free(list);
	g_ptr_array_add(view->items, item);
}

static void add_entry(void *data, const struct library_entry *entry, const struct market *m)
{
	struct markets_view *view = data;
	struct item *item = item_new(entry->file, entry->messages);

	if (m)
		fill_item(item, m, view->month);
	g_ptr_array_add(view->items, item);
}

static void read_items(struct markets_view *view, const char *edition)
{
	g_ptr_array_set_size(view->items, 0);
	for (guint i = 0; view->names && i < view->names->len; i++) {
		const char *name = view->names->pdata[i];

		if (g_file_test(name, G_FILE_TEST_IS_DIR))
			library_visit(name, add_entry, view);
		else
			add_market(view, name, edition);
	}
	if (!view->names)
		library_visit(view->directory, add_entry, view);
	view->list.n = (int)view->items->len;
	for (guint i = 0; i < view->items->len; i++)
		((struct item *)view->items->pdata[i])->number = (int)i;
}

/* ------------------------------------------------ drawing */

struct columns { int title, publisher, edition, base, end, rate, age; };

/* Periods and ages are as wide as they are, with a blank before. */
static void fit_column(int *width, const char *text)
{
	*width = MAX(*width, text ? text_width(text) + 1 : 0);
}

static struct columns arrange(const struct markets_view *view, int width)
{
	struct columns c = {.edition = 7, .base = 5, .end = 5, .rate = 7, .age = 6};
	int publisher = text_width("Publisher");

	for (guint i = 0; i < view->items->len; i++) {
		const struct item *item = view->items->pdata[i];

		fit_column(&c.base, item->base);
		fit_column(&c.end, item->end);
		fit_column(&c.age, item->age);
		publisher = MAX(publisher, item->publisher ? text_width(item->publisher) : 0);
	}
	width -= 3;
	if (width < 72)
		c.edition = c.base = c.age = 0;
	if (width >= 60)
		c.publisher = MIN(publisher, 20 + MAX(width - 77, 0) / 3);
	c.title = width - c.edition - c.base - c.end - c.rate - c.age
		  - (c.publisher ? c.publisher + 1 : 0) - (c.edition ? 1 : 0);
	return c;
}

static int put_cell(struct canvas *c, int row, int at, int width, enum style style,
		    const char *text, bool right)
{
	if (width == 0)
		return at;
	g_autofree char *cut = text_column(text ? text : "", right ? width - 1 : width, false,
					   c->utf8);

	if (right)
		canvas_put_right(c, row, at + width, width - 1, style, cut);
	else
		canvas_put(c, row, at, width, style, cut);
	return at + width + (right ? 0 : 1);
}

static void draw_line(struct canvas *c, int row, enum style style, enum style name,
		      const struct columns *w, const char *const text[7])
{
	int at = put_cell(c, row, 3, w->title, name, text[0], false) - 1;

	at = w->publisher ? put_cell(c, row, at + 1, w->publisher, style, text[1], false) - 1 : at;
	at = w->edition ? put_cell(c, row, at + 1, w->edition, style, text[2], false) - 1 : at;
	at = put_cell(c, row, at, w->base, style, text[3], true);
	at = put_cell(c, row, at, w->end, style, text[4], true);
	at = put_cell(c, row, at, w->rate, style, text[5], true);
	put_cell(c, row, at, w->age, style, text[6], true);
}

static void draw_broken(struct canvas *c, int row, const struct item *item, bool cursor)
{
	g_autofree char *name = g_path_get_basename(item->what);
	g_autofree char *text = g_strdup_printf("%s: %d error%s", name, item->errors,
						item->errors == 1 ? "" : "s");
	g_autofree char *cut = text_column(text, c->columns - 4, false, c->utf8);

	canvas_put(c, row, 3, -1, cursor ? STYLE_CURSOR : STYLE_ERROR, cut);
}

static void draw_item(struct canvas *c, int row, const struct item *item,
		      const struct columns *w, bool cursor)
{
	const char *text[7] = {item->title, item->publisher, item->edition, item->base, item->end,
			       item->rate, item->age};

	if (cursor)
		canvas_put(c, row, 0, 1, STYLE_KEY, ">");
	if (item->marked)
		canvas_put(c, row, 1, 1, STYLE_KEY, "*");
	if (!item->title)
		draw_broken(c, row, item, cursor);
	else
		draw_line(c, row, STYLE_NORMAL, cursor ? STYLE_CURSOR : STYLE_NORMAL, w, text);
}

static const struct item *item_here(const struct markets_view *view)
{
	return view->items->len ? view->items->pdata[view->list.cursor] : NULL;
}

/* Below the list: the messages of a broken file. */
static void draw_messages(const struct markets_view *view, struct canvas *c, int row)
{
	const struct list *l = &view->message_lines;
	int rows = MIN(l->n - l->top, l->height);

	for (int i = 0; i < rows; i++) {
		int left = l->n - l->top - i;

		if (i == l->height - 1 && left > 1) {
			g_autofree char *more = g_strdup_printf("%d more lines: PgDn", left);

			canvas_put(c, row + i, 1, -1, STYLE_DIM, more);
		} else {
			canvas_put(c, row + i, 1, -1, STYLE_ERROR, view->lines->pdata[l->top + i]);
		}
	}
}

static void draw_empty(struct canvas *c)
{
	g_autoptr(GPtrArray) lines = text_wrap("no market file was found: name one, set "
					       "TAMARACK_PATH to a directory of them, or let "
					       "'tamarack new ID' write one to start from",
					       MIN(c->columns - 4, 70));

	for (guint i = 0; i < lines->len; i++)
		canvas_put(c, TOP + (int)i, 3, -1, STYLE_NORMAL, lines->pdata[i]);
}

static void markets_draw(const struct view *v, struct canvas *c)
{
	const struct markets_view *view = v->own;
	const struct list *l = &view->list;
	struct columns w = arrange(view, c->columns);
	g_autofree char *count = l->n ? list_place(l, NULL) : g_strdup("empty");

	app_draw_title(v->app, c, "Library", count);
	draw_line(c, 2, STYLE_DIM, STYLE_DIM, &w, heads);
	if (l->n == 0)
		draw_empty(c);
	for (int i = l->top; i < l->n && i < l->top + l->height; i++)
		draw_item(c, TOP + i - l->top, view->items->pdata[i], &w, i == l->cursor);
	if (view->unfolded)
		draw_messages(view, c, TOP + l->height);
	if (app_has_said(v->app))	/* what a market said last is no matter of the library */
		app_draw_message(v->app, c, c->rows - 2);
}

/* A message that is longer than a line goes on in the next, set in by two. */
static void break_messages(struct markets_view *view, int columns)
{
	const struct item *item = item_here(view);

	g_ptr_array_set_size(view->lines, 0);
	for (guint i = 0; view->unfolded && i < item->messages->len; i++) {
		g_autoptr(GPtrArray) lines = text_wrap(item->messages->pdata[i], columns - 2);

		for (guint j = 0; j < lines->len; j++)
			g_ptr_array_add(view->lines, g_strconcat(j ? "  " : "",
								 lines->pdata[j], NULL));
	}
	view->message_lines.n = (int)view->lines->len;
}

static void markets_layout(struct view *v, int rows, int columns)
{
	struct markets_view *view = v->own;
	int room = rows - TOP - 1;

	view->list.height = view->unfolded ? MAX(MIN(room / 2, view->list.n), 1) : room;
	list_settle(&view->list);
	break_messages(view, columns - 2);
	view->message_lines.height = room - view->list.height;
	list_scroll(&view->message_lines, 0);
}

/* ------------------------------------------------ actions */

static unsigned open_market(struct view *v)
{
	const struct item *item = item_here(v->own);
	struct messages *list = messages_new();
	struct model *m = app_open_model(v->app, item->what, list);

	if (m) {
		app_set_model(v->app, m);
		view_tree_open(v->app);
	} else {
		g_autofree char *text = messages_count(list)
			? message_format(messages_get(list, 0)) : g_strdup("cannot be opened");

		app_say(v->app, STYLE_ERROR, "%s", text);
	}
	messages_free(list);
	return REACT_REDRAW;
}

static unsigned open_item(struct view *v)
{
	struct markets_view *view = v->own;
	const struct item *item = item_here(view);

	if (!item)
		return REACT_REDRAW;
	if (!item->title) {
		view->unfolded = !view->unfolded;
		view->message_lines.top = 0;
		return REACT_REDRAW;
	}
	return app_guard_call(v->app, v, open_market) ? open_market(v) : REACT_REDRAW;
}

static int search(const struct markets_view *view, const char *query, int from, int step)
{
	int n = (int)view->items->len;

	for (int i = 1; i <= n && *query; i++) {
		int at = (from + step * i + 2 * n) % n;
		const struct item *item = view->items->pdata[at];
		g_autofree char *all = g_strdup_printf("%s %s %s", item->title ? item->title : "",
						       item->publisher ? item->publisher : "",
						       item->what);

		if (text_matches(all, query))
			return at;
	}
	return -1;
}

static void go_find(struct view *v, const char *query, int from, int step)
{
	struct markets_view *view = v->own;
	int at = query ? search(view, query, from, step) : -1;

	if (at >= 0)
		list_put_cursor(&view->list, at);
	else if (query && *query)
		app_say(v->app, STYLE_WARNING, "no market matches '%s'", query);
}

static void find_typed(struct view *v, const char *text)
{
	struct markets_view *view = v->own;

	list_put_cursor(&view->list, view->origin);
	go_find(v, text, view->origin, 1);
}

static unsigned find_answer(struct view *v, const char *text)
{
	struct markets_view *view = v->own;

	if (*text) {
		g_free(view->find);
		view->find = g_strdup(text);
	}
	return REACT_REDRAW;
}

static void find_cancelled(struct view *v)
{
	struct markets_view *view = v->own;

	list_put_cursor(&view->list, view->origin);
}

static unsigned ask_find(struct view *v)
{
	struct markets_view *view = v->own;
	struct ask q = {.label = "/", .history = "find", .changed = find_typed,
			     .answer = find_answer, .cancelled = find_cancelled};

	view->origin = view->list.cursor;
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned mark_here(struct view *v)
{
	struct markets_view *view = v->own;
	struct item *item = view->items->len ? view->items->pdata[view->list.cursor] : NULL;

	if (item && item->title) {
		item->marked = !item->marked;
		list_put_cursor(&view->list, view->list.cursor + 1);
	} else {
		app_say(v->app, STYLE_NOTICE, "a broken file cannot be compared");
	}
	return REACT_REDRAW;
}

static unsigned compare_marked(struct view *v)
{
	const struct markets_view *view = v->own;
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < view->items->len; i++) {
		const struct item *item = view->items->pdata[i];

		if (item->marked)
			g_ptr_array_add(files, g_strdup(item->what));
	}
	view_editions_open(v->app, files);
	return REACT_REDRAW;
}

static unsigned markets_act(struct view *v, enum action a, int argument)
{
	struct markets_view *view = v->own;

	(void)argument;
	if (view->unfolded && list_page(&view->message_lines, a)) {
		list_scroll(&view->message_lines, list_page(&view->message_lines, a));
		return REACT_REDRAW;
	}
	if (list_act(&view->list, a)) {
		view->unfolded = false;
		return REACT_REDRAW;
	}
	switch (a) {
	case ACTION_OPEN: return open_item(v);
	case ACTION_MARK: return mark_here(v);
	case ACTION_SCENARIOS: return compare_marked(v);
	case ACTION_FIND: return ask_find(v);
	case ACTION_FIND_NEXT: go_find(v, view->find, view->list.cursor, 1); return REACT_REDRAW;
	case ACTION_FIND_BEFORE:
		go_find(v, view->find, view->list.cursor, -1);
		return REACT_REDRAW;
	case ACTION_BACK:
		if (!view->unfolded)
			return 0;
		view->unfolded = false;
		return REACT_REDRAW;
	default: return 0;
	}
}

/* ------------------------------------------------ order */

static const char *field(const struct item *item, int column)
{
	const char *const fields[] = {item->title, item->publisher, item->edition, item->base,
				      item->end, item->rate, item->age};

	return fields[column] ? fields[column] : "";
}

/* Numbers from the largest, text from A; broken files last. */
static int compare_items(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct markets_view *view = data;
	const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
	int column = view->sorted - 1, order = 0;

	if (!x->title || !y->title)
		return (x->title == NULL) - (y->title == NULL);
	if (column >= FIRST_NUMBER) {
		double u = g_ascii_strtod(field(x, column), NULL), w = g_ascii_strtod(field(y, column), NULL);

		order = u < w ? 1 : u > w ? -1 : 0;
	} else if (column >= 0) {
		order = g_ascii_strcasecmp(field(x, column), field(y, column));
	}
	return order ? (view->reversed ? -order : order) : x->number - y->number;
}

static void put_in_order(struct markets_view *view)
{
	const struct item *here = item_here(view);

	g_ptr_array_sort_with_data(view->items, compare_items, view);
	for (guint i = 0; i < view->items->len; i++)
		if (view->items->pdata[i] == here)
			view->list.cursor = (int)i;
	list_settle(&view->list);
}

static unsigned click_head(struct view *v, int at)
{
	struct markets_view *view = v->own;
	int rows, columns, end = 3, column = 0;

	app_size(v->app, &rows, &columns);
	struct columns w = arrange(view, columns);
	const int widths[] = {w.title, w.publisher ? w.publisher + 1 : 0, w.edition ? w.edition + 1 : 0,
			      w.base, w.end, w.rate, w.age};

	while (column < (int)G_N_ELEMENTS(widths) - 1 && (end += widths[column]) <= at)
		column++;
	if (view->sorted != column + 1)
		view->sorted = column + 1, view->reversed = false;
	else if (!view->reversed)
		view->reversed = true;
	else
		view->sorted = 0;
	put_in_order(view);
	app_say(v->app, STYLE_NOTICE, !view->sorted ? "as they were found" : view->reversed
		? "by %s, the other way round" : "by %s", heads[column]);
	return REACT_REDRAW;
}

static unsigned markets_mouse(struct view *v, int row, int column, int wheel)
{
	struct markets_view *view = v->own;
	int clicked = row - TOP + view->list.top;

	if (wheel)
		list_scroll(&view->list, 3 * wheel);
	else if (row == TOP - 1)
		return click_head(v, column);
	else if (row < TOP || row >= TOP + view->list.height || clicked >= view->list.n)
		return REACT_REDRAW;
	else if (clicked == view->list.cursor)
		return open_item(v);
	else
		list_put_cursor(&view->list, clicked);
	return REACT_REDRAW;
}

static void markets_table(const struct view *v, bool all, struct shown *out)
{
	static const char *const titles[] = {"Market", "Publisher", "Edition", "Base", "End", "CAGR",
					     "Age", "File"};
	const struct markets_view *view = v->own;
	struct table *t = out->made = table_new(NULL);

	(void)all;
	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
		table_column(t, titles[i], titles[i], COLUMN_TEXT);
	for (guint i = 0; i < view->items->len; i++) {
		const struct item *item = view->items->pdata[i];
		const char *fields[] = {item->title, item->publisher, item->edition, item->base,
					item->end, item->rate, item->age, item->what};

		table_row(t, 0);
		for (size_t k = 0; k < G_N_ELEMENTS(fields); k++)
			table_text(t, fields[k] ? fields[k] : "");
	}
	out->table = t;
	out->line = view->items->len ? view->list.cursor : -1;
	out->column = item_here(view) && item_here(view)->title ? 0 : G_N_ELEMENTS(titles) - 1;
}

static void markets_place(const struct view *v, struct file_place *out)
{
	const struct item *item = item_here(v->own);

	out->file = item ? g_strdup(item->file) : NULL;
	out->line = item ? item->line : 0;
}

static struct item *find_file(const struct markets_view *view, const char *file)
{
	for (guint i = 0; i < view->items->len; i++)
		if (strcmp(((struct item *)view->items->pdata[i])->file, file) == 0)
			return view->items->pdata[i];
	return NULL;
}

/* Cursor and marks stay on their files. */
static unsigned markets_reload(struct view *v, const char *file)
{
	struct markets_view *view = v->own;
	GPtrArray *before = view->items;
	g_autofree char *here = item_here(view) ? g_strdup(item_here(view)->file) : NULL;

	(void)file;
	view->items = g_ptr_array_new_with_free_func(item_free);
	read_items(view, app_options(v->app)->edition);
	view->unfolded = false;
	for (guint i = 0; i < before->len; i++) {
		const struct item *old = before->pdata[i];
		struct item *now = old->marked ? find_file(view, old->file) : NULL;

		if (now)
			now->marked = now->title != NULL;
	}
	for (guint i = 0; here && i < view->items->len; i++)
		if (strcmp(((struct item *)view->items->pdata[i])->file, here) == 0)
			view->list.cursor = (int)i;
	list_settle(&view->list);
	put_in_order(view);
	g_ptr_array_free(before, TRUE);
	app_say(v->app, STYLE_NOTICE, "the library was read again");
	return REACT_REDRAW;
}

static void markets_close(struct view *v)
{
	struct markets_view *view = v->own;

	g_ptr_array_free(view->items, TRUE);
	g_ptr_array_free(view->lines, TRUE);
	g_free(view->find);
	g_free(view->directory);
	if (view->names)
		g_ptr_array_free(view->names, TRUE);
	g_free(view);
}

static const struct view_ops markets_ops = {
	.title = "markets",
	.scope = SCOPE_MARKETS,
	.hints = hints,
	.layout = markets_layout,
	.draw = markets_draw,
	.act = markets_act,
	.mouse = markets_mouse,
	.table = markets_table,
	.place = markets_place,
	.reload = markets_reload,
	.close = markets_close,
};

static struct markets_view *view_new(const struct app *app)
{
	struct markets_view *view = g_new0(struct markets_view, 1);

	view->month = this_month(app);
	view->items = g_ptr_array_new_with_free_func(item_free);
	view->lines = g_ptr_array_new_with_free_func(g_free);
	return view;
}

static bool push(struct app *app, struct markets_view *view)
{
	read_items(view, app_options(app)->edition);
	view->list.height = 1;
	return app_push(app, &markets_ops, view);
}

bool view_markets_open(struct app *app, const char *directory)
{
	struct markets_view *view = view_new(app);

	view->directory = g_strdup(directory);
	return push(app, view);
}

bool view_markets_open_named(struct app *app, const char *const *names, int n)
{
	struct markets_view *view = view_new(app);

	view->names = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < n; i++)
		g_ptr_array_add(view->names, g_strdup(names[i]));
	return push(app, view);
}
