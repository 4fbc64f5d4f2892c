/* Why a level of a scenario is not the source's: the arithmetic from one to the other. */
#include "config.h"

#include "forecast/explain_moved.h"

#include "base/number.h"
#include "forecast/forces.h"

enum { NAMED = 4 };	/* typed and locked rows written out; more are told as their sum */

static double source_level(const struct maker *k, int node, int column)
{
	int c = forecast_column(k->o->base, forecast_period(k->f, column));
	return c < 0 ? NAN : forecast_level(k->o->base, node, c);
}

/* What the level is that the scenario moves. */
static const char *source_words(const struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	return beyond_source(k, column) ? "the source, gone on as `after` has it"
		: agrees(base_level(a, node, column), source_level(k, node, column)) ? "the source"
		: "filled again around what is typed";
}

/* --- what is typed and locked --------------------------------------------------------------- */

/* The level at which a typed, locked or held row is fixed; outside: as far as the total goes. */
static double fixed_level(const struct apply *a, int node, int column, bool outside)
{
	unsigned mark = a->mark[node];
	return mark & MARK_TYPED && !(outside && mark & MARK_OUTSIDE)
		? a->target[node]->path[column] : base_level(a, node, column);
}

/* Closing factors between a row and the group it counts in. */
static double counted(const struct apply *a, int node, int scope, int column)
{
	double v = 1;
	for (int p = a->m->nodes[node].parent; ; p = a->m->nodes[p].parent) {
		v *= apply_closing(a, p, column);
		if (p == scope)
			return v;
	}
}

/* "10.5514 (Asia-Pacific)" after sign, of the topmost fixed rows of a scope, or their sum. */
static double put_fixed(struct maker *k, GString *s, const char *sign, int scope, int column,
			bool outside)
{
	const struct apply *a = run_of(k);
	double sum = 0;
	int n = 0, last = scope + k->m->nodes[scope].size;
	gsize begin = s->len;
	for (int i = scope + 1; i < last; i++) {
		double v = a->mark[i] & MARK_SCOPE ? fixed_level(a, i, column, outside) : NAN;
		if (isnan(v))
			continue;
		double own = v;
		sum += v *= counted(a, i, scope, column);
		if (n++ < NAMED) {
			if (agrees(own, value_of(k, i, column)))
				step_level(k, i, column);
			causes_typed(k, i, column);
			causes_locked(k, i);
			g_autofree char *text = text_input(k, v);
			g_string_append_printf(s, "%s%s (%s)", sign, text, name_of(k, i));
		}
		i += k->m->nodes[i].size - 1;
	}
	if (n > NAMED) {
		g_autofree char *text = text_input(k, sum);
		g_string_truncate(s, begin);
		g_string_append_printf(s, "%s%s (%d typed and locked rows)", sign, text, n);
	}
	return sum;
}

static void formula_plain(struct maker *k, int node, int column, double value, GString *s)
{
	struct explain_line l = line_new(EXPLAIN_FORMULA, g_string_free(s, FALSE));
	l.value = value;
	l.node = node;
	l.column = column;
	g_array_append_val(k->formulas, l);
}

/* --- the total ------------------------------------------------------------------------------ */

/* Behind its window a typed row goes on at the source's growth, and so does what forces moved. */
static bool by_going_on(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	int start, end;
	forces_window(a->base, &start, &end);
	double before = column ? base_level(a, node, column - 1) : NAN;
	double growth = base_level(a, node, column) / before;
	bool forces = a->change->active && column > end;
	if ((!a->target[node] && !forces) || !(before > 0)
	    || !agrees(value_of(k, node, column), value_of(k, node, column - 1) * growth))
		return false;
	step_level(k, node, column - 1);
	if (a->target[node])
		causes_typed(k, node, column);
	else
		causes_forces(k, node ? market_dimension(k->m, node) : 0);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, column - 1));
	g_string_append(s, " x ");
	formula_put(s, text_input(k, growth));
	g_string_append(s, beyond_source(k, column) ? " (growth by `after`)"
			: " (the source's growth)");
	formula_end(k, node, column, s, value_of(k, node, column - 1) * growth);
	return true;
}

