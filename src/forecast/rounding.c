/* Intervals of levels over the rounding of the printed figures behind them, rule by rule. */
#include "config.h"

#include "forecast/rounding.h"

#include <math.h>

#include "forecast/work.h"

struct range { double low, high; };

struct rounding {
	const struct forecast *f;
	struct work w;
	GHashTable *known;	/* cell number + 1 -> struct range * */
};

static struct range level_of(struct rounding *r, int node, int column);

struct rounding *rounding_new(const struct forecast *f)
{
	struct rounding *r = g_new0(struct rounding, 1);
	r->f = f;
	r->w = (struct work){ .market = f->market, .f = (struct forecast *)f, .n = f->n_periods,
			      .first = period_ordinal(f->first) };
	r->known = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
	return r;
}

void rounding_free(struct rounding *r)
{
	if (!r)
		return;
	g_hash_table_unref(r->known);
	g_free(r);
}

static struct range exactly(double v)
{
	return (struct range){ v, v };
}

static struct range of_figure(const struct fact *f)
{
	struct range a;
	figure_interval(&f->figure, &a.low, &a.high);
	return a;
}

static struct range plus(struct range a, struct range b)
{
	return (struct range){ a.low + b.low, a.high + b.high };
}

static struct range minus(struct range a, struct range b)
{
	return (struct range){ a.low - b.high, a.high - b.low };
}

static struct range times(struct range a, struct range b)
{
	double x = a.low * b.low, y = a.low * b.high, z = a.high * b.low, u = a.high * b.high;
	return (struct range){ fmin(fmin(x, y), fmin(z, u)), fmax(fmax(x, y), fmax(z, u)) };
}

static struct range over(struct range a, struct range b)
{
	if (b.low <= 0 && b.high >= 0)
		return (struct range){ -INFINITY, INFINITY };
	return times(a, (struct range){ 1 / b.high, 1 / b.low });
}

/* (1 + g) to a power of either sign. */
static struct range grown(struct range g, double years)
{
	double a = pow(1 + g.low, years), b = pow(1 + g.high, years);
	return (struct range){ fmin(a, b), fmax(a, b) };
}

static bool is_known(const struct rounding *r, int node, int column)
{
	return !isnan(forecast_level(r->f, node, column));
}

static enum rule rule_of(const struct rounding *r, int node, int column)
{
	return (enum rule)r->f->rule[(size_t)node * (size_t)r->f->n_periods + (size_t)column];
}

static double years(const struct rounding *r, int from, int to)
{
	return period_years_between(forecast_period(r->f, from), forecast_period(r->f, to));
}

static struct range stepped(struct rounding *r, const struct fact *f, int node, int column, int from)
{
	struct range v = level_of(r, node, from), s = of_figure(f);
	if (f->metric == METRIC_CHANGE)
		return from < column ? plus(v, s) : minus(v, s);
	s = plus(s, exactly(1));
	return from < column ? times(v, s) : over(v, s);
}

static struct range of_share(struct rounding *r, const struct fact *f, int node, int column)
{
	int base = f->of == BASE_PARENT ? r->f->market->nodes[node].parent : f->of;
	double level = forecast_level(r->f, node, column);
	if (base < 0 || !is_known(r, base, column))	/* of another measure */
		return times(of_figure(f), exactly(level / f->figure.value));
	return times(level_of(r, base, column), of_figure(f));
}

/* Between its two known neighbours, as rule 6. */
static struct range gap(struct rounding *r, int node, int column)
{
	int a = column, z = column;
	do
		a--;
	while (a >= 0 && (!is_known(r, node, a) || rule_of(r, node, a) == RULE_GAP));
	do
		z++;
	while (z < r->f->n_periods && (!is_known(r, node, z) || rule_of(r, node, z) == RULE_GAP));
	if (a < 0 || z >= r->f->n_periods)
		return exactly(forecast_level(r->f, node, column));
	struct range x = level_of(r, node, a), y = level_of(r, node, z);
	double t = (double)(column - a) / (z - a);
	if (x.low > 0 && y.low > 0)
		return (struct range){ pow(x.low, 1 - t) * pow(y.low, t),
				       pow(x.high, 1 - t) * pow(y.high, t) };
	return plus(times(x, exactly(1 - t)), times(y, exactly(t)));
}

