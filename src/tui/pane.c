#include "config.h"

#include "tui/pane.h"

#include <string.h>

#include "base/text.h"
#include "tui/app.h"

enum { LEFT = 2, MARK = 3, GAP = 2, TEXT_LEAST = 10, TITLE_LEAST = 12, FIRST_LEAST = 14, FIRST_MORE = 8, DETAIL_MOST = 3, DETAIL_FROM = 5, DETAIL_ROOMY = 10 };

static struct table_column *column_at(const struct pane *p, int i)
{
	return &g_array_index(p->table->columns, struct table_column, i);
}

static struct table_line *table_line(const struct pane *p, int i)
{
	return p->table->lines->pdata[i];
}

static int n_columns(const struct pane *p)
{
	return (int)p->table->columns->len;
}

static struct pane_line *line_at(const struct pane *p, int i)
{
	return &g_array_index(p->lines, struct pane_line, i);
}

static const struct table_cell *cell_of(const struct pane *p, int line, int column)
{
	const GArray *cells = table_line(p, line)->cells;

	return (guint)column < cells->len ? &g_array_index(cells, struct table_cell, column) : NULL;
}

static char *cell_text(const struct pane *p, int line, int column)
{
	char *text = render_cell(p->table, line, column, &p->style);
	int indent = column == 0 ? 2 * table_line(p, line)->indent : 0;

	if (indent == 0)
		return text;
	char *all = g_strdup_printf("%*s%s", indent, "", text);

	g_free(text);
	return all;
}

enum style pane_mark_style(char mark)
{
	switch (mark) {
	case 'R': case '~': return STYLE_REPORTED;
	case 'S': return STYLE_CHANGED;
	default: return STYLE_NORMAL;
	}
}

/* ------------------------------------------------ lines */

static void forget_lines(struct pane *p)
{
	for (guint i = 0; p->lines && i < p->lines->len; i++)
		g_free(line_at(p, i)->text);
	g_clear_pointer(&p->lines, g_array_unref);
}

void pane_done(struct pane *p)
{
	forget_lines(p);
	table_free(p->table);
	g_free(p->widths);
	*p = (struct pane){0};
}

static void add_line(struct pane *p, int kind, int line, const char *text)
{
	struct pane_line l = {kind, line, g_strdup(text)};

	g_array_append_val(p->lines, l);
}

static void add_note(struct pane *p, const char *text)
{
	g_autoptr(GPtrArray) lines = text_wrap(text, MAX(p->columns - LEFT - 1, TEXT_LEAST));

	for (guint i = 0; i < lines->len; i++)
		add_line(p, PANE_NOTE, -1, lines->pdata[i]);
}

/* By the column that is sorted; what it does not know comes last. */
static int compare_lines(const void *a, const void *b, void *data)
{
	const struct pane *p = data;
	int x = ((const struct pane_line *)a)->line, y = ((const struct pane_line *)b)->line;
	int column = p->sorted - 1, order;
	const struct table_cell *u = cell_of(p, x, column), *w = cell_of(p, y, column);
	bool known_u = u && (u->kind == CELL_TEXT || u->kind == CELL_NUMBER);
	bool known_w = w && (w->kind == CELL_TEXT || w->kind == CELL_NUMBER);

	if (!known_u || !known_w)
		return known_u != known_w ? known_w - known_u : x - y;
	if (u->kind != w->kind)
		order = u->kind == CELL_NUMBER ? -1 : 1;
	else if (u->kind == CELL_NUMBER)
		order = u->number < w->number ? 1 : u->number > w->number ? -1 : 0;
	else
		order = g_utf8_collate(u->text, w->text);
	return order ? (p->reversed ? -order : order) : x - y;
}

/* Runs of rows of one kind and level: what lies in a row or under a heading stays there. */
static void sort_lines(struct pane *p)
{
	guint n = p->lines->len, end;

	for (guint i = 0; i < n; i = end) {
		end = i + 1;
		if (line_at(p, i)->kind != PANE_ROW)
			continue;
		while (end < n && line_at(p, end)->kind == PANE_ROW
		       && table_line(p, line_at(p, end)->line)->indent
		       == table_line(p, line_at(p, i)->line)->indent)
			end++;
		g_qsort_with_data(line_at(p, i), (int)(end - i), sizeof(struct pane_line),
				  compare_lines, p);
	}
}

