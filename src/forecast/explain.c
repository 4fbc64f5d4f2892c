/* One figure explained: the lines of its formulas put in order, and what stands around them. */
#include "config.h"

#include "forecast/explain.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/explain_work.h"

enum { SHOWN = 12 };

const char *explain_kind_name(enum explain_kind kind)
{
	static const char *const names[EXPLAIN_KINDS] = {
		[EXPLAIN_RESULT] = "figure", [EXPLAIN_RULE] = "rule",
		[EXPLAIN_CAUSE] = "cause", [EXPLAIN_FORMULA] = "formula", [EXPLAIN_INPUT] = "input",
		[EXPLAIN_STATUS] = "status", [EXPLAIN_ROUNDING] = "rounding",
		[EXPLAIN_PROVEN] = "proven", [EXPLAIN_READING] = "other reading",
		[EXPLAIN_DEPENDANT] = "used by",
	};
	return names[kind];
}

const char *explain_rule_words(enum rule rule)
{
	static const char *const words[] = {
		[RULE_NONE] = "no rule gives it a value",
		[RULE_PRINTED] = "printed level",
		[RULE_SHARE] = "printed share times what it is a share of",
		[RULE_GROWTH] = "printed growth on the level beside it",
		[RULE_CAGR] = "printed rate, compounded from a level in its window",
		[RULE_WINDOW] = "printed rate, compounded from the level a year before its window",
		[RULE_SUM] = "sum of its parts",
		[RULE_HOLE] = "hole in a table, filled from other years and siblings",
		[RULE_GAP] = "between two known years",
		[RULE_RESIDUAL] = "the only member without a figure takes what is left",
		[RULE_FILL] = "fill rule: what is left, shared among the members without a figure",
		[RULE_CARRIED] = "share of the nearest known year, carried",
		[RULE_RATE] = "share of the nearest known year, carried to where its rate begins",
		[RULE_REST] = "what the members with a path leave, by the levels of the base year",
		[RULE_UNLISTED] = "what the listed members leave",
		[RULE_TOTAL] = "every dimension splits the total",
		[RULE_TYPED] = "typed in the scenario",
		[RULE_LOCKED] = "locked in the scenario",
		[RULE_SCALED] = "moved by the scenario",
		[RULE_FORCE] = "moved by a changed force",
		[RULE_AFTER] = "beyond the published horizon, by the scenario's `after`",
	};
	return words[rule];
}

static void clear_line(gpointer line)
{
	g_free(((struct explain_line *)line)->text);
}

void explanation_free(struct explanation *x)
{
	if (!x)
		return;
	g_array_unref(x->lines);
	g_free(x);
}

const struct explain_line *explanation_line(const struct explanation *x, int i)
{
	return &g_array_index(x->lines, struct explain_line, i);
}

static void maker_init(struct maker *k, const struct explain_options *o)
{
	*k = (struct maker){ .o = o, .f = o->f, .m = o->f->market };
	k->w = (struct work){ .market = k->m, .f = (struct forecast *)o->f, .n = o->f->n_periods,
			      .first = period_ordinal(o->f->first) };
	k->rounding = rounding_new(o->f);
	k->x = g_new0(struct explanation, 1);
	k->x->lines = g_array_new(FALSE, FALSE, sizeof(struct explain_line));
	g_array_set_clear_func(k->x->lines, clear_line);
	k->causes = g_array_new(FALSE, FALSE, sizeof(struct explain_line));
	k->reach = g_array_new(FALSE, TRUE, sizeof(struct reach));
	g_array_set_size(k->reach, (guint)k->m->n_forces);
	k->formulas = g_array_new(FALSE, FALSE, sizeof(struct explain_line));
	k->inputs = g_array_new(FALSE, FALSE, sizeof(struct explain_line));
	k->seen = g_hash_table_new(g_direct_hash, g_direct_equal);
}

static struct explanation *maker_done(struct maker *k, int node, int column)
{
	struct explanation *x = k->x;
	x->node = node;
	x->column = column;
	rounding_free(k->rounding);
	g_array_unref(k->causes);
	g_array_unref(k->reach);
	g_array_unref(k->formulas);
	g_array_unref(k->inputs);
	g_hash_table_unref(k->seen);
	return x;
}

