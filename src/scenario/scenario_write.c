#include "config.h"

#include "scenario/scenario.h"

#include <math.h>
#include <string.h>
#include <yaml.h>

#include "base/number.h"

/* libyaml's emitter, with the style of tamarack-scenario(5): the keys of the file one a line, what
 * they hold in braces. */
struct writer {
	yaml_emitter_t emitter;
	GString *out;
};

static int write_bytes(void *data, unsigned char *bytes, size_t n)
{
	g_string_append_len(data, (const char *)bytes, (gssize)n);
	return 1;
}

/* The emitter owns an event it was given, on failure too.  The only failure is memory, for which
 * GLib ends the program as well. */
static void emit(struct writer *w, yaml_event_t *event, int made)
{
	if (!made || !yaml_emitter_emit(&w->emitter, event))
		g_error("out of memory");
}

static void writer_open(struct writer *w)
{
	yaml_event_t event;

	w->out = g_string_new(NULL);
	if (!yaml_emitter_initialize(&w->emitter))
		g_error("out of memory");
	yaml_emitter_set_output(&w->emitter, write_bytes, w->out);
	yaml_emitter_set_unicode(&w->emitter, 1);
	yaml_emitter_set_width(&w->emitter, -1);
	yaml_emitter_set_break(&w->emitter, YAML_LN_BREAK);
	emit(w, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
	emit(w, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
}

static char *writer_close(struct writer *w)
{
	yaml_event_t event;

	emit(w, &event, yaml_document_end_event_initialize(&event, 1));
	emit(w, &event, yaml_stream_end_event_initialize(&event));
	yaml_emitter_delete(&w->emitter);
	return g_string_free(w->out, FALSE);
}

static bool one_line(const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		if (g_unichar_iscntrl(g_utf8_get_char(text)) || g_utf8_get_char(text) == 0x2028
		    || g_utf8_get_char(text) == 0x2029)
			return false;
	return true;
}

static void text(struct writer *w, const char *any)
{
	g_autofree char *value = g_utf8_make_valid(any, -1);
	yaml_scalar_style_t style = one_line(value) ? YAML_PLAIN_SCALAR_STYLE
						    : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	yaml_event_t event;

	emit(w, &event, yaml_scalar_event_initialize(&event, NULL, NULL,
						     (const unsigned char *)value,
						     (int)strlen(value), 1, 1, style));
}

static void map_open(struct writer *w, yaml_mapping_style_t style)
{
	yaml_event_t event;

	emit(w, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style));
}

static void map_close(struct writer *w)
{
	yaml_event_t event;

	emit(w, &event, yaml_mapping_end_event_initialize(&event));
}

static void pair(struct writer *w, const char *key, const char *value)
{
	text(w, key);
	text(w, value);
}

static void pair_if(struct writer *w, const char *key, const char *value)
{
	if (value && *value)
		pair(w, key, value);
}

static void number(struct writer *w, const char *key, double value)
{
	char digits[NUMBER_TEXT_MAX];

	if (!isnan(value))
		pair(w, key, number_shortest(digits, value));
}

static void percent(struct writer *w, const char *key, double fraction)
{
	char digits[NUMBER_TEXT_MAX];

	if (!isnan(fraction))
		pair(w, key, number_percent(digits, fraction));
}

char *scenario_window_format(struct period from, struct period to)
{
	char a[PERIOD_TEXT_MAX], b[PERIOD_TEXT_MAX];

	period_format(from, a);
	period_format(to, b);
	return g_strdup_printf("%s%s%s", a, from.step == STEP_YEAR ? "-" : "..", b);
}

static void period(struct writer *w, const char *key, struct period p)
{
	char value[PERIOD_TEXT_MAX];

	if (period_is_set(p))
		pair(w, key, period_format(p, value));
}

/* {fade: {to: 15%, by: 2031}} */
static void shape(struct writer *w, const struct shape *s)
{
	map_open(w, YAML_FLOW_MAPPING_STYLE);
	if (s->kind == SHAPE_CONSTANT) {
		percent(w, shape_kind_name(s->kind), s->rate);
		map_close(w);
		return;
	}
	text(w, shape_kind_name(s->kind));
	map_open(w, YAML_FLOW_MAPPING_STYLE);
	if (s->kind == SHAPE_FADE || s->kind == SHAPE_GEOMETRIC) {
		percent(w, "to", s->rate);
		period(w, "by", s->by);
	} else {
		number(w, "ceiling", s->ceiling);
	}
	if (s->kind == SHAPE_BASS) {
		number(w, "p", s->p);
		number(w, "q", s->q);
	}
	map_close(w);
	map_close(w);
}

static void spread(struct writer *w, const struct spread *s)
{
	map_open(w, YAML_FLOW_MAPPING_STYLE);
	text(w, spread_kind_name(s->kind));
	map_open(w, YAML_FLOW_MAPPING_STYLE);
	if (s->kind == SPREAD_NORMAL)
		percent(w, "sd", s->sd);
	else
		percent(w, "low", s->low);
	if (s->kind == SPREAD_TRIANGULAR || s->kind == SPREAD_PERT)
		percent(w, "mode", s->mode);
	if (s->kind != SPREAD_NORMAL)
		percent(w, "high", s->high);
	map_close(w);
	map_close(w);
}

/* What an adjustment says, behind its key. */
static void figure(struct writer *w, const struct adjust *a)
{
	g_autofree char *window = period_is_set(a->to) ? scenario_window_format(a->from, a->to)
						       : NULL;

	if (a->kind == ADJUST_SHAPE) {
		if (window)
			text(w, window);
		shape(w, &a->shape);
	} else if (a->kind == ADJUST_CAGR) {
		char rate[NUMBER_TEXT_MAX];

		if (window)
			text(w, window);
		text(w, number_percent(rate, a->value));
	} else {
		char when[PERIOD_TEXT_MAX];

		percent(w, period_format(a->to, when), a->value);
	}
}

/* The n adjustments of one kind that share an entry. */
static void quantity(struct writer *w, struct adjust *const *a, guint n)
{
	bool windows = period_is_set(a[0]->to);

	switch (a[0]->kind) {
	case ADJUST_WEIGHT:
		number(w, "weight", a[0]->value);
		return;
	case ADJUST_LOCK:
		pair(w, "lock", a[0]->value != 0 ? "true" : "false");
		return;
	case ADJUST_SPREAD:
		text(w, "spread");
		spread(w, &a[0]->spread);
		return;
	case ADJUST_FORCE:
		number(w, "scale", a[0]->scale);
		number(w, "delay", a[0]->delay);
		number(w, "rho", a[0]->rho);
		return;
	default:
		break;
	}
	text(w, adjust_kind_name(a[0]->kind));
	if (windows)
		map_open(w, YAML_FLOW_MAPPING_STYLE);
	for (guint i = 0; i < n; i++)
		figure(w, a[i]);
	if (windows)
		map_close(w);
}

static void entry(struct writer *w, struct adjust *const *a, guint n)
{
	map_open(w, YAML_FLOW_MAPPING_STYLE);
	pair(w, a[0]->kind == ADJUST_FORCE ? "force" : "path", a[0]->path);
	quantity(w, a, n);
	if (a[0]->hold != HOLD_DEFAULT)
		pair(w, "hold", hold_name(a[0]->hold));
	pair_if(w, "why", a[0]->why);
	map_close(w);
}

static bool one_entry(const struct adjust *a, const struct adjust *b)
{
	return a->kind == b->kind && !strcmp(a->path, b->path) && a->hold == b->hold
		&& !g_strcmp0(a->why, b->why) && period_is_set(a->to) && period_is_set(b->to);
}

static void entries(struct writer *w, const GPtrArray *adjusts)
{
	yaml_event_t event;

	text(w, "adjust");
	emit(w, &event, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
							     YAML_BLOCK_SEQUENCE_STYLE));
	for (guint i = 0, n; i < adjusts->len; i += n) {
		struct adjust *const *a = (struct adjust *const *)adjusts->pdata + i;

		n = 1;
		while (i + n < adjusts->len && one_entry(a[0], a[n]))
			n++;
		entry(w, a, n);
	}
	emit(w, &event, yaml_sequence_end_event_initialize(&event));
}

