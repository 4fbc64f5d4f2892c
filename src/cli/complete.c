#include "config.h"
#include "cli/complete.h"

#include <string.h>

#include "base/text.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "market/library.h"
#include "scenario/directory.h"

/* typed is the word, or behind --option= or a comma the part that is completed; what of the word
 * stands before it is kept. */
struct asked {
	struct output *out;
	struct args_place place;
	const char *word, *typed;
	struct market *market;	/* the line's, loaded when first asked for */
	bool loaded, files;	/* files: they were offered */
};

/* ---- candidates ---- */

static void offer_always(const struct asked *a, const char *word, const char *end, const char *help)
{
	g_autofree char *about = text_safe(help ? help : "", false), *safe = text_safe(word, false);

	/* A file of such a name is not typed. */
	if (strcmp(word, safe) == 0)
		output_printf(a->out, "%.*s%s%s%s%s\n", (int)(a->typed - a->word), a->word, word,
			      end, *about ? "\t" : "", about);
}

static void offer(const struct asked *a, const char *word, const char *help)
{
	if (word && *word && g_str_has_prefix(word, a->typed))
		offer_always(a, word, "", help);
}

/* Words parted by signs: "a|b|c". */
static void offer_words(const struct asked *a, const char *words, const char *parted)
{
	g_auto(GStrv) list = g_strsplit(words, parted, -1);

	for (int i = 0; list[i]; i++)
		offer(a, list[i], NULL);
}

/* What stands behind the last sign in the word is completed, the rest kept. */
static bool go_behind(struct asked *a, char sign)
{
	const char *last = strrchr(a->typed, sign);

	if (last)
		a->typed = last + 1;
	return last != NULL;
}

/* ---- kinds of words ---- */

static const struct market *line_market(struct asked *a)
{
	const char *what = a->place.operands->len ? a->place.operands->pdata[0] : NULL;
	struct messages *list;

	/* Standard input is the shell's, and a directory is no market. */
	if (a->loaded || !what || strcmp(what, "-") == 0 || g_file_test(what, G_FILE_TEST_IS_DIR))
		return a->market;
	a->loaded = true;
	list = messages_new();
	a->market = library_find(what, NULL, list);
	messages_free(list);
	return a->market;
}

static void offer_files(struct asked *a)
{
	if (!a->files)
		output_text(a->out, "\tfiles\n");
	a->files = true;
}

static void offer_markets(struct asked *a)
{
	struct library *lib = library_open();

	for (int i = 0; i < library_count(lib); i++)
		if (!library_get(lib, i)->shadowed)
			offer(a, library_get(lib, i)->id, library_get(lib, i)->title);
	library_free(lib);
	offer_files(a);
}

static void offer_editions(struct asked *a)
{
	const char *id = a->place.operands->len ? a->place.operands->pdata[0] : NULL;
	struct library *lib = library_open();

	for (int i = 0; i < library_count(lib); i++) {
		const struct library_entry *e = library_get(lib, i);

		if (!e->shadowed && (!id || g_strcmp0(e->id, id) == 0))
			offer(a, e->edition, e->title);
	}
	library_free(lib);
}

static void offer_scenarios(struct asked *a)
{
	g_autofree char *directory = library_scenario_directory();
	GPtrArray *list = directory ? directory_list(directory) : NULL;

	for (guint i = 0; list && i < list->len; i++) {
		const struct directory_entry *e = list->pdata[i];
		g_autofree char *name = g_path_get_basename(e->file);

		name[strlen(name) - strlen(".yaml")] = '\0';
		offer(a, name, e->title);
	}
	if (list)
		g_ptr_array_free(list, TRUE);
}

/* By the beginning of the path, else by that of its last part: asia. */
static void offer_paths_with(struct asked *a, const char *end)
{
	const struct market *m = line_market(a);
	g_autofree char *part = text_slug(a->typed);
	bool any = false;

	for (int by_part = 0; by_part < 2 && !any && m; by_part++)
		for (int i = 0; i < m->n_nodes; i++) {
			g_autofree char *path = market_path(m, i);

			if (by_part ? !*part || !g_str_has_prefix(m->nodes[i].id, part)
				    : !g_str_has_prefix(path, a->typed))
				continue;
			any = true;
			offer_always(a, path, end, m->nodes[i].name);
		}
}

static void offer_paths(struct asked *a)
{
	offer_paths_with(a, "");
}

static void offer_years(struct asked *a)
{
	const struct market *m = line_market(a);
	struct period last = m && period_is_set(m->period.to) ? m->period.to
			     : m ? m->period.base : PERIOD_NONE;

	for (int i = m ? period_ordinal(m->period.base) : 0; m && i <= period_ordinal(last); i++) {
		char year[PERIOD_TEXT_MAX];

		offer(a, period_format(period_from_ordinal(m->period.step, i), year), NULL);
	}
}

