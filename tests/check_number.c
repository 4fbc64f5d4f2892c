/* The number grammar and its way back.  Takes the locale from the environment: tests/locale.sh runs
 * it again where the decimal point is a comma, and every byte must stay the same. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "run_suite.h"

/* Forty ways to write a number: what is not in the grammar has no value. */
static const struct {
	const char *text;
	bool ok;
	double value, half;
	int decimals;
} fixtures[] = {
	{"0", true, 0, 0.5, 0},
	{"-0", true, 0, 0.5, 0},
	{"7", true, 7, 0.5, 0},
	{"+7", true, 7, 0.5, 0},
	{"-7", true, -7, 0.5, 0},
	{"7.3", true, 7.3, 0.05, 1},
	{"-7.3", true, -7.3, 0.05, 1},
	{"12.50", true, 12.5, 0.005, 2},
	{"49.82", true, 49.82, 0.005, 2},
	{"0.1", true, 0.1, 0.05, 1},
	{"007", true, 7, 0.5, 0},
	{"017", true, 17, 0.5, 0},
	{"1_000", true, 1000, 0.5, 0},
	{"1_00_000.5", true, 100000.5, 0.05, 1},
	{"9007199254740993", true, 9007199254740992, 0.5, 0},
	{"0.30000000000000004", true, 0.30000000000000004, 5e-18, 17},
	{"", false, 0, 0, 0},
	{"+", false, 0, 0, 0},
	{"nan", false, 0, 0, 0},
	{"NaN", false, 0, 0, 0},
	{".nan", false, 0, 0, 0},
	{"inf", false, 0, 0, 0},
	{"-.inf", false, 0, 0, 0},
	{"infinity", false, 0, 0, 0},
	{"1e308", false, 0, 0, 0},
	{"1e999", false, 0, 0, 0},
	{"1E5", false, 0, 0, 0},
	{"0x1F", false, 0, 0, 0},
	{"0o17", false, 0, 0, 0},
	{"0b101", false, 0, 0, 0},
	{"12:30", false, 0, 0, 0},
	{"5%", false, 0, 0, 0},
	{"1,5", false, 0, 0, 0},
	{"1,234.5", false, 0, 0, 0},
	{"1.234.567", false, 0, 0, 0},
	{"1 234", false, 0, 0, 0},
	{"1_", false, 0, 0, 0},
	{"1__0", false, 0, 0, 0},
	{".5", false, 0, 0, 0},
	{"5.", false, 0, 0, 0},
	{"--5", false, 0, 0, 0},
	{" 5", false, 0, 0, 0},
	{"5 ", false, 0, 0, 0},
	{"5\n", false, 0, 0, 0},
	{"\u0665", false, 0, 0, 0},
	{"\uff15", false, 0, 0, 0},
	{"\u22125", false, 0, 0, 0},
	{"1\u00a0000", false, 0, 0, 0},
};

START_TEST(number_reads)
{
	struct decimal d = {7, 7, 7};
	const char *why = NULL, *text = fixtures[_i].text;
	bool ok = number_parse(text, strlen(text), &d, &why);

	ck_assert_msg(ok == fixtures[_i].ok, "%s: %s", text, why);
	ck_assert((why == NULL) == ok);
	ck_assert((number_span(text, strlen(text)) == strlen(text) && *text) == ok);
	ck_assert(d.value == (ok ? fixtures[_i].value : 7));
	if (ok) {
		ck_assert(d.half == fixtures[_i].half);
		ck_assert_int_eq(d.decimals, fixtures[_i].decimals);
		ck_assert(!signbit(d.value) || d.value < 0);
	} else {
		ck_assert_int_gt(strlen(why), 10);
	}
}
END_TEST

