#include "config.h"

#include "report/compare.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "report/rows.h"
#include "scenario/phrase.h"

/* One thing that a scenario says.  idle: as in the source. */
struct input { char *name, *value, *was; bool idle; };	/* was: NULL if the source has none */

static void input_free(gpointer data)
{
	struct input *in = data;
	g_free(in->name);
	g_free(in->value);
	g_free(in->was);
	g_free(in);
}

/* Takes the texts. */
static void add(GPtrArray *inputs, char *name, char *value, char *was, bool idle)
{
	struct input *in = g_new(struct input, 1);
	*in = (struct input){ name, value, was, idle };
	g_ptr_array_add(inputs, in);
}

static double rate(const struct forecast *f, int node, struct period from, struct period to)
{
	enum status s;
	return f ? forecast_rate(f, node, forecast_column(f, from), forecast_column(f, to), &s) : NAN;
}

/* A rate or shape without a window of its own has the default one, whatever it is written as. */
static void find_window(const struct forecast *f, const struct adjust *a, struct period *from,
			struct period *to)
{
	*from = a->from;
	*to = a->to;
	if (!period_is_set(a->to) && (a->kind == ADJUST_CAGR || a->kind == ADJUST_SHAPE))
		forecast_window(f->market, f->measure, from, to);
}

/* "geography/asia-pacific: cagr 2026-2031" */
static char *input_name(const struct forecast *f, const struct adjust *a)
{
	struct period from, to;
	char year[PERIOD_TEXT_MAX];
	find_window(f, a, &from, &to);
	if (a->kind == ADJUST_FORCE)
		return g_strdup_printf("force %s", a->path);
	if (!period_is_set(to))
		return g_strdup_printf("%s: %s", a->path, adjust_kind_name(a->kind));
	g_autofree char *when = !period_is_set(from) || period_equal(from, to)
		? g_strdup(period_format(to, year)) : scenario_window_format(from, to);
	return g_strdup_printf("%s: %s %s", a->path, adjust_kind_name(a->kind), when);
}

static void append_force(GString *s, const struct adjust *a)
{
	char n[NUMBER_TEXT_MAX];
	if (!isnan(a->scale))
		g_string_append_printf(s, "%sx%s", s->len ? ", " : "", number_brief(n, a->scale));
	if (!isnan(a->delay))
		g_string_append_printf(s, "%sdelay %s", s->len ? ", " : "",
				       number_shortest(n, a->delay));
	if (!isnan(a->rho))
		g_string_append_printf(s, "%srho %s", s->len ? ", " : "", number_shortest(n, a->rho));
}

/* "40%, hold total" */
static char *input_value(const struct adjust *a)
{
	static const char *const holds[] = { "", ", hold parent", ", hold total" };
	GString *s = g_string_new(NULL);
	g_autofree char *words = NULL;
	char n[NUMBER_TEXT_MAX];
	switch (a->kind) {
	case ADJUST_WEIGHT:
		g_string_append(s, number_shortest(n, a->value));
		break;
	case ADJUST_LOCK:
		g_string_append(s, a->value != 0 ? "locked" : "unlocked");
		break;
	case ADJUST_FORCE:
		append_force(s, a);
		break;
	case ADJUST_SHAPE:
		words = phrase_say_shape(&a->shape);
		g_string_append(s, words);
		break;
	case ADJUST_SPREAD:
		words = phrase_say(a);
		g_string_append(s, g_str_has_prefix(words, "spread ") ? words + strlen("spread ") : words);
		break;
	default:
		g_string_append_printf(s, "%s%%", number_brief(n, 100 * a->value));
		break;
	}
	if (a->hold > HOLD_NONE)
		g_string_append(s, holds[a->hold]);
	return g_string_free(s, FALSE);
}

