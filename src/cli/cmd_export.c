/* export MARKET: every node and period, as CSV, JSON, Markdown or text. */
#include "config.h"

#include "cli/session.h"
#include "forecast/bounds.h"
#include "report/rows.h"

int cmd_export(const struct cli *c)
{
	struct render_style style;
	struct session s;
	struct output *out = NULL;
	int status = EXIT_USAGE;

	if (!cli_style(c, FORMAT_CSV, 2, &style))
		return EXIT_USAGE;
	status = session_open(&s, c, args_operand(c->args, 0));
	if (status == EXIT_DONE) {
		session_doubt(&s, args_operand(c->args, 0));
		struct bounds *bounds = bounds_new(s.forecast);
		struct rows_options rows = {
			.scenario = session_scenario_id(&s),
			.bounds = report_bounds_value,
			.data = bounds,
		};

		out = cli_output(c);
		if (out)
			rows_write(s.forecast, &rows, &style, out);
		bounds_free(bounds);
		status = out ? cli_finish(out, EXIT_DONE) : EXIT_USAGE;
	}
	session_done(&s);
	return status;
}
