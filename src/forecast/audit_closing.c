/* Closing factors that rest on assumed members: what printed figures alone decide is held against
 * its rounding elsewhere. */
#include "config.h"

#include "forecast/audit_work.h"

#include "forecast/forecast.h"

static bool any_assumed(const struct forecast *f, int group, int column)
{
	for (int c = market_child(f->market, group); c >= 0; c = market_next(f->market, c))
		if (forecast_status(f, c, column) == STATUS_ASSUMED)
			return true;
	return false;
}

static double sum_of(const struct forecast *f, int group, int column)
{
	double sum = 0;

	for (int c = market_child(f->market, group); c >= 0; c = market_next(f->market, c))
		sum += fmax(forecast_level(f, c, column), 0);
	return sum;
}

static void check_group(struct audit_work *w, const struct forecast *f, int group)
{
	int years = 0, farthest = -1;

	for (int c = 0; c < f->n_periods; c++) {
		double off = fabs(forecast_closing(f, group, c) - 1);

		if (off <= 1e-9 || !any_assumed(f, group, c))
			continue;
		years++;
		if (farthest < 0 || off > fabs(forecast_closing(f, group, farthest) - 1))
			farthest = c;
	}
	if (!years)
		return;
	double sum = sum_of(f, group, farthest), whole = forecast_level(f, group, farthest);
	struct period period = forecast_period(f, farthest);
	struct relation *r = audit_add(w, "closing", VERDICT_NOTE, group, period,
		"%s %s: its members come to %s of %s, %s, and printed rates are not scaled: a "
		"closing factor of %s stands beside them%s; some of them are assumed",
		say_path(w, group), say_period(w, period), say_amount(w, sum, 2),
		say_amount(w, whole, 2), say_percent(w, sum / whole, 2),
		say_number(w, whole / sum, 6),
		years > 1 ? say(w, ", one in each of %d periods, the farthest from 1 here", years) : "");

	audit_numbers(r, RELATION_LEVEL, whole, sum, interval(NAN, NAN));
}

void audit_closing(struct audit_work *w)
{
	struct forecast *f = forecast_base(w->m, w->measure, (enum fill)w->m->fill);

	for (int i = 1; f->closing && i < w->m->n_nodes; i++)
		if (!market_is_leaf(w->m, i)
		    && market_covers(w->m, i, w->measure) == COVERS_ALL)
			check_group(w, f, i);
	forecast_free(f);
}
