/* Where an answer goes: standard output, a file or a string.
 *
 * A new or regular file is written beside itself and put in place by output_close, so that a
 * failed or killed run leaves the old bytes; what was written beside is removed when SIGINT, SIGTERM
 * or SIGHUP ends the run, where these have nobody else's handler.  A device or a pipe is written directly.  A failed
 * write is remembered: later writes do nothing and output_close reports it. */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include <glib.h>
#include <stdbool.h>

struct output;

/* path: a file; NULL or "-" is standard output. */
struct output *output_open(const char *path, GError **error);
/* Appends to text, which the caller keeps. */
struct output *output_to_string(GString *text);
void output_bytes(struct output *o, const char *bytes, size_t n);
void output_text(struct output *o, const char *text);
void output_printf(struct output *o, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Nothing more will be read or can be written: a long report may stop. */
bool output_failed(const struct output *o);
/* Frees o.  False if any byte did not arrive.  A reader that went away (EPIPE) is no error. */
bool output_close(struct output *o, GError **error);
/* Frees o without putting a file in place. */
void output_drop(struct output *o);

#endif
