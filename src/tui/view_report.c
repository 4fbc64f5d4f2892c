#include "config.h"

#include <string.h>

#include "base/text.h"
#include "tui/view_table.h"
#include "tui/views.h"

/* What the report says in words, as paragraphs in rows; each paragraph is searched as a whole and
 * leads to the segment it is about. */

struct paragraph {
	const char *heading;	/* of its section */
	char *title, *text;	/* either may be NULL */
	int node;		/* -1: none */
};

struct report_view {
	struct table_view table;
	GArray *paragraphs;	/* struct paragraph */
	GArray *rows;		/* int: paragraph of each line of the table, negative: not its first */
};

static const struct view_hint hints[] = {
	{ACTION_CURSOR_DOWN, ACTION_CURSOR_UP, "move"},
	{ACTION_PAGE_DOWN, ACTION_PAGE_UP, "page"},
	{ACTION_OPEN, 0, "go to the segment"},
	{ACTION_FIND, 0, "find"},
	{ACTION_HELP, 0, "keys"},
	{ACTION_BACK, 0, "back"},
	{0, 0, NULL},
};

/* ------------------------------------------------ what there is to read */

/* title and text are taken. */
static void add(struct report_view *r, const char *heading, char *title, char *text, int node)
{
	struct paragraph p = {heading, title, text, node};

	g_array_append_val(r->paragraphs, p);
}

static char *join(const char *const *list, const char *before)
{
	g_autofree char *all = list && list[0] ? g_strjoinv(", ", (char **)list) : NULL;

	return all ? g_strdup_printf("%s%s", before, all) : g_strdup("");
}

static void add_scope(struct report_view *r, const struct market *m)
{
	g_autofree char *also = join(m->also, "Also called ");

	if (m->scope)
		add(r, "Scope", g_strdup(m->title), g_strdup(m->scope), 0);
	if (*also)
		add(r, "Scope", NULL, g_strdup(also), 0);
}

static void add_forces(struct report_view *r, const struct market *m)
{
	for (int i = 0; i < m->n_forces; i++) {
		const struct force *k = &m->forces[i];
		const char *kind = k->kind == FORCE_DRIVER ? "Driver" : "Restraint";
		char *title = k->impact_print
			? g_strdup_printf("%s: %s, %s", kind, k->title, k->impact_print)
			: g_strdup_printf("%s: %s", kind, k->title);
		char *text = k->where_text || k->note
			? g_strdup_printf("%s%s%s", k->where_text ? k->where_text : "",
					  k->where_text && k->note ? ".  " : "",
					  k->note ? k->note : "") : NULL;

		add(r, "Drivers and restraints", title, text,
		    k->n_where == 1 ? k->where[0].node : -1);
	}
}

static void add_notes(struct report_view *r, const struct market *m)
{
	for (int i = 0; i < m->n_notes; i++)
		add(r, "Notes", NULL, g_strdup(m->notes[i].text), m->notes[i].about);
	for (int i = 0; i < m->n_nodes; i++)
		if (m->nodes[i].note)
			add(r, "Notes", NULL, g_strdup(m->nodes[i].note), i);
}

static void add_events(struct report_view *r, const struct market *m)
{
	for (int i = 0; i < m->n_events; i++) {
		const struct event *e = &m->events[i];
		g_autofree char *who = join(e->companies, "  Companies: ");
		g_autofree char *amounts = join(e->amounts, "  Amounts: ");

		add(r, "Events", g_strdup_printf("%s  %s", e->date, e->title),
		    g_strdup_printf("%s%s%s", e->text ? e->text : "", who, amounts), e->about);
	}
}

static void add_companies(struct report_view *r, const struct market *m)
{
	for (int i = 0; i < m->n_companies; i++) {
		const struct company *c = &m->companies[i];
		g_autofree char *also = join(c->also, ", also ");
		GString *text = g_string_new(c->note);

		for (int k = 0; k < c->n_facts; k++) {
			const struct fact *f = &m->company_facts[c->first_fact + k];
			char period[PERIOD_TEXT_MAX] = "";

			if (period_is_set(f->to))
				period_format(f->to, period);
			g_string_append_printf(text, "%sshare %s%s%s", text->len ? "; " : "",
					       f->print ? f->print : "withheld",
					       *period ? ", " : "", period);
		}
		add(r, "Companies", g_strdup_printf("%s%s%s", c->name, also,
						    c->leader ? " (a leader)" : ""),
		    text->len ? g_strdup(text->str) : NULL, -1);
		g_string_free(text, TRUE);
	}
}

