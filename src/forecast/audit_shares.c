/* Shares against 100 %, against levels, and what they make of the base. */
#include "config.h"

#include "forecast/audit_work.h"

/* Complete tables of shares are seen to add up to this, whatever their digits. */
static const double USUAL_LOW = 0.998, USUAL_HIGH = 1.001;
enum { DERIVED_MAX = 40 };	/* figures that are merely worked out, a line each */

/* The share of a node in its parent at a period, the first of its list; NULL if none. */
static const struct fact *share_at(const struct audit_work *w, int node, int of, struct period p)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric == METRIC_SHARE && f->of == of && audit_counts(w, f) &&
		    period_equal(f->from, p) && period_equal(f->to, p))
			return f;
	}
	return NULL;
}

struct share_sum {
	struct interval in;
	double point;
	int known, missing, decimals;
	const struct fact *first;
	GArray *facts;
};

static struct share_sum share_sum(const struct audit_work *w, int group, int of, struct period p)
{
	struct share_sum s = { .in = {0, 0}, .facts = audit_facts() };

	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		const struct fact *f = share_at(w, c, of, p);
		int32_t k = f ? f - w->m->facts : -1;

		if (!f || !figure_is_point(&f->figure)) {
			s.missing++;
			continue;
		}
		s.known++;
		s.in = interval_add(s.in, interval_of(&f->figure));
		s.point += f->figure.value;
		s.decimals = MAX(s.decimals, f->figure.decimals);
		if (!s.first)
			s.first = f;
		g_array_append_val(s.facts, k);
	}
	return s;
}

static void check_complete(struct audit_work *w, int group, struct period p, struct share_sum *s)
{
	bool meets = interval_meets(s->in, interval(1, 1));
	bool usual = s->point >= USUAL_LOW - 1e-9 && s->point <= USUAL_HIGH + 1e-9;
	enum verdict v = meets ? VERDICT_PASS : usual ? VERDICT_NOTE : VERDICT_ERROR;
	struct relation *r = audit_add(w, "share-sum", v, group, p,
		"%s %s: the shares of all %d parts sum to %s; the rounding of their digits allows "
		"%s to %s%s", say_path(w, group), say_period(w, p), s->known,
		say_percent(w, s->point, s->decimals), say_percent(w, s->in.low, s->decimals + 1),
		say_percent(w, s->in.high, s->decimals + 1),
		v == VERDICT_ERROR ? ", and 100 % is not among it"
		: v == VERDICT_NOTE ? ": beyond that, but as near to 100 % as printed tables "
				      "usually are" : "");

	audit_numbers(r, RELATION_PERCENT, 1, s->point, s->in);
	audit_place(r, s->first);
	audit_sum_rests_on(w, s->facts, interval(1, 1), -1);
}

static bool bound_below(const struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric <= METRIC_VALUE && f->figure.low < 0 && figure_is_point(&f->figure))
			return true;
	}
	return false;
}

static void check_incomplete(struct audit_work *w, int group, struct period p, struct share_sum *s,
			     int *derived)
{
	int column = audit_column(w, p), d = s->decimals;
	const struct cell *c = column >= 0 ? audit_cell(w, group, column) : NULL;
	double left = 1 - s->point;
	struct relation *r;

	if (s->in.low > 1 + 1e-9 && !bound_below(w, group)) {
		r = audit_add(w, "share-sum", VERDICT_ERROR, group, p,
			      s->known == 1 ? "%s %s: the share of %d of its %d parts is %s already, "
					      "more than 100 %%"
					    : "%s %s: the shares of %d of its %d parts sum to %s "
					      "already, more than 100 %%", say_path(w, group), say_period(w, p), s->known,
			      s->known + s->missing, say_percent(w, s->point, d));
		audit_numbers(r, RELATION_PERCENT, 1, s->point, s->in);
		audit_place(r, s->first);
		audit_sum_rests_on(w, s->facts, interval(1, 1), -1);
		return;
	}
	g_array_free(s->facts, TRUE);
	if (market_covers(w->m, group, w->measure) != COVERS_ALL || (*derived)++ >= DERIVED_MAX)
		return;
	r = audit_add(w, "remainder", VERDICT_NOTE, group, p,
		      "%s %s: %s is left for the %d of %d without a share%s%s", say_path(w, group),
		      say_period(w, p), say_percent(w, left, d), s->missing, s->known + s->missing,
		      c && c->by ? ", a level of " : "",
		      c && c->by ? say_amount(w, left * c->point, 4) : "");
	audit_numbers(r, RELATION_PERCENT, NAN, left, interval(1 - s->in.high, 1 - s->in.low));
	audit_place(r, s->first);
}

static bool has_shares(const struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++)
		if (w->m->facts[nd->first_fact + i].metric == METRIC_SHARE)
			return true;
	return false;
}

static bool any_shares(const struct audit_work *w, int group)
{
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c))
		if (has_shares(w, c))
			return true;
	return false;
}

/* Every period in which a child has a share. */
static void check_group(struct audit_work *w, int group, int *derived)
{
	enum covers covers = market_covers(w->m, group, w->measure);

	if (market_is_leaf(w->m, group) || covers == COVERS_OVERLAP)
		return;
	for (int c = 0; c < w->n; c++) {
		struct period p = audit_period(w, c);
		struct share_sum s = share_sum(w, group, BASE_PARENT, p);

		if (s.known && !s.missing && covers == COVERS_ALL)
			check_complete(w, group, p, &s);
		else if (s.known)
			check_incomplete(w, group, p, &s, derived);
		else
			g_array_free(s.facts, TRUE);
	}
}

