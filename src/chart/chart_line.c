#include "config.h"
#include "chart/chart_plot.h"

#include <math.h>
#include <string.h>

enum { MOST_SPREAD = 8, DENSE = 3, MARK_DISTANCE = 8 };

/* Marks in Unicode: filled for history and what-if, hollow for the rest. */
static const struct {
	unsigned filled, hollow;
} shapes[] = {
	{0x25cf, 0x25cb}, {0x25a0, 0x25a1}, {0x25b2, 0x25b3}, {0x25c6, 0x25c7},
	{0x25bc, 0x25bd}, {0x2605, 0x2606}, {0x25b6, 0x25b7}, {0x25c0, 0x25c1},
};
enum { N_SHAPES = G_N_ELEMENTS(shapes) };

/* What-if, source and history marks in ASCII, by running number; a plus stands for marks that have
 * no room. */
static const char whatif_marks[] = "*x@%&$=#<>";
static const char source_marks[] = ".:,;'`_~-^";
static const char history_marks[] = "oO0QGDUVCI";

/* A later series has the same history as an earlier one: they share its mark. */
static int same_history(const struct plot *p, int series)
{
	const struct chart_series *s = p->data->series;

	for (int k = 0; k < series; k++) {
		bool same = s[k].history == s[series].history;

		for (int j = 0; same && j < MIN(s[k].history, p->n); j++) {
			double a = plot_value(p, k, j), b = plot_value(p, series, j);

			same = a == b || (isnan(a) && isnan(b));
		}
		if (same)
			return k;
	}
	return -1;
}

/* Several nodes compared: capitals for history, small letters for what follows. */
static void letter_look(const struct plot *p, int i, struct look *look)
{
	bool shapes_do = p->n_series <= N_SHAPES;

	look->ascii_history = (char)('A' + i % 26);
	look->ascii_mark = (char)('a' + i % 26);
	look->history = shapes_do ? shapes[i].filled : (unsigned)look->ascii_history;
	look->mark = shapes_do ? shapes[i].hollow : (unsigned)look->ascii_mark;
	look->pattern = PATTERN_DASHED;
}

void line_looks(struct plot *p)
{
	const struct chart_series *s = p->data->series;
	int of_role[CHART_REST + 1] = {0}, sources = 0, whatifs = 0, histories = 0;

	for (int i = 0; i < p->n_series; i++)
		of_role[s[i].role]++;
	for (int i = 0; i < p->n_series; i++) {
		struct look *look = &p->looks[i];
		int twin;

		look->style = STYLE_SERIES + i % 8;
		look->spreads = !plot_is_edge(p, i) && of_role[s[i].role] > 1;
		if (s[i].role == CHART_FORECAST && of_role[CHART_FORECAST] > 1) {
			letter_look(p, i, look);
			continue;
		}
		if (plot_is_edge(p, i)) {
			look->style = STYLE_SOURCE;
			look->ascii_mark = ':';
			look->mark = 0x2591;
		} else if (s[i].role == CHART_WHATIF) {
			look->ascii_mark = whatif_marks[whatifs % 10];
			look->mark = shapes[(whatifs++ + 3) % N_SHAPES].filled;
			look->pattern = PATTERN_SOLID;
		} else {
			look->ascii_mark = source_marks[sources % 10];
			look->mark = shapes[sources++ % N_SHAPES].hollow;
			look->pattern = s[i].role == CHART_SOURCE ? PATTERN_DOTTED
								  : PATTERN_DASHED;
		}
		twin = plot_is_edge(p, i) && i ? 0 : same_history(p, i);
		look->twin = twin >= 0;
		if (twin >= 0) {
			look->ascii_history = p->looks[twin].ascii_history;
			look->history = p->looks[twin].history;
		} else {
			look->ascii_history = history_marks[histories % 10];
			look->history = shapes[histories++ % N_SHAPES].filled;
		}
	}
}

/* Columns that points on one row may take from their own to the right. */
static int spread(const struct plot *p, int j)
{
	return j == p->n - 1 ? p->end - p->x[j] + 1 : CLAMP(p->step - 1, 1, MOST_SPREAD);
}

int line_overhang(const struct plot *p)
{
	int most = 1;

	if (p->bars)
		return 0;
	for (int i = 0; i < p->n_series; i++) {
		int same = 0, j = plot_last_known(p, i);

		if (j != p->n - 1 || plot_is_edge(p, i))
			continue;
		for (int k = 0; k < p->n_series; k++)
			same += !plot_is_edge(p, k) && plot_last_known(p, k) == j &&
				scale_row(&p->scale, plot_value(p, k, j)) ==
					scale_row(&p->scale, plot_value(p, i, j));
		most = MAX(most, same);
	}
	return MIN(most, MOST_SPREAD) - 1;
}

