#include "config.h"

#include "analysis/goal.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "market/figure.h"

/* Rates that are tried: from just above -100 % to this many times a year. */
static const double HIGHEST = 1e4;
enum { PASSES = 200 };

G_GNUC_PRINTF(2, 3)
static bool usage(GError **error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, FORECAST_ERROR, FORECAST_USAGE, text);
	return false;
}

bool goal_parse(const struct market *m, const char *text, struct goal *goal, GError **error)
{
	const char *at = strrchr(text, '@');
	g_autofree char *what = at ? g_strndup(text, (gsize)(at - text)) : g_strdup(text);
	g_autofree char *why = NULL;
	struct figure figure;
	goal->period = PERIOD_NONE;
	goal->other = -1;
	if (at && !period_parse(at + 1, &goal->period))
		return usage(error, "'%s' is no period; write the target as 60@2031, 25%%@2031 or "
			     "PATH@2031", at + 1);
	if (g_str_has_suffix(what, "%")) {
		goal->kind = GOAL_SHARE;
		if (!figure_parse(what, FIGURE_PERCENT, NULL, &figure, &why))
			return usage(error, "%s", why);
		goal->value = figure.value;
		if (!at)
			return usage(error, "a share needs a year: %s@2031", what);
	} else if (figure_parse(what, FIGURE_LEVEL, &m->unit, &figure, &why)
		   && figure_is_point(&figure)) {
		goal->kind = at ? GOAL_VALUE : GOAL_YEAR;
		goal->value = figure.value;
	} else {
		goal->kind = GOAL_PARITY;
		goal->other = market_find_loose(m, what);
		if (goal->other < 0)
			return usage(error, "'%s' is neither a level, a share nor a path of this "
				     "market", what);
		if (!at)
			return usage(error, "parity needs a year: %s@2031", what);
	}
	return true;
}

/* What the target looks at; NaN if unknown. */
static double measure_of(const struct forecast *f, const struct goal *g)
{
	enum status s;
	int c = forecast_column(f, g->period);
	switch (g->kind) {
	case GOAL_SHARE:
		return g->node == 0 ? 1 : forecast_share(f, g->node, c, &s);
	case GOAL_PARITY:
		return forecast_level(f, g->node, c) - forecast_level(f, g->other, c);
	default:
		return forecast_level(f, g->node, c);
	}
}

struct trial {
	const struct market *m;
	int measure;
	const struct scenario *s;
	enum hold hold;
	const struct goal *goal;
	const char *path;
};

/* The forecast with the lever at a rate; NULL if that is refused. */
static struct forecast *try(const struct trial *t, double rate)
{
	struct scenario *s = t->s ? scenario_copy(t->s) : scenario_new("goal", t->m->id);
	struct adjust *a = adjust_new(ADJUST_CAGR, t->path);
	forecast_window(t->m, t->measure, &a->from, &a->to);
	a->value = rate;
	a->hold = t->hold;
	scenario_set(s, a);
	struct forecast *f = forecast_run(t->m, t->measure, s, t->hold, NULL);
	scenario_free(s);
	return f;
}

static double outcome(const struct trial *t, double rate)
{
	struct forecast *f = try(t, rate);
	double v = f ? measure_of(f, t->goal) : NAN;
	forecast_free(f);
	return v;
}

/* The highest (or lowest) rate that is not refused, from one that is not. */
static double edge(const struct trial *t, double inside, double outside)
{
	if (!isnan(outcome(t, outside)))
		return outside;
	for (int pass = 0; pass < 60; pass++) {
		double x = (inside + outside) / 2;
		if (isnan(outcome(t, x)))
			outside = x;
		else
			inside = x;
	}
	return inside;
}

/* Highest rate worth trying: doubled until the target is passed or the trial is refused. */
static double upper(const struct trial *t, double from, double target, bool rising)
{
	double rate = fmax(from, 0.01);
	while (rate < HIGHEST) {
		double v = outcome(t, rate);
		if (isnan(v))
			return edge(t, from, rate);
		if (rising ? v >= target : v <= target)
			return rate;
		from = rate;
		rate = rate * 2 + 0.05;
	}
	return rate;
}

static char *number(double value, int decimals)
{
	char buf[NUMBER_TEXT_MAX];
	return g_strdup(number_fixed(buf, value, decimals));
}

