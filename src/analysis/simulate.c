#include "config.h"

#include "analysis/simulate.h"

#include <gsl/gsl_errno.h>
#include <math.h>

#include "analysis/draw.h"
#include "analysis/quantile.h"
#include "analysis/shares.h"
#include "base/thread.h"

enum { BLOCK = 512 };	/* trials at a time: their paths stay in the cache */
static const double PLAIN_SD = 0.03;

/* One drawn rate and its path. */
struct input {
	int node, of;		/* of: the outcome below node that moves with it, else node */
	struct spread spread;
	double rate, start;
	double *growth;		/* by row: fraction a year */
	double *part;		/* by row: of its level that counts */
	uint64_t key;
};

struct run {
	const struct forecast *f;
	const struct simulate_options *o;
	int first, n_rows;	/* column before the first row */
	GArray *inputs;		/* struct input */
	double *fixed;		/* by row */
	double *out;		/* row by row, draws each */
	double *before;		/* the same of the columns up to first; NULL without shares */
	uint64_t factor;
	struct shares *shares;	/* NULL: none is drawn */
	int from, to;		/* trials of a thread */
};

struct simulate_options simulate_defaults(const struct scenario *s)
{
	struct simulate_options o = {
		.draws = 20000, .seed = 42, .rho = 0.5, .sd = NAN, .above = NAN, .threads = 1,
	};

	if (!s || !s->has_simulate)
		return o;
	if (s->simulate.draws > 0)
		o.draws = s->simulate.draws;
	if (s->simulate.has_seed)
		o.seed = s->simulate.seed;
	if (s->simulate.has_rho)
		o.rho = s->simulate.rho;
	return o;
}

/* ---- which rates are drawn ---- */

static void input_done(void *data)
{
	struct input *in = data;

	g_free(in->growth);
	g_free(in->part);
}

static const struct spread *spread_of(const struct scenario *s, const struct market *m, int node)
{
	g_autofree char *path = market_path(m, node);
	const struct adjust *a = s ? scenario_get(s, path, ADJUST_SPREAD) : NULL;

	return a ? &a->spread : NULL;
}

static void add(struct run *r, int node, int of, const struct spread *spread)
{
	struct input in = { .node = node, .of = of, .spread = *spread };

	g_array_append_val(r->inputs, in);
}

/* The highest nodes with a spread below node. */
static void gather(struct run *r, const struct scenario *s, int node)
{
	const struct market *m = r->f->market;

	for (int c = market_child(m, node); c >= 0; c = market_next(m, c)) {
		const struct spread *spread = spread_of(s, m, c);

		if (spread)
			add(r, c, c, spread);
		else
			gather(r, s, c);
	}
}

static bool one_dimension(const struct run *r, GError **error)
{
	const struct market *m = r->f->market;

	for (guint i = 1; i < r->inputs->len; i++) {
		int one = market_dimension(m, g_array_index(r->inputs, struct input, 0).node);
		int two = market_dimension(m, g_array_index(r->inputs, struct input, i).node);

		if (one == two)
			continue;
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "there are spreads in %s and in %s: name the one to sum, "
			    "`simulate MARKET %s`", m->nodes[one].id, m->nodes[two].id,
			    m->nodes[one].id);
		return false;
	}
	return true;
}

/* The scenario's spreads that move the node. */
static bool from_scenario(struct run *r, const struct scenario *s, int node, GError **error)
{
	const struct market *m = r->f->market;
	const struct spread *spread = spread_of(s, m, node);

	if (spread)
		add(r, node, node, spread);
	else
		gather(r, s, node);
	for (int up = node; up > 0 && r->inputs->len == 0; ) {
		up = m->nodes[up].parent;
		spread = spread_of(s, m, up);
		if (spread)
			add(r, up, node, spread);
	}
	return one_dimension(r, error);
}

static void from_sd(struct run *r, double sd)
{
	const struct market *m = r->f->market;
	struct spread normal = { .kind = SPREAD_NORMAL, .sd = sd };
	int node = r->o->node;

	if (node == 0 || market_is_leaf(m, node))
		add(r, node, node, &normal);
	for (int c = node ? market_child(m, node) : -1; c >= 0; c = market_next(m, c))
		add(r, c, c, &normal);
}

/* ---- their paths ---- */

