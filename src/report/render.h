/* A table written out.  Same table, same bytes: no locale, no clock, no terminal. */
#ifndef REPORT_RENDER_H
#define REPORT_RENDER_H

#include "report/output.h"
#include "report/table.h"

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_COUNT };

struct render_style {
	enum format format;
	int digits;		/* decimals of numbers and percentages in text and Markdown */
	bool exact;		/* a person chose them: no level has more */
	bool ascii;		/* nothing but ASCII in text: accents dropped, other signs `?` */
	bool color;		/* escape sequences for the head and for changed figures (text only) */
};

/* "text", "csv", "json", "md"; NULL if there is no such format. */
const char *format_name(enum format format);
/* False if name is none. */
bool format_parse(const char *name, enum format *format);

/* What text shows of one cell, without indent and mark.  New string. */
char *render_cell(const struct table *t, int line, int column, const struct render_style *style);

void table_write(const struct table *t, const struct render_style *style, struct output *out);

#endif
