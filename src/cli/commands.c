/* The commands, one row each. */
#include "config.h"

#include "cli/commands.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

static const struct command commands[] = {
	{.name = "list", .operands = "[DIRECTORY|FILE]...", .least = 0, .most = -1,
	 .help = "markets found, one a line", .run = cmd_list},
	{.name = "show", .operands = "MARKET [PATH]", .least = 1, .most = 2,
	 .help = "levels, shares and rates of a segment's parts", .run = cmd_show},
	{.name = "chart", .operands = "MARKET [PATH]...", .least = 1, .most = -1,
	 .help = "a chart in characters", .run = cmd_chart},
	{.name = "check", .operands = "FILE|MARKET...", .least = 1, .most = -1,
	 .help = "what is wrong with a market file, and what it holds", .run = cmd_check},
	{.name = "bounds", .operands = "MARKET [PATH]", .least = 1, .most = 2,
	 .help = "what is proven about figures that were not printed", .run = cmd_bounds},
	{.name = "explain", .operands = "MARKET PATH [YEAR]", .least = 2, .most = 3,
	 .help = "how a figure came about: formula, inputs, sources, interval", .run = cmd_explain},
	{.name = "forces", .operands = "MARKET [PATH]", .least = 1, .most = 2,
	 .help = "drivers and restraints, or parts of PATH: what each contributes", .run = cmd_forces},
	{.name = "goal", .operands = "MARKET PATH TARGET", .least = 3, .most = 3,
	 .help = "the rate of PATH that reaches 60@2031, 25%@2031 or PATH@2031", .run = cmd_goal},
	{.name = "crossover", .operands = "MARKET PATH PATH", .least = 3, .most = 3,
	 .help = "the year in which one segment overtakes another", .run = cmd_crossover},
	{.name = "slice", .operands = "MARKET PATH...", .least = 2, .most = -1,
	 .help = "what lies in several segments at once; a dimension is taken apart",
	 .run = cmd_slice},
	{.name = "simulate", .operands = "MARKET [PATH]", .least = 1, .most = 2,
	 .help = "percentiles by year where growth rates are uncertain", .run = cmd_simulate},
	{.name = "tornado", .operands = "MARKET [PATH@YEAR]", .least = 1, .most = 2,
	 .help = "which input moves the outcome most", .run = cmd_tornado},
	{.name = "grid", .operands = "MARKET [PATH]", .least = 1, .most = 2,
	 .help = "the end of the forecast by level at its start and rate", .run = cmd_grid},
	{.name = "compare", .operands = "MARKET SCENARIO|MARKET...", .least = 2, .most = 64,
	 .help = "scenarios, or editions and publishers, side by side", .run = cmd_compare},
	{.name = "export", .operands = "MARKET", .least = 1, .most = 1,
	 .help = "every figure of every year, as CSV or JSON", .run = cmd_export},
	{.name = "new", .operands = "ID", .least = 1, .most = 1,
	 .help = "a market file to start from, with comments", .run = cmd_new},
	{.name = "import", .operands = "FILE.csv", .least = 1, .most = 1,
	 .help = "a market file from a table", .run = cmd_import},
	{.name = "schema", .operands = "", .least = 0, .most = 0,
	 .help = "the JSON Schema of market files, for editors", .run = cmd_schema},
	{.name = "keys", .operands = "", .least = 0, .most = 0,
	 .help = "the explorer's actions and their keys", .run = cmd_keys},
	{.name = "completions", .operands = "bash|zsh|fish", .least = 1, .most = -1,
	 .help = "a completion script for a shell", .run = cmd_completions},
};

static const struct command explorer = {
	.name = "", .operands = "[MARKET]...", .least = 0, .most = -1,
	.help = "open the explorer", .run = cmd_explorer,
};

int command_count(void)
{
	return G_N_ELEMENTS(commands);
}

const struct command *command_get(int i)
{
	return &commands[i];
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

const struct command *command_explorer(void)
{
	return &explorer;
}

const char *command_word(const struct command *c)
{
	return c->name[0] ? c->name : "explorer";
}

const char *command_suggest(const char *word)
{
	const char *names[G_N_ELEMENTS(commands)];

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i].name;
	return text_suggest(word, names, G_N_ELEMENTS(commands));
}
