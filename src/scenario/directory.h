/* What a person does with scenario files: list, duplicate, rename, delete and take that back. */
#ifndef SCENARIO_DIRECTORY_H
#define SCENARIO_DIRECTORY_H

#include "scenario/scenario.h"

struct directory_entry {
	char *file;
	char *id, *title, *market, *based_on;	/* NULL if not said or not readable */
	int n_adjusts;
	gint64 changed;		/* seconds since 1970 */
	char *problem;		/* the first message if it cannot be read, else NULL */
};

/* struct directory_entry of the *.yaml of a directory, by file name; empty if it is missing. */
GPtrArray *directory_list(const char *directory);
void directory_entry_free(void *entry);
/* The file whose `scenario` is id; new string or NULL. */
char *directory_find_id(const char *directory, const char *id);
/* Where a new scenario of that id goes in the user's directory, which is made if missing.  New
 * string; NULL with the reason. */
char *directory_file_for(const char *id, GError **error);

/* A copy of a scenario's file beside it, under a new id and ID.yaml, with its comments.  *made (may
 * be NULL): the new file.  An existing file is not replaced. */
bool directory_duplicate(const char *file, const char *id, char **made, GError **error);
/* The same, and the old file goes; scenarios beside it that are based on the old id follow. */
bool directory_rename(const char *file, const char *id, char **made, GError **error);
/* Moves a file to a hidden name beside it, which is returned; directory_restore takes it back. */
char *directory_delete(const char *file, GError **error);
/* Those hidden names in a directory, the one deleted last at the end; char *. */
GPtrArray *directory_deleted(const char *directory);
/* The file that a hidden name was: new string. */
char *directory_original(const char *trash);
bool directory_restore(const char *trash, const char *file, GError **error);

#endif
