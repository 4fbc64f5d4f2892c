#include "config.h"

#include "tui/app_work.h"

#include <string.h>

void app_stop_asking(struct app *app)
{
	if (app->asking)
		prompt_done(&app->prompt);
	g_clear_pointer(&app->label, g_free);
	offers_done(&app->offers);
	app->asking = false;
	g_clear_pointer(&app->choice, g_free);
}

static void offer(struct app *app)
{
	if (app->question.offer)
		offers_set(&app->offers, app->question.offer(app->asker, app->prompt.text->str),
			   app->question.picks);
}

void app_ask(struct app *app, struct view *v, const struct ask *q)
{
	app_stop_asking(app);
	app->question = *q;
	app->question.label = app->label = g_strdup(q->label);
	app->asker = v;
	app->asking = true;
	prompt_init(&app->prompt, q->text ? q->text : "", past_answers(app->past, q->history));
	app->prompt.selected = q->selected && app->prompt.text->len > 0;
	offer(app);
}

void app_choose(struct app *app, struct view *v, const char *label, const char *keys,
		unsigned (*answer)(struct view *v, int key))
{
	app_stop_asking(app);
	app->choice = g_strdup(label);
	app->choice_keys = keys;
	app->missed = 0;
	app->asker = v;
	app->choose = answer;
}

static unsigned leave_or_stay(struct view *v, int key)
{
	struct app *app = v->app;

	switch (key) {
	case 'y':
		app->discard = true;
		return app->go_on ? app->go_on(v) : app->guarded;
	case 's':
		return saving_ask(v, app->guarded);
	default:
		return REACT_REDRAW;
	}
}

/* Those open beside the present scenario; what is unsaved in them waits in their journals. */
static bool guard_asides(struct app *app, struct view *v)
{
	g_autofree char *names = model_unsaved_asides(app->model);
	g_autofree char *label = NULL;

	if (!names)
		return true;
	label = g_strdup_printf("Open with unsaved edits: %s.  y leave%s  n stay", names,
				app->options->journals ? ", the next start offers them"
				: " without them");
	app_choose(app, v, label, "yn", leave_or_stay);
	return false;
}

bool app_guard(struct app *app, struct view *v, unsigned then)
{
	if (!app->model || app->discard)
		return true;
	app->guarded = then;
	app->go_on = NULL;
	if (!model_modified(app->model))
		return guard_asides(app, v);
	app_choose(app, v, "Unsaved edits:  s save  y leave without them  n stay", "syn",
		   leave_or_stay);
	return false;
}

unsigned app_leave(struct app *app)
{
	app->discard = true;
	return REACT_QUIT;
}

bool app_guard_call(struct app *app, struct view *v, unsigned (*then)(struct view *v))
{
	if (app_guard(app, v, REACT_REDRAW))
		return true;
	app->go_on = then;
	return false;
}

void app_prompt_changed(struct app *app)
{
	offer(app);
	if (app->question.changed)
		app->question.changed(app->asker, app->prompt.text->str);
}

/* Something was typed, and nothing in the list is called so. */
static bool picks_nothing(struct app *app)
{
	const char *typed = app->prompt.text->str;

	if (!app->question.picks || *offers_chosen(&app->offers) || *typed == '\0')
		return false;
	app_say(app, STYLE_WARNING, "nothing in the list is called '%s'", typed);
	return true;
}

static void answer(struct app *app)
{
	struct ask q = app->question;
	g_autofree char *label = g_strdup(q.label);
	g_autofree char *text = g_strdup(q.picks ? offers_chosen(&app->offers)
					 : app->prompt.text->str);
	unsigned react;

	if (picks_nothing(app))
		return;
	past_add(app->past, q.history, text);
	app_stop_asking(app);
	react = q.answer(app->asker, text);
	if (react & REACT_AGAIN && !app->asking && !app->choice) {
		q.label = label;
		q.text = text;
		q.selected = false;
		app_ask(app, app->asker, &q);
		offers_done(&app->offers);	/* they would cover what was said */
	}
	app_obey(app, react);
}

/* Keys that walk through the offers; false: this is none. */
static bool offers_take(struct app *app, int key)
{
	bool picks = app->question.picks;
	int step = key == K_TAB || key == K_DOWN || key == K_CONTROL('N') ? 1
		   : key == K_BACKTAB || key == K_UP || key == K_CONTROL('P') ? -1 : 0;

	if (!app->question.offer || !step || !(picks || key == K_TAB || key == K_BACKTAB))
		return false;
	if (!app->offers.list)
		offer(app);
	if (picks) {
		offers_move(&app->offers, step);
		return true;
	}
	g_autofree char *text = offers_tab(&app->offers, app->prompt.text->str, step);

	if (text)
		prompt_set(&app->prompt, text);
	if (text && app->offers.at < 0)
		offer(app);
	return true;
}

void app_prompt_takes(struct app *app, int key)
{
	if (offers_take(app, key))
		return;
	switch (prompt_key(&app->prompt, key)) {
	case PROMPT_GOES_ON:
		app_prompt_changed(app);
		break;
	case PROMPT_DONE:
		answer(app);
		break;
	case PROMPT_CANCELLED:
		app_stop_asking(app);
		if (app->question.cancelled)
			app->question.cancelled(app->asker);
		break;
	}
	app_layout(app);
}

void app_choice_takes(struct app *app, int key)
{
	unsigned (*choose)(struct view *v, int key) = app->choose;
	int answer = key == K_CONTROL('C') ? K_ESC : key < 128 ? g_ascii_tolower(key) : key;

	if (answer != K_ESC
	    && (answer <= 0 || answer >= 128 || !strchr(app->choice_keys, answer))) {
		app->missed = key;
		return;
	}
	g_clear_pointer(&app->choice, g_free);
	app_forget_message(app);
	app_obey(app, choose(app->asker, answer));
}
