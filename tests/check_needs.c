/* What general reports require of the format: one market for every such requirement in
 * tests/needs/, and questions whose answers in tests/needs/answers.tsv only a faithful reading
 * gives.  The forms of a question:
 *
 *	level PATH PERIOD		also level-none (with the fill `none`), level@MEASURE
 *	share, growth, closing PATH PERIOD
 *	rate PATH FROM..TO
 *	fact, low, high, half, printed, of, withheld, rivals, rival-source PATH METRIC PERIOD
 *					also fact@MEASURE
 *	cross NAME METRIC PERIOD	the name with '-' for each space
 *	company NAME PERIOD		its share
 *	impact FORCE, reach FORCE PATH
 *	kind PATH PERIOD
 *	name, rank, trend PATH
 *	shown PERIOD
 *	edition, scope, series, unit */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/forecast.h"
#include "market/market.h"
#include "run_suite.h"

struct question_case {
	char *file, *ask, *answer, *status;
};

struct answer {
	double number;
	char *text;		/* the answer, if it is no number */
	int status;		/* enum status, -1: none asked */
};

static GPtrArray *cases;

static void cases_read(void)
{
	g_autofree char *text = NULL;
	cases = g_ptr_array_new();
	if (!g_file_get_contents(TOP_SRCDIR "/tests/needs/answers.tsv", &text, NULL, NULL))
		return;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		if (!**line || **line == '#')
			continue;
		g_auto(GStrv) parts = g_strsplit(*line, "\t", 4);
		if (g_strv_length(parts) < 3)
			continue;
		struct question_case *c = g_new0(struct question_case, 1);
		c->file = g_strdup(parts[0]);
		c->ask = g_strdup(parts[1]);
		c->answer = g_strdup(parts[2]);
		c->status = g_strdup(parts[3] ? parts[3] : "");
		g_ptr_array_add(cases, c);
	}
}

static void cases_free(void)
{
	for (guint i = 0; i < cases->len; i++) {
		struct question_case *c = g_ptr_array_index(cases, i);
		g_free(c->file);
		g_free(c->ask);
		g_free(c->answer);
		g_free(c->status);
		g_free(c);
	}
	g_ptr_array_free(cases, TRUE);
}

static struct market *load(const char *name)
{
	g_autofree char *file = g_build_filename(TOP_SRCDIR "/tests/needs", name, NULL);
	struct messages *list = messages_new();
	struct market *m = market_load(file, list);
	messages_print(list, stderr);
	ck_assert_msg(m != NULL, "%s does not load", name);
	ck_assert_msg(messages_count(list) == 0, "%s is not without messages", name);
	messages_free(list);
	return m;
}

static int node_at(const struct market *m, const char *path)
{
	int node = market_find(m, path);
	ck_assert_msg(node >= 0, "there is no node %s", path);
	return node;
}

/* Forecast figures. */

static int measure_of(const struct market *m, const char *verb)
{
	const char *at = strchr(verb, '@');
	if (!at)
		return 0;
	for (int i = 1; i < m->n_measures; i++)
		if (!strcmp(m->measures[i].id, at + 1))
			return i;
	ck_abort_msg("there is no measure %s", at + 1);
	return -1;
}

static int column_at(const struct forecast *f, const char *text)
{
	struct period p;
	ck_assert_msg(period_parse(text, &p), "%s is no period", text);
	return forecast_column(f, p);
}

static double rate_of(const struct forecast *f, int node, const char *span, enum status *status)
{
	struct period from, to;
	ck_assert_msg(period_parse_span(span, &from, &to), "%s is no span", span);
	int a = forecast_column(f, from), z = forecast_column(f, to);
	return a < 0 || z < 0 ? NAN : forecast_rate(f, node, a, z, status);
}

static void answer_level(const struct forecast *f, int node, int column, struct answer *out)
{
	out->number = forecast_level(f, node, column);
	if (!isnan(out->number))
		out->status = forecast_status(f, node, column);
}

static bool answer_forecast(const struct market *m, char **ask, struct answer *out)
{
	enum fill fill = strcmp(ask[0], "level-none") ? m->fill : FILL_NONE;
	bool rate = !strcmp(ask[0], "rate");
	enum status status = STATUS_REPORTED;
	if (!rate && !g_str_has_prefix(ask[0], "level") && strcmp(ask[0], "share") &&
	    strcmp(ask[0], "growth") && strcmp(ask[0], "closing"))
		return false;
	struct forecast *f = forecast_base(m, measure_of(m, ask[0]), fill);
	int node = node_at(m, ask[1]), column = rate ? 0 : column_at(f, ask[2]);
	if (rate)
		out->number = rate_of(f, node, ask[2], &status);
	else if (column < 0)
		out->number = NAN;
	else if (*ask[0] == 'l')
		answer_level(f, node, column, out);
	else if (*ask[0] == 's')
		out->number = forecast_share(f, node, column, &status);
	else if (*ask[0] == 'g')
		out->number = forecast_growth(f, node, column, &status);
	else
		out->number = forecast_closing(f, node, column);
	if (*ask[0] != 'l' && *ask[0] != 'c' && !isnan(out->number))
		out->status = status;
	forecast_free(f);
	return true;
}

