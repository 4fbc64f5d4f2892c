/* Periods, messages, the arena. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/period.h"
#include "run_suite.h"

#define ARENA_BLOCK 64
#define arena_new small_arena_new
#define arena_free small_arena_free
#define arena_alloc small_arena_alloc
#define arena_strndup small_arena_strndup
#define arena_strdup small_arena_strdup
#include "base/arena.c"

START_TEST(arena_keeps_everything)
{
	struct arena *a = arena_new();
	char *small[200];
	unsigned char *big = NULL;

	for (int i = 0; i < 200; i++) {
		char name[32];

		snprintf(name, sizeof name, "node %d", i);
		small[i] = arena_strdup(a, name);
		if (i == 100) {
			big = arena_alloc(a, 1000);
			for (int j = 0; j < 1000; j++)
				ck_assert_int_eq(big[j], 0);
			memset(big, 0xAA, 1000);
		}
	}
	for (int i = 0; i < 200; i++) {
		char name[32];

		snprintf(name, sizeof name, "node %d", i);
		ck_assert_str_eq(small[i], name);
	}
	for (int j = 0; j < 1000; j++)
		ck_assert_int_eq(big[j], 0xAA);
	arena_free(a);
	arena_free(NULL);
}
END_TEST

START_TEST(arena_aligns_and_zeroes)
{
	struct arena *a = arena_new();
	char *last = NULL;

	for (size_t size = 0; size < 130; size++) {
		char *p = arena_alloc(a, size);

		ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
		ck_assert_ptr_ne(p, last);
		for (size_t i = 0; i < size; i++)
			ck_assert_int_eq(p[i], 0);
		memset(p, 1, size);
		last = p;
	}
	last = arena_strdup(a, "odd");
	ck_assert_uint_eq((uintptr_t)arena_alloc(a, 8) % alignof(max_align_t), 0);
	ck_assert_str_eq(last, "odd");
	ck_assert_str_eq(arena_strndup(a, "abcdef", 3), "abc");
	ck_assert_str_eq(arena_strndup(a, "", 0), "");
	ck_assert_int_eq(memcmp(arena_strndup(a, "a\0b", 3), "a\0b", 4), 0);
	arena_free(a);
}
END_TEST

static const struct { const char *text; int year, step, part; } good_periods[] = {
	{"2031", 2031, STEP_YEAR, 1}, {"0001", 1, STEP_YEAR, 1}, {"9999", 9999, STEP_YEAR, 1},
	{"2023-H1", 2023, STEP_HALF, 1}, {"2023-H2", 2023, STEP_HALF, 2},
	{"2023-Q1", 2023, STEP_QUARTER, 1}, {"2023-Q4", 2023, STEP_QUARTER, 4},
	{"2023-01", 2023, STEP_MONTH, 1}, {"2023-12", 2023, STEP_MONTH, 12},
};

START_TEST(period_reads_and_writes)
{
	char buf[PERIOD_TEXT_MAX];
	struct period p;

	ck_assert(period_parse(good_periods[_i].text, &p));
	ck_assert_int_eq(p.year, good_periods[_i].year);
	ck_assert_int_eq(p.step, good_periods[_i].step);
	ck_assert_int_eq(p.part, good_periods[_i].part);
	ck_assert(period_is_set(p));
	ck_assert_str_eq(period_format(p, buf), good_periods[_i].text);
	ck_assert(period_equal(p, period_from_ordinal(p.step, period_ordinal(p))));
}
END_TEST

static const char *const bad_periods[] = {
	"", "0", "0000", "203", "20311", "10000", "-2031", "+2031", " 2031", "2031 ", "2031-",
	"2023-H0", "2023-H3", "2023-Q0", "2023-Q5", "2023-00", "2023-13", "2023-1", "2023-q1",
	"2023Q1", "2023-Q1x", "FY24", "2023.5", ("\xEF\xBC\x92" "031"), "20\xD9\xA3",
};

START_TEST(period_refuses)
{
	struct period p = {7, 7, 7};

	ck_assert(!period_parse(bad_periods[_i], &p));
	ck_assert_int_eq(p.year, 7);
}
END_TEST

static const struct { const char *text, *from, *to; } good_spans[] = {
	{"2026..2031", "2026", "2031"}, {"2026-2031", "2026", "2031"}, {"..2031", "", "2031"},
	{"2026..", "2026", ""}, {"2031", "2031", "2031"}, {"2023-Q4", "2023-Q4", "2023-Q4"},
	{"2023-Q4..2024-Q1", "2023-Q4", "2024-Q1"}, {"2023-04..2023-04", "2023-04", "2023-04"},
	{"..2023-H1", "", "2023-H1"}, {"2023-11", "2023-11", "2023-11"},
};

START_TEST(span_reads)
{
	struct period from, to;
	char a[PERIOD_TEXT_MAX], b[PERIOD_TEXT_MAX];

	ck_assert(period_parse_span(good_spans[_i].text, &from, &to));
	ck_assert_str_eq(period_format(from, a), good_spans[_i].from);
	ck_assert_str_eq(period_format(to, b), good_spans[_i].to);
}
END_TEST

static const char *const bad_spans[] = {
	"", "..", "...", "....", "2031..2026", "2031-2026", "2023..2024-Q1", "2026...2031",
	"2026..2031..", "2026-2031..", "2023-Q1-2023-Q4", "2026 .. 2031", "0000-2031",
	("2026\xE2\x80\x93" "2031"), "..0000", "2024-Q1..2023-Q4", "2026-2031-",
};

START_TEST(span_refuses)
{
	struct period from = {7, 7, 7}, to = {7, 7, 7};

	ck_assert(!period_parse_span(bad_spans[_i], &from, &to));
	ck_assert_int_eq(from.year, 7);
	ck_assert_int_eq(to.year, 7);
}
END_TEST

static struct period P(const char *text)
{
	struct period p = PERIOD_NONE;

	ck_assert(period_parse(text, &p));
	return p;
}

START_TEST(period_counts)
{
	ck_assert_int_eq(period_ordinal(P("2024-Q1")) - period_ordinal(P("2023-Q4")), 1);
	ck_assert_int_eq(period_ordinal(P("2024-01")) - period_ordinal(P("2023-12")), 1);
	ck_assert_int_eq(period_ordinal(P("2024-H1")) - period_ordinal(P("2023-H2")), 1);
	ck_assert_double_eq(period_years_between(P("2026"), P("2031")), 5);
	ck_assert_double_eq(period_years_between(P("2023-Q4"), P("2024-Q1")), 0.25);
	ck_assert_double_eq(period_years_between(P("2023-H1"), P("2023")), 0.5);
	ck_assert_double_eq(period_years_between(P("2024"), P("2023-12")), -1);
	ck_assert(!period_is_set(period_from_ordinal(STEP_YEAR, 0)));
	ck_assert(!period_is_set(period_from_ordinal(STEP_YEAR, 10000)));
	ck_assert(!period_is_set(period_from_ordinal(STEP_MONTH, 11)));
	ck_assert(!period_is_set(period_from_ordinal(STEP_MONTH, -1)));
	ck_assert(!period_is_set(period_year(-1)));
	ck_assert_int_eq(period_parts(STEP_MONTH), 12);
}
END_TEST

START_TEST(period_sorts)
{
	const char *const order[] = {"2022-12", "2023", "2023-H1", "2023-Q1", "2023-01",
				     "2023-02", "2023-Q2", "2023-H2", "2024"};
	int n = G_N_ELEMENTS(order);

	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			ck_assert_int_eq(period_compare(P(order[i]), P(order[j])),
					 (i > j) - (i < j));
}
END_TEST

START_TEST(period_survives_anything)
{
	static const char alphabet[] = "0123456789..--HQhq FY\xe2\x80\x93";
	GRand *rand = g_rand_new_with_seed(5);

	for (int i = 0; i < 200000; i++) {
		int len = g_rand_int_range(rand, 0, 14);
		char *text = g_malloc0((gsize)len + 1), buf[PERIOD_TEXT_MAX];
		struct period p, from, to;

		for (int j = 0; j < len; j++)
			text[j] = i % 4 ? alphabet[g_rand_int_range(rand, 0, sizeof alphabet - 1)]
				: (char)g_rand_int_range(rand, 1, 256);
		if (period_parse(text, &p)) {
			ck_assert(p.year >= 1 && p.part >= 1);
			ck_assert_int_le(p.part, period_parts(p.step));
			ck_assert_str_eq(period_format(p, buf), text);
		}
		if (period_parse_span(text, &from, &to)) {
			ck_assert(period_is_set(from) || period_is_set(to));
			ck_assert(!period_is_set(from) || !period_is_set(to)
				  || period_years_between(from, to) >= 0);
		}
		g_free(text);
	}
	g_rand_free(rand);
}
END_TEST

START_TEST(messages_sort_once)
{
	struct messages *list = messages_new(), *all = messages_new();
	const char *const expected[] = {
		"a.yaml: warning: whole file", "a.yaml:2:9: first", "a.yaml:2:9: second",
		"a.yaml:2:10: note: later", "b.yaml:1:1: other file",
	};

	messages_add(list, SEVERITY_ERROR, "b.yaml", 1, 1, "other file");
	messages_add(list, SEVERITY_NOTE, "a.yaml", 2, 10, "later");
	messages_add(list, SEVERITY_ERROR, "a.yaml", 2, 9, "first");
	messages_add(list, SEVERITY_ERROR, "a.yaml", 2, 9, "%s", "second");
	messages_add(list, SEVERITY_ERROR, "a.yaml", 2, 9, "first");
	messages_add(list, SEVERITY_WARNING, "a.yaml", 0, 0, "whole file");
	ck_assert_uint_eq(messages_errors(list), 3);
	messages_extend(all, list);
	messages_extend(all, list);
	messages_sort(all);
	ck_assert_uint_eq(messages_count(all), G_N_ELEMENTS(expected));
	for (size_t i = 0; i < messages_count(all); i++) {
		char *s = message_format(messages_get(all, i));

		ck_assert_str_eq(s, expected[i]);
		g_free(s);
	}
	messages_free(list);
	messages_free(all);
	messages_free(NULL);
}
END_TEST

START_TEST(messages_are_bounded_and_clean)
{
	struct messages *list = messages_new();
	char *text = NULL;
	size_t len = 0, lines = 0;
	FILE *out = open_memstream(&text, &len);

	messages_add(list, SEVERITY_ERROR, "x\x1b[2J", 1, 1, "bad\n\x07key");
	for (int i = 0; i < 20000; i++)
		messages_add(list, SEVERITY_ERROR, "f", i, 1, "unknown key");
	ck_assert_uint_eq(messages_errors(list), 20001);
	ck_assert_uint_eq(messages_count(list), 10000);
	messages_print(list, out);
	fclose(out);
	for (const char *s = text; *s; s++) {
		ck_assert((unsigned char)*s >= ' ' || *s == '\n');
		lines += *s == '\n';
	}
	ck_assert_uint_eq(lines, 10001);
	ck_assert(g_str_has_suffix(text, "and 10001 more messages\n"));
	free(text);
	messages_free(list);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("arena");

	tcase_add_test(t, arena_keeps_everything);
	tcase_add_test(t, arena_aligns_and_zeroes);
	suite_add_tcase(s, t);
	t = tcase_create("period");
	tcase_add_loop_test(t, period_reads_and_writes, 0, G_N_ELEMENTS(good_periods));
	tcase_add_loop_test(t, period_refuses, 0, G_N_ELEMENTS(bad_periods));
	tcase_add_loop_test(t, span_reads, 0, G_N_ELEMENTS(good_spans));
	tcase_add_loop_test(t, span_refuses, 0, G_N_ELEMENTS(bad_spans));
	tcase_add_test(t, period_counts);
	tcase_add_test(t, period_sorts);
	tcase_add_test(t, period_survives_anything);
	suite_add_tcase(s, t);
	t = tcase_create("message");
	tcase_add_test(t, messages_sort_once);
	tcase_add_test(t, messages_are_bounded_and_clean);
	suite_add_tcase(s, t);
	return run_suite(s);
}
