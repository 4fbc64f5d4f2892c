/* One run of the program: what every command gets, and what commands share.
 *
 * Data goes to standard output (or the file of -o), talk to standard error, one sentence a line
 * behind the program's name. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "report/render.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_NO = 1,		/* the answer is no: errors found, a target out of reach */
	EXIT_USAGE = 2,		/* wrong usage, a file that is not what it should be, a failed write */
};

/* What lies above this layer and is handed in by main. */
struct cli_hooks {
	int (*explorer)(const struct cli *c);		/* returns an exit status */
	bool (*keys)(FILE *out, bool mdoc);		/* false if out fails */
	void (*key_rows)(struct table *t);		/* action, keys, group, help */
};

struct cli {
	const struct args *args;
	const struct cli_hooks *hooks;
};

/* The whole program behind main: standard descriptors, arguments, one command.  Returns the exit
 * status.  The locale is set by the caller. */
int cli_main(int argc, char *const *argv, const struct cli_hooks *hooks);

/* ---- for commands ---- */

/* "tamarack: ...", cleaned, on standard error. */
void cli_say(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* The same with "Try 'tamarack --help'." behind it; returns EXIT_USAGE. */
int cli_usage(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* Says error and frees it. */
void cli_error(GError *error);
/* Messages of at least that severity, sorted. */
void cli_messages(struct messages *list, enum severity least);

/* The format of --format, or preset where it was not given. */
enum format cli_format(const struct cli *c, enum format preset);
/* Style of --format, --digits, --ascii, --color.  False, said, if one is wrong. */
bool cli_style(const struct cli *c, enum format preset, int digits, struct render_style *style)
	G_GNUC_WARN_UNUSED_RESULT;
/* Opens -o or standard output; NULL and said if that fails or would replace an input. */
struct output *cli_output(const struct cli *c);
/* The line of a market file that tells an editor where its schema is.  New string. */
char *cli_modeline(void);
/* Closes out; status, or EXIT_USAGE (said) if a byte did not arrive. */
int cli_finish(struct output *out, int status);
/* Renders t in the style of the options and frees it. */
int cli_table(const struct cli *c, struct table *t, int status);

/* Signs beyond ASCII may be drawn: a UTF-8 locale and no --ascii. */
bool cli_utf8(const struct cli *c);
/* Size of the terminal on standard output; false if it is none. */
bool cli_terminal(int *rows, int *columns);
/* Whether output is to be coloured (--color, NO_COLOR, TERM). */
bool cli_color(const struct cli *c);

/* Writes the help of a command, of the program for the explorer. */
void help_write(const struct command *command, struct output *out);
/* What an option of choices takes, one a line. */
void help_choices(const struct option_info *o, struct output *out);
void help_version(struct output *out);

#endif
