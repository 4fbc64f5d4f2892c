#include "config.h"

#include "tui/vary.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "scenario/phrase.h"
#include "tui/act.h"
#include "tui/view_tree.h"

enum { NARROW = 60 };

enum about { ABOUT_NODE, ABOUT_SCENARIO };

struct quantity {
	const char *key, *label, *argument, *help;
	enum about about;
	int kind;		/* of adjust, -1 */
	/* Does it; NULL: done and said. */
	char *(*take)(const struct edit *e, const struct quantity *q, const char *text);
};

/* The question under way: there is one prompt. */
static const struct quantity *asked;

static struct edit edit_of(const struct view *v)
{
	struct model *m = app_model(v->app);
	int rows, columns;

	if (v->ops->scope == SCOPE_TREE)
		return tree_view_edit(v);
	app_size(v->app, &rows, &columns);
	return (struct edit){.model = m, .column = m->now->n_periods - 1,
			     .digits = app_digits(v->app), .level_digits = app_level_digits(v->app), .width = columns - 2};
}

static const char *name_of(const struct edit *e)
{
	int node = edit_node(e);

	return node == 0 ? "the total" : e->model->market->nodes[node].name;
}

static char *period_of(const struct edit *e, int column)
{
	char text[PERIOD_TEXT_MAX];

	return g_strdup(period_format(forecast_period(e->model->now, column), text));
}

/* ------------------------------------------------ what is typed, as a scenario file says it */

/* The period of a bare growth is that of the year cursor, of a bare share the base year. */
static char *bare_period(const struct edit *e, const struct quantity *q)
{
	if (q->kind == ADJUST_SHARE)
		return period_of(e, e->model->now->base);
	return q->kind == ADJUST_GROWTH ? period_of(e, e->column) : NULL;
}

static char *entry_yaml(const struct edit *e, const struct quantity *q, const char *text,
			GError **error)
{
	g_autofree char *path = market_path(e->model->market, edit_node(e));
	g_autofree char *when = bare_period(e, q);
	g_autofree char *value = phrase_value(q->key, text, when, error);

	return value ? g_strdup_printf("adjust: [{path: %s, %s: %s}]", path, q->key, value) : NULL;
}

/* "2041 fade to 5 by 2041": the second half may be missing. */
static char *horizon_yaml(const char *text, GError **error)
{
	size_t n = strcspn(text, " ,");
	const char *rest = text + n + strspn(text + n, " ,");
	g_autofree char *value = *rest ? phrase_value("after", rest, NULL, error) : NULL;

	if (*rest && !value)
		return NULL;
	return g_strdup_printf("horizon: %.*s%s%s", (int)n, text, value ? "\nafter: " : "",
			       value ? value : "");
}

/* "draws 1000 seed 7" */
static char *pairs_yaml(const char *key, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ,:", -1);
	GString *out = g_string_new(NULL);
	int n = 0;

	if (*text == '{') {
		g_string_free(out, TRUE);
		return g_strdup_printf("%s: %s", key, text);
	}
	for (int i = 0; words[i]; i++)
		if (*words[i])
			g_string_append_printf(out, "%s%s", n++ % 2 ? ": " : n > 1 ? ", " : "", words[i]);
	char *yaml = g_strdup_printf("%s: {%s}", key, out->str);

	g_string_free(out, TRUE);
	return yaml;
}

static char *quoted_yaml(const char *key, const char *text)
{
	g_auto(GStrv) backslashes = g_strsplit(text, "\\", -1);
	g_autofree char *one = g_strjoinv("\\\\", backslashes);
	g_auto(GStrv) quotes = g_strsplit(one, "\"", -1);
	g_autofree char *two = g_strjoinv("\\\"", quotes);

	return g_strdup_printf("%s: \"%s\"", key, two);
}

static char *adjust_yaml(const char *text)
{
	return g_strdup_printf(*text == '{' ? "adjust: [%s]" : *text == '[' ? "adjust: %s"
			       : "adjust: [{%s}]", text);
}

/* Keys of a scenario file; NULL with an error, or for what is none of them. */
static char *yaml_of(const struct edit *e, const struct quantity *q, const char *text,
		     GError **error)
{
	if (q->kind >= 0)
		return entry_yaml(e, q, text, error);
	if (strcmp(q->key, "adjust") == 0)
		return adjust_yaml(text);
	if (strcmp(q->key, "horizon") == 0)
		return horizon_yaml(text, error);
	if (strcmp(q->key, "simulate") == 0)
		return pairs_yaml(q->key, text);
	if (strcmp(q->key, "after") == 0) {
		g_autofree char *value = phrase_value(q->key, text, NULL, error);

		return value ? g_strconcat("after: ", value, NULL) : NULL;
	}
	return quoted_yaml(q->key, text);
}

