/* compare MARKET SCENARIO...: key figures side by side, then the inputs that differ. */
#include "config.h"

#include "cli/session.h"
#include "report/compare.h"
#include "scenario/find.h"

/* A scenario with its parents, checked against the market; NULL and said. */
static struct scenario *read_one(const struct session *s, const char *what)
{
	struct messages *list = messages_new();
	struct scenario *own = scenario_find(what, list);
	struct scenario *whole = own ? scenario_resolve(own, list) : NULL;

	if (whole && !scenario_check(whole, s->market, list)) {
		scenario_free(whole);
		whole = NULL;
	}
	cli_messages(list, SEVERITY_NOTE);
	messages_free(list);
	scenario_free(own);
	return whole;
}

int cmd_compare(const struct cli *c)
{
	struct session s;
	int status = session_load(&s, c, args_operand(c->args, 0)), n = 0;
	struct forecast *source = NULL;
	struct compared list[64] = {{NULL, NULL, NULL}};

	if (status)
		goto done;
	source = forecast_base(s.market, s.measure, s.fill);
	for (; n < (int)G_N_ELEMENTS(list) && args_operand(c->args, (guint)n + 1); n++) {
		GError *error = NULL;

		list[n].scenario = read_one(&s, args_operand(c->args, (guint)n + 1));
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
