/* A piece of the tree in words, one fact a sentence, for readers that speak. */
#include "config.h"

#include "report/tree.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* "geography / North America": the dimension's id, then names. */
static char *spoken_path(const struct market *m, int node)
{
	GString *path = g_string_new(NULL);

	for (int i = node; i > 0; i = m->nodes[i].parent) {
		const char *part = m->nodes[i].flags & NODE_DIMENSION ? m->nodes[i].id
								       : m->nodes[i].name;

		g_string_prepend(path, path->len ? " / " : "");
		g_string_prepend(path, part);
	}
	if (!path->len)
		g_string_append(path, "total");
	return g_string_free(path, FALSE);
}

/* "billion USD": as it is spoken, the scale before what is counted. */
static char *spoken_unit(const struct measure *measure)
{
	const struct unit *u = &measure->unit;
	const char *parts[] = {u->scale_word, u->measure, u->currency};
	GString *unit = g_string_new(NULL);

	for (size_t i = 0; measure->has_unit && i < G_N_ELEMENTS(parts); i++)
		if (parts[i] && *parts[i])
			g_string_append_printf(unit, " %s", parts[i]);
	return g_string_free(unit, FALSE);
}

static const char *spoken_status(enum status level, enum status share, bool has_share)
{
	if (level == STATUS_REPORTED || !has_share)
		return status_words(level);
	if (share == STATUS_REPORTED)
		return "reported share";
	if (share == STATUS_ABOUT)
		return "approximate share";
	return status_words(level);
}

static void say(struct output *out, GString *line)
{
	g_autofree char *safe = text_safe(line->str, false);

	output_text(out, safe);
	output_text(out, "\n");
	g_string_truncate(line, 0);
}

/* ", from 0.0000 to 2.9262 billion USD" (", share"): where an unknown one is proven to lie. */
static void say_between(const struct forecast *f, const struct tree_options *o, int node, int column,
			int digits, report_bounds *bounds, bool share, const char *unit,
			GString *line)
{
	char low_text[NUMBER_TEXT_MAX], high_text[NUMBER_TEXT_MAX];
	double low, high, scale = share ? 100 : 1;

	if (bounds && bounds(f, node, column, &low, &high, o->data))
		g_string_append_printf(line, ", %sfrom %s to %s%s", share ? "share " : "",
				       number_fixed(low_text, scale * low, digits),
				       number_fixed(high_text, scale * high, digits), unit);
}

/* ", before 8.5205": what the scenario has changed. */
static void say_before(const struct forecast *f, const struct tree_options *o, int node, int column,
		       int digits, GString *line)
{
	int then = o->source ? forecast_column(o->source, forecast_period(f, column)) : -1;
	double was = then < 0 ? NAN : forecast_level(o->source, node, then);
	char buf[NUMBER_TEXT_MAX];

	if (isfinite(was) && fabs(was - forecast_level(f, node, column)) > 1e-9 * fabs(was))
		g_string_append_printf(line, ", before %s", number_fixed(buf, was, digits));
}

static void say_level(const struct forecast *f, const struct tree_options *o, int node, int column,
		      const char *head, int value_digits, GString *line)
{
	const struct measure *measure = &f->market->measures[f->measure];
	g_autofree char *period = market_period(f->market, forecast_period(f, column));
	g_autofree char *unit = spoken_unit(measure);
	double level = forecast_level(f, node, column);
	enum status status = STATUS_REPORTED;
	double share = node ? forecast_share(f, node, column, &status) : NAN;
	char buf[NUMBER_TEXT_MAX];

	g_string_append_printf(line, "%s, %s, ", head, period);
	if (!isfinite(level)) {
		g_string_append(line, "unknown");
		say_between(f, o, node, column, value_digits, o->value_bounds, false, unit, line);
		say_between(f, o, node, column, o->digits, o->share_bounds, true, " percent", line);
		return;
	}
	g_string_append_printf(line, "%s%s", number_fixed(buf, level, value_digits), unit);
	if (isfinite(share))
		g_string_append_printf(line, ", %s percent",
				       number_fixed(buf, 100 * share, o->digits));
	g_string_append_printf(line, ", %s", spoken_status(forecast_status(f, node, column), status,
							   isfinite(share)));
	say_before(f, o, node, column, value_digits, line);
}

static bool say_rate(const struct forecast *f, const struct tree_options *o, int node,
		     const char *head, GString *line)
{
	int from = forecast_column(f, o->from), to = forecast_column(f, o->to);
	g_autofree char *first = NULL, *last = NULL;
	enum status status = STATUS_REPORTED;
	char buf[NUMBER_TEXT_MAX];
	double rate;

	if (!period_is_set(o->from) || from < 0 || to <= from)
		return false;
	rate = forecast_rate_shown(f, node, from, to, &status);
	first = market_period(f->market, o->from);
	last = market_period(f->market, o->to);
	g_string_append_printf(line, "%s, %s to %s, ", head, first, last);
	if (isfinite(rate))
		g_string_append_printf(line, "%s percent a year, %s",
				       number_fixed(buf, 100 * rate, o->digits),
				       status_words(status));
	else
		g_string_append(line, "rate unknown");
	return true;
}

static void say_market(const struct forecast *f, const struct tree_options *o, GString *line)
{
	const struct market *m = f->market;
	const char *measure = f->measure ? m->measures[f->measure].title : NULL;

	g_string_append_printf(line, "Market: %s", m->title);
	if (measure)
		g_string_append_printf(line, ", %s", measure);
	if (m->edition)
		g_string_append_printf(line, ", edition %s", m->edition);
	if (o->scenario)
		g_string_append_printf(line, ", scenario %s", o->scenario);
}

static bool any_assumed(const struct forecast *f, const struct tree_options *o, const GArray *nodes)
{
	for (guint i = 0; i < nodes->len; i++)
		for (int c = 0; c < o->n_columns; c++)
			if (forecast_status(f, g_array_index(nodes, int, i), o->columns[c]) ==
			    STATUS_ASSUMED)
				return true;
	return false;
}

/* What the table has in its notes, its source last. */
static void say_notes(const struct forecast *f, const struct tree_options *o, struct output *out,
		      GString *line)
{
	struct table *t = table_new("");
	g_autofree char *source = report_source(f->market);

	tree_note_beside(t, f, o);
	for (guint i = 0; i < t->notes->len; i++) {
		g_string_assign(line, t->notes->pdata[i]);
		say(out, line);
	}
	table_free(t);
	if (source) {
		g_string_assign(line, source);
		say(out, line);
	}
}

void tree_sentences(const struct forecast *f, const struct tree_options *o, int value_digits,
		    struct output *out)
{
	GArray *nodes = tree_nodes(f, o);
	GString *line = g_string_new(NULL);

	say_market(f, o, line);
	say(out, line);
	for (guint i = 0; i < nodes->len && !output_failed(out); i++) {
		int node = g_array_index(nodes, int, i);
		g_autofree char *head = spoken_path(f->market, node);

		for (int c = 0; c < o->n_columns; c++) {
			say_level(f, o, node, o->columns[c], head, value_digits, line);
			say(out, line);
		}
		if (say_rate(f, o, node, head, line))
			say(out, line);
	}
	if (any_assumed(f, o, nodes)) {
		g_string_printf(line, "Assumed figures: by the rule fill %s", fill_name(f->fill));
		say(out, line);
	}
	say_notes(f, o, out, line);
	g_string_free(line, TRUE);
	g_array_free(nodes, TRUE);
}
