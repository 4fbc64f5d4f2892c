/* Cells: what levels the printed figures prove, as intervals, and on which evidence. */
#include "config.h"

#include "forecast/audit_work.h"

#include "base/number.h"

enum { ROOTS_MAX = 100000 };	/* figures that are followed for one relation */

/* --- intervals --- */

struct interval interval_of(const struct figure *f)
{
	struct interval in;

	figure_interval(f, &in.low, &in.high);
	return in;
}

struct interval interval_add(struct interval a, struct interval b)
{
	return interval(a.low + b.low, a.high + b.high);
}

struct interval interval_minus(struct interval a, struct interval b)
{
	return interval(a.low - b.high, a.high - b.low);
}

static double product(double a, double b)
{
	return a == 0 || b == 0 ? 0 : a * b;
}

struct interval interval_times(struct interval a, struct interval b)
{
	double p = product(a.low, b.low), q = product(a.low, b.high);
	double r = product(a.high, b.low), s = product(a.high, b.high);

	return interval(fmin(fmin(p, q), fmin(r, s)), fmax(fmax(p, q), fmax(r, s)));
}

struct interval interval_over(struct interval a, struct interval b)
{
	if (!(b.low > 0))
		return interval(-INFINITY, INFINITY);
	return interval_times(a, interval(1 / b.high, 1 / b.low));
}

struct interval interval_power(struct interval a, double x)
{
	double p = pow(fmax(a.low, 0), x), q = pow(fmax(a.high, 0), x);

	return interval(fmin(p, q), fmax(p, q));
}

double interval_gap(struct interval a, struct interval b)
{
	return fmax(0, fmax(a.low - b.high, b.low - a.high));
}

/* --- columns --- */

struct cell *audit_cell(const struct audit_work *w, int node, int column)
{
	if (w->m->nodes[node].flags & NODE_DIMENSION)
		node = 0;
	return &w->cells[(size_t)node * w->n + column];
}

int audit_column(const struct audit_work *w, struct period p)
{
	int column;

	if (!period_is_set(p) || p.step != w->m->period.step)
		return -1;
	column = period_ordinal(p) - w->first;
	return column >= 0 && column < w->n ? column : -1;
}

struct period audit_period(const struct audit_work *w, int column)
{
	return period_from_ordinal(w->m->period.step, w->first + column);
}

bool audit_counts(const struct audit_work *w, const struct fact *f)
{
	return f->measure == w->measure && f->metric <= METRIC_CAGR &&
	       !(f->flags & (FACT_RIVAL | FACT_CASE)) && f->figure.qualifier != QUAL_WITHHELD &&
	       period_is_set(f->from) && f->from.step == w->m->period.step &&
	       f->to.step == w->m->period.step && market_kind(w->m, f) != KIND_TARGET;
}

static void find_columns(struct audit_work *w)
{
	const struct market *m = w->m;
	int first = period_ordinal(m->period.base), last = first;

	for (int i = 0; i < m->n_facts; i++) {
		const struct fact *f = &m->facts[i];
		int a, z;

		if (!audit_counts(w, f))
			continue;
		a = period_ordinal(f->from);
		z = period_ordinal(f->to);
		if (f->metric == METRIC_YOY)
			a = z - period_parts(m->period.step);
		else if (a == z && (f->metric == METRIC_GROWTH || f->metric == METRIC_CHANGE))
			a--;
		first = MIN(first, a);
		last = MAX(last, z);
	}
	w->first = first;
	w->n = last - first + 1;
}

/* --- evidence --- */

static bool known(const struct audit_work *w, int node, int column)
{
	return audit_cell(w, node, column)->by != BY_NOTHING;
}

static bool make(struct audit_work *w, int node, int column, struct interval in, double point,
		 enum evidence by, int fact, int from)
{
	struct cell *c = audit_cell(w, node, column);

	if (c->by != BY_NOTHING || !interval_is_finite(in) || !isfinite(point))
		return false;
	*c = (struct cell){ in, point, fact, from, by };
	if (fact >= 0)
		w->used[fact] = true;
	return true;
}

static const struct measure *measure_named(const struct market *m, const char *id, int *index)
{
	for (int i = 0; i < m->n_measures; i++)
		if (g_strcmp0(m->measures[i].id, id) == 0) {
			*index = i;
			return &m->measures[i];
		}
	return NULL;
}

