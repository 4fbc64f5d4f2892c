/* bounds MARKET [PATH]: what is proven about the figures that were not printed. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "cli/answers.h"
#include "forecast/bounds.h"
#include "report/rows.h"
#include "report/table.h"

enum { DIGITS = 2, RATE_DIGITS = 4 };

struct listing {
	const struct session *s;
	struct bounds *bounds;
	struct table *table;
	const int *columns;
	int n_columns;
	int digits;		/* -1: DIGITS, rates RATE_DIGITS */
	bool data;		/* numbers in columns of their own, as fractions */
	bool named;		/* the node's name stands in a row already */
	bool premise;
	bool narrow;		/* a row for the name, below it figure and period in one column */
	char *unit;
};

enum quantity { SHARE, SHARE_OF_TOTAL, VALUE, RATE, RATE_FROM_BASE, RATE_OF_OTHERS };

static const struct { const char *key, *text; bool percent; } quantities[] = {
	[SHARE] = {"share", "share", true},
	[SHARE_OF_TOTAL] = {"share_of_total", "of total", true},
	[VALUE] = {"value", "value", false},
	[RATE] = {"rate", "rate", true},
	[RATE_FROM_BASE] = {"rate_from_base", "rate", true},
	[RATE_OF_OTHERS] = {"rate_of_siblings", "siblings' rate", true},
};

/* A number rounded up or down, so that an interval never looks narrower than it is. */
static void put_rounded(GString *s, double value, int digits, int direction)
{
	char buf[NUMBER_TEXT_MAX];
	double scale = pow(10, digits), scaled = value * scale, near = round(scaled);

	if (direction && fabs(scaled - near) > 1e-6)
		value = (direction < 0 ? floor(scaled) : ceil(scaled)) / scale;
	g_string_append(s, number_fixed(buf, value, digits));
}

static char *interval_text(const struct listing *l, enum quantity q, double low, double high,
			   bool outward)
{
	bool percent = quantities[q].percent;
	double scale = percent ? 100 : 1;
	int digits = l->digits >= 0 ? l->digits : q >= RATE ? RATE_DIGITS
		: percent ? DIGITS : forecast_decimals(l->s->base, DIGITS);
	GString *s = g_string_new(NULL);

	if (q >= RATE && low <= -1 && isinf(high))
		g_string_append(s, "any");
	else if (q >= RATE && low <= -1)
		g_string_append(s, "at most ");
	else if (isinf(high))
		g_string_append(s, "at least ");
	if (!(q >= RATE && low <= -1))
		put_rounded(s, scale * low, digits, outward ? -1 : 0);
	if (isfinite(high) && high != low) {
		if (!(q >= RATE && low <= -1))
			g_string_append(s, " to ");
		put_rounded(s, scale * high, digits, outward ? 1 : 0);
	}
	if (percent && strcmp(s->str, "any") != 0)
		g_string_append(s, " %");
	return g_string_free(s, FALSE);
}

static void data_row(struct listing *l, int node, enum quantity q, const char *period,
		     const struct bound *x, const char *why)
{
	g_autofree char *path = market_path(l->s->market, node);

	table_row(l->table, 0);
	table_text(l->table, path);
	table_text(l->table, quantities[q].key);
	table_text(l->table, period);
	table_number(l->table, x->low, 0);
	table_number(l->table, x->high, 0);
	table_number(l->table, x->wide_low, 0);
	table_number(l->table, x->wide_high, 0);
	table_text(l->table, quantities[q].percent ? "" : l->unit);
	table_text(l->table, why);
}

static void narrow_names(struct listing *l, const struct node *nd, const char *figure,
			 const char *period)
{
	g_autofree char *what = g_strdup_printf("%s %s", figure, period);
	int indent = MAX(nd->depth - 1, 0);

	if (!l->named) {
		table_row(l->table, indent);
		table_text(l->table, nd->name);
	}
	table_row(l->table, indent + 1);
	table_text(l->table, what);
}

