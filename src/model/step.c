#include "config.h"

#include "model/step.h"

#include "scenario/phrase.h"

/* "geography/asia-pacific: 40 % a year, 2026-2031": new string. */
static char *entry_text(const struct adjust *a)
{
	g_autofree char *said = phrase_say(a);

	return g_strdup_printf("%s: %s%s%s", a->path, said, a->why ? ", " : "", a->why ? a->why : "");
}

/* The first adjustment of s that other does not have; *n: how many there are. */
static const struct adjust *only_in(const struct scenario *s, const struct scenario *other, int *n)
{
	const struct adjust *first = NULL;

	*n = 0;
	for (guint i = 0; i < s->adjusts->len; i++) {
		bool known = false;

		for (guint j = 0; j < other->adjusts->len && !known; j++)
			known = adjust_equal(s->adjusts->pdata[i], other->adjusts->pdata[j]);
		if (known)
			continue;
		first = first ? first : s->adjusts->pdata[i];
		++*n;
	}
	return first;
}

static char *entries_text(const char *before, const struct adjust *a, int n)
{
	g_autofree char *text = entry_text(a);

	return n > 1 ? g_strdup_printf("%s%s, and %d more", before, text, n - 1)
		     : g_strconcat(before, text, NULL);
}

/* What a setting was changed to, NULL if none was. */
static char *setting_text(const struct scenario *now, const struct scenario *next)
{
	char year[PERIOD_TEXT_MAX];

	if (g_strcmp0(now->based_on, next->based_on) != 0)
		return g_strdup_printf("based on %s", next->based_on ? next->based_on : "no other");
	if (!period_equal(now->horizon, next->horizon))
		return g_strdup_printf("horizon %s", period_is_set(next->horizon)
				       ? period_format(next->horizon, year) : "as published");
	if (now->has_after != next->has_after
	    || (now->has_after && !shape_equal(&now->after, &next->after))) {
		g_autofree char *after = phrase_say_shape(&next->after);

		return next->has_after ? g_strdup_printf("after: %s", after) : g_strdup("no after");
	}
	return g_strcmp0(now->title, next->title) != 0
	       ? g_strdup_printf("title %s", next->title ? next->title : "none") : NULL;
}

/* They differ in what they hold and in nothing else. */
static bool same_but_hold(const struct adjust *a, const struct adjust *b)
{
	struct adjust *copy = adjust_copy(a);
	bool same;

	copy->hold = b->hold;
	same = adjust_equal(copy, b);
	adjust_free(copy);
	return same;
}

char *step_label(const struct market *m, const struct scenario *now, const struct scenario *next,
		 enum hold held, enum hold hold)
{
	int n_new, n_gone;
	const struct adjust *new = only_in(next, now, &n_new), *gone = only_in(now, next, &n_gone);
	char *setting;

	if (new && gone && n_new == 1 && n_gone == 1 && same_but_hold(gone, new))
		return g_strdup_printf("%s: hold %s", new->path, hold_name(new->hold == HOLD_DEFAULT
									   ? hold : new->hold));
	if (new)
		return entries_text("", new, n_new);
	if (gone)
		return entries_text("removal of ", gone, n_gone);
	if (next->has_fill != now->has_fill || next->fill != now->fill)
		return g_strconcat("fill ", fill_name(next->has_fill ? next->fill
						      : (enum fill)m->fill), NULL);
	setting = setting_text(now, next);
	if (setting)
		return setting;
	return hold != held ? g_strconcat("hold ", hold_name(hold), NULL)
				: g_strdup("settings of the simulation");
}
