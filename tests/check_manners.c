/* What the explorer does to the world around it: the clipboard, the editor, files that change,
 * the mouse. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "run_suite.h"
#include "screen.h"
#include "term/child.h"
#include "tui/explorer.h"

#define A "data/ai-training-dataset.yaml"

static char *scratch_file(const char *name)
{
	const char *home = g_getenv("HOME");

	return g_build_filename(home ? home : ".", name, NULL);
}

/* ------------------------------------------------ copying */

static GString *clipboard;

static bool take_copy(const char *text, GError **error)
{
	(void)error;
	g_string_assign(clipboard, text);
	return true;
}

static bool refuse_copy(const char *text, GError **error)
{
	(void)text;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "it is too long");
	return false;
}

static const struct app_host takes = {.copy = take_copy}, refuses = {.copy = refuse_copy};

static struct screen begin_copying(const char *market)
{
	struct screen s = screen_begin(market, 80, 24, true);

	clipboard = g_string_new(NULL);
	app_set_host(s.app, &takes);
	return s;
}

static void end_copying(struct screen *s)
{
	screen_end(s);
	g_string_free(clipboard, TRUE);
}

/* Figures of product.md, section 1, and of the golden screen of the source. */
static const struct { const char *keys, *text, *says; } copies[] = {
	{"5Gkyy", "Asia-Pacific\t1.44\tA\t8.52\tA\t17.10\tA\t34.14\t~\t\n",
	 "copied 1 row, 44 bytes, to the terminal's clipboard"},
	{"5Gkyc", "8.52", "copied 8.52, 4 bytes, to the terminal's clipboard"},
	{"5Gk[yc", "6.35", "copied 6.35, 4 bytes"},
	{"5Gk.yc", "8.520", "copied 8.520, 5 bytes"},
	{"5Gke40<Enter>yy", "Asia-Pacific\t1.44\tA\t10.55\tS\t20.35\tS\t40.00\tS\t34.14\n", "copied 1"},
	{"5Gk%%yy", "Asia-Pacific\t1.44\tA\t8.52\tA\t34.14\t~\t\n", "copied 1 row, 36 bytes"},
	{"5jzojFyy", "North America > United States\t0.99\tA\t5.62\tA\t33.33\tA\t32.94\tA\t\n", "copied 1"},
	{"3yt", "Segment\t2025\tstatus\t2031\tstatus\tshare\tstatus\tCAGR 26-31\tstatus\twas\n"
	 "Total\t8.74\tR\t49.82\tR\t100.00\t\t33.14\tR\t\n", "copied 4 rows"},
	{"P5 1<Enter>jjjyy", "Europe\t1.44\tA\t8.14\tA\t16.35\tA\t32.94\tA\t\n", "copied 1 row"},
	{":copy-cell<Enter>", "49.82", "copied 49.82"},
	{"^Pcopy row<Enter>", "Total\t8.74\tR\t49.82\tR\t100.00\t\t33.14\tR\t\n", "copied 1 row"},
	{"y", "", "yt Copy the table"},
	{"y<Esc>yq", "", "yq means nothing here"},
};

/* What the message line holds, however the screen breaks it. */
#define ck_assert_says(screen, text) do { \
	enum style style_; \
	const char *said_ = app_message((screen)->app, &style_); \
	ck_assert_msg(strstr(said_, (text)), "'%s' is not said in: %s", (text), said_); \
} while (0)

START_TEST(a_copy_is_what_is_shown)
{
	struct screen s = begin_copying(A);
	size_t n = strlen(copies[_i].text);

	screen_type(&s, copies[_i].keys);
	ck_assert_shows(&s, copies[_i].says);
	if (strstr(copies[_i].keys, "yt"))
		g_string_truncate(clipboard, n);
	ck_assert_str_eq(clipboard->str, copies[_i].text);
	end_copying(&s);
}
END_TEST

