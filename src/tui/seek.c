#include "config.h"

#include "tui/seek.h"

#include <math.h>
#include <string.h>

#include "analysis/crossover.h"
#include "analysis/goal.h"
#include "base/number.h"
#include "base/text.h"
#include "model/edit.h"
#include "tui/act.h"
#include "tui/vary.h"

enum { RATE_DIGITS = 4 };

/* The question under way: there is one prompt. */
static struct { int node, column; double rate; } asked;

static int real_node(const struct model *m, int node)
{
	return m->market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
}

static const char *name_of(const struct market *m, int node)
{
	return node == 0 ? "the total" : m->nodes[node].name;
}

/* ------------------------------------------------ goal */

static unsigned apply_rate(struct view *v, int key)
{
	struct edit e = {.model = app_model(v->app), .node = asked.node, .column = asked.column,
			 .digits = app_digits(v->app), .level_digits = app_level_digits(v->app),
			 .width = APP_MIN_COLUMNS * 2 - 2};
	/* What was solved, whatever window was typed before. */
	struct reading r = {.kind = ADJUST_CAGR, .value = asked.rate, .from = e.model->from,
			    .to = e.model->to};

	if (key != 'y') {
		app_say(v->app, STYLE_NOTICE, "nothing was changed");
		return REACT_REDRAW;
	}
	return act_edited(v, edit_typed(&e, &r));
}

/* "TARGET", or "TARGET of PATH" for a target on another node than the lever. */
static bool read_goal(const struct model *m, const char *text, struct goal *goal, GError **error)
{
	const char *of = strstr(text, " of ");
	g_autofree char *target = of ? g_strndup(text, (size_t)(of - text)) : g_strdup(text);

	*goal = (struct goal){.lever = asked.node, .node = asked.node};
	if (of)
		goal->node = market_find_loose(m->market, of + strlen(" of "));
	if (goal->node < 0) {
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE, "'%s' names no one segment",
			    of + strlen(" of "));
		return false;
	}
	return goal_parse(m->market, g_strstrip(target), goal, error);
}

static unsigned offer(struct view *v, const struct goal *goal, const struct goal_answer *a)
{
	const struct model *m = app_model(v->app);
	char rate[NUMBER_TEXT_MAX], was[NUMBER_TEXT_MAX], year[NUMBER_TEXT_MAX];

	if (goal->kind == GOAL_YEAR) {
		app_say(v->app, STYLE_NOTICE, "%s gets there in %s, at %s %% a year",
			name_of(m->market, goal->node), number_fixed(year, a->year, 2),
			number_fixed(rate, a->rate * 100, 2));
		return REACT_REDRAW;
	}
	asked.rate = a->rate;
	app_say(v->app, STYLE_NOTICE, "it needs %s%c %% a year of %s, now %s%c %%",
		number_fixed(rate, a->reached * 100, RATE_DIGITS), status_letter(STATUS_SCENARIO),
		name_of(m->market, goal->lever), number_fixed(was, a->was * 100, RATE_DIGITS),
		status_letter(a->was_status));
	app_choose(v->app, v, "y set this rate  n leave it", "yn", apply_rate);
	return REACT_REDRAW;
}

struct search {
	const struct model *m;
	struct goal goal;
	struct goal_answer answer;
	bool found;
	GError *error;
};

static bool search(void *data, const struct progress *p)
{
	struct search *s = data;
	struct scenario *whole = model_whole(s->m);

	s->goal.progress = p;
	s->found = goal_seek(s->m->market, s->m->measure, whole, model_hold(s->m), &s->goal,
			     &s->answer, &s->error);
	scenario_free(whole);
	return !g_error_matches(s->error, FORECAST_ERROR, FORECAST_ENDED);
}

/* A target past the end names what leads there. */
static void say_failure(struct view *v, const struct goal *goal, const GError *error)
{
	const struct forecast *f = app_model(v->app)->now;
	struct period last = forecast_period(f, f->n_periods - 1);
	char year[PERIOD_TEXT_MAX];

	if (period_is_set(goal->period) && goal->period.step == last.step
	    && period_compare(goal->period, last) > 0)
		app_say(v->app, STYLE_WARNING, "%s: ':horizon %s constant 5' leads there",
			error->message, period_format(goal->period, year));
	else
		app_say(v->app, STYLE_WARNING, "%s", error->message);
}

static unsigned answer_goal(struct view *v, const char *text)
{
	struct search s = {.m = app_model(v->app)};
	unsigned react = REACT_REDRAW;

	if (*text == '\0')
		return react;
	if (!read_goal(s.m, text, &s.goal, &s.error) || app_work(v->app, "goal", search, &s)) {
		if (s.found) {
			react = offer(v, &s.goal, &s.answer);
		} else {
			say_failure(v, &s.goal, s.error);
			react |= REACT_AGAIN;
		}
	}
	g_clear_error(&s.error);
	return react;
}

