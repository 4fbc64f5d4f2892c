#include "config.h"

#include "tui/settings.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "chart/palette.h"
#include "market/library.h"

#define BAD(...) (g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, __VA_ARGS__), false)

static bool read_number(const char *text, int most, int *out)
{
	char *end;
	gint64 n = g_ascii_strtoll(text, &end, 10);

	if (!g_ascii_isdigit(*text) || *end || n > most)
		return false;
	*out = (int)n;
	return true;
}

static bool set_switch(bool *which, const char *value, GError **error)
{
	bool on = strcmp(value, "on") == 0;

	if (!on && strcmp(value, "off") != 0)
		return BAD("'%s' is neither on nor off", value);
	*which = on;
	return true;
}

/* The first word, and where the rest begins.  *at: the word, for messages. */
static char *take_word(const char **text, const char **at)
{
	const char *begin = *text + strspn(*text, " \t");
	size_t n = strcspn(begin, " \t");

	*at = begin;
	*text = begin + n + strspn(begin + n, " \t");
	return g_strndup(begin, n);
}

static bool set_color(enum color_mode *mode, const char *value, GError **error)
{
	static const char *const words[] = {"", "auto", "always", "never"};

	for (enum color_mode m = COLOR_MODE_AUTO; m <= COLOR_MODE_NEVER; m++) {
		if (strcmp(value, words[m]) == 0) {
			*mode = m;
			return true;
		}
	}
	return BAD("'%s' is none of auto, always and never", value);
}

bool settings_set(struct settings *s, const char *text, GError **error)
{
	g_autofree char *name = take_word(&text, &s->at);
	g_autofree char *value = g_strchomp(g_strdup(text));
	bool known = strcmp(name, "digits") == 0 || strcmp(name, "mouse") == 0 ||
		     strcmp(name, "clipboard") == 0 || strcmp(name, "color") == 0;

	if (*name == '\0')
		return BAD("name a setting and its value: digits, mouse, clipboard or "
			   "color");
	if (!known)
		return BAD("there is no setting '%s': digits, mouse, clipboard and color are known",
			   name);
	if (*value == '\0')
		return BAD("'%s' needs a value: %s", name,
			   strcmp(name, "digits") == 0 ? "a number from 0 to 10"
			   : strcmp(name, "color") == 0 ? "auto, always or never" : "on or off");
	s->at = text;
	if (strcmp(name, "mouse") == 0)
		return set_switch(&s->mouse, value, error);
	if (strcmp(name, "clipboard") == 0)
		return set_switch(&s->clipboard, value, error);
	if (strcmp(name, "color") == 0)
		return set_color(&s->color, value, error);
	return read_number(value, 10, &s->digits) || BAD("'%s' is no number from 0 to 10", value);
}

bool settings_bind(struct settings *s, const char *text, GError **error)
{
	g_autofree char *name = take_word(&text, &s->at);
	enum action a = action_find(name);

	if (*name == '\0')
		return BAD("name an action and its keys: 'tamarack keys' lists them");
	if (a == ACTION_NONE)
		return BAD("there is no action '%s': 'tamarack keys' lists them", name);
	s->at = text;
	return keymap_bind(s->keymap, a, text, error);
}

static bool add_attribute(struct palette *p, const char *word)
{
	static const struct { const char *name; unsigned char bit; } bits[] = {
		{"bold", PALETTE_BOLD}, {"dim", PALETTE_DIM}, {"underline", PALETTE_UNDERLINE},
		{"reverse", PALETTE_REVERSE},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(bits); i++) {
		if (strcmp(bits[i].name, word) == 0) {
			p->attributes |= bits[i].bit;
			return true;
		}
	}
	return false;
}

static int find_style(const char *name)
{
	for (int i = 0; i < STYLE_COUNT; i++)
		if (strcmp(style_name(i), name) == 0)
			return i;
	return -1;
}

static bool unknown_style(const char *name, GError **error)
{
	const char *names[STYLE_COUNT], *meant;

	for (int i = 0; i < STYLE_COUNT; i++)
		names[i] = style_name(i);
	meant = text_suggest(name, names, STYLE_COUNT);
	return meant ? BAD("there is no style '%s', did you mean '%s'?", name, meant)
		     : BAD("there is no style '%s'; the manual lists them, Configuration", name);
}

