#include "config.h"

#include "market/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#include "base/arena.h"

/* Items of anchored nodes are kept as they pass, in one array for all anchors; an alias within
 * stands as ITEM_ALIAS and is followed when it is read again. */
enum { ITEM_ALIAS = 100, MAX_FRAMES = READER_DEPTH + 8, TAIL = 1 << 16,
	STEP_PAUSE = 50 /* milliseconds */ };

struct kept {
	struct item item;
	size_t target;		/* of an alias: index of its anchor */
};

struct anchor {
	size_t start, end;	/* in kept; end 0: still open */
	int depth;
	bool too_large;
};

struct frame { size_t at, end; };

struct reader {
	char *name;
	struct messages *list;
	size_t errors_before;
	yaml_parser_t parser;
	yaml_event_t event;
	bool parser_ready, event_held, has_ahead, stopped, root_read;
	struct item item, ahead;
	int depth;

	int fd;
	bool may_block;			/* its bytes come when they come */
	size_t bytes_read, file_size;	/* 0: unknown */
	struct file_mark mark;
	bool (*step)(void *data, size_t done, size_t total);
	void *step_data;
	/* The last bytes read and the place where they begin: libyaml gives an offset, and no
	 * place, for bytes that are no text. */
	char *tail;
	size_t tail_length, tail_offset;
	int tail_line, tail_column;
	const char *bytes;	/* of reader_open_bytes */
	size_t n_bytes;
	char *fault;		/* of reading the file */

	GHashTable *names;	/* char * -> index in anchors, plus 1 */
	GArray *anchors, *kept;
	GArray *open;		/* indices of anchors still open */
	struct arena *texts;
	struct frame frames[MAX_FRAMES];
	int n_frames;
	size_t aliased;
};

/* -- Messages */

static void stop(struct reader *r)
{
	r->stopped = true;
	r->has_ahead = false;
	r->item.type = ITEM_STOP;
}

G_GNUC_PRINTF(4, 0)
static void add_error(struct reader *r, int line, int column, const char *format, va_list args)
{
	g_autofree char *text = NULL;

	if (r->stopped)		/* what is missing behind the fault is its consequence */
		return;
	text = g_strdup_vprintf(format, args);
	messages_add(r->list, SEVERITY_ERROR, r->name, line, column, "%s", text);
	if (messages_errors(r->list) - r->errors_before >= READER_ERRORS) {
		messages_add(r->list, SEVERITY_ERROR, r->name, line, column,
			     "too many errors, the rest is not read");
		stop(r);
	}
}

void reader_error(struct reader *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_error(r, r->item.line, r->item.column, format, args);
	va_end(args);
}

void reader_error_at(struct reader *r, int line, int column, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_error(r, line, column, format, args);
	va_end(args);
}

void reader_warning_at(struct reader *r, int line, int column, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	messages_add(r->list, SEVERITY_WARNING, r->name, line, column, "%s", text);
}

void reader_stop_at(struct reader *r, int line, int column, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_error(r, line, column, format, args);
	va_end(args);
	stop(r);
}

char *item_describe(const struct item *item)
{
	switch ((int)item->type) {
	case ITEM_LIST:
		return g_strdup("a list");
	case ITEM_MAP:
		return g_strdup("a mapping");
	case ITEM_SCALAR:
		if (item->length == 0)
			return g_strdup("nothing");
		if (item->length > 40)
			return g_strdup_printf("'%.*s...'", (int)(g_utf8_offset_to_pointer(item->text,
				MIN(36, g_utf8_strlen(item->text, -1))) - item->text), item->text);
		return g_strdup_printf("'%s'", item->text);
	default:
		return g_strdup("nothing");
	}
}

/* -- Faults of libyaml */

