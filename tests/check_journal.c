/* The journal: cut at and flipped in every byte it replays what was whole before and says what is
 * lost; it outlives the program, and two programs do not share one. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_suite.h"
#include "scenario/journal.h"
#include "scenario/save.h"

static char *directory;
static const struct market market = {.id = "m", .edition = "2026-01"};

static void setup(void)
{
	directory = g_dir_make_tmp("journal-XXXXXX", NULL);
	ck_assert_ptr_nonnull(directory);
}

static void teardown(void)
{
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);

		g_unlink(path);
	}
	g_dir_close(dir);
	g_rmdir(directory);
	g_free(directory);
}

static struct scenario *start(const char *file)
{
	struct scenario *s = scenario_new("x", "m");

	s->file = g_strdup(file);
	return s;
}

static void edit(struct history *h, int n)
{
	struct scenario *next = scenario_copy(history_scenario(h));
	g_autofree char *path = g_strdup_printf("geography/region-%d", n % 7);
	g_autofree char *label = g_strdup_printf("edit %d", n);
	struct adjust *a = adjust_new(ADJUST_CAGR, path);

	a->value = n / 100.0;
	scenario_set(next, a);
	ck_assert(history_apply(h, next, label));
	scenario_free(next);
}

/* 40 edits, some undone and redone, saved once.  texts gets the state after every record but the
 * first two (the head and the text to start from); its last is the state at the end. */
static void work(struct history *h, GPtrArray *texts)
{
	for (int n = 1; n <= 40; n++) {
		edit(h, n);
		g_ptr_array_add(texts, g_strdup(history_text(h)));
		if (n % 5 == 0) {
			ck_assert(history_undo(h));
			g_ptr_array_add(texts, g_strdup(history_text(h)));
			ck_assert(history_undo(h));
			g_ptr_array_add(texts, g_strdup(history_text(h)));
			ck_assert(history_redo(h));
			g_ptr_array_add(texts, g_strdup(history_text(h)));
		}
		if (n == 20) {
			history_saved(h, "/x.yaml", "0123");
			g_ptr_array_add(texts, g_strdup(history_text(h)));
		}
	}
}

/* The bytes of a worked journal. */
static char *worked(size_t *n, GPtrArray *texts)
{
	struct scenario *s = start(NULL);
	struct history *h = history_new(s);
	struct journal *j = journal_new(directory, &market, h, NULL, NULL);
	g_autoptr(GPtrArray) list = NULL;
	char *bytes = NULL;

	ck_assert_ptr_nonnull(j);
	g_ptr_array_add(texts, g_strdup(history_text(h)));
	work(h, texts);
	ck_assert_ptr_null(journal_error(j));
	journal_close(j, true);
	history_free(h);
	scenario_free(s);
	list = journal_list(directory);
	ck_assert_uint_eq(list->len, 1);
	ck_assert(g_file_get_contents(((struct journal_entry *)list->pdata[0])->path, &bytes, n,
				      NULL));
	return bytes;
}

static void entry_done(struct journal_entry *e)
{
	g_free(e->market);
	g_free(e->edition);
	g_free(e->scenario);
	g_free(e->file);
	g_free(e->hash);
	g_free(e->loss);
	memset(e, 0, sizeof *e);
}

/* Ends of the records, from the lengths alone; the first is the end of the line before them. */
static GArray *ends(const char *bytes, size_t n)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(size_t));
	size_t at = strlen("tamarack journal 1\n");

	g_array_append_val(all, at);
	while (at < n) {
		const guint8 *p = (const guint8 *)bytes + at;

		at += 8 + (p[0] | p[1] << 8 | p[2] << 16 | (size_t)p[3] << 24);
		g_array_append_val(all, at);
	}
	ck_assert_uint_eq(at, n);
	return all;
}

/* Replays bytes of which `whole` records are good, out of n bytes. */
static void assert_replay(const char *bytes, size_t n, guint whole, const GArray *end,
			  const GPtrArray *texts)
{
	struct journal_entry e = {0};
	size_t valid, good = whole == G_MAXUINT ? 0 : g_array_index(end, size_t, whole);
	struct history *h = journal_replay(bytes, n, &valid, &e);

	ck_assert_uint_eq(valid, good);
	ck_assert((e.loss != NULL) == (good < n || n < g_array_index(end, size_t, 0)));
	if (whole == G_MAXUINT || whole < 2) {
		ck_assert_ptr_null(h);
	} else {
		ck_assert_ptr_nonnull(h);
		ck_assert_str_eq(history_text(h), texts->pdata[whole - 2]);
		ck_assert_str_eq(e.market, "m");
	}
	history_free(h);
	entry_done(&e);
}

