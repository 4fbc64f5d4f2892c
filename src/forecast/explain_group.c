/* The formulas of rules that look at the whole group: sums, holes, rests, fills, carried
 * shares. */
#include "config.h"

#include "forecast/explain_work.h"

#include "base/number.h"

enum { TERMS = 8 };	/* written out; more are told as their sum */

/* "a + b + c" of members, or "sum of 40 members (12.3)". */
struct terms { GString *text; double sum; int n; };

static struct terms terms_new(void)
{
	return (struct terms){ g_string_new(NULL), 0, 0 };
}

static void add_term(const struct maker *k, struct terms *t, const char *sign, int node, int column)
{
	g_autofree char *n = text_level(k, node, column);
	g_string_append_printf(t->text, "%s%s", t->n ? sign : "", n);
	t->sum += value_of(k, node, column);
	t->n++;
}

static char *terms_end(const struct maker *k, struct terms *t)
{
	if (t->n > TERMS) {
		g_autofree char *sum = text_input(k, t->sum);
		g_string_free(t->text, TRUE);
		return g_strdup_printf("%s (sum of %d members)", sum, t->n);
	}
	return g_string_free(t->text, FALSE);
}

static bool sum_of(struct maker *k, int group, int node, int column)
{
	struct terms t = terms_new();
	int c, n = 0;
	for (c = market_child(k->m, group); c >= 0; c = market_next(k->m, c)) {
		if (!known(k, c, column))
			break;
		add_term(k, &t, " + ", c, column);
		n++;
	}
	double closing = node ? forecast_closing(k->f, group, column) : 1;
	if (c >= 0 || !n || !agrees(t.sum * closing, value_of(k, node, column))) {
		g_string_free(t.text, TRUE);
		return false;
	}
	for (c = market_child(k->m, group); n <= TERMS && c >= 0; c = market_next(k->m, c))
		step_level(k, c, column);
	GString *s = formula_begin(k, node, column);
	double sum = t.sum;
	if (!agrees(closing, 1))
		g_string_append_c(s, '(');
	formula_put(s, terms_end(k, &t));
	if (!agrees(closing, 1)) {
		char number[NUMBER_TEXT_MAX];
		g_string_append_printf(s, ") x %s (what makes the printed rows add up)",
				       number_fixed(number, closing, 6));
	}
	formula_end(k, node, column, s, sum * closing);
	return true;
}

bool by_sum(struct maker *k, int node, int column)
{
	if (node)
		return sum_of(k, node, node, column);
	for (int d = market_child(k->m, 0); d >= 0; d = market_next(k->m, d))
		if (sum_of(k, d, 0, column))
			return true;
	return false;
}

/* The ratio of the nearest year to the siblings known in both. */
bool by_hole(struct maker *k, int node, int column)
{
	int a, z;
	if (by_neighbours(k, node, column, RULE_HOLE))
		return true;
	neighbours(k, node, column, RULE_HOLE, &a, &z);
	int near = a >= 0 ? a : z, parent = k->m->nodes[node].parent;
	struct terms here = terms_new(), there = terms_new();
	for (int c = market_child(k->m, parent); near >= 0 && c >= 0; c = market_next(k->m, c))
		if (c != node && known(k, c, column) && known(k, c, near)
		    && rule_at(k, c, column) != RULE_HOLE && rule_at(k, c, near) != RULE_HOLE) {
			add_term(k, &here, " + ", c, column);
			add_term(k, &there, " + ", c, near);
		}
	double x = here.sum, y = there.sum;
	g_autofree char *h = terms_end(k, &here), *t = terms_end(k, &there);
	if (near < 0 || !(y > 0))
		return false;
	step_level(k, node, near);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, near));
	g_string_append_printf(s, " x (%s) / (%s)", h, t);
	formula_end(k, node, column, s, value_of(k, node, near) / y * x);
	return true;
}

/* The group of a member that takes a part of what others leave. */
struct rest {
	struct terms others;	/* " - a - b" */
	double rest, part;
	int n;			/* members that came by the same rule */
	bool shares;		/* all others have printed shares in that column */
	GString *percent;	/* "100 - 34.11" */
	double percent_rest;
};