/* The printed level of another measure's total, in this one's unit. */
static bool measure_base(const struct audit_work *w, const struct fact *f, struct interval *in,
			 double *point)
{
	const struct market *m = w->m;
	const struct measure *own = &m->measures[w->measure], *other;
	int index;

	other = measure_named(m, f->more ? f->more->of_measure : NULL, &index);
	if (!other || !other->has_unit || !own->has_unit)
		return false;
	for (int i = 0; i < m->nodes[0].n_facts; i++) {
		const struct fact *v = &m->facts[m->nodes[0].first_fact + i];
		double scale = other->unit.scale / own->unit.scale;

		if (v->measure != index || v->metric != METRIC_VALUE || v->flags ||
		    !period_equal(v->from, f->from) || !figure_is_point(&v->figure))
			continue;
		*in = interval_times(interval_of(&v->figure), interval(scale, scale));
		*point = v->figure.value * scale;
		return true;
	}
	return false;
}

bool audit_base(const struct audit_work *w, const struct fact *f, struct interval *in, double *point)
{
	int node = f->of == BASE_PARENT ? w->m->nodes[f->node].parent : f->of;
	int column = audit_column(w, f->from);
	const struct cell *c;

	if (f->of == BASE_MEASURE)
		return measure_base(w, f, in, point);
	if (node < 0 || column < 0)
		return false;
	c = audit_cell(w, node, column);
	*in = c->in;
	*point = c->point;
	return c->by != BY_NOTHING;
}

bool audit_step(const struct audit_work *w, const struct fact *f, int *a, int *b)
{
	*b = audit_column(w, f->to);
	if (f->metric == METRIC_YOY)
		*a = *b - period_parts(w->m->period.step);
	else if (f->metric == METRIC_GROWTH || f->metric == METRIC_CHANGE)
		*a = period_equal(f->from, f->to) ? *b - 1 : audit_column(w, f->from);
	else
		return false;
	return *a >= 0 && *b > *a && *b < w->n;
}

static bool anchor(struct audit_work *w, int node, int k)
{
	const struct fact *f = &w->m->facts[k];
	struct interval base, in = interval_of(&f->figure);
	int column = audit_column(w, f->from);
	double point;

	if (column < 0 || f->flags & FACT_SPAN || known(w, node, column))
		return false;
	if (f->metric == METRIC_VALUE)
		return make(w, node, column, in, f->figure.value, BY_PRINT, k, -1);
	if (f->metric != METRIC_SHARE || !audit_base(w, f, &base, &point))
		return false;
	return make(w, node, column, interval_times(base, in), point * f->figure.value, BY_SHARE, k,
		    -1);
}

static bool step(struct audit_work *w, int node, int k)
{
	const struct fact *f = &w->m->facts[k];
	struct interval by = interval_of(&f->figure);
	int a, b;

	if (!audit_step(w, f, &a, &b) || known(w, node, a) == known(w, node, b))
		return false;
	bool forward = known(w, node, a), change = f->metric == METRIC_CHANGE;
	const struct cell *c = audit_cell(w, node, forward ? a : b);
	struct interval in, factor = interval_add(by, interval(1, 1));
	double v = f->figure.value, point;

	if (change) {
		in = forward ? interval_add(c->in, by) : interval_minus(c->in, by);
		point = forward ? c->point + v : c->point - v;
	} else if (!(factor.low > 0)) {
		return false;
	} else {
		in = forward ? interval_times(c->in, factor) : interval_over(c->in, factor);
		point = forward ? c->point * (1 + v) : c->point / (1 + v);
	}
	return make(w, node, forward ? b : a, in, point, BY_STEP, k, forward ? a : b);
}

/* A rate proves the other end of its window, nothing between; and not its start where the level of a
 * year before is known, from which the rate may have been counted. */
static bool rate(struct audit_work *w, int node, int k)
{
	const struct fact *f = &w->m->facts[k];
	int a = audit_column(w, f->from), z = audit_column(w, f->to);
	struct interval factor = interval_add(interval_of(&f->figure), interval(1, 1));

	if (f->metric != METRIC_CAGR || f->flags & FACT_OPEN_START || a < 0 || z <= a ||
	    known(w, node, a) == known(w, node, z) || !(factor.low > 0))
		return false;
	bool forward = known(w, node, a);
	int before = a - period_parts(w->m->period.step);

	if (!forward && before >= 0 && known(w, node, before))
		return false;
	const struct cell *c = audit_cell(w, node, forward ? a : z);
	double years = period_years_between(f->from, f->to);
	double by = pow(1 + f->figure.value, years);

	factor = interval_power(factor, years);
	return make(w, node, forward ? z : a,
		    forward ? interval_times(c->in, factor) : interval_over(c->in, factor),
		    forward ? c->point * by : c->point / by, BY_RATE, k, forward ? a : z);
}

