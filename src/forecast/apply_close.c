/* Own paths upward, the total, and every scope closed downward. */
#include "config.h"

#include "forecast/apply.h"

#include <string.h>

#include "base/number.h"

static bool beyond(double less, double more)
{
	return more - less > 1e-9 * fmax(fabs(less), fabs(more));
}

/* Own levels of a row that does not follow what is in it. */
static void own_levels(struct apply *a, int node, bool outside)
{
	unsigned mark = a->mark[node];
	size_t row = apply_at(a, node, 0);
	double *own = a->own + row;
	if (mark & MARK_TYPED && !(outside && mark & MARK_OUTSIDE))
		memcpy(own, a->target[node]->path, (size_t)a->n * sizeof *own);
	else if (mark & MARK_SCOPE)
		memcpy(own, a->base->level + row, (size_t)a->n * sizeof *own);
}

/* Sums over the children of one inner node, by column. */
struct sums {
	double *fixed, *free, *was;
	bool *all;		/* every child is known */
};

static void add_child(const struct apply *a, int child, struct sums *s)
{
	size_t row = apply_at(a, child, 0);
	const double *base = a->base->level + row, *own = a->own + row;
	const double *fixed = a->fixed + row, *free = a->free + row;
	double *sum_was = s->was, *sum_fixed = s->fixed, *sum_free = s->free;
	bool scope = a->mark[child] & MARK_SCOPE;
	for (int c = 0, n = a->n; c < n; c++) {
		if (isnan(base[c])) {
			s->all[c] = false;
			continue;
		}
		sum_was[c] += base[c];
		sum_fixed[c] += scope ? own[c] : fixed[c];
		sum_free[c] += scope ? 0 : free[c];
	}
}

/* Masses of one inner node, from its children. */
static void gather(struct apply *a, int node, struct sums *s)
{
	bool overlap = market_covers(a->m, node, a->base->measure) == COVERS_OVERLAP;
	for (int c = 0; c < a->n; c++) {
		s->fixed[c] = s->free[c] = s->was[c] = 0;
		s->all[c] = true;
	}
	for (int c = market_child(a->m, node); c >= 0; c = market_next(a->m, c))
		add_child(a, c, s);
	size_t row = apply_at(a, node, 0);
	const double *closing = a->base->closing ? a->base->closing + row : NULL;
	const double *levels = a->base->level + row, *start = a->start + row;
	double *all_fixed = a->fixed + row, *all_free = a->free + row;
	uint8_t *whole = a->whole + row;
	for (int c = 0, n = a->n; c < n; c++) {
		double base = levels[c], was = s->was[c], k = closing ? closing[c] : 1;
		double fixed = s->fixed[c], free = s->free[c];
		whole[c] = !overlap && (was > 0 || s->all[c])
			&& fabs(was * k - base) <= 1e-9 * fabs(base);
		if (whole[c]) {
			all_fixed[c] = k * fixed;
			all_free[c] = k * free;
		} else if (overlap || !(was > 0)) {
			all_fixed[c] = 0;
			all_free[c] = start[c];
		} else {
			double natural = base + k * (fixed + free - was);
			all_fixed[c] = k * fixed;
			all_free[c] = natural - k * fixed;
		}
	}
}

void close_upward(struct apply *a, bool outside)
{
	size_t n = (size_t)a->n, bytes = n * sizeof(double);
	double *room = g_new(double, 3 * n);
	struct sums s = { room, room + n, room + 2 * n, g_new(bool, n) };
	for (int i = a->m->n_nodes - 1; i > 0; i--) {
		size_t row = apply_at(a, i, 0);
		if (market_is_leaf(a->m, i)) {
			memset(a->fixed + row, 0, bytes);
			memcpy(a->free + row, a->start + row, bytes);
		} else {
			gather(a, i, &s);
		}
		own_levels(a, i, outside);
	}
	g_free(room);
	g_free(s.all);
}

static bool overlaps(const struct apply *a, int node)
{
	return market_covers(a->m, node, a->base->measure) == COVERS_OVERLAP;
}

