/* One figure has one status: what export, show, explain and the explorer say of every level, share
 * and rate of both reports, as published and with edits. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "forecast/explain.h"
#include "near.h"
#include "report/rows.h"
#include "report/tree.h"
#include "run_suite.h"
#include "sample.h"
#include "screen.h"

static const char *const files[] = {
	"data/ai-training-dataset.yaml", "data/federated-learning-healthcare.yaml",
};
/* Edits, and the keys that type them in the explorer (NULL: not there). */
static const struct { int file; const char *set[3]; const char *adjust, *keys; } cases[] = {
	{0, {NULL}, NULL, ""},
	{0, {"geography/asia-pacific=40%"}, NULL, "5/asia-p<Enter>e40<Enter>gg"},
	{0, {"deployment/cloud=50%", "total=35%"}, NULL, NULL},
	{0, {NULL}, "{fill: none}", NULL},
	{0, {NULL}, "{force: privacy, scale: 2, rho: 0.5}", NULL},
	{1, {NULL}, NULL, ""},
	{1, {"total=20%"}, NULL, NULL},
};

static struct market *market;
static struct forecast *base, *now;
static struct explain_options options;

static void setup_case(int number)
{
	struct scenario *s;
	GError *error = NULL;

	market = sample_file(files[cases[number].file]);
	base = forecast_base(market, 0, (enum fill)market->fill);
	s = scenario_new("test", market->id);
	for (int i = 0; cases[number].set[i]; i++)
		ck_assert(scenario_set_text(s, cases[number].set[i], HOLD_DEFAULT, &error));
	if (cases[number].adjust && strstr(cases[number].adjust, "fill")) {
		s->has_fill = true;
		s->fill = FILL_NONE;
	} else if (cases[number].adjust) {
		struct adjust *a = adjust_new(ADJUST_FORCE, "privacy");

		a->scale = 2;
		a->rho = 0.5;
		scenario_set(s, a);
	}
	now = scenario_is_empty(s) ? forecast_base(market, 0, (enum fill)market->fill)
		: forecast_run(market, 0, s, HOLD_DEFAULT, &error);
	ck_assert_ptr_nonnull(now);
	scenario_free(s);
	options = (struct explain_options){.f = now, .base = base, .digits = 4};
}

static void teardown(void)
{
	forecast_free(base);
	forecast_free(now);
	market_free(market);
}

/* The first line of an explanation (freed) has this value and letter. */
static void ck_explains(struct explanation *x, double value, char letter, const char *what)
{
	const struct explain_line *l;

	ck_assert_ptr_nonnull(x);
	l = explanation_line(x, 0);
	ck_assert_msg(same_number(l->value, value), "%s: explain %.10g, elsewhere %.10g (%s)",
		      what, l->value, value, l->text);
	if (!isnan(value))
		ck_assert_msg(l->status == letter, "%s: explain '%c', elsewhere '%c' (%s)", what,
			      l->status, letter, l->text);
	explanation_free(x);
}

static bool row_agrees(const struct report_row *r, void *data)
{
	int *column = data;
	g_autofree char *level = g_strdup_printf("%s %s", r->path, r->period);
	g_autofree char *share = g_strdup_printf("share of %s", level);
	g_autofree char *growth = g_strdup_printf("growth of %s", level);

	*column = (*column + 1) % now->n_periods;
	ck_explains(explain_level(&options, r->node, *column), r->value, r->status, level);
	if (r->node > 0)
		ck_explains(explain_share(&options, r->node, *column), r->share, r->share_status,
			    share);
	if (*column > 0) {
		enum status s = (enum status)STATUS_UNKNOWN;

		forecast_growth(now, r->node, *column, &s);
		ck_explains(explain_growth(&options, r->node, *column), r->growth,
			    status_letter(s), growth);
	}
	return true;
}

START_TEST(explain_says_what_export_says)
{
	struct rows_options o = {0};
	int column = -1;

	setup_case(_i);
	rows_each(now, &o, row_agrees, &column);
	teardown();
}
END_TEST

static const struct table_cell *cell(const struct table_line *line, int i)
{
	return i < (int)line->cells->len ? &g_array_index(line->cells, struct table_cell, i) : NULL;
}

/* A number with its mark, or a cell that has none. */
static void ck_cell(const struct table_cell *c, double value, char letter, const char *what)
{
	if (isnan(value)) {
		ck_assert_msg(!c || c->kind != CELL_NUMBER, "%s: shown", what);
		return;
	}
	ck_assert_msg(c && c->kind == CELL_NUMBER, "%s: not shown", what);
	ck_assert_msg(same_number(c->number, value), "%s: shown as %.10g, not %.10g", what,
		      c->number, value);
	ck_assert_msg(c->mark == letter, "%s: shown as '%c', not '%c'", what, c->mark, letter);
}

static void ck_table_row(const struct table_line *line, int node, int column, struct period from,
			 struct period to)
{
	g_autofree char *path = market_path(market, node);
	int a = forecast_column(now, from), z = forecast_column(now, to), at = 1;
	enum status s = (enum status)STATUS_UNKNOWN;
	bool top = node == 0 || market->nodes[node].flags & NODE_DIMENSION;
	double share;