/* What a dimension adds up to before it is closed: what is fixed in it, and the rest. */
static void dimension_line(struct maker *k, int d, int column, double sum)
{
	g_autofree char *cell = text_cell(k, d, column), *all = text_result(k, sum);
	GString *fixed = g_string_new(NULL), *s = g_string_new(cell);
	double rest = sum - put_fixed(k, fixed, " + ", d, column, true);
	causes_forces(k, d);
	causes_facts(k, market_child(k->m, d));
	g_string_append(s, " by its own rows: ");
	formula_put(s, text_input(k, rest));
	g_string_append_printf(s, " (%s%s)%s = %s", fixed->len ? "the others" : "all of them",
			       forces_move_in(k, d) ? " under the forces" : "", fixed->str, all);
	g_string_free(fixed, TRUE);
	formula_plain(k, d, column, sum, s);
}

/* T' = T x G x product of (sum of a dimension / T). */
static bool by_dimensions(struct maker *k, int column)
{
	const struct apply *a = run_of(k);
	double base = base_level(a, 0, column), product = base;
	int i = 0;
	if (!(base > 0))
		return false;
	GString *s = formula_begin(k, 0, column);
	formula_put(s, text_input(k, base));
	g_string_append_printf(s, " (%s)", source_words(k, 0, column));
	for (int d = market_child(k->m, 0); d >= 0; d = market_next(k->m, d), i++) {
		double sum = a->sums[(size_t)i * (size_t)a->n + (size_t)column];
		if (isnan(sum) || agrees(sum, base)
		    || market_covers(k->m, d, k->f->measure) == COVERS_OVERLAP)
			continue;
		dimension_line(k, d, column, sum);
		product *= sum / base;
		g_autofree char *one = text_input(k, sum), *two = text_input(k, base);
		g_string_append_printf(s, " x %s / %s (%s)", one, two, name_of(k, d));
	}
	double rest = value_of(k, 0, column) / product;
	if (!agrees(rest, 1)) {
		causes_forces(k, -1);
		put_factor(s, rest, "forces that act everywhere");
	}
	formula_end(k, 0, column, s, value_of(k, 0, column));
	return true;
}

static bool by_total(struct maker *k, int column)
{
	const struct apply *a = run_of(k);
	struct path p;
	GString *s;
	if (a->change->active && path_of(k, 0, column, &p)
	    && agrees(p.ends, value_of(k, 0, column)) && begin_forces(k, &s, 0, column, &p)) {
		causes_forces(k, 0);
		formula_end(k, 0, column, s, p.ends);
		return true;
	}
	return by_dimensions(k, column);
}

/* --- rows that follow ----------------------------------------------------------------------- */

static int scope_of(const struct maker *k, int node)
{
	const struct apply *a = run_of(k);
	int p = k->m->nodes[node].parent;
	while (!(a->mark[p] & MARK_SCOPE) && !(k->m->nodes[p].flags & NODE_DIMENSION))
		p = k->m->nodes[p].parent;
	return p;
}

/* By which what is free in the scope of a node follows it. */
static double scope_ratio(const struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	int scope = scope_of(k, node);
	size_t x = apply_at(a, scope, column);
	double rest = value_of(k, scope, column) - a->fixed[x];
	return isnan(rest) || agrees(rest, a->free[x]) ? 1 : rest / a->free[x];
}

