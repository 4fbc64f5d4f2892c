/* Signals, crashes, stops and a line that hangs up, in the middle of everything: the terminal is
 * given back as it was, and what was typed is kept. */
#include "config.h"

#include <check.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pty.h"
#include "run_suite.h"
#include "term/signals.h"
#include "tui/loading.h"

#define MARKET "ai-training-dataset"

/* What the program is doing when it happens.  shows: what says that it does. */
static const struct moment { const char *name, *keys, *shows; } moments[] = {
	{"the tree", "", "> "},
	{"a prompt", "e4", "now 33.14 %: 4"},
	{"a prefix", "z", "zo Unfold"},
	{"the chart", "C", "Y log"},
	{"the manual", "?", "Enter follow"},
	{"the palette", "\020un", "undo"},
	{"the command line", ":set di", ": set di"},
	{"an edit", "5Gke40\r", "10.55S"},
	{"a question", "+q", "Unsaved edits"},
	{"a filter", "5&asia", "asia"},
	{"the forces", "d", "Drivers and restraints:"},
	{"the crossing", "x", "Space go into the row"},
	{"the audit", "A", "Audit: AI training"},
	{"the report", "i", "In words: AI training"},
	{"an explanation", "p", "How it came about"},
	{"the bounds", "b", "What is proven"},
	{"the tornado", "t", "What moves it most"},
	{"the two-way table", "#", "Levels by rates"},
	{"the library", "M", " Library  "},
};
enum { MOMENTS = G_N_ELEMENTS(moments), CRASHES = 4, EDIT = 7 };

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM,
			     SIGVTALRM, SIGXCPU};
static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};

static char *state;		/* NAME=VALUE of a state directory of this test's own */

static void begin(struct pty *p, int ignored)
{
	static const char *const arguments[] = {MARKET, NULL};
	const char *environment[] = {state, NULL};

	pty_begin(p, &(struct pty_start){.arguments = arguments, .environment = environment,
					 .ignored = ignored});
}

static void reach(struct pty *p, const struct moment *m)
{
	ck_assert_pty(p, pty_shows(p, "[1 Modality]"));
	pty_type(p, m->keys);
	if (!pty_shows(p, m->shows))
		fprintf(stderr, "%s did not come\n", m->name);
	ck_assert_pty(p, vt_shows(&p->vt, m->shows));
}

static void set_up(void)
{
	g_autofree char *dir = g_build_filename(g_getenv("HOME"), "signals-XXXXXX", NULL);

	ck_assert_ptr_nonnull(g_mkdtemp(dir));
	state = g_strconcat("XDG_STATE_HOME=", dir, NULL);
}

static void tear_down(void)
{
	g_free(state);
}

static void assert_left(struct pty *p, int signal, const char *where)
{
	ck_assert_pty(p, pty_ends(p));
	if (pty_status(p) != 128 + signal || !pty_is_sane(p))
		fprintf(stderr, "signal %d at %s\n", signal, where);
	ck_assert_pty(p, pty_status(p) == 128 + signal);
	ck_assert_pty(p, pty_is_sane(p));
	ck_assert_str_eq(p->vt.odd->str, "");
}

/* ------------------------------------------------ the end */

START_TEST(signals_end_it)
{
	const struct moment *m = &moments[_i % MOMENTS];
	int signal = ending[_i / MOMENTS];
	struct pty p;

	begin(&p, 0);
	reach(&p, m);
	kill(p.pid, signal);
	assert_left(&p, signal, m->name);
	ck_assert_msg(WIFEXITED(p.status), "signal %d killed it", signal);
	pty_end(&p);
}
END_TEST

/* As soon as it has written a byte. */
START_TEST(signals_at_the_start)
{
	int signal = ending[_i];
	struct pty p;

	begin(&p, 0);
	ck_assert_pty(&p, pty_writes(&p));
	kill(p.pid, signal);
	assert_left(&p, signal, "the start");
	pty_end(&p);
}
END_TEST

START_TEST(crashes)
{
	const struct moment *m = &moments[_i % CRASHES];
	int signal = fatal[_i / CRASHES];
	struct pty p;

	begin(&p, 0);
	reach(&p, m);
	kill(p.pid, signal);
	assert_left(&p, signal, m->name);
	ck_assert(WIFSIGNALED(p.status));
	pty_end(&p);
}
END_TEST

