/* The formulas: one function for each rule of the forecast, inputs before what uses them. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/explain_work.h"

enum { DEEP = 8, TERMS = 8 };

/* --- text ----------------------------------------------------------------------------------- */

const char *name_of(const struct maker *k, int node)
{
	const struct node *n = &k->m->nodes[node];
	return node == 0 ? "Total" : n->name ? n->name : n->id;
}

enum rule rule_at(const struct maker *k, int node, int column)
{
	return (enum rule)k->f->rule[(size_t)node * (size_t)k->f->n_periods + (size_t)column];
}

char *text_result(const struct maker *k, double v)
{
	char buf[NUMBER_TEXT_MAX];
	return g_strdup(number_fixed(buf, v, k->o->digits));
}

/* Two digits more than a result, without zeros that say nothing. */
char *text_input(const struct maker *k, double v)
{
	char buf[NUMBER_TEXT_MAX];
	number_fixed(buf, v, MIN(k->o->digits + 2, NUMBER_DECIMALS_MAX));
	char *point = strchr(buf, '.');
	if (point) {
		size_t end = strlen(buf);
		while (end > (size_t)(point - buf) && buf[end - 1] == '0')
			end--;
		if (buf[end - 1] == '.')
			end--;
		buf[end] = '\0';
	}
	return g_strdup(buf);
}

char *text_percent(const struct maker *k, double fraction, bool input)
{
	g_autofree char *n = input ? text_input(k, 100 * fraction) : text_result(k, 100 * fraction);
	return g_strdup_printf("%s %%", n);
}

static bool is_percent(const struct fact *f)
{
	return f->metric != METRIC_VALUE && f->metric != METRIC_CHANGE;
}

char *text_fact(const struct fact *f)
{
	char buf[NUMBER_TEXT_MAX];
	bool percent = is_percent(f);
	number_fixed(buf, f->figure.value * (percent ? 100 : 1), f->figure.decimals);
	return g_strconcat(buf, percent ? " %" : "", NULL);
}

char *text_level(const struct maker *k, int node, int column)
{
	int from;
	const struct fact *f = rule_at(k, node, column) == RULE_PRINTED
		? levels_trace(&k->w, node, column, &from) : NULL;
	double v = forecast_level(k->f, node, column);
	if (rule_at(k, node, column) == RULE_TOTAL)
		return text_level(k, 0, column);
	if (f && f->figure.qualifier != QUAL_RANGE && fabs(f->figure.value - v) <= 1e-12 * fabs(v)) {
		char printed[NUMBER_TEXT_MAX];
		struct decimal d;
		const char *why;
		number_fixed(printed, v, f->figure.decimals);
		if (number_parse(printed, strlen(printed), &d, &why)
		    && fabs(d.value - v) <= 1e-12 * fabs(v))
			return g_strdup(printed);
	}
	return text_input(k, v);
}

char *text_cell(const struct maker *k, int node, int column)
{
	g_autofree char *p = market_period(k->m, forecast_period(k->f, column));
	return g_strdup_printf("%s %s", name_of(k, node), p);
}

char *text_factor(const struct fact *f)
{
	char buf[NUMBER_TEXT_MAX];
	return g_strdup(number_fixed(buf, 1 + f->figure.value, f->figure.decimals + 2));
}

char *text_power(double years)
{
	char buf[NUMBER_TEXT_MAX];
	if (years == 1)
		return g_strdup("");
	if (years == round(years))
		return g_strdup_printf("^%d", (int)years);
	return g_strconcat("^", number_fixed(buf, years, 4), NULL);
}

struct explain_line line_new(enum explain_kind kind, char *text)
{
	return (struct explain_line){ kind, text, NAN, NAN, NAN, false, 0, -1, -1, NULL, NULL, 0,
				      false };
}

void step_formula(struct maker *k, int node, int column, double value, bool percent, char *text)
{
	struct explain_line l = line_new(EXPLAIN_FORMULA, text);
	enum status s = forecast_status(k->f, node, column);
	if (percent)
		forecast_share(k->f, node, column, &s);
	l.value = value;
	l.percent = percent;
	l.status = (int)s == STATUS_UNKNOWN ? 0 : status_letter(s);
	l.node = node;
	l.column = column;
	g_array_append_val(k->formulas, l);
}

/* --- printed figures ------------------------------------------------------------------------ */

