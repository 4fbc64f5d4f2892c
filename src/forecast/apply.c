/* A scenario's forecast: base and adjustments, computed whole in one pass (apply.h). */
#include "config.h"

#include "forecast/apply.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/bounds.h"
#include "forecast/forces.h"
#include "forecast/work.h"

/* Growth a year. */
static double after_growth(const struct shape *after, double last, int i, int n)
{
	if (after->kind == SHAPE_CONSTANT || n <= 0)
		return after->rate;
	return i >= n ? after->rate : last + (after->rate - last) * i / n;
}

/* The total's growth a year into a column; NaN if there is none. */
static double growth_into(const struct forecast *f, int column)
{
	double a = forecast_level(f, 0, column - 1), b = forecast_level(f, 0, column);
	int parts = period_parts(f->first.step);
	return a > 0 && b > 0 ? (parts == 1 ? b / a : pow(b / a, parts)) - 1 : NAN;
}

/* The columns from old on: every level grows by `after`, from a growth of last. */
static void grow_after(struct forecast *f, const struct scenario *s, int old, double last)
{
	int n = f->n_periods, parts = period_parts(f->first.step);
	int by = period_is_set(s->after.by)
		? period_ordinal(s->after.by) - period_ordinal(f->first) - (old - 1) : n - old;
	if (isnan(last))
		last = s->after.rate;
	for (size_t i = 0; i < (size_t)f->market->n_nodes; i++) {
		double v = f->level[i * n + old - 1];
		for (int c = old; c < n; c++) {
			double growth = 1 + after_growth(&s->after, last, c - old + 1, by);
			v *= parts == 1 ? growth : pow(growth, 1.0 / parts);
			f->level[i * n + c] = v;
			f->status[i * n + c] = isnan(v) ? STATUS_UNKNOWN : STATUS_SCENARIO;
			f->rule[i * n + c] = isnan(v) ? RULE_NONE : RULE_AFTER;
		}
	}
}

/* Adds columns up to the scenario's horizon, shares kept. */
static void extend(struct forecast *f, const struct scenario *s)
{
	int to = period_ordinal(s->horizon) - period_ordinal(f->first);
	int old = f->n_periods, n = to + 1;
	size_t nodes = (size_t)f->market->n_nodes;
	if (n <= old)
		return;
	double *level = g_new(double, nodes * n);
	double *closing = f->closing ? g_atomic_rc_box_alloc(nodes * n * sizeof *closing) : NULL;
	uint8_t *status = g_malloc(nodes * n), *rule = g_malloc0(nodes * n);
	for (size_t i = 0; i < nodes; i++) {
		memcpy(level + i * n, f->level + i * old, old * sizeof *level);
		memcpy(status + i * n, f->status + i * old, old);
		memcpy(rule + i * n, f->rule + i * old, old);
		for (int c = 0; closing && c < n; c++)
			closing[i * n + c] = f->closing[i * old + MIN(c, old - 1)];
	}
	g_free(f->level);
	g_free(f->status);
	g_free(f->rule);
	if (f->closing)
		g_atomic_rc_box_release(f->closing);
	f->level = level;
	f->status = status;
	f->rule = rule;
	f->closing = closing;
	f->n_periods = n;
	grow_after(f, s, old, growth_into(f, old - 1));
}

static bool is_other(double a, double b)
{
	return isnan(a) != isnan(b) || apply_differ(a, b);
}

static void judge_row(struct apply *a, int node, const struct forecast *published)
{
	const struct target *t = a->target[node];
	size_t row = apply_at(a, node, 0);
	const double *was = published->level + (size_t)node * (size_t)published->n_periods;
	const double *base = a->base->level + row;
	double *level = a->out->level + row;
	uint8_t *status = a->out->status + row, *rule = a->out->rule + row;
	int n = a->n, n_was = published->n_periods;
	bool refilled = a->base != published;
	memcpy(status, a->base->status + row, (size_t)n);
	memcpy(rule, a->base->rule + row, (size_t)n);
	for (int c = 0; c < n; c++) {
		bool typed = t && t->typed[c];
		bool known = c < n_was && !isnan(was[c]);
		/* Filled around what is typed, and yet as published. */
		if (known && refilled && !apply_differ(base[c], was[c]))
			status[c] = (uint8_t)forecast_status(published, node, c);
		if (isnan(level[c])) {
			status[c] = STATUS_UNKNOWN;
			rule[c] = RULE_NONE;
			continue;
		}
		bool moved = is_other(level[c], base[c]);
		if (typed)
			rule[c] = RULE_TYPED;
		else if (moved)
			rule[c] = RULE_SCALED;
		else
			level[c] = base[c];
		if (typed || !known || (refilled ? apply_differ(level[c], was[c]) : moved))
			status[c] = STATUS_SCENARIO;
	}
}

