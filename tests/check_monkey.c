/* Random walks in a real terminal: keys in bursts, sizes, stops and signals.  The program goes on,
 * gives the terminal back when it stops or ends, and undoing all of it leads back to what the file
 * says and to the first screen.  A walk that fails is shrunk to what matters; kept, it stays a test.
 *
 * TAMARACK_WALKS: how many walks.  Else 20 of more than 2,000 keys under sanitizers, a few short
 * ones without: what is found there are crashes alone. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pty.h"
#include "run_suite.h"

#define MARKET "ai-training-dataset"

#if defined __SANITIZE_ADDRESS__
enum { WALKS = 20, EVENTS = 2400 };
#elif defined __has_feature
#if __has_feature(address_sanitizer)
enum { WALKS = 20, EVENTS = 2400 };
#else
enum { WALKS = 4, EVENTS = 500 };
#endif
#else
enum { WALKS = 4, EVENTS = 500 };
#endif
enum { TOGETHER = 2, TRIALS_MOST = 60, KEPT_MOST = 40 };

/* ------------------------------------------------ what happens in a walk */

static const char *const bound[] = {
#define GROUP(title)
#define ACTION(id, keys, scope, help) keys,
#include "tui/actions.def"
#undef ACTION
#undef GROUP
};
static const char *const typed[] = {
	"40\r", "-7.5%\r", "+2\r", "1", "0", "x", "a", "\177", "\025", "\t", "\033", "\033[A", "\033OB",
	"\033OC", "\033[5~", "\033[6~", "\033[<0;20;8M", "\033[<64;20;8M", "\033[<0;999;999M", "\033[",
	"\033O", "\033[999;999;999z", "\033[200~:q!\nQy\033[201~", "\033[200~40%\033[201~", "\302", "\377",
	"\303\244", "\016", "\033\033\033", "year 2028\r", "n", "y", "\r", "j", "k", "5",
};

/* A key of the list of actions as a terminal sends it; NULL for one that has a name, or that would
 * stop the program or write files. */
static char *key_of(GRand *rand)
{
	g_auto(GStrv) words = g_strsplit(bound[g_rand_int_range(rand, 0, G_N_ELEMENTS(bound))], " ",
					 -1);
	const char *word = words[g_rand_int_range(rand, 0, (int)g_strv_length(words))];

	/* Leaving is one key in many. */
	if (strchr(word, '<') || strpbrk(word, "WEs") ||
	    (strchr(word, 'Q') && g_rand_int_range(rand, 0, 20)))
		return NULL;
	if (word[0] == '^' && word[1])
		return word[1] == 'Z' ? NULL : g_strdup_printf("%c", word[1] & 0x1f);
	return g_strdup(word);
}

/* One event: "@ROWSxCOLUMNS" a size, "!NUMBER" a signal, "." a moment to let it work, "'KEYS" keys
 * as C escapes. */
static char *random_event(GRand *rand)
{
	static const int harmless[] = {SIGWINCH, SIGCONT, SIGURG}, ending[] = {SIGTERM, SIGHUP, SIGINT};
	int what = g_rand_int_range(rand, 0, 1000);
	g_autofree char *key = NULL, *text = NULL;

	if (what < 10)
		return g_strdup_printf("!%d", SIGTSTP);
	if (what < 40)
		return g_strdup_printf("@%dx%d", g_rand_int_range(rand, 1, 60),
				       g_rand_int_range(rand, 1, 160));
	if (what < 70)
		return g_strdup_printf("!%d", harmless[what % G_N_ELEMENTS(harmless)]);
	if (what < 72)
		return g_strdup_printf("!%d", ending[what % G_N_ELEMENTS(ending)]);
	if (what < 120)
		return g_strdup(".");
	key = what < 280 ? g_strdup(typed[g_rand_int_range(rand, 0, G_N_ELEMENTS(typed))])
			 : key_of(rand);
	text = g_strescape(key ? key : "j", NULL);
	return g_strconcat("'", text, NULL);
}

