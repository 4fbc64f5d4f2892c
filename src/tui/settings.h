/* What the user has set: by the configuration file, then on the command line of the explorer.
 *
 * A line of the file is empty, a comment behind '#', or one of
 *	set NAME VALUE		digits 0 to 10, mouse on or off, clipboard on or off,
 *				color auto, always or never
 *	bind ACTION KEYS	in the notation of key.h, blank-separated; none: no key
 *	style NAME COLOR ...	default or 0 to 255, then any of bold, dim, underline, reverse */
#ifndef TUI_SETTINGS_H
#define TUI_SETTINGS_H

#include "base/message.h"
#include "tui/explorer.h"
#include "tui/keymap.h"

struct settings {
	int digits;		/* -1: not set */
	bool mouse, clipboard;
	enum color_mode color;
	struct keymap *keymap;	/* borrowed */
	const char *at;		/* the word being taken, for messages; of the caller's text */
};

/* Each takes what stands behind its word.  False: nothing was set. */
bool settings_set(struct settings *s, const char *text, GError **error);
bool settings_bind(struct settings *s, const char *text, GError **error);
bool settings_style(struct settings *s, const char *text, GError **error);

/* Reads a configuration file; one that is not there sets nothing.  Errors are messages with line
 * and column; the other lines count all the same.  Without a key for back and quit, Escape goes
 * back. */
void settings_load(struct settings *s, const char *file, struct messages *list);
/* $XDG_CONFIG_HOME/tamarack/config.  New string. */
char *settings_file(void);

#endif
