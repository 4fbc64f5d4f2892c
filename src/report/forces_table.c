#include "config.h"

#include "report/forces_table.h"

#include <math.h>
#include <string.h>

#include "analysis/attribution.h"
#include "base/number.h"
#include "forecast/audit.h"
#include "forecast/forces.h"

/* Points and what they amount to; change: what the scenario does, NULL if it changes no force. */
struct amounts { double impact, drop, proportional, shapley; const char *change; };

static void number(struct table *t, double value)
{
	if (isnan(value))
		table_empty(t);
	else
		table_number(t, value, 0);
}

static void row(struct table *t, int indent, const char *id, const char *title,
		const struct amounts *a)
{
	table_row(t, indent);
	table_text(t, id);
	table_text(t, title);
	if (isnan(a->impact))
		table_unknown(t);
	else
		table_number(t, a->impact, 0);
	if (a->change)
		table_text(t, a->change);
	number(t, a->drop);
	number(t, a->proportional);
	number(t, a->shapley);
}

/* One source for all of them is said once, below. */
static bool one_source(const struct market *m)
{
	for (int i = 1; i < m->n_forces; i++)
		if (m->forces[i].source != m->forces[0].source)
			return false;
	return true;
}

static void columns(struct table *t, const struct market *m, bool changed)
{
	table_column(t, "id", "Force", COLUMN_TEXT);
	table_column_data(t, table_column(t, "title", "Title", COLUMN_TEXT));
	table_column(t, "impact", "points", COLUMN_PERCENT);
	if (changed)
		table_column(t, "change", "change", COLUMN_TEXT);
	table_column(t, "drop_one", "drop-one", COLUMN_NUMBER);
	table_column(t, "proportional", "proportional", COLUMN_NUMBER);
	table_column(t, "shapley", "Shapley", COLUMN_NUMBER);
	table_column(t, "when", "When", COLUMN_TEXT);
	table_column(t, "where", "Where", COLUMN_TEXT);
	int source = table_column(t, "source", "Source", COLUMN_TEXT);
	if (one_source(m))
		table_column_data(t, source);
}

/* As printed in words, else the nodes of its reach. */
static char *reach(const struct market *m, const struct force *k)
{
	GString *s = g_string_new(k->where_text);

	if (s->len == 0 && k->n_where == 0)
		g_string_append(s, "global");
	for (int i = 0; !k->where_text && i < k->n_where; i++)
		g_string_append_printf(s, "%s%s", i ? ", " : "", k->where[i].node == 0 ? "global"
				       : m->nodes[k->where[i].node].name);
	return g_string_free(s, FALSE);
}

char *forces_change_text(const struct market *m, const struct scenario *s, int force)
{
	struct forces_change *c = s ? forces_change_new(m, s) : NULL;
	GString *out = g_string_new(NULL);
	char n[NUMBER_TEXT_MAX];

	if (c && c->scale[force] == 0)
		g_string_append(out, "off");
	else if (c && c->scale[force] != 1)
		g_string_append_printf(out, "x%s", number_brief(n, c->scale[force]));
	if (c && c->delay[force] != 0)
		g_string_append_printf(out, "%s%s year%s later", out->len ? ", " : "",
				       number_shortest(n, c->delay[force]),
				       c->delay[force] == 1 ? "" : "s");
	if (c && c->rho[force] != 1)
		g_string_append_printf(out, "%srho %s", out->len ? ", " : "",
				       number_shortest(n, c->rho[force]));
	forces_change_free(c);
	return g_string_free(out, FALSE);
}

static int part_of(const struct attribution *a, int force)
{
	for (int i = 0; a && i < a->n_parts; i++)
		if (a->parts[i].force == force)
			return i;
	return -1;
}

struct forces_listing {
	const struct market *market;
	const struct forecast *base;
	const struct attribution *a;	/* NULL: no impact was printed */
	const struct scenario *changes;	/* NULL: none */
	struct table *table;
	GArray *lines;
};

static void mark_line(struct forces_listing *l, int what)
{
	if (l->lines)
		g_array_append_val(l->lines, what);
}

static void one_force(struct forces_listing *l, int force)
{
	struct table *t = l->table;
	const struct force *k = &l->market->forces[force];
	int part = part_of(l->a, force);
	g_autofree char *when = forces_timing_text(k), *where = reach(l->market, k);
	g_autofree char *change = forces_change_text(l->market, l->changes, force);
	struct amounts own = {NAN, NAN, NAN, NAN, l->changes ? change : NULL};

	if (part >= 0) {
		const struct attribution_part *p = &l->a->parts[part];

		own = (struct amounts){p->impact, p->drop, p->proportional, p->shapley, own.change};
	}
	mark_line(l, force);
	row(t, 1, k->id, k->title, &own);
	table_text(t, when);
	table_text(t, where);
	if (k->source)
		table_text(t, l->market->sources[k->source].id);
	else
		table_empty(t);
}

