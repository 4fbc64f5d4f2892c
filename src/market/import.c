#include "config.h"

#include "market/import.h"

#include <stdarg.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "market/market.h"

enum { METRICS = METRIC_CAGR + 1, DEPTH_MAX = 24 };

struct column {
	bool figures, is_path, is_name;
	int metric;
	bool percent;		/* the head has a % */
	struct period from, to;
	char *key;		/* the period as written in the market */
};

/* A row of the table, or what a path goes through. */
struct branch {
	char *name, *slug;
	GString *facts[METRICS];	/* "2025: 8.74, 2026: 9", NULL if none */
	GPtrArray *children;
	int line;		/* of its own row, 0 if it has none */
	int number;		/* among all, for an id where the name leaves none */
};

enum comma { COMMA_UNKNOWN, COMMA_GROUPS, COMMA_DECIMAL };

struct import {
	const char *name;
	struct messages *list;
	struct csv *csv;
	GArray *columns;	/* struct column */
	int n_labels;		/* columns before the figures */
	enum comma comma;
	struct branch *top;	/* the total */
	char *above[DEPTH_MAX];	/* label cells of the row before */
	int n_branches;
};

static void complain(const struct import *t, const struct csv_field *f, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void complain(const struct import *t, const struct csv_field *f, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	messages_add(t->list, SEVERITY_ERROR, t->name, f->line, f->column, "%s", text);
}

static struct csv_field *field_at(const GArray *row, guint i)
{
	return &g_array_index(row, struct csv_field, i);
}

static struct column *column_at(const struct import *t, guint i)
{
	return &g_array_index(t->columns, struct column, i);
}

/* ---- the tree ---- */

static struct branch *branch_new(struct import *t, const char *name)
{
	struct branch *b = g_new0(struct branch, 1);

	b->name = g_strdup(name);
	b->slug = text_slug(name);
	b->number = t->n_branches++;
	b->children = g_ptr_array_new();
	return b;
}

static void branch_free(struct branch *b)
{
	for (guint i = 0; i < b->children->len; i++)
		branch_free(b->children->pdata[i]);
	g_ptr_array_unref(b->children);
	for (int i = 0; i < METRICS; i++)
		if (b->facts[i])
			g_string_free(b->facts[i], TRUE);
	g_free(b->name);
	g_free(b->slug);
	g_free(b);
}

static bool has_facts(const struct branch *b)
{
	for (int i = 0; i < METRICS; i++)
		if (b->facts[i])
			return true;
	return false;
}

static struct branch *child_of(struct import *t, struct branch *parent, const char *name)
{
	g_autofree char *slug = text_slug(name);
	struct branch *b;

	for (guint i = 0; i < parent->children->len; i++) {
		b = parent->children->pdata[i];
		if (*slug ? strcmp(b->slug, slug) == 0 : strcmp(b->name, name) == 0)
			return b;
	}
	b = branch_new(t, name);
	g_ptr_array_add(parent->children, b);
	return b;
}

/* ---- the head ---- */

static int metric_of(const char *word)
{
	static const char *const words[METRICS] = {
		"value", "share", "growth", "yoy", "change", "cagr",
	};

	for (int i = 0; i < METRICS; i++)
		if (g_ascii_strcasecmp(word, words[i]) == 0)
			return i;
	return g_ascii_strcasecmp(word, "level") == 0 ? METRIC_VALUE : -1;
}

/* Reads "2025", "2025 share %", "CAGR % 2026-2031".  False if it is no head of figures. */
static bool read_head(const char *text, struct column *c)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ()\t\n", -1);
	bool any = false;

	*c = (struct column){.metric = -1};
	for (int i = 0; words[i]; i++) {
		char *word = words[i];
		int metric = metric_of(word);

		if (g_str_has_prefix(word, "FY"))
			word += 2;
		if (strcmp(word, "%") == 0)
			c->percent = true;
		else if (metric >= 0 && c->metric < 0)
			c->metric = metric;
		else if (!any && period_parse_span(word, &c->from, &c->to))
			any = true;
		else if (*word)
			return false;
	}
	c->figures = any;
	return any;
}

