/* Which figure of a failed relation is most likely wrong: the one that fails wherever it stands, out
 * of line with its neighbours in time, a copy of a cell beside it, or a lost decimal point. */
#include "config.h"

#include "forecast/audit_work.h"

static const double SMOOTH = 0.12;	/* as logarithm: most that a smooth row leaves its line */
enum { NAMED_MAX = 6, NEAR_MAX = 6 };

/* Weight of each kind of evidence, in the unit of "fails everywhere it stands". */
static const double FAILS = 5, SLIP = 4, COPY = 1.5;
static const double REST = 1.5;		/* least that makes a further cell of a sum suspicious */
static const double CLOSE = 0.5;	/* suspicions that near are named together */
static const double OUT_OF_LINE = 8, IN_LINE = 3;	/* times the usual distance from a row's line */

/* --- rows in time --- */

/* A printed level as logarithm; NaN if there is none. */
static double row_log(const struct audit_work *w, int node, int column)
{
	const struct cell *c;

	if (column < 0 || column >= w->n)
		return NAN;
	c = audit_cell(w, node, column);
	return c->by == BY_PRINT && c->point > 0 ? log(c->point) : NAN;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The columns nearest to one that are printed, itself left out; how many. */
static int row_near(const struct audit_work *w, int node, int column, int near[NEAR_MAX])
{
	int n = 0;

	for (int d = 1; d < w->n && n < NEAR_MAX; d++) {
		if (!isnan(row_log(w, node, column - d)))
			near[n++] = column - d;
		if (n < NEAR_MAX && !isnan(row_log(w, node, column + d)))
			near[n++] = column + d;
	}
	return n;
}

/* What the neighbours in time say of a cell: every two of them draw a line, and the median counts,
 * each by how well a line through these two can tell.  One wrong neighbour does not move it. */
static double row_expect(const struct audit_work *w, int node, int column)
{
	struct { double value, weight; } line[NEAR_MAX * NEAR_MAX];
	int near[NEAR_MAX], n = row_near(w, node, column, near), lines = 0;
	double all = 0, sum = 0;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < i; j++) {
			double x = (double)(column - near[j]) / (near[i] - near[j]), y = 1 - x;

			line[lines].value = x * row_log(w, node, near[i]) +
					    y * row_log(w, node, near[j]);
			line[lines].weight = 1 / sqrt(x * x + y * y);
			all += line[lines++].weight;
		}
	qsort(line, lines, sizeof *line, by_size);
	for (int i = 0; i < lines; i++) {
		sum += line[i].weight;
		if (sum >= all / 2)
			return line[i].value;
	}
	return NAN;
}

/* Usual distance of a row from its line: the median, at least what rounding makes. */
static double row_noise(const struct audit_work *w, int node, int column)
{
	const struct cell *c = audit_cell(w, node, column);
	double *d = g_new(double, w->n), floor = 0.002, median;
	int n = 0;

	for (int i = 0; i < w->n; i++) {
		double off = fabs(row_log(w, node, i) - row_expect(w, node, i));

		if (!isnan(off))
			d[n++] = off;
	}
	qsort(d, n, sizeof *d, by_size);
	median = n ? d[n / 2] : 0.1;
	g_free(d);
	if (c->point > 0)
		floor += (c->in.high - c->in.low) / c->point;
	return fmax(median, floor);
}

/* --- evidence --- */

struct suspect {
	int32_t fact;
	double score, fails;	/* fails: part of its relations that fail */
	double value, fitting;	/* the cell, and what would make the relation close; NaN */
	double off_line;	/* distance from its row, in usual distances; NaN */
	double fit_off_line;	/* the same of the fitting value */
	double expect, noise;	/* level that the row expects, its usual distance; NaN */
	bool level;		/* value and fitting are levels, whatever the figure is */
	const char *why;	/* or NULL */
};

