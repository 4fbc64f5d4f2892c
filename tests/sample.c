#include "config.h"
#include "sample.h"

#include <check.h>
#include <string.h>

char *sample_messages(const struct messages *list)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < messages_count(list); i++) {
		const struct message *m = messages_get(list, i);

		if (m->line)
			g_string_append_printf(s, "%d:%d: ", m->line, m->column);
		if (m->severity == SEVERITY_WARNING)
			g_string_append(s, "warning: ");
		g_string_append_printf(s, "%s\n", m->text);
	}
	return g_string_free(s, FALSE);
}

struct market *sample_try(const char *text, char **said)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("test", text, strlen(text), list);

	if (said)
		*said = sample_messages(list);
	messages_free(list);
	return m;
}

/* The market, which must be there; frees the list. */
static struct market *surely(struct market *m, struct messages *list)
{
	g_autofree char *said = sample_messages(list);

	if (!m)
		ck_abort_msg("%s", said);
	messages_free(list);
	return m;
}

struct market *sample_text(const char *text)
{
	struct messages *list = messages_new();

	return surely(market_load_bytes("test", text, strlen(text), list), list);
}

struct market *sample_file(const char *file)
{
	g_autofree char *path = g_build_filename(TOP_SRCDIR, file, NULL);
	struct messages *list = messages_new();

	return surely(market_load(path, list), list);
}

struct market *sample_report(const char *id)
{
	g_autofree char *file = g_strdup_printf("data/%s.yaml", id);

	return sample_file(file);
}

struct market *sample_longer(const char *id, const char *more)
{
	g_autofree char *file = g_strdup_printf(TOP_SRCDIR "/data/%s.yaml", id);
	g_autofree char *text = NULL, *longer = NULL;

	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	longer = g_strconcat(text, more, NULL);
	return sample_text(longer);
}

int sample_node(const struct market *m, const char *path)
{
	int node = market_find(m, path);

	if (node < 0)
		ck_abort_msg("no node %s", path);
	return node;
}
