#include "config.h"

#include "scenario/scenario.h"

#include <math.h>
#include <string.h>

static const char *const kind_names[] = {
	[ADJUST_CAGR] = "cagr", [ADJUST_GROWTH] = "growth", [ADJUST_SHAPE] = "shape",
	[ADJUST_SHARE] = "share", [ADJUST_WEIGHT] = "weight", [ADJUST_LOCK] = "lock",
	[ADJUST_FORCE] = "force", [ADJUST_SPREAD] = "spread",
};

static const char *const hold_names[] = {"none", "parent", "total"};

const char *adjust_kind_name(enum adjust_kind kind)
{
	return kind_names[kind];
}

const char *hold_name(enum hold hold)
{
	return hold == HOLD_DEFAULT ? "none" : hold_names[hold];
}

bool hold_parse(const char *text, enum hold *out)
{
	for (int i = 0; i < (int)G_N_ELEMENTS(hold_names); i++)
		if (!strcmp(text, hold_names[i])) {
			*out = i;
			return true;
		}
	return false;
}

struct shape shape_none(void)
{
	return (struct shape){.kind = SHAPE_CONSTANT, .rate = NAN, .ceiling = NAN, .p = NAN,
			      .q = NAN};
}

struct adjust *adjust_new(enum adjust_kind kind, const char *path)
{
	struct adjust *a = g_new0(struct adjust, 1);

	a->kind = kind;
	a->path = g_strdup(path);
	a->value = kind == ADJUST_LOCK ? 1 : NAN;
	a->scale = a->delay = a->rho = NAN;
	a->shape = shape_none();
	a->spread = (struct spread){.sd = NAN, .low = NAN, .mode = NAN, .high = NAN};
	a->hold = HOLD_DEFAULT;
	return a;
}

struct adjust *adjust_copy(const struct adjust *a)
{
	struct adjust *copy = g_new(struct adjust, 1);

	*copy = *a;
	copy->path = g_strdup(a->path);
	copy->why = g_strdup(a->why);
	return copy;
}

void adjust_free(struct adjust *a)
{
	if (!a)
		return;
	g_free(a->path);
	g_free(a->why);
	g_free(a);
}

void adjust_forget_place(struct adjust *a)
{
	a->line = a->column = a->path_line = a->path_column = 0;
}

/* NaN equals NaN here: both were not said. */
static bool same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

bool shape_equal(const struct shape *a, const struct shape *b)
{
	return a->kind == b->kind && same(a->rate, b->rate) && period_equal(a->by, b->by)
		&& same(a->ceiling, b->ceiling) && same(a->p, b->p) && same(a->q, b->q);
}

static bool spread_equal(const struct spread *a, const struct spread *b)
{
	return a->kind == b->kind && same(a->sd, b->sd) && same(a->low, b->low)
		&& same(a->mode, b->mode) && same(a->high, b->high);
}

bool adjust_equal(const struct adjust *a, const struct adjust *b)
{
	return a->kind == b->kind && !strcmp(a->path, b->path) && period_equal(a->from, b->from)
		&& period_equal(a->to, b->to) && same(a->value, b->value)
		&& same(a->scale, b->scale) && same(a->delay, b->delay)
		&& same(a->rho, b->rho)
		&& (a->kind != ADJUST_SHAPE || shape_equal(&a->shape, &b->shape))
		&& (a->kind != ADJUST_SPREAD || spread_equal(&a->spread, &b->spread))
		&& a->hold == b->hold && !g_strcmp0(a->why, b->why);
}

static int period_order(struct period a, struct period b)
{
	if (period_is_set(a) != period_is_set(b))
		return period_is_set(a) ? 1 : -1;
	return period_is_set(a) ? period_compare(a, b) : 0;
}

int adjust_compare(const struct adjust *a, const struct adjust *b)
{
	int order = strcmp(a->path, b->path);

	if (!order)
		order = (int)a->kind - (int)b->kind;
	if (!order)
		order = period_order(a->from, b->from);
	if (!order)
		order = period_order(a->to, b->to);
	return order;
}

/* Ends of a period in months since year 0: what windows of different steps share. */
static int end_month(struct period p)
{
	return 12 * p.year + 12 / period_parts(p.step) * p.part;
}

/* A rate counts in the periods after `from`, up to and with `to`; an open end reaches everywhere. */
static bool windows_overlap(const struct adjust *a, const struct adjust *b)
{
	if (period_is_set(a->to) && period_is_set(b->from)
	    && end_month(a->to) <= end_month(b->from))
		return false;
	if (period_is_set(b->to) && period_is_set(a->from)
	    && end_month(b->to) <= end_month(a->from))
		return false;
	return true;
}

bool adjust_ends_before(const struct adjust *a, const struct adjust *b)
{
	if (!period_is_set(a->to) || !period_is_set(b->to))
		return period_is_set(a->to);
	return end_month(a->to) < end_month(b->to);
}

/* A shape and a rate over the same years say the same thing in two ways. */
static bool are_rivals(const struct adjust *a, const struct adjust *b)
{
	return (a->kind == ADJUST_CAGR && b->kind == ADJUST_SHAPE)
	       || (a->kind == ADJUST_SHAPE && b->kind == ADJUST_CAGR);
}

bool adjust_same_quantity(const struct adjust *a, const struct adjust *b)
{
	if (strcmp(a->path, b->path))
		return false;
	if (are_rivals(a, b))
		return windows_overlap(a, b);
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case ADJUST_CAGR:
	case ADJUST_SHAPE:
		return windows_overlap(a, b);
	case ADJUST_GROWTH:
	case ADJUST_SHARE:
		return period_equal(a->to, b->to);
	default:
		return true;
	}
}

