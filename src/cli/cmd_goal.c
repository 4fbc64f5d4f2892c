/* goal MARKET PATH TARGET: the rate of PATH that reaches a level, a share or parity. */
#include "config.h"

#include <math.h>

#include "analysis/goal.h"
#include "cli/session.h"
#include "report/rows.h"

static void node_cell(struct table *t, const struct market *m, int node)
{
	g_autofree char *path = market_path(m, node), *name = report_name(m, node);

	table_named(t, path, name);
}

static void say_year(struct table *t, const struct market *m, int node, const struct goal_answer *a)
{
	table_column(t, "path", "Segment", COLUMN_TEXT);
	table_column_decimals(t, table_column(t, "year", "Year", COLUMN_NUMBER), 2);
	table_column(t, "rate", "Rate %", COLUMN_PERCENT);
	table_row(t, 0);
	node_cell(t, m, node);
	table_number(t, a->year, 0);
	table_number(t, a->rate, 0);
}

static bool differs(double a, double b)
{
	return fabs(a - b) > 1e-9 * fmax(fabs(a), fabs(b));
}

/* Rates have four decimals unless --digits says otherwise. */
static void say_rate(struct table *t, const struct market *m, const struct goal *g,
		     const struct goal_answer *a, const char *target, int decimals)
{
	char period[PERIOD_TEXT_MAX];
	g_autofree char *level = g_strdup_printf("Level %s", period_format(g->period, period));
	g_autofree char *share = g_strdup_printf("Share %% %s", period);

	table_column(t, "path", "Segment", COLUMN_TEXT);
	int rate = table_column(t, "rate", "Rate %", COLUMN_PERCENT);

	table_column_decimals(t, rate, decimals);
	table_column_marked(t, rate);
	if (differs(a->rate, a->reached))
		table_column_decimals(t, table_column(t, "typed", "typed", COLUMN_PERCENT), decimals);
	int was = table_column(t, "was", "was", COLUMN_PERCENT);

	table_column_decimals(t, was, decimals);
	table_column_marked(t, was);
	table_column(t, "target", "Target", COLUMN_TEXT);
	table_column(t, "of", "of", COLUMN_TEXT);
	table_column(t, "level", level, COLUMN_NUMBER);
	table_column(t, "share", share, COLUMN_PERCENT);
	table_row(t, 0);
	node_cell(t, m, g->lever);
	table_number(t, a->reached, status_letter(STATUS_SCENARIO));
	if (differs(a->rate, a->reached))
		table_number(t, a->rate, 0);
	table_number(t, a->was, status_letter(a->was_status));
	table_text(t, target);
	node_cell(t, m, g->node);
	table_number(t, a->level, 0);
	if (isnan(a->share))
		table_empty(t);
	else
		table_number(t, a->share, 0);
}

/* Those of the source: a goal opens its market without a forecast. */
static int level_decimals(const struct session *s)
{
	struct forecast *base = forecast_base(s->market, s->measure, s->fill);
	int more = forecast_decimals(base, 0);

	forecast_free(base);
	return more;
}

static struct table *answer(const struct session *s, const struct goal *g,
			    const struct goal_answer *a, const char *target, int decimals)
{
	struct table *t = table_new(NULL);
	struct period from, to;
	char one[PERIOD_TEXT_MAX], two[PERIOD_TEXT_MAX];

	if (g->kind == GOAL_YEAR) {
		say_year(t, s->market, g->node, a);
		table_note(t, "Beyond the forecast it goes on at its rate.");
		return t;
	}
	t->more = level_decimals(s);
	say_rate(t, s->market, g, a, target, decimals);
	forecast_window(s->market, s->measure, &from, &to);
	table_note(t, "The rate is that of %s to %s; locks and hold are respected.",
		   period_format(from, one), period_format(to, two));
	if (differs(a->rate, a->reached))
		table_note(t, "It comes of typing the other one: what else is typed for this segment "
			   "keeps its years.");
	return t;
}

int cmd_goal(const struct cli *c)
{
	struct session s;
	struct goal goal = { .kind = GOAL_VALUE };
	struct goal_answer found;
	struct scenario *whole = NULL;
	GError *error = NULL;
	int status = session_load(&s, c, args_operand(c->args, 0));

	if (status)
		goto done;
	status = EXIT_USAGE;
	goal.lever = session_node(&s, args_operand(c->args, 1));
	if (goal.lever < 0)
		goto done;
	const char *of = args_get(c->args, "of");
	goal.node = of ? session_node(&s, of) : goal.lever;
	if (goal.node < 0)
		goto done;
	whole = session_whole(&s);
	if (!goal_parse(s.market, args_operand(c->args, 2), &goal, &error)
	    || !goal_seek(s.market, s.measure, whole, s.hold, &goal, &found, &error)) {
		if (g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED))
			status = EXIT_NO;
		cli_error(error);
		goto done;
	}
	status = cli_table(c, answer(&s, &goal, &found, args_operand(c->args, 2),
				     args_has(c->args, "digits") ? -1 : 4), EXIT_DONE);
done:
	scenario_free(whole);
	session_done(&s);
	return status;
}
