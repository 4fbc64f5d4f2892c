#include "config.h"

#include "tui/edit.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"

static int edited_node(const struct edit *e)
{
	return e->model->market->nodes[e->node].flags & NODE_DIMENSION ? 0 : e->node;
}

static char *edited_path(const struct edit *e)
{
	return market_path(e->model->market, edited_node(e));
}

static const char *shown_name(const struct market *m, int node)
{
	return node == 0 ? "total" : m->nodes[node].name;
}

/* ------------------------------------------------ what an edit did */

struct before { double node, total, other; int other_node; };

/* Parts of one figure that differ by less are rounding, not a change. */
static bool differs(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) != isnan(b);
	return fabs(a - b) > 1e-9 * fmax(fabs(a), fabs(b));
}

static bool is_above(const struct market *m, int above, int node)
{
	return node >= above && node < above + m->nodes[above].size;
}

/* The first leaf beside the node, in its dimension, whose level moved: all free ones moved by the
 * same ratio. */
static int moved_leaf(const struct forecast *old, const struct forecast *new, int node, int column)
{
	const struct market *m = new->market;
	int dimension = market_dimension(m, node);

	if (dimension < 0)
		return -1;
	for (int i = dimension + 1; i < dimension + m->nodes[dimension].size; i++)
		if (market_is_leaf(m, i) && !is_above(m, node, i)
		    && differs(forecast_level(old, i, column), forecast_level(new, i, column)))
			return i;
	return -1;
}

static bool has_other_splits(const struct market *m, int node)
{
	int first = market_child(m, 0);
	int dimension = market_dimension(m, node);

	if (first < 0)
		return false;
	return dimension < 0 || first != dimension || market_next(m, first) >= 0;
}

enum wording { WORDING_FULL, WORDING_SHORT, WORDING_TERSE };

/* "total 49.82 -> 51.85"; terse: "total 51.85" */
static void add_change(GString *out, const char *name, double old, double new, int digits,
		       enum wording wording)
{
	char a[NUMBER_TEXT_MAX], b[NUMBER_TEXT_MAX];
	g_autofree char *cut = text_column(name, wording == WORDING_FULL ? 60 : 12, false, false);

	if (wording == WORDING_TERSE)
		g_string_append_printf(out, "%s %s", cut, number_fixed(b, new, digits));
	else
		g_string_append_printf(out, "%s %s -> %s", cut, number_fixed(a, old, digits),
				       number_fixed(b, new, digits));
}

static void add_factor(GString *out, const char *what, double old, double new, int digits)
{
	char factor[NUMBER_TEXT_MAX];

	if (old != 0 && !isnan(old) && !isnan(new))
		g_string_append_printf(out, ", %s x%s", what,
				       number_fixed(factor, new / old, digits));
}

/* "Asia-Pacific 8.52 -> 10.55, total 49.82 -> 51.85, other splits x1.040766" */
static char *effect(const struct edit *e, const struct forecast *old, const struct forecast *new,
		    int digits, enum wording wording)
{
	const struct market *m = new->market;
	int node = edited_node(e), j = e->column, leaf = moved_leaf(old, new, node, j);
	double total_old = forecast_level(old, 0, j), total_new = forecast_level(new, 0, j);
	double node_old = forecast_level(old, node, j), node_new = forecast_level(new, node, j);
	bool terse = wording == WORDING_TERSE;
	GString *out = g_string_new(NULL);

	if (node > 0 && differs(node_old, node_new))
		add_change(out, terse ? "to" : shown_name(m, node), node_old, node_new, digits,
			   wording);
	else if (node > 0 && !terse)
		g_string_append_printf(out, "%s stays", shown_name(m, node));
	if (out->len)
		g_string_append(out, ", ");
	if (differs(total_old, total_new)) {
		add_change(out, "total", total_old, total_new, digits, wording);
		if (has_other_splits(m, node))
			add_factor(out, terse ? "splits" : node > 0 ? "other splits" : "all splits",
				   total_old, total_new, terse ? 4 : 6);
	} else {
		g_string_append(out, "total stays");
	}
	if (leaf >= 0)
		add_factor(out, terse ? "others" : "others here", forecast_level(old, leaf, j),
			   forecast_level(new, leaf, j), terse ? 4 : 6);
	return g_string_free(out, FALSE);
}

