/* What one group's sum, boxes and ranks prove about each member, in closed form.
 *
 * With the largest member's value x given, the others lie in [low, min(high, x)], so that a group
 * with a leader is one with boxes once the range of x is known; the smallest is its mirror. */
#include "config.h"

#include "forecast/hull.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/linear.h"

enum { BOTH_MAX = 100 };	/* members, beyond which both ranks are only taken in turn */

static double tolerance(const struct hull *h)
{
	return 1e-9 * fmax(fabs(h->parent), 1e-300);
}

/* Boxes by the sum alone; false if there is no solution. */
static bool narrow_sum(struct hull *h)
{
	double low = 0, high = 0;
	int open = 0;
	for (int i = 0; i < h->n; i++) {
		low += h->member[i].low;
		if (isinf(h->member[i].high))
			open++;
		else
			high += h->member[i].high;
	}
	if (low > h->parent + tolerance(h) || (!open && high < h->parent - tolerance(h)))
		return false;
	for (int i = 0; i < h->n; i++) {
		struct hull_member *m = &h->member[i];
		double l = m->low, most = h->parent - (low - l);
		int others_open = open - isinf(m->high);
		if (!others_open) {
			double least = h->parent - (isinf(m->high) ? high : high - m->high);
			m->low = fmin(fmax(l, least), m->high);
		}
		m->high = fmax(fmin(m->high, most), m->low);
	}
	return true;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Least x with x + sum over the other members of min(high, x) >= parent. */
static double least_leader(const struct hull *h)
{
	double *high = g_new(double, h->n), fixed = 0, x;
	int n = 0, i;
	for (i = 0; i < h->n; i++) {
		if (i == h->largest)
			continue;
		if (h->member[i].ranked)
			high[n++] = h->member[i].high;
		else
			fixed += h->member[i].high;
	}
	qsort(high, n, sizeof *high, ascending);
	for (i = 0; ; i++) {		/* i of the others are at their top */
		x = (h->parent - fixed) / (n - i + 1);
		if (i == n || x <= high[i])
			break;
		fixed += high[i];
	}
	g_free(high);
	return x;
}

/* Largest y with y + sum over the other members of max(low, y) <= parent. */
static double most_trailer(const struct hull *h)
{
	double *low = g_new(double, h->n), fixed = 0, y;
	int n = 0, i;
	for (i = 0; i < h->n; i++) {
		if (i == h->smallest)
			continue;
		if (h->member[i].ranked)
			low[n++] = h->member[i].low;
		else
			fixed += h->member[i].low;
	}
	qsort(low, n, sizeof *low, ascending);
	for (i = n; ; i--) {		/* those from i on are above y */
		y = (h->parent - fixed) / (i + 1);
		if (i == 0 || y >= low[i - 1])
			break;
		fixed += low[i - 1];
	}
	g_free(low);
	return y;
}

static double clamp(double x, double low, double high)
{
	return fmin(fmax(x, low), high);
}

/* Highest lower bound among the ranked members but for one; lowest upper bound likewise. */
static double top_low(const struct hull *h, int but)
{
	double top = -INFINITY;
	for (int i = 0; i < h->n; i++)
		if (i != but && h->member[i].ranked)
			top = fmax(top, h->member[i].low);
	return top;
}

static double bottom_high(const struct hull *h, int but)
{
	double bottom = INFINITY;
	for (int i = 0; i < h->n; i++)
		if (i != but && h->member[i].ranked)
			bottom = fmin(bottom, h->member[i].high);
	return bottom;
}

/* Without a sum the leader alone bounds the others. */
static void ranks_alone(struct hull *h)
{
	for (int i = 0; i < h->n; i++)
		h->member[i].high = fmax(fmin(h->member[i].high, h->parent), h->member[i].low);
	if (h->largest >= 0) {
		struct hull_member *l = &h->member[h->largest];
		l->low = clamp(top_low(h, h->largest), l->low, l->high);
		for (int i = 0; i < h->n; i++)
			if (h->member[i].ranked)
				h->member[i].high = fmax(fmin(h->member[i].high, l->high),
							 h->member[i].low);
	}
	if (h->smallest >= 0) {
		struct hull_member *s = &h->member[h->smallest];
		s->high = clamp(bottom_high(h, h->smallest), s->low, s->high);
		for (int i = 0; i < h->n; i++)
			if (h->member[i].ranked)
				h->member[i].low = fmin(fmax(h->member[i].low, s->low),
							h->member[i].high);
	}
}

/* Boxes with a leader.  Expects the boxes narrowed by the sum. */
static bool narrow_largest(struct hull *h)
{
	struct hull_member *l = &h->member[h->largest];
	double x0 = fmax(fmax(l->low, top_low(h, h->largest)), least_leader(h)), x1 = l->high;
	double low = 0, cap = 0;
	if (x0 > x1 + tolerance(h))
		return false;
	x0 = fmin(x0, x1);
	for (int i = 0; i < h->n; i++) {
		const struct hull_member *m = &h->member[i];
		if (i == h->largest)
			continue;
		low += m->low;
		cap += m->ranked ? fmin(m->high, x1) : m->high;
	}
	for (int i = 0; i < h->n; i++) {
		struct hull_member *m = &h->member[i];
		if (i == h->largest)
			continue;
		double others = low - m->low, room = cap - (m->ranked ? fmin(m->high, x1) : m->high);
		double x = m->ranked ? clamp((h->parent - others) / 2, x0, x1) : x0;
		double top = fmin(h->parent - x - others, m->ranked ? x : INFINITY);
		double bottom = h->parent - x1 - room;
		m->high = fmax(fmin(m->high, top), m->low);
		m->low = clamp(bottom, m->low, m->high);
	}
	l->low = x0;
	l->high = x1;
	return true;
}

/* The mirror of narrow_largest. */
static bool narrow_smallest(struct hull *h)
{
	struct hull_member *s = &h->member[h->smallest];
	double y0 = s->low, y1 = fmin(fmin(s->high, bottom_high(h, h->smallest)), most_trailer(h));
	double high = 0, floor_ = 0;
	if (y0 > y1 + tolerance(h))
		return false;
	y1 = fmax(y0, y1);
	for (int i = 0; i < h->n; i++) {
		const struct hull_member *m = &h->member[i];
		if (i == h->smallest)
			continue;
		high += m->high;
		floor_ += m->ranked ? fmax(m->low, y0) : m->low;
	}
	for (int i = 0; i < h->n; i++) {
		struct hull_member *m = &h->member[i];
		if (i == h->smallest)
			continue;
		double others = high - m->high;
		double least = floor_ - (m->ranked ? fmax(m->low, y0) : m->low);
		double y = m->ranked ? clamp((h->parent - others) / 2, y0, y1) : y1;
		double bottom = fmax(h->parent - y - others, m->ranked ? y : -INFINITY);
		double top = h->parent - y0 - least;
		m->low = clamp(bottom, m->low, m->high);
		m->high = fmax(fmin(m->high, top), m->low);
	}
	s->low = y0;
	s->high = y1;
	return true;
}

/* Both ranks together: a linear program, in units of the parent. */
static void narrow_both(struct hull *h)
{
	struct linear *l = linear_new(h->n);
	int *at = g_new(int, h->n);
	double *one = g_new(double, h->n), unit = h->parent;
	for (int i = 0; i < h->n; i++) {
		at[i] = i;
		one[i] = 1;
		linear_box(l, i, h->member[i].low / unit, h->member[i].high / unit);
	}
	linear_row(l, at, one, h->n, 1, 1);
	for (int i = 0; i < h->n; i++) {
		const double signs[] = { 1, -1 };
		const int below[] = { h->largest, i }, above[] = { i, h->smallest };
		if (h->member[i].ranked && i != h->largest)
			linear_row(l, below, signs, 2, 0, INFINITY);
		if (h->member[i].ranked && i != h->smallest)
			linear_row(l, above, signs, 2, 0, INFINITY);
	}
	for (int i = 0; i < h->n; i++) {
		struct hull_member *m = &h->member[i];
		double low, high;
		if (m->high - m->low <= 1e-8 * unit || !linear_range(l, i, &low, &high))
			continue;
		if (low * unit > m->low + 1e-8 * unit)
			m->low = fmin(low * unit, m->high);
		if (high * unit < m->high - 1e-8 * unit)
			m->high = fmax(high * unit, m->low);
	}
	linear_free(l);
	g_free(at);
	g_free(one);
}

bool hull_narrow(struct hull *h)
{
	struct hull_member *kept;
	bool ok = true;
	if (!h->n)
		return true;
	if (!h->sum) {
		ranks_alone(h);
		return true;
	}
	kept = g_new(struct hull_member, h->n);
	memcpy(kept, h->member, h->n * sizeof *kept);
	int both = h->largest >= 0 && h->smallest >= 0;
	for (int pass = 0; ok && pass <= 2 * both; pass++) {
		ok = narrow_sum(h);
		if (ok && h->largest >= 0)
			ok = narrow_largest(h);
		if (ok && h->smallest >= 0)
			ok = narrow_smallest(h);
	}
	if (ok && both && h->n <= BOTH_MAX && h->parent > 0 && h->largest != h->smallest)
		narrow_both(h);
	if (!ok)
		memcpy(h->member, kept, h->n * sizeof *kept);
	g_free(kept);
	return ok;
}

void hull_parent(const struct hull *h, double *least, double *most)
{
	double x = h->largest >= 0 ? h->member[h->largest].high : INFINITY;
	double y = h->smallest >= 0 ? h->member[h->smallest].low : 0;
	*least = *most = 0;
	for (int i = 0; i < h->n; i++) {
		const struct hull_member *m = &h->member[i];
		double low = m->ranked ? fmax(m->low, y) : m->low;
		double high = m->ranked ? fmin(m->high, x) : m->high;
		*least = h->sum ? *least + low : fmax(*least, low);
		*most += high;
	}
	if (h->largest >= 0 && h->sum) {	/* the leader is at least as large as any */
		double top = top_low(h, h->largest);
		*least += fmax(0, top - fmax(h->member[h->largest].low, y));
	}
	if (!h->sum)
		*most = INFINITY;
}
