/* forces MARKET [PATH]: drivers and restraints, their sums, and what each contributes; with a PATH what
 * its parts contribute. */
#include "config.h"

#include "cli/session.h"
#include "report/forces_table.h"
#include "report/waterfall.h"

enum { BAR = 30 };

static struct table *forces(const struct session *s)
{
	struct table *t = forces_table(s->base, s->forecast, s->scenario, NULL);
	g_autofree char *conflict = forces_conflict(s->market);

	if (conflict)
		table_note(t, "Conflict: %s.", conflict);
	forces_source_note(t, s->market);
	return t;
}

/* Bars are for eyes. */
static int bar_columns(const struct cli *c)
{
	enum format format = cli_format(c, FORMAT_TEXT);

	return args_has(c->args, "waterfall") && (format == FORMAT_TEXT || format == FORMAT_MARKDOWN)
		? BAR : 0;
}

int cmd_forces(const struct cli *c)
{
	struct session s;
	int status = session_open(&s, c, args_operand(c->args, 0)), node = 0;
	const char *path = args_operand(c->args, 1);
	struct table *t;

	if (status == EXIT_DONE && path) {
		node = session_node(&s, path);
		status = node < 0 ? EXIT_USAGE : status;
	}
	if (status)
		goto done;
	if (node > 0)
		t = waterfall_parts(s.forecast, node, bar_columns(c), cli_utf8(c));
	else if (args_has(c->args, "waterfall"))
		t = waterfall_forces(s.base, s.forecast, s.scenario, bar_columns(c), cli_utf8(c),
				     cli_format(c, FORMAT_TEXT) != FORMAT_TEXT);
	else
		t = forces(&s);
	status = cli_table(c, t, EXIT_DONE);
done:
	session_done(&s);
	return status;
}