/* The thread that loads, while it waits for a file that is a pipe. */
static pid_t loading_thread(const struct pty *p)
{
	g_autofree char *tasks = g_strdup_printf("/proc/%d/task", (int)p->pid);
	g_autoptr(GDir) dir = g_dir_open(tasks, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(tasks, name, "comm", NULL), *is = NULL;

		if (g_file_get_contents(file, &is, NULL, NULL) && strcmp(is, "work\n") == 0)
			return atoi(name);
	}
	return 0;
}

static long crash_thread(pid_t program, pid_t thread, int signal)
{
#ifdef SYS_tgkill
	return syscall(SYS_tgkill, program, thread, signal);
#else
	(void)thread;
	return kill(program, signal);
#endif
}

static void begin_loading(struct pty *p)
{
	g_autofree char *file = g_build_filename(state + strlen("XDG_STATE_HOME="), "slow.yaml", NULL);
	const char *const arguments[] = {file, NULL};

	ck_assert_int_eq(mkfifo(file, 0600), 0);
	pty_begin(p, &(struct pty_start){.arguments = arguments});
	ck_assert_pty(p, pty_shows(p, "Esc ends it"));
}

START_TEST(crashes_while_loading)
{
	struct pty p;
	pid_t thread;

	begin_loading(&p);
	thread = loading_thread(&p);
#ifdef SYS_tgkill
	ck_assert_int_ne(thread, 0);
#endif
	if (thread) {	/* elsewhere threads cannot be told apart from outside */
		ck_assert_int_eq(crash_thread(p.pid, thread, fatal[_i]), 0);
		assert_left(&p, fatal[_i], "loading");
		ck_assert(WIFSIGNALED(p.status));
	}
	pty_end(&p);
}
END_TEST

START_TEST(hang_up_while_loading)
{
	struct pty p;

	begin_loading(&p);
	pty_hang_up(&p);
	ck_assert(pty_ends(&p));
	ck_assert_int_eq(pty_status(&p), 128 + SIGHUP);
	pty_end(&p);
}
END_TEST

START_TEST(signals_while_loading)
{
	struct pty p;

	begin_loading(&p);
	kill(p.pid, ending[_i]);
	assert_left(&p, ending[_i], "loading");
	pty_end(&p);
}
END_TEST

/* Escape drops what was typed meanwhile, not the signal. */
START_TEST(escape_behind_a_signal)
{
	struct pty p;

	begin_loading(&p);
	kill(p.pid, SIGTERM);
	pty_type(&p, "jj\033");
	assert_left(&p, SIGTERM, "loading");
	pty_end(&p);
}
END_TEST

/* Nor does it wait for the work that was asked for before it and would never end. */
START_TEST(a_signal_behind_more_work)
{
	g_autofree char *file = g_build_filename(state + strlen("XDG_STATE_HOME="), "slow.yaml", NULL);
	const char *const arguments[] = {file, NULL};
	g_autofree char *text = NULL;
	struct pty p;

	ck_assert(g_file_get_contents(TOP_SRCDIR "/data/ai-training-dataset.yaml", &text, NULL, NULL));
	ck_assert(g_file_set_contents(file, text, -1, NULL));
	pty_begin(&p, &(struct pty_start){.arguments = arguments});
	ck_assert_pty(&p, pty_shows(&p, "Source: Mordor"));
	remove(file);
	ck_assert_int_eq(mkfifo(file, 0600), 0);
	pty_type(&p, "\005\005");
	ck_assert_pty(&p, pty_shows(&p, "Esc ends it"));
	kill(p.pid, SIGTERM);
	assert_left(&p, SIGTERM, "loading");
	pty_end(&p);
}
END_TEST

/* ------------------------------------------------ while files are written, by us and by others */

static const char *scratch(void)
{
	return state + strlen("XDG_STATE_HOME=");
}

static int count_files(const char *prefix)
{
	g_autoptr(GDir) dir = g_dir_open(scratch(), 0, NULL);
	const char *name;
	int n = 0;

	while (dir && (name = g_dir_read_name(dir)))
		n += g_str_has_prefix(name, prefix);
	return n;
}

