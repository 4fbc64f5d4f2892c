#include "config.h"

#include "tui/view_tree.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "chart/chart.h"
#include "forecast/bounds.h"
#include "report/picture.h"
#include "tui/edit.h"

enum {
	NAME_LEAST = 16, NAME_WANTED = 22, NAME_MOST = 40,
	BAR_MIN = 5, BAR_MAX = 20, SPARK_MIN = 7, SPARK_MAX = 12,
	WIDE = 110,		/* from here on the chart stands beside the tree */
	TABLE_WIDTH = 80,
	CHART_MIN_ROWS = 8, CHART_MAX_ROWS = 26,
	LIST_SHARE_FROM = 16,	/* rows for list and chart, below which there is no chart */
};

/* Where each column ends (exclusive, status included), 0: not shown. */
struct columns {
	int name;		/* width */
	int level;		/* digits of a level */
	int base, year, share, rate, flag, was, spark, bar;
	int spark_width, bar_width, was_width;
	int n_years, first_year;	/* levels of so many years in place of all but the name */
};

/* ------------------------------------------------ layout */

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

static struct columns arrange(const struct view *v, int width);

/* The year cursor stays in sight. */
static void scroll_years(struct view *v)
{
	struct tree_view *t = v->own;
	int n = app_model(v->app)->now->n_periods;
	struct columns at = arrange(v, t->tree_columns);

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
	t->outline.list.height = MAX(room - below, 1);
	t->message_row = TREE_TOP + t->outline.list.height;
	t->message_columns = columns - 2;
	t->chart_row = beside ? TREE_TOP - 1 : t->message_row + 1;
	t->chart_column = beside ? t->tree_columns + 1 : 0;
	t->chart_columns = beside ? columns - t->chart_column : columns;
	t->chart_rows = beside ? MIN(t->message_row - t->chart_row, CHART_MAX_ROWS) : below;
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

		if (!isnan(level) && (t->all_years || j == m->now->base || j == t->year))
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
	int digits = app_digits(v->app);

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

/* What is dropped first when the room gets narrow comes last here. */
static struct columns arrange(const struct view *v, int width)
{
	const struct tree_view *t = v->own;

	if (t->all_years)
		return arrange_years(v, width);
	const struct model *m = app_model(v->app);
	int digits = app_digits(v->app);
	struct columns c = {.level = level_width(v)};
	int number = digits > 0 ? digits + 1 : 0;
	int year = c.level + 3, share = 6 + number, rate = MAX(7 + number, 11), was = 3 + number;
	int left = width - 3 - NAME_LEAST - year - rate;
	int base = t->year == m->now->base ? 0 : take(&left, c.level + 2);
	int end = 3 + NAME_LEAST, wanted = t->outline.flat ? NAME_MOST : NAME_WANTED;

	share = t->share == SHARE_OFF ? 0 : take(&left, share - 1);
	c.was_width = was = take(&left, was);
	c.name = NAME_LEAST + take(&left, CLAMP(left, 0, wanted - NAME_LEAST));
	c.spark_width = take(&left, SPARK_MIN + 2) ? SPARK_MIN : 0;
	c.bar_width = c.spark_width && take(&left, BAR_MIN + 1) ? BAR_MIN : 0;
	if (c.spark_width)
		c.spark_width += take(&left, CLAMP(left, 0, CLAMP(m->now->n_periods - SPARK_MIN, 0,
								  SPARK_MAX - SPARK_MIN)));
	if (c.bar_width)
		c.bar_width += take(&left, MIN(left / 2, BAR_MAX - BAR_MIN));
	c.name += take(&left, MIN(left, NAME_MOST - c.name));

	end = 3 + c.name;
	c.base = base ? end += base : 0;
	c.year = end += year;
	c.share = share ? end += share : 0;
	c.rate = end += rate;
	c.flag = end += 1;
	c.was = was ? end += was - 1 : 0;
	c.spark = c.spark_width ? end += 2 + c.spark_width : 0;
	c.bar = c.bar_width ? end += 1 + c.bar_width : 0;
	return c;
}

/* ------------------------------------------------ head */

static char *period_text(const struct model *m, int column)
{
	return market_period(m->market, forecast_period(m->now, column));
}

static void draw_title(const struct view *v, struct canvas *c)
{
	const struct model *m = app_model(v->app);
	g_autofree char *unit = unit_format(&m->market->unit, true);
	g_autofree char *left = g_strdup_printf("%s   %s", m->market->title, unit);
	const char *name = model_scenario(m)->id ? model_name(m) : "";
	g_autofree char *right = g_strconcat(name, *name && model_modified(m) ? " " : "",
					     model_modified(m) ? "[modified]" : "", NULL);

	app_draw_title(v->app, c, left, right);
}

/* The dimension's title, or where the tabs are short of room its id: "Data modality", "Modality". */
static char *tab_name(const struct view *v, int number, bool brief)
{
	const struct tree_view *t = v->own;
	const struct node *node = &t->outline.market->nodes[outline_dimension(&t->outline,
									       number)];
	char *name;

	if (!brief)
		return g_strdup(node->name);
	name = g_strdelimit(g_strdup(node->id), "-", ' ');
	name[0] = g_ascii_toupper(name[0]);
	return name;
}

enum { TAB_NAME = 40, TAB_NAME_SHORT = 16 };

/* "[5 Geography]", "4 Industry", or "4" alone. */
static char *tab_text(const struct view *v, int number, bool brief, bool named)
{
	const struct tree_view *t = v->own;
	bool current = number == outline_dimension_number(&t->outline);
	g_autofree char *name = tab_name(v, number, brief);
	g_autofree char *cut = text_column(name, brief ? TAB_NAME_SHORT : TAB_NAME, false,
					   app_utf8(v->app));

	if (!named && !current)
		return g_strdup_printf("%d", number + 1);
	return g_strdup_printf(current ? "[%d %s]" : "%d %s", number + 1, cut);
}

static int tabs_width(const struct view *v, bool brief, const bool *named)
{
	const struct tree_view *t = v->own;
	int n = outline_n_dimensions(&t->outline), width = 1;

	for (int i = 0; i < n; i++) {
		g_autofree char *text = tab_text(v, i, brief, named[i]);

		width += text_width(text) + 2;
	}
	return n ? width - 2 : 0;
}

/* All titles, or all ids; where not even these fit, those nearest to the present one have a name. */
static void choose_tabs(const struct view *v, int room, bool *named, bool *brief)
{
	const struct tree_view *t = v->own;
	int n = outline_n_dimensions(&t->outline), current = outline_dimension_number(&t->outline);

	for (int i = 0; i < n; i++)
		named[i] = true;
	for (int b = 0; b < 2; b++)
		if (*brief = b, tabs_width(v, *brief, named) <= room)
			return;
	for (int i = 0; i < n; i++)
		named[i] = false;
	for (int far = 1; far < n; far++) {
		for (int side = 1; side >= -1; side -= 2) {
			int i = current + side * far;

			if (i < 0 || i >= n)
				continue;
			named[i] = true;
			if (tabs_width(v, true, named) > room) {
				named[i] = false;
				return;
			}
		}
	}
}

/* Draws the tabs, or with c NULL finds the one at a column. */
static int walk_tabs(const struct view *v, struct canvas *c, int room, int column)
{
	const struct tree_view *t = v->own;
	int n = outline_n_dimensions(&t->outline), current = outline_dimension_number(&t->outline);
	g_autofree bool *named = g_new0(bool, (size_t)n + 1);
	bool brief = false;
	int at = 1;

	choose_tabs(v, room, named, &brief);
	/* Of very many, those from a few before the present one. */
	for (int i = tabs_width(v, brief, named) > room ? MAX(current - 2, 0) : 0; i < n; i++) {
		g_autofree char *tab = tab_text(v, i, brief, named[i]);
		int width = text_width(tab);

		if (at + width > room)
			break;
		if (c)
			canvas_put(c, 1, at, -1, i == current ? STYLE_TITLE : STYLE_NORMAL, tab);
		else if (column >= at && column < at + width)
			return i;
		at += width + 2;
	}
	return -1;
}

static int year_width(const struct view *v)
{
	const struct tree_view *t = v->own;
	g_autofree char *year = period_text(app_model(v->app), t->year);

	return text_width(year) + 11;
}

int tree_view_tab_at(const struct view *v, int columns, int column)
{
	return walk_tabs(v, NULL, columns - year_width(v), column);
}

static void draw_tabs(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	g_autofree char *year = period_text(app_model(v->app), t->year);
	g_autofree char *text = g_strdup_printf("year [ %s ]", year);

	walk_tabs(v, c, c->columns - year_width(v), -1);
	canvas_put_right(c, 1, c->columns - 1, -1, STYLE_NORMAL, text);
}

static void append_ancestors(GString *out, const struct market *m, int node)
{
	if (node <= 0)
		return;
	append_ancestors(out, m, m->nodes[node].parent);
	g_string_append_printf(out, "%s%s", out->len ? " > " : "", m->nodes[node].name);
}

/* "& america: 2 of 30", "by value", "flat": what the list was narrowed and turned to. */
static char *look_text(const struct tree_view *t)
{
	static const char *const orders[] = {
		[ORDER_VALUE] = "by value", [ORDER_GROWTH] = "by growth", [ORDER_NAME] = "by name",
	};
	const struct outline *o = &t->outline;
	GString *out = g_string_new(NULL);

	if (o->filter)
		g_string_append_printf(out, "& %s: %d of %d", o->filter, o->n_matches, o->n_nodes);
	if (o->order != ORDER_FILE)
		g_string_append_printf(out, "%s%s", out->len ? "   " : "", orders[o->order]);
	if (o->flat)
		g_string_append_printf(out, "%sflat", out->len ? "   " : "");
	return g_string_free(out, FALSE);
}

/* That and how the forecast is made, as wordy as the room allows. */
static char *settings_text(const struct view *v, int room)
{
	static const char *const shares[] = {"share of parent", "share of total", "shares off"};
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	const char *fill = fill_name(model_fill(m)), *hold = hold_name(model_hold(m));
	g_autofree char *look = look_text(t);
	g_autofree char *fill_text = g_strconcat("fill ", fill, NULL);
	g_autofree char *hold_text = g_strconcat("hold ", hold, NULL);
	const char *parts[] = {look, hold_text, fill_text, shares[t->share]};
	/* As they are read, by rank of what is left out last. */
	static const int order[] = {0, 2, 1, 3};

	for (int n = (int)G_N_ELEMENTS(parts); n > 0; n--) {
		GString *out = g_string_new(NULL);

		for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
			if (order[i] < n && *parts[order[i]])
				g_string_append_printf(out, "%s%s", out->len ? "   " : "",
						       parts[order[i]]);
		if (n == 1 || text_width(out->str) <= room) {
			g_autofree char *text = g_string_free(out, FALSE);

			return text_column(text, MAX(room, 0), false, app_utf8(v->app));
		}
		g_string_free(out, TRUE);
	}
	return g_strdup("");
}

/* " (3 of 8)", of the dimension's own row " (8)". */
static char *place_text(const struct tree_view *t)
{
	const struct list *l = &t->outline.list;
	GString *out = g_string_new(" (");

	if (l->cursor > 0)
		g_string_append_printf(out, "%d of ", l->cursor);
	g_string_append_printf(out, "%d", l->n - 1);
	if (t->n_marked)
		g_string_append_printf(out, ", %d marked", t->n_marked);
	g_string_append_c(out, ')');
	return g_string_free(out, FALSE);
}

static void draw_crumb(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	GString *crumb = g_string_new(NULL);
	g_autofree char *place = place_text(t);
	g_autofree char *look = look_text(t);
	int kept = *look ? MIN(text_width(look) + 2, c->columns / 2) : 0;
	int room = c->columns - 2 - text_width(place) - kept;

	append_ancestors(crumb, t->outline.market, outline_node(&t->outline));
	/* What is cut off is the far end of the path: the node itself stays. */
	const char *name = crumb->len ? crumb->str : "Total";

	while (text_width(name) > room && strstr(name, " > "))
		name = strstr(name, " > ") + 3;
	g_autofree char *cut = text_column(name, room, false, app_utf8(v->app));
	g_autofree char *text = g_strconcat(cut, place, NULL);
	g_autofree char *right = settings_text(v, room + kept - text_width(cut) - 2);

	canvas_put(c, 2, 1, -1, STYLE_NORMAL, text);
	canvas_put_right(c, 2, c->columns - 1, -1, STYLE_NORMAL, right);
	g_string_free(crumb, TRUE);
}

/* "26-31" of two years, else the whole periods. */
static char *span_text(const struct model *m, int from, int to, const char *between)
{
	struct period a = forecast_period(m->now, from), b = forecast_period(m->now, to);

	if (a.step != STEP_YEAR)
		return g_strdup("");
	return g_strdup_printf("%02d%s%02d", a.year % 100, between, b.year % 100);
}

/* The years on either side that are not in sight show as '<' and '>'. */
static void draw_years(const struct view *v, struct canvas *c, const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int end = 3 + at->name, last = at->first_year + at->n_years;

	canvas_put(c, 3, 3, -1, STYLE_DIM, "Segment");
	if (at->first_year > 0)
		canvas_put(c, 3, end - 1, 1, STYLE_KEY, "<");
	for (int j = at->first_year; j < last; j++) {
		g_autofree char *text = period_text(m, j);

		end += at->level + 2;
		canvas_put_right(c, 3, end - 1, at->level + 1,
				 j == t->year ? STYLE_CURSOR : STYLE_DIM, text);
	}
	if (last < m->now->n_periods)
		canvas_put(c, 3, end - 1, 1, STYLE_KEY, ">");
}

static void draw_header(const struct view *v, struct canvas *c, const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);

	if (at->n_years) {
		draw_years(v, c, at);
		return;
	}
	g_autofree char *base = period_text(m, m->now->base);
	g_autofree char *year = period_text(m, t->year);
	g_autofree char *window = m->column_from >= 0
		? span_text(m, m->column_from, m->column_to, "-") : g_strdup("");
	g_autofree char *rate = g_strconcat("CAGR ", window, NULL);
	g_autofree char *spark = span_text(m, 0, m->now->n_periods - 1, "..");

	canvas_put(c, 3, 3, -1, STYLE_DIM, "Segment");
	if (at->base)
		canvas_put_right(c, 3, at->base - 1, -1, STYLE_DIM, base);
	canvas_put_right(c, 3, at->year - 1, -1, STYLE_DIM, year);
	if (at->share)
		canvas_put_right(c, 3, at->share - 1, -1, STYLE_DIM, "share");
	canvas_put_right(c, 3, at->rate, -1, STYLE_DIM, g_strchomp(rate));
	if (at->was)
		canvas_put_right(c, 3, at->was, -1, STYLE_DIM, "was");
	if (at->spark)
		canvas_put(c, 3, at->spark - at->spark_width, at->spark_width + 1, STYLE_DIM,
			   spark);
	if (at->bar)
		canvas_put(c, 3, at->bar - at->bar_width, at->bar_width, STYLE_DIM,
			   t->bars_of_parent ? "share" : year);
}

