#include "config.h"

#include "forecast/forecast.h"
#include "market/library.h"
#include "report/editions.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* Editions or publishers side by side, on one unit line. */

static const struct view_ops editions_ops = {
	.title = "editions",
	.scope = SCOPE_TABLE,
	.hints = table_hints,
	.layout = table_view_layout,
	.draw = table_view_draw,
	.act = table_view_act,
	.mouse = table_view_mouse,
	.table = table_view_table,
	.close = table_view_close,
};

static struct table *compare(GPtrArray *markets)
{
	GPtrArray *bases = g_ptr_array_new();
	struct table *t;

	for (guint i = 0; i < markets->len; i++) {
		const struct market *m = markets->pdata[i];

		g_ptr_array_add(bases, forecast_base(m, 0, m->fill));
	}
	t = editions_table((const struct forecast *const *)bases->pdata, (int)bases->len);
	for (guint i = 0; i < bases->len; i++)
		forecast_free(bases->pdata[i]);
	g_ptr_array_free(bases, TRUE);
	return t;
}

bool view_editions_open(struct app *app, GPtrArray *files)
{
	struct messages *list = messages_new();
	GPtrArray *markets = g_ptr_array_new_with_free_func((GDestroyNotify)market_free);
	struct table_view *v;

	for (guint i = 0; i < files->len; i++) {
		struct market *m = library_find(files->pdata[i], NULL, list);

		if (m)
			g_ptr_array_add(markets, m);
	}
	if (markets->len == files->len && markets->len > 1) {
		v = g_new0(struct table_view, 1);
		pane_set(&v->pane, compare(markets));
		v->title = g_strdup_printf("%s: %u markets side by side", v->pane.table->title,
					   markets->len);
		table_view_open(app, &editions_ops, v);
	} else {
		app_say(app, STYLE_WARNING, "%s", messages_count(list)
			? messages_get(list, 0)->text : "mark at least two markets first");
	}
	g_ptr_array_free(markets, TRUE);
	messages_free(list);
	g_ptr_array_free(files, TRUE);
	return true;
}
