#include "config.h"

#include <string.h>

#include "base/text.h"
#include "tui/list.h"
#include "tui/views.h"

/* Keys of the view it was called from, then those of the others, printed from the list. */

struct line { char *keys, *text; bool heading; };

struct help_view {
	GArray *lines;		/* struct line */
	struct list list;
	char *title;
};

static const struct view_hint hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_PAGE_DOWN, ACTION_PAGE_UP, "page"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

enum { TOP = 2, KEYS_WIDTH = 14 };

static void add_line(struct help_view *h, const char *keys, const char *text, bool heading)
{
	struct line line = {g_strdup(keys), g_strdup(text), heading};

	g_array_append_val(h->lines, line);
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
			if (h->lines->len)
				add_line(h, "", "", false);
			add_line(h, "", group, true);
		}
		add_line(h, keys, action_help(a), false);
	}
}

static void help_draw(const struct view *v, struct canvas *c)
{
	const struct help_view *h = v->own;
	const struct list *l = &h->list;
	g_autofree char *place = g_strdup_printf("%d of %d", MIN(l->top + l->height, l->n), l->n);

	app_draw_title(v->app, c, h->title, place);
	for (int i = l->top; i < l->n && i < l->top + l->height; i++) {
		const struct line *line = &g_array_index(h->lines, struct line, i);
		int row = TOP + i - l->top, room = c->columns - KEYS_WIDTH - 4;
		g_autofree char *keys = text_column(line->keys, KEYS_WIDTH, false, c->utf8);
		g_autofree char *text = text_column(line->text, line->heading ? c->columns - 2
						    : room, false, c->utf8);

		canvas_put(c, row, 2, KEYS_WIDTH, STYLE_KEY, keys);
		canvas_put(c, row, line->heading ? 1 : KEYS_WIDTH + 3, -1,
			   line->heading ? STYLE_HEADING : STYLE_NORMAL, text);
	}
}

static void help_layout(struct view *v, int rows, int columns)
{
	struct help_view *h = v->own;

	(void)columns;
	h->list.height = rows - TOP;
	list_settle(&h->list);
}

/* A page to read has no cursor: what moves is the window. */
static unsigned help_act(struct view *v, enum action a, int argument)
{
	struct help_view *h = v->own;
	struct list *l = &h->list;

	(void)argument;
	switch (a) {
	case ACTION_CURSOR_DOWN: list_scroll(l, 1); break;
	case ACTION_CURSOR_UP: list_scroll(l, -1); break;
	case ACTION_PAGE_DOWN: list_scroll(l, l->height - 1); break;
	case ACTION_PAGE_UP: list_scroll(l, 1 - l->height); break;
	case ACTION_CURSOR_FIRST: list_scroll(l, -l->n); break;
	case ACTION_CURSOR_LAST: list_scroll(l, l->n); break;
	default: return 0;
	}
	return REACT_REDRAW;
}

static unsigned help_mouse(struct view *v, int row, int column, int wheel)
{
	struct help_view *h = v->own;

	(void)row;
	(void)column;
	list_scroll(&h->list, 3 * wheel);
	return REACT_REDRAW;
}

static void help_close(struct view *v)
{
	struct help_view *h = v->own;

	for (guint i = 0; i < h->lines->len; i++) {
		g_free(g_array_index(h->lines, struct line, i).keys);
		g_free(g_array_index(h->lines, struct line, i).text);
	}
	g_array_free(h->lines, TRUE);
	g_free(h->title);
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

	h->lines = g_array_new(FALSE, TRUE, sizeof(struct line));
	h->title = g_strdup_printf("Keys of the view: %s", title);
	add_actions(h, app_keymap(app), scope, 0);
	add_line(h, "", "", false);
	add_line(h, "", "Elsewhere", true);
	add_actions(h, app_keymap(app), SCOPE_ANY, scope);
	h->list.n = (int)h->lines->len;
	h->list.height = 1;
	return app_push(app, &help_ops, h);
}
