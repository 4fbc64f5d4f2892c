#include "config.h"

#include "tui/view_tree.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "tui/act.h"
#include "tui/edit.h"

static const double steps[] = {0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1};
enum { NARROW = 60 };

static struct edit edit_here(const struct view *v)
{
	const struct tree_view *t = v->own;

	return (struct edit){
		.model = app_model(v->app), .node = outline_node(&t->outline), .column = t->year,
		.digits = app_digits(v->app), .width = t->message_columns,
	};
}

/* ------------------------------------------------ the rate prompt */

static char *echo_rate(struct view *v, const char *text)
{
	struct edit e = edit_here(v);
	struct reading r;

	if (!*text)
		return g_strdup("40, 40%, +2 or -1.5pp");
	if (!rate_read(text, edit_rate_now(&e), &r, NULL))
		return NULL;
	const char *result = strrchr(r.echo, '=');

	return g_strdup_printf("= %s", result && e.width < NARROW ? result + 2 : r.echo);
}

static unsigned answer_rate(struct view *v, const char *text)
{
	struct edit e = edit_here(v);
	struct reading r;
	g_autoptr(GError) error = NULL;

	if (*text == '\0')
		return REACT_REDRAW;
	if (!rate_read(text, edit_rate_now(&e), &r, &error)) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW;
	}
	return act_edited(v, edit_typed(&e, &r));
}

static unsigned ask_rate(struct view *v)
{
	struct edit e = edit_here(v);
	char rate[NUMBER_TEXT_MAX];
	const struct market *m = e.model->market;
	bool is_total = e.node == 0 || m->nodes[e.node].flags & NODE_DIMENSION;
	const char *name = is_total ? "Total" : m->nodes[e.node].name;

	double now = edit_rate_now(&e);
	g_autofree char *known = isnan(now) ? g_strdup("unknown")
		: g_strdup_printf("%s %%", number_fixed(rate, now * 100, app_digits(v->app)));
	g_autofree char *label = e.width < NARROW ? g_strdup_printf("now %s:", known)
				 : g_strdup_printf("%s, now %s:", name, known);
	struct ask q = {.label = label, .history = "rate", .echo = echo_rate,
			     .answer = answer_rate};

	if (!period_is_set(e.model->from)) {
		app_say(v->app, STYLE_WARNING, "this market has no forecast to change");
		return REACT_REDRAW;
	}
	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

static unsigned change_step(struct view *v, int by)
{
	struct tree_view *t = v->own;
	int at = 0, n = (int)G_N_ELEMENTS(steps);
	char points[NUMBER_TEXT_MAX];

	while (at < n - 1 && steps[at] < t->step)
		at++;
	t->step = steps[CLAMP(at + by, 0, n - 1)];
	app_say(v->app, STYLE_NOTICE, "a nudge is %s point%s",
		number_shortest(points, t->step * 100), t->step == 0.01 ? "" : "s");
	return REACT_REDRAW;
}

unsigned tree_view_act_edit(struct view *v, enum action a)
{
	struct tree_view *t = v->own;
	struct edit e = edit_here(v);

	switch (a) {
	case ACTION_RATE: return ask_rate(v);
	case ACTION_RATE_RAISE: return act_edited(v, edit_nudge(&e, t->step));
	case ACTION_RATE_LOWER: return act_edited(v, edit_nudge(&e, -t->step));
	case ACTION_STEP_LESS: return change_step(v, -1);
	case ACTION_STEP_MORE: return change_step(v, 1);
	case ACTION_LOCK: return act_edited(v, edit_lock(&e));
	case ACTION_HOLD_MODE: return act_edited(v, edit_hold(&e));
	case ACTION_FILL_RULE: return act_edited(v, edit_fill(&e));
	case ACTION_RESET_NODE: return act_edited(v, edit_reset_node(&e));
	case ACTION_RESET_ALL: return act_edited(v, edit_reset_all(&e));
	default: return act_common(v, a);
	}
}
