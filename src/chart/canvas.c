#include "config.h"
#include "chart/canvas.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

/* Letter and name of each style, in the order of enum style. */
static const struct {
	char letter;
	const char *name;
} styles[STYLE_COUNT] = {
	[STYLE_NORMAL] = {'.', "normal"},
	[STYLE_TITLE] = {'T', "title"},
	[STYLE_HEADING] = {'H', "heading"},
	[STYLE_DIM] = {'d', "dim"},
	[STYLE_CURSOR] = {'C', "cursor"},
	[STYLE_KEY] = {'k', "key"},
	[STYLE_CHANGED] = {'c', "changed"},
	[STYLE_LOCKED] = {'L', "locked"},
	[STYLE_TYPED] = {'t', "typed"},
	[STYLE_REPORTED] = {'R', "reported"},
	[STYLE_UNKNOWN] = {'u', "unknown"},
	[STYLE_BAR] = {'b', "bar"},
	[STYLE_AXIS] = {'a', "axis"},
	[STYLE_SOURCE] = {'s', "source"},
	[STYLE_NOTICE] = {'n', "notice"},
	[STYLE_WARNING] = {'w', "warning"},
	[STYLE_ERROR] = {'e', "error"},
	[STYLE_PROMPT] = {'p', "prompt"},
	[STYLE_MATCH] = {'m', "match"},
	[STYLE_LINK] = {'l', "link"},
	[STYLE_SERIES + 0] = {'1', "series-1"},
	[STYLE_SERIES + 1] = {'2', "series-2"},
	[STYLE_SERIES + 2] = {'3', "series-3"},
	[STYLE_SERIES + 3] = {'4', "series-4"},
	[STYLE_SERIES + 4] = {'5', "series-5"},
	[STYLE_SERIES + 5] = {'6', "series-6"},
	[STYLE_SERIES + 6] = {'7', "series-7"},
	[STYLE_SERIES + 7] = {'8', "series-8"},
};

/* What an ASCII canvas writes for signs that have no ASCII base letter. */
static const struct {
	gunichar from;
	char to;
} plain_signs[] = {
	{0x00a0, ' '}, {0x00b7, '.'}, {0x00d7, 'x'}, {0x00df, 's'}, {0x00d8, 'O'}, {0x00f8, 'o'},
	{0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''},
	{0x2019, '\''}, {0x201a, ','}, {0x201c, '"'}, {0x201d, '"'}, {0x201e, '"'}, {0x2022, '*'},
	{0x2026, '.'}, {0x2190, '<'}, {0x2192, '>'}, {0x2212, '-'}, {0x2260, '#'}, {0x2264, '<'},
	{0x2265, '>'},
};

struct canvas *canvas_new(int rows, int columns, bool utf8)
{
	struct canvas *c = g_new0(struct canvas, 1);

	c->utf8 = utf8;
	canvas_resize(c, rows, columns);
	return c;
}

void canvas_free(struct canvas *c)
{
	if (!c)
		return;
	g_free(c->cells);
	g_free(c);
}

void canvas_resize(struct canvas *c, int rows, int columns)
{
	c->rows = MAX(rows, 0);
	c->columns = MAX(columns, 0);
	c->cells = g_renew(struct cell, c->cells, (gsize)c->rows * c->columns);
	canvas_blank(c);
}

static struct cell *at(const struct canvas *c, int row, int column)
{
	return &c->cells[(gsize)row * c->columns + column];
}

static bool inside(const struct canvas *c, int row, int column)
{
	return row >= 0 && row < c->rows && column >= 0 && column < c->columns;
}

static void set_blank(struct cell *cell, enum style style)
{
	memset(cell, 0, sizeof *cell);
	cell->text[0] = ' ';
	cell->width = 1;
	cell->style = style;
}

void canvas_blank(struct canvas *c)
{
	gsize n = (gsize)c->rows * c->columns;

	if (n > 0)
		set_blank(&c->cells[0], STYLE_NORMAL);
	/* Each copy doubles what is blank. */
	for (gsize done = 1; done < n; done *= 2)
		memcpy(&c->cells[done], c->cells, MIN(done, n - done) * sizeof *c->cells);
	c->cursor_row = c->cursor_column = -1;
}

