#include "config.h"
#include "bench.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof *values, compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void bench_print_ratio(const char *what, double *ratios, int n)
{
	double median = bench_median(ratios, n);

	printf("%-58s %8.3f  [%.3f .. %.3f]\n", what, median, ratios[n / 4], ratios[n - 1 - n / 4]);
	fflush(stdout);
}

char *bench_read(const char *file, size_t *n)
{
	g_autoptr(GError) error = NULL;
	char *bytes;

	if (!g_file_get_contents(file, &bytes, n, &error)) {
		fprintf(stderr, "%s\n", error->message);
		exit(2);
	}
	return bytes;
}

size_t bench_drain(const char *bytes, size_t n)
{
	yaml_parser_t parser;
	size_t events = 0;

	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
	for (bool more = true; more; events++) {
		yaml_event_t event;

		if (!yaml_parser_parse(&parser, &event) || event.type == YAML_NO_EVENT) {
			fprintf(stderr, "bench: the document is no YAML\n");
			exit(2);
		}
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return events;
}
