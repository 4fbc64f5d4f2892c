/* The questions that a save and a start ask, as recorded screens, and what their answers do. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "golden.h"
#include "market/library.h"
#include "run_suite.h"
#include "scenario/journal.h"
#include "scenario/save.h"
#include "screen.h"

#define MARKET "ai-training-dataset"
#define FILE_NAME "x.yaml"
#define HEAD "tamarack: 1\nscenario: x\nmarket: " MARKET "\non: 2026-01\n"
#define OLD HEAD "adjust:\n- {path: total, cagr: {2026-2031: 30%}}\n"
#define OTHER HEAD "adjust:\n- {path: total, cagr: {2026-2031: 25%}}\n- {force: privacy, scale: 2}\n"

static char *directory, *journals, *market;
static const char *names[1];
static struct explorer_options options;

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

static void put(const char *name, const char *text)
{
	ck_assert(g_file_set_contents(name, text, -1, NULL));
}

static char *get(const char *name)
{
	char *text = NULL;

	g_file_get_contents(name, &text, NULL, NULL);
	return text;
}

/* In a directory of its own, so that names in messages are the same everywhere. */
static void setup(void)
{
	directory = g_dir_make_tmp("dialogs-XXXXXX", NULL);
	journals = g_build_filename(directory, "journal", NULL);
	market = g_build_filename(TOP_SRCDIR, "data", MARKET ".yaml", NULL);
	ck_assert_int_eq(g_chdir(directory), 0);
	g_autofree char *data = g_build_filename(directory, "data", NULL);

	g_setenv("XDG_DATA_HOME", data, TRUE);
	put(FILE_NAME, OLD);
}

static void teardown(void)
{
	save_use_calls(NULL);
	remove_all(directory);
	g_free(directory);
	g_free(journals);
	g_free(market);
}

static struct screen begin(const char *scenario, int columns, int rows)
{
	names[0] = market;
	options = (struct explorer_options){
		.markets = names, .n_markets = 1, .scenario = scenario, .hold = HOLD_DEFAULT,
		.fill = -1, .digits = -1, .journals = journals,
	};
	return screen_open(&options, columns, rows, false);
}

/* ------------------------------------------------ what happens meanwhile */

static int others_lock(int fd, int operation)
{
	(void)fd;
	(void)operation;
	errno = EWOULDBLOCK;
	return -1;
}

static ssize_t full_disk(int fd, const void *bytes, size_t n)
{
	(void)fd;
	(void)bytes;
	(void)n;
	errno = ENOSPC;
	return -1;
}

/* Of the file all is well, of its directory not. */
static int second_sync_fails(int fd)
{
	static int n;

	(void)fd;
	if (++n % 2)
		return 0;
	errno = EIO;
	return -1;
}

static struct save_calls faulty;

static void fault(void)
{
	faulty = *save_calls();
	save_use_calls(&faulty);
}

static void lock_it(void) { fault(); faulty.flock = others_lock; }
static void fill_disk(void) { fault(); faulty.write = full_disk; }
static void lose_sync(void) { fault(); faulty.fsync = second_sync_fails; }
static void change_it(void) { put(FILE_NAME, OTHER); }
static void remove_it(void) { g_unlink(FILE_NAME); }
static void link_it(void) { ck_assert_int_eq(link(FILE_NAME, "other-name.yaml"), 0); }
static void protect_it(void) { g_chmod(FILE_NAME, 0400); }
static void make_directory(void) { g_mkdir("d.yaml", 0700); }
static void nothing(void) { }

static void comment_it(void)
{
	put(FILE_NAME, HEAD "adjust:\n# a thought\n- {path: total, lock: true} # and another\n");
}

/* An explorer that was killed leaves the journal as it was then. */
static void crash(void)
{
	struct screen s = begin("./" FILE_NAME, 80, 24);
	g_autoptr(GPtrArray) list = NULL;
	g_autofree char *bytes = NULL;
	const char *path;
	size_t n;

	screen_type(&s, "5Gke40<Enter>");
	model_sync(app_model(s.app));
	list = journal_list(journals);
	path = ((struct journal_entry *)list->pdata[0])->path;
	ck_assert(g_file_get_contents(path, &bytes, &n, NULL));
	screen_type(&s, "qy");
	screen_end(&s);
	ck_assert(g_file_set_contents(path, bytes, (gssize)n, NULL));
}

