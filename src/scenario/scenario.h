/* A scenario: what an analyst thinks instead, as a set of adjustments.  Neither the order of
 * typing nor of the file matters; the last edit of one quantity of one node replaces the earlier.
 *
 * A scenario owns its strings.  Paths are kept as text and looked up in a market on use. */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include <glib.h>
#include <stdbool.h>

#include "base/message.h"
#include "base/period.h"
#include "market/market.h"

enum adjust_kind {
	ADJUST_CAGR,		/* value: fraction a year over from..to */
	ADJUST_GROWTH,		/* value: fraction in period `to` on the one before (from == to) */
	ADJUST_SHAPE,		/* shape over the window */
	ADJUST_SHARE,		/* value: fraction of the parent in `to` */
	ADJUST_WEIGHT,		/* value: allocation key */
	ADJUST_LOCK,		/* value: 1; 0 takes back the lock of a parent scenario */
	ADJUST_FORCE,		/* path is the force's id or `all`; scale, delay, rho */
	ADJUST_SPREAD,		/* for the simulation */
};
enum hold { HOLD_DEFAULT = -1, HOLD_NONE, HOLD_PARENT, HOLD_TOTAL };

enum shape_kind {
	SHAPE_CONSTANT,		/* {constant: RATE} */
	SHAPE_FADE,		/* {fade: {to: RATE, by: YEAR}}: linear */
	SHAPE_GEOMETRIC,	/* {geometric: {to: RATE, by: YEAR}} */
	SHAPE_LOGISTIC,		/* {logistic: {ceiling: LEVEL}} or {logistic: {}} through the printed points */
	SHAPE_GOMPERTZ,
	SHAPE_BASS,		/* {bass: {ceiling: LEVEL, p: P, q: Q}} */
};
struct shape {
	int kind;
	double rate;		/* terminal or constant rate; NaN if none */
	struct period by;
	double ceiling, p, q;	/* NaN if not typed */
};

enum spread_kind { SPREAD_NORMAL, SPREAD_TRIANGULAR, SPREAD_PERT, SPREAD_UNIFORM };
struct spread { int kind; double sd, low, mode, high; };

struct adjust {
	enum adjust_kind kind;
	char *path;
	struct period from, to;	/* unset: the default window (cagr), the whole forecast (shape) */
	double value;
	double scale, delay;	/* force; NaN if not said */
	double rho;		/* force: weight outside its window, 0 to 1; NaN if not said */
	struct shape shape;
	struct spread spread;
	enum hold hold;		/* HOLD_DEFAULT: the scenario's way of being run, none in a file */
	char *why;		/* or NULL */
	int line, column;	/* in the file, 0 if typed */
	int path_line, path_column;
};

enum scenario_error { SCENARIO_ERROR_USAGE, SCENARIO_ERROR_FILE };
#define SCENARIO_ERROR (g_quark_from_static_string("tamarack-scenario"))

struct scenario {
	char *file;		/* NULL until saved or loaded */
	char *id, *title, *market, *on, *based_on;	/* NULL if not said */
	bool has_fill;
	enum fill fill;
	GPtrArray *adjusts;	/* struct adjust *, kept in canonical order */
	struct period horizon;	/* unset: the market's */
	int horizon_line, horizon_column;	/* in the file, 0 if typed */
	bool has_after;
	struct shape after;
	bool has_simulate;
	struct { int draws; unsigned long long seed; double rho; bool has_seed, has_rho; } simulate;
};

/* What a person typed for one node. */
struct reading {
	enum adjust_kind kind;	/* cagr, growth, share or weight */
	double value;
	struct period from, to;	/* unset: not said */
	char echo[128];		/* how it was read: "33.14 % + 2 points = 35.14 %" */
};
/* Reads what was typed at the prompt for a rate:
 *	40, 40%		40 % a year		-5%	a rate of -5 %
 *	+2, +2%, -1.5pp	points on current	25%share	a share of the parent
 *	w12		an allocation weight
 * each but the last with @2026-2029 (a window) or @2027 (one period) behind it.
 * current: fraction a year, NaN if there is none.  SCENARIO_ERROR_USAGE. */
