/* Changed forces that move nothing say why. */
#include "config.h"

#include "forecast/apply.h"

static bool same_column(const struct forecast *a, const struct forecast *b, int node, int column)
{
	double x = forecast_level(a, node, column), y = forecast_level(b, node, column);
	return isnan(x) ? isnan(y) : !apply_differ(x, y);
}

static bool is_changed_force(const struct adjust *ad)
{
	return ad->kind == ADJUST_FORCE
		&& ((!isnan(ad->scale) && ad->scale != 1) || ad->delay > 0 || ad->rho < 1);
}

static bool is_held(const struct apply *a)
{
	for (int i = 0; i < a->m->n_nodes; i++)
		if (a->mark[i] & (MARK_LOCKED | MARK_HELD) || (i == 0 && a->mark[0] & MARK_TYPED))
			return true;
	return false;
}

/* The same scenario without its forces leads to the same levels. */
static bool forces_idle(const struct apply *a, bool *any)
{
	struct scenario *without = scenario_copy(a->s);
	*any = false;
	for (guint i = without->adjusts->len; i-- > 0;) {
		if (!is_changed_force(without->adjusts->pdata[i]))
			continue;
		g_ptr_array_remove_index(without->adjusts, i);
		*any = true;
	}
	struct forecast *f = *any ? forecast_run(a->m, a->base->measure, without, a->hold, NULL) : NULL;
	bool idle = f != NULL;
	for (int i = 0; idle && i < a->m->n_nodes; i++)
		for (int c = 0; idle && c < MIN(a->n, f->n_periods); c++)
			idle = same_column(a->out, f, i, c);
	forecast_free(f);
	scenario_free(without);
	return idle;
}

void tell_forces(struct apply *a)
{
	bool any, idle = is_held(a) && forces_idle(a, &any), total = a->mark[0] & MARK_SCOPE;
	if (!total && !(idle && any))
		return;
	const char *why = a->mark[0] & MARK_LOCKED ? "the total is locked"
		: total ? "the total is typed" : "what it acts on is locked";
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		if (is_changed_force(ad))
			apply_notice(a, g_strdup_printf("%s: no effect%s: %s", ad->path,
						  idle ? "" : " on the total", why));
	}
}
