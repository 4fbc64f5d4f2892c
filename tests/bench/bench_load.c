/* bench_load MARKET: loading over a bare drain of libyaml's events of the same bytes, in turn, and
 * the memory that a loaded segment takes. */
#include "config.h"
#include "bench.h"

#include <glib.h>
#include <stdio.h>
#include <sys/resource.h>

#include "market/market.h"

enum { ROUNDS = 15 };

static struct market *load(const char *bytes, size_t n)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("market", bytes, n, list);

	if (!m) {
		messages_print(list, stderr);
		g_error("the market was not loaded");
	}
	messages_free(list);
	return m;
}

static long peak_kilobytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* In a process that has the bytes and nothing else yet: what loading them adds to the peak. */
static void print_memory(const char *bytes, size_t n)
{
	long before = peak_kilobytes();
	struct market *m = load(bytes, n);
	double added = (peak_kilobytes() - before) * 1024.0;

	printf("%-44s %6.0f bytes (%d nodes, %d facts)\n", "peak memory of loading, a segment",
	       added / m->n_nodes, m->n_nodes, m->n_facts);
	market_free(m);
}

int main(int argc, char **argv)
{
	double ratios[ROUNDS];
	size_t n = 0, events = 0;
	char *bytes;

	if (argc != 2) {
		fputs("usage: bench_load MARKET\n", stderr);
		return 2;
	}
	bytes = bench_read(argv[1], &n);
	print_memory(bytes, n);
	for (int i = 0; i < ROUNDS; i++) {
		double start = bench_now(), drained, loaded;
		struct market *m;

		events = bench_drain(bytes, n);
		drained = bench_now() - start;
		start = bench_now();
		m = load(bytes, n);
		loaded = bench_now() - start;
		market_free(m);
		ratios[i] = loaded / drained;
	}
	printf("%-44s %zu\n", "events of libyaml", events);
	bench_print_ratio("load over drain of the events", ratios, ROUNDS);
	g_free(bytes);
	return 0;
}
