/* chart MARKET [PATH]...: segments over time, drawn in characters. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "chart/chart.h"
#include "chart/palette.h"
#include "cli/draws.h"
#include "report/picture.h"
#include "report/rows.h"

enum { PRESET_COLUMNS = 72, PRESET_ROWS = 20, MOST_COLUMNS = 1000, MOST_ROWS = 500,
       LEAST_COLUMNS = 20, LEAST_ROWS = 5 };

static void put_cells(const struct canvas *c, struct output *out, int row, int columns)
{
	int colors = palette_term_colors(g_getenv("TERM"));
	char now[PALETTE_SGR] = "", want[PALETTE_SGR];

	for (int i = 0; i < columns; i++) {
		const struct cell *cell = canvas_cell(c, row, i);

		palette_sgr(cell->style, colors, want);
		if (strcmp(want, now) != 0)
			output_printf(out, "\033[0%s%sm", *want ? ";" : "", want);
		memcpy(now, want, sizeof now);
		output_text(out, cell->text);
	}
	output_text(out, *now ? "\033[m\n" : "\n");
}

static bool is_blank(const struct cell *cell)
{
	return cell->width == 1 && strcmp(cell->text, " ") == 0;
}

static void put_colored(const struct canvas *c, struct output *out)
{
	for (int row = 0; row < c->rows; row++) {
		int columns = c->columns;

		while (columns && is_blank(canvas_cell(c, row, columns - 1)))
			columns--;
		put_cells(c, out, row, columns);
	}
}

static void put_picture(const struct cli *c, const struct picture *p, int rows, int columns,
			struct output *out)
{
	struct canvas *canvas = canvas_new(rows, columns, cli_utf8(c));

	chart_draw(&p->data, canvas, 0, 0, rows, columns);
	if (cli_color(c)) {
		put_colored(canvas, out);
	} else {
		g_autofree char *text = canvas_dump(canvas);

		output_text(out, text);
	}
	canvas_free(canvas);
}

static bool picture_size(const struct cli *c, int *rows, int *columns)
{
	GError *error = NULL;

	if (args_has(c->args, "output") || !cli_terminal(rows, columns)) {
		*rows = PRESET_ROWS;
		*columns = PRESET_COLUMNS;
	} else if (*rows > 1) {
		--*rows;	/* the prompt that follows */
	}
	if (args_integer(c->args, "width", LEAST_COLUMNS, MOST_COLUMNS, columns, &error)
	    && args_integer(c->args, "height", LEAST_ROWS, MOST_ROWS, rows, &error))
		return true;
	cli_usage("%s", error->message);
	g_error_free(error);
	return false;
}

/* The nodes of the PATHs, the total without one; a stack of one node is that of its members. */
static GArray *picture_nodes(const struct cli *c, const struct session *s, bool stacked)
{
	GArray *nodes = g_array_new(FALSE, FALSE, sizeof(int));
	const char *path;
	int total = 0;

	for (guint i = 1; (path = args_operand(c->args, i)); i++) {
		int node = session_node(s, path);

		if (node < 0) {
			g_array_free(nodes, TRUE);
			return NULL;
		}
		g_array_append_val(nodes, node);
	}
	if (nodes->len == 0)
		g_array_append_val(nodes, total);
	if (stacked && nodes->len == 1) {
		GArray *members = picture_members(s->forecast, g_array_index(nodes, int, 0));

		g_array_free(nodes, TRUE);
		return members;
	}
	return nodes;
}

static enum chart_kind wanted_kind(const struct cli *c)
{
	if (args_has(c->args, "percent"))
		return CHART_PERCENT;
	if (args_has(c->args, "stack"))
		return CHART_STACKED;
	return args_has(c->args, "bars") ? CHART_BARS : CHART_LINE;
}

static bool is_stacked(enum chart_kind kind)
{
	return kind == CHART_STACKED || kind == CHART_PERCENT;
}