static void make_lines(struct pane *p)
{
	forget_lines(p);
	p->lines = g_array_new(FALSE, TRUE, sizeof(struct pane_line));
	for (guint i = 0; i < p->table->lines->len; i++) {
		bool heading = table_line(p, i)->heading;

		if (heading && i > 0)
			add_line(p, PANE_BLANK, -1, NULL);
		add_line(p, heading ? PANE_HEADING : PANE_ROW, i, NULL);
	}
	if (p->sorted > 0 && p->sorted <= n_columns(p))
		sort_lines(p);
	if (p->lines->len && (p->table->notes->len || p->table->source))
		add_line(p, PANE_BLANK, -1, NULL);
	for (guint i = 0; i < p->table->notes->len; i++)
		add_note(p, p->table->notes->pdata[i]);
	if (p->table->source)
		add_note(p, p->table->source);
	p->list.n = (int)p->lines->len;
}

void pane_set(struct pane *p, struct table *t)
{
	int line = p->table && p->lines ? pane_line(p) : -1;

	table_free(p->table);
	p->table = t;
	forget_lines(p);
	g_clear_pointer(&p->widths, g_free);
	if (p->columns > 0) {
		pane_layout(p, p->rows, p->columns, p->style);
		if (line >= 0)
			pane_go(p, line);
	}
}

int pane_line(const struct pane *p)
{
	return p->lines && p->list.n ? line_at(p, p->list.cursor)->line : -1;
}

char *pane_place(const struct pane *p, const char *before)
{
	struct list rows = {.cursor = -1};

	for (int i = 0; i < p->list.n; i++) {
		const struct pane_line *l = line_at(p, i);

		if (l->kind != PANE_ROW || (p->counts && !p->counts(p, l->line)))
			continue;
		rows.n++;
		rows.cursor += i <= p->list.cursor;
	}
	rows.cursor = MAX(rows.cursor, 0);
	return list_place(&rows, before);
}

void pane_go(struct pane *p, int line)
{
	for (int i = 0; i < p->list.n; i++)
		if (line_at(p, i)->line == line)
			list_put_cursor(&p->list, i);
}

/* ------------------------------------------------ widths */

/* Of the cells alone. */
static int cells_width(const struct pane *p, int column)
{
	int width = 1;

	for (guint i = 0; i < p->table->lines->len; i++) {
		if (table_line(p, i)->heading)
			continue;
		g_autofree char *text = cell_text(p, i, column);

		width = MAX(width, text_width(text));
	}
	return width;
}

static int natural_width(const struct pane *p, int column)
{
	const struct table_column *col = column_at(p, column);
	int width = cells_width(p, column);

	return col->data_only ? 0 : p->table->headless ? width : MAX(width, text_width(col->title));
}

static int needed(const struct pane *p)
{
	int width = LEFT;

	for (int i = 0; i < n_columns(p); i++)
		if (p->widths[i])
			width += p->widths[i] + column_at(p, i)->marked + GAP;
	return width - GAP + 1;
}

static bool has_words(const struct table_column *col)
{
	return col->kind == COLUMN_TEXT || col->kind == COLUMN_MIXED;
}

/* The column of text that can best give of its width, the first one last; -1 if there is none. */
static int widest_text(const struct pane *p)
{
	int widest = -1, most = 0;

	for (int i = 0; i < n_columns(p); i++) {
		int least = i == 0 ? FIRST_LEAST : TEXT_LEAST;
		int width = p->widths[i] - (i == 0 ? FIRST_MORE : 0);

		if (!has_words(column_at(p, i)) || column_at(p, i)->whole
		    || p->widths[i] <= least)
			continue;
		if (widest < 0 || width >= most) {
			widest = i;
			most = width;
		}
	}
	return widest;
}

/* The texts of a line that were cut, in full. */
static char *cut_texts(const struct pane *p, int line)
{
	GString *all = g_string_new(NULL);

	for (int i = 0; line >= 0 && i < n_columns(p); i++) {
		g_autofree char *text = render_cell(p->table, line, i, &p->style);

		if (!has_words(column_at(p, i)) || table_line(p, line)->heading
		    || !p->widths[i] || text_width(text) <= p->widths[i])
			continue;
		g_string_append_printf(all, "%s%s", all->len ? "; " : "", text);
	}
	return g_string_free(all, FALSE);
}

