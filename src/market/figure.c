#include "config.h"
#include "market/figure.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

enum { DIGITS_MAX = 60 };		/* longest number of a report */
static const double limit = 1e30;	/* beyond this the arithmetic of a forecast could overflow */

/* Scale words.  German and French Billion (1e12) is left out: only lower case is English. */
static const struct { const char *word; int exponent; const char *brief; } scales[] = {
	{"thousand", 3, "k"}, {"million", 6, "mn"}, {"billion", 9, "bn"}, {"trillion", 12, "tn"},
	{"lakh", 5, NULL}, {"crore", 7, "cr"}, {"lakh crore", 12, NULL},
	{"\u4e07", 4, NULL}, {"\u842c", 4, NULL}, {"\u4ebf", 8, NULL}, {"\u5104", 8, NULL},
	{"\u4e07\u4ebf", 12, NULL},
	{"Mio", 6, NULL}, {"Mio.", 6, "Mio"}, {"Millionen", 6, "Mio"},
	{"Mrd", 9, NULL}, {"Mrd.", 9, "Mrd"}, {"Milliarde", 9, "Mrd"}, {"Milliarden", 9, "Mrd"},
	{"thousands", 3, "k"}, {"millions", 6, "mn"}, {"billions", 9, "bn"},
	{"trillions", 12, "tn"}, {"lakhs", 5, "lakh"}, {"crores", 7, "cr"},
	{"mn", 6, NULL}, {"bn", 9, NULL}, {"tn", 12, NULL},
};

/* Physical units that take SI prefixes; tonne and gram are one quantity. */
static const struct { const char *symbol, *base; int exponent; } physical[] = {
	{"Wh", "Wh", 0}, {"Wp", "Wp", 0}, {"W", "W", 0}, {"VA", "VA", 0}, {"J", "J", 0},
	{"Hz", "Hz", 0}, {"tonnes", "g", 6}, {"tonne", "g", 6}, {"t", "g", 6}, {"g", "g", 0},
};
static const struct { char letter; int exponent; } prefixes[] = {
	{'k', 3}, {'M', 6}, {'G', 9}, {'T', 12}, {'P', 15},
};

static int scale_index(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(scales); i++)
		if (!strcmp(word, scales[i].word))
			return (int)i;
	return -1;
}

/* Ten to the power of exponent, exact: 0 to 22. */
static double power_of_ten(int exponent)
{
	double value = 1;

	while (exponent-- > 0)
		value *= 10;
	return value;
}

double scale_factor(const char *word)
{
	int i = scale_index(word);

	return i < 0 ? 0 : power_of_ten(scales[i].exponent);
}

const char *scale_word(int i)
{
	return i >= 0 && i < (int)G_N_ELEMENTS(scales) ? scales[i].word : NULL;
}

const char *scale_suggest(const char *word)
{
	const char *words[G_N_ELEMENTS(scales)];

	if (strlen(word) < 4)		/* TW is near tn, and what not */
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(scales); i++)
		words[i] = scales[i].word;
	return text_suggest(word, words, G_N_ELEMENTS(words));
}

char *unit_format(const struct unit *unit, bool abbreviated)
{
	const char *scale = unit->scale_word, *parts[4] = {NULL};
	int i = scale ? scale_index(scale) : -1, n = 0;

	if (abbreviated && i >= 0 && scales[i].brief)
		scale = scales[i].brief;
	if (unit->currency)
		parts[n++] = unit->currency;
	if (scale)
		parts[n++] = scale;
	if (unit->measure)
		parts[n++] = unit->measure;
	return g_strjoinv(" ", (char **)parts);
}

