/* Tables as text: fields parted by a comma, a semicolon or a tab, found out from the first line;
 * "quoted" fields may hold separators, line ends and doubled quotes.  A byte-order mark is skipped,
 * lines end with LF, CR LF or CR, empty lines are left out. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <glib.h>

#include "base/message.h"

struct csv_field {
	char *text;		/* without its quotes and without blanks at its ends */
	int line, column;	/* where it begins, from 1; column in characters */
};
struct csv {
	char separator;
	GPtrArray *rows;	/* GArray * of struct csv_field, none empty */
};

/* What is wrong (bytes that are no UTF-8, a NUL, a quote that is not closed or in the middle of a
 * field) goes to list as errors of the file `name`; what could be read is there all the same. */
struct csv *csv_parse(const char *name, const char *bytes, size_t n, struct messages *list);
void csv_free(struct csv *c);

#endif
