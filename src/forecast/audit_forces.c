/* Drivers and restraints against the rate of the total, their times against the forecast period,
 * and where they act against what is printed about the regions. */
#include "config.h"

#include "forecast/audit_work.h"
#include "forecast/forces.h"

static const double POINTS = 100;

struct forces_sum { double points; int n, without; GString *terms; };

static struct forces_sum add_up(struct audit_work *w, enum force_kind kind)
{
	struct forces_sum s = { .terms = g_string_new(NULL) };

	for (int i = 0; i < w->m->n_forces; i++) {
		const struct force *k = &w->m->forces[i];

		if (k->kind != kind)
			continue;
		if (!figure_is_point(&k->impact)) {
			s.without++;
			continue;
		}
		s.n++;
		s.points += k->impact.value * POINTS;
		g_string_append_printf(s.terms, "%s%s", s.terms->len ? " " : "",
			say(w, "%s%s", k->impact.value < 0 ? "" : s.terms->len ? "+" : "",
			    say_number(w, k->impact.value * POINTS, k->impact.decimals)));
	}
	return s;
}

static void note_sum(struct audit_work *w, const struct forces_sum *s, enum force_kind kind)
{
	struct relation *r;

	if (!s->n)
		return;
	r = audit_add(w, "force-sum", VERDICT_NOTE, 0, PERIOD_NONE, "%d %s%s: %s%s points%s", s->n,
		      kind == FORCE_DRIVER ? "driver" : "restraint", s->n == 1 ? "" : "s add up",
		      s->terms->str,
		      s->n == 1 ? "" : say(w, " = %s", say_number(w, s->points, 1)),
		      s->without ? say(w, "; %d more without a printed impact", s->without) : "");
	audit_numbers(r, RELATION_PERCENT, NAN, s->points / POINTS, interval(NAN, NAN));
}

/* The printed rate of the total, first in the file. */
static const struct fact *total_rate(const struct audit_work *w)
{
	const struct node *nd = &w->m->nodes[0];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric == METRIC_CAGR && audit_counts(w, f) && figure_is_point(&f->figure))
			return f;
	}
	return NULL;
}

static void note_baseline(struct audit_work *w, double drivers, double restraints)
{
	const struct fact *f = total_rate(w);
	struct relation *r;

	if (!f || !(f->figure.value > 0))
		return;
	double rate = f->figure.value * POINTS, net = drivers + restraints, baseline = rate - net;
	r = audit_add(w, "force-baseline", VERDICT_NOTE, 0, f->to,
		"drivers and restraints leave %s%s points net; the rate of %s less that is a baseline of "
		"%s%s", net < 0 ? "" : "+", say_number(w, net, 1), say_rate(w, &f->figure),
		say_percent(w, baseline / POINTS, 2), drivers > 0 && net > 0
		? say(w, "; the drivers equal %s of the rate, the net %s, the baseline %s",
		      say_percent(w, drivers / rate, 1), say_percent(w, net / rate, 1),
		      say_percent(w, baseline / rate, 1)) : "");
	audit_numbers(r, RELATION_PERCENT, f->figure.value, baseline / POINTS, interval(NAN, NAN));
	audit_place(r, f);
}

static double timed(const struct market *m, enum force_kind kind, enum timing timing)
{
	double sum = 0;

	for (int i = 0; i < m->n_forces; i++) {
		const struct force *k = &m->forces[i];

		if (k->kind == kind && k->timing == timing && figure_is_point(&k->impact))
			sum += k->impact.value * POINTS;
	}
	return sum;
}

static const char *timed_text(struct audit_work *w, enum timing timing)
{
	double up = timed(w->m, FORCE_DRIVER, timing), down = timed(w->m, FORCE_RESTRAINT, timing);

	if (up == 0 && down == 0)
		return "none";
	return say(w, "+%s and %s", say_number(w, up, 1), say_number(w, down, 1));
}

static void note_timing(struct audit_work *w)
{
	bool any = false, late = false;
	const struct fact *f = total_rate(w);
	double years = f && period_is_set(f->from) ? period_years_between(f->from, f->to) : 0;

	for (int i = 0; i < w->m->n_forces; i++) {
		any |= w->m->forces[i].timing != TIMING_NONE &&
		       w->m->forces[i].timing != TIMING_SPAN;
		late |= w->m->forces[i].timing == TIMING_LONG || w->m->forces[i].timing == TIMING_NONE;
		late |= w->m->forces[i].timing == TIMING_SPAN && f &&
			w->m->forces[i].to.year >= f->to.year;
	}
	if (!any)
		return;
	audit_add(w, "force-timing", VERDICT_NOTE, 0, PERIOD_NONE,
		"points by time: short term %s, medium term %s, long term %s%s",
		timed_text(w, TIMING_SHORT), timed_text(w, TIMING_MEDIUM),
		timed_text(w, TIMING_LONG), !late && years > 4
		? say(w, "; nothing is said to act after year 4, the forecast runs %s years",
		      say_number(w, years, 0)) : "");
}

