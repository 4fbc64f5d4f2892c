#include "config.h"

#include "scenario/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "market/library.h"
#include "scenario/save.h"

#define MAGIC "tamarack journal 1\n"
#define SUFFIX ".journal"

enum { HEAD = 8, STAMP = 9 };	/* length and CRC; letter and date */
enum { SYNC_AFTER = G_USEC_PER_SEC };

struct journal {
	int fd;
	char *path, *error;
	struct history *history;
	off_t end;		/* of the last good record */
	gint64 synced, dirty;	/* monotonic; dirty 0: all is on disk */
};

guint32 journal_crc(const void *bytes, size_t n, guint32 before)
{
	const guint8 *p = bytes;
	guint32 crc = ~before;

	while (n--) {
		crc ^= *p++;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void put32(GByteArray *to, guint32 value)
{
	guint32 le = GUINT32_TO_LE(value);

	g_byte_array_append(to, (const guint8 *)&le, 4);
}

static guint32 get32(const char *bytes)
{
	guint32 le;

	memcpy(&le, bytes, 4);
	return GUINT32_FROM_LE(le);
}

/* A string with its NUL; NULL is written as "". */
static void put_text(GByteArray *to, const char *text)
{
	g_byte_array_append(to, (const guint8 *)(text ? text : ""),
			    (guint)(text ? strlen(text) : 0) + 1);
}

/* A file as it is found from any directory. */
static void put_absolute(GByteArray *to, const char *file)
{
	g_autofree char *whole = file ? g_canonicalize_filename(file, NULL) : NULL;

	put_text(to, whole);
}

static GByteArray *record(char letter)
{
	GByteArray *r = g_byte_array_new();
	gint64 date = GINT64_TO_LE(g_get_real_time() / G_USEC_PER_SEC);

	put32(r, 0);
	put32(r, 0);
	g_byte_array_append(r, (const guint8 *)&letter, 1);
	g_byte_array_append(r, (const guint8 *)&date, 8);
	return r;
}

static void give_up(struct journal *j, const char *what)
{
	if (!j->error)
		j->error = g_strdup_printf("%s: %s: %s; edits are only in memory until saved",
					   j->path, what, g_strerror(errno));
}

/* A failed fsync is not tried again: the next would lie. */
void journal_sync(struct journal *j)
{
	if (!j->dirty || j->error)
		return;
	if (fdatasync(j->fd) && errno != EINVAL)
		give_up(j, "syncing");
	j->dirty = 0;
	j->synced = g_get_monotonic_time();
}

int journal_tick(struct journal *j)
{
	gint64 wait;

	if (!j->dirty || j->error)
		return -1;
	wait = j->dirty + SYNC_AFTER - g_get_monotonic_time();
	if (wait > 0)
		return (int)(wait / 1000) + 1;
	journal_sync(j);
	return -1;
}

const char *journal_error(const struct journal *j)
{
	return j->error;
}

static bool write_whole(int fd, const guint8 *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

/* Takes r.  A record that could not be written whole is cut off again. */
static void append(struct journal *j, GByteArray *r)
{
	guint32 length = GUINT32_TO_LE(r->len - HEAD), crc;
	gint64 now = g_get_monotonic_time();

	memcpy(r->data, &length, 4);
	crc = journal_crc(r->data, 4, 0);
	crc = GUINT32_TO_LE(journal_crc(r->data + HEAD, r->len - HEAD, crc));
	memcpy(r->data + 4, &crc, 4);
	if (!j->error && !write_whole(j->fd, r->data, r->len)) {
		give_up(j, "writing");
		if (ftruncate(j->fd, j->end))
			give_up(j, "cutting");
	} else if (!j->error) {
		j->end += r->len;
		j->dirty = j->dirty ? j->dirty : now;
		if (now - j->synced >= SYNC_AFTER)
			journal_sync(j);
	}
	g_byte_array_unref(r);
}

void journal_step(struct journal *j, size_t at, size_t cut, const char *middle, size_t n,
		  const char *label)
{
	GByteArray *r = record('E');

	put32(r, (guint32)at);
	put32(r, (guint32)cut);
	put_text(r, label);
	g_byte_array_append(r, (const guint8 *)middle, (guint)n);
	append(j, r);
}

void journal_undo(struct journal *j)
{
	append(j, record('U'));
}

void journal_redo(struct journal *j)
{
	append(j, record('R'));
}

void journal_name(struct journal *j, const char *id, const char *market, const char *on)
{
	GByteArray *r = record('N');

	put_text(r, id);
	put_text(r, market);
	put_text(r, on);
	append(j, r);
}

void journal_saved(struct journal *j, const char *file, const char *hash)
{
	GByteArray *r = record('W');

	put_absolute(r, file);
	put_text(r, hash);
	append(j, r);
}

static void write_text(struct journal *j)
{
	const char *text = history_text(j->history);
	GByteArray *r = record('T');

	put_text(r, history_modified(j->history) ? "" : "saved");
	g_byte_array_append(r, (const guint8 *)text, (guint)strlen(text));
	append(j, r);
}

/* The states from the first, then back to the current one. */
static void write_start(struct journal *j, const struct market *m, const char *hash)
{
	struct history *h = j->history;
	const struct scenario *s = history_scenario(h);
	int position = history_position(h);
	GByteArray *r = record('H');

	put_text(r, m->id);
	put_text(r, m->edition);
	put_text(r, s->id);
	put_absolute(r, s->file);
	put_text(r, hash);
	append(j, r);
	while (history_replay_move(h, false))
		;
	write_text(j);
	for (int i = 0; i < history_count(h); i++) {
		size_t at, cut, n;
		const char *middle;

		history_step(h, i, &at, &cut, &middle, &n);
		journal_step(j, at, cut, middle, n, history_label(h, i));
		history_replay_move(h, true);
		if (s->file && !history_modified(h))
			journal_saved(j, s->file, hash);
	}
	while (history_position(h) > position) {
		journal_undo(j);
		history_replay_move(h, false);
	}
}

static struct journal *journal_take(int fd, const char *path, struct history *h)
{
	struct journal *j = g_new0(struct journal, 1);

	j->fd = fd;
	j->path = g_strdup(path);
	j->history = h;
	j->synced = g_get_monotonic_time() - SYNC_AFTER;
	history_attach(h, j);
	return j;
}

static int create(const char *directory, const char *name, char **path)
{
	int fd = -1;

	if (g_mkdir_with_parents(directory, 0700))
		return -1;
	for (int i = 0; i < 100; i++) {
		g_autofree char *file = g_strdup_printf("%s-%08x" SUFFIX, name, g_random_int());

		*path = g_build_filename(directory, file, NULL);
		fd = open(*path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND, 0600);
		if (fd >= 0 || errno != EEXIST)
			return fd;
		g_clear_pointer(path, g_free);
	}
	return fd;
}

static void sync_name(const char *directory)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

char *journal_directory(void)
{
	g_autofree char *state = library_state_directory();

	return g_build_filename(state, "journal", NULL);
}

struct journal *journal_new(const char *directory, const struct market *m, struct history *h,
			    const char *hash, GError **error)
{
	g_autofree char *path = NULL;
	int fd = create(directory, m->id, &path);
	struct journal *j;

	if (fd < 0) {
		g_set_error(error, SAVE_ERROR, SAVE_IO, "%s: %s; edits are only in memory until "
			    "saved", path ? path : directory, g_strerror(errno));
		return NULL;
	}
	flock(fd, LOCK_EX | LOCK_NB);
	j = journal_take(fd, path, h);
	if (write_whole(fd, (const guint8 *)MAGIC, strlen(MAGIC)))
		j->end = (off_t)strlen(MAGIC);
	else
		give_up(j, "writing");
	write_start(j, m, hash);
	sync_name(directory);
	if (!j->error)
		return j;
	g_set_error(error, SAVE_ERROR, SAVE_IO, "%s", j->error);
	journal_close(j, false);
	return NULL;
}

void journal_close(struct journal *j, bool keep)
{
	if (!j)
		return;
	journal_sync(j);
	history_attach(j->history, NULL);
	if (!keep)
		unlink(j->path);
	close(j->fd);
	g_free(j->path);
	g_free(j->error);
	g_free(j);
}

/* A string of a body, which moves behind it; NULL if it has no end there. */
static const char *take_text(const char **at, const char *end)
{
	const char *text = *at, *stop = memchr(*at, 0, (size_t)(end - *at));

	if (!stop)
		return NULL;
	*at = stop + 1;
	return text;
}

static char *some(const char *text)
{
	return *text ? g_strdup(text) : NULL;
}

static void set(char **to, const char *text)
{
	g_free(*to);
	*to = some(text);
}

static bool replay_head(struct journal_entry *e, const char *at, const char *end)
{
	const char *field[5];

	for (int i = 0; i < 5; i++) {
		field[i] = take_text(&at, end);
		if (!field[i])
			return false;
	}
	set(&e->market, field[0]);
	set(&e->edition, field[1]);
	set(&e->scenario, field[2]);
	set(&e->file, field[3]);
	set(&e->hash, field[4]);
	return at == end && e->market;
}

static bool replay_saved(struct history *h, struct journal_entry *e, const char *at,
			 const char *end)
{
	const char *file = take_text(&at, end), *hash = file ? take_text(&at, end) : NULL;

	if (!hash || at != end)
		return false;
	set(&e->file, file);
	set(&e->hash, hash);
	history_replay_saved(h, e->file);
	return true;
}

static bool replay_step(struct history *h, const char *at, const char *end)
{
	guint32 from, cut;
	const char *label;

	if (end - at < 8)
		return false;
	from = get32(at);
	cut = get32(at + 4);
	at += 8;
	label = take_text(&at, end);
	return label && history_replay(h, from, cut, at, (size_t)(end - at), label);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static bool replay_name(struct history *h, const char *at, const char *end)
{
	const char *field[3];

	for (int i = 0; i < 3; i++) {
		field[i] = take_text(&at, end);
		if (!field[i])
			return false;
	}
	if (at != end)
		return false;
	history_replay_name(h, or_null(field[0]), or_null(field[1]), or_null(field[2]));
	return true;
}

/* One body behind its letter and date; false if it makes no sense. */
static bool replay_body(struct history **h, struct journal_entry *e, char letter,
			const char *at, const char *end)
{
	const char *saved;

	if (letter == 'H')
		return !e->market && replay_head(e, at, end);
	if (letter == 'T') {
		saved = e->market && !*h ? take_text(&at, end) : NULL;
		if (!saved)
			return false;
		*h = history_from_text(at, (size_t)(end - at), *saved, e->file);
		return true;
	}
	if (!*h)
		return false;
	switch (letter) {
	case 'E':
		return replay_step(*h, at, end);
	case 'U':
	case 'R':
		return at == end && history_replay_move(*h, letter == 'R');
	case 'N':
		return replay_name(*h, at, end);
	case 'W':
		return replay_saved(*h, e, at, end);
	default:
		return false;
	}
}

/* Length of the record at bytes with a good checksum; 0 if there is none. */
static size_t good_record(const char *bytes, size_t n)
{
	guint32 length, crc;

	if (n < HEAD + STAMP)
		return 0;
	length = get32(bytes);
	if (length < STAMP || length > n - HEAD)
		return 0;
	crc = journal_crc(bytes, 4, 0);
	if (journal_crc(bytes + HEAD, length, crc) != get32(bytes + 4))
		return 0;
	return HEAD + length;
}

static void tell_loss(struct journal_entry *e, size_t n, size_t valid, int records)
{
	if (!n)
		e->loss = g_strdup("the journal is empty");
	else if (valid < n)
		e->loss = g_strdup_printf("the journal is damaged after %d records: %" G_GSIZE_FORMAT
					  " of its %" G_GSIZE_FORMAT " bytes, the latest edits, "
					  "are lost", records, n - valid, n);
}

struct history *journal_replay(const char *bytes, size_t n, size_t *valid,
			       struct journal_entry *e)
{
	struct history *h = NULL;
	size_t at = strlen(MAGIC), length;
	int records = 0;

	*valid = 0;
	if (n < at || memcmp(bytes, MAGIC, at)) {
		tell_loss(e, n, 0, 0);
		return NULL;
	}
	for (; (length = good_record(bytes + at, n - at)) > 0; at += length) {
		const char *body = bytes + at + HEAD;
		gint64 date;

		if (!replay_body(&h, e, *body, body + STAMP, bytes + at + length))
			break;
		memcpy(&date, body + 1, 8);
		e->date = GINT64_FROM_LE(date);
		records++;
	}
	*valid = at;
	tell_loss(e, n, at, records);
	if (h && !history_settle(h)) {
		history_free(h);
		h = NULL;
	}
	if (h) {
		e->steps = history_count(h);
		e->unsaved = history_modified(h);
		set(&e->scenario, history_scenario(h)->id ? history_scenario(h)->id : "");
	}
	return h;
}

void journal_entry_free(void *p)
{
	struct journal_entry *e = p;

	if (!e)
		return;
	g_free(e->path);
	g_free(e->market);
	g_free(e->edition);
	g_free(e->scenario);
	g_free(e->file);
	g_free(e->hash);
	g_free(e->loss);
	g_free(e);
}

struct journal *journal_resume(const char *path, struct history **h, char **loss,
			       GError **error)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_APPEND | O_NOFOLLOW);
	g_autofree char *bytes = NULL;
	struct journal_entry *e;
	struct stamp stamp;
	size_t n, valid;
	struct journal *j = NULL;

	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB)) {
		g_set_error(error, SAVE_ERROR, fd < 0 ? SAVE_IO : SAVE_LOCKED, "%s: %s", path,
			    fd < 0 ? g_strerror(errno) : "another program is using it");
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	e = g_new0(struct journal_entry, 1);
	bytes = stamp_read(path, &stamp, &n, error);
	*h = bytes ? journal_replay(bytes, n, &valid, e) : NULL;
	if (bytes && !*h) {
		g_set_error(error, SAVE_ERROR, SAVE_IO, "%s: %s", path,
			    e->loss ? e->loss : "holds no scenario");
	} else if (*h && ftruncate(fd, (off_t)valid)) {
		g_set_error(error, SAVE_ERROR, SAVE_IO, "%s: %s", path, g_strerror(errno));
		g_clear_pointer(h, history_free);
	} else if (*h) {
		j = journal_take(fd, path, *h);
		j->end = (off_t)valid;
		if (loss)
			*loss = g_steal_pointer(&e->loss);
	}
	if (!j)
		close(fd);
	journal_entry_free(e);
	return j;
}

static struct journal_entry *look_at(const char *path)
{
	struct journal_entry *e = g_new0(struct journal_entry, 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	g_autofree char *bytes = NULL;
	struct stamp stamp;
	size_t n, valid;

	e->path = g_strdup(path);
	if (fd >= 0) {
		e->alive = flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
		close(fd);
	}
	bytes = stamp_read(path, &stamp, &n, NULL);
	if (bytes)
		history_free(journal_replay(bytes, n, &valid, e));
	else
		e->loss = g_strdup("cannot be read");
	if (e->file && e->hash) {
		stamp = (struct stamp){.exists = true};
		g_strlcpy(stamp.hash, e->hash, sizeof stamp.hash);
		e->stale = stamp_stale(&stamp, e->file);
	}
	return e;
}

static int newest_first(const void *a, const void *b)
{
	const struct journal_entry *x = *(const struct journal_entry *const *)a;
	const struct journal_entry *y = *(const struct journal_entry *const *)b;

	return x->date != y->date ? (x->date < y->date ? 1 : -1) : strcmp(x->path, y->path);
}

/* Those whose file name begins with prefix: the ones of a market, and of some others. */
static GPtrArray *list_of(const char *directory, const char *prefix)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(journal_entry_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);

		if (g_str_has_prefix(name, prefix) && g_str_has_suffix(name, SUFFIX))
			g_ptr_array_add(list, look_at(path));
	}
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(list, newest_first);
	return list;
}

