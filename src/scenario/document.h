/* One small YAML document as a tree, read by libyaml's events: what a scenario file is before its
 * keys mean anything.  Repeated keys, cycles, a second document and the limits of depth and size
 * are refused here.  An alias shares the node it names.
 *
 * The document owns its nodes. */
#ifndef SCENARIO_DOCUMENT_H
#define SCENARIO_DOCUMENT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/message.h"

enum {
	DOCUMENT_DEPTH = 64,
	DOCUMENT_ANCHORS = 10000,
	DOCUMENT_NODES = 1000000,
	DOCUMENT_SCALAR = 1 << 20,	/* bytes of one scalar */
	DOCUMENT_BYTES = 64 << 20,	/* of a file */
};

enum document_kind { DOCUMENT_TEXT, DOCUMENT_LIST, DOCUMENT_MAP };

struct document_node {
	enum document_kind kind;
	int line, column;	/* from 1 */
	bool quoted;
	bool open;		/* its end has not come yet */
	char *text;		/* of a text, without NUL inside */
	GPtrArray *items;	/* of a list its nodes, of a map key, value, key, value… */
};

struct document;

/* Reads bytes; name stands for the file in messages.  NULL if the tree cannot be built; repeated
 * keys are reported and leave a tree with the first of them. */
struct document *document_read(const char *name, const char *bytes, size_t n,
			       struct messages *list);
void document_free(struct document *d);
const struct document_node *document_root(const struct document *d);
/* Value of a key, NULL if the map has none. */
const struct document_node *document_get(const struct document_node *map, const char *key);

/* The bytes of a file up to DOCUMENT_BYTES; NULL with a message.  Free with g_free. */
char *document_slurp(const char *file, size_t *n, struct messages *list);

#endif
