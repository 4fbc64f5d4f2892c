#include "config.h"

#include "analysis/crossover.h"

#include <math.h>

/* A dimension stands for the total. */
static bool is_part(const struct market *m, int node, int whole)
{
	if (m->nodes[whole].flags & NODE_DIMENSION)
		whole = 0;
	return node >= whole && node < whole + m->nodes[whole].size;
}

/* Both rates: of the default window, or of the last year where a horizon leads past that. */
static void find_rates(const struct forecast *f, int a, int b, struct crossover *x)
{
	struct period from, to;
	int last = f->n_periods - 1, parts = period_parts(f->first.step);
	forecast_window(f->market, f->measure, &from, &to);
	int start = forecast_column(f, from), end = forecast_column(f, to);
	if (last > f->end) {
		start = MAX(last - parts, f->end);
		end = last;
	}
	forecast_rate_shown(f, a, start, end, &x->status_a);
	forecast_rate_shown(f, b, start, end, &x->status_b);
	enum status s;
	x->rate_a = forecast_rate(f, a, start, end, &s);
	x->rate_b = forecast_rate(f, b, start, end, &s);
}

struct crossover crossover_find(const struct forecast *f, int a, int b)
{
	struct crossover x = { .year = NAN, .rate_a = NAN, .rate_b = NAN };
	double parts = period_parts(f->first.step), first = period_ordinal(f->first) / parts;
	int known = -1;
	find_rates(f, a, b, &x);
	if (is_part(f->market, a, b) || is_part(f->market, b, a)) {
		x.why = "a part cannot overtake its whole";
		return x;
	}
	for (int c = 0; c < f->n_periods; c++) {
		double va = forecast_level(f, a, c), vb = forecast_level(f, b, c);
		if (!(va > 0) || !(vb > 0))
			continue;
		if (known >= 0) {
			double before = log(forecast_level(f, a, known) / forecast_level(f, b, known));
			double now = log(va / vb);
			if (before * now <= 0 && before != now) {
				x.year = first + (known + (c - known) * before / (before - now)) / parts;
				return x;
			}
		}
		known = c;
	}
	if (known < 0) {
		x.why = "their levels are unknown";
		return x;
	}
	double lead = log(forecast_level(f, a, known) / forecast_level(f, b, known));
	double closing = log1p(x.rate_b) - log1p(x.rate_a);
	if (isnan(closing))
		x.why = "their rates are unknown";
	else if (fabs(closing) < 1e-12 || fabs(lead) < 1e-12 || lead / closing < 0)
		x.why = fabs(closing) < 1e-12 ? "both grow at the same rate" : "the one ahead grows faster";
	if (x.why)
		return x;
	x.beyond = true;
	x.year = first + (known + lead / closing * parts) / parts;
	return x;
}
