/* tamarack: the headless layer with what it does not know of the explorer. */
#include "config.h"

#include <locale.h>

#include "cli/cli.h"
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

int main(int argc, char **argv)
{
	static const struct cli_hooks hooks = {
		.keys = explorer_keys,
		.key_rows = key_rows,
	};

	/* Characters by the locale, and nothing else: numbers are the same everywhere. */
	setlocale(LC_CTYPE, "");
	return cli_main(argc, argv, &hooks);
}
