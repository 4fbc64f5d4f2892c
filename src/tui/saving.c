#include "config.h"

#include "tui/saving.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "market/library.h"

void saving_done(struct saving *s)
{
	g_clear_pointer(&s->file, g_free);
	g_clear_pointer(&s->id, g_free);
}

static unsigned try_save(struct view *v);

static unsigned overwrite(struct view *v, int key)
{
	struct saving *s = app_saving(v->app);

	if (key == 'a')
		return saving_ask(v, s->then);
	if (key != 'o')
		return REACT_REDRAW;
	s->flags |= SAVE_OVERWRITE | SAVE_BREAK_LINK | SAVE_DROP_COMMENTS;
	return try_save(v);
}

/* A refusal that the user can overrule. */
static bool is_question(const GError *error)
{
	static const int codes[] = {SAVE_CONFLICT, SAVE_EXISTS, SAVE_HARD_LINK, SAVE_READ_ONLY,
				    SAVE_COMMENTS};

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (g_error_matches(error, SAVE_ERROR, codes[i]))
			return true;
	return false;
}

static unsigned try_save(struct view *v)
{
	struct saving *s = app_saving(v->app);
	g_autoptr(GError) error = NULL;

	if (model_save(app_model(v->app), s->file, s->id, s->flags, &error)) {
		app_say(v->app, STYLE_NOTICE, "saved in %s", s->file);
		return s->then;
	}
	if (g_error_matches(error, SAVE_ERROR, SAVE_NOT_DURABLE)) {
		app_say(v->app, STYLE_WARNING, "%s", error->message);
		return REACT_REDRAW;
	}
	app_say(v->app, STYLE_ERROR, "not saved: %s", error->message);
	if (is_question(error))
		app_choose(v->app, v, "o overwrite  a another name  Esc leave it", overwrite);
	return REACT_REDRAW;
}

static bool names_file(const char *text)
{
	return strchr(text, '/') || g_str_has_suffix(text, ".yaml")
	       || g_str_has_suffix(text, ".yml");
}

static char *id_of_file(const char *file)
{
	g_autofree char *base = g_path_get_basename(file);
	char *dot = strrchr(base, '.');

	if (dot)
		*dot = '\0';
	return text_slug(base);
}

/* A file as typed, or a name in the user's scenario directory. */
static bool choose_file(struct view *v, const char *text)
{
	struct saving *s = app_saving(v->app);
	const struct scenario *now = model_scenario(app_model(v->app));

	saving_done(s);
	if (names_file(text)) {
		s->file = g_strdup(text);
		s->id = id_of_file(text);
	} else if (now->file && g_strcmp0(now->id, text) == 0) {
		s->file = g_strdup(now->file);
		s->id = g_strdup(text);
	} else {
		g_autofree char *directory = library_scenario_directory();
		g_autofree char *name = g_strconcat(text, ".yaml", NULL);

		if (g_mkdir_with_parents(directory, 0700) != 0)
			app_say(v->app, STYLE_ERROR, "%s cannot be made: %s", directory,
				g_strerror(errno));
		s->file = g_build_filename(directory, name, NULL);
		s->id = g_strdup(text);
	}
	if (scenario_id_ok(s->id))
		return true;
	app_say(v->app, STYLE_ERROR, "'%s' is no name: use a to z, 0 to 9 and -", text);
	return false;
}

static unsigned answer_name(struct view *v, const char *text)
{
	struct saving *s = app_saving(v->app);

	s->flags = 0;
	if (*text == '\0' || !choose_file(v, text))
		return REACT_REDRAW;
	return try_save(v);
}

unsigned saving_ask(struct view *v, unsigned then)
{
	const struct scenario *now = model_scenario(app_model(v->app));
	struct ask ask = {.label = "Save the scenario as:", .text = now->id ? now->id : "",
			  .answer = answer_name};

	app_saving(v->app)->then = then;
	app_ask(v->app, v, &ask);
	return REACT_REDRAW;
}
