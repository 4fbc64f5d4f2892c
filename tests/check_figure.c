/* Figures as reports print them; the forms are those of tamarack-market(5), FIGURES. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "market/figure.h"
#include "near.h"
#include "run_suite.h"

static const struct unit usd = {"USD", NULL, "billion", 1e9};
static const struct unit inr = {"INR", NULL, "crore", 1e7};
static const struct unit plain = {"EUR", NULL, NULL, 1};
static const struct unit devices = {NULL, "devices", "million", 1e6};
static const struct unit gwh = {NULL, "GWh", NULL, 1};
static const struct unit tonnes = {NULL, "tonnes", "million", 1e6};
static const struct unit dozens = {NULL, "eggs", "dozen", 12};

#define P FIGURE_PERCENT
#define L FIGURE_LEVEL
#define N FIGURE_PLAIN

/* value, the rounding interval, and how it is printed. */
static const struct {
	const char *text;
	enum figure_unit kind;
	const struct unit *unit;
	double value, low, high;
	int qualifier, decimals;
} good[] = {
	{"46.53%", P, NULL, 0.4653, 0.46525, 0.46535, QUAL_EXACT, 2},
	{"-7.3%", P, NULL, -0.073, -0.0735, -0.0725, QUAL_EXACT, 1},
	{"+4%", P, NULL, 0.04, 0.035, 0.045, QUAL_EXACT, 0},
	{"0%", P, NULL, 0, -0.005, 0.005, QUAL_EXACT, 0},
	{"-0%", P, NULL, 0, -0.005, 0.005, QUAL_EXACT, 0},
	{"1_000_000%", P, NULL, 1e4, 9999.995, 10000.005, QUAL_EXACT, 0},
	{"-99.99%", P, NULL, -0.9999, -0.99995, -0.99985, QUAL_EXACT, 2},
	{"8.74", L, &usd, 8.74, 8.735, 8.745, QUAL_EXACT, 2},
	{"646_456", L, &usd, 646456, 646455.5, 646456.5, QUAL_EXACT, 0},
	{"-8.3", L, &usd, -8.3, -8.35, -8.25, QUAL_EXACT, 1},
	{"675 million", L, &usd, 0.675, 0.6745, 0.6755, QUAL_EXACT, 0},
	{"11.91 billion", L, &usd, 11.91, 11.905, 11.915, QUAL_EXACT, 2},
	{"2 million USD", L, &usd, 0.002, 0.0015, 0.0025, QUAL_EXACT, 0},
	{"1.5 trillion", L, &usd, 1500, 1450, 1550, QUAL_EXACT, 1},
	{"95_500 crore", L, &inr, 95500, 95499.5, 95500.5, QUAL_EXACT, 0},
	{"1.5 lakh crore", L, &inr, 150000, 145000, 155000, QUAL_EXACT, 1},
	{"3_029.64 \u4ebf", L, &plain, 302964e6, 3029635e5, 3029645e5, QUAL_EXACT, 2},
	{"3 \u4ebf", L, &usd, 0.3, 0.25, 0.35, QUAL_EXACT, 0},
	{"3\u4ebf", L, &usd, 0.3, 0.25, 0.35, QUAL_EXACT, 0},
	{"12 Mrd", L, &usd, 12, 11.5, 12.5, QUAL_EXACT, 0},
	{"12.5 Mio", L, &usd, 0.0125, 0.01245, 0.01255, QUAL_EXACT, 1},
	{"39.4 million devices", L, &devices, 39.4, 39.35, 39.45, QUAL_EXACT, 1},
	{"39_400 thousand", L, &devices, 39.4, 39.3995, 39.4005, QUAL_EXACT, 0},
	{"1.2 TWh", L, &gwh, 1200, 1150, 1250, QUAL_EXACT, 1},
	{"3_515 GWh", L, &gwh, 3515, 3514.5, 3515.5, QUAL_EXACT, 0},
	{"250 MWh", L, &gwh, 0.25, 0.2495, 0.2505, QUAL_EXACT, 0},
	{"5 Mt", L, &tonnes, 5, 4.5, 5.5, QUAL_EXACT, 0},
	{"800 kt", L, &tonnes, 0.8, 0.7995, 0.8005, QUAL_EXACT, 0},
	{"24 thousand", L, &dozens, 2000, 23500 / 12.0, 24500 / 12.0, QUAL_EXACT, 0},
	{"12.5", N, NULL, 12.5, 12.45, 12.55, QUAL_EXACT, 1},
	{"~9.5%", P, NULL, 0.095, 0.09, 0.10, QUAL_ABOUT, 1},
	{"~-3.5%", P, NULL, -0.035, -0.04, -0.03, QUAL_ABOUT, 1},
	{"~12 billion", L, &usd, 12, 7, 17, QUAL_ABOUT, 0},
	{"~40%..", P, NULL, 0.4, 0.4, 0.45, QUAL_ABOVE, 0},
	{"~3_515..", L, &gwh, 3515, 3515, 3520, QUAL_ABOVE, 0},
	{"~..50%", P, NULL, 0.5, 0.45, 0.5, QUAL_BELOW, 0},
	{"~..1.5 TWh", L, &gwh, 1500, 1000, 1500, QUAL_BELOW, 1},
	{"40..45%", P, NULL, 0.425, 0.395, 0.455, QUAL_RANGE, 0},
	{"40%..45%", P, NULL, 0.425, 0.395, 0.455, QUAL_RANGE, 0},
	{"-9..-5%", P, NULL, -0.07, -0.095, -0.045, QUAL_RANGE, 0},
	{"-1.5..2%", P, NULL, 0.0025, -0.02, 0.025, QUAL_RANGE, 1},
	{"7.1..7.3%", P, NULL, 0.072, 0.0705, 0.0735, QUAL_RANGE, 1},
	{"600..700 million", L, &usd, 0.65, 0.5995, 0.7005, QUAL_RANGE, 0},
	{"1.0..1.5 TWh", L, &gwh, 1250, 950, 1550, QUAL_RANGE, 1},
	{"40%..", P, NULL, NAN, 0.395, INFINITY, QUAL_AT_LEAST, 0},
	{"-5%..", P, NULL, NAN, -0.055, INFINITY, QUAL_AT_LEAST, 0},
	{"1_000 million..", L, &usd, NAN, 0.9995, INFINITY, QUAL_AT_LEAST, 0},
	{"..50%", P, NULL, NAN, -INFINITY, 0.505, QUAL_AT_MOST, 0},
	{"..2.5", L, &usd, NAN, -INFINITY, 2.55, QUAL_AT_MOST, 1},
	{"XX", P, NULL, NAN, -INFINITY, INFINITY, QUAL_WITHHELD, 0},
	{"XX%", P, NULL, NAN, -INFINITY, INFINITY, QUAL_WITHHELD, 0},
	{"X.XX%", P, NULL, NAN, -INFINITY, INFINITY, QUAL_WITHHELD, 0},
	{"XX million", L, &usd, NAN, -INFINITY, INFINITY, QUAL_WITHHELD, 0},
	{"XXX.X", L, &usd, NAN, -INFINITY, INFINITY, QUAL_WITHHELD, 0},
	{"n/a", L, &usd, NAN, -INFINITY, INFINITY, QUAL_WITHHELD, 0},
};