static GPtrArray *wrap_cut(const struct pane *p, int line)
{
	g_autofree char *all = cut_texts(p, line);

	return text_wrap(all, p->columns - LEFT - MARK);
}

/* Long titles give way before any text does. */
static void narrow_titles(struct pane *p)
{
	for (int i = n_columns(p) - 1; i > 0; i--) {
		int least = MAX(cells_width(p, i), TITLE_LEAST);

		if (has_words(column_at(p, i)) || p->widths[i] <= least)
			continue;
		p->widths[i] -= MIN(p->widths[i] - least, needed(p) - p->columns);
		if (needed(p) <= p->columns)
			return;
	}
}

/* Rows for the longest texts of the columns that are cut, were they all in one line; no more than
 * are shown at once.  To look at each line of a large table would take as long as to make it. */
static int cut_rows(const struct pane *p, const int *natural)
{
	int width = 0, room = p->columns - LEFT - MARK;

	for (int i = 0; i < n_columns(p); i++)
		if (p->widths[i] < natural[i] && has_words(column_at(p, i)))
			width += (width ? 2 : 0) + natural[i];
	return width ? MIN((width - 1) / MAX(room, 1) + 1, DETAIL_MOST) : 0;
}

static void find_widths(struct pane *p)
{
	size_t n = (size_t)MAX(n_columns(p), 1);
	g_autofree int *natural = g_new0(int, n);
	int at;

	g_free(p->widths);
	p->widths = g_new0(int, n);
	for (int i = 0; i < n_columns(p); i++)
		p->widths[i] = natural[i] = natural_width(p, i);
	if (needed(p) > p->columns)
		narrow_titles(p);
	while (needed(p) > p->columns && (at = widest_text(p)) >= 0)
		p->widths[at]--;
	p->cut = cut_rows(p, natural);
}

/* How many columns behind `first` do not fit. */
static int count_hidden(const struct pane *p, int first)
{
	int used = LEFT + p->widths[0] + column_at(p, 0)->marked, hidden = 0;

	for (int i = MAX(first, 1); i < n_columns(p); i++) {
		if (!p->widths[i])
			continue;
		used += GAP + p->widths[i] + column_at(p, i)->marked;
		hidden += used + 1 > p->columns;
	}
	return hidden;
}

void pane_layout(struct pane *p, int rows, int columns, struct render_style style)
{
	bool anew = !p->lines || columns != p->columns || style.digits != p->style.digits
		    || style.exact != p->style.exact || style.ascii != p->style.ascii;
	int head = p->table->headless || n_columns(p) == 0 ? 0 : 1;

	p->rows = rows;
	p->columns = columns;
	p->style = style;
	if (anew) {
		find_widths(p);
		make_lines(p);
	}
	p->first = MAX(p->first, 1);
	p->hidden = n_columns(p) ? count_hidden(p, p->first) : 0;
	p->detail = rows - head < DETAIL_FROM ? 0
		    : MIN(p->cut, rows - head < DETAIL_ROOMY ? DETAIL_MOST - 1 : DETAIL_MOST);
	p->list.height = MAX(rows - head - p->detail, 1);
	list_settle(&p->list);
}

/* ------------------------------------------------ drawing */

static void draw_cell(const struct pane *p, struct canvas *c, int row, int at, int line,
		      int column, enum style style)
{
	const struct table_column *col = column_at(p, column);
	g_autofree char *text = cell_text(p, line, column);
	g_autofree char *cut = text_column(text, p->widths[column], false, c->utf8);
	const GArray *cells = table_line(p, line)->cells;
	char mark[2] = "";

	if ((guint)column < cells->len)
		mark[0] = g_array_index(cells, struct table_cell, column).mark;
	if (style == STYLE_NORMAL)
		style = pane_mark_style(mark[0]);
	if (col->kind == COLUMN_TEXT)
		canvas_put(c, row, at, p->widths[column], style, cut);
	else
		canvas_put_right(c, row, at + p->widths[column], p->widths[column], style, cut);
	if (mark[0])
		canvas_put(c, row, at + p->widths[column], 1, style, mark);
}

