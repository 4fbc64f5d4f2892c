#include "config.h"

#include "forecast/forces.h"

#include <limits.h>
#include <math.h>

double forces_rate(const struct forecast *base)
{
	struct period from, to;
	enum status s;
	forecast_window(base->market, base->measure, &from, &to);
	return forecast_rate(base, 0, forecast_column(base, from), forecast_column(base, to), &s);
}

double forces_sum(const struct market *m, enum force_kind kind)
{
	double sum = 0;
	for (int i = 0; i < m->n_forces; i++)
		if (m->forces[i].kind == kind && !isnan(m->forces[i].impact.value))
			sum += m->forces[i].impact.value;
	return sum;
}

double forces_baseline(const struct forecast *base)
{
	return forces_rate(base) - forces_sum(base->market, FORCE_DRIVER)
		- forces_sum(base->market, FORCE_RESTRAINT);
}

int forces_dimension(const struct market *m, const struct force *k)
{
	for (int i = 0; i < k->n_where; i++)
		if (k->where[i].node > 0)
			return market_dimension(m, k->where[i].node);
	return -1;
}

int forces_geography(const struct market *m)
{
	int d = -1;
	for (int i = 0; i < m->n_forces && d < 0; i++)
		d = forces_dimension(m, &m->forces[i]);
	return d;
}

double forces_weight(const struct market *m, const struct force *k, int node)
{
	if (!k->n_where)
		return 1;
	for (int at = node; at >= 0; at = m->nodes[at].parent)
		for (int i = 0; i < k->n_where; i++)
			if (k->where[i].node == at)
				return k->where[i].weight;
	return 0;
}

char *forces_timing_text(const struct force *k)
{
	static const char *const names[] = { "", "short", "medium", "long" };
	if (k->timing < G_N_ELEMENTS(names))
		return g_strdup(names[k->timing]);
	return scenario_window_format(k->from, k->to);
}

void forces_window(const struct forecast *base, int *start, int *end)
{
	struct period from, to;
	forecast_window(base->market, base->measure, &from, &to);
	*start = forecast_column(base, from);
	*end = forecast_column(base, to);
}

static bool inside(const struct forecast *base, const struct force *k, int t, double delay)
{
	double u = t - delay;
	int start, end;
	switch (k->timing) {
	case TIMING_SHORT:
		return u >= 1 && u <= 2;
	case TIMING_MEDIUM:
		return u > 2 && u <= 4;
	case TIMING_LONG:
		return u > 4;
	case TIMING_SPAN:
		forces_window(base, &start, &end);
		u += forecast_period(base, start).year;
		return u >= k->from.year && u <= k->to.year;
	default:
		return true;
	}
}

double forces_timing(const struct market *m, const struct forecast *base, const struct force *k,
		     int t, int n, double rho, double delay)
{
	double mean = 0, whole = floor(delay), part = delay - whole;
	(void)m;
	if (k->timing == TIMING_NONE || rho >= 1)
		return 1;
	for (int i = 1; i <= n; i++)
		mean += (inside(base, k, i, 0) ? 1 : rho) / n;
	if (!(mean > 0))
		return 1;
	double now = inside(base, k, t, whole) ? 1 : rho;
	if (part > 0)	/* between the effects of the whole years on both sides */
		now += part * ((inside(base, k, t, whole + 1) ? 1 : rho) - now);
	return now / mean;
}

/* One adjustment on one force. */
static void change_one(struct forces_change *c, int force, const struct adjust *a)
{
	if (!isnan(a->scale))
		c->scale[force] = a->scale;
	if (!isnan(a->delay))
		c->delay[force] = a->delay;
	if (!isnan(a->rho))
		c->rho[force] = a->rho;
}

struct forces_change *forces_change_new(const struct market *m, const struct scenario *s)
{
	struct forces_change *c = g_new0(struct forces_change, 1);
	c->scale = g_new(double, m->n_forces + 1);
	c->delay = g_new0(double, m->n_forces + 1);
	c->rho = g_new(double, m->n_forces + 1);
	for (int i = 0; i < m->n_forces; i++)
		c->scale[i] = c->rho[i] = 1;
	for (int single = 0; single < 2; single++)	/* `all` first, a force's own after it */
		for (guint k = 0; s && k < s->adjusts->len; k++) {
			const struct adjust *a = s->adjusts->pdata[k];
			bool all = g_strcmp0(a->path, "all") == 0;
			for (int i = 0; a->kind == ADJUST_FORCE && all != single && i < m->n_forces; i++)
				if (all || g_strcmp0(m->forces[i].id, a->path) == 0)
					change_one(c, i, a);
		}
	for (int i = 0; i < m->n_forces; i++) {
		c->shaped |= c->rho[i] < 1;
		c->active |= c->scale[i] != 1 || c->delay[i] != 0 || c->rho[i] < 1;
	}
	return c;
}