/* The nodes of a stack share nothing; else false and said. */
static bool adds_up(const struct session *s, const GArray *nodes)
{
	g_autofree char *why = picture_overlap(s->market, (const int *)nodes->data,
					       (int)nodes->len);

	if (why)
		cli_usage("%s", why);
	return !why;
}

/* The axis fits the kind; else false and said. */
static bool axis_fits(const struct picture_options *o)
{
	if (o->log && o->kind != CHART_LINE)
		cli_usage("--log is of lines: bars and stacks stand on zero, which it has not");
	else if (o->index && is_stacked(o->kind))
		cli_usage("--index is of lines and bars: what begins at 100 each does not add up");
	else
		return true;
	return false;
}

/* Another format than text: the figures behind the picture, as rows of `export`. */
static void put_rows(const struct session *s, const struct picture_options *o,
		     const struct render_style *style, struct output *out)
{
	struct rows_options rows = {
		.scenario = session_scenario_id(s),
		.nodes = o->nodes,
		.n_nodes = o->n_nodes,
	};

	rows_write(s->forecast, &rows, style, out);
}

/* The simulation of --fan; false and said, with the exit status, if there can be none. */
static bool run_fan(const struct cli *c, const struct session *s, struct picture_options *o,
		    struct simulation **fan, int *status)
{
	struct simulate_options options;
	GError *error = NULL;

	*fan = NULL;
	*status = EXIT_USAGE;
	if (!args_has(c->args, "fan")) {
		if (draws_given(c))
			cli_usage("--%s goes with --fan", draws_given(c));
		return !draws_given(c);
	}
	if (o->kind != CHART_LINE || o->n_nodes != 1) {
		cli_usage(o->n_nodes != 1 ? "--fan is of one segment"
			  : "--fan is a line: it goes with no bars and no stack");
		return false;
	}
	if (!draws_read(c, s, o->nodes[0], &options))
		return false;
	*fan = simulate(s->forecast, s->scenario, &options, &error);
	if (*fan)
		return true;
	*status = g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED) ? EXIT_NO : EXIT_USAGE;
	cli_error(error);
	return false;
}

/* The scenarios of --beside and their forecasts. */
struct beside {
	GPtrArray *scenarios, *forecasts;
	GArray *others;		/* struct picture_scenario */
};

static struct beside beside_begin(void)
{
	return (struct beside){
		g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free),
		g_ptr_array_new_with_free_func((GDestroyNotify)forecast_free),
		g_array_new(FALSE, FALSE, sizeof(struct picture_scenario)),
	};
}

static void beside_done(struct beside *b)
{
	g_ptr_array_free(b->scenarios, TRUE);
	g_ptr_array_free(b->forecasts, TRUE);
	g_array_free(b->others, TRUE);
}

static bool same_levels(const struct forecast *a, const struct forecast *b)
{
	if (a->n_periods != b->n_periods)
		return false;
	for (int node = 0; node < a->market->n_nodes; node++)
		for (int c = 0; c < a->n_periods; c++) {
			double x = forecast_level(a, node, c), y = forecast_level(b, node, c);

			if (x != y && !(isnan(x) && isnan(y)))
				return false;
		}
	return true;
}

/* The same scenario, with the same edits upon it, is drawn already. */
static bool is_drawn(const struct beside *b, const struct session *s, const struct picture_scenario *one)
{
	if (g_strcmp0(session_scenario_id(s), one->name) == 0 && same_levels(s->forecast, one->forecast))
		return true;
	for (guint i = 0; i < b->others->len; i++) {
		const struct picture_scenario *other =
			&g_array_index(b->others, struct picture_scenario, i);

		if (g_strcmp0(other->name, one->name) == 0 && same_levels(other->forecast, one->forecast))
			return true;
	}
	return false;
}

