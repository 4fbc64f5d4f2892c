/* The library: market files found in $TAMARACK_PATH, then markets/ of the user's data directory,
 * then the installed data ($TAMARACK_DATADIR if they have moved).  The first of an id and edition
 * wins; doubles are named in messages. */
#ifndef MARKET_LIBRARY_H
#define MARKET_LIBRARY_H

#include "market/market.h"

struct library_entry {
	char *file;
	char *id, *edition;	/* NULL if the file cannot be read */
	char *title, *publisher;
	struct period base, to;
	struct messages *messages;	/* of loading this file */
	bool shadowed;		/* an earlier file has its id and edition */
};

struct library;

/* Loads every market of the library's directories.  Never fails: a broken file is an entry with
 * messages. */
struct library *library_open(void);
/* The same for one directory of *.yaml. */
struct library *library_open_directory(const char *directory);
void library_free(struct library *lib);

/* Shows every entry of a directory, or of the library (NULL), with its market while that is
 * loaded; m is NULL if the file cannot be read.  Returns how many there were. */
typedef void library_visitor(void *data, const struct library_entry *e, const struct market *m);
int library_visit(const char *directory, library_visitor *visit, void *data);
/* The ids of the library's markets, each once, in the order of its files, of which the heads alone
 * are read.  New array of new strings. */
GPtrArray *library_ids(void);
int library_count(const struct library *lib);
const struct library_entry *library_get(const struct library *lib, int i);

/* MARKET of the command line: a file, "-", or an id (with edition, or NULL for the newest).
 * A directory is not a market: see library_open_directory.  NULL: messages say what was
 * looked for and where. */
struct market *library_find(const char *what, const char *edition, struct messages *list);
/* The same; step is called while the file is read, as by market_load_watched. */
struct market *library_find_watched(const char *what, const char *edition, struct messages *list,
				    bool (*step)(void *data, size_t done, size_t total),
				    void *data);
/* New strings, never relative: the user's directories for scenarios and state. */
char *library_scenario_directory(void);
char *library_state_directory(void);
char *library_config_directory(void);
/* Where `make install` put markets and schema, or where they were moved to ($TAMARACK_DATADIR, if
 * that is absolute).  New string. */
char *library_installed_directory(void);

#endif