static void add_rest(struct report_view *r, const struct market *m)
{
	for (int i = 0; i < m->n_questions; i++)
		add(r, "Questions", g_strdup(m->questions[i].ask),
		    g_strdup(m->questions[i].answer), -1);
	for (int i = 1; i < m->n_sources; i++) {
		const struct source *s = &m->sources[i];
		const char *const parts[] = {s->published, s->url, s->code};
		GString *text = g_string_new(s->title);

		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
			if (parts[k])
				g_string_append_printf(text, "%s%s", text->len ? ", " : "",
						       parts[k]);
		add(r, "Sources", g_strdup(s->publisher ? s->publisher : s->id),
		    g_strdup(text->str), -1);
		g_string_free(text, TRUE);
	}
}

static void collect(struct report_view *r, const struct market *m)
{
	add_scope(r, m);
	add_notes(r, m);
	add_events(r, m);
	add_forces(r, m);
	add_companies(r, m);
	add_rest(r, m);
}

static struct paragraph *paragraph_at(const struct report_view *r, guint i)
{
	return &g_array_index(r->paragraphs, struct paragraph, i);
}

/* ------------------------------------------------ rows */

static void add_row(struct report_view *r, struct table *t, int paragraph, bool first, int indent,
		    const char *text)
{
	int mark = first ? paragraph : -1 - paragraph;

	table_row(t, indent);
	table_text(t, text);
	g_array_append_val(r->rows, mark);
}

static void add_wrapped(struct report_view *r, struct table *t, int paragraph, bool first,
			int indent, const char *text)
{
	g_autoptr(GPtrArray) lines = text_wrap(text, MAX(r->table.columns - 4 - 2 * indent, 10));

	for (guint i = 0; i < lines->len; i++)
		add_row(r, t, paragraph, first && i == 0, indent, lines->pdata[i]);
}

static char *about_text(const struct market *m, int node)
{
	return g_strdup_printf("About: %s", node == 0 ? "the market as a whole" : m->nodes[node].name);
}

static void add_paragraph(struct report_view *r, struct table *t, const struct market *m, int i)
{
	const struct paragraph *p = paragraph_at(r, (guint)i);
	g_autofree char *about = p->node > 0 ? about_text(m, p->node) : NULL;

	if (p->title)
		add_wrapped(r, t, i, true, 0, p->title);
	if (p->text && *p->text)
		add_wrapped(r, t, i, !p->title, 1, p->text);
	if (about)
		add_wrapped(r, t, i, false, 1, about);
}

static struct table *build(struct view *v)
{
	struct report_view *r = v->own;
	const struct market *m = app_model(v->app)->market;
	struct table *t = table_new(NULL);
	const char *heading = NULL;

	t->headless = true;
	table_column(t, "text", "Text", COLUMN_TEXT);
	g_array_set_size(r->rows, 0);
	for (guint i = 0; i < r->paragraphs->len; i++) {
		const char *own = paragraph_at(r, i)->heading;
		int none = G_MININT;

		if (g_strcmp0(heading, own) != 0) {
			table_heading(t, own);
			g_array_append_val(r->rows, none);
		}
		heading = own;
		add_paragraph(r, t, m, (int)i);
	}
	if (r->paragraphs->len == 0)
		table_note(t, "The market file holds no text of the report.");
	return t;
}

/* The paragraph of a line, -1 if none; *first: the line begins it. */
static int paragraph_of(const struct report_view *r, int line, bool *first)
{
	int mark = line >= 0 && line < (int)r->rows->len ? g_array_index(r->rows, int, line)
							 : G_MININT;

	*first = mark >= 0;
	return mark == G_MININT ? -1 : mark >= 0 ? mark : -1 - mark;
}

