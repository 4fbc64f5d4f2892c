/* import FILE.csv: a market file from a table. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "market/import.h"

enum { TABLE_MAX = 64 << 20 };

static GString *read_all(FILE *in)
{
	GString *all = g_string_new(NULL);
	char block[1 << 16];
	size_t n;

	while ((n = fread(block, 1, sizeof block, in)) > 0 && all->len <= TABLE_MAX)
		g_string_append_len(all, block, (gssize)n);
	return all;
}

/* The bytes of a file, "-": standard input.  NULL and said. */
static GString *slurp(const char *file)
{
	FILE *in = strcmp(file, "-") ? fopen(file, "re") : stdin;
	GString *all = in ? read_all(in) : NULL;
	int number = !in || ferror(in) ? errno : all->len > TABLE_MAX ? EFBIG : 0;

	if (in && in != stdin)
		fclose(in);
	if (!number)
		return all;
	cli_say("%s cannot be read: %s", file, g_strerror(number));
	if (all)
		g_string_free(all, TRUE);
	return NULL;
}

int cmd_import(const struct cli *c)
{
	static const char made[] = "# Made from a table: check unit, period (the base year!) and "
				   "title, add a source.\n";
	const char *file = args_operand(c->args, 0);
	struct messages *list = messages_new();
	GString *bytes = slurp(file);
	g_autofree char *market = NULL, *modeline = cli_modeline();
	g_autofree char *head = g_strconcat(modeline, made, NULL);
	struct output *out = NULL;

	if (bytes)
		market = import_table(file, bytes->str, bytes->len, head, list);
	cli_messages(list, SEVERITY_WARNING);
	messages_free(list);
	if (market)
		out = cli_output(c);
	if (out)
		output_text(out, market);
	if (bytes)
		g_string_free(bytes, TRUE);
	return out ? cli_finish(out, EXIT_DONE) : EXIT_USAGE;
}