static void kind(struct forces_listing *l, enum force_kind which, const char *title)
{
	struct amounts sum = {0, 0, 0, 0, l->changes ? "" : NULL};
	int any = 0, what = which == FORCE_DRIVER ? FORCES_DRIVERS : FORCES_RESTRAINTS;

	for (int i = 0; i < l->market->n_forces; i++) {
		int part = part_of(l->a, i);

		if (l->market->forces[i].kind != which)
			continue;
		if (!any++) {
			table_heading(l->table, title);
			mark_line(l, what);
		}
		one_force(l, i);
		if (part < 0)
			continue;
		sum.impact += l->a->parts[part].impact;
		sum.drop += l->a->parts[part].drop;
		sum.proportional += l->a->parts[part].proportional;
		sum.shapley += l->a->parts[part].shapley;
	}
	if (l->a && any) {
		row(l->table, 0, which == FORCE_DRIVER ? "all drivers" : "all restraints", NULL,
		    &sum);
		mark_line(l, what);
	}
}

/* "2027 36.97 %, 2028 36.97 %" where no year is as the other. */
static void by_year(struct table *t, const struct forecast *base, const struct attribution *a)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char x[NUMBER_TEXT_MAX];

	for (int j = a->first + 1; j <= a->last; j++) {
		g_autofree char *period = market_period(base->market, forecast_period(base, j));

		g_string_append_printf(text, "%s%s %s %%", j > a->first + 1 ? ", " : "", period,
				       number_fixed(x, a->growth[j] * 100, 2));
	}
	table_note(t, "Their windows shape the growth: %s; %s points of the baseline close the "
		   "unchanged path on its published end. Points are means of the years.",
		   text->str, number_fixed(x, a->lambda * 100, 4));
}

static void sums(struct forces_listing *l)
{
	const struct attribution *a = l->a;
	struct table *t = l->table;
	const char *change = l->changes ? "" : NULL;
	struct amounts base = {a->baseline, NAN, a->baseline_proportional, a->baseline_shapley,
			       change};
	struct amounts sum = {a->rate, 0, a->baseline_proportional, a->baseline_shapley, change};
	char one[PERIOD_TEXT_MAX], two[PERIOD_TEXT_MAX], x[NUMBER_TEXT_MAX], y[NUMBER_TEXT_MAX];
	g_autofree char *unit = unit_format(&l->market->unit, true);
	int digits = t->more + 2;

	for (int i = 0; i < a->n_parts; i++) {
		sum.drop += a->parts[i].drop;
		sum.proportional += a->parts[i].proportional;
		sum.shapley += a->parts[i].shapley;
	}
	row(t, 0, "baseline", NULL, &base);
	mark_line(l, FORCES_NOTHING);
	row(t, 0, "sum", NULL, &sum);
	mark_line(l, FORCES_NOTHING);
	table_note(t, "The total grows from %s to %s %s, %s to %s; impacts are points a year on its "
		   "rate, the baseline is what is left of it.", number_fixed(x, a->start, digits),
		   number_fixed(y, a->end, digits), unit, period_format(a->from, one),
		   period_format(a->to, two));
	if (!a->even)
		by_year(t, l->base, a);
	if (attribution_has_others(a))
		table_note(t, "Other edits of the scenario add %s: the total ends at %s.",
			   number_fixed(x, a->others, digits), number_fixed(y, a->end + a->others, digits));
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
				       number_fixed(y, a->regions[i].here * 100, 2));
	if (a->n_regions)
		table_note(t, "If one baseline served every region, their reach alone would give: %s.",
			   text->str);
	g_string_free(text, TRUE);
}

void forces_source_note(struct table *t, const struct market *m)
{
	const struct source *source = m->n_forces ? &m->sources[m->forces[0].source] : NULL;

	if (source && source->publisher && one_source(m))
		table_note(t, "Source of the impacts: %s%s%s.", source->publisher,
			   source->published ? ", " : "", source->published ? source->published : "");
}

char *forces_conflict(const struct market *m)
{
	struct audit *a = m->n_forces ? audit_run(m) : NULL;
	char *text = NULL;

	for (int i = 0; a && !text && i < audit_total(a); i++)
		if (strcmp(audit_get(a, i)->class, "force-geography") == 0)
			text = g_strdup(audit_get(a, i)->text);
	audit_free(a);
	return text;
}

static bool changes_forces(const struct scenario *s)
{
	for (guint i = 0; s && i < s->adjusts->len; i++)
		if (((const struct adjust *)s->adjusts->pdata[i])->kind == ADJUST_FORCE)
			return true;
	return false;
}

struct table *forces_table(const struct forecast *base, const struct forecast *now,
			   const struct scenario *s, GArray *lines)
{
	const struct market *m = base->market;
	struct attribution *a = attribution_new(base, now, s);
	struct forces_listing l = {m, base, a, changes_forces(s) ? s : NULL, table_new(NULL), lines};

	l.table->more = forecast_decimals(base, 0);
	columns(l.table, l.market, l.changes != NULL);
	kind(&l, FORCE_DRIVER, "Drivers");
	kind(&l, FORCE_RESTRAINT, "Restraints");
	if (a) {
		sums(&l);
		by_region(l.table, m, a);
	} else {
		table_note(l.table, m->n_forces ? "No impact was printed: nothing to add up."
			   : "The report names no drivers or restraints.");
	}
	attribution_free(a);
	return l.table;
}
