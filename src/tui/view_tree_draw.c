#include "config.h"

#include "tui/view_tree_draw.h"

#include <math.h>

#include "chart/chart.h"
#include "report/picture.h"

static bool levels_differ(const struct view *v, int node)
{
	const struct model *m = app_model(v->app);
	const struct tree_view *t = v->own;
	int n = MIN(m->now->n_periods, m->source->n_periods);
	bool crossing = node >= m->market->n_nodes;

	for (int j = 0; j < n; j++) {
		double a = crossing ? pivot_level(t->outline.pivot, node, j)
			: forecast_level(m->now, node, j);
		double b = crossing ? pivot_level_before(t->outline.pivot, node, j)
			: forecast_level(m->source, node, j);

		if (isnan(a) != isnan(b) || fabs(a - b) > 1e-9 * fabs(a))
			return true;
	}
	return false;
}

static struct picture *picture_of(const struct view *v, int node)
{
	const struct model *m = app_model(v->app);
	bool crossing = node >= m->market->n_nodes, changed = levels_differ(v, node);
	const struct tree_view *t = v->own;
	int drawn = !crossing && m->market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
	struct picture_options o = {
		.nodes = &drawn, .n_nodes = 1, .rows = crossing ? &t->crossings : NULL,
		.source = changed ? m->source : NULL,
		.scenario = changed ? model_name(m) : NULL, .kind = CHART_LINE, .brief = true,
		.decimals = app_digits(v->app), .exact = app_style(v->app).exact,
	};

	return picture_new(m->now, &o);
}

void tree_view_draw_chart(const struct view *v, struct canvas *c, int node)
{
	struct picture *p = picture_of(v, node);

	chart_draw(&p->data, c, 0, 0, c->rows, c->columns);
	picture_free(p);
}

int tree_view_period_at(const struct view *v, int row, int column)
{
	const struct tree_view *t = v->own;
	struct picture *p;
	int period;

	if (row < t->chart_row || row >= t->chart_row + t->chart_rows || column < t->chart_column
	    || column >= t->chart_column + t->chart_columns)
		return -1;
	p = picture_of(v, t->chart_node);
	period = chart_period_at(&p->data, t->chart_rows, t->chart_columns, app_utf8(v->app),
				 column - t->chart_column);
	picture_free(p);
	return period;
}

static void show_chart(const struct view *v, struct canvas *c)
{
	struct tree_view *t = v->own;
	struct canvas *d = t->drawn_chart;
	unsigned generation = app_model(v->app)->generation;
	int digits = app_level_digits(v->app);

	if (!d || d->rows != t->chart_rows || d->columns != t->chart_columns || d->utf8 != c->utf8
	    || t->drawn_chart_node != t->chart_node || t->drawn_chart_digits != digits
	    || t->drawn_chart_generation != generation
	    || g_strcmp0(t->drawn_chart_name, model_name(app_model(v->app))) != 0) {
		canvas_free(d);
		t->drawn_chart = canvas_new(t->chart_rows, t->chart_columns, c->utf8);
		t->drawn_chart_node = t->chart_node;
		t->drawn_chart_digits = digits;
		t->drawn_chart_generation = generation;
		g_free(t->drawn_chart_name);
		t->drawn_chart_name = g_strdup(model_name(app_model(v->app)));
		tree_view_draw_chart(v, t->drawn_chart, t->chart_node);
	}
	canvas_copy(c, t->chart_row, t->chart_column, t->drawn_chart);
}

/* The list is full or ends with the same row as before: only its own rows differ. */
void tree_view_draw_moved(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	struct columns at = tree_view_arrange(v, t->tree_columns);

	canvas_fill(c, 2, 0, 1, c->columns, STYLE_NORMAL, ' ');
	tree_view_draw_crumb(v, c);
	tree_view_draw_rows(v, c, &at);
	c->cursor_row = c->cursor_column = -1;
}

void tree_view_draw(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	struct columns at = tree_view_arrange(v, t->tree_columns);

	tree_view_draw_head(v, c, &at);
	tree_view_draw_rows(v, c, &at);
	if (t->chart_rows > 0)
		show_chart(v, c);
	app_draw_message(v->app, c, t->message_row);
}
