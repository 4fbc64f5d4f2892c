/* The inside of the loader: what its files share.  Nothing else includes this.
 *
 * A function of the loader is called with the reader at the first item of what it reads and
 * leaves it at the last.  A mapping is read by its list in keys.def: for each key the reader named
 * there gets the object being filled and the key's offset.  What fails says so and goes on behind
 * the failing value. */
#ifndef MARKET_LOAD_H
#define MARKET_LOAD_H

#include "base/arena.h"
#include "market/market.h"
#include "market/reader.h"

#include "market/keys.def"

#define MAPPING_ENUM(NAME, name, title) MAPPING_##NAME,
enum mapping_id { MAPPINGS(MAPPING_ENUM) N_MAPPINGS };

enum {
	SOURCE_UNSET = 255,	/* so there are at most 254 */
	OF_DEFAULT = INT32_MIN,	/* struct fact, of: nothing said yet */
	OF_REF = -16,		/* OF_REF - i: reference i */
	PENDING_NODE = -16,	/* struct fact, node: PENDING_NODE - i is pending member i */
	FACT_LISTED = 64,	/* one of several in a list */
	FACT_UNREAD = 128,	/* a level before the unit was known: print is not yet read */
	PERIODS_MAX = 2000,
	FIGURES_MAX = 1000,	/* of one period in a list */
	SUGGESTIONS_MAX = 100,
};

struct fact_list {
	struct fact *at;
	int n, room;
};

struct place { int line, column; };

/* A path to be looked up when the tree is complete. */
enum ref_allows {
	REF_MARKET = 1, REF_GLOBAL = 2, REF_MEASURE = 4, REF_NO_TOTAL = 8,
	REF_MAY_MISS = 16,	/* a path nothing is near to is left out with a warning */
};
struct ref {
	const char *text;
	struct place place;
	uint8_t allows;
	uint8_t measure;	/* with node BASE_MEASURE */
	int32_t node;		/* -1: unknown, said so */
};

/* What facts are about.  The first member of every object that has facts. */
struct subject {
	struct fact_list *list;
	int first;		/* fact */
	int32_t node, of;
	uint8_t measure, source;
	const char *note;
};

/* A member of a measure, by its path. */
struct member { size_t ref; int measure; uint8_t covers; bool has_covers; };

struct range_reading {
	struct period base, from, to;
	struct place base_place, from_place, to_place;
	uint8_t step;
};
struct unit_reading {
	struct unit unit;	/* first: offsets of unit count from here */
	struct place scale_place;
};
struct figure_reading {
	struct subject *subject;
	struct fact fact;
	struct fact_more more;
};
struct measure_reading {
	struct measure m;
	int index, first;	/* first fact */
	uint8_t source;
};
struct member_reading {
	struct subject s;
	struct member member;
	bool is_total;
};
struct branch {
	struct subject s;
	bool has_covers;
	struct place place;
};
struct cross_reading {
	struct subject s;
	struct cross cross;
	const char *measure;
	struct place measure_place;
};
struct force_reading {
	struct force force;
	struct place place;
};
struct company_reading {
	struct subject s;
	struct company company;
};

struct loader {
	struct reader *r;
	const struct item *item;	/* the reader's */
	struct market *m;
	struct arena *arena;
	const char *key;		/* being read, for messages */
	uint8_t slots[N_MAPPINGS][64];	/* hash of key names: index + 1 */

	struct fact_list facts, cross_facts, company_facts;
	int node_room;
	bool unit_known;
	bool any_unread, any_listed, any_open;	/* facts with these flags */
	int suggestions;		/* of paths made so far: each looks at much of the tree */
	struct place period_place;

	GArray *sources;		/* struct source */
	GArray *source_defined;		/* bool */
	GArray *source_uses;		/* struct source_use: before the definition */
	GArray *refs;			/* struct ref */
	GArray *kinds, *measures, *members, *crosses, *at, *forces, *where, *companies,
	       *events, *notes, *questions;
	GArray *cross_measures;		/* struct cross_measure */
};
struct source_use { int index; struct place place; };
struct cross_measure { int cross; const char *id; struct place place; };
struct where_reading { size_t ref; double weight; };

/* load_mapping.c */

/* The reader's next item, which is the loader's then. */
const struct item *load_next(struct loader *l);
/* Says that the key needs `what`, and skips what stands there. */
void load_wrong_type(struct loader *l, const char *what);
/* Reads the mapping at the item into object.  False if it is none, said so. */
bool load_mapping(struct loader *l, enum mapping_id id, void *object);
bool load_has_key(struct loader *l, enum mapping_id id, const char *name);
/* The item is a list: calls each for every member. */
void load_list(struct loader *l, void (*each)(struct loader *l, void *object), void *object);
/* Calls each for every pair of a mapping with free keys: at the value, name is the key. */
void load_free_keys(struct loader *l, const char *what,
		    void (*each)(struct loader *l, void *object, const char *name,
				 struct place place), void *object);
struct place load_place(const struct loader *l);
/* True if the item is a scalar with text; else says that the key needs `what` and skips it. */
bool load_scalar(struct loader *l, const char *what);
/* A copy of the item's text in the arena. */
const char *load_copy(struct loader *l);
/* Index of the item's word in words, -1 and said so if it is none. */
int load_word(struct loader *l, const char *const *words, int n);
bool load_number(struct loader *l, double *out);
size_t load_ref(struct loader *l, unsigned allows);
/* Says that a word is unknown, with the nearest of the candidates. */
void load_unknown(struct loader *l, const char *what, const char *word,
		  const char *const *candidates, size_t n);
bool load_is_id(const char *text);
/* The path part of a name, in the arena; "" if nothing is left. */
const char *load_slug(struct loader *l, const char *name);

/* load_fields.c */

/* One index a source, defined or not yet. */
uint8_t load_source_index(struct loader *l);

/* load_facts.c */
struct subject subject_begin(struct loader *l, struct fact_list *list, int node, int measure);
/* Gives the subject's own `of` and source to its facts; deep: to those of what is below too. */
void subject_end(struct loader *l, struct subject *s, bool deep);
bool load_figure_text(struct loader *l, struct fact *f, enum figure_unit kind);

/* load_tree.c */
void load_begin_tree(struct loader *l);

/* load_finish.c */
void load_finish(struct loader *l);

/* market.c */
/* Looks for two siblings with one id and builds the index of wide groups.  Calls clash for each. */
void market_index_build(struct market *m, void (*clash)(void *data, int node, int other),
			void *data);

#define DECLARE(name, type, required, reader, offset, meaning) \
	void reader(struct loader *l, void *object, size_t offset_);
#define DECLARE_ALL(NAME, name, title) KEYS_##NAME(DECLARE)
MAPPINGS(DECLARE_ALL)
#undef DECLARE
#undef DECLARE_ALL

#endif
