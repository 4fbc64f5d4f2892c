#include "config.h"

#include "analysis/mix.h"

#include <math.h>

static struct mix_part part_of(const struct mix *m, int node, double from, double to)
{
	struct mix_part p = { .node = node, .from = from, .to = to, .change = to - from };
	double s0 = from / m->start, s1 = to / m->end;

	p.market = s0 * (m->end - m->start);
	p.mix = (s1 - s0) * m->end;
	p.drift = s0 > 0 ? s1 / s0 : NAN;
	p.log_market = p.log_mix = NAN;
	if (from > 0 && to > 0) {
		double mean = from == to ? from : p.change / log(to / from);

		p.log_market = mean * log(m->end / m->start);
		p.log_mix = mean * log(s1 / s0);
	}
	return p;
}

struct mix *mix_new(const struct forecast *f, int node, int from, int to)
{
	const struct market *market = f->market;
	struct mix *m = g_new0(struct mix, 1);
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(struct mix_part));
	double before = 0, after = 0;

	m->start = forecast_level(f, node, from);
	m->end = forecast_level(f, node, to);
	for (int c = market_child(market, node); c >= 0; c = market_next(market, c)) {
		double v0 = forecast_level(f, c, from), v1 = forecast_level(f, c, to);

		if (isnan(v0) || isnan(v1))
			continue;
		struct mix_part p = part_of(m, c, v0, v1);
		p.start = m->start + after - before;
		before += v0;
		after += v1;
		g_array_append_val(parts, p);
	}
	if (fabs(m->start - before) > 1e-9 * m->start || fabs(m->end - after) > 1e-9 * m->end) {
		struct mix_part p = part_of(m, -1, m->start - before, m->end - after);
		p.start = m->start + after - before;
		g_array_append_val(parts, p);
	}
	m->n_parts = (int)parts->len;
	m->parts = (struct mix_part *)(void *)g_array_free(parts, FALSE);
	if (m->start > 0 && m->end > 0)
		return m;
	mix_free(m);
	return NULL;
}

void mix_free(struct mix *m)
{
	if (!m)
		return;
	g_free(m->parts);
	g_free(m);
}
