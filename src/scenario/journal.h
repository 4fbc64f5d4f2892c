/* The history of one scenario on disk, so that undo survives the exit and no crash costs more than
 * two seconds: append-only records, each with its length and a checksum over both, behind one
 * line that names the format.
 *
 *	"tamarack journal 1\n"  { u32 length, u32 CRC-32 of length and body, body }...
 *	body: a letter and its fields.  H head, T text to start from, E edit, U undo, R redo, W saved,
 *	N named
 *
 * Numbers are little-endian.  What follows a cut or damaged record is not read; the records before
 * it are replayed and the loss is told.  One journal belongs to one running program: a lock tells
 * others that it is alive. */
#ifndef SCENARIO_JOURNAL_H
#define SCENARIO_JOURNAL_H

#include <glib.h>
#include <stdbool.h>

#include "scenario/history.h"

struct journal;

/* One journal found. */
struct journal_entry {
	char *path;
	char *market, *edition, *scenario;	/* ids; edition, scenario may be NULL */
	char *file;		/* of the scenario; NULL if it never had one */
	char *hash;		/* of that file's bytes as last loaded or saved, or NULL */
	gint64 date;		/* seconds since 1970 of the last record */
	int steps;		/* edits that can be undone or redone */
	bool unsaved;		/* the last state was not saved */
	bool alive;		/* another program writes it */
	bool stale;		/* the file holds other bytes by now */
	char *loss;		/* what could not be read: a sentence, or NULL */
};

/* journal/ of the user's state directory.  New string. */
char *journal_directory(void);
/* Starts a journal of h in directory (made if missing) for a scenario of market; hash: of its file
 * as loaded, or NULL.  Writes the whole history and attaches itself to h.  NULL: without a
 * journal, the reason in error; the work can go on. */
struct journal *journal_new(const char *directory, const struct market *m, struct history *h,
			    const char *hash, GError **error);
/* Goes on with a found one: the history to its last record, the journal attached and cut to its
 * valid part.  loss (may be NULL) gets a new sentence or NULL. */
struct journal *journal_resume(const char *path, struct history **h, char **loss,
			       GError **error);
/* Closes; keep: the history is offered at the next start. */
void journal_close(struct journal *j, bool keep);

/* Called by the history.  A failed write is told once by journal_error. */
void journal_step(struct journal *j, size_t at, size_t cut, const char *middle, size_t n,
		  const char *label);
void journal_undo(struct journal *j);
void journal_redo(struct journal *j);
void journal_name(struct journal *j, const char *id, const char *market, const char *on);
void journal_saved(struct journal *j, const char *file, const char *hash);

/* Syncs what is older than a second.  Milliseconds until it wants to be called again, -1: not
 * before the next step. */
int journal_tick(struct journal *j);
/* Syncs now; on a hang-up or before a long work. */
void journal_sync(struct journal *j);
/* Why steps are not on disk (a borrowed sentence), NULL if all is well. */
const char *journal_error(const struct journal *j);

/* struct journal_entry of a directory, the newest first. */
GPtrArray *journal_list(const char *directory);
/* The one of a scenario's file (NULL: of one without a file) on a market that nobody else writes:
 * the newest with unsaved edits, else the newest; NULL if there is none.  *alive (may be NULL):
 * another program writes one of that file.  Free with journal_entry_free. */
struct journal_entry *journal_find(const char *directory, const char *market, const char *file,
				   bool *alive);
/* The newest of a scenario's file, of any market, that nobody else writes; NULL if there is none. */
struct journal_entry *journal_find_file(const char *directory, const char *file);
/* The newest of a market (NULL: of any) with unsaved edits that nobody else writes. */
struct journal_entry *journal_find_unsaved(const char *directory, const char *market);
void journal_entry_free(void *entry);
/* Throws a journal away. */
void journal_discard(const char *path);
/* "unsaved edits of faster-asia on ai-training-dataset from 2026-07-01 14:02": new string. */
char *journal_describe(const struct journal_entry *e);

/* Replays bytes: the history, NULL if not even the first state is whole; *valid: bytes up to the
 * end of the last good record; e gets what the records say (its strings are new). */
struct history *journal_replay(const char *bytes, size_t n, size_t *valid,
			       struct journal_entry *e);
/* CRC-32 of IEEE 802.3. */
guint32 journal_crc(const void *bytes, size_t n, guint32 before);

#endif
