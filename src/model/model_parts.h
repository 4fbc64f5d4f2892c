/* What the files of the model share: model.c (the market, the scenario, edits), model_journal.c (its
 * history, on disk too), model_aside.c (scenarios beside it).  For nobody else. */
#ifndef MODEL_MODEL_PARTS_H
#define MODEL_MODEL_PARTS_H

#include "model/model.h"
#include "scenario/journal.h"

struct aside;

/* The outcome of a scenario, with those it is based on; NULL: it is refused. */
struct forecast *model_compute(const struct model *m, const struct scenario *s, GError **error);
/* The same into *f, if a file of it would be valid. */
bool model_fits(struct model *m, const struct scenario *s, struct forecast **f, GError **error);
/* Takes f as the present one. */
void model_take_forecast(struct model *m, struct forecast *f);

/* Takes h as the history. */
void model_take_history(struct model *m, struct history *h);
/* What was said belongs to steps of another history. */
void model_forget_said(struct model *m);
/* With the first edit, unless there is one or none is kept. */
void model_begin_journal(struct model *m);
/* A history in which nothing happened is not worth keeping. */
void model_end_journal(struct model *m);

/* keep: what was not saved outlives it in its journal. */
void model_aside_free(struct aside *a, bool keep);

#endif
