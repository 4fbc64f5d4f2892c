/* The formulas of a node's own facts and of a scenario, and which rule a level came by: inputs
 * before what uses them. */
#include "config.h"

#include "forecast/explain_work.h"

#include "base/number.h"

enum { DEEP = 8 };

/* --- printed figures ------------------------------------------------------------------------ */

static char *fact_words(const struct maker *k, const struct fact *f, int node)
{
	g_autofree char *z = market_period(k->m, f->to);
	g_autofree char *print = text_fact(f);
	const char *written = f->print ? f->print : print, *name = name_of(k, node);
	bool single = period_equal(f->from, f->to) || !period_is_set(f->from);
	g_autofree char *span = single ? g_strdup(z) : market_span(k->m, f->from, f->to);

	if (f->metric == METRIC_VALUE)
		return g_strdup_printf("%s: %s %s", written, name, z);
	if (f->metric == METRIC_SHARE) {
		int of = f->of == BASE_PARENT && node > 0 ? k->m->nodes[node].parent : f->of;
		const char *base = of < 0 ? "another measure"
			: of == 0 || k->m->nodes[of].flags & NODE_DIMENSION ? "the total"
			: name_of(k, of);
		return g_strdup_printf("%s: %s %s, share of %s", written, name, z, base);
	}
	return g_strdup_printf("%s: %s, %s %s", written, name, f->metric == METRIC_CAGR
			       ? "rate a year" : metric_name(f->metric), span);
}

static void add_place(struct maker *k, const struct fact *f, char *text, int node, bool again)
{
	const struct source *s = &k->m->sources[f->source ? f->source : k->m->source];
	struct explain_line l = line_new(EXPLAIN_INPUT, text);
	l.value = f->figure.value;
	l.percent = is_percent(f);
	l.status = status_letter(work_figure_status(f));
	l.node = node;
	l.column = forecast_column(k->f, f->to);
	l.source = s->publisher ? s->publisher : s->id;
	l.page = f->more ? f->more->page : NULL;
	l.line = f->line;
	l.again = again;
	g_array_append_val(k->inputs, l);
}

/* Another print of the same: the same quantity, period and number. */
static bool same_print(const struct fact *a, const struct fact *b)
{
	return a != b && b->flags & FACT_RIVAL && a->metric == b->metric && a->of == b->of
		&& a->measure == b->measure && period_equal(a->from, b->from)
		&& period_equal(a->to, b->to) && a->figure.value == b->figure.value;
}

void step_fact(struct maker *k, const struct fact *f, int node)
{
	const struct node *nd = &k->m->nodes[node];
	if (!g_hash_table_add(k->seen, (gpointer)f))
		return;
	add_place(k, f, fact_words(k, f, node), node, false);
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *other = &k->m->facts[nd->first_fact + i];
		if (same_print(f, other))
			add_place(k, other, fact_words(k, other, node), node, true);
	}
}

/* --- own facts ------------------------------------------------------------------------------ */

static void by_share(struct maker *k, int node, int column, const struct fact *f)
{
	int base = f->of == BASE_PARENT ? k->m->nodes[node].parent : f->of;
	step_fact(k, f, node);
	GString *s;
	if (base < 0 || !known(k, base, column)) {
		double level = value_of(k, node, column) / f->figure.value;
		s = formula_begin(k, node, column);
		formula_put(s, text_input(k, level));
	} else {
		step_level(k, base, column);
		s = formula_begin(k, node, column);
		formula_put(s, text_level(k, base, column));
	}
	g_string_append(s, " x ");
	formula_put(s, text_fact(f));
	formula_end(k, node, column, s, value_of(k, node, column));
}

static void by_growth(struct maker *k, int node, int column, const struct fact *f, int from)
{
	bool forward = from < column;
	double a = value_of(k, node, from), g = f->figure.value, v;
	step_level(k, node, from);
	step_fact(k, f, node);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, from));
	if (f->metric == METRIC_CHANGE) {
		v = forward ? a + g : a - g;
		g_string_append(s, forward ? " + " : " - ");
		formula_put(s, text_fact(f));
	} else {
		v = forward ? a * (1 + g) : a / (1 + g);
		g_string_append(s, forward ? " x " : " / ");
		formula_put(s, text_factor(f));
	}
	formula_end(k, node, column, s, v);
}

