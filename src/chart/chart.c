#include "config.h"
#include "chart/chart.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "chart/chart_plot.h"

enum { LEAST_ROWS = 5, LEAST_COLUMNS = 20, NARROW = 48, TITLE_ROWS = 16, MOST_SERIES = 26 };

/* Where the legend goes, tried in this order. */
enum place { BESIDE, CORNER, BELOW };

/* Lines around the plot. */
struct frame {
	char *head, *foot;	/* first and last line, or NULL */
	char *reading;		/* of the cross-hair, or NULL */
};

double plot_value(const struct plot *p, int series, int period)
{
	return p->values[(gsize)series * p->n + period];
}

int plot_row(const struct plot *p, int row)
{
	return p->top + p->height - 1 - row;
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

/* --- values --- */

/* What the picture leaves out, for its first line. */
struct remarks {
	int not_positive;	/* log: values of zero or less */
	int negative;		/* stacked: values below zero */
	int no_base;		/* index: series without a first value above zero */
	int series;		/* more than can be told apart */
};

static double known(double value)
{
	return isfinite(value) ? value : NAN;
}

static void to_index(struct plot *p, struct remarks *r)
{
	for (int i = 0; i < p->n_series; i++) {
		double *v = p->values + (gsize)i * p->n, first = NAN;

		for (int j = 0; j < p->n && isnan(first); j++)
			first = v[j];
		if (first <= 0)
			r->no_base++;
		for (int j = 0; j < p->n; j++)
			v[j] = first > 0 ? known(v[j] / first * 100) : NAN;
	}
}

static void copy_values(struct plot *p, struct remarks *r)
{
	const struct chart_data *d = p->data;

	for (int i = 0; i < p->n_series; i++)
		for (int j = 0; j < p->n; j++)
			p->values[(gsize)i * p->n + j] = known(d->series[i].values[j]);
	if (d->index)
		to_index(p, r);
	for (gsize k = 0; d->log && !p->bars && k < (gsize)p->n_series * p->n; k++)
		if (p->values[k] <= 0) {
			p->values[k] = NAN;
			r->not_positive++;
		}
}

/* --- lines of text --- */

static void append_part(GString *s, const char *part)
{
	if (s->len && part && *part)
		g_string_append(s, ", ");
	g_string_append(s, part ? part : "");
}

static void append_count(GString *s, int count, const char *one, const char *many)
{
	g_autofree char *text = g_strdup_printf("%d %s", count, count == 1 ? one : many);

	if (count)
		append_part(s, text);
}

/* "Asia-Pacific, USD bn (log)": what is drawn and what is not. */
static char *head_line(const struct plot *p, const struct remarks *r)
{
	const struct chart_data *d = p->data;
	GString *s = g_string_new(NULL);

	append_part(s, d->title);
	if (d->index && p->n > 0) {
		append_part(s, d->periods[0]);
		g_string_append(s, " = 100");
	} else {
		append_part(s, d->unit);
	}
	if (d->log && !p->bars)
		g_string_append(s, s->len ? " (log)" : "log scale");
	append_count(s, r->not_positive, "value not above zero left out",
		     "values not above zero left out");
	append_count(s, r->negative, "value below zero left out", "values below zero left out");
	append_count(s, r->no_base, "series without a base left out",
		     "series without a base left out");
	append_count(s, r->series, "series left out", "series left out");
	return g_string_free(s, FALSE);
}

/* Head and source share the last line if they fit there and the picture is small. */
static void frame_lines(const struct plot *p, const struct remarks *r, struct frame *f)
{
	g_autofree char *head = head_line(p, r);
	const char *source = p->data->source ? p->data->source : "";
	int room = p->c->columns - 1;
	g_autofree char *both = g_strdup_printf("%s%s%s", head, *head && *source ? ". " : "", source);

	if (p->c->rows < TITLE_ROWS && text_width(both) <= room) {
		f->foot = *both ? g_steal_pointer(&both) : NULL;
		return;
	}
	if (*head && (p->c->rows > LEAST_ROWS + 1 || !*source))
		f->head = text_column(head, room, false, p->c->utf8);
	if (*source)
		f->foot = text_column(source, room, false, p->c->utf8);
}

/* "2028: faster-asia 5.38, source 4.72". */
static char *reading_line(const struct plot *p)
{
	const struct chart_data *d = p->data;
	GString *s;
	g_autofree char *full = NULL;

	if (d->cross_hair < 0 || d->cross_hair >= p->n)
		return NULL;
	s = g_string_new(d->periods[d->cross_hair]);
	for (int i = 0; i < p->n_series; i++) {
		double v = plot_value(p, i, d->cross_hair);
		char number[TICK_TEXT];
		const char *name = p->entries[i].name;

		digits_format(&p->digits, v, number);
		g_string_append_printf(s, "%s %s%s%s", i ? "," : ":", p->n_series > 1 ? name : "",
				       p->n_series > 1 ? " " : "", isnan(v) ? "no value" : number);
	}
	full = g_string_free(s, FALSE);
	return text_column(full, p->c->columns - 1, false, p->c->utf8);
}

/* --- axes --- */

void plot_columns(struct plot *p, int first, int last)
{
	int span = MAX(last - first, 0), gaps = p->n - 1;

	p->step = gaps > 0 ? span / gaps : span;
	for (int j = 0; j < p->n; j++)
		/* equal steps where they cost little width, else the nearest column */
		p->x[j] = p->step >= 3 || gaps == 0
			? first + j * (gaps ? p->step : 0)
			: first + (int)(((gint64)j * span * 2 + gaps) / (2 * gaps));
	p->step = MAX(p->step, 1);
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

/* The row of zero where values lie on both sides of it. */
static void draw_zero(const struct plot *p)
{
	if (p->bars || p->scale.log || p->scale.lo >= 0 || p->scale.hi <= 0)
		return;
	for (int x = p->axis + 1; x <= p->x[p->n - 1]; x++)
		canvas_glyph(p->c, plot_row(p, scale_row(&p->scale, 0)), x, STYLE_AXIS, 0x2500, '-');
}

static int label_start(const struct plot *p, int j)
{
	int width = text_width(p->data->periods[j]);

	return CLAMP(p->x[j] - (width - 1) / 2, 0, MAX(p->c->columns - width, 0));
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

/* Every how manyth period is labelled: the least that fits; one that also meets the last period
 * if it is at most twice that. */
static int label_stride(const struct plot *p)
{
	int stride = 1;

	while (stride < p->n && !stride_fits(p, stride))
		stride++;
	for (int k = stride; k <= 2 * stride && k < p->n; k++)
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
			canvas_glyph(p->c, p->top + r, p->x[hair], STYLE_AXIS, 0x250a, ':');
}

/* --- layout --- */

static void set_range(struct plot *p)
{
	double lo = INFINITY, hi = -INFINITY;
	int main_series = 0;

	for (int i = 0; i < p->n_series * p->n; i++)
		if (!isnan(p->values[i])) {
			lo = MIN(lo, p->values[i]);
			hi = MAX(hi, p->values[i]);
		}
	p->scale = (struct scale){.lo = lo, .hi = hi, .log = p->data->log};
	p->ends[0] = p->ends[1] = NAN;
	for (int i = p->n_series - 1; i >= 0; i--)
		if (p->data->series[i].role == CHART_WHATIF && plot_last_known(p, i) >= 0)
			main_series = i;
	for (int j = 0; j < p->n; j++) {
		double v = plot_value(p, main_series, j);

		if (!isnan(v)) {
			p->ends[0] = isnan(p->ends[0]) ? v : p->ends[0];
			p->ends[1] = v;
		}
	}
}

/* Rows of the plot and what follows from them: labels and the axis' column. */
static void set_height(struct plot *p, int top, int height)
{
	int width = 0, margin = p->c->columns >= 30;

	p->top = top;
	p->height = p->scale.rows = height;
	p->ticks = g_renew(struct tick, p->ticks, height);
	p->n_ticks = scale_ticks(&p->scale, p->ends, p->data->decimals,
				 CLAMP(p->c->columns / 3, 7, 14), p->ticks, &p->digits);
	for (int i = 0; i < p->n_ticks; i++)
		width = MAX(width, (int)strlen(p->ticks[i].text));
	p->axis = margin + width + 1;
	legend_entries(p);
}

/* Gives the plot the columns to the right of the axis but for reserve.  False if they are too
 * few for a legend beside it. */
static bool set_width(struct plot *p, int reserve)
{
	int label = p->n ? text_width(p->data->periods[p->n - 1]) / 2 : 0;
	int first = p->axis + 2, last;

	/* the overhang depends on the rows, not on the columns */
	plot_columns(p, first, p->c->columns - 1);
	last = p->c->columns - 1 - MAX(reserve + line_overhang(p), label);
	plot_columns(p, first, last);
	return last - first >= MAX(24, p->c->columns * 45 / 100);
}

static void draw_plot(struct plot *p, const struct frame *f)
{
	canvas_blank(p->c);
	if (f->head)
		canvas_put(p->c, 0, p->c->columns > 30, -1, STYLE_HEADING, f->head);
	plot_draw_axis(p);
	draw_zero(p);
	line_draw(p);
	plot_draw_periods(p, p->top + p->height);
	if (f->foot)
		canvas_put(p->c, p->c->rows - 1, p->c->columns > 30, -1, STYLE_SOURCE, f->foot);
}

static bool draw_placed(struct plot *p, const struct frame *f, enum place place)
{
	int top = (f->head != NULL) + (p->data->cross_hair >= 0 && p->data->cross_hair < p->n);
	int height = p->c->rows - top - 1 - (f->foot != NULL);
	int below = 0, reserve = 0;

	set_height(p, top, height);
	if (place == BESIDE && p->n_entries) {
		reserve = legend_width(p) + 3;
		if (p->n_series_entries > height)
			return false;
	}
	if (place == BELOW) {
		below = legend_rows(p, CLAMP(p->c->rows / 4, 1, MAX(height - 2, 1)));
		if (height - below < 2)
			below = 0;
		set_height(p, top, height - below);
	}
	if (!set_width(p, reserve) && place == BESIDE && p->n_entries)
		return false;
	draw_plot(p, f);
	if (place == BESIDE && p->n_entries)
		legend_beside(p, p->x[p->n - 1] + line_overhang(p) + 3);
	if (place == CORNER && !legend_corner(p))
		return false;
	if (place == BELOW)
		legend_below(p, p->top + p->height + 1, below);
	draw_cross_hair(p);
	return true;
}

static void draw_nothing(const struct plot *p, const struct frame *f)
{
	const char *text = "no data";

	if (f->head)
		canvas_put(p->c, 0, p->c->columns > 30, -1, STYLE_HEADING, f->head);
	canvas_put(p->c, (p->c->rows - 1) / 2, MAX((p->c->columns - 7) / 2, 0), -1, STYLE_UNKNOWN,
		   text);
	if (f->foot)
		canvas_put(p->c, p->c->rows - 1, p->c->columns > 30, -1, STYLE_SOURCE, f->foot);
}

static void draw_data(struct plot *p, const struct frame *f)
{
	g_autofree char *reading = NULL;

	set_range(p);
	if (isinf(p->scale.lo)) {
		draw_nothing(p, f);
		return;
	}
	line_looks(p);
	for (enum place place = BESIDE; !draw_placed(p, f, place); place++)
		;
	reading = reading_line(p);
	if (reading)
		canvas_put(p->c, f->head != NULL, p->c->columns > 30, -1, STYLE_NORMAL, reading);
}

static void draw_picture(const struct chart_data *data, struct canvas *c)
{
	struct plot p = {.data = data, .c = c};
	struct remarks remarks = {0};
	struct frame frame = {0};

	p.n = MAX(data->n_periods, 0);
	p.n_series = CLAMP(data->n_series, 0, MOST_SERIES);
	remarks.series = MAX(data->n_series - p.n_series, 0);
	p.values = g_new(double, (gsize)p.n_series * p.n + 1);
	p.looks = g_new0(struct look, p.n_series + 1);
	p.entries = g_new0(struct entry, p.n_series + 1);
	p.x = g_new0(int, p.n + 1);
	copy_values(&p, &remarks);
	frame_lines(&p, &remarks, &frame);
	draw_data(&p, &frame);
	g_free(p.values);
	g_free(p.looks);
	g_free(p.entries);
	g_free(p.x);
	g_free(p.ticks);
	g_free(p.history_name);
	g_free(frame.head);
	g_free(frame.foot);
}

void chart_draw(const struct chart_data *data, struct canvas *c, int row, int column, int rows,
		int columns)
{
	struct canvas *picture;

	if (rows < LEAST_ROWS || columns < LEAST_COLUMNS) {
		canvas_put(c, row, column, MAX(columns, 0), STYLE_DIM, "chart needs 20x5");
		return;
	}
	picture = canvas_new(rows, columns, c->utf8);
	draw_picture(data, picture);
	canvas_copy(c, row, column, picture);
	canvas_free(picture);
}
