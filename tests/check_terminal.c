/* The explorer in terminals of all kinds and sizes: it shows its screen, or says in one line why
 * not; it writes nothing that is not needed. */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pty.h"

#define MARKET "ai-training-dataset"
#define TITLE "AI training dataset market"
#define MARK_END "\033[201~"	/* of a paste */

enum { TRIES = 5, CELL_PATIENCE = 200 };

static const char *const arguments[] = {MARKET, NULL};
static char *scratch, *locale_path;

static void set_up(void)
{
	scratch = g_build_filename(g_getenv("HOME"), "terminal-XXXXXX", NULL);
	ck_assert_ptr_nonnull(g_mkdtemp(scratch));
	g_autofree char *state = g_build_filename(scratch, "state", NULL);

	g_setenv("XDG_STATE_HOME", state, TRUE);
}

static void tear_down(void)
{
	g_free(scratch);
}

static void begin(struct pty *p, int rows, int columns)
{
	pty_begin(p, &(struct pty_start){.arguments = arguments, .rows = rows, .columns = columns});
}

/* Leaves with a key. */
static void leave(struct pty *p)
{
	pty_type(p, "Q");
	ck_assert_pty(p, pty_ends(p));
	ck_assert_pty(p, pty_status(p) == 0 && pty_is_sane(p));
	ck_assert_str_eq(p->vt.odd->str, "");
	pty_end(p);
}

/* ------------------------------------------------ kinds of terminals and locales */

enum expected { EITHER, STARTS, REFUSES };

static const struct { const char *name; enum expected expected; } kinds[] = {
	{"TERM=xterm-256color", STARTS}, {"TERM=xterm", EITHER}, {"TERM=xterm-direct", EITHER},
	{"TERM=screen-256color", EITHER}, {"TERM=tmux-256color", EITHER}, {"TERM=linux", EITHER},
	{"TERM=vt100", EITHER}, {"TERM=vt220", EITHER}, {"TERM=ansi", EITHER},
	{"TERM=dumb", REFUSES}, {"TERM=no-such-terminal", REFUSES}, {"TERM=", REFUSES},
	{"TERM", REFUSES}, {"TERM=broken", REFUSES}, {"TERM=cut", REFUSES},
	{"TERM=../../../etc/passwd", REFUSES},
};
static const char *const locales[] = {"C", "C.UTF-8", "de_DE.UTF-8"};	/* the last may be missing */
enum { KINDS = G_N_ELEMENTS(kinds) };

/* A description that is none, and one that is cut off; NAME=VALUE. */
static char *broken_terminfo(void)
{
	static const char head[] = {0x1a, 0x01, 0x08, 0x00, 0x26, 0x00, 0x0f, 0x00, (char)0x9d, 0x01,
				    (char)0xff, 0x7f, 'c', 'u', 't'};
	g_autofree char *dir = g_build_filename(scratch, "terminfo", NULL);

	for (int i = 0; i < 2; i++) {
		g_autofree char *letter = g_build_filename(dir, i ? "c" : "b", NULL);
		g_autofree char *file = g_build_filename(letter, i ? "cut" : "broken", NULL);

		ck_assert_int_eq(g_mkdir_with_parents(letter, 0700), 0);
		ck_assert(g_file_set_contents(file, i ? head : "no terminal\n",
					      i ? (gssize)sizeof head : -1, NULL));
	}
	return g_strconcat("TERMINFO=", dir, NULL);
}

/* Once for all tests; false if it cannot be made here. */
static bool make_locale(void)
{
	g_autofree char *target = g_build_filename(locale_path, "de_DE.UTF-8", NULL);
	const char *command[] = {"localedef", "-c", "-i", "de_DE", "-f", "UTF-8", target, NULL};

	g_mkdir_with_parents(locale_path, 0700);
	g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
		     NULL, NULL, NULL, NULL, NULL, NULL);
	return g_file_test(target, G_FILE_TEST_IS_DIR);
}

