/* completions SHELL: a completion script, made from the tables of commands and options.
 *
 * What changes from run to run (ids of markets, names of segments and scenarios) the script asks
 * the program for: `tamarack completions words KIND [MARKET]`, one word a line. */
#include "config.h"

#include <string.h>

#include "cli/session.h"
#include "market/library.h"

/* ---- words for the scripts ---- */

static void put_word(struct output *out, const char *word)
{
	/* A name with blanks or signs of a shell would need quoting that each shell does anew. */
	if (word && *word && !strpbrk(word, " \t\n\"'\\$`;&|<>()*?[]{}!#~"))
		output_printf(out, "%s\n", word);
}

static void put_markets(struct output *out)
{
	struct library *lib = library_open();

	for (int i = 0; i < library_count(lib); i++)
		if (!library_get(lib, i)->shadowed)
			put_word(out, library_get(lib, i)->id);
	library_free(lib);
}

/* Of one market, or of all. */
static void put_editions(struct output *out, const char *id)
{
	struct library *lib = library_open();

	for (int i = 0; i < library_count(lib); i++) {
		const struct library_entry *e = library_get(lib, i);

		if (!e->shadowed && e->edition && (!id || !*id || g_strcmp0(e->id, id) == 0))
			put_word(out, e->edition);
	}
	library_free(lib);
}

static void put_paths(struct output *out, const char *what)
{
	struct messages *list = messages_new();
	struct market *m = what ? library_find(what, NULL, list) : NULL;

	for (int i = 0; m && i < m->n_nodes; i++) {
		g_autofree char *path = market_path(m, i);

		put_word(out, path);
	}
	messages_free(list);
	market_free(m);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_scenarios(struct output *out)
{
	g_autofree char *directory = library_scenario_directory();
	GDir *dir = directory ? g_dir_open(directory, 0, NULL) : NULL;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".yaml"))
			g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".yaml")));
	if (dir)
		g_dir_close(dir);
	if (names->len)
		qsort(names->pdata, names->len, sizeof(char *), by_name);
	for (guint i = 0; i < names->len; i++)
		put_word(out, names->pdata[i]);
	g_ptr_array_free(names, TRUE);
}

static bool put_words(const struct cli *c, struct output *out)
{
	const char *kind = args_operand(c->args, 1);

	if (g_strcmp0(kind, "markets") == 0)
		put_markets(out);
	else if (g_strcmp0(kind, "paths") == 0)
		put_paths(out, args_operand(c->args, 2));
	else if (g_strcmp0(kind, "scenarios") == 0)
		put_scenarios(out);
	else if (g_strcmp0(kind, "editions") == 0)
		put_editions(out, args_operand(c->args, 2));
	else
		return false;
	return true;
}

/* ---- lists of the tables ---- */

/* Commands, and per command its options, as the branches of a shell's `case`. */
static void put_commands(struct output *out, const char *between)
{
	bool any = false;

	for (int i = 0; i < command_count(); i++) {
		if (command_get(i)->hidden)
			continue;
		output_printf(out, "%s%s", any ? between : "", command_get(i)->name);
		any = true;
	}
}

static void put_options(struct output *out, const char *command)
{
	bool any = false;

	for (int i = 0; i < option_count(); i++) {
		const struct option_info *o = option_get(i);

		if (!option_applies(o, command))
			continue;
		output_printf(out, "%s--%s", any ? " " : "", o->name);
		if (o->letter)
			output_printf(out, " -%c", o->letter);
		any = true;
	}
}

static void put_spaced(struct output *out, const char *choices)
{
	g_autofree char *words = g_strdelimit(g_strdup(choices), "|", ' ');

	output_text(out, words);
}

/* An apostrophe in single quotes: '\''. */
static char *quoted(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "'", -1);

	return g_strjoinv("'\\''", parts);
}

/* ---- bash ---- */

