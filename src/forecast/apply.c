/* A scenario's forecast: base and adjustments, computed whole in one pass.
 *
 * What is typed holds; everything else follows.  Own paths go upward (targets, locked paths, sums),
 * the total follows, then every scope is closed downward: the free leaves of a scope share one
 * ratio a year.  A scope is the total's side of a dimension, or a typed or locked node.
 *
 * For every node and column two masses are kept, seen from inside the node and in its own unit:
 *	fixed	what its typed and locked descendants hold
 *	free	the rest
 * so that its level in a scope closed at ratio r is fixed + r * free.  A leaf is all free. */
#include "config.h"

#include "forecast/forecast.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/forces.h"
#include "forecast/shape.h"
#include "forecast/work.h"

enum mark {
	MARK_TYPED = 1,
	MARK_LOCKED = 2,	/* at its base path or, typed as well, at what is typed */
	MARK_HELD = 4,		/* a child is typed with hold: parent */
	MARK_OUTSIDE = 8,	/* typed with hold: total: adds nothing to the total */
	MARK_SCOPE = MARK_TYPED | MARK_LOCKED | MARK_HELD,
};

struct target {
	int node;
	int from, to;		/* columns of the last typed window */
	double *path;		/* by column, NaN where the base has none */
	bool *typed;		/* by column */
};

struct apply {
	const struct market *m;
	const struct scenario *s;
	enum hold hold;
	int n;
	const struct forecast *base;	/* with the scenario's facts first */
	double *start;		/* base levels, geography moved by forces */
	double *own, *fixed, *free;
	uint8_t *whole;		/* the children add up to the node in that column */
	uint8_t *mark;
	struct target **target;	/* by node */
	double *total;		/* T' */
	bool *scaled;		/* by column: typed rows of some scope were scaled */
	struct forecast *out;
	GError **error;
};

static size_t at(const struct apply *a, int node, int column)
{
	return (size_t)node * (size_t)a->n + (size_t)column;
}

static bool differ(double a, double b)
{
	return fabs(a - b) > 1e-12 * fmax(fabs(a), fabs(b));
}

static bool beyond(double less, double more)
{
	return more - less > 1e-9 * fmax(fabs(less), fabs(more));
}

static char *path_of(const struct apply *a, int node)
{
	return market_path(a->m, node);
}

static void notice(struct apply *a, char *text)
{
	g_ptr_array_add(a->out->notices, text);
}

/* --- facts first --------------------------------------------------------------------------- */

/* The base filled again around what is typed; NULL if no fact is. */
static struct forecast *with_facts(const struct market *m, int measure, const struct scenario *s,
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

/* --- beyond the horizon --------------------------------------------------------------------- */

static double after_growth(const struct shape *after, double last, int i, int n)
{
	if (after->kind == SHAPE_CONSTANT || n <= 0)
		return after->rate;
	return i >= n ? after->rate : last + (after->rate - last) * i / n;
}

/* Adds columns up to the scenario's horizon: every level grows by `after`, shares kept. */
static void extend(struct forecast *f, const struct scenario *s)
{
	int to = period_ordinal(s->horizon) - period_ordinal(f->first);
	int old = f->n_periods, n = to + 1;
	size_t nodes = (size_t)f->market->n_nodes;
	if (n <= old)
		return;
	double *level = g_new(double, nodes * n), *closing = f->closing ? g_new(double, nodes * n) : NULL;
	uint8_t *status = g_malloc(nodes * n), *rule = g_malloc0(nodes * n);
	double a = forecast_level(f, 0, old - 2), b = forecast_level(f, 0, old - 1);
	double last = a > 0 && b > 0 ? b / a - 1 : s->after.rate;
	int by = period_is_set(s->after.by)
		? period_ordinal(s->after.by) - period_ordinal(f->first) - (old - 1) : n - old;
	memset(status, STATUS_UNKNOWN, nodes * n);
	for (size_t i = 0; i < nodes; i++) {
		memcpy(level + i * n, f->level + i * old, old * sizeof *level);
		memcpy(status + i * n, f->status + i * old, old);
		memcpy(rule + i * n, f->rule + i * old, old);
		for (int c = 0; closing && c < n; c++)
			closing[i * n + c] = f->closing[i * old + MIN(c, old - 1)];
		double v = f->level[i * old + old - 1];
		for (int c = old; c < n; c++) {
			v *= 1 + after_growth(&s->after, last, c - old + 1, by);
			level[i * n + c] = v;
			status[i * n + c] = isnan(v) ? STATUS_UNKNOWN : STATUS_SCENARIO;
			rule[i * n + c] = isnan(v) ? RULE_NONE : RULE_AFTER;
		}
	}
	g_free(f->level);
	g_free(f->status);
	g_free(f->rule);
	g_free(f->closing);
	f->level = level;
	f->status = status;
	f->rule = rule;
	f->closing = closing;
	f->n_periods = n;
}

/* --- targets -------------------------------------------------------------------------------- */

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
	for (int c = 0; c < a->n; c++)
		t->path[c] = NAN;
	a->target[node] = t;
	return t;
}

