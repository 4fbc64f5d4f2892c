#include "config.h"

#include "forecast/shape.h"

#include <math.h>

#include "base/number.h"

/* A fitted ceiling above so many times the largest level is no finding: the data do not show a
 * turn. */
static const double CEILING_MOST = 1000;

static bool refuse(GError **error, const char *reason)
{
	g_set_error_literal(error, FORECAST_ERROR, FORECAST_REFUSED, reason);
	return false;
}

static const double *row(const struct forecast *f, int node)
{
	return f->level + (size_t)node * (size_t)f->n_periods;
}

/* Factor from one column to the next at a growth a year. */
static double step_factor(const struct forecast *f, double growth)
{
	int parts = period_parts(f->first.step);
	return parts == 1 ? 1 + growth : pow(1 + growth, 1.0 / parts);
}

/* Growth a year into the column where the shape starts, else out of it. */
static double opening_growth(const struct forecast *f, const double *v, int from)
{
	int parts = period_parts(f->first.step), c = from;
	if (!(from > 0 && v[from - 1] > 0 && v[from] > 0))
		c = from + 1;
	if (c >= f->n_periods || !(v[c - 1] > 0 && v[c] > 0))
		return NAN;
	return (parts == 1 ? v[c] / v[c - 1] : pow(v[c] / v[c - 1], parts)) - 1;
}

static bool constant(const struct forecast *f, const struct shape *s, int from, int to,
		     double *path)
{
	for (int c = from + 1; c <= to; c++)
		path[c] = path[c - 1] * step_factor(f, s->rate);
	return true;
}

static bool fade(const struct forecast *f, const double *v, const struct shape *s, int from, int to,
		 double *path, GError **error)
{
	double g0 = opening_growth(f, v, from);
	int by = period_is_set(s->by) ? forecast_column(f, s->by) : to;
	if (isnan(g0))
		return refuse(error, "a fade needs a growth to start from: two known years");
	if (by <= from)
		return refuse(error, "the year by which the fade ends must lie in the window");
	for (int c = from + 1; c <= to; c++) {
		double x = fmin((double)(c - from) / (by - from), 1);
		path[c] = path[c - 1] * step_factor(f, g0 + (s->rate - g0) * x);
	}
	return true;
}

/* Log of the factor over n columns of so many parts of a year. */
static double geometric_log(double g0, double end, double keep, int n, double parts)
{
	double sum = 0;
	for (int i = 1; i <= n; i++)
		sum += log1p(end + (g0 - end) * pow(keep, i / parts)) / parts;
	return sum;
}

/* g_t = end + (g0 - end) keep^t, keep such that the published end is met. */
static bool geometric(const struct forecast *f, const double *v, const struct shape *s, int from,
		      int to, double *path, GError **error)
{
	double g0 = opening_growth(f, v, from), lo = 0, hi = 1;
	int end = MIN(to, f->end), n = end - from;
	if (isnan(g0) || n < 1 || !(v[end] > 0))
		return refuse(error, "a geometric fade needs a growth to start from and a known end");
	double want = log(v[end] / path[from]);
	double parts = period_parts(f->first.step);
	double a = geometric_log(g0, s->rate, lo, n, parts);
	double b = geometric_log(g0, s->rate, hi, n, parts);
	if ((a - want) * (b - want) > 0)
		return refuse(error, "no geometric fade to that rate meets the published end");
	for (int pass = 0; pass < 200; pass++) {
		double x = (lo + hi) / 2;
		if ((geometric_log(g0, s->rate, x, n, parts) < want) == (a < b))
			lo = x;
		else
			hi = x;
	}
	for (int c = from + 1; c <= to; c++)
		path[c] = path[c - 1] * step_factor(f, s->rate + (g0 - s->rate)
						     * pow(lo, (c - from) / parts));
	return true;
}

/* S-curves become straight lines: logit for the logistic, log-log for Gompertz. */
static double straight(int kind, double v, double ceiling)
{
	double x = v / ceiling;
	return kind == SHAPE_LOGISTIC ? log(x / (1 - x)) : -log(-log(x));
}

static double bent(int kind, double line, double ceiling)
{
	return kind == SHAPE_LOGISTIC ? ceiling / (1 + exp(-line)) : ceiling * exp(-exp(-line));
}

