#include "config.h"

#include "tui/list.h"

void list_settle(struct list *l)
{
	if (l->height < 1)
		l->height = 1;
	l->cursor = CLAMP(l->cursor, 0, MAX(l->n - 1, 0));
	if (l->cursor < l->top)
		l->top = l->cursor;
	if (l->cursor >= l->top + l->height)
		l->top = l->cursor - l->height + 1;
	l->top = CLAMP(l->top, 0, MAX(l->n - l->height, 0));
}

char *list_place(const struct list *l, const char *before)
{
	bool alone = !before || *before == '\0';

	return g_strdup_printf("%s%s%d of %d", alone ? "" : before, alone ? "" : "   ",
			       l->n ? l->cursor + 1 : 0, l->n);
}

void list_put_cursor(struct list *l, int row)
{
	l->cursor = row;
	list_settle(l);
}

int list_page(const struct list *l, enum action a)
{
	switch (a) {
	case ACTION_PAGE_DOWN: return MAX(l->height - 1, 1);
	case ACTION_PAGE_UP: return MIN(1 - l->height, -1);
	case ACTION_HALF_PAGE_DOWN: return MAX(l->height / 2, 1);
	case ACTION_HALF_PAGE_UP: return MIN(-l->height / 2, -1);
	default: return 0;
	}
}

bool list_act(struct list *l, enum action a)
{
	switch (a) {
	case ACTION_CURSOR_DOWN: list_put_cursor(l, l->cursor + 1); return true;
	case ACTION_CURSOR_UP: list_put_cursor(l, l->cursor - 1); return true;
	case ACTION_CURSOR_FIRST: list_put_cursor(l, 0); return true;
	case ACTION_CURSOR_LAST: list_put_cursor(l, l->n - 1); return true;
	default: break;
	}
	if (!list_page(l, a))
		return false;
	l->top += list_page(l, a);
	list_put_cursor(l, l->cursor + list_page(l, a));
	return true;
}

void list_scroll(struct list *l, int rows)
{
	l->top = CLAMP(l->top + rows, 0, MAX(l->n - l->height, 0));
	l->cursor = CLAMP(l->cursor, l->top, l->top + l->height - 1);
	list_settle(l);
}

bool list_act_window(struct list *l, enum action a)
{
	switch (a) {
	case ACTION_CURSOR_DOWN: list_scroll(l, 1); return true;
	case ACTION_CURSOR_UP: list_scroll(l, -1); return true;
	case ACTION_CURSOR_FIRST: list_scroll(l, -l->n); return true;
	case ACTION_CURSOR_LAST: list_scroll(l, l->n); return true;
	default: list_scroll(l, list_page(l, a)); return list_page(l, a) != 0;
	}
}
