#include "config.h"

#include "scenario/phrase.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static const struct { const char *name, *example; } examples[] = {
	{"constant", "constant 20"},
	{"fade", "fade to 15 by 2031"},
	{"geometric", "geometric to 5"},
	{"logistic", "logistic ceiling 234"},
	{"gompertz", "gompertz ceiling 300"},
	{"bass", "bass ceiling 234 p 0.03 q 0.38"},
	{"normal", "normal sd 3"},
	{"triangular", "triangular low 20 mode 30 high 45"},
	{"pert", "pert low 20 mode 30 high 45"},
	{"uniform", "uniform low 20 high 45"},
};

const char *phrase_example(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(examples); i++)
		if (!strcmp(examples[i].name, name))
			return examples[i].example;
	return NULL;
}

static char *usage(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static char *usage(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error)
		*error = g_error_new_valist(SCENARIO_ERROR, SCENARIO_ERROR_USAGE, format, args);
	va_end(args);
	return NULL;
}

/* ------------------------------------------------ from words */

/* "15" is "15%"; anything else stays. */
static char *percent(const char *text)
{
	g_autofree char *clean = g_strstrip(g_strdup(text));
	size_t len = strlen(clean);

	return len && number_span(clean, len) == len ? g_strconcat(clean, "%", NULL)
						     : g_steal_pointer(&clean);
}

static bool is_rate(const char *key)
{
	static const char *const rates[] = {"to", "low", "mode", "high", "sd"};

	for (size_t i = 0; i < G_N_ELEMENTS(rates); i++)
		if (!strcmp(key, rates[i]))
			return true;
	return false;
}

/* Blanks and the signs of the file between words. */
static GPtrArray *words_of(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) parts = g_strsplit_set(text, " \t,:=", -1);

	for (int i = 0; parts[i]; i++)
		if (*parts[i])
			g_ptr_array_add(words, g_strdup(parts[i]));
	return words;
}

/* "fade to 15 by 2031": a name and pairs; a constant has its rate alone. */
static char *named(const char *text, GError **error)
{
	g_autoptr(GPtrArray) words = words_of(text);
	const char *name = words->len ? words->pdata[0] : "", *example = phrase_example(name);
	g_autoptr(GString) out = g_string_new(NULL);

	if (words->len == 0)
		return usage(error, "a name comes first, such as %s", phrase_example("fade"));
	if (!strcmp(name, "constant") && words->len == 2) {
		g_autofree char *rate = percent(words->pdata[1]);

		return g_strdup_printf("{constant: %s}", rate);
	}
	if (words->len % 2 == 0)
		return usage(error, "'%s' is not complete; write for instance: %s", text,
			     example ? example : phrase_example("fade"));
	g_string_printf(out, "{%s: {", name);
	for (guint i = 1; i < words->len; i += 2) {
		const char *key = words->pdata[i], *value = words->pdata[i + 1];
		g_autofree char *rate = is_rate(key) ? percent(value) : NULL;

		g_string_append_printf(out, "%s%s: %s", i > 1 ? ", " : "", key, rate ? rate : value);
	}
	return g_strconcat(out->str, "}}", NULL);
}

/* The same with @2026-2031 behind it. */
static char *curve(const char *text, GError **error)
{
	const char *at = strchr(text, '@');
	g_autofree char *words = at ? g_strndup(text, (size_t)(at - text)) : g_strdup(text);
	g_autofree char *value = named(words, error);
	g_autofree char *window = at ? g_strstrip(g_strdup(at + 1)) : NULL;

	if (!value || !window)
		return g_steal_pointer(&value);
	return g_strdup_printf("{%s: %s}", window, value);
}

/* One of "45@2027", "2027: 45", "45"; false: the last, and when is NULL. */
static bool add_dated(GString *out, const char *item, const char *when)
{
	const char *at = strchr(item, '@'), *colon = strchr(item, ':');
	g_autofree char *period = at ? g_strdup(at + 1) : colon ? g_strndup(item, (size_t)(colon - item))
				  : g_strdup(when);
	g_autofree char *figure = at ? g_strndup(item, (size_t)(at - item))
				  : g_strdup(colon ? colon + 1 : item);
	g_autofree char *rate = percent(figure);

	if (!period)
		return false;
	g_string_append_printf(out, "%s%s: %s", out->len ? ", " : "", g_strstrip(period), rate);
	return true;
}

