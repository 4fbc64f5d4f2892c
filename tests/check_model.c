/* What a person did, over many random walks of edits: undone it is as it was read, saved and read
 * again it is the same forecast, headless too, and a crash at any moment leaves it to the next
 * start. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/find.h"
#include "scenario/journal.h"
#include "tui/app.h"

#define MARKET "ai-training-dataset"

/* TAMARACK_WALKS: walks a loop, 10 for a long night. */
enum { EDITS = 200, LOOPS = 20 };

static char *directory, *journals, *market_file;


static void setup(void)
{
	directory = g_dir_make_tmp("model-XXXXXX", NULL);
	journals = g_build_filename(directory, "journal", NULL);
	market_file = g_build_filename(TOP_SRCDIR, "data", MARKET ".yaml", NULL);
}

static void remove_all(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		if (g_file_test(inside, G_FILE_TEST_IS_DIR))
			remove_all(inside);
		else
			g_unlink(inside);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(path);
}

static void teardown(void)
{
	g_chmod(directory, 0700);
	remove_all(directory);
	g_free(directory);
	g_free(journals);
	g_free(market_file);
}

/* ------------------------------------------------ an explorer without its terminal */

struct session {
	struct app *app;
	struct canvas *canvas;
	const char *names[1];
	struct explorer_options options;
};

static struct session *begin(const char *scenario, const char *keep)
{
	struct session *s = g_new0(struct session, 1);
	struct messages *list = messages_new();

	s->names[0] = market_file;
	s->options = (struct explorer_options){
		.markets = s->names, .n_markets = 1, .scenario = scenario, .hold = HOLD_DEFAULT,
		.fill = -1, .digits = -1, .journals = keep,
	};
	s->canvas = canvas_new(24, 80, false);
	s->app = app_new(&s->options, false);
	if (!app_open(s->app, list)) {
		messages_print(list, stderr);
		ck_abort_msg("no explorer");
	}
	messages_free(list);
	app_draw(s->app, s->canvas);
	return s;
}

static void end(struct session *s)
{
	app_free(s->app);
	canvas_free(s->canvas);
	g_free(s);
}

static void press(struct session *s, const char *keys)
{
	while (*keys) {
		int key;

		keys += key_parse(keys, &key);
		app_key(s->app, key);
	}
}

static void type(struct session *s, const char *keys)
{
	press(s, keys);
	app_settle(s->app);
	app_draw(s->app, s->canvas);
}

static char *screen(struct session *s)
{
	type(s, "<Esc>zM1gg]");
	g_autofree char *text = canvas_dump(s->canvas), *styles = canvas_dump_styles(s->canvas);

	return g_strconcat(text, styles, NULL);
}

#define ck_assert_shows(s, text) do { \
	g_autofree char *dump_ = canvas_dump((s)->canvas); \
	ck_assert_msg(strstr(dump_, text), "'%s' is not on the screen:\n%s", text, dump_); \
} while (0)

static char *text_of(const struct session *s)
{
	return scenario_format(model_scenario(app_model(s->app)));
}

static void put(const char *file, const char *text)
{
	ck_assert(g_file_set_contents(file, text, -1, NULL));
}

static char *get(const char *file)
{
	char *text = NULL;

	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	return text;
}

static int count_journals(void)
{
	g_autoptr(GPtrArray) list = journal_list(journals);

	return (int)list->len;
}

/* The journal as it lies there now, for a program that starts elsewhere: what a crash leaves. */
static char *crash(const char *to)
{
	g_autoptr(GPtrArray) list = journal_list(journals);
	char *copies = g_build_filename(directory, to, NULL);

	ck_assert_int_eq(g_mkdir_with_parents(copies, 0700), 0);
	for (guint i = 0; i < list->len; i++) {
		const struct journal_entry *e = list->pdata[i];
		g_autofree char *base = g_path_get_basename(e->path);
		g_autofree char *copy = g_build_filename(copies, base, NULL), *bytes = NULL;
		size_t n;

		ck_assert(g_file_get_contents(e->path, &bytes, &n, NULL));
		ck_assert(g_file_set_contents(copy, bytes, (gssize)n, NULL));
	}
	return copies;
}

