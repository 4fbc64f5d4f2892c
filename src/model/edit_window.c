/* The published rate read as one of other years: the trap of a window that is off by one. */
#include "config.h"

#include "model/edit.h"

#include <math.h>

#include "base/number.h"

/* Over the default window, as the source shows it; NaN if there is none. */
static double published_rate(const struct model *m, int node)
{
	enum status s;

	if (!period_is_set(m->from))
		return NAN;
	return forecast_rate_shown(m->source, node, forecast_column(m->source, m->from),
				   forecast_column(m->source, m->to), &s);
}

/* The rate over the window, and nothing grows from where the published one opens to its beginning. */
static char *yaml_of(const struct edit *e, const char *window, int start, double rate)
{
	const struct forecast *f = e->model->source;
	int opens = forecast_column(f, e->model->from);
	g_autofree char *path = market_path(e->model->market, edit_node(e));
	char percent[NUMBER_TEXT_MAX], period[PERIOD_TEXT_MAX];
	GString *yaml = g_string_new("adjust: [");

	for (int c = opens + 1; c <= start; c++)
		g_string_append_printf(yaml, "%s%s: 0%%%s", c == opens + 1 ? "{growth: {" : ", ",
				       period_format(forecast_period(f, c), period),
				       c == start ? "}, " : "");
	if (start > opens)
		g_string_append_printf(yaml, "path: %s}, ", path);
	number_fixed(percent, 100 * rate, MAX(e->digits, 2));
	g_string_append_printf(yaml, "{path: %s, cagr: {%s: %s%%}}]", path, window, percent);
	return g_string_free(yaml, FALSE);
}

/* The present scenario without any growth of the node. */
static struct scenario *cleared(const struct edit *e)
{
	static const enum adjust_kind kinds[] = {ADJUST_CAGR, ADJUST_GROWTH, ADJUST_SHAPE};
	struct scenario *next = scenario_copy(model_scenario(e->model));
	g_autofree char *path = market_path(e->model->market, edit_node(e));

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		scenario_unset(next, path, kinds[i], false);
	return next;
}

/* What the level at the end of the window needs, where the published one is another. */
static void say_needed(const struct edit *e, int start, int end)
{
	struct model *m = e->model;
	const struct forecast *f = m->source;
	int node = edit_node(e);
	double published = forecast_level(f, node, end), now = forecast_level(m->now, node, end);
	double from = forecast_level(m->now, node, start);
	double years = period_years_between(forecast_period(f, start), forecast_period(f, end));
	char level[NUMBER_TEXT_MAX], rate[NUMBER_TEXT_MAX];

	if (!(published > 0) || !(from > 0) || fabs(now - published) <= 1e-4 * published)
		return;
	number_fixed(level, published, e->level_digits);
	number_fixed(rate, 100 * (pow(published / from, 1 / years) - 1), e->digits);
	g_autofree char *said = g_strdup_printf("%s; does not meet the published %s (needs %s %%)",
						model_said(m), level, rate);

	model_say(m, said);
}

char *edit_window(const struct edit *e, const char *window)
{
	g_autofree char *typed = g_strconcat("0@", window, NULL);
	double rate = published_rate(e->model, edit_node(e));
	const struct forecast *f = e->model->source;
	struct reading r;
	int start, end;
	char *refusal;

	if (isnan(rate))
		return g_strdup("no rate was published here to be read otherwise");
	if (!rate_read(typed, NAN, &r, NULL) || period_compare(r.from, r.to) >= 0)
		return g_strdup_printf("'%s' is no window: two periods, as in 2026-2035", window);
	start = forecast_column(f, r.from);
	end = forecast_column(f, r.to);
	if (start < f->base || end < 0)
		return g_strdup_printf("'%s' lies outside the forecast", window);
	g_autofree char *yaml = yaml_of(e, window, start, rate);

	refusal = edit_yaml_upon(e, cleared(e), yaml);
	if (!refusal)
		say_needed(e, start, end);
	return refusal;
}
