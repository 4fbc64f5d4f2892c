#include "config.h"

#include "market/market.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "market/load.h"

enum { NARROW = 16 };		/* children that are searched one by one */

void market_free(struct market *m)
{
	if (!m)
		return;
	g_free(m->nodes);
	g_free(m->facts);
	g_free((struct fact *)m->cross_facts);
	g_free((struct fact *)m->company_facts);
	arena_free(m->arena);
	g_free(m);
}

/* -- The tree */

int market_dimension(const struct market *m, int node)
{
	if (node == 0)
		return -1;
	while (!(m->nodes[node].flags & NODE_DIMENSION))
		node = m->nodes[node].parent;
	return node;
}

char *market_path(const struct market *m, int node)
{
	GString *path;

	if (node == 0)
		return g_strdup("total");
	path = g_string_new(m->nodes[node].id);
	while ((node = m->nodes[node].parent) > 0) {
		g_string_prepend_c(path, '/');
		g_string_prepend(path, m->nodes[node].id);
	}
	return g_string_free(path, FALSE);
}

int market_measure(const struct market *m, const char *id)
{
	for (int i = 0; i < m->n_measures; i++)
		if (g_strcmp0(m->measures[i].id, id) == 0)
			return i;
	return -1;
}

char *market_unit(const struct market *m, int measure, bool brief)
{
	const struct measure *of = &m->measures[measure];

	return of->has_unit ? unit_format(&of->unit, brief) : g_strdup("");
}

enum covers market_covers(const struct market *m, int node, int measure)
{
	const uint8_t *covers = m->measures[measure].covers;

	return covers ? covers[node] : m->nodes[node].covers;
}

/* -- The index of wide groups: open addressing, at most half full */

struct path_index {
	uint32_t mask;
	int32_t slots[];	/* node, 0: free */
};

static uint32_t hash_child(int parent, const char *id, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u ^ (uint32_t)parent;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)id[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

static bool is_child(const struct market *m, int node, int parent, const char *id, size_t length)
{
	const char *own = m->nodes[node].id;

	return m->nodes[node].parent == parent && strncmp(own, id, length) == 0 &&
	       own[length] == '\0';
}

static int index_find(const struct market *m, int parent, const char *id, size_t length)
{
	const struct path_index *index = m->index;
	uint32_t at = hash_child(parent, id, length);

	for (; index->slots[at & index->mask]; at++)
		if (is_child(m, index->slots[at & index->mask], parent, id, length))
			return index->slots[at & index->mask];
	return -1;
}

static void index_add(const struct market *m, struct path_index *index, int node)
{
	const char *id = m->nodes[node].id;
	uint32_t at = hash_child(m->nodes[node].parent, id, strlen(id));

	while (index->slots[at & index->mask])
		at++;
	index->slots[at & index->mask] = node;
}

static int count_children(const struct market *m, int parent)
{
	int n = 0;

	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i))
		n++;
	return n;
}

/* Compares the children of a narrow group with each other. */
static void check_group(const struct market *m, int parent,
			void (*clash)(void *data, int node, int other), void *data)
{
	int kids[NARROW], n = 0;

	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i)) {
		const char *id = m->nodes[i].id;

		for (int j = 0; j < n && *id; j++) {
			if (strcmp(id, m->nodes[kids[j]].id) == 0) {
				clash(data, i, kids[j]);
				break;
			}
		}
		kids[n++] = i;
	}
}

static void index_group(struct market *m, struct path_index *index, int parent,
			void (*clash)(void *data, int node, int other), void *data)
{
	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i)) {
		const char *id = m->nodes[i].id;
		int other = *id ? index_find(m, parent, id, strlen(id)) : -1;

		if (other > 0)
			clash(data, i, other);
		else
			index_add(m, index, i);
	}
}

void market_index_build(struct market *m, void (*clash)(void *data, int node, int other), void *data)
{
	g_autoptr(GArray) wide = g_array_new(FALSE, FALSE, sizeof(int));
	struct path_index *index;
	size_t members = 0, room = 64;

	for (int i = 0; i < m->n_nodes; i++) {
		int n = m->nodes[i].size > NARROW ? count_children(m, i) : 0;

		if (n > NARROW) {
			g_array_append_val(wide, i);
			members += n;
		} else if (m->nodes[i].size > 2) {
			check_group(m, i, clash, data);
		}
	}
	if (members == 0)
		return;
	while (room < members * 2)
		room *= 2;
	index = arena_alloc(m->arena, sizeof *index + room * sizeof *index->slots);
	index->mask = room - 1;
	m->index = index;
	for (guint i = 0; i < wide->len; i++)
		index_group(m, index, g_array_index(wide, int, i), clash, data);
}

/* -- Looking up */

static int find_child(const struct market *m, int parent, const char *id, size_t length)
{
	int seen = 0;

	for (int i = market_child(m, parent); i >= 0; i = market_next(m, i)) {
		if (is_child(m, i, parent, id, length))
			return i;
		if (++seen > NARROW)
			return m->index ? index_find(m, parent, id, length) : -1;
	}
	return -1;
}

int market_find_child(const struct market *m, int node, const char *id)
{
	return find_child(m, node, id, strlen(id));
}

int *market_match(const struct market *from, const struct market *to)
{
	int *map = g_new0(int, (size_t)from->n_nodes);

	for (int i = 1; i < from->n_nodes; i++) {
		int parent = map[from->nodes[i].parent];

		map[i] = parent < 0 ? -1 : market_find_child(to, parent, from->nodes[i].id);
	}
	return map;
}

int market_find(const struct market *m, const char *path)
{
	int node = 0;

	if (strcmp(path, "total") == 0)
		return 0;
	for (;;) {
		size_t length = strcspn(path, "/");

		node = length > 0 ? find_child(m, node, path, length) : -1;
		if (node < 0 || !path[length])
			return node;
		path += length + 1;
	}
}

