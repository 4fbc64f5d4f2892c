/* explain MARKET PATH [YEAR]: how a level, its share and its rate came about. */
#include "config.h"

#include <string.h>

#include "cli/answers.h"
#include "forecast/explain.h"
#include "report/rows.h"
#include "report/table.h"

struct telling {
	const struct session *s;
	struct explain_options o;
	struct table *table;
	bool data;
	GArray *at;		/* struct answer_place, or NULL */
	GHashTable *told;	/* formulas and inputs that stand above already */
};

/* " (Mordor Intelligence, line 4; market.yaml:54)" */
static void put_place(const struct telling *t, GString *s, const struct explain_line *l)
{
	if (!l->line)
		return;
	/* A screen has no room for where the file lies. */
	g_autofree char *file = t->at ? g_path_get_basename(t->s->market->file)
				      : g_strdup(t->s->market->file);
	const char *source = l->source && !l->again ? l->source : "", *page = l->page ? l->page : "";

	g_string_append_printf(s, "%s%s%s%s%s%s:%u)", l->again ? ", (" : " (", source,
			       *source && *page ? ", " : "", page, *source || *page ? "; " : "",
			       file, (unsigned)l->line);
}

static void put_row_place(struct telling *t, const struct explanation *x,
			  const struct explain_line *l)
{
	struct answer_place at = {l->node >= 0 ? l->node : x->node,
				  l->column >= 0 ? l->column : x->column};

	if (t->at)
		g_array_append_val(t->at, at);
}

/* Further places of an input stand in its line. */
static int add_text_line(struct telling *t, const struct explanation *x, int i)
{
	const struct explain_line *l = explanation_line(x, i);
	g_autofree char *key = g_strdup_printf("%d %s", l->kind, l->text);
	GString *s = g_string_new(l->text);
	char letter[] = {l->status ? l->status : ' ', '\0'};

	put_place(t, s, l);
	while (i + 1 < (int)x->lines->len && explanation_line(x, i + 1)->again)
		put_place(t, s, explanation_line(x, ++i));
	if ((l->kind != EXPLAIN_CAUSE && l->kind != EXPLAIN_FORMULA && l->kind != EXPLAIN_INPUT)
	    || g_hash_table_add(t->told, g_strdup(key))) {
		table_row(t->table, l->kind == EXPLAIN_RESULT ? 0 : 1);
		table_text(t->table, explain_kind_name(l->kind));
		table_text(t->table, letter);
		table_text(t->table, s->str);
		put_row_place(t, x, l);
	}
	g_string_free(s, TRUE);
	return i;
}

static void number(struct table *t, double value)
{
	if (value == value)
		table_number(t, value, 0);
	else
		table_empty(t);
}

static void add_data_line(struct telling *t, const struct explanation *x,
			  const struct explain_line *l)
{
	const struct forecast *f = t->s->forecast;
	g_autofree char *path = market_path(t->s->market, l->node >= 0 ? l->node : x->node);
	g_autofree char *period = market_period(t->s->market,
						forecast_period(f, l->column >= 0 ? l->column
								: x->column));
	char letter[] = {l->status, '\0'};

	table_row(t->table, 0);
	table_text(t->table, path);
	table_text(t->table, period);
	table_text(t->table, explain_kind_name(l->kind));
	table_text(t->table, l->text);
	number(t->table, l->value);
	number(t->table, l->low);
	number(t->table, l->high);
	table_text(t->table, letter);
	table_text(t->table, l->source ? l->source : "");
	table_text(t->table, l->page ? l->page : "");
	table_text(t->table, l->line ? t->s->market->file : "");
	if (l->line)
		table_number(t->table, l->line, 0);
	else
		table_empty(t->table);
}

static void tell(struct telling *t, struct explanation *x)
{
	if (!x)
		return;
	for (guint i = 0; i < x->lines->len; i++) {
		if (t->data)
			add_data_line(t, x, explanation_line(x, (int)i));
		else
			i = (guint)add_text_line(t, x, (int)i);
	}
	explanation_free(x);
}

