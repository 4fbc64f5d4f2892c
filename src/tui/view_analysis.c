#include "config.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "report/picture.h"
#include "tui/answer.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* What moves a figure most (tornado), and what uncertain rates make of it (simulation). */

/* ------------------------------------------------ tornado */

struct tornado_view { struct table_view table; int node, column; };

/* From the lowest to the highest end of all bars; the outcome as it is stands as a line. */
static char *bar_text(const struct tornado *t, const struct tornado_bar *b, int width, bool utf8)
{
	double low = t->bars[0].low, high = t->bars[0].high;
	GString *s = g_string_new(NULL);
	int from, to, at;

	for (int i = 1; i < t->n_bars; i++) {
		low = fmin(low, t->bars[i].low);
		high = fmax(high, t->bars[i].high);
	}
	if (!(high > low))
		return g_string_free(s, FALSE);
	from = (int)lround((b->low - low) / (high - low) * (width - 1));
	to = (int)lround((b->high - low) / (high - low) * (width - 1));
	at = (int)lround((t->outcome - low) / (high - low) * (width - 1));
	for (int i = 0; i < MAX(to, at) + 1; i++)
		g_string_append(s, i == at ? (utf8 ? "\u2502" : "|") : i < from || i > to ? " "
				: utf8 ? "\u2588" : "#");
	return g_string_free(s, FALSE);
}

static struct table *build_tornado(struct view *v)
{
	const struct tornado_view *view = v->own;
	const struct model *m = app_model(v->app);
	struct tornado_options o = {.by = 0.25, .node = view->node, .column = view->column};
	struct scenario *whole = model_whole(m);
	g_autoptr(GError) error = NULL;
	struct tornado *t;
	struct table *table;
	struct answer a;

	o.column = CLAMP(o.column, 0, m->now->n_periods - 1);
	t = tornado_new(m->market, 0, whole, model_hold(m), &o, &error);
	scenario_free(whole);
	if (!t) {
		table = table_new(NULL);
		table_note(table, "%s", error->message);
		return table;
	}
	answer_begin(&a, m);
	table = answer_tornado(&a.session, t, &o);
	table_column(table, "bar", "", COLUMN_TEXT);
	for (int i = 0; i < t->n_bars; i++) {
		g_autofree char *bar = bar_text(t, &t->bars[i], CLAMP(view->table.columns - 70, 10, 40),
						app_utf8(v->app));
		struct table_cell cell = {.kind = CELL_TEXT, .low = NAN, .high = NAN,
					  .text = g_strdup(bar)};
		struct table_line *line = table->lines->pdata[i];

		g_array_append_val(line->cells, cell);
	}
	if (t->n_bars == 0)
		table_note(table, "No input that was printed moves it.");
	answer_end(&a);
	tornado_free(t);
	return table;
}

