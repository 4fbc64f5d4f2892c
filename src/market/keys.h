/* The keys of a market file: one list a mapping, from which the loader reads, and from which a
 * schema and the manual's tables are printed. */
#ifndef MARKET_KEYS_H
#define MARKET_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* type is written so:
 *
 *	text id date integer number boolean month path source
 *	level percent period span	scalars by the grammar of tamarack-market(5)
 *	base			`market`, a path, or the id of a measure
 *	a|b|c			one of these words
 *	level* percent* rank* trend*	the scalar, a <figure> that holds it, or a list of both
 *	<segment>		a mapping with the keys of that name
 *	[T]			a list of T
 *	{K: T}			a mapping with keys K
 *	T / U			either
 */
struct key_spec {
	const char *mapping;	/* "market", "segment", ... */
	const char *name, *type, *meaning;
	bool required;
};

/* Key i of all mappings, the keys of one mapping together; false behind the last. */
bool market_key(size_t i, struct key_spec *out);
/* How messages name a mapping: "segment" is "a segment".  NULL if there is no such mapping. */
const char *market_mapping_title(const char *mapping);

#endif
