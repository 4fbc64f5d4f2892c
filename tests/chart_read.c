#include "config.h"
#include "chart_read.h"

#include <check.h>
#include <glib.h>
#include <string.h>

struct canvas *drawn(const struct chart_data *d, int rows, int columns, bool utf8)
{
	struct canvas *c = canvas_new(rows, columns, utf8);

	chart_draw(d, c, 0, 0, rows, columns);
	return c;
}

char *picture(const struct chart_data *d, int rows, int columns, bool utf8)
{
	struct canvas *c = drawn(d, rows, columns, utf8);
	char *text = canvas_dump(c);

	canvas_free(c);
	return text;
}

char char_at(const struct canvas *c, int row, int column)
{
	const struct cell *cell = canvas_cell(c, row, column);

	return cell ? cell->text[0] : '\0';
}

struct plot_read read_plot(const struct canvas *c)
{
	struct plot_read best = {0};

	for (int x = 0; x < c->columns; x++)
		for (int r = 0, run = 0; r < c->rows; r++) {
			run = char_at(c, r, x) == '|' ? run + 1 : 0;
			if (run > best.rows)
				best = (struct plot_read){x, r - run + 1, run};
		}
	return best;
}

char plot_char(const struct canvas *c, const struct plot_read *p, int row, int column)
{
	return char_at(c, p->top + p->rows - 1 - row, column);
}

char *read_label(const struct canvas *c, const struct plot_read *p, int row)
{
	GString *s = g_string_new(NULL);

	for (int x = 0; x < p->axis; x++)
		g_string_append_c(s, plot_char(c, p, row, x));
	return g_strstrip(g_string_free(s, FALSE));
}

int read_row(const struct canvas *c, const struct plot_read *p, int column, const char *marks)
{
	for (int row = p->rows - 1; row >= 0; row--) {
		char ch = plot_char(c, p, row, column);

		if (ch && strchr(marks, ch))
			return row;
	}
	return -1;
}

void ck_distinct_labels(const struct canvas *c, const struct plot_read *p)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (int row = 0; row < p->rows; row++) {
		char *label = read_label(c, p, row);

		ck_assert_msg(!*label || !g_hash_table_contains(seen, label), "twice: %s", label);
		g_hash_table_add(seen, label);
	}
	ck_assert_uint_ge(g_hash_table_size(seen), 1);
}

void ck_widths(const struct canvas *c, int columns)
{
	g_autofree char *text = canvas_dump(c);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++)
		ck_assert_int_le(g_utf8_strlen(*line, -1), columns);
}

int row_of(const struct canvas *c, const struct plot_read *p, const char *text, int *column)
{
	g_autofree char *all = canvas_dump(c);
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);

	for (int row = 0; row < p->rows; row++) {
		const char *line = lines[p->top + p->rows - 1 - row];
		const char *found = strstr(line, text);

		*column = found ? found - line : 0;
		if (found)
			return row;
	}
	return -1;
}
