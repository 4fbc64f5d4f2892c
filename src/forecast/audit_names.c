/* Names and aliases: slips of spelling, names that are narrower than the segment, plain synonyms;
 * and names that stand twice. */
#include "config.h"

#include "forecast/audit_work.h"

#include <string.h>

#include "base/text.h"

/* Words that say nothing about which segment is meant. */
static const char *const generic[] = {
	"a", "an", "and", "data", "dataset", "datasets", "industry", "market", "markets", "model",
	"of", "sector", "segment", "segments", "services", "solutions", "the", "type",
};

static bool is_generic(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(generic); i++)
		if (!strcmp(word, generic[i]))
			return true;
	return false;
}

/* The words of a name, folded; non-ASCII letters are kept. */
static char **words_of(const char *name)
{
	g_autofree char *folded = text_fold(name);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	GString *word = g_string_new(NULL);

	for (const char *s = folded; ; s++) {
		if (*s && ((guchar)*s >= 0x80 || g_ascii_isalnum(*s))) {
			g_string_append_c(word, *s);
			continue;
		}
		if (word->len) {
			g_ptr_array_add(words, g_strdup(word->str));
			g_string_truncate(word, 0);
		}
		if (!*s)
			break;
	}
	g_string_free(word, TRUE);
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

/* --- near-miss spelling --- */

enum { WORD_MAX = 40, WORD_LEAST = 5, MISSES_MAX = 2 };

static int edits(const char *a, const char *b)
{
	int row[WORD_MAX + 1], n = strlen(a), m = strlen(b);

	for (int j = 0; j <= m; j++)
		row[j] = j;
	for (int i = 1; i <= n; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= m; j++) {
			int change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[m];
}

/* One spelling for those that differ by country. */
static char *one_spelling(const char *word)
{
	static const char *const pairs[][2] = {
		{"isation", "ization"}, {"ise", "ize"}, {"ising", "izing"}, {"our", "or"},
		{"tre", "ter"}, {"ence", "ense"}, {"ogue", "og"}, {"ium", "um"}, {"lled", "led"},
		{"lling", "ling"},
	};
	GString *s = g_string_new(word);

	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char *found = strstr(s->str, pairs[i][0]);

		if (found) {
			gssize at = found - s->str;
			g_string_erase(s, at, strlen(pairs[i][0]));
			g_string_insert(s, at, pairs[i][1]);
		}
	}
	return g_string_free(s, FALSE);
}

static bool mistyped(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), head = 0, tail = 0;

	if (MIN(n, m) < WORD_LEAST || MAX(n, m) > WORD_MAX || !strncmp(a, b, MIN(n, m)))
		return false;
	while (a[head] == b[head])
		head++;
	while (tail < MIN(n, m) - head && a[n - 1 - tail] == b[m - 1 - tail])
		tail++;
	if ((head + tail) * 10 < MAX(n, m) * 6 || edits(a, b) > MISSES_MAX)
		return false;
	g_autofree char *x = one_spelling(a), *y = one_spelling(b);
	return strcmp(x, y) != 0;
}

/* The same words but for a slip in one of them. */
static bool near_miss(char **name, char **alias)
{
	int slips = 0;

	if (g_strv_length(name) != g_strv_length(alias))
		return false;
	for (int i = 0; name[i]; i++) {
		if (!strcmp(name[i], alias[i]))
			continue;
		if (!mistyped(name[i], alias[i]))
			return false;
		slips++;
	}
	return slips == 1;
}

/* --- narrower names --- */

static bool has_word(char **words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], word))
			return true;
	return false;
}

static const char *head_of(char **words)
{
	for (int i = 0; words[i]; i++)
		if (!is_generic(words[i]))
			return words[i];
	return NULL;
}

/* Of a name that joins several things, the alias has some and not the first: no mere abbreviation. */
static bool narrower(char **name, char **alias)
{
	const char *head = head_of(name);

	if (!head || has_word(alias, head) || !head_of(alias) || !has_word(name, "and"))
		return false;
	for (int i = 0; alias[i]; i++)
		if (!is_generic(alias[i]) && !has_word(name, alias[i]))
			return false;
	return true;
}

