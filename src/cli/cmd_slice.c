/* slice MARKET PATH...: what lies in several segments at once, by year; a dimension among the
 * paths is taken apart, two of them make a matrix. */
#include "config.h"

#include <math.h>

#include "analysis/crossing.h"
#include "cli/answers.h"
#include "report/rows.h"

struct slice {
	const struct session *session;
	int nodes[CROSSING_NODES + 1], n;	/* segments */
	int apart[3], n_apart;			/* dimensions */
	GArray *columns;
	struct crossing *crossing, *proven;	/* of the forecast; without any fill */
	struct forecast *unfilled;
	bool assumed, fitted;			/* a share is; the middle is */
};

/* ---- what was asked for ---- */

static bool read_paths(struct slice *s, const struct cli *c)
{
	const char *text;

	for (guint i = 1; (text = args_operand(c->args, i)); i++) {
		int node = session_node(s->session, text);
		bool dimension;

		if (node < 0)
			return false;
		dimension = s->session->market->nodes[node].flags & NODE_DIMENSION;
		if ((dimension ? s->n_apart : s->n) == (dimension ? 2 : CROSSING_NODES)) {
			cli_usage("a slice has at most two dimensions and %d segments",
				  CROSSING_NODES);
			return false;
		}
		if (dimension)
			s->apart[s->n_apart++] = node;
		else
			s->nodes[s->n++] = node;
	}
	return true;
}

static int failed(GError *error)
{
	bool refused = g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED);

	cli_error(error);
	return refused ? EXIT_NO : EXIT_USAGE;
}

/* ---- cells ---- */

static char *name_of(const struct slice *s)
{
	const struct market *m = s->session->market;
	GString *name = g_string_new(NULL);

	for (int i = 0; i < s->n; i++)
		g_string_append_printf(name, "%s%s", i ? " x " : "", m->nodes[s->nodes[i]].name);
	for (int i = 0; i < s->n_apart; i++)
		g_string_append_printf(name, "%s%s", i || s->n ? " by " : "",
				       m->nodes[s->apart[i]].name);
	return g_string_free(name, FALSE);
}

static void number_columns(struct table *t, const struct slice *s)
{
	const char *middle = s->fitted ? "fitted" : "independent";
	g_autofree char *middle_share = g_strdup_printf("%s_share", middle);
	g_autofree char *middle_title = g_strdup_printf("%s %%", middle);

	table_column_marked(t, table_column(t, "low", "low", COLUMN_NUMBER));
	table_column_marked(t, table_column(t, middle, middle, COLUMN_NUMBER));
	table_column_marked(t, table_column(t, "high", "high", COLUMN_NUMBER));
	table_column(t, "low_share", "low %", COLUMN_PERCENT);
	table_column(t, middle_share, middle_title, COLUMN_PERCENT);
	table_column(t, "high_share", "high %", COLUMN_PERCENT);
	if (s->assumed) {
		table_column(t, "proven_low", "at least", COLUMN_NUMBER);
		table_column(t, "proven_high", "at most", COLUMN_NUMBER);
	}
	table_column_data(t, table_column(t, "unit", "Unit", COLUMN_TEXT));
}

static void numbers(struct table *t, const struct slice *s, const struct crossing_cell *cell,
		    const int *nodes, int n, int column)
{
	g_autofree char *unit = market_unit(s->session->market, s->session->measure, false);
	char edge = status_letter(cell->edge_status);

	table_number(t, cell->low, edge);
	table_number(t, cell->middle, status_letter(cell->status));
	table_number(t, cell->high, edge);
	table_number(t, cell->low_share, 0);
	table_number(t, cell->middle_share, 0);
	table_number(t, cell->high_share, 0);
	if (s->assumed) {
		struct crossing_cell proven = { .low = NAN, .high = NAN };

		if (!crossing_slice(s->proven, nodes, n, column, &proven, NULL))
			proven.low = proven.high = NAN;
		table_number(t, proven.low, 0);
		table_number(t, proven.high, 0);
	}
	table_text(t, unit);
}

static void period_cell(struct table *t, const struct slice *s, int column)
{
	struct period p = forecast_period(s->session->forecast, column);
	g_autofree char *text = market_period(s->session->market, p);

	table_text(t, text);
}

