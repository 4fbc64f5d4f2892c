/* Scenarios that are open beside the present one, each with its own history. */
#include "config.h"

#include "model/model_parts.h"

enum { ASIDES_NAMED = 3 };

struct aside {
	struct history *history;
	struct stamp stamp;
	enum hold hold;
	GPtrArray *said;
	char *text;		/* said aside */
	struct journal *journal;
};

void model_aside_free(struct aside *a, bool keep)
{
	if (a->journal)
		journal_close(a->journal, keep && (history_count(a->history) > 0
						   || history_modified(a->history)));
	history_free(a->history);
	g_ptr_array_free(a->said, TRUE);
	g_free(a->text);
	g_free(a);
}

/* The model has no history then. */
static void put_aside(struct model *m)
{
	struct aside *a = g_new(struct aside, 1);

	model_sync(m);
	*a = (struct aside){.history = m->history, .stamp = m->stamp, .hold = m->hold, .said = m->said,
			    .text = m->aside, .journal = m->journal};
	m->history = NULL;
	m->journal = NULL;
	m->aside = NULL;
	m->said = g_ptr_array_new_with_free_func(g_free);
	if (history_count(a->history) > 0 || history_modified(a->history))
		g_ptr_array_add(m->asides, a);
	else
		model_aside_free(a, false);
}

bool model_switch(struct model *m, const struct scenario *s, const struct stamp *stamp,
		  GError **error)
{
	struct forecast *f = model_compute(m, s, error);

	if (!f)
		return false;
	forecast_free(f);
	put_aside(m);
	return model_start(m, s, stamp, error);
}

bool model_resume(struct model *m, int i, GError **error)
{
	struct aside *a = m->asides->pdata[i];
	struct forecast *f = model_compute(m, history_scenario(a->history), error);

	if (!f)
		return false;
	g_ptr_array_remove_index(m->asides, (guint)i);
	put_aside(m);
	g_ptr_array_free(m->said, TRUE);
	m->history = a->history;
	m->stamp = a->stamp;
	m->hold = a->hold;
	m->said = a->said;
	m->aside = a->text;
	m->journal = a->journal;
	g_free(a);
	model_take_forecast(m, f);
	return true;
}

int model_n_asides(const struct model *m)
{
	return (int)m->asides->len;
}

const struct scenario *model_aside(const struct model *m, int i)
{
	return history_scenario(((struct aside *)m->asides->pdata[i])->history);
}

bool model_aside_modified(const struct model *m, int i)
{
	return history_modified(((struct aside *)m->asides->pdata[i])->history);
}

void model_close_aside(struct model *m, int i)
{
	struct aside *a = m->asides->pdata[i];

	g_ptr_array_remove_index(m->asides, (guint)i);
	model_aside_free(a, false);
}

char *model_unsaved_asides(const struct model *m)
{
	GString *out = g_string_new(NULL);
	int n = 0;

	for (int i = 0; i < model_n_asides(m); i++) {
		const char *id = model_aside(m, i)->id;

		if (model_aside_modified(m, i) && n++ < ASIDES_NAMED)
			g_string_append_printf(out, "%s%s", out->len ? ", " : "",
					       id ? id : "one without a name");
	}
	if (n > ASIDES_NAMED)
		g_string_append_printf(out, " and %d more", n - ASIDES_NAMED);
	return g_string_free(out, out->len == 0);
}
