#include "config.h"

#include "tui/view_tree_draw.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* What the rows show, as a table: figures alone, without sparklines and bars. */

static int year_column(struct table *t, const struct model *m, int period)
{
	g_autofree char *text = market_period(m->market, forecast_period(m->now, period));
	int column = table_column(t, text, text, COLUMN_NUMBER);

	table_column_marked(t, column);
	return column;
}

/* The columns; returns that of the year cursor. */
static int make_columns(const struct view *v, struct table *table)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int year = 0;

	table->more = forecast_decimals(m->source, 0);
	table_column(table, "name", "Segment", COLUMN_TEXT);
	for (int j = 0; j < m->now->n_periods; j++) {
		int column;

		if (!t->all_years && j != t->year && j != m->now->base)
			continue;
		column = year_column(table, m, j);
		if (j == t->year)
			year = column;
	}
	if (t->all_years)
		return year;
	if (t->share != SHARE_OFF)
		table_column_marked(table, table_column(table, "share", "share", COLUMN_PERCENT));
	if (m->column_from >= 0) {
		g_autofree char *rate = tree_view_rate_title(m);

		table_column_marked(table, table_column(table, "rate", rate, COLUMN_PERCENT));
		table_column(table, "was", "was", COLUMN_PERCENT);
	}
	return year;
}

static void put_name(struct table *table, const struct tree_view *t, int row)
{
	const struct outline *o = &t->outline;
	bool path = o->flat && row != o->dimension;
	GString *name = g_string_new(tree_view_name(o, row));

	for (int p = outline_parent(o, row); path && p >= 0 && p != o->dimension;
	     p = outline_parent(o, p)) {
		g_string_prepend(name, " > ");
		g_string_prepend(name, tree_view_name(o, p));
	}
	table_row(table, path || row == o->dimension ? 0 : outline_depth(o, row));
	table_text(table, name->str);
	g_string_free(name, TRUE);
}

static void put_rates(struct table *table, const struct view *v, int row)
{
	int digits = app_digits(v->app);
	enum status status = STATUS_DERIVED, ignored;
	char now[NUMBER_TEXT_MAX], was[NUMBER_TEXT_MAX];
	double rate = tree_view_rate(v, row, &status);
	double source = tree_view_rate_before(v, row, &ignored);

	table_number(table, rate, isnan(rate) ? 0 : status_letter(status));
	number_fixed(now, rate * 100, digits);
	number_fixed(was, source * 100, digits);
	if (!isnan(source) && strcmp(now, was) != 0)
		table_number(table, source, 0);
}

static void put_row(struct table *table, const struct view *v, int row)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	enum status status = STATUS_DERIVED;

	put_name(table, t, row);
	for (int j = 0; j < m->now->n_periods; j++) {
		double level = tree_view_level(v, row, j);

		if (!t->all_years && j != t->year && j != m->now->base)
			continue;
		table_number(table, level, isnan(level) ? 0
			     : status_letter(tree_view_status(v, row, j)));
	}
	if (t->all_years)
		return;
	if (t->share != SHARE_OFF) {
		double share = tree_view_share(v, row, &status);
		bool letter = row != t->outline.dimension && !isnan(share);

		table_number(table, share, letter ? status_letter(status) : 0);
	}
	if (m->column_from >= 0)
		put_rates(table, v, row);
}

void tree_view_table(const struct view *v, bool all, struct shown *out)
{
	const struct tree_view *t = v->own;
	const struct list *l = &t->outline.list;

	out->table = out->made = table_new(NULL);
	out->column = make_columns(v, out->made);
	for (int i = all ? 0 : l->cursor; i < (all ? l->n : l->cursor + 1); i++)
		put_row(out->made, v, t->outline.rows[i]);
	out->line = all ? l->cursor : 0;
}