static struct rest rest_of(struct maker *k, int node, int column, enum rule by)
{
	int parent = k->m->nodes[node].parent;
	struct rest r = { .others = terms_new(), .shares = true, .percent = g_string_new("100") };
	r.rest = value_of(k, parent, column);
	r.percent_rest = 1;
	for (int c = market_child(k->m, parent); c >= 0; c = market_next(k->m, c)) {
		enum status st;
		const struct fact *f;
		if (!known(k, c, column))
			continue;
		if (rule_at(k, c, column) == by || c == node) {
			r.part += value_of(k, c, column);
			r.n++;
			continue;
		}
		add_term(k, &r.others, " - ", c, column);
		r.rest -= value_of(k, c, column);
		double share = work_printed_share(&k->w, c, column, &st, &f);
		r.shares &= f != NULL;
		if (f) {
			char buf[NUMBER_TEXT_MAX];
			g_string_append_printf(r.percent, " - %s",
					       number_fixed(buf, 100 * share, f->figure.decimals));
			r.percent_rest -= share;
		}
	}
	if (fabs(r.rest) <= 1e-9 * fabs(value_of(k, parent, column)))
		r.rest = 0;
	return r;
}

/* Levels and printed shares of the others, as inputs. */
static void rest_inputs(struct maker *k, int node, int column, enum rule by, bool shares)
{
	int parent = k->m->nodes[node].parent, n = 0;
	for (int c = market_child(k->m, parent); c >= 0; c = market_next(k->m, c)) {
		enum status st;
		const struct fact *f;
		if (!known(k, c, column) || rule_at(k, c, column) == by || c == node
		    || n++ >= TERMS)
			continue;
		work_printed_share(&k->w, c, column, &st, &f);
		if (shares && f)
			step_fact(k, f, c);
		else
			step_level(k, c, column);
	}
}

void by_residual(struct maker *k, int node, int column, enum rule rule)
{
	int parent = k->m->nodes[node].parent;
	struct rest r = rest_of(k, node, column, rule);
	rest_inputs(k, node, column, rule, false);
	step_level(k, parent, column);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, parent, column));
	if (r.others.n)
		g_string_append(s, " - ");
	formula_put(s, terms_end(k, &r.others));
	formula_end(k, node, column, s, r.rest);
	g_string_free(r.percent, TRUE);
}

static void put_weight(const struct maker *k, GString *s, int node, double *own, double *all,
		       int column)
{
	int parent = k->m->nodes[node].parent;
	bool typed;
	*own = work_weight(&k->w, node, &typed);
	*all = 0;
	for (int c = market_child(k->m, parent); c >= 0; c = market_next(k->m, c))
		if (known(k, c, column) && rule_at(k, c, column) == RULE_FILL)
			*all += work_weight(&k->w, c, &typed);
	formula_put(s, text_input(k, *own));
	g_string_append(s, " / ");
	formula_put(s, text_input(k, *all));
}

/* Part of the fill: "/ 4" or "x 3 / 12", and what it makes of a rest. */
static double put_part(const struct maker *k, GString *s, int node, int column, int n, double rest)
{
	double own, all;
	if (k->f->fill == FILL_EQUAL) {
		g_string_append_printf(s, " / %d", n);
		return rest / n;
	}
	g_string_append(s, " x ");
	put_weight(k, s, node, &own, &all, column);
	return all > 0 ? rest * own / all : rest / n;
}

bool by_filled_share(struct maker *k, int node, int column)
{
	struct rest r = rest_of(k, node, column, RULE_FILL);
	double parent = value_of(k, k->m->nodes[node].parent, column);
	double share = parent > 0 ? value_of(k, node, column) / parent : NAN, v;
	bool ok = r.shares && !isnan(share);
	GString *s = formula_begin(k, node, column);
	g_free(terms_end(k, &r.others));
	g_string_append_printf(s, r.others.n ? "(%s)" : "%s", r.percent->str);
	v = put_part(k, s, node, column, r.n, r.percent_rest);
	ok = ok && agrees(v, share);
	if (ok) {
		rest_inputs(k, node, column, RULE_FILL, true);
		g_string_append(s, " = ");
		formula_put(s, text_percent(k, share, false));
		formula_add(k, node, column, share, true, g_strdup(s->str));
	}
	g_string_free(s, TRUE);
	g_string_free(r.percent, TRUE);
	return ok;
}

