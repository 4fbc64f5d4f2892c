/* Figures of several members of one dimension together, and of crossings. */
#include "config.h"

#include "forecast/bounds_work.h"

bool bounds_by_members(struct bounds *b, int column, struct side *s)
{
	(void)b;
	(void)column;
	(void)s;
	return false;
}

bool bounds_has_members(struct bounds *b, int node, int column)
{
	(void)b;
	(void)node;
	(void)column;
	return false;
}