/* Rows are those on the screen, folded and ordered as there. */
START_TEST(the_table_has_the_rows_of_the_list)
{
	struct screen s = begin_copying(A);
	g_auto(GStrv) lines = NULL;

	screen_type(&s, "5jzoOyt");
	lines = g_strsplit(clipboard->str, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 1 + 9 + 1);
	ck_assert(g_str_has_prefix(lines[2], "North America\t"));
	ck_assert(g_str_has_prefix(lines[3], "  "));
	ck_assert(g_str_has_prefix(lines[6], "Asia-Pacific\t"));
	end_copying(&s);
}
END_TEST

static const struct { const char *keys, *holds; } views[] = {
	{"Cyt", "2031\t49.82\n"},
	{"Cyc", "49.82"},
	{"5Cyy", "2031\t49.82\n"},
	{"xyt", "Data modality\tOff-the-Shelf Datasets\t"},
	{"5xjlyc", "1.50"},
	{"dyt", "Drivers\n"},
	{"djyy", "Expansion of multimodal"},
	{"djyc", "9.50"},
	{"Ayt", "\t"},
	{"pyt", "49.82"},
	{"byt", "\t"},
	{"cyt", "source\t0\t49.82\t33.14\tshown: the market as published\n"},
	{"cyc", "49.82"},
	{"wyt", "\t"},
	{"tyt", "\t"},
	{"Myt", "Market\tPublisher\tEdition\tBase\tEnd\tCAGR\tAge\tFile\n"},
	{"ijyy", "Worldwide value"},
};

START_TEST(every_view_copies)
{
	struct screen s = begin_copying(A);

	screen_type(&s, views[_i].keys);
	ck_assert_shows(&s, "to the terminal's clipboard");
	ck_assert_msg(strstr(clipboard->str, views[_i].holds), "%s: %s", views[_i].keys,
		      clipboard->str);
	end_copying(&s);
}
END_TEST

/* 0.0000123 at 20 % for six years: 0.0000367. */
START_TEST(small_levels_say_something)
{
	struct screen s = screen_begin("tests/corpus/load/good/small-levels.yaml", 80, 24, false);

	ck_assert_shows(&s, "0.0000123R  0.0000246R 100.00      12.25D");
	ck_assert_shows(&s, "0.0000074D  0.0000148A  60.00A     12.25A");
	screen_type(&s, "e20<Enter>");
	ck_assert_shows(&s, "total 0.0000246 -> 0.0000367");
	screen_type(&s, ".");
	ck_assert_shows(&s, "0.00001230R  0.00003673S 100.000     20.000S");
	screen_type(&s, ":set digits 2<Enter>");
	ck_assert_shows(&s, " 0.00R   0.00S");
	screen_end(&s);
}
END_TEST

START_TEST(what_was_copied_is_safe)
{
	g_autofree char *file = scratch_file("odd.yaml");
	struct explorer_options o = {.n_markets = 1, .hold = HOLD_DEFAULT, .fill = -1, .digits = -1};
	const char *names[] = {file};
	struct app *app;
	struct messages *list = messages_new();

	ck_assert(g_file_set_contents(file, "tamarack: 1\nid: odd\ntitle: Odd\nunit: {currency: USD}\n"
		"period: {base: 2025, from: 2026, to: 2026}\ntotal: {value: {2025: 10}, growth: {2026: 5%}}\n"
		"dimensions:\n- id: kind\n  segments:\n  - {name: \"=1+1\"}\n"
		"  - {name: \"a\\eb\\x9d]52;c;AAAA\\a\\tc\\u202e\", id: odd}\n", -1, NULL));
	o.markets = names;
	app = app_new(&o, true);
	clipboard = g_string_new(NULL);
	app_set_host(app, &takes);
	ck_assert_msg(app_open(app, list), "%s", messages_count(list)
		      ? messages_get(list, 0)->text : "");
	messages_free(list);
	app_key(app, 'y');
	app_key(app, 't');
	ck_assert_ptr_nonnull(strstr(clipboard->str, "\n'=1+1\t"));
	for (const char *p = clipboard->str; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		ck_assert_msg(c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0)
			      && c != 0x202e), "U+%04X was copied", c);
	}
	for (char **line = g_strsplit(clipboard->str, "\n", -1), **l = line; ; l++) {
		int tabs = 0;

		if (!*l || !**l) {
			g_strfreev(line);
			break;
		}
		for (const char *p = *l; *p; p++)
			tabs += *p == '\t';
		ck_assert_int_eq(tabs, 9);
	}
	app_free(app);
	g_string_free(clipboard, TRUE);
}
END_TEST