bool settings_style(struct settings *s, const char *text, GError **error)
{
	g_autofree char *name = take_word(&text, &s->at);
	struct palette p = {.c8 = -1, .c16 = -1, .c256 = -1};
	int style = find_style(name), number = -1;

	if (*name == '\0')
		return BAD("name a style and its colour; the manual lists them, "
			   "Configuration");
	if (style < 0)
		return unknown_style(name, error);
	g_autofree char *color = take_word(&text, &s->at);

	if (*color == '\0')
		return BAD("'%s' needs a colour: default, or a number from 0 to 255",
			   name);
	if (strcmp(color, "default") != 0 && !read_number(color, 255, &number))
		return BAD("'%s' is no colour: default, or a number from 0 to 255", color);
	p.c256 = (short)number;
	p.c16 = number < 16 ? (signed char)number : palette_get(style)->c16;
	p.c8 = number < 8 ? (signed char)number : palette_get(style)->c8;
	while (*text) {
		g_autofree char *word = take_word(&text, &s->at);

		if (*word && !add_attribute(&p, word))
			return BAD("'%s' is none of bold, dim, underline, reverse", word);
	}
	palette_change(style, &p);
	return true;
}

/* ------------------------------------------------ the file */

static const struct {
	const char *name;
	bool (*take)(struct settings *s, const char *text, GError **error);
} words[] = {
	{"bind", settings_bind}, {"set", settings_set}, {"style", settings_style},
};

static int column_of(const char *line, const char *at)
{
	return (int)g_utf8_pointer_to_offset(line, at) + 1;
}

/* Whoever takes the last way out gets one back. */
static void keep_a_way_out(struct settings *s, const char *file, struct messages *list)
{
	g_autofree char *back = keymap_first(s->keymap, ACTION_BACK);
	g_autofree char *quit = keymap_first(s->keymap, ACTION_QUIT);

	if (*back || *quit)
		return;
	messages_add(list, SEVERITY_ERROR, file, 0, 0,
		     "binds neither back nor quit to a key: Esc goes back, as without it");
	keymap_bind(s->keymap, ACTION_BACK, "<Esc>", NULL);
}

static void read_line(struct settings *s, const char *file, int number, const char *line,
		      struct messages *list)
{
	const char *rest = line;
	g_autofree char *word = take_word(&rest, &s->at);
	g_autoptr(GError) error = NULL;

	if (*word == '\0' || *word == '#')
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(words[i].name, word) != 0)
			continue;
		if (!words[i].take(s, rest, &error))
			messages_add(list, SEVERITY_ERROR, file, number, column_of(line, s->at),
				     "%s", error->message);
		return;
	}
	messages_add(list, SEVERITY_ERROR, file, number, column_of(line, s->at),
		     "'%s' is no line of a configuration: set, bind or style", word);
}

void settings_load(struct settings *s, const char *file, struct messages *list)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	file_input(file, false);
	if (!g_file_get_contents(file, &text, NULL, &error)) {
		if (!g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
			messages_add(list, SEVERITY_ERROR, file, 0, 0, "cannot be read: %s",
				     g_strerror(access(file, R_OK) < 0 ? errno : EISDIR));
		return;
	}
	if (!g_utf8_validate(text, -1, NULL)) {
		messages_add(list, SEVERITY_ERROR, file, 0, 0, "this is no UTF-8 text");
		return;
	}
	/* some editors begin a UTF-8 file with the mark of UTF-16 */
	const char *begin =
		text + (g_str_has_prefix(text, "\ufeff") ? strlen("\ufeff") : 0);
	g_auto(GStrv) lines = g_strsplit(begin, "\n", -1);

	for (int i = 0; lines[i]; i++)
		read_line(s, file, i + 1, g_strchomp(lines[i]), list);
	s->at = NULL;
	keep_a_way_out(s, file, list);
}

char *settings_file(void)
{
	g_autofree char *directory = library_config_directory();

	return g_build_filename(directory, "config", NULL);
}
