/* check FILE...: what is wrong with a market file, and what it holds.
 *
 * A file that cannot be read as a market has its messages on standard error; what can be said of
 * one that can is the answer, and stands on standard output. */
#include "config.h"

#include <string.h>

#include "cli/session.h"
#include "market/library.h"
#include "report/summary.h"

struct verdicts {
	struct table *table;
	int warnings, errors;
	bool broken;
};

static void head(struct table *t)
{
	table_column(t, "file", "File", COLUMN_TEXT);
	table_column(t, "line", "Line", COLUMN_INTEGER);
	table_column(t, "verdict", "Verdict", COLUMN_TEXT);
	table_column(t, "text", "Finding", COLUMN_TEXT);
}

static const char *verdict(enum severity severity)
{
	static const char *const names[] = {
		[SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning",
		[SEVERITY_ERROR] = "error",
	};

	return names[severity];
}

static void add(struct verdicts *v, const struct message *m)
{
	table_row(v->table, 0);
	table_text(v->table, m->file);
	if (m->line)
		table_number(v->table, m->line, 0);
	else
		table_empty(v->table);
	table_text(v->table, verdict(m->severity));
	table_text(v->table, m->text);
	v->warnings += m->severity == SEVERITY_WARNING;
	v->errors += m->severity == SEVERITY_ERROR;
}

static void add_summary(struct verdicts *v, const struct market *m)
{
	struct forecast *f = forecast_base(m, 0, m->fill);
	struct market_summary s;
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	market_summary(m, f, &s);
	forecast_free(f);
	text = market_summary_text(&s);
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i]; i++)
		table_note(v->table, "%s: %s.", m->id, lines[i]);
}

static void check_file(const struct cli *c, struct verdicts *v, const char *what)
{
	struct messages *list = messages_new();
	struct market *m = library_find(what, args_get(c->args, "edition"), list);

	messages_sort(list);
	if (!m) {
		cli_messages(list, SEVERITY_NOTE);
		v->broken = true;
	} else {
		for (size_t i = 0; i < messages_count(list); i++)
			add(v, messages_get(list, i));
		add_summary(v, m);
	}
	messages_free(list);
	market_free(m);
}

static void check_directory(const struct cli *c, struct verdicts *v, const char *what)
{
	struct library *lib = library_open_directory(what);

	for (int i = 0; i < library_count(lib); i++)
		check_file(c, v, library_get(lib, i)->file);
	if (library_count(lib) == 0) {
		cli_say("%s holds no *.yaml file", what);
		v->broken = true;
	}
	library_free(lib);
}

static int outcome(const struct cli *c, const struct verdicts *v)
{
	if (v->broken)
		return EXIT_USAGE;
	if (v->errors || (v->warnings && args_has(c->args, "strict")))
		return EXIT_NO;
	return EXIT_DONE;
}

int cmd_check(const struct cli *c)
{
	struct verdicts v = {.table = table_new(NULL)};
	const char *what;

	head(v.table);
	for (guint i = 0; (what = args_operand(c->args, i)); i++) {
		if (g_file_test(what, G_FILE_TEST_IS_DIR))
			check_directory(c, &v, what);
		else
			check_file(c, &v, what);
	}
	return cli_table(c, v.table, outcome(c, &v));
}
