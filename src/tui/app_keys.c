#include "config.h"

#include "tui/app_work.h"

void app_forget_message(struct app *app)
{
	if (app->said)
		app->drawn = NULL;
	g_clear_pointer(&app->said, g_free);
}

static void no_such_key(struct app *app)
{
	GString *keys = g_string_new(NULL);
	char buf[KEY_TEXT_MAX];

	for (int i = 0; i < app->n_pending; i++)
		g_string_append(keys, key_format(app->pending[i], app->n_pending == 1, buf));
	g_autofree char *help = keymap_first(app->keymap, ACTION_HELP);

	app_say(app, STYLE_NOTICE, "%s means nothing here; %s lists the keys", keys->str, help);
	g_string_free(keys, TRUE);
}

static int argument_of(enum action a, int key)
{
	return a == ACTION_DIMENSION && key >= '0' && key <= '9' ? key - '0' : 0;
}

static void keymap_takes(struct app *app, int key)
{
	struct view *v = app_top(app);
	enum action a = ACTION_NONE;

	if (app->n_pending && (key == K_ESC || key == K_CONTROL('C'))) {
		app->n_pending = 0;
		return;
	}
	app->pending[app->n_pending++] = key;
	switch (keymap_match(app->keymap, v->ops->scope, app->pending, app->n_pending, &a)) {
	case KEY_MATCH_PREFIX:
		if (app->n_pending < KEYS_PENDING_MAX)
			return;
		break;
	case KEY_MATCH_ACTION:
		app->n_pending = 0;
		app->last_key = key;
		app_obey(app, app_do(app, v, a, argument_of(a, key)));
		return;
	case KEY_MATCH_NONE:
		no_such_key(app);
		break;
	}
	app->n_pending = 0;
}

void app_key(struct app *app, int key)
{
	if (app->done)
		return;
	if (!app->choice)
		app_forget_message(app);
	if (app->choice || app->asking || app->n_pending)
		app->drawn = NULL;
	if (app->choice)
		app_choice_takes(app, key);
	else if (app->asking)
		app_prompt_takes(app, key);
	else
		keymap_takes(app, key);
	if (app->said || app->n_pending)
		app->drawn = NULL;
}

void app_paste(struct app *app, const char *text)
{
	if (app->done)
		return;
	app->drawn = NULL;
	if (app->choice) {
		app->missed = MISSED_PASTE;
		return;
	}
	app_forget_message(app);
	if (!app->asking) {
		app_say(app, STYLE_NOTICE, "a paste goes into prompts only: nothing was done");
		return;
	}
	prompt_paste(&app->prompt, text);
	app_prompt_changed(app);
	app_layout(app);
}

void app_mouse(struct app *app, int row, int column, int wheel)
{
	struct view *v = app_top(app);

	if (app->done || app->asking || app->choice || !v->ops->mouse)
		return;
	app_forget_message(app);
	app->drawn = NULL;
	app->n_pending = 0;
	app_obey(app, v->ops->mouse(v, row, column, wheel));
}
