#include "config.h"

#include "tui/effect.h"

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

static bool is_above(const struct market *m, int above, int node)
{
	return node >= above && node < above + m->nodes[above].size;
}

/* The first leaf beside the node, in its dimension, whose level moved: all free ones moved by the
 * same ratio. */
static int moved_leaf(const struct forecast *old, const struct forecast *new, int node, int column)
{
	const struct market *m = new->market;
	int dimension = market_dimension(m, node);

	if (dimension < 0)
		return -1;
	for (int i = dimension + 1; i < dimension + m->nodes[dimension].size; i++)
		if (market_is_leaf(m, i) && !is_above(m, node, i)
		    && differs(forecast_level(old, i, column), forecast_level(new, i, column)))
			return i;
	return -1;
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

static void add_factor(GString *out, const char *what, double old, double new, int digits)
{
	char factor[NUMBER_TEXT_MAX];

	if (old != 0 && !isnan(old) && !isnan(new))
		g_string_append_printf(out, ", %s x%s", what,
				       number_fixed(factor, new / old, digits));
}

/* "Asia-Pacific 8.52 -> 10.55, total 49.82 -> 51.85, other splits x1.040766" */
static char *tell(const struct effect *e, const struct forecast *old, const struct forecast *new,
		  int digits, enum wording wording)
{
	const struct market *m = new->market;
	int node = e->node, j = e->column, leaf = moved_leaf(old, new, node, j);
	double total_old = forecast_level(old, 0, j), total_new = forecast_level(new, 0, j);
	double node_old = forecast_level(old, node, j), node_new = forecast_level(new, node, j);
	bool terse = wording == WORDING_TERSE;
	GString *out = g_string_new(NULL);

	if (node > 0 && differs(node_old, node_new))
		add_change(out, terse ? "to" : effect_name(m, node), node_old, node_new, digits,
			   wording);
	else if (node > 0 && !terse)
		g_string_append_printf(out, "%s stays", effect_name(m, node));
	if (out->len)
		g_string_append(out, ", ");
	if (differs(total_old, total_new)) {
		add_change(out, "total", total_old, total_new, digits, wording);
		if (has_other_splits(m, node))
			add_factor(out, terse ? "splits" : node > 0 ? "other splits" : "all splits",
				   total_old, total_new, terse ? 4 : 6);
	} else {
		g_string_append(out, "total stays");
	}
	if (leaf >= 0)
		add_factor(out, terse ? "others" : "others here", forecast_level(old, leaf, j),
			   forecast_level(new, leaf, j), terse ? 4 : 6);
	return g_string_free(out, FALSE);
}

/* The fullest wording that fits. */
char *effect_say(const struct effect *e, const struct forecast *old, const struct forecast *new)
{
	static const struct { bool year, all_digits; enum wording wording; } tries[] = {
		{true, true, WORDING_FULL}, {true, true, WORDING_SHORT},
		{true, false, WORDING_SHORT}, {false, false, WORDING_TERSE},
	};
	g_autofree char *year = market_period(new->market, forecast_period(new, e->column));
	char *text = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
		g_autofree char *what = tell(e, old, new, tries[i].all_digits ? e->digits
					       : MIN(e->digits, 2), tries[i].wording);

		g_free(text);
		text = tries[i].year ? g_strdup_printf("%s: %s", year, what) : g_strdup(what);
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
