/* A forecast as rows, one a node and period. */
#include "config.h"

#include "report/rows.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "forecast/bounds.h"
#include "report/escape.h"

static const char *const keys[] = {
	"market", "dimension", "path", "name", "depth", "period", "value", "unit", "status",
	"share", "share_status", "growth", "low", "high", "source",
};

char *report_name(const struct market *m, int node)
{
	const char *name = node == 0 ? "total" : m->nodes[node].name;

	return market_find_loose(m, name) == node ? g_strdup(name) : market_path(m, node);
}

char *report_source(const struct market *m)
{
	const struct source *s = &m->sources[m->source];
	const char *parts[] = {s->publisher, s->title, s->published};
	GString *line = g_string_new("Source: ");
	bool any = false;

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (!parts[i] || !*parts[i])
			continue;
		g_string_append_printf(line, "%s%s", any ? ", " : "", parts[i]);
		any = true;
	}
	return g_string_free(line, !any);
}

static bool is_used(const struct forecast *f, const struct fact *fact, struct period p)
{
	return fact->measure == f->measure && !(fact->flags & (FACT_RIVAL | FACT_CASE | FACT_SPAN))
		&& fact->kind != KIND_TARGET && period_equal(fact->to, p)
		&& isfinite(fact->figure.value);
}

const struct fact *report_printed(const struct forecast *f, int node, struct period p)
{
	const struct node *n = &f->market->nodes[node];
	const struct fact *share = NULL;

	for (int i = n->first_fact; i < n->first_fact + n->n_facts; i++) {
		const struct fact *fact = &f->market->facts[i];

		if (!is_used(f, fact, p))
			continue;
		if (fact->metric == METRIC_VALUE)
			return fact;
		if (fact->metric == METRIC_SHARE && !share)
			share = fact;
	}
	return share;
}

bool report_bounds_value(const struct forecast *f, int node, int column, double *low,
			 double *high, void *data)
{
	(void)f;
	return bounds_level(data, node, column, low, high);
}

bool report_bounds_share(const struct forecast *f, int node, int column, double *low,
			 double *high, void *data)
{
	(void)f;
	return bounds_ratio(data, node, column, low, high);
}

/* ---- making rows ---- */

struct maker {
	const struct forecast *f;
	const struct rows_options *o;
	char **periods;		/* texts of the columns */
	char *unit;
};

static const char *source_of(const struct maker *mk, int node, int column, enum status status)
{
	const struct market *m = mk->f->market;
	int source = m->source;
	const char *id;

	if (status == STATUS_SCENARIO && mk->o->scenario)
		return mk->o->scenario;
	if (status != STATUS_SCENARIO) {
		const struct fact *fact = report_printed(mk->f, node,
							 forecast_period(mk->f, column));

		if (fact && fact->source)
			source = fact->source;
	}
	id = source ? m->sources[source].id : NULL;
	return id ? id : "";
}

static char letter_of(double value, enum status status)
{
	return isfinite(value) ? status_letter(status) : '\0';
}

static void fill_row(const struct maker *mk, struct report_row *r, int column)
{
	const struct forecast *f = mk->f;
	enum status status = forecast_status(f, r->node, column);
	enum status share_status = STATUS_REPORTED, ignored;

	r->period = mk->periods[column];
	r->value = forecast_level(f, r->node, column);
	r->status = letter_of(r->value, status);
	r->share = r->node ? forecast_share(f, r->node, column, &share_status) : NAN;
	r->share_status = letter_of(r->share, share_status);
	r->growth = forecast_growth(f, r->node, column, &ignored);
	r->low = r->high = NAN;
	if (mk->o->bounds
	    && !mk->o->bounds(f, r->node, column, &r->low, &r->high, mk->o->data))
		r->low = r->high = NAN;
	r->source = isfinite(r->value) ? source_of(mk, r->node, column, status) : "";
}

static bool make_node(const struct maker *mk, int node,
		      bool (*row)(const struct report_row *r, void *data), void *data)
{
	const struct forecast *f = mk->f;
	const struct market *m = f->market;
	int dimension = market_dimension(m, node);
	g_autofree char *path = NULL;
	struct report_row r;

	if (m->nodes[node].flags & NODE_DIMENSION)
		return true;
	path = market_path(m, node);
	r = (struct report_row){
		.node = node,
		.market = m->id,
		.dimension = dimension < 0 ? "" : m->nodes[dimension].id,
		.path = path,
		.name = node ? m->nodes[node].name : m->title,
		.depth = m->nodes[node].depth,
		.unit = mk->unit,
	};
	if (!node && m->nodes[0].name)
		r.name = m->nodes[0].name;
	for (int i = 0; i < (mk->o->columns ? mk->o->n_columns : f->n_periods); i++) {
		fill_row(mk, &r, mk->o->columns ? mk->o->columns[i] : i);
		if (!row(&r, data))
			return false;
	}
	return true;
}

