/* Random walks: whatever is typed, clicked, pasted and resized, nothing breaks, and undoing all of
 * it gives the first screen.  A walk that fails is shrunk to the events that matter. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_suite.h"
#include "tui/views.h"

enum { WALKS = 20, EVENTS = 2000, UNDOS_MOST = 100000, TRIALS_MOST = 400 };

enum step_kind { KEY, RESIZE, MOUSE, PASTE, SETTLE };
struct happening { enum step_kind kind; int a, b, c; };
struct walk { int n; struct happening events[EVENTS]; };

/* What a failed walk was is known after the process that went it has died. */
static struct walk *walk;
static struct explorer_options options;
static char *first_screen;

static const char *const pastes[] = {":q!\n", "40%", "\033]52;c;AAAA\a", "\xe2\x80\xae" "e12\n"};

static const char *const bound[] = {
#define GROUP(title)
#define ACTION(id, keys, scope, help) keys,
#include "tui/actions.def"
#undef ACTION
#undef GROUP
};
/* What people type into a prompt; no '/', so that no file lands outside the test's directory. */
static const char *const typed[] = {"1", "2", "0", ".", "%", "+", "-", "x", "a", "e", "i", "n", "d",
	"q", "w", " ", "<BS>", "<Tab>", "<Up>", "<Down>", "<Left>", "^W", "^U", "^Y", "<Enter>",
	"<Enter>", "<Esc>", "y"};
static const int sizes[][2] = {{24, 80}, {24, 80}, {40, 120}, {10, 40}, {11, 41}, {1, 1}, {3, 20},
	{9, 80}, {24, 39}, {12, 60}, {60, 200}, {100, 40}, {10, 300}};

/* ------------------------------------------------ going a walk */

static struct app *begin(void)
{
	struct messages *list = messages_new();
	struct app *app = app_new(&options, true);

	if (!app_open(app, list))
		abort();
	messages_free(list);
	return app;
}

static int random_key(GRand *rand, struct app *app)
{
	const char *text;
	int keys[KEY_SEQUENCE_MAX], n;

	if (app_asks(app)) {
		text = typed[g_rand_int_range(rand, 0, G_N_ELEMENTS(typed))];
		key_parse(text, keys);
		return keys[0];
	}
	g_auto(GStrv) words = g_strsplit(bound[g_rand_int_range(rand, 0, G_N_ELEMENTS(bound))],
					 " ", -1);

	text = words[g_rand_int_range(rand, 0, (int)g_strv_length(words))];
	n = key_sequence(text, keys);
	/* Leaving is one key in many. */
	if ((keys[0] == 'Q' || (keys[0] == 'q' && app_depth(app) == 1)) && g_rand_int_range(rand, 0, 20))
		return 'j';
	return keys[g_rand_int_range(rand, 0, n)];
}

static struct happening random_event(GRand *rand, struct app *app)
{
	int what = g_rand_int_range(rand, 0, 100), size;

	if (what < 2) {
		size = g_rand_int_range(rand, 0, G_N_ELEMENTS(sizes));
		return (struct happening){RESIZE, sizes[size][0], sizes[size][1], 0};
	}
	if (what < 6)
		return (struct happening){MOUSE, g_rand_int_range(rand, -1, 45),
				      g_rand_int_range(rand, -1, 130), g_rand_int_range(rand, -1, 2)};
	if (what < 7)
		return (struct happening){PASTE, g_rand_int_range(rand, 0, G_N_ELEMENTS(pastes)), 0, 0};
	if (what < 12)
		return (struct happening){SETTLE, 0, 0, 0};
	return (struct happening){KEY, random_key(rand, app), 0, 0};
}

static void take(struct app *app, struct canvas *c, const struct happening *e)
{
	switch (e->kind) {
	case KEY: app_key(app, e->a); break;
	case RESIZE: canvas_resize(c, e->a, e->b); break;
	case MOUSE: app_mouse(app, e->a, e->b, e->c); break;
	case PASTE: app_paste(app, pastes[e->a]); break;
	case SETTLE: app_settle(app); break;
	}
}

/* A fresh tree over the model as it stands, at the usual size. */
static char *screen_of(struct app *app)
{
	struct canvas *c = canvas_new(24, 80, true);
	char *text;

	app_draw(app, c);
	app_settle(app);
	app_draw(app, c);
	text = canvas_dump(c);
	canvas_free(c);
	return text;
}

