/* Starts and ends of the explorer on a scenario: what was not saved is offered, what others did is
 * asked about, what cannot be written is said. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_suite.h"
#include "scenario/find.h"
#include "scenario/journal.h"
#include "session.h"

/* ------------------------------------------------ starts and ends */

/* A crash with unsaved edits of a scenario without a file, cut anywhere: some prefix comes back. */
START_TEST(a_cut_journal_gives_a_prefix)
{
	struct session *s = session_begin(NULL, session_journals);
	g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *bytes = NULL, *copy = NULL, *path = NULL;
	size_t n;
	int offered = 0;

	g_ptr_array_add(states, session_text(s));
	for (int i = 0; i < 5; i++) {
		session_type(s, i ? "+" : "5Gke40<Enter>");
		g_ptr_array_add(states, session_text(s));
	}
	g_autoptr(GPtrArray) list = journal_list(session_journals);

	ck_assert_int_eq((int)list->len, 1);
	path = g_strdup(((struct journal_entry *)list->pdata[0])->path);
	ck_assert(g_file_get_contents(path, &bytes, &n, NULL));
	session_end(s);
	for (size_t cut = 0; cut <= n; cut++) {
		bool known = false;

		ck_assert(g_file_set_contents(path, bytes, (gssize)cut, NULL));
		s = session_begin(NULL, session_journals);
		if (model_found(app_model(s->app))) {
			ck_assert_shows(s, "take them back?");
			offered++;
			session_type(s, "y");
		}
		copy = session_text(s);
		for (guint i = 0; i < states->len; i++)
			known = known || strcmp(states->pdata[i], copy) == 0;
		ck_assert_msg(known, "cut at %zu of %zu:\n%s", cut, n, copy);
		g_clear_pointer(&copy, g_free);
		session_end(s);
		session_remove_all(session_journals);
		ck_assert_int_eq(g_mkdir(session_journals, 0700), 0);
	}
	ck_assert_int_gt(offered, (int)n / 3);
}
END_TEST

START_TEST(looking_leaves_nothing)
{
	struct session *s = session_begin(NULL, session_journals);

	session_type(s, "5jjlq");
	ck_assert(app_is_done(s->app));
	session_end(s);
	ck_assert_int_eq(session_count_journals(), 0);
}
END_TEST

START_TEST(answers_to_unsaved_edits)
{
	struct session *s = session_begin(NULL, session_journals);

	session_type(s, "5Gke40<Enter>");
	session_end(s);
	s = session_begin(NULL, session_journals);
	ck_assert_shows(s, "unsaved edits");
	session_type(s, "<Esc>");
	ck_assert(!model_modified(app_model(s->app)));
	session_type(s, "q");
	session_end(s);
	s = session_begin(NULL, session_journals);
	ck_assert_shows(s, "unsaved edits");
	session_type(s, "y5");
	ck_assert_shows(s, "51.85S");
	session_type(s, "q");
	ck_assert_shows(s, "Unsaved edits");
	session_type(s, "y");
	ck_assert(app_is_done(s->app));
	session_end(s);

	/* Left without them: nothing is asked, and redo still has them. */
	s = session_begin(NULL, session_journals);
	ck_assert_ptr_null(model_found(app_model(s->app)));
	session_type(s, "5");
	ck_assert_shows(s, "49.82R");
	session_type(s, "^R");
	ck_assert_shows(s, "51.85S");
	session_end(s);
	s = session_begin(NULL, session_journals);
	session_type(s, "n");
	ck_assert_int_eq(session_count_journals(), 0);
	session_type(s, "^R5");
	ck_assert_shows(s, "49.82R");
	session_end(s);
}
END_TEST

