#include "config.h"

#include "tui/command.h"

#include <string.h>

#include "base/text.h"
#include "tui/dump.h"
#include "tui/export.h"
#include "tui/saving.h"
#include "tui/vary.h"
#include "tui/view_tree.h"

static bool refused(struct view *v, GError *error)
{
	if (!error)
		return false;
	app_say(v->app, STYLE_ERROR, "%s", error->message);
	g_error_free(error);
	return true;
}

/* ------------------------------------------------ what takes words */

static unsigned run_year(struct view *v, const char *text)
{
	const struct model *m = app_model(v->app);

	if (v->ops->scope != SCOPE_TREE) {
		app_say(v->app, STYLE_NOTICE, "the year is chosen in the tree");
		return REACT_REDRAW;
	}
	for (int i = 0; i < m->now->n_periods; i++) {
		g_autofree char *year = market_period(m->market, forecast_period(m->now, i));

		if (strcmp(year, text) == 0) {
			((struct tree_view *)v->own)->year = i;
			return REACT_REDRAW;
		}
	}
	app_say(v->app, STYLE_ERROR, "'%s' is no period of this market", text);
	return REACT_REDRAW | REACT_AGAIN;
}

static unsigned run_pivot(struct view *v, const char *text)
{
	if (v->ops->scope == SCOPE_TREE)
		return tree_view_pivot(v, text);
	app_say(v->app, STYLE_NOTICE, "the order of dimensions is chosen in the tree");
	return REACT_REDRAW;
}

/* The market that was asked for; false, and said, if it cannot be opened. */
static bool open_asked(struct view *v)
{
	struct app *app = v->app;
	struct messages *list = messages_new();
	struct model *m = app_open_model(app, app_wanted(app), list);

	if (m) {
		app_show_market(app, m);
	} else {
		g_autofree char *text = messages_count(list)
			? message_format(messages_get(list, 0)) : g_strdup("cannot be opened");

		app_say(app, STYLE_ERROR, "%s", text);
	}
	messages_free(list);
	return m != NULL;
}

/* After a question about unsaved edits, in whose prompt nothing else stays. */
static unsigned open_wanted(struct view *v)
{
	open_asked(v);
	return REACT_REDRAW;
}

static unsigned run_open(struct view *v, const char *text)
{
	app_want(v->app, text);
	return !app_guard_call(v->app, v, open_wanted) || open_asked(v) ? REACT_REDRAW
		: REACT_REDRAW | REACT_AGAIN;
}

static unsigned run_write(struct view *v, const char *text)
{
	return app_model(v->app) ? saving_as(v, text) : REACT_REDRAW;
}

static unsigned run_dump(struct view *v, const char *text)
{
	GError *error = NULL;

	dump_screen(v->app, text, &error);
	if (refused(v, error))
		return REACT_REDRAW | REACT_AGAIN;
	app_say(v->app, STYLE_NOTICE, "the screen is in %s", text);
	return REACT_REDRAW;
}

static unsigned run_set(struct view *v, const char *text)
{
	GError *error = NULL;

	settings_set(app_settings(v->app), text, &error);
	if (refused(v, error))
		return REACT_REDRAW | REACT_AGAIN;
	app_set_digits(v->app, app_settings(v->app)->digits >= 0
		       ? app_settings(v->app)->digits : app_digits(v->app));
	return REACT_REDRAW;
}

static unsigned run_bind(struct view *v, const char *text)
{
	GError *error = NULL;

	settings_bind(app_settings(v->app), text, &error);
	if (refused(v, error))
		return REACT_REDRAW | REACT_AGAIN;
	g_autofree char *name = g_strndup(text, strcspn(text, " "));
	g_autofree char *keys = keymap_keys(app_keymap(v->app), action_find(name));

	app_say(v->app, STYLE_NOTICE, "%s: %s", name, *keys ? keys : "no key");
	return REACT_REDRAW;
}

static const struct command {
	const char *name, *argument, *help;
	unsigned (*run)(struct view *v, const char *text);
} commands[] = {
	{"bind", "ACTION KEYS", "Give an action other keys", run_bind},
	{"export", "FILE", "Export table or all figures: .csv, .json, .md or .txt", export_act},
	{"open", "MARKET", "Open a market: a file, or its id", run_open},
	{"pivot", "DIMENSION...", "Unfold dimensions in this order: 5 1, or geography modality", run_pivot},
	{"screen", "FILE", "Write the screen as text to a file", run_dump},
	{"set", "NAME VALUE", "Set digits, mouse, clipboard or color", run_set},
	{"write", "NAME", "Save the scenario under a name or in a file", run_write},
	{"year", "YEAR", "Move the year cursor there", run_year},
};

