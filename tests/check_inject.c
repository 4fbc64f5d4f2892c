/* Nothing that stands in a file or was typed reaches a terminal as a control: 65 control
 * characters, 16 that turn or hide text and 9 sequences, in every text that a market or a scenario
 * can carry, at every place where text comes out. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "pty.h"
#include "run_suite.h"
#include "tui/app.h"
#include "tui/dump.h"

enum { CONTROLS = 65, TRICKS = 16, SEQUENCES = 9, SAMPLES = CONTROLS + TRICKS + SEQUENCES };

static const gunichar tricks[TRICKS] = {
	0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
	0x2066, 0x2067, 0x2068, 0x2069, 0x200B, 0x200C, 0x200D, 0xFEFF,
};
static const char *const sequences[SEQUENCES] = {
	"\033]0;title\a", "\033]52;c;cm0gLXJm\a", "\033]8;;http://x\033\\", "\033P1$r0m\033\\",
	"\033_payload\033\\", "\033^private\033\\", "\033[2J\033[?1049l", "\302\23552;c;eA==\302\234",
	"\302\220q\302\234",
};

/* The sample as raw bytes, without a NUL. */
static char *sample(int i)
{
	char text[8] = "";

	if (i >= CONTROLS + TRICKS)
		return g_strdup(sequences[i - CONTROLS - TRICKS]);
	text[g_unichar_to_utf8(i < 32 ? (gunichar)i : i < CONTROLS ? (gunichar)(0x7F + i - 32)
			       : tricks[i - CONTROLS], text)] = '\0';
	return g_strdup(text);
}

/* Every byte that is no ASCII letter as YAML writes it between double quotes. */
static char *escaped(int i)
{
	g_autofree char *raw = sample(i);
	GString *s = g_string_new(i == 0 ? "\\0" : NULL);

	for (const char *p = raw; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_ascii_isalnum((char)c) && c < 128)
			g_string_append_c(s, (char)c);
		else
			g_string_append_printf(s, "\\u%04X", c);
	}
	return g_string_free(s, FALSE);
}

/* ------------------------------------------------ files with a sample in every text */

/* '@' stands for the sample, between double quotes. */
static const char market_text[] =
	"tamarack: 1\nid: hostile\nedition: 2026-01\ntitle: \"Title@title\"\nalso: [\"Other@name\"]\n"
	"source: s\n"
	"sources: {s: {publisher: \"Pub@lisher\", title: \"So@urce\", published: 2026-01, url: \"u@rl\","
	" code: \"co@de\"}}\n"
	"unit: {measure: \"dev@ices\", scale: million}\nperiod: {base: 2025, from: 2026, to: 2031}\n"
	"scope: \"Sc@ope\"\n"
	"total:\n"
	"  value:\n    2025: [{is: 100, printed: \"pri@nted\", page: \"p@age\", note: \"fig@ure\"},"
	" {is: 101, kind: estimate, note: \"ri@val\"}, {is: 90, case: \"ca@se\"}]\n"
	"    2026: 110\n    2031: 150\n"
	"  note: \"to@tal\"\n"
	"dimensions:\n"
	"- id: region\n  title: \"Dimen@sion\"\n  also: [\"Al@so\"]\n  note: \"dim@note\"\n"
	"  segments:\n"
	"  - {name: \"One@one\", id: one, share: {2025: 40%}, also: [\"Al@ias\"], note: \"no@te\"}\n"
	"  - {name: \"Two@two\", id: two, cagr: {2026-2031: 30%}, rank: fastest}\n"
	"  - name: \"Three@three\"\n    segments: [\"Fo@ur\", \"Fi@ve\"]\n"
	"- id: kind\n  title: \"Ki@nd\"\n"
	"  segments: [{name: \"A@a\", id: a, share: {2025: 60%}}, {name: \"B@b\", id: b}]\n"
	"measures: {users: {title: \"Us@ers\", unit: {measure: \"us@er\"}, note: \"mea@sure\","
	" total: {value: {2025: 5}}}}\n"
	"cross:\n- {at: [region/one, kind/a], name: \"Cro@ss\", share: {2025: 20%}}\n"
	"drivers:\n- {id: up, title: \"Dri@ver\", impact: 5%, where_text: \"whe@re\", note: \"wh@y\"}\n"
	"restraints:\n- {id: down, title: \"Restr@aint\", impact: -3%, note: \"w@hy\"}\n"
	"companies: [\"Com@pany\", {name: \"Lea@der\", leader: true, note: \"fi@rm\", also: [\"co@\"]}]\n"
	"events:\n- {date: 2026-01, title: \"Ev@ent\", text: \"ha@ppened\", companies: [\"Com@pany\"],"
	" amounts: [\"USD@ 1\"], about: region/one}\n"
	"notes:\n- {about: region/one, text: \"Fin@ding\"}\n"
	"questions:\n- {ask: \"Wh@at?\", answer: \"Th@at.\"}\n";

