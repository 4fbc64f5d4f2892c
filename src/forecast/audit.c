#include "config.h"

#include "forecast/audit.h"

#include <string.h>

#include "base/number.h"
#include "forecast/audit_work.h"

/* --- relations --- */

struct relation *audit_add(struct audit_work *w, const char *class, enum verdict v, int node,
			   struct period p, const char *format, ...)
{
	struct relation r = {
		.class = class, .verdict = v, .measure = w->measure, .node = node, .period = p,
		.printed = NAN, .computed = NAN, .low = NAN, .high = NAN,
		.line = w->m->nodes[node].line, .column = MAX(w->m->nodes[node].column, 1),
	};
	va_list args;

	va_start(args, format);
	r.text = g_strdup_vprintf(format, args);
	va_end(args);
	g_array_append_val(w->out->relations, r);
	return &g_array_index(w->out->relations, struct relation, w->out->relations->len - 1);
}

void audit_numbers(struct relation *r, enum relation_unit unit, double printed, double computed,
		   struct interval in)
{
	r->unit = unit;
	r->printed = printed;
	r->computed = computed;
	r->low = in.low;
	r->high = in.high;
}

void audit_place(struct relation *r, const struct fact *f)
{
	r->line = f->line;
	r->column = f->column;
}

GArray *audit_facts(void)
{
	return g_array_new(FALSE, FALSE, sizeof(int32_t));
}

static void rests_on(struct audit_work *w, struct failure f)
{
	const struct relation *r;
	bool failed, doubtful;

	f.relation = w->out->relations->len - 1;
	r = &g_array_index(w->out->relations, struct relation, f.relation);
	failed = r->verdict >= VERDICT_WARNING;
	/* A sum that only just closes is looked into as well. */
	doubtful = r->verdict == VERDICT_NOTE && r->unit == RELATION_LEVEL;
	for (guint i = 0; i < f.facts->len; i++)
		(failed ? w->fails : w->passes)[g_array_index(f.facts, int32_t, i)]++;
	if (failed || doubtful)
		g_array_append_val(w->failures, f);
	else
		g_array_free(f.facts, TRUE);
}

void audit_rests_on(struct audit_work *w, GArray *facts)
{
	rests_on(w, (struct failure){ .facts = facts, .off = NAN, .parent = -1 });
}

void audit_sum_rests_on(struct audit_work *w, GArray *facts, struct interval other, int parent)
{
	const struct relation *r = &g_array_index(w->out->relations, struct relation,
						  w->out->relations->len - 1);
	double room = (r->high - r->low + other.high - other.low) / 2;

	rests_on(w, (struct failure){ .facts = facts, .off = r->computed - r->printed,
				      .room = isfinite(room) ? room : 0, .parent = parent });
}

/* --- words --- */

const char *say(struct audit_work *w, const char *format, ...)
{
	va_list args;
	char *text;
	const char *kept;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	kept = g_string_chunk_insert(w->words, text);
	g_free(text);
	return kept;
}

const char *say_number(struct audit_work *w, double value, int decimals)
{
	char buf[NUMBER_TEXT_MAX];

	return g_string_chunk_insert(w->words, number_fixed(buf, value, CLAMP(decimals, 0, 12)));
}

const char *say_amount(struct audit_work *w, double level, int decimals)
{
	return say_number(w, level, decimals + w->more);
}

const char *say_percent(struct audit_work *w, double fraction, int decimals)
{
	return say(w, "%s %%", say_number(w, fraction * 100, decimals));
}

/* Decimals of a level in the market's unit, whatever unit it was printed in. */
static int level_decimals(const struct figure *f)
{
	double unit = 2 * f->half;

	if (f->qualifier == QUAL_ABOUT || f->qualifier == QUAL_ABOVE || f->qualifier == QUAL_BELOW)
		unit /= 10;
	return unit > 0 && isfinite(unit) ? CLAMP((int)ceil(-log10(unit) - 1e-6), 0, 10) : 0;
}

static const char *qualified(struct audit_work *w, const struct figure *f, const char *low,
			     const char *high)
{
	switch (f->qualifier) {
	case QUAL_ABOUT:
		return say(w, "about %s", low);
	case QUAL_ABOVE:
		return say(w, "just above %s", low);
	case QUAL_BELOW:
		return say(w, "just under %s", high);
	case QUAL_RANGE:
		return say(w, "%s to %s", low, high);
	case QUAL_AT_LEAST:
		return say(w, "at least %s", low);
	case QUAL_AT_MOST:
		return say(w, "at most %s", high);
	case QUAL_WITHHELD:
		return "withheld";
	default:
		return low;
	}
}

const char *say_level(struct audit_work *w, const struct figure *f)
{
	int d = level_decimals(f);

	return qualified(w, f, say_number(w, f->low, d), say_number(w, f->high, d));
}

const char *say_rate(struct audit_work *w, const struct figure *f)
{
	return qualified(w, f, say_percent(w, f->low, f->decimals),
			 say_percent(w, f->high, f->decimals));
}

const char *say_path(struct audit_work *w, int node)
{
	char *path = market_path(w->m, node);
	const char *kept = g_string_chunk_insert(w->words, path);

	g_free(path);
	return kept;
}

const char *say_period(struct audit_work *w, struct period p)
{
	char *text = market_period(w->m, p);
	const char *kept = g_string_chunk_insert(w->words, text);

	g_free(text);
	return kept;
}