/* What an input is without the scenario. */
static char *source_value(const struct forecast *source, const struct adjust *a)
{
	struct period from, to;
	char n[NUMBER_TEXT_MAX];
	enum status s;
	int node = a->kind == ADJUST_FORCE ? -1 : market_find(source->market, a->path);
	double v = NAN;
	find_window(source, a, &from, &to);
	if (a->kind == ADJUST_FORCE)
		return g_strdup(!isnan(a->scale) ? "x1" : !isnan(a->delay) ? "delay 0" : "rho 1");
	if (node >= 0 && a->kind == ADJUST_WEIGHT)
		return g_strdup(number_shortest(n, source->market->nodes[node].weight));
	if (node >= 0 && (a->kind == ADJUST_CAGR || a->kind == ADJUST_SHAPE))
		v = rate(source, node, from, to);
	else if (node >= 0 && a->kind == ADJUST_GROWTH)
		v = forecast_growth(source, node, forecast_column(source, to), &s);
	else if (node >= 0 && a->kind == ADJUST_SHARE)
		v = forecast_share(source, node, forecast_column(source, to), &s);
	return isnan(v) ? NULL : g_strdup_printf("%s%%", number_fixed(n, v * 100, 2));
}

static bool is_idle(const struct adjust *a)
{
	if (a->kind == ADJUST_LOCK)
		return a->value == 0;
	return a->kind == ADJUST_FORCE && !(a->scale != 1 && !isnan(a->scale)) && !(a->delay > 0)
		&& !(a->rho < 1);
}

static char *simulate_value(const struct scenario *s)
{
	GString *out = g_string_new(NULL);
	char n[NUMBER_TEXT_MAX];
	if (s->simulate.draws > 0)
		g_string_append_printf(out, "draws %d", s->simulate.draws);
	if (s->simulate.has_seed)
		g_string_append_printf(out, "%sseed %llu", out->len ? ", " : "", s->simulate.seed);
	if (s->simulate.has_rho)
		g_string_append_printf(out, "%srho %s", out->len ? ", " : "",
				       number_shortest(n, s->simulate.rho));
	return g_string_free(out, FALSE);
}

/* Everything that a scenario says: struct input *. */
static GPtrArray *inputs_of(const struct scenario *s, const struct forecast *source)
{
	const struct market *m = source->market;
	GPtrArray *all = g_ptr_array_new_with_free_func(input_free);
	char end[PERIOD_TEXT_MAX], horizon[PERIOD_TEXT_MAX];
	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *a = s->adjusts->pdata[i];
		add(all, input_name(source, a), input_value(a), source_value(source, a), is_idle(a));
	}
	if (s->has_fill)
		add(all, g_strdup("fill"), g_strdup(fill_name(s->fill)), g_strdup(fill_name(m->fill)),
		    s->fill == (enum fill)m->fill);
	if (period_is_set(s->horizon)) {
		period_format(s->horizon, horizon);
		period_format(forecast_period(source, source->end), end);
		add(all, g_strdup("horizon"), g_strdup(horizon), g_strdup(end),
		    !strcmp(horizon, end));
	}
	if (s->has_after)
		add(all, g_strdup("after"), phrase_say_shape(&s->after), NULL, false);
	if (s->has_simulate)
		add(all, g_strdup("simulate"), simulate_value(s), NULL, false);
	return all;
}

static int count_inputs(const GPtrArray *all)
{
	int n = 0;
	for (guint i = 0; i < all->len; i++)
		n += !((const struct input *)all->pdata[i])->idle;
	return n;
}

int compare_count(const struct scenario *s, const struct forecast *source)
{
	g_autoptr(GPtrArray) all = inputs_of(s, source);
	return count_inputs(all);
}

static void columns(struct table *t, const struct compared *list, int n)
{
	table_column(t, "what", "", COLUMN_TEXT);
	table_column_marked(t, table_column(t, "source", "source", COLUMN_MIXED));
	for (int i = 0; i < n; i++) {
		const char *id = list[i].scenario->id ? list[i].scenario->id : "scenario";
		table_column_marked(t, table_column(t, id, id, COLUMN_MIXED));
	}
}

static double level(const struct forecast *f, int node, struct period p)
{
	return f ? forecast_level(f, node, forecast_column(f, p)) : NAN;
}

static void put_level(struct table *t, const struct forecast *f, int node, struct period p)
{
	double value = level(f, node, p);
	table_number(t, value, isnan(value) ? 0
		     : status_letter(forecast_status(f, node, forecast_column(f, p))));
}

/* In percent, as the row says; a printed rate as it is printed. */
static void put_rate(struct table *t, const struct forecast *f, struct period from, struct period to)
{
	enum status s = STATUS_ASSUMED;
	double v = f ? forecast_rate_shown(f, 0, forecast_column(f, from), forecast_column(f, to), &s)
		     : NAN;
	table_number(t, v * 100, isnan(v) ? 0 : status_letter(s));
}