/* What libyaml's problem means to a writer of a file. */
static const struct {
	const char *problem, *sentence;
} translations[] = {
	{"mapping values are not allowed in this context",
	 "a ':' cannot stand here: put a text with a colon in quotes, or check the indentation"},
	{"did not find expected key", "a key was expected here: check the indentation"},
	{"did not find expected '-' indicator",
	 "a '-' of the list was expected here: check the indentation"},
	{"did not find expected ',' or ']'", "',' or ']' was expected here: is a '[' not closed?"},
	{"did not find expected ',' or '}'", "',' or '}' was expected here: is a '{' not closed?"},
	{"did not find expected node content", "a value was expected here"},
	{"did not find expected <document start>",
	 "something stands behind the end of the file's one mapping: check the indentation"},
	{"could not find expected ':'", "a ':' was expected behind this key"},
	{"block sequence entries are not allowed in this context",
	 "a '-' cannot stand here: begin the list on a line of its own"},
	{"block mapping keys are not allowed in this context",
	 "a key cannot stand here: begin it on a line of its own"},
	{"mapping keys are not allowed in this context",
	 "a key cannot stand here: begin it on a line of its own"},
	{"found unexpected end of stream", "the file ends within a quoted text: close the quote"},
	{"found unexpected document indicator", "'---' or '...' stands within a quoted text"},
	{"found unknown escape character", "an unknown escape stands behind '\\'"},
	{"did not find expected whitespace or line break", "a space is missing here"},
	{"did not find expected alphabetic or numeric character",
	 "a name was expected behind '&' or '*': put a text that begins so in quotes"},
	{"found undefined tag handle", "tags have no meaning here: leave the '!' word out"},
	{"found a tab character that violates indentation",
	 "a tab cannot indent: use spaces"},
	{"found a tab character where an indentation space is expected",
	 "a tab cannot indent: use spaces"},
	{"control characters are not allowed", "this byte is a control character, not text"},
	{"invalid leading UTF-8 octet", "this byte is not UTF-8"},
	{"invalid trailing UTF-8 octet", "this byte is not UTF-8"},
	{"invalid length of a UTF-8 sequence", "these bytes are not UTF-8"},
	{"invalid Unicode character", "these bytes are not UTF-8"},
	{"incomplete UTF-8 octet sequence", "the file ends within a UTF-8 character"},
	{"incomplete UTF-16 character", "the file ends within a UTF-16 character"},
	{"incomplete UTF-16 surrogate pair", "the file ends within a UTF-16 character"},
	{"unexpected low surrogate area", "this is not UTF-16"},
	{"expected low surrogate area", "this is not UTF-16"},
	{"input is too long", "the file is too large"},
};

/* libyaml has one sentence for every character that cannot begin a value. */
static char *bad_start(const struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *at = (const char *)p->buffer.pointer, *end = (const char *)p->buffer.last;
	gunichar c = at && at < end ? g_utf8_get_char_validated(at, end - at) : (gunichar)-1;
	char sign[7] = "";

	if (c == '\t')
		return g_strdup("a tab cannot indent: use spaces");
	if (c == (gunichar)-1 || c == (gunichar)-2 || !g_unichar_isprint(c))
		return g_strdup("this character cannot begin a value: put the text in quotes");
	sign[g_unichar_to_utf8(c, sign)] = '\0';
	return g_strdup_printf("'%s' cannot begin a value: put the text in quotes", sign);
}

static char *translate(const struct reader *r)
{
	const char *problem = r->parser.problem;

	if (!problem)
		return g_strdup("this is not YAML");
	if (g_str_equal(problem, "found character that cannot start any token"))
		return bad_start(r);
	for (size_t i = 0; i < G_N_ELEMENTS(translations); i++)
		if (g_str_equal(problem, translations[i].problem))
			return g_strdup(translations[i].sentence);
	return g_strdup_printf("this is not YAML: %s", problem);
}

/* The place of a byte offset, from a known place before it. */
static void place_of(const char *text, size_t n, int *line, int *column)
{
	const char *end = text + n, *next;

	/* Lines without a carriage return need no look at each byte. */
	while ((next = memchr(text, '\n', (size_t)(end - text))) &&
	       !memchr(text, '\r', (size_t)(next - text))) {
		++*line;
		*column = 1;
		text = next + 1;
	}
	for (; text < end; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n' || (c == '\r' && !(text + 1 < end && text[1] == '\n'))) {
			++*line;
			*column = 1;
		} else if ((c & 0xc0) != 0x80 && c != '\r') {
			++*column;
		}
	}
}

