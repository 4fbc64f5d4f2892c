/* What a market carries, counted. */
#include "config.h"

#include "report/summary.h"

#include <math.h>

static void count_fact(const struct fact *fact, struct market_summary *s, bool *share, bool *rate)
{
	enum qualifier q = fact->figure.qualifier;

	if (fact->measure != 0)
		return;
	if (fact->flags & FACT_RIVAL) {
		s->rivals++;
		return;
	}
	if (fact->metric == METRIC_RANK || fact->metric == METRIC_TREND)
		return;
	if (q == QUAL_WITHHELD) {
		s->withheld++;
		return;
	}
	if (q == QUAL_AT_LEAST || q == QUAL_AT_MOST) {
		s->bounds++;
		return;
	}
	if (fact->flags & FACT_CASE || fact->kind == KIND_TARGET)
		return;
	s->levels += fact->metric == METRIC_VALUE;
	*share |= fact->metric == METRIC_SHARE && fact->of != BASE_MEASURE;
	*rate |= fact->metric == METRIC_CAGR;
}

static void count_node(const struct market *m, int i, struct market_summary *s)
{
	const struct node *n = &m->nodes[i];
	bool is_segment = i > 0 && !(n->flags & (NODE_DIMENSION | NODE_UNLISTED));
	bool share = false, rate = false;

	s->dimensions += !!(n->flags & NODE_DIMENSION);
	s->segments += is_segment;
	for (int k = n->first_fact; k < n->first_fact + n->n_facts; k++)
		count_fact(&m->facts[k], s, &share, &rate);
	if (!is_segment)
		return;
	s->shares += share;
	s->rates += rate;
	s->both += share && rate;
}

void market_summary(const struct market *m, const struct forecast *f, struct market_summary *s)
{
	*s = (struct market_summary){
		.forces = m->n_forces, .events = m->n_events, .companies = m->n_companies,
	};
	for (int i = 0; i < m->n_nodes; i++) {
		count_node(m, i, s);
		if (m->nodes[i].flags & NODE_DIMENSION)
			continue;
		for (int c = 0; f && c < f->n_periods; c++) {
			int status = f->status[(size_t)i * f->n_periods + c];

			if (status <= STATUS_SCENARIO)
				s->by_status[status]++;
			else
				s->unknown++;
		}
	}
}

char *market_summary_text(const struct market_summary *s)
{
	return g_strdup_printf(
		"%d reported shares, %d reported segment CAGRs, %d segments with both\n"
		"%d segment%s in %d dimension%s; figures printed: %d levels, %d bounds, %d withheld, "
		"%d repeated; levels by year: %d reported, %d approximate, %d derived, %d assumed, "
		"%d unknown",
		s->shares, s->rates, s->both, s->segments, s->segments == 1 ? "" : "s",
		s->dimensions, s->dimensions == 1 ? "" : "s", s->levels, s->bounds,
		s->withheld, s->rivals, s->by_status[STATUS_REPORTED], s->by_status[STATUS_ABOUT],
		s->by_status[STATUS_DERIVED], s->by_status[STATUS_ASSUMED], s->unknown);
}

static double printed_rate(const struct market *m)
{
	const struct node *total = &m->nodes[0];

	for (int i = total->first_fact; i < total->first_fact + total->n_facts; i++) {
		const struct fact *f = &m->facts[i];

		if (f->metric == METRIC_CAGR && f->measure == 0 && !(f->flags & FACT_CASE)
		    && figure_is_point(&f->figure))
			return f->figure.value;
	}
	return NAN;
}

static double derived_rate(const struct market *m)
{
	struct forecast *f = forecast_base(m, 0, m->fill);
	struct period from = PERIOD_NONE, to = PERIOD_NONE;
	int first, last;
	enum status status;
	double rate = NAN;

	forecast_window(m, 0, &from, &to);
	first = period_is_set(from) ? forecast_column(f, from) : -1;
	last = period_is_set(to) ? forecast_column(f, to) : -1;
	if (first >= 0 && last > first)
		rate = forecast_rate(f, 0, first, last, &status);
	forecast_free(f);
	return rate;
}

double market_summary_rate(const struct market *m)
{
	double rate = printed_rate(m);

	return isfinite(rate) ? rate : derived_rate(m);
}
