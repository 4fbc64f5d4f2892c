/* YAML, one item at a time: what the loaders read market and scenario files with.
 *
 * It adds to libyaml's events what that leaves out: limits (depth, sizes, one document), the file
 * cleaned of surprises (bytes that are not text, NUL in a scalar), aliases, and messages that say
 * what to do.  An alias gives the items of the node it names once more, within a budget.
 *
 * After a fault that ends the reading every further item is ITEM_STOP, so a loop that ends at its
 * closing item must also end there.  Nothing is returned item by item: look at `item`. */
#ifndef MARKET_READER_H
#define MARKET_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "base/message.h"

enum item_type { ITEM_STOP, ITEM_SCALAR, ITEM_LIST, ITEM_LIST_END, ITEM_MAP, ITEM_MAP_END };

struct item {
	enum item_type type;
	bool plain;		/* scalar without quotes */
	bool flow;		/* written in braces or brackets */
	const char *text;	/* scalar: NUL-terminated UTF-8; good until the next item */
	size_t length;
	int line, column;	/* from 1; column in characters */
};

enum {
	READER_DEPTH = 64,
	READER_SCALAR = 1 << 20,	/* bytes */
	READER_FILE = 1 << 30,		/* bytes */
	READER_ANCHORS = 10000,
	READER_ALIASED = 1000000,	/* items reached through aliases */
	READER_ERRORS = 1000,		/* messages, then the reading ends */
};

struct reader;

/* A reader of a file ("-": standard input), or of bytes, which must outlive it.  Both borrow the
 * list.  A file that cannot be opened gives a message and ITEM_STOP. */
struct reader *reader_open(const char *file, struct messages *list);
struct reader *reader_open_bytes(const char *name, const char *bytes, size_t n,
				 struct messages *list);
void reader_free(struct reader *r);

/* Calls step, if it is not NULL, now and then while a file is read: bytes read so far, and those of
 * the file (0: unknown).  When it returns false the reading ends with a message. */
void reader_watch(struct reader *r, bool (*step)(void *data, size_t done, size_t total),
		  void *data);

/* What the file was when it was opened; nothing that exists for bytes. */
struct file_mark reader_mark(const struct reader *r);

/* Goes on to the next item, the first to begin with, and returns it.  The item is the same
 * object each time. */
const struct item *reader_next(struct reader *r);
const struct item *reader_item(const struct reader *r);
/* The item behind the current one; the text of a current scalar is lost. */
const struct item *reader_peek(struct reader *r);
/* Goes on to the last item of the node that begins at the current item. */
void reader_skip(struct reader *r);
/* After the root node: true if nothing else follows; a second document is an error. */
bool reader_end(struct reader *r);
/* True once a fault has ended the reading. */
bool reader_stopped(const struct reader *r);

/* An error at the current item, or at a place. */
void reader_error(struct reader *r, const char *format, ...) G_GNUC_PRINTF(2, 3);
void reader_error_at(struct reader *r, int line, int column, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
/* The same, and the reading ends. */
void reader_stop_at(struct reader *r, int line, int column, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
void reader_warning_at(struct reader *r, int line, int column, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
/* What an item is, in words: "a list", "a mapping", "'text'".  New string. */
char *item_describe(const struct item *item);

#endif
