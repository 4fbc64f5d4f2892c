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

static void say_level(const struct forecast *f, int node, int column, const char *head,
		      int value_digits, int digits, GString *line)
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
		return;
	}
	g_string_append_printf(line, "%s%s", number_fixed(buf, level, value_digits), unit);
	if (isfinite(share))
		g_string_append_printf(line, ", %s percent",
				       number_fixed(buf, 100 * share, digits));
	g_string_append_printf(line, ", %s", spoken_status(forecast_status(f, node, column), status,
							   isfinite(share)));
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

void tree_sentences(const struct forecast *f, const struct tree_options *o, int value_digits,
		    struct output *out)
{
	GArray *nodes = tree_nodes(f, o);
	GString *line = g_string_new(NULL);
	g_autofree char *source = report_source(f->market);

	for (guint i = 0; i < nodes->len && !output_failed(out); i++) {
		int node = g_array_index(nodes, int, i);
		g_autofree char *head = spoken_path(f->market, node);

		for (int c = 0; c < o->n_columns; c++) {
			say_level(f, node, o->columns[c], head, value_digits, o->digits, line);
			say(out, line);
		}
		if (say_rate(f, o, node, head, line))
			say(out, line);
	}
	if (source) {
		g_string_assign(line, source);
		say(out, line);
	}
	g_string_free(line, TRUE);
	g_array_free(nodes, TRUE);
}
