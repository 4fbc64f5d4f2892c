/* bench_gen SEGMENTS: a made-up market of so many segments on standard output, the same each time.
 *
 * One dimension of nested groups of 3 to 9.  Shares of a group add up to 100 % to the last digit;
 * every segment has a rate, half of them a note, some a name beyond ASCII.  The first segment is
 * named Alpha, which tells the benchmark of the explorer that a frame is complete. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { WHOLE = 10000, MOST_CHILDREN = 9, DEEPEST = 40 };	/* WHOLE: 100 % in hundredths */

static uint64_t state = 20260121;
static long made;

/* Next number of a splitmix64 stream, below limit. */
static unsigned below(unsigned limit)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ (z >> 31)) % limit);
}

static const char *word(const char *const *words, unsigned n)
{
	return words[below(n)];
}
#define WORD(list) word(list, sizeof(list) / sizeof *(list))

static void put_name(void)
{
	static const char *const first[] = {"Public", "Private", "Remote", "Compact", "Modular",
					    "Seasonal", "Certified", "Regional", "Shared"};
	static const char *const second[] = {"archives", "sensors", "labels", "ferries", "pumps",
					     "licences", "turbines", "lenses", "seeds"};
	static const char *const place[] = {"", "", "", " in Málaga", " in 东京", " in Łódź"};

	if (made == 0)
		fputs("Alpha", stdout);
	else
		printf("%s %s%s", WORD(first), WORD(second), WORD(place));
}

static void put_note(int indent)
{
	static const char *const words[] = {"orders", "renewals", "capacity", "tenders", "prices",
					    "permits", "exports", "stock", "wages"};

	printf("%*snote: \"", indent, "");
	for (unsigned i = 0, n = 3 + below(5); i < n; i++)
		printf("%s%s", i ? ", " : "", WORD(words));
	puts("\"");
}

/* Cuts whole into n parts of at least 1. */
static void cut(long whole, int n, long parts[])
{
	unsigned weight[MOST_CHILDREN], sum = 0;
	long rest = whole - n;

	for (int i = 0; i < n; i++)
		sum += weight[i] = 1 + below(100);
	for (int i = 0; i < n; i++) {
		parts[i] = 1 + (whole - n) * (long)weight[i] / (long)sum;
		rest -= parts[i] - 1;
	}
	parts[n - 1] += rest;
}

/* One segment with share hundredths of its parent, and segments - 1 below it. */
static void put_segment(long segments, long share, int depth)
{
	int indent = 2 + 2 * depth;
	long rest = segments - 1, size[MOST_CHILDREN], part[MOST_CHILDREN];
	int n = (int)(3 + below(MOST_CHILDREN - 2));

	printf("%*s- name: ", indent, "");
	put_name();
	printf("\n%*sid: s%ld\n", indent + 2, "", made++);
	printf("%*sshare: {2024: %ld.%02ld%%}\n", indent + 2, "", share / 100, share % 100);
	printf("%*scagr: {2024-2034: %d.%u%%}\n", indent + 2, "", (int)below(18) - 3, below(10));
	if (below(2))
		put_note(indent + 2);
	if (rest == 0)
		return;
	if (n > rest)
		n = (int)rest;
	if (depth >= DEEPEST)
		n = rest < MOST_CHILDREN ? (int)rest : MOST_CHILDREN;
	cut(rest, n, size);
	cut(WHOLE, n, part);
	printf("%*ssegments:\n", indent + 2, "");
	for (int i = 0; i < n; i++)
		put_segment(size[i], part[i], depth + 1);
}

int main(int argc, char **argv)
{
	long segments = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
	long size[MOST_CHILDREN], part[MOST_CHILDREN];
	int n = segments < MOST_CHILDREN ? (int)segments : MOST_CHILDREN;

	if (segments < 1) {
		fputs("usage: bench_gen SEGMENTS\n", stderr);
		return 2;
	}
	printf("tamarack: 1\n"
	       "id: bench-%ld\n"
	       "title: A made-up market of %ld segments\n"
	       "unit: {currency: USD, scale: million}\n"
	       "period: {base: 2024, from: 2025, to: 2034}\n"
	       "total:\n"
	       "  value: {2024: %ld}\n"
	       "  cagr: {2024-2034: 6.4%%}\n"
	       "dimensions:\n"
	       "- id: segment\n"
	       "  segments:\n", segments, segments, segments);
	cut(segments, n, size);
	cut(WHOLE, n, part);
	for (int i = 0; i < n; i++)
		put_segment(size[i], part[i], 0);
	return ferror(stdout) || fflush(stdout);
}