/* name, folded, is query, which is folded. */
static bool same_folded(const char *name, const char *query)
{
	g_autofree char *folded = NULL;

	if (g_str_is_ascii(name))
		return g_ascii_strcasecmp(name, query) == 0;
	folded = text_fold(name);
	return strcmp(folded, query) == 0;
}

static bool matches(const struct node *node, const char *query, bool aliases)
{
	if (!aliases)
		return same_folded(node->id, query) || same_folded(node->name, query);
	for (int i = 0; node->also && node->also[i]; i++)
		if (same_folded(node->also[i], query))
			return true;
	return false;
}

/* The one child of node that query means; -1, -2 as market_find_loose. */
static int loose_child(const struct market *m, int node, const char *query)
{
	for (int aliases = 0; aliases < 2; aliases++) {
		int found = -1;

		for (int i = market_child(m, node); i >= 0; i = market_next(m, i)) {
			if (!matches(&m->nodes[i], query, aliases))
				continue;
			if (found >= 0)
				return -2;
			found = i;
		}
		if (found >= 0)
			return found;
	}
	return -1;
}

static int loose_below(const struct market *m, int node, char **parts)
{
	for (; node >= 0 && *parts; parts++)
		node = loose_child(m, node, *parts);
	return node;
}

int market_find_loose(const struct market *m, const char *text)
{
	g_autofree char *folded = text_fold(text);
	g_auto(GStrv) parts = g_strsplit(g_strstrip(folded), "/", -1);
	int exact = market_find(m, text);

	if (exact >= 0 || !parts[0])
		return exact;
	for (int aliases = 0; aliases < 2; aliases++) {
		int found = -1;

		for (int i = 0; i < m->n_nodes; i++) {
			int node;

			if (!matches(&m->nodes[i], parts[0], aliases))
				continue;
			node = loose_below(m, i, parts + 1);
			if (node == -2 || (node >= 0 && found >= 0))
				return -2;
			if (node >= 0)
				found = node;
		}
		if (found >= 0)
			return found;
	}
	return -1;
}

static char *nearest_letters(const struct market *m, const char *text)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	const char *near;

	for (int i = 0; i < m->n_nodes; i++) {
		g_ptr_array_add(paths, market_path(m, i));
		g_ptr_array_add(paths, g_strdup(m->nodes[i].id ? m->nodes[i].id : ""));
	}
	near = text_suggest(text, (const char *const *)paths->pdata, paths->len);
	for (guint i = 0; near && i < paths->len; i++)
		if (paths->pdata[i] == near)
			return g_strdup(paths->pdata[i - i % 2]);
	return NULL;
}

/* The word stands in the name: 2 at its beginning, 1 behind a blank, 0 not at all. */
static int has_word(const char *name, const char *word)
{
	g_autofree char *folded = name ? text_fold(name) : NULL;
	const char *at = folded ? strstr(folded, word) : NULL;

	while (at && at > folded && at[-1] != ' ' && at[-1] != '-')
		at = strstr(at + 1, word);
	return !at ? 0 : at == folded ? 2 : 1;
}

char *market_suggest(const struct market *m, const char *text)
{
	g_autofree char *word = text_fold(text);
	char *near = nearest_letters(m, text);
	int best = 0, found = -1;

	if (near || strlen(word) < 3)
		return near;
	for (int i = 1; i < m->n_nodes && best < 2; i++) {
		int fits = MAX(has_word(m->nodes[i].name, word), has_word(m->nodes[i].id, word));

		if (fits > best) {
			best = fits;
			found = i;
		}
	}
	return found < 0 ? NULL : market_path(m, found);
}

/* -- Kinds, periods, names */

static int start_month(struct period p)
{
	int months = 12 / period_parts(p.step);

	return p.year * 12 + (p.part - 1) * months;
}

static int end_month(struct period p)
{
	return start_month(p) + 12 / period_parts(p.step);
}

enum kind market_kind(const struct market *m, const struct fact *f)
{
	if (f->kind != KIND_NONE)
		return f->kind;
	if (!period_is_set(f->to))
		return KIND_NONE;
	for (int i = 0; i < m->n_kinds; i++) {
		const struct kind_range *k = &m->kinds[i];

		if ((!period_is_set(k->from) || start_month(f->to) >= start_month(k->from)) &&
		    (!period_is_set(k->to) || end_month(f->to) <= end_month(k->to)))
			return k->kind;
	}
	return end_month(f->to) > end_month(m->period.base) ? KIND_FORECAST : KIND_NONE;
}

char *market_period(const struct market *m, struct period p)
{
	char text[PERIOD_TEXT_MAX];

	if (!period_is_set(p))
		return g_strdup("");
	return g_strdup_printf("%s%s", m->calendar.fiscal ? "FY" : "", period_format(p, text));
}

char *market_span(const struct market *m, struct period from, struct period to)
{
	g_autofree char *a = market_period(m, from), *b = market_period(m, to);
	bool years = from.step == STEP_YEAR && to.step == STEP_YEAR;

	return g_strdup_printf("%s%s%s", a, years ? "-" : "..", b);
}

const char *metric_name(enum metric metric)
{
	static const char *const names[] = {"value", "share", "growth", "yoy", "change", "cagr",
					    "rank", "trend"};

	return names[metric];
}

const char *kind_name(enum kind kind)
{
	static const char *const names[] = {"", "actual", "preliminary", "estimate", "forecast",
					    "target"};

	return names[kind];
}

const char *fill_name(enum fill fill)
{
	static const char *const names[] = {"equal", "weights", "none"};

	return names[fill];
}