static bool out_of_reach(const struct trial *t, const struct goal_answer *a, GError **error)
{
	bool share = t->goal->kind == GOAL_SHARE;
	double k = share ? 100 : 1;
	g_autofree char *low = number(fmin(a->low, a->high) * k, 4);
	g_autofree char *high = number(fmax(a->low, a->high) * k, 4);
	g_autofree char *r1 = number(a->low_rate * 100, 2), *r2 = number(a->high_rate * 100, 2);
	g_autofree char *path = market_path(t->m, t->goal->node);
	char period[PERIOD_TEXT_MAX];
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "out of reach: %s of %s in %s goes from %s%s to %s%s while %s grows by %s to %s %%",
		    share ? "the share" : t->goal->kind == GOAL_PARITY ? "the lead" : "the level", path,
		    period_format(t->goal->period, period), low, share ? " %" : "", high,
		    share ? " %" : "", t->path, r1, r2);
	return false;
}

/* The year in which a level is passed: inside the forecast between two years, beyond it at the
 * rate of the default window. */
static bool reach_year(const struct trial *t, struct goal_answer *a, GError **error)
{
	struct forecast *f = forecast_run(t->m, t->measure, t->s, t->hold, error);
	if (!f)
		return false;
	struct period from, to;
	enum status s;
	forecast_window(t->m, t->measure, &from, &to);
	int node = t->goal->node, end = f->end;
	double target = t->goal->value, parts = period_parts(f->first.step);
	a->year = NAN;
	for (int c = 1; c < f->n_periods && isnan(a->year); c++) {
		double x = forecast_level(f, node, c - 1), y = forecast_level(f, node, c);
		if (x > 0 && y > 0 && (x - target) * (y - target) <= 0 && x != y)
			a->year = forecast_period(f, 0).year
				+ (c - 1 + log(target / x) / log(y / x)) / parts;
	}
	a->rate = forecast_rate(f, node, forecast_column(f, from), forecast_column(f, to), &s);
	double last = forecast_level(f, node, end);
	if (isnan(a->year) && last > 0 && target > 0 && (target > last) == (a->rate > 0))
		a->year = forecast_period(f, 0).year
			+ (end + log(target / last) / log1p(a->rate) * parts) / parts;
	forecast_free(f);
	if (isnan(a->year))
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "out of reach: %s never gets there at its rate", t->path);
	return !isnan(a->year);
}

bool goal_seek(const struct market *m, int measure, const struct scenario *s, enum hold hold,
	       const struct goal *goal, struct goal_answer *a, GError **error)
{
	g_autofree char *path = market_path(m, goal->lever);
	struct trial t = { m, measure, s, hold, goal, path };
	*a = (struct goal_answer){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
	if (goal->kind == GOAL_YEAR)
		return reach_year(&t, a, error);
	struct forecast *now = forecast_run(m, measure, s, hold, error);
	if (!now)
		return false;
	struct period from, to;
	enum status st;
	forecast_window(m, measure, &from, &to);
	a->was = forecast_rate(now, goal->lever, forecast_column(now, from),
			       forecast_column(now, to), &st);
	bool inside = forecast_column(now, goal->period) >= 0;
	forecast_free(now);
	if (!inside) {
		char text[PERIOD_TEXT_MAX];
		return usage(error, "%s lies outside the forecast",
			     period_format(goal->period, text));
	}
	double target = goal->kind == GOAL_PARITY ? 0 : goal->value;
	double start = isnan(a->was) ? 0 : a->was;
	if (isnan(outcome(&t, start)))
		return usage(error, "%s has no level to grow from", path);
	a->low_rate = edge(&t, start, -0.999999);
	a->low = outcome(&t, a->low_rate);
	double test = outcome(&t, start + 0.001);
	bool rising = isnan(test) ? a->low < outcome(&t, start) : test > outcome(&t, start);
	a->high_rate = upper(&t, start, target, rising);
	a->high = outcome(&t, a->high_rate);
	if (a->low == a->high) {
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "out of reach: the rate of %s moves nothing there", path);
		return false;
	}
	if ((target - a->low) * (target - a->high) > 0)
		return out_of_reach(&t, a, error);
	double lo = a->low_rate, hi = a->high_rate;
	for (int pass = 0; pass < PASSES && hi - lo > 1e-13 * fmax(fabs(hi), 1e-3); pass++) {
		double x = lo + (hi - lo) / 2;
		if ((outcome(&t, x) < target) == rising)
			lo = x;
		else
			hi = x;
	}
	a->rate = lo + (hi - lo) / 2;
	struct forecast *f = try(&t, a->rate);
	if (!f)
		return out_of_reach(&t, a, error);
	int c = forecast_column(f, goal->period);
	a->level = forecast_level(f, goal->node, c);
	a->share = forecast_share(f, goal->node, c, &st);
	forecast_free(f);
	return true;
}
