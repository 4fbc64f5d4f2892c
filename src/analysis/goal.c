#include "config.h"

#include "analysis/goal.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "market/figure.h"

/* The least rate that is tried, and how often the level may grow within the window at the most. */
static const double LEAST = -1 + 1e-9, MOST_TIMES = 1e60, MOST = 1e4;
/* Of two outcomes: closer is the same. */
static const double CLOSE = 1e-9;
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

static int real_node(const struct market *m, int node)
{
	return m->nodes[node].flags & NODE_DIMENSION ? 0 : node;
}

static bool is_inside(const struct market *m, int node, int whole)
{
	return node > whole && node < whole + m->nodes[whole].size;
}

/* Of parity between a part and its whole: the part; else -1. */
static int part_of(const struct market *m, const struct goal *g)
{
	int a = real_node(m, g->node), b = g->kind == GOAL_PARITY ? real_node(m, g->other) : a;
	return is_inside(m, a, b) ? a : is_inside(m, b, a) ? b : -1;
}

/* What the target looks at; NaN if unknown. */
static double measure_of(const struct forecast *f, const struct goal *g)
{
	enum status s;
	int c = forecast_column(f, g->period), part = part_of(f->market, g);
	double level = forecast_level(f, g->node, c);
	if (g->kind == GOAL_SHARE)
		return forecast_share(f, g->node, c, &s);
	if (g->kind != GOAL_PARITY)
		return level;
	double other = forecast_level(f, g->other, c);
	if (part < 0)
		return level - other;
	return part == g->node ? level / other : other / level;
}

struct trial {
	const struct market *m;
	int measure;
	const struct scenario *s;
	enum hold hold;
	const struct goal *goal;
	const char *path;		/* of the lever */
	struct period from, to;		/* the window of its rate */
	struct forecast *published;	/* that each trial starts from */
	size_t tried;
	bool ended;
};

/* The forecast with the lever at a rate; NULL if that is refused. */
static struct forecast *try(const struct trial *t, double rate)
{
	struct scenario *s = t->s ? scenario_copy(t->s) : scenario_new("goal", t->m->id);
	struct adjust *a = adjust_new(ADJUST_CAGR, t->path);
	a->from = t->from;
	a->to = t->to;
	a->value = rate;
	a->hold = t->hold;
	scenario_set(s, a);
	struct forecast *f = forecast_run_from(t->published, s, t->hold, NULL);
	scenario_free(s);
	return f;
}

/* NaN if the rate is refused, and of all rates once the search is ended. */
static double outcome(struct trial *t, double rate)
{
	t->ended = t->ended || !progress_step(t->goal->progress, t->tried++, 0);
	struct forecast *f = t->ended ? NULL : try(t, rate);
	double v = f ? measure_of(f, t->goal) : NAN;
	forecast_free(f);
	return isfinite(v) ? v : NAN;
}

/* The rate of the lever over its window in a forecast. */
static double lever_rate(const struct trial *t, const struct forecast *f)
{
	enum status s;
	return forecast_rate(f, t->goal->lever, forecast_column(f, t->from),
			     forecast_column(f, t->to), &s);
}

/* The rate nearest to outside that is not refused, from one that is not; *open: nothing refuses
 * any up to there. */
static double edge(struct trial *t, double inside, double outside, bool *open)
{
	*open = !isnan(outcome(t, outside));
	if (*open)
		return outside;
	for (int pass = 0; pass < PASSES && fabs(outside - inside) > 1e-13 * fmax(fabs(inside), 1);
	     pass++) {
		double x = (inside + outside) / 2;
		if (isnan(outcome(t, x)))
			outside = x;
		else
			inside = x;
	}
	return inside;
}

/* The highest rate worth trying. */
static double highest(const struct trial *t)
{
	double years = (period_ordinal(t->to) - period_ordinal(t->from))
		/ (double)period_parts(t->to.step);
	return fmin(MOST, pow(MOST_TIMES, 1 / fmax(years, 1)));
}

static bool same(double a, double b)
{
	return fabs(a - b) <= CLOSE * fmax(fabs(a), fabs(b));
}

static double span(const struct goal_answer *a)
{
	return fmax(fabs(a->low), fabs(a->high));
}

/* Both ends of what the lever can do. */
static void find_range(struct trial *t, double start, struct goal_answer *a)
{
	a->low_rate = edge(t, start, LEAST, &a->low_open);
	a->low = outcome(t, a->low_rate);
	a->high_rate = edge(t, start, fmax(highest(t), 2 * start), &a->high_open);
	a->high = outcome(t, a->high_rate);
	/* A limit that is only approached, such as 100 %, or none at all. */
	a->endless = a->high_open
		&& fabs(a->high - outcome(t, a->high_rate / 2)) > CLOSE * span(a);
}

static char *number(double value, int decimals)
{
	char buf[NUMBER_TEXT_MAX];
	return g_strdup(number_fixed(buf, value, decimals));
}