START_TEST(checksum_is_the_common_one)
{
	/* The check value that catalogues of CRCs give for CRC-32. */
	ck_assert_uint_eq(journal_crc("123456789", 9, 0), 0xcbf43926u);
	ck_assert_uint_eq(journal_crc("6789", 4, journal_crc("12345", 5, 0)), 0xcbf43926u);
}
END_TEST

START_TEST(cut_at_every_byte)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	size_t n;
	g_autofree char *bytes = worked(&n, texts);
	g_autoptr(GArray) end = ends(bytes, n);
	guint whole = 0;

	ck_assert_uint_eq(end->len, texts->len + 2);
	for (size_t cut = 0; cut <= n; cut++) {
		g_autofree char *part = g_malloc(cut + 1);

		while (whole + 1 < end->len && g_array_index(end, size_t, whole + 1) <= cut)
			whole++;
		memcpy(part, bytes, cut);
		assert_replay(part, cut, cut < g_array_index(end, size_t, 0) ? G_MAXUINT : whole,
			      end, texts);
	}
}
END_TEST

START_TEST(flipped_in_every_byte)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	size_t n;
	g_autofree char *bytes = worked(&n, texts);
	g_autoptr(GArray) end = ends(bytes, n);
	guint whole = 0;

	for (size_t at = 0; at < n; at++) {
		while (whole + 1 < end->len && g_array_index(end, size_t, whole + 1) <= at)
			whole++;
		for (int bit = _i; bit < 8; bit += 4) {
			bytes[at] ^= (char)(1 << bit);
			assert_replay(bytes, n, at < g_array_index(end, size_t, 0) ? G_MAXUINT
				      : whole, end, texts);
			bytes[at] ^= (char)(1 << bit);
		}
	}
}
END_TEST

START_TEST(undo_survives_the_exit)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	struct scenario *s = start("/x.yaml");
	struct history *h = history_new(s), *again = NULL;
	struct journal *j = journal_new(directory, &market, h, "0123", NULL);
	struct journal_entry *e;
	g_autofree char *loss = NULL, *path = NULL, *first = g_strdup(history_text(h));

	work(h, texts);
	history_saved(h, "/y.yaml", "4567");
	journal_close(j, true);
	ck_assert_ptr_null(journal_find(directory, "m", "/x.yaml", NULL));
	ck_assert_ptr_null(journal_find(directory, "other", "/y.yaml", NULL));
	e = journal_find(directory, "m", "/y.yaml", NULL);
	ck_assert_ptr_nonnull(e);
	ck_assert(!e->unsaved && !e->alive && e->stale && !e->loss);
	ck_assert_str_eq(e->hash, "4567");
	ck_assert_str_eq(e->edition, "2026-01");
	ck_assert_int_eq(e->steps, history_count(h));
	path = g_strdup(e->path);
	journal_entry_free(e);
	j = journal_resume(path, &again, &loss, NULL);
	ck_assert_ptr_nonnull(j);
	ck_assert_ptr_null(loss);
	ck_assert_str_eq(history_text(again), history_text(h));
	ck_assert(!history_modified(again));
	ck_assert_str_eq(history_scenario(again)->file, "/y.yaml");
	edit(again, 99);
	ck_assert_str_eq(history_undo_label(again), "edit 99");
	while (history_undo(again))
		continue;
	ck_assert_str_eq(history_text(again), first);
	ck_assert(scenario_equal(history_scenario(again), s));
	journal_close(j, true);
	history_free(again);
	j = journal_resume(path, &again, NULL, NULL);
	ck_assert_str_eq(history_text(again), first);
	ck_assert(history_modified(again));
	ck_assert_int_eq(history_position(again), 0);
	journal_close(j, false);
	ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
	history_free(again);
	history_free(h);
	scenario_free(s);
}
END_TEST