void forces_change_free(struct forces_change *c)
{
	if (!c)
		return;
	g_free(c->scale);
	g_free(c->delay);
	g_free(c->rho);
	g_free(c);
}

/* Growth year of a column, 1 in the first after the window opens. */
static int growth_year(const struct forecast *base, int start, int column)
{
	double years = period_years_between(forecast_period(base, start),
					    forecast_period(base, column));
	return (int)ceil(years - 1e-9);
}

/* What force k adds in growth year t beyond its printed, evenly spread impact. */
static double excess(const struct forecast *base, const struct forces_change *c, int k, int t, int n,
		     bool scenario)
{
	const struct force *f = &base->market->forces[k];
	double scale = scenario ? c->scale[k] : 1, delay = scenario ? c->delay[k] : 0;
	if (isnan(f->impact.value))
		return 0;
	return f->impact.value
		* (scale * forces_timing(base->market, base, f, t, n, c->rho[k], delay) - 1);
}

/* The growth into a column. */
static double base_growth(const struct forecast *base, int node, int column)
{
	double a = forecast_level(base, node, column - 1), b = forecast_level(base, node, column);
	return a > 0 && b > 0 ? b / a - 1 : NAN;
}

double forces_a_year(const struct forecast *base, double growth)
{
	int parts = period_parts(base->first.step);
	return parts == 1 ? growth : pow(1 + growth, parts) - 1;
}

double forces_a_column(const struct forecast *base, double rate)
{
	int parts = period_parts(base->first.step);
	return parts == 1 ? rate : pow(1 + rate, 1.0 / parts) - 1;
}

double forces_effect(const struct forecast *base, const struct forces_change *c, int k, int column)
{
	double printed = base->market->forces[k].impact.value;
	int start, end;
	if (isnan(printed))
		return 0;
	forces_window(base, &start, &end);
	return printed + excess(base, c, k, growth_year(base, start, column),
				growth_year(base, start, end), true);
}

void forces_timings(const struct forecast *base, const struct forces_change *c, int k, int column,
		    double *now, double *was)
{
	const struct force *f = &base->market->forces[k];
	int start, end;
	forces_window(base, &start, &end);
	int t = growth_year(base, start, column), n = growth_year(base, start, end);
	*now = forces_timing(base->market, base, f, t, n, c->rho[k], c->delay[k]);
	*was = forces_timing(base->market, base, f, t, n, c->rho[k], 0);
}

/* Log of the factor from start to end when every year of growth is moved by its shape and l. */
static double closing_error(const struct forecast *base, const double *shaped, int start, int end,
			    double l)
{
	double sum = 0, parts = period_parts(base->first.step);
	for (int c = start + 1; c <= end; c++)
		sum += log1p(fmax(shaped[c] + l, -0.999999999)) / parts
			- log1p(base_growth(base, 0, c));
	return sum;
}

/* Growth of the total into each column, as a rate a year in those of the window; it may fall below
 * -1. */
static void rates_of_total(const struct forecast *base, const struct forces_change *c,
			   double *growth, double *lambda)
{
	int start, end, n_forces = base->market->n_forces;
	double l = 0;
	forces_window(base, &start, &end);
	for (int j = 0; j < base->n_periods; j++)
		growth[j] = j ? base_growth(base, 0, j) : NAN;
	if (lambda)
		*lambda = 0;
	if (start < 0 || end <= start)
		return;
	int n = growth_year(base, start, end);
	for (int j = start + 1; j <= end; j++)
		growth[j] = forces_a_year(base, growth[j]);
	if (c->shaped) {
		double lo = -2, hi = 2;
		for (int j = start + 1; j <= end; j++)
			for (int k = 0; k < n_forces; k++)
				growth[j] += excess(base, c, k, growth_year(base, start, j), n, false);
		bool known = !isnan(closing_error(base, growth, start, end, 0));
		for (int pass = 0; known && pass < 200; pass++) {
			l = (lo + hi) / 2;
			if (closing_error(base, growth, start, end, l) < 0)
				lo = l;
			else
				hi = l;
		}
	}
	if (lambda)
		*lambda = l;
	for (int j = start + 1; j <= end; j++) {
		growth[j] += l;
		for (int k = 0; k < n_forces; k++) {
			int t = growth_year(base, start, j);
			growth[j] += excess(base, c, k, t, n, true) - excess(base, c, k, t, n, false);
		}
	}
}

void forces_path(const struct forecast *base, const struct forces_change *c, double *growth,
		 double *lambda)
{
	int start, end;
	rates_of_total(base, c, growth, lambda);
	forces_window(base, &start, &end);
	for (int j = start + 1; start >= 0 && j <= end; j++)	/* what is unknown stays so */
		growth[j] = forces_a_column(base, growth[j] < -1 ? -1 : growth[j]);
}

