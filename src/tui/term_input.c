#include "config.h"

#include "tui/term_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curses.h>

#include "tui/key.h"
#include "tui/sequence.h"
#include "tui/signals.h"

enum {
	PASTE_BEGIN = KEY_MAX + 100, PASTE_END,	/* codes of our own for define_key */
	PASTE_MAX = 1 << 16,
	PIECE_PATIENCE = 50,		/* ms for the rest of what came in pieces */
	AT_ONCE = 5,			/* ms in which no key repeats */
	PASTE_PATIENCE = 1000,		/* ms without a byte end a paste that nobody ended */
	ESCAPE_DELAY = 25,
	DEAF_MAX = 64,			/* reads in a row that found nothing where poll saw input */
};

void term_input_begin(bool pastes)
{
	if (pastes) {
		define_key("\033[200~", PASTE_BEGIN);
		define_key("\033[201~", PASTE_END);
	}
	if (!getenv("ESCDELAY"))
		set_escdelay(ESCAPE_DELAY);
	/* Its reports are read by us: curses would wait for the rest of half of one for ever. */
	keyok(KEY_MOUSE, FALSE);
}

static const struct { int curses, key; } key_codes[] = {
	{KEY_UP, K_UP}, {KEY_DOWN, K_DOWN}, {KEY_LEFT, K_LEFT}, {KEY_RIGHT, K_RIGHT},
	{KEY_PPAGE, K_PAGE_UP}, {KEY_NPAGE, K_PAGE_DOWN}, {KEY_HOME, K_HOME}, {KEY_END, K_END},
	{KEY_FIND, K_HOME}, {KEY_SELECT, K_END}, {KEY_BACKSPACE, K_BACKSPACE},
	{KEY_DC, K_DELETE}, {KEY_IC, K_INSERT}, {KEY_BTAB, K_BACKTAB}, {KEY_ENTER, K_ENTER},
	{KEY_A1, K_HOME}, {KEY_A3, K_PAGE_UP}, {KEY_C1, K_END}, {KEY_C3, K_PAGE_DOWN},
};

static int key_of_code(int code)
{
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return K_F1 + (code - KEY_F(1));
	for (size_t i = 0; i < G_N_ELEMENTS(key_codes); i++)
		if (key_codes[i].curses == code)
			return key_codes[i].key;
	return 0;
}

static int wait_input(int milliseconds, short *revents)
{
	struct pollfd fds[2] = {
		{.fd = STDIN_FILENO, .events = POLLIN},
		{.fd = signals_fd(), .events = POLLIN},
	};
	int n = poll(fds, 2, milliseconds);

	*revents = n > 0 ? fds[0].revents : 0;
	return n;
}

/* What was read to see how a paste ends, and is to be read again. */
static struct { GArray *items; guint at; } ahead;
struct ahead { wint_t c; int what; };

static int next_wch(wint_t *c)
{
	if (!ahead.items || ahead.at == ahead.items->len)
		return get_wch(c);
	const struct ahead *a = &g_array_index(ahead.items, struct ahead, ahead.at++);

	*c = a->c;
	return a->what;
}

/* The same, waiting a moment for what a line sends in pieces. */
static int next_within(wint_t *c, int milliseconds)
{
	short revents;
	int what = next_wch(c);

	if (what == ERR && wait_input(milliseconds, &revents) > 0)
		what = next_wch(c);
	return what;
}

/* Up to the end mark, or until nothing more comes.  False: the latter. */
static bool read_to_mark(GString *text)
{
	for (;;) {
		wint_t c;
		short revents;
		int what = next_wch(&c);

		if (what == KEY_CODE_YES && c == PASTE_END)
			return true;
		if (what == ERR) {
			if (wait_input(PASTE_PATIENCE, &revents) == 0 || !(revents & POLLIN))
				return false;
			continue;
		}
		if (what == OK && text->len < PASTE_MAX)
			g_string_append_unichar(text, c == '\r' ? '\n' : c);
	}
}

/* An end mark may have been pasted: if another one follows at once, what stands between is text.
 * Else it was typed, and is read again. */
static bool goes_on(GString *text)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct ahead));
	struct ahead a;
	bool another = false;

	while (!another && (a.what = next_within(&a.c, AT_ONCE)) != ERR) {
		another = a.what == KEY_CODE_YES && a.c == PASTE_END;
		g_array_append_val(items, a);
	}
	for (guint i = 0; another && i < items->len; i++) {
		const struct ahead *one = &g_array_index(items, struct ahead, i);

		if (one->what == OK && text->len < PASTE_MAX)
			g_string_append_unichar(text, one->c == '\r' ? '\n' : one->c);
	}
	if (another) {
		g_array_unref(items);
		return true;
	}
	if (ahead.items)
		g_array_unref(ahead.items);
	ahead.items = items;
	ahead.at = 0;
	return false;
}

