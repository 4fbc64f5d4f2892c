/* Facts first: what a scenario types in place of published shares and weights, and whether it fits
 * beside what was printed. */
#include "config.h"

#include "forecast/apply.h"

#include "base/number.h"
#include "forecast/work.h"

struct forecast *facts_base(const struct market *m, int measure, const struct scenario *s,
			    enum fill fill)
{
	GArray *shares = g_array_new(FALSE, FALSE, sizeof(struct typed_share));
	GArray *weights = g_array_new(FALSE, FALSE, sizeof(struct typed_weight));
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *ad = s->adjusts->pdata[i];
		int node = ad->kind == ADJUST_FORCE ? -1 : market_find(m, ad->path);
		if (node < 0)
			continue;
		if (ad->kind == ADJUST_SHARE) {
			struct typed_share t = { node, ad->to, ad->value };
			g_array_append_val(shares, t);
		} else if (ad->kind == ADJUST_WEIGHT) {
			struct typed_weight t = { node, ad->value };
			g_array_append_val(weights, t);
		}
	}
	struct overlay o = { (void *)shares->data, (int)shares->len, (void *)weights->data,
			     (int)weights->len };
	struct forecast *f = shares->len || weights->len
		? forecast_compute(m, measure, fill, &o) : NULL;
	g_array_unref(shares);
	g_array_unref(weights);
	return f;
}

/* What the children of a group add up to in a period; NaN while one has no level. */
static double sum_in(const struct forecast *f, int group, struct period p)
{
	int c = forecast_column(f, p);
	double sum = 0;
	for (int i = market_child(f->market, group); i >= 0; i = market_next(f->market, i))
		sum += forecast_level(f, i, c);
	return sum;
}

/* How far they are from their parent, as a part of it; 0 where that is unknown. */
static double gap_in(const struct forecast *f, int group, struct period p)
{
	double whole = forecast_level(f, group, forecast_column(f, p)), sum = sum_in(f, group, p);
	return whole > 0 && !isnan(sum) ? sum / whole - 1 : 0;
}

/* The node of a typed share that has a sum to keep; -1. */
static int member_of(const struct forecast *f, const struct adjust *ad)
{
	const struct market *m = f->market;
	int node = ad->kind == ADJUST_SHARE ? market_find(m, ad->path) : -1;
	if (node <= 0 || m->nodes[node].flags & NODE_DIMENSION
	    || market_covers(m, m->nodes[node].parent, f->measure) == COVERS_OVERLAP)
		return -1;
	return node;
}

/* The most that each share typed in the group can be while the others stay. */
static char *limits_in(const struct forecast *filled, const struct scenario *s, int group,
		       struct period p, double over)
{
	GString *text = g_string_new(NULL);
	char number[NUMBER_TEXT_MAX];
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *ad = s->adjusts->pdata[i];
		int node = member_of(filled, ad);
		if (node < 0 || filled->market->nodes[node].parent != group
		    || !period_equal(ad->to, p) || ad->value < over)
			continue;
		g_string_append_printf(text, "%s%s: at most %s %%", text->len ? "; " : "", ad->path,
				       number_fixed(number, 100 * (ad->value - over), 2));
	}
	if (!text->len)
		g_string_append(text, "none");
	return g_string_free(text, FALSE);
}

bool facts_fit(const struct forecast *published, const struct forecast *filled,
	       const struct scenario *s, GError **error)
{
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *ad = s->adjusts->pdata[i];
		int node = member_of(filled, ad);
		if (node < 0)
			continue;
		int group = filled->market->nodes[node].parent;
		double over = gap_in(filled, group, ad->to);
		if (over <= fmax(gap_in(published, group, ad->to), 0) + 1e-9)
			continue;
		g_autofree char *path = market_path(filled->market, group);
		g_autofree char *limits = limits_in(filled, s, group, ad->to, over);
		char period[PERIOD_TEXT_MAX];
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "out of reach: what is typed and printed in %s exceeds it in %s; limit: %s",
			    path, period_format(ad->to, period), limits);
		return false;
	}
	return true;
}

void facts_tell(const struct forecast *published, const struct forecast *filled,
		const struct scenario *s, GPtrArray *notices)
{
	for (guint i = 0; i < filled->notices->len; i++)
		g_ptr_array_add(notices, g_strdup(filled->notices->pdata[i]));
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *ad = s->adjusts->pdata[i];
		int node = member_of(filled, ad);
		if (node < 0)
			continue;
		int group = filled->market->nodes[node].parent;
		double under = gap_in(filled, group, ad->to);
		char period[PERIOD_TEXT_MAX], sum[NUMBER_TEXT_MAX];
		if (under >= fmin(gap_in(published, group, ad->to), 0) - 1e-9)
			continue;
		g_autofree char *path = market_path(filled->market, group);
		g_ptr_array_add(notices, g_strdup_printf(
			"%s: its segments add up to %s %% of it in %s: those not typed are printed, "
			"none can take the rest", path, number_fixed(sum, 100 * (1 + under), 2),
			period_format(ad->to, period)));
	}
}
