/* What the benchmarks share.  They print ratios of two things timed in turn in one run, since
 * milliseconds of different runs or machines cannot be compared. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

/* Seconds since some moment. */
double bench_now(void);
/* Middle of n > 0 values; sorts them. */
double bench_median(double *values, int n);
/* One row of the report: the median and the quartiles of n ratios.  Sorts them. */
void bench_print_ratio(const char *what, double *ratios, int n);
/* The bytes of a file, for the caller to g_free.  Ends the program if it cannot be read. */
char *bench_read(const char *file, size_t *n);
/* Lets libyaml read all events of a document.  Returns their number; ends the program if the
 * document is no YAML. */
size_t bench_drain(const char *bytes, size_t n);

#endif
