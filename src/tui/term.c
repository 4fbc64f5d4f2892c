#include "config.h"

#include "tui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>
#undef columns		/* macros of terminfo's that take our words */
#undef lines

#include "chart/palette.h"
#include "tui/key.h"
#include "tui/signals.h"
#include "tui/sequence.h"

enum {
	PASTE_BEGIN = KEY_MAX + 100, PASTE_END,	/* codes of our own for define_key */
	PASTE_MAX = 1 << 16,
	PIECE_PATIENCE = 50,		/* ms for the rest of what came in pieces */
	AT_ONCE = 5,			/* ms in which no key repeats */
	PASTE_PATIENCE = 1000,		/* ms without a byte end a paste that nobody ended */
	ESCAPE_DELAY = 25,
	CLIPBOARD_MAX = 56244,		/* bytes: in base64 74992, with which every terminal copes */
	SCREEN_PIECE = 512,
	SCROLLED_LEAST = 4,		/* rows that make it worth while */
	DEAF_MAX = 64,			/* reads in a row that found nothing where poll saw input */
};

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

static struct {
	SCREEN *screen;
	bool on;			/* curses mode */
	bool utf8, color;
	bool mouse, has_mouse;		/* wanted; the terminal has one */
	enum color_mode mode;
	const char *paste_on, *paste_off;
	struct canvas *shown;		/* what the terminal shows, NULL: unknown */
	int attributes[STYLE_COUNT];
} term;

/* ------------------------------------------------ what the terminal can */

static const char *capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == (char *)-1 ? NULL : text;
}

static void prepare_reset(void)
{
	signals_forget_reset();
	signals_reset(term.paste_off);
	if (capability("kmous"))
		signals_reset(MOUSE_OFF);
	signals_reset(capability("sgr0"));
	signals_reset(capability("op"));
	signals_reset(capability("cnorm"));
	signals_reset(capability("rmkx"));
	signals_reset(capability("rmcup"));
	signals_reset("\r\n");
}

/* ------------------------------------------------ colours */

static int attributes(enum style style)
{
	unsigned bits = palette_get(style)->attributes;

	return (bits & PALETTE_BOLD ? A_BOLD : 0) | (bits & PALETTE_DIM ? A_DIM : 0) |
	       (bits & PALETTE_UNDERLINE ? A_UNDERLINE : 0) |
	       (bits & PALETTE_REVERSE ? A_REVERSE : 0);
}

static bool wants_color(enum color_mode mode)
{
	const char *no_color = getenv("NO_COLOR");

	if (mode == COLOR_MODE_NEVER || !has_colors())
		return false;
	return mode == COLOR_MODE_ALWAYS || !no_color || *no_color == '\0';
}

static void prepare_styles(enum color_mode mode)
{
	term.color = wants_color(mode) && start_color() == OK;
	if (term.color)
		use_default_colors();
	for (int s = 0; s < STYLE_COUNT; s++) {
		int color = palette_color(s, COLORS);

		term.attributes[s] = attributes(s);
		if (term.color && color >= 0)
			init_pair((short)(s + 1), (short)color, -1);
	}
}

static short style_pair(int style)
{
	int color = palette_color(style, COLORS);

	return term.color && color >= 0 ? (short)(style + 1) : 0;
}

/* ASCII in each style as curses wants it: most cells of a list are that. */
enum { ASCII_FIRST = 32, ASCII_LAST = 126 };
static cchar_t plain[STYLE_COUNT][ASCII_LAST - ASCII_FIRST + 1];

static void prepare_plain(void)
{
	for (int s = 0; s < STYLE_COUNT; s++) {
		for (int c = ASCII_FIRST; c <= ASCII_LAST; c++) {
			wchar_t wide[2] = {(wchar_t)c, L'\0'};

			setcchar(&plain[s][c - ASCII_FIRST], wide, (attr_t)term.attributes[s],
				 style_pair(s), NULL);
		}
	}
}

/* ------------------------------------------------ opening and closing */

static bool fail(char **why, char *sentence)
{
	*why = sentence;
	return false;
}

