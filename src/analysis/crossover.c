#include "config.h"

#include "analysis/crossover.h"

#include <math.h>

struct crossover crossover_find(const struct forecast *f, int a, int b)
{
	struct crossover x = { NAN, false, NAN, NAN, NULL };
	struct period from, to;
	enum status s;
	double parts = period_parts(f->first.step), first = f->first.year;
	forecast_window(f->market, f->measure, &from, &to);
	int start = forecast_column(f, from), end = forecast_column(f, to), known = -1;
	x.rate_a = forecast_rate(f, a, start, end, &s);
	x.rate_b = forecast_rate(f, b, start, end, &s);
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
	else if (lead == 0 || closing == 0 || lead / closing < 0)
		x.why = closing == 0 ? "both grow at the same rate" : "the one ahead grows faster";
	if (x.why)
		return x;
	x.beyond = true;
	x.year = first + (known + lead / closing * parts) / parts;
	return x;
}