static void simulate(struct writer *w, const struct scenario *s)
{
	g_autofree char *draws = g_strdup_printf("%d", s->simulate.draws);
	g_autofree char *seed = g_strdup_printf("%llu", s->simulate.seed);

	text(w, "simulate");
	map_open(w, YAML_FLOW_MAPPING_STYLE);
	pair_if(w, "draws", s->simulate.draws ? draws : NULL);
	pair_if(w, "seed", s->simulate.has_seed ? seed : NULL);
	if (s->simulate.has_rho)
		number(w, "rho", s->simulate.rho);
	map_close(w);
}

char *scenario_format(const struct scenario *s)
{
	struct writer w;

	writer_open(&w);
	map_open(&w, YAML_BLOCK_MAPPING_STYLE);
	pair(&w, "tamarack", "1");
	pair_if(&w, "scenario", s->id);
	pair_if(&w, "title", s->title);
	pair_if(&w, "market", s->market);
	pair_if(&w, "on", s->on);
	pair_if(&w, "based_on", s->based_on);
	pair_if(&w, "fill", s->has_fill ? fill_name(s->fill) : NULL);
	if (s->adjusts->len)
		entries(&w, s->adjusts);
	period(&w, "horizon", s->horizon);
	if (s->has_after) {
		text(&w, "after");
		shape(&w, &s->after);
	}
	if (s->has_simulate)
		simulate(&w, s);
	map_close(&w);
	return writer_close(&w);
}

char *adjust_format(const struct adjust *a)
{
	struct adjust *one[] = {(struct adjust *)a};
	struct writer w;

	writer_open(&w);
	entry(&w, one, 1);
	return g_strchomp(writer_close(&w));
}