static void check_signs(struct audit_work *w)
{
	for (int i = 0; i < w->m->n_forces; i++) {
		const struct force *k = &w->m->forces[i];
		bool driver = k->kind == FORCE_DRIVER;
		struct relation *r;

		if (!figure_is_point(&k->impact) || k->impact.value == 0 ||
		    driver == (k->impact.value > 0))
			continue;
		r = audit_add(w, "force-sign", VERDICT_WARNING, 0, PERIOD_NONE,
			"the %s \"%s\" has an impact of %s: the sign says the contrary",
			driver ? "driver" : "restraint", k->title, say_rate(w, &k->impact));
		r->line = k->line;
		r->column = k->column;
	}
}

static void note_approximate(struct audit_work *w)
{
	int n = 0;

	for (int i = 0; i < w->m->n_forces; i++)
		n += w->m->forces[i].impact.qualifier == QUAL_ABOUT;
	if (n)
		audit_add(w, "approximate", VERDICT_NOTE, 0, PERIOD_NONE,
			"%d of %d impacts are printed as approximate: ten times the tolerance", n,
			w->m->n_forces);
}

/* --- where forces act --- */

struct places {
	int n;			/* regions */
	int *node;
	double *low, *high;	/* their shares in the base year */
};

/* A region's weight of a force: a number, or free between 0 and 1 where the print gives no more than
 * a spill-over or a concentration.  All that is free of one force is one choice. */
static double weight_at(const struct audit_work *w, const struct force *k, int region, double choice)
{
	double own = forces_weight(w->m, k, region);

	for (int i = 0; i < k->n_where; i++) {
		int node = k->where[i].node;

		if (node > region && node < region + w->m->nodes[region].size)
			return choice;
	}
	return own > 0 && own < 1 ? choice : own;
}

/* Two forces act in the same places, and the print leaves nothing open. */
static bool same_reach(const struct audit_work *w, const struct force *a, const struct force *b,
		       const struct places *p)
{
	for (int i = 0; a != b && i < p->n; i++) {
		double x = weight_at(w, a, p->node[i], 0), y = weight_at(w, b, p->node[i], 0);

		if (x != y || x != weight_at(w, a, p->node[i], 1) ||
		    y != weight_at(w, b, p->node[i], 1))
			return false;
	}
	return true;
}

/* Largest (or smallest) sum of share times weight over all shares that are possible: greedy on the
 * weights, as the shares are boxes with one sum. */
static double mean_weight(const struct places *p, const double *weight, bool most)
{
	double left = 1, sum = 0;
	bool *done = g_new0(bool, p->n);

	for (int i = 0; i < p->n; i++) {
		left -= p->low[i];
		sum += p->low[i] * weight[i];
	}
	for (int pass = 0; pass < p->n && left > 0; pass++) {
		int best = -1;

		for (int i = 0; i < p->n; i++)
			if (!done[i] && (best < 0 || (most ? weight[i] > weight[best]
							   : weight[i] < weight[best])))
				best = i;
		done[best] = true;
		double take = fmin(left, p->high[best] - p->low[best]);
		sum += take * weight[best];
		left -= take;
	}
	g_free(done);
	return sum;
}

/* The least that forces of one reach, worth `points`, favour region a over b. */
static double least_gap(const struct audit_work *w, const struct force *k, double points,
			const struct places *p, int a, int b)
{
	double *weight = g_new(double, p->n), least = INFINITY;

	for (int choice = 0; choice < 2; choice++) {
		for (int i = 0; i < p->n; i++)
			weight[i] = weight_at(w, k, p->node[i], choice);
		double gap = points * (weight[a] - weight[b]);
		double mean = mean_weight(p, weight, gap > 0);

		least = fmin(least, gap == 0 ? 0 : mean > 0 ? gap / mean : gap > 0 ? 0 : -INFINITY);
	}
	g_free(weight);
	return least;
}

/* The same of all forces, those of one reach taken together; without end if nothing is certain.  A
 * lower bound: each reach has the shares that are worst for it. */