/* A start without the scenario's name finds what was being done with it as well. */
START_TEST(found_without_its_name)
{
	g_autofree char *file = g_build_filename(session_directory, "walk.yaml", NULL);
	struct session *s;

	session_put(file, START);
	s = session_begin(file, session_journals);
	session_type(s, "5+");
	g_autofree char *edited = session_text(s);

	session_end(s);
	s = session_begin(NULL, session_journals);
	ck_assert_shows(s, "unsaved edits of walk");
	session_type(s, "y");
	g_autofree char *again = session_text(s);

	ck_assert_str_eq(again, edited);
	session_type(s, "s<Enter>");
	ck_assert_shows(s, "saved in");
	g_autofree char *written = session_get(file);

	ck_assert_str_eq(written, edited);
	session_end(s);
}
END_TEST

#define OTHERS "tamarack: 1\nscenario: walk\ntitle: By others\nmarket: " MARKET "\n"

START_TEST(changed_on_disk_meanwhile)
{
	g_autofree char *file = g_build_filename(session_directory, "walk.yaml", NULL);
	struct session *s;

	session_put(file, START);
	s = session_begin(file, session_journals);
	session_type(s, "5+");
	session_end(s);
	session_put(file, OTHERS);
	s = session_begin(file, session_journals);
	ck_assert_shows(s, "has changed on disk");
	session_type(s, "y");
	ck_assert_shows(s, "c compare  o overwrite  a another name");
	session_type(s, "c");
	ck_assert_shows(s, "< title: By others");
	ck_assert_shows(s, "> title: A walk");
	session_type(s, "q");
	ck_assert(model_modified(app_model(s->app)));
	session_type(s, "s<Enter>");
	ck_assert_shows(s, "has changed on disk");
	session_type(s, "<Esc>");
	g_autofree char *untouched = session_get(file);

	ck_assert_str_eq(untouched, OTHERS);
	session_type(s, "s<Enter>o");
	ck_assert_shows(s, "saved in");
	g_autofree char *ours = session_get(file), *edited = session_text(s);

	ck_assert_str_eq(ours, edited);
	session_end(s);

	/* With nothing unsaved, the change is one more step that undo leads behind. */
	session_put(file, OTHERS);
	s = session_begin(file, session_journals);
	ck_assert(!model_modified(app_model(s->app)));
	ck_assert_str_eq(model_scenario(app_model(s->app))->title, "By others");
	session_type(s, "u");
	ck_assert_str_eq(model_scenario(app_model(s->app))->title, "A walk");
	session_end(s);
}
END_TEST

START_TEST(two_programs)
{
	g_autofree char *file = g_build_filename(session_directory, "walk.yaml", NULL);
	struct session *a, *b;

	session_put(file, START);
	a = session_begin(file, session_journals);
	b = session_begin(file, session_journals);
	ck_assert_shows(b, "open in another tamarack");
	session_type(b, "<Enter>5+");
	session_type(a, "5Gk+s<Enter>");
	ck_assert_shows(a, "saved in");
	session_type(b, "s<Enter>");
	ck_assert_shows(b, "has changed on disk");
	session_type(b, "<Esc>");
	g_autofree char *written = session_get(file), *edited = session_text(a);

	ck_assert_str_eq(written, edited);
	session_end(b);
	b = session_begin(file, session_journals);
	ck_assert_shows(b, "open in another tamarack");
	ck_assert_shows(b, "Enter or Esc go on all the same  q leave it");
	session_type(b, "q");
	ck_assert(app_is_done(b->app));
	session_end(b);
	b = session_begin(file, session_journals);
	session_type(b, "<Esc>");
	ck_assert(!app_is_done(b->app));
	ck_assert_shows(b, "Segment");
	session_end(b);
	session_end(a);
}
END_TEST

START_TEST(a_state_directory_that_cannot_be_written)
{
	g_autofree char *none = g_build_filename(session_directory, "file", "journal", NULL);
	g_autofree char *file = g_build_filename(session_directory, "file", NULL);
	struct session *s;

	session_put(file, "no session_directory");
	s = session_begin(NULL, none);
	session_type(s, "5Gke40<Enter>");
	ck_assert_shows(s, "edits are only in memory");
	session_type(s, "+");
	g_autofree char *dump = canvas_dump(s->canvas);

	ck_assert_ptr_null(strstr(dump, "only in memory"));
	session_type(s, "uu");
	ck_assert(!model_modified(app_model(s->app)));
	session_end(s);
}
END_TEST