static void bash_choices(struct output *out)
{
	for (int i = 0; i < option_count(); i++) {
		const struct option_info *o = option_get(i);

		if (!o->choices)
			continue;
		output_printf(out, "\t--%s) COMPREPLY=($(compgen -W '", o->name);
		put_spaced(out, o->choices);
		output_text(out, "' -- \"$cur\")); return ;;\n");
	}
}

static void bash_options(struct output *out)
{
	for (int i = 0; i < command_count(); i++) {
		const char *name = command_get(i)->name;

		output_printf(out, "\t%s) options='", name);
		put_options(out, name);
		output_text(out, "' ;;\n");
	}
	output_text(out, "\t*) options='");
	put_options(out, "explorer");
	output_text(out, "' ;;\n");
}

/* Options whose value is the next word. */
static void bash_valued(struct output *out)
{
	bool any = false;

	for (int i = 0; i < option_count(); i++) {
		const struct option_info *o = option_get(i);

		/* --log is a switch of one command. */
		if (!o->argument || strcmp(o->name, "log") == 0)
			continue;
		output_printf(out, "%s--%s", any ? "|" : "", o->name);
		if (o->letter)
			output_printf(out, "|-%c", o->letter);
		any = true;
	}
}

/* Commands whose operand is one of a few words. */
static void bash_operands(struct output *out)
{
	for (int i = 0; i < command_count(); i++) {
		const struct command *c = command_get(i);

		if (!g_ascii_islower(*c->operands))
			continue;
		output_printf(out, "\t%s) [[ $cur == -* ]] || { COMPREPLY=($(compgen -W '", c->name);
		put_spaced(out, c->operands);
		output_text(out, "' -- \"$cur\")); return; } ;;\n");
	}
}

