#include "config.h"

#include "market/keys.h"

#include <string.h>

#include "market/keys.def"

/* The lists with what the loader alone needs left out. */
#define SPEC(name, type, required, reader, offset, meaning) \
	{NULL, #name, type, meaning, required},
#define TABLE(NAME, name, title) \
	static const struct key_spec NAME##_specs[] = {KEYS_##NAME(SPEC)};
#define ROW(NAME, name, title) \
	{#name, title, NAME##_specs, sizeof NAME##_specs / sizeof *NAME##_specs},

MAPPINGS(TABLE)

static const struct {
	const char *name, *title;
	const struct key_spec *specs;
	size_t n;
} mappings[] = {MAPPINGS(ROW)};

enum { N_MAPPINGS = sizeof mappings / sizeof *mappings };

bool market_key(size_t i, struct key_spec *out)
{
	for (size_t j = 0; j < N_MAPPINGS; j++) {
		if (i < mappings[j].n) {
			*out = mappings[j].specs[i];
			out->mapping = mappings[j].name;
			return true;
		}
		i -= mappings[j].n;
	}
	return false;
}

const char *market_mapping_title(const char *mapping)
{
	for (size_t j = 0; j < N_MAPPINGS; j++)
		if (strcmp(mappings[j].name, mapping) == 0)
			return mappings[j].title;
	return NULL;
}