/* The first save names what had no name; undo goes back over it and does not take it away. */
START_TEST(undo_over_the_first_save)
{
	g_autofree char *file = g_build_filename(session_directory, "named.yaml", NULL);
	struct session *s = session_begin(NULL, session_journals);
	struct model *m = app_model(s->app);

	session_type(s, "5Gk++");
	ck_assert(model_save(m, file, "named", 0, NULL));
	ck_assert(!model_modified(m));
	session_type(s, "u");
	ck_assert(model_modified(m));
	ck_assert_str_eq(model_name(m), "named");
	session_type(s, "u");
	ck_assert_int_eq((int)model_scenario(m)->adjusts->len, 0);
	ck_assert_str_eq(model_name(m), "named");
	session_type(s, "^R^R");
	ck_assert(!model_modified(m));
	session_end(s);
	s = session_begin(file, session_journals);
	m = app_model(s->app);
	ck_assert(!model_modified(m));
	session_type(s, "uu");
	ck_assert_int_eq((int)model_scenario(m)->adjusts->len, 0);
	ck_assert_str_eq(model_name(m), "named");
	session_end(s);
}
END_TEST

/* ------------------------------------------------ saving */

static struct session *modified(const char *file)
{
	struct session *s = session_begin(file, NULL);

	session_type(s, "5+s<Enter>");
	return s;
}

START_TEST(each_refusal_says_what_to_do)
{
	g_autofree char *file = g_build_filename(session_directory, "walk.yaml", NULL);
	g_autofree char *other = g_build_filename(session_directory, "other.yaml", NULL);
	struct session *s;

	session_put(file, START);
	ck_assert_int_eq(link(file, other), 0);
	s = modified(file);
	ck_assert_shows(s, "has 2 names");
	session_type(s, "o");
	ck_assert_shows(s, "saved in");
	session_end(s);
	g_autofree char *kept = session_get(other);

	ck_assert_str_eq(kept, START);

	session_put(file, START);
	g_chmod(file, 0400);
	s = modified(file);
	ck_assert_shows(s, "write-protected");
	ck_assert_shows(s, "o overwrite all the same  a another name");
	session_type(s, "<Esc>");
	ck_assert(model_modified(app_model(s->app)));
	session_end(s);

	g_chmod(file, 0600);
	session_put(file, "# in front\n" "tamarack: 1\nscenario: walk\nmarket: " MARKET "\nadjust:\n"
	    "- {path: geography/europe, cagr: {2026-2031: 36%}} # of Europe\n");
	s = session_begin(file, NULL);
	session_type(s, "Rs<Enter>");
	ck_assert_shows(s, "comments");
	ck_assert_shows(s, "o save without them  a another name");
	session_type(s, "a");
	ck_assert_shows(s, "Save the scenario as:");
	session_end(s);
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
	g_autofree char *file = g_build_filename(session_directory, "walk.yaml", NULL);
	struct save_calls calls = *save_calls();
	struct session *s;

	session_put(file, START);
	calls.fsync = fsync_fails;
	save_use_calls(&calls);
	s = modified(file);
	ck_assert_shows(s, "No space left");
	ck_assert(model_modified(app_model(s->app)));
	ck_assert_shows(s, "t try again  a another name");
	session_type(s, "t");
	ck_assert_shows(s, "No space left");
	save_use_calls(NULL);
	session_type(s, "t");
	ck_assert_shows(s, "saved in");
	ck_assert(!model_modified(app_model(s->app)));
	session_end(s);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("model");
	TCase *t = tcase_create("starts");

	tcase_add_checked_fixture(t, session_set_up, session_tear_down);
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
	tcase_add_checked_fixture(t, session_set_up, session_tear_down);
	tcase_add_test(t, each_refusal_says_what_to_do);
	tcase_add_test(t, a_fault_can_be_tried_again);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	setlocale(LC_CTYPE, "");
	return run_suite(suite());
}

