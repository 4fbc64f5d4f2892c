#include "config.h"
#include "chart/palette.h"

#include <stdio.h>
#include <string.h>

/* Basic colours, as terminals number them. */
enum { OWN = -1, RED = 1, GREEN, YELLOW, BLUE, MAGENTA, CYAN, GRAY = 8, BRIGHT = 8 };

static struct palette table[STYLE_COUNT] = {
	[STYLE_NORMAL] = {0, OWN, OWN, OWN},
	[STYLE_TITLE] = {PALETTE_BOLD, OWN, OWN, OWN},
	[STYLE_HEADING] = {PALETTE_UNDERLINE, OWN, OWN, OWN},
	[STYLE_DIM] = {PALETTE_DIM, OWN, OWN, 244},
	[STYLE_CURSOR] = {PALETTE_REVERSE, OWN, OWN, OWN},
	[STYLE_KEY] = {PALETTE_BOLD, OWN, OWN, OWN},
	[STYLE_CHANGED] = {0, MAGENTA, MAGENTA, 133},
	[STYLE_LOCKED] = {0, CYAN, CYAN, 30},
	[STYLE_TYPED] = {PALETTE_BOLD, MAGENTA, MAGENTA, 133},
	[STYLE_REPORTED] = {PALETTE_BOLD, OWN, OWN, OWN},
	[STYLE_UNKNOWN] = {PALETTE_DIM, OWN, OWN, 244},
	[STYLE_BAR] = {0, BLUE, BRIGHT + BLUE, 32},
	[STYLE_AXIS] = {0, OWN, GRAY, 244},
	[STYLE_SOURCE] = {0, OWN, GRAY, 244},
	[STYLE_NOTICE] = {PALETTE_BOLD, OWN, OWN, OWN},
	[STYLE_WARNING] = {PALETTE_BOLD, YELLOW, YELLOW, 136},
	[STYLE_ERROR] = {PALETTE_BOLD, RED, RED, 160},
	[STYLE_PROMPT] = {0, OWN, OWN, OWN},
	[STYLE_MATCH] = {PALETTE_UNDERLINE, OWN, OWN, OWN},
	[STYLE_LINK] = {PALETTE_UNDERLINE, BLUE, BRIGHT + BLUE, 32},
	[STYLE_SERIES + 0] = {0, OWN, BRIGHT + BLUE, 32},
	[STYLE_SERIES + 1] = {0, MAGENTA, RED, 136},
	[STYLE_SERIES + 2] = {0, RED, BRIGHT + MAGENTA, 93},
	[STYLE_SERIES + 3] = {0, CYAN, GRAY, 95},
	[STYLE_SERIES + 4] = {0, BLUE, MAGENTA, 139},
	[STYLE_SERIES + 5] = {0, GREEN, BRIGHT + RED, 137},
	[STYLE_SERIES + 6] = {0, YELLOW, CYAN, 58},
	[STYLE_SERIES + 7] = {PALETTE_BOLD, OWN, GREEN, 26},
};

const struct palette *palette_get(enum style style)
{
	return &table[(unsigned)style < STYLE_COUNT ? style : STYLE_NORMAL];
}

void palette_change(enum style style, const struct palette *look)
{
	if ((unsigned)style < STYLE_COUNT)
		table[style] = *look;
}

int palette_color(enum style style, int colors)
{
	const struct palette *p = palette_get(style);

	return colors >= 256 ? p->c256 : colors >= 16 ? p->c16 : colors >= 8 ? p->c8 : OWN;
}

char *palette_sgr(enum style style, int colors, char buf[PALETTE_SGR])
{
	static const char *const codes[] = {"1", "2", "4", "7"};
	unsigned bits = palette_get(style)->attributes;
	int color = palette_color(style, colors), used = 0;

	buf[0] = '\0';
	for (int i = 0; i < 4; i++)
		if (bits >> i & 1)
			used += snprintf(buf + used, PALETTE_SGR - used, "%s%s", used ? ";" : "",
					 codes[i]);
	if (color >= 16 || (color >= 0 && colors >= 256))
		snprintf(buf + used, PALETTE_SGR - used, "%s38;5;%d", used ? ";" : "", color);
	else if (color >= 0)
		snprintf(buf + used, PALETTE_SGR - used, "%s%d", used ? ";" : "",
			 color < 8 ? 30 + color : 90 + color - 8);
	return buf;
}

int palette_term_colors(const char *name)
{
	return name && (strstr(name, "256color") || strstr(name, "direct")) ? 256 : 8;
}
