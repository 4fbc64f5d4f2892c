#include "config.h"
#include "golden.h"

#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void record(const char *file, const char *text)
{
	g_autofree char *folder = g_path_get_dirname(file);
	g_autoptr(GError) error = NULL;

	g_mkdir_with_parents(folder, 0755);
	if (!g_file_set_contents(file, text, -1, &error))
		ck_abort_msg("%s", error->message);
}

/* Fails with the first line that differs. */
static void compare(const char *name, const char *expected, const char *text)
{
	g_auto(GStrv) want = g_strsplit(expected, "\n", -1);
	g_auto(GStrv) have = g_strsplit(text, "\n", -1);
	int i = 0;

	if (strcmp(expected, text) == 0)
		return;
	while (want[i] && have[i] && strcmp(want[i], have[i]) == 0)
		i++;
	/* Check refuses messages of more than some thousand bytes */
	ck_abort_msg("golden/%s:%d\nrecorded: %s\ndrawn:    %s\nthe whole:\n%.3000s", name, i + 1,
		     want[i] ? want[i] : "(end)", have[i] ? have[i] : "(end)", text);
}

void golden_text(const char *name, const char *text)
{
	g_autofree char *file = g_build_filename(TOP_SRCDIR, "tests", "golden", name, NULL);
	g_autofree char *expected = NULL;

	if (getenv("TAMARACK_RECORD")) {
		record(file, text);
		return;
	}
	if (!g_file_get_contents(file, &expected, NULL, NULL))
		ck_abort_msg("no golden/%s; make record-golden writes it\n%s", name, text);
	compare(name, expected, text);
}

void golden_canvas(const char *name, const struct canvas *c)
{
	g_autofree char *text = canvas_dump(c), *styles = canvas_dump_styles(c);
	g_autofree char *both = g_strconcat(text, "----\n", styles, NULL);

	golden_text(name, both);
}
