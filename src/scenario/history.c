#include "config.h"

#include "scenario/history.h"

#include <string.h>

#include "scenario/journal.h"

/* From one text to the next: at `at` stood old, now stands new. */
struct change {
	char *label;
	size_t at;
	GString *old, *new;
};

/* A state's text is that of the scenario; a hold goes before it, as a comment of one line. */
#define HOLD_LINE "# hold "

struct history {
	struct scenario *now;
	enum hold hold;
	GString *text;
	char *saved;		/* text of the saved state; NULL: never saved */
	GPtrArray *steps;
	guint position;
	struct journal *journal;
};

static const char *behind_hold(const char *text)
{
	const char *end = g_str_has_prefix(text, HOLD_LINE) ? strchr(text, '\n') : NULL;

	return end ? end + 1 : text;
}

static void step_free(void *p)
{
	struct change *step = p;

	g_free(step->label);
	g_string_free(step->old, TRUE);
	g_string_free(step->new, TRUE);
	g_free(step);
}

static struct history *history_make(struct scenario *now, const char *text, size_t n)
{
	struct history *h = g_new0(struct history, 1);

	h->now = now;
	h->hold = HOLD_DEFAULT;
	h->text = g_string_new_len(text, (gssize)n);
	h->steps = g_ptr_array_new_with_free_func(step_free);
	return h;
}

struct history *history_new(const struct scenario *s)
{
	g_autofree char *text = scenario_format(s);
	struct history *h = history_make(scenario_copy(s), text, strlen(text));

	if (s->file || scenario_is_empty(s))
		h->saved = g_strdup(h->text->str);
	return h;
}

struct history *history_from_text(const char *text, size_t n, bool saved, const char *file)
{
	struct history *h = history_make(scenario_new(NULL, NULL), text, n);

	h->now->file = g_strdup(file);
	if (saved)
		h->saved = g_strdup(behind_hold(h->text->str));
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	scenario_free(h->now);
	g_string_free(h->text, TRUE);
	g_free(h->saved);
	g_ptr_array_unref(h->steps);
	g_free(h);
}

const struct scenario *history_scenario(const struct history *h)
{
	return h->now;
}

const char *history_text(const struct history *h)
{
	return h->text->str;
}

void history_attach(struct history *h, struct journal *j)
{
	h->journal = j;
}

static void replace(GString *text, size_t at, const GString *old, const GString *new)
{
	g_string_erase(text, (gssize)at, (gssize)old->len);
	g_string_insert_len(text, (gssize)at, new->str, (gssize)new->len);
}

static void push(struct history *h, struct change *step)
{
	g_ptr_array_set_size(h->steps, (int)h->position);
	g_ptr_array_add(h->steps, step);
	h->position++;
}

static struct scenario *parse(const char *text, size_t n)
{
	struct messages *list = messages_new();
	struct scenario *s = scenario_load_bytes("history", text, n, list);

	messages_free(list);
	for (guint i = 0; s && i < s->adjusts->len; i++)
		adjust_forget_place(s->adjusts->pdata[i]);
	return s;
}

static enum hold hold_of(const char *text)
{
	enum hold hold = HOLD_DEFAULT;

	if (g_str_has_prefix(text, HOLD_LINE)) {
		const char *word = text + strlen(HOLD_LINE);
		g_autofree char *name = g_strndup(word, strcspn(word, "\n"));

		hold_parse(name, &hold);
	}
	return hold;
}

static char *text_of(const struct scenario *s, enum hold hold)
{
	g_autofree char *text = scenario_format(s);

	if (hold == HOLD_DEFAULT)
		return g_steal_pointer(&text);
	return g_strconcat(HOLD_LINE, hold_name(hold), "\n", text, NULL);
}

/* The file is not part of a text and outlives a step. */
bool history_settle(struct history *h)
{
	struct scenario *s = parse(h->text->str, h->text->len);

	if (!s)
		return false;
	s->file = g_strdup(h->now->file);
	scenario_free(h->now);
	h->now = s;
	h->hold = hold_of(h->text->str);
	return true;
}

bool history_replay(struct history *h, size_t at, size_t cut, const char *middle, size_t n,
		    const char *label)
{
	struct change *step;

	if (at > h->text->len || cut > h->text->len - at)
		return false;
	step = g_new(struct change, 1);
	step->label = g_strdup(label);
	step->at = at;
	step->old = g_string_new_len(h->text->str + at, (gssize)cut);
	step->new = g_string_new_len(middle, (gssize)n);
	replace(h->text, at, step->old, step->new);
	push(h, step);
	return true;
}

bool history_apply(struct history *h, const struct scenario *next, const char *label)
{
	return history_apply_hold(h, next, h->hold, label);
}

enum hold history_hold(const struct history *h)
{
	return h->hold;
}

/* Where b differs from a: at, how much of a goes, how much of b comes. */
static void compare(const char *a, const char *b, size_t *at, size_t *cut, size_t *n)
{
	size_t m = strlen(a), head = 0, tail = 0;

	*n = strlen(b);
	while (head < MIN(*n, m) && a[head] == b[head])
		head++;
	while (tail < MIN(*n, m) - head && b[*n - tail - 1] == a[m - tail - 1])
		tail++;
	*at = head;
	*cut = m - head - tail;
	*n -= head + tail;
}

