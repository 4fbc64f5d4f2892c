/* A piece of the tree as a table. */
#include "config.h"

#include "report/tree.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static const char *const words[] = {
	[STATUS_REPORTED] = "reported",
	[STATUS_ABOUT] = "reported as approximate",
	[STATUS_DERIVED] = "derived",
	[STATUS_ASSUMED] = "assumed",
	[STATUS_SCENARIO] = "scenario",
};

const char *status_words(enum status status)
{
	return status <= STATUS_SCENARIO ? words[status] : "unknown";
}

/* Where no end was published, a scenario's horizon is one. */
static int end_column(const struct forecast *f)
{
	return f->end != f->base ? f->end : f->n_periods - 1;
}

int tree_columns(const struct forecast *f, int columns[2])
{
	columns[0] = f->base;
	columns[1] = end_column(f);
	return columns[1] == f->base ? 1 : 2;
}

void tree_window(const struct forecast *f, struct period *from, struct period *to)
{
	forecast_window(f->market, f->measure, from, to);
	if (f->end == f->base && end_column(f) > f->base) {
		*from = forecast_period(f, f->base);
		*to = forecast_period(f, end_column(f));
	}
	if (period_compare(*from, *to) >= 0)
		*from = *to = PERIOD_NONE;
}

/* ---- which nodes ---- */

static int levels_below(const struct market *m, int top, int node)
{
	int levels = 0;

	for (; node >= 0 && node != top; node = m->nodes[node].parent)
		levels++;
	return levels;
}

/* The dimensions are headings when all of them are shown: they take no level of depth. */
static int level_of(const struct forecast *f, const struct tree_options *o, int node)
{
	return levels_below(f->market, o->node, node) - (o->node == 0);
}

static bool is_wanted(const struct forecast *f, const struct tree_options *o, int node)
{
	const struct market *m = f->market;
	int level = level_of(f, o, node);

	if ((m->nodes[node].flags & NODE_DIMENSION) && node != o->node)
		return false;
	if (!o->flat)
		return level <= o->depth;
	return level <= o->depth && (market_is_leaf(m, node) || level == o->depth);
}

GArray *tree_nodes(const struct forecast *f, const struct tree_options *o)
{
	GArray *nodes = g_array_new(FALSE, FALSE, sizeof(int));
	int end = o->node + f->market->nodes[o->node].size;

	for (int i = o->node; i < end; i++)
		if (is_wanted(f, o, i))
			g_array_append_val(nodes, i);
	return nodes;
}

/* ---- cells ---- */

static char letter(enum status status)
{
	return status_letter(status);
}

/* A number with its status, or `?` with what is proven about it. */
static void number_cell(struct table *t, const struct forecast *f, const struct tree_options *o,
			int node, int column, double value, enum status status,
			report_bounds *bounds)
{
	double low = NAN, high = NAN;

	if (isfinite(value) || !bounds || !bounds(f, node, column, &low, &high, o->data))
		table_number(t, value, letter(status));
	else
		table_between(t, low, high);
}

static void level_cells(struct table *t, const struct forecast *f, const struct tree_options *o,
			int node, int column)
{
	enum status status = STATUS_REPORTED;
	double share;

	number_cell(t, f, o, node, column, forecast_level(f, node, column),
		    forecast_status(f, node, column), o->value_bounds);
	if (node == 0 || (f->market->nodes[node].flags & NODE_DIMENSION)) {
		table_empty(t);
		return;
	}
	share = forecast_share(f, node, column, &status);
	number_cell(t, f, o, node, column, share, status, o->share_bounds);
}

static double rate_of(const struct forecast *f, const struct tree_options *o, int node,
		      enum status *status)
{
	int from = forecast_column(f, o->from), to = forecast_column(f, o->to);

	if (!period_is_set(o->from) || from < 0 || to < 0 || from >= to)
		return NAN;
	return forecast_rate_shown(f, node, from, to, status);
}

/* The source's column of the year shown last; -1 where only the scenario reaches so far. */
static int column_before(const struct forecast *f, const struct tree_options *o)
{
	return o->source && o->n_columns
		? forecast_column(o->source, forecast_period(f, o->columns[o->n_columns - 1])) : -1;
}

static void tree_cells(struct table *t, const struct forecast *f, const struct tree_options *o,
		       int node)
{
	enum status status = (enum status)STATUS_UNKNOWN;
	double rate;

	for (int i = 0; i < o->n_columns; i++)
		level_cells(t, f, o, node, o->columns[i]);
	if (column_before(f, o) >= 0)
		table_number(t, forecast_level(o->source, node, column_before(f, o)), 0);
	if (period_is_set(o->from)) {
		rate = rate_of(f, o, node, &status);
		if (isnan(rate) && (int)status != STATUS_UNKNOWN)
			table_undefined(t);
		else
			table_number(t, rate, letter(status));
	}
}

