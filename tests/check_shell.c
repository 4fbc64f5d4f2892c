/* Command line, palette, configuration, key log, dump: what is around the views. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <string.h>

#include "chart/palette.h"
#include "run_suite.h"
#include "screen.h"
#include "tui/command.h"
#include "tui/dump.h"
#include "tui/keylog.h"
#include "tui/settings.h"

#define A "data/ai-training-dataset.yaml"

static char *scratch_file(const char *name)
{
	const char *home = g_getenv("HOME");

	return g_build_filename(home ? home : ".", name, NULL);
}

/* ------------------------------------------------ command line and palette */

static const struct { const char *keys, *shows; } lines[] = {
	{":year 2028<Enter>", "year [ 2028 ]"},
	{":year 1900<Enter>", "'1900' is no period"},
	{":ye<Tab>", "year-before"},
	{":yea<Tab>2027<Enter>", ":"},
	{":digits-more<Enter>", "49.820R"},
	{":set digits 0<Enter>", "50R"},
	{":set digits 99<Enter>", "no number from 0 to 10"},
	{":set colour 1<Enter>", "there is no setting 'colour'"},
	{":undo<Enter>", "nothing to undo"},
	{":force-tails<Enter>", "means nothing in this view"},
	{":nonsense<Enter>", "there is no command 'nonsense'"},
	{":nonsense<Enter>", ": nonsense"},
	{":set digits 99<Enter><BS><BS>0<Enter>", "50R"},
	{":write<Enter>", "write NAME"},
	{":5<BS>5<Esc>5j:open<Enter>", "Mexico"},
	{":open /nowhere.yaml<Enter>", "/nowhere.yaml"},
	{":bind undo j<Enter>", "already means cursor-down"},
	{":bind undo X<Enter>X", "nothing to undo"},
	{":bind undo X Z <Enter>", " undo: X, Z"},
	{":bind undo<Enter>", " undo: no key"},
	{":w<Enter>", "Save the scenario as:"},
	{":e<Enter>", "was read again"},
	{":e /nowhere.yaml<Enter>", "/nowhere.yaml"},
	{"+:q<Enter>", "Unsaved edits:"},
	{":set m<Tab>", ": set mouse o"},
	{":set mouse of<Tab>", ": set mouse off"},
	{":year 202<Tab><Tab><Tab><Enter>", "year [ 2027 ]"},
	{":bind hold<Tab>", ": bind hold-mode"},
	{":undo<Enter>:<Up>", ": undo"},
	{"^Punfold", "> unfold"},
	{"^Plast row<Enter>", ">  Multimodal"},
	{"^Prate<Enter>", "now 33.14 %:"},
	{"^Pzzzz<Enter>", "nothing in the list is called 'zzzz'"},
	{"^Pzzzz<Enter>^Ulast row<Enter>", ">  Multimodal"},
	{"vzzz<Enter>", "nothing in the list is called 'zzz'"},
	{"vzzz<Enter>", ": zzz"},
	{"^P<Esc>j", ">  Text"},
};

START_TEST(command_lines)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, lines[_i].keys);
	ck_assert_shows(&s, lines[_i].shows);
	screen_end(&s);
}
END_TEST

START_TEST(another_market)
{
	struct screen s = screen_begin(A, 80, 24, false);

	screen_type(&s, "jjC:open " TOP_SRCDIR "/data/federated-learning-healthcare.yaml");
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "Federated learning in healthcare market");
	ck_assert_int_eq(app_depth(s.app), 1);
	/* Edits that were not saved hold it up. */
	screen_type(&s, "e20<Enter>:open " TOP_SRCDIR "/" A);
	screen_type(&s, "<Enter>");
	ck_assert_shows(&s, "Unsaved edits");
	screen_type(&s, "n");
	ck_assert_shows(&s, "Federated");
	screen_type(&s, ":<Up><Enter>y");
	ck_assert_shows(&s, "AI training dataset market");
	screen_end(&s);
}
END_TEST

/* Every action of a view stands in its palette; a command with an action's name takes words. */
START_TEST(every_action_is_reached)
{
	const char *argument, *help, *name;

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		g_autofree char *own = action_name(a);
		struct screen s;

		for (int i = 0; (name = command_name(i, &argument, &help)); i++)
			ck_assert(strcmp(name, own) != 0 || *argument);
		if (!(action_scope(a) & SCOPE_TREE) || a == ACTION_PALETTE)
			continue;
		s = screen_begin(A, 80, 24, false);
		g_autofree char *keys = g_strconcat("^P", own, NULL);
		g_autofree char *chosen = g_strconcat("> ", own, NULL);

		screen_type(&s, keys);
		ck_assert_shows(&s, chosen);
		screen_end(&s);
	}
}
END_TEST