static void row(struct listing *l, int node, enum quantity q, const char *period,
		const struct bound *x)
{
	g_autofree char *why = bound_why(x);
	g_autofree char *face = interval_text(l, q, x->low, x->high, false);
	g_autofree char *wide = interval_text(l, q, x->wide_low, x->wide_high, true);
	const struct node *nd = &l->s->market->nodes[node];

	l->premise |= (x->why & BOUND_PREMISE) != 0;
	if (l->data) {
		data_row(l, node, q, period, x, why);
		return;
	}
	if (l->narrow) {
		narrow_names(l, nd, quantities[q].text, period);
	} else {
		table_row(l->table, MAX(nd->depth - 1, 0));
		table_text(l->table, l->named ? "" : nd->name);
		table_text(l->table, quantities[q].text);
		table_text(l->table, period);
	}
	table_text(l->table, face);
	table_text(l->table, wide);
	table_text(l->table, why);
	l->named = true;
}

static void levels(struct listing *l, int node, int column)
{
	const struct market *m = l->s->market;
	g_autofree char *period = market_period(m, forecast_period(l->s->base, column));
	bool deep = !(m->nodes[m->nodes[node].parent].flags & NODE_DIMENSION);
	struct bound x;

	if (bounds_share(l->bounds, node, column, &x))
		row(l, node, SHARE, period, &x);
	if (deep && bounds_share_of_total(l->bounds, node, column, &x))
		row(l, node, SHARE_OF_TOTAL, period, &x);
	if (bounds_value(l->bounds, node, column, &x))
		row(l, node, VALUE, period, &x);
}

static char *window(const struct listing *l, int from, int to)
{
	return market_span(l->s->market, forecast_period(l->s->base, from),
			   forecast_period(l->s->base, to));
}

static void rate(struct listing *l, int node, enum quantity q)
{
	struct bound x;
	int from, to;
	enum bound_reading reading = q == RATE_FROM_BASE ? READING_BASE : READING_PRINTED;
	bool known = q == RATE_OF_OTHERS
		? bounds_rate_others(l->bounds, node, reading, &from, &to, &x)
		: bounds_rate(l->bounds, node, reading, &from, &to, &x);

	if (!known || (x.low <= -1 && isinf(x.high)))
		return;
	if (q == RATE_OF_OTHERS && (!(x.why & BOUND_RATES) || x.low <= -1))
		return;

	g_autofree char *period = window(l, from, to);
	row(l, node, q, period, &x);
	if (q == RATE && x.why & BOUND_PREMISE && x.low < x.high)
		rate(l, node, RATE_FROM_BASE);
}

static bool is_leader(const struct listing *l, int node)
{
	struct bound x;

	return bounds_share(l->bounds, node, l->s->base->base, &x) && x.low == x.high;
}

static void list(struct listing *l, int node)
{
	if (node == 0 || l->s->market->nodes[node].flags & NODE_DIMENSION)
		return;
	l->named = false;
	for (int i = 0; i < l->n_columns; i++)
		levels(l, node, l->columns[i]);
	rate(l, node, RATE);
	if (is_leader(l, node))
		rate(l, node, RATE_OF_OTHERS);
}

static void head(struct listing *l)
{
	struct table *t = l->table;

	table_column(t, l->data ? "path" : "name", "Segment", COLUMN_TEXT);
	if (!l->narrow) {
		table_column(t, "figure", "Figure", COLUMN_TEXT);
		table_column(t, "period", "Period", COLUMN_TEXT);
	}
	if (l->data) {
		table_column(t, "low", "Low", COLUMN_NUMBER);
		table_column(t, "high", "High", COLUMN_NUMBER);
		table_column(t, "wide_low", "Low over rounding", COLUMN_NUMBER);
		table_column(t, "wide_high", "High over rounding", COLUMN_NUMBER);
		table_column(t, "unit", "Unit", COLUMN_TEXT);
	} else {
		table_column_whole(t, table_column(t, "proven", "Proven", COLUMN_TEXT));
		table_column_whole(t, table_column(t, "wide", "Over rounding", COLUMN_TEXT));
	}
	table_column(t, "why", "From", COLUMN_TEXT);
}

