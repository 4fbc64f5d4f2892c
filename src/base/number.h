/* Numbers as reports print them, free of the locale: our own grammar in, fixed or shortest
 * decimals out.  Digits, one '.', an optional leading sign, '_' between digits; no exponent,
 * no hex, no NaN, no infinity. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

struct decimal {
	double value;
	double half;		/* half a unit of the last printed digit: 0.005 for "8.74" */
	int decimals;		/* digits behind the point */
};

enum { NUMBER_TEXT_MAX = 360, NUMBER_DECIMALS_MAX = 40 };

/* The whole of text[0..len) is one number.  On failure *why is a static sentence part, without
 * capital or full stop.  -0 reads as 0. */
bool number_parse(const char *text, size_t len, struct decimal *out, const char **why);
/* The same times ten to the power of exponent: value and half are the doubles nearest to the exact
 * decimals ("46.53" with -2 is the nearest to 0.4653); decimals stays as printed. */
bool number_parse_scaled(const char *text, size_t len, int exponent, struct decimal *out,
			 const char **why);
/* Length of the longest prefix of text that is a number, 0 if none. */
size_t number_span(const char *text, size_t len);
/* value with that many decimals (0 to NUMBER_DECIMALS_MAX), '.' in every locale, "-0.00" written "0.00"; returns buf.
 * NaN and infinity give "n/a". */
char *number_fixed(char buf[NUMBER_TEXT_MAX], double value, int decimals);
/* Decimals beyond two with which the largest of some levels has three significant digits. */
int number_more(double largest);
/* The shortest decimal that reads back to the same double, no exponent; "n/a" as above. */
char *number_shortest(char buf[NUMBER_TEXT_MAX], double value);
/* The same, of the value rounded to four decimals: for factors that nobody typed. */
char *number_brief(char buf[NUMBER_TEXT_MAX], double value);
/* A fraction as the shortest percentage that number_parse_scaled (without the "%", exponent -2)
 * reads back to the same double: 0.4653 gives "46.53%"; "n/a" as above. */
char *number_percent(char buf[NUMBER_TEXT_MAX], double fraction);

#endif