/* Statuses and rules against the published base: what differs or was typed is S. */
static void judge(struct apply *a, const struct forecast *published)
{
	for (int i = 0; i < a->m->n_nodes; i++)
		judge_row(a, i, published);
}

/* A dimension without anything of its own, but for forces that move all of it by one factor. */
static bool follows(const struct apply *a, int d, int c, double was)
{
	double fixed = a->fixed[apply_at(a, d, c)], free = a->free[apply_at(a, d, c)];
	if (!apply_differ(fixed + free, was))
		return free > 0;
	for (int i = d + 1; i < d + a->m->nodes[d].size; i++) {
		size_t x = apply_at(a, i, c);
		double moved = a->start[x] / a->base->level[x];
		if (a->mark[i] || (market_is_leaf(a->m, i) && fabs(moved * was / free - 1) > 1e-9))
			return false;
	}
	return free > 0 && fixed == 0;
}

/* The ratios of the dimensions that follow the total: one, but for locks in some.  False: none.
 * all: every dimension does. */
static bool ratios(const struct apply *a, int c, double was, double is, double *least, double *most,
		   bool *all)
{
	*least = *most = NAN;
	*all = true;
	for (int d = market_child(a->m, 0); d >= 0; d = market_next(a->m, d)) {
		double fixed = a->fixed[apply_at(a, d, c)], free = a->free[apply_at(a, d, c)];
		if (!follows(a, d, c, was)) {
			*all = false;
			continue;
		}
		*least = fmin(*least, fixed > 0 ? (is - fixed) / free : is / was);
		*most = fmax(*most, fixed > 0 ? (is - fixed) / free : is / was);
	}
	return !isnan(*least);
}

static void tell_rescaling(struct apply *a)
{
	int c = a->base->end, digits = forecast_decimals(a->base, 4);
	double was = a->base->level[apply_at(a, 0, c)], is = a->total[c], least, most;
	char one[NUMBER_TEXT_MAX], two[NUMBER_TEXT_MAX], year[PERIOD_TEXT_MAX];
	bool all;
	if (isnan(was) || !apply_differ(was, is))
		return;
	GString *text = g_string_new(NULL);
	g_string_printf(text, "%s: total %s -> %s", period_format(forecast_period(a->base, c), year),
			number_fixed(one, was, digits), number_fixed(two, is, digits));
	if (ratios(a, c, was, is, &least, &most, &all))
		g_string_append_printf(text, ", %s splits x%s", all ? "all" : "other",
				       number_fixed(one, least, 6));
	if (apply_differ(least, most))
		g_string_append_printf(text, " to x%s", number_fixed(two, most, 6));
	a->out->told_total = (int)a->out->notices->len;
	apply_notice(a, g_string_free(text, FALSE));
}

/* A rate is typed from a column in which there is nothing. */
static bool starts_at_zero(const struct apply *a, const struct target *t)
{
	for (int c = 0; c < a->n; c++)
		if (t->opens[c] >= 0 && a->base->level[apply_at(a, t->node, t->opens[c])] == 0)
			return true;
	return false;
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
			double b = a->base->level[apply_at(a, i, c)];
			moved |= is_other(a->out->level[apply_at(a, i, c)], b);
			wanted |= is_other(t->path[c], b);
		}
		g_autofree char *p = market_path(a->m, i);
		if (wanted && !moved)
			apply_notice(a, g_strdup_printf("%s: no effect: all siblings locked", p));
		else if (!wanted)
			apply_notice(a, g_strdup_printf("%s: no effect: %s", p, starts_at_zero(a, t)
							? "a level of zero does not grow"
							: "it grows at that rate already"));
	}
}

