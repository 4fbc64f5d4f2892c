/* Every state a scenario had, as the differences of their canonical texts: undo and redo without
 * limit.  With a journal attached each step is also on disk. */
#ifndef SCENARIO_HISTORY_H
#define SCENARIO_HISTORY_H

#include <glib.h>
#include <stdbool.h>

#include "scenario/scenario.h"

struct history;
struct journal;

/* Starts at a copy of s, which counts as saved if it has a file or is empty. */
struct history *history_new(const struct scenario *s);
void history_free(struct history *h);

/* The current state, borrowed until the next call that moves. */
const struct scenario *history_scenario(const struct history *h);
/* Makes a copy of next the current state, under a label ("geography/asia-pacific: rate 40 %,
 * 2026-2031"); what was undone is gone.  False, and no step, if nothing differs or next
 * could not be read again (an id of other signs, a share of 200 %). */
bool history_apply(struct history *h, const struct scenario *next, const char *label);
/* The same with the way of being run (--hold), which a file does not hold but undo brings back. */
bool history_apply_hold(struct history *h, const struct scenario *next, enum hold hold,
			const char *label);
enum hold history_hold(const struct history *h);	/* HOLD_DEFAULT until one was given */
/* One step back or forth; false at the end. */
bool history_undo(struct history *h);
bool history_redo(struct history *h);
/* Label of the step that undo or redo would take; NULL at the end. */
const char *history_undo_label(const struct history *h);
const char *history_redo_label(const struct history *h);
int history_count(const struct history *h);	/* steps, undone ones too */
int history_position(const struct history *h);	/* steps behind the current state */
const char *history_label(const struct history *h, int step);

/* The current state differs from the saved one (also by undo past it); hold does not count. */
bool history_modified(const struct history *h);
/* Every state, the undone ones too, has that name from now on (each may be NULL); no step.  For a
 * first save, which undo must not take back. */
void history_name(struct history *h, const char *id, const char *market, const char *on);
/* The current state was saved to file, which then holds bytes of that hash (struct stamp). */
void history_saved(struct history *h, const char *file, const char *hash);

/* Later steps go to the journal too.  The history does not own it. */
void history_attach(struct history *h, struct journal *j);

/* What a step puts (*middle, n bytes) in the place of text[*at, *at + *cut). */
void history_step(const struct history *h, int step, size_t *at, size_t *cut, const char **middle,
		  size_t *n);
/* For the journal, which trusts its checksums: texts only, until history_settle reads the last. */
struct history *history_from_text(const char *text, size_t n, bool saved, const char *file);
/* A step that puts middle in the place of text[at, at + cut).  False if that is outside. */
bool history_replay(struct history *h, size_t at, size_t cut, const char *middle, size_t n,
		    const char *label);
bool history_replay_move(struct history *h, bool forth);
void history_replay_name(struct history *h, const char *id, const char *market, const char *on);
void history_replay_saved(struct history *h, const char *file);
/* False if the current text is no scenario. */
bool history_settle(struct history *h);
const char *history_text(const struct history *h);

#endif
