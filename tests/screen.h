/* The explorer without a terminal, for tests: keys in, a canvas out. */
#ifndef TESTS_SCREEN_H
#define TESTS_SCREEN_H

#include "tui/app.h"

struct screen {
	struct app *app;
	struct canvas *canvas;
};

/* On a market file (from the top of the sources), in its tree. */
struct screen screen_begin(const char *market, int columns, int rows, bool utf8);
/* The same with options of one's own, which must outlive it. */
struct screen screen_open(const struct explorer_options *o, int columns, int rows, bool utf8);
/* On any market file. */
struct screen screen_begin_file(const char *file, int columns, int rows, bool utf8);
void screen_end(struct screen *s);
/* Types keys in the notation of term/key.h, drawing after each as the program does. */
void screen_type(struct screen *s, const char *keys);
/* Text and styles of all cells.  New string. */
char *screen_whole(const struct screen *s);
bool screen_shows(const struct screen *s, const char *text);

#define ck_assert_shows(s, text) do { \
	g_autofree char *dump_ = canvas_dump((s)->canvas); \
	ck_assert_msg(strstr(dump_, text), "'%s' is not on the screen:\n%s", text, dump_); \
} while (0)

#endif