/* Empties a cell that is about to be written, with the other half of a wide character in it. */
static struct cell *claim(struct canvas *c, int row, int column, enum style style)
{
	struct cell *cell = at(c, row, column);

	if (cell->width == 0 && column > 0)
		set_blank(cell - 1, (cell - 1)->style);
	if (cell->width == 2 && column + 1 < c->columns)
		set_blank(cell + 1, (cell + 1)->style);
	set_blank(cell, style);
	return cell;
}

static void put_cell(struct canvas *c, int row, int column, enum style style, const char *bytes,
		     int len, int width)
{
	struct cell *cell = claim(c, row, column, style);

	memset(cell->text, 0, CELL_BYTES);
	memcpy(cell->text, bytes, len);
	cell->width = width;
	if (width == 2) {
		struct cell *half = claim(c, row, column + 1, style);

		memset(half->text, 0, CELL_BYTES);
		half->width = 0;
	}
}

void canvas_glyph(struct canvas *c, int row, int column, enum style style, unsigned glyph,
		  char ascii)
{
	char bytes[6];
	int len = 1;

	if (!inside(c, row, column))
		return;
	if (c->utf8)
		len = g_unichar_to_utf8(glyph, bytes);
	else
		bytes[0] = ascii;
	put_cell(c, row, column, style, bytes, len, 1);
}

/* The ASCII character nearest to ch: its base letter, a similar sign, or '?'. */
static char plain(gunichar ch)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize n;

	if (ch < 0x80)
		return ch < 0x20 || ch == 0x7f ? '?' : (char)ch;
	for (gsize i = 0; i < G_N_ELEMENTS(plain_signs); i++)
		if (plain_signs[i].from == ch)
			return plain_signs[i].to;
	n = g_unichar_fully_decompose(ch, FALSE, parts, G_N_ELEMENTS(parts));
	if (n < 2 || parts[0] >= 0x80)
		return '?';
	for (gsize i = 1; i < n; i++)
		if (!g_unichar_ismark(parts[i]))
			return '?';
	return (char)parts[0];
}

/* One piece of text: a base character with the marks that stand on it. */
struct piece {
	char bytes[CELL_BYTES];
	int len, width;
};

static int char_width(const char *s, int len)
{
	char one[8];

	if ((unsigned char)s[0] < 0x80)
		return 1;
	memcpy(one, s, len);
	one[len] = '\0';
	return text_width(one);
}

static bool is_plain(char byte)
{
	return byte >= 0x20 && byte <= 0x7e;
}

/* Reads the piece at s and returns where the next begins.  A mark without a base stands on a
 * blank. */
static const char *next_piece(const char *s, struct piece *p)
{
	int len = g_utf8_next_char(s) - s;

	if (is_plain(*s) && (unsigned char)s[1] < 0x80) {
		p->bytes[0] = *s;
		p->len = p->width = 1;
		return s + 1;
	}
	p->width = char_width(s, len);
	p->len = 0;
	if (p->width == 0) {
		p->bytes[p->len++] = ' ';
		p->width = 1;
	} else {
		memcpy(p->bytes, s, len);
		p->len = len;
		s += len;
	}
	while (*s) {
		len = g_utf8_next_char(s) - s;
		if ((unsigned char)*s < 0x80 || char_width(s, len) != 0)
			break;
		if (p->len + len < CELL_BYTES) {
			memcpy(p->bytes + p->len, s, len);
			p->len += len;
		}
		s += len;
	}
	return s;
}

/* Writes the piece of p->width columns, what sticks out of the grid as blanks. */
static void put_piece(struct canvas *c, int row, int column, enum style style,
		      const struct piece *p)
{
	if (!c->utf8) {
		char ascii = plain(g_utf8_get_char(p->bytes));

		for (int i = 0; i < p->width; i++)
			if (inside(c, row, column + i))
				put_cell(c, row, column + i, style, &ascii, 1, 1);
		return;
	}
	if (inside(c, row, column) && inside(c, row, column + p->width - 1)) {
		put_cell(c, row, column, style, p->bytes, p->len, p->width);
		return;
	}
	for (int i = 0; i < p->width; i++)
		if (inside(c, row, column + i))
			claim(c, row, column + i, style);
}

