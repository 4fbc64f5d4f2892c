#include "config.h"

#include "forecast/fill.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum { SWEEPS = 5000 };

static const double SLACK = 1e-9;	/* of the amount */
static const double STEADY = 1e-15;	/* of the amount: a sweep that moves nothing */

struct split {
	const double *low, *high;
	int n;
	double *key;		/* with the factors of the sets */
	double *factor;		/* of each set */
	double *part;
};

static double sum_of(const double *v, int n)
{
	double sum = 0;
	for (int i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

bool fill_possible(const double *low, const double *high, int n, double rest)
{
	return sum_of(low, n) <= rest * (1 + SLACK) && rest * (1 - SLACK) <= sum_of(high, n);
}

/* Sum of the clamped parts of some members (all if NULL) at a factor. */
static double sum_at(const struct split *s, const bool *in, double factor)
{
	double sum = 0;
	for (int i = 0; i < s->n; i++)
		if (!in || in[i])
			sum += fmin(fmax(factor * s->key[i], s->low[i]), s->high[i]);
	return sum;
}

/* The factor at which they add up to an amount, raised until they do. */
static double factor_for(const struct split *s, const bool *in, double amount, double first)
{
	double lo = 0, hi;
	for (hi = first; sum_at(s, in, hi) < amount && hi <= 1e300; hi *= 2)
		;
	for (int pass = 0; pass < 200 && lo < hi; pass++) {
		double x = (lo + hi) / 2;
		if (x <= lo || x >= hi)
			break;
		if (sum_at(s, in, x) < amount)
			lo = x;
		else
			hi = x;
	}
	return hi;
}

/* Bounds without room, but for what their own arithmetic lost. */
static bool no_room(struct split *s, double rest)
{
	double least = sum_of(s->low, s->n), most = sum_of(s->high, s->n);
	if (least < rest && rest < most)
		return false;
	bool bottom = least >= rest;
	for (int i = 0; i < s->n; i++)
		s->part[i] = bottom ? s->low[i] * (rest / least) : s->high[i] * (rest / most);
	return true;
}

/* Without sets; false if nothing is left to decide, or the bounds had to be given up. */
static bool water_fill(struct split *s, double rest)
{
	double keys = sum_of(s->key, s->n);
	bool inside = keys > 0;
	for (int i = 0; i < s->n && inside; i++) {
		s->part[i] = rest * (s->key[i] / keys);
		inside = s->part[i] >= s->low[i] && s->part[i] <= s->high[i];
	}
	if (inside)
		return true;
	if (!(keys > 0) || !fill_possible(s->low, s->high, s->n, rest)) {
		for (int i = 0; i < s->n; i++)
			s->part[i] = keys > 0 ? rest * (s->key[i] / keys) : rest / s->n;
		return false;
	}
	if (rest > 0 && no_room(s, rest))
		return false;
	double factor = factor_for(s, NULL, rest, rest / keys);
	for (int i = 0; i < s->n; i++)
		s->part[i] = fmin(fmax(factor * s->key[i], s->low[i]), s->high[i]);
	return true;
}

static bool kept(const struct split *s, const struct fill_set *set, double slack)
{
	double sum = 0;
	for (int i = 0; i < s->n; i++)
		sum += set->in[i] ? s->part[i] : 0;
	return sum >= set->low - slack && sum <= set->high + slack;
}

static void raise_keys(struct split *s, const struct fill_set *set, double factor)
{
	for (int i = 0; i < s->n; i++)
		if (set->in[i])
			s->key[i] *= factor;
}

/* The factor of one set, the others' given: 1 unless its interval holds it back. */
static void fit_set(struct split *s, const struct fill_set *set, double *factor)
{
	raise_keys(s, set, 1 / *factor);
	double sum = sum_at(s, set->in, 1);
	*factor = 1;
	if (sum < set->low)
		*factor = factor_for(s, set->in, set->low, 1);
	else if (sum > set->high)
		*factor = factor_for(s, set->in, set->high, 1);
	if (!(*factor > 1e-300) || *factor > 1e300)
		*factor = 1;
	raise_keys(s, set, *factor);
}

/* Sets and bounds in turn, until nothing moves. */
static bool fit_sets(struct split *s, const struct fill_set *sets, int n_sets, double rest)
{
	double factor = rest / sum_of(s->key, s->n);
	for (int i = 0; i < s->n; i++)
		s->key[i] *= factor;
	for (int sweep = 0; sweep < SWEEPS; sweep++) {
		double moved = 0;
		for (int k = 0; k < n_sets; k++)
			fit_set(s, &sets[k], &s->factor[k]);
		factor = factor_for(s, NULL, rest, 1);
		for (int i = 0; i < s->n; i++) {
			s->key[i] *= factor;
			double part = fmin(fmax(s->key[i], s->low[i]), s->high[i]);
			moved = fmax(moved, fabs(part - s->part[i]));
			s->part[i] = part;
		}
		if (moved <= STEADY * rest)
			break;
	}
	for (int k = 0; k < n_sets; k++)
		if (!kept(s, &sets[k], SLACK * rest))
			return false;
	return true;
}

void fill_split(const double *key, const double *low, const double *high, int n,
		const struct fill_set *sets, int n_sets, double rest, double *part)
{
	g_autofree double *keys = g_new(double, n), *factor = g_new(double, n_sets + 1);
	struct split s = { low, high, n, keys, factor, part };
	bool all = true;
	memcpy(keys, key, (size_t)n * sizeof *keys);
	bool open = water_fill(&s, rest);
	for (int k = 0; k < n_sets; k++) {
		factor[k] = 1;
		all &= kept(&s, &sets[k], 1e-12 * rest);
	}
	if (all || !open || !(rest > 0))
		return;
	if (!fit_sets(&s, sets, n_sets, rest)) {
		memcpy(keys, key, (size_t)n * sizeof *keys);
		water_fill(&s, rest);
	}
}
