#include "config.h"

#include "scenario/scenario.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "market/figure.h"
#include "scenario/document.h"

enum {
	VISITS = 500000,	/* of keys and entries, those behind an alias each time */
	SUGGESTIONS = 1000,	/* messages that may cost a comparison with all keys */
};

struct reader {
	const char *name;
	struct messages *list;
	struct scenario *s;	/* gets the settings; NULL for an entry alone */
	GPtrArray *adjusts;
	int visits;
};

/* What an entry says of all its quantities. */
struct entry {
	const struct document_node *path, *force, *why;
	enum hold hold;
};

typedef struct document_node node;

static void complain(struct reader *r, const node *at, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void complain(struct reader *r, const node *at, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	messages_add(r->list, SEVERITY_ERROR, r->name, at->line, at->column, "%s", text);
}

static bool visit(struct reader *r, const node *at)
{
	if (r->visits > VISITS)
		return false;
	if (++r->visits <= VISITS)
		return true;
	complain(r, at, "more than half a million keys, those behind an alias each time; shorten "
		 "it");
	return false;
}

static void unknown_key(struct reader *r, const node *key, const char *const *known, size_t n)
{
	bool many = messages_count(r->list) >= SUGGESTIONS;
	const char *near = many ? NULL : text_suggest(key->text, known, n);
	g_autoptr(GString) all = NULL;

	if (many) {
		complain(r, key, "unknown key '%s'", key->text);
		return;
	}
	if (near) {
		complain(r, key, "unknown key '%s', did you mean '%s'?", key->text, near);
		return;
	}
	all = g_string_new(NULL);
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(all, "%s%s", i ? ", " : "", known[i]);
	complain(r, key, "unknown key '%s'; the keys here are %s", key->text, all->str);
}

static const char *found(const node *at)
{
	if (at->kind == DOCUMENT_LIST)
		return "a list";
	if (at->kind == DOCUMENT_MAP)
		return "a map";
	return *at->text ? "a text" : "nothing";
}

static bool want(struct reader *r, const node *at, enum document_kind kind, const char *what)
{
	if (at->kind == kind && (kind != DOCUMENT_TEXT || *at->text))
		return true;
	complain(r, at, "expected %s, found %s", what, found(at));
	return false;
}

/* As want for a map, which must also hold something. */
static bool want_keys(struct reader *r, const node *at, const char *what)
{
	if (!want(r, at, DOCUMENT_MAP, what))
		return false;
	if (at->items->len)
		return true;
	complain(r, at, "expected %s, found an empty map", what);
	return false;
}

/* Index of the text in names; -1 with a message. */
static int read_word(struct reader *r, const node *at, const char *const *names, size_t n,
		     const char *what)
{
	const char *near;

	if (!want(r, at, DOCUMENT_TEXT, what))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(at->text, names[i]))
			return (int)i;
	near = text_suggest(at->text, names, n);
	if (near)
		complain(r, at, "'%s' is not %s, did you mean '%s'?", at->text, what, near);
	else
		complain(r, at, "'%s' is not %s", at->text, what);
	return -1;
}

static bool read_figure(struct reader *r, const node *at, enum figure_unit unit,
			const char *what, double *out)
{
	struct figure figure;
	g_autofree char *why = NULL;

	if (!want(r, at, DOCUMENT_TEXT, what))
		return false;
	if (!figure_parse(at->text, unit, NULL, &figure, &why)) {
		complain(r, at, "%s", why);
		return false;
	}
	if (figure.qualifier != QUAL_EXACT || !isfinite(figure.value)) {
		complain(r, at, "'%s': an assumption is one number; write %s", at->text, what);
		return false;
	}
	*out = figure.value;
	return true;
}

static bool read_rate(struct reader *r, const node *at, double *out)
{
	double rate;

	if (!read_figure(r, at, FIGURE_PERCENT, "a rate such as 40%", &rate))
		return false;
	if (rate <= -1) {
		complain(r, at, "'%s': a rate must be more than -100%%", at->text);
		return false;
	}
	*out = rate;
	return true;
}

