/* crossover MARKET PATH PATH: the year one overtakes the other. */
#include "config.h"

#include <math.h>

#include "analysis/crossover.h"
#include "cli/session.h"
#include "report/rows.h"

static struct table *answer(const struct session *s, int a, int b, const struct crossover *x)
{
	struct table *t = table_new(NULL);
	g_autofree char *one = market_path(s->market, a), *two = market_path(s->market, b);
	g_autofree char *name = report_name(s->market, a), *other = report_name(s->market, b);

	table_column(t, "path", "Segment", COLUMN_TEXT);
	table_column_marked(t, table_column(t, "rate", "Rate %", COLUMN_PERCENT));
	table_column(t, "other", "Other", COLUMN_TEXT);
	table_column_marked(t, table_column(t, "other_rate", "Rate %", COLUMN_PERCENT));
	table_column_decimals(t, table_column(t, "year", "Year", COLUMN_NUMBER), 1);
	table_row(t, 0);
	table_named(t, one, name);
	table_number(t, x->rate_a, status_letter(x->status_a));
	table_named(t, two, other);
	table_number(t, x->rate_b, status_letter(x->status_b));
	table_number(t, x->year, 0);
	if (x->beyond)
		table_note(t, "Beyond the forecast: both go on at these rates.");
	return t;
}

int cmd_crossover(const struct cli *c)
{
	struct session s;
	int status = session_open(&s, c, args_operand(c->args, 0));

	if (status)
		goto done;
	int a = session_node(&s, args_operand(c->args, 1));
	int b = a < 0 ? -1 : session_node(&s, args_operand(c->args, 2));
	status = EXIT_USAGE;
	if (a < 0 || b < 0)
		goto done;
	if (a == b) {
		cli_usage("a crossover is between two segments, and this is one");
		goto done;
	}
	struct crossover x = crossover_find(s.forecast, a, b);
	if (x.why)
		cli_say("no crossover: %s", x.why);
	status = cli_table(c, answer(&s, a, b, &x), x.why ? EXIT_NO : EXIT_DONE);
done:
	session_done(&s);
	return status;
}
