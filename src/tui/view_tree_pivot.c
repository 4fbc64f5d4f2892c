#include "config.h"

#include "tui/view_tree.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "tui/answer.h"
#include "tui/offers.h"
#include "tui/view_table.h"

/* ------------------------------------------------ rows and their figures */

static struct pivot *pivot_of(const struct view *v)
{
	return ((const struct tree_view *)v->own)->outline.pivot;
}

bool tree_view_is_crossing(const struct view *v, int row)
{
	const struct pivot *p = pivot_of(v);

	return p && pivot_is_crossing(p, row);
}

int tree_view_node(const struct view *v)
{
	const struct tree_view *t = v->own;

	return outline_market_node(&t->outline, outline_node(&t->outline));
}

const char *tree_view_name(const struct outline *t, int row)
{
	return row == t->dimension ? "Total" : t->market->nodes[outline_market_node(t, row)].name;
}

bool tree_view_is_marked(const struct tree_view *t, int row)
{
	return g_hash_table_contains(t->marked, GINT_TO_POINTER(row));
}

double tree_view_level(const struct view *v, int row, int column)
{
	struct pivot *p = pivot_of(v);

	return p ? pivot_level(p, row, column) : forecast_level(app_model(v->app)->now, row, column);
}

enum status tree_view_status(const struct view *v, int row, int column)
{
	struct pivot *p = pivot_of(v);

	return p ? pivot_status(p, row, column)
	       : forecast_status(app_model(v->app)->now, row, column);
}

double tree_view_rate(const struct view *v, int row, enum status *status)
{
	struct pivot *p = pivot_of(v);
	const struct model *m = app_model(v->app);

	return p ? pivot_rate(p, row, m->column_from, m->column_to, status)
	       : forecast_rate_shown(m->now, row, m->column_from, m->column_to, status);
}

double tree_view_rate_before(const struct view *v, int row, enum status *status)
{
	struct pivot *p = pivot_of(v);
	const struct model *m = app_model(v->app);

	return p ? pivot_rate_before(p, row, m->column_from, m->column_to, status)
	       : forecast_rate_shown(m->source, row, m->column_from, m->column_to, status);
}

/* ------------------------------------------------ charts of them */

static double chart_level(void *data, const struct forecast *from, int row, int column)
{
	const struct view *v = data;

	return from == app_model(v->app)->source && from != app_model(v->app)->now
		? pivot_level_before(pivot_of(v), row, column) : pivot_level(pivot_of(v), row, column);
}

static char *chart_name(void *data, int row)
{
	return pivot_name(pivot_of(data), row);
}

static int chart_beside(void *data, int row, bool next)
{
	struct pivot *p = pivot_of(data);
	int before = -1;

	if (next)
		return pivot_next(p, row);
	for (int i = pivot_child(p, pivot_parent(p, row)); i != row; i = pivot_next(p, i))
		before = i;
	return before;
}

static void make_charts(struct view *v)
{
	struct tree_view *t = v->own;

	t->crossings = (struct picture_rows){chart_level, chart_name, chart_beside, v};
}

/* ------------------------------------------------ the pivot that is shown */

void tree_view_pivot_done(struct tree_view *t)
{
	if (t->pivoted)
		answer_end(t->pivoted);
	g_clear_pointer(&t->pivoted, g_free);
}

void tree_view_pivot_sync(struct view *v)
{
	struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);

	tree_view_pivot_done(t);
	if (!t->outline.pivot)
		return;
	make_charts(v);
	t->pivoted = g_new0(struct answer, 1);
	answer_begin(t->pivoted, m);
	pivot_use(t->outline.pivot, t->pivoted->session.forecast, t->pivoted->session.base, m->source);
}

static gboolean is_of_pivot(gpointer key, gpointer value, gpointer data)
{
	(void)value;
	return GPOINTER_TO_INT(key) >= *(const int *)data;
}

void tree_view_pivot_gone(struct view *v)
{
	struct tree_view *t = v->own;
	int n = t->outline.market->n_nodes;

	g_hash_table_foreach_remove(t->marked, is_of_pivot, &n);
	tree_view_forget_drawn(t);
	t->chart_node = outline_node(&t->outline);
	tree_view_pivot_sync(v);
	tree_view_put_in_order(v);
}

static void show(struct view *v, struct pivot *p)
{
	struct tree_view *t = v->own;
	enum order order = t->outline.order;

	/* The figures to order by come after the rows. */
	t->outline.order = ORDER_FILE;
	outline_set_pivot(&t->outline, p);
	t->outline.order = order;
	tree_view_pivot_gone(v);
}

unsigned tree_view_leave_pivot(struct view *v)
{
	show(v, NULL);
	app_say(v->app, STYLE_NOTICE, "one dimension again");
	return REACT_REDRAW;
}

