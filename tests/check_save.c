/* Saving under every fault: each system call of a save fails in turn, once and from then on, with
 * each of a list of errors, and the program is killed before and behind each.  The file then holds
 * the old bytes or the new ones, and there is a message that says which. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_suite.h"
#include "scenario/directory.h"
#include "scenario/find.h"
#include "scenario/save.h"

#define OLD "tamarack: 1\nscenario: old\n"
#define NEW "tamarack: 1\nscenario: new\ntitle: longer than before\n"

static char *directory, *file;

static void setup(void)
{
	directory = g_dir_make_tmp("save-XXXXXX", NULL);
	ck_assert_ptr_nonnull(directory);
	file = g_build_filename(directory, "x.yaml", NULL);
}

static void remove_all(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		if (g_file_test(inside, G_FILE_TEST_IS_DIR)
		    && !g_file_test(inside, G_FILE_TEST_IS_SYMLINK))
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
	save_use_calls(NULL);
	remove_all(directory);
	g_free(directory);
	g_free(file);
}

static void put(const char *path, const char *text)
{
	ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static char *get(const char *path)
{
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

static int count_files(const char *prefix)
{
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;
	int n = 0;

	while ((name = g_dir_read_name(dir)))
		n += g_str_has_prefix(name, prefix);
	g_dir_close(dir);
	return n;
}

/* ---- the calls, each of which may fail ---- */

enum fault { FAULT_NONE, FAULT_ONCE, FAULT_FROM, FAULT_SHORT, FAULT_KILL, FAULT_KILL_AFTER };

static struct {
	enum fault fault;
	int at, number;		/* the call, from 0; errno */
	int calls;		/* so far */
	bool hit;
	const char *name;	/* of the call that was hit */
	int fsyncs;
} state;

static bool trip(const char *name)
{
	int call = state.calls++;
	bool now = call == state.at || (state.fault == FAULT_FROM && call > state.at);

	if (state.fault == FAULT_NONE || !now)
		return false;
	if (!state.hit)
		state.name = name;
	state.hit = true;
	if (state.fault == FAULT_KILL)
		_exit(9);
	if (state.fault == FAULT_KILL_AFTER || state.fault == FAULT_SHORT)
		return false;
	errno = state.number;
	return true;
}

static long after(long result)
{
	if (state.fault == FAULT_KILL_AFTER && state.calls - 1 == state.at)
		_exit(9);
	return result;
}

static int f_open(const char *path, int flags, mode_t mode)
{
	return trip("open") ? -1 : (int)after(open(path, flags, mode));
}

static int f_flock(int fd, int operation)
{
	return trip("flock") ? -1 : (int)after(flock(fd, operation));
}

static int f_fstat(int fd, struct stat *st)
{
	return trip("fstat") ? -1 : (int)after(fstat(fd, st));
}

static int f_lstat(const char *path, struct stat *st)
{
	return trip("lstat") ? -1 : (int)after(lstat(path, st));
}

static ssize_t f_readlink(const char *path, char *target, size_t n)
{
	return trip("readlink") ? -1 : after(readlink(path, target, n));
}

static ssize_t f_read(int fd, void *bytes, size_t n)
{
	return trip("read") ? -1 : after(read(fd, bytes, n));
}

static ssize_t f_write(int fd, const void *bytes, size_t n)
{
	if (trip("write"))
		return -1;
	if (state.fault == FAULT_SHORT && state.calls - 1 == state.at)
		n = n / 2 + 1;
	return after(write(fd, bytes, n));
}

static int f_fchown(int fd, uid_t user, gid_t group)
{
	return trip("fchown") ? -1 : (int)after(fchown(fd, user, group));
}

static int f_fchmod(int fd, mode_t mode)
{
	return trip("fchmod") ? -1 : (int)after(fchmod(fd, mode));
}

static int f_fsync(int fd)
{
	state.fsyncs++;
	return trip("fsync") ? -1 : (int)after(fsync(fd));
}

/* Closes in any case, as Linux does. */
static int f_close(int fd)
{
	int result = close(fd);

	return trip("close") ? -1 : (int)after(result);
}

static int f_rename(const char *from, const char *to)
{
	return trip("rename") ? -1 : (int)after(rename(from, to));
}

