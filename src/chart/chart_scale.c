#include "config.h"
#include "chart/chart_plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum { LOW = 10, MORE_DECIMALS = 6 };

/* (value - lo) / (hi - lo) also where the difference overflows. */
static double fraction(double lo, double hi, double value)
{
	if (isinf(hi - lo))
		return (value / 2 - lo / 2) / (hi / 2 - lo / 2);
	return (value - lo) / (hi - lo);
}

static bool flat(const struct scale *s)
{
	return s->hi - s->lo <= 1e-12 * MAX(fabs(s->hi), fabs(s->lo));
}

double scale_position(const struct scale *s, double value)
{
	int steps = s->edges ? s->rows : s->rows - 1;

	if (flat(s) || steps == 0)
		return s->edges ? 0 : (s->rows - 1) / 2;
	if (s->log)
		return fraction(log(s->lo), log(s->hi), log(value)) * steps;
	return fraction(s->lo, s->hi, value) * steps;
}

/* The row whose top (bottom, below zero) is the edge nearest to the value. */
static int edge_row(const struct scale *s, double value)
{
	int zero = (int)floor(scale_position(s, 0) + 0.5);
	int edge = (int)floor(scale_position(s, value) + 0.5);

	if (value < 0)
		return CLAMP(MIN(edge, zero - 1), 0, s->rows - 1);
	return CLAMP(MAX(edge - 1, zero), 0, s->rows - 1);
}

int scale_row(const struct scale *s, double value)
{
	if (s->edges)
		return edge_row(s, value);
	return CLAMP((int)floor(scale_position(s, value) + 0.5), 0, s->rows - 1);
}

double scale_value(const struct scale *s, int row)
{
	double f = s->edges ? (row + 1.0) / s->rows : (double)row / MAX(s->rows - 1, 1);

	if (flat(s))
		return s->lo;
	if (s->log)
		return exp(log(s->lo) * (1 - f) + log(s->hi) * f);
	return s->lo * (1 - f) + s->hi * f;
}

static char *scientific(double value, int decimals, char buf[TICK_TEXT])
{
	char number[NUMBER_TEXT_MAX];
	int exponent = (int)floor(log10(fabs(value)));
	/* in two steps: 10^-308 times the mantissa of a subnormal has no double */
	double mantissa = value / pow(10, exponent / 2) / pow(10, exponent - exponent / 2);

	number_fixed(number, mantissa, decimals);
	if (strncmp(number[0] == '-' ? number + 1 : number, "10", 2) == 0)
		number_fixed(number, mantissa / 10, decimals), exponent++;
	g_snprintf(buf, TICK_TEXT, "%.24se%d", number, exponent);
	return buf;
}

char *digits_format(const struct digits *d, double value, char buf[TICK_TEXT])
{
	char number[NUMBER_TEXT_MAX];

	if (d->scientific && isfinite(value) && value != 0)
		return scientific(value, d->decimals, buf);
	g_strlcpy(buf, number_fixed(number, value, d->scientific ? 0 : d->decimals), TICK_TEXT);
	return buf;
}

char *plot_format(const struct plot *p, double value, char buf[TICK_TEXT])
{
	if (isnan(value)) {
		g_strlcpy(buf, "no value", TICK_TEXT);
		return buf;
	}
	digits_format(&p->digits, value, buf);
	if (p->percent)
		g_strlcat(buf, " %", TICK_TEXT);
	return buf;
}

/* Decimals that show a tenth of the range; of a flat one, and on a log scale, of its
 * least value. */
static int least_decimals(const struct scale *s, int decimals)
{
	double visible = s->hi - s->lo;

	if (flat(s))
		visible = MAX(fabs(s->hi), fabs(s->lo));
	else if (s->log)
		visible = MIN(visible, s->lo);
	if (!(visible > 0) || isinf(visible))
		return decimals;
	while (decimals < 300 && pow(10, -decimals) > visible / 10 * (1 + 1e-9))
		decimals++;
	return decimals;
}

struct ticks {
	const struct scale *scale;
	struct tick *list;
	int n;
	double finest;		/* step that the least decimals show */
};

static bool near_tick(const struct ticks *t, int row, int distance)
{
	for (int i = 0; i < t->n; i++)
		if (abs(t->list[i].row - row) < distance)
			return true;
	return false;
}

/* Adds a label unless one stands less than distance rows away. */
static void add_tick(struct ticks *t, int row, double value, int distance)
{
	if (row < 0 || row >= t->scale->rows || near_tick(t, row, distance))
		return;
	t->list[t->n++] = (struct tick){.row = row, .value = value};
}

/* Smallest of 1, 2, 5 times a power of ten that is at least raw. */
static double round_step(double raw)
{
	double power = pow(10, floor(log10(raw)));

	if (power >= raw)
		return power;
	if (2 * power >= raw)
		return 2 * power;
	return 5 * power >= raw ? 5 * power : 10 * power;
}

static void add_multiples(struct ticks *t, double step, int distance)
{
	const struct scale *s = t->scale;

	if (!isfinite(step) || step <= 0)
		return;
	for (double k = ceil(s->lo / step); k * step <= s->hi; k++)
		if (k != 0 || !s->edges)	/* bars draw their own zero */
			add_tick(t, scale_row(s, k * step), k * step, distance);
}

