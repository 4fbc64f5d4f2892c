/* show --pivot DIMENSION,DIMENSION: a market by several dimensions. */
#include "config.h"

#include "cli/cmd_show_pivot.h"

#include "report/pivot_table.h"
#include "report/tree.h"

enum { ALL_LEVELS = 1000 };

/* NULL, and said, if the order is none. */
static struct pivot *wanted_pivot(const struct cli *c, const struct session *s)
{
	int order[CROSSING_NODES];
	GError *error = NULL;
	int n = pivot_read_order(s->market, args_get(c->args, "pivot"), order, &error);
	struct pivot *p = n < 0 ? NULL : pivot_new(s->market, order, n, &error);

	if (p)
		pivot_use(p, s->forecast, s->base, s->base);
	else
		cli_usage("--pivot: %s", error->message);
	g_clear_error(&error);
	return p;
}

static bool wanted_rows(const struct cli *c, const struct session *s, const struct pivot *p,
			const char *path, struct pivot_options *o)
{
	const int *order;
	int n = pivot_order(p, &order);
	GError *error = NULL;

	*o = (struct pivot_options){
		.row = path ? session_node(s, path) : order[0], .flat = args_has(c->args, "flat"),
		.depth = args_has(c->args, "flat") ? ALL_LEVELS : n,
		.scenario = session_scenario_id(s),
	};
	if (o->row < 0)
		return false;
	if (market_dimension(s->market, o->row) != order[0]) {
		cli_usage("'%s' is not of %s, the first dimension", path, s->market->nodes[order[0]].id);
		return false;
	}
	if (args_has(c->args, "plain")) {
		cli_usage("--plain and --pivot do not go together");
		return false;
	}
	if (!args_integer(c->args, "depth", 0, ALL_LEVELS, &o->depth, &error)) {
		cli_usage("%s", error->message);
		g_error_free(error);
		return false;
	}
	tree_window(s->forecast, &o->from, &o->to);
	return true;
}

static int write_pivot(const struct cli *c, const struct session *s, struct pivot *p,
		       const struct pivot_options *o)
{
	enum format format = cli_format(c, FORMAT_TEXT);
	bool data = format == FORMAT_CSV || format == FORMAT_JSON;
	struct forecast *unfilled = data && s->forecast == s->base
		? forecast_base(s->market, s->measure, FILL_NONE) : NULL;
	GError *error = NULL;
	struct table *t = data ? pivot_rows(p, s->forecast, unfilled, o, &error)
			  : pivot_table(p, s->forecast, o, &error);

	forecast_free(unfilled);
	if (t)
		return cli_table(c, t, EXIT_DONE);
	cli_usage("%s", error->message);
	g_error_free(error);
	return EXIT_USAGE;
}

int cmd_show_pivot(const struct cli *c, const struct session *s, const char *path)
{
	struct pivot *p = wanted_pivot(c, s);
	struct pivot_options o;
	int status = EXIT_USAGE, preset[2];

	if (p && wanted_rows(c, s, p, path, &o)) {
		g_autoptr(GArray) columns = session_years(s, c);

		if (columns && columns->len == 0)
			g_array_append_vals(columns, preset, tree_columns(s->forecast, preset));
		if (columns) {
			o.columns = (const int *)columns->data;
			o.n_columns = (int)columns->len;
			status = write_pivot(c, s, p, &o);
		}
	}
	pivot_free(p);
	return status;
}
