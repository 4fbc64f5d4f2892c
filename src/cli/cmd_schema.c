/* schema: the JSON Schema (draft-07) of market files, made from the loader's own tables of keys.
 *
 * It says what a schema can say of one place: keys, types, words, the grammar of figures and
 * periods.  What ties places together (paths, sources, two figures of one period) only the loader
 * sees. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "market/figure.h"
#include "market/keys.h"

/* ---- scalars ---- */

/* YAML gives 8.74 as a number, 46.53% as a text: a schema has to take both where both are meant. */
#define NUMBER "[0-9]+(_[0-9]+)*(\\.[0-9]+)?"
#define SIGNED "[-+]?" NUMBER
#define UNIT "( [^%0-9][^%]*|[^\\u0000-\\u007f%][^%]*)?"
#define LEVEL SIGNED UNIT
#define WITHHELD "n/a|(XX+(\\.X+)?|X\\.X+)(%| [A-Za-z].*)?"
#define YEAR "(?!0000)[0-9]{4}"
#define PERIOD YEAR "(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?"
#define CLOSED PERIOD "\\.\\." PERIOD "|" YEAR "-" YEAR
#define DATE YEAR "(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"

static const struct scalar { const char *name, *pattern; const char *also; } scalars[] = {
	{"text", "^[^\\u0000]+$", "number boolean"},
	{"id", "^[a-z0-9-]+$", "integer"},
	{"path", "^[^\\u0000]+$", "integer"},
	{"source", "^[^\\u0000]+$", "integer"},
	{"base", "^[^\\u0000]+$", "integer"},
	{"date", "^" DATE "$", "year"},
	{"period", "^(" PERIOD ")$", "year"},
	{"span", "^(" PERIOD "|" CLOSED "|" PERIOD "\\.\\.|\\.\\." PERIOD ")$", "year"},
	{"level", "^(~?" LEVEL "|~?" LEVEL "\\.\\.|~?\\.\\." LEVEL "|" LEVEL "\\.\\." LEVEL
		  "|" WITHHELD ")$", "number"},
	/* A rate is more than -100 %. */
	{"percent", "^(?!.*-0*[1-9][0-9]{2})(~?" SIGNED "%|~?" SIGNED "%\\.\\.|~?\\.\\." SIGNED
		    "%|" SIGNED "%?\\.\\." SIGNED "%|" WITHHELD ")$", NULL},
	{"number", "^[+]?" NUMBER "$", "positive"},
	/* Keys of mappings. */
	{"when", "^(" PERIOD "|" CLOSED ")$", NULL},
	{"rate-span", "^(" CLOSED "|\\.\\." PERIOD ")$", NULL},
};

static const char *const words_of[][2] = {
	{"boolean", "true|false"},
	{"month", "January|February|March|April|May|June|July|August|September|October|November|"
		  "December"},
	{"rank", "largest|fastest|smallest|slowest"},
	{"trend", "growing|stable|declining|gaining|losing"},
};

static json_t *reference(const char *name)
{
	g_autofree char *path = g_strconcat("#/definitions/", name, NULL);

	return json_pack("{s:s}", "$ref", path);
}

static json_t *scalar(const struct scalar *s)
{
	const char *also = s->also ? s->also : "";
	json_t *o = json_object(), *types = json_pack("[s]", "string");
	g_auto(GStrv) more = g_strsplit(also, " ", -1);

	for (int i = 0; more[i]; i++) {
		if (strcmp(more[i], "year") == 0) {
			json_array_append_new(types, json_string("integer"));
			json_object_set_new(o, "minimum", json_integer(1000));
			json_object_set_new(o, "maximum", json_integer(9999));
		} else if (strcmp(more[i], "positive") == 0) {
			json_array_append_new(types, json_string("number"));
			json_object_set_new(o, "minimum", json_integer(0));
		} else {
			json_array_append_new(types, json_string(more[i]));
		}
	}
	json_object_set_new(o, "type", types);
	json_object_set_new(o, "pattern", json_string(s->pattern));
	return o;
}