static void target_free(struct target *t)
{
	if (!t)
		return;
	g_free(t->path);
	g_free(t->typed);
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
	*to = forecast_column(a->base, period_is_set(ad->to) ? ad->to : wt);
	if (ad->kind == ADJUST_GROWTH)
		*from = *to - 1;
}

static bool refuse(struct apply *a, char *text)
{
	g_set_error_literal(a->error, FORECAST_ERROR, FORECAST_REFUSED, text);
	g_free(text);
	return false;
}

/* A window without a level at its start moves nothing, and says so. */
static bool has_start(struct apply *a, int node, int from, const struct adjust *ad)
{
	char text[PERIOD_TEXT_MAX];
	if (from >= 0 && !isnan(a->base->level[at(a, node, from)]))
		return true;
	g_autofree char *what = from < 0 ? g_strdup("the window lies outside the forecast")
		: g_strdup_printf("%s is unknown%s", period_format(forecast_period(a->base, from), text),
				  a->base->fill == FILL_NONE ? " while the fill is none" : "");
	notice(a, g_strdup_printf("%s: no effect: %s", ad->path, what));
	return false;
}

static void type_rates(struct apply *a, int node, const struct adjust *ad, int from, int to)
{
	struct target *t = target_of(a, node);
	double parts = period_parts(a->base->first.step);
	for (int c = from + 1; c <= to; c++) {
		if (ad->kind == ADJUST_CAGR && t->typed[c])
			continue;	/* growth of one year goes before a window */
		t->path[c] = ad->kind == ADJUST_GROWTH || parts == 1 ? ad->value
			: pow(1 + ad->value, 1 / parts) - 1;
		t->typed[c] = true;
	}
	if (to > t->to) {
		t->from = from;
		t->to = to;
	}
}

