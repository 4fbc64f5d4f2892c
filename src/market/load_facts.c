/* Facts: figures by period, alone, with their circumstances, or several of them in a list. */
#include "config.h"

#include "market/load.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static const char *const ranks[] = {"largest", "fastest", "smallest", "slowest"};
static const char *const trends[] = {"growing", "stable", "declining", "gaining", "losing"};
static const char *const kinds[] = {"actual", "preliminary", "estimate", "forecast", "target"};

/* -- Subjects */

struct subject subject_begin(struct loader *l, struct fact_list *list, int node, int measure)
{
	(void)l;
	return (struct subject){.list = list, .first = list->n, .node = node, .of = OF_DEFAULT,
				.measure = measure, .source = SOURCE_UNSET};
}

void subject_end(struct loader *l, struct subject *s, bool deep)
{
	(void)l;
	if (s->of == OF_DEFAULT && s->source == SOURCE_UNSET)
		return;
	for (int i = s->first; i < s->list->n; i++) {
		struct fact *f = &s->list->at[i];

		if (!deep && f->node != s->node)
			continue;
		if (f->of == OF_DEFAULT && f->metric == METRIC_SHARE)
			f->of = s->of;
		if (f->source == SOURCE_UNSET)
			f->source = s->source;
	}
}

void load_subject_of(struct loader *l, void *object, size_t offset)
{
	struct subject *s = object;

	(void)offset;
	if (load_scalar(l, "'market', a path or the id of a measure"))
		s->of = OF_REF - (int32_t)load_ref(l, REF_MARKET | REF_MEASURE);
}

void load_subject_note(struct loader *l, void *object, size_t offset)
{
	struct subject *s = object;

	(void)offset;
	if (load_scalar(l, "a text"))
		s->note = load_copy(l);
}

void load_subject_source(struct loader *l, void *object, size_t offset)
{
	struct subject *s = object;

	(void)offset;
	if (load_scalar(l, "the id of a source"))
		s->source = load_source_index(l);
}

static void append(struct fact_list *list, const struct fact *f)
{
	if (list->n == list->room) {
		list->room = list->room ? list->room + list->room / 2 : 64;
		list->at = g_renew(struct fact, list->at, list->room);
	}
	list->at[list->n++] = *f;
}

/* -- One figure */

static enum figure_unit unit_of(int metric)
{
	return metric == METRIC_VALUE || metric == METRIC_CHANGE ? FIGURE_LEVEL : FIGURE_PERCENT;
}

static bool is_digits(const char *s)
{
	return strspn(s, "0123456789%") == strlen(s);
}

/* The figure at the item goes on as a key of digits: {2026-2031: 46,5%}.  That key is complained
 * about, and what is wrong with 46 is its consequence. */
static bool is_cut_by_comma(const struct loader *l, const struct fact *f)
{
	const struct item *next;
	struct period period;

	if (!l->item->flow || l->item->type != ITEM_SCALAR || !is_digits(f->print))
		return false;
	next = reader_peek(l->r);
	return next->type == ITEM_SCALAR && next->flow && is_digits(next->text) &&
	       !period_parse(next->text, &period);
}

/* Reads f->print; the place is that of the fact. */
bool load_figure_text(struct loader *l, struct fact *f, enum figure_unit kind)
{
	const struct unit *unit = &l->m->unit;
	g_autofree char *why = NULL;

	if (f->measure > 0)
		unit = &g_array_index(l->measures, struct measure, f->measure - 1).unit;
	if (!figure_parse(f->print, kind, unit, &f->figure, &why)) {
		if (!is_cut_by_comma(l, f))
			reader_error_at(l->r, f->line, f->column, "%s", why);
		return false;
	}
	return true;
}

static bool has_letters(const char *s)
{
	for (; *s; s++)
		if (g_ascii_isalpha(*s) || (unsigned char)*s >= 0x80)
			return true;
	return false;
}

/* Whether a level must wait for its unit, which may stand further down in the file. */
static bool must_wait(const struct loader *l, const struct fact *f)
{
	return unit_of(f->metric) == FIGURE_LEVEL && has_letters(f->print) &&
	       !(f->measure == 0 && f->node >= 0 && l->unit_known);
}

static bool read_code(struct loader *l, struct fact *f, const char *const *words, int n)
{
	int i = load_word(l, words, n);

	if (i < 0)
		return false;
	f->code = i + 1;
	f->print = words[i];
	f->figure.value = f->figure.low = f->figure.high = NAN;
	return true;
}

