/* grid MARKET [PATH]: the end of the forecast, by level at its start and rate. */
#include "config.h"

#include "base/number.h"
#include "cli/answers.h"
#include "report/rows.h"

/* Without the option an empty list; NULL and said if it is wrong. */
static GArray *read_list(const struct session *s, const struct cli *c, const char *option,
			 bool percent)
{
	const char *text = args_get(c->args, option);
	g_autoptr(GError) error = NULL;
	GArray *out = text ? grid_read_list(s->market, text, percent, &error)
		: g_array_new(FALSE, FALSE, sizeof(double));

	if (!out)
		cli_usage("--%s: %s", option, error->message);
	return out;
}

struct table *answer_grid(const struct session *s, const struct grid *g, int node)
{
	const struct market *m = s->market;
	g_autofree char *unit = market_unit(m, s->measure, true), *name = report_name(m, node);
	char one[PERIOD_TEXT_MAX], two[PERIOD_TEXT_MAX], text[NUMBER_TEXT_MAX];
	g_autofree char *title = g_strdup_printf("%s in %s, %s", name, period_format(g->to, two), unit);
	g_autofree char *head = g_strdup_printf("%s", period_format(g->from, one));
	struct table *t = table_new(title);

	t->more = forecast_decimals(s->base, 0);
	table_column(t, "level", head, COLUMN_NUMBER);
	for (int j = 0; j < g->n_rates; j++) {
		g_autofree char *key = g_strdup(number_percent(text, g->rates[j]));
		g_autofree char *name = g_strdup_printf("%s %%", number_fixed(text, g->rates[j] * 100, 2));

		table_column(t, key, name, COLUMN_NUMBER);
	}
	for (int i = 0; i < g->n_levels; i++) {
		table_row(t, 0);
		table_number(t, g->levels[i], 0);
		for (int j = 0; j < g->n_rates; j++)
			table_number(t, g->cells[i * g->n_rates + j], 0);
	}
	table_note(t, "Down: level in %s; across: rate a year from there to %s.", one, two);
	return t;
}

int cmd_grid(const struct cli *c)
{
	struct session s;
	GError *error = NULL;
	int status = session_open(&s, c, args_operand(c->args, 0));
	const char *path = args_operand(c->args, 1);
	g_autoptr(GArray) levels = NULL, rates = NULL;

	if (status)
		goto done;
	status = EXIT_USAGE;
	int node = path ? session_node(&s, path) : 0;
	if (node < 0)
		goto done;
	levels = read_list(&s, c, "levels", false);
	rates = levels ? read_list(&s, c, "rates", true) : NULL;
	if (!rates)
		goto done;
	struct grid *g = grid_new(s.forecast, node, (double *)(void *)levels->data, (int)levels->len,
				  (double *)(void *)rates->data, (int)rates->len, &error);
	if (!g) {
		status = EXIT_NO;
		cli_error(error);
		goto done;
	}
	status = cli_table(c, answer_grid(&s, g, node), EXIT_DONE);
	grid_free(g);
done:
	session_done(&s);
	return status;
}