static bool type_shape(struct apply *a, int node, const struct adjust *ad, int from, int to)
{
	double *path = g_new(double, a->n);
	for (int c = 0; c < a->n; c++)
		path[c] = a->base->level[at(a, node, c)];
	bool ok = shape_path(a->base, node, &ad->shape, from, to, path, a->error);
	if (ok) {
		struct target *t = target_of(a, node);
		for (int c = from + 1; c <= to; c++)
			if (!t->typed[c]) {
				t->path[c] = path[c] / path[c - 1] - 1;
				t->typed[c] = true;
			}
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

/* Growth of single years first, then windows, then shapes: an earlier kind keeps its years. */
static bool type_all(struct apply *a)
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
	const double *base = a->base->level + at(a, t->node, 0);
	double v = NAN;
	for (int c = 0; c < a->n; c++) {
		double before = c ? base[c - 1] : NAN;
		if (t->typed[c])
			v = (isnan(v) ? before : v) * (1 + t->path[c]);
		else if (!isnan(v) && before > 0 && !isnan(base[c]))
			v *= base[c] / before;
		else if (!isnan(v))
			v = base[c];
		t->path[c] = isnan(v) ? base[c] : v;
	}
}

/* --- upward --------------------------------------------------------------------------------- */

static double closing(const struct apply *a, int node, int column)
{
	return forecast_closing(a->base, node, column);
}

/* Own level of a node in one column, its masses inside given. */
static double own_level(const struct apply *a, int node, int column, bool outside)
{
	unsigned mark = a->mark[node];
	if (mark & MARK_TYPED && !(outside && mark & MARK_OUTSIDE))
		return a->target[node]->path[column];
	if (mark & MARK_SCOPE)
		return a->base->level[at(a, node, column)];
	return a->fixed[at(a, node, column)] + a->free[at(a, node, column)];
}

/* Masses of one inner node in one column, from its children. */
static void gather(struct apply *a, int node, int column)
{
	double fixed = 0, free = 0, was = 0, k = closing(a, node, column);
	bool all = true;	/* every child is known */
	size_t i = at(a, node, column);
	double level = a->start[i];
	bool overlap = market_covers(a->m, node, a->base->measure) == COVERS_OVERLAP;
	for (int c = market_child(a->m, node); c >= 0; c = market_next(a->m, c)) {
		size_t ci = at(a, c, column);
		if (isnan(a->base->level[ci])) {
			all = false;
			continue;
		}
		was += a->base->level[ci];
		if (a->mark[c] & MARK_SCOPE) {
			fixed += a->own[ci];
		} else {
			fixed += a->fixed[ci];
			free += a->free[ci];
		}
	}
	double base = a->base->level[i];
	a->whole[i] = !overlap && (was > 0 || all) && fabs(was * k - base) <= 1e-9 * fabs(base);
	if (a->whole[i]) {
		a->fixed[i] = k * fixed;
		a->free[i] = k * free;
	} else if (overlap || !(was > 0)) {
		a->fixed[i] = 0;
		a->free[i] = level;
	} else {
		double natural = base + k * (fixed + free - was);
		a->fixed[i] = k * fixed;
		a->free[i] = natural - k * fixed;
	}
}

/* Own levels and masses of every node, leaves first.  outside: as if what holds the total were not
 * typed. */
static void upward(struct apply *a, bool outside)
{
	for (int i = a->m->n_nodes - 1; i > 0; i--) {
		bool leaf = market_is_leaf(a->m, i);
		for (int c = 0; c < a->n; c++) {
			size_t x = at(a, i, c);
			if (leaf) {
				a->fixed[x] = 0;
				a->free[x] = a->start[x];
			} else {
				gather(a, i, c);
			}
			a->own[x] = own_level(a, i, c, outside);
		}
	}
}

/* --- the total ------------------------------------------------------------------------------- */

static bool overlaps(const struct apply *a, int node)
{
	return market_covers(a->m, node, a->base->measure) == COVERS_OVERLAP;
}

/* T' = T * G * product of F_d; a target or a lock of the total replaces it. */
static void find_total(struct apply *a, const double *growth)
{
	const struct market *m = a->m;
	double moved = 1;
	for (int c = 0; c < a->n; c++) {
		double t = a->base->level[at(a, 0, c)], product = 1;
		if (growth && c && !isnan(growth[c])) {
			double before = a->base->level[at(a, 0, c - 1)];
			moved *= (1 + growth[c]) / (t / before);
		}
		for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
			double sum = a->fixed[at(a, d, c)] + a->free[at(a, d, c)];
			if (!overlaps(a, d) && !isnan(sum) && t > 0)
				product *= sum / t;
		}
		a->total[c] = t * moved * product;
		if (a->mark[0] & MARK_TYPED)
			a->total[c] = a->target[0]->path[c];
		else if (a->mark[0] & MARK_LOCKED)
			a->total[c] = t;
	}
}

/* --- downward -------------------------------------------------------------------------------- */

static bool in_scope_of(const struct apply *a, int node, int scope)
{
	for (int p = a->m->nodes[node].parent; p != scope; p = a->m->nodes[p].parent)
		if (a->mark[p] & MARK_SCOPE)
			return false;
	return true;
}

/* What one unit of node is in scope's: the closing factors of the groups between. */
static double weight_in(const struct apply *a, int node, int scope, int column)
{
	double k = 1;
	for (int p = a->m->nodes[node].parent; ; p = a->m->nodes[p].parent) {
		k *= closing(a, p, column);
		if (p == scope)
			return k;
	}
}

/* Mass of the topmost typed rows without a lock, and of the locked ones, in a scope. */
static void fixed_masses(const struct apply *a, int scope, int column, double *typed, double *locked)
{
	*typed = *locked = 0;
	for (int i = scope + 1; i < scope + a->m->nodes[scope].size; i++) {
		double v = a->own[at(a, i, column)];
		if (!(a->mark[i] & MARK_SCOPE) || isnan(v))
			continue;
		v *= weight_in(a, i, scope, column);
		if (a->mark[i] & MARK_LOCKED || !(a->mark[i] & MARK_TYPED))
			*locked += v;
		else
			*typed += v;
		i += a->m->nodes[i].size - 1;
	}
}

