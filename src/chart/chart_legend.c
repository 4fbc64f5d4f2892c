#include "config.h"
#include "chart/chart_plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	BETWEEN = 2,		/* columns between two entries in a row */
	LEAST_ENTRY = 8,	/* columns that still say something */
};

static void set_mark(const struct plot *p, struct entry *e, unsigned glyph, char ascii)
{
	int len = 1;

	if (p->c->utf8)
		len = g_unichar_to_utf8(glyph, e->mark);
	else
		e->mark[0] = ascii;
	e->mark[len] = '\0';
}

/* A lone series is called by what it is: its name already stands in the title. */
static const char *series_name(const struct plot *p, int i)
{
	const struct chart_series *s = &p->data->series[i];

	if (!s->name || (p->n_series == 1 && g_strcmp0(s->name, p->data->title) == 0))
		return s->role == CHART_WHATIF ? "what-if"
		     : s->role == CHART_SOURCE ? "source" : "forecast";
	return s->name;
}

/* "39.03", or "39.03 in 2024" of what ends before the picture does. */
static void write_value(const struct plot *p, struct entry *e, double value, int period)
{
	plot_format(p, value, e->value);
	if (period < p->n - 1) {
		g_strlcat(e->value, " in ", TICK_TEXT);
		g_strlcat(e->value, p->data->periods[period], TICK_TEXT);
	}
}

static void series_entry(struct plot *p, int i)
{
	struct entry *e = &p->entries[p->n_entries++];
	int last = plot_last_known(p, i);

	*e = (struct entry){.style = p->looks[i].style, .name = series_name(p, i), .row = NAN};
	if (last >= 0 && plot_is_history(p, i, last) && !p->bars)
		set_mark(p, e, p->looks[i].history, p->looks[i].ascii_history);
	else
		set_mark(p, e, p->looks[i].mark, p->looks[i].ascii_mark);
	if (last >= 0) {
		double at = plot_value(p, i, last);

		write_value(p, e, at, last);
		if (p->base)
			at = p->base[i * p->n + last] + at / 2;
		e->row = scale_position(&p->scale, at) - (p->scale.edges ? 0.5 : 0);
	} else {
		g_strlcpy(e->value, "no data", TICK_TEXT);
	}
}

/* "o up to 2026": the marks of history, which series share or have each their own of. */
static void history_entry(struct plot *p)
{
	const struct chart_series *s = p->data->series;
	struct entry *e = &p->entries[p->n_entries];
	int last = MIN(s[0].history, p->n) - 1;
	int n = p->n_series - plot_is_rest(p, p->n_series - 1);

	if (last < 0 || last == p->n - 1)
		return;
	for (int i = 1; i < p->n_series; i++)
		if (s[i].history != s[0].history)
			return;
	*e = (struct entry){.style = p->looks[0].style, .row = NAN};
	set_mark(p, e, p->looks[0].history, p->looks[0].ascii_history);
	for (int i = 1; i < n; i++)
		if (p->looks[i].ascii_history != p->looks[0].ascii_history) {
			e->style = STYLE_AXIS;
			if (!p->c->utf8 || p->looks[n - 1].history < 0x80)
				g_snprintf(e->mark, MARK_TEXT, "%c%c%c", p->looks[0].ascii_history,
					   g_ascii_isupper(p->looks[0].ascii_history) ? '-' : ',',
					   p->looks[n - 1].ascii_history);
			break;
		}
	p->history_name = g_strdup_printf("up to %s", p->data->periods[last]);
	e->name = p->history_name;
	if (!isnan(plot_value(p, 0, last)))
		e->row = scale_row(&p->scale, plot_value(p, 0, last)) + 1;
	p->n_entries++;
}

void legend_entries(struct plot *p)
{
	g_clear_pointer(&p->history_name, g_free);
	p->n_entries = 0;
	for (int i = 0; i < p->n_series; i++)
		series_entry(p, i);
	p->n_series_entries = p->n_entries;
	history_entry(p);
	/* a lone series without a change of marks explains itself */
	if (p->n_series == 1 && p->n_entries == 1 && p->data->series[0].role == CHART_FORECAST)
		p->n_entries = p->n_series_entries = 0;
}

