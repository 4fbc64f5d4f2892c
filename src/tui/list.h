/* A list of rows seen through a window: cursor and first visible row, without the drawing. */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <glib.h>
#include <stdbool.h>

#include "tui/keymap.h"

struct list {
	int n;			/* rows there are */
	int cursor;		/* 0 to n-1; 0 if there is none */
	int top;		/* first row shown */
	int height;		/* rows shown, as laid out last; at least 1 */
};

/* Keeps the cursor inside and the window around it. */
void list_settle(struct list *l);
void list_put_cursor(struct list *l, int row);
/* "3 of 14", behind what stands before it (or NULL).  New string. */
char *list_place(const struct list *l, const char *before);
/* Rows that an action goes on by, up below zero: a page, half of one; 0 of any other action. */
int list_page(const struct list *l, enum action a);
/* Moves by the action; false if it is no movement. */
bool list_act(struct list *l, enum action a);
/* The same of what has no cursor, a page to read: the window moves. */
bool list_act_window(struct list *l, enum action a);
/* Rows by the mouse's wheel: the window moves, the cursor only if it must. */
void list_scroll(struct list *l, int rows);

#endif
