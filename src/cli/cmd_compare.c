/* compare MARKET SCENARIO...: key figures side by side, then the inputs that differ.
 * compare MARKET MARKET...: editions or publishers side by side. */
#include "config.h"

#include "cli/session.h"
#include "report/compare.h"
#include "report/editions.h"
#include "market/library.h"
#include "scenario/find.h"

/* A word that is no scenario but a market: a file without the key `scenario`, or an id. */
static bool names_market(const char *what)
{
	struct messages *list = messages_new();
	g_autofree char *file = scenario_locate(what, NULL);
	struct market *m = NULL;

	if (!file || g_strcmp0(file, what) == 0)
		m = library_find(what, NULL, list);
	messages_free(list);
	bool found = m != NULL;
	market_free(m);
	return found;
}

static int compare_markets(const struct cli *c)
{
	struct session s[64];
	const struct forecast *bases[G_N_ELEMENTS(s)];
	int n = 0, status = EXIT_DONE;

	for (; n < (int)G_N_ELEMENTS(s) && args_operand(c->args, (guint)n) && !status; n++) {
		status = session_load(&s[n], c, args_operand(c->args, (guint)n));
		bases[n] = status ? NULL : forecast_base(s[n].market, s[n].measure, s[n].fill);
	}
	if (!status)
		status = cli_table(c, editions_table(bases, n), EXIT_DONE);
	for (int i = 0; i < n; i++) {
		forecast_free((struct forecast *)bases[i]);
		session_done(&s[i]);
	}
	return status;
}

int cmd_compare(const struct cli *c)
{
	if (names_market(args_operand(c->args, 1)))
		return compare_markets(c);

	struct session s;
	int status = session_load(&s, c, args_operand(c->args, 0)), n = 0;
	struct forecast *source = NULL;
	struct compared list[64] = {{NULL, NULL, NULL}};

	if (status)
		goto done;
	source = forecast_base(s.market, s.measure, s.fill);
	for (; n < (int)G_N_ELEMENTS(list) && args_operand(c->args, (guint)n + 1); n++) {
		GError *error = NULL;

		list[n].scenario = session_scenario(&s, c, args_operand(c->args, (guint)n + 1));
		if (!list[n].scenario) {
			status = EXIT_USAGE;
			goto done;
		}
		list[n].forecast = forecast_run(s.market, s.measure, list[n].scenario, s.hold, &error);
		if (error) {
			list[n].refusal = g_strdup(error->message);
			g_error_free(error);
			status = EXIT_NO;
		}
	}
	status = cli_table(c, compare_table(source, list, n), status);
done:
	for (int i = 0; i < n; i++) {
		scenario_free((struct scenario *)list[i].scenario);
		forecast_free((struct forecast *)list[i].forecast);
		g_free((char *)list[i].refusal);
	}
	forecast_free(source);
	session_done(&s);
	return status;
}
