#include "config.h"

#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/thread.h"

enum { RESET_MAX = 256 };

static struct termios before_us;
static char reset_text[RESET_MAX];
static size_t reset_length;

static struct sigaction fatal_before[THREAD_FATAL];
/* Whatever would end or stop us without a word. */
static const int polite[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2, SIGPIPE,
			     SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU};
static struct sigaction polite_before[G_N_ELEMENTS(polite)];

static int wakes[2] = {-1, -1};	/* a pipe: numbers of signals, 0 to wake */
static atomic_int signalled;	/* something is in it */

static void on_polite(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;

	/* A full pipe holds a signal already: nothing is lost. */
	(void)!write(wakes[1], &byte, 1);
	/* Not before: whoever reads in between would clear it. */
	signalled = 1;
	errno = saved;
}

void signals_wake(void)
{
	on_polite(0);
}

static void on_fatal(int number)
{
	(void)!write(STDOUT_FILENO, reset_text, reset_length);
	tcsetattr(STDIN_FILENO, TCSANOW, &before_us);
	for (size_t i = 0; i < THREAD_FATAL; i++)
		if (thread_fatal[i] == number)
			sigaction(number, &fatal_before[i], NULL);
	raise(number);
}

void signals_forget_reset(void)
{
	reset_length = 0;
}

void signals_reset(const char *text)
{
	while (text && *text && reset_length < RESET_MAX - 1) {
		if (text[0] == '$' && text[1] == '<') {
			const char *end = strchr(text, '>');

			text = end ? end + 1 : text + strlen(text);
			continue;
		}
		reset_text[reset_length++] = *text++;
	}
}

static void install(const int *signals, size_t n, struct sigaction *before, void (*handler)(int),
		    int flags)
{
	for (size_t i = 0; i < n; i++) {
		struct sigaction action = {.sa_flags = flags};

		sigemptyset(&action.sa_mask);
		action.sa_handler = handler;
		sigaction(signals[i], &action, NULL);
		if (before[i].sa_handler == SIG_IGN)
			sigaction(signals[i], &before[i], NULL);
	}
}

static void remember(const int *signals, size_t n, struct sigaction *before)
{
	for (size_t i = 0; i < n; i++)
		sigaction(signals[i], NULL, &before[i]);
}

static void give_back(const int *signals, size_t n, const struct sigaction *before)
{
	for (size_t i = 0; i < n; i++)
		sigaction(signals[i], &before[i], NULL);
}

/* Handlers of this thread run on the stack that is returned; *before: on which they ran. */
static char *use_stack(stack_t *before)
{
	size_t size = (size_t)MAX(SIGSTKSZ, 1 << 16);
	char *stack = g_malloc(size);
	stack_t alternate = {.ss_sp = stack, .ss_size = size};

	sigaltstack(&alternate, before);
	return stack;
}

/* A stack of its own, so that an overflow can be told too. */
static void prepare_stack(void)
{
	static char *stack;

	if (!stack)
		stack = use_stack(NULL);
}

bool signals_catch(void)
{
	tcgetattr(STDIN_FILENO, &before_us);
	if (pipe2(wakes, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	prepare_stack();
	remember(polite, G_N_ELEMENTS(polite), polite_before);
	remember(thread_fatal, THREAD_FATAL, fatal_before);
	install(polite, G_N_ELEMENTS(polite), polite_before, on_polite, 0);
	install(thread_fatal, THREAD_FATAL, fatal_before, on_fatal, SA_ONSTACK);
	return true;
}

void signals_give_back(void)
{
	give_back(polite, G_N_ELEMENTS(polite), polite_before);
	give_back(thread_fatal, THREAD_FATAL, fatal_before);
	close(wakes[0]);
	close(wakes[1]);
	wakes[0] = wakes[1] = -1;
}

struct start { GThreadFunc work; void *data; };

static void *begin(void *data)
{
	g_autofree struct start *start = data;
	stack_t before;
	g_autofree char *stack = use_stack(&before);
	void *result = start->work(start->data);

	sigaltstack(&before, NULL);
	return result;
}

GThread *signals_thread(const char *name, GThreadFunc work, void *data)
{
	struct start *start = g_new(struct start, 1);

	*start = (struct start){work, data};
	return thread_start(name, begin, start);
}

int signals_fd(void)
{
	return wakes[0];
}

int signals_next(void)
{
	unsigned char number;

	if (!signalled)
		return -1;
	signalled = 0;
	if (read(wakes[0], &number, 1) != 1)
		return -1;
	signalled = 1;		/* there may be more */
	return number;
}
