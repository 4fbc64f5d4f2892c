#include "config.h"

#include "scenario/read.h"

#include <string.h>

#include "base/file.h"

typedef struct document_node node;

enum { SIMULATE_DRAWS, SIMULATE_SEED, SIMULATE_RHO };
static const char *const simulate_keys[] = {"draws", "seed", "rho"};

static void read_simulate_key(struct read *r, int key, const node *at, const node *value,
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

static void read_version(struct read *r, const node *value)
{
	if (read_want(r, value, DOCUMENT_TEXT, "the format's version, 1") && strcmp(value->text, "1"))
		read_complain(r, value, "format version '%s'; this program reads 1", value->text);
}

static void read_fill(struct read *r, const node *value)
{
	int word = read_word(r, value, fill_words, G_N_ELEMENTS(fill_words),
			     "equal, weights or none");

	r->s->has_fill = word >= 0;
	r->s->fill = word < 0 ? FILL_EQUAL : (enum fill)word;
}

/* A curve is of one node; what all of them do after the published end is a rate. */
static void read_after(struct read *r, const node *value)
{
	struct shape shape;

	if (!read_shape(r, value, &shape))
		return;
	if (shape.kind == SHAPE_CONSTANT || shape.kind == SHAPE_FADE || shape.kind == SHAPE_GEOMETRIC) {
		r->s->after = shape;
		r->s->has_after = true;
	} else {
		read_complain(r, value, "'after' is the growth of all nodes: write {constant: 5%%} or "
			      "{fade: {to: 5%%, by: 2040}}");
	}
}

static void read_key(struct read *r, int key, const node *at, const node *value, void *data)
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
		if (s->on && !period_is_date(s->on))
			read_complain(r, value, "'%s' is no edition: write YYYY, YYYY-MM or "
				      "YYYY-MM-DD", s->on);
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
		if (read_period(r, value, &s->horizon)) {
			s->horizon_line = value->line;
			s->horizon_column = value->column;
		}
		break;
	case KEY_AFTER:
		read_after(r, value);
		break;
	case KEY_SIMULATE:
		s->has_simulate = true;
		if (read_want(r, value, DOCUMENT_MAP, "a map such as {draws: 20000, seed: 42}"))
			read_keys(r, value, simulate_keys, G_N_ELEMENTS(simulate_keys),
				  read_simulate_key, s);
		break;
	default:
		break;
	}
}

static void read_scenario(struct read *r, const node *root)
{
	if (!read_want(r, root, DOCUMENT_MAP, "keys such as 'tamarack: 1'"))
		return;
	read_keys(r, root, keys, G_N_ELEMENTS(keys), read_key, r->s);
	if (!document_get(root, "tamarack"))
		read_complain(r, root, "says no 'tamarack: 1'; that is the format's version");
	read_check_clashes(r);
}

struct scenario *scenario_load_bytes(const char *name, const char *bytes, size_t n,
				     struct messages *list)
{
	size_t errors = messages_errors(list);
	struct document *d = document_read(name, bytes, n, list);
	struct scenario *s = scenario_new(NULL, NULL);
	struct read r = {.name = name, .list = list, .s = s, .adjusts = s->adjusts};

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

	file_input(file, false);
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
	struct read r = {.name = "--adjust", .list = list, .adjusts = adjusts};
	bool ok;

	if (d && document_root(d)->kind == DOCUMENT_LIST)
		read_entries(&r, document_root(d));
	else if (d)
		read_entry(&r, document_root(d));
	read_check_clashes(&r);
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