static json_t *words(const char *list, bool boolean)
{
	json_t *all = json_array();
	g_auto(GStrv) parts = g_strsplit(list, "|", -1);

	for (int i = 0; parts[i]; i++)
		json_array_append_new(all, json_string(parts[i]));
	if (boolean) {
		json_array_append_new(all, json_true());
		json_array_append_new(all, json_false());
	}
	return json_pack("{s:o}", "enum", all);
}

/* ---- types as keys.h writes them ---- */

static json_t *type_of(const char *type);

/* The beginning of the separator outside brackets, or NULL. */
static const char *find_outside(const char *s, const char *separator)
{
	int depth = 0;

	for (; *s; s++) {
		if (depth == 0 && g_str_has_prefix(s, separator))
			return s;
		depth += strchr("<[{", *s) ? 1 : strchr(">]}", *s) ? -1 : 0;
	}
	return NULL;
}

static json_t *either(const char *type)
{
	json_t *all = json_array();

	for (const char *at = type; at;) {
		const char *end = find_outside(at, " / ");
		g_autofree char *one = end ? g_strndup(at, end - at) : g_strdup(at);

		json_array_append_new(all, type_of(one));
		at = end ? end + 3 : NULL;
	}
	return json_pack("{s:o}", "anyOf", all);
}

/* {K: T} */
static json_t *mapping_type(const char *type)
{
	const char *colon = strstr(type, ": ");
	g_autofree char *key = g_strndup(type + 1, colon - type - 1);
	g_autofree char *value = g_strndup(colon + 2, strlen(colon + 2) - 1);

	/* As keys of one figure each, spans are those of rates. */
	return json_pack("{s:s, s:o, s:o}", "type", "object", "propertyNames",
			 reference(strcmp(key, "span") == 0 ? "rate-span" : key),
			 "additionalProperties", type_of(value));
}

static json_t *type_of(const char *type)
{
	size_t n = strlen(type);
	g_autofree char *inner = n > 2 ? g_strndup(type + 1, n - 2) : g_strdup("");

	if (find_outside(type, " / "))
		return either(type);
	if (*type == '[')
		return json_pack("{s:s, s:o}", "type", "array", "items", type_of(inner));
	if (*type == '{')
		return mapping_type(type);
	if (*type == '<') {
		g_autofree char *name = g_strconcat("a-", inner, NULL);

		return reference(name);
	}
	if (type[n - 1] == '*') {
		g_autofree char *name = g_strdup_printf("%.*s-figures", (int)n - 1, type);

		return reference(name);
	}
	if (strchr(type, '|'))
		return words(type, false);
	return reference(type);
}

/* ---- mappings ---- */

static json_t *scales(void)
{
	json_t *all = json_array();

	for (int i = 0; scale_word(i); i++)
		json_array_append_new(all, json_string(scale_word(i)));
	return json_pack("{s:o}", "enum", all);
}

/* What the table of keys does not tell of a key. */
static json_t *key_type(const struct key_spec *k)
{
	static const char *const taken[][2] = {
		{"dimension", "unlisted|total|market|global"}, {"segment", "unlisted"},
	};
	json_t *o;

	if (strcmp(k->type, "integer") == 0)
		return json_pack("{s:[i,s]}", "enum", 1, "1");
	if (strcmp(k->name, "value") == 0 || strcmp(k->name, "growth") == 0
	    || strcmp(k->name, "change") == 0) {
		g_autofree char *spans = g_strconcat("{when", strchr(k->type, ':'), NULL);

		return type_of(spans);
	}
	if (strcmp(k->mapping, "unit") == 0 && strcmp(k->name, "scale") == 0)
		return scales();
	o = type_of(k->type);
	if (strcmp(k->name, "at") == 0)
		json_object_set_new(o, "minItems", json_integer(1));
	if (strcmp(k->name, "measures") == 0)
		json_object_set_new(o, "propertyNames",
				    json_pack("{s:[o,{s:o}]}", "allOf", reference("id"), "not",
					      words("market|total", false)));
	for (size_t i = 0; i < G_N_ELEMENTS(taken); i++)
		if (strcmp(k->name, "id") == 0 && strcmp(k->mapping, taken[i][0]) == 0)
			return json_pack("{s:[o,{s:o}]}", "allOf", o, "not",
					 words(taken[i][1], false));
	return o;
}

