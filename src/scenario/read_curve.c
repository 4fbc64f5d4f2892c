#include "config.h"

#include "scenario/read.h"

#include <math.h>

typedef struct document_node node;

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

static void read_fade_key(struct read *r, int key, const node *at, const node *value,
			  void *data)
{
	struct shape *shape = data;

	(void)at;
	if (key == FADE_TO)
		read_rate(r, value, &shape->rate);
	else
		read_period(r, value, &shape->by);
}

static void read_curve_key(struct read *r, int key, const node *at, const node *value,
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
			read_complain(r, value, "a ceiling must be more than 0");
	}
}

bool read_shape(struct read *r, const node *at, struct shape *out)
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
	} else if (read_want(r, inside, DOCUMENT_MAP, "a map of the shape's parameters")) {
		bool fade = kind == SHAPE_FADE || kind == SHAPE_GEOMETRIC;

		read_keys(r, inside, fade ? fade_keys : curve_keys,
			  kind == SHAPE_FADE ? 2 : kind == SHAPE_BASS ? 3 : 1,
			  fade ? read_fade_key : read_curve_key, &shape);
		if (fade && !document_get(inside, "to"))
			read_complain(r, inside, "a %s needs the rate it ends at: {to: 15%%%s}",
				      shape_names[kind], kind == SHAPE_FADE ? ", by: 2031" : "");
		if (kind == SHAPE_BASS && !document_get(inside, "ceiling"))
			read_complain(r, inside, "a bass curve needs a ceiling: {ceiling: 234}");
	}
	if (messages_errors(r->list) != errors)
		return false;
	*out = shape;
	return true;
}

enum { SPREAD_SD, SPREAD_LOW, SPREAD_MODE, SPREAD_HIGH };
static const char *const spread_keys[] = {"sd", "low", "mode", "high"};

static void read_spread_key(struct read *r, int key, const node *at, const node *value,
			    void *data)
{
	struct spread *spread = data;

	if ((key == SPREAD_SD) != (spread->kind == SPREAD_NORMAL)
	    || (key == SPREAD_MODE && spread->kind == SPREAD_UNIFORM))
		read_complain(r, at, "a %s spread has no '%s'", spread_names[spread->kind],
			      spread_keys[key]);
	else if (key == SPREAD_SD)
		read_within(r, value, FIGURE_PERCENT, "a standard deviation such as 3%", 0,
			    HUGE_VAL, &spread->sd);
	else
		read_rate(r, value, key == SPREAD_LOW ? &spread->low
			  : key == SPREAD_MODE ? &spread->mode : &spread->high);
}

static void check_spread(struct read *r, const node *at, const struct spread *s)
{
	if (s->kind == SPREAD_NORMAL && isnan(s->sd))
		read_complain(r, at, "a normal spread needs sd: {normal: {sd: 3%%}}");
	else if (s->kind == SPREAD_UNIFORM && (isnan(s->low) || isnan(s->high)))
		read_complain(r, at, "a uniform spread needs low and high");
	else if ((s->kind == SPREAD_TRIANGULAR || s->kind == SPREAD_PERT)
		 && (isnan(s->low) || isnan(s->mode) || isnan(s->high)))
		read_complain(r, at, "a %s spread needs low, mode and high", spread_names[s->kind]);
	else if (s->low > s->high || s->mode < s->low || s->mode > s->high)
		read_complain(r, at, "low, mode and high must not fall");
}

bool read_spread(struct read *r, const node *at, struct spread *out)
{
	size_t errors = messages_errors(r->list);
	struct spread spread = {.sd = NAN, .low = NAN, .mode = NAN, .high = NAN};
	const node *inside;

	spread.kind = read_named(r, at, spread_names, G_N_ELEMENTS(spread_names),
				 "one spread such as {normal: {sd: 3%}}", &inside);
	if (spread.kind < 0 || !read_want(r, inside, DOCUMENT_MAP, "a map of the spread's parameters"))
		return false;
	read_keys(r, inside, spread_keys, G_N_ELEMENTS(spread_keys), read_spread_key, &spread);
	if (messages_errors(r->list) == errors)
		check_spread(r, inside, &spread);
	if (messages_errors(r->list) != errors)
		return false;
	*out = spread;
	return true;
}
