/* An arena: many small allocations that die together.
 * A market keeps nodes' names and facts in one; nothing in it is freed alone. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* Frees every allocation of the arena; NULL is fine. */
void arena_free(struct arena *a);
/* size bytes, zeroed, aligned for any type.  Ends the program when memory is gone. */
void *arena_alloc(struct arena *a, size_t size);
/* A copy of len bytes of s with a NUL behind. */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);

#endif
