#include "config.h"

#include "report/pivot_table.h"

#include <math.h>

#include "forecast/bounds.h"
#include "report/rows.h"

/* ---- which rows ---- */

static bool is_end(const struct pivot *p, int row, int depth)
{
	return depth == 0 || pivot_is_leaf(p, row);
}

static bool add_rows(struct pivot *p, int row, int depth, bool flat, GArray *out)
{
	for (int c = pivot_child(p, row); c >= 0 && depth > 0; c = pivot_next(p, c)) {
		if (!flat || is_end(p, c, depth - 1))
			g_array_append_val(out, c);
		if (out->len > PIVOT_TABLE_MOST || !add_rows(p, c, depth - 1, flat, out))
			return false;
	}
	return true;
}

static GArray *rows_of(struct pivot *p, const struct pivot_options *o, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int));

	if (!o->flat)
		g_array_append_val(rows, o->row);
	if (add_rows(p, o->row, o->depth, o->flat, rows))
		return g_steal_pointer(&rows);
	g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
		    "that are more than %d rows: ask for fewer levels with --depth", PIVOT_TABLE_MOST);
	return NULL;
}

/* "geography/europe/italy modality/text", "total" */
static char *path_of(const struct pivot *p, const struct market *m, int row)
{
	int nodes[CROSSING_NODES], n = pivot_slice(p, row, nodes);
	GString *path = g_string_new(n ? NULL : "total");

	for (int i = 0; i < n; i++) {
		g_autofree char *one = market_path(m, nodes[i]);

		g_string_append_printf(path, "%s%s", i ? " " : "", one);
	}
	return g_string_free(path, FALSE);
}

static bool is_total(const struct market *m, int row)
{
	return row < m->n_nodes && m->nodes[row].flags & NODE_DIMENSION;
}

static char *name_of(const struct pivot *p, const struct market *m, int row)
{
	return g_strdup(is_total(m, row) ? "Total" : m->nodes[pivot_node(p, row)].name);
}

static double share_of(struct pivot *p, const struct market *m, int row, int column,
		       enum status *status)
{
	*status = (enum status)STATUS_UNKNOWN;
	return is_total(m, row) ? NAN : pivot_share(p, row, column, status);
}

/* ---- as text ---- */

static void head(struct table *t, const struct forecast *f, const struct pivot_options *o)
{
	char buf[PERIOD_TEXT_MAX];

	table_column(t, o->flat ? "path" : "name", o->flat ? "Path" : "Segment", COLUMN_TEXT);
	for (int i = 0; i < o->n_columns; i++) {
		struct period period = forecast_period(f, o->columns[i]);
		g_autofree char *shown = market_period(f->market, period);
		g_autofree char *share = g_strdup_printf("share_%s", period_format(period, buf));
		g_autofree char *value = g_strdup_printf("value_%s", buf);

		table_column_marked(t, table_column(t, value, shown, COLUMN_NUMBER));
		table_column_marked(t, table_column(t, share, "share %", COLUMN_PERCENT));
	}
	table_column(t, "low", "low", COLUMN_NUMBER);
	table_column(t, "high", "high", COLUMN_NUMBER);
	if (period_is_set(o->from)) {
		g_autofree char *window = scenario_window_format(o->from, o->to);
		g_autofree char *title = g_strdup_printf("CAGR %% %s", window);

		table_column_marked(t, table_column(t, "cagr", title, COLUMN_PERCENT));
	}
}

static void text_row(struct table *t, struct pivot *p, const struct forecast *f,
		     const struct pivot_options *o, int row, int indent)
{
	const struct market *m = f->market;
	g_autofree char *name = o->flat ? path_of(p, m, row) : name_of(p, m, row);
	enum status status = STATUS_DERIVED;
	struct crossing_cell cell;

	table_row(t, indent);
	table_text(t, name);
	for (int i = 0; i < o->n_columns; i++) {
		table_number(t, pivot_level(p, row, o->columns[i]),
			     status_letter(pivot_status(p, row, o->columns[i])));
		if (is_total(m, row)) {
			table_empty(t);
			continue;
		}
		double share = share_of(p, m, row, o->columns[i], &status);

		table_number(t, share, status_letter(status));
	}
	if (o->n_columns && pivot_cell(p, row, o->columns[o->n_columns - 1], &cell)) {
		table_number(t, cell.low, 0);
		table_number(t, cell.high, 0);
	} else {
		table_empty(t);
		table_empty(t);
	}
	if (period_is_set(o->from)) {
		double rate = pivot_rate(p, row, forecast_column(f, o->from),
					 forecast_column(f, o->to), &status);

		table_number(t, rate, status_letter(status));
	}
}

static char *title_of(const struct pivot *p, const struct forecast *f)
{
	const struct market *m = f->market;
	const int *order;
	int n = pivot_order(p, &order);
	g_autofree char *unit = market_unit(m, f->measure, true);
	GString *title = g_string_new(NULL);

	for (int i = 0; i < n; i++)
		g_string_append_printf(title, "%s%s", i ? " > " : "", m->nodes[order[i]].name);
	g_string_append_printf(title, ", %s, %s", m->title, unit);
	return g_string_free(title, FALSE);
}

