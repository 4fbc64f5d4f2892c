#include "config.h"

#include "analysis/attribution.h"

#include <math.h>

#include "forecast/forces.h"

static double end_at(const struct attribution *a, double rate)
{
	return a->start * pow(fmax(1 + rate, 0), a->years);
}

/* Mean marginal effect of one force over all subsets of the others, weighted by size. */
static double shapley(const struct attribution *a, int part)
{
	int n = a->n_parts, others = n - 1;
	double sum = 0;
	for (unsigned set = 0; set < 1u << others; set++) {
		double rate = a->baseline;
		int size = 0;
		for (int i = 0, bit = 0; i < n; i++) {
			if (i == part)
				continue;
			if (set >> bit++ & 1) {
				rate += a->parts[i].impact;
				size++;
			}
		}
		double weight = exp(lgamma(size + 1) + lgamma(others - size + 1) - lgamma(n + 1));
		sum += weight * (end_at(a, rate + a->parts[part].impact) - end_at(a, rate));
	}
	return sum;
}

static void attribute(struct attribution *a)
{
	double growth = a->end - a->start;
	for (int i = 0; i < a->n_parts; i++) {
		struct attribution_part *p = &a->parts[i];
		p->drop = a->end - end_at(a, a->rate - p->impact);
		p->proportional = growth * p->impact / a->rate;
		p->shapley = a->n_parts <= SHAPLEY_MOST ? shapley(a, i) : NAN;
	}
	a->baseline_proportional = growth * a->baseline / a->rate;
	a->baseline_shapley = end_at(a, a->baseline) - a->start;
}

/* Growth of each top segment if every force acted by its weights on one common baseline:
 * b + sum of impact * weight / mean weight, means by base-year shares. */
static void regions(struct attribution *a, const struct forecast *base)
{
	const struct market *m = base->market;
	int d = forces_geography(m), n = 0;
	enum status s;
	if (d < 0)
		return;
	for (int c = market_child(m, d); c >= 0; c = market_next(m, c))
		n++;
	a->regions = g_new0(struct attribution_region, n);
	double *mean = g_new0(double, a->n_parts + 1), all = 0;
	for (int c = market_child(m, d); c >= 0; c = market_next(m, c)) {
		double v = forecast_level(base, c, base->base);
		if (isnan(v))
			continue;
		all += v;
		for (int i = 0; i < a->n_parts; i++)
			mean[i] += v * forces_weight(m, &m->forces[a->parts[i].force], c);
	}
	for (int c = market_child(m, d); c >= 0 && all > 0; c = market_next(m, c)) {
		struct attribution_region *r = &a->regions[a->n_regions++];
		r->node = c;
		r->rate = a->baseline;
		r->published = forecast_rate(base, c, forecast_column(base, a->from),
					     forecast_column(base, a->to), &s);
		for (int i = 0; i < a->n_parts; i++) {
			double w = forces_weight(m, &m->forces[a->parts[i].force], c);
			if (mean[i] > 0)
				r->rate += a->parts[i].impact * w / (mean[i] / all);
		}
	}
	g_free(mean);
}

struct attribution *attribution_new(const struct forecast *base, const struct scenario *s)
{
	const struct market *m = base->market;
	struct attribution *a = g_new0(struct attribution, 1);
	struct forces_change *change = forces_change_new(m, s);
	forecast_window(m, base->measure, &a->from, &a->to);
	a->years = period_years_between(a->from, a->to);
	a->start = forecast_level(base, 0, forecast_column(base, a->from));
	a->rate = forces_rate(base);
	a->baseline = forces_baseline(base);
	a->parts = g_new0(struct attribution_part, m->n_forces + 1);
	for (int i = 0; i < m->n_forces; i++) {
		double impact = m->forces[i].impact.value;
		if (isnan(impact))
			continue;
		struct attribution_part *p = &a->parts[a->n_parts++];
		p->force = i;
		p->impact = impact * change->scale[i];
		a->rate += p->impact - impact;
		if (m->forces[i].kind == FORCE_DRIVER)
			a->drivers += p->impact;
		else
			a->restraints += p->impact;
	}
	forces_change_free(change);
	if (!a->n_parts || isnan(a->rate) || !(a->start > 0) || a->rate == 0) {
		attribution_free(a);
		return NULL;
	}
	a->end = end_at(a, a->rate);
	attribute(a);
	regions(a, base);
	return a;
}

void attribution_free(struct attribution *a)
{
	if (!a)
		return;
	g_free(a->parts);
	g_free(a->regions);
	g_free(a);
}