/* Dots of the plot, two by four in a cell. */
struct dots {
	unsigned char *cells, *styles;
	int rows, columns;
	int travelled;		/* dots since the line began, for its pattern */
};

static void set_dot(struct dots *d, int x, int y, enum style style)
{
	static const unsigned char bits[2][4] = {{0x40, 4, 2, 1}, {0x80, 0x20, 0x10, 8}};
	int cell;

	if (x < 0 || y < 0 || x / 2 >= d->columns || y / 4 >= d->rows)
		return;
	cell = (y / 4) * d->columns + x / 2;
	d->cells[cell] |= bits[x % 2][y % 4];
	d->styles[cell] = (unsigned char)style;
}

static bool inked(enum pattern pattern, int travelled)
{
	if (pattern == PATTERN_DASHED)
		return travelled % 6 < 4;
	return pattern == PATTERN_SOLID || travelled % 3 == 0;
}

static int dot_row(double position)
{
	return (int)floor((position + 0.5) * 4);
}

/* A straight line from dot column x0 at height y0 (rows) to x1 at y1, dot column by dot column;
 * where it is steep, with the dots between. */
static void dot_line(struct dots *d, int x0, double y0, int x1, double y1, enum pattern pattern,
		     enum style style)
{
	int previous = dot_row(y0);

	for (int x = x0; x <= x1; x++) {
		double f = x1 > x0 ? (double)(x - x0) / (x1 - x0) : 1;
		int y = dot_row(y0 + (y1 - y0) * f);
		int way = y > previous ? 1 : -1;

		for (int v = previous; v != y; v += way)
			if (v != previous && inked(pattern, d->travelled++))
				set_dot(d, x, v, style);
		if (inked(pattern, d->travelled++))
			set_dot(d, x, y, style);
		previous = y;
	}
}

static void dot_series(const struct plot *p, struct dots *d, int series)
{
	const struct look *look = &p->looks[series];

	d->travelled = 0;
	for (int j = 0; j + 1 < p->n; j++) {
		double a = plot_value(p, series, j), b = plot_value(p, series, j + 1);
		bool past = plot_is_history(p, series, j + 1);

		if (isnan(a) || isnan(b))
			continue;
		dot_line(d, 2 * p->x[j], scale_position(&p->scale, a), 2 * p->x[j + 1],
			 scale_position(&p->scale, b), past ? PATTERN_SOLID : look->pattern,
			 look->style);
	}
}

static void draw_dots(const struct plot *p)
{
	struct dots d = {.rows = p->height, .columns = p->c->columns};
	gsize cells = (gsize)d.rows * d.columns;

	d.cells = g_malloc0(cells);
	d.styles = g_malloc0(cells);
	for (int i = 0; i < p->n_series; i++)
		if (!plot_is_edge(p, i))
			dot_series(p, &d, i);
	for (int r = 0; r < d.rows; r++)
		for (int x = p->axis + 1; x < d.columns; x++) {
			gsize cell = (gsize)r * d.columns + x;

			if (d.cells[cell])
				canvas_glyph(p->c, plot_row(p, r), x, d.styles[cell],
					     0x2800u + d.cells[cell], '.');
		}
	g_free(d.cells);
	g_free(d.styles);
}

/* Marks stand at every point where there is room; between dense points the line carries on
 * alone (an ASCII chart has none and marks all). */
static bool marked(const struct plot *p, int series, int j)
{
	int every = p->step >= DENSE ? 1 : MAX(MARK_DISTANCE / p->step, 1);

	if (!p->c->utf8 || every == 1 || j == plot_last_known(p, series))
		return true;
	if (j == 0 || isnan(plot_value(p, series, j - 1)))
		return true;
	return (j + series * every / p->n_series) % every == 0 &&
	       p->x[plot_last_known(p, series)] - p->x[j] >= MARK_DISTANCE / 2;
}

/* A column for the mark: its own or, if one stands there, the next to the right; -1 if there is
 * none. */
static int free_column(const struct plot *p, const bool *taken, int row, int j)
{
	for (int x = p->x[j]; x < MIN(p->x[j] + spread(p, j), p->c->columns); x++)
		if (!taken[(gsize)row * p->c->columns + x])
			return x;
	return -1;
}

/* Cells of the band from column on in a direction, at most so many. */
static int band_run(const struct plot *p, int row, int column, int way, int most)
{
	const struct cell *cell;
	int n = 0;

	while (n < most && (cell = canvas_cell(p->c, row, column + n * way)) &&
	       cell->style == STYLE_SOURCE && cell->text[0] == ':')
		n++;
	return n;
}

/* A dot in a band of colons is only seen with a blank on either side, which a narrow band has not to
 * spare. */