GPtrArray *journal_list(const char *directory)
{
	return list_of(directory, "");
}

static bool is_better(const struct journal_entry *e, const struct journal_entry *than)
{
	return !than || (e->unsaved && !than->unsaved);
}

struct journal_entry *journal_find(const char *directory, const char *market, const char *file,
				   bool *alive)
{
	g_autoptr(GPtrArray) list = list_of(directory, market);
	g_autofree char *whole = file ? g_canonicalize_filename(file, NULL) : NULL;
	int found = -1;

	if (alive)
		*alive = false;
	for (guint i = 0; i < list->len; i++) {
		const struct journal_entry *e = list->pdata[i];

		if (g_strcmp0(e->market, market) || g_strcmp0(e->file, whole))
			continue;
		if (e->alive && alive)
			*alive = true;
		if (!e->alive && is_better(e, found < 0 ? NULL : list->pdata[found]))
			found = (int)i;
	}
	return found < 0 ? NULL : g_ptr_array_steal_index(list, (guint)found);
}

struct journal_entry *journal_find_file(const char *directory, const char *file)
{
	g_autoptr(GPtrArray) list = list_of(directory, "");
	g_autofree char *whole = g_canonicalize_filename(file, NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct journal_entry *e = list->pdata[i];

		if (!e->alive && e->market && !g_strcmp0(e->file, whole))
			return g_ptr_array_steal_index(list, i);
	}
	return NULL;
}

struct journal_entry *journal_find_unsaved(const char *directory, const char *market)
{
	g_autoptr(GPtrArray) list = list_of(directory, market ? market : "");

	for (guint i = 0; i < list->len; i++) {
		const struct journal_entry *e = list->pdata[i];

		if (!e->alive && e->unsaved && (!market || !g_strcmp0(e->market, market)))
			return g_ptr_array_steal_index(list, i);
	}
	return NULL;
}

void journal_discard(const char *path)
{
	unlink(path);
}

char *journal_describe(const struct journal_entry *e)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_local(e->date);
	g_autofree char *when = date ? g_date_time_format(date, "%Y-%m-%d %H:%M") : NULL;
	g_autofree char *line = NULL;

	line = g_strdup_printf("%s of %s on %s from %s%s%s", e->unsaved ? "unsaved edits" : "edits",
			       e->scenario ? e->scenario : "an unnamed scenario",
			       e->market ? e->market : "an unknown market", when ? when : "?",
			       e->loss ? "; " : "", e->loss ? e->loss : "");
	return text_safe(line, false);
}
