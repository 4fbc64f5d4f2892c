/* What stands beside the tree: crossings, forces, companies, events, notes and questions. */
#include "config.h"

#include "market/load.h"

#include <math.h>
#include <string.h>

/* -- References to nodes: the field holds the reference's index until the tree is complete */

void load_about(struct loader *l, void *object, size_t offset)
{
	if (load_scalar(l, "a path"))
		*(int32_t *)((char *)object + offset) = (int32_t)load_ref(l, REF_MAY_MISS);
}

/* -- Crossings */

static void one_at(struct loader *l, void *object)
{
	struct cross_reading *reading = object;
	size_t ref;

	if (!load_scalar(l, "paths in its list"))
		return;
	ref = load_ref(l, REF_NO_TOTAL | REF_MAY_MISS);
	g_array_append_val(l->at, ref);
	reading->cross.n++;
}

void load_cross_at(struct loader *l, void *object, size_t offset)
{
	struct cross_reading *reading = object;
	struct place place = load_place(l);

	(void)offset;
	load_list(l, one_at, object);
	if (reading->cross.n == 0)
		reader_error_at(l->r, place.line, place.column, "'at' names no node");
}

void load_cross_measure(struct loader *l, void *object, size_t offset)
{
	struct cross_reading *reading = object;

	(void)offset;
	if (!load_scalar(l, "the id of a measure"))
		return;
	reading->measure = load_copy(l);
	reading->measure_place = load_place(l);
}

/* The odds at the item, appended. */
static void read_odds(struct loader *l, struct period at, struct cross_reading *reading)
{
	struct cross_odds odds = {.at = at}, *entry;
	const struct cross_odds **end = &reading->cross.odds;

	if (!load_number(l, &odds.odds))
		return;
	if (odds.odds < 0) {
		reader_error(l->r, "odds are not negative; 1 is independence, 0 never together");
		return;
	}
	while (*end)
		end = (const struct cross_odds **)&(*end)->next;
	entry = arena_alloc(l->arena, sizeof *entry);
	*entry = odds;
	*end = entry;
}

static void odds_of_period(struct loader *l, void *object, const char *name, struct place place)
{
	struct period at;

	if (period_parse(name, &at)) {
		read_odds(l, at, object);
		return;
	}
	reader_error_at(l->r, place.line, place.column,
			"'%s' is no period; write 'odds: {2025: 2}'", name);
	reader_skip(l->r);
}

void load_cross_odds(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	if (l->item->type == ITEM_MAP)
		load_free_keys(l, "a period such as 2025", odds_of_period, object);
	else
		read_odds(l, PERIOD_NONE, object);
}

static void one_cross(struct loader *l, void *object)
{
	struct cross_reading reading = {.s = subject_begin(l, &l->cross_facts, -1, 0)};

	(void)object;
	reading.cross.line = l->item->line;
	if (!load_mapping(l, MAPPING_CROSS, &reading))
		return;
	subject_end(l, &reading.s, true);
	reading.cross.note = reading.s.note;
	reading.cross.first_fact = reading.s.first;
	reading.cross.n_facts = l->cross_facts.n - reading.s.first;
	if (reading.measure) {
		struct cross_measure cm = {l->crosses->len, reading.measure,
					   reading.measure_place};

		g_array_append_val(l->cross_measures, cm);
	}
	g_array_append_val(l->crosses, reading.cross);
}

void load_crosses(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_list(l, one_cross, object);
}

/* -- Forces */

void load_impact(struct loader *l, void *object, size_t offset)
{
	struct force_reading *reading = object;
	struct fact f = {.line = l->item->line, .column = MIN(l->item->column, UINT16_MAX),
			 .metric = METRIC_SHARE};

	(void)offset;
	if (!load_scalar(l, "a percentage such as -3.5%"))
		return;
	f.print = load_copy(l);
	if (!load_figure_text(l, &f, FIGURE_PERCENT))
		return;
	reading->force.impact = f.figure;
	reading->force.impact_print = f.print;
}

static void one_where(struct loader *l, void *object, const char *name, struct place place)
{
	struct force_reading *reading = object;
	struct ref ref = {.text = name, .place = place, .node = -1,
			  .allows = REF_GLOBAL | REF_NO_TOTAL | REF_MAY_MISS};
	struct where_reading where = {.ref = l->refs->len};

	if (!load_number(l, &where.weight))
		return;
	if (where.weight < 0) {
		reader_error(l->r, "a weight is not negative");
		return;
	}
	g_array_append_val(l->refs, ref);
	g_array_append_val(l->where, where);
	reading->force.n_where++;
}

