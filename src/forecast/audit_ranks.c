/* Ranks and trends against figures: the largest, the fastest, and what they leave for the rest. */
#include "config.h"

#include "forecast/audit_work.h"

/* A rank that is printed for a node; NULL if none. */
static const struct fact *rank_of(const struct audit_work *w, int node, enum rank rank)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric == METRIC_RANK && f->code == rank && f->measure == w->measure &&
		    !(f->flags & (FACT_RIVAL | FACT_CASE)))
			return f;
	}
	return NULL;
}

/* --- sizes --- */

static const struct fact *share_in(const struct audit_work *w, int node, struct period p)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric == METRIC_SHARE && f->of == BASE_PARENT && audit_counts(w, f) &&
		    period_equal(f->from, p) && figure_is_point(&f->figure))
			return f;
	}
	return NULL;
}

struct size { struct interval in; double point; bool share; };

/* Size of a node in one column: its share if asked for, else its level. */
static bool size_of(const struct audit_work *w, int node, int column, bool share, struct size *s)
{
	const struct fact *f = share_in(w, node, audit_period(w, column));
	const struct cell *c = audit_cell(w, node, column);

	if (share ? !f : c->by == BY_NOTHING)
		return false;
	*s = share ? (struct size){ interval_of(&f->figure), f->figure.value, true }
		   : (struct size){ c->in, c->point, false };
	return true;
}

static const char *say_size(struct audit_work *w, const struct size *s)
{
	return s->share ? say_percent(w, s->point, 2) : say_amount(w, s->point, 4);
}

/* Holds the one against its siblings in one column; false if nothing can be compared. */
static bool compare_sizes(struct audit_work *w, int node, const struct fact *rank, int column,
			  bool share)
{
	int group = w->m->nodes[node].parent, n = 0, rival = -1, sign = rank->code == RANK_LARGEST;
	struct size own, other, worst = {0};

	if (!size_of(w, node, column, share, &own))
		return false;
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		if (c == node || w->m->nodes[c].flags & (NODE_RESIDUAL | NODE_UNLISTED) ||
		    !size_of(w, c, column, share, &other))
			continue;
		n++;
		if (rival < 0 || (sign ? other.point > worst.point : other.point < worst.point)) {
			worst = other;
			rival = c;
		}
	}
	if (!n)
		return false;
	bool ok = interval_meets(own.in, worst.in) ||
		  (sign ? own.point >= worst.point : own.point <= worst.point);
	struct relation *r = audit_add(w, "rank-size", ok ? VERDICT_PASS : VERDICT_ERROR, node,
		audit_period(w, column), "%s %s: printed as the %s of its siblings with %s; the "
		"%s other with a figure, %s, has %s", say_path(w, node),
		say_period(w, audit_period(w, column)), sign ? "largest" : "smallest",
		say_size(w, &own), sign ? "largest" : "smallest", say_path(w, rival),
		say_size(w, &worst));
	GArray *facts = audit_facts();

	audit_numbers(r, share ? RELATION_PERCENT : RELATION_LEVEL, own.point, worst.point, worst.in);
	audit_place(r, rank);
	audit_roots(w, node, column, facts);
	audit_roots(w, rival, column, facts);
	audit_rests_on(w, facts);
	return true;
}

/* The largest of k parts holds at least one part in k. */
static void check_leader(struct audit_work *w, int node, const struct fact *rank, int column)
{
	int group = w->m->nodes[node].parent, k = 0;
	const struct fact *f = share_in(w, node, audit_period(w, column));
	struct relation *r;

	if (!f || market_covers(w->m, group, w->measure) != COVERS_ALL)
		return;
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c))
		k++;
	bool ok = interval_of(&f->figure).high >= 1.0 / k;
	r = audit_add(w, "leader-share", ok ? VERDICT_PASS : VERDICT_ERROR, node, f->from,
		"%s %s: %s can be the largest of %d shares, as it is %s %s", say_path(w, node),
		say_period(w, f->from), say_rate(w, &f->figure), k,
		ok ? "at least one in that many," : "less than one in that many,",
		say_percent(w, 1.0 / k, 1));
	if (!ok) {
		g_free(r->text);
		r->text = g_strdup_printf("%s %s: %s cannot be the largest of %d shares, it is less "
			"than %s", say_path(w, node), say_period(w, f->from),
			say_rate(w, &f->figure), k, say_percent(w, 1.0 / k, 1));
	}
	audit_numbers(r, RELATION_PERCENT, f->figure.value, 1.0 / k, interval(1.0 / k, 1));
	audit_place(r, rank);
}

