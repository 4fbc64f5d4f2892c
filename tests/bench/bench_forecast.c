/* bench_forecast MARKET: a full recompute over a triad, a[i] = b[i] + s * c[i], on tables of the
 * same size, both in turn.  The triad is what the memory of this machine allows. */
#include "config.h"
#include "bench.h"

#include <glib.h>
#include <stdio.h>

#include "forecast/forecast.h"
#include "market/market.h"
#include "scenario/scenario.h"

enum { ROUNDS = 15 };

static double seconds_of_triad(double *a, const double *b, const double *c, size_t n)
{
	double start = bench_now();

	for (size_t i = 0; i < n; i++)
		a[i] = b[i] + 3.0 * c[i];
	__asm__ volatile("" : : "r"(a) : "memory");
	return bench_now() - start;
}

static double seconds_of_base(const struct market *m)
{
	double start = bench_now();

	forecast_free(forecast_base(m, 0, (enum fill)m->fill));
	return bench_now() - start;
}

/* As the explorer does it, which keeps the base forecast. */
static double seconds_of_edit(const struct forecast *base, const struct scenario *s)
{
	double start = bench_now();
	struct forecast *f = forecast_run_from(base, s, HOLD_NONE, NULL);

	if (!f)
		g_error("the scenario was refused");
	forecast_free(f);
	return bench_now() - start;
}

int main(int argc, char **argv)
{
	struct messages *list = messages_new();
	struct market *m = argc == 2 ? market_load(argv[1], list) : NULL;
	double base[ROUNDS], edit[ROUNDS];
	struct forecast *published;
	struct scenario *s;
	double *a, *b, *c;
	size_t n;

	if (!m) {
		fputs("usage: bench_forecast MARKET\n", stderr);
		return 2;
	}
	s = scenario_new("bench", m->id);
	if (!scenario_set_text(s, "segment/s0=20%", HOLD_NONE, NULL))
		g_error("the rate was not read");
	published = forecast_base(m, 0, (enum fill)m->fill);
	n = (size_t)m->n_nodes * (size_t)published->n_periods;
	a = g_new0(double, n);
	b = g_new(double, n);
	c = g_new(double, n);
	for (size_t i = 0; i < n; i++)
		b[i] = c[i] = (double)i;
	seconds_of_triad(a, b, c, n);
	for (int i = 0; i < ROUNDS; i++) {
		double triad = seconds_of_triad(a, b, c, n);

		base[i] = seconds_of_base(m) / triad;
		edit[i] = seconds_of_edit(published, s) / triad;
	}
	bench_print_ratio("base forecast / triad of the same table", base, ROUNDS);
	bench_print_ratio("recompute after an edit / triad of the same table", edit, ROUNDS);
	g_free(a);
	g_free(b);
	g_free(c);
	forecast_free(published);
	scenario_free(s);
	market_free(m);
	messages_free(list);
	return 0;
}