static void tree_head(struct table *t, const struct forecast *f, const struct tree_options *o)
{
	char buf[PERIOD_TEXT_MAX];

	table_column(t, o->flat ? "path" : "name", o->flat ? "Path" : "Segment", COLUMN_TEXT);
	for (int i = 0; i < o->n_columns; i++) {
		struct period p = forecast_period(f, o->columns[i]);
		g_autofree char *shown = market_period(f->market, p);
		g_autofree char *share = g_strdup_printf("share_%s", period_format(p, buf));
		g_autofree char *key = g_strdup_printf("value_%s", buf);

		table_column_marked(t, table_column(t, key, shown, COLUMN_NUMBER));
		table_column_marked(t, table_column(t, share, "share %", COLUMN_PERCENT));
	}
	if (column_before(f, o) >= 0)
		table_column(t, "was", "was", COLUMN_NUMBER);
	if (period_is_set(o->from)) {
		g_autofree char *window = scenario_window_format(o->from, o->to);
		g_autofree char *title = g_strdup_printf("CAGR %% %s", window);

		table_column_marked(t, table_column(t, "cagr", title, COLUMN_PERCENT));
	}
}

/* ---- footnotes ---- */

static double rounded(double value, int digits)
{
	char buf[NUMBER_TEXT_MAX];
	struct decimal d = {.value = NAN};
	const char *why;

	number_fixed(buf, value, digits);
	return number_parse(buf, strlen(buf), &d, &why) ? d.value : NAN;
}

/* What does not close in one column of a group: rounded and exact sum, compared as printed. */
static void note_sum(GString *note, const char *what, double sum, double exact, int digits)
{
	char a[NUMBER_TEXT_MAX], b[NUMBER_TEXT_MAX];

	if (!isfinite(sum) || !isfinite(exact))
		return;
	if (strcmp(number_fixed(a, sum, digits), number_fixed(b, exact, digits)) != 0)
		g_string_append_printf(note, "%s %s to %s (exact %s)", note->len ? "," : "", what,
				       a, b);
}

static void note_column(GString *note, const struct forecast *f, const struct tree_options *o,
			int parent, int column)
{
	const struct market *m = f->market;
	double levels = 0, level_sum = 0, shares = 0, share_sum = 0;
	g_autofree char *period = market_period(m, forecast_period(f, column));
	g_autofree char *percent = g_strdup_printf("%s shares", period);
	enum status status;

	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i)) {
		double level = forecast_level(f, i, column);
		double share = 100 * forecast_share(f, i, column, &status);

		level_sum += level;
		levels += rounded(level, o->level_digits);
		share_sum += share;
		shares += rounded(share, o->digits);
	}
	note_sum(note, period, levels, level_sum, o->level_digits);
	note_sum(note, percent, shares, share_sum, o->digits);
}

static bool note_overlap(struct table *t, const struct forecast *f, int parent)
{
	if (market_covers(f->market, parent, f->measure) != COVERS_OVERLAP)
		return false;
	table_note(t, "%s: the members overlap and are not summed.", f->market->nodes[parent].name);
	return true;
}

static void note_group(struct table *t, const struct forecast *f, const struct tree_options *o,
		       int parent)
{
	const struct market *m = f->market;
	GString *note = g_string_new(NULL);

	if (!note_overlap(t, f, parent)) {
		for (int i = 0; i < o->n_columns; i++)
			note_column(note, f, o, parent, o->columns[i]);
		if (note->len)
			table_note(t, "%s: rounded figures add up in%s.", m->nodes[parent].name,
				   note->str);
	}
	g_string_free(note, TRUE);
}

static void note_groups(struct table *t, const struct forecast *f, const struct tree_options *o)
{
	const struct market *m = f->market;

	for (int i = o->node; i < o->node + m->nodes[o->node].size; i++) {
		if (i == 0 || market_is_leaf(m, i))
			continue;
		if (level_of(f, o, i) < o->depth)
			note_group(t, f, o, i);
	}
}

