/* Random markets that are consistent: a true model is drawn first, then rounded to printed digits,
 * of which some are left out.  So whatever is proven from the print must contain the truth. */
#ifndef RANDOM_MARKET_H
#define RANDOM_MARKET_H

#include <glib.h>
#include <stdbool.h>

enum { RANDOM_FIRST = 2020, RANDOM_YEARS = 8 };

struct random_node {
	char *path;		/* "total", "d0", "d0/s1/s0" */
	int parent;		/* -1: the total */
	bool dimension;
	int children;
	double truth[RANDOM_YEARS];
};

/* One printed figure: yaml[offset .. offset + length). */
struct random_figure {
	int node, year;		/* year: index of its (last) period */
	char metric;		/* v level, s share, g growth, c cagr */
	int offset, length, decimals;
	double truth;		/* level, or percent as printed */
};

struct random_market {
	char *yaml;
	GPtrArray *nodes;	/* struct random_node *, parents first */
	GArray *figures;	/* struct random_figure */
	int base;		/* index of the base year */
	int decimals;		/* of every level */
};

enum random_kind {
	RANDOM_SPARSE,		/* some figures of each sort, ranks, bounds, trends */
	RANDOM_COMPLETE,	/* every level of every node, growth and shares beside them */
};

struct random_market *random_market_new(GRand *rand, enum random_kind kind);
void random_market_free(struct random_market *m);
/* The market's text with one figure printed as another number (level or percent).  New string. */
char *random_market_changed(const struct random_market *m, int figure, double number);

#endif