static int count_lines(const char *text)
{
	int n = 0;

	while ((text = strchr(text, '\n'))) {
		n++;
		text++;
	}
	return n;
}

/* Not on a terminal: what `show` prints, and nothing else. */
static void assert_plain(const char *const *environment)
{
	const char *command[] = {g_getenv("TAMARACK"), MARKET, NULL};
	g_auto(GStrv) env = g_get_environ();
	g_autofree char *out = NULL;
	int status;

	for (; *environment; environment++) {
		g_auto(GStrv) pair = g_strsplit(*environment, "=", 2);

		env = pair[1] ? g_environ_setenv(env, pair[0], pair[1], TRUE)
			      : g_environ_unsetenv(env, pair[0]);
	}
	ck_assert(g_spawn_sync(NULL, (char **)command, env, 0, NULL, NULL, &out, NULL, &status, NULL));
	ck_assert_int_eq(status, 0);
	ck_assert_ptr_nonnull(strstr(out, "Mordor Intelligence"));
	for (const char *c = out; *c; c++)
		ck_assert_msg((unsigned char)*c >= 0x20 || *c == '\n', "a control in: %s", out);
}

START_TEST(terminals)
{
	const char *locale = locales[_i / KINDS], *kind = kinds[_i % KINDS].name;
	enum expected expected = kinds[_i % KINDS].expected;
	g_autofree char *all = g_strconcat("LC_ALL=", locale, NULL);
	g_autofree char *path = g_strconcat("LOCPATH=", locale_path, NULL);
	g_autofree char *terminfo = broken_terminfo();
	/* What curses loads for TERM=linux loses some bytes of its own. */
	const char *environment[] = {kind, all, terminfo, "ASAN_OPTIONS=detect_leaks=0",
				     *locale == 'C' ? "NOTHING" : path, NULL};
	struct pty p;

	assert_plain(environment);
	pty_begin(&p, &(struct pty_start){.arguments = arguments, .environment = environment});
	if (expected != REFUSES && pty_wrote(&p, TITLE)) {
		pty_type(&p, "5Q");
		ck_assert_pty(&p, pty_ends(&p));
		ck_assert_pty(&p, pty_status(&p) == 0);
	} else {
		ck_assert_pty(&p, pty_ends(&p));
		ck_assert_msg(expected != STARTS, "%s: %s", kind, p.bytes->str);
		ck_assert_int_eq(pty_status(&p), 2);
		ck_assert_msg(count_lines(p.bytes->str) == 1 && !strchr(p.bytes->str, '\033'),
			      "%s: '%s'", kind, p.bytes->str);
	}
	ck_assert_pty(&p, pty_line_is_sane(&p));
	pty_end(&p);
}
END_TEST

/* ------------------------------------------------ sizes */

static const struct { int rows, columns; } sizes[] = {
	{1, 1}, {1, 80}, {2, 2}, {3, 20}, {24, 1}, {9, 40}, {10, 39}, {10, 40}, {11, 41}, {24, 80},
	{40, 120}, {60, 40}, {10, 300}, {200, 500},
};

static char *notice(int rows, int columns)
{
	g_autofree char *text = g_strdup_printf("needs 40x10, has %dx%d", columns, rows);
	const char *fits = strlen(text) <= (size_t)columns ? text : "needs 40x10";

	return g_strchomp(g_strndup(fits, (size_t)columns));
}

static void assert_fits(struct pty *p, int rows, int columns)
{
	g_autofree char *line = notice(rows, columns);
	bool small = rows < 10 || columns < 40;

	ck_assert_pty(p, pty_shows(p, small ? line : "CAGR"));
	g_autofree char *dump = vt_dump(&p->vt);

	if (small) {
		ck_assert_msg(g_str_has_prefix(dump, line), "%s", dump);
		ck_assert_uint_eq(strlen(g_strchomp(dump)), strlen(line));
	}
	ck_assert_str_eq(p->vt.odd->str, "");
}