static const struct fact *first_figure(const struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];

	for (int i = 0; i < nd->n_facts; i++)
		if (w->m->facts[nd->first_fact + i].metric <= METRIC_CAGR)
			return &w->m->facts[nd->first_fact + i];
	return NULL;
}

static void append(GString *list, const char *name)
{
	g_string_append_printf(list, "%s\"%s\"", list->len ? ", " : "", name);
}

static void check_scope(struct audit_work *w, int node, const GString *narrow)
{
	const struct fact *f = first_figure(w, node);
	struct relation *r;

	if (!narrow->len)
		return;
	r = audit_add(w, "alias-scope", f ? VERDICT_WARNING : VERDICT_NOTE, node, PERIOD_NONE,
		"%s: the name %s is narrower than \"%s\"%s", say_path(w, node), narrow->str,
		w->m->nodes[node].name, f ? say(w, ": is its %s of %s for the whole segment?",
						metric_name(f->metric), f->print) : "");
	if (f)
		audit_place(r, f);
}

static void check_aliases(struct audit_work *w, int node)
{
	const struct node *nd = &w->m->nodes[node];
	g_auto(GStrv) name = words_of(nd->name);
	GString *narrow = g_string_new(NULL), *plain = g_string_new(NULL);

	for (int i = 0; nd->also[i]; i++) {
		g_auto(GStrv) alias = words_of(nd->also[i]);

		if (near_miss(name, alias))
			audit_add(w, "alias-spelling", VERDICT_WARNING, node, PERIOD_NONE,
				  "%s: \"%s\" has been read as \"%s\", probably a typing error",
				  say_path(w, node), nd->also[i], nd->name);
		else
			append(narrower(name, alias) ? narrow : plain, nd->also[i]);
	}
	check_scope(w, node, narrow);
	if (plain->len)
		audit_add(w, "alias", VERDICT_NOTE, node, PERIOD_NONE, "%s: \"%s\" is also called %s",
			  say_path(w, node), nd->name, plain->str);
	g_string_free(narrow, TRUE);
	g_string_free(plain, TRUE);
}

/* --- names that stand twice --- */

static void check_names(struct audit_work *w)
{
	const struct market *m = w->m;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	int n = 0, dimensions = 0, twice = 0, first = -1;

	for (int i = 1; i < m->n_nodes; i++) {
		if (m->nodes[i].flags & NODE_DIMENSION) {
			dimensions++;
			g_hash_table_remove_all(seen);
			continue;
		}
		if (m->nodes[i].flags & NODE_UNLISTED)
			continue;
		n++;
		g_autofree char *folded = text_fold(m->nodes[i].name);
		if (g_hash_table_contains(seen, folded) && !(m->nodes[i].flags & NODE_RESIDUAL)) {
			twice++;
			first = first < 0 ? i : first;
		}
		g_hash_table_add(seen, g_steal_pointer(&folded));
	}
	if (n && !twice)
		audit_add(w, "names-once", VERDICT_PASS, 0, PERIOD_NONE,
			  "%d segment%s in %d dimension%s: no name stands twice in one of them", n,
			  n == 1 ? "" : "s", dimensions, dimensions == 1 ? "" : "s");
	else if (twice)
		audit_add(w, "names-once", VERDICT_NOTE, first, PERIOD_NONE,
			  "%d of %d segments repeat a name of their dimension, such as %s", twice, n,
			  say_path(w, first));
}

void audit_names(struct audit_work *w)
{
	const struct market *m = w->m;
	GString *also = g_string_new(NULL);

	for (int i = 0; m->also && m->also[i]; i++)
		append(also, m->also[i]);
	if (also->len)
		audit_add(w, "alias", VERDICT_NOTE, 0, PERIOD_NONE, "\"%s\" is also called %s",
			  m->title, also->str);
	g_string_free(also, TRUE);
	for (int i = 1; i < m->n_nodes; i++)
		if (m->nodes[i].also)
			check_aliases(w, i);
	check_names(w);
}