/* The columns a rank speaks of: its period, else the base year, else the last with figures. */
static void check_size(struct audit_work *w, int node, const struct fact *rank)
{
	int column = rank->flags & FACT_DATELESS ? audit_column(w, w->m->period.base)
						 : audit_column(w, rank->from);

	if (column < 0)
		return;
	if (rank->code == RANK_LARGEST)
		check_leader(w, node, rank, column);
	if (!compare_sizes(w, node, rank, column, true))
		compare_sizes(w, node, rank, column, false);
}

/* --- rates --- */

struct pace {
	const struct fact *f;
	struct interval in;
	double point;
};

static const struct fact *rate_in(const struct audit_work *w, int node, const struct fact *like)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric != METRIC_CAGR || !audit_counts(w, f) || !figure_is_point(&f->figure))
			continue;
		if (!like || (period_equal(f->from, like->from) && period_equal(f->to, like->to)))
			return f;
	}
	return NULL;
}

/* How fast a node grows over the window of a rate: printed, else from levels at both ends. */
static bool pace_of(const struct audit_work *w, int node, const struct fact *like, struct pace *p)
{
	int a = audit_column(w, like->from), z = audit_column(w, like->to);
	double years = period_years_between(like->from, like->to);

	p->f = rate_in(w, node, like);
	if (p->f) {
		p->in = interval_of(&p->f->figure);
		p->point = p->f->figure.value;
		return true;
	}
	if (a < 0 || z <= a || audit_cell(w, node, a)->by == BY_NOTHING ||
	    audit_cell(w, node, z)->by == BY_NOTHING || !(audit_cell(w, node, a)->in.low > 0))
		return false;
	const struct cell *from = audit_cell(w, node, a), *to = audit_cell(w, node, z);
	p->in = interval_minus(interval_power(interval_over(to->in, from->in), 1 / years),
			       interval(1, 1));
	p->point = pow(to->point / from->point, 1 / years) - 1;
	return isfinite(p->point);
}

static void pace_facts(const struct audit_work *w, int node, const struct fact *like,
		       const struct pace *p, GArray *facts)
{
	int32_t k = p->f ? p->f - w->m->facts : -1;

	if (p->f) {
		g_array_append_val(facts, k);
		return;
	}
	audit_roots(w, node, audit_column(w, like->from), facts);
	audit_roots(w, node, audit_column(w, like->to), facts);
}

/* The fastest grows at least as fast as the whole, the slowest no faster. */
static void against_whole(struct audit_work *w, int node, const struct fact *rank,
			  const struct fact *f)
{
	int group = w->m->nodes[node].parent, fast = rank->code == RANK_FASTEST;
	int whole = w->m->nodes[group].flags & NODE_DIMENSION ? 0 : group;
	struct pace p;
	GArray *facts;

	if (!pace_of(w, whole, f, &p))
		return;
	struct interval own = interval_of(&f->figure);
	double margin = f->figure.value - p.point;
	bool ok = fast ? own.high >= p.in.low : own.low <= p.in.high;
	bool all = market_covers(w->m, group, w->measure) == COVERS_ALL;
	struct relation *r = audit_add(w, fast ? "fastest-above" : "slowest-below",
		ok ? VERDICT_PASS : all ? VERDICT_ERROR : VERDICT_NOTE, node, f->to,
		"%s %s: %s, the %s of %s, lies %s points %s %s of %s%s", say_path(w, node),
		say_span(w, f->from, f->to), say_rate(w, &f->figure), fast ? "fastest" : "slowest",
		say_path(w, group), say_number(w, fabs(margin) * 100, 2),
		margin >= 0 ? "above" : "below", say_percent(w, p.point, 2), say_path(w, whole),
		ok ? "" : !all ? ", which its unlisted members must make up"
		: fast ? ": then no part would reach the rate of the whole"
			       : ": then every part would exceed the rate of the whole");

	audit_numbers(r, RELATION_PERCENT, f->figure.value, p.point, p.in);
	audit_place(r, f);
	facts = audit_facts();
	int32_t k = f - w->m->facts;
	g_array_append_val(facts, k);
	pace_facts(w, whole, f, &p, facts);
	audit_rests_on(w, facts);
}