static int entry_width(const struct entry *e)
{
	return text_width(e->mark) + 1 + text_width(e->name) +
	       (e->value[0] ? 1 + (int)strlen(e->value) : 0);
}

int legend_width(const struct plot *p)
{
	int width = 0;

	for (int i = 0; i < p->n_entries; i++)
		width = MAX(width, entry_width(&p->entries[i]));
	return width;
}

/* Mark, name and value in width columns; it is the name that is cut, and shows it. */
static void put_entry(const struct plot *p, const struct entry *e, int row, int column, int width)
{
	int tail = e->value[0] ? 1 + (int)strlen(e->value) : 0;
	g_autofree char *name = NULL;
	int x = column;

	x += canvas_put(p->c, row, x, width, e->style, e->mark) + 1;
	name = text_column(e->name, MAX(width - (x - column) - tail, 0), false, p->c->utf8);
	x += canvas_put(p->c, row, x, -1, e->style, name);
	if (tail)
		canvas_put(p->c, row, x + 1, -1, e->style, e->value);
}

/* Whether entry a may stay above b: it ends higher, or both end at one value, but for
 * rounding, and b is not the one whose mark lies above the other's. */
static bool stays_above(const struct plot *p, int a, int b)
{
	double higher = isnan(p->entries[a].row) ? -1 : p->entries[a].row;
	double lower = isnan(p->entries[b].row) ? -1 : p->entries[b].row;

	if (fabs(higher - lower) > 1e-6)
		return higher > lower;
	return p->data->series[b].role != CHART_WHATIF ||
	       p->data->series[a].role == CHART_WHATIF;
}

/* Entries in the order of the rows they want, so that none crosses another. */
static void sort_entries(const struct plot *p, int *order)
{
	for (int i = 0; i < p->n_series_entries; i++) {
		int j = i;

		for (; j > 0; j--) {
			if (stays_above(p, order[j - 1], i))
				break;
			order[j] = order[j - 1];
		}
		order[j] = i;
	}
}

/* What it costs to place an entry on a row.  The mark of a what-if lies above others: where two
 * lines end on one row, its label stays there and the other moves. */
static double distance(const struct plot *p, int entry, int row)
{
	const struct entry *e = &p->entries[entry];
	int wanted = isnan(e->row) ? 0 : CLAMP((int)floor(e->row + 0.5), 0, p->height - 1);

	return abs(row - wanted) * (p->data->series[entry].role == CHART_WHATIF ? 1.5 : 1);
}

/* Places the sorted entries, one a row from the top down, at the least sum of distances from the
 * rows they want.  least[i * height + row]: that sum for the entries from i on, none above row. */
static void place_entries(const struct plot *p, const int *order)
{
	int n = p->n_series_entries, height = p->height, row = height - 1;
	g_autofree double *least = g_new0(double, (gsize)(n + 1) * height);

	for (int i = n - 1; i >= 0; i--)
		for (int r = 0; r < height; r++) {
			double rest = r ? least[(i + 1) * height + r - 1] : i + 1 < n ? INFINITY : 0;
			double here = distance(p, order[i], r) + rest;

			least[i * height + r] = r ? fmin(here, least[i * height + r - 1]) : here;
		}
	for (int i = 0; i < n; i++) {
		while (row > 0 && least[i * height + row] >= least[i * height + row - 1])
			row--;
		p->entries[order[i]].placed = row--;
	}
}

/* The free row nearest to the wanted one, upward first; -1 if none. */
static int free_row(const struct plot *p, double wanted)
{
	int start = isnan(wanted) ? 0 : CLAMP((int)wanted, 0, p->height - 1);

	for (int d = 0; d < 2 * p->height; d++) {
		int row = d % 2 ? start + (d + 1) / 2 : start - d / 2;
		bool taken = row < 0 || row >= p->height;

		for (int i = 0; i < p->n_series_entries && !taken; i++)
			taken = p->entries[i].placed == row;
		if (!taken)
			return row;
	}
	return -1;
}

