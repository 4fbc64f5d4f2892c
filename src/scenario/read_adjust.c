#include "config.h"

#include "scenario/read.h"

#include <math.h>
#include <string.h>

typedef struct document_node node;

/* What an entry says of all its quantities. */
struct entry {
	const struct document_node *path, *force, *why;
	enum hold hold;
};

static struct adjust *add(struct read *r, const struct entry *e, enum adjust_kind kind,
			  const node *at)
{
	const node *owner = e->force ? e->force : e->path;
	struct adjust *a = adjust_new(kind, owner->text);

	a->hold = e->hold;
	a->why = e->why ? g_strdup(e->why->text) : NULL;
	a->line = at->line;
	a->column = at->column;
	a->path_line = owner->line;
	a->path_column = owner->column;
	g_ptr_array_add(r->adjusts, a);
	return a;
}

/* cagr: {2026-2031: 40%}, or 40% over the default window. */
static void read_cagr(struct read *r, const struct entry *e, const node *at,
		      const node *value)
{
	double rate;

	if (value->kind == DOCUMENT_TEXT) {
		if (read_rate(r, value, &rate))
			add(r, e, ADJUST_CAGR, at)->value = rate;
		return;
	}
	if (!read_want_keys(r, value, "rates by window such as {2026-2031: 40%}"))
		return;
	for (guint i = 0; i + 1 < value->items->len; i += 2) {
		const node *key = value->items->pdata[i];
		struct period from, to;

		if (read_visit(r, key) && read_window(r, key, &from, &to)
		    && read_rate(r, value->items->pdata[i + 1], &rate)) {
			struct adjust *a = add(r, e, ADJUST_CAGR, key);

			a->from = from;
			a->to = to;
			a->value = rate;
		}
	}
}

static void read_by_period(struct read *r, const struct entry *e, enum adjust_kind kind,
			   const node *value)
{
	bool share = kind == ADJUST_SHARE;

	if (!read_want_keys(r, value, share ? "shares by period such as {2025: 45%}"
			    : "growth by period such as {2027: 45%}"))
		return;
	for (guint i = 0; i + 1 < value->items->len; i += 2) {
		const node *key = value->items->pdata[i], *figure = value->items->pdata[i + 1];
		struct period period;
		double fraction;

		if (read_visit(r, key) && read_period(r, key, &period)
		    && (share ? read_share(r, figure, &fraction)
			: read_rate(r, figure, &fraction))) {
			struct adjust *a = add(r, e, kind, key);

			a->from = a->to = period;
			a->value = fraction;
		}
	}
}

/* shape: {fade: …}, or by window {2026-2031: {fade: …}}. */
static void read_shapes(struct read *r, const struct entry *e, const node *at,
			const node *value)
{
	struct period from, to;
	struct shape shape;
	const node *first;

	if (!read_want_keys(r, value, "a shape such as {fade: {to: 15%, by: 2031}}"))
		return;
	first = value->items->pdata[0];
	if (!g_ascii_isdigit(*first->text)) {
		if (read_shape(r, value, &shape))
			add(r, e, ADJUST_SHAPE, at)->shape = shape;
		return;
	}
	for (guint i = 0; i + 1 < value->items->len; i += 2) {
		const node *key = value->items->pdata[i];

		if (read_visit(r, key) && read_window(r, key, &from, &to)
		    && read_shape(r, value->items->pdata[i + 1], &shape)) {
			struct adjust *a = add(r, e, ADJUST_SHAPE, key);

			a->from = from;
			a->to = to;
			a->shape = shape;
		}
	}
}

enum {
	ENTRY_PATH, ENTRY_CAGR, ENTRY_GROWTH, ENTRY_SHAPE, ENTRY_SHARE, ENTRY_WEIGHT, ENTRY_LOCK,
	ENTRY_SPREAD, ENTRY_HOLD, ENTRY_WHY, ENTRY_FORCE, ENTRY_SCALE, ENTRY_DELAY, ENTRY_RHO,
};
static const char *const entry_keys[] = {
	"path", "cagr", "growth", "shape", "share", "weight", "lock",
	"spread", "hold", "why", "force", "scale", "delay", "rho",
};
static const char *const hold_words[] = {"none", "parent", "total"};

