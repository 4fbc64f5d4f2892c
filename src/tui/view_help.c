/* Help: the keys of the view it was called from, the manual's section on that view, the other keys;
 * and from there, by links, every page of the manual.
 *
 * What is shown is a list of rows, each a text with the marks of manual.h, made anew for another
 * page or another width. */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "tui/list.h"
#include "tui/manual.h"
#include "tui/views.h"

struct row { char *text; int line; };	/* line: of the page, -1 for those of the program's own */

struct link {
	int row, column, width;
	const struct manual_page *page;
	int line;		/* of the page, 0: its beginning */
};

/* Where one was before a link was followed. */
struct place { const struct manual_page *page; int top, link; };

struct help_view {
	unsigned scope;
	char *title;		/* of the view it was called from */
	const struct manual_page *page;	/* NULL: the first page, which begins with keys */
	GArray *rows, *links, *past;	/* struct row, struct link, struct place */
	struct list list;
	int columns;
	int link;		/* chosen, -1: none */
	int found, origin;	/* row that matches, -1: none; where the search began */
	bool found_both;	/* it does with the one below it */
	char *find;
	char *notice;		/* until the next action, or NULL */
};

static const struct view_hint hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_PAGE_DOWN, ACTION_PAGE_UP, "page"},
	{ACTION_FIND, 0, "find"},
	{ACTION_NEXT_PANE, 0, "link"},
	{ACTION_OPEN, 0, "follow"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { TOP = 2, KEYS_INDENT = 3, KEYS_WIDTH = 14 };

static struct row *row_at(const struct help_view *h, int i)
{
	return &g_array_index(h->rows, struct row, i);
}

static struct link *link_at(const struct help_view *h, int i)
{
	return &g_array_index(h->links, struct link, i);
}

/* ------------------------------------------------ rows */

static void row_clear(void *row)
{
	g_free(((struct row *)row)->text);
}

static void add_row(struct help_view *h, const char *text, int line)
{
	struct row row = {g_strdup(text), line};

	g_array_append_val(h->rows, row);
}

static int marked_width(const char *marked)
{
	g_autofree char *text = manual_unmarked(marked);

	return text_width(text);
}

/* Breaks a text at its blanks; rows but the first hang by so many columns. */
static void add_wrapped(struct help_view *h, const char *text, int hang, int line)
{
	int width = MAX(h->columns - 2, 1), used = 0;
	g_auto(GStrv) words = NULL;
	GString *row;

	if (marked_width(text) <= width) {
		add_row(h, text, line);
		return;
	}
	hang = MIN(hang, width / 2);
	words = g_strsplit(text, " ", -1);
	row = g_string_new(NULL);
	for (int i = 0; words[i]; i++) {
		int own = marked_width(words[i]);

		if (used > hang && own && used + 1 + own > width) {
			g_strchomp(row->str);
			add_row(h, row->str, line);
			g_string_printf(row, "%*s", hang, "");
			used = hang;
		} else if (i) {
			g_string_append_c(row, ' ');
			used++;
		}
		g_string_append(row, words[i]);
		used += own;
	}
	add_row(h, row->str, line);
	g_string_free(row, TRUE);
}

static void append_bold(GString *out, const char *text)
{
	for (; *text; text = g_utf8_next_char(text)) {
		g_string_append_c(out, MANUAL_BOLD);
		g_string_append_len(out, text, g_utf8_next_char(text) - text);
	}
}

/* depth 0: of a section; 1: of a part of one. */
static void add_heading(struct help_view *h, const char *text, int depth)
{
	g_autoptr(GString) row = g_string_new(depth ? "  " : "");

	append_bold(row, text);
	if (h->rows->len)
		add_row(h, "", -1);
	add_row(h, row->str, -1);
}

static void add_keys(struct help_view *h, const char *keys, const char *text)
{
	g_autoptr(GString) row = g_string_new(NULL);
	int width = text_width(keys);

	g_string_printf(row, "%*s", KEYS_INDENT, "");
	append_bold(row, keys);
	g_string_append_printf(row, "%*s%s", MAX(KEYS_WIDTH - width, 0) + 1, "", text);
	add_wrapped(h, row->str, KEYS_INDENT + KEYS_WIDTH + 1, -1);
}

static void add_actions(struct help_view *h, const struct keymap *map, unsigned scope,
			unsigned but_not)
{
	const char *group = "";

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		if (!(action_scope(a) & scope) || (action_scope(a) & but_not))
			continue;
		g_autofree char *keys = keymap_keys(map, a);

		if (strcmp(group, action_group(a)) != 0) {
			group = action_group(a);
			add_heading(h, group, 1);
		}
		add_keys(h, keys, action_help(a));
	}
}

