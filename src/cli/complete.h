/* What may stand in the place of the last word of an unfinished command line.
 *
 * The shells' scripts ask for this, so that all of them offer the same: commands, options and their
 * words from the tables, markets, paths, years, scenarios from what is there. */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "report/output.h"

/* argv[0] is the program, the last one the unfinished word, perhaps "".  Writes one candidate
 * a line, a tab and a few words about it; a line "\tfiles" where names of files are offered as
 * well.  A candidate takes the place of the whole word; behind one that ends in '=' or '@' the word
 * goes on. */
void complete_write(int argc, char *const *argv, struct output *out);

#endif
