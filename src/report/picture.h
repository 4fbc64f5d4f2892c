/* Levels of nodes as chart data: the one way from a forecast to a picture, for `chart` and for
 * the explorer, so that both draw the same. */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "analysis/simulate.h"
#include "chart/chart.h"
#include "forecast/forecast.h"

/* Series beside those of the market's nodes, by numbers above them. */
struct picture_rows {
	/* By a column of that forecast, the picture's own or the source. */
	double (*level)(void *data, const struct forecast *from, int row, int column);
	char *(*name)(void *data, int row);	/* new */
	/* The row before or after it in what it is a part of; -1 if there is none. */
	int (*beside)(void *data, int row, bool next);
	void *data;
};

/* Another scenario beside the first; one of the same name gets a number in the picture. */
struct picture_scenario {
	const char *name;
	const struct forecast *forecast;
};

struct picture_options {
	const int *nodes;
	int n_nodes;
	const struct picture_rows *rows;	/* of nodes beyond the market's; or NULL */
	const struct forecast *source;	/* the base forecast beside a scenario's; or NULL */
	const char *scenario;		/* its id, or NULL */
	const struct picture_scenario *others;	/* of lines and bars without a fan */
	int n_others;
	enum chart_kind kind;
	bool log, index;
	const struct simulation *fan;	/* of the one node: its median and the band from P10 to P90
					 * in place of the forecast; or NULL */
	bool brief;			/* the market is named elsewhere: a title without it */
	int decimals;
	bool exact;			/* a person chose them: small levels have no more */
};

struct picture {
	struct chart_data data;		/* borrows from what follows */
	char *title, *unit, *source;
	char **periods;
	struct chart_series *series;
	GPtrArray *owned;
};

/* Points up to the last printed level of the total before the end are history.  A stacked picture
 * has no source series and no other scenarios, one of several nodes only those series that a
 * scenario changes.  The periods are those of the longest forecast. */
struct picture *picture_new(const struct forecast *f, const struct picture_options *o);
void picture_free(struct picture *p);
/* The nodes (int) that a stack of node consists of: its members, for the total those of the first
 * dimension of which a level is known; node itself if it has none. */
GArray *picture_members(const struct forecast *f, int node);
/* What two of the nodes have in common a stack of them would count twice, if one lies in
 * the other or they are of two dimensions, which split the same total.  NULL if none do,
 * else a sentence that names the first two that do.  Rows of crossings are not judged.
 * New string. */
char *picture_overlap(const struct market *m, const int *nodes, int n);

#endif
