/* A market being opened while the screen answers. */
#ifndef TUI_LOADING_H
#define TUI_LOADING_H

#include "model/model.h"
#include "term/working.h"
#include "tui/explorer.h"

struct loading;

/* Begins to open what as open_model does; NULL as there.  The options must outlive it.  wake is
 * called in another thread when it is done. */
struct loading *loading_new(const struct explorer_options *o, const char *what,
			    void (*wake)(void));
const char *loading_what(const struct loading *l);
/* Its work, to be watched and cancelled: then there will be no model, unless it was as good as done.
 * Its progress is the part of the file that is read. */
struct working *loading_work(struct loading *l);
/* Waits for the end, frees it and adds what it had to say.  The model, or NULL: messages say why. */
struct model *loading_take(struct loading *l, struct messages *list);

#endif