/* Printed figures. */

static bool fact_matches(const struct fact *f, const char *metric, const char *period)
{
	struct period from, to;
	ck_assert_msg(period_parse_span(period, &from, &to), "%s is no period", period);
	return !strcmp(metric_name(f->metric), metric) && period_equal(f->from, from) &&
	       period_equal(f->to, to);
}

/* The first fact of that node, metric and period, or its first rival. */
static const struct fact *fact_at(const struct market *m, char **ask, bool rival, int *count)
{
	const struct fact *found = NULL;
	int node = node_at(m, ask[1]), measure = measure_of(m, ask[0]);
	*count = 0;
	for (int i = 0; i < m->n_facts; i++) {
		const struct fact *f = &m->facts[i];
		if (f->node != node || f->measure != measure || !fact_matches(f, ask[2], ask[3]) ||
		    !(f->flags & FACT_RIVAL) != !rival)
			continue;
		++*count;
		if (!found)
			found = f;
	}
	return found;
}

static bool answer_fact(const struct market *m, char **ask, struct answer *out)
{
	static const char *const verbs[] = {"fact", "low", "high", "half", "printed", "of",
					    "withheld", "rivals", "rival-source", NULL};
	if (!g_strv_contains(verbs, ask[0]) && !g_str_has_prefix(ask[0], "fact@"))
		return false;
	int count;
	const struct fact *f = fact_at(m, ask, g_str_has_prefix(ask[0], "rival"), &count);
	ck_assert_msg(f != NULL, "there is no %s of %s in %s", ask[2], ask[1], ask[3]);
	if (g_str_has_prefix(ask[0], "fact"))
		out->number = f->figure.value;
	else if (!strcmp(ask[0], "low"))
		out->number = f->figure.low;
	else if (!strcmp(ask[0], "high"))
		out->number = f->figure.high;
	else if (!strcmp(ask[0], "half"))
		out->number = f->figure.half;
	else if (!strcmp(ask[0], "rivals"))
		out->number = count;
	else if (!strcmp(ask[0], "printed"))
		out->text = g_strdup(f->more ? f->more->printed : NULL);
	else if (!strcmp(ask[0], "withheld"))
		out->text = g_strdup(f->figure.qualifier == QUAL_WITHHELD ? "yes" : "no");
	else if (!strcmp(ask[0], "rival-source"))
		out->text = g_strdup(m->sources[f->source].id);
	else
		out->text = f->of >= 0 ? market_path(m, f->of) : g_strdup("parent");
	return true;
}

static bool answer_cross(const struct market *m, char **ask, struct answer *out)
{
	if (strcmp(ask[0], "cross"))
		return false;
	g_autofree char *name = g_strdelimit(g_strdup(ask[1]), "-", ' ');
	for (int i = 0; i < m->n_crosses; i++) {
		const struct cross *c = &m->crosses[i];
		for (int k = 0; !g_strcmp0(c->name, name) && k < c->n_facts; k++) {
			const struct fact *f = &m->cross_facts[c->first_fact + k];
			if (fact_matches(f, ask[2], ask[3])) {
				out->number = f->figure.value;
				return true;
			}
		}
	}
	ck_abort_msg("there is no crossing %s", name);
	return false;
}

static bool answer_kind(const struct market *m, char **ask, struct answer *out)
{
	if (strcmp(ask[0], "kind"))
		return false;
	for (int i = 0; i < m->n_facts && !out->text; i++) {
		const struct fact *f = &m->facts[i];
		if (f->node == node_at(m, ask[1]) && fact_matches(f, "value", ask[2]))
			out->text = g_strdup(kind_name(market_kind(m, f)));
	}
	return true;
}

static bool answer_company(const struct market *m, char **ask, struct answer *out)
{
	struct period p;
	if (strcmp(ask[0], "company"))
		return false;
	g_autofree char *name = g_strdelimit(g_strdup(ask[1]), "-", ' ');
	ck_assert_msg(period_parse(ask[2], &p), "%s is no period", ask[2]);
	for (int i = 0; i < m->n_companies; i++) {
		const struct company *c = &m->companies[i];
		for (int k = 0; !strcmp(c->name, name) && k < c->n_facts; k++)
			if (period_equal(m->company_facts[c->first_fact + k].to, p))
				out->number = m->company_facts[c->first_fact + k].figure.value;
	}
	return true;
}

/* The weight of the node or its nearest ancestor, of `global`, else 0; 1 without any. */
static double weight_at(const struct market *m, const struct force *f, int node)
{
	for (; node >= 0; node = m->nodes[node].parent)
		for (int i = 0; i < f->n_where; i++)
			if (f->where[i].node == node)
				return f->where[i].weight;
	return f->n_where ? 0 : 1;
}