static const char scenario_text[] =
	"tamarack: 1\nscenario: mean\ntitle: \"Sce@nario\"\nmarket: hostile\n"
	"adjust:\n- {path: region/one, cagr: {2026-2031: 12%}, why: \"be@cause\"}\n"
	"- {force: up, scale: 2, why: \"for@ce\"}\n";

/* Files that cannot be read, with the sample where a message could repeat it. */
static const char *const broken_markets[] = {
	"tamarack: 1\nid: bad\ntitle: T\nunit: {measure: x}\nperiod: {base: 2025}\n\"k@y\": 1\n",
	"tamarack: 1\nid: \"b@d\"\ntitle: T\nunit: {measure: x, scale: \"m@\"}\nperiod: {base: \"2@\"}\n",
	"tamarack: 1\nid: bad\ntitle: T\nunit: {measure: x}\nperiod: {base: 2025}\n"
	"total: {value: {2025: \"4@\", \"2@\": 5}, cagr: {\"a@-b\": 5}}\nsource: \"n@ne\"\n"
	"fill: \"f@ll\"\nedition: \"d@te\"\n",
	"tamarack: 1\nid: bad\ntitle: T\nunit: {measure: x}\nperiod: {base: 2025}\ntotal: {value: {2025: 5}}\n"
	"dimensions:\n- {id: a, segments: [\"S@\", \"S@\", {name: \"@\"}]}\n- {id: a, segments: [b]}\n"
	"cross:\n- {at: [\"a@/b\"], share: {2025: 5%}}\nnotes: [{about: \"n@/x\", text: t}]\n",
	"tamarack: 1\nid: bad\ntitle: !<t@> T\nunit: &an@ {measure: *no@}\n",
	"\"@\"\n", "\"@\": [\n",
};
static const char *const broken_scenarios[] = {
	"tamarack: 1\nscenario: \"x@\"\nmarket: hostile\n",
	"tamarack: 1\nscenario: x\nmarket: \"other@\"\nadjust:\n- {path: \"region/no@\", cagr: 5%}\n",
	"tamarack: 1\nscenario: x\nmarket: hostile\nbased_on: \"par@ent\"\n",
	"tamarack: 1\nscenario: x\nmarket: hostile\nadjust:\n- {force: \"no@\", scale: 2}\n"
	"- {path: region/one, \"k@y\": 1, hold: \"h@\", cagr: {\"2@\": 5%}, shape: {\"f@de\": 1}}\n",
};

/* Writes text with every '@' replaced by what; returns the file's name, new. */
static char *put(const char *directory, const char *name, const char *text, const char *what)
{
	char *file = g_build_filename(directory, name, NULL);
	g_auto(GStrv) parts = g_strsplit(text, "@", -1);
	g_autofree char *whole = g_strjoinv(what, parts);

	ck_assert(g_file_set_contents(file, whole, -1, NULL));
	return file;
}

/* ------------------------------------------------ what must not come out */

/* NULL if text is printable UTF-8 and line ends; else where it is not. */
static const char *first_control(const char *text, size_t n)
{
	for (const char *p = text; p < text + n;) {
		gunichar c = g_utf8_get_char_validated(p, text + n - p);

		if (c == (gunichar)-1 || c == (gunichar)-2 || (c < 0x20 && c != '\n')
		    || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029
		    || g_unichar_type(c) == G_UNICODE_FORMAT)
			return p;
		p = g_utf8_next_char(p);
	}
	return NULL;
}

