/* Dimensions as a person writes them. */
#include "config.h"

#include "analysis/pivot.h"

#include <string.h>

#include "base/text.h"

/* The dimension a word means: its id, its number, the beginning of its id or name; -1: none, -2:
 * several. */
static int dimension_of(const struct market *m, const char *word)
{
	g_autofree char *query = text_fold(word);
	int found = -1, number = 1;

	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d), number++) {
		g_autofree char *name = text_fold(m->nodes[d].name);
		g_autofree char *digits = g_strdup_printf("%d", number);

		if (strcmp(m->nodes[d].id, query) == 0 || strcmp(digits, query) == 0)
			return d;
		if (g_str_has_prefix(m->nodes[d].id, query) || g_str_has_prefix(name, query))
			found = found == -1 ? d : -2;
	}
	return found;
}

/* "51" is "5 1" where there is no dimension 51. */
static bool are_digits(const struct market *m, const char *word)
{
	return word[1] && strspn(word, "0123456789") == strlen(word) && dimension_of(m, word) < 0;
}

static bool is_in(const int *order, int n, int dimension)
{
	for (int i = 0; i < n; i++)
		if (order[i] == dimension)
			return true;
	return false;
}

static void refuse(const struct market *m, const char *word, GError **error)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	const char *meant;

	for (int d = market_child(m, 0); d >= 0; d = market_next(m, d))
		g_ptr_array_add(ids, (void *)m->nodes[d].id);
	meant = text_suggest(word, (const char *const *)ids->pdata, ids->len);
	g_set_error(error, FORECAST_ERROR, FORECAST_USAGE, "'%s' is no dimension%s%s%s", word,
		    meant ? ", did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

static bool append(const struct market *m, const char *word, int *order, int *n, GError **error)
{
	int d = dimension_of(m, word);

	if (d >= 0 && *n < CROSSING_NODES && !is_in(order, *n, d)) {
		order[(*n)++] = d;
		return true;
	}
	if (d == -1)
		refuse(m, word, error);
	else if (d < 0)
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE, "'%s' means several dimensions",
			    word);
	else if (is_in(order, *n, d))
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE, "%s stands twice",
			    m->nodes[d].name);
	else
		g_set_error(error, FORECAST_ERROR, FORECAST_USAGE,
			    "an order has at most %d dimensions", CROSSING_NODES);
	return false;
}

static bool append_each(const struct market *m, const char *digits, int *order, int *n,
			GError **error)
{
	for (; *digits; digits++)
		if (!append(m, (char[]){*digits, '\0'}, order, n, error))
			return false;
	return true;
}

int pivot_read_order(const struct market *m, const char *text, int order[CROSSING_NODES],
		     GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ,>;", -1);
	int n = 0;

	for (int i = 0; words[i]; i++)
		if (*words[i] && !(are_digits(m, words[i]) ? append_each : append)(m, words[i], order,
										  &n, error))
			return -1;
	return n;
}
