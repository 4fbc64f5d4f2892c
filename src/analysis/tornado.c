#include "config.h"

#include "analysis/tornado.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/forces.h"

struct run {
	const struct market *m;
	int measure;
	const struct scenario *s;	/* never NULL */
	enum hold hold;
	const struct tornado_options *o;
	const struct forecast *now, *published;
	const struct forces_change *forces;
	GArray *bars;			/* struct tornado_bar */
	struct tornado *out;
	size_t done, inputs;		/* how far it is */
	bool ended;
};

/* The adjustment that gives an input a value. */
static struct adjust *moved(const struct run *r, const struct tornado_bar *bar, int index,
			    double value)
{
	struct adjust *a;

	switch (bar->kind) {
	case TORNADO_FORCES:
		a = adjust_new(ADJUST_FORCE, bar->id);
		a->scale = value / r->m->forces[index].impact.value;
		a->delay = r->forces->delay[index];
		a->rho = r->forces->rho[index];
		return a;
	case TORNADO_RATES:
		a = adjust_new(ADJUST_CAGR, bar->id);
		forecast_window(r->m, r->measure, &a->from, &a->to);
		break;
	default:
		a = adjust_new(ADJUST_SHARE, bar->id);
		a->from = a->to = forecast_period(r->now, r->now->base);
	}
	a->value = value;
	return a;
}

/* NaN if it is refused. */
static double outcome(const struct run *r, const struct tornado_bar *bar, int index, double value)
{
	struct scenario *s = scenario_copy(r->s);
	double level = NAN;

	scenario_set(s, moved(r, bar, index, value));
	struct forecast *f = forecast_run_from(r->published, s, r->hold, NULL);
	if (f)
		level = forecast_level(f, r->o->node, r->o->column);
	forecast_free(f);
	scenario_free(s);
	return level;
}

/* Whether values go one way, up to rounding. */
static bool one_way(const double *x, int n)
{
	bool up = false, down = false;

	for (int i = 1; i < n; i++) {
		up = up || x[i] > x[i - 1] + 1e-12 * fabs(x[i]);
		down = down || x[i] < x[i - 1] - 1e-12 * fabs(x[i]);
	}
	return !(up && down);
}

static void try(struct run *r, struct tornado_bar bar, int index)
{
	if (r->ended || !progress_step(r->o->progress, r->done++, r->inputs)) {
		r->ended = true;
		g_free(bar.id);
		return;
	}
	double step = r->o->points ? r->o->by : fabs(bar.value) * r->o->by;
	double x[5], middle = forecast_level(r->now, r->o->node, r->o->column);

	for (int i = 0; i < 5; i++)
		x[i] = i == 2 ? middle : outcome(r, &bar, index, bar.value + (i - 2) * step / 2);
	if (isnan(x[0] + x[1] + x[3] + x[4])) {
		g_ptr_array_add(r->out->refused, g_strdup(bar.id));
		g_free(bar.id);
		return;
	}
	bool rising = x[0] <= x[4];
	bar.low = rising ? x[0] : x[4];
	bar.high = rising ? x[4] : x[0];
	bar.low_input = bar.value + (rising ? -step : step);
	bar.high_input = bar.value + (rising ? step : -step);
	bar.bent = !one_way(x, 5);
	if (bar.high - bar.low <= 1e-12 * fabs(middle) && !bar.bent) {
		r->out->n_still++;
		g_free(bar.id);
		return;
	}
	g_array_append_val(r->bars, bar);
}

/* ---- inputs ---- */

static void forces(struct run *r)
{
	for (int i = 0; i < r->m->n_forces && !r->ended; i++) {
		const struct force *k = &r->m->forces[i];
		struct tornado_bar bar = { .kind = TORNADO_FORCES,
					   .value = k->impact.value * r->forces->scale[i] };

		if (isnan(k->impact.value) || k->impact.value == 0)
			continue;
		bar.id = g_strdup(k->id);
		try(r, bar, i);
	}
}

static bool printed(const struct run *r, int node, enum tornado_inputs kind)
{
	const struct node *n = &r->m->nodes[node];
	struct period base = forecast_period(r->now, r->now->base);

	for (int i = 0; i < n->n_facts; i++) {
		const struct fact *f = &r->m->facts[n->first_fact + i];

		if (f->measure != r->measure || f->flags & (FACT_RIVAL | FACT_CASE)
		    || !figure_is_point(&f->figure))
			continue;
		if (kind == TORNADO_RATES && f->metric == METRIC_CAGR)
			return true;
		if (kind == TORNADO_SHARES && f->metric == METRIC_SHARE && f->of == BASE_PARENT
		    && period_equal(f->to, base))
			return true;
	}
	return false;
}

static bool is_input(const struct run *r, int node, enum tornado_inputs kind)
{
	return !(r->m->nodes[node].flags & NODE_DIMENSION)
		&& (printed(r, node, kind) || (kind == TORNADO_RATES && node == 0));
}

/* At most so many, for the progress. */
static size_t count(const struct run *r, unsigned inputs)
{
	size_t n = inputs & TORNADO_FORCES ? (size_t)r->m->n_forces : 0;

	for (int i = 0; i < r->m->n_nodes; i++)
		n += (inputs & TORNADO_RATES && is_input(r, i, TORNADO_RATES))
			+ (inputs & TORNADO_SHARES && is_input(r, i, TORNADO_SHARES));
	return n;
}

