#include "config.h"
#include "chart/chart_plot.h"

#include <math.h>

enum {
	FULL = 0x2588,
	EIGHTHS = 0x2580,	/* + n: the lower n eighths */
	WIDEST = 14,
};

static const unsigned shades[] = {0x2593, 0x2591, 0x2592, 0x2588};

static void rest_look(struct look *look)
{
	look->style = STYLE_UNKNOWN;
	look->history = look->mark = '?';
	look->ascii_history = look->ascii_mark = '?';
}

/* Layers and several forecasts: a letter in a shade. */
static void letter_look(struct look *look, int i)
{
	look->ascii_history = (char)('A' + i % 26);
	look->ascii_mark = (char)('a' + i % 26);
	look->history = (unsigned char)look->ascii_history;
	look->mark = (unsigned char)look->ascii_mark;
	look->fill = shades[i % G_N_ELEMENTS(shades)];
}

void bars_looks(struct plot *p)
{
	line_looks(p);
	for (int i = 0; i < p->n_series; i++) {
		struct look *look = &p->looks[i];

		if (plot_is_rest(p, i)) {
			rest_look(look);
			continue;
		}
		if (p->base || look->spreads || p->n_series > 2) {
			letter_look(look, i);
			continue;
		}
		look->history = FULL;
		look->ascii_history = '#';
		if (p->data->series[i].role == CHART_FORECAST)
			look->ascii_mark = ':';
		look->mark = look->ascii_mark == ':' ? 0x2592
			   : look->ascii_mark == '.' ? 0x2591
			   : look->ascii_mark == '*' ? 0x2593 : (unsigned char)look->ascii_mark;
	}
}

/* Columns a bar needs with the blank behind it. */
static int least_step(const struct plot *p)
{
	bool grouped = p->data->kind == CHART_BARS;

	return grouped && p->n_series > 1 ? p->n_series + 1 : 1;
}

bool bars_fit(const struct plot *p)
{
	/* labels of the axis take up to a third of the columns, and one and a half blanks */
	int room = p->c->columns - CLAMP(p->c->columns / 3, 10, 14) - 4;

	return p->n * least_step(p) <= room;
}

/* Groups of bars fill two thirds of a step; to fit a wider one, a little less, half of a narrow
 * one, since that leaves room for the labels of the periods. */
static bool fills(int columns, int step)
{
	return step < 8 ? columns * 2 >= step : columns * 5 >= step * 3;
}

/* The widest step whose bars fit and fill it. */
void bars_columns(struct plot *p, int first, int last)
{
	int grouped = p->data->kind == CHART_BARS ? p->n_series : 1;
	int room = last - first + 1, least = least_step(p);
	int widest = MAX(WIDEST, p->c->columns / 14);

	for (p->step = MAX(room / MAX(p->n - 1, 1), least);; p->step--) {
		int width = CLAMP((p->step * 2 + 1) / 3, 1, MAX(p->step - 1, 1));

		p->bar_width = CLAMP(width / grouped, 1, widest);
		while ((p->n - 1) * p->step + p->bar_width * grouped > room &&
		       p->bar_width > 1 && fills((p->bar_width - 1) * grouped, p->step))
			p->bar_width--;
		p->end = first + (p->n - 1) * p->step + p->bar_width * grouped - 1;
		if (p->step <= least || p->end <= last)
			break;
	}
	for (int j = 0; j < p->n; j++)
		p->x[j] = first + j * p->step + (p->bar_width * grouped - 1) / 2;
}

/* First column of a series' bar in a period. */
static int bar_column(const struct plot *p, int series, int j)
{
	int grouped = p->data->kind == CHART_BARS ? p->n_series : 1;
	int start = p->x[j] - (p->bar_width * grouped - 1) / 2;

	return grouped > 1 ? start + series * p->bar_width : start;
}

static int edge(const struct plot *p, double value)
{
	return (int)floor(scale_position(&p->scale, value) + 0.5);
}

/* The upper end of a stack; NaN if nothing of it is known. */
static double total_of(const struct plot *p, int j)
{
	double top = NAN;

	for (int i = 0; i < p->n_series; i++)
		top = fmax(top, p->base[(gsize)i * p->n + j] + plot_value(p, i, j));
	return top;
}

