/* What a person did, over many random walks of edits: undone it is as it was read, saved and read
 * again it is the same forecast, headless too, and a crash at any moment leaves it to the next
 * start.  A walk that fails is shrunk to the steps that matter. */
#include "config.h"

#include <check.h>
#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_suite.h"
#include "scenario/find.h"
#include "session.h"

/* TAMARACK_WALKS: how many walks a loop goes; 200 in all if it does not say.  Sanitizers make each
 * five times as long. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef SANITIZED
enum { WALKS = 1 };
#else
enum { WALKS = 10 };
#endif
enum { EDITS = 200, LOOPS = 20, STEPS_MOST = 20000, TRIALS_MOST = 300 };

static const char *const steps[] = {
	"j", "j", "jj", "k", "lj", "h", "1j", "2jj", "3j", "4jj", "5jjlj", "G", "ggj", "gg", "zR", "zM",
	"e40<Enter>", "e-7.5%<Enter>", "e+2<Enter>", "e-1.5pp<Enter>", "e25%share<Enter>",
	"ew12<Enter>", "e12%@2027<Enter>", "e18@2026-2029<Enter>", "e0<Enter>",
	"+", "-", "+", "-", "<", ">", "L", "m", "f", "r", "r", "u", "u", "^R", "^R^R",
};

static void assert_same_forecast(const struct forecast *a, const struct forecast *b)
{
	ck_assert_int_eq(a->n_periods, b->n_periods);
	for (int node = 0; node < a->market->n_nodes; node++) {
		for (int j = 0; j < a->n_periods; j++) {
			double x = forecast_level(a, node, j), y = forecast_level(b, node, j);

			ck_assert_msg(x == y || (isnan(x) && isnan(y)), "node %d: %a, %a", node, x,
				      y);
			ck_assert_int_eq(forecast_status(a, node, j), forecast_status(b, node, j));
		}
	}
}

static void assert_loads_same(struct session *s, const char *file)
{
	const struct model *m = app_model(s->app);
	struct messages *list = messages_new();
	struct scenario *loaded = scenario_load(file, list);
	struct scenario *whole = loaded ? scenario_resolve(loaded, list) : NULL;
	g_autoptr(GError) error = NULL;
	struct forecast *f;

	ck_assert_ptr_nonnull(whole);
	f = forecast_run(m->market, 0, whole, HOLD_DEFAULT, &error);
	ck_assert_msg(f != NULL, "%s", error ? error->message : "");
	assert_same_forecast(m->now, f);
	forecast_free(f);
	scenario_free(whole);
	scenario_free(loaded);
	messages_free(list);
}

/* The values that the program itself exports for the file, to the last bit. */
static void assert_exports_same(struct session *s, const char *file)
{
	const struct model *m = app_model(s->app);
	const char *program = g_getenv("TAMARACK");
	const char *argv[] = {program, "export", session_market_file, "-s", file, "--format", "json", NULL};
	g_autofree char *out = NULL, *err = NULL;
	int status = -1, rows = 0;
	json_t *all, *row;
	size_t i;

	if (!program)
		return;
	ck_assert(g_spawn_sync(NULL, (char **)argv, NULL, 0, NULL, NULL, &out, &err, &status,
			       NULL));
	ck_assert_msg(status == 0, "export ends with %d: %s", status, err);
	all = json_loads(out, 0, NULL);
	ck_assert_ptr_nonnull(all);
	json_array_foreach(json_object_get(all, "rows"), i, row) {
		int node = market_find(m->market, json_string_value(json_object_get(row, "path")));
		int year = atoi(json_string_value(json_object_get(row, "period")));
		int column = forecast_column(m->now, period_year(year));
		json_t *value = json_object_get(row, "value");
		double level = forecast_level(m->now, node, column);

		ck_assert_int_ge(node, 0);
		ck_assert_int_ge(column, 0);
		if (json_is_number(value))
			ck_assert_msg(json_number_value(value) == level, "%s: %a, %a",
				      m->market->nodes[node].name, json_number_value(value), level);
		else
			ck_assert(isnan(level));
		rows++;
	}
	ck_assert_int_gt(rows, m->market->n_nodes);
	json_decref(all);
}

/* The steps of a walk; known after the process that went it has died. */
struct trail { int n; unsigned char steps[STEPS_MOST]; };

/* Goes of, or makes a trail up until it has EDITS edits. */
static void go(struct session *s, GRand *rand, struct trail *of)
{
	if (!rand) {
		for (int i = 0; i < of->n; i++)
			session_press(s, steps[of->steps[i]]);
		return;
	}
	for (int done = 0; done < EDITS && of->n < STEPS_MOST;) {
		int before = history_position(app_model(s->app)->history);
		int step = g_rand_int_range(rand, 0, G_N_ELEMENTS(steps));

		of->steps[of->n++] = (unsigned char)step;
		session_press(s, steps[step]);
		done += history_position(app_model(s->app)->history) != before;
	}
}