/* The scalar at the item becomes the figure of f. */
static bool read_scalar(struct loader *l, struct fact *f)
{
	f->line = l->item->line;
	f->column = MIN(l->item->column, UINT16_MAX);
	l->key = metric_name(f->metric);
	if (f->metric == METRIC_RANK)
		return read_code(l, f, ranks, G_N_ELEMENTS(ranks));
	if (f->metric == METRIC_TREND)
		return read_code(l, f, trends, G_N_ELEMENTS(trends));
	if (!load_scalar(l, "a figure"))
		return false;
	f->print = load_copy(l);
	if (G_UNLIKELY(must_wait(l, f))) {
		f->flags |= FACT_UNREAD;
		l->any_unread = true;
		return true;
	}
	return load_figure_text(l, f, unit_of(f->metric));
}

/* -- {is: ..., kind: ...} */

void load_figure_is(struct loader *l, void *object, size_t offset)
{
	struct figure_reading *reading = object;

	(void)offset;
	if (!read_scalar(l, &reading->fact))
		reading->fact.print = NULL;
}

void load_figure_kind(struct loader *l, void *object, size_t offset)
{
	struct figure_reading *reading = object;
	int i = load_word(l, kinds, G_N_ELEMENTS(kinds));

	(void)offset;
	if (i >= 0)
		reading->fact.kind = KIND_ACTUAL + i;
}

void load_figure_of(struct loader *l, void *object, size_t offset)
{
	struct figure_reading *reading = object;

	(void)offset;
	if (load_scalar(l, "'market', a path or the id of a measure"))
		reading->fact.of = OF_REF - (int32_t)load_ref(l, REF_MARKET | REF_MEASURE);
}

void load_figure_source(struct loader *l, void *object, size_t offset)
{
	struct figure_reading *reading = object;

	(void)offset;
	if (load_scalar(l, "the id of a source"))
		reading->fact.source = load_source_index(l);
}

static void read_figure_mapping(struct loader *l, struct subject *s, const struct fact *like)
{
	static const struct fact_more none;
	struct figure_reading reading = {.subject = s, .fact = *like};

	load_mapping(l, MAPPING_FIGURE, &reading);
	if (!reading.fact.print)
		return;
	if (reading.more.case_name)
		reading.fact.flags |= FACT_CASE;
	if (memcmp(&reading.more, &none, sizeof none) != 0) {
		struct fact_more *more = arena_alloc(l->arena, sizeof *more);

		*more = reading.more;
		reading.fact.more = more;
	}
	append(s->list, &reading.fact);
}

/* -- One period's figures */

struct figures { struct subject *s; struct fact like; int n; };

static void one_figure(struct loader *l, void *object)
{
	struct figures *figures = object;
	struct fact f = figures->like;

	if (++figures->n > FIGURES_MAX) {
		if (figures->n == FIGURES_MAX + 1)
			reader_error(l->r, "more than %d figures in one list", FIGURES_MAX);
		reader_skip(l->r);
	} else if (l->item->type == ITEM_MAP) {
		read_figure_mapping(l, figures->s, &f);
	} else if (l->item->type == ITEM_LIST) {
		reader_error(l->r, "a list of figures holds no further list");
		reader_skip(l->r);
	} else if (read_scalar(l, &f)) {
		append(figures->s->list, &f);
	}
}

static void read_figures(struct loader *l, struct subject *s, const struct fact *like)
{
	struct figures figures = {.s = s, .like = *like};

	if (l->item->type != ITEM_LIST) {
		one_figure(l, &figures);
		return;
	}
	/* Ranks in a list stand beside each other: none of them is a rival. */
	if (like->metric != METRIC_RANK && like->metric != METRIC_TREND) {
		figures.like.flags |= FACT_LISTED;
		l->any_listed = true;
	}
	load_list(l, one_figure, &figures);
}

/* -- Periods as keys */

/* The spans already seen in one mapping. */
struct seen {
	uint64_t few[16];
	int n;
	GHashTable *many;
};

static uint64_t pack(struct period p)
{
	return (uint64_t)(uint16_t)p.year << 16 | (uint64_t)p.step << 8 | p.part;
}

static bool seen_add(struct seen *seen, struct period from, struct period to)
{
	uint64_t key = pack(from) << 32 | pack(to), *copy;

	for (int i = 0; i < seen->n; i++)
		if (seen->few[i] == key)
			return false;
	if (seen->n < (int)G_N_ELEMENTS(seen->few)) {
		seen->few[seen->n++] = key;
		return true;
	}
	if (!seen->many)
		seen->many = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	copy = g_new(uint64_t, 1);
	*copy = key;
	return g_hash_table_add(seen->many, copy);
}

static const char *period_wanted(int metric)
{
	switch (metric) {
	case METRIC_CAGR:
		return "a span: write 2026-2031, 2026..2031 or ..2031";
	case METRIC_VALUE:
	case METRIC_GROWTH:
	case METRIC_CHANGE:
		return "a period or a span: write 2031, 2023-H1, 2023-Q4, 2023-04 or 2020..2024";
	default:
		return "a period: write 2031, 2023-H1, 2023-Q4 or 2023-04";
	}
}