static const char *why_dead(const struct forecast *published, const struct adjust *ad, int node)
{
	int c = ad->kind == ADJUST_SHARE ? forecast_column(published, ad->to) : published->base;
	enum status status;
	double share = forecast_share(published, node, c, &status);
	if (ad->kind == ADJUST_SHARE)
		return isnan(forecast_level(published, published->market->nodes[node].parent, c))
			? "the level of its parent is unknown then"
			: !isnan(share) && !apply_differ(share, ad->value) ? "that is its share already"
			: "what was printed leaves it nothing else";
	return forecast_status(published, node, c) <= STATUS_DERIVED
		? "its level was published, or follows from what was" : "it splits nothing otherwise";
}

/* Typed shares and weights that leave the node where it was. */
static void tell_dead_facts(struct apply *a, const struct forecast *published)
{
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		int node = ad->kind == ADJUST_SHARE || ad->kind == ADJUST_WEIGHT
			? market_find(a->m, ad->path) : -1;
		bool moved = node < 0;
		for (int c = 0; !moved && c < published->n_periods; c++) {
			double was = forecast_level(published, node, c),
			       is = forecast_level(a->base, node, c);
			moved = apply_differ(was, is) || isnan(was) != isnan(is);
		}
		if (!moved)
			apply_notice(a, g_strdup_printf("%s: no effect of the %s: %s", ad->path,
							adjust_kind_name(ad->kind),
							why_dead(published, ad, node)));
	}
}

/* Facts come first, and a lock holds what they make. */
static void tell_locked(struct apply *a, const struct forecast *published)
{
	char was[NUMBER_TEXT_MAX], is[NUMBER_TEXT_MAX], period[PERIOD_TEXT_MAX];
	for (int i = 1; a->base != published && i < a->m->n_nodes; i++) {
		int c = a->mark[i] & MARK_LOCKED && !(a->mark[i] & MARK_TYPED)
			? forecast_most_moved(published, a->base, i) : -1;
		if (c < 0)
			continue;
		g_autofree char *path = market_path(a->m, i);
		apply_notice(a, g_strdup_printf(
			"%s: locked where what is typed beside it leaves it, %s -> %s in %s", path,
			number_fixed(was, forecast_level(published, i, c), 4),
			number_fixed(is, forecast_level(a->base, i, c), 4),
			period_format(forecast_period(a->base, c), period)));
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
	out->scale = NULL;
	out->closing = f->closing ? g_atomic_rc_box_acquire(f->closing) : NULL;
	out->notices = g_ptr_array_new_with_free_func(g_free);
	out->told_total = -1;
	out->told_printed = G_MAXINT;
	out->scenario = true;
	return out;
}

static void tell_dead_forces(struct apply *a, const struct forces_change *change)
{
	const char *unknown = NULL;
	int n_unknown = 0;
	for (int i = 0; i < a->m->n_forces; i++) {
		const struct force *k = &a->m->forces[i];
		bool later = change->delay[i] != 0;
		if (isnan(k->impact.value) && (change->scale[i] != 1 || later || change->rho[i] < 1)) {
			unknown = k->id;
			n_unknown++;
		} else if (later && change->scale[i] == 0) {
			apply_notice(a, g_strdup_printf("%s: no effect of a delay: it is switched off",
							k->id));
		} else if (later && change->rho[i] >= 1) {
			apply_notice(a, g_strdup_printf("%s: no effect of a delay: effects are spread "
							"evenly over all years (rho 1)", k->id));
		}
	}
	if (n_unknown == 1)
		apply_notice(a, g_strdup_printf("%s: no effect: no impact was printed", unknown));
	else if (n_unknown > 1)
		apply_notice(a, g_strdup_printf("%d forces: no effect: no impact was printed for them",
						n_unknown));
}

/* Nothing shrinks by all of it: the scale that each force can have. */
static bool refuse_sink(struct apply *a, int node, int column, double rate, double room)
{
	GString *text = g_string_new(NULL);
	char number[NUMBER_TEXT_MAX], period[PERIOD_TEXT_MAX];
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		if (ad->kind != ADJUST_FORCE || isnan(ad->scale) || ad->scale == 1)
			continue;
		double most = 1 + room * (ad->scale - 1);
		most = ad->scale > 1 ? floor(most * 1e4 + 1e-6) / 1e4
			: ceil(most * 1e4 - 1e-6) / 1e4;
		g_string_append_printf(text, "%s%s: scale at %s %s", text->len ? "; " : "", ad->path,
				       ad->scale > 1 ? "most" : "least",
				       number_fixed(number, most, 4));
	}
	g_autofree char *path = market_path(a->m, node);
	char *whole = g_strdup_printf("out of reach: the changed forces make %s shrink by %s %% in %s; "
				      "limit: %s", path, number_fixed(number, -100 * rate, 2),
				      period_format(forecast_period(a->base, column), period),
				      text->len ? text->str : "none");
	g_string_free(text, TRUE);
	return apply_refuse(a, whole);
}