static void add(struct maker *k, struct explain_line l)
{
	g_array_append_val(k->x->lines, l);
}

static void add_text(struct maker *k, enum explain_kind kind, char *text)
{
	add(k, line_new(kind, text));
}

/* Formulas, then inputs, whose texts move over. */
static void add_steps(struct maker *k)
{
	g_array_append_vals(k->x->lines, k->formulas->data, k->formulas->len);
	g_array_append_vals(k->x->lines, k->inputs->data, k->inputs->len);
}

static void add_causes(struct maker *k)
{
	g_array_append_vals(k->x->lines, k->causes->data, k->causes->len);
}

static const char *status_word(enum status s)
{
	static const char *const words[] = {
		"reported", "reported as approximate", "derived from reported figures",
		"assumed", "changed by the scenario",
	};
	return s <= STATUS_SCENARIO ? words[s] : "unknown";
}

static char *figure_text(const struct maker *k, double v, bool percent)
{
	return percent ? text_percent(k, v, false) : text_result(k, v);
}

static char *unit_text(const struct maker *k)
{
	const struct measure *m = &k->m->measures[k->f->measure];
	return m->has_unit ? unit_format(&m->unit, false) : g_strdup("");
}

static void add_result(struct maker *k, int node, int column, const char *what, double v,
		       bool percent, enum status s)
{
	g_autofree char *n = figure_text(k, v, percent), *unit = unit_text(k);
	struct explain_line l = line_new(EXPLAIN_RESULT, NULL);
	l.text = isnan(v) ? g_strdup_printf("%s: unknown", what)
		: g_strdup_printf("%s: %s%s%s, %s", what, n, percent || !*unit ? "" : " ",
				  percent ? "" : unit, status_word(s));
	l.value = v;
	l.percent = percent;
	l.status = isnan(v) ? 0 : status_letter(s);
	l.node = node;
	l.column = column;
	add(k, l);
}

/* Which letters went in: "R, R gives D: the worst input counts". */
static void add_status(struct maker *k, char result)
{
	char letters[8];
	int n = 0;
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < k->inputs->len; i++) {
		char c = g_array_index(k->inputs, struct explain_line, i).status;
		if (!memchr(letters, c, n) && n < (int)sizeof letters)
			letters[n++] = c;
	}
	for (guint i = 0; i + 1 < k->formulas->len; i++) {
		char c = g_array_index(k->formulas, struct explain_line, i).status;
		if (c && !memchr(letters, c, n) && n < (int)sizeof letters)
			letters[n++] = c;
	}
	if (n && result) {
		for (const char *order = "R~DAS"; *order; order++)
			if (memchr(letters, *order, n))
				g_string_append_printf(s, "%s%c", s->len ? ", " : "", *order);
		bool own = !memchr(letters, result, n);	/* the rule itself brings it in */
		g_string_append_printf(s, "%s give%s %c: the worst input counts, R ~ D A S",
				       own && result == 'A' ? " and an assumed rule" :
				       own && result == 'S' ? " and the scenario" : "",
				       n == 1 && !(own && result != 'D') ? "s" : "", result);
		add_text(k, EXPLAIN_STATUS, g_string_free(s, FALSE));
	} else {
		g_string_free(s, TRUE);
	}
}

/* "4.0640 to 4.0695", never rounded to less than it is. */
static void add_interval(struct maker *k, enum explain_kind kind, double low, double high,
			 bool percent, const char *behind)
{
	double scale = percent ? 100 : 1;
	int digits = k->o->digits + (percent ? 0 : k->o->more);
	struct explain_line l = line_new(kind, NULL);
	char a[NUMBER_TEXT_MAX], z[NUMBER_TEXT_MAX];
	const char *sign = percent ? " %" : "";
	number_fixed(a, scale * low, digits);
	number_fixed(z, scale * high, digits);
	if (isinf(high))
		l.text = g_strdup_printf("at least %s%s%s", a, sign, behind);
	else if (percent && low <= -1)
		l.text = g_strdup_printf("at most %s%s%s", z, sign, behind);
	else
		l.text = g_strdup_printf("%s to %s%s%s", a, z, sign, behind);
	l.low = low;
	l.high = high;
	l.percent = percent;
	add(k, l);
}