static char *take_yaml(const struct edit *e, const struct quantity *q, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *yaml = yaml_of(e, q, text, &error);

	return yaml ? edit_yaml(e, yaml) : g_strdup(error->message);
}

/* ------------------------------------------------ a rate, and other takers */

static bool names_shape(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
	g_autofree char *word = g_strndup(text, n);

	return *text == '{' || (n > 1 && phrase_example(word));
}

static const struct quantity *find_key(const char *key);

/* A rate as typed at its prompt, a shape, or the rates of several windows. */
static char *take_rate(const struct edit *e, const struct quantity *q, const char *text)
{
	struct reading r;
	g_autoptr(GError) error = NULL;

	if (names_shape(text))
		return take_yaml(e, *text == '{' ? q : find_key("shape"), text);
	if (rate_read(text, edit_rate_now(e, text), &r, &error))
		return edit_typed(e, &r);
	return strchr(text, ':') ? take_yaml(e, q, text) : g_strdup(error->message);
}

static char *take_hold(const struct edit *e, const struct quantity *q, const char *text)
{
	enum hold hold;

	(void)q;
	if (!hold_parse(text, &hold))
		return g_strdup_printf("'%s' holds nothing: none, parent or total", text);
	return edit_hold_to(e, hold);
}

static char *take_fill(const struct edit *e, const struct quantity *q, const char *text)
{
	(void)q;
	for (int fill = FILL_EQUAL; fill <= FILL_NONE; fill++)
		if (strcmp(text, fill_name(fill)) == 0)
			return edit_fill_to(e, fill);
	return g_strdup_printf("'%s' is no rule: equal, weights or none", text);
}

static char *take_title(const struct edit *e, const struct quantity *q, const char *text)
{
	struct scenario *next = scenario_copy(model_scenario(e->model));
	g_autofree char *said = g_strdup_printf("the title is: %s", text);

	(void)q;
	g_free(next->title);
	next->title = g_strdup(text);
	return edit_scenario(e, next, said);
}

static char *take_why(const struct edit *e, const struct quantity *q, const char *text)
{
	(void)q;
	return edit_why(e, text);
}

static char *take_horizon(const struct edit *e, const struct quantity *q, const char *text)
{
	return strcmp(text, "none") == 0 ? edit_near_end(e) : take_yaml(e, q, text);
}

static char *take_parent(const struct edit *e, const struct quantity *q, const char *text)
{
	struct scenario *next;

	if (strcmp(text, "none") != 0)
		return take_yaml(e, q, text);
	next = scenario_copy(model_scenario(e->model));
	g_clear_pointer(&next->based_on, g_free);
	return edit_scenario(e, next, "it is based on no other scenario");
}

static char *take_reset(const struct edit *e, const struct quantity *q, const char *text)
{
	(void)q;
	if (strcmp(text, "parent") == 0)
		return edit_reset_to_parent(e);
	if (strcmp(text, "source") == 0)
		return edit_reset_all(e);
	return g_strdup_printf("'%s': reset it to its parent or to the source", text);
}

static char *take_window(const struct edit *e, const struct quantity *q, const char *text)
{
	(void)q;
	return edit_window(e, text);
}