static void clear_band(const struct plot *p, int row, int column)
{
	int left = band_run(p, row, column - 1, -1, 3), right = band_run(p, row, column + 1, 1, 3);

	if (p->c->utf8 || canvas_cell(p->c, row, column)->text[0] != '.' || left < 3 ||
	    (right > 0 && right < 3))
		return;
	canvas_glyph(p->c, row, column - 1, STYLE_NORMAL, ' ', ' ');
	if (right)
		canvas_glyph(p->c, row, column + 1, STYLE_NORMAL, ' ', ' ');
}

/* Of points on one row those of nodes or scenarios compared stand side by side; one scenario and its
 * source do so only at the end, where each label has its mark: elsewhere it covers the source. */
static void draw_mark(const struct plot *p, int series, int j, bool *taken)
{
	const struct look *look = &p->looks[series];
	bool past = plot_is_history(p, series, j);
	bool last = j == plot_last_known(p, series);
	bool spreads = last || look->spreads;
	int row = scale_row(&p->scale, plot_value(p, series, j));
	int x = spreads ? free_column(p, taken, row, j) : p->x[j];

	if (!spreads && taken[(gsize)row * p->c->columns + x])
		return;
	if (past && look->twin && !last)
		return;
	if (x < 0) {
		/* more than have room: the last says so */
		canvas_glyph(p->c, plot_row(p, row), p->x[j] + spread(p, j) - 1, STYLE_AXIS,
			     '+', '+');
		return;
	}
	taken[(gsize)row * p->c->columns + x] = true;
	canvas_glyph(p->c, plot_row(p, row), x, look->style, past ? look->history : look->mark,
		     past ? look->ascii_history : look->ascii_mark);
	clear_band(p, plot_row(p, row), x);
}

/* The marks of all series of a role: those before the last of each, or the last ones. */
static void draw_marks(const struct plot *p, enum chart_role role, bool last, bool *taken)
{
	for (int i = 0; i < p->n_series; i++)
		for (int j = 0; p->data->series[i].role == role && j < p->n; j++)
			if (!isnan(plot_value(p, i, j)) && marked(p, i, j) &&
			    (j == plot_last_known(p, i)) == last)
				draw_mark(p, i, j, taken);
}

/* From one row to the other between two points of the edges. */
static void fill_band(const struct plot *p, const struct look *look, int high, int low, int j)
{
	double top[2], bottom[2];

	for (int k = 0; k < 2; k++) {
		double a = plot_value(p, high, j + k), b = plot_value(p, low, j + k);

		if (isnan(a) || isnan(b))
			return;
		top[k] = scale_position(&p->scale, a);
		bottom[k] = scale_position(&p->scale, b);
	}
	if (top[0] == bottom[0] && top[1] == bottom[1])	/* certain: the line is enough */
		return;
	for (int x = p->x[j]; x <= p->x[j + 1]; x++) {
		double f = (double)(x - p->x[j]) / MAX(p->x[j + 1] - p->x[j], 1);
		int row = (int)floor(bottom[0] + (bottom[1] - bottom[0]) * f + 0.5);
		int last = (int)floor(top[0] + (top[1] - top[0]) * f + 0.5);

		for (; row <= MIN(last, p->height - 1); row++)
			canvas_glyph(p->c, plot_row(p, row), x, look->style, look->mark,
				     look->ascii_mark);
	}
}

static void draw_bands(const struct plot *p)
{
	const struct chart_series *s = p->data->series;

	for (int i = 0; i + 1 < p->n_series; i++)
		for (int j = 0; s[i].role == CHART_HIGH && s[i + 1].role == CHART_LOW
				&& j + 1 < p->n; j++)
			fill_band(p, &p->looks[i], i, i + 1, j);
}

/* The row of zero where values lie on both sides of it. */
static void draw_zero(const struct plot *p)
{
	if (p->scale.log || p->scale.lo >= 0 || p->scale.hi <= 0)
		return;
	for (int x = p->axis + 1; x <= p->x[p->n - 1]; x++)
		canvas_glyph(p->c, plot_row(p, scale_row(&p->scale, 0)), x, STYLE_AXIS,
			     0x2500, '-');
}

void line_draw(const struct plot *p)
{
	bool *taken = g_new0(bool, (gsize)p->height * p->c->columns);

	draw_bands(p);
	draw_zero(p);
	if (p->c->utf8)
		draw_dots(p);
	/* the what-if first: it keeps its column */
	for (int role = CHART_WHATIF; role >= CHART_FORECAST; role--)
		draw_marks(p, role, false, taken);
	for (int role = CHART_WHATIF; role >= CHART_FORECAST; role--)
		draw_marks(p, role, true, taken);
	g_free(taken);
}
