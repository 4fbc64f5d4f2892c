#include "config.h"

#include "tui/act.h"

#include "base/text.h"
#include "tui/saving.h"

enum { NARROWEST_LINE = APP_MIN_COLUMNS - 2 };

unsigned act_edited(const struct view *v, char *refusal)
{
	const char *said = refusal ? "" : model_said(app_model(v->app));

	/* What is too long for the message line may go on below it until the next key. */
	if (text_width(said) > NARROWEST_LINE)
		app_say(v->app, STYLE_NOTICE, "%s", said);
	if (!refusal)
		return REACT_RECOMPUTE;
	app_say(v->app, STYLE_WARNING, "%s", refusal);
	g_free(refusal);
	return REACT_REDRAW | REACT_AGAIN;
}

/* label: of the step; taken. */
static unsigned moved(struct view *v, bool done, const char *what, char *label)
{
	if (done)
		app_say(v->app, STYLE_NOTICE, "%s: %s", what, label);
	else
		app_say(v->app, STYLE_NOTICE, "nothing to %.4s", what);
	g_free(label);
	return done ? REACT_RECOMPUTE : REACT_REDRAW;
}

unsigned act_undo(struct view *v)
{
	struct model *m = app_model(v->app);
	char *label = g_strdup(history_undo_label(m->history));

	return moved(v, model_undo(m), "undone", label);
}

unsigned act_redo(struct view *v)
{
	struct model *m = app_model(v->app);
	char *label = g_strdup(history_redo_label(m->history));

	return moved(v, model_redo(m), "redone", label);
}

unsigned act_digits(struct view *v, enum action a)
{
	app_set_digits(v->app, app_digits(v->app) + (a == ACTION_DIGITS_MORE ? 1 : -1));
	return REACT_REDRAW;
}

unsigned act_common(struct view *v, enum action a)
{
	switch (a) {
	case ACTION_UNDO: return act_undo(v);
	case ACTION_REDO: return act_redo(v);
	case ACTION_SAVE: return saving_ask(v, REACT_REDRAW);
	default: return 0;
	}
}