/* ------------------------------------------------ rows */

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
	char text[NUMBER_TEXT_MAX] = "?";
	char mark[2] = {letter ? status_letter(status) : ' ', '\0'};
	enum style style = isnan(value) ? STYLE_UNKNOWN : status_style(status);

	if (!isnan(value))
		number_fixed(text, value, digits);
	while (digits > 0 && (int)strlen(text) > width)
		number_fixed(text, value, --digits);
	if ((int)strlen(text) > width)
		memset(text, '#', (size_t)width), text[width] = '\0';
	canvas_put_right(c, row, end - 1, width, style, text);
	if (!isnan(value))
		canvas_put(c, row, end - 1, 1, style, mark);
}

static double share_of(const struct view *v, int node, enum status *status)
{
	const struct tree_view *t = v->own;
	const struct forecast *f = app_model(v->app)->now;
	double total;

	if (node == t->outline.dimension) {
		*status = STATUS_DERIVED;
		return isnan(forecast_level(f, node, t->year)) ? NAN : 1;
	}
	if (t->share == SHARE_OF_PARENT
	    || f->market->nodes[node].parent == t->outline.dimension)
		return forecast_share(f, node, t->year, status);
	total = forecast_level(f, 0, t->year);
	*status = status_worst(forecast_status(f, node, t->year), forecast_status(f, 0, t->year));
	return total != 0 ? forecast_level(f, node, t->year) / total : NAN;
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
	rate = forecast_rate_shown(m->now, node, m->column_from, m->column_to, &status);
	draw_number(c, row, at->rate, digits + 6, rate * 100, digits, status, true);
	if (edit_is_locked(m, node))
		canvas_put(c, row, at->flag - 1, 1, STYLE_LOCKED, "L");
	else if (edit_is_typed(m, node))
		canvas_put(c, row, at->flag - 1, 1, STYLE_TYPED, "*");
	source = forecast_rate_shown(m->source, node, m->column_from, m->column_to, &status);
	number_fixed(now, rate * 100, digits);
	number_fixed(was, source * 100, digits);
	if (at->was && !isnan(source) && strcmp(now, was) != 0)
		draw_number(c, row, at->was + 1, at->was_width, source * 100, digits, status,
			    false);
}

