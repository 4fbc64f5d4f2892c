/* Keys, actions, bindings, the prompt: what needs neither market nor screen. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "run_suite.h"
#include "tui/keymap.h"
#include "tui/list.h"
#include "tui/prompt.h"

/* ------------------------------------------------ keys as text */

static const struct { const char *text; int key; } names[] = {
	{"j", 'j'}, {"<Down>", K_DOWN}, {"^F", 6}, {"<Space>", ' '}, {"<F1>", K_F1}, {"M-v", 'v' | K_META},
	{"\xc3\xa9", 0xe9}, {"<Enter>", 13}, {"<Esc>", 27}, {"<", '<'}, {"^", '^'}, {"M", 'M'},
};

START_TEST(key_reads_back)
{
	char buf[KEY_TEXT_MAX];
	int key;

	ck_assert_uint_eq(key_parse(names[_i].text, &key), strlen(names[_i].text));
	ck_assert_int_eq(key, names[_i].key);
	ck_assert_str_eq(key_format(key, false, buf), names[_i].text);
}
END_TEST

START_TEST(sequences)
{
	int keys[KEY_SEQUENCE_MAX];

	ck_assert_int_eq(key_sequence("zR", keys), 2);
	ck_assert_int_eq(keys[1], 'R');
	ck_assert_int_eq(key_sequence("z<Down>", keys), 2);
	ck_assert_int_eq(keys[1], K_DOWN);
	ck_assert_int_eq(key_sequence("", keys), 0);
	ck_assert_int_eq(key_sequence("abcde", keys), 0);
	ck_assert_int_eq(key_sequence("\xff", keys), 0);
}
END_TEST

/* ------------------------------------------------ the list of actions */

static const struct { const char *id, *keys; unsigned scope; } list[] = {
#define GROUP(title)
#define ACTION(id, keys, scope, help) {#id, keys, SCOPE_##scope},
#include "tui/actions.def"
#undef ACTION
#undef GROUP
};

static bool clash(const char *a, const char *b)
{
	int x[KEY_SEQUENCE_MAX], y[KEY_SEQUENCE_MAX];
	int n = key_sequence(a, x), m = key_sequence(b, y);

	ck_assert_msg(n > 0 && m > 0, "%s or %s is no key", a, b);
	return memcmp(x, y, (size_t)MIN(n, m) * sizeof *x) == 0;
}

/* In no view does a key, or the beginning of a sequence, mean two things. */
START_TEST(no_key_has_two_meanings)
{
	g_auto(GStrv) mine = g_strsplit(list[_i].keys, " ", -1);

	for (size_t other = (size_t)_i + 1; other < G_N_ELEMENTS(list); other++) {
		g_auto(GStrv) theirs = g_strsplit(list[other].keys, " ", -1);

		if (!(list[_i].scope & list[other].scope))
			continue;
		for (int i = 0; mine[i]; i++)
			for (int j = 0; theirs[j]; j++)
				ck_assert_msg(!clash(mine[i], theirs[j]), "%s and %s: %s",
					      list[_i].id, list[other].id, mine[i]);
	}
}
END_TEST

START_TEST(every_action_has_a_key_a_name_and_help)
{
	struct keymap *map = keymap_new();

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		g_autofree char *keys = keymap_keys(map, a);
		g_autofree char *name = action_name(a);

		ck_assert_msg(*keys, "no key leads to %s", name);
		ck_assert_int_eq(action_find(name), a);
		ck_assert(*action_help(a) && *action_group(a));
		ck_assert(action_scope(a) != 0);
		ck_assert_msg(action_help(a)[strlen(action_help(a)) - 1] != '.', "%s", name);
	}
	ck_assert_int_eq(action_find("cursor_down"), ACTION_NONE);
	keymap_free(map);
}
END_TEST

/* As in vi: half of the window, the cursor with it; as in less: half of what is read. */
START_TEST(half_a_page)
{
	struct list rows = {.n = 100, .height = 21}, text = rows, low = {.n = 5, .height = 1};

	ck_assert(list_act(&rows, ACTION_HALF_PAGE_DOWN));
	ck_assert(list_act(&rows, ACTION_HALF_PAGE_DOWN));
	ck_assert_int_eq(rows.cursor, 20);
	ck_assert_int_eq(rows.top, 20);
	ck_assert(list_act(&rows, ACTION_HALF_PAGE_UP));
	ck_assert_int_eq(rows.cursor, 10);
	ck_assert_int_eq(rows.top, 10);
	ck_assert(list_act_window(&text, ACTION_HALF_PAGE_DOWN));
	ck_assert_int_eq(text.top, 10);
	ck_assert(list_act_window(&text, ACTION_HALF_PAGE_UP));
	ck_assert(list_act_window(&text, ACTION_HALF_PAGE_UP));
	ck_assert_int_eq(text.top, 0);
	ck_assert(list_act(&low, ACTION_HALF_PAGE_DOWN));
	ck_assert_int_eq(low.cursor, 1);
	ck_assert(!list_act(&low, ACTION_RATE) && !list_act_window(&low, ACTION_RATE));
}
END_TEST