/* "goes from 16.8654 upwards", "goes from 0.0000 % to just under 100.0000 %" */
static char *range_text(const struct goal_answer *a, bool percent)
{
	double k = percent ? 100 : 1;
	const char *unit = percent ? " %" : "";
	bool rising = a->high > a->low;
	double least = fmin(a->low, a->high), most = fmax(a->low, a->high);
	g_autofree char *low = number(least * k, 4), *high = number(most * k, 4);
	if (a->endless && rising)
		return g_strdup_printf("goes from %s%s upwards", low, unit);
	if (a->endless)
		return g_strdup_printf("goes from %s%s downwards", high, unit);
	return g_strdup_printf("goes from %s%s%s to %s%s%s", a->high_open && !rising
			       ? "just above " : "", low, unit, a->high_open && rising
			       ? "just under " : "", high, unit);
}

static char *rates_text(const struct goal_answer *a)
{
	g_autofree char *low = number(a->low_rate * 100, 2), *high = number(a->high_rate * 100, 2);
	if (a->low_open && a->high_open)
		return g_strdup("more than -100 %");
	if (a->high_open)
		return g_strdup_printf("%s %% or more", low);
	return g_strdup_printf("%s to %s %%", low, high);
}

/* A target on the side that has no end, behind the last rate that is tried. */
static bool too_far(const struct trial *t, const struct goal_answer *a, GError **error)
{
	const struct goal *g = t->goal;
	double target = g->kind == GOAL_PARITY ? 0 : g->value;
	if (!a->endless || (a->high > a->low ? target <= a->high : target >= a->high))
		return false;
	g_autofree char *rate = number(a->high_rate * 100, 0);
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "out of reach: %s would have to grow by more than %s %% a year", t->path, rate);
	return true;
}

static bool out_of_reach(const struct trial *t, const struct goal_answer *a, GError **error)
{
	if (too_far(t, a, error))
		return false;
	const struct goal *g = t->goal;
	int part = part_of(t->m, g);
	char period[PERIOD_TEXT_MAX];
	g_autofree char *range = range_text(a, g->kind == GOAL_SHARE || part >= 0);
	g_autofree char *rates = rates_text(a);
	g_autofree char *node = market_path(t->m, g->node);
	g_autofree char *other = g->kind == GOAL_PARITY ? market_path(t->m, g->other) : NULL;
	g_autofree char *what = part >= 0
		? g_strdup_printf("a part cannot equal its whole: the share of %s in %s",
				  part == g->node ? node : other, part == g->node ? other : node)
		: other ? g_strdup_printf("the lead of %s over %s", node, other)
		: g_strdup_printf("the %s of %s", g->kind == GOAL_SHARE ? "share" : "level", node);
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "out of reach: %s in %s %s while %s grows by %s", what,
		    period_format(g->period, period), range, t->path, rates);
	return false;
}

/* The year in which a level is passed: inside the forecast between two years, beyond it at the
 * rate of the default window, or of the last year where a horizon leads past that. */
static bool reach_year(const struct trial *t, struct goal_answer *a, GError **error)
{
	struct forecast *f = forecast_run(t->m, t->measure, t->s, t->hold, error);
	if (!f)
		return false;
	int node = t->goal->node, end = f->n_periods - 1;
	double target = t->goal->value, parts = period_parts(f->first.step);
	double first = period_ordinal(f->first) / parts;	/* a period is where it begins */
	a->year = NAN;
	for (int c = 1; c < f->n_periods && isnan(a->year); c++) {
		double x = forecast_level(f, node, c - 1), y = forecast_level(f, node, c);
		if (x > 0 && y > 0 && (x - target) * (y - target) <= 0 && x != y)
			a->year = first + (c - 1 + log(target / x) / log(y / x)) / parts;
	}
	int from = end > f->end ? end - 1 : forecast_column(f, t->from);
	int to = end > f->end ? end : forecast_column(f, t->to);
	a->rate = forecast_rate(f, node, from, to, &a->rate_status);
	forecast_rate_shown(f, node, from, to, &a->rate_status);
	double last = forecast_level(f, node, end);
	if (isnan(a->year) && last > 0 && target > 0 && (target > last) == (a->rate > 0))
		a->year = first + (end + log(target / last) / log1p(a->rate) * parts) / parts;
	forecast_free(f);
	if (!isnan(a->year))
		return true;
	g_autofree char *path = market_path(t->m, node);
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "out of reach: %s never gets there at its rate", path);
	return false;
}

static bool is_locked(const struct trial *t)
{
	for (guint i = 0; t->s && i < t->s->adjusts->len; i++) {
		const struct adjust *a = t->s->adjusts->pdata[i];
		int node = a->kind == ADJUST_LOCK && a->value != 0 ? market_find(t->m, a->path) : -1;
		if (node >= 0 && real_node(t->m, node) == t->goal->lever)
			return true;
	}
	return false;
}