/* Splits "TWh" into its quantity and the exponent of its prefix; NULL if it is no such unit. */
static const char *physical_unit(const char *word, int *exponent)
{
	*exponent = 0;
	for (int prefixed = 0; prefixed < 2; prefixed++) {
		for (size_t i = 0; i < G_N_ELEMENTS(physical); i++)
			if (!strcmp(word, physical[i].symbol)) {
				*exponent += physical[i].exponent;
				return physical[i].base;
			}
		for (size_t i = 0; !prefixed && i < G_N_ELEMENTS(prefixes); i++)
			if (*word == prefixes[i].letter) {
				*exponent = prefixes[i].exponent;
				word++;
				break;
			}
	}
	return NULL;
}

static bool complain(char **why, const char *text, const char *sentence)
{
	g_autofree char *shown = text_column(text, 40, false, true);
	g_autofree char *clean = text_safe(sentence, false);

	*why = g_strdup_printf("'%s': %s", shown, clean);
	return false;
}

static bool G_GNUC_PRINTF(3, 4) complain_of(char **why, const char *text, const char *format, ...)
{
	g_autofree char *sentence = NULL;
	va_list args;

	va_start(args, format);
	sentence = g_strdup_vprintf(format, args);
	va_end(args);
	return complain(why, text, sentence);
}

/* What is being read: the text, what the figure must be, and how much ten's powers its words add. */
struct reader {
	const char *text;
	enum figure_unit kind;
	const struct unit *unit;
	int exponent;		/* of the printed number to the market's unit */
	double divisor;		/* of a market whose scale is no power of ten; else 1 */
	char **why;
};

/* The exponent of the market's own scale goes out of the number's. */
static void leave_scale(struct reader *r, double scale)
{
	for (int i = 0; i <= 22; i++)
		if (scale == power_of_ten(i)) {
			r->exponent -= i;
			return;
		}
	r->divisor = scale;
}

static bool looks_like_currency(const char *word)
{
	return strlen(word) == 3 && g_ascii_isupper(word[0]) && g_ascii_isupper(word[1])
		&& g_ascii_isupper(word[2]);
}

/* The unit named behind a number: the market's measure or another size of it. */
static bool read_measure(struct reader *r, const char *word)
{
	const struct unit *u = r->unit;
	int own = 0, there = 0;
	const char *a, *b;

	if (u->measure && !strcmp(word, u->measure))
		return true;
	a = physical_unit(word, &own);
	b = u->measure ? physical_unit(u->measure, &there) : NULL;
	if (a && b && !strcmp(a, b)) {
		r->exponent += own - there;
		return true;
	}
	if (scale_suggest(word))
		return complain_of(r->why, r->text, "'%s' is no scale; did you mean '%s'?", word,
				   scale_suggest(word));
	if (u->measure)
		return complain_of(r->why, r->text, "the market counts in %s, not in %s",
				   u->measure, word);
	if (u->currency && looks_like_currency(word))
		return complain_of(r->why, r->text, "the market is in %s: an amount in another "
				   "currency is kept as text, under 'printed'", u->currency);
	return complain_of(r->why, r->text, "'%s' is neither a scale nor the market's unit", word);
}

/* The words behind the number of a level: a scale, a unit, or both. */
static bool read_words(struct reader *r, const char *words)
{
	g_autofree char *first = g_strdup(words);
	const char *rest = "";
	const struct unit *u = r->unit;
	int i;
	char *cut;

	/* The longest beginning that is a scale: "lakh crore" before "lakh". */
	while ((i = scale_index(first)) < 0 && (cut = strrchr(first, ' '))) {
		*cut = '\0';
		rest = words + (cut - first) + 1;
	}
	if (i < 0)
		rest = words;
	else
		r->exponent += scales[i].exponent;
	if (u->currency && g_str_has_prefix(rest, u->currency)
	    && (!rest[strlen(u->currency)] || rest[strlen(u->currency)] == ' ')) {
		if (i < 0 && u->scale != 1)
			return complain_of(r->why, r->text, "the scale is missing: write the number "
					   "alone, in %s, or with its own scale word",
					   u->scale_word ? u->scale_word : "the market's unit");
		rest += strlen(u->currency);
		rest += *rest == ' ';
	}
	if (*rest && !read_measure(r, rest))
		return false;
	leave_scale(r, u->scale);
	return true;
}

