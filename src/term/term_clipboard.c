#include "config.h"

#include "term/term_parts.h"

#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

enum {
	CLIPBOARD_MAX = 56244,	/* bytes: in base64 74992, with which every terminal copes */
	SCREEN_PIECE = 512,
};

/* Terminals that take OSC 52 though their description does not say so. */
static bool takes_clipboard(void)
{
	static const char *const known[] = {"xterm", "tmux", "screen", "foot", "alacritty", "st-",
					    "wezterm", "contour", "rio"};

	return term_capability("Ms") || term_is_one_of(known, G_N_ELEMENTS(known));
}

/* GNU screen hands on what stands in a string of its own, in pieces. */
static char *through_screen(const char *sequence)
{
	GString *out = g_string_new(NULL);

	for (size_t n = strlen(sequence), at = 0; at < n; at += SCREEN_PIECE)
		g_string_append_printf(out, "\033P%.*s\033\\", SCREEN_PIECE, sequence + at);
	return g_string_free(out, FALSE);
}

static char *clipboard_sequence(const char *coded)
{
	const char *set = term_capability("Ms");
	const char *own = set ? tiparm(set, "c", coded) : NULL;
	char *plain;

	if (own)
		return g_strdup(own);
	plain = g_strdup_printf("\033]52;c;%s\a", coded);
	if (!getenv("STY"))
		return plain;
	g_autofree char *inner = plain;

	return through_screen(inner);
}

bool term_clipboard(const char *text, GError **error)
{
	size_t n = strlen(text);

	if (!takes_clipboard()) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSYS,
			    "the terminal '%s' is not known to have a clipboard", getenv("TERM"));
		return false;
	}
	if (n > CLIPBOARD_MAX) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "it has %zu bytes and "
			    "terminals take %d; copy less of it, or :export it to a file", n,
			    CLIPBOARD_MAX);
		return false;
	}
	g_autofree char *coded = g_base64_encode((const guchar *)text, n);
	g_autofree char *sequence = clipboard_sequence(coded);

	term_write(sequence);
	return true;
}
