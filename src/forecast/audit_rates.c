/* Base and end against the rate: which window fits, and what it implies where none is printed. */
#include "config.h"

#include "forecast/audit_work.h"

/* The first year of a forecast may grow so much faster or slower than its rate before it is worth
 * a warning. */
static const double FAR = 0.10;

struct reading {
	const struct fact *f;
	int k, node;
	int a, z, before;	/* columns of the window; one year before it; -1: outside */
	double years;
	struct interval rate;	/* printed */
};

static const struct cell *at(const struct audit_work *w, const struct reading *r, int column)
{
	const struct cell *c = column >= 0 ? audit_cell(w, r->node, column) : NULL;

	return c && c->by != BY_NOTHING && c->in.low > 0 ? c : NULL;
}

static bool read_rate(const struct audit_work *w, int k, struct reading *r)
{
	const struct fact *f = &w->m->facts[k];
	int year = period_parts(w->m->period.step);

	*r = (struct reading){ .f = f, .k = k, .node = f->node };
	r->a = audit_column(w, f->from);
	r->z = audit_column(w, f->to);
	r->before = r->a >= year ? r->a - year : -1;
	r->years = period_years_between(f->from, f->to);
	r->rate = interval_of(&f->figure);
	return r->a >= 0 && r->z > r->a && r->rate.low > -1;
}

static struct interval implied(const struct cell *a, const struct cell *z, double years)
{
	struct interval in = interval_power(interval_over(z->in, a->in), 1 / years);

	return interval_minus(in, interval(1, 1));
}

static double implied_point(const struct cell *a, const struct cell *z, double years)
{
	return pow(z->point / a->point, 1 / years) - 1;
}

static struct interval grown(const struct cell *a, struct interval rate, double years)
{
	return interval_times(a->in, interval_power(interval_add(rate, interval(1, 1)), years));
}

static void rest_on(struct audit_work *w, const struct reading *r, int from, int to)
{
	GArray *facts = audit_facts();

	g_array_append_val(facts, r->k);
	audit_roots(w, r->node, from, facts);
	audit_roots(w, r->node, to, facts);
	audit_rests_on(w, facts);
}

static const char *years_text(struct audit_work *w, double years)
{
	return years == floor(years) ? say_number(w, years, 0) : say_number(w, years, 2);
}

/* base x rate = end, and the rate that base and end give: two relations of one claim. */
static void closes(struct audit_work *w, const struct reading *r, int from, double years,
		   enum verdict v, const char *remark)
{
	const struct cell *a = at(w, r, from), *z = at(w, r, r->z);
	double rate = r->f->figure.value, end = a->point * pow(1 + rate, years);
	bool point = figure_is_point(&r->f->figure);
	struct interval in = grown(a, r->rate, years), rates = implied(a, z, years);
	int d = cell_decimals(w, r->node, r->z) + 2, rd = r->f->figure.decimals + 2;
	struct relation *rel;

	if (point) {
		rel = audit_add(w, "rate-closes", v, r->node, r->f->to,
			"%s %s: %s x %s^%s = %s, %s %s; rounding allows %s to %s%s",
			say_path(w, r->node), say_span(w, r->f->from, r->f->to),
			say_cell(w, r->node, from),
			say_number(w, 1 + rate, r->f->figure.decimals + 2), years_text(w, years),
			say_number(w, end, d), z->by == BY_PRINT ? "printed" : "the other figures give",
			say_cell(w, r->node, r->z), say_number(w, in.low, d),
			say_number(w, in.high, d), remark);
		audit_numbers(rel, RELATION_LEVEL, z->point, end, in);
		audit_place(rel, r->f);
		rest_on(w, r, from, r->z);
	}
	rel = audit_add(w, "rate-implied", v, r->node, r->f->to,
		"%s %s: %s to %s in %s years is %s a year, printed %s; rounding allows %s to %s",
		say_path(w, r->node), say_span(w, r->f->from, r->f->to),
		say_cell(w, r->node, from), say_cell(w, r->node, r->z), years_text(w, years),
		say_percent(w, implied_point(a, z, years), rd), say_rate(w, &r->f->figure),
		say_percent(w, rates.low, rd), say_percent(w, rates.high, rd));
	audit_numbers(rel, RELATION_PERCENT, rate, implied_point(a, z, years), rates);
	audit_place(rel, r->f);
	rest_on(w, r, from, r->z);
}

/* Some other way of counting the years under which the rate fits; 0 if there is none. */
static double other_reading(const struct audit_work *w, const struct reading *r, int *from)
{
	const struct cell *z = at(w, r, r->z);
	const int columns[] = { r->before, r->before, r->a, r->a };
	const double years[] = { r->years + 1, r->years, r->years + 1, r->years - 1 };

	for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
		const struct cell *a = at(w, r, columns[i]);

		if (!a || years[i] < 1 || !interval_meets(implied(a, z, years[i]), r->rate))
			continue;
		*from = columns[i];
		return years[i];
	}
	return 0;
}