/* What stood in the file stays, and nothing half written stands beside it. */
START_TEST(signals_while_exporting)
{
	g_autofree char *market = pty_wide_market(scratch(), 40000), *is = NULL;
	g_autofree char *to = g_build_filename(scratch(), "out.csv", NULL);
	g_autofree char *command = g_strdup_printf(":export %s\r", to);
	const char *const arguments[] = {market, NULL}, *const environment[] = {state, NULL};
	struct pty p;

	ck_assert(g_file_set_contents(to, "before\n", -1, NULL));
	pty_begin(&p, &(struct pty_start){.arguments = arguments, .environment = environment});
	ck_assert_pty(&p, pty_shows(&p, "[1 Kind]"));
	pty_type(&p, command);
	ck_assert_pty(&p, pty_shows(&p, "% ... Esc ends it"));
	ck_assert_int_eq(count_files("out.csv"), 2);
	kill(p.pid, ending[_i]);
	assert_left(&p, ending[_i], "an export");
	pty_end(&p);
	ck_assert_int_eq(count_files("out.csv"), 1);
	ck_assert(g_file_get_contents(to, &is, NULL, NULL));
	ck_assert_str_eq(is, "before\n");
}
END_TEST

static char *begin_editing(struct pty *p)
{
	static const char script[] = "#!/bin/sh\necho it edits now\nread answer\n";
	g_autofree char *editor = g_build_filename(scratch(), "editor", NULL);
	char *set = g_strconcat("VISUAL=", editor, NULL);
	static const char *const arguments[] = {MARKET, NULL};
	const char *environment[] = {state, set, NULL};

	ck_assert(g_file_set_contents(editor, script, -1, NULL));
	ck_assert_int_eq(chmod(editor, 0700), 0);
	pty_begin(p, &(struct pty_start){.arguments = arguments, .environment = environment});
	reach(p, &moments[EDIT]);
	pty_type(p, "E");
	ck_assert_pty(p, pty_shows(p, "it edits now"));
	return set;
}

/* The editor keeps the terminal to its end; then the signal ends us, edits kept. */
START_TEST(signals_while_editing)
{
	int signal = ending[_i];
	struct pty p;
	g_autofree char *set = begin_editing(&p);

	kill(p.pid, signal);
	pty_settle(&p, 60);
	ck_assert_pty(&p, !pty_is_over(&p));
	ck_assert_pty(&p, vt_shows(&p.vt, "it edits now"));
	pty_type(&p, "\n");
	/* of the terminal: they were the editor's */
	if (signal == SIGINT || signal == SIGQUIT) {
		ck_assert_pty(&p, pty_shows(&p, "10.55S"));
		kill(p.pid, signal);
	}
	assert_left(&p, signal, "the editor");
	pty_end(&p);
	begin(&p, 0);
	ck_assert_pty(&p, pty_shows(&p, "take them back"));
	pty_end(&p);
}
END_TEST

/* ------------------------------------------------ a wake from another thread */

#ifdef SYS_write
static bool reads_first;	/* the reader looks in just before the next write */

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (reads_first) {
		reads_first = false;
		signals_next();
	}
	return syscall(SYS_write, fd, bytes, n);
}

/* A byte that nobody reads would make every wait for it return at once. */
START_TEST(a_wake_is_not_lost)
{
	ck_assert(signals_catch());
	struct pollfd fd = {.fd = signals_fd(), .events = POLLIN};

	reads_first = true;
	signals_wake();
	ck_assert(!reads_first);
	ck_assert_int_eq(poll(&fd, 1, 0), 1);
	ck_assert_int_eq(signals_next(), 0);
	ck_assert_int_eq(poll(&fd, 1, 0), 0);
	ck_assert_int_eq(signals_next(), -1);
	signals_give_back();
}
END_TEST
#endif

/* ------------------------------------------------ a stack that is full */

static int overflow(int n)
{
	volatile char room[4096];

	room[0] = (char)n;
	return n < 0 ? 0 : overflow(n + 1) + room[0];
}

static void overflow_on_wake(void)
{
	overflow(0);
}