/* The same where the rate is read as one of all years from the base. */
static void against_all_years(struct audit_work *w, int node, const struct fact *f)
{
	int group = w->m->nodes[node].parent, year = period_parts(w->m->period.step);
	int whole = w->m->nodes[group].flags & NODE_DIMENSION ? 0 : group;
	int b = audit_column(w, f->from) - year, z = audit_column(w, f->to);
	const struct fact *own = rate_in(w, whole, f);

	if (b < 0 || z < 0 || !own || audit_cell(w, whole, b)->by == BY_NOTHING ||
	    audit_cell(w, whole, z)->by == BY_NOTHING || !(audit_cell(w, whole, b)->in.low > 0) ||
	    audit_cell(w, whole, b + year)->by == BY_NOTHING)
		return;
	const struct cell *from = audit_cell(w, whole, b), *to = audit_cell(w, whole, z);
	double years = period_years_between(f->from, f->to) + 1;
	double rate = pow(to->point / from->point, 1 / years) - 1;
	double margin = f->figure.value - rate;
	struct interval in = interval_minus(
		interval_power(interval_over(to->in, from->in), 1 / years), interval(1, 1));
	struct relation *r = audit_add(w, "fastest-above-all-years",
		margin > 0 ? VERDICT_PASS : VERDICT_NOTE, node, f->to,
		"%s: %s, the fastest of %s, lies %s points %s the %s of all years %s%s",
		say_path(w, node), say_rate(w, &f->figure), say_path(w, group),
		say_number(w, fabs(margin) * 100, 3), margin > 0 ? "above" : "below",
		say_percent(w, rate, 3), say_span(w, audit_period(w, b), f->to),
		margin > 0 && margin < 0.001 ? ": barely faster in this reading" : "");

	audit_numbers(r, RELATION_PERCENT, f->figure.value, rate, in);
	audit_place(r, f);
}

static void against_siblings(struct audit_work *w, int node, const struct fact *rank,
			     const struct fact *f)
{
	int group = w->m->nodes[node].parent, rival = -1, fast = rank->code == RANK_FASTEST;
	struct pace p, worst = {0};
	GArray *facts;

	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		if (c == node || w->m->nodes[c].flags & (NODE_RESIDUAL | NODE_UNLISTED) ||
		    !pace_of(w, c, f, &p))
			continue;
		if (rival < 0 || (fast ? p.point > worst.point : p.point < worst.point)) {
			worst = p;
			rival = c;
		}
	}
	if (rival < 0)
		return;
	struct interval own = interval_of(&f->figure);
	bool ok = fast ? own.high >= worst.in.low : own.low <= worst.in.high;
	struct relation *r = audit_add(w, "rank-rate", ok ? VERDICT_PASS : VERDICT_ERROR, node, f->to,
		"%s %s: printed as the %s of its siblings at %s; %s has %s", say_path(w, node),
		say_span(w, f->from, f->to), fast ? "fastest" : "slowest", say_rate(w, &f->figure),
		say_path(w, rival), say_percent(w, worst.point, 2));

	audit_numbers(r, RELATION_PERCENT, f->figure.value, worst.point, worst.in);
	audit_place(r, rank);
	facts = audit_facts();
	int32_t k = f - w->m->facts;
	g_array_append_val(facts, k);
	pace_facts(w, rival, f, &worst, facts);
	audit_rests_on(w, facts);
}

static void check_pace(struct audit_work *w, int node, const struct fact *rank)
{
	const struct fact *f = rate_in(w, node, NULL);

	if (!f || !period_is_set(f->from))
		return;
	against_whole(w, node, rank, f);
	if (rank->code == RANK_FASTEST)
		against_all_years(w, node, f);
	against_siblings(w, node, rank, f);
}