static void write_bash(struct output *out)
{
	output_text(out,
		    "# bash completion for tamarack\n"
		    "_tamarack()\n{\n"
		    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		    "\tlocal command= market= options= word i\n"
		    "\tCOMPREPLY=()\n"
		    "\tif [[ $cur == = ]]; then cur=\n"
		    "\telif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}\n"
		    "\tfi\n"
		    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		    "\t\tword=${COMP_WORDS[i]}\n"
		    "\t\tcase $word in\n"
		    "\t\t=) ((i++)) ;;\n"
		    "\t\t");
	bash_valued(out);
	output_text(out,
		    ") [[ ${COMP_WORDS[i+1]-} == = ]] || ((i++)) ;;\n"
		    "\t\t-*) ;;\n"
		    "\t\t*)\tif [[ -z $command && \" ");
	put_commands(out, " ");
	output_text(out,
		    " \" == *\" $word \"* ]]; then command=$word\n"
		    "\t\t\telif [[ -z $market ]]; then market=$word\n"
		    "\t\t\tfi ;;\n"
		    "\t\tesac\n"
		    "\tdone\n"
		    "\tcase $prev in\n");
	bash_choices(out);
	output_text(out,
		    "\t-s|--scenario)\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$(tamarack completions words scenarios "
		    "2>/dev/null)\" -- \"$cur\") $(compgen -f -- \"$cur\")); return ;;\n"
		    "\t-o|--output|--replay) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n"
		    "\t--edition) COMPREPLY=($(compgen -W \"$(tamarack completions words editions "
		    "\"$market\" 2>/dev/null)\" -- \"$cur\")); return ;;\n"
		    "\t--set|--lock|--of) ;;\n"
		    "\t");
	bash_valued(out);
	output_text(out,
		    ") return ;;\n"
		    "\tesac\n"
		    "\tcase $command in\n");
	bash_operands(out);
	output_text(out,
		    "\tesac\n"
		    "\tcase $command in\n");
	bash_options(out);
	output_text(out,
		    "\tesac\n"
		    "\tif [[ $cur == -* ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		    "\telif [[ $command == compare && -n $market ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$(tamarack completions words scenarios 2>/dev/null; "
		    "tamarack completions words markets 2>/dev/null)\" -- \"$cur\") "
		    "$(compgen -f -- \"$cur\"))\n"
		    "\telif [[ $prev == --set || $prev == --lock || $prev == --of ]] || "
		    "[[ -n $command && -n $market ]]; then\n"
		    "\t\toptions=$(tamarack completions words paths \"$market\" 2>/dev/null)\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		    "\t\t# By the name of a segment, where no path begins so.\n"
		    "\t\t((${#COMPREPLY[@]})) || for word in $options; do\n"
		    "\t\t\t[[ ${word##*/} == \"$cur\"* ]] && COMPREPLY+=(\"$word\")\n"
		    "\t\tdone\n"
		    "\telse\n"
		    "\t\tword=$(tamarack completions words markets 2>/dev/null)\n"
		    "\t\t[[ -z $command ]] && word=\"$word ");
	put_commands(out, " ");
	output_text(out,
		    "\"\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$word\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n"
		    "\tfi\n"
		    "}\n"
		    "complete -o filenames -F _tamarack tamarack\n");
}

/* ---- zsh ---- */

static void zsh_option(struct output *out, const struct option_info *o)
{
	g_autofree char *help = quoted(o->help);
	const char *star = o->repeated ? "*" : "";

	g_strdelimit(help, "[]:", ' ');
	for (int form = 0; form < 2; form++) {
		if (form && !o->letter)
			break;
		if (form)
			output_printf(out, "\t\t'%s-%c[%s]", star, o->letter, help);
		else
			output_printf(out, "\t\t'%s--%s%s[%s]", star, o->name,
				      o->argument ? "=" : "", help);
		if (o->choices) {
			output_printf(out, ":%s:(", o->name);
			put_spaced(out, o->choices);
			output_text(out, ")");
		} else if (o->argument && strcmp(o->name, "scenario") == 0) {
			output_text(out, ":scenario:_tamarack_scenarios");
		} else if (o->argument && strstr(o->argument, "FILE")) {
			output_text(out, ":file:_files");
		} else if (o->argument && strstr(o->argument, "PATH")) {
			output_text(out, ":path:_tamarack_paths");
		} else if (o->argument) {
			output_printf(out, ":%s: ", o->name);
		}
		output_text(out, "' \\\n");
	}
}

static void zsh_options(struct output *out, const char *command)
{
	output_text(out, "\t\t_arguments -s \\\n");
	for (int i = 0; i < option_count(); i++)
		if (option_applies(option_get(i), command))
			zsh_option(out, option_get(i));
}

static void write_zsh(struct output *out)
{
	output_text(out,
		    "#compdef tamarack\n"
		    "_tamarack_words() {\n"
		    "\tlocal -a words_found\n"
		    "\twords_found=(${(f)\"$(tamarack completions words \"$@\" 2>/dev/null)\"})\n"
		    "\tcompadd -a words_found\n"
		    "}\n"
		    "_tamarack_scenarios() { _tamarack_words scenarios; _files -g '*.yaml' }\n"
		    "_tamarack_markets() { _tamarack_words markets; _files }\n"
		    "_tamarack_paths() { _tamarack_words paths ${words[3]} }\n"
		    "_tamarack_first() {\n"
		    "\tlocal -a commands_found\n"
		    "\tcommands_found=(\n");
	for (int i = 0; i < command_count(); i++) {
		g_autofree char *help = quoted(command_get(i)->help);

		if (!command_get(i)->hidden)
			output_printf(out, "\t\t'%s:%s'\n", command_get(i)->name, help);
	}
	output_text(out,
		    "\t)\n"
		    "\t_describe command commands_found\n"
		    "\t_tamarack_markets\n"
		    "}\n"
		    "_tamarack() {\n"
		    "\tcase ${words[2]} in\n");
	for (int i = 0; i < command_count(); i++) {
		output_printf(out, "\t%s)\n", command_get(i)->name);
		zsh_options(out, command_get(i)->name);
		output_printf(out, "\t\t'1: :' '2:market:_tamarack_markets' '*:path:%s' ;;\n",
			      strstr(command_get(i)->operands, "PATH") ? "_tamarack_paths"
								       : "_files");
	}
	output_text(out, "\t*)\n");
	zsh_options(out, "explorer");
	output_text(out,
		    "\t\t'1: :_tamarack_first' '*:market:_tamarack_markets' ;;\n"
		    "\tesac\n"
		    "}\n"
		    "_tamarack \"$@\"\n");
}

/* ---- fish ---- */

static void fish_condition(struct output *out, const struct option_info *o)
{
	GString *words = g_string_new(NULL);

	for (int i = 0; o->commands && i < command_count(); i++)
		if (option_applies(o, command_get(i)->name))
			g_string_append_printf(words, " %s", command_get(i)->name);
	if (words->len)
		output_printf(out, " -n '__fish_seen_subcommand_from%s'", words->str);
	else if (o->commands)
		output_text(out, " -n __tamarack_no_command");
	g_string_free(words, TRUE);
}

static void fish_option(struct output *out, const struct option_info *o)
{
	g_autofree char *help = quoted(o->help);

	output_text(out, "complete -c tamarack");
	fish_condition(out, o);
	output_printf(out, " -l %s", o->name);
	if (o->letter)
		output_printf(out, " -s %c", o->letter);
	if (o->choices) {
		output_text(out, " -x -a '");
		put_spaced(out, o->choices);
		output_text(out, "'");
	} else if (strcmp(o->name, "scenario") == 0) {
		output_text(out, " -r -a '(tamarack completions words scenarios 2>/dev/null)'");
	} else if (o->argument) {
		output_text(out, " -r");
	}
	output_printf(out, " -d '%s'\n", help);
}

static void write_fish(struct output *out)
{
	output_text(out,
		    "# fish completion for tamarack\n"
		    "function __tamarack_no_command\n"
		    "\tnot __fish_seen_subcommand_from ");
	put_commands(out, " ");
	output_text(out,
		    "\nend\n"
		    "function __tamarack_paths\n"
		    "\tset -l words (commandline -opc)\n"
		    "\tif test (count $words) -ge 3\n"
		    "\t\ttamarack completions words paths $words[3] 2>/dev/null\n"
		    "\tend\n"
		    "end\n");
	for (int i = 0; i < command_count(); i++) {
		g_autofree char *help = quoted(command_get(i)->help);

		if (!command_get(i)->hidden)
			output_printf(out, "complete -c tamarack -n __tamarack_no_command -a %s -d '%s'\n",
				      command_get(i)->name, help);
	}
	output_text(out,
		    "complete -c tamarack -a '(tamarack completions words markets 2>/dev/null)'\n"
		    "complete -c tamarack -n 'not __tamarack_no_command' -a '(__tamarack_paths)'\n");
	for (int i = 0; i < option_count(); i++)
		fish_option(out, option_get(i));
}

int cmd_completions(const struct cli *c)
{
	static const struct { const char *name; void (*write)(struct output *out); } shells[] = {
		{"bash", write_bash}, {"fish", write_fish}, {"zsh", write_zsh},
	};
	const char *name = args_operand(c->args, 0);
	void (*write)(struct output *out) = NULL;
	struct output *out;

	for (size_t i = 0; i < G_N_ELEMENTS(shells); i++)
		if (strcmp(shells[i].name, name) == 0)
			write = shells[i].write;
	if (!write && strcmp(name, "words") != 0)
		return cli_usage("no completions for '%s'; there are bash, zsh and fish", name);
	out = cli_output(c);
	if (!out)
		return EXIT_USAGE;
	if (write)
		write(out);
	else if (!put_words(c, out)) {
		output_drop(out);
		return cli_usage("words are markets, paths MARKET or scenarios");
	}
	return cli_finish(out, EXIT_DONE);
}