	for (; !cell(line, at) || cell(line, at)->kind == CELL_TEXT; at++)
		ck_assert_int_lt(at, 20);
	ck_cell(cell(line, at), forecast_level(now, node, column),
		status_letter(forecast_status(now, node, column)), path);
	share = top ? NAN : forecast_share(now, node, column, &s);
	ck_cell(cell(line, at + 1), share, status_letter(s), path);
	if (a < 0 || z <= a || isnan(forecast_rate(now, node, a, z, &s)))
		return;
	/* The rate is the last cell; explain says the same of it. */
	const struct table_cell *rate = cell(line, (int)line->cells->len - 1);

	ck_explains(explain_rate(&options, node, a, z), rate->number, rate->mark, path);
}

START_TEST(show_says_what_explain_says)
{
	struct period from, to;
	struct tree_options o = {.depth = 99, .digits = 2, .n_columns = 1};

	setup_case(_i);
	forecast_window(market, 0, &from, &to);
	o.from = from;
	o.to = to;
	for (int c = 0; c < now->n_periods; c++) {
		g_autoptr(GArray) nodes = NULL;
		struct table *t;
		int row = 0;

		o.columns = &c;
		nodes = tree_nodes(now, &o);
		t = tree_table(now, &o);
		for (guint i = 0; i < t->lines->len; i++) {
			const struct table_line *line = t->lines->pdata[i];

			if (!line->heading)
				ck_table_row(line, g_array_index(nodes, int, row++), c, from, to);
		}
		ck_assert_int_eq(row, (int)nodes->len);
		table_free(t);
	}
	teardown();
}
END_TEST

/* The letters behind the numbers of a row, from left to right. */
static void letters_of(const char *line, char *out, int most)
{
	int n = 0;

	for (const char *p = line + 1; *p && n < most - 1; p++)
		if (g_ascii_isdigit(p[-1]) && strchr("R~DAS", *p) && (!p[1] || strchr(" *L", p[1])))
			out[n++] = *p;
	out[n] = '\0';
}

static void letter(GString *s, double value, enum status status)
{
	if (!isnan(value))
		g_string_append_c(s, status_letter(status));
}

/* Base year, the year of the cursor, its share, the rate. */
static char *expected(const struct model *m, int node, int year)
{
	GString *s = g_string_new(NULL);
	const struct forecast *f = m->now;
	bool top = node == 0 || f->market->nodes[node].flags & NODE_DIMENSION;
	enum status status = (enum status)STATUS_UNKNOWN;
	double share = top ? NAN : forecast_share(f, node, year, &status);

	letter(s, forecast_level(f, node, f->base), forecast_status(f, node, f->base));
	if (year != f->base)
		letter(s, forecast_level(f, node, year), forecast_status(f, node, year));
	letter(s, share, status);
	if (m->column_from >= 0) {
		struct explain_options o = {.f = f, .base = m->source, .digits = 4};
		struct explanation *x = explain_rate(&o, node, m->column_from, m->column_to);
		const struct explain_line *l = explanation_line(x, 0);

		if (!isnan(l->value))
			g_string_append_c(s, l->status);
		explanation_free(x);
	}
	return g_string_free(s, FALSE);
}

static char *row_named(const struct canvas *c, const char *name, int *from)
{
	g_autofree char *text = canvas_dump(c);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	g_autofree char *part = g_strndup(name, 16);	/* the rest may be cut */

	for (int i = *from; lines[i]; i++)
		if (strstr(lines[i], part) && strstr(lines[i], part) < lines[i] + 40) {
			*from = i + 1;
			return g_strdup(lines[i]);
		}
	return NULL;
}

START_TEST(the_tree_says_what_explain_says)
{
	struct screen s;
	const struct model *m;
	const struct market *shown;

	if (!cases[_i].keys)
		return;
	s = screen_begin(files[cases[_i].file], 160, 120, false);
	screen_type(&s, cases[_i].keys);
	m = app_model(s.app);
	shown = m->market;
	for (int d = market_child(shown, 0), number = 1; d >= 0; d = market_next(shown, d), number++) {
		g_autofree char *keys = g_strdup_printf("%dzRgg", number);

		screen_type(&s, keys);
		for (int year = m->now->end; year >= 0; year--) {
			int at = 5;

			for (int i = d + 1; i < d + shown->nodes[d].size; i++) {
				g_autofree char *row = row_named(s.canvas, shown->nodes[i].name, &at);
				g_autofree char *want = expected(m, i, year);
				char letters[16];

				ck_assert_msg(row != NULL, "%s is not shown", shown->nodes[i].name);
				letters_of(row, letters, (int)sizeof letters);
				ck_assert_msg(strcmp(letters, want) == 0, "%s, not %s: %s", letters,
					      want, row);
			}
			screen_type(&s, "[");
		}
		for (int year = 0; year < m->now->end; year++)
			screen_type(&s, "]");
	}
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("statuses");
	TCase *t = tcase_create("statuses");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, explain_says_what_export_says, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_loop_test(t, show_says_what_explain_says, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_loop_test(t, the_tree_says_what_explain_says, 0, (int)G_N_ELEMENTS(cases));
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