static void crash_and_change(void) { crash(); change_it(); }
static void crash_and_remove(void) { crash(); remove_it(); }

static void save_and_remove(void)
{
	struct screen s = begin("./" FILE_NAME, 80, 24);

	screen_type(&s, "5Gke40<Enter>s<Enter>q");
	ck_assert(app_is_done(s.app));
	screen_end(&s);
	remove_it();
}

/* ------------------------------------------------ recorded */

static const struct dialog {
	const char *name;
	void (*before)(void);
	const char *scenario, *keys;
	void (*meanwhile)(void);
	const char *then;
} dialogs[] = {
	{"exists", nothing, NULL, "5Gke40<Enter>", nothing, "s./x.yaml<Enter>"},
	{"exists-compare", nothing, NULL, "5Gke40<Enter>", nothing, "s./x.yaml<Enter>c"},
	{"changed", nothing, "./x.yaml", "5Gke40<Enter>", change_it, "s<Enter>"},
	{"changed-compare", nothing, "./x.yaml", "5Gke40<Enter>", change_it, "s<Enter>c"},
	{"changed-name", nothing, "./x.yaml", "5Gke40<Enter>", change_it, "s<Enter>a"},
	{"removed", nothing, "./x.yaml", "5Gke40<Enter>", remove_it, "s<Enter>"},
	{"locked", nothing, "./x.yaml", "5Gke40<Enter>", lock_it, "s<Enter>"},
	{"not-regular", make_directory, NULL, "5Gke40<Enter>", nothing, "s./d.yaml<Enter>"},
	{"hard-link", link_it, "./x.yaml", "5Gke40<Enter>", nothing, "s<Enter>"},
	{"read-only", protect_it, "./x.yaml", "5Gke40<Enter>", nothing, "s<Enter>"},
	{"comments", comment_it, "./x.yaml", "5", nothing, "ggLs<Enter>"},
	{"full", nothing, "./x.yaml", "5Gke40<Enter>", fill_disk, "s<Enter>"},
	{"not-durable", nothing, "./x.yaml", "5Gke40<Enter>", lose_sync, "s<Enter>"},
	{"quit", nothing, "./x.yaml", "5Gke40<Enter>", nothing, "q"},
	{"quit-beside", nothing, "./x.yaml", "5Gke40<Enter>", nothing, "c<Home><Enter>q"},
	{"scenarios-open", nothing, "./x.yaml", "5Gke40<Enter>", nothing,
	 "c<Home><Enter>e30<Enter>:title Europe, first<Enter>cj"},
	{"reset-parent", nothing, NULL, ":based_on ./x.yaml<Enter>e20<Enter>", nothing, "R"},
	{"recover", crash, "./x.yaml", "", nothing, ""},
	{"recover-taken", crash, "./x.yaml", "", nothing, "y"},
	{"recover-changed", crash_and_change, "./x.yaml", "", nothing, ""},
	{"recover-changed-taken", crash_and_change, "./x.yaml", "", nothing, "y"},
	{"recover-gone", crash_and_remove, "./x.yaml", "", nothing, ""},
	{"recover-gone-taken", crash_and_remove, "./x.yaml", "", nothing, "y"},
	{"recover-saved", save_and_remove, "./x.yaml", "", nothing, ""},
};
static const struct { int columns, rows; } sizes[] = {{80, 24}, {40, 10}};

/* The date of a journal is that of the test. */
static void mask_date(char *text)
{
	for (char *at = text; (at = strstr(at, "from")); at += 4) {
		char *c = at + 4 + strspn(at + 4, " \n");

		for (; g_ascii_isdigit(*c) || (*c && strchr("- :\n", *c)); c++)
			if (g_ascii_isdigit(*c))
				*c = '0';
	}
}

