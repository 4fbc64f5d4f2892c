#include "config.h"
#include "vt.h"

#include <stdlib.h>
#include <string.h>

enum { ESC = 27, PARAMETERS = 16 };

void vt_init(struct vt *t, int rows, int columns)
{
	*t = (struct vt){.part = g_string_new(NULL), .odd = g_string_new(NULL), .last = ' '};
	vt_resize(t, rows, columns);
}

void vt_done(struct vt *t)
{
	g_string_free(t->part, TRUE);
	g_string_free(t->odd, TRUE);
	g_free(t->cells);
}

static gunichar *cell(const struct vt *t, int row, int column)
{
	return t->cells + (size_t)row * (size_t)t->columns + column;
}

static void blank(struct vt *t, int row, int from, int to)
{
	for (int i = MAX(from, 0); i < to && i < t->columns; i++)
		*cell(t, row, i) = ' ';
}

void vt_resize(struct vt *t, int rows, int columns)
{
	struct vt old = *t;

	rows = MAX(rows, 1);
	columns = MAX(columns, 1);
	t->cells = g_new(gunichar, (size_t)rows * (size_t)columns);
	t->rows = rows;
	t->columns = columns;
	for (int row = 0; row < rows; row++) {
		blank(t, row, 0, columns);
		for (int i = 0; row < old.rows && i < MIN(columns, old.columns); i++)
			*cell(t, row, i) = *cell(&old, row, i);
	}
	t->top = 0;
	t->bottom = rows - 1;
	t->row = MIN(t->row, rows - 1);
	t->column = MIN(t->column, columns - 1);
	t->pending = false;
	g_free(old.cells);
}

static void is_odd(struct vt *t, const char *bytes, size_t n)
{
	g_autofree char *raw = g_strndup(bytes, n), *text = g_strescape(raw, NULL);

	g_string_append_printf(t->odd, "%s\n", text);
}

/* ------------------------------------------------ moving and scrolling */

static void go(struct vt *t, int row, int column)
{
	t->row = CLAMP(row, 0, t->rows - 1);
	t->column = CLAMP(column, 0, t->columns - 1);
	t->pending = false;
}

/* Rows from .. to go n rows up (down if negative); blank rows come after them. */
static void scroll(struct vt *t, int from, int to, int n)
{
	size_t width = (size_t)t->columns * sizeof *t->cells;

	for (; n > 0; n--) {
		memmove(cell(t, from, 0), cell(t, from + 1, 0), (size_t)(to - from) * width);
		blank(t, to, 0, t->columns);
	}
	for (; n < 0; n++) {
		memmove(cell(t, from + 1, 0), cell(t, from, 0), (size_t)(to - from) * width);
		blank(t, from, 0, t->columns);
	}
}

static void line_down(struct vt *t)
{
	if (t->row == t->bottom)
		scroll(t, t->top, t->bottom, 1);
	else
		go(t, t->row + 1, t->column);
}

static void line_up(struct vt *t)
{
	if (t->row == t->top)
		scroll(t, t->top, t->bottom, -1);
	else
		go(t, t->row - 1, t->column);
}

static void put(struct vt *t, gunichar c)
{
	int width = g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;

	if (width == 0)
		return;		/* stands on the cell before; the tests ask for bases only */
	if (t->pending || t->column + width > t->columns) {
		go(t, t->row, 0);
		line_down(t);
	}
	*cell(t, t->row, t->column) = c;
	if (width == 2 && t->column + 1 < t->columns)
		*cell(t, t->row, t->column + 1) = 0;
	t->last = c;
	if (t->column + width >= t->columns)
		t->pending = true;
	else
		t->column += width;
}

/* ------------------------------------------------ sequences */

static void insert(struct vt *t, int n)
{
	n = MIN(n, t->columns - t->column);
	memmove(cell(t, t->row, t->column + n), cell(t, t->row, t->column),
		(size_t)(t->columns - t->column - n) * sizeof *t->cells);
	blank(t, t->row, t->column, t->column + n);
}