static void read_paste(struct term_event *event)
{
	GString *text = g_string_new(NULL);

	if (read_to_mark(text))
		while (goes_on(text))
			continue;
	event->kind = TERM_PASTE;
	event->text = g_string_free(text, FALSE);
}

static void take_mouse(struct term_event *event, const struct sequence *s)
{
	static const enum term_button kinds[] = {
		[SEQUENCE_CLICK] = BUTTON_LEFT, [SEQUENCE_WHEEL_UP] = BUTTON_WHEEL_UP,
		[SEQUENCE_WHEEL_DOWN] = BUTTON_WHEEL_DOWN,
	};

	event->kind = term_has_mouse() && s->row < LINES && s->column < COLS ? TERM_MOUSE
									     : TERM_NOTHING;
	event->row = s->row;
	event->column = s->column;
	event->button = kinds[s->button];
}

/* Behind Escape: Alt and a key, a report of the mouse, or something to be swallowed. */
static void read_escape(struct term_event *event)
{
	struct sequence s;
	enum sequence_state state = SEQUENCE_MORE;
	wint_t c = 0, first = 0;
	int what;

	sequence_begin(&s);
	/* curses has waited for the first character by now. */
	what = next_wch(&c);
	while (state == SEQUENCE_MORE && what == OK) {
		first = first ? first : c;
		state = sequence_take(&s, c);
		if (state == SEQUENCE_ANOTHER) {
			sequence_begin(&s);
			state = SEQUENCE_MORE;
			first = 0;
		}
		what = state == SEQUENCE_MORE ? next_within(&c, PIECE_PATIENCE) : OK;
	}
	if (what == KEY_CODE_YES)
		ungetch((int)c);
	if (state == SEQUENCE_MORE && first)
		state = sequence_end(&s);
	if (state == SEQUENCE_KEY)
		event->key = (int)first | K_META;
	else if (state == SEQUENCE_MOUSE)
		take_mouse(event, &s);
	else if (state == SEQUENCE_IGNORED)
		event->kind = TERM_NOTHING;
}

static void read_character(struct term_event *event, wint_t c)
{
	event->kind = TERM_KEY;
	event->key = (int)c;
	if (c == 127)
		event->key = K_BACKSPACE;
	else if (c == '\n')
		event->key = K_ENTER;
	else if (c == K_ESC)
		read_escape(event);
}

/* What curses has ready; false if nothing. */
static bool read_curses(struct term_event *event)
{
	wint_t c;
	int what = next_wch(&c);

	if (what == ERR)
		return false;
	if (what == OK) {
		read_character(event, c);
		return true;
	}
	switch (c) {
	case KEY_RESIZE:
		event->kind = TERM_RESIZE;
		term_repaint();
		break;
	case PASTE_BEGIN: read_paste(event); break;
	default:
		event->key = key_of_code((int)c);
		event->kind = event->key ? TERM_KEY : TERM_NOTHING;
	}
	return true;
}

static bool read_signal(struct term_event *event)
{
	int number = signals_next();

	if (number < 0)
		return false;
	if (number == SIGTSTP) {
		term_stop();
		event->kind = TERM_RESIZE;
	} else if (number > 0) {
		event->kind = TERM_SIGNAL;
		event->signal = number;
	}
	return true;
}

/* Input that curses makes nothing of: a line whose other end is gone reads as empty for ever. */
static bool line_is_dead(short revents, int *deaf)
{
	int left = 0;

	if (revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	/* Bytes that are no characters come to an end. */
	*deaf = revents & POLLIN && !(ioctl(STDIN_FILENO, FIONREAD, &left) == 0 && left > 0)
		? *deaf + 1 : 0;
	return *deaf > DEAF_MAX || (*deaf > 0 && errno == EIO);
}

void term_wait(struct term_event *event, int milliseconds)
{
	int deaf = 0;
	short revents = 0;

	*event = (struct term_event){.kind = TERM_NOTHING};
	for (;;) {
		errno = 0;
		if (read_signal(event) || read_curses(event))
			return;
		if (line_is_dead(revents, &deaf)) {
			event->kind = TERM_HANGUP;
			return;
		}
		if (wait_input(milliseconds, &revents) == 0)
			return;
	}
}