/* Forces: leaves moved in a->start, and the growth of the total under those that no dimension
 * carries; NULL if nothing changed.  False: refused. */
static bool move_forces(struct apply *a, double **growth)
{
	struct forces_change *change = a->change = forces_change_new(a->m, a->s);
	double rate, room;
	int column, sunk = change->active ? forces_sink(a->base, change, &column, &rate, &room) : -1;
	bool ok = sunk < 0 || refuse_sink(a, sunk, column, rate, room);
	*growth = NULL;
	if (change->active && ok) {
		*growth = g_new(double, a->n);
		a->start = a->moved = copy_of(a->base->level, (size_t)a->m->n_nodes * (size_t)a->n);
		forces_move(a->base, change, a->moved, *growth);
	}
	tell_dead_forces(a, change);
	return ok;
}

static void apply_done(struct apply *a)
{
	for (int i = 0; a->target && i < a->m->n_nodes; i++)
		target_free(a->target[i]);
	g_free(a->target);
	g_free(a->mark);
	g_free(a->moved);
	g_free(a->fixed);
	g_free(a->free);
	g_free(a->whole);
	g_free(a->total);
	g_free(a->sums);
	g_free(a->scaled);
	forces_change_free(a->change);
}

static bool outside_used(const struct apply *a)
{
	for (int i = 0; i < a->m->n_nodes; i++)
		if (a->mark[i] & MARK_OUTSIDE)
			return true;
	return false;
}

static int count_dimensions(const struct market *m)
{
	int count = 0;
	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d))
		count++;
	return count;
}

static bool apply_run(struct apply *a)
{
	size_t nodes = (size_t)a->m->n_nodes, cells = nodes * (size_t)a->n;
	a->mark = g_malloc0(nodes);
	a->target = g_new0(struct target *, nodes);
	if (!targets_type(a))
		return false;
	targets_run(a);
	a->start = a->base->level;
	a->own = a->out->level;
	a->fixed = g_new(double, cells);
	a->free = g_new(double, cells);
	a->whole = g_malloc0(cells);
	a->total = g_new(double, a->n);
	a->sums = g_new(double, (size_t)count_dimensions(a->m) * (size_t)a->n);
	a->scaled = g_new0(bool, a->n);
	double *growth;
	if (!move_forces(a, &growth))
		return false;
	close_upward(a, true);
	close_total(a, growth);
	g_free(growth);
	if (outside_used(a))
		close_upward(a, false);
	return close_downward(a);
}

/* The outcome on a base; NULL: refused.  keep: takes what led to it, or NULL. */
static struct forecast *run_on(const struct forecast *base, const struct forecast *published,
			       const struct scenario *s, enum hold hold, struct apply *keep,
			       GError **error)
{
	struct apply a = { .m = base->market, .s = s, .hold = hold, .n = base->n_periods,
			   .base = base, .error = error };
	a.out = blank_like(base);
	if (base != published)
		facts_tell(published, base, s, a.out->notices);
	bool ok = apply_run(&a);
	if (ok) {
		judge(&a, published);
		tell_rescaling(&a);
		tell_dead(&a);
		tell_dead_facts(&a, published);
		tell_locked(&a, published);
		tell_forces(&a);
		a.out->told_printed = bounds_tell(published, s, a.out->notices);
	}
	struct forecast *out = a.out;
	if (ok && keep)
		*keep = a;
	else
		apply_done(&a);
	if (!ok)
		g_clear_pointer(&out, forecast_free);
	return out;
}

