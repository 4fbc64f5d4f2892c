/* The end of loading: what may stand in any order in the file is tied together here, once all of
 * it has been read. */
#include "config.h"

#include "market/load.h"

#include <string.h>

#include "base/text.h"

/* -- Sibling clashes */

static void clash(void *data, int node, int other)
{
	struct loader *l = data;
	const struct market *m = l->m;
	g_autofree char *path = market_path(m, node);

	reader_error_at(l->r, m->nodes[node].line, m->nodes[node].column,
			"'%s' has the path '%s' of line %u: give one of them another 'id'",
			m->nodes[node].name, path, m->nodes[other].line);
}

/* -- References to nodes and measures */

enum { CANDIDATES_MAX = 2000 };

/* The children's ids, as candidates; at most CANDIDATES_MAX. */
static void collect_ids(const struct market *m, int parent, GPtrArray *out)
{
	for (int i = market_child(m, parent); i >= 0 && out->len < CANDIDATES_MAX;
	     i = market_next(m, i))
		g_ptr_array_add(out, (gpointer)m->nodes[i].id);
}

/* The child of node, or the measure in its place, whose id is nearest to part; NULL if none is. */
static const char *near_id(const struct loader *l, const struct ref *ref, int node,
			   const char *part)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	collect_ids(l->m, node, ids);
	for (guint i = 0; node == 0 && ref->allows & REF_MEASURE && i < l->measures->len; i++)
		g_ptr_array_add(ids, (gpointer)g_array_index(l->measures, struct measure, i).id);
	return text_suggest(part, (const char *const *)ids->pdata, ids->len);
}

/* The known path nearest to that of ref: unknown parts are replaced.  New, or NULL. */
static char *near_path(const struct loader *l, const struct ref *ref)
{
	const struct market *m = l->m;
	g_auto(GStrv) parts = g_strsplit(ref->text, "/", -1);
	int node = 0, loose;

	for (int i = 0; parts[i]; i++) {
		int child = market_find_child(m, node, parts[i]);
		const char *near = child < 0 ? near_id(l, ref, node, parts[i]) : NULL;

		if (near)
			child = market_find_child(m, node, near);
		if (near && child < 0)
			return g_strdup(near);		/* a measure */
		if (child < 0)
			break;
		node = child;
		if (!parts[i + 1])
			return market_path(m, node);
	}
	loose = market_find_loose(m, ref->text);
	return loose > 0 ? market_path(m, loose) : NULL;
}

static int find_measure(const struct loader *l, const char *id)
{
	for (guint i = 0; i < l->measures->len; i++)
		if (strcmp(g_array_index(l->measures, struct measure, i).id, id) == 0)
			return i + 1;
	return -1;
}

static void resolve(struct loader *l, struct ref *ref)
{
	g_autofree char *near = NULL;
	int measure;

	ref->node = 0;
	if ((ref->allows & REF_MARKET && strcmp(ref->text, "market") == 0) ||
	    (ref->allows & REF_GLOBAL && strcmp(ref->text, "global") == 0))
		return;
	ref->node = market_find(l->m, ref->text);
	if (ref->node > 0 || (ref->node == 0 && !(ref->allows & REF_NO_TOTAL)))
		return;
	if (ref->node == 0) {
		reader_error_at(l->r, ref->place.line, ref->place.column,
				"the total cannot stand here: name a node of a dimension");
		return;
	}
	measure = ref->allows & REF_MEASURE ? find_measure(l, ref->text) : -1;
	if (measure > 0) {
		ref->node = BASE_MEASURE;
		ref->measure = measure;
		return;
	}
	near = l->suggestions++ < SUGGESTIONS_MAX ? near_path(l, ref) : NULL;
	if (near)
		reader_error_at(l->r, ref->place.line, ref->place.column,
				"unknown path '%s', did you mean '%s'?", ref->text, near);
	else if (ref->allows & REF_MAY_MISS)
		reader_warning_at(l->r, ref->place.line, ref->place.column,
				  "unknown path '%s': this is left out", ref->text);
	else
		reader_error_at(l->r, ref->place.line, ref->place.column,
				"unknown path '%s'", ref->text);
}

static void resolve_refs(struct loader *l)
{
	for (guint i = 0; i < l->refs->len && !reader_stopped(l->r); i++)
		resolve(l, &g_array_index(l->refs, struct ref, i));
}

static const struct ref *ref_at(const struct loader *l, size_t i)
{
	return &g_array_index(l->refs, struct ref, i);
}

/* -- Sources */

