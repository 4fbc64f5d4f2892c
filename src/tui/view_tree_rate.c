#include "config.h"

#include "tui/view_tree.h"

#include "base/number.h"
#include "tui/act.h"
#include "tui/vary.h"

static const double steps[] = {0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1};

struct edit tree_view_edit(const struct view *v)
{
	const struct tree_view *t = v->own;

	return (struct edit){
		.model = app_model(v->app),
		.node = tree_view_is_crossing(v, outline_node(&t->outline)) ? 0
			: outline_node(&t->outline),
		.column = t->year,
		.digits = app_digits(v->app), .level_digits = app_level_digits(v->app), .width = t->message_columns,
	};
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

/* What is done to one segment, and so not to a crossing of several. */
static bool is_of_segment(enum action a)
{
	return a == ACTION_RATE || a == ACTION_VARY || a == ACTION_RATE_RAISE
	       || a == ACTION_RATE_LOWER || a == ACTION_LOCK || a == ACTION_RESET_NODE;
}

unsigned tree_view_act_edit(struct view *v, enum action a)
{
	struct tree_view *t = v->own;
	struct edit e = tree_view_edit(v);

	if (is_of_segment(a) && tree_view_refuses(v, a == ACTION_LOCK ? "path" : "rate", "change"))
		return REACT_REDRAW;
	switch (a) {
	case ACTION_RATE: return vary_rate(v);
	case ACTION_VARY: return vary_choose(v);
	case ACTION_RATE_RAISE: return act_edited(v, edit_nudge(&e, t->step));
	case ACTION_RATE_LOWER: return act_edited(v, edit_nudge(&e, -t->step));
	case ACTION_STEP_LESS: return change_step(v, -1);
	case ACTION_STEP_MORE: return change_step(v, 1);
	case ACTION_LOCK: return act_edited(v, edit_lock(&e));
	case ACTION_HOLD_MODE: return act_edited(v, edit_hold(&e));
	case ACTION_FILL_RULE: return act_edited(v, edit_fill(&e));
	case ACTION_RESET_NODE: return act_edited(v, edit_reset_node(&e));
	case ACTION_RESET_ALL: return vary_reset(v);
	default: return act_common(v, a);
	}
}