/* Back to the first view, then back to the first state. */
static bool undo_all(struct app *app, struct canvas *c)
{
	struct model *m;

	canvas_resize(c, 24, 80);
	for (int i = 0; i < 100 && (app_depth(app) > 1 || app_asks(app)); i++) {
		app_key(app, app_asks(app) ? K_ESC : 'q');
		if (app_is_done(app))
			return true;
		app_draw(app, c);
	}
	m = app_model(app);
	/* Another market, or a scenario that is in a file now or upon one: its first screen is another. */
	if (!m || model_scenario(m)->file || model_scenario(m)->based_on || strcmp(m->market->id, "ai-training-dataset") != 0)
		return true;
	for (int i = 0; i < UNDOS_MOST && model_undo(m); i++)
		;
	app_set_digits(app, 2);
	app_key(app, K_ESC);
	view_tree_open(app);
	app_act(app, ACTION_YEAR_NEXT, 0);
	app_key(app, K_CONTROL('L'));
	g_autofree char *screen = screen_of(app);

	if (strcmp(screen, first_screen) == 0)
		return true;
	fprintf(stderr, "--- first\n%s--- after undoing all\n%s", first_screen, screen);
	return false;
}

/* seed >= 0: makes the events up as it goes; else goes those of `of`. */
static bool go(int seed, const struct walk *of)
{
	GRand *rand = g_rand_new_with_seed((guint32)seed);
	struct canvas *c = canvas_new(24, 80, true);
	struct app *app = begin();
	bool fine;

	app_draw(app, c);
	for (int i = 0; i < (of ? of->n : EVENTS); i++) {
		if (!of) {
			walk->events[i] = random_event(rand, app);
			walk->n = i + 1;
		}
		take(app, c, of ? &of->events[i] : &walk->events[i]);
		if (app_is_done(app)) {
			app_free(app);
			app = begin();
		}
		app_take_requests(app);
		app_draw(app, c);
	}
	fine = undo_all(app, c);
	app_free(app);
	canvas_free(c);
	g_rand_free(rand);
	return fine;
}

/* In a process of its own, which may crash; quiet: without what it says. */
static bool survives(int seed, const struct walk *of, bool quiet)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (quiet && !freopen("/dev/null", "w", stderr))
			_exit(2);
		alarm(120);
		exit(go(seed, of) ? 0 : 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)
	       && WEXITSTATUS(status) == 0;
}

/* ------------------------------------------------ shrinking */

/* Leaves out ever smaller pieces as long as it still fails. */
static void shrink(struct walk *w)
{
	int trials = 0;

	for (int piece = w->n / 2; piece > 0 && trials < TRIALS_MOST; piece /= 2) {
		for (int at = 0; at + piece <= w->n && trials < TRIALS_MOST; trials++) {
			struct walk *without = g_new(struct walk, 1);

			*without = *w;

			memmove(without->events + at, without->events + at + piece,
				(size_t)(w->n - at - piece) * sizeof *w->events);
			without->n -= piece;
			if (survives(-1, without, true))
				at += piece;
			else
				*w = *without;
			g_free(without);
		}
	}
}

static char *describe(const struct walk *w)
{
	static const char *const names[] = {"", "size", "mouse", "paste", "settle"};
	GString *text = g_string_new(NULL);
	char buf[KEY_TEXT_MAX];

	for (int i = 0; i < w->n; i++) {
		const struct happening *e = &w->events[i];

		if (e->kind == KEY)
			g_string_append(text, key_format(e->a, false, buf));
		else
			g_string_append_printf(text, " [%s %d %d %d] ", names[e->kind], e->a, e->b,
					       e->c);
	}
	return g_string_free(text, FALSE);
}

static void set_up(void)
{
	static const char *names[] = {TOP_SRCDIR "/data/ai-training-dataset.yaml"};
	g_autofree char *directory = g_dir_make_tmp("walk-XXXXXX", NULL);
	struct app *app;

	ck_assert(directory && chdir(directory) == 0);
	options = (struct explorer_options){
		.markets = names, .n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1,
	};
	walk = mmap(NULL, sizeof *walk, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert(walk != MAP_FAILED);
	app = begin();
	first_screen = screen_of(app);
	app_free(app);
}

static void tear_down(void)
{
	g_clear_pointer(&first_screen, g_free);
	munmap(walk, sizeof *walk);
}

START_TEST(a_walk)
{
	if (survives(_i, NULL, false))
		return;
	shrink(walk);
	g_autofree char *text = describe(walk);

	survives(-1, walk, false);
	ck_abort_msg("walk %d fails; so do these %d events: %s", _i, walk->n, text);
}
END_TEST

/* Walks that failed once, in the notation of key.h. */
static const char *const kept[] = {
	"M<Enter>q",
	"5Ge40<Enter>M<Enter>yqq",
	"M<Space><Enter>xjlh",
	"Mj<Enter>^Fp<Enter>thlO",
};

START_TEST(a_walk_that_failed)
{
	struct walk *w = g_new0(struct walk, 1);

	for (const char *at = kept[_i]; *at;) {
		struct happening *e = &w->events[w->n++];

		at += key_parse(at, &e->a);
	}
	ck_assert_msg(survives(-1, w, false), "%s", kept[_i]);
	g_free(w);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("walk");
	TCase *tc = tcase_create("walk");

	tcase_set_timeout(tc, 0);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, a_walk, 0, WALKS);
	tcase_add_loop_test(tc, a_walk_that_failed, 0, G_N_ELEMENTS(kept));
	suite_add_tcase(s, tc);
	return run_suite(s);
}
