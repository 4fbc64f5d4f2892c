#include "config.h"

#include "tui/saving.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "market/library.h"
#include "tui/views.h"

void saving_done(struct saving *s)
{
	g_clear_pointer(&s->file, g_free);
	g_clear_pointer(&s->id, g_free);
}

static unsigned try_save(struct view *v);

/* What each refusal leaves to do, by key: `c` compares, `a` asks for another name, any other
 * saves after all, with more permitted. */
static const struct remedy {
	int code;
	const char *keys;
	unsigned flags;
	const char *label;
} remedies[] = {
	{SAVE_CONFLICT, "oac", SAVE_OVERWRITE,
	 "c compare  o overwrite  a another name  Esc leave it"},
	{SAVE_EXISTS, "oac", SAVE_OVERWRITE,
	 "c compare  o overwrite it  a another name  Esc leave it"},
	{SAVE_HARD_LINK, "oa", SAVE_BREAK_LINK,
	 "o save under this name alone  a another name  Esc leave it"},
	{SAVE_NOT_REGULAR, "a", 0, "a another name  Esc leave it"},
	{SAVE_READ_ONLY, "oa", SAVE_OVERWRITE,
	 "o overwrite all the same  a another name  Esc leave it"},
	{SAVE_MARKET, "a", 0, "a another name  Esc leave it"},
	{SAVE_LOCKED, "ta", 0, "t try again  a another name  Esc leave it"},
	{SAVE_COMMENTS, "oa", SAVE_DROP_COMMENTS,
	 "o save without them  a another name  Esc leave it"},
	{SAVE_IO, "ta", 0, "t try again  a another name  Esc leave it"},
};

/* Of a file that others have removed. */
static const struct remedy removed = {
	SAVE_CONFLICT, "oa", SAVE_OVERWRITE, "o save it again  a another name  Esc leave it",
};

static unsigned remedied(struct view *v, int key)
{
	struct saving *s = app_saving(v->app);

	switch (key) {
	case 'a':
		return saving_ask(v, s->then);
	case 'c':
		view_conflict_open(v->app, s->file);
		return REACT_REDRAW;
	case K_ESC:
		app_say(v->app, STYLE_NOTICE, "not saved");
		return REACT_REDRAW;
	default:
		s->flags |= s->remedy->flags;
		return try_save(v);
	}
}

/* What is wrong; what can be done about it stands below as keys. */
static void say_refusal(struct view *v, const GError *error)
{
	const char *advice = error->domain == SAVE_ERROR && error->code != SAVE_IO
		? strchr(error->message, ';') : NULL;
	int n = advice ? (int)(advice - error->message) : (int)strlen(error->message);

	app_say(v->app, STYLE_ERROR, "%s%.*s", error->code == SAVE_IO && error->domain == SAVE_ERROR
		? "" : "not saved: ", n, error->message);
}

static void offer(struct view *v, int code)
{
	struct saving *s = app_saving(v->app);

	for (size_t i = 0; i < G_N_ELEMENTS(remedies); i++) {
		if (remedies[i].code != code)
			continue;
		s->remedy = code == SAVE_CONFLICT && !g_file_test(s->file, G_FILE_TEST_EXISTS)
			? &removed : &remedies[i];
		app_choose(v->app, v, s->remedy->label, s->remedy->keys, remedied);
	}
}

unsigned saving_conflict(struct view *v)
{
	const struct scenario *now = model_scenario(app_model(v->app));
	struct saving *s = app_saving(v->app);

	saving_done(s);
	s->file = g_strdup(now->file);
	s->id = g_strdup(now->id);
	s->flags = 0;
	s->then = REACT_REDRAW;
	g_autofree char *name = g_path_get_basename(now->file);

	app_say(v->app, STYLE_WARNING, g_file_test(now->file, G_FILE_TEST_EXISTS)
		? "the unsaved edits are back, but %s has changed on disk since they were made"
		: "the unsaved edits are back, but %s is gone", name);
	offer(v, SAVE_CONFLICT);
	return REACT_REDRAW;
}

/* As a person writes it: "~/..." below the home directory. */
static char *short_name(const char *file)
{
	const char *home = g_get_home_dir();
	size_t n = strlen(home);

	if (n > 1 && strncmp(file, home, n) == 0 && file[n] == '/')
		return g_strconcat("~", file + n, NULL);
	return g_strdup(file);
}

static unsigned try_save(struct view *v)
{
	struct saving *s = app_saving(v->app);
	g_autoptr(GError) error = NULL;

	if (model_save(app_model(v->app), s->file, s->id, s->flags, &error)) {
		g_autofree char *name = short_name(s->file);

		app_say(v->app, STYLE_NOTICE, "saved in %s", name);
		return s->then;
	}
	if (g_error_matches(error, SAVE_ERROR, SAVE_NOT_DURABLE)) {
		app_say(v->app, STYLE_WARNING, "%s", error->message);
		return REACT_REDRAW;
	}
	say_refusal(v, error);
	if (error->domain == SAVE_ERROR)
		offer(v, error->code);
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

static void refuse_name(struct view *v, const char *text)
{
	g_autofree char *near = text_slug(text);

	if (scenario_id_ok(near))
		app_say(v->app, STYLE_ERROR, "'%s' is no name, '%s' is one: a to z, 0 to 9 and -", text,
			near);
	else
		app_say(v->app, STYLE_ERROR, "'%s' is no name: use a to z, 0 to 9 and -", text);
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
	refuse_name(v, text);
	return false;
}

static unsigned answer_name(struct view *v, const char *text)
{
	struct saving *s = app_saving(v->app);

	s->flags = 0;
	if (*text == '\0')
		return REACT_REDRAW;
	return choose_file(v, text) ? try_save(v) : REACT_REDRAW | REACT_AGAIN;
}

/* What it is saved as unless another name is typed; "" if it has none. */
static const char *own_name(const struct view *v)
{
	const struct scenario *now = model_scenario(app_model(v->app));

	return now->id ? now->id : now->file ? now->file : "";
}

unsigned saving_ask(struct view *v, unsigned then)
{
	struct ask ask = {.label = "Save the scenario as:", .text = own_name(v), .selected = true,
			  .answer = answer_name};

	app_saving(v->app)->then = then;
	app_ask(v->app, v, &ask);
	return REACT_REDRAW;
}

unsigned saving_as(struct view *v, const char *name)
{
	app_saving(v->app)->then = REACT_REDRAW;
	return answer_name(v, name);
}

unsigned saving_leave(struct view *v, const char *name)
{
	const struct model *m = app_model(v->app);

	if (!m || (*name == '\0' && !model_modified(m)))
		return app_do(v->app, v, ACTION_QUIT, 0);
	if (*name == '\0' && !model_scenario(m)->file)
		return saving_ask(v, REACT_QUIT);
	app_saving(v->app)->then = REACT_QUIT;
	return answer_name(v, *name ? name : own_name(v));
}
