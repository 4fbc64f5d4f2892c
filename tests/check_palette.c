/* The palette: contrast on both grounds, distance for every kind of colour sight. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "chart/palette.h"
#include "run_suite.h"

/* Linear light of a colour of xterm's cube and greys. */
static void light(int color, double rgb[3])
{
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	int parts[3];

	ck_assert_int_ge(color, 16);
	for (int i = 0, n = color - 16; i < 3; i++) {
		static const int weights[] = {36, 6, 1};

		parts[i] = color >= 232 ? 8 + 10 * (color - 232) : steps[n / weights[i] % 6];
	}
	for (int i = 0; i < 3; i++) {
		double v = parts[i] / 255.0;

		rgb[i] = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
	}
}

static double luminance(const double rgb[3])
{
	return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

static double root(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

static void lab_of(const double rgb[3], double lab[3])
{
	double x = root((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
	double y = root(luminance(rgb));
	double z = root((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);

	lab[0] = 116 * y - 16;
	lab[1] = 500 * (x - y);
	lab[2] = 200 * (y - z);
}

/* Full sight, protanopia, deuteranopia: Machado, Oliveira and Fernandes 2009, severity 1. */
static const double sight[3][3][3] = {
	{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
	 {-0.003882, -0.048116, 1.051998}},
	{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
	 {-0.011820, 0.042940, 0.968881}},
};

static void seen(int color, int kind, double lab[3])
{
	double rgb[3], turned[3];

	light(color, rgb);
	for (int i = 0; i < 3; i++) {
		double v = 0;

		for (int j = 0; j < 3; j++)
			v += sight[kind][i][j] * rgb[j];
		turned[i] = fmin(fmax(v, 0), 1);
	}
	lab_of(turned, lab);
}

START_TEST(colours_stand_on_black_and_on_white)
{
	int color = palette_color(_i, 256);
	double rgb[3];

	if (color < 0)
		return;
	light(color, rgb);
	ck_assert_double_ge(1.05 / (luminance(rgb) + 0.05), 3);
	ck_assert_double_ge((luminance(rgb) + 0.05) / 0.05, 3);
}
END_TEST

START_TEST(series_differ_for_every_sight)
{
	for (int a = 0; a < 8; a++)
		for (int b = 0; b < a; b++) {
			double one[3], other[3];

			seen(palette_color(STYLE_SERIES + a, 256), _i, one);
			seen(palette_color(STYLE_SERIES + b, 256), _i, other);
			ck_assert_double_ge(sqrt(pow(one[0] - other[0], 2) +
						 pow(one[1] - other[1], 2) +
						 pow(one[2] - other[2], 2)), 20);
		}
}
END_TEST

START_TEST(basic_colours_are_in_range)
{
	ck_assert_int_lt(palette_color(_i, 8), 8);
	ck_assert_int_lt(palette_color(_i, 16), 16);
	ck_assert_int_eq(palette_color(_i, 2), -1);
	ck_assert_int_eq(palette_color(_i, 88), palette_color(_i, 16));
	for (int other = STYLE_SERIES; _i >= STYLE_SERIES && other < _i; other++) {
		ck_assert_int_ne(palette_color(_i, 16), palette_color(other, 16));
		ck_assert(palette_color(_i, 8) != palette_color(other, 8) ||
			  palette_get(_i)->attributes != palette_get(other)->attributes);
	}
}
END_TEST

START_TEST(sequences)
{
	char buf[PALETTE_SGR];

	ck_assert_str_eq(palette_sgr(STYLE_NORMAL, 256, buf), "");
	ck_assert_str_eq(palette_sgr(STYLE_TITLE, 8, buf), "1");
	ck_assert_str_eq(palette_sgr(STYLE_SERIES, 256, buf), "38;5;32");
	ck_assert_str_eq(palette_sgr(STYLE_SERIES, 16, buf), "94");
	ck_assert_str_eq(palette_sgr(STYLE_SERIES + 1, 8, buf), "35");
	ck_assert_str_eq(palette_sgr(STYLE_ERROR, 256, buf), "1;38;5;160");
	ck_assert_int_eq(palette_term_colors("xterm-256color"), 256);
	ck_assert_int_eq(palette_term_colors("linux"), 8);
	ck_assert_int_eq(palette_term_colors(NULL), 8);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("palette");
	TCase *t = tcase_create("palette");

	tcase_add_loop_test(t, colours_stand_on_black_and_on_white, 0, STYLE_COUNT);
	tcase_add_loop_test(t, series_differ_for_every_sight, 0, 3);
	tcase_add_loop_test(t, basic_colours_are_in_range, 0, STYLE_COUNT);
	tcase_add_test(t, sequences);
	suite_add_tcase(s, t);
	return run_suite(s);
}