static void assert_harmless(const char *text, size_t n, int i, const char *where)
{
	const char *bad = first_control(text, n);
	size_t from = bad ? (size_t)MAX(bad - text - 40, 0) : 0;
	g_autofree char *part = bad ? g_strndup(text + from, MIN(n - from, 80)) : NULL;
	g_autofree char *shown = part ? g_strescape(part, NULL) : NULL;

	ck_assert_msg(!bad, "sample %d comes out of %s: %s", i, where, shown);
}

/* ------------------------------------------------ headless */

/* MARKET, SCENARIO and DIR are replaced. */
static const char *const runs[] = {
	"show MARKET", "show MARKET --plain", "show MARKET --flat", "show MARKET region --ascii",
	"show MARKET --format csv", "show MARKET --format json", "show MARKET --format md",
	"show MARKET --measure users", "show MARKET -s SCENARIO", "chart MARKET",
	"chart MARKET region/one region/two --width 60", "chart MARKET region --percent --ascii",
	"chart MARKET total --format csv", "chart MARKET -s SCENARIO",
	"check MARKET", "check MARKET --format csv", "check MARKET --format json",
	"check MARKET --format md", "explain MARKET region/one", "explain MARKET total 2025",
	"explain MARKET region/one 2031 -s SCENARIO --format json",
	"bounds MARKET", "bounds MARKET region/one --format md", "forces MARKET",
	"forces MARKET --format json", "forces MARKET --format csv",
	"goal MARKET region/one 40%@2031", "crossover MARKET region/one region/two",
	"slice MARKET region/one kind/a", "slice MARKET region kind --format md",
	"simulate MARKET region/one --sd 3 --draws 50", "tornado MARKET region/one",
	"tornado MARKET --format csv", "grid MARKET", "compare MARKET SCENARIO",
	"compare MARKET SCENARIO --format json", "export MARKET", "export MARKET --format json",
	"export MARKET --format md", "export MARKET --format text", "export MARKET -s SCENARIO",
	"list DIR", "list DIR --format csv", "list DIR --format json",
};

struct capture { int out, err; GString *text[2]; };

static int redirect(int fd, const char *directory, const char *name)
{
	g_autofree char *file = g_build_filename(directory, name, NULL);
	int to = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	ck_assert_int_ge(to, 0);
	ck_assert_int_eq(dup2(to, fd), fd);
	return to;
}

static void take(int fd, GString *text)
{
	char bytes[1 << 14];
	ssize_t n;

	g_string_truncate(text, 0);
	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, bytes, sizeof bytes)) > 0)
		g_string_append_len(text, bytes, n);
	lseek(fd, 0, SEEK_SET);
	ck_assert_int_eq(ftruncate(fd, 0), 0);
}

static int run(struct capture *c, char **argv)
{
	static const struct cli_hooks hooks = {0};
	int argc = (int)g_strv_length(argv), status;

	status = cli_main(argc, argv, &hooks);
	fflush(stdout);
	fflush(stderr);
	take(c->out, c->text[0]);
	take(c->err, c->text[1]);
	return status;
}

static char **words(const char *line, const char *market, const char *scenario, const char *dir)
{
	g_autofree char *all = g_strconcat("tamarack ", line, NULL);
	char **argv = g_strsplit(all, " ", -1);

	for (char **w = argv; *w; w++) {
		const char *is = strcmp(*w, "MARKET") == 0 ? market : strcmp(*w, "SCENARIO") == 0
				 ? scenario : strcmp(*w, "DIR") == 0 ? dir : NULL;

		if (is) {
			g_free(*w);
			*w = g_strdup(is);
		}
	}
	return argv;
}

static void try(struct capture *c, char **argv, int status, int i)
{
	g_autofree char *line = g_strjoinv(" ", argv);
	int got = run(c, argv);

	if (status >= 0 && got != status)
		ck_abort_msg("status %d, not %d: sample %d, %s: %s", got, status, i, line,
			     c->text[1]->str);
	ck_assert_msg(c->text[0]->len + c->text[1]->len > 0, "nothing said: %s", line);
	for (int k = 0; k < 2; k++)
		assert_harmless(c->text[k]->str, c->text[k]->len, i, line);
}

static char *work;		/* a directory of this test */
static struct capture captured;
static int outside[2];		/* what standard output and error were */

static void make_directory(void)
{
	work = g_build_filename(g_getenv("HOME"), "inject-XXXXXX", NULL);
	ck_assert_ptr_nonnull(g_mkdtemp(work));
}