struct table *pivot_table(struct pivot *p, const struct forecast *f, const struct pivot_options *o,
			  GError **error)
{
	g_autoptr(GArray) rows = rows_of(p, o, error);

	if (!rows)
		return NULL;
	g_autofree char *title = title_of(p, f), *source = report_source(f->market);
	struct table *t = table_new(title);
	int top = pivot_depth(p, o->row), last = o->n_columns ? o->columns[o->n_columns - 1] : 0;
	g_autofree char *period = market_period(f->market, forecast_period(f, last));

	t->more = forecast_decimals(f, 0);
	head(t, f, o);
	for (guint i = 0; i < rows->len; i++) {
		int row = g_array_index(rows, int, i);

		text_row(t, p, f, o, row, o->flat || row == o->row ? 0
			 : pivot_depth(p, row) - top + is_total(f->market, o->row));
	}
	table_note(t, "A: assumed; low and high: the least and the most that can lie in all segments of "
		   "the row in %s, as its margins allow.", period);
	if (pivot_error(p))
		table_note(t, "?: %s.", pivot_error(p));
	if (o->scenario)
		table_note(t, "Scenario: %s.", o->scenario);
	if (source)
		table_source(t, source);
	return t;
}

/* ---- as data ---- */

static void letter_cell(struct table *t, char letter)
{
	char text[2] = {letter == ' ' ? '\0' : letter, '\0'};

	table_text(t, text);
}

static void number_cell(struct table *t, double value)
{
	if (isnan(value))
		table_empty(t);
	else
		table_number(t, value, 0);
}

static void data_row(struct table *t, const struct report_row *r)
{
	table_row(t, 0);
	table_text(t, r->market);
	table_text(t, r->dimension);
	table_text(t, r->path);
	table_text(t, r->name);
	table_number(t, r->depth, 0);
	table_text(t, r->period);
	number_cell(t, r->value);
	table_text(t, r->unit);
	letter_cell(t, isnan(r->value) ? ' ' : r->status);
	number_cell(t, r->share);
	letter_cell(t, isnan(r->share) ? ' ' : r->share_status);
	number_cell(t, r->growth);
	number_cell(t, r->low);
	number_cell(t, r->high);
	table_text(t, r->source);
}

static bool node_row(const struct report_row *r, void *data)
{
	data_row(data, r);
	return true;
}

/* What is proven about a crossing; exact or unknown: NaN. */
static void prove(struct crossing *proven, const int *nodes, int n, int column, double *low,
		  double *high)
{
	struct crossing_cell cell;

	*low = *high = NAN;
	if (!proven || !crossing_slice(proven, nodes, n, column, &cell, NULL)
	    || cell.high_share - cell.low_share <= 1e-9 * cell.high_share)
		return;
	*low = cell.low;
	*high = cell.high;
}

static void crossing_row(struct table *t, struct pivot *p, const struct forecast *f,
			 struct crossing *proven, const struct pivot_options *o, int row, int column)
{
	const struct market *m = f->market;
	int nodes[CROSSING_NODES], n = pivot_slice(p, row, nodes), node = pivot_node(p, row);
	g_autofree char *path = path_of(p, m, row), *unit = market_unit(m, f->measure, false);
	g_autofree char *period = market_period(m, forecast_period(f, column));
	enum status status = pivot_status(p, row, column), share_status, ignored;
	struct report_row r = {
		.market = m->id, .dimension = m->nodes[market_dimension(m, node)].id, .path = path,
		.name = m->nodes[node].name, .depth = pivot_depth(p, row) + 1, .period = period,
		.value = pivot_level(p, row, column), .unit = unit, .status = status_letter(status),
		.share = pivot_share(p, row, column, &share_status),
		.growth = pivot_growth(p, row, column, &ignored),
		.source = status == STATUS_SCENARIO && o->scenario ? o->scenario : "",
	};

	r.share_status = status_letter(share_status);
	prove(proven, nodes, n, column, &r.low, &r.high);
	data_row(t, &r);
}

struct table *pivot_rows(struct pivot *p, const struct forecast *f, const struct forecast *unfilled,
			 const struct pivot_options *o, GError **error)
{
	static const struct { const char *key; enum column_kind kind; } keys[] = {
		{"market", COLUMN_TEXT}, {"dimension", COLUMN_TEXT}, {"path", COLUMN_TEXT},
		{"name", COLUMN_TEXT}, {"depth", COLUMN_INTEGER}, {"period", COLUMN_TEXT},
		{"value", COLUMN_NUMBER}, {"unit", COLUMN_TEXT}, {"status", COLUMN_TEXT},
		{"share", COLUMN_NUMBER}, {"share_status", COLUMN_TEXT}, {"growth", COLUMN_NUMBER},
		{"low", COLUMN_NUMBER}, {"high", COLUMN_NUMBER}, {"source", COLUMN_TEXT},
	};
	g_autoptr(GArray) rows = rows_of(p, o, error);

	if (!rows)
		return NULL;
	struct table *t = table_new(NULL);
	struct bounds *bounds = bounds_new(f);
	struct crossing *proven = unfilled ? crossing_new(unfilled, unfilled) : NULL;
	struct rows_options one = {
		.scenario = o->scenario, .n_nodes = 1, .columns = o->columns,
		.n_columns = o->n_columns, .bounds = report_bounds_value, .data = bounds,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		table_column(t, keys[i].key, keys[i].key, keys[i].kind);
	for (guint i = 0; i < rows->len; i++) {
		int row = g_array_index(rows, int, i), node = is_total(f->market, row) ? 0 : row;

		one.nodes = &node;
		if (!pivot_is_crossing(p, row))
			rows_each(f, &one, node_row, t);
		for (int j = 0; pivot_is_crossing(p, row) && j < o->n_columns; j++)
			crossing_row(t, p, f, proven, o, row, o->columns[j]);
	}
	crossing_free(proven);
	bounds_free(bounds);
	return t;
}