START_TEST(a_refused_copy_says_why)
{
	struct screen s = begin_copying(A);

	app_set_host(s.app, &refuses);
	screen_type(&s, "yy");
	ck_assert_shows(&s, "not copied: it is too long");
	screen_type(&s, ":set clipboard off<Enter>yy");
	ck_assert_shows(&s, "the clipboard is switched off");
	app_set_host(s.app, &takes);
	screen_type(&s, "yc");
	ck_assert_uint_eq(clipboard->len, 0);
	screen_type(&s, ":set clipboard on<Enter>yc");
	ck_assert_str_eq(clipboard->str, "49.82");
	end_copying(&s);
}
END_TEST

START_TEST(without_a_clipboard)
{
	struct explorer_options o = {.no_clipboard = true, .digits = -1};
	struct app *app = app_new(&o, true);

	ck_assert(!app_settings(app)->clipboard);
	app_free(app);
}
END_TEST

/* ------------------------------------------------ files that change */

/* A copy of the market in the scratch directory; the explorer on it, with child_run for editors. */
static const struct app_host edits = {.run = child_run};
static char *market_file;

static struct screen begin_on_file(int columns, int rows)
{
	g_autofree char *text = NULL, *from_top = NULL;
	struct screen s;

	market_file = scratch_file("market.yaml");
	ck_assert(g_file_get_contents(TOP_SRCDIR "/" A, &text, NULL, NULL));
	ck_assert(g_file_set_contents(market_file, text, -1, NULL));
	from_top = g_canonicalize_filename(market_file, NULL);
	g_free(market_file);
	market_file = g_steal_pointer(&from_top);
	s = screen_begin_file(market_file, columns, rows, true);
	app_set_host(s.app, &edits);
	return s;
}

static void end_on_file(struct screen *s)
{
	screen_end(s);
	g_clear_pointer(&market_file, g_free);
}

/* Replaces the first `old` in the market's file; NULL for new: the file ends there. */
static void change_file(const char *old, const char *new)
{
	g_autofree char *text = NULL;
	GString *changed;
	char *at;

	ck_assert(g_file_get_contents(market_file, &text, NULL, NULL));
	at = strstr(text, old);
	ck_assert_ptr_nonnull(at);
	changed = g_string_new_len(text, at - text);
	if (new)
		g_string_append_printf(changed, "%s%s", new, at + strlen(old));
	ck_assert(g_file_set_contents(market_file, changed->str, -1, NULL));
	g_string_free(changed, TRUE);
}

static char *dump_without_message(struct screen *s)
{
	app_key(s->app, K_CONTROL('L'));
	app_settle(s->app);
	app_draw(s->app, s->canvas);
	return canvas_dump(s->canvas);
}

/* Whatever was done to the view and to the scenario is there after a reload. */
static const char *const states[] = {
	"", "5Gk", "5Gk[[", "5zRG", "5Gke40<Enter>", "5Gke40<Enter>mmjjL", "2j<Space>j<Space>",
	"4&health<Enter>", "5OOO", "5O", "5OO[", "5F", "5F&am<Enter>", "5jzojjj%", "5jzoVH.[[",
	"5Gke40<Enter>k+++uu", "3jL>>><", "5GkC", "5GkClBd", "d", "djjj<Space>", "A", "AGk", "5jzo3jj5",
	"5Gke40<Enter>c", "P5 1<Enter>jzojzojj", "P5 1<Enter>jzojzoj<Space>jOjj", "P5 1<Enter>F",
	"P5 1<Enter>&text<Enter>jj", "P5 1<Enter>jzojzoj:year 2027<Enter>%%",
};

