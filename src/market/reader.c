#include "config.h"

#include "market/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "market/reader_work.h"

enum { STEP_PAUSE = 50 /* milliseconds between two looks at whether to go on */ };

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

/* -- Input */

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

	if (size > READER_PIECE)
		size = READER_PIECE;
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
	fault_remember(r, buffer, got);
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
	fault_begin(r);
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
	anchors_free(r);
	g_free(r->tail);
	g_free(r->fault);
	g_free(r->name);
	g_free(r);
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
		anchors_open(r, (const char *)anchor);
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
	fault_tell(r);
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
		return !anchors_follow(r);
	default:
		stop(r);
		return true;
	}
	if (anchors_any_open(r) && !r->stopped)
		anchors_keep(r);
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
		replay = r->n_frames > 0 && anchors_next(r);
	while (!replay && !next_event(r));
	if (G_UNLIKELY(r->stopped)) {
		r->item.type = ITEM_STOP;
		return &r->item;
	}
	count_depth(r);
	if (anchors_any_open(r) && !replay &&
	    r->item.type != ITEM_MAP && r->item.type != ITEM_LIST)
		anchors_close(r);
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