START_TEST(recorded)
{
	const struct dialog *d = &dialogs[_i / (int)G_N_ELEMENTS(sizes)];
	int size = _i % (int)G_N_ELEMENTS(sizes);
	g_autofree char *name = NULL, *text = NULL, *styles = NULL, *both = NULL;
	struct screen s;

	d->before();
	s = begin(d->scenario, sizes[size].columns, sizes[size].rows);
	screen_type(&s, d->keys);
	d->meanwhile();
	screen_type(&s, d->then);
	name = g_strdup_printf("dialogs/%s-%dx%d", d->name, sizes[size].columns, sizes[size].rows);
	text = canvas_dump(s.canvas);
	styles = canvas_dump_styles(s.canvas);
	both = g_strconcat(text, "----\n", styles, NULL);
	mask_date(both);
	golden_text(name, both);
	save_use_calls(NULL);
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ answers */

static const struct {
	const struct dialog d;
	const char *holds;	/* what x.yaml has in it then */
	bool modified;
} answers[] = {
	{{"", nothing, NULL, "5Gke40<Enter>", nothing, "s./x.yaml<Enter><Esc>"}, "30%", true},
	{{"", nothing, NULL, "5Gke40<Enter>", nothing, "s./x.yaml<Enter>o"}, "40%", false},
	{{"", nothing, NULL, "5Gke40<Enter>", nothing, "s./x.yaml<Enter>a^U./y.yaml<Enter>"}, "30%",
	 false},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", change_it, "s<Enter><Esc>"}, "25%", true},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", change_it, "s<Enter>o"}, "40%", false},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", change_it, "s<Enter>cqs<Enter>o"}, "40%", false},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", remove_it, "s<Enter>o"}, "40%", false},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", lock_it, "s<Enter>t"}, "30%", true},
	{{"", link_it, "./x.yaml", "5Gke40<Enter>", nothing, "s<Enter>o"}, "40%", false},
	{{"", protect_it, "./x.yaml", "5Gke40<Enter>", nothing, "s<Enter>o"}, "40%", false},
	{{"", comment_it, "./x.yaml", "5", nothing, "ggLs<Enter><Esc>"}, "a thought", true},
	{{"", comment_it, "./x.yaml", "5Gke40<Enter>", nothing, "ggLs<Enter>o"}, "40%", false},
	{{"", comment_it, "./x.yaml", "5Gke40<Enter>", nothing, "s<Enter>"}, "a thought", false},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", fill_disk, "s<Enter><Esc>"}, "30%", true},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", lose_sync, "s<Enter>"}, "40%", false},
	{{"", crash, "./x.yaml", "y", nothing, "s<Enter>"}, "40%", false},
	{{"", crash, "./x.yaml", "<Esc>", nothing, ""}, "30%", false},
	{{"", crash_and_change, "./x.yaml", "y", nothing, "<Esc>"}, "25%", true},
	{{"", crash_and_change, "./x.yaml", "y", nothing, "o"}, "40%", false},
	{{"", crash_and_remove, "./x.yaml", "y", nothing, "o"}, "40%", false},
	{{"", save_and_remove, "./x.yaml", "y", nothing, "o"}, "40%", false},
};

START_TEST(answered)
{
	const struct dialog *d = &answers[_i].d;
	g_autofree char *text = NULL;
	struct screen s;

	d->before();
	s = begin(d->scenario, 80, 24);
	screen_type(&s, d->keys);
	d->meanwhile();
	screen_type(&s, d->then);
	text = get(FILE_NAME);
	ck_assert_msg(text && strstr(text, answers[_i].holds), "%s", text ? text : "no file");
	ck_assert_int_eq(model_modified(app_model(s.app)), answers[_i].modified);
	save_use_calls(NULL);
	screen_end(&s);
}
END_TEST

/* Any other key leaves the question where it is, with what led to it. */
static const struct {
	struct dialog d;
	const char *asks, *told;
} questions[] = {
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", nothing, "q"},
	 "s save  y leave without them  n stay", NULL},
	{{"", nothing, "./x.yaml", "5Gke40<Enter>", fill_disk, "s<Enter>"},
	 "t try again  a another name  Esc leave it", "No space left on device"},
	{{"", crash, "./x.yaml", "", nothing, ""},
	 "y take them back  n throw them away  Esc decide later", "unsaved edits"},
	{{"", nothing, NULL, "", nothing, "=60@2031<Enter>"}, "y set this rate  n leave it",
	 "it needs 38.1809S % a year"},
	{{"", nothing, NULL, ":based_on ./x.yaml<Enter>e20<Enter>", nothing, "R"},
	 "s to the source  Esc leave it", NULL},
};

