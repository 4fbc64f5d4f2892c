#include "config.h"

#include "scenario/read.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "market/figure.h"

enum {
	VISITS = 500000,	/* of keys and entries, those behind an alias each time */
	SUGGESTIONS = 1000,	/* messages that may cost a comparison with all keys */
};

typedef struct document_node node;

void read_complain(struct read *r, const node *at, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	messages_add(r->list, SEVERITY_ERROR, r->name, at->line, at->column, "%s", text);
}

bool read_visit(struct read *r, const node *at)
{
	if (r->visits > VISITS)
		return false;
	if (++r->visits <= VISITS)
		return true;
	read_complain(r, at, "more than half a million keys, those behind an alias each time; shorten "
		      "it");
	return false;
}

static void unknown_key(struct read *r, const node *key, const char *const *known, size_t n)
{
	bool many = messages_count(r->list) >= SUGGESTIONS;
	const char *near = many ? NULL : text_suggest(key->text, known, n);
	g_autoptr(GString) all = NULL;

	if (many) {
		read_complain(r, key, "unknown key '%s'", key->text);
		return;
	}
	if (near) {
		read_complain(r, key, "unknown key '%s', did you mean '%s'?", key->text, near);
		return;
	}
	all = g_string_new(NULL);
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(all, "%s%s", i ? ", " : "", known[i]);
	read_complain(r, key, "unknown key '%s'; the keys here are %s", key->text, all->str);
}

static const char *found(const node *at)
{
	if (at->kind == DOCUMENT_LIST)
		return "a list";
	if (at->kind == DOCUMENT_MAP)
		return "a map";
	return *at->text ? "a text" : "nothing";
}

bool read_want(struct read *r, const node *at, enum document_kind kind, const char *what)
{
	if (at->kind == kind && (kind != DOCUMENT_TEXT || *at->text))
		return true;
	read_complain(r, at, "expected %s, found %s", what, found(at));
	return false;
}

/* As want for a map, which must also hold something. */
bool read_want_keys(struct read *r, const node *at, const char *what)
{
	if (!read_want(r, at, DOCUMENT_MAP, what))
		return false;
	if (at->items->len)
		return true;
	read_complain(r, at, "expected %s, found an empty map", what);
	return false;
}

/* Index of the text in names; -1 with a message. */
int read_word(struct read *r, const node *at, const char *const *names, size_t n,
	      const char *what)
{
	const char *near;

	if (!read_want(r, at, DOCUMENT_TEXT, what))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(at->text, names[i]))
			return (int)i;
	near = text_suggest(at->text, names, n);
	if (near)
		read_complain(r, at, "'%s' is not %s, did you mean '%s'?", at->text, what, near);
	else
		read_complain(r, at, "'%s' is not %s", at->text, what);
	return -1;
}

static bool read_figure(struct read *r, const node *at, enum figure_unit unit,
			const char *what, double *out)
{
	struct figure figure;
	g_autofree char *why = NULL;

	if (!read_want(r, at, DOCUMENT_TEXT, what))
		return false;
	if (!figure_parse(at->text, unit, NULL, &figure, &why)) {
		read_complain(r, at, "%s", why);
		return false;
	}
	if (figure.qualifier != QUAL_EXACT || !isfinite(figure.value)) {
		read_complain(r, at, "'%s': an assumption is one number; write %s", at->text, what);
		return false;
	}
	*out = figure.value;
	return true;
}

bool read_rate(struct read *r, const node *at, double *out)
{
	double rate;

	if (!read_figure(r, at, FIGURE_PERCENT, "a rate such as 40%", &rate))
		return false;
	if (rate <= -1) {
		read_complain(r, at, "'%s': a rate must be more than -100%%", at->text);
		return false;
	}
	*out = rate;
	return true;
}

bool read_within(struct read *r, const node *at, enum figure_unit unit,
		 const char *what, double low, double high, double *out)
{
	double value;

	if (!read_figure(r, at, unit, what, &value))
		return false;
	if (value < low || value > high) {
		read_complain(r, at, "'%s' is out of range; write %s", at->text, what);
		return false;
	}
	*out = value;
	return true;
}

