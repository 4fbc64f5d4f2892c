#include "config.h"

#include "tui/prompt.h"

#include <string.h>

#include "base/text.h"
#include "term/key.h"

enum { PROMPT_MAX = 4096 };	/* bytes */

void prompt_init(struct prompt *p, const char *text, GPtrArray *history)
{
	*p = (struct prompt){
		.text = g_string_new(text),
		.at = strlen(text),
		.history = history,
		.past = history ? history->len : 0,
	};
}

void prompt_done(struct prompt *p)
{
	if (p->text)
		g_string_free(p->text, TRUE);
	g_free(p->killed);
	g_free(p->draft);
	*p = (struct prompt){0};
}

void prompt_set(struct prompt *p, const char *text)
{
	g_string_assign(p->text, text);
	p->at = p->text->len;
	p->selected = false;
}

static size_t before(const struct prompt *p, size_t at)
{
	while (at > 0) {
		const char *c = g_utf8_prev_char(p->text->str + at);

		at = (size_t)(c - p->text->str);
		if (g_unichar_combining_class(g_utf8_get_char(c)) == 0)
			break;
	}
	return at;
}

static size_t behind(const struct prompt *p, size_t at)
{
	while (at < p->text->len) {
		at = (size_t)(g_utf8_next_char(p->text->str + at) - p->text->str);
		if (at == p->text->len
		    || g_unichar_combining_class(g_utf8_get_char(p->text->str + at)) == 0)
			break;
	}
	return at;
}

static size_t word_before(const struct prompt *p)
{
	size_t at = p->at;

	while (at > 0 && p->text->str[at - 1] == ' ')
		at--;
	while (at > 0 && p->text->str[at - 1] != ' ')
		at--;
	return at;
}

static void cut(struct prompt *p, size_t from, size_t to, bool keep)
{
	if (from == to)
		return;
	if (keep) {
		g_free(p->killed);
		p->killed = g_strndup(p->text->str + from, to - from);
	}
	g_string_erase(p->text, (gssize)from, (gssize)(to - from));
	p->at = from;
}

static void insert(struct prompt *p, const char *text)
{
	size_t len = strlen(text);

	if (p->selected && len)
		prompt_set(p, "");
	if (p->text->len + len > PROMPT_MAX)
		return;
	g_string_insert_len(p->text, (gssize)p->at, text, (gssize)len);
	p->at += len;
}

void prompt_paste(struct prompt *p, const char *text)
{
	g_autofree char *clean = text_safe(text, false);

	if (p->selected && *clean)
		prompt_set(p, "");
	if (p->text->len + strlen(clean) > PROMPT_MAX) {
		size_t room = PROMPT_MAX - MIN(p->text->len, PROMPT_MAX);

		while (room > 0 && (clean[room] & 0xc0) == 0x80)
			room--;
		clean[room] = '\0';
	}
	insert(p, clean);
}

static void show_past(struct prompt *p, int step)
{
	guint n = p->history ? p->history->len : 0;
	guint past = step < 0 ? (p->past ? p->past - 1 : 0) : MIN(p->past + 1, n);

	if (past == p->past)
		return;
	if (p->past == n) {
		g_free(p->draft);
		p->draft = g_strdup(p->text->str);
	}
	p->past = past;
	prompt_set(p, past == n ? p->draft : p->history->pdata[past]);
}

static void type(struct prompt *p, int key)
{
	char utf8[7] = "";

	if (key < 32 || key == 127 || key >= K_NAMED || !g_unichar_validate((gunichar)key))
		return;
	g_unichar_to_utf8((gunichar)key, utf8);
	g_autofree char *clean = text_safe(utf8, false);

	insert(p, clean);
}

static enum prompt_state take_key(struct prompt *p, int key)
{
	switch (key) {
	case K_ENTER: case '\n': return PROMPT_DONE;
	case K_ESC: case K_CONTROL('C'): case K_CONTROL('G'): return PROMPT_CANCELLED;
	case K_LEFT: case K_CONTROL('B'): p->at = before(p, p->at); break;
	case K_RIGHT: case K_CONTROL('F'): p->at = behind(p, p->at); break;
	case K_HOME: case K_CONTROL('A'): p->at = 0; break;
	case K_END: case K_CONTROL('E'): p->at = p->text->len; break;
	case K_UP: case K_CONTROL('P'): show_past(p, -1); break;
	case K_DOWN: case K_CONTROL('N'): show_past(p, 1); break;
	case K_DELETE: case K_CONTROL('D'): cut(p, p->at, behind(p, p->at), false); break;
	case K_CONTROL('W'): cut(p, word_before(p), p->at, true); break;
	case K_CONTROL('U'): cut(p, 0, p->at, true); break;
	case K_CONTROL('K'): cut(p, p->at, p->text->len, true); break;
	case K_CONTROL('Y'): insert(p, p->killed ? p->killed : ""); break;
	case K_BACKSPACE: case K_CONTROL('H'): case 127:
		if (p->text->len == 0)
			return PROMPT_CANCELLED;
		cut(p, before(p, p->at), p->at, false);
		break;
	default: type(p, key);
	}
	return PROMPT_GOES_ON;
}

enum prompt_state prompt_key(struct prompt *p, int key)
{
	enum prompt_state state = take_key(p, key);

	p->selected = false;
	return state;
}
