/* The command line: which command, its operands and options. */
#include "config.h"

#include "cli/args.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/commands.h"

/* What has no market, and of these what answers with no table. */
#define MARKETLESS "new import schema keys completions"
#define TABLELESS "new import schema completions"

/* Common options first, then those of single commands. */
static const struct option_info options[] = {
	{.name = "scenario", .letter = 's', .argument = "FILE|NAME", .once = true, .without = MARKETLESS,
	 .help = "use this scenario; a NAME lies in scenarios/ of the user's data directory"},
	{.name = "set", .argument = "PATH=RATE[@FROM-TO]", .repeated = true, .without = MARKETLESS,
	 .help = "set the growth rate of a segment, such as total=35%"},
	{.name = "adjust", .argument = "YAML", .repeated = true, .without = MARKETLESS,
	 .help = "add one entry of a scenario's `adjust`"},
	{.name = "lock", .argument = "PATH", .repeated = true, .without = MARKETLESS,
	 .help = "keep a segment as it is while others move"},
	{.name = "hold", .argument = "LEVEL", .choices = "none|parent|total", .without = MARKETLESS,
	 .help = "what stays when a segment is changed"},
	{.name = "fill", .argument = "RULE", .choices = "equal|weights|none", .without = MARKETLESS,
	 .help = "how unpublished shares are filled"},
	{.name = "edition", .argument = "EDITION", .without = MARKETLESS,
	 .help = "the edition of a market of the library; else the newest"},
	{.name = "measure", .argument = "ID", .without = MARKETLESS,
	 .help = "another measure of the market than its first"},
	{.name = "format", .argument = "FORMAT", .choices = "text|csv|json|md", .without = TABLELESS,
	 .help = "how the answer is written"},
	{.name = "digits", .argument = "N", .without = MARKETLESS,
	 .help = "decimals of printed numbers"},
	{.name = "output", .letter = 'o', .argument = "FILE",
	 .help = "write the answer to FILE"},
	{.name = "ascii", .without = MARKETLESS, .help = "draw with ASCII signs only"},
	{.name = "color", .argument = "WHEN", .choices = "auto|always|never", .without = MARKETLESS,
	 .help = "whether colours are used"},
	{.name = "help", .letter = 'h', .help = "print this help"},
	{.name = "version", .help = "print the version"},

	{.name = "log", .argument = "FILE", .commands = "explorer",
	 .help = "write every key that is typed to FILE"},
	{.name = "replay", .argument = "FILE", .commands = "explorer",
	 .help = "type the keys in FILE first"},
	{.name = "no-clipboard", .commands = "explorer",
	 .help = "hand nothing to the terminal's clipboard"},
	{.name = "no-mouse", .commands = "explorer", .help = "leave the mouse to the terminal"},
	{.name = "year", .argument = "Y[,Y]", .commands = "show bounds slice",
	 .help = "the years to show"},
	{.name = "depth", .argument = "N", .commands = "show", .help = "levels of segments to show"},
	{.name = "pivot", .argument = "D,D...", .commands = "show",
	 .help = "unfold dimensions in this order: geography,modality or 5,1"},
	{.name = "flat", .commands = "show", .help = "only segments without parts, by full path"},
	{.name = "plain", .commands = "show explorer", .help = "one fact a sentence"},
	{.name = "width", .argument = "N", .commands = "chart", .help = "columns of the picture"},
	{.name = "height", .argument = "N", .commands = "chart", .help = "rows of the picture"},
	{.name = "log", .commands = "chart", .help = "logarithmic axis"},
	{.name = "bars", .commands = "chart", .help = "bars instead of a line"},
	{.name = "stack", .commands = "chart", .help = "segments on top of each other"},
	{.name = "percent", .commands = "chart", .help = "stacked, as shares of their sum"},
	{.name = "index", .commands = "chart", .help = "every line begins at 100"},
	{.name = "beside", .argument = "FILE|NAME", .commands = "chart", .repeated = true,
	 .help = "another scenario beside this one or the source"},
	{.name = "fan", .commands = "chart", .help = "median and the band from P10 to P90 of a simulation"},
	{.name = "waterfall", .commands = "forces", .help = "from the level at the start, bar by bar, to the end"},
	{.name = "mdoc", .commands = "keys", .help = "as the manual's list of keys"},
	{.name = "of", .argument = "PATH", .commands = "goal",
	 .help = "the target is about this segment instead of the one whose rate is sought"},
	{.name = "draws", .argument = "N", .commands = "simulate chart", .help = "trials; else 20000"},
	{.name = "seed", .argument = "N", .commands = "simulate chart",
	 .help = "where the draws begin; else 42"},
	{.name = "rho", .argument = "R", .commands = "simulate chart",
	 .help = "correlation of the rates with each other; else 0.5"},
	{.name = "sd", .argument = "PP", .commands = "simulate chart",
	 .help = "standard deviation of the rates in points, of PATH's parts or of the total"},
	{.name = "above", .argument = "V", .commands = "simulate",
	 .help = "print the chance of a level above V, and below it"},
	{.name = "below", .argument = "V", .commands = "simulate",
	 .help = "the same: one of both names the level"},
	{.name = "shares", .argument = "HOW", .commands = "simulate chart", .choices = "drawn|filled",
	 .help = "shares that were not published: drawn, or as the fill rule has them"},
	{.name = "threads", .argument = "N", .commands = "simulate chart",
	 .help = "threads; the answer is the same"},
	{.name = "inputs", .argument = "LIST", .commands = "tornado",
	 .help = "which inputs to move: forces,rates,shares"},
	{.name = "by", .argument = "STEP", .commands = "tornado",
	 .help = "how far each input goes down and up: 25% of itself, or 2pp"},
	{.name = "levels", .argument = "A,B,C", .commands = "grid",
	 .help = "levels where the forecast starts"},
	{.name = "rates", .argument = "X,Y,Z", .commands = "grid", .help = "rates in percent a year"},
	{.name = "strict", .commands = "check", .help = "warnings make the exit status 1"},
};