START_TEST(starts_in_any_size)
{
	struct pty p;

	begin(&p, sizes[_i].rows, sizes[_i].columns);
	assert_fits(&p, sizes[_i].rows, sizes[_i].columns);
	leave(&p);
}
END_TEST

/* Down to each size and back: the same screen. */
START_TEST(resizes)
{
	struct pty p, still;

	begin(&p, 24, 80);
	begin(&still, 24, 80);
	for (int k = 0; k < 2; k++) {
		pty_type(k ? &still : &p, "5Gk");
		ck_assert_pty(k ? &still : &p, pty_shows(k ? &still : &p, "> Asia-Pacific"));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		pty_resize(&p, sizes[i].rows, sizes[i].columns);
		assert_fits(&p, sizes[i].rows, sizes[i].columns);
		pty_resize(&p, 24, 80);
		ck_assert_pty(&p, pty_same(&p, &still));
	}
	/* No size at all is what a serial line says. */
	pty_resize(&p, 0, 0);
	pty_type(&p, "gg");
	ck_assert_pty(&p, pty_shows(&p, ">  Total"));
	pty_resize(&p, 24, 80);
	pty_type(&p, "Gk");
	ck_assert_pty(&p, pty_same(&p, &still));
	leave(&p);
	leave(&still);
}
END_TEST

START_TEST(a_storm_of_sizes)
{
	static const char *const meanwhile[] = {"", "C", "q", "j", "k", "?", "q", "d", "q", ""};
	GRand *rand = g_rand_new_with_seed(2);
	struct pty p, still;

	begin(&p, 24, 80);
	begin(&still, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	for (int i = 0; i < 200; i++) {
		pty_resize(&p, g_rand_int_range(rand, 1, 70), g_rand_int_range(rand, 1, 200));
		pty_type(&p, meanwhile[i % G_N_ELEMENTS(meanwhile)]);
		pty_settle(&p, 0);
	}
	pty_resize(&p, 24, 80);
	ck_assert_pty(&p, pty_same(&p, &still));
	g_rand_free(rand);
	/* What was cut in two by a new size may look odd. */
	g_string_truncate(p.vt.odd, 0);
	leave(&p);
	leave(&still);
}
END_TEST

/* ------------------------------------------------ keys that wait, keys that do nothing */

/* Alone it acts at once: curses would wait a second for more.  The best of some tries, since the
 * machine may be busy. */
START_TEST(escape_acts_at_once)
{
	gint64 best = G_MAXINT64;
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	for (int i = 0; i < TRIES && best > 500000; i++) {
		gint64 start;

		pty_type(&p, ":digits");
		ck_assert_pty(&p, pty_shows(&p, ": digits"));
		start = g_get_monotonic_time();
		pty_type(&p, "\033");
		ck_assert_pty(&p, pty_hides(&p, ": digits"));
		best = MIN(best, g_get_monotonic_time() - start);
	}
	ck_assert_msg(best < 500000, "Escape took %d ms", (int)(best / 1000));
	leave(&p);
}
END_TEST

/* Long work shows how far it is, and Escape leads back to what was there; a signal ends it, too. */
START_TEST(escape_ends_long_work)
{
	/* a tornado of it has many inputs, each of them a forecast */
	g_autofree char *file = pty_wide_market(scratch, 20000);
	const char *const long_ones[] = {file, NULL};
	struct pty p;

	pty_begin(&p, &(struct pty_start){.arguments = long_ones});
	ck_assert_pty(&p, pty_shows(&p, "[1 Kind]"));
	pty_type(&p, "jjj");
	ck_assert_pty(&p, pty_shows(&p, ">  S2"));
	pty_type(&p, "t");
	ck_assert_pty(&p, pty_shows(&p, "tornado: "));
	ck_assert_pty(&p, pty_shows(&p, "% ... Esc ends it"));
	pty_type(&p, "G\033");
	ck_assert_pty(&p, pty_shows(&p, "tornado: ended before it was done"));
	ck_assert_pty(&p, pty_shows(&p, ">  S2"));
	if (_i == 0) {
		leave(&p);
		return;
	}
	pty_type(&p, "t");
	ck_assert_pty(&p, pty_shows(&p, "% ... Esc ends it"));
	kill(p.pid, SIGTERM);
	ck_assert_pty(&p, pty_ends(&p));
	ck_assert_pty(&p, pty_status(&p) == 128 + SIGTERM && pty_is_sane(&p));
	pty_end(&p);
}
END_TEST

/* An arrow that comes in pieces is an arrow still, if the pieces follow each other. */
START_TEST(a_split_arrow)
{
	bool seen = false;
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	for (int i = 0; i < TRIES && !seen; i++) {
		pty_type(&p, "ggj");
		ck_assert_pty(&p, pty_shows(&p, ">  Text"));
		pty_type(&p, "\033");
		pty_type(&p, "O");
		pty_type(&p, "B");
		pty_settle(&p, CELL_PATIENCE);
		seen = vt_shows(&p.vt, ">  Image");
	}
	ck_assert_pty(&p, seen);
	leave(&p);
}
END_TEST

/* A slow line sends a report of the mouse in two pieces: none of it is a key.  Escape alone acts
 * at once, so that a click behind one may come after it. */
static const struct { const char *keys, *whole; int pause; } pieces[] = {
	{"5", "\033[<0;5;9M", 60}, {"5j", "\033[<0;5;9M", 400}, {"5", "\033[M %)", 60},
	{"5", "\033[6~", 60}, {":", "\033[200~digits 3\r\033[201~", 60},
	{"5", "\033[200~Qy\r:quit\r\033[201~", 60}, {"5", "\033[<0;999;999M", 60},
};

/* Answers to nobody that pause before their end, so that the end comes as a beginning: M-\ would be
 * told as a key that means nothing.  A key behind such a string is a key again. */
static const struct { const char *first, *then, *shows; } pauses[] = {
	{"\033]11;rgb:0/0/0", "\033\\", "[1 Modality]"},
	{"\033]11;rgb:0/0/0", "\033OB", ">  Text"},
	{"\033P1$r0m\033", "\\", "[1 Modality]"},
	{"\033[<0;5", "\033[<0;20;2M", "[2 Offering]"},
};

START_TEST(strings_that_pause)
{
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, pauses[_i].first);
	pty_settle(&p, 500);
	pty_type(&p, pauses[_i].then);
	pty_settle(&p, 500);
	ck_assert_pty(&p, vt_shows(&p.vt, pauses[_i].shows));
	ck_assert_pty(&p, !vt_shows(&p.vt, "means nothing"));
	pty_type(&p, "5");
	ck_assert_pty(&p, pty_shows(&p, "[5 Geography]"));
	leave(&p);
}
END_TEST

