#include "config.h"

#include "tui/reload.h"

#include "market/market.h"

static char *file_name(const struct model *m)
{
	return g_path_get_basename(m->market->file);
}

static void say_broken(struct app *app, const struct messages *list, const char *what)
{
	g_autofree char *text = NULL;

	for (size_t i = 0; !text && i < messages_count(list); i++) {
		struct message m = *messages_get(list, i);
		g_autofree char *name = g_path_get_basename(m.file);

		/* Without its folder there is room for what it says. */
		m.file = name;
		if (m.severity == SEVERITY_ERROR)
			text = message_format(&m);
	}
	app_say(app, STYLE_ERROR, "%s; %s as it was read before stays",
		text ? text : "it cannot be read", what);
}

/* "2 segments more, 1 gone" */
static char *difference(const struct market *before, const struct market *now, const int *map)
{
	int stayed = 0, gone, more;

	for (int i = 0; i < before->n_nodes; i++)
		stayed += map[i] >= 0;
	gone = before->n_nodes - stayed;
	more = now->n_nodes - stayed;
	if (gone && more)
		return g_strdup_printf(": %d segment%s gone, %d new", gone, gone == 1 ? "" : "s", more);
	if (gone || more)
		return g_strdup_printf(": %d segment%s %s", gone + more, gone + more == 1 ? "" : "s",
				       gone ? "gone" : "new");
	return g_strdup("");
}

unsigned reload_market(struct view *v)
{
	struct app *app = v->app;
	struct model *m = app_model(app), *other;
	struct messages *list = messages_new();
	g_autoptr(GError) error = NULL;
	g_autofree int *map = NULL;

	model_market_changed(m);	/* as it is now it has been told, whatever comes of it */
	other = app_read_market(app, m->market->file, list);
	if (!other) {
		say_broken(app, list, "the market");
	} else if (!model_renew(m, other, &error)) {
		app_say(app, STYLE_ERROR, "%s; the market as it was read before stays",
			error->message);
	} else {
		struct renewal r = {.before = other};
		g_autofree char *name = file_name(m), *what = NULL;

		r.map = map = market_match(other->market, m->market);
		app_renew_views(app, &r);
		what = difference(other->market, m->market, map);
		app_say(app, STYLE_NOTICE, "%s was read again%s", name, what);
	}
	model_free(other);
	messages_free(list);
	return REACT_RECOMPUTE;
}

/* Without edits of ours the file counts. */
static unsigned take_scenario(struct view *v)
{
	struct model *m = app_model(v->app);
	struct messages *list = messages_new();
	struct stamp stamp = {0};
	g_autoptr(GError) error = NULL;
	struct scenario *s = scenario_load_stamped(model_scenario(m)->file, &stamp, list);
	unsigned react = REACT_REDRAW;

	if (!s || !scenario_check(s, m->market, list)) {
		say_broken(v->app, list, "the scenario");
	} else if (!model_start(m, s, &stamp, &error)) {
		app_say(v->app, STYLE_ERROR, "%s; the scenario as it was read before stays",
			error->message);
	} else {
		app_say(v->app, STYLE_NOTICE, "%s was read again", model_name(m));
		react = REACT_RECOMPUTE;
	}
	scenario_free(s);
	messages_free(list);
	return react;
}

unsigned reload_scenario(struct view *v)
{
	if (!model_modified(app_model(v->app)))
		return take_scenario(v);
	app_say(v->app, STYLE_WARNING, "%s has changed on disk; the unsaved edits stay, and saving "
		"them will ask", model_name(app_model(v->app)));
	return REACT_REDRAW;
}

void reload_notice(struct app *app)
{
	struct model *m = app_model(app);

	if (app_has_said(app) || !model_market_changed(m))
		return;
	g_autofree char *name = file_name(m);
	g_autofree char *key = keymap_first(app_keymap(app), ACTION_RELOAD);

	app_say(app, STYLE_WARNING, "%s has changed on disk; %s reads it again", name,
		*key ? key : ":reload");
}
