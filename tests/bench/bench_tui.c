/* bench_tui TAMARACK SMALL LARGE: the explorer seen from outside, in pseudo-terminals of 80x24.
 *
 * SMALL and LARGE are markets of bench_gen.  Printed are ratios: the first frame of LARGE over a
 * drain of its file by libyaml, a cursor key in LARGE over one in SMALL with everything unfolded,
 * and over the echo of a process that only copies its terminal.  Both explorers and the echo live
 * at once and get their keys in turn. */
#include "config.h"
#include "bench.h"

#include <errno.h>
#include <poll.h>
#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#ifdef HAVE_PTY_H
#include <pty.h>
#else
#include <util.h>
#endif

enum {
	KEYS = 60,		/* pairs of cursor keys */
	STARTS = 5,
	QUIET_MS = 40,		/* silence that ends an answer; not part of its time */
	PATIENCE_MS = 60000,	/* a program silent for so long has failed */
};

struct session {
	pid_t pid;
	int fd;
	GString *seen;		/* everything it wrote since the last key */
	double started;
	long peak_kib;		/* after session_end */
};

static void fail(const char *what)
{
	fprintf(stderr, "bench_tui: %s\n", what);
	exit(1);
}

/* What the echo does: its terminal raw, every byte back. */
static void echo_terminal(void)
{
	struct termios t;
	char byte;

	tcgetattr(0, &t);
	cfmakeraw(&t);
	tcsetattr(0, TCSANOW, &t);
	if (write(1, "READY", 5) != 5)
		_exit(1);
	while (read(0, &byte, 1) == 1)
		if (write(1, &byte, 1) != 1)
			_exit(1);
	_exit(0);
}

/* Starts program on a market; NULL: the echo. */
static struct session *session_start(const char *program, const char *market)
{
	struct session *s = g_new0(struct session, 1);
	struct winsize size = {.ws_row = 24, .ws_col = 80};

	s->seen = g_string_new(NULL);
	s->started = bench_now();
	s->pid = forkpty(&s->fd, NULL, NULL, &size);
	if (s->pid < 0)
		fail("no pseudo-terminal");
	if (s->pid > 0)
		return s;
	if (!program)
		echo_terminal();
	setenv("TERM", "xterm-256color", 1);
	execl(program, program, market, (char *)NULL);
	_exit(127);
}

/* Reads what the program writes within wait_ms.  False if that is nothing. */
static bool session_read(struct session *s, int wait_ms)
{
	struct pollfd p = {.fd = s->fd, .events = POLLIN};
	char bytes[65536];
	ssize_t n;

	if (poll(&p, 1, wait_ms) <= 0)
		return false;
	n = read(s->fd, bytes, sizeof bytes);
	if (n <= 0)
		fail("the program ended too early");
	g_string_append_len(s->seen, bytes, n);
	return true;
}

/* Waits for text; returns when it came. */
static double session_expect(struct session *s, const char *text)
{
	while (!g_strstr_len(s->seen->str, (gssize)s->seen->len, text))
		if (!session_read(s, PATIENCE_MS))
			fail("the first frame did not come");
	return bench_now();
}

/* Reads until the program is quiet; returns when the last byte came, or `since` if none did. */
static double session_settle(struct session *s, double since)
{
	while (session_read(s, QUIET_MS))
		since = bench_now();
	return since;
}

/* Types keys; seconds to the last byte of the answer. */
static double session_key(struct session *s, const char *keys)
{
	double start = bench_now();

	g_string_truncate(s->seen, 0);
	if (write(s->fd, keys, strlen(keys)) < 0)
		fail("the program takes no keys");
	if (!session_read(s, PATIENCE_MS))
		fail("a key was not answered");
	return session_settle(s, bench_now()) - start;
}

static void session_end(struct session *s)
{
	struct rusage use;
	double deadline = bench_now() + 2;
	int status;

	(void)!write(s->fd, "Q", 1);
	while (wait4(s->pid, &status, WNOHANG, &use) == 0) {
		struct pollfd p = {.fd = s->fd, .events = POLLIN};
		char bytes[4096];

		if (bench_now() > deadline)
			kill(s->pid, SIGKILL);
		if (poll(&p, 1, 10) > 0 && read(s->fd, bytes, sizeof bytes) < 0 && errno != EIO)
			break;
	}
	s->peak_kib = use.ru_maxrss;
	close(s->fd);
}

static void session_free(struct session *s)
{
	g_string_free(s->seen, TRUE);
	g_free(s);
}

/* Segments of a file of bench_gen, from its id. */
static double segments_of(const char *bytes)
{
	const char *id = strstr(bytes, "\nid: bench-");

	if (!id)
		fail("not a market of bench_gen");
	return strtod(id + strlen("\nid: bench-"), NULL);
}

static void bench_start(const char *program, const char *small, const char *large)
{
	size_t n;
	g_autofree char *bytes = bench_read(large, &n), *little = bench_read(small, &n);
	double ratio[STARTS], extra[STARTS];

	n = strlen(bytes);
	for (int i = 0; i < STARTS; i++) {
		double start = bench_now();
		struct session *s, *t;

		bench_drain(bytes, n);
		start = bench_now() - start;
		s = session_start(program, large);
		ratio[i] = (session_expect(s, "Alpha") - s->started) / start;
		session_settle(s, 0);
		session_end(s);
		t = session_start(program, small);
		session_expect(t, "Alpha");
		session_settle(t, 0);
		session_end(t);
		extra[i] = (double)(s->peak_kib - t->peak_kib) * 1024 /
			   (segments_of(bytes) - segments_of(little));
		session_free(s);
		session_free(t);
	}
	bench_print_ratio("explorer, first frame / drain of the file", ratio, STARTS);
	bench_print_ratio("explorer, peak memory: bytes a segment", extra, STARTS);
}

static void bench_keys(const char *program, const char *small, const char *large)
{
	struct session *little = session_start(program, small);
	struct session *big = session_start(program, large);
	struct session *echo = session_start(NULL, NULL);
	double size[KEYS], floor[KEYS];

	session_expect(little, "Alpha");
	session_expect(big, "Alpha");
	session_expect(echo, "READY");
	session_settle(little, 0);
	session_settle(big, 0);
	session_key(little, "zR");
	session_key(big, "zR");
	for (int i = -5; i < KEYS; i++) {
		double a = session_key(little, "j"), b = session_key(big, "j");
		double c = session_key(echo, "j");

		if (i < 0)
			continue;
		size[i] = b / a;
		floor[i] = b / c;
	}
	bench_print_ratio("cursor key, large market / small market", size, KEYS);
	bench_print_ratio("cursor key, large market / echo of a raw terminal", floor, KEYS);
	session_end(little);
	session_end(big);
	kill(echo->pid, SIGTERM);
	session_end(echo);
	session_free(little);
	session_free(big);
	session_free(echo);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: bench_tui TAMARACK SMALL LARGE\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	bench_start(argv[1], argv[2], argv[3]);
	bench_keys(argv[1], argv[2], argv[3]);
	return 0;
}
