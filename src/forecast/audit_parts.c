/* A year against its halves, quarters and months, sums over several years, crossings. */
#include "config.h"

#include "forecast/audit_work.h"

/* --- parts of a year --- */

static bool is_level(const struct audit_work *w, const struct fact *f)
{
	return f->metric == METRIC_VALUE && f->measure == w->measure &&
	       !(f->flags & (FACT_RIVAL | FACT_CASE)) && market_kind(w->m, f) != KIND_TARGET &&
	       figure_is_point(&f->figure);
}

static const struct fact *level_of(const struct audit_work *w, int node, struct period p)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (is_level(w, f) && !(f->flags & FACT_SPAN) && period_equal(f->from, p))
			return f;
	}
	return NULL;
}

static const char *const step_names[] = {"years", "halves", "quarters", "months"};

/* How many of the parts of a period are printed, and their sum. */
static int add_parts(const struct audit_work *w, int node, struct period whole, enum step step,
		     struct interval *sum, double *point, const struct fact **last, GArray *facts)
{
	int each = period_parts(step) / period_parts(whole.step), n = 0;
	struct period first = { whole.year, step, (whole.part - 1) * each + 1 };

	*sum = interval(0, 0);
	*point = 0;
	*last = NULL;
	for (int i = 0; i < each; i++) {
		struct period p = period_from_ordinal(step, period_ordinal(first) + i);
		const struct fact *f = level_of(w, node, p);
		int32_t k = f ? f - w->m->facts : -1;

		*last = f;
		if (!f)
			continue;
		n++;
		*sum = interval_add(*sum, interval_of(&f->figure));
		*point += f->figure.value;
		g_array_append_val(facts, k);
	}
	return n;
}

static void check_year(struct audit_work *w, int node, const struct fact *f, enum step step)
{
	int each = period_parts(step) / period_parts(f->from.step), n;
	enum series series = w->m->measures[w->measure].series;
	struct interval sum, printed = interval_of(&f->figure);
	GArray *facts = audit_facts();
	const struct fact *last;
	int32_t k = f - w->m->facts;
	double point;
	bool ok;

	n = add_parts(w, node, f->from, step, &sum, &point, &last, facts);
	if (series == SERIES_STOCK && last) {
		sum = interval_of(&last->figure);
		point = last->figure.value;
	}
	if (!n || series == SERIES_AVERAGE || (series == SERIES_STOCK && !last)) {
		g_array_free(facts, TRUE);
		return;
	}
	bool whole = n == each || series == SERIES_STOCK;
	ok = whole ? interval_meets(sum, printed)
		   : sum.low <= printed.high || printed.low < 0;
	const char *parts = series == SERIES_STOCK
		? say(w, "the last of its %s stands at %s", step_names[step], say_amount(w, point, 4))
		: whole ? say(w, "its %d %s add up to %s", n, step_names[step],
			      say_amount(w, point, 4))
			: say(w, "of its %3$s %1$d of %2$d are printed and add up to %4$s", n, each,
			      step_names[step], say_amount(w, point, 4));
	struct relation *r = audit_add(w, "year-parts", ok ? VERDICT_PASS : VERDICT_ERROR, node,
		f->from, "%s %s: %s, the whole is printed as %s", say_path(w, node),
		say_period(w, f->from), parts, say_level(w, &f->figure));

	audit_numbers(r, RELATION_LEVEL, f->figure.value, point, sum);
	audit_place(r, f);
	g_array_append_val(facts, k);
	audit_sum_rests_on(w, facts, printed, k);
}

/* --- a sum over a span --- */

