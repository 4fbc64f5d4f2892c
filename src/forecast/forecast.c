/* The base forecast: columns, one whole computation, and what is read from it. */
#include "config.h"

#include "forecast/forecast.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/bounds.h"
#include "forecast/work.h"

enum { COLUMNS_MAX = 2400 };

/* The period of a fact in the market's step: a year in a finer step is its last part. */
static bool in_step(struct period p, enum step step, int *ordinal)
{
	if (p.step == STEP_YEAR && step == STEP_YEAR && p.year) {
		*ordinal = p.year;
		return true;
	}
	if (!period_is_set(p))
		return false;
	if (p.step == step) {
		*ordinal = period_ordinal(p);
		return true;
	}
	if (p.step != STEP_YEAR)
		return false;
	struct period last = { p.year, step, (uint8_t)period_parts(step) };
	*ordinal = period_ordinal(last);
	return true;
}

static bool gives_columns(const struct fact *f)
{
	return f->metric <= METRIC_CAGR && !(f->flags & FACT_CASE) && f->kind != KIND_TARGET
		&& !(f->metric == METRIC_VALUE && f->flags & FACT_SPAN);
}

static void widen(int *first, int *last, int ordinal)
{
	*first = MIN(*first, ordinal);
	*last = MAX(*last, ordinal);
}

/* The columns that any fact or the forecast period names. */
static void find_columns(const struct market *m, int measure, int *first, int *last)
{
	enum step step = m->period.step;
	int parts = period_parts(step), o;
	*first = *last = period_ordinal(m->period.base);
	if (in_step(m->period.to, step, &o))
		widen(first, last, o);
	for (int i = 0; i < m->n_facts; i++) {
		const struct fact *f = &m->facts[i];
		if (f->measure != measure || !gives_columns(f) || f->figure.qualifier == QUAL_WITHHELD)
			continue;
		if (f->from.step != step && f->metric != METRIC_CAGR)
			continue;
		if (!in_step(f->to, step, &o))
			continue;
		widen(first, last, o);
		bool single = period_equal(f->from, f->to);
		if (single && (f->metric == METRIC_GROWTH || f->metric == METRIC_CHANGE))
			widen(first, last, o - 1);
		else if (f->metric == METRIC_YOY)
			widen(first, last, o - parts);
		else if (in_step(f->from, step, &o))
			widen(first, last, o);
	}
	*first = MAX(*first, *last - COLUMNS_MAX);
}

static struct forecast *forecast_new(const struct market *m, int measure, int first, int last)
{
	struct forecast *f = g_new0(struct forecast, 1);
	size_t cells;
	f->market = m;
	f->measure = measure;
	f->first = period_from_ordinal(m->period.step, first);
	f->n_periods = last - first + 1;
	cells = (size_t)m->n_nodes * (size_t)f->n_periods;
	f->level = g_new(double, cells);
	for (size_t i = 0; i < cells; i++)
		f->level[i] = NAN;
	f->status = g_malloc(cells);
	memset(f->status, STATUS_UNKNOWN, cells);
	f->rule = g_malloc0(cells);
	f->notices = g_ptr_array_new_with_free_func(g_free);
	f->told_total = -1;
	f->told_printed = G_MAXINT;
	f->base = period_ordinal(m->period.base) - first;
	int end;
	f->end = in_step(m->period.to, m->period.step, &end) ? end - first : f->base;
	return f;
}

static void *copy_of(const void *from, size_t bytes)
{
	return from ? memcpy(g_malloc(bytes), from, bytes) : NULL;
}

int forecast_most_moved(const struct forecast *a, const struct forecast *b, int node)
{
	double most = 1e-9;
	int column = -1;

	for (int c = 0; c < MIN(a->n_periods, b->n_periods); c++) {
		double x = forecast_level(a, node, c), y = forecast_level(b, node, c);
		double by = x == y ? 0 : fabs(y - x) / fmax(fabs(x), fabs(y));

		/* the same factor in all years is the same */
		if (by > most * (1 + 1e-6)) {
			most = by;
			column = c;
		}
	}
	return column;
}

