/* --help and --version, printed from the tables of commands and options. */
#include "config.h"

#include <string.h>

#include "cli/cli.h"

enum { HELP_WIDTH = 80, HELP_LEFT = 28 };

/* left, then words in a column of their own. */
static void entry(struct output *out, const char *left, const char *words)
{
	g_auto(GStrv) parts = g_strsplit(words, " ", -1);
	int at = 2 + (int)strlen(left);

	output_printf(out, "  %s", left);
	if (at + 2 > HELP_LEFT) {
		output_text(out, "\n");
		at = 0;
	}
	output_printf(out, "%*s", HELP_LEFT - at, "");
	at = HELP_LEFT;
	for (int i = 0; parts[i]; i++) {
		int len = (int)strlen(parts[i]);

		if (i && at + 1 + len > HELP_WIDTH) {
			output_printf(out, "\n%*s", HELP_LEFT, "");
			at = HELP_LEFT;
		} else if (i) {
			output_text(out, " ");
			at++;
		}
		output_text(out, parts[i]);
		at += len;
	}
	output_text(out, "\n");
}

static void option_entry(struct output *out, const struct option_info *o)
{
	GString *left = g_string_new(NULL);
	g_autofree char *words = o->choices
		? g_strdup_printf("%s: %s", o->help, o->choices) : g_strdup(o->help);

	if (o->letter)
		g_string_append_printf(left, "-%c, ", o->letter);
	else
		g_string_append(left, "    ");
	g_string_append_printf(left, "--%s", o->name);
	if (o->argument)
		g_string_append_printf(left, " %s", o->argument);
	entry(out, left->str, words);
	g_string_free(left, TRUE);
}

/* Options of one kind: common ones, or those of the command alone.  False if there is none. */
static bool write_options(struct output *out, const char *title, const char *command, bool common)
{
	bool any = false;

	for (int i = 0; i < option_count(); i++) {
		const struct option_info *o = option_get(i);

		if (common != !o->commands || !option_applies(o, command))
			continue;
		if (!any)
			output_printf(out, "\n%s\n", title);
		any = true;
		option_entry(out, o);
	}
	return any;
}

static void write_commands(struct output *out)
{
	output_text(out, "\nCommands (more with `tamarack COMMAND --help`)\n");
	for (int i = 0; i < command_count(); i++) {
		const struct command *c = command_get(i);
		g_autofree char *left = g_strjoin(c->operands[0] ? " " : "", c->name, c->operands,
						  NULL);

		entry(out, left, c->help);
	}
}

static void write_last(struct output *out, const struct command *command)
{
	if (strstr(command->operands, "MARKET"))
		output_text(out,
		    "\nA MARKET is a file, - for standard input, a directory of *.yaml files, or the id\n"
		    "of a market in the library ($TAMARACK_PATH, the user's data directory, the\n"
		    "installed markets).\n");
	output_text(out,
		    "\nExit status: 0 done; 1 the answer is no (errors found, a target out of reach);\n"
		    "2 wrong usage, or a file that cannot be read as what it should be.\n"
		    "\nThe manual: ? in the explorer, man tamarack; to begin, man tamarack-tutorial.\n");
	if (PACKAGE_BUGREPORT[0])
		output_printf(out, "Report bugs to: %s\n", PACKAGE_BUGREPORT);
	else
		output_text(out, "Report bugs where you got tamarack from, with the output of\n"
			    "`tamarack --version`.\n");
}

void help_write(const struct command *command, struct output *out)
{
	if (!command->name[0]) {
		output_text(out, "Usage: tamarack [OPTION]... [MARKET]...\n"
			    "       tamarack COMMAND [OPTION]... [ARGUMENT]...\n"
			    "Explore market reports: segments, growth, forecasts, what if.\n"
			    "Without a command: the explorer on a terminal; else `show`, or `list` if "
			    "there\nis no MARKET.\n");
		write_commands(out);
		write_options(out, "Common options", "explorer", true);
		write_options(out, "Options of the explorer", "explorer", false);
	} else {
		output_printf(out, "Usage: tamarack %s [OPTION]...%s%s\n", command->name,
			      command->operands[0] ? " " : "", command->operands);
		output_printf(out, "Prints %s.\n", command->help);
		write_options(out, "Options of the command", command->name, false);
		write_options(out, "Common options", command->name, true);
	}
	write_last(out, command);
}

void help_choices(const struct option_info *o, struct output *out)
{
	g_autofree char *lines = g_strdelimit(g_strdup(o->choices), "|", '\n');

	output_printf(out, "%s\n", lines);
}

void help_version(struct output *out)
{
	output_text(out, PACKAGE_NAME " " PACKAGE_VERSION "\n"
		    "License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.\n"
		    "This is free software: you are free to change and redistribute it.\n"
		    "There is NO WARRANTY, to the extent permitted by law.\n");
}
