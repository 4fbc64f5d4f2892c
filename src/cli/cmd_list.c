/* list [DIRECTORY|FILE]...: markets found, one a line. */
#include "config.h"

#include <math.h>

#include "cli/cli.h"
#include "market/library.h"
#include "report/summary.h"

static struct table *list_table(void)
{
	struct table *t = table_new(NULL);

	table_column(t, "id", "Market", COLUMN_TEXT);
	table_column(t, "edition", "Edition", COLUMN_TEXT);
	table_column(t, "title", "Title", COLUMN_TEXT);
	table_column(t, "publisher", "Publisher", COLUMN_TEXT);
	table_column(t, "base", "Base", COLUMN_TEXT);
	table_column(t, "end", "End", COLUMN_TEXT);
	table_column(t, "rate", "CAGR %", COLUMN_PERCENT);
	table_column_data(t, table_column(t, "file", "File", COLUMN_TEXT));
	t->headless = true;
	return t;
}

static void period_cell(struct table *t, struct period p)
{
	char buf[PERIOD_TEXT_MAX];

	table_text(t, period_is_set(p) ? period_format(p, buf) : "");
}

static void rate_cell(struct table *t, const struct market *m)
{
	double rate = market_summary_rate(m);

	if (isfinite(rate))
		table_number(t, rate, 0);
	else
		table_empty(t);
}

static void row(struct table *t, const struct market *m, const char *file)
{
	const struct source *source = &m->sources[m->source];

	table_row(t, 0);
	table_text(t, m->id);
	table_text(t, m->edition);
	table_text(t, m->title);
	table_text(t, source->publisher);
	period_cell(t, m->period.base);
	period_cell(t, m->period.to);
	rate_cell(t, m);
	table_text(t, file);
}

/* Adds a file; false if it is no market (said). */
static bool add_file(struct table *t, const char *file)
{
	struct messages *list = messages_new();
	struct market *m = market_load(file, list);

	cli_messages(list, SEVERITY_WARNING);
	messages_free(list);
	if (m)
		row(t, m, file);
	market_free(m);
	return m != NULL;
}

/* A broken file of a library is said and hides no other. */
static void add_entry(void *data, const struct library_entry *e, const struct market *m)
{
	if (e->shadowed) {
		cli_say("%s: an earlier file has the same id and edition (%s)", e->file, e->id);
		return;
	}
	cli_messages(e->messages, SEVERITY_WARNING);
	if (m)
		row(data, m, e->file);
}

static int finish(const struct cli *c, struct table *t, int status)
{
	if (!t->lines->len && status == EXIT_DONE)
		cli_say("no markets found; name a file or a directory, or set TAMARACK_PATH");
	return cli_table(c, t, status);
}

int cmd_list_directory(const struct cli *c, const char *directory)
{
	struct table *t = list_table();

	library_visit(directory, add_entry, t);
	return finish(c, t, EXIT_DONE);
}

int cmd_list(const struct cli *c)
{
	struct table *t = list_table();
	int status = EXIT_DONE;
	const char *what;

	if (!args_operand(c->args, 0))
		library_visit(NULL, add_entry, t);
	for (guint i = 0; (what = args_operand(c->args, i)); i++) {
		if (g_file_test(what, G_FILE_TEST_IS_DIR))
			library_visit(what, add_entry, t);
		else if (!add_file(t, what))
			status = EXIT_USAGE;
	}
	return finish(c, t, status);
}
