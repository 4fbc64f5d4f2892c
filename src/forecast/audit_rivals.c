/* One fact in several places: prints that agree are counted, others are rivals. */
#include "config.h"

#include "forecast/audit_work.h"

static bool same_figure(const struct fact *a, const struct fact *b)
{
	return a->metric == b->metric && a->node == b->node && a->measure == b->measure &&
	       a->of == b->of && period_equal(a->from, b->from) && period_equal(a->to, b->to) &&
	       a->code == b->code;
}

static const char *say_figure(struct audit_work *w, const struct fact *f)
{
	return f->metric == METRIC_VALUE || f->metric == METRIC_CHANGE ? say_level(w, &f->figure)
								      : say_rate(w, &f->figure);
}

static const char *say_place(struct audit_work *w, const struct fact *f)
{
	return f->more && f->more->page ? f->more->page : say(w, "line %u of the file", f->line);
}

static const char *say_source(struct audit_work *w, const struct fact *f)
{
	const struct source *s = &w->m->sources[f->source];

	return s->publisher ? s->publisher : s->id ? s->id : "the report";
}

static const char *say_when(struct audit_work *w, const struct fact *f)
{
	return period_equal(f->from, f->to) ? say_period(w, f->from) : say_span(w, f->from, f->to);
}

/* "a slip by a factor of 1,000", or "". */
static const char *slip(double a, double b)
{
	double ratio = a != 0 && b != 0 ? fabs(a / b) : 1;

	if (ratio < 1)
		ratio = 1 / ratio;
	if (ratio > 900 && ratio < 1100)
		return ", a slip by a factor of 1,000";
	if (ratio > 9e5 && ratio < 1.1e6)
		return ", a slip by a factor of 1,000,000";
	return "";
}

static void disagree(struct audit_work *w, const struct fact *f, const struct fact *rival)
{
	bool same = f->source == rival->source && market_kind(w->m, f) == market_kind(w->m, rival);
	bool points = figure_is_point(&f->figure) && figure_is_point(&rival->figure);
	double ratio = points && f->figure.value != 0 ? rival->figure.value / f->figure.value : NAN;
	bool level = f->metric == METRIC_VALUE || f->metric == METRIC_CHANGE;
	struct relation *r = audit_add(w, "rivals", same ? VERDICT_ERROR : VERDICT_WARNING, f->node,
		f->to, "%s %s: %s is %s (%s%s%s), but %s (%s%s%s)%s%s", say_path(w, f->node),
		say_when(w, f), metric_name(f->metric), say_figure(w, f), same ? "" : say_source(w, f),
		same ? "" : ", ", say_place(w, f), say_figure(w, rival),
		same ? "" : say_source(w, rival), same ? "" : ", ", say_place(w, rival),
		isfinite(ratio) && level ? say(w, ", ratio %s", say_number(w, ratio, 4)) : "",
		points ? slip(f->figure.value, rival->figure.value) : "");

	audit_numbers(r, level ? RELATION_LEVEL : RELATION_PERCENT, f->figure.value,
		      rival->figure.value, interval_of(&rival->figure));
	audit_place(r, rival);
}

static void check_fact(struct audit_work *w, int k)
{
	const struct market *m = w->m;
	const struct fact *f = &m->facts[k];
	const struct node *nd = &m->nodes[f->node];
	GString *places = g_string_new(say_place(w, f));
	int n = 1;

	for (int i = k + 1; i < nd->first_fact + nd->n_facts && same_figure(f, &m->facts[i]); i++) {
		const struct fact *g = &m->facts[i];

		if (!(g->flags & FACT_RIVAL) || g->metric > METRIC_CAGR)
			continue;
		if (!interval_meets(interval_of(&f->figure), interval_of(&g->figure))) {
			disagree(w, f, g);
			continue;
		}
		n++;
		g_string_append_printf(places, ", %s", say_place(w, g));
	}
	if (n > 1) {
		struct relation *r = audit_add(w, "repeated", VERDICT_PASS, f->node, f->to,
			"%s %s: %s %s stands in %d places that agree (%s)", say_path(w, f->node),
			say_when(w, f), metric_name(f->metric), say_figure(w, f), n, places->str);

		audit_numbers(r, f->metric == METRIC_VALUE ? RELATION_LEVEL : RELATION_PERCENT,
			      f->figure.value, f->figure.value, interval(NAN, NAN));
		audit_place(r, f);
	}
	g_string_free(places, TRUE);
}

/* Cases and targets stand beside the forecast. */
static void note_apart(struct audit_work *w, const struct fact *f)
{
	bool target = market_kind(w->m, f) == KIND_TARGET;
	int column = audit_column(w, f->from);
	const struct cell *c = column >= 0 ? audit_cell(w, f->node, column) : NULL;
	bool level = f->metric == METRIC_VALUE && c && c->by != BY_NOTHING;
	struct relation *r = audit_add(w, "kept-apart", VERDICT_NOTE, f->node, f->to,
		"%s %s: %s of %s is %s%s and never used%s%s", say_path(w, f->node), say_when(w, f),
		metric_name(f->metric), say_figure(w, f), target ? "a target" : "the case ",
		target ? "" : f->more && f->more->case_name ? f->more->case_name : "of its own",
		level ? "; the forecast has " : "", level ? say_cell(w, f->node, column) : "");

	audit_numbers(r, f->metric == METRIC_VALUE ? RELATION_LEVEL : RELATION_PERCENT,
		      f->figure.value, level ? c->point : NAN, interval(NAN, NAN));
	audit_place(r, f);
}

void audit_rivals(struct audit_work *w)
{
	for (int k = 0; k < w->m->n_facts; k++) {
		const struct fact *f = &w->m->facts[k];

		if (f->measure != w->measure || f->metric > METRIC_CAGR)
			continue;
		if ((f->flags & FACT_CASE || f->kind == KIND_TARGET) && !(f->flags & FACT_RIVAL))
			note_apart(w, f);
		if (!(f->flags & FACT_RIVAL))
			check_fact(w, k);
	}
}