static const struct cell *cell_of(const struct audit_work *w, const struct fact *f)
{
	int column = audit_column(w, f->to);
	const struct cell *c = column >= 0 ? audit_cell(w, f->node, column) : NULL;

	return c && c->fact == f - w->m->facts ? c : NULL;
}

/* How far a printed level looks like a copy of a cell beside it: most of all of the row above. */
static double copied(const struct audit_work *w, const struct fact *f)
{
	const struct market *m = w->m;
	int column = audit_column(w, f->to), before = -1;
	double own = row_log(w, f->node, column);
	int group = m->nodes[f->node].parent;

	if (isnan(own) || f->metric != METRIC_VALUE)
		return 0;
	if (row_log(w, f->node, column - 1) == own || row_log(w, f->node, column + 1) == own)
		return COPY;
	for (int c = group < 0 ? -1 : market_child(m, group); c >= 0; c = market_next(m, c)) {
		if (market_next(m, c) == f->node && row_log(w, c, column) == own)
			return COPY;
		if (before == f->node && row_log(w, c, column) == own)
			return COPY / 2;
		before = c;
	}
	return 0;
}

/* By how many places the decimal point of a value seems to have moved from another; 0 if by none. */
static int places_moved(double value, double fitting)
{
	double powers = value > 0 && fitting > 0 ? log10(value / fitting) : 0;

	return fabs(powers) < 3.5 && fabs(powers - round(powers)) < 0.03 ? (int)round(powers) : 0;
}

static bool is_shifted(double value, double fitting)
{
	return places_moved(value, fitting) != 0;
}

/* The fitting value has the digits of the value, but for the room that rounding leaves. */
static bool is_slip(double value, double width, double fitting, double room)
{
	double scale = pow(10, places_moved(value, fitting));

	return scale != 1 && fabs(value / scale - fitting) <= room + width / scale + 1e-9 * value;
}

/* room: what rounding explains of the relation that failed. */
static void weigh_level(const struct audit_work *w, const struct fact *f, const struct cell *c,
			double room, struct suspect *s)
{
	int column = audit_column(w, f->to);
	double e = row_expect(w, f->node, column), noise = row_noise(w, f->node, column);
	double width = c->in.high - c->in.low;

	if (!isnan(e) && c->point > 0) {
		int places = places_moved(c->point, exp(e));

		if (places) {
			e = log(c->point) - places * M_LN10;
			noise = 0.0005 + width / c->point;
		} else {
			room = 0;
		}
		s->expect = exp(e);
		s->noise = noise;
		s->off_line = fabs(log(c->point) - e) / noise;
		s->fit_off_line = s->fitting > 0
			? fmax(0, fabs(log(s->fitting) - e) - room / s->expect) / noise : INFINITY;
		s->score += isnan(s->fitting) ? log1p(s->off_line) / 2
			: log1p(fmax(0, s->off_line - s->fit_off_line));
	}
	if (is_slip(c->point, width, s->fitting, room)) {
		s->score += SLIP;
		s->why = "a decimal point seems lost";
	} else if (copied(w, f) > 0) {
		s->score += copied(w, f);
		s->why = "it repeats the cell beside it";
	}
}

/* On which side of a failed sum a figure stands: +1 if a larger figure would widen the gap. */
static int side_of(const struct audit_work *w, const struct relation *r, const struct failure *f,
		   int32_t fact)
{
	int node = w->m->facts[fact].node;

	if (fact == f->parent)
		return -1;
	return node > r->node && node < r->node + w->m->nodes[r->node].size ? 1 : -1;
}

