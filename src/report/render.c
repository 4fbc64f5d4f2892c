/* A table written as text, CSV, JSON or Markdown. */
#include "config.h"

#include "report/render.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/escape.h"

static const char *const format_names[FORMAT_COUNT] = {
	[FORMAT_TEXT] = "text",
	[FORMAT_CSV] = "csv",
	[FORMAT_JSON] = "json",
	[FORMAT_MARKDOWN] = "md",
};

const char *format_name(enum format format)
{
	return format < FORMAT_COUNT ? format_names[format] : NULL;
}

bool format_parse(const char *name, enum format *format)
{
	for (int i = 0; i < FORMAT_COUNT; i++) {
		if (strcmp(name, format_names[i]) == 0) {
			*format = i;
			return true;
		}
	}
	return false;
}

static const struct table_column *column_at(const struct table *t, int i)
{
	return &g_array_index(t->columns, struct table_column, i);
}

static const struct table_cell *cell_at(const struct table_line *line, int i)
{
	static const struct table_cell empty = {.kind = CELL_EMPTY};

	return (guint)i < line->cells->len ? &g_array_index(line->cells, struct table_cell, i)
					   : &empty;
}

static char *shown(const char *text, const struct render_style *style)
{
	char *safe = text_safe(text, false), *ascii;

	if (!style->ascii || g_str_is_ascii(safe))
		return safe;
	ascii = g_str_to_ascii(safe, "C");
	g_free(safe);
	return ascii;
}

static char *number_text(char buf[NUMBER_TEXT_MAX], const struct table *t,
			 const struct table_column *col, double value,
			 const struct render_style *style)
{
	int more = col->kind == COLUMN_NUMBER && !style->exact ? t->more : 0;

	return number_fixed(buf, col->kind == COLUMN_PERCENT ? 100 * value : value,
			    col->decimals < 0 ? style->digits + more : col->decimals);
}

static char *unknown_text(const struct table *t, const struct table_column *col,
			  const struct table_cell *cell, const struct render_style *style)
{
	char low[NUMBER_TEXT_MAX], high[NUMBER_TEXT_MAX];

	if (!isfinite(cell->low) || !isfinite(cell->high))
		return g_strdup(cell->undefined ? "n/a" : "?");
	return g_strdup_printf("? [%s, %s]", number_text(low, t, col, cell->low, style),
			       number_text(high, t, col, cell->high, style));
}

/* What text and Markdown show, without indent and mark. */
static char *cell_text(const struct table *t, const struct table_column *col,
		       const struct table_cell *cell, const struct render_style *style)
{
	char buf[NUMBER_TEXT_MAX];

	switch (cell->kind) {
	case CELL_TEXT:
		return shown(cell->name ? cell->name : cell->text, style);
	case CELL_UNKNOWN:
		return unknown_text(t, col, cell, style);
	case CELL_NUMBER:
		if (cell->count)
			return g_strdup(number_fixed(buf, cell->number, 0));
		return g_strdup_printf("%s%s", cell->sign && cell->number >= 0 ? "+" : "",
				       number_text(buf, t, col, cell->number, style));
	default:
		return g_strdup(cell->text ? cell->text : "");
	}
}

char *render_cell(const struct table *t, int line, int column, const struct render_style *style)
{
	return cell_text(t, column_at(t, column), cell_at(t->lines->pdata[line], column), style);
}

/* ---- text ---- */

static bool is_right(const struct table_column *col)
{
	return col->kind != COLUMN_TEXT;
}

static int indent_width(const struct table_line *line, int column)
{
	return column == 0 ? 2 * line->indent : 0;
}

/* Widths of the columns, marks not counted. */
static int *text_widths(const struct table *t, const struct render_style *style)
{
	int *widths = g_new0(int, t->columns->len + 1);

	for (guint c = 0; c < t->columns->len; c++) {
		const struct table_column *col = column_at(t, c);
		g_autofree char *title = shown(col->title, style);

		widths[c] = text_width(title);
		for (guint r = 0; r < t->lines->len; r++) {
			const struct table_line *line = t->lines->pdata[r];
			g_autofree char *text = cell_text(t, col, cell_at(line, c), style);

			if (!line->heading)
				widths[c] = MAX(widths[c], text_width(text) + indent_width(line, c));
		}
	}
	return widths;
}

static void put_blanks(GString *row, int n)
{
	for (; n > 0; n--)
		g_string_append_c(row, ' ');
}

static void put_cell(GString *row, const struct table_column *col, const char *text, int indent,
		     int width)
{
	int pad = width - text_width(text) - indent;

	put_blanks(row, indent);
	if (is_right(col))
		put_blanks(row, pad);
	g_string_append(row, text);
	if (!is_right(col))
		put_blanks(row, pad);
}

