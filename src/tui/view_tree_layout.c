#include "config.h"

#include "tui/view_tree_draw.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "forecast/bounds.h"
#include "model/edit.h"

enum {
	NAME_LEAST = 16, NAME_WANTED = 22, NAME_MOST = 40,
	FLAG = 1, BAR_MIN = 5, BAR_MAX = 20, SPARK_MIN = 7, SPARK_MAX = 12,
	WIDE = 110,		/* from here on the chart stands beside the tree */
	TABLE_WIDTH = 80,
	CHART_MIN_ROWS = 8, CHART_MAX_ROWS = 26,
	LIST_SHARE_FROM = 16,	/* rows for list and chart, below which there is no chart */
};

/* Not on every key: a dimension may have a hundred thousand segments. */
static void find_largest(struct tree_view *t, const struct model *m)
{
	const struct forecast *f = m->now;

	if (t->largest_generation == m->generation && t->largest_year == t->year
	    && t->largest_dimension == t->outline.dimension)
		return;
	t->largest = 0;
	for (int i = market_child(f->market, t->outline.dimension); i >= 0;
	     i = market_next(f->market, i)) {
		double level = forecast_level(f, i, t->year);

		if (level > t->largest)
			t->largest = level;
	}
	t->largest_generation = m->generation;
	t->largest_year = t->year;
	t->largest_dimension = t->outline.dimension;
}

/* The year cursor stays in sight. */
static void scroll_years(struct view *v)
{
	struct tree_view *t = v->own;
	int n = app_model(v->app)->now->n_periods;
	struct columns at = tree_view_arrange(v, t->tree_columns);

	t->first_year = CLAMP(t->first_year, t->year - at.n_years + 1, t->year);
	t->first_year = CLAMP(t->first_year, 0, MAX(n - at.n_years, 0));
}

static void find_bounds(struct tree_view *t, const struct model *m)
{
	if (model_fill(m) != FILL_NONE || t->bounds_of == m->source)
		return;
	bounds_free(t->bounds);
	t->bounds = bounds_new(m->source);
	t->bounds_of = m->source;
}

void tree_view_layout(struct view *v, int rows, int columns)
{
	struct tree_view *t = v->own;
	int room = rows - TREE_TOP - 1;
	bool beside = columns >= WIDE;
	int below = !beside && room >= LIST_SHARE_FROM ? MIN(room / 2, CHART_MAX_ROWS) : 0;

	t->tree_columns = beside ? TABLE_WIDTH + MAX(columns - 120, 0) / 2 : columns;
	t->message_row = TREE_TOP + MAX(room - below, 1);
	/* a long message takes rows of the list, never the one with the cursor */
	t->outline.list.height = MAX(room - below - app_message_rows(v->app) + 1, 1);
	t->message_columns = columns - 2;
	t->chart_row = beside ? TREE_TOP - 1 : t->message_row + 1;
	t->chart_column = beside ? t->tree_columns + 1 : 0;
	t->chart_columns = beside ? columns - t->chart_column : columns;
	t->chart_rows = beside ? t->message_row - t->chart_row - app_message_rows(v->app) + 1 : below;
	if (t->chart_rows < CHART_MIN_ROWS)
		t->chart_rows = 0;
	list_settle(&t->outline.list);
	find_largest(t, app_model(v->app));
	scroll_years(v);
	find_bounds(t, app_model(v->app));
}

static int measure_levels(const struct model *m, const struct tree_view *t, int digits)
{
	int width = 5;

	for (int j = 0; j < m->now->n_periods; j++) {
		char buf[NUMBER_TEXT_MAX];
		double level = forecast_level(m->now, t->outline.dimension, j);

		if (!t->all_years && j != m->now->base && j != t->year)
			continue;
		g_autofree char *period = market_period(m->market, forecast_period(m->now, j));

		width = MAX(width, text_width(period));
		if (!isnan(level))
			width = MAX(width, (int)strlen(number_fixed(buf, level, digits)));
	}
	return MIN(width, 16);
}