static bool printable_ascii(const char *s)
{
	for (; *s; s++)
		if (!is_plain(*s))
			return false;
	return true;
}

int canvas_put(struct canvas *c, int row, int column, int width, enum style style,
	       const char *text)
{
	g_autofree char *clean = printable_ascii(text) ? NULL : text_safe(text, false);
	const char *s = clean ? clean : text;
	int end = width < 0 ? c->columns : (int)MIN((gint64)column + width, c->columns);
	int x = column;

	if (!inside(c, row, 0))
		return 0;
	while (*s && x < end) {
		struct piece p;

		s = next_piece(s, &p);
		if (x + p.width > end) {
			p = (struct piece){.bytes = " ", .len = 1, .width = 1};
			s = "";
		}
		put_piece(c, row, x, style, &p);
		x += p.width;
	}
	return x - column;
}

int canvas_put_right(struct canvas *c, int row, int column, int width, enum style style,
		     const char *text)
{
	g_autofree char *clean = printable_ascii(text) ? NULL : text_safe(text, false);
	const char *s = clean ? clean : text;
	int room = width < 0 ? column : width;
	int used = MIN(text_width(s), room);

	return canvas_put(c, row, column - used, used, style, s);
}

void canvas_fill(struct canvas *c, int row, int column, int rows, int columns, enum style style,
		 char what)
{
	for (int r = MAX(row, 0); r < row + rows && r < c->rows; r++)
		for (int x = MAX(column, 0); x < column + columns && x < c->columns; x++)
			put_cell(c, r, x, style, &what, 1, 1);
}

void canvas_style(struct canvas *c, int row, int column, int rows, int columns, enum style style)
{
	for (int r = MAX(row, 0); r < row + rows && r < c->rows; r++)
		for (int x = MAX(column, 0); x < column + columns && x < c->columns; x++)
			at(c, r, x)->style = style;
}

/* A wide character cut by an edge leaves a blank. */
static void copy_row(struct canvas *c, int row, int column, const struct canvas *from, int r)
{
	int first = MAX(0, -column), last = MIN(from->columns, c->columns - column) - 1;

	if (row < 0 || row >= c->rows || first > last)
		return;
	claim(c, row, column + first, STYLE_NORMAL);
	claim(c, row, column + last, STYLE_NORMAL);
	memcpy(at(c, row, column + first), at(from, r, first),
	       (size_t)(last - first + 1) * sizeof(struct cell));
	if (at(from, r, first)->width == 0)
		set_blank(at(c, row, column + first), at(from, r, first)->style);
	if (at(from, r, last)->width == 2)
		set_blank(at(c, row, column + last), at(from, r, last)->style);
}

void canvas_copy(struct canvas *c, int row, int column, const struct canvas *from)
{
	for (int r = 0; r < from->rows; r++)
		copy_row(c, row + r, column, from, r);
}

const struct cell *canvas_cell(const struct canvas *c, int row, int column)
{
	return inside(c, row, column) ? at(c, row, column) : NULL;
}

char *canvas_dump(const struct canvas *c)
{
	GString *out = g_string_sized_new((gsize)c->rows * (c->columns + 1));

	for (int r = 0; r < c->rows; r++) {
		gsize start = out->len;

		for (int x = 0; x < c->columns; x++)
			g_string_append(out, at(c, r, x)->text);
		while (out->len > start && out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

char *canvas_dump_styles(const struct canvas *c)
{
	GString *out = g_string_sized_new((gsize)c->rows * (c->columns + 1));

	for (int r = 0; r < c->rows; r++) {
		for (int x = 0; x < c->columns; x++)
			g_string_append_c(out, styles[at(c, r, x)->style].letter);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

bool canvas_equal(const struct canvas *a, const struct canvas *b)
{
	/* cells are zeroed before they are written, so bytes decide */
	return a->rows == b->rows && a->columns == b->columns &&
	       a->cursor_row == b->cursor_row && a->cursor_column == b->cursor_column &&
	       memcmp(a->cells, b->cells, (gsize)a->rows * a->columns * sizeof *a->cells) == 0;
}

const char *style_name(enum style style)
{
	return (unsigned)style < STYLE_COUNT ? styles[style].name : "normal";
}
