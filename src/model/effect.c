#include "config.h"

#include "model/effect.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"

const char *effect_name(const struct market *m, int node)
{
	return node == 0 ? "total" : m->nodes[node].name;
}

/* Parts of one figure that differ by less are rounding, not a change. */
static bool differs(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) != isnan(b);
	return fabs(a - b) > 1e-9 * fmax(fabs(a), fabs(b));
}

/* By what part of itself a level moved; 0 if it did not. */
static double moved(int node, int column, const struct forecast *old, const struct forecast *new)
{
	double a = forecast_level(old, node, column), b = forecast_level(new, node, column);

	if (!differs(a, b))
		return 0;
	return isnan(a) || isnan(b) || a == 0 ? 1 : fabs(b / a - 1);
}

static bool is_above(const struct market *m, int above, int node)
{
	return node >= above && node < above + m->nodes[above].size;
}

struct range { double least, most; };	/* NaN: nothing moved */

static void widen(struct range *r, const struct forecast *old, const struct forecast *new, int node,
		  int column)
{
	double a = forecast_level(old, node, column), b = forecast_level(new, node, column);

	if (!differs(a, b) || isnan(b / a) || a == 0)
		return;
	r->least = fmin(r->least, b / a);
	r->most = fmax(r->most, b / a);
}

/* The factors by which leaves beside the node moved, in its dimension: one for all that an edit
 * rescales, several where shares are filled anew. */
static struct range others(const struct forecast *old, const struct forecast *new, int node, int column)
{
	const struct market *m = new->market;
	int dimension = market_dimension(m, node);
	struct range r = {NAN, NAN};

	for (int i = dimension + 1; dimension >= 0 && i < dimension + m->nodes[dimension].size; i++)
		if (market_is_leaf(m, i) && !is_above(m, node, i))
			widen(&r, old, new, i, column);
	return r;
}

/* The same of the leaves of one dimension. */
static struct range inside(const struct forecast *old, const struct forecast *new, int dimension,
			   int column)
{
	const struct market *m = new->market;
	struct range r = {NAN, NAN};

	for (int i = dimension + 1; i < dimension + m->nodes[dimension].size; i++)
		if (market_is_leaf(m, i))
			widen(&r, old, new, i, column);
	return r;
}

/* The same of all dimensions but that of the node which follow the total, each by one factor: several
 * where something is locked.  all: they are all there are.  What forces move apart follows nothing,
 * unless everything is. */
static struct range splits(const struct forecast *old, const struct forecast *new, int node,
			   int column, bool *all)
{
	const struct market *m = new->market;
	int own = market_dimension(m, node);
	struct range alike = {NAN, NAN}, any = {NAN, NAN};

	*all = own < 0;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
		struct range r = d == own ? (struct range){NAN, NAN} : inside(old, new, d, column);
		bool one = !differs(r.least, r.most);

		any.least = fmin(any.least, r.least);
		any.most = fmax(any.most, r.most);
		*all &= one && !isnan(r.least);
		if (!one)
			continue;
		alike.least = fmin(alike.least, r.least);
		alike.most = fmax(alike.most, r.most);
	}
	if (!isnan(alike.least))
		return alike;
	*all = own < 0;
	return any;
}

static bool has_other_splits(const struct market *m, int node)
{
	int first = market_child(m, 0);
	int dimension = market_dimension(m, node);

	if (first < 0)
		return false;
	return dimension < 0 || first != dimension || market_next(m, first) >= 0;
}

enum wording { WORDING_FULL, WORDING_SHORT, WORDING_TERSE };
/* What is told; the last are the least. */
enum told { TOLD_LEVELS, TOLD_SPLITS, TOLD_ALL };

/* "total 49.82 -> 51.85"; terse: "total 51.85" */
static void add_change(GString *out, const char *name, double old, double new, int digits,
		       enum wording wording)
{
	char a[NUMBER_TEXT_MAX], b[NUMBER_TEXT_MAX];
	g_autofree char *cut = text_column(name, wording == WORDING_FULL ? 60 : 12, false, false);

	if (wording == WORDING_TERSE)
		g_string_append_printf(out, "%s %s", cut, number_fixed(b, new, digits));
	else
		g_string_append_printf(out, "%s %s -> %s", cut, number_fixed(a, old, digits),
				       number_fixed(b, new, digits));
}