static char *rate_text(double rate)
{
	char buf[NUMBER_TEXT_MAX];
	return g_strdup_printf("%s %%", number_fixed(buf, rate * 100, 2));
}

/* The rate over t's window that leads to level at column; NaN if none. */
static double rate_to(const struct apply *a, const struct target *t, double level, int column)
{
	double start = t->from >= 0 ? t->path[t->from] : NAN;
	if (!(start > 0) || level < 0 || column <= t->from)
		return NAN;
	double end = level;
	if (column > t->to) {	/* base rates after the window */
		const double *base = a->base->level + at(a, t->node, 0);
		end = level / (base[column] / base[t->to]);
	}
	double years = period_years_between(forecast_period(a->base, t->from),
					    forecast_period(a->base, MIN(column, t->to)));
	return pow(end / start, 1 / years) - 1;
}

static const char *names_locked(const struct apply *a, int scope, GString *names)
{
	for (int i = scope + 1; i < scope + a->m->nodes[scope].size; i++)
		if (a->mark[i] & MARK_LOCKED) {
			g_autofree char *p = path_of(a, i);
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", p);
		}
	return names->str;
}

/* The limit of every typed row of a scope whose fixed rows need more than there is. */
static bool refuse_over(struct apply *a, int scope, const double *level)
{
	GString *text = g_string_new(NULL), *locked = g_string_new(NULL);
	names_locked(a, scope, locked);
	int total = a->mark[scope] & MARK_TYPED ? scope : a->mark[0] & MARK_TYPED ? 0 : -1;
	for (int i = scope + 1; i < scope + a->m->nodes[scope].size; i++) {
		double limit = INFINITY;
		if (!(a->mark[i] & MARK_TYPED) || a->mark[i] & MARK_LOCKED
		    || !in_scope_of(a, i, scope))
			continue;
		for (int c = a->target[i]->from + 1; c < a->n; c++) {
			double k = weight_in(a, i, scope, c);
			double others = a->fixed[at(a, scope, c)] - k * a->own[at(a, i, c)];
			double rate = rate_to(a, a->target[i], (level[c] - others) / k, c);
			if (!isnan(rate))
				limit = fmin(limit, rate);
			else if (level[c] < others)
				limit = -1;
		}
		g_autofree char *p = path_of(a, i), *r = rate_text(limit);
		if (limit > -1 && isfinite(limit))
			g_string_append_printf(text, "%s%s: at most %s", text->len ? "; " : "", p, r);
	}
	if (total >= 0) {
		double limit = -1;
		for (int c = a->target[total]->from + 1; c < a->n; c++)
			limit = fmax(limit, rate_to(a, a->target[total], a->fixed[at(a, scope, c)], c));
		g_autofree char *p = path_of(a, total), *r = rate_text(limit);
		g_string_append_printf(text, "%s%s: at least %s", text->len ? "; " : "", p, r);
	}
	g_autofree char *where = path_of(a, scope);
	char *whole = g_strdup_printf("out of reach: what is typed and locked in %s exceeds it; limit: %s%s%s%s",
				      where, text->len ? text->str : "none",
				      locked->len ? " while " : "", locked->str,
				      locked->len ? " is locked" : "");
	g_string_free(text, TRUE);
	g_string_free(locked, TRUE);
	return refuse(a, whole);
}

/* Free leaves of a scope that are all zero share what is left equally. */
static bool seed_equal(struct apply *a, int scope, int column)
{
	int last = scope + a->m->nodes[scope].size, seeded = 0;
	for (int i = last - 1; i > scope; i--) {
		size_t x = at(a, i, column);
		if (a->mark[i] & MARK_SCOPE || isnan(a->base->level[x]) || !in_scope_of(a, i, scope))
			continue;
		if (market_is_leaf(a->m, i) || !a->whole[x]) {
			a->free[x] = 1 / weight_in(a, i, scope, column);
			seeded++;
			continue;
		}
		a->free[x] = 0;
		for (int c = market_child(a->m, i); c >= 0; c = market_next(a->m, c))
			if (!(a->mark[c] & MARK_SCOPE) && !isnan(a->free[at(a, c, column)]))
				a->free[x] += closing(a, i, column) * a->free[at(a, c, column)];
	}
	size_t x = at(a, scope, column);
	a->free[x] = seeded;
	return seeded > 0;
}