static void reader_fault_place(const struct reader *r, int *line, int *column)
{
	size_t offset = r->parser.problem_offset;
	const char *from = r->bytes ? r->bytes : r->tail;
	size_t start = r->bytes ? 0 : r->tail_offset;
	size_t n = r->bytes ? r->n_bytes : r->tail_length;

	*line = r->bytes ? 1 : r->tail_line;
	*column = r->bytes ? 1 : r->tail_column;
	if (!from || offset < start)
		return;
	if (start == 0 && n >= 3 && memcmp(from, "\xef\xbb\xbf", 3) == 0 && offset >= 3) {
		from += 3;
		offset -= 3;
		n -= 3;
	}
	place_of(from, MIN(offset - start, n), line, column);
}

static void parser_fault(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	g_autofree char *sentence = translate(r);
	int line = p->problem_mark.line + 1, column = p->problem_mark.column + 1;

	if (r->fault) {
		reader_stop_at(r, 0, 0, "%s", r->fault);
	} else if (p->error == YAML_MEMORY_ERROR || p->error == YAML_NO_ERROR) {
		reader_stop_at(r, 0, 0, "no memory left to read it");
	} else if (p->error == YAML_READER_ERROR) {
		reader_fault_place(r, &line, &column);
		reader_stop_at(r, line, column, "%s", sentence);
	} else if (p->context && strstr(p->context, "quoted scalar") && p->problem &&
		   strstr(p->problem, "unexpected end")) {
		reader_stop_at(r, p->context_mark.line + 1, p->context_mark.column + 1,
		      "the quote that opens here is never closed");
	} else {
		reader_stop_at(r, line, column, "%s", sentence);
	}
}

/* -- Input */

/* Keeps the last bytes read, half the store at a time, for reader_fault_place. */
static void remember(struct reader *r, const unsigned char *bytes, size_t n)
{
	if (n > TAIL / 4)
		n = TAIL / 4;
	if (r->tail_length + n > TAIL) {
		place_of(r->tail, TAIL / 2, &r->tail_line, &r->tail_column);
		memmove(r->tail, r->tail + TAIL / 2, r->tail_length - TAIL / 2);
		r->tail_length -= TAIL / 2;
		r->tail_offset += TAIL / 2;
	}
	memcpy(r->tail + r->tail_length, bytes, n);
	r->tail_length += n;
}

/* Waits for bytes of a pipe, a FIFO or a terminal.  False: given up. */
static bool await_bytes(struct reader *r)
{
	struct pollfd fd = {.fd = r->fd, .events = POLLIN};

	while (r->may_block && poll(&fd, 1, r->step ? STEP_PAUSE : -1) <= 0)
		if (r->step && !r->step(r->step_data, r->bytes_read, r->file_size))
			return false;
	return true;
}

static int read_bytes(void *data, unsigned char *buffer, size_t size, size_t *n)
{
	struct reader *r = data;
	ssize_t got;

	if (size > TAIL / 4)
		size = TAIL / 4;
	if (!await_bytes(r)) {
		r->fault = g_strdup("reading was cancelled");
		return 0;
	}
	do
		got = read(r->fd, buffer, size);
	while (got < 0 && errno == EINTR);
	if (got < 0) {
		r->fault = errno == EISDIR
			 ? g_strdup("is a directory, not a file")
			 : g_strdup_printf("cannot be read: %s", g_strerror(errno));
		return 0;
	}
	r->bytes_read += got;
	if (r->bytes_read > READER_FILE) {
		r->fault = g_strdup("is larger than 1 GiB");
		return 0;
	}
	if (r->step && !r->step(r->step_data, r->bytes_read, r->file_size)) {
		r->fault = g_strdup("reading was cancelled");
		return 0;
	}
	remember(r, buffer, got);
	*n = got;
	return 1;
}

static struct reader *reader_new(const char *name, struct messages *list)
{
	struct reader *r = g_new0(struct reader, 1);

	r->name = g_strdup(name);
	r->list = list;
	r->errors_before = messages_errors(list);
	r->fd = -1;
	r->parser_ready = yaml_parser_initialize(&r->parser);
	if (!r->parser_ready)
		reader_stop_at(r, 0, 0, "no memory left to read it");
	return r;
}