static void check_span(struct audit_work *w, int node, const struct fact *f)
{
	int a = audit_column(w, f->from), z = audit_column(w, f->to), n = 0;
	struct interval sum = {0, 0}, printed = interval_of(&f->figure);
	GArray *facts;
	double point = 0;

	if (a < 0 || z <= a || w->m->measures[w->measure].series != SERIES_FLOW)
		return;
	for (int c = a; c <= z; c++) {
		const struct cell *cell = audit_cell(w, node, c);

		if (cell->by == BY_NOTHING)
			continue;
		n++;
		sum = interval_add(sum, cell->in);
		point += cell->point;
	}
	if (!n)
		return;
	bool whole = n == z - a + 1;
	bool ok = whole ? interval_meets(sum, printed) : sum.low <= printed.high;
	struct relation *r = audit_add(w, "span-sum", ok ? VERDICT_PASS : VERDICT_ERROR, node, f->to,
		"%s %s: %d of %d periods are known and add up to %s, the sum is printed as %s",
		say_path(w, node), say_span(w, f->from, f->to), n, z - a + 1,
		say_amount(w, point, 4), say_level(w, &f->figure));

	audit_numbers(r, RELATION_LEVEL, f->figure.value, point, sum);
	audit_place(r, f);
	facts = audit_facts();
	for (int c = a; c <= z; c++)
		audit_roots(w, node, c, facts);
	audit_rests_on(w, facts);
}

/* The finest step in which a node has figures. */
static int finest_step(const struct market *m, int node)
{
	int finest = STEP_YEAR;

	for (int i = 0; i < m->nodes[node].n_facts; i++)
		finest = MAX(finest, m->facts[m->nodes[node].first_fact + i].from.step);
	return finest;
}

static void check_parts(struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];
	int finest = finest_step(w->m, node);

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *f = &w->m->facts[nd->first_fact + i];

		if (f->flags & FACT_SPAN ? !is_level(w, f) : f->from.step >= finest)
			continue;
		if (f->flags & FACT_SPAN)
			check_span(w, node, f);
		else if (is_level(w, f))
			for (int step = f->from.step + 1; step <= finest; step++)
				check_year(w, node, f, step);
	}
}

void audit_parts(struct audit_work *w)
{
	for (int i = 0; i < w->m->n_nodes; i++)
		if (w->m->nodes[i].n_facts)
			check_parts(w, i);
}

/* --- crossings --- */

/* What the members of one dimension hold together: low without the unknown ones; high without end
 * while one is unknown. */
static struct interval together(const struct audit_work *w, const struct cross *c, int dimension,
				int column, bool *all)
{
	struct interval in = {0, 0};

	*all = true;
	for (int i = 0; i < c->n; i++) {
		const struct cell *cell = audit_cell(w, c->at[i], column);

		if (market_dimension(w->m, c->at[i]) != dimension)
			continue;
		if (cell->by == BY_NOTHING) {
			*all = false;
			in.high = INFINITY;
			continue;
		}
		in = interval_add(in, cell->in);
	}
	return in;
}

static bool cross_size(const struct audit_work *w, const struct fact *f, struct interval *in,
		       double *point)
{
	struct interval base;

	*in = interval_of(&f->figure);
	*point = f->figure.value;
	if (f->metric == METRIC_VALUE)
		return true;
	if (f->metric != METRIC_SHARE || f->of == BASE_PARENT || !audit_base(w, f, &base, point))
		return false;
	*in = interval_times(base, *in);
	*point *= f->figure.value;
	return true;
}

static const char *cross_name(struct audit_work *w, const struct cross *c)
{
	GString *s;
	const char *kept;

	if (c->name)
		return c->name;
	s = g_string_new(NULL);
	for (int i = 0; i < c->n; i++)
		g_string_append_printf(s, "%s%s", i ? " x " : "", say_path(w, c->at[i]));
	kept = say(w, "%s", s->str);
	g_string_free(s, TRUE);
	return kept;
}

