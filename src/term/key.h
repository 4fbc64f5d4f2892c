/* Keys as the explorer sees them: a Unicode character, or one of the names below.
 *
 * Text form, used by actions.def, the configuration file and key logs: one key is a character
 * ("j"), a control ("^F"), a meta key ("M-v") or a name ("<Down>", "<Space>"); a sequence is
 * written without blanks between its keys ("gg", "z<Down>"). */
#ifndef TERM_KEY_H
#define TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>

enum key {
	K_TAB = 9, K_ENTER = 13, K_ESC = 27, K_SPACE = 32,
	K_NAMED = 0x110000,	/* past the last character */
	K_UP, K_DOWN, K_LEFT, K_RIGHT, K_PAGE_UP, K_PAGE_DOWN, K_HOME, K_END,
	K_BACKSPACE, K_DELETE, K_INSERT, K_BACKTAB,
	K_F1, K_F2, K_F3, K_F4, K_F5, K_F6, K_F7, K_F8, K_F9, K_F10, K_F11, K_F12,
	K_META = 0x400000,	/* added to a character */
};
enum { KEY_TEXT_MAX = 16, KEY_SEQUENCE_MAX = 4 };

#define K_CONTROL(letter) ((letter) & 0x1f)

/* Writes the key's text form; returns buf.  bare: names without their brackets ("Down"). */
char *key_format(int key, bool bare, char buf[KEY_TEXT_MAX]);
/* Reads the key at the beginning of text; returns the bytes read, 0 if there is none. */
size_t key_parse(const char *text, int *key);
/* Reads a whole sequence; returns the number of keys, 0 if text is none or too long. */
int key_sequence(const char *text, int keys[KEY_SEQUENCE_MAX]);

#endif