/* The rate of a whole lies between those of its parts, if all are printed for one window. */
static void check_range(struct audit_work *w, int group)
{
	int whole = w->m->nodes[group].flags & NODE_DIMENSION ? 0 : group, n = 0;
	const struct fact *f = rate_in(w, whole, NULL), *part;
	struct interval in = {INFINITY, -INFINITY};
	GArray *facts;

	if (!f || !period_is_set(f->from))
		return;
	facts = audit_facts();
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c), n++) {
		part = rate_in(w, c, f);
		if (!part) {
			g_array_free(facts, TRUE);
			return;
		}
		struct interval own = interval_of(&part->figure);
		int32_t k = part - w->m->facts;

		in = interval(fmin(in.low, own.low), fmax(in.high, own.high));
		g_array_append_val(facts, k);
	}
	bool ok = interval_meets(in, interval_of(&f->figure));
	struct relation *r = audit_add(w, "rate-range", ok ? VERDICT_PASS : VERDICT_ERROR, group, f->to,
		"%s %s: the rates of its %d parts lie between %s and %s, the rate of the whole is printed "
		"as %s", say_path(w, group), say_span(w, f->from, f->to), n,
		say_percent(w, in.low, 2), say_percent(w, in.high, 2), say_rate(w, &f->figure));
	int32_t k = f - w->m->facts;

	audit_numbers(r, RELATION_PERCENT, f->figure.value, NAN, in);
	audit_place(r, f);
	g_array_append_val(facts, k);
	audit_rests_on(w, facts);
}

/* --- whether any shares fit --- */

struct room { double low, high; bool rest, bound; };

/* A share in its parent as far as facts alone tell: printed, by levels, or a printed bound. */
static struct room room_of(const struct audit_work *w, int node, int column)
{
	const struct node *nd = &w->m->nodes[node];
	const struct cell *c = audit_cell(w, node, column), *p = audit_cell(w, nd->parent, column);
	struct interval in = {0, 1};
	bool bound = false;

	if (c->by && p->by && c->by != BY_REST && p->in.low > 0)
		in = interval_over(c->in, p->in);
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric != METRIC_SHARE || f->of != BASE_PARENT || f->flags & FACT_SPAN ||
		    !audit_counts(w, f) || audit_column(w, f->from) != column)
			continue;
		struct interval own = interval_of(&f->figure);
		in = interval(fmax(in.low, own.low), fmin(in.high, own.high));
		bound |= !figure_is_point(&f->figure);
	}
	return (struct room){ in.low, in.high, nd->flags & (NODE_RESIDUAL | NODE_UNLISTED), bound };
}

static bool rank_holds(const struct audit_work *w, const struct fact *f, int column)
{
	return f && (f->flags & FACT_DATELESS ? column == audit_column(w, w->m->period.base)
					      : audit_column(w, f->from) == column);
}

/* Narrows the room of members by one rank; false if the ranked has less than another must have. */
static bool apply_rank(struct room *room, int n, int ranked, bool largest)
{
	struct room *own = &room[ranked];

	for (int i = 0; i < n; i++) {
		if (i == ranked || room[i].rest)
			continue;
		if (largest) {
			own->low = fmax(own->low, room[i].low);
			room[i].high = fmin(room[i].high, own->high);
		} else {
			own->high = fmin(own->high, room[i].high);
			room[i].low = fmax(room[i].low, own->low);
		}
	}
	return own->low <= own->high + 1e-9;
}

static bool fits(const struct room *room, int n, bool all)
{
	double low = 0, high = 0;

	for (int i = 0; i < n; i++) {
		low += room[i].low;
		high += room[i].high;
	}
	return low <= 1 + 1e-9 && (!all || high >= 1 - 1e-9);
}

/* Ranks and bounds may leave no shares at all, though no two figures contradict. */
static void check_room(struct audit_work *w, int group, int column)
{
	bool all = market_covers(w->m, group, w->measure) == COVERS_ALL, bound = false, ok;
	int n = 0, largest = -1, smallest = -1;
	GArray *rooms = g_array_new(FALSE, FALSE, sizeof(struct room));

	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c), n++) {
		struct room room = room_of(w, c, column);

		g_array_append_val(rooms, room);
		bound |= room.bound;
		if (rank_holds(w, rank_of(w, c, RANK_LARGEST), column))
			largest = n;
		if (rank_holds(w, rank_of(w, c, RANK_SMALLEST), column))
			smallest = n;
	}
	struct room *room = (struct room *)rooms->data;
	ok = fits(room, n, all);
	/* What is wrong without ranks and bounds is an error of the sum. */
	if (bound || (ok && (largest >= 0 || smallest >= 0))) {
		for (int pass = 0; pass < 2; pass++) {
			ok &= largest < 0 || apply_rank(room, n, largest, true);
			ok &= smallest < 0 || apply_rank(room, n, smallest, false);
		}
		ok &= fits(room, n, all);
		audit_add(w, "rank-room", ok ? VERDICT_PASS : VERDICT_ERROR, group,
			audit_period(w, column), ok
			? "%s %s: there are shares that fit every printed share, bound and rank of its "
			  "%d parts"
			: "%s %s: no shares fit: the printed shares, bounds and ranks of its %d parts "
			  "contradict each other", say_path(w, group),
			say_period(w, audit_period(w, column)), n);
	}
	g_array_free(rooms, TRUE);
}