START_TEST(a_reload_keeps_what_is_shown)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *before = NULL, *after = NULL;

	screen_type(&s, states[_i]);
	before = dump_without_message(&s);
	change_file("# Figures and facts", "# Facts and figures");
	screen_type(&s, "^E");
	ck_assert_says(&s, "read again");
	after = dump_without_message(&s);
	ck_assert_str_eq(before, after);
	end_on_file(&s);
}
END_TEST

/* Undo goes back over a reload, and the journal goes on. */
START_TEST(a_reload_keeps_edits)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *before = NULL, *after = NULL;

	before = dump_without_message(&s);
	screen_type(&s, "5Gke40<Enter>kL");
	change_file("# Figures and facts", "# Facts and figures");
	screen_type(&s, ":reload<Enter>");
	ck_assert_shows(&s, "[modified]");
	screen_type(&s, "j");
	ck_assert_shows(&s, "10.55S");
	screen_type(&s, "uu1gg");
	after = dump_without_message(&s);
	ck_assert_str_eq(before, after);
	screen_type(&s, "^R5Gk");
	ck_assert_shows(&s, "10.55S");
	end_on_file(&s);
}
END_TEST

/* Figures of the file count at once; an edit stands on them. */
START_TEST(a_reload_reads_figures)
{
	struct screen s = begin_on_file(80, 24);

	screen_type(&s, "e10<Enter>");
	ck_assert_shows(&s, "19.18S");		/* 11.91 x 1.1^5 */
	change_file("{is: 11.91, page: line 4}", "{is: 10.00, page: line 4}");
	screen_type(&s, "<F5>");
	ck_assert_shows(&s, "16.11S");		/* 10 x 1.1^5 */
	end_on_file(&s);
}
END_TEST

START_TEST(what_is_gone_leads_to_what_it_lay_in)
{
	struct screen s = begin_on_file(80, 24);

	screen_type(&s, "5/rest of asia<Enter>");
	ck_assert_shows(&s, "Asia-Pacific > Rest of Asia-Pacific");
	change_file("name: Rest of Asia-Pacific", "name: Other countries");
	screen_type(&s, "^E");
	ck_assert_says(&s, "1 segment gone, 1 new");
	ck_assert_shows(&s, "Geography > Asia-Pacific (");
	/* What the scenario is about has to be there. */
	screen_type(&s, "/other countries<Enter>e40<Enter>");
	ck_assert_shows(&s, "40.00S");
	change_file("name: Other countries", "name: Rest of Asia-Pacific");
	screen_type(&s, "^E");
	ck_assert_says(&s, "as it was read before stays");
	ck_assert_shows(&s, "40.00S");
	end_on_file(&s);
}
END_TEST

START_TEST(a_broken_file_changes_nothing)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *before = NULL, *after = NULL;

	screen_type(&s, "5Gke40<Enter>");
	before = dump_without_message(&s);
	change_file("unit: {currency: USD, scale: billion}", "unit: {currency: USD, scale: pounds}");
	screen_type(&s, "^E");
	ck_assert_says(&s, "market.yaml:37:30: unknown scale");
	ck_assert_says(&s, "as it was read before stays");
	after = dump_without_message(&s);
	ck_assert_str_eq(before, after);
	change_file("scale: pounds", "scale: billion");
	screen_type(&s, "^E");
	ck_assert_says(&s, "market.yaml was read again");
	end_on_file(&s);
}
END_TEST

START_TEST(another_market_is_refused)
{
	struct screen s = begin_on_file(80, 24);

	change_file("id: ai-training-dataset", "id: another");
	screen_type(&s, "^E");
	ck_assert_says(&s, "is another market now");
	end_on_file(&s);
}
END_TEST

START_TEST(a_change_is_told_once)
{
	struct screen s = begin_on_file(80, 24);

	screen_type(&s, "j");
	ck_assert(!screen_shows(&s, "has changed on disk"));
	change_file("# Figures and facts", "# Facts and figures");
	screen_type(&s, "j");
	ck_assert_says(&s, "market.yaml has changed on disk; ^E reads it again");
	screen_type(&s, "j");
	ck_assert(!screen_shows(&s, "has changed on disk"));
	change_file("# Facts and figures", "# Figures, facts");
	screen_type(&s, "k");
	ck_assert_says(&s, "has changed on disk");
	screen_type(&s, "^Ek");
	ck_assert(!screen_shows(&s, "has changed on disk"));
	/* One that is gone for a moment is no change yet. */
	ck_assert(remove(market_file) == 0);
	screen_type(&s, "j");
	ck_assert(!screen_shows(&s, "has changed on disk"));
	end_on_file(&s);
}
END_TEST

