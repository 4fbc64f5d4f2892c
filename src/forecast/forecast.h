/* The forecast: levels of every node in every period, with the status of each.
 *
 * Two layers, never mixed (tamarack-market(5), FORECAST): the base forecast is the market plus its
 * fill rule; a scenario's forecast is computed whole from the base each time.  No number is ever
 * patched in place.
 *
 *	level[node * n + j]   n = n_periods; j = 0 is the first column; NaN: unknown
 *
 * Levels are in the market's unit.  A forecast borrows its market. */
#ifndef FORECAST_FORECAST_H
#define FORECAST_FORECAST_H

#include "market/market.h"
#include "scenario/scenario.h"

/* Worst input wins, in this order. */
enum status { STATUS_REPORTED, STATUS_ABOUT, STATUS_DERIVED, STATUS_ASSUMED, STATUS_SCENARIO };
enum { STATUS_UNKNOWN = 255 };

/* How a level came about: what explain prints. */
enum rule {
	RULE_NONE,
	RULE_PRINTED,		/* a printed level */
	RULE_SHARE,		/* a printed share times its base */
	RULE_GROWTH,		/* growth, yoy or change on a neighbouring level */
	RULE_CAGR,		/* a printed rate from a level in its window */
	RULE_WINDOW,		/* total only: the window opens one year after the level */
	RULE_SUM,		/* sum of the children */
	RULE_HOLE,		/* hole in a table: interpolated, or ratio to the siblings */
	RULE_GAP,		/* interpolated between two known years */
	RULE_RESIDUAL,		/* the one unknown child takes what is left */
	RULE_FILL,		/* the fill rule */
	RULE_CARRIED,		/* share of the nearest known year */
	RULE_RATE,		/* a printed rate from a carried share */
	RULE_REST,		/* what the movers leave, by base-year levels */
	RULE_UNLISTED,		/* what a partial group leaves */
	RULE_TOTAL,		/* a dimension: the total itself */
	RULE_TYPED,		/* the scenario's target */
	RULE_LOCKED,
	RULE_SCALED,		/* moved by the scenario's closing */
	RULE_FORCE,		/* moved by a changed force */
	RULE_AFTER,		/* beyond the published horizon */
};

struct forecast {
	const struct market *market;
	int measure;
	enum fill fill;
	struct period first;	/* of column 0, in the market's step */
	int n_periods, base;	/* base: column of the base year */
	int end;		/* column of the published end; the base if history only */
	double *level;
	uint8_t *status;	/* enum status, STATUS_UNKNOWN */
	uint8_t *rule;
	double *closing;	/* as level, by group parent: closing factor; NULL if all are 1.
				 * A g_atomic_rc_box that outcomes share with their base */
	double *scale;		/* as level, of a scenario: what it did to an unknown level, by the
				 * factor of all that is free beside it; NULL if all are 1 */
	GPtrArray *notices;	/* char *: what an edit did elsewhere, why one moves nothing */
	int told_total;		/* the notice that tells how the total moved, -1: there is none */
	int told_printed;	/* the notices from here on name rates that the report prints */
	bool scenario;		/* a scenario's */
};

enum forecast_error {
	FORECAST_REFUSED,
	FORECAST_USAGE,
	FORECAST_ENDED,		/* by who watches its progress */
};
#define FORECAST_ERROR (g_quark_from_static_string("tamarack-forecast"))

/* The base forecast of one measure under a fill rule. */
struct forecast *forecast_base(const struct market *m, int measure, enum fill fill);
/* The outcome of a scenario: base and adjustments, computed whole.  hold: for adjustments that
 * say none of their own.  NULL with FORECAST_REFUSED: the message names the reachable limit. */
struct forecast *forecast_run(const struct market *m, int measure, const struct scenario *s,
			      enum hold hold, GError **error);
/* The same from the base forecast under the scenario's fill rule, for many outcomes of one market. */
struct forecast *forecast_run_from(const struct forecast *published, const struct scenario *s,
				   enum hold hold, GError **error);
/* Whether an outcome reaches beyond 1e30, as no market file may; then error says where.  Part of
 * forecast_run alone: a search tries what it does not show. */
bool forecast_refuse_endless(const struct forecast *f, const struct scenario *s, GError **error);
struct forecast *forecast_copy(const struct forecast *f);
void forecast_free(struct forecast *f);

/* Column of a period; -1 if outside. */
int forecast_column(const struct forecast *f, struct period p);
struct period forecast_period(const struct forecast *f, int column);
/* Decimals of its levels where others would have `digits`: more of them where the largest level of
 * the total would not have three significant digits with two. */
int forecast_decimals(const struct forecast *f, int digits);
double forecast_level(const struct forecast *f, int node, int column);
enum status forecast_status(const struct forecast *f, int node, int column);
/* The first of the columns both have in which the level of a node differs most, for its size; -1 if
 * it differs in none in which both know it. */
int forecast_most_moved(const struct forecast *a, const struct forecast *b, int node);
/* Share of the parent (of the total for a top segment), with its own status: printed shares are R.
 * NaN if unknown, and for the total. */
double forecast_share(const struct forecast *f, int node, int column, enum status *status);
/* On the column before, of the levels; where they are unknown as printed; NaN where neither is. */
double forecast_growth(const struct forecast *f, int node, int column, enum status *status);
/* Compound annual rate between two columns; NaN unless both levels are positive, with a status where
 * both are known and there is no such rate. */
double forecast_rate(const struct forecast *f, int node, int from, int to, enum status *status);
/* As it is shown: the printed rate of exactly these columns, with the status of its print, where
 * the levels agree with it within rounding; else the computed one. */
double forecast_rate_shown(const struct forecast *f, int node, int from, int to,
			   enum status *status);
/* The default window of a typed rate: from the last printed level of the total before the end, to
 * the end (2026-2031, 2025-2035). */
void forecast_window(const struct market *m, int measure, struct period *from, struct period *to);
/* Closing factor of the group of node's children. */
double forecast_closing(const struct forecast *f, int node, int column);
/* Factor of an unknown level under a scenario, on the source's. */
double forecast_scale(const struct forecast *f, int node, int column);
char status_letter(enum status s);	/* R ~ D A S, ' ' for unknown */
static inline enum status status_worst(enum status a, enum status b)
{
	return a > b ? a : b;
}

#endif
