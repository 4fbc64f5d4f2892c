#include "config.h"

#include "tui/app_work.h"

#include <string.h>

#include "base/period.h"
#include "base/text.h"

enum { MESSAGE_LINES = 4, OFFERS_SHOWN = 10,
       STATE_LEAST = 22 /* "[modified]   42 of 42" */,
       PROMPT_LEAST = 30 /* columns left to what is typed, on a wide screen */ };

void app_say(struct app *app, enum style style, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_free(app->said);
	app->said = g_strdup_vprintf(format, args);
	app->said_style = style;
	va_end(args);
}

bool app_has_said(const struct app *app)
{
	return app->said != NULL;
}

const char *app_message(const struct app *app, enum style *style)
{
	*style = app->said ? app->said_style : STYLE_NOTICE;
	if (app->said)
		return app->said;
	return app->model ? model_said(app->model) : "";
}

/* What is cut off is the beginning: behind it stand the marks. */
static char *far_end(const char *text, int width, bool utf8)
{
	const char *mark = utf8 ? "\u2026" : "...";

	if (text_width(text) <= width)
		return g_strdup(text);
	while (*text && text_width(mark) + text_width(text) > width)
		text = g_utf8_next_char(text);
	return g_strconcat(mark, text, NULL);
}

/* ", 2031" at the end of a title, or NULL. */
static const char *title_year(const char *title)
{
	const char *comma = strrchr(title, ','), *year = comma ? comma + 1 : "";
	struct period p;

	year += strspn(year, " ");
	year += g_str_has_prefix(year, "FY") ? strlen("FY") : 0;
	return period_parse(year, &p) ? comma : NULL;
}

/* The year stays; what the view is gives way to what it is about. */
static char *fit_title(const char *title, int room, bool utf8)
{
	const char *year = title_year(title), *colon = strstr(title, ": ");

	if (!year || text_width(title) <= room)
		return text_column(title, room, false, utf8);
	if (colon)
		title = colon + strlen(": ");
	g_autofree char *name = g_strndup(title, (size_t)(year - title));
	g_autofree char *cut = text_column(name, MAX(room - text_width(year), 1), false, utf8);

	return g_strconcat(cut, year, NULL);
}

char *app_title(const struct app *app, const char *what, const char *name)
{
	const struct model *m = app->model;
	g_autofree char *unit = market_unit(m->market, m->measure, true);

	return g_strdup_printf("%s: %s%s%s", what, name, *unit ? ", " : "", unit);
}

void app_draw_title(const struct app *app, struct canvas *c, const char *left, const char *right)
{
	int room = c->columns - 2;
	int width = right ? MIN(text_width(right), MAX(room / 2, STATE_LEAST)) : 0;
	g_autofree char *title = fit_title(left, room - (width ? width + 2 : 0), app->utf8);

	canvas_put(c, 0, 1, -1, STYLE_TITLE, title);
	if (width) {
		g_autofree char *cut = far_end(right, width, app->utf8);

		canvas_put_right(c, 0, c->columns - 1, width, STYLE_CHANGED, cut);
	}
}

/* Bytes of text that fit in a line of that width, cut at a blank if there is one. */
static size_t line_length(const char *text, int width)
{
	size_t fits = text_fit(text, width, NULL), at = fits;

	if (text[fits] == '\0')
		return fits;
	/* a number keeps its "%" */
	while (at > 0 && (text[at] != ' ' || text[at + 1] == '%'))
		at--;
	return at ? at : fits;
}

static int count_lines(const char *text, int width, int most)
{
	int n = 0;

	for (; *text && n < most; n++) {
		text += line_length(text, width);
		while (*text == ' ')
			text++;
	}
	return n;
}

int app_message_rows(const struct app *app)
{
	return app->said ? MAX(count_lines(app->said, app->columns - 2, MESSAGE_LINES), 1)
			 : 1;
}

