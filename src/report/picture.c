/* Levels of nodes as chart data. */
#include "config.h"

#include "report/picture.h"

#include <math.h>

static void *own(struct picture *p, void *memory)
{
	g_ptr_array_add(p->owned, memory);
	return memory;
}

static bool is_row(const struct forecast *f, int node)
{
	return node >= f->market->n_nodes;
}

static char *node_name(const struct forecast *f, const struct picture_options *o, int node)
{
	if (is_row(f, node))
		return o->rows->name(o->rows->data, node);
	return g_strdup(node ? f->market->nodes[node].name : "Total");
}

/* Levels of node in from, by the columns of f. */
static double *levels_of(const struct forecast *f, const struct picture_options *o,
			 const struct forecast *from, int node)
{
	double *values = g_new(double, f->n_periods + 1);

	for (int c = 0; c < f->n_periods; c++) {
		int column = forecast_column(from, forecast_period(f, c));

		values[c] = column < 0 ? NAN : !is_row(f, node) ? forecast_level(from, node, column)
			    : o->rows->level(o->rows->data, from, node, column);
	}
	return values;
}

/* Without a published end all is history but what a scenario adds behind it. */
static int history_before_horizon(const struct forecast *f)
{
	int n = f->n_periods;

	while (n > f->base + 1 && forecast_status(f, 0, n - 1) == STATUS_SCENARIO)
		n--;
	return n;
}

static int history_of(const struct forecast *f)
{
	struct period from = PERIOD_NONE, to = PERIOD_NONE;
	int column;

	if (f->end == f->base)
		return history_before_horizon(f);
	forecast_window(f->market, f->measure, &from, &to);
	column = period_is_set(from) ? forecast_column(f, from) : f->base;
	return MAX(column, f->base) + 1;
}

static void add_series(struct picture *p, const struct forecast *f,
		       const struct picture_options *o, const struct forecast *from, int node, char *name, enum chart_role role)
{
	p->series[p->data.n_series++] = (struct chart_series){
		.name = own(p, name),
		.values = own(p, levels_of(f, o, from, node)),
		.role = role,
		.history = history_of(f),
	};
}

/* One percentile by column: where nothing is drawn, the level itself. */
static double *percentile_of(const struct forecast *f, const struct picture_options *o, int node,
			     double (*get)(const struct simulate_row *))
{
	double *values = levels_of(f, o, f, node);

	for (int i = 0; i < o->fan->n_before; i++)
		values[o->fan->before[i].column] = get(&o->fan->before[i]);
	for (int i = 0; i < o->fan->n_rows; i++)
		values[o->fan->rows[i].column] = get(&o->fan->rows[i]);
	return values;
}

static double get_p10(const struct simulate_row *r)
{
	return r->p10;
}

static double get_p50(const struct simulate_row *r)
{
	return r->p50;
}

static double get_p90(const struct simulate_row *r)
{
	return r->p90;
}

/* The median, and a band that opens where the draws begin: those of rates behind the history, those
 * of a share that was not published in it. */
static void add_fan(struct picture *p, const struct forecast *f, const struct picture_options *o)
{
	static const struct {
		const char *name;
		double (*get)(const struct simulate_row *);
		enum chart_role role;
	} lines[] = {
		{"P50", get_p50, CHART_FORECAST}, {"P90", get_p90, CHART_HIGH},
		{"P10", get_p10, CHART_LOW},
	};
	int node = o->nodes[0];

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		double *values = own(p, percentile_of(f, o, node, lines[i].get));

		p->series[p->data.n_series++] = (struct chart_series){
			.name = lines[i].name, .values = values, .history = history_of(f),
			.role = i == 0 && o->scenario ? CHART_WHATIF : lines[i].role,
		};
	}
	if (o->source)
		add_series(p, f, o, o->source, node, g_strdup("source"), CHART_SOURCE);
}

static bool is_stacked(const struct picture_options *o)
{
	return o->kind == CHART_STACKED || o->kind == CHART_PERCENT;
}

/* Further apart than rounding in the last places makes them. */
static bool differ(double a, double b)
{
	return isnan(a) != isnan(b) || fabs(a - b) > 1e-9 * fabs(b);
}