static char *paragraph_text(const struct paragraph *p)
{
	return g_strdup_printf("%s%s%s", p->title ? p->title : "", p->title && p->text ? " " : "",
			       p->text ? p->text : "");
}

/* A paragraph is found at its first row, by all of its words. */
static char *row_text(const struct pane *p, int line)
{
	const struct report_view *r = ((const struct view *)p->data)->own;
	bool first;
	int i = paragraph_of(r, line, &first);

	return i >= 0 && first ? paragraph_text(paragraph_at(r, (guint)i)) : g_strdup("");
}

/* A row is copied with the whole of its paragraph. */
static void report_table(const struct view *v, bool all, struct shown *out)
{
	const struct report_view *r = v->own;
	bool first;
	int i = paragraph_of(r, pane_line(&r->table.pane), &first);

	table_view_table(v, all, out);
	if (i >= 0)
		out->row = paragraph_text(paragraph_at(r, (guint)i));
}

static enum style row_style(const struct pane *p, int line)
{
	const struct report_view *r = ((const struct view *)p->data)->own;
	bool first;
	int i = paragraph_of(r, line, &first);

	return i >= 0 && first && paragraph_at(r, (guint)i)->title ? STYLE_TITLE : STYLE_NORMAL;
}

/* ------------------------------------------------ the view */

static unsigned report_act(struct view *v, enum action a, int argument)
{
	const struct report_view *r = v->own;
	bool first;
	int i = paragraph_of(r, pane_line(&r->table.pane), &first);

	if (a != ACTION_OPEN)
		return table_view_act(v, a, argument);
	if (i >= 0 && paragraph_at(r, (guint)i)->node >= 0)
		return app_go(v->app, paragraph_at(r, (guint)i)->node, -1);
	app_say(v->app, STYLE_NOTICE, "this is about no segment of its own");
	return REACT_REDRAW;
}

static bool report_open(struct view *v, GError **error)
{
	struct report_view *r = v->own;

	(void)error;
	r->table.pane.row_style = row_style;
	r->table.pane.row_text = row_text;
	r->table.pane.data = v;
	return true;
}

static void forget(void *own)
{
	struct report_view *r = own;

	for (guint i = 0; i < r->paragraphs->len; i++) {
		g_free(paragraph_at(r, i)->title);
		g_free(paragraph_at(r, i)->text);
	}
	g_array_free(r->paragraphs, TRUE);
	g_array_free(r->rows, TRUE);
}

static const struct view_ops report_ops = {
	.title = "report",
	.scope = SCOPE_REPORT,
	.hints = hints,
	.open = report_open,
	.layout = table_view_layout,
	.draw = table_view_draw,
	.act = report_act,
	.mouse = table_view_mouse,
	.table = report_table,
	.close = table_view_close,
};

static struct report_view *report_new(const struct market *m)
{
	struct report_view *r = g_new0(struct report_view, 1);

	r->table.build = build;
	r->table.forget = forget;
	r->table.by_width = true;
	r->table.title = g_strdup_printf("In words: %s", m->title);
	r->paragraphs = g_array_new(FALSE, TRUE, sizeof(struct paragraph));
	r->rows = g_array_new(FALSE, FALSE, sizeof(int));
	collect(r, m);
	return r;
}

bool view_report_open(struct app *app, const char *find)
{
	struct report_view *r = report_new(app_model(app)->market);

	if (!table_view_open(app, &report_ops, r))
		return false;
	if (find) {
		pane_find(&r->table.pane, find, -1, 1);
		r->table.find = g_strdup(find);
	}
	return true;
}

bool view_report_has(const struct market *m, const char *words)
{
	struct report_view *r = report_new(m);
	bool found = false;

	for (guint i = 0; i < r->paragraphs->len && !found; i++) {
		const struct paragraph *p = paragraph_at(r, i);
		g_autofree char *all = g_strdup_printf("%s %s", p->title ? p->title : "",
						       p->text ? p->text : "");

		found = text_matches(all, words);
	}
	forget(r);
	g_free(r->table.title);
	g_free(r);
	return found;
}