static void notes(struct table *t, const struct slice *s)
{
	g_autofree char *source = report_source(s->session->market);

	if (s->fitted)
		table_note(t, "fitted: to the figures and odds of crossings; low and high: what "
			   "the margins and those figures allow.");
	else if (s->n + s->n_apart > 1)
		table_note(t, "independent: the product of the shares, as if each segment had the "
			   "same make-up; low and high: the least and the most that can lie in all.");
	if (s->assumed)
		table_note(t, "A: rests on a share of the fill rule; at least and at most: without it.");
	table_source(t, source);
}

/* ---- a slice by year, and its parts along one dimension ---- */

static bool years(struct table *t, struct slice *s, GError **error)
{
	for (guint i = 0; i < s->columns->len; i++) {
		int column = g_array_index(s->columns, int, i);
		struct crossing_cell cell;

		if (!crossing_slice(s->crossing, s->nodes, s->n, column, &cell, error))
			return false;
		table_row(t, 0);
		period_cell(t, s, column);
		numbers(t, s, &cell, s->nodes, s->n, column);
	}
	return true;
}

static bool parts(struct table *t, struct slice *s, GError **error)
{
	for (guint i = 0; i < s->columns->len; i++) {
		int column = g_array_index(s->columns, int, i);
		g_autoptr(GArray) all = crossing_children(s->crossing, s->nodes, s->n, s->apart[0],
							  column, error);

		if (!all)
			return false;
		for (guint j = 0; j < all->len; j++) {
			const struct crossing_child *part =
				&g_array_index(all, struct crossing_child, j);
			g_autofree char *path = market_path(s->session->market, part->node);
			g_autofree char *name = report_name(s->session->market, part->node);

			s->nodes[s->n] = part->node;
			table_row(t, 0);
			period_cell(t, s, column);
			table_named(t, path, name);
			numbers(t, s, &part->cell, s->nodes, s->n + 1, column);
		}
	}
	return true;
}

/* ---- two dimensions ---- */

static double low_of(const struct crossing_cell *cell) { return cell->low; }
static double middle_of(const struct crossing_cell *cell) { return cell->middle; }
static double high_of(const struct crossing_cell *cell) { return cell->high; }

static void block(struct table *t, const struct market *m, const struct crossing_matrix *x,
		  const char *period, const char *what,
		  double (*value)(const struct crossing_cell *cell))
{
	g_autofree char *heading = g_strdup_printf("%s, %s", period, what);

	table_heading(t, heading);
	for (int i = 0; i < x->n_rows; i++) {
		table_row(t, 1);
		table_text(t, m->nodes[x->rows[i]].name);
		for (int j = 0; j < x->n_columns; j++)
			table_number(t, value(&x->cells[i * x->n_columns + j]), 0);
	}
}

static void matrix_text(struct table *t, const struct slice *s, const struct crossing_matrix *x,
			int column)
{
	const struct market *m = s->session->market;
	g_autofree char *period = market_period(m, forecast_period(s->session->forecast, column));

	block(t, m, x, period, s->fitted ? "fitted" : "independent", middle_of);
	block(t, m, x, period, "low", low_of);
	block(t, m, x, period, "high", high_of);
}

static void matrix_rows(struct table *t, struct slice *s, const struct crossing_matrix *x,
			int column)
{
	const struct market *m = s->session->market;

	for (int i = 0; i < x->n_rows * x->n_columns; i++) {
		int down = x->rows[i / x->n_columns], across = x->columns[i % x->n_columns];
		g_autofree char *one = market_path(m, down), *two = market_path(m, across);

		s->nodes[s->n] = down;
		s->nodes[s->n + 1] = across;
		table_row(t, 0);
		period_cell(t, s, column);
		table_text(t, one);
		table_text(t, two);
		numbers(t, s, &x->cells[i], s->nodes, s->n + 2, column);
	}
}

static void matrix_head(struct table *t, const struct slice *s, bool data)
{
	const struct market *m = s->session->market;

	if (data) {
		table_column(t, "period", "Period", COLUMN_TEXT);
		table_column(t, "path", "Path", COLUMN_TEXT);
		table_column(t, "other", "Other", COLUMN_TEXT);
		number_columns(t, s);
		return;
	}
	table_column(t, "name", m->nodes[s->apart[0]].name, COLUMN_TEXT);
	for (int c = market_child(m, s->apart[1]); c >= 0; c = market_next(m, c))
		table_column(t, m->nodes[c].id, m->nodes[c].name, COLUMN_NUMBER);
}

static bool matrices(struct table *t, struct slice *s, bool data, GError **error)
{
	for (guint i = 0; i < s->columns->len; i++) {
		int column = g_array_index(s->columns, int, i);
		struct crossing_matrix *x = crossing_matrix(s->crossing, s->nodes, s->n, s->apart[0],
							    s->apart[1], column, error);

		if (!x)
			return false;
		if (data)
			matrix_rows(t, s, x, column);
		else
			matrix_text(t, s, x, column);
		crossing_matrix_free(x);
	}
	return true;
}