const char *say_span(struct audit_work *w, struct period from, struct period to)
{
	g_autofree char *text = market_span(w->m, from, to);

	return g_string_chunk_insert(w->words, text);
}

int cell_decimals(const struct audit_work *w, int node, int column)
{
	const struct cell *c = audit_cell(w, node, column);
	double width = c->in.high - c->in.low;

	if (c->by == BY_PRINT)
		return level_decimals(&w->m->facts[c->fact].figure);
	if (!(width > 0) || !isfinite(width))
		return 4 + w->more;
	return CLAMP((int)ceil(-log10(width)) + 2, 0, 6 + w->more);
}

const char *say_cell(struct audit_work *w, int node, int column)
{
	const struct cell *c = audit_cell(w, node, column);

	if (c->by == BY_PRINT)
		return say_level(w, &w->m->facts[c->fact].figure);
	return say_number(w, c->point, cell_decimals(w, node, column));
}

/* --- the run --- */

static const struct { void (*run)(struct audit_work *w); bool once; } kinds[] = {
	{audit_cells, false},
	{audit_levels, false},
	{audit_shares, false},
	{audit_rates, false},
	{audit_ranks, false},
	{audit_parts, false},
	{audit_crossings, false},
	{audit_rivals, false},
	{audit_closing, false},
	{audit_names, true},
	{audit_forces, true},
	{audit_structure, true},
	{audit_blame, false},
	{audit_lines, false},
};

/* False if p ended it. */
static bool run_measure(struct audit_work *w, int measure, const struct progress *p)
{
	const struct market *m = w->m;
	size_t n = G_N_ELEMENTS(kinds), all = n * (size_t)m->n_measures, i;

	w->measure = measure;
	for (i = 0; i < n && progress_step(p, (size_t)measure * n + i, all); i++)
		if (measure == 0 || !kinds[i].once)
			kinds[i].run(w);
	g_clear_pointer(&w->cells, g_free);
	for (guint i = 0; i < w->failures->len; i++)
		g_array_free(g_array_index(w->failures, struct failure, i).facts, TRUE);
	g_array_set_size(w->failures, 0);
	memset(w->fails, 0, sizeof *w->fails * m->n_facts);
	memset(w->passes, 0, sizeof *w->passes * m->n_facts);
	return i == n;
}

static int by_verdict(gconstpointer a, gconstpointer b)
{
	const struct relation *x = a, *y = b;

	if (x->verdict != y->verdict)
		return y->verdict - x->verdict;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return strcmp(x->class, y->class);
}

static void relation_clear(gpointer data)
{
	g_free(((struct relation *)data)->text);
}

struct audit *audit_run_watched(const struct market *m, const struct progress *p)
{
	struct audit *a = g_new0(struct audit, 1);
	struct audit_work w = {
		.m = m, .out = a, .words = g_string_chunk_new(4096),
		.used = g_new0(bool, m->n_facts + 1), .named = g_new0(bool, m->n_facts + 1),
		.fails = g_new0(int, m->n_facts + 1), .passes = g_new0(int, m->n_facts + 1),
		.failures = g_array_new(FALSE, FALSE, sizeof(struct failure)),
	};

	bool whole = true;

	a->market = m;
	a->relations = g_array_new(FALSE, FALSE, sizeof(struct relation));
	g_array_set_clear_func(a->relations, relation_clear);
	for (int i = 0; i < m->n_measures && whole; i++)
		whole = run_measure(&w, i, p);
	/* GLib's sort keeps the order of equals. */
	g_array_sort(a->relations, by_verdict);
	for (guint i = 0; i < a->relations->len; i++)
		a->count[g_array_index(a->relations, struct relation, i).verdict]++;
	g_string_chunk_free(w.words);
	g_array_free(w.failures, TRUE);
	g_free(w.used);
	g_free(w.named);
	g_free(w.fails);
	g_free(w.passes);
	if (!whole)
		g_clear_pointer(&a, audit_free);
	return a;
}

struct audit *audit_run(const struct market *m)
{
	return audit_run_watched(m, NULL);
}

void audit_free(struct audit *a)
{
	if (!a)
		return;
	g_array_free(a->relations, TRUE);
	g_free(a);
}

const struct relation *audit_get(const struct audit *a, int i)
{
	return &g_array_index(a->relations, struct relation, i);
}

int audit_total(const struct audit *a)
{
	return a->relations->len;
}

static const char *plural(int n, const char *one, const char *more)
{
	return n == 1 ? one : more;
}

char *audit_count_text(const int count[4])
{
	int n = count[0] + count[1] + count[2] + count[3];

	return g_strdup_printf("%d %s checked: %d %s, %d %s, %d %s, %d %s", n,
			       plural(n, "relation", "relations"),
			       count[VERDICT_PASS], plural(count[VERDICT_PASS], "pass", "passes"),
			       count[VERDICT_NOTE], plural(count[VERDICT_NOTE], "note", "notes"),
			       count[VERDICT_WARNING],
			       plural(count[VERDICT_WARNING], "warning", "warnings"),
			       count[VERDICT_ERROR], plural(count[VERDICT_ERROR], "error", "errors"));
}

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = {"pass", "note", "warning", "error"};

	return names[v];
}
