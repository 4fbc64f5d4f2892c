/* The explorer on the shipped market and a scenario file, without a terminal: keys in, a canvas and
 * the scenario's text out.  Each test has a directory of its own. */
#ifndef TESTS_SESSION_H
#define TESTS_SESSION_H

#include "tui/app.h"

#define MARKET "ai-training-dataset"
/* What the scenario of a test begins with. */
#define START \
	"tamarack: 1\nscenario: walk\ntitle: A walk\nmarket: " MARKET "\non: 2026-01\nadjust:\n" \
	"- {path: geography/europe, cagr: {2026-2031: 36%}, hold: total, why: a start}\n"

struct session {
	struct app *app;
	struct canvas *canvas;
	const char *names[1];
	struct explorer_options options;
};

extern char *session_directory, *session_journals, *session_market_file;

/* A fixture: the directory, and where journals will lie. */
void session_set_up(void);
void session_tear_down(void);
void session_remove_all(const char *path);

/* On a scenario file (NULL: none), with journals in keep. */
struct session *session_begin(const char *scenario, const char *keep);
void session_end(struct session *s);
/* Keys in the notation of term/key.h; type also draws. */
void session_press(struct session *s, const char *keys);
void session_type(struct session *s, const char *keys);
/* Text and styles of the first dimension, folded, in the last year.  New string. */
char *session_screen(struct session *s);
/* The scenario as it would be saved.  New string. */
char *session_text(const struct session *s);
void session_undo_all(struct session *s);
int session_count_journals(void);
/* Copies the journals as they lie there now to a directory for a program that starts elsewhere:
 * what a crash leaves.  Returns its name, new. */
char *session_crash(const char *to);

void session_put(const char *file, const char *text);
char *session_get(const char *file);

#define ck_assert_shows(s, text) do { \
	g_autofree char *dump_ = canvas_dump((s)->canvas); \
	ck_assert_msg(strstr(dump_, text), "'%s' is not on the screen:\n%s", text, dump_); \
} while (0)

#endif