void rows_each(const struct forecast *f, const struct rows_options *o,
	       bool (*row)(const struct report_row *r, void *data), void *data)
{
	struct maker mk = {.f = f, .o = o};
	int n = o->nodes ? o->n_nodes : f->market->n_nodes;
	char buf[PERIOD_TEXT_MAX];

	mk.unit = market_unit(f->market, f->measure, false);
	mk.periods = g_new0(char *, f->n_periods + 1);
	for (int c = 0; c < f->n_periods; c++)
		mk.periods[c] = g_strdup(period_format(forecast_period(f, c), buf));
	for (int i = 0; i < n && progress_step(o->progress, (size_t)i, (size_t)n); i++)
		if (!make_node(&mk, o->nodes ? o->nodes[i] : i, row, data))
			break;
	g_strfreev(mk.periods);
	g_free(mk.unit);
}

/* ---- CSV and JSON, as they come ---- */

struct writer {
	struct output *out;
	GString *line;
	GString *head;		/* the cells that all rows of a node begin with */
	int head_node;
	GString *unit;		/* written once */
	bool any;
};

static void put_number(GString *s, double value, const char *none)
{
	char buf[NUMBER_TEXT_MAX];

	g_string_append(s, isfinite(value) ? number_shortest(buf, value) : none);
}

static void put_letter(GString *s, char letter)
{
	if (letter)
		g_string_append_c(s, letter);
}

static void csv_node(struct writer *w, const struct report_row *r)
{
	const char *const cells[] = {r->market, r->dimension, r->path, r->name};

	g_string_truncate(w->head, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
		escape_csv(w->head, cells[i]);
		g_string_append_c(w->head, ',');
	}
	g_string_append_printf(w->head, "%d,", r->depth);
	w->head_node = r->node;
	if (!w->unit->len)
		escape_csv(w->unit, r->unit);
}

static bool csv_row(const struct report_row *r, void *data)
{
	struct writer *w = data;
	GString *s = w->line;

	if (r->node != w->head_node)
		csv_node(w, r);
	g_string_assign(s, w->head->str);
	g_string_append(s, r->period);
	g_string_append_c(s, ',');
	put_number(s, r->value, "");
	g_string_append_c(s, ',');
	g_string_append_len(s, w->unit->str, w->unit->len);
	g_string_append_c(s, ',');
	put_letter(s, r->status);
	g_string_append_c(s, ',');
	put_number(s, r->share, "");
	g_string_append_c(s, ',');
	put_letter(s, r->share_status);
	g_string_append_c(s, ',');
	put_number(s, r->growth, "");
	g_string_append_c(s, ',');
	put_number(s, r->low, "");
	g_string_append_c(s, ',');
	put_number(s, r->high, "");
	g_string_append_c(s, ',');
	escape_csv(s, r->source);
	g_string_append_c(s, '\n');
	output_bytes(w->out, s->str, s->len);
	return !output_failed(w->out);
}

static void json_pair(GString *s, const char *key, const char *text)
{
	g_string_append_printf(s, "\"%s\": ", key);
	escape_json(s, text);
	g_string_append(s, ", ");
}

static void json_number(GString *s, const char *key, double value)
{
	g_string_append_printf(s, "\"%s\": ", key);
	put_number(s, value, "null");
	g_string_append(s, ", ");
}

static void json_letter(GString *s, const char *key, char letter)
{
	g_string_append_printf(s, "\"%s\": \"", key);
	put_letter(s, letter);
	g_string_append(s, "\", ");
}

static void json_node(struct writer *w, const struct report_row *r)
{
	g_string_truncate(w->head, 0);
	json_pair(w->head, "market", r->market);
	json_pair(w->head, "dimension", r->dimension);
	json_pair(w->head, "path", r->path);
	json_pair(w->head, "name", r->name);
	g_string_append_printf(w->head, "\"depth\": %d, ", r->depth);
	w->head_node = r->node;
	if (!w->unit->len)
		json_pair(w->unit, "unit", r->unit);
}

static bool json_row(const struct report_row *r, void *data)
{
	struct writer *w = data;
	GString *s = w->line;

	if (r->node != w->head_node)
		json_node(w, r);
	g_string_assign(s, w->any ? ",\n{" : "\n{");
	w->any = true;
	g_string_append_len(s, w->head->str, w->head->len);
	json_pair(s, "period", r->period);
	json_number(s, "value", r->value);
	g_string_append_len(s, w->unit->str, w->unit->len);
	json_letter(s, "status", r->status);
	json_number(s, "share", r->share);
	json_letter(s, "share_status", r->share_status);
	json_number(s, "growth", r->growth);
	json_number(s, "low", r->low);
	json_number(s, "high", r->high);
	g_string_append(s, "\"source\": ");
	escape_json(s, r->source);
	g_string_append_c(s, '}');
	output_bytes(w->out, s->str, s->len);
	return !output_failed(w->out);
}

