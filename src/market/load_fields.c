/* The fields of a market that are no figures: texts, sources, units, periods, words. */
#include "config.h"

#include "market/load.h"

#include <string.h>

/* -- Scalars into fields */

#define FIELD(type, object, offset) ((type *)((char *)(object) + (offset)))

void load_text(struct loader *l, void *object, size_t offset)
{
	if (load_scalar(l, "a text"))
		*FIELD(const char *, object, offset) = load_copy(l);
}

static void one_text(struct loader *l, void *object)
{
	GPtrArray *texts = object;

	if (load_scalar(l, "texts in its list"))
		g_ptr_array_add(texts, (gpointer)load_copy(l));
}

void load_texts(struct loader *l, void *object, size_t offset)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	char **copy;

	load_list(l, one_text, texts);
	if (texts->len == 0)
		return;
	copy = arena_alloc(l->arena, (texts->len + 1) * sizeof *copy);
	memcpy(copy, texts->pdata, texts->len * sizeof *copy);
	*FIELD(const char *const *, object, offset) = (const char *const *)copy;
}

void load_id(struct loader *l, void *object, size_t offset)
{
	if (!load_scalar(l, "an id"))
		return;
	if (!load_is_id(l->item->text)) {
		reader_error(l->r, "'%s' is no id: only a-z, 0-9 and '-' stand in one",
			     l->item->text);
		return;
	}
	*FIELD(const char *, object, offset) = load_copy(l);
}

void load_date(struct loader *l, void *object, size_t offset)
{
	if (!load_scalar(l, "a date"))
		return;
	if (!period_is_date(l->item->text)) {
		reader_error(l->r, "'%s' is no date: write YYYY, YYYY-MM or YYYY-MM-DD",
			     l->item->text);
		return;
	}
	*FIELD(const char *, object, offset) = load_copy(l);
}

void load_boolean(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"false", "true"};
	int i = load_word(l, words, G_N_ELEMENTS(words));

	if (i >= 0)
		*FIELD(bool, object, offset) = i;
}

void load_source(struct loader *l, void *object, size_t offset)
{
	if (load_scalar(l, "the id of a source"))
		*FIELD(uint8_t, object, offset) = load_source_index(l);
}

/* -- Sources */

static int source_slot(struct loader *l, const char *id)
{
	struct source fresh = {0};
	bool no = false;

	for (guint i = 1; i < l->sources->len; i++)
		if (strcmp(g_array_index(l->sources, struct source, i).id, id) == 0)
			return i;
	if (l->sources->len >= SOURCE_UNSET) {
		reader_error(l->r, "more than %d sources", SOURCE_UNSET - 1);
		return 0;
	}
	fresh.id = arena_strdup(l->arena, id);
	g_array_append_val(l->sources, fresh);
	g_array_append_val(l->source_defined, no);
	return l->sources->len - 1;
}

uint8_t load_source_index(struct loader *l)
{
	struct source_use use = {.index = source_slot(l, l->item->text), .place = load_place(l)};

	if (!g_array_index(l->source_defined, bool, use.index))
		g_array_append_val(l->source_uses, use);
	return use.index;
}

static void one_source(struct loader *l, void *object, const char *name, struct place place)
{
	struct source source = {0};
	int index;

	(void)object;
	if (!load_is_id(name)) {
		reader_error_at(l->r, place.line, place.column,
				"'%s' is no id: only a-z, 0-9 and '-' stand in one", name);
		reader_skip(l->r);
		return;
	}
	load_mapping(l, MAPPING_SOURCE, &source);
	index = source_slot(l, name);
	source.id = g_array_index(l->sources, struct source, index).id;
	g_array_index(l->sources, struct source, index) = source;
	g_array_index(l->source_defined, bool, index) = true;
}

void load_sources(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_free_keys(l, "the id of a source", one_source, object);
}

void load_market_source(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;

	(void)offset;
	if (load_scalar(l, "the id of a source"))
		m->source = load_source_index(l);
}

/* -- Unit */

void load_scale(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"thousand", "million", "billion", "trillion", "lakh",
		"crore", "lakh crore", "Mio", "Mrd", "Milliarde", "\u4e07", "\u4ebf"};
	struct unit_reading *u = object;

	(void)offset;
	if (!load_scalar(l, "a scale word such as million"))
		return;
	u->unit.scale = scale_factor(l->item->text);
	if (u->unit.scale > 0) {
		u->unit.scale_word = load_copy(l);
		return;
	}
	u->unit.scale = 1;
	load_unknown(l, "scale", l->item->text, words, G_N_ELEMENTS(words));
}

/* Reads a unit; false if it is none. */
static bool read_unit(struct loader *l, struct unit *out)
{
	struct unit_reading u = {.unit.scale = 1};
	struct place place = load_place(l);

	if (!load_mapping(l, MAPPING_UNIT, &u))
		return false;
	if (!u.unit.currency && !u.unit.measure)
		reader_error_at(l->r, place.line, place.column,
				"a unit needs a 'currency' or a 'measure'");
	*out = u.unit;
	return true;
}

void load_market_unit(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;

	(void)offset;
	l->unit_known = read_unit(l, &m->unit);
}

void load_measure_unit(struct loader *l, void *object, size_t offset)
{
	struct measure_reading *reading = object;

	(void)offset;
	reading->m.has_unit = read_unit(l, &reading->m.unit);
}

/* -- Period, calendar, kinds */