static char *fact_words(const struct maker *k, const struct fact *f, int node)
{
	char a[PERIOD_TEXT_MAX], z[PERIOD_TEXT_MAX];
	g_autofree char *print = text_fact(f);
	const char *written = f->print ? f->print : print, *name = name_of(k, node);
	bool single = period_equal(f->from, f->to) || !period_is_set(f->from);
	period_format(f->from, a);
	period_format(f->to, z);
	if (f->metric == METRIC_VALUE)
		return g_strdup_printf("%s: %s %s", written, name, z);
	if (f->metric == METRIC_SHARE) {
		int of = f->of == BASE_PARENT && node > 0 ? k->m->nodes[node].parent : f->of;
		const char *base = of < 0 ? "another measure"
			: of == 0 || k->m->nodes[of].flags & NODE_DIMENSION ? "the total"
			: name_of(k, of);
		return g_strdup_printf("%s: %s %s, share of %s", written, name, z, base);
	}
	return g_strdup_printf("%s: %s, %s %s%s%s", written, name,
			       f->metric == METRIC_CAGR ? "rate a year" : metric_name(f->metric),
			       single ? "" : a, single ? "" : "-", z);
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

/* --- rules ---------------------------------------------------------------------------------- */

static double value_of(const struct maker *k, int node, int column)
{
	return forecast_level(k->f, node, column);
}

static bool known(const struct maker *k, int node, int column)
{
	return !isnan(value_of(k, node, column));
}

static bool agrees(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* What a level became when its group was made to add up. */
static void end_formula(struct maker *k, int node, int column, GString *s, double result)
{
	double v = value_of(k, node, column);
	g_autofree char *text = NULL;
	if (!agrees(result, v) && result != 0) {
		g_autofree char *ratio = text_input(k, v / result);
		g_string_append_printf(s, " x %s", ratio);
		text = text_result(k, v);
		g_string_append_printf(s, " = %s (scaled so that the group adds up)", text);
	} else {
		text = text_result(k, v);
		g_string_append_printf(s, " = %s", text);
	}
	step_formula(k, node, column, v, false, g_string_free(s, FALSE));
}

static GString *begin(const struct maker *k, int node, int column)
{
	g_autofree char *cell = text_cell(k, node, column);
	GString *s = g_string_new(cell);
	g_string_append(s, ": ");
	return s;
}

static void put(GString *s, char *text)
{
	g_string_append(s, text);
	g_free(text);
}

static void by_share(struct maker *k, int node, int column, const struct fact *f)
{
	int base = f->of == BASE_PARENT ? k->m->nodes[node].parent : f->of;
	step_fact(k, f, node);
	GString *s;
	if (base < 0 || !known(k, base, column)) {
		double level = value_of(k, node, column) / f->figure.value;
		s = begin(k, node, column);
		put(s, text_input(k, level));
	} else {
		step_level(k, base, column);
		s = begin(k, node, column);
		put(s, text_level(k, base, column));
	}
	g_string_append(s, " x ");
	put(s, text_fact(f));
	end_formula(k, node, column, s, value_of(k, node, column));
}

static void by_growth(struct maker *k, int node, int column, const struct fact *f, int from)
{
	bool forward = from < column;
	double a = value_of(k, node, from), g = f->figure.value, v;
	step_level(k, node, from);
	step_fact(k, f, node);
	GString *s = begin(k, node, column);
	put(s, text_level(k, node, from));
	if (f->metric == METRIC_CHANGE) {
		v = forward ? a + g : a - g;
		g_string_append(s, forward ? " + " : " - ");
		put(s, text_fact(f));
	} else {
		v = forward ? a * (1 + g) : a / (1 + g);
		g_string_append(s, forward ? " x " : " / ");
		put(s, text_factor(f));
	}
	end_formula(k, node, column, s, v);
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
	GString *s = begin(k, node, column);
	put(s, text_level(k, node, from));
	g_string_append(s, years < 0 ? " / " : " x ");
	put(s, text_factor(f));
	put(s, text_power(fabs(years)));
	end_formula(k, node, column, s, value_of(k, node, from) * pow(1 + f->figure.value, years));
}

/* Neighbours of an interpolated level. */
static void neighbours(const struct maker *k, int node, int column, enum rule but, int *a, int *z)
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

static bool between(struct maker *k, int node, int column, enum rule rule)
{
	int a, z;
	neighbours(k, node, column, rule, &a, &z);
	if (a < 0 || z < 0)
		return false;
	double va = value_of(k, node, a), vz = value_of(k, node, z), v;
	step_level(k, node, a);
	step_level(k, node, z);
	g_autofree char *x = text_level(k, node, a), *y = text_level(k, node, z);
	GString *s = begin(k, node, column);
	if (va > 0 && vz > 0) {
		g_string_append_printf(s, "%s x (%s / %s)^(%d/%d)", x, y, x, column - a, z - a);
		v = va * pow(vz / va, (double)(column - a) / (z - a));
	} else {
		g_string_append_printf(s, "%s + (%s - %s) x %d/%d", x, y, x, column - a, z - a);
		v = va + (vz - va) * (column - a) / (z - a);
	}
	end_formula(k, node, column, s, v);
	return true;
}

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
	if (c >= 0 || !n || !agrees(t.sum, value_of(k, node, column))) {
		g_string_free(t.text, TRUE);
		return false;
	}
	for (c = market_child(k->m, group); n <= TERMS && c >= 0; c = market_next(k->m, c))
		step_level(k, c, column);
	GString *s = begin(k, node, column);
	double sum = t.sum;
	put(s, terms_end(k, &t));
	end_formula(k, node, column, s, sum);
	return true;
}

static bool by_sum(struct maker *k, int node, int column)
{
	if (node)
		return sum_of(k, node, node, column);
	for (int d = market_child(k->m, 0); d >= 0; d = market_next(k->m, d))
		if (sum_of(k, d, 0, column))
			return true;
	return false;
}

/* The ratio of the nearest year to the siblings known in both. */
static bool by_hole(struct maker *k, int node, int column)
{
	int a, z;
	if (between(k, node, column, RULE_HOLE))
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
	GString *s = begin(k, node, column);
	put(s, text_level(k, node, near));
	g_string_append_printf(s, " x (%s) / (%s)", h, t);
	end_formula(k, node, column, s, value_of(k, node, near) / y * x);
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
	r.rest = fmax(r.rest, 0);
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

static void by_residual(struct maker *k, int node, int column, enum rule rule)
{
	int parent = k->m->nodes[node].parent;
	struct rest r = rest_of(k, node, column, rule);
	rest_inputs(k, node, column, rule, false);
	step_level(k, parent, column);
	GString *s = begin(k, node, column);
	put(s, text_level(k, parent, column));
	if (r.others.n)
		g_string_append(s, " - ");
	put(s, terms_end(k, &r.others));
	end_formula(k, node, column, s, r.rest);
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
	put(s, text_input(k, *own));
	g_string_append(s, " / ");
	put(s, text_input(k, *all));
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

/* A filled share where all others have printed ones: "(100 - 34.11) / 4 = 16.4725 %". */
static bool filled_share(struct maker *k, int node, int column)
{
	struct rest r = rest_of(k, node, column, RULE_FILL);
	double parent = value_of(k, k->m->nodes[node].parent, column);
	double share = parent > 0 ? value_of(k, node, column) / parent : NAN, v;
	bool ok = r.shares && !isnan(share);
	GString *s = begin(k, node, column);
	g_free(terms_end(k, &r.others));
	g_string_append_printf(s, r.others.n ? "(%s)" : "%s", r.percent->str);
	v = put_part(k, s, node, column, r.n, r.percent_rest);
	ok = ok && agrees(v, share);
	if (ok) {
		rest_inputs(k, node, column, RULE_FILL, true);
		g_string_append(s, " = ");
		put(s, text_percent(k, share, false));
		step_formula(k, node, column, share, true, g_strdup(s->str));
	}
	g_string_free(s, TRUE);
	g_string_free(r.percent, TRUE);
	return ok;
}

static void by_fill(struct maker *k, int node, int column)
{
	int parent = k->m->nodes[node].parent;
	GString *s;
	if (filled_share(k, node, column)) {
		step_level(k, parent, column);
		double p = value_of(k, parent, column);
		s = begin(k, node, column);
		put(s, text_level(k, parent, column));
		g_string_append(s, " x ");
		put(s, text_percent(k, value_of(k, node, column) / p, true));
		end_formula(k, node, column, s, value_of(k, node, column));
		return;
	}
	struct rest r = rest_of(k, node, column, RULE_FILL);
	rest_inputs(k, node, column, RULE_FILL, false);
	step_level(k, parent, column);
	s = begin(k, node, column);
	int others = r.others.n;
	g_autofree char *minus = terms_end(k, &r.others);
	g_string_append(s, others ? "(" : "");
	put(s, text_level(k, parent, column));
	g_string_append_printf(s, others ? " - %s)" : "%s", minus);
	double v = put_part(k, s, node, column, r.n, r.rest);
	g_string_free(r.percent, TRUE);
	if (agrees(v, value_of(k, node, column))) {
		end_formula(k, node, column, s, v);
		return;
	}
	g_string_append(s, ", held within what is proven about it = ");
	put(s, text_result(k, value_of(k, node, column)));
	step_formula(k, node, column, value_of(k, node, column), false, g_string_free(s, FALSE));
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

static bool by_carried(struct maker *k, int node, int column)
{
	int parent = k->m->nodes[node].parent;
	double share;
	int from = carried_from(k, node, column, &share);
	if (from < 0 || !known(k, parent, column))
		return false;
	step_share(k, node, from);
	step_level(k, parent, column);
	GString *s = begin(k, node, column);
	g_autofree char *year = market_period(k->m, forecast_period(k->f, from));
	put(s, text_level(k, parent, column));
	g_string_append(s, " x ");
	put(s, text_percent(k, share, true));
	g_string_append_printf(s, " (the share of %s)", year);
	end_formula(k, node, column, s, share * value_of(k, parent, column));
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

static void by_rest(struct maker *k, int node, int column)
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
	GString *s = begin(k, node, column);
	int others = r.others.n;
	g_autofree char *minus = terms_end(k, &r.others), *sum = terms_end(k, &weights);
	g_string_append(s, others ? "(" : "");
	put(s, text_level(k, parent, column));
	g_string_append_printf(s, others ? " - %s)" : "%s", minus);
	g_string_append(s, " x ");
	put(s, text_level(k, node, base));
	g_string_append_printf(s, " / (%s)", sum);
	v = all > 0 ? r.rest * value_of(k, node, base) / all : r.rest / r.n;
	end_formula(k, node, column, s, v);
	g_string_free(r.percent, TRUE);
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
	GString *s = begin(k, node, column);
	put(s, text_level(k, node, from));
	g_string_append(s, " x ");
	put(s, text_input(k, growth));
	put(s, text_power(column - from));
	end_formula(k, node, column, s, value_of(k, node, from) * pow(growth, column - from));
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
	GString *s = begin(k, node, column);
	char buf[NUMBER_TEXT_MAX];
	put(s, text_input(k, was));
	g_string_append_printf(s, " (the source) x %s", number_fixed(buf, v / was, 6));
	end_formula(k, node, column, s, v);
	return true;
}

static double ratio_of(const struct maker *k, int node, int column)
{
	int c = k->o->base ? forecast_column(k->o->base, forecast_period(k->f, column)) : -1;
	return c < 0 ? NAN : value_of(k, node, column) / forecast_level(k->o->base, node, c);
}

/* A parent whose parts were all moved alike is explained by that one ratio. */
static bool moved_alike(const struct maker *k, int node, int column)
{
	for (int c = market_child(k->m, node); c >= 0; c = market_next(k->m, c))
		if (rule_at(k, c, column) != RULE_SCALED
		    || !agrees(ratio_of(k, c, column), ratio_of(k, node, column)))
			return false;
	return true;
}

static bool by_after(struct maker *k, int node, int column)
{
	if (column < 1 || !(value_of(k, node, column - 1) > 0))
		return false;
	double g = value_of(k, node, column) / value_of(k, node, column - 1);
	step_level(k, node, column - 1);
	GString *s = begin(k, node, column);
	put(s, text_level(k, node, column - 1));
	g_string_append(s, " x ");
	put(s, text_input(k, g));
	end_formula(k, node, column, s, value_of(k, node, column));
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
		return between(k, node, column, RULE_GAP);
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
		return by_typed(k, node, column) || by_ratio(k, node, column);
	case RULE_AFTER:
		return by_after(k, node, column);
	default:
		return (k->m->nodes[node].size > 1 && node && !moved_alike(k, node, column)
			&& by_sum(k, node, column))
			|| by_ratio(k, node, column);
	}
}

void step_level(struct maker *k, int node, int column)
{
	size_t cell = (size_t)node * (size_t)k->f->n_periods + (size_t)column;
	if (!known(k, node, column)
	    || !g_hash_table_add(k->seen, GSIZE_TO_POINTER(2 * cell + 1)))
		return;
	if (k->depth >= DEEP)
		return;
	k->depth++;
	if (!by_rule(k, node, column)) {
		GString *s = begin(k, node, column);
		put(s, text_result(k, value_of(k, node, column)));
		step_formula(k, node, column, value_of(k, node, column), false,
			     g_string_free(s, FALSE));
	}
	k->depth--;
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
	if (rule_at(k, node, column) == RULE_FILL && filled_share(k, node, column))
		return;
	step_level(k, node, column);
	step_level(k, parent, column);
	GString *s = begin(k, node, column);
	put(s, text_level(k, node, column));
	g_string_append(s, " / ");
	put(s, text_level(k, parent, column));
	g_string_append(s, " = ");
	put(s, text_percent(k, share, false));
	step_formula(k, node, column, share, true, g_string_free(s, FALSE));
}