static void set_up(void)
{
	make_directory();
	fflush(NULL);
	outside[0] = dup(STDOUT_FILENO);
	outside[1] = dup(STDERR_FILENO);
	captured = (struct capture){
		.out = redirect(STDOUT_FILENO, work, "out"), .err = redirect(STDERR_FILENO, work, "err"),
		.text = {g_string_new(NULL), g_string_new(NULL)},
	};
}

static void tear_down(void)
{
	fflush(NULL);
	dup2(outside[0], STDOUT_FILENO);
	dup2(outside[1], STDERR_FILENO);
	for (int k = 0; k < 2; k++) {
		close(outside[k]);
		g_string_free(captured.text[k], TRUE);
	}
	close(captured.out);
	close(captured.err);
	g_free(work);
}

START_TEST(headless)
{
	g_autofree char *what = escaped(_i), *dir = g_build_filename(work, "d", NULL);

	ck_assert_int_eq(mkdir(dir, 0700), 0);
	g_autofree char *market = put(dir, "hostile.yaml", market_text, what);
	g_autofree char *scenario = put(work, "mean.yaml", scenario_text, what);

	for (size_t k = 0; k < G_N_ELEMENTS(runs); k++) {
		g_auto(GStrv) argv = words(runs[k], market, scenario, dir);
		bool may_refuse = _i == 0;	/* a NUL is refused where it stands */

		try(&captured, argv, may_refuse ? -1 : 0, _i);
		/* The texts are there at all. */
		if (k == 0 && !may_refuse)
			ck_assert_msg(strstr(captured.text[0]->str, "One")
				      && !strstr(captured.text[0]->str, "Oneone"), "%s",
				      captured.text[0]->str);
	}
}
END_TEST

START_TEST(errors)
{
	g_autofree char *what = escaped(_i), *raw = sample(_i);
	g_autofree char *market = put(work, "market.yaml", market_text, "");

	for (size_t k = 0; k < 2 * G_N_ELEMENTS(broken_markets); k++) {
		g_autofree char *file = put(work, "bad.yaml", broken_markets[k / 2],
					    k % 2 ? raw : what);
		char *const check[] = {"tamarack", "check", file, NULL};
		char *const list[] = {"tamarack", "list", file, NULL};

		try(&captured, (char **)check, 2, _i);
		try(&captured, (char **)list, 2, _i);
	}
	for (size_t k = 0; k < 2 * G_N_ELEMENTS(broken_scenarios); k++) {
		g_autofree char *file = put(work, "bad.yaml", broken_scenarios[k / 2],
					    k % 2 ? raw : what);
		char *const show[] = {"tamarack", "show", market, "-s", file, NULL};

		try(&captured, (char **)show, -1, _i);
	}
}
END_TEST

/* What is typed on the command line, and names of files. */
START_TEST(arguments)
{
	static const char *const typed[] = {
		"show no@where", "show MARKET no@where", "sho@w MARKET", "show MARKET --y@ear",
		"show MARKET --year 2@", "show MARKET -s no@where", "export MARKET --set to@tal=5%",
		"export MARKET --set total=5@%", "export MARKET --lock on@e", "export MARKET --hold h@",
		"export MARKET --adjust {path:@}", "export MARKET --measure u@", "goal MARKET total 6@0",
		"show MARKET --edition e@", "export MARKET --format c@sv", "export MARKET -o /no@/where",
		"explain MARKET total 2@", "import no@.csv", "new i@d", "completions sh@",
	};
	g_autofree char *raw = sample(_i);
	g_autofree char *market = put(work, "market.yaml", market_text, "");

	for (size_t k = 0; k < G_N_ELEMENTS(typed) && *raw; k++) {
		g_auto(GStrv) argv = words(typed[k], market, "", "");

		for (char **w = argv; *w; w++) {
			g_auto(GStrv) parts = g_strsplit(*w, "@", -1);

			g_free(*w);
			*w = g_strjoinv(raw, parts);
		}
		try(&captured, argv, -1, _i);
	}
	/* A directory and a file of that name. */
	if (*raw && !strchr(raw, '/')) {
		g_autofree char *dir = g_strconcat(work, "/d", raw, NULL);

		ck_assert_int_eq(mkdir(dir, 0700), 0);
		g_autofree char *name = g_strconcat("f", raw, ".yaml", NULL);
		g_autofree char *file = put(dir, name, market_text, "");
		char *const check[] = {"tamarack", "check", file, NULL};
		char *const list[] = {"tamarack", "list", dir, NULL};
		char *const csv[] = {"tamarack", "list", dir, "--format", "csv", NULL};

		try(&captured, (char **)check, 0, _i);
		try(&captured, (char **)list, 0, _i);
		try(&captured, (char **)csv, 0, _i);
		g_autofree char *other = put(dir, name, broken_markets[0], "");

		try(&captured, (char **)check, 2, _i);
		try(&captured, (char **)list, 0, _i);
	}
}
END_TEST

