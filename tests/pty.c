#include "config.h"
#include "pty.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef HAVE_PTY_H
#include <pty.h>
#else
#include <util.h>
#endif

enum { TURN = 20, ARGUMENTS = 30 };

static void set_environment(const char *const *list)
{
	for (; list && *list; list++) {
		g_auto(GStrv) pair = g_strsplit(*list, "=", 2);

		if (pair[1])
			g_setenv(pair[0], pair[1], TRUE);
		else
			g_unsetenv(pair[0]);
	}
}

static G_GNUC_NORETURN void run(const struct pty_start *how)
{
	const char *program = g_getenv("TAMARACK");
	const char *argv[ARGUMENTS] = {"tamarack"};

	for (int i = 0; how->arguments && how->arguments[i] && i + 2 < ARGUMENTS; i++)
		argv[i + 1] = how->arguments[i];
	/* The program's handlers are under test, not a sanitizer's. */
	g_setenv("ASAN_OPTIONS", "handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:"
		 "handle_sigill=0", TRUE);
	set_environment(how->environment);
	/* Whatever the tests themselves are told to ignore, by nohup for one. */
	for (int number = 1; number < NSIG; number++)
		signal(number, number == how->ignored ? SIG_IGN : SIG_DFL);
	for (int fd = 0; fd < 3; fd++)
		if (how->closed[fd])
			close(fd);
	if (how->instead) {
		how->instead();
		_exit(0);
	}
	execv(program ? program : "./tamarack", (char **)argv);
	_exit(127);
}

void pty_begin(struct pty *p, const struct pty_start *how)
{
	int rows = how->rows ? how->rows : 24, columns = how->columns ? how->columns : 80;
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	char name[256];

	*p = (struct pty){.bytes = g_string_new(NULL)};
	vt_init(&p->vt, rows, columns);
	if (openpty(&p->fd, &p->keeper, name, NULL, &size) != 0)
		g_error("no pseudo-terminal: %s", g_strerror(errno));
	tcgetattr(p->keeper, &p->before);
	fcntl(p->fd, F_SETFD, FD_CLOEXEC);
	fcntl(p->keeper, F_SETFD, FD_CLOEXEC);
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	p->pid = fork();
	if (p->pid == 0) {
		setsid();
		ioctl(p->keeper, TIOCSCTTY, 0);
		for (int fd = 0; fd < 3; fd++)
			dup2(p->keeper, fd);
		run(how);
	}
}

void pty_end(struct pty *p)
{
	if (!p->over) {
		kill(p->pid, SIGCONT);
		kill(p->pid, SIGKILL);
		while (waitpid(p->pid, &p->status, 0) < 0 && errno == EINTR)
			;
	}
	if (!p->gone)
		close(p->fd);
	close(p->keeper);
	vt_done(&p->vt);
	g_string_free(p->bytes, TRUE);
}

/* One piece of what the program writes, waiting for it; false if none came. */
static bool take(struct pty *p, int milliseconds)
{
	struct pollfd fd = {.fd = p->fd, .events = POLLIN};
	char bytes[1 << 16];
	ssize_t n;

	if (p->gone)
		fd.fd = -1;
	if (poll(&fd, 1, milliseconds) <= 0)
		return false;
	n = read(p->fd, bytes, sizeof bytes);
	if (n <= 0)
		return false;
	g_string_append_len(p->bytes, bytes, n);
	vt_write(&p->vt, bytes, (size_t)n);
	return true;
}

static void look_for_end(struct pty *p)
{
	if (!p->over && waitpid(p->pid, &p->status, WNOHANG) == p->pid)
		p->over = true;
}

void pty_type(struct pty *p, const char *keys)
{
	gint64 deadline = g_get_monotonic_time() + PTY_PATIENCE * 1000;

	while (*keys && g_get_monotonic_time() < deadline) {
		ssize_t n = write(p->fd, keys, strlen(keys));

		if (n > 0)
			keys += n;
		else
			take(p, TURN);
	}
}

void pty_resize(struct pty *p, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	vt_resize(&p->vt, rows ? rows : 24, columns ? columns : 80);
	ioctl(p->fd, TIOCSWINSZ, &size);
}

static bool on_screen(const struct pty *p, const char *text)
{
	return vt_shows(&p->vt, text);
}

static bool among_bytes(const struct pty *p, const char *text)
{
	return g_strstr_len(p->bytes->str, (gssize)p->bytes->len, text) != NULL;
}

