#include "config.h"

#include "tui/editor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/text.h"
#include "term/child.h"
#include "tui/reload.h"

/* The command with the line and the file behind it; NULL and said if there is none. */
static char **command_line(struct app *app, const struct file_place *place)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
	const char *text = visual && *visual ? visual : editor;
	g_autofree char *file = NULL;
	g_autoptr(GError) error = NULL;
	char **words;
	guint n;

	if (!text || !*text) {
		app_say(app, STYLE_NOTICE, "no editor is set: leave, type 'export EDITOR=vi' or "
			"another, and come back");
		return NULL;
	}
	if (!g_shell_parse_argv(text, NULL, &words, &error)) {
		app_say(app, STYLE_ERROR, "$%s cannot be read: %s", text == visual ? "VISUAL" : "EDITOR",
			error->message);
		return NULL;
	}
	/* A name that begins with '-' or '+' is none of the editor's options. */
	file = strchr("-+", place->file[0]) ? g_strconcat("./", place->file, NULL)
					    : g_strdup(place->file);
	n = g_strv_length(words);
	words = g_renew(char *, words, n + 3);
	if (place->line > 0)
		words[n++] = g_strdup_printf("+%d", place->line);
	words[n++] = g_steal_pointer(&file);
	words[n] = NULL;
	return words;
}

/* False and said if it did not end well. */
static bool ended_well(struct app *app, const char *command, int status)
{
	g_autofree char *base = g_path_get_basename(command), *name = text_safe(base, false);
	g_autofree char *key = keymap_first(app_keymap(app), ACTION_EDIT_FILE);

	if (WIFSTOPPED(status))
		app_say(app, STYLE_WARNING, "%s is stopped; %s goes on with it", name, key);
	else if (WIFSIGNALED(status))
		app_say(app, STYLE_ERROR, "%s was ended by signal %d (%s)", name, WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) != 0)
		app_say(app, STYLE_WARNING, "%s ended with status %d", name, WEXITSTATUS(status));
	else
		return true;
	return false;
}

/* What the change of a file leads to. */
static unsigned read_again(struct view *v, const char *file)
{
	const struct model *m = app_model(v->app);

	if (v->ops->reload)
		return v->ops->reload(v, file);
	if (m && strcmp(m->market->file, file) == 0)
		return reload_market(v);
	return m && g_strcmp0(model_scenario(m)->file, file) == 0 ? reload_scenario(v) : REACT_REDRAW;
}

static unsigned edit(struct view *v, const struct file_place *place)
{
	struct app *app = v->app;
	const struct app_host *host = app_host(app);
	g_auto(GStrv) words = command_line(app, place);
	struct file_mark before = file_mark(place->file), after;
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;
	enum style style = STYLE_NOTICE;
	unsigned react = REACT_REPAINT;
	int status = 0;

	if (!words)
		return REACT_REDRAW;
	if (!host->run || !host->run(words, &status, &error)) {
		app_say(app, STYLE_ERROR, "%s", error ? error->message : "there is no terminal");
		return react;
	}
	if (!ended_well(app, words[0], status))
		said = g_strdup(app_message(app, &style));
	after = file_mark(place->file);
	if (!file_mark_equal(&before, &after))
		react |= read_again(v, place->file);
	else if (!said)
		app_say(app, STYLE_NOTICE, "%s is as it was", place->file);
	/* How the editor ended matters more than that the file was read again. */
	if (said)
		app_say(app, style, "%s", said);
	return react;
}

/* As it is on disk: an edit that was not saved has no line. */
static int line_of_adjustment(const char *file, const char *path)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load(file, list);
	const struct adjust *a = s ? scenario_get(s, path, -1) : NULL;
	int line = a ? MAX(a->path_line, a->line) : 0;

	scenario_free(s);
	messages_free(list);
	return line;
}

void editor_place_node(const struct view *v, int node, struct file_place *out)
{
	const struct model *m = app_model(v->app);
	const struct node *nodes = m->market->nodes;
	const char *file = model_scenario(m)->file;
	g_autofree char *path = market_path(m->market, nodes[node].flags & NODE_DIMENSION ? 0 : node);

	out->line = file ? line_of_adjustment(file, path) : 0;
	if (out->line) {
		out->file = g_strdup(file);
		return;
	}
	if (nodes[node].flags & NODE_UNLISTED)
		node = nodes[node].parent;
	out->file = g_strdup(m->market->file);
	out->line = (int)nodes[node].line;
}

unsigned editor_act(struct view *v)
{
	struct file_place place = {0};
	unsigned react = REACT_REDRAW;

	if (v->ops->place)
		v->ops->place(v, &place);
	if (!place.file && !app_has_said(v->app))
		app_say(v->app, STYLE_NOTICE, "there is no file to edit here");
	else if (g_strcmp0(place.file, "-") == 0)
		app_say(v->app, STYLE_NOTICE, "the market came from standard input: there is no file");
	else if (place.file)
		react = edit(v, &place);
	g_free(place.file);
	return react;
}