static void add_factor(GString *out, const char *what, struct range factor, int digits)
{
	char least[NUMBER_TEXT_MAX], most[NUMBER_TEXT_MAX];

	if (isnan(factor.least))
		return;
	g_string_append_printf(out, ", %s x%s", what, number_fixed(least, factor.least, digits));
	if (differs(factor.least, factor.most))
		g_string_append_printf(out, " to x%s", number_fixed(most, factor.most, digits));
}

/* "Asia-Pacific 8.52 -> 10.55, total 49.82 -> 51.85, other splits x1.040766" */
static char *tell(const struct effect *e, const struct forecast *old, const struct forecast *new,
		  int digits, enum wording wording, enum told told)
{
	const struct market *m = new->market;
	int node = e->node, j = e->column;
	double total_old = forecast_level(old, 0, j), total_new = forecast_level(new, 0, j);
	double node_old = forecast_level(old, node, j), node_new = forecast_level(new, node, j);
	bool terse = wording == WORDING_TERSE, all;
	GString *out = g_string_new(NULL);

	if (node > 0 && differs(node_old, node_new))
		add_change(out, effect_name(m, node), node_old, node_new, digits, wording);
	else if (node > 0)
		g_string_append_printf(out, isnan(node_new) ? "%s is unknown" : "%s stays",
				       effect_name(m, node));
	if (out->len)
		g_string_append(out, ", ");
	if (differs(total_old, total_new)) {
		add_change(out, "total", total_old, total_new, digits, wording);
		if (told >= TOLD_SPLITS && has_other_splits(m, node)) {
			struct range r = splits(old, new, node, j, &all);

			add_factor(out, terse ? "splits" : all ? "all splits" : "other splits", r,
				   terse ? 4 : 6);
		}
	} else {
		g_string_append(out, "total stays");
	}
	if (told == TOLD_ALL)
		add_factor(out, terse ? "others" : "others here", others(old, new, node, j),
			   terse ? 4 : 6);
	return g_string_free(out, FALSE);
}

/* The column wanted, or where nothing moved in it the one in which the node, else the total, moved
 * most. */
static int telling_column(const struct effect *e, const struct forecast *old,
			  const struct forecast *new)
{
	int n = MIN(old->n_periods, new->n_periods), wanted = CLAMP(e->column, 0, n - 1);
	int best = wanted;
	double most = 0;

	if (moved(e->node, wanted, old, new) > 0 || moved(0, wanted, old, new) > 0)
		return wanted;
	for (int j = 0; j < n; j++) {
		double by = fmax(moved(e->node, j, old, new), moved(0, j, old, new));

		if (by > most) {
			most = by;
			best = j;
		}
	}
	return best;
}

/* The end of the forecast where that is another than before. */
static char *tell_horizon(const struct effect *e, const struct forecast *new)
{
	g_autofree char *year = market_period(new->market, forecast_period(new, new->n_periods - 1));
	char total[NUMBER_TEXT_MAX];

	return g_strdup_printf("the forecast goes to %s: total %s", year, number_fixed(total,
			       forecast_level(new, 0, new->n_periods - 1), e->digits));
}

/* The fullest wording that fits. */
char *effect_say(const struct effect *e, const struct forecast *old, const struct forecast *new)
{
	static const struct { bool all_digits; enum wording wording; enum told told; } tries[] = {
		{true, WORDING_FULL, TOLD_ALL}, {true, WORDING_SHORT, TOLD_ALL},
		{false, WORDING_SHORT, TOLD_ALL}, {false, WORDING_TERSE, TOLD_ALL},
		{false, WORDING_TERSE, TOLD_SPLITS}, {false, WORDING_TERSE, TOLD_LEVELS},
	};
	struct effect at = *e;
	char *text = NULL;

	if (old->n_periods != new->n_periods)
		return tell_horizon(e, new);
	at.column = telling_column(e, old, new);
	g_autofree char *year = market_period(new->market, forecast_period(new, at.column));

	for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
		g_autofree char *what = tell(&at, old, new, tries[i].all_digits ? e->digits
					       : MIN(e->digits, forecast_decimals(new, 2)),
					       tries[i].wording, tries[i].told);

		g_free(text);
		text = g_strdup_printf("%s: %s", year, what);
		if (text_width(text) <= e->width)
			break;
	}
	return text;
}

bool effect_any(const struct forecast *old, const struct forecast *new)
{
	size_t n = (size_t)old->market->n_nodes * (size_t)old->n_periods;

	if (old->n_periods != new->n_periods)
		return true;
	for (size_t i = 0; i < n; i++)
		if (differs(old->level[i], new->level[i]))
			return true;
	return false;
}
