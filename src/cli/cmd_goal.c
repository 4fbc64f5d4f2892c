/* goal MARKET PATH TARGET: the rate of PATH that reaches a level, a share or parity. */
#include "config.h"

#include <math.h>

#include "analysis/goal.h"
#include "cli/session.h"
#include "report/rows.h"
#include "scenario/phrase.h"

static void node_cell(struct table *t, const struct market *m, int node)
{
	g_autofree char *path = market_path(m, node), *name = report_name(m, node);

	table_named(t, path, name);
}

static void say_year(struct table *t, const struct market *m, int node, const struct goal_answer *a)
{
	table_column(t, "path", "Segment", COLUMN_TEXT);
	table_column_decimals(t, table_column(t, "year", "Year", COLUMN_NUMBER), 2);
	table_column_marked(t, table_column(t, "rate", "Rate %", COLUMN_PERCENT));
	table_row(t, 0);
	node_cell(t, m, node);
	table_number(t, a->year, 0);
	table_number(t, a->rate, status_letter(a->rate_status));
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
	table_column_marked(t, table_column(t, "level", level, COLUMN_NUMBER));
	table_column_marked(t, table_column(t, "share", share, COLUMN_PERCENT));
	table_row(t, 0);
	node_cell(t, m, g->lever);
	table_number(t, a->reached, status_letter(STATUS_SCENARIO));
	if (differs(a->rate, a->reached))
		table_number(t, a->rate, 0);
	table_number(t, a->was, status_letter(a->was_status));
	table_text(t, target);
	node_cell(t, m, g->node);
	table_number(t, a->level, status_letter(a->level_status));
	if (isnan(a->share))
		table_empty(t);
	else
		table_number(t, a->share, status_letter(a->share_status));
}

/* A target past the published end, where growth is not that of the rate. */
static void note_horizon(struct table *t, const struct scenario *s, const struct goal *g,
			 struct period to)
{
	char end[PERIOD_TEXT_MAX], horizon[PERIOD_TEXT_MAX];

	if (!s || !s->has_after || period_compare(g->period, to) <= 0)
		return;
	g_autofree char *after = phrase_say_shape(&s->after);

	table_note(t, "From %s on growth is that of the horizon, %s: %s.", period_format(to, end),
		   period_format(s->horizon, horizon), after);
}

/* Says what leads to a target past the end, where a horizon would. */
static void say_outside(const struct session *s, const struct goal *g)
{
	struct forecast *base = forecast_base(s->market, s->measure, s->fill);
	struct period last = forecast_period(base, base->n_periods - 1);
	char end[PERIOD_TEXT_MAX], period[PERIOD_TEXT_MAX];

	if (s->scenario && period_is_set(s->scenario->horizon))
		last = s->scenario->horizon;
	if (period_is_set(g->period) && g->period.step == last.step
	    && period_compare(g->period, last) > 0)
		cli_say("it ends in %s; a scenario with 'horizon: %s' and 'after: {constant: 5%%}' "
			"leads there", period_format(last, end), period_format(g->period, period));
	forecast_free(base);
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
	note_horizon(t, s->scenario, g, to);
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
		say_outside(&s, &goal);
		goto done;
	}
	status = cli_table(c, answer(&s, &goal, &found, args_operand(c->args, 2),
				     args_has(c->args, "digits") ? -1 : 4), EXIT_DONE);
done:
	scenario_free(whole);
	session_done(&s);
	return status;
}