/* initscr would end the process for an unknown terminal, and begin on a dumb one. */
static bool usable(char **why)
{
	const char *name = getenv("TERM");
	int found = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return fail(why, g_strdup("the explorer needs a terminal on both standard input "
					  "and output; try 'tamarack show MARKET'"));
	if (!name || *name == '\0')
		return fail(why, g_strdup("TERM is not set: say what the terminal is, for "
					  "example TERM=xterm"));
	if (setupterm(NULL, STDOUT_FILENO, &found) != OK || found != 1)
		return fail(why, g_strdup_printf("nothing is known about the terminal '%s'; try "
						 "TERM=xterm, or 'tamarack show MARKET'", name));
	if (!capability("cup"))
		return fail(why, g_strdup_printf("the terminal '%s' cannot move its cursor; try "
						 "'tamarack show MARKET'", name));
	return true;
}

/* Until it has left the screen once, curses writes out what it has before each move of the cursor:
 * ten writes a key where one would do.  So it leaves and comes back, and nobody sees it. */
static void leave_unseen(void)
{
	int terminal = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (terminal >= 0 && nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0) {
		endwin();
		refresh();
		dup2(terminal, STDOUT_FILENO);
		reset_prog_mode();
		clearok(curscr, TRUE);
	}
	if (terminal >= 0)
		close(terminal);
	if (nowhere >= 0)
		close(nowhere);
}

