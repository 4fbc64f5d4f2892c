/* A market: what a publisher printed, as loaded.  Read-only once market_load has returned.
 *
 * Nodes lie in one array in preorder.  Node 0 is the total; its children are the dimensions
 * (flag NODE_DIMENSION, level = the total's by definition); theirs are the top segments.
 *
 *	index  0      1          2     3     4         5              6
 *	       total  modality   text  audio geography north-america  canada
 *	size   7      3          1     1     3         2              1
 *	parent -1     0          1     1     0         4              5
 *	depth  0      0          1     1     0         1              2
 *
 * The subtree of node i is i .. i+size-1.  Where a group says `covers: part`, its last child is a
 * node of the program's own with the flag NODE_UNLISTED, id "unlisted".
 *
 * The market owns an arena: everything a pointer here leads to dies in market_free.  A node index
 * is good while the market lives; a path outlives it. */
#ifndef MARKET_MARKET_H
#define MARKET_MARKET_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/file.h"
#include "base/message.h"
#include "base/period.h"
#include "market/figure.h"

enum metric {
	METRIC_VALUE, METRIC_SHARE, METRIC_GROWTH, METRIC_YOY, METRIC_CHANGE, METRIC_CAGR,
	METRIC_RANK,		/* code: enum rank */
	METRIC_TREND,		/* code: enum trend */
};
enum rank { RANK_LARGEST = 1, RANK_FASTEST, RANK_SMALLEST, RANK_SLOWEST };
enum trend { TREND_GROWING = 1, TREND_STABLE, TREND_DECLINING, TREND_GAINING, TREND_LOSING };
enum kind { KIND_NONE, KIND_ACTUAL, KIND_PRELIMINARY, KIND_ESTIMATE, KIND_FORECAST, KIND_TARGET };
enum fill { FILL_EQUAL, FILL_WEIGHTS, FILL_NONE };
enum covers { COVERS_ALL, COVERS_PART, COVERS_OVERLAP };
enum series { SERIES_FLOW, SERIES_STOCK, SERIES_AVERAGE };

enum { BASE_PARENT = -1, BASE_MEASURE = -2 };	/* struct fact, of; >= 0 is a node (0: the market) */

enum fact_flags {
	FACT_RIVAL = 1,		/* not the first of its list: compared, never used */
	FACT_OPEN_START = 2,	/* `..TO`: from was worked out by the loader, marked ~ */
	FACT_SPAN = 4,		/* growth, change or value over FROM..TO as printed */
	FACT_DATELESS = 8,	/* rank or trend without a period */
	FACT_CASE = 16,		/* has a case: shown, never used */
};

/* What few facts have. */
struct fact_more {
	const char *case_name, *printed, *page, *note;
	const char *of_measure;	/* with BASE_MEASURE */
};

struct fact {
	struct figure figure;
	struct period from, to;	/* value, share, growth of one period: both the same.
				 * cagr and spans: FROM, TO */
	int32_t node;		/* the node it is about; -1 for a cross fact */
	int32_t of;		/* base of a share */
	uint32_t line;
	uint16_t column;
	uint8_t metric, kind, code, flags, measure, source;	/* source: index in market.sources */
	const char *print;	/* as written in the file, "46.53%" */
	const struct fact_more *more;	/* NULL mostly */
};

enum node_flags {
	NODE_DIMENSION = 1,
	NODE_RESIDUAL = 2,
	NODE_UNLISTED = 4,
	NODE_HAS_WEIGHT = 8,
};

struct node {
	const char *name;	/* as shown */
	const char *id;		/* path part */
	const char *note;	/* or NULL */
	const char *const *also;	/* NULL-terminated, or NULL */
	int32_t parent, size;
	int32_t first_fact, n_facts;	/* in market.facts, in the order of the file */
	double weight;		/* 1 if none */
	uint32_t line;
	uint16_t column;
	uint8_t depth, flags, covers;	/* covers: of its children */
	uint8_t source;
};

struct source { const char *id, *publisher, *title, *published, *url, *code; };

/* A belief about a crossing: its odds ratio against independence; 1: none, 0: never together. */
struct cross_odds {
	struct period at;	/* unset: of every period */
	double odds;
	const struct cross_odds *next;	/* in the order of the file */
};
/* A figure of a crossing, or of several members of one dimension together. */
struct cross {
	const int32_t *at;	/* nodes, n of them */
	int n;
	const char *name, *note;	/* or NULL */
	int first_fact, n_facts;	/* in market.cross_facts */
	const struct cross_odds *odds;	/* or NULL */
	uint32_t line;
	uint8_t measure;
};

struct where { int32_t node; double weight; };	/* node 0: `global` */
enum force_kind { FORCE_DRIVER, FORCE_RESTRAINT };
enum timing { TIMING_NONE, TIMING_SHORT, TIMING_MEDIUM, TIMING_LONG, TIMING_SPAN };
struct force {
	const char *id, *title, *where_text, *note;
	struct figure impact;	/* fraction a year on the CAGR of the total; NaN if not printed */
	const char *impact_print;
	const struct where *where;
	int n_where;
	uint8_t kind, timing, source;
	struct period from, to;	/* with TIMING_SPAN */
	uint32_t line;
	uint16_t column;
};

