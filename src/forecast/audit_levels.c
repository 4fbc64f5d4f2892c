/* Levels against growth and change, parents against children, dimensions against each other. */
#include "config.h"

#include "forecast/audit_work.h"

/* Growth is often computed from unrounded data: so far it may lie off few printed digits. */
static const double LOOSE_THREE = 0.003, LOOSE_FOUR = 0.001;
static const double EDGE = 0.95;	/* part of the room for rounding that no true sum uses up */

/* --- growth, yoy, change --- */

static int digits_of(const struct audit_work *w, int node, int column)
{
	const struct cell *c = audit_cell(w, node, column);
	double half = (c->in.high - c->in.low) / 2, size = fabs(c->point);

	return half > 0 && size > 0 ? (int)floor(log10(size / half * 0.5)) + 1 : 15;
}

/* By how much a printed growth may miss the printed levels for a note instead of an error. */
static double loose(const struct audit_work *w, int node, int a, int b)
{
	int digits = MIN(digits_of(w, node, a), digits_of(w, node, b));

	return digits <= 3 ? LOOSE_THREE : digits == 4 ? LOOSE_FOUR : 0;
}

static void check_growth(struct audit_work *w, int node, int k, int a, int b)
{
	const struct fact *f = &w->m->facts[k];
	const struct cell *ca = audit_cell(w, node, a), *cb = audit_cell(w, node, b);
	struct interval in = interval_minus(interval_over(cb->in, ca->in), interval(1, 1));
	struct interval printed = interval_of(&f->figure);
	double gap = interval_gap(in, printed), g = cb->point / ca->point - 1;
	int d = f->figure.decimals + 2;
	enum verdict v = VERDICT_PASS;
	GArray *facts;

	if (!(ca->in.low > 0) || !(cb->in.low > 0))
		return;
	if (!interval_meets(in, printed))
		v = gap <= loose(w, node, a, b) ? VERDICT_NOTE : VERDICT_ERROR;
	struct relation *r = audit_add(w, "growth-levels", v, node, f->to,
		"%s %s: %s to %s is %s growth, printed %s (rounding of the levels allows %s to %s)%s",
		say_path(w, node), say_period(w, f->to), say_cell(w, node, a), say_cell(w, node, b),
		say_percent(w, g, d), say_rate(w, &f->figure), say_percent(w, in.low, d),
		say_percent(w, in.high, d),
		v == VERDICT_NOTE ? "; beyond rounding, but growth is often worked out from "
				    "unrounded figures" : "");
	audit_numbers(r, RELATION_PERCENT, f->figure.value, g, in);
	audit_place(r, f);
	facts = audit_facts();
	g_array_append_val(facts, k);
	audit_roots(w, node, a, facts);
	audit_roots(w, node, b, facts);
	audit_rests_on(w, facts);
}

static void check_change(struct audit_work *w, int node, int k, int a, int b)
{
	const struct fact *f = &w->m->facts[k];
	const struct cell *ca = audit_cell(w, node, a), *cb = audit_cell(w, node, b);
	struct interval in = interval_minus(cb->in, ca->in);
	double change = cb->point - ca->point;
	int d = cell_decimals(w, node, b) + 1;
	enum verdict v = interval_meets(in, interval_of(&f->figure)) ? VERDICT_PASS : VERDICT_ERROR;
	struct relation *r = audit_add(w, "change-levels", v, node, f->to,
		"%s %s: %s to %s is a change of %s, printed %s (rounding of the levels allows %s "
		"to %s)", say_path(w, node), say_period(w, f->to), say_cell(w, node, a),
		say_cell(w, node, b), say_number(w, change, d), say_level(w, &f->figure),
		say_number(w, in.low, d), say_number(w, in.high, d));
	GArray *facts = audit_facts();

	audit_numbers(r, RELATION_LEVEL, f->figure.value, change, in);
	audit_place(r, f);
	g_array_append_val(facts, k);
	audit_roots(w, node, a, facts);
	audit_roots(w, node, b, facts);
	audit_rests_on(w, facts);
}

static void check_bound(struct audit_work *w, int node, int k)
{
	const struct fact *f = &w->m->facts[k];
	int column = audit_column(w, f->from);
	const struct cell *c = column >= 0 ? audit_cell(w, node, column) : NULL;
	struct relation *r;
	GArray *facts;

	if (!c || c->by == BY_NOTHING || figure_is_point(&f->figure) || f->flags & FACT_SPAN)
		return;
	bool ok = interval_meets(c->in, interval_of(&f->figure));
	r = audit_add(w, "bound", ok ? VERDICT_PASS : VERDICT_ERROR, node, f->from,
		      "%s %s: printed as %s, the other figures give %s", say_path(w, node),
		      say_period(w, f->from), say_level(w, &f->figure),
		      say_cell(w, node, column));
	audit_numbers(r, RELATION_LEVEL, NAN, c->point, c->in);
	audit_place(r, f);
	facts = audit_facts();
	g_array_append_val(facts, k);
	audit_roots(w, node, column, facts);
	audit_rests_on(w, facts);
}

