#include "config.h"

#include "tui/loading.h"

#include "tui/open.h"

struct loading {
	const struct explorer_options *options;
	char *what;
	struct messages *messages;
	struct model *model;
	struct working *work;
};

static bool run(void *data, const struct progress *p)
{
	struct loading *l = data;

	l->model = open_model(l->options, l->what, l->messages, p->step, p->data);
	return l->model != NULL;
}

struct loading *loading_new(const struct explorer_options *o, const char *what,
			    void (*wake)(void))
{
	struct loading *l = g_new0(struct loading, 1);

	l->options = o;
	l->what = g_strdup(what);
	l->messages = messages_new();
	l->work = working_new(run, l, wake);
	return l;
}

const char *loading_what(const struct loading *l)
{
	return l->what;
}

struct working *loading_work(struct loading *l)
{
	return l->work;
}

struct model *loading_take(struct loading *l, struct messages *list)
{
	struct model *m;

	working_end(l->work);
	m = l->model;
	messages_extend(list, l->messages);
	messages_free(l->messages);
	g_free(l->what);
	g_free(l);
	return m;
}
