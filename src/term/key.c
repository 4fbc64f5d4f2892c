#include "config.h"

#include "term/key.h"

#include <glib.h>
#include <string.h>

static const struct { int key; const char *name; } names[] = {
	{K_TAB, "Tab"}, {K_ENTER, "Enter"}, {K_ESC, "Esc"}, {K_SPACE, "Space"},
	{K_UP, "Up"}, {K_DOWN, "Down"}, {K_LEFT, "Left"}, {K_RIGHT, "Right"},
	{K_PAGE_UP, "PgUp"}, {K_PAGE_DOWN, "PgDn"}, {K_HOME, "Home"}, {K_END, "End"},
	{K_BACKSPACE, "BS"}, {K_DELETE, "Del"}, {K_INSERT, "Ins"}, {K_BACKTAB, "BackTab"},
	{K_F1, "F1"}, {K_F2, "F2"}, {K_F3, "F3"}, {K_F4, "F4"}, {K_F5, "F5"}, {K_F6, "F6"},
	{K_F7, "F7"}, {K_F8, "F8"}, {K_F9, "F9"}, {K_F10, "F10"}, {K_F11, "F11"}, {K_F12, "F12"},
};

static const char *key_name(int key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i].key == key)
			return names[i].name;
	return NULL;
}

char *key_format(int key, bool bare, char buf[KEY_TEXT_MAX])
{
	const char *meta = "";

	if (key & K_META) {
		meta = "M-";
		key &= ~K_META;
	}
	const char *name = key_name(key);

	if (name) {
		g_snprintf(buf, KEY_TEXT_MAX, bare ? "%s%s" : "%s<%s>", meta, name);
	} else if (key < 32) {
		g_snprintf(buf, KEY_TEXT_MAX, "%s^%c", meta, key + '@');
	} else {
		char utf8[7] = "";

		g_unichar_to_utf8((gunichar)key, utf8);
		g_snprintf(buf, KEY_TEXT_MAX, "%s%s", meta, utf8);
	}
	return buf;
}

static size_t named_key(const char *text, int *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t len = strlen(names[i].name);

		if (strncmp(text + 1, names[i].name, len) == 0 && text[1 + len] == '>') {
			*key = names[i].key;
			return len + 2;
		}
	}
	return 0;
}

/* <Word>: meant as a name, whether or not there is such a key. */
static bool looks_named(const char *text)
{
	size_t n = 1;

	while (g_ascii_isalnum(text[n]))
		n++;
	return text[0] == '<' && n > 2 && text[n] == '>';
}

size_t key_parse(const char *text, int *key)
{
	if (text[0] == '<') {
		size_t len = named_key(text, key);

		if (len || looks_named(text))
			return len;
	}
	if (text[0] == '^' && text[1] >= '@' && text[1] <= '_') {
		*key = K_CONTROL(text[1]);
		return 2;
	}
	if (text[0] == 'M' && text[1] == '-' && text[2]) {
		size_t len = key_parse(text + 2, key);

		*key |= K_META;
		return len ? len + 2 : 0;
	}
	gunichar c = g_utf8_get_char_validated(text, -1);

	if (c == 0 || c == (gunichar)-1 || c == (gunichar)-2)
		return 0;
	*key = (int)c;
	return (size_t)(g_utf8_next_char(text) - text);
}

int key_sequence(const char *text, int keys[KEY_SEQUENCE_MAX])
{
	int n = 0;

	while (*text) {
		size_t len = n < KEY_SEQUENCE_MAX ? key_parse(text, &keys[n]) : 0;

		if (len == 0)
			return 0;
		n++;
		text += len;
	}
	return n;
}