static bool unknown(const struct market *m, int node, GError **error)
{
	g_autofree char *path = market_path(m, node);

	g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
		    "%s has no levels to draw a rate around", path);
	return false;
}

static bool make_path(struct run *r, struct input *in, GError **error)
{
	const struct forecast *f = r->f;
	double parts = period_parts(f->first.step);
	g_autofree char *path = market_path(f->market, in->node);
	int end = r->first + r->n_rows, rate_end = MIN(f->end, end);
	enum status s;

	in->key = draw_key(r->o->seed, path);
	in->start = forecast_level(f, in->node, r->first);
	in->rate = forecast_rate(f, in->node, r->first, rate_end, &s);
	in->growth = g_new(double, r->n_rows);
	in->part = g_new(double, r->n_rows);
	for (int i = 0; i < r->n_rows; i++) {
		double was = forecast_level(f, in->node, r->first + i);
		double is = forecast_level(f, in->node, r->first + i + 1);

		if (isnan(was) || isnan(is))
			return unknown(f->market, in->node, error);
		in->growth[i] = was > 0 ? pow(is / was, parts) - 1 : 0;
		in->part[i] = in->of == in->node || !(is > 0) ? 1
			: forecast_level(f, in->of, r->first + i + 1) / is;
		if (isnan(in->part[i]))
			return unknown(f->market, in->of, error);
	}
	return !isnan(in->rate) || in->start == 0 || unknown(f->market, in->node, error);
}

/* What of the outcome no drawn rate moves. */
static bool make_fixed(struct run *r, GError **error)
{
	const struct market *m = r->f->market;
	int node = r->o->node;

	for (int i = 0; i < r->n_rows; i++) {
		double level = forecast_level(r->f, node, r->first + i + 1), sum = 0;

		if (isnan(level))
			return unknown(m, node, error);
		for (guint k = 0; k < r->inputs->len; k++) {
			const struct input *in = &g_array_index(r->inputs, struct input, k);

			sum += in->part[i] * forecast_level(r->f, in->node, r->first + i + 1);
		}
		r->fixed[i] = fabs(level - sum) <= 1e-12 * level ? 0 : level - sum;
	}
	return true;
}

/* ---- trials ---- */

/* Errors of each rate in a block of trials, correlated. */
static void draw_block(const struct run *r, int trial, int n, double z[][BLOCK])
{
	int k = (int)r->inputs->len;
	double rho = r->o->rho, own = sqrt(1 - fmin(rho, 1)), common = sqrt(fmax(rho, 0));
	double pull = rho < 0 && k > 1 ? (sqrt(fmax(1 + k * rho / (1 - rho), 0)) - 1) / k : 0;
	double shared[BLOCK] = {0};

	for (int i = 0; i < k; i++) {
		uint64_t key = g_array_index(r->inputs, struct input, i).key;

		for (int t = 0; t < n; t++)
			z[i][t] = draw_normal(key, (uint64_t)(trial + t));
	}
	if (k == 1)
		return;
	for (int t = 0; t < n && rho > 0; t++)
		shared[t] = common * draw_normal(r->factor, (uint64_t)(trial + t));
	for (int i = 0; i < k && rho < 0; i++)
		for (int t = 0; t < n; t++)
			shared[t] += own * pull * z[i][t];
	for (int i = 0; i < k; i++)
		for (int t = 0; t < n; t++)
			z[i][t] = own * z[i][t] + shared[t];
}

/* Adds the paths of one rate to the outcomes of a block; z becomes the shift in points. */
static void grow_block(const struct run *r, const struct input *in, int trial, int n, double *z)
{
	double level[BLOCK], root = 1.0 / period_parts(r->f->first.step);

	for (int t = 0; t < n; t++) {
		z[t] = draw_spread(&in->spread, in->rate, z[t]) - in->rate;
		level[t] = in->start;
	}
	for (int i = 0; i < r->n_rows; i++) {
		double *out = r->out + (size_t)i * (size_t)r->o->draws + trial;
		double one = 1 + in->growth[i], part = in->part[i];

		for (int t = 0; t < n; t++) {
			double factor = one + z[t] > 0 ? one + z[t] : 0;

			if (root < 1)
				factor = pow(factor, root);
			level[t] *= factor;
			out[t] += part * level[t];
		}
	}
}