static json_t *described(const struct key_spec *k, const char *figure)
{
	json_t *type = figure && strcmp(k->name, "is") == 0 ? reference(figure) : key_type(k);

	/* Beside a $ref nothing else counts. */
	if (json_object_get(type, "$ref"))
		type = json_pack("{s:[o]}", "allOf", type);
	json_object_set_new(type, "description", json_string(k->meaning));
	return type;
}

/* What the loader wants of several keys together. */
static void add_together(json_t *o, const char *mapping)
{
	if (strcmp(mapping, "dimension") == 0)
		json_object_set_new(o, "anyOf", json_pack("[{s:[s]},{s:[s]}]", "required", "id",
							  "required", "title"));
	if (strcmp(mapping, "unit") == 0)
		json_object_set_new(o, "anyOf", json_pack("[{s:[s]},{s:[s]}]", "required",
							  "currency", "required", "measure"));
	if (strcmp(mapping, "period") == 0)
		json_object_set_new(o, "dependencies", json_pack("{s:[s],s:[s]}", "from", "to",
								 "to", "from"));
}

/* The keys of a mapping; figure: what the `is` of a figure holds. */
static json_t *mapping(const char *name, const char *figure)
{
	json_t *o = json_pack("{s:s}", "type", "object"), *keys = json_object();
	json_t *required = json_array();
	struct key_spec k;

	for (size_t i = 0; market_key(i, &k); i++) {
		if (strcmp(k.mapping, name) != 0)
			continue;
		json_object_set_new(keys, k.name, described(&k, figure));
		if (k.required)
			json_array_append_new(required, json_string(k.name));
	}
	json_object_set_new(o, "properties", keys);
	if (json_array_size(required))
		json_object_set(o, "required", required);
	json_decref(required);
	json_object_set_new(o, "additionalProperties", json_false());
	add_together(o, name);
	return o;
}

static void define_figures(json_t *definitions)
{
	static const char *const kinds[] = {"level", "percent", "rank", "trend"};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *one = g_strconcat(kinds[i], "-figure", NULL);
		g_autofree char *many = g_strconcat(kinds[i], "-figures", NULL);
		json_t *either_one = json_pack("[o,o]", reference(kinds[i]), reference(one));

		json_object_set_new(definitions, one, mapping("figure", kinds[i]));
		json_object_set_new(definitions, many, json_pack("{s:[o,o,{s:s,s:{s:O}}]}", "anyOf",
			reference(kinds[i]), reference(one), "type", "array", "items", "anyOf",
			either_one));
		json_decref(either_one);
	}
}

static json_t *schema(void)
{
	json_t *root = json_pack("{s:s, s:s}", "$schema", "http://json-schema.org/draft-07/schema#",
				 "title", "tamarack market file"), *definitions = json_object();
	json_t *market = mapping("market", NULL);
	const char *last = "market";
	struct key_spec k;

	json_object_update(root, market);
	json_decref(market);
	for (size_t i = 0; i < G_N_ELEMENTS(scalars); i++)
		json_object_set_new(definitions, scalars[i].name, scalar(&scalars[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(words_of); i++)
		json_object_set_new(definitions, words_of[i][0],
				    words(words_of[i][1], strcmp(words_of[i][0], "boolean") == 0));
	define_figures(definitions);
	for (size_t i = 0; market_key(i, &k); i++) {
		g_autofree char *name = g_strconcat("a-", k.mapping, NULL);

		if (strcmp(k.mapping, last) != 0 && strcmp(k.mapping, "figure") != 0)
			json_object_set_new(definitions, name, mapping(k.mapping, NULL));
		last = k.mapping;
	}
	json_object_set_new(root, "definitions", definitions);
	return root;
}

int cmd_schema(const struct cli *c)
{
	json_t *root = schema();
	char *text = json_dumps(root, JSON_INDENT(1));
	struct output *out = cli_output(c);

	json_decref(root);
	if (out) {
		output_text(out, text);
		output_text(out, "\n");
	}
	free(text);
	return out ? cli_finish(out, EXIT_DONE) : EXIT_USAGE;
}