static char *echo_goal(struct view *v, const char *text)
{
	const struct forecast *f = app_model(v->app)->now;
	char end[PERIOD_TEXT_MAX];

	if (*text)
		return NULL;
	period_format(forecast_period(f, f->n_periods - 1), end);
	return g_strdup_printf("60@%s, 25%%@%s, Europe@%s or 100", end, end, end);
}

unsigned seek_goal(struct view *v, int node, int column)
{
	const struct model *m = app_model(v->app);
	struct ask q = {.label = "Goal:", .history = "goal", .echo = echo_goal,
			.answer = answer_goal};

	asked.node = real_node(m, node);
	asked.column = column;
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

/* ------------------------------------------------ crossover */

/* The largest of the others in its group; -1 if it is alone. */
static int largest_other(const struct model *m, int node)
{
	int largest = -1, parent = m->market->nodes[node].parent;

	for (int i = parent < 0 ? -1 : market_child(m->market, parent); i >= 0;
	     i = market_next(m->market, i))
		if (i != node && (largest < 0 || forecast_level(m->now, i, m->now->end)
				  > forecast_level(m->now, largest, m->now->end)))
			largest = i;
	return largest;
}

static int other_node(const struct model *m, const char *text)
{
	return *text ? market_find_loose(m->market, text) : largest_other(m, asked.node);
}

/* The same; where one offer is left, that is meant. */
static int other_or_offered(const struct model *m, const char *text)
{
	int node = other_node(m, text);

	if (node != -1)
		return node;
	g_autoptr(GPtrArray) list = vary_offer_segments(m->market, text, asked.node);

	return list->len == 1 ? other_node(m, ((const struct offer *)list->pdata[0])->text) : node;
}

static char *echo_other(struct view *v, const char *text)
{
	const struct model *m = app_model(v->app);
	int node = other_or_offered(m, text);

	if (node >= 0)
		return g_strdup_printf("%s%s", *text ? "= " : "", name_of(m->market, node));
	return g_strdup(node == -2 ? "several: say its path" : "a name or a path");
}

static void say_crossover(struct view *v, int a, int b)
{
	const struct model *m = app_model(v->app);
	struct crossover x = crossover_find(m->now, a, b);
	char year[NUMBER_TEXT_MAX], one[NUMBER_TEXT_MAX], two[NUMBER_TEXT_MAX];
	bool behind = forecast_level(m->now, a, m->now->base) < forecast_level(m->now, b, m->now->base);
	const char *chaser = name_of(m->market, behind ? a : b);
	const char *leader = name_of(m->market, behind ? b : a);

	if (x.why) {
		app_say(v->app, STYLE_NOTICE, "%s and %s: no crossover, %s", chaser, leader, x.why);
		return;
	}
	number_fixed(one, 100 * (behind ? x.rate_a : x.rate_b), 2);
	number_fixed(two, 100 * (behind ? x.rate_b : x.rate_a), 2);
	app_say(v->app, STYLE_NOTICE, "%s overtakes %s in %s%s%s%c %% and %s%c %% a year", chaser,
		leader, number_fixed(year, x.year, 1), x.beyond ? ", if both go on at " : ", at ",
		one, status_letter(behind ? x.status_a : x.status_b), two,
		status_letter(behind ? x.status_b : x.status_a));
}

static unsigned answer_other(struct view *v, const char *text)
{
	const struct model *m = app_model(v->app);
	int node = other_or_offered(m, text);
	g_autofree char *meant = node == -1 ? market_suggest(m->market, text) : NULL;

	if (node == -2)
		app_say(v->app, STYLE_WARNING, "'%s' names several segments: say its path", text);
	else if (node < 0)
		app_say(v->app, STYLE_WARNING, "no segment is called '%s'%s%s%s", text,
			meant ? ", did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
	else if (node == asked.node)
		app_say(v->app, STYLE_WARNING, "it cannot overtake itself");
	else
		say_crossover(v, asked.node, node);
	return node < 0 || node == asked.node ? REACT_REDRAW | REACT_AGAIN : REACT_REDRAW;
}

static GPtrArray *offer_others(struct view *v, const char *text)
{
	return vary_offer_segments(app_model(v->app)->market, text, asked.node);
}

unsigned seek_crossover(struct view *v, int node)
{
	const struct model *m = app_model(v->app);
	struct ask q = {.label = "Overtaken by or overtaking:", .history = "segment",
			.echo = echo_other, .offer = offer_others, .answer = answer_other};

	asked.node = real_node(m, node);
	if (asked.node == 0) {
		app_say(v->app, STYLE_NOTICE, "move to a segment first: nothing overtakes the total");
		return REACT_REDRAW;
	}
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}