struct forecast *forecast_copy(const struct forecast *f)
{
	struct forecast *copy = g_new(struct forecast, 1);
	size_t n = (size_t)f->market->n_nodes * (size_t)f->n_periods;

	*copy = *f;
	copy->level = copy_of(f->level, n * sizeof *f->level);
	copy->status = copy_of(f->status, n * sizeof *f->status);
	copy->rule = copy_of(f->rule, n * sizeof *f->rule);
	copy->closing = f->closing ? g_atomic_rc_box_acquire(f->closing) : NULL;
	copy->scale = copy_of(f->scale, n * sizeof *f->scale);
	g_ptr_array_ref(copy->notices);
	return copy;
}

void forecast_free(struct forecast *f)
{
	if (!f)
		return;
	g_free(f->level);
	g_free(f->status);
	g_free(f->rule);
	g_free(f->scale);
	if (f->closing)
		g_atomic_rc_box_release(f->closing);
	g_ptr_array_unref(f->notices);
	g_free(f);
}

enum status work_figure_status(const struct fact *f)
{
	enum status s = f->flags & FACT_OPEN_START ? STATUS_ABOUT : STATUS_REPORTED;
	switch (f->figure.qualifier) {
	case QUAL_EXACT:
		return s;
	case QUAL_RANGE:
		return STATUS_ASSUMED;
	default:
		return STATUS_ABOUT;
	}
}

int work_column_in_step(const struct work *w, struct period p)
{
	int o;
	if (!in_step(p, w->market->period.step, &o))
		return -1;
	o -= w->first;
	return o >= 0 && o < w->n ? o : -1;
}

double work_printed_share(const struct work *w, int node, int column, enum status *status,
			  const struct fact **fact)
{
	const struct market *m = w->market;
	const struct node *nd = &m->nodes[node];
	*fact = NULL;
	for (int i = 0; w->overlay && i < w->overlay->n_shares; i++)
		if (w->overlay->shares[i].node == node
		    && work_column(w, w->overlay->shares[i].period) == column) {
			*status = STATUS_SCENARIO;
			return w->overlay->shares[i].share;
		}
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &m->facts[nd->first_fact + i];
		if (f->metric != METRIC_SHARE || f->measure != w->f->measure
		    || f->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN)
		    || market_kind(m, f) == KIND_TARGET
		    || f->from.step != m->period.step || work_column(w, f->from) != column
		    || !figure_is_point(&f->figure))
			continue;
		if (f->of != BASE_PARENT && f->of != nd->parent
		    && !(f->of == 0 && m->nodes[nd->parent].flags & NODE_DIMENSION))
			continue;
		*fact = f;
		*status = work_figure_status(f);
		return f->figure.value;
	}
	return NAN;
}

double work_weight(const struct work *w, int node, bool *typed)
{
	for (int i = 0; w->overlay && i < w->overlay->n_weights; i++)
		if (w->overlay->weights[i].node == node) {
			*typed = true;
			return w->overlay->weights[i].weight;
		}
	*typed = false;
	return w->market->nodes[node].weight;
}

/* Drops leading columns in which nothing is known, up to the base year. */
static void trim(struct forecast *f)
{
	size_t n = (size_t)f->n_periods, nodes = (size_t)f->market->n_nodes, cut = (size_t)f->base;
	for (size_t i = 0; i < nodes; i++)
		for (size_t j = 0; j < cut; j++)
			if (!isnan(f->level[i * n + j]))
				cut = j;
	if (!cut)
		return;
	size_t m = n - cut;
	for (size_t i = 0; i < nodes; i++) {
		memmove(f->level + i * m, f->level + i * n + cut, m * sizeof *f->level);
		memmove(f->status + i * m, f->status + i * n + cut, m);
		memmove(f->rule + i * m, f->rule + i * n + cut, m);
		if (f->closing)
			memmove(f->closing + i * m, f->closing + i * n + cut,
				m * sizeof *f->closing);
	}
	f->n_periods = (int)m;
	f->base -= (int)cut;
	f->end -= (int)cut;
	f->first = period_from_ordinal(f->first.step, period_ordinal(f->first) + (int)cut);
}