static GPtrArray *random_walk(int seed)
{
	GRand *rand = g_rand_new_with_seed(20260900 + (guint32)seed);
	GPtrArray *walk = g_ptr_array_new_with_free_func(g_free);

	for (int i = 0; i < EVENTS; i++)
		g_ptr_array_add(walk, random_event(rand));
	g_rand_free(rand);
	return walk;
}

/* ------------------------------------------------ going it */

struct monkey {
	struct pty p;
	GString *burst;			/* keys that go together */
	char *directory, *first;	/* first: the screen */
	int signal;			/* that may end it, or 0 */
};

/* What went wrong; the walk is over, in a process of its own. */
static G_GNUC_NORETURN void give_up(struct monkey *m, const char *what)
{
	g_autofree char *dump = vt_dump(&m->p.vt);

	fprintf(stderr, "%s; status %d, odd: %s\n%s%.4000s\n", what, pty_status(&m->p),
		m->p.vt.odd->str, dump,
		m->p.bytes->str + (m->p.bytes->len > 4000 ? m->p.bytes->len - 4000 : 0));
	pty_end(&m->p);
	exit(1);
}

static void begin(struct monkey *m)
{
	static const char *const arguments[] = {MARKET, NULL};
	g_autofree char *state = g_strconcat("XDG_STATE_HOME=", m->directory, NULL);
	g_autofree char *library = g_strconcat("TAMARACK_PATH=", m->directory, NULL);
	const char *environment[] = {state, library, NULL};

	m->signal = 0;
	pty_begin(&m->p, &(struct pty_start){.arguments = arguments, .environment = environment});
	if (!pty_shows(&m->p, "[1 Modality]") || !pty_shows(&m->p, "Source: Mordor"))
		give_up(m, "it does not start");
	/* Edits that a signal left. */
	while (vt_shows(&m->p.vt, "take them back?")) {
		pty_type(&m->p, "y");
		if (!pty_hides(&m->p, "take them back?"))
			give_up(m, "edits cannot be taken back");
	}
}

/* By a key, or by a signal that was sent. */
static void end(struct monkey *m)
{
	if (!pty_ends(&m->p))
		give_up(m, "it does not end");
	if (pty_status(&m->p) != 0 && !(m->signal && pty_status(&m->p) == 128 + m->signal))
		give_up(m, "it did not end well");
	if (!pty_is_sane(&m->p))
		give_up(m, "the terminal is not as it was");
	pty_end(&m->p);
}

static void begin_again(struct monkey *m)
{
	end(m);
	begin(m);
}

static void type_burst(struct monkey *m)
{
	pty_type(&m->p, m->burst->str);
	g_string_truncate(m->burst, 0);
	pty_settle(&m->p, 0);
}

static void stop(struct monkey *m)
{
	kill(m->p.pid, SIGTSTP);
	/* A key that came before may have ended it. */
	if (!pty_stops(&m->p)) {
		if (!m->p.over)
			give_up(m, "it does not stop");
		return;
	}
	if (!pty_is_sane(&m->p))
		give_up(m, "it stops and keeps the terminal");
	if (!pty_goes_on(&m->p) && !pty_is_over(&m->p))
		give_up(m, "it does not go on");
}

static void send_signal(struct monkey *m, int number)
{
	if (number == SIGTSTP) {
		stop(m);
	} else {
		if (number == SIGTERM || number == SIGHUP || number == SIGINT)
			m->signal = number;
		kill(m->p.pid, number);
	}
}

static void happen(struct monkey *m, const char *event)
{
	int rows, columns;

	if (event[0] == '\'') {
		g_autofree char *keys = g_strcompress(event + 1);

		g_string_append(m->burst, keys);
		return;
	}
	type_burst(m);
	if (sscanf(event, "@%dx%d", &rows, &columns) == 2)
		pty_resize(&m->p, rows, columns);
	else if (event[0] == '!')
		send_signal(m, atoi(event + 1));
	pty_settle(&m->p, event[0] == '.' ? 1 : 0);
	if (m->signal || pty_is_over(&m->p))
		begin_again(m);
}