static const struct view_ops tornado_ops = {
	.title = "tornado",
	.scope = SCOPE_TABLE,
	.hints = table_hints,
	.layout = table_view_layout,
	.sync = table_view_sync,
	.draw = table_view_draw,
	.act = table_view_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_tornado_open(struct app *app, int node, int column)
{
	struct tornado_view *view = g_new0(struct tornado_view, 1);
	const struct model *m = app_model(app);
	g_autofree char *path = NULL, *year = market_period(m->market, forecast_period(m->now, column));

	view->node = m->market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
	path = market_path(m->market, view->node);
	view->column = column;
	view->table.build = build_tornado;
	view->table.by_width = true;
	view->table.title = g_strdup_printf("What moves %s in %s most", path, year);
	return table_view_open(app, &tornado_ops, view);
}

/* ------------------------------------------------ simulation */

struct simulation_view {
	struct table_view table;
	struct simulate_options options;
	struct picture *fan;		/* NULL: nothing could be drawn */
	int message_row, chart_row, chart_rows;
};

enum { CHART_LEAST = 8, CHART_MOST = 22, LIST_LEAST = 9 };

static void forget_fan(void *own)
{
	struct simulation_view *s = own;

	g_clear_pointer(&s->fan, picture_free);
}

static struct picture *make_fan(struct view *v, const struct simulation *x)
{
	const struct model *m = app_model(v->app);
	int node = m->market->nodes[x->node].flags & NODE_DIMENSION ? 0 : x->node;
	bool changed = m->now->scenario;
	struct picture_options o = {
		.nodes = &node, .n_nodes = 1, .fan = x, .brief = true,
		.source = changed ? m->source : NULL, .scenario = changed ? model_name(m) : NULL,
	};

	return picture_new(m->now, &o);
}

static struct table *build_simulation(struct view *v)
{
	struct simulation_view *s = v->own;
	const struct model *m = app_model(v->app);
	g_autoptr(GError) error = NULL;
	struct answer a;
	struct table *t;

	answer_begin(&a, m);
	struct simulation *x = simulate(a.session.forecast, a.session.scenario, &s->options, &error);

	forget_fan(s);
	if (x) {
		t = answer_simulate(&a.session, x, &s->options);
		s->fan = make_fan(v, x);
		simulation_free(x);
	} else {
		t = table_new(NULL);
		table_note(t, "%s", error->message);
	}
	answer_end(&a);
	return t;
}

static void simulation_layout(struct view *v, int rows, int columns)
{
	struct simulation_view *s = v->own;
	int room = rows - TABLE_TOP - 1, below = MIN(room - LIST_LEAST, CHART_MOST);

	table_view_layout(v, rows, columns);
	if (below < CHART_LEAST || !s->fan)
		below = 0;
	s->message_row = rows - 1 - below;
	s->chart_row = s->message_row + 1;
	s->chart_rows = below;
	pane_layout(&s->table.pane, rows - s->table.top - 1 - below, columns, app_digits(v->app),
		    app_utf8(v->app));
}

static void simulation_draw(const struct view *v, struct canvas *c)
{
	const struct simulation_view *s = v->own;

	app_draw_title(v->app, c, s->table.title, model_name(app_model(v->app)));
	pane_draw(&s->table.pane, c, s->table.top, 0);
	if (s->chart_rows) {
		struct chart_data data = s->fan->data;

		data.decimals = app_digits(v->app);
		chart_draw(&data, c, s->chart_row, 0, s->chart_rows, c->columns);
	}
	app_draw_message(v->app, c, s->message_row);
}

static const struct view_ops simulation_ops = {
	.title = "simulation",
	.scope = SCOPE_TABLE,
	.hints = table_hints,
	.layout = simulation_layout,
	.sync = table_view_sync,
	.draw = simulation_draw,
	.act = table_view_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

static bool read_number(const char *text, double scale, double *out)
{
	struct decimal d;
	const char *why;
	size_t n = text ? strlen(text) : 0;

	while (n > 0 && strchr("%p", text[n - 1]))
		n--;
	if (n == 0 || !number_parse(text, n, &d, &why))
		return false;
	*out = d.value / scale;
	return true;
}

/* "3", "3 above 40 rho 0.5 seed 7 draws 1000 filled", "". */
static bool read_options(const char *text, struct simulate_options *o)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ", -1);
	double number;

	for (int i = 0; words[i]; i++) {
		const char *w = words[i];

		if (*w == '\0')
			continue;
		if (read_number(w, 100, &number)) {
			o->sd = number;
			continue;
		}
		if (strcmp(w, "filled") == 0) {
			o->filled = true;
			continue;
		}
		if (!words[i + 1] || !read_number(words[++i], 1, &number))
			return false;
		if (strcmp(w, "above") == 0)
			o->above = number;
		else if (strcmp(w, "rho") == 0)
			o->rho = number;
		else if (strcmp(w, "seed") == 0 && number >= 0 && number < 9e15)
			o->seed = (unsigned long long)number;
		else if (strcmp(w, "draws") == 0 && number >= 1 && number <= SIMULATE_DRAWS_MAX)
			o->draws = (int)number;
		else
			return false;
	}
	return isnan(o->sd) || o->sd >= 0;
}

bool view_simulation_open(struct app *app, int node, const char *text)
{
	struct simulation_view *s = g_new0(struct simulation_view, 1);
	const struct model *m = app_model(app);
	struct scenario *whole = model_whole(m);
	g_autofree char *path = NULL;

	s->options = simulate_defaults(whole);
	scenario_free(whole);
	s->options.node = m->market->nodes[node].flags & NODE_DIMENSION ? 0 : node;
	s->options.threads = (int)MIN(g_get_num_processors(), 8);
	if (!read_options(text, &s->options)) {
		app_say(app, STYLE_ERROR, "'%s': write 3, or 3 above 40 rho 0.5 seed 7 draws 1000",
			text);
		g_free(s);
		return false;
	}
	path = market_path(m->market, s->options.node);
	s->table.build = build_simulation;
	s->table.forget = forget_fan;
	s->table.title = g_strdup_printf("Simulation: %s", path);
	return table_view_open(app, &simulation_ops, s);
}