static void read_entry_head(struct read *r, int key, const node *at, const node *value,
			    void *data)
{
	struct entry *e = data;
	int word;

	(void)at;
	if (key == ENTRY_PATH && read_want(r, value, DOCUMENT_TEXT, "the path of a node"))
		e->path = value;
	else if (key == ENTRY_FORCE && read_want(r, value, DOCUMENT_TEXT, "the id of a force"))
		e->force = value;
	else if (key == ENTRY_WHY && read_want(r, value, DOCUMENT_TEXT, "a reason"))
		e->why = value;
	else if (key == ENTRY_HOLD) {
		word = read_word(r, value, hold_words, 3, "none, parent or total");
		e->hold = word < 0 ? HOLD_DEFAULT : (enum hold)word;
	}
}

static void read_lock(struct read *r, const struct entry *e, const node *at,
		      const node *value)
{
	static const char *const words[] = {"false", "true"};
	int word = read_word(r, value, words, 2, "true or false");

	if (word >= 0)
		add(r, e, ADJUST_LOCK, at)->value = word;
}

static void read_quantity(struct read *r, int key, const node *at, const node *value,
			  void *data)
{
	const struct entry *e = data;
	struct spread spread;
	double number;

	switch (key) {
	case ENTRY_CAGR:
		read_cagr(r, e, at, value);
		break;
	case ENTRY_GROWTH:
		read_by_period(r, e, ADJUST_GROWTH, value);
		break;
	case ENTRY_SHARE:
		read_by_period(r, e, ADJUST_SHARE, value);
		break;
	case ENTRY_SHAPE:
		read_shapes(r, e, at, value);
		break;
	case ENTRY_WEIGHT:
		if (read_positive(r, value, "a weight of 0 or more, such as 12", &number))
			add(r, e, ADJUST_WEIGHT, at)->value = number;
		break;
	case ENTRY_LOCK:
		read_lock(r, e, at, value);
		break;
	case ENTRY_SPREAD:
		if (read_spread(r, value, &spread))
			add(r, e, ADJUST_SPREAD, at)->spread = spread;
		break;
	default:
		break;
	}
}

static void read_force(struct read *r, const struct entry *e, const node *map)
{
	const node *scale = document_get(map, "scale"),
		   *delay = document_get(map, "delay");
	const node *rho = document_get(map, "rho");
	struct adjust said = {.scale = NAN, .delay = NAN, .rho = NAN}, *a;

	if (!scale && !delay && !rho) {
		read_complain(
			r, map,
			"changes nothing; say scale, delay or rho (scale: 0 switches it "
			"off)");
		return;
	}
	if (scale &&
	    !read_positive(r, scale, "a factor of 0 or more, such as 2", &said.scale))
		return;
	if (delay &&
	    !read_positive(r, delay, "years of 0 or more, such as 1", &said.delay))
		return;
	if (rho &&
	    !read_within(r, rho, FIGURE_PLAIN, "a weight from 0 to 1", 0, 1, &said.rho))
		return;
	a = add(r, e, ADJUST_FORCE, e->force);
	a->scale = said.scale;
	a->delay = said.delay;
	a->rho = said.rho;
}

/* What belongs to a node has no business in the entry of a force, and the other way
 * round. */
static bool check_company(struct read *r, const node *map, bool force, bool typo)
{
	bool ok = true, any = typo;

	for (int k = 0; k < (int)G_N_ELEMENTS(entry_keys); k++) {
		bool of_node = k == ENTRY_HOLD || (k >= ENTRY_CAGR && k <= ENTRY_SPREAD);
		bool of_force = k == ENTRY_SCALE || k == ENTRY_DELAY || k == ENTRY_RHO;
		const node *value = document_get(map, entry_keys[k]);

		if (!value)
			continue;
		if (force ? of_node : of_force) {
			read_complain(r, value,
				      force ? "'%s' belongs to a path, not to a force"
					    : "'%s' belongs to a force, not to a path",
				      entry_keys[k]);
			ok = false;
		}
		any = any || (of_node && k != ENTRY_HOLD);
	}
	if (ok && !force && !any) {
		read_complain(r, map,
			      "changes nothing; say cagr, growth, shape, share, weight, "
			      "lock or "
			      "spread");
		ok = false;
	}
	return ok;
}

