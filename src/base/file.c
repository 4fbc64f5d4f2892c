#include "config.h"

#include "base/file.h"

struct file_mark file_mark_of(const struct stat *st)
{
	return (struct file_mark){.exists = S_ISREG(st->st_mode), .device = st->st_dev,
				  .inode = st->st_ino, .size = st->st_size, .mtime = st->st_mtim};
}

struct file_mark file_mark(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 ? file_mark_of(&st) : (struct file_mark){.exists = false};
}

bool file_mark_equal(const struct file_mark *a, const struct file_mark *b)
{
	return a->exists == b->exists
	       && (!a->exists || (a->device == b->device && a->inode == b->inode
				  && a->size == b->size && a->mtime.tv_sec == b->mtime.tv_sec
				  && a->mtime.tv_nsec == b->mtime.tv_nsec));
}