static void end_row(GString *row, struct output *out)
{
	while (row->len && row->str[row->len - 1] == ' ')
		g_string_truncate(row, row->len - 1);
	g_string_append_c(row, '\n');
	output_bytes(out, row->str, row->len);
	g_string_truncate(row, 0);
}

static void text_head(const struct table *t, const int *widths,
		      const struct render_style *style, GString *row, struct output *out)
{
	if (style->color)
		output_text(out, "\033[1m");
	for (guint c = 0; c < t->columns->len; c++) {
		const struct table_column *col = column_at(t, c);
		g_autofree char *title = shown(col->title, style);

		if (col->data_only)
			continue;
		put_blanks(row, c ? 2 : 0);
		put_cell(row, col, title, 0, widths[c]);
		put_blanks(row, col->marked);
	}
	end_row(row, out);
	if (style->color)
		output_text(out, "\033[m");
}

static void put_mark(GString *row, char mark, bool color)
{
	if (color && mark == 'S')
		g_string_append(row, "\033[1mS\033[m");
	else
		g_string_append_c(row, mark ? mark : ' ');
}

static void text_line(const struct table *t, const struct table_line *line, const int *widths,
		      const struct render_style *style, GString *row, struct output *out)
{
	for (guint c = 0; c < t->columns->len; c++) {
		const struct table_column *col = column_at(t, c);
		const struct table_cell *cell = cell_at(line, c);
		g_autofree char *text = cell_text(t, col, cell, style);

		if (col->data_only)
			continue;
		put_blanks(row, c ? 2 : 0);
		put_cell(row, col, text, indent_width(line, c), widths[c]);
		if (col->marked)
			put_mark(row, cell->mark, style->color);
	}
	end_row(row, out);
}

static void text_tail(const struct table *t, const struct render_style *style, struct output *out)
{
	for (guint i = 0; i < t->notes->len; i++) {
		g_autofree char *note = shown(t->notes->pdata[i], style);

		output_printf(out, "%s%s\n", i || !t->lines->len ? "" : "\n", note);
	}
	if (t->source) {
		g_autofree char *source = shown(t->source, style);

		output_printf(out, "%s%s\n", t->notes->len ? "" : "\n", source);
	}
}

static void write_text(const struct table *t, const struct render_style *style, struct output *out)
{
	g_autofree int *widths = text_widths(t, style);
	GString *row = g_string_new(NULL);

	if (t->title) {
		g_autofree char *title = shown(t->title, style);

		output_printf(out, "%s\n\n", title);
	}
	if (t->lines->len && !t->headless)
		text_head(t, widths, style, row, out);
	for (guint r = 0; r < t->lines->len && !output_failed(out); r++) {
		const struct table_line *line = t->lines->pdata[r];

		if (line->heading) {
			g_autofree char *text = cell_text(t, column_at(t, 0), cell_at(line, 0), style);

			output_printf(out, "%s%s\n", r ? "\n" : "", text);
		} else {
			text_line(t, line, widths, style, row, out);
		}
	}
	text_tail(t, style, out);
	g_string_free(row, TRUE);
}

/* ---- Markdown ---- */

static void markdown_sentence(struct output *out, const char *before, const char *text,
			      const char *after)
{
	GString *s = g_string_new(before);

	escape_markdown(s, text);
	g_string_append(s, after);
	output_bytes(out, s->str, s->len);
	g_string_free(s, TRUE);
}

static void markdown_head(const struct table *t, struct output *out)
{
	for (guint c = 0; c < t->columns->len; c++)
		if (!column_at(t, c)->data_only)
			markdown_sentence(out, c ? " " : "| ", column_at(t, c)->title, " |");
	output_text(out, "\n|");
	for (guint c = 0; c < t->columns->len; c++)
		if (!column_at(t, c)->data_only)
			output_text(out, is_right(column_at(t, c)) ? " ---: |" : " --- |");
	output_text(out, "\n");
}

static void markdown_line(const struct table *t, const struct table_line *line,
			  const struct render_style *style, struct output *out)
{
	GString *s = g_string_new("|");

	for (guint c = 0; c < t->columns->len; c++) {
		const struct table_cell *cell = cell_at(line, c);
		g_autofree char *text = line->heading && c ? g_strdup("")
							   : cell_text(t, column_at(t, c), cell, style);

		if (column_at(t, c)->data_only)
			continue;
		g_string_append_c(s, ' ');
		for (int i = 0; c == 0 && i < line->indent; i++)
			g_string_append(s, "&nbsp;&nbsp;");
		if (line->heading && c == 0)
			g_string_append(s, "**");
		escape_markdown(s, text);
		if (line->heading && c == 0)
			g_string_append(s, "**");
		if (cell->mark && cell->mark != ' ')
			g_string_append_printf(s, cell->mark == '~' ? " \\%c" : " %c", cell->mark);
		g_string_append(s, " |");
	}
	g_string_append_c(s, '\n');
	output_bytes(out, s->str, s->len);
	g_string_free(s, TRUE);
}