/* Calls for every column that is shown, from left to right. */
static void each_column(const struct pane *p, struct canvas *c, int row, int left, int line,
			void (*draw)(const struct pane *p, struct canvas *c, int row, int at,
				     int line, int column))
{
	int at = left + LEFT;

	for (int i = 0; i < n_columns(p); i++) {
		if (!p->widths[i] || (i > 0 && i < p->first))
			continue;
		if (i > 0 && at + p->widths[i] + column_at(p, i)->marked + 1 > left + p->columns)
			break;
		draw(p, c, row, at, line, i);
		at += p->widths[i] + column_at(p, i)->marked + GAP;
	}
}

static void draw_title(const struct pane *p, struct canvas *c, int row, int at, int line,
		       int column)
{
	const struct table_column *col = column_at(p, column);
	g_autofree char *cut = text_column(col->title, p->widths[column], false, c->utf8);
	enum style style = p->sorted == column + 1 ? STYLE_KEY : STYLE_DIM;

	(void)line;
	if (col->kind == COLUMN_TEXT)
		canvas_put(c, row, at, p->widths[column], style, cut);
	else
		canvas_put_right(c, row, at + p->widths[column], p->widths[column], style, cut);
}

static void draw_one(const struct pane *p, struct canvas *c, int row, int at, int line, int column)
{
	enum style style = p->row_style ? p->row_style(p, line) : STYLE_NORMAL;

	if (column == 0 && line == pane_line(p))
		style = STYLE_CURSOR;
	draw_cell(p, c, row, at, line, column, style);
}

static void draw_line(const struct pane *p, struct canvas *c, int row, int left, int i)
{
	const struct pane_line *l = line_at(p, i);
	int room = p->columns - LEFT - 1;

	if (i == p->list.cursor)
		canvas_put(c, row, left, 1, STYLE_KEY, ">");
	if (l->kind == PANE_ROW)
		each_column(p, c, row, left, l->line, draw_one);
	if (l->kind == PANE_HEADING) {
		g_autofree char *text = cell_text(p, l->line, 0);
		g_autofree char *cut = text_column(text, room, false, c->utf8);

		canvas_put(c, row, left + LEFT - 1, room, STYLE_HEADING, cut);
	}
	if (l->kind == PANE_NOTE)
		canvas_put(c, row, left + LEFT, room, STYLE_DIM, l->text);
}

static void draw_detail(const struct pane *p, struct canvas *c, int row, int left)
{
	g_autoptr(GPtrArray) lines = wrap_cut(p, pane_line(p));
	int n = (int)lines->len, top = MIN(p->detail_top, MAX(n - p->detail, 0));

	for (int i = 0; i < p->detail && top + i < n; i++)
		canvas_put(c, row + i, left + LEFT, -1, STYLE_NOTICE, lines->pdata[top + i]);
	if (top > 0)
		canvas_put(c, row, left, 1, STYLE_KEY, "<");
	/* On the left it would look like the cursor. */
	if (top + p->detail < n)
		canvas_put(c, row + p->detail - 1, left + p->columns - 1, 1, STYLE_KEY, ">");
}

void pane_draw(const struct pane *p, struct canvas *c, int row, int column)
{
	const struct list *l = &p->list;

	if (!p->table->headless && n_columns(p)) {
		each_column(p, c, row, column, 0, draw_title);
		if (p->first > 1)
			canvas_put(c, row, column, 1, STYLE_KEY, "<");
		if (p->hidden)
			canvas_put(c, row, column + p->columns - 1, 1, STYLE_KEY, ">");
		row++;
	}
	for (int i = l->top; i < l->n && i < l->top + l->height; i++)
		draw_line(p, c, row + i - l->top, column, i);
	if (p->detail)
		draw_detail(p, c, row + l->height, column);
}

/* ------------------------------------------------ actions */

