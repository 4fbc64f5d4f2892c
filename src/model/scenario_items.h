/* The rows of the scenarios view: the source, the scenarios that are open without a file in the user's
 * directory, and those saved there, each with what it makes of the market. */
#ifndef MODEL_SCENARIO_ITEMS_H
#define MODEL_SCENARIO_ITEMS_H

#include "model/model.h"

struct scenario_item {
	char *file;		/* NULL: the source, or never saved */
	char *id;		/* NULL if it has none */
	char *name, *notes;	/* as shown: what it is called, what is to be said about it */
	int edits;
	double end, rate;	/* of the total; NaN if it does not run */
	char *trouble;		/* why, or NULL */
	int line;		/* of that in the file, 0: none */
	bool source, present;	/* present: shown in the tree */
	int aside;		/* its number in the model if it is open beside, -1 */
	bool modified;		/* open, with unsaved edits */
	bool marked;
	struct forecast *forecast;	/* NULL if it was not wanted, or it does not run */
};

/* struct scenario_item *, the source first.  Another market's scenarios are left out.  forecasts:
 * keep what they were measured by, but for the source's. */
GPtrArray *scenario_items(const struct model *m, bool forecasts);
/* Marks it, or no longer; the model keeps that for the items made later. */
void scenario_item_mark(struct model *m, struct scenario_item *item, bool marked);

#endif