/* The question, behind what is wrong with the key that came last. */
static char *choice_text(const struct app *app)
{
	char key[KEY_TEXT_MAX];

	if (app->missed == MISSED_PASTE)
		return g_strconcat("a paste is no answer:  ", app->choice, NULL);
	return app->missed ? g_strdup_printf("%s is none of these:  %s",
					     key_format(app->missed, true, key), app->choice)
			   : g_strdup(app->choice);
}

/* The row above the hints, or above a question. */
static int last_message_row(const struct app *app, const struct canvas *c)
{
	g_autofree char *choice = app->choice ? choice_text(app) : NULL;

	return c->rows - 1 - (choice ? count_lines(choice, c->columns - 2, c->rows) : 1);
}

/* In n lines, the last of which stands on row and has all that is left.  Returns the columns of
 * that. */
static int draw_lines(const struct app *app, struct canvas *c, int row, int n, enum style style,
		      const char *text)
{
	int width = c->columns - 2, used = 0;

	for (row = MAX(row - (n - 1), 0); n > 0; n--, row++) {
		size_t length = line_length(text, width);
		g_autofree char *line = n == 1 ? text_column(text, width, false, app->utf8)
					       : g_strndup(text, length);

		canvas_fill(c, row, 0, 1, c->columns, STYLE_NORMAL, ' ');
		used = canvas_put(c, row, 1, -1, style, line);
		text += length;
		while (*text == ' ')
			text++;
	}
	return used;
}

void app_draw_message(const struct app *app, struct canvas *c, int row)
{
	enum style style;
	const char *text = app_message(app, &style);

	draw_lines(app, c, MIN(row, last_message_row(app, c)), app_message_rows(app), style, text);
}

static void draw_prompt(const struct app *app, struct canvas *c, int row)
{
	const struct prompt *p = &app->prompt;
	int label = MIN(text_width(app->question.label),
			MAX(c->columns / 2, c->columns - PROMPT_LEAST));
	g_autofree char *cut = text_column(app->question.label, label, false, app->utf8);
	g_autofree char *before = g_strndup(p->text->str, p->at);
	int at = 2 + canvas_put(c, row, 1, label, STYLE_KEY, cut);
	int room = c->columns - at - 1;
	int skip = MAX(text_width(before) - room + 1, 0);
	const char *text = p->text->str;
	int used;

	/* A long line slides so that its cursor is in sight. */
	if (skip > 0)
		text += text_fit(text, skip, NULL);
	c->cursor_row = row;
	c->cursor_column = at + text_width(before) - (text == p->text->str ? 0 : skip);
	used = canvas_put(c, row, at, room, p->selected ? STYLE_CURSOR : STYLE_PROMPT, text);
	if (app->question.echo) {
		g_autofree char *echo = app->question.echo(app->asker, p->text->str);
		g_autofree char *fits = echo ? text_column(echo, room - used - 2, false, app->utf8)
					     : NULL;

		if (fits && room - used > 4)
			canvas_put(c, row, at + used + 2, -1, STYLE_DIM, fits);
	}
}

/* "+/-" of a hint; "" if no key leads there. */
static char *hint_keys(const struct app *app, const struct view_hint *h)
{
	g_autofree char *first = keymap_first(app->keymap, h->action);
	g_autofree char *other = keymap_first(app->keymap, h->other);

	if (*first == '\0' || !h->other || *other == '\0')
		return g_strdup(first);
	return g_strconcat(first, "/", other, NULL);
}

static int hint_width(const char *keys, const struct view_hint *h)
{
	return *keys ? text_width(keys) + 1 + text_width(h->word) + 2 : 0;
}

static int draw_hint(struct canvas *c, int row, int at, const char *keys,
		     const struct view_hint *h)
{
	if (*keys == '\0')
		return at;
	at += canvas_put(c, row, at, -1, STYLE_KEY, keys);
	return at + 1 + canvas_put(c, row, at + 1, -1, STYLE_DIM, h->word) + 2;
}