/* ------------------------------------------------ random walks */

static const char *const steps[] = {
	"j", "j", "jj", "k", "l", "h", "1", "2", "3", "4", "5", "G", "gg", "zR", "zM",
	"e40<Enter>", "e-7.5%<Enter>", "e+2<Enter>", "e-1.5pp<Enter>", "e25%share<Enter>",
	"ew12<Enter>", "e12%@2027<Enter>", "e18@2026-2029<Enter>", "e0<Enter>",
	"+", "-", "+", "-", "<", ">", "L", "m", "f", "r", "r", "u", "u", "^R", "^R^R",
};

static const char START[] =
	"tamarack: 1\nscenario: walk\ntitle: A walk\nmarket: " MARKET "\non: 2026-01\nadjust:\n"
	"- {path: geography/europe, cagr: {2026-2031: 36%}, hold: total, why: a start}\n";

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
	const char *argv[] = {program, "export", market_file, "-s", file, "--format", "json", NULL};
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

static void undo_all(struct session *s)
{
	while (history_position(app_model(s->app)->history) > 0) {
		int before = history_position(app_model(s->app)->history);

		app_act(s->app, ACTION_UNDO, 0);
		ck_assert_int_lt(history_position(app_model(s->app)->history), before);
	}
}

static void walk(GRand *rand, const char *file, bool export)
{
	struct session *s = begin(file, journals), *after;
	g_autofree char *first = screen(s), *copies = NULL;
	int done = 0;

	while (done < EDITS) {
		int before = history_position(app_model(s->app)->history);

		press(s, steps[g_rand_int_range(rand, 0, G_N_ELEMENTS(steps))]);
		done += history_position(app_model(s->app)->history) != before;
	}
	g_autofree char *edited = text_of(s), *edited_screen = screen(s);
	int position = history_position(app_model(s->app)->history);

	/* A crash here, and the next start. */
	if (model_modified(app_model(s->app))) {
		copies = crash("crashed");
		after = begin(file, copies);
		ck_assert_shows(after, "unsaved edits of walk");
		type(after, "y");
		ck_assert_shows(after, "the unsaved edits are back");
		g_autofree char *again = text_of(after);

		ck_assert_str_eq(again, edited);
		assert_same_forecast(app_model(s->app)->now, app_model(after->app)->now);
		undo_all(after);
		g_autofree char *start = text_of(after);

		ck_assert_str_eq(start, START);
		end(after);
		remove_all(copies);
	}

	undo_all(s);
	g_autofree char *undone = text_of(s), *undone_screen = screen(s);

	ck_assert_str_eq(undone, START);
	ck_assert_str_eq(undone_screen, first);
	ck_assert(!model_modified(app_model(s->app)));
	for (int i = 0; i < position; i++)
		app_act(s->app, ACTION_REDO, 0);
	g_autofree char *redone_screen = screen(s);

	ck_assert_msg(strcmp(redone_screen, edited_screen) == 0, "%.1500s\n%.1500s", redone_screen,
		      edited_screen);
	ck_assert(model_save(app_model(s->app), file, NULL, 0, NULL));
	g_autofree char *written = get(file);

	ck_assert_str_eq(written, edited);
	assert_loads_same(s, file);
	if (export)
		assert_exports_same(s, file);
	end(s);

	/* Undo goes on behind the exit. */
	s = begin(file, journals);
	ck_assert(!model_modified(app_model(s->app)));
	undo_all(s);
	g_autofree char *behind = text_of(s);

	ck_assert_str_eq(behind, START);
	end(s);
	remove_all(journals);
}