static void in_pieces(struct pty *p, const char *whole, size_t first, int pause)
{
	g_autofree char *head = g_strndup(whole, first);

	pty_type(p, head);
	pty_settle(p, pause);
	pty_type(p, whole + first);
	pty_settle(p, pause);
}

START_TEST(sequences_in_pieces)
{
	struct pty p, still;

	begin(&p, 24, 80);
	begin(&still, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	ck_assert_pty(&still, pty_shows(&still, "[1 Modality]"));
	for (size_t first = 1; first < strlen(pieces[_i].whole); first++) {
		pty_type(&p, pieces[_i].keys);
		pty_type(&still, pieces[_i].keys);
		pty_settle(&p, 60);
		in_pieces(&p, pieces[_i].whole, first, pieces[_i].pause);
		if (first == 1) {
			pty_type(&still, "\033");
			pty_settle(&still, 60);
		}
		pty_type(&still, pieces[_i].whole);
		bool same = pty_same(&p, &still);

		if (!same)
			fprintf(stderr, "%zu bytes of %s came first\n", first,
				pieces[_i].whole + 1);
		ck_assert_pty(&p, same);
		pty_type(&p, "\033");
		pty_type(&still, "\033");
		pty_settle(&p, 60);
		pty_settle(&still, 60);
	}
	leave(&p);
	leave(&still);
}
END_TEST

/* A paste that is under way is not cut by a new size or a signal: its rest would be keys. */
START_TEST(a_paste_is_not_disturbed)
{
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, "\033[200~Q");
	for (int i = 0; i < TRIES; i++) {
		pty_resize(&p, 24 + i, 80 + i);
		kill(p.pid, i % 2 ? SIGCONT : SIGWINCH);
		pty_settle(&p, 60);
		pty_type(&p, "Qy\r");
		pty_settle(&p, 60);
		ck_assert_pty(&p, p.vt.alternate && !vt_shows(&p.vt, "a paste goes"));
	}
	pty_type(&p, "\033[201~");
	ck_assert_pty(&p, pty_shows(&p, "a paste goes into prompts only"));
	leave(&p);
}
END_TEST

