/* From names as typed to a market with its scenario. */
#ifndef TUI_OPEN_H
#define TUI_OPEN_H

#include "tui/explorer.h"
#include "tui/model.h"

/* what: file, "-" or id; NULL: the market that the scenario is about.  The scenario, the preset,
 * hold and fill of the options are applied.  NULL: messages say why. */
struct model *open_model(const struct explorer_options *o, const char *what,
			 struct messages *list);
#endif