/* The bare number where a rate is expected: says what it would mean. */
static bool complain_bare(struct reader *r, const char *number)
{
	struct decimal d;
	const char *wrong;
	char percent[NUMBER_TEXT_MAX];

	if (strstr(r->text, ".."))
		return complain(r->why, r->text, "a percentage carries its %, as in 40..45%, "
				"40%.. or ..50%");
	if (!number_parse(number, strlen(number), &d, &wrong))
		return complain(r->why, r->text, wrong);
	number_percent(percent, d.value);
	percent[strlen(percent) - 1] = '\0';
	if (fabs(d.value) < 1 && d.value != 0)
		*r->why = g_strdup_printf("%s here means %s %%; write %s%%, or %s%% if that is "
					  "what is printed", r->text, percent, percent, r->text);
	else
		*r->why = g_strdup_printf("%s here means %s %%; write %s%%", r->text, percent,
					  r->text);
	return false;
}

/* Does what stands behind the digits look like more of the number, wrongly written? */
static bool is_botched(const char *suffix)
{
	if (strchr(",._':0123456789", *suffix))
		return true;
	if ((*suffix == 'e' || *suffix == 'E' || *suffix == 'x' || *suffix == 'X')
	    && (g_ascii_isxdigit(suffix[1]) || suffix[1] == '-' || suffix[1] == '+'))
		return true;
	return *suffix == ' ' && g_ascii_isdigit(suffix[1]);
}

/* Hyphens and dashes between two numbers. */
static bool is_dash(const char *suffix)
{
	return *suffix == '-' || g_str_has_prefix(suffix, "\u2013")
		|| g_str_has_prefix(suffix, "\u2014") || g_str_has_prefix(suffix, "\u2212")
		|| g_str_has_prefix(suffix, " -") || g_str_has_prefix(suffix, " \u2013");
}

/* Words of reports before a number, and the signs that say the same. */
static const struct { const char *words, *before, *behind; } worded[] = {
	{"about", "~", ""}, {"around", "~", ""}, {"approximately", "~", ""}, {"roughly", "~", ""},
	{"some", "~", ""}, {"more than", "~", ".."}, {"over", "~", ".."}, {"above", "~", ".."},
	{"nearly", "~..", ""}, {"almost", "~..", ""}, {"close to", "~..", ""},
	{"at least", "", ".."}, {"up to", "..", ""}, {"at most", "..", ""}, {"under", "..", ""},
	{"below", "..", ""}, {"less than", "..", ""},
};

/* A number without marks of thousands, and a percentage with its sign: what is said in words is
 * mended as well.  New string. */
static char *tidy(const struct reader *r, const char *number)
{
	static const char *const signs[] = {" percent", " per cent", " %"};
	GString *s = g_string_new(number);

	for (gsize i = 1; i + 3 < s->len; i++)
		if (s->str[i] == ',' && g_ascii_isdigit(s->str[i - 1])
		    && g_ascii_isdigit(s->str[i + 1]) && g_ascii_isdigit(s->str[i + 2])
		    && g_ascii_isdigit(s->str[i + 3]))
			g_string_erase(s, (gssize)i, 1);
	for (size_t i = 0; r->kind == FIGURE_PERCENT && i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_suffix(s->str, signs[i])) {
			g_string_truncate(s, s->len - strlen(signs[i]));
			g_string_append_c(s, '%');
		}
	return g_string_free(s, FALSE);
}

/* The sentence that tells what to write for a number behind such words; NULL if there are none.  Only
 * what would be taken in its turn is proposed; else the signs are named alone.  New string. */