static void draw_graphics(const struct view *v, struct canvas *c, int row, int node,
			  const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct forecast *f = app_model(v->app)->now;
	double level = forecast_level(f, node, t->year);

	if (at->spark) {
		g_autofree char *spark = chart_sparkline(f->level + (size_t)node
							 * (size_t)f->n_periods, f->n_periods,
							 at->spark_width, c->utf8);

		canvas_put(c, row, at->spark - at->spark_width, at->spark_width, STYLE_NORMAL, spark);
	}
	double whole = t->bars_of_parent && node > 0
		? forecast_level(f, f->market->nodes[node].parent, t->year) : t->largest;

	if (at->bar && node != t->outline.dimension && level > 0 && whole > 0) {
		g_autofree char *bar = chart_bar(MIN(level / whole, 1), at->bar_width, c->utf8);

		canvas_put(c, row, at->bar - at->bar_width, at->bar_width, STYLE_BAR, bar);
	}
}

/* "North America > Canada" from the name's end: what is cut off is the far end of the path. */
static char *flat_name(const struct market *m, int node, int dimension, int room, bool utf8)
{
	GString *path = g_string_new(m->nodes[node].name);

	for (int p = m->nodes[node].parent; p > dimension; p = m->nodes[p].parent) {
		g_autofree char *before = g_strconcat(m->nodes[p].name, " > ", NULL);

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
	const struct market *m = t->outline.market;
	bool is_root = node == t->outline.dimension, flat = t->outline.flat && !is_root;
	int depth = is_root || flat ? 0
		    : MIN(m->nodes[node].depth - m->nodes[t->outline.dimension].depth - 1,
			  (at->name - 8) / 2);
	int indent = 2 * MAX(depth, 0), room = at->name - indent;
	g_autofree char *name = flat ? flat_name(m, node, t->outline.dimension, room, c->utf8)
		: text_column(is_root ? "Total" : m->nodes[node].name, room, false, c->utf8);

	if (cursor)
		canvas_put(c, row, 0, 1, STYLE_NORMAL, ">");
	if (!is_root && !market_is_leaf(m, node))
		canvas_put(c, row, 1 + indent, 1, STYLE_NORMAL,
			   outline_is_open(&t->outline, node) ? "-" : "+");
	if (t->marked[node])
		canvas_put(c, row, 2 + indent, 1, STYLE_MATCH, "*");
	canvas_put(c, row, 3 + indent, room, cursor ? STYLE_CURSOR : STYLE_NORMAL, name);
}

static void draw_levels(const struct view *v, struct canvas *c, int row, int node,
			const struct columns *at)
{
	const struct forecast *f = app_model(v->app)->now;

	for (int i = 0; i < at->n_years; i++)
		draw_number(c, row, 3 + at->name + (i + 1) * (at->level + 2), at->level + 1,
			    forecast_level(f, node, at->first_year + i), app_digits(v->app),
			    forecast_status(f, node, at->first_year + i), true);
}

/* Where an unknown share must lie, over the column of the rate too if that is unknown:
 * "? [0.00, 33.48]". */
static void draw_interval(const struct view *v, struct canvas *c, int row, int node,
			  const struct columns *at)
{
	const struct tree_view *t = v->own;
	const struct model *m = app_model(v->app);
	int digits = app_digits(v->app), end = at->share;
	enum status status;
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];
	struct bound x;
	int column = forecast_column(m->source, forecast_period(m->now, t->year));

	if (!t->bounds || model_fill(m) != FILL_NONE || t->share == SHARE_OFF || column < 0)
		return;
	if (!(t->share == SHARE_OF_TOTAL ? bounds_share_of_total(t->bounds, node, column, &x)
	      : bounds_share(t->bounds, node, column, &x)) || isinf(x.high))
		return;
	g_autofree char *text = g_strdup_printf("? [%s, %s]", number_fixed(low, x.low * 100, digits),
						number_fixed(high, x.high * 100, digits));

	if (m->column_from >= 0 && isnan(forecast_rate(m->now, node, m->column_from, m->column_to,
						       &status)))
		end = MAX(end, at->rate);
	if (text_width(text) >= end - at->year)
		return;
	canvas_fill(c, row, at->year, 1, end - at->year, STYLE_NORMAL, ' ');
	canvas_put_right(c, row, end - 1, end - at->year, STYLE_UNKNOWN, text);
}