static bool read_within(struct reader *r, const node *at, enum figure_unit unit,
			const char *what, double low, double high, double *out)
{
	double value;

	if (!read_figure(r, at, unit, what, &value))
		return false;
	if (value < low || value > high) {
		complain(r, at, "'%s' is out of range; write %s", at->text, what);
		return false;
	}
	*out = value;
	return true;
}

static bool read_share(struct reader *r, const node *at, double *out)
{
	return read_within(r, at, FIGURE_PERCENT, "a share from 0% to 100%", 0, 1, out);
}

static bool read_positive(struct reader *r, const node *at, const char *what, double *out)
{
	return read_within(r, at, FIGURE_PLAIN, what, 0, HUGE_VAL, out);
}

static bool read_period(struct reader *r, const node *at, struct period *out)
{
	if (!want(r, at, DOCUMENT_TEXT, "a period such as 2031"))
		return false;
	if (period_parse(at->text, out))
		return true;
	complain(r, at, "'%s' is not a period; write 2031, 2031-H1, 2031-Q4 or 2031-04", at->text);
	return false;
}

bool scenario_window_parse(const char *text, struct period *from, struct period *to)
{
	struct period a, b;

	if (!period_parse_span(text, &a, &b) || !period_is_set(a) || !period_is_set(b)
	    || a.step != b.step || period_compare(a, b) >= 0)
		return false;
	*from = a;
	*to = b;
	return true;
}

static bool read_window(struct reader *r, const node *at, struct period *from,
			struct period *to)
{
	if (!want(r, at, DOCUMENT_TEXT, "a window such as 2026-2031"))
		return false;
	if (scenario_window_parse(at->text, from, to))
		return true;
	complain(r, at, "'%s' is not a window; write two periods of one step, the earlier first, "
		 "such as 2026-2031 or 2026-Q1..2027-Q4", at->text);
	return false;
}

/* Calls read for each key of a map that stands in known, with its index. */
static void read_keys(struct reader *r, const node *map, const char *const *known, size_t n,
		      void (*read)(struct reader *r, int key, const node *at, const node *value,
				   void *data), void *data)
{
	for (guint i = 0; i + 1 < map->items->len; i += 2) {
		const node *key = map->items->pdata[i];
		size_t k = 0;

		if (key->kind != DOCUMENT_TEXT || !visit(r, key))
			continue;
		while (k < n && strcmp(key->text, known[k]))
			k++;
		if (k < n)
			read(r, (int)k, key, map->items->pdata[i + 1], data);
		else
			unknown_key(r, key, known, n);
	}
}

/* Shapes and spreads are a map of one key, their name. */
static int read_named(struct reader *r, const node *at, const char *const *names, size_t n,
		      const char *what, const node **inside)
{
	const node *key;

	if (!want(r, at, DOCUMENT_MAP, what))
		return -1;
	if (at->items->len != 2) {
		complain(r, at, "expected %s, found %u keys", what, at->items->len / 2);
		return -1;
	}
	key = at->items->pdata[0];
	*inside = at->items->pdata[1];
	if (!visit(r, key))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(key->text, names[i]))
			return (int)i;
	unknown_key(r, key, names, n);
	return -1;
}

enum { FADE_TO, FADE_BY };
static const char *const fade_keys[] = {"to", "by"};
enum { CURVE_CEILING, CURVE_P, CURVE_Q };
static const char *const curve_keys[] = {"ceiling", "p", "q"};

static const char *const shape_names[] = {
	[SHAPE_CONSTANT] = "constant", [SHAPE_FADE] = "fade", [SHAPE_GEOMETRIC] = "geometric",
	[SHAPE_LOGISTIC] = "logistic", [SHAPE_GOMPERTZ] = "gompertz", [SHAPE_BASS] = "bass",
};
static const char *const spread_names[] = {
	[SPREAD_NORMAL] = "normal", [SPREAD_TRIANGULAR] = "triangular", [SPREAD_PERT] = "pert",
	[SPREAD_UNIFORM] = "uniform",
};

const char *shape_kind_name(enum shape_kind kind)
{
	return shape_names[kind];
}

const char *spread_kind_name(enum spread_kind kind)
{
	return spread_names[kind];
}

static void read_fade_key(struct reader *r, int key, const node *at, const node *value,
			  void *data)
{
	struct shape *shape = data;

	(void)at;
	if (key == FADE_TO)
		read_rate(r, value, &shape->rate);
	else
		read_period(r, value, &shape->by);
}

