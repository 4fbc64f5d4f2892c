/* Where an answer goes: standard output, a file or a string. */
#include "config.h"

#include "report/output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { BUFFER = 1 << 16 };

struct output {
	int fd;			/* -1: a string */
	GString *buffer;
	char *path, *temp;	/* temp: NULL if written directly */
	int error;		/* errno of the first failed write */
};

/* ---- a file that must not be left behind ---- */

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
static _Atomic(const char *) unfinished;	/* one at a time; a second has no such care */

static void remove_unfinished(int number)
{
	const char *path = unfinished;

	if (path)
		unlink(path);
	/* SA_RESETHAND: this time it ends us. */
	raise(number);
}

static void guard(const char *temp)
{
	struct sigaction action = {.sa_handler = remove_unfinished, .sa_flags = (int)SA_RESETHAND};
	const char *none = NULL;

	sigemptyset(&action.sa_mask);
	if (!atomic_compare_exchange_strong(&unfinished, &none, temp))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(ending); i++) {
		struct sigaction now;

		if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			sigaction(ending[i], &action, NULL);
	}
}

/* The file is in place, or gone. */
static void unguard(const char *temp)
{
	if (!temp || unfinished != temp)
		return;
	unfinished = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(ending); i++) {
		struct sigaction now;

		if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler == remove_unfinished)
			signal(ending[i], SIG_DFL);
	}
}

static struct output *output_new(int fd, GString *buffer)
{
	struct output *o = g_new0(struct output, 1);

	o->fd = fd;
	o->buffer = buffer;
	return o;
}

/* The file that a chain of links ends in, so that the link itself stays. */
static char *resolve(const char *path)
{
	char *real = realpath(path, NULL);
	char *copy = g_strdup(real ? real : path);

	free(real);
	return copy;
}

static bool fail(GError **error, const char *path, int code)
{
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code), "cannot write '%s': %s",
		    path, g_strerror(code));
	return false;
}

struct output *output_open(const char *path, GError **error)
{
	g_autofree char *target = NULL;
	struct output *o;
	struct stat st;
	bool direct;
	int fd;

	if (!path || strcmp(path, "-") == 0)
		return output_new(STDOUT_FILENO, g_string_sized_new(BUFFER));
	if (file_is_input(path)) {
		g_set_error(
			error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
			"%s is read in this run and is not replaced; name another file",
			path);
		return NULL;
	}
	target = resolve(path);
	direct = stat(target, &st) == 0 && !S_ISREG(st.st_mode);
	o = output_new(-1, g_string_sized_new(BUFFER));
	o->path = g_steal_pointer(&target);
	if (direct) {
		fd = open(o->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	} else {
		o->temp = g_strdup_printf("%s.XXXXXX", o->path);
		fd = g_mkstemp_full(o->temp, O_WRONLY | O_CLOEXEC, 0666);
	}
	if (fd < 0) {
		fail(error, path, errno);
		g_clear_pointer(&o->temp, g_free);
		output_drop(o);
		return NULL;
	}
	o->fd = fd;
	if (o->temp)
		guard(o->temp);
	if (o->temp && stat(o->path, &st) == 0 && fchmod(fd, st.st_mode & 07777) < 0)
		o->error = errno;
	return o;
}

struct output *output_to_string(GString *text)
{
	return output_new(-1, text);
}

static void flush(struct output *o)
{
	size_t done = 0;

	while (!o->error && done < o->buffer->len) {
		ssize_t n = write(o->fd, o->buffer->str + done, o->buffer->len - done);

		if (n >= 0)
			done += n;
		else if (errno != EINTR)
			o->error = errno;
	}
	g_string_truncate(o->buffer, 0);
}

void output_bytes(struct output *o, const char *bytes, size_t n)
{
	if (o->error)
		return;
	g_string_append_len(o->buffer, bytes, n);
	if (o->fd >= 0 && o->buffer->len >= BUFFER)
		flush(o);
}

void output_text(struct output *o, const char *text)
{
	output_bytes(o, text, strlen(text));
}

void output_printf(struct output *o, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list ap;

	va_start(ap, format);
	text = g_strdup_vprintf(format, ap);
	va_end(ap);
	output_text(o, text);
}

bool output_failed(const struct output *o)
{
	return o->error != 0;
}

static void output_free(struct output *o)
{
	if (o->fd >= 0 || o->path)
		g_string_free(o->buffer, TRUE);
	unguard(o->temp);
	g_free(o->path);
	g_free(o->temp);
	g_free(o);
}

bool output_close(struct output *o, GError **error)
{
	bool ok = true;

	if (o->fd >= 0)
		flush(o);
	if (o->temp && !o->error && fsync(o->fd) < 0)
		o->error = errno;
	if (o->path && close(o->fd) < 0 && !o->error)
		o->error = errno;
	if (o->temp && !o->error && g_rename(o->temp, o->path) < 0)
		o->error = errno;
	if (o->temp && o->error)
		g_unlink(o->temp);
	if (o->error && o->error != EPIPE)
		ok = fail(error, o->path ? o->path : "standard output", o->error);
	output_free(o);
	return ok;
}

void output_drop(struct output *o)
{
	if (o->path && o->fd >= 0)
		close(o->fd);
	if (o->temp)
		g_unlink(o->temp);
	output_free(o);
}
