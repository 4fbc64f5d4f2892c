#include "config.h"

#include "cli/draws.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* 3, 3pp or 3%: points. */
static bool points(const char *text, double *out)
{
	size_t len = strlen(text);
	struct decimal d;
	const char *why;

	if (g_str_has_suffix(text, "pp"))
		len -= 2;
	else if (g_str_has_suffix(text, "%"))
		len--;
	if (!number_parse_scaled(text, len, -2, &d, &why) || d.value < 0) {
		cli_usage("--sd is a number of points such as 3, not '%s'", text);
		return false;
	}
	*out = d.value;
	return true;
}

static bool read_seed(const char *text, unsigned long long *out)
{
	guint64 seed;

	if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &seed, NULL)) {
		cli_usage("--seed is a whole number, not '%s'", text);
		return false;
	}
	*out = seed;
	return true;
}

bool draws_read(const struct cli *c, const struct session *s, int node, struct simulate_options *o)
{
	const char *sd = args_get(c->args, "sd"), *seed = args_get(c->args, "seed");
	GError *error = NULL;

	*o = simulate_defaults(s->scenario);
	o->node = node;
	o->filled = g_strcmp0(args_get(c->args, "shares"), "filled") == 0;
	o->threads = (int)MIN(g_get_num_processors(), 8);
	if ((sd && !points(sd, &o->sd)) || (seed && !read_seed(seed, &o->seed)))
		return false;
	if (args_integer(c->args, "draws", 1, SIMULATE_DRAWS_MAX, &o->draws, &error)
	    && args_integer(c->args, "threads", 1, SIMULATE_THREADS_MAX, &o->threads, &error)
	    && args_number(c->args, "rho", false, &o->rho, &error)) {
		if (fabs(o->rho) <= 1)
			return true;
		cli_usage("--rho is a correlation from -1 to 1");
		return false;
	}
	cli_usage("%s", error->message);
	g_error_free(error);
	return false;
}

const char *draws_given(const struct cli *c)
{
	static const char *const names[] = {"draws", "seed", "rho", "sd", "shares", "threads"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (args_get(c->args, names[i]))
			return names[i];
	return NULL;
}