struct given {
	const struct option_info *info;
	const char *value;
};

int option_count(void)
{
	return G_N_ELEMENTS(options);
}

const struct option_info *option_get(int i)
{
	return &options[i];
}

/* word is one of the words of list, parted by sep. */
static bool is_among(const char *list, char sep, const char *word, size_t len)
{
	for (const char *p = list; p;) {
		const char *end = strchr(p, sep);
		size_t n = end ? (size_t)(end - p) : strlen(p);

		if (n == len && strncmp(p, word, n) == 0)
			return true;
		p = end ? end + 1 : NULL;
	}
	return false;
}

bool option_applies(const struct option_info *o, const char *command)
{
	size_t len = strlen(command);

	return o->commands ? is_among(o->commands, ' ', command, len)
	       : !is_among(o->without, ' ', command, len);
}

/* ---- finding ---- */

static const struct option_info *find_long(const char *name, size_t len, const char *command)
{
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
		if (strlen(options[i].name) == len && strncmp(options[i].name, name, len) == 0
		    && (!command || option_applies(&options[i], command)))
			return &options[i];
	return NULL;
}

static const struct option_info *find_short(char letter)
{
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
		if (options[i].letter == letter)
			return &options[i];
	return NULL;
}

/* "-" is standard input and -5% a number: both are operands. */
static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] && !g_ascii_isdigit(word[1]) && word[1] != '.';
}

/* Words that word takes with it: 1 if its value stands in the next one. */
static int value_words(const char *word, const char *next)
{
	const struct option_info *o;
	const char *name = word + 2;

	if (word[1] != '-') {
		o = find_short(word[1]);
		return o && o->argument && !word[2];
	}
	if (strchr(name, '='))
		return 0;
	o = find_long(name, strlen(name), NULL);
	if (!o || !o->argument)
		return 0;
	/* --log is a switch of chart and takes a file before the explorer. */
	return !(o->commands && next && command_find(next));
}