static double years_between(const struct maker *k, int from, int to)
{
	return period_years_between(forecast_period(k->f, from), forecast_period(k->f, to));
}

static void by_rate(struct maker *k, int node, int column, const struct fact *f, int from)
{
	double years = years_between(k, from, column);
	step_level(k, node, from);
	step_fact(k, f, node);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, from));
	g_string_append(s, years < 0 ? " / " : " x ");
	formula_put(s, text_factor(f));
	formula_put(s, text_power(fabs(years)));
	formula_end(k, node, column, s, value_of(k, node, from) * pow(1 + f->figure.value, years));
}

void neighbours(const struct maker *k, int node, int column, enum rule but, int *a, int *z)
{
	for (*a = column - 1; *a >= 0; --*a)
		if (known(k, node, *a) && rule_at(k, node, *a) != but)
			break;
	for (*z = column + 1; *z < k->f->n_periods; ++*z)
		if (known(k, node, *z) && rule_at(k, node, *z) != but)
			break;
	if (*z >= k->f->n_periods)
		*z = -1;
}

bool by_neighbours(struct maker *k, int node, int column, enum rule rule)
{
	int a, z;
	neighbours(k, node, column, rule, &a, &z);
	if (a < 0 || z < 0)
		return false;
	double va = value_of(k, node, a), vz = value_of(k, node, z), v;
	step_level(k, node, a);
	step_level(k, node, z);
	g_autofree char *x = text_level(k, node, a), *y = text_level(k, node, z);
	GString *s = formula_begin(k, node, column);
	if (va > 0 && vz > 0) {
		g_string_append_printf(s, "%s x (%s / %s)^(%d/%d)", x, y, x, column - a, z - a);
		v = va * pow(vz / va, (double)(column - a) / (z - a));
	} else {
		g_string_append_printf(s, "%s + (%s - %s) x %d/%d", x, y, x, column - a, z - a);
		v = va + (vz - va) * (column - a) / (z - a);
	}
	formula_end(k, node, column, s, v);
	return true;
}

/* --- scenario ------------------------------------------------------------------------------- */

/* A typed path: the longest run of one growth that ends here. */
static bool by_typed(struct maker *k, int node, int column)
{
	int from = column;
	double growth = NAN;
	while (from > 0 && known(k, node, from - 1) && value_of(k, node, from - 1) > 0
	       && (from == column || rule_at(k, node, from) == RULE_TYPED)) {
		double g = value_of(k, node, from) / value_of(k, node, from - 1);
		if (!isnan(growth) && !agrees(g, growth))
			break;
		growth = g;
		from--;
	}
	if (from == column)
		return false;
	step_level(k, node, from);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, from));
	g_string_append(s, " x ");
	formula_put(s, text_input(k, growth));
	formula_put(s, text_power(column - from));
	formula_end(k, node, column, s, value_of(k, node, from) * pow(growth, column - from));
	return true;
}

/* The source's level times what the scenario did to it. */
static bool by_ratio(struct maker *k, int node, int column)
{
	int c = k->o->base && k->o->base != k->f
		? forecast_column(k->o->base, forecast_period(k->f, column)) : -1;
	double was = c >= 0 ? forecast_level(k->o->base, node, c) : NAN;
	double v = value_of(k, node, column);
	if (isnan(was) || was == 0)
		return false;
	GString *s = formula_begin(k, node, column);
	char buf[NUMBER_TEXT_MAX];
	formula_put(s, text_input(k, was));
	g_string_append_printf(s, " (the source) x %s", number_fixed(buf, v / was, 6));
	formula_end(k, node, column, s, v);
	return true;
}

static bool by_after(struct maker *k, int node, int column)
{
	if (column < 1 || !(value_of(k, node, column - 1) > 0))
		return false;
	double g = value_of(k, node, column) / value_of(k, node, column - 1);
	step_level(k, node, column - 1);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, column - 1));
	g_string_append(s, " x ");
	formula_put(s, text_input(k, g));
	formula_end(k, node, column, s, value_of(k, node, column));
	return true;
}

/* --- one level ------------------------------------------------------------------------------ */

