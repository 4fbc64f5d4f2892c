/* What a fitted table is made of: how each dimension is parted, the margins, and what the figures
 * and odds of crossings say of its cells.  Only crossing_table.c and crossing_parts.c include it. */
#ifndef ANALYSIS_CROSSING_PARTS_H
#define ANALYSIS_CROSSING_PARTS_H

#include "analysis/crossing_table.h"

/* Stands for a margin of zero, so that a part that is nothing in the year of a fitted table has the
 * odds of that table in other years. */
#define NOTHING 1e-100

/* The crosses of a group, and the columns in which they say something. */
struct group {
	GArray *dimensions;	/* int: nodes */
	GArray *crosses;	/* int */
	GArray *anchors;	/* int: columns, rising */
};

struct tables {
	const struct forecast *f, *base;
	int *group_of;		/* by place of the dimension */
	int n_dimensions;
	GPtrArray *groups;	/* struct group *, NULL where one dimension stands alone */
	GHashTable *fitted;	/* char * -> struct fitted * */
	struct rounding *rounding, *base_rounding;
};

/* How the dimensions of one slice's group are parted: the same in every column. */
struct parting {
	const struct group *group;
	int column;
	const int *nodes;	/* of the slice */
	int n_nodes;
	GArray *nodes_of[IPF_DIMENSIONS];	/* int: node of each part */
};

struct fitted {
	struct ipf table;
	double *margins;
	GArray *blocks, *rooms;	/* of an anchor: struct ipf_block, the sets behind them */
	GError *why;		/* there is no such table */
};

/* The cells of some nodes, by dimension and part; NULL: all of the dimension. */
struct block_room { bool *in[IPF_DIMENSIONS]; };

/* FORECAST_USAGE: too many dimensions or cells, segments that overlap.  parting_done is needed all the
 * same. */
bool parting_make(const struct tables *t, struct parting *p, GError **error);
void parting_done(struct parting *p);
/* Sizes and margins of the table in a column. */
bool margins_make(struct tables *t, const struct parting *p, const struct forecast *f,
		  int column, struct fitted *out, GError **error);
/* The block of nodes; false if one of them has no level to stand for it. */
bool block_room_make(const struct tables *t, const struct parting *p, const int *nodes, int n,
		     struct block_room *room);
void block_room_done(void *data);
/* Odds of every crossing into the seed; where it already has those of another column, what
 * changed. */
void seed_odds(const struct tables *t, const struct parting *p, int column, int previous,
	       struct ipf *table);
/* The figures of a column as blocks; rooms own their sets. */
bool blocks_make(const struct tables *t, const struct parting *p, int column,
		 const struct ipf *table, GArray *blocks, GArray *rooms, GError **error);

#endif