/* The outcome with years past the published end.  A fade goes on from the growth that the
 * scenario's total has there, which no later year moves. */
static struct forecast *run_beyond(struct forecast *base, const struct forecast *published,
				   const struct scenario *s, enum hold hold, struct apply *keep,
				   GError **error)
{
	int old = base->n_periods;
	extend(base, s);
	struct forecast *out = run_on(base, published, s, hold, keep, error);
	if (!out || s->after.kind == SHAPE_CONSTANT || base->n_periods == old)
		return out;
	double was = growth_into(base, old - 1), is = growth_into(out, old - 1);
	if (isnan(is) || fabs(is - was) <= 1e-12)
		return out;
	forecast_free(out);
	if (keep)
		apply_done(keep);
	grow_after(base, s, old, is);
	return run_on(base, published, s, hold, keep, error);
}

/* filled: takes the base that it ran on where that is not the published one, as the caller's. */
static struct forecast *run_from(const struct forecast *published, const struct scenario *s,
				 enum hold hold, struct forecast **filled, struct apply *keep,
				 GError **error)
{
	struct forecast *base = facts_base(published->market, published->measure, s, published->fill);
	bool longer = period_is_set(s->horizon) && s->has_after;
	*filled = base;
	if (base && !facts_fit(published, base, s, error))
		return NULL;
	if (!longer)
		return run_on(base ? base : published, published, s, hold, keep, error);
	if (base)
		return run_beyond(base, published, s, hold, keep, error);
	*filled = base = forecast_copy(published);
	return run_beyond(base, base, s, hold, keep, error);
}

struct forecast *forecast_run_from(const struct forecast *published, const struct scenario *s,
				   enum hold hold, GError **error)
{
	struct forecast *filled, *out;
	if (!s || scenario_is_empty(s))
		return forecast_copy(published);
	out = run_from(published, s, hold, &filled, NULL, error);
	forecast_free(filled);
	return out;
}

struct trace *trace_new(const struct forecast *published, const struct scenario *s, enum hold hold)
{
	if (!s || scenario_is_empty(s))
		return NULL;
	struct trace *t = g_new0(struct trace, 1);
	if (run_from(published, s, hold, &t->filled, &t->a, NULL))
		return t;
	forecast_free(t->filled);
	g_free(t);
	return NULL;
}

void trace_free(struct trace *t)
{
	if (!t)
		return;
	forecast_free(t->a.out);
	apply_done(&t->a);
	forecast_free(t->filled);
	g_free(t);
}

/* The first column in which a level is beyond all that a market file may say; -1. */
static int endless(const struct forecast *f, int node)
{
	static const double limit = 1e30;
	for (int c = 0; c < f->n_periods; c++)
		if (forecast_level(f, node, c) > limit)
			return c;
	return -1;
}

bool forecast_refuse_endless(const struct forecast *f, const struct scenario *s, GError **error)
{
	int node = -1, column = -1;
	for (int i = 0; column < 0 && i < f->market->n_nodes; i++)
		if ((column = endless(f, i)) >= 0)
			node = i;
	/* What is typed, rather than what follows from it. */
	for (guint i = 0; column >= 0 && i < s->adjusts->len; i++) {
		const struct adjust *ad = s->adjusts->pdata[i];
		int typed = ad->kind == ADJUST_FORCE ? -1 : market_find(f->market, ad->path);
		if (typed >= 0 && endless(f, typed) >= 0)
			column = endless(f, node = typed);
	}
	if (column < 0)
		return false;
	char period[PERIOD_TEXT_MAX];
	g_autofree char *path = market_path(f->market, node);
	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "out of reach: %s in %s; limit: 1 followed by 30 zeros", path,
		    period_format(forecast_period(f, column), period));
	return true;
}

struct forecast *forecast_run(const struct market *m, int measure, const struct scenario *s,
			      enum hold hold, GError **error)
{
	enum fill fill = s && s->has_fill ? s->fill : (enum fill)m->fill;
	struct forecast *published = forecast_base(m, measure, fill), *out;
	if (!s || scenario_is_empty(s))
		return published;
	out = forecast_run_from(published, s, hold, error);
	forecast_free(published);
	if (out && forecast_refuse_endless(out, s, error))
		g_clear_pointer(&out, forecast_free);
	return out;
}