/* ------------------------------------------------ the explorer */

/* Every view and every message that repeats a text, each from the tree. */
static const char *const tours[] = {
	"jlj5}{jzRzMzRF%VOH.,", "zRjjC", "C{[B", "zRjp<Enter>", "b", "Aj<Enter>", "i/o<Enter>n", "dj+w",
	"dj<Space>", "xlP", "t", "S", "=40%@2031<Enter>", "jjoregion/two<Enter>", "c", "&o<Enter>",
	"/o<Enter>n", "jje12<Enter>u", "L", "r", "R", ":open region/o<Tab>", "^Pone", "?", "M",
	"s", "c<Space>j<Space>c", "e12", "jje-200<Enter>",
};

static int replaced;		/* screens with a sign in place of what was there */

static void assert_screen(struct app *app, struct canvas *c, int i, const char *keys)
{
	app_draw(app, c);
	g_autofree char *dump = canvas_dump(c);

	assert_harmless(dump, strlen(dump), i, keys);
	replaced += strstr(dump, c->utf8 ? "\357\277\275" : "?") != NULL;
}

static int sample_number, copied;

/* What would go into the terminal's clipboard; tabs stand between its fields. */
static bool copy(const char *text, GError **error)
{
	g_autofree char *fields = g_strdelimit(g_strdup(text), "\t", ' ');

	(void)error;
	assert_harmless(fields, strlen(fields), sample_number, "a copy");
	ck_assert(g_utf8_validate(text, -1, NULL));
	copied += strpbrk(text, "\357?") != NULL;
	return true;
}

static void type(struct app *app, struct canvas *c, int i, const char *keys)
{
	for (const char *at = keys; *at;) {
		int key;

		at += key_parse(at, &key);
		app_key(app, key);
		app_settle(app);
		app_take_requests(app);
		assert_screen(app, c, i, keys);
	}
}

static void tour(struct app *app, struct canvas *c, int i, const char *keys)
{
	type(app, c, i, keys);
	if (!app_asks(app))
		type(app, c, i, "yyycyt");
	while (app_depth(app) > 1 || app_asks(app)) {
		app_key(app, app_asks(app) ? K_ESC : 'q');
		ck_assert_msg(!app_is_done(app), "%s", keys);
	}
}

START_TEST(screens)
{
	g_autofree char *what = escaped(_i), *raw = sample(_i);
	g_autofree char *market = put(work, "hostile.yaml", market_text, what);
	g_autofree char *scenario = put(work, "mean.yaml", scenario_text, what);
	g_autofree char *file = g_build_filename(work, "dump", NULL), *text = NULL;
	const char *names[] = {market};
	struct explorer_options o = {
		.markets = names, .n_markets = 1, .scenario = scenario, .hold = HOLD_DEFAULT,
		.fill = -1, .digits = -1,
	};
	static const struct app_host host = {.copy = copy};
	struct messages *list = messages_new();
	struct app *app = app_new(&o, _i % 2);
	struct canvas *c = canvas_new(40, 120, _i % 2);
	size_t n;

	sample_number = _i;
	app_set_host(app, &host);
	if (app_open(app, list)) {
		for (size_t k = 0; k < G_N_ELEMENTS(tours); k++)
			tour(app, c, _i, tours[k]);
		ck_assert_int_gt(copied, _i == 9 || _i == 10 ? -1 : 20);
		ck_assert_int_gt(replaced, _i == 9 || _i == 10 ? -1 : 50);
		/* A paste, and what is said of it. */
		app_key(app, ':');
		app_paste(app, raw);
		assert_screen(app, c, _i, "a paste");
		app_key(app, K_ENTER);
		assert_screen(app, c, _i, "a command");
		ck_assert(dump_screen(app, file, NULL));
		ck_assert(g_file_get_contents(file, &text, &n, NULL));
		assert_harmless(text, n, _i, "a dump");
	} else {
		ck_assert_int_eq(_i, 0);
	}
	app_free(app);
	canvas_free(c);
	messages_free(list);
}
END_TEST

