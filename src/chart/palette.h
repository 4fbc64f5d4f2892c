/* What each style looks like, as plain data: attributes and colours of terminals with 8, 16 and
 * 256 of them.  Who writes to a terminal (the explorer, `chart --color`) translates it.
 *
 * No fact is told by colour alone: series have marks, statuses letters, changes signs.  So the
 * table only has to be legible and to help.  Its 256-colour half keeps a contrast of 3 to 1 to
 * black and to white, since the ground is not known; the series differ by at least 20 in CIE Lab
 * for full colour sight and for both kinds of red-green blindness (simulated after Machado,
 * Oliveira and Fernandes, 2009).  The blue and the orange of Okabe and Ito lead, darkened until
 * they stand on white; the others were searched for under these two conditions.  Of the 8 and 16
 * basic colours, which every terminal defines for itself, those come first that stand on both
 * grounds in xterm. */
#ifndef CHART_PALETTE_H
#define CHART_PALETTE_H

#include "chart/canvas.h"

enum { PALETTE_BOLD = 1, PALETTE_DIM = 2, PALETTE_UNDERLINE = 4, PALETTE_REVERSE = 8 };

struct palette {
	unsigned char attributes;	/* PALETTE_ bits */
	signed char c8, c16;		/* -1: the terminal's own foreground */
	short c256;
};

const struct palette *palette_get(enum style style);
/* Another look for a style, copied: a theme. */
void palette_change(enum style style, const struct palette *look);
/* The foreground on a terminal of that many colours; -1: its own. */
int palette_color(enum style style, int colors);
enum { PALETTE_SGR = 24 };
/* The parameters of the escape sequence that selects it, "1;38;5;32"; "" for plain. */
char *palette_sgr(enum style style, int colors, char buf[PALETTE_SGR]);
/* Colours of the terminal named in $TERM, told from the name: 256 or 8. */
int palette_term_colors(const char *name);

#endif