/* The levels of a node that a scenario leaves alone would only hide behind those of another. */
static bool is_changed(const struct forecast *axis, const struct picture_options *o,
		       const struct forecast *a, const struct forecast *b, int node)
{
	g_autofree double *one = levels_of(axis, o, a, node), *two = levels_of(axis, o, b, node);

	for (int c = 0; c < axis->n_periods; c++)
		if (differ(one[c], two[c]))
			return true;
	return false;
}

/* A node in a forecast: called by what it is of where that is all the lines differ in. */
static void add_one(struct picture *p, const struct forecast *axis, const struct picture_options *o,
		    const struct forecast *from, int node, const char *of, enum chart_role role)
{
	g_autofree char *name = node_name(axis, o, node);

	add_series(p, axis, o, from, node,
		   !of ? g_strdup(name) : o->n_nodes == 1 ? g_strdup(of)
		       : g_strdup_printf("%s (%s)", name, of), role);
}

static bool is_drawn(const struct forecast *axis, const struct picture_options *o,
		     const struct picture_scenario *other, const struct forecast *source, int node)
{
	return !is_row(axis, node) &&
	       (o->n_nodes == 1 || is_changed(axis, o, other->forecast, source, node));
}

static void add_others(struct picture *p, const struct forecast *axis, const struct picture_options *o,
		       const struct forecast *source, int node)
{
	for (int i = 0; i < o->n_others; i++)
		if (is_drawn(axis, o, &o->others[i], source, node))
			add_one(p, axis, o, o->others[i].forecast, node, o->others[i].name,
				CHART_WHATIF);
}

/* The scenario, others, and what they are compared with: their source. */
static void add_node(struct picture *p, const struct forecast *axis, const struct forecast *f,
		     const struct picture_options *o, int node)
{
	bool alone = o->n_nodes == 1;

	if (o->scenario)
		add_one(p, axis, o, f, node, alone || o->n_others ? o->scenario : NULL, CHART_WHATIF);
	add_others(p, axis, o, o->source ? o->source : f, node);
	if (!o->scenario)
		add_one(p, axis, o, f, node, o->n_others ? "source" : NULL,
			o->n_others ? CHART_SOURCE : CHART_FORECAST);
	else if (o->source && !is_stacked(o) && (alone || is_changed(axis, o, f, o->source, node)))
		add_one(p, axis, o, o->source, node, "source", CHART_SOURCE);
}

/* The forecast with the most periods. */
static const struct forecast *longest(const struct forecast *f, const struct picture_options *o)
{
	for (int i = 0; i < o->n_others; i++)
		if (o->others[i].forecast->n_periods > f->n_periods)
			f = o->others[i].forecast;
	return f;
}

/* The other scenarios of which something is drawn; new. */
static struct picture_scenario *drawn_others(const struct forecast *f, const struct picture_options *o,
					     int *n)
{
	struct picture_scenario *drawn = g_new(struct picture_scenario, o->n_others + 1);
	const struct forecast *axis = longest(f, o), *source = o->source ? o->source : f;

	*n = 0;
	for (int i = 0; i < o->n_others && !is_stacked(o) && !o->fan; i++)
		for (int k = 0; k < o->n_nodes; k++)
			if (is_drawn(axis, o, &o->others[i], source, o->nodes[k])) {
				drawn[(*n)++] = o->others[i];
				break;
			}
	return drawn;
}

static bool overlap(const struct market *m, int a, int b)
{
	if (MAX(a, b) >= m->n_nodes)
		return false;
	return MAX(a, b) < MIN(a, b) + m->nodes[MIN(a, b)].size
	       || market_dimension(m, a) != market_dimension(m, b);
}

char *picture_overlap(const struct market *m, const int *nodes, int n)
{
	for (int j = 1; j < n; j++)
		for (int i = 0; i < j; i++) {
			if (!overlap(m, nodes[i], nodes[j]))
				continue;
			g_autofree char *a = market_path(m, nodes[i]);
			g_autofree char *b = market_path(m, nodes[j]);

			return g_strdup_printf("%s and %s overlap: a stack would count twice what "
					       "they share", a, b);
		}
	return NULL;
}

/* The node that several are all the members of, or -1. */
static int common_parent(const struct market *m, const struct picture_options *o)
{
	int parent = o->nodes[0] < m->n_nodes ? m->nodes[o->nodes[0]].parent : -1, k = 0;

	if (o->n_nodes < 2 || parent < 0)
		return -1;
	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i), k++)
		if (k >= o->n_nodes || o->nodes[k] != i)
			return -1;
	return k == o->n_nodes ? parent : -1;
}