/* $TERM begins with one of these. */
static bool is_known(const char *const *known, size_t n)
{
	const char *name = getenv("TERM");

	for (size_t i = 0; i < n; i++)
		if (strncmp(name, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static bool takes_bracketed_paste(void)
{
	static const char *const known[] = {"xterm", "screen", "tmux", "rxvt", "foot", "alacritty",
					    "kitty", "st-", "wezterm", "vte", "konsole"};

	return capability("BE") || is_known(known, G_N_ELEMENTS(known));
}

static void write_now(const char *text)
{
	size_t left = text ? strlen(text) : 0;

	fflush(stdout);
	while (left > 0) {
		ssize_t n = write(STDOUT_FILENO, text, left);

		if (n < 0 && errno != EINTR)
			return;
		text += MAX(n, 0);
		left -= (size_t)MAX(n, 0);
	}
}

void term_mouse(bool on)
{
	term.mouse = on;
	if (term.on && term.has_mouse)
		write_now(on ? MOUSE_ON : MOUSE_OFF);
}

static void enter_modes(void)
{
	raw();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	typeahead(-1);
	idlok(stdscr, TRUE);	/* a list that moves by a row is scrolled, not written anew */
	curs_set(0);
	write_now(term.paste_on);
	term_mouse(term.mouse);
}

void term_color(enum color_mode mode)
{
	term.mode = mode;
	term_restyle();
}

void term_restyle(void)
{
	prepare_styles(term.mode);
	prepare_plain();
	term_repaint();
}

bool term_open(const struct explorer_options *o, char **why)
{
	if (!usable(why))
		return false;
	/* Before curses: it leaves alone what has a handler, SIGTSTP too, which it would ignore while
	 * it writes. */
	if (!signals_catch())
		return fail(why, g_strdup_printf("no pipe: %s", g_strerror(errno)));
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen) {
		signals_give_back();
		return fail(why, g_strdup_printf("the terminal '%s' cannot be used",
						 getenv("TERM")));
	}
	term.on = true;
	atexit(term_close);
	term.utf8 = !o->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (takes_bracketed_paste()) {
		term.paste_on = "\033[?2004h";
		term.paste_off = "\033[?2004l";
		define_key("\033[200~", PASTE_BEGIN);
		define_key("\033[201~", PASTE_END);
	}
	if (!getenv("ESCDELAY"))
		set_escdelay(ESCAPE_DELAY);
	term.has_mouse = capability("kmous");
	prepare_reset();
	term.mode = o->color;
	prepare_styles(o->color);
	prepare_plain();
	enter_modes();
	/* Its reports are read by us: curses would wait for the rest of half of one for ever. */
	keyok(KEY_MOUSE, FALSE);
	leave_unseen();
	term_mouse(!o->no_mouse);
	return true;
}

void term_leave(void)
{
	if (!term.on)
		return;
	write_now(term.paste_off);
	if (term.has_mouse)
		write_now(MOUSE_OFF);
	curs_set(1);
	/* Without a second screen the shell goes on in the last line: it must be empty. */
	move(LINES - 1, 0);
	clrtoeol();
	refresh();
	endwin();
	term.on = false;
}

void term_return(void)
{
	struct winsize size;

	term.on = true;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
	enter_modes();
	term_repaint();
}

void term_close(void)
{
	if (!term.screen)
		return;
	term_leave();
	signals_give_back();
	canvas_free(term.shown);
	term.shown = NULL;
	delscreen(term.screen);
	term.screen = NULL;
}

bool term_utf8(void)
{
	return term.utf8;
}

void term_size(int *rows, int *columns)
{
	getmaxyx(stdscr, *rows, *columns);
}

/* ------------------------------------------------ out */

static void cell_to_curses(const struct cell *cell, cchar_t *out)
{
	wchar_t wide[CELL_BYTES + 1] = {0};

	if (cell->text[0] >= ASCII_FIRST && cell->text[0] <= ASCII_LAST && !cell->text[1]) {
		*out = plain[cell->style][cell->text[0] - ASCII_FIRST];
		return;
	}

	if (cell->text[0] & 0x80) {
		if (mbstowcs(wide, cell->text, CELL_BYTES) == (size_t)-1)
			wide[0] = L'?', wide[1] = L'\0';
		wide[CCHARW_MAX - 1] = L'\0';
	} else {
		wide[0] = cell->text[0] ? (wchar_t)cell->text[0] : L' ';
	}
	setcchar(out, wide, (attr_t)term.attributes[cell->style], style_pair(cell->style), NULL);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->style == b->style && a->width == b->width && strcmp(a->text, b->text) == 0;
}

static void show_span(const struct canvas *c, int row, int first, int last)
{
	const struct cell *cells = c->cells + (size_t)row * (size_t)c->columns;
	static cchar_t *out;
	static int room;
	int n = 0;

	if (room < c->columns) {
		room = c->columns;
		out = g_renew(cchar_t, out, room);
	}

	for (int i = first; i <= last; i++)
		if (cells[i].width > 0)
			cell_to_curses(&cells[i], &out[n++]);
	mvadd_wchnstr(row, first, out, n);
}

static struct cell *shown_row(int row)
{
	return term.shown->cells + (size_t)row * (size_t)term.shown->columns;
}

static bool same_row(const struct canvas *c, int row, int old)
{
	size_t n = (size_t)c->columns;

	return memcmp(c->cells + (size_t)row * n, shown_row(old), n * sizeof *c->cells) == 0;
}

/* Only rows that changed are touched, and of these only the changed part: filling curses' window
 * costs more than its comparison and output together. */
static void show_row(const struct canvas *c, int row)
{
	const struct cell *cells = c->cells + (size_t)row * (size_t)c->columns;
	struct cell *old = shown_row(row);
	int first = 0, last = c->columns - 1;

	if (same_row(c, row, row))
		return;
	while (first <= last && same_cell(&cells[first], &old[first]))
		first++;
	if (first > last)	/* they differ in what is not seen */
		return;
	while (same_cell(&cells[last], &old[last]))
		last--;
	while (first > 0 && (cells[first].width == 0 || old[first].width == 0))
		first--;
	while (last + 1 < c->columns && (cells[last + 1].width == 0 || old[last + 1].width == 0))
		last++;
	show_span(c, row, first, last);
	memcpy(old, cells, (size_t)c->columns * sizeof *cells);
}

static bool fits_shown(const struct canvas *c)
{
	return term.shown && term.shown->rows == c->rows && term.shown->columns == c->columns;
}

/* Of rows first to last, how many stand now where the row below (by 1) or above (by -1) stood. */
static int count_moved(const struct canvas *c, int first, int last, int by)
{
	int n = 0;

	for (int row = first; row <= last; row++)
		if (row + by >= first && row + by <= last)
			n += same_row(c, row, row + by);
	return n;
}

/* A list that goes on by one row is scrolled, so that only what is new has to be filled in. */
static void follow_scroll(const struct canvas *c)
{
	int first = 0, last = c->rows - 1, by = 1;

	while (first < last && same_row(c, first, first))
		first++;
	while (last > first && same_row(c, last, last))
		last--;
	if (last - first < SCROLLED_LEAST)
		return;
	if (count_moved(c, first, last, 1) < count_moved(c, first, last, -1))
		by = -1;
	if (3 * count_moved(c, first, last, by) < 2 * (last - first))
		return;
	scrollok(stdscr, TRUE);
	setscrreg(first, last);
	scrl(by);
	setscrreg(0, LINES - 1);
	scrollok(stdscr, FALSE);
	memmove(shown_row(by > 0 ? first : first + 1), shown_row(by > 0 ? first + 1 : first),
		(size_t)(last - first) * (size_t)c->columns * sizeof *c->cells);
	canvas_fill(term.shown, by > 0 ? last : first, 0, 1, c->columns, STYLE_NORMAL, ' ');
}

static void place_cursor(const struct canvas *c)
{
	bool visible = c->cursor_row >= 0 && c->cursor_row < c->rows && c->cursor_column >= 0
		       && c->cursor_column < c->columns;

	leaveok(stdscr, visible ? FALSE : TRUE);
	if (visible)
		wmove(stdscr, c->cursor_row, c->cursor_column);
	curs_set(visible ? 1 : 0);
}

void term_show(const struct canvas *c)
{
	if (!term.on)
		return;
	if (fits_shown(c)) {
		follow_scroll(c);
		for (int row = 0; row < c->rows; row++)
			show_row(c, row);
	} else {
		clear();
		for (int row = 0; row < c->rows; row++)
			show_span(c, row, 0, c->columns - 1);
		canvas_free(term.shown);
		term.shown = canvas_new(c->rows, c->columns, c->utf8);
		canvas_copy(term.shown, 0, 0, c);
	}
	place_cursor(c);
	refresh();
}

void term_repaint(void)
{
	canvas_free(term.shown);
	term.shown = NULL;
	clearok(stdscr, TRUE);
}

/* Terminals that take OSC 52 though their description does not say so. */
static bool takes_clipboard(void)
{
	static const char *const known[] = {"xterm", "tmux", "screen", "foot", "alacritty", "st-",
					    "wezterm", "contour", "rio"};

	return capability("Ms") || is_known(known, G_N_ELEMENTS(known));
}

/* GNU screen hands on what stands in a string of its own, in pieces. */
static char *through_screen(const char *sequence)
{
	GString *out = g_string_new(NULL);

	for (size_t n = strlen(sequence), at = 0; at < n; at += SCREEN_PIECE)
		g_string_append_printf(out, "\033P%.*s\033\\", SCREEN_PIECE, sequence + at);
	return g_string_free(out, FALSE);
}

static char *clipboard_sequence(const char *coded)
{
	const char *set = capability("Ms");
	const char *own = set ? tiparm(set, "c", coded) : NULL;
	char *plain;

	if (own)
		return g_strdup(own);
	plain = g_strdup_printf("\033]52;c;%s\a", coded);
	if (!getenv("STY"))
		return plain;
	g_autofree char *inner = plain;

	return through_screen(inner);
}

bool term_clipboard(const char *text, GError **error)
{
	size_t n = strlen(text);

	if (!takes_clipboard()) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSYS,
			    "the terminal '%s' is not known to have a clipboard", getenv("TERM"));
		return false;
	}
	if (n > CLIPBOARD_MAX) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "it has %zu bytes and "
			    "terminals take %d; copy less of it, or :export it to a file", n,
			    CLIPBOARD_MAX);
		return false;
	}
	g_autofree char *coded = g_base64_encode((const guchar *)text, n);
	g_autofree char *sequence = clipboard_sequence(coded);

	write_now(sequence);
	return true;
}

/* ------------------------------------------------ in */

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

	event->kind = term.mouse && s->row < LINES && s->column < COLS ? TERM_MOUSE : TERM_NOTHING;
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

void term_stop(void)
{
	term_leave();
	raise(SIGSTOP);
	term_return();
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
