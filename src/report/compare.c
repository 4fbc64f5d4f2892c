#include "config.h"

#include "report/compare.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static const char *kind_words(enum adjust_kind kind)
{
	static const char *const words[] = {
		[ADJUST_CAGR] = "cagr", [ADJUST_GROWTH] = "growth", [ADJUST_SHAPE] = "shape",
		[ADJUST_SHARE] = "share", [ADJUST_WEIGHT] = "weight", [ADJUST_LOCK] = "lock",
		[ADJUST_FORCE] = "force", [ADJUST_SPREAD] = "spread",
	};
	return words[kind];
}

char *compare_input(const struct adjust *a)
{
	char one[PERIOD_TEXT_MAX], two[PERIOD_TEXT_MAX];
	if (a->kind == ADJUST_FORCE)
		return g_strdup_printf("force %s", a->path);
	if (!period_is_set(a->to))
		return g_strdup_printf("%s: %s", a->path, kind_words(a->kind));
	period_format(a->from, one);
	period_format(a->to, two);
	if (!period_is_set(a->from) || period_equal(a->from, a->to))
		return g_strdup_printf("%s: %s %s", a->path, kind_words(a->kind), two);
	return g_strdup_printf("%s: %s %s-%s", a->path, kind_words(a->kind), one, two);
}

static void append_force(GString *s, const struct adjust *a)
{
	char n[NUMBER_TEXT_MAX];
	if (!isnan(a->scale))
		g_string_append_printf(s, "%s x%s", s->len ? "," : "", number_shortest(n, a->scale));
	if (!isnan(a->delay))
		g_string_append_printf(s, "%s delay %s", s->len ? "," : "",
				       number_shortest(n, a->delay));
	if (!isnan(a->rho))
		g_string_append_printf(s, "%s rho %s", s->len ? "," : "", number_shortest(n, a->rho));
}

char *compare_input_value(const struct adjust *a)
{
	static const char *const holds[] = { "", ", hold parent", ", hold total" };
	static const char *const shapes[] = { "constant", "fade", "geometric", "logistic", "gompertz",
					      "bass" };
	GString *s = g_string_new(NULL);
	char n[NUMBER_TEXT_MAX];
	switch (a->kind) {
	case ADJUST_WEIGHT:
		g_string_append(s, number_shortest(n, a->value));
		break;
	case ADJUST_LOCK:
		g_string_append(s, "locked");
		break;
	case ADJUST_FORCE:
		append_force(s, a);
		break;
	case ADJUST_SHAPE:
		g_string_append(s, shapes[a->shape.kind]);
		break;
	case ADJUST_SPREAD:
		g_string_append(s, "for the simulation");
		break;
	default:
		g_string_append(s, number_percent(n, a->value));
		break;
	}
	if (a->hold > HOLD_NONE)
		g_string_append(s, holds[a->hold]);
	g_autofree char *text = g_string_free(s, FALSE);
	return g_strdup(g_strstrip(text));
}

static void columns(struct table *t, const struct compared *list, int n)
{
	table_column(t, "what", "", COLUMN_TEXT);
	table_column(t, "source", "source", COLUMN_TEXT);
	for (int i = 0; i < n; i++) {
		const char *id = list[i].scenario->id ? list[i].scenario->id : "scenario";
		table_column(t, id, id, COLUMN_TEXT);
	}
}

static void put(struct table *t, double value, int decimals)
{
	char n[NUMBER_TEXT_MAX];
	if (isnan(value))
		table_unknown(t);
	else
		table_text(t, number_fixed(n, value, decimals));
}

static double level(const struct forecast *f, int node, struct period p)
{
	return f ? forecast_level(f, node, forecast_column(f, p)) : NAN;
}

static double rate(const struct forecast *f, int node, struct period from, struct period to)
{
	enum status s;
	return f ? forecast_rate(f, node, forecast_column(f, from), forecast_column(f, to), &s) : NAN;
}

static void level_row(struct table *t, const struct forecast *source, const struct compared *list,
		      int n, int node, struct period p, const char *name)
{
	char period[PERIOD_TEXT_MAX];
	g_autofree char *what = g_strdup_printf("%s %s", name, period_format(p, period));
	table_row(t, 1);
	table_text(t, what);
	put(t, level(source, node, p), 2);
	for (int i = 0; i < n; i++)
		put(t, level(list[i].forecast, node, p), 2);
}