static void offer_year_list(struct asked *a)
{
	go_behind(a, ',');
	offer_years(a);
}

static void offer_path_or_year(struct asked *a)
{
	if (go_behind(a, '@'))
		offer_years(a);
	else
		offer_paths(a);
}

static void offer_targets(struct asked *a)
{
	if (go_behind(a, '@'))
		offer_years(a);
	else
		offer_paths_with(a, "@");
}

static void offer_settings(struct asked *a)
{
	if (!strchr(a->typed, '='))
		offer_paths_with(a, "=");
}

static void offer_dimensions(struct asked *a)
{
	const struct market *m = line_market(a);

	go_behind(a, ',');
	for (int i = m ? market_child(m, 0) : -1; i >= 0; i = market_next(m, i))
		offer(a, m->nodes[i].id, m->nodes[i].name);
}

static void offer_measures(struct asked *a)
{
	const struct market *m = line_market(a);

	for (int i = 0; m && i < m->n_measures; i++)
		offer(a, m->measures[i].id, m->measures[i].title);
}

static void offer_inputs(struct asked *a)
{
	go_behind(a, ',');
	offer_words(a, "forces,rates,shares", ",");
}

/* By the words that the tables of commands and options call them. */
static const struct { const char *name; void (*offer)(struct asked *a); } kinds[] = {
	{"MARKET", offer_markets}, {"SCENARIO", offer_scenarios}, {"NAME", offer_scenarios},
	{"FILE", offer_files}, {"FILE.csv", offer_files}, {"DIRECTORY", offer_files},
	{"PATH", offer_paths}, {"PATH@YEAR", offer_path_or_year}, {"TARGET", offer_targets},
	{"PATH=RATE[@FROM-TO]", offer_settings}, {"YEAR", offer_years}, {"Y[,Y]", offer_year_list},
	{"D,D...", offer_dimensions}, {"EDITION", offer_editions}, {"ID", offer_measures},
	{"LIST", offer_inputs},
};

/* "SCENARIO|MARKET", "bash|zsh|fish". */
static void offer_kinds(struct asked *a, const char *names)
{
	g_auto(GStrv) list = g_strsplit(names, "|", -1);

	for (int n = 0; list[n]; n++) {
		if (g_ascii_islower(*list[n]))
			offer(a, list[n], NULL);
		for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
			if (strcmp(kinds[i].name, list[n]) == 0)
				kinds[i].offer(a);
	}
}

/* ---- places ---- */

static void offer_commands(struct asked *a)
{
	for (int i = 0; i < command_count(); i++)
		offer(a, command_get(i)->name, command_get(i)->help);
}

static void offer_options(struct asked *a)
{
	for (int i = 0; i < option_count(); i++) {
		const struct option_info *o = option_get(i);
		g_autofree char *name = g_strconcat("--", o->name, NULL);

		if (!option_applies(o, command_word(a->place.command)))
			continue;
		offer(a, name, o->help);
		if (o->letter)
			offer(a, (char[]){'-', o->letter, '\0'}, o->help);
	}
}

/* The name of operand number n in "MARKET [PATH]...", without the signs around it; NULL behind the
 * last. */
static char *operand_name(const struct command *c, guint n)
{
	g_auto(GStrv) names = g_strsplit(c->operands, " ", -1);
	guint count = g_strv_length(names);
	bool repeated = g_str_has_suffix(c->operands, "...");
	char *name;

	if (n >= count && !repeated)
		return NULL;
	name = g_strdup(names[MIN(n, count - 1)] + (*names[MIN(n, count - 1)] == '['));
	if (g_str_has_suffix(name, "..."))
		name[strlen(name) - strlen("...")] = '\0';
	if (g_str_has_suffix(name, "]"))
		name[strlen(name) - 1] = '\0';
	return name;
}

static void offer_operands(struct asked *a)
{
	const struct command *c = a->place.command;
	g_autofree char *name = operand_name(c, a->place.operands->len);

	if (!c->name[0] && !a->place.operands->len && !a->place.only_operands)
		offer_commands(a);
	if (name)
		offer_kinds(a, name);
	else
		offer_options(a);
}

void complete_write(int argc, char *const *argv, struct output *out)
{
	struct asked a = {.out = out, .word = argv[argc - 1]};
	const struct option_info *o;

	args_find_place(argc, argv, &a.place);
	o = a.place.option;
	a.typed = o ? a.place.value : a.word;
	if (o && o->choices)
		offer_words(&a, o->choices, "|");
	else if (o)
		offer_kinds(&a, o->argument);
	else if (*a.word == '-' && !a.place.only_operands)
		offer_options(&a);
	else
		offer_operands(&a);
	market_free(a.market);
	g_ptr_array_free(a.place.operands, TRUE);
}
