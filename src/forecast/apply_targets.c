/* What is typed: the path of every target, and the marks of locks and holds. */
#include "config.h"

#include "forecast/apply.h"

#include "forecast/shape.h"

static struct target *target_of(struct apply *a, int node)
{
	struct target *t = a->target[node];
	if (t)
		return t;
	t = g_new0(struct target, 1);
	t->node = node;
	t->from = t->to = -1;
	t->path = g_new(double, a->n);	/* rates first, levels in run_target */
	t->typed = g_new0(bool, a->n);
	t->opens = g_new(int, a->n);
	t->closes = g_new(int, a->n);
	for (int c = 0; c < a->n; c++) {
		t->path[c] = NAN;
		t->opens[c] = t->closes[c] = -1;
	}
	a->target[node] = t;
	return t;
}

void target_free(struct target *t)
{
	if (!t)
		return;
	g_free(t->path);
	g_free(t->typed);
	g_free(t->opens);
	g_free(t->closes);
	g_free(t);
}

static enum hold hold_of(const struct apply *a, const struct adjust *ad)
{
	enum hold h = ad->hold != HOLD_DEFAULT ? ad->hold : a->hold;
	return h == HOLD_DEFAULT ? HOLD_NONE : h;
}

static void window_of(const struct apply *a, const struct adjust *ad, int *from, int *to)
{
	struct period wf, wt;
	forecast_window(a->m, a->base->measure, &wf, &wt);
	*from = forecast_column(a->base, period_is_set(ad->from) ? ad->from : wf);
	if (ad->kind == ADJUST_SHAPE && period_is_set(ad->shape.by)
	    && period_compare(ad->shape.by, wt) > 0
	    && forecast_column(a->base, ad->shape.by) >= 0)
		wt = ad->shape.by;	/* beyond the published end, where there is a horizon */
	*to = forecast_column(a->base, period_is_set(ad->to) ? ad->to : wt);
	if (ad->kind == ADJUST_GROWTH)
		*from = *to - 1;
}

/* A window without a level at its start moves nothing, and says so. */
static bool has_start(struct apply *a, int node, int from, const struct adjust *ad)
{
	char text[PERIOD_TEXT_MAX];
	if (from >= 0 && !isnan(a->base->level[apply_at(a, node, from)]))
		return true;
	g_autofree char *what = from < 0 ? g_strdup("the window lies outside the forecast")
		: g_strdup_printf("%s is unknown%s", period_format(forecast_period(a->base, from), text),
				  a->base->fill == FILL_NONE ? " while the fill is none" : "");
	apply_notice(a, g_strdup_printf("%s: no effect: %s", ad->path, what));
	return false;
}

/* The growth into one column of the window from..to. */
static void type_column(struct target *t, int column, double growth, int from, int to)
{
	t->path[column] = growth;
	t->typed[column] = true;
	t->opens[column] = from;
	t->closes[column] = to;
}

static void type_rates(struct apply *a, int node, const struct adjust *ad, int from, int to)
{
	struct target *t = target_of(a, node);
	double parts = period_parts(a->base->first.step);
	for (int c = from + 1; c <= to; c++) {
		if (ad->kind == ADJUST_CAGR && t->typed[c])
			continue;	/* growth of one year goes before a window */
		type_column(t, c, ad->kind == ADJUST_GROWTH || parts == 1 ? ad->value
			    : pow(1 + ad->value, 1 / parts) - 1, from, to);
	}
	if (to > t->to) {
		t->from = from;
		t->to = to;
	}
}

/* What refuses an adjustment says which one, and where it stands. */
static void place_error(const struct apply *a, const struct adjust *ad)
{
	g_prefix_error(a->error, "%s: ", ad->path);
	if (ad->line && a->s->file)
		g_prefix_error(a->error, "%s:%d:%d: ", a->s->file, ad->line, ad->column);
}

static bool type_shape(struct apply *a, int node, const struct adjust *ad, int from, int to)
{
	double *path = g_new(double, a->n);
	for (int c = 0; c < a->n; c++)
		path[c] = a->base->level[apply_at(a, node, c)];
	bool ok = shape_path(a->base, node, &ad->shape, from, to, path, a->error);
	if (!ok)
		place_error(a, ad);
	if (ok) {
		struct target *t = target_of(a, node);
		for (int c = from + 1; c <= to; c++)
			if (!t->typed[c])
				type_column(t, c, path[c] / path[c - 1] - 1, from, to);
		t->from = MAX(t->from, from);
		t->to = MAX(t->to, to);
	}
	g_free(path);
	return ok;
}

static void mark_hold(struct apply *a, int node, enum hold hold)
{
	int parent = a->m->nodes[node].parent;
	if (node == 0 || hold == HOLD_NONE)
		return;
	if (hold == HOLD_TOTAL || a->m->nodes[parent].flags & NODE_DIMENSION)
		a->mark[node] |= MARK_OUTSIDE;
	else
		a->mark[parent] |= MARK_HELD;
}

static bool type_one(struct apply *a, const struct adjust *ad)
{
	int node = market_find(a->m, ad->path), from, to;
	if (node < 0) {
		g_set_error(a->error, FORECAST_ERROR, FORECAST_USAGE,
			    "%s is no node of %s", ad->path, a->m->id);
		return false;
	}
	if (a->m->nodes[node].flags & NODE_DIMENSION)
		node = 0;
	if (ad->kind == ADJUST_LOCK) {
		if (ad->value != 0)	/* lock: false lifts one of the parent scenario */
			a->mark[node] |= MARK_LOCKED;
		return true;
	}
	if (ad->kind != ADJUST_CAGR && ad->kind != ADJUST_GROWTH && ad->kind != ADJUST_SHAPE)
		return true;
	window_of(a, ad, &from, &to);
	if (to < 0 || from >= to)
		from = -1;
	if (!has_start(a, node, from, ad))
		return true;
	if (ad->kind == ADJUST_SHAPE && !type_shape(a, node, ad, from, to))
		return false;
	if (ad->kind != ADJUST_SHAPE)
		type_rates(a, node, ad, from, to);
	a->mark[node] |= MARK_TYPED;
	mark_hold(a, node, hold_of(a, ad));
	return true;
}

bool targets_type(struct apply *a)
{
	static const enum adjust_kind order[] = { ADJUST_GROWTH, ADJUST_CAGR, ADJUST_SHAPE,
						  ADJUST_LOCK };
	for (size_t k = 0; k < G_N_ELEMENTS(order); k++)
		for (guint i = 0; i < a->s->adjusts->len; i++) {
			const struct adjust *ad = a->s->adjusts->pdata[i];
			if (ad->kind == order[k] && !type_one(a, ad))
				return false;
		}
	return true;
}

/* Rates to levels: the base up to the first typed year, typed rates inside, base rates after. */
static void run_target(struct apply *a, struct target *t)
{
	const double *base = a->base->level + apply_at(a, t->node, 0);
	double v = NAN;
	for (int c = 0; c < a->n; c++) {
		double before = c ? base[c - 1] : NAN;
		if (c && !t->typed[c])
			t->opens[c] = t->opens[c - 1];
		if (t->typed[c])
			v = (isnan(v) ? before : v) * (1 + t->path[c]);
		else if (!isnan(v) && before > 0 && !isnan(base[c]))
			v *= base[c] / before;
		else if (!isnan(v))
			v = base[c];
		t->path[c] = isnan(v) ? base[c] : v;
	}
}

void targets_run(struct apply *a)
{
	for (int i = 0; i < a->m->n_nodes; i++)
		if (a->target[i])
			run_target(a, a->target[i]);
}