static char *dated(const char *text, const char *when, GError **error)
{
	g_auto(GStrv) items = g_strsplit(text, ",", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (int i = 0; items[i]; i++)
		if (!add_dated(out, items[i], when))
			return usage(error, "'%s' says no year; write for instance 45@2027", text);
	return g_strdup_printf("{%s}", out->str);
}

char *phrase_value(const char *key, const char *text, const char *when, GError **error)
{
	g_autofree char *clean = g_strstrip(g_strdup(text));

	if (*clean == '{')
		return g_steal_pointer(&clean);
	if (!strcmp(key, "shape") || !strcmp(key, "after"))
		return curve(clean, error);
	if (!strcmp(key, "spread"))
		return named(clean, error);
	if (!strcmp(key, "growth") || !strcmp(key, "share"))
		return dated(clean, when, error);
	if (!strcmp(key, "cagr"))
		return strpbrk(clean, "@:") ? dated(clean, NULL, error) : percent(clean);
	return g_steal_pointer(&clean);
}

/* ------------------------------------------------ to words */

static void add_percent(GString *out, const char *before, double fraction)
{
	char digits[NUMBER_TEXT_MAX];

	if (isnan(fraction))
		return;
	/* A solved rate has more digits than anyone reads; the file keeps them. */
	g_string_append_printf(out, "%s%s %%", before, number_brief(digits, 100 * fraction));
}

static void add_number(GString *out, const char *before, double value)
{
	char digits[NUMBER_TEXT_MAX];

	if (!isnan(value))
		g_string_append_printf(out, "%s%s%s", out->len ? ", " : "", before,
				       number_shortest(digits, value));
}

static void add_period(GString *out, const char *before, struct period p)
{
	char text[PERIOD_TEXT_MAX];

	if (period_is_set(p))
		g_string_append_printf(out, "%s%s", before, period_format(p, text));
}

static void add_window(GString *out, const struct adjust *a)
{
	g_autofree char *window = period_is_set(a->from) && period_is_set(a->to)
		? scenario_window_format(a->from, a->to) : NULL;

	if (window)
		g_string_append_printf(out, ", %s", window);
}

char *phrase_say_shape(const struct shape *s)
{
	GString *out = g_string_new(shape_kind_name(s->kind));

	add_percent(out, s->kind == SHAPE_CONSTANT ? " " : " to ", s->rate);
	add_period(out, " by ", s->by);
	add_number(out, "ceiling ", s->ceiling);
	add_number(out, "p ", s->p);
	add_number(out, "q ", s->q);
	return g_string_free(out, FALSE);
}

static void say_spread(GString *out, const struct spread *s)
{
	g_string_append_printf(out, "spread %s", spread_kind_name(s->kind));
	add_percent(out, ", sd ", s->sd);
	add_percent(out, ", low ", s->low);
	add_percent(out, ", mode ", s->mode);
	add_percent(out, ", high ", s->high);
}

char *phrase_say(const struct adjust *a)
{
	GString *out = g_string_new(NULL);
	g_autofree char *shape = NULL;

	switch (a->kind) {
	case ADJUST_CAGR:
		add_percent(out, "", a->value);
		g_string_append(out, " a year");
		add_window(out, a);
		break;
	case ADJUST_GROWTH:
		add_percent(out, "", a->value);
		add_period(out, " in ", a->to);
		break;
	case ADJUST_SHARE:
		add_percent(out, "", a->value);
		add_period(out, " of the parent in ", a->to);
		break;
	case ADJUST_WEIGHT:
		add_number(out, "weight ", a->value);
		break;
	case ADJUST_LOCK:
		g_string_append(out, a->value != 0 ? "locked" : "not locked");
		break;
	case ADJUST_SHAPE:
		shape = phrase_say_shape(&a->shape);
		g_string_append(out, shape);
		add_window(out, a);
		break;
	case ADJUST_SPREAD:
		say_spread(out, &a->spread);
		break;
	case ADJUST_FORCE:
		add_number(out, "scale ", a->scale);
		add_number(out, "delay ", a->delay);
		add_number(out, "rho ", a->rho);
		break;
	}
	return g_string_free(out, FALSE);
}