static struct suspect weigh(const struct audit_work *w, const struct relation *r,
			    const struct failure *failure, int32_t k)
{
	const struct fact *f = &w->m->facts[k];
	const struct cell *c = cell_of(w, f);
	int fails = w->fails[k], passes = w->passes[k];
	struct suspect s = { .fact = k, .value = NAN, .fitting = NAN, .off_line = NAN,
			     .fit_off_line = NAN, .expect = NAN };

	s.fails = fails / fmax(1, fails + passes);
	s.score = FAILS * s.fails;
	if (f->metric == METRIC_SHARE && r->unit == RELATION_PERCENT && !isnan(failure->off)) {
		s.value = f->figure.value;
		s.fitting = s.value - (k == failure->parent ? -1 : 1) * failure->off;
		if (is_slip(s.value, 2 * f->figure.half, s.fitting, failure->room)) {
			s.score += SLIP;
			s.why = "a decimal point seems lost";
		}
		return s;
	}
	if (!c || (r->unit == RELATION_PERCENT && !isnan(failure->off)))
		return s;
	s.value = c->point;
	if (!isnan(failure->off))
		s.fitting = c->point - side_of(w, r, failure, k) * failure->off;
	s.level = true;
	if (s.fitting < 0 && c->point >= 0)
		s.score -= 2 * FAILS;
	if (c->by == BY_PRINT)
		weigh_level(w, f, c, isnan(failure->off) ? 0 : failure->room, &s);
	return s;
}

/* --- the verdict on the suspects --- */

static int by_score(gconstpointer a, gconstpointer b)
{
	const struct suspect *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->fact - y->fact;
}

/* Distance from the row, of what fails wherever it stands; a copy is more suspicious than what is
 * merely far. */
static double strangeness(const struct suspect *s)
{
	return isnan(s->off_line) || s->fails < 1 ? -1 : s->off_line * (s->why ? 3 : 1);
}

static int by_line(gconstpointer a, gconstpointer b)
{
	const struct suspect *x = a, *y = b;
	double p = strangeness(x), q = strangeness(y);

	if (p != q)
		return p < q ? 1 : -1;
	return x->fact - y->fact;
}

static struct suspect *suspect_at(GArray *suspects, guint i)
{
	return &g_array_index(suspects, struct suspect, i);
}

/* The one among the suspects from `from` on that best explains a gap that others leave: moved to the
 * place behind them.  False if none does so well. */
static bool explain_rest(const struct audit_work *w, const struct relation *r,
			 const struct failure *failure, GArray *suspects, guint from, double gap)
{
	double best = REST;
	guint found = 0;

	for (guint i = from; i < suspects->len; i++) {
		const struct suspect *s = suspect_at(suspects, i);
		double fitting = s->value - side_of(w, r, failure, s->fact) * gap;
		double score;

		if (isnan(s->expect) || s->fails < 1 || !(fitting > 0))
			continue;
		score = log1p(s->off_line) - log1p(fabs(log(fitting / s->expect)) / s->noise) +
			(s->why ? COPY : 0);
		if (score > best) {
			best = score;
			found = i;
		}
	}
	if (!found)
		return false;
	struct suspect s = *suspect_at(suspects, found);
	g_array_remove_index(suspects, found);
	g_array_insert_val(suspects, from, s);
	return true;
}

/* Several cells of one sum are wrong: those farthest out of line, as many as explain the gap, where
 * the best alone would leave its row.  How many, from the front of the array; 0 if that is no
 * explanation. */
static int several(const struct audit_work *w, const struct relation *r,
		   const struct failure *failure, GArray *suspects)
{
	struct suspect best = *suspect_at(suspects, 0);
	double gap = failure->off, vague = 0;
	bool explained = false;
	guint n = 0;

	if (isnan(gap) || isnan(best.expect) || !(best.fit_off_line > OUT_OF_LINE / 2))
		return 0;
	g_array_sort(suspects, by_line);
	for (; n < suspects->len && !explained; n++) {
		const struct suspect *s = suspect_at(suspects, n);

		if (!(strangeness(s) > OUT_OF_LINE))
			break;
		gap -= side_of(w, r, failure, s->fact) * (s->value - s->expect);
		vague += pow(s->noise * s->expect, 2);
		explained = fabs(gap) <= failure->room + IN_LINE * sqrt(vague);
	}
	if (n && !explained)
		n += explain_rest(w, r, failure, suspects, n, gap);
	if (n > 1)
		return n;
	g_array_sort(suspects, by_score);
	return 0;
}