static void key_figures(struct table *t, const struct forecast *source, const struct compared *list,
			int n, struct period from, struct period to)
{
	char one[PERIOD_TEXT_MAX], two[PERIOD_TEXT_MAX], text[NUMBER_TEXT_MAX];
	g_autofree char *cagr = g_strdup_printf("CAGR %% %s-%s", period_format(from, one),
						period_format(to, two));
	table_heading(t, "Key figures");
	level_row(t, source, list, n, 0, source->market->period.base, "Total");
	if (!period_equal(from, source->market->period.base))
		level_row(t, source, list, n, 0, from, "Total");
	level_row(t, source, list, n, 0, to, "Total");
	table_row(t, 1);
	table_text(t, "against the source");
	table_empty(t);
	for (int i = 0; i < n; i++) {
		double d = level(list[i].forecast, 0, to) - level(source, 0, to);
		g_autofree char *sign = g_strdup_printf("%s%s", d >= 0 ? "+" : "",
							number_fixed(text, d, 2));
		if (isnan(d))
			table_unknown(t);
		else
			table_text(t, sign);
	}
	table_row(t, 1);
	table_text(t, cagr);
	put(t, rate(source, 0, from, to) * 100, 2);
	for (int i = 0; i < n; i++)
		put(t, rate(list[i].forecast, 0, from, to) * 100, 2);
	table_row(t, 1);
	table_text(t, "inputs changed");
	table_text(t, "0");
	for (int i = 0; i < n; i++)
		put(t, list[i].scenario->adjusts->len, 0);
}

static const struct adjust *find_input(const struct scenario *s, const char *input)
{
	for (guint i = 0; i < s->adjusts->len; i++) {
		g_autofree char *mine = compare_input(s->adjusts->pdata[i]);
		if (!strcmp(mine, input))
			return s->adjusts->pdata[i];
	}
	return NULL;
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What an input is without the scenario. */
static char *source_value(const struct forecast *source, const struct adjust *a)
{
	const struct market *m = source->market;
	char n[NUMBER_TEXT_MAX];
	int node = a->kind == ADJUST_FORCE ? -1 : market_find(m, a->path);
	double v = NAN;
	if (a->kind == ADJUST_FORCE)
		return g_strdup("x1");
	if (node >= 0 && a->kind == ADJUST_CAGR)
		v = rate(source, node, a->from, a->to);
	else if (node >= 0 && a->kind == ADJUST_GROWTH) {
		enum status s;
		v = forecast_growth(source, node, forecast_column(source, a->to), &s);
	} else if (node >= 0 && a->kind == ADJUST_SHARE) {
		enum status s;
		v = forecast_share(source, node, forecast_column(source, a->to), &s);
	}
	return isnan(v) ? g_strdup("-") : g_strdup_printf("%s%%", number_fixed(n, v * 100, 2));
}

static void inputs(struct table *t, const struct forecast *source, const struct compared *list, int n)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < n; i++)
		for (guint k = 0; k < list[i].scenario->adjusts->len; k++)
			g_ptr_array_add(all, compare_input(list[i].scenario->adjusts->pdata[k]));
	g_ptr_array_sort(all, by_text);
	table_heading(t, "Inputs that differ");
	for (guint k = 0; k < all->len; k++) {
		const struct adjust *any = NULL;
		if (k && !strcmp(all->pdata[k], all->pdata[k - 1]))
			continue;
		for (int i = 0; i < n && !any; i++)
			any = find_input(list[i].scenario, all->pdata[k]);
		g_autofree char *was = source_value(source, any);
		table_row(t, 1);
		table_text(t, all->pdata[k]);
		table_text(t, was);
		for (int i = 0; i < n; i++) {
			const struct adjust *a = find_input(list[i].scenario, all->pdata[k]);
			g_autofree char *value = a ? compare_input_value(a) : g_strdup("-");
			table_text(t, value);
		}
	}
}

/* The largest distance of any scenario from the source, relative to it. */
static double moved(const struct forecast *source, const struct compared *list, int n, int node,
		    struct period to)
{
	double most = 0, was = level(source, node, to);
	for (int i = 0; i < n; i++) {
		double d = fabs(level(list[i].forecast, node, to) - was);
		if (d > most && d > 1e-9 * fabs(was))
			most = d;
	}
	return most;
}

static void most_moved(struct table *t, const struct forecast *source, const struct compared *list,
		       int n, struct period to)
{
	const struct market *m = source->market;
	g_autofree bool *shown = g_new0(bool, m->n_nodes);
	for (int rank = 0; rank < COMPARE_MOVED; rank++) {
		int best = -1;
		double most = 0;
		for (int i = 1; i < m->n_nodes; i++) {
			double d = shown[i] || m->nodes[i].flags & NODE_DIMENSION ? 0
				: moved(source, list, n, i, to);
			if (d > most) {
				most = d;
				best = i;
			}
		}
		if (best < 0)
			return;
		if (!rank)
			table_heading(t, "Moved most");
		shown[best] = true;
		g_autofree char *path = market_path(m, best);
		level_row(t, source, list, n, best, to, path);
	}
}

struct table *compare_table(const struct forecast *source, const struct compared *list, int n)
{
	struct table *t = table_new(NULL);
	struct period from, to;
	forecast_window(source->market, source->measure, &from, &to);
	columns(t, list, n);
	key_figures(t, source, list, n, from, to);
	inputs(t, source, list, n);
	most_moved(t, source, list, n, to);
	for (int i = 0; i < n; i++)
		if (list[i].refusal)
			table_note(t, "%s: %s", list[i].scenario->id, list[i].refusal);
	return t;
}
