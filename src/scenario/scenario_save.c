#include "config.h"

#include "scenario/save.h"

#include <string.h>

#include "base/file.h"
#include "scenario/comments.h"

struct scenario *scenario_load_stamped(const char *file, struct stamp *stamp,
				       struct messages *list)
{
	g_autoptr(GError) error = NULL;
	size_t n;
	g_autofree char *bytes = stamp_read(file, stamp, &n, &error);
	struct scenario *s;

	file_input(file, false);
	if (!bytes) {
		messages_add(list, SEVERITY_ERROR, file, 0, 0, "%s", error->message);
		return NULL;
	}
	s = scenario_load_bytes(file, bytes, n, list);
	if (s)
		s->file = g_strdup(file);
	return s;
}

/* The text to write; NULL if it would lose comments.  A new file gets those of the one that the
 * scenario comes from, where nothing can be lost. */
static char *text_for(const struct scenario *s, const char *file, unsigned flags, GError **error)
{
	g_autofree char *text = scenario_format(s), *merged = NULL, *old = NULL;
	struct stamp found;
	size_t n;
	int lost;

	old = stamp_read(file, &found, &n, NULL);
	if (!old && s->file && !found.exists) {
		old = stamp_read(s->file, &found, &n, NULL);
		flags |= SAVE_DROP_COMMENTS;
	}
	if (!old)
		return g_steal_pointer(&text);
	merged = comments_merge(old, n, text, &lost);
	if (!lost || (flags & SAVE_DROP_COMMENTS))
		return g_steal_pointer(&merged);
	g_set_error(error, SAVE_ERROR, SAVE_COMMENTS, "%s: %d of its comments belong to what is "
		    "gone and would be lost; save under another name or drop them", file, lost);
	return NULL;
}

bool scenario_save(struct scenario *s, const char *file, struct stamp *stamp, unsigned flags,
		   GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autofree char *text = NULL, *name = g_strdup(file);
	bool saved;

	if (file_is_market(file)) {
		g_set_error(error, SAVE_ERROR, SAVE_MARKET,
			    "%s is a market file, which is never "
			    "written; save under another name",
			    file);
		return false;
	}
	text = text_for(s, file, flags, error);
	if (!text)
		return false;
	saved = save_file(file, text, strlen(text), stamp, flags, &problem);
	if (saved || g_error_matches(problem, SAVE_ERROR, SAVE_NOT_DURABLE)) {
		g_free(s->file);
		s->file = g_steal_pointer(&name);
	}
	if (problem)
		g_propagate_error(error, g_steal_pointer(&problem));
	return saved;
}