void legend_beside(struct plot *p, int column)
{
	int width = p->c->columns - column;
	g_autofree int *order = g_new0(int, p->n_series_entries + 1);

	sort_entries(p, order);
	place_entries(p, order);
	for (int i = 0; i < p->n_entries; i++) {
		struct entry *e = &p->entries[i];

		if (i >= p->n_series_entries)
			e->placed = free_row(p, e->row);
		if (e->placed >= 0)
			put_entry(p, e, p->top + p->height - 1 - e->placed, column, width);
	}
}

static bool empty(const struct plot *p, int row, int column, int rows, int columns)
{
	if (column <= p->axis || column + columns > p->c->columns)
		return false;
	for (int r = row; r < row + rows; r++)
		for (int x = column; x < column + columns; x++)
			if (strcmp(canvas_cell(p->c, r, x)->text, " ") != 0)
				return false;
	return true;
}

bool legend_corner(const struct plot *p)
{
	int width = legend_width(p), rows = p->n_entries;
	int bottom = p->top + p->height - rows;
	int right = p->c->columns - width;
	const int places[4][2] = {
		{p->top, p->axis + 3}, {bottom, right}, {p->top, right}, {bottom, p->axis + 3},
	};

	if (rows > p->height)
		return false;
	for (int i = 0; i < 4; i++) {
		int row = places[i][0], column = places[i][1];

		/* two blanks to the left and, unless the edge is there, to the right */
		if (column + width > p->c->columns ||
		    !empty(p, row, column - 2, rows, MIN(width + 4, p->c->columns - column + 2)))
			continue;
		for (int k = 0; k < rows; k++)
			put_entry(p, &p->entries[k], row + k, column, width);
		return true;
	}
	return false;
}

/* What stands for the entries from i on: series by their number, the line about history alone as a
 * mark that something is cut. */
static char *left_out(const struct plot *p, int i)
{
	int series = p->n_series_entries - i;

	return series > 0 ? g_strdup_printf("and %d more", series)
	       : g_strdup(p->c->utf8 ? "\u2026" : "..");
}

/* Flows the entries into lines of the width; draws them if row >= 0.  Entries that do not fit in
 * rows lines are counted in the last one.  Returns the lines used, *shown gets the entries. */
static int flow(const struct plot *p, int row, int rows, int *shown)
{
	int line = 0, x = p->margin, right = p->c->columns;

	for (int i = 0; i < p->n_entries; i++) {
		const struct entry *e = &p->entries[i];
		int width = MIN(entry_width(e), right - p->margin);
		g_autofree char *more = left_out(p, i), *next = left_out(p, i + 1);
		int reserve = i + 1 < p->n_entries ? BETWEEN + text_width(next) : 0;

		*shown = i;
		if (x > p->margin && x + width > right && line + 1 < rows)
			line++, x = p->margin;
		/* rather a part of its name than none at all */
		if (i >= p->n_series_entries && line + 1 == rows && right - x >= LEAST_ENTRY)
			width = MIN(width, right - x);
		else if (i == 0 && rows == 1)
			width = CLAMP(right - x - reserve, MIN(width, LEAST_ENTRY), width);
		if (line + 1 == rows && x + width + reserve > right) {
			if (row >= 0)
				canvas_put(p->c, row + line, x, -1, STYLE_DIM, more);
			return rows;
		}
		if (row >= 0)
			put_entry(p, e, row + line, x, width);
		x += width + BETWEEN;
	}
	*shown = p->n_entries;
	return p->n_entries ? line + 1 : 0;
}

int legend_rows(struct plot *p, int max)
{
	int shown, rows = flow(p, -1, max, &shown);

	for (int i = 0; shown < p->n_entries && i < p->n_series_entries; i++)
		p->entries[i].value[0] = '\0';
	return shown < p->n_entries ? flow(p, -1, max, &shown) : rows;
}

void legend_below(const struct plot *p, int row, int rows)
{
	int shown;

	flow(p, row, rows, &shown);
}