START_TEST(a_crash_keeps_every_edit)
{
	g_autoptr(GPtrArray) list = NULL;
	g_autofree char *said = NULL;
	struct journal_entry *e;
	struct history *h;
	struct journal *j;
	pid_t child = fork();
	int status;

	if (!child) {
		struct scenario *s = start(NULL);

		h = history_new(s);
		if (!journal_new(directory, &market, h, NULL, NULL))
			_exit(1);
		for (int n = 1; n <= 20; n++)
			edit(h, n);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	list = journal_list(directory);
	ck_assert_uint_eq(list->len, 1);
	e = list->pdata[0];
	ck_assert(e->unsaved && !e->alive && !e->stale);
	ck_assert_int_eq(e->steps, 20);
	said = journal_describe(e);
	ck_assert(g_str_has_prefix(said, "unsaved edits of x on m from 20"));
	j = journal_resume(e->path, &h, NULL, NULL);
	ck_assert_int_eq(history_count(h), 20);
	ck_assert(scenario_get(history_scenario(h), "geography/region-6", -1)->value == 0.2);
	journal_close(j, true);
	history_free(h);
}
END_TEST

START_TEST(goes_on_behind_the_loss)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free), list = NULL;
	g_autofree char *loss = NULL, *path = NULL;
	struct history *h;
	struct journal *j;
	size_t n;

	g_free(worked(&n, texts));

	list = journal_list(directory);
	path = g_strdup(((struct journal_entry *)list->pdata[0])->path);
	ck_assert_int_eq(truncate(path, (off_t)n - 3), 0);
	j = journal_resume(path, &h, &loss, NULL);
	ck_assert_ptr_nonnull(strstr(loss, "are lost"));
	edit(h, 77);
	journal_close(j, true);
	history_free(h);
	g_free(loss);
	j = journal_resume(path, &h, &loss, NULL);
	ck_assert_ptr_null(loss);
	ck_assert_str_eq(history_undo_label(h), "edit 77");
	journal_close(j, true);
	history_free(h);
}
END_TEST

START_TEST(two_programs_keep_apart)
{
	struct scenario *s = start("/x.yaml");
	struct history *h = history_new(s), *other = NULL;
	struct journal *j = journal_new(directory, &market, h, NULL, NULL);
	g_autoptr(GPtrArray) list = journal_list(directory);
	struct journal_entry *e = list->pdata[0];
	g_autoptr(GError) error = NULL;

	ck_assert(e->alive);
	ck_assert_ptr_null(journal_find(directory, "m", "/x.yaml", NULL));
	ck_assert_ptr_null(journal_resume(e->path, &other, NULL, &error));
	ck_assert_int_eq(error->code, SAVE_LOCKED);
	journal_close(j, false);
	history_free(h);
	scenario_free(s);
}
END_TEST

START_TEST(syncs_in_time)
{
	struct scenario *s = start(NULL);
	struct history *h = history_new(s);
	struct journal *j = journal_new(directory, &market, h, NULL, NULL);
	int wait;

	for (int n = 1; n <= 10; n++)
		edit(h, n);
	wait = journal_tick(j);
	ck_assert_int_ge(wait, -1);
	ck_assert_int_le(wait, 1001);
	journal_sync(j);
	ck_assert_int_eq(journal_tick(j), -1);
	journal_close(j, false);
	history_free(h);
	scenario_free(s);
}
END_TEST

START_TEST(tells_what_cannot_be_written)
{
	struct scenario *s = start(NULL);
	struct history *h = history_new(s);
	g_autoptr(GError) error = NULL;
	g_autofree char *file = g_build_filename(directory, "file", NULL);
	g_autofree char *below = g_build_filename(file, "below", NULL);

	ck_assert(g_file_set_contents(file, "x", 1, NULL));
	ck_assert_ptr_null(journal_new(below, &market, h, NULL, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "only in memory"));
	edit(h, 1);
	ck_assert(history_undo(h));
	history_free(h);
	scenario_free(s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("journal");
	TCase *tc = tcase_create("journal");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, checksum_is_the_common_one);
	tcase_add_test(tc, cut_at_every_byte);
	tcase_add_loop_test(tc, flipped_in_every_byte, 0, 4);
	tcase_add_test(tc, undo_survives_the_exit);
	tcase_add_test(tc, a_crash_keeps_every_edit);
	tcase_add_test(tc, goes_on_behind_the_loss);
	tcase_add_test(tc, two_programs_keep_apart);
	tcase_add_test(tc, syncs_in_time);
	tcase_add_test(tc, tells_what_cannot_be_written);
	tcase_set_timeout(tc, 0);
	suite_add_tcase(suite, tc);
	return run_suite(suite);
}