START_TEST(a_question_stands)
{
	const struct dialog *d = &questions[_i].d;
	struct screen s;

	d->before();
	s = begin(d->scenario, 80, 24);
	screen_type(&s, d->keys);
	d->meanwhile();
	screen_type(&s, d->then);
	ck_assert_shows(&s, questions[_i].asks);
	app_paste(s.app, "y");
	app_draw(s.app, s.canvas);
	ck_assert_shows(&s, "a paste is no answer:  ");
	ck_assert_shows(&s, questions[_i].asks);
	screen_type(&s, "j<Enter><F1>x");
	app_mouse(s.app, 5, 5, 0);
	app_draw(s.app, s.canvas);
	ck_assert_shows(&s, "x is none of these:  ");
	ck_assert_shows(&s, questions[_i].asks);
	ck_assert_shows(&s, questions[_i].told ? questions[_i].told : "");
	screen_type(&s, "<Esc>");
	g_autofree char *text = canvas_dump(s.canvas);
	ck_assert_ptr_null(strstr(text, questions[_i].asks));
	save_use_calls(NULL);
	screen_end(&s);
}
END_TEST

/* A new name takes the comments of the file it comes from along. */
START_TEST(another_name_keeps_comments)
{
	g_autofree char *text = NULL;
	struct screen s;

	comment_it();
	s = begin("./x.yaml", 80, 24);
	screen_type(&s, "5Gke40<Enter>s^U./y.yaml<Enter>");
	ck_assert_shows(&s, "saved in ./y.yaml");
	text = get("y.yaml");
	ck_assert_ptr_nonnull(strstr(text, "# a thought\n- {path: total, lock: true} # and another\n"));
	screen_end(&s);
}
END_TEST

START_TEST(another_edition_is_told)
{
	struct screen s;

	put(FILE_NAME, "tamarack: 1\nscenario: x\nmarket: " MARKET "\non: 2025-07\n"
	    "adjust:\n- {path: total, cagr: 30%}\n");
	s = begin("./x.yaml", 80, 24);
	ck_assert_shows(&s, "x: made against the edition 2025-07; this one is 2026-01");
	screen_end(&s);
}
END_TEST

/* ------------------------------------------------ any number of scenarios */

/* 11.91 * 1.4^5 * 16.47 % and so on are the figures of the first scenario, as everywhere; half a point
 * more is 10.74 (1.9619 * 1.405^5 = 10.741). */
START_TEST(several_are_open)
{
	struct screen s = begin(NULL, 80, 24);
	const struct model *m = app_model(s.app);

	screen_type(&s, "5Gke40<Enter>sone<Enter>+c");
	ck_assert_shows(&s, "one                    1     52.04    34.30  shown, unsaved edits");
	screen_type(&s, "<Home><Enter>");
	ck_assert_shows(&s, "still open, with unsaved edits: one");
	ck_assert_shows(&s, "49.82R");
	screen_type(&s, "gge30<Enter>c");
	ck_assert_shows(&s, "not saved yet          1     44.22    30.00  shown, unsaved edits");
	ck_assert_shows(&s, "one                    1     52.04    34.30  open, unsaved edits");
	/* Side by side: the present one, and the other as it is, not as it was saved. */
	screen_type(&s, "Gc");
	ck_assert_shows(&s, "52.04");
	ck_assert_shows(&s, "44.22");
	screen_type(&s, "qGe");
	ck_assert_shows(&s, "it is open");
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "still open, with unsaved edits: one without a name");
	ck_assert_shows(&s, "52.04S");
	screen_type(&s, "u");
	ck_assert_shows(&s, "undone: geography/asia-pacific: 40.5 % a year");
	ck_assert(!model_modified(m));
	screen_type(&s, "q");
	ck_assert_shows(&s, "Open with unsaved edits: one without a name.");
	screen_type(&s, "n");
	ck_assert(!app_is_done(s.app));
	/* Closed with its edits. */
	screen_type(&s, "c<Home>j<Del>");
	ck_assert_shows(&s, "give up its unsaved edits");
	screen_type(&s, "y");
	ck_assert_int_eq(model_n_asides(m), 0);
	screen_type(&s, "qq");
	ck_assert(app_is_done(s.app));
	screen_end(&s);
}
END_TEST

