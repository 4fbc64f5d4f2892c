/* check FILE...: what is wrong with a market file, whether the report agrees with itself, and what it
 * holds.
 *
 * A file that cannot be read as a market has its messages on standard error; what can be said of
 * one that can is the answer, and stands on standard output. */
#include "config.h"

#include <math.h>

#include "cli/session.h"
#include "forecast/audit.h"
#include "market/library.h"
#include "report/summary.h"

struct verdicts {
	struct table *table;
	bool data;		/* every column apart, for programs */
	int warnings, errors;
	bool broken;
};

static void head(const struct verdicts *v)
{
	struct table *t = v->table;

	if (!v->data) {
		table_column(t, "verdict", "Verdict", COLUMN_TEXT);
		table_column(t, "text", "Finding", COLUMN_TEXT);
		return;
	}
	table_column(t, "file", "File", COLUMN_TEXT);
	table_column(t, "line", "Line", COLUMN_INTEGER);
	table_column(t, "column", "Column", COLUMN_INTEGER);
	table_column(t, "verdict", "Verdict", COLUMN_TEXT);
	table_column(t, "relation", "Relation", COLUMN_TEXT);
	table_column(t, "path", "Path", COLUMN_TEXT);
	table_column(t, "period", "Period", COLUMN_TEXT);
	table_column(t, "printed", "Printed", COLUMN_NUMBER);
	table_column(t, "computed", "Computed", COLUMN_NUMBER);
	table_column(t, "low", "Low", COLUMN_NUMBER);
	table_column(t, "high", "High", COLUMN_NUMBER);
	table_column(t, "text", "Finding", COLUMN_TEXT);
}

/* ---- a row ---- */

static void put_number(struct table *t, double value)
{
	if (isfinite(value))
		table_number(t, value, 0);
	else
		table_empty(t);
}

static void put_place(struct table *t, const char *file, int line, int column)
{
	table_text(t, file);
	if (line > 0)
		table_number(t, line, 0);
	else
		table_empty(t);
	if (line > 0 && column > 0)
		table_number(t, column, 0);
	else
		table_empty(t);
}

/* "sentence (FILE:LINE:COL)". */
static void put_sentence(struct table *t, const char *text, const char *file, int line, int column)
{
	g_autofree char *place = line <= 0 ? g_strdup(file)
		: column <= 0 ? g_strdup_printf("%s:%d", file, line)
		: g_strdup_printf("%s:%d:%d", file, line, column);
	g_autofree char *all = g_strdup_printf("%s (%s)", text, place);

	table_text(t, all);
}

static void add_message(struct verdicts *v, const struct message *m)
{
	static const enum verdict verdicts[] = {
		[SEVERITY_NOTE] = VERDICT_NOTE, [SEVERITY_WARNING] = VERDICT_WARNING,
		[SEVERITY_ERROR] = VERDICT_ERROR,
	};
	const char *verdict = verdict_name(verdicts[m->severity]);

	table_row(v->table, 0);
	if (v->data) {
		put_place(v->table, m->file, m->line, m->column);
		table_text(v->table, verdict);
		table_text(v->table, "reading");
		for (int i = 0; i < 6; i++)
			table_empty(v->table);
		table_text(v->table, m->text);
	} else {
		table_text(v->table, verdict);
		put_sentence(v->table, m->text, m->file, m->line, m->column);
	}
	v->warnings += m->severity == SEVERITY_WARNING;
	v->errors += m->severity == SEVERITY_ERROR;
}

static void add_relation(struct verdicts *v, const struct market *m, const struct relation *r)
{
	g_autofree char *path = market_path(m, r->node);
	char period[PERIOD_TEXT_MAX];

	table_row(v->table, 0);
	if (!v->data) {
		table_text(v->table, verdict_name(r->verdict));
		put_sentence(v->table, r->text, m->file, r->line, r->column);
		return;
	}
	put_place(v->table, m->file, r->line, r->column);
	table_text(v->table, verdict_name(r->verdict));
	table_text(v->table, r->class);
	table_text(v->table, path);
	table_text(v->table, period_format(r->period, period));
	put_number(v->table, r->printed);
	put_number(v->table, r->computed);
	put_number(v->table, r->low);
	put_number(v->table, r->high);
	table_text(v->table, r->text);
}

static void add_audit(struct verdicts *v, const struct market *m)
{
	struct audit *a = audit_run(m);
	g_autofree char *count = audit_count_text(a->count);

	for (int i = 0; i < audit_total(a); i++)
		add_relation(v, m, audit_get(a, i));
	table_note(v->table, "%s: %s.", m->id, count);
	v->warnings += a->count[VERDICT_WARNING];
	v->errors += a->count[VERDICT_ERROR];
	audit_free(a);
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
			add_message(v, messages_get(list, i));
		add_audit(v, m);
		add_summary(v, m);
	}
	messages_free(list);
	market_free(m);
}

static void check_directory(const struct cli *c, struct verdicts *v, const char *what)
{
	struct library *lib = library_open_directory(what);

	for (int i = 0; i < library_count(lib); i++) {
		const struct library_entry *e = library_get(lib, i);

		if (messages_errors(e->messages) > 0) {
			cli_messages(e->messages, SEVERITY_NOTE);
			v->broken = true;
		} else {
			check_file(c, v, e->file);
		}
	}
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
	enum format format = cli_format(c, FORMAT_TEXT);
	struct verdicts v = {
		.table = table_new(NULL),
		.data = format == FORMAT_CSV || format == FORMAT_JSON,
	};
	const char *what;

	head(&v);
	for (guint i = 0; (what = args_operand(c->args, i)); i++) {
		if (g_file_test(what, G_FILE_TEST_IS_DIR))
			check_directory(c, &v, what);
		else
			check_file(c, &v, what);
	}
	return cli_table(c, v.table, outcome(c, &v));
}