/* What is wrong before anything is tried; also finds the rate as it was. */
static bool can_seek(const struct trial *t, struct goal_answer *a, GError **error)
{
	const struct goal *g = t->goal;
	char text[PERIOD_TEXT_MAX];
	struct forecast *now = forecast_run(t->m, t->measure, t->s, t->hold, error);
	if (!now)
		return false;
	int start = forecast_column(now, t->from);
	bool inside = forecast_column(now, g->period) >= 0;
	bool known = forecast_level(now, g->lever, start) > 0, filled = now->fill != FILL_NONE;
	a->was = lever_rate(t, now);
	forecast_rate_shown(now, g->lever, start, forecast_column(now, t->to), &a->was_status);
	forecast_free(now);
	if (!inside)
		return usage(error, "%s lies outside the forecast", period_format(g->period, text));
	if (g->kind == GOAL_SHARE && g->node == 0)
		return usage(error, "the total is no share of anything");
	if (g->kind == GOAL_PARITY && real_node(t->m, g->other) == g->node)
		return usage(error, "parity is between two segments, and this is one");
	if (is_locked(t))
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "%s is locked: its rate cannot be changed", t->path);
	else if (!known)
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "out of reach: %s has no level in %s to grow from%s", t->path,
			    period_format(t->from, text), filled ? "" : " while the fill is none");
	else
		return true;
	return false;
}

/* Between two ends that the target lies between. */
static double bisect(struct trial *t, const struct goal_answer *a, double target)
{
	double lo = a->low_rate, hi = a->high_rate;
	for (int pass = 0; pass < PASSES && hi - lo > 1e-14 * fmax(fabs(hi), 1e-3); pass++) {
		/* Rates far up are skipped quickly. */
		double x = hi > 2 ? sqrt((1 + fmax(lo, 0)) * (1 + hi)) - 1 : lo + (hi - lo) / 2;
		if ((outcome(t, x) < target) == (a->high > a->low))
			lo = x;
		else
			hi = x;
	}
	return lo + (hi - lo) / 2;
}

/* The rate of the lever; NaN if the target lies outside the range. */
static double solve(struct trial *t, const struct goal_answer *a, double target)
{
	if (part_of(t->m, t->goal) >= 0)
		return NAN;
	/* An end that is only approached is none. */
	if (same(target, a->high))
		return a->high_open ? NAN : a->high_rate;
	if (same(target, a->low))
		return a->low_open ? NAN : a->low_rate;
	return (target - a->low) * (target - a->high) > 0 ? NAN : bisect(t, a, target);
}

static bool ended(const struct trial *t, GError **error)
{
	if (t->ended)
		g_set_error_literal(error, FORECAST_ERROR, FORECAST_ENDED, "ended before it was done");
	return t->ended;
}

/* The rate of the lever, from its range. */
static bool seek(struct trial *t, struct goal_answer *a, GError **error)
{
	const struct goal *g = t->goal;
	double start = isnan(a->was) ? 0 : a->was;
	if (isnan(outcome(t, start)))
		return !ended(t, error) && usage(error, "the target has no known level in that year");
	find_range(t, start, a);
	if (ended(t, error))
		return false;
	if (same(a->low, a->high)) {
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "out of reach: the rate of %s moves nothing there", t->path);
		return false;
	}
	a->rate = solve(t, a, g->kind == GOAL_PARITY ? 0 : g->value);
	if (ended(t, error))
		return false;
	struct forecast *f = isnan(a->rate) ? NULL : try(t, a->rate);
	if (!f)
		return out_of_reach(t, a, error);
	int c = forecast_column(f, g->period);
	a->reached = lever_rate(t, f);
	a->level = forecast_level(f, g->node, c);
	a->level_status = forecast_status(f, g->node, c);
	a->share = forecast_share(f, g->node, c, &a->share_status);
	forecast_free(f);
	return true;
}

bool goal_seek(const struct market *m, int measure, const struct scenario *s, enum hold hold,
	       const struct goal *goal, struct goal_answer *a, GError **error)
{
	struct goal g = *goal;
	g.lever = real_node(m, g.lever);
	g.node = real_node(m, g.node);
	g_autofree char *path = market_path(m, g.lever);
	struct trial t = { .m = m, .measure = measure, .s = s, .hold = hold, .goal = &g,
			   .path = path };
	forecast_window(m, measure, &t.from, &t.to);
	*a = (struct goal_answer){ .rate = NAN, .reached = NAN, .was = NAN, .level = NAN,
				   .share = NAN, .low = NAN, .high = NAN, .low_rate = NAN,
				   .high_rate = NAN, .year = NAN };
	if (g.kind == GOAL_YEAR)
		return reach_year(&t, a, error);
	if (!can_seek(&t, a, error))
		return false;
	t.published = forecast_base(m, measure, s && s->has_fill ? s->fill : (enum fill)m->fill);
	bool found = seek(&t, a, error);
	forecast_free(t.published);
	return found;
}
