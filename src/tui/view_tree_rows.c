#include "config.h"

#include "tui/view_tree_draw.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "chart/chart.h"
#include "forecast/bounds.h"
#include "model/edit.h"

static enum style status_style(enum status status)
{
	switch (status) {
	case STATUS_REPORTED: case STATUS_ABOUT: return STYLE_REPORTED;
	/* The letter tells these apart; colours are for what stands out, and cost bytes. */
	case STATUS_DERIVED: case STATUS_ASSUMED: return STYLE_NORMAL;
	case STATUS_SCENARIO: return STYLE_CHANGED;
	default: return STYLE_UNKNOWN;
	}
}

/* A number in width columns ending before `end`, its status letter at end-1.  What does not fit
 * loses decimals before it would lose digits. */
static void draw_number(struct canvas *c, int row, int end, int width, double value, int digits,
			enum status status, bool letter)
{
	char text[NUMBER_TEXT_MAX];
	char mark[2] = {letter ? status_letter(status) : ' ', '\0'};
	enum style style = isnan(value) ? STYLE_UNKNOWN : status_style(status);

	if (isnan(value))
		g_strlcpy(text, (int)status == STATUS_UNKNOWN ? "?" : "n/a", sizeof text);
	else
		number_fixed(text, value, digits);
	while (!isnan(value) && digits > 0 && (int)strlen(text) > width)
		number_fixed(text, value, --digits);
	if ((int)strlen(text) > width)
		memset(text, '#', (size_t)width), text[width] = '\0';
	canvas_put_right(c, row, end - 1, width, style, text);
	if (!isnan(value))
		canvas_put(c, row, end - 1, 1, style, mark);
}

double tree_view_share(const struct view *v, int node, enum status *status)
{
	const struct tree_view *t = v->own;
	const struct forecast *f = app_model(v->app)->now;
	double total;

	if (node == t->outline.dimension) {
		*status = STATUS_DERIVED;
		return isnan(forecast_level(f, node, t->year)) ? NAN : 1;
	}
	if (t->share == SHARE_OF_PARENT || outline_parent(&t->outline, node) == t->outline.dimension)
		return t->outline.pivot ? pivot_share(t->outline.pivot, node, t->year, status)
		       : forecast_share(f, node, t->year, status);
	total = forecast_level(f, 0, t->year);
	*status = status_worst(tree_view_status(v, node, t->year), forecast_status(f, 0, t->year));
	return total != 0 ? tree_view_level(v, node, t->year) / total : NAN;
}

static void draw_rate(const struct view *v, struct canvas *c, int row, int node,
		      const struct columns *at)
{
	const struct model *m = app_model(v->app);
	int digits = app_digits(v->app);
	enum status status = STATUS_DERIVED;
	char now[NUMBER_TEXT_MAX], was[NUMBER_TEXT_MAX];
	double rate, source;

	if (m->column_from < 0)
		return;
	rate = tree_view_rate(v, node, &status);
	bool locked = !tree_view_is_crossing(v, node) && edit_is_locked(m, node);
	bool typed = !tree_view_is_crossing(v, node) && edit_is_typed(m, node);
	/* Without a column for each, a row with both gives one of its rate's gap. */
	int both = locked && typed && !at->two_flags;

	draw_number(c, row, at->rate - both, digits + 6, rate * 100, digits, status, true);
	if (typed)
		canvas_put(c, row, at->flag - 1 - (both || at->two_flags), 1, STYLE_TYPED, "*");
	if (locked)
		canvas_put(c, row, at->flag - 1, 1, STYLE_LOCKED, "L");
	source = tree_view_rate_before(v, node, &status);
	number_fixed(now, rate * 100, digits);
	number_fixed(was, source * 100, digits);
	if (at->was && !isnan(source) && strcmp(now, was) != 0)
		draw_number(c, row, at->was + 1, at->was_width - (locked || typed), source * 100,
			    digits, status, false);
}

static void draw_graphics(const struct view *v, struct canvas *c, int row, int node,
			  const struct columns *at)
{
	const struct tree_view *t = v->own;
	double level = tree_view_level(v, node, t->year);

	if (at->spark) {
		int n = app_model(v->app)->now->n_periods;
		g_autofree double *levels = g_new(double, (size_t)n);

		for (int j = 0; j < n; j++)
			levels[j] = tree_view_level(v, node, j);
		g_autofree char *spark = chart_sparkline(levels, n, at->spark_width, c->utf8);

		canvas_put(c, row, at->spark - at->spark_width, at->spark_width, STYLE_NORMAL, spark);
	}
	int parent = outline_parent(&t->outline, node);
	double whole = t->bars_of_parent && parent >= 0
		? tree_view_level(v, parent, t->year) : t->largest;

	if (at->bar && node != t->outline.dimension && level > 0 && whole > 0) {
		g_autofree char *bar = chart_bar(MIN(level / whole, 1), at->bar_width, c->utf8);

		canvas_put(c, row, at->bar - at->bar_width, at->bar_width, STYLE_BAR, bar);
	}
}

