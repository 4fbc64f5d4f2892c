#include "config.h"

#include "scenario/save.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { LINKS = 40, RETRIES = 100, READ_LIMIT = 64 << 20 };

#define TEMPORARY ".tamarack-"

static int plain_open(const char *path, int flags, mode_t mode)
{
	return open(path, flags, mode);
}

static const struct save_calls system_calls = {
	.open = plain_open, .flock = flock, .fstat = fstat, .lstat = lstat, .readlink = readlink,
	.read = read, .write = write, .fchown = fchown, .fchmod = fchmod, .fsync = fsync,
	.close = close, .rename = rename, .link = link, .unlink = unlink,
};
static const struct save_calls *sys = &system_calls;

const struct save_calls *save_calls(void)
{
	return sys;
}

void save_use_calls(const struct save_calls *calls)
{
	sys = calls ? calls : &system_calls;
}

/* One save on its way. */
struct save {
	const char *file;	/* as named */
	char *path;		/* behind links */
	char *temporary;	/* NULL when there is none on the disk */
	int old, new;		/* -1 if not open */
	struct stat st;		/* of the old file */
	bool exists;
	unsigned flags;
};

static bool fail(GError **error, enum save_error code, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static bool fail(GError **error, enum save_error code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error)
		*error = g_error_new_valist(SAVE_ERROR, (int)code, format, args);
	va_end(args);
	return false;
}

static bool fail_call(const struct save *s, const char *what, int number, GError **error)
{
	return fail(error, SAVE_IO, "%s is not saved: %s: %s; what stood there is unchanged",
		    s->file, what, g_strerror(number));
}

static int open_again(const char *path, int flags, mode_t mode)
{
	int fd = -1;

	for (int i = 0; i < RETRIES; i++) {
		fd = sys->open(path, flags | O_CLOEXEC, mode);
		if (fd >= 0 || errno != EINTR)
			break;
	}
	return fd;
}

/* Follows links by hand, since the file at their end need not be there yet. */
static bool resolve(struct save *s, GError **error)
{
	char target[4096];

	s->path = g_strdup(s->file);
	for (int i = 0; i < LINKS; i++) {
		ssize_t n;

		s->exists = !sys->lstat(s->path, &s->st);
		if (!s->exists && errno != ENOENT)
			return fail_call(s, "looking at it", errno, error);
		if (!s->exists || !S_ISLNK(s->st.st_mode))
			return true;
		n = sys->readlink(s->path, target, sizeof target - 1);
		if (n < 0)
			return fail_call(s, "reading the link", errno, error);
		target[n] = 0;
		if (*target == '/') {
			g_free(s->path);
			s->path = g_strdup(target);
		} else {
			g_autofree char *directory = g_path_get_dirname(s->path);

			g_free(s->path);
			s->path = g_build_filename(directory, target, NULL);
		}
	}
	return fail_call(s, "following its links", ELOOP, error);
}

static GByteArray *read_whole(int fd)
{
	GByteArray *all = g_byte_array_new();
	guint8 block[65536];
	int retries = 0;

	for (;;) {
		ssize_t n = sys->read(fd, block, sizeof block);

		if (n < 0 && errno == EINTR && ++retries < RETRIES)
			continue;
		if (!n)
			return all;
		if (n > 0)
			g_byte_array_append(all, block, (guint)n);
		if (n < 0 || all->len > READ_LIMIT) {
			int number = n < 0 ? errno : EFBIG;

			g_byte_array_unref(all);
			errno = number;
			return NULL;
		}
	}
}

static void stamp_fill(struct stamp *stamp, const struct stat *st, const void *bytes, size_t n)
{
	g_autofree char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, n);

	*stamp = (struct stamp){.exists = true, .device = st->st_dev, .inode = st->st_ino,
				.size = st->st_size, .mtime = st->st_mtim};
	g_strlcpy(stamp->hash, hash, sizeof stamp->hash);
}

char *stamp_read(const char *file, struct stamp *stamp, size_t *n, GError **error)
{
	int fd = open_again(file, O_RDONLY | O_NONBLOCK, 0);
	GByteArray *all = NULL;
	struct stat st;
	int number;

	*stamp = (struct stamp){.exists = fd >= 0 || errno != ENOENT};
	if (fd < 0) {
		fail(error, SAVE_IO, "%s cannot be read: %s", file, g_strerror(errno));
		return NULL;
	}
	if (sys->fstat(fd, &st)) {
		number = errno;
	} else if (!S_ISREG(st.st_mode)) {
		number = 0;
	} else {
		all = read_whole(fd);
		number = errno;
	}
	sys->close(fd);
	if (!all) {
		if (number)
			fail(error, SAVE_IO, "%s cannot be read: %s", file, g_strerror(number));
		else
			fail(error, SAVE_NOT_REGULAR, "%s is no regular file", file);
		return NULL;
	}
	stamp_fill(stamp, &st, all->data, all->len);
	*n = all->len;
	g_byte_array_append(all, (const guint8 *)"", 1);
	return (char *)g_byte_array_free(all, FALSE);
}

