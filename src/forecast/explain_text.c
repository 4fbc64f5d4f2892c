/* The words of explanations: numbers and cells as text, formulas put together from them. */
#include "config.h"

#include "forecast/explain_work.h"

#include <string.h>

#include "base/number.h"

enum { POWER_MOST = 2400 };	/* months, below a fraction */

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
	return g_strdup(number_fixed(buf, v, k->o->digits + k->o->more));
}

/* Without zeros that say nothing. */
static char *brief_text(double v, int decimals)
{
	char buf[NUMBER_TEXT_MAX];
	number_fixed(buf, v, MIN(decimals, NUMBER_DECIMALS_MAX));
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

char *text_input(const struct maker *k, double v)
{
	return brief_text(v, k->o->digits + k->o->more + 2);
}

char *text_percent(const struct maker *k, double fraction, bool input)
{
	char buf[NUMBER_TEXT_MAX];
	g_autofree char *brief = brief_text(100 * fraction, k->o->digits + 2);
	return g_strdup_printf("%s %%", input ? brief : number_fixed(buf, 100 * fraction, k->o->digits));
}

bool is_percent(const struct fact *f)
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

/* Whole, or a fraction: one of months and years, "^5", "^(1/5)", "^(7/12)". */
char *text_power(double x)
{
	if (x == 1)
		return g_strdup("");
	if (x == round(x))
		return g_strdup_printf("^%d", (int)x);
	for (int below = 2; below <= POWER_MOST; below++)
		if (fabs(x * below - round(x * below)) < 1e-9 * below)
			return g_strdup_printf("^(%d/%d)", (int)round(x * below), below);
	char buf[NUMBER_TEXT_MAX];
	return g_strconcat("^", number_brief(buf, x), NULL);
}

struct explain_line line_new(enum explain_kind kind, char *text)
{
	return (struct explain_line){ kind, text, NAN, NAN, NAN, false, 0, -1, -1, NULL, NULL, 0,
				      false };
}

void formula_add(struct maker *k, int node, int column, double value, bool percent, char *text)
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

/* A sum or a difference outside of brackets, which a factor behind it would not take whole. */
static bool is_sum(const char *terms)
{
	int depth = 0;
	for (const char *c = terms; *c; c++) {
		depth += (*c == '(') - (*c == ')');
		if (depth == 0 && (g_str_has_prefix(c, " + ") || g_str_has_prefix(c, " - ")))
			return true;
	}
	return false;
}

void formula_end(struct maker *k, int node, int column, GString *s, double result)
{
	double v = value_of(k, node, column);
	g_autofree char *cell = text_cell(k, node, column), *text = text_result(k, v);
	if (v == 0 && result < 0) {
		g_autofree char *below = text_result(k, result);
		g_string_append_printf(s, " = %s, which counts as zero", below);
	} else if (!agrees(result, v) && result != 0) {
		g_autofree char *ratio = text_input(k, v / result);
		if (is_sum(s->str + strlen(cell) + 2)) {
			g_string_insert_c(s, (gssize)strlen(cell) + 2, '(');
			g_string_append_c(s, ')');
		}
		g_string_append_printf(s, " x %s = %s (scaled so that the group adds up)", ratio, text);
	} else {
		g_string_append_printf(s, " = %s", text);
	}
	formula_add(k, node, column, v, false, g_string_free(s, FALSE));
}

GString *formula_begin(const struct maker *k, int node, int column)
{
	g_autofree char *cell = text_cell(k, node, column);
	GString *s = g_string_new(cell);
	g_string_append(s, ": ");
	return s;
}

void formula_put(GString *s, char *text)
{
	g_string_append(s, text);
	g_free(text);
}