START_TEST(random_walks)
{
	GRand *rand = g_rand_new_with_seed(20260700 + (guint32)_i);
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);

	int walks = g_getenv("TAMARACK_WALKS") ? atoi(g_getenv("TAMARACK_WALKS")) : 1;

	for (int n = 0; n < walks; n++) {
		put(file, START);
		walk(rand, file, n == 0);
	}
	g_rand_free(rand);
}
END_TEST

/* ------------------------------------------------ starts and ends */

/* A crash with unsaved edits of a scenario without a file, cut anywhere: some prefix comes back. */
START_TEST(a_cut_journal_gives_a_prefix)
{
	struct session *s = begin(NULL, journals);
	g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *bytes = NULL, *copy = NULL, *path = NULL;
	size_t n;
	int offered = 0;

	g_ptr_array_add(states, text_of(s));
	for (int i = 0; i < 5; i++) {
		type(s, i ? "+" : "5Gke40<Enter>");
		g_ptr_array_add(states, text_of(s));
	}
	g_autoptr(GPtrArray) list = journal_list(journals);

	ck_assert_int_eq((int)list->len, 1);
	path = g_strdup(((struct journal_entry *)list->pdata[0])->path);
	ck_assert(g_file_get_contents(path, &bytes, &n, NULL));
	end(s);
	for (size_t cut = 0; cut <= n; cut++) {
		bool known = false;

		ck_assert(g_file_set_contents(path, bytes, (gssize)cut, NULL));
		s = begin(NULL, journals);
		if (model_found(app_model(s->app))) {
			ck_assert_shows(s, "take them back?");
			offered++;
			type(s, "y");
		}
		copy = text_of(s);
		for (guint i = 0; i < states->len; i++)
			known = known || strcmp(states->pdata[i], copy) == 0;
		ck_assert_msg(known, "cut at %zu of %zu:\n%s", cut, n, copy);
		g_clear_pointer(&copy, g_free);
		end(s);
		remove_all(journals);
		ck_assert_int_eq(g_mkdir(journals, 0700), 0);
	}
	ck_assert_int_gt(offered, (int)n / 2);
}
END_TEST

START_TEST(looking_leaves_nothing)
{
	struct session *s = begin(NULL, journals);

	type(s, "5jjlq");
	ck_assert(app_is_done(s->app));
	end(s);
	ck_assert_int_eq(count_journals(), 0);
}
END_TEST

START_TEST(answers_to_unsaved_edits)
{
	struct session *s = begin(NULL, journals);

	type(s, "5Gke40<Enter>");
	end(s);
	s = begin(NULL, journals);
	ck_assert_shows(s, "unsaved edits");
	type(s, "<Esc>");
	ck_assert(!model_modified(app_model(s->app)));
	type(s, "q");
	end(s);
	s = begin(NULL, journals);
	ck_assert_shows(s, "unsaved edits");
	type(s, "y5");
	ck_assert_shows(s, "51.85S");
	type(s, "q");
	ck_assert_shows(s, "Unsaved edits");
	type(s, "y");
	ck_assert(app_is_done(s->app));
	end(s);

	/* Left without them: nothing is asked, and redo still has them. */
	s = begin(NULL, journals);
	ck_assert_ptr_null(model_found(app_model(s->app)));
	type(s, "5");
	ck_assert_shows(s, "49.82R");
	type(s, "^R");
	ck_assert_shows(s, "51.85S");
	end(s);
	s = begin(NULL, journals);
	type(s, "n");
	ck_assert_int_eq(count_journals(), 0);
	type(s, "^R5");
	ck_assert_shows(s, "49.82R");
	end(s);
}
END_TEST