void load_one_period(struct loader *l, void *object, size_t offset)
{
	struct range_reading *r = object;
	struct period p;

	if (!load_scalar(l, "a period"))
		return;
	if (!period_parse(l->item->text, &p)) {
		reader_error(l->r, "'%s' is no period: write 2031, 2023-H1, 2023-Q4 or 2023-04",
			     l->item->text);
		return;
	}
	*FIELD(struct period, object, offset) = p;
	if (offset == offsetof(struct range_reading, base))
		r->base_place = load_place(l);
	else if (offset == offsetof(struct range_reading, from))
		r->from_place = load_place(l);
	else
		r->to_place = load_place(l);
}

void load_step(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"year", "half", "quarter", "month"};
	struct range_reading *r = object;
	int i = load_word(l, words, G_N_ELEMENTS(words));

	(void)offset;
	if (i >= 0)
		r->step = i;
}

/* Says if p is not in the market's step. */
static bool check_step(struct loader *l, const char *key, struct period p, struct place place,
		       uint8_t step)
{
	static const char *const words[] = {"a year", "a half-year", "a quarter", "a month"};
	static const char *const keys[] = {"year", "half", "quarter", "month"};

	if (!period_is_set(p) || p.step == step)
		return true;
	reader_error_at(l->r, place.line, place.column,
			"'%s' is %s, but the step is %s: write 'step: %s' or another period",
			key, words[p.step], words[step], keys[p.step]);
	return false;
}

static bool check_range(struct loader *l, const struct range_reading *r)
{
	struct period first;

	if (!check_step(l, "base", r->base, r->base_place, r->step) ||
	    !check_step(l, "from", r->from, r->from_place, r->step) ||
	    !check_step(l, "to", r->to, r->to_place, r->step))
		return false;
	if (period_is_set(r->from) != period_is_set(r->to)) {
		const struct place *at = period_is_set(r->from) ? &r->from_place : &r->to_place;

		reader_error_at(l->r, at->line, at->column,
				"'from' and 'to' stand together, or neither of them");
		return false;
	}
	if (!period_is_set(r->from))
		return true;
	if (period_ordinal(r->to) < period_ordinal(r->from)) {
		reader_error_at(l->r, r->to_place.line, r->to_place.column,
				"'to' lies before 'from'");
		return false;
	}
	if (period_is_set(r->base) && period_ordinal(r->base) > period_ordinal(r->from)) {
		reader_error_at(l->r, r->base_place.line, r->base_place.column,
				"'base' lies after 'from'");
		return false;
	}
	first = period_is_set(r->base) ? r->base : r->from;
	if (period_ordinal(r->to) - period_ordinal(first) >= PERIODS_MAX) {
		reader_error_at(l->r, r->to_place.line, r->to_place.column,
				"more than %d periods from the base to the end", PERIODS_MAX);
		return false;
	}
	return true;
}

void load_period(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;
	struct range_reading r = {.base = PERIOD_NONE};

	(void)offset;
	l->period_place = load_place(l);
	if (!load_mapping(l, MAPPING_PERIOD, &r) || !check_range(l, &r))
		return;
	m->period.base = r.base;
	m->period.from = r.from;
	m->period.to = r.to;
	m->period.step = r.step;
}

void load_calendar(struct loader *l, void *object, size_t offset)
{
	struct market *m = object;

	(void)offset;
	m->calendar.fiscal = true;
	load_mapping(l, MAPPING_CALENDAR, m);
}

void load_month(struct loader *l, void *object, size_t offset)
{
	static const char *const months[] = {"January", "February", "March", "April", "May",
		"June", "July", "August", "September", "October", "November", "December"};
	struct market *m = object;
	int i = load_word(l, months, G_N_ELEMENTS(months));

	(void)offset;
	if (i >= 0)
		m->calendar.starts = i + 1;
}

void load_named(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"start", "end"};
	struct market *m = object;
	int i = load_word(l, words, G_N_ELEMENTS(words));

	(void)offset;
	if (i >= 0)
		m->calendar.named_end = i;
}

static void one_kind_range(struct loader *l, void *object)
{
	struct kind_range range = {.kind = *(uint8_t *)object};

	if (!load_scalar(l, "a span such as ..2024"))
		return;
	if (!period_parse_span(l->item->text, &range.from, &range.to)) {
		reader_error(l->r, "'%s' is no span: write 2025, ..2024, 2026.. or 2020..2024",
			     l->item->text);
		return;
	}
	g_array_append_val(l->kinds, range);
}

void load_kind_range(struct loader *l, void *object, size_t offset)
{
	uint8_t kind = offset;

	(void)object;
	if (l->item->type == ITEM_LIST)
		load_list(l, one_kind_range, &kind);
	else
		one_kind_range(l, &kind);
}

void load_kinds(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_mapping(l, MAPPING_KINDS, object);
}

/* -- The rest of the market's own keys */

void load_version(struct loader *l, void *object, size_t offset)
{
	(void)object;
	(void)offset;
	if (load_scalar(l, "the version 1") && strcmp(l->item->text, "1") != 0)
		reader_error(l->r, "this program reads format version 1, not %s", l->item->text);
}

void load_series(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"flow", "stock", "average"};
	int i = load_word(l, words, G_N_ELEMENTS(words));

	if (i >= 0)
		*FIELD(uint8_t, object, offset) = i;
}

void load_fill(struct loader *l, void *object, size_t offset)
{
	static const char *const words[] = {"equal", "weights", "none"};
	struct market *m = object;
	int i = load_word(l, words, G_N_ELEMENTS(words));

	(void)offset;
	if (i >= 0)
		m->fill = i;
}
