/* A market file made from a table.
 *
 * The first line names the columns.  Those before the first figures name a segment: one column
 * holds whole paths (Geography/Europe/Italy), several hold a part each, where an empty cell at the
 * beginning is that of the row above.  The others are headed by a period and what they hold: 2025,
 * 2025 share, 2026 growth %, 2025-2031 cagr.
 *
 * The top parts are segments of one dimension if a row of them has figures, else dimensions. */
#ifndef MARKET_IMPORT_H
#define MARKET_IMPORT_H

#include "base/message.h"

/* The text of a market file, which loads; NULL if a message is an error.  name: of the table, for
 * messages and the market's id.  heading: comment lines to begin with, or "". */
char *import_table(const char *name, const char *bytes, size_t n, const char *heading,
		   struct messages *list);

#endif