/* However long their names, the keys of the question are in sight. */
START_TEST(keys_of_a_long_question)
{
	struct screen s = begin(NULL, 40, 10);

	for (int i = 0; i < 5; i++) {
		g_autofree char *keys = g_strdup_printf("e3%d<Enter>:write a-scenario-with-a-very-"
				"long-name-no-%d<Enter>+c<Home><Enter>", i, i);

		screen_type(&s, keys);
	}
	screen_type(&s, "Q");
	ck_assert_shows(&s, "and 2 more.");
	ck_assert_shows(&s, "y leave");
	ck_assert_shows(&s, "n stay");
	screen_end(&s);
}
END_TEST

/* The name it has is there to be taken, edited or typed over. */
START_TEST(another_name_is_typed_over)
{
	struct screen s = begin("./x.yaml", 80, 24);

	screen_type(&s, "5Gke40<Enter>sg2");
	ck_assert_shows(&s, "Save the scenario as: g2\n");
	screen_type(&s, "<Esc>s<Left>g");
	ck_assert_shows(&s, "Save the scenario as: gx\n");
	screen_type(&s, "<Esc>s");
	ck_assert_shows(&s, "Save the scenario as: x\n");
	app_paste(s.app, "g3");
	screen_type(&s, "4");
	ck_assert_shows(&s, "Save the scenario as: g34\n");
	screen_end(&s);
}
END_TEST

/* As in vi: x.yaml after the line was typed with 40 % unsaved, and whether the program is left. */
static const struct { const char *scenario, *line, *holds; bool done; } leavings[] = {
	{"./x.yaml", ":wq<Enter>", "40%", true}, {"./x.yaml", ":x<Enter>", "40%", true},
	{"./x.yaml", ":q!<Enter>", "30%", true}, {NULL, ":q!<Enter>", "30%", true},
	{NULL, ":wq<Enter>", "30%", false}, {"./x.yaml", ":wq ./y.yaml<Enter>", "30%", true},
	{"./x.yaml", "u:x<Enter>", "30%", true}, {"./x.yaml", ":q<Enter>", "30%", false},
	{"./x.yaml", ":wq Bad name<Enter>", "30%", false},
};

START_TEST(leaving_as_in_vi)
{
	struct screen s = begin(leavings[_i].scenario, 80, 24);

	screen_type(&s, "5Gke40<Enter>");
	screen_type(&s, leavings[_i].line);
	ck_assert_int_eq(app_is_done(s.app), leavings[_i].done);
	screen_end(&s);
	g_autofree char *text = get(FILE_NAME);

	ck_assert_ptr_nonnull(strstr(text, leavings[_i].holds));
	ck_assert(!strstr(leavings[_i].line, "y.yaml")
		  || g_file_test("y.yaml", G_FILE_TEST_EXISTS));
}
END_TEST

/* All of them in one chart: 1.9619 x 1.4^5 = 10.55 and x 1.25^5 = 5.99, beside the source. */
START_TEST(several_are_drawn)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5GkCc");
	ck_assert_shows(&s, "no other scenario of this market is open or saved");
	screen_type(&s, "qe40<Enter>sone<Enter>c<Home><Enter>e25<Enter>");
	screen_type(&s, "Cc");
	ck_assert_shows(&s, "* scenario 5.99");
	ck_assert_shows(&s, "x one 10.55");
	ck_assert_shows(&s, ". source 8.52");
	ck_assert_shows(&s, "2026-01; with scenario, one");
	screen_type(&s, "B");
	ck_assert_shows(&s, "a scenario 5.99");
	ck_assert_shows(&s, "b one 10.55");
	/* The sum of the parts is of one alone. */
	screen_type(&s, "a");
	ck_assert_shows(&s, "2026-01; with scenario\n");
	screen_type(&s, "c");
	ck_assert_shows(&s, "other scenarios stand beside lines and bars");
	screen_type(&s, "aU");
	ck_assert_shows(&s, "2026-01; with scenario; 20000 draws");
	screen_type(&s, "Uj");
	ck_assert_shows(&s, "Middle East and Africa, AI training");
	screen_type(&s, "kc");
	ck_assert_shows(&s, "2026-01; with scenario\n");
	screen_end(&s);
}
END_TEST