static int f_link(const char *from, const char *to)
{
	return trip("link") ? -1 : (int)after(link(from, to));
}

static int f_unlink(const char *path)
{
	return trip("unlink") ? -1 : (int)after(unlink(path));
}

static const struct save_calls faulty = {
	.open = f_open, .flock = f_flock, .fstat = f_fstat, .lstat = f_lstat,
	.readlink = f_readlink, .read = f_read, .write = f_write, .fchown = f_fchown,
	.fchmod = f_fchmod, .fsync = f_fsync, .close = f_close, .rename = f_rename,
	.link = f_link, .unlink = f_unlink,
};

/* ---- the sweeps ---- */

enum place { PLACE_NEW, PLACE_OLD, PLACE_LINK, PLACES };

/* Sets the stage; the file that is saved to. */
static char *stage(enum place place, struct stamp *stamp)
{
	g_autofree char *target = g_build_filename(directory, "target.yaml", NULL);
	g_autofree char *bytes = NULL;
	size_t n;

	remove_all(directory);
	ck_assert_int_eq(g_mkdir(directory, 0700), 0);
	*stamp = (struct stamp){0};
	if (place == PLACE_NEW)
		return g_strdup(file);
	put(place == PLACE_LINK ? target : file, OLD);
	if (place == PLACE_LINK)
		ck_assert_int_eq(symlink("target.yaml", file), 0);
	bytes = stamp_read(file, stamp, &n, NULL);
	ck_assert_ptr_nonnull(bytes);
	return g_strdup(file);
}

static void begin(enum fault fault, int at, int number)
{
	memset(&state, 0, sizeof state);
	state.fault = fault;
	state.at = at;
	state.number = number;
	save_use_calls(&faulty);
}

static void assert_old(enum place place, const char *what)
{
	g_autofree char *text = get(file);

	if (place == PLACE_NEW)
		ck_assert_msg(!text, "%s: a file appeared", what);
	else
		ck_assert_str_eq(text, OLD);
}

static void assert_new(void)
{
	g_autofree char *text = get(file);

	ck_assert_str_eq(text, NEW);
}

static const int errors[] = {ENOSPC, EDQUOT, EIO, EACCES, EROFS, EINTR, EMFILE};

/* One save with a fault; false when the save makes fewer calls. */
static bool save_with(enum place place, enum fault fault, int at, int number)
{
	g_autoptr(GError) error = NULL;
	struct stamp stamp;
	g_autofree char *name = stage(place, &stamp);
	bool saved, sweeping, hit;

	begin(fault, at, number);
	saved = save_file(name, NEW, strlen(NEW), &stamp, 0, &error);
	hit = state.hit;
	sweeping = hit && (!strcmp(state.name, "unlink") || fault == FAULT_FROM);
	save_use_calls(NULL);
	if (saved || g_error_matches(error, SAVE_ERROR, SAVE_NOT_DURABLE)) {
		assert_new();
		ck_assert(!stamp_stale(&stamp, file));
		ck_assert(saved || strstr(error->message, "not yet durable"));
	} else {
		assert_old(place, hit ? state.name : "?");
		ck_assert_int_eq(error->code, SAVE_IO);
		ck_assert_ptr_nonnull(strstr(error->message, g_strerror(number)));
	}
	if (fault == FAULT_ONCE || fault == FAULT_SHORT)
		ck_assert(!hit || sweeping || !count_files(".tamarack-"));
	save_sweep(directory);
	ck_assert_int_eq(count_files(".tamarack-"), 0);
	ck_assert(place != PLACE_LINK || g_file_test(file, G_FILE_TEST_IS_SYMLINK));
	return hit;
}

START_TEST(fails_at_every_call)
{
	enum place place = _i % PLACES;
	int number = errors[_i / PLACES], at = 0;

	while (save_with(place, FAULT_ONCE, at, number))
		at++;
	ck_assert_int_ge(at, 10);
	for (at = 0; save_with(place, FAULT_FROM, at, number);)
		at++;
}
END_TEST

START_TEST(writes_short)
{
	for (int at = 0; save_with(PLACE_OLD, FAULT_SHORT, at, 0);)
		at++;
	assert_new();
}
END_TEST

