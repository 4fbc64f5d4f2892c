/* The entries of a scenario that moved a figure, named one line each. */
#include "config.h"

#include "forecast/explain_moved.h"

#include "forecast/forces.h"
#include "scenario/phrase.h"

const struct apply *run_of(const struct maker *k)
{
	return k->o->trace ? &k->o->trace->a : NULL;
}

void cause_add(struct maker *k, const struct adjust *ad, int node, const char *what)
{
	const struct apply *a = run_of(k);
	if (!g_hash_table_add(k->seen, (gpointer)ad))
		return;
	g_autofree char *entry = adjust_format(ad);
	bool held = ad->kind <= ADJUST_SHAPE && ad->hold == HOLD_DEFAULT && a->hold > HOLD_NONE;
	struct explain_line l = line_new(EXPLAIN_CAUSE, NULL);
	l.text = g_strconcat(entry, held ? ", hold " : "", held ? hold_name(a->hold) : "",
			     *what ? ": " : "", what, NULL);
	l.status = status_letter(STATUS_SCENARIO);
	l.node = node;
	g_array_append_val(k->causes, l);
}

int entry_node(const struct maker *k, const struct adjust *ad)
{
	int node = ad->kind == ADJUST_FORCE ? -1 : market_find(k->m, ad->path);
	return node > 0 && k->m->nodes[node].flags & NODE_DIMENSION ? 0 : node;
}

void causes_typed(struct maker *k, int node, int column)
{
	const struct apply *a = run_of(k);
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		bool rate = ad->kind == ADJUST_CAGR || ad->kind == ADJUST_GROWTH
			|| ad->kind == ADJUST_SHAPE;
		int from = ad->kind == ADJUST_GROWTH ? forecast_column(a->base, ad->to) - 1
			: period_is_set(ad->from) ? forecast_column(a->base, ad->from) : -1;
		if (rate && from < column && entry_node(k, ad) == node)
			cause_add(k, ad, node, "");
	}
}

void causes_locked(struct maker *k, int node)
{
	const struct apply *a = run_of(k);
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		if (ad->kind == ADJUST_LOCK && ad->value != 0 && entry_node(k, ad) == node)
			cause_add(k, ad, node, "");
	}
}

void causes_facts(struct maker *k, int node)
{
	const struct apply *a = run_of(k);
	for (guint i = 0; a && i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		int typed = entry_node(k, ad), group = typed > 0 ? k->m->nodes[typed].parent : -1;
		if ((ad->kind == ADJUST_SHARE || ad->kind == ADJUST_WEIGHT) && group > 0
		    && node > group && node < group + k->m->nodes[group].size)
			cause_add(k, ad, typed, "");
	}
}

/* The changes of a force. */
static void causes_force(struct maker *k, int force)
{
	const struct apply *a = run_of(k);
	const struct force *f = &k->m->forces[force];
	g_autofree char *when = forces_timing_text(f);
	bool shaped = a->change->rho[force] < 1 && *when;
	g_autofree char *printed = g_strdup_printf("%s, printed as %s a year%s%s", f->title,
						   f->impact_print, shaped ? ", " : "",
						   shaped ? when : "");
	for (guint i = 0; i < a->s->adjusts->len; i++) {
		const struct adjust *ad = a->s->adjusts->pdata[i];
		if (ad->kind == ADJUST_FORCE && g_strcmp0(ad->path, f->id) == 0)
			cause_add(k, ad, -1, printed);
		else if (ad->kind == ADJUST_FORCE && g_strcmp0(ad->path, "all") == 0)
			cause_add(k, ad, -1, "every driver and restraint");
	}
}

void causes_forces(struct maker *k, int dimension)
{
	const struct apply *a = run_of(k);
	for (int i = 0; i < k->m->n_forces; i++)
		if (!isnan(k->m->forces[i].impact.value) && force_is_changed(a->change, i)
		    && (dimension == 0 || forces_carrier(a->base, &k->m->forces[i]) == dimension))
			causes_force(k, i);
}

void cause_after(struct maker *k)
{
	const struct apply *a = run_of(k);
	if (!a || !g_hash_table_add(k->seen, (gpointer)&a->s->after))
		return;
	g_autofree char *to = market_period(k->m, a->s->horizon);
	g_autofree char *how = phrase_say_shape(&a->s->after);
	struct explain_line l = line_new(EXPLAIN_CAUSE, NULL);
	l.text = g_strdup_printf("the horizon is %s, after: %s", to, how);
	l.status = status_letter(STATUS_SCENARIO);
	g_array_append_val(k->causes, l);
}

void causes_refilled(struct maker *k, int node, int column)
{
	if (rule_at(k, node, column) < RULE_TYPED
	    && forecast_status(k->f, node, column) == STATUS_SCENARIO)
		causes_facts(k, node);
}