void tree_view_say_why(struct view *v)
{
	const struct tree_view *t = v->own;
	struct pivot *p = t->outline.pivot;
	int next = t->outline.list.cursor + 1;
	struct crossing_cell cell;

	if (!p || next >= t->outline.list.n || !pivot_is_crossing(p, t->outline.rows[next])
	    || pivot_cell(p, t->outline.rows[next], t->year, &cell))
		return;
	app_say(v->app, STYLE_WARNING, "%s", pivot_error(p));
}

unsigned tree_view_too_many(struct view *v)
{
	app_say(v->app, STYLE_WARNING, "that would be more than %d crossings: unfold them one by one",
		OUTLINE_MOST);
	return REACT_REDRAW;
}

/* ------------------------------------------------ the order as it is typed */

static char *order_text(const struct outline *t, const int *order, int n)
{
	GString *text = g_string_new(NULL);

	for (int i = 0; i < n; i++)
		g_string_append_printf(text, "%s%s", i ? " > " : "", t->market->nodes[order[i]].name);
	return g_string_free(text, FALSE);
}

unsigned tree_view_pivot(struct view *v, const char *text)
{
	struct tree_view *t = v->own;
	int order[CROSSING_NODES], n;
	g_autoptr(GError) error = NULL;
	struct pivot *p;

	n = pivot_read_order(t->outline.market, text, order, &error);
	if (n < 0) {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
		return REACT_REDRAW | REACT_AGAIN;
	} else if (n == 0) {
		return t->outline.pivot ? tree_view_leave_pivot(v) : REACT_REDRAW;
	} else if (n == 1) {
		show(v, NULL);
		outline_go(&t->outline, order[0]);
		tree_view_pivot_gone(v);
	} else if ((p = pivot_new(t->outline.market, order, n, &error))) {
		g_autofree char *said = order_text(&t->outline, order, n);

		show(v, p);
		app_say(v->app, STYLE_NOTICE, "%s: unfold a segment for what lies in it", said);
	} else {
		app_say(v->app, STYLE_ERROR, "%s", error->message);
	}
	return REACT_REDRAW;
}

static char *echo_order(struct view *v, const char *text)
{
	const struct tree_view *t = v->own;
	int order[CROSSING_NODES], n;

	if (!*text)
		return g_strdup("5 1, or names; Esc: as it is");
	n = pivot_read_order(t->outline.market, text, order, NULL);
	return n <= 0 ? NULL : order_text(&t->outline, order, n);
}

static bool is_taken(const int *order, int n, int dimension)
{
	for (int i = 0; i < n; i++)
		if (order[i] == dimension)
			return true;
	return false;
}

void tree_view_offer_pivot(GPtrArray *list, const struct view *v, const char *before,
			   const char *text)
{
	const struct tree_view *t = v->own;
	const char *space = strrchr(text, ' '), *word = space ? space + 1 : text;
	g_autofree char *head = g_strndup(text, (gsize)(word - text));
	g_autofree char *query = text_fold(word);
	const struct market *m = t->outline.market;
	int order[CROSSING_NODES], n = pivot_read_order(m, head, order, NULL), number = 1;

	for (int d = market_child(m, 0); d >= 0 && n >= 0; d = market_next(m, d), number++) {
		const struct node *node = &m->nodes[d];
		g_autofree char *whole = g_strconcat(before, head, node->id, " ", NULL);
		g_autofree char *name = g_strdup_printf("%d %s", number, node->id);

		if (!is_taken(order, n, d) && g_str_has_prefix(node->id, query))
			offers_add(list, whole, name, node->name);
	}
}

static GPtrArray *offer_order(struct view *v, const char *text)
{
	GPtrArray *list = offers_new();

	tree_view_offer_pivot(list, v, "", text);
	return list;
}

unsigned tree_view_ask_pivot(struct view *v)
{
	struct tree_view *t = v->own;
	struct ask q = {.label = "Order of dimensions:", .history = "pivot", .echo = echo_order,
			.offer = offer_order, .answer = tree_view_pivot};

	if (outline_n_dimensions(&t->outline) < 2)
		app_say(v->app, STYLE_NOTICE, "a pivot needs two dimensions");
	else
		app_ask(v->app, v, &q);
	return REACT_REDRAW;
}

/* ------------------------------------------------ what a crossing cannot do, and is */

static char *segments_text(const struct view *v, const char *between)
{
	const struct tree_view *t = v->own;
	int nodes[CROSSING_NODES], n = pivot_slice(t->outline.pivot, outline_node(&t->outline), nodes);
	GString *text = g_string_new(NULL);

	for (int i = 0; i < n; i++)
		g_string_append_printf(text, "%s%s", i == 0 ? "" : i == n - 1 ? between : ", ",
				       t->outline.market->nodes[nodes[i]].name);
	return g_string_free(text, FALSE);
}

