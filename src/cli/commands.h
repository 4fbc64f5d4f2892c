/* The commands, one row each.
 *
 * A new command: one file cli/cmd_NAME.c with `int cmd_NAME(const struct cli *c)`, its line in the
 * list below, its row in commands.c, and rows in the table of args.c for options of its own. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

struct cli;

struct command {
	const char *name;	/* "" for the explorer */
	const char *operands;	/* "MARKET [PATH]" as --help prints it */
	const char *help;	/* one line */
	int least, most;	/* operands; most -1: any number */
	int (*run)(const struct cli *c);	/* returns an exit status */
};

int command_count(void);
const struct command *command_get(int i);
/* NULL if no command has this name. */
const struct command *command_find(const char *name);
/* The call without a command word. */
const struct command *command_explorer(void);
/* How options.commands names it: its name, or "explorer". */
const char *command_word(const struct command *c);
/* The command that a mistyped word means, or NULL. */
const char *command_suggest(const char *word);

int cmd_bounds(const struct cli *c);
int cmd_chart(const struct cli *c);
int cmd_check(const struct cli *c);
int cmd_compare(const struct cli *c);
int cmd_completions(const struct cli *c);
int cmd_crossover(const struct cli *c);
int cmd_explain(const struct cli *c);
int cmd_explorer(const struct cli *c);
int cmd_export(const struct cli *c);
int cmd_forces(const struct cli *c);
int cmd_goal(const struct cli *c);
int cmd_import(const struct cli *c);
int cmd_grid(const struct cli *c);
int cmd_keys(const struct cli *c);
int cmd_list(const struct cli *c);
int cmd_new(const struct cli *c);
int cmd_schema(const struct cli *c);
int cmd_show(const struct cli *c);
int cmd_simulate(const struct cli *c);
int cmd_slice(const struct cli *c);
int cmd_tornado(const struct cli *c);

/* What the plain call does without a terminal. */
int cmd_list_directory(const struct cli *c, const char *directory);
int cmd_show_market(const struct cli *c, const char *market, const char *path);

#endif
