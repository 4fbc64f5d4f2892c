#include "config.h"
#include "sample.h"

#include <string.h>

char *sample_messages(const struct messages *list)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < messages_count(list); i++) {
		const struct message *m = messages_get(list, i);

		if (m->line)
			g_string_append_printf(s, "%d:%d: ", m->line, m->column);
		g_string_append_printf(s, "%s%s\n", m->severity == SEVERITY_WARNING ? "warning: " : "",
				       m->text);
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
