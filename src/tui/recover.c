#include "config.h"

#include "tui/recover.h"

#include "scenario/journal.h"
#include "tui/saving.h"

static unsigned take(struct view *v)
{
	struct model *m = app_model(v->app);
	bool stale = model_found(m)->stale;
	g_autoptr(GError) error = NULL;

	if (!model_take_found(m, &error)) {
		app_say(v->app, STYLE_ERROR, "they stay where they are: %s", error->message);
		model_leave_found(m, false);
		return REACT_REDRAW;
	}
	if (stale)
		return REACT_RECOMPUTE | saving_conflict(v);
	app_say(v->app, STYLE_NOTICE, "the unsaved edits are back; s saves them, u undoes them");
	return REACT_RECOMPUTE;
}

static unsigned answer(struct view *v, int key)
{
	struct model *m = app_model(v->app);

	switch (key) {
	case 'y':
		return take(v);
	case 'n':
		model_leave_found(m, true);
		app_say(v->app, STYLE_NOTICE, "the unsaved edits are thrown away");
		break;
	default:
		model_leave_found(m, false);
		app_say(v->app, STYLE_NOTICE, "the unsaved edits are kept for the next start");
	}
	return REACT_REDRAW;
}

static unsigned beside(struct view *v, int key)
{
	if (key != 'q')
		return REACT_REDRAW;
	return app_depth(v->app) > 1 ? REACT_CLOSE : REACT_QUIT;
}

void recover_ask(struct view *v)
{
	struct model *m = app_model(v->app);
	const struct journal_entry *e = model_found(m);

	if (model_elsewhere(m)) {
		app_say(v->app, STYLE_WARNING, "%s is open in another tamarack; a save here will ask "
			"if the other one saved meanwhile", model_name(m));
		app_choose(v->app, v, "Enter or Esc go on all the same  q leave it", "\rq", beside);
	} else if (e) {
		g_autofree char *text = journal_describe(e);

		app_say(v->app, STYLE_WARNING, "%s%s: take them back?", text, !e->stale ? ""
			: g_file_test(e->file, G_FILE_TEST_EXISTS)
			? "; its file has changed on disk since" : "; its file is gone");
		app_choose(v->app, v, "y take them back  n throw them away  Esc decide later", "yn",
			   answer);
	}
}

void recover_tell(struct app *app)
{
	const char *journals = app_options(app)->journals;
	struct journal_entry *e = journals ? journal_find_unsaved(journals, NULL) : NULL;
	g_autofree char *text = e ? journal_describe(e) : NULL;

	if (e)
		app_say(app, STYLE_NOTICE, "%s: open that market to take them back", text);
	journal_entry_free(e);
}
