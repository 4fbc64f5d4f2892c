#include "config.h"

#include "analysis/attribution.h"

#include <math.h>

#include "forecast/forces.h"

/* The window's columns behind its first. */
struct years {
	const struct forecast *base;
	int first, n;
	double *baseline;	/* by year: rate without any force */
	double *effect;		/* part by part: of each year */
};

/* Level at the end with some of the forces; a rate is never below -100 %. */
static double end_with(const struct years *y, const struct attribution *a, unsigned set)
{
	double level = a->start;
	for (int t = 0; t < y->n; t++) {
		double rate = y->baseline[t];
		for (int i = 0; i < a->n_parts; i++)
			rate += set >> i & 1 ? y->effect[i * y->n + t] : 0;
		level *= 1 + forces_a_column(y->base, fmax(rate, -1));
	}
	return level;
}

static double end_without(const struct years *y, const struct attribution *a, int part)
{
	double level = a->start;
	for (int t = 0; t < y->n; t++) {
		double rate = a->growth[y->first + t + 1] - y->effect[part * y->n + t];
		level *= 1 + forces_a_column(y->base, fmax(rate, -1));
	}
	return level;
}

/* Mean marginal effects over all subsets of the others, weighted by size. */
static void shapley(const struct years *y, struct attribution *a)
{
	int n = a->n_parts;
	double *end = g_new(double, (gsize)1 << n);
	for (unsigned set = 0; set < 1u << n; set++)
		end[set] = end_with(y, a, set);
	a->baseline_shapley = end[0] - a->start;
	for (int i = 0; i < n; i++) {
		double sum = 0;
		for (unsigned set = 0; set < 1u << n; set++) {
			int size = __builtin_popcount(set);
			if (set >> i & 1)
				continue;
			sum += exp(lgamma(size + 1) + lgamma(n - size) - lgamma(n + 1))
				* (end[set | 1u << i] - end[set]);
		}
		a->parts[i].shapley = sum;
	}
	g_free(end);
}

/* Of each year's change, the part that its points are of the rate. */
static void proportional(const struct years *y, struct attribution *a)
{
	double level = a->start;
	for (int t = 0; t < y->n; t++) {
		double rate = a->growth[y->first + t + 1];
		double change = level * forces_a_column(y->base, fmax(rate, -1));
		double point = rate != 0 ? change / rate
			: level / period_parts(y->base->first.step);
		for (int i = 0; i < a->n_parts; i++)
			a->parts[i].proportional += point * y->effect[i * y->n + t];
		a->baseline_proportional += point * y->baseline[t];
		level += change;
	}
	a->end = level;
}

static void attribute(struct attribution *a, const struct years *y)
{
	proportional(y, a);
	for (int i = 0; i < a->n_parts; i++) {
		a->parts[i].drop = a->end - end_without(y, a, i);
		a->parts[i].shapley = NAN;
	}
	a->baseline_shapley = NAN;
	if (a->n_parts <= SHAPLEY_MOST)
		shapley(y, a);
}

/* Growth of each top segment if every force acted by its weights on one common baseline:
 * b + sum of impact * weight / mean weight, means by base-year shares. */
static void regions(struct attribution *a, const struct forecast *base, const struct forecast *now)
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
		r->here = forecast_rate(now, c, forecast_column(now, a->from),
					forecast_column(now, a->to), &s);
		for (int i = 0; i < a->n_parts; i++) {
			double w = forces_weight(m, &m->forces[a->parts[i].force], c);
			if (mean[i] > 0)
				r->rate += a->parts[i].impact * w / (mean[i] / all);
		}
	}
	g_free(mean);
}

static void gather(struct attribution *a, const struct market *m)
{
	a->parts = g_new0(struct attribution_part, m->n_forces + 1);
	for (int i = 0; i < m->n_forces; i++)
		if (!isnan(m->forces[i].impact.value))
			a->parts[a->n_parts++].force = i;
}

/* Rates of each year and what they are made of; false if one is unknown. */
static bool take_apart(struct attribution *a, const struct forecast *base,
		       const struct forces_change *change, struct years *y)
{
	double printed = forces_sum(base->market, FORCE_DRIVER)
		+ forces_sum(base->market, FORCE_RESTRAINT);
	forces_path(base, change, a->growth, &a->lambda);
	a->even = true;
	for (int t = 0; t < y->n; t++) {
		int column = a->first + t + 1;
		double was = forecast_level(base, 0, column) / forecast_level(base, 0, column - 1);
		y->baseline[t] = forces_a_year(base, was - 1) - printed + a->lambda;
		a->growth[column] = y->baseline[t];
		for (int i = 0; i < a->n_parts; i++) {
			double effect = forces_effect(base, change, a->parts[i].force, column);
			y->effect[i * y->n + t] = effect;
			a->parts[i].impact += effect / y->n;
			a->growth[column] += effect;
		}
		a->baseline += y->baseline[t] / y->n;
		a->rate += a->growth[column] / y->n;
		a->even &= fabs(a->growth[column] - a->growth[a->first + 1]) < 1e-9;
	}
	return !isnan(a->rate);
}

struct attribution *attribution_new(const struct forecast *base, const struct forecast *now,
				    const struct scenario *s)
{
	struct attribution *a = g_new0(struct attribution, 1);
	struct forces_change *change = forces_change_new(base->market, s);
	struct years y = { .base = base };
	bool known = false;
	forecast_window(base->market, base->measure, &a->from, &a->to);
	y.first = a->first = forecast_column(base, a->from);
	a->last = forecast_column(base, a->to);
	y.n = a->first < 0 ? 0 : MAX(a->last - a->first, 0);
	gather(a, base->market);
	if (y.n && a->n_parts) {
		a->growth = g_new(double, base->n_periods);
		a->start = forecast_level(base, 0, a->first);
		y.baseline = g_new(double, y.n);
		y.effect = g_new(double, (gsize)y.n * (gsize)a->n_parts);
		known = take_apart(a, base, change, &y) && a->start > 0;
	}
	if (known) {
		attribute(a, &y);
		regions(a, base, now ? now : base);
		a->others = now ? forecast_level(now, 0, forecast_column(now, a->to)) - a->end : 0;
	}
	g_free(y.baseline);
	g_free(y.effect);
	forces_change_free(change);
	if (!known)
		g_clear_pointer(&a, attribution_free);
	return a;
}

void attribution_free(struct attribution *a)
{
	if (!a)
		return;
	g_free(a->parts);
	g_free(a->regions);
	g_free(a->growth);
	g_free(a);
}

bool attribution_has_others(const struct attribution *a)
{
	return fabs(a->others) > 1e-9 * a->end;
}
