#include "config.h"
#include "base/period.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

static const int parts[] = {1, 2, 4, 12};

struct period period_year(int year)
{
	if (year < 1 || year > 9999)
		return PERIOD_NONE;
	return (struct period){(int16_t)year, STEP_YEAR, 1};
}

bool period_is_set(struct period p)
{
	return p.year != 0;
}

bool period_equal(struct period a, struct period b)
{
	return a.year == b.year && a.step == b.step && a.part == b.part;
}

int period_parts(enum step step)
{
	return parts[step];
}

int period_ordinal(struct period p)
{
	return p.year * parts[p.step] + p.part - 1;
}

struct period period_from_ordinal(enum step step, int ordinal)
{
	int n = parts[step];

	if (ordinal < n || ordinal / n > 9999)
		return PERIOD_NONE;
	return (struct period){(int16_t)(ordinal / n), (uint8_t)step, (uint8_t)(ordinal % n + 1)};
}

/* Months from the beginning of year 0 to the beginning and the end of p. */
static int start_month(struct period p)
{
	return p.year * 12 + (p.part - 1) * (12 / parts[p.step]);
}

static int end_month(struct period p)
{
	return p.year * 12 + p.part * (12 / parts[p.step]);
}

double period_years_between(struct period a, struct period b)
{
	return (end_month(b) - end_month(a)) / 12.0;
}

int period_compare(struct period a, struct period b)
{
	int x = start_month(a), y = start_month(b);

	if (x != y)
		return x < y ? -1 : 1;
	return (a.step > b.step) - (a.step < b.step);
}

/* n digits at s as a number, -1 if one is none. */
static int digits(const char *s, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + s[i] - '0';
	}
	return value;
}

static bool parse_part(const char *s, size_t len, struct period *p)
{
	int part;

	if (len != 2)
		return false;
	if (*s == 'H' || *s == 'Q') {
		p->step = *s == 'H' ? STEP_HALF : STEP_QUARTER;
		part = digits(s + 1, 1);
	} else {
		p->step = STEP_MONTH;
		part = digits(s, 2);
	}
	if (part < 1 || part > parts[p->step])
		return false;
	p->part = (uint8_t)part;
	return true;
}

static bool parse(const char *s, size_t len, struct period *out)
{
	struct period p;
	int year;

	if (len < 4)
		return false;
	year = digits(s, 4);
	if (year < 1)
		return false;
	p = period_year(year);
	if (len > 4 && (s[4] != '-' || !parse_part(s + 5, len - 5, &p)))
		return false;
	*out = p;
	return true;
}

bool period_parse(const char *text, struct period *out)
{
	return parse(text, strlen(text), out);
}

static bool parse_dots(const char *text, const char *dots, struct period *from, struct period *to)
{
	const char *rest = dots + 2;
	struct period a = PERIOD_NONE, b = PERIOD_NONE;

	if (dots == text && !*rest)
		return false;
	if (dots != text && !parse(text, (size_t)(dots - text), &a))
		return false;
	if (*rest && !parse(rest, strlen(rest), &b))
		return false;
	if (period_is_set(a) && period_is_set(b)
	    && (a.step != b.step || period_ordinal(a) > period_ordinal(b)))
		return false;
	*from = a;
	*to = b;
	return true;
}

bool period_parse_span(const char *text, struct period *from, struct period *to)
{
	const char *dots = strstr(text, "..");
	int a, b;

	if (dots)
		return parse_dots(text, dots, from, to);
	if (strlen(text) != 9 || text[4] != '-') {
		if (!period_parse(text, from))
			return false;
		*to = *from;
		return true;
	}
	a = digits(text, 4);
	b = digits(text + 5, 4);
	if (a < 1 || b < a)
		return false;
	*from = period_year(a);
	*to = period_year(b);
	return true;
}

char *period_format(struct period p, char buf[PERIOD_TEXT_MAX])
{
	if (!period_is_set(p))
		buf[0] = '\0';
	else if (p.step == STEP_YEAR)
		snprintf(buf, PERIOD_TEXT_MAX, "%04d", p.year);
	else if (p.step == STEP_MONTH)
		snprintf(buf, PERIOD_TEXT_MAX, "%04d-%02d", p.year, p.part);
	else
		snprintf(buf, PERIOD_TEXT_MAX, "%04d-%c%d", p.year, p.step == STEP_HALF ? 'H' : 'Q',
			 p.part);
	return buf;
}

static bool two_digits(const char *s, int low, int high)
{
	int n;

	if (!g_ascii_isdigit(s[0]) || !g_ascii_isdigit(s[1]))
		return false;
	n = (s[0] - '0') * 10 + s[1] - '0';
	return n >= low && n <= high;
}

bool period_is_date(const char *s)
{
	size_t n = strlen(s);

	if (n != 4 && n != 7 && n != 10)
		return false;
	for (int i = 0; i < 4; i++)
		if (!g_ascii_isdigit(s[i]))
			return false;
	if (strncmp(s, "0000", 4) == 0)
		return false;
	if (n > 4 && (s[4] != '-' || !two_digits(s + 5, 1, 12)))
		return false;
	return n < 10 || (s[7] == '-' && two_digits(s + 8, 1, 31) &&
			  g_date_valid_dmy((s[8] - '0') * 10 + s[9] - '0',
					   (s[5] - '0') * 10 + s[6] - '0',
					   (s[0] - '0') * 1000 + (s[1] - '0') * 100 +
					   (s[2] - '0') * 10 + s[3] - '0'));
}