static bool span_suits(const struct fact *f)
{
	bool single = period_equal(f->from, f->to);

	switch (f->metric) {
	case METRIC_CAGR:
		return !single && period_is_set(f->to);
	case METRIC_VALUE:
	case METRIC_GROWTH:
	case METRIC_CHANGE:
		return period_is_set(f->from) && period_is_set(f->to);
	default:
		return single;
	}
}

/* FROM..TO of which TO comes first, the one fault that period_parse_span does not tell apart. */
static bool is_backward(const char *text)
{
	g_autofree char *copy = g_strdup(text);
	char *dots = strstr(copy, "..");
	struct period a, b;

	if (!dots && strlen(copy) == 9 && copy[4] == '-')
		dots = copy + 4;
	if (!dots)
		return false;
	b = PERIOD_NONE;
	if (!period_parse(dots + (*dots == '.' ? 2 : 1), &b))
		return false;
	*dots = '\0';
	return period_parse(copy, &a) && period_compare(a, b) > 0;
}

/* The key at the item is no period.  Goes on to its value. */
static void wrong_period(struct loader *l, int metric)
{
	g_autofree char *got = item_describe(l->item);
	struct place place = load_place(l);
	bool scalar = l->item->type == ITEM_SCALAR;
	bool backward = scalar && is_backward(l->item->text);
	bool digits = scalar && is_digits(l->item->text);

	reader_skip(l->r);
	reader_next(l->r);
	if (backward)
		reader_error_at(l->r, place.line, place.column, "%s ends before it begins", got);
	else if (digits && l->item->type == ITEM_SCALAR && l->item->length == 0)
		reader_error_at(l->r, place.line, place.column, "a comma ends a figure here: write "
				"1.5 for decimals, 1_234 for thousands");
	else
		reader_error_at(l->r, place.line, place.column,
				"%s is no period of '%s', which needs %s", got,
				metric_name(metric), period_wanted(metric));
}

/* The key at the item as the period of f, then on to its value.  False, and said so, if it is
 * none or stands there twice. */
static bool read_key(struct loader *l, struct fact *f, struct seen *seen)
{
	bool good = false;

	if (l->item->type != ITEM_SCALAR || !period_parse_span(l->item->text, &f->from, &f->to)) {
		wrong_period(l, f->metric);
		return false;
	}
	if (!span_suits(f)) {
		reader_error(l->r, "'%s' needs %s, not '%s'", metric_name(f->metric),
			     period_wanted(f->metric), l->item->text);
	} else if (!seen_add(seen, f->from, f->to)) {
		reader_error(l->r, "the period '%s' stands here twice; several figures of one "
			     "period make a list", l->item->text);
	} else {
		good = true;
	}
	if (!period_is_set(f->from)) {
		f->flags |= FACT_OPEN_START;
		l->any_open = true;
	} else if (f->metric != METRIC_CAGR && !period_equal(f->from, f->to)) {
		f->flags |= FACT_SPAN;
	}
	reader_next(l->r);
	return good;
}

/* Every pair PERIOD: figures of the mapping; the item is its beginning. */
static void read_periods(struct loader *l, struct subject *s, const struct fact *like)
{
	struct seen seen = {.n = 0};

	while (reader_next(l->r)->type != ITEM_MAP_END && l->item->type != ITEM_STOP) {
		struct fact f = *like;
		bool good = read_key(l, &f, &seen);

		l->key = metric_name(f.metric);
		if (good)
			read_figures(l, s, &f);
		else
			reader_skip(l->r);
	}
	if (seen.many)
		g_hash_table_destroy(seen.many);
}

static struct fact fact_of(const struct subject *s, int metric)
{
	return (struct fact){.node = s->node, .of = OF_DEFAULT, .metric = metric,
			     .measure = s->measure, .source = SOURCE_UNSET};
}

void load_facts(struct loader *l, void *object, size_t offset)
{
	struct fact like = fact_of(object, offset);

	if (l->item->type != ITEM_MAP) {
		reader_error(l->r, "'%s' needs its period: write '%s: {%s: %s}'", l->key, l->key,
			     offset == METRIC_CAGR ? "2026-2031" : "2025",
			     unit_of(offset) == FIGURE_LEVEL ? "8.74" : "46.5%");
		reader_skip(l->r);
		return;
	}
	read_periods(l, object, &like);
}

/* rank: largest, [largest, fastest], {is: largest, ...} or {PERIOD: ...} */
void load_ranks(struct loader *l, void *object, size_t offset)
{
	struct fact like = fact_of(object, offset);
	struct figures figures = {.s = object, .like = like};
	const struct item *first;

	figures.like.flags |= FACT_DATELESS;
	if (l->item->type != ITEM_MAP) {
		read_figures(l, object, &figures.like);
		return;
	}
	first = reader_peek(l->r);
	if (first->type == ITEM_SCALAR && load_has_key(l, MAPPING_FIGURE, first->text))
		one_figure(l, &figures);
	else
		read_periods(l, object, &like);
}