/* product.md, Default keys. */
static const struct { const char *keys; enum action action; } defaults[] = {
	{"j", ACTION_CURSOR_DOWN}, {"<Up>", ACTION_CURSOR_UP}, {"^F", ACTION_PAGE_DOWN},
	{"<PgUp>", ACTION_PAGE_UP}, {"^D", ACTION_HALF_PAGE_DOWN}, {"^U", ACTION_HALF_PAGE_UP},
	 {"gg", ACTION_CURSOR_FIRST}, {"G", ACTION_CURSOR_LAST},
	{"l", ACTION_UNFOLD}, {"<Left>", ACTION_FOLD}, {"<Enter>", ACTION_OPEN},
	{"zo", ACTION_FOLD_OPEN}, {"zc", ACTION_FOLD_CLOSE}, {"zR", ACTION_FOLD_OPEN_ALL},
	{"zM", ACTION_FOLD_CLOSE_ALL}, {"5", ACTION_DIMENSION}, {"{", ACTION_DIMENSION_BEFORE},
	{"}", ACTION_DIMENSION_NEXT}, {"[", ACTION_YEAR_BEFORE}, {"]", ACTION_YEAR_NEXT},
	{"e", ACTION_RATE}, {"+", ACTION_RATE_RAISE}, {"-", ACTION_RATE_LOWER},
	{"<", ACTION_STEP_LESS}, {">", ACTION_STEP_MORE}, {"L", ACTION_LOCK},
	{"m", ACTION_HOLD_MODE}, {"f", ACTION_FILL_RULE}, {"%", ACTION_SHARE_MODE},
	{"u", ACTION_UNDO}, {"^R", ACTION_REDO}, {"r", ACTION_RESET_NODE}, {"R", ACTION_RESET_ALL},
	{"c", ACTION_SCENARIOS}, {"M", ACTION_MARKETS}, {"s", ACTION_SAVE}, {"/", ACTION_FIND},
	{"n", ACTION_FIND_NEXT}, {"N", ACTION_FIND_BEFORE}, {"?", ACTION_HELP},
	{"<F1>", ACTION_HELP}, {"q", ACTION_BACK}, {"<Esc>", ACTION_BACK}, {"Q", ACTION_QUIT},
};

START_TEST(default_keys)
{
	struct keymap *map = keymap_new();
	int keys[KEY_SEQUENCE_MAX], n = key_sequence(defaults[_i].keys, keys);
	enum action a = ACTION_NONE;

	ck_assert_int_eq(keymap_match(map, SCOPE_TREE, keys, n, &a), KEY_MATCH_ACTION);
	ck_assert_int_eq(a, defaults[_i].action);
	keymap_free(map);
}
END_TEST

START_TEST(prefixes_wait)
{
	struct keymap *map = keymap_new();
	int keys[] = {'z', 'q'};
	enum action a;
	GPtrArray *more;

	ck_assert_int_eq(keymap_match(map, SCOPE_TREE, keys, 1, &a), KEY_MATCH_PREFIX);
	ck_assert_int_eq(keymap_match(map, SCOPE_TREE, keys, 2, &a), KEY_MATCH_NONE);
	ck_assert_int_eq(keymap_match(map, SCOPE_MARKETS, keys, 1, &a), KEY_MATCH_NONE);
	more = keymap_continuations(map, SCOPE_TREE, keys, 1);
	ck_assert_uint_eq(more->len, 9);
	ck_assert_str_eq(more->pdata[0], "zo Unfold the segment");
	g_ptr_array_free(more, TRUE);
	keymap_free(map);
}
END_TEST