START_TEST(number_prefix)
{
	const struct { const char *text; size_t span; } cases[] = {
		{"46.53%", 5}, {"40..45%", 2}, {"675 million", 3}, {"1_000_", 5}, {"1._5", 1},
		{"-9..-5%", 2}, {"x", 0}, {"-", 0}, {"..5", 0}, {"1.2.3", 3},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_uint_eq(number_span(cases[i].text, strlen(cases[i].text)), cases[i].span);
	ck_assert_uint_eq(number_span("12345", 3), 3);
	ck_assert_uint_eq(number_span("1.5", 2), 1);
}
END_TEST

/* The bounds of the text itself. */
START_TEST(number_limits)
{
	struct decimal d = {7, 7, 7};
	const char *why;
	char text[NUMBER_TEXT_MAX + 1];

	memset(text, '9', sizeof text);
	ck_assert(number_parse(text, 308, &d, &why));
	ck_assert(!number_parse(text, 309, &d, &why));
	ck_assert_str_eq(why, "the number is too large");
	ck_assert(!number_parse(text, NUMBER_TEXT_MAX, &d, &why));
	ck_assert_str_eq(why, "the number has too many digits");
	ck_assert(!number_parse_scaled("1", 1, 400, &d, &why));
	ck_assert(number_parse_scaled("1", 1, -400, &d, &why));
	ck_assert_double_eq(d.value, 0);
}
END_TEST

/* A percentage is the double nearest to what is printed, which a division is not always. */
START_TEST(number_shifts)
{
	const struct { const char *text; int exponent; double value, half; } cases[] = {
		{"46.53", -2, 0.4653, 0.00005}, {"33.14", -2, 0.3314, 0.00005},
		{"0.07", -2, 0.0007, 0.00005}, {"675", -3, 0.675, 0.0005}, {"1.2", 3, 1200, 50},
		{"-3.5", -2, -0.035, 0.0005}, {"1_000", -2, 10, 0.005},
		{"3_029.64", 8, 302964000000, 500000},
	};
	int differ = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct decimal d;
		const char *why;

		ck_assert(number_parse_scaled(cases[i].text, strlen(cases[i].text),
					      cases[i].exponent, &d, &why));
		ck_assert(d.value == cases[i].value);
		ck_assert(d.half == cases[i].half);
	}
	for (int i = 0; i < 100000; i++) {
		char percent[32], fraction[32];
		struct decimal a, b;
		const char *why;

		g_snprintf(percent, sizeof percent, "%d.%03d", i / 1000, i % 1000);
		g_snprintf(fraction, sizeof fraction, "0.%05d", i);
		ck_assert(number_parse_scaled(percent, strlen(percent), -2, &a, &why));
		ck_assert(number_parse(fraction, strlen(fraction), &b, &why));
		ck_assert(a.value == b.value);
		ck_assert(number_parse(percent, strlen(percent), &b, &why));
		differ += b.value / 100 != a.value;
	}
	ck_assert_int_gt(differ, 0);
}
END_TEST

/* Short numbers take a way of their own; with zeros in front they take the long one. */
START_TEST(number_ways_agree)
{
	GRand *rand = g_rand_new_with_seed(3);

	for (int i = 0; i < 100000; i++) {
		int decimals = g_rand_int_range(rand, 1, 9), shift = g_rand_int_range(rand, -25, 26);
		char shorter[48], longer[80];
		struct decimal a, b;
		const char *why;

		g_snprintf(shorter, sizeof shorter, "%d.%0*d", g_rand_int_range(rand, -99999, 99999),
			   decimals, g_rand_int_range(rand, 0, 9));
		g_snprintf(longer, sizeof longer, "%s0000000000000000%s", *shorter == '-' ? "-" : "",
			   shorter + (*shorter == '-'));
		ck_assert(number_parse_scaled(shorter, strlen(shorter), shift, &a, &why));
		ck_assert(number_parse_scaled(longer, strlen(longer), shift, &b, &why));
		ck_assert_msg(a.value == b.value, "%s x 1e%d", shorter, shift);
		ck_assert(a.half == b.half && a.decimals == b.decimals);
	}
	g_rand_free(rand);
}
END_TEST

static const struct { double value; int decimals; const char *text; } fixed[] = {
	{8.74, 2, "8.74"}, {8.74, 0, "9"}, {-7.25, 1, "-7.2"}, {-0.001, 2, "0.00"}, {-0.0, 0, "0"},
	{0.5, 0, "0"}, {1.5, 0, "2"}, {2.675, 2, "2.67"}, {1e21, 0, "1000000000000000000000"},
	{1234567.891, 1, "1234567.9"}, {-0.005, 2, "-0.01"}, {1.0 / 3, 4, "0.3333"},
	{NAN, 2, "n/a"}, {INFINITY, 2, "n/a"}, {-INFINITY, 0, "n/a"}, {7, -3, "7"},
	{99.995, 2, "100.00"}, {-99.5, 0, "-100"},
};

START_TEST(number_writes_fixed)
{
	char buf[NUMBER_TEXT_MAX];

	ck_assert_str_eq(number_fixed(buf, fixed[_i].value, fixed[_i].decimals), fixed[_i].text);
}
END_TEST

