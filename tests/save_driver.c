/* Saves one scenario, for fault_save.sh, which makes the system fail between two calls of getppid.
 *
 *	save_driver save FILE TITLE	status 0: saved; 3: saved, not durable; 1: not saved, why
 *	save_driver sweep DIRECTORY	removes what killed saves left */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "scenario/save.h"

static int save(const char *file, const char *title)
{
	struct messages *list = messages_new();
	struct stamp stamp = {0};
	struct scenario *s = scenario_load_stamped(file, &stamp, list);
	g_autoptr(GError) error = NULL;
	bool saved;

	if (!s)
		s = scenario_new("x", "ai-training-dataset");
	g_free(s->title);
	s->title = g_strdup(title);
	getppid();
	saved = scenario_save(s, file, &stamp, 0, &error);
	getppid();
	if (error)
		fprintf(stderr, "%s\n", error->message);
	scenario_free(s);
	messages_free(list);
	return saved ? 0 : g_error_matches(error, SAVE_ERROR, SAVE_NOT_DURABLE) ? 3 : 1;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "save") == 0)
		return save(argv[2], argv[3]);
	if (argc == 3 && strcmp(argv[1], "sweep") == 0) {
		save_sweep(argv[2]);
		return 0;
	}
	fprintf(stderr, "save_driver: save FILE TITLE, or sweep DIRECTORY\n");
	return 2;
}