START_TEST(the_library_is_read_again)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *directory = g_dir_make_tmp("library-XXXXXX", NULL);
	g_autofree char *copy = g_build_filename(directory, "b.yaml", NULL);
	g_autofree char *first = g_build_filename(directory, "a.yaml", NULL);
	g_autofree char *text = NULL, *broken = NULL;

	ck_assert(g_file_get_contents(market_file, &text, NULL, NULL));
	ck_assert(g_file_set_contents(copy, text, -1, NULL));
	g_setenv("TAMARACK_PATH", directory, TRUE);
	screen_type(&s, "M");
	ck_assert_shows(&s, "1 of 1");
	ck_assert_shows(&s, ">  AI training");
	broken = g_strconcat(text, "surplus: 1\n", NULL);
	ck_assert(g_file_set_contents(first, broken, -1, NULL));
	screen_type(&s, "<Space>^E");
	ck_assert_shows(&s, "a.yaml: 1 error");
	ck_assert_shows(&s, ">* AI training");
	g_unlink(copy);
	g_unlink(first);
	g_rmdir(directory);
	g_setenv("TAMARACK_PATH", TOP_SRCDIR "/data", TRUE);
	end_on_file(&s);
}
END_TEST

/* ------------------------------------------------ the editor */

/* A script as $EDITOR that writes its words to `words` and then does what body says. */
static void set_editor(const char *body, const char *more)
{
	g_autofree char *file = scratch_file("editor"), *words = scratch_file("words");
	g_autofree char *path = g_canonicalize_filename(file, NULL);
	g_autofree char *to = g_canonicalize_filename(words, NULL);
	g_autofree char *text = g_strdup_printf("#!/bin/sh\nprintf '%%s\\n' \"$@\" > '%s'\n%s\n", to,
						body);
	g_autofree char *command = g_strconcat(path, more, NULL);

	ck_assert(g_file_set_contents(path, text, -1, NULL));
	ck_assert(g_chmod(path, 0700) == 0);
	g_unsetenv("VISUAL");
	g_setenv("EDITOR", command, TRUE);
}

static char *words_of_editor(void)
{
	g_autofree char *file = scratch_file("words");
	char *text = NULL;

	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	return text;
}

/* The number of the first line that has the text, from 1. */
static int line_with(const char *file, const char *text)
{
	g_autofree char *all = NULL;
	int line = 1;

	ck_assert(g_file_get_contents(file, &all, NULL, NULL));
	char *at = strstr(all, text);

	ck_assert_ptr_nonnull(at);
	for (const char *p = all; p < at; p++)
		line += *p == '\n';
	return line;
}

static const struct { const char *keys, *line; } places[] = {
	{"", "\ntotal:"}, {"5", "\ntotal:"}, {"5Gk", "name: Asia-Pacific"}, {"5jzojj", "- Canada"},
	{"5GkC", "name: Asia-Pacific"}, {"djj", "- id: domain-specific"},
};

START_TEST(the_editor_opens_at_the_line)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *words = NULL, *expected = NULL;
	int line = line_with(market_file, places[_i].line) + (places[_i].line[0] == '\n');

	set_editor("", " -o 'two words'");
	screen_type(&s, places[_i].keys);
	screen_type(&s, "E");
	ck_assert_says(&s, "is as it was");
	words = words_of_editor();
	if (line == line_with(market_file, "\ntotal:") + 1)
		line = 0;	/* the total may have no place of its own */
	if (line)
		expected = g_strdup_printf("-o\ntwo words\n+%d\n%s\n", line, market_file);
	if (expected)
		ck_assert_str_eq(words, expected);
	else
		ck_assert(g_str_has_suffix(words, market_file) || strstr(words, "market.yaml\n"));
	end_on_file(&s);
}
END_TEST

