/* What a person types for one quantity of a node, and what an adjustment says, both in words.
 *
 * The words are those of the file without its braces, and a number where a rate or a share belongs
 * may do without its %:
 *
 *	cagr	40	40@2026-2029	2026-2028: 40, 2028-2031: 30
 *	growth	45@2027	2027: 45, 2028: 40
 *	share	25	25@2025		2025: 25
 *	weight	12
 *	shape	fade to 15 by 2031	bass ceiling 234 p 0.03 q 0.38	logistic@2026-2031
 *	spread	normal sd 3	uniform low 20 high 40
 *
 * What begins with { is taken as it is: YAML as in the file. */
#ifndef SCENARIO_PHRASE_H
#define SCENARIO_PHRASE_H

#include "scenario/scenario.h"

/* The value of a key of an entry ("after" is read as "shape") in YAML: "{fade: {to: 15%}}".  when:
 * the period of a bare growth or share, or NULL.  Whether the words and numbers are right is left to
 * the reader of the YAML.  NULL with SCENARIO_ERROR_USAGE: this cannot be one.  New string. */
char *phrase_value(const char *key, const char *text, const char *when, GError **error);
/* An example for the words of a shape or spread, "fade to 15 by 2031"; NULL for another name. */
const char *phrase_example(const char *name);
/* "40 % a year, 2026-2031", "fade to 15 % by 2031", "scale 2": without the path.  New string. */
char *phrase_say(const struct adjust *a);
/* "fade to 5 % by 2040": new string. */
char *phrase_say_shape(const struct shape *s);

#endif
