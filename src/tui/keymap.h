/* Actions by key.  The list is actions.def; a keymap is that list with the user's bindings. */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <glib.h>
#include <stdbool.h>

#include "term/key.h"

/* Where an action makes sense: one bit a view. */
enum scope {
	SCOPE_MARKETS = 1, SCOPE_TREE = 2, SCOPE_CHART = 4, SCOPE_SCENARIOS = 8, SCOPE_HELP = 16,
	SCOPE_TABLE = 32, SCOPE_FORCES = 64, SCOPE_AUDIT = 128, SCOPE_REPORT = 256,
	SCOPE_CROSSING = 512,
	SCOPE_BENCH = 1024,	/* tornado, two-way table, simulation */
	SCOPE_WATERFALL = 2048,
	SCOPE_TABLES = SCOPE_TABLE | SCOPE_BENCH | SCOPE_WATERFALL | SCOPE_FORCES | SCOPE_AUDIT | SCOPE_CROSSING,
	SCOPE_EDITS = SCOPE_TREE | SCOPE_FORCES,
	SCOPE_FIND = SCOPE_MARKETS | SCOPE_TREE | SCOPE_TABLES | SCOPE_REPORT | SCOPE_HELP,
	SCOPE_DIGITS = SCOPE_TREE | SCOPE_TABLES,
	SCOPE_SIDEWAYS = SCOPE_TREE | SCOPE_TABLES | SCOPE_CHART,
	SCOPE_SHARES = SCOPE_TREE | SCOPE_CHART,
	SCOPE_YEARS = SCOPE_SHARES | SCOPE_CROSSING,
	SCOPE_PIVOTS = SCOPE_TREE | SCOPE_CROSSING | SCOPE_WATERFALL,
	SCOPE_SLICES = SCOPE_EDITS | SCOPE_CROSSING,
	SCOPE_PANES = SCOPE_YEARS | SCOPE_HELP,
	SCOPE_LISTS = SCOPE_MARKETS | SCOPE_TREE | SCOPE_SCENARIOS | SCOPE_AUDIT | SCOPE_REPORT
		      | SCOPE_CROSSING | SCOPE_TABLE,
	SCOPE_ROWS = SCOPE_LISTS | SCOPE_HELP | SCOPE_TABLES,
	SCOPE_MOVES = SCOPE_ROWS | SCOPE_CHART,
	SCOPE_OPENS = SCOPE_LISTS | SCOPE_CHART | SCOPE_HELP,
	SCOPE_NAMES = SCOPE_EDITS | SCOPE_SCENARIOS,
	SCOPE_TYPES = SCOPE_NAMES | SCOPE_BENCH,
	SCOPE_STEPS = SCOPE_TREE | SCOPE_BENCH,
	SCOPE_CASES = SCOPE_TREE | SCOPE_SCENARIOS,
	SCOPE_MARKS = SCOPE_NAMES | SCOPE_CROSSING | SCOPE_MARKETS,
	SCOPE_SCENES = SCOPE_TREE | SCOPE_SCENARIOS | SCOPE_MARKETS | SCOPE_CHART,
	SCOPE_ANALYSES = SCOPE_TREE | SCOPE_FORCES | SCOPE_WATERFALL,
	SCOPE_ORDERS = SCOPE_TREE | SCOPE_TABLE | SCOPE_FORCES | SCOPE_AUDIT,
	SCOPE_FILES = SCOPE_MARKETS | SCOPE_TREE | SCOPE_CHART | SCOPE_SCENARIOS | SCOPE_FORCES
		      | SCOPE_AUDIT,
	SCOPE_COPIES = SCOPE_LISTS | SCOPE_TABLES | SCOPE_CHART,
	SCOPE_ANY = 4095,
	SCOPE_COUNT = 12,	/* bits */
};

enum action {
	ACTION_NONE,
#define GROUP(title)
#define ACTION(id, keys, scope, help) ACTION_##id,
#include "tui/actions.def"
#undef ACTION
#undef GROUP
	ACTION_COUNT
};

/* "cursor-down": what the configuration file and the command line call it. */
char *action_name(enum action a);
enum action action_find(const char *name);	/* ACTION_NONE if there is none */
const char *action_help(enum action a);
const char *action_group(enum action a);
unsigned action_scope(enum action a);

struct keymap;

struct keymap *keymap_new(void);
void keymap_free(struct keymap *map);

enum key_match { KEY_MATCH_NONE, KEY_MATCH_PREFIX, KEY_MATCH_ACTION };
/* What the keys typed so far mean in a view; *a is set on KEY_MATCH_ACTION. */
enum key_match keymap_match(const struct keymap *map, unsigned scope, const int *keys, int n,
			    enum action *a);
/* Binds sequences (blank-separated) in place of the action's present ones; none: unbinds it.
 * False if one is no key or already means something else in a view of the action. */
bool keymap_bind(struct keymap *map, enum action a, const char *keys, GError **error);
/* "j, Down" as shown to people; long runs of digits as "1 .. 9".  New string, "" if unbound. */
char *keymap_keys(const struct keymap *map, enum action a);
/* The first sequence as shown, "" if unbound. */
char *keymap_first(const struct keymap *map, enum action a);
/* "zo Unfold the segment" of every sequence that goes on from keys.  New strings. */
GPtrArray *keymap_continuations(const struct keymap *map, unsigned scope, const int *keys, int n);

#endif
