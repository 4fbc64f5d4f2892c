/* One run of the program: what every command gets, and what commands share. */
#include "config.h"

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "market/library.h"

/* ---- talk ---- */

/* Whose --help tells more. */
static const struct command *command;

static void say(const char *text)
{
	g_autofree char *safe = text_safe(text, false);

	fflush(stdout);
	fprintf(stderr, "tamarack: %s\n", safe);
}

void cli_say(const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list ap;

	va_start(ap, format);
	text = g_strdup_vprintf(format, ap);
	va_end(ap);
	say(text);
}

int cli_usage(const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list ap;

	va_start(ap, format);
	text = g_strdup_vprintf(format, ap);
	va_end(ap);
	say(text);
	fprintf(stderr, "Try 'tamarack %s%s--help' for more information.\n",
		command ? command->name : "", command && command->name[0] ? " " : "");
	return EXIT_USAGE;
}

void cli_error(GError *error)
{
	say(error->message);
	g_error_free(error);
}

void cli_messages(struct messages *list, enum severity least)
{
	messages_sort(list);
	for (size_t i = 0; i < messages_count(list); i++) {
		const struct message *m = messages_get(list, i);

		if (m->severity >= least) {
			g_autofree char *text = message_format(m);
			/* A line of a file is a place that an editor jumps to, and stands alone. */
			bool place = m->file && m->line > 0 && !g_str_has_prefix(m->file, "--");

			fprintf(stderr, "%s%s\n", place ? "" : "tamarack: ", text);
		}
	}
}

/* ---- style and output ---- */

enum format cli_format(const struct cli *c, enum format preset)
{
	const char *name = args_get(c->args, "format");
	enum format format = preset;

	if (name)
		format_parse(name, &format);
	return format;
}

bool cli_color(const struct cli *c)
{
	const char *when = args_get(c->args, "color");
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return !args_has(c->args, "output") && isatty(STDOUT_FILENO) && !(no_color && *no_color)
		&& term && *term && strcmp(term, "dumb") != 0;
}

bool cli_style(const struct cli *c, enum format preset, int digits, struct render_style *style)
{
	GError *error = NULL;

	*style = (struct render_style){
		.format = cli_format(c, preset),
		.digits = digits,
		.exact = args_has(c->args, "digits"),
		.ascii = args_has(c->args, "ascii"),
		.color = cli_color(c),
	};
	if (args_integer(c->args, "digits", 0, 15, &style->digits, &error))
		return true;
	cli_usage("%s", error->message);
	g_error_free(error);
	return false;
}

struct output *cli_output(const struct cli *c)
{
	const char *path = args_get(c->args, "output");
	GError *error = NULL;
	struct output *out;

	for (guint i = 0; i < c->args->operands->len; i++)
		file_input(args_operand(c->args, i), false);
	out = output_open(path, &error);
	if (!out)
		cli_error(error);
	return out;
}

int cli_finish(struct output *out, int status)
{
	GError *error = NULL;

	if (output_close(out, &error))
		return status;
	cli_error(error);
	return EXIT_USAGE;
}

int cli_table(const struct cli *c, struct table *t, int status)
{
	struct render_style style;
	struct output *out = NULL;

	if (cli_style(c, FORMAT_TEXT, 2, &style))
		out = cli_output(c);
	if (!out) {
		table_free(t);
		return EXIT_USAGE;
	}
	table_write(t, &style, out);
	table_free(t);
	return cli_finish(out, status);
}

/* ---- the terminal ---- */

bool cli_utf8(const struct cli *c)
{
	return !args_has(c->args, "ascii") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool cli_terminal(int *rows, int *columns)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0
	    || !size.ws_row || !size.ws_col)
		return false;
	*rows = size.ws_row;
	*columns = size.ws_col;
	return true;
}

/* ---- the run ---- */

/* A closed standard descriptor gets /dev/null the wrong way round: no file we open takes its
 * number, and using it fails as it should. */
static bool occupy_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		int got;

		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		got = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
		if (got != fd)
			return false;
	}
	return true;
}

static int run_plea(const struct args *a)
{
	struct output *out = output_open(NULL, NULL);

	if (args_has(a, "version"))
		help_version(out);
	else if (a->asked && !args_has(a, "help"))
		help_choices(a->asked, out);
	else
		help_write(a->command, out);
	return cli_finish(out, EXIT_DONE);
}

char *cli_modeline(void)
{
	g_autofree char *installed = library_installed_directory();

	return g_strdup_printf("# yaml-language-server: $schema=%s/tamarack-market.schema.json\n",
			       installed);
}

int cli_main(int argc, char *const *argv, const struct cli_hooks *hooks)
{
	GError *error = NULL;
	struct args *args;
	int status;

	if (!occupy_descriptors())
		return EXIT_USAGE;
	if (getuid() != geteuid() || getgid() != getegid()) {
		cli_say("does not run with another user's or group's rights (set-id)");
		return EXIT_USAGE;
	}
	command = args_command(argc, argv);
	args = args_parse(argc, argv, &error);
	if (!args) {
		status = cli_usage("%s", error->message);
		g_error_free(error);
		return status;
	}
	if (args->asked || args_has(args, "help") || args_has(args, "version"))
		status = run_plea(args);
	else
		status = args->command->run(&(struct cli){.args = args, .hooks = hooks});
	args_free(args);
	return status;
}
