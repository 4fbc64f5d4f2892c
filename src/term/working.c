#include "config.h"

#include "term/working.h"

#include <stdatomic.h>

#include "term/signals.h"

struct working {
	bool (*run)(void *data, const struct progress *p);
	void *data;
	void (*wake)(void);
	GThread *thread;
	bool whole;
	atomic_bool done, cancelled;
	atomic_size_t at, of;		/* of 0: unknown */
};

static bool step(void *data, size_t done, size_t total)
{
	struct working *w = data;

	atomic_store(&w->at, done);
	atomic_store(&w->of, total);
	return !atomic_load(&w->cancelled);
}

static void *work(void *data)
{
	struct working *w = data;
	const struct progress p = {step, w};

	w->whole = w->run(w->data, &p);
	atomic_store(&w->done, true);
	w->wake();
	return NULL;
}

struct working *working_new(bool (*run)(void *data, const struct progress *p), void *data,
			    void (*wake)(void))
{
	struct working *w = g_new0(struct working, 1);

	w->run = run;
	w->data = data;
	w->wake = wake;
	w->thread = signals_thread("work", work, w);
	return w;
}

bool working_is_done(const struct working *w)
{
	return atomic_load(&w->done);
}

double working_progress(const struct working *w)
{
	size_t of = atomic_load(&w->of);

	return of ? (double)atomic_load(&w->at) / (double)of : -1;
}

void working_cancel(struct working *w)
{
	atomic_store(&w->cancelled, true);
}

bool working_end(struct working *w)
{
	bool whole;

	g_thread_join(w->thread);
	whole = w->whole;
	g_free(w);
	return whole;
}