/* The limits that the margins set to a crossing. */
static struct interval margins(const struct audit_work *w, const struct cross *c, int column,
			       int *dimensions)
{
	const struct cell *total = audit_cell(w, 0, column);
	struct interval whole = total->by ? total->in : interval(0, INFINITY);
	struct interval limit = {0, whole.high};
	double low = 0;
	bool lows = true;

	*dimensions = 0;
	for (int i = 0; i < c->n; i++) {
		int d = market_dimension(w->m, c->at[i]);
		struct interval in;
		bool all, seen = false;

		for (int j = 0; j < i; j++)
			seen |= market_dimension(w->m, c->at[j]) == d;
		if (seen)
			continue;
		in = together(w, c, d, column, &all);
		limit.high = fmin(limit.high, in.high);
		low += in.low - (*dimensions ? whole.high : 0);
		lows &= all || *dimensions == 0 || isfinite(whole.high);
		++*dimensions;
	}
	if (lows && isfinite(low))
		limit.low = fmax(0, low);
	return limit;
}

static void check_cross(struct audit_work *w, const struct cross *c, const struct fact *f)
{
	int column = audit_column(w, f->from), dimensions;
	struct interval in, limit;
	double point;

	if (!audit_counts(w, f) || f->flags & FACT_SPAN || column < 0 ||
	    !cross_size(w, f, &in, &point))
		return;
	limit = margins(w, c, column, &dimensions);
	if (limit.low <= 0 && !isfinite(limit.high))
		return;
	bool ok = interval_meets(in, limit);
	struct relation *r = audit_add(w, "crossing", ok ? VERDICT_PASS : VERDICT_ERROR,
		c->n ? c->at[0] : 0, f->from, "%s %s: printed %s, %s; its %s allow %s to %s",
		cross_name(w, c), say_period(w, f->from), f->metric == METRIC_VALUE
		? say_level(w, &f->figure) : say_rate(w, &f->figure),
		isfinite(point) ? say(w, "a level of %s", say_amount(w, point, 4)) : "a bound",
		dimensions > 1 ? "margins" : "members", say_amount(w, limit.low, 4),
		isfinite(limit.high) ? say_amount(w, limit.high, 4) : "any level");

	audit_numbers(r, RELATION_LEVEL, point, NAN, limit);
	audit_place(r, f);
}

static bool same_place(const struct cross *a, const struct cross *b)
{
	for (int i = 0; i < a->n; i++) {
		bool found = false;

		for (int j = 0; j < b->n; j++)
			found |= a->at[i] == b->at[j];
		if (!found)
			return false;
	}
	return a->n == b->n;
}

/* Two figures of one crossing. */
static void check_twins(struct audit_work *w, const struct cross *a, const struct fact *f,
			const struct cross *b, const struct fact *g)
{
	struct interval fin, gin;
	double fpoint, gpoint;

	if (!same_place(a, b) || !period_equal(f->from, g->from) || !period_equal(f->to, g->to) ||
	    !audit_counts(w, f) || !audit_counts(w, g) || !cross_size(w, f, &fin, &fpoint) ||
	    !cross_size(w, g, &gin, &gpoint) || !isfinite(fpoint) || !isfinite(gpoint))
		return;
	bool ok = interval_meets(fin, gin);
	struct relation *r = audit_add(w, "crossing-twice", ok ? VERDICT_PASS : VERDICT_ERROR,
		a->n ? a->at[0] : 0, f->from, "%s %s: one figure gives %s, another %s",
		cross_name(w, a), say_period(w, f->from), say_amount(w, fpoint, 4),
		say_amount(w, gpoint, 4));

	audit_numbers(r, RELATION_LEVEL, fpoint, gpoint, gin);
	audit_place(r, g);
}

void audit_crossings(struct audit_work *w)
{
	const struct market *m = w->m;

	for (int i = 0; i < m->n_crosses; i++) {
		const struct cross *c = &m->crosses[i];

		for (int k = 0; k < c->n_facts; k++) {
			const struct fact *f = &m->cross_facts[c->first_fact + k];

			check_cross(w, c, f);
			for (int j = 0; j <= i; j++)
				for (int l = 0; l < (j == i ? k : m->crosses[j].n_facts); l++)
					check_twins(w, &m->crosses[j], &m->cross_facts
						    [m->crosses[j].first_fact + l], c, f);
		}
	}
}