/* The fullest wording that fits. */
static char *say_effect(const struct edit *e, const struct forecast *old,
			const struct forecast *new)
{
	static const struct { bool year, all_digits; enum wording wording; } tries[] = {
		{true, true, WORDING_FULL}, {true, true, WORDING_SHORT},
		{true, false, WORDING_SHORT}, {false, false, WORDING_TERSE},
	};
	g_autofree char *year = market_period(new->market, forecast_period(new, e->column));
	char *text = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
		g_autofree char *what = effect(e, old, new, tries[i].all_digits ? e->digits
					       : MIN(e->digits, 2), tries[i].wording);

		g_free(text);
		text = tries[i].year ? g_strdup_printf("%s: %s", year, what) : g_strdup(what);
		if (text_width(text) <= e->width)
			break;
	}
	return text;
}

static bool any_level_moved(const struct forecast *old, const struct forecast *new)
{
	size_t n = (size_t)old->market->n_nodes * (size_t)old->n_periods;

	if (old->n_periods != new->n_periods)
		return true;
	for (size_t i = 0; i < n; i++)
		if (differs(old->level[i], new->level[i]))
			return true;
	return false;
}

static const char *notice(const struct forecast *f)
{
	return f->notices && f->notices->len ? f->notices->pdata[0] : NULL;
}

/* said: the sentence, or NULL for what moved.  still: the sentence if nothing did, or NULL.
 * The edit takes next. */
static char *apply(const struct edit *e, struct scenario *next, enum hold hold, const char *said,
		   const char *still)
{
	struct model *m = e->model;
	g_autoptr(GError) error = NULL;
	/* Kept from the edit, which would free it, for the sentence. */
	struct forecast *old = m->now;

	m->now = NULL;
	if (!model_edit(m, next, hold, &error)) {
		m->now = old;
		return g_strdup_printf("refused: %s", error->message);
	}
	if (said) {
		model_say(m, said);
	} else if (any_level_moved(old, m->now)) {
		g_autofree char *text = say_effect(e, old, m->now);

		model_say(m, text);
	} else {
		model_say(m, notice(m->now) ? notice(m->now) : still ? still : "no figure moves");
	}
	forecast_free(old);
	return NULL;
}

/* ------------------------------------------------ the edits */

static const struct adjust *typed_rate(const struct model *m, const char *path)
{
	return scenario_get(model_scenario(m), path, ADJUST_CAGR);
}

