/* Levels from the nodes' own facts, upward sums, holes and gaps: tamarack-market(5), FORECAST.
 *
 * A year takes its first rule and keeps it: every function here only fills unknown cells. */
#include "config.h"

#include "forecast/work.h"

#include <math.h>

static double *row(const struct work *w, int node)
{
	return w->f->level + (size_t)node * (size_t)w->n;
}

static enum status status_at(const struct work *w, int node, int column)
{
	return (enum status)w->f->status[(size_t)node * (size_t)w->n + (size_t)column];
}

static enum rule rule_at(const struct work *w, int node, int column)
{
	return (enum rule)w->f->rule[(size_t)node * (size_t)w->n + (size_t)column];
}

static enum status derived(enum status a, enum status b)
{
	return status_worst(STATUS_DERIVED, status_worst(a, b));
}

/* A fact that the arithmetic may use: first of its list, a point, not a target or a case. */
static bool usable(const struct work *w, const struct fact *f)
{
	return f->measure == w->f->measure && !(f->flags & (FACT_RIVAL | FACT_CASE))
		&& figure_is_point(&f->figure) && f->kind != KIND_TARGET;
}

/* The base forecast of another measure, for shares of it. */
static const struct forecast *measure_base(struct work *w, const char *id)
{
	for (int i = 0; i < w->market->n_measures; i++) {
		const char *name = w->market->measures[i].id;
		if (!name || g_strcmp0(name, id) || i == w->f->measure)
			continue;
		if (!w->bases[i])
			w->bases[i] = forecast_base(w->market, i, w->f->fill);
		return w->bases[i];
	}
	return NULL;
}

/* Level that a share is of, in the unit of this computation; NaN if unknown. */
static double share_base(struct work *w, const struct fact *f, int node, int column,
			 enum status *status)
{
	const struct market *m = w->market;
	if (f->of == BASE_MEASURE) {
		const struct forecast *b = measure_base(w, f->more ? f->more->of_measure : NULL);
		if (!b)
			return NAN;
		int c = forecast_column(b, f->from);
		*status = forecast_status(b, 0, c);
		return forecast_level(b, 0, c) * m->measures[b->measure].unit.scale
			/ m->measures[w->f->measure].unit.scale;
	}
	int base = f->of == BASE_PARENT ? m->nodes[node].parent : f->of;
	if (base < 0 || !work_known(w, base, column))
		return NAN;
	*status = status_at(w, base, column);
	return row(w, base)[column];
}

/* Rule 1: printed levels and printed shares of a known base are anchors. */
static bool anchors(struct work *w, int node)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	bool added = false;
	for (int i = 0; w->overlay && i < w->overlay->n_shares; i++) {
		const struct typed_share *t = &w->overlay->shares[i];
		int c = work_column(w, t->period);
		if (t->node == node && c >= 0 && work_known(w, nd->parent, c)
		    && rule_at(w, node, c) != RULE_TYPED)
			added |= work_set(w, node, c, t->share * row(w, nd->parent)[c],
					  STATUS_SCENARIO, RULE_TYPED);
	}
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric != METRIC_VALUE || !usable(w, f) || f->flags & FACT_SPAN
		    || f->from.step != m->period.step || market_kind(m, f) == KIND_TARGET)
			continue;
		int c = work_column(w, f->from);
		if (c >= 0 && !work_known(w, node, c))
			added |= work_set(w, node, c, f->figure.value, work_figure_status(f),
					  RULE_PRINTED);
	}
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric != METRIC_SHARE || !usable(w, f) || f->flags & FACT_SPAN
		    || f->from.step != m->period.step || market_kind(m, f) == KIND_TARGET)
			continue;
		int c = work_column(w, f->from);
		enum status s = STATUS_DERIVED;
		if (c < 0 || work_known(w, node, c))
			continue;
		double base = share_base(w, f, node, c, &s);
		if (!isnan(base))
			added |= work_set(w, node, c, base * f->figure.value,
					  derived(s, work_figure_status(f)), RULE_SHARE);
	}
	return added;
}

