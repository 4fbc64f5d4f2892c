/* Simulation: what uncertain growth rates make of a market, in percentiles by year.
 *
 * One draw a rate and trial holds for all years: it moves the node's growth of every year from
 * the default window on by the same points, so that its rate over the window is the drawn one
 * where growth is constant.  Growth is never below -100 %.
 *
 * A trial is no forecast: the outcome is the sum of the paths of the nodes that have a spread and
 * of what is left of it without them, the same as a bottom-up forecast would give.  A spread of a
 * node counts for all that lies in it, in place of theirs; a node without one inside moves with
 * the nearest node above that has one.
 *
 * The share of a node that was not published, and those of the nodes above it, are drawn within what
 * is proven, apart from the rates (analysis/shares.h).  Those of a dimension add up to the total
 * whatever they are: a dimension keeps its fill.
 *
 * The rates share one factor: z_i = sqrt(rho) m + sqrt(1 - rho) e_i; below 0 all pairs have that
 * correlation too, which takes rho >= -1 / (k - 1).  Draws: analysis/draw.h. */
#ifndef ANALYSIS_SIMULATE_H
#define ANALYSIS_SIMULATE_H

#include "forecast/forecast.h"

enum { SIMULATE_DRAWS_MAX = 5000000, SIMULATE_THREADS_MAX = 64 };

struct simulate_options {
	int node;			/* outcome; 0 or a dimension: the total */
	int draws;
	unsigned long long seed;
	double rho;
	double sd;			/* fraction: normal rates of the node (of the total, of a leaf)
					 * or of its children; NaN: the scenario's spreads, without any
					 * 3 points */
	double above;			/* level; NaN: not asked for */
	int threads;
	bool filled;			/* shares stay as the fill rule has them */
};

struct simulate_input { int node; struct spread spread; double rate; };
/* A node on the way from the outcome up and the bounds of its share of the parent; 0 and 0 where it
 * is published and those beside it are drawn. */
struct simulate_share { int node; double low, high; };
struct simulate_row {
	int column;
	double mean, sd, p5, p10, p50, p90, p95;
	double above, below;		/* chance of a level above, below options.above; NaN: not asked for */
};
struct simulation {
	int node, draws;
	unsigned long long seed;
	double rho;
	struct simulate_input *inputs;
	int n_inputs;
	GArray *shares;			/* struct simulate_share */
	struct simulate_row *rows;	/* columns behind the start of the default window */
	int n_rows;
	struct simulate_row *before;	/* columns up to that start, by the drawn shares alone; those of
					 * known levels are left out */
	int n_before;
};

/* What the scenario (or NULL) says, else 20,000 draws, seed 42, rho 0.5. */
struct simulate_options simulate_defaults(const struct scenario *s);
/* FORECAST_REFUSED: a rho that no rates can have (the message names the smallest eigenvalue), a
 * node without levels.  FORECAST_USAGE: spreads in several dimensions. */
struct simulation *simulate(const struct forecast *f, const struct scenario *s,
			    const struct simulate_options *o, GError **error);
void simulation_free(struct simulation *s);

#endif