bool read_share(struct read *r, const node *at, double *out)
{
	return read_within(r, at, FIGURE_PERCENT, "a share from 0% to 100%", 0, 1, out);
}

bool read_positive(struct read *r, const node *at, const char *what, double *out)
{
	return read_within(r, at, FIGURE_PLAIN, what, 0, HUGE_VAL, out);
}

bool read_period(struct read *r, const node *at, struct period *out)
{
	if (!read_want(r, at, DOCUMENT_TEXT, "a period such as 2031"))
		return false;
	if (period_parse(at->text, out))
		return true;
	read_complain(r, at, "'%s' is not a period; write 2031, 2031-H1, 2031-Q4 or 2031-04", at->text);
	return false;
}

bool scenario_window_parse(const char *text, struct period *from, struct period *to)
{
	struct period a, b;

	if (!period_parse_span(text, &a, &b) || !period_is_set(a) || !period_is_set(b)
	    || a.step != b.step || period_compare(a, b) >= 0)
		return false;
	*from = a;
	*to = b;
	return true;
}

bool read_window(struct read *r, const node *at, struct period *from,
		 struct period *to)
{
	if (!read_want(r, at, DOCUMENT_TEXT, "a window such as 2026-2031"))
		return false;
	if (scenario_window_parse(at->text, from, to))
		return true;
	read_complain(r, at, "'%s' is not a window; write two periods of one step, the earlier first, "
		      "such as 2026-2031 or 2026-Q1..2027-Q4", at->text);
	return false;
}

/* Calls read for each key of a map that stands in known, with its index. */
void read_keys(struct read *r, const node *map, const char *const *known, size_t n,
	       void (*read)(struct read *r, int key, const node *at, const node *value,
			    void *data), void *data)
{
	for (guint i = 0; i + 1 < map->items->len; i += 2) {
		const node *key = map->items->pdata[i];
		size_t k = 0;

		if (key->kind != DOCUMENT_TEXT || !read_visit(r, key))
			continue;
		while (k < n && strcmp(key->text, known[k]))
			k++;
		if (k < n)
			read(r, (int)k, key, map->items->pdata[i + 1], data);
		else
			unknown_key(r, key, known, n);
	}
}

/* Shapes and spreads are a map of one key, their name. */
int read_named(struct read *r, const node *at, const char *const *names, size_t n,
	       const char *what, const node **inside)
{
	const node *key;

	if (!read_want(r, at, DOCUMENT_MAP, what))
		return -1;
	if (at->items->len != 2) {
		read_complain(r, at, "expected %s, found %u keys", what, at->items->len / 2);
		return -1;
	}
	key = at->items->pdata[0];
	*inside = at->items->pdata[1];
	if (!read_visit(r, key))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(key->text, names[i]))
			return (int)i;
	unknown_key(r, key, names, n);
	return -1;
}
void read_text(struct read *r, const node *value, const char *what, char **out)
{
	if (read_want(r, value, DOCUMENT_TEXT, what)) {
		g_free(*out);
		*out = g_strdup(value->text);
	}
}

bool scenario_id_ok(const char *id)
{
	return *id && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

void read_id(struct read *r, const node *value, const char *what, char **out)
{
	if (!read_want(r, value, DOCUMENT_TEXT, what))
		return;
	if (scenario_id_ok(value->text))
		read_text(r, value, what, out);
	else
		read_complain(r, value, "'%s' is no id; use a to z, 0 to 9 and '-'", value->text);
}

bool read_integer(struct read *r, const node *value, const char *what, guint64 low,
		  guint64 high, unsigned long long *out)
{
	guint64 number;

	if (!read_want(r, value, DOCUMENT_TEXT, what))
		return false;
	if (!g_ascii_string_to_unsigned(value->text, 10, low, high, &number, NULL)) {
		read_complain(r, value, "'%s' is not %s", value->text, what);
		return false;
	}
	*out = number;
	return true;
}