/* What a column without a word holds; whether its period suits. */
static bool settle_head(const struct import *t, const struct csv_field *f, struct column *c)
{
	bool single = period_equal(c->from, c->to);
	char from[PERIOD_TEXT_MAX], to[PERIOD_TEXT_MAX];

	if (c->metric < 0)
		c->metric = !c->percent ? METRIC_VALUE : single ? METRIC_SHARE : METRIC_CAGR;
	if (c->metric == METRIC_CAGR ? single || !period_is_set(c->to)
	    : !single && (c->metric == METRIC_SHARE || c->metric == METRIC_YOY
			  || !period_is_set(c->from) || !period_is_set(c->to))) {
		complain(t, f, "'%s': %s is of %s; write %s", f->text, metric_name(c->metric),
			 single ? "a span" : "one period",
			 single ? "2025-2031 cagr" : "2025 share, or 2025-2031 cagr for a rate");
		return false;
	}
	period_format(c->from, from);
	period_format(c->to, to);
	c->key = single ? g_strdup(to) : g_strdup_printf("%s..%s", from, to);
	return true;
}

static void check_repeated(const struct import *t, const GArray *head)
{
	for (guint i = 0; i < t->columns->len; i++) {
		for (guint j = 0; j < i; j++) {
			const struct column *a = column_at(t, i), *b = column_at(t, j);

			if (a->key && b->key && a->metric == b->metric
			    && strcmp(a->key, b->key) == 0)
				complain(t, field_at(head, i), "column %u has the %s of %s already",
					 j + 1, metric_name(a->metric), a->key);
		}
	}
}

/* What export writes has a row a figure, and figures that were only derived or assumed. */
static bool is_export(const GArray *head)
{
	static const char *const names[] = {"market", "dimension", "path", "name", "depth", "period"};

	if (head->len < G_N_ELEMENTS(names))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(field_at(head, i)->text, names[i]) != 0)
			return false;
	return true;
}

static bool read_heads(struct import *t)
{
	const GArray *head;
	struct csv_field nowhere = {.line = 0};

	if (t->csv->rows->len == 0) {
		complain(t, &nowhere, "is empty");
		return false;
	}
	head = t->csv->rows->pdata[0];
	if (is_export(head)) {
		complain(t, field_at(head, 0), "this is what export writes, a row for each year, with "
			 "figures that nobody printed: open the market file it came from, or make a "
			 "table of a row a segment and a column a year");
		return false;
	}
	for (guint i = 0; i < head->len; i++) {
		const struct csv_field *f = field_at(head, i);
		struct column c;
		bool figures = read_head(f->text, &c);

		if (figures) {
			settle_head(t, f, &c);
		} else if (t->n_labels == (int)i) {
			t->n_labels++;
			c.is_path = g_ascii_strcasecmp(f->text, "path") == 0;
			c.is_name = g_ascii_strcasecmp(f->text, "name") == 0;
		} else {
			complain(t, f, "'%s' is no head of figures: write 2025, 2025 share or "
				 "2025-2031 cagr", f->text);
		}
		g_array_append_val(t->columns, c);
	}
	if (t->n_labels == 0)
		complain(t, field_at(head, 0), "the first column names the segments; its head is "
			 "no period");
	else if (t->n_labels == (int)head->len)
		complain(t, field_at(head, head->len - 1), "no column has figures: a head is a "
			 "period such as 2025, with 'share', 'growth' or 'cagr' behind it");
	else if (t->n_labels > DEPTH_MAX)
		complain(t, field_at(head, DEPTH_MAX), "more than %d columns of names", DEPTH_MAX);
	check_repeated(t, head);
	return messages_errors(t->list) == 0;
}

/* ---- numbers ---- */

static bool is_nothing(const char *text)
{
	return !*text || !strcmp(text, "-") || !strcmp(text, "\u2013") || !strcmp(text, "\u2014");
}