static void take_out(struct vt *t, int n)
{
	n = MIN(n, t->columns - t->column);
	memmove(cell(t, t->row, t->column), cell(t, t->row, t->column + n),
		(size_t)(t->columns - t->column - n) * sizeof *t->cells);
	blank(t, t->row, t->columns - n, t->columns);
}

static void erase_screen(struct vt *t, int what)
{
	int first = what == 0 ? t->row + 1 : 0, last = what == 1 ? t->row : t->rows;

	for (int row = first; row < last; row++)
		blank(t, row, 0, t->columns);
	if (what == 0)
		blank(t, t->row, t->column, t->columns);
	else if (what == 1)
		blank(t, t->row, 0, t->column + 1);
}

static bool set_mode(struct vt *t, int mode, bool on)
{
	switch (mode) {
	case 1: t->keypad = on; return true;
	case 7: case 12: return true;
	case 25: t->hidden = !on; return true;
	case 1000: case 1006: t->mouse = on; return true;
	case 1049:
		t->alternate = on;
		for (int row = 0; row < t->rows; row++)
			blank(t, row, 0, t->columns);
		return true;
	case 2004: t->paste = on; return true;
	default: return false;
	}
}

static bool set_modes(struct vt *t, const int *p, int n, bool on)
{
	bool known = n > 0;

	for (int i = 0; i < n; i++)
		known = set_mode(t, p[i], on) && known;
	return known;
}

/* The parameters behind "[": count, -1 if they are none; private: a '?' stood before them. */
static int parameters(const char *text, int *p, bool *private)
{
	int n = 0;

	*private = *text == '?';
	text += *private;
	for (; *text; text++) {
		if (n == 0)
			p[n++] = 0;
		if (*text == ';' && n < PARAMETERS)
			p[n++] = 0;
		else if (g_ascii_isdigit(*text) && p[n - 1] < 10000)
			p[n - 1] = p[n - 1] * 10 + *text - '0';
		else
			return -1;
	}
	return n;
}

static bool command(struct vt *t, char what, const int *p, int n)
{
	int first = n > 0 ? p[0] : 0, count = MAX(first, 1), second = n > 1 ? p[1] : 0;

	switch (what) {
	case 'A': go(t, t->row - count, t->column); break;
	case 'B': go(t, t->row + count, t->column); break;
	case 'C': go(t, t->row, t->column + count); break;
	case 'D': go(t, t->row, t->column - count); break;
	case 'G': go(t, t->row, count - 1); break;
	case 'd': go(t, count - 1, t->column); break;
	case 'H': go(t, count - 1, MAX(second, 1) - 1); break;
	case 'J': erase_screen(t, first); break;
	case 'K':
		blank(t, t->row, first == 0 ? t->column : 0,
		      first == 1 ? t->column + 1 : t->columns);
		break;
	case 'L': if (t->row <= t->bottom) scroll(t, t->row, t->bottom, -count); break;
	case 'M': if (t->row <= t->bottom) scroll(t, t->row, t->bottom, count); break;
	case 'S': scroll(t, t->top, t->bottom, count); break;
	case 'T': scroll(t, t->top, t->bottom, -count); break;
	case 'P': take_out(t, count); break;
	case '@': insert(t, count); break;
	case 'X': blank(t, t->row, t->column, t->column + count); break;
	case 'Z': go(t, t->row, MAX(t->column - 1, 0) / 8 * 8); break;
	case 'b': for (int i = 0; i < count; i++) put(t, t->last); break;
	case 'r':
		t->top = CLAMP(count - 1, 0, t->rows - 1);
		t->bottom = CLAMP(n > 1 ? second - 1 : t->rows - 1, t->top, t->rows - 1);
		go(t, 0, 0);
		break;
	case 'm': break;
	case 'l': case 'h': return n == 1 && first == 4 && what == 'l';
	case 't': return n == 3 && (first == 22 || first == 23) && p[1] == 0 && p[2] == 0;
	default: return false;
	}
	return true;
}