static bool wait_for(struct pty *p, bool (*is)(const struct pty *p, const char *text),
		     const char *text, bool wanted)
{
	gint64 deadline = g_get_monotonic_time() + PTY_PATIENCE * 1000;

	while (is(p, text) != wanted) {
		if (g_get_monotonic_time() > deadline)
			return false;
		look_for_end(p);
		if (!take(p, TURN) && p->over)
			return false;
	}
	return true;
}

bool pty_shows(struct pty *p, const char *text)
{
	return wait_for(p, on_screen, text, true);
}

bool pty_hides(struct pty *p, const char *text)
{
	return wait_for(p, on_screen, text, false);
}

bool pty_writes(struct pty *p)
{
	return take(p, PTY_PATIENCE);
}

bool pty_wrote(struct pty *p, const char *text)
{
	return wait_for(p, among_bytes, text, true);
}

void pty_hang_up(struct pty *p)
{
	close(p->fd);
	p->gone = true;
}

static bool same(const struct vt *a, const struct vt *b)
{
	return a->rows == b->rows && a->columns == b->columns && a->hidden == b->hidden
	       && (a->hidden || (a->row == b->row && a->column == b->column))
	       && memcmp(a->cells, b->cells,
			 (size_t)a->rows * (size_t)a->columns * sizeof *a->cells) == 0;
}

bool pty_same(struct pty *p, struct pty *q)
{
	gint64 deadline = g_get_monotonic_time() + PTY_PATIENCE * 1000;

	while (!same(&p->vt, &q->vt)) {
		if (g_get_monotonic_time() > deadline)
			return false;
		take(p, TURN);
		take(q, TURN);
	}
	return true;
}

void pty_settle(struct pty *p, int milliseconds)
{
	while (take(p, milliseconds))
		;
}

bool pty_ends(struct pty *p)
{
	gint64 deadline = g_get_monotonic_time() + PTY_PATIENCE * 1000;

	while (!p->over && g_get_monotonic_time() < deadline) {
		look_for_end(p);
		take(p, TURN);
	}
	while (take(p, 0))
		;
	return p->over;
}

bool pty_is_over(struct pty *p)
{
	look_for_end(p);
	return p->over;
}

int pty_status(const struct pty *p)
{
	if (!p->over)
		return -1;
	return WIFEXITED(p->status) ? WEXITSTATUS(p->status) : 128 + WTERMSIG(p->status);
}

static bool is_taken(const struct pty *p, const char *unused)
{
	(void)unused;
	return p->vt.alternate;
}

bool pty_goes_on(struct pty *p)
{
	kill(p->pid, SIGCONT);
	return wait_for(p, is_taken, NULL, true);
}

bool pty_stops(struct pty *p)
{
	gint64 deadline = g_get_monotonic_time() + PTY_PATIENCE * 1000;

	while (g_get_monotonic_time() < deadline) {
		if (waitpid(p->pid, &p->status, WNOHANG | WUNTRACED) == p->pid) {
			while (take(p, 0))
				;
			if (WIFSTOPPED(p->status))
				return true;
			p->over = true;
			return false;
		}
		take(p, TURN);
	}
	return false;
}

bool pty_line_is_sane(const struct pty *p)
{
	struct termios now;

	tcgetattr(p->keeper, &now);
	return now.c_iflag == p->before.c_iflag && now.c_oflag == p->before.c_oflag
	       && now.c_cflag == p->before.c_cflag && now.c_lflag == p->before.c_lflag
	       && memcmp(now.c_cc, p->before.c_cc, sizeof now.c_cc) == 0;
}

bool pty_is_sane(const struct pty *p)
{
	return pty_line_is_sane(p) && vt_is_sane(&p->vt);
}

char *pty_wide_market(const char *directory, int segments)
{
	GString *s = g_string_new("tamarack: 1\nid: wide\ntitle: Wide\n"
				  "unit: {currency: USD, scale: million}\n"
				  "period: {base: 2024, from: 2025, to: 2034}\n"
				  "total:\n  value: {2024: 100}\n  cagr: {2024-2034: 6.4%}\n"
				  "dimensions:\n- id: kind\n  segments:\n");
	char *file = g_build_filename(directory, "wide.yaml", NULL);

	for (int i = 0; i < segments; i++)
		g_string_append_printf(s, "  - {name: S%d, cagr: {2024-2034: %d.%d%%}}\n", i,
				       i % 17, i % 10);
	ck_assert(g_file_set_contents(file, s->str, -1, NULL));
	g_string_free(s, TRUE);
	return file;
}
