#include "config.h"
#include "chart/chart.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "chart/chart_plot.h"

enum {
	LEAST_ROWS = 5,
	LEAST_COLUMNS = 20,
	NARROW = 48,
	MOST_SERIES = 26
};

/* Where the legend goes, tried in this order. */
enum place { BESIDE, CORNER, BELOW };

double plot_value(const struct plot *p, int series, int period)
{
	return p->values[(gsize)series * p->n + period];
}

int plot_row(const struct plot *p, int row)
{
	return p->top + p->height - 1 - row - (p->zero_row && row >= p->down);
}

bool plot_is_history(const struct plot *p, int series, int period)
{
	return period < p->data->series[series].history;
}

int plot_last_known(const struct plot *p, int series)
{
	for (int j = p->n - 1; j >= 0; j--)
		if (!isnan(plot_value(p, series, j)))
			return j;
	return -1;
}

bool plot_is_edge(const struct plot *p, int series)
{
	return p->data->series[series].role == CHART_HIGH ||
	       p->data->series[series].role == CHART_LOW;
}

bool plot_is_rest(const struct plot *p, int series)
{
	return p->data->series[series].role == CHART_REST;
}

/* --- values --- */

static double known(double value)
{
	return isfinite(value) ? value : NAN;
}

static int first_known(const struct plot *p, int series)
{
	for (int j = 0; j < p->n; j++)
		if (!isnan(plot_value(p, series, j)))
			return j;
	return -1;
}

static void to_index(struct plot *p, struct remarks *r)
{
	bool some = false;

	for (int i = 0; i < p->n_series; i++) {
		double *v = p->values + (gsize)i * p->n;
		int base = first_known(p, i);
		double first = base < 0 ? NAN : v[base];

		if (first <= 0)
			r->no_base++;
		if (first > 0) {
			r->base = some && r->base != base ? -1 : base;
			some = true;
		}
		for (int j = 0; j < p->n; j++)
			v[j] = first > 0 ? known(v[j] / first * 100) : NAN;
	}
}

static void drop_negative(struct plot *p, int j, struct remarks *r)
{
	for (int i = 0; i < p->n_series; i++) {
		double *v = &p->values[(gsize)i * p->n + j];

		if (*v < 0) {
			*v = NAN;
			r->negative++;
		}
	}
}

/* Parts of a period that are missing beside known ones and in no rest. */
static int missing_parts(const struct plot *p, int j)
{
	int missing = 0, known = 0;

	for (int i = 0; i < p->n_series; i++) {
		bool gap = isnan(plot_value(p, i, j));

		if (plot_is_rest(p, i) && !gap)
			return 0;
		missing += gap && !plot_is_rest(p, i);
		known += !gap;
	}
	return known ? missing : 0;
}

/* Sums below each layer; values as shares of their period's sum for 100 %, which nobody knows where
 * one is missing. */
static void to_layers(struct plot *p, struct remarks *r)
{
	for (int j = 0; j < p->n; j++) {
		int missing = missing_parts(p, j);
		double sum = 0, below = 0;

		drop_negative(p, j, r);
		r->missing += missing;
		p->partial[j] = missing_parts(p, j) > 0;
		for (int i = 0; i < p->n_series; i++)
			sum += fmax(plot_value(p, i, j), 0);
		for (int i = 0; i < p->n_series; i++) {
			double *v = &p->values[(gsize)i * p->n + j];

			if (p->percent)
				*v = sum > 0 && !p->partial[j] ? *v / sum * 100 : NAN;
			p->base[(gsize)i * p->n + j] = below;
			below += isnan(*v) ? 0 : *v;
		}
	}
}

/* Bars where they have room and meaning; a log scale has no zero for them to stand on. */
static void choose_kind(struct plot *p, struct remarks *r)
{
	enum chart_kind kind = p->data->kind;

	p->bars = kind != CHART_LINE && !p->data->log;
	if (p->bars && !bars_fit(p)) {
		p->bars = false;
		r->narrow = true;
	}
	if (p->bars && kind != CHART_BARS && p->n_series > 1)
		p->base = g_new0(double, (gsize)p->n_series * p->n + 1);
	p->percent = p->base && kind == CHART_PERCENT;
	if (!p->base && p->n_series && plot_is_rest(p, p->n_series - 1))
		p->n_series--;
}