/* Killed at call `at`; false when the save came through. */
static bool kill_at(enum place place, enum fault fault, int at)
{
	g_autofree char *text = NULL;
	struct stamp stamp;
	g_autofree char *name = stage(place, &stamp);
	int status;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (!child) {
		begin(fault, at, 0);
		_exit(save_file(name, NEW, strlen(NEW), &stamp, 0, NULL) ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) != 1);
	text = get(file);
	ck_assert(text ? !strcmp(text, OLD) || !strcmp(text, NEW) : place == PLACE_NEW);
	save_sweep(directory);
	ck_assert_int_eq(count_files(".tamarack-"), 0);
	g_free(text);
	text = get(file);
	ck_assert(text ? !strcmp(text, OLD) || !strcmp(text, NEW) : place == PLACE_NEW);
	return WEXITSTATUS(status) == 9;
}

START_TEST(killed_at_every_call)
{
	for (int at = 0; kill_at(_i, FAULT_KILL, at);)
		at++;
	for (int at = 0; kill_at(_i, FAULT_KILL_AFTER, at);)
		at++;
	assert_new();
}
END_TEST

/* The first fsync is the file's, the second the directory's. */
START_TEST(never_syncs_again)
{
	g_autoptr(GError) error = NULL;
	struct stamp stamp;
	g_autofree char *name = stage(PLACE_OLD, &stamp);

	begin(FAULT_ONCE, -1, EIO);
	for (int at = 0; !state.hit || strcmp(state.name, "fsync"); at++) {
		g_clear_error(&error);
		g_free(stage(PLACE_OLD, &stamp));
		begin(FAULT_ONCE, at, EIO);
		save_file(name, NEW, strlen(NEW), &stamp, 0, &error);
	}
	ck_assert_int_eq(state.fsyncs, 1);
	ck_assert_int_eq(error->code, SAVE_IO);
	assert_old(PLACE_OLD, "fsync");
}
END_TEST

/* ---- what may stand there ---- */

static enum save_error save_code(const char *path, struct stamp *stamp, unsigned flags)
{
	GError *error = NULL;
	int code = -1;

	if (!save_file(path, NEW, strlen(NEW), stamp, flags, &error)) {
		code = error->code;
		ck_assert_ptr_nonnull(strstr(error->message, path));
		g_error_free(error);
	}
	return (enum save_error)code;
}

#define DONE ((enum save_error)-1)

START_TEST(sees_what_others_did)
{
	struct stamp stamp, first;

	g_free(stage(PLACE_OLD, &stamp));
	put(file, OLD "# theirs\n");
	ck_assert_int_eq(save_code(file, &stamp, 0), SAVE_CONFLICT);
	ck_assert(stamp_stale(&stamp, file));
	ck_assert_int_eq(save_code(file, &stamp, SAVE_OVERWRITE), DONE);
	ck_assert_int_eq(save_code(file, &stamp, 0), DONE);
	put(file, NEW);		/* another file with the bytes that were loaded */
	ck_assert_int_eq(save_code(file, &stamp, 0), DONE);
	g_unlink(file);
	ck_assert_int_eq(save_code(file, &stamp, 0), SAVE_CONFLICT);
	ck_assert_int_eq(save_code(file, &stamp, SAVE_OVERWRITE), DONE);
	first = (struct stamp){0};
	ck_assert_int_eq(save_code(file, &first, 0), SAVE_EXISTS);
	assert_new();
}
END_TEST

START_TEST(refuses_a_locked_file)
{
	struct stamp stamp;
	int fd;

	g_free(stage(PLACE_OLD, &stamp));
	fd = open(file, O_RDONLY);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	ck_assert_int_eq(save_code(file, &stamp, 0), SAVE_LOCKED);
	close(fd);
	ck_assert_int_eq(save_code(file, &stamp, 0), DONE);
}
END_TEST

START_TEST(keeps_mode_and_links)
{
	g_autofree char *other = g_build_filename(directory, "other.yaml", NULL);
	g_autofree char *text = NULL;
	struct stamp stamp;
	struct stat st;

	g_free(stage(PLACE_OLD, &stamp));
	ck_assert_int_eq(chmod(file, 0640), 0);
	ck_assert_int_eq(save_code(file, &stamp, 0), DONE);
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0640);
	ck_assert_int_eq(chmod(file, 0400), 0);
	ck_assert_int_eq(save_code(file, &stamp, 0), SAVE_READ_ONLY);
	ck_assert_int_eq(save_code(file, &stamp, SAVE_OVERWRITE), DONE);
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0400);

	g_free(stage(PLACE_OLD, &stamp));
	ck_assert_int_eq(link(file, other), 0);
	ck_assert_int_eq(save_code(file, &stamp, 0), SAVE_HARD_LINK);
	ck_assert_int_eq(save_code(file, &stamp, SAVE_BREAK_LINK), DONE);
	text = get(other);
	ck_assert_str_eq(text, OLD);
}
END_TEST