static void take_terminal(void)
{
	struct termios raw;

	signal(SIGSEGV, SIG_DFL);	/* a sanitizer may have it */
	if (!signals_catch() || tcgetattr(STDIN_FILENO, &raw) != 0)
		_exit(1);
	signals_reset("\033[?1049l");
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	(void)!write(STDOUT_FILENO, "\033[?1049h", 8);
}

static void overflow_in_main(void)
{
	take_terminal();
	overflow(0);
}

/* The thread that loads wakes us at its end. */
static void overflow_in_thread(void)
{
	struct explorer_options o = {.hold = HOLD_DEFAULT, .fill = -1, .digits = -1};

	take_terminal();
	loading_take(loading_new(&o, TOP_SRCDIR "/data/" MARKET ".yaml", overflow_on_wake),
		     messages_new());
}

START_TEST(stack_overflow)
{
	struct pty p;

	pty_begin(&p, &(struct pty_start){.instead = _i ? overflow_in_thread : overflow_in_main});
	assert_left(&p, SIGSEGV, _i ? "a thread" : "main");
	ck_assert(WIFSIGNALED(p.status));
	ck_assert_ptr_nonnull(strstr(p.bytes->str, "\033[?1049h\033[?1049l"));
	pty_end(&p);
}
END_TEST

/* An edit that was not saved is offered by the next start, and is whole. */
START_TEST(edits_are_kept)
{
	int n = G_N_ELEMENTS(ending);
	int signal = _i < n ? ending[_i] : _i == n ? SIGKILL : fatal[_i - n - 1];
	struct pty p;

	begin(&p, 0);
	reach(&p, &moments[EDIT]);
	kill(p.pid, signal);
	ck_assert_pty(&p, pty_ends(&p));
	pty_end(&p);
	begin(&p, 0);
	ck_assert_pty(&p, pty_shows(&p, "take them back"));
	pty_type(&p, "y5");
	ck_assert_pty(&p, pty_shows(&p, "10.55S"));
	pty_type(&p, "Qy");
	ck_assert_pty(&p, pty_ends(&p));
	ck_assert_int_eq(pty_status(&p), 0);
	pty_end(&p);
}
END_TEST

/* Ignored by whoever started it, a signal stays ignored. */
START_TEST(ignored_signals)
{
	static const int ignored[] = {SIGHUP, SIGINT, SIGTERM};
	struct pty p;

	begin(&p, ignored[_i]);
	reach(&p, &moments[0]);
	kill(p.pid, ignored[_i]);
	pty_type(&p, "5");
	ck_assert_pty(&p, pty_shows(&p, "[5 Geography]"));
	pty_type(&p, "Q");
	assert_left(&p, -128, "the end");
	pty_end(&p);
}
END_TEST

/* ------------------------------------------------ going on */

START_TEST(signals_without_meaning)
{
	static const int harmless[] = {SIGWINCH, SIGCONT, SIGCHLD, SIGURG};
	const struct moment *m = &moments[_i % MOMENTS];
	struct pty p;

	begin(&p, 0);
	reach(&p, m);
	for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++)
		for (int n = 0; n < 20; n++)
			kill(p.pid, harmless[i]);
	pty_type(&p, "\033");
	pty_type(&p, "\033");
	pty_settle(&p, 150);
	pty_type(&p, "?");
	ck_assert_pty(&p, pty_shows(&p, "Enter follow"));
	kill(p.pid, SIGTERM);
	assert_left(&p, SIGTERM, m->name);
	pty_end(&p);
}
END_TEST

/* Stopped by a signal or by ^Z, brought back: the same screen. */
START_TEST(stops)
{
	static const char shell[] = "\033[H\033[2J$ ls\r\n$ fg\r\n";
	const struct moment *m = &moments[_i];
	struct pty p;

	begin(&p, 0);
	reach(&p, m);
	pty_settle(&p, 150);
	for (int round = 0; round < 2; round++) {
		g_autofree char *before = vt_dump(&p.vt);

		kill(p.pid, SIGTSTP);
		ck_assert_pty(&p, pty_stops(&p));
		ck_assert_pty(&p, pty_is_sane(&p));
		vt_write(&p.vt, shell, strlen(shell));
		kill(p.pid, SIGCONT);
		ck_assert_pty(&p, pty_shows(&p, before));
		ck_assert_pty(&p, p.vt.alternate);
	}
	kill(p.pid, SIGTERM);
	assert_left(&p, SIGTERM, m->name);
	pty_end(&p);
}
END_TEST