/* Moves the outcomes of a block, and the levels before, by what the drawn shares make of them. */
static void share_block(const struct run *r, int trial, int n)
{
	double *ratio = g_new(double, r->f->n_periods);
	size_t draws = (size_t)r->o->draws;

	for (int t = trial; t < trial + n; t++) {
		shares_draw(r->shares, (uint64_t)t, ratio);
		for (int c = 0; c <= r->first; c++)
			r->before[(size_t)c * draws + t] =
				forecast_level(r->f, r->o->node, c) * ratio[c];
		for (int i = 0; i < r->n_rows; i++)
			r->out[(size_t)i * draws + t] *= ratio[r->first + 1 + i];
	}
	g_free(ratio);
}

static void *trials(void *data)
{
	struct run *r = data;
	int k = (int)r->inputs->len;
	double (*z)[BLOCK] = g_malloc_n((gsize)k, sizeof *z);

	for (int trial = r->from; trial < r->to; trial += BLOCK) {
		int n = MIN(BLOCK, r->to - trial);

		for (int i = 0; i < r->n_rows; i++)
			for (int t = 0; t < n; t++)
				r->out[(size_t)i * (size_t)r->o->draws + trial + t] = r->fixed[i];
		draw_block(r, trial, n, z);
		for (int i = 0; i < k; i++)
			grow_block(r, &g_array_index(r->inputs, struct input, i), trial, n, z[i]);
		if (r->shares)
			share_block(r, trial, n);
	}
	g_free(z);
	return NULL;
}

/* Rows from .. to - 1, one after the other: their outcomes are reordered. */
struct summing { const struct run *run; struct simulate_row *rows; int from, step; };

/* x: the draws of a column. */
static void summarise(const struct run *r, int column, double *x, struct simulate_row *row)
{
	static const double p[] = { 0.05, 0.1, 0.5, 0.9, 0.95 };
	size_t n = (size_t)r->o->draws;
	double sum = 0, squares = 0, q[G_N_ELEMENTS(p)];
	int above = 0, below = 0;

	for (size_t t = 0; t < n; t++)
		sum += x[t];
	row->column = column;
	row->mean = sum / (double)n;
	for (size_t t = 0; t < n; t++) {
		squares += (x[t] - row->mean) * (x[t] - row->mean);
		above += x[t] > r->o->above;
		below += x[t] < r->o->above;
	}
	row->sd = n > 1 ? sqrt(squares / (double)(n - 1)) : 0;
	row->above = isnan(r->o->above) ? NAN : (double)above / (double)n;
	row->below = isnan(r->o->above) ? NAN : (double)below / (double)n;
	quantiles(x, n, p, G_N_ELEMENTS(p), q);
	row->p5 = q[0];
	row->p10 = q[1];
	row->p50 = q[2];
	row->p90 = q[3];
	row->p95 = q[4];
}

static void *sums(void *data)
{
	struct summing *s = data;

	for (int i = s->from; i < s->run->n_rows; i += s->step)
		summarise(s->run, s->run->first + i + 1,
			  s->run->out + (size_t)i * (size_t)s->run->o->draws, &s->rows[i]);
	return NULL;
}

/* Runs work on each of n jobs of that size, one in this thread. */
static void spread_out(void *(*work)(void *), void *jobs, size_t size, int n)
{
	GThread *threads[SIMULATE_THREADS_MAX];

	for (int i = 1; i < n; i++)
		threads[i] = thread_start("simulate", work, (char *)jobs + (size_t)i * size);
	work(jobs);
	for (int i = 1; i < n; i++)
		g_thread_join(threads[i]);
}

static void run_trials(struct run *r, struct simulation *s)
{
	int n = CLAMP(r->o->threads, 1, SIMULATE_THREADS_MAX);
	struct run parts[SIMULATE_THREADS_MAX];
	struct summing rows[SIMULATE_THREADS_MAX];

	for (int i = 0; i < n; i++) {
		parts[i] = *r;
		parts[i].from = (int)((long long)r->o->draws * i / n);
		parts[i].to = (int)((long long)r->o->draws * (i + 1) / n);
		rows[i] = (struct summing){ r, s->rows, i, n };
	}
	spread_out(trials, parts, sizeof *parts, n);
	spread_out(sums, rows, sizeof *rows, n);
}

