/* What most commands begin with: a market, the scenario of the options, its forecast. */
#include "config.h"

#include "cli/session.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "cli/edits.h"
#include "forecast/audit.h"
#include "market/library.h"
#include "scenario/find.h"

/* ---- the market ---- */

static const char *only_file(const struct library *lib)
{
	const char *file = NULL;

	for (int i = 0; i < library_count(lib); i++) {
		if (file)
			return NULL;
		file = library_get(lib, i)->file;
	}
	return file;
}

static struct market *from_directory(const char *what, struct messages *list)
{
	struct library *lib = library_open_directory(what);
	const char *file = only_file(lib);
	struct market *m = NULL;

	if (file)
		m = market_load(file, list);
	else
		cli_usage("%s holds %d markets; name one of them (see `tamarack list`)", what,
			  library_count(lib));
	library_free(lib);
	return m;
}

struct market *session_market(const struct cli *c, const char *what)
{
	struct messages *list = messages_new();
	struct market *m;

	if (g_file_test(what, G_FILE_TEST_IS_DIR))
		m = from_directory(what, list);
	else
		m = library_find(what, args_get(c->args, "edition"), list);
	cli_messages(list, SEVERITY_WARNING);
	messages_free(list);
	return m;
}

static int find_measure(const struct market *m, const char *id)
{
	const char **ids = g_newa(const char *, m->n_measures);
	const char *meant;

	for (int i = 0; i < m->n_measures; i++)
		ids[i] = m->measures[i].id ? m->measures[i].id : "";
	if (market_measure(m, id) >= 0)
		return market_measure(m, id);
	meant = text_suggest(id, ids, m->n_measures);
	cli_say("%s has no measure '%s'%s%s%s", m->id, id, meant ? ", did you mean '" : "",
		meant ? meant : "", meant ? "'?" : "");
	return -1;
}

/* ---- the scenario ---- */

/* Of the scenario that the options make where no file gives it one. */
#define OPTIONS_NAME "options"

enum hold session_hold(const struct cli *c)
{
	const char *text = args_get(c->args, "hold");
	enum hold hold = HOLD_DEFAULT;

	if (text)
		hold_parse(text, &hold);
	return hold;
}

int session_fill(const struct cli *c)
{
	const char *text = args_get(c->args, "fill");

	for (int i = FILL_EQUAL; text && i <= FILL_NONE; i++)
		if (strcmp(text, fill_name(i)) == 0)
			return i;
	return -1;
}

static struct scenario *read_scenario(const char *what)
{
	struct messages *list = messages_new();
	struct scenario *own = scenario_find(what, list);
	struct scenario *whole = own ? scenario_resolve(own, list) : NULL;

	cli_messages(list, SEVERITY_WARNING);
	messages_free(list);
	scenario_free(own);
	return whole;
}

static bool check_scenario(const struct scenario *s, const struct market *m)
{
	struct messages *list = messages_new();
	bool ok = scenario_check(s, m, list);

	cli_messages(list, SEVERITY_NOTE);
	messages_free(list);
	return ok;
}

static bool add_edits(struct session *s, const struct cli *c)
{
	struct messages *list = messages_new();
	bool ok = edits_add(c->args, s->market, s->measure, s->fill, s->hold, s->scenario, list);

	cli_messages(list, SEVERITY_NOTE);
	messages_free(list);
	return ok;
}

/* The scenario of the options, with its parents; none of them is no scenario. */
static bool find_scenario(struct session *s, const struct cli *c)
{
	const char *what = args_get(c->args, "scenario");

	if (!what && !edits_any(c->args))
		return true;
	s->scenario = what ? read_scenario(what) : scenario_new(OPTIONS_NAME, s->market->id);
	if (!s->scenario || (what && !check_scenario(s->scenario, s->market)) || !add_edits(s, c))
		return false;
	s->scenario_id = what && edits_any(c->args)
		? g_strdup_printf("%s and " OPTIONS_NAME, s->scenario->id)
		: g_strdup(s->scenario->id);
	if (session_fill(c) >= 0) {
		s->scenario->has_fill = true;
		s->scenario->fill = s->fill;
	}
	return true;
}

/* ---- all of it ---- */

int session_load(struct session *s, const struct cli *c, const char *what)
{
	const char *measure = args_get(c->args, "measure");

	*s = (struct session){.hold = session_hold(c)};
	s->market = session_market(c, what);
	if (!s->market)
		return EXIT_USAGE;
	if (measure)
		s->measure = find_measure(s->market, measure);
	s->fill = session_fill(c) >= 0 ? (enum fill)session_fill(c) : s->market->fill;
	return s->measure >= 0 && find_scenario(s, c) ? EXIT_DONE : EXIT_USAGE;
}