static void copy_values(struct plot *p, struct remarks *r)
{
	const struct chart_data *d = p->data;

	for (int i = 0; i < p->n_series; i++)
		for (int j = 0; j < p->n; j++)
			p->values[(gsize)i * p->n + j] = known(d->series[i].values[j]);
	if (d->index)
		to_index(p, r);
	if (p->base)
		to_layers(p, r);
	for (gsize k = 0; d->log && k < (gsize)p->n_series * p->n; k++)
		if (p->values[k] <= 0) {
			p->values[k] = NAN;
			r->not_positive++;
		}
}

/* --- axes --- */

void plot_columns(struct plot *p, int first, int last)
{
	int span = MAX(last - first, 0), gaps = p->n - 1;

	if (p->bars) {
		bars_columns(p, first, last);
		return;
	}
	p->step = gaps > 0 ? span / gaps : span;
	for (int j = 0; j < p->n; j++)
		/* equal steps where they cost little width, else the nearest column */
		p->x[j] = p->step >= 3 || gaps == 0
			? first + j * (gaps ? p->step : 0)
			: first + (int)(((gint64)j * span * 2 + gaps) / (2 * gaps));
	p->step = MAX(p->step, 1);
	p->end = p->x[MAX(p->n - 1, 0)] + line_overhang(p);
}

void plot_draw_axis(const struct plot *p)
{
	for (int r = 0; r < p->height; r++)
		canvas_glyph(p->c, p->top + r, p->axis, STYLE_AXIS, 0x2502, '|');
	for (int i = 0; i < p->n_ticks; i++) {
		int row = plot_row(p, p->ticks[i].row);

		canvas_put_right(p->c, row, p->axis - 1, -1, STYLE_AXIS, p->ticks[i].text);
		canvas_glyph(p->c, row, p->axis, STYLE_AXIS, 0x2524, '|');
	}
}

static int label_start(const struct plot *p, int j)
{
	int width = text_width(p->data->periods[j]);
	/* bars have their zero to the left in that row */
	int first = p->bars && !p->zero_row ? p->axis : 0;

	return CLAMP(p->x[j] - (width - 1) / 2, first, MAX(p->c->columns - width, first));
}

static bool stride_fits(const struct plot *p, int stride)
{
	int shown = 1, end = -1;

	for (int j = 0; j < p->n; j += stride) {
		int start = label_start(p, j);

		if (j > 0 && start < end + 2)
			return false;
		end = start + text_width(p->data->periods[j]);
		shown += j > 0;
	}
	return shown <= 3 || p->c->columns >= NARROW;
}

/* Periods a year, told from labels like "2023-Q4": after how many the part behind the year comes
 * again.  1 for plain years. */
static int periods_a_year(const struct plot *p)
{
	const char *part = p->n ? strchr(p->data->periods[0], '-') : NULL;

	for (int k = 1; part && k < p->n && k <= 12; k++)
		if (g_strcmp0(strchr(p->data->periods[k], '-'), part) == 0)
			return k;
	return 1;
}

/* Every how manyth period is labelled: the least that fits and, within years, keeps to the same
 * part of them; among whole years one that also meets the last if it is at most twice that. */
static int label_stride(const struct plot *p)
{
	int stride = 1, year = periods_a_year(p);

	while (stride < p->n && !(stride_fits(p, stride) &&
				  (stride % year == 0 || year % stride == 0)))
		stride++;
	for (int k = stride; year == 1 && k <= 2 * stride && k < p->n; k++)
		if ((p->n - 1) % k == 0 && stride_fits(p, k))
			return k;
	return stride;
}

static bool overlaps(const struct plot *p, int a, int b)
{
	int sa = label_start(p, a), sb = label_start(p, b);

	return sa < sb + text_width(p->data->periods[b]) + 1 &&
	       sb < sa + text_width(p->data->periods[a]) + 1;
}

/* First and last are always labelled unless they meet; the period of the cross-hair goes before
 * all. */
