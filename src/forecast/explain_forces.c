/* What changed forces do to the growth of a node, as formulas. */
#include "config.h"

#include "forecast/explain_moved.h"

#include <string.h>

#include "base/number.h"
#include "forecast/forces.h"

enum { NAMED = 4 };	/* forces written out; more are told as their sum */

/* In the unit of a printed rate: "-3.5". */
static char *points_text(const struct maker *k, double rate)
{
	g_autofree char *text = text_percent(k, rate, true);
	return g_strndup(text, strlen(text) - strlen(" %"));
}

bool force_is_changed(const struct forces_change *c, int force)
{
	return c->scale[force] != 1 || c->delay[force] != 0 || c->rho[force] < 1;
}

/* Which dimension carries a force, and its mean weight there: worked out once. */
static const struct reach *reach_of(const struct maker *k, int force)
{
	const struct apply *a = run_of(k);
	struct reach *r = &g_array_index(k->reach, struct reach, force);
	if (!r->known) {
		const struct force *f = &k->m->forces[force];
		r->known = true;
		r->carrier = forces_carrier(a->base, f);
		r->mean = r->carrier < 0 ? 1 : forces_mean_weight(a->base, r->carrier, f);
	}
	return r;
}

bool forces_move_in(const struct maker *k, int node)
{
	const struct apply *a = run_of(k);
	int d = market_dimension(k->m, node);
	for (int i = 0; i < k->m->n_forces; i++)
		if (force_is_changed(a->change, i) && reach_of(k, i)->carrier == d)
			return true;
	return false;
}

/* What force k adds to the growth a year of a node into a column, beyond what it had; node 0: to
 * that of the total. */
struct part { double points, now, was, weight, mean; };

static struct part part_of(const struct maker *k, int force, int node, int column)
{
	const struct apply *a = run_of(k);
	while (node && !forces_acts_on(a->base, node))	/* its parts were moved alike */
		node = market_child(k->m, node);
	const struct force *f = &k->m->forces[force];
	const struct reach *r = reach_of(k, force);
	struct part p = { 0, 1, 1, 1, 1 };
	if (isnan(f->impact.value) || (node && r->carrier != market_dimension(k->m, node)))
		return p;
	forces_timings(a->base, a->change, force, column, &p.now, &p.was);
	if (node) {
		p.weight = forces_weight(k->m, f, node);
		p.mean = r->mean;
	} else {
		p.was = 1;
	}
	if (!(p.mean > 0))
		p.weight = p.mean = 1;
	p.points = f->impact.value * (a->change->scale[force] * p.now - p.was) * p.weight / p.mean;
	return p;
}

/* "privacy in Europe 2028-2029: -3.5 x (2 (scale) x 1.25 (timing) - 1.25) = ..." */
static void part_line(struct maker *k, int force, int node, int from, int to, const struct part *p)
{
	const struct apply *a = run_of(k);
	const struct force *f = &k->m->forces[force];
	char n[NUMBER_TEXT_MAX];
	g_autofree char *one = market_period(k->m, forecast_period(a->base, from));
	g_autofree char *two = market_period(k->m, forecast_period(a->base, to));
	g_autofree char *impact = points_text(k, f->impact.value), *sum = points_text(k, p->points);
	GString *s = g_string_new(f->id);
	g_string_append_printf(s, " in %s %s%s%s: %s (printed) x (%s (scale)", name_of(k, node), one,
			       from < to ? "-" : "", from < to ? two : "", impact,
			       number_shortest(n, a->change->scale[force]));
	if (p->now != 1 || p->was != 1) {
		g_string_append_printf(s, " x %s (timing)", number_fixed(n, p->now, 6));
		g_string_append_printf(s, " - %s)", number_fixed(n, p->was, p->was == 1 ? 0 : 6));
	} else {
		g_string_append(s, " - 1)");
	}
	if (p->weight != p->mean) {
		g_string_append_printf(s, " x %s (weight here)", number_shortest(n, p->weight));
		g_string_append_printf(s, " / %s (on average)", number_fixed(n, p->mean, 6));
	}
	g_string_append_printf(s, " = %s points a year", sum);
	struct explain_line l = line_new(EXPLAIN_FORMULA, g_string_free(s, FALSE));
	l.value = 100 * p->points;
	l.node = node;
	l.column = to;
	g_array_append_val(k->formulas, l);
}