static char *advice(const struct reader *r)
{
	const char *sign = r->kind == FIGURE_PERCENT ? "%" : "";

	for (size_t i = 0; i < G_N_ELEMENTS(worded); i++) {
		size_t n = strlen(worded[i].words);
		const char *number = r->text + n + 1;
		g_autofree char *why = NULL;
		struct figure f;

		if (g_ascii_strncasecmp(r->text, worded[i].words, n) != 0 || r->text[n] != ' '
		    || !strpbrk(number, "0123456789"))
			continue;
		g_autofree char *tidied = tidy(r, number);
		g_autofree char *text = g_strconcat(worded[i].before, tidied, worded[i].behind, NULL);

		/* "nearly -5" is more than -5 to some and less to others. */
		if (*number != '-' && figure_parse(text, r->kind, r->unit, &f, &why))
			return g_strdup_printf("write %s", text);
		return g_strdup_printf("signs stand for '%.*s': ~40%s about, ~40%s.. just above, "
				       "~..40%s just under, 40%s.. at least, ..40%s at most", (int)n,
				       r->text, sign, sign, sign, sign, sign);
	}
	return NULL;
}

static bool complain_start(struct reader *r, const char *s)
{
	struct decimal d;
	const char *wrong;
	g_autofree char *better = advice(r);

	if (better)
		return complain(r->why, r->text, better);
	if (g_str_has_prefix(s, "\u2212") || g_str_has_prefix(s, "\u2013"))
		return complain(r->why, r->text, "write the minus sign as '-'");
	if (*s == '>' || g_str_has_prefix(s, "\u2265"))
		return complain(r->why, r->text, "write ~40%.. for just above, 40%.. for at least");
	if (*s == '<' || g_str_has_prefix(s, "\u2264"))
		return complain(r->why, r->text, "write ~..50% for just under, ..50% for at most");
	if (g_str_has_prefix(s, "\u2248") || g_str_has_prefix(s, "ca"))
		return complain(r->why, r->text, "write ~ for about");
	if ((g_ascii_isalpha(*s) || *s == '$' || (unsigned char)*s >= 0x80) && strpbrk(s, "0123456789"))
		return complain(r->why, r->text, "the number comes first, and nothing before it: "
				"675 million");
	if (number_parse(s, strlen(s), &d, &wrong))
		wrong = "this is no number";
	return complain(r->why, r->text, wrong);
}

/* What stands behind the number says in what it is counted. */
static bool read_suffix(struct reader *r, const char *number, const char *suffix)
{
	r->exponent = 0;
	r->divisor = 1;
	if (is_dash(suffix))
		return complain(r->why, r->text, "an interval is written with two points: 40..45%");
	if (*suffix == '%' || !strcmp(suffix, " %")) {
		if (*suffix == '%' && suffix[1])
			return complain(r->why, r->text, "something follows the %");
		if (r->kind == FIGURE_LEVEL)
			return complain(r->why, r->text, "a level carries no %; a percentage belongs "
					"under share, growth or cagr");
		if (r->kind == FIGURE_PLAIN)
			return complain(r->why, r->text, "a plain number is expected, without %");
		if (*suffix == ' ')
			return complain(r->why, r->text, "the % stands right behind the number");
		r->exponent = -2;
		return true;
	}
	if (r->kind == FIGURE_PERCENT) {
		if (!*suffix)
			return complain_bare(r, number);
		return complain(r->why, r->text, "a percentage is a number and its %, as 33.14%");
	}
	if (!*suffix)
		return true;
	if (r->kind == FIGURE_PLAIN || !r->unit)
		return complain(r->why, r->text, "a plain number is expected, without a unit");
	if (*suffix != ' ' && (unsigned char)*suffix < 0x80)
		return complain(r->why, r->text, "a space stands between a number and its unit: "
				"675 million, 1.2 TWh");
	return read_words(r, suffix + (*suffix == ' '));
}