struct frame { double *ratio, *over; };	/* of a depth, by column */

/* Ratio of a scope in one column; over: factor of its typed rows where nothing is free. */
static bool close_column(struct apply *a, int scope, int column, double level, struct frame *f,
			 bool *scaled, bool *equal)
{
	size_t x = at(a, scope, column);
	double rest = level - a->fixed[x];
	f->ratio[column] = f->over[column] = 1;
	if (isnan(rest) || !differ(rest, a->free[x]))
		return true;
	bool free = a->free[x] > 1e-12 * fabs(level);
	if (free && rest < 0 && beyond(level, a->fixed[x]))
		return false;
	if (free) {
		f->ratio[column] = fmax(rest, 0) / a->free[x];
		return true;
	}
	if (!beyond(level, a->fixed[x]) && !beyond(a->fixed[x], level))
		return true;
	if (rest > 0 && a->whole[x] && seed_equal(a, scope, column)) {
		*equal = true;
		f->ratio[column] = rest / a->free[x];
		return true;
	}
	double typed, locked;
	fixed_masses(a, scope, column, &typed, &locked);
	if (!(typed > 0) || level < locked)
		return false;
	f->over[column] = (level - locked) / typed;
	*scaled = a->scaled[column] = true;
	return true;
}

static bool close_scope(struct apply *a, int scope, const double *level, struct frame *f)
{
	bool scaled = false, equal = false;
	if (market_is_leaf(a->m, scope))
		return true;
	for (int c = 0; c < a->n; c++) {
		if (overlaps(a, scope)) {
			double natural = a->free[at(a, scope, c)];
			f->over[c] = 1;
			f->ratio[c] = natural > 0 ? level[c] / natural : 1;
			continue;
		}
		if (close_column(a, scope, c, level[c], f, &scaled, &equal))
			continue;
		double typed, locked;
		fixed_masses(a, scope, c, &typed, &locked);
		if (typed > 0 || a->free[at(a, scope, c)] > 0)
			return refuse_over(a, scope, level);
		g_autofree char *p = path_of(a, scope);
		return refuse(a, g_strdup_printf("no effect: everything in %s is locked", p));
	}
	g_autofree char *p = path_of(a, scope);
	if (scaled) {
		char one[NUMBER_TEXT_MAX];
		notice(a, g_strdup_printf("no free rows are left in %s: its typed rows are scaled by %s",
					  p, number_fixed(one, f->over[MIN(a->base->end, a->n - 1)], 6)));
	}
	if (equal)
		notice(a, g_strdup_printf("%s: all its free rows were zero, what is left is split equally",
					  p));
	return true;
}

/* Final levels of every node, parents first. */
static bool downward(struct apply *a)
{
	const struct market *m = a->m;
	double *level = a->out->level;
	struct frame frames[80];
	int depth_of = 0;
	bool ok = true;
	for (size_t i = 0; i < G_N_ELEMENTS(frames); i++)
		frames[i] = (struct frame){ NULL, NULL };
	memcpy(level, a->total, (size_t)a->n * sizeof *level);
	for (int i = 1; i < m->n_nodes && ok; i++) {
		bool dimension = m->nodes[i].flags & NODE_DIMENSION;
		int depth = dimension ? 0 : m->nodes[i].depth;
		if (depth + 1 > depth_of)
			depth_of = depth + 1;
		if (!frames[depth].ratio) {
			frames[depth].ratio = g_new(double, a->n);
			frames[depth].over = g_new(double, a->n);
		}
		double *mine = level + at(a, i, 0);
		bool scope = dimension || a->mark[i] & MARK_SCOPE;
		const struct frame *above = depth ? &frames[depth - 1] : NULL;
		int parent = m->nodes[i].parent;
		for (int c = 0; c < a->n; c++) {
			size_t x = at(a, i, c);
			bool locked = a->mark[i] & MARK_LOCKED || !(a->mark[i] & MARK_TYPED);
			if (dimension)
				mine[c] = a->total[c];
			else if (scope)
				mine[c] = a->own[x] * (locked ? 1 : above->over[c]);
			else if (a->whole[at(a, parent, c)] || market_is_leaf(m, i))
				mine[c] = a->fixed[x] + above->ratio[c] * a->free[x];
			else
				mine[c] = (a->fixed[x] + a->free[x]) * above->ratio[c];
			if (!scope) {
				bool inner = !market_is_leaf(m, i) && overlaps(a, i);
				frames[depth].ratio[c] = above->ratio[c];
				if (inner && a->free[x] > 0)
					frames[depth].ratio[c] = mine[c] / a->free[x];
				frames[depth].over[c] = above->over[c];
			}
		}
		if (scope)
			ok = close_scope(a, i, mine, &frames[depth]);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(frames); i++) {
		g_free(frames[i].ratio);
		g_free(frames[i].over);
	}
	return ok;
}

