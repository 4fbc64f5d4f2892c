/* forces MARKET: drivers and restraints, their sums, and what each contributes. */
#include "config.h"

#include <math.h>

#include "analysis/attribution.h"
#include "base/number.h"
#include "cli/session.h"
#include "forecast/forces.h"

static void row(struct table *t, int indent, const char *id, const char *title, double impact,
		double drop, double proportional, double shapley)
{
	table_row(t, indent);
	table_text(t, id);
	table_text(t, title);
	table_empty(t);
	table_empty(t);
	table_number(t, impact, 0);
	if (isnan(drop))
		table_empty(t);
	else
		table_number(t, drop, 0);
	table_number(t, proportional, 0);
	if (isnan(shapley))
		table_empty(t);
	else
		table_number(t, shapley, 0);
}

static void columns(struct table *t)
{
	table_column(t, "id", "Force", COLUMN_TEXT);
	table_column_data(t, table_column(t, "title", "Title", COLUMN_TEXT));
	table_column(t, "where", "Where", COLUMN_TEXT);
	table_column(t, "when", "When", COLUMN_TEXT);
	table_column(t, "impact", "points", COLUMN_PERCENT);
	table_column(t, "drop_one", "drop-one", COLUMN_NUMBER);
	table_column(t, "proportional", "proportional", COLUMN_NUMBER);
	table_column(t, "shapley", "Shapley", COLUMN_NUMBER);
}

static void one_force(struct table *t, const struct attribution *a, const struct force *k, int part)
{
	g_autofree char *when = forces_timing_text(k);

	table_row(t, 1);
	table_text(t, k->id);
	table_text(t, k->title);
	table_text(t, k->where_text ? k->where_text : k->n_where ? "" : "global");
	table_text(t, when);
	if (part < 0) {
		table_unknown(t);
		return;
	}
	const struct attribution_part *p = &a->parts[part];
	table_number(t, p->impact, 0);
	table_number(t, p->drop, 0);
	table_number(t, p->proportional, 0);
	if (isnan(p->shapley))
		table_empty(t);
	else
		table_number(t, p->shapley, 0);
}

static int part_of(const struct attribution *a, int force)
{
	for (int i = 0; a && i < a->n_parts; i++)
		if (a->parts[i].force == force)
			return i;
	return -1;
}

static void kind(struct table *t, const struct market *m, const struct attribution *a,
		 enum force_kind which, const char *title)
{
	double impact = 0, drop = 0, proportional = 0, sh = 0;

	for (int i = 0, any = 0; i < m->n_forces; i++) {
		int part = part_of(a, i);
		if (m->forces[i].kind != which)
			continue;
		if (!any++)
			table_heading(t, title);
		one_force(t, a, &m->forces[i], part);
		if (part < 0)
			continue;
		impact += a->parts[part].impact;
		drop += a->parts[part].drop;
		proportional += a->parts[part].proportional;
		sh += a->parts[part].shapley;
	}
	if (a && impact != 0)
		row(t, 0, which == FORCE_DRIVER ? "all drivers" : "all restraints", NULL, impact, drop,
		    proportional, sh);
}

static void sums(struct table *t, const struct session *s, const struct attribution *a)
{
	double drop = 0, proportional = a->baseline_proportional, sh = a->baseline_shapley;
	char one[PERIOD_TEXT_MAX], two[PERIOD_TEXT_MAX], x[NUMBER_TEXT_MAX], y[NUMBER_TEXT_MAX];
	g_autofree char *unit = unit_format(&s->market->unit, true);

	for (int i = 0; i < a->n_parts; i++) {
		drop += a->parts[i].drop;
		proportional += a->parts[i].proportional;
		sh += a->parts[i].shapley;
	}
	row(t, 0, "baseline", NULL, a->baseline, NAN, a->baseline_proportional, a->baseline_shapley);
	row(t, 0, "sum", NULL, a->rate, drop, proportional, sh);
	table_note(t, "The total grows from %s to %s %s, %s to %s; impacts are points a year on its "
		   "rate, the baseline is what is left of it.", number_fixed(x, a->start, 2),
		   number_fixed(y, a->end, 2), unit, period_format(a->from, one),
		   period_format(a->to, two));
	table_note(t, "Drop-one effects (what would be missing in %s without that force) are not "
		   "additive; the proportional parts are.", two);
}

static void by_region(struct table *t, const struct market *m, const struct attribution *a)
{
	GString *text = g_string_new(NULL);
	char x[NUMBER_TEXT_MAX], y[NUMBER_TEXT_MAX];

	for (int i = 0; i < a->n_regions; i++)
		g_string_append_printf(text, "%s%s %s %% (here %s %%)", i ? ", " : "",
				       m->nodes[a->regions[i].node].name,
				       number_fixed(x, a->regions[i].rate * 100, 2),
				       number_fixed(y, a->regions[i].published * 100, 2));
	if (a->n_regions)
		table_note(t, "If one baseline served every region, their reach alone would give: %s.",
			   text->str);
	g_string_free(text, TRUE);
}

int cmd_forces(const struct cli *c)
{
	struct session s;
	int status = session_load(&s, c, args_operand(c->args, 0));
	struct forecast *base;
	struct attribution *a;
	struct table *t;

	if (status)
		goto done;
	base = forecast_base(s.market, s.measure, s.fill);
	a = attribution_new(base, s.scenario);
	t = table_new(NULL);
	columns(t);
	kind(t, s.market, a, FORCE_DRIVER, "Drivers");
	kind(t, s.market, a, FORCE_RESTRAINT, "Restraints");
	if (a) {
		sums(t, &s, a);
		by_region(t, s.market, a);
	} else {
		table_note(t, "No impact was printed: nothing to add up.");
	}
	attribution_free(a);
	forecast_free(base);
	status = cli_table(c, t, EXIT_DONE);
done:
	session_done(&s);
	return status;
}
