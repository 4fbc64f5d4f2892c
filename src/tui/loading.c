#include "config.h"

#include "tui/loading.h"

#include <stdatomic.h>

#include "tui/open.h"
#include "tui/signals.h"

struct loading {
	const struct explorer_options *options;
	char *what;
	void (*wake)(void);
	GThread *thread;
	struct messages *messages;
	struct model *model;
	atomic_bool done, cancelled;
	atomic_size_t read, size;	/* bytes; size 0: unknown */
};

static bool step(void *data, size_t done, size_t total)
{
	struct loading *l = data;

	atomic_store(&l->read, done);
	atomic_store(&l->size, total);
	return !atomic_load(&l->cancelled);
}

static void *work(void *data)
{
	struct loading *l = data;

	l->model = open_model(l->options, l->what, l->messages, step, l);
	atomic_store(&l->done, true);
	l->wake();
	return NULL;
}

struct loading *loading_new(const struct explorer_options *o, const char *what,
			    void (*wake)(void))
{
	struct loading *l = g_new0(struct loading, 1);

	l->options = o;
	l->what = g_strdup(what);
	l->wake = wake;
	l->messages = messages_new();
	l->thread = signals_thread("load", work, l);
	return l;
}

const char *loading_what(const struct loading *l)
{
	return l->what;
}

bool loading_is_done(const struct loading *l)
{
	return atomic_load(&l->done);
}

double loading_progress(const struct loading *l)
{
	size_t size = atomic_load(&l->size);

	return size ? (double)atomic_load(&l->read) / (double)size : -1;
}

void loading_cancel(struct loading *l)
{
	atomic_store(&l->cancelled, true);
}

struct model *loading_take(struct loading *l, struct messages *list)
{
	struct model *m;

	g_thread_join(l->thread);
	m = l->model;
	messages_extend(list, l->messages);
	messages_free(l->messages);
	g_free(l->what);
	g_free(l);
	return m;
}