static const struct quantity quantities[] = {
	{"cagr", "Rate", "RATE", "A rate a year: 40, +2, 40@2027-2029, or a curve", ABOUT_NODE,
	 ADJUST_CAGR, take_rate},
	{"growth", "Growth", "GROWTH", "Growth of single years: 45@2027, or 2027: 45, 2028: 40",
	 ABOUT_NODE, ADJUST_GROWTH, take_yaml},
	{"window", "Window", "YEARS", "The published rate over these years alone: 2026-2035", ABOUT_NODE,
	 -1, take_window},
	{"shape", "Curve", "SHAPE", "A curve: fade to 15 by 2031, logistic ceiling 234", ABOUT_NODE,
	 ADJUST_SHAPE, take_yaml},
	{"share", "Share", "SHARE", "A share of the parent: 25, or 25@2025", ABOUT_NODE,
	 ADJUST_SHARE, take_yaml},
	{"weight", "Weight", "WEIGHT", "A key for what was not published: 12", ABOUT_NODE,
	 ADJUST_WEIGHT, take_yaml},
	{"spread", "Spread", "SPREAD", "How uncertain its rate is: normal sd 3", ABOUT_NODE,
	 ADJUST_SPREAD, take_yaml},
	{"why", "Reason", "REASON", "A reason for what is typed here", ABOUT_NODE, -1, take_why},
	{"hold", "Hold", "MODE", "What an edit holds: none, parent or total", ABOUT_NODE, -1,
	 take_hold},
	{"adjust", "Entry", "ENTRY", "An entry as in a file: {path: total, cagr: 25%}",
	 ABOUT_SCENARIO, -1, take_yaml},
	{"fill", "Fill", "RULE", "The rule for what was not published: equal, weights or none",
	 ABOUT_SCENARIO, -1, take_fill},
	{"horizon", "Horizon", "YEAR", "A later end: 2041 fade to 5 by 2041; none: the published one",
	 ABOUT_SCENARIO, -1, take_horizon},
	{"after", "After", "SHAPE", "How growth goes on past the published end: fade to 5 by 2041",
	 ABOUT_SCENARIO, -1, take_yaml},
	{"simulate", "Simulate", "SETTINGS", "Settings of the simulation: draws 20000 seed 42 rho 0.5",
	 ABOUT_SCENARIO, -1, take_yaml},
	{"based_on", "Based on", "NAME", "The scenario that this one starts from, or none",
	 ABOUT_SCENARIO, -1, take_parent},
	{"title", "Title", "TITLE", "The title of the scenario", ABOUT_SCENARIO, -1, take_title},
	{"reset", "Reset to", "WHERE", "Everything as in the parent scenario or in the source",
	 ABOUT_SCENARIO, -1, take_reset},
};

static const struct quantity *find_key(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(quantities); i++)
		if (strcmp(quantities[i].key, key) == 0)
			return &quantities[i];
	return NULL;
}

bool vary_has(const char *key)
{
	return find_key(key) != NULL;
}

const char *vary_name(int i, const char **argument, const char **help)
{
	if (i >= (int)G_N_ELEMENTS(quantities))
		return NULL;
	*argument = quantities[i].argument;
	*help = quantities[i].help;
	return quantities[i].key;
}

/* ------------------------------------------------ what it is now */

/* Every adjustment of a kind that is typed for a node; NULL if there is none.  New string. */
static char *typed_now(const struct edit *e, int kind)
{
	g_autofree char *path = market_path(e->model->market, edit_node(e));
	const GPtrArray *adjusts = model_scenario(e->model)->adjusts;
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < adjusts->len; i++) {
		const struct adjust *a = adjusts->pdata[i];

		if ((int)a->kind != kind || strcmp(a->path, path) != 0)
			continue;
		g_autofree char *said = phrase_say(a);

		g_string_append_printf(out, "%s%s", out->len ? "; " : "", said);
	}
	return g_string_free(out, out->len == 0);
}

static char *why_now(const struct edit *e)
{
	g_autofree char *path = market_path(e->model->market, edit_node(e));
	const struct adjust *a = scenario_get(model_scenario(e->model), path, -1);

	return a ? g_strdup(a->why) : NULL;
}

static char *setting_now(const struct model *m, const char *key)
{
	const struct scenario *s = model_scenario(m);
	char text[PERIOD_TEXT_MAX];

	if (strcmp(key, "hold") == 0)
		return g_strdup(hold_name(model_hold(m)));
	if (strcmp(key, "fill") == 0)
		return g_strdup(fill_name(model_fill(m)));
	if (strcmp(key, "horizon") == 0 && period_is_set(s->horizon))
		return g_strdup(period_format(s->horizon, text));
	if (strcmp(key, "after") == 0 && s->has_after)
		return phrase_say_shape(&s->after);
	if (strcmp(key, "based_on") == 0)
		return g_strdup(s->based_on);
	return strcmp(key, "title") == 0 ? g_strdup(s->title) : NULL;
}

static char *now_of(const struct edit *e, const struct quantity *q)
{
	if (q->kind >= 0)
		return typed_now(e, q->kind);
	return strcmp(q->key, "why") == 0 ? why_now(e) : setting_now(e->model, q->key);
}

/* The figure that a typed one takes the place of: "34.14 % in 2031"; NULL if there is none. */
static char *figure_now(const struct edit *e, const struct quantity *q)
{
	const struct forecast *f = e->model->now;
	int column = q->kind == ADJUST_SHARE ? f->base : e->column;
	enum status status;
	char digits[NUMBER_TEXT_MAX];
	double figure = q->kind == ADJUST_CAGR ? edit_rate_now(e, NULL)
			: q->kind == ADJUST_GROWTH ? forecast_growth(f, edit_node(e), column, &status)
			: q->kind == ADJUST_SHARE ? forecast_share(f, edit_node(e), column, &status) : NAN;
	g_autofree char *when = market_period(e->model->market, forecast_period(f, column));

	if (isnan(figure))
		return NULL;
	number_fixed(digits, figure * 100, e->digits);
	return q->kind == ADJUST_CAGR ? g_strdup_printf("%s %%", digits)
				      : g_strdup_printf("%s %% in %s", digits, when);
}