/* Of those marked in the list only; at 30 % 1.9619 x 1.3^5 = 7.28. */
START_TEST(marked_ones_are_drawn)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5Gke40<Enter>sone<Enter>c<Home><Enter>e25<Enter>stwo<Enter>");
	screen_type(&s, "c<Home><Enter>e30<Enter>sthree<Enter>Cc");
	ck_assert_shows(&s, "with three, one, two");
	screen_type(&s, "qc<Home>jjj");
	ck_assert_shows(&s, "> otwo");
	screen_type(&s, "<Space>qCc");
	ck_assert_shows(&s, "with three, two");
	ck_assert_shows(&s, "* three 7.28");
	ck_assert_shows(&s, "x two 5.99");
	screen_end(&s);
}
END_TEST

/* A scenario that cannot be drawn is told of once, not with each edit. */
START_TEST(what_is_left_out_is_said_once)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5Gke40<Enter>sone<Enter>c<Home><Enter>e25<Enter>stwo<Enter>");
	g_autofree char *there = library_scenario_directory();
	g_autofree char *file = g_build_filename(there, "broken.yaml", NULL);

	put(file, "tamarack: 1\nscenario: broken\nmarket: " MARKET "\nadjust: 7\n");
	screen_type(&s, "Cc");
	ck_assert_shows(&s, "broken is left out");
	screen_type(&s, ":horizon 2033 constant 5<Enter>");
	ck_assert_shows(&s, "one 10.55 in 2031");
	g_autofree char *text = canvas_dump(s.canvas);

	ck_assert_ptr_null(strstr(text, "left out"));
	screen_end(&s);
}
END_TEST

/* Years that only another scenario has are read, too, and the tree stays where it has years:
 * 1.9619 x 1.4^5 x 1.05^4 = 12.83. */
START_TEST(years_of_another_are_read)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5Gke40<Enter>:horizon 2035 constant 5<Enter>sone<Enter>c<Home><Enter>");
	screen_type(&s, "5GkCc]]]]]");
	ck_assert_shows(&s, "2035: one 12.83, source no value");
	screen_type(&s, "]");
	ck_assert_shows(&s, "2035: one 12.83, source no value");
	screen_type(&s, "[[[[[");
	ck_assert_shows(&s, "2030: one 7.54, source 6.35");
	screen_type(&s, "]]]q");
	ck_assert_shows(&s, "year [ 2031 ]");
	/* without the other they are gone again */
	screen_type(&s, "Cc]]]]]c[");
	ck_assert_shows(&s, "2030: 6.35");
	screen_end(&s);
}
END_TEST

/* No other scenario is drawn of crossings, so none is named. */
START_TEST(crossings_are_of_one)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5Gke40<Enter>sone<Enter>c<Home><Enter>P13<Enter>ggjlj<Space>j<Space>Cc");
	ck_assert_shows(&s, "Text x Cloud");
	ck_assert_shows(&s, "drawn of segments, not of crossings");
	g_autofree char *text = canvas_dump(s.canvas);

	ck_assert_ptr_null(strstr(text, "with one"));
	screen_end(&s);
}
END_TEST

/* What was open and unsaved is offered when it is opened again. */
START_TEST(open_ones_outlive_the_exit)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5Gke40<Enter>sone<Enter>+c<Home><Enter>qy");
	ck_assert(app_is_done(s.app));
	screen_end(&s);
	s = begin("one", 80, 24);
	ck_assert_shows(&s, "unsaved edits of one");
	screen_type(&s, "y");
	ck_assert_shows(&s, "52.04S");
	screen_end(&s);
}
END_TEST