START_TEST(follows_links)
{
	g_autofree char *target = g_build_filename(directory, "target.yaml", NULL);
	struct stamp stamp;

	g_free(stage(PLACE_LINK, &stamp));
	ck_assert_int_eq(save_code(file, &stamp, 0), DONE);
	ck_assert(g_file_test(file, G_FILE_TEST_IS_SYMLINK));
	ck_assert(!g_file_test(target, G_FILE_TEST_IS_SYMLINK));
	g_unlink(target);
	stamp = (struct stamp){0};
	ck_assert_int_eq(save_code(file, &stamp, 0), DONE);
	ck_assert(g_file_test(target, G_FILE_TEST_IS_REGULAR));
	ck_assert(g_file_test(file, G_FILE_TEST_IS_SYMLINK));
	g_unlink(target);
	ck_assert_int_eq(symlink("x.yaml", target), 0);
	ck_assert_int_eq(save_code(file, &stamp, SAVE_OVERWRITE), SAVE_IO);
}
END_TEST

START_TEST(refuses_what_is_no_file)
{
	g_autofree char *nowhere = g_build_filename(directory, "no", "x.yaml", NULL);
	struct stamp stamp = {0};

	ck_assert_int_eq(g_mkdir(file, 0700), 0);
	ck_assert_int_eq(save_code(file, &stamp, SAVE_OVERWRITE), SAVE_NOT_REGULAR);
	g_rmdir(file);
	ck_assert_int_eq(mkfifo(file, 0600), 0);
	ck_assert_int_eq(save_code(file, &stamp, SAVE_OVERWRITE), SAVE_NOT_REGULAR);
	ck_assert_int_eq(save_code("/dev/full", &stamp, SAVE_OVERWRITE), SAVE_NOT_REGULAR);
	ck_assert_int_eq(save_code(nowhere, &stamp, 0), SAVE_IO);
}
END_TEST

START_TEST(asks_before_losing_comments)
{
	static const char old[] =
		"tamarack: 1\nscenario: x\nadjust:\n- {path: a, lock: true}   # kept\n"
		"# about b\n- {path: b, lock: true}\n";
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	struct messages *list = messages_new();
	struct stamp stamp;
	struct scenario *s;

	put(file, old);
	s = scenario_load_stamped(file, &stamp, list);
	ck_assert_ptr_nonnull(s);
	scenario_unset(s, "b", -1, false);
	ck_assert(!scenario_save(s, file, &stamp, 0, &error));
	ck_assert_int_eq(error->code, SAVE_COMMENTS);
	text = get(file);
	ck_assert_str_eq(text, old);
	ck_assert(scenario_save(s, file, &stamp, SAVE_DROP_COMMENTS, NULL));
	g_free(text);
	text = get(file);
	ck_assert_str_eq(text, "tamarack: 1\nscenario: x\nadjust:\n- {path: a, lock: true} # kept\n");
	ck_assert(scenario_save(s, file, &stamp, 0, NULL));
	scenario_free(s);
	messages_free(list);
}
END_TEST

/* ---- files of scenarios, and their parents ---- */

static char *in(const char *name)
{
	return g_build_filename(directory, name, NULL);
}