static void read_curve_key(struct reader *r, int key, const node *at, const node *value,
			   void *data)
{
	struct shape *shape = data;
	double positive;

	(void)at;
	if (key == CURVE_P) {
		read_positive(r, value, "a coefficient such as 0.03", &shape->p);
	} else if (key == CURVE_Q) {
		read_positive(r, value, "a coefficient such as 0.38", &shape->q);
	} else if (read_positive(r, value, "a level in the market's unit, such as 234",
				 &positive)) {
		if (positive > 0)
			shape->ceiling = positive;
		else
			complain(r, value, "a ceiling must be more than 0");
	}
}

static bool read_shape(struct reader *r, const node *at, struct shape *out)
{
	size_t errors = messages_errors(r->list);
	struct shape shape = shape_none();
	const node *inside;
	int kind = read_named(r, at, shape_names, G_N_ELEMENTS(shape_names),
			      "one shape such as {fade: {to: 15%, by: 2031}}", &inside);

	if (kind < 0)
		return false;
	shape.kind = kind;
	if (kind == SHAPE_CONSTANT) {
		read_rate(r, inside, &shape.rate);
	} else if (want(r, inside, DOCUMENT_MAP, "a map of the shape's parameters")) {
		bool fade = kind == SHAPE_FADE || kind == SHAPE_GEOMETRIC;

		read_keys(r, inside, fade ? fade_keys : curve_keys,
			  fade ? 2 : kind == SHAPE_BASS ? 3 : 1,
			  fade ? read_fade_key : read_curve_key, &shape);
		if (fade && !document_get(inside, "to"))
			complain(r, inside, "a %s needs the rate it ends at: {to: 15%%, by: 2031}",
				 shape_names[kind]);
		if (kind == SHAPE_BASS && !document_get(inside, "ceiling"))
			complain(r, inside, "a bass curve needs a ceiling: {ceiling: 234}");
	}
	if (messages_errors(r->list) != errors)
		return false;
	*out = shape;
	return true;
}

enum { SPREAD_SD, SPREAD_LOW, SPREAD_MODE, SPREAD_HIGH };
static const char *const spread_keys[] = {"sd", "low", "mode", "high"};

static void read_spread_key(struct reader *r, int key, const node *at, const node *value,
			    void *data)
{
	struct spread *spread = data;

	if ((key == SPREAD_SD) != (spread->kind == SPREAD_NORMAL)
	    || (key == SPREAD_MODE && spread->kind == SPREAD_UNIFORM))
		complain(r, at, "a %s spread has no '%s'", spread_names[spread->kind],
			 spread_keys[key]);
	else if (key == SPREAD_SD)
		read_within(r, value, FIGURE_PERCENT, "a standard deviation such as 3%", 0,
			    HUGE_VAL, &spread->sd);
	else
		read_rate(r, value, key == SPREAD_LOW ? &spread->low
			  : key == SPREAD_MODE ? &spread->mode : &spread->high);
}

static void check_spread(struct reader *r, const node *at, const struct spread *s)
{
	if (s->kind == SPREAD_NORMAL && isnan(s->sd))
		complain(r, at, "a normal spread needs sd: {normal: {sd: 3%%}}");
	else if (s->kind == SPREAD_UNIFORM && (isnan(s->low) || isnan(s->high)))
		complain(r, at, "a uniform spread needs low and high");
	else if ((s->kind == SPREAD_TRIANGULAR || s->kind == SPREAD_PERT)
		 && (isnan(s->low) || isnan(s->mode) || isnan(s->high)))
		complain(r, at, "a %s spread needs low, mode and high", spread_names[s->kind]);
	else if (s->low > s->high || s->mode < s->low || s->mode > s->high)
		complain(r, at, "low, mode and high must not fall");
}