struct company {
	const char *name, *note;
	const char *const *also;
	bool leader;
	int first_fact, n_facts;	/* in market.company_facts (shares) */
	uint8_t source;
	uint32_t line;
};
struct event {
	const char *date, *title, *text;	/* text or NULL */
	const char *const *companies, *const *amounts;	/* NULL-terminated or NULL */
	int32_t about;		/* node, -1 none */
	uint8_t source;
	uint32_t line;
};
struct note { int32_t about; const char *text; uint8_t source; uint32_t line; };
struct question { const char *ask, *answer; uint8_t source; uint32_t line; };

/* A series of figures on the tree: measure 0 is the market itself, the rest are `measures`. */
struct measure {
	const char *id, *title, *note;	/* note: or NULL */
	struct unit unit;
	bool has_unit;		/* else rates only */
	uint8_t series;
	const uint8_t *covers;	/* by node, or NULL: as in struct node */
};

struct path_index;
struct kind_range { struct period from, to; uint8_t kind; };	/* unset ends are open */

struct market {
	const char *file;	/* as named, "-" for standard input */
	struct file_mark mark;	/* of it as it was opened */
	const char *id, *edition, *title, *scope;
	const char *const *also;
	struct unit unit;
	struct {
		struct period base, from, to;	/* from, to unset: history only */
		uint8_t step;
	} period;
	uint8_t fill, series;
	struct { uint8_t starts; bool named_end, fiscal; } calendar;	/* month 1 to 12 */
	const struct source *sources;	/* [0] is "none printed" */
	int n_sources;
	uint8_t source;		/* default */
	const struct kind_range *kinds;
	int n_kinds;

	struct node *nodes;
	int n_nodes;
	struct fact *facts;
	int n_facts;
	const struct cross *crosses;
	int n_crosses;
	const struct fact *cross_facts;
	int n_cross_facts;
	const struct fact *company_facts;
	int n_company_facts;
	const struct measure *measures;
	int n_measures;		/* >= 1 */
	const struct force *forces;
	int n_forces;
	const struct company *companies;
	int n_companies;
	const struct event *events;
	int n_events;
	const struct note *notes;
	int n_notes;
	const struct question *questions;
	int n_questions;

	const struct path_index *index;	/* of wide groups, for market_find */
	struct arena *arena;
};

/* Reads a file ("-": standard input).  Messages go to list; NULL if any of them is an error.
 * The caller owns the market. */
struct market *market_load(const char *file, struct messages *list);
/* The same; step is called every few thousand bytes (total 0: unknown) and may end the reading
 * by returning false. */
struct market *market_load_watched(const char *file, struct messages *list,
				   bool (*step)(void *data, size_t done, size_t total),
				   void *data);
/* The same from memory; name stands for the file in messages. */
struct market *market_load_bytes(const char *name, const char *bytes, size_t n,
				 struct messages *list);
void market_free(struct market *m);

/* Node of "total", "geography/asia-pacific" or a dimension's id; -1 if there is none. */
int market_find(const struct market *m, const char *path);
/* The same, and also names and aliases of one part ("Asia-Pacific", "video"), case and accents
 * folded; -1 if none, -2 if several. */
int market_find_loose(const struct market *m, const char *text);
/* Path of the node that text, which none is called by, was most likely meant for: of few other
 * letters, else the first that begins with it or has it as a word ("asia").  New string or NULL. */
char *market_suggest(const struct market *m, const char *text);
/* New string: "total", "geography", "geography/asia-pacific". */
char *market_path(const struct market *m, int node);
/* Child of node with that id; -1 if there is none. */
int market_find_child(const struct market *m, int node, const char *id);
/* By node of `from`: the node of `to` at the same path, -1 if there is none.  g_free. */
int *market_match(const struct market *from, const struct market *to);
/* First child, -1 if none; next sibling, -1 at the end. */
static inline int market_child(const struct market *m, int node)
{
	return m->nodes[node].size > 1 ? node + 1 : -1;
}

static inline int market_next(const struct market *m, int node)
{
	int parent = m->nodes[node].parent, next = node + m->nodes[node].size;

	return parent >= 0 && next < parent + m->nodes[parent].size ? next : -1;
}

static inline bool market_is_leaf(const struct market *m, int node)
{
	return m->nodes[node].size == 1;
}

/* The dimension a node lies in, itself if it is one, -1 for the total. */
int market_dimension(const struct market *m, int node);
/* Measure of that id; -1 if there is none. */
int market_measure(const struct market *m, const char *id);
/* "USD bn" (brief) or "USD billion", "" for a measure of rates only.  New string. */
char *market_unit(const struct market *m, int measure, bool brief);
/* How the children of node share it, in a measure. */
enum covers market_covers(const struct market *m, int node, int measure);
/* The kind of a level: its own, else by the market's `kinds`, else forecast after the base. */
enum kind market_kind(const struct market *m, const struct fact *f);
/* The period as shown: "2031", "FY2024" with a fiscal calendar. */
char *market_period(const struct market *m, struct period p);
/* From one to another: "2026-2031", "2025-Q2..2026-Q4".  New string. */
char *market_span(const struct market *m, struct period from, struct period to);
const char *metric_name(enum metric metric);
const char *kind_name(enum kind kind);
const char *fill_name(enum fill fill);

#endif