bool rate_read(const char *text, double current, struct reading *out, GError **error);
/* A new adjustment that says it. */
struct adjust *reading_adjust(const struct reading *r, const char *path);

struct scenario *scenario_new(const char *id, const char *market);
struct scenario *scenario_copy(const struct scenario *s);
void scenario_free(struct scenario *s);
bool scenario_is_empty(const struct scenario *s);

/* Same id, texts, settings and adjustments; the file does not count. */
bool scenario_equal(const struct scenario *a, const struct scenario *b);

/* Everything not said (NaN, unset), a lock 1. */
struct adjust *adjust_new(enum adjust_kind kind, const char *path);
struct adjust *adjust_copy(const struct adjust *a);
void adjust_free(struct adjust *a);
/* What a does not say of a force, as old says it. */
void force_keep(struct adjust *a, const struct adjust *old);
void adjust_forget_place(struct adjust *a);	/* as if typed */
bool adjust_equal(const struct adjust *a, const struct adjust *b);
/* The canonical order: path, kind, window. */
int adjust_compare(const struct adjust *a, const struct adjust *b);
/* Whether one replaces the other: same kind and path, and the same period or windows that share
 * a period of growth (2026-2028 and 2028-2031 do not).  A rate and a shape are one kind here. */
bool adjust_same_quantity(const struct adjust *a, const struct adjust *b);
/* By the end of the window; an open end is the latest. */
bool adjust_ends_before(const struct adjust *a, const struct adjust *b);
const char *adjust_kind_name(enum adjust_kind kind);	/* "cagr" */
const char *hold_name(enum hold hold);
bool hold_parse(const char *text, enum hold *out);
const char *shape_kind_name(enum shape_kind kind);	/* as the file spells it */
const char *spread_kind_name(enum spread_kind kind);
/* "2026-2031", "2026-Q1..2027-Q4": two periods of one step, the earlier first. */
bool scenario_window_parse(const char *text, struct period *from, struct period *to);
char *scenario_window_format(struct period from, struct period to);
/* One or more of a to z, 0 to 9 and '-'. */
bool scenario_id_ok(const char *id);
struct shape shape_none(void);		/* constant, no rate */
bool shape_equal(const struct shape *a, const struct shape *b);

/* Takes a.  Replaces an earlier adjustment of the same quantity of the same node (the same kind,
 * path, and window; a cagr replaces those whose windows overlap its own).  Scale, delay and rho of
 * a force are a quantity each. */
void scenario_set(struct scenario *s, struct adjust *a);
/* Removes all of path (and below it if deep; all nodes lie below "total"), or of one kind
 * (-1: every kind but forces, whose path is an id).  False if there was none. */
bool scenario_unset(struct scenario *s, const char *path, int kind, bool deep);
/* The first of that kind (-1: of any but a force), or NULL; borrowed until the next change. */
const struct adjust *scenario_get(const struct scenario *s, const char *path, int kind);

/* Reads a scenario file; messages as market_load; NULL if one is an error. */
struct scenario *scenario_load(const char *file, struct messages *list);
struct scenario *scenario_load_bytes(const char *name, const char *bytes, size_t n,
				     struct messages *list);
/* One entry of `adjust` in YAML, as --adjust takes it. */
bool scenario_adjust_yaml(struct scenario *s, const char *yaml, struct messages *list);
/* PATH=RATE[@FROM-TO], as --set takes it: RATE as rate_read, but nothing relative; @2027 is the
 * growth of one year.  SCENARIO_ERROR_USAGE with a sentence. */
bool scenario_set_text(struct scenario *s, const char *text, enum hold hold, GError **error);
/* The same with the rate that +2 and -1.5pp are added to; NaN if there is none. */
bool scenario_set_from(struct scenario *s, const char *text, double current, enum hold hold,
		       GError **error);
/* The canonical bytes: the same set gives the same bytes.  New string. */
char *scenario_format(const struct scenario *s);
/* One entry as scenario_adjust_yaml reads it: "{path: total, cagr: {2026-2031: 25%}}". */
char *adjust_format(const struct adjust *a);
/* Checks every path, force and window against a market: unknown ones are errors with "did you
 * mean", another market is a warning, another edition a note.  True without errors. */
bool scenario_check(const struct scenario *s, const struct market *m, struct messages *list);

#endif