/* The first evidence of one node: levels, shares, steps, rates, in this order. */
static bool own(struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];
	bool (*const rules[])(struct audit_work *, int, int) = { anchor, step, rate };
	bool any = false, more = nd->n_facts > 0;

	while (more) {
		more = false;
		for (guint r = 0; r < G_N_ELEMENTS(rules) && !more; r++)
			for (int i = 0; i < nd->n_facts; i++) {
				int k = nd->first_fact + i;

				if (audit_counts(w, &w->m->facts[k]) &&
				    figure_is_point(&w->m->facts[k].figure))
					more |= rules[r](w, node, k);
			}
		any |= more;
	}
	return any;
}

/* Sum of the known children of a group; *missing the only one unknown, -1 if none, -2 if several. */
static struct cell sum_of(const struct audit_work *w, int group, int column, int *missing)
{
	struct cell sum = { .in = {0, 0}, .point = 0, .fact = -1, .from = group, .by = BY_SUM };

	*missing = -1;
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		const struct cell *k = audit_cell(w, c, column);

		if (k->by == BY_NOTHING) {
			*missing = *missing == -1 ? c : -2;
			continue;
		}
		sum.in = interval_add(sum.in, k->in);
		sum.point += k->point;
	}
	return sum;
}

static bool has_residual(const struct audit_work *w, int group, int column)
{
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c))
		if (w->m->nodes[c].flags & NODE_RESIDUAL && known(w, c, column))
			return true;
	return false;
}

static bool upward(struct audit_work *w, int group, bool rest)
{
	bool any = false;

	if (market_is_leaf(w->m, group) || market_covers(w->m, group, w->measure) != COVERS_ALL)
		return false;
	for (int c = 0; c < w->n; c++) {
		bool top = known(w, group, c);
		struct cell sum;
		int missing;

		if (top && !rest)
			continue;
		sum = sum_of(w, group, c, &missing);
		if (!top && missing == -1)
			any |= make(w, group, c, sum.in, sum.point, BY_SUM, -1, group);
		if (top && missing >= 0 && !has_residual(w, group, c)) {
			const struct cell *p = audit_cell(w, group, c);

			any |= make(w, missing, c, interval_minus(p->in, sum.in),
				    p->point - sum.point, BY_REST, -1, group);
		}
	}
	return any;
}

static int find_more(const struct audit_work *w)
{
	double largest = 0;

	for (int c = 0; c < w->n; c++)
		if (audit_cell(w, 0, c)->by != BY_NOTHING)
			largest = fmax(largest, fabs(audit_cell(w, 0, c)->point));
	return number_more(largest);
}

void audit_cells(struct audit_work *w)
{
	const struct market *m = w->m;
	bool any = true;

	find_columns(w);
	w->cells = g_new0(struct cell, (size_t)m->n_nodes * w->n);
	while (any) {
		any = false;
		for (int i = 0; i < m->n_nodes; i++)
			any |= own(w, i);
		for (int i = m->n_nodes - 1; i > 0; i--)
			if (!(m->nodes[i].flags & NODE_DIMENSION))
				any |= upward(w, i, false);
		for (int d = market_child(m, 0); d >= 0; d = market_next(m, d))
			any |= upward(w, d, false);
		if (any)
			continue;
		for (int i = 1; i < m->n_nodes; i++)
			any |= upward(w, i, true);
	}
	w->more = find_more(w);
}

void audit_roots(const struct audit_work *w, int node, int column, GArray *facts)
{
	const struct cell *c = audit_cell(w, node, column);
	int32_t fact = c->fact;

	if (c->by == BY_NOTHING || facts->len > ROOTS_MAX)
		return;
	if (fact >= 0)
		g_array_append_val(facts, fact);
	if (c->by == BY_STEP || c->by == BY_RATE)
		audit_roots(w, node, c->from, facts);
	if (c->by == BY_SHARE) {
		const struct fact *f = &w->m->facts[fact];
		int base = f->of == BASE_PARENT ? w->m->nodes[f->node].parent : f->of;

		if (base >= 0)
			audit_roots(w, base, column, facts);
	}
	if (c->by != BY_SUM && c->by != BY_REST)
		return;
	if (c->by == BY_REST)
		audit_roots(w, w->m->nodes[node].parent, column, facts);
	for (int k = market_child(w->m, c->from); k >= 0; k = market_next(w->m, k))
		if (k != node)
			audit_roots(w, k, column, facts);
}