/* Whether a line goes on in the next one: its first word would not have fitted any more. */
static bool goes_on(const struct manual_page *page, int line)
{
	const char *text = page->lines[line], *next = line + 1 < page->n ? page->lines[line + 1] : "";
	size_t indent = strspn(text, " ");
	g_autofree char *word = NULL;

	if (!text[indent] || strspn(next, " ") != indent || !next[indent]
	    || manual_is_heading(text) || manual_is_heading(next))
		return false;
	word = g_strndup(next + indent, strcspn(next + indent, " "));
	return marked_width(text) + 1 + marked_width(word) > MANUAL_WIDTH;
}

/* Adds a line; where the window is narrow, with the lines that it goes on in.  Returns the last. */
static int add_line(struct help_view *h, const struct manual_page *page, int line)
{
	const char *first = page->lines[line];
	int indent = (int)strspn(first, " "), last = line;
	g_autoptr(GString) text = g_string_new(first);

	while (h->columns - 2 < MANUAL_WIDTH && goes_on(page, last))
		g_string_append_printf(text, " %s", page->lines[++last] + indent);
	add_wrapped(h, text->str, indent, line);
	return last;
}

static bool is_section(const struct manual_page *page, int line)
{
	return manual_is_heading(page->lines[line]) && page->lines[line][0] != ' ';
}

/* The page, with the keys as they are bound at the end of the section that the build left open. */
static void build_page(struct help_view *h, const struct keymap *map)
{
	int keys = manual_section(h->page, "KEYS");
	bool own = keys >= 0 && strcmp(h->page->title, manual_get(0)->title) == 0;

	for (int i = 0; i < h->page->n; i++) {
		if (own && i > keys && is_section(h->page, i)) {
			add_actions(h, map, SCOPE_ANY, 0);
			add_row(h, "", -1);
			own = false;
		}
		i = add_line(h, h->page, i);
	}
}

/* What the manual says about a view. */
static void build_section(struct help_view *h)
{
	g_autofree char *heading = g_strdup_printf("The %s view", h->title);
	const struct manual_page *page = manual_get(0);
	int line = page ? manual_section(page, heading) : -1;

	if (line < 0)
		return;
	add_row(h, "", -1);
	do
		line = add_line(h, page, line) + 1;
	while (line < page->n && !manual_is_heading(page->lines[line]));
}

/* The line of NAME behind the dash. */
static void add_title(struct help_view *h, const struct manual_page *page)
{
	int name = manual_section(page, "NAME");
	g_autofree char *text = name >= 0 ? manual_text(page, name + 1) : g_strdup("");
	const char *dash = strstr(text, "\u2013 ");
	int width = h->columns < 60 ? 0 : 22;	/* a narrow window has no room for a column of titles */
	g_autofree char *row = g_strdup_printf("%*s%-*s %s", KEYS_INDENT, "", width, page->title,
					       dash ? dash + strlen("\u2013 ") : "");

	add_wrapped(h, row, width ? KEYS_INDENT + width + 1 : 2 * KEYS_INDENT, -1);
}

static void build_first(struct help_view *h, const struct keymap *map)
{
	g_autofree char *heading = g_strdup_printf("Keys of the view: %s", h->title);

	add_heading(h, heading, 0);
	add_actions(h, map, h->scope, 0);
	build_section(h);
	add_heading(h, "The manual", 0);
	for (int i = 0; i < manual_count(); i++)
		add_title(h, manual_get(i));
	add_heading(h, "Keys elsewhere", 0);
	add_actions(h, map, SCOPE_ANY, h->scope);
}

/* ------------------------------------------------ links */

static void add_link(struct help_view *h, int row, int column, int width,
		     const struct manual_page *page, int line)
{
	struct link link = {row, column, width, page, line};

	g_array_append_val(h->links, link);
}

static void find_page_links(struct help_view *h, int row, const char *text)
{
	for (int i = 0; i < manual_count(); i++) {
		const struct manual_page *page = manual_get(i);
		const char *at = strstr(text, page->title);
		g_autofree char *before = at ? g_strndup(text, at - text) : NULL;

		if (at && page != h->page && !manual_is_heading(row_at(h, row)->text))
			add_link(h, row, text_width(before), text_width(page->title), page, 0);
	}
}

/* An underlined run from *at on, blanks between its words included; NULL at the end.  *column is
 * where it begins. */