/* Not on every key. */
static int level_width(const struct view *v)
{
	struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	struct level_width *l = &t->levels;
	int digits = app_level_digits(v->app);

	if (l->width && l->generation == m->generation && l->year == t->year
	    && l->dimension == t->outline.dimension && l->digits == digits
	    && l->all_years == t->all_years)
		return l->width;
	*l = (struct level_width){
		.generation = m->generation, .year = t->year, .dimension = t->outline.dimension,
		.digits = digits, .all_years = t->all_years,
		.width = measure_levels(m, t, digits),
	};
	return l->width;
}

static int take(int *left, int width)
{
	if (*left < width)
		return 0;
	*left -= width;
	return width;
}

/* As many years as there is room for; the name takes what they leave. */
static struct columns arrange_years(const struct view *v, int width)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	struct columns c = {.level = level_width(v)};
	int room = width - 3 - (t->outline.flat ? NAME_MOST : NAME_LEAST);

	c.n_years = CLAMP(room / (c.level + 2), 1, m->now->n_periods);
	c.first_year = t->first_year;
	c.name = MIN(width - 3 - c.n_years * (c.level + 2), NAME_MOST);
	return c;
}

/* Some row is typed and locked. */
static bool has_both(const struct model *m)
{
	const struct scenario *s = model_scenario(m);

	for (guint i = 0; i < s->adjusts->len; i++) {
		const struct adjust *a = s->adjusts->pdata[i];
		int node = a->kind == ADJUST_LOCK && a->value != 0 ? market_find(m->market, a->path)
								   : -1;

		if (node >= 0 && edit_is_typed(m, node))
			return true;
	}
	return false;
}

/* What is dropped first when the room gets narrow comes last here. */
struct columns tree_view_arrange(const struct view *v, int width)
{
	const struct tree_view *t = v->own;

	if (t->all_years)
		return arrange_years(v, width);
	const struct model *m = app_model(v->app);
	int digits = app_digits(v->app);
	struct columns c = {.level = level_width(v)};
	int number = digits > 0 ? digits + 1 : 0;
	int year = c.level + 3, share = MAX(6 + number, 8);
	int rate = MAX(7 + number, 11), was = 3 + number;
	int left = width - 3 - NAME_LEAST - year - rate - FLAG;
	int base = t->year == m->now->base ? 0 : take(&left, c.level + 2);
	int end = 3 + NAME_LEAST, wanted = t->outline.flat ? NAME_MOST : NAME_WANTED;

	share = t->share == SHARE_OFF ? 0 : take(&left, share - 1);
	c.was_width = was = take(&left, was);
	c.name = NAME_LEAST + take(&left, CLAMP(left, 0, wanted - NAME_LEAST));
	c.spark_width = take(&left, SPARK_MIN + 1) ? SPARK_MIN : 0;
	c.bar_width = c.spark_width && take(&left, BAR_MIN + 1) ? BAR_MIN : 0;
	int between = t->outline.pivot && c.bar_width ? take(&left, 2 * c.level + 4) : 0;

	if (c.spark_width)
		c.spark_width += take(&left, CLAMP(left, 0, CLAMP(m->now->n_periods - SPARK_MIN, 0,
								  SPARK_MAX - SPARK_MIN)));
	if (c.bar_width)
		c.bar_width += take(&left, MIN(left / 2, BAR_MAX - BAR_MIN));
	c.name += take(&left, MIN(left, NAME_MOST - c.name));

	if (has_both(m) && (left > 0 || c.name > NAME_LEAST)) {
		c.two_flags = true;
		c.name -= take(&left, 1) ? 0 : 1;
	}
	end = 3 + c.name;
	c.base = base ? end += base : 0;
	c.year = end += year;
	c.share = share ? end += share : 0;
	c.rate = end += rate;
	c.flag = end += FLAG + c.two_flags;
	c.was = was ? end += was : 0;
	c.between = between ? end += between : 0;
	c.spark = c.spark_width ? end += 1 + c.spark_width : 0;
	c.bar = c.bar_width ? end += 1 + c.bar_width : 0;
	return c;
}