static bool answer_force(const struct market *m, char **ask, struct answer *out)
{
	bool impact = !strcmp(ask[0], "impact");
	if (!impact && strcmp(ask[0], "reach"))
		return false;
	for (int i = 0; i < m->n_forces; i++) {
		const struct force *f = &m->forces[i];
		if (!strcmp(f->id, ask[1]))
			out->number = impact ? f->impact.value
					     : weight_at(m, f, node_at(m, ask[2]));
	}
	return true;
}

/* Words. */

static bool answer_rank(const struct market *m, char **ask, struct answer *out)
{
	static const char *const ranks[] = {"", "largest", "fastest", "smallest", "slowest"};
	static const char *const trends[] = {
		"", "growing", "stable", "declining", "gaining", "losing"};
	enum metric metric = *ask[0] == 'r' ? METRIC_RANK : METRIC_TREND;
	if (strcmp(ask[0], "rank") && strcmp(ask[0], "trend"))
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	int node = node_at(m, ask[1]);
	for (int i = 0; i < m->n_facts; i++) {
		const struct fact *f = &m->facts[i];
		if (f->node == node && f->metric == metric)
			g_string_append_printf(text, "%s%s", text->len ? " " : "",
				metric == METRIC_RANK ? ranks[f->code] : trends[f->code]);
	}
	out->text = g_strdup(text->str);
	return true;
}

static bool answer_words(const struct market *m, char **ask, struct answer *out)
{
	static const char *const series[] = {"flow", "stock", "average"};
	struct period p;
	if (!strcmp(ask[0], "shown") && period_parse(ask[1], &p))
		out->text = market_period(m, p);
	else if (!strcmp(ask[0], "series"))
		out->text = g_strdup(series[m->series]);
	else if (!strcmp(ask[0], "edition"))
		out->text = g_strdup(m->edition);
	else if (!strcmp(ask[0], "scope"))
		out->text = g_strdup(m->scope);
	else if (!strcmp(ask[0], "unit"))
		out->text = unit_format(&m->unit, false);
	else if (!strcmp(ask[0], "name"))
		out->text = g_strdup(m->nodes[node_at(m, ask[1])].name);
	else
		return false;
	return true;
}

static struct answer answer(const struct market *m, const char *question)
{
	static bool (*const kinds[])(const struct market *, char **, struct answer *) = {
		answer_forecast, answer_fact, answer_cross, answer_company, answer_force,
		answer_kind, answer_rank, answer_words,
	};
	struct answer out = {NAN, NULL, -1};
	g_auto(GStrv) ask = g_strsplit(question, " ", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i](m, ask, &out))
			return out;
	ck_abort_msg("no such question: %s", question);
	return out;
}

START_TEST(test_answer)
{
	const struct question_case *c = g_ptr_array_index(cases, _i);
	struct market *m = load(c->file);
	struct answer a = answer(m, c->ask);
	char *end;
	double want = g_ascii_strtod(c->answer, &end);
	if (!strcmp(c->answer, "n/a")) {
		ck_assert_msg(isnan(a.number) && !a.text, "%s: %s is %.10g, not unknown",
			      c->file, c->ask, a.number);
	} else if (a.text) {
		ck_assert_msg(!strcmp(a.text, c->answer), "%s: %s is %s, not %s", c->file,
			      c->ask, a.text, c->answer);
	} else {
		ck_assert_msg(!*end, "%s: %s has no number for an answer", c->file, c->ask);
		ck_assert_msg(fabs(a.number - want) <= 2e-9 * fabs(want), "%s: %s is %.10g, not %s",
			      c->file, c->ask, a.number, c->answer);
	}
	if (*c->status)
		ck_assert_msg(a.status >= 0 && status_letter(a.status) == *c->status,
			      "%s: %s has status %c, not %s", c->file, c->ask,
			      a.status < 0 ? '?' : status_letter(a.status), c->status);
	g_free(a.text);
	market_free(m);
}
END_TEST

/* A row of the table for every market of the folder, and a market for each of the 32 rows. */
START_TEST(test_every_market_is_asked)
{
	bool rows[33] = {false};
	const char *name;
	GDir *dir = g_dir_open(TOP_SRCDIR "/tests/needs", 0, NULL);
	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		if (!g_str_has_suffix(name, ".yaml"))
			continue;
		bool asked = false;
		for (guint i = 0; i < cases->len && !asked; i++)
			asked = !strcmp(((struct question_case *)g_ptr_array_index(cases, i))->file,
					name);
		ck_assert_msg(asked, "nothing is asked of %s", name);
		int row = atoi(name);
		ck_assert_int_ge(row, 1);
		if (row <= 32)
			rows[row] = true;
	}
	g_dir_close(dir);
	for (int row = 1; row <= 32; row++)
		ck_assert_msg(rows[row], "no market for row %d", row);
}
END_TEST

static Suite *needs_suite(void)
{
	Suite *s = suite_create("needs");
	TCase *t = tcase_create("needs");
	tcase_add_test(t, test_every_market_is_asked);
	tcase_add_loop_test(t, test_answer, 0, cases->len);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	int status;

	cases_read();
	status = run_suite(needs_suite());
	cases_free();
	return status;
}
