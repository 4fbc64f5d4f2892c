#include "config.h"

#include "term/term_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>
#undef columns		/* macros of terminfo's that take our words */
#undef lines

#include "term/signals.h"

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

static struct {
	SCREEN *screen;
	bool on;			/* curses mode */
	bool utf8;
	bool mouse, has_mouse;		/* wanted; the terminal has one */
	const char *paste_on, *paste_off;
} term;

/* ------------------------------------------------ what the terminal can */

const char *term_capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == (char *)-1 ? NULL : text;
}

static void prepare_reset(void)
{
	signals_forget_reset();
	signals_reset(term.paste_off);
	if (term_capability("kmous"))
		signals_reset(MOUSE_OFF);
	signals_reset(term_capability("sgr0"));
	signals_reset(term_capability("op"));
	signals_reset(term_capability("cnorm"));
	signals_reset(term_capability("rmkx"));
	signals_reset(term_capability("rmcup"));
	signals_reset("\r\n");
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
	if (!term_capability("cup"))
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

bool term_is_one_of(const char *const *known, size_t n)
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

	return term_capability("BE") || term_is_one_of(known, G_N_ELEMENTS(known));
}

void term_write(const char *text)
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
		term_write(on ? MOUSE_ON : MOUSE_OFF);
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
	term_write(term.paste_on);
	if (term.mouse)
		term_mouse(true);
}

bool term_open(bool ascii, char **why)
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
	term.utf8 = !ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (takes_bracketed_paste()) {
		term.paste_on = "\033[?2004h";
		term.paste_off = "\033[?2004l";
	}
	term.has_mouse = term_capability("kmous");
	prepare_reset();
	enter_modes();
	term_input_begin(term.paste_on != NULL);
	leave_unseen();
	return true;
}

void term_leave(void)
{
	if (!term.on)
		return;
	term_write(term.paste_off);
	if (term.has_mouse)
		term_write(MOUSE_OFF);
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
	term_draw_end();
	delscreen(term.screen);
	term.screen = NULL;
}

void term_stop(void)
{
	term_leave();
	raise(SIGSTOP);
	term_return();
}

bool term_utf8(void)
{
	return term.utf8;
}

void term_size(int *rows, int *columns)
{
	getmaxyx(stdscr, *rows, *columns);
}

bool term_is_on(void)
{
	return term.on;
}

bool term_wants_mouse(void)
{
	return term.mouse;
}
