#include "config.h"
#include "tui/manual.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "tui/manual_text.h"

enum { BOLD = MANUAL_BOLD, UNDERLINED = MANUAL_UNDERLINED };

int manual_count(void)
{
	return (int)G_N_ELEMENTS(pages);
}

const struct manual_page *manual_get(int i)
{
	return i >= 0 && i < manual_count() ? &pages[i] : NULL;
}

const struct manual_page *manual_find(const char *title)
{
	size_t n = strlen(title);

	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
		const char *t = pages[i].title;

		if (strcmp(t, title) == 0 || (strncmp(t, title, n) == 0 && t[n] == '('))
			return &pages[i];
	}
	return NULL;
}

char *manual_unmarked(const char *from)
{
	char *text = g_malloc(strlen(from) + 1), *to = text;

	for (; *from; from++)
		if (*from != BOLD && *from != UNDERLINED)
			*to++ = *from;
	*to = '\0';
	return text;
}

char *manual_text(const struct manual_page *page, int line)
{
	return manual_unmarked(page->lines[line]);
}

/* Headings are bold and stand at the left edge, those of parts two columns in. */
bool manual_is_heading(const char *line)
{
	size_t indent = strspn(line, " ");

	return indent <= 2 && line[indent] == BOLD;
}

int manual_section(const struct manual_page *page, const char *heading)
{
	for (int i = 0; i < page->n; i++) {
		g_autofree char *text = NULL;

		if (!manual_is_heading(page->lines[i]))
			continue;
		text = manual_text(page, i);
		if (strcmp(text + strspn(text, " "), heading) == 0)
			return i;
	}
	return -1;
}

/* The style of the character at text, whose mark is skipped. */
static enum style take_mark(const char **text, bool heading)
{
	switch (**text) {
	case BOLD:
		++*text;
		return heading ? STYLE_HEADING : STYLE_KEY;
	case UNDERLINED:
		++*text;
		return STYLE_LINK;
	default:
		return heading ? STYLE_HEADING : STYLE_NORMAL;
	}
}

void manual_draw_marked(const char *text, struct canvas *c, int row, int column, int width)
{
	bool heading = manual_is_heading(text);
	g_autoptr(GString) run = g_string_new(NULL);

	while (*text && width > 0) {
		enum style style = take_mark(&text, heading), next = style;
		int used;

		g_string_truncate(run, 0);
		while (*text && next == style) {
			const char *mark = text;
			const char *end;

			if (*mark == BOLD || *mark == UNDERLINED)
				mark++;
			end = g_utf8_next_char(mark);
			g_string_append_len(run, mark, end - mark);
			text = mark = end;
			next = take_mark(&mark, heading);
		}
		used = canvas_put(c, row, column, width, style, run->str);
		column += used;
		width -= used;
	}
}

void manual_draw(const struct manual_page *page, int line, struct canvas *c, int row, int column,
		 int width)
{
	manual_draw_marked(page->lines[line], c, row, column, width);
}