bool history_apply_hold(struct history *h, const struct scenario *next, enum hold hold,
			const char *label)
{
	g_autofree char *text = text_of(next, hold);
	struct scenario *read;
	size_t at, cut, n;

	if (!strcmp(text, h->text->str))
		return false;
	read = parse(text, strlen(text));
	if (!read)
		return false;
	compare(h->text->str, text, &at, &cut, &n);
	history_replay(h, at, cut, text + at, n, label);
	read->file = g_strdup(h->now->file);
	scenario_free(h->now);
	h->now = read;
	h->hold = hold;
	if (h->journal)
		journal_step(h->journal, at, cut, text + at, n, label);
	return true;
}

bool history_replay_move(struct history *h, bool forth)
{
	const struct change *step;

	if (forth ? h->position == h->steps->len : !h->position)
		return false;
	step = h->steps->pdata[forth ? h->position++ : --h->position];
	replace(h->text, step->at, forth ? step->old : step->new,
		forth ? step->new : step->old);
	return true;
}

static bool move(struct history *h, bool forth)
{
	if (!history_replay_move(h, forth))
		return false;
	if (!history_settle(h)) {
		history_replay_move(h, !forth);
		return false;
	}
	if (h->journal && forth)
		journal_redo(h->journal);
	else if (h->journal)
		journal_undo(h->journal);
	return true;
}

static void set_text(char **to, const char *text)
{
	char *copy = g_strdup(text);

	g_free(*to);
	*to = copy;
}

static char *named(const char *text, const struct scenario *name)
{
	struct scenario *s = parse(text, strlen(text));
	char *result;

	if (!s)
		return g_strdup(text);
	set_text(&s->id, name->id);
	set_text(&s->market, name->market);
	set_text(&s->on, name->on);
	result = text_of(s, hold_of(text));
	scenario_free(s);
	return result;
}

static void rebuild(struct history *h, const GPtrArray *texts)
{
	guint position = h->position;

	g_string_assign(h->text, texts->pdata[0]);
	for (guint i = 0; i < h->steps->len; i++) {
		struct change *step = h->steps->pdata[i];
		const char *from = texts->pdata[i], *to = texts->pdata[i + 1];
		size_t cut, n;

		compare(from, to, &step->at, &cut, &n);
		g_string_truncate(step->old, 0);
		g_string_append_len(step->old, from + step->at, (gssize)cut);
		g_string_truncate(step->new, 0);
		g_string_append_len(step->new, to + step->at, (gssize)n);
	}
	for (h->position = 0; h->position < position;)
		history_replay_move(h, true);
}

void history_replay_name(struct history *h, const char *id, const char *market, const char *on)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	struct scenario *name = scenario_new(id, market);
	guint position = h->position;

	set_text(&name->on, on);
	while (history_replay_move(h, false))
		;
	do {
		g_ptr_array_add(texts, named(h->text->str, name));
	} while (history_replay_move(h, true));
	h->position = position;
	rebuild(h, texts);
	if (h->saved) {
		char *saved = named(h->saved, name);

		g_free(h->saved);
		h->saved = saved;
	}
	scenario_free(name);
}

void history_name(struct history *h, const char *id, const char *market, const char *on)
{
	if (!g_strcmp0(h->now->id, id) && !g_strcmp0(h->now->market, market)
	    && !g_strcmp0(h->now->on, on))
		return;
	history_replay_name(h, id, market, on);
	set_text(&h->now->id, id);
	set_text(&h->now->market, market);
	set_text(&h->now->on, on);
	if (h->journal)
		journal_name(h->journal, id, market, on);
}

bool history_undo(struct history *h)
{
	return move(h, false);
}

bool history_redo(struct history *h)
{
	return move(h, true);
}

const char *history_label(const struct history *h, int step)
{
	return ((const struct change *)h->steps->pdata[step])->label;
}

const char *history_undo_label(const struct history *h)
{
	return h->position ? history_label(h, (int)h->position - 1) : NULL;
}

const char *history_redo_label(const struct history *h)
{
	return h->position < h->steps->len ? history_label(h, (int)h->position) : NULL;
}

int history_count(const struct history *h)
{
	return (int)h->steps->len;
}

int history_position(const struct history *h)
{
	return (int)h->position;
}

void history_step(const struct history *h, int step, size_t *at, size_t *cut, const char **middle,
		  size_t *n)
{
	const struct change *change = h->steps->pdata[step];

	*at = change->at;
	*cut = change->old->len;
	*middle = change->new->str;
	*n = change->new->len;
}

bool history_modified(const struct history *h)
{
	return !h->saved || strcmp(h->saved, behind_hold(h->text->str)) != 0;
}

void history_replay_saved(struct history *h, const char *file)
{
	if (file && g_strcmp0(file, h->now->file)) {
		g_free(h->now->file);
		h->now->file = g_strdup(file);
	}
	g_free(h->saved);
	h->saved = g_strdup(behind_hold(h->text->str));
}

void history_saved(struct history *h, const char *file, const char *hash)
{
	history_replay_saved(h, file);
	if (h->journal)
		journal_saved(h->journal, file, hash);
}