/* ------------------------------------------------ the terminal */

/* All samples at once, each in a segment and in a note. */
static void crowd(const char *directory, const char *name, bool clean)
{
	static const char *const forms[][2] = {
		{"", ""}, {"  - \"Segment", "x\"\n"}, {"- {about: total, text: \"Note ", "x\"}\n"},
	};
	GString *s = g_string_new("tamarack: 1\nid: crowd\ntitle: \"Cro");

	for (int part = 0; part < 3; part++) {
		if (part == 1)
			g_string_append(s, "wd\"\nunit: {currency: USD}\nperiod: {base: 2025, from: 2026, to: 2031}\n"
					"total: {value: {2025: 100}, cagr: {2025-2031: 10%}}\n"
					"dimensions:\n- id: d\n  segments:\n");
		if (part == 2)
			g_string_append(s, "notes:\n");
		for (int i = 1; i < SAMPLES; i++) {
			g_autofree char *raw = sample(i), *safe = text_safe(raw, part == 2);
			g_auto(GStrv) pieces = g_strsplit(safe, "\\", -1);
			g_autofree char *quoted = g_strjoinv("\\\\", pieces), *what = escaped(i);

			/* A line end in a note stays one. */
			if (!strchr(safe, '\n'))
				g_string_append_printf(s, "%s%d x%s%s", forms[part][0], i,
						       clean ? quoted : what, forms[part][1]);
		}
	}
	g_free(put(directory, name, s->str, "@"));
	g_string_free(s, TRUE);
}

static const char *const keys[][2] = {
	{"\033OB", "Segment2"}, {"G", "Segment89"}, {"C", "Cro"}, {"q", "e/v change"}, {"i", "Note"},
	{"G", "Note 89"}, {"q", "e/v change"}, {"p", "How it came about"}, {"q", "e/v change"},
	{"A", "Audit"}, {"q", "e/v change"}, {":open d/", "open MARKET"}, {"\033", "e/v change"}, {"e40\r", "40.00S"},
};

/* In two terminals at once: a file with the samples, and one with what stands in their place.  Both
 * show the same, and nothing is written but what curses writes for such a terminal. */
START_TEST(terminal)
{
	static const char *const arguments[] = {"crowd.yaml", NULL};
	struct pty p[2];

	make_directory();
	for (int k = 0; k < 2; k++) {
		g_autofree char *dir = g_build_filename(work, k ? "plain" : "mean", NULL);

		ck_assert(mkdir(dir, 0700) == 0 && chdir(dir) == 0);
		crowd(dir, arguments[0], k == 1);
		pty_begin(&p[k], &(struct pty_start){.arguments = arguments, .rows = 40, .columns = 120});
		ck_assert_pty(&p[k], pty_shows(&p[k], "Segment1"));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		for (int k = 0; k < 2; k++) {
			pty_type(&p[k], keys[i][0]);
			ck_assert_pty(&p[k], pty_shows(&p[k], keys[i][1]));
		}
		ck_assert_pty(&p[0], pty_same(&p[0], &p[1]));
		ck_assert_pty(&p[0], p[0].vt.alternate);
	}
	for (int k = 0; k < 2; k++) {
		pty_type(&p[k], "uQ");
		ck_assert_pty(&p[k], pty_ends(&p[k]));
		ck_assert_int_eq(pty_status(&p[k]), 0);
		ck_assert_pty(&p[k], pty_is_sane(&p[k]));
		ck_assert_str_eq(p[k].vt.odd->str, "");
		pty_end(&p[k]);
	}
	g_free(work);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("inject");
	TCase *tc = tcase_create("inject");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(tc, 0);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, headless, 0, SAMPLES);
	tcase_add_loop_test(tc, errors, 0, SAMPLES);
	tcase_add_loop_test(tc, arguments, 0, SAMPLES);
	tcase_add_loop_test(tc, screens, 0, SAMPLES);
	suite_add_tcase(s, tc);
	tc = tcase_create("terminal");
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, terminal);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