/* More than is kept of a paste: its end is known all the same, in one piece or in two. */
START_TEST(a_long_paste_ends)
{
	g_autofree char *line = g_strnfill(1000, 'Q');
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, "\033[200~");
	for (int i = 0; i < 70; i++) {
		pty_type(&p, line);
		pty_settle(&p, 1);
	}
	for (int i = 0; i < _i; i++) {
		char first[] = {MARK_END[i], '\0'};

		pty_type(&p, first);
		pty_settle(&p, 60);
	}
	pty_type(&p, MARK_END + _i);
	pty_type(&p, "5");
	ck_assert_pty(&p, pty_shows(&p, "[5 Geography]"));
	leave(&p);
}
END_TEST

/* What follows an Escape that was typed is typed too, however fast it comes. */
START_TEST(keys_behind_escape)
{
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, "\033");
	pty_settle(&p, 60);
	pty_type(&p, "[[5G");
	ck_assert_pty(&p, pty_shows(&p, "year [ 2029 ]"));
	ck_assert_pty(&p, pty_shows(&p, "> Middle East and Africa"));
	leave(&p);
}
END_TEST

/* A key behind the rest of a report that broke off is a key. */
START_TEST(a_key_behind_a_rest)
{
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, "\033");
	pty_settle(&p, 60);
	pty_type(&p, "[<0;5\033OB");
	ck_assert_pty(&p, pty_shows(&p, ">  Text"));
	leave(&p);
}
END_TEST

/* Bytes that a colon costs after these keys; the prompt is closed again. */
static size_t cost(struct pty *p, const char *keys)
{
	g_autofree char *all = g_strconcat(keys, ":", NULL);
	size_t before, after;

	pty_settle(p, CELL_PATIENCE);
	before = p->bytes->len;
	pty_type(p, all);
	ck_assert_pty(p, pty_shows(p, "\n :"));
	pty_settle(p, CELL_PATIENCE);
	after = p->bytes->len;
	pty_type(p, "\033");
	ck_assert_pty(p, pty_hides(p, "\n :"));
	return after - before;
}

static const struct { const char *before, *keys; } idle_keys[] = {
	{"gg", "kkkkk"}, {"G", "jjjj"}, {"gg", "\002\002"}, {"5", "555"}, {"?gg", "kk"},
	{"A", "kk"}, {"dgg", "kk"}, {"igg", "k"},
};

START_TEST(keys_that_change_nothing)
{
	size_t alone = 0, with = 1;
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, idle_keys[_i].before);
	for (int i = 0; i < TRIES && with != alone; i++) {
		cost(&p, "");
		alone = cost(&p, "");
		with = cost(&p, idle_keys[_i].keys);
	}
	ck_assert_msg(with == alone, "'%s' and then ':' cost %zu bytes, not %zu", idle_keys[_i].keys,
		      with, alone);
	leave(&p);
}
END_TEST

