/* The model as the commands see it (cli/answers.h). */
#ifndef TUI_ANSWER_H
#define TUI_ANSWER_H

#include "cli/answers.h"
#include "model/model.h"

struct answer { struct session session; };

/* Borrows the model's market and forecast until answer_end. */
void answer_begin(struct answer *a, const struct model *m);
void answer_end(struct answer *a);

#endif
