/* The command line: which command, its operands and options.
 *
 * Two constant tables say what there is: commands (cli/commands.c) and options (args.c).  The
 * parser, --help, the completions and the manual's lists are made from them. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <glib.h>
#include <stdbool.h>

struct command;

struct option_info {
	const char *name;	/* without the dashes */
	char letter;		/* short form, or 0 */
	const char *argument;	/* what --help calls its value; NULL: a switch */
	const char *commands;	/* words: the commands it belongs to ("explorer": the plain call);
				 * NULL: all, but for those of without */
	const char *without;	/* words: the commands that a common one means nothing to; or NULL */
	const char *choices;	/* "a|b|c": nothing else is taken; or NULL */
	bool repeated;		/* every value counts, not the last alone */
	bool once;		/* a second one is wrong */
	const char *help;
};

struct args {
	const struct command *command;
	GPtrArray *operands;	/* const char *, borrowed from argv */
	GArray *given;		/* options in order, for args_ functions only */
	const struct option_info *asked;	/* what is asked for its words by --format=help; or NULL */
};

enum args_error { ARGS_USAGE };
#define ARGS_ERROR (g_quark_from_static_string("tamarack-args"))

/* argv[0] is the program.  The first operand that names a command chooses it; without one it is
 * the explorer.  NULL with a sentence that says what was meant, perhaps. */
struct args *args_parse(int argc, char *const *argv, GError **error);
/* The command of a line, whatever else is wrong with it. */
const struct command *args_command(int argc, char *const *argv);
void args_free(struct args *a);

/* Where the last word of an unfinished line stands. */
struct args_place {
	const struct command *command;	/* the explorer if none is named before it */
	GPtrArray *operands;	/* those before it, const char *, borrowed; the caller frees the array */
	const struct option_info *option;	/* whose value it is, or NULL */
	const char *value;	/* where in the word that value begins */
	bool only_operands;	/* "--" stands before it */
};

/* argv[0] is the program, the last one the unfinished word: two at least. */
void args_find_place(int argc, char *const *argv, struct args_place *place);

/* name must stand in the table for this command. */
bool args_has(const struct args *a, const char *name);
/* The last value, or NULL. */
const char *args_get(const struct args *a, const char *name);
/* The value number i of a repeated option, NULL behind the last. */
const char *args_nth(const struct args *a, const char *name, int i);
/* The name of option number i as they stand, and its value; NULL behind the last. */
const char *args_given(const struct args *a, guint i, const char **value);
/* A whole number from low to high; *out is untouched if it was not given. */
bool args_integer(const struct args *a, const char *name, int low, int high, int *out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A number, or a percentage as a fraction if percent. */
bool args_number(const struct args *a, const char *name, bool percent, double *out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Operand number i, or NULL. */
const char *args_operand(const struct args *a, guint i);

int option_count(void);
const struct option_info *option_get(int i);
/* Whether option o may stand beside a command; common ones may beside nearly all. */
bool option_applies(const struct option_info *o, const char *command);

#endif