/* Of every force, by stretches of the same effect that begin up to a column. */
static void part_lines(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	int start, end;
	forces_window(a->base, &start, &end);
	for (int i = 0; i < k->m->n_forces; i++)
		for (int from = start + 1, to; from <= MIN(column, end); from = to + 1) {
			struct part p = part_of(k, i, node, from);
			for (to = from; to < end; to++)
				if (!agrees(part_of(k, i, node, to + 1).points, p.points))
					break;
			if (p.points != 0)
				part_line(k, i, node, from, to, &p);
		}
}

static bool add_run(struct path *p, int column, double growth, double moved)
{
	struct run *r = p->n ? &p->runs[p->n - 1] : NULL;
	if (r && agrees(r->growth, growth) && agrees(r->moved, moved)) {
		r->to = column;
		return true;
	}
	if (p->n == RUNS)
		return false;
	p->runs[p->n++] = (struct run){ column, column, growth, moved };
	return true;
}

bool path_of(const struct maker *k, int node, int column, struct path *p)
{
	const struct apply *a = run_of(k);
	int end;
	*p = (struct path){ .n = 0 };
	forces_window(a->base, &p->start, &end);
	if (p->start < 0 || column <= p->start)
		return false;
	if (!node) {
		g_autofree double *growth = g_new(double, a->n);
		forces_path(a->base, a->change, growth, &p->closes);
	}
	p->last = MIN(column, end);
	p->opens = p->ends = base_level(a, node, p->start);
	for (int j = p->start + 1; j <= column; j++) {
		double before = base_level(a, node, j - 1), now = base_level(a, node, j), moved = 0;
		if (!(before > 0) || !(now > 0))
			return false;
		double growth = forces_a_year(a->base, now / before - 1);
		for (int i = 0; j <= end && i < k->m->n_forces; i++)
			moved += part_of(k, i, node, j).points;
		moved += j <= end ? p->closes : 0;
		p->ends *= 1 + forces_a_column(a->base, growth + moved);
		if (!add_run(p, j, growth, moved))
			return false;
	}
	return true;
}

static void put_term(const struct maker *k, GString *s, double rate, const char *what)
{
	g_autofree char *size = text_percent(k, fabs(rate), true);
	g_string_append_printf(s, " %c %s (%s)", rate < 0 ? '-' : '+', size, what);
}

/* " x (1 + 32.94 % (the source) - 5.54 % (privacy))^5" */
static void put_run(const struct maker *k, GString *s, int node, const struct path *p,
		    const struct run *r)
{
	const struct apply *a = run_of(k);
	int moving = 0;
	g_string_append(s, " x (1");
	put_term(k, s, r->growth, "the source");
	for (int i = 0; r->from <= p->last && i < k->m->n_forces; i++)
		moving += part_of(k, i, node, r->from).points != 0;
	for (int i = 0; moving <= NAMED && r->from <= p->last && i < k->m->n_forces; i++) {
		double points = part_of(k, i, node, r->from).points;
		if (points != 0)
			put_term(k, s, points, k->m->forces[i].id);
	}
	if (moving > NAMED)
		put_term(k, s, r->moved - p->closes, "these forces");
	if (r->from <= p->last && p->closes != 0)
		put_term(k, s, p->closes, "to end as printed");
	g_string_append_c(s, ')');
	double years = (double)(r->to - r->from + 1) / period_parts(a->base->first.step);
	formula_put(s, text_power(years));
}

void put_factor(GString *s, double factor, const char *what)
{
	char n[NUMBER_TEXT_MAX];
	if (agrees(factor, 1))
		return;
	g_string_append_printf(s, " x %s", number_fixed(n, factor, 6));
	if (what)
		g_string_append_printf(s, " (%s)", what);
}

bool begin_forces(struct maker *k, GString **s, int node, int column, struct path *p)
{
	if (!path_of(k, node, column, p))
		return false;
	part_lines(k, node, column);
	if (agrees(value_of(k, node, p->start), p->opens))
		step_level(k, node, p->start);
	*s = formula_begin(k, node, column);
	formula_put(*s, text_input(k, p->opens));
	for (int i = 0; i < p->n; i++)
		put_run(k, *s, node, p, &p->runs[i]);
	return true;
}
