#include "config.h"

#include "analysis/grid.h"

#include <math.h>
#include <string.h>

#include "market/figure.h"

static const double LEVELS[] = { 0.9, 1, 1.1 };
static const double RATES[] = { -0.05, -0.025, 0, 0.025, 0.05 };

static void set_levels(struct grid *g, const double *levels, int n)
{
	g->n_levels = n ? n : (int)G_N_ELEMENTS(LEVELS);
	g->levels = g_new(double, g->n_levels);
	for (int i = 0; i < g->n_levels; i++)
		g->levels[i] = n ? levels[i] : g->level * LEVELS[i];
}

static void set_rates(struct grid *g, const double *rates, int n)
{
	g->n_rates = n ? n : (int)G_N_ELEMENTS(RATES);
	g->rates = g_new(double, g->n_rates);
	for (int i = 0; i < g->n_rates; i++)
		g->rates[i] = n ? rates[i] : g->rate + RATES[i];
}

struct grid *grid_new(const struct forecast *f, int node, const double *levels, int n_levels,
		      const double *rates, int n_rates, GError **error)
{
	struct grid *g = g_new0(struct grid, 1);
	enum status s;

	forecast_window(f->market, f->measure, &g->from, &g->to);
	g->years = period_years_between(g->from, g->to);
	g->level = forecast_level(f, node, forecast_column(f, g->from));
	g->rate = forecast_rate(f, node, forecast_column(f, g->from), forecast_column(f, g->to), &s);
	if ((n_levels == 0 && isnan(g->level)) || (n_rates == 0 && isnan(g->rate))) {
		g_autofree char *path = market_path(f->market, node);

		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "%s has no %s: name some", path, isnan(g->level) && !n_levels
			    ? "level" : "rate");
		grid_free(g);
		return NULL;
	}
	set_levels(g, levels, n_levels);
	set_rates(g, rates, n_rates);
	g->cells = g_new(double, (gsize)g->n_levels * (gsize)g->n_rates);
	for (int i = 0; i < g->n_levels; i++)
		for (int j = 0; j < g->n_rates; j++)
			g->cells[i * g->n_rates + j] =
				g->levels[i] * pow(fmax(1 + g->rates[j], 0), g->years);
	return g;
}

GArray *grid_read_list(const struct market *m, const char *text, bool percent, GError **error)
{
	g_auto(GStrv) list = g_strsplit(text, ",", -1);
	GArray *out = g_array_new(FALSE, FALSE, sizeof(double));

	for (int i = 0; list[i]; i++) {
		bool bare = percent && !strchr(list[i], '%');
		g_autofree char *one = g_strconcat(list[i], bare ? "%" : "", NULL), *why = NULL;
		struct figure f;

		if (!figure_parse(g_strstrip(one), percent ? FIGURE_PERCENT : FIGURE_LEVEL, &m->unit, &f,
				  &why) || !figure_is_point(&f)) {
			g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
				    "'%s' is no number; write them as %s", list[i],
				    percent ? "30,33.5,36" : "11,12.5,14");
			g_array_free(out, TRUE);
			return NULL;
		}
		g_array_append_val(out, f.value);
	}
	return out;
}

void grid_free(struct grid *g)
{
	if (!g)
		return;
	g_free(g->levels);
	g_free(g->rates);
	g_free(g->cells);
	g_free(g);
}