/* ---- all of it ---- */

/* Whether any number of the slice is fitted, or rests on the fill rule. */
static bool look_ahead(struct slice *s, GError **error)
{
	int column = g_array_index(s->columns, int, 0);
	const struct market *m = s->session->market;

	for (guint i = 0; i < s->columns->len && s->n; i++) {
		struct crossing_cell cell;

		if (!crossing_slice(s->crossing, s->nodes, s->n, g_array_index(s->columns, int, i),
				    &cell, error))
			return false;
		s->fitted = s->fitted || cell.fitted;
		s->assumed = s->assumed || cell.edge_status == STATUS_ASSUMED;
	}
	for (int i = 0; i < s->n_apart; i++) {
		int along = s->apart[i], n = s->n + i;

		if (i > 0)
			s->nodes[s->n] = market_child(m, s->apart[0]);
		g_autoptr(GArray) all = crossing_children(s->crossing, s->nodes, n, along, column,
							  error);
		if (!all)
			return false;
		for (guint j = 0; j < all->len; j++) {
			const struct crossing_cell *cell =
				&g_array_index(all, struct crossing_child, j).cell;

			s->fitted = s->fitted || cell->fitted;
			s->assumed = s->assumed || cell->edge_status == STATUS_ASSUMED;
		}
	}
	s->assumed = s->assumed && s->session->forecast == s->session->base;
	return true;
}

static struct table *answer(struct slice *s, bool data, GError **error)
{
	bool ok;

	if (!look_ahead(s, error))
		return NULL;
	g_autofree char *name = name_of(s);
	g_autofree char *unit = market_unit(s->session->market, s->session->measure, true);
	g_autofree char *title = g_strdup_printf("%s, %s", name, unit);
	struct table *t = table_new(title);

	t->more = forecast_decimals(s->session->base, 0);
	if (s->n_apart == 2) {
		matrix_head(t, s, data);
		ok = matrices(t, s, data, error);
	} else {
		table_column(t, "period", "Period", COLUMN_TEXT);
		if (s->n_apart)
			table_column(t, "path", "Segment", COLUMN_TEXT);
		number_columns(t, s);
		ok = s->n_apart ? parts(t, s, error) : years(t, s, error);
	}
	if (!ok) {
		table_free(t);
		return NULL;
	}
	notes(t, s);
	return t;
}

static void slice_begin(struct slice *s)
{
	s->unfilled = forecast_base(s->session->market, s->session->measure, FILL_NONE);
	s->crossing = crossing_new(s->session->forecast, s->session->base);
	s->proven = crossing_new(s->unfilled, s->unfilled);
}

static void slice_end(struct slice *s)
{
	crossing_free(s->proven);
	crossing_free(s->crossing);
	forecast_free(s->unfilled);
	if (s->columns)
		g_array_free(s->columns, TRUE);
}

struct table *answer_slice(const struct session *session, const int *nodes, int n, const int *columns,
			   int n_columns, GError **error)
{
	struct slice s = { .session = session, .n = n };
	struct table *t;

	for (int i = 0; i < n; i++)
		s.nodes[i] = nodes[i];
	s.columns = g_array_new(FALSE, FALSE, sizeof(int));
	g_array_append_vals(s.columns, columns, (guint)n_columns);
	slice_begin(&s);
	t = answer(&s, false, error);
	slice_end(&s);
	return t;
}

int cmd_slice(const struct cli *c)
{
	struct session session;
	struct slice s = { .session = &session };
	enum format format = cli_format(c, FORMAT_TEXT);
	int status = session_open(&session, c, args_operand(c->args, 0));
	GError *error = NULL;
	struct table *t;

	if (status)
		goto done;
	status = EXIT_USAGE;
	if (!read_paths(&s, c))
		goto done;
	s.columns = session_years(&session, c);
	if (!s.columns)
		goto done;
	for (int i = 0, all = s.columns->len == 0; all && i < session.forecast->n_periods; i++)
		g_array_append_val(s.columns, i);
	slice_begin(&s);
	t = answer(&s, format == FORMAT_CSV || format == FORMAT_JSON, &error);
	status = t ? cli_table(c, t, EXIT_DONE) : failed(error);
done:
	slice_end(&s);
	session_done(&session);
	return status;
}
