#include "config.h"

#include <string.h>

#include "base/text.h"
#include "tui/list.h"
#include "tui/views.h"

/* What the scenario says here and what its file says by now: only what differs. */

struct conflict_view {
	GPtrArray *lines;	/* char *: '<' of the file, '>' of the scenario, ' ' of neither */
	GPtrArray *shown;	/* the same in rows of the screen */
	GString *marks;		/* of these, by row */
	struct list list;
};

static const struct view_hint hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_BACK, 0, "back, to save or not"},
	{0, 0, NULL},
};

enum { TOP = 3 };

static bool has_line(char *const *lines, const char *line)
{
	for (; *lines; lines++)
		if (strcmp(*lines, line) == 0)
			return true;
	return false;
}

static int add_missing(struct conflict_view *view, const char *text, const char *other, char mark)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1), others = g_strsplit(other, "\n", -1);
	int n = 0;

	for (int i = 0; lines[i]; i++) {
		if (lines[i][0] == '\0' || has_line(others, lines[i]))
			continue;
		g_ptr_array_add(view->lines, g_strdup_printf("%c %s", mark, lines[i]));
		n++;
	}
	return n;
}

static void compare(struct conflict_view *view, const struct scenario *here, const char *file)
{
	struct messages *list = messages_new();
	struct scenario *there = scenario_load(file, list);
	g_autofree char *a = scenario_format(here), *b = there ? scenario_format(there) : NULL;

	if (!there)
		g_ptr_array_add(view->lines, g_strdup_printf("  %s", messages_count(list)
				? messages_get(list, 0)->text : "the file cannot be read"));
	else if (add_missing(view, b, a, '<') + add_missing(view, a, b, '>') == 0)
		g_ptr_array_add(view->lines, g_strdup("  both say the same"));
	scenario_free(there);
	messages_free(list);
}

static void conflict_draw(const struct view *v, struct canvas *c)
{
	const struct conflict_view *view = v->own;
	const struct list *l = &view->list;
	g_autofree char *place = list_place(l, model_name(app_model(v->app)));

	app_draw_title(v->app, c, "The file and what is here", place);
	canvas_put(c, 1, 1, -1, STYLE_DIM, "< only in the file   > only here");
	for (int i = l->top; i < l->n && i < l->top + l->height; i++) {
		enum style style = view->marks->str[i] == '>' ? STYLE_CHANGED : STYLE_NORMAL;

		canvas_put(c, TOP + i - l->top, 1, -1, style, view->shown->pdata[i]);
	}
}

static void add_rows(struct conflict_view *view, const char *line, int columns)
{
	g_autoptr(GPtrArray) rows = text_wrap(line + 2, MAX(columns - 4, 1));

	for (guint i = 0; i < rows->len; i++) {
		const char *text = rows->pdata[i];

		g_ptr_array_add(view->shown, i ? g_strconcat("    ", text, NULL)
					       : g_strdup_printf("%c %s", *line, text));
		g_string_append_c(view->marks, *line);
	}
}

static void conflict_layout(struct view *v, int rows, int columns)
{
	struct conflict_view *view = v->own;

	g_ptr_array_set_size(view->shown, 0);
	g_string_truncate(view->marks, 0);
	for (guint i = 0; i < view->lines->len; i++)
		add_rows(view, view->lines->pdata[i], columns - 2);
	view->list.n = (int)view->shown->len;
	view->list.height = rows - TOP;
	list_settle(&view->list);
}

static unsigned conflict_act(struct view *v, enum action a, int argument)
{
	struct list *l = &((struct conflict_view *)v->own)->list;

	(void)argument;
	return list_act_window(l, a) ? REACT_REDRAW : 0;
}

static void conflict_close(struct view *v)
{
	struct conflict_view *view = v->own;

	g_ptr_array_free(view->lines, TRUE);
	g_ptr_array_free(view->shown, TRUE);
	g_string_free(view->marks, TRUE);
	g_free(view);
}

static const struct view_ops conflict_ops = {
	.title = "comparison",
	.scope = SCOPE_HELP,
	.hints = hints,
	.layout = conflict_layout,
	.draw = conflict_draw,
	.act = conflict_act,
	.close = conflict_close,
};

bool view_conflict_open(struct app *app, const char *file)
{
	struct conflict_view *view = g_new0(struct conflict_view, 1);

	view->lines = g_ptr_array_new_with_free_func(g_free);
	view->shown = g_ptr_array_new_with_free_func(g_free);
	view->marks = g_string_new(NULL);
	compare(view, model_scenario(app_model(app)), file);
	view->list.n = (int)view->lines->len;
	view->list.height = 1;
	return app_push(app, &conflict_ops, view);
}