static void notes(struct listing *l)
{
	g_autofree char *source = report_source(l->s->market);

	if (l->premise)
		table_note(l->table, "The printed rates run from a year after the base year; the shares "
			   "of the base year are taken to hold when they begin.  The second rate is "
			   "the other reading: the window opens in the base year.");
	table_note(l->table, "Proven: from the printed figures at face value, without any fill.  Over "
		   "rounding: from all that their digits allow.");
	if (source)
		table_source(l->table, source);
}

/* --year Y[,Y], else base year and end. */
static GArray *wanted_columns(const struct cli *c, const struct session *s)
{
	const char *text = args_get(c->args, "year");
	g_auto(GStrv) years = text ? g_strsplit(text, ",", -1) : NULL;
	GArray *columns = g_array_new(FALSE, FALSE, sizeof(int));

	if (!years) {
		g_array_append_val(columns, s->base->base);
		if (s->base->end != s->base->base)
			g_array_append_val(columns, s->base->end);
	}
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

/* False if p ended it. */
static bool list_all(struct listing *l, int node, const struct progress *p)
{
	const struct market *m = l->s->market;
	int n = m->nodes[node].size, i;
	g_autofree char *unit = market_unit(m, l->s->measure, false);
	g_autofree char *title = g_strdup_printf("%s: what is proven%s%s", m->title,
						 *unit ? ", " : "", unit);

	l->unit = unit;
	l->table = table_new(title);
	l->bounds = bounds_new(l->s->base);
	head(l);
	for (i = 0; i < n && progress_step(p, (size_t)i, (size_t)n); i++) {
		if (!l->data && (m->nodes[node + i].flags & NODE_DIMENSION))
			table_heading(l->table, m->nodes[node + i].name);
		list(l, node + i);
	}
	notes(l);
	bounds_free(l->bounds);
	return i == n;
}

struct table *answer_bounds(const struct session *s, int node, const int *columns, int n_columns,
			    int digits, enum bounds_shape shape, const struct progress *p)
{
	struct listing l = {.s = s, .columns = columns, .n_columns = n_columns, .digits = digits,
			    .data = shape == BOUNDS_DATA, .narrow = shape == BOUNDS_NARROW};

	if (!list_all(&l, node, p))
		g_clear_pointer(&l.table, table_free);
	return l.table;
}

static int bounds_session(const struct cli *c, const struct session *s)
{
	enum format format = cli_format(c, FORMAT_TEXT);
	const char *path = args_operand(c->args, 1);
	int node = path ? session_node(s, path) : 0, digits = -1;
	GError *error = NULL;
	struct table *t;
	GArray *columns;

	if (node < 0)
		return EXIT_USAGE;
	if (!args_integer(c->args, "digits", 0, 15, &digits, &error)) {
		cli_error(error);
		return EXIT_USAGE;
	}
	columns = wanted_columns(c, s);
	if (!columns)
		return EXIT_USAGE;
	t = answer_bounds(s, node, (const int *)columns->data, (int)columns->len, digits,
			  format == FORMAT_CSV || format == FORMAT_JSON ? BOUNDS_DATA : BOUNDS_TEXT,
			  NULL);
	g_array_free(columns, TRUE);
	return cli_table(c, t, EXIT_DONE);
}

int cmd_bounds(const struct cli *c)
{
	struct session s;
	int status = session_open(&s, c, args_operand(c->args, 0));

	if (status == EXIT_DONE)
		status = bounds_session(c, &s);
	session_done(&s);
	return status;
}