bool forces_acts_on(const struct forecast *base, int node)
{
	const struct market *m = base->market;
	if (market_is_leaf(m, node))
		return true;
	for (int c = market_child(m, node); c >= 0; c = market_next(m, c))
		if (isnan(forecast_level(base, c, base->base)))
			return true;
	return market_covers(m, node, base->measure) == COVERS_OVERLAP;
}

double forces_mean_weight(const struct forecast *base, int dimension, const struct force *k)
{
	const struct market *m = base->market;
	double sum = 0, all = 0;
	for (int i = dimension + 1; i < dimension + m->nodes[dimension].size; i++) {
		double v = forecast_level(base, i, base->base);
		if (!forces_acts_on(base, i) || isnan(v))
			continue;
		sum += v * forces_weight(m, k, i);
		all += v;
		i += m->nodes[i].size - 1;
	}
	return all > 0 ? sum / all : 0;
}

static bool complete(const struct forecast *base, int dimension)
{
	const struct market *m = base->market;
	double sum = 0, total = forecast_level(base, dimension, base->base);
	if (market_covers(m, dimension, base->measure) == COVERS_OVERLAP)
		return false;
	for (int c = market_child(m, dimension); c >= 0; c = market_next(m, c)) {
		double v = forecast_level(base, c, base->base);
		sum += isnan(v) ? 0 : v;
	}
	return fabs(sum * forecast_closing(base, dimension, base->base) - total) <= 1e-9 * total;
}

/* What the change adds to the growth a year of one acting node into a column; mean: by force, of
 * its weights. */
static double moved_by(const struct forecast *base, const struct forces_change *c,
		       const double *mean, int node, int start, int end, int column)
{
	const struct market *m = base->market;
	int n = growth_year(base, start, end), t = growth_year(base, start, column);
	double moved = 0;
	for (int k = 0; k < m->n_forces; k++) {
		double w = forces_weight(m, &m->forces[k], node);
		double relative = mean[k] > 0 ? w / mean[k] : 1;
		double more = excess(base, c, k, t, n, true) - excess(base, c, k, t, n, false);
		if (more != 0)
			moved += more * relative;
	}
	return moved;
}

/* Moves one acting node by the effects on it. */
static void move_node(const struct forecast *base, const struct forces_change *c,
		      const double *mean, int node, int start, int end, double *levels)
{
	double *row = levels + (size_t)node * (size_t)base->n_periods, factor = 1;
	for (int j = start + 1; j < base->n_periods; j++) {
		double g = base_growth(base, node, j);
		if (isnan(g))
			continue;
		if (j <= end) {
			double moved = forces_a_year(base, g)
				+ moved_by(base, c, mean, node, start, end, j);
			factor *= (1 + forces_a_column(base, fmax(moved, -1))) / (1 + g);
		}
		row[j] *= factor;
	}
}

/* Scales the acting nodes of a dimension so that they add up to what they did times ratio. */
static void close_dimension(const struct forecast *base, int d, int from, const double *ratio,
			    double *levels)
{
	const struct market *m = base->market;
	int n = base->n_periods, last = d + m->nodes[d].size;
	for (int j = from; j < n; j++) {
		double moved = 0, before = 0;
		for (int i = d + 1; i < last; i++) {
			if (!forces_acts_on(base, i) || isnan(levels[(size_t)i * n + j]))
				continue;
			moved += levels[(size_t)i * n + j];
			before += forecast_level(base, i, j);
			i += m->nodes[i].size - 1;
		}
		for (int i = d + 1; i < last && moved > 0; i++)
			if (forces_acts_on(base, i)) {
				levels[(size_t)i * n + j] *= ratio[j] * before / moved;
				i += m->nodes[i].size - 1;
			}
	}
}

int forces_carrier(const struct forecast *base, const struct force *k)
{
	int d = forces_dimension(base->market, k);
	if (d < 0)
		d = forces_geography(base->market);
	return d >= 0 && complete(base, d) ? d : -1;
}

/* Lets only the forces act that no dimension carries, or one up to `last` does. */
static struct forces_change *up_to(const struct forecast *base, const struct forces_change *c,
				   int last)
{
	const struct market *m = base->market;
	struct forces_change *part = forces_change_new(m, NULL);
	for (int k = 0; k < m->n_forces; k++) {
		if (forces_carrier(base, &m->forces[k]) > last)
			continue;
		part->scale[k] = c->scale[k];
		part->delay[k] = c->delay[k];
		part->rho[k] = c->rho[k];
		part->shaped |= c->rho[k] < 1;
	}
	return part;
}

/* factor[j]: of the total's level in column j. */
static void factors(const struct forecast *base, const struct forces_change *c, double *factor)
{
	double all = 1;
	forces_path(base, c, factor, NULL);
	for (int j = 0; j < base->n_periods; j++) {
		if (j && !isnan(factor[j]))
			all *= (1 + factor[j]) / (1 + base_growth(base, 0, j));
		factor[j] = all;
	}
}

