#include "config.h"

#include "analysis/quantile.h"

#include <math.h>

static void swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

/* Puts the one of rank k in its place, the smaller before it, the larger behind (Hoare). */
static void select_rank(double *x, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2, i = low, j = high;

		if (x[middle] < x[low])
			swap(&x[middle], &x[low]);
		if (x[high] < x[low])
			swap(&x[high], &x[low]);
		if (x[high] < x[middle])
			swap(&x[high], &x[middle]);
		double pivot = x[middle];
		while (i <= j) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i > j)
				break;
			swap(&x[i++], &x[j]);
			if (j == 0)
				break;
			j--;
		}
		if (k <= j)
			high = j;
		else if (k >= i)
			low = i;
		else
			return;
	}
}

static double least(const double *x, size_t n)
{
	double m = x[0];

	for (size_t i = 1; i < n; i++)
		m = fmin(m, x[i]);
	return m;
}

void quantiles(double *x, size_t n, const double *p, size_t k, double *q)
{
	size_t done = 0;

	for (size_t i = 0; i < k; i++) {
		double h = (double)(n - 1) * p[i];
		size_t rank = (size_t)h < n - 1 ? (size_t)h : n - 1;

		select_rank(x + done, n - done, rank - done);
		q[i] = x[rank];
		if (rank + 1 < n)
			q[i] += (h - (double)rank) * (least(x + rank + 1, n - rank - 1) - x[rank]);
		done = rank;
	}
}
