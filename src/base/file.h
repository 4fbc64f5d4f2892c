/* What a file looks like from outside, to see cheaply whether it has changed. */
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

#endif
