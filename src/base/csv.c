#include "config.h"

#include "base/csv.h"

#include <string.h>

struct parser {
	const char *name, *at, *end;
	struct messages *list;
	struct csv *csv;
	GArray *row;
	int line, column;
};

static void field_clear(void *field)
{
	g_free(((struct csv_field *)field)->text);
}

static GArray *row_new(void)
{
	GArray *row = g_array_new(FALSE, FALSE, sizeof(struct csv_field));

	g_array_set_clear_func(row, field_clear);
	return row;
}

static void row_free(void *row)
{
	g_array_unref(row);
}

static void complain(struct parser *p, int line, int column, const char *what)
{
	messages_add(p->list, SEVERITY_ERROR, p->name, line, column, "%s", what);
}

static bool at_line_end(const struct parser *p)
{
	return p->at == p->end || *p->at == '\n' || *p->at == '\r';
}

static void step(struct parser *p)
{
	if (*p->at == '\n' || (*p->at == '\r' && (p->at + 1 == p->end || p->at[1] != '\n'))) {
		p->line++;
		p->column = 1;
	} else if ((*p->at & 0xc0) != 0x80 && *p->at != '\r') {
		p->column++;
	}
	p->at++;
}

static void skip_blanks(struct parser *p)
{
	while (p->at < p->end && (*p->at == ' ' || (*p->at == '\t' && p->csv->separator != '\t')))
		step(p);
}

/* Behind the opening quote: up to the closing one. */
static void quoted(struct parser *p, GString *text, int line, int column)
{
	for (;;) {
		if (p->at == p->end) {
			complain(p, line, column, "the quote that opens here is never closed");
			return;
		}
		if (*p->at == '"') {
			step(p);
			if (p->at == p->end || *p->at != '"')
				break;
		}
		g_string_append_c(text, *p->at);
		step(p);
	}
	skip_blanks(p);
	if (!at_line_end(p) && *p->at != p->csv->separator)
		complain(p, p->line, p->column,
			 "a field ends at its closing quote; write a quote inside it twice");
}

static void plain(struct parser *p, GString *text)
{
	while (!at_line_end(p) && *p->at != p->csv->separator) {
		g_string_append_c(text, *p->at);
		step(p);
	}
}

static void field(struct parser *p)
{
	GString *text = g_string_new(NULL);
	struct csv_field f;

	skip_blanks(p);
	f.line = p->line;
	f.column = p->column;
	if (p->at < p->end && *p->at == '"') {
		step(p);
		quoted(p, text, f.line, f.column);
	}
	plain(p, text);
	f.text = g_strstrip(g_string_free(text, FALSE));
	g_array_append_val(p->row, f);
}

static bool is_empty(const GArray *row)
{
	for (guint i = 0; i < row->len; i++)
		if (*g_array_index(row, struct csv_field, i).text)
			return false;
	return true;
}

static void line(struct parser *p)
{
	p->row = row_new();
	field(p);
	while (p->at < p->end && *p->at == p->csv->separator) {
		step(p);
		field(p);
	}
	if (p->at < p->end && *p->at == '\r' && p->at + 1 < p->end && p->at[1] == '\n')
		step(p);
	if (p->at < p->end)
		step(p);
	if (is_empty(p->row))
		g_array_unref(p->row);
	else
		g_ptr_array_add(p->csv->rows, p->row);
}

/* The most frequent of the three outside quotes in the first line that holds something. */
static char find_separator(const char *at, const char *end)
{
	int tabs = 0, semicolons = 0, commas = 0;
	bool inside = false, any = false;

	for (; at < end && (inside || !any || (*at != '\n' && *at != '\r')); at++) {
		any = any || (*at != '\n' && *at != '\r' && *at != ' ');
		inside = *at == '"' ? !inside : inside;
		tabs += !inside && *at == '\t';
		semicolons += !inside && *at == ';';
		commas += !inside && *at == ',';
	}
	if (tabs && tabs >= semicolons && tabs >= commas)
		return '\t';
	return semicolons && semicolons >= commas ? ';' : ',';
}

/* Line of a byte, for what is said before fields are. */
static int line_of(const char *bytes, const char *at)
{
	int n = 1;

	for (; bytes < at; bytes++)
		n += *bytes == '\n' || (*bytes == '\r' && bytes[1] != '\n');
	return n;
}

static bool is_text(struct parser *p)
{
	const char *bad;

	if (g_utf8_validate(p->at, p->end - p->at, &bad))
		return true;
	complain(p, line_of(p->at, bad), 0, *bad == '\0'
		 ? "a table holds no NUL; save it as CSV in UTF-8"
		 : "these bytes are no UTF-8; save the table as CSV in UTF-8");
	return false;
}

struct csv *csv_parse(const char *name, const char *bytes, size_t n, struct messages *list)
{
	struct csv *c = g_new0(struct csv, 1);
	struct parser p = {.name = name, .at = bytes, .end = bytes + n, .list = list, .csv = c,
			   .line = 1, .column = 1};

	c->rows = g_ptr_array_new_with_free_func(row_free);
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		p.at += 3;
	c->separator = find_separator(p.at, p.end);
	if (is_text(&p))
		while (p.at < p.end)
			line(&p);
	return c;
}

void csv_free(struct csv *c)
{
	if (!c)
		return;
	g_ptr_array_unref(c->rows);
	g_free(c);
}