static bool open_file(struct reader *r, const char *file)
{
	struct stat st;

	/* A FIFO nobody writes to yet must not block here. */
	r->fd = g_str_equal(file, "-") ? STDIN_FILENO
		: open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (r->fd < 0 || fstat(r->fd, &st) != 0) {
		reader_stop_at(r, 0, 0, "cannot be opened: %s", g_strerror(errno));
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		reader_stop_at(r, 0, 0, "is a directory, not a file");
		return false;
	}
	r->may_block = S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode) || S_ISSOCK(st.st_mode);
	r->mark = file_mark_of(&st);
	if (S_ISREG(st.st_mode))
		r->file_size = st.st_size;
	if (S_ISREG(st.st_mode) && st.st_size > READER_FILE) {
		reader_stop_at(r, 0, 0, "is larger than 1 GiB");
		return false;
	}
	return true;
}

struct reader *reader_open(const char *file, struct messages *list)
{
	struct reader *r = reader_new(file, list);

	if (r->stopped || !open_file(r, file))
		return r;
	r->tail = g_malloc(TAIL);
	r->tail_line = r->tail_column = 1;
	yaml_parser_set_input(&r->parser, read_bytes, r);
	return r;
}

struct reader *reader_open_bytes(const char *name, const char *bytes, size_t n,
				 struct messages *list)
{
	struct reader *r = reader_new(name, list);

	r->bytes = bytes;
	r->n_bytes = n;
	if (n > READER_FILE)
		reader_stop_at(r, 0, 0, "is larger than 1 GiB");
	if (!r->stopped)
		yaml_parser_set_input_string(&r->parser, (const unsigned char *)bytes, n);
	return r;
}

void reader_watch(struct reader *r, bool (*step)(void *data, size_t done, size_t total),
		  void *data)
{
	r->step = step;
	r->step_data = data;
}

struct file_mark reader_mark(const struct reader *r)
{
	return r->mark;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	if (r->event_held)
		yaml_event_delete(&r->event);
	if (r->parser_ready)
		yaml_parser_delete(&r->parser);
	if (r->fd > STDIN_FILENO)
		close(r->fd);
	if (r->names) {
		g_hash_table_destroy(r->names);
		g_array_free(r->anchors, TRUE);
		g_array_free(r->kept, TRUE);
		g_array_free(r->open, TRUE);
		arena_free(r->texts);
	}
	g_free(r->tail);
	g_free(r->fault);
	g_free(r->name);
	g_free(r);
}

/* -- Anchors and aliases */

static void open_anchor(struct reader *r, const char *name)
{
	struct anchor a = {.depth = r->depth};
	size_t index;

	if (!r->names) {
		r->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		r->anchors = g_array_new(FALSE, FALSE, sizeof(struct anchor));
		r->kept = g_array_new(FALSE, FALSE, sizeof(struct kept));
		r->open = g_array_new(FALSE, FALSE, sizeof(size_t));
		r->texts = arena_new();
	}
	index = r->anchors->len;
	if (index >= READER_ANCHORS) {
		reader_stop_at(r, r->item.line, r->item.column, "more than %d anchors", READER_ANCHORS);
		return;
	}
	a.start = r->kept->len;
	g_array_append_val(r->anchors, a);
	g_array_append_val(r->open, index);
	g_hash_table_replace(r->names, g_strdup(name), GSIZE_TO_POINTER(index + 1));
}

static void keep(struct reader *r, struct item item, size_t target)
{
	struct kept kept = {.item = item, .target = target};

	if (r->kept->len >= READER_ALIASED) {
		for (guint i = 0; i < r->open->len; i++)
			g_array_index(r->anchors, struct anchor,
				      g_array_index(r->open, size_t, i)).too_large = true;
		return;
	}
	if (item.type == ITEM_SCALAR)
		kept.item.text = arena_strndup(r->texts, item.text, item.length);
	g_array_append_val(r->kept, kept);
}

