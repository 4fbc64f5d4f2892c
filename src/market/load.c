/* A whole market from its file. */
#include "config.h"

#include "market/load.h"

#include "base/file.h"

static GArray **growing(struct loader *l, int i, guint *size)
{
	struct { GArray **array; guint size; } const all[] = {
		{&l->sources, sizeof(struct source)},
		{&l->source_defined, sizeof(bool)},
		{&l->source_uses, sizeof(struct source_use)},
		{&l->refs, sizeof(struct ref)},
		{&l->kinds, sizeof(struct kind_range)},
		{&l->measures, sizeof(struct measure)},
		{&l->members, sizeof(struct member)},
		{&l->crosses, sizeof(struct cross)},
		{&l->at, sizeof(size_t)},
		{&l->forces, sizeof(struct force)},
		{&l->where, sizeof(struct where_reading)},
		{&l->companies, sizeof(struct company)},
		{&l->events, sizeof(struct event)},
		{&l->notes, sizeof(struct note)},
		{&l->questions, sizeof(struct question)},
		{&l->cross_measures, sizeof(struct cross_measure)},
	};

	if (i >= (int)G_N_ELEMENTS(all))
		return NULL;
	*size = all[i].size;
	return all[i].array;
}

static void loader_begin(struct loader *l, struct reader *r, const char *name)
{
	struct source none = {.id = ""};
	bool yes = true;
	GArray **array;
	guint size;

	l->r = r;
	l->item = reader_item(r);
	l->m = g_new0(struct market, 1);
	l->arena = l->m->arena = arena_new();
	l->m->file = arena_strdup(l->arena, name);
	l->m->mark = reader_mark(r);
	l->m->unit.scale = 1;
	l->m->calendar.starts = 1;
	l->m->calendar.named_end = true;
	l->m->source = SOURCE_UNSET;
	for (int i = 0; (array = growing(l, i, &size)); i++)
		*array = g_array_new(FALSE, FALSE, size);
	g_array_append_val(l->sources, none);
	g_array_append_val(l->source_defined, yes);
	load_begin_tree(l);
}

static void loader_end(struct loader *l)
{
	GArray **array;
	guint size;

	for (int i = 0; (array = growing(l, i, &size)); i++)
		g_array_free(*array, TRUE);
	g_free(l->facts.at);
	g_free(l->cross_facts.at);
	g_free(l->company_facts.at);
}

/* Takes r.  before: errors in the list before it was opened. */
static struct market *load(struct reader *r, const char *name, struct messages *list,
			   size_t before)
{
	struct loader l = {0};

	loader_begin(&l, r, name);
	reader_next(r);
	if (l.item->type == ITEM_MAP)
		load_mapping(&l, MAPPING_MARKET, l.m);
	else if (!reader_stopped(r))
		reader_error(r, "a market file is a mapping that begins with 'tamarack: 1'");
	if (!reader_stopped(r) && l.item->type == ITEM_MAP_END)
		reader_end(r);
	if (!reader_stopped(r) && l.item->type == ITEM_MAP_END)
		load_finish(&l);
	reader_free(r);
	loader_end(&l);
	messages_sort(list);
	if (messages_errors(list) == before)
		return l.m;
	market_free(l.m);
	return NULL;
}

struct market *market_load(const char *file, struct messages *list)
{
	return market_load_watched(file, list, NULL, NULL);
}

struct market *market_load_watched(const char *file, struct messages *list,
				   bool (*step)(void *data, size_t done, size_t total),
				   void *data)
{
	size_t before = messages_errors(list);
	struct reader *r = reader_open(file, list);
	struct market *m;

	reader_watch(r, step, data);
	m = load(r, file, list, before);
	file_input(file, m != NULL);
	return m;
}

struct market *market_load_bytes(const char *name, const char *bytes, size_t n,
				 struct messages *list)
{
	size_t before = messages_errors(list);

	return load(reader_open_bytes(name, bytes, n, list), name, list, before);
}