/* Explains the letters that occur, in their order. */
static void note_letters(struct table *t, enum fill fill)
{
	static const char letters[] = "R~DAS";
	GString *note = g_string_new(NULL);
	bool unknown = false, undefined = false;
	guint seen = 0;

	for (guint r = 0; r < t->lines->len; r++) {
		const struct table_line *line = t->lines->pdata[r];

		for (guint c = 0; c < line->cells->len; c++) {
			const struct table_cell *cell = &g_array_index(line->cells,
								       struct table_cell, c);
			const char *at = cell->mark ? strchr(letters, cell->mark) : NULL;

			if (at && cell->kind == CELL_NUMBER)
				seen |= 1u << (at - letters);
			unknown |= cell->kind == CELL_UNKNOWN && !cell->undefined;
			undefined |= cell->undefined;
		}
	}
	for (int i = 0; letters[i]; i++) {
		if (!(seen & 1u << i))
			continue;
		g_string_append_printf(note, "%s%c %s", note->len ? ", " : "", letters[i], words[i]);
		if (i == STATUS_ASSUMED)
			g_string_append_printf(note, " (fill %s)", fill_name(fill));
	}
	if (unknown)
		g_string_append_printf(note, "%s? unknown", note->len ? ", " : "");
	if (undefined)
		g_string_append_printf(note, "%sn/a no rate: a level is zero or less",
				       note->len ? ", " : "");
	if (note->len)
		table_note(t, "%s.", note->str);
	g_string_free(note, TRUE);
}

/* ---- the table ---- */

static void tree_row(struct table *t, const struct forecast *f, const struct tree_options *o,
		     int node)
{
	const struct market *m = f->market;

	if (o->flat) {
		g_autofree char *path = market_path(m, node);

		table_row(t, 0);
		table_text(t, path);
	} else {
		table_row(t, MAX(level_of(f, o, node), 0));
		table_text(t, node ? m->nodes[node].name : "Total");
	}
	tree_cells(t, f, o, node);
}

static char *tree_title(const struct forecast *f)
{
	const struct market *m = f->market;
	const struct measure *measure = &m->measures[f->measure];
	g_autofree char *unit = measure->has_unit ? unit_format(&measure->unit, false) : NULL;
	GString *title = g_string_new(m->title);

	if (f->measure && measure->title)
		g_string_append_printf(title, ", %s", measure->title);
	if (m->edition)
		g_string_append_printf(title, " %s", m->edition);
	if (unit && *unit)
		g_string_append_printf(title, ", %s", unit);
	return g_string_free(title, FALSE);
}

/* Cases and targets of a node, which stand beside the forecast and are never used in it. */
static void note_beside(struct table *t, const struct forecast *f, int node)
{
	const struct market *m = f->market;
	const struct node *nd = &m->nodes[m->nodes[node].flags & NODE_DIMENSION ? 0 : node];

	for (int i = 0; i < nd->n_facts; i++) {
		const struct fact *fact = &m->facts[nd->first_fact + i];
		bool target = market_kind(m, fact) == KIND_TARGET;
		g_autofree char *period = market_period(m, fact->to);

		if (fact->measure == f->measure && fact->print && (target || fact->flags & FACT_CASE))
			table_note(t, "%s %s: %s %s is %s%s; not used in the forecast.", nd->name,
				   period, metric_name((enum metric)fact->metric), fact->print,
				   target ? "a target" : "the case ",
				   target || !fact->more ? "" : fact->more->case_name);
	}
}

/* Of a row's node; of a dimension's only where the row is asked for. */
static void note_row(struct table *t, const struct forecast *f, const struct tree_options *o,
		     int node)
{
	if (!(f->market->nodes[node].flags & NODE_DIMENSION && o->node == 0))
		note_beside(t, f, node);
}

void tree_note_beside(struct table *t, const struct forecast *f, const struct tree_options *o)
{
	const struct market *m = f->market;
	GArray *nodes = tree_nodes(f, o);

	for (guint i = 0; i < nodes->len; i++)
		note_row(t, f, o, g_array_index(nodes, int, i));
	g_array_free(nodes, TRUE);
	for (int i = o->node; i < o->node + m->nodes[o->node].size; i++)
		if (i > 0 && !market_is_leaf(m, i) && level_of(f, o, i) < o->depth)
			note_overlap(t, f, i);
}

struct table *tree_table(const struct forecast *f, const struct tree_options *o)
{
	g_autofree char *title = tree_title(f);
	g_autofree char *source = report_source(f->market);
	GArray *nodes = tree_nodes(f, o);
	struct table *t = table_new(title);
	int dimension = -1;

	t->more = forecast_decimals(f, 0);
	tree_head(t, f, o);
	for (guint i = 0; i < nodes->len; i++) {
		int node = g_array_index(nodes, int, i);
		int own = market_dimension(f->market, node);

		if (o->node == 0 && !o->flat && own != dimension)
			table_heading(t, f->market->nodes[own].name);
		dimension = own;
		tree_row(t, f, o, node);
		note_row(t, f, o, node);
	}
	if (!o->flat)
		note_groups(t, f, o);
	note_letters(t, f->fill);
	if (o->scenario)
		table_note(t, "Scenario: %s.", o->scenario);
	if (source)
		table_source(t, source);
	g_array_free(nodes, TRUE);
	return t;
}