/* It may have much to do yet. */
static bool is_patient(gint64 since)
{
	return g_get_monotonic_time() - since < 3000 * (gint64)PTY_PATIENCE;
}

static bool in_library(const struct vt *t)
{
	g_autofree char *dump = vt_dump(t);

	return g_str_has_prefix(dump, " Library ");
}

/* Escape leads back from wherever it is: to the tree it began with, or to the library; there the
 * tree is opened once more. */
static void go_back(struct monkey *m)
{
	static const char end[] = "\n q leaves the program\n", tree[] = "[1 Modality]";
	gint64 since = g_get_monotonic_time();

	pty_resize(&m->p, 24, 80);
	while (is_patient(since)) {
		if (pty_is_over(&m->p))
			begin_again(m);
		pty_type(&m->p, "\033");
		/* Keys that were typed during long work may still be to come. */
		pty_settle(&m->p, 400);
		if (!vt_shows(&m->p.vt, end))
			continue;
		if (!in_library(&m->p.vt))
			return;
		pty_type(&m->p, "\r");
		if (pty_shows(&m->p, tree))
			return;
	}
	give_up(m, "Escape does not lead back");
}

static void undo_all(struct monkey *m)
{
	gint64 since = g_get_monotonic_time();

	while (is_patient(since) && !vt_shows(&m->p.vt, "nothing to undo")) {
		pty_type(&m->p, "uuuuuuuuuu");
		pty_settle(&m->p, 50);
	}
	if (!vt_shows(&m->p.vt, "nothing to undo"))
		give_up(m, "there is no end of undoing");
}

/* Every figure, as the file has it. */
static void compare_figures(struct monkey *m)
{
	g_autofree char *now = g_build_filename(m->directory, "now.csv", NULL);
	g_autofree char *file = g_build_filename(m->directory, "first.csv", NULL);
	g_autofree char *keys = g_strdup_printf(":export %s\r", now), *a = NULL, *b = NULL;

	pty_type(&m->p, keys);
	if (!pty_shows(&m->p, "exported to"))
		give_up(m, "the figures cannot be exported");
	if (!g_file_get_contents(now, &a, NULL, NULL) || !g_file_get_contents(file, &b, NULL, NULL) ||
	    strcmp(a, b) != 0)
		give_up(m, "undoing all does not lead back to the first figures");
}

/* Undone, a scenario that was written under way still differs from its file. */
static void leave(struct monkey *m)
{
	pty_type(&m->p, ":q!\r");
	end(m);
}

static void set_up(struct monkey *m)
{
	const char *program = g_getenv("TAMARACK");
	g_autofree char *dir = g_build_filename(g_getenv("HOME"), "monkey-XXXXXX", NULL);

	*m = (struct monkey){.burst = g_string_new(NULL), .directory = g_mkdtemp(g_strdup(dir))};
	g_autofree char *market = g_build_filename(m->directory, MARKET ".yaml", NULL);
	g_autofree char *first = g_build_filename(m->directory, "first.csv", NULL);
	const char *export[] = {program ? program : "./tamarack", "export", market, "-o", first, NULL};
	g_autofree char *text = NULL;

	if (!g_file_get_contents(TOP_SRCDIR "/data/" MARKET ".yaml", &text, NULL, NULL) ||
	    !g_file_set_contents(market, text, -1, NULL) ||
	    !g_spawn_sync(NULL, (char **)export, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL))
		exit(1);
	begin(m);
	pty_settle(&m->p, 200);
	m->first = vt_dump(&m->p.vt);
}

/* Ends the process. */
static G_GNUC_NORETURN void go(const GPtrArray *walk)
{
	struct monkey m;

	set_up(&m);
	for (guint i = 0; i < walk->len; i++)
		happen(&m, walk->pdata[i]);
	happen(&m, ".");
	go_back(&m);
	undo_all(&m);
	compare_figures(&m);
	leave(&m);
	begin(&m);
	if (!pty_shows(&m.p, m.first))
		give_up(&m, "the first screen is another");
	leave(&m);
	exit(0);
}

