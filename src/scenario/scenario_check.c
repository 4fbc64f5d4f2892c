#include "config.h"

#include "scenario/scenario.h"

#include <string.h>

#include "base/text.h"

enum { SUGGESTIONS = 20 };	/* each compares with every path of the market */

struct checker {
	const struct scenario *s;
	const struct market *m;
	struct messages *list;
	int suggested;
	struct period end;	/* last period that can be adjusted */
};

static void report(const struct checker *c, enum severity severity, int line, int column,
		   const char *format, ...) G_GNUC_PRINTF(5, 6);

static void report(const struct checker *c, enum severity severity, int line, int column,
		   const char *format, ...)
{
	const char *file = c->s->file ? c->s->file : c->s->id ? c->s->id : "scenario";
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	messages_add(c->list, severity, file, line, column, "%s", text);
}

#define WHOLE 0, 0
#define HORIZON(s) (s)->horizon_line, (s)->horizon_column
#define FIGURE(a) (a)->line, (a)->column
#define PATH(a) (a)->path_line, (a)->path_column

/* A path near to what was written: a name of the market, else a few letters away.  New string. */
static char *nearest(struct checker *c, const char *path)
{
	const char *last = strrchr(path, '/');
	int node = market_find_loose(c->m, path);

	if (node < 0 && last)
		node = market_find_loose(c->m, last + 1);
	if (node >= 0)
		return market_path(c->m, node);
	if (c->suggested++ >= SUGGESTIONS)
		return NULL;
	return market_suggest(c->m, path);
}

static void check_force(const struct checker *c, const struct adjust *a)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	const char *near;

	if (!strcmp(a->path, "all"))
		return;
	for (int i = 0; i < c->m->n_forces; i++) {
		if (!strcmp(c->m->forces[i].id, a->path))
			return;
		g_ptr_array_add(ids, (void *)c->m->forces[i].id);
	}
	near = text_suggest(a->path, (const char *const *)ids->pdata, ids->len);
	if (near)
		report(c, SEVERITY_ERROR, PATH(a), "unknown force '%s', did you mean '%s'?", a->path,
		       near);
	else
		report(c, SEVERITY_ERROR, PATH(a), "unknown force '%s'; 'tamarack forces %s' lists "
		       "them", a->path, c->m->id);
}

/* The total has neither parent nor siblings, and the level of a dimension is the total's. */
static void check_place(const struct checker *c, const struct adjust *a, int node)
{
	bool dimension = c->m->nodes[node].flags & NODE_DIMENSION;
	bool parted = a->kind == ADJUST_SHARE || a->kind == ADJUST_WEIGHT;

	if (parted && (dimension || node == 0))
		report(c, SEVERITY_ERROR, PATH(a), "'%s' is the whole: it has no %s", a->path,
		       adjust_kind_name(a->kind));
	else if (dimension)
		report(c, SEVERITY_NOTE, PATH(a), "'%s' splits the total: read as total", a->path);
}

static void check_window(const struct checker *c, const struct adjust *a)
{
	char end[PERIOD_TEXT_MAX], when[PERIOD_TEXT_MAX];

	if (!period_is_set(a->to))
		return;
	period_format(a->to, when);
	if (a->to.step != c->m->period.step)
		report(c, SEVERITY_ERROR, FIGURE(a), "%s is not of the market's step, such as %s",
		       when, period_format(c->m->period.base, end));
	else if (period_ordinal(a->to) > period_ordinal(c->end))
		report(c, SEVERITY_ERROR, FIGURE(a), "%s lies past %s, where the forecast ends; %s",
		       when, period_format(c->end, end),
		       period_is_set(c->s->horizon) ? "move the horizon" : "set a horizon");
}

static void check_adjust(struct checker *c, const struct adjust *a)
{
	g_autofree char *near = NULL;
	int node;

	if (a->kind == ADJUST_FORCE) {
		check_force(c, a);
		return;
	}
	node = market_find(c->m, a->path);
	if (node < 0) {
		near = nearest(c, a->path);
		if (near)
			report(c, SEVERITY_ERROR, PATH(a), "unknown path '%s', did you mean '%s'?",
			       a->path, near);
		else
			report(c, SEVERITY_ERROR, PATH(a), "unknown path '%s'; 'tamarack show %s' lists "
			       "them", a->path, c->m->id);
		return;
	}
	check_place(c, a, node);
	check_window(c, a);
}

static void check_head(const struct checker *c)
{
	const struct scenario *s = c->s;
	const struct market *m = c->m;

	if (s->market && strcmp(s->market, m->id))
		report(c, SEVERITY_WARNING, WHOLE, "made for the market '%s'; this one is '%s'",
		       s->market, m->id);
	else if (s->on && m->edition && strcmp(s->on, m->edition))
		report(c, SEVERITY_NOTE, WHOLE, "made against the edition %s; this one is %s", s->on,
		       m->edition);
}

static void check_horizon(struct checker *c)
{
	struct period last = period_is_set(c->m->period.to) ? c->m->period.to : c->m->period.base;
	struct period horizon = c->s->horizon;
	char text[PERIOD_TEXT_MAX], end[PERIOD_TEXT_MAX];

	c->end = last;
	if (!period_is_set(horizon)) {
		if (c->s->has_after)
			report(c, SEVERITY_WARNING, WHOLE, "'after' does nothing without a horizon");
		return;
	}
	period_format(horizon, text);
	if (horizon.step != c->m->period.step) {
		report(c, SEVERITY_ERROR, HORIZON(c->s), "the horizon %s is not of the market's step, such "
		       "as %s", text, period_format(last, end));
		return;
	}
	if (period_ordinal(horizon) < period_ordinal(last))
		report(c, SEVERITY_ERROR, HORIZON(c->s), "the horizon %s lies before %s, where the "
		       "forecast ends", text, period_format(last, end));
	else if (period_ordinal(horizon) > period_ordinal(last) && !c->s->has_after)
		report(c, SEVERITY_ERROR, HORIZON(c->s), "a horizon past %s needs 'after', how growth goes "
		       "on there, such as {fade: {to: 5%%, by: %s}}", period_format(last, end),
		       text);
	if (period_ordinal(horizon) > period_ordinal(last))
		c->end = horizon;
}

bool scenario_check(const struct scenario *s, const struct market *m, struct messages *list)
{
	size_t errors = messages_errors(list);
	struct checker c = {.s = s, .m = m, .list = list};

	check_head(&c);
	check_horizon(&c);
	for (guint i = 0; i < s->adjusts->len; i++)
		check_adjust(&c, s->adjusts->pdata[i]);
	messages_sort(list);
	return messages_errors(list) == errors;
}