static bool from_fact(struct maker *k, int node, int column)
{
	int from;
	const struct fact *f = levels_trace(&k->w, node, column, &from);
	if (!f)
		return false;
	switch (rule_at(k, node, column)) {
	case RULE_PRINTED:
		step_fact(k, f, node);
		if (!agrees(f->figure.value, value_of(k, node, column)))
			return false;
		return true;
	case RULE_SHARE:
		by_share(k, node, column, f);
		return true;
	case RULE_GROWTH:
		by_growth(k, node, column, f, from);
		return true;
	default:
		by_rate(k, node, column, f, from);
		return true;
	}
}

static bool by_rule(struct maker *k, int node, int column)
{
	switch (rule_at(k, node, column)) {
	case RULE_PRINTED:
	case RULE_SHARE:
	case RULE_GROWTH:
	case RULE_CAGR:
	case RULE_WINDOW:
		return from_fact(k, node, column);
	case RULE_SUM:
		return by_sum(k, node, column);
	case RULE_HOLE:
		return by_sum(k, node, column) || by_hole(k, node, column);
	case RULE_GAP:
		return by_neighbours(k, node, column, RULE_GAP);
	case RULE_RESIDUAL:
	case RULE_UNLISTED:
		by_residual(k, node, column, rule_at(k, node, column));
		return true;
	case RULE_FILL:
		by_fill(k, node, column);
		return true;
	case RULE_CARRIED:
	case RULE_RATE:
		return by_carried(k, node, column);
	case RULE_REST:
		by_rest(k, node, column);
		return true;
	case RULE_TOTAL:
		step_level(k, 0, column);
		return true;
	case RULE_TYPED:
		return by_entry(k, node, column) || by_typed(k, node, column)
			|| by_ratio(k, node, column);
	case RULE_AFTER:
		cause_after(k);
		return by_after(k, node, column);
	default:
		return by_moved(k, node, column) || by_ratio(k, node, column);
	}
}

/* A level that the scenario left alone came about in the source, whatever stands beside it now. */
static bool is_source(const struct maker *k, int node, int column)
{
	const struct forecast *base = k->o->base;
	return k->o->trace && k->f != base && column < base->n_periods
		&& rule_at(k, node, column) < RULE_TYPED
		&& agrees(value_of(k, node, column), forecast_level(base, node, column));
}

static void look_at(struct maker *k, const struct forecast *f)
{
	k->f = f;
	k->w.f = (struct forecast *)f;
	k->w.n = f->n_periods;
}

static void step_here(struct maker *k, int node, int column)
{
	causes_refilled(k, node, column);
	if (!by_rule(k, node, column)) {
		GString *s = formula_begin(k, node, column);
		formula_put(s, text_result(k, value_of(k, node, column)));
		formula_add(k, node, column, value_of(k, node, column), false,
			     g_string_free(s, FALSE));
	}
}

void step_level(struct maker *k, int node, int column)
{
	const struct forecast *f = k->f;
	if (!known(k, node, column))
		return;
	if (is_source(k, node, column))
		look_at(k, k->o->base);
	if (k->depth < DEEP
	    && g_hash_table_add(k->seen, k->f->level + (size_t)node * (size_t)k->f->n_periods + column)) {
		k->depth++;
		step_here(k, node, column);
		k->depth--;
	}
	look_at(k, f);
}

void step_share(struct maker *k, int node, int column)
{
	enum status st;
	const struct fact *f;
	int parent = k->m->nodes[node].parent;
	double share = forecast_share(k->f, node, column, &st), printed;
	printed = work_printed_share(&k->w, node, column, &st, &f);
	if (f && agrees(printed, share)) {
		step_fact(k, f, node);
		return;
	}
	if (!known(k, node, column))
		return;
	if (rule_at(k, node, column) == RULE_FILL && by_filled_share(k, node, column))
		return;
	step_level(k, node, column);
	step_level(k, parent, column);
	GString *s = formula_begin(k, node, column);
	formula_put(s, text_level(k, node, column));
	g_string_append(s, " / ");
	formula_put(s, text_level(k, parent, column));
	g_string_append(s, " = ");
	formula_put(s, text_percent(k, share, false));
	formula_add(k, node, column, share, true, g_string_free(s, FALSE));
}