/* Returns an exit status; what is wrong is said. */
static int beside_add(struct beside *b, const struct cli *c, const struct session *s, const char *what)
{
	struct scenario *scenario = session_scenario(s, c, what);
	GError *error = NULL;

	if (!scenario)
		return EXIT_USAGE;
	g_ptr_array_add(b->scenarios, scenario);

	struct picture_scenario one = {
		scenario->id, forecast_run(s->market, s->measure, scenario, s->hold, &error),
	};

	if (!one.forecast) {
		cli_error(error);
		return EXIT_NO;
	}
	g_ptr_array_add(b->forecasts, (void *)one.forecast);
	if (is_drawn(b, s, &one))
		return cli_usage("--beside %s is given twice, or as the scenario itself", what);
	g_array_append_val(b->others, one);
	return EXIT_DONE;
}

static int run_beside(const struct cli *c, const struct session *s, const struct render_style *style,
		      struct picture_options *o, struct beside *b)
{
	int status = EXIT_DONE;
	const char *what;

	if (!args_has(c->args, "beside"))
		return EXIT_DONE;
	if (o->fan || is_stacked(o->kind))
		return cli_usage("--beside is of lines and bars: it goes with no fan and no stack");
	if (style->format != FORMAT_TEXT)
		return cli_usage("--beside is of the picture; figures side by side are of 'compare'");
	for (int i = 0; status == EXIT_DONE && (what = args_nth(c->args, "beside", i)); i++)
		status = beside_add(b, c, s, what);
	o->others = (const struct picture_scenario *)b->others->data;
	o->n_others = (int)b->others->len;
	return status;
}

static int put_chart(const struct cli *c, const struct session *s, const struct render_style *style,
		     const struct picture_options *o, int rows, int columns)
{
	struct picture *p = picture_new(s->forecast, o);
	struct output *out = cli_output(c);

	if (out && style->format != FORMAT_TEXT)
		put_rows(s, o, style, out);
	else if (out)
		put_picture(c, p, rows, columns, out);
	picture_free(p);
	return out ? cli_finish(out, EXIT_DONE) : EXIT_USAGE;
}

static int chart(const struct cli *c, const struct session *s, const struct render_style *style)
{
	struct picture_options o = {
		.kind = wanted_kind(c),
		.log = args_has(c->args, "log"),
		.index = args_has(c->args, "index"),
		.decimals = style->digits, .exact = style->exact,
		.source = s->forecast != s->base ? s->base : NULL,
		.scenario = session_scenario_id(s),
	};
	struct simulation *fan = NULL;
	int rows = 0, columns = 0, status;
	struct beside beside;
	GArray *nodes;

	if (!axis_fits(&o) || !picture_size(c, &rows, &columns))
		return EXIT_USAGE;
	nodes = picture_nodes(c, s, is_stacked(o.kind));
	if (!nodes)
		return EXIT_USAGE;
	if (is_stacked(o.kind) && !adds_up(s, nodes)) {
		g_array_free(nodes, TRUE);
		return EXIT_USAGE;
	}
	o.nodes = (const int *)nodes->data;
	o.n_nodes = (int)nodes->len;
	beside = beside_begin();
	if (run_fan(c, s, &o, &fan, &status)) {
		o.fan = fan;
		status = run_beside(c, s, style, &o, &beside);
		if (status == EXIT_DONE)
			status = put_chart(c, s, style, &o, rows, columns);
	}
	beside_done(&beside);
	simulation_free(fan);
	g_array_free(nodes, TRUE);
	return status;
}

int cmd_chart(const struct cli *c)
{
	struct render_style style;
	struct session s;
	int status;

	if (!cli_style(c, FORMAT_TEXT, 2, &style))
		return EXIT_USAGE;
	status = session_open(&s, c, args_operand(c->args, 0));
	if (status == EXIT_DONE) {
		session_doubt(&s, args_operand(c->args, 0));
		status = chart(c, &s, &style);
	}
	session_done(&s);
	return status;
}