static void check_sources(struct loader *l)
{
	const char *ids[SOURCE_UNSET];
	int n = 0;

	for (guint i = 1; i < l->sources->len; i++)
		if (g_array_index(l->source_defined, bool, i))
			ids[n++] = g_array_index(l->sources, struct source, i).id;
	for (guint i = 0; i < l->source_uses->len && !reader_stopped(l->r); i++) {
		const struct source_use *use = &g_array_index(l->source_uses, struct source_use, i);
		const char *id = g_array_index(l->sources, struct source, use->index).id;
		const char *near;

		if (g_array_index(l->source_defined, bool, use->index))
			continue;
		near = text_suggest(id, ids, n);
		if (near)
			reader_error_at(l->r, use->place.line, use->place.column,
					"unknown source '%s', did you mean '%s'?", id, near);
		else
			reader_error_at(l->r, use->place.line, use->place.column,
					"unknown source '%s': 'sources' has no such entry", id);
	}
}

static uint8_t source_or(uint8_t source, uint8_t other)
{
	return source == SOURCE_UNSET ? other : source;
}

/* -- How far the periods reach */

/* Earliest and latest column that the market's own step would need. */
struct reach { int first, last; const struct fact *first_fact, *last_fact; };

static struct reach reach_begin(const struct market *m)
{
	struct reach reach = {period_ordinal(m->period.base), period_ordinal(m->period.base),
			      NULL, NULL};

	if (period_is_set(m->period.to))
		reach.last = period_ordinal(m->period.to);
	return reach;
}

static inline void extend(struct reach *reach, const struct fact *f, struct period p,
			  uint8_t step)
{
	int at;

	if (!period_is_set(p) || p.step != step)
		return;
	at = period_ordinal(p);
	if (at < reach->first) {
		reach->first = at;
		reach->first_fact = f;
	}
	if (at > reach->last) {
		reach->last = at;
		reach->last_fact = f;
	}
}

static void check_reach(struct loader *l, const struct reach *reach)
{
	int base = period_ordinal(l->m->period.base);
	const struct fact *worst;

	if (!period_is_set(l->m->period.base) || reach->last - reach->first < PERIODS_MAX)
		return;
	worst = base - reach->first > reach->last - base ? reach->first_fact : reach->last_fact;
	if (!worst)
		worst = reach->first_fact ? reach->first_fact : reach->last_fact;
	if (worst)
		reader_error_at(l->r, worst->line, worst->column, "the figures reach over more than "
				"%d periods: is the year right?", PERIODS_MAX);
}

/* -- Facts */

static void read_late_levels(struct loader *l, struct fact_list *list)
{
	for (int i = 0; i < list->n && l->any_unread; i++) {
		struct fact *f = &list->at[i];

		if (!(f->flags & FACT_UNREAD))
			continue;
		f->flags &= ~FACT_UNREAD;
		load_figure_text(l, f, FIGURE_LEVEL);
	}
}

/* The base that a reference of f names. */
static void set_base(struct loader *l, struct fact *f, const struct ref *ref)
{
	struct fact_more *more;

	f->of = ref->node;
	if (ref->node != BASE_MEASURE)
		return;
	more = arena_alloc(l->arena, sizeof *more);
	if (f->more)
		*more = *f->more;
	more->of_measure = g_array_index(l->measures, struct measure, ref->measure - 1).id;
	f->more = more;
}

/* The parent by whatever name is BASE_PARENT. */
static void use_parent(const struct market *m, struct fact *f)
{
	int parent = f->node > 0 ? m->nodes[f->node].parent : -1;

	if (parent < 0 || f->of < 0)
		return;
	if (f->of == parent || (f->of == 0 && m->nodes[parent].flags & NODE_DIMENSION))
		f->of = BASE_PARENT;
}

static void finish_fact(struct loader *l, struct fact *f, int default_base)
{
	if (f->node <= PENDING_NODE) {
		const struct member *member = &g_array_index(l->members, struct member,
							     PENDING_NODE - f->node);

		f->node = MAX(ref_at(l, member->ref)->node, 0);
	}
	f->source = source_or(f->source, l->m->source);
	if (G_LIKELY(f->of == OF_DEFAULT)) {
		f->of = default_base;
	} else {
		set_base(l, f, ref_at(l, OF_REF - f->of));
		use_parent(l->m, f);
	}
	if (G_UNLIKELY(f->node == 0 && f->metric == METRIC_SHARE && f->of != BASE_MEASURE))
		reader_error_at(l->r, f->line, f->column, "the total is no share of anything here: "
				"a share belongs to a segment, or names a measure by 'of'");
}

