/* The explorer: the interface on a terminal, from main.c's point of view. */
#ifndef TUI_EXPLORER_H
#define TUI_EXPLORER_H

#include <stdbool.h>
#include <stdio.h>

#include "scenario/scenario.h"
#include "term/term.h"

/* Nothing is kept or freed; all of it lives until explorer_run returns. */
struct explorer_options {
	const char *const *markets;	/* files, "-", directories, ids, as typed */
	int n_markets;			/* 0: the library */
	const char *edition;		/* or NULL: the newest */
	const char *measure;		/* id, or NULL: the first of the market */
	const char *scenario;		/* FILE or NAME of -s, or NULL */
	/* Adds what --set, --adjust and --lock say, or NULL; called in a thread of its own. */
	bool (*edit)(const void *data, const struct market *m, struct scenario *s,
		     struct messages *list);
	const void *edit_data;
	enum hold hold;			/* HOLD_DEFAULT if not said */
	int fill;			/* enum fill, -1 if not said */
	int digits;			/* decimals of values and rates; -1 if not said: 2 */
	enum color_mode color;
	bool ascii;
	bool no_mouse, no_clipboard;
	const char *log, *replay;	/* files of keys, or NULL */
	int this_month;			/* year * 12 + month - 1, for ages; 0: the clock's */
	const char *journals;		/* directory where edits are kept; NULL: nowhere */
	const char *history;		/* file of what was typed into prompts; NULL: nowhere */
};

/* Runs until the user leaves.  Returns the exit status: 0; 2 if this is no terminal to draw on,
 * or a market or scenario cannot be read (said on stderr); 128 + n after signal n. */
int explorer_run(const struct explorer_options *o);

/* The table of actions with their default keys, one a line, or as an mdoc list (KEYS of
 * tamarack.1): what `tamarack keys` prints.  False if out fails. */
bool explorer_keys(FILE *out, bool mdoc);

#endif
