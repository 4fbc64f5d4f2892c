/* Items of anchored nodes are kept as they pass, in one array for all anchors; an alias within
 * stands as ITEM_ALIAS and is followed when it is read again. */
#include "config.h"

#include "market/reader_work.h"

#include "base/arena.h"

enum { ITEM_ALIAS = 100 };

struct kept {
	struct item item;
	size_t target;		/* of an alias: index of its anchor */
};

struct anchor {
	size_t start, end;	/* in kept; end 0: still open */
	int depth;
	bool too_large;
};

void anchors_open(struct reader *r, const char *name)
{
	struct anchor a = {.depth = r->depth};
	size_t index;

	if (!r->names) {
		r->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		r->anchors = g_array_new(FALSE, FALSE, sizeof(struct anchor));
		r->kept = g_array_new(FALSE, FALSE, sizeof(struct kept));
		r->open = g_array_new(FALSE, FALSE, sizeof(size_t));
		r->texts = arena_new();
	}
	index = r->anchors->len;
	if (index >= READER_ANCHORS) {
		reader_stop_at(r, r->item.line, r->item.column, "more than %d anchors", READER_ANCHORS);
		return;
	}
	a.start = r->kept->len;
	g_array_append_val(r->anchors, a);
	g_array_append_val(r->open, index);
	g_hash_table_replace(r->names, g_strdup(name), GSIZE_TO_POINTER(index + 1));
}

static void keep(struct reader *r, struct item item, size_t target)
{
	struct kept kept = {.item = item, .target = target};

	if (r->kept->len >= READER_ALIASED) {
		for (guint i = 0; i < r->open->len; i++)
			g_array_index(r->anchors, struct anchor,
				      g_array_index(r->open, size_t, i)).too_large = true;
		return;
	}
	if (item.type == ITEM_SCALAR)
		kept.item.text = arena_strndup(r->texts, item.text, item.length);
	g_array_append_val(r->kept, kept);
}

void anchors_keep(struct reader *r)
{
	keep(r, r->item, 0);
}

void anchors_close(struct reader *r)
{
	while (r->open->len > 0) {
		size_t index = g_array_index(r->open, size_t, r->open->len - 1);
		struct anchor *a = &g_array_index(r->anchors, struct anchor, index);

		if (a->depth != r->depth)
			break;
		a->end = r->kept->len;
		g_array_set_size(r->open, r->open->len - 1);
	}
}

static bool follow(struct reader *r, size_t index, int line, int column)
{
	const struct anchor *a = &g_array_index(r->anchors, struct anchor, index);

	for (guint i = 0; i < r->open->len; i++) {
		if (g_array_index(r->open, size_t, i) == index) {
			reader_stop_at(r, line, column, "this alias stands within the node it names");
			return false;
		}
	}
	if (a->too_large) {
		reader_stop_at(r, line, column, "aliases repeat more than %d nodes", READER_ALIASED);
		return false;
	}
	while (r->n_frames > 0 &&
	       r->frames[r->n_frames - 1].at == r->frames[r->n_frames - 1].end)
		r->n_frames--;
	if (r->n_frames == READER_FRAMES) {
		reader_stop_at(r, line, column, "nested deeper than %d levels", READER_DEPTH);
		return false;
	}
	r->frames[r->n_frames++] = (struct frame){a->start, a->end};
	return true;
}

bool anchors_next(struct reader *r)
{
	while (r->n_frames > 0) {
		struct frame *f = &r->frames[r->n_frames - 1];
		const struct kept *k;

		if (f->at == f->end) {
			r->n_frames--;
			continue;
		}
		k = &g_array_index(r->kept, struct kept, f->at++);
		if (++r->aliased > READER_ALIASED) {
			reader_stop_at(r, k->item.line, k->item.column, "aliases repeat more than %d nodes",
			      READER_ALIASED);
			return true;
		}
		if ((int)k->item.type == ITEM_ALIAS) {
			if (!follow(r, k->target, k->item.line, k->item.column))
				return true;
			continue;
		}
		r->item = k->item;
		return true;
	}
	return false;
}

bool anchors_follow(struct reader *r)
{
	const char *name = (const char *)r->event.data.alias.anchor;
	gpointer found = r->names ? g_hash_table_lookup(r->names, name) : NULL;
	struct item item = {.type = (enum item_type)ITEM_ALIAS,
			    .line = r->event.start_mark.line + 1,
			    .column = r->event.start_mark.column + 1};

	if (!found) {
		reader_stop_at(r, item.line, item.column, "no anchor '&%s' stands before this alias", name);
		return false;
	}
	if (r->open->len > 0)
		keep(r, item, GPOINTER_TO_SIZE(found) - 1);
	return follow(r, GPOINTER_TO_SIZE(found) - 1, item.line, item.column);
}

void anchors_free(struct reader *r)
{
	if (!r->names)
		return;
	g_hash_table_destroy(r->names);
	g_array_free(r->anchors, TRUE);
	g_array_free(r->kept, TRUE);
	g_array_free(r->open, TRUE);
	arena_free(r->texts);
}