static double least_total(const struct audit_work *w, const struct places *p, int a, int b)
{
	const struct market *m = w->m;
	double sum = 0;

	for (int i = 0; i < m->n_forces; i++) {
		const struct force *k = &m->forces[i];
		double points = 0;
		bool first = true;

		for (int j = 0; j < i && first; j++)
			first = !same_reach(w, &m->forces[j], k, p);
		for (int j = i; first && j < m->n_forces; j++)
			if (figure_is_point(&m->forces[j].impact) &&
			    same_reach(w, &m->forces[j], k, p))
				points += m->forces[j].impact.value;
		if (first && points != 0)
			sum += least_gap(w, k, points, p, a, b);
	}
	return sum;
}

static const struct fact *fact_of(const struct audit_work *w, int node, enum metric metric, int code)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->metric == metric && f->measure == w->measure && !(f->flags & FACT_RIVAL) &&
		    (metric != METRIC_RANK || f->code == code))
			return f;
	}
	return NULL;
}

static void find_places(const struct audit_work *w, int dimension, struct places *p)
{
	const struct market *m = w->m;
	double known = 0, most = 1;

	for (int c = market_child(m, dimension); c >= 0; c = market_next(m, c))
		p->n++;
	p->node = g_new(int, p->n + 1);
	p->low = g_new0(double, p->n + 1);
	p->high = g_new(double, p->n + 1);
	p->n = 0;
	for (int c = market_child(m, dimension); c >= 0; c = market_next(m, c), p->n++) {
		const struct fact *f = fact_of(w, c, METRIC_SHARE, 0);

		p->node[p->n] = c;
		p->high[p->n] = INFINITY;
		if (!f || f->of != BASE_PARENT || !figure_is_point(&f->figure))
			continue;
		p->low[p->n] = p->high[p->n] = f->figure.value;
		known += f->figure.value;
		if (fact_of(w, c, METRIC_RANK, RANK_LARGEST))
			most = f->figure.value;
	}
	for (int i = 0; i < p->n; i++)
		if (!isfinite(p->high[i]))
			p->high[i] = fmax(0, fmin(1 - known, most));
}

/* Whether the print puts the growth of b above that of a. */
static bool said_faster(const struct audit_work *w, int b, int a)
{
	const struct fact *rb = fact_of(w, b, METRIC_CAGR, 0), *ra = fact_of(w, a, METRIC_CAGR, 0);

	if (fact_of(w, b, METRIC_RANK, RANK_FASTEST))
		return true;
	return ra && rb && figure_is_point(&ra->figure) && figure_is_point(&rb->figure) &&
	       rb->figure.value > ra->figure.value;
}

static void check_places(struct audit_work *w, int dimension)
{
	struct places p = {0};

	find_places(w, dimension, &p);
	for (int b = 0; b < p.n; b++) {
		double worst = 0;
		int by = -1;

		for (int a = 0; a < p.n; a++) {
			double gap = a == b || !said_faster(w, p.node[b], p.node[a])
				? 0 : least_total(w, &p, a, b);

			if (isfinite(gap) && gap > worst + 1e-9) {
				worst = gap;
				by = a;
			}
		}
		if (by < 0)
			continue;
		const struct fact *f = fact_of(w, p.node[b], METRIC_CAGR, 0);
		struct relation *r = audit_add(w, "force-geography", VERDICT_WARNING, p.node[b],
			PERIOD_NONE, "by where they act, drivers and restraints favour %s over %s by at "
			"least %s points a year, whatever the unprinted shares and weights; yet %s is "
			"printed as the faster%s%s", w->m->nodes[p.node[by]].name,
			w->m->nodes[p.node[b]].name, say_number(w, worst * POINTS, 2),
			w->m->nodes[p.node[b]].name, f ? ", at " : "",
			f ? say_rate(w, &f->figure) : "");

		audit_numbers(r, RELATION_PERCENT, f ? f->figure.value : NAN, worst,
			      interval(worst, INFINITY));
		if (f)
			audit_place(r, f);
	}
	g_free(p.node);
	g_free(p.low);
	g_free(p.high);
}

void audit_forces(struct audit_work *w)
{
	struct forces_sum drivers = add_up(w, FORCE_DRIVER), restraints = add_up(w, FORCE_RESTRAINT);
	int dimension = forces_geography(w->m);

	note_sum(w, &drivers, FORCE_DRIVER);
	note_sum(w, &restraints, FORCE_RESTRAINT);
	if (drivers.n || restraints.n)
		note_baseline(w, drivers.points, restraints.points);
	note_timing(w);
	note_approximate(w);
	check_signs(w);
	if (dimension >= 0)
		check_places(w, dimension);
	g_string_free(drivers.terms, TRUE);
	g_string_free(restraints.terms, TRUE);
}