static void head(struct telling *t)
{
	static const char *const keys[] = {"path", "period", "part", "text"};

	if (!t->data) {
		t->table->headless = true;
		table_column(t->table, "part", "Part", COLUMN_TEXT);
		table_column(t->table, "status", "", COLUMN_TEXT);
		table_column(t->table, "text", "Text", COLUMN_TEXT);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		table_column(t->table, keys[i], keys[i], COLUMN_TEXT);
	table_column(t->table, "value", "value", COLUMN_NUMBER);
	table_column(t->table, "low", "low", COLUMN_NUMBER);
	table_column(t->table, "high", "high", COLUMN_NUMBER);
	table_column(t->table, "status", "status", COLUMN_TEXT);
	table_column(t->table, "source", "source", COLUMN_TEXT);
	table_column(t->table, "page", "page", COLUMN_TEXT);
	table_column(t->table, "file", "file", COLUMN_TEXT);
	table_column(t->table, "line", "line", COLUMN_INTEGER);
}

static void one_year(struct telling *t, int node, int column)
{
	tell(t, explain_level(&t->o, node, column));
	tell(t, explain_share(&t->o, node, column));
}

static void all(struct telling *t, int node, int column)
{
	const struct forecast *f = t->s->forecast;
	struct period from, to;
	int a, z;

	forecast_window(t->s->market, t->s->measure, &from, &to);
	a = forecast_column(f, from);
	z = forecast_column(f, to);
	if (column >= 0) {
		one_year(t, node, column);
		if (column > 0)
			tell(t, explain_growth(&t->o, node, column));
		/* the rate over one year is its growth */
		if (column == z && a >= 0 && (a < z - 1 || (a < z && to.step != STEP_YEAR)))
			tell(t, explain_rate(&t->o, node, a, z));
		return;
	}
	one_year(t, node, f->base);
	if (f->end == f->base)
		return;
	one_year(t, node, f->end);
	if (a >= 0 && z > a)
		tell(t, explain_rate(&t->o, node, a, z));
}

struct table *answer_explain(const struct session *s, int node, int column, int digits,
			     int more, bool data, GArray *at)
{
	struct telling t = {
		.s = s, .data = data, .at = at,
		.o = {.f = s->forecast, .base = s->base, .digits = digits, .more = more},
	};
	g_autofree char *path = market_path(s->market, node);
	g_autofree char *title = g_strdup_printf("%s: %s", s->market->title, path);
	g_autofree char *source = report_source(s->market);

	t.o.bounds = bounds_new(s->base);
	t.o.trace = trace_new(s->base, s->scenario, s->hold);
	t.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	t.table = table_new(title);
	head(&t);
	all(&t, node, column);
	bounds_free(t.o.bounds);
	trace_free(t.o.trace);
	g_hash_table_unref(t.told);
	if (source)
		table_source(t.table, source);
	return t.table;
}

static int explain(const struct cli *c, const struct session *s)
{
	enum format format = cli_format(c, FORMAT_TEXT);
	const char *year = args_operand(c->args, 2);
	int node = session_node(s, args_operand(c->args, 1)), digits = 2;
	int column = node >= 0 && year ? session_column(s, year) : -1;
	GError *error = NULL;

	if (node < 0 || (year && column < 0))
		return EXIT_USAGE;
	if (!args_integer(c->args, "digits", 0, 15, &digits, &error)) {
		cli_error(error);
		return EXIT_USAGE;
	}
	return cli_table(c, answer_explain(s, node, column, digits, args_has(c->args, "digits") ? 0
					   : forecast_decimals(s->base, 0), format == FORMAT_CSV || format == FORMAT_JSON, NULL),
			 EXIT_DONE);
}

int cmd_explain(const struct cli *c)
{
	struct session s;
	int status = session_open(&s, c, args_operand(c->args, 0));

	if (status == EXIT_DONE)
		status = explain(c, &s);
	session_done(&s);
	return status;
}