static void nodes(struct run *r, enum tornado_inputs kind)
{
	struct period from, to;
	enum status s;

	forecast_window(r->m, r->measure, &from, &to);
	for (int i = 0; i < r->m->n_nodes && !r->ended; i++) {
		struct tornado_bar bar = { .kind = kind };

		if (!is_input(r, i, kind))
			continue;
		bar.value = kind == TORNADO_RATES
			? forecast_rate(r->now, i, forecast_column(r->now, from),
					forecast_column(r->now, to), &s)
			: forecast_share(r->now, i, r->now->base, &s);
		if (isnan(bar.value))
			continue;
		bar.id = market_path(r->m, i);
		try(r, bar, i);
	}
}

/* Swings that differ by rounding alone are equal. */
static int wider(const void *a, const void *b, void *outcome)
{
	const struct tornado_bar *x = a, *y = b;
	double unit = 1e-10 * fabs(*(double *)outcome);
	double one = rint((x->high - x->low) / unit), two = rint((y->high - y->low) / unit);

	if (one != two)
		return one > two ? -1 : 1;
	return strcmp(x->id, y->id) ? strcmp(x->id, y->id) : (int)x->kind - (int)y->kind;
}

static bool has_impact(const struct market *m)
{
	for (int i = 0; i < m->n_forces; i++)
		if (!isnan(m->forces[i].impact.value) && m->forces[i].impact.value != 0)
			return true;
	return false;
}

static void collect(struct run *r)
{
	unsigned inputs = r->o->inputs;

	if (!inputs)
		inputs = has_impact(r->m) ? TORNADO_FORCES : TORNADO_RATES | TORNADO_SHARES;
	r->out->inputs = inputs;
	r->inputs = count(r, inputs);
	if (inputs & TORNADO_FORCES)
		forces(r);
	if (inputs & TORNADO_RATES)
		nodes(r, TORNADO_RATES);
	if (inputs & TORNADO_SHARES)
		nodes(r, TORNADO_SHARES);
	g_array_sort_with_data(r->bars, wider, &r->out->outcome);
}

struct tornado *tornado_new(const struct market *m, int measure, const struct scenario *s,
			    enum hold hold, const struct tornado_options *o, GError **error)
{
	struct scenario *empty = s ? NULL : scenario_new("tornado", m->id);
	struct run r = { .m = m, .measure = measure, .s = s ? s : empty, .hold = hold, .o = o };
	struct forecast *published = forecast_base(m, measure, r.s->has_fill ? r.s->fill
						   : (enum fill)m->fill);
	struct forecast *now = forecast_run_from(published, r.s, hold, error);

	r.now = now;
	r.published = published;
	if (now && isnan(forecast_level(now, o->node, o->column))) {
		g_autofree char *path = market_path(m, o->node);

		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED, "%s is unknown there", path);
	} else if (now) {
		struct forces_change *change = forces_change_new(m, r.s);

		r.forces = change;
		r.bars = g_array_new(FALSE, FALSE, sizeof(struct tornado_bar));
		r.out = g_new0(struct tornado, 1);
		r.out->outcome = forecast_level(now, o->node, o->column);
		r.out->refused = g_ptr_array_new_with_free_func(g_free);
		collect(&r);
		r.out->n_bars = (int)r.bars->len;
		r.out->bars = (struct tornado_bar *)(void *)g_array_free(r.bars, FALSE);
		forces_change_free(change);
	}
	if (r.ended) {
		g_clear_pointer(&r.out, tornado_free);
		g_set_error_literal(error, FORECAST_ERROR, FORECAST_ENDED, "ended before it was done");
	}
	forecast_free(now);
	forecast_free(published);
	scenario_free(empty);
	return r.out;
}

bool tornado_read_inputs(const char *text, struct tornado_options *o, GError **error)
{
	static const char *const words[] = { "forces", "rates", "shares" };
	g_auto(GStrv) list = g_strsplit(text, ",", -1);
	unsigned inputs = 0;

	for (int i = 0; list[i]; i++) {
		unsigned bit = 0;

		for (int k = 0; k < 3; k++)
			if (strcmp(words[k], list[i]) == 0)
				bit = 1u << k;
		if (!bit) {
			g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
				    "inputs are forces, rates and shares, not '%s'", list[i]);
			return false;
		}
		inputs |= bit;
	}
	o->inputs = inputs;
	return true;
}

bool tornado_read_by(const char *text, struct tornado_options *o, GError **error)
{
	bool points = g_str_has_suffix(text, "pp");
	size_t len = strlen(text);
	struct decimal d;
	const char *why;

	if ((points || g_str_has_suffix(text, "%"))
	    && number_parse_scaled(text, len - (points ? 2 : 1), -2, &d, &why) && d.value > 0) {
		o->points = points;
		o->by = d.value;
		return true;
	}
	g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
		    "a step is a part of each input such as 25%% or points such as 2pp, not '%s'", text);
	return false;
}

void tornado_free(struct tornado *t)
{
	if (!t)
		return;
	for (int i = 0; i < t->n_bars; i++)
		g_free(t->bars[i].id);
	g_free(t->bars);
	g_ptr_array_free(t->refused, TRUE);
	g_free(t);
}