/* ------------------------------------------------ prompts */

static char *echo_rate(const struct edit *e, const char *text)
{
	struct reading r;
	const char *result;

	if (!rate_read(text, edit_rate_now(e, text), &r, NULL))
		return NULL;
	if (r.kind == ADJUST_SHARE && !period_is_set(r.to)) {
		g_autofree char *base = period_of(e, e->model->now->base);

		return g_strdup_printf("= %s in %s", r.echo, base);
	}
	result = strrchr(r.echo, '=');
	return g_strdup_printf("= %s", result && e->width < NARROW ? result + 2 : r.echo);
}

/* How the file would say it, in words. */
static char *echo_yaml(const struct edit *e, const struct quantity *q, const char *text)
{
	g_autofree char *yaml = q->take == take_why ? NULL : yaml_of(e, q, text, NULL);
	struct scenario *s = yaml ? edit_read(yaml, NULL) : NULL;
	char *echo = NULL;

	if (s && s->adjusts->len) {
		g_autofree char *said = phrase_say(s->adjusts->pdata[0]);

		echo = g_strdup_printf("= %s%s", said, s->adjusts->len > 1 ? ", and so on" : "");
	} else if (s && s->has_after) {
		g_autofree char *said = phrase_say_shape(&s->after);

		echo = g_strdup_printf("= then %s", said);
	}
	scenario_free(s);
	return echo;
}

/* A later year alone, while nothing says how growth goes on to it. */
static bool lacks_after(const struct edit *e, const struct quantity *q, const char *text)
{
	const struct forecast *f = e->model->source;
	g_autofree char *clean = g_strstrip(g_strdup(text));
	struct period to;

	return q->take == take_horizon && !model_scenario(e->model)->has_after
	       && period_parse(clean, &to) && to.step == f->first.step
	       && period_compare(to, forecast_period(f, f->n_periods - 1)) > 0;
}

static char *echo(struct view *v, const char *text)
{
	struct edit e = edit_of(v);

	if (!*text)
		return g_strdup(asked->kind == ADJUST_CAGR ? "40, 40%, +2 or -1.5pp" : asked->help);
	if (lacks_after(&e, asked, text))
		return g_strdup("then how: constant 5, fade to 5");
	if (asked->kind == ADJUST_CAGR && !names_shape(text) && !strchr(text, ':'))
		return echo_rate(&e, text);
	if (asked->kind == ADJUST_CAGR && *text != '{' && names_shape(text))
		return echo_yaml(&e, find_key("shape"), text);
	return echo_yaml(&e, asked, text);
}

static unsigned answer(struct view *v, const char *text);
static GPtrArray *offer(struct view *v, const char *text);

/* The year is kept, what follows is asked for. */
static unsigned ask_after(struct view *v, const struct quantity *q, const char *year)
{
	g_autofree char *label = g_strdup_printf("%s:", q->label);
	g_autofree char *text = g_strconcat(year, " ", NULL);
	struct ask a = {.label = label, .text = text, .history = q->key, .echo = echo,
			.answer = answer, .offer = offer};

	asked = q;
	app_ask(v->app, v, &a);
	return REACT_REDRAW;
}

static unsigned take(struct view *v, const struct quantity *q, const char *text)
{
	struct edit e = edit_of(v);

	if (lacks_after(&e, q, text))
		return ask_after(v, q, text);
	return act_edited(v, q->take(&e, q, text));
}

static unsigned answer(struct view *v, const char *text)
{
	g_autofree char *clean = g_strstrip(g_strdup(text));

	/* A reason may be taken away; else nothing was typed. */
	if (*clean == '\0' && asked->take != take_why)
		return REACT_REDRAW;
	return take(v, asked, clean);
}

static GPtrArray *offer(struct view *v, const char *text)
{
	GPtrArray *list = offers_new();

	vary_offer(list, v, asked->key, "", text);
	return list;
}

