/* tamarack: the headless layer with what it does not know of the explorer. */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <string.h>

#include "cli/edits.h"
#include "cli/session.h"
#include "market/library.h"
#include "scenario/journal.h"
#include "tui/explorer.h"
#include "tui/keymap.h"

static void key_rows(struct table *t)
{
	struct keymap *map = keymap_new();

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		g_autofree char *name = action_name(a);
		g_autofree char *keys = keymap_keys(map, a);

		table_row(t, 0);
		table_text(t, name);
		table_text(t, keys);
		table_text(t, action_group(a));
		table_text(t, action_help(a));
	}
	keymap_free(map);
}

static enum color_mode color_mode(const struct cli *c)
{
	const char *when = args_get(c->args, "color");

	if (!when)
		return COLOR_MODE_UNSET;
	if (strcmp(when, "auto") == 0)
		return COLOR_MODE_AUTO;
	return strcmp(when, "always") == 0 ? COLOR_MODE_ALWAYS : COLOR_MODE_NEVER;
}

static bool add_edits(const void *data, const struct market *m, struct scenario *s,
		      struct messages *list)
{
	const struct cli *c = data;
	int fill = session_fill(c);

	return edits_add(c->args, m, 0, fill < 0 ? m->fill : (enum fill)fill, session_hold(c), s, list);
}

static int explorer(const struct cli *c)
{
	GError *error = NULL;
	char *journals = journal_directory();
	g_autofree char *state = library_state_directory();
	g_autofree char *history = g_build_filename(state, "history", NULL);
	struct explorer_options o = {
		.markets = (const char *const *)c->args->operands->pdata,
		.n_markets = (int)c->args->operands->len,
		.edition = args_get(c->args, "edition"),
		.measure = args_get(c->args, "measure"),
		.scenario = args_get(c->args, "scenario"),
		.edit = edits_any(c->args) ? add_edits : NULL,
		.edit_data = c,
		.hold = session_hold(c),
		.fill = session_fill(c),
		.digits = -1,
		.color = color_mode(c),
		.ascii = args_has(c->args, "ascii"),
		.no_mouse = args_has(c->args, "no-mouse"),
		.no_clipboard = args_has(c->args, "no-clipboard"),
		.log = args_get(c->args, "log"),
		.replay = args_get(c->args, "replay"),
		.journals = journals,
		.history = history,
	};
	int status = EXIT_DONE;

	if (!args_integer(c->args, "digits", 0, 10, &o.digits, &error)) {
		status = cli_usage("%s", error->message);
		g_error_free(error);
	}
	if (status == EXIT_DONE)
		status = explorer_run(&o);
	g_free(journals);
	return status;
}

int main(int argc, char **argv)
{
	static const struct cli_hooks hooks = {
		.explorer = explorer,
		.keys = explorer_keys,
		.key_rows = key_rows,
	};

	/* A limit on the size of files is an error of that write, said as such, not our end. */
	signal(SIGXFSZ, SIG_IGN);
	/* Characters by the locale, and nothing else: numbers are the same everywhere. */
	setlocale(LC_CTYPE, "");
	return cli_main(argc, argv, &hooks);
}
