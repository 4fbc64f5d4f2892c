/* The market files under data/ against the inventory of the two reports, in both directions:
 * every fact of tests/inventory/ stands in the loaded market with its value, period, place and
 * source, and no figure of the market is missing from the inventory. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "market/market.h"
#include "run_suite.h"

enum column { ID, KIND, PATH, PERIOD, LINES, VALUE, SOURCE, N_COLUMNS };

static const struct {
	const char *market;
	char letter;
	struct { int first, last; } ids[16];
} inventories[] = {
	{"ai-training-dataset", 'A', {
		{1, 7}, {10, 13}, {20, 24}, {30, 34}, {40, 52}, {60, 82}, {90, 114}, {120, 126},
		{130, 133}, {140, 144}, {150, 153}, {160, 183}, {190, 193}, {200, 205}}},
	{"federated-learning-healthcare", 'B', {
		{1, 3}, {10, 12}, {20, 30}, {40, 42}, {50, 53}, {60, 65}}},
};

static struct market *market;
static GPtrArray *rows;		/* char **, N_COLUMNS each */

static char **row_new(const char *line)
{
	char **parts = g_strsplit(line, "\t", N_COLUMNS);
	char **row = g_new0(char *, N_COLUMNS + 1);
	int n = g_strv_length(parts);
	for (int i = 0; i < N_COLUMNS; i++)
		row[i] = g_strdup(i < n ? parts[i] : "");
	g_strfreev(parts);
	return row;
}