static const char *say_fact(struct audit_work *w, const struct fact *f)
{
	bool level = f->metric == METRIC_VALUE || f->metric == METRIC_CHANGE;

	return say(w, "%s%s%s %s (%s)", say_path(w, f->node), level && f->metric == METRIC_VALUE ? "" : " ",
		   f->metric == METRIC_VALUE ? "" : metric_name(f->metric), say_period(w, f->to),
		   level ? say_level(w, &f->figure) : say_rate(w, &f->figure));
}

/* What would fit in place of a figure, in words behind its name; "" if there is no such figure: a
 * share lies between nothing and the whole, with room for the others. */
static const char *say_fit(struct audit_work *w, const struct suspect *s, bool together)
{
	const struct fact *f = &w->m->facts[s->fact];
	double fit = together ? s->expect : s->fitting, base;
	struct interval in;

	if (!isfinite(fit) || fit < 0)
		return "";
	if (f->metric == METRIC_VALUE)
		return say(w, ", where %s would fit",
			   say_number(w, fit, f->figure.decimals + together));
	if (f->metric != METRIC_SHARE)
		return "";
	if (s->level || together) {
		if (!audit_base(w, f, &in, &base) || !(base > 0))
			return "";
		fit /= base;
	}
	return fit > 1 - 1e-9 ? "" : say(w, ", where %s would fit",
				  say_percent(w, fit, f->figure.decimals));
}

static void accuse(struct audit_work *w, struct relation *r, GArray *suspects, int n, bool together)
{
	const struct fact *first = &w->m->facts[suspect_at(suspects, 0)->fact];
	GString *text = g_string_new(r->text);

	g_string_append(text, n == 1 ? "; most likely wrong: " : together
			? "; most likely wrong, together: " : "; one of these is wrong: ");
	for (int i = 0; i < MIN(n, together ? n : NAMED_MAX); i++) {
		const struct suspect *s = suspect_at(suspects, i);
		const struct fact *f = &w->m->facts[s->fact];

		w->named[s->fact] = true;

		g_string_append_printf(text, "%s%s%s", i ? ", " : "", say_fact(w, f),
				       say_fit(w, s, together));
		if (s->why && n == 1)
			g_string_append_printf(text, ": %s", s->why);
	}
	if (!together && n > NAMED_MAX)
		g_string_append_printf(text, " or %d more", n - NAMED_MAX);
	g_free(r->text);
	r->text = g_string_free(text, FALSE);
	if (n > 1 && !together)
		return;
	r->node = first->node;
	audit_place(r, first);
}

static void blame_one(struct audit_work *w, const struct failure *failure)
{
	struct relation *r = &g_array_index(w->out->relations, struct relation, failure->relation);
	GArray *suspects = g_array_new(FALSE, FALSE, sizeof(struct suspect));
	int n = 1;

	for (guint i = 0; i < failure->facts->len; i++) {
		int32_t k = g_array_index(failure->facts, int32_t, i);
		bool seen = false;

		for (guint j = 0; j < suspects->len && failure->facts->len < 100 && !seen; j++)
			seen = suspect_at(suspects, j)->fact == k;
		if (!seen) {
			struct suspect s = weigh(w, r, failure, k);
			g_array_append_val(suspects, s);
		}
	}
	g_array_sort(suspects, by_score);
	if (suspects->len > 1) {
		int together = several(w, r, failure, suspects);

		while (!together && n < (int)suspects->len &&
		       suspect_at(suspects, 0)->score - suspect_at(suspects, n)->score < CLOSE)
			n++;
		accuse(w, r, suspects, together ? together : n, together > 0);
	}
	g_array_free(suspects, TRUE);
}