/* One step between two columns: b = a * factor + delta. */
struct step_fact { int a, b; double factor, delta; enum status status; };

static bool step_of(const struct work *w, const struct fact *f, struct step_fact *s)
{
	if (!usable(w, f) || f->from.step != w->market->period.step)
		return false;
	s->b = work_column(w, f->to);
	if (f->metric == METRIC_YOY)
		s->a = s->b - period_parts((enum step)w->market->period.step);
	else
		s->a = period_equal(f->from, f->to) ? s->b - 1 : work_column(w, f->from);
	if (s->a < 0 || s->b <= s->a)
		return false;
	bool change = f->metric == METRIC_CHANGE;
	s->factor = change ? 1 : 1 + f->figure.value;
	s->delta = change ? f->figure.value : 0;
	s->status = work_figure_status(f);
	return true;
}

static bool is_step(const struct fact *f)
{
	return f->metric == METRIC_GROWTH || f->metric == METRIC_YOY || f->metric == METRIC_CHANGE;
}

/* Rule 2 in one direction, as far as it goes. */
static bool steps_one_way(struct work *w, int node, bool forward)
{
	const struct node *nd = &w->market->nodes[node];
	bool added = false, more = true;
	while (more) {
		more = false;
		for (int i = 0; i < nd->n_facts; i++) {
			const struct fact *f = &w->market->facts[nd->first_fact + i];
			struct step_fact s;
			if (!is_step(f) || !step_of(w, f, &s))
				continue;
			int from = forward ? s.a : s.b, to = forward ? s.b : s.a;
			if (!work_known(w, node, from) || work_known(w, node, to))
				continue;
			double v = row(w, node)[from];
			v = forward ? v * s.factor + s.delta : (v - s.delta) / s.factor;
			more |= work_set(w, node, to, v,
					 derived(status_at(w, node, from), s.status), RULE_GROWTH);
		}
		added |= more;
	}
	return added;
}

/* Window of a usable rate, clipped to no columns outside; false if it has none. */
static bool window_of(const struct work *w, const struct fact *f, int *a, int *z)
{
	if (f->metric != METRIC_CAGR || !usable(w, f) || !period_is_set(f->from))
		return false;
	*a = work_column(w, f->from);
	*z = work_column(w, f->to);
	return *a >= 0 && *z > *a;
}

/* Growth a column: an annual rate is compounded in fractions of a year. */
static double factor_of(const struct work *w, double rate)
{
	int parts = period_parts((enum step)w->market->period.step);
	return parts == 1 ? 1 + rate : pow(1 + rate, 1.0 / parts);
}

/* Fills the unknown columns behind from up to to (or before it down to to), growing from its level. */
static bool grow(struct work *w, int node, int from, int to, double factor, enum status status,
		 enum rule rule)
{
	double v = row(w, node)[from];
	int step = to > from ? 1 : -1;
	enum status s = derived(status_at(w, node, from), status);
	bool added = false;
	for (int c = from; c != to; ) {
		c += step;
		v = step > 0 ? v * factor : v / factor;
		if (!work_known(w, node, c))
			added |= work_set(w, node, c, v, s, rule);
	}
	return added;
}

/* Rule 3: outside the known levels of its window a rate runs from the nearest of them. */
static bool rates(struct work *w, int node)
{
	const struct node *nd = &w->market->nodes[node];
	bool added = false;
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->market->facts[nd->first_fact + i];
		int a, z, first, last;
		if (!window_of(w, f, &a, &z))
			continue;
		for (first = a; first <= z && !work_known(w, node, first); first++)
			;
		for (last = z; last >= a && !work_known(w, node, last); last--)
			;
		double factor = factor_of(w, f->figure.value);
		enum status s = work_figure_status(f);
		int before = a - period_parts((enum step)w->market->period.step);
		if (first <= z) {
			added |= grow(w, node, first, a, factor, s, RULE_CAGR);
			added |= grow(w, node, last, z, factor, s, RULE_CAGR);
		} else if (node == 0 && before >= 0 && work_known(w, node, before)) {
			added |= grow(w, node, before, z, factor, STATUS_ASSUMED, RULE_WINDOW);
		}
	}
	return added;
}