static enum verdict contradiction(const struct audit_work *w, const struct reading *r)
{
	bool derived = at(w, r, r->a)->by == BY_RATE || at(w, r, r->z)->by == BY_RATE;

	return derived || r->f->flags & FACT_OPEN_START ? VERDICT_WARNING : VERDICT_ERROR;
}

/* Both ends of the window are known. */
static void check_window(struct audit_work *w, const struct reading *r)
{
	const struct cell *a = at(w, r, r->a), *z = at(w, r, r->z);
	struct interval need = implied(a, z, r->years);
	double years;
	int from, d = r->f->figure.decimals + 2;

	if (interval_meets(need, r->rate)) {
		closes(w, r, r->a, r->years, VERDICT_PASS, "");
		return;
	}
	years = other_reading(w, r, &from);
	if (!years) {
		closes(w, r, r->a, r->years, contradiction(w, r),
		       "; no way of counting the years fits");
		return;
	}
	struct relation *rel = audit_add(w, "rate-window", VERDICT_WARNING, r->node, r->f->to,
		"%s: the window is printed %s, where %s to %s would need %s; the printed %s fits only "
		"%s years from %s", say_path(w, r->node), say_span(w, r->f->from, r->f->to),
		say_cell(w, r->node, r->a), say_cell(w, r->node, r->z),
		say_percent(w, implied_point(a, z, r->years), d), say_rate(w, &r->f->figure),
		years_text(w, years), say_period(w, audit_period(w, from)));
	audit_numbers(rel, RELATION_PERCENT, r->f->figure.value, implied_point(a, z, r->years), need);
	audit_place(rel, r->f);
	rest_on(w, r, r->a, r->z);
}

/* The level at the window's start is not printed, the one a year before is. */
static void check_early(struct audit_work *w, const struct reading *r)
{
	const struct cell *b = at(w, r, r->before), *z = at(w, r, r->z);
	double rate = r->f->figure.value, factor = pow(1 + rate, r->years);
	double start = z->point / factor, first = start / b->point - 1;
	int d = r->f->figure.decimals + 2, ld = cell_decimals(w, r->node, r->z) + 3;
	struct period from = r->f->from;
	struct relation *rel;
	bool all = interval_meets(implied(b, z, r->years + 1), r->rate);

	if (all)
		closes(w, r, r->before, r->years + 1, VERDICT_PASS, "");
	if (!figure_is_point(&r->f->figure))
		return;
	if (all || interval_meets(implied(b, z, r->years), r->rate))
		rel = audit_add(w, "rate-window", VERDICT_WARNING, r->node, r->f->to,
			"%s: the window is printed %s, but the rate fits %s years from %s of %s; "
			"%s years from there give %s or need %s; for the printed window %s would have "
			"to be %s", say_path(w, r->node), say_span(w, from, r->f->to),
			years_text(w, all ? r->years + 1 : r->years), say_cell(w, r->node, r->before),
			say_period(w, audit_period(w, r->before)),
			years_text(w, all ? r->years : r->years + 1),
			say_number(w, b->point * pow(1 + rate, all ? r->years : r->years + 1), ld),
			say_percent(w, implied_point(b, z, all ? r->years : r->years + 1), d),
			say_period(w, from), say_number(w, start, ld));
	else
		rel = audit_add(w, "rate-start", fabs(first - rate) > FAR ? VERDICT_WARNING
			: VERDICT_NOTE, r->node, r->f->to,
			"%s %s: %s at %s needs %s in %s, which is not printed; that is %s growth on %s "
			"of the year before%s", say_path(w, r->node), say_span(w, from, r->f->to),
			say_cell(w, r->node, r->z), say_rate(w, &r->f->figure),
			say_number(w, start, ld), say_period(w, from), say_percent(w, first, 2),
			say_cell(w, r->node, r->before),
			fabs(first - rate) > FAR ? ", far from the rate" : "");
	audit_numbers(rel, RELATION_LEVEL, z->point, start, interval(NAN, NAN));
	audit_place(rel, r->f);
}

/* --- the total: what the rate must not be used for --- */