/* The formula of that. */
static void ratio_line(struct maker *k, int scope, int column, double ratio)
{
	const struct apply *a = run_of(k);
	size_t x = apply_at(a, scope, column);
	char n[NUMBER_TEXT_MAX];
	if (!g_hash_table_add(k->seen, (gpointer)(a->free + x)))
		return;
	step_level(k, scope, column);
	if (a->mark[scope] & MARK_HELD)
		for (int c = market_child(k->m, scope); c >= 0; c = market_next(k->m, c))
			causes_typed(k, c, column);
	g_autofree char *cell = text_cell(k, scope, column), *rest = text_input(k, a->free[x]);
	GString *fixed = g_string_new(NULL), *s = g_string_new("rows that follow in ");
	put_fixed(k, fixed, " - ", scope, column, false);
	g_string_append_printf(s, "%s: %s", cell, fixed->len ? "(" : "");
	formula_put(s, text_level(k, scope, column));
	g_string_append_printf(s, "%s%s / %s (%s) = %s", fixed->str, fixed->len ? ")" : "", rest,
			       agrees(a->free[x], source_level(k, scope, column)) ? "the source"
			       : forces_move_in(k, scope) ? "these rows under the forces"
			       : "these rows before", number_fixed(n, ratio, 6));
	g_string_free(fixed, TRUE);
	formula_plain(k, scope, column, ratio, s);
}

/* All free rows of the scope were zero: what is left is split equally. */
static bool by_equal_parts(struct maker *k, int node, int scope, int column)
{
	const struct apply *a = run_of(k);
	size_t x = apply_at(a, scope, column);
	double parts = a->free[x], v = value_of(k, node, column);
	double left = value_of(k, scope, column) - a->fixed[x];
	if (base_level(a, node, column) != 0 || !(parts >= 1) || !agrees(left / parts, v))
		return false;
	step_level(k, scope, column);
	GString *fixed = g_string_new(NULL), *s;
	put_fixed(k, fixed, " - ", scope, column, false);
	s = formula_begin(k, node, column);
	g_string_append_c(s, '(');
	formula_put(s, text_level(k, scope, column));
	g_string_append_printf(s, "%s) / %.0f (equal parts, all were zero)", fixed->str, parts);
	g_string_free(fixed, TRUE);
	formula_end(k, node, column, s, v);
	return true;
}

/* A row with typed and locked ones in it: what they hold, and what the others follow to. */
static bool by_masses(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	size_t x = apply_at(a, node, column);
	double ratio = scope_ratio(k, node, column), v = value_of(k, node, column);
	if (!agrees(a->fixed[x] + a->free[x] * ratio, v))
		return false;
	if (!agrees(ratio, 1))
		ratio_line(k, scope_of(k, node), column, ratio);
	if (forces_move_in(k, node))
		causes_forces(k, market_dimension(k->m, node));
	GString *fixed = g_string_new(NULL), *s;
	put_fixed(k, fixed, " + ", node, column, false);
	s = formula_begin(k, node, column);
	formula_put(s, text_input(k, a->free[x]));
	g_string_append_printf(s, " (its other rows%s)",
			       forces_move_in(k, node) ? " under the forces" : "");
	put_factor(s, ratio, NULL);
	g_string_append(s, fixed->str);
	g_string_free(fixed, TRUE);
	formula_end(k, node, column, s, v);
	return true;
}

/* A row without anything typed in it: its level under the forces times the ratio of its scope. */
static bool by_following(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	size_t x = apply_at(a, node, column);
	int scope = scope_of(k, node);
	double base = a->base->level[x], start = a->free[x], v = value_of(k, node, column);
	double ratio = scope_ratio(k, node, column);
	if (by_equal_parts(k, node, scope, column))
		return true;
	if (!(base > 0) || !(start > 0) || a->fixed[x] != 0)
		return false;
	if (!agrees(start * ratio, v))
		ratio = v / start;
	else if (!agrees(ratio, 1))
		ratio_line(k, scope, column, ratio);
	struct path p;
	GString *s = NULL;
	if (!agrees(start, base)) {
		causes_forces(k, market_dimension(k->m, node));
		if (begin_forces(k, &s, node, column, &p))
			put_factor(s, start / p.ends, "so that the parts follow the total");
	}
	if (!s) {
		s = formula_begin(k, node, column);
		formula_put(s, text_input(k, base));
		g_string_append_printf(s, " (%s)", source_words(k, node, column));
		put_factor(s, start / base, "forces");
	}
	put_factor(s, ratio, NULL);
	formula_end(k, node, column, s, v);
	return true;
}