/* The level of parent less those of the nodes, 0 where these make it up already; NaN where none of
 * them is missing or that of parent is. */
static double rest_of(const struct forecast *f, const struct picture_options *o, int parent, int c)
{
	double level = forecast_level(f, parent, c), rest = level;
	bool missing = false;

	for (int i = 0; i < o->n_nodes; i++) {
		double part = forecast_level(f, o->nodes[i], c);

		missing = missing || isnan(part);
		rest -= isnan(part) ? 0 : part;
	}
	if (!missing || isnan(rest))
		return NAN;
	return rest > 1e-9 * level ? rest : 0;
}

/* On top of a stack of all members of a node, what is not known of it. */
static void add_rest(struct picture *p, const struct forecast *f, const struct picture_options *o)
{
	int parent = is_stacked(o) ? common_parent(f->market, o) : -1;
	bool some = false;
	double *values;

	/* Of a group that overlaps nothing is left over. */
	if (parent < 0 || market_covers(f->market, parent, f->measure) == COVERS_OVERLAP)
		return;
	values = own(p, g_new(double, f->n_periods + 1));
	for (int c = 0; c < f->n_periods; c++) {
		values[c] = rest_of(f, o, parent, c);
		some = some || !isnan(values[c]);
	}
	if (some)
		p->series[p->data.n_series++] = (struct chart_series){
			.name = "not known", .values = values, .role = CHART_REST,
			.history = history_of(f),
		};
}

static bool is_total(const struct market *m, int node)
{
	return node == 0 || (node < m->n_nodes && m->nodes[node].flags & NODE_DIMENSION);
}

static char *title_of(const struct forecast *f, const struct picture_options *o)
{
	const struct market *m = f->market;
	int parent = common_parent(m, o);
	GString *title = g_string_new(NULL);

	if (parent > 0)
		g_string_append(title, m->nodes[parent].name);
	g_autofree char *name = node_name(f, o, o->nodes[0]);

	if (o->n_nodes == 1 && (o->brief || o->nodes[0] > 0))
		g_string_append(title, o->brief && is_total(m, o->nodes[0]) ? "Total" : name);
	if (!o->brief)
		g_string_append_printf(title, "%s%s", title->len ? ", " : "", m->title);
	if (f->measure && m->measures[f->measure].title)
		g_string_append_printf(title, "%s%s", title->len ? ", " : "",
				       m->measures[f->measure].title);
	return g_string_free(title, FALSE);
}

static bool is_in(const struct market *m, int node, int whole)
{
	while (node >= 0 && node != whole)
		node = m->nodes[node].parent;
	return node >= 0;
}

/* The nodes, of which none lies in another, are of a group that the report says overlaps. */
static bool share_parts(const struct market *m, int measure, int a, int b)
{
	int common = a;

	while (!is_in(m, b, common))
		common = m->nodes[common].parent;
	return market_covers(m, common, measure) == COVERS_OVERLAP;
}

/* The sum of a stack counts something twice. */
static bool counts_twice(const struct forecast *f, const struct picture_options *o)
{
	for (int i = 0; i < o->n_nodes && is_stacked(o); i++)
		for (int k = 0; k < i; k++)
			if (!is_row(f, o->nodes[i]) && !is_row(f, o->nodes[k])
			    && share_parts(f->market, f->measure, o->nodes[i], o->nodes[k]))
				return true;
	return false;
}

/* "Source: PUBLISHER, DATE; with SCENARIO": short, since a picture is narrow.  NULL if nothing is
 * known. */
static char *source_of(const struct forecast *f, const struct picture_options *o)
{
	const struct market *m = f->market;
	int node = o->n_nodes == 1 && !is_row(f, o->nodes[0]) ? o->nodes[0] : 0;
	const struct source *s = &m->sources[node > 0 ? m->nodes[node].source : m->source];
	GString *line = g_string_new(NULL);

	if (s->publisher && *s->publisher)
		g_string_append_printf(line, "Source: %s", s->publisher);
	else if (s->title && *s->title)
		g_string_append_printf(line, "Source: %s", s->title);
	if (line->len && s->published && *s->published)
		g_string_append_printf(line, ", %s", s->published);
	if (o->scenario)
		g_string_append_printf(line, "%s %s", line->len ? "; with" : "With", o->scenario);
	for (int i = 0; i < o->n_others; i++)
		g_string_append_printf(line, "%s%s", i || o->scenario ? ", " : line->len ? "; with "
				       : "With ", o->others[i].name);
	if (o->fan)
		g_string_append_printf(line, "%s%d draws, seed %llu", line->len ? "; " : "",
				       o->fan->draws, o->fan->seed);
	if (counts_twice(f, o))
		g_string_append_printf(line, "%sarts overlap", line->len ? "; p" : "P");
	return g_string_free(line, line->len == 0);
}

