/* What the files of the reader share: reader.c (items, input), reader_fault.c (what libyaml finds
 * wrong, and where), reader_anchors.c (aliases).  For nobody else. */
#ifndef MARKET_READER_WORK_H
#define MARKET_READER_WORK_H

#include "market/reader.h"

#include <glib.h>
#include <yaml.h>

struct arena;

enum {
	READER_TAIL = 1 << 16,		/* bytes kept of what was read */
	READER_PIECE = READER_TAIL / 4,	/* bytes read at a time */
	READER_FRAMES = READER_DEPTH + 8,
};

struct frame { size_t at, end; };	/* of kept items that are read again */

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

	GHashTable *names;	/* char * -> index in anchors, plus 1; NULL without any anchor */
	GArray *anchors;	/* struct anchor */
	GArray *kept;		/* struct kept */
	GArray *open;		/* size_t, anchors still open */
	struct arena *texts;
	struct frame frames[READER_FRAMES];
	int n_frames;
	size_t aliased;
};

/* The reader holds a tail for the places of faults; no other bytes are remembered. */
void fault_begin(struct reader *r);
/* Bytes that were read, at most READER_PIECE of them. */
void fault_remember(struct reader *r, const unsigned char *bytes, size_t n);
/* Says what libyaml or the input found wrong, and stops. */
void fault_tell(struct reader *r);

/* An anchor at the current item, whose node begins there. */
void anchors_open(struct reader *r, const char *name);
/* Items read now belong to an anchored node. */
static inline bool anchors_any_open(const struct reader *r)
{
	return G_UNLIKELY(r->open && r->open->len > 0);
}
/* Keeps the current item for those nodes. */
void anchors_keep(struct reader *r);
/* The node that ends at the current depth is complete. */
void anchors_close(struct reader *r);
/* The event is an alias: true if the items of its node follow. */
bool anchors_follow(struct reader *r);
/* The next item of an alias that is being followed; false if there is none. */
bool anchors_next(struct reader *r);
void anchors_free(struct reader *r);

#endif