/* The first operand, if it names a command; *at gets its place. */
static const struct command *find_command(int argc, char *const *argv, int *at)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			return NULL;
		if (is_option(argv[i])) {
			i += value_words(argv[i], i + 1 < argc ? argv[i + 1] : NULL);
			continue;
		}
		*at = i;
		return command_find(argv[i]);
	}
	return NULL;
}

const struct command *args_command(int argc, char *const *argv)
{
	int at;
	const struct command *c = find_command(argc, argv, &at);

	return c ? c : command_explorer();
}

/* ---- parsing ---- */

static void refuse(const char *option, const struct command *command, GError **error)
{
	g_set_error(error, ARGS_ERROR, ARGS_USAGE, "option --%s does not belong to %s%s", option,
		    command->name[0] ? "the command " : "the explorer", command->name);
}

static void unknown_option(const char *name, size_t len, const struct command *command,
			   GError **error)
{
	g_autofree char *word = g_strndup(name, len);
	const char *names[G_N_ELEMENTS(options)];
	const char *meant;
	size_t n = 0;

	if (find_long(name, len, NULL)) {
		refuse(word, command, error);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
		if (option_applies(&options[i], command_word(command)))
			names[n++] = options[i].name;
	meant = text_suggest(word, names, n);
	if (!meant) {
		for (n = 0; n < G_N_ELEMENTS(options); n++)
			names[n] = options[n].name;
		meant = text_suggest(word, names, n);
		const struct option_info *o = meant ? find_long(meant, strlen(meant), NULL) : NULL;

		if (o && !o->commands)
			meant = NULL;
		else if (o) {
			g_set_error(error, ARGS_ERROR, ARGS_USAGE, "unknown option '--%s'; '--%s' "
				    "belongs to: %s", word, meant, o->commands);
			return;
		}
	}
	g_set_error(error, ARGS_ERROR, ARGS_USAGE, "unknown option '--%s'%s%s%s", word,
		    meant ? ", did you mean '--" : "", meant ? meant : "", meant ? "'?" : "");
}

static bool add_option(struct args *a, const struct option_info *o, const char *value,
		       GError **error)
{
	struct given given = {.info = o, .value = value};

	if (o->choices && !is_among(o->choices, '|', value, strlen(value))) {
		g_set_error(error, ARGS_ERROR, ARGS_USAGE, "--%s is one of %s, not '%s'", o->name,
			    o->choices, value);
		return false;
	}
	for (guint i = 0; o->once && i < a->given->len; i++)
		if (g_array_index(a->given, struct given, i).info == o) {
			g_set_error(error, ARGS_ERROR, ARGS_USAGE, "--%s is given twice; a scenario "
				    "stands on another by its `based_on`; `compare`, and `chart` "
				    "with --beside, take several",
				    o->name);
			return false;
		}
	g_array_append_val(a->given, given);
	return true;
}

static bool missing_value(const struct option_info *o, GError **error)
{
	g_set_error(error, ARGS_ERROR, ARGS_USAGE, "--%s wants %s behind it", o->name, o->argument);
	return false;
}

static bool parse_long(struct args *a, const char *word, const char *next, int *used,
		       GError **error)
{
	const char *name = word + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_info *o = find_long(name, len, command_word(a->command));

	if (!o) {
		unknown_option(name, len, a->command, error);
		return false;
	}
	if (!o->argument && equals) {
		g_set_error(error, ARGS_ERROR, ARGS_USAGE, "--%s takes no value", o->name);
		return false;
	}
	if (o->argument && !equals) {
		if (!next)
			return missing_value(o, error);
		*used = 1;
		return add_option(a, o, next, error);
	}
	return add_option(a, o, equals ? equals + 1 : NULL, error);
}

static bool parse_short(struct args *a, const char *word, const char *next, int *used,
			GError **error)
{
	for (const char *p = word + 1; *p; p++) {
		const struct option_info *o = find_short(*p);

		if (!o) {
			g_set_error(error, ARGS_ERROR, ARGS_USAGE, "unknown option '%s'", word);
			return false;
		}
		if (!option_applies(o, command_word(a->command))) {
			refuse(o->name, a->command, error);
			return false;
		}
		if (!o->argument) {
			if (!add_option(a, o, NULL, error))
				return false;
			continue;
		}
		if (p[1])
			return add_option(a, o, p + 1, error);
		if (!next)
			return missing_value(o, error);
		*used = 1;
		return add_option(a, o, next, error);
	}
	return true;
}

static bool check_operands(const struct args *a, GError **error)
{
	const struct command *c = a->command;
	int n = (int)a->operands->len;

	if (n >= c->least && (c->most < 0 || n <= c->most))
		return true;
	if (n < c->least)
		g_set_error(error, ARGS_ERROR, ARGS_USAGE, "%s wants %s", c->name, c->operands);
	else
		g_set_error(error, ARGS_ERROR, ARGS_USAGE, "'%s' is one word too many for %s%s%s",
			    (const char *)a->operands->pdata[c->most], c->name,
			    *c->operands ? " " : "", c->operands);
	return false;
}

static bool parse_words(struct args *a, int argc, char *const *argv, int command_at,
			GError **error)
{
	bool only_operands = false;

	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		int used = 0;

		if (i == command_at)
			continue;
		if (!only_operands && strcmp(argv[i], "--") == 0)
			only_operands = true;
		else if (only_operands || !is_option(argv[i]))
			g_ptr_array_add(a->operands, argv[i]);
		else if (!(argv[i][1] == '-' ? parse_long : parse_short)(a, argv[i], next, &used,
									 error))
			return false;
		i += used;
	}
	return true;
}

