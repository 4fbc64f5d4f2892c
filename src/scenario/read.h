/* Reading a scenario from its document, for the files of src/scenario that do: read_value.c has
 * words, figures and periods, read_curve.c shapes and spreads, read_adjust.c the entries of
 * `adjust`, scenario_read.c the file.
 *
 * What is wrong becomes a message and the rest is read on; an output stays untouched then. */
#ifndef SCENARIO_READ_H
#define SCENARIO_READ_H

#include "market/figure.h"
#include "scenario/document.h"
#include "scenario/scenario.h"

struct read {
	const char *name;
	struct messages *list;
	struct scenario *s;	/* gets the settings; NULL for an entry alone */
	GPtrArray *adjusts;
	int visits;
};

void read_complain(struct read *r, const struct document_node *at, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* Counts a key or entry; false if there are too many. */
bool read_visit(struct read *r, const struct document_node *at);
bool read_want(struct read *r, const struct document_node *at, enum document_kind kind,
	       const char *what);
/* As read_want for a map, which must also hold something. */
bool read_want_keys(struct read *r, const struct document_node *at, const char *what);
/* Index of the text in names; -1 with a message. */
int read_word(struct read *r, const struct document_node *at, const char *const *names, size_t n,
	      const char *what);
/* Calls read for each key of a map that stands in known, with its index. */
void read_keys(struct read *r, const struct document_node *map, const char *const *known, size_t n,
	       void (*read)(struct read *r, int key, const struct document_node *at,
			    const struct document_node *value, void *data), void *data);
/* Shapes and spreads are a map of one key, their name: its index, or -1. */
int read_named(struct read *r, const struct document_node *at, const char *const *names, size_t n,
	       const char *what, const struct document_node **inside);

/* Fractions. */
bool read_rate(struct read *r, const struct document_node *at, double *out);
bool read_share(struct read *r, const struct document_node *at, double *out);
bool read_within(struct read *r, const struct document_node *at, enum figure_unit unit,
		 const char *what, double low, double high, double *out);
bool read_positive(struct read *r, const struct document_node *at, const char *what, double *out);
bool read_integer(struct read *r, const struct document_node *value, const char *what, guint64 low,
		  guint64 high, unsigned long long *out);
bool read_period(struct read *r, const struct document_node *at, struct period *out);
bool read_window(struct read *r, const struct document_node *at, struct period *from,
		 struct period *to);
void read_text(struct read *r, const struct document_node *value, const char *what, char **out);
void read_id(struct read *r, const struct document_node *value, const char *what, char **out);

bool read_shape(struct read *r, const struct document_node *at, struct shape *out);
bool read_spread(struct read *r, const struct document_node *at, struct spread *out);

void read_entry(struct read *r, const struct document_node *map);
void read_entries(struct read *r, const struct document_node *list);
/* Sorts what was read; of one path and kind no two may say the same. */
void read_check_clashes(struct read *r);

#endif
