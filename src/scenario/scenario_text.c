#include "config.h"

#include "scenario/scenario.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* What was typed, taken apart. */
struct typed {
	double number, fraction;
	int decimals;
	bool sign, plus, percent, points, share, weight;
};

static bool usage(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool usage(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error)
		*error = g_error_new_valist(SCENARIO_ERROR, SCENARIO_ERROR_USAGE, format, args);
	va_end(args);
	return false;
}

static bool take_suffix(char *text, const char *suffix)
{
	if (!g_str_has_suffix(text, suffix))
		return false;
	text[strlen(text) - strlen(suffix)] = 0;
	g_strchomp(text);
	return true;
}

static bool take_apart(const char *body, struct typed *out)
{
	g_autofree char *text = g_strstrip(g_strdup(body));
	struct decimal number, fraction;
	const char *digits = text, *why;

	*out = (struct typed){0};
	out->weight = *text == 'w';
	digits += out->weight;
	out->share = !out->weight && take_suffix(text, "share");
	out->points = !out->weight && !out->share && take_suffix(text, "pp");
	out->percent = !out->weight && !out->points && take_suffix(text, "%");
	if (!number_parse(digits, strlen(digits), &number, &why)
	    || !number_parse_scaled(digits, strlen(digits), -2, &fraction, &why))
		return false;
	out->fraction = fraction.value;
	out->plus = *digits == '+';
	out->sign = out->plus || *digits == '-';
	out->number = number.value;
	out->decimals = number.decimals;
	return true;
}

/* Up to that many decimals, without zeros at the end. */
static char *decimals(char buf[NUMBER_TEXT_MAX], double value, int n)
{
	number_fixed(buf, value, n);
	if (strchr(buf, '.')) {
		size_t len = strlen(buf);

		while (buf[len - 1] == '0')
			len--;
		buf[buf[len - 1] == '.' ? len - 1 : len] = 0;
	}
	return buf;
}

/* A rate moved by points: without the dust of binary fractions behind the tenth decimal. */
static double moved(double current, double points)
{
	char digits[NUMBER_TEXT_MAX];
	struct decimal sum;
	const char *why;

	number_fixed(digits, current * 100 + points, 10);
	return number_parse_scaled(digits, strlen(digits), -2, &sum, &why) ? sum.value : NAN;
}

static void echo_when(struct reading *r)
{
	g_autofree char *window = NULL;
	char when[PERIOD_TEXT_MAX];
	size_t len = strlen(r->echo);

	if (!period_is_set(r->to))
		return;
	if (period_equal(r->from, r->to))
		g_snprintf(r->echo + len, sizeof r->echo - len, " in %s",
			   period_format(r->to, when));
	else {
		window = scenario_window_format(r->from, r->to);
		g_snprintf(r->echo + len, sizeof r->echo - len, ", %s", window);
	}
}

static bool rate_move(const struct typed *t, double current, struct reading *r, GError **error)
{
	char now[NUMBER_TEXT_MAX], by[NUMBER_TEXT_MAX], then[NUMBER_TEXT_MAX];
	int n = MAX(2, t->decimals);

	if (!isfinite(current))
		return usage(error, "there is no rate to add points to; type the rate itself, such "
			     "as 40%%");
	r->value = moved(current, t->number);
	g_snprintf(r->echo, sizeof r->echo, "%s %% %c %s points = %s %%",
		   decimals(now, current * 100, n), t->number < 0 ? '-' : '+',
		   decimals(by, fabs(t->number), n), decimals(then, r->value * 100, n));
	return true;
}

static bool rate_value(const struct typed *t, double current, struct reading *r, GError **error)
{
	char digits[NUMBER_TEXT_MAX];

	if (t->points || t->plus || (t->sign && !t->percent)) {
		if (!rate_move(t, current, r, error))
			return false;
	} else {
		r->value = t->fraction;
		g_snprintf(r->echo, sizeof r->echo, "%s %%%s",
			   number_shortest(digits, t->number),
			   period_equal(r->from, r->to) && period_is_set(r->to) ? "" : " a year");
	}
	if (r->value <= -1)
		return usage(error, "%s: a rate must be more than -100 %%", r->echo);
	if (!isfinite(r->value))
		return usage(error, "that number is too large");
	return true;
}