static int run_scenario(struct session *s)
{
	GError *error = NULL;
	int status;

	s->forecast = forecast_run(s->market, s->measure, s->scenario, s->hold, &error);
	if (s->forecast)
		return EXIT_DONE;
	status = g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED) ? EXIT_NO : EXIT_USAGE;
	cli_error(error);
	return status;
}

/* Whether some group is far enough from its parent for an audit to be worth its time. */
static bool is_suspicious(const struct forecast *f)
{
	static const double enough = 0.001;
	size_t n = (size_t)f->market->n_nodes * (size_t)f->n_periods;

	for (size_t i = 0; f->closing && i < n; i++)
		if (fabs(f->closing[i] - 1) > enough)
			return true;
	return false;
}

void session_doubt(const struct session *s, const char *what)
{
	struct audit *a;

	if (!is_suspicious(s->base))
		return;
	a = audit_run(s->market);
	if (a->count[VERDICT_ERROR])
		cli_say("figures differ beyond rounding; `tamarack check %s` names them", what);
	audit_free(a);
}

int session_open(struct session *s, const struct cli *c, const char *what)
{
	int status = session_load(s, c, what);

	if (status != EXIT_DONE)
		return status;
	s->base = forecast_base(s->market, s->measure, s->fill);
	s->forecast = s->base;
	if (s->scenario)
		status = run_scenario(s);
	for (guint i = 0; s->forecast && s->forecast->notices && i < s->forecast->notices->len; i++)
		cli_say("%s", (const char *)s->forecast->notices->pdata[i]);
	return status;
}

void session_done(struct session *s)
{
	if (s->forecast != s->base)
		forecast_free(s->forecast);
	forecast_free(s->base);
	scenario_free(s->scenario);
	g_free(s->scenario_id);
	market_free(s->market);
}

struct scenario *session_whole(const struct session *s)
{
	struct scenario *whole = s->scenario ? scenario_copy(s->scenario) : NULL;

	if (!whole && s->fill != s->market->fill) {
		whole = scenario_new(OPTIONS_NAME, s->market->id);
		whole->has_fill = true;
		whole->fill = s->fill;
	}
	return whole;
}

struct scenario *session_scenario(const struct session *s, const struct cli *c, const char *what)
{
	struct messages *list = messages_new();
	struct scenario *whole = scenario_whole(scenario_find(what, list), s->market, list);

	if (whole && session_fill(c) >= 0) {
		whole->has_fill = true;
		whole->fill = session_fill(c);
	}
	cli_messages(list, SEVERITY_NOTE);
	messages_free(list);
	return whole;
}

const char *session_scenario_id(const struct session *s)
{
	return s->scenario_id;
}

/* ---- what the operands name ---- */

int session_node(const struct session *s, const char *text)
{
	int node = market_find(s->market, text);
	g_autofree char *meant = NULL;

	if (node < 0)
		node = market_find_loose(s->market, text);
	if (node >= 0)
		return node;
	if (node == -2) {
		cli_usage("'%s' names several segments of %s; write the whole path", text,
			  s->market->id);
		return -1;
	}
	meant = market_suggest(s->market, text);
	cli_usage("%s has no segment '%s'%s%s%s", s->market->id, text,
		  meant ? ", did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
	return -1;
}

int session_column(const struct session *s, const char *text)
{
	const struct forecast *f = s->forecast;
	char first[PERIOD_TEXT_MAX], last[PERIOD_TEXT_MAX];
	struct period p;
	int column;

	if (!period_parse(text, &p)) {
		cli_usage("'%s' is no period such as 2031 or 2023-Q4", text);
		return -1;
	}
	column = forecast_column(f, p);
	if (column < 0)
		cli_usage("%s has no figures of %s; it reaches from %s to %s", s->market->id, text,
			  period_format(forecast_period(f, 0), first),
			  period_format(forecast_period(f, f->n_periods - 1), last));
	return column;
}

GArray *session_years(const struct session *s, const struct cli *c)
{
	const char *text = args_get(c->args, "year");
	g_auto(GStrv) years = text ? g_strsplit(text, ",", -1) : NULL;
	GArray *columns = g_array_new(FALSE, FALSE, sizeof(int));

	for (int i = 0; years && years[i]; i++) {
		int column = session_column(s, years[i]);

		if (column < 0) {
			g_array_free(columns, TRUE);
			return NULL;
		}
		g_array_append_val(columns, column);
	}
	return columns;
}
