/* What stands where: shares and rates on different segments, ragged trees, dates, approximate
 * figures, companies. */
#include "config.h"

#include "forecast/audit_work.h"

#include <string.h>

#include "base/text.h"

static bool has_metric(const struct market *m, int node, enum metric metric)
{
	for (int i = 0; i < m->nodes[node].n_facts; i++) {
		const struct fact *f = &m->facts[m->nodes[node].first_fact + i];

		if (f->metric == metric && f->measure == 0 && figure_is_point(&f->figure))
			return true;
	}
	return false;
}

static void note_both(struct audit_work *w)
{
	int shares = 0, rates = 0, both = 0;

	for (int i = 1; i < w->m->n_nodes; i++) {
		bool share = has_metric(w->m, i, METRIC_SHARE), rate = has_metric(w->m, i, METRIC_CAGR);

		shares += share;
		rates += rate;
		both += share && rate;
	}
	if (shares && rates)
		audit_add(w, "share-and-rate", VERDICT_NOTE, 0, PERIOD_NONE,
			"segments with a share: %d, with a rate: %d, with both: %d%s", shares, rates,
			both, both ? "" : "; the path of each rests on an assumption");
}

/* --- the shape of the tree --- */

static int height(const struct market *m, int node)
{
	int most = m->nodes[node].depth;

	for (int i = node; i < node + m->nodes[node].size; i++)
		most = MAX(most, m->nodes[i].depth);
	return most - m->nodes[node].depth;
}

static void note_ragged(struct audit_work *w, int dimension)
{
	const struct market *m = w->m;
	int most = 0, least = G_MAXINT, with = 0, deepest = 0, deep = -1;

	for (int c = market_child(m, dimension); c >= 0; c = market_next(m, c)) {
		int h = height(m, c);

		if (!h)
			continue;
		with++;
		if (h > most) {
			most = h;
			deepest = 0;
			deep = c;
		}
		deepest += h == most;
		least = MIN(least, h);
	}
	if (with && most > least)
		audit_add(w, "ragged", VERDICT_NOTE, deep, PERIOD_NONE,
			"%s: the tree is ragged: %s has an intermediate level, at most %d levels deep "
			"against %d", say_path(w, dimension), deepest == 1 ? say(w, "only %s",
			m->nodes[deep].name) : say(w, "%d segments, such as %s,", deepest,
			m->nodes[deep].name), most + 1, least + 1);
}

static void note_leaves(struct audit_work *w, int dimension)
{
	const struct market *m = w->m;
	int leaves = 0, rest = 0;

	for (int i = dimension + 1; i < dimension + m->nodes[dimension].size; i++) {
		if (!market_is_leaf(m, i) || m->nodes[i].flags & NODE_UNLISTED)
			continue;
		leaves++;
		rest += !!(m->nodes[i].flags & NODE_RESIDUAL);
	}
	if (height(m, dimension) > 1)
		audit_add(w, "leaves", VERDICT_NOTE, dimension, PERIOD_NONE,
			"%s: %d leaves, %s", say_path(w, dimension), leaves, rest
			? say(w, "of which %d are named and %d take what is left", leaves - rest, rest)
			: "all of them named");
}

/* --- dates --- */

/* What the figures are of: the edition, else the date of the source. */
static const char *date_of(const struct market *m)
{
	return m->edition ? m->edition : m->sources[m->source].published;
}

static bool younger(const char *date, const char *than)
{
	return strncmp(date, than, MIN(strlen(date), strlen(than))) > 0;
}

static void check_dates(struct audit_work *w)
{
	const struct market *m = w->m;
	const char *date = date_of(m);
	const struct event *own = NULL, *other = NULL;
	int n = 0;
	struct relation *r;

	if (!date)
		return;
	for (int i = 0; i < m->n_events; i++) {
		const struct event *e = &m->events[i];

		if (!e->date || !younger(e->date, date))
			continue;
		n += e->source == m->source;
		if (e->source == m->source) {
			if (!own || younger(e->date, own->date))
				own = e;
		} else if (!other || younger(e->date, other->date)) {
			other = e;
		}
	}
	if (!own) {
		if (m->n_events)
			audit_add(w, "dates", VERDICT_PASS, 0, PERIOD_NONE,
				"no event of the report is younger than its figures of %s", date);
		return;
	}
	r = audit_add(w, "dates", VERDICT_WARNING, 0, PERIOD_NONE,
		"the figures are as of %s, but events run to %s (%d of %d are younger): the text is "
		"younger than the figures%s", date, own->date, n, m->n_events,
		other ? say(w, "; another source dates an event %s", other->date) : "");
	r->line = own->line;
	r->column = 1;
}

/* --- periods --- */

/* The period of that step two neighbouring digits of whose year were swapped, within the market's
 * own; unset if there is none. */
static struct period meant_by(const struct market *m, struct period p)
{
	for (int low = 1; low < 1000; low *= 10) {
		int a = p.year / low % 10, b = p.year / low / 10 % 10;
		struct period other = p;

		other.year = (int16_t)(p.year + (b - a) * low + (a - b) * low * 10);
		if (other.year != p.year && other.year >= m->period.base.year &&
		    other.year <= m->period.to.year)
			return other;
	}
	return PERIOD_NONE;
}

/* A history may begin anywhere, so before the base only what looks like a slip is out of place. */
static bool out_of_place(const struct audit_work *w, struct period p)
{
	const struct market *m = w->m;
	const struct node *total = &m->nodes[0];

	for (int i = 0; i < total->n_facts; i++)
		if (m->facts[total->first_fact + i].from.year == p.year ||
		    m->facts[total->first_fact + i].to.year == p.year)
			return false;
	return p.year > m->period.to.year ||
	       (p.year < m->period.base.year && period_is_set(meant_by(m, p)));
}