/* Marks what is not the first of its list.  Another base or case, or a target beside what is
 * expected, is a fact of its own. */
static void mark_rivals(const struct loader *l, struct fact_list *list)
{
	int start = 0;

	for (int i = 0; i < list->n && l->any_listed; i++) {
		struct fact *f = &list->at[i], *first = &list->at[start];

		if (!(f->flags & FACT_LISTED) || f->metric != first->metric ||
		    f->node != first->node || f->measure != first->measure ||
		    !period_equal(f->from, first->from) || !period_equal(f->to, first->to))
			start = i;
		if (!(f->flags & FACT_LISTED))
			continue;
		for (int j = start; j < i && !(f->flags & FACT_RIVAL); j++) {
			const struct fact *g = &list->at[j];

			if (f->of == g->of && (f->kind == KIND_TARGET) == (g->kind == KIND_TARGET) &&
			    g_strcmp0(f->more ? f->more->case_name : NULL,
				      g->more ? g->more->case_name : NULL) == 0 &&
			    (f->of != BASE_MEASURE ||
			     g_strcmp0(f->more->of_measure, g->more->of_measure) == 0))
				f->flags |= FACT_RIVAL;
		}
	}
	for (int i = 0; i < list->n && l->any_listed; i++)
		list->at[i].flags &= ~FACT_LISTED;
}

/* Facts in the order of the nodes, those of one node in the order of the file. */
static void sort_facts(struct loader *l)
{
	struct fact_list *list = &l->facts;
	int n_nodes = l->m->n_nodes;
	g_autofree int *start = g_new0(int, n_nodes + 1);
	struct fact *sorted = g_new(struct fact, list->n);

	for (int i = 0; i < list->n; i++)
		start[list->at[i].node + 1]++;
	for (int i = 0; i < n_nodes; i++)
		start[i + 1] += start[i];
	for (int i = 0; i < list->n; i++)
		sorted[start[list->at[i].node]++] = list->at[i];
	g_free(list->at);
	list->at = sorted;
	list->room = list->n;
}

static void assign_facts(struct loader *l)
{
	struct market *m = l->m;
	int at = 0;

	for (int i = 0; i < m->n_nodes; i++) {
		m->nodes[i].first_fact = at;
		while (at < l->facts.n && l->facts.at[at].node == i)
			at++;
		m->nodes[i].n_facts = at - m->nodes[i].first_fact;
		m->nodes[i].source = source_or(m->nodes[i].source, m->source);
	}
}

/* -- The start of a rate that is printed as ..TO */

static bool counts(const struct fact *f)
{
	return !(f->flags & (FACT_RIVAL | FACT_CASE)) && f->kind != KIND_TARGET;
}

static struct period start_of(const struct loader *l, const struct fact *open)
{
	const struct market *m = l->m;
	struct period last = PERIOD_NONE;

	for (int i = 0; i < m->nodes[0].n_facts; i++) {
		const struct fact *f = &l->facts.at[m->nodes[0].first_fact + i];

		if (f->measure != open->measure || !counts(f))
			continue;
		if (f->metric == METRIC_CAGR && !(f->flags & FACT_OPEN_START) &&
		    period_equal(f->to, open->to))
			return f->from;
		if (f->metric == METRIC_VALUE && !(f->flags & FACT_SPAN) &&
		    figure_is_point(&f->figure) && f->to.step == open->to.step &&
		    period_ordinal(f->to) < period_ordinal(open->to) &&
		    (!period_is_set(last) || period_ordinal(f->to) > period_ordinal(last)))
			last = f->to;
	}
	if (!period_is_set(last) && m->period.base.step == open->to.step &&
	    period_is_set(m->period.base) &&
	    period_ordinal(m->period.base) < period_ordinal(open->to))
		last = m->period.base;
	return last;
}

static void find_starts(struct loader *l, struct fact_list *list)
{
	for (int i = 0; i < list->n && l->any_open; i++) {
		struct fact *f = &list->at[i];

		if (!(f->flags & FACT_OPEN_START))
			continue;
		f->from = start_of(l, f);
		if (!period_is_set(f->from))
			reader_error_at(l->r, f->line, f->column, "this rate has no start: no rate and "
					"no level of the total before it; write FROM..TO");
	}
}

/* -- What stands beside the tree */

/* A copy of a growing array in the arena. */
static void *keep(struct loader *l, GArray *array, size_t size)
{
	void *copy;

	if (array->len == 0)
		return NULL;
	copy = arena_alloc(l->arena, array->len * size);
	memcpy(copy, array->data, array->len * size);
	return copy;
}

