/* What a file looks like from outside, to see cheaply whether it has changed; and which
 * files this run has read, which it must not replace. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

struct file_mark {
	bool exists;		/* as a regular file */
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec mtime;
};

struct file_mark file_mark_of(const struct stat *st);
struct file_mark file_mark(const char *file);
bool file_mark_equal(const struct file_mark *a, const struct file_mark *b);

/* file is read in this run, as a market or as something else.  From any thread. */
void file_input(const char *file, bool market);
/* Whether file is one of these, under this or another name; whether it is a market of
 * these. */
bool file_is_input(const char *file);
bool file_is_market(const char *file);

#endif