/* A stack of which something is missing ends in the highest row: its question marks need one more. */
static bool marks_on_top(const struct plot *p)
{
	for (int j = 0; p->base && j < p->n && p->height > 1; j++) {
		double top = p->partial[j] ? total_of(p, j) : NAN;

		if (!isnan(top) && edge(p, top) == p->scale.rows)
			return true;
	}
	return false;
}

/* Zero stands on an edge between rows, with a row of its own if there are values below it. */
void bars_scale(struct plot *p)
{
	struct scale *s = &p->scale;
	int up, down;
	double unit;

	s->edges = true;
	s->rows = p->height;
	s->rows -= marks_on_top(p);
	p->down = 0;
	p->zero_row = s->lo < 0;
	if (!p->zero_row || p->height < 2)
		return;
	s->rows--;
	down = (int)floor(s->rows * (s->lo / (s->lo - s->hi)) + 0.5);
	if (s->hi > 0)
		down = CLAMP(down, 1, MAX(s->rows - 1, 1));
	up = s->rows - down;
	unit = -s->lo / down;
	if (up > 0)
		unit = MAX(unit, s->hi / up);
	s->lo = -unit * down;
	s->hi = unit * up;
	p->down = down;
}

/* What a bar is filled with. */
struct fill {
	enum style style;
	unsigned glyph;
	char ascii;
};

static struct fill fill_of(const struct plot *p, int series, int j)
{
	const struct look *look = &p->looks[series];
	bool past = plot_is_history(p, series, j);

	return (struct fill){
		.style = look->style,
		.glyph = look->fill ? look->fill : past ? look->history : look->mark,
		.ascii = past ? look->ascii_history : look->ascii_mark,
	};
}

static void fill_row(const struct plot *p, int row, int column, struct fill f)
{
	for (int x = column; x < column + p->bar_width; x++)
		canvas_glyph(p->c, plot_row(p, row), x, f.style, f.glyph, f.ascii);
}

static void fill_rows(const struct plot *p, int from, int to, int column, struct fill f)
{
	for (int row = from; row < to; row++)
		fill_row(p, row, column, f);
}

/* The letter of a series in a row of its area, where shades fill it. */
static void put_letter(const struct plot *p, int series, int j, int row)
{
	const struct look *look = &p->looks[series];
	bool past = plot_is_history(p, series, j);

	if (look->fill && p->c->utf8)
		canvas_glyph(p->c, plot_row(p, row),
			     bar_column(p, series, j) + (p->bar_width - 1) / 2, look->style,
			     past ? look->history : look->mark,
			     past ? look->ascii_history : look->ascii_mark);
}

/* A bar too short to be seen is a line along zero, so that it differs from a gap. */
static void draw_foot(const struct plot *p, int row, int column, struct fill f, bool below)
{
	if (row < 0 || row >= p->scale.rows)
		return;
	f.glyph = below ? 0x2594 : EIGHTHS + 1;
	f.ascii = below ? '\'' : '_';
	fill_row(p, row, column, f);
}

static void draw_below(const struct plot *p, int series, int j)
{
	int column = bar_column(p, series, j), to = edge(p, plot_value(p, series, j));
	struct fill f = fill_of(p, series, j);

	if (to >= p->down) {
		draw_foot(p, p->down - 1, column, f, true);
		return;
	}
	fill_rows(p, to, p->down, column, f);
	put_letter(p, series, j, p->down - 1);
}

/* A bar above zero: whole rows, in Unicode with a top of eighths. */
static void draw_above(const struct plot *p, int series, int j)
{
	double top = scale_position(&p->scale, plot_value(p, series, j));
	int parts = p->c->utf8 ? 8 : 1, column = bar_column(p, series, j);
	int height = (int)floor(top * parts + 0.5), full = height / parts;
	struct fill f = fill_of(p, series, j), rest = f;

	if (height <= p->down * parts) {
		draw_foot(p, p->down, column, f, false);
		return;
	}
	rest.glyph = EIGHTHS + height % parts;
	if (height % parts)
		fill_row(p, full, column, rest);
	fill_rows(p, p->down, full, column, f);
	if (full > p->down)
		put_letter(p, series, j, p->down);
}

static void draw_layer(const struct plot *p, int series, int j)
{
	double base = p->base[(gsize)series * p->n + j];
	int from = edge(p, base), to = edge(p, base + plot_value(p, series, j));

	fill_rows(p, from, to, bar_column(p, series, j), fill_of(p, series, j));
	if (to > from)
		put_letter(p, series, j, (from + to - 1) / 2);
}