/* The weights of one force, which begin at `at` of l->where; those of unknown nodes are left out. */
static void fill_where(struct loader *l, struct force *f, int at, struct where *out)
{
	int n = f->n_where, dimension = -1;

	f->where = n ? out : NULL;
	f->n_where = 0;
	for (int i = at; i < at + n; i++) {
		const struct where_reading *w = &g_array_index(l->where, struct where_reading, i);
		const struct ref *ref = ref_at(l, w->ref);
		int d = ref->node > 0 ? market_dimension(l->m, ref->node) : -1;

		if (ref->node < 0)
			continue;
		if (dimension < 0)
			dimension = d;
		else if (d >= 0 && d != dimension)
			reader_error_at(l->r, ref->place.line, ref->place.column,
					"'where' holds nodes of one dimension: '%s' is of another",
					ref->text);
		out[f->n_where++] = (struct where){ref->node, w->weight};
	}
	if (n > 0 && f->n_where == 0)		/* without `where` it would be global */
		reader_error_at(l->r, f->line, f->column, "'where' of '%s' names no known node",
				f->title ? f->title : "");
}

static void finish_where(struct loader *l)
{
	struct where *all = arena_alloc(l->arena, l->where->len * sizeof *all);
	int at = 0;

	for (guint i = 0; i < l->forces->len; i++) {
		struct force *f = &g_array_index(l->forces, struct force, i);
		int n = f->n_where;

		fill_where(l, f, at, all + at);
		at += n;
	}
}

static void check_force_ids(struct loader *l)
{
	g_autoptr(GHashTable) lines = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < l->forces->len; i++) {
		const struct force *f = &g_array_index(l->forces, struct force, i);
		gpointer line;

		if (!f->id)
			continue;
		line = g_hash_table_lookup(lines, f->id);
		if (line)
			reader_error_at(l->r, f->line, f->column, "the id '%s' is that of line %u: give one of "
					"them another", f->id, GPOINTER_TO_UINT(line));
		else
			g_hash_table_insert(lines, (gpointer)f->id, GUINT_TO_POINTER(f->line));
	}
}

static void set_cross_measure(struct loader *l, const struct cross_measure *cm)
{
	struct cross *c = &g_array_index(l->crosses, struct cross, cm->cross);
	int measure = find_measure(l, cm->id);

	if (measure < 0)
		reader_error_at(l->r, cm->place.line, cm->place.column,
				"unknown measure '%s'", cm->id);
	c->measure = MAX(measure, 0);
	for (int i = 0; i < c->n_facts && measure > 0; i++)
		l->cross_facts.at[c->first_fact + i].measure = measure;
}

/* A crossing with an unknown node is left out. */
static void finish_crosses(struct loader *l)
{
	int32_t *nodes = arena_alloc(l->arena, l->at->len * sizeof *nodes);
	guint kept = 0, at = 0;

	for (guint i = 0; i < l->cross_measures->len; i++)
		set_cross_measure(l, &g_array_index(l->cross_measures, struct cross_measure, i));
	for (guint i = 0; i < l->crosses->len; i++) {
		struct cross *c = &g_array_index(l->crosses, struct cross, i);
		bool known = true;

		c->at = nodes + at;
		for (int j = 0; j < c->n; j++, at++) {
			nodes[at] = ref_at(l, g_array_index(l->at, size_t, at))->node;
			known = known && nodes[at] >= 0;
		}
		if (known)
			g_array_index(l->crosses, struct cross, kept++) = *c;
	}
	g_array_set_size(l->crosses, kept);
}

static void finish_texts(struct loader *l)
{
	uint8_t source = l->m->source;

	for (guint i = 0; i < l->forces->len; i++) {
		struct force *f = &g_array_index(l->forces, struct force, i);

		f->source = source_or(f->source, source);
	}
	for (guint i = 0; i < l->companies->len; i++) {
		struct company *c = &g_array_index(l->companies, struct company, i);

		c->source = source_or(c->source, source);
	}
	for (guint i = 0; i < l->events->len; i++) {
		struct event *e = &g_array_index(l->events, struct event, i);

		e->source = source_or(e->source, source);
		e->about = e->about < 0 ? -1 : ref_at(l, e->about)->node;
	}
	for (guint i = 0; i < l->notes->len; i++) {
		struct note *n = &g_array_index(l->notes, struct note, i);

		n->source = source_or(n->source, source);
		n->about = n->about < 0 ? -1 : ref_at(l, n->about)->node;
	}
	for (guint i = 0; i < l->questions->len; i++) {
		struct question *q = &g_array_index(l->questions, struct question, i);

		q->source = source_or(q->source, source);
	}
}

