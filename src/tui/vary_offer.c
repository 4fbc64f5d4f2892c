#include "config.h"

#include "tui/vary.h"

#include <string.h>

#include "base/text.h"
#include "market/library.h"
#include "report/rows.h"
#include "scenario/directory.h"
#include "scenario/phrase.h"
#include "tui/view_tree.h"

enum { MOST = 50 };	/* paths offered */

/* What a word may become, each with what it is about. */
struct choice { const char *word, *more; };

static const struct choice shapes[] = {
	{"constant", "one rate"},
	{"fade", "in equal steps to a rate"},
	{"geometric", "to a rate, meeting the published end"},
	{"logistic", "an S-curve below a ceiling"},
	{"gompertz", "an S-curve with an earlier turn"},
	{"bass", "adoption by innovation and imitation"},
	{NULL, NULL},
};
static const struct choice afters[] = {
	{"constant", "one rate"}, {"fade", "in equal steps to a rate"}, {NULL, NULL},
};
static const struct choice spreads[] = {
	{"normal", "about the rate, by a standard deviation"},
	{"triangular", "between low and high, most likely at the mode"},
	{"pert", "the same, smoother"},
	{"uniform", "anywhere between low and high"},
	{NULL, NULL},
};
static const struct choice fills[] = {
	{"equal", "what was not published is split equally"},
	{"weights", "it is split by weights"},
	{"none", "only what was published or follows from it is shown"},
	{NULL, NULL},
};
static const struct choice holds[] = {
	{"none", "parents and total rise, siblings stay"},
	{"parent", "the parent stays, its free members give way"},
	{"total", "the total stays, all free members give way"},
	{NULL, NULL},
};
static const struct choice resets[] = {
	{"parent", "as in the scenario this one is based on"},
	{"source", "as in the market, without a scenario"},
	{NULL, NULL},
};
static const struct choice truths[] = {{"true", ""}, {"false", ""}, {NULL, NULL}};
static const struct choice settings[] = {
	{"draws", "number of trials"}, {"seed", "where the random numbers start"},
	{"rho", "correlation of the rates"}, {NULL, NULL},
};
static const struct choice entry_keys[] = {
	{"path", "the node"}, {"force", "a driver or restraint, or all"},
	{"cagr", "{2026-2031: 40%}"}, {"growth", "{2027: 45%, 2028: 40%}"},
	{"shape", "{fade: {to: 15%, by: 2031}}"}, {"share", "{2025: 45%}"}, {"weight", "12"},
	{"lock", "true or false"}, {"spread", "{normal: {sd: 3%}}"}, {"hold", "none, parent or total"},
	{"why", "a reason"}, {"scale", "of a force: 2 for twice, 0 for off"},
	{"delay", "of a force: years"}, {"rho", "of a force: weight outside its years"}, {NULL, NULL},
};

