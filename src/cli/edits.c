#include "config.h"

#include "cli/edits.h"

#include <math.h>
#include <string.h>

/* Of the market that is edited. */
struct about {
	const struct market *m;
	int measure;
	enum fill fill;
	enum hold hold;
};

/* The rate without any scenario that text, PATH=+2@2026-2029, starts from; NaN if it has none. */
static double rate_before(const struct about *b, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "=", 2);
	const char *at = parts[0] && parts[1] ? strchr(parts[1], '@') : NULL;
	struct period from, to;
	enum status status;
	int node = parts[0] ? market_find(b->m, g_strstrip(parts[0])) : -1;

	if (node < 0 && parts[0])
		node = market_find_loose(b->m, parts[0]);
	forecast_window(b->m, b->measure, &from, &to);
	if (at && !scenario_window_parse(at + 1, &from, &to)) {
		if (!period_parse(at + 1, &to))
			return NAN;
		from = period_from_ordinal(to.step, period_ordinal(to) - 1);
	}
	if (node < 0)
		return 0;	/* an unknown path is complained about as such */
	struct forecast *f = forecast_base(b->m, b->measure, b->fill);
	double rate = forecast_rate(f, node, forecast_column(f, from), forecast_column(f, to),
				    &status);

	forecast_free(f);
	return rate;
}

static bool is_relative(const char *text)
{
	const char *rate = strchr(text, '=');

	return rate && (strchr(rate, '+') || strstr(rate, "pp"));
}

static bool add_set(const struct about *b, struct scenario *s, const char *text, const char *place,
		    struct messages *list)
{
	double before = is_relative(text) ? rate_before(b, text) : NAN;
	g_autoptr(GError) error = NULL;

	if (!scenario_set_from(s, text, before, b->hold, &error))
		messages_add(list, SEVERITY_ERROR, place, 0, 0, "%s", error->message);
	return error == NULL;
}

/* Names that only one segment has become paths. */
static void resolve_names(struct scenario *s, const struct market *m)
{
	for (guint i = 0; i < s->adjusts->len; i++) {
		struct adjust *a = s->adjusts->pdata[i];
		int node = a->kind == ADJUST_FORCE || market_find(m, a->path) >= 0 ? -1
			: market_find_loose(m, a->path);

		if (node < 0)
			continue;
		g_free(a->path);
		a->path = market_path(m, node);
	}
}

/* What one option says, as a scenario of its own. */
static bool read_one(const struct about *b, const char *name, const char *value,
		     struct scenario *one, struct messages *list)
{
	bool adjust = strcmp(name, "adjust") == 0;
	char *place = adjust ? g_strdup("--adjust") : g_strdup_printf("--%s %s", name, value);

	g_free(one->file);
	one->file = place;
	if (adjust && !scenario_adjust_yaml(one, value, list))
		return false;
	if (strcmp(name, "set") == 0 && !add_set(b, one, value, place, list))
		return false;
	if (strcmp(name, "lock") == 0)
		scenario_set(one, adjust_new(ADJUST_LOCK, value));
	resolve_names(one, b->m);
	return scenario_check(one, b->m, list);
}

static bool add_one(const struct about *b, const char *name, const char *value, struct scenario *s,
		    struct messages *list)
{
	struct scenario *one = scenario_new("options", s->market);
	bool ok;

	one->horizon = s->horizon;
	one->has_after = s->has_after;
	one->after = s->after;
	ok = read_one(b, name, value, one, list);
	for (guint i = 0; ok && i < one->adjusts->len; i++)
		scenario_set(s, adjust_copy(one->adjusts->pdata[i]));
	scenario_free(one);
	return ok;
}

static bool is_edit(const char *name)
{
	return strcmp(name, "set") == 0 || strcmp(name, "adjust") == 0 || strcmp(name, "lock") == 0;
}

bool edits_any(const struct args *a)
{
	return args_has(a, "set") || args_has(a, "adjust") || args_has(a, "lock");
}

bool edits_add(const struct args *a, const struct market *m, int measure, enum fill fill,
	       enum hold hold, struct scenario *s, struct messages *list)
{
	const struct about b = {m, measure, fill, hold};
	const char *name, *value;
	bool ok = true;

	for (guint i = 0; (name = args_given(a, i, &value)); i++)
		if (is_edit(name) && !add_one(&b, name, value, s, list))
			ok = false;
	return ok;
}
