/* The call without a command: the explorer on a terminal, else show or list. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "cli/session.h"
#include "market/library.h"

/* What is called otherwise in the explorer or in programs of this kind. */
static const struct { const char *word, *meant; } other_words[] = {
	{"help", "--help"}, {"audit", "check"}, {"library", "list"}, {"markets", "list"},
	{"report", "show"}, {"tree", "show"}, {"graph", "chart"}, {"plot", "chart"},
	{"waterfall", "forces"}, {"crossing", "slice"}, {"simulation", "simulate"},
};

static const char *command_meant(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(other_words); i++)
		if (strcmp(word, other_words[i].word) == 0)
			return other_words[i].meant;
	return command_suggest(word);
}

/* A word that is neither file nor market but a command's, or nearly, was meant as one. */
static bool is_mistyped(const char *word)
{
	const char *meant = command_meant(word);
	struct library *lib;
	bool known = false;

	if (!meant || g_file_test(word, G_FILE_TEST_EXISTS))
		return false;
	lib = library_open();
	for (int i = 0; i < library_count(lib) && !known; i++)
		known = g_strcmp0(library_get(lib, i)->id, word) == 0;
	library_free(lib);
	if (!known)
		cli_usage("unknown command or market '%s', did you mean '%s'?", word, meant);
	return !known;
}

static bool wants_text(const struct cli *c)
{
	return !isatty(STDOUT_FILENO) || args_has(c->args, "output")
		|| args_has(c->args, "format") || args_has(c->args, "plain");
}

static int show_each(const struct cli *c)
{
	int worst = EXIT_DONE;

	for (guint i = 0; i < c->args->operands->len; i++) {
		const char *what = args_operand(c->args, i);
		int status = g_file_test(what, G_FILE_TEST_IS_DIR)
			? cmd_list_directory(c, what) : cmd_show_market(c, what, NULL);

		worst = MAX(worst, status);
	}
	return worst;
}

int cmd_explorer(const struct cli *c)
{
	const char *first = args_operand(c->args, 0);

	if (first && is_mistyped(first))
		return EXIT_USAGE;
	if (!wants_text(c) && c->hooks->explorer)
		return c->hooks->explorer(c);
	return first ? show_each(c) : cmd_list(c);
}
