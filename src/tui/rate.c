#include "config.h"

#include "tui/rate.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/number.h"

static const double HIGHEST = 1000;	/* fraction: beyond 100,000 % a slip of the finger */

static bool fail(char **why, const char *sentence)
{
	if (why)
		*why = g_strdup(sentence);
	return false;
}

static bool read_window(const char *at, struct typed_rate *out, char **why)
{
	if (!period_parse_span(at + 1, &out->from, &out->to) || !period_is_set(out->from)
	    || !period_is_set(out->to) || period_ordinal(out->from) >= period_ordinal(out->to))
		return fail(why, "behind @ comes the window, such as @2026-2031");
	return true;
}

/* Cuts a unit off the end; says whether it means points. */
static bool cut_unit(char *number, bool *points, bool *percent)
{
	static const char *const units[] = {"pp", "%p", "pt", "points"};

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (g_str_has_suffix(number, units[i])) {
			number[strlen(number) - strlen(units[i])] = '\0';
			return *points = true;
		}
	}
	if (g_str_has_suffix(number, "%")) {
		number[strlen(number) - 1] = '\0';
		*percent = true;
	}
	return false;
}

bool rate_read(const char *text, double now, struct typed_rate *out, char **why)
{
	g_autofree char *number = g_strstrip(g_strdup(text));
	struct typed_rate t = {.change = NAN};
	bool points = false, percent = false;
	bool absolute = number[0] == '=';
	char *at = strchr(number, '@');
	struct decimal d;
	const char *reason;

	if (at) {
		if (!read_window(at, &t, why))
			return false;
		*at = '\0';
		g_strchomp(number);
	}
	if (absolute)
		memmove(number, number + 1, strlen(number));
	cut_unit(number, &points, &percent);
	g_strstrip(number);
	if (!number_parse(number, strlen(number), &d, &reason))
		return fail(why, number[0] ? "a rate is a number: 40, 40%, +2 or -1.5pp" : "");
	if (points || (!absolute && !percent && (number[0] == '+' || number[0] == '-'))) {
		if (isnan(now))
			return fail(why, "no rate is known to add to: type the rate itself");
		t.change = d.value / 100;
		t.rate = now + t.change;
	} else {
		t.rate = d.value / 100;
	}
	if (!(t.rate > -1))
		return fail(why, "a rate is more than -100 %");
	if (t.rate > HIGHEST)
		return fail(why, "a rate is at most 100000 %");
	*out = t;
	return true;
}

char *rate_echo(const struct typed_rate *t, double now)
{
	char rate[NUMBER_TEXT_MAX], was[NUMBER_TEXT_MAX], change[NUMBER_TEXT_MAX];

	number_fixed(rate, t->rate * 100, 2);
	if (isnan(t->change))
		return g_strdup_printf("= %s %% a year", rate);
	number_fixed(was, now * 100, 2);
	number_fixed(change, fabs(t->change) * 100, 2);
	return g_strdup_printf("= %s %% a year (%s %c %s)", rate, was, t->change < 0 ? '-' : '+',
			       change);
}
