/* forces MARKET: drivers and restraints, their sums, and what each contributes. */
#include "config.h"

#include "cli/session.h"
#include "report/forces_table.h"

int cmd_forces(const struct cli *c)
{
	struct session s;
	int status = session_load(&s, c, args_operand(c->args, 0));
	struct forecast *base;

	if (status)
		goto done;
	base = forecast_base(s.market, s.measure, s.fill);
	status = cli_table(c, forces_table(base, s.scenario, NULL), EXIT_DONE);
	forecast_free(base);
done:
	session_done(&s);
	return status;
}
