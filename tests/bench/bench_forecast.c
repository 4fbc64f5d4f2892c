/* bench_forecast MARKET: a full recompute over a triad, a[i] = b[i] + s * c[i], on tables of the
 * same size, both in turn.  The triad is what the memory of this machine allows.  Then what is proven
 * of all nodes over a base forecast. */
#include "config.h"
#include "bench.h"

#include <glib.h>
#include <stdio.h>

#include "forecast/bounds.h"
#include "forecast/forecast.h"
#include "market/market.h"
#include "scenario/scenario.h"

enum { ROUNDS = 15, LONG_ROUNDS = 3 };

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

/* What is proven of every node at the end: level, share and rate, as the command bounds asks. */
static double seconds_of_bounds(const struct forecast *base)
{
	double start = bench_now();
	struct bounds *b = bounds_new(base);
	struct bound x;
	int from, to;

	for (int i = 1; i < base->market->n_nodes; i++) {
		bounds_share(b, i, base->end, &x);
		bounds_value(b, i, base->end, &x);
		bounds_rate(b, i, READING_PRINTED, &from, &to, &x);
	}
	bounds_free(b);
	return bench_now() - start;
}

int main(int argc, char **argv)
{
	struct messages *list = messages_new();
	struct market *m = argc == 2 ? market_load(argv[1], list) : NULL;
	double base[ROUNDS], edit[ROUNDS], proven[LONG_ROUNDS];
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
	for (int i = 0; i < LONG_ROUNDS; i++) {
		double one = seconds_of_base(m);

		proven[i] = seconds_of_bounds(published) / one;
	}
	bench_print_ratio("base forecast / triad of the same table", base, ROUNDS);
	bench_print_ratio("recompute after an edit / triad of the same table", edit, ROUNDS);
	bench_print_ratio("proven intervals of all nodes / base forecast", proven, LONG_ROUNDS);
	g_free(a);
	g_free(b);
	g_free(c);
	forecast_free(published);
	scenario_free(s);
	market_free(m);
	messages_free(list);
	return 0;
}