static void warn_period(struct audit_work *w, const struct fact *f, int more)
{
	const struct market *m = w->m;
	struct period meant = meant_by(m, f->to);
	struct relation *r = audit_add(w, "period", VERDICT_WARNING, f->node, f->to,
		"%s: %s %s lies outside the market's period, %s%s%s", say_path(w, f->node),
		metric_name(f->metric), say_period(w, f->to),
		say_span(w, m->period.base, m->period.to),
		more ? say(w, ", and %d more of %s", more, say_period(w, f->to)) : "",
		period_is_set(meant) ? say(w, ": is %s meant?", say_period(w, meant)) : "");

	audit_place(r, f);
}

/* Each period once, with its first figure. */
static void check_periods(struct audit_work *w)
{
	const struct market *m = w->m;
	int *first = g_new0(int, G_MAXINT16), *more = g_new0(int, G_MAXINT16);

	for (int k = 0; k < m->n_facts && period_is_set(m->period.to); k++) {
		const struct fact *f = &m->facts[k];

		if (f->metric > METRIC_CAGR || f->kind == KIND_TARGET || f->flags & FACT_CASE ||
		    !period_is_set(f->to) || !out_of_place(w, f->to))
			continue;
		if (first[f->to.year])
			more[f->to.year]++;
		else
			first[f->to.year] = k + 1;
	}
	for (int year = 0; year < G_MAXINT16; year++)
		if (first[year])
			warn_period(w, &m->facts[first[year] - 1], more[year]);
	g_free(first);
	g_free(more);
}

/* --- figures that are no exact prints --- */

static void note_approximate(struct audit_work *w)
{
	int about = 0, withheld = 0, n = 0;

	for (int i = 0; i < w->m->n_facts; i++) {
		const struct fact *f = &w->m->facts[i];

		if (f->metric > METRIC_CAGR || f->flags & FACT_RIVAL)
			continue;
		n++;
		about += f->figure.qualifier != QUAL_EXACT && figure_is_point(&f->figure);
		withheld += f->figure.qualifier == QUAL_WITHHELD;
	}
	if (about)
		audit_add(w, "approximate", VERDICT_NOTE, 0, PERIOD_NONE,
			"%d of %d figures are printed as approximate: their intervals are wider", about,
			n);
	if (withheld)
		audit_add(w, "withheld", VERDICT_NOTE, 0, PERIOD_NONE,
			"%d of %d figures are printed as withheld", withheld, n);
}

/* --- companies --- */

static const struct fact *same_share(const struct audit_work *w, const char *name,
				     const struct fact *f)
{
	g_autofree char *folded = text_fold(name);

	for (int i = 1; i < w->m->n_nodes; i++) {
		g_autofree char *other = text_fold(w->m->nodes[i].name);
		const struct node *nd = &w->m->nodes[i];

		if (strcmp(folded, other) || !(w->m->nodes[nd->parent].flags & NODE_DIMENSION))
			continue;
		for (int k = 0; k < nd->n_facts; k++) {
			const struct fact *g = &w->m->facts[nd->first_fact + k];

			if (g->metric == METRIC_SHARE && g->of == BASE_PARENT &&
			    period_equal(g->from, f->from) && figure_is_point(&g->figure))
				return g;
		}
	}
	return NULL;
}

static void check_company(struct audit_work *w, const struct company *c, const struct fact *f)
{
	const struct fact *g = same_share(w, c->name, f);
	struct relation *r;

	if (!g)
		return;
	r = audit_add(w, "company-share",
		interval_meets(interval_of(&f->figure), interval_of(&g->figure)) ? VERDICT_PASS
		: VERDICT_WARNING, g->node, f->from,
		"%s %s: %s among the companies, %s as a segment", c->name, say_period(w, f->from),
		say_rate(w, &f->figure), say_rate(w, &g->figure));
	audit_numbers(r, RELATION_PERCENT, f->figure.value, g->figure.value,
		      interval_of(&g->figure));
	audit_place(r, f);
}

static void check_companies(struct audit_work *w)
{
	const struct market *m = w->m;
	double sum = 0;
	struct interval in = {0, 0};
	struct period p = PERIOD_NONE;
	int n = 0;

	for (int i = 0; i < m->n_companies; i++)
		for (int k = 0; k < m->companies[i].n_facts; k++) {
			const struct fact *f = &m->company_facts[m->companies[i].first_fact + k];

			if (f->metric != METRIC_SHARE || f->of != 0 || f->flags & FACT_RIVAL ||
			    !figure_is_point(&f->figure))
				continue;
			check_company(w, &m->companies[i], f);
			if (!period_is_set(p))
				p = f->from;
			if (!period_equal(p, f->from))
				continue;
			n++;
			sum += f->figure.value;
			in = interval_add(in, interval_of(&f->figure));
		}
	if (!n)
		return;
	struct relation *r = audit_add(w, "company-sum", in.low <= 1 ? VERDICT_PASS : VERDICT_ERROR, 0,
		p, "%s: the shares of the companies (%d) sum to %s%s", say_period(w, p), n,
		say_percent(w, sum, 2), in.low <= 1 ? "" : ", more than 100 %");
	audit_numbers(r, RELATION_PERCENT, 1, sum, in);
}

void audit_structure(struct audit_work *w)
{
	const struct market *m = w->m;

	note_both(w);
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		note_ragged(w, d);
		note_leaves(w, d);
	}
	check_dates(w);
	check_periods(w);
	note_approximate(w);
	check_companies(w);
}