static void add_bound(struct maker *k, const struct bound *b, bool percent)
{
	g_autofree char *why = bound_why(b), *behind = NULL;
	if (b->low == b->high || (isinf(b->high) && b->low <= (percent ? -1 : 0)))
		return;
	behind = g_strdup_printf(", %sfrom figures at face value (%s)",
				 k->f->scenario ? "of the source, " : "", why);
	add_interval(k, EXPLAIN_PROVEN, b->low, b->high, percent, behind);
	add_interval(k, EXPLAIN_PROVEN, b->wide_low, b->wide_high, percent,
		     ", over the rounding of all figures");
}

static const struct forecast *source_of(const struct maker *k)
{
	return k->o->base ? k->o->base : k->f;
}

/* Column of the source's forecast, which bounds count in. */
static int source_column(const struct maker *k, int column)
{
	return forecast_column(source_of(k), forecast_period(k->f, column));
}

static double years_between(const struct maker *k, int from, int to)
{
	return period_years_between(forecast_period(k->f, from), forecast_period(k->f, to));
}

/* --- the other reading of a window ---------------------------------------------------------- */

/* A rate whose window opens after the base year, from a carried share. */
static void read_mover(struct maker *k, int node, int column)
{
	int from, base = k->f->base;
	const struct fact *f = levels_trace(&k->w, node, column, &from);
	double level = forecast_level(k->f, node, base);
	if (!f || rule_at(k, node, column) != RULE_CAGR || rule_at(k, node, from) != RULE_RATE
	    || isnan(level) || base >= from)
		return;
	double years = years_between(k, base, column), v = level * pow(1 + f->figure.value, years);
	g_autofree char *a = text_level(k, node, base), *g = text_factor(f), *p = text_power(years);
	g_autofree char *r = text_result(k, v);
	g_autofree char *b = market_period(k->m, forecast_period(k->f, base));
	g_autofree char *w = market_period(k->m, forecast_period(k->f, from));
	add_text(k, EXPLAIN_READING,
		 g_strdup_printf("this one: the share of %s still holds in %s, where the window of "
				 "the rate opens", b, w));
	struct explain_line l = line_new(EXPLAIN_READING,
					 g_strdup_printf("the other: the rate runs from %s itself: %s x %s%s = %s",
							 b, a, g, p, r));
	l.value = v;
	add(k, l);
}

/* A total whose rate opens a year after its last level. */
static void read_window(struct maker *k, int node, int column)
{
	int from;
	const struct fact *f = levels_trace(&k->w, node, column, &from);
	if (rule_at(k, node, column) != RULE_WINDOW || !f)
		return;
	g_autofree char *b = market_period(k->m, forecast_period(k->f, from));
	g_autofree char *w = market_period(k->m, f->from);
	add_text(k, EXPLAIN_READING,
		 g_strdup_printf("this one: the rate runs from the level of %s; the other: its window opens "
				 "at a level of %s that was not printed", b, w));
}

/* --- what rests on a figure ----------------------------------------------------------------- */

struct users { GString *text; int n; };

static void use(struct maker *k, struct users *u, int node, int column)
{
	g_autofree char *cell = text_cell(k, node, column);
	if (u->n++ < SHOWN)
		g_string_append_printf(u->text, "%s%s", u->text->len ? ", " : "", cell);
}

static void users_end(struct maker *k, struct users *u, const char *words)
{
	if (u->n > SHOWN)
		g_string_append_printf(u->text, " and %d more", u->n - SHOWN);
	if (u->n)
		add_text(k, EXPLAIN_DEPENDANT, g_strdup_printf("%s: %s", words, u->text->str));
	g_string_free(u->text, TRUE);
}

static bool takes_from_parent(enum rule rule)
{
	return rule == RULE_SHARE || rule == RULE_FILL || rule == RULE_RESIDUAL
		|| rule == RULE_REST || rule == RULE_CARRIED || rule == RULE_RATE
		|| rule == RULE_UNLISTED || rule == RULE_TOTAL || rule == RULE_SCALED;
}

