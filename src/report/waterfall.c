#include "config.h"

#include "report/waterfall.h"

#include <math.h>

#include "analysis/attribution.h"
#include "analysis/mix.h"
#include "base/number.h"

struct waterfall {
	struct table *table;
	double at, lowest, highest;	/* of all levels it passes */
	int columns;
	bool utf8, titles;
};

static char *bar(const struct waterfall *w, double from, double to)
{
	double span = w->highest - w->lowest, scale = span > 0 ? w->columns / span : 0;
	int left = (int)lround((fmin(from, to) - w->lowest) * scale);
	int right = (int)lround((fmax(from, to) - w->lowest) * scale);
	GString *s = g_string_new(NULL);

	right = MAX(right, left + 1);
	if (right > w->columns) {
		right = w->columns;
		left = MIN(left, right - 1);
	}
	for (int i = 0; i < right; i++)
		g_string_append(s, i < left ? " " : to < from ? (w->utf8 ? "\u2591" : "-")
				: w->utf8 ? "\u2588" : "#");
	return g_string_free(s, FALSE);
}

static void draw(const struct waterfall *w, double from, double to)
{
	g_autofree char *drawn = w->columns ? bar(w, from, to) : NULL;

	if (drawn)
		table_text(w->table, drawn);
}

/* Nothing for NaN. */
static void amount(struct table *t, double value)
{
	if (isnan(value))
		table_empty(t);
	else
		table_number(t, value, 0);
}

static void step(struct waterfall *w, const char *name, double points, double change)
{
	w->at += change;
	table_row(w->table, 1);
	table_text(w->table, name);
	amount(w->table, points);
	table_number(w->table, change, 0);
	table_number(w->table, w->at, 0);
	draw(w, w->at - change, w->at);
}

static void stand(struct waterfall *w, struct period p, double level)
{
	char period[PERIOD_TEXT_MAX];

	table_row(w->table, 0);
	table_text(w->table, period_format(p, period));
	table_empty(w->table);
	table_empty(w->table);
	table_number(w->table, level, 0);
	draw(w, MIN(w->lowest, 0), level);
}

static void pass(struct waterfall *w, double level)
{
	w->lowest = fmin(w->lowest, level);
	w->highest = fmax(w->highest, level);
}

static void measure(struct waterfall *w, const struct attribution *a)
{
	double at = a->start;

	if (attribution_has_others(a))
		pass(w, a->end + a->others);
	pass(w, a->start);
	pass(w, at += a->baseline_proportional);
	for (int i = 0; i < a->n_parts; i++)
		pass(w, at += a->parts[i].proportional);
}

static void steps(struct waterfall *w, const struct market *m, const struct attribution *a)
{
	stand(w, a->from, a->start);
	w->at = a->start;
	step(w, "baseline", a->baseline, a->baseline_proportional);
	for (int kind = FORCE_DRIVER; kind <= FORCE_RESTRAINT; kind++)
		for (int i = 0; i < a->n_parts; i++) {
			const struct force *k = &m->forces[a->parts[i].force];

			if (k->kind == kind)
				step(w, w->titles ? k->title : k->id, a->parts[i].impact,
				     a->parts[i].proportional);
		}
	if (attribution_has_others(a))
		step(w, "other edits", NAN, a->others);
	stand(w, a->to, w->at);
}

static void bar_column(struct table *t)
{
	table_column_whole(t, table_column(t, "bar", "", COLUMN_TEXT));
}

static void waterfall_columns(struct table *t, bool bars)
{
	table_column(t, "step", "Step", COLUMN_TEXT);
	table_column(t, "impact", "points", COLUMN_PERCENT);
	table_column(t, "change", "change", COLUMN_NUMBER);
	table_column(t, "level", "level", COLUMN_NUMBER);
	if (bars)
		bar_column(t);
}

/* "11.91 + 37.91 = 49.82". */
static char *sum_text(const struct table *t, double start, double end)
{
	char x[NUMBER_TEXT_MAX], y[NUMBER_TEXT_MAX], z[NUMBER_TEXT_MAX];
	int digits = t->more + 2;

	return g_strdup_printf("%s %c %s = %s", number_fixed(x, start, digits),
			       end < start ? '-' : '+', number_fixed(y, fabs(end - start), digits),
			       number_fixed(z, end, digits));
}