/* A level that was printed, or follows from such, stays what it is whatever the shares are. */
static void sum_before(const struct run *r, struct simulation *s)
{
	s->before = g_new0(struct simulate_row, r->first + 1);
	for (int c = 0; r->before && c <= r->first; c++)
		if (!isnan(forecast_level(r->f, s->node, c))
		    && forecast_status(r->f, s->node, c) > STATUS_DERIVED)
			summarise(r, c, r->before + (size_t)c * (size_t)s->draws,
				  &s->before[s->n_before++]);
}

/* ---- all of it ---- */

/* Equal correlations: eigenvalues 1 - rho and 1 + (k - 1) rho. */
static bool check_rho(const struct run *r, GError **error)
{
	int k = (int)r->inputs->len;
	double rho = r->o->rho, smallest = fmin(1 - rho, 1 + (k - 1) * rho);

	if (k < 2 ? fabs(rho) <= 1 : smallest >= -1e-12)
		return true;
	if (k < 2)
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "a correlation lies between -1 and 1");
	else
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED,
			    "no %d rates have a correlation of %.4g with each other: the smallest "
			    "eigenvalue would be %.4g; it goes from %.4g to 1", k, rho, smallest,
			    -1.0 / (k - 1));
	return false;
}

static bool find_inputs(struct run *r, const struct scenario *s, GError **error)
{
	if (isnan(r->o->sd)) {
		if (!from_scenario(r, s, r->o->node, error))
			return false;
		if (r->inputs->len == 0)
			from_sd(r, PLAIN_SD);
	} else {
		from_sd(r, r->o->sd);
	}
	for (guint i = 0; i < r->inputs->len; i++)
		if (!make_path(r, &g_array_index(r->inputs, struct input, i), error))
			return false;
	return check_rho(r, error);
}

static struct simulation *result_new(const struct run *r)
{
	struct simulation *s = g_new0(struct simulation, 1);

	s->node = r->o->node;
	s->draws = r->o->draws;
	s->seed = r->o->seed;
	s->rho = r->o->rho;
	s->n_inputs = (int)r->inputs->len;
	s->inputs = g_new0(struct simulate_input, s->n_inputs + 1);
	for (int i = 0; i < s->n_inputs; i++) {
		const struct input *in = &g_array_index(r->inputs, struct input, i);

		s->inputs[i] = (struct simulate_input){ in->node, in->spread, in->rate };
	}
	struct simulate_share share;

	s->shares = g_array_new(FALSE, FALSE, sizeof share);
	for (int i = 0; shares_group(r->shares, i, &share.node, &share.low, &share.high); i++)
		g_array_append_val(s->shares, share);
	s->n_rows = r->n_rows;
	s->rows = g_new0(struct simulate_row, s->n_rows + 1);
	return s;
}

struct simulation *simulate(const struct forecast *f, const struct scenario *s,
			    const struct simulate_options *o, GError **error)
{
	struct period from, to;
	struct simulation *result = NULL;
	struct run r = { .f = f, .o = o, .factor = draw_key(o->seed, "") };

	gsl_set_error_handler_off();	/* what cannot be drawn is NaN, not the end of the program */
	forecast_window(f->market, f->measure, &from, &to);
	r.first = MAX(forecast_column(f, from), 0);
	r.n_rows = f->n_periods - 1 - r.first;
	if (r.n_rows < 1) {
		g_set_error(error, FORECAST_ERROR, FORECAST_REFUSED, "there is no forecast to draw");
		return NULL;
	}
	r.inputs = g_array_new(FALSE, TRUE, sizeof(struct input));
	g_array_set_clear_func(r.inputs, input_done);
	r.fixed = g_new0(double, r.n_rows);
	if (find_inputs(&r, s, error) && make_fixed(&r, error)) {
		if (!o->filled)
			r.shares = shares_new(f, s, o->node, -1, f->n_periods, o->seed);
		if (r.shares)
			r.before = g_new(double, (gsize)(r.first + 1) * (gsize)o->draws);
		result = result_new(&r);
		r.out = g_new(double, (gsize)r.n_rows * (gsize)o->draws);
		run_trials(&r, result);
		sum_before(&r, result);
		g_free(r.out);
		g_free(r.before);
		shares_free(r.shares);
	}
	g_free(r.fixed);
	g_array_free(r.inputs, TRUE);
	return result;
}

void simulation_free(struct simulation *s)
{
	if (!s)
		return;
	g_free(s->inputs);
	g_array_free(s->shares, TRUE);
	g_free(s->rows);
	g_free(s->before);
	g_free(s);
}