static void draw_row(const struct view *v, struct canvas *c, int row, int node,
		     const struct columns *at, bool cursor)
{
	const struct tree_view *t = v->own;
	const struct forecast *f = app_model(v->app)->now;
	int digits = app_digits(v->app);
	bool is_root = node == t->outline.dimension, unknown = false;
	enum status status = STATUS_DERIVED;

	draw_name(v, c, row, node, at, cursor);
	if (at->n_years) {
		draw_levels(v, c, row, node, at);
		return;
	}
	if (at->base)
		draw_number(c, row, at->base, at->level, forecast_level(f, node, f->base), digits,
			    forecast_status(f, node, f->base), true);
	draw_number(c, row, at->year, at->level, forecast_level(f, node, t->year), digits,
		    forecast_status(f, node, t->year), true);
	if (at->share) {
		double share = share_of(v, node, &status);

		unknown = isnan(share);
		draw_number(c, row, at->share, digits + 4, share * 100, digits, status, !is_root);
	}
	draw_rate(v, c, row, node, at);
	if (unknown)
		draw_interval(v, c, row, node, at);
	draw_graphics(v, c, row, node, at);
}

/* All that the look of a row depends on. */
struct row_key {
	struct columns columns;
	unsigned generation;
	int node, year, digits, share, width, dimension;
	bool cursor, open, marked, flat, bars_of_parent;
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
}