static void walk(GRand *rand, struct trail *trail, const char *file, bool export)
{
	struct session *s = session_begin(file, session_journals), *after;
	g_autofree char *first = session_screen(s), *copies = NULL;

	go(s, rand, trail);
	g_autofree char *edited = session_text(s), *edited_screen = session_screen(s);
	int position = history_position(app_model(s->app)->history);

	/* A crash here, and the next start. */
	if (model_modified(app_model(s->app))) {
		copies = session_crash("crashed");
		after = session_begin(file, copies);
		ck_assert_shows(after, "unsaved edits of walk");
		session_type(after, "y");
		ck_assert_shows(after, "the unsaved edits are back");
		g_autofree char *again = session_text(after);

		ck_assert_str_eq(again, edited);
		assert_same_forecast(app_model(s->app)->now, app_model(after->app)->now);
		session_undo_all(after);
		g_autofree char *start = session_text(after);

		ck_assert_str_eq(start, START);
		session_end(after);
		session_remove_all(copies);
	}

	session_undo_all(s);
	g_autofree char *undone = session_text(s), *undone_screen = session_screen(s);

	ck_assert_str_eq(undone, START);
	ck_assert_str_eq(undone_screen, first);
	ck_assert(!model_modified(app_model(s->app)));
	for (int i = 0; i < position; i++)
		app_act(s->app, ACTION_REDO, 0);
	g_autofree char *redone_screen = session_screen(s);

	ck_assert_msg(strcmp(redone_screen, edited_screen) == 0, "%.1500s\n%.1500s", redone_screen,
		      edited_screen);
	ck_assert(model_save(app_model(s->app), file, NULL, 0, NULL));
	g_autofree char *written = session_get(file);

	ck_assert_str_eq(written, edited);
	assert_loads_same(s, file);
	if (export)
		assert_exports_same(s, file);
	session_end(s);

	/* Undo goes on behind the exit. */
	s = session_begin(file, session_journals);
	ck_assert(!model_modified(app_model(s->app)));
	session_undo_all(s);
	g_autofree char *behind = session_text(s);

	ck_assert_str_eq(behind, START);
	session_end(s);
	session_remove_all(session_journals);
}

/* In a process of its own, which may end in the middle. */
static bool survives(GRand *rand, struct trail *trail, bool export)
{
	g_autofree char *file = g_build_filename(session_directory, "walk.yaml", NULL);
	int status = 0;
	pid_t child;

	session_put(file, START);
	child = fork();
	if (child == 0) {
		walk(rand, trail, file, export);
		_exit(0);
	}
	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	session_remove_all(session_journals);
	return status == 0;
}

/* Leaves out ever smaller pieces as long as it still fails. */
static void shrink(struct trail *t)
{
	int trials = 0;

	for (int piece = t->n / 2; piece > 0; piece /= 2) {
		for (int at = 0; at + piece <= t->n && trials < TRIALS_MOST; trials++) {
			struct trail without = *t;

			memmove(without.steps + at, without.steps + at + piece,
				(size_t)(t->n - at - piece));
			without.n -= piece;
			if (survives(NULL, &without, true))
				at += piece;
			else
				*t = without;
		}
	}
}

static void assert_survives(GRand *rand, struct trail *trail, bool export, const char *name)
{
	g_autoptr(GString) keys = g_string_new(NULL);

	if (survives(rand, trail, export))
		return;
	shrink(trail);
	for (int i = 0; i < trail->n; i++)
		g_string_append_printf(keys, "%s ", steps[trail->steps[i]]);
	/* Check keeps what the process said that died, so this goes beside it. */
	fprintf(stderr, "walk %s fails; so do these steps: %s\n", name, keys->str);
	ck_abort_msg("walk %s fails", name);
}

START_TEST(random_walks)
{
	struct trail *trail = mmap(NULL, sizeof *trail, PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int walks = g_getenv("TAMARACK_WALKS") ? atoi(g_getenv("TAMARACK_WALKS")) : WALKS;

	ck_assert(trail != MAP_FAILED);
	for (int n = 0; n < walks; n++) {
		guint32 seed = 20260700 + (guint32)_i + (guint32)(LOOPS * n);
		GRand *rand = g_rand_new_with_seed(seed);
		g_autofree char *name = g_strdup_printf("%u", seed);

		trail->n = 0;
		assert_survives(rand, trail, n == 0, name);
		g_rand_free(rand);
	}
	munmap(trail, sizeof *trail);
}
END_TEST

/* Walks that failed once, or might: steps between blanks, each one of those above. */
static const char *const kept[] = {
	"5jjlj G k e40<Enter> L m f e-7.5%<Enter> r u u ^R",
	"3j j ew12<Enter> f f e25%share<Enter> m m + L r r",
	"1j gg + e12%@2027<Enter> e18@2026-2029<Enter> e0<Enter> u u u ^R^R",
};

START_TEST(walks_kept)
{
	g_auto(GStrv) words = g_strsplit(kept[_i], " ", -1);
	struct trail trail = {0};

	for (char **w = words; *w; w++) {
		size_t k = 0;

		while (k < G_N_ELEMENTS(steps) && strcmp(steps[k], *w) != 0)
			k++;
		ck_assert_msg(k < G_N_ELEMENTS(steps), "'%s' is no step", *w);
		trail.steps[trail.n++] = (unsigned char)k;
	}
	assert_survives(NULL, &trail, true, kept[_i]);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("edits");
	TCase *tc = tcase_create("walks");

	setlocale(LC_CTYPE, "");
	tcase_add_checked_fixture(tc, session_set_up, session_tear_down);
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, random_walks, 0, LOOPS);
	tcase_add_loop_test(tc, walks_kept, 0, G_N_ELEMENTS(kept));
	suite_add_tcase(s, tc);
	return run_suite(s);
}