static struct range sum_of(struct rounding *r, int group, int column)
{
	const struct market *m = r->f->market;
	struct range sum = { 0, 0 };
	for (int c = market_child(m, group); c >= 0; c = market_next(m, c)) {
		if (!is_known(r, c, column))
			return exactly(NAN);
		sum = plus(sum, level_of(r, c, column));
	}
	return sum;
}

/* Of the total: the first dimension that is complete. */
static struct range summed(struct rounding *r, int node, int column)
{
	const struct market *m = r->f->market;
	double level = forecast_level(r->f, node, column);
	if (node)
		return sum_of(r, node, column);
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		struct range sum = sum_of(r, d, column);
		if (sum.low <= level && level <= sum.high)
			return sum;
	}
	return exactly(level);
}

static struct range nearest_share(struct rounding *r, int node, int column)
{
	for (int d = 1; d < r->f->n_periods; d++)
		for (int side = -1; side <= 1; side += 2) {
			int c = column + side * d;
			struct range a;
			if (c < 0 || c >= r->f->n_periods || rule_of(r, node, c) == RULE_CARRIED
			    || rule_of(r, node, c) == RULE_RATE
			    || rule_of(r, node, c) == RULE_REST)
				continue;
			if (rounding_share(r, node, c, &a.low, &a.high))
				return a;
		}
	return exactly(NAN);
}

/* What the members that came by other rules leave, by a part that rounding hardly moves. */
static struct range left_over(struct rounding *r, int node, int column, enum rule by)
{
	const struct market *m = r->f->market;
	int parent = m->nodes[node].parent;
	struct range rest = level_of(r, parent, column);
	double part = 0;
	for (int c = market_child(m, parent); c >= 0; c = market_next(m, c)) {
		if (!is_known(r, c, column))
			continue;
		if (rule_of(r, c, column) == by)
			part += forecast_level(r->f, c, column);
		else
			rest = minus(rest, level_of(r, c, column));
	}
	double share = part > 0 ? forecast_level(r->f, node, column) / part : 1;
	return times((struct range){ fmax(rest.low, 0), fmax(rest.high, 0) }, exactly(share));
}

/* The same in shares of the parent, whose rounding then counts once. */
static struct range share_left_over(struct rounding *r, int node, int column, enum rule by)
{
	const struct market *m = r->f->market;
	int parent = m->nodes[node].parent;
	struct range rest = { 1, 1 };
	double part = 0;
	for (int c = market_child(m, parent); c >= 0; c = market_next(m, c)) {
		struct range a;
		enum status s;
		const struct fact *f;
		if (!is_known(r, c, column))
			continue;
		if (rule_of(r, c, column) == by) {
			part += forecast_level(r->f, c, column);
			continue;
		}
		work_printed_share(&r->w, c, column, &s, &f);
		if (!f)
			return (struct range){ -INFINITY, INFINITY };
		a = of_figure(f);
		rest = minus(rest, a);
	}
	double share = part > 0 ? forecast_level(r->f, node, column) / part : 1;
	return times((struct range){ fmax(rest.low, 0), fmax(rest.high, 0) }, exactly(share));
}

static struct range narrower(struct range a, struct range b)
{
	return (struct range){ fmax(a.low, b.low), fmin(a.high, b.high) };
}

static bool is_left_over(enum rule rule)
{
	return rule == RULE_FILL || rule == RULE_RESIDUAL || rule == RULE_UNLISTED;
}

static struct range by_rule(struct rounding *r, int node, int column)
{
	int from, parent = r->f->market->nodes[node].parent;
	enum rule rule = rule_of(r, node, column);
	const struct fact *f = levels_trace(&r->w, node, column, &from);
	switch (rule) {
	case RULE_PRINTED:
		return f ? of_figure(f) : exactly(NAN);
	case RULE_SHARE:
		return f ? of_share(r, f, node, column) : exactly(NAN);
	case RULE_GROWTH:
		return f ? stepped(r, f, node, column, from) : exactly(NAN);
	case RULE_CAGR:
	case RULE_WINDOW:
		return f ? times(level_of(r, node, from),
				 grown(of_figure(f), years(r, from, column))) : exactly(NAN);
	case RULE_SUM:
		return summed(r, node, column);
	case RULE_TOTAL:
		return level_of(r, 0, column);
	case RULE_GAP:
		return gap(r, node, column);
	case RULE_CARRIED:
	case RULE_RATE:
		return times(nearest_share(r, node, column), level_of(r, parent, column));
	case RULE_RESIDUAL:
	case RULE_FILL:
	case RULE_UNLISTED:
		return narrower(left_over(r, node, column, rule),
				times(share_left_over(r, node, column, rule),
				      level_of(r, parent, column)));
	case RULE_REST:
		return left_over(r, node, column, rule);
	default:
		return exactly(NAN);
	}
}

