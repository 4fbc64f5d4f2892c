/* A market being opened in a thread of its own, so that the screen answers meanwhile. */
#ifndef TUI_LOADING_H
#define TUI_LOADING_H

#include "tui/explorer.h"
#include "tui/model.h"

struct loading;

/* Begins to open what as open_model does; NULL as there.  The options must outlive it.  wake is
 * called in that thread when it is done. */
struct loading *loading_new(const struct explorer_options *o, const char *what,
			    void (*wake)(void));
const char *loading_what(const struct loading *l);
bool loading_is_done(const struct loading *l);
/* The part of the file that is read, 0 to 1; negative while its size is unknown. */
double loading_progress(const struct loading *l);
/* Asks it to end soon: there will be no model, unless it was as good as done. */
void loading_cancel(struct loading *l);
/* Waits for the end, frees it and adds what it had to say.  The model, or NULL: messages say why. */
struct model *loading_take(struct loading *l, struct messages *list);

#endif