START_TEST(stops_by_key_and_comes_back_in_another_size)
{
	struct pty p;

	begin(&p, 0);
	reach(&p, &moments[EDIT]);
	pty_type(&p, "\032");
	ck_assert_pty(&p, pty_stops(&p));
	ck_assert_pty(&p, pty_is_sane(&p));
	pty_resize(&p, 40, 120);
	kill(p.pid, SIGCONT);
	ck_assert_pty(&p, pty_shows(&p, "Source: Mordor Intelligence"));
	pty_type(&p, "\032");
	ck_assert_pty(&p, pty_stops(&p));
	/* A signal that comes meanwhile ends it once it goes on. */
	kill(p.pid, SIGTERM);
	kill(p.pid, SIGCONT);
	assert_left(&p, SIGTERM, "a stop");
	pty_end(&p);
}
END_TEST

/* ------------------------------------------------ hanging up */

START_TEST(hang_up)
{
	bool ignored = _i % 2;
	const struct moment *m = &moments[_i / 2];
	struct pty p;

	begin(&p, ignored ? SIGHUP : 0);
	reach(&p, m);
	pty_hang_up(&p);
	ck_assert_msg(pty_ends(&p), "%s: it goes on without a terminal", m->name);
	ck_assert_int_eq(pty_status(&p), 128 + SIGHUP);
	pty_end(&p);
	if (m != &moments[EDIT])
		return;
	begin(&p, 0);
	ck_assert_pty(&p, pty_shows(&p, "take them back"));
	pty_end(&p);
}
END_TEST

START_TEST(hang_up_in_a_paste)
{
	struct pty p;

	begin(&p, _i ? SIGHUP : 0);
	reach(&p, &moments[0]);
	pty_type(&p, "\033[200~what was");
	pty_settle(&p, 60);
	pty_hang_up(&p);
	ck_assert(pty_ends(&p));
	ck_assert_int_eq(pty_status(&p), 128 + SIGHUP);
	pty_end(&p);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("signals");
	TCase *tc = tcase_create("signals");

	tcase_set_timeout(tc, 0);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, signals_end_it, 0, (int)G_N_ELEMENTS(ending) * MOMENTS);
	tcase_add_loop_test(tc, signals_at_the_start, 0, G_N_ELEMENTS(ending));
	tcase_add_loop_test(tc, crashes, 0, (int)G_N_ELEMENTS(fatal) * CRASHES);
	tcase_add_loop_test(tc, crashes_while_loading, 0, G_N_ELEMENTS(fatal));
	tcase_add_loop_test(tc, signals_while_loading, 0, G_N_ELEMENTS(ending));
	tcase_add_test(tc, hang_up_while_loading);
	tcase_add_loop_test(tc, signals_while_exporting, 0, 3);
	tcase_add_loop_test(tc, signals_while_editing, 0, G_N_ELEMENTS(ending));
	tcase_add_test(tc, escape_behind_a_signal);
	tcase_add_test(tc, a_signal_behind_more_work);
#ifdef SYS_write
	tcase_add_test(tc, a_wake_is_not_lost);
#endif
	tcase_add_loop_test(tc, stack_overflow, 0, 2);
	tcase_add_loop_test(tc, edits_are_kept, 0,
			    G_N_ELEMENTS(ending) + 1 + G_N_ELEMENTS(fatal));
	tcase_add_loop_test(tc, ignored_signals, 0, 3);
	tcase_add_loop_test(tc, signals_without_meaning, 0, MOMENTS);
	tcase_add_loop_test(tc, stops, 0, MOMENTS);
	tcase_add_test(tc, stops_by_key_and_comes_back_in_another_size);
	tcase_add_loop_test(tc, hang_up, 0, 2 * MOMENTS);
	tcase_add_loop_test(tc, hang_up_in_a_paste, 0, 2);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