static void check_steps(struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		int k = nd->first_fact + i, a, b;
		const struct fact *f = &w->m->facts[k];

		if (!audit_counts(w, f) || w->used[k])
			continue;
		if (f->metric == METRIC_VALUE)
			check_bound(w, node, k);
		if (!audit_step(w, f, &a, &b) || audit_cell(w, node, a)->by == BY_NOTHING ||
		    audit_cell(w, node, b)->by == BY_NOTHING)
			continue;
		if (f->metric == METRIC_CHANGE)
			check_change(w, node, k, a, b);
		else
			check_growth(w, node, k, a, b);
	}
}

/* --- sums --- */

struct sum {
	struct interval in;
	double point;
	int known, missing, decimals;
	bool by_share, by_other_share, by_rest, by_rate, negative;
};

static struct sum sum_children(const struct audit_work *w, int group, int column)
{
	struct sum s = { .in = {0, 0} };

	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		const struct cell *k = audit_cell(w, c, column);
		const struct fact *f = k->fact >= 0 ? &w->m->facts[k->fact] : NULL;

		if (k->by == BY_NOTHING) {
			s.missing++;
			continue;
		}
		s.known++;
		s.in = interval_add(s.in, k->in);
		s.point += k->point;
		s.decimals = MAX(s.decimals, MIN(cell_decimals(w, c, column), 6));
		s.by_share |= k->by == BY_SHARE && f->of == BASE_PARENT;
		s.by_other_share |= k->by != BY_SHARE || f->of != BASE_PARENT;
		s.by_rest |= k->by == BY_REST && k->from == group;
		s.by_rate |= k->by == BY_RATE;
		s.negative |= k->in.low < 0 && k->by == BY_PRINT;
	}
	return s;
}

static GArray *sum_facts(const struct audit_work *w, int group, int column)
{
	GArray *facts = audit_facts();

	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c))
		audit_roots(w, c, column, facts);
	return facts;
}

/* The place of a cell in the file, if it is printed. */
static void place_cell(const struct audit_work *w, struct relation *r, int node, int column)
{
	const struct cell *c = audit_cell(w, node, column);

	if (c->fact >= 0)
		audit_place(r, &w->m->facts[c->fact]);
}

static const char *apart(struct audit_work *w, double a, struct interval in, struct interval other,
			 double b, int d)
{
	if (interval_meets(in, other))
		return say(w, "; rounding allows %s to %s", say_number(w, in.low, d),
			   say_number(w, in.high, d));
	return say(w, ": %s %s, where rounding explains no more than %s",
		   say_number(w, fabs(a - b), d), a > b ? "too much" : "too little",
		   say_number(w, (in.high - in.low + other.high - other.low) / 2, d));
}

/* All figures would have to lie at the very end of their rounding. */
static bool at_edge(const struct sum *s, const struct cell *p)
{
	double room = (s->in.high - s->in.low + p->in.high - p->in.low) / 2;

	return s->known >= 3 && fabs(s->point - p->point) > EDGE * room;
}

static void check_sum(struct audit_work *w, int group, int column)
{
	const struct cell *p = audit_cell(w, group, column);
	struct sum s = sum_children(w, group, column);
	bool meets = interval_meets(s.in, p->in), edge = meets && at_edge(&s, p);
	int d = MAX(s.decimals, MIN(cell_decimals(w, group, column), 6)) + !meets;
	struct period period = audit_period(w, column);
	struct relation *r;
	GArray *facts;

	if (s.missing || s.by_rest || !s.known || !s.by_other_share ||
	    (p->by == BY_SUM && p->from == group))
		return;
	if (p->by == BY_SUM && w->m->nodes[group].flags & NODE_DIMENSION)
		r = audit_add(w, "dimensions", meets ? VERDICT_PASS : VERDICT_ERROR, group, period,
			"%s: %s adds up to %s, %s to %s%s", say_period(w, period),
			say_path(w, group), say_number(w, s.point, s.decimals),
			say_path(w, p->from), say_number(w, p->point, d),
			apart(w, s.point, s.in, p->in, p->point, d));
	else
		r = audit_add(w, "children-sum",
			edge ? VERDICT_NOTE : meets ? VERDICT_PASS : VERDICT_ERROR, group, period, "%s %s: the %d parts add up to %s, %s %s%s%s", say_path(w, group),
			say_period(w, period), s.known, say_number(w, s.point, s.decimals),
			p->by == BY_PRINT ? "printed" : "the other figures give",
			say_cell(w, group, column), apart(w, s.point, s.in, p->in, p->point, d),
			edge ? ", so every figure would have to lie at the very end of its rounding"
			     : "");
	audit_numbers(r, RELATION_LEVEL, p->point, s.point, s.in);
	place_cell(w, r, group, column);
	facts = sum_facts(w, group, column);
	audit_roots(w, group, column, facts);
	audit_sum_rests_on(w, facts, p->in, p->by == BY_PRINT ? p->fact : -1);
}