static double *mean_weights(const struct forecast *base, int d)
{
	const struct market *m = base->market;
	double *mean = g_new0(double, m->n_forces + 1);
	for (int k = 0; k < m->n_forces; k++)
		mean[k] = forces_mean_weight(base, d, &m->forces[k]);
	return mean;
}

/* One dimension moved by the forces it carries; ratio: of the total. */
static void move_dimension(const struct forecast *base, const struct forces_change *c, int d,
			   int start, int end, const double *ratio, double *levels)
{
	const struct market *m = base->market;
	g_autofree double *mean = mean_weights(base, d);
	for (int i = d + 1; i < d + m->nodes[d].size; i++)
		if (forces_acts_on(base, i)) {
			move_node(base, c, mean, i, start, end, levels);
			i += m->nodes[i].size - 1;
		}
	close_dimension(base, d, start + 1, ratio, levels);
}

/* Only the forces that a dimension carries. */
static struct forces_change *carried(const struct forecast *base, const struct forces_change *c,
				     int d)
{
	struct forces_change *part = up_to(base, c, INT_MAX);
	for (int k = 0; k < base->market->n_forces; k++)
		if (forces_carrier(base, &base->market->forces[k]) != d) {
			part->scale[k] = part->rho[k] = 1;
			part->delay[k] = 0;
		}
	return part;
}

static bool carries(const struct forecast *base, int d)
{
	for (int k = 0; k < base->market->n_forces; k++)
		if (forces_carrier(base, &base->market->forces[k]) == d)
			return true;
	return false;
}

void forces_move(const struct forecast *base, const struct forces_change *c, double *levels,
		 double *growth)
{
	const struct market *m = base->market;
	int start, end, n = base->n_periods;
	forces_window(base, &start, &end);
	g_autofree double *before = g_new(double, n), *after = g_new(double, n);
	struct forces_change *part = up_to(base, c, -1);
	forces_path(base, part, growth, NULL);
	factors(base, part, before);
	forces_change_free(part);
	for (int d = market_child(m, 0); d >= 0 && start >= 0 && end > start; d = market_next(m, d)) {
		if (!carries(base, d))
			continue;
		part = up_to(base, c, d);
		factors(base, part, after);
		forces_change_free(part);
		for (int j = 0; j < n; j++) {
			double ratio = before[j] > 0 ? after[j] / before[j] : after[j];
			before[j] = after[j];
			after[j] = ratio;
		}
		part = carried(base, c, d);
		move_dimension(base, part, d, start, end, after, levels);
		forces_change_free(part);
	}
}

/* The first node and column that a change would take to -100 % or below; -1 if none. */
static int sunk(const struct forecast *base, const struct forces_change *c, int start, int end,
		int *column, double *rate)
{
	const struct market *m = base->market;
	g_autofree double *growth = g_new(double, base->n_periods);
	rates_of_total(base, c, growth, NULL);
	for (*column = start + 1; *column <= end; ++*column)
		if ((*rate = growth[*column]) <= -1)
			return 0;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		if (!carries(base, d))
			continue;
		g_autofree double *mean = mean_weights(base, d);
		struct forces_change *part = carried(base, c, d);
		int found = -1;
		for (int i = d + 1; i < d + m->nodes[d].size && found < 0; i++) {
			if (!forces_acts_on(base, i))
				continue;
			for (*column = start + 1; *column <= end && found < 0; ++*column) {
				double g = base_growth(base, i, *column);
				*rate = forces_a_year(base, g)
					+ moved_by(base, part, mean, i, start, end, *column);
				if (*rate <= -1) {
					found = i;
					break;
				}
			}
			i += m->nodes[i].size - 1;
		}
		forces_change_free(part);
		if (found >= 0)
			return found;
	}
	return -1;
}

int forces_sink(const struct forecast *base, const struct forces_change *c, int *column,
		double *rate, double *room)
{
	const struct market *m = base->market;
	int start, end, ignored;
	double lo = 0, hi = 1, unused;
	forces_window(base, &start, &end);
	int node = start >= 0 ? sunk(base, c, start, end, column, rate) : -1;
	if (node < 0)
		return -1;
	struct forces_change *part = up_to(base, c, INT_MAX);
	for (int pass = 0; pass < 60; pass++) {
		double x = (lo + hi) / 2;
		for (int k = 0; k < m->n_forces; k++)
			part->scale[k] = 1 + x * (c->scale[k] - 1);
		if (sunk(base, part, start, end, &ignored, &unused) < 0)
			lo = x;
		else
			hi = x;
	}
	forces_change_free(part);
	*room = lo;
	return node;
}