static void control_sequence(struct vt *t, char what)
{
	int p[PARAMETERS];
	bool private;
	int n = parameters(t->part->str, p, &private);

	if (n < 0 || (private ? !((what == 'h' || what == 'l') && set_modes(t, p, n, what == 'h'))
			      : !command(t, what, p, n))) {
		g_autofree char *text = g_strdup_printf("\033[%s%c", t->part->str, what);

		is_odd(t, text, strlen(text));
	}
}

static void escape(struct vt *t, char what)
{
	char text[] = {ESC, what, '\0'};

	t->mode = 0;
	switch (what) {
	case '[': case '(': case ']':
		t->mode = what;
		g_string_truncate(t->part, 0);
		break;
	case '=': case '>': break;
	case ESC: t->mode = ESC; break;		/* begins again */
	case 'M': line_up(t); break;
	case 'E': go(t, t->row, 0); line_down(t); break;
	default: is_odd(t, text, 2);
	}
}

/* Colours as they were is the only one that curses has. */
static void system_command(struct vt *t, char c)
{
	if (c >= 0x20 && c < 0x7f) {
		g_string_append_c(t->part, c);
		return;
	}
	t->mode = 0;
	if (c != '\a' || strcmp(t->part->str, "104") != 0) {
		g_string_prepend(t->part, "\033]");
		is_odd(t, t->part->str, t->part->len);
	}
	g_string_truncate(t->part, 0);
}

static void control(struct vt *t, char c)
{
	switch (c) {
	case '\r': go(t, t->row, 0); break;
	case '\n': line_down(t); break;
	case '\b': go(t, t->row, t->column - 1); break;
	case '\t': go(t, t->row, (t->column / 8 + 1) * 8); break;
	case ESC: t->mode = ESC; break;
	default: is_odd(t, &c, 1);
	}
}

/* A byte of text: UTF-8, collected until a character is whole. */
static void text_byte(struct vt *t, char c)
{
	gunichar u;

	g_string_append_c(t->part, c);
	u = g_utf8_get_char_validated(t->part->str, (gssize)t->part->len);
	if (u == (gunichar)-2)
		return;
	if (u == (gunichar)-1 || (u >= 0x7f && u < 0xa0)
	    || g_unichar_type(u) == G_UNICODE_FORMAT || u == 0x2028 || u == 0x2029)
		is_odd(t, t->part->str, t->part->len);
	else
		put(t, u);
	g_string_truncate(t->part, 0);
}

void vt_write(struct vt *t, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (t->mode == '[' && c >= 0x40 && c < 0x7f) {
			t->mode = 0;
			control_sequence(t, c);
			g_string_truncate(t->part, 0);
		} else if (t->mode == '[' && c >= 0x20 && c < 0x40) {
			g_string_append_c(t->part, c);
		} else if (t->mode == ']') {
			system_command(t, c);
		} else if (t->mode == '(') {
			t->mode = 0;
			if (c != 'B' && c != '0')
				is_odd(t, &c, 1);
		} else if (t->mode == ESC) {
			escape(t, c);
		} else if (t->mode || (c >= 0 && c < 0x20)) {
			t->mode = 0;
			g_string_truncate(t->part, 0);
			control(t, c);
		} else {
			text_byte(t, c);
		}
	}
}

/* ------------------------------------------------ what it shows */

char *vt_dump(const struct vt *t)
{
	GString *text = g_string_new(NULL);

	for (int row = 0; row < t->rows; row++) {
		for (int i = 0; i < t->columns; i++)
			if (*cell(t, row, i))
				g_string_append_unichar(text, *cell(t, row, i));
		while (text->len && text->str[text->len - 1] == ' ')
			g_string_truncate(text, text->len - 1);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

bool vt_shows(const struct vt *t, const char *text)
{
	g_autofree char *dump = vt_dump(t);

	return strstr(dump, text) != NULL;
}

bool vt_is_sane(const struct vt *t)
{
	return !t->alternate && !t->hidden && !t->keypad && !t->paste && !t->mouse;
}