/* Called when the node that ends at the current depth is complete. */
static void close_anchors(struct reader *r)
{
	while (r->open->len > 0) {
		size_t index = g_array_index(r->open, size_t, r->open->len - 1);
		struct anchor *a = &g_array_index(r->anchors, struct anchor, index);

		if (a->depth != r->depth)
			break;
		a->end = r->kept->len;
		g_array_set_size(r->open, r->open->len - 1);
	}
}

static bool follow(struct reader *r, size_t index, int line, int column)
{
	const struct anchor *a = &g_array_index(r->anchors, struct anchor, index);

	for (guint i = 0; i < r->open->len; i++) {
		if (g_array_index(r->open, size_t, i) == index) {
			reader_stop_at(r, line, column, "this alias stands within the node it names");
			return false;
		}
	}
	if (a->too_large) {
		reader_stop_at(r, line, column, "aliases repeat more than %d nodes", READER_ALIASED);
		return false;
	}
	while (r->n_frames > 0 &&
	       r->frames[r->n_frames - 1].at == r->frames[r->n_frames - 1].end)
		r->n_frames--;
	if (r->n_frames == MAX_FRAMES) {
		reader_stop_at(r, line, column, "nested deeper than %d levels", READER_DEPTH);
		return false;
	}
	r->frames[r->n_frames++] = (struct frame){a->start, a->end};
	return true;
}

static bool next_again(struct reader *r)
{
	while (r->n_frames > 0) {
		struct frame *f = &r->frames[r->n_frames - 1];
		const struct kept *k;

		if (f->at == f->end) {
			r->n_frames--;
			continue;
		}
		k = &g_array_index(r->kept, struct kept, f->at++);
		if (++r->aliased > READER_ALIASED) {
			reader_stop_at(r, k->item.line, k->item.column, "aliases repeat more than %d nodes",
			      READER_ALIASED);
			return true;
		}
		if ((int)k->item.type == ITEM_ALIAS) {
			if (!follow(r, k->target, k->item.line, k->item.column))
				return true;
			continue;
		}
		r->item = k->item;
		return true;
	}
	return false;
}

/* An alias in the file; true if its items follow. */
static bool alias(struct reader *r)
{
	const char *name = (const char *)r->event.data.alias.anchor;
	gpointer found = r->names ? g_hash_table_lookup(r->names, name) : NULL;
	struct item item = {.type = (enum item_type)ITEM_ALIAS,
			    .line = r->event.start_mark.line + 1,
			    .column = r->event.start_mark.column + 1};

	if (!found) {
		reader_stop_at(r, item.line, item.column, "no anchor '&%s' stands before this alias", name);
		return false;
	}
	if (r->open->len > 0)
		keep(r, item, GPOINTER_TO_SIZE(found) - 1);
	return follow(r, GPOINTER_TO_SIZE(found) - 1, item.line, item.column);
}

/* -- Items */

static bool tag_is_harmless(const char *tag)
{
	return !tag || g_str_equal(tag, "!") || g_str_has_prefix(tag, "tag:yaml.org,2002:");
}

/* Takes the anchor and the tag of the current event's node. */
static inline void properties(struct reader *r, const yaml_char_t *anchor,
			      const yaml_char_t *tag)
{
	if (G_UNLIKELY(tag) && !tag_is_harmless((const char *)tag))
		reader_error(r, "tags have no meaning here: leave '%s' out", tag);
	if (G_UNLIKELY(anchor))
		open_anchor(r, (const char *)anchor);
}

static void take_scalar(struct reader *r)
{
	const yaml_event_t *e = &r->event;

	r->item.type = ITEM_SCALAR;
	r->item.text = (const char *)e->data.scalar.value;
	r->item.length = e->data.scalar.length;
	r->item.plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (G_UNLIKELY(r->item.length > READER_SCALAR)) {
		reader_stop_at(r, r->item.line, r->item.column, "a text of more than 1 MiB");
		return;
	}
	if (G_UNLIKELY(memchr(r->item.text, '\0', r->item.length))) {
		reader_error(r, "a text cannot hold the character NUL");
		if (!r->stopped)
			r->item.length = strlen(r->item.text);
	}
	properties(r, e->data.scalar.anchor, e->data.scalar.tag);
}