/* The row that a layer too thin for one of its own lies in, -1 if it has its own. */
static int shared_row(const struct plot *p, int series, int j)
{
	double base = p->base[(gsize)series * p->n + j], value = plot_value(p, series, j);

	if (!(value > 0) || edge(p, base + value) > edge(p, base))
		return -1;
	return CLAMP((int)floor(scale_position(&p->scale, base + value / 2)), 0,
		     MAX(edge(p, total_of(p, j)) - 1, 0));
}

/* The letter in the middle of a bar steps aside for those of thin layers from column on. */
static void move_letter(const struct plot *p, int row, int start, int column)
{
	int middle = start + (p->bar_width - 1) / 2;
	struct cell letter = *canvas_cell(p->c, row, middle);

	if (column > start && middle >= column)
		canvas_put(p->c, row, start, 1, letter.style, letter.text);
}

/* The letters of the layers too thin for a row stand at the right end of the one they lie in, the
 * lowest first; a plus for those that have no room. */
static void draw_thin(const struct plot *p, int row, int j)
{
	int n = 0, room = p->bar_width - 1, start = bar_column(p, 0, j), column;

	for (int i = 0; i < p->n_series; i++)
		n += shared_row(p, i, j) == row;
	column = start + p->bar_width - MIN(n, room);
	if (n == 0 || room == 0)
		return;
	move_letter(p, plot_row(p, row), start, column);
	for (int i = 0; i < p->n_series && column < start + p->bar_width; i++) {
		bool last = column == start + p->bar_width - 1, past = plot_is_history(p, i, j);
		const struct look *look = &p->looks[i];

		if (shared_row(p, i, j) != row)
			continue;
		if (last && n > room)
			canvas_glyph(p->c, plot_row(p, row), column, STYLE_AXIS, '+', '+');
		else
			canvas_glyph(p->c, plot_row(p, row), column, look->style,
				     past ? look->history : look->mark,
				     past ? look->ascii_history : look->ascii_mark);
		column++;
	}
}

bool bars_hide(const struct plot *p)
{
	for (int i = 0; p->base && p->bar_width == 1 && i < p->n_series; i++)
		for (int j = 0; j < p->n; j++)
			if (shared_row(p, i, j) >= 0)
				return true;
	return false;
}

static void draw_stack(const struct plot *p, int j)
{
	double top = total_of(p, j);

	for (int i = 0; i < p->n_series; i++)
		if (!isnan(plot_value(p, i, j)))
			draw_layer(p, i, j);
	if (!isnan(top) && edge(p, top) == 0)
		draw_foot(p, 0, bar_column(p, 0, j), fill_of(p, 0, j), false);
	for (int row = 0; !isnan(top) && row < edge(p, top); row++)
		draw_thin(p, row, j);
	/* what is missing would be above: the sum is no end */
	if (p->partial[j] && !isnan(top) && edge(p, top) < p->height)
		fill_row(p, edge(p, top), bar_column(p, 0, j), (struct fill){STYLE_UNKNOWN, '?', '?'});
}

/* Zero has its row where bars go both ways, else it is the line the periods stand on. */
static void draw_zero(const struct plot *p)
{
	char text[TICK_TEXT];
	int row = p->top + p->height;

	if (p->scale.log)
		return;
	if (p->zero_row) {
		row = plot_row(p, p->down) + 1;
		for (int x = p->axis; x <= p->end && x < p->c->columns; x++)
			canvas_glyph(p->c, row, x, STYLE_AXIS, x == p->axis ? 0x253c : 0x2500,
				     x == p->axis ? '+' : '-');
	}
	canvas_put_right(p->c, row, p->axis - 1, -1, STYLE_AXIS,
			 digits_format(&p->axis_digits, 0, text));
}

void bars_draw(const struct plot *p)
{
	draw_zero(p);
	for (int j = 0; p->base && j < p->n; j++)
		draw_stack(p, j);
	for (int i = 0; i < p->n_series && !p->base; i++)
		for (int j = 0; j < p->n; j++) {
			if (isnan(plot_value(p, i, j)))
				continue;
			if (plot_value(p, i, j) < 0)
				draw_below(p, i, j);
			else
				draw_above(p, i, j);
		}
}