static void note_first_step(struct audit_work *w, const struct reading *r)
{
	const struct cell *b = at(w, r, r->before), *a = at(w, r, r->a), *z = at(w, r, r->z);
	double rate = r->f->figure.value, step = a->point / b->point - 1, n = r->years;
	struct period base = audit_period(w, r->before);
	int d = cell_decimals(w, r->node, r->z) + 2;
	struct interval in = interval_minus(interval_over(a->in, b->in), interval(1, 1));
	bool same = interval_meets(in, r->rate);
	struct relation *rel = audit_add(w, "first-step", VERDICT_NOTE, r->node, r->f->from,
		"%s %s: %s to %s is %s, %s", say_path(w, r->node), say_span(w, base, r->f->from),
		say_cell(w, r->node, r->before), say_cell(w, r->node, r->a),
		say_percent(w, step, 4), same
		? say(w, "which its digits do not tell from the %s of the window that follows",
		      say_rate(w, &r->f->figure))
		: say(w, "%s points off the %s of %s: a step of its own outside that window",
		      say_number(w, fabs(step - rate) * 100, 2), say_rate(w, &r->f->figure),
		      say_span(w, r->f->from, r->f->to)));

	audit_numbers(rel, RELATION_PERCENT, rate, step, in);
	if (same)
		return;
	double whole = b->point * pow(1 + rate, n + 1), part = b->point * pow(1 + rate, n);
	rel = audit_add(w, "rate-from-base", VERDICT_NOTE, r->node, r->f->to,
		"%s: %s x %s^%s = %s, not %s: the rate must not be applied from %s",
		say_path(w, r->node), say_cell(w, r->node, r->before),
		say_number(w, 1 + rate, r->f->figure.decimals + 2), years_text(w, n + 1),
		say_number(w, whole, d), say_cell(w, r->node, r->z), say_period(w, base));
	audit_numbers(rel, RELATION_LEVEL, z->point, whole, grown(b, r->rate, n + 1));
	rel = audit_add(w, "short-window", VERDICT_NOTE, r->node, r->f->to,
		"%s: %s x %s^%s = %s, not %s: the rate has no window of %s years from %s",
		say_path(w, r->node), say_cell(w, r->node, r->before),
		say_number(w, 1 + rate, r->f->figure.decimals + 2), years_text(w, n),
		say_number(w, part, d), say_cell(w, r->node, r->z), years_text(w, n),
		say_period(w, base));
	audit_numbers(rel, RELATION_LEVEL, z->point, part, grown(b, r->rate, n));
	rel = audit_add(w, "rate-all-years", VERDICT_NOTE, r->node, r->f->to,
		"%s %s: %s to %s in all %s years is %s a year", say_path(w, r->node),
		say_span(w, base, r->f->to), say_cell(w, r->node, r->before),
		say_cell(w, r->node, r->z), years_text(w, n + 1),
		say_percent(w, implied_point(b, z, n + 1), 4));
	audit_numbers(rel, RELATION_PERCENT, rate, implied_point(b, z, n + 1),
		      implied(b, z, n + 1));
}

static void note_multiple(struct audit_work *w, const struct reading *r, int from)
{
	const struct cell *a = at(w, r, from), *z = at(w, r, r->z);
	double years = period_years_between(audit_period(w, from), r->f->to);
	double rate = implied_point(a, z, years);
	struct interval in = interval_over(z->in, a->in);
	struct relation *rel;

	rel = audit_add(w, "multiple", VERDICT_NOTE, r->node, r->f->to,
		"%s %s: %s to %s is %s times as much, %s added%s", say_path(w, r->node),
		say_span(w, audit_period(w, from), r->f->to), say_cell(w, r->node, from),
		say_cell(w, r->node, r->z), say_number(w, z->point / a->point, 4),
		say_number(w, z->point - a->point, cell_decimals(w, r->node, r->z)),
		rate > 0 ? say(w, ", doubled every %s years", say_number(w, log(2) / log1p(rate), 2))
			 : "");
	audit_numbers(rel, RELATION_PLAIN, NAN, z->point / a->point, in);
}

static void note_total(struct audit_work *w, const struct reading *r)
{
	if (!at(w, r, r->z))
		return;
	if (at(w, r, r->a))
		note_multiple(w, r, r->a);
	if (at(w, r, r->before))
		note_multiple(w, r, r->before);
	if (at(w, r, r->a) && at(w, r, r->before) && at(w, r, r->before)->by == BY_PRINT)
		note_first_step(w, r);
}

void audit_rates(struct audit_work *w)
{
	bool total = false;

	for (int k = 0; k < w->m->n_facts; k++) {
		const struct fact *f = &w->m->facts[k];
		struct reading r;

		if (f->metric != METRIC_CAGR || !audit_counts(w, f) || !read_rate(w, k, &r))
			continue;
		if (!w->used[k] && at(w, &r, r.z)) {
			if (at(w, &r, r.a))
				check_window(w, &r);
			else if (at(w, &r, r.before))
				check_early(w, &r);
		}
		if (f->node == 0 && !total && figure_is_point(&f->figure)) {
			note_total(w, &r);
			total = true;
		}
	}
}
