#include "config.h"

#include "term/term_parts.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "chart/palette.h"

enum { SCROLLED_LEAST = 4 };	/* rows that make it worth while */

static struct {
	bool color;
	enum color_mode mode;
	struct canvas *shown;		/* what the terminal shows, NULL: unknown */
	int attributes[STYLE_COUNT];
} screen;

/* ------------------------------------------------ colours */

static int attributes(enum style style)
{
	unsigned bits = palette_get(style)->attributes;

	return (bits & PALETTE_BOLD ? A_BOLD : 0) | (bits & PALETTE_DIM ? A_DIM : 0) |
	       (bits & PALETTE_UNDERLINE ? A_UNDERLINE : 0) |
	       (bits & PALETTE_REVERSE ? A_REVERSE : 0);
}

static bool wants_color(enum color_mode mode)
{
	const char *no_color = getenv("NO_COLOR");

	if (mode == COLOR_MODE_NEVER || !has_colors())
		return false;
	return mode == COLOR_MODE_ALWAYS || !no_color || *no_color == '\0';
}

static void prepare_styles(enum color_mode mode)
{
	screen.color = wants_color(mode) && start_color() == OK;
	if (screen.color)
		use_default_colors();
	for (int s = 0; s < STYLE_COUNT; s++) {
		int color = palette_color(s, COLORS);

		screen.attributes[s] = attributes(s);
		if (screen.color && color >= 0)
			init_pair((short)(s + 1), (short)color, -1);
	}
}

static short style_pair(int style)
{
	int color = palette_color(style, COLORS);

	return screen.color && color >= 0 ? (short)(style + 1) : 0;
}

/* ASCII in each style as curses wants it: most cells of a list are that. */
enum { ASCII_FIRST = 32, ASCII_LAST = 126 };
static cchar_t plain[STYLE_COUNT][ASCII_LAST - ASCII_FIRST + 1];

static void prepare_plain(void)
{
	for (int s = 0; s < STYLE_COUNT; s++) {
		for (int c = ASCII_FIRST; c <= ASCII_LAST; c++) {
			wchar_t wide[2] = {(wchar_t)c, L'\0'};

			setcchar(&plain[s][c - ASCII_FIRST], wide, (attr_t)screen.attributes[s],
				 style_pair(s), NULL);
		}
	}
}

/* ------------------------------------------------ what is shown */

static void cell_to_curses(const struct cell *cell, cchar_t *out)
{
	wchar_t wide[CELL_BYTES + 1] = {0};

	if (cell->text[0] >= ASCII_FIRST && cell->text[0] <= ASCII_LAST && !cell->text[1]) {
		*out = plain[cell->style][cell->text[0] - ASCII_FIRST];
		return;
	}

	if (cell->text[0] & 0x80) {
		if (mbstowcs(wide, cell->text, CELL_BYTES) == (size_t)-1)
			wide[0] = L'?', wide[1] = L'\0';
		wide[CCHARW_MAX - 1] = L'\0';
	} else {
		wide[0] = cell->text[0] ? (wchar_t)cell->text[0] : L' ';
	}
	setcchar(out, wide, (attr_t)screen.attributes[cell->style], style_pair(cell->style),
		 NULL);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->style == b->style && a->width == b->width && strcmp(a->text, b->text) == 0;
}

static void show_span(const struct canvas *c, int row, int first, int last)
{
	const struct cell *cells = c->cells + (size_t)row * (size_t)c->columns;
	static cchar_t *out;
	static int room;
	int n = 0;

	if (room < c->columns) {
		room = c->columns;
		out = g_renew(cchar_t, out, room);
	}

	for (int i = first; i <= last; i++)
		if (cells[i].width > 0)
			cell_to_curses(&cells[i], &out[n++]);
	mvadd_wchnstr(row, first, out, n);
}

static struct cell *shown_row(int row)
{
	return screen.shown->cells + (size_t)row * (size_t)screen.shown->columns;
}