static bool takes_what_is_left(enum rule rule)
{
	return rule == RULE_FILL || rule == RULE_RESIDUAL || rule == RULE_REST
		|| rule == RULE_UNLISTED;
}

/* What a scenario types is left alone by siblings that stay as in the source; those that it moves
 * share what the typed row leaves. */
static bool takes_rest_of(const struct maker *k, int node, int sibling, int column)
{
	enum rule mine = rule_at(k, node, column), its = rule_at(k, sibling, column);
	return mine == RULE_TYPED ? its == RULE_SCALED
		: mine < RULE_TYPED && its != mine && takes_what_is_left(its);
}

/* The parent is a sum of the source, or one that a typed row moves. */
static bool adds_to(const struct maker *k, int node, int parent, int column)
{
	enum rule rule = rule_at(k, parent, column);
	return rule == RULE_SUM || rule == RULE_HOLE
		|| (rule == RULE_SCALED && moves_parent(k, node, column));
}

/* Its parts, its parent's sum, and siblings that take what it leaves. */
static void users_near(struct maker *k, int node, int column)
{
	struct users parts = { g_string_new(NULL), 0 }, rest = { g_string_new(NULL), 0 };
	struct users above = { g_string_new(NULL), 0 };
	int parent = k->m->nodes[node].parent;
	for (int c = market_child(k->m, node); c >= 0; c = market_next(k->m, c))
		if (known(k, c, column) && takes_from_parent(rule_at(k, c, column)))
			use(k, &parts, c, column);
	for (int c = parent > 0 ? market_child(k->m, parent) : -1; c >= 0; c = market_next(k->m, c))
		if (c != node && known(k, c, column) && takes_rest_of(k, node, c, column))
			use(k, &rest, c, column);
	if (parent > 0 && known(k, parent, column) && adds_to(k, node, parent, column))
		use(k, &above, parent, column);
	users_end(k, &parts, node == 0 ? "the dimensions that split it" : "its parts");
	users_end(k, &rest, "siblings that take what it leaves");
	users_end(k, &above, "the sum it is part of");
}

/* Other years of the same node. */
static void users_in_time(struct maker *k, int node, int column)
{
	struct users years = { g_string_new(NULL), 0 };
	int from;
	for (int c = 0; c < k->f->n_periods; c++) {
		if (c == column || !known(k, node, c))
			continue;
		enum rule rule = rule_at(k, node, c);
		bool used = levels_trace(&k->w, node, c, &from) && from == column;
		if (rule == RULE_GAP) {
			int a = c, z = c;
			while (a >= 0 && rule_at(k, node, a) == RULE_GAP)
				a--;
			while (z < k->f->n_periods && rule_at(k, node, z) == RULE_GAP)
				z++;
			used = a == column || z == column;
		} else if (rule == RULE_CARRIED || rule == RULE_RATE || rule == RULE_REST) {
			used = column == k->f->base;
		}
		if (used)
			use(k, &years, node, c);
	}
	users_end(k, &years, "its other years");
}

/* --- levels --------------------------------------------------------------------------------- */

static const struct fact *withheld(const struct maker *k, int node, int column)
{
	const struct node *nd = &k->m->nodes[node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &k->m->facts[nd->first_fact + i];
		if (f->measure == k->f->measure && !figure_is_point(&f->figure)
		    && (f->metric == METRIC_VALUE || f->metric == METRIC_SHARE)
		    && work_column(&k->w, f->to) == column)
			return f;
	}
	return NULL;
}

static void add_unknown(struct maker *k, int node, int column)
{
	const struct fact *f = withheld(k, node, column);
	if (f)
		add_text(k, EXPLAIN_RULE, g_strdup_printf("printed as %s: %s", f->print ? f->print : "a bound",
							  f->figure.qualifier == QUAL_WITHHELD
							  ? "withheld" : "a bound, no point value"));
	add_text(k, EXPLAIN_RULE, g_strdup(k->f->fill == FILL_NONE
					   ? "not printed, and the fill is none"
					   : "not printed, and nothing printed leads to it"));
}

