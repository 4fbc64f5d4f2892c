/* completions SHELL: a completion script.
 *
 * The scripts know of nothing but how their shell takes candidates: `tamarack completions words --
 * WORD...` has these, see complete.h. */
#include "config.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/complete.h"

/* Bash parts words at '=', ':' and '@' too, and wants only what stands in the place of $2, the end
 * of such a word. */
static const char bash[] =
	"# bash completion for tamarack: the program knows what may follow.\n"
	"_tamarack()\n"
	"{\n"
	"\tlocal cur=${2#[\\\"\\']} glue= lead line word i n=0\n"
	"\tlocal -a words=('')\n"
	"\tfor ((i = 1; i <= COMP_CWORD; i++)); do\n"
	"\t\tword=${COMP_WORDS[i]}\n"
	"\t\t[[ $word == [\\\"\\']* ]] && line=${word:0:1} word=${word:1} word=${word%\"$line\"}\n"
	"\t\tif [[ -n $word && -z ${word//[=:@]/} ]]; then words[n]+=$word glue=1\n"
	"\t\telif [[ -n $glue ]]; then words[n]+=$word glue=\n"
	"\t\telse words[++n]=$word\n"
	"\t\tfi\n"
	"\tdone\n"
	"\tlead=${words[n]%\"$cur\"}\n"
	"\tCOMPREPLY=()\n"
	"\twhile IFS= read -r line; do\n"
	"\t\tif [[ $line == $'\\t'* ]]; then\n"
	"\t\t\tcompopt -o filenames 2>/dev/null\n"
	"\t\t\twhile IFS= read -r line; do COMPREPLY+=(\"$line\"); done < <(compgen -f -- \"$cur\")\n"
	"\t\telse\n"
	"\t\t\tline=${line%%$'\\t'*}\n"
	"\t\t\tCOMPREPLY+=(\"${line#\"$lead\"}\")\n"
	"\t\tfi\n"
	"\tdone < <(tamarack completions words -- \"${words[@]:1}\" 2>/dev/null)\n"
	"\t[[ ${#COMPREPLY[@]} -eq 1 && $COMPREPLY == *[=@] ]] && compopt -o nospace 2>/dev/null\n"
	"\treturn 0\n"
	"}\n"
	"complete -F _tamarack tamarack\n";

/* -U: a name stands for its path, which does not begin like it; of several such none is begun. */
static const char zsh[] =
	"#compdef tamarack\n"
	"# The program knows what may follow.\n"
	"_tamarack() {\n"
	"\tlocal line word files\n"
	"\tlocal -a before found shown open open_shown\n"
	"\t((CURRENT > 2)) && before=(\"${(@Q)words[2,CURRENT-1]}\")\n"
	"\tfor line in \"${(@f)$(tamarack completions words -- \"${before[@]}\" \"${(Q)PREFIX}\" \\\n"
	"\t\t\t2>/dev/null)}\"; do\n"
	"\t\tword=${line%%$'\\t'*}\n"
	"\t\tif [[ $line == $'\\t'* ]]; then files=1; continue; fi\n"
	"\t\t[[ -n $word ]] || continue\n"
	"\t\t[[ $line == *$'\\t'* ]] && line=\"$word  -- ${line#*$'\\t'}\"\n"
	"\t\tif [[ $word == *[=@] ]]; then open+=($word) open_shown+=($line)\n"
	"\t\telse found+=($word) shown+=($line)\n"
	"\t\tfi\n"
	"\tdone\n"
	"\t(($#found)) && compadd -U -l -d shown -a found\n"
	"\t(($#open)) && compadd -U -S '' -l -d open_shown -a open\n"
	"\tif (($#found + $#open > 1)) && [[ ${found[1]-$open[1]} != ${(Q)PREFIX}* ]]; then\n"
	"\t\tcompstate[insert]= compstate[list]='list force'\n"
	"\tfi\n"
	"\tif [[ -n $files ]]; then\n"
	"\t\tcompset -P '--*='\n"
	"\t\t_files\n"
	"\tfi\n"
	"}\n"
	"_tamarack \"$@\"\n";

static const char fish[] =
	"# fish completion for tamarack: the program knows what may follow.\n"
	"function __tamarack\n"
	"\tset -l before (commandline -opc)\n"
	"\tset -l word (commandline -ct | string replace -r -- '^(--[^=]*=)?[\"\\']' '$1')\n"
	"\tset -e before[1]\n"
	"\tfor line in (tamarack completions words -- $before \"$word\" 2>/dev/null)\n"
	"\t\tif string match -q -- \\t'*' $line\n"
	"\t\t\tset -l lead (string match -r -- '^--[^=]*=' \"$word\")\n"
	"\t\t\tfor file in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' \"$word\"))\n"
	"\t\t\t\tprintf '%s\\n' \"$lead$file\"\n"
	"\t\t\tend\n"
	"\t\telse\n"
	"\t\t\tprintf '%s\\n' $line\n"
	"\t\tend\n"
	"\tend\n"
	"end\n"
	"complete -c tamarack -f -a '(__tamarack)'\n";

int cmd_completions(const struct cli *c)
{
	static const struct { const char *name, *script; } shells[] = {
		{"bash", bash}, {"fish", fish}, {"zsh", zsh},
	};
	const char *name = args_operand(c->args, 0), *script = NULL;
	bool words = strcmp(name, "words") == 0;
	struct output *out;

	for (size_t i = 0; i < G_N_ELEMENTS(shells); i++)
		if (strcmp(shells[i].name, name) == 0)
			script = shells[i].script;
	if (!script && !words)
		return cli_usage("no completions for '%s'; there are bash, zsh and fish", name);
	if (words != (args_operand(c->args, 1) != NULL))
		return cli_usage("completions wants bash, zsh or fish");
	out = cli_output(c);
	if (!out)
		return EXIT_USAGE;
	if (words)
		complete_write((int)c->args->operands->len,
			       (char *const *)c->args->operands->pdata, out);
	else
		output_text(out, script);
	return cli_finish(out, EXIT_DONE);
}
