#include "config.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const gunichar replacement = 0xFFFD;

/* The character at s (replacement for a bad byte); *len gets its bytes. */
static gunichar decode(const char *s, size_t *len)
{
	gunichar c = g_utf8_get_char_validated(s, -1);

	if (c == (gunichar)-1 || c == (gunichar)-2) {
		*len = 1;
		return replacement;
	}
	*len = (size_t)(g_utf8_next_char(s) - s);
	return c;
}

static bool is_variation_selector(gunichar c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* Draws nothing although it is no format character: fillers, and the joiner of graphemes. */
static bool is_blank_trick(gunichar c)
{
	return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5
		|| c == 0x3164 || c == 0xFFA0 || (c >= 0x180B && c <= 0x180F);
}

/* What text_safe writes for c; 0: nothing. */
static gunichar safe_char(gunichar c)
{
	if (c >= 0x20 && c < 0x7F)
		return c;
	if (c == '\t' || c == '\n')
		return ' ';
	if (is_variation_selector(c))
		return 0;
	if (is_blank_trick(c))
		return replacement;
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return replacement;
	default:
		return c;
	}
}

static int char_width(gunichar c)
{
	int width;

	c = safe_char(c);
	if (c >= 0x20 && c < 0x7F)
		return 1;
	if (!c)
		return 0;
	if (MB_CUR_MAX > 1) {
		width = wcwidth((wchar_t)c);
		return width < 0 ? 1 : width;
	}
	/* In the C locale wcwidth knows no more than ASCII. */
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

int text_width(const char *text)
{
	int width = 0;
	size_t len;

	for (const char *s = text; *s; s += len) {
		if (*s >= 0x20 && *s < 0x7F) {
			len = 1;
			width++;
		} else {
			width += char_width(decode(s, &len));
		}
	}
	return width;
}

size_t text_fit(const char *text, int columns, int *used)
{
	int width = 0;
	size_t len;
	const char *s;

	for (s = text; *s; s += len) {
		int w = char_width(decode(s, &len));

		if (width + w > columns)
			break;
		width += w;
	}
	if (used)
		*used = width;
	return (size_t)(s - text);
}

char *text_column(const char *text, int columns, bool pad, bool utf8)
{
	g_autofree char *safe = text_safe(text, false);
	const char *mark = utf8 ? "\u2026" : columns >= 4 ? "..." : columns >= 2 ? "." : "";
	int used, mark_width = utf8 ? 1 : (int)strlen(mark);
	GString *s;

	columns = MAX(columns, 0);
	if (text_width(safe) <= columns) {
		s = g_string_new(safe);
		used = text_width(safe);
	} else {
		s = g_string_new(NULL);
		g_string_append_len(s, safe,
				    (gssize)text_fit(safe, MAX(columns - mark_width, 0), &used));
		if (columns >= mark_width) {
			g_string_append(s, mark);
			used += mark_width;
		}
	}
	for (; pad && used < columns; used++)
		g_string_append_c(s, ' ');
	return g_string_free(s, FALSE);
}

char *text_safe(const char *text, bool keep_newlines)
{
	const char *s = text;
	GString *out;
	size_t len;

	while (*s >= 0x20 && *s < 0x7F)
		s++;
	out = g_string_new_len(text, s - text);
	for (; *s; s += len) {
		gunichar c = decode(s, &len);

		if (c != '\n' || !keep_newlines)
			c = safe_char(c);
		if (c)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

static bool is_ascii(const char *s)
{
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return !*s;
}

/* NFKD without marks. */
static char *decompose(const char *text)
{
	if (is_ascii(text))
		return g_strdup(text);
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *nfkd = g_utf8_normalize(valid, -1, G_NORMALIZE_ALL);
	GString *out = g_string_sized_new(strlen(nfkd) + 1);

	for (const char *s = nfkd; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		GUnicodeType type = g_unichar_type(c);

		if (type != G_UNICODE_NON_SPACING_MARK && type != G_UNICODE_ENCLOSING_MARK)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

char *text_fold(const char *text)
{
	g_autofree char *plain = decompose(text);

	return is_ascii(plain) ? g_ascii_strdown(plain, -1) : g_utf8_casefold(plain, -1);
}

bool text_matches(const char *text, const char *query)
{
	g_autofree char *folded = text_fold(text);
	g_autofree char *wanted = text_fold(query);
	g_auto(GStrv) words = g_strsplit(wanted, " ", -1);

	for (char **w = words; *w; w++)
		if (!strstr(folded, *w))
			return false;
	return true;
}

char *text_slug(const char *name)
{
	char *slug = decompose(name), *out = slug;
	bool gap = false;

	/* In place: what is kept is ASCII, and a '-' stands for at least one byte. */
	for (const char *s = slug; *s; s = g_utf8_next_char(s)) {
		char c = g_ascii_tolower(*s);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (gap && out != slug)
				*out++ = '-';
			gap = false;
			*out++ = c;
		} else {
			gap = true;
		}
	}
	*out = '\0';
	return slug;
}

enum { WORD_MAX = 64 };

/* Optimal string alignment: insertions, deletions, substitutions and swaps of two neighbours. */
static int distance(const char *a, size_t n, const char *b, size_t m)
{
	int rows[3][WORD_MAX + 1], *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= m; j++)
		last[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int *oldest = before;

		row[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int cost = g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]);
			int best = MIN(last[j], row[j - 1]) + 1;

			best = MIN(best, last[j - 1] + cost);
			if (i > 1 && j > 1
			    && g_ascii_tolower(a[i - 1]) == g_ascii_tolower(b[j - 2])
			    && g_ascii_tolower(a[i - 2]) == g_ascii_tolower(b[j - 1]))
				best = MIN(best, before[j - 2] + 1);
			row[j] = best;
		}
		before = last;
		last = row;
		row = oldest;
	}
	return last[m];
}

const char *text_suggest(const char *word, const char *const *candidates, size_t n)
{
	size_t len = strlen(word);
	int best = (len <= 4 ? 1 : 2) + 1;
	const char *found = NULL;

	if (!len || len > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t other = strlen(candidates[i]);
		int d;

		if (other > WORD_MAX || (other > len ? other - len : len - other) >= (size_t)best)
			continue;
		d = distance(word, len, candidates[i], other);
		if (d < best && (size_t)d < MAX(len, other)) {
			best = d;
			found = candidates[i];
		}
	}
	return found;
}

/* ------------------------------------------------ lines */

/* Bytes of the first line of text, at most `columns` wide; *next: where the one after begins. */
static size_t first_line(const char *text, size_t end, int columns, size_t *next)
{
	size_t fits = text_fit(text, MAX(columns, 2), NULL), at;

	if (fits >= end) {
		*next = end;
		return end;
	}
	for (at = fits; at > 0 && text[at] != ' '; at--)
		;
	*next = at > 0 ? at + 1 : MAX(fits, (size_t)1);
	return at > 0 ? at : *next;
}

GPtrArray *text_wrap(const char *text, int columns)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);

	for (int i = 0; paragraphs[i]; i++) {
		const char *at = paragraphs[i];
		size_t left = strlen(at), next, n;

		do {
			n = first_line(at, left, columns, &next);
			g_ptr_array_add(lines, g_strndup(at, n));
			at += next;
			left -= next;
		} while (left > 0);
	}
	if (lines->len == 0)
		g_ptr_array_add(lines, g_strdup(""));
	return lines;
}
