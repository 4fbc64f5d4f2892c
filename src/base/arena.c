#include "config.h"
#include "base/arena.h"

#include <glib.h>
#include <stdalign.h>
#include <string.h>

#ifndef ARENA_BLOCK
#define ARENA_BLOCK (64 * 1024)		/* tests build this file with 64 */
#endif

/* Blocks form a list; only the first one still has room.  What is larger than a block gets one
 * of its own behind the first, so that the room left in the first is not lost. */
struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *first;
};

static struct block *block_new(size_t size)
{
	struct block *b = g_malloc0(sizeof *b + size);

	b->size = size;
	return b;
}

struct arena *arena_new(void)
{
	return g_new0(struct arena, 1);
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct block *b = a->first; b;) {
		struct block *next = b->next;

		g_free(b);
		b = next;
	}
	g_free(a);
}

static void *alloc_alone(struct arena *a, size_t size)
{
	struct block *b = block_new(size);

	b->used = size;
	if (a->first) {
		b->next = a->first->next;
		a->first->next = b;
	} else {
		a->first = b;
	}
	return b->bytes;
}

/* align: a power of two, at most that of the blocks. */
static void *alloc(struct arena *a, size_t size, size_t align)
{
	struct block *b = a->first;
	size_t start = b ? (b->used + align - 1) / align * align : 0;

	g_assert(size <= G_MAXSSIZE - sizeof(struct block));
	if (size > ARENA_BLOCK)
		return alloc_alone(a, size);
	if (!b || start > b->size || b->size - start < size) {
		b = block_new(ARENA_BLOCK);
		b->next = a->first;
		a->first = b;
		start = 0;
	}
	b->used = start + size;
	return b->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return alloc(a, MAX(size, 1), alignof(max_align_t));
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = alloc(a, len + 1, 1);	/* strings lie without gaps */

	if (len)
		memcpy(copy, s, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}
