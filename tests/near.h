/* Numbers compared. */
#ifndef TESTS_NEAR_H
#define TESTS_NEAR_H

#include <check.h>
#include <math.h>
#include <stdbool.h>

/* |is - want| <= tolerance; NaN is near nothing. */
#define near(is, want, tolerance) do { \
	double is_ = (is), want_ = (want); \
	ck_assert_msg(fabs(is_ - want_) <= (tolerance), "%s is %.12g, not %.12g", #is, is_, want_); \
} while (0)

/* The same number but for the last digits of a double, infinities and NaN included. */
static inline bool same_number(double is, double want)
{
	return is == want || (isnan(is) && isnan(want)) || fabs(is - want) <= 1e-12 * fabs(want);
}

#define ck_assert_same(is, want) do { \
	double is_ = (is), want_ = (want); \
	ck_assert_msg(same_number(is_, want_), "%s is %.17g, not %.17g", #is, is_, want_); \
} while (0)

#endif
