#include "config.h"

#include "tui/view_tree_draw.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/edit.h"

static char *period_text(const struct model *m, int column)
{
	return market_period(m->market, forecast_period(m->now, column));
}

static void draw_title(const struct view *v, struct canvas *c)
{
	const struct model *m = app_model(v->app);
	const char *measure = m->measure ? m->market->measures[m->measure].title : NULL;
	g_autofree char *unit = market_unit(m->market, m->measure, true);
	g_autofree char *left = g_strdup_printf("%s%s%s   %s", m->market->title, measure ? ", " : "",
						measure ? measure : "", unit);
	g_autofree char *right = model_state(m);

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

enum { TAB_NAME = 40, TAB_NAME_SHORT = 16, NARROW = 60,
       MODES_FROM = 72, MODES_WIDTH = 26 /* of "fill weights   hold parent" */ };

/* " > 1 > 3": the dimensions behind the first of a pivot, by number. */
static char *order_text(const struct tree_view *t)
{
	const int *order;
	int n = t->outline.pivot ? pivot_order(t->outline.pivot, &order) : 0;
	GString *text = g_string_new(NULL);

	for (int i = 1; i < n; i++) {
		int number = 0;

		while (outline_dimension(&t->outline, number) != order[i])
			number++;
		g_string_append_printf(text, " > %d", number + 1);
	}
	return g_string_free(text, FALSE);
}

/* "[5 Geography]", "[5 Geography > 1 > 3]" with a pivot, "4 Industry", or "4" alone. */
static char *tab_text(const struct view *v, int number, bool brief, bool named)
{
	const struct tree_view *t = v->own;
	bool current = number == outline_dimension_number(&t->outline);
	g_autofree char *name = tab_name(v, number, brief);
	g_autofree char *cut = text_column(name, brief ? TAB_NAME_SHORT : TAB_NAME, false,
					   app_utf8(v->app));

	if (!named && !current)
		return g_strdup_printf("%d", number + 1);
	if (!current)
		return g_strdup_printf("%d %s", number + 1, cut);
	g_autofree char *order = order_text(t);

	if (*order && brief && t->message_columns < NARROW)
		return g_strdup_printf("[%d%s]", number + 1, order);
	return g_strdup_printf("[%d %s%s]", number + 1, cut, order);
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

static void append_ancestors(GString *out, const struct outline *t, int row)
{
	const struct market *m = t->market;

	if (row <= 0)
		return;
	append_ancestors(out, t, outline_parent(t, row));
	g_string_append_printf(out, "%s%s", out->len ? " > " : "",
			       m->nodes[outline_market_node(t, row)].name);
}

/* "fitted, low 0.00A high 5.62A" of a crossing, "" of a node. */
static char *ends_text(const struct view *v)
{
	const struct tree_view *t = v->own;
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];
	struct crossing_cell cell;

	if (!t->outline.pivot
	    || !pivot_cell(t->outline.pivot, outline_node(&t->outline), t->year, &cell)
	    || isnan(cell.low) || isnan(cell.high))
		return g_strdup("");
	char letter = status_letter((enum status)cell.edge_status);

	return g_strdup_printf("%slow %s%c high %s%c", cell.fitted ? "fitted, " : "",
			       number_fixed(low, cell.low, app_level_digits(v->app)), letter,
			       number_fixed(high, cell.high, app_level_digits(v->app)), letter);
}

/* "& america: 2 of 30", "by value", "flat": what the list was narrowed and turned to. */
static char *look_text(const struct tree_view *t)
{
	static const char *const orders[] = {
		[ORDER_VALUE] = "by value", [ORDER_GROWTH] = "by growth", [ORDER_NAME] = "by name",
	};
	const struct outline *o = &t->outline;
	GString *out = g_string_new(NULL);

	if (o->filter && o->pivot)
		g_string_append_printf(out, "& %s: %d", o->filter, o->n_matches);
	else if (o->filter)
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
	g_autofree char *ends = ends_text(v);
	/* Only the words tell a share of the total from one of the parent. */
	bool total = t->share == SHARE_OF_TOTAL;
	const char *parts[] = {look, ends, total ? shares[t->share] : hold_text,
			       total ? hold_text : fill_text, total ? fill_text : shares[t->share]};
	/* As they are read, by rank of what is left out last. */
	static const int orders[][5] = {{0, 1, 3, 2, 4}, {0, 1, 4, 3, 2}};
	const int *order = orders[total];

	for (int n = (int)G_N_ELEMENTS(parts); n > 0; n--) {
		GString *out = g_string_new(NULL);

		for (size_t i = 0; i < G_N_ELEMENTS(orders[0]); i++)
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
	if (g_hash_table_size(t->marked))
		g_string_append_printf(out, ", %u marked", g_hash_table_size(t->marked));
	g_string_append_c(out, ')');
	return g_string_free(out, FALSE);
}

/* What is cut off is the far end of the path, with a mark in its place: the node itself stays. */
static char *near_end(const char *path, int room, bool utf8)
{
	const char *mark = utf8 ? "\u2026 > " : "... > ", *name = path;

	while (strstr(name, " > ") && text_width(name) + (name == path ? 0 : text_width(mark)) > room)
		name = strstr(name, " > ") + 3;
	return name == path ? g_strdup(path)
	     : text_width(name) + text_width(mark) > room ? g_strdup(name)
	     : g_strconcat(mark, name, NULL);
}

void tree_view_draw_crumb(const struct view *v, struct canvas *c)
{
	const struct tree_view *t = v->own;
	GString *crumb = g_string_new(NULL);
	g_autofree char *place = place_text(t);
	g_autofree char *look = look_text(t);
	g_autofree char *ends = ends_text(v);
	int wanted = text_width(look) + text_width(ends) + (*look && *ends ? 5 : 2);
	int kept = *look || *ends ? MIN(wanted, c->columns / 2) : 0;

	if (c->columns >= MODES_FROM)	/* what decides the numbers outlasts the path */
		kept = MAX(kept, MODES_WIDTH);
	int room = c->columns - 2 - text_width(place) - kept;

	append_ancestors(crumb, &t->outline, outline_node(&t->outline));
	g_autofree char *name = near_end(crumb->len ? crumb->str : "Total", room, app_utf8(v->app));
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

char *tree_view_rate_title(const struct model *m)
{
	g_autofree char *window = m->column_from >= 0
		? span_text(m, m->column_from, m->column_to, "-") : g_strdup("");

	return g_strchomp(g_strconcat("CAGR ", window, NULL));
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
	g_autofree char *rate = tree_view_rate_title(m);
	g_autofree char *spark = span_text(m, 0, m->now->n_periods - 1, "..");

	canvas_put(c, 3, 3, -1, STYLE_DIM, "Segment");
	if (at->base)
		canvas_put_right(c, 3, at->base - 1, -1, STYLE_DIM, base);
	canvas_put_right(c, 3, at->year - 1, -1, STYLE_DIM, year);
	if (at->share)
		canvas_put_right(c, 3, at->share - 1, -1, STYLE_DIM, "share");
	canvas_put_right(c, 3, at->rate, -1, STYLE_DIM, rate);
	if (at->was)
		canvas_put_right(c, 3, at->was, -1, STYLE_DIM, "was");
	if (at->between)
		canvas_put_right(c, 3, at->between, -1, STYLE_DIM, "low..high");
	if (at->spark)
		canvas_put(c, 3, at->spark - at->spark_width, at->spark_width + 1, STYLE_DIM,
			   spark);
	if (at->bar)
		canvas_put(c, 3, at->bar - at->bar_width, at->bar_width, STYLE_DIM,
			   t->bars_of_parent ? "share" : year);
}

void tree_view_draw_head(const struct view *v, struct canvas *c, const struct columns *at)
{
	draw_title(v, c);
	draw_tabs(v, c);
	tree_view_draw_crumb(v, c);
	draw_header(v, c, at);
}
