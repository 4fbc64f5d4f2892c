#include "config.h"
#include "screen.h"

#include <check.h>
#include <string.h>

static struct explorer_options options;

struct screen screen_open(const struct explorer_options *o, int columns, int rows, bool utf8)
{
	struct screen s = {.canvas = canvas_new(rows, columns, utf8), .app = app_new(o, utf8)};
	struct messages *list = messages_new();

	ck_assert(app_open(s.app, list));
	messages_free(list);
	app_draw(s.app, s.canvas);
	return s;
}

struct screen screen_begin(const char *market, int columns, int rows, bool utf8)
{
	g_autofree char *file = g_strdup_printf("%s/%s", TOP_SRCDIR, market);

	return screen_begin_file(file, columns, rows, utf8);
}

struct screen screen_begin_file(const char *file, int columns, int rows, bool utf8)
{
	const char *names[] = {file};

	options = (struct explorer_options){
		.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1,
		.this_month = 2026 * 12 + 10,
	};
	return screen_open(&options, columns, rows, utf8);
}

void screen_end(struct screen *s)
{
	app_free(s->app);
	canvas_free(s->canvas);
}

void screen_type(struct screen *s, const char *keys)
{
	while (*keys) {
		int key;

		keys += key_parse(keys, &key);
		app_key(s->app, key);
		app_draw(s->app, s->canvas);
	}
	app_settle(s->app);
	app_draw(s->app, s->canvas);
}

char *screen_whole(const struct screen *s)
{
	g_autofree char *text = canvas_dump(s->canvas), *styles = canvas_dump_styles(s->canvas);

	return g_strconcat(text, styles, NULL);
}

bool screen_shows(const struct screen *s, const char *text)
{
	g_autofree char *dump = canvas_dump(s->canvas);

	return strstr(dump, text) != NULL;
}
