/* Saving a file that others may have touched, so that a fault or a kill at any moment leaves the
 * old bytes or the new ones, never a mix:
 *
 *	resolve the link, lock, compare with what was loaded, write a new file beside it, copy
 *	owner and mode, fsync, close, rename over it, fsync the directory
 *
 * The system calls go through a table, so that a test can make each of them fail. */
#ifndef SCENARIO_SAVE_H
#define SCENARIO_SAVE_H

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "scenario/scenario.h"

enum save_error {
	SAVE_IO,		/* nothing was changed; the message names the call's reason */
	SAVE_CONFLICT,		/* the file is not what was loaded: compare, save as or overwrite */
	SAVE_EXISTS,		/* a new file would replace one: ask */
	SAVE_HARD_LINK,		/* other names share the file and would keep the old bytes: ask */
	SAVE_NOT_REGULAR,	/* a directory, FIFO or device */
	SAVE_READ_ONLY,		/* nobody may write the file, or it would change its owner: ask */
	SAVE_MARKET,		/* a market file (scenario_save alone) */
	SAVE_LOCKED,		/* another program is saving it at this moment */
	SAVE_COMMENTS,		/* comments of the file would be lost: another name, or ask
				 * (scenario_save alone) */
	SAVE_NOT_DURABLE,	/* saved, but the directory could not be synced: may be lost
				 * when the power goes */
};
#define SAVE_ERROR (g_quark_from_static_string("tamarack-save"))

/* What a file was when it was read or saved. */
struct stamp {
	bool exists;
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec mtime;
	char hash[65];		/* SHA-256 in hex of its bytes */
};

enum save_flags {
	SAVE_OVERWRITE = 1,	/* whatever stands there; answers CONFLICT, EXISTS, READ_ONLY */
	SAVE_BREAK_LINK = 2,	/* answers HARD_LINK */
	SAVE_DROP_COMMENTS = 4,	/* answers COMMENTS */
};

/* The bytes of a regular file of up to 64 MiB, a NUL behind them, and its stamp of the same moment.
 * NULL with SAVE_IO or SAVE_NOT_REGULAR; stamp->exists then tells a missing file. */
char *stamp_read(const char *file, struct stamp *stamp, size_t *n, GError **error);
/* True if file no longer holds the bytes of the stamp (or one of both is missing). */
bool stamp_stale(const struct stamp *stamp, const char *file);

/* Writes bytes to file.  stamp: of the file when it was loaded; one that does not exist for a new
 * file.  On success it gets the new one.  SAVE_NOT_DURABLE is the one error after success: the
 * file is saved and the stamp is the new one. */
bool save_file(const char *file, const char *bytes, size_t n, struct stamp *stamp,
	       unsigned flags, GError **error);
/* The canonical text of s with the comments that the file holds.  SAVE_COMMENTS if some belong to
 * what is gone from s.  s->file becomes file. */
bool scenario_save(struct scenario *s, const char *file, struct stamp *stamp, unsigned flags,
		   GError **error);
/* scenario_load with the stamp of the bytes that were read. */
struct scenario *scenario_load_stamped(const char *file, struct stamp *stamp,
				       struct messages *list);
/* Removes what killed saves left behind in a directory. */
void save_sweep(const char *directory);

/* The calls a save makes. */
struct save_calls {
	int (*open)(const char *path, int flags, mode_t mode);
	int (*flock)(int fd, int operation);
	int (*fstat)(int fd, struct stat *st);
	int (*lstat)(const char *path, struct stat *st);
	ssize_t (*readlink)(const char *path, char *target, size_t n);
	ssize_t (*read)(int fd, void *bytes, size_t n);
	ssize_t (*write)(int fd, const void *bytes, size_t n);
	int (*fchown)(int fd, uid_t user, gid_t group);
	int (*fchmod)(int fd, mode_t mode);
	int (*fsync)(int fd);
	int (*close)(int fd);
	int (*rename)(const char *from, const char *to);
	int (*link)(const char *from, const char *to);
	int (*unlink)(const char *path);
};
/* The table in use; a test exchanges it.  NULL: the system's own. */
const struct save_calls *save_calls(void);
void save_use_calls(const struct save_calls *calls);

#endif
