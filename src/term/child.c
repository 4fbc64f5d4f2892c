#include "config.h"

#include "term/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOKS = 20, BETWEEN_LOOKS = 5000 };	/* times, microseconds: for a stop of both */

static struct { pid_t pid; char *name; } stopped;

/* What the terminal's keys send belongs to the child; a stop comes to both. */
static const struct { int number; void (*ours)(int); } keys[] = {
	{SIGINT, SIG_IGN}, {SIGQUIT, SIG_IGN}, {SIGTSTP, SIG_DFL},
};

static void set_signals(struct sigaction before[])
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		struct sigaction action = {.sa_handler = keys[i].ours};

		sigemptyset(&action.sa_mask);
		sigaction(keys[i].number, &action, &before[i]);
	}
}

static void give_back_signals(const struct sigaction before[])
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		sigaction(keys[i].number, &before[i], NULL);
}

/* Between fork and exec: only what a signal handler may call. */
static void become(char *const *argv, int report)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t none;
	int why;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		sigaction(keys[i].number, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(argv[0], argv);
	why = errno;
	(void)!write(report, &why, sizeof why);
	_exit(127);
}

static bool fail(const char *name, int why, GError **error)
{
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why), "'%s' cannot be started: %s",
		    name, g_strerror(why));
	return false;
}

/* The pipe closes when the program has taken the child's place. */
static bool start(char *const *argv, pid_t *pid, GError **error)
{
	int report[2], why = 0;
	ssize_t n;

	if (pipe2(report, O_CLOEXEC) != 0)
		return fail(argv[0], errno, error);
	*pid = fork();
	if (*pid == 0)
		become(argv, report[1]);
	if (*pid < 0)
		why = errno;
	close(report[1]);
	do
		n = *pid < 0 ? 0 : read(report[0], &why, sizeof why);
	while (n < 0 && errno == EINTR);
	close(report[0]);
	if (n > 0)
		while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	return *pid < 0 || n > 0 ? fail(argv[0], why, error) : true;
}

/* A stop of both has been lifted from both by the time we can look. */
static bool goes_on(pid_t pid)
{
	for (int i = 0; i < LOOKS; i++) {
		siginfo_t info = {0};

		if (waitid(P_PID, (id_t)pid, &info, WCONTINUED | WEXITED | WNOHANG | WNOWAIT) == 0
		    && info.si_pid == pid)
			return true;
		g_usleep(BETWEEN_LOOKS);
	}
	return false;
}

static int wait_for(pid_t pid)
{
	int status = 0;

	for (;;) {
		pid_t got = waitpid(pid, &status, WUNTRACED);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || !WIFSTOPPED(status) || !goes_on(pid))
			return status;
	}
}

bool child_run(char *const *argv, int *status, GError **error)
{
	struct sigaction before[G_N_ELEMENTS(keys)];
	pid_t pid = stopped.pid;
	bool started = true;

	set_signals(before);
	if (pid)
		kill(pid, SIGCONT);
	else
		started = start(argv, &pid, error);
	if (started)
		*status = wait_for(pid);
	give_back_signals(before);
	if (!started)
		return false;
	if (WIFSTOPPED(*status) && !stopped.pid)
		stopped.name = g_path_get_basename(argv[0]);
	stopped.pid = WIFSTOPPED(*status) ? pid : 0;
	if (!stopped.pid)
		g_clear_pointer(&stopped.name, g_free);
	return true;
}

const char *child_stopped(void)
{
	return stopped.name;
}