void read_entry(struct read *r, const node *map)
{
	struct entry e = {.hold = HOLD_DEFAULT};
	size_t errors = messages_errors(r->list);

	if (!read_visit(r, map) ||
	    !read_want(r, map, DOCUMENT_MAP,
		       "an entry such as {path: total, cagr: {2026-2031: 25%}}"))
		return;
	read_keys(r, map, entry_keys, G_N_ELEMENTS(entry_keys), read_entry_head, &e);
	if (e.path && e.force) {
		read_complain(r, e.force,
			      "an entry is about a path or a force, not both; make two");
		return;
	}
	if (!e.path && !e.force) {
		if (!document_get(map, "path") && !document_get(map, "force"))
			read_complain(r, map, "says neither path nor force");
		return;
	}
	if (!check_company(r, map, e.force, messages_errors(r->list) != errors))
		return;
	if (e.force)
		read_force(r, &e, map);
	else
		read_keys(r, map, entry_keys, G_N_ELEMENTS(entry_keys), read_quantity,
			  &e);
}

void read_entries(struct read *r, const node *list)
{
	if (list->kind == DOCUMENT_TEXT && !*list->text && !list->quoted)
		return;
	if (!read_want(r, list, DOCUMENT_LIST, "a list of entries"))
		return;
	for (guint i = 0; i < list->items->len; i++)
		read_entry(r, list->items->pdata[i]);
}

static void clash(struct read *r, const struct adjust *first, const struct adjust *second)
{
	const char *what =
		second->kind == ADJUST_FORCE ? "force" : adjust_kind_name(second->kind);

	if (first->line > second->line)
		clash(r, second, first);
	else if (first->kind != second->kind)
		messages_add(r->list, SEVERITY_ERROR, r->name, second->line, second->column,
			     "'%s' has a %s here and a %s on line %d for the same time; keep one",
			     second->path, what, adjust_kind_name(first->kind), first->line);
	else
		messages_add(
			r->list, SEVERITY_ERROR, r->name, second->line, second->column,
			"'%s' has a %s here and on line %d for the same time; keep one",
			second->path, what, first->line);
}

/* Canonical order; of one path and kind no two may say the same. */
static int order(const void *a, const void *b)
{
	const struct adjust *x = *(const struct adjust *const *)a;
	const struct adjust *y = *(const struct adjust *const *)b;
	int order = adjust_compare(x, y);

	return order		    ? order
	       : x->line != y->line ? x->line - y->line
				    : x->column - y->column;
}

/* Two entries may each say something else of one force. */
static bool join(struct adjust *to, const struct adjust *a)
{
	if ((!isnan(to->scale) && !isnan(a->scale)) ||
	    (!isnan(to->delay) && !isnan(a->delay)) ||
	    (!isnan(to->rho) && !isnan(a->rho)) || (to->why && a->why))
		return false;
	force_keep(to, a);
	return true;
}

/* A rate and a shape of one node over the same years; the entries are in order. */
static void check_rivals(struct read *r)
{
	for (guint i = 0; i < r->adjusts->len; i++) {
		const struct adjust *a = r->adjusts->pdata[i];

		if (a->kind != ADJUST_SHAPE)
			continue;
		for (guint j = i; j-- > 0;) {
			const struct adjust *b = r->adjusts->pdata[j];

			if (strcmp(a->path, b->path))
				break;
			if (b->kind == ADJUST_CAGR && adjust_same_quantity(a, b))
				clash(r, b, a);
		}
	}
}

void read_check_clashes(struct read *r)
{
	const struct adjust *longest = NULL; /* of the path and kind, so far */

	g_ptr_array_sort(r->adjusts, order);
	for (guint i = 0; i < r->adjusts->len; i++) {
		const struct adjust *a = r->adjusts->pdata[i];
		bool same = longest && longest->kind == a->kind &&
			    !strcmp(longest->path, a->path);

		if (same && a->kind == ADJUST_FORCE &&
		    join(r->adjusts->pdata[i - 1], a)) {
			g_ptr_array_remove_index(r->adjusts, i--);
			continue;
		}
		if (same && adjust_same_quantity(longest, a))
			clash(r, longest, a);
		if (!same ||
		    (period_is_set(longest->to) && adjust_ends_before(longest, a)))
			longest = a;
	}
	check_rivals(r);
}
