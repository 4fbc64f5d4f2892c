/* Messages about a place in a file, collected: one run reports all of them, sorted. */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct message {
	char *file;
	int line, column;	/* from 1; 0: the whole file */
	enum severity severity;
	char *text;		/* one sentence, already with what to do; no newline */
};

struct messages;

struct messages *messages_new(void);
void messages_free(struct messages *list);
/* A message of the same severity, place and words is added once.  Beyond 10,000 messages they are
 * only counted. */
void messages_add(struct messages *list, enum severity severity, const char *file, int line,
		  int column, const char *format, ...) G_GNUC_PRINTF(6, 7);
/* Adds copies of the messages of other. */
void messages_extend(struct messages *list, const struct messages *other);
/* Sorts by file, line, column; stable. */
void messages_sort(struct messages *list);
size_t messages_count(const struct messages *list);
size_t messages_errors(const struct messages *list);
const struct message *messages_get(const struct messages *list, size_t i);
/* NULL if there is none. */
const struct message *messages_first_error(const struct messages *list);
/* "FILE:LINE:COL: text", text_safe, warnings and notes say so before the text.  New string. */
char *message_format(const struct message *m);
/* Every message, one a line. */
void messages_print(const struct messages *list, FILE *out);


#endif