/* "Growth of Asia-Pacific, now 34.14 % in 2031:" */
static char *label_of(const struct edit *e, const struct quantity *q)
{
	g_autofree char *typed = now_of(e, q), *figure = figure_now(e, q);
	const char *now = figure ? figure : typed;

	if (q->about == ABOUT_SCENARIO || q->take == take_hold || q->take == take_why)
		return g_strdup_printf("%s:", q->label);
	if (q->kind == ADJUST_CAGR)
		return e->width < NARROW ? g_strdup_printf("now %s:", now ? now : "unknown")
		       : g_strdup_printf("%s, now %s:", edit_node(e) ? name_of(e) : "Total",
					 now ? now : "unknown");
	return e->width < NARROW || !now ? g_strdup_printf("%s:", q->label)
	       : g_strdup_printf("%s, now %s:", q->label, now);
}

static unsigned ask(struct view *v, const struct quantity *q)
{
	struct edit e = edit_of(v);
	g_autofree char *label = label_of(&e, q);
	g_autofree char *now = q->take == take_why || q->take == take_title ? now_of(&e, q) : NULL;
	struct ask a = {.label = label, .text = now, .history = q->kind == ADJUST_CAGR ? "rate" : q->key,
			.echo = echo, .answer = answer, .offer = q->kind == ADJUST_CAGR ? NULL : offer};

	/* a rate's question takes shares and weights as well */
	g_autofree char *none = q->kind == ADJUST_GROWTH || q->kind == ADJUST_SHAPE
		? edit_no_forecast(&e) : NULL;

	if (none) {
		app_say(v->app, STYLE_WARNING, "%s", none);
		return REACT_REDRAW;
	}
	asked = q;
	app_ask(v->app, v, &a);
	return REACT_REDRAW;
}

unsigned vary_rate(struct view *v)
{
	return ask(v, find_key("cagr"));
}

/* ------------------------------------------------ the list of kinds */

/* Its name or label begins with text; or the words occur anywhere in what is said of it. */
static bool fits(const struct quantity *q, const char *text, bool begins)
{
	g_autofree char *query = text_fold(text), *label = text_fold(q->label);
	g_autofree char *words = g_strconcat(q->key, " ", q->label, " ", q->help, NULL);

	if (g_str_has_prefix(q->key, query) || g_str_has_prefix(label, query))
		return begins;
	return !begins && text_matches(words, text);
}

static GPtrArray *offer_kinds(struct view *v, const char *text)
{
	struct edit e = edit_of(v);
	GPtrArray *list = offers_new();

	for (size_t i = 0; i < 2 * G_N_ELEMENTS(quantities); i++) {
		const struct quantity *q = &quantities[i % G_N_ELEMENTS(quantities)];
		g_autofree char *now = now_of(&e, q);
		g_autofree char *more = now ? g_strdup_printf("now %s.  %s", now, q->help)
					   : g_strdup(q->help);

		if (fits(q, text, i < G_N_ELEMENTS(quantities)))
			offers_add(list, q->key, q->key, more);
	}
	return list;
}

static unsigned answer_kind(struct view *v, const char *key)
{
	const struct quantity *q = find_key(key);

	return q ? ask(v, q) : REACT_REDRAW;
}

unsigned vary_choose(struct view *v)
{
	struct edit e = edit_of(v);
	g_autofree char *label = g_strdup_printf("Change of %s:", name_of(&e));
	struct ask q = {.label = label, .offer = offer_kinds, .picks = true, .answer = answer_kind};

	app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

unsigned vary_run(struct view *v, const char *key, const char *text)
{
	const struct quantity *q = find_key(key);

	if (!app_model(v->app)) {
		app_say(v->app, STYLE_NOTICE, "no market is open");
	} else if (q->about == ABOUT_NODE && v->ops->scope != SCOPE_TREE) {
		app_say(v->app, STYLE_NOTICE, "%s is about the segment under the cursor of the tree", key);
	} else if (q->about == ABOUT_NODE && tree_view_refuses(v, key, "change")) {
		return REACT_REDRAW;
	} else {
		return *text ? take(v, q, text) : ask(v, q);
	}
	return REACT_REDRAW;
}

static unsigned answer_reset(struct view *v, int key)
{
	struct edit e = edit_of(v);

	if (key == 'p')
		return act_edited(v, edit_reset_to_parent(&e));
	return key == 's' ? act_edited(v, edit_reset_all(&e)) : REACT_REDRAW;
}

unsigned vary_reset(struct view *v)
{
	struct edit e = edit_of(v);
	const char *parent = model_scenario(e.model)->based_on;
	g_autofree char *label = g_strdup_printf("Reset:  p to %s  s to the source  Esc leave it", parent);

	if (!parent)
		return act_edited(v, edit_reset_all(&e));
	app_choose(v->app, v, label, "ps", answer_reset);
	return REACT_REDRAW;
}