/* quiet: without what it says. */
static pid_t set_out(const GPtrArray *walk, bool quiet)
{
	pid_t child = fork();

	if (child == 0) {
		if (quiet && !freopen("/dev/null", "w", stderr))
			_exit(2);
		go(walk);
	}
	return child;
}

static bool arrives(pid_t child)
{
	int status = 0;

	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)
	       && WEXITSTATUS(status) == 0;
}

/* ------------------------------------------------ shrinking */

static GPtrArray *without(const GPtrArray *walk, guint at, guint n)
{
	GPtrArray *rest = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < walk->len; i++)
		if (i < at || i >= at + n)
			g_ptr_array_add(rest, g_strdup(walk->pdata[i]));
	return rest;
}

/* Leaves out ever smaller pieces as long as it still fails.  Takes the walk. */
static GPtrArray *shrink(GPtrArray *walk)
{
	int trials = 0;

	for (guint piece = walk->len / 2; piece > 0 && trials < TRIALS_MOST; piece /= 2) {
		for (guint at = 0; at + piece <= walk->len && trials < TRIALS_MOST; trials++) {
			GPtrArray *rest = without(walk, at, piece);

			if (arrives(set_out(rest, true))) {
				g_ptr_array_unref(rest);
				at += piece;
			} else {
				g_ptr_array_unref(walk);
				walk = rest;
			}
		}
	}
	return walk;
}

/* As an element of `kept`. */
static char *describe(const GPtrArray *walk)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < walk->len; i++) {
		g_autofree char *element = g_strescape(walk->pdata[i], NULL);

		g_string_append_printf(text, "\"%s\", ", element);
	}
	g_string_append(text, "NULL");
	return g_string_free(text, FALSE);
}

static void explain(int number, GPtrArray *walk)
{
	/* What hangs on what happened when cannot be shrunk. */
	bool again = !arrives(set_out(walk, true));
	GPtrArray *least = again ? shrink(walk) : walk;
	g_autofree char *text = describe(least);

	if (again)
		arrives(set_out(least, false));
	ck_abort_msg("walk %d failed%s; %u events: %s", number, again ? "" : " once", least->len, text);
}

START_TEST(walks)
{
	GPtrArray *walk[TOGETHER];
	pid_t child[TOGETHER];
	bool arrived[TOGETHER];

	for (int i = 0; i < TOGETHER; i++) {
		walk[i] = random_walk(TOGETHER * _i + i);
		child[i] = set_out(walk[i], false);
	}
	for (int i = 0; i < TOGETHER; i++)
		arrived[i] = arrives(child[i]);
	for (int i = 0; i < TOGETHER; i++) {
		if (!arrived[i])
			explain(TOGETHER * _i + i, walk[i]);
		g_ptr_array_unref(walk[i]);
	}
}
END_TEST

/* ------------------------------------------------ walks that are kept */

/* Shrunk, in the form in which a walk that fails is told.  The first: a size and a signal within a
 * paste, whose rest was keys. */
static const char *const kept[][KEPT_MOST] = {
	{"'5e\\033[200~4", "@30x90", "!18", "'0\\033[201~", ".", "'\\r", NULL},
};

START_TEST(a_walk_that_is_kept)
{
	g_autoptr(GPtrArray) walk = g_ptr_array_new();

	for (int i = 0; kept[_i][i]; i++)
		g_ptr_array_add(walk, (char *)kept[_i][i]);
	ck_assert(arrives(set_out(walk, false)));
}
END_TEST

int main(void)
{
	const char *much = g_getenv("TAMARACK_WALKS");
	Suite *s = suite_create("monkey");
	TCase *tc = tcase_create("monkey");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, walks, 0, (much ? atoi(much) : WALKS) / TOGETHER);
	tcase_add_loop_test(tc, a_walk_that_is_kept, 0, G_N_ELEMENTS(kept));
	suite_add_tcase(s, tc);
	return run_suite(s);
}