static void level_row(struct table *t, const struct forecast *source, const struct compared *list,
		      int n, int node, struct period p, const char *name, const char *path)
{
	char period[PERIOD_TEXT_MAX];
	g_autofree char *what = g_strdup_printf("%s %s", path, period_format(p, period));
	g_autofree char *shown = g_strdup_printf("%s %s", name, period);
	table_row(t, 1);
	table_named(t, what, shown);
	put_level(t, source, node, p);
	for (int i = 0; i < n; i++)
		put_level(t, list[i].forecast, node, p);
}

static void key_figures(struct table *t, const struct forecast *source, const struct compared *list,
			int n, struct period from, struct period to)
{
	g_autofree char *window = market_span(source->market, from, to);
	g_autofree char *cagr = g_strdup_printf("CAGR %% %s", window);
	table_heading(t, "Key figures");
	level_row(t, source, list, n, 0, source->market->period.base, "Total", "Total");
	if (!period_equal(from, source->market->period.base))
		level_row(t, source, list, n, 0, from, "Total", "Total");
	level_row(t, source, list, n, 0, to, "Total", "Total");
	table_row(t, 1);
	table_text(t, "against the source");
	table_empty(t);
	for (int i = 0; i < n; i++)
		table_change(t, level(list[i].forecast, 0, to) - level(source, 0, to));
	table_row(t, 1);
	table_text(t, cagr);
	put_rate(t, source, from, to);
	for (int i = 0; i < n; i++)
		put_rate(t, list[i].forecast, from, to);
	table_row(t, 1);
	table_text(t, "inputs changed");
	table_count(t, 0);
	for (int i = 0; i < n; i++)
		table_count(t, compare_count(list[i].scenario, source));
}

static void put_text(struct table *t, const char *text)
{
	if (text)
		table_text(t, text);
	else
		table_none(t);
}

static const struct input *find_input(const GPtrArray *all, const char *name)
{
	for (guint i = 0; i < all->len; i++) {
		const struct input *in = all->pdata[i];
		if (!strcmp(in->name, name))
			return in;
	}
	return NULL;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct input *const *)a)->name, (*(const struct input *const *)b)->name);
}

static void inputs(struct table *t, const struct forecast *source, const struct compared *list, int n)
{
	g_autoptr(GPtrArray) each = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GPtrArray) differing = g_ptr_array_new();
	for (int i = 0; i < n; i++) {
		GPtrArray *all = inputs_of(list[i].scenario, source);
		g_ptr_array_add(each, all);
		for (guint k = 0; k < all->len; k++)
			if (!((struct input *)all->pdata[k])->idle)
				g_ptr_array_add(differing, all->pdata[k]);
	}
	g_ptr_array_sort(differing, by_name);
	table_heading(t, "Inputs that differ");
	for (guint k = 0; k < differing->len; k++) {
		const struct input *any = differing->pdata[k];
		if (k && !by_name(&differing->pdata[k], &differing->pdata[k - 1]))
			continue;
		table_row(t, 1);
		table_text(t, any->name);
		put_text(t, any->was);
		for (int i = 0; i < n; i++) {
			const struct input *in = find_input(each->pdata[i], any->name);
			put_text(t, in ? in->value : NULL);
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
		g_autofree char *path = market_path(m, best), *name = report_name(m, best);
		level_row(t, source, list, n, best, to, name, path);
	}
}

struct table *compare_table(const struct forecast *source, const struct compared *list, int n)
{
	const struct market *m = source->market;
	g_autofree char *unit = market_unit(m, source->measure, false);
	g_autofree char *title = g_strdup_printf("%s%s%s", m->title, *unit ? ", " : "", unit);
	struct table *t = table_new(title);
	struct period from, to;
	forecast_window(m, source->measure, &from, &to);
	t->more = forecast_decimals(source, 0);
	columns(t, list, n);
	key_figures(t, source, list, n, from, to);
	inputs(t, source, list, n);
	most_moved(t, source, list, n, to);
	for (int i = 0; i < n; i++)
		if (list[i].refusal)
			table_note(t, "%s: %s", list[i].scenario->id, list[i].refusal);
	return t;
}