/* Shares of the market in a group below a segment that has one too. */
static void check_nested(struct audit_work *w, int group)
{
	const struct node *nd = &w->m->nodes[group];

	if (market_is_leaf(w->m, group) || group == 0 || nd->flags & NODE_DIMENSION ||
	    market_covers(w->m, group, w->measure) != COVERS_ALL)
		return;
	bool top = w->m->nodes[nd->parent].flags & NODE_DIMENSION;
	for (int c = 0; c < w->n; c++) {
		struct period p = audit_period(w, c);
		const struct fact *own = share_at(w, group, top ? BASE_PARENT : 0, p);
		struct share_sum s = share_sum(w, group, 0, p);

		if (!own || !s.known || s.missing || !figure_is_point(&own->figure)) {
			g_array_free(s.facts, TRUE);
			continue;
		}
		struct interval printed = interval_of(&own->figure);
		int32_t k = own - w->m->facts;
		struct relation *r = audit_add(w, "share-parts",
			interval_meets(s.in, printed) ? VERDICT_PASS : VERDICT_ERROR, group, p,
			"%s %s: the shares of its %d parts in the market sum to %s, its own is "
			"printed as %s", say_path(w, group), say_period(w, p), s.known,
			say_percent(w, s.point, s.decimals), say_rate(w, &own->figure));

		audit_numbers(r, RELATION_PERCENT, own->figure.value, s.point, s.in);
		audit_place(r, own);
		g_array_append_val(s.facts, k);
		audit_sum_rests_on(w, s.facts, printed, k);
	}
}

/* --- against levels --- */

static const char *base_name(struct audit_work *w, const struct fact *f)
{
	if (f->of == BASE_MEASURE)
		return f->more && f->more->of_measure ? f->more->of_measure : "a measure";
	return say_path(w, f->of == BASE_PARENT ? w->m->nodes[f->node].parent : f->of);
}

static void check_level(struct audit_work *w, int k)
{
	const struct fact *f = &w->m->facts[k];
	int column = audit_column(w, f->from), d = f->figure.decimals + 2;
	const struct cell *c = column >= 0 ? audit_cell(w, f->node, column) : NULL;
	struct interval base, in;
	double point;
	GArray *facts;

	if (!c || c->by == BY_NOTHING || !audit_base(w, f, &base, &point) || !(base.low > 0))
		return;
	in = interval_over(c->in, base);
	bool meets = interval_meets(in, interval_of(&f->figure));
	struct relation *r = audit_add(w, "share-level", meets ? VERDICT_PASS : VERDICT_ERROR,
		f->node, f->from, "%s %s: %s is %s of %s (%s), printed %s; rounding of the levels "
		"allows %s to %s", say_path(w, f->node), say_period(w, f->from),
		say_cell(w, f->node, column), say_percent(w, c->point / point, d),
		say_amount(w, point, 4), base_name(w, f), say_rate(w, &f->figure),
		say_percent(w, in.low, d), say_percent(w, in.high, d));

	audit_numbers(r, RELATION_PERCENT, f->figure.value, c->point / point, in);
	audit_place(r, f);
	facts = audit_facts();
	g_array_append_val(facts, k);
	audit_roots(w, f->node, column, facts);
	if (f->of != BASE_MEASURE)
		audit_roots(w, f->of == BASE_PARENT ? w->m->nodes[f->node].parent : f->of, column,
			    facts);
	audit_rests_on(w, facts);
}

/* What a share makes of a printed base: worked out, nothing to compare with. */
static void derive(struct audit_work *w, int k)
{
	const struct fact *f = &w->m->facts[k];
	int column = audit_column(w, f->from);
	const struct cell *c = column >= 0 ? audit_cell(w, f->node, column) : NULL;
	struct interval base;
	struct relation *r;
	double point;

	if (!c || c->fact != k || !audit_base(w, f, &base, &point))
		return;
	r = audit_add(w, "share-money", VERDICT_NOTE, f->node, f->from,
		      "%s %s: %s of %s is %s, between %s and %s by the printed digits",
		      say_path(w, f->node), say_period(w, f->from), say_rate(w, &f->figure),
		      say_amount(w, point, 2), say_amount(w, c->point, 4),
		      say_amount(w, c->in.low, 4), say_amount(w, c->in.high, 4));
	audit_numbers(r, RELATION_LEVEL, NAN, c->point, c->in);
	audit_place(r, f);
}

void audit_shares(struct audit_work *w)
{
	int derived = 0, remainders = 0;

	for (int k = 0; k < w->m->n_facts; k++) {
		const struct fact *f = &w->m->facts[k];

		if (f->metric != METRIC_SHARE || !audit_counts(w, f) || f->flags & FACT_SPAN)
			continue;
		if (!w->used[k])
			check_level(w, k);
		else if (derived++ < DERIVED_MAX)
			derive(w, k);
	}
	for (int i = 1; i < w->m->n_nodes; i++) {
		if (!any_shares(w, i))
			continue;
		check_group(w, i, &remainders);
		check_nested(w, i);
	}
}