static const struct choice *choices_of(const char *key)
{
	static const struct { const char *key; const struct choice *choices; } lists[] = {
		{"shape", shapes}, {"after", afters}, {"horizon", afters}, {"spread", spreads},
		{"fill", fills}, {"hold", holds}, {"lock", truths}, {"reset", resets},
		{"simulate", settings},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (strcmp(lists[i].key, key) == 0)
			return lists[i].choices;
	return NULL;
}

/* before, the part of text that stays, word and behind. */
static void add(GPtrArray *list, const char *before, const char *text, size_t stays,
		const char *word, const char *behind, const char *more)
{
	g_autofree char *head = g_strndup(text, stays);
	g_autofree char *whole = g_strconcat(before, head, word, behind, NULL);

	offers_add(list, whole, word, more);
}

static void add_choices(GPtrArray *list, const struct choice *choices, const char *before,
			const char *text, size_t stays, const char *behind)
{
	for (; choices && choices->word; choices++)
		if (g_str_has_prefix(choices->word, text + stays))
			add(list, before, text, stays, choices->word, behind, choices->more);
}

/* Start of the word that is being typed. */
static size_t last_word(const char *text, const char *separators)
{
	size_t at = strlen(text);

	while (at > 0 && !strchr(separators, text[at - 1]))
		at--;
	return at;
}

/* ------------------------------------------------ words: fade to 15 by 2031 */

/* Every second word of the example is a key that may follow the name. */
static void add_parameters(GPtrArray *list, const char *name, const char *before, const char *text,
			   size_t stays)
{
	g_auto(GStrv) words = g_strsplit(phrase_example(name), " ", -1);

	for (int i = 1; words[i] && words[i + 1]; i += 2) {
		g_autofree char *used = g_strconcat(" ", words[i], " ", NULL);
		g_autofree char *more = g_strdup_printf("as in: %s", phrase_example(name));

		if (g_str_has_prefix(words[i], text + stays) && !strstr(text, used))
			add(list, before, text, stays, words[i], " ", more);
	}
}

/* first: where the name stands in text. */
static void offer_named(GPtrArray *list, const struct choice *names, const char *before,
			const char *text, size_t first)
{
	size_t stays = last_word(text, " ");
	g_auto(GStrv) words = g_strsplit(text + first, " ", -1);
	guint n = g_strv_length(words);

	if (stays <= first)
		add_choices(list, names, before, text, first, " ");
	else if (n % 2 == 0 && phrase_example(words[0]) && strcmp(words[0], "constant") != 0)
		add_parameters(list, words[0], before, text, stays);
}

static void offer_settings(GPtrArray *list, const char *before, const char *text)
{
	size_t stays = last_word(text, " ");
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	if (g_strv_length(words) % 2 == 1 || !*text)
		add_choices(list, settings, before, text, stays, " ");
}

static void offer_scenarios(GPtrArray *list, const struct view *v, const char *before,
			    const char *text)
{
	const struct model *m = app_model(v->app);
	g_autofree char *directory = library_scenario_directory();
	g_autoptr(GPtrArray) entries = directory_list(directory);

	for (guint i = 0; i < entries->len; i++) {
		const struct directory_entry *e = entries->pdata[i];

		if (e->id && g_strcmp0(e->market, m->market->id) == 0 && g_str_has_prefix(e->id, text)
		    && g_strcmp0(e->id, model_scenario(m)->id) != 0)
			add(list, before, text, 0, e->id, "", e->title ? e->title : "");
	}
}

/* ------------------------------------------------ segments */

GPtrArray *vary_offer_segments(const struct market *m, const char *text, int but)
{
	g_autofree char *query = text_fold(text);
	GPtrArray *list = offers_new();

	for (int i = 1; i < m->n_nodes && *query && list->len < MOST; i++) {
		g_autofree char *name = text_fold(m->nodes[i].name), *path = market_path(m, i);

		if (i == but || (m->nodes[i].flags & NODE_DIMENSION)
		    || (!g_str_has_prefix(name, query) && !g_str_has_prefix(path, query)))
			continue;
		g_autofree char *title = report_name(m, i);

		offers_add(list, title, m->nodes[i].name, path);
	}
	return list;
}

/* ------------------------------------------------ an entry: {path: total, cagr: 25%} */

static void offer_paths(GPtrArray *list, const struct market *m, const char *before,
			const char *text, size_t stays)
{
	for (int i = 0; i < m->n_nodes && list->len < MOST; i++) {
		g_autofree char *path = market_path(m, i);

		if (!(m->nodes[i].flags & NODE_DIMENSION) && g_str_has_prefix(path, text + stays))
			add(list, before, text, stays, path, ", ", i ? m->nodes[i].name : "");
	}
}

static void offer_forces(GPtrArray *list, const struct market *m, const char *before,
			 const char *text, size_t stays)
{
	if (g_str_has_prefix("all", text + stays))
		add(list, before, text, stays, "all", ", ", "every driver and restraint");
	for (int i = 0; i < m->n_forces; i++)
		if (g_str_has_prefix(m->forces[i].id, text + stays))
			add(list, before, text, stays, m->forces[i].id, ", ", m->forces[i].title);
}

/* The key whose value stands at stays, "" if a key does: "shape" behind "{path: x, shape: ". */
static char *key_before(const char *text, size_t stays)
{
	size_t end = stays, start;

	while (end > 0 && text[end - 1] == ' ')
		end--;
	if (end == 0 || text[end - 1] != ':')
		return g_strdup("");
	start = --end;
	while (start > 0 && !strchr(" {,[", text[start - 1]))
		start--;
	return g_strndup(text + start, end - start);
}

/* Shapes and spreads as a file has them. */
static void offer_forms(GPtrArray *list, const char *key, const char *before, const char *text,
			size_t stays)
{
	for (const struct choice *c = choices_of(key); c->word; c++) {
		g_autofree char *form = phrase_value(key, phrase_example(c->word), NULL, NULL);

		if (form && g_str_has_prefix(form, text + stays))
			add(list, before, text, stays, form, "", c->more);
	}
}

static void offer_keys(GPtrArray *list, const char *before, const char *text, size_t stays)
{
	for (const struct choice *c = entry_keys; c->word; c++) {
		g_autofree char *used = g_strconcat(c->word, ":", NULL);

		if (g_str_has_prefix(c->word, text + stays) && !strstr(text, used))
			add(list, before, text, stays, c->word, ": ", c->more);
	}
}

static void offer_entry(GPtrArray *list, const struct view *v, const char *before, const char *text)
{
	const struct market *m = app_model(v->app)->market;
	size_t stays = last_word(text, " {,[");
	bool inside = stays > 0 && text[stays - 1] == '{';
	g_autofree char *key = key_before(text, inside ? stays - 1 : stays);
	const struct choice *choices = choices_of(key);

	if (!*text) {
		int node = v->ops->scope == SCOPE_TREE ? tree_view_edit(v).node : 0;
		g_autofree char *path = market_path(m, m->nodes[node].flags & NODE_DIMENSION ? 0 : node);
		g_autofree char *start = g_strdup_printf("{path: %s, ", path);

		add(list, before, text, 0, start, "", "what is under the cursor");
		add(list, before, text, 0, "{path: ", "", "a segment");
		add(list, before, text, 0, "{force: ", "", "a driver or restraint");
	} else if (strcmp(key, "path") == 0) {
		offer_paths(list, m, before, text, stays);
	} else if (strcmp(key, "force") == 0) {
		offer_forces(list, m, before, text, stays);
	} else if (choices == shapes || choices == spreads) {
		offer_forms(list, key, before, text, inside ? stays - 1 : stays);
	} else if (choices) {
		add_choices(list, choices, before, text, stays, "");
	} else if (!*key) {
		offer_keys(list, before, text, stays);
	}
}

void vary_offer(GPtrArray *list, const struct view *v, const char *key, const char *before,
		const char *text)
{
	if (!app_model(v->app))
		return;
	if (strcmp(key, "adjust") == 0)
		offer_entry(list, v, before, text);
	else if (strcmp(key, "based_on") == 0)
		offer_scenarios(list, v, before, text);
	else if (strcmp(key, "simulate") == 0)
		offer_settings(list, before, text);
	else if (strcmp(key, "horizon") == 0 && strchr(text, ' '))
		offer_named(list, afters, before, text, strcspn(text, " ") + 1);
	else if (strcmp(key, "horizon") == 0)
		return;
	else if (strcmp(key, "fill") == 0 || strcmp(key, "hold") == 0 || strcmp(key, "reset") == 0)
		add_choices(list, choices_of(key), before, text, 0, "");
	else if (choices_of(key))
		offer_named(list, choices_of(key), before, text, 0);
}