static struct range level_of(struct rounding *r, int node, int column)
{
	gpointer key = GSIZE_TO_POINTER((size_t)node * (size_t)r->f->n_periods + (size_t)column + 1);
	const struct range *kept = g_hash_table_lookup(r->known, key);
	if (kept)
		return *kept;
	double level = forecast_level(r->f, node, column);
	struct range *a = g_new(struct range, 1);
	*a = exactly(level);
	g_hash_table_insert(r->known, key, a);	/* ends a circle of rules, too */
	struct range got = by_rule(r, node, column);
	if (forecast_status(r->f, node, column) != STATUS_SCENARIO && !isnan(got.low)
	    && !isnan(got.high)) {
		a->low = fmin(got.low, level);	/* closing may have moved it by a rounding */
		a->high = fmax(got.high, level);
	}
	return *a;
}

bool rounding_level(struct rounding *r, int node, int column, double *low, double *high)
{
	if (column < 0 || column >= r->f->n_periods || !is_known(r, node, column))
		return false;
	struct range a = level_of(r, node, column);
	*low = a.low;
	*high = a.high;
	return true;
}

bool rounding_share(struct rounding *r, int node, int column, double *low, double *high)
{
	enum status s;
	const struct fact *fact;
	double share = forecast_share(r->f, node, column, &s);
	int parent = r->f->market->nodes[node].parent;
	struct range a;
	if (isnan(share))
		return false;
	a = exactly(share);
	double printed = work_printed_share(&r->w, node, column, &s, &fact);
	if (fact && fabs(printed - share) <= 1e-12) {
		a = of_figure(fact);
	} else if (is_known(r, node, column) && is_known(r, parent, column)) {
		enum rule rule = rule_of(r, node, column);
		if (rule == RULE_CARRIED || rule == RULE_RATE)
			a = nearest_share(r, node, column);
		else
			a = over(level_of(r, node, column), level_of(r, parent, column));
		if (is_left_over(rule))
			a = narrower(a, share_left_over(r, node, column, rule));
	}
	if (!isfinite(a.low) || !isfinite(a.high))
		a = exactly(share);
	*low = fmin(a.low, share);
	*high = fmax(a.high, share);
	return true;
}

/* Both levels come from one printed rate: the print itself. */
static const struct fact *common_rate(const struct rounding *r, int node, int from, int to)
{
	int a, z;
	const struct fact *f = levels_trace(&r->w, node, to, &z);
	const struct fact *g = levels_trace(&r->w, node, from, &a);
	if (!f || (f->metric != METRIC_CAGR && f->metric != METRIC_GROWTH
		   && f->metric != METRIC_YOY))
		return NULL;
	return z == from || (f == g && a == z && f->metric == METRIC_CAGR) ? f : NULL;
}

/* n: how often the rate compounds between the columns. */
static bool rate_between(struct rounding *r, int node, int from, int to, double rate, double n,
			 double *low, double *high)
{
	if (isnan(rate))
		return false;
	const struct fact *print = common_rate(r, node, from, to);
	if (print && (print->metric == METRIC_CAGR || to - from == 1)
	    && fabs(print->figure.value - rate) <= 1e-9) {
		figure_interval(&print->figure, low, high);
		return true;
	}
	struct range a = level_of(r, node, from), z = level_of(r, node, to);
	*low = z.low > 0 ? pow(z.low / a.high, 1 / n) - 1 : -1;
	*high = a.low > 0 ? pow(z.high / a.low, 1 / n) - 1 : INFINITY;
	return true;
}

bool rounding_growth(struct rounding *r, int node, int column, double *low, double *high)
{
	enum status s;
	double rate = forecast_rate(r->f, node, column - 1, column, &s);
	double growth = isnan(rate) ? NAN : forecast_growth(r->f, node, column, &s);
	return rate_between(r, node, column - 1, column, growth, 1, low, high);
}

bool rounding_rate(struct rounding *r, int node, int from, int to, double *low, double *high)
{
	enum status s;
	return rate_between(r, node, from, to, forecast_rate(r->f, node, from, to, &s),
			    years(r, from, to), low, high);
}
