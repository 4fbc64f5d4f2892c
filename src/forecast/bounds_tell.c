/* Notices: what a scenario types outside of what is proven is taken, and said. */
#include "config.h"

#include "forecast/bounds.h"

#include <math.h>

#include "base/number.h"

/* Whether a member of the node's group is ranked by its rate, so that asking is worth it. */
static bool rates_ranked(const struct market *m, int node)
{
	int parent = m->nodes[node].parent;
	for (int c = parent > 0 ? market_child(m, parent) : -1; c >= 0; c = market_next(m, c))
		for (int i = 0; i < m->nodes[c].n_facts; i++) {
			const struct fact *f = &m->facts[m->nodes[c].first_fact + i];
			if (f->metric == METRIC_RANK
			    && (f->code == RANK_FASTEST || f->code == RANK_SLOWEST))
				return true;
		}
	return false;
}

static void tell(GPtrArray *notices, const struct adjust *a, const struct bound *x)
{
	char typed[NUMBER_TEXT_MAX], low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];
	if (a->value >= x->wide_low && a->value <= x->wide_high)
		return;
	g_ptr_array_add(notices, g_strdup_printf(
		"%s: a %s of %s %% lies outside what is proven, %s to %s %%", a->path,
		a->kind == ADJUST_SHARE ? "share" : "rate", number_fixed(typed, 100 * a->value, 2),
		number_fixed(low, 100 * x->low, 2), number_fixed(high, 100 * x->high, 2)));
}

void bounds_tell(const struct forecast *published, const struct scenario *s, GPtrArray *notices)
{
	const struct market *m = published->market;
	struct bounds *b = bounds_new(published);
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *a = s->adjusts->pdata[i];
		int from, to, node = a->kind == ADJUST_SHARE || a->kind == ADJUST_CAGR
			? market_find(m, a->path) : -1;
		struct bound x;
		if (node <= 0)
			continue;
		if (a->kind == ADJUST_SHARE) {
			if (bounds_share(b, node, forecast_column(published, a->to), &x)
			    && x.low < x.high)
				tell(notices, a, &x);
		} else if (rates_ranked(m, node)
			   && bounds_rate(b, node, READING_PRINTED, &from, &to, &x)
			   && x.low < x.high
			   && (!period_is_set(a->to)
			       || (forecast_column(published, a->from) == from
				   && forecast_column(published, a->to) == to))) {
			tell(notices, a, &x);
		}
	}
	bounds_free(b);
}
