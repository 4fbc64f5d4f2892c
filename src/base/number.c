#include "config.h"
#include "base/number.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits of the integer part from s[i] on, '_' only between two digits; returns where it ends. */
static size_t skip_integer(const char *s, size_t i, size_t len)
{
	while (i < len && (is_digit(s[i])
			   || (s[i] == '_' && i > 0 && is_digit(s[i - 1]) && i + 1 < len
			       && is_digit(s[i + 1]))))
		i++;
	return i;
}

size_t number_span(const char *text, size_t len)
{
	size_t start = len && (text[0] == '-' || text[0] == '+');
	size_t end = skip_integer(text, start, len);

	if (end == start)
		return 0;
	if (end + 1 < len && text[end] == '.' && is_digit(text[end + 1])) {
		end++;
		while (end < len && is_digit(text[end]))
			end++;
	}
	return end;
}

/* Why the character at which reading stopped does not belong there. */
static const char *complaint(const char *s, size_t at, size_t len)
{
	size_t start = len && (s[0] == '-' || s[0] == '+');

	if (!len)
		return "a number is missing";
	if (at >= len || (at == 0 && start && len == 1))
		return "a sign needs digits behind it";
	if (!at && len - start >= 2 && s[start] == '.' && is_digit(s[start + 1]))
		return "a number starts with a digit: write 0 before the point";
	if (!at)
		return "this is no number: digits, one '.', an optional leading sign";
	switch (s[at]) {
	case ',':
		return "a comma is no part of a number: write 1.5 for decimals, 1_234 for thousands";
	case ' ': case '\'':
		return "thousands are grouped with '_' only: write 1_234";
	case '_':
		return "'_' stands only between two digits before the point";
	case '.':
		return memchr(s, '.', at) ? "a number has only one '.'; thousands are grouped with '_'"
			: "the '.' needs a digit behind it";
	case 'e': case 'E':
		return "a number has no exponent: write its digits out";
	case 'x': case 'X':
		return "hexadecimal is not read: write decimal digits";
	case ':':
		return "a number has no ':'";
	default:
		return "something follows the number that is no part of it";
	}
}

enum { POWER_MAX = 22, DIGITS_EXACT = 15 };

/* digits x 10^exponent with one rounding, both factors being exact; false if they are not. */
static bool exact(double digits, int exponent, double *value)
{
	static const double powers[POWER_MAX + 1] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
		1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	};

	if (FLT_EVAL_METHOD != 0 || exponent < -POWER_MAX || exponent > POWER_MAX)
		return false;
	*value = exponent < 0 ? digits / powers[-exponent] : digits * powers[exponent];
	return true;
}

/* Reads sign and digits of a valid number; decimals: how many stand behind its point. */
static double scan(const char *s, size_t len, int exponent, int decimals)
{
	char buf[NUMBER_TEXT_MAX + 16];
	size_t n = 0;
	int64_t digits = 0;
	double value;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '_')
			continue;
		buf[n++] = s[i];
		if (is_digit(s[i]) && len <= DIGITS_EXACT)
			digits = digits * 10 + s[i] - '0';
	}
	if (len > DIGITS_EXACT || !exact((double)digits, exponent - decimals, &value)) {
		snprintf(buf + n, sizeof buf - n, "e%d", exponent);
		value = fabs(g_ascii_strtod(buf, NULL));
	}
	return *s == '-' && value != 0 ? -value : value;	/* no -0 */
}

/* 5 x 10^exponent. */
static double half_unit(int exponent)
{
	char buf[32];
	double value;

	if (exact(5, exponent, &value))
		return value;
	snprintf(buf, sizeof buf, "5e%d", exponent);
	return g_ascii_strtod(buf, NULL);
}

bool number_parse_scaled(const char *text, size_t len, int exponent, struct decimal *out,
			 const char **why)
{
	size_t span = number_span(text, len);
	const char *point;
	struct decimal d;

	if (span != len || !len) {
		*why = complaint(text, span, len);
		return false;
	}
	if (len >= NUMBER_TEXT_MAX || exponent < -400 || exponent > 400) {
		*why = "the number has too many digits";
		return false;
	}
	point = memchr(text, '.', len);
	d.decimals = point ? (int)(text + len - point - 1) : 0;
	d.value = scan(text, len, exponent, d.decimals);
	d.half = half_unit(exponent - d.decimals - 1);
	if (!isfinite(d.value) || !isfinite(d.half)) {
		*why = "the number is too large";
		return false;
	}
	*out = d;
	return true;
}