void close_total(struct apply *a, const double *growth)
{
	const struct market *m = a->m;
	double moved = 1;
	for (int c = 0; c < a->n; c++) {
		double t = a->base->level[apply_at(a, 0, c)], product = 1, *dimension = a->sums + c;
		if (growth && c && !isnan(growth[c])) {
			double before = a->base->level[apply_at(a, 0, c - 1)];
			moved *= (1 + growth[c]) / (t / before);
		}
		for (int d = market_child(m, 0); d >= 0; d = market_next(m, d)) {
			double sum = a->fixed[apply_at(a, d, c)] + a->free[apply_at(a, d, c)];
			*dimension = sum;
			dimension += a->n;
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
		k *= apply_closing(a, p, column);
		if (p == scope)
			return k;
	}
}

/* Mass of the topmost typed rows without a lock, and of the locked ones, in a scope. */
static void fixed_masses(const struct apply *a, int scope, int column, double *typed, double *locked)
{
	*typed = *locked = 0;
	for (int i = scope + 1; i < scope + a->m->nodes[scope].size; i++) {
		double v = a->own[apply_at(a, i, column)];
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

/* The rate over the window of t that opens at from, all else that is typed kept, which leads to a
 * level at a column; NaN if none does. */
static double rate_to(const struct apply *a, const struct target *t, int from, double level,
		      int column)
{
	const double *base = a->base->level + apply_at(a, t->node, 0);
	double start = from >= 0 ? t->path[from] : NAN;
	int n = 0;
	if (!(start > 0) || level < 0)
		return NAN;
	for (int c = from + 1; c <= column; c++) {
		if (t->typed[c] && t->opens[c] == from)
			n++;
		else if (t->typed[c] || (base[c - 1] > 0 && base[c] > 0))
			level /= t->path[c] / t->path[c - 1];
		else
			return NAN;
	}
	double years = (double)n / period_parts(a->base->first.step);
	return n && isfinite(level) ? pow(level / start, 1 / years) - 1 : NAN;
}

static const char *names_locked(const struct apply *a, int scope, GString *names)
{
	for (int i = scope + 1; i < scope + a->m->nodes[scope].size; i++)
		if (a->mark[i] & MARK_LOCKED) {
			g_autofree char *p = market_path(a->m, i);
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", p);
		}
	return names->str;
}

/* Something is free in a column; what is left of differences is not. */
static bool has_free(const struct apply *a, int scope, int column)
{
	size_t x = apply_at(a, scope, column);
	double base = a->base->level[x], fixed = a->fixed[x];
	return a->free[x] > 1e-12 * fmax(fabs(fixed), isnan(base) ? 0 : fabs(base));
}

/* Nothing is free in a column, and what is typed gives way. */
static bool gives_way(const struct apply *a, int scope, int column, double level)
{
	double typed, locked;
	if (has_free(a, scope, column))
		return false;
	fixed_masses(a, scope, column, &typed, &locked);
	return typed > 0 && level >= locked;
}

/* The highest rate of a typed row, over the window that holds at the refused column, which leaves
 * the scope room; -1 if none does. */
static double highest(const struct apply *a, int scope, const double *level, int node, int refused)
{
	const struct target *t = a->target[node];
	double limit = INFINITY;
	for (int c = 0; c < a->n; c++) {
		double k = weight_in(a, node, scope, c), own = k * a->own[apply_at(a, node, c)];
		double fixed = a->fixed[apply_at(a, scope, c)];
		if (isnan(fixed) || isnan(level[c]) || gives_way(a, scope, c, level[c]))
			continue;
		double rate = rate_to(a, t, t->opens[refused], (level[c] - (fixed - own)) / k, c);
		if (!isnan(rate))
			limit = fmin(limit, rate);
		else if (beyond(level[c], fixed))
			return -1;
	}
	return limit;
}

/* The lowest rate of the typed total of a scope which leaves room for what is fixed in it; -1 if
 * none does. */
static double lowest(const struct apply *a, int scope, const double *level, int total, int refused)
{
	const struct target *t = a->target[total];
	double limit = -1;
	for (int c = 0; c < a->n; c++) {
		double fixed = a->fixed[apply_at(a, scope, c)];
		if (isnan(fixed) || isnan(level[c]) || gives_way(a, scope, c, level[c]))
			continue;
		double rate = rate_to(a, t, t->opens[refused], fixed, c);
		if (!isnan(rate))
			limit = fmax(limit, rate);
		else if (beyond(level[c], fixed))
			return -1;
	}
	return limit;
}

/* "PATH: at most 40.00 %", with the window where there are several. */
static void put_limit(const struct apply *a, GString *text, int node, const char *most, double limit,
		      int refused)
{
	const struct target *t = a->target[node];
	int from = t->opens[refused];
	char one[PERIOD_TEXT_MAX];
	if (!(limit > -1) || !isfinite(limit))
		return;
	g_autofree char *p = market_path(a->m, node), *r = rate_text(limit);
	g_string_append_printf(text, "%s%s: %s %s", text->len ? "; " : "", p, most, r);
	int to = t->closes[from + 1];
	if (from != t->from && to == from + 1)
		g_string_append_printf(text, " in %s",
				       period_format(forecast_period(a->base, to), one));
	else if (from != t->from) {
		g_autofree char *span = market_span(a->m, forecast_period(a->base, from),
						    forecast_period(a->base, to));

		g_string_append_printf(text, " in %s", span);
	}
}

/* The limit of every typed row of a scope whose fixed rows need more than there is in a column. */
static bool refuse_over(struct apply *a, int scope, const double *level, int refused)
{
	GString *text = g_string_new(NULL), *locked = g_string_new(NULL);
	names_locked(a, scope, locked);
	int total = a->mark[scope] & MARK_TYPED ? scope : a->mark[0] & MARK_TYPED ? 0 : -1;
	for (int i = scope + 1; i < scope + a->m->nodes[scope].size; i++)
		if (a->mark[i] & MARK_TYPED && !(a->mark[i] & MARK_LOCKED) && in_scope_of(a, i, scope))
			put_limit(a, text, i, "at most", highest(a, scope, level, i, refused), refused);
	if (total >= 0)
		put_limit(a, text, total, "at least", lowest(a, scope, level, total, refused), refused);
	g_autofree char *where = market_path(a->m, scope);
	char *whole = g_strdup_printf("out of reach: what is typed and locked in %s exceeds it; limit: %s%s%s%s",
				      where, text->len ? text->str : "none",
				      locked->len ? " while " : "", locked->str,
				      locked->len ? " is locked" : "");
	g_string_free(text, TRUE);
	g_string_free(locked, TRUE);
	return apply_refuse(a, whole);
}

/* Free leaves of a scope that are all zero share what is left equally. */
static bool seed_equal(struct apply *a, int scope, int column)
{
	int last = scope + a->m->nodes[scope].size, seeded = 0;
	for (int i = last - 1; i > scope; i--) {
		size_t x = apply_at(a, i, column);
		if (a->mark[i] & MARK_SCOPE || isnan(a->base->level[x]) || !in_scope_of(a, i, scope))
			continue;
		if (market_is_leaf(a->m, i) || !a->whole[x]) {
			a->free[x] = 1 / weight_in(a, i, scope, column);
			seeded++;
			continue;
		}
		a->free[x] = 0;
		for (int c = market_child(a->m, i); c >= 0; c = market_next(a->m, c))
			if (!(a->mark[c] & MARK_SCOPE) && !isnan(a->free[apply_at(a, c, column)]))
				a->free[x] += apply_closing(a, i, column) * a->free[apply_at(a, c, column)];
	}
	size_t x = apply_at(a, scope, column);
	a->free[x] = seeded;
	return seeded > 0;
}

struct frame { double *ratio, *over; };	/* of a depth, by column */

/* Ratio of a scope in one column; over: factor of its typed rows where nothing is free. */
static bool close_column(struct apply *a, int scope, int column, double level, struct frame *f,
			 bool *scaled, bool *equal)
{
	size_t x = apply_at(a, scope, column);
	double rest = level - a->fixed[x];
	f->ratio[column] = f->over[column] = 1;
	if (isnan(rest) || !apply_differ(rest, a->free[x]))
		return true;
	bool free = has_free(a, scope, column);
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
			double natural = a->free[apply_at(a, scope, c)];
			f->over[c] = 1;
			f->ratio[c] = natural > 0 ? level[c] / natural : 1;
			continue;
		}
		if (close_column(a, scope, c, level[c], f, &scaled, &equal))
			continue;
		double typed, locked;
		fixed_masses(a, scope, c, &typed, &locked);
		if (typed > 0 || a->free[apply_at(a, scope, c)] > 0)
			return refuse_over(a, scope, level, c);
		g_autofree char *p = market_path(a->m, scope);
		return apply_refuse(a, g_strdup_printf("no effect: everything in %s is locked", p));
	}
	g_autofree char *p = market_path(a->m, scope);
	if (scaled) {
		char one[NUMBER_TEXT_MAX];
		apply_notice(a, g_strdup_printf("no free rows are left in %s: its typed rows are scaled by %s",
					  p, number_fixed(one, f->over[MIN(a->base->end, a->n - 1)], 6)));
	}
	if (equal)
		apply_notice(a, g_strdup_printf("%s: all its free rows were zero, what is left is split equally",
					  p));
	return true;
}

/* What is unknown moves with what is free beside it. */
static void scale_unknown(struct apply *a, size_t x, double ratio)
{
	size_t cells = (size_t)a->m->n_nodes * (size_t)a->n;
	if (ratio == 1)
		return;
	if (!a->out->scale) {
		a->out->scale = g_new(double, cells);
		for (size_t i = 0; i < cells; i++)
			a->out->scale[i] = 1;
	}
	a->out->scale[x] = ratio;
}

/* Levels of one row at the ratios of its parent. */
static void assign_row(struct apply *a, int node, const struct frame *above, double *mine)
{
	size_t row = apply_at(a, node, 0);
	const double *fixed = a->fixed + row, *free = a->free + row, *own = a->own + row;
	const double *ratio = above->ratio, *over = above->over;
	unsigned mark = a->mark[node];
	bool locked = mark & MARK_LOCKED || !(mark & MARK_TYPED);
	bool adds = market_is_leaf(a->m, node) || !overlaps(a, a->m->nodes[node].parent);
	int n = a->n;
	if (mark & MARK_SCOPE)
		for (int c = 0; c < n; c++)
			mine[c] = own[c] * (locked ? 1 : over[c]);
	else if (adds)
		for (int c = 0; c < n; c++)
			mine[c] = fixed[c] + ratio[c] * free[c];
	else
		for (int c = 0; c < n; c++)
			mine[c] = (fixed[c] + free[c]) * ratio[c];
	for (int c = 0; c < n; c++)
		if (isnan(mine[c]))
			scale_unknown(a, row + (size_t)c, ratio[c]);
}

/* The ratios for what is in a row that is no scope. */
static void pass_down(const struct apply *a, int node, const struct frame *above,
		      const double *mine, struct frame *f)
{
	const double *free = a->free + apply_at(a, node, 0);
	size_t bytes = (size_t)a->n * sizeof *f->ratio;
	memcpy(f->ratio, above->ratio, bytes);
	memcpy(f->over, above->over, bytes);
	if (market_is_leaf(a->m, node) || !overlaps(a, node))
		return;
	for (int c = 0; c < a->n; c++)
		if (free[c] > 0)
			f->ratio[c] = mine[c] / free[c];
}

static bool assign(struct apply *a)
{
	const struct market *m = a->m;
	double *level = a->out->level;
	struct frame frames[80];
	bool ok = true;
	for (size_t i = 0; i < G_N_ELEMENTS(frames); i++)
		frames[i] = (struct frame){ NULL, NULL };
	memcpy(level, a->total, (size_t)a->n * sizeof *level);
	for (int i = 1; i < m->n_nodes && ok; i++) {
		bool dimension = m->nodes[i].flags & NODE_DIMENSION;
		int depth = dimension ? 0 : m->nodes[i].depth;
		if (!frames[depth].ratio) {
			frames[depth].ratio = g_new(double, a->n);
			frames[depth].over = g_new(double, a->n);
		}
		double *mine = level + apply_at(a, i, 0);
		bool scope = dimension || a->mark[i] & MARK_SCOPE;
		if (dimension)
			memcpy(mine, a->total, (size_t)a->n * sizeof *mine);
		else
			assign_row(a, i, &frames[depth - 1], mine);
		if (scope)
			ok = close_scope(a, i, mine, &frames[depth]);
		else if (!market_is_leaf(m, i))
			pass_down(a, i, &frames[depth - 1], mine, &frames[depth]);
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
			if (!a->scaled[c] || !a->whole[apply_at(a, i, c)])
				continue;
			for (int k = market_child(a->m, i); k >= 0; k = market_next(a->m, k))
				if (!isnan(a->out->level[apply_at(a, k, c)]))
					sum += a->out->level[apply_at(a, k, c)];
			a->out->level[apply_at(a, i, c)] = sum * apply_closing(a, i, c);
		}
	}
}

bool close_downward(struct apply *a)
{
	if (!assign(a))
		return false;
	sum_scaled(a);
	return true;
}
