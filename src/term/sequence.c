#include "config.h"

#include "term/sequence.h"

#include <string.h>

#include "term/key.h"

enum { BELL = 7, CANCEL = 0x18, SUBSTITUTE = 0x1a, MODIFIERS = 4 | 8 | 16, OLD_OFFSET = 32 };

void sequence_begin(struct sequence *s)
{
	memset(s, 0, sizeof *s);
}

static enum sequence_state mouse(struct sequence *s, int button, int column, int row)
{
	static const struct { int code, button; } buttons[] = {
		{0, SEQUENCE_CLICK}, {64, SEQUENCE_WHEEL_UP}, {65, SEQUENCE_WHEEL_DOWN},
	};

	if (column < 1 || row < 1 || button < 0)
		return SEQUENCE_IGNORED;
	s->row = row - 1;
	s->column = column - 1;
	for (size_t i = 0; i < G_N_ELEMENTS(buttons); i++) {
		if (buttons[i].code == (button & ~MODIFIERS)) {
			s->button = buttons[i].button;
			return SEQUENCE_MOUSE;
		}
	}
	return SEQUENCE_IGNORED;
}

/* "[<0;5;8M": three numbers and nothing else. */
static enum sequence_state sgr_mouse(struct sequence *s)
{
	int number[3] = {0}, n = 0;

	for (const char *p = s->text + 2; *p && p[1]; p++) {
		if (*p == ';' && ++n == 3)
			return SEQUENCE_IGNORED;
		if (*p == ';')
			continue;
		if (!g_ascii_isdigit(*p))
			return SEQUENCE_IGNORED;
		number[n] = MIN(number[n] * 10 + (*p - '0'), 1 << 20);
	}
	return n == 2 ? mouse(s, number[0], number[1], number[2]) : SEQUENCE_IGNORED;
}

/* Behind "[": parameters, then one character that ends it. */
static enum sequence_state take_control(struct sequence *s, guint c)
{
	if (s->n == 3 && s->text[1] == '[')	/* function keys of the Linux console */
		return SEQUENCE_IGNORED;
	if (c < 0x40 || (c == '[' && s->n == 2))
		return SEQUENCE_MORE;
	if (c == 'M' && s->n == 2)
		return SEQUENCE_MORE;		/* the old mouse report */
	return c == 'M' && s->text[1] == '<' ? sgr_mouse(s) : SEQUENCE_IGNORED;
}

static enum sequence_state take_old(struct sequence *s, guint c)
{
	if (c < OLD_OFFSET)
		return c == K_ESC ? SEQUENCE_ANOTHER : SEQUENCE_IGNORED;
	s->old[s->n_old++] = (int)c - OLD_OFFSET;
	return s->n_old < 3 ? SEQUENCE_MORE : mouse(s, s->old[0], s->old[1], s->old[2]);
}

static bool is_string(const struct sequence *s)
{
	return strchr("P]_^X", s->text[0]);
}

enum sequence_state sequence_take(struct sequence *s, guint c)
{
	if (s->n == 2 && memcmp(s->text, "[M", 2) == 0)
		return take_old(s, c);
	if (s->n > 0 && is_string(s) && s->text[s->n - 1] == K_ESC)
		return c == '\\' ? SEQUENCE_IGNORED : SEQUENCE_ANOTHER;
	if (c == K_ESC && !(s->n > 0 && is_string(s)))
		return SEQUENCE_ANOTHER;
	if (c == CANCEL || c == SUBSTITUTE || (c == BELL && s->n > 0 && is_string(s)))
		return SEQUENCE_IGNORED;
	/* Of a string only its last character matters. */
	if (s->n == SEQUENCE_MOST)
		s->n--;
	if (s->n == 0)
		s->first = c;
	s->text[s->n++] = c < 128 ? (char)c : '?';
	s->text[s->n] = '\0';
	if (s->n == 1)
		return c == '[' || c == 'O' || is_string(s) ? SEQUENCE_MORE : SEQUENCE_KEY;
	if (is_string(s))
		return SEQUENCE_MORE;
	return s->text[0] == '[' ? take_control(s, c) : SEQUENCE_IGNORED;
}