void plot_draw_periods(const struct plot *p, int row)
{
	int stride = label_stride(p), hair = p->data->cross_hair;

	for (int j = 0; j < p->n; j++) {
		bool show = j % stride == 0 || j == p->n - 1;

		if (j != p->n - 1 && j > 0 && overlaps(p, j, p->n - 1))
			show = false;
		if (j == p->n - 1 && j > 0 && overlaps(p, j, 0))
			show = false;
		if (hair >= 0 && hair < p->n && (j == hair || overlaps(p, j, hair)))
			show = j == hair;
		if (show)
			canvas_put(p->c, row, label_start(p, j), -1,
				   j == hair ? STYLE_CURSOR : STYLE_AXIS, p->data->periods[j]);
	}
}

static void draw_cross_hair(const struct plot *p)
{
	int hair = p->data->cross_hair;

	if (hair < 0 || hair >= p->n)
		return;
	for (int r = 0; r < p->height; r++)
		if (strcmp(canvas_cell(p->c, p->top + r, p->x[hair])->text, " ") == 0)
			canvas_glyph(p->c, p->top + r, p->x[hair], STYLE_AXIS, 0x250a, '!');
}

/* --- layout --- */

/* What a series reaches in a period: of a stack, its upper edge. */
static double reach(const struct plot *p, int series, int j)
{
	double v = plot_value(p, series, j);

	return p->base ? p->base[(gsize)series * p->n + j] + v : v;
}

/* First and last value of the series that matters most: the first what-if, else the first; of a
 * stack, the sums. */
static void set_ends(struct plot *p)
{
	int series = 0, whatif = -1;

	for (int i = p->n_series - 1; i >= 0; i--) {
		if (plot_last_known(p, i) < 0)
			continue;
		series = i;
		if (p->data->series[i].role == CHART_WHATIF)
			whatif = i;
	}
	if (whatif >= 0)
		series = whatif;
	p->ends[0] = p->ends[1] = NAN;
	for (int j = 0; j < p->n; j++) {
		double v = p->base ? NAN : plot_value(p, series, j);

		for (int i = 0; p->base && i < p->n_series; i++)
			v = fmax(v, reach(p, i, j));
		if (!isnan(v)) {
			p->ends[0] = isnan(p->ends[0]) ? v : p->ends[0];
			p->ends[1] = v;
		}
	}
}

static void set_range(struct plot *p)
{
	p->lo = INFINITY;
	p->hi = -INFINITY;
	for (int i = 0; i < p->n_series; i++)
		for (int j = 0; j < p->n; j++)
			if (!isnan(plot_value(p, i, j))) {
				p->lo = MIN(p->lo, reach(p, i, j));
				p->hi = MAX(p->hi, reach(p, i, j));
			}
	if (p->lo > p->hi)
		return;
	if (p->bars) {
		p->lo = MIN(p->lo, 0);
		p->hi = p->percent ? 100 : MAX(p->hi, 0);
	}
}

/* Where lines begin or end together on the outermost row, its label is the outermost of them. */
static void share_ends(struct plot *p)
{
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < p->n_series && !p->base && !isnan(p->ends[k]); i++) {
			int row = scale_row(&p->scale, p->ends[k]), j = plot_last_known(p, i);
			double v = NAN;

			for (int first = 0; k == 0 && isnan(v) && first < p->n; first++)
				v = plot_value(p, i, first);
			if (k == 1 && j >= 0)
				v = plot_value(p, i, j);
			if (isnan(v) || scale_row(&p->scale, v) != row)
				continue;
			if (row == p->scale.rows - 1)
				p->ends[k] = fmax(p->ends[k], v);
			else if (row == 0)
				p->ends[k] = fmin(p->ends[k], v);
		}
}

/* Rows of the plot and what follows from them: labels and the axis' column. */
static void set_height(struct plot *p, int top, int height)
{
	char zero[TICK_TEXT];
	int width = 0;

	p->top = top;
	p->height = height;
	p->scale = (struct scale){.lo = p->lo, .hi = p->hi, .rows = height, .log = p->data->log};
	if (p->bars)
		bars_scale(p);
	set_ends(p);
	share_ends(p);
	p->ticks = g_renew(struct tick, p->ticks, height);
	p->n_ticks = scale_ticks(&p->scale, p->ends, p->percent ? 0 : p->data->decimals,
				 CLAMP(p->c->columns / 3, 10, 14), p->ticks, &p->axis_digits);
	p->digits = p->axis_digits;
	if (p->percent)
		p->digits.decimals = p->data->decimals;
	for (int i = 0; i < p->n_ticks; i++)
		width = MAX(width, (int)strlen(p->ticks[i].text));
	if (p->bars)	/* they write their zero themselves */
		width = MAX(width, (int)strlen(digits_format(&p->axis_digits, 0, zero)));
	p->axis = p->margin + width + 1;
	legend_entries(p);
}

