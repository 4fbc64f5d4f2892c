#include "config.h"

#include "term/term_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curses.h>

#include "term/key.h"
#include "term/sequence.h"
#include "term/signals.h"

enum {
	PASTE_BEGIN = KEY_MAX + 100, PASTE_END,	/* codes of our own for define_key */
	PASTE_MAX = 1 << 16,
	PIECE_PATIENCE = 250,		/* ms for the rest of what came in pieces */
	REST_PATIENCE = 1000,		/* ms in which it is still known for a rest */
	AT_ONCE = 5,			/* ms in which no key repeats */
	PASTE_PATIENCE = 1000,		/* ms without a byte end a paste that nobody ended */
	ESCAPE_DELAY = 25,
	DEAF_MAX = 64,			/* reads in a row that found nothing where poll saw input */
};

#define MARK_BEGIN "\033[200~"
#define MARK_END "\033[201~"

void term_input_begin(bool pastes)
{
	if (pastes) {
		define_key(MARK_BEGIN, PASTE_BEGIN);
		define_key(MARK_END, PASTE_END);
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

/* ------------------------------------------------ what was read too far */

struct item { wint_t c; int what; };	/* what: as of get_wch */
static GArray *ahead;			/* struct item, to be read again */
static guint ahead_at;

static int next_wch(wint_t *c)
{
	if (!ahead || ahead_at == ahead->len)
		return get_wch(c);
	const struct item *a = &g_array_index(ahead, struct item, ahead_at++);

	*c = a->c;
	return a->what;
}

static void read_again(const struct item *items, guint n)
{
	if (!ahead)
		ahead = g_array_new(FALSE, FALSE, sizeof(struct item));
	g_array_remove_range(ahead, 0, ahead_at);
	ahead_at = 0;
	g_array_prepend_vals(ahead, items, n);
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

/* ------------------------------------------------ pastes */

/* Whatever signals come meanwhile: what is left of a paste must not be read as keys. */
static bool more_comes(int *deaf)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
	int n = poll(&fd, 1, PASTE_PATIENCE);

	return n < 0 ? errno == EINTR : n > 0 && !line_is_dead(fd.revents, deaf);
}

static void add_pasted(GString *text, wint_t c)
{
	if (text->len < PASTE_MAX)
		g_string_append_unichar(text, c == '\r' ? '\n' : c);
}

/* curses gives up on a mark that comes in pieces.  *n: characters of it that have come and are not
 * in the text, which may be full.  True: that was its last. */
static bool take_pasted(GString *text, size_t *n, wint_t c)
{
	if (c == (wint_t)MARK_END[*n])
		return MARK_END[++*n] == '\0';
	for (size_t i = 0; i < *n; i++)
		add_pasted(text, (wint_t)MARK_END[i]);
	*n = c == K_ESC;
	if (*n == 0)
		add_pasted(text, c);
	return false;
}

/* Up to the end mark, or until nothing more comes.  False: the latter. */
static bool read_to_mark(GString *text)
{
	size_t marked = 0;
	int deaf = 0;

	for (;;) {
		wint_t c;
		int what;

		errno = 0;
		what = next_wch(&c);
		if (what == KEY_CODE_YES && c == PASTE_END)
			return true;
		if (what == ERR && !more_comes(&deaf))
			return false;
		if (what == OK && take_pasted(text, &marked, c))
			return true;
	}
}

/* An end mark may have been pasted: if another one follows at once, what stands between is text.
 * Else it was typed, and is read again. */
static bool goes_on(GString *text)
{
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct item));
	struct item a;
	bool another = false;

	while (!another && (a.what = next_within(&a.c, AT_ONCE)) != ERR) {
		another = a.what == KEY_CODE_YES && a.c == PASTE_END;
		g_array_append_val(items, a);
	}
	for (guint i = 0; another && i < items->len; i++) {
		const struct item *one = &g_array_index(items, struct item, i);

		if (one->what == OK)
			add_pasted(text, one->c);
	}
	if (!another && items->len)
		read_again((const struct item *)(void *)items->data, items->len);
	return another;
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

/* ------------------------------------------------ behind Escape */

static void take_code(struct term_event *event, int code)
{
	switch (code) {
	case KEY_RESIZE:
		event->kind = TERM_RESIZE;
		term_repaint();
		break;
	case PASTE_BEGIN: read_paste(event); break;
	default:
		event->key = key_of_code(code);
		event->kind = event->key ? TERM_KEY : TERM_NOTHING;
	}
}

static void take_mouse(struct term_event *event, const struct sequence *s)
{
	static const enum term_button kinds[] = {
		[SEQUENCE_CLICK] = BUTTON_LEFT, [SEQUENCE_WHEEL_UP] = BUTTON_WHEEL_UP,
		[SEQUENCE_WHEEL_DOWN] = BUTTON_WHEEL_DOWN,
	};

	if (term_wants_mouse() && s->row < LINES && s->column < COLS)
		event->kind = TERM_MOUSE;
	event->row = s->row;
	event->column = s->column;
	event->button = kinds[s->button];
}

/* The beginning of a sequence, whose rest may come yet.  told: it was taken for a key. */
static struct { struct sequence s; bool told; gint64 until; } part;

static bool part_waits(void)
{
	return g_get_monotonic_time() < part.until;
}

/* What curses makes of it when it comes in one piece, or 0. */
static int code_of(const struct sequence *s)
{
	char text[SEQUENCE_MOST + 2];

	g_snprintf(text, sizeof text, "\033%s", s->text);
	return MAX(key_defined(text), 0);
}

static void take_sequence(struct term_event *event, const struct sequence *s,
			  enum sequence_state state)
{
	event->kind = TERM_NOTHING;
	part.until = 0;
	if (state == SEQUENCE_MOUSE) {
		take_mouse(event, s);
	} else if (state == SEQUENCE_IGNORED) {
		if (code_of(s))
			take_code(event, code_of(s));
	} else if (state == SEQUENCE_KEY || s->n <= 1) {
		event->kind = TERM_KEY;
		event->key = s->n ? (int)s->first | K_META : K_ESC;
	}
	if (state == SEQUENCE_MORE) {
		part.s = *s;
		part.told = event->kind == TERM_KEY;
		part.until = g_get_monotonic_time() + 1000 * REST_PATIENCE;
	}
}

/* One more character; where another sequence begins, s is that one. */
static enum sequence_state take_next(struct sequence *s, wint_t c)
{
	enum sequence_state state = sequence_take(s, c);

	if (state != SEQUENCE_ANOTHER)
		return state;
	sequence_begin(s);
	return c == K_ESC ? SEQUENCE_MORE : sequence_take(s, c);
}

/* Takes what stands behind the beginning, and what follows it within a moment. */
static enum sequence_state read_on(struct sequence *s, enum sequence_state state)
{
	while (state == SEQUENCE_MORE) {
		struct item a;

		/* curses has waited for the first one by now. */
		a.what = next_within(&a.c, s->n ? MAX(PIECE_PATIENCE, get_escdelay()) : 0);
		if (a.what == KEY_CODE_YES)
			read_again(&a, 1);
		if (a.what != OK)
			break;
		state = take_next(s, a.c);
	}
	return state;
}

/* It may end a string that waits. */
static void read_escape(struct term_event *event)
{
	struct sequence s = part.s;

	if (part_waits() && !part.told)
		take_next(&s, K_ESC);
	else
		sequence_begin(&s);
	take_sequence(event, &s, read_on(&s, SEQUENCE_MORE));
}

/* The rest of what was taken for a key: three characters at once, and a key or report that is
 * known, or begins like one.  Nobody types that. */
static bool is_rest(const struct sequence *s, enum sequence_state state)
{
	if (s->n + s->n_old < 3)
		return false;
	return state == SEQUENCE_MOUSE || (state == SEQUENCE_IGNORED && code_of(s)) ||
	       (state == SEQUENCE_MORE && memcmp(s->text, "[<", 2) == 0);
}

/* A character behind a part.  False: it is none of it. */
static bool read_rest(struct term_event *event, wint_t c)
{
	struct item items[SEQUENCE_MOST];
	struct sequence s = part.s;
	enum sequence_state state = take_next(&s, c);
	guint n = 0;

	if (!part.told) {
		take_sequence(event, &s, read_on(&s, state));
		return true;
	}
	part.until = 0;
	while (state == SEQUENCE_MORE && n < SEQUENCE_MOST &&
	       (items[n].what = next_within(&items[n].c, AT_ONCE)) != ERR) {
		if (items[n++].what != OK)
			break;
		state = sequence_take(&s, items[n - 1].c);
	}
	bool rest = is_rest(&s, state);

	if (rest) {
		take_sequence(event, &s, state);
		/* A key that came behind is none of it. */
		if (n > 0 && items[n - 1].what != OK)
			read_again(&items[n - 1], 1);
	} else {
		read_again(items, n);
	}
	return rest;
}

/* ------------------------------------------------ one event */

static void read_character(struct term_event *event, wint_t c)
{
	if (c == K_ESC) {
		read_escape(event);
		return;
	}
	if (part_waits() && read_rest(event, c))
		return;
	event->kind = TERM_KEY;
	event->key = c == 127 ? K_BACKSPACE : c == '\n' ? K_ENTER : (int)c;
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
	if (c != KEY_RESIZE)
		part.until = 0;
	take_code(event, (int)c);
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