START_TEST(the_editor_opens_the_scenario)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *file = scratch_file("asia.yaml"), *words = NULL, *again = NULL, *text = NULL;
	g_autofree char *keys = g_strdup_printf("5Gke40<Enter>kL:write %s<Enter>", file);

	set_editor("", "");
	screen_type(&s, keys);
	ck_assert_says(&s, "saved in");
	screen_type(&s, "jE");
	words = words_of_editor();
	again = g_strdup_printf("+%d\n%s\n", line_with(file, "geography/asia-pacific"), file);
	ck_assert_str_eq(words, again);
	/* A row that the scenario does not name stands in the market. */
	screen_type(&s, "GE");
	g_free(words);
	words = words_of_editor();
	ck_assert_ptr_nonnull(strstr(words, "market.yaml"));
	/* What was changed there counts, unless there are edits that were not saved. */
	set_editor("sed -i 's/40%/35%/' \"$2\"", "");
	screen_type(&s, "kE");
	ck_assert_says(&s, "asia was read again");
	ck_assert_shows(&s, "35.00S");
	screen_type(&s, "+");
	set_editor("sed -i 's/35%/45%/' \"$2\"", "");
	screen_type(&s, "E");
	ck_assert_says(&s, "the unsaved edits stay");
	ck_assert_shows(&s, "35.50S");
	screen_type(&s, "s<Enter>");
	ck_assert_shows(&s, "c compare  o overwrite");
	g_unlink(file);
	end_on_file(&s);
}
END_TEST

START_TEST(what_the_editor_changed_is_read)
{
	struct screen s = begin_on_file(80, 24);

	set_editor("for file; do :; done; sed -i 's/is: 8.74/is: 9.99/' \"$file\"", "");
	screen_type(&s, "5Gke40<Enter>E");
	ck_assert_says(&s, "market.yaml was read again");
	ck_assert_shows(&s, "9.99R");
	ck_assert_shows(&s, "Geography > Asia-Pacific");
	ck_assert_shows(&s, "40.00S");
	set_editor("for file; do :; done; sed -i 's/^unit:.*/unit: 7/' \"$file\"", "");
	screen_type(&s, "E");
	ck_assert_says(&s, "market.yaml:37:7: 'unit' needs a mapping");
	ck_assert_shows(&s, "9.99R");
	end_on_file(&s);
}
END_TEST

/* Row D11 of the fault matrix. */
static const struct { const char *editor, *body, *says; } failing[] = {
	{"", NULL, "no editor is set"},
	{"/nowhere/editor", NULL, "'/nowhere/editor' cannot be started: No such file or directory"},
	{"no-such-editor -x", NULL, "'no-such-editor' cannot be started"},
	{"vi 'x", NULL, "$EDITOR cannot be read"},
	{NULL, "exit 3", "editor ended with status 3"},
	{NULL, "kill -KILL $$", "editor was ended by signal 9 (Killed)"},
	{NULL, "kill -SEGV $$", "editor was ended by signal 11"},
	{NULL, "kill -STOP $$; exit 4", "editor is stopped; E goes on with it"},
	{NULL, "kill -INT $PPID; exit 5", "editor ended with status 5"},
};

START_TEST(an_editor_that_fails)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *before = dump_without_message(&s), *after = NULL;

	if (failing[_i].body)
		set_editor(failing[_i].body, "");
	else
		g_setenv("EDITOR", failing[_i].editor, TRUE);
	g_unsetenv("VISUAL");
	screen_type(&s, "E");
	ck_assert_says(&s, failing[_i].says);
	if (child_stopped()) {
		screen_type(&s, "E");
		ck_assert_says(&s, "editor ended with status 4");
	}
	ck_assert_ptr_null(child_stopped());
	after = dump_without_message(&s);
	ck_assert_str_eq(before, after);
	end_on_file(&s);
}
END_TEST