bool number_parse(const char *text, size_t len, struct decimal *out, const char **why)
{
	return number_parse_scaled(text, len, 0, out, why);
}

char *number_fixed(char buf[NUMBER_TEXT_MAX], double value, int decimals)
{
	char format[16];

	if (!isfinite(value)) {
		strcpy(buf, "n/a");
		return buf;
	}
	snprintf(format, sizeof format, "%%.%df", CLAMP(decimals, 0, NUMBER_DECIMALS_MAX));
	g_ascii_formatd(buf, NUMBER_TEXT_MAX, format, value);
	if (buf[0] == '-' && !strpbrk(buf, "123456789"))
		memmove(buf, buf + 1, strlen(buf));
	return buf;
}

/* One more in the last digit of "d.ddde+x"; false if that carries into another digit. */
static bool bump(char *s)
{
	char *last = strchr(s, 'e') - 1;

	if (!is_digit(*last) || *last == '9')
		return false;
	++*last;
	return true;
}

/* The fewest digits that read back to value, > 0: d[0].d[1]... x 10^*exponent.  Returns how many. */
static int shortest_digits(double value, char d[20], int *exponent)
{
	/* 15 digits of a normal number always survive, so fewer come out as trailing zeros;
	 * a subnormal one has less. */
	int precision = value < 2.2250738585072014e-308 ? 1 : 15, n = 0;
	/* Below a power of two the doubles stand closer: the nearest decimal may read as another
	 * one, and the next above it as this. */
	bool lopsided = frexp(value, &(int){0}) == 0.5;
	char buf[64], format[16];

	for (;; precision++) {
		snprintf(format, sizeof format, "%%.%de", precision - 1);
		g_ascii_formatd(buf, sizeof buf, format, value);
		if (precision >= 17 || g_ascii_strtod(buf, NULL) == value)
			break;
		if (lopsided && bump(buf) && g_ascii_strtod(buf, NULL) == value)
			break;
	}
	for (const char *s = buf; *s != 'e'; s++)
		if (*s != '.')
			d[n++] = *s;
	while (n > 1 && d[n - 1] == '0')
		n--;
	*exponent = (int)g_ascii_strtoll(strchr(buf, 'e') + 1, NULL, 10);
	return n;
}

/* value x 10^shift, the shift made in the decimal digits. */
static void shortest(char *out, double value, int shift)
{
	char d[20];
	int exponent, n;

	if (value == 0) {
		strcpy(out, "0");
		return;
	}
	if (value < 0)
		*out++ = '-';
	n = shortest_digits(fabs(value), d, &exponent);
	exponent += shift;
	if (exponent < 0) {
		*out++ = '0';
		*out++ = '.';
		for (int i = -1; i > exponent; i--)
			*out++ = '0';
	}
	for (int i = 0; i < n; i++) {
		if (i == exponent + 1 && exponent >= 0)
			*out++ = '.';
		*out++ = d[i];
	}
	for (int i = n; i <= exponent; i++)
		*out++ = '0';
	*out = '\0';
}

char *number_shortest(char buf[NUMBER_TEXT_MAX], double value)
{
	if (isfinite(value))
		shortest(buf, value, 0);
	else
		strcpy(buf, "n/a");
	return buf;
}

char *number_brief(char buf[NUMBER_TEXT_MAX], double value)
{
	return number_shortest(buf, fabs(value) < 1e9 ? round(value * 1e4) / 1e4 : value);
}

int number_more(double largest)
{
	return largest > 0 && largest < 1 ? -(int)floor(log10(largest)) : 0;
}

char *number_percent(char buf[NUMBER_TEXT_MAX], double fraction)
{
	if (isfinite(fraction)) {
		shortest(buf, fraction, 2);
		strcat(buf, "%");
	} else {
		strcpy(buf, "n/a");
	}
	return buf;
}