const char *command_name(int i, const char **argument, const char **help)
{
	if (i >= (int)G_N_ELEMENTS(commands))
		return vary_name(i - (int)G_N_ELEMENTS(commands), argument, help);
	*argument = commands[i].argument;
	*help = commands[i].help;
	return commands[i].name;
}

static unsigned run_action(struct view *v, const char *name)
{
	enum action a = action_find(name);

	if (a == ACTION_NONE) {
		app_say(v->app, STYLE_ERROR, "there is no command '%s'; Tab lists them", name);
		return REACT_REDRAW | REACT_AGAIN;
	}
	if (!(action_scope(a) & v->ops->scope))
		app_say(v->app, STYLE_NOTICE, "%s means nothing in this view", name);
	else
		return app_do(v->app, v, a, 0);
	return REACT_REDRAW;
}

/* What fingers used to vi type, alone or with words behind it. */
static const char *meant(const char *name, bool alone)
{
	static const struct { const char *typed, *alone, *with; } habits[] = {
		{"q", "quit", "quit"}, {"w", "save", "write"}, {"e", "reload", "open"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(habits); i++)
		if (strcmp(habits[i].typed, name) == 0)
			return alone ? habits[i].alone : habits[i].with;
	return name;
}

static unsigned leave_unsaved(struct view *v, const char *rest)
{
	(void)rest;
	return app_leave(v->app);
}

/* What fingers used to vi type to leave. */
static const struct leaving {
	const char *typed;
	unsigned (*run)(struct view *v, const char *rest);
} leavings[] = {
	{"wq", saving_leave}, {"x", saving_leave}, {"q!", leave_unsaved},
};

static const struct leaving *find_leaving(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(leavings); i++)
		if (strcmp(leavings[i].typed, name) == 0)
			return &leavings[i];
	return NULL;
}

unsigned command_run(struct view *v, const char *line)
{
	g_autofree char *text = g_strstrip(g_strdup(line));
	char *rest = text + strcspn(text, " ");

	if (*text == '\0')
		return REACT_REDRAW;
	if (*rest) {
		*rest++ = '\0';
		rest += strspn(rest, " ");
	}
	const struct leaving *leaving = find_leaving(text);
	const char *name = meant(text, *rest == '\0');

	if (leaving)
		return leaving->run(v, rest);
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (strcmp(commands[i].name, name) != 0)
			continue;
		/* "open" alone is the action. */
		if (*rest == '\0' && action_find(name) != ACTION_NONE)
			break;
		if (*rest == '\0') {
			app_say(v->app, STYLE_NOTICE, "%s %s: %s", name, commands[i].argument,
				commands[i].help);
			return REACT_REDRAW;
		}
		return commands[i].run(v, rest);
	}
	return vary_has(name) ? vary_run(v, name, rest) : run_action(v, name);
}

/* ------------------------------------------------ offers */

static void offer_actions(GPtrArray *list, const struct view *v, const char *text)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		g_autofree char *name = action_name(a);

		if ((action_scope(a) & v->ops->scope) && g_str_has_prefix(name, text))
			offers_add(list, name, name, action_help(a));
	}
}

static void offer_word(GPtrArray *list, const char *before, const char *typed, const char *word,
		       const char *more)
{
	g_autofree char *whole = g_strconcat(before, word, NULL);

	if (g_str_has_prefix(word, typed))
		offers_add(list, whole, word, more);
}

static void offer_settings(GPtrArray *list, const char *before, const char *typed)
{
	static const char *const settings[] = {
		"digits ", "mouse on", "mouse off", "clipboard on", "clipboard off",
		"color auto", "color always", "color never",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		offer_word(list, before, typed, settings[i],
			   g_str_has_prefix(settings[i], "digits") ? "0 to 10" : "");
}

static void offer_years(GPtrArray *list, const struct model *m, const char *before,
			const char *typed)
{
	for (int i = 0; m && i < m->now->n_periods; i++) {
		g_autofree char *year = market_period(m->market, forecast_period(m->now, i));

		offer_word(list, before, typed, year, "");
	}
}

static void offer_bindings(GPtrArray *list, const struct view *v, const char *before,
			   const char *typed)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		g_autofree char *name = action_name(a), *word = g_strconcat(name, " ", NULL);
		g_autofree char *keys = keymap_keys(app_keymap(v->app), a);

		offer_word(list, before, typed, word, keys);
	}
}

