/* A forecast as rows, one a node and period: what `export` prints, in columns that are fixed:
 *
 *	market,dimension,path,name,depth,period,value,unit,status,share,share_status,growth,
 *	low,high,source
 *
 * Rows are made one after the other and written as they come, so a market of a million nodes needs
 * no more memory than one of ten.  Dimensions themselves have no rows. */
#ifndef REPORT_ROWS_H
#define REPORT_ROWS_H

#include "base/progress.h"
#include "forecast/forecast.h"
#include "report/render.h"

/* Unknown numbers are NaN, unknown statuses 0.  Text is borrowed until the next row. */
struct report_row {
	int node;
	const char *market, *dimension, *path, *name;	/* dimension: "" for the total */
	int depth;		/* total 0, top segments 1 */
	const char *period;
	double value;
	const char *unit;
	char status;		/* R ~ D A S */
	double share;		/* of the parent, a fraction; NaN for the total */
	char share_status;
	double growth;		/* fraction */
	double low, high;	/* proven interval of the value; NaN: exact or unknown */
	const char *source;	/* id, "" for none */
};

/* The proven interval of a level (or share); false if there is none to show. */
typedef bool report_bounds(const struct forecast *f, int node, int column, double *low,
			   double *high, void *data);

/* Those of forecast/bounds.h; data: the struct bounds of the same forecast. */
bool report_bounds_value(const struct forecast *f, int node, int column, double *low,
			 double *high, void *data);
bool report_bounds_share(const struct forecast *f, int node, int column, double *low,
			 double *high, void *data);

struct rows_options {
	const char *scenario;	/* id of the scenario, the source of rows marked S; or NULL */
	const int *nodes;	/* only these, in this order; NULL: every node */
	int n_nodes;
	const int *columns;	/* only these columns of the forecast; NULL: all */
	int n_columns;
	report_bounds *bounds;	/* or NULL */
	void *data;		/* for bounds */
	const struct progress *progress;	/* counts nodes, and may end the rows; or NULL */
};

/* Calls row for each; stops when it returns false. */
void rows_each(const struct forecast *f, const struct rows_options *o,
	       bool (*row)(const struct report_row *r, void *data), void *data);

/* All rows in a format.  CSV: a head and the rows.  JSON: one object with `market`, `scenario`
 * (null without), `forces` (id, title, kind, impact in points) and `rows`.  Text and Markdown: the
 * same columns as a table, which is built whole. */
void rows_write(const struct forecast *f, const struct rows_options *o,
		const struct render_style *style, struct output *out);

/* "Source: Mordor Intelligence, AI Training Dataset Market Size and Share, 2026-01".  New string;
 * NULL if the market names no source. */
char *report_source(const struct market *m);
/* What a person calls a node: "total", its name, its path where others have that name too.  New
 * string. */
char *report_name(const struct market *m, int node);
/* The figure that a level of node in period p was printed as (a value, else a share), or NULL. */
const struct fact *report_printed(const struct forecast *f, int node, struct period p);

#endif