/* "North America > Canada" from the name's end: what is cut off is the far end of the path. */
static char *flat_name(const struct outline *t, int node, int room, bool utf8)
{
	GString *path = g_string_new(tree_view_name(t, node));

	for (int p = outline_parent(t, node); p > 0 && p != t->dimension; p = outline_parent(t, p)) {
		g_autofree char *before = g_strconcat(tree_view_name(t, p), " > ", NULL);

		if (text_width(before) + text_width(path->str) > room) {
			const char *cut = utf8 ? "\u2026 > " : ".. > ";

			if (text_width(cut) + text_width(path->str) <= room)
				g_string_prepend(path, cut);
			break;
		}
		g_string_prepend(path, before);
	}
	g_autofree char *whole = g_string_free(path, FALSE);

	return text_column(whole, room, false, utf8);
}

static void draw_name(const struct view *v, struct canvas *c, int row, int node,
		      const struct columns *at, bool cursor)
{
	const struct tree_view *t = v->own;
	bool is_root = node == t->outline.dimension, flat = t->outline.flat && !is_root;
	int depth = is_root || flat ? 0 : MIN(outline_depth(&t->outline, node), (at->name - 8) / 2);
	int indent = 2 * MAX(depth, 0), room = at->name - indent;
	g_autofree char *name = flat ? flat_name(&t->outline, node, room, c->utf8)
		: text_column(tree_view_name(&t->outline, node), room, false, c->utf8);

	if (cursor)
		canvas_put(c, row, 0, 1, STYLE_NORMAL, ">");
	if (!is_root && !outline_is_leaf(&t->outline, node))
		canvas_put(c, row, 1 + indent, 1, STYLE_NORMAL,
			   outline_is_open(&t->outline, node) ? "-" : "+");
	if (tree_view_is_marked(t, node))
		canvas_put(c, row, 2 + indent, 1, STYLE_MATCH, "*");
	canvas_put(c, row, 3 + indent, room, cursor ? STYLE_CURSOR : STYLE_NORMAL, name);
}

static void draw_levels(const struct view *v, struct canvas *c, int row, int node,
			const struct columns *at)
{
	for (int i = 0; i < at->n_years; i++)
		draw_number(c, row, 3 + at->name + (i + 1) * (at->level + 2), at->level + 1,
			    tree_view_level(v, node, at->first_year + i), app_level_digits(v->app),
			    tree_view_status(v, node, at->first_year + i), true);
}

/* What the scenario did to the share of base that an unknown node has. */
static double share_moved(const struct model *m, int node, int base, int year)
{
	int column = forecast_column(m->source, forecast_period(m->now, year));
	double was = forecast_level(m->source, base, column);
	double is = forecast_level(m->now, base, year);
	double whole = was > 0 && is > 0 ? is / was : forecast_scale(m->now, base, year);

	return m->now->scenario ? forecast_scale(m->now, node, year) / whole : 1;
}

/* Where an unknown share must lie, over the column of the level or of the rate too if that is
 * unknown: "? [0.00, 33.48]". */
static void draw_interval(const struct view *v, struct canvas *c, int row, int node,
			  const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int digits = app_digits(v->app), from = at->year, end = at->share;
	enum status status;
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];
	struct bound x;
	int column = forecast_column(m->source, forecast_period(m->now, t->year));

	if (tree_view_is_crossing(v, node) || !t->bounds || model_fill(m) != FILL_NONE || t->share == SHARE_OFF || column < 0)
		return;
	if (!(t->share == SHARE_OF_TOTAL ? bounds_share_of_total(t->bounds, node, column, &x)
	      : bounds_share(t->bounds, node, column, &x)) || isinf(x.high))
		return;
	double moved = share_moved(m, node, t->share == SHARE_OF_TOTAL ? 0
				   : m->market->nodes[node].parent, t->year);
	double most = moved == 1 ? x.high : fmin(x.high * moved, 1);
	g_autofree char *text = g_strdup_printf("? [%s, %s]",
						number_fixed(low, x.low * moved * 100, digits),
						number_fixed(high, most * 100, digits));

	if (m->column_from >= 0 && isnan(tree_view_rate(v, node, &status)))
		end = MAX(end, at->rate);
	else if (isnan(tree_view_level(v, node, t->year)))
		from = at->base ? at->base : at->year - at->level - 3;
	if (text_width(text) >= end - from)
		return;
	canvas_fill(c, row, from, 1, end - from, STYLE_NORMAL, ' ');
	canvas_put_right(c, row, end - 1, end - from, STYLE_UNKNOWN, text);
}