bool stamp_stale(const struct stamp *stamp, const char *file)
{
	struct stamp now;
	size_t n;
	g_autofree char *bytes = stamp_read(file, &now, &n, NULL);

	if (!bytes)
		return stamp->exists || now.exists;
	return !stamp->exists || strcmp(stamp->hash, now.hash) != 0;
}

static bool lock(struct save *s, GError **error)
{
	int result = -1;

	for (int i = 0; i < RETRIES; i++) {
		result = sys->flock(s->old, LOCK_EX | LOCK_NB);
		if (!result || errno != EINTR)
			break;
	}
	if (!result || errno == ENOLCK || errno == EOPNOTSUPP)
		return true;
	if (errno == EWOULDBLOCK)
		return fail(error, SAVE_LOCKED, "%s is being saved by another program; try again",
			    s->file);
	return fail_call(s, "locking", errno, error);
}

/* Compares the old file, held open and locked, with what was loaded. */
static bool compare(struct save *s, const struct stamp *stamp, GError **error)
{
	struct stat now;
	struct stamp found;
	GByteArray *all;

	if (sys->fstat(s->old, &s->st) || sys->lstat(s->path, &now))
		return fail_call(s, "looking at it", errno, error);
	if (now.st_dev != s->st.st_dev || now.st_ino != s->st.st_ino)
		return fail(error, SAVE_CONFLICT, "%s was replaced at this moment; compare, save "
			    "under another name or overwrite", s->file);
	if (s->st.st_nlink > 1 && !(s->flags & SAVE_BREAK_LINK))
		return fail(error, SAVE_HARD_LINK, "%s has %u names; the others would keep the "
			    "old text", s->file, (unsigned)s->st.st_nlink);
	if (s->flags & SAVE_OVERWRITE)
		return true;
	if (!stamp->exists)
		return fail(error, SAVE_EXISTS, "%s exists; save under another name or overwrite",
			    s->file);
	all = read_whole(s->old);
	if (!all)
		return fail_call(s, "reading it", errno, error);
	stamp_fill(&found, &s->st, all->data, all->len);
	g_byte_array_unref(all);
	if (strcmp(found.hash, stamp->hash))
		return fail(error, SAVE_CONFLICT, "%s has changed on disk since it was read; "
			    "compare, save under another name or overwrite", s->file);
	if (!(s->st.st_mode & 0222))
		return fail(error, SAVE_READ_ONLY, "%s is write-protected; save under another name "
			    "or overwrite", s->file);
	return true;
}