bool edit_is_typed(const struct model *m, int node)
{
	static const int kinds[] = {ADJUST_CAGR, ADJUST_GROWTH, ADJUST_SHAPE, ADJUST_SHARE};
	g_autofree char *path = market_path(m->market, node);

	if (model_scenario(m)->adjusts->len == 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (scenario_get(model_scenario(m), path, kinds[i]))
			return true;
	return false;
}

bool edit_is_locked(const struct model *m, int node)
{
	if (model_scenario(m)->adjusts->len == 0)
		return false;
	g_autofree char *path = market_path(m->market, node);
	const struct adjust *a = scenario_get(model_scenario(m), path, ADJUST_LOCK);

	return a && a->value != 0;
}

/* The window of an edit: as typed, else that of the rate typed before, else the default. */
static bool find_window(const struct edit *e, const char *path, struct period *from,
			struct period *to)
{
	const struct adjust *a = typed_rate(e->model, path);

	if (period_is_set(*from) && period_is_set(*to))
		return true;
	*from = a && period_is_set(a->from) ? a->from : e->model->from;
	*to = a && period_is_set(a->to) ? a->to : e->model->to;
	return period_is_set(*from) && period_is_set(*to);
}

double edit_rate_now(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	struct period from = PERIOD_NONE, to = PERIOD_NONE;
	const struct forecast *f = e->model->now;
	enum status status;

	if (!find_window(e, path, &from, &to))
		return NAN;
	return forecast_rate(f, edited_node(e), forecast_column(f, from), forecast_column(f, to),
			     &status);
}

static char *refuse_locked(const struct edit *e)
{
	return g_strdup_printf("%s is locked: unlock it first",
			       shown_name(e->model->market, edited_node(e)));
}

char *edit_typed(const struct edit *e, const struct reading *typed)
{
	g_autofree char *path = edited_path(e);
	struct reading r = *typed;

	if (edit_is_locked(e->model, edited_node(e)))
		return refuse_locked(e);
	if (r.kind == ADJUST_CAGR && !find_window(e, path, &r.from, &r.to))
		return g_strdup("this market has no forecast to change");
	if (r.kind == ADJUST_SHARE && !period_is_set(r.to))
		r.from = r.to = forecast_period(e->model->now, e->model->now->base);
	struct scenario *next = scenario_copy(model_scenario(e->model));
	struct adjust *a = reading_adjust(&r, path);

	if (edited_node(e) > 0 && (r.kind == ADJUST_CAGR || r.kind == ADJUST_GROWTH))
		a->hold = model_hold(e->model);
	scenario_set(next, a);
	return apply(e, next, model_hold(e->model), NULL, NULL);
}

char *edit_nudge(const struct edit *e, double points)
{
	struct reading r = {.kind = ADJUST_CAGR};
	double now = edit_rate_now(e);

	if (isnan(now))
		return g_strdup("no rate is known here to change: type one");
	if (!(now + points > -1))
		return g_strdup("a rate is more than -100 %");
	r.value = now + points;
	return edit_typed(e, &r);
}

char *edit_lock(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	const char *name = shown_name(e->model->market, edited_node(e));
	struct scenario *next = scenario_copy(model_scenario(e->model));
	bool locked = edit_is_locked(e->model, edited_node(e));
	g_autofree char *said = g_strdup_printf("%s is %s", name, locked ? "unlocked" : "locked");

	if (locked)
		scenario_unset(next, path, ADJUST_LOCK, false);
	else
		scenario_set(next, adjust_new(ADJUST_LOCK, path));
	return apply(e, next, model_hold(e->model), said, NULL);
}

char *edit_hold(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	const struct adjust *typed = edited_node(e) > 0 ? typed_rate(e->model, path) : NULL;
	enum hold hold = model_hold(e->model);
	struct scenario *next = scenario_copy(model_scenario(e->model));

	if (typed && typed->hold != HOLD_DEFAULT)
		hold = typed->hold;
	hold = hold == HOLD_TOTAL ? HOLD_NONE : hold + 1;
	g_autofree char *said = g_strdup_printf("hold %s: for the rates typed from now on",
						hold_name(hold));

	if (!typed)
		return apply(e, next, hold, said, NULL);
	struct adjust *a = adjust_copy(typed);
	g_autofree char *still = g_strdup_printf("hold %s for %s: no figure moves",
						 hold_name(hold),
						 shown_name(e->model->market, edited_node(e)));

	a->hold = hold;
	scenario_set(next, a);
	return apply(e, next, hold, NULL, still);
}

char *edit_fill(const struct edit *e)
{
	struct scenario *next = scenario_copy(model_scenario(e->model));
	enum fill fill = model_fill(e->model);

	fill = fill == FILL_NONE ? FILL_EQUAL : fill + 1;
	next->has_fill = fill != e->model->market->fill;
	next->fill = fill;
	g_autofree char *said = g_strdup_printf("fill %s: %s", fill_name(fill),
		fill == FILL_EQUAL ? "what was not published is split equally"
		: fill == FILL_WEIGHTS ? "what was not published is split by weights"
		: "only what was published or follows from it is shown");

	return apply(e, next, model_hold(e->model), said, NULL);
}

char *edit_scenario(const struct edit *e, struct scenario *next, const char *still)
{
	return apply(e, next, model_hold(e->model), NULL, still);
}

char *edit_reset_node(const struct edit *e)
{
	g_autofree char *path = edited_path(e);
	struct scenario *next = scenario_copy(model_scenario(e->model));

	if (!scenario_unset(next, path, -1, false)) {
		scenario_free(next);
		return g_strdup_printf("nothing is typed for %s",
				       shown_name(e->model->market, edited_node(e)));
	}
	return apply(e, next, model_hold(e->model), NULL, NULL);
}

char *edit_reset_all(const struct edit *e)
{
	const struct scenario *s = model_scenario(e->model);

	if (scenario_is_empty(s))
		return g_strdup("nothing to reset: this is the source");
	struct scenario *next = scenario_new(s->id, e->model->market->id);

	g_free(next->title);
	next->title = g_strdup(s->title);
	g_free(next->file);
	next->file = g_strdup(s->file);
	return apply(e, next, model_hold(e->model), "everything is as in the source", NULL);
}
