#include "config.h"

#include "report/compare.h"
#include "scenario/find.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* Scenarios beside the source: the one that is open, the one it is based on, and files. */

struct compare_view {
	struct table_view table;
	GPtrArray *files;	/* char * */
	GPtrArray *scenarios;	/* struct scenario *, open beside */
};

/* What is compared, with what has to be freed. */
struct comparison { GArray *list; };	/* struct compared */

static void compare_one(struct comparison *c, const struct model *m, struct scenario *whole)
{
	struct compared one = {.scenario = whole};
	g_autoptr(GError) error = NULL;

	one.forecast = forecast_run(m->market, m->measure, whole, m->ran_with, &error);
	if (!one.forecast)
		one.refusal = g_strdup(error->message);
	g_array_append_val(c->list, one);
}

/* Takes own, which may be NULL. */
static void compare_read(struct comparison *c, const struct model *m, struct scenario *own,
			 struct messages *list, const char *name, GString *trouble)
{
	struct scenario *whole = scenario_whole(own, m->market, list);

	if (whole)
		compare_one(c, m, whole);
	else
		g_string_append_printf(trouble, "%s%s", trouble->len ? "; " : "",
				       messages_count(list) ? messages_get(list, 0)->text : name);
}

static void compare_file(struct comparison *c, const struct model *m, const char *file,
			 GString *trouble)
{
	struct messages *list = messages_new();

	compare_read(c, m, scenario_load(file, list), list, file, trouble);
	messages_free(list);
}

static void compare_aside(struct comparison *c, const struct model *m, const struct scenario *s,
			  GString *trouble)
{
	struct messages *list = messages_new();
	struct scenario *own = scenario_copy(s);

	if (!own->id)
		own->id = g_strdup("not-saved");
	compare_read(c, m, own, list, own->id, trouble);
	messages_free(list);
}

static void compare_parent(struct comparison *c, const struct model *m)
{
	const struct scenario *now = model_scenario(m);
	g_autofree char *file = now->based_on ? scenario_locate(now->based_on, now->file) : NULL;
	GString *trouble = g_string_new(NULL);

	if (file)
		compare_file(c, m, file, trouble);
	g_string_free(trouble, TRUE);
}

static void comparison_done(struct comparison *c)
{
	for (guint i = 0; i < c->list->len; i++) {
		struct compared *one = &g_array_index(c->list, struct compared, i);

		scenario_free((struct scenario *)one->scenario);
		forecast_free((struct forecast *)one->forecast);
		g_free((char *)one->refusal);
	}
	g_array_free(c->list, TRUE);
}

static struct table *build(struct view *v)
{
	const struct compare_view *view = v->own;
	const struct model *m = app_model(v->app);
	const struct scenario *now = model_scenario(m);
	struct comparison c = {g_array_new(FALSE, TRUE, sizeof(struct compared))};
	GString *trouble = g_string_new(NULL);
	struct table *t;

	if (!scenario_is_empty(now)) {
		struct scenario *whole = model_whole(m);

		if (!whole->id)
			whole->id = g_strdup("now");
		compare_one(&c, m, whole);
		compare_parent(&c, m);
	}
	for (guint i = 0; i < view->files->len; i++)
		if (g_strcmp0(now->file, view->files->pdata[i]) != 0)
			compare_file(&c, m, view->files->pdata[i], trouble);
	for (guint i = 0; i < view->scenarios->len; i++)
		compare_aside(&c, m, view->scenarios->pdata[i], trouble);
	t = compare_table(m->source, (const struct compared *)c.list->data, (int)c.list->len);
	if (c.list->len == 0)
		table_note(t, "There is nothing beside the source yet: edit a rate, or mark scenarios.");
	if (trouble->len)
		table_note(t, "Left out: %s.", trouble->str);
	g_string_free(trouble, TRUE);
	comparison_done(&c);
	return t;
}

static void forget(void *own)
{
	struct compare_view *view = own;

	g_ptr_array_free(view->files, TRUE);
	g_ptr_array_free(view->scenarios, TRUE);
}

static const struct view_ops compare_ops = {
	.title = "scenarios side by side",
	.scope = SCOPE_TABLE,
	.hints = table_hints,
	.layout = table_view_layout,
	.sync = table_view_sync,
	.draw = table_view_draw,
	.act = table_view_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

bool view_compare_open(struct app *app, GPtrArray *files, GPtrArray *scenarios)
{
	struct compare_view *view = g_new0(struct compare_view, 1);

	view->table.build = build;
	view->table.forget = forget;
	view->table.title = app_title(app, "Beside the source", app_model(app)->market->title);
	view->files = files;
	view->scenarios = scenarios;
	return table_view_open(app, &compare_ops, view);
}
