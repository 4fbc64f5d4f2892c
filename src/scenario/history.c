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

bool history_apply_hold(struct history *h, const struct scenario *next, enum hold hold,
			const char *label)
{
	g_autofree char *text = text_of(next, hold);
	size_t n = strlen(text), m = h->text->len, head = 0, tail = 0;
	const char *now = h->text->str;
	struct scenario *read;

	if (!strcmp(text, now))
		return false;
	read = parse(text, n);
	if (!read)
		return false;
	while (head < MIN(n, m) && text[head] == now[head])
		head++;
	while (tail < MIN(n, m) - head && text[n - tail - 1] == now[m - tail - 1])
		tail++;
	history_replay(h, head, m - head - tail, text + head, n - head - tail, label);
	read->file = g_strdup(h->now->file);
	scenario_free(h->now);
	h->now = read;
	h->hold = hold;
	if (h->journal)
		journal_step(h->journal, head, m - head - tail, text + head, n - head - tail,
			     label);
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
