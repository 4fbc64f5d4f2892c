/* simulate MARKET [PATH]: what uncertain rates make of a market, in percentiles by year. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "cli/answers.h"
#include "cli/draws.h"
#include "report/rows.h"

enum { NAMED_MAX = 8 };	/* rates that are named */

static bool read_options(struct simulate_options *o, const struct session *s, const struct cli *c)
{
	const char *path = args_operand(c->args, 1), *above = args_get(c->args, "above");
	const char *below = args_get(c->args, "below"), *level = above ? above : below;
	int node = path ? session_node(s, path) : 0;
	g_autofree char *why = NULL;
	struct figure figure;

	if (node < 0 || !draws_read(c, s, node, o))
		return false;
	if (!level)
		return true;
	if (above && below) {
		cli_usage("--above and --below print both chances of one level: give one of them");
		return false;
	}
	if (!figure_parse(level, FIGURE_LEVEL, &s->market->unit, &figure, &why)
	    || !figure_is_point(&figure)) {
		cli_usage("--%s is a level such as 40, not '%s'", above ? "above" : "below", level);
		return false;
	}
	o->above = figure.value;
	return true;
}

static bool all_alike(const struct simulation *x)
{
	for (int i = 0; i < x->n_inputs; i++)
		if (x->inputs[i].spread.kind != SPREAD_NORMAL
		    || x->inputs[i].spread.sd != x->inputs[0].spread.sd)
			return false;
	return true;
}

static void share_note(struct table *t, const struct market *m, const struct simulate_share *share)
{
	g_autofree char *name = report_name(m, share->node);
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];

	if (share->high > share->low)
		table_note(t, "The share of %s was not published: drawn within what is proven, %s to %s %%.",
			   name, number_fixed(low, share->low * 100, 2),
			   number_fixed(high, share->high * 100, 2));
	else
		table_note(t, "Shares beside %s were not published: drawn within what is proven.",
			   name);
}

static void inputs_note(struct table *t, const struct session *s, const struct simulation *x,
			const struct simulate_options *o)
{
	char sd[NUMBER_TEXT_MAX], rho[NUMBER_TEXT_MAX];
	g_autoptr(GString) text = g_string_new(NULL);
	bool alike = all_alike(x);

	for (int i = 0; i < MIN(x->n_inputs, NAMED_MAX); i++) {
		const struct simulate_input *in = &x->inputs[i];
		g_autofree char *name = report_name(s->market, in->node);

		g_string_append_printf(text, "%s%s", i ? ", " : "", name);
		if (!alike)
			g_string_append_printf(text, " (%s)", spread_kind_name(in->spread.kind));
	}
	if (x->n_inputs > NAMED_MAX)
		g_string_append_printf(text, " and %d more", x->n_inputs - NAMED_MAX);
	if (alike)
		table_note(t, "Normal rates with a standard deviation of %s points a year: %s.",
			   number_fixed(sd, x->inputs[0].spread.sd * 100, 2), text->str);
	else
		table_note(t, "Rates drawn: %s.", text->str);
	for (guint i = 0; i < x->shares->len; i++)
		share_note(t, s->market, &g_array_index(x->shares, struct simulate_share, i));
	table_note(t, "%d draws, seed %llu, rho %s; one draw of a rate holds for all years of a "
		   "trial.", o->draws, o->seed, number_shortest(rho, o->rho));
}

struct table *answer_simulate(const struct session *s, const struct simulation *x,
			      const struct simulate_options *o)
{
	const struct market *m = s->market;
	g_autofree char *unit = market_unit(m, s->measure, true);
	int shown = m->nodes[x->node].flags & NODE_DIMENSION ? 0 : x->node;
	char level[NUMBER_TEXT_MAX];
	g_autofree char *title = g_strdup_printf("%s, %s", m->nodes[shown].name
						 ? m->nodes[shown].name : "Total", unit);
	g_autofree char *above = g_strdup_printf("%% > %s", number_shortest(level, o->above));
	g_autofree char *below = g_strdup_printf("%% < %s", level);
	struct table *t = table_new(title);

	t->more = forecast_decimals(s->base, 0);
	table_column(t, "period", "Period", COLUMN_TEXT);
	table_column(t, "p5", "P5", COLUMN_NUMBER);
	table_column(t, "p10", "P10", COLUMN_NUMBER);
	table_column(t, "p50", "P50", COLUMN_NUMBER);
	table_column(t, "p90", "P90", COLUMN_NUMBER);
	table_column(t, "p95", "P95", COLUMN_NUMBER);
	table_column(t, "mean", "mean", COLUMN_NUMBER);
	table_column(t, "sd", "sd", COLUMN_NUMBER);
	if (!isnan(o->above)) {
		table_column(t, "above", above, COLUMN_PERCENT);
		table_column(t, "below", below, COLUMN_PERCENT);
	}
	for (int i = 0; i < x->n_rows; i++) {
		const struct simulate_row *r = &x->rows[i];
		const double values[] = { r->p5, r->p10, r->p50, r->p90, r->p95, r->mean, r->sd };
		g_autofree char *period =
			market_period(m, forecast_period(s->forecast, r->column));

		table_row(t, 0);
		table_text(t, period);
		for (size_t k = 0; k < G_N_ELEMENTS(values); k++)
			table_number(t, values[k], 0);
		if (!isnan(o->above)) {
			table_number(t, r->above, 0);
			table_number(t, r->below, 0);
		}
	}
	inputs_note(t, s, x, o);
	return t;
}

int cmd_simulate(const struct cli *c)
{
	struct session s;
	struct simulate_options o;
	GError *error = NULL;
	int status = session_open(&s, c, args_operand(c->args, 0));

	if (status)
		goto done;
	status = EXIT_USAGE;
	if (!read_options(&o, &s, c))
		goto done;
	struct simulation *x = simulate(s.forecast, s.scenario, &o, &error);
	if (!x) {
		status = g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED) ? EXIT_NO
			: EXIT_USAGE;
		cli_error(error);
		goto done;
	}
	status = cli_table(c, answer_simulate(&s, x, &o), EXIT_DONE);
	simulation_free(x);
done:
	session_done(&s);
	return status;
}