/* The file may have been changed all the same. */
START_TEST(an_editor_that_fails_late)
{
	struct screen s = begin_on_file(80, 24);

	set_editor("for file; do :; done; sed -i 's/is: 8.74/is: 9.99/' \"$file\"; exit 1", "");
	screen_type(&s, "E");
	ck_assert_says(&s, "editor ended with status 1");
	ck_assert_shows(&s, "9.99R");
	g_setenv("VISUAL", "/nowhere/visual", TRUE);
	screen_type(&s, "E");
	ck_assert_says(&s, "'/nowhere/visual' cannot");
	end_on_file(&s);
}
END_TEST

START_TEST(the_editor_repairs_a_broken_file)
{
	struct screen s = begin_on_file(80, 24);
	g_autofree char *directory = g_dir_make_tmp("library-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(directory, "a.yaml", NULL);
	g_autofree char *words = NULL, *expected = NULL;

	change_file("scale: billion", "scale: pounds");
	ck_assert(rename(market_file, file) == 0);
	g_setenv("TAMARACK_PATH", directory, TRUE);
	set_editor("sed -i 's/scale: pounds/scale: billion/' \"$2\"", "");
	screen_type(&s, "M");
	ck_assert_shows(&s, "a.yaml: 1 error");
	screen_type(&s, "E");
	ck_assert_shows(&s, ">  AI training");
	words = words_of_editor();
	expected = g_strdup_printf("+%d\n%s\n", line_with(file, "unit: {"), file);
	ck_assert_str_eq(words, expected);
	g_unlink(file);
	g_rmdir(directory);
	g_setenv("TAMARACK_PATH", TOP_SRCDIR "/data", TRUE);
	end_on_file(&s);
}
END_TEST

/* ------------------------------------------------ the mouse */

/* Clicks on the text where it first stands on the screen; `after`: behind that text. */
static void click(struct screen *s, const char *after, const char *text)
{
	g_autofree char *dump = canvas_dump(s->canvas);
	const char *from = strstr(dump, after), *at, *line;
	int row = 0;

	ck_assert_msg(from && (at = strstr(from, text)), "'%s' is not on the screen:\n%s", text, dump);
	for (line = dump; line < at; line++)
		row += *line == '\n';
	while (line > dump && line[-1] != '\n')
		line--;
	g_autofree char *before = g_strndup(line, at - line);

	app_mouse(s->app, row, (int)g_utf8_strlen(before, -1), 0);
	app_draw(s->app, s->canvas);
	app_settle(s->app);
	app_draw(s->app, s->canvas);
}

static const struct { const char *keys, *after, *text; int clicks; const char *shows; } clicks[] = {
	{"", "", "5 Geography", 1, "[5 Geography]"},
	{"5", "", "Asia-Pacific", 1, "Asia-Pacific (4 of 5)"},
	{"5", "Segment", "Asia-Pacific", 2, "- Asia-Pacific"},
	{"5", "", "Segment", 1, "by name"},
	{"5", "", "Segment", 2, "in the order of the file"},
	{"5", "", "2031   share", 1, "by value, the largest first"},
	{"5", "", "share  CAGR", 1, "by value, the largest first"},
	{"5", "share  ", "CAGR", 1, "by growth, the fastest first"},
	{"H", "2027", "2029", 1, "year [ 2029 ]"},
	{"H", "2030", "2031", 1, "by value, the largest first"},
	{"", "8.74 | o", "2027", 1, "year [ 2027 ]"},
	{"", "8.74 | o", "2026", 1, "year [ 2026 ]"},
	{"C", "    2025 ", "2028", 1, "2028: "},
	{"d", "", "points", 1, "by points"},
	{"d", "", "points", 2, "the other way round"},
	{"d", "", "points", 3, "in its own order"},
	{"d", "", "drop-one", 1, "by drop-one"},
	{"dOO", "", "Force", 1, "by Force"},
	{"A", "", "Line", 1, "by Line"},
	{"x", "", "Custom", 1, "Text x Custom Dataset"},
	{"x", "", "Audio and", 1, "Audio and Speech x"},
	{"M", "", "Federated", 1, "2 of 2"},
	{"M", "", "Federated", 2, "Federated learning in healthcare market   "},
	{"M", "", "CAGR", 1, "by CAGR"},
	{"M", "", "CAGR", 2, ">  AI training"},
	{"M", "", "Publisher", 3, "as they were found"},
};

START_TEST(what_clicks_do)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, clicks[_i].keys);
	for (int i = 0; i < clicks[_i].clicks; i++)
		click(&s, clicks[_i].after, clicks[_i].text);
	ck_assert_shows(&s, clicks[_i].shows);
	screen_end(&s);
}
END_TEST