/* One whole computation. */
struct forecast *forecast_compute(const struct market *m, int measure, enum fill fill,
				  const struct overlay *overlay)
{
	int first, last;
	find_columns(m, measure, &first, &last);
	struct work w = { .market = m, .overlay = overlay };
	w.f = forecast_new(m, measure, first, last);
	w.f->fill = fill;
	w.n = w.f->n_periods;
	w.first = first;
	w.bases = g_new0(struct forecast *, m->n_measures);
	w.own = g_malloc0(m->n_nodes);
	w.known = g_new0(int, m->n_nodes);
	w.seen = g_new0(uint32_t, m->n_nodes);
	levels_compute(&w);
	for (int i = 0; i < m->n_nodes; i++)
		if (m->nodes[i].size > 1)
			group_compute(&w, i);
	for (int i = 0; i < m->n_measures; i++)
		forecast_free(w.bases[i]);
	bounds_free(w.proven);
	g_free(w.bases);
	g_free(w.own);
	g_free(w.known);
	g_free(w.seen);
	g_free(w.tied_below);
	trim(w.f);
	return w.f;
}

struct forecast *forecast_base(const struct market *m, int measure, enum fill fill)
{
	return forecast_compute(m, measure, fill, NULL);
}

int forecast_column(const struct forecast *f, struct period p)
{
	int o;
	if (!in_step(p, f->market->period.step, &o))
		return -1;
	o -= period_ordinal(f->first);
	return o >= 0 && o < f->n_periods ? o : -1;
}

struct period forecast_period(const struct forecast *f, int column)
{
	return period_from_ordinal(f->first.step, period_ordinal(f->first) + column);
}

int forecast_decimals(const struct forecast *f, int digits)
{
	double largest = 0;
	for (int c = 0; c < f->n_periods; c++)
		largest = fmax(largest, fabs(f->level[c]));
	return MIN(digits + number_more(largest), NUMBER_DECIMALS_MAX);
}

double forecast_level(const struct forecast *f, int node, int column)
{
	if (column < 0 || column >= f->n_periods)
		return NAN;
	return f->level[(size_t)node * (size_t)f->n_periods + (size_t)column];
}

enum status forecast_status(const struct forecast *f, int node, int column)
{
	if (column < 0 || column >= f->n_periods)
		return (enum status)STATUS_UNKNOWN;
	return (enum status)f->status[(size_t)node * (size_t)f->n_periods + (size_t)column];
}

char status_letter(enum status s)
{
	return s <= STATUS_SCENARIO ? "R~DAS"[s] : ' ';
}

static enum status derived(enum status a, enum status b)
{
	return status_worst(STATUS_DERIVED, status_worst(a, b));
}

double forecast_share(const struct forecast *f, int node, int column, enum status *status)
{
	const struct market *m = f->market;
	int parent = m->nodes[node].parent;
	*status = (enum status)STATUS_UNKNOWN;
	if (parent < 0 || m->nodes[node].flags & NODE_DIMENSION || column < 0
	    || column >= f->n_periods)
		return NAN;
	double v = forecast_level(f, node, column), p = forecast_level(f, parent, column);
	enum status sv = forecast_status(f, node, column), sp = forecast_status(f, parent, column);
	bool moved = sv == STATUS_SCENARIO || sp == STATUS_SCENARIO;
	struct work w = { .market = m, .f = (struct forecast *)f, .n = f->n_periods,
			  .first = period_ordinal(f->first) };
	enum status ss;
	const struct fact *fact;
	double printed = work_printed_share(&w, node, column, &ss, &fact);
	bool computed = !isnan(v) && !isnan(p) && p > 0;
	if (!isnan(printed) && (!moved || !computed || fabs(v / p - printed) <= 1e-12)) {
		*status = ss;
		return printed;
	}
	if (!computed)
		return NAN;
	*status = derived(sv, sp);
	return v / p;
}