static char *next_run(const char **at, int *column)
{
	const char *s = *at;
	GString *run = g_string_new(NULL);

	for (; *s && *s != MANUAL_UNDERLINED; s++) {
		if (*s == MANUAL_BOLD)
			continue;
		*column += ((unsigned char)*s & 0xc0) != 0x80;
	}
	while (*s == MANUAL_UNDERLINED || (*s == ' ' && s[1] == MANUAL_UNDERLINED)) {
		s += *s == MANUAL_UNDERLINED;
		g_string_append_len(run, s, g_utf8_next_char(s) - s);
		s = g_utf8_next_char(s);
	}
	*at = s;
	return g_string_free(run, run->len == 0);
}

/* Names of sections are underlined, at times over the end of a row. */
static void find_section_links(struct help_view *h, int row, const struct manual_page *page)
{
	const char *at = row_at(h, row)->text;
	int column = 0;
	char *run;

	while ((run = next_run(&at, &column))) {
		int line = manual_section(page, run), width = text_width(run);

		if (line < 0 && *at == '\0' && row + 1 < (int)h->rows->len) {
			const char *next = row_at(h, row + 1)->text;
			int ignored = 0;
			g_autofree char *more = next_run(&next, &ignored);
			g_autofree char *whole = g_strconcat(run, " ", more, NULL);

			line = manual_section(page, whole);
		}
		if (line >= 0)
			add_link(h, row, column, width, page, line);
		column += width;
		g_free(run);
	}
}

static void find_links(struct help_view *h)
{
	const struct manual_page *page = h->page ? h->page : manual_get(0);

	g_array_set_size(h->links, 0);
	for (int i = 0; i < (int)h->rows->len; i++) {
		g_autofree char *text = manual_unmarked(row_at(h, i)->text);

		find_page_links(h, i, text);
		if (row_at(h, i)->line >= 0)
			find_section_links(h, i, page);
	}
}

/* ------------------------------------------------ pages */