/* A parent whose parts all moved by one factor moved like them. */
static bool moved_alike(const struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	double ratio = value_of(k, node, column) / base_level(a, node, column);
	for (int c = market_child(k->m, node); c >= 0; c = market_next(k->m, c))
		if (a->mark[c] & MARK_SCOPE || rule_at(k, c, column) != RULE_SCALED
		    || !agrees(value_of(k, c, column) / base_level(a, c, column), ratio))
			return false;
	return true;
}

/* A typed row beside which nothing is free, or one that starts from nothing. */
static bool by_giving_way(struct maker *k, int node, int column)
{
	double path = run_of(k)->target[node]->path[column], v = value_of(k, node, column);
	GString *beside = g_string_new(NULL);
	causes_typed(k, node, column);
	if (node)
		put_fixed(k, beside, "", scope_of(k, node), column, false);
	g_string_free(beside, TRUE);
	GString *s = formula_begin(k, node, column);
	if (path == 0) {
		g_string_append(s, "0 (a level of zero does not grow)");
	} else {
		formula_put(s, text_input(k, path));
		g_string_append(s, " (as typed)");
		put_factor(s, v / path, "nothing else is free, so typed rows give way");
	}
	formula_end(k, node, column, s, v);
	return true;
}

bool moves_parent(const struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	int parent = k->m->nodes[node].parent;
	int above = k->m->nodes[parent].flags & NODE_DIMENSION ? 0 : parent;
	return a && rule_at(k, node, column) == RULE_TYPED && !(a->mark[node] & MARK_OUTSIDE)
		&& !(a->mark[above] & MARK_SCOPE);
}

bool by_moved(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	if (!a)
		return false;
	if (k->m->nodes[node].flags & NODE_DIMENSION) {
		step_level(k, 0, column);
		return true;
	}
	if (isnan(base_level(a, node, column)))
		return false;
	if (!agrees(base_level(a, node, column), source_level(k, node, column)))
		causes_facts(k, node);
	if (beyond_source(k, column))
		cause_after(k);
	if (node == 0)
		return by_going_on(k, 0, column) || by_total(k, column);
	if (by_going_on(k, node, column))
		return true;
	if (a->target[node])
		return by_giving_way(k, node, column);
	if (a->mark[node] & MARK_SCOPE)
		return false;
	if (!market_is_leaf(k->m, node) && !moved_alike(k, node, column)
	    && by_sum(k, node, column))
		return true;
	return by_following(k, node, column) || by_masses(k, node, column);
}

/* --- what is typed -------------------------------------------------------------------------- */

/* A typed share of the parent. */
static bool by_typed_share(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	int parent = k->m->nodes[node].parent;
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		if (ad->kind != ADJUST_SHARE || entry_node(k, ad) != node
		    || forecast_column(a->base, ad->to) != column)
			continue;
		cause_add(k, ad, node, "");
		step_level(k, parent, column);
		GString *s = formula_begin(k, node, column);
		formula_put(s, text_level(k, parent, column));
		g_string_append(s, " x ");
		formula_put(s, text_percent(k, ad->value, true));
		formula_end(k, node, column, s, value_of(k, parent, column) * ad->value);
		return true;
	}
	return false;
}

bool by_entry(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	const struct target *t = a ? a->target[node] : NULL;
	if (!a)
		return false;
	if (!t || !t->typed[column])
		return node > 0 && by_typed_share(k, node, column);
	causes_typed(k, node, column);
	if (beyond_source(k, column))
		cause_after(k);
	if (agrees(t->path[column], value_of(k, node, column)) && t->path[column] != 0)
		return false;
	return by_giving_way(k, node, column);
}