/* What a crossing has at least and at most: "0.00..5.62". */
static void draw_ends(const struct view *v, struct canvas *c, int row, int node,
		      const struct columns *at)
{
	const struct tree_view *t = v->own;
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];
	int digits = app_level_digits(v->app);
	struct crossing_cell cell;

	if (!pivot_cell(t->outline.pivot, node, t->year, &cell) || isnan(cell.low)
	    || isnan(cell.high))
		return;
	g_autofree char *text = g_strdup_printf("%s..%s", number_fixed(low, cell.low, digits),
						number_fixed(high, cell.high, digits));

	canvas_put_right(c, row, at->between, 2 * at->level + 2, STYLE_DIM, text);
}

/* A row as it looks without the cursor. */
static void draw_row(const struct view *v, struct canvas *c, int row, int node,
		     const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct forecast *f = app_model(v->app)->now;
	int digits = app_digits(v->app), levels = app_level_digits(v->app);
	bool is_root = node == t->outline.dimension, unknown = false;
	enum status status = STATUS_DERIVED;

	draw_name(v, c, row, node, at, false);
	if (at->n_years) {
		draw_levels(v, c, row, node, at);
		return;
	}
	if (at->base)
		draw_number(c, row, at->base, at->level, tree_view_level(v, node, f->base), levels,
			    tree_view_status(v, node, f->base), true);
	draw_number(c, row, at->year, at->level, tree_view_level(v, node, t->year), levels,
		    tree_view_status(v, node, t->year), true);
	if (at->share) {
		double share = tree_view_share(v, node, &status);

		unknown = isnan(share);
		draw_number(c, row, at->share, digits + 4, share * 100, digits, status, !is_root);
	}
	draw_rate(v, c, row, node, at);
	if (at->between)
		draw_ends(v, c, row, node, at);
	if (unknown)
		draw_interval(v, c, row, node, at);
	draw_graphics(v, c, row, node, at);
}

/* All that the look of a row depends on. */
struct row_key {
	struct columns columns;
	unsigned generation;
	int node, year, digits, levels, share, width, dimension;
	bool open, marked, flat, bars_of_parent;
};
struct drawn_row {
	struct row_key key;
	struct canvas *cells;	/* one row, or NULL */
};

void tree_view_forget_drawn(struct tree_view *t)
{
	for (int i = 0; t->drawn_rows && i < TREE_DRAWN_ROWS; i++)
		canvas_free(t->drawn_rows[i].cells);
	g_clear_pointer(&t->drawn_rows, g_free);
	canvas_free(t->drawn_chart);
	t->drawn_chart = NULL;
	g_clear_pointer(&t->drawn_chart_name, g_free);
}

static const struct canvas *drawn_row(const struct view *v, const struct row_key *key, bool utf8)
{
	struct tree_view *t = v->own;
	struct drawn_row *slot;

	if (!t->drawn_rows)
		t->drawn_rows = g_new0(struct drawn_row, TREE_DRAWN_ROWS);
	slot = &t->drawn_rows[(unsigned)key->node % TREE_DRAWN_ROWS];
	if (slot->cells && memcmp(&slot->key, key, sizeof *key) == 0 && slot->cells->utf8 == utf8)
		return slot->cells;
	canvas_free(slot->cells);
	slot->cells = canvas_new(1, key->width, utf8);
	memcpy(&slot->key, key, sizeof *key);
	draw_row(v, slot->cells, 0, key->node, &key->columns);
	return slot->cells;
}

void tree_view_draw_rows(const struct view *v, struct canvas *c, const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct list *l = &t->outline.list;

	for (int i = l->top; i < l->n && i < l->top + l->height; i++) {
		struct row_key key;

		/* Compared as bytes, so the padding counts. */
		memset(&key, 0, sizeof key);
		key.columns = *at;
		key.generation = app_model(v->app)->generation;
		key.node = t->outline.rows[i];
		key.year = t->year;
		key.digits = app_digits(v->app);
		key.levels = app_level_digits(v->app);
		key.share = (int)t->share;
		key.width = t->tree_columns;
		key.dimension = t->outline.dimension;
		key.flat = t->outline.flat;
		key.bars_of_parent = t->bars_of_parent;
		key.marked = tree_view_is_marked(t, key.node);
		key.open = outline_is_open(&t->outline, key.node);
		canvas_copy(c, TREE_TOP + i - l->top, 0, drawn_row(v, &key, c->utf8));
		if (i == l->cursor)
			draw_name(v, c, TREE_TOP + i - l->top, key.node, at, true);
	}
}
