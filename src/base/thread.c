#include "config.h"

#include "base/thread.h"

#include <signal.h>

const int thread_fatal[THREAD_FATAL] = {
	SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS,
};

GThread *thread_start(const char *name, GThreadFunc work, void *data)
{
	sigset_t others, before;
	GThread *thread;

	sigfillset(&others);
	/* A crash of a thread that blocks its signal ends us without a handler. */
	for (int i = 0; i < THREAD_FATAL; i++)
		sigdelset(&others, thread_fatal[i]);
	pthread_sigmask(SIG_SETMASK, &others, &before);
	thread = g_thread_new(name, work, data);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return thread;
}