/* Some children are unknown: the known ones may not exceed the parent. */
static void check_parts(struct audit_work *w, int group, int column)
{
	const struct cell *p = audit_cell(w, group, column);
	struct sum s = sum_children(w, group, column);
	int d = MAX(s.decimals, MIN(cell_decimals(w, group, column), 6));
	struct relation *r;
	GArray *facts;

	if (!s.missing || !s.known || s.negative || interval_meets(s.in, interval(-INFINITY, p->in.high)))
		return;
	r = audit_add(w, "parts-exceed", VERDICT_ERROR, group, audit_period(w, column),
		      s.known == 1 ? "%s %s: %d of its parts is %s already, more than the whole of "
				     "%s: nothing is left for the rest"
				   : "%s %s: %d of its parts add up to %s already, more than the "
				     "whole of %s: nothing is left for the rest", say_path(w, group),
		      say_period(w, audit_period(w, column)), s.known, say_number(w, s.point, d),
		      say_cell(w, group, column));
	audit_numbers(r, RELATION_LEVEL, p->point, s.point, s.in);
	place_cell(w, r, group, column);
	facts = sum_facts(w, group, column);
	audit_roots(w, group, column, facts);
	audit_sum_rests_on(w, facts, p->in, p->by == BY_PRINT ? p->fact : -1);
}

/* What the siblings leave for the last one cannot be less than nothing. */
static void check_rest(struct audit_work *w, int node, int column)
{
	const struct cell *c = audit_cell(w, node, column);
	int group = w->m->nodes[node].parent;
	struct relation *r;
	GArray *facts;

	if (c->by != BY_REST || c->from != group || c->in.high >= 0 ||
	    sum_children(w, group, column).negative)
		return;
	r = audit_add(w, "rest-negative", VERDICT_ERROR, node, audit_period(w, column),
		      "%s %s: its siblings add up to more than the whole of %s and leave %s for it",
		      say_path(w, node), say_period(w, audit_period(w, column)),
		      say_cell(w, group, column), say_amount(w, c->point, 4));
	audit_numbers(r, RELATION_LEVEL, NAN, c->point, c->in);
	facts = audit_facts();
	audit_roots(w, node, column, facts);
	audit_rests_on(w, facts);
}

static void check_groups(struct audit_work *w, int group)
{
	enum covers covers = market_covers(w->m, group, w->measure);

	if (market_is_leaf(w->m, group) || group == 0 || covers == COVERS_OVERLAP)
		return;
	for (int c = 0; c < w->n; c++) {
		if (audit_cell(w, group, c)->by == BY_NOTHING)
			continue;
		if (covers == COVERS_ALL)
			check_sum(w, group, c);
		check_parts(w, group, c);
	}
}

/* --- dimension against dimension, where the total is printed --- */

static bool complete(const struct audit_work *w, int dimension, int column)
{
	struct sum s;

	if (market_covers(w->m, dimension, w->measure) != COVERS_ALL)
		return false;
	s = sum_children(w, dimension, column);
	return s.known && !s.missing && !s.by_share && !s.by_rest && !s.by_rate;
}

static void check_pair(struct audit_work *w, int first, int second, int column)
{
	struct sum a = sum_children(w, first, column), b = sum_children(w, second, column);
	bool meets = interval_meets(a.in, b.in);
	int d = MAX(a.decimals, b.decimals) + !meets;
	GArray *facts = sum_facts(w, first, column);
	struct relation *r = audit_add(w, "dimensions", meets ? VERDICT_PASS : VERDICT_ERROR, second,
		audit_period(w, column), "%s: %s adds up to %s, %s to %s%s",
		say_period(w, audit_period(w, column)), say_path(w, second),
		say_number(w, b.point, d), say_path(w, first), say_number(w, a.point, d),
		apart(w, b.point, b.in, a.in, a.point, d));

	audit_numbers(r, RELATION_LEVEL, a.point, b.point, b.in);
	for (int c = market_child(w->m, second); c >= 0; c = market_next(w->m, c))
		audit_roots(w, c, column, facts);
	audit_sum_rests_on(w, facts, a.in, -1);
}

static void check_dimensions(struct audit_work *w)
{
	for (int c = 0; c < w->n; c++) {
		int first = -1;

		if (audit_cell(w, 0, c)->by == BY_SUM)
			continue;
		for (int d = market_child(w->m, 0); d >= 0; d = market_next(w->m, d)) {
			if (!complete(w, d, c))
				continue;
			if (first >= 0)
				check_pair(w, first, d, c);
			else
				first = d;
		}
	}
}

void audit_levels(struct audit_work *w)
{
	for (int i = 0; i < w->m->n_nodes; i++) {
		check_steps(w, i);
		check_groups(w, i);
		for (int c = 0; c < w->n && i > 0; c++)
			check_rest(w, i, c);
	}
	check_dimensions(w);
}
