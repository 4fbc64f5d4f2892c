/* Random keys, sizes, stops and signals in a real terminal: the program goes on, and gives the
 * terminal back when it stops or ends.  TAMARACK_WALKS: how many walks, 10 if it does not say. */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pty.h"

enum { WALKS = 10, EVENTS = 500, WAYS_OUT = 100 };

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
	"\303\244", "\016", "\033\033\033", "year 2028\r", "n", "y",
};

/* A key of the list of actions as a terminal sends it; NULL for one that has a name, or that would
 * end or stop the program or write files. */
static char *key_of(GRand *rand)
{
	g_auto(GStrv) words = g_strsplit(bound[g_rand_int_range(rand, 0, G_N_ELEMENTS(bound))], " ",
					 -1);
	const char *word = words[g_rand_int_range(rand, 0, (int)g_strv_length(words))];

	if (strchr(word, '<') || strpbrk(word, "QWEs"))
		return NULL;
	if (word[0] == '^' && word[1])
		return word[1] == 'Z' ? NULL : g_strdup_printf("%c", word[1] & 0x1f);
	return g_strdup(word);
}

static void stop(struct pty *p)
{
	kill(p->pid, SIGTSTP);
	if (!pty_stops(p)) {
		ck_assert_pty(p, p->over);
		return;
	}
	ck_assert_pty(p, pty_is_sane(p));
	/* A key that came before may have ended it. */
	ck_assert_pty(p, pty_goes_on(p) || pty_is_over(p));
}

static void happen(struct pty *p, GRand *rand)
{
	int what = g_rand_int_range(rand, 0, 100);
	g_autofree char *key = NULL;

	if (what < 2) {
		stop(p);
	} else if (what < 5) {
		pty_resize(p, g_rand_int_range(rand, 1, 60), g_rand_int_range(rand, 1, 160));
	} else if (what < 8) {
		kill(p->pid, what < 7 ? SIGWINCH : SIGCONT);
	} else if (what < 25) {
		pty_type(p, typed[g_rand_int_range(rand, 0, G_N_ELEMENTS(typed))]);
	} else {
		key = key_of(rand);
		pty_type(p, key ? key : "j");
	}
	pty_settle(p, 0);
}

/* By keys alone, from wherever it is; edits are left. */
static void go_out(struct pty *p)
{
	pty_resize(p, 24, 80);
	for (int i = 0; i < WAYS_OUT && !pty_is_over(p) && p->vt.alternate; i++) {
		/* No ^C: it would end a program that is about to end by itself. */
		pty_type(p, i % 3 == 0 ? "\033" : i % 3 == 1 ? "Q" : "y");
		pty_settle(p, 100);
	}
}

static void begin(struct pty *p, const char *state)
{
	static const char *const arguments[] = {"ai-training-dataset", NULL};
	const char *environment[] = {state, NULL};

	pty_begin(p, &(struct pty_start){.arguments = arguments, .environment = environment});
	ck_assert_pty(p, pty_shows(p, "[1 Modality]"));
}

/* By a key, or by the signal, whichever came first. */
static void end(struct pty *p, int signal)
{
	ck_assert_pty(p, pty_ends(p));
	ck_assert_pty(p, pty_status(p) == 0 || pty_status(p) == 128 + signal);
	ck_assert_pty(p, pty_is_sane(p));
	pty_end(p);
}

START_TEST(walks)
{
	g_autofree char *home = g_build_filename(g_getenv("HOME"), "monkey-XXXXXX", NULL);
	GRand *rand = g_rand_new_with_seed(20260900 + (guint32)_i);
	struct pty p;

	ck_assert_ptr_nonnull(g_mkdtemp(home));
	g_autofree char *state = g_strconcat("XDG_STATE_HOME=", home, NULL);

	begin(&p, state);
	for (int i = 0; i < EVENTS; i++) {
		happen(&p, rand);
		if (!pty_is_over(&p))
			continue;
		end(&p, -128);
		begin(&p, state);
	}
	/* Every fourth walk ends by a signal, the others by keys. */
	if (_i % 4 == 3) {
		kill(p.pid, SIGTERM);
		end(&p, SIGTERM);
	} else {
		go_out(&p);
		end(&p, -128);
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	const char *much = g_getenv("TAMARACK_WALKS");
	Suite *s = suite_create("monkey");
	TCase *tc = tcase_create("monkey");
	SRunner *runner = srunner_create(s);
	int failed;

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, walks, 0, much ? atoi(much) : WALKS);
	suite_add_tcase(s, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
