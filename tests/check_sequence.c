/* What comes behind Escape and is no key.  Row D10 of the fault matrix: mouse garbage, halves, random
 * bytes. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "run_suite.h"
#include "term/sequence.h"

/* Escape has been read; '\033' within the text is another one. */
static enum sequence_state feed(struct sequence *s, const char *text, size_t *used)
{
	enum sequence_state state = SEQUENCE_MORE;

	sequence_begin(s);
	for (*used = 0; text[*used] && state == SEQUENCE_MORE; (*used)++)
		state = sequence_take(s, (guchar)text[*used]);
	return state;
}

static const struct { const char *text; int button, row, column; } reports[] = {
	{"[<0;1;1M", SEQUENCE_CLICK, 0, 0},
	{"[<0;5;8M", SEQUENCE_CLICK, 7, 4},
	{"[<0;300;200M", SEQUENCE_CLICK, 199, 299},
	{"[<4;5;8M", SEQUENCE_CLICK, 7, 4},
	{"[<16;5;8M", SEQUENCE_CLICK, 7, 4},
	{"[<64;5;8M", SEQUENCE_WHEEL_UP, 7, 4},
	{"[<65;5;8M", SEQUENCE_WHEEL_DOWN, 7, 4},
	{"[M %(", SEQUENCE_CLICK, 7, 4},
	{"[M`%(", SEQUENCE_WHEEL_UP, 7, 4},
	{"[Ma%(", SEQUENCE_WHEEL_DOWN, 7, 4},
};

START_TEST(mouse_reports)
{
	struct sequence s;
	size_t used;

	ck_assert_int_eq(feed(&s, reports[_i].text, &used), SEQUENCE_MOUSE);
	ck_assert_uint_eq(used, strlen(reports[_i].text));
	ck_assert_int_eq(s.button, reports[_i].button);
	ck_assert_int_eq(s.row, reports[_i].row);
	ck_assert_int_eq(s.column, reports[_i].column);
}
END_TEST

/* Swallowed whole: releases, other buttons, moves, what is out of range, malformed or unknown. */
static const char *const ignored[] = {
	"[<0;5;8m", "[<1;5;8M", "[<2;5;8M", "[<32;5;8M", "[<35;5;8M", "[<66;5;8M",
	"[<0;0;0M", "[<0;5M", "[<0;5;8;9M", "[<;;M", "[<M", "[<0;-5;8M", "[<0;5;8x",
	"[<99999999999999999999;5;8M", "[?1;2c", "[12;40R", "[I", "[[A", "[M#%(", "[M   ", "[1;5Z",
	"OZ", "]11;rgb:0000/0000/0000\a", "]52;c;YQ==\033\\", "P1$r0m\033\\", "_Gi=1;OK\033\\",
	"^private\033\\", "[<0;5;8\030", "[3;\032", "[M\001",
	"[0;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30M",
};

START_TEST(garbage_is_swallowed_whole)
{
	struct sequence s;
	size_t used;

	ck_assert_int_eq(feed(&s, ignored[_i], &used), SEQUENCE_IGNORED);
	ck_assert_uint_eq(used, strlen(ignored[_i]));
}
END_TEST

/* What breaks off waits for its rest. */
static const char *const halves[] = {"[<0;5;8", "[<", "[<0", "[M", "[M %", "[1;", "]0;title", "P$q", "X"};

START_TEST(halves_wait)
{
	struct sequence s;
	size_t used;

	ck_assert_int_eq(feed(&s, halves[_i], &used), SEQUENCE_MORE);
}
END_TEST

START_TEST(alt_and_a_key)
{
	struct sequence s;
	size_t used;

	ck_assert_int_eq(feed(&s, "v", &used), SEQUENCE_KEY);
	ck_assert_int_eq(feed(&s, "[", &used), SEQUENCE_MORE);
	ck_assert_int_eq(feed(&s, "[<0;5\033[<0;5;8M", &used), SEQUENCE_ANOTHER);
	ck_assert_uint_eq(used, 6);
}
END_TEST

/* Any bytes, for ever: the state stays sound, and a report is one inside the numbers it had. */
START_TEST(random_bytes)
{
	GRand *rand = g_rand_new_with_seed(7);
	static const char likely[] = "[<;0123456789MmO]P\033\\";
	struct sequence s;
	enum sequence_state state = SEQUENCE_IGNORED;

	sequence_begin(&s);
	for (int i = 0; i < 300000; i++) {
		guint c = g_rand_int_range(rand, 0, 3) ? (guint)likely[g_rand_int_range(rand, 0,
				sizeof likely - 1)] : (guint)g_rand_int_range(rand, 0, 0x110000);

		state = sequence_take(&s, c);
		ck_assert_int_le(s.n, SEQUENCE_MOST);
		if (state == SEQUENCE_MOUSE)
			ck_assert(s.row >= 0 && s.column >= 0 && s.row <= 1 << 24 && s.column <= 1 << 24);
		if (state != SEQUENCE_MORE)
			sequence_begin(&s);
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("sequence");
	TCase *tc = tcase_create("sequence");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, mouse_reports, 0, G_N_ELEMENTS(reports));
	tcase_add_loop_test(tc, garbage_is_swallowed_whole, 0, G_N_ELEMENTS(ignored));
	tcase_add_loop_test(tc, halves_wait, 0, G_N_ELEMENTS(halves));
	tcase_add_test(tc, alt_and_a_key);
	tcase_add_test(tc, random_bytes);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