void audit_blame(struct audit_work *w)
{
	for (guint i = 0; i < w->failures->len; i++)
		blame_one(w, &g_array_index(w->failures, struct failure, i));
}

/* --- rows that no relation covers --- */

static int digits_printed(const struct figure *f)
{
	return f->half > 0 && f->value > 0 ? (int)floor(log10(f->value / f->half * 0.5)) + 1 : 0;
}

/* Whether a cell lies out of a line near which all others of its row are.  off: by column, the
 * distance from the line. */
static bool stands_out(const double *off, int n, int column, double least)
{
	double own = fabs(off[column]);
	int seen = 0;

	if (!(own > 3 * least))
		return false;
	for (int c = 0; c < n; c++) {
		if (c == column || isnan(off[c]))
			continue;
		if (fabs(off[c]) > fmin(own / 3, SMOOTH))
			return false;
		seen++;
	}
	return seen >= NEAR_MAX;
}

static void check_cell(struct audit_work *w, int node, int column, const double *off)
{
	const struct cell *c = audit_cell(w, node, column);
	const struct fact *f = &w->m->facts[c->fact];
	double expect = c->point / exp(off[column]);
	int digits = digits_printed(&f->figure);
	bool slip = is_shifted(c->point, expect);
	bool copy = digits >= 3 && copied(w, f) > 0;
	/* That a cell of four digits repeats the one beside it is no chance. */
	double least = copy && digits >= 4 ? 0 : SMOOTH;

	if (digits < 2 || w->named[c->fact] || !stands_out(off, w->n, column, least) ||
	    fabs(off[column]) < OUT_OF_LINE * row_noise(w, node, column))
		return;
	struct relation *r = audit_add(w, "out-of-line", slip || copy ? VERDICT_WARNING : VERDICT_NOTE,
		node, audit_period(w, column), "%s is far from the %s that the years beside it "
		"suggest%s", say_fact(w, f), say_number(w, expect, f->figure.decimals),
		slip ? ": a decimal point seems lost" : copy ? ": it repeats the cell beside it" : "");

	audit_numbers(r, RELATION_LEVEL, c->point, expect, interval(NAN, NAN));
	audit_place(r, f);
}

static void check_line(struct audit_work *w, int node, double *off)
{
	for (int c = 0; c < w->n; c++)
		off[c] = row_log(w, node, c) - row_expect(w, node, c);
	for (int c = 0; c < w->n; c++)
		if (fabs(off[c]) > 0)
			check_cell(w, node, c, off);
}

/* Columns in which two rows print the same figure, of three digits or more; -1 if any differs. */
static int same_cells(const struct audit_work *w, int a, int b)
{
	int same = 0;

	for (int c = 0; c < w->n; c++) {
		double x = row_log(w, a, c), y = row_log(w, b, c);

		if (isnan(x) && isnan(y))
			continue;
		if (!(x == y) ||
		    digits_printed(&w->m->facts[audit_cell(w, a, c)->fact].figure) < 3)
			return -1;
		same++;
	}
	return same;
}

static void check_rows(struct audit_work *w, int node)
{
	int next = node > 0 ? market_next(w->m, node) : -1;

	if (next < 0 || same_cells(w, node, next) < 3)
		return;
	audit_add(w, "row-repeated", VERDICT_NOTE, next, PERIOD_NONE,
		  "%s prints the same figures as %s in every period: is the row a copy?",
		  say_path(w, next), say_path(w, node));
}

void audit_lines(struct audit_work *w)
{
	double *off = g_new(double, w->n);

	for (int i = 0; i < w->m->n_nodes; i++) {
		if (w->m->nodes[i].flags & NODE_DIMENSION || !w->m->nodes[i].n_facts)
			continue;
		if (w->n > NEAR_MAX)
			check_line(w, i, off);
		check_rows(w, i);
	}
	g_free(off);
}