bool tree_view_refuses(struct view *v, const char *what, const char *instead)
{
	const struct tree_view *t = v->own;

	if (!tree_view_is_crossing(v, outline_node(&t->outline)))
		return false;
	g_autofree char *segments = segments_text(v, " or ");

	app_say(v->app, STYLE_WARNING, "a crossing has no %s of its own, it follows from its segments: "
		"%s %s", what, instead, segments);
	return true;
}

static void share_row(struct table *table, const struct market *m, const struct forecast *f, int node,
		      int column)
{
	double level = forecast_level(f, node, column), total = forecast_level(f, 0, column);

	table_row(table, 0);
	table_text(table, node ? m->nodes[node].name : "Total");
	table_number(table, level, isnan(level) ? 0 : status_letter(forecast_status(f, node, column)));
	table_number(table, level / total, 0);
}

static void cell_row(struct table *table, const char *what, double level, double share, char mark)
{
	table_row(table, 0);
	table_text(table, what);
	table_number(table, level, isnan(level) ? 0 : mark);
	table_number(table, share, 0);
}

/* Figures and odds that tie the dimensions of a fitted crossing together. */
static void note_crosses(struct table *table, const struct market *m)
{
	for (int i = 0; i < m->n_crosses; i++) {
		const struct cross *c = &m->crosses[i];
		GString *at = g_string_new(NULL);

		for (int j = 0; j < c->n; j++)
			g_string_append_printf(at, "%s%s", j ? " x " : "", m->nodes[c->at[j]].name);
		for (int j = 0; j < c->n_facts; j++) {
			const struct fact *fact = &m->cross_facts[c->first_fact + j];
			g_autofree char *period = market_period(m, fact->to);

			table_note(table, "%s: %s %s in %s.", at->str,
				   metric_name((enum metric)fact->metric), fact->print, period);
		}
		for (const struct cross_odds *o = c->odds; o; o = o->next)
			table_note(table, "%s: odds ratio %g.", at->str, o->odds);
		g_string_free(at, TRUE);
	}
}

static struct table *explained(struct view *v, const int *nodes, int n,
			       const struct crossing_cell *cell)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	g_autofree char *unit = market_unit(m->market, m->measure, true);
	g_autofree char *names = pivot_name(t->outline.pivot, outline_node(&t->outline));
	g_autofree char *segments = segments_text(v, " or ");
	struct table *table = table_new(NULL);

	table->more = forecast_decimals(m->source, 0);
	table_column(table, "name", "Segment", COLUMN_TEXT);
	table_column_marked(table, table_column(table, "value", unit, COLUMN_NUMBER));
	table_column(table, "share", "% of the total", COLUMN_PERCENT);
	share_row(table, m->market, m->now, 0, t->year);
	for (int i = 0; i < n; i++)
		share_row(table, m->market, m->now, nodes[i], t->year);
	cell_row(table, names, cell->middle, cell->middle_share,
		 status_letter((enum status)cell->status));
	cell_row(table, "at least", cell->low, cell->low_share, 0);
	cell_row(table, "at most", cell->high, cell->high_share, 0);
	if (cell->fitted) {
		table_note(table, "The table of these dimensions that fits their margins and what is "
			   "known of crossings:");
		note_crosses(table, m->market);
	} else {
		table_note(table, "The product of the shares, as if each segment had the same make-up; "
			   "nothing was printed about the crossing.");
	}
	table_note(table, "At least, at most: what the margins allow%s.",
		   cell->fitted ? " with these" : "");
	table_note(table, "To change it, change %s.", segments);
	return table;
}

unsigned tree_view_explain_crossing(struct view *v)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	struct pivot *p = t->outline.pivot;
	int row = outline_node(&t->outline), nodes[CROSSING_NODES], n = pivot_slice(p, row, nodes);
	g_autofree char *name = pivot_name(p, row);
	g_autofree char *year = market_period(m->market, forecast_period(m->now, t->year));
	g_autofree char *title = g_strdup_printf("How it came about: %s, %s", name, year);
	struct crossing_cell cell;

	if (pivot_cell(p, row, t->year, &cell))
		view_table_open(v->app, title, explained(v, nodes, n, &cell));
	else
		app_say(v->app, STYLE_WARNING, "%s", pivot_error(p));
	return REACT_REDRAW;
}

/* Low, middle and high by year. */
unsigned tree_view_bounds_of_crossing(struct view *v)
{
	const struct tree_view *t = v->own;
	int nodes[CROSSING_NODES];
	int n = pivot_slice(t->outline.pivot, outline_node(&t->outline), nodes);
	int n_columns = app_model(v->app)->now->n_periods;
	g_autofree int *columns = g_new(int, (size_t)n_columns);
	g_autoptr(GError) error = NULL;
	struct table *table;

	for (int i = 0; i < n_columns; i++)
		columns[i] = i;
	table = answer_slice(&t->pivoted->session, nodes, n, columns, n_columns, &error);
	if (table)
		view_table_open(v->app, table->title, table);
	else
		app_say(v->app, STYLE_WARNING, "%s", error->message);
	return REACT_REDRAW;
}