static void shift(struct pane *p, int by)
{
	int n = n_columns(p), first = p->first + by;

	if (n == 0)
		return;
	while (first > 1 && first < n && !p->widths[first])
		first += by;
	/* All columns are in sight: what is further on is the rest of a long text. */
	if (by > 0 ? p->hidden == 0 : p->detail_top > 0) {
		p->detail_top = MAX(p->detail_top + by, 0);
		return;
	}
	p->first = CLAMP(first, 1, MAX(n - 1, 1));
	p->hidden = count_hidden(p, p->first);
}

static void forget_overshoot(struct pane *p)
{
	g_autoptr(GPtrArray) lines = wrap_cut(p, pane_line(p));

	p->detail_top = CLAMP(p->detail_top, 0, MAX((int)lines->len - p->detail, 0));
}

bool pane_act(struct pane *p, enum action a)
{
	bool moved;

	if (a == ACTION_UNFOLD || a == ACTION_FOLD) {
		shift(p, a == ACTION_UNFOLD ? 1 : -1);
		forget_overshoot(p);
		return true;
	}
	moved = list_act(&p->list, a);
	if (moved)
		p->detail_top = 0;
	return moved;
}

static int next_column(const struct pane *p)
{
	for (int i = p->sorted; i < n_columns(p); i++)
		if (p->widths[i])
			return i;
	return -1;
}

void pane_sort(struct pane *p, int column)
{
	int line = pane_line(p);

	if (column < 0) {
		p->sorted = next_column(p) + 1;
		p->reversed = false;
	} else if (p->sorted != column + 1) {
		p->sorted = column + 1;
		p->reversed = false;
	} else if (!p->reversed) {
		p->reversed = true;
	} else {
		p->sorted = 0;
	}
	make_lines(p);
	if (line >= 0)
		pane_go(p, line);
	list_settle(&p->list);
}

int pane_title_at(const struct pane *p, int row, int column)
{
	int at = LEFT;

	if (row != 0 || p->table->headless)
		return -1;
	for (int i = 0; i < n_columns(p); i++) {
		if (!p->widths[i] || (i > 0 && i < p->first))
			continue;
		at += p->widths[i] + column_at(p, i)->marked;
		if (at > p->columns)
			break;
		if (column < at + GAP / 2)
			return i;
		at += GAP;
	}
	return -1;
}

bool pane_mouse(struct pane *p, int row, int wheel)
{
	int clicked = row - (p->rows - p->detail - p->list.height) + p->list.top;

	if (wheel) {
		list_scroll(&p->list, 3 * wheel);
		return false;
	}
	if (clicked < p->list.top || clicked >= MIN(p->list.n, p->list.top + p->list.height))
		return false;
	if (clicked == p->list.cursor)
		return true;
	list_put_cursor(&p->list, clicked);
	return false;
}

void pane_shown(const struct pane *p, struct shown *out)
{
	int column = p->first;

	out->table = p->table;
	out->order = g_array_new(FALSE, FALSE, sizeof(int));
	for (int i = 0; p->lines && i < (int)p->lines->len; i++)
		if (line_at(p, i)->line >= 0)
			g_array_append_val(out->order, line_at(p, i)->line);
	out->line = pane_line(p);
	while (column < n_columns(p) - 1 && !p->widths[column])
		column++;
	out->column = MIN(column, n_columns(p) - 1);
}

static bool line_matches(const struct pane *p, int i, const char *query)
{
	const struct pane_line *l = line_at(p, i);
	g_autofree char *own = l->line >= 0 && p->row_text ? p->row_text(p, l->line) : NULL;
	GString *all = g_string_new(own ? own : l->text);
	bool matches;

	for (int k = 0; l->line >= 0 && !own && k < n_columns(p); k++) {
		g_autofree char *text = cell_text(p, l->line, k);

		g_string_append_printf(all, " %s", text);
	}
	matches = text_matches(all->str, query);
	g_string_free(all, TRUE);
	return matches;
}

bool pane_find(struct pane *p, const char *query, int from, int step)
{
	int n = p->list.n;

	for (int k = 1; k <= n; k++) {
		int i = ((from + step * k) % n + n) % n;

		if (line_matches(p, i, query)) {
			/* What follows a hit matters more than what stands before it. */
			if (i < p->list.top || i >= p->list.top + p->list.height)
				p->list.top = i - p->list.height / 3;
			p->list.cursor = i;
			list_settle(&p->list);
			return true;
		}
	}
	return false;
}