static void waterfall_notes(struct table *t, const struct market *m, const struct attribution *a)
{
	char x[NUMBER_TEXT_MAX];
	g_autofree char *unit = unit_format(&m->unit, true);
	g_autofree char *sum = sum_text(t, a->start, a->end + a->others);

	if (a->even)
		table_note(t, "Each force has the part of the growth that its points are of the "
			   "rate: %s %s for a point; so the parts add up.", number_fixed(x,
			   (a->end - a->start) / (a->rate * 100), t->more + 4), unit);
	else
		table_note(t, "Each force has of every year's growth the part that its points are "
			   "of that year's rate; so the parts add up.");
	table_note(t, "%s, exactly; rounded rows may differ in the last digit.", sum);
}

struct table *waterfall_forces(const struct forecast *base, const struct forecast *now,
			       const struct scenario *s, int columns, bool utf8, bool titles)
{
	struct attribution *a = attribution_new(base, now, s);
	struct waterfall w = {.table = table_new(NULL), .columns = columns, .utf8 = utf8,
			      .titles = titles};

	w.table->more = forecast_decimals(base, 0);
	waterfall_columns(w.table, columns > 0);
	if (!a) {
		table_note(w.table, "No impact was printed: nothing to add up.");
		return w.table;
	}
	measure(&w, a);
	steps(&w, base->market, a);
	waterfall_notes(w.table, base->market, a);
	attribution_free(a);
	return w.table;
}

/* ------------------------------------------------ by parts */

static void part_columns(struct table *t, bool bars)
{
	table_column(t, "step", "Step", COLUMN_TEXT);
	table_column(t, "change", "change", COLUMN_NUMBER);
	table_column(t, "market", "market", COLUMN_NUMBER);
	table_column(t, "mix", "mix", COLUMN_NUMBER);
	table_column_data(t, table_column(t, "log_market", "log-mean market", COLUMN_NUMBER));
	table_column_data(t, table_column(t, "log_mix", "log-mean mix", COLUMN_NUMBER));
	table_column_decimals(t, table_column(t, "share_factor", "share x", COLUMN_NUMBER), 4);
	table_column(t, "level", "level", COLUMN_NUMBER);
	if (bars)
		bar_column(t);
}

static void part_stand(struct waterfall *w, struct period p, double level)
{
	char period[PERIOD_TEXT_MAX];

	table_row(w->table, 0);
	table_text(w->table, period_format(p, period));
	for (int i = 0; i < 6; i++)
		table_empty(w->table);
	table_number(w->table, level, 0);
	draw(w, MIN(w->lowest, 0), level);
}

static void part_step(struct waterfall *w, const struct market *m, const struct mix_part *p)
{
	table_row(w->table, 1);
	table_text(w->table, p->node >= 0 ? m->nodes[p->node].name : "what they leave");
	table_number(w->table, p->change, 0);
	table_number(w->table, p->market, 0);
	table_number(w->table, p->mix, 0);
	amount(w->table, p->log_market);
	amount(w->table, p->log_mix);
	amount(w->table, p->drift);
	table_number(w->table, p->start + p->change, 0);
	draw(w, p->start, p->start + p->change);
}

static void part_notes(struct table *t, const struct forecast *f, int node, const struct mix *x)
{
	const struct node *n = &f->market->nodes[node];
	g_autofree char *unit = unit_format(&f->market->measures[f->measure].unit, true);
	g_autofree char *sum = sum_text(t, x->start, x->end);

	table_note(t, "%s by its parts: %s%s%s.", node == 0 || n->flags & NODE_DIMENSION
		   ? "The total" : n->name, sum, *unit ? " " : "", unit);
	table_note(t, "market: the growth of the whole at the part's old share; mix: what its share "
		   "gained; share x: the factor on its share.");
}

struct table *waterfall_parts(const struct forecast *f, int node, int columns, bool utf8)
{
	struct waterfall w = {.table = table_new(NULL), .columns = columns, .utf8 = utf8};
	struct period from, to;
	struct mix *x;

	w.table->more = forecast_decimals(f, 0);
	part_columns(w.table, columns > 0);
	forecast_window(f->market, f->measure, &from, &to);
	x = node > 0 && period_is_set(from) && market_child(f->market, node) >= 0
		? mix_new(f, node, forecast_column(f, from), forecast_column(f, to)) : NULL;
	if (!x) {
		table_note(w.table, "It has no parts with a growth to take apart.");
		return w.table;
	}
	pass(&w, x->start);
	pass(&w, x->end);
	for (int i = 0; i < x->n_parts; i++)
		pass(&w, x->parts[i].start + x->parts[i].change);
	part_stand(&w, from, x->start);
	for (int i = 0; i < x->n_parts; i++)
		part_step(&w, f->market, &x->parts[i]);
	part_stand(&w, to, x->end);
	part_notes(w.table, f, node, x);
	mix_free(x);
	return w.table;
}
