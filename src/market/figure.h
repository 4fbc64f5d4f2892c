/* One printed figure and what its print says: point, tolerance, side, interval. */
#ifndef MARKET_FIGURE_H
#define MARKET_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

enum qualifier {
	QUAL_EXACT,		/* 46.53% */
	QUAL_ABOUT,		/* ~9.5%: ten times the tolerance */
	QUAL_ABOVE,		/* ~40%..: just above, "more than" */
	QUAL_BELOW,		/* ~..50%: just under, "nearly" */
	QUAL_RANGE,		/* 40..45%: the midpoint is used and marked assumed */
	QUAL_AT_LEAST,		/* 40%..: a bound, no point value */
	QUAL_AT_MOST,		/* ..50% */
	QUAL_WITHHELD,		/* XX, n/a: printed as withheld */
};

/* Percentages are fractions; levels are in the market's unit. */
struct figure {
	double value;		/* the point that is used; NaN for a bound or withheld */
	double low, high;	/* face value: both = value for a point; the printed interval of a
				 * range; -inf or inf on the open side of a bound */
	double half;		/* rounding: half a unit of the last digit, ten times that if
				 * approximate; of a range the larger of its ends' */
	uint8_t qualifier;	/* enum qualifier */
	uint8_t decimals;	/* as printed (of a percentage: decimals of the percent number) */
};

enum figure_unit { FIGURE_PERCENT, FIGURE_LEVEL, FIGURE_PLAIN };

/* What a level is counted in: the market's scale, so that "675 million" can be converted. */
struct unit {
	const char *currency;	/* "USD", or NULL */
	const char *measure;	/* "devices", "GW", or NULL */
	const char *scale_word;	/* "billion" as written, or NULL */
	double scale;		/* 1e9; 1 if none */
};

/* Reads one scalar by the grammar of tamarack-market(5), FIGURES.
 * A level may name its unit: a scale word, the market's currency or measure, or a physical unit of
 * the same kind with another SI prefix ("1.2 TWh" in a market in GWh).  Nothing beyond 1e30.
 * unit: of the market, for FIGURE_LEVEL; may be NULL otherwise.
 * False: *why is a new sentence for the user that says what to write instead. */
bool figure_parse(const char *text, enum figure_unit kind, const struct unit *unit,
		  struct figure *out, char **why);
/* The interval that the rounding of the print allows: face value widened by half, for ABOVE and
 * BELOW on their side only.  Without end on the open side of a bound and if withheld. */
void figure_interval(const struct figure *f, double *low, double *high);
/* Has a value to count with: all but bounds and withheld. */
bool figure_is_point(const struct figure *f);

/* Factor of a scale word ("million", "lakh crore", "Mrd", U+4EBF), 0 if it is none. */
double scale_factor(const char *word);
/* All of them by number, from 0; NULL behind the last. */
const char *scale_word(int i);
/* The scale word nearest to a mistyped one, or NULL. */
const char *scale_suggest(const char *word);
/* "USD billion", "million devices", "GW": how a unit is written out; short: "USD bn".
 * New string. */
char *unit_format(const struct unit *unit, bool abbreviated);

#endif