/* ------------------------------------------------ configuration */

static const struct { const char *text; int line, column; const char *says; } broken[] = {
	{"sett digits 3\n", 1, 1, "'sett'"},
	{"# fine\n\n  set digits eleven\n", 3, 14, "'eleven'"},
	{"set digits 11", 1, 12, "'11'"},
	{"set digits\n", 1, 5, "'digits' needs a value"},
	{"set\n", 1, 4, "name a setting"},
	{"bind \n", 1, 5, "name an action"},
	{"style\n", 1, 6, "name a style"},
	{"style bar\n", 1, 10, "'bar' needs a colour"},
	{"\ufeffset digits 3\nset digits x\n", 2, 12, "'x'"},
	{"set speed 3\n", 1, 5, "no setting 'speed'"},
	{"set mouse maybe\n", 1, 11, "neither on nor off"},
	{"bind nothing x\n", 1, 6, "no action 'nothing'"},
	{"bind undo <Nokey>\n", 1, 11, "'<Nokey>' is no key"},
	{"bind undo j\n", 1, 11, "cursor-down"},
	{"style nobody 3\n", 1, 7, "no style 'nobody'"},
	{"style bar blue\n", 1, 11, "no colour"},
	{"style bar 3 loud\n", 1, 13, "'loud'"},
	{"bind quit\nbind back\n", 0, 0, "neither back nor quit"},
};

START_TEST(broken_configuration)
{
	struct settings s = {.keymap = keymap_new()};
	struct messages *list = messages_new();
	g_autofree char *file = scratch_file("broken");
	enum action a = ACTION_NONE;
	const struct message *m;
	int escape = K_ESC;

	ck_assert(g_file_set_contents(file, broken[_i].text, -1, NULL));
	settings_load(&s, file, list);
	ck_assert_uint_eq(messages_count(list), 1);
	m = messages_get(list, 0);
	ck_assert_int_eq(m->line, broken[_i].line);
	ck_assert_int_eq(m->column, broken[_i].column);
	ck_assert_msg(strstr(m->text, broken[_i].says), "%s", m->text);
	ck_assert_int_eq(keymap_match(s.keymap, SCOPE_TREE, &escape, 1, &a), KEY_MATCH_ACTION);
	ck_assert_int_eq(a, ACTION_BACK);
	messages_free(list);
	keymap_free(s.keymap);
}
END_TEST

START_TEST(configuration)
{
	struct settings s = {.keymap = keymap_new(), .digits = -1, .mouse = true, .clipboard = true};
	struct messages *list = messages_new();
	g_autofree char *file = scratch_file("config");
	int keys[] = {'X'};
	enum action a = ACTION_NONE;

	settings_load(&s, "/nowhere/config", list);
	ck_assert_uint_eq(messages_count(list), 0);
	ck_assert(g_file_set_contents(file, "# mine\nset digits 4\nset mouse off\nset clipboard off\n"
				      "bind undo X <F9>\nbind lock\nstyle bar 200 bold underline\n"
				      "style axis default\n", -1, NULL));
	settings_load(&s, file, list);
	ck_assert_uint_eq(messages_count(list), 0);
	ck_assert_int_eq(s.digits, 4);
	ck_assert(!s.mouse && !s.clipboard);
	ck_assert_int_eq(keymap_match(s.keymap, SCOPE_TREE, keys, 1, &a), KEY_MATCH_ACTION);
	ck_assert_int_eq(a, ACTION_UNDO);
	keys[0] = 'L';
	ck_assert_int_eq(keymap_match(s.keymap, SCOPE_TREE, keys, 1, &a), KEY_MATCH_NONE);
	ck_assert_int_eq(palette_color(STYLE_BAR, 256), 200);
	ck_assert_int_eq(palette_get(STYLE_BAR)->attributes, PALETTE_BOLD | PALETTE_UNDERLINE);
	ck_assert_int_eq(palette_color(STYLE_AXIS, 256), -1);
	messages_free(list);
	keymap_free(s.keymap);
}
END_TEST

/* ------------------------------------------------ key log and dump */