START_TEST(inherits)
{
	g_autofree char *a = in("a.yaml"), *b = in("b.yaml"), *c = in("other.yaml"), *text = NULL;
	struct messages *list = messages_new();
	struct scenario *s, *whole;

	put(c, "tamarack: 1\nscenario: c\nfill: weights\nadjust:\n- {path: x, lock: true}\n"
	    "- {path: y, cagr: {2026-2031: 1%}}\n- {path: z, weight: 1}\n");
	put(b, "tamarack: 1\nscenario: b\nbased_on: c\nadjust:\n"
	    "- {path: y, cagr: {2027-2028: 2%}}\n- {path: w, weight: 1}\n");
	put(a, "tamarack: 1\nscenario: a\nbased_on: b\nadjust:\n- {path: x, lock: false}\n"
	    "- {path: w, weight: 3}\n");
	s = scenario_load(a, list);
	whole = scenario_resolve(s, list);
	ck_assert_uint_eq(messages_count(list), 0);
	text = scenario_format(whole);
	ck_assert_str_eq(text, "tamarack: 1\nscenario: a\nbased_on: b\nfill: weights\nadjust:\n"
			 "- {path: w, weight: 3}\n- {path: y, cagr: {2027-2028: 2%}}\n"
			 "- {path: z, weight: 1}\n");
	ck_assert_int_eq(scenario_get(whole, "w", -1)->line, 6);	/* of a.yaml */
	ck_assert_int_eq(scenario_get(whole, "z", -1)->line, 0);
	scenario_free(whole);

	put(c, "tamarack: 1\nscenario: c\nbased_on: a\n");
	ck_assert_ptr_null(scenario_resolve(s, list));
	ck_assert_uint_eq(messages_errors(list), 1);
	ck_assert_str_eq(messages_get(list, 0)->text,
			 "based_on goes round or is too long: a, b, c, and so on");
	scenario_free(s);
	messages_free(list);
}
END_TEST

START_TEST(manages_files)
{
	g_autofree char *a = in("a.yaml"), *b = in("b.yaml"), *made = NULL, *copy = NULL;
	g_autofree char *trash = NULL, *text = NULL;
	GPtrArray *list;
	struct directory_entry *e;

	put(a, "# mine\ntamarack: 1\nscenario: a\nadjust:\n- {path: x, lock: true}\n");
	put(b, "tamarack: 1\nscenario: b\nbased_on: a   # the parent\n");
	ck_assert(directory_duplicate(a, "copy", &copy, NULL));
	text = get(copy);
	ck_assert_str_eq(text, "# mine\ntamarack: 1\nscenario: copy\nadjust:\n"
			 "- {path: x, lock: true}\n");
	ck_assert(!directory_duplicate(a, "b", NULL, NULL));
	ck_assert(!directory_duplicate(a, "../b", NULL, NULL));
	ck_assert(directory_rename(a, "first", &made, NULL));
	ck_assert(!g_file_test(a, G_FILE_TEST_EXISTS));
	g_free(text);
	text = get(b);
	ck_assert_str_eq(text, "tamarack: 1\nscenario: b\nbased_on: first # the parent\n");
	trash = directory_delete(made, NULL);
	ck_assert_ptr_nonnull(trash);
	list = directory_list(directory);
	ck_assert_uint_eq(list->len, 2);
	e = list->pdata[0];
	ck_assert_str_eq(e->id, "b");
	ck_assert_str_eq(e->based_on, "first");
	g_ptr_array_unref(list);
	ck_assert(directory_restore(trash, made, NULL));
	put(b, "tamarack: 1\nnonsense: b\n");
	list = directory_list(directory);
	ck_assert_uint_eq(list->len, 3);
	e = list->pdata[0];
	ck_assert_ptr_nonnull(strstr(e->problem, "b.yaml:2:1: unknown key 'nonsense'"));
	e = list->pdata[2];
	ck_assert_int_eq(e->n_adjusts, 1);
	g_ptr_array_unref(list);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("save");
	TCase *tc = tcase_create("save");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, fails_at_every_call, 0, PLACES * G_N_ELEMENTS(errors));
	tcase_add_test(tc, writes_short);
	tcase_add_loop_test(tc, killed_at_every_call, 0, PLACES);
	tcase_add_test(tc, never_syncs_again);
	tcase_add_test(tc, sees_what_others_did);
	tcase_add_test(tc, refuses_a_locked_file);
	tcase_add_test(tc, keeps_mode_and_links);
	tcase_add_test(tc, follows_links);
	tcase_add_test(tc, refuses_what_is_no_file);
	tcase_add_test(tc, asks_before_losing_comments);
	tcase_add_test(tc, inherits);
	tcase_add_test(tc, manages_files);
	tcase_set_timeout(tc, 0);
	suite_add_tcase(suite, tc);
	return run_suite(suite);
}