static void open_inventory(int which)
{
	const char *name = inventories[which].market;
	g_autofree char *file = g_strdup_printf("%s/data/%s.yaml", TOP_SRCDIR, name);
	struct messages *list = messages_new();
	market = market_load(file, list);
	for (size_t i = 0; i < messages_count(list); i++) {
		g_autofree char *text = message_format(messages_get(list, i));
		fprintf(stderr, "%s\n", text);
	}
	ck_assert_ptr_nonnull(market);
	ck_assert_uint_eq(messages_count(list), 0);
	messages_free(list);

	g_autofree char *table = g_strdup_printf("%s/tests/inventory/%s.tsv", TOP_SRCDIR, name);
	g_autofree char *text = NULL;
	ck_assert(g_file_get_contents(table, &text, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (char **line = lines; *line; line++)
		if (**line && **line != '#')
			g_ptr_array_add(rows, row_new(*line));
}

static void close_inventory(void)
{
	g_ptr_array_free(rows, TRUE);
	market_free(market);
}

/* Comparisons of text. */

static bool same(const char *a, const char *b)
{
	if (!a || !b)
		return false;
	g_autofree char *x = g_utf8_casefold(a, -1), *y = g_utf8_casefold(b, -1);
	return !strcmp(x, y);
}

/* Whether text holds every one of the parts between ';', in either case. */
static bool holds(const char *text, const char *parts)
{
	g_autofree char *in = g_utf8_casefold(text ? text : "", -1);
	g_auto(GStrv) each = g_strsplit(parts, ";", -1);
	for (char **part = each; *part; part++) {
		g_autofree char *want = g_utf8_casefold(*part, -1);
		if (!strstr(in, want))
			return false;
	}
	return true;
}

static bool listed(const char *const *list, const char *text)
{
	for (; list && *list; list++)
		if (!strcmp(*list, text))
			return true;
	return false;
}

static bool source_is(uint8_t source, char **row)
{
	return !*row[SOURCE] || same(market->sources[source].id, row[SOURCE]);
}

static void append_all(GString *text, const char *const *list)
{
	for (; list && *list; list++)
		g_string_append_printf(text, "; %s", *list);
}

/* Figures. */

static const char *const metric_kinds[] = {
	[METRIC_VALUE] = "level", [METRIC_SHARE] = "share", [METRIC_CAGR] = "cagr",
	[METRIC_RANK] = "rank", [METRIC_TREND] = "trend",
};

static const char *kind_of(const struct fact *f)
{
	return f->metric < G_N_ELEMENTS(metric_kinds) ? metric_kinds[f->metric] : NULL;
}

static const char *code_name(const struct fact *f)
{
	static const char *const ranks[] = {"", "largest", "fastest", "smallest", "slowest"};
	static const char *const trends[] = {
		"", "growing", "stable", "declining", "gaining", "losing"};
	return f->metric == METRIC_RANK ? ranks[f->code] : trends[f->code];
}

static bool period_is(const struct fact *f, const char *text)
{
	struct period from, to;
	if (!*text)
		return f->flags & FACT_DATELESS;
	if (!period_parse_span(text, &from, &to) || !period_equal(f->to, to))
		return false;
	bool open = f->flags & FACT_OPEN_START;
	return period_is_set(from) ? !open && period_equal(f->from, from) : open;
}

/* "8.74", "~35.12", "46.53" percent: the number, its digits and whether it is approximate. */
static bool value_is(const struct figure *f, const char *text, double unit)
{
	bool about = *text == '~';
	if (about)
		text++;
	const char *point = strchr(text, '.');
	return fabs(f->value - g_ascii_strtod(text, NULL) / unit) <= 1e-12 * fabs(f->value) &&
	       f->decimals == (point ? strlen(point + 1) : 0) &&
	       about == (f->qualifier != QUAL_EXACT);
}

static bool fact_is(const struct fact *f, char **row)
{
	g_autofree char *path = market_path(market, f->node);
	if (g_strcmp0(kind_of(f), row[KIND]) || strcmp(path, row[PATH]) ||
	    !period_is(f, row[PERIOD]) || !source_is(f->source, row))
		return false;
	if (f->metric == METRIC_RANK || f->metric == METRIC_TREND)
		return !strcmp(code_name(f), row[VALUE]);
	return f->of == BASE_PARENT || f->metric != METRIC_SHARE ?
		value_is(&f->figure, row[VALUE], f->metric == METRIC_VALUE ? 1 : 100) : false;
}

/* Whether "line 45" of a fact is one of "6,45,169". */
static bool line_is(const struct fact *f, const char *line)
{
	g_autofree char *page = g_strconcat("line ", line, NULL);
	return f->more && f->more->page && !strcmp(f->more->page, page);
}

/* Every place of the row has its fact, the first of them the one that counts. */
static bool check_fact(char **row)
{
	g_auto(GStrv) lines = g_strsplit(row[LINES], ",", -1);
	int n = MAX(g_strv_length(lines), 1), found = 0;
	for (int i = 0; i < market->n_facts; i++) {
		const struct fact *f = &market->facts[i];
		if (!fact_is(f, row))
			continue;
		if (found >= n || !(f->flags & FACT_RIVAL) != !found ||
		    (lines[0] && !line_is(f, lines[found])))
			return false;
		found++;
	}
	return found == n;
}

static bool check_level_kind(char **row)
{
	for (int i = 0; i < market->n_facts; i++) {
		const struct fact *f = &market->facts[i];
		g_autofree char *path = market_path(market, f->node);
		if (f->metric == METRIC_VALUE && !strcmp(path, row[PATH]) &&
		    period_is(f, row[PERIOD]))
			return !strcmp(kind_name(market_kind(market, f)), row[VALUE]);
	}
	return false;
}

/* Segments. */

static const struct node *node_of(char **row)
{
	int node = market_find(market, row[PATH]);
	return node < 0 ? NULL : &market->nodes[node];
}

static bool check_name(char **row)
{
	const struct node *node = node_of(row);
	return node && same(node->name, row[VALUE]);
}

static bool check_alias(char **row)
{
	const struct node *node = node_of(row);
	return node && listed(node->also, row[VALUE]);
}

static bool check_residual(char **row)
{
	const struct node *node = node_of(row);
	return node && node->flags & NODE_RESIDUAL;
}

static bool check_partial(char **row)
{
	const struct node *node = node_of(row);
	return node && node->covers == COVERS_PART;
}

/* Identity. */

static bool check_title(char **row)
{
	return same(market->title, row[VALUE]);
}

static bool check_market_alias(char **row)
{
	return listed(market->also, row[VALUE]);
}

static bool check_scope(char **row)
{
	return holds(market->scope, row[VALUE]);
}

static bool check_edition(char **row)
{
	return !g_strcmp0(market->edition, row[VALUE]);
}

static bool check_currency(char **row)
{
	return !g_strcmp0(market->unit.currency, row[VALUE]);
}

static bool check_scale(char **row)
{
	return market->unit.scale == g_ascii_strtod(row[VALUE], NULL);
}

static const struct source *source_of(char **row)
{
	for (int i = 0; i < market->n_sources; i++)
		if (!g_strcmp0(market->sources[i].id, row[PATH]))
			return &market->sources[i];
	return NULL;
}

static bool check_publisher(char **row)
{
	const struct source *source = source_of(row);
	return source && holds(source->publisher, row[VALUE]);
}

static bool check_code(char **row)
{
	const struct source *source = source_of(row);
	return source && !g_strcmp0(source->code, row[VALUE]);
}

/* Forces. */

static const struct force *force_of(char **row)
{
	for (int i = 0; i < market->n_forces; i++)
		if (!strcmp(market->forces[i].id, row[PATH]))
			return &market->forces[i];
	return NULL;
}

static bool check_force(char **row)
{
	static const char *const timings[] = {"", "short", "medium", "long", "span"};
	const struct force *f = force_of(row);
	enum force_kind kind = *row[KIND] == 'd' ? FORCE_DRIVER : FORCE_RESTRAINT;
	if (!f || f->kind != kind || strcmp(timings[f->timing], row[PERIOD]) ||
	    !source_is(f->source, row))
		return false;
	return *row[VALUE] ? fabs(f->impact.value - g_ascii_strtod(row[VALUE], NULL) / 100) < 1e-12
			   : isnan(f->impact.value);
}

static bool check_force_title(char **row)
{
	const struct force *f = force_of(row);
	return f && same(f->title, row[VALUE]);
}

static bool check_force_note(char **row)
{
	const struct force *f = force_of(row);
	return f && holds(f->note, row[VALUE]);
}

static bool check_reach(char **row)
{
	const struct force *f = force_of(row);
	return f && f->n_where > 0 && !g_strcmp0(f->where_text, row[VALUE]);
}

static bool check_approximate(char **row)
{
	const struct force *f = force_of(row);
	return f && f->impact.qualifier == QUAL_ABOUT;
}

/* Companies, events, findings, questions. */

static bool check_leader(char **row)
{
	for (int i = 0; i < market->n_companies; i++) {
		const struct company *c = &market->companies[i];
		if (!strcmp(c->name, row[VALUE]))
			return c->leader && source_is(c->source, row);
	}
	return false;
}

static bool check_company_note(char **row)
{
	for (int i = 0; i < market->n_companies; i++)
		if (!strcmp(market->companies[i].name, row[PATH]))
			return holds(market->companies[i].note, row[VALUE]);
	return false;
}

static bool about_is(int about, const char *path)
{
	return !*path || (about >= 0 && market_find(market, path) == about);
}

static bool check_event(char **row)
{
	for (int i = 0; i < market->n_events; i++) {
		const struct event *e = &market->events[i];
		g_autoptr(GString) text = g_string_new(e->title);
		append_all(text, e->companies);
		append_all(text, e->amounts);
		g_string_append_printf(text, "; %s", e->text ? e->text : "");
		if (!strcmp(e->date, row[PERIOD]) && about_is(e->about, row[PATH]) &&
		    source_is(e->source, row) && holds(text->str, row[VALUE]))
			return true;
	}
	return false;
}

static bool check_note(char **row)
{
	for (int i = 0; i < market->n_notes; i++) {
		const struct note *n = &market->notes[i];
		if (about_is(n->about, row[PATH]) && source_is(n->source, row) &&
		    holds(n->text, row[VALUE]))
			return true;
	}
	return false;
}

static bool check_question(char **row)
{
	for (int i = 0; i < market->n_questions; i++) {
		const struct question *q = &market->questions[i];
		if (holds(q->ask, row[PATH]))
			return holds(q->answer, row[VALUE]) && source_is(q->source, row);
	}
	return false;
}

static const struct {
	const char *kind;
	bool (*check)(char **row);
} checks[] = {
	{"alias", check_alias},
	{"approximate", check_approximate},
	{"cagr", check_fact},
	{"company-note", check_company_note},
	{"currency", check_currency},
	{"driver", check_force},
	{"edition", check_edition},
	{"event", check_event},
	{"force-note", check_force_note},
	{"force-title", check_force_title},
	{"leader", check_leader},
	{"level", check_fact},
	{"level-kind", check_level_kind},
	{"market-alias", check_market_alias},
	{"name", check_name},
	{"note", check_note},
	{"partial", check_partial},
	{"question", check_question},
	{"rank", check_fact},
	{"reach", check_reach},
	{"residual", check_residual},
	{"restraint", check_force},
	{"scale", check_scale},
	{"scope", check_scope},
	{"share", check_fact},
	{"source-code", check_code},
	{"source-publisher", check_publisher},
	{"title", check_title},
	{"trend", check_fact},
};

static bool check_row(char **row)
{
	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
		if (!strcmp(checks[i].kind, row[KIND]))
			return checks[i].check(row);
	return false;
}

START_TEST(test_market_carries_the_inventory)
{
	open_inventory(_i);
	g_autoptr(GString) missing = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		char **row = g_ptr_array_index(rows, i);
		if (!check_row(row))
			g_string_append_printf(missing, "\n%s %s %s %s: %s", row[ID], row[KIND],
					       row[PATH], row[PERIOD], row[VALUE]);
	}
	ck_assert_msg(!missing->len, "not in the market:%s", missing->str);
	close_inventory();
}
END_TEST

static bool in_inventory(const struct fact *f)
{
	for (guint i = 0; i < rows->len; i++)
		if (fact_is(f, g_ptr_array_index(rows, i)))
			return true;
	return false;
}

static int count_rows(const char *kind)
{
	int n = 0;
	for (guint i = 0; i < rows->len; i++) {
		char **row = g_ptr_array_index(rows, i);
		n += !strcmp(row[KIND], kind);
	}
	return n;
}

START_TEST(test_inventory_lists_the_market)
{
	open_inventory(_i);
	g_autoptr(GString) extra = g_string_new(NULL);
	for (int i = 0; i < market->n_facts; i++) {
		const struct fact *f = &market->facts[i];
		if (!in_inventory(f))
			g_string_append_printf(extra, "\nline %u: %s %s", f->line,
					       metric_name(f->metric), f->print);
	}
	ck_assert_msg(!extra->len, "not in the inventory:%s", extra->str);
	ck_assert_int_eq(market->n_cross_facts, 0);
	ck_assert_int_eq(market->n_company_facts, 0);
	ck_assert_int_eq(market->n_measures, 1);
	ck_assert_int_eq(market->n_forces, count_rows("driver") + count_rows("restraint"));
	ck_assert_int_eq(market->n_companies, count_rows("leader"));
	ck_assert_int_eq(market->n_questions, count_rows("question"));
	close_inventory();
}
END_TEST

START_TEST(test_every_segment_is_named_in_the_inventory)
{
	open_inventory(_i);
	int segments = 0, names = 0;
	for (int i = 1; i < market->n_nodes; i++)
		segments += !(market->nodes[i].flags & (NODE_DIMENSION | NODE_UNLISTED));
	for (guint i = 0; i < rows->len; i++) {
		char **row = g_ptr_array_index(rows, i);
		const struct node *node = strcmp(row[KIND], "name") ? NULL : node_of(row);
		names += node && !(node->flags & NODE_DIMENSION);
	}
	ck_assert_int_eq(segments, names);
	close_inventory();
}
END_TEST

START_TEST(test_table_names_every_entry)
{
	open_inventory(_i);
	for (int r = 0; inventories[_i].ids[r].first; r++)
		for (int id = inventories[_i].ids[r].first; id <= inventories[_i].ids[r].last; id++) {
			g_autofree char *name =
				g_strdup_printf("%c%03d", inventories[_i].letter, id);
			bool found = false;
			for (guint i = 0; i < rows->len && !found; i++)
				found = !strcmp(((char **)g_ptr_array_index(rows, i))[ID], name);
			ck_assert_msg(found, "%s is not in the table", name);
		}
	close_inventory();
}
END_TEST

/* The reading of the printed geography in `where`: with equal fill and one baseline for all
 * regions the growth of North America is 46.14 %, of Asia-Pacific 32.60 %, of Europe 32.23 % and
 * of the two others 20.39 %. */
static double reach(const struct force *f, int region)
{
	double weight = 0;
	for (int i = 0; i < f->n_where; i++) {
		if (f->where[i].node == region)
			return f->where[i].weight;
		if (f->where[i].node == 0)
			weight = f->where[i].weight;
	}
	return weight;
}

START_TEST(test_reach_of_forces)
{
	static const struct { const char *path; double share, growth; } regions[] = {
		{"geography/north-america", 0.3411, 46.14},
		{"geography/south-america", 0.164725, 20.39},
		{"geography/europe", 0.164725, 32.23},
		{"geography/asia-pacific", 0.164725, 32.60},
		{"geography/middle-east-and-africa", 0.164725, 20.39},
	};
	enum { N = G_N_ELEMENTS(regions) };
	double growth[N], baseline = 33.136885 - 24.3;
	open_inventory(0);
	for (int r = 0; r < N; r++)
		growth[r] = baseline;
	for (int k = 0; k < market->n_forces; k++) {
		const struct force *f = &market->forces[k];
		double sum = 0;
		for (int r = 0; r < N; r++)
			sum += regions[r].share * reach(f, market_find(market, regions[r].path));
		ck_assert_double_gt(sum, 0);
		for (int r = 0; r < N; r++)
			growth[r] += 100 * f->impact.value / sum *
				     reach(f, market_find(market, regions[r].path));
	}
	for (int r = 0; r < N; r++)
		ck_assert_double_eq_tol(growth[r], regions[r].growth, 0.005);
	close_inventory();
}
END_TEST

static Suite *inventory_suite(void)
{
	Suite *s = suite_create("inventory");
	TCase *t = tcase_create("inventory");
	int n = G_N_ELEMENTS(inventories);
	tcase_add_loop_test(t, test_market_carries_the_inventory, 0, n);
	tcase_add_loop_test(t, test_inventory_lists_the_market, 0, n);
	tcase_add_loop_test(t, test_every_segment_is_named_in_the_inventory, 0, n);
	tcase_add_loop_test(t, test_table_names_every_entry, 0, n);
	tcase_add_test(t, test_reach_of_forces);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return run_suite(inventory_suite());
}
