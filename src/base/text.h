/* Text as it is shown, compared and made into paths.  All text is UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Columns the text takes on a terminal, by libc's wcwidth; unprintable characters count as the
 * replacement that text_safe writes for them. */
int text_width(const char *text);
/* Bytes of the longest prefix of whole grapheme pieces (base plus combining marks) that fits in
 * columns; *used gets its width (may be NULL). */
size_t text_fit(const char *text, int columns, int *used);
/* A copy cut to columns, ending in an ellipsis ("..." or its one-column sign when utf8) when cut,
 * padded with spaces when pad. */
char *text_column(const char *text, int columns, bool pad, bool utf8);
/* The text in lines of at most so many columns, broken at blanks where there are any: char * each,
 * at least one.  A newline begins a new line. */
GPtrArray *text_wrap(const char *text, int columns);
/* The one cleaning for every sink (screen, stdout, stderr, title, clipboard): valid UTF-8 without
 * C0, DEL, C1, bidi controls or zero-width trickery; newline kept only if keep_newlines. */
char *text_safe(const char *text, bool keep_newlines);
/* Folded for search: NFKD without marks, case folded. */
char *text_fold(const char *text);
/* Every word of query (split at spaces, folded) occurs in text. */
bool text_matches(const char *text, const char *query);
/* A node's path part: NFKD without accents, lower case, each run of other than a-z 0-9 one '-',
 * none at the ends.  May be "". */
char *text_slug(const char *name);
/* The candidate nearest to word within an edit distance of 2 (1 for words up to 4 letters), or NULL. */
const char *text_suggest(const char *word, const char *const *candidates, size_t n);

#endif
