#include "config.h"

#include "tui/offers.h"

#include <string.h>

#include "base/text.h"
#include "market/library.h"

static void offer_free(gpointer data)
{
	struct offer *offer = data;

	g_free(offer->text);
	g_free(offer->name);
	g_free(offer->more);
	g_free(offer);
}

GPtrArray *offers_new(void)
{
	return g_ptr_array_new_with_free_func(offer_free);
}

void offers_add(GPtrArray *list, const char *text, const char *name, const char *more)
{
	struct offer *offer = g_new0(struct offer, 1);

	offer->text = g_strdup(text);
	offer->name = g_strdup(name);
	offer->more = g_strdup(more);
	g_ptr_array_add(list, offer);
}

void offers_add_markets(GPtrArray *list, const char *before, const char *typed)
{
	g_autoptr(GPtrArray) ids = library_ids();

	for (guint i = 0; i < ids->len; i++) {
		g_autofree char *whole = g_strconcat(before, ids->pdata[i], NULL);

		if (g_str_has_prefix(ids->pdata[i], typed))
			offers_add(list, whole, ids->pdata[i], "");
	}
}

void offers_done(struct offers *o)
{
	g_clear_pointer(&o->list, g_ptr_array_unref);
	o->at = -1;
}

void offers_set(struct offers *o, GPtrArray *list, bool picks)
{
	offers_done(o);
	o->list = list;
	o->at = picks && list && list->len ? 0 : -1;
}

static const struct offer *offer_at(const struct offers *o, int i)
{
	return o->list->pdata[i];
}

/* Bytes that all offers begin with, whole characters. */
static size_t common(const struct offers *o)
{
	const char *first = offer_at(o, 0)->text;
	size_t n = strlen(first);

	for (guint i = 1; i < o->list->len; i++) {
		const char *text = offer_at(o, (int)i)->text;
		size_t same = 0;

		while (same < n && first[same] == text[same])
			same++;
		n = same;
	}
	while (n > 0 && (first[n] & 0xc0) == 0x80)
		n--;
	return n;
}

char *offers_tab(struct offers *o, const char *text, int step)
{
	if (!o->list || o->list->len == 0)
		return NULL;
	size_t n = common(o);

	if (o->at < 0 && n > strlen(text))
		return g_strndup(offer_at(o, 0)->text, n);
	offers_move(o, step);
	return g_strdup(offers_chosen(o));
}

void offers_move(struct offers *o, int step)
{
	int n = o->list ? (int)o->list->len : 0;

	if (n == 0)
		return;
	o->at = o->at < 0 ? (step > 0 ? 0 : n - 1) : (o->at + step + n) % n;
}

const char *offers_chosen(const struct offers *o)
{
	return o->list && o->at >= 0 ? offer_at(o, o->at)->text : "";
}

/* "3-12 of 16", where there are more than are shown. */
static char *place_text(int top, int shown, int n)
{
	return shown < n ? g_strdup_printf("%d-%d of %d", top + 1, top + shown, n) : g_strdup("");
}

void offers_draw(const struct offers *o, struct canvas *c, int bottom, int rows)
{
	int n = o->list ? (int)o->list->len : 0, shown = MIN(n, rows), width = 0;
	int top = MAX(o->at - shown + 1, 0);
	g_autofree char *place = place_text(top, shown, n);

	for (int i = 0; i < n; i++)
		width = MAX(width, text_width(offer_at(o, i)->name));
	width = MIN(width, c->columns / 2);
	for (int i = 0; i < shown; i++) {
		const struct offer *offer = offer_at(o, top + i);
		int row = bottom - shown + i, room = c->columns - width - 5;

		if (i == 0 && *place)
			room -= text_width(place) + 1;
		g_autofree char *name = text_column(offer->name, width, true, c->utf8);
		g_autofree char *more = text_column(offer->more, MAX(room, 0), false, c->utf8);

		canvas_fill(c, row, 0, 1, c->columns, STYLE_NORMAL, ' ');
		if (top + i == o->at)
			canvas_put(c, row, 0, 1, STYLE_KEY, ">");
		canvas_put(c, row, 2, -1, top + i == o->at ? STYLE_CURSOR : STYLE_KEY, name);
		canvas_put(c, row, width + 4, -1, STYLE_NORMAL, more);
	}
	if (shown > 0)
		canvas_put_right(c, bottom - shown, c->columns - 1, -1, STYLE_DIM, place);
}