/* Whether one of the lines up to the others[n] has this name. */
static bool is_taken(const struct picture_options *o, int n, const char *name)
{
	if (strcmp(name, "source") == 0 || g_strcmp0(o->scenario, name) == 0)
		return true;
	for (int i = 0; i < n; i++)
		if (strcmp(o->others[i].name, name) == 0)
			return true;
	return false;
}

/* Scenarios of one name are told apart by a number: "slow", "slow (2)". */
static void number_names(struct picture *p, const struct picture_options *o,
			 struct picture_scenario *others)
{
	for (int i = 0; i < o->n_others; i++) {
		char *name = NULL;

		for (int n = 2; is_taken(o, i, name ? name : others[i].name); n++) {
			g_free(name);
			name = g_strdup_printf("%s (%d)", others[i].name, n);
		}
		if (!name)
			continue;
		others[i].name = name;
		g_ptr_array_add(p->owned, name);
	}
}

struct picture *picture_new(const struct forecast *f, const struct picture_options *options)
{
	struct picture *p = g_new0(struct picture, 1);
	struct picture_options only = *options;
	const struct picture_options *o = &only;
	g_autofree struct picture_scenario *others = drawn_others(f, options, &only.n_others);
	const struct forecast *axis;

	only.others = others;
	axis = longest(f, o);
	p->owned = g_ptr_array_new_with_free_func(g_free);
	number_names(p, o, others);
	p->title = title_of(f, o);
	p->unit = market_unit(f->market, f->measure, true);
	p->source = source_of(f, o);
	p->periods = g_new0(char *, axis->n_periods + 1);
	for (int c = 0; c < axis->n_periods; c++)
		p->periods[c] = market_period(f->market, forecast_period(axis, c));
	p->series = g_new0(struct chart_series, (2 + o->n_others) * o->n_nodes + 4);
	if (o->fan)
		add_fan(p, f, o);
	for (int i = 0; i < o->n_nodes && !o->fan; i++)
		add_node(p, axis, f, o, o->nodes[i]);
	add_rest(p, f, o);
	p->data.kind = o->kind;
	p->data.log = o->log;
	p->data.index = o->index;
	p->data.decimals = o->exact || o->index ? o->decimals : forecast_decimals(axis, o->decimals);
	p->data.title = p->title;
	p->data.unit = p->unit;
	p->data.source = p->source;
	p->data.periods = (const char *const *)p->periods;
	p->data.n_periods = axis->n_periods;
	p->data.series = p->series;
	p->data.cross_hair = -1;
	return p;
}

void picture_free(struct picture *p)
{
	if (!p)
		return;
	g_ptr_array_free(p->owned, TRUE);
	g_strfreev(p->periods);
	g_free(p->series);
	g_free(p->title);
	g_free(p->unit);
	g_free(p->source);
	g_free(p);
}

static GArray *members_of(const struct market *m, int node)
{
	GArray *nodes = g_array_new(FALSE, FALSE, sizeof(int));

	for (int i = market_child(m, node); i >= 0; i = market_next(m, i))
		g_array_append_val(nodes, i);
	if (nodes->len == 0)
		g_array_append_val(nodes, node);
	return nodes;
}

static bool has_levels(const struct forecast *f, const GArray *nodes)
{
	for (guint i = 0; i < nodes->len; i++)
		for (int c = 0; c < f->n_periods; c++)
			if (!isnan(forecast_level(f, g_array_index(nodes, int, i), c)))
				return true;
	return false;
}

GArray *picture_members(const struct forecast *f, int node)
{
	const struct market *m = f->market;
	int first = node == 0 ? market_child(m, 0) : -1;

	for (int i = first; i >= 0; i = market_next(m, i)) {
		GArray *nodes = members_of(m, i);

		if (has_levels(f, nodes))
			return nodes;
		g_array_free(nodes, TRUE);
	}
	return members_of(m, first >= 0 ? first : node);
}