/* --help and --version count wherever they stand, and nothing else does then. */
static const struct option_info *find_plea(int argc, char *const *argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "--version") == 0
		    || strcmp(argv[i], "-h") == 0)
			return argv[i][1] == '-' ? find_long(argv[i] + 2, strlen(argv[i] + 2), NULL)
						 : find_short('h');
	return NULL;
}

/* --format=help asks what --format takes, and nothing else counts then either.  A word that is the
 * value of an option before it asks nothing. */
static const struct option_info *find_asked(int argc, char *const *argv, const char *command)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		size_t len = strcspn(argv[i], "=");
		const char *next = i + 1 < argc ? argv[i + 1] : "";
		const char *value = argv[i][len] ? argv[i] + len + 1 : next;
		const struct option_info *o = g_str_has_prefix(argv[i], "--") && len > 2
			? find_long(argv[i] + 2, len - 2, command) : NULL;

		if (o && o->choices && strcmp(value, "help") == 0)
			return o;
		if (is_option(argv[i]))
			i += value_words(argv[i], next);
	}
	return NULL;
}

struct args *args_parse(int argc, char *const *argv, GError **error)
{
	struct args *a = g_new0(struct args, 1);
	const struct option_info *plea = find_plea(argc, argv);
	int command_at = 0;

	a->operands = g_ptr_array_new();
	a->given = g_array_new(FALSE, FALSE, sizeof(struct given));
	a->command = find_command(argc, argv, &command_at);
	if (!a->command) {
		a->command = command_explorer();
		command_at = 0;
	}
	a->asked = find_asked(argc, argv, command_word(a->command));
	if (plea) {
		struct given given = {.info = plea};

		g_array_append_val(a->given, given);
		return a;
	}
	if (a->asked)
		return a;
	if (parse_words(a, argc, argv, command_at, error) && check_operands(a, error))
		return a;
	args_free(a);
	return NULL;
}

void args_free(struct args *a)
{
	if (!a)
		return;
	g_ptr_array_free(a->operands, TRUE);
	g_array_free(a->given, TRUE);
	g_free(a);
}

/* ---- an unfinished line ---- */

/* The option whose value is the next word, or NULL. */
static const struct option_info *wants_next(const char *word, const struct command *c)
{
	const struct option_info *o = NULL;

	if (word[1] != '-')
		o = word[2] ? NULL : find_short(word[1]);
	else if (!strchr(word, '='))
		o = find_long(word + 2, strlen(word + 2), command_word(c));
	return o && o->argument ? o : NULL;
}