/* Where typed rows were scaled, the nodes above them are the sums of what came out. */
static void sum_scaled(struct apply *a)
{
	for (int i = a->m->n_nodes - 1; i > 0; i--) {
		if (market_is_leaf(a->m, i) || a->mark[i] & MARK_SCOPE
		    || a->m->nodes[i].flags & NODE_DIMENSION)
			continue;
		for (int c = 0; c < a->n; c++) {
			double sum = 0;
			if (!a->scaled[c] || !a->whole[at(a, i, c)])
				continue;
			for (int k = market_child(a->m, i); k >= 0; k = market_next(a->m, k))
				if (!isnan(a->out->level[at(a, k, c)]))
					sum += a->out->level[at(a, k, c)];
			a->out->level[at(a, i, c)] = sum * closing(a, i, c);
		}
	}
}

/* --- outcome --------------------------------------------------------------------------------- */

/* Statuses and rules against the published base: what differs or was typed is S. */
static void judge(struct apply *a, const struct forecast *published)
{
	const struct forecast *b = a->base;
	struct forecast *out = a->out;
	for (int i = 0; i < a->m->n_nodes; i++)
		for (int c = 0; c < a->n; c++) {
			size_t x = at(a, i, c);
			double was = forecast_level(published, i, c);
			const struct target *t = a->target[i];
			bool typed = t && c > t->from && t->typed[c];
			out->status[x] = b->status[x];
			out->rule[x] = b->rule[x];
			if (isnan(out->level[x])) {
				out->status[x] = STATUS_UNKNOWN;
				out->rule[x] = RULE_NONE;
				continue;
			}
			if (typed)
				out->rule[x] = RULE_TYPED;
			else if (differ(out->level[x], b->level[x]))
				out->rule[x] = RULE_SCALED;
			else if (!differ(out->level[x], b->level[x]))
				out->level[x] = b->level[x];
			if (typed || isnan(was) || differ(out->level[x], was))
				out->status[x] = STATUS_SCENARIO;
		}
}

static void tell_rescaling(struct apply *a)
{
	int c = a->base->end;
	double was = a->base->level[at(a, 0, c)], is = a->total[c];
	char one[NUMBER_TEXT_MAX], two[NUMBER_TEXT_MAX], ratio[NUMBER_TEXT_MAX],
	     year[PERIOD_TEXT_MAX];
	if (isnan(was) || !differ(was, is))
		return;
	int others = 0;
	for (int d = market_child(a->m, 0); d >= 0; d = market_next(a->m, d))
		others += !differ(a->fixed[at(a, d, c)] + a->free[at(a, d, c)], was);
	notice(a, g_strdup_printf("%s: total %s -> %s%s%s",
				  period_format(forecast_period(a->base, c), year),
				  number_fixed(one, was, 4), number_fixed(two, is, 4),
				  others ? ", other splits x" : "",
				  others ? number_fixed(ratio, is / was, 6) : ""));
}

/* Typed rows whose outcome is the base's: nothing dead, nothing silent. */
static void tell_dead(struct apply *a)
{
	for (int i = 0; i < a->m->n_nodes; i++) {
		const struct target *t = a->target[i];
		bool moved = false, wanted = false;
		if (!t)
			continue;
		for (int c = 0; c < a->n; c++) {
			double b = a->base->level[at(a, i, c)];
			moved |= differ(a->out->level[at(a, i, c)], b);
			wanted |= differ(t->path[c], b);
		}
		g_autofree char *p = path_of(a, i);
		if (wanted && !moved)
			notice(a, g_strdup_printf("%s: no effect: all siblings locked", p));
		else if (!wanted)
			notice(a, g_strdup_printf("%s: no effect: it grows at that rate already", p));
	}
}