/* --- a rate for the leader --- */

/* Lowest rate of a leader with share L when all else grows by g at most and the whole by factor. */
static double lowest(double factor, double share, double g, double years)
{
	double left = (factor - (1 - share) * pow(1 + g, years)) / share;

	return left > 0 ? pow(left, 1 / years) - 1 : -1;
}

/* What the fastest rate leaves for the largest part: none means that the ranks contradict. */
static void check_leader_rate(struct audit_work *w, int group)
{
	const struct fact *largest = NULL, *fastest = NULL, *share = NULL;
	int leader = -1, runner = -1, whole = w->m->nodes[group].flags & NODE_DIMENSION ? 0 : group;
	int a, z;

	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		if (!largest && (largest = rank_of(w, c, RANK_LARGEST)))
			leader = c;
		if (!fastest && rank_of(w, c, RANK_FASTEST) && (fastest = rate_in(w, c, NULL)))
			runner = c;
	}
	if (leader < 0 || runner < 0 || leader == runner || !period_is_set(fastest->from))
		return;
	for (int c = 0; c < w->n && !share; c++)
		share = share_in(w, leader, audit_period(w, c));
	a = audit_column(w, fastest->from);
	z = audit_column(w, fastest->to);
	if (!share || a < 0 || z < 0 || rate_in(w, leader, fastest) ||
	    audit_cell(w, whole, a)->by == BY_NOTHING || audit_cell(w, whole, z)->by == BY_NOTHING ||
	    !(audit_cell(w, whole, a)->in.low > 0))
		return;
	const struct cell *from = audit_cell(w, whole, a), *to = audit_cell(w, whole, z);
	double years = period_years_between(fastest->from, fastest->to);
	double g = fastest->figure.value, factor = to->point / from->point;
	struct interval factors = interval_over(to->in, from->in), l = interval_of(&share->figure);
	struct interval rates = interval_of(&fastest->figure);
	double low = lowest(factor, share->figure.value, g, years);
	double wide = fmin(lowest(factors.low, l.low, rates.high, years),
			   lowest(factors.low, l.high, rates.high, years));
	bool ok = wide <= rates.high;
	struct relation *r = audit_add(w, "leader-rate", ok ? VERDICT_PASS : VERDICT_ERROR, leader,
		fastest->to, ok
		? "%s %s: with %s of %s and nothing faster than the %s of %s, its rate lies between %s "
		  "and %s (down to %s over rounding)"
		: "%s %s: with %s of %s and nothing faster than the %s of %s, no rate is left for it "
		  "between %s and %s (%s over rounding)", say_path(w, leader),
		say_span(w, fastest->from, fastest->to), say_rate(w, &share->figure),
		say_period(w, share->from), say_rate(w, &fastest->figure), say_path(w, runner),
		say_percent(w, low, 3), say_percent(w, g, 2), say_percent(w, wide, 3));

	audit_numbers(r, RELATION_PERCENT, NAN, low, interval(wide, rates.high));
	audit_place(r, share);
}

/* --- trends --- */

static bool growth_between(const struct audit_work *w, int node, int a, int z, struct interval *in)
{
	if (a < 0 || z <= a || audit_cell(w, node, a)->by == BY_NOTHING ||
	    audit_cell(w, node, z)->by == BY_NOTHING || !(audit_cell(w, node, a)->in.low > 0))
		return false;
	*in = interval_minus(interval_over(audit_cell(w, node, z)->in, audit_cell(w, node, a)->in),
			     interval(1, 1));
	return true;
}