/* -- Measures */

static void set_covers(struct loader *l, const struct member *member)
{
	const struct market *m = l->m;
	struct measure *measure = &g_array_index(l->measures, struct measure, member->measure);
	int node = ref_at(l, member->ref)->node;
	uint8_t *covers;

	if (!member->has_covers || node < 0)
		return;
	if (!measure->covers) {
		covers = arena_alloc(l->arena, m->n_nodes);
		for (int i = 0; i < m->n_nodes; i++)
			covers[i] = m->nodes[i].covers;
		measure->covers = covers;
	}
	((uint8_t *)measure->covers)[node] = member->covers;
}

/* Measure 0 is the market itself. */
static void finish_measures(struct loader *l)
{
	const struct market *m = l->m;
	struct measure own = {.id = "market", .title = m->title, .unit = m->unit,
			      .has_unit = l->unit_known, .series = m->series};

	for (guint i = 0; i < l->measures->len; i++) {
		const struct measure *measure = &g_array_index(l->measures, struct measure, i);
		int node = market_find_child(m, 0, measure->id);

		if (node >= 0)
			reader_error_at(l->r, m->nodes[node].line, m->nodes[node].column,
					"the dimension '%s' and a measure "
					"have one id: give one of them another", measure->id);
	}
	g_array_prepend_val(l->measures, own);
	for (guint i = 0; i < l->members->len; i++)
		set_covers(l, &g_array_index(l->members, struct member, i));
}

/* -- All of it */

/* One pass over a list, which may be long.  False if the facts are not in the order of the nodes. */
static bool finish_list(struct loader *l, struct fact_list *list, int default_base)
{
	struct reach reach = reach_begin(l->m);
	uint8_t step = l->m->period.step;
	bool in_order = true;
	int node = -1;

	read_late_levels(l, list);
	for (int i = 0; i < list->n && !reader_stopped(l->r); i++) {
		struct fact *f = &list->at[i];

		finish_fact(l, f, default_base);
		extend(&reach, f, f->from, step);
		extend(&reach, f, f->to, step);
		in_order = in_order && f->node >= node;
		node = f->node;
	}
	check_reach(l, &reach);
	return in_order;
}

static void finish_facts(struct loader *l)
{
	struct fact_list *lists[] = {&l->facts, &l->cross_facts, &l->company_facts};

	for (int i = 0; i < (int)G_N_ELEMENTS(lists); i++) {
		bool in_order = finish_list(l, lists[i], i == 0 ? BASE_PARENT : 0);

		if (i == 0 && !in_order)
			sort_facts(l);
		mark_rivals(l, lists[i]);
	}
	assign_facts(l);
	for (int i = 0; i < (int)G_N_ELEMENTS(lists); i++)
		find_starts(l, lists[i]);
}

static struct fact *give(struct fact_list *list, int *n)
{
	struct fact *at = list->n ? g_renew(struct fact, list->at, list->n) : NULL;

	if (list->n == 0)
		g_free(list->at);
	*n = list->n;
	*list = (struct fact_list){NULL, 0, 0};
	return at;
}

#define KEEP(field, array, type) \
	(m->field = keep(l, array, sizeof(type)), m->n_##field = (array)->len)

static void hand_over(struct loader *l)
{
	struct market *m = l->m;

	m->facts = give(&l->facts, &m->n_facts);
	m->cross_facts = give(&l->cross_facts, &m->n_cross_facts);
	m->company_facts = give(&l->company_facts, &m->n_company_facts);
	m->nodes = g_renew(struct node, m->nodes, m->n_nodes);
	KEEP(sources, l->sources, struct source);
	KEEP(kinds, l->kinds, struct kind_range);
	KEEP(crosses, l->crosses, struct cross);
	KEEP(measures, l->measures, struct measure);
	KEEP(forces, l->forces, struct force);
	KEEP(companies, l->companies, struct company);
	KEEP(events, l->events, struct event);
	KEEP(notes, l->notes, struct note);
	KEEP(questions, l->questions, struct question);
}

void load_finish(struct loader *l)
{
	struct market *m = l->m;

	market_index_build(m, clash, l);
	check_sources(l);
	if (m->source == SOURCE_UNSET)
		m->source = 0;
	resolve_refs(l);
	finish_crosses(l);
	finish_facts(l);
	finish_where(l);
	check_force_ids(l);
	finish_texts(l);
	finish_measures(l);
	if (!reader_stopped(l->r))
		hand_over(l);
}