/* A copy of so many numbers; NULL of NULL. */
static double *copy_of(const double *numbers, size_t n)
{
	if (!numbers)
		return NULL;
	double *copy = g_new(double, n);
	memcpy(copy, numbers, n * sizeof *copy);
	return copy;
}

static struct forecast *blank_like(const struct forecast *f)
{
	struct forecast *out = g_new0(struct forecast, 1);
	size_t cells = (size_t)f->market->n_nodes * (size_t)f->n_periods;
	*out = *f;
	out->level = g_new(double, cells);
	out->status = g_malloc(cells);
	out->rule = g_malloc(cells);
	out->closing = copy_of(f->closing, cells);
	out->notices = g_ptr_array_new_with_free_func(g_free);
	out->scenario = true;
	return out;
}

/* Forces: geography leaves moved in a->start; returns the total's growth, NULL if no change. */
static double *move_forces(struct apply *a)
{
	struct forces_change *change = forces_change_new(a->m, a->s);
	double *growth = NULL;
	if (change->active) {
		growth = g_new(double, a->n);
		if (forces_move(a->base, change, a->start) >= 0) {
			g_free(growth);
			growth = NULL;
		} else {
			forces_path(a->base, change, growth, NULL);
		}
	}
	for (int i = 0; i < a->m->n_forces; i++) {
		const struct force *k = &a->m->forces[i];
		if (change->rho[i] >= 1 && change->delay[i] != 0 && change->scale[i] != 0)
			notice(a, g_strdup_printf("%s: no effect of a delay: effects are spread evenly "
						  "over all years (rho 1)", k->id));
		if (isnan(k->impact.value) && change->scale[i] != 1)
			notice(a, g_strdup_printf("%s: no effect: no impact was printed", k->id));
	}
	forces_change_free(change);
	return growth;
}

static void apply_done(struct apply *a)
{
	for (int i = 0; a->target && i < a->m->n_nodes; i++)
		target_free(a->target[i]);
	g_free(a->target);
	g_free(a->mark);
	g_free(a->start);
	g_free(a->own);
	g_free(a->fixed);
	g_free(a->free);
	g_free(a->whole);
	g_free(a->total);
	g_free(a->scaled);
}

static bool outside_used(const struct apply *a)
{
	for (int i = 0; i < a->m->n_nodes; i++)
		if (a->mark[i] & MARK_OUTSIDE)
			return true;
	return false;
}

static bool apply_run(struct apply *a)
{
	size_t nodes = (size_t)a->m->n_nodes, cells = nodes * (size_t)a->n;
	a->mark = g_malloc0(nodes);
	a->target = g_new0(struct target *, nodes);
	if (!type_all(a))
		return false;
	for (size_t i = 0; i < nodes; i++)
		if (a->target[i])
			run_target(a, a->target[i]);
	a->start = copy_of(a->base->level, cells);
	a->own = g_new(double, cells);
	a->fixed = g_new(double, cells);
	a->free = g_new(double, cells);
	a->whole = g_malloc0(cells);
	a->total = g_new(double, a->n);
	a->scaled = g_new0(bool, a->n);
	double *growth = move_forces(a);
	upward(a, true);
	find_total(a, growth);
	g_free(growth);
	if (outside_used(a))
		upward(a, false);
	if (!downward(a))
		return false;
	sum_scaled(a);
	return true;
}

struct forecast *forecast_run(const struct market *m, int measure, const struct scenario *s,
			      enum hold hold, GError **error)
{
	enum fill fill = s && s->has_fill ? s->fill : (enum fill)m->fill;
	struct forecast *published = forecast_base(m, measure, fill);
	if (!s || scenario_is_empty(s))
		return published;
	struct forecast *filled = with_facts(m, measure, s, fill), *base = filled;
	if (!base)
		base = published;
	if (period_is_set(s->horizon) && s->has_after)
		extend(base, s);
	struct apply a = { .m = m, .s = s, .hold = hold, .n = base->n_periods, .base = base,
			   .error = error };
	a.out = blank_like(base);
	bool ok = apply_run(&a);
	if (ok) {
		judge(&a, published);
		tell_rescaling(&a);
		tell_dead(&a);
	}
	struct forecast *out = a.out;
	apply_done(&a);
	forecast_free(published);
	forecast_free(filled);
	if (!ok) {
		forecast_free(out);
		return NULL;
	}
	return out;
}
