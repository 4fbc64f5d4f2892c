#include "config.h"
#include "chart/chart_plot.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { HEAD_ROWS = 7, WRAP_ROWS = 12, TITLE_ROWS = 16 };

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

/* ", USD bn (log)": what the numbers are and what is not drawn. */
static char *head_rest(const struct plot *p, const struct remarks *r)
{
	const struct chart_data *d = p->data;
	GString *s = g_string_new(NULL);

	if (d->index && p->n > 0)
		g_string_append_printf(s, "%s = 100", r->base < 0 ? "first known" : d->periods[r->base]);
	else
		append_part(s, p->percent ? "% of the sum" : d->unit);
	if (d->log)
		g_string_append(s, s->len ? " (log)" : "log scale");
	append_count(s, r->not_positive, "value not above zero left out",
		     "values not above zero left out");
	append_count(s, r->negative, "value below zero left out", "values below zero left out");
	append_count(s, r->missing, "value missing in the sums", "values missing in the sums");
	append_count(s, r->no_base, "series without a base left out",
		     "series without a base left out");
	append_part(s, r->narrow ? "too narrow for bars" : NULL);
	append_count(s, r->series, "series left out", "series left out");
	return g_string_free(s, FALSE);
}

/* "Asia-Pacific, USD bn (log)" in room columns: what does not fit is cut from the title. */
static char *head_line(const struct plot *p, const char *rest, int room)
{
	const char *title = p->data->title ? p->data->title : "";
	const char *comma = *title && *rest ? ", " : "";
	int left = room - text_width(rest) - (int)strlen(comma);
	g_autofree char *cut = text_column(title, MAX(left, 0), false, p->c->utf8);
	g_autofree char *line = g_strconcat(cut, comma, rest, NULL);

	return text_column(*cut || !*title ? line : rest, room, false, p->c->utf8);
}

/* A source of at most room columns: what stands behind the last semicolon, the scenario, is cut
 * only where it would leave nothing of the rest. */
static char *cut_source(const struct plot *p, const char *source, int room)
{
	const char *tail = strrchr(source, ';');
	int left = tail ? room - text_width(tail) : -1;
	g_autofree char *head = tail ? g_strndup(source, tail - source) : NULL;
	g_autofree char *cut = NULL;

	if (left < room / 2 || text_width(source) <= room)
		return text_column(source, room, false, p->c->utf8);
	cut = text_column(head, left, false, p->c->utf8);
	return g_strconcat(cut, tail, NULL);
}

/* The source in one line or, in a picture that is not low, in two, parted at a blank. */
static void source_lines(const struct plot *p, const char *source, struct frame *f)
{
	int room = p->c->columns - p->margin;
	gsize fits = text_fit(source, room, NULL);

	if (source[fits] && p->c->rows >= WRAP_ROWS) {
		while (fits > 0 && source[fits] != ' ')
			fits--;
		if (fits > 0) {
			f->foot[f->n_foot++] = g_strndup(source, fits);
			source += fits + 1;
		}
	}
	f->foot[f->n_foot++] = cut_source(p, source, room);
}

void frame_lines(const struct plot *p, const struct remarks *r, struct frame *f)
{
	g_autofree char *rest = head_rest(p, r);
	const char *source = p->data->source ? p->data->source : "";
	int room = p->c->columns - p->margin;
	g_autofree char *head = head_line(p, rest, 4 * room);
	g_autofree char *both =
		g_strdup_printf("%s%s%s", head, *head && *source ? ". " : "", source);

	if (p->c->rows < TITLE_ROWS && text_width(both) <= room) {
		if (*both)
			f->foot[f->n_foot++] = g_steal_pointer(&both);
		return;
	}
	if (*head && *source && p->c->rows < HEAD_ROWS) {
		g_autofree char *foot = g_strdup_printf("%s%s%s", rest, *rest ? ". " : "", source);

		f->foot[f->n_foot++] = cut_source(p, foot, room);
		return;
	}
	if (*head)
		f->head = head_line(p, rest, room);
	if (*source)
		source_lines(p, source, f);
}

/* The values of the first n series in the period of the cross-hair, each behind the name of its
 * series or only its mark. */
static char *reading(const struct plot *p, int n, bool names)
{
	int j = p->data->cross_hair;
	GString *s = g_string_new(p->data->periods[j]);

	for (int i = 0; i < n; i++) {
		const struct entry *e = &p->entries[i];
		char number[TICK_TEXT];

		g_string_append(s, i ? ", " : ": ");
		if (p->n_series > 1)
			g_string_append_printf(s, "%s ", names ? e->name : e->mark);
		g_string_append(s, plot_format(p, plot_value(p, i, j), number));
	}
	if (n < p->n_series)
		g_string_append_printf(s, ", %d more", p->n_series - n);
	return g_string_free(s, FALSE);
}

/* Values are left out whole: the beginning of a number would be read as another. */
char *frame_reading(const struct plot *p)
{
	int j = p->data->cross_hair, room = p->c->columns - p->margin, n = p->n_series;
	g_autofree char *text = NULL;

	if (j < 0 || j >= p->n)
		return NULL;
	text = reading(p, n, true);
	for (; n > 0 && text_width(text) > room; n--) {
		g_free(text);
		text = reading(p, n, false);
	}
	return text_column(text, room, false, p->c->utf8);
}

void frame_draw(const struct plot *p, const struct frame *f)
{
	if (f->head)
		canvas_put(p->c, 0, p->margin, -1, STYLE_HEADING, f->head);
	for (int i = 0; i < f->n_foot; i++)
		canvas_put(p->c, p->c->rows - f->n_foot + i, p->margin, -1, STYLE_SOURCE,
			   f->foot[i]);
}

void frame_clear(struct frame *f)
{
	g_free(f->head);
	g_free(f->foot[0]);
	g_free(f->foot[1]);
}