static bool share_value(const struct typed *t, struct reading *r, GError **error)
{
	char digits[NUMBER_TEXT_MAX];

	if (period_is_set(r->to) && !period_equal(r->from, r->to))
		return usage(error, "a share is of one period, such as 25%%share@2025");
	if (t->number < 0 || t->number > 100)
		return usage(error, "a share must be from 0 to 100 %%");
	r->kind = ADJUST_SHARE;
	r->value = t->fraction;
	g_snprintf(r->echo, sizeof r->echo, "%s %% of the parent",
		   number_shortest(digits, t->number));
	return true;
}

static bool weight_value(const struct typed *t, struct reading *r, GError **error)
{
	char digits[NUMBER_TEXT_MAX];

	if (period_is_set(r->to))
		return usage(error, "a weight has no period");
	if (t->number < 0)
		return usage(error, "a weight must be 0 or more");
	r->kind = ADJUST_WEIGHT;
	r->value = t->number;
	g_snprintf(r->echo, sizeof r->echo, "weight %s", number_shortest(digits, t->number));
	return true;
}

static bool read_when(const char *text, struct reading *r, GError **error)
{
	struct period one;

	if (period_parse(text, &one)) {
		r->from = r->to = one;
		r->kind = ADJUST_GROWTH;
		return true;
	}
	if (scenario_window_parse(text, &r->from, &r->to))
		return true;
	return usage(error, "'%s' is no window; type two years such as 2026-2031, or one such as "
		     "2027", text);
}

bool rate_read(const char *text, double current, struct reading *out, GError **error)
{
	struct reading r = {.kind = ADJUST_CAGR};
	g_auto(GStrv) parts = g_strsplit(text, "@", 2);
	struct typed t;
	bool ok;

	if (parts[0] && parts[1] && !read_when(g_strstrip(parts[1]), &r, error))
		return false;
	if (strchr(text, ','))
		return usage(error, "'%s': a comma is no part of a number: write 46.5 for decimals, "
			     "1_234 for thousands", text);
	if (!parts[0] || !take_apart(parts[0], &t))
		return usage(error, "'%s' is no rate; type 40, 40%%, +2, -1.5pp, 25%%share or w12",
			     text);
	if (t.weight)
		ok = weight_value(&t, &r, error);
	else if (t.share)
		ok = share_value(&t, &r, error);
	else
		ok = rate_value(&t, current, &r, error);
	if (!ok)
		return false;
	echo_when(&r);
	*out = r;
	return true;
}

struct adjust *reading_adjust(const struct reading *r, const char *path)
{
	struct adjust *a = adjust_new(r->kind, path);

	a->value = r->value;
	a->from = r->from;
	a->to = r->to;
	return a;
}

/* Outside the explorer -5 is a rate. */
static char *absolute(const char *rate)
{
	const char *at = strchr(rate, '@');
	size_t len = at ? (size_t)(at - rate) : strlen(rate);

	if (*rate == '-' && number_span(rate, len) == len)
		return g_strdup_printf("%.*s%%%s", (int)len, rate, at ? at : "");
	return g_strdup(rate);
}

bool scenario_set_text(struct scenario *s, const char *text, enum hold hold, GError **error)
{
	return scenario_set_from(s, text, NAN, hold, error);
}

bool scenario_set_from(struct scenario *s, const char *text, double current, enum hold hold,
		       GError **error)
{
	g_auto(GStrv) parts = g_strsplit(text, "=", 2);
	g_autofree char *rate = NULL;
	struct reading r;
	struct adjust *a;

	if (!parts[0] || !parts[1] || !*g_strstrip(parts[0]))
		return usage(error, "write PATH=RATE, such as total=35%% or "
			     "geography/europe=12%%@2026-2031");
	rate = absolute(g_strstrip(parts[1]));
	if (!rate_read(rate, current, &r, error))
		return false;
	if (r.kind == ADJUST_SHARE && !period_is_set(r.to))
		return usage(error, "say which year, such as 25%%share@2025");
	a = reading_adjust(&r, parts[0]);
	a->hold = hold;
	scenario_set(s, a);
	return true;
}