static void open_collection(struct reader *r)
{
	if (r->event.type == YAML_MAPPING_START_EVENT) {
		r->item.type = ITEM_MAP;
		r->item.flow = r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
		properties(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag);
	} else {
		r->item.type = ITEM_LIST;
		r->item.flow = r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
		properties(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag);
	}
}

/* Fetches the next event; false at a fault. */
static bool fetch(struct reader *r)
{
	if (r->event_held)
		yaml_event_delete(&r->event);
	r->event_held = yaml_parser_parse(&r->parser, &r->event);
	if (G_LIKELY(r->event_held && r->event.type != YAML_NO_EVENT))
		return true;
	parser_fault(r);
	return false;
}

/* One item from the file; true unless the event was an alias. */
static bool next_event(struct reader *r)
{
	if (!fetch(r))
		return true;
	r->item.line = r->event.start_mark.line + 1;
	r->item.column = r->event.start_mark.column + 1;
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		take_scalar(r);
		break;
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		open_collection(r);
		break;
	case YAML_MAPPING_END_EVENT:
		r->item.type = ITEM_MAP_END;
		break;
	case YAML_SEQUENCE_END_EVENT:
		r->item.type = ITEM_LIST_END;
		break;
	case YAML_ALIAS_EVENT:
		return !alias(r);
	default:
		stop(r);
		return true;
	}
	if (G_UNLIKELY(r->open && r->open->len > 0) && !r->stopped)
		keep(r, r->item, 0);
	return true;
}

static void count_depth(struct reader *r)
{
	if (r->item.type == ITEM_MAP || r->item.type == ITEM_LIST) {
		if (++r->depth > READER_DEPTH)
			reader_stop_at(r, r->item.line, r->item.column, "nested deeper than %d levels",
			      READER_DEPTH);
	} else if (r->item.type == ITEM_MAP_END || r->item.type == ITEM_LIST_END) {
		r->depth--;
	}
}

/* Stream and document start.  An empty file has no document. */
static void begin(struct reader *r)
{
	r->root_read = true;
	if (!fetch(r) || !fetch(r))
		return;
	if (r->event.type == YAML_STREAM_END_EVENT)
		reader_stop_at(r, 0, 0, "is empty");
}

const struct item *reader_next(struct reader *r)
{
	bool replay;

	if (G_UNLIKELY(r->has_ahead)) {
		r->has_ahead = false;
		r->item = r->ahead;
		return &r->item;
	}
	if (G_UNLIKELY(!r->root_read) && !r->stopped)
		begin(r);
	if (G_UNLIKELY(r->stopped))
		return &r->item;
	do
		replay = r->n_frames > 0 && next_again(r);
	while (!replay && !next_event(r));
	if (G_UNLIKELY(r->stopped)) {
		r->item.type = ITEM_STOP;
		return &r->item;
	}
	count_depth(r);
	if (G_UNLIKELY(r->open && r->open->len > 0) && !replay &&
	    r->item.type != ITEM_MAP && r->item.type != ITEM_LIST)
		close_anchors(r);
	return &r->item;
}

const struct item *reader_item(const struct reader *r)
{
	return &r->item;
}

const struct item *reader_peek(struct reader *r)
{
	struct item now = r->item;

	if (!r->has_ahead) {
		r->ahead = *reader_next(r);
		r->has_ahead = true;
		r->item = now;
	}
	return &r->ahead;
}

void reader_skip(struct reader *r)
{
	int open = r->item.type == ITEM_MAP || r->item.type == ITEM_LIST;

	while (open > 0) {
		switch (reader_next(r)->type) {
		case ITEM_MAP:
		case ITEM_LIST:
			open++;
			break;
		case ITEM_MAP_END:
		case ITEM_LIST_END:
			open--;
			break;
		case ITEM_STOP:
			return;
		default:
			break;
		}
	}
}

bool reader_end(struct reader *r)
{
	if (r->stopped || !fetch(r) || !fetch(r))
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return true;
	reader_stop_at(r, r->event.start_mark.line + 1, r->event.start_mark.column + 1,
	      "a second document begins here; a file holds one");
	return false;
}

bool reader_stopped(const struct reader *r)
{
	return r->stopped;
}