/* Brings a to what the file can say. */
static void adjust_normalise(struct adjust *a)
{
	if (a->why && !*a->why)
		g_clear_pointer(&a->why, g_free);
	if (a->value == 0)
		a->value = 0;	/* no -0 */
}

/* First index whose path is not before path. */
static guint path_start(const struct scenario *s, const char *path)
{
	guint low = 0, high = s->adjusts->len;

	while (low < high) {
		guint mid = low + (high - low) / 2;
		const struct adjust *a = s->adjusts->pdata[mid];

		if (strcmp(a->path, path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void force_keep(struct adjust *a, const struct adjust *old)
{
	a->scale = isnan(a->scale) ? old->scale : a->scale;
	a->delay = isnan(a->delay) ? old->delay : a->delay;
	a->rho = isnan(a->rho) ? old->rho : a->rho;
	if (!a->why)
		a->why = g_strdup(old->why);
}

void scenario_set(struct scenario *s, struct adjust *a)
{
	guint i = path_start(s, a->path), at;

	adjust_normalise(a);
	while (i < s->adjusts->len) {
		const struct adjust *old = s->adjusts->pdata[i];
		bool replaced = adjust_same_quantity(old, a);

		if (strcmp(old->path, a->path))
			break;
		if (replaced && a->kind == ADJUST_FORCE)
			force_keep(a, old);
		if (replaced)
			g_ptr_array_remove_index(s->adjusts, i);
		else
			i++;
	}
	for (at = path_start(s, a->path); at < i; at++)
		if (adjust_compare(s->adjusts->pdata[at], a) > 0)
			break;
	g_ptr_array_insert(s->adjusts, (int)at, a);
}

static bool path_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	return !strcmp(above, "total") || (!strncmp(path, above, len) && path[len] == '/');
}

bool scenario_unset(struct scenario *s, const char *path, int kind, bool deep)
{
	bool any = false;

	for (guint i = s->adjusts->len; i-- > 0;) {
		const struct adjust *a = s->adjusts->pdata[i];
		bool force = kind == ADJUST_FORCE;

		if (kind < 0 ? a->kind == ADJUST_FORCE : (int)a->kind != kind)
			continue;
		if (!strcmp(a->path, path) || (deep && !force && path_below(a->path, path))) {
			g_ptr_array_remove_index(s->adjusts, i);
			any = true;
		}
	}
	return any;
}

const struct adjust *scenario_get(const struct scenario *s, const char *path, int kind)
{
	for (guint i = path_start(s, path); i < s->adjusts->len; i++) {
		const struct adjust *a = s->adjusts->pdata[i];

		if (strcmp(a->path, path))
			break;
		if (kind < 0 ? a->kind != ADJUST_FORCE : (int)a->kind == kind)
			return a;
	}
	return NULL;
}

static void adjust_destroy(void *a)
{
	adjust_free(a);
}

struct scenario *scenario_new(const char *id, const char *market)
{
	struct scenario *s = g_new0(struct scenario, 1);

	s->id = g_strdup(id);
	s->market = g_strdup(market);
	s->after = shape_none();
	s->simulate.rho = NAN;
	s->adjusts = g_ptr_array_new_with_free_func(adjust_destroy);
	return s;
}

struct scenario *scenario_copy(const struct scenario *s)
{
	struct scenario *copy = g_new(struct scenario, 1);

	*copy = *s;
	copy->file = g_strdup(s->file);
	copy->id = g_strdup(s->id);
	copy->title = g_strdup(s->title);
	copy->market = g_strdup(s->market);
	copy->on = g_strdup(s->on);
	copy->based_on = g_strdup(s->based_on);
	copy->adjusts = g_ptr_array_new_full(s->adjusts->len, adjust_destroy);
	for (guint i = 0; i < s->adjusts->len; i++)
		g_ptr_array_add(copy->adjusts, adjust_copy(s->adjusts->pdata[i]));
	return copy;
}

void scenario_free(struct scenario *s)
{
	if (!s)
		return;
	g_free(s->file);
	g_free(s->id);
	g_free(s->title);
	g_free(s->market);
	g_free(s->on);
	g_free(s->based_on);
	g_ptr_array_unref(s->adjusts);
	g_free(s);
}

bool scenario_is_empty(const struct scenario *s)
{
	return !s->adjusts->len && !s->has_fill && !period_is_set(s->horizon) && !s->has_after
		&& !s->has_simulate && !s->based_on;
}

static bool settings_equal(const struct scenario *a, const struct scenario *b)
{
	if (a->has_fill != b->has_fill || (a->has_fill && a->fill != b->fill))
		return false;
	if (!period_equal(a->horizon, b->horizon) || a->has_after != b->has_after
	    || (a->has_after && !shape_equal(&a->after, &b->after)))
		return false;
	if (a->has_simulate != b->has_simulate)
		return false;
	return !a->has_simulate
		|| (a->simulate.draws == b->simulate.draws
		    && a->simulate.has_seed == b->simulate.has_seed
		    && (!a->simulate.has_seed || a->simulate.seed == b->simulate.seed)
		    && a->simulate.has_rho == b->simulate.has_rho
		    && (!a->simulate.has_rho || a->simulate.rho == b->simulate.rho));
}

bool scenario_equal(const struct scenario *a, const struct scenario *b)
{
	if (g_strcmp0(a->id, b->id) || g_strcmp0(a->title, b->title)
	    || g_strcmp0(a->market, b->market) || g_strcmp0(a->on, b->on)
	    || g_strcmp0(a->based_on, b->based_on) || !settings_equal(a, b)
	    || a->adjusts->len != b->adjusts->len)
		return false;
	for (guint i = 0; i < a->adjusts->len; i++)
		if (!adjust_equal(a->adjusts->pdata[i], b->adjusts->pdata[i]))
			return false;
	return true;
}
