/* Notices: what a scenario types outside of what is proven is taken, and said. */
#include "config.h"

#include "forecast/bounds.h"

#include <math.h>

#include "base/number.h"

/* "at most 34.14 %", "0.00 to 33.48 %", "33.71 %" */
static char *interval_text(const struct bound *x, double floor)
{
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];
	number_fixed(low, 100 * x->low, 2);
	number_fixed(high, 100 * x->high, 2);
	if (x->low == x->high)
		return g_strdup_printf("%s %%", high);
	if (x->low <= floor)
		return g_strdup_printf("at most %s %%", high);
	return isinf(x->high) ? g_strdup_printf("at least %s %%", low)
			      : g_strdup_printf("%s to %s %%", low, high);
}

static void tell(GPtrArray *notices, const struct adjust *a, const struct bound *x)
{
	char typed[NUMBER_TEXT_MAX];
	bool share = a->kind == ADJUST_SHARE;
	if (a->value >= x->wide_low && a->value <= x->wide_high)
		return;
	/* A share of nothing is a figure, a rate of -100 % is the absence of one. */
	g_autofree char *proven = interval_text(x, share ? -INFINITY : -1);
	g_ptr_array_add(notices, g_strdup_printf(
		"%s: a %s of %s %% lies outside what is proven, %s", a->path,
		share ? "share" : "rate", number_fixed(typed, 100 * a->value, 2), proven));
}

/* The rate counts over exactly the window of what is proven. */
static bool same_window(const struct forecast *f, const struct adjust *a, int from, int to)
{
	struct period first = a->from, last = a->to;
	if (!period_is_set(last))
		forecast_window(f->market, f->measure, &first, &last);
	return forecast_column(f, first) == from && forecast_column(f, last) == to;
}

/* A rate printed for just this window. */
static bool is_printed(const struct forecast *f, int node, int from, int to)
{
	enum status status;
	double rate = forecast_rate_shown(f, node, from, to, &status);
	return !isnan(rate) && (status == STATUS_REPORTED || status == STATUS_ABOUT);
}

static void tell_rates(struct bounds *b, const struct forecast *published, const struct scenario *s,
		       bool printed, GPtrArray *notices)
{
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *a = s->adjusts->pdata[i];
		int node = a->kind == ADJUST_CAGR ? market_find(published->market, a->path) : -1;
		int from, to;
		struct bound x;
		if (node > 0 && bounds_rate(b, node, READING_PRINTED, &from, &to, &x)
		    && same_window(published, a, from, to)
		    && is_printed(published, node, from, to) == printed)
			tell(notices, a, &x);
	}
}

int bounds_tell(const struct forecast *published, const struct scenario *s, GPtrArray *notices)
{
	struct bounds *b = bounds_new(published);
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *a = s->adjusts->pdata[i];
		int node = a->kind == ADJUST_SHARE ? market_find(published->market, a->path) : -1;
		struct bound x;
		if (node > 0 && bounds_share(b, node, forecast_column(published, a->to), &x)
		    && x.low < x.high)
			tell(notices, a, &x);
	}
	tell_rates(b, published, s, false, notices);
	int first = (int)notices->len;
	tell_rates(b, published, s, true, notices);
	bounds_free(b);
	return first;
}
