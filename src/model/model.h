/* What the explorer is about: one market, the scenario as it stands, its forecast, and every
 * state it has been in.
 *
 * The market is never edited.  A change makes a new scenario, the forecast is computed whole, and
 * if that is refused nothing has happened.  A state keeps the sentence that was said about it, so
 * that undoing an edit brings back the screen before it.
 *
 * With a directory for journals, every state is also on disk: a clean history goes on at the next
 * start, and what a crash left unsaved is offered. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <glib.h>
#include <stdbool.h>

#include "forecast/forecast.h"
#include "scenario/history.h"
#include "scenario/save.h"

struct journal_entry;
struct aside;

struct model {
	struct market *market;
	int measure;
	struct forecast *source;	/* the market under its own fill rule, no scenario */
	struct forecast *now;		/* with the scenario */
	struct period from, to;		/* the window of a typed rate; unset: history only */
	int column_from, column_to;	/* of `now`, whose rate is shown; -1: none is */
	unsigned generation;		/* moves with `now` */

	struct history *history;
	struct stamp stamp;		/* of the scenario's file as loaded or saved last */
	enum hold ran_with;		/* hold for adjustments without one of their own */
	enum hold hold;			/* for those typed from now on */
	GHashTable *marked;		/* char *: marks of the list of scenarios */

	/* Private. */
	GPtrArray *said;		/* char * by position in the history; NULL: its label */
	char *aside;			/* said of an edit that was no step */
	char *directory;		/* of journals; NULL: none is kept */
	struct journal *journal;	/* NULL: none, or not before the first edit */
	struct journal_entry *found;	/* unsaved edits of an earlier run, to be asked about */
	bool elsewhere;			/* another program has the scenario, to be asked about */
	char *warning;			/* to be told once */
	bool warned;
	struct file_mark mark;		/* of the market's file, as read or as told last */
	GPtrArray *asides;		/* struct aside *: scenarios open beside the present one */
};

/* Takes the market, also on failure; shows a measure of it.  start: the scenario to begin with, copied, or NULL.
 * hold: HOLD_DEFAULT for none.  NULL: the scenario is refused. */
struct model *model_new(struct market *market, int measure, const struct scenario *start,
			enum hold hold, GError **error);
void model_free(struct model *m);
/* Goes on with the market of `with`, which was read from the same file since: the scenario, its
 * history and its journal stay.  `with` has the former market and forecasts afterwards, so that
 * what points there can be brought over.  False: the scenario does not fit, and nothing has
 * changed. */
bool model_renew(struct model *m, struct model *with, GError **error);
/* The market's file is another on disk; true once for each change. */
bool model_market_changed(struct model *m);

/* Begins or goes on with a journal in directory (NULL: none), made when it is needed.  What was
 * edited before is kept.  model_found and model_elsewhere tell what is to be asked. */
void model_keep(struct model *m, const char *directory);
/* Unsaved edits of an earlier run, borrowed; NULL if there are none or once it was settled. */
const struct journal_entry *model_found(const struct model *m);
/* Takes them back in place of what stands now.  False: they do not fit the market. */
bool model_take_found(struct model *m, GError **error);
/* Leaves them for another start, or throws them away. */
void model_leave_found(struct model *m, bool discard);
/* Another program has opened the same scenario; says so once. */
bool model_elsewhere(struct model *m);
/* Why edits are only in memory, once: new sentence or NULL. */
char *model_take_warning(struct model *m);
/* journal_tick and journal_sync. */
int model_tick(struct model *m);
void model_sync(struct model *m);
/* Gives up what was not saved: the state that was saved is the present one, and redo or undo leads
 * to the others. */
void model_discard(struct model *m);

const struct scenario *model_scenario(const struct model *m);
/* The same with its parents, as it runs; new. */
struct scenario *model_whole(const struct model *m);
enum hold model_hold(const struct model *m);
enum fill model_fill(const struct model *m);
/* What was said about this state, "" if nothing. */
const char *model_said(const struct model *m);
void model_say(struct model *m, const char *text);

/* Makes next (taken) the scenario and hold the mode; *old gets the forecast before, new (NULL: not
 * wanted).  False: refused, also for what would move a row that is locked and stays so, and nothing
 * has changed. */
bool model_edit(struct model *m, struct scenario *next, enum hold hold, struct forecast **old,
		GError **error);
bool model_undo(struct model *m);
bool model_redo(struct model *m);
/* Edits since the scenario was loaded or saved. */
bool model_modified(const struct model *m);
/* Begins anew with another scenario (copied) of this market, its file as it was read, and what its
 * journal says.  Unsaved edits are given up.  False: refused, and nothing has changed. */
bool model_start(struct model *m, const struct scenario *s, const struct stamp *stamp,
		 GError **error);
/* Any number of scenarios is open at a time, one of them the present one.  The others keep their
 * edits, undo and journal; those in which nothing was done are not kept. */

/* Another scenario (copied) becomes the present one, as model_start. */
bool model_switch(struct model *m, const struct scenario *s, const struct stamp *stamp,
		  GError **error);
/* So does number i of those beside; the others move up.  False: refused, and nothing has changed. */
bool model_resume(struct model *m, int i, GError **error);
int model_n_asides(const struct model *m);
const struct scenario *model_aside(const struct model *m, int i);
bool model_aside_modified(const struct model *m, int i);
/* Gives one up, with its unsaved edits. */
void model_close_aside(struct model *m, int i);
/* Names of the first of those with unsaved edits, and how many more there are: new string, NULL if
 * there are none. */
char *model_unsaved_asides(const struct model *m);

/* Saves the scenario as it stands in a file, under an id (NULL: the one it has).  flags: of save.h.
 * False: SAVE_ERROR; with SAVE_NOT_DURABLE it is saved all the same. */
bool model_save(struct model *m, const char *file, const char *id, unsigned flags, GError **error);
/* "faster-asia", "scenario" if it has no name yet, "" for the source alone. */
const char *model_name(const struct model *m);
/* As the title line says it: the id, with "[modified]" if there are unsaved edits.  New string. */
char *model_state(const struct model *m);

#endif