void load_where(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_free_keys(l, "'global' or the path of a node", one_where, object);
}

/* "2026-2028" for what is a mapping; true if it was, and told. */
static bool complain_span(struct loader *l)
{
	char first[PERIOD_TEXT_MAX], last[PERIOD_TEXT_MAX];
	struct period from, to;

	if (l->item->type != ITEM_SCALAR || !period_parse_span(l->item->text, &from, &to)
	    || !period_is_set(from) || !period_is_set(to))
		return false;
	reader_error(l->r, "years are written as {from: %s, to: %s}", period_format(from, first),
		     period_format(to, last));
	return true;
}

void load_when(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"short", "medium", "long"};
	struct force_reading *reading = object;
	struct range_reading range = {.base = PERIOD_NONE};
	int i;

	(void)offset;
	if (complain_span(l))
		return;
	if (l->item->type != ITEM_MAP) {
		i = load_word(l, words, G_N_ELEMENTS(words));
		if (i >= 0)
			reading->force.timing = TIMING_SHORT + i;
		return;
	}
	load_mapping(l, MAPPING_WHEN, &range);
	if (!period_is_set(range.from) || !period_is_set(range.to))
		return;
	if (period_compare(range.to, range.from) < 0) {
		reader_error_at(l->r, range.to_place.line, range.to_place.column,
				"'to' lies before 'from'");
		return;
	}
	reading->force.timing = TIMING_SPAN;
	reading->force.from = range.from;
	reading->force.to = range.to;
}

static void check_force_id(struct loader *l, struct force_reading *reading)
{
	struct force *f = &reading->force;

	if (!f->id && f->title)
		f->id = load_slug(l, f->title);
	if (!f->id)
		return;
	if (!*f->id)
		reader_error_at(l->r, reading->place.line, reading->place.column,
				"the title '%s' leaves nothing for an id: give it an 'id'",
				f->title);
}

static void one_force(struct loader *l, void *object)
{
	struct force_reading reading = {.place = load_place(l)};

	reading.force.kind = *(uint8_t *)object;
	reading.force.line = l->item->line;
	reading.force.column = MIN(l->item->column, UINT16_MAX);
	reading.force.source = SOURCE_UNSET;
	reading.force.impact.value = NAN;
	reading.force.impact.low = reading.force.impact.high = NAN;
	if (!load_mapping(l, MAPPING_FORCE, &reading))
		return;
	check_force_id(l, &reading);
	g_array_append_val(l->forces, reading.force);
}

void load_forces(struct loader *l, void *object, size_t offset)
{
	uint8_t kind = offset;

	(void)object;
	load_list(l, one_force, &kind);
}

/* -- Companies */

static void one_company(struct loader *l, void *object)
{
	struct company_reading reading = {.s = subject_begin(l, &l->company_facts, -1, 0)};

	(void)object;
	reading.company.line = l->item->line;
	if (l->item->type == ITEM_MAP) {
		load_mapping(l, MAPPING_COMPANY, &reading);
		subject_end(l, &reading.s, true);
	} else if (load_scalar(l, "names or mappings in its list")) {
		reading.company.name = load_copy(l);
	} else {
		return;
	}
	reading.company.source = reading.s.source;
	reading.company.first_fact = reading.s.first;
	reading.company.n_facts = l->company_facts.n - reading.s.first;
	g_array_append_val(l->companies, reading.company);
}

void load_companies(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_list(l, one_company, object);
}

/* -- Events, notes, questions */

static void one_event(struct loader *l, void *object)
{
	struct event event = {.about = -1, .source = SOURCE_UNSET, .line = l->item->line};

	(void)object;
	if (load_mapping(l, MAPPING_EVENT, &event))
		g_array_append_val(l->events, event);
}

void load_events(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_list(l, one_event, object);
}

static void one_note(struct loader *l, void *object)
{
	struct note note = {.about = -1, .source = SOURCE_UNSET, .line = l->item->line};

	(void)object;
	if (load_mapping(l, MAPPING_NOTE, &note))
		g_array_append_val(l->notes, note);
}

void load_notes(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_list(l, one_note, object);
}

static void one_question(struct loader *l, void *object)
{
	struct question question = {.source = SOURCE_UNSET, .line = l->item->line};

	(void)object;
	if (load_mapping(l, MAPPING_QUESTION, &question))
		g_array_append_val(l->questions, question);
}

void load_questions(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_list(l, one_question, object);
}