/* Three points on one line for a ceiling: zero if they are. */
static double bend(int kind, const double t[3], const double v[3], double ceiling)
{
	double a = straight(kind, v[0], ceiling), b = straight(kind, v[1], ceiling),
	       c = straight(kind, v[2], ceiling);
	return (b - a) / (t[1] - t[0]) - (c - b) / (t[2] - t[1]);
}

/* The ceiling through three levels, by bisection on its logarithm; NaN if none. */
static double find_ceiling(int kind, const double t[3], const double v[3])
{
	double top = fmax(v[0], fmax(v[1], v[2]));
	double lo = log(top * (1 + 1e-9)), hi = log(top * 1e12);
	double a = bend(kind, t, v, exp(lo)), b = bend(kind, t, v, exp(hi));
	if (isnan(a) || isnan(b) || a * b > 0)
		return NAN;
	for (int pass = 0; pass < 200; pass++) {
		double x = (lo + hi) / 2;
		if ((bend(kind, t, v, exp(x)) > 0) == (a > 0))
			lo = x;
		else
			hi = x;
	}
	return exp(lo);
}

static bool s_curve(const struct forecast *f, const double *v, const struct shape *s, int from,
		    int to, double *path, GError **error)
{
	int end = MIN(to, f->end);
	double ceiling = s->ceiling, t[3], y[3];
	int first = f->base < from ? f->base : from - 1;
	if (end <= from || !(v[from] > 0) || !(v[end] > 0))
		return refuse(error, "the curve needs positive levels at both ends of its window");
	if (isnan(ceiling)) {
		if (first < 0 || !(v[first] > 0))
			return refuse(error, "two levels do not identify a ceiling: type one");
		int columns[3] = { first, from, end };
		for (int i = 0; i < 3; i++) {
			t[i] = columns[i];
			y[i] = v[columns[i]];
		}
		ceiling = find_ceiling(s->kind, t, y);
		if (isnan(ceiling) || ceiling > CEILING_MOST * v[end]) {
			char at[NUMBER_TEXT_MAX];
			g_autofree char *text = isnan(ceiling)
				? g_strdup("not identified: no ceiling fits the printed levels; type one")
				: g_strdup_printf("not identified: the printed levels would need a "
						  "ceiling of %s; type one",
						  number_fixed(at, ceiling, 0));
			return refuse(error, text);
		}
	}
	if (ceiling <= fmax(v[from], v[end]))
		return refuse(error, "the ceiling must lie above the levels at both ends");
	double a = straight(s->kind, path[from], ceiling), b = straight(s->kind, v[end], ceiling);
	for (int c = from + 1; c <= to; c++)
		path[c] = bent(s->kind, a + (b - a) * (c - from) / (end - from), ceiling);
	return true;
}

static double adopted(double t, double p, double q)
{
	double e = exp(-(p + q) * t);
	return (1 - e) / (1 + q / p * e);
}

/* Bass: the level is ceiling * F(t); the clock starts where F meets the level at the start. */
static bool bass(const struct forecast *f, const struct shape *s, int from, int to, double *path,
		 GError **error)
{
	if (isnan(s->ceiling) || isnan(s->p) || isnan(s->q))
		return refuse(error, "a Bass curve cannot be identified from market levels: type "
			      "ceiling, p and q");
	double x = path[from] / s->ceiling;
	if (!(x > 0 && x < 1) || !(s->p > 0) || s->q < 0)
		return refuse(error, "a Bass curve needs a ceiling above the level at its start, "
			      "p > 0 and q >= 0");
	double clock = log((1 + x * s->q / s->p) / (1 - x)) / (s->p + s->q);
	double parts = period_parts(f->first.step);
	for (int c = from + 1; c <= to; c++)
		path[c] = s->ceiling * adopted(clock + (c - from) / parts, s->p, s->q);
	return true;
}

bool shape_path(const struct forecast *f, int node, const struct shape *shape, int from, int to,
		double *path, GError **error)
{
	const double *v = row(f, node);
	switch (shape->kind) {
	case SHAPE_CONSTANT:
		return constant(f, shape, from, to, path);
	case SHAPE_FADE:
		return fade(f, v, shape, from, to, path, error);
	case SHAPE_GEOMETRIC:
		return geometric(f, v, shape, from, to, path, error);
	case SHAPE_BASS:
		return bass(f, shape, from, to, path, error);
	default:
		return s_curve(f, v, shape, from, to, path, error);
	}
}