/* One end: the number alone. */
static bool scan(struct reader *r, const char *number, struct decimal *d)
{
	const char *wrong;

	if (strlen(number) > DIGITS_MAX)
		return complain(r->why, r->text, "the number has too many digits");
	if (!number_parse_scaled(number, strlen(number), r->exponent, d, &wrong))
		return complain(r->why, r->text, wrong);
	d->value /= r->divisor;
	d->half /= r->divisor;
	if (fabs(d->value) > limit)
		return complain(r->why, r->text, "the number is too large");
	if (r->kind == FIGURE_PERCENT && d->value <= -1)
		return complain(r->why, r->text, "a rate is more than -100 %");
	return true;
}

/* Cuts an end into its number and what follows; *suffix points into end. */
static char *cut_number(struct reader *r, const char *end, const char **suffix)
{
	size_t span = number_span(end, strlen(end));
	struct decimal d;
	const char *wrong;

	if (!span) {
		complain_start(r, end);
		return NULL;
	}
	*suffix = end + span;
	if (is_botched(*suffix) && **suffix) {
		size_t len = strlen(end);

		while (len && (end[len - 1] == '%' || end[len - 1] == ' '))
			len--;
		if (!number_parse(end, len, &d, &wrong))
			complain(r->why, r->text, wrong);
		else
			complain(r->why, r->text, "this is no number");
		return NULL;
	}
	return g_strndup(end, span);
}

static void set_point(struct figure *f, enum qualifier qualifier, const struct decimal *d)
{
	f->qualifier = (uint8_t)qualifier;
	f->decimals = (uint8_t)d->decimals;
	f->value = f->low = f->high = d->value;
	f->half = d->half;
}

static bool read_point(struct reader *r, const char *end, enum qualifier qualifier,
		       struct figure *f)
{
	const char *suffix;
	g_autofree char *number = cut_number(r, end, &suffix);
	struct decimal d, tenfold;
	const char *wrong;

	if (!number || !read_suffix(r, number, suffix) || !scan(r, number, &d))
		return false;
	if (!number_parse_scaled(number, strlen(number), r->exponent + 1, &tenfold, &wrong))
		return complain(r->why, r->text, wrong);
	set_point(f, qualifier, &d);
	if (qualifier == QUAL_AT_LEAST || qualifier == QUAL_AT_MOST)
		f->value = NAN;
	else if (qualifier != QUAL_EXACT)
		f->half = tenfold.half / r->divisor;
	if (qualifier == QUAL_AT_LEAST)
		f->high = INFINITY;
	if (qualifier == QUAL_AT_MOST)
		f->low = -INFINITY;
	return true;
}

/* The middle as the decimal it is, so that 40..45% is 0.425 to the last bit. */
static double middle(struct reader *r, const char *low, const char *high, int decimals)
{
	char text[NUMBER_TEXT_MAX];
	struct decimal a, b, mid;
	const char *wrong;

	if (!number_parse(low, strlen(low), &a, &wrong)
	    || !number_parse(high, strlen(high), &b, &wrong))
		return NAN;
	number_fixed(text, (a.value + b.value) / 2, MIN(decimals + 1, NUMBER_DECIMALS_MAX));
	if (!number_parse_scaled(text, strlen(text), r->exponent, &mid, &wrong))
		return NAN;
	return mid.value / r->divisor;
}

static bool read_range(struct reader *r, const char *left, const char *right, struct figure *f)
{
	const char *left_suffix, *suffix;
	g_autofree char *low = cut_number(r, left, &left_suffix);
	g_autofree char *high = low ? cut_number(r, right, &suffix) : NULL;
	struct decimal a, b;

	if (!low || !high)
		return false;
	if (*left_suffix && strcmp(left_suffix, suffix))
		return complain(r->why, r->text, "both ends of an interval are counted in the same "
				"unit, written at the end: 40..45%");
	if (!read_suffix(r, high, suffix) || !scan(r, low, &a) || !scan(r, high, &b))
		return false;
	if (a.value >= b.value)
		return complain(r->why, r->text, "the smaller end of an interval comes first");
	f->qualifier = QUAL_RANGE;
	f->decimals = (uint8_t)MAX(a.decimals, b.decimals);
	f->low = a.value;
	f->high = b.value;
	f->half = MAX(a.half, b.half);
	f->value = middle(r, low, high, f->decimals);
	return true;
}