void by_fill(struct maker *k, int node, int column)
{
	int parent = k->m->nodes[node].parent;
	GString *s;
	if (by_filled_share(k, node, column)) {
		step_level(k, parent, column);
		double p = value_of(k, parent, column);
		s = formula_begin(k, node, column);
		formula_put(s, text_level(k, parent, column));
		g_string_append(s, " x ");
		formula_put(s, text_percent(k, value_of(k, node, column) / p, true));
		formula_end(k, node, column, s, value_of(k, node, column));
		return;
	}
	struct rest r = rest_of(k, node, column, RULE_FILL);
	rest_inputs(k, node, column, RULE_FILL, false);
	step_level(k, parent, column);
	s = formula_begin(k, node, column);
	int others = r.others.n;
	g_autofree char *minus = terms_end(k, &r.others);
	g_string_append(s, others ? "(" : "");
	formula_put(s, text_level(k, parent, column));
	g_string_append_printf(s, others ? " - %s)" : "%s", minus);
	double v = put_part(k, s, node, column, r.n, r.rest);
	g_string_free(r.percent, TRUE);
	if (agrees(v, value_of(k, node, column)) || (v < 0 && value_of(k, node, column) == 0)) {
		formula_end(k, node, column, s, v);
		return;
	}
	g_string_append(s, ", held within what is proven about it = ");
	formula_put(s, text_result(k, value_of(k, node, column)));
	formula_add(k, node, column, value_of(k, node, column), false, g_string_free(s, FALSE));
}

/* The nearest column whose share was carried. */
static int carried_from(const struct maker *k, int node, int column, double *share)
{
	for (int d = 1; d < k->f->n_periods; d++)
		for (int side = -1; side <= 1; side += 2) {
			int c = column + side * d;
			enum status st;
			const struct fact *f;
			if (c < 0 || c >= k->f->n_periods)
				continue;
			*share = work_printed_share(&k->w, node, c, &st, &f);
			if (!isnan(*share))
				return c;
			if (!known(k, node, c) || rule_at(k, node, c) == RULE_CARRIED
			    || rule_at(k, node, c) == RULE_RATE)
				continue;
			double p = value_of(k, k->m->nodes[node].parent, c);
			if (!(p > 0))
				continue;
			*share = value_of(k, node, c) / p;
			return c;
		}
	return -1;
}

bool by_carried(struct maker *k, int node, int column)
{
	int parent = k->m->nodes[node].parent;
	double share;
	int from = carried_from(k, node, column, &share);
	if (from < 0 || !known(k, parent, column))
		return false;
	step_share(k, node, from);
	step_level(k, parent, column);
	GString *s = formula_begin(k, node, column);
	g_autofree char *year = market_period(k->m, forecast_period(k->f, from));
	formula_put(s, text_level(k, parent, column));
	g_string_append(s, " x ");
	formula_put(s, text_percent(k, share, true));
	g_string_append_printf(s, " (the share of %s)", year);
	formula_end(k, node, column, s, share * value_of(k, parent, column));
	return true;
}

/* Base column of a group: the base year, else the nearest in which the parent is known. */
static int group_base(const struct maker *k, int parent)
{
	for (int d = 0; d < k->f->n_periods; d++) {
		if (k->f->base - d >= 0 && known(k, parent, k->f->base - d))
			return k->f->base - d;
		if (k->f->base + d < k->f->n_periods && known(k, parent, k->f->base + d))
			return k->f->base + d;
	}
	return k->f->base;
}

void by_rest(struct maker *k, int node, int column)
{
	int parent = k->m->nodes[node].parent, base = group_base(k, parent);
	struct rest r = rest_of(k, node, column, RULE_REST);
	struct terms weights = terms_new();
	rest_inputs(k, node, column, RULE_REST, false);
	step_level(k, parent, column);
	for (int c = market_child(k->m, parent); c >= 0; c = market_next(k->m, c))
		if (known(k, c, column) && rule_at(k, c, column) == RULE_REST
		    && known(k, c, base)) {
			add_term(k, &weights, " + ", c, base);
			if (weights.n <= TERMS)
				step_level(k, c, base);
		}
	double all = weights.sum, v;
	GString *s = formula_begin(k, node, column);
	int others = r.others.n;
	g_autofree char *minus = terms_end(k, &r.others), *sum = terms_end(k, &weights);
	g_string_append(s, others ? "(" : "");
	formula_put(s, text_level(k, parent, column));
	g_string_append_printf(s, others ? " - %s)" : "%s", minus);
	if (all > 0) {
		g_string_append(s, " x ");
		formula_put(s, text_level(k, node, base));
		g_string_append_printf(s, " / (%s)", sum);
	} else {
		g_string_append_printf(s, " / %d", r.n);
	}
	v = all > 0 ? r.rest * value_of(k, node, base) / all : r.rest / r.n;
	formula_end(k, node, column, s, v);
	g_string_free(r.percent, TRUE);
}