/* What follows a command that was typed: the values of an adjustment, else its help. */
static void offer_argument(GPtrArray *list, const struct view *v, const char *name, const char *text)
{
	const char *rest = text + strlen(name) + 1;
	g_autofree char *before = g_strndup(text, (size_t)(rest - text));

	if (vary_has(name))
		vary_offer(list, v, name, before, rest);
	else if (strcmp(name, "pivot") == 0 && v->ops->scope == SCOPE_TREE)
		tree_view_offer_pivot(list, v, before, rest);
	else if (strcmp(name, "open") == 0)
		offers_add_markets(list, before, rest);
	else if (strcmp(name, "set") == 0)
		offer_settings(list, before, rest);
	else if (strcmp(name, "year") == 0)
		offer_years(list, app_model(v->app), before, rest);
	else if (strcmp(name, "bind") == 0)
		offer_bindings(list, v, before, rest);
}

static GPtrArray *offer_commands(struct view *v, const char *text)
{
	GPtrArray *list = offers_new();
	const char *name, *argument, *help;

	for (int i = 0; (name = command_name(i, &argument, &help)); i++) {
		bool typed = g_str_has_prefix(text, name) && text[strlen(name)] == ' ';
		g_autofree char *whole = g_strconcat(name, " ", NULL);
		g_autofree char *shown = g_strconcat(whole, argument, NULL);

		if (typed)
			offer_argument(list, v, name, text);
		if (g_str_has_prefix(name, text) || (typed && list->len == 0))
			offers_add(list, typed ? text : whole, shown, help);
	}
	if (!strchr(text, ' '))
		offer_actions(list, v, text);
	return list;
}

static unsigned command_ask(struct view *v)
{
	struct ask q = {.label = ":", .history = "command", .offer = offer_commands,
			.answer = command_run};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

/* The letters of query stand in text in this order. */
static bool has_letters(const char *text, const char *query)
{
	for (; *query; query++) {
		if (*query == ' ')
			continue;
		text = strchr(text, *query);
		if (!text)
			return false;
		text++;
	}
	return true;
}

/* 0 is best, -1: it does not fit. */
static int rank(enum action a, const char *name, const char *query)
{
	g_autofree char *all = g_strconcat(name, " ", action_help(a), NULL);

	if (g_str_has_prefix(name, query))
		return 0;
	if (text_matches(name, query))
		return 1;
	if (text_matches(all, query))
		return 2;
	return has_letters(name, query) ? 3 : -1;
}

enum { RANKS = 4, HELP_FROM = 60 };	/* columns, from which on the palette explains */

static GPtrArray *offer_palette(struct view *v, const char *text)
{
	GPtrArray *list = offers_new();
	g_autofree char *query = text_fold(text);
	int rows, columns;

	app_size(v->app, &rows, &columns);

	for (int r = 0; r < RANKS; r++) {
		for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
			g_autofree char *name = action_name(a);

			if (!(action_scope(a) & v->ops->scope) || a == ACTION_PALETTE
			    || rank(a, name, query) != r)
				continue;
			g_autofree char *keys = keymap_keys(app_keymap(v->app), a);
			g_autofree char *more = g_strdup_printf("%-10s %s", keys, action_help(a));

			offers_add(list, name, name, columns < HELP_FROM ? keys : more);
		}
	}
	return list;
}

static char *echo_palette(struct view *v, const char *text)
{
	g_autoptr(GPtrArray) list = offer_palette(v, text);

	return list->len ? NULL : g_strdup("no action here is called so");
}

static unsigned answer_palette(struct view *v, const char *text)
{
	return *text ? run_action(v, text) : REACT_REDRAW;
}

static unsigned palette_ask(struct view *v)
{
	struct ask q = {.label = "Do:", .echo = echo_palette, .offer = offer_palette,
			.picks = true, .answer = answer_palette};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

unsigned command_act(struct view *v, enum action a)
{
	return a == ACTION_COMMAND ? command_ask(v) : a == ACTION_PALETTE ? palette_ask(v)
	       : dump_ask(v);
}