START_TEST(figure_reads)
{
	struct figure f;
	double low, high;
	char *why = NULL;
	bool ok = figure_parse(good[_i].text, good[_i].kind, good[_i].unit, &f, &why);

	ck_assert_msg(ok, "%s", why);
	ck_assert_ptr_null(why);
	/* The value to the last bit; the rest is arithmetic. */
	ck_assert(f.value == good[_i].value || (isnan(f.value) && isnan(good[_i].value)));
	ck_assert(!signbit(f.value) || f.value < 0 || isnan(f.value));
	figure_interval(&f, &low, &high);
	ck_assert_same(low, good[_i].low);
	ck_assert_same(high, good[_i].high);
	ck_assert_int_eq(f.qualifier, good[_i].qualifier);
	ck_assert_int_eq(f.decimals, good[_i].decimals);
	ck_assert(figure_is_point(&f) == !isnan(good[_i].value));
}
END_TEST

/* The printed ends, before any rounding interval. */
START_TEST(figure_keeps_face_value)
{
	struct figure f;
	char *why;

	ck_assert(figure_parse("40..45%", P, NULL, &f, &why));
	ck_assert_double_eq(f.low, 0.40);
	ck_assert_double_eq(f.high, 0.45);
	ck_assert(figure_parse("~40%..", P, NULL, &f, &why));
	ck_assert_double_eq(f.low, 0.40);
	ck_assert_double_eq(f.high, 0.40);
	ck_assert(figure_parse("40%..", P, NULL, &f, &why));
	ck_assert_double_eq(f.low, 0.40);
	ck_assert(figure_parse("..50%", P, NULL, &f, &why));
	ck_assert_double_eq(f.high, 0.50);
}
END_TEST

