/* Any bytes as a scenario file: what loads is written and reads back as the same; the comments of
 * what was read go where they can. */
#include "config.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "scenario/comments.h"
#include "scenario/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load_bytes("fuzz", (const char *)bytes, n, list), *again;
	g_autofree char *text = NULL, *twice = NULL, *merged = NULL;
	int lost;

	if (s) {
		text = scenario_format(s);
		again = scenario_load_bytes("again", text, strlen(text), list);
		g_assert_nonnull(again);
		g_assert_true(scenario_equal(s, again));
		twice = scenario_format(again);
		g_assert_cmpstr(text, ==, twice);
		merged = comments_merge((const char *)bytes, n, text, &lost);
		scenario_free(again);
		again = scenario_load_bytes("merged", merged, strlen(merged), list);
		g_assert_nonnull(again);
		g_assert_true(scenario_equal(s, again));
		scenario_free(again);
	} else {
		g_assert_cmpuint(messages_errors(list), >, 0);
	}
	scenario_free(s);
	messages_free(list);
	return 0;
}