/* Digits from s on. */
static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* What one number of a cell says about its comma: both kinds of sign, several of one, or a group
 * that is no group of three decide. */
static enum comma evidence(const char *s, bool *unclear)
{
	const char *comma = NULL, *point = NULL;
	int commas = 0, points = 0;
	size_t before = digits(s), after;
	const char *end = s + before;

	while ((*end == ',' || *end == '.') && g_ascii_isdigit(end[1])) {
		if (*end == ',') {
			comma = end;
			commas++;
		} else {
			point = end;
			points++;
		}
		end += 1 + digits(end + 1);
	}
	if (commas && points)
		return comma > point ? COMMA_DECIMAL : COMMA_GROUPS;
	if (commas > 1 || points > 1)
		return commas > 1 ? COMMA_GROUPS : COMMA_DECIMAL;
	if (!commas && !points)
		return COMMA_UNKNOWN;
	after = digits((comma ? comma : point) + 1);
	if (after == 3 && before <= 3 && *s != '0') {
		*unclear = *unclear || commas;
		return COMMA_UNKNOWN;
	}
	return commas ? COMMA_DECIMAL : COMMA_GROUPS;
}

/* Of a whole cell, whose numbers may be two. */
static enum comma cell_evidence(const char *s, bool *unclear)
{
	enum comma found = COMMA_UNKNOWN;

	while (*s && found == COMMA_UNKNOWN) {
		if (!g_ascii_isdigit(*s)) {
			s++;
			continue;
		}
		found = evidence(s, unclear);
		s += strspn(s, "0123456789,");
		while (*s == '.' && g_ascii_isdigit(s[1]))
			s += 1 + strspn(s + 1, "0123456789,");
	}
	return found;
}

/* Finds out what a comma is in this table; says where that is not to be known. */
static void settle_comma(struct import *t)
{
	const struct csv_field *first[3] = {NULL}, *doubtful = NULL;

	for (guint r = 1; r < t->csv->rows->len; r++) {
		const GArray *row = t->csv->rows->pdata[r];

		for (guint i = t->n_labels; i < row->len && i < t->columns->len; i++) {
			const struct csv_field *f = field_at(row, i);
			bool unclear = false;
			enum comma found = cell_evidence(f->text, &unclear);

			if (!first[found])
				first[found] = f;
			if (unclear && !doubtful)
				doubtful = f;
		}
	}
	t->comma = COMMA_GROUPS;
	if (t->csv->separator == ',')
		return;
	if (first[COMMA_GROUPS] && first[COMMA_DECIMAL])
		complain(t, first[COMMA_DECIMAL], "'%s': here a comma parts decimals, in line %d "
			 "('%s') it does not; write all numbers one way",
			 first[COMMA_DECIMAL]->text, first[COMMA_GROUPS]->line,
			 first[COMMA_GROUPS]->text);
	else if (first[COMMA_DECIMAL])
		t->comma = COMMA_DECIMAL;
	else if (doubtful && !first[COMMA_GROUPS])
		complain(t, doubtful, "'%s' can be read both ways: write 1.234 for decimals, 1_234 "
			 "for thousands", doubtful->text);
}

/* Bytes of a sign that may group thousands at s, 0 if none stands there. */
static size_t grouping(const struct import *t, const char *s)
{
	static const char *const signs[] = {" ", "'", "\u00a0", "\u202f", "\u2019"};

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_prefix(s, signs[i]))
			return strlen(signs[i]);
	return *s == (t->comma == COMMA_DECIMAL ? '.' : ',');
}