/* Refused; the message holds these words. */
static const struct {
	const char *text;
	enum figure_unit kind;
	const struct unit *unit;
	const char *says;
} bad[] = {
	{"33.14", P, NULL, "33.14 here means 3314 %; write 33.14%"},
	{"~33.14", P, NULL, "~33.14 here means 3314 %; write ~33.14%"},
	{"0.3314", P, NULL, "write 33.14%"},
	{"5", P, NULL, "5 here means 500 %; write 5%"},
	{"40..45", P, NULL, "carries its %"},
	{"40..", P, NULL, "carries its %"},
	{"..50", P, NULL, "carries its %"},
	{"-100%", P, NULL, "more than -100 %"},
	{"-100.5%", P, NULL, "more than -100 %"},
	{"-120..5%", P, NULL, "more than -100 %"},
	{"~-100%..", P, NULL, "more than -100 %"},
	{"5 %", P, NULL, "right behind"},
	{"5%%", P, NULL, "follows"},
	{"5% a year", P, NULL, "follows"},
	{"5 percent", P, NULL, "as 33.14%"},
	{"5 million", P, NULL, "as 33.14%"},
	{"1,5%", P, NULL, "comma"},
	{"1,234", L, &usd, "comma"},
	{"1.234,5", L, &usd, "comma"},
	{"1.234.567", L, &usd, "only one '.'"},
	{"1 234", L, &usd, "'_'"},
	{"1'234", L, &usd, "'_'"},
	{"1__234", L, &usd, "'_'"},
	{"1_", L, &usd, "'_'"},
	{"1.5_5", L, &usd, "'_'"},
	{"_1", L, &usd, "no number"},
	{"1e5", L, &usd, "exponent"},
	{"1E+5", L, &usd, "exponent"},
	{"1e999", L, &usd, "exponent"},
	{"0x10", L, &usd, "exadecimal"},
	{"nan", L, &usd, "no number"},
	{"inf", L, &usd, "no number"},
	{"-inf", L, &usd, "no number"},
	{"12:30", L, &usd, "':'"},
	{".5", L, &usd, "0 before the point"},
	{"5.", L, &usd, "needs a digit"},
	{"+-5", L, &usd, "no number"},
	{"-", L, &usd, "no number"},
	{"", L, &usd, "leave the key out"},
	{"~", L, &usd, "leave the key out"},
	{"..", L, &usd, "needs a number"},
	{"~..", L, &usd, "needs a number"},
	{"...", L, &usd, "no number"},
	{"....", L, &usd, "two ends"},
	{"N/A", L, &usd, "XX or n/a"},
	{"null", L, &usd, "XX or n/a"},
	{"8.74%", L, &usd, "carries no %"},
	{"40..45%", N, NULL, "without %"},
	{"5 million", N, NULL, "without a unit"},
	{"675million", L, &usd, "space"},
	{"12 bilion", L, &usd, "did you mean 'billion'"},
	{"12 Billion", L, &usd, "did you mean 'billion'"},
	{"5.3 million EUR", L, &usd, "'printed'"},
	{"USD 675 million", L, &usd, "number comes first"},
	{"8.74 USD", L, &usd, "scale is missing"},
	{"1.2 TW", L, &gwh, "counts in GWh"},
	{"3 million  devices", L, &devices, "counts in devices"},
	{"40-45%", P, NULL, "40..45%"},
	{"40%-45%", P, NULL, "follows"},
	{"40 \u2013 45%", P, NULL, "40..45%"},
	{"45..40%", P, NULL, "comes first"},
	{"40..40%", P, NULL, "comes first"},
	{"~40..45%", P, NULL, "takes no ~"},
	{"1 million..2 billion", L, &usd, "same unit"},
	{"40%..45", P, NULL, "same unit"},
	{"1..2..3%", P, NULL, "two ends"},
	{"\u22127.3%", P, NULL, "minus sign"},
	{">40%", P, NULL, "~40%.."},
	{"<50%", P, NULL, "~..50%"},
	{"ca. 50%", P, NULL, "about"},
	{"about 460", L, &usd, "write ~460"},
	{"More than 40%", P, NULL, "write ~40%.."},
	{"nearly 50%", P, NULL, "write ~..50%"},
	{"at least 675 million", L, &usd, "write 675 million.."},
	/* What is proposed is taken, and is the figure that was meant. */
	{"over 1,000", L, &usd, "write ~1000.."},
	{"at least 40 percent", P, NULL, "write 40%.."},
	{"about 1,234,567", L, &usd, "write ~1234567"},
	{"about 5% a year", P, NULL, "signs stand for 'about': ~40% about, ~40%.. just above"},
	{"up to 40..45%", P, NULL, "signs stand for 'up to'"},
	{"about ~5", L, &usd, "signs stand for 'about': ~40 about"},
	{"nearly -5%", P, NULL, "signs stand for 'nearly'"},
	{"up to 12%", P, NULL, "write ..12%"},
	{"over the moon", P, NULL, "no number"},
	{"$61.2 million", L, &usd, "number comes first"},
	{"\u20ac5", L, &usd, "number comes first"},
	{" 5%", P, NULL, "no number"},
	{"\u0665%", P, NULL, "no number"},
	{"\xff\xfe", L, &usd, "no number"},
	{"1234567890123456789012345678901234567890123456789012345678901", L, &usd, "too many"},
	{"12345678901234567890123456789012", L, &usd, "too large"},
};

