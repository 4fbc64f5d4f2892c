/* What libyaml finds wrong, in words that say what to do, and at its place. */
#include "config.h"

#include "market/reader_work.h"

#include <string.h>

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

static void place_of_fault(const struct reader *r, int *line, int *column)
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

void fault_tell(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	g_autofree char *sentence = translate(r);
	int line = p->problem_mark.line + 1, column = p->problem_mark.column + 1;

	if (r->fault) {
		reader_stop_at(r, 0, 0, "%s", r->fault);
	} else if (p->error == YAML_MEMORY_ERROR || p->error == YAML_NO_ERROR) {
		reader_stop_at(r, 0, 0, "no memory left to read it");
	} else if (p->error == YAML_READER_ERROR) {
		place_of_fault(r, &line, &column);
		reader_stop_at(r, line, column, "%s", sentence);
	} else if (p->context && strstr(p->context, "quoted scalar") && p->problem &&
		   strstr(p->problem, "unexpected end")) {
		reader_stop_at(r, p->context_mark.line + 1, p->context_mark.column + 1,
		      "the quote that opens here is never closed");
	} else {
		reader_stop_at(r, line, column, "%s (what follows was not read)", sentence);
	}
}

/* -- The last bytes read */

void fault_begin(struct reader *r)
{
	r->tail = g_malloc(READER_TAIL);
	r->tail_line = r->tail_column = 1;
}

/* Half the store at a time. */
void fault_remember(struct reader *r, const unsigned char *bytes, size_t n)
{
	if (r->tail_length + n > READER_TAIL) {
		place_of(r->tail, READER_TAIL / 2, &r->tail_line, &r->tail_column);
		memmove(r->tail, r->tail + READER_TAIL / 2, r->tail_length - READER_TAIL / 2);
		r->tail_length -= READER_TAIL / 2;
		r->tail_offset += READER_TAIL / 2;
	}
	memcpy(r->tail + r->tail_length, bytes, n);
	r->tail_length += n;
}