static void say(struct help_view *h, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void say(struct help_view *h, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_free(h->notice);
	h->notice = g_strdup_vprintf(format, args);
	va_end(args);
}

static void build(struct view *v)
{
	struct help_view *h = v->own;

	g_array_set_size(h->rows, 0);
	if (h->page)
		build_page(h, app_keymap(v->app));
	else
		build_first(h, app_keymap(v->app));
	find_links(h);
	h->list.n = (int)h->rows->len;
	h->found = -1;
}

static void put_top(struct help_view *h, int row)
{
	list_scroll(&h->list, row - h->list.top);
}

static int row_of_line(const struct help_view *h, int line)
{
	for (int i = 0; i < (int)h->rows->len; i++)
		if (row_at(h, i)->line >= line)
			return i;
	return 0;
}

static void go_to(struct view *v, const struct manual_page *page, int top, int link)
{
	struct help_view *h = v->own;

	h->page = page;
	build(v);
	h->link = link;
	h->list.top = 0;
	put_top(h, top);
}

static void follow(struct view *v)
{
	struct help_view *h = v->own;
	struct place here = {h->page, h->list.top, h->link};
	struct link to;

	if (h->link < 0 || h->link >= (int)h->links->len) {
		g_autofree char *next = keymap_first(app_keymap(v->app), ACTION_NEXT_PANE);

		say(h, "%s goes on to a link", next);
		return;
	}
	to = *link_at(h, h->link);
	g_array_append_val(h->past, here);
	go_to(v, to.page, 0, -1);
	put_top(h, row_of_line(h, to.line));
}

static bool go_back(struct view *v)
{
	struct help_view *h = v->own;
	struct place place;

	if (h->past->len == 0)
		return false;
	place = g_array_index(h->past, struct place, h->past->len - 1);
	g_array_set_size(h->past, (int)h->past->len - 1);
	go_to(v, place.page, place.top, place.link);
	return true;
}

static bool is_shown(const struct help_view *h, int row)
{
	return row >= h->list.top && row < h->list.top + h->list.height;
}

/* The link behind the chosen one, or the first from what was found or the window on; backward in
 * the same way. */
static void choose_link(struct view *v, int step)
{
	struct help_view *h = v->own;
	int n = (int)h->links->len, at;
	int from = h->found >= 0 && is_shown(h, h->found) ? h->found : h->list.top;

	if (n == 0) {
		say(h, "there is no link on this page");
		return;
	}
	if (h->link >= 0 && is_shown(h, link_at(h, h->link)->row)) {
		at = (h->link + step + n) % n;
	} else {
		for (at = 0; at < n && link_at(h, at)->row < from; at++)
			;
		at = step > 0 ? at % n : (at + n - 1) % n;
	}
	h->link = at;
	if (!is_shown(h, link_at(h, at)->row))
		put_top(h, link_at(h, at)->row - h->list.height / 3);
}

/* ------------------------------------------------ finding */

/* The row below goes on in the same paragraph: it is no heading's and no tag's. */
static bool has_rest_below(const struct help_view *h, int row)
{
	g_autofree char *text = manual_unmarked(row_at(h, row)->text), *next = NULL;

	if (row + 1 >= h->list.n || row_at(h, row)->line < 0 || row_at(h, row + 1)->line < 0
	    || manual_is_heading(row_at(h, row)->text))
		return false;
	next = manual_unmarked(row_at(h, row + 1)->text);
	return *text && *next && strspn(next, " ") >= strspn(text, " ");
}

/* A row, or that and the next one of its paragraph: both. */
static bool row_matches(const struct help_view *h, int row, const char *query, bool *both)
{
	g_autofree char *text = manual_unmarked(row_at(h, row)->text), *next = NULL, *pair = NULL;

	*both = false;
	if (text_matches(text, query))
		return true;
	if (!has_rest_below(h, row))
		return false;
	next = manual_unmarked(row_at(h, row + 1)->text);
	pair = g_strconcat(text, next, NULL);
	*both = text_matches(pair, query) && !text_matches(next, query);
	return *both;
}

/* Among so many rows from one on, round the page. */
static void go_find(struct view *v, const char *query, int from, int step, int rows)
{
	struct help_view *h = v->own;
	int n = h->list.n;

	h->found = h->link = -1;
	if (!query || *query == '\0')
		return;
	g_clear_pointer(&h->notice, g_free);
	for (int i = 0; i < rows && h->found < 0; i++) {
		int row = ((from + step * i) % n + n) % n;

		if (row_matches(h, row, query, &h->found_both))
			h->found = row;
	}
	if (h->found < 0)
		say(h, "'%s' is not on this page", query);
	else if (!is_shown(h, h->found) || (h->found_both && !is_shown(h, h->found + 1)))
		put_top(h, h->found - h->list.height / 3);
}

static void find_typed(struct view *v, const char *text)
{
	struct help_view *h = v->own;

	go_find(v, text, h->origin, 1, h->list.n);
}

static void find_on_page(struct view *v, const char *text, int step)
{
	int n = ((struct help_view *)v->own)->list.n;

	go_find(v, text, step > 0 ? 0 : n - 1, step, n);
}

/* What is not from here on is looked for in the other pages, those that way first, and on this one
 * last; back leads here again. */
static void find_elsewhere(struct view *v, const char *text, int step)
{
	struct help_view *h = v->own;
	struct place here = {h->page, h->origin, -1};
	int n = manual_count(), at = step > 0 ? -1 : n;

	for (int i = 0; i < n; i++)
		if (manual_get(i) == h->page)
			at = i;
	for (int i = 1; i <= n && h->found < 0; i++) {
		const struct manual_page *page = manual_get(((at + step * i) % n + n) % n);

		if (page == here.page)
			continue;
		go_to(v, page, 0, -1);
		find_on_page(v, text, step);
	}
	if (h->found < 0) {
		go_to(v, here.page, here.top, here.link);
		find_on_page(v, text, step);
		if (h->found < 0)
			say(h, "'%s' is nowhere in the manual", text);
		return;
	}
	g_array_append_val(h->past, here);
	g_autofree char *back = keymap_first(app_keymap(v->app), ACTION_BACK);

	say(h, "found in %s; %s leads back", h->page->title, back);
}

static unsigned find_answer(struct view *v, const char *text)
{
	struct help_view *h = v->own;

	if (*text) {
		g_free(h->find);
		h->find = g_strdup(text);
		go_find(v, text, h->origin, 1, h->list.n);
		if (h->found < 0)
			find_elsewhere(v, text, 1);
	}
	return REACT_REDRAW;
}

static void find_cancelled(struct view *v)
{
	struct help_view *h = v->own;

	h->found = -1;
	put_top(h, h->origin);
}

static unsigned ask_find(struct view *v)
{
	struct help_view *h = v->own;
	struct ask q = {.label = "/", .history = "find", .changed = find_typed,
			.answer = find_answer, .cancelled = find_cancelled};

	h->origin = h->list.top;
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static void find_again(struct view *v, int step)
{
	struct help_view *h = v->own;
	int from = h->found >= 0 ? h->found + step : h->list.top;

	if (!h->find) {
		say(h, "nothing was searched for yet");
		return;
	}
	h->origin = h->list.top;
	go_find(v, h->find, from, step, step > 0 ? h->list.n - from : from + 1);
	if (h->found < 0)
		find_elsewhere(v, h->find, step);
}

/* ------------------------------------------------ operations */

static void draw_notice(const struct view *v, struct canvas *c)
{
	const struct help_view *h = v->own;
	g_autofree char *text = h->notice ? text_column(h->notice, c->columns - 2, false, c->utf8)
					  : NULL;

	if (!text)
		return;
	canvas_fill(c, c->rows - 2, 0, 1, c->columns, STYLE_NORMAL, ' ');
	canvas_put(c, c->rows - 2, 1, -1, STYLE_NOTICE, text);
}

static void help_draw(const struct view *v, struct canvas *c)
{
	const struct help_view *h = v->own;
	const struct list *l = &h->list;
	g_autofree char *place = g_strdup_printf("%d of %d", MIN(l->top + l->height, l->n), l->n);
	g_autofree char *title = h->page ? g_strdup(h->page->title) : g_strdup("Help");

	app_draw_title(v->app, c, title, place);
	for (int i = l->top; i < l->n && i < l->top + l->height; i++) {
		manual_draw_marked(row_at(h, i)->text, c, TOP + i - l->top, 1, c->columns - 2);
		if (i == h->found || (h->found_both && h->found >= 0 && i == h->found + 1))
			canvas_style(c, TOP + i - l->top, 1, 1, c->columns - 2, STYLE_MATCH);
	}
	for (int i = 0; i < (int)h->links->len; i++) {
		const struct link *link = link_at(h, i);

		if (is_shown(h, link->row))
			canvas_style(c, TOP + link->row - l->top, 1 + link->column, 1, link->width,
				     i == h->link ? STYLE_CURSOR : STYLE_LINK);
	}
	draw_notice(v, c);
}

static void help_layout(struct view *v, int rows, int columns)
{
	struct help_view *h = v->own;

	h->list.height = MAX(rows - TOP, 1);
	if (h->columns != columns) {
		int line = h->list.top < (int)h->rows->len ? row_at(h, h->list.top)->line : -1;

		h->columns = columns;
		build(v);
		if (line >= 0)
			put_top(h, row_of_line(h, line));
	}
	list_settle(&h->list);
}

static unsigned help_act(struct view *v, enum action a, int argument)
{
	struct help_view *h = v->own;

	(void)argument;
	g_clear_pointer(&h->notice, g_free);
	if (list_act_window(&h->list, a))
		return REACT_REDRAW;
	switch (a) {
	case ACTION_NEXT_PANE: choose_link(v, 1); return REACT_REDRAW;
	case ACTION_LINK_BEFORE: choose_link(v, -1); return REACT_REDRAW;
	case ACTION_OPEN: follow(v); return REACT_REDRAW;
	case ACTION_FIND: return ask_find(v);
	case ACTION_FIND_NEXT: find_again(v, 1); return REACT_REDRAW;
	case ACTION_FIND_BEFORE: find_again(v, -1); return REACT_REDRAW;
	case ACTION_BACK: return go_back(v) ? REACT_REDRAW : 0;
	default: return 0;
	}
}

static unsigned help_mouse(struct view *v, int row, int column, int wheel)
{
	struct help_view *h = v->own;

	list_scroll(&h->list, 3 * wheel);
	for (int i = 0; wheel == 0 && i < (int)h->links->len; i++) {
		const struct link *link = link_at(h, i);
		int from = 1 + link->column;

		if (TOP + link->row - h->list.top != row || column < from
		    || column >= from + link->width)
			continue;
		h->link = i;
		follow(v);
		break;
	}
	return REACT_REDRAW;
}

static void help_close(struct view *v)
{
	struct help_view *h = v->own;

	g_array_unref(h->rows);
	g_array_unref(h->links);
	g_array_unref(h->past);
	g_free(h->title);
	g_free(h->find);
	g_free(h->notice);
	g_free(h);
}

static const struct view_ops help_ops = {
	.title = "help",
	.scope = SCOPE_HELP,
	.hints = hints,
	.layout = help_layout,
	.draw = help_draw,
	.act = help_act,
	.mouse = help_mouse,
	.close = help_close,
};

bool view_help_open(struct app *app, unsigned scope, const char *title)
{
	struct help_view *h = g_new0(struct help_view, 1);

	h->scope = scope;
	h->title = g_strdup(title);
	h->rows = g_array_new(FALSE, FALSE, sizeof(struct row));
	g_array_set_clear_func(h->rows, row_clear);
	h->links = g_array_new(FALSE, FALSE, sizeof(struct link));
	h->past = g_array_new(FALSE, FALSE, sizeof(struct place));
	h->link = h->found = -1;
	return app_push(app, &help_ops, h);
}