START_TEST(figure_refuses)
{
	struct figure f = {.value = 7};
	char *why = NULL;

	ck_assert(!figure_parse(bad[_i].text, bad[_i].kind, bad[_i].unit, &f, &why));
	ck_assert_ptr_nonnull(why);
	ck_assert_msg(strstr(why, bad[_i].says) != NULL, "%s", why);
	ck_assert_double_eq(f.value, 7);
	g_free(why);
}
END_TEST

static const struct { const char *word; double factor; } words[] = {
	{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}, {"lakh", 1e5},
	{"crore", 1e7}, {"lakh crore", 1e12}, {"\u4e07", 1e4}, {"\u4ebf", 1e8}, {"Mio", 1e6},
	{"Mrd", 1e9}, {"Milliarde", 1e9}, {"GW", 0}, {"", 0}, {"Billion", 0}, {"m", 0}, {"one", 0},
};

START_TEST(scale_words)
{
	ck_assert_double_eq(scale_factor(words[_i].word), words[_i].factor);
}
END_TEST

START_TEST(units_are_written)
{
	const struct { struct unit unit; const char *full, *brief; } cases[] = {
		{usd, "USD billion", "USD bn"}, {inr, "INR crore", "INR cr"}, {plain, "EUR", "EUR"},
		{devices, "million devices", "mn devices"}, {gwh, "GWh", "GWh"},
		{{"CNY", NULL, "\u4ebf", 1e8}, "CNY \u4ebf", "CNY \u4ebf"},
		{{NULL, NULL, NULL, 1}, "", ""},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *full = unit_format(&cases[i].unit, false);
		char *brief = unit_format(&cases[i].unit, true);

		ck_assert_str_eq(full, cases[i].full);
		ck_assert_str_eq(brief, cases[i].brief);
		g_free(full);
		g_free(brief);
	}
	ck_assert_str_eq(scale_suggest("bilion"), "billion");
	ck_assert_ptr_null(scale_suggest("devices"));
}
END_TEST

/* Whatever comes, there is an answer: a figure without NaN in its interval, or a sentence. */
START_TEST(figure_survives_anything)
{
	static const char alphabet[] = "0123456789..__%~~-+ XXeExn/a,':millionTWhUSD\xe4\xba\xbf\xff\x1b";
	const struct unit *units[] = {&usd, &gwh, &dozens, NULL};
	GRand *rand = g_rand_new_with_seed(20260131);
	char text[24];

	for (int i = 0; i < 200000; i++) {
		int len = g_rand_int_range(rand, 0, sizeof text);
		enum figure_unit kind = (enum figure_unit)(i % 3);
		const struct unit *unit = units[g_rand_int_range(rand, 0, 4)];
		struct figure f;
		double low, high;
		char *why = NULL;

		for (int j = 0; j < len; j++)
			text[j] = i % 5 ? alphabet[g_rand_int_range(rand, 0, sizeof alphabet - 1)]
				: (char)g_rand_int_range(rand, 1, 256);
		text[len] = '\0';
		if (!figure_parse(text, kind, unit, &f, &why)) {
			ck_assert_ptr_nonnull(why);
			ck_assert_ptr_null(strchr(why, '\x1b'));
			g_free(why);
			continue;
		}
		figure_interval(&f, &low, &high);
		ck_assert(low <= high);
		ck_assert(!figure_is_point(&f) || (low <= f.value && f.value <= high));
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("figure");
	TCase *t = tcase_create("figure");

	setlocale(LC_ALL, "");
	tcase_add_loop_test(t, figure_reads, 0, G_N_ELEMENTS(good));
	tcase_add_test(t, figure_keeps_face_value);
	tcase_add_loop_test(t, figure_refuses, 0, G_N_ELEMENTS(bad));
	tcase_add_loop_test(t, scale_words, 0, G_N_ELEMENTS(words));
	tcase_add_test(t, units_are_written);
	tcase_add_test(t, figure_survives_anything);
	tcase_set_timeout(t, 0);
	suite_add_tcase(s, t);
	return run_suite(s);
}