static const struct canvas *drawn_row(const struct view *v, const struct row_key *key, bool utf8)
{
	struct tree_view *t = v->own;
	struct drawn_row *slot;

	if (!t->drawn_rows)
		t->drawn_rows = g_new0(struct drawn_row, TREE_DRAWN_ROWS);
	slot = &t->drawn_rows[(unsigned)(2 * key->node + key->cursor) % TREE_DRAWN_ROWS];
	if (slot->cells && memcmp(&slot->key, key, sizeof *key) == 0 && slot->cells->utf8 == utf8)
		return slot->cells;
	canvas_free(slot->cells);
	slot->cells = canvas_new(1, key->width, utf8);
	memcpy(&slot->key, key, sizeof *key);
	draw_row(v, slot->cells, 0, key->node, &key->columns, key->cursor);
	return slot->cells;
}

static void draw_rows(const struct view *v, struct canvas *c, const struct columns *at)
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
		key.share = (int)t->share;
		key.width = t->tree_columns;
		key.dimension = t->outline.dimension;
		key.cursor = i == l->cursor;
		key.flat = t->outline.flat;
		key.bars_of_parent = t->bars_of_parent;
		key.marked = t->marked[key.node];
		key.open = outline_is_open(&t->outline, key.node);
		canvas_copy(c, TREE_TOP + i - l->top, 0, drawn_row(v, &key, c->utf8));
	}
}