/* The rows of a table by a column, and as they were; what is copied is in the order shown. */
START_TEST(an_ordered_table)
{
	struct screen s = begin_copying(A);
	g_autofree char *before = NULL, *after = NULL;
	const char *first, *second;

	screen_type(&s, "d");
	before = canvas_dump(s.canvas);
	click(&s, "", "Force");
	screen_type(&s, "yt");
	first = strstr(clipboard->str, "Expansion of multimodal");
	second = strstr(clipboard->str, "Growth of rights-cleared");
	ck_assert(first && second && first < second);
	/* Drivers stay among drivers, and sums where they are. */
	ck_assert(strstr(clipboard->str, "Scaling of physical") < strstr(clipboard->str, "all drivers"));
	ck_assert(strstr(clipboard->str, "all drivers") < strstr(clipboard->str, "Restraints"));
	click(&s, "", "Force");
	screen_type(&s, "yt");
	ck_assert(strstr(clipboard->str, "Growth of rights") < strstr(clipboard->str, "Expansion of"));
	click(&s, "", "Force");
	screen_type(&s, "^L");
	after = canvas_dump(s.canvas);
	ck_assert_str_eq(before, after);
	/* The cursor stays on its row, and acts on it. */
	screen_type(&s, "jO<Space>");
	ck_assert_shows(&s, "Expansion of multimodal");
	end_copying(&s);
}
END_TEST

START_TEST(the_mouse_can_be_left)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "<F8>");
	ck_assert(!app_settings(s.app)->mouse);
	screen_type(&s, ":mouse<Enter>");
	ck_assert(app_settings(s.app)->mouse);
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("manners");
	TCase *tc = tcase_create("manners");

	setlocale(LC_CTYPE, "");
	g_setenv("TAMARACK_PATH", TOP_SRCDIR "/data", TRUE);
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, a_copy_is_what_is_shown, 0, G_N_ELEMENTS(copies));
	tcase_add_test(tc, the_table_has_the_rows_of_the_list);
	tcase_add_loop_test(tc, every_view_copies, 0, G_N_ELEMENTS(views));
	tcase_add_test(tc, small_levels_say_something);
	tcase_add_test(tc, what_was_copied_is_safe);
	tcase_add_test(tc, a_refused_copy_says_why);
	tcase_add_test(tc, without_a_clipboard);
	tcase_add_loop_test(tc, a_reload_keeps_what_is_shown, 0, G_N_ELEMENTS(states));
	tcase_add_test(tc, a_reload_keeps_edits);
	tcase_add_test(tc, a_reload_reads_figures);
	tcase_add_test(tc, what_is_gone_leads_to_what_it_lay_in);
	tcase_add_test(tc, a_broken_file_changes_nothing);
	tcase_add_test(tc, another_market_is_refused);
	tcase_add_test(tc, a_change_is_told_once);
	tcase_add_test(tc, the_library_is_read_again);
	tcase_add_loop_test(tc, the_editor_opens_at_the_line, 0, G_N_ELEMENTS(places));
	tcase_add_test(tc, the_editor_opens_the_scenario);
	tcase_add_test(tc, what_the_editor_changed_is_read);
	tcase_add_loop_test(tc, an_editor_that_fails, 0, G_N_ELEMENTS(failing));
	tcase_add_test(tc, an_editor_that_fails_late);
	tcase_add_test(tc, the_editor_repairs_a_broken_file);
	tcase_add_loop_test(tc, what_clicks_do, 0, G_N_ELEMENTS(clicks));
	tcase_add_test(tc, an_ordered_table);
	tcase_add_test(tc, the_mouse_can_be_left);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