/* A start without the scenario's name finds what was being done with it as well. */
START_TEST(found_without_its_name)
{
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);
	struct session *s;

	put(file, START);
	s = begin(file, journals);
	type(s, "5+");
	g_autofree char *edited = text_of(s);

	end(s);
	s = begin(NULL, journals);
	ck_assert_shows(s, "unsaved edits of walk");
	type(s, "y");
	g_autofree char *again = text_of(s);

	ck_assert_str_eq(again, edited);
	type(s, "s<Enter>");
	ck_assert_shows(s, "saved in");
	g_autofree char *written = get(file);

	ck_assert_str_eq(written, edited);
	end(s);
}
END_TEST

#define OTHERS "tamarack: 1\nscenario: walk\ntitle: By others\nmarket: " MARKET "\n"

START_TEST(changed_on_disk_meanwhile)
{
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);
	struct session *s;

	put(file, START);
	s = begin(file, journals);
	type(s, "5+");
	end(s);
	put(file, OTHERS);
	s = begin(file, journals);
	ck_assert_shows(s, "has changed on disk");
	type(s, "y");
	ck_assert_shows(s, "c compare  o overwrite  a another name");
	type(s, "c");
	ck_assert_shows(s, "< title: By others");
	ck_assert_shows(s, "> title: A walk");
	type(s, "q");
	ck_assert(model_modified(app_model(s->app)));
	type(s, "s<Enter>");
	ck_assert_shows(s, "has changed on disk");
	type(s, "<Esc>");
	g_autofree char *untouched = get(file);

	ck_assert_str_eq(untouched, OTHERS);
	type(s, "s<Enter>o");
	ck_assert_shows(s, "saved in");
	g_autofree char *ours = get(file), *edited = text_of(s);

	ck_assert_str_eq(ours, edited);
	end(s);

	/* With nothing unsaved, the change is one more step that undo leads behind. */
	put(file, OTHERS);
	s = begin(file, journals);
	ck_assert(!model_modified(app_model(s->app)));
	ck_assert_str_eq(model_scenario(app_model(s->app))->title, "By others");
	type(s, "u");
	ck_assert_str_eq(model_scenario(app_model(s->app))->title, "A walk");
	end(s);
}
END_TEST

START_TEST(two_programs)
{
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);
	struct session *a, *b;

	put(file, START);
	a = begin(file, journals);
	b = begin(file, journals);
	ck_assert_shows(b, "open in another tamarack");
	type(b, "<Enter>5+");
	type(a, "5Gk+s<Enter>");
	ck_assert_shows(a, "saved in");
	type(b, "s<Enter>");
	ck_assert_shows(b, "has changed on disk");
	type(b, "<Esc>");
	g_autofree char *written = get(file), *edited = text_of(a);

	ck_assert_str_eq(written, edited);
	end(b);
	b = begin(file, journals);
	ck_assert_shows(b, "open in another tamarack");
	type(b, "q");
	ck_assert(app_is_done(b->app));
	end(b);
	end(a);
}
END_TEST

START_TEST(a_state_directory_that_cannot_be_written)
{
	g_autofree char *none = g_build_filename(directory, "file", "journal", NULL);
	g_autofree char *file = g_build_filename(directory, "file", NULL);
	struct session *s;

	put(file, "no directory");
	s = begin(NULL, none);
	type(s, "5Gke40<Enter>");
	ck_assert_shows(s, "edits are only in memory");
	type(s, "+");
	g_autofree char *dump = canvas_dump(s->canvas);

	ck_assert_ptr_null(strstr(dump, "only in memory"));
	type(s, "uu");
	ck_assert(!model_modified(app_model(s->app)));
	end(s);
}
END_TEST