START_TEST(binding)
{
	struct keymap *map = keymap_new();
	int q = 'q', x = 'X';
	enum action a = ACTION_NONE;
	g_autofree char *keys = NULL;
	GError *error = NULL;

	ck_assert(keymap_bind(map, ACTION_UNDO, "X <F6>", NULL));
	ck_assert_int_eq(keymap_match(map, SCOPE_TREE, &x, 1, &a), KEY_MATCH_ACTION);
	ck_assert_int_eq(a, ACTION_UNDO);
	keys = keymap_keys(map, ACTION_UNDO);
	ck_assert_str_eq(keys, "X, F6");
	ck_assert(!keymap_bind(map, ACTION_UNDO, "z", &error));
	ck_assert_ptr_nonnull(strstr(error->message, "fold-open"));
	g_clear_error(&error);
	ck_assert(!keymap_bind(map, ACTION_UNDO, "<Nokey", &error));
	g_clear_error(&error);
	/* Unbound, and free for another. */
	ck_assert(keymap_bind(map, ACTION_BACK, "", NULL));
	ck_assert_int_eq(keymap_match(map, SCOPE_TREE, &q, 1, &a), KEY_MATCH_NONE);
	ck_assert(keymap_bind(map, ACTION_QUIT, "q", NULL));
	keymap_free(map);
}
END_TEST

/* ------------------------------------------------ the prompt */

/* Keys in the notation of key.h, the text that is left with | at the cursor. */
static const struct { const char *keys, *text; } edits[] = {
	{"40", "40|"},
	{"ab<Left>c", "ac|b"},
	{"ab^Ac^Ed", "cabd|"},
	{"one two^W", "one |"},
	{"one two^W^Y^Y", "one twotwo|"},
	{"one two^U", "|"},
	{"one^U^Y", "one|"},
	{"one<Left><Left>^K", "o|"},
	{"ab<Home><Del>", "|b"},
	{"ab<BS>", "a|"},
	{"\xc3\xa9\xe4\xba\x9a<Left>x", "\xc3\xa9x|\xe4\xba\x9a"},
	{"e\xcc\x81<BS>", "|"},		/* a base and its accent go together */
	{"a<Up>", "old|"},
	{"a<Up><Down>", "a|"},
	{"<Up><Up>", "older|"},
	{"a<F5><PgUp>", "a|"},
};

START_TEST(editing)
{
	GPtrArray *history = g_ptr_array_new();
	struct prompt p;
	const char *at = edits[_i].keys;

	g_ptr_array_add(history, "older");
	g_ptr_array_add(history, "old");
	prompt_init(&p, "", history);
	while (*at) {
		int key;

		at += key_parse(at, &key);
		ck_assert_int_eq(prompt_key(&p, key), PROMPT_GOES_ON);
	}
	g_string_insert(p.text, (gssize)p.at, "|");
	ck_assert_str_eq(p.text->str, edits[_i].text);
	prompt_done(&p);
	g_ptr_array_free(history, TRUE);
}
END_TEST

START_TEST(ends_of_a_prompt)
{
	struct prompt p;

	prompt_init(&p, "x", NULL);
	ck_assert_int_eq(prompt_key(&p, K_ENTER), PROMPT_DONE);
	ck_assert_int_eq(prompt_key(&p, K_ESC), PROMPT_CANCELLED);
	ck_assert_int_eq(prompt_key(&p, K_CONTROL('C')), PROMPT_CANCELLED);
	ck_assert_int_eq(prompt_key(&p, K_BACKSPACE), PROMPT_GOES_ON);
	ck_assert_int_eq(prompt_key(&p, K_BACKSPACE), PROMPT_CANCELLED);
	prompt_done(&p);
}
END_TEST

START_TEST(a_paste_is_one_clean_line)
{
	struct prompt p;
	g_autofree char *large = g_strnfill(1 << 20, 'x');

	prompt_init(&p, "", NULL);
	prompt_paste(&p, "4\x1b[31m0\n:q!\n");
	ck_assert_ptr_null(strchr(p.text->str, '\n'));
	ck_assert_ptr_null(strchr(p.text->str, '\x1b'));
	prompt_paste(&p, large);
	ck_assert_uint_le(p.text->len, 4096);
	prompt_done(&p);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("keys");
	TCase *t = tcase_create("keys");

	tcase_add_loop_test(t, key_reads_back, 0, G_N_ELEMENTS(names));
	tcase_add_test(t, sequences);
	suite_add_tcase(s, t);
	t = tcase_create("actions");
	tcase_add_loop_test(t, no_key_has_two_meanings, 0, G_N_ELEMENTS(list));
	tcase_add_test(t, every_action_has_a_key_a_name_and_help);
	tcase_add_loop_test(t, default_keys, 0, G_N_ELEMENTS(defaults));
	tcase_add_test(t, half_a_page);
	tcase_add_test(t, prefixes_wait);
	tcase_add_test(t, binding);
	suite_add_tcase(s, t);
	t = tcase_create("prompt");
	tcase_add_loop_test(t, editing, 0, G_N_ELEMENTS(edits));
	tcase_add_test(t, ends_of_a_prompt);
	tcase_add_test(t, a_paste_is_one_clean_line);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return run_suite(suite());
}