/* Nothing is written while nothing happens, whatever is kept on disk meanwhile. */
START_TEST(idle)
{
	size_t before = 0;
	struct pty p;

	begin(&p, 24, 80);
	ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
	pty_type(&p, "5Gke40\r");
	ck_assert_pty(&p, pty_shows(&p, "10.55S"));
	for (int i = 0; i < TRIES && p.bytes->len != before; i++) {
		before = p.bytes->len;
		pty_settle(&p, 2500);
	}
	before = p.bytes->len;
	pty_settle(&p, 2500);
	ck_assert_uint_eq(p.bytes->len, before);
	pty_type(&p, "u");
	leave(&p);
}
END_TEST

/* ------------------------------------------------ closed descriptors */

START_TEST(closed_descriptors)
{
	bool closed[] = {_i & 1, _i & 2, _i & 4};
	g_autofree char *input = g_build_filename(scratch, "input.yaml", NULL);
	g_autofree char *bytes = NULL, *after = NULL;
	const char *files[] = {input, NULL};
	struct pty p;
	size_t n, m;

	ck_assert(g_file_get_contents(TOP_SRCDIR "/data/" MARKET ".yaml", &bytes, &n, NULL));
	ck_assert(g_file_set_contents(input, bytes, (gssize)n, NULL));
	pty_begin(&p, &(struct pty_start){.arguments = files,
					  .closed = {closed[0], closed[1], closed[2]}});
	if (!closed[0] && !closed[1]) {
		/* Nobody hears what it says, but it works. */
		ck_assert_pty(&p, pty_shows(&p, "[1 Modality]"));
		for (int fd = 0; fd < 3 && g_file_test("/proc/self/fd/0", G_FILE_TEST_EXISTS); fd++) {
			g_autofree char *link = g_strdup_printf("/proc/%d/fd/%d", (int)p.pid, fd);
			g_autofree char *to = g_file_read_link(link, NULL);

			ck_assert_ptr_nonnull(to);
			ck_assert_msg(g_str_has_prefix(to, "/dev/"), "%d is %s", fd, to);
		}
		pty_type(&p, "e12\ru");
		ck_assert_pty(&p, pty_hides(&p, "[modified]"));
		leave(&p);
	} else {
		ck_assert_pty(&p, pty_ends(&p));
		ck_assert_int_eq(pty_status(&p), 2);
		ck_assert_pty(&p, pty_is_sane(&p));
		pty_end(&p);
	}
	ck_assert(g_file_get_contents(input, &after, &m, NULL));
	ck_assert_uint_eq(m, n);
	ck_assert_mem_eq(after, bytes, n);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("terminal");
	TCase *tc = tcase_create("terminal");
	SRunner *runner = srunner_create(s);
	int failed, n_locales = G_N_ELEMENTS(locales);

	locale_path = g_build_filename(g_getenv("HOME"), "locale", NULL);
	n_locales -= !make_locale();
	tcase_set_timeout(tc, 0);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, terminals, 0, KINDS * n_locales);
	tcase_add_loop_test(tc, starts_in_any_size, 0, G_N_ELEMENTS(sizes));
	tcase_add_test(tc, resizes);
	tcase_add_test(tc, a_storm_of_sizes);
	tcase_add_test(tc, escape_acts_at_once);
	tcase_add_loop_test(tc, escape_ends_long_work, 0, 2);
	tcase_add_test(tc, a_split_arrow);
	tcase_add_loop_test(tc, strings_that_pause, 0, G_N_ELEMENTS(pauses));
	tcase_add_loop_test(tc, sequences_in_pieces, 0, G_N_ELEMENTS(pieces));
	tcase_add_test(tc, a_paste_is_not_disturbed);
	tcase_add_loop_test(tc, a_long_paste_ends, 0, 3);
	tcase_add_test(tc, keys_behind_escape);
	tcase_add_test(tc, a_key_behind_a_rest);
	tcase_add_loop_test(tc, keys_that_change_nothing, 0, G_N_ELEMENTS(idle_keys));
	tcase_add_test(tc, idle);
	tcase_add_loop_test(tc, closed_descriptors, 1, 8);
	suite_add_tcase(s, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	g_free(locale_path);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