/* How much is known of a node and its parent, 0 if that does not decide what its facts can add. */
static uint32_t stamp(const struct work *w, int node)
{
	if (w->own[node] & OWN_BASE || node == 0)
		return 0;
	return 1 + (uint32_t)w->known[node]
		+ ((uint32_t)w->known[w->market->nodes[node].parent] << 16);
}

bool levels_own(struct work *w, int node)
{
	unsigned own = w->own[node];
	if (!own || work_full(w, node) || (w->seen[node] && w->seen[node] == stamp(w, node)))
		return false;
	bool added = anchors(w, node);
	bool more = own & (OWN_STEP | OWN_RATE) && (w->known[node] || node == 0);
	while (more) {
		more = own & OWN_STEP && steps_one_way(w, node, true);
		more |= own & OWN_STEP && steps_one_way(w, node, false);
		more |= own & OWN_RATE && rates(w, node);
		added |= more;
	}
	w->seen[node] = stamp(w, node);
	return added;
}

bool levels_has_rate(const struct work *w, int node)
{
	const struct node *nd = &w->market->nodes[node];
	for (int i = 0; w->own[node] & (OWN_STEP | OWN_RATE) && i < nd->n_facts; i++) {
		const struct fact *f = &w->market->facts[nd->first_fact + i];
		struct step_fact s;
		int a, z;
		if (is_step(f) ? step_of(w, f, &s) : window_of(w, f, &a, &z))
			return true;
	}
	return false;
}

int levels_open_rate(const struct work *w, int node, int after)
{
	const struct node *nd = &w->market->nodes[node];
	int open = -1;
	for (int i = 0; w->own[node] & (OWN_STEP | OWN_RATE) && i < nd->n_facts; i++) {
		const struct fact *f = &w->market->facts[nd->first_fact + i];
		struct step_fact s = { 0 };
		int a, z;
		if (is_step(f)) {
			if (!step_of(w, f, &s) || work_known(w, node, s.a) || work_known(w, node, s.b))
				continue;
			a = s.a;
		} else {
			if (!window_of(w, f, &a, &z))
				continue;
			int c = a;
			while (c <= z && !work_known(w, node, c))
				c++;
			if (c <= z)
				continue;
		}
		if (a > after && (open < 0 || a < open))
			open = a;
	}
	return open;
}

/* A dimension is the total. */
static void copy_total(struct work *w)
{
	const struct market *m = w->market;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d))
		for (int c = 0; c < w->n; c++)
			if (work_known(w, 0, c) && !work_known(w, d, c))
				work_set(w, d, c, row(w, 0)[c], status_at(w, 0, c), RULE_TOTAL);
}

static bool sums_up(const struct work *w, int node)
{
	const struct market *m = w->market;
	return m->nodes[node].size > 1 && market_covers(m, node, w->f->measure) == COVERS_ALL;
}

/* Rule 4 for one group: years in which every child has a level; `to` gets them. */
static bool sum_children(struct work *w, int group, int to)
{
	const struct market *m = w->market;
	bool added = false;
	for (int c = 0; c < w->n && !work_full(w, to); c++) {
		double sum = 0;
		enum status s = STATUS_DERIVED;
		int child;
		if (work_known(w, to, c))
			continue;
		for (child = market_child(m, group); child >= 0; child = market_next(m, child)) {
			if (!work_known(w, child, c))
				break;
			sum += row(w, child)[c];
			s = derived(s, status_at(w, child, c));
		}
		if (child < 0)
			added |= work_set(w, to, c, sum, s, RULE_SUM);
	}
	return added;
}

/* Nearest columns before and after c in which node is known other than by a hole; -1 if none. */
static void neighbours(const struct work *w, int node, int c, int *before, int *after)
{
	for (*before = c - 1; *before >= 0; --*before)
		if (work_known(w, node, *before) && rule_at(w, node, *before) != RULE_HOLE)
			break;
	for (*after = c + 1; *after < w->n; ++*after)
		if (work_known(w, node, *after) && rule_at(w, node, *after) != RULE_HOLE)
			break;
	if (*after >= w->n)
		*after = -1;
}