static void write_markdown(const struct table *t, const struct render_style *style,
			   struct output *out)
{
	if (t->title)
		markdown_sentence(out, "## ", t->title, "\n\n");
	markdown_head(t, out);
	for (guint r = 0; r < t->lines->len && !output_failed(out); r++)
		markdown_line(t, t->lines->pdata[r], style, out);
	for (guint i = 0; i < t->notes->len; i++)
		markdown_sentence(out, "\n", t->notes->pdata[i], "\n");
	if (t->source)
		markdown_sentence(out, "\n", t->source, "\n");
}

/* ---- CSV and JSON ---- */

static void csv_head(const struct table *t, GString *s)
{
	for (guint c = 0; c < t->columns->len; c++) {
		const struct table_column *col = column_at(t, c);

		if (c)
			g_string_append_c(s, ',');
		escape_csv(s, col->key);
		if (col->marked)
			g_string_append_printf(s, ",%s_status", col->key);
	}
	g_string_append_c(s, '\n');
}

static void put_shortest(GString *s, double value)
{
	char buf[NUMBER_TEXT_MAX];

	g_string_append(s, number_shortest(buf, value));
}

static const char *mark_text(const struct table_cell *cell, char buf[2])
{
	buf[0] = cell->kind == CELL_NUMBER && cell->mark != ' ' ? cell->mark : '\0';
	buf[1] = '\0';
	return buf;
}

static void write_csv(const struct table *t, struct output *out)
{
	GString *s = g_string_new(NULL);
	char mark[2];

	csv_head(t, s);
	for (guint r = 0; r < t->lines->len && !output_failed(out); r++) {
		const struct table_line *line = t->lines->pdata[r];

		for (guint c = 0; c < t->columns->len && !line->heading; c++) {
			const struct table_cell *cell = cell_at(line, c);

			if (c)
				g_string_append_c(s, ',');
			if (cell->kind == CELL_TEXT)
				escape_csv(s, cell->text);
			else if (cell->kind == CELL_NUMBER)
				put_shortest(s, cell->number);
			if (column_at(t, c)->marked)
				g_string_append_printf(s, ",%s", mark_text(cell, mark));
		}
		if (!line->heading)
			g_string_append_c(s, '\n');
		output_bytes(out, s->str, s->len);
		g_string_truncate(s, 0);
	}
	output_bytes(out, s->str, s->len);
	g_string_free(s, TRUE);
}

static void json_cell(GString *s, const struct table_column *col, const struct table_cell *cell)
{
	char mark[2];

	escape_json(s, col->key);
	g_string_append(s, ": ");
	if (cell->kind == CELL_TEXT)
		escape_json(s, cell->text);
	else if (cell->kind == CELL_NUMBER)
		put_shortest(s, cell->number);
	else
		g_string_append(s, col->kind == COLUMN_TEXT ? "\"\"" : "null");
	if (col->marked)
		g_string_append_printf(s, ", \"%s_status\": \"%s\"", col->key,
				       mark_text(cell, mark));
}

static void json_rows(const struct table *t, GString *s, struct output *out)
{
	bool first = true;

	for (guint r = 0; r < t->lines->len && !output_failed(out); r++) {
		const struct table_line *line = t->lines->pdata[r];

		if (line->heading)
			continue;
		g_string_append(s, first ? "\n{" : ",\n{");
		first = false;
		for (guint c = 0; c < t->columns->len; c++) {
			g_string_append(s, c ? ", " : "");
			json_cell(s, column_at(t, c), cell_at(line, c));
		}
		g_string_append_c(s, '}');
		output_bytes(out, s->str, s->len);
		g_string_truncate(s, 0);
	}
}

static void write_json(const struct table *t, struct output *out)
{
	GString *s = g_string_new("{");

	if (t->title) {
		g_string_append(s, "\"title\": ");
		escape_json(s, t->title);
		g_string_append(s, ",\n");
	}
	g_string_append(s, "\"rows\": [");
	json_rows(t, s, out);
	g_string_append(s, "\n],\n\"notes\": [");
	for (guint i = 0; i < t->notes->len; i++) {
		g_string_append(s, i ? ", " : "");
		escape_json(s, t->notes->pdata[i]);
	}
	g_string_append(s, "],\n\"source\": ");
	if (t->source)
		escape_json(s, t->source);
	else
		g_string_append(s, "null");
	g_string_append(s, "}\n");
	output_bytes(out, s->str, s->len);
	g_string_free(s, TRUE);
}

void table_write(const struct table *t, const struct render_style *style, struct output *out)
{
	switch (style->format) {
	case FORMAT_CSV:
		write_csv(t, out);
		break;
	case FORMAT_JSON:
		write_json(t, out);
		break;
	case FORMAT_MARKDOWN:
		write_markdown(t, style, out);
		break;
	default:
		write_text(t, style, out);
	}
}