/* Gives the plot the columns to the right of the axis but for reserve.  False if they are too
 * few for a legend beside it. */
static bool set_width(struct plot *p, int reserve)
{
	int label = p->n ? text_width(p->data->periods[p->n - 1]) / 2 : 0;
	int first = p->axis + 2, overhang = line_overhang(p);
	int last = p->c->columns - 1 - MAX(reserve + overhang, label);
	int widest = p->c->columns - 1 - MAX(overhang, label);

	plot_columns(p, first, widest);
	/* groups of bars a column each wait for a place where they can be wider */
	bool thin = p->bars && p->bar_width > 1;

	plot_columns(p, first, last);
	thin = thin && p->bar_width == 1 && p->data->kind == CHART_BARS && p->n_series > 1;
	return p->end <= last + overhang && !thin &&
	       last - first >= MAX(24, p->c->columns * 2 / 5);
}

/* What only the finished picture knows, behind its first line or, of a low one, its last: where
 * there is room. */
static void tell_hidden(const struct plot *p, const struct frame *f)
{
	const char *text = f->head ? ", thin layers are not shown" : ". Thin layers are not shown";
	const char *line = f->head ? f->head : f->n_foot ? f->foot[f->n_foot - 1] : NULL;
	int at = line ? p->margin + text_width(line) : p->c->columns;

	if (p->bars && bars_hide(p) && at + (int)strlen(text) <= p->c->columns)
		canvas_put(p->c, f->head ? 0 : p->c->rows - 1, at, -1,
			   f->head ? STYLE_HEADING : STYLE_SOURCE, text);
}

static void draw_plot(struct plot *p, const struct frame *f)
{
	canvas_blank(p->c);
	frame_draw(p, f);
	plot_draw_axis(p);
	if (p->bars)
		bars_draw(p);
	else
		line_draw(p);
	plot_draw_periods(p, p->top + p->height);
	tell_hidden(p, f);
}

static bool draw_placed(struct plot *p, const struct frame *f, enum place place)
{
	int top = (f->head != NULL) + (p->data->cross_hair >= 0 && p->data->cross_hair < p->n);
	int height = p->c->rows - top - 1 - f->n_foot;
	int below = 0, reserve = 0;

	set_height(p, top, height);
	if (place == BESIDE && p->n_entries) {
		reserve = legend_width(p) + 3;
		if (p->n_series_entries > height)
			return false;
	}
	if (place == BELOW) {
		below = legend_rows(p, CLAMP(height - 4, 1, p->c->rows / 3));
		/* a lone series does without before its plot gets too low */
		if (height - below < (p->n_series == 1 ? 4 : 2))
			below = 0;
		set_height(p, top, height - below);
		if (below)
			legend_rows(p, below);
	}
	if (!set_width(p, reserve) && place == BESIDE && p->n_entries)
		return false;
	draw_plot(p, f);
	if (place == BESIDE && p->n_entries)
		legend_beside(p, p->end + 3);
	if (place == CORNER && !legend_corner(p))
		return false;
	if (below)
		legend_below(p, p->top + p->height + 1, below);
	draw_cross_hair(p);
	return true;
}

/* There are series, and not one figure of them is known. */
static bool all_unknown(const struct plot *p)
{
	for (int i = 0; i < p->n_series; i++)
		for (int j = 0; j < p->n; j++)
			if (isfinite(p->data->series[i].values[j]))
				return false;
	return p->n_series > 0 && p->n > 0;
}

