/* From names as typed to a market with its scenario. */
#ifndef TUI_OPEN_H
#define TUI_OPEN_H

#include "model/model.h"
#include "tui/explorer.h"

/* what: file, "-" or id; NULL: the market that the scenario is about.  The scenario, the edits,
 * hold and fill of the options are applied.  step is called while the market is read, as by
 * market_load_watched, and may be NULL.  Touches nothing but what it returns and the list, so any
 * thread may call it.  NULL: messages say why. */
struct model *open_model(const struct explorer_options *o, const char *what,
			 struct messages *list,
			 bool (*step)(void *data, size_t done, size_t total), void *data);
#endif