/* "--format=c" has its value within. */
static void find_value_within(const char *word, struct args_place *place)
{
	const char *equals = strchr(word, '=');
	const struct option_info *o = g_str_has_prefix(word, "--") && equals
		? find_long(word + 2, equals - word - 2, command_word(place->command)) : NULL;

	if (o && o->argument) {
		place->option = o;
		place->value = equals + 1;
	}
}

void args_find_place(int argc, char *const *argv, struct args_place *place)
{
	const char *last = argv[argc - 1];
	int at = 0;

	*place = (struct args_place){.command = find_command(argc - 1, argv, &at),
				     .operands = g_ptr_array_new()};
	if (!place->command) {
		place->command = command_explorer();
		at = 0;
	}
	for (int i = 1; i < argc - 1; i++) {
		const struct option_info *o = NULL;

		if (i == at)
			continue;
		if (!place->only_operands && strcmp(argv[i], "--") == 0)
			place->only_operands = true;
		else if (place->only_operands || !is_option(argv[i]))
			g_ptr_array_add(place->operands, argv[i]);
		else if ((o = wants_next(argv[i], place->command)) && ++i == argc - 1) {
			place->option = o;
			place->value = last;
		}
	}
	if (!place->option && !place->only_operands)
		find_value_within(last, place);
}

/* ---- reading ---- */

const char *args_operand(const struct args *a, guint i)
{
	return i < a->operands->len ? a->operands->pdata[i] : NULL;
}

static const struct given *given_at(const struct args *a, guint i)
{
	return &g_array_index(a->given, struct given, i);
}

bool args_has(const struct args *a, const char *name)
{
	g_assert(find_long(name, strlen(name), NULL));
	for (guint i = 0; i < a->given->len; i++)
		if (strcmp(given_at(a, i)->info->name, name) == 0)
			return true;
	return false;
}

const char *args_get(const struct args *a, const char *name)
{
	g_assert(find_long(name, strlen(name), NULL));
	for (guint i = a->given->len; i > 0; i--)
		if (strcmp(given_at(a, i - 1)->info->name, name) == 0)
			return given_at(a, i - 1)->value;
	return NULL;
}

const char *args_nth(const struct args *a, const char *name, int n)
{
	for (guint i = 0; i < a->given->len; i++)
		if (strcmp(given_at(a, i)->info->name, name) == 0 && n-- == 0)
			return given_at(a, i)->value;
	return NULL;
}

const char *args_given(const struct args *a, guint i, const char **value)
{
	if (i >= a->given->len)
		return NULL;
	*value = given_at(a, i)->value;
	return given_at(a, i)->info->name;
}

bool args_integer(const struct args *a, const char *name, int low, int high, int *out,
		  GError **error)
{
	const char *value = args_get(a, name);
	struct decimal d;
	const char *why;

	if (!value)
		return true;
	if (!number_parse(value, strlen(value), &d, &why) || d.decimals || d.value < low
	    || d.value > high) {
		g_set_error(error, ARGS_ERROR, ARGS_USAGE,
			    "--%s is a whole number from %d to %d, not '%s'", name, low, high, value);
		return false;
	}
	*out = (int)d.value;
	return true;
}

bool args_number(const struct args *a, const char *name, bool percent, double *out,
		 GError **error)
{
	const char *value = args_get(a, name);
	size_t len = value ? strlen(value) : 0;
	bool has_sign = len && value[len - 1] == '%';
	struct decimal d;
	const char *why;

	if (!value)
		return true;
	if (has_sign != percent || !number_parse(value, len - has_sign, &d, &why)) {
		g_set_error(error, ARGS_ERROR, ARGS_USAGE, "--%s is a %s, not '%s'", name,
			    percent ? "percentage such as 5%" : "number", value);
		return false;
	}
	*out = percent ? d.value / 100 : d.value;
	return true;
}
