#include "config.h"

#include "analysis/draw.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

uint64_t draw_key(uint64_t seed, const char *path)
{
	uint64_t key = mix(seed + 0x9e3779b97f4a7c15u);

	for (; *path; path++)
		key = mix(key ^ (unsigned char)*path);
	return mix(key);
}

double draw_uniform(uint64_t key, uint64_t trial)
{
	uint64_t x = mix(mix(key + trial * 0x9e3779b97f4a7c15u) ^ key);

	return ((double)(x >> 11) + 0.5) * 0x1p-53;
}

double draw_normal(uint64_t key, uint64_t trial)
{
	return gsl_cdf_ugaussian_Pinv(draw_uniform(key, trial));
}

static double triangular(const struct spread *s, double u)
{
	double width = s->high - s->low, rise = s->mode - s->low;

	if (width <= 0)
		return s->mode;
	if (u * width < rise)
		return s->low + sqrt(u * width * rise);
	return s->high - sqrt((1 - u) * width * (s->high - s->mode));
}

/* A beta with weight 4 on the mode. */
static double pert(const struct spread *s, double u)
{
	double width = s->high - s->low;

	if (width <= 0)
		return s->mode;
	return s->low + width * gsl_cdf_beta_Pinv(u, 1 + 4 * (s->mode - s->low) / width,
						  1 + 4 * (s->high - s->mode) / width);
}

double draw_spread(const struct spread *s, double centre, double z)
{
	switch (s->kind) {
	case SPREAD_TRIANGULAR:
		return triangular(s, gsl_cdf_ugaussian_P(z));
	case SPREAD_PERT:
		return pert(s, gsl_cdf_ugaussian_P(z));
	case SPREAD_UNIFORM:
		return s->low + (s->high - s->low) * gsl_cdf_ugaussian_P(z);
	default:
		return centre + s->sd * z;
	}
}