/* The cell in the grammar of figures: no groups, a decimal point, the percent sign of the head. */
static char *normal(const struct import *t, const struct column *c, const char *text)
{
	GString *out = g_string_new(NULL);
	bool rate = c->metric != METRIC_VALUE && c->metric != METRIC_CHANGE;

	for (const char *s = text; *s;) {
		size_t skip = s > text && g_ascii_isdigit(s[-1]) ? grouping(t, s) : 0;

		if (skip && digits(s + skip) == 3)
			s += skip;
		else if (g_str_has_prefix(s, "\u2212")) {
			g_string_append_c(out, '-');
			s += strlen("\u2212");
		} else if (rate && *s == ' ' && s[1] == '%')
			s++;
		else if (*s == ',' && t->comma == COMMA_DECIMAL) {
			g_string_append_c(out, '.');
			s++;
		} else
			g_string_append_c(out, *s++);
	}
	if (rate && c->percent && !strchr(out->str, '%') && g_ascii_isdigit(out->str[out->len - 1]))
		g_string_append_c(out, '%');
	return g_string_free(out, FALSE);
}

static void add_figure(const struct import *t, struct branch *b, const struct column *c,
		       const struct csv_field *f)
{
	static const struct unit unit = {.measure = "units", .scale = 1};
	bool level = c->metric == METRIC_VALUE || c->metric == METRIC_CHANGE;
	g_autofree char *text = NULL, *why = NULL;
	struct figure figure;

	if (is_nothing(f->text))
		return;
	text = normal(t, c, f->text);
	if (!figure_parse(text, level ? FIGURE_LEVEL : FIGURE_PERCENT, &unit, &figure, &why)) {
		complain(t, f, "%s", why);
		return;
	}
	if (!b->facts[c->metric])
		b->facts[c->metric] = g_string_new(NULL);
	g_string_append_printf(b->facts[c->metric], "%s%s: %s", b->facts[c->metric]->len ? ", " : "",
			       c->key, text);
}

/* ---- rows ---- */

/* Goes down a path written in one cell. */
static struct branch *follow(struct import *t, const struct csv_field *f)
{
	g_auto(GStrv) parts = g_strsplit(f->text, "/", -1);
	struct branch *b = t->top;

	for (int i = 0; parts[i]; i++) {
		g_strstrip(parts[i]);
		if (!*parts[i] || i >= DEPTH_MAX) {
			complain(t, f, *parts[i] ? "'%s' is too deep" : "'%s' has an empty part",
				 f->text);
			return NULL;
		}
		b = child_of(t, b, parts[i]);
	}
	return b;
}

/* Goes down the label cells, one part each. */
static struct branch *descend(struct import *t, const GArray *row)
{
	struct branch *b = t->top;
	int last = -1;

	for (int i = 0; i < t->n_labels && i < (int)row->len; i++)
		if (*field_at(row, i)->text)
			last = i;
	for (int i = 0, own = 0; i <= last; i++) {
		const char *text = field_at(row, i)->text;

		own = own || *text;
		if (!*text && (own || !t->above[i])) {
			complain(t, field_at(row, i), "a part of the path is missing here");
			return NULL;
		}
		if (own) {
			g_free(t->above[i]);
			t->above[i] = g_strdup(text);
		}
		b = child_of(t, b, t->above[i]);
	}
	for (int i = last + 1; last >= 0 && i < DEPTH_MAX; i++)
		g_clear_pointer(&t->above[i], g_free);
	if (last < 0)
		complain(t, field_at(row, 0), "the row names no segment");
	return last < 0 ? NULL : b;
}

static struct branch *branch_of(struct import *t, const GArray *row)
{
	int path = t->n_labels == 1 ? 0 : -1, name = -1;
	struct branch *b;

	for (int i = 0; i < t->n_labels && i < (int)row->len; i++) {
		path = column_at(t, i)->is_path ? i : path;
		name = column_at(t, i)->is_name ? i : name;
	}
	if (path < 0)
		return descend(t, row);
	if (!*field_at(row, path)->text) {
		complain(t, field_at(row, path), "the row names no segment");
		return NULL;
	}
	b = follow(t, field_at(row, path));
	if (b && name >= 0 && name != path && *field_at(row, name)->text) {
		g_free(b->name);
		b->name = g_strdup(field_at(row, name)->text);
	}
	return b;
}

/* A first row of that name is the total itself. */
static struct branch *or_total(struct import *t, struct branch *b)
{
	guint at;