/* The roundest value that stands on a row. */
static double roundest(const struct ticks *t, int row)
{
	const struct scale *s = t->scale;
	double centre = scale_value(s, row), power = pow(10, ceil(log10(s->hi - s->lo)));
	static const double parts[] = {1, 0.5, 0.2};

	for (; power >= t->finest * (1 - 1e-9) && isfinite(power); power /= 10)
		for (size_t i = 0; i < G_N_ELEMENTS(parts) && parts[i] * power >= t->finest; i++) {
			double step = parts[i] * power, value = round(centre / step) * step;

			if (value > s->lo && value < s->hi && scale_row(s, value) == row)
				return value;
		}
	return centre;
}

static void add_log_ticks(struct ticks *t)
{
	const struct scale *s = t->scale;
	static const double parts[] = {1, 5, 2};

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		for (double e = floor(log10(s->lo)); e <= log10(s->hi); e++) {
			double value = parts[i] * pow(10, e);

			if (value > s->lo && value < s->hi)
				add_tick(t, scale_row(s, value), value, 3);
		}
}

/* Round numbers three rows apart; where a low plot has no room for two of them, one in its middle. */
static void add_round_ticks(struct ticks *t)
{
	const struct scale *s = t->scale;
	double step = round_step((s->hi - s->lo) * 3 / s->rows);
	int n = t->n, middle = s->rows / 2 - (s->rows % 2 == 0 || s->edges);

	if (s->log)
		add_log_ticks(t);
	add_multiples(t, step, s->log ? 3 : 2);
	if (t->n - n > 1 || (t->n > n && (s->log || s->rows >= LOW)) || (s->edges && s->lo < 0))
		return;
	t->n = n;
	add_tick(t, middle, roundest(t, middle), 2);
	if (t->n == n)
		add_multiples(t, step, 2);
}

static void choose_ticks(struct ticks *t, const double ends[2])
{
	const struct scale *s = t->scale;

	for (int i = 1; i >= 0; i--)
		if (!isnan(ends[i]))
			add_tick(t, scale_row(s, ends[i]), ends[i], 1);
	if (flat(s))
		return;
	add_tick(t, s->rows - 1, s->hi, 1);
	if (!s->edges || s->lo < 0)
		add_tick(t, 0, s->lo, 1);
	if (s->lo < 0 && s->hi > 0 && !s->edges)
		add_tick(t, scale_row(s, 0), 0, 1);
	add_round_ticks(t);
}

/* The text stands among the first n. */
static bool written(const struct ticks *t, int n, const char *text)
{
	for (int i = 0; i < n; i++)
		if (strcmp(t->list[i].text, text) == 0)
			return true;
	return false;
}

/* Writes the texts; false if two are alike. */
static bool write_ticks(struct ticks *t, const struct digits *d)
{
	bool distinct = true;

	for (int i = 0; i < t->n; i++) {
		digits_format(d, t->list[i].value, t->list[i].text);
		distinct = !written(t, i, t->list[i].text) && distinct;
	}
	return distinct;
}

static int widest(const struct ticks *t)
{
	int width = 0;

	for (int i = 0; i < t->n; i++)
		width = MAX(width, (int)strlen(t->list[i].text));
	return width;
}

/* Of two labels alike the one chosen later goes; of bars also one like zero, which has its own. */
static void drop_doubles(struct ticks *t, const struct digits *d)
{
	char zero[TICK_TEXT];
	int n = 0;

	digits_format(d, 0, zero);
	for (int i = 0; i < t->n; i++)
		if (!written(t, n, t->list[i].text) &&
		    !(t->scale->edges && strcmp(t->list[i].text, zero) == 0))
			t->list[n++] = t->list[i];
	t->n = n;
}

static void write_distinct(struct ticks *t, struct digits *d, int most)
{
	while (!write_ticks(t, d) && d->decimals < most)
		d->decimals++;
}

/* With fewer decimals than wanted, then as mantissa and exponent; what fits in width. */
static void write_short(struct ticks *t, struct digits *d, int width)
{
	while (widest(t) > width && d->decimals > 0) {
		d->decimals--;
		if (!write_ticks(t, d))
			break;
	}
	if (widest(t) <= width && write_ticks(t, d))
		return;
	*d = (struct digits){.decimals = 1, .scientific = true};
	/* "1.5e6" has four columns besides its decimals */
	write_distinct(t, d, MAX(width - 4, 1));
}

int scale_ticks(const struct scale *s, const double ends[2], int decimals, int max_width,
		struct tick *ticks, struct digits *digits)
{
	struct ticks t = {.scale = s, .list = ticks};

	digits->scientific = false;
	digits->decimals = least_decimals(s, decimals);
	t.finest = pow(10, -digits->decimals);
	choose_ticks(&t, ends);
	write_distinct(&t, digits, digits->decimals + MORE_DECIMALS);
	if (widest(&t) > max_width)
		write_short(&t, digits, max_width);
	drop_doubles(&t, digits);
	return t.n;
}
