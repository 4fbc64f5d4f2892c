/* tornado MARKET [PATH@YEAR]: which input moves the outcome most. */
#include "config.h"

#include <string.h>

#include "base/number.h"
#include "cli/answers.h"
#include "report/rows.h"

/* PATH@YEAR, PATH, or @YEAR; else the total at the end. */
static bool read_outcome(const struct session *s, const char *text, struct tornado_options *o)
{
	const char *at = text ? strrchr(text, '@') : NULL;
	g_autofree char *path = at ? g_strndup(text, (gsize)(at - text)) : g_strdup(text);

	o->node = path && *path ? session_node(s, path) : 0;
	o->column = at ? session_column(s, at + 1) : s->forecast->end;
	return o->node >= 0 && o->column >= 0;
}

static bool read_options(const struct cli *c, const struct session *s, struct tornado_options *o)
{
	const char *inputs = args_get(c->args, "inputs"), *by = args_get(c->args, "by");
	g_autoptr(GError) error = NULL;

	*o = (struct tornado_options){ .by = 0.25 };
	if ((!inputs || tornado_read_inputs(inputs, o, &error))
	    && (!by || tornado_read_by(by, o, &error)))
		return read_outcome(s, args_operand(c->args, 1), o);
	cli_usage("--%s: %s", inputs && !o->inputs ? "inputs" : "by", error->message);
	return false;
}

/* By the id of a force or the path of a node. */
static char *input_name(const struct market *m, const char *id)
{
	int node = market_find(m, id);

	for (int i = 0; node < 0 && i < m->n_forces; i++)
		if (strcmp(m->forces[i].id, id) == 0 && m->forces[i].title)
			return g_strdup(m->forces[i].title);
	return node >= 0 ? report_name(m, node) : g_strdup(id);
}

static const char *kind_text(enum tornado_inputs kind)
{
	return kind == TORNADO_FORCES ? "impact" : kind == TORNADO_RATES ? "rate" : "share";
}

static void notes(struct table *table, const struct session *s, const struct tornado *t,
		  const struct tornado_options *o, bool bent)
{
	char by[NUMBER_TEXT_MAX], now[NUMBER_TEXT_MAX], period[PERIOD_TEXT_MAX];
	g_autofree char *name = report_name(s->market, o->node);
	g_autofree char *unit = market_unit(s->market, s->measure, true);

	table_note(table, "%s in %s is %s %s; each input goes down and up by %s%s, the others stay.",
		   name, period_format(forecast_period(s->forecast, o->column), period),
		   number_fixed(now, t->outcome, table->more + 2), unit,
		   o->points ? number_shortest(by, o->by * 100) : number_percent(by, o->by),
		   o->points ? " points" : " of itself");
	if (bent)
		table_note(table, "*: between the ends it does not move one way only.");
	if (t->n_still)
		table_note(table, t->n_still == 1 ? "%d input moves nothing there."
			   : "%d inputs move nothing there.", t->n_still);
	if (t->n_bars == 0)
		table_note(table, "None of these inputs, as far as they were printed, moves it%s.",
			   t->inputs == TORNADO_FORCES ? "; rates and shares are inputs, too" : "");
	for (guint i = 0; i < t->refused->len; i++) {
		g_autofree char *input = input_name(s->market, t->refused->pdata[i]);

		table_note(table, "%s cannot be moved that far.", input);
	}
}

struct table *answer_tornado(const struct session *s, const struct tornado *t,
			     const struct tornado_options *o, bool titles)
{
	struct table *table = table_new(NULL);
	bool bent = false;

	table->more = forecast_decimals(s->base, 0);
	table_column(table, "input", "Input", COLUMN_TEXT);
	table_column(table, "kind", "Kind", COLUMN_TEXT);
	table_column(table, "value", "is %", COLUMN_PERCENT);
	table_column(table, "low_input", "at %", COLUMN_PERCENT);
	table_column(table, "low", "low", COLUMN_NUMBER);
	table_column(table, "high", "high", COLUMN_NUMBER);
	table_column(table, "high_input", "at %", COLUMN_PERCENT);
	table_column(table, "swing", "swing", COLUMN_NUMBER);
	table_column(table, "bent", "", COLUMN_TEXT);
	for (int i = 0; i < t->n_bars; i++) {
		const struct tornado_bar *b = &t->bars[i];
		g_autofree char *name = titles || b->kind != TORNADO_FORCES
			? input_name(s->market, b->id) : g_strdup(b->id);

		table_row(table, 0);
		table_named(table, b->id, name);
		table_text(table, kind_text(b->kind));
		table_number(table, b->value, 0);
		table_number(table, b->low_input, 0);
		table_number(table, b->low, 0);
		table_number(table, b->high, 0);
		table_number(table, b->high_input, 0);
		table_number(table, b->high - b->low, 0);
		table_text(table, b->bent ? "*" : "");
		bent = bent || b->bent;
	}
	notes(table, s, t, o, bent);
	return table;
}

int cmd_tornado(const struct cli *c)
{
	struct session s;
	struct tornado_options o;
	GError *error = NULL;
	int status = session_open(&s, c, args_operand(c->args, 0));

	if (status)
		goto done;
	status = EXIT_USAGE;
	if (!read_options(c, &s, &o))
		goto done;
	struct scenario *whole = session_whole(&s);
	struct tornado *t = tornado_new(s.market, s.measure, whole, s.hold, &o, &error);
	scenario_free(whole);
	if (!t) {
		status = EXIT_NO;
		cli_error(error);
		goto done;
	}
	status = cli_table(c, answer_tornado(&s, t, &o, cli_format(c, FORMAT_TEXT) != FORMAT_TEXT),
			   EXIT_DONE);
	tornado_free(t);
done:
	session_done(&s);
	return status;
}
