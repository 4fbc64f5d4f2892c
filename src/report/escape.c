/* Text made harmless for CSV, JSON and Markdown. */
#include "config.h"

#include "report/escape.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

static bool is_plain_number(const char *text)
{
	size_t len = strlen(text);
	struct decimal ignored;
	const char *why;

	if (len && text[len - 1] == '%')
		len--;
	return number_parse(text, len, &ignored, &why);
}

bool escape_is_formula(const char *text)
{
	return *text && strchr("=+-@\t\r", *text) && !is_plain_number(text);
}

void escape_csv(GString *out, const char *text)
{
	g_autofree char *safe = text_safe(text, false);
	bool guard = escape_is_formula(text) || (escape_is_formula(safe) && !is_plain_number(text));
	size_t len = strlen(safe);
	bool quote = strpbrk(safe, ",\"\r\n") || (len && (safe[0] == ' ' || safe[len - 1] == ' '));

	if (quote)
		g_string_append_c(out, '"');
	if (guard)
		g_string_append_c(out, '\'');
	for (const char *p = safe; *p; p++) {
		if (*p == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *p);
	}
	if (quote)
		g_string_append_c(out, '"');
}

void escape_json(GString *out, const char *text)
{
	g_autofree char *safe = text_safe(text, true);
	json_t *string = json_string(safe);
	char *dump = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;

	/* text_safe gives valid UTF-8, so only memory can be short: end as GLib does. */
	if (!dump)
		g_error("out of memory");
	g_string_append(out, dump);
	free(dump);
	json_decref(string);
}

void escape_markdown(GString *out, const char *text)
{
	g_autofree char *safe = text_safe(text, false);

	for (const char *p = safe; *p; p++) {
		if (*p == '<')
			g_string_append(out, "&lt;");
		else if (*p == '>')
			g_string_append(out, "&gt;");
		else if (*p == '&')
			g_string_append(out, "&amp;");
		else if (strchr("\\|`*_[]#~$", *p))
			g_string_append_printf(out, "\\%c", *p);
		else
			g_string_append_c(out, *p);
	}
}