static bool open_old(struct save *s, const struct stamp *stamp, GError **error)
{
	if (!s->exists) {
		if (stamp->exists && !(s->flags & SAVE_OVERWRITE))
			return fail(error, SAVE_CONFLICT, "%s was removed since it was read; save "
				    "under another name or overwrite", s->file);
		return true;
	}
	if (!S_ISREG(s->st.st_mode))
		return fail(error, SAVE_NOT_REGULAR, "%s is no regular file; save under another "
			    "name", s->file);
	s->old = open_again(s->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
	if (s->old < 0)
		return fail_call(s, "opening", errno, error);
	return lock(s, error) && compare(s, stamp, error);
}

static bool create(struct save *s, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(s->path);
	mode_t mode = s->exists ? 0600 : 0666;

	for (int i = 0; i < RETRIES; i++) {
		g_autofree char *name = g_strdup_printf(TEMPORARY "%08x", g_random_int());
		g_autofree char *path = g_build_filename(directory, name, NULL);

		s->new = open_again(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
		if (s->new >= 0) {
			s->temporary = g_steal_pointer(&path);
			/* Tells save_sweep that somebody is at it; where locks do not work, a
			 * sweep costs this save, not the file. */
			sys->flock(s->new, LOCK_EX | LOCK_NB);
			return true;
		}
		if (errno != EEXIST)
			break;
	}
	return fail_call(s, "making a file beside it", errno, error);
}

static bool write_all(struct save *s, const char *bytes, size_t n, GError **error)
{
	int retries = 0;

	while (n) {
		ssize_t done = sys->write(s->new, bytes, n);

		if (done < 0 && errno == EINTR && ++retries < RETRIES)
			continue;
		if (done <= 0)
			return fail_call(s, "writing", done ? errno : EIO, error);
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

/* Owner first: changing it clears bits of the mode. */
static bool copy_owner(struct save *s, GError **error)
{
	struct stat st;

	if (!s->exists)
		return true;
	if (sys->fstat(s->new, &st))
		return fail_call(s, "looking at the new file", errno, error);
	if (st.st_gid != s->st.st_gid && sys->fchown(s->new, (uid_t)-1, s->st.st_gid)
	    && errno != EPERM)
		return fail_call(s, "keeping its group", errno, error);
	if (st.st_uid != s->st.st_uid && sys->fchown(s->new, s->st.st_uid, (gid_t)-1)) {
		if (errno != EPERM)
			return fail_call(s, "keeping its owner", errno, error);
		if (!(s->flags & SAVE_OVERWRITE))
			return fail(error, SAVE_READ_ONLY, "%s belongs to somebody else, and saving "
				    "would make it yours; save under another name or overwrite",
				    s->file);
	}
	if (sys->fchmod(s->new, s->st.st_mode & 07777))
		return fail_call(s, "keeping its mode", errno, error);
	return true;
}

/* After a failed fsync the kernel may have dropped the pages and calls the next one a success:
 * it is never tried again. */
static bool finish(struct save *s, struct stat *st, GError **error)
{
	int fd = s->new;

	if (sys->fsync(fd))
		return fail_call(s, "syncing", errno, error);
	if (sys->fstat(fd, st))
		return fail_call(s, "looking at the new file", errno, error);
	s->new = -1;
	if (sys->close(fd) && errno != EINTR)
		return fail_call(s, "closing", errno, error);
	return true;
}

/* A new name must not replace a file that appeared meanwhile, which only link tells for sure. */
static bool publish_new(struct save *s, GError **error)
{
	struct stat st;

	if (!sys->link(s->temporary, s->path)) {
		sys->unlink(s->temporary);
		g_clear_pointer(&s->temporary, g_free);
		return true;
	}
	if (errno == EEXIST || (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS
				&& errno != EMLINK)) {
		if (errno == EEXIST)
			return fail(error, SAVE_EXISTS, "%s exists by now; save under another name "
				    "or overwrite", s->file);
		return fail_call(s, "naming it", errno, error);
	}
	if (!sys->lstat(s->path, &st))
		return fail(error, SAVE_EXISTS, "%s exists by now; save under another name or "
			    "overwrite", s->file);
	if (sys->rename(s->temporary, s->path))
		return fail_call(s, "naming it", errno, error);
	g_clear_pointer(&s->temporary, g_free);
	return true;
}

static bool publish(struct save *s, GError **error)
{
	if (!s->exists && !(s->flags & SAVE_OVERWRITE))
		return publish_new(s, error);
	if (sys->rename(s->temporary, s->path))
		return fail_call(s, "replacing it", errno, error);
	g_clear_pointer(&s->temporary, g_free);
	return true;
}

static bool sync_directory(const struct save *s, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(s->path);
	int fd = open_again(directory, O_RDONLY | O_DIRECTORY, 0);
	int number = 0;

	if (fd < 0 || (sys->fsync(fd) && errno != EINVAL))
		number = errno;
	if (fd >= 0)
		sys->close(fd);
	if (!number)
		return true;
	return fail(error, SAVE_NOT_DURABLE, "%s is saved, but not yet durable: syncing its "
		    "directory: %s", s->file, g_strerror(number));
}

static bool save_steps(struct save *s, const char *bytes, size_t n, struct stamp *stamp,
		       GError **error)
{
	struct stat st;

	if (!resolve(s, error) || !open_old(s, stamp, error) || !create(s, error)
	    || !write_all(s, bytes, n, error) || !copy_owner(s, error)
	    || !finish(s, &st, error) || !publish(s, error))
		return false;
	stamp_fill(stamp, &st, bytes, n);
	return sync_directory(s, error);
}

bool save_file(const char *file, const char *bytes, size_t n, struct stamp *stamp,
	       unsigned flags, GError **error)
{
	struct save s = {.file = file, .old = -1, .new = -1, .flags = flags};
	bool ok = save_steps(&s, bytes, n, stamp, error);

	if (s.new >= 0)
		sys->close(s.new);
	if (s.temporary)
		sys->unlink(s.temporary);
	if (s.old >= 0)
		sys->close(s.old);
	g_free(s.temporary);
	g_free(s.path);
	return ok;
}

void save_sweep(const char *directory)
{
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);
		int fd;

		if (!g_str_has_prefix(name, TEMPORARY))
			continue;
		fd = open_again(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
		if (fd < 0)
			continue;
		if (!flock(fd, LOCK_EX | LOCK_NB))
			unlink(path);
		close(fd);
	}
	if (dir)
		g_dir_close(dir);
}
