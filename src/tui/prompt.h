/* A line to type into, with the editing keys people have in their fingers: arrows, Home End,
 * ^A ^E ^B ^F, Backspace Del ^D, ^W ^U ^K and ^Y, Up and Down for what was typed before. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include <glib.h>
#include <stdbool.h>

#include "tui/offers.h"

struct prompt {
	GString *text;		/* UTF-8 */
	size_t at;		/* byte offset of the cursor */
	bool selected;		/* what is typed next takes the place of the text */
	char *killed;		/* what ^Y brings back */
	GPtrArray *history;	/* char *, oldest first; borrowed, or NULL */
	guint past;		/* entry shown, history->len: the new line */
	char *draft;		/* the new line while an entry is shown */
};

enum prompt_state { PROMPT_GOES_ON, PROMPT_DONE, PROMPT_CANCELLED };

void prompt_init(struct prompt *p, const char *text, GPtrArray *history);
void prompt_done(struct prompt *p);
/* Enter: PROMPT_DONE; Escape and ^C, and Backspace in an empty line: PROMPT_CANCELLED. */
enum prompt_state prompt_key(struct prompt *p, int key);
/* Pasted text: cleaned, one line, never a key. */
void prompt_paste(struct prompt *p, const char *text);
void prompt_set(struct prompt *p, const char *text);

#endif