static bool read_spread(struct reader *r, const node *at, struct spread *out)
{
	size_t errors = messages_errors(r->list);
	struct spread spread = {.sd = NAN, .low = NAN, .mode = NAN, .high = NAN};
	const node *inside;

	spread.kind = read_named(r, at, spread_names, G_N_ELEMENTS(spread_names),
				 "one spread such as {normal: {sd: 3%}}", &inside);
	if (spread.kind < 0 || !want(r, inside, DOCUMENT_MAP, "a map of the spread's parameters"))
		return false;
	read_keys(r, inside, spread_keys, G_N_ELEMENTS(spread_keys), read_spread_key, &spread);
	if (messages_errors(r->list) == errors)
		check_spread(r, inside, &spread);
	if (messages_errors(r->list) != errors)
		return false;
	*out = spread;
	return true;
}

static struct adjust *add(struct reader *r, const struct entry *e, enum adjust_kind kind,
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
static void read_cagr(struct reader *r, const struct entry *e, const node *at,
		      const node *value)
{
	double rate;

	if (value->kind == DOCUMENT_TEXT) {
		if (read_rate(r, value, &rate))
			add(r, e, ADJUST_CAGR, at)->value = rate;
		return;
	}
	if (!want_keys(r, value, "rates by window such as {2026-2031: 40%}"))
		return;
	for (guint i = 0; i + 1 < value->items->len; i += 2) {
		const node *key = value->items->pdata[i];
		struct period from, to;

		if (visit(r, key) && read_window(r, key, &from, &to)
		    && read_rate(r, value->items->pdata[i + 1], &rate)) {
			struct adjust *a = add(r, e, ADJUST_CAGR, key);

			a->from = from;
			a->to = to;
			a->value = rate;
		}
	}
}

static void read_by_period(struct reader *r, const struct entry *e, enum adjust_kind kind,
			   const node *value)
{
	bool share = kind == ADJUST_SHARE;

	if (!want_keys(r, value, share ? "shares by period such as {2025: 45%}"
		       : "growth by period such as {2027: 45%}"))
		return;
	for (guint i = 0; i + 1 < value->items->len; i += 2) {
		const node *key = value->items->pdata[i], *figure = value->items->pdata[i + 1];
		struct period period;
		double fraction;

		if (visit(r, key) && read_period(r, key, &period)
		    && (share ? read_share(r, figure, &fraction)
			: read_rate(r, figure, &fraction))) {
			struct adjust *a = add(r, e, kind, key);

			a->from = a->to = period;
			a->value = fraction;
		}
	}
}

/* shape: {fade: …}, or by window {2026-2031: {fade: …}}. */
static void read_shapes(struct reader *r, const struct entry *e, const node *at,
			const node *value)
{
	struct period from, to;
	struct shape shape;
	const node *first;

	if (!want_keys(r, value, "a shape such as {fade: {to: 15%, by: 2031}}"))
		return;
	first = value->items->pdata[0];
	if (!g_ascii_isdigit(*first->text)) {
		if (read_shape(r, value, &shape))
			add(r, e, ADJUST_SHAPE, at)->shape = shape;
		return;
	}
	for (guint i = 0; i + 1 < value->items->len; i += 2) {
		const node *key = value->items->pdata[i];

		if (visit(r, key) && read_window(r, key, &from, &to)
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

static void read_entry_head(struct reader *r, int key, const node *at, const node *value,
			    void *data)
{
	struct entry *e = data;
	int word;

	(void)at;
	if (key == ENTRY_PATH && want(r, value, DOCUMENT_TEXT, "the path of a node"))
		e->path = value;
	else if (key == ENTRY_FORCE && want(r, value, DOCUMENT_TEXT, "the id of a force"))
		e->force = value;
	else if (key == ENTRY_WHY && want(r, value, DOCUMENT_TEXT, "a reason"))
		e->why = value;
	else if (key == ENTRY_HOLD) {
		word = read_word(r, value, hold_words, 3, "none, parent or total");
		e->hold = word < 0 ? HOLD_DEFAULT : (enum hold)word;
	}
}

static void read_lock(struct reader *r, const struct entry *e, const node *at,
		      const node *value)
{
	static const char *const words[] = {"false", "true"};
	int word = read_word(r, value, words, 2, "true or false");

	if (word >= 0)
		add(r, e, ADJUST_LOCK, at)->value = word;
}

static void read_quantity(struct reader *r, int key, const node *at, const node *value,
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

static void read_force(struct reader *r, const struct entry *e, const node *map)
{
	const node *scale = document_get(map, "scale"), *delay = document_get(map, "delay");
	const node *rho = document_get(map, "rho");
	struct adjust said = {.scale = NAN, .delay = NAN, .rho = NAN}, *a;

	if (!scale && !delay && !rho) {
		complain(r, map, "changes nothing; say scale, delay or rho (scale: 0 switches it "
			 "off)");
		return;
	}
	if (scale && !read_positive(r, scale, "a factor of 0 or more, such as 2", &said.scale))
		return;
	if (delay && !read_positive(r, delay, "years of 0 or more, such as 1", &said.delay))
		return;
	if (rho && !read_within(r, rho, FIGURE_PLAIN, "a weight from 0 to 1", 0, 1, &said.rho))
		return;
	a = add(r, e, ADJUST_FORCE, e->force);
	a->scale = said.scale;
	a->delay = said.delay;
	a->rho = said.rho;
}

/* What belongs to a node has no business in the entry of a force, and the other way round. */
static bool check_company(struct reader *r, const node *map, bool force, bool typo)
{
	bool ok = true, any = typo;

	for (int k = 0; k < (int)G_N_ELEMENTS(entry_keys); k++) {
		bool of_node = k == ENTRY_HOLD || (k >= ENTRY_CAGR && k <= ENTRY_SPREAD);
		bool of_force = k == ENTRY_SCALE || k == ENTRY_DELAY || k == ENTRY_RHO;
		const node *value = document_get(map, entry_keys[k]);

		if (!value)
			continue;
		if (force ? of_node : of_force) {
			complain(r, value, force ? "'%s' belongs to a path, not to a force"
				 : "'%s' belongs to a force, not to a path", entry_keys[k]);
			ok = false;
		}
		any = any || (of_node && k != ENTRY_HOLD);
	}
	if (ok && !force && !any) {
		complain(r, map, "changes nothing; say cagr, growth, shape, share, weight, lock or "
			 "spread");
		ok = false;
	}
	return ok;
}

static void read_entry(struct reader *r, const node *map)
{
	struct entry e = {.hold = HOLD_DEFAULT};
	size_t errors = messages_errors(r->list);

	if (!visit(r, map) || !want(r, map, DOCUMENT_MAP,
				    "an entry such as {path: total, cagr: {2026-2031: 25%}}"))
		return;
	read_keys(r, map, entry_keys, G_N_ELEMENTS(entry_keys), read_entry_head, &e);
	if (e.path && e.force) {
		complain(r, e.force, "an entry is about a path or a force, not both; make two");
		return;
	}
	if (!e.path && !e.force) {
		if (!document_get(map, "path") && !document_get(map, "force"))
			complain(r, map, "says neither path nor force");
		return;
	}
	if (!check_company(r, map, e.force, messages_errors(r->list) != errors))
		return;
	if (e.force)
		read_force(r, &e, map);
	else
		read_keys(r, map, entry_keys, G_N_ELEMENTS(entry_keys), read_quantity, &e);
}

static void read_entries(struct reader *r, const node *list)
{
	if (list->kind == DOCUMENT_TEXT && !*list->text && !list->quoted)
		return;
	if (!want(r, list, DOCUMENT_LIST, "a list of entries"))
		return;
	for (guint i = 0; i < list->items->len; i++)
		read_entry(r, list->items->pdata[i]);
}

static void clash(struct reader *r, const struct adjust *first, const struct adjust *second)
{
	const char *what = second->kind == ADJUST_FORCE ? "force" : adjust_kind_name(second->kind);

	if (first->line > second->line)
		clash(r, second, first);
	else
		messages_add(r->list, SEVERITY_ERROR, r->name, second->line, second->column,
			     "'%s' has a %s here and on line %d for the same time; keep one",
			     second->path, what, first->line);
}

/* Canonical order; of one path and kind no two may say the same. */
static int order(const void *a, const void *b)
{
	const struct adjust *x = *(const struct adjust *const *)a;
	const struct adjust *y = *(const struct adjust *const *)b;
	int order = adjust_compare(x, y);

	return order ? order : x->line != y->line ? x->line - y->line : x->column - y->column;
}

/* Two entries may each say something else of one force. */
static bool join(struct adjust *to, const struct adjust *a)
{
	if ((!isnan(to->scale) && !isnan(a->scale)) || (!isnan(to->delay) && !isnan(a->delay))
	    || (!isnan(to->rho) && !isnan(a->rho)) || (to->why && a->why))
		return false;
	force_keep(to, a);
	return true;
}

static void check_clashes(struct reader *r)
{
	const struct adjust *longest = NULL;	/* of the path and kind, so far */

	g_ptr_array_sort(r->adjusts, order);
	for (guint i = 0; i < r->adjusts->len; i++) {
		const struct adjust *a = r->adjusts->pdata[i];
		bool same = longest && longest->kind == a->kind && !strcmp(longest->path, a->path);

		if (same && a->kind == ADJUST_FORCE && join(r->adjusts->pdata[i - 1], a)) {
			g_ptr_array_remove_index(r->adjusts, i--);
			continue;
		}
		if (same && adjust_same_quantity(longest, a))
			clash(r, longest, a);
		if (!same || (period_is_set(longest->to)
			      && adjust_ends_before(longest, a)))
			longest = a;
	}
}

static void read_text(struct reader *r, const node *value, const char *what, char **out)
{
	if (want(r, value, DOCUMENT_TEXT, what)) {
		g_free(*out);
		*out = g_strdup(value->text);
	}
}

bool scenario_id_ok(const char *id)
{
	return *id && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

static void read_id(struct reader *r, const node *value, const char *what, char **out)
{
	if (!want(r, value, DOCUMENT_TEXT, what))
		return;
	if (scenario_id_ok(value->text))
		read_text(r, value, what, out);
	else
		complain(r, value, "'%s' is no id; use a to z, 0 to 9 and '-'", value->text);
}

static bool read_integer(struct reader *r, const node *value, const char *what, guint64 low,
			 guint64 high, unsigned long long *out)
{
	guint64 number;

	if (!want(r, value, DOCUMENT_TEXT, what))
		return false;
	if (!g_ascii_string_to_unsigned(value->text, 10, low, high, &number, NULL)) {
		complain(r, value, "'%s' is not %s", value->text, what);
		return false;
	}
	*out = number;
	return true;
}

enum { SIMULATE_DRAWS, SIMULATE_SEED, SIMULATE_RHO };
static const char *const simulate_keys[] = {"draws", "seed", "rho"};

static void read_simulate_key(struct reader *r, int key, const node *at, const node *value,
			      void *data)
{
	struct scenario *s = data;
	unsigned long long draws;

	(void)at;
	if (key == SIMULATE_DRAWS) {
		if (read_integer(r, value, "a number of draws from 1 to 1000000000", 1, 1000000000,
				 &draws))
			s->simulate.draws = (int)draws;
	} else if (key == SIMULATE_SEED) {
		s->simulate.has_seed = read_integer(r, value, "a seed such as 42", 0, G_MAXUINT64,
						    &s->simulate.seed);
	} else {
		s->simulate.has_rho = read_within(r, value, FIGURE_PLAIN,
						  "a correlation from -1 to 1", -1, 1,
						  &s->simulate.rho);
	}
}

enum {
	KEY_TAMARACK, KEY_SCENARIO, KEY_TITLE, KEY_MARKET, KEY_ON, KEY_BASED_ON, KEY_FILL,
	KEY_ADJUST, KEY_HORIZON, KEY_AFTER, KEY_SIMULATE,
};
static const char *const keys[] = {
	"tamarack", "scenario", "title", "market", "on", "based_on", "fill",
	"adjust", "horizon", "after", "simulate",
};
static const char *const fill_words[] = {
	[FILL_EQUAL] = "equal", [FILL_WEIGHTS] = "weights", [FILL_NONE] = "none",
};

static void read_version(struct reader *r, const node *value)
{
	if (want(r, value, DOCUMENT_TEXT, "the format's version, 1") && strcmp(value->text, "1"))
		complain(r, value, "format version '%s'; this program reads 1", value->text);
}

static void read_fill(struct reader *r, const node *value)
{
	int word = read_word(r, value, fill_words, G_N_ELEMENTS(fill_words),
			     "equal, weights or none");

	r->s->has_fill = word >= 0;
	r->s->fill = word < 0 ? FILL_EQUAL : (enum fill)word;
}

/* A curve is of one node; what all of them do after the published end is a rate. */
static void read_after(struct reader *r, const node *value)
{
	struct shape shape;

	if (!read_shape(r, value, &shape))
		return;
	if (shape.kind == SHAPE_CONSTANT || shape.kind == SHAPE_FADE || shape.kind == SHAPE_GEOMETRIC) {
		r->s->after = shape;
		r->s->has_after = true;
	} else {
		complain(r, value, "'after' is the growth of all nodes: write {constant: 5%%} or "
			 "{fade: {to: 5%%, by: 2040}}");
	}
}

static void read_key(struct reader *r, int key, const node *at, const node *value, void *data)
{
	struct scenario *s = data;

	(void)at;
	switch (key) {
	case KEY_TAMARACK:
		read_version(r, value);
		break;
	case KEY_SCENARIO:
		read_id(r, value, "the id of the scenario", &s->id);
		break;
	case KEY_TITLE:
		read_text(r, value, "a title", &s->title);
		break;
	case KEY_MARKET:
		read_id(r, value, "the id of a market", &s->market);
		break;
	case KEY_ON:
		read_text(r, value, "an edition such as 2026-01", &s->on);
		break;
	case KEY_BASED_ON:
		read_text(r, value, "the name of a scenario", &s->based_on);
		break;
	case KEY_FILL:
		read_fill(r, value);
		break;
	case KEY_ADJUST:
		read_entries(r, value);
		break;
	case KEY_HORIZON:
		read_period(r, value, &s->horizon);
		break;
	case KEY_AFTER:
		read_after(r, value);
		break;
	case KEY_SIMULATE:
		s->has_simulate = true;
		if (want(r, value, DOCUMENT_MAP, "a map such as {draws: 20000, seed: 42}"))
			read_keys(r, value, simulate_keys, G_N_ELEMENTS(simulate_keys),
				  read_simulate_key, s);
		break;
	default:
		break;
	}
}

static void read_scenario(struct reader *r, const node *root)
{
	if (!want(r, root, DOCUMENT_MAP, "keys such as 'tamarack: 1'"))
		return;
	read_keys(r, root, keys, G_N_ELEMENTS(keys), read_key, r->s);
	if (!document_get(root, "tamarack"))
		complain(r, root, "says no 'tamarack: 1'; that is the format's version");
	check_clashes(r);
}

struct scenario *scenario_load_bytes(const char *name, const char *bytes, size_t n,
				     struct messages *list)
{
	size_t errors = messages_errors(list);
	struct document *d = document_read(name, bytes, n, list);
	struct scenario *s = scenario_new(NULL, NULL);
	struct reader r = {.name = name, .list = list, .s = s, .adjusts = s->adjusts};

	if (d)
		read_scenario(&r, document_root(d));
	document_free(d);
	messages_sort(list);
	if (messages_errors(list) == errors)
		return s;
	scenario_free(s);
	return NULL;
}

struct scenario *scenario_load(const char *file, struct messages *list)
{
	size_t n;
	g_autofree char *bytes = document_slurp(file, &n, list);
	struct scenario *s;

	if (!bytes)
		return NULL;
	s = scenario_load_bytes(file, bytes, n, list);
	if (s && strcmp(file, "-"))
		s->file = g_strdup(file);
	return s;
}

bool scenario_adjust_yaml(struct scenario *s, const char *yaml, struct messages *list)
{
	size_t errors = messages_errors(list);
	struct document *d = document_read("--adjust", yaml, strlen(yaml), list);
	g_autoptr(GPtrArray) adjusts =
		g_ptr_array_new_with_free_func((GDestroyNotify)adjust_free);
	struct reader r = {.name = "--adjust", .list = list, .adjusts = adjusts};
	bool ok;

	if (d && document_root(d)->kind == DOCUMENT_LIST)
		read_entries(&r, document_root(d));
	else if (d)
		read_entry(&r, document_root(d));
	check_clashes(&r);
	document_free(d);
	messages_sort(list);
	ok = messages_errors(list) == errors;
	for (guint i = 0; ok && i < adjusts->len; i++) {
		struct adjust *a = adjust_copy(adjusts->pdata[i]);

		adjust_forget_place(a);
		scenario_set(s, a);
	}
	return ok;
}