static double between(const struct work *w, int node, int a, int z, int c)
{
	double va = row(w, node)[a], vz = row(w, node)[z], x = (double)(c - a) / (z - a);
	return va > 0 && vz > 0 ? va * pow(vz / va, x) : va + (vz - va) * x;
}

/* Rule 5: what a missing child of a table most plausibly was; NaN if it is known in no other year. */
static double hole(const struct work *w, int group, int child, int c)
{
	const struct market *m = w->market;
	int before, after;
	neighbours(w, child, c, &before, &after);
	if (before >= 0 && after >= 0)
		return between(w, child, before, after, c);
	int near = before >= 0 ? before : after;
	double there = 0, here = 0;
	if (near < 0)
		return NAN;
	for (int s = market_child(m, group); s >= 0; s = market_next(m, s))
		if (s != child && work_known(w, s, c) && work_known(w, s, near)
		    && rule_at(w, s, c) != RULE_HOLE && rule_at(w, s, near) != RULE_HOLE) {
			there += row(w, s)[near];
			here += row(w, s)[c];
		}
	return there > 0 ? row(w, child)[near] / there * here : NAN;
}

/* Rule 5 for one group and year; `to` gets the sum.  A hole is filled only if all can be.  Where
 * holes further down were the only ones, the sum is all that is left to do. */
static bool fill_holes(struct work *w, int group, int to, int c)
{
	const struct market *m = w->market;
	double sum = 0;
	int known = 0, missing = 0, child;
	enum status s = STATUS_DERIVED;
	for (child = market_child(m, group); child >= 0; child = market_next(m, child)) {
		double v = work_known(w, child, c) ? row(w, child)[c] : hole(w, group, child, c);
		if (isnan(v))
			return false;
		sum += v;
		if (work_known(w, child, c)) {
			known++;
			s = derived(s, status_at(w, child, c));
		} else {
			missing++;
		}
	}
	if (!known || w->f->fill == FILL_NONE)
		return false;
	if (!missing)
		return work_set(w, to, c, sum, s, RULE_HOLE);
	double *values = g_new(double, missing);
	int n = 0;
	for (child = market_child(m, group); child >= 0; child = market_next(m, child))
		if (!work_known(w, child, c))
			values[n++] = hole(w, group, child, c);
	n = 0;
	for (child = market_child(m, group); child >= 0; child = market_next(m, child))
		if (!work_known(w, child, c))
			work_set(w, child, c, values[n++], STATUS_ASSUMED, RULE_HOLE);
	g_free(values);
	return work_set(w, to, c, sum, STATUS_ASSUMED, RULE_HOLE);
}

static bool holes(struct work *w)
{
	const struct market *m = w->market;
	bool added = false;
	for (int i = m->n_nodes - 1; i > 0; i--) {
		if (m->nodes[i].flags & NODE_DIMENSION || work_full(w, i) || !sums_up(w, i))
			continue;
		for (int c = 0; c < w->n; c++)
			if (!work_known(w, i, c))
				added |= fill_holes(w, i, i, c);
	}
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d))
		for (int c = 0; sums_up(w, d) && c < w->n; c++)
			if (!work_known(w, 0, c))
				added |= fill_holes(w, d, 0, c);
	return added;
}

/* Rules 1 to 4 until nothing is added. */
static void until_settled(struct work *w)
{
	const struct market *m = w->market;
	bool added = true;
	while (added) {
		added = false;
		for (int i = 0; i < m->n_nodes; i++) {
			added |= levels_own(w, i);
			if (i == 0)
				copy_total(w);
		}
		for (int i = m->n_nodes - 1; i > 0; i--)
			if (!(m->nodes[i].flags & NODE_DIMENSION) && sums_up(w, i))
				added |= sum_children(w, i, i);
		for (int d = market_child(m, 0); d >= 0; d = market_next(m, d))
			if (sums_up(w, d))
				added |= sum_children(w, d, 0);
		copy_total(w);
	}
}