static void check_trend(struct audit_work *w, const struct fact *f)
{
	int parent = f->node ? w->m->nodes[f->node].parent : 0, a, z;
	bool dated = !(f->flags & FACT_DATELESS);
	bool share = f->code == TREND_GAINING || f->code == TREND_LOSING;
	bool up = f->code == TREND_GROWING || f->code == TREND_GAINING;
	struct interval own, whole = {0, 0};

	if (f->code == TREND_STABLE)
		return;
	z = audit_column(w, dated ? f->to : w->m->period.to);
	a = dated ? z - 1 : audit_column(w, w->m->period.base);
	if (!growth_between(w, f->node, a, z, &own) ||
	    (share && (!f->node || !growth_between(w, parent, a, z, &whole))))
		return;
	bool ok = up ? own.high >= whole.low : own.low <= whole.high;
	struct relation *r = audit_add(w, "trend", ok ? VERDICT_PASS : VERDICT_WARNING, f->node, f->to,
		"%s %s: printed as %s%s; its figures %s by %s%s", say_path(w, f->node),
		say_span(w, audit_period(w, a), audit_period(w, z)),
		up ? (share ? "gaining" : "growing") : share ? "losing" : "declining",
		share ? " in share" : "", own.low + own.high >= 0 ? "grow" : "fall",
		say_percent(w, fabs(own.low + own.high) / 2, 2),
		share ? say(w, ", the whole by %s",
			    say_percent(w, (whole.low + whole.high) / 2, 2)) : "");

	audit_numbers(r, RELATION_PERCENT, NAN, (own.low + own.high) / 2, own);
	audit_place(r, f);
}

/* Superlatives hold among siblings only: the fastest of one dimension is not that of the market. */
static void note_superlatives(struct audit_work *w)
{
	const struct fact *best = NULL;
	GString *others = g_string_new(NULL);
	int n = 0;

	for (int pass = 0; pass < 2; pass++)
		for (int d = market_child(w->m, 0); d >= 0; d = market_next(w->m, d))
			for (int c = market_child(w->m, d); c >= 0; c = market_next(w->m, c)) {
				const struct fact *f = rank_of(w, c, RANK_FASTEST)
					? rate_in(w, c, NULL) : NULL;

				if (f && !pass) {
					n++;
					if (!best || f->figure.value > best->figure.value)
						best = f;
				} else if (f && f != best) {
					g_string_append_printf(others, "%s%s %s", others->len ? ", " : "",
							       say_path(w, c),
							       say_rate(w, &f->figure));
				}
			}
	if (n > 1) {
		struct relation *r = audit_add(w, "superlative", VERDICT_NOTE, best->node, best->to,
			"fastest holds inside a dimension only: %s grows by %s, the highest rate of the "
			"market; the fastest elsewhere do not reach it: %s", say_path(w, best->node),
			say_rate(w, &best->figure), others->str);

		audit_numbers(r, RELATION_PERCENT, best->figure.value, NAN, interval(NAN, NAN));
		audit_place(r, best);
	}
	g_string_free(others, TRUE);
}

/* Whether any member has a rank of size, or a bound for its share. */
static bool has_ranks(const struct audit_work *w, int group)
{
	for (int c = market_child(w->m, group); c >= 0; c = market_next(w->m, c)) {
		const struct node *nd = &w->m->nodes[c];

		if (rank_of(w, c, RANK_LARGEST) || rank_of(w, c, RANK_SMALLEST))
			return true;
		for (int i = 0; i < nd->n_facts; i++)
			if (w->m->facts[nd->first_fact + i].metric == METRIC_SHARE &&
			    !figure_is_point(&w->m->facts[nd->first_fact + i].figure))
				return true;
	}
	return false;
}

static void check_group(struct audit_work *w, int group)
{
	enum covers covers = market_covers(w->m, group, w->measure);

	if (covers == COVERS_OVERLAP)
		return;
	if (covers == COVERS_ALL) {
		check_leader_rate(w, group);
		check_range(w, group);
	}
	for (int c = 0; has_ranks(w, group) && c < w->n; c++)
		check_room(w, group, c);
}

void audit_ranks(struct audit_work *w)
{
	for (int k = 0; k < w->m->n_facts; k++) {
		const struct fact *f = &w->m->facts[k];

		if (f->measure != w->measure || f->flags & (FACT_RIVAL | FACT_CASE))
			continue;
		if (f->metric == METRIC_TREND)
			check_trend(w, f);
		if (f->metric != METRIC_RANK || !f->node)
			continue;
		if (f->code == RANK_LARGEST || f->code == RANK_SMALLEST)
			check_size(w, f->node, f);
		else if (f->flags & FACT_DATELESS)
			check_pace(w, f->node, f);
	}
	for (int i = 1; i < w->m->n_nodes; i++)
		if (!market_is_leaf(w->m, i))
			check_group(w, i);
	note_superlatives(w);
}