/* The first save names what had no name; undo goes back over it and does not take it away. */
START_TEST(undo_over_the_first_save)
{
	g_autofree char *file = g_build_filename(directory, "named.yaml", NULL);
	struct session *s = begin(NULL, journals);
	struct model *m = app_model(s->app);

	type(s, "5Gk++");
	ck_assert(model_save(m, file, "named", 0, NULL));
	ck_assert(!model_modified(m));
	type(s, "u");
	ck_assert(model_modified(m));
	ck_assert_str_eq(model_name(m), "named");
	type(s, "u");
	ck_assert_int_eq((int)model_scenario(m)->adjusts->len, 0);
	ck_assert_str_eq(model_name(m), "named");
	type(s, "^R^R");
	ck_assert(!model_modified(m));
	end(s);
	s = begin(file, journals);
	m = app_model(s->app);
	ck_assert(!model_modified(m));
	type(s, "uu");
	ck_assert_int_eq((int)model_scenario(m)->adjusts->len, 0);
	ck_assert_str_eq(model_name(m), "named");
	end(s);
}
END_TEST

/* ------------------------------------------------ saving */

static struct session *modified(const char *file)
{
	struct session *s = begin(file, NULL);

	type(s, "5+s<Enter>");
	return s;
}

START_TEST(each_refusal_says_what_to_do)
{
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);
	g_autofree char *other = g_build_filename(directory, "other.yaml", NULL);
	struct session *s;

	put(file, START);
	ck_assert_int_eq(link(file, other), 0);
	s = modified(file);
	ck_assert_shows(s, "has 2 names");
	type(s, "o");
	ck_assert_shows(s, "saved in");
	end(s);
	g_autofree char *kept = get(other);

	ck_assert_str_eq(kept, START);

	put(file, START);
	g_chmod(file, 0400);
	s = modified(file);
	ck_assert_shows(s, "write-protected");
	ck_assert_shows(s, "o overwrite all the same  a another name");
	type(s, "<Esc>");
	ck_assert(model_modified(app_model(s->app)));
	end(s);

	g_chmod(file, 0600);
	put(file, "# in front\n" "tamarack: 1\nscenario: walk\nmarket: " MARKET "\nadjust:\n"
	    "- {path: geography/europe, cagr: {2026-2031: 36%}} # of Europe\n");
	s = begin(file, NULL);
	type(s, "Rs<Enter>");
	ck_assert_shows(s, "comments");
	ck_assert_shows(s, "o save without them  a another name");
	type(s, "a");
	ck_assert_shows(s, "Save the scenario as:");
	end(s);
}
END_TEST

static int fsync_fails(int fd)
{
	(void)fd;
	errno = ENOSPC;
	return -1;
}

START_TEST(a_fault_can_be_tried_again)
{
	g_autofree char *file = g_build_filename(directory, "walk.yaml", NULL);
	struct save_calls calls = *save_calls();
	struct session *s;

	put(file, START);
	calls.fsync = fsync_fails;
	save_use_calls(&calls);
	s = modified(file);
	ck_assert_shows(s, "No space left");
	ck_assert(model_modified(app_model(s->app)));
	ck_assert_shows(s, "t try again  a another name");
	type(s, "t");
	ck_assert_shows(s, "No space left");
	save_use_calls(NULL);
	type(s, "t");
	ck_assert_shows(s, "saved in");
	ck_assert(!model_modified(app_model(s->app)));
	end(s);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("model");
	TCase *t = tcase_create("walks");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, random_walks, 0, LOOPS);
	suite_add_tcase(s, t);
	t = tcase_create("starts");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 0);
	tcase_add_test(t, a_cut_journal_gives_a_prefix);
	tcase_add_test(t, looking_leaves_nothing);
	tcase_add_test(t, answers_to_unsaved_edits);
	tcase_add_test(t, found_without_its_name);
	tcase_add_test(t, changed_on_disk_meanwhile);
	tcase_add_test(t, two_programs);
	tcase_add_test(t, a_state_directory_that_cannot_be_written);
	tcase_add_test(t, undo_over_the_first_save);
	suite_add_tcase(s, t);
	t = tcase_create("saving");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, each_refusal_says_what_to_do);
	tcase_add_test(t, a_fault_can_be_tried_again);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	setlocale(LC_CTYPE, "");
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