void levels_gaps(struct work *w, int node)
{
	int before = -1;
	for (int c = 0; c < w->n && w->known[node] > 1 && !work_full(w, node); c++) {
		if (!work_known(w, node, c))
			continue;
		for (int g = before + 1; before >= 0 && g < c; g++)
			work_set(w, node, g, between(w, node, before, c, g),
				 derived(status_at(w, node, before), status_at(w, node, c)),
				 RULE_GAP);
		before = c;
	}
}

static unsigned own_of(const struct market *m, int node, const struct fact *f)
{
	if (f->metric > METRIC_CAGR)
		return 0;
	if (f->metric == METRIC_CAGR)
		return OWN_ANY | OWN_RATE;
	if (is_step(f))
		return OWN_ANY | OWN_STEP;
	bool other = f->metric == METRIC_SHARE && f->of != BASE_PARENT
		&& f->of != m->nodes[node].parent;
	return other ? OWN_ANY | OWN_BASE : OWN_ANY;
}

/* Marks the nodes that have anything to compute with, so that the rest cost nothing. */
static void mark_own(struct work *w)
{
	const struct market *m = w->market;
	for (int i = 0; i < m->n_nodes; i++)
		for (int k = 0; k < m->nodes[i].n_facts; k++)
			w->own[i] |= (uint8_t)own_of(m, i, &m->facts[m->nodes[i].first_fact + k]);
	for (int i = 0; w->overlay && i < w->overlay->n_shares; i++)
		w->own[w->overlay->shares[i].node] |= OWN_ANY;
}

void levels_compute(struct work *w)
{
	mark_own(w);
	do
		until_settled(w);
	while (holes(w));
	levels_gaps(w, 0);
	copy_total(w);
}

/* The other end of a step that gave a level; -1 if this fact did not. */
static int step_end(const struct work *w, const struct fact *f, int node, int column)
{
	struct step_fact s;
	if (!is_step(f) || !step_of(w, f, &s) || (s.a != column && s.b != column))
		return -1;
	int from = s.b == column ? s.a : s.b;
	if (!work_known(w, node, from))
		return -1;
	double v = row(w, node)[from];
	v = s.b == column ? v * s.factor + s.delta : (v - s.delta) / s.factor;
	return fabs(v - row(w, node)[column]) <= 1e-9 * fabs(v) ? from : -1;
}

/* The column that a rate ran from to give a level; -1 if this fact did not. */
static int rate_start(const struct work *w, const struct fact *f, int node, int column)
{
	int a, z;
	if (!window_of(w, f, &a, &z))
		return -1;
	if (rule_at(w, node, column) == RULE_WINDOW)
		return a - period_parts((enum step)w->market->period.step);
	if (column < a || column > z)
		return -1;
	for (int d = 1; d <= z - a; d++)
		for (int side = -1; side <= 1; side += 2) {
			int from = column + side * d;
			if (from < a || from > z || !work_known(w, node, from)
			    || rule_at(w, node, from) == RULE_CAGR
			    || rule_at(w, node, from) == RULE_GAP)
				continue;
			double years = period_years_between(forecast_period(w->f, from),
							    forecast_period(w->f, column));
			double v = row(w, node)[from] * pow(1 + f->figure.value, years);
			if (fabs(v - row(w, node)[column]) <= 1e-9 * fabs(v))
				return from;
		}
	return -1;
}

const struct fact *levels_trace(const struct work *w, int node, int column, int *from)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	enum rule rule = rule_at(w, node, column);
	*from = column;
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		bool level = f->metric == METRIC_VALUE || f->metric == METRIC_SHARE;
		if (!usable(w, f))
			continue;
		if (rule == RULE_GROWTH)
			*from = step_end(w, f, node, column);
		else if (rule == RULE_CAGR || rule == RULE_WINDOW)
			*from = rate_start(w, f, node, column);
		else if (!level || !limits_usable(w, f, column)
			 || (f->metric == METRIC_VALUE) != (rule == RULE_PRINTED))
			continue;
		if (*from >= 0)
			return f;
	}
	return NULL;
}