START_TEST(a_log_types_again_what_was_typed)
{
	static const int keys[] = {'5', 'G', 'k', 'e', '4', '0', K_ENTER, '[', K_UP, '/', '<', ' ',
				   K_BACKSPACE, K_BACKSPACE, 'c', K_ENTER, 0xe9};
	struct screen typed = screen_begin(A, 80, 24, true), again = screen_begin(A, 80, 24, true);
	g_autofree char *file = scratch_file("keys"), *a = NULL, *b = NULL;
	struct keylog *log = keylog_new(file, NULL);

	ck_assert_ptr_nonnull(log);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		keylog_key(log, keys[i]);
		app_key(typed.app, keys[i]);
		app_settle(typed.app);
	}
	keylog_mouse(log, 6, 5, 0);
	app_mouse(typed.app, 6, 5, 0);
	app_key(typed.app, '/');
	keylog_key(log, '/');
	keylog_paste(log, "can\n\303\251\"x");
	app_paste(typed.app, "can\n\303\251\"x");
	ck_assert(keylog_close(log, NULL));
	ck_assert(keylog_replay(file, again.app, NULL));
	app_draw(typed.app, typed.canvas);
	app_draw(again.app, again.canvas);
	a = canvas_dump(typed.canvas);
	b = canvas_dump(again.canvas);
	ck_assert_str_eq(a, b);
	screen_end(&typed);
	screen_end(&again);
}
END_TEST

START_TEST(logs_by_hand_and_broken_ones)
{
	struct screen s = screen_begin(A, 80, 24, false);
	g_autofree char *file = scratch_file("hand");
	GError *error = NULL;

	ck_assert(g_file_set_contents(file, "# to Asia-Pacific\n5Gk\ne40<Enter>\n", -1, NULL));
	ck_assert(keylog_replay(file, s.app, NULL));
	screen_type(&s, "j");
	ck_assert_shows(&s, "10.55S");
	ck_assert(g_file_set_contents(file, "j\n<Mouse>1 x\n", -1, NULL));
	ck_assert(!keylog_replay(file, s.app, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "hand:2: "));
	g_clear_error(&error);
	/* A name that is none is not typed letter by letter. */
	ck_assert(g_file_set_contents(file, "j\nj\n<Foo>\n", -1, NULL));
	ck_assert(!keylog_replay(file, s.app, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "hand:3: '<Foo>' is no key"));
	g_clear_error(&error);
	ck_assert(!keylog_replay("/nowhere/keys", s.app, &error));
	g_clear_error(&error);
	ck_assert_ptr_null(keylog_new("/nowhere/keys", &error));
	g_clear_error(&error);
	screen_end(&s);
}
END_TEST

/* F34: 20 edits, 20 undos, the same bytes. */
START_TEST(dumps)
{
	struct screen s = screen_begin(A, 80, 24, true);
	g_autofree char *before = scratch_file("before"), *after = scratch_file("after");
	g_autofree char *a = NULL, *b = NULL, *shown = NULL;

	screen_type(&s, "5Gk");
	ck_assert(dump_screen(s.app, before, NULL));
	shown = canvas_dump(s.canvas);
	for (int i = 0; i < 20; i++)
		screen_type(&s, i % 3 ? "+" : i % 2 ? "m" : "e40<Enter><Esc>kL");
	for (int i = 0; i < 60; i++)
		app_act(s.app, ACTION_UNDO, 0);
	screen_type(&s, "Gk");
	ck_assert(dump_screen(s.app, after, NULL));
	ck_assert(g_file_get_contents(before, &a, NULL, NULL));
	ck_assert(g_file_get_contents(after, &b, NULL, NULL));
	ck_assert_str_eq(a, shown);
	ck_assert_str_eq(a, b);
	ck_assert(!dump_screen(s.app, "/nowhere/dump", NULL));
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("shell");
	TCase *tc = tcase_create("shell");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, command_lines, 0, G_N_ELEMENTS(lines));
	tcase_add_test(tc, another_market);
	tcase_add_test(tc, every_action_is_reached);
	tcase_add_loop_test(tc, broken_configuration, 0, G_N_ELEMENTS(broken));
	tcase_add_test(tc, configuration);
	tcase_add_test(tc, a_log_types_again_what_was_typed);
	tcase_add_test(tc, logs_by_hand_and_broken_ones);
	tcase_add_test(tc, dumps);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