/* Impact in points, with the digits of the print: 9.5, not 9.500000000000002. */
static void put_points(GString *s, const struct force *force)
{
	char buf[NUMBER_TEXT_MAX];
	struct decimal d;
	const char *why;

	if (!isfinite(force->impact.value)) {
		g_string_append(s, "null");
		return;
	}
	/* One digit more than printed holds the midpoint of a range. */
	number_fixed(buf, force->impact.value * 100, force->impact.decimals + 1);
	if (number_parse(buf, strlen(buf), &d, &why))
		put_number(s, d.value, "null");
}

static void json_head(const struct market *m, const char *scenario, GString *s)
{
	g_string_assign(s, "{\"market\": ");
	escape_json(s, m->id);
	g_string_append(s, ",\n\"scenario\": ");
	if (scenario)
		escape_json(s, scenario);
	else
		g_string_append(s, "null");
	g_string_append(s, ",\n\"forces\": [");
	for (int i = 0; i < m->n_forces; i++) {
		const struct force *force = &m->forces[i];

		g_string_append(s, i ? ",\n{" : "\n{");
		json_pair(s, "id", force->id);
		json_pair(s, "title", force->title);
		json_pair(s, "kind", force->kind == FORCE_RESTRAINT ? "restraint" : "driver");
		g_string_append(s, "\"impact\": ");
		put_points(s, force);
		g_string_append_c(s, '}');
	}
	g_string_append(s, "],\n\"rows\": [");
}

static void write_data(const struct forecast *f, const struct rows_options *o, bool json,
		       struct output *out)
{
	struct writer w = {
		.out = out,
		.line = g_string_new(NULL),
		.head = g_string_new(NULL),
		.head_node = -1,
		.unit = g_string_new(NULL),
	};

	if (json) {
		json_head(f->market, o->scenario, w.line);
		output_bytes(out, w.line->str, w.line->len);
		rows_each(f, o, json_row, &w);
		output_text(out, "\n]}\n");
	} else {
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
			output_printf(out, "%s%s", i ? "," : "", keys[i]);
		output_text(out, "\n");
		rows_each(f, o, csv_row, &w);
	}
	g_string_free(w.line, TRUE);
	g_string_free(w.head, TRUE);
	g_string_free(w.unit, TRUE);
}

/* ---- text and Markdown, as a table ---- */

static void letter_cell(struct table *t, char letter)
{
	char text[] = {letter, '\0'};

	table_text(t, text);
}

static void number_cell(struct table *t, double value)
{
	if (isfinite(value))
		table_number(t, value, 0);
	else
		table_empty(t);
}

static bool table_each(const struct report_row *r, void *data)
{
	struct table *t = data;

	table_row(t, 0);
	table_text(t, r->market);
	table_text(t, r->dimension);
	table_text(t, r->path);
	table_text(t, r->name);
	table_number(t, r->depth, 0);
	table_text(t, r->period);
	number_cell(t, r->value);
	table_text(t, r->unit);
	letter_cell(t, r->status);
	number_cell(t, r->share);
	letter_cell(t, r->share_status);
	number_cell(t, r->growth);
	number_cell(t, r->low);
	number_cell(t, r->high);
	table_text(t, r->source);
	return true;
}

static void write_table(const struct forecast *f, const struct rows_options *o,
			const struct render_style *style, struct output *out)
{
	static const enum column_kind kinds[] = {
		COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_INTEGER, COLUMN_TEXT,
		COLUMN_NUMBER, COLUMN_TEXT, COLUMN_TEXT, COLUMN_PERCENT, COLUMN_TEXT,
		COLUMN_PERCENT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_TEXT,
	};
	struct table *t = table_new(NULL);
	g_autofree char *source = report_source(f->market);

	t->more = forecast_decimals(f, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *title = kinds[i] == COLUMN_PERCENT
			? g_strdup_printf("%s %%", keys[i]) : g_strdup(keys[i]);

		table_column(t, keys[i], title, kinds[i]);
	}
	rows_each(f, o, table_each, t);
	if (source)
		table_source(t, source);
	table_write(t, style, out);
	table_free(t);
}

void rows_write(const struct forecast *f, const struct rows_options *o,
		const struct render_style *style, struct output *out)
{
	if (style->format == FORMAT_CSV || style->format == FORMAT_JSON)
		write_data(f, o, style->format == FORMAT_JSON, out);
	else
		write_table(f, o, style, out);
}