struct explanation *explain_level(const struct explain_options *o, int node, int column)
{
	struct maker k;
	struct bound b;
	double low, high, v = forecast_level(o->f, node, column);
	enum status s = forecast_status(o->f, node, column);
	maker_init(&k, o);
	g_autofree char *what = text_cell(&k, node, column);
	add_result(&k, node, column, what, v, false, s);
	if (isnan(v)) {
		add_unknown(&k, node, column);
	} else {
		add_text(&k, EXPLAIN_RULE, g_strdup(explain_rule_words(rule_at(&k, node, column))));
		step_level(&k, node, column);
		add_causes(&k);
		add_status(&k, status_letter(s));
		add_steps(&k);
		if (rounding_level(k.rounding, node, column, &low, &high) && low < high)
			add_interval(&k, EXPLAIN_ROUNDING, low, high, false,
				     ", all that the printed digits allow");
	}
	if (o->bounds && bounds_value(o->bounds, node, source_column(&k, column), &b))
		add_bound(&k, &b, false);
	if (!isnan(v)) {
		read_mover(&k, node, column);
		read_window(&k, node, column);
		users_near(&k, node, column);
		users_in_time(&k, node, column);
	}
	return maker_done(&k, node, column);
}

/* --- shares --------------------------------------------------------------------------------- */

struct explanation *explain_share(const struct explain_options *o, int node, int column)
{
	struct maker k;
	struct bound b;
	enum status s;
	double low, high, v;
	if (node <= 0 || o->f->market->nodes[node].flags & NODE_DIMENSION)
		return NULL;
	v = forecast_share(o->f, node, column, &s);
	maker_init(&k, o);
	int parent = k.m->nodes[node].parent;
	g_autofree char *cell = text_cell(&k, node, column);
	g_autofree char *what = g_strdup_printf("%s, share of %s", cell,
						k.m->nodes[parent].flags & NODE_DIMENSION
						? "the total" : name_of(&k, parent));
	add_result(&k, node, column, what, v, true, s);
	if (!isnan(v)) {
		step_share(&k, node, column);
		add_causes(&k);
		add_status(&k, k.formulas->len ? status_letter(s) : 0);
		add_steps(&k);
		if (rounding_share(k.rounding, node, column, &low, &high) && low < high)
			add_interval(&k, EXPLAIN_ROUNDING, low, high, true,
				     ", all that the printed digits allow");
	}
	if (o->bounds && bounds_share(o->bounds, node, source_column(&k, column), &b))
		add_bound(&k, &b, true);
	return maker_done(&k, node, column);
}

/* --- rates ---------------------------------------------------------------------------------- */

/* What was printed for the same window, beside what the levels give. */
static void printed_rate(struct maker *k, int node, int from, int to)
{
	const struct node *nd = &k->m->nodes[k->m->nodes[node].flags & NODE_DIMENSION ? 0 : node];
	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &k->m->facts[nd->first_fact + i];
		bool rate = f->metric == METRIC_CAGR || f->metric == METRIC_GROWTH
			|| f->metric == METRIC_YOY;
		int a = work_column(&k->w, f->from);
		if (period_equal(f->from, f->to))
			a = work_column(&k->w, f->to) - 1;
		if (rate && f->measure == k->f->measure && !(f->flags & (FACT_RIVAL | FACT_CASE))
		    && a == from && work_column(&k->w, f->to) == to)
			step_fact(k, f, (int)(nd - k->m->nodes));
	}
}

static void rate_formula(struct maker *k, int node, int from, int to, double years, double rate,
			 enum status s)
{
	g_autofree char *a = text_level(k, node, from), *z = text_level(k, node, to);
	g_autofree char *r = text_percent(k, rate, false);
	g_autofree char *root = text_power(1 / years);
	struct explain_line l = line_new(EXPLAIN_FORMULA, NULL);
	l.text = g_strdup_printf(years == 1 ? "%s / %s%s - 1 = %s" : "(%s / %s)%s - 1 = %s", z, a,
				 root, r);
	l.value = rate;
	l.percent = true;
	l.status = status_letter(s);
	l.node = node;
	l.column = to;
	g_array_append_val(k->formulas, l);
}

