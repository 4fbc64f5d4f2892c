/* forces MARKET: drivers and restraints, their sums, and what each contributes. */
#include "config.h"

#include "cli/session.h"
#include "report/forces_table.h"

int cmd_forces(const struct cli *c)
{
	struct session s;
	int status = session_open(&s, c, args_operand(c->args, 0));
	struct table *t;
	char *conflict;

	if (status)
		goto done;
	t = forces_table(s.base, s.forecast, s.scenario, NULL);
	conflict = forces_conflict(s.market);
	if (conflict)
		table_note(t, "Conflict: %s.", conflict);
	g_free(conflict);
	status = cli_table(c, t, EXIT_DONE);
done:
	session_done(&s);
	return status;
}