	if (strcmp(b->slug, "total") || b->children->len
	    || !g_ptr_array_find(t->top->children, b, &at))
		return b;
	g_ptr_array_remove_index(t->top->children, at);
	branch_free(b);
	return t->top;
}

static void read_row(struct import *t, const GArray *row)
{
	struct branch *b = branch_of(t, row);

	if (!b)
		return;
	b = or_total(t, b);
	if (b->line) {
		complain(t, field_at(row, 0), "'%s' has a row already, line %d", b->name, b->line);
		return;
	}
	b->line = field_at(row, 0)->line;
	for (guint i = t->columns->len; i < row->len; i++)
		if (*field_at(row, i)->text)
			complain(t, field_at(row, i), "'%s' stands behind the last column; a field "
				 "with the separator in it needs quotes", field_at(row, i)->text);
	for (guint i = t->n_labels; i < row->len && i < t->columns->len; i++)
		if (column_at(t, i)->figures)
			add_figure(t, b, column_at(t, i), field_at(row, i));
}

/* ---- the market ---- */

/* A text as YAML: plain where nothing in it could mean something. */
static void put_text(GString *out, const char *text)
{
	g_autofree char *safe = text_safe(text, false);
	bool plain = g_ascii_isalpha(*safe) || (unsigned char)*safe >= 0x80;

	plain = plain && !strpbrk(safe, ":#,[]{}&*!|>'\"%@`?\\");
	if (plain) {
		g_string_append(out, safe);
		return;
	}
	g_string_append_c(out, '"');
	for (const char *s = safe; *s; s++)
		g_string_append_printf(out, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	g_string_append_c(out, '"');
}

static void put_facts(GString *out, const struct branch *b, int indent)
{
	for (int i = 0; i < METRICS; i++)
		if (b->facts[i])
			g_string_append_printf(out, "%*s%s: {%s}\n", indent, "", metric_name(i),
					       b->facts[i]->str);
}

static void put_segments(GString *out, const GPtrArray *children, int indent)
{
	g_string_append_printf(out, "%*ssegments:\n", indent, "");
	for (guint i = 0; i < children->len; i++) {
		const struct branch *b = children->pdata[i];
		g_autofree char *slug = text_slug(b->name);
		bool usable = *b->slug && strcmp(b->slug, "unlisted");
		bool own = usable && strcmp(b->slug, slug) == 0;
		bool bare = own && !has_facts(b) && !b->children->len;

		g_string_append_printf(out, "%*s- %s", indent, "", bare ? "" : "name: ");
		put_text(out, b->name);
		g_string_append_c(out, '\n');
		if (!usable)
			g_string_append_printf(out, "%*s  id: segment-%d\n", indent, "", b->number);
		else if (!own)
			g_string_append_printf(out, "%*s  id: %s\n", indent, "", b->slug);
		put_facts(out, b, indent + 2);
		if (b->children->len)
			put_segments(out, b->children, indent + 2);
	}
}

static void put_dimension(GString *out, const char *name, const struct branch *b)
{
	g_autofree char *slug = text_slug(name);

	if (!*slug || !strcmp(slug, "total") || !strcmp(slug, "market") || !strcmp(slug, "global")
	    || !strcmp(slug, "unlisted"))
		g_string_append_printf(out, "- id: dimension-%d\n  title: ", b->number);
	else
		g_string_append(out, "- title: ");
	put_text(out, *name ? name : "Segments");
	g_string_append_c(out, '\n');
	if (b->children->len)
		put_segments(out, b->children, 2);
}

static void put_dimensions(const struct import *t, GString *out)
{
	const GPtrArray *top = t->top->children;
	bool figures = false, deep = false;

	for (guint i = 0; i < top->len; i++) {
		figures = figures || has_facts(top->pdata[i]);
		deep = deep || ((const struct branch *)top->pdata[i])->children->len;
	}
	if (top->len)
		g_string_append(out, "dimensions:\n");
	if (top->len && (figures || !deep)) {
		put_dimension(out, field_at(t->csv->rows->pdata[0], 0)->text, t->top);
		return;
	}
	for (guint i = 0; i < top->len; i++)
		put_dimension(out, ((const struct branch *)top->pdata[i])->name, top->pdata[i]);
}

/* From the first period to the last one of the step of the first. */
static void put_period(const struct import *t, GString *out)
{
	static const char *const steps[] = {"", ", step: half", ", step: quarter", ", step: month"};
	struct period first = PERIOD_NONE, last = PERIOD_NONE;
	char base[PERIOD_TEXT_MAX], from[PERIOD_TEXT_MAX], to[PERIOD_TEXT_MAX];

	for (guint i = t->n_labels; i < t->columns->len; i++) {
		const struct column *c = column_at(t, i);
		struct period a = period_is_set(c->from) ? c->from : c->to, b = c->to;

		if (!period_is_set(first))
			first = last = a;
		if (a.step != first.step)
			continue;
		first = period_ordinal(a) < period_ordinal(first) ? a : first;
		last = period_ordinal(b) > period_ordinal(last) ? b : last;
	}
	period_format(first, base);
	period_format(last, to);
	g_string_append_printf(out, "period: {base: %s", base);
	if (!period_equal(first, last))
		g_string_append_printf(out, ", from: %s, to: %s",
				       period_format(period_from_ordinal(first.step,
							period_ordinal(first) + 1), from), to);
	g_string_append_printf(out, "%s}\n", steps[first.step]);
}

static char *base_name(const char *name)
{
	g_autofree char *base = g_path_get_basename(name);
	char *dot = strrchr(base, '.');

	if (dot)
		*dot = '\0';
	return g_strdup(strcmp(name, "-") == 0 || !*base ? "imported" : base);
}

static char *write_market(const struct import *t, const char *heading)
{
	GString *out = g_string_new(heading);
	g_autofree char *base = base_name(t->name), *slug = text_slug(base);

	g_string_append_printf(out, "tamarack: 1\nid: %s\ntitle: ", *slug ? slug : "imported");
	put_text(out, g_strdelimit(base, "_", ' '));
	g_string_append(out, "\nunit: {measure: units}\n");
	put_period(t, out);
	if (has_facts(t->top)) {
		g_string_append(out, "total:\n");
		put_facts(out, t->top, 2);
	}
	put_dimensions(t, out);
	return g_string_free(out, FALSE);
}

/* What is wrong with the whole only the loader knows; its places are not those of the table. */
static bool loads(const struct import *t, const char *text)
{
	struct messages *own = messages_new();
	struct market *m = market_load_bytes(t->name, text, strlen(text), own);

	for (size_t i = 0; i < messages_count(own); i++)
		messages_add(t->list, messages_get(own, i)->severity, t->name, 0, 0, "%s",
			     messages_get(own, i)->text);
	messages_free(own);
	market_free(m);
	return m != NULL;
}

static void import_done(struct import *t)
{
	for (guint i = 0; i < t->columns->len; i++)
		g_free(column_at(t, i)->key);
	for (int i = 0; i < DEPTH_MAX; i++)
		g_free(t->above[i]);
	g_array_unref(t->columns);
	branch_free(t->top);
	csv_free(t->csv);
}

char *import_table(const char *name, const char *bytes, size_t n, const char *heading,
		   struct messages *list)
{
	struct import t = {.name = name, .list = messages_new()};
	char *text = NULL;

	t.csv = csv_parse(name, bytes, n, t.list);
	t.columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	t.top = branch_new(&t, "Total");
	if (messages_errors(t.list) == 0 && read_heads(&t)) {
		settle_comma(&t);
		for (guint i = 1; i < t.csv->rows->len; i++)
			read_row(&t, t.csv->rows->pdata[i]);
	}
	if (messages_errors(t.list) == 0) {
		text = write_market(&t, heading);
		if (!loads(&t, text))
			g_clear_pointer(&text, g_free);
	}
	import_done(&t);
	messages_extend(list, t.list);
	messages_free(t.list);
	return text;
}