/* ------------------------------------------------ the chart of the selected node */

static bool levels_differ(const struct model *m, int node)
{
	int n = MIN(m->now->n_periods, m->source->n_periods);

	for (int j = 0; j < n; j++) {
		double a = forecast_level(m->now, node, j), b = forecast_level(m->source, node, j);

		if (isnan(a) != isnan(b) || fabs(a - b) > 1e-9 * fabs(a))
			return true;
	}
	return false;
}

void tree_view_draw_chart(const struct view *v, struct canvas *c, int node)
{
	const struct model *m = app_model(v->app);
	bool changed = levels_differ(m, node);
	int drawn = m->market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
	struct picture_options o = {
		.nodes = &drawn, .n_nodes = 1, .source = changed ? m->source : NULL,
		.scenario = changed ? model_name(m) : NULL, .kind = CHART_LINE, .brief = true,
		.decimals = app_digits(v->app),
	};
	struct picture *p = picture_new(m->now, &o);

	chart_draw(&p->data, c, 0, 0, c->rows, c->columns);
	picture_free(p);
}

static void show_chart(const struct view *v, struct canvas *c)
{
	struct tree_view *t = v->own;
	struct canvas *d = t->drawn_chart;
	unsigned generation = app_model(v->app)->generation;
	int digits = app_digits(v->app);

	if (!d || d->rows != t->chart_rows || d->columns != t->chart_columns || d->utf8 != c->utf8
	    || t->drawn_chart_node != t->chart_node || t->drawn_chart_digits != digits
	    || t->drawn_chart_generation != generation) {
		canvas_free(d);
		t->drawn_chart = canvas_new(t->chart_rows, t->chart_columns, c->utf8);
		t->drawn_chart_node = t->chart_node;
		t->drawn_chart_digits = digits;
		t->drawn_chart_generation = generation;
		tree_view_draw_chart(v, t->drawn_chart, t->chart_node);
	}
	canvas_copy(c, t->chart_row, t->chart_column, t->drawn_chart);
}

/* The list is full or ends with the same row as before: only its own rows differ. */
void tree_view_draw_moved(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	struct columns at = arrange(v, t->tree_columns);

	canvas_fill(c, 2, 0, 1, c->columns, STYLE_NORMAL, ' ');
	draw_crumb(v, c);
	draw_rows(v, c, &at);
	c->cursor_row = c->cursor_column = -1;
}

void tree_view_draw(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	struct columns at = arrange(v, t->tree_columns);

	draw_title(v, c);
	draw_tabs(v, c);
	draw_crumb(v, c);
	draw_header(v, c, &at);
	draw_rows(v, c, &at);
	if (t->chart_rows > 0)
		show_chart(v, c);
	app_draw_message(v->app, c, t->message_row);
}
