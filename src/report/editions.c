#include "config.h"

#include "report/editions.h"

#include <math.h>

#include "base/number.h"

/* A ratio this near to a thousand, or a million, is a slip of a scale word. */
static const double SLIP = 0.15;

char *editions_name(const struct market *m)
{
	const struct source *s = &m->sources[m->source];
	if (m->edition)
		return g_strdup_printf("%s %s", m->id, m->edition);
	if (s->publisher)
		return g_strdup_printf("%s %s", m->id, s->publisher);
	return g_strdup(m->id);
}

static bool same_unit(const struct market *a, const struct market *b)
{
	return g_strcmp0(a->unit.currency, b->unit.currency) == 0
		&& g_strcmp0(a->unit.measure, b->unit.measure) == 0;
}

struct cell { double level; enum status status; bool printed; };

/* Level of a path and period, in the unit of the first market. */
static struct cell look(const struct forecast *f, const struct forecast *first, const char *path,
			struct period p)
{
	struct cell c = { NAN, STATUS_ASSUMED, false };
	int node = market_find(f->market, path), column = forecast_column(f, p);
	if (node < 0 || column < 0 || !same_unit(f->market, first->market))
		return c;
	c.level = forecast_level(f, node, column) * f->market->unit.scale / first->market->unit.scale;
	c.status = forecast_status(f, node, column);
	enum status share;
	forecast_share(f, node, column, &share);
	c.printed = c.status <= STATUS_ABOUT || share <= STATUS_ABOUT;
	return c;
}

static void slip(struct table *t, const char *path, const char *period, double ratio)
{
	double thousands = log(ratio) / log(1000);
	double near = round(thousands);
	char n[NUMBER_TEXT_MAX];
	if (near >= 1 && fabs(ratio / pow(1000, near) - 1) <= SLIP)
		table_note(t, "%s %s: the highest is %s times the lowest: a slip of the scale word "
			   "(thousand, million, billion)?", path, period, number_fixed(n, ratio, 1));
}

static void one_row(struct table *t, const struct forecast *const *bases, int n, const char *path,
		    struct period p)
{
	g_autofree struct cell *cells = g_new(struct cell, n);
	g_autofree char *period = market_period(bases[0]->market, p);
	double low = INFINITY, high = -INFINITY;
	int known = 0, printed = 0;
	for (int i = 0; i < n; i++) {
		cells[i] = look(bases[i], bases[0], path, p);
		if (isnan(cells[i].level))
			continue;
		known++;
		printed += cells[i].printed;
		low = fmin(low, cells[i].level);
		high = fmax(high, cells[i].level);
	}
	if (known < 2 || !printed)
		return;
	table_row(t, 0);
	table_text(t, path);
	table_text(t, period);
	for (int i = 0; i < n; i++)
		table_number(t, cells[i].level,
			     isnan(cells[i].level) ? 0 : status_letter(cells[i].status));
	table_number(t, high - low, 0);
	double ratio = n == 2 ? cells[1].level / cells[0].level : high / low;
	table_number(t, low > 0 ? ratio : NAN, 0);
	if (low > 0)
		slip(t, path, period, high / low);
}

static void span(const struct forecast *const *bases, int n, int *first, int *last)
{
	*first = G_MAXINT;
	*last = G_MININT;
	for (int i = 0; i < n; i++) {
		int from = period_ordinal(bases[i]->first);
		if (bases[i]->first.step != bases[0]->first.step)
			continue;
		*first = MIN(*first, from);
		*last = MAX(*last, from + bases[i]->n_periods - 1);
	}
}

/* Rows of every path of market i that no earlier market has. */
static void paths_of(struct table *t, const struct forecast *const *bases, int n, int i)
{
	const struct market *m = bases[i]->market;
	int first, last;
	span(bases, n, &first, &last);
	for (int node = 0; node < m->n_nodes; node++) {
		g_autofree char *path = market_path(m, node);
		bool seen = m->nodes[node].flags & NODE_DIMENSION;
		for (int k = 0; k < i && !seen; k++)
			seen = market_find(bases[k]->market, path) >= 0;
		for (int o = first; o <= last && !seen; o++)
			one_row(t, bases, n, path,
				period_from_ordinal((enum step)bases[0]->first.step, o));
	}
}

static bool scales_differ(const struct forecast *const *bases, int n)
{
	for (int i = 1; i < n; i++)
		if (bases[i]->market->unit.scale != bases[0]->market->unit.scale)
			return true;
	return false;
}

struct table *editions_table(const struct forecast *const *bases, int n)
{
	g_autofree char *unit = unit_format(&bases[0]->market->unit, false);
	g_autofree char *title = g_strdup_printf("In %s", unit);
	struct table *t = table_new(title);
	GString *sources = g_string_new("Sources: ");
	t->more = forecast_decimals(bases[0], 0);
	table_column(t, "path", "Path", COLUMN_TEXT);
	table_column(t, "period", "Year", COLUMN_TEXT);
	for (int i = 0; i < n; i++) {
		const struct market *m = bases[i]->market;
		g_autofree char *name = editions_name(m);
		const struct source *s = &m->sources[m->source];
		int column = table_column(t, name, name, COLUMN_NUMBER);
		table_column_marked(t, column);
		if (scales_differ(bases, n))
			table_column_decimals(t, column, 5);
		g_string_append_printf(sources, "%s%s: %s%s%s", i ? "; " : "", name,
				       s->publisher ? s->publisher : "not named",
				       s->published ? ", " : "", s->published ? s->published : "");
		if (!same_unit(m, bases[0]->market)) {
			g_autofree char *other = unit_format(&m->unit, false);
			table_note(t, "%s is counted in %s: not comparable, left out.", name, other);
		}
	}
	table_column(t, "difference", "apart", COLUMN_NUMBER);
	/* two: the second as a share of the first; more: the highest over the lowest */
	table_column_decimals(t, n == 2 ? table_column(t, "ratio", "2nd of 1st %", COLUMN_PERCENT)
			      : table_column(t, "ratio", "ratio", COLUMN_NUMBER), n == 2 ? 3 : 4);
	for (int i = 0; i < n; i++)
		paths_of(t, bases, n, i);
	table_note(t, "%s", sources->str);
	g_string_free(sources, TRUE);
	return t;
}
