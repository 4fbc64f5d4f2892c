/* Text made harmless for one output format.  Everything goes through text_safe first, so no
 * format ever carries a control character. */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include <glib.h>
#include <stdbool.h>

/* One CSV cell (RFC 4180: quoted where it holds a comma, a quote, a line end or outer blanks).
 * A text that a spreadsheet would take for a formula (beginning with = + - @ TAB CR) gets a
 * leading apostrophe; a text that is nothing but a signed number or percentage does not. */
void escape_csv(GString *out, const char *text);
/* A spreadsheet would. */
bool escape_is_formula(const char *text);
/* A JSON string with its quotes. */
void escape_json(GString *out, const char *text);
/* The text of one Markdown table cell or sentence: markup and HTML show as themselves. */
void escape_markdown(GString *out, const char *text);

#endif