/* The last two of a view's hints, the help and the way out, are there at every width. */
static void draw_hints(const struct app *app, const struct view *v, struct canvas *c, int row)
{
	const struct view_hint *hints = v->ops->hints;
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	int n, at = 1, kept = 0;

	for (n = 0; hints[n].word; n++)
		g_ptr_array_add(keys, hint_keys(app, &hints[n]));
	for (int i = MAX(n - 2, 0); i < n; i++)
		kept += hint_width(keys->pdata[i], &hints[i]);
	for (int i = 0; i < n; i++) {
		bool last = i >= n - 2;

		if (!last && at + hint_width(keys->pdata[i], &hints[i]) + kept > c->columns)
			continue;
		at = draw_hint(c, row, at, keys->pdata[i], &hints[i]);
	}
}

static void draw_continuations(const struct app *app, const struct view *v, struct canvas *c)
{
	g_autoptr(GPtrArray) list = keymap_continuations(app->keymap, v->ops->scope, app->pending,
							 app->n_pending);
	int n = MIN((int)list->len, c->rows - 1);

	for (int i = 0; i < n; i++) {
		int row = c->rows - 1 - n + i;
		g_autofree char *text = text_column(list->pdata[i], c->columns - 2, false,
						    app->utf8);

		canvas_fill(c, row, 0, 1, c->columns, STYLE_NORMAL, ' ');
		canvas_put(c, row, 1, -1, STYLE_PROMPT, text);
	}
}

/* A long one takes the rows above as well: its keys must be seen. */
static void draw_choice(const struct app *app, struct canvas *c, int row)
{
	g_autofree char *text = choice_text(app);
	int n = count_lines(text, c->columns - 2, c->rows);
	int used = draw_lines(app, c, row, n, STYLE_WARNING, text);

	c->cursor_row = row;
	c->cursor_column = MIN(2 + used, c->columns - 1);
}

static void draw_bottom(const struct app *app, const struct view *v, struct canvas *c)
{
	int row = c->rows - 1;
	char buf[KEY_TEXT_MAX];

	if (app->choice) {
		draw_choice(app, c, row);
	} else if (app->asking) {
		offers_draw(&app->offers, c, row, MIN(row - 1, OFFERS_SHOWN));
		draw_prompt(app, c, row);
	} else if (app->n_pending) {
		int at = 1;

		draw_continuations(app, v, c);
		for (int i = 0; i < app->n_pending; i++)
			at += canvas_put(c, row, at, -1, STYLE_KEY,
					 key_format(app->pending[i], false, buf));
		canvas_put(c, row, at, -1, STYLE_DIM, " ... Esc cancels");
	} else {
		draw_hints(app, v, c, row);
	}
}

static void draw_too_small(struct canvas *c)
{
	g_autofree char *text = g_strdup_printf("needs %dx%d, has %dx%d", APP_MIN_COLUMNS,
						APP_MIN_ROWS, c->columns, c->rows);

	/* what is needed before what is there */
	if (text_width(text) > c->columns)
		*strchr(text, ',') = '\0';
	canvas_put(c, 0, 0, -1, STYLE_WARNING, text);
}

void app_draw(struct app *app, struct canvas *c)
{
	struct view *v = app_top(app);

	if (c->rows != app->rows || c->columns != app->columns)
		app_resize(app, c->rows, c->columns);
	if (app->drawn == c && v && v->ops->draw_moved) {
		v->ops->draw_moved(v, c);
		return;
	}
	canvas_blank(c);
	c->cursor_row = c->cursor_column = -1;
	if (c->rows < APP_MIN_ROWS || c->columns < APP_MIN_COLUMNS) {
		draw_too_small(c);
	} else if (v) {
		v->ops->draw(v, c);
		draw_bottom(app, v, c);
		app->drawn = c;
	}
}