static bool same_row(const struct canvas *c, int row, int old)
{
	size_t n = (size_t)c->columns;

	return memcmp(c->cells + (size_t)row * n, shown_row(old), n * sizeof *c->cells) == 0;
}

/* Only rows that changed are touched, and of these only the changed part: filling curses' window
 * costs more than its comparison and output together. */
static void show_row(const struct canvas *c, int row)
{
	const struct cell *cells = c->cells + (size_t)row * (size_t)c->columns;
	struct cell *old = shown_row(row);
	int first = 0, last = c->columns - 1;

	if (same_row(c, row, row))
		return;
	while (first <= last && same_cell(&cells[first], &old[first]))
		first++;
	if (first > last)	/* they differ in what is not seen */
		return;
	while (same_cell(&cells[last], &old[last]))
		last--;
	while (first > 0 && (cells[first].width == 0 || old[first].width == 0))
		first--;
	while (last + 1 < c->columns && (cells[last + 1].width == 0 || old[last + 1].width == 0))
		last++;
	show_span(c, row, first, last);
	memcpy(old, cells, (size_t)c->columns * sizeof *cells);
}

static bool fits_shown(const struct canvas *c)
{
	return screen.shown && screen.shown->rows == c->rows &&
	       screen.shown->columns == c->columns;
}

/* Of rows first to last, how many stand now where the row below (by 1) or above (by -1) stood. */
static int count_moved(const struct canvas *c, int first, int last, int by)
{
	int n = 0;

	for (int row = first; row <= last; row++)
		if (row + by >= first && row + by <= last)
			n += same_row(c, row, row + by);
	return n;
}

/* A list that goes on by one row is scrolled, so that only what is new has to be filled in. */
static void follow_scroll(const struct canvas *c)
{
	int first = 0, last = c->rows - 1, by = 1;

	while (first < last && same_row(c, first, first))
		first++;
	while (last > first && same_row(c, last, last))
		last--;
	if (last - first < SCROLLED_LEAST)
		return;
	if (count_moved(c, first, last, 1) < count_moved(c, first, last, -1))
		by = -1;
	if (3 * count_moved(c, first, last, by) < 2 * (last - first))
		return;
	scrollok(stdscr, TRUE);
	setscrreg(first, last);
	scrl(by);
	setscrreg(0, LINES - 1);
	scrollok(stdscr, FALSE);
	memmove(shown_row(by > 0 ? first : first + 1), shown_row(by > 0 ? first + 1 : first),
		(size_t)(last - first) * (size_t)c->columns * sizeof *c->cells);
	canvas_fill(screen.shown, by > 0 ? last : first, 0, 1, c->columns, STYLE_NORMAL, ' ');
}

static void place_cursor(const struct canvas *c)
{
	bool visible = c->cursor_row >= 0 && c->cursor_row < c->rows && c->cursor_column >= 0
		       && c->cursor_column < c->columns;

	leaveok(stdscr, visible ? FALSE : TRUE);
	if (visible)
		wmove(stdscr, c->cursor_row, c->cursor_column);
	curs_set(visible ? 1 : 0);
}

void term_show(const struct canvas *c)
{
	if (!term_is_on())
		return;
	if (fits_shown(c)) {
		follow_scroll(c);
		for (int row = 0; row < c->rows; row++)
			show_row(c, row);
	} else {
		clear();
		for (int row = 0; row < c->rows; row++)
			show_span(c, row, 0, c->columns - 1);
		canvas_free(screen.shown);
		screen.shown = canvas_new(c->rows, c->columns, c->utf8);
		canvas_copy(screen.shown, 0, 0, c);
	}
	place_cursor(c);
	refresh();
}

void term_repaint(void)
{
	canvas_free(screen.shown);
	screen.shown = NULL;
	clearok(stdscr, TRUE);
}

void term_color(enum color_mode mode)
{
	screen.mode = mode;
	term_restyle();
}

void term_restyle(void)
{
	prepare_styles(screen.mode);
	prepare_plain();
	term_repaint();
}

void term_draw_end(void)
{
	canvas_free(screen.shown);
	screen.shown = NULL;
}
