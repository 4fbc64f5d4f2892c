/* keys: the explorer's table of actions. */
#include "config.h"

#include <stdlib.h>

#include "cli/cli.h"

/* The text is made by the layer above, on a stream: here it is caught and goes where -o says. */
static int keys_text(const struct cli *c, bool mdoc)
{
	struct output *out;
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);
	bool ok = stream && c->hooks->keys(stream, mdoc);

	if (stream && fclose(stream) != 0)
		ok = false;
	out = ok ? cli_output(c) : NULL;
	if (out)
		output_bytes(out, text, len);
	free(text);
	return out ? cli_finish(out, EXIT_DONE) : EXIT_USAGE;
}

static int keys_table(const struct cli *c)
{
	struct table *t = table_new(NULL);

	table_column(t, "action", "Action", COLUMN_TEXT);
	table_column(t, "keys", "Keys", COLUMN_TEXT);
	table_column(t, "group", "Group", COLUMN_TEXT);
	table_column(t, "help", "What it does", COLUMN_TEXT);
	c->hooks->key_rows(t);
	return cli_table(c, t, EXIT_DONE);
}

int cmd_keys(const struct cli *c)
{
	if (!c->hooks->keys)
		return cli_usage("this program has no explorer");
	if (cli_format(c, FORMAT_TEXT) == FORMAT_TEXT)
		return keys_text(c, args_has(c->args, "mdoc"));
	return keys_table(c);
}