/* Also once the list was left, and in another run. */
START_TEST(deleted_ones_come_back)
{
	struct screen s = begin(NULL, 80, 24);

	screen_type(&s, "5Gke40<Enter>sone<Enter>cGK^Utwo<Enter>");
	ck_assert_shows(&s, "copied to");
	screen_type(&s, "<Del>");
	ck_assert_shows(&s, "two is deleted; u brings it back");
	screen_type(&s, "qc");
	ck_assert(!screen_shows(&s, "  two "));
	screen_end(&s);
	s = begin(NULL, 80, 24);
	screen_type(&s, "cu");
	ck_assert_shows(&s, "two is back");
	ck_assert_shows(&s, ">  two ");
	screen_type(&s, "u");
	ck_assert_shows(&s, "nothing was deleted here");
	screen_end(&s);
}
END_TEST

START_TEST(one_upon_another)
{
	struct screen s = begin(NULL, 80, 24);
	const struct model *m = app_model(s.app);

	screen_type(&s, "5Gke40<Enter>sone<Enter>cG<Ins>");
	ck_assert_shows(&s, "a new scenario, upon one");
	ck_assert_str_eq(model_scenario(m)->based_on, "one");
	ck_assert_shows(&s, "51.85S");
	screen_type(&s, "r");
	ck_assert_shows(&s, "nothing is typed for Asia-Pacific here: what moves it is in one");
	screen_type(&s, "e50<Enter>kL");
	ck_assert(!screen_shows(&s, "51.85S"));
	screen_type(&s, "R");
	ck_assert_shows(&s, "p to one  s to the source");
	screen_type(&s, "p");
	ck_assert_shows(&s, "everything is as in one");
	ck_assert_shows(&s, "51.85S");
	screen_type(&s, "u");
	ck_assert_shows(&s, "undone: removal of ");
	screen_type(&s, "Rs");
	ck_assert_shows(&s, "everything is as in the source");
	ck_assert_shows(&s, "49.82R");
	ck_assert(scenario_is_empty(model_scenario(m)));
	screen_type(&s, "u:reset parent<Enter>stwo<Enter>c");
	ck_assert_shows(&s, "upon one");
	screen_type(&s, ":based_on none<Enter>");
	ck_assert_shows(&s, "total 51.85 -> 49.82");
	/* A circle is refused. */
	screen_type(&s, "u:based_on two<Enter>");
	ck_assert_shows(&s, "based_on goes round");
	/* The line stays open with what was typed. */
	ck_assert_shows(&s, ": based_on two");
	screen_type(&s, "<Esc>:based_on <Tab>");
	ck_assert_shows(&s, ": based_on one");
	screen_end(&s);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("dialogs");
	TCase *t = tcase_create("recorded");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, recorded, 0, G_N_ELEMENTS(dialogs) * G_N_ELEMENTS(sizes));
	suite_add_tcase(s, t);
	t = tcase_create("answers");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, answered, 0, G_N_ELEMENTS(answers));
	tcase_add_loop_test(t, a_question_stands, 0, G_N_ELEMENTS(questions));
	tcase_add_test(t, another_name_keeps_comments);
	tcase_add_test(t, another_edition_is_told);
	suite_add_tcase(s, t);
	t = tcase_create("scenarios");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, several_are_open);
	tcase_add_test(t, keys_of_a_long_question);
	tcase_add_test(t, another_name_is_typed_over);
	tcase_add_loop_test(t, leaving_as_in_vi, 0, G_N_ELEMENTS(leavings));
	tcase_add_test(t, several_are_drawn);
	tcase_add_test(t, marked_ones_are_drawn);
	tcase_add_test(t, what_is_left_out_is_said_once);
	tcase_add_test(t, years_of_another_are_read);
	tcase_add_test(t, crossings_are_of_one);
	tcase_add_test(t, open_ones_outlive_the_exit);
	tcase_add_test(t, deleted_ones_come_back);
	tcase_add_test(t, one_upon_another);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	setlocale(LC_CTYPE, "");
	return run_suite(suite());
}
