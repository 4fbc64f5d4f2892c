/* show MARKET [PATH]: the children of a segment, or of every dimension. */
#include "config.h"

#include <string.h>

#include "cli/cmd_show_pivot.h"
#include "cli/session.h"
#include "forecast/bounds.h"
#include "report/rows.h"
#include "report/tree.h"

enum { ALL_LEVELS = 1000, SPOKEN_DIGITS = 4 };

/* --year Y[,Y], else base year and end.  NULL and said if one is wrong. */
static GArray *wanted_columns(const struct cli *c, const struct session *s)
{
	GArray *columns = session_years(s, c);
	int preset[2];

	if (columns && columns->len == 0)
		g_array_append_vals(columns, preset, tree_columns(s->forecast, preset));
	return columns;
}

static bool wanted_tree(const struct cli *c, const struct session *s, const char *path,
			struct tree_options *o)
{
	GError *error = NULL;

	*o = (struct tree_options){
		.depth = args_has(c->args, "flat") ? ALL_LEVELS : 1,
		.flat = args_has(c->args, "flat"),
		.digits = 2, .level_digits = forecast_decimals(s->forecast, 2),
		.scenario = session_scenario_id(s),
		.source = s->forecast != s->base ? s->base : NULL,
	};
	if (path)
		o->node = session_node(s, path);
	if (o->node < 0)
		return false;
	if (!args_integer(c->args, "depth", 0, ALL_LEVELS, &o->depth, &error)
	    || !args_integer(c->args, "digits", 0, 15, &o->digits, &error)) {
		cli_usage("%s", error->message);
		g_error_free(error);
		return false;
	}
	if (args_has(c->args, "digits"))
		o->level_digits = o->digits;
	tree_window(s->forecast, &o->from, &o->to);
	return true;
}

/* CSV and JSON have the rows of `export`, of the nodes and years that are shown. */
static void write_rows(const struct session *s, const struct tree_options *o,
		       const struct render_style *style, struct output *out)
{
	GArray *nodes = tree_nodes(s->forecast, o);
	struct rows_options rows = {
		.scenario = o->scenario,
		.nodes = (const int *)nodes->data,
		.n_nodes = (int)nodes->len,
		.columns = o->columns,
		.n_columns = o->n_columns,
		.bounds = report_bounds_value,
		.data = o->data,
	};

	rows_write(s->forecast, &rows, style, out);
	g_array_free(nodes, TRUE);
}

static void write_tree(const struct cli *c, const struct session *s, const struct tree_options *o,
		       const struct render_style *style, struct output *out)
{
	struct table *t;

	if (style->format == FORMAT_CSV || style->format == FORMAT_JSON) {
		write_rows(s, o, style, out);
	} else if (args_has(c->args, "plain")) {
		tree_sentences(s->forecast, o,
			       args_has(c->args, "digits") ? o->digits
			       : MAX(o->level_digits, SPOKEN_DIGITS), out);
	} else {
		t = tree_table(s->forecast, o);
		table_write(t, style, out);
		table_free(t);
	}
}

static int show(const struct cli *c, const struct session *s, const char *path)
{
	struct render_style style;
	struct tree_options o;
	struct output *out;
	GArray *columns;

	if (!cli_style(c, FORMAT_TEXT, 2, &style) || !wanted_tree(c, s, path, &o))
		return EXIT_USAGE;
	columns = wanted_columns(c, s);
	if (!columns)
		return EXIT_USAGE;
	o.columns = (const int *)columns->data;
	o.n_columns = (int)columns->len;
	o.value_bounds = report_bounds_value;
	o.share_bounds = report_bounds_share;
	o.data = bounds_new(s->forecast);
	out = cli_output(c);
	if (out)
		write_tree(c, s, &o, &style, out);
	bounds_free(o.data);
	g_array_free(columns, TRUE);
	return out ? cli_finish(out, EXIT_DONE) : EXIT_USAGE;
}

int cmd_show_market(const struct cli *c, const char *market, const char *path)
{
	struct session s;
	int status = session_open(&s, c, market);

	if (status == EXIT_DONE) {
		session_doubt(&s, market);
		status = args_has(c->args, "pivot") ? cmd_show_pivot(c, &s, path)
			: show(c, &s, path);
	}
	session_done(&s);
	return status;
}

int cmd_show(const struct cli *c)
{
	return cmd_show_market(c, args_operand(c->args, 0), args_operand(c->args, 1));
}