static void draw_nothing(const struct plot *p, const struct frame *f)
{
	const char *text = all_unknown(p) ? "no data: no figure is known" : "no data";

	if ((int)strlen(text) > p->c->columns)
		text = "no data";
	frame_draw(p, f);
	canvas_put(p->c, (p->c->rows - 1) / 2, (p->c->columns - (int)strlen(text)) / 2, -1,
		   STYLE_UNKNOWN, text);
}

static void draw_data(struct plot *p, const struct frame *f)
{
	g_autofree char *reading = NULL;

	set_range(p);
	if (isinf(p->lo)) {
		draw_nothing(p, f);
		return;
	}
	if (p->bars)
		bars_looks(p);
	else
		line_looks(p);
	for (enum place place = BESIDE; !draw_placed(p, f, place); place++)
		;
	reading = frame_reading(p);
	if (reading)
		canvas_put(p->c, f->head != NULL, p->margin, -1, STYLE_NORMAL, reading);
}

/* The first series, as many as have marks, and a rest, which needs none of these; new. */
static struct chart_series *kept_series(const struct chart_data *data, int *n)
{
	int all = MAX(data->n_series, 0);
	bool rest = all && data->series[all - 1].role == CHART_REST;
	int parts = MIN(all - rest, MOST_SERIES);
	struct chart_series *kept = g_new0(struct chart_series, parts + 2);

	*n = parts + rest;
	for (int i = 0; i < parts; i++)
		kept[i] = data->series[i];
	if (rest)
		kept[parts] = data->series[all - 1];
	return kept;
}

/* x: gets the columns of the periods, or NULL. */
static void draw_picture(const struct chart_data *all, struct canvas *c, int *x)
{
	int n_kept;
	g_autofree struct chart_series *kept = kept_series(all, &n_kept);
	struct chart_data data = *all;
	struct plot p = {.data = &data, .c = c, .margin = c->columns >= 30};
	struct remarks remarks = {0};
	struct frame frame = {0};

	data.series = kept;
	data.n_series = n_kept;
	p.n = MAX(data.n_periods, 0);
	p.n_series = n_kept;
	remarks.series = MAX(all->n_series - n_kept, 0);
	p.values = g_new(double, (gsize)p.n_series * p.n + 1);
	p.looks = g_new0(struct look, p.n_series + 1);
	p.entries = g_new0(struct entry, p.n_series + 1);
	p.x = g_new0(int, p.n + 1);
	p.partial = g_new0(bool, p.n + 1);
	choose_kind(&p, &remarks);
	copy_values(&p, &remarks);
	frame_lines(&p, &remarks, &frame);
	draw_data(&p, &frame);
	if (x)
		memcpy(x, p.x, (size_t)p.n * sizeof *x);
	g_free(p.values);
	g_free(p.base);
	g_free(p.looks);
	g_free(p.entries);
	g_free(p.x);
	g_free(p.partial);
	g_free(p.ticks);
	g_free(p.history_name);
	frame_clear(&frame);
}

void chart_draw(const struct chart_data *data, struct canvas *c, int row, int column, int rows,
		int columns)
{
	struct canvas *picture;

	if (rows < LEAST_ROWS || columns < LEAST_COLUMNS) {
		if (rows > 0 && columns > 0)
			canvas_put(c, row, column, columns, STYLE_DIM, "chart needs 20x5");
		return;
	}
	picture = canvas_new(rows, columns, c->utf8);
	draw_picture(data, picture, NULL);
	canvas_copy(c, row, column, picture);
	canvas_free(picture);
}

int chart_period_at(const struct chart_data *data, int rows, int columns, bool utf8, int column)
{
	int n = MAX(data->n_periods, 0), nearest = -1;
	g_autofree int *x = NULL;
	struct canvas *picture;

	if (rows < LEAST_ROWS || columns < LEAST_COLUMNS || n == 0)
		return -1;
	x = g_new0(int, (size_t)n);
	picture = canvas_new(rows, columns, utf8);
	draw_picture(data, picture, x);
	canvas_free(picture);
	/* Beside the plot is the axis, or the legend. */
	if (column < x[0] - 1 || column > x[n - 1] + 1)
		return -1;
	for (int j = 0; j < n; j++)
		if (nearest < 0 || ABS(x[j] - column) < ABS(x[nearest] - column))
			nearest = j;
	return nearest;
}