/* "XX", "X.XX": the publisher's own blanks, with or without the unit; "n/a". */
static bool is_withheld(const char *s)
{
	size_t crosses = strspn(s, "X");

	if (!strcmp(s, "n/a"))
		return true;
	s += crosses;
	if (crosses && *s == '.' && s[1] == 'X') {
		size_t more = strspn(s + 1, "X");

		crosses += more;
		s += 1 + more;
	}
	if (crosses < 2)
		return false;
	return !*s || !strcmp(s, "%") || (*s == ' ' && g_ascii_isalpha(s[1]));
}

static bool is_nothing(const char *text)
{
	static const char *const words[] = {
		"", "~", "-", "?", "--", "\u2013", "\u2014", "na", "NA", "N/A", "n.a.", "xx", "X",
		"x", "nil", "null", "Null", "NULL", "none", "None", "unknown", "tbd", "TBD",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

static bool read_figure(struct reader *r, struct figure *f)
{
	bool about = *r->text == '~';
	g_autofree char *left = g_strdup(r->text + about);
	char *dots = strstr(left, ".."), *right;

	if (!dots)
		return read_point(r, left, about ? QUAL_ABOUT : QUAL_EXACT, f);
	*dots = '\0';
	right = dots + 2;
	if (strstr(right, ".."))
		return complain(r->why, r->text, "an interval has two ends: 40..45%");
	if (!*left && !*right)
		return complain(r->why, r->text, "an interval needs a number");
	if (!*right)
		return read_point(r, left, about ? QUAL_ABOVE : QUAL_AT_LEAST, f);
	if (!*left)
		return read_point(r, right, about ? QUAL_BELOW : QUAL_AT_MOST, f);
	if (about)
		return complain(r->why, r->text, "an interval takes no ~: write 40..45%");
	return read_range(r, left, right, f);
}

/* What nearly all figures are, "46.53%" and "8.74", without the detours of the rest.  False: all
 * others, and every mistake. */
static bool read_simple(const char *text, enum figure_unit kind, struct figure *f)
{
	size_t len = strlen(text), span = number_span(text, len);
	bool percent = kind == FIGURE_PERCENT;
	struct decimal d;
	const char *wrong;

	if (!span || span > DIGITS_MAX || (percent ? strcmp(text + span, "%") : text[span] != '\0'))
		return false;
	if (!number_parse_scaled(text, span, percent ? -2 : 0, &d, &wrong)
	    || fabs(d.value) > limit || (percent && d.value <= -1))
		return false;
	set_point(f, QUAL_EXACT, &d);
	return true;
}

bool figure_parse(const char *text, enum figure_unit kind, const struct unit *unit,
		  struct figure *out, char **why)
{
	struct reader r = {text, kind, unit, 0, 1, why};
	struct figure f = {NAN, -INFINITY, INFINITY, 0, QUAL_WITHHELD, 0};

	if (!read_simple(text, kind, &f) && !is_withheld(text)) {
		if (is_nothing(text))
			return complain(why, text, "no number: leave the key out, or write XX or n/a "
					"for what is printed as withheld");
		if (!read_figure(&r, &f))
			return false;
	}
	*out = f;
	return true;
}

void figure_interval(const struct figure *f, double *low, double *high)
{
	*low = f->qualifier == QUAL_ABOVE ? f->low : f->low - f->half;
	*high = f->qualifier == QUAL_BELOW ? f->high : f->high + f->half;
}

bool figure_is_point(const struct figure *f)
{
	return isfinite(f->value);
}