static const struct { double value; const char *text, *percent; } shortest[] = {
	{0, "0", "0%"}, {-0.0, "0", "0%"}, {1, "1", "100%"}, {-1, "-1", "-100%"},
	{0.4653, "0.4653", "46.53%"}, {0.3314, "0.3314", "33.14%"}, {-0.035, "-0.035", "-3.5%"},
	{0.05, "0.05", "5%"}, {0.0007, "0.0007", "0.07%"}, {12.5, "12.5", "1250%"},
	{100, "100", "10000%"}, {1e21, "1000000000000000000000", "100000000000000000000000%"},
	{0.1 + 0.2, "0.30000000000000004", "30.000000000000004%"},
	{1.0 / 3, "0.3333333333333333", "33.33333333333333%"},
	{9007199254740992, "9007199254740992", "900719925474099200%"},
	{5.684341886080802e-14, "0.00000000000005684341886080802", "0.000000000005684341886080802%"},
	{NAN, "n/a", "n/a"}, {INFINITY, "n/a", "n/a"}, {-INFINITY, "n/a", "n/a"},
};

START_TEST(number_writes_shortest)
{
	char buf[NUMBER_TEXT_MAX];

	ck_assert_str_eq(number_shortest(buf, shortest[_i].value), shortest[_i].text);
	ck_assert_str_eq(number_percent(buf, shortest[_i].value), shortest[_i].percent);
}
END_TEST

static void there_and_back(double value)
{
	char buf[NUMBER_TEXT_MAX];
	struct decimal d;
	const char *why;

	number_shortest(buf, value);
	ck_assert_msg(number_parse(buf, strlen(buf), &d, &why), "%s: %s", buf, why);
	ck_assert_msg(d.value == value, "%s", buf);
	if (fabs(value) > 1e300)
		return;
	number_percent(buf, value);
	ck_assert_msg(number_parse_scaled(buf, strlen(buf) - 1, -2, &d, &why), "%s: %s", buf, why);
	ck_assert_msg(d.value == value, "%s", buf);
}

START_TEST(number_comes_back)
{
	GRand *rand = g_rand_new_with_seed(20260131);

	for (int i = 0; i < 30000; i++) {
		union { guint64 bits; double value; } any;

		any.bits = (guint64)g_rand_int(rand) << 32 | g_rand_int(rand);
		if (isfinite(any.value))
			there_and_back(any.value);
		there_and_back(g_rand_double_range(rand, -1, 1));
		there_and_back(g_rand_int_range(rand, -1000000, 1000000) / 1e4);
	}
	for (int e = -1074; e < 1024; e++) {
		there_and_back(ldexp(1, e));
		there_and_back(nextafter(ldexp(1, e), 0));
	}
	g_rand_free(rand);
}
END_TEST

START_TEST(number_survives_anything)
{
	static const char alphabet[] = "0123456789.._+-eEx ,%";
	GRand *rand = g_rand_new_with_seed(7);

	for (int i = 0; i < 100000; i++) {
		int len = g_rand_int_range(rand, 0, 16);
		char *text = g_malloc((gsize)len + 1);	/* no NUL behind: len alone counts */
		struct decimal d;
		const char *why = NULL;

		for (int j = 0; j < len; j++)
			text[j] = i % 4 ? alphabet[g_rand_int_range(rand, 0, sizeof alphabet - 1)]
				: (char)g_rand_int_range(rand, 0, 256);
		ck_assert_uint_le(number_span(text, (size_t)len), (size_t)len);
		if (number_parse(text, (size_t)len, &d, &why))
			ck_assert(isfinite(d.value) && d.half > 0);
		else
			ck_assert_ptr_nonnull(why);
		g_free(text);
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("number");
	TCase *t = tcase_create("number");

	setlocale(LC_ALL, "");
	tcase_add_loop_test(t, number_reads, 0, G_N_ELEMENTS(fixtures));
	tcase_add_test(t, number_prefix);
	tcase_add_test(t, number_limits);
	tcase_add_test(t, number_shifts);
	tcase_add_test(t, number_ways_agree);
	tcase_add_loop_test(t, number_writes_fixed, 0, G_N_ELEMENTS(fixed));
	tcase_add_loop_test(t, number_writes_shortest, 0, G_N_ELEMENTS(shortest));
	tcase_add_test(t, number_comes_back);
	tcase_add_test(t, number_survives_anything);
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