/* Growth printed for one column; NaN if none. */
static double printed_growth(const struct forecast *f, int node, int column, enum status *status)
{
	const struct market *m = f->market;
	const struct node *nd = &m->nodes[m->nodes[node].flags & NODE_DIMENSION ? 0 : node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *fact = &m->facts[nd->first_fact + i];
		bool yearly = m->period.step == STEP_YEAR && fact->metric == METRIC_YOY;
		if ((fact->metric != METRIC_GROWTH && !yearly) || fact->measure != f->measure
		    || fact->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN)
		    || fact->kind == KIND_TARGET || !figure_is_point(&fact->figure)
		    || fact->to.step != m->period.step || forecast_column(f, fact->to) != column)
			continue;
		*status = work_figure_status(fact);
		return fact->figure.value;
	}
	return NAN;
}

double forecast_growth(const struct forecast *f, int node, int column, enum status *status)
{
	double rate = forecast_rate(f, node, column - 1, column, status);
	if (isnan(rate))
		return (int)*status == STATUS_UNKNOWN
			? printed_growth(f, node, column, status) : rate;
	return forecast_level(f, node, column) / forecast_level(f, node, column - 1) - 1;
}

double forecast_rate(const struct forecast *f, int node, int from, int to, enum status *status)
{
	*status = (enum status)STATUS_UNKNOWN;
	if (from < 0 || to <= from || to >= f->n_periods)
		return NAN;
	double a = forecast_level(f, node, from), b = forecast_level(f, node, to);
	if (!isnan(a) && !isnan(b))
		*status = derived(forecast_status(f, node, from), forecast_status(f, node, to));
	if (!(a > 0) || !(b > 0))
		return NAN;
	double years = period_years_between(forecast_period(f, from), forecast_period(f, to));
	return years == 1 ? b / a - 1 : pow(b / a, 1 / years) - 1;
}

double forecast_rate_shown(const struct forecast *f, int node, int from, int to,
			   enum status *status)
{
	const struct market *m = f->market;
	const struct node *nd = &m->nodes[m->nodes[node].flags & NODE_DIMENSION ? 0 : node];
	double rate = forecast_rate(f, node, from, to, status);
	if (*status == STATUS_SCENARIO || (isnan(rate) && (int)*status != STATUS_UNKNOWN))
		return rate;
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *fact = &m->facts[nd->first_fact + i];
		double low, high;
		if (fact->metric != METRIC_CAGR || fact->measure != f->measure
		    || fact->flags & (FACT_RIVAL | FACT_CASE) || fact->kind == KIND_TARGET
		    || !figure_is_point(&fact->figure) || forecast_column(f, fact->from) != from
		    || forecast_column(f, fact->to) != to)
			continue;
		figure_interval(&fact->figure, &low, &high);
		if (!isnan(rate) && (rate < low || rate > high))
			continue;
		*status = work_figure_status(fact);
		double moved = forecast_scale(f, node, to) / forecast_scale(f, node, from);
		if (!isnan(rate) || moved == 1)
			return fact->figure.value;
		*status = STATUS_SCENARIO;
		return (1 + fact->figure.value) * pow(moved, 1 / period_years_between(
			forecast_period(f, from), forecast_period(f, to))) - 1;
	}
	return rate;
}

void forecast_window(const struct market *m, int measure, struct period *from, struct period *to)
{
	*from = m->period.base;
	*to = period_is_set(m->period.to) ? m->period.to : m->period.base;
	const struct node *total = &m->nodes[0];
	bool found = false;
	for (int i = 0; i < total->n_facts; i++) {
		const struct fact *f = &m->facts[total->first_fact + i];
		if (f->metric == METRIC_VALUE && f->measure == measure
		    && !(f->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN))
		    && market_kind(m, f) != KIND_TARGET && figure_is_point(&f->figure)
		    && f->to.step == m->period.step && period_compare(f->to, *to) < 0
		    && (!found || period_compare(f->to, *from) > 0)) {
			*from = f->to;
			found = true;
		}
	}
}

double forecast_closing(const struct forecast *f, int node, int column)
{
	if (!f->closing || column < 0 || column >= f->n_periods)
		return 1;
	return f->closing[(size_t)node * (size_t)f->n_periods + (size_t)column];
}

double forecast_scale(const struct forecast *f, int node, int column)
{
	if (!f->scale || column < 0 || column >= f->n_periods)
		return 1;
	return f->scale[(size_t)node * (size_t)f->n_periods + (size_t)column];
}