/* Proven about the rate, by both readings of its window. */
static void rate_bounds(struct maker *k, int node, int from, int to)
{
	struct bound b;
	int a, z, base_from = source_column(k, from), base_to = source_column(k, to);
	if (!k->o->bounds)
		return;
	if (bounds_rate(k->o->bounds, node, READING_PRINTED, &a, &z, &b) && a == base_from
	    && z == base_to) {
		add_bound(k, &b, true);
		if (!(b.why & BOUND_PREMISE) || b.low == b.high)
			return;
		add_text(k, EXPLAIN_READING,
			 g_strdup("this one: the shares of the base year still hold where the window of "
				  "the rates opens"));
	}
	if (bounds_rate(k->o->bounds, node, READING_BASE, &a, &z, &b) && b.low < b.high
	    && z == base_to && b.low > -1) {
		g_autofree char *low = text_percent(k, b.low, false);
		g_autofree char *high = text_percent(k, b.high, false);
		g_autofree char *p = market_period(k->m, forecast_period(source_of(k), a));
		struct explain_line l = line_new(EXPLAIN_READING, NULL);
		l.text = g_strdup_printf("the other: the window opens in %s itself, then %s to %s is "
					 "proven", p, low, high);
		l.low = b.low;
		l.high = b.high;
		l.percent = true;
		add(k, l);
	}
}

/* As it is shown: as printed where the levels agree with the print, else what they give; the growth
 * of one column also where only that was printed. */
static double shown_rate(const struct forecast *f, int node, int from, int to, enum status *s)
{
	double rate = forecast_rate_shown(f, node, from, to, s);

	return isnan(rate) && to == from + 1 ? forecast_growth(f, node, to, s) : rate;
}

/* A printed rate has the status of its print, whatever its levels rest on. */
static void rate_status(struct maker *k, enum status levels, enum status shown)
{
	GString *s = g_string_new(NULL);

	if (levels == shown) {
		g_string_free(s, TRUE);
		add_status(k, status_letter(levels));
		return;
	}
	g_string_printf(s, "%c, as it was printed; worked out from its levels it is %c",
			status_letter(shown), status_letter(levels));
	add_text(k, EXPLAIN_STATUS, g_string_free(s, FALSE));
}

/* growth: of one column, which below a year is no rate a year. */
static struct explanation *explain_change(const struct explain_options *o, int node, int from,
					  int to, bool growth)
{
	struct maker k;
	enum status s, shown;
	maker_init(&k, o);
	double years = years_between(&k, from, to), low, high;
	bool plain = growth && years != 1;
	double rate = forecast_rate(o->f, node, from, to, &s);
	double value = plain ? forecast_growth(o->f, node, to, &shown)
		: shown_rate(o->f, node, from, to, &shown);
	if (plain && !isnan(rate))
		rate = value;
	g_autofree char *span = market_span(k.m, forecast_period(k.f, from),
					    forecast_period(k.f, to));
	g_autofree char *what = g_strdup_printf("%s, %s %s", name_of(&k, node),
						growth ? "growth" : "rate a year", span);
	printed_rate(&k, node, from, to);
	add_result(&k, node, to, what, value, true, shown);
	if (!isnan(rate)) {
		step_level(&k, node, from);
		step_level(&k, node, to);
		rate_formula(&k, node, from, to, plain ? 1 : years, rate, s);
		add_causes(&k);
		rate_status(&k, s, shown);
	}
	add_steps(&k);
	bool known = plain ? rounding_growth(k.rounding, node, to, &low, &high)
		: rounding_rate(k.rounding, node, from, to, &low, &high);
	if (!isnan(rate) && known && low < high && isfinite(high))
		add_interval(&k, EXPLAIN_ROUNDING, low, high, true,
			     ", all that the printed digits allow");
	if (!plain)
		rate_bounds(&k, node, from, to);
	return maker_done(&k, node, to);
}

struct explanation *explain_growth(const struct explain_options *o, int node, int column)
{
	return explain_change(o, node, column - 1, column, true);
}

struct explanation *explain_rate(const struct explain_options *o, int node, int from, int to)
{
	return explain_change(o, node, from, to, false);
}
