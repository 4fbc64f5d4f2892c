/* The views, each made by the function that opens it. */
#ifndef TUI_VIEWS_H
#define TUI_VIEWS_H

#include "market/library.h"
#include "report/picture.h"
#include "tui/app.h"

/* The library, the markets of a directory, or those named. */
bool view_markets_open(struct app *app, const char *directory);
bool view_markets_open_named(struct app *app, const char *const *names, int n);
bool view_tree_open(struct app *app);
/* nodes: copied; with one of them its neighbours can be called up.  *year: column of the year
 * cursor, read and moved while the view is open.  rows: of nodes beyond the market's, which live as
 * long. */
bool view_chart_open(struct app *app, const int *nodes, int n, int *year,
		     const struct picture_rows *rows);
bool view_help_open(struct app *app, unsigned scope, const char *title);
bool view_scenarios_open(struct app *app);
/* column: of the year that messages are about. */
bool view_forces_open(struct app *app, int column);
/* By forces first; node: whose parts, or whose dimension, can be called up. */
bool view_waterfall_open(struct app *app, int node);
/* column: of the year; a dimension stands for the total. */
bool view_explain_open(struct app *app, int node, int column);
bool view_bounds_open(struct app *app, int node);
bool view_audit_open(struct app *app);
/* find: words to begin at, or NULL. */
bool view_report_open(struct app *app, const char *find);
/* A paragraph of the report has all the words. */
bool view_report_has(const struct market *m, const char *words);
/* The scenario as it stands against a file of it. */
bool view_conflict_open(struct app *app, const char *file);

/* Market files (taken), char * each, side by side; fewer than two: says so. */
bool view_editions_open(struct app *app, GPtrArray *files);
/* The dimension of a node against the next one; of several nodes (one of each dimension) the first's
 * against the last's, in a slice of the others.  The last
 * may be a dimension. */
bool view_crossing_open(struct app *app, const int *nodes, int n, int column);
bool view_tornado_open(struct app *app, int node, int column);
bool view_grid_open(struct app *app, int node);
/* Asks in the view for "3", "3 above 40 rho 0.5 seed 7 draws 1000 filled parts"; "" is what the
 * scenario says.  parts: a dimension by its segments, not the total.  Returns REACT_ bits. */
unsigned view_simulation_ask(struct view *v, int node);
/* Beside the source and the present scenario: files, char * each, and scenarios (both taken). */
bool view_compare_open(struct app *app, GPtrArray *files, GPtrArray *scenarios);

#endif
